//! What is owed and when, and that a return is "passed on" only once its file has
//! left the tablet.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use chrono::NaiveDate;
use daybook::domain::base::calendar::Quarter;
use daybook::domain::organisation::DueDate;
use daybook::domain::record::ledger::Ledger;
use daybook::domain::record::{Provenance, Record};
use daybook::domain::submission::books::{Books, BooksSent, Holding, OtherBook};
use daybook::domain::submission::due::{EarlyReturn, Need, Owed, due_by, owed, quarter_to_open};
use daybook::domain::submission::passing_on::{PassedOn, PassingOn};
use daybook::domain::submission::send::{BookHistory, Knowledge, Origin, SendStanding};
use daybook::domain::totals::QuarterTotals;
use pollster::block_on;
use support_send::tablet::Tablet;
use support_send::{
    BOOK, club, corrected, order, quarter, record, send_id, settings, stamp, team_id, text,
};

const ELEVENTH_OF_JANUARY: NaiveDate = day(2027, 1, 11);

const fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn autumn() -> Quarter {
    quarter("2026-27 Q3")
}

fn no_books() -> Books {
    Books::new(BookHistory::new(BOOK, Knowledge::Whole))
}

fn ledger(records: &[Record]) -> Ledger {
    records.iter().cloned().collect()
}

fn owed_on(today: NaiveDate, books: &Books, records: &[Record]) -> Vec<Owed> {
    let team = team_id(1);
    owed(
        (books, &ledger(records)),
        std::iter::once(&team),
        &[],
        today,
    )
}

fn check_owed(today: NaiveDate, books: &Books, records: &[Record], expected: &[(&str, Need)]) {
    let owed = owed_on(today, books, records);
    let found: Vec<(String, Need)> = owed.iter().map(|it| (it.quarter.code(), it.need)).collect();
    let expected: Vec<(String, Need)> = expected
        .iter()
        .map(|(code, need)| ((*code).to_owned(), *need))
        .collect();
    assert_eq!(found, expected, "on {today}");
}

fn made(books: &Books, records: &[Record], on: NaiveDate, reason: Option<&str>) -> BooksSent {
    let number = on.format("%Y%m%d").to_string().parse().unwrap();
    let order = daybook::domain::submission::send::SendOrder {
        id: send_id(number),
        made_at: stamp(on, 0).at,
        today: on,
        ..order(1, 1, autumn(), reason)
    };
    let fresh = || send_id(number + 1);
    books.send(&ledger(records), &order, fresh).unwrap()
}

fn passed_on(sent: &BooksSent, how: PassingOn, on: NaiveDate) -> Books {
    let digest = sent.returns[0].digest;
    let at = stamp(on, 0).at;
    sent.books.with_passed_on(digest, how, at).unwrap()
}

fn known(books: &Books) -> Vec<PassedOn> {
    books.own.sent().map(|(_, sent)| sent.passed_on).collect()
}

#[test]
fn october_to_december_unsent_is_owed_on_11_january_and_due_on_the_14th() {
    let records = [record(1, day(2026, 11, 23), 12)];
    let all = owed_on(ELEVENTH_OF_JANUARY, &no_books(), &records);
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].quarter, all[0].need), (autumn(), Need::Make));
    assert_eq!(all[0].due, day(2027, 1, 14));
    assert!(!all[0].is_late(day(2027, 1, 14)) && all[0].is_late(day(2027, 1, 15)));
    let opened = quarter_to_open(&all, &team_id(1), ELEVENTH_OF_JANUARY);
    assert_eq!(opened, autumn());
}

#[test]
fn the_organisation_says_when_a_return_is_due() {
    let listed = [DueDate {
        quarter: autumn(),
        date: day(2027, 1, 22),
    }];
    assert_eq!(due_by(autumn(), &listed), day(2027, 1, 22));
    assert_eq!(due_by(autumn().next(), &listed), day(2027, 4, 14));
}

#[test]
fn nothing_is_owed_of_a_quarter_that_has_not_ended() {
    let records = [record(1, day(2026, 11, 23), 12)];
    for today in [day(2026, 11, 23), day(2026, 12, 31)] {
        check_owed(today, &no_books(), &records, &[]);
        let opened = quarter_to_open(&[], &team_id(1), today);
        assert_eq!(opened, autumn());
    }
}

