//! The schemas: generated from the types, committed, and held against returns
//! by an independent validator.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use std::path::PathBuf;
use std::{env, fs};

use daybook::domain::base::ids::TeamId;
use daybook::domain::base::json::AsJson;
use daybook::domain::disclosure::document::{PublishedCount, PublishedDocument};
use daybook::domain::disclosure::register_file::RegisterFile;
use daybook::domain::organisation::Organisation;
use daybook::domain::record::comments::{CommentAsked, CommentTheme};
use daybook::domain::record::ledger::Ledger;
use daybook::domain::roll_up::combined::Combined;
use daybook::domain::roll_up::editions::edition_digest;
use daybook::domain::roll_up::opening::open;
use daybook::domain::roll_up::{Collection, Decisions, KeepEdition};
use daybook::domain::submission::quarter_return::{QuarterReturn, SentComment};
use daybook::domain::totals::cells::{Figure, LARGEST_COUNT};
use serde_json::Value;
use support_send::returns::{new_book, small, the_return, third, with_figure};
use support_send::{order, send_id, text};

fn project(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn generated(what: &str) -> String {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"))
        .args(["schema", what])
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// The committed schema is what the types give. Should this fail, write it anew
/// with `cargo run -- schema return > schema/return-v1.json`, and consider
/// whether files of version 1 still fit it.
fn check_committed(what: &str, version: u32) {
    let path = project(&format!("schema/{what}-v{version}.json"));
    assert_eq!(fs::read_to_string(path).unwrap(), generated(what));
}

#[test]
fn the_committed_schemas_are_those_of_the_types() {
    check_committed("return", 1);
    check_committed("organisation", 3);
    check_committed("combined", 2);
    check_committed("decisions", 2);
    check_committed("published", 2);
    check_committed("editions", 1);
}

#[test]
fn other_words_on_the_command_line_are_refused_with_where_help_is() {
    for words in [&["schema"][..], &["schema", "book"], &["send", "return"]] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_daybook"))
            .args(words)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(output.stdout.is_empty());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.starts_with("error: "), "{said}");
        assert!(said.contains("try '--help'"), "{said}");
    }
}

fn validator(what: &str) -> jsonschema::Validator {
    let text = fs::read_to_string(project(&format!("schema/{what}.json"))).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
}

/// The schemas, each as its kind and its version.
fn schemas() -> Vec<(String, u32)> {
    let listed = fs::read_dir(project("schema")).unwrap();
    let name = |file: PathBuf| file.file_stem().unwrap().to_str().unwrap().to_owned();
    let listed = listed.map(|entry| name(entry.unwrap().path()));
    let parts = |name: String| {
        let (kind, version) = name.rsplit_once("-v").unwrap();
        (kind.to_owned(), version.parse().unwrap())
    };
    listed.map(parts).collect()
}

#[test]
fn every_version_of_every_schema_has_a_kept_file_that_fits_it_and_the_later_ones() {
    let all = schemas();
    for (kind, version) in &all {
        let name = format!("{kind}-v{version}");
        let text = fs::read_to_string(project(&format!("tests/fixtures/{name}.json")));
        let text = text.unwrap_or_else(|why| panic!("{name}: {why}"));
        let value: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["format_version"], *version, "{name}");
        for (_, later) in all.iter().filter(|it| it.0 == *kind && it.1 >= *version) {
            let validator = validator(&format!("{kind}-v{later}"));
            let problems: Vec<String> = validator
                .iter_errors(&value)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert!(
                problems.is_empty(),
                "{name} by version {later}: {problems:?}"
            );
        }
        // Our own readers take it as well; they know a published document by itself.
        let is_read = match kind.as_str() {
            "published" => PublishedDocument::read(&text).is_ok(),
            "editions" => RegisterFile::read(&text).is_ok(),
            _ => open(text.as_bytes()).is_ok(),
        };
        assert!(is_read, "{name}");
    }
}

