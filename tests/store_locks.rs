//! PINs in the journal: no try is free, however the app is cut off, and what
//! cannot be read is never taken for "no PIN".
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use std::pin::pin;

use chrono::{DateTime, TimeDelta, Utc};
use daybook::domain::tablet::locks::{Door, Locks, Secret, SlowHash};
use daybook::store::envelope::Unreadable;
use daybook::store::locks::{NotTried, Try};
use daybook::store::memory::JournalFault;
use daybook::store::{MetaKey, StoreError};
use pollster::block_on;
use support_send::session;
use support_send::tablet::{Tablet, named, poll};
use uuid::Uuid;

const PIN: [u8; 32] = [0x42; 32];
const WRONG: [u8; 32] = [0x13; 32];
const CODE: [u8; 32] = [0x77; 32];

fn mark() -> Uuid {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    Uuid::from_u128(NEXT.fetch_add(1, Ordering::Relaxed).into())
}

fn hash(digest: [u8; 32]) -> SlowHash {
    SlowHash {
        salt: [5; 16],
        rounds: SlowHash::ROUNDS,
        digest,
    }
}

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_444_325 + seconds, 0).unwrap()
}

/// A tablet with a staff PIN.
fn with_pin() -> Tablet {
    let tablet = Tablet::with(&[session()]);
    let locks = Locks::default().with_pin(Secret::StaffPin, hash(PIN), hash(CODE), mark());
    block_on(tablet.archive().keep_locks(None, &locks)).unwrap();
    tablet
}

fn take(tablet: &Tablet, secret: Secret, now: DateTime<Utc>) -> Result<Try, NotTried> {
    block_on(tablet.archive().take_try(secret, now, mark()))
}

fn compare(tablet: &Tablet, taken: Try, digest: [u8; 32]) -> bool {
    let right = block_on(tablet.archive().compare(taken, digest, mark()));
    right.is_some()
}

/// Tries the staff PIN; whether it was right.
fn enter(tablet: &Tablet, digest: [u8; 32], now: DateTime<Utc>) -> Result<bool, NotTried> {
    take(tablet, Secret::StaffPin, now).map(|taken| compare(tablet, taken, digest))
}

fn wait(tablet: &Tablet, now: DateTime<Utc>) -> Option<TimeDelta> {
    let locks = tablet.start().locks.unwrap().unwrap();
    let until = locks.waits_until(Secret::StaffPin, now);
    until.map(|until| until - now)
}

#[test]
fn a_new_tablet_has_no_pin_and_asks_for_none() {
    let tablet = Tablet::with(&[]);
    assert_eq!(tablet.start().locks, Ok(None));
    let told = take(&tablet, Secret::StaffPin, at(0)).unwrap_err();
    assert_eq!(told, NotTried::NotSet);
}

#[test]
fn a_right_pin_opens_and_a_wrong_one_does_not() {
    let tablet = with_pin();
    assert_eq!(enter(&tablet, WRONG, at(0)), Ok(false));
    assert_eq!(enter(&tablet, PIN, at(1)), Ok(true));
    for second in 2..4 {
        assert_eq!(enter(&tablet, WRONG, at(second)), Ok(false));
    }
    // The right one began the count anew, so this is the third.
    assert_eq!(enter(&tablet, WRONG, at(4)), Ok(false));
    assert_eq!(wait(&tablet, at(4)), Some(TimeDelta::seconds(30)));
}

#[test]
fn a_wait_survives_a_restart() {
    let tablet = with_pin();
    for _ in 0..3 {
        assert_eq!(enter(&tablet, WRONG, at(0)), Ok(false));
    }
    let until = at(30);
    let told = enter(&tablet, PIN, at(10));
    assert_eq!(told, Err(NotTried::TooEarly(until)));
    assert_eq!(enter(&tablet, PIN, until), Ok(true));
}

#[test]
fn a_kill_between_the_count_and_the_comparison_gives_no_free_try() {
    let tablet = with_pin();
    for _ in 0..3 {
        // As a kill leaves it.
        let _never_compared = take(&tablet, Secret::StaffPin, at(0)).unwrap();
    }
    let told = take(&tablet, Secret::StaffPin, at(1)).unwrap_err();
    assert_eq!(told, NotTried::TooEarly(at(30)));
}

#[test]
fn nothing_can_be_compared_before_the_count_is_kept() {
    for how in [JournalFault::Stalls, JournalFault::WritesAndStalls] {
        let tablet = with_pin();
        tablet.journal.tell(how);
        let archive = tablet.archive();
        let mut taking = pin!(archive.take_try(Secret::StaffPin, at(0), mark()));
        assert!(poll(taking.as_mut()).is_pending());
    }
}

#[test]
fn a_store_that_takes_nothing_gives_no_free_tries() {
    let tablet = with_pin();
    for (fault, why) in [
        (JournalFault::Full, StoreError::Full),
        (JournalFault::SlowAndLost, StoreError::Slow),
        (JournalFault::SlowButWritten, StoreError::Slow),
        (JournalFault::Blocked, support_send::told_to_be_blocked()),
    ] {
        tablet.journal.tell(fault);
        let told = enter(&tablet, PIN, at(0));
        assert_eq!(told, Err(NotTried::NotCounted(why)));
    }
    tablet.journal.tell(JournalFault::Works);
    assert_eq!(enter(&tablet, PIN, at(0)), Ok(true));
}

