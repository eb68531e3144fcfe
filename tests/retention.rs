//! The retention period: which quarters may be removed for good, and what
//! stands once they are.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support;
mod support_send;

use std::pin::pin;

use chrono::NaiveDate;
use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::digest::Digest;
use daybook::domain::base::ids::{BookId, SendId, TeamId};
use daybook::domain::organisation::retention_period::Years;
use daybook::domain::record::Record;
use daybook::domain::record::clock::Clock;
use daybook::domain::record::ledger::Ledger;
use daybook::domain::submission::books::{Books, Holding, OtherBook};
use daybook::domain::submission::last_return::LastReturn;
use daybook::domain::submission::passing_on::PassingOn;
use daybook::domain::submission::send::{BookHistory, Knowledge, Origin, SendStanding};
use daybook::domain::tablet::backed_up::BackedUp;
use daybook::domain::tablet::retention::Removable;
use daybook::domain::tablet::settings::Settings;
use daybook::store::backup::Contents;
use daybook::store::envelope::{open, seal};
use daybook::store::memory::{JournalFault, below};
use daybook::store::plan::Drawer;
use daybook::store::restore::OldTablet;
use daybook::store::{KeyValue, StoreError};
use pollster::block_on;
use proptest::prelude::*;
use support::day;
use support_send::tablet::{Tablet, poll};
use support_send::{BOOK, corrected, id, order, quarter, record, stamp, team_id, text};
use uuid::Uuid;

const OLD: NaiveDate = NaiveDate::from_ymd_opt(2020, 5, 12).unwrap();
const YOUNG: NaiveDate = NaiveDate::from_ymd_opt(2026, 5, 12).unwrap();

fn years(number: u16) -> Years {
    Years::try_from(number).unwrap()
}

fn old_period() -> (TeamId, Quarter) {
    (team_id(1), Quarter::containing(OLD))
}

fn ledger(records: &[Record]) -> Ledger {
    records.iter().cloned().collect()
}

/// A book that has made the returns of its records, whose files are here yet.
fn made(records: &[Record]) -> (BookHistory, Vec<Digest>) {
    let mut history = BookHistory::new(BOOK, Knowledge::Whole);
    let mut digests = Vec::new();
    for (number, (_, quarter)) in (1..).zip(&ledger(records).periods_of(BOOK)) {
        let order = order(number, 1, *quarter, Some("late"));
        let sent = history.send(&ledger(records), &order).unwrap();
        digests.extend(sent.returns.iter().map(|it| it.digest));
        history = sent.history;
    }
    (history, digests)
}

/// The same once these returns were downloaded.
fn passed_on(history: BookHistory, digests: &[Digest]) -> BookHistory {
    let at = stamp(YOUNG, 0).at;
    let note = |books: Books, digest: &Digest| {
        let noted = books.with_passed_on(*digest, PassingOn::Downloaded, at);
        noted.unwrap_or(books)
    };
    digests.iter().fold(Books::new(history), note).own
}

/// A book that has sent the quarters of its records.
fn sent(records: &[Record]) -> BookHistory {
    let (history, digests) = made(records);
    passed_on(history, &digests)
}

fn backup(records: &[Record]) -> BackedUp {
    let at = stamp(YOUNG, 0).at;
    BackedUp::new(at, at, &ledger(records))
}

fn clock(says: NaiveDate) -> Clock {
    Clock {
        says,
        built: day(2026, 6, 1),
        reached: day(2026, 6, 1),
    }
}

fn offered(today: NaiveDate, records: &[Record], history: BookHistory) -> Vec<Removable> {
    let (ledger, books) = (ledger(records), Books::new(history));
    Removable::all(years(6), clock(today), (&ledger, &books), &backup(records))
}

fn check_offered(today: NaiveDate, records: &[Record], history: BookHistory, count: usize) {
    let all = offered(today, records, history);
    assert_eq!(all.iter().map(|it| it.records.len()).sum::<usize>(), count);
}

#[test]
fn a_quarter_is_offered_on_the_day_its_last_day_is_so_many_years_old() {
    let records = [record(1, OLD, 12), record(2, YOUNG, 3)];
    check_offered(day(2026, 6, 29), &records, sent(&records), 0);
    check_offered(day(2026, 6, 30), &records, sent(&records), 1);
    check_offered(day(2032, 6, 29), &records, sent(&records), 1);
    check_offered(day(2032, 6, 30), &records, sent(&records), 2);
}

