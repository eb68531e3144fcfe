//! The table in a spreadsheet's text file, whichever program wrote it.
//!
//! Guarantees that every cell comes out as the spreadsheet shows it, whatever the
//! file has: a byte order mark, commas, semicolons or tabs, Excel's `sep=` line,
//! quoted cells with line ends in them, line ends of any system, and UTF-8,
//! UTF-16 or Windows-1252; blank lines below and blank cells beside it are no part
//! of it. Refuses to know what the columns mean.

use csv_core::{ReadRecordResult, ReaderBuilder};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::base::typed::trimmed;

/// The most lines of a file that say something: some twenty years of a busy team.
pub const MOST_LINES: u32 = 10_000;

/// The most columns of a line that say something.
pub const MOST_COLUMNS: usize = 100;

/// The most cells of a line, blank ones too: a spreadsheet program writes as many as
/// were ever used or coloured, and none has more (Excel, to column XFD).
const MOST_CELLS: usize = 16_384;

/// The most bytes of a file; most of a larger one would be blank cells.
const MOST_BYTES: usize = 32_000_000;

/// How many lines are looked at for what stands between the cells.
const LOOKED_AT: usize = 30;

/// One line of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its number, as spreadsheet programs number their rows: the headings are
    /// usually line 1, a blank line counts, and line ends within a cell do not.
    pub number: u32,
    /// Its cells, without the blanks and invisible characters around them, up to the
    /// last that says something.
    pub cells: Vec<String>,
}

impl Line {
    /// A line of these cells; `None` where none says anything.
    #[must_use]
    pub fn of(number: u32, cells: impl IntoIterator<Item = String>) -> Option<Self> {
        let mut cells: Vec<String> = cells.into_iter().collect();
        let said = cells.iter().rposition(|cell| !cell.is_empty())?;
        cells.truncate(said + 1);
        Some(Self { number, cells })
    }
}

/// What a file has, with what a person should hear of how it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The lines that are not blank, in their order.
    pub lines: Vec<Line>,
    /// How many bytes were not of the file's encoding, and were read as Windows
    /// writes them.
    pub recoded: usize,
    /// The lines that the workbook hides; they are read like the others.
    pub hidden_lines: Vec<u32>,
    /// The positions of columns that the workbook hides, from 0; they are read like
    /// the others.
    pub hidden_columns: Vec<usize>,
    /// Cells of the workbook that stand over several lines.
    pub merged: Vec<Merged>,
}

/// A cell that stands over several lines: each has its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// The first line.
    pub first: u32,
    /// The last line.
    pub last: u32,
    /// The position of its column, from 0.
    pub column: usize,
}

/// Why a file has no table to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum NotATable {
    /// It is a workbook as spreadsheet programs keep it, which is read elsewhere.
    #[error("it is a workbook; save it as CSV first")]
    Workbook,
    /// It is not text.
    #[error("it is not a text file")]
    NotText,
    /// There is nothing in it.
    #[error("there is nothing in it")]
    Empty,
    /// It has more than [`MOST_LINES`] lines, or is far too large for that.
    #[error("it has more than {MOST_LINES} lines")]
    TooLong,
    /// One of its lines has more columns than anybody means.
    #[error("line {0} has more than {MOST_COLUMNS} columns")]
    TooWide(u32),
    /// A quotation mark is opened and never closed, so that the rest of the file
    /// would be one cell.
    #[error("a quotation mark in line {0} is never closed")]
    OpenQuote(u32),
}

/// The lines of a file that are not blank, in their order.
///
/// # Errors
/// The [`NotATable`] that says why there are none.
pub fn lines(file: &[u8]) -> Result<Vec<Line>, NotATable> {
    table(file).map(|table| table.lines)
}

/// The table of a file.
///
/// # Errors
/// The [`NotATable`] that says why there is none.
pub fn table(file: &[u8]) -> Result<Table, NotATable> {
    if file.starts_with(b"PK\x03\x04") || file.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(NotATable::Workbook);
    }
    if file.len() > MOST_BYTES {
        return Err(NotATable::TooLong);
    }
    let (text, recoded) = text_of(file);
    if text.contains('\0') {
        return Err(NotATable::NotText);
    }
    // One kind of line ends, and one at the very end.
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.push('\n');
    let (delimiter, table) = delimiter_of(&text);
    let lines = split(table.as_bytes(), delimiter)?;
    if lines.is_empty() {
        return Err(NotATable::Empty);
    }
    Ok(Table {
        lines,
        recoded,
        ..Table::default()
    })
}

