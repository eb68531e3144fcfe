//! Backup and restore, against stores in memory: what comes back, what is never
//! overwritten, and files that are not whole.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use daybook::domain::base::ids::{BookId, SendId};
use daybook::domain::record::{FreeText, Record};
use daybook::domain::roll_up::opening::NotOpened;
use daybook::domain::submission::books::Holding;
use daybook::domain::tablet::backed_up::BackedUp;
use daybook::store::backup::{self, Contents, Header, NotABackup, PassphraseLock};
use daybook::store::memory::{JournalFault, below};
use daybook::store::plan::Drawer;
use daybook::store::restore::OldTablet;
use daybook::store::{MetaKey, StoreError};
use pollster::block_on;
use support_send::tablet::{State, Tablet};
use support_send::{BOOK, DAY, corrected, order, quarter, record, session, settings, stamp, text};
use uuid::Uuid;

const FRESH: BookId = BookId::new(Uuid::from_u128(0xf4e5));

/// A tablet that is set up, with some records.
fn tablet(records: &[Record]) -> Tablet {
    let tablet = Tablet::with(records);
    block_on(tablet.archive().set_up(&settings())).unwrap();
    tablet
}

/// A new installation with a book of its own.
fn new_tablet() -> Tablet {
    let tablet = Tablet::default();
    block_on(tablet.archive().start(FRESH));
    tablet
}

fn backup(tablet: &Tablet) -> Contents {
    let content = block_on(tablet.archive().backup_content()).unwrap();
    Contents::read(&content).unwrap()
}

fn send(tablet: &Tablet, number: u128) {
    let state = tablet.state();
    let order = order(number, 1, quarter("2026-27 Q3"), Some("Changed"));
    let mut more = number * 100;
    let fresh = || {
        more += 1;
        SendId::new(Uuid::from_u128(more))
    };
    let sent = state.books.send(&state.ledger, &order, fresh).unwrap();
    block_on(tablet.archive().keep_sent(&state.books, &sent)).unwrap();
}

// What comes back.

#[test]
fn everything_comes_back_on_a_tablet_that_was_cleared() {
    let old = tablet(&[session(), record(2, DAY, 4)]);
    old.save(&corrected(&session(), 30)).unwrap();
    send(&old, 1);
    let new = new_tablet();
    let plan = new.restore(&backup(&old), OldTablet::Retired);
    assert_eq!((plan.added, plan.newer, plan.unreadable), (2, 0, 0));
    let (before, after) = (old.state(), new.state());
    assert_eq!(after.ledger, before.ledger);
    assert_eq!(after.settings, before.settings);
    assert_eq!(after.books.own.book, FRESH);
    assert_eq!(after.books.holding(BOOK), Some(Holding::TakenOver));
    assert_eq!(after.books.others.books[0].history, before.books.own);
    let versions = |tablet: &Tablet| block_on(tablet.archive().versions(&session()));
    assert_eq!(versions(&new), versions(&old));
    let returns = |tablet: &Tablet| below(&tablet.journal.shelves(), Drawer::Returns, "");
    assert_eq!(returns(&new), returns(&old));
    assert_eq!(returns(&new).len(), 1);
}

#[test]
fn restoring_twice_is_the_same_as_once() {
    let old = tablet(&[session(), record(2, DAY, 4)]);
    send(&old, 1);
    let new = new_tablet();
    new.restore(&backup(&old), OldTablet::Retired);
    let once = new.both();
    let plan = new.restore(&backup(&old), OldTablet::Retired);
    assert_eq!((plan.added, plan.newer, plan.same), (0, 0, 2));
    let now = new.state();
    assert!(plan.changes_nothing(now.here()));
    assert_eq!(new.both(), once);
}

#[test]
fn an_old_backup_overwrites_nothing_newer() {
    let this = tablet(&[session(), record(2, DAY, 4)]);
    let old = backup(&this);
    this.save(&corrected(&session(), 30)).unwrap();
    this.save(&record(3, DAY, 5)).unwrap();
    send(&this, 1);
    let before = this.state();
    let plan = this.restore(&old, OldTablet::Retired);
    assert_eq!((plan.added, plan.same, plan.older), (0, 1, 1));
    let after = this.state();
    assert_eq!(after.ledger, before.ledger);
    assert_eq!(after.books, before.books);
}

