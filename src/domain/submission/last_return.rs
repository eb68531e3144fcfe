//! The last return of a tablet that was lost, from which its book can be taken
//! over.
//!
//! Reads as much of a return as that takes, after its digests were found to
//! agree: the whole contract is `quarter_return`'s.

use chrono::{DateTime, Utc};

use crate::domain::base::ids::BookId;
use crate::domain::base::json::{AsJson, object};
use crate::domain::base::text::Name;
use crate::domain::organisation::{Place, Team};
use crate::domain::submission::quarter_return::{Manifest, ReturnError, whole};

/// What a return says of the book it was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    /// Whether its records were read from a spreadsheet.
    pub imported: bool,
    /// How many times its quarter was sent.
    pub revision: u32,
    /// When it was made, by the tablet's clock.
    pub made_at: DateTime<Utc>,
    /// What the book had sent by then.
    pub manifest: Manifest,
}

object!(LastReturn {
    book: needed,
    tablet: needed,
    team: needed,
    places: needed,
    example: needed,
    imported: needed,
    revision: needed,
    made_at: instant,
    manifest: needed,
});

impl LastReturn {
    /// Reads a return's file.
    ///
    /// # Errors
    /// The [`ReturnError`] that says why it is not one, or not a whole one.
    pub fn read(text: &str) -> Result<Self, ReturnError> {
        let text = text.trim_start_matches('\u{feff}');
        Self::from_json(&whole(text)?)
            .map_err(|wrong| ReturnError::NotReadable(wrong.in_text(text)))
    }
}
