//! Laws that hold for any records: of the totals, of the ledger, and of what a
//! form lets through.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::ids::TeamId;
use daybook::domain::base::sorted::Set;
use daybook::domain::base::text::{Name, Text};
use daybook::domain::capture::session_draft::SessionDraft;
use daybook::domain::form::checks::{DateDraft, whole_number};
use daybook::domain::organisation::{Place, PlaceKind, Standing};
use daybook::domain::record::attendance::{AgeBand, HeadCount, Minutes};
use daybook::domain::record::ledger::{Ledger, TakenIn};
use daybook::domain::record::session::{Activity, Kind, Plan, Session};
use daybook::domain::record::{Entry, Record};
use daybook::domain::totals::QuarterTotals;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use support::{
    all_dates, changed, changes, dates, day, entries, ledgers, place, records, sessions, stamp,
    versions,
};

fn totals(quarter: Quarter, records: &[Record]) -> QuarterTotals {
    QuarterTotals::of(quarter, records)
}

/// The quarter of one of the records, so that most tests count something.
fn a_quarter(records: &[Record], any: Index, otherwise: NaiveDate) -> Quarter {
    if records.is_empty() {
        Quarter::containing(otherwise)
    } else {
        any.get(records).quarter()
    }
}

fn is_survey(record: &Record) -> u64 {
    u64::from(matches!(record.entry(), Entry::Survey(_)))
}

