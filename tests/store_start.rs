//! The start-up: whatever happened to either store, nothing that the other
//! still holds is lost, and what cannot be read is shown and left alone.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use std::collections::BTreeMap;
use std::pin::pin;
use std::task::Poll;

use daybook::domain::base::ids::BookId;
use daybook::domain::record::Record;
use daybook::domain::submission::send::{BookHistory, Knowledge, Sample};
use daybook::domain::tablet::settings::Settings;
use daybook::domain::totals::QuarterTotals;
use daybook::store::archive::Loss;
use daybook::store::envelope::{Unreadable, seal};
use daybook::store::memory::{JournalFault, LocalFault, Shelves};
use daybook::store::plan::Drawer;
use daybook::store::reconcile::record_key;
use daybook::store::{MetaKey, SetAside, StoreError};
use pollster::block_on;
use support_send::tablet::{Tablet, named, poll};
use support_send::{
    BOOK, DAY, corrected, id, order, quarter, record, session, stamp, text, told_to_be_blocked,
};
use uuid::Uuid;

const OTHER_BOOK: BookId = BookId::new(Uuid::from_u128(0xb00c2));

/// The text of a record as a newer Daybook would write it.
fn of_a_newer_format(text: &str) -> String {
    let json = text
        .split_once('|')
        .unwrap()
        .1
        .replace("\"s\":1", "\"s\":2");
    format!("{:08x}|{json}", crc32fast::hash(json.as_bytes()))
}

fn damaged(text: &str) -> String {
    text.replacen("team-1", "team-7", 1)
}

fn settings(tablet: &str) -> Settings {
    Settings {
        tablet: text(tablet),
        ..support_send::settings()
    }
}

// Starting after a kill.

#[test]
fn a_save_cut_off_between_the_two_writes_is_there_once_at_the_next_start() {
    for record in [corrected(&session(), 13), record(2, DAY, 5)] {
        let tablet = Tablet::with(&[session()]);
        tablet.save_cut_off(&record, JournalFault::Stalls);
        assert_ne!(tablet.journal_text(&record), tablet.local_text(&record));
        let (_, read) = tablet.open();
        assert_eq!(read.ledger.get(record.id()), Some(&record));
        assert_eq!((read.mended_local, read.mended_journal), (0, 1));
        assert_eq!(tablet.journal_text(&record), tablet.local_text(&record));
        let (_, again) = tablet.open();
        assert_eq!((again.mended_local, again.mended_journal), (0, 0));
        assert_eq!(again.ledger, read.ledger);
    }
}

#[test]
fn a_save_cut_off_before_it_was_confirmed_is_there_at_the_next_start() {
    let tablet = Tablet::with(&[]);
    tablet.save_cut_off(&session(), JournalFault::WritesAndStalls);
    assert_eq!(tablet.open().1.ledger.get(id(1)), Some(&session()));
}

/// What the journal was said to hold comes back when a kill undid the last
/// seconds of local storage.
fn check_comes_back(saved: &[Record], last: &Record) {
    let tablet = Tablet::with(saved);
    let flushed = tablet.local.texts();
    tablet.save(last).unwrap();
    tablet.local.hold(flushed);
    let (start, read) = tablet.open();
    assert_eq!(start.loss, Loss::Nothing);
    assert_eq!(read.ledger.get(last.id()), Some(last));
    assert_eq!((read.mended_local, read.mended_journal), (1, 0));
    assert_eq!(tablet.local_text(last), Some(seal(last)));
}

#[test]
fn a_new_record_outlives_a_kill_before_local_storage_reached_the_disk() {
    check_comes_back(&[session()], &record(2, DAY, 4));
}

#[test]
fn a_correction_is_not_undone_by_a_kill() {
    check_comes_back(&[session()], &corrected(&session(), 13));
}

#[test]
fn a_removed_record_does_not_come_back_to_life_by_a_kill() {
    let removed = session().removed(None, stamp(DAY, 5)).unwrap();
    check_comes_back(&[session()], &removed);
}

