//! The standard library for WebAssembly, built for Debian's compiler.
//!
//! Debian ships its source, not the result. It is kept in the tools folder and
//! named to the compiler by `--sysroot`, for the WebAssembly target only: so
//! nothing is written into `/usr`, and rustup is told of no toolchain that a
//! second tools folder would take over. A sysroot of symbolic links would not
//! do: the compiler follows them back to `/usr`.

use std::fs;
use std::path::{Path, PathBuf};

use super::target::TARGET;
use crate::error::Error;
use crate::places::Places;
use crate::run;

/// Where Debian's packages put the programs.
const PROGRAMS_FOLDER: &str = "/usr/bin";

/// The programs that make up the toolchain.
const PROGRAMS: [&str; 5] = ["rustc", "cargo", "rustdoc", "cargo-clippy", "clippy-driver"];

/// The name of the empty crate that is built to get at the standard library.
const EMPTY_CRATE: &str = "daybook_empty";

/// A built standard library and the programs it belongs to.
#[derive(Debug, Clone)]
pub struct StandardLibrary {
    /// Its folder in the tools folder; the name carries the compiler's version.
    folder: PathBuf,
}

impl StandardLibrary {
    /// The one that fits Debian's compiler, if it has been built.
    #[must_use]
    pub fn find(places: &Places) -> Option<Self> {
        let folder = folder(places)?;
        folder.is_dir().then_some(Self { folder })
    }

    /// The folder with Debian's programs and no others, to put on PATH: rustup
    /// keeps programs of the same names.
    #[must_use]
    pub fn programs(&self) -> PathBuf {
        self.folder.join("bin")
    }

    /// What `--sysroot` is given.
    #[must_use]
    pub fn sysroot(&self) -> PathBuf {
        self.folder.join("sysroot")
    }

    /// Differs from build to build, even of the same version.
    #[must_use]
    pub fn stamp(&self) -> String {
        fs::read_to_string(self.folder.join("stamp")).unwrap_or_default()
    }

    /// Builds it beside its final place and moves it there when whole.
    ///
    /// # Errors
    ///
    /// When the compiler is not there, the build fails or a file cannot be
    /// written.
    pub fn build(places: &Places) -> Result<(), Error> {
        let folder = folder(places).ok_or_else(|| Error::Missing {
            what: "Debian's rustc".to_owned(),
            advice: "its package should have been installed by the step before".to_owned(),
        })?;
        // From empty: cargo keeps old builds, and two of them in one sysroot
        // contradict each other.
        let part = folder.with_extension("part");
        if part.exists() {
            fs::remove_dir_all(&part).map_err(Error::file("remove", &part))?;
        }
        let build = part.join("build");
        write(
            &build.join("Cargo.toml"),
            &format!(
                "[package]\nname = \"{EMPTY_CRATE}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n"
            ),
        )?;
        write(&build.join("src/lib.rs"), "#![no_std]\n")?;
        link_programs(&part.join("bin"))?;
        compile(&build, &part.join("bin"))?;
        let library = part.join("sysroot/lib/rustlib").join(TARGET).join("lib");
        copy_libraries(
            &build.join("out").join(TARGET).join("release/deps"),
            &library,
        )?;
        fs::remove_dir_all(&build).map_err(Error::file("remove", &build))?;
        let now = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        write(&part.join("stamp"), &format!("{}\n", now.as_nanos()))?;
        fs::rename(&part, &folder).map_err(Error::file("move", &part))
    }
}

/// The final folder for Debian's present compiler; `None` without one.
fn folder(places: &Places) -> Option<PathBuf> {
    let rustc = Path::new(PROGRAMS_FOLDER).join("rustc");
    let said = run::asked(rustc, &["-vV"])?;
    Some(places.tools.join(folder_name(&said)?))
}

/// `std-1-96-0-ac68faa20` from what `rustc -vV` says: a compiler reads only the
/// libraries of its own version.
fn folder_name(said: &str) -> Option<String> {
    let field = |name: &str| {
        let prefix = format!("{name}: ");
        said.lines().find_map(|line| line.strip_prefix(&prefix))
    };
    let release = field("release")?.replace('.', "-");
    let commit: String = field("commit-hash")?.chars().take(9).collect();
    Some(format!("std-{release}-{commit}"))
}

fn compile(build: &Path, programs: &Path) -> Result<(), Error> {
    run::quietly(
        run::command(programs.join("cargo"))
            .current_dir(build)
            .args([
                "build",
                "--release",
                "--target",
                TARGET,
                "--target-dir",
                "out",
            ])
            // `test` is what `cargo test` links; browser tests need it.
            .arg("-Zbuild-std=std,panic_abort,proc_macro,test")
            .env_remove("RUSTUP_TOOLCHAIN")
            .env_remove("CARGO_ENCODED_RUSTFLAGS")
            .env("PATH", run::path_with(&[programs.to_owned()])?)
            // Building the standard library is an unstable option of a stable
            // compiler; only this one command asks for it.
            .env("RUSTC_BOOTSTRAP", "1")
            // Without it the release build cannot optimise across crates.
            .env("RUSTFLAGS", "-Cembed-bitcode=yes"),
    )?;
    Ok(())
}

fn copy_libraries(from: &Path, to: &Path) -> Result<(), Error> {
    fs::create_dir_all(to).map_err(Error::file("make", to))?;
    let files = fs::read_dir(from).map_err(Error::file("read", from))?;
    for file in files {
        let file = file.map_err(Error::file("read", from))?;
        let name = file.file_name();
        if is_library(&name.to_string_lossy()) {
            let path = file.path();
            fs::copy(&path, to.join(&name)).map_err(Error::file("copy", &path))?;
        }
    }
    Ok(())
}

fn is_library(file_name: &str) -> bool {
    Path::new(file_name)
        .extension()
        .is_some_and(|end| end == "rlib")
        && !file_name.starts_with(&format!("lib{EMPTY_CRATE}-"))
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(Error::file("make", folder))?;
    }
    fs::write(path, text).map_err(Error::file("write", path))
}

#[cfg(unix)]
fn link_programs(folder: &Path) -> Result<(), Error> {
    fs::create_dir_all(folder).map_err(Error::file("make", folder))?;
    for name in PROGRAMS {
        let link = folder.join(name);
        std::os::unix::fs::symlink(Path::new(PROGRAMS_FOLDER).join(name), &link)
            .map_err(Error::file("make", &link))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn link_programs(folder: &Path) -> Result<(), Error> {
    Err(Error::Missing {
        what: format!(
            "Debian, for {} in {}",
            PROGRAMS.join(", "),
            folder.display()
        ),
        advice: "use rustup's target instead".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_folder_is_named_after_the_compiler() {
        let said = "rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball)\n\
                    binary: rustc\n\
                    commit-hash: ac68faa20c58cbccd01ee7208bf3b6e93a7d7f96\n\
                    release: 1.96.0\n\
                    LLVM version: 22.1.8\n";
        assert_eq!(folder_name(said).as_deref(), Some("std-1-96-0-ac68faa20"));
        assert_eq!(folder_name("rustc, but which?"), None);
    }

    #[test]
    fn the_empty_crate_is_not_part_of_the_library() {
        assert!(is_library("libstd-723a93f9dad40af0.rlib"));
        assert!(!is_library("libdaybook_empty-dc38c8027cf41b10.rlib"));
        assert!(!is_library("libstd-723a93f9dad40af0.rmeta"));
    }
}
