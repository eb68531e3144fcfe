//! The sheets of a workbook that is open, whatever its kind.

use calamine::{Sheet, SheetVisible};
use serde::{Deserialize, Serialize};

use super::cells::Rows;
use super::not_a_workbook::NotAWorkbook;

/// Whether a sheet is in sight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shown {
    /// It is.
    InSight,
    /// The workbook hides it.
    Hidden,
}

/// The name of a sheet, and whether it is in sight.
pub(super) fn name_of(sheet: &Sheet) -> (String, Shown) {
    let shown = match sheet.visible {
        SheetVisible::Visible => Shown::InSight,
        SheetVisible::Hidden | SheetVisible::VeryHidden => Shown::Hidden,
    };
    (sheet.name.clone(), shown)
}

/// A workbook that is open, whatever its kind.
pub(super) trait Workbook {
    /// Its sheets, in their order, and whether each is in sight.
    fn sheets(&self) -> Vec<(String, Shown)>;

    /// The rows of a sheet, as many as are asked for at most; `so_far` hears how many
    /// are read.
    fn rows(
        &mut self,
        sheet: &str,
        most: usize,
        so_far: &mut dyn FnMut(u32),
    ) -> Result<Rows, NotAWorkbook>;
}
