//! The release build of the app.

use crate::error::Error;
use crate::places::Places;
use crate::run;
use crate::setup::TARGET;
use crate::size;
use crate::toolchain::Toolchain;

/// Builds the app into `dist/`.
///
/// # Errors
///
/// When crates cannot be fetched or Trunk fails; their own words are on screen.
pub fn build(places: &Places, toolchain: &Toolchain) -> Result<(), Error> {
    println!("\nBuilding the app");
    // Trunk's `--offline` holds for cargo too, so crates have to be there.
    let mut fetch = toolchain.for_release("cargo", places)?;
    run::shown(fetch.args(["fetch", "--quiet", "--target", TARGET, "--target", &host()?]))?;
    let mut trunk = toolchain.for_release("trunk", places)?;
    // The day of the change that is built: no clock can be right before it.
    if let Some(day) = run::asked("git", &["log", "-1", "--format=%cs"]) {
        trunk.env("DAYBOOK_BUILT_ON", day.trim());
    }
    run::shown(
        trunk
            // Offline: a tool that is not on PATH is an error, not a download.
            .args(["build", "--release", "--offline"])
            // Trunk reads NO_COLOR as `true` or `false` and stops at the usual 1.
            .env_remove("NO_COLOR"),
    )?;
    minify(places, toolchain)
}

/// Takes white space and comments out of scripts and styles. Their names stay:
/// the hashes in them are those of what Trunk wrote.
fn minify(places: &Places, toolchain: &Toolchain) -> Result<(), Error> {
    let dist = places.dist();
    let mut files = size::files(&dist)?;
    files.retain(|path| {
        path.extension()
            .is_some_and(|end| end == "js" || end == "css")
    });
    let mut esbuild = toolchain.for_wasm("esbuild", places)?;
    run::quietly(
        esbuild
            .args(["--minify", "--log-level=warning", "--allow-overwrite"])
            // What the oldest browsers with the WebAssembly we need understand.
            .args(["--target=es2020,chrome100,safari16,firefox110"])
            .arg(format!("--outbase={}", dist.display()))
            .arg(format!("--outdir={}", dist.display()))
            .args(files),
    )?;
    Ok(())
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
