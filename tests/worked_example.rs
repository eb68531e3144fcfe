//! The report's own year, made as example data and counted by the totals.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};
use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::ids::{BookId, RecordId};
use daybook::domain::base::share::grouped;
use daybook::domain::example::{Example, practice, worked_example};
use daybook::domain::record::ledger::Ledger;
use daybook::domain::record::session::{Kind, Session};
use daybook::domain::record::survey::{Answer, Question};
use daybook::domain::record::{Entry, Record};
use daybook::domain::totals::QuarterTotals;
use uuid::Uuid;

const BOOK: BookId = BookId::new(Uuid::from_u128(0xda1b));

fn year() -> Example {
    worked_example(2016, BOOK).unwrap()
}

fn quarter(code: &str) -> Quarter {
    code.parse().unwrap()
}

fn totals_of(codes: &[&str]) -> QuarterTotals {
    let example = year();
    let mut all = QuarterTotals::default();
    for code in codes {
        all += &QuarterTotals::of(quarter(code), &example.records);
    }
    all
}

fn whole_year() -> QuarterTotals {
    totals_of(&["2016-17 Q1", "2016-17 Q2", "2016-17 Q3", "2016-17 Q4"])
}

fn sessions(example: &Example) -> impl Iterator<Item = &Session> {
    example
        .records
        .iter()
        .filter_map(|record| match record.entry() {
            Entry::Session(session) => Some(session),
            Entry::Survey(_) | Entry::Declined(_) => None,
        })
}

// Early Help report 2016-17, section 2.
#[test]
fn quarters_three_and_four_have_36039_direct_contacts() {
    let (third, fourth) = (totals_of(&["2016-17 Q3"]), totals_of(&["2016-17 Q4"]));
    assert_eq!(grouped(third.contacts.all().contacts()), "17,412");
    assert_eq!(grouped(fourth.contacts.all().contacts()), "18,627");
    let both = totals_of(&["2016-17 Q3", "2016-17 Q4"]);
    assert_eq!(grouped(both.contacts.all().contacts()), "36,039");
}

// Early Help report 2016-17, section 2: contacts on a non-lead-professional
// basis were first counted in quarter 3.
#[test]
fn no_session_was_counted_before_quarter_three() {
    for code in ["2016-17 Q1", "2016-17 Q2"] {
        assert_eq!(totals_of(&[code]).contacts.all().sessions, 0);
    }
}

// Early Help report 2016-17, section 2: "a large part" of the contacts.
#[test]
fn a_large_part_of_the_contacts_is_from_childrens_centres() {
    let contacts = totals_of(&["2016-17 Q3", "2016-17 Q4"]).contacts;
    let centres = contacts.of_kind(Kind::ChildrensCentreGroup).contacts();
    assert!(centres * 2 > contacts.all().contacts(), "{centres}");
    for kind in Kind::ALL {
        assert!(contacts.of_kind(kind).sessions > 30, "{}", kind.label());
    }
}

fn check_survey_measure(question: Question, yes: u64, percent: &str) {
    let share = whole_year().surveys.answers_to(question).yes_of_received();
    assert_eq!((share.part, share.whole), (yes, 515), "{question:?}");
    assert_eq!(share.percent().as_deref(), Some(percent), "{question:?}");
}

// Early Help report 2016-17, sections 2 and 4: printed 98%.
#[test]
fn of_515_surveys_506_felt_treated_with_respect() {
    check_survey_measure(Question::Respect, 506, "98.3%");
}

// Early Help report 2016-17, sections 2 and 4: printed 97.5%.
#[test]
fn of_515_surveys_503_felt_listened_to() {
    check_survey_measure(Question::Listened, 503, "97.7%");
}

// Early Help report 2016-17, sections 2 and 4: printed 97.5%.
#[test]
fn of_515_surveys_503_felt_helped() {
    check_survey_measure(Question::Helped, 503, "97.7%");
}

// Early Help report 2016-17, section 4: the share of families completing the
// survey rose to 98%.
#[test]
fn nearly_every_family_asked_completed_the_survey() {
    let surveys = whole_year().surveys;
    assert_eq!(surveys.received, 515);
    assert_eq!((surveys.declined, surveys.opened_only), (7, 3));
    assert_eq!(surveys.response().to_string(), "515 of 525 (98.1%)");
}

// Early Help report 2016-17, section 4: the surveys of all four quarters.
#[test]
fn surveys_came_in_every_quarter_with_every_answer() {
    for code in ["2016-17 Q1", "2016-17 Q2", "2016-17 Q3", "2016-17 Q4"] {
        assert!(totals_of(&[code]).surveys.received > 100, "{code}");
    }
    let surveys = whole_year().surveys;
    for question in [Question::Respect, Question::Listened, Question::Helped] {
        for answer in Answer::ALL {
            assert!(surveys.answers_to(question).of(answer) > 0, "{question:?}");
        }
    }
}

