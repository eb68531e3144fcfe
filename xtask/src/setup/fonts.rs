//! Fonts of every script that the family survey is written in, for the test that
//! each of its letters can be seen.

use std::path::Path;

use super::apt;
use crate::error::Error;

/// Debian's name for the common Noto fonts.
pub const PACKAGES: [&str; 1] = ["fonts-noto-core"];

/// Whether they are here. Asked for on Linux alone: other systems bring fonts of
/// these scripts.
#[must_use]
pub fn are_here() -> bool {
    !cfg!(target_os = "linux")
        || apt::has(&PACKAGES)
        || Path::new("/usr/share/fonts/noto/NotoSansGurmukhi-Regular.ttf").is_file()
}

/// Installs them from Debian.
///
/// # Errors
///
/// When this is not Debian, or apt-get fails.
pub fn install() -> Result<(), Error> {
    apt::install(&PACKAGES)
}