#[test]
fn a_kill_during_the_very_first_save_is_not_called_a_lost_journal() {
    // The form can be used before the ledger has been read.
    let tablet = Tablet::default();
    tablet.start();
    tablet.save_cut_off(&session(), JournalFault::WritesAndStalls);
    let (start, read) = tablet.open();
    assert_eq!(start.loss, Loss::Nothing);
    assert_eq!(start.books.own.knowledge, Knowledge::Whole);
    assert_eq!(read.ledger.len(), 1);
}

// Damaged and foreign bytes.

#[test]
fn a_record_damaged_in_local_storage_is_mended_from_the_journal() {
    let tablet = Tablet::with(&[session()]);
    let good = tablet.local_text(&session()).unwrap();
    tablet.local.tamper(&record_key(id(1)), &damaged(&good));
    let (_, read) = tablet.open();
    assert_eq!(read.ledger.get(id(1)), Some(&session()));
    assert_eq!(read.quarantine, []);
    assert_eq!(tablet.local_text(&session()), Some(good.clone()));
    check_set_aside(&tablet, &record_key(id(1)), &damaged(&good));
}

#[test]
fn a_record_damaged_in_the_journal_is_mended_from_local_storage() {
    let tablet = Tablet::with(&[session()]);
    let good = tablet.journal_text(&session()).unwrap();
    tablet.tamper_journal(&session(), &damaged(&good));
    let (_, read) = tablet.open();
    assert_eq!(read.ledger.get(id(1)), Some(&session()));
    assert_eq!(read.quarantine, []);
    assert_eq!(tablet.journal_text(&session()), Some(good.clone()));
    check_set_aside(&tablet, &record_key(id(1)), &damaged(&good));
}

fn check_set_aside(tablet: &Tablet, key: &str, text: &str) {
    let kept = SetAside {
        key: key.to_owned(),
        text: text.to_owned(),
    };
    assert_eq!(tablet.set_aside(), [kept]);
}

/// A record with these texts is shown as unreadable, counts nowhere, and its
/// bytes stay where they are, whatever else happens on the tablet.
fn check_quarantined(local: Option<&str>, journal: Option<&str>, why: &Unreadable) {
    let other = record(2, DAY, 5);
    let tablet = Tablet::with(&[session(), other.clone()]);
    if let Some(text) = local {
        tablet.local.tamper(&record_key(id(1)), text);
    }
    if let Some(text) = journal {
        tablet.tamper_journal(&session(), text);
    }
    let before = (
        tablet.local_text(&session()),
        tablet.journal_text(&session()),
    );
    for contacts in [6, 7] {
        let (_, read) = tablet.open();
        let [shown] = &read.quarantine[..] else {
            panic!("{:?}", read.quarantine)
        };
        assert_eq!(shown.key, id(1).to_string());
        assert_eq!((&shown.local, &shown.journal), (&before.0, &before.1));
        assert_eq!(shown.why, *why);
        assert_eq!(read.ledger.get(id(1)), None);
        let totals = QuarterTotals::of(quarter("2026-27 Q3"), read.ledger.iter());
        assert_eq!(totals.records, 1);
        let newest = read.ledger.get(id(2)).unwrap();
        tablet.save(&corrected(newest, contacts)).unwrap();
        let after = (
            tablet.local_text(&session()),
            tablet.journal_text(&session()),
        );
        assert_eq!(after, before);
    }
}

#[test]
fn a_record_damaged_in_both_stores_is_shown_and_never_counted() {
    let good = seal(&session());
    let (one, other) = (damaged(&good), format!("{good} "));
    check_quarantined(Some(&one), Some(&other), &Unreadable::Damaged);
}

#[test]
fn a_record_of_a_newer_format_in_either_store_is_left_alone_and_shown() {
    let newer = of_a_newer_format(&seal(&session()));
    let why = Unreadable::FutureFormat { found: 2 };
    check_quarantined(Some(&newer), None, &why);
    check_quarantined(None, Some(&newer), &why);
    check_quarantined(Some(&newer), Some(&newer), &why);
    check_quarantined(Some(&newer), Some("damaged"), &why);
}

