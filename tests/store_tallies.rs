//! Door tallies, against two tabs and stores that let them down.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use chrono::DateTime;
use daybook::domain::base::ids::TallyId;
use daybook::domain::base::text::Name;
use daybook::domain::capture::tally::{Change, FromTally, Tally, Tap};
use daybook::domain::record::attendance::AgeBand;
use daybook::store::memory::JournalFault;
use daybook::store::plan::{Drawer, draft_key};
use daybook::store::tallies::{KeptTally, ended};
use daybook::store::{DraftWrite, StoreError};
use pollster::block_on;
use support_send::session;
use support_send::tablet::Tablet;
use uuid::Uuid;

const ADULT: Tap = Tap::Person(AgeBand::Adults);

fn id(number: u128) -> TallyId {
    TallyId::new(Uuid::from_u128(number))
}

fn empty() -> Tally {
    let label = Name::typed("Main hall").unwrap().unwrap();
    Tally::new(label, DateTime::UNIX_EPOCH)
}

fn tapped(tally: &Tally, opening: &str) -> Tally {
    let mut tally = tally.clone();
    assert!(tally.change(opening, Change::Counted(ADULT)));
    tally
}

fn keep(tablet: &Tablet, before: Option<&Tally>, after: &Tally) -> Result<(), StoreError> {
    block_on(tablet.archive().keep_tally(id(1), before, after))
}

fn open(tablet: &Tablet) -> Vec<KeptTally> {
    block_on(tablet.archive().tallies()).unwrap()
}

fn is_open(tablet: &Tablet, tally: &Tally) {
    let kept = KeptTally {
        id: id(1),
        tally: Ok(tally.clone()),
    };
    assert_eq!(open(tablet), [kept]);
}

/// A tablet with a tally of one adult.
fn with_a_tally() -> (Tablet, Tally) {
    let tablet = Tablet::with(&[]);
    let one = tapped(&empty(), "1");
    keep(&tablet, None, &one).unwrap();
    (tablet, one)
}

fn save_from(tablet: &Tablet, tally: &Tally) -> Result<(), StoreError> {
    let from = FromTally {
        id: id(1),
        tally: tally.clone(),
    };
    block_on(tablet.archive().save_from(&[session()], vec![ended(&from)]))
}

#[test]
fn a_tap_is_kept_and_is_there_at_the_next_start() {
    let (tablet, one) = with_a_tally();
    let two = tapped(&one, "1");
    assert_eq!(keep(&tablet, Some(&one), &two), Ok(()));
    tablet.open();
    is_open(&tablet, &two);
}

#[test]
fn of_two_tabs_that_tap_at_once_the_second_reads_again_and_no_tap_is_lost() {
    let (tablet, one) = with_a_tally();
    let (ours, theirs) = (tapped(&one, "2"), tapped(&one, "3"));
    assert_eq!(keep(&tablet, Some(&one), &theirs), Ok(()));
    let outcome = keep(&tablet, Some(&one), &ours);
    assert_eq!(outcome, Err(StoreError::ChangedElsewhere));
    let both = theirs.clone().with_opening("2", &ours);
    assert_eq!(keep(&tablet, Some(&theirs), &both), Ok(()));
    assert_eq!(both.people(), 3);
    is_open(&tablet, &both);
}

#[test]
fn a_tap_that_was_kept_though_the_store_was_slow_counts_once() {
    let (tablet, one) = with_a_tally();
    let two = tapped(&one, "1");
    tablet.journal.tell(JournalFault::SlowButWritten);
    assert_eq!(keep(&tablet, Some(&one), &two), Err(StoreError::Slow));
    tablet.journal.tell(JournalFault::Works);
    assert_eq!(keep(&tablet, Some(&one), &two), Ok(()));
    is_open(&tablet, &two);
}