#[test]
fn of_tries_made_at_once_in_two_tabs_one_is_taken() {
    let tablet = with_pin();
    let (one, other) = (tablet.archive(), tablet.archive());
    tablet.journal.tell(JournalFault::Stalls);
    // Both have read the same count before either is kept.
    let mut first = pin!(one.take_try(Secret::StaffPin, at(0), mark()));
    let mut second = pin!(other.take_try(Secret::StaffPin, at(0), mark()));
    assert!(poll(first.as_mut()).is_pending());
    assert!(poll(second.as_mut()).is_pending());
    tablet.journal.tell(JournalFault::Works);
    assert!(block_on(first).is_ok());
    let told = block_on(second).unwrap_err();
    assert_eq!(told, NotTried::NotCounted(StoreError::ChangedElsewhere));
}

#[test]
fn a_right_pin_opens_though_its_count_cannot_begin_anew() {
    let tablet = with_pin();
    let taken = take(&tablet, Secret::StaffPin, at(0)).unwrap();
    tablet.journal.tell(JournalFault::Full);
    assert!(compare(&tablet, taken, PIN));
}

#[test]
fn a_clock_set_back_during_a_wait_starts_it_anew_once() {
    let tablet = with_pin();
    for _ in 0..3 {
        assert_eq!(enter(&tablet, WRONG, at(0)), Ok(false));
    }
    let back = -1_000_000;
    let told = enter(&tablet, PIN, at(back));
    assert_eq!(told, Err(NotTried::TooEarly(at(back + 30))));
    assert_eq!(enter(&tablet, PIN, at(back + 30)), Ok(true));
}

#[test]
fn the_recovery_code_opens_and_waits_by_itself() {
    let tablet = with_pin();
    for _ in 0..3 {
        assert_eq!(enter(&tablet, WRONG, at(0)), Ok(false));
    }
    for _ in 0..3 {
        let taken = take(&tablet, Secret::RecoveryCode, at(1)).unwrap();
        assert!(!compare(&tablet, taken, PIN));
    }
    let told = take(&tablet, Secret::RecoveryCode, at(2)).unwrap_err();
    assert_eq!(told, NotTried::TooEarly(at(31)));
    let taken = take(&tablet, Secret::RecoveryCode, at(31)).unwrap();
    assert!(compare(&tablet, taken, CODE));
}

#[test]
fn pins_changed_in_one_tab_are_not_overwritten_by_another() {
    let tablet = with_pin();
    let archive = tablet.archive();
    let before = block_on(archive.locks()).unwrap();
    let with_manager =
        before
            .unwrap()
            .with_pin(Secret::ManagerPin, hash(WRONG), hash(CODE), mark());
    assert_eq!(
        block_on(archive.keep_locks(before.as_ref(), &with_manager)),
        Ok(())
    );
    let none = before.unwrap().without_pin(Secret::StaffPin, mark());
    for stale in [before.as_ref(), None] {
        assert_eq!(
            block_on(archive.keep_locks(stale, &none)),
            Err(StoreError::ChangedElsewhere)
        );
    }
    assert_eq!(block_on(archive.locks()), Ok(Some(with_manager)));
}

#[test]
fn a_pin_that_was_taken_away_is_asked_for_no_more() {
    let tablet = with_pin();
    let before = block_on(tablet.archive().locks()).unwrap();
    let none = before.unwrap().without_pin(Secret::StaffPin, mark());
    block_on(tablet.archive().keep_locks(before.as_ref(), &none)).unwrap();
    let locks = tablet.start().locks.unwrap().unwrap();
    assert_eq!(locks.asked_at(Door::StaffPages), None);
    assert!(!locks.is_set(Secret::RecoveryCode));
}

#[test]
fn pins_are_never_in_local_storage() {
    let tablet = with_pin();
    assert_eq!(enter(&tablet, PIN, at(0)), Ok(true));
    tablet.open();
    let kept = tablet.local.texts();
    assert!(!kept.contains_key(MetaKey::Locks.key()));
    assert!(!kept.values().any(|text| text.contains("4242")), "{kept:?}");
}

fn check_fails_closed(change: impl Fn(&str) -> String, why: &Unreadable) {
    let tablet = with_pin();
    let kept = tablet.journal.shelves()[&named(MetaKey::Locks)].clone();
    let spoilt = change(&kept);
    tablet.change_journal(|shelves| {
        shelves.insert(named(MetaKey::Locks), spoilt.clone());
    });
    let unreadable = StoreError::Unreadable {
        key: "locks".to_owned(),
        why: why.clone(),
    };
    let start = tablet.start();
    assert_eq!(start.locks, Err(unreadable.clone()));
    // The set-up and the records are not affected.
    assert_eq!((start.journal, start.unreadable), (Ok(()), vec![]));
    let told = enter(&tablet, PIN, at(0));
    assert_eq!(told, Err(NotTried::NotCounted(unreadable)));
    let kept = tablet.journal.shelves()[&named(MetaKey::Locks)].clone();
    assert_eq!(kept, spoilt, "it stays where it is");
}

#[test]
fn damaged_pins_are_not_taken_for_none() {
    check_fails_closed(|text| text.replacen('4', "5", 1), &Unreadable::Damaged);
}

#[test]
fn pins_of_a_newer_daybook_are_not_taken_for_none() {
    check_fails_closed(
        |_| {
            let json = r#"{"s":2,"r":{}}"#;
            format!("{:08x}|{json}", daybook::store::envelope::checksum(json))
        },
        &Unreadable::FutureFormat { found: 2 },
    );
}

#[test]
fn a_journal_that_cannot_be_read_is_not_taken_for_no_pin() {
    let tablet = with_pin();
    tablet.journal.tell(JournalFault::Blocked);
    let start = tablet.start();
    assert_eq!(start.locks, Err(support_send::told_to_be_blocked()));
}
