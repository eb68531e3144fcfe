//! A file's bytes become what they are: a return, a combined file, decisions or
//! an organisation.
//!
//! Guarantees a reason in plain words for every file that is none of them, in
//! time that grows no faster than the file.

use super::combined::Combined;
use super::decisions::Decisions;
pub use super::file_text::{LARGEST_FILE, LARGEST_RETURN, check_size, decoded};
use super::file_text::{Text, text_of};
pub use super::not_opened::NotOpened;
use crate::domain::base::json::{AsJson, Json};
use crate::domain::organisation::Organisation;
use crate::domain::submission::quarter_return::{QuarterReturn, ReturnError};

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
