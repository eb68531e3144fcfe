//! A full local storage: the record in hand is still saved, and what a checked
//! backup holds makes room, without anything being lost by a kill in between.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use std::collections::BTreeMap;
use std::pin::pin;

use chrono::Days;
use daybook::domain::record::Record;
use daybook::domain::record::ledger::Ledger;
use daybook::domain::tablet::backed_up::BackedUp;
use daybook::domain::tablet::space::{BALLAST, HALF, LIMIT, SpaceStanding};
use daybook::store::archive::Loss;
use daybook::store::backup::Contents;
use daybook::store::memory::{JournalFault, LocalFault, Shelves};
use daybook::store::plan::Drawer;
use daybook::store::reconcile::record_key;
use daybook::store::restore::OldTablet;
use daybook::store::room::BALLAST_KEY;
use daybook::store::{KeyValue, MetaKey, StoreError};
use pollster::block_on;
use support_send::tablet::{Tablet, named, poll};
use support_send::{BOOK, DAY, corrected, id, record, stamp};

fn records(count: u16) -> Vec<Record> {
    let one = |number: u16| record(u128::from(number), DAY, number);
    (1..=count).map(one).collect()
}

fn back_up(tablet: &Tablet) -> String {
    let archive = tablet.archive();
    let content = block_on(archive.backup_content()).unwrap();
    let held = Contents::read(&content).unwrap().ledger;
    let at = stamp(DAY + Days::new(1), 0).at;
    block_on(archive.keep_backed_up(&BackedUp::new(at, at, &held))).unwrap();
    content
}

/// Fills local storage with something else, up to so many units below its
/// limit, and lets it be full there.
fn fill_up(tablet: &Tablet, left: usize) {
    tablet.local.tamper("filler", "");
    let used = tablet.local.units();
    tablet
        .local
        .tamper("filler", &"x".repeat(LIMIT - left - used));
    tablet.local.tell(LocalFault::FullAt(LIMIT));
}

fn in_local(tablet: &Tablet) -> usize {
    tablet.local.keys("r1/").unwrap().len()
}

fn standing(tablet: &Tablet) -> SpaceStanding {
    tablet.archive().space().unwrap().standing()
}

/// A tablet whose local storage is all but full of something else, with the
/// records in a checked backup and gone from there.
fn with_room_made(count: u16) -> (Tablet, String) {
    let tablet = Tablet::with(&records(count));
    let content = back_up(&tablet);
    fill_up(&tablet, 0);
    let left = block_on(tablet.archive().make_room(HALF));
    assert_eq!(left, Ok(usize::from(count)));
    assert_eq!(in_local(&tablet), 0);
    (tablet, content)
}

fn check_all_here(tablet: &Tablet, expected: &[Record]) {
    let (start, read) = tablet.open();
    assert_eq!(start.loss, Loss::Nothing);
    assert_eq!((read.loss, read.not_mended), (Loss::Nothing, None));
    assert_eq!(read.ledger, expected.iter().cloned().collect());
}

// Space and ballast.

#[test]
fn the_space_is_counted_as_the_strictest_engine_does_without_the_ballast() {
    let tablet = Tablet::with(&records(2));
    let before = tablet.archive().space().unwrap();
    assert_eq!(before.used, tablet.local.units() - BALLAST);
    // One character beyond Latin-1, and all of the text counts twice.
    tablet.local.tamper("other", "Ynys Môn, St Mary’s");
    let after = tablet.archive().space().unwrap();
    assert_eq!(after.used - before.used, "other".len() + 2 * 19);
    // Two units each in UTF-16, though four bytes.
    tablet.local.tamper("other", "😀😀😀");
    let after = tablet.archive().space().unwrap();
    assert_eq!(after.used - before.used, "other".len() + 2 * 6);
    tablet.local.tamper("other", "Ynys Môn");
    let after = tablet.archive().space().unwrap();
    assert_eq!(after.used - before.used, "other".len() + 8);
    assert_eq!(after.usual, before.usual);
    let size = record_key(id(1)).len() + tablet.local_text(&records(1)[0]).unwrap().len();
    assert_eq!(after.usual, size);
}

#[test]
fn the_start_keeps_space_free_where_there_is_room() {
    let tablet = Tablet::with(&[]);
    let ballast = tablet.local.read(BALLAST_KEY).unwrap().unwrap();
    assert_eq!(BALLAST_KEY.len() + ballast.len(), BALLAST);
    let full = Tablet::default();
    full.local.tell(LocalFault::FullAt(BALLAST));
    full.open();
    assert_eq!(full.local.read(BALLAST_KEY), Ok(None));
    assert_eq!(full.open().1.not_mended, None);
}

