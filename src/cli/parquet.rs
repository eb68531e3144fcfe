//! The table as Parquet: what the CSV file says, with its types, for programs that
//! would have to guess them there.
//!
//! Counts are whole numbers or null, and never a sign that stands for one: beside
//! each stands whether it is hidden. Texts are as they are, without the mark that
//! keeps a spreadsheet from running them.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use daybook::domain::base::calendar::Quarter;
use daybook::domain::disclosure::{Line, LineValue, Publication, PublishedValue};
use daybook::domain::roll_up::Period;
use daybook::domain::roll_up::table::{self, rows};
use parquet::basic::Compression;
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int64Type};
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::given::RolledUp;
use super::not_done::NotDone;
use super::outputs::{PERIOD, written};
use super::said::shown;

/// The name of the one file in the folder of a period.
const FILE: &str = "figures.parquet";

/// How many rows stand together: some megabytes, which a reader takes in one piece.
const ROWS_TOGETHER: usize = 1 << 16;

/// A number of the table: shown, hidden, or not there.
#[derive(Debug, Clone, Copy)]
struct Number {
    shown: Option<u64>,
    hidden: bool,
}

impl Number {
    fn known(shown: Option<u64>) -> Self {
        let hidden = false;
        Self { shown, hidden }
    }

    fn said(value: LineValue) -> Self {
        match value {
            LineValue::Value(PublishedValue::Shown(count)) => Self::known(Some(count)),
            LineValue::Value(PublishedValue::Hidden(_)) => Self {
                shown: None,
                hidden: true,
            },
            LineValue::NotCollected | LineValue::NotApplicable => Self::known(None),
        }
    }
}

/// One row: period, level, unit, measure, breakdown and status, and the two numbers.
struct Row<'a> {
    texts: [&'a str; 6],
    numbers: [Number; 2],
}

/// The rows that are wanted, of what was added up or of what is published.
#[derive(Clone, Copy)]
pub struct Rows<'a> {
    pub result: &'a RolledUp<'a>,
    /// What the public is told; `None` for all that was added up.
    pub publication: Option<&'a Publication>,
    /// All quarters where none is wanted.
    pub quarter: Option<Quarter>,
}

impl Rows<'_> {
    fn each(self, mut take: impl FnMut(&Row<'_>)) {
        let all = (self.result.roll_up, self.result.sums, self.result.who);
        let structure = self.result.structure;
        match self.publication {
            None => rows(all, structure, self.quarter, |row| take(&added_up(&row))),
            Some(publication) => {
                publication.lines(all, structure, self.quarter, |line| {
                    take(&public(&line, &line.about.breakdown.to_string()));
                });
            }
        }
    }

    /// Writes all rows into one file.
    pub fn write(self, path: &Path) -> std::result::Result<(), NotDone> {
        written(path, |out| self.write_period(None, out))
    }

    /// Writes a folder with a folder for each period, named `period=` and the period,
    /// as databases divide a table. Periods that this wrote before and that have no
    /// rows any more go; where one quarter is wanted, the others stay.
    pub fn write_divided(self, folder: &Path) -> std::result::Result<(), NotDone> {
        let mut periods = BTreeSet::new();
        self.each(|row| {
            if !periods.contains(row.texts[0]) {
                periods.insert(row.texts[0].to_owned());
            }
        });
        for period in &periods {
            let within = folder.join(format!("{PERIOD}{period}"));
            let not_made = |why| NotDone::NotWritten(shown(&within), why);
            fs::create_dir_all(&within).map_err(not_made)?;
            // Of the rows of one quarter alone, since a period lies within one.
            let quarter = Period::read(period).map(Period::last).ok();
            let rows = Rows {
                quarter: quarter.or(self.quarter),
                ..self
            };
            written(&within.join(FILE), |out| {
                rows.write_period(Some(period), out)
            })?;
        }
        if self.quarter.is_none() {
            let not_removed = |why| NotDone::NotWritten(shown(folder), why);
            remove_others(folder, &periods).map_err(not_removed)?;
        }
        Ok(())
    }

    /// Writes the rows of one period, whose name its folder has; or all of them.
    fn write_period(self, period: Option<&str>, out: &mut (dyn Write + Send)) -> io::Result<()> {
        let mut table = Table::new(period.is_some(), out).map_err(io::Error::other)?;
        let mut outcome = Ok(());
        self.each(|row| {
            if outcome.is_ok() && period.is_none_or(|period| period == row.texts[0]) {
                outcome = table.put(row);
            }
        });
        outcome.and_then(|()| table.end()).map_err(io::Error::other)
    }
}

