//! Why a workbook cannot be read.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::domain::import::csv::NotATable;

/// Why a workbook cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum NotAWorkbook {
    /// It asks for a password.
    #[error("it is locked with a password")]
    Locked,
    /// It is a workbook of Excel 97 to 2003, or of its binary kind.
    #[error("it is a workbook of an older kind; save it as .xlsx")]
    OlderKind,
    /// It is another kind of file.
    #[error("it is no workbook")]
    Other,
    /// It is cut off or damaged.
    #[error("it is damaged")]
    Damaged,
    /// There is no sheet of this name with something in it.
    #[error("there is nothing in it")]
    Empty,
    /// The sheet has no table that can be read.
    #[error(transparent)]
    Table(#[from] NotATable),
}
