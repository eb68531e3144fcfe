//! SHA-256 over JSON content, the same in every program that computes it.
//!
//! Guarantees that the order of keys and the white space of a file do not
//! matter: the content is written compactly with its keys sorted by code point
//! before it is hashed, which any language's JSON library can repeat.

use std::fmt;

use sha2::{Digest as _, Sha256};
use thiserror::Error;

use crate::domain::base::json::{Json, by_text};

/// A SHA-256 digest, as 64 lower-case hexadecimal digits in files.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

by_text!(Digest);

impl Digest {
    /// Stands where no digest is known; no content anybody can find has it.
    pub const UNKNOWN: Self = Self([0; 32]);

    /// The digest of some bytes.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Its 32 bytes.
    #[must_use]
    pub const fn bytes(self) -> [u8; 32] {
        self.0
    }

    /// The digest of JSON content in its canonical form.
    #[must_use]
    pub fn of_content(content: &Json<'_>) -> Self {
        Self::of_content_without(content, &[])
    }

    /// The digest of JSON content without some of its outermost keys.
    #[must_use]
    pub fn of_content_without(content: &Json<'_>, keys: &[&str]) -> Self {
        Self::of_bytes(content.to_sorted_text_without(keys).as_bytes())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Digest({self})")
    }
}

impl TryFrom<String> for Digest {
    type Error = NotADigest;

    fn try_from(text: String) -> Result<Self, NotADigest> {
        let mut bytes = [0; 32];
        if text.len() != 64 || text.bytes().any(|digit| digit.is_ascii_uppercase()) {
            return Err(NotADigest);
        }
        for (position, byte) in bytes.iter_mut().enumerate() {
            *byte = text
                .get(2 * position..2 * position + 2)
                .filter(|pair| !pair.starts_with('+'))
                .and_then(|pair| u8::from_str_radix(pair, 16).ok())
                .ok_or(NotADigest)?;
        }
        Ok(Self(bytes))
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl schemars::JsonSchema for Digest {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Digest".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "SHA-256, as 64 lower-case hexadecimal digits.",
            "type": "string",
            "pattern": "^[0-9a-f]{64}$"
        })
    }
}

/// The text is not a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a digest is 64 lower-case hexadecimal digits")]
pub struct NotADigest;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_bytes_have_their_known_digest() {
        // NIST FIPS 180-4 example for "abc".
        assert_eq!(
            Digest::of_bytes(b"abc").to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn the_order_of_keys_does_not_change_the_digest() {
        let of = |text| Digest::of_content(&Json::read(text).unwrap());
        let one = of(r#"{"b":[1,{"y":null,"x":"é"}],"a":true}"#);
        let other = of(r#"{ "a": true, "b": [1, {"x": "é", "y": null}] }"#);
        assert_eq!(one, other);
        assert_eq!(
            one,
            Digest::of_bytes(r#"{"a":true,"b":[1,{"x":"é","y":null}]}"#.as_bytes())
        );
    }

    #[test]
    fn a_digest_reads_back_and_nothing_else_does() {
        let digest = Digest::of_bytes(b"");
        assert_eq!(Digest::try_from(digest.to_string()), Ok(digest));
        for text in [
            "",
            "ab",
            &"g".repeat(64),
            &"A".repeat(64),
            &"+1".repeat(32),
            &"é".repeat(32),
        ] {
            assert_eq!(Digest::try_from(text.to_owned()), Err(NotADigest));
        }
    }
}
