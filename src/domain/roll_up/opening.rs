//! A file's bytes become what they are: a return, a combined file, decisions or
//! an organisation.
//!
//! Guarantees a reason in plain words for every file that is none of them, in
//! time that grows no faster than the file.

use std::borrow::Cow;

use thiserror::Error;

use super::combined::{Combined, NotCombined, is_combined};
use super::decisions::Decisions;
use crate::domain::base::json::{AsJson, Json};
use crate::domain::organisation::{Organisation, OrganisationError};
use crate::domain::submission::quarter_return::{QuarterReturn, ReturnError};

/// The most bytes a return may have: a hundred times a large one.
pub const LARGEST_RETURN: usize = 4 << 20;

/// The most bytes any file may have: a combined file of some thousand returns.
pub const LARGEST_FILE: usize = 100 << 20;

/// What a file is.
#[derive(Debug, Clone)]
pub enum Content {
    /// A return.
    Return(Box<QuarterReturn>),
    /// Returns together.
    Combined(Box<Combined>),
    /// What was decided.
    Decisions(Box<Decisions>),
    /// The organisation.
    Organisation(Box<Organisation>),
}

/// Why a file was not opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotOpened {
    /// It holds nothing.
    #[error("it is empty")]
    Empty,
    /// It is larger than any of ours.
    #[error("it is too large: {bytes} bytes, and the most are {most}")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The most that is read.
        most: usize,
    },
    /// It is packed.
    #[error("it is a zip archive: unpack it and open the files in it")]
    Zip,
    /// It is packed.
    #[error("it is packed (gzip): unpack it and open the file in it")]
    Gzip,
    /// It is a page that was saved in its place.
    #[error(
        "it is a web page, such as a log-in page, and not the file: sign in where it lies and fetch it again"
    )]
    WebPage,
    /// Its bytes were never written.
    #[error(
        "it holds NUL bytes, as a file does that was not copied whole: copy it again from where it came"
    )]
    Nul,
    /// It is not text.
    #[error("it is not text: byte {0} belongs to no character")]
    NotText(usize),
    /// It could not be fetched from where it lies.
    #[error("it could not be read: {0}")]
    NotFetched(String),
    /// It is not a whole return.
    #[error(transparent)]
    Return(#[from] ReturnError),
    /// It is not a whole combined file.
    #[error(transparent)]
    Combined(#[from] NotCombined),
    /// It is not a file of decisions.
    #[error("it is not a file of decisions: {0}")]
    Decisions(String),
    /// It is not an organisation file.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Organisation(Vec<OrganisationError>),
}

impl NotOpened {
    /// Whether a file that was not opened may hold a return, decisions or an
    /// organisation, for all that is known: what was read whole and is something
    /// else does not.
    #[must_use]
    pub const fn may_be_a_return(&self) -> bool {
        !matches!(self, Self::Return(ReturnError::NotAReturn))
    }
}

/// Opens a file.
///
/// # Errors
/// [`NotOpened`], with why.
pub fn open(bytes: &[u8]) -> Result<Content, NotOpened> {
    match text_of(bytes)? {
        Text::Combined(text) => Ok(Content::Combined(Box::new(Combined::read(&text)?))),
        Text::One(text) => match QuarterReturn::read(&text) {
            Ok(one) => Ok(Content::Return(Box::new(one))),
            Err(ReturnError::NotAReturn) => open_other(&text),
            Err(wrong) => Err(wrong.into()),
        },
    }
}

/// The text of a file, as far as can be told before it is read.
pub(super) enum Text<'a> {
    /// It says that it is a combined file.
    Combined(Cow<'a, str>),
    /// A return, or one of the others.
    One(Cow<'a, str>),
}

/// The text of a file that may be one of ours.
pub(super) fn text_of(bytes: &[u8]) -> Result<Text<'_>, NotOpened> {
    let text = decoded(bytes)?;
    if is_combined(&text) {
        Ok(Text::Combined(text))
    } else if text.len() > LARGEST_RETURN {
        Err(NotOpened::TooLarge {
            bytes: text.len() as u64,
            most: LARGEST_RETURN,
        })
    } else {
        Ok(Text::One(text))
    }
}

/// The text of a file of ours: UTF-8, or UTF-16 as some programs save it, without
/// its byte order mark.
///
/// # Errors
/// [`NotOpened`] with what the file is instead.
pub fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, NotOpened> {
    check_size(bytes.len() as u64)?;
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Err(NotOpened::Zip);
    }
    if bytes.starts_with(b"\x1f\x8b") {
        return Err(NotOpened::Gzip);
    }
    let text = match bytes {
        // With a byte order mark, or as it shows in the opening brace.
        [0xff, 0xfe, rest @ ..] => Cow::Owned(from_utf_16(rest, u16::from_le_bytes)?),
        [0xfe, 0xff, rest @ ..] => Cow::Owned(from_utf_16(rest, u16::from_be_bytes)?),
        [b'{', 0, ..] => Cow::Owned(from_utf_16(bytes, u16::from_le_bytes)?),
        [0, b'{', ..] => Cow::Owned(from_utf_16(bytes, u16::from_be_bytes)?),
        _ => {
            let text = std::str::from_utf8(bytes);
            let text = text.map_err(|wrong| NotOpened::NotText(wrong.valid_up_to() + 1))?;
            Cow::Borrowed(text.trim_start_matches('\u{feff}'))
        }
    };
    let content = text.trim_ascii();
    if content.is_empty() {
        Err(NotOpened::Empty)
    } else if content.starts_with('\0') || content.ends_with('\0') {
        Err(NotOpened::Nul)
    } else if is_web_page(content) {
        Err(NotOpened::WebPage)
    } else {
        Ok(text)
    }
}

fn from_utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, NotOpened> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut text = String::with_capacity(pairs.len());
    let units = pairs.iter().map(|pair| unit(*pair));
    for (at, letter) in char::decode_utf16(units).enumerate() {
        let Ok(letter) = letter else {
            return Err(NotOpened::NotText(2 * at + 1));
        };
        text.push(letter);
    }
    if rest.is_empty() {
        Ok(text)
    } else {
        Err(NotOpened::NotText(bytes.len()))
    }
}

fn is_web_page(text: &str) -> bool {
    let beginning: String = text.chars().take(15).collect();
    let beginning = beginning.to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<?xml", "<!--"]
        .iter()
        .any(|it| beginning.starts_with(it))
}

/// Whether a file of this size may be opened at all; to ask before it is read.
///
/// # Errors
/// [`NotOpened`] for one that is empty or too large.
pub const fn check_size(bytes: u64) -> Result<(), NotOpened> {
    if bytes == 0 {
        Err(NotOpened::Empty)
    } else if bytes > LARGEST_FILE as u64 {
        Err(NotOpened::TooLarge {
            bytes,
            most: LARGEST_FILE,
        })
    } else {
        Ok(())
    }
}

/// Opens what is text and no return.
pub(super) fn open_other(text: &str) -> Result<Content, NotOpened> {
    // It was read as JSON once already.
    let json = Json::read(text).map_err(|_| ReturnError::NotAReturn)?;
    match json.get("format").and_then(Json::as_text) {
        Some("daybook-organisation") => Organisation::read(text)
            .map(|it| Content::Organisation(Box::new(it)))
            .map_err(NotOpened::Organisation),
        Some("daybook-decisions") => Decisions::from_json(&json)
            .map(|it| Content::Decisions(Box::new(it)))
            .map_err(|wrong| NotOpened::Decisions(wrong.in_text(text))),
        Some(_) | None => Err(ReturnError::NotAReturn.into()),
    }
}
