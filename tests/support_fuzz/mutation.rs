//! Valid texts made hostile, step by step: as JSON, and as mere characters.

use std::ops::Range;

use super::Chance;

/// JSON values that no tablet wrote.
const ABSURD: &[&str] = &[
    "null",
    "true",
    "{}",
    "[]",
    "0",
    "-0",
    "-1",
    "1.5",
    "1e2",
    "1e999",
    "-1e999",
    "0x10",
    "NaN",
    "501",
    "65536",
    "4294967295",
    "4294967296",
    "1000000000001",
    "8210266876799999",
    "8210266876800000",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    r#""""#,
    r#"" ""#,
    r#""\ud800""#,
    r#""\udc00\ud800""#,
    r#""\u0000""#,
    r#""\ud83d\udc4b""#,
    r#""👩‍👩‍👧‍👦 👋🏽""#,
    "\"\u{202e}مرحبا\u{202c} ٣\"",
    "\"ਜੀ ਆਇਆਂ ਨੂੰ\"",
    r#""<script>document.title='x'</script>""#,
    r#""<img src=x onerror=alert(1)>""#,
    r#""0000-01-01""#,
    r#""0042-43 Q1""#,
    r#""9999-00 Q4""#,
    r#""2026-27 Q3""#,
    r#""9999-12-31""#,
    r#""1969-12-31""#,
    r#""2026-02-29""#,
    r#""2026-11-23T23:59:60Z""#,
    r#""2026-11-23T14:32:05.123456789Z""#,
    r#""0000-01-01T00:00:00Z""#,
    r#""00000000-0000-0000-0000-000000000001""#,
    r#""urn:uuid:00000000-0000-0000-0000-000000000001""#,
    r#""{00000000-0000-0000-0000-000000000001}""#,
    r#""0000000000000000000000000000b00c""#,
    r#""team-1""#,
    r#"{"removed":{"reason":"Entered twice"}}"#,
    "[0,0,0,0,0]",
    "[500,500,500,500,500]",
    "[1,2,3,4]",
    r#"{"youth-club":{"place":"p"},"school-group-work":{"place":"p"}}"#,
];

/// Characters that break rules of one sort or another.
const CHARACTERS: &[char] = &[
    '"',
    '\\',
    ',',
    ':',
    '{',
    '}',
    '[',
    ']',
    '|',
    '+',
    '-',
    '.',
    'e',
    '/',
    ' ',
    '\n',
    '\t',
    '\0',
    '0',
    '1',
    '7',
    '9',
    'a',
    'f',
    'F',
    'Q',
    'T',
    'Z',
    '<',
    '>',
    '&',
    '\u{7f}',
    '\u{a0}',
    'é',
    'ß',
    'ਖ',
    '٣',
    '３',
    '½',
    '\u{200d}',
    '\u{200f}',
    '\u{202e}',
    '\u{2028}',
    '\u{d7ff}',
    '\u{e000}',
    '\u{feff}',
    '\u{fffd}',
    '👋',
    '\u{10ffff}',
];

/// One of some texts, changed a few times over.
pub fn mutated(seeds: &[String], chance: &mut Chance) -> String {
    let mut text = chance.pick(seeds).clone();
    // Half of all texts are changed in one place only: the closer to a valid
    // one, the further it is read.
    let steps = if chance.one_in(2) {
        1
    } else {
        1 + chance.below(5)
    };
    for _ in 0..steps {
        text = step(&text, seeds, chance);
    }
    text
}

/// Characters without any order.
pub fn arbitrary(chance: &mut Chance) -> String {
    let length = chance.below(60);
    (0..length).map(|_| character(chance)).collect()
}

fn step(text: &str, seeds: &[String], chance: &mut Chance) -> String {
    match chance.below(20) {
        0..=3 => value_replaced(text, chance),
        4..=5 => value_transplanted(text, seeds, chance),
        6..=8 => words_changed(text, chance),
        9..=11 => number_changed(text, chance),
        12 => member_added(text, chance),
        13 => member_doubled(text, chance),
        14 => member_removed(text, chance),
        15 => key_misspelt(text, chance),
        _ => characters_changed(text, seeds, chance),
    }
}