#[test]
fn in_a_full_store_the_record_in_hand_is_saved_and_so_is_its_correction() {
    let tablet = Tablet::with(&records(1));
    fill_up(&tablet, 0);
    assert!(!tablet.archive().is_full());
    let second = record(2, DAY, 5);
    assert_eq!(tablet.save(&second), Ok(()));
    assert!(tablet.archive().is_full());
    assert_eq!(standing(&tablet), SpaceStanding::Full);
    let better = corrected(&second, 300);
    assert_eq!(tablet.save(&better), Ok(()));
    check_all_here(&tablet, &[records(1).remove(0), better]);
}

#[test]
fn once_the_ballast_is_used_up_nothing_is_saved_and_nothing_lost() {
    let tablet = Tablet::with(&records(1));
    fill_up(&tablet, 0);
    let mut saved = records(1);
    let not_saved = loop {
        let next = record(u128::try_from(saved.len()).unwrap() + 1, DAY, 5);
        match tablet.save(&next) {
            Ok(()) => saved.push(next),
            Err(error) => break error,
        }
    };
    assert_eq!(not_saved, StoreError::Full);
    assert!(saved.len() > 80, "{}", saved.len());
    check_all_here(&tablet, &saved);
    assert_eq!(standing(&tablet), SpaceStanding::Full);
}

#[test]
fn the_ballast_is_put_back_when_a_save_that_needed_it_did_not_hold() {
    let tablet = Tablet::with(&records(1));
    fill_up(&tablet, 0);
    let before = tablet.local.texts();
    tablet.journal.tell(JournalFault::Full);
    assert_eq!(tablet.save(&record(2, DAY, 5)), Err(StoreError::Full));
    assert!(tablet.local.texts() == before);
}

#[test]
fn a_mend_in_a_full_store_uses_the_ballast_too() {
    let tablet = Tablet::with(&records(2));
    tablet.local.remove(&record_key(id(2))).unwrap();
    fill_up(&tablet, 0);
    check_all_here(&tablet, &records(2));
    assert_eq!(in_local(&tablet), 2);
}

/// What a tablet says of its space: per cent, more sessions, and how it stands.
fn said(tablet: &Tablet) -> (usize, usize, SpaceStanding) {
    let space = tablet.archive().space().unwrap();
    (space.percent(), space.more_sessions(), space.standing())
}

#[test]
fn where_a_save_has_failed_the_store_is_full_whatever_the_sum_says() {
    // A browser that gives much less than others do.
    let given = 200_000;
    let tablet = Tablet::with(&records(1));
    back_up(&tablet);
    // Less is left than the record takes, which is more than the ballast.
    let used = tablet.local.units();
    tablet.local.tamper("f", &"x".repeat(given - used - 1_001));
    tablet.local.tell(LocalFault::FullAt(given));
    assert_eq!(standing(&tablet), SpaceStanding::Room);
    let many: Vec<Record> = (2..=200).map(|n| record(n, DAY, 5)).collect();
    assert_eq!(
        block_on(tablet.archive().save(&many)),
        Err(StoreError::Full)
    );
    assert_eq!(said(&tablet), (100, 0, SpaceStanding::Full));
    assert!(tablet.archive().is_full());
    // It is known at every later start, and room is made by what there is.
    tablet.open();
    assert_eq!(said(&tablet), (100, 0, SpaceStanding::Full));
    tablet.local.tamper("f", "");
    assert_eq!(standing(&tablet), SpaceStanding::Room);
}

#[test]
fn where_the_ballast_cannot_be_put_back_the_store_is_full_and_room_can_be_made() {
    let tablet = Tablet::with(&records(40));
    back_up(&tablet);
    tablet.local.remove(BALLAST_KEY).unwrap();
    // The browser takes no more, though the sum says that hardly any is used.
    let used = tablet.local.units();
    tablet.local.tell(LocalFault::FullAt(used + BALLAST - 1));
    tablet.open();
    assert_eq!(said(&tablet), (100, 0, SpaceStanding::Full));
    let made = block_on(tablet.archive().make_room(HALF)).unwrap();
    assert!((15..=30).contains(&made), "{made}");
    tablet.local.tell(LocalFault::Works);
    tablet.open();
    assert_eq!(standing(&tablet), SpaceStanding::Room);
}

