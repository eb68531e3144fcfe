//! The house: which layer, which folder of the domain and which file may know which.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

mod support_architecture;

use std::fs;
use std::path::{Path, PathBuf};

use support_architecture::{House, circles};

/// Every source file below a folder of `src`.
fn sources(layer: &str) -> Vec<PathBuf> {
    let mut folders = vec![
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src")
            .join(layer),
    ];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    assert!(!files.is_empty());
    files
}

/// No file of the layer names any of these.
fn check(layer: &str, never: &[&str]) {
    for path in sources(layer) {
        let text = fs::read_to_string(&path).unwrap();
        for name in never {
            assert!(!text.contains(name), "{} names {name}", path.display());
        }
    }
}

/// Only this file of `src/browser` and `src/ui` names the crate.
fn check_only_in(file: &str, name: &str) {
    for path in sources("browser").into_iter().chain(sources("ui")) {
        let named = fs::read_to_string(&path).unwrap().contains(name);
        assert_eq!(named, path.ends_with(file), "{}", path.display());
    }
}

#[test]
fn the_domain_knows_no_store_no_browser_and_no_clock() {
    check(
        "domain",
        &[
            "crate::store",
            "crate::browser",
            "crate::ui",
            "Utc::now",
            "Local::now",
            "new_v4",
            "now_v7",
        ],
    );
}

#[test]
fn the_store_knows_no_browser() {
    check(
        "store",
        &["crate::browser", "crate::ui", "Utc::now", "web_sys"],
    );
}

#[test]
fn the_browser_knows_no_pages() {
    check("browser", &["crate::ui", "leptos::"]);
}

#[test]
fn one_file_names_local_storage_and_one_names_indexed_db() {
    check_only_in("local_storage.rs", "gloo_storage");
    check_only_in("journal.rs", "journal.js");
}

#[test]
fn no_page_reads_text_as_markup() {
    check("ui", &["set_inner_html", "inner_html="]);
}

/// The folders of the domain, from the ground up: each knows only those before it.
const FLOORS: [&str; 15] = [
    "base",
    "form",
    "organisation",
    "record",
    "capture",
    "totals",
    "submission",
    "tablet",
    "records",
    "import",
    "roll_up",
    "disclosure",
    "charts",
    "report",
    "example",
];

#[test]
fn a_folder_of_the_domain_knows_only_those_below_it() {
    let floor_of = |module: &[String]| {
        let room = module.get(1).filter(|_| module[0] == "domain")?;
        let floor = FLOORS.iter().position(|it| it == room);
        Some(floor.unwrap_or_else(|| panic!("{room} has no floor")))
    };
    let mut upward = Vec::new();
    for (module, imports) in House::read().imports() {
        for import in imports {
            if let (Some(from), Some(to)) = (floor_of(&module), floor_of(&import))
                && to > from
            {
                upward.push(format!("{} knows {}", module.join("::"), import.join("::")));
            }
        }
    }
    assert_eq!(upward, [""; 0]);
}

#[test]
fn no_files_know_each_other_in_a_circle() {
    assert_eq!(circles(&House::read().imports()), Vec::<Vec<String>>::new());
}

#[test]
fn an_impl_stands_in_the_file_of_its_type() {
    assert_eq!(House::read().stray_impls(), [""; 0]);
}

/// Longer files, each with its reason.
const LONG: [(&str, &str); 0] = [];

#[test]
fn no_file_is_longer_than_400_lines_without_its_tests() {
    let house = House::read();
    let long = house
        .sources
        .iter()
        .filter(|(_, source)| source.lines > 400);
    let long: Vec<String> = long.map(|(module, _)| module.join("::")).collect();
    let known: Vec<&str> = LONG.iter().map(|(module, _)| *module).collect();
    assert_eq!(
        long, known,
        "a list with reasons, which names no file that is shorter"
    );
    assert!(known.len() <= 10);
}
