//! What each compiler and tool needs in its environment.
//!
//! The host's compiler is the one that runs us. The compiler for WebAssembly is
//! the same where rustup has the target, else Debian's; only this module knows
//! which, and no caller has to.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Error;
use crate::places::Places;
use crate::run;
use crate::setup::{CargoTool, Found, StandardLibrary, host_is_ready};

/// The compiler and the tools that set-up left.
#[derive(Debug, Clone)]
pub struct Toolchain {
    wasm: WasmCompiler,
    /// Folders to put in front of PATH.
    front: Vec<PathBuf>,
}

#[derive(Debug, Clone)]
enum WasmCompiler {
    /// The one that runs us.
    Host,
    /// Debian's.
    Debian(StandardLibrary),
}

impl Toolchain {
    /// Finds what set-up left.
    ///
    /// # Errors
    ///
    /// When something is not there.
    pub fn find(places: &Places) -> Result<Self, Error> {
        let not_set_up = |what: &str| Error::Missing {
            what: what.to_owned(),
            advice: "run `cargo xtask setup`".to_owned(),
        };
        let mut front = Vec::new();
        let wasm = if host_is_ready() {
            WasmCompiler::Host
        } else {
            let library = StandardLibrary::find(places)
                .ok_or_else(|| not_set_up("a compiler for WebAssembly"))?;
            front.push(library.programs());
            WasmCompiler::Debian(library)
        };
        for tool in [CargoTool::trunk(), CargoTool::wasm_bindgen(places)?] {
            match tool.find(places) {
                Some(Found::OnPath) => {}
                Some(Found::In(folder)) => front.push(folder),
                None => return Err(not_set_up(&tool.to_string())),
            }
        }
        front.push(places.root.join("node_modules/.bin"));
        Ok(Self { wasm, front })
    }

    /// cargo for this machine.
    #[must_use]
    pub fn host_cargo(&self, places: &Places) -> Command {
        let mut cargo = run::command("cargo");
        cargo.current_dir(&places.root);
        cargo
    }

    /// A program that compiles for WebAssembly, or calls one that does.
    ///
    /// # Errors
    ///
    /// When what another compiler built cannot be cleared away.
    pub fn for_wasm(&self, program: &str, places: &Places) -> Result<Command, Error> {
        let mut command = run::command(program);
        command
            .current_dir(&places.root)
            .env("PATH", run::path_with(&self.front)?)
            .env("CARGO_TARGET_DIR", places.wasm_target())
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                "wasm-bindgen-test-runner",
            );
        let stamp = match &self.wasm {
            WasmCompiler::Host => "rustup\n".to_owned(),
            WasmCompiler::Debian(library) => {
                let sysroot = format!("--sysroot={}", library.sysroot().display());
                // rustup chose a compiler for us; these would choose it again.
                for name in ["RUSTUP_TOOLCHAIN", "RUSTC", "RUSTDOC"] {
                    command.env_remove(name);
                }
                // These would take precedence over the flags for one target.
                for name in ["RUSTFLAGS", "CARGO_ENCODED_RUSTFLAGS"] {
                    command.env_remove(name);
                }
                command
                    // Debian's compiler brings no rust-lld of its own.
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld-22")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", sysroot);
                library.stamp()
            }
        };
        forget_other_builds(&places.wasm_target(), &stamp)?;
        Ok(command)
    }
}

/// Empties cargo's folder if another standard library was used for what is in
/// it: cargo itself does not notice.
fn forget_other_builds(target: &Path, stamp: &str) -> Result<(), Error> {
    let file = target.join("standard-library");
    if fs::read_to_string(&file).is_ok_and(|last| last == stamp) {
        return Ok(());
    }
    if target.exists() {
        fs::remove_dir_all(target).map_err(Error::file("remove", target))?;
    }
    fs::create_dir_all(target).map_err(Error::file("make", target))?;
    fs::write(&file, stamp).map_err(Error::file("write", &file))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn builds_are_kept_until_the_standard_library_changes() {
        let folder = std::env::temp_dir().join(format!("daybook-xtask-{}", std::process::id()));
        let built = folder.join("built");
        forget_other_builds(&folder, "one").unwrap();
        fs::write(&built, "").unwrap();
        forget_other_builds(&folder, "one").unwrap();
        assert!(built.exists());
        forget_other_builds(&folder, "two").unwrap();
        assert!(!built.exists());
        fs::remove_dir_all(&folder).unwrap();
    }
}