#[test]
fn a_record_under_anothers_key_in_both_stores_is_shown_and_never_counted() {
    let others = seal(&record(7, DAY, 5));
    check_quarantined(Some(&others), Some(&others), &Unreadable::OtherRecord);
}

#[test]
fn a_record_under_anothers_key_in_one_store_is_mended_from_the_other() {
    let tablet = Tablet::with(&[session()]);
    let others = seal(&record(7, DAY, 5));
    tablet.local.tamper(&record_key(id(1)), &others);
    let (_, read) = tablet.open();
    assert_eq!(read.ledger, [session()].into_iter().collect());
    check_set_aside(&tablet, &record_key(id(1)), &others);
}

#[test]
fn a_stray_key_never_stands_in_for_a_record() {
    let tablet = Tablet::with(&[session()]);
    let stray = seal(&corrected(&session(), 99));
    let key = format!("r1/{}", record_key(id(1)));
    tablet.local.tamper(&key, &stray);
    let (_, read) = tablet.open();
    assert_eq!(read.ledger.get(id(1)), Some(&session()));
    assert_eq!(read.quarantine.len(), 1);
    assert_eq!(tablet.local.texts().get(&key), Some(&stray));
}

#[test]
fn two_different_texts_of_one_version_give_the_one_that_was_called_saved() {
    let tablet = Tablet::with(&[session(), corrected(&session(), 20)]);
    let never_saved = seal(&corrected(&session(), 30));
    tablet.local.tamper(&record_key(id(1)), &never_saved);
    let (_, read) = tablet.open();
    assert_eq!(read.ledger.get(id(1)), Some(&corrected(&session(), 20)));
    check_set_aside(&tablet, &record_key(id(1)), &never_saved);
}

/// What another tab saves while this one mends a damaged text stays.
#[test]
fn what_another_tab_saves_during_a_mend_is_not_overwritten() {
    let tablet = Tablet::with(&[session()]);
    tablet.local.tamper(&record_key(id(1)), "damaged");
    let archive = tablet.archive();
    let mut slow = pin!(archive.read_ledger(BOOK));
    tablet.journal.tell(JournalFault::Stalls);
    assert!(poll(slow.as_mut()).is_pending(), "it sets the text aside");
    tablet.journal.tell(JournalFault::Works);
    tablet.save(&corrected(&session(), 30)).unwrap();
    let saved = tablet.local_text(&session());
    assert!(poll(slow.as_mut()).is_ready());
    assert_eq!(tablet.local_text(&session()), saved);
}

#[test]
fn nothing_is_overwritten_while_it_cannot_be_set_aside() {
    let tablet = Tablet::with(&[session()]);
    let bad = damaged(&tablet.local_text(&session()).unwrap());
    tablet.local.tamper(&record_key(id(1)), &bad);
    tablet.journal.tell(JournalFault::Full);
    let (_, read) = tablet.open();
    assert_eq!(read.ledger.get(id(1)), Some(&session()));
    assert_eq!(read.not_mended, Some(StoreError::Full));
    assert_eq!(tablet.local_text(&session()), Some(bad));
}

// Stores that vanished.

#[test]
fn a_first_start_is_no_loss() {
    let tablet = Tablet::default();
    for _ in 0..3 {
        let (start, read) = tablet.open();
        assert_eq!(start.loss, Loss::Nothing);
        assert_eq!(start.books.own, BookHistory::new(BOOK, Knowledge::Whole));
        assert_eq!((start.settings, start.unreadable), (None, vec![]));
        assert!(read.ledger.is_empty());
    }
}

#[test]
fn a_vanished_local_storage_is_said_and_mended_from_the_journal() {
    let records = [session(), record(2, DAY, 5)];
    let tablet = Tablet::with(&records);
    block_on(tablet.archive().set_up(&settings("Blue"))).unwrap();
    tablet.local.hold(BTreeMap::new());
    let (start, read) = tablet.open();
    assert_eq!(start.loss, Loss::LocalStorage);
    assert_eq!(start.settings, Some(settings("Blue")));
    assert_eq!(start.books.own.knowledge, Knowledge::Whole);
    assert_eq!((read.mended_local, read.mended_journal), (2, 0));
    assert_eq!(read.ledger, records.into_iter().collect());
    assert_eq!(tablet.open().0.loss, Loss::Nothing, "mended");
}

