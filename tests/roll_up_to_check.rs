//! Who has sent, and what a person should look at, told of small sets of returns.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use chrono::{Days, NaiveDate};
use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::ids::{BookId, TeamId};
use daybook::domain::base::json::AsJson;
use daybook::domain::base::language::Language;
use daybook::domain::organisation::{Organisation, Standing, Team};
use daybook::domain::record::attendance::{Attendance, HeadCount};
use daybook::domain::record::comments::CommentChecks;
use daybook::domain::record::ledger::Ledger;
use daybook::domain::record::session::{Activity, Counts, Plan, Session, SessionParts};
use daybook::domain::record::survey::{Answer, Answers, Completion, Survey, SurveyParts, Way};
use daybook::domain::record::{Entry, Filing, Provenance, Record};
use daybook::domain::roll_up::checking::to_check;
use daybook::domain::roll_up::compared::Basis;
use daybook::domain::roll_up::measure::{MEASURES, Measure};
use daybook::domain::roll_up::opening::Content;
use daybook::domain::roll_up::table::rows;
use daybook::domain::roll_up::to_check::ToCheck;
use daybook::domain::roll_up::{
    Collection, Decisions, Level, MapOf, NOT_LISTED, Names, PlaceMatch, RollUp, Span, Structure,
    Sums, TeamMatch, Unit, WhoHasSent,
};
use daybook::domain::submission::due::due_by;
use daybook::domain::submission::quarter_return::QuarterReturn;
use daybook::domain::submission::send::{BookHistory, Knowledge, Origin, SendOrder};
use support_send::{club, id, order, place_id, quarter, stamp, team, team_id, text};
use uuid::Uuid;

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2027, 2, 1).unwrap();

/// A tablet with its own book, which records and sends.
struct Tablet {
    label: &'static str,
    team: Team,
    ledger: Ledger,
    history: BookHistory,
    next: u128,
}

impl Tablet {
    fn new(number: u128, label: &'static str, team: Team) -> Self {
        let book = BookId::new(Uuid::from_u128(number));
        Self {
            label,
            team,
            ledger: Ledger::new(),
            history: BookHistory::new(book, Knowledge::Whole),
            next: number * 1_000,
        }
    }

    fn record(&mut self, on: NaiveDate, contacts: u16, provenance: Provenance) -> Record {
        self.next += 1;
        let filing = Filing {
            id: id(self.next),
            book: self.history.book,
            team: self.team.id.clone(),
        };
        let record = Record::new(filing, stamp(on, 0), club(on, contacts));
        let record = record.with_provenance(provenance);
        self.ledger.take_in(record.clone());
        record
    }

    /// Takes what was recorded on the day it happened.
    fn take(&mut self, entry: Entry) {
        self.next += 1;
        let filing = Filing {
            id: id(self.next),
            book: self.history.book,
            team: self.team.id.clone(),
        };
        let now = stamp(entry.date(), 0);
        self.ledger.take_in(Record::new(filing, now, entry));
    }

    fn held(&mut self, on: NaiveDate, contacts: u16) -> Record {
        self.record(on, contacts, Provenance::FirstHand)
    }

    /// Sends a quarter so many days after its end; before it, below zero.
    fn send(&mut self, code: &str, days: i64) -> QuarterReturn {
        self.next += 1;
        let last = quarter(code).last_day();
        let today = last + chrono::TimeDelta::days(days);
        let order = SendOrder {
            wanted: (self.team.id.clone(), quarter(code)),
            made_at: stamp(today, 0).at,
            today,
            tablet: text(self.label),
            teams: vec![self.team.clone()],
            ..order(self.next, 0, quarter(code), Some("Counted again"))
        };
        let sent = self.history.send(&self.ledger, &order).unwrap();
        self.history = sent.history;
        let wanted = sent
            .returns
            .into_iter()
            .find(|it| it.quarter.code == quarter(code));
        wanted.unwrap()
    }
}

fn day(code: &str) -> NaiveDate {
    quarter(code).first_day() + Days::new(9)
}

