//! Excel's workbooks (`.xlsx`, `.xlsm`).

use std::collections::HashMap;
use std::io::Cursor;

use calamine::{Data, Reader as _, SheetType, Xlsx, XlsxError};

use super::NotAWorkbook;
use super::cells::{Rows, ShownAs, text_of};
use super::layout::{Layout, of_excel, parts_of_sheets};
use super::package::Package;
use super::sheets::{Shown, Workbook, name_of};

/// After how many rows one hears of them.
const HEARD_OF: u32 = 500;

/// An open workbook.
pub(super) struct Excel<'a> {
    book: Xlsx<Cursor<&'a [u8]>>,
    package: Package<'a>,
    /// The packed file of each sheet, by its name.
    parts: HashMap<String, String>,
    layouts: HashMap<String, Layout>,
}

impl<'a> Excel<'a> {
    pub fn open(file: &'a [u8], mut package: Package<'a>) -> Result<Self, NotAWorkbook> {
        let book = Xlsx::new(Cursor::new(file)).map_err(|error| why(&error))?;
        Ok(Self {
            book,
            parts: parts_of_sheets(&mut package)?,
            package,
            layouts: HashMap::new(),
        })
    }

    /// What is said of a sheet besides its cells.
    fn layout(&mut self, sheet: &str) -> Result<Layout, NotAWorkbook> {
        if let Some(known) = self.layouts.get(sheet) {
            return Ok(known.clone());
        }
        let part = self.parts.get(sheet);
        let layout = match part.and_then(|part| self.package.part(part)) {
            Some(part) => of_excel(part)?,
            None => Layout::default(),
        };
        self.layouts.insert(sheet.to_owned(), layout.clone());
        Ok(layout)
    }
}

impl Workbook for Excel<'_> {
    fn sheets(&self) -> Vec<(String, Shown)> {
        let sheets = self.book.sheets_metadata().iter();
        let tables = sheets.filter(|it| it.typ == SheetType::WorkSheet);
        tables.map(name_of).collect()
    }

    fn rows(
        &mut self,
        sheet: &str,
        most: usize,
        so_far: &mut dyn FnMut(u32),
    ) -> Result<Rows, NotAWorkbook> {
        let mut rows = Rows::default();
        let is_whole = most == usize::MAX;
        let layout = if is_whole {
            self.layout(sheet)?
        } else {
            Layout::default()
        };
        let mut cells = self
            .book
            .worksheet_cells_reader(sheet)
            .map_err(|error| why(&error))?;
        let percents: Vec<bool> = cells
            .styles()
            .iter()
            .map(|style| {
                let format = style.number_format.as_ref();
                format.is_some_and(|it| it.format_code.contains('%'))
            })
            .collect();
        let mut heard = 0;
        while let Some((cell, style)) = cells
            .next_cell_with_style_id()
            .map_err(|error| why(&error))?
        {
            let (row, column) = cell.get_position();
            if rows.len() >= most {
                break;
            }
            if row >= heard + HEARD_OF {
                heard = row;
                so_far(row);
            }
            let shown = match percents.get(style) {
                Some(true) => ShownAs::Percent,
                Some(false) | None => ShownAs::Number,
            };
            let value = Data::from(cell.get_value().clone());
            rows.put(row, column, &text_of(&value, shown))?;
        }
        for (row, column, formula) in &layout.without_value {
            rows.put(*row, *column, &format!("={formula}"))?;
        }
        rows.merge(&layout.spans);
        rows.hidden_lines = layout.hidden_lines;
        rows.hidden_columns = layout.hidden_columns;
        Ok(rows)
    }
}

fn why(error: &XlsxError) -> NotAWorkbook {
    match error {
        XlsxError::Password => NotAWorkbook::Locked,
        _ => NotAWorkbook::Damaged,
    }
}