#[test]
fn a_vanished_journal_is_said_and_mended_from_local_storage() {
    let records = [session(), record(2, DAY, 5)];
    let tablet = Tablet::with(&records);
    block_on(tablet.archive().set_up(&settings("Blue"))).unwrap();
    tablet.journal.hold(Shelves::default());
    let start = block_on(tablet.archive().start(OTHER_BOOK));
    assert_eq!(start.loss, Loss::Journal);
    assert_eq!(start.settings, Some(settings("Blue")));
    assert_eq!(
        start.books.own,
        BookHistory::new(BOOK, Knowledge::JournalLost)
    );
    let read = block_on(tablet.archive().read_ledger(BOOK)).unwrap();
    assert_eq!((read.mended_local, read.mended_journal), (0, 2));
    assert_eq!(read.ledger, records.into_iter().collect());
    let again = block_on(tablet.archive().start(OTHER_BOOK));
    assert_eq!(again.loss, Loss::Nothing, "mended");
    assert_eq!(again.books.own.knowledge, Knowledge::JournalLost);
}

#[test]
fn a_vanished_journal_is_said_again_until_it_is_mended() {
    let tablet = Tablet::with(&[session()]);
    tablet.journal.hold(Shelves::default());
    assert_eq!(tablet.start().loss, Loss::Journal);
    assert_eq!(tablet.start().loss, Loss::Journal);
}

#[test]
fn without_journal_and_sentinel_the_records_still_name_their_book() {
    let tablet = Tablet::with(&[session()]);
    tablet.journal.hold(Shelves::default());
    let mut texts = tablet.local.texts();
    texts.remove("sentinel");
    tablet.local.hold(texts);
    let start = block_on(tablet.archive().start(OTHER_BOOK));
    assert_eq!(start.loss, Loss::Journal);
    assert_eq!(
        start.books.own,
        BookHistory::new(BOOK, Knowledge::JournalLost)
    );
}

#[test]
fn everything_vanished_but_a_sentinel_is_said() {
    let tablet = Tablet::with(&[session()]);
    tablet.journal.hold(Shelves::default());
    let mut texts = tablet.local.texts();
    texts.remove(&record_key(id(1)));
    tablet.local.hold(texts);
    let start = block_on(tablet.archive().start(OTHER_BOOK));
    assert_eq!(start.loss, Loss::Everything);
    assert_eq!(
        start.books.own,
        BookHistory::new(BOOK, Knowledge::JournalLost)
    );
}

/// Takes the record out of both stores; of the sentinels some are left.
fn check_gone(local_sentinel: bool, journal_sentinel: bool) {
    let tablet = Tablet::with(&[session()]);
    let mut texts = tablet.local.texts();
    texts.remove(&record_key(id(1)));
    let mut shelves = tablet.journal.shelves();
    shelves.retain(|(drawer, _), _| *drawer != Drawer::Records);
    if !local_sentinel {
        texts.remove("sentinel");
    }
    if !journal_sentinel {
        shelves.remove(&named(MetaKey::Sentinel));
    }
    tablet.local.hold(texts);
    tablet.journal.hold(shelves);
    for _ in 0..3 {
        assert_eq!(tablet.open().1.loss, Loss::Everything);
    }
    tablet.save(&record(2, DAY, 4)).unwrap();
    assert_eq!(tablet.open().1.loss, Loss::Nothing);
}

#[test]
fn what_is_gone_is_said_at_every_start_until_something_is_recorded() {
    check_gone(true, true);
}

#[test]
fn what_is_gone_is_said_whichever_sentinel_is_left() {
    check_gone(true, false);
    check_gone(false, true);
}