/// Two teams, of which the first has two tablets; due on 15 January.
fn organisation() -> Organisation {
    Organisation::read(
        r#"{"format": "daybook-organisation", "format_version": 2, "city": "Riverton",
            "localities": [{"id": "north", "name": "North"}],
            "teams": [
                {"id": "team-1", "name": "Team 1", "locality": "north"},
                {"id": "team-2", "name": "Rosehill Team", "locality": "north", "until": "2026-12-31"}
            ],
            "places": [{"id": "place-1", "name": "Place 1", "kind": "youth-club"},
                {"id": "greenway", "name": "Greenway Youth Club", "kind": "youth-club"}],
            "tablets": [
                {"label": "Blue  Tablet", "team": "team-1"},
                {"label": "Red tablet", "team": "team-1", "from": "2026-10-01"}
            ],
            "due": [{"quarter": "2026-27 Q3", "date": "2027-01-15"}]}"#,
    )
    .unwrap()
}

fn collected(files: &[QuarterReturn]) -> Collection {
    let mut collection = Collection::default();
    for file in files {
        collection.add(
            &file.file_name(),
            Ok(Content::Return(Box::new(file.clone()))),
        );
    }
    collection
}

/// What is said of team 1 in a quarter, on a day.
fn check_words(files: &[QuarterReturn], code: &str, today: NaiveDate, expected: &str) {
    let collection = collected(files);
    let roll_up = RollUp::of(&collection, &Decisions::default());
    let organisation = organisation();
    let structure = Structure::new([&organisation], &roll_up.decisions, MapOf::ItsTime);
    let who = WhoHasSent::of(&roll_up, &structure, [quarter(code)], today);
    let cell = who.get(&team_id(1), quarter(code)).unwrap();
    assert_eq!(cell.words(), expected);
}

fn blue() -> Tablet {
    Tablet::new(1, "blue tablet", team(1))
}

fn red() -> Tablet {
    Tablet::new(2, "Red tablet", team(1))
}

const Q3: &str = "2026-27 Q3";

#[test]
fn nothing_sent_is_awaited_until_it_is_due_and_missing_after() {
    let due = NaiveDate::from_ymd_opt(2027, 1, 15).unwrap();
    check_words(&[], Q3, due, "not due yet");
    check_words(&[], Q3, due + Days::new(1), "missing");
    // Where no date is set, it is as on the tablets: 14 days after the quarter's end.
    let due = due_by(quarter("2026-27 Q2"), &[]);
    assert_eq!(due, NaiveDate::from_ymd_opt(2026, 10, 14).unwrap());
    check_words(&[], "2026-27 Q2", due, "not due yet");
    check_words(&[], "2026-27 Q2", due + Days::new(1), "missing");
}

#[test]
fn tablets_are_counted_by_their_labels() {
    let (mut blue, mut red) = (blue(), red());
    blue.held(day(Q3), 5);
    let one = blue.send(Q3, 3);
    check_words(std::slice::from_ref(&one), Q3, TODAY, "sent 1 of 2 tablets");
    let other = red.send(Q3, 3);
    check_words(&[one, other.clone()], Q3, TODAY, "sent 2 of 2 tablets");
    // The red tablet was not in use in quarter 2: one is expected, and is nil.
    let nil = blue.send("2026-27 Q2", 3);
    check_words(&[nil], "2026-27 Q2", TODAY, "nil");
    check_words(&[other], Q3, TODAY, "sent 1 of 2 tablets");
}

#[test]
fn part_quarters_late_ones_and_restatements_are_said() {
    let (mut blue, mut red) = (blue(), red());
    let nil = red.send(Q3, 3);
    blue.held(day(Q3), 5);
    let early = blue.send(Q3, -9);
    check_words(
        &[early.clone(), nil.clone()],
        Q3,
        TODAY,
        "sent 2 of 2 tablets, part quarter",
    );
    blue.held(day(Q3), 6);
    let again = blue.send(Q3, 40);
    let all = [early, nil.clone(), again];
    // The first was in time, so the one sent again is not late.
    check_words(&all, Q3, TODAY, "sent 2 of 2 tablets, restated");
    let mut late = Tablet::new(3, "Blue tablet", team(1));
    late.held(day(Q3), 5);
    let late = late.send(Q3, 16);
    check_words(&[late, nil], Q3, TODAY, "sent 2 of 2 tablets, late");
}

