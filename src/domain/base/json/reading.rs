//! Text becomes a tree of values.

use std::borrow::Cow;

use super::{Entry, Json, WrongJson};

/// How deep lists and objects may stand in each other.
const DEEPEST: u8 = 127;

/// Reads a text that is one value.
pub(super) fn read(text: &str) -> Result<Json<'_>, WrongJson> {
    let mut reader = Reader {
        text,
        at: 0,
        depth: 0,
    };
    let value = reader.value()?;
    match reader.next_but_blanks() {
        None => Ok(value),
        Some(_) => Err(reader.wrong("trailing characters")),
    }
}

/// How many bytes stand in a text as they are, before one that is a quotation
/// mark, a backslash or a control character.
pub(super) fn plain(bytes: &[u8]) -> usize {
    let is_plain = |byte: &u8| !matches!(byte, b'"' | b'\\' | 0..=0x1f);
    bytes.iter().take_while(|byte| is_plain(byte)).count()
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
}

impl<'a> Reader<'a> {
    #[inline(never)]
    fn wrong(&self, why: &str) -> WrongJson {
        WrongJson::new(why.to_owned()).at(self.at)
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Takes a byte if it is the next one.
    fn takes(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    /// All that is left, in bytes.
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn next_but_blanks(&mut self) -> Option<u8> {
        let mut rest = self.rest();
        if let Some(line) = rest.strip_prefix(b"\n") {
            rest = line;
            // In files for people, most bytes are these.
            while let Some(after) = rest.strip_prefix(b"    ") {
                rest = after;
            }
        }
        let is_blank = |byte: &u8| matches!(byte, b' ' | b'\n' | b'\t' | b'\r');
        let blanks = rest.iter().take_while(|byte| is_blank(byte)).count();
        let next = rest.get(blanks).copied();
        self.at = self.text.len() - rest.len() + blanks;
        next
    }

    /// The text from a place to here; both lie between characters.
    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn value(&mut self) -> Result<Json<'a>, WrongJson> {
        match self.next_but_blanks() {
            Some(open @ (b'{' | b'[')) => {
                if self.depth == DEEPEST {
                    return Err(self.wrong("nested too deep"));
                }
                self.depth += 1;
                self.at += 1;
                let value = if open == b'{' {
                    self.object()?
                } else {
                    self.list()?
                };
                self.depth -= 1;
                Ok(value)
            }
            Some(b'"') => self.string().map(Json::Text),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => self.word(),
            None => Err(self.wrong("it ends too early")),
        }
    }

    fn word(&mut self) -> Result<Json<'a>, WrongJson> {
        let words = [
            ("null", Json::Null),
            ("true", Json::Bool(true)),
            ("false", Json::Bool(false)),
        ];
        let rest = self.text.get(self.at..).unwrap_or_default();
        for (word, value) in words {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.wrong("expected value"))
    }

    /// Whether another item follows; `first` until there was one.
    fn another(&mut self, first: bool, end: u8) -> Result<bool, WrongJson> {
        self.next_but_blanks();
        if self.takes(end) {
            Ok(false)
        } else if first || self.takes(b',') {
            Ok(true)
        } else {
            Err(self.wrong("expected a comma or the end of what was opened"))
        }
    }

    fn list(&mut self) -> Result<Json<'a>, WrongJson> {
        let mut values = Vec::new();
        while self.another(values.is_empty(), b']')? {
            values.push(self.value()?);
        }
        Ok(Json::List(values))
    }

    fn object(&mut self) -> Result<Json<'a>, WrongJson> {
        let mut entries = Vec::new();
        while self.another(entries.is_empty(), b'}')? {
            if self.next_but_blanks() != Some(b'"') {
                return Err(self.wrong("expected a name in double quotes"));
            }
            let name = self.string()?;
            self.next_but_blanks();
            if !self.takes(b':') {
                return Err(self.wrong("expected a colon"));
            }
            self.next_but_blanks();
            let at = self.at;
            let value = self.value()?;
            entries.push(Entry { name, at, value });
        }
        Ok(Json::Object(entries))
    }

    fn digits(&mut self) -> Result<(), WrongJson> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start {
            Err(self.wrong("expected a digit"))
        } else {
            Ok(())
        }
    }

    fn number(&mut self) -> Result<Json<'a>, WrongJson> {
        let start = self.at;
        self.takes(b'-');
        // A nought is followed by no further digit.
        if !self.takes(b'0') {
            self.digits()?;
        }
        if self.takes(b'.') {
            self.digits()?;
        }
        if self.takes(b'e') || self.takes(b'E') {
            if !self.takes(b'+') {
                self.takes(b'-');
            }
            self.digits()?;
        }
        Ok(Json::Number(self.since(start).into()))
    }

    /// A string, from its opening quotation mark; without escapes it is the very
    /// text that is read.
    fn string(&mut self) -> Result<Cow<'a, str>, WrongJson> {
        self.at += 1;
        let mut start = self.at;
        let mut unescaped = None;
        loop {
            self.at += plain(self.rest());
            match self.peek() {
                None => return Err(self.wrong("a text has no end")),
                Some(b'"') => {
                    let last = self.since(start);
                    self.at += 1;
                    return Ok(match unescaped {
                        None => last.into(),
                        Some(before) => Cow::Owned(before + last),
                    });
                }
                Some(b'\\') => {
                    let out = unescaped.get_or_insert_with(String::new);
                    out.push_str(self.since(start));
                    self.at += 1;
                    out.push(self.escaped()?);
                    start = self.at;
                }
                Some(_) => return Err(self.wrong("a control character in a text")),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, WrongJson> {
        let escape = self.peek();
        self.at += 1;
        Ok(match escape {
            Some(same @ (b'"' | b'\\' | b'/')) => char::from(same),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let first = self.code_unit()?;
                let mut units = [first, 0];
                // Characters beyond the first 65,536 are written as two.
                let pair = (0xd800..0xdc00).contains(&first);
                if pair && self.takes(b'\\') && self.takes(b'u') {
                    units[1] = self.code_unit()?;
                }
                let units = units.into_iter().take(1 + usize::from(pair));
                return match char::decode_utf16(units).next() {
                    Some(Ok(letter)) => Ok(letter),
                    Some(Err(_)) | None => Err(self.wrong("not a character")),
                };
            }
            _ => return Err(self.wrong("not an escape")),
        })
    }

    fn code_unit(&mut self) -> Result<u16, WrongJson> {
        let digits = self.text.get(self.at..self.at + 4);
        let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let unit = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok());
        let unit = unit.ok_or_else(|| self.wrong("expected four hexadecimal digits"))?;
        self.at += 4;
        Ok(unit)
    }
}
