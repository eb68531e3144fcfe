//! Python packages: those that read our tables in a test, DuckDB and pandas, and what our
//! suppression is measured beside.

use std::fs;
use std::path::PathBuf;

use sha2::{Digest as _, Sha256};

use super::apt;
use crate::error::Error;
use crate::places::Places;
use crate::run;

/// What Debian calls the installer of Python's packages, which brings Python.
pub const PACKAGES: [&str; 1] = ["python3-pip"];

/// How Python is called here.
pub const PROGRAM: &str = if cfg!(windows) { "python" } else { "python3" };

/// A list of packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Packages {
    /// Those that tests need.
    Readers,
    /// Those that a measurement needs alone.
    Bench,
}

impl Packages {
    fn list(self, places: &Places) -> PathBuf {
        places.root.join(match self {
            Self::Readers => "tests/readers/requirements.txt",
            Self::Bench => "tests/bench/requirements.txt",
        })
    }
}

/// Where they are, named by their list and by the Python that they are for.
///
/// # Errors
///
/// When the list cannot be read.
pub fn folder(places: &Places, packages: Packages) -> Result<PathBuf, Error> {
    let list = packages.list(places);
    let mut wanted = fs::read(&list).map_err(Error::file("read", &list))?;
    wanted.extend(
        run::asked(PROGRAM, &["--version"])
            .unwrap_or_default()
            .bytes(),
    );
    let digest = Sha256::digest(&wanted);
    let id = u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]]);
    Ok(places.tools.join(format!("python-{id:08x}")))
}

/// Installs them. The folder gets its name last: it says that the rest is whole.
///
/// # Errors
///
/// When there is no Python with pip and none can be installed, or pip fails.
pub fn install(places: &Places, packages: Packages) -> Result<(), Error> {
    if run::asked(PROGRAM, &["-m", "pip", "--version"]).is_none() {
        apt::install(&PACKAGES)?;
    }
    let folder = folder(places, packages)?;
    let unfinished = folder.with_extension("unfinished");
    if unfinished.exists() {
        fs::remove_dir_all(&unfinished).map_err(Error::file("remove", &unfinished))?;
    }
    run::quietly(
        run::command(PROGRAM)
            .args(["-m", "pip", "install", "--quiet", "--no-deps"])
            .args(["--disable-pip-version-check", "--only-binary", ":all:"])
            .arg("--target")
            .arg(&unfinished)
            .arg("--requirement")
            .arg(packages.list(places)),
    )?;
    fs::rename(&unfinished, &folder).map_err(Error::file("rename", &unfinished))
}
