//! Why a file was not opened, in words for the manager who chose it.

use thiserror::Error;

use super::not_combined::NotCombined;
use crate::domain::organisation::OrganisationError;
use crate::domain::submission::quarter_return::ReturnError;

/// Why a file was not opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotOpened {
    /// It holds nothing.
    #[error("it is empty")]
    Empty,
    /// It is larger than any of ours.
    #[error("it is too large: {bytes} bytes, and the most are {most}")]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The most that is read.
        most: usize,
    },
    /// It is packed.
    #[error("it is a zip archive: unpack it and open the files in it")]
    Zip,
    /// It is packed.
    #[error("it is packed (gzip): unpack it and open the file in it")]
    Gzip,
    /// It is a page that was saved in its place.
    #[error(
        "it is a web page, such as a log-in page, and not the file: sign in where it lies and fetch it again"
    )]
    WebPage,
    /// Its bytes were never written.
    #[error(
        "it holds NUL bytes, as a file does that was not copied whole: copy it again from where it came"
    )]
    Nul,
    /// It is not text.
    #[error("it is not text: byte {0} belongs to no character")]
    NotText(usize),
    /// It could not be fetched from where it lies.
    #[error("it could not be read: {0}")]
    NotFetched(String),
    /// It is a document or a register of what was published.
    #[error(
        "it is what was published before, and no return: open it on the page Publish, or name it with --register or --published-before"
    )]
    WasPublished,
    /// It is not a whole return.
    #[error(transparent)]
    Return(#[from] ReturnError),
    /// It is not a whole combined file.
    #[error(transparent)]
    Combined(#[from] NotCombined),
    /// It is not a file of decisions.
    #[error("it is not a file of decisions: {0}")]
    Decisions(String),
    /// It is not an organisation file.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Organisation(Vec<OrganisationError>),
}

impl NotOpened {
    /// Whether a file that was not opened may hold a return, decisions or an
    /// organisation, for all that is known: what was read whole and is something
    /// else does not.
    #[must_use]
    pub const fn may_be_a_return(&self) -> bool {
        !matches!(
            self,
            Self::WasPublished | Self::Return(ReturnError::NotAReturn)
        )
    }
}
