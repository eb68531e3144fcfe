//! The command line over the sample city: three localities, sixteen teams, forty
//! tablets and eight quarters, with all that can happen to a tablet.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_command;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::OnceLock;

use serde_json::Value;
use support_command::{complained, daybook, said, sample};

fn folder(name: &str) -> PathBuf {
    support_command::folder(&format!("roll-up-{name}"))
}

/// The sample city's folder, written once.
fn city() -> &'static Path {
    static CITY: OnceLock<PathBuf> = OnceLock::new();
    CITY.get_or_init(|| sample("roll-up-city", &["--seed", "2016", "--tablets", "40"]))
}

fn path(name: &str) -> String {
    city().join(name).to_str().unwrap().to_owned()
}

/// Rolls up, and gives the document.
fn rolled_up(files: &[&str], more: &[&str]) -> (Value, Output) {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("{:?}.json", std::thread::current().id()));
    let organisation = path("organisation.json");
    let mut words = vec!["roll-up"];
    words.extend(files);
    words.extend(["--organisation", &organisation, "--today", "2017-05-01"]);
    words.extend(["--json", out.to_str().unwrap()]);
    words.extend(more);
    let output = daybook(&words);
    let document = fs::read_to_string(&out).map(|text| serde_json::from_str(&text).unwrap());
    (document.unwrap_or_default(), output)
}

/// The document of the whole city.
fn whole() -> &'static Value {
    static WHOLE: OnceLock<Value> = OnceLock::new();
    WHOLE.get_or_init(|| {
        let (document, output) = rolled_up(&[&path("returns"), &path("decisions.json")], &[]);
        assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
        document
    })
}

/// The sum of a measure's rows of one level with these dimensions, by quarter.
fn by_quarter(
    document: &Value,
    level: &str,
    measure: &str,
    dimensions: &[&str],
) -> BTreeMap<String, (u64, u64)> {
    let mut sums = BTreeMap::new();
    for row in document["figures"].as_array().unwrap() {
        let breakdown = row["breakdown"].as_str().unwrap();
        let own: Vec<&str> = breakdown
            .split(';')
            .filter(|part| !part.is_empty())
            .map(|part| part.split('=').next().unwrap())
            .collect();
        if row["level"] == level && row["measure"] == measure && own == dimensions {
            let quarter = row["period"].as_str().unwrap().to_owned();
            let sum: &mut (u64, u64) = sums.entry(quarter).or_default();
            sum.0 += row["count"].as_u64().unwrap_or(0);
            sum.1 += row["denominator"].as_u64().unwrap_or(0);
        }
    }
    sums
}

const BY_KIND: [&str; 2] = ["age-band", "kind"];

// Early Help report 2016-17, section 2.
#[test]
fn the_reports_contacts_come_out_and_two_quarters_are_not_collected() {
    let document = whole();
    let contacts = by_quarter(document, "all", "direct-contacts", &BY_KIND);
    assert_eq!(contacts["2016-17 Q3"].0 + contacts["2016-17 Q4"].0, 36_039);
    let rows = document["figures"].as_array().unwrap();
    for row in rows
        .iter()
        .filter(|row| row["measure"] == "direct-contacts")
    {
        let quarter = row["period"].as_str().unwrap();
        let collected = ["2016-17 Q3", "2016-17 Q4"].contains(&quarter);
        assert_eq!(
            row["status"] == "example-not-collected",
            !collected,
            "{row}"
        );
        assert_eq!(row["count"].is_null(), !collected, "{row}");
    }
    let sentence = sentence_of(document, "2016-17 to Q4", "direct-contacts");
    let expected = "36,039 direct contacts; nothing to compare with from last year; \
                    not collected in April to June 2016 and July to September 2016";
    assert_eq!(sentence, expected);
}

fn sentence_of(document: &Value, period: &str, measure: &str) -> String {
    let sentences = document["sentences"].as_array().unwrap();
    let found = sentences
        .iter()
        .find(|it| it["level"] == "all" && it["period"] == period && it["measure"] == measure);
    found.unwrap()["sentence"].as_str().unwrap().to_owned()
}

