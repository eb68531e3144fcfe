//! The table in a spreadsheet's text file, whichever program wrote it.
//!
//! Guarantees that every cell comes out as the spreadsheet shows it, whatever the
//! file has: a byte order mark, commas, semicolons or tabs, Excel's `sep=` line,
//! quoted cells with line ends in them, line ends of any system, and UTF-8,
//! UTF-16 or Windows-1252. Refuses to know what the columns mean.

use csv_core::{ReadRecordResult, ReaderBuilder};
use thiserror::Error;

/// The most lines of a file: some twenty years of a busy team.
pub const MOST_LINES: u32 = 10_000;

/// The most columns of a line.
const MOST_COLUMNS: usize = 100;

/// The most bytes of a file.
const MOST_BYTES: usize = 8_000_000;

/// One line of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, as spreadsheet programs number their rows: the headings are
    /// usually line 1, a blank line counts, and line ends within a cell do not.
    pub number: u32,
    /// Its cells, without the blanks around them.
    pub cells: Vec<String>,
}

/// Why a file has no table to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotATable {
    /// It is a workbook as spreadsheet programs keep it.
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
    if file.starts_with(b"PK\x03\x04") || file.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(NotATable::Workbook);
    }
    if file.len() > MOST_BYTES {
        return Err(NotATable::TooLong);
    }
    let text = text_of(file);
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
    Ok(lines)
}

fn split(table: &[u8], delimiter: u8) -> Result<Vec<Line>, NotATable> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    // No cell is longer than what it was written as.
    let mut text = vec![0; table.len()];
    let mut ends = [0; MOST_COLUMNS];
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
        if number > MOST_LINES {
            return Err(NotATable::TooLong);
        }
        let mut from = 0;
        let mut cells = Vec::new();
        for end in ends.iter().take(count) {
            let cell = text.get(from..*end).unwrap_or_default();
            cells.push(String::from_utf8_lossy(cell).trim().to_owned());
            from = *end;
        }
        if cells.iter().any(|cell| !cell.is_empty()) {
            lines.push(Line { number, cells });
        }
    }
}

/// What stands between the cells, and the table without the line that says so.
/// Where none does, it is what stands most often in the headings.
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
    let headings = text.trim_start_matches('\n').split('\n').next();
    let headings = headings.unwrap_or_default();
    let outside = || headings.split('"').step_by(2);
    let count = |sign: u8| -> usize {
        outside()
            .map(|part| part.bytes().filter(|byte| *byte == sign).count())
            .sum()
    };
    let mut best = b',';
    for sign in [b';', b'\t'] {
        if count(sign) > count(best) {
            best = sign;
        }
    }
    (best, text)
}

/// The text of a file's bytes. A byte order mark tells; else it is UTF-8 if it
/// can be, and otherwise what Windows wrote before there was UTF-8.
fn text_of(file: &[u8]) -> String {
    let wide = |bytes: &[u8], order: fn([u8; 2]) -> u16| {
        let pairs = bytes.chunks_exact(2);
        let units = pairs.map(|pair| order([pair[0], pair[1]]));
        char::decode_utf16(units)
            .map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    };
    match file {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => match std::str::from_utf8(rest) {
            Ok(text) => text.to_owned(),
            Err(_) => rest.iter().map(|byte| windows(*byte)).collect(),
        },
    }
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
        let wide = format!("a{}\n", ",".repeat(200));
        assert_eq!(lines(wide.as_bytes()), Err(NotATable::TooWide(1)));
        let long = "a\n".repeat(10_001);
        assert_eq!(lines(long.as_bytes()), Err(NotATable::TooLong));
    }
}
