//! A mistyped place put right, in many records at once, and taken back.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use std::pin::pin;

use chrono::{Days, NaiveDate};
use daybook::domain::base::ids::{BookId, GroupId, PlaceId, RecordId};
use daybook::domain::capture::group::{Group, Running};
use daybook::domain::organisation::in_use::InUse;
use daybook::domain::organisation::{Place, PlaceKind, Standing};
use daybook::domain::record::attendance::{Attendance, HeadCount};
use daybook::domain::record::ledger::Ledger;
use daybook::domain::record::session::{Activity, Session, SessionParts};
use daybook::domain::record::{Entry, Filing, Record};
use daybook::domain::submission::books::{Books, Holding, OtherBook};
use daybook::domain::submission::send::{BookHistory, Knowledge, SendStanding};
use daybook::domain::tablet::place_correction::{PlaceCorrection, WasSent};
use daybook::domain::tablet::settings::Settings;
use daybook::store::archive::SAVED_AT_ONCE;
use daybook::store::memory::JournalFault;
use pollster::block_on;
use support_send::tablet::{Tablet, poll};
use support_send::{BOOK, DAY, id, order, place_id, quarter, stamp, team, team_id, text};
use uuid::Uuid;

const WRONG: u8 = 2;
const RIGHT: u8 = 1;
const GROUP: GroupId = GroupId::new(Uuid::from_u128(9));

fn at(place: u8) -> Activity {
    Activity::YouthClub {
        place: place_id(place),
    }
}

fn club(number: u128, book: BookId, date: NaiveDate, place: u8) -> Record {
    let bands = [HeadCount::new(2).unwrap(); 5];
    let parts = SessionParts::of(date, at(place), Attendance::new(bands).unwrap());
    let filing = Filing {
        id: id(number),
        book,
        team: team_id(1),
    };
    let entry = Entry::Session(Session::new(parts).unwrap());
    Record::new(filing, stamp(date, 0), entry)
}

fn place_of(record: &Record) -> Option<&PlaceId> {
    match record.entry() {
        Entry::Session(session) => session.place(),
        Entry::Survey(_) | Entry::Declined(_) => None,
    }
}

fn own() -> Books {
    Books::new(BookHistory::new(BOOK, Knowledge::Whole))
}

fn correction() -> PlaceCorrection {
    PlaceCorrection {
        from: place_id(WRONG),
        to: place_id(RIGHT),
        groups: Vec::new(),
    }
}

