//! Editions on the command line: what is published of quarters of which something was
//! published before.
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

use serde_json::Value;
use support_command::{complained, daybook, said, sample};

/// A small city, and a folder for what is published of it.
struct City(PathBuf);

impl City {
    fn new(name: &str) -> Self {
        Self::of(name, "5")
    }

    /// Of so many tablets, with the returns of two quarters alone.
    fn of(name: &str, tablets: &str) -> Self {
        let name = format!("editions-{name}");
        let city = Self(sample(&name, &["--seed", "2", "--tablets", tablets]));
        for path in city.returns() {
            let name = path.to_str().unwrap();
            if !name.contains("2016-17-Q3") && !name.contains("2016-17-Q4") {
                fs::remove_file(path).unwrap();
            }
        }
        city
    }

    fn returns(&self) -> Vec<PathBuf> {
        let there = fs::read_dir(self.0.join("returns")).unwrap();
        let mut all: Vec<PathBuf> = there.map(|entry| entry.unwrap().path()).collect();
        all.sort();
        all
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    /// Does something with the city, as on a day in May 2017.
    fn run(&self, command: &str, more: &[&str]) -> Output {
        let files = [self.path("returns"), self.path("decisions.json")];
        let organisation = self.path("organisation.json");
        let mut words = vec![command, &*files[0], &*files[1]];
        words.extend(["--organisation", &organisation, "--today", "2017-05-01"]);
        words.extend(more);
        daybook(&words)
    }

    /// Publishes a table into a file of this name.
    fn publish(&self, table: &str, more: &[&str]) -> Output {
        let table = self.path(table);
        self.run(
            "roll-up",
            &[&["--publish", "--csv", &*table], more].concat(),
        )
    }

    fn register(&self) -> Value {
        serde_json::from_str(&fs::read_to_string(self.path("editions.json")).unwrap()).unwrap()
    }

    fn editions(&self) -> Vec<Value> {
        self.register()["editions"].as_array().unwrap().clone()
    }

    fn is_there(&self, name: &str) -> bool {
        Path::new(&self.path(name)).exists()
    }

    /// Takes a return out, as if it came in late; gives where it is to be put back.
    fn hold_back_a_return(&self) -> (PathBuf, PathBuf) {
        let mut all = self.returns();
        all.retain(|path| path.to_str().unwrap().contains("2016-17-Q3"));
        let late = self.0.join("late.json");
        fs::rename(&all[0], &late).unwrap();
        (late, all.remove(0))
    }
}

fn done(output: &Output) {
    assert_eq!(output.status.code(), Some(0), "{}", complained(output));
}

/// Not done, and why.
fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(3), "{}", complained(output));
    complained(output)
}

#[test]
fn nothing_is_published_before_it_is_said_what_was_published_before() {
    let city = City::new("unsaid");
    let register = city.path("editions.json");
    let why = refused(&city.publish("a.csv", &[]));
    for option in ["--register", "--published-before", "--first-edition"] {
        assert!(why.contains(option), "{why}");
    }
    // A register that is not there says nothing: its name may be wrong.
    let why = refused(&city.publish("a.csv", &["--register", &register]));
    assert!(why.contains("no register of editions here yet"), "{why}");
    let page = city.path("a.html");
    refused(&city.run("report", &["--publish", "--html", &page]));
    for name in ["a.csv", "a.html", "editions.json"] {
        assert!(!city.is_there(name), "{name}");
    }
    // What is exact needs no editions.
    let table = city.path("exact.csv");
    done(&city.run("roll-up", &["--csv", &table]));
    let alone = city.run("roll-up", &["--csv", &table, "--first-edition"]);
    assert_eq!(alone.status.code(), Some(2));
}

