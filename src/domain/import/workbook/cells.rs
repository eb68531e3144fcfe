//! The cells of a sheet as text, row by row.

use std::collections::BTreeMap;

use calamine::{Data, ExcelDateTime};

use super::NotAWorkbook;
use crate::domain::base::typed::trimmed;
use crate::domain::import::csv::{Line, MOST_COLUMNS, MOST_LINES, Merged, NotATable};
use crate::domain::import::spreadsheet::date_text;

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ShownAs {
    /// As it is.
    Number,
    /// As so many hundredths.
    Percent,
}

/// A cell that stands over several others: first and last row, and first column, from
/// 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub first_row: u32,
    pub last_row: u32,
    pub column: u32,
}

/// The rows of a sheet that say something, by their numbers from 0, and what is said of
/// it besides.
#[derive(Debug, Default)]
pub(super) struct Rows {
    cells: BTreeMap<u32, BTreeMap<u32, String>>,
    spans: Vec<Span>,
    pub hidden_lines: Vec<u32>,
    pub hidden_columns: Vec<usize>,
}

impl Rows {
    /// How many rows say something.
    pub fn len(&self) -> usize {
        self.cells.len()
    }

    /// Puts a cell's text in; a blank one is nothing.
    pub fn put(&mut self, row: u32, column: u32, text: &str) -> Result<(), NotAWorkbook> {
        let text = trimmed(text);
        if text.is_empty() {
            return Ok(());
        }
        let is_far = usize::try_from(column).is_ok_and(|column| column >= MOST_COLUMNS);
        if is_far {
            return Err(NotATable::TooWide(row + 1).into());
        }
        self.cells
            .entry(row)
            .or_default()
            .insert(column, text.to_owned());
        if u32::try_from(self.cells.len()).is_ok_and(|count| count <= MOST_LINES) {
            Ok(())
        } else {
            Err(NotATable::TooLong.into())
        }
    }

    /// Gives each row that a cell stands over its text, where the row says anything
    /// else: a sheet may be coloured below what is written.
    pub fn merge(&mut self, spans: &[Span]) {
        for span in spans.iter().filter(|it| it.last_row > it.first_row) {
            let first = self.cells.get(&span.first_row);
            let Some(text) = first.and_then(|row| row.get(&span.column)).cloned() else {
                continue;
            };
            for (_, row) in self.cells.range_mut(span.first_row + 1..=span.last_row) {
                row.entry(span.column).or_insert_with(|| text.clone());
            }
            self.spans.push(*span);
        }
    }

    /// The cells that stand over several lines.
    pub fn merged(&self) -> Vec<Merged> {
        let merged = self.spans.iter().map(|span| Merged {
            first: span.first_row + 1,
            last: span.last_row + 1,
            column: usize::try_from(span.column).unwrap_or(usize::MAX),
        });
        merged.collect()
    }

    /// The rows as lines, in their order.
    pub fn into_lines(self) -> Vec<Line> {
        let rows = self.cells.into_iter();
        rows.filter_map(|(number, cells)| {
            let last = cells.last_key_value().map_or(0, |(column, _)| *column);
            let mut cells = cells;
            let cells = (0..=last).map(|column| cells.remove(&column).unwrap_or_default());
            Line::of(number + 1, cells)
        })
        .collect()
    }
}

/// The text of a cell.
pub(super) fn text_of(value: &Data, shown: ShownAs) -> String {
    match value {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => match shown {
            ShownAs::Number => number.to_string(),
            ShownAs::Percent => format!("{}%", number * 100),
        },
        Data::Float(number) => number_text(*number, shown),
        Data::Bool(true) => "TRUE".to_owned(),
        Data::Bool(false) => "FALSE".to_owned(),
        Data::DateTime(at) => date(at),
        Data::Error(error) => error.to_string(),
    }
}

/// A number as programs show it: without the last digits, which binary fractions leave.
fn number_text(number: f64, shown: ShownAs) -> String {
    let number = match shown {
        ShownAs::Number => number,
        ShownAs::Percent => number * 100.0,
    };
    let digits = format!("{number:.9}");
    let digits = digits.trim_end_matches('0').trim_end_matches('.');
    match shown {
        ShownAs::Number => digits.to_owned(),
        ShownAs::Percent => format!("{digits}%"),
    }
}

/// A date with its time, or a time alone.
fn date(at: &ExcelDateTime) -> String {
    let is_time_alone = (0.0..1.0).contains(&at.as_f64());
    match at.as_datetime() {
        Some(at) if !is_time_alone => date_text(at),
        Some(at) => at.format("%H:%M").to_string(),
        None => at.as_f64().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn a_cell_is_the_text_that_it_shows() {
        let date = |value, is_1904| {
            Data::DateTime(ExcelDateTime::new(
                value,
                ExcelDateTimeType::DateTime,
                is_1904,
            ))
        };
        for (value, shown, expected) in [
            (Data::Float(12.0), ShownAs::Number, "12"),
            (Data::Float(0.1 + 0.2), ShownAs::Number, "0.3"),
            (Data::Float(1.0), ShownAs::Percent, "100%"),
            (Data::Float(0.07), ShownAs::Percent, "7%"),
            (Data::Float(1_234_567.0), ShownAs::Number, "1234567"),
            (Data::Int(3), ShownAs::Percent, "300%"),
            (Data::Bool(true), ShownAs::Number, "TRUE"),
            // 3 November 2026 in both systems of dates.
            (date(46_329.0, false), ShownAs::Number, "2026-11-03"),
            (date(44_867.0, true), ShownAs::Number, "2026-11-03"),
            (
                date(46_329.5, false),
                ShownAs::Number,
                "2026-11-03 12:00:00",
            ),
            (date(0.4375, false), ShownAs::Number, "10:30"),
            (Data::Empty, ShownAs::Number, ""),
        ] {
            assert_eq!(text_of(&value, shown), expected, "{value:?}");
        }
    }

    #[test]
    fn a_cell_that_stands_over_rows_is_in_each_that_says_anything() {
        let mut rows = Rows::default();
        for (row, column, text) in [(0, 0, "1 May"), (0, 1, "a"), (1, 1, "b"), (5, 1, " ")] {
            rows.put(row, column, text).unwrap();
        }
        rows.merge(&[Span {
            first_row: 0,
            last_row: 9,
            column: 0,
        }]);
        assert_eq!(rows.merged().len(), 1);
        let lines = rows.into_lines();
        let cells: Vec<&[String]> = lines.iter().map(|line| &line.cells[..]).collect();
        assert_eq!(cells, [["1 May", "a"], ["1 May", "b"]]);
    }
}