fn settings() -> Settings {
    let place = |number: u8, standing| Place {
        id: place_id(number),
        name: text(&format!("Place {number}")),
        kind: PlaceKind::YouthClub,
        standing,
    };
    Settings {
        tablet: text("Blue tablet"),
        city: None,
        team: team(1),
        other_teams: Vec::new(),
        places: vec![
            place(RIGHT, Standing::Organisation),
            place(WRONG, Standing::Typed),
            Place {
                kind: PlaceKind::School,
                ..place(3, Standing::Typed)
            },
        ],
        keep_records_for_years: None,
        groups: vec![Group {
            id: GROUP,
            team: team_id(1),
            name: text("Monday club"),
            activity: at(WRONG),
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

/// The records as the correction leaves them.
fn all_corrected(ledger: &Ledger, books: &Books, what: &PlaceCorrection) -> Vec<Record> {
    let plan = what.plan(ledger, books);
    let records = plan.records.iter().filter_map(|id| ledger.get(*id));
    records
        .map(|record| {
            what.corrected(record, stamp(DAY + Days::new(9), 0))
                .unwrap()
        })
        .collect()
}

#[test]
fn only_kept_records_at_the_place_that_this_tablet_answers_for_are_corrected() {
    let another = BookId::new(Uuid::from_u128(0xc0b1));
    let removed = club(3, BOOK, DAY, WRONG)
        .removed(None, stamp(DAY, 1))
        .unwrap();
    let ledger: Ledger = [
        club(1, BOOK, DAY, WRONG),
        club(2, BOOK, DAY, RIGHT),
        removed,
        club(4, another, DAY, WRONG),
    ]
    .into_iter()
    .collect();
    let plan = correction().plan(&ledger, &own());
    assert_eq!(plan.records, [id(1)]);
    assert_eq!(plan.elsewhere, 1);

    let mut books = own();
    books.take_in(OtherBook {
        history: BookHistory::new(another, Knowledge::Whole),
        tablet: text("Red tablet"),
        holding: Holding::TakenOver,
    });
    let plan = correction().plan(&ledger, &books);
    assert_eq!(plan.records, [id(1), id(4)]);
    assert_eq!(plan.elsewhere, 0);
}

#[test]
fn the_dry_run_says_how_many_records_in_which_quarters_and_which_were_sent() {
    let before = NaiveDate::from_ymd_opt(2026, 9, 30).unwrap();
    let ledger: Ledger = [
        club(1, BOOK, before, WRONG),
        club(2, BOOK, DAY, WRONG),
        club(3, BOOK, DAY, WRONG),
    ]
    .into_iter()
    .collect();
    let earlier = quarter("2026-27 Q2");
    let sent = own()
        .own
        .send(&ledger, &order(1, 1, earlier, None))
        .unwrap();
    let books = Books::new(sent.history);
    let plan = correction().plan(&ledger, &books);
    let said: Vec<_> = plan
        .quarters
        .iter()
        .map(|it| (it.quarter.code(), it.records, it.sent))
        .collect();
    assert_eq!(
        said,
        [
            ("2026-27 Q3".to_owned(), 2, WasSent::NotSent),
            ("2026-27 Q2".to_owned(), 1, WasSent::Sent),
        ]
    );

    let mut after = ledger.clone();
    for record in all_corrected(&ledger, &books, &correction()) {
        after.take_in(record);
    }
    let standing = books.own.standing(&after, &(team_id(1), earlier));
    assert!(matches!(standing, SendStanding::ChangedSince(_)));
    assert!(correction().plan(&after, &books).records.is_empty());
}

#[test]
fn a_correction_changes_the_place_and_nothing_else() {
    let record = club(1, BOOK, DAY, WRONG);
    let next = correction().corrected(&record, stamp(DAY, 5)).unwrap();
    assert_eq!(next.follows(), Some(record.version()));
    assert_eq!(place_of(&next), Some(&place_id(RIGHT)));
    let back = correction().reversed().corrected(&next, stamp(DAY, 6));
    assert_eq!(back.unwrap().entry(), record.entry());
}

#[test]
fn taking_it_back_moves_only_what_it_had_moved() {
    let moved = club(1, BOOK, DAY, WRONG);
    let next = correction().corrected(&moved, stamp(DAY, 5)).unwrap();
    assert!(correction().moved(&[moved.clone(), next.clone()]));
    // Corrected in something else since.
    let again = next
        .corrected(
            club(1, BOOK, DAY - Days::new(1), RIGHT).entry().clone(),
            team_id(1),
            stamp(DAY, 6),
        )
        .unwrap();
    assert!(correction().moved(&[moved.clone(), next.clone(), again]));
    // Moved on to a third place and back by hand: that was meant.
    let third = next
        .corrected(
            club(1, BOOK, DAY, 3).entry().clone(),
            team_id(1),
            stamp(DAY, 6),
        )
        .unwrap();
    let by_hand = third
        .corrected(
            club(1, BOOK, DAY, RIGHT).entry().clone(),
            team_id(1),
            stamp(DAY, 7),
        )
        .unwrap();
    assert!(!correction().moved(&[moved, next, third, by_hand]));
    assert!(!correction().moved(&[club(2, BOOK, DAY, RIGHT)]));
    assert!(!correction().moved(&[]));
}

#[test]
fn a_mistyped_place_is_offered_no_longer_and_its_groups_meet_at_the_right_one() {
    let before = settings();
    let mut after = before.clone();
    after.correct_place(&place_id(WRONG), &place_id(RIGHT));
    assert!(!after.offers(&place_id(WRONG)));
    let offered: Vec<_> = after.offered_places().map(|it| it.id.clone()).collect();
    assert_eq!(offered, [place_id(RIGHT), place_id(3)]);
    assert_eq!(after.groups[0].activity, at(RIGHT));
    // Old records that are not ours still have its name.
    assert_eq!(after.place_name(&place_id(WRONG)), "Place 2");
    // Typed once more, it is the right one.
    let fresh = Uuid::from_u128(77);
    let typed = after
        .clone()
        .add_place(text("Place 2"), PlaceKind::YouthClub, fresh);
    assert_eq!(typed, place_id(RIGHT));

    after.take_back_correction(&place_id(WRONG));
    assert_eq!(after, before);
}

#[test]
fn typed_places_are_asked_about_first_and_only_those_with_another_of_their_kind() {
    let settings = settings();
    let wrong: Vec<_> = settings
        .may_be_wrong()
        .iter()
        .map(|it| it.id.clone())
        .collect();
    assert_eq!(wrong, [place_id(WRONG), place_id(RIGHT)]);
    let right = settings.may_be_right(settings.place(&place_id(WRONG)).unwrap());
    assert_eq!(right.len(), 1);
    assert_eq!(right[0].id, place_id(RIGHT));
}

#[test]
fn a_place_corrected_twice_over_leads_to_the_last_and_a_ring_has_an_end() {
    let mut settings = settings();
    settings.correct_place(&place_id(1), &place_id(2));
    settings.correct_place(&place_id(2), &place_id(3));
    assert_eq!(settings.right_place(&place_id(1)), &place_id(3));
    settings.correct_place(&place_id(3), &place_id(1));
    let _ = settings.right_place(&place_id(1));
}

/// What a tablet has, read anew.
fn at_right(tablet: &Tablet) -> (usize, Vec<RecordId>) {
    let (start, read) = tablet.open();
    let right = place_id(RIGHT);
    let moved = read.ledger.iter().filter(|it| place_of(it) == Some(&right));
    let left = correction().plan(&read.ledger, &start.books).records;
    (moved.count(), left)
}

#[test]
fn a_correction_cut_off_leaves_whole_groups_and_is_gone_on_with() {
    let many = 3 * SAVED_AT_ONCE + 7;
    let records: Vec<Record> = (0..many)
        .map(|number| club(number as u128 + 1, BOOK, DAY, WRONG))
        .collect();
    let tablet = Tablet::with(&records);
    let (start, read) = tablet.open();
    let next = all_corrected(&read.ledger, &start.books, &correction());
    assert_eq!(next.len(), many);

    tablet.journal.tell_after(2, JournalFault::Stalls);
    let archive = tablet.archive();
    let mut told = 0;
    let saving = archive.save_many(&next, |group| told += group.len());
    assert!(poll(pin!(saving).as_mut()).is_pending());
    assert_eq!(told, 2 * SAVED_AT_ONCE);
    tablet.journal.tell(JournalFault::Works);

    let (moved, left) = at_right(&tablet);
    assert!(moved >= told);
    assert_eq!(moved + left.len(), many);
    let (start, read) = tablet.open();
    let rest = all_corrected(&read.ledger, &start.books, &correction());
    block_on(tablet.archive().save_many(&rest, |_| {})).unwrap();
    assert_eq!(at_right(&tablet), (many, Vec::new()));
    for record in tablet.open().1.ledger.iter() {
        assert_eq!(record.version().number(), 2);
    }
}