#[test]
fn nothing_is_offered_while_the_clock_is_in_doubt() {
    let records = [record(1, OLD, 12)];
    let books = Books::new(sent(&records));
    let doubtful = Clock {
        says: day(2031, 1, 1),
        built: day(2026, 6, 1),
        reached: day(2031, 1, 2),
    };
    let all = Removable::all(
        years(6),
        doubtful,
        (&ledger(&records), &books),
        &backup(&records),
    );
    assert_eq!(all, []);
}

#[test]
fn a_quarter_that_was_not_sent_or_has_changed_since_is_not_offered() {
    let first = record(1, OLD, 12);
    let never = BookHistory::new(BOOK, Knowledge::Whole);
    check_offered(day(2030, 1, 1), std::slice::from_ref(&first), never, 0);
    let history = sent(std::slice::from_ref(&first));
    check_offered(day(2030, 1, 1), &[corrected(&first, 13)], history, 0);
}

#[test]
fn a_quarter_whose_return_never_left_the_tablet_is_not_offered_and_is_told() {
    let records = [record(1, OLD, 12), record(2, day(2020, 8, 4), 3)];
    let (history, digests) = made(&records);
    let today = clock(day(2030, 1, 1));
    let check = |history: BookHistory, removable: usize, to_pass_on: usize| {
        let (all, books) = (ledger(&records), Books::new(history));
        let here = (&all, &books);
        let offered = Removable::all(years(6), today, here, &backup(&records));
        let first = Removable::to_pass_on_first(years(6), today, here, &backup(&records));
        assert_eq!((offered.len(), first.len()), (removable, to_pass_on));
    };
    check(history.clone(), 0, 2);
    check(passed_on(history.clone(), &digests[..1]), 1, 1);
    check(passed_on(history.clone(), &digests), 2, 0);
    // The sessions of a spreadsheet are in the spreadsheet as well.
    let mut of_spreadsheet = history;
    of_spreadsheet.origin = Origin::Spreadsheet;
    check(of_spreadsheet, 2, 0);
}

#[test]
fn a_removed_record_goes_with_its_quarter() {
    let removed = record(2, OLD, 4).removed(None, stamp(OLD, 9)).unwrap();
    let records = [record(1, OLD, 12), removed];
    check_offered(day(2030, 1, 1), &records, sent(&records), 2);
}

#[test]
fn a_quarter_with_a_record_in_no_backup_is_not_offered() {
    let records = [record(1, OLD, 12), record(2, OLD, 3)];
    let books = Books::new(sent(&records));
    let backup = backup(&records[..1]);
    let today = clock(day(2030, 1, 1));
    let all = Removable::all(years(6), today, (&ledger(&records), &books), &backup);
    assert_eq!(all, []);
}

#[test]
fn a_quarter_whose_record_moved_away_and_was_replaced_by_its_like_is_not_offered() {
    let moving = record(1, OLD, 12);
    let history = sent(std::slice::from_ref(&moving));
    let moved = moving
        .corrected(
            support_send::club(day(2020, 8, 4), 12),
            team_id(1),
            stamp(OLD, 5),
        )
        .unwrap();
    let like = record(2, OLD, 12);
    check_offered(day(2030, 1, 1), &[moved, like], history, 0);
}

#[test]
fn of_books_from_elsewhere_only_those_taken_over_are_offered() {
    let other = BookId::new(Uuid::from_u128(7));
    let records = [record(1, OLD, 12)];
    for (holding, count) in [(Holding::TakenOver, 1), (Holding::Copy, 0)] {
        let mut books = Books::new(BookHistory::new(other, Knowledge::Whole));
        books.take_in(OtherBook {
            history: sent(&records),
            tablet: text("Green tablet"),
            holding,
        });
        let all = Removable::all(
            years(6),
            clock(day(2030, 1, 1)),
            (&ledger(&records), &books),
            &backup(&records),
        );
        assert_eq!(all.len(), count, "{holding:?}");
    }
}