#[test]
fn a_file_of_no_known_team_is_said_once_and_asks_no_team_by_name() {
    let mut blue = blue();
    blue.held(day(Q3), 5);
    let mut red = red();
    red.held(day(Q3), 3);
    let mut collection = collected(&[blue.send(Q3, 3), red.send(Q3, 3)]);
    collection.open("minutes.docx", b"PK\x03\x04 and what a letter holds");
    let roll_up = RollUp::of(&collection, &Decisions::default());
    let organisation = organisation();
    let structure = Structure::new([&organisation], &roll_up.decisions, MapOf::ItsTime);
    let who = WhoHasSent::of(&roll_up, &structure, [quarter(Q3)], TODAY);
    let cell = who.get(&team_id(1), quarter(Q3)).unwrap();
    assert_eq!(cell.words_of_its_own(), "sent 2 of 2 tablets");
    assert!(cell.words().ends_with("a file could not be used"));
    let names: Vec<&str> = who
        .files_of_any_team()
        .iter()
        .map(|it| it.name.as_str())
        .collect();
    assert_eq!(names, ["minutes.docx"]);
    let ask = who.to_ask(quarter(Q3)).unwrap();
    assert!(!ask.contains("Team 1"), "{ask}");
    assert!(ask.contains("- whoever sent minutes.docx: "), "{ask}");
    // One that names its team is asked for there.
    let name = "daybook-team-1-2026-27-Q3-green-tablet-00000009-r1.json";
    let mut collection = collected(&[]);
    collection.open(name, b"");
    let roll_up = RollUp::of(&collection, &Decisions::default());
    let structure = Structure::new([&organisation], &roll_up.decisions, MapOf::ItsTime);
    let who = WhoHasSent::of(&roll_up, &structure, [quarter(Q3)], TODAY);
    assert!(who.files_of_any_team().is_empty());
    let cell = who.get(&team_id(1), quarter(Q3)).unwrap();
    assert!(
        cell.words_of_its_own()
            .ends_with("a file could not be used")
    );
}

#[test]
fn a_return_that_was_sent_and_is_not_here_is_asked_for() {
    let mut blue = blue();
    blue.held(day("2026-27 Q2"), 5);
    let _lost = blue.send("2026-27 Q2", 3);
    blue.held(day(Q3), 5);
    let here = blue.send(Q3, 3);
    check_words(
        std::slice::from_ref(&here),
        "2026-27 Q2",
        TODAY,
        "a file is not here",
    );
    let collection = collected(&[here]);
    let roll_up = RollUp::of(&collection, &Decisions::default());
    let organisation = organisation();
    let structure = Structure::new([&organisation], &roll_up.decisions, MapOf::ItsTime);
    let who = WhoHasSent::of(&roll_up, &structure, [], TODAY);
    let ask = who.to_ask(quarter("2026-27 Q2")).unwrap();
    assert_eq!(
        ask,
        "Returns for Quarter 2, July to September 2026 (2026 to 2027):\n\
         - Team 1: a file that was sent is not here\n\
         - Rosehill Team: no return\n"
    );
    let ask = who.to_ask(quarter(Q3)).unwrap();
    assert!(
        ask.contains("- Team 1: no return from Red tablet yet\n"),
        "{ask}"
    );
    let coverage = who.coverage(&Unit::all(), Span::quarter(quarter(Q3)), None, &structure);
    assert_eq!(coverage.words().as_deref(), Some("0 of 2 teams"));
}

fn looked_at(files: &[QuarterReturn], decisions: &Decisions) -> (Vec<ToCheck>, Names) {
    let collection = collected(files);
    let roll_up = RollUp::of(&collection, decisions);
    let organisation = organisation();
    let structure = Structure::new([&organisation], &roll_up.decisions, MapOf::ItsTime);
    (
        to_check(&roll_up, &structure),
        Names::of(&roll_up, &structure),
    )
}

fn words(files: &[QuarterReturn]) -> Vec<String> {
    let (found, names) = looked_at(files, &Decisions::default());
    found.iter().map(|it| it.words(&names)).collect()
}

#[test]
fn teams_of_one_name_are_told_apart_by_their_codes() {
    let mut organisation = organisation();
    let name = organisation.teams[0].name.clone();
    organisation.teams[1].name = name;
    let collection = collected(&[]);
    let roll_up = RollUp::of(&collection, &Decisions::default());
    let structure = Structure::new([&organisation], &roll_up.decisions, MapOf::ItsTime);
    let names = Names::of(&roll_up, &structure);
    assert_eq!(names.team(&organisation.teams[0].id), "Team 1, team-1");
    assert_eq!(names.team(&organisation.teams[1].id), "Team 1, team-2");
}

