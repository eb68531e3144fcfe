//! What a figure is of in time: one quarter, or the year up to the end of one.

use std::fmt;

use thiserror::Error;

use super::sums::Span;
use crate::domain::base::calendar::Quarter;
use crate::domain::base::json::{AsJson, Json, WrongJson};

/// One quarter, or the year up to the end of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Period {
    /// The quarter.
    Quarter(Quarter),
    /// The year so far.
    YearTo(Quarter),
}

impl Period {
    /// Its last quarter.
    #[must_use]
    pub const fn last(self) -> Quarter {
        match self {
            Self::Quarter(quarter) | Self::YearTo(quarter) => quarter,
        }
    }

    /// Its quarters.
    #[must_use]
    pub fn span(self) -> Span {
        match self {
            Self::Quarter(quarter) => Span::quarter(quarter),
            Self::YearTo(quarter) => Span::year_to(quarter),
        }
    }

    /// The code, such as `2016-17 Q3` or `2016-17 to Q3`.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Quarter(quarter) => quarter.code(),
            Self::YearTo(quarter) => {
                let year = quarter.year().short();
                format!("{year} to Q{}", quarter.of_year().number())
            }
        }
    }

    /// The same of the year before.
    #[must_use]
    pub fn same_last_year(self) -> Self {
        match self {
            Self::Quarter(quarter) => Self::Quarter(quarter.same_last_year()),
            Self::YearTo(quarter) => Self::YearTo(quarter.same_last_year()),
        }
    }

    /// Reads a code.
    ///
    /// # Errors
    /// [`NoSuchPeriod`] for any other text.
    pub fn read(code: &str) -> Result<Self, NoSuchPeriod> {
        match code.split_once(" to ") {
            None => code.parse().map(Self::Quarter),
            Some((year, quarter)) => [year, " ", quarter].concat().parse().map(Self::YearTo),
        }
        .map_err(|_| NoSuchPeriod)
    }
}

impl fmt::Display for Period {
    /// Its name for people, such as `October 2016 to March 2017 (financial year 2016 to
    /// 2017)`; the code is for files.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Quarter(quarter) => quarter.fmt(out),
            Self::YearTo(last) => {
                let [first, ..] = last.year().quarters();
                let ([from, ..], [.., until]) = (first.months(), last.months());
                write!(out, "{from} to {until} (financial year {})", last.year())
            }
        }
    }
}

/// The text names no period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a period is a quarter such as 2016-17 Q3 or a year up to one such as 2016-17 to Q3")]
pub struct NoSuchPeriod;

impl AsJson for Period {
    fn to_json(&self) -> Json<'_> {
        Json::text(self.code())
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        Self::read(json.needed_text()?).map_err(WrongJson::because)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_reads_back_from_its_code() {
        let quarter: Quarter = "2016-17 Q3".parse().unwrap();
        for period in [Period::Quarter(quarter), Period::YearTo(quarter)] {
            assert_eq!(Period::read(&period.code()), Ok(period));
        }
        for wrong in ["", "2016-17", "2016-17 to", "2016-17 to Q5", "to Q3"] {
            assert_eq!(Period::read(wrong), Err(NoSuchPeriod));
        }
    }
}
