//! The command line with files as people really have them: outputs that are inputs,
//! closed pipes, folders, patterns, UTF-16, and what is no return at all.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_command;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use daybook::domain::base::digest::Digest;
use daybook::domain::base::json::Json;
use serde_json::Value;
use support_command::{command, complained, daybook, said, sample};

fn folder(name: &str) -> PathBuf {
    support_command::folder(&format!("command-line-{name}"))
}

/// The sample city's folder, written once and never changed.
fn city() -> &'static Path {
    static CITY: OnceLock<PathBuf> = OnceLock::new();
    CITY.get_or_init(|| sample("command-line-city", &["--tablets", "12"]))
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn within(folder: &Path, name: &str) -> String {
    text(&folder.join(name)).to_owned()
}

/// Some returns of the city, in the order of their names.
fn returns() -> Vec<PathBuf> {
    let entries = fs::read_dir(city().join("returns")).unwrap();
    let mut all: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    all.sort();
    all
}

/// The document of a roll-up.
fn document(words: &[&str]) -> (Value, Output) {
    let all = [
        &["roll-up"],
        words,
        &["--json", "-", "--today", "2017-05-01"],
    ]
    .concat();
    let output = daybook(&all);
    let text = said(&output);
    let document = serde_json::from_str(&text);
    (document.unwrap_or(Value::Null), output)
}

// Outputs.

#[test]
fn an_output_that_is_read_or_named_twice_is_refused_before_anything_is_touched() {
    let place = folder("outputs");
    let some = returns();
    let one = place.join("one.json");
    fs::copy(&some[0], &one).unwrap();
    let before = fs::read(&one).unwrap();
    let other_name = within(&place, "../command-line-outputs/one.json");
    let out = within(&place, "out.json");
    let organisation = within(&place, "organisation.json");
    fs::copy(city().join("organisation.json"), &organisation).unwrap();
    let org_before = fs::read(&organisation).unwrap();
    let divided = within(&place, "figures");
    let table = within(&place, "figures/period=2016-17 Q1/figures.parquet");
    let in_period = within(&place, "figures/period=old/organisation.json");
    let below = within(&place, "out.json/parquet");
    fs::create_dir_all(within(&place, "figures/period=old")).unwrap();
    fs::copy(
        &organisation,
        within(&place, "figures/period=old/organisation.json"),
    )
    .unwrap();
    for more in [
        &["--csv", text(&one)][..],
        &["--json", text(&one)],
        &["--json", &other_name],
        &["--combined", text(&one), "--name", "North"],
        &["--csv", &out, "--json", &out],
        &["--csv", "-", "--json", "-"],
        &["--organisation", &organisation, "--csv", &organisation],
        &["--csv", text(&place)],
        &["--parquet-by-period", text(&one)],
        &["--parquet-by-period", "-"],
        &["--parquet-by-period", &out, "--csv", &out],
        &["--csv", &out, "--parquet-by-period", &below],
        &["--parquet", &table, "--parquet-by-period", &divided],
        &[
            "--organisation",
            &in_period,
            "--parquet-by-period",
            &divided,
        ],
        &["--parquet", text(&one)],
    ] {
        let output = daybook(&[&["roll-up", text(&one)], more].concat());
        assert_eq!(output.status.code(), Some(3), "{more:?}");
        let words = complained(&output);
        assert!(words.contains("Nothing was written"), "{more:?}: {words}");
        assert!(output.stdout.is_empty(), "{more:?}");
    }
    let page = daybook(&["report", text(&one), "--html", text(&one)]);
    assert_eq!(page.status.code(), Some(3));
    assert_eq!(fs::read(&one).unwrap(), before);
    assert_eq!(fs::read(&organisation).unwrap(), org_before);
    assert!(!Path::new(&out).exists());
}