#[test]
fn a_tablet_on_which_nothing_was_recorded_has_lost_nothing() {
    let tablet = Tablet::with(&[]);
    for _ in 0..2 {
        assert_eq!(tablet.open().1.loss, Loss::Nothing);
    }
}

#[test]
fn settings_go_back_to_a_store_that_lost_them() {
    let tablet = Tablet::with(&[session()]);
    block_on(tablet.archive().set_up(&settings("Blue"))).unwrap();
    tablet.journal.hold(Shelves::default());
    tablet.open();
    tablet.local.hold(BTreeMap::new());
    assert_eq!(tablet.open().0.settings, Some(settings("Blue")));
    tablet.journal.hold(Shelves::default());
    assert_eq!(tablet.open().0.settings, Some(settings("Blue")));
}

#[test]
fn a_blocked_store_is_blocked_and_not_lost() {
    let tablet = Tablet::with(&[session()]);
    tablet.journal.tell(JournalFault::Blocked);
    let (start, read) = tablet.open();
    assert_eq!(start.loss, Loss::Nothing);
    assert_eq!(start.journal, Err(told_to_be_blocked()));
    assert_eq!(start.local, Ok(()));
    assert_eq!(start.books.own.book, BOOK);
    assert_eq!(read.ledger.len(), 1);
    assert_eq!(read.not_mended, Some(told_to_be_blocked()));
    tablet.journal.tell(JournalFault::Works);
    tablet.local.tell(LocalFault::Blocked);
    let (start, read) = tablet.open();
    assert_eq!(start.loss, Loss::Nothing);
    assert_eq!(start.local, Err(told_to_be_blocked()));
    assert_eq!(read.ledger.len(), 1);
    assert_eq!(read.not_mended, Some(told_to_be_blocked()));
    tablet.journal.tell(JournalFault::Blocked);
    let read = block_on(tablet.archive().read_ledger(BOOK));
    assert_eq!(read, Err(told_to_be_blocked()));
}

// The book, the settings and what was sent.

#[test]
fn a_new_installation_opened_in_two_tabs_has_one_book() {
    let tablet = Tablet::default();
    let archive = tablet.archive();
    let mut slow = pin!(archive.start(OTHER_BOOK));
    tablet.journal.tell(JournalFault::Stalls);
    assert!(poll(slow.as_mut()).is_pending());
    tablet.journal.tell(JournalFault::Works);
    let quick = tablet.start();
    assert_eq!((quick.books.own.book, quick.journal), (BOOK, Ok(())));
    let Poll::Ready(slow) = poll(slow.as_mut()) else {
        panic!("still waiting")
    };
    assert_eq!((slow.books.own.book, slow.journal), (BOOK, Ok(())));
}

fn change_meta(tablet: &Tablet, key: MetaKey, change: impl Fn(&str) -> String) -> String {
    let mut changed = String::new();
    tablet.change_journal(|shelves| {
        let text = shelves.get_mut(&named(key)).unwrap();
        *text = change(text);
        changed.clone_from(text);
    });
    changed
}

#[test]
fn settings_damaged_in_the_journal_come_from_their_mirror() {
    let tablet = Tablet::with(&[]);
    block_on(tablet.archive().set_up(&settings("Blue"))).unwrap();
    let bad = change_meta(&tablet, MetaKey::Settings, damaged);
    let start = tablet.start();
    assert_eq!(start.settings, Some(settings("Blue")));
    let said = vec![(MetaKey::Settings, Unreadable::Damaged)];
    assert_eq!(start.unreadable, said);
    check_set_aside(&tablet, "settings", &bad);
    let again = tablet.start();
    assert_eq!(again.settings, Some(settings("Blue")));
    assert_eq!(again.unreadable, [], "mended");
}

#[test]
fn settings_damaged_in_both_stores_are_said_and_kept() {
    let tablet = Tablet::with(&[]);
    block_on(tablet.archive().set_up(&settings("Blue"))).unwrap();
    let bad = change_meta(&tablet, MetaKey::Settings, damaged);
    tablet.local.tamper("settings", &bad);
    for _ in 0..2 {
        let start = tablet.start();
        assert_eq!(start.settings, None);
        let said = vec![(MetaKey::Settings, Unreadable::Damaged)];
        assert_eq!(start.unreadable, said);
    }
    block_on(tablet.archive().set_up(&settings("Green"))).unwrap();
    assert_eq!(tablet.start().settings, Some(settings("Green")));
    check_set_aside(&tablet, "settings", &bad);
}

