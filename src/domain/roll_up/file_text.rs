//! The text of a file, before it is known what the file is.
//!
//! Guarantees that a file of ours is read in every encoding in which programs save it,
//! and that any other is told by what it is instead.

use std::borrow::Cow;

use super::not_opened::NotOpened;
use super::outline::Outline;

/// The most bytes a return may have: a hundred times a large one.
pub const LARGEST_RETURN: usize = 4 << 20;

/// The most bytes any file may have: a combined file of some thousand returns.
pub const LARGEST_FILE: usize = 100 << 20;

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
    let is_large = text.len() > LARGEST_RETURN;
    match format_of(&text) {
        Some("\"daybook-combined\"") => Ok(Text::Combined(text)),
        Some("\"daybook-published\"" | "\"daybook-editions\"") => Err(NotOpened::WasPublished),
        Some(_) | None if is_large => Err(NotOpened::TooLarge {
            bytes: text.len() as u64,
            most: LARGEST_RETURN,
        }),
        Some(_) | None => Ok(Text::One(text)),
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

/// The format that a text says it has, in its quotation marks; wrong ones may say so too.
fn format_of(text: &str) -> Option<&str> {
    let mut outline = Outline::of_object(text).ok()?;
    while let Ok(Some((name, value))) = outline.member() {
        if name == "format" {
            return text.get(value);
        }
    }
    None
}
