//! A spreadsheet's sessions go into both stores as the dry run said, whatever cuts
//! them off, and a second time adds nothing.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use std::cell::RefCell;
use std::fmt::Write as _;
use std::pin::pin;
use std::time::{Duration, Instant};

use chrono::{DateTime, Days, NaiveDate, Utc};
use daybook::domain::import::{Before, Here, Import};
use daybook::domain::record::Provenance;
use daybook::domain::record::ledger::Ledger;
use daybook::domain::submission::books::{Books, Holding};
use daybook::domain::submission::send::{Origin, SendStanding};
use daybook::domain::tablet::settings::Settings;
use daybook::domain::tablet::space::LIMIT;
use daybook::store::StoreError;
use daybook::store::archive::Loss;
use daybook::store::memory::{JournalFault, LocalFault, Shelves};
use pollster::block_on;
use support_send::tablet::{Tablet, poll};
use support_send::{DAY, session, settings, stamp};

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();

fn made_at() -> DateTime<Utc> {
    stamp(TODAY, 7).at
}

/// A file of so many youth club sessions, one a day back from DAY.
fn file(sessions: u64) -> String {
    let mut file = "Date,Kind,Place,11 to 15,Adults,Note\n".to_owned();
    for number in 0..sessions {
        let date = (DAY - Days::new(number % 900)).format("%d/%m/%Y");
        let people = 1 + number % 40;
        writeln!(file, "{date},Youth club,New Barn,{people},2,Line {number}").unwrap();
    }
    file
}

/// A tablet that is set up and has a session of its own.
fn set_up() -> Tablet {
    let tablet = Tablet::with(&[session()]);
    block_on(tablet.archive().set_up(&settings())).unwrap();
    tablet
}

struct State {
    ledger: Ledger,
    books: Books,
    settings: Settings,
}

impl State {
    fn of(tablet: &Tablet) -> Self {
        let (start, read) = tablet.open();
        assert_eq!((start.loss, read.not_mended), (Loss::Nothing, None));
        Self {
            ledger: read.ledger,
            books: start.books,
            settings: start.settings.unwrap(),
        }
    }

    fn here(&self) -> Here<'_> {
        Here {
            ledger: &self.ledger,
            books: &self.books,
            settings: &self.settings,
        }
    }

    fn plan(&self, file: &str) -> Import {
        Import::read(file.as_bytes(), self.here(), TODAY).unwrap()
    }
}

fn import(tablet: &Tablet, file: &str) -> Result<Books, StoreError> {
    let state = State::of(tablet);
    let plan = state.plan(file);
    let sent = plan.sent(&state.books, made_at()).unwrap();
    block_on(tablet.archive().import(&plan, state.here(), &sent, &|_| {}))
}

#[test]
fn what_the_dry_run_said_is_in_both_stores_and_counts() {
    let tablet = set_up();
    let before = State::of(&tablet);
    let plan = before.plan(&file(600));
    let sent = plan.sent(&before.books, made_at()).unwrap();
    let heard = RefCell::new(Vec::new());
    let so_far = |saved| heard.borrow_mut().push(saved);
    let importing = tablet.archive();
    let importing = importing.import(&plan, before.here(), &sent, &so_far);
    assert_eq!(block_on(importing).as_ref(), Ok(&sent.books));
    assert_eq!(heard.into_inner(), [250, 500, 600]);

    let after = State::of(&tablet);
    assert_eq!(after.ledger.len(), 601);
    assert_eq!(after.settings, plan.settings);
    assert_eq!(after.settings.places.len(), 2);
    assert_eq!(after.books, sent.books);
    let [book] = &after.books.others.books[..] else {
        unreachable!("one book came from elsewhere");
    };
    assert_eq!(book.holding, Holding::TakenOver);
    assert_eq!(book.history.origin, Origin::Spreadsheet);
    for record in after.ledger.iter().filter(|it| it.book() == plan.book) {
        assert_eq!(record.provenance(), Provenance::Imported);
        assert!(after.books.answer_for(record));
    }
    for one in &sent.returns {
        let standing = book.history.standing(&after.ledger, &one.period());
        assert!(matches!(standing, SendStanding::Sent(_)));
        let text = block_on(tablet.archive().sent_text(one.digest));
        assert_eq!(text, Ok(Some(one.to_text())));
    }
}

#[test]
fn the_same_file_again_changes_neither_store() {
    let tablet = set_up();
    import(&tablet, &file(40)).unwrap();
    let before = tablet.both();
    let state = State::of(&tablet);
    let plan = state.plan(&file(40));
    assert_eq!(plan.before, Before::Imported(Holding::TakenOver));
    import(&tablet, &file(40)).unwrap();
    assert!(tablet.both() == before);
}

