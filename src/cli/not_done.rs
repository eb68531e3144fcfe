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
    #[error("{0}: {1}. Nothing was written")]
    Register(String, String),
    #[error(
        "to publish, say what was published of these quarters before: --register FILE, the register of editions, which is compared with and added to; --published-before FILE, for every document; or --first-edition, if nothing of them was ever given to anybody. Two editions side by side can give a small number away. Nothing was written"
    )]
    EditionsNotSaid,
    #[error(
        "{0}: there is no register of editions here yet. If nothing of these quarters was ever given to anybody, add --first-edition, and it is made; otherwise name each document with --published-before. Nothing was written"
    )]
    NoRegisterYet(String),
    #[error(
        "none of the documents that --published-before names is of {0}. If nothing of these quarters was ever given to anybody, say --first-edition. Nothing was written"
    )]
    NoneOfThese(String),
    #[error(
        "it is not the first edition: there is already{0}\nLeave out --first-edition, and it is compared with. If it was never given to anybody, say so with --never-given and its digest. Nothing was written"
    )]
    NotTheFirst(String),
    #[error(
        "the register has an edition of these quarters without its document:{0}\nName the document with --published-before, or say with --never-given and its digest that it was never given to anybody. Nothing was written"
    )]
    NotOpen(String),
    #[error("--unit: {0}")]
    Unit(String),
    #[error("no return counts")]
    NothingCounts,
}
