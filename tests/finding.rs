//! Finding records: by words and dates as people type them, beside the filters.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use chrono::NaiveDate;
use daybook::domain::base::ids::{GroupId, PlaceId};
use daybook::domain::capture::group::{Group, Running};
use daybook::domain::organisation::in_use::InUse;
use daybook::domain::organisation::{Place, PlaceKind, Standing};
use daybook::domain::record::attendance::{Attendance, HeadCount};
use daybook::domain::record::ledger::Ledger;
use daybook::domain::record::session::{Activity, Kind, Plan, Session, SessionParts};
use daybook::domain::record::survey::{DeclinedParts, DeclinedSurvey, Way};
use daybook::domain::record::{Entry, Filing, Record};
use daybook::domain::records::finding::{Filter, Shelf, Subject, find};
use daybook::domain::records::search::Search;
use daybook::domain::tablet::settings::Settings;
use support_send::{BOOK, id, stamp, team, team_id, text};
use uuid::Uuid;

const TOTS: GroupId = GroupId::new(Uuid::from_u128(7));

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn place_id(code: &str) -> PlaceId {
    PlaceId::new(code).unwrap()
}

fn settings() -> Settings {
    let place = |code, name, kind| Place {
        id: place_id(code),
        name: text(name),
        kind,
        standing: Standing::Typed,
    };
    Settings {
        tablet: text("Blue tablet"),
        city: None,
        team: team(1),
        other_teams: Vec::new(),
        places: vec![
            place(
                "rosehill",
                "Rosehill Children’s Centre",
                PlaceKind::ChildrensCentre,
            ),
            place("northgate", "Northgate Youth Club", PlaceKind::YouthClub),
            place("elm", "Élm Grove School", PlaceKind::School),
        ],
        keep_records_for_years: None,
        groups: vec![Group {
            id: TOTS,
            team: team_id(1),
            name: text("Tiny Tots"),
            activity: rosehill(),
            weekday: None,
            theme: None,
            running: Running::Meets,
        }],
        corrected_places: Vec::new(),
        survey_languages: Vec::new(),
        due: Vec::new(),
        send_to: None,
        in_use: InUse::default(),
    }
}

fn rosehill() -> Activity {
    Activity::ChildrensCentreGroup {
        place: place_id("rosehill"),
    }
}

fn parts(date: NaiveDate, activity: Activity) -> SessionParts {
    let two = HeadCount::new(2).unwrap();
    SessionParts::of(date, activity, Attendance::new([two; 5]).unwrap())
}

fn filed(number: u128, entry: Entry) -> Record {
    let filing = Filing {
        id: id(number),
        book: BOOK,
        team: team_id(1),
    };
    Record::new(filing, stamp(day(2026, 11, 23), 0), entry)
}

fn session(number: u128, parts: SessionParts) -> Record {
    filed(number, Entry::Session(Session::new(parts).unwrap()))
}

/// 1: a group at Rosehill; 2: a club with a theme; 3: a school with partners; 4: a
/// co-worked case with a note; 5: prevention work a year before; 6: a declined
/// survey; 7: like 1, and removed.
fn ledger() -> Ledger {
    let declined = DeclinedSurvey::new(DeclinedParts {
        date: day(2026, 3, 13),
        way: Way::Paper,
    });
    let tots = SessionParts {
        group: Some(TOTS),
        ..parts(day(2026, 3, 12), rosehill())
    };
    let club = Activity::YouthClub {
        place: place_id("northgate"),
    };
    let school = Activity::SchoolGroupWork {
        place: place_id("elm"),
    };
    let case = Activity::CoWorkedCase {
        plan: Plan::ChildProtection,
    };
    let removed = session(7, tots.clone())
        .removed(None, stamp(day(2026, 11, 23), 1))
        .unwrap();
    [
        session(1, tots),
        session(
            2,
            SessionParts {
                theme: Some(text("Café and Żurek cooking")),
                ..parts(day(2026, 3, 1), club)
            },
        ),
        session(
            3,
            SessionParts {
                partners: Some(text("St. John’s, Police")),
                ..parts(day(2026, 12, 3), school)
            },
        ),
        session(
            4,
            SessionParts {
                note: Some(text("Ages 5-10. ΚΑΛΗΜΕΡΑ и ПРИВЕТ")),
                ..parts(day(2026, 5, 12), case)
            },
        ),
        session(5, parts(day(2025, 3, 12), Activity::TargetedPrevention)),
        filed(6, Entry::Declined(declined.unwrap())),
        removed,
    ]
    .into_iter()
    .collect()
}

fn found(filter: &Filter) -> Vec<u128> {
    let ledger = ledger();
    let settings = settings();
    let finds = find(&ledger, &settings, filter);
    let mut ids: Vec<u128> = finds
        .days
        .iter()
        .flat_map(|day| &day.records)
        .map(|record| record.id().uuid().as_u128())
        .collect();
    ids.sort_unstable();
    assert_eq!(ids.len(), finds.records);
    ids
}