#[test]
fn cut_off_at_any_transaction_and_done_again_it_is_as_if_it_was_not() {
    let whole = set_up();
    import(&whole, &file(600)).unwrap();
    let commits = 6;
    for cut in 0..commits {
        for how in [JournalFault::Stalls, JournalFault::WritesAndStalls] {
            let tablet = set_up();
            let state = State::of(&tablet);
            let plan = state.plan(&file(600));
            let sent = plan.sent(&state.books, made_at()).unwrap();
            tablet.journal.tell_after(cut, how);
            let archive = tablet.archive();
            let importing = archive.import(&plan, state.here(), &sent, &|_| {});
            let is_cut = poll(pin!(importing).as_mut()).is_pending();
            tablet.journal.tell(JournalFault::Works);
            assert_eq!(
                is_cut,
                cut < 5,
                "a transaction for names, three, and the book"
            );

            // What is here by then can be read, and counts in no return.
            let state = State::of(&tablet);
            let known = state.books.holding(plan.book);
            let imported = state.ledger.iter().filter(|it| it.book() == plan.book);
            if imported.count() < 600 {
                assert_eq!(known, Some(Holding::Copy));
            }
            import(&tablet, &file(600)).unwrap();
            let (one, other) = (State::of(&tablet), State::of(&whole));
            assert!(one.ledger == other.ledger && one.settings == other.settings);
            assert!(one.books == other.books);
            assert!(tablet.both().0 == whole.both().0);
        }
    }
}

#[test]
fn a_store_that_fails_leaves_what_was_there_and_it_can_be_done_again() {
    for how in [
        JournalFault::Blocked,
        JournalFault::Full,
        JournalFault::SlowAndLost,
        JournalFault::SlowButWritten,
    ] {
        let tablet = set_up();
        let state = State::of(&tablet);
        let plan = state.plan(&file(300));
        let sent = plan.sent(&state.books, made_at()).unwrap();
        tablet.journal.tell_after(1, how);
        let archive = tablet.archive();
        let importing = archive.import(&plan, state.here(), &sent, &|_| {});
        assert!(block_on(importing).is_err());
        tablet.journal.tell(JournalFault::Works);
        let after = State::of(&tablet);
        assert_eq!(after.ledger.get(session().id()), Some(&session()));
        assert_eq!(after.books, state.books);
        import(&tablet, &file(300)).unwrap();
        assert_eq!(State::of(&tablet).ledger.len(), 301);
    }
}

#[test]
fn it_is_said_beforehand_when_it_will_not_fit() {
    let tablet = set_up();
    let state = State::of(&tablet);
    let new = state.plan(&file(300)).to_add(&state.ledger);
    assert_eq!(tablet.archive().has_room_for(&new), Ok(true));
    let needed: usize = {
        let other = set_up();
        let before = other.local.units();
        import(&other, &file(300)).unwrap();
        other.local.units() - before
    };
    tablet.local.tamper("filler", "");
    let left = |left: usize| {
        tablet.local.tamper("filler", "");
        let used = tablet.local.units();
        tablet
            .local
            .tamper("filler", &"x".repeat(LIMIT - left - used));
    };
    // The settings grow by the new place as well, into what is kept free.
    left(needed - 10_000);
    assert_eq!(tablet.archive().has_room_for(&new), Ok(false));
    left(needed + 10_000);
    assert_eq!(tablet.archive().has_room_for(&new), Ok(true));
    tablet.local.tell(LocalFault::FullAt(LIMIT));
    import(&tablet, &file(300)).unwrap();
    assert_eq!(State::of(&tablet).ledger.len(), 301);
}

#[test]
fn after_a_lost_journal_the_same_file_brings_its_book_back() {
    let tablet = set_up();
    let books = import(&tablet, &file(30)).unwrap();
    tablet.journal.hold(Shelves::default());
    let (start, read) = tablet.open();
    assert_eq!(start.loss, Loss::Journal);
    assert_eq!(read.ledger.len(), 31);
    assert_ne!(start.books.own.book, books.others.books[0].history.book);
    assert_eq!(start.books.others.books, []);
    let state = State::of(&tablet);
    let plan = state.plan(&file(30));
    assert_eq!(plan.before, Before::Begun(30));
    import(&tablet, &file(30)).unwrap();
    let after = State::of(&tablet);
    assert_eq!(after.books.others.books, books.others.books);
}

#[test]
fn five_thousand_lines_are_read_in_a_moment() {
    let tablet = set_up();
    let state = State::of(&tablet);
    let file = file(5_000);
    let begun = Instant::now();
    let plan = state.plan(&file);
    assert_eq!(plan.len(), 5_000);
    plan.sent(&state.books, made_at()).unwrap();
    // Unoptimised; a tablet takes a tenth of it.
    assert!(begun.elapsed() < Duration::from_secs(20));
}
