//! A tablet in memory: both its stores, and what can happen to them.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use daybook::domain::record::Record;
use daybook::domain::record::ledger::Ledger;
use daybook::domain::submission::books::Books;
use daybook::domain::tablet::settings::Settings;
use daybook::store::archive::{Archive, LedgerRead, Start};
use daybook::store::backup::Contents;
use daybook::store::memory::{JournalFault, MemoryJournal, MemoryKeyValue, Shelves, below};
use daybook::store::plan::{Drawer, Spot};
use daybook::store::reconcile::record_key;
use daybook::store::restore::{Here, OldTablet, Restoration};
use daybook::store::room::BALLAST_KEY;
use daybook::store::{MetaKey, SetAside, StoreError};
use pollster::block_on;

use super::BOOK;

/// One tablet with both its stores. A restart is another archive over them.
#[derive(Clone, Default)]
pub struct Tablet {
    pub local: MemoryKeyValue,
    pub journal: MemoryJournal,
}

impl Tablet {
    /// A tablet that was started, with some records saved on it.
    pub fn with(records: &[Record]) -> Self {
        let this = Self::default();
        this.open();
        for record in records {
            this.save(record).unwrap();
        }
        this
    }

    /// Another tablet that was set up from this one's image.
    pub fn clone_apart(&self) -> Self {
        let image = Self::default();
        image.local.hold(self.local.texts());
        image.journal.hold(self.journal.shelves());
        image
    }

    pub fn archive(&self) -> Archive<MemoryKeyValue, MemoryJournal> {
        Archive::new(self.local.clone(), self.journal.clone())
    }

    pub fn start(&self) -> Start {
        block_on(self.archive().start(BOOK))
    }

    pub fn open(&self) -> (Start, LedgerRead) {
        let start = self.start();
        let read = block_on(self.archive().read_ledger(start.books.own.book)).unwrap();
        (start, read)
    }

    /// What is on it, all of it mended.
    pub fn state(&self) -> State {
        let (start, read) = self.open();
        assert_eq!(read.not_mended, None);
        State {
            ledger: read.ledger,
            books: start.books,
            settings: start.settings,
        }
    }

    /// Restores a backup: then all is as its dry run said.
    pub fn restore(&self, contents: &Contents, old: OldTablet) -> Restoration {
        let before = self.state();
        let plan = contents.dry_run(before.here(), old);
        let done = block_on(self.archive().restore(contents, before.here(), &plan));
        assert_eq!(done, Ok(()));
        let after = self.state();
        assert_eq!(after.ledger, plan.ledger);
        assert_eq!(after.books, plan.books);
        assert_eq!(after.settings, plan.settings);
        plan
    }

    pub fn save(&self, record: &Record) -> Result<(), StoreError> {
        block_on(self.archive().save(std::slice::from_ref(record)))
    }

    /// A save during which the browser is killed.
    pub fn save_cut_off(&self, record: &Record, how: JournalFault) {
        self.journal.tell(how);
        let archive = self.archive();
        let saving = archive.save(std::slice::from_ref(record));
        assert!(poll(pin!(saving).as_mut()).is_pending());
        self.journal.tell(JournalFault::Works);
    }

    pub fn local_text(&self, record: &Record) -> Option<String> {
        self.local.texts().remove(&record_key(record.id()))
    }

    pub fn journal_text(&self, record: &Record) -> Option<String> {
        let spot = (Drawer::Records, record.id().to_string());
        self.journal.shelves().remove(&spot)
    }

    pub fn change_journal(&self, change: impl FnOnce(&mut Shelves)) {
        let mut shelves = self.journal.shelves();
        change(&mut shelves);
        self.journal.hold(shelves);
    }

    pub fn tamper_journal(&self, record: &Record, text: &str) {
        self.change_journal(|shelves| {
            let spot = (Drawer::Records, record.id().to_string());
            shelves.insert(spot, text.to_owned());
        });
    }

    /// What was set aside, in the order of where it was.
    pub fn set_aside(&self) -> Vec<SetAside> {
        let kept = below(&self.journal.shelves(), Drawer::SetAside, "");
        let was = |(spot, text): (String, String)| SetAside {
            key: spot.rsplit_once('/').unwrap().0.to_owned(),
            text,
        };
        kept.into_iter().map(was).collect()
    }

    /// What both stores hold, but for the space that is kept free.
    pub fn both(&self) -> (BTreeMap<String, String>, Shelves) {
        let mut local = self.local.texts();
        local.remove(BALLAST_KEY);
        (local, self.journal.shelves())
    }
}

/// What is on a tablet, as it was read.
pub struct State {
    pub ledger: Ledger,
    pub books: Books,
    pub settings: Option<Settings>,
}

impl State {
    pub fn here(&self) -> Here<'_> {
        Here {
            ledger: &self.ledger,
            books: &self.books,
            settings: self.settings.as_ref(),
        }
    }
}

/// Where the journal keeps what has a name of its own.
pub fn named(key: MetaKey) -> Spot {
    (Drawer::Meta, key.key().to_owned())
}

/// Lets a piece of work run until it waits for something.
pub fn poll<Work: Future>(work: Pin<&mut Work>) -> Poll<Work::Output> {
    work.poll(&mut Context::from_waker(Waker::noop()))
}
