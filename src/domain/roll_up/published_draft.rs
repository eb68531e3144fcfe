//! A published total, as a person types it from a report.
//!
//! Guarantees that a check gives all that is wrong, each with its field.

use thiserror::Error;

use super::measure::Measure;
use super::published::{Level, Published, PublishedPeriod};
use super::structure::Unit;
use crate::domain::base::text::{Name, Text};
use crate::domain::base::typed::{trimmed, value};

/// What is typed of one total.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PublishedDraft {
    /// Its measure.
    pub measure: Option<&'static Measure>,
    /// Its year or quarter, such as `2015-16` or `2015-16 Q3`.
    pub period: String,
    /// What it is of; all together where nothing is chosen.
    pub unit: Option<Unit>,
    /// The count, or the numerator of a share.
    pub count: String,
    /// The denominator of a share.
    pub whole: String,
    /// The percentage as printed.
    pub percent: String,
    /// The rise or fall as printed.
    pub change: String,
    /// Where it was published.
    pub source: String,
}

/// A field of a published total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishedField {
    /// The measure.
    Measure,
    /// The period.
    Period,
    /// The count.
    Count,
    /// The denominator.
    Whole,
    /// The percentage.
    Percent,
    /// The rise or fall.
    Change,
    /// The source.
    Source,
}

/// Why a total cannot be used as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotPublished {
    /// No measure was chosen.
    #[error("Choose what was counted")]
    NoMeasure,
    /// It is no year and no quarter.
    #[error("Type a year such as 2015-16 or a quarter such as 2015-16 Q3")]
    NotAPeriod,
    /// There is neither a count nor a percentage.
    #[error("Type the count, or the percentage if only that was published")]
    Nothing,
    /// It is not a whole number.
    #[error("Type a whole number, such as 36,039")]
    NotANumber,
    /// More answered so than answered at all.
    #[error("The number counted cannot be more than the number out of which")]
    PartOverWhole,
    /// It is not a percentage.
    #[error("Type a percentage, such as 98.3%")]
    NotAPercentage,
    /// It is not a change.
    #[error("Type the rise or fall, such as 16 or -16")]
    NotAChange,
    /// There is no source.
    #[error("Say where it was published, such as the report and its page")]
    NoSource,
    /// The source is too long.
    #[error("The source has at most 200 characters")]
    SourceTooLong,
}

/// A field, and why it cannot be used.
pub type Faulty = (PublishedField, NotPublished);

impl PublishedDraft {
    /// Checks it all.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn check(&self) -> Result<Published, Vec<Faulty>> {
        let mut wrong: Vec<Faulty> = Vec::new();
        let mut is = |field, why| wrong.push((field, why));
        if self.measure.is_none() {
            is(PublishedField::Measure, NotPublished::NoMeasure);
        }
        let period = PublishedPeriod::read(&value(&self.period).to_uppercase());
        if period.is_err() {
            is(PublishedField::Period, NotPublished::NotAPeriod);
        }
        let number = |text: &str| match plain(text) {
            text if text.is_empty() => Ok(None),
            text => text.parse::<u64>().map(Some),
        };
        let (count, whole) = (number(&self.count), number(&self.whole));
        if count.is_err() {
            is(PublishedField::Count, NotPublished::NotANumber);
        }
        if whole.is_err() {
            is(PublishedField::Whole, NotPublished::NotANumber);
        }
        let (count, whole) = (count.unwrap_or(None), whole.unwrap_or(None));
        if count.is_some() && whole.is_some() && count > whole {
            is(PublishedField::Whole, NotPublished::PartOverWhole);
        }
        let percent = self.percent();
        if percent.is_err() {
            is(PublishedField::Percent, NotPublished::NotAPercentage);
        }
        let percent = percent.unwrap_or(None);
        if trimmed(&self.count).is_empty() && trimmed(&self.percent).is_empty() {
            is(PublishedField::Count, NotPublished::Nothing);
        }
        let change = match plain(&self.change) {
            text if text.is_empty() => Ok(None),
            // A true minus, as it is printed.
            text => text.replace('−', "-").parse::<i64>().map(Some),
        };
        if change.is_err() {
            is(PublishedField::Change, NotPublished::NotAChange);
        }
        let source = Text::typed(&self.source);
        match &source {
            Ok(None) => is(PublishedField::Source, NotPublished::NoSource),
            Err(_) => is(PublishedField::Source, NotPublished::SourceTooLong),
            Ok(Some(_)) => {}
        }
        let measure = self.measure.and_then(|it| Text::typed(it.code).ok()?);
        match (measure, period, source) {
            (Some(measure), Ok(period), Ok(Some(source))) if wrong.is_empty() => Ok(Published {
                measure,
                period,
                level: self.unit.as_ref().map_or(Level::All, |unit| unit.level),
                unit: self.unit_code(),
                count,
                whole,
                percent,
                change: change.unwrap_or(None),
                source,
            }),
            _ => Err(wrong),
        }
    }

    fn unit_code(&self) -> Option<Name> {
        let unit = self.unit.as_ref().filter(|it| it.level != Level::All)?;
        Text::typed(&unit.code).ok()?
    }

    /// The percentage with its sign, as it is compared.
    fn percent(&self) -> Result<Option<Text<12>>, NotPublished> {
        let text = plain(&self.percent).replace('%', "");
        if text.is_empty() {
            return Ok(None);
        }
        let digits = text.chars().all(|it| it.is_ascii_digit() || it == '.');
        let value: Option<f64> = text.parse().ok();
        let fits = digits && value.is_some_and(|it| it <= 100.0);
        let text = fits
            .then(|| Text::typed(&format!("{text}%")).ok())
            .flatten();
        match text {
            Some(text) => Ok(text),
            None => Err(NotPublished::NotAPercentage),
        }
    }
}