#[test]
fn a_quarter_that_only_a_last_return_tells_of_is_not_offered() {
    let removed = record(2, OLD, 4).removed(None, stamp(OLD, 9)).unwrap();
    let all = ledger(std::slice::from_ref(&removed));
    let order = order(1, 1, old_period().1, None);
    let new = BookHistory::new(BOOK, Knowledge::Whole);
    let lost = new.send(&ledger(&[record(1, OLD, 12)]), &order).unwrap();
    let told = LastReturn::read(&lost.returns[0].to_text()).unwrap();
    let mut books = Books::new(BookHistory::new(
        BookId::new(Uuid::from_u128(7)),
        Knowledge::Whole,
    ));
    books.take_in(OtherBook::from_last_return(&told, &Ledger::new()));
    let today = clock(day(2030, 1, 1));
    let offered = Removable::all(years(6), today, (&all, &books), &backup(&[removed]));
    assert_eq!(offered, []);
}

#[test]
fn records_are_kept_for_two_to_twenty_five_years() {
    for (number, fits) in [(0, false), (1, false), (2, true), (25, true), (26, false)] {
        assert_eq!(Years::try_from(number).is_ok(), fits, "{number}");
    }
}

// Removing.

/// A tablet with an old quarter that was sent and is in a checked backup.
struct Old {
    tablet: Tablet,
    records: [Record; 3],
    content: String,
}

impl Old {
    fn new() -> Self {
        let removed = record(2, OLD, 4).removed(None, stamp(OLD, 9)).unwrap();
        let records = [
            corrected(&record(1, OLD, 11), 12),
            removed,
            record(3, YOUNG, 3),
        ];
        let tablet = Tablet::with(&[
            record(1, OLD, 11),
            records[0].clone(),
            record(2, OLD, 4),
            records[1].clone(),
            records[2].clone(),
        ]);
        let archive = tablet.archive();
        let start = tablet.start();
        let all = ledger(&records);
        let order = order(1, 1, old_period().1, None);
        let fresh = || SendId::new(Uuid::from_u128(99));
        let sent = start.books.send(&all, &order, fresh).unwrap();
        block_on(archive.keep_sent(&start.books, &sent)).unwrap();
        block_on(archive.change_books(|books| {
            let at = stamp(OLD, 9).at;
            let left = books.with_passed_on(sent.returns[0].digest, PassingOn::Downloaded, at);
            *books = left.unwrap();
            Ok(())
        }))
        .unwrap();
        let content = block_on(archive.backup_content()).unwrap();
        block_on(archive.keep_backed_up(&backup(&records))).unwrap();
        let drafts = [format!("correct/{}", id(1)), format!("correct/{}", id(3))];
        for name in drafts {
            block_on(archive.keep_draft(&name, Some("typed"))).unwrap();
        }
        Self {
            tablet,
            records,
            content,
        }
    }

    fn offered(&self) -> (Ledger, Books, Vec<Removable>) {
        let (start, read) = self.tablet.open();
        let backup = block_on(self.tablet.archive().backed_up())
            .unwrap()
            .unwrap();
        let today = clock(day(2030, 1, 1));
        let here = (&read.ledger, &start.books);
        let all = Removable::all(years(6), today, here, &backup);
        (read.ledger, start.books, all)
    }

    fn remove(&self) -> Result<Books, StoreError> {
        let (ledger, books, all) = self.offered();
        assert_eq!(all.len(), 1);
        block_on(
            self.tablet
                .archive()
                .remove_for_good((&ledger, &books), &all),
        )
    }

    fn check_gone(&self) {
        let (start, read) = self.tablet.open();
        assert_eq!(read.ledger, ledger(&self.records[2..]));
        assert_eq!((read.quarantine.len(), read.not_mended), (0, None));
        let SendStanding::Sent(_) = start.books.own.standing(&read.ledger, &old_period()) else {
            panic!("what was sent stands")
        };
        let (local, shelves) = self.tablet.both();
        let gone = [id(1).to_string(), id(2).to_string()];
        assert!(
            local
                .keys()
                .all(|key| !gone.iter().any(|id| key.contains(id)))
        );
        for drawer in [Drawer::Records, Drawer::Log, Drawer::SetAside, Drawer::Meta] {
            for (key, _) in below(&shelves, drawer, "") {
                assert!(!gone.iter().any(|id| key.contains(id)), "{key}");
            }
        }
        let drafts = block_on(self.tablet.archive().drafts()).unwrap();
        assert_eq!(drafts.len(), 1, "only about the record that is kept");
    }

