//! Why a file is not a combined file that can be opened.

use thiserror::Error;

use crate::domain::organisation::OrganisationError;
use crate::domain::submission::quarter_return::ReturnError;

/// The newest version of the combined file that is written and read here.
pub const COMBINED_VERSION: u32 = 2;

/// Why a file is not a combined file that can be opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotCombined {
    /// It is not JSON of its shape.
    #[error("it cannot be read: {0}")]
    NotReadable(String),
    /// It was made by a newer Daybook.
    #[error(
        "its format version {found} is not one that this Daybook reads (up to {COMBINED_VERSION})"
    )]
    FutureFormat {
        /// The version in the file.
        found: u32,
    },
    /// One of its returns is wrong. None of it is opened: what is left out of a
    /// whole should be noticed.
    #[error("return {number} in it, which begins at line {line}: {why}")]
    Return {
        /// Which return, from 1.
        number: usize,
        /// The line on which it begins.
        line: usize,
        /// What is wrong with it.
        why: ReturnError,
    },
    /// Its organisation is wrong.
    #[error("its organisation: {0}")]
    Organisation(OrganisationError),
}