#[test]
fn a_store_that_took_more_after_a_save_failed_is_not_full() {
    let tablet = Tablet::with(&records(1));
    tablet.local.tell(LocalFault::FullAt(0));
    assert_eq!(tablet.save(&record(2, DAY, 5)), Err(StoreError::Full));
    tablet.local.tell(LocalFault::Works);
    tablet.open();
    // It may have been the disk, for a moment.
    tablet.local.tamper("f", &"x".repeat(BALLAST + 1));
    assert_eq!(standing(&tablet), SpaceStanding::Room);
}

#[test]
fn a_store_that_was_emptied_is_not_full() {
    let tablet = Tablet::with(&records(3));
    tablet.local.hold(BTreeMap::new());
    assert_eq!(standing(&tablet), SpaceStanding::Room);
}

#[test]
fn a_full_journal_does_not_make_local_storage_full() {
    let tablet = Tablet::with(&records(1));
    tablet.journal.tell(JournalFault::Full);
    assert_eq!(tablet.save(&record(2, DAY, 5)), Err(StoreError::Full));
    assert_eq!(standing(&tablet), SpaceStanding::Room);
}

#[test]
fn a_store_with_curly_apostrophes_fills_up_before_a_save_fails() {
    for every in [0, 10, 1] {
        let tablet = Tablet::with(&[]);
        tablet.local.tell(LocalFault::FullAt(LIMIT));
        let mut count = 0_usize;
        loop {
            let one = every > 0 && count.is_multiple_of(every);
            let text = ["x".repeat(40_000).as_str(), if one { "’" } else { "." }].concat();
            let key = format!("other/{count}");
            if tablet.local.write(&key, &text).is_err() {
                break;
            }
            count += 1;
        }
        let (percent, more, standing) = said(&tablet);
        assert!(percent >= 97 && more <= 201, "{every}: {percent}, {more}");
        assert_eq!(standing, SpaceStanding::Filling);
        for last in count - count / 4..count {
            tablet.local.remove(&format!("other/{last}")).unwrap();
        }
        let (percent, _, standing) = said(&tablet);
        assert!((73..=77).contains(&percent), "{every}: {percent}");
        assert_eq!(standing, SpaceStanding::Filling);
    }
}

// Making room.

#[test]
fn without_a_checked_backup_or_need_nothing_leaves_local_storage() {
    let tablet = Tablet::with(&records(3));
    fill_up(&tablet, 0);
    assert_eq!(block_on(tablet.archive().make_room(HALF)), Ok(0));
    let roomy = Tablet::with(&records(3));
    back_up(&roomy);
    assert_eq!(block_on(roomy.archive().make_room(HALF)), Ok(0));
    assert_eq!((in_local(&tablet), in_local(&roomy)), (3, 3));
}

#[test]
fn the_oldest_leave_first_and_no_more_of_them_than_needed() {
    let tablet = Tablet::with(&records(10));
    back_up(&tablet);
    let used = tablet.archive().space().unwrap().used;
    // Half of the space and three records.
    let size = tablet.archive().space().unwrap().usual;
    let filler = HALF - used + 2 * size + 10;
    tablet.local.tamper("f", &"x".repeat(filler));
    assert_eq!(block_on(tablet.archive().make_room(HALF)), Ok(3));
    let left = tablet.local.keys("r1/").unwrap();
    let expected: Vec<String> = (4..=10).map(|number| record_key(id(number))).collect();
    assert_eq!(left, expected);
    check_all_here(&tablet, &records(10));
    assert_eq!(in_local(&tablet), 7);
}

#[test]
fn only_the_very_version_that_is_in_the_backup_leaves() {
    let tablet = Tablet::with(&records(3));
    back_up(&tablet);
    let newer = corrected(&records(3)[0], 77);
    tablet.save(&newer).unwrap();
    tablet.save(&record(4, DAY, 4)).unwrap();
    fill_up(&tablet, 0);
    assert_eq!(block_on(tablet.archive().make_room(HALF)), Ok(2));
    let left = tablet.local.keys("r1/").unwrap();
    assert_eq!(left, [record_key(id(1)), record_key(id(4))]);
    let [_, second, third] = &records(3)[..] else {
        panic!("three")
    };
    check_all_here(
        &tablet,
        &[newer, second.clone(), third.clone(), record(4, DAY, 4)],
    );
}

