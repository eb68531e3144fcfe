//! Returns as other programs and later versions write them: what is accepted alone is
//! accepted once combined, through any number of levels, and counts the same.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]
#![allow(dead_code, reason = "the fuzzing support has more than is used here")]

mod support_combining;
mod support_fuzz;
mod support_send;

use chrono::NaiveDate;
use daybook::domain::roll_up::checking::to_check;
use daybook::domain::roll_up::combined::{Combined, CombinedReturns, TooMuchTogether};
use daybook::domain::roll_up::opening::{Content, LARGEST_FILE, open};
use daybook::domain::roll_up::table::rows;
use daybook::domain::roll_up::{Decisions, MapOf, Names, RollUp, Structure, Sums, WhoHasSent};
use serde_json::{Value, json};
use support_combining::{Lying, combined, opened};
use support_fuzz::mutation::mutated;
use support_fuzz::seeds::{organisations, resealed, short_return};
use support_fuzz::{Verdict, fuzz};

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2027, 2, 1).unwrap();

/// The whole table, who has sent, and what is to check.
fn told(files: &[Lying]) -> Vec<String> {
    let collection = opened(files);
    let roll_up = RollUp::of(&collection, &Decisions::default());
    let organisations = collection.organisations();
    let structure = Structure::new(organisations, &roll_up.decisions, MapOf::ItsTime);
    let sums = Sums::of(&roll_up, &structure);
    let who = WhoHasSent::of(&roll_up, &structure, [], TODAY);
    let mut table = String::new();
    rows((&roll_up, &sums, &who), &structure, None, |row| {
        row.csv(&mut table);
    });
    let mut told = vec![table];
    let cells = who.rows().flat_map(|(_, row)| row);
    told.extend(cells.map(|it| format!("{} {} {}", it.team, it.quarter.code(), it.words())));
    let names = Names::of(&roll_up, &structure);
    let found = to_check(&roll_up, &structure);
    told.extend(found.iter().map(|it| it.words(&names)));
    told
}

/// Files are opened, alone and through two levels, and tell the same each time.
fn check_every_level(what: &str, files: &[Lying]) {
    let flat = told(files);
    let once = combined(files, "combined.json", TODAY);
    let twice = combined(std::slice::from_ref(&once), "combined.json", TODAY);
    for (level, file) in [("once", &once), ("twice", &twice)] {
        let opened = open(&file.1);
        let opened = opened.unwrap_or_else(|why| panic!("{what}, combined {level}: {why}"));
        assert!(matches!(opened, Content::Combined(_)), "{what}");
        let again = told(std::slice::from_ref(file));
        assert_eq!(again, flat, "{what}, combined {level}");
    }
    assert!(
        once.1 == twice.1,
        "{what}: each return stays as it was sent"
    );
}

fn check_accepted(what: &str, text: &str) {
    let file = ("return.json".to_owned(), text.as_bytes().to_vec());
    if let Err(why) = open(&file.1) {
        panic!("{what}, alone: {why}");
    }
    check_every_level(what, &[file]);
}

/// A return with a line and a manifest of several entries, changed as said.
fn check_form(what: &str, change: impl FnOnce(&mut Value)) {
    check_accepted(what, &form(change));
}

fn form(change: impl FnOnce(&mut Value)) -> String {
    let mut value: Value = serde_json::from_str(&short_return()).unwrap();
    value["line"] = json!([
        "00000000-0000-0000-0000-00000000000a",
        "00000000-0000-0000-0000-00000000000b",
        "00000000-0000-0000-0000-00000000000c",
    ]);
    let mut earlier = value["manifest"][0].clone();
    earlier["quarter"] = json!("2026-27 Q2");
    earlier["send"] = json!("00000000-0000-0000-0000-00000000000c");
    let entries = value["manifest"].as_array_mut().unwrap();
    entries.insert(0, earlier);
    change(&mut value);
    resealed(&value.to_string())
}

fn in_capitals(value: &mut Value) {
    *value = json!(value.as_str().unwrap().to_uppercase());
}

fn turned_round(value: &mut Value) {
    value.as_array_mut().unwrap().reverse();
}

#[test]
fn a_reason_of_null_is_accepted_alone_and_combined() {
    check_form("null", |it| it["reason"] = Value::Null);
    check_form("null and first", |it| {
        it["reason"] = Value::Null;
        it["revision"] = json!(1);
    });
}

#[test]
fn ids_in_capitals_are_accepted_alone_and_combined() {
    check_form("book", |it| in_capitals(&mut it["book"]));
    check_form("Send", |it| {
        in_capitals(&mut it["send"]);
        in_capitals(&mut it["manifest"][1]["send"]);
    });
    check_form("line", |it| {
        for send in it["line"].as_array_mut().unwrap() {
            in_capitals(send);
        }
    });
    check_form("manifest", |it| {
        in_capitals(&mut it["manifest"][0]["send"]);
    });
}