#[test]
fn settings_of_a_newer_format_are_left_alone() {
    let tablet = Tablet::with(&[]);
    block_on(tablet.archive().set_up(&settings("Blue"))).unwrap();
    let newer = change_meta(&tablet, MetaKey::Settings, of_a_newer_format);
    let start = tablet.start();
    let said = vec![(MetaKey::Settings, Unreadable::FutureFormat { found: 2 })];
    assert_eq!(start.unreadable, said);
    let there = tablet.journal.shelves().remove(&named(MetaKey::Settings));
    assert_eq!(there, Some(newer.clone()));
    block_on(tablet.archive().set_up(&settings("Green"))).unwrap();
    check_set_aside(&tablet, "settings", &newer);
}

#[test]
fn a_damaged_history_is_set_aside_and_the_book_stays_the_same() {
    let tablet = Tablet::with(&[session()]);
    let bad = change_meta(&tablet, MetaKey::History, |text| text.replacen('0', "1", 9));
    let start = block_on(tablet.archive().start(OTHER_BOOK));
    assert_eq!(
        start.books.own,
        BookHistory::new(BOOK, Knowledge::JournalLost)
    );
    assert_eq!(start.journal, Ok(()));
    assert_eq!(start.loss, Loss::Nothing);
    check_set_aside(&tablet, "history", &bad);
    let again = block_on(tablet.archive().start(OTHER_BOOK));
    assert_eq!(again.books.own, start.books.own);
    assert_eq!(again.unreadable, []);
}

#[test]
fn a_damaged_history_keeps_its_book_though_local_storage_vanished_too() {
    let tablet = Tablet::with(&[session()]);
    change_meta(&tablet, MetaKey::History, |text| text.replacen('0', "1", 9));
    tablet.local.hold(BTreeMap::new());
    let start = block_on(tablet.archive().start(OTHER_BOOK));
    assert_eq!(
        start.books.own,
        BookHistory::new(BOOK, Knowledge::JournalLost)
    );
}

#[test]
fn a_history_of_a_newer_format_is_left_alone() {
    let tablet = Tablet::with(&[session()]);
    let newer = change_meta(&tablet, MetaKey::History, of_a_newer_format);
    let start = tablet.start();
    let said = vec![(MetaKey::History, Unreadable::FutureFormat { found: 2 })];
    assert_eq!(start.unreadable, said);
    let order = order(1, 1, quarter("2026-27 Q3"), None);
    let ledger = tablet.open().1.ledger;
    let sent = start.books.send(&ledger, &order, || order.id).unwrap();
    let kept = block_on(tablet.archive().keep_sent(&start.books, &sent));
    assert_eq!(kept, Err(StoreError::ChangedElsewhere));
    let there = tablet.journal.shelves().remove(&named(MetaKey::History));
    assert_eq!(there, Some(newer));
}

#[test]
fn a_damaged_sentinel_is_no_lost_journal() {
    let tablet = Tablet::with(&[session()]);
    change_meta(&tablet, MetaKey::Sentinel, |text| {
        text.replace("true", "tru")
    });
    let (start, _) = tablet.open();
    assert_eq!(start.loss, Loss::Nothing);
    let said = vec![(MetaKey::Sentinel, Unreadable::Damaged)];
    assert_eq!(start.unreadable, said);
    assert_eq!(tablet.start().unreadable, [], "left anew");
}

#[test]
fn whether_example_data_is_shown_survives_a_start() {
    let tablet = Tablet::with(&[]);
    assert_eq!(tablet.start().sample, Sample::Real);
    block_on(tablet.archive().keep_sample(Sample::Example)).unwrap();
    assert_eq!(tablet.start().sample, Sample::Example);
}