#[test]
fn what_left_is_here_at_every_later_start_and_is_not_mended_back() {
    let (tablet, _) = with_room_made(5);
    for _ in 0..2 {
        let (_, read) = tablet.open();
        assert_eq!((read.mended_local, read.mended_journal), (0, 0));
        check_all_here(&tablet, &records(5));
        assert_eq!(in_local(&tablet), 0);
    }
}

#[test]
fn what_left_is_in_every_later_backup() {
    let (tablet, _) = with_room_made(3);
    let content = back_up(&tablet);
    let expected: Ledger = records(3).into_iter().collect();
    assert_eq!(Contents::read(&content).unwrap().ledger, expected);
}

#[test]
fn a_record_corrected_after_it_left_stands_in_both_stores_again() {
    let (tablet, _) = with_room_made(2);
    tablet.local.remove("filler").unwrap();
    let disk = tablet.local.texts();
    let newer = corrected(&records(1)[0], 30);
    tablet.save(&newer).unwrap();
    assert_eq!(tablet.local_text(&newer), tablet.journal_text(&newer));
    // A kill undoes the last seconds of local storage; the backup does not hold
    // this version, so it is mended.
    tablet.local.hold(disk);
    check_all_here(&tablet, &[newer.clone(), record(2, DAY, 2)]);
    assert_eq!(tablet.local_text(&newer), tablet.journal_text(&newer));
    assert_eq!(in_local(&tablet), 1);
}

#[test]
fn after_the_backup_is_forgotten_all_are_mended_back() {
    let (tablet, _) = with_room_made(2);
    tablet.local.remove("filler").unwrap();
    tablet.change_journal(|shelves| {
        shelves.remove(&named(MetaKey::BackedUp));
    });
    check_all_here(&tablet, &records(2));
    assert_eq!(in_local(&tablet), 2);
}

#[test]
fn room_is_made_where_not_even_the_copy_of_the_mark_fits() {
    let tablet = Tablet::with(&records(3));
    back_up(&tablet);
    tablet.local.remove(BALLAST_KEY).unwrap();
    fill_up(&tablet, 0);
    assert_eq!(block_on(tablet.archive().make_room(HALF)), Ok(3));
    check_all_here(&tablet, &records(3));
    assert!(tablet.local.read("journal-only").unwrap().is_some());
}

// Kills and losses.

#[test]
fn a_kill_while_room_is_made_loses_nothing() {
    for how in [JournalFault::Stalls, JournalFault::WritesAndStalls] {
        let tablet = Tablet::with(&records(3));
        back_up(&tablet);
        fill_up(&tablet, 0);
        tablet.journal.tell(how);
        let archive = tablet.archive();
        let making = archive.make_room(HALF);
        assert!(poll(pin!(making).as_mut()).is_pending());
        tablet.journal.tell(JournalFault::Works);
        assert_eq!(
            in_local(&tablet),
            3,
            "the mark comes before anything leaves"
        );
        check_all_here(&tablet, &records(3));
    }
}

#[test]
fn a_kill_that_undoes_part_of_it_loses_nothing() {
    let (tablet, _) = with_room_made(3);
    let sealed = tablet.journal_text(&records(3)[1]).unwrap();
    tablet.local.tamper(&record_key(id(2)), &sealed);
    check_all_here(&tablet, &records(3));
    let disk: BTreeMap<String, String> = tablet.local.texts();
    tablet.local.hold(disk);
    check_all_here(&tablet, &records(3));
}

#[test]
fn a_journal_that_refuses_the_mark_lets_nothing_leave() {
    let tablet = Tablet::with(&records(3));
    back_up(&tablet);
    fill_up(&tablet, 0);
    tablet.journal.tell(JournalFault::Full);
    assert_eq!(
        block_on(tablet.archive().make_room(HALF)),
        Err(StoreError::Full)
    );
    tablet.journal.tell(JournalFault::Works);
    assert_eq!(in_local(&tablet), 3);
    check_all_here(&tablet, &records(3));
}

#[test]
fn local_storage_that_vanishes_is_called_so_and_what_is_in_no_backup_is_mended() {
    let (tablet, _) = with_room_made(2);
    tablet.local.remove("filler").unwrap();
    tablet.save(&record(3, DAY, 3)).unwrap();
    tablet.local.hold(BTreeMap::new());
    let (start, read) = tablet.open();
    assert_eq!(start.loss, Loss::LocalStorage);
    assert_eq!((read.mended_local, read.ledger.len()), (1, 3));
    // The copy of the mark is back too.
    tablet.journal.hold(Shelves::default());
    assert_eq!(tablet.start().loss, Loss::JournalOnly);
}

