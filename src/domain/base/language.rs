//! Languages by their tags.

use thiserror::Error;

use crate::domain::base::json::by_parts;

/// A language: a BCP 47 tag of 2 to 16 letters,
/// digits and hyphens, such as `en` or `pa-Guru`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

by_parts!(Language, String);

impl Language {
    /// English.
    #[must_use]
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// Takes a language tag.
    ///
    /// # Errors
    /// [`NotALanguage`] for any other text.
    pub fn new(tag: &str) -> Result<Self, NotALanguage> {
        let shaped = (2..=16).contains(&tag.len())
            && tag
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        if shaped {
            Ok(Self(tag.to_owned()))
        } else {
            Err(NotALanguage)
        }
    }

    /// The tag itself.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Language {
    type Error = NotALanguage;

    fn try_from(tag: String) -> Result<Self, NotALanguage> {
        Self::new(&tag)
    }
}

/// The text is not a language tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a language is 2 to 16 letters, digits and hyphens, such as en or pa-Guru")]
pub struct NotALanguage;
