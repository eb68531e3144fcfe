//! Totals that were published before, typed in from a report and marked as
//! typed.

use std::fmt;

use thiserror::Error;

use crate::domain::base::calendar::{FinancialYear, Quarter};
use crate::domain::base::coded::coded;
use crate::domain::base::json::{AsJson, Json, WrongJson, object};
use crate::domain::base::text::{Name, Text};

/// A whole financial year or one of its quarters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PublishedPeriod {
    /// A year.
    Year(FinancialYear),
    /// A quarter.
    Quarter(Quarter),
}

impl fmt::Display for PublishedPeriod {
    /// Its name for people; the code is for files.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => year.fmt(out),
            Self::Quarter(quarter) => quarter.fmt(out),
        }
    }
}

impl PublishedPeriod {
    /// The code, such as `2016-17` or `2016-17 Q3`.
    #[must_use]
    pub fn code(self) -> String {
        match self {
            Self::Year(year) => year.short(),
            Self::Quarter(quarter) => quarter.code(),
        }
    }

    /// The same of the year before.
    #[must_use]
    pub fn same_last_year(self) -> Self {
        match self {
            Self::Year(year) => Self::Year(year.previous()),
            Self::Quarter(quarter) => Self::Quarter(quarter.same_last_year()),
        }
    }

    /// Reads a code.
    ///
    /// # Errors
    /// [`NotAPeriod`] for any other text.
    pub fn read(code: &str) -> Result<Self, NotAPeriod> {
        if let Ok(quarter) = code.parse() {
            return Ok(Self::Quarter(quarter));
        }
        let first = format!("{code} Q1").parse::<Quarter>();
        first
            .map(|quarter| Self::Year(quarter.year()))
            .map_err(|_| NotAPeriod)
    }
}

impl AsJson for PublishedPeriod {
    fn to_json(&self) -> Json<'_> {
        Json::text(self.code())
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        Self::read(json.needed_text()?).map_err(WrongJson::because)
    }
}

/// The text names no year and no quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a period is a year such as 2016-17 or a quarter such as 2016-17 Q3")]
pub struct NotAPeriod;

#[cfg(not(target_arch = "wasm32"))]
impl schemars::JsonSchema for PublishedPeriod {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PublishedPeriod".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A financial year or a quarter of one.",
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}([ -]Q[1-4])?$"
        })
    }
}

/// What a total was published of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(rename_all = "kebab-case"))]
pub enum Level {
    /// One team.
    Team,
    /// A locality.
    Locality,
    /// A city or council area.
    City,
    /// Everything together.
    All,
}

coded!(Level {
    Team = "team",
    Locality = "locality",
    City = "city",
    All = "all",
});

/// A total as it was published.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(deny_unknown_fields))]
pub struct Published {
    /// The code of its measure.
    pub measure: Text<80>,
    /// The year or quarter.
    pub period: PublishedPeriod,
    /// The level.
    pub level: Level,
    /// The code of the team or locality, or the name of the city; absent where
    /// everything is meant.
    pub unit: Option<Name>,
    /// The count, or the numerator of a share; absent when only a percentage was
    /// published.
    pub count: Option<u64>,
    /// The denominator of a share.
    pub whole: Option<u64>,
    /// The percentage, as it was printed, such as `97.5%`.
    pub percent: Option<Text<12>>,
    /// The rise (or, below zero, the fall) against the year before, as it was
    /// printed.
    pub change: Option<i64>,
    /// Where it was published.
    pub source: Text<200>,
}

object!(strict Published {
    measure: needed,
    period: needed,
    level: needed,
    unit: usual,
    count: usual,
    whole: usual,
    percent: usual,
    change: usual,
    source: needed,
});