proptest! {
    #[test]
    fn the_order_of_records_does_not_matter(
        (here, there) in ledgers().prop_flat_map(|records| {
            (Just(records.clone()), Just(records).prop_shuffle())
        }),
        any: Index,
        otherwise in dates(),
    ) {
        let quarter = a_quarter(&here, any, otherwise);
        prop_assert_eq!(totals(quarter, &here), totals(quarter, &there));
    }

    #[test]
    fn totals_of_parts_add_up_to_the_totals_of_the_whole(
        records in ledgers(),
        parts in vec(0..3_usize, 12),
        any: Index,
        otherwise in dates(),
    ) {
        let quarter = a_quarter(&records, any, otherwise);
        let mut added = QuarterTotals::default();
        for part in 0..3 {
            let own = records.iter().zip(&parts).filter(|(_, in_part)| **in_part == part);
            added += &QuarterTotals::of(quarter, own.map(|(record, _)| record));
        }
        prop_assert_eq!(added, totals(quarter, &records));
    }

    #[test]
    fn every_record_counts_in_exactly_one_quarter(records in ledgers()) {
        let mut quarter = Quarter::containing(day(2016, 1, 1));
        let mut counted = 0;
        while quarter.first_day() <= day(2018, 12, 31) {
            counted += totals(quarter, &records).records;
            quarter = quarter.next();
        }
        let kept = records.iter().filter(|record| !record.is_removed()).count();
        prop_assert_eq!(counted, kept as u64);
    }

    #[test]
    fn kinds_months_and_places_tell_of_the_same_contacts(
        records in ledgers(),
        any: Index,
        otherwise in dates(),
    ) {
        let quarter = a_quarter(&records, any, otherwise);
        let contacts = totals(quarter, &records).contacts;
        let mut by_month = BTreeMap::<Kind, u64>::new();
        for (kind, month, tally) in contacts.months() {
            prop_assert!(quarter.months().contains(&month));
            *by_month.entry(kind).or_default() += tally.contacts();
        }
        let mut by_place = BTreeMap::<Kind, u64>::new();
        for (kind, _, tally) in contacts.places() {
            *by_place.entry(kind).or_default() += tally.contacts();
        }
        for kind in Kind::ALL {
            let of_kind = contacts.of_kind(kind).contacts();
            prop_assert_eq!(by_month.get(&kind).copied().unwrap_or(0), of_kind);
            let at_places = by_place.get(&kind).copied().unwrap_or(0);
            let expected = if kind.place_kind().is_some() { of_kind } else { 0 };
            prop_assert_eq!(at_places, expected);
        }
        let every_band: u64 = AgeBand::ALL.map(|band| contacts.all().in_band(band)).iter().sum();
        prop_assert_eq!(every_band, contacts.all().contacts());
    }

    #[test]
    fn survey_answers_add_up_to_the_surveys_received(
        records in ledgers(),
        any: Index,
        otherwise in dates(),
    ) {
        let surveys = totals(a_quarter(&records, any, otherwise), &records).surveys;
        prop_assert_eq!(surveys.by_who().map(|(_, number)| number).sum::<u64>(), surveys.received);
        let by_language: u64 = surveys.by_language().map(|(_, number)| number).sum();
        prop_assert_eq!(by_language, surveys.received);
        let mut first_questions = 0;
        for (version, _, question, tally) in surveys.answers() {
            if version.questions().first() == Some(&question) {
                first_questions += tally.yes_of_received().whole;
            }
        }
        prop_assert_eq!(first_questions, surveys.received);
    }

    #[test]
    fn removing_undoes_recording(others in ledgers(), record in records(dates())) {
        let quarter = record.quarter();
        let saved = stamp(record.first_saved_on(), 0);
        let with = |record: &Record| {
            let mut records = others.clone();
            records.push(record.clone());
            totals(quarter, &records)
        };
        let removed = record.removed(None, saved).unwrap();
        let mut expected = totals(quarter, &others);
        // A removed survey is still told of.
        expected.surveys.removed += is_survey(&record);
        prop_assert_eq!(with(&removed), expected);
        prop_assert_eq!(with(&removed.restored(saved).unwrap()), with(&record));
    }

    #[test]
    fn correcting_to_another_quarter_moves_the_counts(
        others in ledgers(),
        was in sessions(dates()),
        becomes in sessions(dates()),
        record in records(dates()),
    ) {
        let filed = |session| {
            let filing = daybook::domain::record::Filing {
                id: record.id(),
                book: record.book(),
                team: record.team().clone(),
            };
            Record::new(filing, stamp(record.first_saved_on(), 0), Entry::Session(session))
        };
        let (before, afresh) = (filed(was), filed(becomes.clone()));
        let saved = stamp(record.first_saved_on(), 1);
        let corrected = before
            .corrected(Entry::Session(becomes), before.team().clone(), saved)
            .unwrap();
        let with = |record: &Record, quarter| {
            let mut records = others.clone();
            records.push(record.clone());
            totals(quarter, &records)
        };
        let (from, to) = (before.quarter(), corrected.quarter());
        prop_assert_eq!(with(&corrected, to), with(&afresh, to));
        if from != to {
            prop_assert_eq!(with(&corrected, from), totals(from, &others));
        }
    }

    #[test]
    fn versions_taken_in_in_any_order_any_number_of_times_give_the_same_ledger(
        (here, there) in versions().prop_flat_map(|versions| {
            let twice = [versions.clone(), versions.clone()].concat();
            let repeated = subsequence(twice.clone(), 0..=twice.len());
            let there = repeated
                .prop_map(move |repeated| [versions.clone(), repeated].concat())
                .prop_shuffle();
            (Just(twice), there)
        }),
    ) {
        let here: Ledger = here.into_iter().collect();
        let there: Ledger = there.into_iter().collect();
        prop_assert_eq!(here, there);
    }

    #[test]
    fn ledgers_taken_into_each_other_agree(
        all in versions(),
        tablets in vec(0..3_usize, 40),
    ) {
        let of = |tablet| -> Ledger {
            let own = all.iter().zip(&tablets).filter(|(_, on)| **on == tablet);
            own.map(|(version, _)| version.clone()).collect()
        };
        let joined = |one: &Ledger, other: &Ledger| {
            let mut joined = one.clone();
            for record in other.iter() {
                joined.take_in(record.clone());
            }
            joined
        };
        let [one, two, three] = [of(0), of(1), of(2)];
        prop_assert_eq!(joined(&one, &two), joined(&two, &one));
        prop_assert_eq!(joined(&one, &one), one.clone());
        prop_assert_eq!(
            joined(&joined(&one, &two), &three),
            joined(&one, &joined(&two, &three))
        );
    }

    #[test]
    fn a_version_taken_in_again_is_the_same_or_older(all in versions()) {
        let mut ledger = Ledger::new();
        for version in &all {
            ledger.take_in(version.clone());
        }
        for version in all {
            let newest = ledger.get(version.id()).cloned();
            let expected = if newest.as_ref() == Some(&version) {
                TakenIn::Same
            } else {
                TakenIn::Older
            };
            prop_assert_eq!(ledger.take_in(version), expected);
        }
    }

    #[test]
    fn every_record_of_a_ledger_is_in_one_team_and_quarter(all in versions()) {
        let ledger: Ledger = all.into_iter().collect();
        let mut found = 0;
        for book in ledger.books() {
            let periods: Set<(TeamId, Quarter)> = ledger.periods_of(book);
            for (team, quarter) in periods {
                let here = ledger.in_quarter(&team, quarter);
                found += here.filter(|record| record.book() == book).count();
            }
        }
        prop_assert_eq!(found, ledger.len());
    }

    #[test]
    fn every_record_reads_back_from_its_file(record in records(all_dates()), change in changes()) {
        let saved = stamp(record.first_saved_on(), 1);
        let versions = [Some(record.clone()), changed(&record, change, saved)];
        for version in versions.into_iter().flatten() {
            let text = serde_json::to_string(&version).unwrap();
            let back: Record = serde_json::from_str(&text).unwrap();
            prop_assert_eq!(serde_json::to_string(&back).unwrap(), text);
            prop_assert_eq!(back, version);
        }
    }

    #[test]
    fn every_change_keeps_the_book_and_adds_one_version(
        first in records(dates()),
        steps in vec(changes(), 0..8),
    ) {
        let mut newest = first.clone();
        for (number, change) in (0..).zip(steps) {
            if let Some(next) = changed(&newest, change, stamp(first.first_saved_on(), number)) {
                prop_assert_eq!(next.version().number(), newest.version().number() + 1);
                prop_assert_eq!(next.follows(), Some(newest.version()));
                newest = next;
            }
            prop_assert_eq!(
                (newest.id(), newest.book(), newest.first_saved_on(), newest.provenance()),
                (first.id(), first.book(), first.first_saved_on(), first.provenance())
            );
        }
    }

    #[test]
    fn a_changed_entry_stays_of_its_sort(first in records(dates()), entry in entries(dates())) {
        let saved = stamp(first.first_saved_on(), 0);
        let same = std::mem::discriminant(first.entry()) == std::mem::discriminant(&entry);
        let corrected = first.corrected(entry, first.team().clone(), saved);
        let family = first.entry().belongs_to_the_family();
        prop_assert_eq!(corrected.is_ok(), same && !family);
    }

    #[test]
    fn a_form_and_a_file_hold_numbers_to_the_same_bounds(number in 0..1_000_u16) {
        let typed = number.to_string();
        prop_assert_eq!(
            HeadCount::typed(&typed).ok(),
            serde_json::from_str::<HeadCount>(&typed).ok()
        );
        let minutes = whole_number(&typed, Minutes::LEAST, Minutes::MOST);
        prop_assert_eq!(
            minutes.ok().flatten(),
            serde_json::from_str::<Minutes>(&typed).ok().map(Minutes::get)
        );
    }

    #[test]
    fn a_form_and_a_file_hold_text_to_the_same_bounds(typed in "[ a-z😀é]{0,14}") {
        let form = Text::<10>::typed(&typed).ok().flatten();
        let file = serde_json::to_string(&typed).unwrap();
        prop_assert_eq!(form, serde_json::from_str::<Text<10>>(&file).ok());
    }
}

