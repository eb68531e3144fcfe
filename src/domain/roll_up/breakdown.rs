//! The part that a figure is for: a category of each dimension that it is broken down by.
//!
//! | figure | its breakdown as text |
//! |---|---|
//! | the whole of a measure | nothing |
//! | by one dimension | `kind=youth-club` |
//! | by several, in the order of their names | `kind=youth-club;place=rosehill` |
//!
//! The text stands in tables, in published documents and in the disclosure log.
//! Guarantees that it is written and read here alone, and that what is written is read
//! as it was, whatever signs are in a category.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::domain::base::json::{AsJson, Json, WrongJson, serde_by_json};
use crate::domain::base::sorted::Map;

/// A category of each dimension that a figure is broken down by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Breakdown(Map<String, String>);

/// A text is no breakdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a breakdown is written dimension=category, several with semicolons, each dimension once")]
pub struct NotABreakdown;

impl Breakdown {
    /// That of the whole: by no dimension.
    #[must_use]
    pub const fn whole() -> Self {
        Self(Map::new_vec())
    }

    /// That by some dimensions, each with its category.
    pub fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut breakdown = Self::whole();
        for (dimension, category) in pairs {
            breakdown.set(dimension, category);
        }
        breakdown
    }

    /// Puts in the category of a dimension, in place of the one that was there.
    pub fn set(&mut self, dimension: &str, category: &str) {
        self.0.insert(dimension.to_owned(), category.to_owned());
    }

    /// The category of a dimension; `None` where it is not broken down by it.
    #[must_use]
    pub fn category(&self, dimension: &str) -> Option<&str> {
        self.0.get(dimension).map(String::as_str)
    }

    /// The dimensions, in the order of their names.
    pub fn dimensions(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The dimensions and their categories, in the order of the dimensions.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.0.iter();
        pairs.map(|(dimension, category)| (dimension.as_str(), category.as_str()))
    }

    /// Whether it is that of the whole.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.0.is_empty()
    }

    /// By how many dimensions it is.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.0.len()
    }

    /// The same without one dimension.
    #[must_use]
    pub fn without(&self, dimension: &str) -> Self {
        Self::of(self.iter().filter(|(own, _)| *own != dimension))
    }

    /// The same by some of its dimensions only.
    #[must_use]
    pub fn only(&self, dimensions: &[&str]) -> Self {
        Self::of(self.iter().filter(|(own, _)| dimensions.contains(own)))
    }
}

impl Default for Breakdown {
    fn default() -> Self {
        Self::whole()
    }
}

impl From<Map<String, String>> for Breakdown {
    fn from(categories: Map<String, String>) -> Self {
        Self(categories)
    }
}

impl fmt::Display for Breakdown {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (dimension, category)) in self.iter().enumerate() {
            let between = if at == 0 { "" } else { ";" };
            write!(out, "{between}{}={}", escaped(dimension), escaped(category))?;
        }
        Ok(())
    }
}

impl FromStr for Breakdown {
    type Err = NotABreakdown;

    fn from_str(text: &str) -> Result<Self, NotABreakdown> {
        let mut breakdown = Self::whole();
        if text.is_empty() {
            return Ok(breakdown);
        }
        for piece in text.split(';') {
            let (dimension, category) = piece.split_once('=').ok_or(NotABreakdown)?;
            let (dimension, category) = (unescaped(dimension), unescaped(category));
            if breakdown.category(&dimension).is_some() {
                return Err(NotABreakdown);
            }
            breakdown.set(&dimension, &category);
        }
        Ok(breakdown)
    }
}

impl AsJson for Breakdown {
    fn to_json(&self) -> Json<'_> {
        Json::Text(self.to_string().into())
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let text = String::from_json(json)?;
        text.parse().map_err(WrongJson::because)
    }
}

serde_by_json!(Breakdown);

/// The signs that hold a breakdown together, and how they are written in a category.
const SIGNS: [(char, &str); 3] = [('%', "%25"), (';', "%3B"), ('=', "%3D")];

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match SIGNS.iter().find(|(sign, _)| *sign == letter) {
            Some((_, written)) => out.push_str(written),
            None => out.push(letter),
        }
    }
    out
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let sign = SIGNS.iter().find(|(_, written)| rest.starts_with(written));
        let (read, long) = sign.map_or((letter, letter.len_utf8()), |(sign, written)| {
            (*sign, written.len())
        });
        out.push(read);
        rest = rest.get(long..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_breakdown_is_read_as_it_was_written() {
        for (pairs, text) in [
            (vec![], ""),
            (vec![("kind", "youth-club")], "kind=youth-club"),
            (
                vec![("place", "rosehill"), ("kind", "youth-club")],
                "kind=youth-club;place=rosehill",
            ),
            (vec![("place", "50%;a=b")], "place=50%25%3Ba%3Db"),
            (vec![("place", "%3B")], "place=%253B"),
            (vec![("place", "école")], "place=école"),
            (vec![("", "")], "="),
        ] {
            let breakdown = Breakdown::of(pairs);
            assert_eq!(breakdown.to_string(), text);
            assert_eq!(text.parse(), Ok(breakdown));
        }
    }

    #[test]
    fn a_text_that_is_no_breakdown_is_refused() {
        for text in ["youth-club", "kind=a;", ";", "kind=a;kind=b"] {
            assert_eq!(text.parse::<Breakdown>(), Err(NotABreakdown), "{text}");
        }
    }

    #[test]
    fn dimensions_can_be_left_out() {
        let all = Breakdown::of([("kind", "youth-club"), ("month", "may")]);
        assert_eq!(all.without("month").to_string(), "kind=youth-club");
        assert_eq!(all.only(&["month", "place"]).to_string(), "month=may");
        assert_eq!(all.category("month"), Some("may"));
        assert!(all.without("month").without("kind").is_whole());
        assert_eq!(all.depth(), 2);
    }
}
