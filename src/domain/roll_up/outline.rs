//! The members of an object and the items of a list as pieces of their text.
//!
//! A combined file may hold thousands of returns: they are read one at a time,
//! never as one tree. Checks no more than is needed to find where a piece ends;
//! each piece is then read as JSON, which checks it.

use std::ops::Range;

use crate::domain::base::json::WrongJson;

/// Walks over text, byte by byte; never splits a character, since it stops at
/// ASCII bytes only.
pub(super) struct Outline<'a> {
    text: &'a str,
    at: usize,
    first: bool,
}

impl<'a> Outline<'a> {
    /// The members of an object, after its opening brace.
    pub(super) fn of_object(text: &'a str) -> Result<Self, WrongJson> {
        Self::of(text, 0, b'{')
    }

    /// The items of the list that begins at a place, after its opening bracket.
    pub(super) fn of_list(text: &'a str, at: usize) -> Result<Self, WrongJson> {
        Self::of(text, at, b'[')
    }

    fn of(text: &'a str, at: usize, opening: u8) -> Result<Self, WrongJson> {
        let mut this = Self {
            text,
            at,
            first: true,
        };
        if this.next_but_blanks() != Some(opening) {
            return Err(this.wrong("something else was expected to begin"));
        }
        this.at += 1;
        Ok(this)
    }

    /// The next member: its name, as it is written, and where its value stands;
    /// `None` at the end of the object.
    pub(super) fn member(&mut self) -> Result<Option<(&'a str, Range<usize>)>, WrongJson> {
        if !self.another(b'}')? {
            return Ok(None);
        }
        if self.next_but_blanks() != Some(b'"') {
            return Err(self.wrong("expected a name in double quotes"));
        }
        let start = self.at + 1;
        self.string()?;
        let name = self.text.get(start..self.at - 1).unwrap_or_default();
        if self.next_but_blanks() != Some(b':') {
            return Err(self.wrong("expected a colon"));
        }
        self.at += 1;
        self.value().map(|value| Some((name, value)))
    }

    /// Where the next item stands; `None` at the end of the list.
    pub(super) fn item(&mut self) -> Result<Option<Range<usize>>, WrongJson> {
        if self.another(b']')? {
            self.value().map(Some)
        } else {
            Ok(None)
        }
    }

    /// Whether nothing but blanks follows.
    pub(super) fn at_end(&mut self) -> Result<(), WrongJson> {
        match self.next_but_blanks() {
            None => Ok(()),
            Some(_) => Err(self.wrong("trailing characters")),
        }
    }

    fn another(&mut self, end: u8) -> Result<bool, WrongJson> {
        let next = self.next_but_blanks();
        let first = std::mem::replace(&mut self.first, false);
        if next == Some(end) {
            self.at += 1;
            Ok(false)
        } else if first {
            Ok(true)
        } else if next == Some(b',') {
            self.at += 1;
            Ok(true)
        } else {
            Err(self.wrong("expected a comma or the end of what was opened"))
        }
    }

    fn value(&mut self) -> Result<Range<usize>, WrongJson> {
        let mut depth = 0_u32;
        let first = self.next_but_blanks();
        let start = self.at;
        loop {
            match self.peek() {
                None => return Err(self.wrong("it ends too early")),
                Some(b'"') => self.string()?,
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.at += 1;
                }
                Some(b'}' | b']') if depth > 0 => {
                    depth -= 1;
                    self.at += 1;
                }
                Some(b',' | b'}' | b']') if depth == 0 => break,
                Some(_) => self.at += 1,
            }
            if depth == 0 && matches!(first, Some(b'{' | b'[' | b'"')) {
                break;
            }
        }
        Ok(start..self.at)
    }

    fn string(&mut self) -> Result<(), WrongJson> {
        self.at += 1;
        loop {
            match self.peek() {
                None => return Err(self.wrong("a text has no end")),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => self.at += 2,
                Some(_) => self.at += 1,
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn next_but_blanks(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\t' | b'\r') = self.peek() {
            self.at += 1;
        }
        self.peek()
    }

    fn wrong(&self, why: &str) -> WrongJson {
        WrongJson::new(why.to_owned()).at(self.at.min(self.text.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(text: &str) -> Result<Vec<(&str, &str)>, WrongJson> {
        let mut outline = Outline::of_object(text)?;
        let mut members = Vec::new();
        while let Some((name, value)) = outline.member()? {
            members.push((name, &text[value]));
        }
        outline.at_end()?;
        Ok(members)
    }

    #[test]
    fn members_are_found_whatever_stands_in_them() {
        let text = r#" { "a" : [1,{"b":"]}\""}] , "c":-1.5e3,"d":"x\\", "e": true } "#;
        let found = members(text).unwrap();
        let expected = [
            ("a", r#"[1,{"b":"]}\""}]"#),
            ("c", "-1.5e3"),
            ("d", r#""x\\""#),
            ("e", "true "),
        ];
        assert_eq!(found, expected);
        assert_eq!(members("{}"), Ok(Vec::new()));
    }

    #[test]
    fn text_that_ends_too_early_is_refused() {
        let whole = r#"{"a":[1,{"b":"c"}],"d":2}"#;
        for end in 0..whole.len() {
            assert!(members(&whole[..end]).is_err(), "{}", &whole[..end]);
        }
        assert!(members(&format!("{whole}x")).is_err());
    }

    #[test]
    fn items_are_found_one_by_one() {
        let text = "[ {\"a\":[]} , 2,[3] ]";
        let mut outline = Outline::of_list(text, 0).unwrap();
        let mut items = Vec::new();
        while let Some(item) = outline.item().unwrap() {
            items.push(&text[item]);
        }
        assert_eq!(items, ["{\"a\":[]}", "2", "[3]"]);
    }
}