fn characters_changed(text: &str, seeds: &[String], chance: &mut Chance) -> String {
    match chance.below(7) {
        0 => with(text, span(text, chance), ""),
        1 => {
            let span = span(text, chance);
            with(text, span.end..span.end, &text[span])
        }
        2 => spliced(text, chance.pick::<String>(seeds), chance),
        3 => with(text, letter(text, chance), ""),
        4 => {
            let at = boundary(text, chance);
            with(text, at..at, &character(chance).to_string())
        }
        5 => with(text, letter(text, chance), &character(chance).to_string()),
        _ => text[..boundary(text, chance)].to_owned(),
    }
}

fn character(chance: &mut Chance) -> char {
    match chance.below(8) {
        0 => char::from_u32(u32::try_from(chance.below(0x11_0000)).unwrap()).unwrap_or('\u{fffd}'),
        1 => char::from(b' ' + u8::try_from(chance.below(95)).unwrap()),
        _ => *chance.pick(CHARACTERS),
    }
}

fn absurd(chance: &mut Chance) -> String {
    match chance.below(300) {
        0 => "[".repeat(10_000),
        1 => "[".repeat(10_000) + &"]".repeat(10_000),
        2 => "{\"a\":".repeat(10_000) + "1" + &"}".repeat(10_000),
        3 => format!("\"{}\"", "x".repeat(10_000)),
        4 => format!("\"{}\"", "👋".repeat(501)),
        5 => "9".repeat(400),
        6 => "[".repeat(127) + &"]".repeat(127),
        _ => (*chance.pick(ABSURD)).to_owned(),
    }
}

fn with(text: &str, span: Range<usize>, instead: &str) -> String {
    [&text[..span.start], instead, &text[span.end..]].concat()
}

