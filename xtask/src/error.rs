//! Everything that can stop a command, with what a person can do about it.

use std::path::PathBuf;

/// Why a command stopped.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The arguments were not understood.
    #[error("{0}\n\n{help}", help = crate::arguments::HELP)]
    Usage(String),

    /// A program ran and reported failure; its own words are already on screen.
    #[error("`{command}` failed ({status})")]
    Failed {
        /// As it would be typed.
        command: String,
        /// Exit code or signal.
        status: std::process::ExitStatus,
    },

    /// A program ran silently and reported failure.
    #[error("`{command}` failed ({status}); the end of what it said:\n\n{tail}\n")]
    FailedQuietly {
        /// As it would be typed.
        command: String,
        /// Exit code or signal.
        status: std::process::ExitStatus,
        /// Its last lines.
        tail: String,
    },

    /// A program could not be started at all.
    #[error("`{command}` could not be started: {source}")]
    NotStarted {
        /// As it would be typed.
        command: String,
        /// What the operating system said.
        source: std::io::Error,
    },

    /// A set-up step failed.
    #[error("set-up stopped at “{step}”: {why}\nwhat to do: {advice}")]
    Step {
        /// The step's name as printed.
        step: String,
        /// The failure itself.
        why: Box<Error>,
        /// What a person can do.
        advice: String,
    },

    /// Something that set-up should have left is not there.
    #[error("{what} was not found; {advice}")]
    Missing {
        /// The thing.
        what: String,
        /// What a person can do.
        advice: String,
    },

    /// A file or folder could not be read or written.
    #[error("could not {doing} {}: {source}", path.display())]
    File {
        /// A verb: read, write, copy, …
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },

    /// The server could not listen.
    #[error("port {port} cannot be used: {source}; choose another with --port")]
    Port {
        /// As asked for.
        port: u16,
        /// What the operating system said.
        source: std::io::Error,
    },

    /// A check did not pass; its output and the summary are already on screen.
    #[error("{check} did not pass: {why}")]
    Check {
        /// The check's name as printed.
        check: &'static str,
        /// The failure itself.
        why: Box<Error>,
    },
}

impl Error {
    /// For `map_err` on file operations: `Error::file("read", &path)`.
    pub fn file(
        doing: &'static str,
        path: &std::path::Path,
    ) -> impl FnOnce(std::io::Error) -> Self {
        move |source| Self::File {
            doing,
            path: path.to_owned(),
            source,
        }
    }
}