#[test]
fn an_output_takes_the_place_of_the_old_one_and_leaves_nothing_beside_it() {
    let place = folder("beside");
    let out = within(&place, "table.csv");
    fs::write(&out, "old").unwrap();
    let output = daybook(&["roll-up", text(city()), "--csv", &out]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    assert!(fs::read_to_string(&out).unwrap().starts_with("period,"));
    assert_eq!(fs::read_dir(&place).unwrap().count(), 1);
}

#[test]
fn tables_and_documents_go_to_the_standard_output_in_place_of_the_report() {
    let table = daybook(&["roll-up", text(city()), "--csv", "-"]);
    assert_eq!(table.status.code(), Some(0), "{}", complained(&table));
    let head = "period,level,unit,measure,breakdown,count,denominator,status\n";
    assert!(said(&table).starts_with(head));
    assert!(
        said(&table)
            .lines()
            .all(|line| line.split(',').count() >= 8)
    );
    let (document, _) = document(&[text(city())]);
    assert_eq!(document["format"], "daybook-roll-up");
}

#[cfg(unix)]
#[test]
fn a_pipe_that_nobody_reads_ends_quietly_and_files_are_whole_all_the_same() {
    let place = folder("pipe");
    let out = within(&place, "table.csv");
    let checks = ["check", text(city())];
    let rolls = ["roll-up", text(city()), "--csv", &out];
    for words in [&checks[..], &rolls, &["schema", "return"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = command(words).stdout(writer).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{words:?}");
        assert!(output.stderr.is_empty(), "{}", complained(&output));
    }
    let whole = daybook(&["roll-up", text(city()), "--csv", "-"]);
    assert_eq!(fs::read(&out).unwrap(), whole.stdout);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_told_in_a_sentence() {
    let full = || fs::File::options().write(true).open("/dev/full").unwrap();
    for words in [&["roll-up", text(city())][..], &["schema", "return"]] {
        let output = command(words).stdout(full()).output().unwrap();
        assert_eq!(output.status.code(), Some(3), "{words:?}");
        assert!(complained(&output).contains("the standard output could not be written"));
    }
    let output = daybook(&["roll-up", text(city()), "--csv", "/dev/full"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(complained(&output).contains("/dev/full: it could not be written"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_no_text_or_would_drive_a_terminal_is_shown_plainly() {
    use std::os::unix::ffi::OsStrExt;
    let place = folder("names");
    let name = std::ffi::OsStr::from_bytes(b"caf\xe9\x1b[31m.json");
    let path = place.join(name);
    fs::copy(&returns()[0], &path).unwrap();
    let mut command = command(&["check"]);
    let output = command.arg(&path).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    assert!(said(&output).contains("caf\u{fffd}\u{fffd}[31m.json: "));
    let absent = place.join(std::ffi::OsStr::from_bytes(b"\xff.json"));
    let mut command = support_command::command(&["check"]);
    let output = command.arg(&absent).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(complained(&output).contains("there is no such file"));
}

#[test]
fn a_day_that_is_written_in_another_way_is_answered_with_how() {
    for words in [
        ["--today", "31/12/2026"],
        ["--on-the-map-of", "31 May 2017"],
    ] {
        let output = daybook(&[&["roll-up", text(city())], &words[..]].concat());
        assert_eq!(output.status.code(), Some(2));
        assert!(complained(&output).contains("year first, such as 2026-12-31"));
    }
}

// Inputs.

#[test]
fn the_folder_of_the_sample_is_enough() {
    let (whole, output) = document(&[text(city())]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let returns = within(city(), "returns");
    let decisions = within(city(), "decisions.json");
    let organisation = within(city(), "organisation.json");
    let (named, _) = document(&[&returns, &decisions, "--organisation", &organisation]);
    assert_eq!(whole["figures"], named["figures"]);
    assert_eq!(whole["who_has_sent"], named["who_has_sent"]);
    // As shells of Windows hand a pattern on.
    let pattern = within(city(), "returns/*.json");
    let (by_pattern, _) = document(&[&pattern, &decisions, "--organisation", &organisation]);
    assert_eq!(by_pattern["figures"], named["figures"]);
}

#[test]
fn what_was_not_looked_at_in_a_folder_is_said() {
    let place = folder("not-looked-at");
    let some = returns();
    fs::create_dir(place.join("sub")).unwrap();
    for (one, name) in some.iter().zip([
        "a.JSON",
        "b.json.txt",
        "c.json.download",
        "sub/d.json",
        "e.json.gz",
        "f.zip",
    ]) {
        fs::copy(one, place.join(name)).unwrap();
    }
    let (document, output) = document(&[text(&place)]);
    let files: Vec<&str> = document["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| file["name"].as_str().unwrap().rsplit('/').next().unwrap())
        .collect();
    assert_eq!(files, ["a.JSON", "b.json.txt", "c.json.download", "d.json"]);
    let words = complained(&output);
    assert!(
        words.contains("2 files not looked at: e.json.gz, f.zip"),
        "{words}"
    );
    assert_eq!(document["not_looked_at"].as_array().unwrap().len(), 1);
}

fn utf_16(text: &str) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    bytes
}

#[test]
fn utf_16_is_read_for_returns_the_organisation_and_decisions() {
    let place = folder("utf-16");
    let plain = |path: &Path| fs::read_to_string(path).unwrap();
    for one in returns() {
        let to = place.join(one.file_name().unwrap());
        fs::write(to, utf_16(&plain(&one))).unwrap();
    }
    let organisation = within(&place, "organisation.txt");
    fs::write(
        &organisation,
        utf_16(&plain(&city().join("organisation.json"))),
    )
    .unwrap();
    let decisions = place.join("decisions.json");
    fs::write(&decisions, utf_16(&plain(&city().join("decisions.json")))).unwrap();
    let (other, output) = document(&[text(&place), "--organisation", &organisation]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    assert_eq!(other["figures"], document(&[text(city())]).0["figures"]);
}

#[test]
fn what_is_no_return_is_named_for_what_it_is() {
    let place = folder("other-things");
    for (name, bytes, why) in [
        ("a.json", &b"\x1f\x8b\x08\x00"[..], "gzip"),
        ("b.json", b"PK\x03\x04", "zip archive"),
        (
            "c.json",
            b"<!DOCTYPE html><title>Sign in</title>",
            "log-in page",
        ),
        ("d.json", &[0; 512], "NUL bytes"),
        (
            "e.json",
            b"{\"format\": \"daybook-return\"\0\0\0\0",
            "NUL bytes",
        ),
        ("f.json", b"", "empty"),
    ] {
        let path = place.join(name);
        fs::write(&path, bytes).unwrap();
        let output = daybook(&["check", text(&path)]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        assert!(complained(&output).contains(why), "{}", complained(&output));
    }
}

// What is combined or opened stays complete.

#[test]
fn editions_that_differ_are_told_and_unsettled_in_any_order_until_a_person_decides() {
    let place = folder("editions");
    let old = within(city(), "organisation.json");
    let mut organisation: Value = serde_json::from_str(&fs::read_to_string(&old).unwrap()).unwrap();
    let team = &mut organisation["teams"][0];
    let id = team["id"].as_str().unwrap().to_owned();
    let here = team["locality"].as_str().unwrap().to_owned();
    let there = if here == "west" { "north" } else { "west" };
    team["locality"] = there.into();
    let new = within(&place, "new.json");
    fs::write(&new, organisation.to_string()).unwrap();
    let files = within(city(), "returns");
    let (one, output) = document(&[&files, "--organisation", &old, "--organisation", &new]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let (other, _) = document(&[&new, &old, &files, &new]);
    assert_eq!(one["figures"], other["figures"]);
    assert_eq!(one["who_has_sent"], other["who_has_sent"]);
    let statuses = |document: &Value, unit: &str| {
        let rows = document["figures"].as_array().unwrap().clone();
        let of = rows.into_iter().filter(|row| row["unit"] == unit);
        let mut all: Vec<String> = of.map(|row| row["status"].to_string()).collect();
        all.dedup();
        all
    };
    for locality in [&here, there] {
        let all = statuses(&one, locality);
        let is_settled = |it: &String| it.contains("complete");
        assert!(!all.iter().any(is_settled), "{all:?}");
        assert!(all.iter().any(|it| it.contains("unsettled")), "{all:?}");
    }
    let differs = one["organisations_to_decide"][0]["differences"].to_string();
    assert!(differs.contains(&id), "{differs}");
    // Decided.
    let editions = one["organisations_to_decide"][0]["editions"]
        .as_array()
        .unwrap();
    let (alone, _) = document(&[&files, "--organisation", &new]);
    for kept in [0, 1] {
        let decisions = within(&place, "decided.json");
        let made = serde_json::json!({
            "format": "daybook-decisions", "format_version": 2,
            "editions": [{
                "city": organisation["city"], "kept": editions[kept],
                "set_aside": [editions[1 - kept]], "reason": "The newer one",
                "on": "2017-04-20",
            }],
        });
        fs::write(&decisions, made.to_string()).unwrap();
        let (decided, _) = document(&[&files, &decisions, &old, &new]);
        assert_eq!(
            decided["organisations_to_decide"].as_array().unwrap().len(),
            0
        );
        let (plain, _) = document(&[&files, "--organisation", &old]);
        let is_new = decided["figures"] == alone["figures"];
        let is_old = decided["figures"] == plain["figures"];
        assert!(is_new != is_old, "one of them");
    }
}

/// A return as a later minor version would write it, whole.
fn with_a_new_field(text: &str) -> String {
    let mut value: Value = serde_json::from_str(text).unwrap();
    value["weather"] = "rain".into();
    value["manifest"].as_array_mut().unwrap().reverse();
    let sealed = |value: &Value, without: &[&str]| {
        let text = value.to_string();
        Digest::of_content_without(&Json::read(&text).unwrap(), without).to_string()
    };
    value["manifest_digest"] = sealed(&value["manifest"], &[]).into();
    let without = ["made_at", "manifest", "manifest_digest", "digest"];
    let digest = sealed(&value, &without);
    let (team, quarter) = (
        value["team"]["id"].clone(),
        value["quarter"]["code"].clone(),
    );
    for entry in value["manifest"].as_array_mut().unwrap() {
        if entry["team"] == team && entry["quarter"] == quarter {
            entry["digest"] = digest.clone().into();
        }
    }
    value["manifest_digest"] = sealed(&value["manifest"], &[]).into();
    value["digest"] = digest.into();
    serde_json::to_string_pretty(&value).unwrap()
}

#[test]
fn what_is_combined_can_be_opened_whatever_form_its_returns_have() {
    let place = folder("forms");
    let text_of = fs::read_to_string(&returns()[0]).unwrap();
    for (name, form) in [
        ("plain", text_of.clone()),
        ("newer", with_a_new_field(&text_of)),
        ("marked", format!("\u{feff}\n  {text_of}\n\n")),
    ] {
        let one = within(&place, &format!("{name}.json"));
        fs::write(&one, &form).unwrap();
        assert_eq!(daybook(&["check", &one]).status.code(), Some(0), "{name}");
        let mut before = one;
        for level in ["one", "two"] {
            let out = within(&place, &format!("{name}-{level}.json"));
            let output = daybook(&["roll-up", &before, "--combined", &out, "--name", "North"]);
            assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
            let checked = daybook(&["check", &out]);
            assert_eq!(
                checked.status.code(),
                Some(0),
                "{name}: {}",
                complained(&checked)
            );
            assert!(said(&checked).contains("added"), "{}", said(&checked));
            before = out;
        }
        let whole = fs::read_to_string(&before).unwrap();
        assert!(
            whole.contains(form.trim_matches(['\u{feff}', '\n', ' '])),
            "as it was"
        );
    }
}

#[test]
fn a_newest_file_that_cannot_be_used_is_told_everywhere_and_at_every_level() {
    let place = folder("refused");
    let organisation = within(city(), "organisation.json");
    for one in returns() {
        fs::copy(&one, place.join(one.file_name().unwrap())).unwrap();
    }
    let (whole, _) = document(&[text(&place), "--organisation", &organisation]);
    let complete: Vec<&Value> = whole["who_has_sent"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|cell| cell["state"] == "sent" && cell["notes"].as_array().unwrap().is_empty())
        .collect();
    let cell = complete.last().unwrap();
    let (team, quarter) = (
        cell["team"].as_str().unwrap(),
        cell["quarter"].as_str().unwrap(),
    );
    // A later revision, of which the cloud kept a placeholder.
    let is_of = |path: &&PathBuf| {
        let value: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        value["team"]["id"] == team && value["quarter"]["code"] == quarter
    };
    let all = returns();
    let first = all.iter().find(is_of).unwrap();
    let name = text(Path::new(first.file_name().unwrap())).replace("-r1.json", "-r9.json");
    assert!(name.ends_with("-r9.json"));
    fs::write(place.join(&name), b"").unwrap();
    let check = |document: &Value| {
        assert_eq!(document["not_used"][0]["name"], name.as_str());
        for cell in document["who_has_sent"].as_array().unwrap() {
            let noted = cell["notes"].to_string().contains("file-not-used");
            let is_it = cell["team"] == team && cell["quarter"] == quarter;
            assert_eq!(noted, is_it, "{cell}");
        }
        let rows = document["figures"].as_array().unwrap();
        let mut of_cell = rows.iter().filter(|row| {
            row["level"] == "team" && row["unit"] == team && row["period"] == quarter
        });
        assert!(of_cell.all(|row| row["status"].as_str().unwrap().contains("incomplete")));
    };
    let (missed, output) = document(&[text(&place), "--organisation", &organisation]);
    assert_eq!(output.status.code(), Some(1));
    check(&missed);
    let out = within(city(), "../command-line-refused-combined.json");
    let files = [text(&place), "--organisation", &organisation];
    let combining = ["--combined", &out, "--name", "North"];
    daybook(&[&["roll-up"], &files[..], &combining].concat());
    let (above, output) = document(&[&out]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    check(&above);
    assert_eq!(above["figures"], missed["figures"]);
    let report = said(&daybook(&["roll-up", &out, "--quarter", quarter]));
    assert!(report.contains("could not be used"), "{report}");
    // Once the file is here, nothing is missed.
    let newest = within(&place, &name);
    fs::remove_file(&newest).unwrap();
    let (again, _) = document(&[text(&place), "--organisation", &organisation]);
    assert_eq!(again["figures"], whole["figures"]);
}

#[test]
fn a_quarter_whose_returns_are_all_unsettled_is_the_latest() {
    // Without the decisions, the sample has tablets that sent on in two places.
    let (all, _) = document(&[&within(city(), "returns")]);
    let doubtful = &all["to_decide"][0];
    assert!(doubtful.is_object(), "the sample has one");
    let quarter = doubtful["periods"][0]["quarter"].as_str().unwrap();
    let book = doubtful["book"].as_str().unwrap();
    let of_book = returns().into_iter().filter(|path| {
        let value: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        value["book"] == book && value["quarter"]["code"] == quarter
    });
    let paths: Vec<PathBuf> = of_book.collect();
    let mut words = vec!["roll-up"];
    words.extend(paths.iter().map(|path| text(path)));
    let report = said(&daybook(&words));
    assert!(!report.contains("No return counts."), "{report}");
    assert!(report.contains("unsettled"), "{report}");
}