/// What was typed finds these records.
fn check(typed: &str, records: &[u128]) {
    let filter = Filter {
        search: Search::typed(typed),
        ..Filter::default()
    };
    assert_eq!(found(&filter), records, "“{typed}”");
}

#[test]
fn nothing_typed_finds_all_records_that_count() {
    check("", &[1, 2, 3, 4, 5, 6]);
    check("  , ", &[1, 2, 3, 4, 5, 6]);
}

#[test]
fn a_record_is_found_by_its_place_kind_and_group() {
    check("rosehill", &[1]);
    check("Northgate", &[2]);
    check("tiny tots", &[1]);
    check("youth club", &[2]);
    check("prevention", &[5]);
    check("child protection", &[4]);
    check("survey", &[6]);
    check("declined", &[6]);
}

#[test]
fn a_record_is_found_by_its_theme_partners_and_note() {
    check("cooking", &[2]);
    check("police", &[3]);
    check("ages", &[4]);
}

#[test]
fn all_words_must_match_and_each_may_match_elsewhere() {
    check("northgate cooking", &[2]);
    check("rosehill cooking", &[]);
    check("tots children’s march", &[1]);
}

#[test]
fn a_word_begins_a_word() {
    check("rose", &[1]);
    check("hill", &[]);
    check("jo", &[3]);
    check("ohn", &[]);
}

#[test]
fn case_accents_and_apostrophes_do_not_matter() {
    check("CAFE", &[2]);
    check("Café", &[2]);
    // The same letter in two characters.
    check("Cafe\u{301}", &[2]);
    check("zurek", &[2]);
    check("elm", &[3]);
    check("childrens", &[1]);
    check("children's", &[1]);
    check("st johns", &[3]);
    check("καλημερα", &[4]);
    check("привет", &[4]);
}

#[test]
fn a_date_is_found_as_people_type_it() {
    for typed in [
        "12 March",
        "12th mar",
        "march 12",
        "12/3",
        "Thursday 12 March 2026",
    ] {
        let year_said = typed.ends_with("2026");
        check(typed, if year_said { &[1] } else { &[1, 5] });
    }
    for typed in [
        "12 March 2026",
        "March 12, 2026",
        "12/3/2026",
        "12.3.26",
        "12-03-2026",
        "2026-03-12",
    ] {
        check(typed, &[1]);
    }
    check("March 2026", &[1, 2, 6]);
    check("3/2026", &[1, 2, 6]);
    check("march", &[1, 2, 5, 6]);
    check("2025", &[5]);
    check("sunday", &[2]);
    check("rosehill 12 march", &[1]);
}

#[test]
fn a_date_and_a_word_are_found_from_any_keyboard() {
    check("١٢/٣/٢٠٢٦", &[1]);
    check("۱۲/۳/۲۰۲۶", &[1]);
    check("੧੨/੩/੨੦੨੬", &[1]);
    check("１２／３／２０２６", &[1]);
    check("\u{202a}12\u{200e}/3\u{200e}/2026\u{202c}", &[1]);
    check("٢٠٢٥", &[5]);
    check("\u{feff}rose\u{200b}hill", &[1]);
}

#[test]
fn more_words_than_are_looked_for_are_told() {
    let words = |count: usize| vec!["rosehill"; count].join(" ");
    check(&words(40), &[1]);
    assert!(!Search::leaves_out(&words(32)));
    assert!(Search::leaves_out(&words(33)));
}

#[test]
fn a_day_is_no_month_and_1_march_is_not_12_march() {
    check("3/12/2026", &[3]);
    check("1 march", &[2]);
    check("31/2/2026", &[]);
}

#[test]
fn what_is_no_date_is_looked_for_as_words() {
    check("5-10", &[4]);
    check("13/13/2026", &[]);
    check("ages 5", &[4]);
}

#[test]
fn a_search_narrows_what_the_filters_let_pass() {
    let filter = Filter {
        subject: Some(Subject::Session(Kind::TargetedPrevention)),
        search: Search::typed("12 march"),
        ..Filter::default()
    };
    assert_eq!(found(&filter), [5]);
    let bin = Filter {
        shelf: Shelf::Bin,
        search: Search::typed("rosehill"),
        ..Filter::default()
    };
    assert_eq!(found(&bin), [7]);
}

#[test]
fn the_days_add_up_to_what_is_found() {
    let (ledger, settings) = (ledger(), settings());
    let finds = find(&ledger, &settings, &Filter::default());
    let dates: Vec<NaiveDate> = finds.days.iter().map(|day| day.date).collect();
    assert!(dates.is_sorted_by(|later, earlier| later > earlier));
    let contacts: u32 = finds.days.iter().map(|day| day.contacts).sum();
    assert_eq!((u64::from(contacts), finds.contacts), (50, 50));
}

#[test]
fn however_much_is_typed_the_first_words_count() {
    let typed = "cooking ".repeat(5_000);
    assert_eq!(
        found(&Filter {
            search: Search::typed(&typed),
            ..Filter::default()
        }),
        [2]
    );
}