#[test]
fn a_return_that_was_made_is_owed_until_its_file_has_left() {
    let records = [record(1, day(2026, 11, 23), 12)];
    let sent = made(&no_books(), &records, ELEVENTH_OF_JANUARY, None);
    assert_eq!(known(&sent.books), [PassedOn::NotYet]);
    let to_pass_on = [("2026-27 Q3", Need::PassOn)];
    check_owed(ELEVENTH_OF_JANUARY, &sent.books, &records, &to_pass_on);
    let books = passed_on(&sent, PassingOn::Downloaded, ELEVENTH_OF_JANUARY);
    check_owed(ELEVENTH_OF_JANUARY, &books, &records, &[]);
    let at = stamp(ELEVENTH_OF_JANUARY, 0).at;
    assert_eq!(known(&books), [PassedOn::On(at, PassingOn::Downloaded)]);
}

#[test]
fn a_change_after_that_is_owed_again_until_it_too_was_made_and_passed_on() {
    let first = record(1, day(2026, 11, 23), 12);
    let sent = made(
        &no_books(),
        std::slice::from_ref(&first),
        ELEVENTH_OF_JANUARY,
        None,
    );
    let books = passed_on(&sent, PassingOn::Shared, ELEVENTH_OF_JANUARY);
    let changed = [corrected(&first, 13)];
    let later = day(2027, 1, 12);
    check_owed(later, &books, &changed, &[("2026-27 Q3", Need::MakeAgain)]);
    let again = made(&books, &changed, later, Some("a late correction"));
    check_owed(
        later,
        &again.books,
        &changed,
        &[("2026-27 Q3", Need::PassOn)],
    );
    let books = passed_on(&again, PassingOn::Downloaded, later);
    check_owed(later, &books, &changed, &[]);
    // The file of the first is past: passing it on once more says nothing of this.
    let past = books.with_passed_on(
        sent.returns[0].digest,
        PassingOn::Shared,
        stamp(later, 1).at,
    );
    assert_eq!(past, None);
}

#[test]
fn a_return_made_early_reminds_once_the_quarter_has_ended_and_changed() {
    let first = record(1, day(2026, 11, 23), 12);
    let more = [first.clone(), record(2, day(2026, 12, 14), 5)];
    let early = day(2026, 11, 30);
    let sent = made(&no_books(), std::slice::from_ref(&first), early, None);
    check_owed(
        early,
        &sent.books,
        std::slice::from_ref(&first),
        &[("2026-27 Q3", Need::PassOn)],
    );
    let books = passed_on(&sent, PassingOn::Shared, early);
    check_owed(day(2026, 12, 31), &books, &more, &[]);
    check_owed(
        day(2027, 1, 1),
        &books,
        &more,
        &[("2026-27 Q3", Need::MakeAgain)],
    );
    check_owed(day(2027, 1, 1), &books, std::slice::from_ref(&first), &[]);
}

#[test]
fn a_quarter_without_work_is_owed_from_when_the_team_began_to_use_the_tablet() {
    // First saved in the summer, and nothing in the autumn.
    let records = [record(1, day(2026, 8, 3), 12)];
    let both = [("2026-27 Q2", Need::Make), ("2026-27 Q3", Need::Make)];
    check_owed(ELEVENTH_OF_JANUARY, &no_books(), &records, &both);
    check_owed(ELEVENTH_OF_JANUARY, &no_books(), &[], &[]);
    let books = passed_on(
        &made(&no_books(), &records, ELEVENTH_OF_JANUARY, None),
        PassingOn::Shared,
        ELEVENTH_OF_JANUARY,
    );
    let summer = [("2026-27 Q2", Need::Make)];
    check_owed(ELEVENTH_OF_JANUARY, &books, &records, &summer);
    let all = owed_on(ELEVENTH_OF_JANUARY, &books, &records);
    let opened = quarter_to_open(&all, &team_id(1), ELEVENTH_OF_JANUARY);
    assert_eq!(opened, quarter("2026-27 Q2"));
}

#[test]
fn work_of_before_that_was_typed_in_later_is_owed_and_the_gaps_in_it_are_not() {
    let filing = daybook::domain::record::Filing {
        id: support_send::id(7),
        book: BOOK,
        team: team_id(1),
    };
    let old = day(2025, 5, 12);
    let late = Record::new(filing, stamp(day(2026, 11, 3), 0), club(old, 4));
    let expected = [("2025-26 Q1", Need::Make), ("2026-27 Q3", Need::Make)];
    check_owed(ELEVENTH_OF_JANUARY, &no_books(), &[late], &expected);
}

