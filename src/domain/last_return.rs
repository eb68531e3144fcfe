//! The last return of a tablet that was lost, from which its book can be taken
//! over.
//!
//! Reads as much of a return as that takes, after its digests were found to
//! agree: the whole contract is `quarter_return`'s.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use super::ids::BookId;
use super::json_text::why_not;
use super::organisation::{Place, Team};
use super::quarter_return::{Manifest, ReturnError, whole};
use super::text::Name;

/// What a return says of the book it was made from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct LastReturn {
    /// The book.
    pub book: BookId,
    /// The label of its tablet.
    pub tablet: Name,
    /// The team whose quarter it is.
    pub team: Team,
    /// The places that figures are broken down by.
    pub places: Vec<Place>,
    /// Whether it is example data.
    pub example: bool,
    /// How many times its quarter was sent.
    pub revision: u32,
    /// When it was made, by the tablet's clock.
    #[serde(with = "super::iso::instant")]
    pub made_at: DateTime<Utc>,
    /// What the book had sent by then.
    pub manifest: Manifest,
}

impl LastReturn {
    /// Reads a return's file.
    ///
    /// # Errors
    /// The [`ReturnError`] that says why it is not one, or not a whole one.
    pub fn read(text: &str) -> Result<Self, ReturnError> {
        let text = text.trim_start_matches('\u{feff}');
        whole(text)?;
        serde_json::from_str(text).map_err(|error| ReturnError::NotReadable(why_not(&error)))
    }
}
