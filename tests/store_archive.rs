//! The save protocol, against stores that let it down: a record is saved in
//! both stores, or both are as they were.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use std::pin::pin;
use std::task::Poll;

use daybook::domain::submission::books::BooksSent;
use daybook::domain::tablet::space::BALLAST;
use daybook::domain::totals::cells;
use daybook::store::StoreError;
use daybook::store::archive::{LedgerRead, Start};
use daybook::store::envelope::seal;
use daybook::store::memory::{JournalFault, LocalFault, below};
use daybook::store::plan::Drawer;
use daybook::store::reconcile::record_key;
use pollster::block_on;
use support_send::tablet::{Tablet, poll};
use support_send::{
    DAY, corrected, id, order, quarter, record, session, stamp, told_to_be_blocked,
};

#[test]
fn a_record_is_saved_once_both_stores_hold_it() {
    let tablet = Tablet::with(&[]);
    assert_eq!(tablet.save(&session()), Ok(()));
    let sealed = seal(&session());
    assert_eq!(tablet.local_text(&session()), Some(sealed.clone()));
    assert_eq!(tablet.journal_text(&session()), Some(sealed));
}

#[test]
fn nothing_is_said_to_be_saved_before_the_journal_has_answered() {
    let tablet = Tablet::with(&[]);
    tablet.journal.tell(JournalFault::WritesAndStalls);
    let archive = tablet.archive();
    let records = [session()];
    let mut saving = pin!(archive.save(&records));
    assert!(poll(saving.as_mut()).is_pending());
    tablet.journal.tell(JournalFault::Works);
    assert_eq!(poll(saving.as_mut()), Poll::Ready(Ok(())));
}

/// Neither a new record nor a correction is saved, and both stores are as they
/// were.
fn check_not_saved(local: LocalFault, journal: JournalFault, why: &StoreError) {
    let tablet = Tablet::with(&[session()]);
    let before = tablet.both();
    for record in [corrected(&session(), 130), record(2, DAY, 5)] {
        tablet.local.tell(local);
        tablet.journal.tell(journal);
        let saved = tablet.save(&record);
        tablet.local.tell(LocalFault::Works);
        tablet.journal.tell(JournalFault::Works);
        assert_eq!(saved.as_ref(), Err(why));
        assert_eq!(tablet.both(), before);
        let (_, read) = tablet.open();
        assert_eq!(read.ledger, [session()].into_iter().collect());
    }
}

#[test]
fn a_full_local_storage_saves_nothing() {
    let full = LocalFault::FullAt(0);
    check_not_saved(full, JournalFault::Works, &StoreError::Full);
}

#[test]
fn a_blocked_local_storage_saves_nothing() {
    let blocked = told_to_be_blocked();
    check_not_saved(LocalFault::Blocked, JournalFault::Works, &blocked);
}

#[test]
fn a_local_storage_that_forgets_saves_nothing() {
    for number in [1, 2] {
        let tablet = Tablet::with(&[]);
        tablet.local.tell(LocalFault::Forgets);
        let saved = tablet.save(&record(number, DAY, 3));
        assert_eq!(saved, Err(StoreError::NotKept(record_key(id(number)))));
        assert_eq!(below(&tablet.journal.shelves(), Drawer::Records, ""), []);
    }
    let tablet = Tablet::with(&[session()]);
    let before = tablet.both();
    tablet.local.tell(LocalFault::Forgets);
    assert!(tablet.save(&corrected(&session(), 13)).is_err());
    assert_eq!(tablet.both(), before);
}

#[test]
fn a_local_storage_that_garbles_a_correction_leaves_the_saved_version() {
    let tablet = Tablet::with(&[session()]);
    tablet.local.tell(LocalFault::Garbles);
    let saved = tablet.save(&corrected(&session(), 13));
    assert_eq!(saved, Err(StoreError::NotKept(record_key(id(1)))));
    tablet.local.tell(LocalFault::Works);
    assert_eq!(tablet.open().1.ledger.get(id(1)), Some(&session()));
}

#[test]
fn a_blocked_journal_saves_nothing() {
    let blocked = told_to_be_blocked();
    check_not_saved(LocalFault::Works, JournalFault::Blocked, &blocked);
}

#[test]
fn a_full_journal_saves_nothing() {
    check_not_saved(LocalFault::Works, JournalFault::Full, &StoreError::Full);
}

#[test]
fn a_slow_journal_that_wrote_nothing_saves_nothing() {
    check_not_saved(
        LocalFault::Works,
        JournalFault::SlowAndLost,
        &StoreError::Slow,
    );
}

#[test]
fn of_several_records_all_are_saved_or_none() {
    let tablet = Tablet::with(&[session()]);
    let before = tablet.both();
    let records = [
        corrected(&session(), 9),
        record(2, DAY, 2),
        record(3, DAY, 3),
    ];
    let room = tablet.local.units() - BALLAST + 400;
    tablet.local.tell(LocalFault::FullAt(room));
    let saved = block_on(tablet.archive().save(&records));
    assert_eq!(saved, Err(StoreError::Full));
    assert_eq!(tablet.both(), before);
    tablet.local.tell(LocalFault::Works);
    assert_eq!(block_on(tablet.archive().save(&records)), Ok(()));
    assert_eq!(tablet.open().1.ledger, records.into_iter().collect());
}