/// Removes what was written for other periods, and nothing else that is there.
fn remove_others(folder: &Path, periods: &BTreeSet<String>) -> io::Result<()> {
    if periods.is_empty() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let period = name.to_str().and_then(|name| name.strip_prefix(PERIOD));
        let ours = entry.path().join(FILE);
        if period.is_some_and(|period| !periods.contains(period)) && ours.is_file() {
            fs::remove_file(ours)?;
            // A folder with something else in it stays.
            let _ = fs::remove_dir(entry.path());
        }
    }
    Ok(())
}

fn added_up<'a>(row: &table::Row<'a>) -> Row<'a> {
    Row {
        texts: [
            row.period,
            row.level.code(),
            row.unit,
            row.measure,
            row.breakdown,
            row.status,
        ],
        numbers: [row.count, row.denominator].map(Number::known),
    }
}

fn public<'a>(line: &'a Line, breakdown: &'a str) -> Row<'a> {
    let about = &line.about;
    Row {
        texts: [
            &about.period,
            about.level.code(),
            &about.unit,
            &about.measure,
            breakdown,
            &line.status,
        ],
        numbers: [line.count, line.denominator].map(Number::said),
    }
}

/// The columns, in the order of the CSV file; those that it does not have come last.
const COLUMNS: &str = "
    required binary level (STRING);
    required binary unit (STRING);
    required binary measure (STRING);
    required binary breakdown (STRING);
    optional int64 count;
    optional int64 denominator;
    required binary status (STRING);
    required boolean count_hidden;
    required boolean denominator_hidden;";

/// A file that is being written, with the rows that are not in it yet.
struct Table<Out: Write + Send> {
    writer: SerializedFileWriter<Out>,
    /// The columns of texts that are written: all, or all but the period.
    first: usize,
    texts: [Vec<ByteArray>; 6],
    numbers: [Vec<Number>; 2],
}

impl<Out: Write + Send> Table<Out> {
    fn new(divided: bool, out: Out) -> Result<Self> {
        let period = if divided {
            ""
        } else {
            "required binary period (STRING);"
        };
        let schema = parse_message_type(&format!("message figures {{ {period}{COLUMNS} }}"))?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .build();
        Ok(Self {
            writer: SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?,
            first: usize::from(divided),
            texts: Default::default(),
            numbers: Default::default(),
        })
    }

    fn put(&mut self, row: &Row<'_>) -> Result<()> {
        for (column, text) in self.texts.iter_mut().zip(row.texts) {
            column.push(text.into());
        }
        for (column, number) in self.numbers.iter_mut().zip(row.numbers) {
            column.push(number);
        }
        if self.numbers[0].len() < ROWS_TOGETHER {
            return Ok(());
        }
        self.put_together()
    }

    /// Writes the rows that are not in the file yet.
    fn put_together(&mut self) -> Result<()> {
        let mut group = self.writer.next_row_group()?;
        let [texts @ .., status] = &self.texts;
        for column in texts.iter().skip(self.first) {
            write::<ByteArrayType, _>(&mut group, column, None)?;
        }
        for column in &self.numbers {
            let there: Vec<i16> = column.iter().map(|it| it.shown.is_some().into()).collect();
            let shown = column.iter().filter_map(|it| it.shown);
            // No count of ours comes near the largest that there is.
            let whole = |count| i64::try_from(count).unwrap_or(i64::MAX);
            let shown: Vec<i64> = shown.map(whole).collect();
            write::<Int64Type, _>(&mut group, &shown, Some(&there))?;
        }
        write::<ByteArrayType, _>(&mut group, status, None)?;
        for column in &self.numbers {
            let hidden: Vec<bool> = column.iter().map(|it| it.hidden).collect();
            write::<BoolType, _>(&mut group, &hidden, None)?;
        }
        group.close()?;
        self.texts.iter_mut().for_each(Vec::clear);
        self.numbers.iter_mut().for_each(Vec::clear);
        Ok(())
    }

    fn end(mut self) -> Result<()> {
        if !self.numbers[0].is_empty() {
            self.put_together()?;
        }
        self.writer.close()?;
        Ok(())
    }
}

/// Writes the next column of a group; `there` says for each row of a column that may
/// be null whether it has a value.
fn write<Kind: DataType, Out: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, Out>,
    values: &[Kind::T],
    there: Option<&[i16]>,
) -> Result<()> {
    // There is one for each column of the schema.
    if let Some(mut column) = group.next_column()? {
        column.typed::<Kind>().write_batch(values, there, None)?;
        column.close()?;
    }
    Ok(())
}