/// A place between two characters.
fn boundary(text: &str, chance: &mut Chance) -> usize {
    let mut at = chance.below(text.len() + 1);
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn letter(text: &str, chance: &mut Chance) -> Range<usize> {
    let at = boundary(text, chance);
    let length = text[at..].chars().next().map_or(0, char::len_utf8);
    at..at + length
}

fn span(text: &str, chance: &mut Chance) -> Range<usize> {
    let (one, other) = (boundary(text, chance), boundary(text, chance));
    one.min(other)..one.max(other)
}

fn spliced(text: &str, other: &str, chance: &mut Chance) -> String {
    let (end, start) = (boundary(text, chance), boundary(other, chance));
    [&text[..end], &other[start..]].concat()
}

fn value_replaced(text: &str, chance: &mut Chance) -> String {
    let found = Json::found_in(text);
    if found.values.is_empty() {
        return absurd(chance);
    }
    let value = chance.pick(&found.values).clone();
    with(text, value, &absurd(chance))
}

/// A string with one character more, written as JSON would.
fn words_changed(text: &str, chance: &mut Chance) -> String {
    let found = Json::found_in(text);
    let is_string = |value: &&Range<usize>| {
        let value = &text[(*value).clone()];
        value.len() > 1 && value.starts_with('"') && value.ends_with('"')
    };
    let strings: Vec<_> = found.values.iter().filter(is_string).collect();
    if strings.is_empty() {
        return characters_changed(text, &[text.to_owned()], chance);
    }
    let value = *chance.pick(&strings);
    let at = if chance.one_in(2) {
        value.start + 1
    } else {
        value.end - 1
    };
    let more = serde_json::to_string(&character(chance)).unwrap();
    with(text, at..at, &more[1..more.len() - 1])
}

/// A number with another one in its place, mostly a small one.
fn number_changed(text: &str, chance: &mut Chance) -> String {
    let found = Json::found_in(text);
    let is_digit = |byte: &u8| byte.is_ascii_digit();
    let is_number = |value: &&Range<usize>| text.as_bytes()[(*value).clone()].iter().all(is_digit);
    let numbers: Vec<_> = found.values.iter().filter(is_number).collect();
    if numbers.is_empty() {
        return words_changed(text, chance);
    }
    let value = (*chance.pick(&numbers)).clone();
    let number = chance.bits() >> chance.below(64);
    with(text, value, &number.to_string())
}

fn value_transplanted(text: &str, seeds: &[String], chance: &mut Chance) -> String {
    let other = if chance.one_in(2) {
        text
    } else {
        chance.pick(seeds)
    };
    let (here, there) = (Json::found_in(text).values, Json::found_in(other).values);
    if here.is_empty() || there.is_empty() {
        return text.to_owned();
    }
    let (to, from) = (chance.pick(&here).clone(), chance.pick(&there).clone());
    with(text, to, &other[from])
}

fn member_added(text: &str, chance: &mut Chance) -> String {
    let keys = Json::found_in(text).keys;
    if keys.is_empty() {
        return text.to_owned();
    }
    let key = chance.pick(&keys).clone();
    let name = if chance.one_in(2) {
        "\"surprise\""
    } else {
        &text[chance.pick(&keys).clone()]
    };
    let member = format!("{name}:{},", absurd(chance));
    with(text, key.start..key.start, &member)
}

fn member_doubled(text: &str, chance: &mut Chance) -> String {
    match Json::found_in(text).member(chance) {
        Some(member) => {
            let twice = format!("{},", &text[member.clone()]);
            with(text, member.start..member.start, &twice)
        }
        None => text.to_owned(),
    }
}

fn member_removed(text: &str, chance: &mut Chance) -> String {
    let Some(member) = Json::found_in(text).member(chance) else {
        return text.to_owned();
    };
    // With the comma after it, or else the one before it.
    let after = &text[member.end..];
    if after.starts_with(',') {
        return with(text, member.start..member.end + 1, "");
    }
    let before = text[..member.start].strip_suffix(',');
    let start = before.map_or(member.start, str::len);
    with(text, start..member.end, "")
}

fn key_misspelt(text: &str, chance: &mut Chance) -> String {
    let keys = Json::found_in(text).keys;
    if keys.is_empty() {
        return text.to_owned();
    }
    let key = chance.pick(&keys).clone();
    let at = key.start + 1;
    with(text, at..at, &character(chance).to_string())
}

/// Where keys and values stand in JSON, or in what looks like it.
#[derive(Default)]
struct Json {
    keys: Vec<Range<usize>>,
    values: Vec<Range<usize>>,
}

impl Json {
    fn found_in(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut found = Self::default();
        let mut open = Vec::new();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            let start = at;
            at += 1;
            match byte {
                b'"' => {
                    at = end_of_string(bytes, at);
                    let next = bytes[at..].iter().find(|byte| !byte.is_ascii_whitespace());
                    if next == Some(&b':') {
                        found.keys.push(start..at);
                    } else {
                        found.values.push(start..at);
                    }
                }
                b'{' | b'[' => open.push(start),
                b'}' | b']' => found.values.extend(open.pop().map(|start| start..at)),
                b'0'..=b'9' | b'-' | b'a'..=b'z' => {
                    let in_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
                    let rest = bytes[at..].iter().take_while(|byte| in_word(byte)).count();
                    at += rest;
                    found.values.push(start..at);
                }
                _ => {}
            }
        }
        found
    }

    /// A key with its value.
    fn member(&self, chance: &mut Chance) -> Option<Range<usize>> {
        if self.keys.is_empty() {
            return None;
        }
        let key = chance.pick(&self.keys);
        let after = self.values.iter().filter(|value| value.start > key.end);
        let value = after.min_by_key(|value| value.start)?;
        Some(key.start..value.end)
    }
}

/// Just after the quotation mark that ends a string; never within a character.
fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii) => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}
