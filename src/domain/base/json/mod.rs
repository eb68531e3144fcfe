//! JSON as it stands in records and files: a tree of values, read and written
//! here.
//!
//! Guarantees that a text is JSON (RFC 8259) or refused with its place, that no
//! nesting is too deep for the tablet's stack, and that a value is written back
//! as it was read. Every stored and sent type is read from this tree and written
//! by way of it ([`AsJson`]): a derived reader and writer compile anew for each
//! type, and so weighed a seventh of everything a tablet downloads.

mod as_json;
mod fields;
mod reading;
mod shapes;

use std::borrow::Cow;
use std::fmt::Write as _;

use thiserror::Error;

pub use as_json::{AsJson, Tag};
pub use fields::{Fields, ObjectWriter};
pub(crate) use shapes::{by_parts, by_text, object, serde_by_json};

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as it is written.
    Number(Cow<'a, str>),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Json<'a>>),
    /// An object's entries, in the order in which they stand.
    Object(Vec<Entry<'a>>),
}

/// One entry of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// Where its value begins, in bytes from the start of the text.
    pub at: usize,
    /// Its value.
    pub value: Json<'a>,
}

/// Why a text or a value is not what it should be.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{why}")]
pub struct WrongJson {
    why: String,
    /// Where, in bytes from the start of the text, once that is known.
    at: Option<usize>,
}

impl WrongJson {
    /// What is wrong, in words.
    #[must_use]
    pub const fn new(why: String) -> Self {
        Self { why, at: None }
    }

    /// What a check says is wrong.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "it is handed to map_err, which gives the error away"
    )]
    pub fn because(why: impl ToString) -> Self {
        Self::new(why.to_string())
    }

    /// Says where, unless that is known more exactly already.
    #[must_use]
    pub(crate) fn at(mut self, at: usize) -> Self {
        self.at.get_or_insert(at);
        self
    }

    /// What is wrong with a text and where, short enough for a page.
    #[must_use]
    pub fn in_text(&self, text: &str) -> String {
        let why: String = self.why.chars().take(200).collect();
        match self.at.and_then(|at| text.get(..at)) {
            None => why,
            Some(before) => {
                let line = before.matches('\n').count() + 1;
                let column = before.rsplit('\n').next().unwrap_or_default();
                let column = column.chars().count() + 1;
                format!("{why} at line {line} column {column}")
            }
        }
    }
}

impl<'a> Json<'a> {
    /// Reads a text.
    ///
    /// # Errors
    /// [`WrongJson`] when it is not JSON, or nested more than 127 deep.
    pub fn read(text: &'a str) -> Result<Self, WrongJson> {
        reading::read(text)
    }

    /// A text of its own.
    #[must_use]
    pub const fn text(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }

    /// A tag with what stands under it.
    #[must_use]
    pub fn tagged(tag: &'a str, content: Self) -> Self {
        Self::Object(vec![Entry {
            name: tag.into(),
            at: 0,
            value: content,
        }])
    }

    /// What stands under a name, the last of them if there are several; `None`
    /// when nothing does.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(entries) = self else {
            return None;
        };
        let mut latest = entries.iter().rev();
        latest
            .find(|entry| entry.name == name)
            .map(|entry| &entry.value)
    }

    /// Takes out the list under a name, of which an empty one is left, with where it
    /// stood; `None` when no list is there.
    pub(crate) fn take_list(&mut self, name: &str) -> Option<(usize, Vec<Self>)> {
        let Self::Object(entries) = self else {
            return None;
        };
        let entry = entries.iter_mut().find(|entry| entry.name == name)?;
        match &mut entry.value {
            Self::List(values) => Some((entry.at, std::mem::take(values))),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) | Self::Object(_) => None,
        }
    }

    /// The text that it is; `None` for anything else.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// The number that it is, as it is written; `None` for anything else.
    #[must_use]
    pub fn as_number(&self) -> Option<&str> {
        match self {
            Self::Number(number) => Some(number),
            Self::Null | Self::Bool(_) | Self::Text(_) | Self::List(_) | Self::Object(_) => None,
        }
    }

    /// The compact text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// The compact text with the keys of every object in the order of their code
    /// points, and without some of the outermost ones. Of a key that stands
    /// twice the later counts.
    #[must_use]
    pub fn to_sorted_text_without(&self, keys: &[&str]) -> String {
        // Of a return it is some ten thousand bytes.
        let mut out = String::with_capacity(1 << 14);
        self.write_sorted(keys, &mut out);
        out
    }

    fn write_sorted(&self, without: &[&str], out: &mut String) {
        match self {
            Self::Object(entries) => {
                let mut before = '{';
                let mut write = |entry: &Entry<'_>| {
                    if !without.contains(&&*entry.name) {
                        out.push(before);
                        write_text(&entry.name, out);
                        out.push(':');
                        entry.value.write_sorted(&[], out);
                        before = ',';
                    }
                };
                if entries.is_sorted_by(|one, next| one.name < next.name) {
                    entries.iter().for_each(&mut write);
                } else {
                    // Stable, from the last one on: of the same names the later
                    // comes first, and stays.
                    let mut sorted: Vec<_> = entries.iter().rev().collect();
                    sorted.sort_by(|one, other| one.name.cmp(&other.name));
                    sorted.dedup_by(|later, first| later.name == first.name);
                    sorted.into_iter().for_each(&mut write);
                }
                out.push_str(if before == '{' { "{}" } else { "}" });
            }
            Self::List(values) => {
                let mut before = '[';
                for value in values {
                    out.push(before);
                    value.write_sorted(&[], out);
                    before = ',';
                }
                out.push_str(if before == '[' { "[]" } else { "]" });
            }
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::Text(_) => self.write(out),
        }
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Number(number) => out.push_str(number),
            Self::Text(text) => write_text(text, out),
            Self::List(values) => {
                let mut before = '[';
                for value in values {
                    out.push(before);
                    value.write(out);
                    before = ',';
                }
                out.push_str(if before == '[' { "[]" } else { "]" });
            }
            Self::Object(entries) => {
                let mut before = '{';
                for entry in entries {
                    out.push(before);
                    write_text(&entry.name, out);
                    out.push(':');
                    entry.value.write(out);
                    before = ',';
                }
                out.push_str(if before == '{' { "{}" } else { "}" });
            }
        }
    }
}

fn write_text(text: &str, out: &mut String) {
    out.push('"');
    // What is plain is copied as it stands; all that is not is a byte of its own.
    let mut rest = text;
    loop {
        let plain = reading::plain(rest.as_bytes());
        out.push_str(rest.get(..plain).unwrap_or_default());
        let Some(byte) = rest.as_bytes().get(plain) else {
            break;
        };
        rest = rest.get(plain + 1..).unwrap_or_default();
        let short = match byte {
            b'"' => '"',
            b'\\' => '\\',
            8 => 'b',
            b'\t' => 't',
            b'\n' => 'n',
            12 => 'f',
            b'\r' => 'r',
            _ => 'u',
        };
        out.push('\\');
        out.push(short);
        if short == 'u' {
            // Writing to a string cannot fail.
            let _ = write!(out, "{byte:04x}");
        }
    }
    out.push('"');
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
