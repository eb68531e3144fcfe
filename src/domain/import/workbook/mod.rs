//! Workbooks, as spreadsheet programs keep them: their bytes become tables of text,
//! which are then read as any other spreadsheet's.
//!
//! Guarantees that a cell's text is what the cell shows as far as a register needs it:
//! dates of both systems as year, month and day, percent with its sign, the values of
//! formulas; that a formula without a value is told, and that what is hidden or merged
//! is said. Refuses to choose between sheets, and to know what the columns mean.
//!
//! It runs in a program of its own, which is loaded only when such a file is chosen.

mod cells;
mod excel;
mod layout;
mod not_a_workbook;
mod open_document;
mod package;
mod sheets;

use serde::{Deserialize, Serialize};

use crate::domain::base::digest::Digest;
use crate::domain::import::csv::{Line, Merged, Table};
pub use not_a_workbook::NotAWorkbook;
use package::{Kind, Package};
pub use sheets::Shown;
use sheets::Workbook;

/// How many lines are told at once.
const LINES_AT_ONCE: usize = 50;

/// How many lines are looked at to see whether a sheet has headings.
const LOOKED_AT: usize = 30;

/// A sheet that has something in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetFound {
    /// Its name.
    pub name: String,
    /// Whether the workbook hides it.
    pub shown: Shown,
    /// Its first lines.
    pub first_lines: Vec<Line>,
}

/// What the reader of workbooks tells, one after another; the last is
/// [`Told::Sheets`], [`Told::Done`] or [`Told::NotRead`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Told {
    /// So many lines of the workbook are read.
    SoFar(u32),
    /// Several sheets have something in them: a person says which one is meant.
    Sheets(Vec<SheetFound>),
    /// Some of the lines.
    Lines(Vec<Line>),
    /// All lines are told, and this is the rest.
    Done(Rest),
    /// It cannot be read.
    NotRead(NotAWorkbook),
}

/// What there is of a table besides its lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rest {
    /// The digest that the sheet is known by, as text.
    pub digest: String,
    /// The lines that are hidden.
    pub hidden_lines: Vec<u32>,
    /// The positions of columns that are hidden, from 0.
    pub hidden_columns: Vec<usize>,
    /// Cells that stand over several lines.
    pub merged: Vec<Merged>,
}

impl Rest {
    /// The table, with the lines that were told before.
    #[must_use]
    pub fn with_lines(self, lines: Vec<Line>) -> Table {
        Table {
            lines,
            recoded: 0,
            hidden_lines: self.hidden_lines,
            hidden_columns: self.hidden_columns,
            merged: self.merged,
        }
    }
}

/// Whether a file begins as workbooks do.
#[must_use]
pub fn is_workbook(file: &[u8]) -> bool {
    file.starts_with(b"PK\x03\x04") || file.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// Reads a workbook: the sheet of a name, or the only one that has something in it.
pub fn read(file: &[u8], sheet: Option<&str>, tell: &mut dyn FnMut(Told)) {
    if let Err(why) = try_read(file, sheet, tell) {
        tell(Told::NotRead(why));
    }
}

fn try_read(
    file: &[u8],
    chosen: Option<&str>,
    tell: &mut dyn FnMut(Told),
) -> Result<(), NotAWorkbook> {
    let package = Package::open(file)?;
    let mut book: Box<dyn Workbook + '_> = match package.kind() {
        Kind::Excel => Box::new(excel::Excel::open(file, package)?),
        Kind::OpenDocument => Box::new(open_document::OpenDocument::open(file, package)?),
    };
    let mut found = Vec::new();
    for (name, shown) in book.sheets() {
        let rows = book.rows(&name, LOOKED_AT, &mut |_| {})?;
        let first_lines = rows.into_lines();
        if !first_lines.is_empty() {
            found.push(SheetFound {
                name,
                shown,
                first_lines,
            });
        }
    }
    let digest = Digest::of_bytes(file);
    let (sheet, digest) = match (chosen, &found[..]) {
        (None, []) => return Err(NotAWorkbook::Empty),
        (None | Some(_), [only]) if chosen.is_none_or(|it| it == only.name) => {
            (only.name.clone(), digest)
        }
        (None, _) => {
            tell(Told::Sheets(found));
            return Ok(());
        }
        (Some(chosen), _) => {
            let it = found.iter().find(|it| it.name == chosen);
            let name = it.ok_or(NotAWorkbook::Empty)?.name.clone();
            let known_by = format!("{digest}\n{name}");
            (name, Digest::of_bytes(known_by.as_bytes()))
        }
    };
    let rows = book.rows(&sheet, usize::MAX, &mut |count| tell(Told::SoFar(count)))?;
    let (hidden_lines, hidden_columns, merged) = (
        rows.hidden_lines.clone(),
        rows.hidden_columns.clone(),
        rows.merged(),
    );
    let lines = rows.into_lines();
    for some in lines.chunks(LINES_AT_ONCE) {
        tell(Told::Lines(some.to_vec()));
    }
    tell(Told::Done(Rest {
        digest: digest.to_string(),
        hidden_lines,
        hidden_columns,
        merged,
    }));
    Ok(())
}
