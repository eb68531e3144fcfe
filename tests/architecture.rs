//! The arrows between the layers that the compiler does not hold.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

use std::fs;
use std::path::{Path, PathBuf};

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