#[test]
fn sessions_that_two_tablets_may_both_have_are_listed() {
    let (mut blue, mut red) = (blue(), red());
    blue.held(day(Q3), 5);
    blue.held(day(Q3) + Days::new(1), 5);
    red.held(day(Q3), 7);
    let files = [blue.send(Q3, 3), red.send(Q3, 3)];
    assert_eq!(
        words(&files),
        [
            "Quarter 3, October to December 2026 (2026 to 2027): blue tablet and Red tablet have sessions at Place 1 on 2026-10-10: the same ones?"
        ]
    );
    // One tablet with two sessions on a day is nothing to look at.
    blue.held(day(Q3) + Days::new(1), 5);
    let again = blue.send(Q3, 4);
    assert_eq!(words(&[again]), [] as [&str; 0]);
}

#[test]
fn fewer_records_than_before_and_a_book_that_fell_silent_are_listed() {
    let mut blue = blue();
    let gone = blue.held(day("2026-27 Q2"), 5);
    blue.held(day("2026-27 Q2"), 6);
    let first = blue.send("2026-27 Q2", 3);
    blue.ledger
        .take_in(gone.removed(None, stamp(day(Q3), 0)).unwrap());
    let second = blue.send("2026-27 Q2", 9);
    let mut red = red();
    red.held(day(Q3), 7);
    let files = [first, second, red.send(Q3, 3)];
    assert_eq!(
        words(&files),
        [
            "Quarter 2, July to September 2026 (2026 to 2027): Team 1, blue tablet: sent again with 1 record, and 2 before",
            "Quarter 3, October to December 2026 (2026 to 2027): Team 1, blue tablet: sent the quarter before, and not this one",
        ]
    );
}

#[test]
fn records_from_paper_beside_another_book_are_listed() {
    let (mut blue, mut red) = (blue(), red());
    blue.record(day(Q3), 5, Provenance::FromPaper);
    let alone = blue.send(Q3, 3);
    assert_eq!(words(std::slice::from_ref(&alone)), [] as [&str; 0]);
    red.held(day(Q3) + Days::new(3), 7);
    let both = [alone, red.send(Q3, 3)];
    assert_eq!(
        words(&both),
        [
            "Quarter 3, October to December 2026 (2026 to 2027): Team 1, blue tablet: 1 record typed again from paper; does another tablet hold it too?"
        ]
    );
}

#[test]
fn records_saved_after_the_quarters_end_beside_another_book_are_listed() {
    let (mut blue, mut red) = (blue(), red());
    let filing = Filing {
        id: id(900),
        book: blue.history.book,
        team: team_id(1),
    };
    let late = stamp(quarter(Q3).last_day() + Days::new(5), 0);
    let session = club(day(Q3), 5);
    blue.ledger.take_in(Record::new(filing, late, session));
    let alone = blue.send(Q3, 9);
    assert_eq!(words(std::slice::from_ref(&alone)), [] as [&str; 0]);
    red.held(day(Q3) + Days::new(3), 7);
    let both = [alone, red.send(Q3, 9)];
    assert_eq!(
        words(&both),
        [
            "Quarter 3, October to December 2026 (2026 to 2027): Team 1, blue tablet: 1 record first saved after the quarter’s end; does Red tablet hold the same?"
        ]
    );
}

/// A session with a co-worked case, which so many adults came to.
fn case(on: NaiveDate, adults: u16) -> Entry {
    let mut bands = [HeadCount::NOBODY; 5];
    bands[4] = HeadCount::new(adults).unwrap();
    let session = SessionParts {
        date: on,
        activity: Activity::CoWorkedCase {
            plan: Plan::ChildInNeed,
        },
        attendance: Attendance::new(bands).unwrap(),
        new_families: HeadCount::NOBODY,
        minutes: None,
        theme: None,
        partners: None,
        note: None,
        group: None,
        counts: Counts::default(),
    };
    Entry::Session(Session::new(session).unwrap())
}

/// A survey from a paper form.
fn paper_survey(on: NaiveDate, helped: Answer) -> Entry {
    let survey = SurveyParts {
        date: on,
        answers: Answers::Standard {
            respect: Answer::Yes,
            listened: Answer::Yes,
            helped,
        },
        answered_by: None,
        way: Way::Paper,
        language: Language::english(),
        completion: Completion::Finished,
        flags: [].into(),
        went_well: None,
        could_be_better: None,
        comment_checks: CommentChecks::default(),
    };
    Entry::Survey(Survey::new(survey).unwrap())
}

