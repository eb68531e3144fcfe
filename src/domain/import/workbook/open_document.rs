//! Workbooks of the open standard (`.ods`).

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Ods, OdsError, Reader as _};

use super::NotAWorkbook;
use super::cells::{Rows, ShownAs, text_of};
use super::layout::{Layout, of_open_document};
use super::package::Package;
use super::sheets::{Shown, Workbook, name_of};

/// An open workbook.
pub(super) struct OpenDocument<'a> {
    book: Ods<Cursor<&'a [u8]>>,
    layouts: HashMap<String, Layout>,
}

impl<'a> OpenDocument<'a> {
    pub fn open(file: &'a [u8], mut package: Package<'a>) -> Result<Self, NotAWorkbook> {
        let book = Ods::new(Cursor::new(file)).map_err(|error| why(&error))?;
        let layouts = match package.part("content.xml") {
            Some(part) => of_open_document(part)?,
            None => HashMap::new(),
        };
        Ok(Self { book, layouts })
    }
}

impl Workbook for OpenDocument<'_> {
    fn sheets(&self) -> Vec<(String, Shown)> {
        self.book.sheets_metadata().iter().map(name_of).collect()
    }

    fn rows(
        &mut self,
        sheet: &str,
        most: usize,
        so_far: &mut dyn FnMut(u32),
    ) -> Result<Rows, NotAWorkbook> {
        let range = self
            .book
            .worksheet_range(sheet)
            .map_err(|error| why(&error))?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        let layout = self.layouts.get(sheet).cloned().unwrap_or_default();
        let mut rows = Rows::default();
        for (row, column, value) in range.used_cells() {
            let at = |first: u32, offset: usize| {
                let offset = u32::try_from(offset).unwrap_or(u32::MAX);
                first.saturating_add(offset)
            };
            let (row, column) = (at(first_row, row), at(first_column, column));
            if rows.len() >= most {
                break;
            }
            let shown = if layout.percents.contains(&(row, column)) {
                ShownAs::Percent
            } else {
                ShownAs::Number
            };
            rows.put(row, column, &text_of(value, shown))?;
        }
        so_far(u32::try_from(rows.len()).unwrap_or(u32::MAX));
        if most == usize::MAX {
            rows.merge(&layout.spans);
            rows.hidden_lines = layout.hidden_lines;
            rows.hidden_columns = layout.hidden_columns;
        }
        Ok(rows)
    }
}

fn why(error: &OdsError) -> NotAWorkbook {
    match error {
        OdsError::Password => NotAWorkbook::Locked,
        _ => NotAWorkbook::Damaged,
    }
}