// Early Help report 2016-17, section 2: 515 surveys, 98.3%, 97.7%, 97.7%; against
// 499, 74.7%, 74.1%.
#[test]
fn the_reports_surveys_come_out_beside_those_of_the_year_before() {
    let document = whole();
    let of = |measure: &str| sentence_of(document, "2016-17 to Q4", measure);
    let missing = "; last year 14 of 16 teams";
    assert_eq!(
        of("surveys-received"),
        format!("515 surveys, 16 more than last year (+3.2%){missing}")
    );
    assert_eq!(
        of("survey-respect"),
        format!(
            "98.3% (506 of 515 surveys), 23.5 points more than last year’s 74.7% (373 of 499 surveys){missing}"
        )
    );
    assert_eq!(
        of("survey-listened"),
        format!(
            "97.7% (503 of 515 surveys), 23.5 points more than last year’s 74.1% (370 of 499 surveys){missing}"
        )
    );
    assert!(of("survey-helped").starts_with("97.7% (503 of 515 surveys)"));
    assert_eq!(
        of("survey-response").split(',').next(),
        Some("98.1% (515 of 525 families asked)")
    );
}

#[test]
fn all_is_the_sum_of_the_localities_and_of_the_teams() {
    let document = whole();
    for (measure, dimensions) in [
        ("direct-contacts", &BY_KIND[..]),
        ("sessions", &["kind"]),
        ("surveys-received", &[]),
        ("survey-helped", &[]),
    ] {
        let of = |level| by_quarter(document, level, measure, dimensions);
        assert_eq!(of("all").len(), 8, "{measure}");
        assert_eq!(of("team"), of("all"), "{measure}");
        assert_eq!(of("locality"), of("all"), "{measure}");
        assert_eq!(of("city"), of("all"), "{measure}");
    }
}

