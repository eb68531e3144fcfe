//! What can go wrong with the machinery of a test, or with what it waits for.

use std::fmt;
use std::io;

use thiserror::Error;

/// Why a step of a journey could not be taken.
#[derive(Error)]
pub enum Error {
    /// An environment variable that `cargo xtask test` sets is not there.
    #[error("{0} is not set; run the end-to-end tests with `cargo xtask test`")]
    NotSet(&'static str),
    /// The browser's driver did not start.
    #[error("the browser's driver did not say that it started: {0}")]
    NotStarted(String),
    /// The browser or its driver answered with an error.
    #[error(transparent)]
    WebDriver(#[from] thirtyfour::error::WebDriverError),
    /// A file or process could not be used.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The built app could not be served.
    #[error(transparent)]
    Site(#[from] xtask::error::Error),
    /// A script in the page gave back something else than it should.
    #[error("a script in the page gave back something unexpected: {0}")]
    Json(#[from] serde_json::Error),
    /// What was waited for did not come.
    #[error("waited in vain for {what}; {last}; the page shows:\n{page}")]
    TimedOut {
        /// What was waited for.
        what: String,
        /// What the last try said.
        last: String,
        /// The text of the page.
        page: String,
    },
    /// The invented city could not be made.
    #[error("the sample city could not be made: {0}")]
    NoCity(String),
    /// The browser is closed.
    #[error("the browser of this tablet is closed")]
    Closed,
}

// A test that fails prints this: in lines, as a person reads the page.
impl fmt::Debug for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// What a step gives, or why it could not be taken.
pub type Result<Found> = std::result::Result<Found, Error>;
