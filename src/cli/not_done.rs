//! Why a command did nothing, in words.

use std::io;

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    #[error("{0}: {1}")]
    Organisation(String, String),
    #[error("{0}: it could not be written: {1}")]
    NotWritten(String, io::Error),
    #[error("{0}: {1}")]
    Output(String, String),
    #[error("the standard output could not be written: {0}")]
    NotPrinted(io::Error),
    /// The reader of a pipe has gone, which is no news to anybody.
    #[error("nobody reads the standard output")]
    NobodyReads,
    #[error("--name: {0}")]
    Name(String),
    #[error("{0}: {1}")]
    PublishedBefore(String, String),
    #[error("--unit: {0}")]
    Unit(String),
    #[error("no return counts")]
    NothingCounts,
}