#[test]
fn a_lost_journal_gets_its_line_back_from_a_backup() {
    let this = tablet(&[session()]);
    send(&this, 1);
    let kept = backup(&this);
    this.save(&record(2, DAY, 4)).unwrap();
    this.journal
        .hold(daybook::store::memory::Shelves::default());
    let lost = this.state();
    assert!(lost.books.own.line.is_empty());
    this.restore(&kept, OldTablet::Retired);
    let after = this.state();
    assert_eq!(after.books.own.line.len(), 1);
    assert_eq!(after.books.own.book, BOOK);
    assert_eq!(after.ledger.len(), 2);
}

#[test]
fn a_tablet_in_use_is_copied_to_be_read_and_not_sent() {
    let old = tablet(&[session()]);
    let new = new_tablet();
    new.restore(&backup(&old), OldTablet::InUse);
    let after = new.state();
    assert_eq!(after.books.holding(BOOK), Some(Holding::Copy));
    assert!(!after.books.answer_for(&session()));
    let period = (session().team().clone(), session().quarter());
    let written = after.books.to_write(&after.ledger, &period);
    let books: Vec<BookId> = written.into_iter().map(|(book, _)| book).collect();
    assert_eq!(books, [FRESH], "its own nil return, and none of the copy's");
}

#[test]
fn a_copy_can_be_taken_over_later_and_not_the_other_way_round() {
    let old = tablet(&[session()]);
    let new = new_tablet();
    for (told, expected) in [
        (OldTablet::InUse, Holding::Copy),
        (OldTablet::Retired, Holding::TakenOver),
        (OldTablet::InUse, Holding::TakenOver),
    ] {
        new.restore(&backup(&old), told);
        assert_eq!(new.state().books.holding(BOOK), Some(expected));
    }
}

#[test]
fn a_book_that_was_taken_over_is_taken_over_with_the_tablet_that_had_it() {
    let first = tablet(&[session()]);
    let second = new_tablet();
    second.restore(&backup(&first), OldTablet::Retired);
    let third = Tablet::default();
    block_on(third.archive().start(BookId::new(Uuid::from_u128(3))));
    third.restore(&backup(&second), OldTablet::Retired);
    let books = third.state().books;
    assert_eq!(books.holding(BOOK), Some(Holding::TakenOver));
    assert_eq!(books.holding(FRESH), Some(Holding::TakenOver));
}

#[test]
fn of_two_changes_made_apart_the_later_stands_and_both_are_kept() {
    let this = tablet(&[session()]);
    let image = this.clone_apart();
    image.save(&corrected(&session(), 40)).unwrap();
    this.save(&corrected(&session(), 30)).unwrap();
    let plan = this.restore(&backup(&image), OldTablet::Retired);
    assert_eq!((plan.differing, plan.newer), (1, 0));
    let kept = this.state().ledger.get(session().id()).cloned();
    assert_eq!(kept, Some(corrected(&session(), 40)));
    let versions = block_on(this.archive().versions(&session())).unwrap();
    assert_eq!(versions.len(), 3);
}

#[test]
fn a_backup_of_a_tablet_that_sends_as_the_same_book_is_found_out() {
    let this = tablet(&[session()]);
    let image = this.clone_apart();
    send(&image, 1);
    let of_image = backup(&image);
    assert!(
        !of_image
            .dry_run(this.state().here(), OldTablet::Retired)
            .shared
    );
    this.save(&record(2, DAY, 4)).unwrap();
    send(&this, 2);
    assert!(
        of_image
            .dry_run(this.state().here(), OldTablet::Retired)
            .shared
    );
}

// Erased text.

