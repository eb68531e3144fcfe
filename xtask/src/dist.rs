//! The release build of the app.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::Error;
use crate::integrity;
use crate::places::Places;
use crate::run;
use crate::setup::TARGET;
use crate::size;
use crate::toolchain::Toolchain;
use crate::worker;

/// The programs of the page, as their files' names begin: the one of every tablet,
/// and the one of the managers' pages.
const PROGRAMS: [&str; 2] = ["daybook", "managers"];

/// The program that reads workbooks in a worker, as its files' names begin.
const IN_A_WORKER: &str = "workbook";

/// What joins it with the page that asks for it.
const WORKER_ENTRY: &str = include_str!("../../src/browser/workbook_worker.js");

/// Builds the app into `dist/`.
///
/// # Errors
///
/// When crates cannot be fetched or Trunk fails; their own words are on screen.
pub fn build(places: &Places, toolchain: &Toolchain) -> Result<(), Error> {
    println!("\nBuilding the app");
    build_into(&places.dist(), &["--release"], places, toolchain)
}

/// Builds the app as the release is, but in a fraction of the time: hardly optimised,
/// for those who try journeys.
///
/// # Errors
///
/// As [`build`].
pub fn build_quickly(places: &Places, toolchain: &Toolchain) -> Result<(), Error> {
    println!("\nBuilding the app, quickly");
    let options = ["--cargo-profile", "quick"];
    build_into(&places.quick_dist(), &options, places, toolchain)
}

fn build_into(
    dist: &Path,
    options: &[&str],
    places: &Places,
    toolchain: &Toolchain,
) -> Result<(), Error> {
    // Trunk's `--offline` holds for cargo too, so crates have to be there.
    let mut fetch = toolchain.for_wasm("cargo", places)?;
    run::shown(fetch.args(["fetch", "--quiet", "--target", TARGET, "--target", &host()?]))?;
    let mut trunk = toolchain.for_wasm("trunk", places)?;
    // The day of the change that is built: no clock can be right before it.
    if let Some(day) = run::asked("git", &["log", "-1", "--format=%cs"]) {
        trunk.env("DAYBOOK_BUILT_ON", day.trim());
    }
    run::shown(
        trunk
            // Offline: a tool that is not on PATH is an error, not a download.
            .args(["build", "--offline"])
            .args(options)
            .arg("--dist")
            .arg(dist)
            // Trunk reads NO_COLOR as `true` or `false` and stops at the usual 1.
            .env_remove("NO_COLOR"),
    )?;
    minify(dist, places, toolchain)?;
    // After the minifying, which comes after Trunk: a hook of Trunk's would list
    // bytes that are not those that are served.
    worker::list_files(dist)
}

/// Builds the app with its style page, as it is for those who work on it.
///
/// # Errors
///
/// As [`build`].
pub fn build_with_style_page(places: &Places, toolchain: &Toolchain) -> Result<(), Error> {
    println!("\nBuilding the app with its style page");
    let to = places.with_style_page();
    let mut trunk = toolchain.for_wasm("trunk", places)?;
    run::shown(
        trunk
            .args(["build", "--offline", "--dist"])
            .arg(&to)
            .env_remove("NO_COLOR"),
    )?;
    integrity::seal(&to)
}

/// Takes white space and comments out of scripts and styles, and out of the
/// script that joins WebAssembly to the browser whatever the app does not use;
/// it takes in the scripts that it imports. What then is there gets its name and
/// its digest.
fn minify(dist: &Path, places: &Places, toolchain: &Toolchain) -> Result<(), Error> {
    // Trunk copies files under the names they have.
    let worker = dist.join(worker::NAME);
    let copied = dist.join("service_worker.js");
    std::fs::rename(&copied, &worker).map_err(Error::file("rename", &copied))?;
    let files = size::files(dist)?;
    let top = |end: &str| {
        let of_kind = |path: &&PathBuf| {
            path.parent() == Some(dist) && path.extension().is_some_and(|it| it == end)
        };
        files.iter().filter(of_kind).cloned().collect::<Vec<_>>()
    };
    let (scripts, styles) = (top("js"), top("css"));
    let esbuild = || -> Result<Command, Error> {
        let mut esbuild = toolchain.for_wasm("esbuild", places)?;
        esbuild
            .args(["--log-level=warning", "--allow-overwrite"])
            // What the oldest browsers with the WebAssembly we need understand.
            .args(["--target=es2020,chrome100,safari16,firefox110"]);
        Ok(esbuild)
    };
    for file in scripts.iter().chain(&styles) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let out = format!("--outfile={}", file.display());
        let is_script = file.extension().is_some_and(|it| it == "js");
        if is_script && PROGRAMS.iter().any(|it| name.starts_with(it)) {
            // The page uses the module's default alone.
            let text = format!("export {{ default }} from \"./{name}\";\n");
            let mut esbuild = esbuild()?;
            bundle(
                esbuild.args(["--bundle", "--format=esm", &out]),
                file,
                &text,
            )?;
        } else if is_script && name.starts_with(IN_A_WORKER) {
            // Not every browser of today runs a module in a worker. Where the program
            // is, the page says.
            let text = WORKER_ENTRY.replace("./workbook.js", &format!("./{name}"));
            let mut esbuild = esbuild()?;
            let options = [
                "--bundle",
                "--format=iife",
                "--define:import.meta.url=\"\"",
                &out,
            ];
            bundle(esbuild.args(options), file, &text)?;
        }
        run::quietly(esbuild()?.args(["--minify", &out]).arg(file))?;
    }
    let taken_in = dist.join("snippets");
    if taken_in.exists() {
        std::fs::remove_dir_all(&taken_in).map_err(Error::file("remove", &taken_in))?;
    }
    // English is part of the app.
    let english = dist.join("locales/en.json");
    std::fs::remove_file(&english).map_err(Error::file("remove", &english))?;
    let page = dist.join("index.html");
    let text = std::fs::read_to_string(&page).map_err(Error::file("read", &page))?;
    std::fs::write(&page, without_links_to("/snippets/", &text))
        .map_err(Error::file("write", &page))?;
    integrity::seal(dist)
}

/// Puts a module and what it imports into one file, by way of a file beside it.
fn bundle(esbuild: &mut Command, module: &Path, text: &str) -> Result<(), Error> {
    let entry = module.with_extension("entry.mjs");
    std::fs::write(&entry, text).map_err(Error::file("write", &entry))?;
    let outcome = run::quietly(esbuild.arg(&entry));
    std::fs::remove_file(&entry).map_err(Error::file("remove", &entry))?;
    outcome.map(|_| ())
}

/// A page without its `<link>`s to addresses that hold a text: nothing must be
/// fetched beforehand that is not there any more.
fn without_links_to(address: &str, page: &str) -> String {
    let mut kept = String::new();
    let mut rest = page;
    while let Some(start) = rest.find("<link") {
        let (before, link) = rest.split_at(start);
        let end = link.find('>').map_or(link.len(), |end| end + 1);
        let (link, after) = link.split_at(end);
        kept.push_str(before);
        if !link.contains(address) {
            kept.push_str(link);
        }
        rest = after;
    }
    kept.push_str(rest);
    kept
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_links_to_what_was_taken_in_go() {
        let page = r#"<head><link rel="icon"><link rel="modulepreload" href="/snippets/a.js"><p>"#;
        let kept = r#"<head><link rel="icon"><p>"#;
        assert_eq!(without_links_to("/snippets/", page), kept);
        assert_eq!(without_links_to("/snippets/", kept), kept);
    }
}