fn check_valid(one: &QuarterReturn) {
    let value = serde_json::to_value(one).unwrap();
    let problems: Vec<String> = validator("return-v1")
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn returns_are_valid_by_their_schema() {
    check_valid(&small());
    check_valid(&the_return());
    let mut full = small();
    full.reason = Some(text("Because"));
    full.comments.push(SentComment {
        asked: CommentAsked::CouldBeBetter,
        text: text("More toys"),
        themes: [CommentTheme::Activities].into(),
    });
    full.line = [send_id(8), send_id(9)].into();
    with_figure(Figure::Stock { count: 1 })(&mut full);
    let nil = new_book().send(&Ledger::new(), &order(1, 1, third(), None));
    check_valid(&nil.unwrap().returns[0]);
    check_valid(&full);
}

#[test]
fn an_independent_validator_refuses_what_is_no_return() {
    let validator = validator("return-v1");
    let whole = serde_json::to_value(the_return()).unwrap();
    let refused = |path: &str, to: Value| {
        let mut value = whole.clone();
        *value.pointer_mut(path).unwrap() = to;
        assert!(
            !validator.is_valid(&value),
            "{path} took {}",
            value.pointer(path).unwrap()
        );
    };
    refused("/format", "daybook-organisation".into());
    refused("/format_version", 2.into());
    refused("/format_version", 0.into());
    refused("/example", "yes".into());
    refused("/team/id", "Riverside Team".into());
    refused("/team/name", "".into());
    refused("/team/name", "  ".into());
    refused("/team/name", "x".repeat(81).into());
    refused("/team/standing", "invented".into());
    refused("/quarter/code", "Q3".into());
    refused("/quarter/code", "2026-27 Q5".into());
    refused("/quarter/first_day", "2026-02-30".into());
    refused("/revision", 0.into());
    refused("/revision", (-1).into());
    refused("/tablet", Value::Null);
    refused("/book", "not-an-id".into());
    refused("/send", 5.into());
    refused("/line", Value::Null);
    refused("/places/0/kind", "library".into());
    refused("/records", (-1).into());
    refused("/records", 1.5.into());
    refused("/records", (LARGEST_COUNT + 1).into());
    refused("/from_paper", "0".into());
    refused("/measures/0/measure", 1.into());
    refused("/measures/0/type", "sum".into());
    refused("/measures/0/count", (-1).into());
    refused("/measures/0/count", (LARGEST_COUNT + 1).into());
    refused("/measures/0/breakdown", Value::from(vec!["kind"]));
    refused("/manifest/0/quarter", "2026-27".into());
    refused("/manifest/0/digest", "ABC".into());
    refused("/made_at", "yesterday".into());
    refused("/digest", "0".into());
    for key in whole.as_object().unwrap().keys() {
        let mut value = whole.clone();
        value.as_object_mut().unwrap().remove(key);
        assert!(!validator.is_valid(&value), "{key} is needed");
    }
}

#[test]
fn an_independent_validator_refuses_what_is_no_organisation_file() {
    let validator = validator("organisation-v3");
    let whole = serde_json::json!({
        "format": "daybook-organisation",
        "format_version": 1,
        "city": "Rosehill",
        "localities": [{"id": "north", "name": "North"}],
        "teams": [{"id": "team-1", "name": "Team 1", "locality": "north", "from": "2026-04-01"}],
        "places": [{"id": "oak", "name": "Oak Lane", "kind": "school", "team": "team-1"}],
        "due": [{"quarter": "2026-27 Q3", "date": "2027-01-20"}],
    });
    // Files of version 1 are files of version 2, and those are files of version 3.
    assert!(self::validator("organisation-v1").is_valid(&whole));
    assert!(self::validator("organisation-v2").is_valid(&whole));
    assert!(validator.is_valid(&whole));
    assert!(Organisation::read(&whole.to_string()).is_ok());
    for (path, to) in [
        ("/format", Value::from("daybook-return")),
        ("/format_version", 0.into()),
        ("/format_version", 4.into()),
        ("/city", "".into()),
        ("/localities/0/id", "North".into()),
        ("/teams/0/from", "1 April".into()),
        ("/places/0/kind", "park".into()),
        ("/due/0/quarter", "Q3".into()),
    ] {
        let mut value = whole.clone();
        *value.pointer_mut(path).unwrap() = to;
        assert!(!validator.is_valid(&value), "{path}");
        let read = Organisation::read(&value.to_string());
        assert!(read.is_err(), "{path}");
    }
    let mut expected = whole.clone();
    expected["format_version"] = 2.into();
    expected["tablets"] = serde_json::json!([
        {"label": "Blue tablet", "team": "team-1", "until": "2027-03-31"}
    ]);
    expected["collected"] = serde_json::json!([
        {"measure": "direct-contacts", "from": "2016-17 Q3", "until": "2030-31 Q4"}
    ]);
    expected["schools_pledge"] = 450.into();
    assert!(validator.is_valid(&expected));
    assert!(Organisation::read(&expected.to_string()).is_ok());
    for (path, to) in [
        ("/tablets/0/label", Value::from("")),
        ("/tablets/0/until", "1 April".into()),
        ("/collected/0/from", "Q3".into()),
        ("/collected/0/until", "2030".into()),
        ("/schools_pledge", (-1).into()),
    ] {
        let mut value = expected.clone();
        *value.pointer_mut(path).unwrap() = to;
        assert!(!validator.is_valid(&value), "{path}");
        assert!(Organisation::read(&value.to_string()).is_err(), "{path}");
    }
    let mut early = expected.clone();
    early["format_version"] = 1.into();
    assert!(Organisation::read(&early.to_string()).is_err(), "too early");
    assert!(self::validator("organisation-v2").is_valid(&expected));
    expected["send_to"] = "early.help@example.org".into();
    let read = Organisation::read(&expected.to_string());
    assert!(read.is_err(), "too early for an address");
    expected["format_version"] = 3.into();
    assert!(validator.is_valid(&expected));
    assert!(Organisation::read(&expected.to_string()).is_ok());
    expected["send_to"] = "x".repeat(201).into();
    assert!(!validator.is_valid(&expected), "too long");
    assert!(
        Organisation::read(&expected.to_string()).is_err(),
        "too long"
    );
    let mut more = whole;
    more["comment"] = "ours".into();
    assert!(!validator.is_valid(&more), "an unknown word");
}

/// A combined file of one return, with a decision and a published total in it.
fn combined() -> Combined {
    let mut combined = Combined::new(text("North"), "2027-01-20".parse().unwrap());
    let one = small();
    let decisions = fs::read_to_string(project("tests/fixtures/decisions-v1.json")).unwrap();
    combined.decisions = Decisions::from_text(&decisions).unwrap();
    combined.returns = vec![one];
    combined
}

#[test]
fn combined_files_and_decisions_are_valid_by_their_schemas() {
    let whole = combined();
    let value: Value = serde_json::from_str(&whole.to_text()).unwrap();
    let check = |schema: &str, value: &Value| {
        let problems: Vec<String> = validator(schema)
            .iter_errors(value)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(problems.is_empty(), "{problems:?}");
    };
    for version in ["v1", "v2"] {
        check(&format!("combined-{version}"), &value);
        check(&format!("decisions-{version}"), &value["decisions"]);
    }
    assert_eq!(Combined::read(&whole.to_text()), Ok(whole.clone()));
    // However it is laid out, and whatever the order of its fields.
    let pretty = serde_json::to_string_pretty(&value).unwrap();
    assert_eq!(Combined::read(&pretty), Ok(whole));
}

/// What version 1 could not say: two editions, a decision between them, and a file
/// that could not be used.
fn combined_of_version_2() -> Combined {
    let organisation = |name: &str| {
        let text = fs::read_to_string(project(&format!("tests/fixtures/{name}.json"))).unwrap();
        Organisation::read(&text).unwrap()
    };
    let both = [
        organisation("organisation-v1"),
        organisation("organisation-v2"),
    ];
    let mut decisions = combined().decisions;
    let kept = edition_digest(&both[1]);
    decisions.editions.insert(KeepEdition {
        city: both[0].city.clone(),
        kept,
        set_aside: [edition_digest(&both[0])].into(),
        reason: text("The later one"),
        on: "2027-01-19".parse().unwrap(),
    });
    let mut collection = Collection::default();
    collection.open("returns/daybook-riverside-2026-27-Q3-x-0-r2.json", b"{");
    combined().resting_on(&both, &decisions, collection.not_used())
}

#[test]
fn a_combined_file_of_version_2_is_valid_and_is_read_for_ever() {
    let path = project("tests/fixtures/combined-v2.json");
    if env::var_os("DAYBOOK_WRITE_FIXTURES").is_some() && !path.exists() {
        fs::write(&path, combined_of_version_2().to_text()).unwrap();
    }
    let whole = fs::read_to_string(path).unwrap();
    let one = Combined::read(&whole).unwrap();
    assert_eq!(one, combined_of_version_2());
    assert_eq!((one.organisations.len(), one.not_used.len()), (2, 1));
    assert_eq!(one.not_used[0].quarter, Some(third()));
    assert_eq!(one.to_text(), whole, "written as it was then");
    let value: Value = serde_json::from_str(&whole).unwrap();
    let valid = validator("combined-v2");
    let problems: Vec<String> = valid
        .iter_errors(&value)
        .map(|it| format!("{it}"))
        .collect();
    assert!(problems.is_empty(), "{problems:?}");
    assert!(validator("decisions-v2").is_valid(&value["decisions"]));
    assert!(!validator("decisions-v1").is_valid(&value["decisions"]));
}

#[test]
fn a_combined_file_with_anything_wrong_in_it_is_not_opened() {
    let whole: Value = serde_json::from_str(&combined().to_text()).unwrap();
    let check = |path: &str, to: Value, why: &str| {
        let mut value = whole.clone();
        *value.pointer_mut(path).unwrap() = to;
        let wrong = Combined::read(&value.to_string()).unwrap_err().to_string();
        assert!(wrong.contains(why), "{path}: {wrong}");
    };
    check("/format_version", 3.into(), "format version 3");
    check("/name", "".into(), "blank");
    check("/made_on", "May".into(), "2026-11-23");
    check("/returns", Value::Null, "expected to begin");
    check("/returns/0/records", 7.into(), "return 1 in it");
    check("/decisions/keep/0/on", 5.into(), "expected a text");
    check("/decisions/published/0/period", "2016".into(), "2016-17 Q3");
    check("/decisions/format_version", 3.into(), "format version 3");
    let text = combined().to_text();
    let twice = text.replacen("\"name\"", "\"name\": \"North\",\n\"name\"", 1);
    let wrong = Combined::read(&twice).unwrap_err().to_string();
    assert!(
        wrong.contains("duplicate field `name` at line 5"),
        "{wrong}"
    );
    let more = text.replacen("\"name\"", "\"ward\": 1,\n\"name\"", 1);
    let wrong = Combined::read(&more).unwrap_err().to_string();
    assert!(wrong.contains("unknown field `ward` at line 4"), "{wrong}");
}

/// A published document with a line of every sort.
fn published(version: u32) -> PublishedDocument {
    let path = format!("tests/fixtures/published-v{version}.json");
    let text = fs::read_to_string(project(&path)).unwrap();
    PublishedDocument::read(&text).unwrap()
}

#[test]
fn published_documents_are_valid_by_their_schema_and_others_are_refused() {
    let validator = validator("published-v2");
    let whole: Value = serde_json::from_str(&published(2).to_text()).unwrap();
    assert!(validator.is_valid(&whole));
    for (path, to) in [
        ("/format", Value::from("daybook-roll-up")),
        ("/format_version", 3.into()),
        ("/example", "no".into()),
        ("/today", "1 May".into()),
        ("/threshold", 0.into()),
        ("/threshold", 101.into()),
        ("/rounded_to", 10.into()),
        ("/notes", "c".into()),
        ("/figures/0/level", "ward".into()),
        ("/figures/0/count", "y".into()),
        ("/figures/0/count", (-1).into()),
        ("/figures/0/denominator", 1.5.into()),
    ] {
        let mut value = whole.clone();
        *value.pointer_mut(path).unwrap() = to;
        assert!(!validator.is_valid(&value), "{path}");
        let read = PublishedDocument::read(&value.to_string());
        assert!(read.is_err(), "{path}");
    }
    let mut more = whole;
    more["comment"] = "ours".into();
    assert!(!validator.is_valid(&more), "an unknown word");
    assert!(PublishedDocument::read(&more.to_string()).is_err());
}

// The golden file.

#[test]
fn a_published_document_of_version_1_is_read_for_ever() {
    let one = published(1);
    assert_eq!((one.threshold.count(), one.figures.len()), (5, 5));
    let numbers = one.figures.iter().map(|it| (it.count, it.denominator));
    let none = PublishedCount::NotApplicable;
    let wanted = [
        (PublishedCount::Shown(2), PublishedCount::Shown(3)),
        (PublishedCount::Hidden, none),
        (PublishedCount::Hidden, PublishedCount::Shown(98)),
        (PublishedCount::Shown(36_039), none),
        (none, none),
    ];
    assert!(numbers.eq(wanted));
}

#[test]
fn a_published_document_of_version_2_is_read_for_ever() {
    let text = fs::read_to_string(project("tests/fixtures/published-v2.json")).unwrap();
    let two = published(2);
    assert_eq!((two.threshold.count(), two.figures.len()), (5, 5));
    let last = &two.figures[4];
    assert_eq!(last.count, PublishedCount::NotCollected);
    assert_eq!(last.denominator, PublishedCount::NotApplicable);
    assert_eq!(two.to_text(), text, "written as it was then");
}

#[test]
fn a_combined_file_of_version_1_is_read_for_ever() {
    let path = project("tests/fixtures/combined-v1.json");
    if env::var_os("DAYBOOK_WRITE_FIXTURES").is_some() && !path.exists() {
        fs::write(&path, combined().to_text()).unwrap();
    }
    let text = fs::read_to_string(path).unwrap();
    let one = Combined::read(&text).unwrap();
    assert_eq!(one.name.as_str(), "North");
    assert_eq!(one.returns.len(), 1);
    assert_eq!(one.decisions.keep.len(), 1);
    assert_eq!(one.decisions.published.len(), 1);
    assert_eq!(one.to_text(), text, "written as it was then");
}

#[test]
fn decisions_of_each_version_are_read_for_ever() {
    let read = |name: &str| -> Decisions {
        let text = fs::read_to_string(project(&format!("tests/fixtures/{name}.json"))).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    let (first, second) = (read("decisions-v1"), read("decisions-v2"));
    assert_eq!((first.keep.len(), first.editions.len()), (1, 0));
    assert_eq!(second.editions.len(), 1);
    let without = Decisions {
        editions: [].into(),
        ..second
    };
    let plain = |all: &Decisions| all.to_json().to_text();
    assert_eq!(plain(&without), plain(&first));
}

#[test]
fn an_organisation_file_of_each_version_is_read_for_ever() {
    let read = |name: &str| {
        let text = fs::read_to_string(project(&format!("tests/fixtures/{name}.json"))).unwrap();
        Organisation::read(&text).unwrap()
    };
    let (first, second) = (read("organisation-v1"), read("organisation-v2"));
    let third = read("organisation-v3");
    assert_eq!((first.teams.len(), first.due.len()), (4, 2));
    assert!(first.tablets.is_empty() && first.collected.is_empty());
    assert_eq!(second.teams, first.teams);
    assert_eq!((second.tablets.len(), second.collected.len()), (2, 1));
    assert_eq!(second.schools_pledge, Some(450));
    assert_eq!((first.send_to, second.send_to), (None, None));
    assert_eq!(
        third.send_to.unwrap().as_str(),
        "early.help.returns@example.org"
    );
}

#[test]
fn a_return_of_version_1_is_read_for_ever() {
    let path = project("tests/fixtures/return-v1.json");
    if env::var_os("DAYBOOK_WRITE_FIXTURES").is_some() && !path.exists() {
        fs::write(&path, the_return().to_text()).unwrap();
    }
    let text = fs::read_to_string(path).unwrap();
    let one = QuarterReturn::read(&text).unwrap();
    assert_eq!(one.period().0, TeamId::new("riverside-early-help").unwrap());
    assert_eq!(one.quarter.code, third());
    let digest = "604671d229050116746608eed9f66ee9258c00965ae7358dd05b6efca45da9a4";
    assert_eq!(one.digest.to_string(), digest);
    assert_eq!(one.to_text(), text, "written as it was then");
    check_valid(&one);
}