fn places() -> Vec<Place> {
    let kinds = (0..).zip(PlaceKind::ALL);
    kinds
        .map(|(number, kind)| Place {
            id: place(number),
            name: Name::typed(kind.label()).unwrap().unwrap(),
            kind,
            standing: Standing::Organisation,
        })
        .collect()
}

fn typed_numbers() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        (0..30_u32).prop_map(|number| number.to_string()),
        (0..2_000_u32).prop_map(|number| number.to_string()),
        "\\PC{0,5}",
    ]
}

fn typed_dates() -> impl Strategy<Value = DateDraft> {
    let days = (day(2201, 1, 1) - day(1969, 1, 1)).num_days();
    prop_oneof![
        (0..days)
            .prop_map(|days| DateDraft::Chosen(day(1969, 1, 1) + chrono::TimeDelta::days(days))),
        ("[0-9+]{0,2}", "[0-9+]{0,2}", "(19|20)[0-9+]{2}")
            .prop_map(|(day, month, year)| { DateDraft::Typed { day, month, year } }),
    ]
}

fn drafts() -> impl Strategy<Value = SessionDraft> {
    let texts = || prop_oneof![3 => "\\PC{0,10}", 1 => "[a-z]{70,90}", 1 => "[a-z]{490,510}"];
    (
        typed_dates(),
        option::of(select(Kind::ALL.to_vec())),
        option::of((0..4_u8).prop_map(place)),
        option::of(select(Plan::ALL.to_vec())),
        [(); 5].map(|()| typed_numbers()),
        (typed_numbers(), typed_numbers()),
        (texts(), texts(), texts()),
    )
        .prop_map(
            |(date, kind, place, plan, attendance, (new, minutes), (theme, partners, note))| {
                SessionDraft {
                    team: None,
                    group: None,
                    date,
                    kind,
                    place,
                    plan,
                    attendance,
                    new_families: new,
                    minutes,
                    theme,
                    partners,
                    note,
                    tally: None,
                }
            },
        )
}

