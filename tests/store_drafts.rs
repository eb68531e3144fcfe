//! Unfinished input and erased text, against stores that let them down.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use daybook::domain::record::session::{Session, SessionParts};
use daybook::domain::record::{Entry, Record, Status};
use daybook::store::archive::KeptDraft;
use daybook::store::memory::JournalFault;
use daybook::store::plan::{Drawer, draft_key};
use daybook::store::{DraftWrite, StoreError};
use pollster::block_on;
use support_send::tablet::Tablet;
use support_send::{DAY, corrected, session, stamp, text};

const DRAFT: &str = "session/1";

fn drafts(tablet: &Tablet) -> Vec<(String, KeptDraft)> {
    block_on(tablet.archive().drafts()).unwrap()
}

fn keep(tablet: &Tablet, text: Option<&str>) -> Result<(), StoreError> {
    block_on(tablet.archive().keep_draft(DRAFT, text))
}

fn readable(text: &str) -> [(String, KeptDraft); 1] {
    [(DRAFT.to_owned(), KeptDraft::Readable(text.to_owned()))]
}

#[test]
fn unfinished_input_is_kept_until_it_is_discarded() {
    let tablet = Tablet::with(&[]);
    keep(&tablet, Some("half a note")).unwrap();
    keep(&tablet, Some("half a note more")).unwrap();
    assert_eq!(drafts(&tablet), readable("half a note more"));
    keep(&tablet, None).unwrap();
    assert_eq!(drafts(&tablet), []);
}

#[test]
fn a_save_discards_its_input_and_a_save_that_does_not_hold_keeps_it() {
    let tablet = Tablet::with(&[]);
    keep(&tablet, Some("a session")).unwrap();
    let save = || {
        block_on(
            tablet
                .archive()
                .save_from(&[session()], vec![DraftWrite::discard(DRAFT.to_owned())]),
        )
    };
    tablet.journal.tell(JournalFault::Full);
    assert_eq!(save(), Err(StoreError::Full));
    tablet.journal.tell(JournalFault::Works);
    assert_eq!(drafts(&tablet), readable("a session"));
    assert_eq!(save(), Ok(()));
    assert_eq!(drafts(&tablet), []);
}

#[test]
fn input_that_cannot_be_read_is_given_as_it_stands() {
    let tablet = Tablet::with(&[]);
    tablet.change_journal(|shelves| {
        let spot = (Drawer::Meta, draft_key(DRAFT));
        shelves.insert(spot, "00000000|spoilt".to_owned());
    });
    let spoilt = KeptDraft::Unreadable("00000000|spoilt".to_owned());
    assert_eq!(drafts(&tablet), [(DRAFT.to_owned(), spoilt)]);
}

/// The same session with words in it.
fn with_words(record: &Record, words: &str) -> Record {
    let Entry::Session(session) = record.entry().clone() else {
        panic!("a session")
    };
    let parts = SessionParts {
        theme: Some(text(words)),
        partners: Some(text(words)),
        note: Some(
            daybook::domain::base::text::Text::typed(words)
                .unwrap()
                .unwrap(),
        ),
        ..session.parts().clone()
    };
    let entry = Entry::Session(Session::new(parts).unwrap());
    let team = record.team().clone();
    record.corrected(entry, team, stamp(DAY, 50)).unwrap()
}

const WORDS: &str = "Zebedee";

/// A record of three versions: words in the second and third, and in a text
/// that was set aside.
fn told_of_zebedee() -> (Tablet, Record) {
    let tablet = Tablet::with(&[session()]);
    let second = with_words(&session(), WORDS);
    tablet.save(&second).unwrap();
    let why = Some(
        daybook::domain::base::text::Text::typed(WORDS)
            .unwrap()
            .unwrap(),
    );
    let third = second.removed(why, stamp(DAY, 60)).unwrap();
    tablet.save(&third).unwrap();
    tablet.change_journal(|shelves| {
        let key = format!("r1/{}/00000000", third.id());
        shelves.insert((Drawer::SetAside, key), WORDS.to_owned());
    });
    (tablet, third)
}

#[test]
fn erasing_text_discards_unfinished_input_about_the_record_and_no_other() {
    let (tablet, record) = told_of_zebedee();
    keep(&tablet, Some("a session")).unwrap();
    let correction = format!("correct/{}/1", record.id());
    block_on(tablet.archive().keep_draft(&correction, Some(WORDS))).unwrap();
    let erased = record.with_text_erased(stamp(DAY, 70)).unwrap();
    assert_eq!(block_on(tablet.archive().erase_text(&erased)), Ok(()));
    assert!(!says_it_anywhere(&tablet));
    assert_eq!(drafts(&tablet), readable("a session"));
}

fn says_it_anywhere(tablet: &Tablet) -> bool {
    format!("{:?}", tablet.both()).contains(WORDS)
}

#[test]
fn erased_text_is_nowhere_and_the_numbers_of_every_version_stay() {
    let (tablet, record) = told_of_zebedee();
    let erased = record.with_text_erased(stamp(DAY, 70)).unwrap();
    assert_eq!(block_on(tablet.archive().erase_text(&erased)), Ok(()));
    assert!(!says_it_anywhere(&tablet));
    let versions = block_on(tablet.archive().versions(&erased)).unwrap();
    let numbers: Vec<_> = versions.iter().map(|it| it.version().number()).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
    assert_eq!(erased.status(), &Status::Removed { reason: None });
    let (_, read) = tablet.open();
    assert_eq!(read.ledger.get(erased.id()), Some(&erased));
    assert_eq!((read.mended_local, read.mended_journal), (0, 0));
}

#[test]
fn erasing_that_is_cut_off_before_local_storage_is_finished_by_the_next_start() {
    use daybook::store::memory::LocalFault;

    let (tablet, record) = told_of_zebedee();
    let erased = record.with_text_erased(stamp(DAY, 70)).unwrap();
    tablet.local.tell(LocalFault::Blocked);
    assert!(block_on(tablet.archive().erase_text(&erased)).is_err());
    tablet.local.tell(LocalFault::Works);
    assert!(says_it_anywhere(&tablet), "local storage still does");
    let (_, read) = tablet.open();
    assert_eq!(read.mended_local, 1);
    assert_eq!(read.ledger.get(erased.id()), Some(&erased));
    let local = format!("{:?}", tablet.local.texts());
    assert!(!local.contains(WORDS), "{local}");
}

#[test]
fn erasing_a_record_that_was_corrected_elsewhere_erases_nothing() {
    let (tablet, record) = told_of_zebedee();
    let erased = record.with_text_erased(stamp(DAY, 70)).unwrap();
    tablet
        .save(&record.restored(stamp(DAY, 65)).unwrap())
        .unwrap();
    let outcome = block_on(tablet.archive().erase_text(&erased));
    assert_eq!(outcome, Err(StoreError::ChangedElsewhere));
    let versions = block_on(tablet.archive().versions(&record)).unwrap();
    assert!(versions.iter().any(Record::has_text));
}

#[test]
fn a_record_without_words_has_nothing_to_erase() {
    let plain = corrected(&session(), 13);
    assert!(plain.with_text_erased(stamp(DAY, 70)).is_err());
}
