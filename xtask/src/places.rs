//! Where things are: the clone, what is built in it, and the tools folder.

use std::env;
use std::path::{Path, PathBuf};

use crate::error::Error;

/// The environment variable that names another tools folder.
pub const TOOLS_VARIABLE: &str = "DAYBOOK_TOOLS";

/// The folders every command works in.
#[derive(Debug, Clone)]
pub struct Places {
    /// The clone: the folder of the workspace's `Cargo.toml`.
    pub root: PathBuf,
    /// What set-up had to build, shared by every clone.
    pub tools: PathBuf,
}

impl Places {
    /// Finds the clone and the tools folder, and makes the latter.
    ///
    /// # Errors
    ///
    /// When there is no home folder to keep tools in, or it cannot be written.
    pub fn find() -> Result<Self, Error> {
        // Cargo says where xtask is now; the compiled-in folder is where it
        // was built, which is no longer true of a clone that was moved.
        let xtask = env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = xtask.parent().unwrap_or(&xtask).to_owned();
        let tools = tools_folder(|name| env::var_os(name).map(PathBuf::from)).ok_or_else(|| {
            Error::Missing {
                what: "a home folder to keep tools in".to_owned(),
                advice: format!("set {TOOLS_VARIABLE} to a folder"),
            }
        })?;
        std::fs::create_dir_all(&tools).map_err(Error::file("make", &tools))?;
        let tools = tools.canonicalize().map_err(Error::file("find", &tools))?;
        Ok(Self { root, tools })
    }

    /// What Trunk builds and what is served.
    #[must_use]
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// The quick build, which journeys are tried with while they are written.
    #[must_use]
    pub fn quick_dist(&self) -> PathBuf {
        self.root.join("target").join("quick-dist")
    }

    /// The build that has the style page.
    #[must_use]
    pub fn with_style_page(&self) -> PathBuf {
        self.root.join("target").join("style-page")
    }

    /// What whoever hosts the app is given.
    #[must_use]
    pub fn hosting(&self) -> PathBuf {
        self.root.join("dist-site")
    }

    /// Cargo's folder for WebAssembly. Its own, because the compiler for it may
    /// be another one than the host's, and two compilers in one folder rebuild
    /// each other's work.
    #[must_use]
    pub fn wasm_target(&self) -> PathBuf {
        self.root.join("target").join("wasm")
    }
}

/// The platform's folder for things that can be made again.
fn tools_folder(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let filled = |name: &str| variable(name).filter(|path| path != Path::new(""));
    if let Some(named) = filled(TOOLS_VARIABLE) {
        return Some(named);
    }
    let cache = if cfg!(windows) {
        filled("LOCALAPPDATA")?
    } else if cfg!(target_os = "macos") {
        filled("HOME")?.join("Library/Caches")
    } else {
        match filled("XDG_CACHE_HOME") {
            Some(cache) => cache,
            None => filled("HOME")?.join(".cache"),
        }
    };
    Some(cache.join("daybook-tools"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(target_os = "linux")]
    #[test]
    fn the_tools_folder_is_the_named_one_else_the_cache() {
        let check = |variables: &[(&str, &str)], expected: Option<&str>| {
            let found = tools_folder(|name| {
                let pair = variables.iter().find(|(key, _)| *key == name);
                pair.map(|(_, value)| PathBuf::from(value))
            });
            assert_eq!(found, expected.map(PathBuf::from));
        };
        check(&[("DAYBOOK_TOOLS", "/t"), ("HOME", "/h")], Some("/t"));
        check(
            &[("XDG_CACHE_HOME", "/c"), ("HOME", "/h")],
            Some("/c/daybook-tools"),
        );
        check(&[("HOME", "/h")], Some("/h/.cache/daybook-tools"));
        check(
            &[("DAYBOOK_TOOLS", ""), ("HOME", "/h")],
            Some("/h/.cache/daybook-tools"),
        );
        check(&[], None);
    }
}