    fn check_all_here(&self) {
        let (ledger, _, offered) = self.offered();
        assert_eq!(ledger, self::ledger(&self.records));
        assert_eq!(offered.len(), 1, "and it is offered again");
    }
}

#[test]
fn what_is_removed_for_good_is_in_neither_store_in_any_version() {
    let old = Old::new();
    let after = old.remove().unwrap();
    old.check_gone();
    assert_eq!(old.tablet.start().books, after);
}

#[test]
fn a_passed_quarter_is_never_sent_anew_and_its_return_can_still_be_downloaded() {
    let old = Old::new();
    let books = old.remove().unwrap();
    let ledger = ledger(&old.records[2..]);
    let wanted = (team_id(1), Quarter::containing(YOUNG));
    for asked in [&wanted, &old_period()] {
        for (_, periods) in books.to_write(&ledger, asked) {
            assert!(!periods.contains(&old_period()));
        }
    }
    let (_, was_sent) = books.own.sent().next().unwrap();
    let kept = block_on(old.tablet.archive().sent_text(was_sent.digest));
    assert!(kept.unwrap().is_some());
    // The next Send's manifest names it as it was.
    let later = order(2, 1, wanted.1, None);
    let next = books.own.send(&ledger, &later).unwrap();
    let named = next.returns[0].manifest.get(&old_period()).unwrap();
    assert_eq!((next.returns.len(), named.digest), (1, was_sent.digest));
}

#[test]
fn a_record_that_comes_back_moved_after_its_removal_counts_in_no_other_quarter() {
    let old = Old::new();
    let books = old.remove().unwrap();
    let first = &old.records[0];
    let moved = first
        .corrected(support_send::club(YOUNG, 12), team_id(1), stamp(YOUNG, 5))
        .unwrap();
    let beside = record(9, YOUNG, 4);
    let both = [moved, beside];
    let counts: Vec<bool> = both.iter().map(|it| books.counts(it)).collect();
    assert_eq!(counts, [false, true]);
    // As in what would be sent.
    let period = (team_id(1), Quarter::containing(YOUNG));
    let totals = books.own.totals(&ledger(&both), &period);
    assert_eq!(totals.contacts.all().contacts(), 4);
    // In its own quarter, whose return stands, it is counted as it was.
    assert!(books.counts(first));
    // Nothing of a copy is counted.
    let other = Books::new(BookHistory::new(
        BookId::new(Uuid::from_u128(7)),
        Knowledge::Whole,
    ));
    assert!(!other.counts(first));
}

#[test]
fn a_kill_before_the_journal_has_written_removes_nothing() {
    let old = Old::new();
    cut_off(&old, JournalFault::Stalls);
    old.check_all_here();
}

#[test]
fn a_kill_after_the_journal_has_written_removes_all_at_the_next_start() {
    let old = Old::new();
    cut_off(&old, JournalFault::WritesAndStalls);
    assert_eq!(old.tablet.local.keys("r1/").unwrap().len(), 3);
    old.check_gone();
}

fn cut_off(old: &Old, how: JournalFault) {
    let (ledger, books, all) = old.offered();
    old.tablet.journal.tell(how);
    let archive = old.tablet.archive();
    let removing = archive.remove_for_good((&ledger, &books), &all);
    assert!(poll(pin!(removing).as_mut()).is_pending());
    old.tablet.journal.tell(JournalFault::Works);
}

#[test]
fn a_kill_that_undoes_the_last_seconds_of_local_storage_brings_nothing_back() {
    let old = Old::new();
    let disk = old.tablet.local.texts();
    old.remove().unwrap();
    old.tablet.local.hold(disk);
    old.check_gone();
}

#[test]
fn a_journal_that_refuses_removes_nothing() {
    let old = Old::new();
    old.tablet.journal.tell(JournalFault::Full);
    assert_eq!(old.remove(), Err(StoreError::Full));
    old.tablet.journal.tell(JournalFault::Works);
    old.check_all_here();
}

#[test]
fn what_another_tab_has_changed_since_is_not_removed() {
    let old = Old::new();
    let (ledger, books, all) = old.offered();
    old.tablet.save(&corrected(&old.records[0], 40)).unwrap();
    let removed = block_on(
        old.tablet
            .archive()
            .remove_for_good((&ledger, &books), &all),
    );
    assert_eq!(removed, Err(StoreError::ChangedElsewhere));
    assert_eq!(old.tablet.open().1.ledger.len(), 3);
}

