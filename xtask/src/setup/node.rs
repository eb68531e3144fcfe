//! The packages that npm installs: sass, wasm-opt, styles, axe-core.

use std::fs;
use std::path::PathBuf;

use super::reported_version;
use crate::error::Error;
use crate::places::Places;
use crate::run;

/// The oldest Node that the packages support.
const OLDEST_NODE: u32 = 20;

/// Whether the packages are those of the lock file.
///
/// # Errors
///
/// When the lock file cannot be read.
pub fn is_done(places: &Places) -> Result<bool, Error> {
    let lock = places.root.join("package-lock.json");
    let wanted = fs::read(&lock).map_err(Error::file("read", &lock))?;
    Ok(fs::read(installed_lock(places)).is_ok_and(|installed| installed == wanted))
}

/// Installs them. The copy of the lock file goes in last: it says that the rest
/// is whole.
///
/// # Errors
///
/// When Node is missing or too old, or npm fails.
pub fn install(places: &Places) -> Result<(), Error> {
    let version = reported_version("node");
    if version
        .as_deref()
        .and_then(major)
        .is_none_or(|major| major < OLDEST_NODE)
    {
        return Err(Error::Missing {
            what: format!("Node {OLDEST_NODE} or newer"),
            advice: format!("found: {}", version.as_deref().unwrap_or("none")),
        });
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run::quietly(run::command(npm).current_dir(&places.root).args([
        "ci",
        "--no-audit",
        "--no-fund",
    ]))?;
    let lock = places.root.join("package-lock.json");
    fs::copy(&lock, installed_lock(places)).map_err(Error::file("copy", &lock))?;
    Ok(())
}

fn installed_lock(places: &Places) -> PathBuf {
    places.root.join("node_modules/.daybook-installed.json")
}

fn major(version: &str) -> Option<u32> {
    version.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(major("20.20.2"), Some(20));
        assert_eq!(major("next"), None);
    }
}