fn check_plausible(example: &Example, first: NaiveDate, last: NaiveDate) {
    for record in &example.records {
        let date = record.entry().date();
        assert!(first <= date && date <= last, "{date} lies outside");
        assert!(date.weekday().num_days_from_monday() < 5, "{date}");
        assert!(!matches!(
            (date.month(), date.day()),
            (12, 25 | 26) | (1, 1)
        ));
        assert_eq!(record.first_saved_on(), date);
        assert_eq!(record.saved_at().date_naive(), date);
        assert_eq!((record.book(), record.team()), (BOOK, &example.team.id));
    }
    for session in sessions(example) {
        let contacts = session.attendance().contacts();
        let plausible = if session.place().is_some() {
            4..=40
        } else {
            1..=12
        };
        assert!(plausible.contains(&contacts), "{session:?}");
        assert!(u32::from(session.new_families().people()) <= contacts);
    }
    let ids: BTreeSet<_> = example.records.iter().map(Record::id).collect();
    assert_eq!(ids.len(), example.records.len(), "an id was used twice");
    assert!(example.records.is_sorted_by_key(Record::id));
}

fn check_places(example: &Example) {
    for session in sessions(example) {
        let place = session.place().map(|id| {
            let found = example.places.iter().find(|place| place.id == *id);
            found.unwrap_or_else(|| panic!("{id} is not listed"))
        });
        assert_eq!(place.map(|place| place.kind), session.kind().place_kind());
    }
    let codes: BTreeSet<_> = example.places.iter().map(|place| &place.id).collect();
    assert_eq!(codes.len(), example.places.len(), "a code was used twice");
}

// Early Help report 2016-17, section 2: the year, and ten children's centres.
#[test]
fn every_session_of_the_year_is_plausible_and_at_a_listed_place() {
    let example = year();
    let first = NaiveDate::from_ymd_opt(2016, 4, 1).unwrap();
    let last = NaiveDate::from_ymd_opt(2017, 3, 31).unwrap();
    check_plausible(&example, first, last);
    check_places(&example);
    let centres: BTreeSet<_> = sessions(&example)
        .filter(|session| session.kind() == Kind::ChildrensCentreGroup)
        .filter_map(Session::place)
        .collect();
    assert_eq!(centres.len(), 10);
}

// Early Help report 2016-17, section 2: all that is counted is in the ledger.
#[test]
fn no_record_of_the_year_is_dropped() {
    let example = year();
    let ledger: Ledger = example.records.iter().cloned().collect();
    assert_eq!(ledger.len(), example.records.len());
    assert_eq!(whole_year().records, ledger.len() as u64);
    assert_eq!(whole_year().surveys.asked(), 525);
}

// Early Help report 2016-17, section 2: its year is stored as any other.
#[test]
fn every_record_of_the_year_reads_back_from_its_file() {
    for record in year().records {
        let text = serde_json::to_string(&record).unwrap();
        assert_eq!(serde_json::from_str::<Record>(&text).unwrap(), record);
    }
}

// Early Help report 2016-17, section 2: exact for any seed, not by luck.
#[test]
fn any_seed_gives_other_records_and_the_same_totals() {
    let other = worked_example(7, BOOK).unwrap();
    let [third, fourth] = ["2016-17 Q3", "2016-17 Q4"].map(|code| {
        QuarterTotals::of(quarter(code), &other.records)
            .contacts
            .all()
    });
    assert_eq!(third.contacts() + fourth.contacts(), 36_039);
    assert_ne!(other, year());
    assert_eq!(worked_example(7, BOOK).unwrap(), other);
    let ids: BTreeSet<RecordId> = year().records.iter().map(Record::id).collect();
    assert!(
        other
            .records
            .iter()
            .all(|record| !ids.contains(&record.id()))
    );
}

fn check_practice(today: NaiveDate) {
    let example = practice(today, 1, BOOK).unwrap();
    let now = Quarter::containing(today);
    check_plausible(&example, now.previous().first_day(), today);
    check_places(&example);
    let [before, this] = [now.previous(), now].map(|quarter| {
        let totals = QuarterTotals::of(quarter, &example.records);
        (totals.contacts.all().sessions, totals.surveys.asked())
    });
    assert_eq!((before.0 + this.0, before.1 + this.1), (60, 20), "{today}");
    assert!(before.0 > 20, "{today}: {} sessions before", before.0);
    let kinds: BTreeSet<Kind> = sessions(&example).map(Session::kind).collect();
    assert_eq!(kinds.len(), Kind::ALL.len(), "{today}: {kinds:?}");
}

#[test]
fn practice_works_on_every_day_of_four_years() {
    let first = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    for days in 0..=1461 {
        check_practice(first + Days::new(days));
    }
}

#[test]
fn practice_has_no_date_after_a_tablets_wrong_clock() {
    for (year, month, day) in [(1970, 1, 1), (1970, 6, 1), (2199, 12, 31), (2300, 1, 1)] {
        let today = NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let records = practice(today, 1, BOOK).unwrap().records;
        assert!(records.iter().all(|record| record.entry().date() <= today));
    }
    for today in [NaiveDate::MIN, NaiveDate::MAX] {
        assert!(practice(today, 1, BOOK).is_ok());
    }
}
