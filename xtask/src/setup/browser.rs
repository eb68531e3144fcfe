//! Chromium and its driver, for the tests that need a browser.

use std::path::PathBuf;

use super::apt;
use crate::error::Error;
use crate::run;

/// Debian's names for them.
pub const PACKAGES: [&str; 2] = ["chromium", "chromium-driver"];

/// The browser and the driver that steers it.
#[derive(Debug, Clone)]
pub struct Browser {
    /// Chromium or Chrome.
    pub program: PathBuf,
    /// chromedriver, of the same major version.
    pub driver: PathBuf,
}

impl Browser {
    /// Those named in `CHROMIUM` and `CHROMEDRIVER`, else those on PATH.
    #[must_use]
    pub fn find() -> Option<Self> {
        Some(Self {
            program: named("CHROMIUM")
                .or_else(|| {
                    run::on_path(&[
                        "chromium",
                        "chromium-browser",
                        "google-chrome",
                        "google-chrome-stable",
                    ])
                })
                .or_else(mac_application)?,
            driver: named("CHROMEDRIVER").or_else(|| run::on_path(&["chromedriver"]))?,
        })
    }
}

/// Installs both from Debian: of one version, which is what they insist on.
///
/// # Errors
///
/// When this is not Debian, or apt-get fails.
pub fn install() -> Result<(), Error> {
    apt::install(&PACKAGES)
}

/// The program that an environment variable names, if it is there.
pub fn named(variable: &str) -> Option<PathBuf> {
    std::env::var_os(variable)
        .map(PathBuf::from)
        .filter(|path| path.is_file())
}

fn mac_application() -> Option<PathBuf> {
    let path = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    path.is_file().then_some(path)
}