#[test]
fn text_that_was_erased_does_not_come_back_from_an_older_backup() {
    let this = tablet(&[session()]);
    let named = session()
        .removed(Some(text("Mrs Smith’s")), stamp(DAY, 5))
        .unwrap();
    this.save(&named).unwrap();
    let old = backup(&this);
    let erased = named.with_text_erased(stamp(DAY, 6)).unwrap();
    block_on(this.archive().erase_text(&erased)).unwrap();
    this.restore(&old, OldTablet::Retired);
    let (local, shelves) = this.both();
    assert!(!format!("{local:?}{shelves:?}").contains("Smith"));
    assert_eq!(this.state().ledger.get(session().id()), Some(&erased));
}

#[test]
fn text_that_was_erased_on_the_other_copy_is_erased_here_too() {
    let this = tablet(&[session()]);
    let named = session()
        .removed(Some(text("Mrs Smith’s")), stamp(DAY, 5))
        .unwrap();
    this.save(&named).unwrap();
    let image = this.clone_apart();
    let erased = named.with_text_erased(stamp(DAY, 6)).unwrap();
    block_on(image.archive().erase_text(&erased)).unwrap();
    // Here the record goes on, so that the version here is the newer one.
    let restored = named.restored(stamp(DAY, 7)).unwrap();
    this.save(&restored).unwrap();
    let again = restored
        .removed(Some(text("Smith again")), stamp(DAY, 8))
        .unwrap();
    this.save(&again).unwrap();
    this.restore(&backup(&image), OldTablet::Retired);
    let (local, shelves) = this.both();
    assert!(!format!("{local:?}{shelves:?}").contains("Smith"));
    let kept = this.state().ledger.get(session().id()).cloned().unwrap();
    assert_eq!(
        (kept.version(), kept.text()),
        (again.version(), FreeText::Erased)
    );
}

#[test]
fn text_that_was_typed_after_an_erasure_and_erased_too_does_not_come_back() {
    let this = tablet(&[session()]);
    let named = session()
        .removed(Some(text("Mrs Smith’s")), stamp(DAY, 5))
        .unwrap();
    let erased = named.with_text_erased(stamp(DAY, 6)).unwrap();
    let back = erased.restored(stamp(DAY, 7)).unwrap();
    let again = back
        .removed(Some(text("Mr Jones’s")), stamp(DAY, 8))
        .unwrap();
    for version in [&named, &erased, &back, &again] {
        this.save(version).unwrap();
    }
    let old = backup(&this);
    let erased = again.with_text_erased(stamp(DAY, 9)).unwrap();
    block_on(this.archive().erase_text(&erased)).unwrap();
    this.restore(&old, OldTablet::Retired);
    let (local, shelves) = this.both();
    let all = format!("{local:?}{shelves:?}");
    assert!(!all.contains("Jones") && !all.contains("Smith"));
}

// What is never in it, and what cannot be read.