/// Files of the quarter from two tablets that each hold some entries.
fn both(
    one: &mut Tablet,
    own: &[Entry],
    other: &mut Tablet,
    others: &[Entry],
) -> [QuarterReturn; 2] {
    for it in own {
        one.take(it.clone());
    }
    for it in others {
        other.take(it.clone());
    }
    [one.send(Q3, 3), other.send(Q3, 3)]
}

#[test]
fn cases_typed_again_within_the_quarter_in_another_book_are_listed() {
    let cases = [case(day(Q3), 2), case(day(Q3) + Days::new(2), 1)];
    let files = both(&mut blue(), &cases, &mut red(), &cases);
    assert_eq!(
        words(&files),
        [
            "Quarter 3, October to December 2026 (2026 to 2027): Team 1: blue tablet and Red tablet both have 2 sessions with co-worked cases, with the same figures: the same ones?"
        ]
    );
    // The order of the files does not matter.
    let turned = [files[1].clone(), files[0].clone()];
    assert_eq!(words(&turned), words(&files));
    let other_cases = [case(day(Q3), 2), case(day(Q3), 3)];
    let files = both(&mut blue(), &cases, &mut red(), &other_cases);
    assert_eq!(words(&files), [] as [&str; 0]);
}

#[test]
fn paper_surveys_typed_again_within_the_quarter_in_another_book_are_listed() {
    let surveys = [Answer::Yes, Answer::Partly, Answer::Yes];
    let surveys = surveys.map(|helped| paper_survey(day(Q3), helped));
    let files = both(&mut blue(), &surveys, &mut red(), &surveys);
    assert_eq!(
        words(&files),
        [
            "Quarter 3, October to December 2026 (2026 to 2027): Team 1: blue tablet and Red tablet both have 3 surveys from paper, with the same figures: the same ones?"
        ]
    );
    let files = both(&mut blue(), &surveys, &mut red(), &surveys[..2]);
    assert_eq!(words(&files), [] as [&str; 0]);
}

#[test]
fn few_surveys_that_are_the_same_by_chance_are_not_listed_and_many_are() {
    let survey = paper_survey(day(Q3), Answer::Yes);
    let (cases, others) = (case(day(Q3), 2), case(day(Q3), 3));
    let files = both(
        &mut blue(),
        &[survey.clone(), cases.clone()],
        &mut red(),
        &[survey.clone(), others.clone()],
    );
    assert_eq!(words(&files), [] as [&str; 0]);
    let many = |other: Entry| {
        let mut all = vec![survey.clone(); 5];
        all.push(other);
        all
    };
    let files = both(&mut blue(), &many(cases), &mut red(), &many(others));
    assert_eq!(
        words(&files),
        [
            "Quarter 3, October to December 2026 (2026 to 2027): Team 1: blue tablet and Red tablet both have 5 surveys from paper, with the same figures: the same ones?"
        ]
    );
}

#[test]
fn cases_typed_again_among_others_are_listed_once_their_tablet_falls_silent() {
    let (mut blue, mut red) = (blue(), red());
    let cases = [case(day(Q3), 2), case(day(Q3), 1)];
    let with_others = [cases[0].clone(), cases[1].clone(), case(day(Q3), 4)];
    let [one, other] = both(&mut blue, &cases, &mut red, &with_others);
    let files = [one.clone(), other.clone()];
    assert_eq!(words(&files), [] as [&str; 0]);
    red.held(day("2026-27 Q4"), 5);
    let files = [one, other, red.send("2026-27 Q4", 3)];
    assert_eq!(
        words(&files),
        [
            "Quarter 4, January to March 2027 (2026 to 2027): Team 1, blue tablet: sent the quarter before, and not this one",
            "Quarter 3, October to December 2026 (2026 to 2027): Team 1: blue tablet has 2 sessions with co-worked cases and has sent nothing since; Red tablet has at least as many in every figure: are they among its own, typed again?",
        ]
    );
}