#[test]
fn a_slow_save_that_was_written_after_all_succeeds_when_tried_again() {
    for record in [corrected(&session(), 13), record(2, DAY, 5)] {
        let tablet = Tablet::with(&[session()]);
        tablet.journal.tell(JournalFault::SlowButWritten);
        assert_eq!(tablet.save(&record), Err(StoreError::Slow));
        tablet.journal.tell(JournalFault::Works);
        assert_eq!(tablet.save(&record), Ok(()));
        assert_eq!(tablet.save(&record), Ok(()), "saved twice");
        let (_, read) = tablet.open();
        assert_eq!(read.ledger.get(record.id()), Some(&record));
        let versions = block_on(tablet.archive().versions(&record)).unwrap();
        assert_eq!(versions.last(), Some(&record));
        let numbers: Vec<u32> = versions.iter().map(|one| one.version().number()).collect();
        let expected: Vec<u32> = (1..=record.version().number()).collect();
        assert_eq!(numbers, expected, "each version stands once in the log");
    }
}

#[test]
fn every_version_of_a_record_can_be_looked_up() {
    let first = session();
    let second = corrected(&first, 13);
    let third = second.removed(None, stamp(DAY, 9)).unwrap();
    let tablet = Tablet::with(&[first.clone(), second.clone(), third.clone()]);
    let versions = block_on(tablet.archive().versions(&first));
    assert_eq!(versions, Ok(vec![first, second, third]));
}

// Two tabs.

#[test]
fn of_two_tabs_that_correct_one_record_one_is_told() {
    let tablet = Tablet::with(&[session()]);
    let (one, other) = (corrected(&session(), 20), corrected(&session(), 30));
    assert_eq!(tablet.save(&one), Ok(()));
    assert_eq!(tablet.save(&other), Err(StoreError::ChangedElsewhere));
    assert_eq!(tablet.local_text(&one), Some(seal(&one)));
    assert_eq!(tablet.open().1.ledger.get(id(1)), Some(&one));
}

#[test]
fn local_storage_shows_the_winner_however_the_tabs_took_turns() {
    let tablet = Tablet::with(&[session()]);
    let (slow, quick) = ([corrected(&session(), 20)], corrected(&session(), 30));
    let archive = tablet.archive();
    let mut saving = pin!(archive.save(&slow));
    tablet.journal.tell(JournalFault::Stalls);
    assert!(poll(saving.as_mut()).is_pending());
    tablet.journal.tell(JournalFault::Works);
    assert_eq!(tablet.save(&quick), Ok(()));
    let told = poll(saving.as_mut());
    assert_eq!(told, Poll::Ready(Err(StoreError::ChangedElsewhere)));
    assert_eq!(tablet.local_text(&quick), Some(seal(&quick)));
}

#[test]
fn a_record_removed_in_one_tab_is_not_corrected_in_another() {
    let tablet = Tablet::with(&[session()]);
    let removed = session().removed(None, stamp(DAY, 5)).unwrap();
    assert_eq!(tablet.save(&removed), Ok(()));
    let told = tablet.save(&corrected(&session(), 30));
    assert_eq!(told, Err(StoreError::ChangedElsewhere));
    assert_eq!(tablet.open().1.ledger.get(id(1)), Some(&removed));
}

// Sending.

fn send(start: &Start, read: &LedgerRead, number: u128) -> BooksSent {
    let order = order(number, 1, quarter("2026-27 Q3"), None);
    let fresh = || panic!("one book, one Send");
    start.books.send(&read.ledger, &order, fresh).unwrap()
}

#[test]
fn what_was_sent_comes_back_to_the_byte() {
    let tablet = Tablet::with(&[session()]);
    let (start, read) = tablet.open();
    let sent = send(&start, &read, 1);
    let archive = tablet.archive();
    assert_eq!(block_on(archive.keep_sent(&start.books, &sent)), Ok(()));
    let [one] = &sent.returns[..] else {
        panic!("one return")
    };
    let text = one.to_text();
    assert_eq!(cells::of_return(&text).unwrap(), one.measures);
    assert_eq!(block_on(archive.sent_text(one.digest)), Ok(Some(text)));
    assert_eq!(tablet.start().books, sent.books);
}

#[test]
fn of_two_tabs_that_send_at_once_one_is_told() {
    let tablet = Tablet::with(&[session()]);
    let (start, read) = tablet.open();
    let one = send(&start, &read, 1);
    let other = send(&start, &read, 2);
    let archive = tablet.archive();
    assert_eq!(block_on(archive.keep_sent(&start.books, &one)), Ok(()));
    let told = block_on(archive.keep_sent(&start.books, &other));
    assert_eq!(told, Err(StoreError::ChangedElsewhere));
    assert_eq!(tablet.start().books, one.books);
    let text = one.returns[0].to_text();
    let only = (one.returns[0].digest.to_string(), text);
    let kept = below(&tablet.journal.shelves(), Drawer::Returns, "");
    assert_eq!(kept, [only]);
}

#[test]
fn a_slow_send_that_was_written_after_all_succeeds_when_tried_again() {
    let tablet = Tablet::with(&[session()]);
    let (start, read) = tablet.open();
    let sent = send(&start, &read, 1);
    let archive = tablet.archive();
    tablet.journal.tell(JournalFault::SlowButWritten);
    let kept = block_on(archive.keep_sent(&start.books, &sent));
    assert_eq!(kept, Err(StoreError::Slow));
    tablet.journal.tell(JournalFault::Works);
    assert_eq!(block_on(archive.keep_sent(&start.books, &sent)), Ok(()));
    assert_eq!(tablet.start().books, sent.books);
}

#[test]
fn a_send_that_is_not_kept_leaves_the_history_as_it_was() {
    let tablet = Tablet::with(&[session()]);
    let (start, read) = tablet.open();
    let sent = send(&start, &read, 1);
    for fault in [JournalFault::Full, JournalFault::SlowAndLost] {
        let before = tablet.both();
        tablet.journal.tell(fault);
        assert!(block_on(tablet.archive().keep_sent(&start.books, &sent)).is_err());
        assert_eq!(tablet.both(), before);
    }
}