#[test]
fn who_has_sent_tells_missing_from_nil_and_restated_from_late() {
    let document = whole();
    let cells = document["who_has_sent"].as_array().unwrap();
    assert_eq!(cells.len(), 16 * 8);
    let count = |state: &str| cells.iter().filter(|cell| cell["state"] == state).count();
    assert_eq!(count("missing"), 2);
    assert_eq!(count("unsettled"), 0);
    let noted = |note: &str| {
        let noted = cells.iter().filter(|cell| {
            let notes = cell["notes"].as_array().unwrap();
            notes.iter().any(|it| it == note)
        });
        noted
            .map(|cell| cell["quarter"].as_str().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(noted("restated"), ["2016-17 Q3"]);
    assert_eq!(noted("late"), ["2016-17 Q2"]);
    assert_eq!(noted("from-paper"), ["2016-17 Q4"]);
    assert!(
        noted("part-quarter").is_empty(),
        "it was sent again after the end"
    );
    assert_eq!(noted("contacts-not-collected").len(), 16 * 6);
    // A nil return is not missing: its team has other tablets.
    let files = document["files"].as_array().unwrap();
    assert_eq!(files.len(), document_files());
}

fn document_files() -> usize {
    fs::read_dir(city().join("returns")).unwrap().count() + 1
}

#[test]
fn without_the_decisions_what_two_tablets_sent_is_unsettled() {
    let (document, output) = rolled_up(&[&path("returns")], &[]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(document["to_decide"].as_array().unwrap().len(), 2);
    let contacts = by_quarter(&document, "all", "direct-contacts", &BY_KIND);
    let sum = contacts["2016-17 Q3"].0 + contacts["2016-17 Q4"].0;
    assert!(sum < 36_039, "{sum}");
    let rows = document["figures"].as_array().unwrap();
    let fourth = rows.iter().find(|row| {
        row["level"] == "all"
            && row["measure"] == "direct-contacts"
            && row["period"] == "2016-17 Q4"
    });
    assert_eq!(fourth.unwrap()["status"], "example-unsettled");
}

#[test]
fn a_team_that_moved_counts_where_it_was() {
    let document = whole();
    let of = |document: &Value, locality: &str, quarter: &str| -> u64 {
        let rows = document["figures"].as_array().unwrap();
        rows.iter()
            .filter(|row| {
                row["level"] == "locality" && row["unit"] == locality && row["period"] == quarter
            })
            .find(|row| row["measure"] == "surveys-received" && row["breakdown"] == "")
            .and_then(|row| row["count"].as_u64())
            .unwrap()
    };
    let (today, output) = rolled_up(
        &[&path("returns"), &path("decisions.json")],
        &["--on-the-map-of", "2017-05-01"],
    );
    assert_eq!(output.status.code(), Some(0));
    // It moved from West to North with quarter 3.
    let moved = |quarter: &str| of(document, "west", quarter) - of(&today, "west", quarter);
    assert!(moved("2016-17 Q2") > 0);
    assert_eq!(moved("2016-17 Q3"), 0);
    assert_eq!(
        of(document, "north", "2016-17 Q2") + moved("2016-17 Q2"),
        of(&today, "north", "2016-17 Q2")
    );
}

#[test]
fn combined_files_open_one_level_up_without_counting_twice() {
    let whole = whole();
    let returns: Vec<PathBuf> = fs::read_dir(city().join("returns"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let out = folder("combined");
    // Two parts that share some files, and a third of both.
    let names: Vec<&str> = returns.iter().map(|path| path.to_str().unwrap()).collect();
    let (one, other) = (&names[..names.len() * 2 / 3], &names[names.len() / 3..]);
    let decisions = path("decisions.json");
    let parts: Vec<String> = ["one", "other", "both"]
        .iter()
        .map(|name| {
            out.join(format!("{name}.json"))
                .to_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    let combine = |files: &[&str], to: &str| {
        let (_, output) = rolled_up(files, &["--combined", to, "--name", "A part"]);
        assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    };
    combine(one, &parts[0]);
    combine(&[other, &[decisions.as_str()]].concat(), &parts[1]);
    combine(&[&parts[0], &parts[1]], &parts[2]);
    let (document, output) = rolled_up(&[&parts[2], &parts[0], &path("returns")], &[]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    assert_eq!(document["figures"], whole["figures"]);
    assert_eq!(document["who_has_sent"], whole["who_has_sent"]);
    // And by itself, without the organisation being named.
    let alone = daybook(&["roll-up", &parts[2], "--today", "2017-05-01"]);
    assert!(
        said(&alone).contains("36,039 direct contacts"),
        "{}",
        said(&alone)
    );
}

#[test]
fn the_table_is_tidy_and_of_eight_columns() {
    let csv = folder("table").join("table.csv");
    let (document, _) = rolled_up(
        &[&path("returns"), &path("decisions.json")],
        &["--csv", csv.to_str().unwrap(), "--quarter", "2016-17-Q3"],
    );
    let table = fs::read_to_string(csv).unwrap();
    let mut lines = table.lines();
    assert_eq!(
        lines.next(),
        Some("period,level,unit,measure,breakdown,count,denominator,status")
    );
    let rows = document["figures"].as_array().unwrap();
    assert_eq!(lines.clone().count(), rows.len());
    for (line, row) in lines.zip(rows) {
        assert_eq!(line.split(',').count(), 8, "{line}");
        assert!(line.starts_with("2016-17 Q3,"), "{line}");
        assert!(line.contains(row["measure"].as_str().unwrap()), "{line}");
    }
    fs::remove_file(folder_file("table.csv")).ok();
}

fn folder_file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("roll-up-{name}"))
}

/// Publishes, and gives the document, the table and the output.
fn published(name: &str, more: &[&str]) -> (Value, String, Output) {
    let table = folder_file(&format!("{name}.csv"));
    let mut csv = vec!["--csv", table.to_str().unwrap(), "--publish"];
    if !more.contains(&"--published-before") {
        csv.push("--first-edition");
    }
    let (document, output) = rolled_up(
        &[&path("returns"), &path("decisions.json")],
        &[&csv[..], more].concat(),
    );
    let table = fs::read_to_string(&table).unwrap_or_default();
    (document, table, output)
}

/// The numbers that a published document shows, without who has sent.
fn shown(document: &Value) -> Vec<u64> {
    let figures = document["figures"].as_array().unwrap().iter();
    figures
        .filter(|row| row["measure"] != "returns-complete")
        .flat_map(|row| [row["count"].as_u64(), row["denominator"].as_u64()])
        .flatten()
        .collect()
}

#[test]
fn what_is_published_shows_no_small_count_and_nothing_that_is_only_for_the_service() {
    let (document, table, output) = published("public", &[]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    assert_eq!(document["format"], "daybook-published");
    assert_eq!(document["example"], true);
    let keys: Vec<&String> = document.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        [
            "example",
            "figures",
            "format",
            "format_version",
            "notes",
            "rounded_to",
            "threshold",
            "today"
        ]
    );
    assert!(shown(&document).len() > 1_000);
    assert!(
        shown(&document)
            .iter()
            .all(|count| !(1..=5).contains(count))
    );
    let figures = document["figures"].as_array().unwrap();
    let hidden = figures.iter().filter(|row| row["count"] == "c");
    assert!(hidden.count() > 500);
    // The table says the same, line by line.
    let lines: Vec<&str> = table.lines().skip(1).collect();
    assert_eq!(lines.len(), figures.len());
    for (line, row) in lines.iter().zip(figures) {
        let text = |key: &str| match &row[key] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let end = format!(
            ",{},{},{}",
            text("count"),
            text("denominator"),
            text("status")
        );
        assert!(line.ends_with(&end), "{line} {row}");
    }
    // What is printed says how much was hidden, and no figure.
    let words = said(&output);
    assert!(words.contains("%) are hidden, and "), "{words}");
    assert!(!words.contains("36,039"), "{words}");
    // The report's own figures are large enough to be shown.
    let is_year = |row: &&Value| row["period"] == "2016-17 to Q4" && row["level"] == "all";
    let year: Vec<&Value> = figures.iter().filter(is_year).collect();
    let find = |measure: &str| {
        let is_it = |row: &&&Value| row["measure"] == measure && row["breakdown"] == "";
        year.iter().find(is_it).unwrap()
    };
    assert_eq!(find("direct-contacts")["count"], 36_039);
    assert_eq!(find("surveys-received")["count"], 515);
}

#[test]
fn what_was_hidden_stays_hidden_and_one_quarter_shows_no_more() {
    let (first, _, _) = published("first", &["--quarter", "2016-17-Q3"]);
    let figures = first["figures"].as_array().unwrap();
    let is_wanted = |row: &Value| {
        let period = row["period"].as_str().unwrap();
        ["2016-17 Q3", "2016-17 to Q3"].contains(&period)
    };
    assert!(figures.iter().all(is_wanted));
    let document = folder_file("first.json");
    fs::write(&document, first.to_string()).unwrap();
    let before = ["--published-before", document.to_str().unwrap()];
    let (second, _, output) = published("second", &before);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let key = |row: &Value| {
        ["period", "level", "unit", "measure", "breakdown"].map(|it| row[it].to_string())
    };
    let again: BTreeMap<_, &Value> = second["figures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (key(row), row))
        .collect();
    for row in figures {
        for side in ["count", "denominator"] {
            if row[side] == "c" {
                assert_eq!(again[&key(row)][side], "c", "{row}");
            }
        }
    }
    let (_, _, output) = published("third", &["--published-before", &path("organisation.json")]);
    assert_eq!(output.status.code(), Some(3));
    assert!(complained(&output).contains("organisation.json: it is no document"));
}

#[test]
fn less_detail_is_published_and_why_numbers_are_hidden_is_logged_for_the_service() {
    let log = folder_file("disclosure-log.csv");
    let more = [
        "--leave-out",
        "teams,quarters",
        "--disclosure-log",
        log.to_str().unwrap(),
        "--asked-by",
        "request 12",
    ];
    let (document, _, output) = published("less", &more);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    assert_eq!(
        document["left_out"],
        serde_json::json!(["teams", "quarters"])
    );
    let figures = document["figures"].as_array().unwrap();
    let counts = figures
        .iter()
        .filter(|row| row["measure"] != "returns-complete");
    let mut hidden = 0;
    for row in counts {
        assert_ne!(row["level"], "team");
        let period = row["period"].as_str().unwrap();
        assert!(period.contains(" to "), "{row}");
        let sides = ["count", "denominator"].map(|side| row[side] == "c");
        hidden += sides.into_iter().filter(|it| *it).count();
    }
    let text = fs::read_to_string(&log).unwrap();
    let lines: Vec<&str> = text.lines().skip(1).collect();
    assert_eq!(lines.len(), hidden);
    for line in lines {
        assert!(
            line.starts_with("not for publishing,2016-17 to Q"),
            "{line}"
        );
        assert!(
            line.contains("without teams; without quarters,request 12,"),
            "{line}"
        );
    }
    let (_, _, output) = published("wrong", &["--leave-out", "wards"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn threshold_and_rounding_are_as_wanted() {
    let (document, _, _) = published("ten", &["--publish-threshold", "9", "--round-to-5"]);
    assert_eq!(
        (&document["threshold"], &document["rounded_to"]),
        (&9.into(), &5.into())
    );
    let shown = shown(&document);
    assert!(
        shown
            .iter()
            .all(|count| count % 5 == 0 && (*count == 0 || *count >= 10))
    );
    for wrong in [
        &["--publish-threshold", "0"][..],
        &["--publish-threshold", "many"],
        &["--combined", "x.json", "--name", "X"],
    ] {
        let (_, _, output) = published("wrong", wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong:?}");
    }
    let (_, output) = rolled_up(&[&path("returns")], &["--round-to-5"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn one_bad_file_never_stops_the_others() {
    let out = folder("bad");
    let bad = |name: &str, bytes: &[u8]| {
        let path = out.join(name);
        fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let some = fs::read_dir(city().join("returns"))
        .unwrap()
        .next()
        .unwrap();
    let good = fs::read_to_string(some.unwrap().path()).unwrap();
    let files = [
        (bad("empty.json", b""), "it is empty"),
        (bad("zip.json", b"PK\x03\x04rest"), "it is a zip archive"),
        (
            bad("bytes.json", b"{\"a\": \"\xff\"}"),
            "byte 8 belongs to no character",
        ),
        (
            bad("cut.json", &good.as_bytes()[..200]),
            "at line 9 column 1",
        ),
        (
            bad("other.json", b"{\"format\": \"recipe\"}"),
            "it is not a Daybook return",
        ),
        (
            bad(
                "changed.json",
                good.replacen("\"nil\": false", "\"nil\": true ", 1)
                    .as_bytes(),
            ),
            "it was changed or damaged",
        ),
    ];
    let mut names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    let missing = out.join("missing.json").to_str().unwrap().to_owned();
    names.push(&missing);
    let (returns, decisions) = (path("returns"), path("decisions.json"));
    names.extend([returns.as_str(), decisions.as_str()]);
    let (document, output) = rolled_up(&names, &[]);
    assert_eq!(output.status.code(), Some(1));
    let words = complained(&output);
    for (name, why) in &files {
        let line = words.lines().find(|line| line.starts_with(name.as_str()));
        let line = line.unwrap_or_else(|| panic!("{name}: {words}"));
        assert!(line.contains(why), "{line}");
    }
    assert!(
        words.contains("missing.json: it could not be read"),
        "{words}"
    );
    assert_eq!(counts(&document), counts(whole()));
}

/// The figures but for how complete they are: a file that could not be used may be
/// a return of any team.
fn counts(document: &Value) -> Vec<Value> {
    let rows = document["figures"].as_array().unwrap().iter();
    let rows = rows.filter(|row| row["measure"] != "returns-complete");
    rows.map(|row| {
        let mut row = row.clone();
        row["status"] = Value::Null;
        row
    })
    .collect()
}

/// Opens a file, or what is taken for one, beside good ones: it is refused in these
/// words, and changes no count.
fn check_refused(path: &Path, why: &str) {
    let path = path.to_str().unwrap();
    let output = daybook(&["check", path]);
    assert_eq!(output.status.code(), Some(1), "{path}");
    assert_eq!(complained(&output), format!("{path}: {why}\n"));
    let (returns, decisions) = (self::path("returns"), self::path("decisions.json"));
    let (document, output) = rolled_up(&[path, &returns, &decisions], &[]);
    assert_eq!(output.status.code(), Some(1), "{path}");
    assert_eq!(complained(&output), format!("{path}: {why}\n"));
    assert_eq!(counts(&document), counts(whole()));
}

#[test]
fn a_file_of_200_megabytes_is_refused_without_being_read() {
    let out = folder("large");
    // Holes: they take no room on the disk. Nobody could read the second one whole.
    for (bytes, name) in [(200 << 20, "large.json"), (1_u64 << 36, "larger.json")] {
        let path = out.join(name);
        fs::File::create(&path).unwrap().set_len(bytes).unwrap();
        let why = format!("it is too large: {bytes} bytes, and the most are 104857600");
        check_refused(&path, &why);
    }
    fs::remove_dir_all(&out).unwrap();
}

#[test]
fn an_archive_of_returns_is_refused_with_what_to_do() {
    let out = folder("archive");
    // The smallest archive there is, and the beginning of one that holds a file.
    let empty = [&b"PK\x05\x06"[..], &[0; 18]].concat();
    let with_file = b"PK\x03\x04\x14\0\0\0\x08\0returns/one.json\xed\x9d";
    for (name, bytes) in [("empty.zip", &empty[..]), ("returns.json", with_file)] {
        let path = out.join(name);
        fs::write(&path, bytes).unwrap();
        let why = "it is a zip archive: unpack it and open the files in it";
        check_refused(&path, why);
    }
}

#[test]
fn a_folder_without_returns_is_told_of() {
    let out = folder("folders");
    // A folder may be called like a file, within another.
    let within = out.join("outer").join("inner.json");
    fs::create_dir_all(&within).unwrap();
    fs::create_dir_all(out.join("empty")).unwrap();
    let why = "it could not be read: it is a folder, and no file in it ends in .json";
    check_refused(&out.join("empty"), why);
    let outer = out.join("outer");
    let output = daybook(&["check", outer.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(complained(&output), format!("{}: {why}\n", outer.display()));
}

#[test]
fn what_cannot_be_read_is_refused_in_plain_words() {
    let out = folder("unreadable");
    let missing = out.join("missing.json");
    check_refused(&missing, "it could not be read: there is no such file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        check_refused(
            Path::new("/dev/zero"),
            "it could not be read: it is not a file",
        );
        let locked = out.join("locked.json");
        fs::write(&locked, "{}").unwrap();
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o0)).unwrap();
        // Who administers a machine may read everything on it.
        if fs::File::open(&locked).is_err() {
            let why = "it could not be read: you are not allowed to read it";
            check_refused(&locked, why);
        }
    }
}

#[test]
fn check_says_what_each_file_is_and_becomes() {
    let output = daybook(&[
        "check",
        &path("returns"),
        &path("decisions.json"),
        &path("organisation.json"),
    ]);
    assert_eq!(output.status.code(), Some(0), "{}", complained(&output));
    let words = said(&output);
    let lines = |what: &str| words.lines().filter(|line| line.ends_with(what)).count();
    assert_eq!(lines(": set aside by a decision"), 2);
    assert_eq!(lines(": past: a later file of this tablet is here"), 1);
    assert_eq!(lines(": decisions"), 1);
    assert_eq!(lines(": organisation, Riverton, 17 teams"), 1);
    let bad = folder("bad-check");
    fs::write(bad.join("x.json"), "[1, 2").unwrap();
    let output = daybook(&["check", bad.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        complained(&output).contains("at line 1 column 6"),
        "{}",
        complained(&output)
    );
}

#[test]
fn what_cannot_be_done_has_an_exit_code_of_its_own() {
    let output = daybook(&[
        "roll-up",
        &path("returns"),
        "--organisation",
        "nowhere.json",
    ]);
    assert_eq!(output.status.code(), Some(3));
    assert!(complained(&output).starts_with("nowhere.json: "));
    let output = daybook(&["roll-up", &path("returns"), "--quarter", "Q3"]);
    assert_eq!(output.status.code(), Some(2));
    let output = daybook(&["sample", "--out", city().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(complained(&output).contains("not empty"));
}

#[test]
fn help_has_examples_and_exit_codes() {
    for command in ["check", "roll-up", "sample"] {
        let output = daybook(&[command, "--help"]);
        assert_eq!(output.status.code(), Some(0));
        assert!(
            said(&output).contains(&format!("  daybook {command} ")),
            "{command}"
        );
    }
    assert!(said(&daybook(&["--help"])).contains("Exit codes"));
}

#[test]
fn the_same_seed_gives_the_same_city_and_another_seed_the_same_totals() {
    let (same, other) = (folder("same"), folder("other"));
    for (seed, out) in [("2016", &same), ("7", &other)] {
        let out = out.to_str().unwrap();
        let made = daybook(&["sample", "--seed", seed, "--out", out]);
        assert_eq!(made.status.code(), Some(0));
    }
    let names = |path: &Path| {
        let entries = fs::read_dir(path.join("returns")).unwrap();
        let mut names: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
        names.sort();
        names
    };
    let (first, again) = (names(city()), names(&same));
    assert_eq!(first.len(), again.len());
    for (one, other) in first.iter().zip(&again) {
        assert_eq!(fs::read(one).unwrap(), fs::read(other).unwrap());
    }
    let returns = other.join("returns");
    let decisions = other.join("decisions.json");
    let files = [returns.to_str().unwrap(), decisions.to_str().unwrap()];
    let organisation = other.join("organisation.json");
    let output = daybook(&[
        "roll-up",
        files[0],
        files[1],
        "--organisation",
        organisation.to_str().unwrap(),
    ]);
    assert!(said(&output).contains("36,039 direct contacts"));
    assert!(said(&output).contains("515 surveys, 16 more than last year (+3.2%)"));
}
