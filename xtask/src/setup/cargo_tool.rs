//! The tools that cargo can build: Trunk and wasm-bindgen.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use super::reported_version;
use crate::error::Error;
use crate::places::Places;
use crate::run;

/// 0.22 asks for a newer Rust than rustup's stable was when this was written.
const TRUNK: &str = "0.21.14";

/// A tool, at the one version that is used.
#[derive(Debug, Clone)]
pub struct CargoTool {
    package: &'static str,
    /// All of them must report the version.
    programs: &'static [&'static str],
    version: String,
    /// Whether the author's lock file is used.
    locked: Locked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Locked {
    Yes,
    No,
}

/// Where a tool of the right version is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// PATH already leads to it.
    OnPath,
    /// In this folder, which has to be put on PATH.
    In(PathBuf),
}

impl CargoTool {
    /// Builds the app.
    #[must_use]
    pub fn trunk() -> Self {
        Self {
            package: "trunk",
            programs: &["trunk"],
            version: TRUNK.to_owned(),
            locked: Locked::Yes,
        }
    }

    /// Must equal the wasm-bindgen that the app is compiled with, to the digit.
    ///
    /// # Errors
    ///
    /// When `Cargo.lock` cannot be read or names no wasm-bindgen.
    pub fn wasm_bindgen(places: &Places) -> Result<Self, Error> {
        let path = places.root.join("Cargo.lock");
        let text = fs::read_to_string(&path).map_err(Error::file("read", &path))?;
        let version = locked_version(&text, "wasm-bindgen").ok_or_else(|| Error::Missing {
            what: "wasm-bindgen in Cargo.lock".to_owned(),
            advice: "run `cargo update --workspace`".to_owned(),
        })?;
        Ok(Self {
            package: "wasm-bindgen-cli",
            programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
            version: version.to_owned(),
            locked: Locked::No,
        })
    }

    /// Looks on PATH, then in the tools folder.
    #[must_use]
    pub fn find(&self, places: &Places) -> Option<Found> {
        if self.is_right(Path::new("")) {
            return Some(Found::OnPath);
        }
        let folder = self.folder(places).join("bin");
        self.is_right(&folder).then_some(Found::In(folder))
    }

    /// Builds it beside its final place and moves it there when whole.
    ///
    /// # Errors
    ///
    /// When cargo fails or a folder cannot be written.
    pub fn install(&self, places: &Places) -> Result<(), Error> {
        let folder = self.folder(places);
        let part = places.tools.join(format!("{}.part", self.package));
        let build = places.tools.join(format!("{}.build", self.package));
        for old in [&folder, &part] {
            if old.exists() {
                fs::remove_dir_all(old).map_err(Error::file("remove", old))?;
            }
        }
        let mut install = run::command("cargo");
        install
            // Outside the clone, whose cargo settings are for the app.
            .current_dir(&places.tools)
            .args(["install", self.package, "--version", &self.version])
            .arg("--root")
            .arg(&part)
            // Kept until it succeeds, so that a build that was cut off goes on.
            .arg("--target-dir")
            .arg(&build);
        if self.locked == Locked::Yes {
            install.arg("--locked");
        }
        run::quietly(&mut install)?;
        fs::rename(&part, &folder).map_err(Error::file("move", &part))?;
        fs::remove_dir_all(&build).map_err(Error::file("remove", &build))
    }

    fn folder(&self, places: &Places) -> PathBuf {
        places
            .tools
            .join(format!("{}-{}", self.package, self.version))
    }

    fn is_right(&self, folder: &Path) -> bool {
        self.programs
            .iter()
            .all(|program| reported_version(folder.join(program)).as_ref() == Some(&self.version))
    }
}

impl fmt::Display for CargoTool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.package, self.version)
    }
}

/// The version of a package in the text of a `Cargo.lock`.
fn locked_version<'lock>(lock: &'lock str, package: &str) -> Option<&'lock str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name);
    lines
        .nth(1)?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n\n\
        [[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n\n\
        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\nsource = \"…\"\n";

    #[test]
    fn the_locked_version_is_of_that_very_package() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(LOCK, "wasm-bindgen-futures"), Some("0.4.80"));
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }
}
