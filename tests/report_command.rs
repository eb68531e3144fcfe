//! `daybook report` over the sample city: the report that a manager takes to a meeting,
//! the one for the public, and the pages for schools.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_command;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use support_command::{daybook, sample};

/// The sample city's folder, written once.
fn city() -> &'static Path {
    static CITY: OnceLock<PathBuf> = OnceLock::new();
    CITY.get_or_init(|| sample("report-city", &["--seed", "2016", "--tablets", "40"]))
}

fn path(name: &str) -> String {
    city().join(name).to_str().unwrap().to_owned()
}

/// Does something with the whole city, as on a day in May 2017.
fn of_city(command: &str, more: &[&str]) -> Output {
    let files = [path("returns"), path("decisions.json")];
    let organisation = path("organisation.json");
    let mut words = vec![command, &*files[0], &*files[1]];
    words.extend(["--organisation", &organisation, "--today", "2017-05-01"]);
    words.extend(more);
    daybook(&words)
}

/// The report of these words, as it is written.
fn report(name: &str, more: &[&str]) -> String {
    let out = path(name);
    let output = of_city(
        "report",
        &[&["--html", &*out, "--first-edition"], more].concat(),
    );
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(0), "{complaint}");
    fs::read_to_string(out).unwrap()
}

/// A report of the returns alone, by an organisation file.
fn of_returns(organisation: &str, out: &str, more: &[&str]) -> Output {
    let files = path("returns");
    let words = [
        "report",
        &*files,
        "--organisation",
        organisation,
        "--html",
        out,
    ];
    daybook(&[&words[..], more].concat())
}

const YEAR: [&str; 3] = ["--quarter", "2016-17-Q4", "--year"];

/// The year report of the service, written once.
fn year() -> &'static str {
    static PAGE: OnceLock<String> = OnceLock::new();
    PAGE.get_or_init(|| report("year.html", &YEAR))
}

/// The year report for the public, written once.
fn public() -> &'static str {
    static PAGE: OnceLock<String> = OnceLock::new();
    PAGE.get_or_init(|| {
        let words = [&YEAR[..], &["--publish"]].concat();
        report("public.html", &words)
    })
}

/// What of a page can be read, without its styles.
fn words_of(page: &str) -> String {
    let body = page.split_once("<body").unwrap().1;
    let mut words = String::new();
    let mut within = true;
    for letter in body.chars() {
        match letter {
            '<' => within = true,
            '>' => {
                within = false;
                words.push(' ');
            }
            _ if within => {}
            _ => words.push(letter),
        }
    }
    let words: Vec<&str> = words.split_whitespace().collect();
    words.join(" ")
}

#[test]
fn the_year_report_has_the_figures_of_2016_17_and_says_what_was_not_collected() {
    let words = words_of(year());
    for said in [
        "Early Help year report",
        "Example data: invented, and not about real families",
        "How much did we do?",
        "How well did we do it?",
        "What difference did it make?",
        "36,039 direct contacts",
        "not collected in April to June 2016 and July to September 2016",
        "515 surveys, 16 more than last year (+3.2%); last year 14 of 16 teams",
        "98.3% (506 of 515)",
        "74.7% (373 of 499)",
        "Localities side by side",
    ] {
        assert!(words.contains(said), "{said}");
    }
}

#[test]
fn the_page_is_one_file_that_asks_for_nothing_and_has_no_style_of_its_own_on_elements() {
    for page in [year(), public()] {
        assert!(!page.contains("style=\""));
        assert!(!page.contains("<script"));
        assert!(!page.contains("src=\""));
        assert!(!page.contains("href=\"http"));
        assert!(page.contains("default-src &#39;none&#39;"));
        assert!(page.contains("<title>Early Help year report, Riverton, 2016-17</title>"));
    }
}

#[test]
fn the_report_of_the_service_is_exact_but_for_the_pages_of_schools() {
    let words = words_of(year());
    let (own, schools) = words.split_once("Early Help in your school").unwrap();
    assert!(own.contains("every number is exact"));
    assert!(!own.contains("c means confidential"));
    assert!(schools.contains("c means confidential"));
}

#[test]
fn every_school_of_the_organisation_with_sessions_has_a_page_of_its_own() {
    let pages = year().matches("Early Help in your school").count();
    let returns = fs::read_dir(city().join("returns")).unwrap();
    let mut schools = BTreeSet::new();
    for file in returns {
        let text = fs::read_to_string(file.unwrap().path()).unwrap();
        let one: serde_json::Value = serde_json::from_str(&text).unwrap();
        if !one["quarter"]["code"]
            .as_str()
            .unwrap()
            .starts_with("2016-17")
        {
            continue;
        }
        for place in one["places"].as_array().unwrap() {
            if place["kind"] == "school" {
                schools.insert(place["id"].as_str().unwrap().to_owned());
            }
        }
    }
    assert_eq!(pages, schools.len());
}

