//! Values that have a tag and, under it, texts by name, as they stand in
//! records: `"kept"`, or `{"removed":{"reason":"…"}}`.
//!
//! One reader for all of them. Derived ones do the same with five times the code
//! for each type, which a tablet would download.

use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::sorted::Map;

/// A tag with its texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tagged {
    /// The tag.
    pub tag: String,
    /// `None` for a tag alone.
    texts: Option<Map<String, String>>,
}

/// What is wrong with a tagged value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotTagged {
    /// The tag is not one of those it can have.
    #[error("the tag '{0}' is not known")]
    Tag(String),
    /// A text is missing, or is not what it should be.
    #[error("'{0}' is missing or not valid")]
    Text(&'static str),
}

impl Tagged {
    /// The text of a name, read as what it should be.
    ///
    /// # Errors
    /// [`NotTagged::Text`] when it is missing or `read` gives nothing.
    pub(super) fn text<Read>(
        &self,
        name: &'static str,
        read: impl FnOnce(&str) -> Option<Read>,
    ) -> Result<Read, NotTagged> {
        let text = self.texts.as_ref().and_then(|texts| texts.get(name));
        text.and_then(|text| read(text))
            .ok_or(NotTagged::Text(name))
    }

    /// The same, where it may be absent.
    ///
    /// # Errors
    /// [`NotTagged::Text`] when `read` gives nothing.
    pub(super) fn text_if_any<Read>(
        &self,
        name: &'static str,
        read: impl FnOnce(&str) -> Option<Read>,
    ) -> Result<Option<Read>, NotTagged> {
        let texts = self.texts.as_ref().ok_or(NotTagged::Text(name))?;
        match texts.get(name) {
            None => Ok(None),
            Some(text) => read(text).map(Some).ok_or(NotTagged::Text(name)),
        }
    }

    /// Whether the tag stands alone.
    pub(super) const fn is_alone(&self) -> bool {
        self.texts.is_none()
    }

    /// The error for a tag that is not known.
    pub(super) fn unknown(self) -> NotTagged {
        NotTagged::Tag(self.tag.chars().take(80).collect())
    }
}

impl<'de> Deserialize<'de> for Tagged {
    fn deserialize<In: Deserializer<'de>>(input: In) -> Result<Self, In::Error> {
        input.deserialize_any(Reading)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Tagged;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a tag, alone or with texts by name")
    }

    fn visit_str<Why: Error>(self, tag: &str) -> Result<Tagged, Why> {
        Ok(Tagged {
            tag: tag.to_owned(),
            texts: None,
        })
    }

    fn visit_map<In: MapAccess<'de>>(self, mut input: In) -> Result<Tagged, In::Error> {
        let Some((tag, texts)) = input.next_entry()? else {
            return Err(In::Error::custom("there is no tag"));
        };
        match input.next_key::<String>()? {
            None => Ok(Tagged {
                tag,
                texts: Some(texts),
            }),
            Some(_) => Err(In::Error::custom("there is more than one tag")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Option<Tagged> {
        serde_json::from_str(json).ok()
    }

    #[test]
    fn a_tag_stands_alone_or_with_its_texts() {
        let alone = read(r#""kept""#).unwrap();
        assert_eq!(alone.tag, "kept");
        let with = read(r#"{"removed":{"reason":"Twice"}}"#).unwrap();
        let reason = |text: &str| Some(text.to_owned());
        assert_eq!(with.text("reason", reason), Ok("Twice".to_owned()));
        assert_eq!(alone.text("reason", reason), Err(NotTagged::Text("reason")));
        let missing = Err(NotTagged::Text("reason"));
        assert_eq!(alone.text_if_any("reason", reason), missing);
        let without = read(r#"{"removed":{}}"#).unwrap();
        assert_eq!(without.text_if_any("reason", reason), Ok(None));
        assert!(alone.is_alone() && !without.is_alone());
    }

    #[test]
    fn nothing_else_is_taken() {
        for json in [
            "{}",
            "1",
            "null",
            r#"{"a":{},"b":{}}"#,
            r#"{"a":{"b":1}}"#,
            r#"["a"]"#,
        ] {
            assert_eq!(read(json), None, "{json}");
        }
    }
}
