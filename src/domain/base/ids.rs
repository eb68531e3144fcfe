//! The names that things go by in files: random ids for what a tablet makes,
//! short codes for what the organisation names.
//!
//! Guarantees that the id of one thing cannot be handed in for another's.
//! Refuses to make random ids: they come in as arguments.

use std::fmt;

use thiserror::Error;
use uuid::Uuid;

use crate::domain::base::json::{by_parts, by_text};

macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
        )]
        #[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
        pub struct $name(Uuid);

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                Self::parse(&text).ok_or(NotAnId)
            }
        }

        by_text!($name);

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }

        impl $name {
            /// Takes a fresh random id.
            #[must_use]
            pub const fn new(id: Uuid) -> Self {
                Self(id)
            }

            /// The id itself.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// Reads an id as it stands in a key or a file.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Uuid::parse_str(text).ok().map(Self)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }
    };
}

random_id! {
    /// Names a record for ever; time-ordered (UUID version 7), so that records
    /// sort by when they were first saved.
    RecordId
}

random_id! {
    /// Names a book: the records first saved by one installation.
    BookId
}

impl BookId {
    /// Its last eight characters, for file names and for people to compare.
    #[must_use]
    pub fn short(self) -> String {
        // A version 7 id begins with the time; its end is what tells books apart.
        let text = self.0.simple().to_string();
        text.get(24..).unwrap_or(&text).to_owned()
    }
}

random_id! {
    /// Names a Send: one writing of every return of a book that changed.
    SendId
}

random_id! {
    /// Names a group: a regular session that a team repeats.
    GroupId
}

random_id! {
    /// Names a door tally on its tablet.
    TallyId
}

macro_rules! code {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
        pub struct $name(
            #[cfg_attr(not(target_arch = "wasm32"), schemars(regex(pattern = r"^[a-z0-9-]{1,64}$")))]
            String,
        );

        impl $name {
            /// Takes a code of 1 to 64 lower-case letters, digits and hyphens.
            ///
            /// # Errors
            /// [`NotACode`] for any other text.
            pub fn new(code: &str) -> Result<Self, NotACode> {
                if is_code(code) {
                    Ok(Self(code.to_owned()))
                } else {
                    Err(NotACode(code.chars().take(80).collect()))
                }
            }

            /// A provisional code for a name that was typed, not taken from the
            /// organisation file. Two tablets never share one, so that typing
            /// the same name twice merges nothing by itself: a person matches
            /// provisional codes once, at roll-up.
            #[must_use]
            pub fn provisional(name: &str, fresh: Uuid) -> Self {
                let tail = fresh.simple().to_string();
                let tail = tail.get(20..).unwrap_or(&tail);
                Self(format!("typed-{}-{tail}", slug(name, 40)))
            }

            /// The code itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotACode;

            fn try_from(code: String) -> Result<Self, NotACode> {
                Self::new(&code)
            }
        }

        by_parts!($name, String);
    };
}

code! {
    /// The organisation's code of a team, or a provisional one.
    TeamId
}

code! {
    /// The organisation's code of a locality, or a provisional one.
    LocalityId
}

code! {
    /// The organisation's code of a place, or a provisional one.
    PlaceId
}

/// The text is not a random id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("an id is a UUID, such as 0193a2b4-6f00-7000-8000-000000000001")]
pub struct NotAnId;

/// The text is not a code.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{0}' is not a code; codes are 1 to 64 lower-case letters, digits and hyphens")]
pub struct NotACode(String);

/// A name as lower-case letters, digits and single hyphens, at most `longest`
/// characters; `unnamed` when nothing of it can be written so.
#[must_use]
pub fn slug(name: &str, longest: usize) -> String {
    let mut slug = String::new();
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter.to_ascii_lowercase());
        } else if letter != '\'' && letter != '’' && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
        if slug.len() >= longest {
            break;
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "unnamed" } else { slug }.to_owned()
}

fn is_code(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_typed_name_on_two_tablets_gets_two_codes() {
        let one = TeamId::provisional("Rosehill Team", Uuid::from_u128(1));
        let other = TeamId::provisional("Rosehill Team", Uuid::from_u128(2));
        assert_ne!(one, other);
        assert!(one.as_str().starts_with("typed-rosehill-team-"));
        assert_eq!(TeamId::new(one.as_str()), Ok(one));
    }

    #[test]
    fn a_slug_keeps_letters_and_digits_only() {
        assert_eq!(slug("St. Mary's  (Under 11)", 40), "st-marys-under-11");
        assert_eq!(slug("  ", 40), "unnamed");
        assert_eq!(slug("ਰੋਜ਼ਹਿੱਲ", 40), "unnamed");
        assert_eq!(slug("aaaa bbbb", 5), "aaaa");
    }

    #[test]
    fn codes_with_other_characters_are_refused() {
        for text in [
            "",
            "Rosehill",
            "rose hill",
            "rose_hill",
            "é",
            &"a".repeat(65),
        ] {
            assert!(PlaceId::new(text).is_err(), "{text:?} was taken");
        }
    }
}