#[test]
fn what_a_spreadsheet_brought_need_not_be_passed_on() {
    let imported = record(1, day(2026, 8, 3), 12).with_provenance(Provenance::Imported);
    let mut history = BookHistory::new(BOOK, Knowledge::Whole);
    history.origin = Origin::Spreadsheet;
    let mut books = no_books();
    books.own = BookHistory::new(
        daybook::domain::base::ids::BookId::new(uuid::Uuid::from_u128(5)),
        Knowledge::Whole,
    );
    let records = [imported];
    let order = order(1, 1, quarter("2026-27 Q2"), None);
    history = history.send(&ledger(&records), &order).unwrap().history;
    books.others.books.push(OtherBook {
        history,
        tablet: text("2016.csv"),
        holding: Holding::TakenOver,
    });
    check_owed(ELEVENTH_OF_JANUARY, &books, &records, &[]);
}

#[test]
fn a_return_before_the_end_of_its_quarter_is_asked_about() {
    let some = [record(1, day(2026, 11, 23), 12)];
    let totals = |records: &[Record]| QuarterTotals::of(autumn(), records.iter());
    let asked = |records: &[Record], on| EarlyReturn::of(autumn(), &totals(records), on);
    assert_eq!(asked(&[], day(2026, 12, 31)), Some(EarlyReturn::Nil));
    assert_eq!(asked(&some, day(2026, 12, 31)), Some(EarlyReturn::SoFar));
    assert_eq!(asked(&[], day(2027, 1, 1)), None);
}

#[test]
fn of_what_an_older_daybook_sent_nothing_is_said_of_its_way() {
    let old = r#"{"book":"00000000-0000-0000-0000-00000000b00c","line":["00000000-0000-0000-0000-000000000001"],"sent":[[["team-1","2026-27 Q3"],{"send":"00000000-0000-0000-0000-000000000001","digest":"64e487f3ba006e8f3b5a3220ed78b4461fe8c461a8ec8f8256efdb73f209f83d","revision":1,"made_at":1798977600000,"file_name":"a.json","figures":"64e487f3ba006e8f3b5a3220ed78b4461fe8c461a8ec8f8256efdb73f209f83d","counted":[]}]],"knowledge":"whole"}"#;
    let history: BookHistory = serde_json::from_str(old).unwrap();
    let books = Books::new(history.clone());
    assert_eq!(known(&books), [PassedOn::NotNoted]);
    // And it is written as it was.
    assert_eq!(serde_json::to_string(&history).unwrap(), old);
}

#[test]
fn two_who_know_of_one_return_know_together_that_it_was_passed_on() {
    let records = [record(1, day(2026, 11, 23), 12)];
    let sent = made(&no_books(), &records, ELEVENTH_OF_JANUARY, None);
    let shared = passed_on(&sent, PassingOn::Shared, day(2027, 1, 12));
    let downloaded = passed_on(&sent, PassingOn::Downloaded, day(2027, 1, 13));
    for (one, other, last) in [
        (&sent.books, &shared, &shared),
        (&shared, &downloaded, &downloaded),
    ] {
        let both = one.own.merged(&other.own);
        assert_eq!(both, other.own.merged(&one.own));
        assert_eq!(both, last.own);
    }
}

#[test]
fn that_a_return_was_passed_on_outlives_a_restart_and_goes_into_a_backup() {
    let records = [record(1, day(2026, 11, 23), 12)];
    let tablet = Tablet::with(&records);
    block_on(tablet.archive().set_up(&settings())).unwrap();
    let before = tablet.state().books;
    let sent = made(&before, &records, ELEVENTH_OF_JANUARY, None);
    block_on(tablet.archive().keep_sent(&before, &sent)).unwrap();
    let after = passed_on(&sent, PassingOn::Shared, day(2027, 1, 12));
    block_on(tablet.archive().keep_books(&sent.books, &after)).unwrap();
    assert_eq!(tablet.state().books, after);
    // Another tab that had not heard of it is refused.
    let other = passed_on(&sent, PassingOn::Downloaded, day(2027, 1, 13));
    let refused = block_on(tablet.archive().keep_books(&sent.books, &other));
    assert_eq!(refused, Err(daybook::store::StoreError::ChangedElsewhere));
    let content = block_on(tablet.archive().backup_content()).unwrap();
    assert!(content.contains("passed_on"), "the backup holds it");
    match after
        .own
        .standing(&ledger(&records), &(team_id(1), autumn()))
    {
        SendStanding::Sent(sent) => assert!(matches!(sent.passed_on, PassedOn::On(..))),
        SendStanding::NotSent | SendStanding::ChangedSince(_) => unreachable!(),
    }
}