#[test]
fn a_tally_that_was_ended_elsewhere_takes_no_tap() {
    let (tablet, one) = with_a_tally();
    assert_eq!(save_from(&tablet, &one), Ok(()));
    let outcome = keep(&tablet, Some(&one), &tapped(&one, "2"));
    assert_eq!(outcome, Err(StoreError::ChangedElsewhere));
    assert_eq!(open(&tablet), []);
}

#[test]
fn a_session_ends_its_tally_and_a_save_that_does_not_hold_keeps_it() {
    let (tablet, one) = with_a_tally();
    tablet.journal.tell(JournalFault::Full);
    assert_eq!(save_from(&tablet, &one), Err(StoreError::Full));
    tablet.journal.tell(JournalFault::Works);
    is_open(&tablet, &one);
    assert_eq!(save_from(&tablet, &one), Ok(()));
    assert_eq!(open(&tablet), []);
    assert_eq!(tablet.open().1.ledger.iter().count(), 1);
}

#[test]
fn a_session_of_a_tally_that_was_tapped_since_is_not_saved() {
    let (tablet, one) = with_a_tally();
    let two = tapped(&one, "2");
    keep(&tablet, Some(&one), &two).unwrap();
    let outcome = save_from(&tablet, &one);
    assert_eq!(outcome, Err(StoreError::ChangedElsewhere));
    is_open(&tablet, &two);
    assert!(tablet.open().1.ledger.is_empty());
}

#[test]
fn a_tally_makes_one_session_however_often_it_is_saved() {
    let (tablet, one) = with_a_tally();
    // It held, though the store did not say so in time.
    tablet.journal.tell(JournalFault::SlowButWritten);
    assert_eq!(save_from(&tablet, &one), Err(StoreError::Slow));
    tablet.journal.tell(JournalFault::Works);
    assert_eq!(save_from(&tablet, &one), Ok(()), "it is there already");
    // Another session of the same tally, from another tab.
    let from = FromTally {
        id: id(1),
        tally: one,
    };
    let other = support_send::record(2, support_send::DAY, 4);
    let outcome = block_on(tablet.archive().save_from(&[other], vec![ended(&from)]));
    assert_eq!(outcome, Err(StoreError::ChangedElsewhere));
    assert_eq!(tablet.open().1.ledger.iter().count(), 1);
}

#[test]
fn a_tally_that_cannot_be_read_is_given_as_it_stands() {
    let (tablet, _) = with_a_tally();
    let spoilt = "00000000|spoilt".to_owned();
    tablet.change_journal(|shelves| {
        let spot = (Drawer::Meta, draft_key(&format!("tally/{}", id(1))));
        shelves.insert(spot, spoilt.clone());
    });
    let kept = KeptTally {
        id: id(1),
        tally: Err(spoilt),
    };
    assert_eq!(open(&tablet), [kept]);
    block_on(tablet.archive().discard_tally(id(1))).unwrap();
    assert_eq!(open(&tablet), []);
}

#[test]
fn a_tally_is_no_forms_input_and_in_no_backup() {
    let (tablet, one) = with_a_tally();
    tablet.save(&session()).unwrap();
    assert_eq!(block_on(tablet.archive().drafts()), Ok(Vec::new()));
    let content = block_on(tablet.archive().backup_content()).unwrap();
    assert!(!content.contains("Main hall"), "{content}");
    let other = DraftWrite::discard("session/1".to_owned());
    block_on(tablet.archive().save_from(&[], vec![other])).unwrap();
    is_open(&tablet, &one);
}

#[test]
fn a_tally_of_format_1_is_read() {
    let kept = include_str!("fixtures/tally-v1.txt").trim_end();
    let tally = daybook::store::envelope::open::<Tally>(kept).unwrap();
    assert_eq!(
        tally.latest(),
        [ADULT, ADULT, ADULT, Tap::Person(AgeBand::Under5)]
    );
    assert!(tally.group.is_some());
    assert_eq!(daybook::store::envelope::seal(&tally), kept);
}
