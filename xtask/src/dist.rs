//! The release build of the app.

use crate::error::Error;
use crate::places::Places;
use crate::run;
use crate::setup::TARGET;
use crate::toolchain::Toolchain;

/// Builds the app into `dist/`.
///
/// # Errors
///
/// When crates cannot be fetched or Trunk fails; their own words are on screen.
pub fn build(places: &Places, toolchain: &Toolchain) -> Result<(), Error> {
    println!("\nBuilding the app");
    // Trunk's `--offline` holds for cargo too, so crates have to be there.
    let mut fetch = toolchain.for_wasm("cargo", places)?;
    run::shown(fetch.args(["fetch", "--quiet", "--target", TARGET, "--target", &host()?]))?;
    let mut trunk = toolchain.for_wasm("trunk", places)?;
    run::shown(
        trunk
            // Offline: a tool that is not on PATH is an error, not a download.
            .args(["build", "--release", "--offline"])
            // Trunk reads NO_COLOR as `true` or `false` and stops at the usual 1.
            .env_remove("NO_COLOR"),
    )
}

/// This machine's target, for which build scripts and macros are compiled.
fn host() -> Result<String, Error> {
    let said = run::quietly(run::command("rustc").arg("-vV"))?;
    said.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .ok_or_else(|| Error::Missing {
            what: "the host in what `rustc -vV` says".to_owned(),
            advice: "see that `rustc` runs".to_owned(),
        })
}
