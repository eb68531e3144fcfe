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

/// Circles that are still there, by the files in them: what holds them together waits
/// for another change, which is named. Nothing may be added.
const CIRCLES: &[(&str, &[&str])] = &[
    (
        "the command line's verbs and its words stand in one index file",
        &[
            "cli",
            "cli::check",
            "cli::given",
            "cli::json",
            "cli::parquet",
            "cli::printed",
            "cli::report",
            "cli::roll_up",
            "cli::sample",
        ],
    ),
    (
        "reading JSON is to be left to serde",
        &["domain::base::json", "domain::base::json::reading"],
    ),
    (
        "the same",
        &["domain::base::json::as_json", "domain::base::json::fields"],
    ),
    (
        "categories are chosen by the tables whose figures they are",
        &[
            "domain::disclosure::categories",
            "domain::disclosure::figures",
        ],
    ),
    (
        "the search and what it is asked to protect",
        &[
            "domain::disclosure::constraints",
            "domain::disclosure::group",
            "domain::disclosure::linear",
            "domain::disclosure::moves",
            "domain::disclosure::primary",
            "domain::disclosure::search",
            "domain::disclosure::suppress",
        ],
    ),
    (
        "what the public is told, and of what",
        &[
            "domain::disclosure::disclosed",
            "domain::disclosure::public",
        ],
    ),
    (
        "the same",
        &[
            "domain::report",
            "domain::report::heading",
            "domain::report::questions",
            "domain::report::schools",
            "domain::report::side_by_side",
            "domain::report::you_said",
        ],
    ),
    (
        "the index file holds more than the ports",
        &["store", "store::batch", "store::plan", "store::reconcile"],
    ),
    (
        "the pages are to be written anew in Leptos's own idiom",
        &[
            "ui::app_shell",
            "ui::backing_up",
            "ui::components::changed_since",
            "ui::components::cleared",
            "ui::components::error_summary",
            "ui::components::page",
            "ui::components::record_days",
            "ui::components::record_line",
            "ui::following",
            "ui::form",
            "ui::frame",
            "ui::handing_over",
            "ui::keeping",
            "ui::locking",
            "ui::pages::records",
            "ui::sentences",
            "ui::unfinished",
            "ui::workspace",
        ],
    ),
    (
        "the pages are to be written anew in Leptos's own idiom",
        &[
            "ui::components::choices",
            "ui::components::finder",
            "ui::components::folding",
        ],
    ),
    (
        "the pages are to be written anew in Leptos's own idiom",
        &["ui::family::screens", "ui::family::surface"],
    ),
    (
        "the pages are to be written anew in Leptos's own idiom",
        &[
            "ui::pages::choose_place",
            "ui::pages::record",
            "ui::pages::record_session",
        ],
    ),
];

#[test]
fn no_files_know_each_other_in_a_circle() {
    let is_known = |circle: &[String]| {
        let in_circle = |it: &String| {
            CIRCLES
                .iter()
                .any(|(_, known)| known.contains(&it.as_str()))
        };
        circle.iter().all(in_circle)
    };
    let circles = circles(&House::read().imports());
    let new: Vec<_> = circles.iter().filter(|it| !is_known(it)).collect();
    assert_eq!(new, Vec::<&Vec<String>>::new());
    assert_eq!(
        circles.len(),
        CIRCLES.len(),
        "one that is gone leaves the list"
    );
}

/// Types with an `impl` in other files than their own: their commands are many, and
/// stand by subject. Nothing may be added.
const IN_PARTS: [&str; 7] = [
    "Archive",
    "BookHistory",
    "Books",
    "Contents",
    "Json",
    "OrganisationDraft",
    "Workspace",
];

#[test]
fn an_impl_stands_in_the_file_of_its_type() {
    let stray = House::read().stray_impls().into_iter();
    let known = |it: &String| {
        IN_PARTS
            .iter()
            .any(|name| it.ends_with(&format!(": impl {name}")))
    };
    let new: Vec<String> = stray.filter(|it| !known(it)).collect();
    assert_eq!(new, [""; 0]);
}

/// Files that are still longer. Nothing may be added.
const TOO_LONG: &[&str] = &[
    "domain::base::calendar",
    "domain::capture::family_survey",
    "domain::capture::session_draft",
    "domain::disclosure::document",
    "domain::disclosure::figures",
    "domain::disclosure::publication",
    "domain::example::city",
    "domain::form::checks",
    "domain::import",
    "domain::import::spreadsheet::reading",
    "domain::organisation::organisation",
    "domain::record::record",
    "domain::record::session",
    "domain::record::survey",
    "domain::roll_up::checks",
    "domain::roll_up::combined",
    "domain::roll_up::organisation_draft::check",
    "domain::roll_up::structure",
    "domain::roll_up::sums",
    "domain::roll_up::who_has_sent",
    "domain::submission::books",
    "domain::submission::quarter_return",
    "domain::submission::send",
    "domain::tablet::locks",
    "domain::tablet::settings",
    "domain::totals::cells",
    "domain::totals::totals",
    "store::archive",
    "store::backup",
    "ui::family::screens",
    "ui::family::surface",
    "ui::form",
    "ui::frame",
    "ui::keeping",
    "ui::managers::check",
    "ui::managers::desk",
    "ui::managers::organisation",
    "ui::pages::import",
    "ui::pages::paper_stack",
    "ui::pages::quarter",
    "ui::pages::record_session",
    "ui::pages::restore",
    "ui::pages::send_return",
    "ui::pages::settings",
    "ui::pages::style",
    "ui::workspace",
];

#[test]
fn no_file_is_longer_than_400_lines_without_its_tests() {
    let house = House::read();
    let long = house
        .sources
        .iter()
        .filter(|(_, source)| source.lines > 400);
    let long: Vec<String> = long.map(|(module, _)| module.join("::")).collect();
    let new: Vec<_> = long
        .iter()
        .filter(|it| !TOO_LONG.contains(&it.as_str()))
        .collect();
    assert_eq!(new, Vec::<&String>::new());
    let gone = TOO_LONG
        .iter()
        .filter(|it| !long.iter().any(|long| long == *it));
    assert_eq!(
        gone.collect::<Vec<_>>(),
        Vec::<&&str>::new(),
        "it leaves the list"
    );
}