#[test]
fn a_lost_journal_that_alone_held_records_is_said_at_every_start_until_they_are_back() {
    let (tablet, content) = with_room_made(2);
    tablet.local.remove("filler").unwrap();
    tablet.save(&record(3, DAY, 3)).unwrap();
    tablet.journal.hold(Shelves::default());
    for _ in 0..2 {
        let (start, read) = tablet.open();
        assert_eq!(start.loss, Loss::JournalOnly);
        assert_eq!(read.ledger, [record(3, DAY, 3)].into_iter().collect());
    }
    let contents = Contents::read(&content).unwrap();
    tablet.restore(&contents, OldTablet::Retired);
    check_all_here(&tablet, &records(3));
}

#[test]
fn a_lost_journal_that_alone_held_records_is_no_more_said_once_a_person_accepts_it() {
    let (tablet, _) = with_room_made(2);
    tablet.local.remove("filler").unwrap();
    tablet.save(&record(3, DAY, 3)).unwrap();
    tablet.journal.hold(Shelves::default());
    assert_eq!(tablet.open().0.loss, Loss::JournalOnly);
    assert_eq!(block_on(tablet.archive().journal_only_is_over()), Ok(()));
    assert_eq!(tablet.open().0.loss, Loss::Nothing);
}

#[test]
fn a_kill_after_older_records_came_back_does_not_say_again_that_they_are_gone() {
    let (tablet, content) = with_room_made(2);
    tablet.local.remove("filler").unwrap();
    tablet.save(&record(3, DAY, 3)).unwrap();
    let disk = tablet.local.texts();
    tablet.journal.hold(Shelves::default());
    assert_eq!(tablet.start().loss, Loss::JournalOnly);
    let contents = Contents::read(&content).unwrap();
    tablet.restore(&contents, OldTablet::Retired);
    tablet.local.hold(disk);
    check_all_here(&tablet, &records(3));
    // Of the next journal that is lost, local storage holds all.
    tablet.journal.hold(Shelves::default());
    let (start, read) = tablet.open();
    assert_eq!((start.loss, read.ledger.len()), (Loss::Journal, 3));
}

#[test]
fn a_journal_that_cannot_be_read_shows_no_part_of_the_records_for_the_whole() {
    let (tablet, _) = with_room_made(2);
    tablet.local.remove("filler").unwrap();
    tablet.save(&record(3, DAY, 3)).unwrap();
    tablet.journal.tell(JournalFault::Blocked);
    let read = block_on(tablet.archive().read_ledger(BOOK));
    assert_eq!(read, Err(support_send::told_to_be_blocked()));
    tablet.journal.tell(JournalFault::Works);
    check_all_here(&tablet, &records(3));
}

// Restoring more than fits.

#[test]
fn a_backup_larger_than_local_storage_is_restored_whole() {
    let content = back_up(&Tablet::with(&records(40)));
    let contents = Contents::read(&content).unwrap();
    let tablet = Tablet::with(&[]);
    fill_up(&tablet, 10 * 400);
    tablet.local.remove(BALLAST_KEY).unwrap();
    tablet.local.tell(LocalFault::FullAt(LIMIT - BALLAST));
    tablet.restore(&contents, OldTablet::Retired);
    let kept = tablet.local.keys("r1/").unwrap();
    assert!((5..=15).contains(&kept.len()), "{}", kept.len());
    assert_eq!(kept.last(), Some(&record_key(id(40))), "the newest stay");
    check_all_here(&tablet, &records(40));
    // It can be done again.
    let state = tablet.state();
    let again = contents.dry_run(state.here(), OldTablet::Retired);
    assert!(again.changes_nothing(state.here()));
}

#[test]
fn the_mark_and_the_ballast_are_in_no_backup() {
    let (tablet, _) = with_room_made(2);
    let content = back_up(&tablet);
    assert!(!content.contains("journal-only") && !content.contains("ballast"));
    let shelves = tablet.journal.shelves();
    assert!(
        shelves
            .keys()
            .any(|spot| *spot == (Drawer::Meta, "journal-only".to_owned()))
    );
}
