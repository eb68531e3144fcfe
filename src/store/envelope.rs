//! The shape in which everything is stored: `<crc32 hex>|<compact JSON>`, the
//! JSON being `{"s":<format version>,"r":<content>}`.
//!
//! Guarantees that a damaged text is told apart from one of a newer format, and
//! that neither is ever taken for something else.

use thiserror::Error;

use crate::domain::base::json::{AsJson, Json, ObjectWriter, WrongJson};

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

/// Seals a content into its stored text.
#[must_use]
pub fn seal<Content: AsJson>(content: &Content) -> String {
    seal_json(content.to_json())
}

/// Opens a stored text.
///
/// # Errors
/// The [`Unreadable`] that says why it cannot be read.
pub fn open<Content: AsJson>(text: &str) -> Result<Content, Unreadable> {
    let json = undamaged(text)?;
    let whole = Json::read(json);
    let invalid = |wrong: WrongJson| Unreadable::Invalid(wrong.in_text(json));
    let whole = whole.map_err(invalid)?;
    let content = content_of(&whole, json)?;
    Content::from_json(content).map_err(invalid)
}

// What is the same for every content is compiled once, not for each of them.

/// Seals a content that is JSON already.
#[inline(never)]
#[must_use]
pub fn seal_json(content: Json<'_>) -> String {
    let mut whole = ObjectWriter::default();
    whole.needed("s", &FORMAT);
    whole.json("r", content);
    let json = whole.done().to_text();
    format!("{:08x}|{json}", checksum(&json))
}

/// The JSON of a text whose checksum agrees.
#[inline(never)]
fn undamaged(text: &str) -> Result<&str, Unreadable> {
    let (sum, json) = text.split_once('|').ok_or(Unreadable::Damaged)?;
    // Compared as text: read as a number, a plus sign would be as good as a nought.
    if sum == format!("{:08x}", checksum(json)) {
        Ok(json)
    } else {
        Err(Unreadable::Damaged)
    }
}

/// The content of an envelope of a format that is read here.
#[inline(never)]
fn content_of<'json, 'text>(
    whole: &'json Json<'text>,
    text: &str,
) -> Result<&'json Json<'text>, Unreadable> {
    let parts = || {
        let fields = whole.fields()?;
        Ok((fields.needed::<u32>("s")?, fields.json("r")?))
    };
    match parts().map_err(|wrong: WrongJson| Unreadable::Invalid(wrong.in_text(text)))? {
        (1, content) => Ok(content),
        (0, _) => Err(Unreadable::Invalid("format 0 was never used".to_owned())),
        (found, _) => Err(Unreadable::FutureFormat { found }),
    }
}
