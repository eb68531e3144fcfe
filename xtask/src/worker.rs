//! The list of files that the service worker keeps.
//!
//! It stands in one line above the worker's own code: the id of the build, and
//! each address with the digest of what is served there. A browser that finds
//! other bytes at an address refuses them, so a site that was changed half-way
//! is never mixed with another build.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};

use crate::error::Error;
use crate::size;

/// The worker's file, at the root of the site: it may answer only for what lies
/// beside and below it.
pub const NAME: &str = "service-worker.js";

/// How the line begins.
const LINE: &str = "const BUILD=";

/// How many digits of the list's digest tell one build from another.
const ID_BYTES: usize = 8;

/// Writes the list of a built folder into its worker, in place of the one that
/// was there. Another build is one whose files differ, and no other.
///
/// # Errors
///
/// When the worker or one of the files cannot be read or written.
pub fn list_files(dist: &Path) -> Result<(), Error> {
    let mut lists = Lists::default();
    for path in size::files(dist)? {
        let name = path.strip_prefix(dist).unwrap_or(&path);
        let name = name.to_string_lossy().replace('\\', "/");
        if is_kept(&name) {
            let bytes = fs::read(&path).map_err(Error::file("read", &path))?;
            let list = if is_fetched_last(&name) {
                &mut lists.last
            } else {
                &mut lists.files
            };
            list.insert(address(&name), STANDARD.encode(Sha256::digest(&bytes)));
        }
    }
    let worker = dist.join(NAME);
    let text = fs::read_to_string(&worker).map_err(Error::file("read", &worker))?;
    fs::write(&worker, with_lists(&lists, &text)).map_err(Error::file("write", &worker))
}

/// Each address with the digest of what is there.
#[derive(Debug, Default)]
struct Lists {
    /// What the tablet's pages load.
    files: BTreeMap<String, String>,
    /// What the managers' pages and the reader of workbooks are besides: a first visit
    /// does not wait for it.
    last: BTreeMap<String, String>,
}

/// Whether a file is loaded by the managers' pages alone, which alone have charts and
/// reports, or when a workbook is chosen.
#[must_use]
pub fn is_fetched_last(name: &str) -> bool {
    ["managers", "charts", "report", "workbook"]
        .iter()
        .any(|first| name.starts_with(first))
}

/// Whether a file is part of the app, and not the worker itself or something
/// for whoever hosts it.
fn is_kept(name: &str) -> bool {
    const ENDINGS: [&str; 7] = ["css", "html", "js", "json", "png", "wasm", "webmanifest"];
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ENDINGS.contains(&ending) && ![NAME, "404.html"].contains(&name)
}

/// Where a file is served. The page is asked for as `/`: some hosts answer its
/// own name by leading there, and a browser shows no page that was led to.
fn address(name: &str) -> String {
    match name {
        "index.html" => "/".to_owned(),
        name => format!("/{name}"),
    }
}

fn with_lists(lists: &Lists, worker: &str) -> String {
    let listed = |files: &BTreeMap<String, String>| {
        let mut list = String::new();
        for (address, digest) in files {
            let _ = write!(list, "{address:?}:\"sha256-{digest}\",");
        }
        list
    };
    let [first, last] = [&lists.files, &lists.last].map(listed);
    let mut id = String::new();
    let both = Sha256::digest([first.as_bytes(), last.as_bytes()].concat());
    for byte in both.iter().take(ID_BYTES) {
        let _ = write!(id, "{byte:02x}");
    }
    let code = match worker.split_once('\n') {
        Some((line, code)) if line.starts_with(LINE) => code,
        Some(_) | None => worker,
    };
    format!("{LINE}\"daybook-{id}\",FILES={{{first}}},LAST={{{last}}};\n{code}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, files: &[(&str, &str)]) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        for (name, text) in files {
            fs::write(folder.join(name), text).unwrap();
        }
        folder
    }

    fn worker_of(folder: &Path) -> String {
        list_files(folder).unwrap();
        fs::read_to_string(folder.join(NAME)).unwrap()
    }

    #[test]
    fn the_worker_lists_the_app_with_digests_and_nothing_for_its_host() {
        let files = [
            (NAME, "code();\n"),
            ("index.html", "page"),
            ("app.js", "abc"),
            ("charts-3c4d.css", "charts"),
            ("managers-1a2b.js", "managers"),
            ("workbook-5e6f.js", "reader"),
            ("404.html", "page"),
            ("app.js.br", "packed"),
            ("_headers", "headers"),
        ];
        let folder = folder("daybook-worker", &files);
        let said = worker_of(&folder);
        let (line, code) = said.split_once('\n').unwrap();
        assert_eq!(code, "code();\n");
        // SHA-256 of "abc", FIPS 180-4, in base64.
        let abc = "\"/app.js\":\"sha256-ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=\"";
        assert!(line.contains(abc), "{line}");
        assert!(line.contains("\"/\":\"sha256-"), "{line}");
        let (files, last) = line.split_once("},LAST={").unwrap();
        assert_eq!(files.matches("sha256-").count(), 2, "{line}");
        assert!(last.starts_with("\"/charts-3c4d.css\":"), "{line}");
        assert!(last.contains(",\"/managers-1a2b.js\":"), "{line}");
        assert!(last.contains(",\"/workbook-5e6f.js\":"), "{line}");
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_list_is_written_anew_and_its_build_differs_only_with_its_files() {
        let files = [(NAME, "code();\n"), ("index.html", "page")];
        let folder = folder("daybook-worker-anew", &files);
        let first = worker_of(&folder);
        assert_eq!(worker_of(&folder), first);
        fs::write(folder.join("index.html"), "another").unwrap();
        let second = worker_of(&folder);
        let build = |text: &str| text.split(',').next().unwrap().to_owned();
        assert_ne!(build(&second), build(&first));
        assert_eq!(second.matches(LINE).count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }
}
