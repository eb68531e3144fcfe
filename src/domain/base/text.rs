//! Free text with a known longest length.
//!
//! Guarantees that stored text is trimmed, not empty and not over its limit,
//! and keeps every other character as typed, whatever its script.

use thiserror::Error;

use crate::domain::base::json::by_parts;
use crate::domain::base::typed::trimmed;

/// A text of 1 to `MAX` characters (Unicode scalar values), trimmed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(
    not(target_arch = "wasm32"),
    schemars(
        rename = "TextOfUpTo{MAX}",
        description = "Text with a longest length in characters; blanks around it do not count."
    )
)]
pub struct Text<const MAX: usize>(
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(length(min = 1, max = MAX), regex(pattern = r"\S"))
    )]
    String,
);

/// A short note about a session, 1 to 500 characters, without names.
pub type Note = Text<500>;
/// A comment on a survey, 1 to 500 characters, as the family gave it.
pub type Comment = Text<500>;
/// What a session was about, 1 to 80 characters, such as "Stay and Play".
pub type Theme = Text<80>;
/// The name of a team, place, locality, city or tablet, 1 to 80 characters.
pub type Name = Text<80>;

impl<const MAX: usize> Text<MAX> {
    /// The most characters it has.
    pub const MOST: usize = MAX;

    /// What a person typed, without blanks and invisible characters around it:
    /// `None` when there is nothing else.
    ///
    /// # Errors
    /// [`TooLong`] when more than `MAX` characters remain after trimming.
    pub fn typed(text: &str) -> Result<Option<Self>, TooLong> {
        Self::of(trimmed(text))
    }

    fn of(text: &str) -> Result<Option<Self>, TooLong> {
        let length = text.chars().count();
        if length > MAX {
            Err(TooLong { limit: MAX, length })
        } else if text.is_empty() {
            Ok(None)
        } else {
            Ok(Some(Self(text.to_owned())))
        }
    }

    /// The text itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> TryFrom<String> for Text<MAX> {
    type Error = NotText;

    /// A stored or sent text. Only blanks around it do not count: what an earlier
    /// version kept is read as it is, and a return's digest with it.
    fn try_from(text: String) -> Result<Self, NotText> {
        Self::of(text.trim())?.ok_or(NotText::Blank)
    }
}

by_parts!(Text<MAX>, String, const MAX: usize);

impl<const MAX: usize> std::fmt::Display for Text<MAX> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}

/// The end of a typed text that is beyond so many characters; blank where all of it fits.
#[must_use]
pub fn beyond(text: &str, most: usize) -> &str {
    let text = trimmed(text);
    let first = text.char_indices().nth(most);
    first.and_then(|(at, _)| text.get(at..)).unwrap_or_default()
}

/// The most characters of it that are shown.
const SHOWN: usize = 1_000;

/// What does not fit, as it is shown: of a whole book that was pasted, its beginning.
#[must_use]
pub fn shown_beyond(rest: &str) -> String {
    match rest.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", rest.get(..at).unwrap_or_default()),
        None => rest.to_owned(),
    }
}

/// What does not fit of each line of a list, such as one name to a line.
#[must_use]
pub fn lines_beyond(text: &str, most: usize) -> String {
    let over: Vec<&str> = text.lines().map(|line| beyond(line, most)).collect();
    let over = over.into_iter().filter(|rest| !rest.is_empty());
    over.collect::<Vec<_>>().join("\n")
}

/// More characters than allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Error)]
#[error("{length} characters, and at most {limit} are allowed")]
pub struct TooLong {
    /// The most characters allowed.
    pub limit: usize,
    /// The characters there are.
    pub length: usize,
}

/// Why a stored text is not one of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotText {
    /// A text that is there must say something.
    #[error("text is blank")]
    Blank,
    /// It is over its limit.
    #[error(transparent)]
    TooLong(#[from] TooLong),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_are_no_note() {
        assert_eq!(Note::typed(" \n\t "), Ok(None));
    }

    #[test]
    fn invisible_characters_around_a_name_are_no_part_of_it() {
        let rosehill = Name::typed("Rosehill");
        assert_eq!(Name::typed("\u{feff}Rosehill\u{200b}\u{200f}"), rosehill);
        assert_eq!(Name::typed("\u{200b}"), Ok(None));
    }

    #[test]
    fn a_stored_text_is_read_as_it_was_written() {
        let stored = "Rosehill\u{200b}".to_owned();
        assert_eq!(Name::try_from(stored.clone()).unwrap().as_str(), stored);
    }

    #[test]
    fn a_limit_counts_characters_not_bytes() {
        let fits = "ਖ਼".chars().next().unwrap().to_string().repeat(500);
        assert!(Note::typed(&fits).unwrap().is_some());
        let over = format!("{fits}!");
        assert_eq!(
            Note::typed(&over),
            Err(TooLong {
                limit: 500,
                length: 501
            })
        );
    }

    #[test]
    fn what_does_not_fit_is_the_end_of_what_was_typed() {
        assert_eq!(beyond(" abcde ", 5), "");
        assert_eq!(beyond(" abcdefg ", 5), "fg");
        assert_eq!(beyond("ਖ਼ਖ਼ਖ਼", 4), "ਖ਼");
        assert_eq!(lines_beyond("abc\nabcdef\nabcd", 3), "def\nd");
        assert_eq!(shown_beyond("fg"), "fg");
        assert_eq!(shown_beyond(&"x".repeat(2_000)).chars().count(), 1_001);
    }

    #[test]
    fn stored_text_is_held_to_the_same_limit() {
        let over = serde_json::to_string(&"x".repeat(81)).unwrap();
        assert!(serde_json::from_str::<Theme>(&over).is_err());
        assert!(serde_json::from_str::<Theme>("\"  \"").is_err());
        assert!(serde_json::from_str::<Theme>("\"Stay and Play\"").is_ok());
    }
}