#[test]
fn a_tab_that_still_shows_a_removed_record_cannot_bring_it_back() {
    let old = Old::new();
    old.remove().unwrap();
    let late = old.tablet.save(&corrected(&old.records[0], 40));
    assert_eq!(late, Err(StoreError::ChangedElsewhere));
    old.check_gone();
}

#[test]
fn a_backup_that_is_restored_brings_them_back_and_they_are_offered_again() {
    let old = Old::new();
    old.remove().unwrap();
    let contents = Contents::read(&old.content).unwrap();
    old.tablet.restore(&contents, OldTablet::Retired);
    old.check_all_here();
    let (_, books, _) = old.offered();
    assert!(books.own.has_passed(&old_period()));
    old.remove().unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Whatever was recorded and sent: what is offered is sent and old, and
    /// once it is removed, what was sent stands and is never written anew.
    #[test]
    fn what_was_sent_stands_after_its_records_are_removed(
        records in proptest::collection::vec(support::records(support::dates()), 1..12),
        sends in 0..4_usize,
        today in support::dates(),
        held in 0..12_usize,
    ) {
        let all: Ledger = records.iter().cloned().collect();
        let book = records[0].book();
        let mut history = BookHistory::new(book, Knowledge::Whole);
        for (number, (team, quarter)) in (1..).zip(&all.periods_of(book)).take(sends) {
            let mut order = order(number, 0, *quarter, Some("again"));
            order.wanted.0 = team.clone();
            let sent = history.send(&all, &order).unwrap();
            let digests: Vec<Digest> = sent.returns.iter().map(|it| it.digest).collect();
            history = passed_on(sent.history, &digests);
        }
        let books = Books::new(history);
        let held = BackedUp::new(stamp(today, 0).at, stamp(today, 0).at,
            &records.iter().skip(held.saturating_sub(6)).cloned().collect());
        let clock = Clock { says: today, built: today, reached: today };
        let offered = Removable::all(years(2), clock, (&all, &books), &held);
        let after = books.after_removing(&offered);
        let mut left = all.clone();
        for one in &offered {
            left.forget(&one.records);
        }
        let passed = |period: &(TeamId, Quarter)| offered.iter().any(|it| it.period == *period);
        for record in all.iter() {
            let period = (record.team().clone(), record.quarter());
            let goes = record.book() == book && passed(&period);
            prop_assert_eq!(left.get(record.id()).is_none(), goes);
            prop_assert!(!goes || (held.holds(record) && record.quarter().has_ended(today)));
        }
        for (period, was) in books.own.sent() {
            let (_, is) = after.own.sent().find(|(it, _)| *it == period).unwrap();
            prop_assert_eq!((was.digest, was.revision), (is.digest, is.revision));
            if passed(period) {
                let standing = after.own.standing(&left, period);
                prop_assert!(matches!(standing, SendStanding::Sent(_)));
            }
        }
        for wanted in &all.periods_of(book) {
            let before = books.own.to_write(&all, wanted);
            let mut expected = before;
            expected.retain(|period| !passed(period));
            prop_assert_eq!(after.own.to_write(&left, wanted), expected);
        }
    }
}

#[test]
fn the_organisation_sets_how_long_records_are_kept() {
    let with = |years: &str| {
        let file = include_str!("../docs/example-organisation.json");
        assert!(file.contains("\"keep_records_for_years\": 6"));
        file.replace("\"keep_records_for_years\": 6", years)
    };
    let read = |text: &str| daybook::domain::organisation::Organisation::read(text);
    let kept = |text: &str| read(text).unwrap().keep_records_for_years;
    assert_eq!(kept(&with("\"keep_records_for_years\": 6")), Some(years(6)));
    let organisation = read(&with("\"keep_records_for_years\": 6")).unwrap();
    let adopted = support_send::settings()
        .adopting(&organisation, None, YOUNG)
        .settings;
    assert_eq!(adopted.keep_records_for_years, Some(years(6)));
    let kept = seal(&adopted);
    assert_eq!(open::<Settings>(&kept), Ok(adopted));
    let errors = read(&with("\"keep_records_for_years\": 1")).unwrap_err();
    assert!(
        errors[0].to_string().contains("2 to 25 years"),
        "{errors:?}"
    );
    assert_eq!(quarter("2020-21 Q1"), old_period().1);
}