#[test]
fn blanks_around_labels_are_accepted_alone_and_combined() {
    for label in [" Blue tablet", "Blue tablet  ", "\u{a0}Blue tablet\n"] {
        check_form("tablet", |it| it["tablet"] = json!(label));
        check_form("team", |it| it["team"]["name"] = json!(label));
        check_form("locality", |it| {
            it["team"]["locality"]["name"] = json!(label);
        });
        check_form("place", |it| it["places"][0]["name"] = json!(label));
        check_form("reason", |it| it["reason"] = json!(label));
        check_form("comment", |it| it["comments"][0]["text"] = json!(label));
    }
}

#[test]
fn a_field_of_a_later_minor_version_is_accepted_alone_and_combined() {
    let later = json!({"of": ["a", {"later": 1.50}], "text": "\u{1f600} \u{7}\"\\"});
    check_form("return", |it| it["later"] = later.clone());
    for (what, at) in [
        ("team", "/team"),
        ("locality", "/team/locality"),
        ("quarter", "/quarter"),
        ("place", "/places/0"),
        ("figure", "/measures/0"),
        ("comment", "/comments/0"),
        ("manifest", "/manifest/1"),
    ] {
        check_form(what, |it| {
            it.pointer_mut(at).unwrap()["later"] = later.clone();
        });
    }
}

#[test]
fn lists_in_another_order_are_accepted_alone_and_combined() {
    for list in ["manifest", "line", "measures", "places", "comments"] {
        check_form(list, |it| turned_round(&mut it[list]));
    }
}

#[test]
fn a_layout_of_another_program_is_accepted_alone_and_combined() {
    let plain = form(|_| {});
    let value: Value = serde_json::from_str(&plain).unwrap();
    let indented = serde_json::to_string_pretty(&value).unwrap();
    check_accepted("indented", &indented);
    check_accepted("of Windows", &indented.replace('\n', "\r\n"));
    check_accepted("with a mark", &format!("\u{feff}{plain}\r\n\r\n"));
    check_accepted("escaped", &plain.replace("Blue", "\\u0042lue"));
    check_accepted("with blanks", &format!("\n\t {plain} "));
    let mut wide = vec![0xff, 0xfe];
    wide.extend(plain.encode_utf16().flat_map(u16::to_le_bytes));
    check_every_level("UTF-16", &[("wide.json".to_owned(), wide)]);
}

#[test]
fn one_return_in_several_layouts_counts_once_when_combined() {
    let plain = form(|_| {});
    let value: Value = serde_json::from_str(&plain).unwrap();
    let indented = serde_json::to_string_pretty(&value).unwrap();
    let files = [("a.json", plain), ("b.json", indented)];
    let files = files.map(|(name, text)| (name.to_owned(), text.into_bytes()));
    assert_eq!(told(&files), told(&files[..1]));
    check_every_level("both", &files);
}

#[test]
fn an_organisation_and_decisions_of_another_layout_are_accepted_combined() {
    let decisions = json!({
        "format": "daybook-decisions",
        "format_version": 1,
        "keep": [{
            "book": "0193A2B4-6F00-7000-8000-00000000B00C",
            "kept": "0193A2B4-6F00-7000-8000-000000000002",
            "set_aside": ["0193A2B4-6F00-7000-8000-000000000001"],
            "reason": "  It was found again ",
            "on": "2027-01-20",
        }],
    });
    for organisation in organisations() {
        let mut value: Value = serde_json::from_str(&organisation).unwrap();
        value["city"] = json!("  Riverton ");
        value["teams"][0]["name"] = json!(" MAT ");
        let files = [
            ("return.json", form(|_| {})),
            ("organisation.json", format!("\u{feff}{value:#}\n")),
            ("decisions.json", decisions.to_string()),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.into_bytes()));
        check_every_level("organisation", &files);
    }
}

#[test]
fn a_file_that_was_not_used_is_told_once_combined_whatever_its_name() {
    let long = "x".repeat(400);
    for name in ["", " ", "\u{7}\u{202e}a.json", long.as_str(), "\u{2028}"] {
        let whole = ("return.json".to_owned(), form(|_| {}).into_bytes());
        let cut = (name.to_owned(), b"{\"format\": \"daybook-return\"".to_vec());
        check_every_level("cut off", &[whole, cut]);
    }
}

#[test]
fn a_combined_file_that_no_daybook_would_open_is_not_passed_on() {
    let room = LARGEST_FILE - Combined::CLOSING.len();
    let mut returns = CombinedReturns::after(&" ".repeat(room));
    assert_eq!(returns.fits(), Ok(()));
    assert!(!returns.text_of(form(|_| {}).as_bytes()).is_empty());
    assert_eq!(returns.fits(), Err(TooMuchTogether));
}

#[test]
fn whatever_is_accepted_alone_is_accepted_combined() {
    let seeds: Vec<String> = vec![short_return(), form(|_| {})];
    fuzz(
        "combined-forms",
        |chance| resealed(&mutated(&seeds, chance)),
        |text| {
            let alone = open(text.as_bytes());
            let verdict = Verdict::of(&alone);
            if matches!(alone, Ok(Content::Return(_))) {
                let file = ("return.json".to_owned(), text.as_bytes().to_vec());
                check_every_level("changed", &[file]);
            }
            verdict
        },
    );
}
