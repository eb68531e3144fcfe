//! The WebAssembly target: rustup's, else Debian's compiler.

use std::path::PathBuf;

use super::apt;
use crate::error::Error;
use crate::run;

/// The target the app is built for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler with every WebAssembly target, its cargo, its clippy, the
/// source of its standard library, and a linker for WebAssembly.
pub const PACKAGES: [&str; 5] = [
    "rustc-web",
    "cargo-web",
    "rust-web-clippy",
    "rust-web-src",
    "lld-22",
];

/// Whether the compiler that runs us has a standard library for the target.
#[must_use]
pub fn host_is_ready() -> bool {
    let Some(sysroot) = run::asked("rustc", &["--print", "sysroot"]) else {
        return false;
    };
    let rustlib = PathBuf::from(sysroot.trim()).join("lib/rustlib");
    std::fs::read_dir(rustlib.join(TARGET).join("lib")).is_ok_and(|mut files| {
        files.any(|file| {
            file.is_ok_and(|file| file.file_name().to_string_lossy().starts_with("libstd-"))
        })
    })
}

/// Asks rustup for the target. Where rustup cannot and Debian
/// can, that is no failure: the next steps take over.
///
/// # Errors
///
/// When rustup cannot and this is not Debian.
pub fn add() -> Result<&'static str, Error> {
    let added = run::quietly(run::command("rustup").args(["target", "add", TARGET]));
    match added {
        Ok(_) => Ok("done"),
        Err(_) if apt::is_here() => Ok("not to be had, Debian's compiler instead,"),
        Err(why) => Err(why),
    }
}