#[test]
fn a_return_made_before_the_end_and_not_again_is_listed_beside_another_tablets() {
    let (mut blue, mut red) = (blue(), red());
    blue.take(case(day(Q3), 2));
    let early = blue.send(Q3, -20);
    red.take(case(day(Q3), 2));
    red.take(case(day(Q3), 3));
    let also_early = red.send(Q3, -5);
    assert_eq!(words(&[early.clone(), also_early]), [] as [&str; 0]);
    red.take(case(day(Q3), 4));
    let files = [early.clone(), red.send(Q3, 3)];
    assert_eq!(
        words(&files),
        [
            "Quarter 3, October to December 2026 (2026 to 2027): Team 1, blue tablet: its return was made before the quarter’s end and not again; if the tablet was lost, does Red tablet hold the same, typed again?"
        ]
    );
    let (found, _) = looked_at(&files, &Decisions::default());
    assert!(found.iter().all(ToCheck::may_count_twice));
    blue.take(case(day(Q3), 1));
    let [_, of_red] = files;
    assert_eq!(words(&[early, of_red, blue.send(Q3, 4)]), [] as [&str; 0]);
}

#[test]
fn one_book_that_sent_under_two_codes_of_its_team_is_not_beside_another() {
    let mut blue = blue();
    let late = stamp(quarter(Q3).last_day() + Days::new(5), 0);
    for (number, team) in [(900, team_id(1)), (901, typed_team().id)] {
        let filing = Filing {
            id: id(number),
            book: blue.history.book,
            team,
        };
        let session = case(day(Q3), 2);
        let record = Record::new(filing, late, session);
        let record = record.with_provenance(Provenance::FromPaper);
        blue.ledger.take_in(record);
    }
    let first = blue.send(Q3, 9);
    blue.team = typed_team();
    let files = [first, blue.send(Q3, 9)];
    let decisions = Decisions {
        teams: [TeamMatch {
            typed: typed_team().id,
            is: team_id(1),
            on: TODAY,
        }]
        .into(),
        ..Decisions::default()
    };
    let (found, names) = looked_at(&files, &decisions);
    let words: Vec<String> = found.iter().map(|it| it.words(&names)).collect();
    assert_eq!(words, [] as [&str; 0]);
}

#[test]
fn two_spreadsheets_and_two_tablets_of_one_label_are_listed() {
    let spreadsheet = |number: u128| {
        let mut book = Tablet::new(number, "Spreadsheet", team(1));
        book.history.origin = Origin::Spreadsheet;
        book.held(day(Q3) + Days::new(u64::try_from(number).unwrap()), 5);
        book.send(Q3, 3)
    };
    let files = [spreadsheet(7), spreadsheet(8)];
    assert_eq!(
        words(&files),
        [
            "Quarter 3, October to December 2026 (2026 to 2027): Team 1: two spreadsheets were read; do they hold the same sessions?"
        ]
    );
    let (mut one, mut other) = (blue(), Tablet::new(9, "blue tablet", team(1)));
    one.held(day(Q3), 5);
    other.held(day(Q3) + Days::new(1), 5);
    assert_eq!(
        words(&[one.send(Q3, 3), other.send(Q3, 3)]),
        [
            "Quarter 3, October to December 2026 (2026 to 2027): Team 1: two books come from a tablet called blue tablet"
        ]
    );
}

fn typed_team() -> Team {
    Team {
        id: TeamId::provisional("Rose Hill", Uuid::from_u128(5)),
        name: text("Rose Hill"),
        standing: Standing::Typed,
        ..team(2)
    }
}

