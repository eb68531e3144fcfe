//! The shape in which everything is stored: `<crc32 hex>|<compact JSON>`, the
//! JSON being `{"s":<format version>,"r":<content>}`.
//!
//! Guarantees that a damaged text is told apart from one of a newer format, and
//! that neither is ever taken for something else.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use thiserror::Error;

use crate::domain::json_text::why_not;

/// The newest format that is written and read here.
pub const FORMAT: u32 = 1;

/// Why a stored text cannot be read. The text itself is left as it is.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Unreadable {
    /// Its checksum does not agree: it is damaged or cut off.
    #[error("its checksum does not agree, so it is damaged or cut off")]
    Damaged,
    /// A newer Daybook wrote it.
    #[error("format {found} is newer than {FORMAT}, the newest this Daybook reads")]
    FutureFormat {
        /// The format found.
        found: u32,
    },
    /// Its checksum agrees, and its content is not what it should be.
    #[error("its content is not valid: {0}")]
    Invalid(String),
    /// It names another record than the key it is kept under.
    #[error("it belongs to another record")]
    OtherRecord,
}

/// The CRC-32 of a text (ISO-HDLC, as in zip files).
#[must_use]
pub fn checksum(text: &str) -> u32 {
    const CRC: crc::Crc<u32> = crc::Crc::<u32>::new(&crc::CRC_32_ISO_HDLC);
    CRC.checksum(text.as_bytes())
}

#[derive(Serialize)]
struct Written<'a, Content> {
    s: u32,
    r: &'a Content,
}

#[derive(Deserialize)]
struct Read<'a> {
    s: u32,
    #[serde(borrow)]
    r: &'a RawValue,
}

/// Seals a content into its stored text.
///
/// # Errors
/// [`Unreadable::Invalid`] should the content not be writable as JSON.
pub fn seal<Content: Serialize>(content: &Content) -> Result<String, Unreadable> {
    let written = Written {
        s: FORMAT,
        r: content,
    };
    summed(serde_json::to_string(&written))
}

/// Opens a stored text.
///
/// # Errors
/// The [`Unreadable`] that says why it cannot be read.
pub fn open<Content: DeserializeOwned>(text: &str) -> Result<Content, Unreadable> {
    serde_json::from_str(content_of(text)?).map_err(invalid)
}

// What is the same for every content is compiled once, not for each of them.

#[inline(never)]
fn summed(json: serde_json::Result<String>) -> Result<String, Unreadable> {
    let json = json.map_err(invalid)?;
    Ok(format!("{:08x}|{json}", checksum(&json)))
}

/// The content of a stored text, still as JSON.
#[inline(never)]
fn content_of(text: &str) -> Result<&str, Unreadable> {
    let (sum, json) = text.split_once('|').ok_or(Unreadable::Damaged)?;
    // Compared as text: read as a number, a plus sign would be as good as a nought.
    if sum != format!("{:08x}", checksum(json)) {
        return Err(Unreadable::Damaged);
    }
    let read: Read<'_> = serde_json::from_str(json).map_err(invalid)?;
    match read.s {
        1 => Ok(read.r.get()),
        0 => Err(Unreadable::Invalid("format 0 was never used".to_owned())),
        found => Err(Unreadable::FutureFormat { found }),
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "it is handed to map_err, which gives the error away"
)]
#[inline(never)]
fn invalid(error: serde_json::Error) -> Unreadable {
    Unreadable::Invalid(why_not(&error))
}