#[test]
fn a_late_return_is_compared_with_what_the_register_holds_and_entered_in_it() {
    let city = City::new("late");
    let register = city.path("editions.json");
    let (late, place) = city.hold_back_a_return();
    let document = city.path("first.json");
    let first = [
        "--register",
        &register,
        "--first-edition",
        "--json",
        &document,
    ];
    done(&city.publish("first.csv", &first));
    let editions = city.editions();
    let [one] = &editions[..] else { panic!() };
    assert_eq!(city.register()["format"], "daybook-editions");
    assert_eq!(one["made_on"], "2017-05-01");
    assert_eq!(one["map"], "its-time");
    assert_eq!(one["threshold"], 5);
    let document: Value = serde_json::from_str(&fs::read_to_string(document).unwrap()).unwrap();
    assert_eq!(one["document"], document, "the document is in it");

    fs::rename(late, place).unwrap();
    let output = city.publish("second.csv", &["--register", &register]);
    done(&output);
    let words = said(&output);
    assert!(
        words.contains("Compared with the edition made on 1 May 2017"),
        "{words}"
    );
    assert_eq!(city.editions().len(), 2);
    // By hand it is the same.
    let more = ["--published-before", &city.path("first.json")];
    done(&city.publish("by-hand.csv", &more));
    let table = |name: &str| fs::read_to_string(city.path(name)).unwrap();
    assert_eq!(table("second.csv"), table("by-hand.csv"));
    let hidden = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.contains(",c,"));
        let about = lines.map(|line| line.split(",c,").next().unwrap().to_owned());
        about.collect()
    };
    let second = hidden(&table("second.csv"));
    assert!(
        hidden(&table("first.csv"))
            .iter()
            .all(|it| second.contains(it))
    );

    // The same again is no other edition; another map is.
    done(&city.publish("again.csv", &["--register", &register]));
    assert_eq!(table("again.csv"), table("second.csv"));
    assert_eq!(city.editions().len(), 2);
    let map = ["--register", &register, "--on-the-map-of", "2017-05-01"];
    done(&city.publish("map.csv", &map));
    assert!(city.editions().len() <= 3);
}

#[test]
fn an_edition_that_is_there_is_no_first_one_unless_it_was_never_given_to_anybody() {
    let city = City::new("never");
    let register = city.path("editions.json");
    let first = ["--register", &register, "--first-edition"];
    done(&city.publish(
        "a.csv",
        &[&first[..], &["--publish-threshold", "3"]].concat(),
    ));
    let why = refused(&city.publish("b.csv", &first));
    let digest = city.editions()[0]["digest"].as_str().unwrap().to_owned();
    assert!(why.contains(&digest[..8]), "{why}");
    assert!(!city.is_there("b.csv"));
    // Its threshold was lower: what stays known is said.
    let output = city.publish("b.csv", &["--register", &register]);
    done(&output);
    let words = said(&output);
    assert!(
        words.contains("a count from 4 to 5 that it shows stays known"),
        "{words}"
    );

    let wrong = ["--register", &register, "--never-given", "00000000"];
    assert!(refused(&city.publish("c.csv", &wrong)).contains("00000000"));
    let all: Vec<String> = city
        .editions()
        .iter()
        .map(|it| it["digest"].as_str().unwrap().to_owned())
        .collect();
    let never = ["--register", &register, "--never-given", &all.join(",")];
    let output = city.publish("c.csv", &never);
    done(&output);
    assert!(!said(&output).contains("Compared with"));
    done(&city.publish("alone.csv", &["--first-edition"]));
    let table = |name: &str| fs::read_to_string(city.path(name)).unwrap();
    assert_eq!(table("c.csv"), table("alone.csv"));
    assert_eq!(city.editions()[0]["never_given"], "2017-05-01");
}

#[test]
fn a_register_that_is_damaged_or_of_another_city_is_refused_and_stays_as_it_is() {
    let city = City::new("wrong");
    let register = city.path("editions.json");
    let first = ["--register", &register, "--first-edition"];
    done(&city.publish("a.csv", &first));
    let whole = fs::read_to_string(&register).unwrap();
    let check = |text: String, why: &str| {
        fs::write(&register, &text).unwrap();
        let said = refused(&city.publish("b.csv", &["--register", &register]));
        assert!(said.contains(why), "{said}");
        assert_eq!(fs::read_to_string(&register).unwrap(), text);
        assert!(!city.is_there("b.csv"));
    };
    check(whole[..whole.len() / 2].to_owned(), "it is no register");
    check(String::new(), "it is empty");
    check(
        fs::read_to_string(city.path("organisation.json")).unwrap(),
        "it is no register",
    );
    check(
        whole.replacen("\"format_version\": 1", "\"format_version\": 2", 1),
        "format version 2",
    );
    check(
        whole.replacen("\"count\":\"c\"", "\"count\":7", 1),
        "was changed since it was entered",
    );
    let areas = city.editions()[0]["areas"].to_string();
    assert!(whole.contains(&areas), "{areas}");
    check(
        whole.replacen(&areas, "[\"Lakeside\",\"lake\"]", 1),
        "of another city",
    );
    // It is read and written, so it is no other file.
    fs::write(&register, &whole).unwrap();
    let twice = ["--register", &register, "--json", &register];
    refused(&city.publish("b.csv", &twice));
    let among = city.path("returns/editions.json");
    fs::copy(&register, &among).unwrap();
    let why = refused(&city.publish("b.csv", &["--register", &among]));
    assert!(why.contains("it is read as well"), "{why}");
    assert!(refused(&city.publish("b.csv", &["--register", "-"])).contains("name a file"));
    // Among the returns it is none, and no total waits for it.
    let table = city.path("exact.csv");
    let output = city.run("roll-up", &["--csv", &table]);
    assert_eq!(output.status.code(), Some(1));
    let why = complained(&output);
    assert!(why.contains("it is what was published before"), "{why}");
    assert!(
        !said(&output).contains("could not be used"),
        "{}",
        said(&output)
    );
}