#[test]
fn a_team_that_is_not_listed_is_shown_added_up_and_matched_once_by_a_person() {
    let mut typed = Tablet::new(4, "Green tablet", typed_team());
    typed.held(day(Q3), 8);
    let file = typed.send(Q3, 3);
    let code = typed_team().id;
    let files = [file];
    let (found, _) = looked_at(&files, &Decisions::default());
    let offered = found.iter().find_map(|one| match one {
        ToCheck::TeamNotListed { team, perhaps, .. } => Some((team.clone(), perhaps.clone())),
        _ => None,
    });
    assert_eq!(offered, Some((code.clone(), vec![team_id(2)])));

    let contacts_of = |decisions: &Decisions| {
        let collection = collected(&files);
        let roll_up = RollUp::of(&collection, decisions);
        let organisation = organisation();
        let structure = Structure::new([&organisation], &roll_up.decisions, MapOf::ItsTime);
        let sums = Sums::of(&roll_up, &structure);
        let contacts = Measure::with_code("direct-contacts").unwrap();
        let localities = sums.units().filter(|unit| unit.level == Level::Locality);
        localities
            .map(|unit| {
                let figures = sums.figures(unit, Span::quarter(quarter(Q3)));
                (unit.code.clone(), figures.amount(contacts).unwrap().count)
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(
        contacts_of(&Decisions::default()),
        [(NOT_LISTED.to_owned(), 8)]
    );
    let mut decisions = Decisions::default();
    decisions.teams.insert(TeamMatch {
        typed: code.clone(),
        is: team_id(2),
        on: TODAY,
    });
    assert_eq!(contacts_of(&decisions), [("north".to_owned(), 8)]);
    // Matched with two, it is matched with none.
    decisions.teams.insert(TeamMatch {
        typed: code,
        is: team_id(1),
        on: TODAY,
    });
    assert_eq!(contacts_of(&decisions), [(NOT_LISTED.to_owned(), 8)]);
}

#[test]
fn a_typed_place_is_offered_and_its_figures_go_to_the_one_it_is_matched_with() {
    let mut blue = blue();
    blue.held(day(Q3), 5);
    let mut file = blue.send(Q3, 3);
    let typed = "typed-green-way-1";
    for cell in &mut file.measures {
        if let Some(place) = cell.breakdown.get_mut("place") {
            typed.clone_into(place);
        }
    }
    for place in &mut file.places {
        place.id = daybook::domain::base::ids::PlaceId::new(typed).unwrap();
        place.name = text("Green Way youth club");
        place.standing = Standing::Typed;
    }
    let files = [support_send::returns::resealed(file)];
    let (found, _) = looked_at(&files, &Decisions::default());
    let [ToCheck::PlaceNotListed { place, perhaps, .. }] = &found[..] else {
        panic!("{found:?}")
    };
    assert_eq!(place.as_str(), typed);
    assert_eq!(perhaps[0].as_str(), "greenway");
    let mut decisions = Decisions::default();
    decisions.places.insert(PlaceMatch {
        typed: place.clone(),
        is: place_id(1),
        on: TODAY,
    });
    assert_eq!(looked_at(&files, &decisions).0, []);
    let collection = collected(&files);
    let roll_up = RollUp::of(&collection, &decisions);
    let structure = Structure::new([], &roll_up.decisions, MapOf::ItsTime);
    let sums = Sums::of(&roll_up, &structure);
    let figures = sums.figures(&Unit::all(), Span::quarter(quarter(Q3)));
    let by_place = figures.by(Measure::with_code("direct-contacts").unwrap(), "place");
    assert_eq!(by_place.keys().collect::<Vec<_>>(), ["place-1"]);
    assert_eq!(by_place.values().map(|it| it.count).sum::<u64>(), 5);
}

#[test]
fn a_team_that_was_not_in_use_is_shown_and_counts_where_it_was_last() {
    let mut rosehill = Tablet::new(4, "Green tablet", team(2));
    rosehill.held(day("2026-27 Q4"), 8);
    let files = [rosehill.send("2026-27 Q4", -40)];
    assert_eq!(
        words(&files),
        [
            "Quarter 4, January to March 2027 (2026 to 2027): Rosehill Team sent, and was not in use then by the organisation file"
        ]
    );
}

#[test]
fn two_cities_that_both_name_a_team_leave_it_open_which_is_meant() {
    let mut blue = blue();
    blue.held(day(Q3), 5);
    let files = [blue.send(Q3, 3)];
    let one = organisation();
    let mut other = organisation();
    other.city = text("Milltown");
    let collection = collected(&files);
    let roll_up = RollUp::of(&collection, &Decisions::default());
    let structure = Structure::new([&one, &other], &roll_up.decisions, MapOf::ItsTime);
    let sums = Sums::of(&roll_up, &structure);
    let city = sums.units().find(|unit| unit.level == Level::City).unwrap();
    assert!(city.is_unlisted());
    assert!(to_check(&roll_up, &structure).iter().any(|it| {
        it.words(&Names::default())
            .contains("stands in several organisation files")
    }));
}

#[test]
fn last_year_without_files_is_what_was_typed_and_says_so() {
    let mut blue = blue();
    blue.held(day(Q3), 30);
    let files = [blue.send(Q3, 3)];
    let mut decisions = Decisions::default();
    let typed = r#"{"measure": "direct-contacts", "period": "2025-26 Q3", "level": "all",
        "count": 20, "source": "the report of 2026"}"#;
    decisions
        .published
        .insert(AsJson::from_text(typed).unwrap());
    let collection = collected(&files);
    let roll_up = RollUp::of(&collection, &decisions);
    let structure = Structure::new([], &roll_up.decisions, MapOf::ItsTime);
    let sums = Sums::of(&roll_up, &structure);
    let who = WhoHasSent::of(&roll_up, &structure, [], TODAY);
    let basis = Basis {
        sums: &sums,
        who: &who,
        structure: &structure,
        decisions: &roll_up.decisions,
    };
    let contacts = Measure::with_code("direct-contacts").unwrap();
    let compared = basis.compare(contacts, &Unit::all(), Span::quarter(quarter(Q3)));
    assert_eq!(
        compared.words(),
        "30 direct contacts, 10 more than last year (+50.0%); \
         last year as typed in from the report of 2026"
    );
    let sessions = Measure::with_code("sessions").unwrap();
    let compared = basis.compare(sessions, &Unit::all(), Span::quarter(quarter(Q3)));
    assert_eq!(
        compared.words(),
        "1 session; nothing to compare with from last year"
    );
}

/// What is said in the table of the red tablet's team in its first quarter.
#[test]
fn the_table_says_who_is_missing() {
    let mut blue = blue();
    blue.held(day(Q3), 5);
    let collection = collected(&[blue.send(Q3, 3)]);
    let roll_up = RollUp::of(&collection, &Decisions::default());
    let organisation = organisation();
    let structure = Structure::new([&organisation], &roll_up.decisions, MapOf::ItsTime);
    let sums = Sums::of(&roll_up, &structure);
    let who = WhoHasSent::of(&roll_up, &structure, [], TODAY);
    let mut lines = String::new();
    rows((&roll_up, &sums, &who), &structure, None, |row| {
        if row.measure == "returns-complete" {
            row.csv(&mut lines);
        }
    });
    assert_eq!(
        lines.lines().collect::<Vec<_>>(),
        [
            "2026-27 Q3,team,team-1,returns-complete,,1,2,incomplete",
            "2026-27 Q3,team,team-2,returns-complete,,0,,incomplete",
            "2026-27 Q3,locality,north,returns-complete,,0,2,incomplete",
            "2026-27 Q3,city,Riverton,returns-complete,,0,2,incomplete",
            "2026-27 Q3,all,all,returns-complete,,0,2,incomplete",
        ]
    );
}

/// A stock is that of the last quarter; and a measure needs no more than a line in
/// the table to be added up.
#[test]
fn open_cases_add_up_over_teams_and_not_over_quarters() {
    let with = |mut file: QuarterReturn, count: u64| {
        let mut cell = file.measures[0].clone();
        cell.measure = "open-cases".to_owned();
        cell.breakdown = daybook::domain::base::sorted::Map::new();
        cell.figure = daybook::domain::totals::cells::Figure::Stock { count };
        file.measures.push(cell);
        support_send::returns::resealed(file)
    };
    let (mut blue, mut red) = (blue(), red());
    blue.held(day("2026-27 Q2"), 5);
    let second = with(blue.send("2026-27 Q2", 3), 648);
    let mut other = Tablet::new(11, "Blue tablet", team(1));
    other.held(day(Q3), 5);
    red.held(day(Q3), 5);
    let files = [
        second,
        with(other.send(Q3, 3), 600),
        with(red.send(Q3, 3), 28),
    ];
    let collection = collected(&files);
    let roll_up = RollUp::of(&collection, &Decisions::default());
    let structure = Structure::new([], &roll_up.decisions, MapOf::ItsTime);
    let sums = Sums::of(&roll_up, &structure);
    let open = Measure::with_code("open-cases").unwrap();
    let of = |span: Span| {
        sums.figures(&Unit::all(), span)
            .amount(open)
            .map(|it| it.count)
    };
    assert_eq!(of(Span::quarter(quarter("2026-27 Q2"))), Some(648));
    assert_eq!(of(Span::year_to(quarter(Q3))), Some(628));
    assert_eq!(of(Span::year(Quarter::containing(day(Q3)).year())), None);
}

#[test]
fn every_measure_has_a_code_of_its_own_and_is_made_from_what_returns_hold() {
    for (at, measure) in MEASURES.iter().enumerate() {
        let same = MEASURES.iter().position(|it| it.code == measure.code);
        assert_eq!(same, Some(at), "{}", measure.code);
        assert!(Measure::with_code(measure.collected_with).is_some());
        for code in measure.made_from() {
            assert!(Measure::with_code(code).is_some(), "{code}");
        }
    }
}