/// A number without what only parts its digits.
fn plain(text: &str) -> String {
    let parts = |it: char| it == ',' || it.is_whitespace();
    value(text).trim_start_matches('+').replace(parts, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Surveys of 2015-16, from the report's section 2.
    fn draft() -> PublishedDraft {
        PublishedDraft {
            measure: Measure::with_code("survey-respect"),
            period: "2015-16".to_owned(),
            count: "373".to_owned(),
            whole: "499".to_owned(),
            percent: "74.7".to_owned(),
            source: "Early Help report 2016-17, section 2".to_owned(),
            ..PublishedDraft::default()
        }
    }

    #[test]
    fn a_share_is_taken_as_it_was_printed() {
        let made = draft().check().unwrap();
        assert_eq!((made.count, made.whole), (Some(373), Some(499)));
        assert_eq!(made.percent.unwrap().as_str(), "74.7%");
        assert_eq!(made.level, Level::All);
        assert_eq!(made.period.code(), "2015-16");
    }

    #[test]
    fn commas_signs_and_a_true_minus_are_read() {
        let typed = PublishedDraft {
            measure: Measure::with_code("direct-contacts"),
            period: "2016-17 q3".to_owned(),
            count: " 36,039 ".to_owned(),
            whole: String::new(),
            percent: String::new(),
            change: "−1,016".to_owned(),
            ..draft()
        };
        let made = typed.check().unwrap();
        assert_eq!((made.count, made.change), (Some(36_039), Some(-1016)));
        assert_eq!(made.period.code(), "2016-17 Q3");
        let pasted = PublishedDraft {
            period: "\u{feff}２０１６-17 Q3".to_owned(),
            count: "\u{200e}36\u{202f}039".to_owned(),
            change: "\u{200e}-١٬٠١٦".to_owned(),
            ..typed
        };
        assert_eq!(pasted.check().unwrap(), made);
    }

    #[test]
    fn everything_wrong_is_told_at_once() {
        let typed = PublishedDraft {
            measure: None,
            period: "last year".to_owned(),
            count: "many".to_owned(),
            whole: "-4".to_owned(),
            percent: "101%".to_owned(),
            change: "up".to_owned(),
            source: " ".to_owned(),
            unit: None,
        };
        let wrong: Vec<_> = typed
            .check()
            .unwrap_err()
            .into_iter()
            .map(|it| it.1)
            .collect();
        let expected = [
            NotPublished::NoMeasure,
            NotPublished::NotAPeriod,
            NotPublished::NotANumber,
            NotPublished::NotANumber,
            NotPublished::NotAPercentage,
            NotPublished::NotAChange,
            NotPublished::NoSource,
        ];
        assert_eq!(wrong, expected);
    }

    #[test]
    fn a_part_is_not_more_than_its_whole() {
        let typed = PublishedDraft {
            count: "500".to_owned(),
            ..draft()
        };
        let fault = (PublishedField::Whole, NotPublished::PartOverWhole);
        assert_eq!(typed.check().unwrap_err(), [fault]);
    }

    #[test]
    fn nothing_at_all_is_no_total() {
        let typed = PublishedDraft {
            count: String::new(),
            percent: String::new(),
            ..draft()
        };
        let fault = (PublishedField::Count, NotPublished::Nothing);
        assert_eq!(typed.check().unwrap_err(), [fault]);
    }
}