fn split(table: &[u8], delimiter: u8) -> Result<Vec<Line>, NotATable> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    // No cell is longer than what it was written as.
    let mut text = vec![0; table.len()];
    let mut ends = vec![0; MOST_CELLS];
    let mut lines = Vec::new();
    let (mut rest, mut number) = (table, 0_u32);
    loop {
        let (result, read, _, count) = reader.read_record(rest, &mut text, &mut ends);
        let (taken, after) = rest.split_at_checked(read).unwrap_or((rest, &[]));
        rest = after;
        let blank = taken.iter().take_while(|byte| **byte == b'\n').count();
        if blank == taken.len() {
            return Ok(lines);
        }
        number = number.saturating_add(u32::try_from(blank).unwrap_or(u32::MAX));
        number = number.saturating_add(1);
        match result {
            ReadRecordResult::Record => {}
            ReadRecordResult::OutputEndsFull => return Err(NotATable::TooWide(number)),
            ReadRecordResult::InputEmpty | ReadRecordResult::OutputFull | ReadRecordResult::End => {
                return Err(NotATable::OpenQuote(number));
            }
        }
        let mut from = 0;
        let mut cells = Vec::new();
        for end in ends.iter().take(count) {
            let cell = text.get(from..*end).unwrap_or_default();
            cells.push(trimmed(&String::from_utf8_lossy(cell)).to_owned());
            from = *end;
        }
        lines.extend(Line::of(number, cells));
        within_limits(&lines)?;
    }
}

/// Whether what has been read so far is within the limits, by its last line.
///
/// # Errors
/// [`NotATable::TooLong`] and [`NotATable::TooWide`].
pub fn within_limits(lines: &[Line]) -> Result<(), NotATable> {
    if u32::try_from(lines.len()).is_ok_and(|count| count <= MOST_LINES) {
        match lines.last() {
            Some(line) if line.cells.len() > MOST_COLUMNS => Err(NotATable::TooWide(line.number)),
            Some(_) | None => Ok(()),
        }
    } else {
        Err(NotATable::TooLong)
    }
}

/// What stands between the cells, and the table without the line that says so.
/// Where none does, it is what divides most of the first lines into the same number of
/// cells, and then the one that makes the most of them.
fn delimiter_of(text: &str) -> (u8, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let said = first.trim().trim_matches('"');
    if let Some(sep) = said.get(..4)
        && sep.eq_ignore_ascii_case("sep=")
        && let [delimiter] = said.as_bytes().get(4..).unwrap_or_default()
        && delimiter.is_ascii()
    {
        return (*delimiter, rest);
    }
    let mut best = (b',', 0);
    for sign in [b',', b';', b'\t'] {
        let divided = evenly_divided(text, sign);
        if divided > best.1 {
            best = (sign, divided);
        }
    }
    (best.0, text)
}

/// How many cells a sign makes in those of the first lines that it divides alike:
/// a title above the headings has none, and a note has any number of them.
fn evenly_divided(text: &str, sign: u8) -> usize {
    let mut counts: Vec<usize> = Vec::new();
    let (mut count, mut quoted) = (0, false);
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => {
                counts.push(std::mem::take(&mut count));
                if counts.len() == LOOKED_AT {
                    break;
                }
            }
            _ if byte == sign && !quoted => count += 1,
            _ => {}
        }
    }
    let alike = |count: usize| counts.iter().filter(|it| **it == count).count();
    let all = counts.iter().map(|count| count * alike(*count));
    all.max().unwrap_or(0)
}

/// The text of a file's bytes, and how many of them were not of its encoding. A byte
/// order mark tells; else it is UTF-8 if nearly all of it can be, UTF-16 if every other
/// byte is nought, and otherwise what Windows wrote before there was UTF-8.
fn text_of(file: &[u8]) -> (String, usize) {
    let wide = |bytes: &[u8], order: fn([u8; 2]) -> u16| {
        let pairs = bytes.chunks_exact(2);
        let units = pairs.map(|pair| order([pair[0], pair[1]]));
        let letters = char::decode_utf16(units);
        let text = letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        (text.collect(), 0)
    };
    match file {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => in_utf8(rest).0,
        [first, 0, ..] if *first != 0 && is_wide(file) => wide(file, u16::from_le_bytes),
        [0, first, ..] if *first != 0 && is_wide(file) => wide(file, u16::from_be_bytes),
        _ => match in_utf8(file) {
            ((text, recoded), letters) if letters >= recoded => (text, recoded),
            _ => (file.iter().map(|byte| windows(*byte)).collect(), 0),
        },
    }
}

