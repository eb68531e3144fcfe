//! Passing a return on: making its file is one thing, the file leaving the tablet
//! another.
//!
//! Guarantees that "downloaded" and "shared" are said only of what the browser did,
//! and that what an older Daybook did not note is said to be unknown. Refuses to
//! know whether the file has arrived: nobody tells the tablet.

use chrono::{DateTime, Utc};

use crate::domain::base::coded::coded;
use crate::domain::base::json::{AsJson, Json, WrongJson, serde_by_json};

/// How a file left the tablet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PassingOn {
    /// The browser downloaded it.
    Downloaded,
    /// The share sheet took it.
    Shared,
}

coded!(PassingOn {
    Downloaded = "downloaded",
    Shared = "shared",
});

/// What is known of the way of a return's file, least first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum PassedOn {
    /// Its file has not left the tablet that made it.
    NotYet,
    /// A Daybook made it that did not note this, or another tablet did.
    #[default]
    NotNoted,
    /// It left, the last time at this instant.
    On(DateTime<Utc>, PassingOn),
}

impl PassedOn {
    /// What two who know of the same file know together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.max(other)
    }
}

impl AsJson for PassedOn {
    fn to_json(&self) -> Json<'_> {
        match self {
            Self::NotYet => Json::Text("not-yet".into()),
            Self::NotNoted => Json::Text("not-noted".into()),
            Self::On(at, how) => Json::tagged(how.code(), at.to_json()),
        }
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let tag = json.tag()?;
        match (tag.name, tag.content, PassingOn::from_code(tag.name)) {
            ("not-yet", None, _) => Ok(Self::NotYet),
            ("not-noted", None, _) => Ok(Self::NotNoted),
            (_, Some(at), Some(how)) => Ok(Self::On(DateTime::from_json(at)?, how)),
            _ => Err(tag.unknown()),
        }
    }
}

serde_by_json!(PassedOn);