#[test]
fn the_public_report_says_of_a_measure_what_the_public_table_says() {
    let csv = path("public.csv");
    let files = [path("returns"), path("decisions.json")];
    let organisation = path("organisation.json");
    let words = [
        "roll-up",
        &files[0],
        &files[1],
        "--organisation",
        &organisation,
        "--today",
        "2017-05-01",
        "--publish",
        "--first-edition",
        "--quarter",
        "2016-17-Q4",
        "--csv",
        &csv,
    ];
    assert_eq!(daybook(&words).status.code(), Some(0));
    let table = fs::read_to_string(csv).unwrap();
    let hidden: BTreeSet<&str> = table
        .lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line.split(',').collect();
            let [period, level, _, measure, breakdown, count, whole, ..] = cells[..] else {
                return None;
            };
            let of_the_year = level == "all" && period.contains(" to ") && breakdown.is_empty();
            (of_the_year && [count, whole].contains(&"c")).then_some(measure)
        })
        .collect();
    // Of the year as a whole something is hidden, and it is no figure in the report.
    assert!(!hidden.is_empty());
    let (exact, masked) = (words_of(year()), words_of(public()));
    assert!(exact.contains("98.3% (506 of 515)"));
    assert!(hidden.contains("survey-respect"), "{hidden:?}");
    // Of a share one number is hidden, and nothing is said of it.
    assert!(!masked.contains("98.3%") && !masked.contains("506"));
    assert!(masked.contains("Hidden, so that nobody is revealed"));
    assert!(masked.contains("c means confidential"));
}

/// The lines of a table, by what they are about.
fn table(name: &str, more: &[&str]) -> BTreeMap<String, [String; 2]> {
    let csv = path(name);
    let output = of_city("roll-up", &[&["--csv", &*csv], more].concat());
    assert_eq!(output.status.code(), Some(0));
    let text = fs::read_to_string(csv).unwrap();
    let line = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let about = cells[..5].join(",");
        (about, [cells[5].to_owned(), cells[6].to_owned()])
    };
    text.lines().skip(1).map(line).collect()
}

/// Every number in some words, without the separators of thousands.
fn numbers(words: &str) -> BTreeSet<u64> {
    let words = words.replace(',', "");
    let digits = words.split(|letter: char| !letter.is_ascii_digit());
    digits.filter_map(|it| it.parse().ok()).collect()
}

#[test]
fn no_number_that_is_hidden_stands_in_the_public_report() {
    let exact = table("exact.csv", &[]);
    let public = table("public-all.csv", &["--publish", "--first-edition"]);
    let of = |side: usize, is_hidden: bool| -> BTreeSet<u64> {
        let lines = public
            .iter()
            .filter(|(about, _)| !about.contains("returns-complete"));
        let told = lines.filter(|(_, said)| (said[side] == "c") == is_hidden);
        told.filter_map(|(about, said)| {
            if is_hidden {
                exact.get(about)?[side].parse().ok()
            } else {
                said[side].parse().ok()
            }
        })
        .collect()
    };
    // What is shown somewhere may be hidden elsewhere; what is hidden only is nowhere.
    let shown: BTreeSet<u64> = of(0, false).union(&of(1, false)).copied().collect();
    let hidden: BTreeSet<u64> = of(0, true).union(&of(1, true)).copied().collect();
    let never: BTreeSet<u64> = hidden
        .difference(&shown)
        .copied()
        .filter(|it| *it > 100)
        .collect();
    assert!(never.len() >= 10, "{never:?}");
    // Also in the drawings, their tables and their descriptions.
    let there = numbers(public_words_of_everything());
    let leaked: Vec<&u64> = never.intersection(&there).collect();
    assert!(leaked.is_empty(), "{leaked:?}");
}

/// The words of the public report of the city, its localities and a quarter.
fn public_words_of_everything() -> &'static str {
    static WORDS: OnceLock<String> = OnceLock::new();
    WORDS.get_or_init(|| {
        let units = ["--unit", "all", "--unit", "north", "--unit", "riverside"];
        let year = report("all.html", &[&YEAR[..], &["--publish"], &units].concat());
        let quarter = ["--quarter", "2015-16-Q3", "--publish"];
        let quarter = report("quarter.html", &[&quarter[..], &units].concat());
        // Each by itself: the second page's styles are no words either.
        words_of(&year) + " " + &words_of(&quarter)
    })
}

#[test]
fn a_name_that_wants_to_be_markup_is_text() {
    let text = fs::read_to_string(path("organisation.json")).unwrap();
    let named = text.replace("\"North\"", "\"<script>alert(1)</script> فريق\"");
    assert_ne!(text, named);
    let (organisation, out) = (path("markup.json"), path("markup.html"));
    fs::write(&organisation, named).unwrap();
    let more = ["--unit", "north", "--without-schools"];
    let output = of_returns(&organisation, &out, &more);
    assert_eq!(output.status.code(), Some(0));
    let page = fs::read_to_string(&out).unwrap();
    assert!(!page.contains("<script"));
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; فريق"));
}

#[test]
fn a_total_that_is_not_whole_says_so_before_anybody_reads_it() {
    let words = ["--quarter", "2015-16-Q2", "--without-schools"];
    let words = words_of(&report("not-whole.html", &words));
    let warning = words.find("Totals are not whole: 14 of 16 teams").unwrap();
    assert!(warning < words.find("How much did we do?").unwrap());
}

#[test]
fn what_is_asked_for_and_not_there_is_said() {
    let (organisation, out) = (path("organisation.json"), path("none.html"));
    let output = of_returns(&organisation, &out, &["--unit", "Atlantis"]);
    assert_eq!(output.status.code(), Some(3));
    let complaint = String::from_utf8(output.stderr).unwrap();
    assert!(complaint.contains("no team, locality or city is called Atlantis"));
    assert!(!Path::new(&out).exists());
}