/// Whether bytes without a byte order mark are UTF-16, as far as the letters of a
/// spreadsheet's headings can tell: half of them are nought, and no more.
fn is_wide(file: &[u8]) -> bool {
    let some = file.get(..64).unwrap_or(file);
    let noughts: usize = some.iter().map(|byte| usize::from(*byte == 0)).sum();
    file.len().is_multiple_of(2) && noughts * 5 >= some.len() * 2 && noughts * 2 <= some.len()
}

/// The text of bytes in UTF-8, with how many of them were not and were read as Windows
/// writes them; and how many letters beyond ASCII it has.
fn in_utf8(bytes: &[u8]) -> ((String, usize), usize) {
    let (mut text, mut recoded, mut letters) = (String::new(), 0, 0);
    for chunk in bytes.utf8_chunks() {
        letters += chunk.valid().chars().filter(|it| !it.is_ascii()).count();
        text.push_str(chunk.valid());
        recoded += chunk.invalid().len();
        text.extend(chunk.invalid().iter().map(|byte| windows(*byte)));
    }
    ((text, recoded), letters)
}

/// A letter of Windows-1252; the five bytes that stand for none are kept as the
/// control characters that browsers read them as.
fn windows(byte: u8) -> char {
    const FROM_80: [u16; 32] = [
        0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039,
        0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014,
        0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
    ];
    let special = byte.checked_sub(0x80).map(usize::from);
    let special = special.and_then(|at| FROM_80.get(at)).copied();
    special
        .and_then(|code| char::from_u32(u32::from(code)))
        .unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(file: &[u8]) -> Vec<Vec<String>> {
        let lines = lines(file).unwrap().into_iter();
        lines.map(|line| line.cells).collect()
    }

    fn check(file: &[u8], expected: &[&[&str]]) {
        assert_eq!(cells(file), expected, "{file:?}");
    }

    #[test]
    fn commas_semicolons_and_tabs_are_told_from_the_headings() {
        for file in [
            "Date,Note\n1/2/26,a;b\n",
            "Date;Note\r\n1/2/26;\"a;b\"\r\n",
            "Date\tNote\r1/2/26\ta;b",
        ] {
            check(file.as_bytes(), &[&["Date", "Note"], &["1/2/26", "a;b"]]);
        }
    }

    #[test]
    fn a_comma_within_a_quoted_heading_does_not_count() {
        check(
            b"\"Who came, in all, roughly\";Date\n1;2\n",
            &[&["Who came, in all, roughly", "Date"], &["1", "2"]],
        );
    }

    #[test]
    fn excels_sep_line_says_what_stands_between_and_is_no_line() {
        for first in ["sep=;", "SEP=;", "\"sep=;\""] {
            let file = format!("{first}\r\nDate,x;Kind\r\n1;2\r\n");
            let found = lines(file.as_bytes()).unwrap();
            assert_eq!(found[0].cells, ["Date,x", "Kind"]);
            assert_eq!((found[0].number, found[1].number), (1, 2));
        }
    }

    #[test]
    fn quoted_cells_keep_quotes_delimiters_and_line_ends() {
        check(
            b"Note,Kind\r\n\"It said \"\"hi\"\", twice\r\nand left\",x\r\n",
            &[&["Note", "Kind"], &["It said \"hi\", twice\nand left", "x"]],
        );
    }

    #[test]
    fn lines_are_numbered_as_spreadsheet_programs_number_rows() {
        let file = b"\nDate,Note\n\n,,\n1,\"two\nlines\"\n2,b\n\n\n";
        let numbers: Vec<u32> = lines(file).unwrap().iter().map(|it| it.number).collect();
        assert_eq!(numbers, [2, 5, 6]);
    }

    #[test]
    fn every_usual_encoding_is_read() {
        let text = "Place,Note\nSt Zoë’s,€5 – ok\n";
        let wide: Vec<u16> = text.encode_utf16().collect();
        let le = wide.iter().flat_map(|unit| unit.to_le_bytes());
        let be = wide.iter().flat_map(|unit| unit.to_be_bytes());
        for file in [
            text.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", text.as_bytes()].concat(),
            [0xff, 0xfe].into_iter().chain(le).collect(),
            [0xfe, 0xff].into_iter().chain(be).collect(),
            b"Place,Note\nSt Zo\xeb\x92s,\x805 \x96 ok\n".to_vec(),
        ] {
            check(&file, &[&["Place", "Note"], &["St Zoë’s", "€5 – ok"]]);
        }
    }

    #[test]
    fn a_stray_byte_leaves_the_accents_of_the_others_as_they_are() {
        let file = b"Place,Note\nSt Zo\xc3\xab,Andr\xc3\xa9 \x96 Andr\xe9\n";
        let found = table(file).unwrap();
        assert_eq!(found.lines[1].cells, ["St Zoë", "André – André"]);
        assert_eq!(found.recoded, 2);
        let with_mark = [b"\xef\xbb\xbf", file.as_slice()].concat();
        assert_eq!(table(&with_mark).unwrap(), found);
        // A file of Windows-1252 with one pair of letters that could be UTF-8.
        let file = b"Place,Note\nZo\xeb \x93Andr\xe9\x94,\xc3\xab\n";
        let found = table(file).unwrap();
        assert_eq!(found.lines[1].cells, ["Zoë “André”", "Ã«"]);
        assert_eq!(found.recoded, 0);
    }

    #[test]
    fn utf_16_is_known_without_its_mark() {
        let text = "Date,Kind,Adults,Note\n1/4/2026,Targeted,3,Zoë\n";
        let units = || text.encode_utf16();
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        for file in [little, big] {
            assert_eq!(lines(&file).unwrap()[1].cells[3], "Zoë");
        }
        assert_eq!(lines(b"a\0\0\0\0\0"), Err(NotATable::NotText));
    }

    #[test]
    fn what_stands_between_is_told_below_a_title_and_beside_long_notes() {
        let title = "Register, North, 2025\n\n\"Date\nof it\";Kind;Adults\n1/4/25;x;3\n";
        let found = lines(title.as_bytes()).unwrap();
        assert_eq!(found[1].cells, ["Date\nof it", "Kind", "Adults"]);
        let notes = "Date;Kind;Note\n1/4/25;x;a, b, c, d, e\n2/4/25;x;a, b\n";
        assert_eq!(lines(notes.as_bytes()).unwrap()[1].cells.len(), 3);
    }

    #[test]
    fn blank_cells_beside_and_blank_lines_below_are_no_part_of_a_table() {
        let beside = ",".repeat(16_383);
        let below = format!("{}\n", ",".repeat(15)).repeat(200_000);
        let file = format!("Date,Kind{beside}\n1/4/25,x,,\n{below}");
        let found = lines(file.as_bytes());
        // One cell more than any program has.
        assert_eq!(found, Err(NotATable::TooWide(1)));
        let file = file.replacen(",,", ",", 1);
        let found = lines(file.as_bytes()).unwrap();
        let widths: Vec<usize> = found.iter().map(|line| line.cells.len()).collect();
        assert_eq!(widths, [2, 2]);
    }

    #[test]
    fn invisible_characters_around_a_cell_are_no_part_of_it() {
        check(
            "\u{200e}Date\u{200b},\u{a0}Note \u{2060}\n1,\u{ad}x\n".as_bytes(),
            &[&["Date", "Note"], &["1", "x"]],
        );
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_named_with_its_line() {
        let file = b"Date,Note\n1,a\n2,\"b\n3,c\n4,d\n";
        assert_eq!(lines(file), Err(NotATable::OpenQuote(3)));
    }

    #[test]
    fn what_is_no_table_says_what_it_is() {
        assert_eq!(lines(b""), Err(NotATable::Empty));
        assert_eq!(lines(b"\xef\xbb\xbf\r\n ,\r\n"), Err(NotATable::Empty));
        assert_eq!(lines(b"PK\x03\x04..."), Err(NotATable::Workbook));
        assert_eq!(lines(b"a\0b"), Err(NotATable::NotText));
        let wide = format!("{}a\n", ",".repeat(200));
        assert_eq!(lines(wide.as_bytes()), Err(NotATable::TooWide(1)));
        let long = "a\n".repeat(10_001);
        assert_eq!(lines(long.as_bytes()), Err(NotATable::TooLong));
    }
}