/// The form as a person would have filled it in for a session.
fn filled_in(session: &Session) -> SessionDraft {
    let parts = session.parts();
    let text = |text: Option<&str>| format!("  {} ", text.unwrap_or(""));
    let count = |count: HeadCount| match count.people() {
        0 => String::new(),
        people => people.to_string(),
    };
    SessionDraft {
        team: None,
        group: parts.group,
        date: DateDraft::Chosen(parts.date),
        kind: Some(session.kind()),
        place: session.place().cloned(),
        plan: match parts.activity {
            Activity::CoWorkedCase { plan } => Some(plan),
            Activity::ChildrensCentreGroup { .. }
            | Activity::YouthClub { .. }
            | Activity::SchoolGroupWork { .. }
            | Activity::TargetedPrevention => None,
        },
        attendance: parts.attendance.bands().map(count),
        new_families: count(parts.new_families),
        minutes: parts
            .minutes
            .map_or_else(String::new, |minutes| minutes.get().to_string()),
        theme: text(parts.theme.as_ref().map(Text::as_str)),
        partners: text(parts.partners.as_ref().map(Text::as_str)),
        note: text(parts.note.as_ref().map(Text::as_str)),
        tally: None,
    }
}

proptest! {
    #[test]
    fn a_form_filled_in_for_a_session_gives_that_session(
        session in sessions(dates()),
        days in 0..=400_u64,
    ) {
        let today = session.date() + chrono::Days::new(days);
        let draft = filled_in(&session);
        // Every place may be of any kind here; which is which has its own test.
        let places = session.place().zip(session.kind().place_kind()).map(|(id, kind)| Place {
            id: id.clone(),
            name: Name::typed("Somewhere").unwrap().unwrap(),
            kind,
            standing: Standing::Typed,
        });
        let places = Vec::from_iter(places);
        prop_assert_eq!(draft.running_total(), session.attendance().contacts());
        prop_assert_eq!(draft.check(today, &places), Ok(session));
    }

    #[test]
    fn a_form_gives_a_session_or_says_what_is_wrong_in_its_order(
        draft in drafts(),
        today in 0..84_000_i64,
    ) {
        let today = day(1970, 1, 1) + chrono::TimeDelta::days(today);
        let draft = match draft.date {
            // Most chosen days are near today; the rest are a wrong clock's.
            DateDraft::Chosen(chosen) if chosen.to_string().ends_with('1') => draft,
            DateDraft::Chosen(_) => SessionDraft { date: DateDraft::Chosen(today), ..draft },
            DateDraft::Typed { .. } | DateDraft::Confirmed { .. } => draft,
        };
        match draft.check(today, &places()) {
            Ok(session) => {
                prop_assert_eq!(session.attendance().contacts(), draft.running_total());
                prop_assert_eq!(session.place().is_some(), session.kind().place_kind().is_some());
                prop_assert!(session.date() <= today);
                let text = serde_json::to_string(&session).unwrap();
                prop_assert_eq!(serde_json::from_str(&text).ok(), Some(session));
            }
            Err(problems) => {
                prop_assert!(!problems.is_empty(), "refused without a reason");
                let fields = problems.iter().map(|problem| problem.field);
                prop_assert!(fields.is_sorted_by(|one, next| one < next));
            }
        }
    }
}