#[test]
fn pins_and_unfinished_input_are_in_no_backup() {
    let this = tablet(&[session()]);
    let archive = this.archive();
    block_on(archive.keep_draft("session/1", Some("{\"note\":\"half\"}"))).unwrap();
    block_on(archive.keep_locks(None, &daybook::domain::tablet::locks::Locks::default())).unwrap();
    let content = block_on(archive.backup_content()).unwrap();
    for kept in ["half", MetaKey::Locks.key(), MetaKey::Sentinel.key()] {
        assert!(!content.contains(kept), "{kept}");
    }
    assert!(content.contains(r#"["meta","settings","#));
}

#[test]
fn a_record_that_neither_store_can_read_goes_into_the_backup_and_comes_back_set_aside() {
    let this = tablet(&[session(), record(2, DAY, 4)]);
    this.tamper_journal(&session(), "00000000|damaged");
    this.local.tamper(
        &daybook::store::reconcile::record_key(session().id()),
        "00000000|damaged",
    );
    let kept = backup(&this);
    assert_eq!(kept.unreadable, 1);
    // Its log still has it whole.
    assert_eq!(kept.ledger.len(), 2);
    let new = new_tablet();
    new.restore(&kept, OldTablet::Retired);
    let aside = below(&new.journal.shelves(), Drawer::SetAside, "");
    assert!(aside.iter().any(|(_, text)| text == "00000000|damaged"));
}

#[test]
fn a_restore_that_was_cut_off_can_be_done_again() {
    let old = tablet(&[session(), record(2, DAY, 4)]);
    send(&old, 1);
    let kept = backup(&old);
    for spared in 0..4 {
        let new = new_tablet();
        let before = new.state();
        let plan = kept.dry_run(before.here(), OldTablet::Retired);
        new.journal.tell_after(spared, JournalFault::Full);
        let told = block_on(new.archive().restore(&kept, before.here(), &plan));
        let history_is_there = state_in_spite(&new).books.holding(BOOK) == Some(Holding::TakenOver);
        if told == Err(StoreError::Full) && history_is_there {
            assert_eq!(state_in_spite(&new).ledger, plan.ledger);
        }
        new.journal.tell(JournalFault::Works);
        new.restore(&kept, OldTablet::Retired);
        assert_eq!(new.state().ledger, old.state().ledger);
    }
}

fn state_in_spite(tablet: &Tablet) -> State {
    let (start, read) = tablet.open();
    State {
        ledger: read.ledger,
        books: start.books,
        settings: start.settings,
    }
}

// The file.

fn file(content: &str, lock: Option<PassphraseLock>) -> Vec<u8> {
    let what = (text("Blue tablet"), BOOK, 1);
    let header = Header::new(stamp(DAY, 0).at, what, lock, content.as_bytes());
    [header.line().as_bytes(), content.as_bytes()].concat()
}

fn check_refused(file: &[u8], expected: &NotABackup) {
    assert_eq!(backup::open(file).unwrap_err(), *expected);
}

#[test]
fn a_file_that_is_cut_off_is_told_from_one_that_was_changed() {
    let whole = file("[\"meta\",\"settings\",\"x\"]\n", None);
    let (header, content) = backup::open(&whole).unwrap();
    assert_eq!((header.records, content.len()), (1, 24));
    for cut in 1..=24_u8 {
        let expected = NotABackup::CutOff {
            expected: 24,
            found: u64::from(24 - cut),
        };
        check_refused(&whole[..whole.len() - usize::from(cut)], &expected);
    }
    let mut changed = whole.clone();
    *changed.last_mut().unwrap() = b' ';
    check_refused(&changed, &NotABackup::Damaged);
    check_refused(&[whole.as_slice(), b"more"].concat(), &NotABackup::Damaged);
    let in_the_header = whole.len() - 40;
    assert!(matches!(
        backup::open(&whole[..in_the_header]).unwrap_err(),
        NotABackup::CutOff { .. }
    ));
}

#[test]
fn other_files_are_told_from_backups() {
    check_refused(b"", &NotABackup::NoText(NotOpened::Empty));
    check_refused(b"\n", &NotABackup::NoText(NotOpened::Empty));
    check_refused(b"PK\x03\x04", &NotABackup::NoText(NotOpened::Zip));
    check_refused(b"\x1f\x8b\x08\n", &NotABackup::NoText(NotOpened::Gzip));
    check_refused(
        b"<!DOCTYPE html>\n<title>Sign in</title>",
        &NotABackup::NoText(NotOpened::WebPage),
    );
    check_refused(&[0; 5_000], &NotABackup::NoText(NotOpened::Nul));
    check_refused(b"\xff\n", &NotABackup::Other);
    check_refused(
        b"{\"format\":\"daybook-return\",\"format_version\":1}\n",
        &NotABackup::Other,
    );
    check_refused(
        b"{\"format\":\"daybook-backup\",\"format_version\":2}\n",
        &NotABackup::FutureFormat { found: 2 },
    );
    check_refused(&vec![b'a'; 100_000], &NotABackup::Other);
}

#[test]
fn a_file_cannot_make_a_tablet_hash_for_hours() {
    for rounds in [0, 599_999, 10_000_001, u32::MAX] {
        let lock = PassphraseLock::new(rounds, &[7; 28]);
        assert_eq!(lock.random(), [7; 28]);
        let refused = backup::open(&file("", Some(lock))).unwrap_err();
        assert!(matches!(refused, NotABackup::NotReadable(_)), "{rounds}");
    }
}

#[test]
fn lines_that_are_no_stored_texts_are_refused_and_unknown_ones_kept() {
    for content in ["nonsense", "[1,2,3]\n", "[\"log\",\"a\"]\n", "{}\n"] {
        assert!(Contents::read(content).is_err(), "{content}");
    }
    let newer =
        "[\"themes\",\"a\",\"text\"]\n[\"meta\",\"groups\",\"text\"]\n[\"log\",\"a\",\"x\"]\n";
    let read = Contents::read(newer).unwrap();
    assert_eq!((read.unreadable, read.set_aside.len()), (3, 3));
}

#[test]
fn a_backup_of_version_1_is_read_for_ever() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/backup-v1.daybook"
    );
    if std::env::var_os("WRITE_FIXTURE").is_some() {
        let this = tablet(&[session(), record(2, DAY, 4)]);
        this.save(&corrected(&session(), 30)).unwrap();
        send(&this, 1);
        let content = block_on(this.archive().backup_content()).unwrap();
        std::fs::write(path, file(&content, None)).unwrap();
    }
    let file = std::fs::read(path).unwrap();
    let (header, content) = backup::open(&file).unwrap();
    assert_eq!((header.book, header.lock.as_ref()), (BOOK, None));
    let contents = Contents::read(std::str::from_utf8(content).unwrap()).unwrap();
    assert_eq!((contents.ledger.len(), contents.versions.len()), (2, 3));
    assert_eq!((contents.returns.len(), contents.unreadable), (1, 0));
    assert_eq!(contents.settings, Some(settings()));
    let books = contents.books.as_ref().unwrap();
    assert_eq!((books.own.book, books.own.line.len()), (BOOK, 1));
    new_tablet().restore(&contents, OldTablet::Retired);
}