#[test]
fn an_edition_without_its_document_is_asked_for() {
    let city = City::new("not-open");
    let register = city.path("editions.json");
    let document = city.path("first.json");
    let first = [
        "--register",
        &register,
        "--first-edition",
        "--json",
        &document,
    ];
    done(&city.publish("a.csv", &first));
    let mut without = city.register();
    without["editions"][0]
        .as_object_mut()
        .unwrap()
        .remove("document");
    fs::write(&register, without.to_string()).unwrap();
    let why = refused(&city.publish("b.csv", &["--register", &register]));
    assert!(why.contains("without its document"), "{why}");
    let digest = city.editions()[0]["digest"].as_str().unwrap().to_owned();
    assert!(why.contains(&digest[..8]), "{why}");
    let named = ["--register", &register, "--published-before", &document];
    done(&city.publish("b.csv", &named));
    assert!(city.editions()[0]["document"].is_object());
}

#[test]
fn documents_of_other_years_or_of_another_city_say_nothing_of_these() {
    let city = City::new("others");
    let document = city.path("first.json");
    done(&city.publish("a.csv", &["--first-edition", "--json", &document]));
    let text = fs::read_to_string(&document).unwrap();
    let changed = city.path("changed.json");
    let with = |text: String| {
        fs::write(&changed, text).unwrap();
        city.publish("b.csv", &["--published-before", &changed])
    };
    let older = text
        .replace("\"2016-17", "\"2006-07")
        .replace("\"2015-16", "\"2005-06");
    let why = refused(&with(older.clone()));
    assert!(why.contains("none of the documents"), "{why}");
    let why = refused(&with(
        text.replace("\"example\": true", "\"example\": false"),
    ));
    assert!(why.contains("example data"), "{why}");
    let level = |level: &str| format!("\"level\":\"{level}\",\"unit\":\"");
    let elsewhere = ["city", "locality"].into_iter().fold(text, |text, it| {
        text.replace(&level(it), &format!("{}far-", level(it)))
    });
    let why = refused(&with(elsewhere));
    assert!(why.contains("it is of another city"), "{why}");
    fs::write(&changed, older).unwrap();
    done(&city.publish(
        "b.csv",
        &["--published-before", &changed, "--first-edition"],
    ));
}

#[test]
fn a_report_for_the_public_and_the_pages_of_schools_are_editions_too() {
    let city = City::of("report", "18");
    let register = city.path("editions.json");
    let page = city.path("report.html");
    let is_school = || {
        let text = fs::read_to_string(&page).unwrap();
        text.contains("Early Help in your school")
    };
    // The exact report is written without the pages that leave the service.
    let output = city.run("report", &["--html", &page]);
    done(&output);
    assert!(complained(&output).contains("pages of schools are left out"));
    assert!(!is_school());
    let first = ["--html", &page, "--register", &register, "--first-edition"];
    let output = city.run("report", &first);
    done(&output);
    assert!(is_school());
    let editions = city.editions();
    let figures = editions[0]["document"]["figures"].as_array().unwrap();
    let is_handed_over = |figure: &Value| {
        let breakdown = figure["breakdown"].as_str().unwrap();
        breakdown.contains("place=") || figure["measure"] == "returns-complete"
    };
    assert!(figures.iter().all(is_handed_over));
    assert!(figures.iter().any(|it| it["breakdown"] != ""));

    let public = ["--html", &page, "--publish", "--register", &register];
    let output = city.run("report", &public);
    done(&output);
    assert!(said(&output).contains("Compared with the edition made on"));
    let editions = city.editions();
    assert_eq!(editions.len(), 2);
    assert!(editions[1]["document"]["figures"].as_array().unwrap().len() > figures.len());
    let without = [
        "--html",
        &page,
        "--without-schools",
        "--register",
        &register,
    ];
    done(&city.run("report", &without));
    assert_eq!(city.editions().len(), 2, "nothing leaves the service");
}