#[test]
fn a_backup_that_another_program_saved_as_text_of_its_own_is_read() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/backup-v1.daybook"
    );
    let written = std::fs::read(path).unwrap();
    assert_eq!(*backup::as_written(&written), written);
    let text = String::from_utf8(written.clone()).unwrap();
    let of_windows = text.replace('\n', "\r\n");
    let mut all = Vec::new();
    for text in [&text, &of_windows] {
        all.push(text.as_bytes().to_vec());
        all.push(format!("\u{feff}{text}").into_bytes());
        for (mark, bytes) in [
            (&[0xff, 0xfe][..], u16::to_le_bytes as fn(u16) -> [u8; 2]),
            (&[0xfe, 0xff], u16::to_be_bytes),
            (&[], u16::to_le_bytes),
        ] {
            let wide = text.encode_utf16().flat_map(bytes);
            all.push(mark.iter().copied().chain(wide).collect());
        }
    }
    for saved in all {
        let found = backup::as_written(&saved);
        assert!(*found == written, "{:?}", &saved[..20]);
        backup::open(&found).unwrap();
    }
    // A locked one is no text.
    let locked = [written.as_slice(), b"\r\n\xff\x00"].concat();
    assert_eq!(*backup::as_written(&locked), locked);
}

// What is known to be backed up.

#[test]
fn what_a_checked_backup_holds_is_remembered_and_not_read_at_the_start() {
    let this = tablet(&[session()]);
    let archive = this.archive();
    assert_eq!(block_on(archive.backed_up()), Ok(None));
    let ledger = this.state().ledger;
    let known = BackedUp::new(stamp(DAY, 1).at, stamp(DAY, 2).at, &ledger);
    block_on(archive.keep_backed_up(&known)).unwrap();
    assert_eq!(block_on(archive.backed_up()), Ok(Some(known)));
    assert!(!backup_names(&this).contains(&MetaKey::BackedUp.key().to_owned()));
}

fn backup_names(tablet: &Tablet) -> Vec<String> {
    let content = block_on(tablet.archive().backup_content()).unwrap();
    let name = |line: &str| {
        let (_, key, _): (String, String, String) = serde_json::from_str(line).unwrap();
        key
    };
    content.lines().map(name).collect()
}
