//! Random histories of a tablet with two tabs, failing stores and kills,
//! against a simple model: what was called saved is there at the next start,
//! and nothing is shown that nobody tried to save.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_histories;
mod support_send;

use std::collections::BTreeMap;
use std::pin::pin;

use chrono::Days;
use daybook::domain::base::ids::RecordId;
use daybook::domain::record::Record;
use daybook::domain::record::ledger::Ledger;
use daybook::domain::tablet::backed_up::BackedUp;
use daybook::store::StoreError;
use daybook::store::archive::Loss;
use daybook::store::backup::Contents;
use daybook::store::memory::{JournalFault, LocalFault, Shelves};
use daybook::store::plan::Drawer;
use daybook::store::reconcile::record_key;
use pollster::block_on;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use support_histories::rounds;
use support_send::tablet::{Tablet, poll};
use support_send::{BOOK, DAY, club, record, stamp, team_id};

/// One thing that happens on the tablet.
#[derive(Debug, Clone)]
enum Event {
    /// A person saves in one of two tabs, while the stores work as told.
    Save(Tab, Change, LocalFault, (usize, JournalFault)),
    /// The last save in a tab that did not hold is tried again.
    TryAgain(Tab),
    /// A save, during which the browser is killed.
    CutOff(Tab, Change, JournalFault),
    /// Local storage reaches the disk.
    Flushed,
    /// The browser is killed; local storage is as it last reached the disk.
    Killed,
    /// A tab is opened anew, while the stores work as told.
    Opened(Tab, LocalFault, (usize, JournalFault)),
    /// A backup is made and checked.
    BackedUp,
    /// Room is made in local storage, while the stores work as told.
    RoomMade(usize, LocalFault, (usize, JournalFault)),
    /// Room is made, and the browser killed while it is.
    RoomCutOff(JournalFault),
    /// A store is emptied, or one record in it damaged.
    Struck(Blow),
}

#[derive(Debug, Clone, Copy)]
enum Tab {
    One,
    Other,
}

#[derive(Debug, Clone)]
enum Change {
    Record,
    Correct(Index),
    Remove(Index),
    Restore(Index),
    /// A new record and a correction in one save.
    Both(Index),
}

#[derive(Debug, Clone)]
enum Blow {
    LocalVanished,
    JournalVanished,
    LocalDamaged(Index),
    JournalDamaged(Index),
}

fn tabs() -> impl Strategy<Value = Tab> {
    select(vec![Tab::One, Tab::One, Tab::Other])
}

fn changes() -> impl Strategy<Value = Change> {
    prop_oneof![
        3 => Just(Change::Record),
        4 => any::<Index>().prop_map(Change::Correct),
        2 => any::<Index>().prop_map(Change::Remove),
        1 => any::<Index>().prop_map(Change::Restore),
        1 => any::<Index>().prop_map(Change::Both),
    ]
}

fn local_faults() -> impl Strategy<Value = LocalFault> {
    prop_oneof![
        8 => Just(LocalFault::Works),
        1 => Just(LocalFault::Blocked),
        1 => (0..2000_usize).prop_map(LocalFault::FullAt),
        1 => Just(LocalFault::Garbles),
        1 => Just(LocalFault::Forgets),
    ]
}

fn journal_faults() -> impl Strategy<Value = (usize, JournalFault)> {
    let faults = prop_oneof![
        6 => Just(JournalFault::Works),
        1 => Just(JournalFault::Blocked),
        1 => Just(JournalFault::Full),
        1 => Just(JournalFault::SlowButWritten),
        1 => Just(JournalFault::SlowAndLost),
    ];
    (0..3_usize, faults)
}

fn events() -> impl Strategy<Value = Event> {
    let stalls = select(vec![JournalFault::Stalls, JournalFault::WritesAndStalls]);
    let standstills = select(vec![JournalFault::Stalls, JournalFault::WritesAndStalls]);
    let blows = prop_oneof![
        Just(Blow::LocalVanished),
        Just(Blow::JournalVanished),
        any::<Index>().prop_map(Blow::LocalDamaged),
        any::<Index>().prop_map(Blow::JournalDamaged),
    ];
    prop_oneof![
        10 => (tabs(), changes(), local_faults(), journal_faults())
            .prop_map(|(tab, change, local, journal)| Event::Save(tab, change, local, journal)),
        2 => tabs().prop_map(Event::TryAgain),
        2 => (tabs(), changes(), standstills)
            .prop_map(|(tab, change, how)| Event::CutOff(tab, change, how)),
        2 => Just(Event::Flushed),
        2 => Just(Event::Killed),
        3 => (tabs(), local_faults(), journal_faults())
            .prop_map(|(tab, local, journal)| Event::Opened(tab, local, journal)),
        2 => Just(Event::BackedUp),
        2 => (0..4000_usize, local_faults(), journal_faults())
            .prop_map(|(most, local, journal)| Event::RoomMade(most, local, journal)),
        1 => stalls.prop_map(Event::RoomCutOff),
        1 => blows.prop_map(Event::Struck),
    ]
}

/// The tablet, and what a person may rely on.
struct Model {
    tablet: Tablet,
    /// Local storage as it last reached the disk.
    disk: BTreeMap<String, String>,
    /// What each tab shows.
    shown: [Ledger; 2],
    /// What each tab could not save last.
    unsaved: [Vec<Record>; 2],
    /// Every version that a save was ever attempted for.
    attempted: Vec<Record>,
    /// The newest version of each record that was called saved.
    promised: BTreeMap<RecordId, Record>,
    next: u16,
}

impl Model {
    fn new() -> Self {
        Self {
            tablet: Tablet::with(&[]),
            disk: BTreeMap::new(),
            shown: [Ledger::new(), Ledger::new()],
            unsaved: [Vec::new(), Vec::new()],
            attempted: Vec::new(),
            promised: BTreeMap::new(),
            next: 0,
        }
    }

    fn let_happen(&mut self, event: Event) {
        match event {
            Event::Save(tab, change, local, (commits, journal)) => {
                let records = self.changed(tab, &change);
                self.tablet.local.tell(local);
                self.tablet.journal.tell_after(commits, journal);
                self.save(tab, records);
            }
            Event::TryAgain(tab) => {
                let records = std::mem::take(&mut self.unsaved[tab as usize]);
                self.save(tab, records);
            }
            Event::CutOff(tab, change, how) => {
                let records = self.changed(tab, &change);
                if let [record] = &records[..] {
                    self.attempted.push(record.clone());
                    self.tablet.save_cut_off(record, how);
                    self.killed();
                }
            }
            Event::Flushed => self.disk = self.tablet.local.texts(),
            Event::Killed => {
                self.tablet.local.hold(self.disk.clone());
                self.killed();
            }
            Event::Opened(tab, local, (commits, journal)) => {
                self.tablet.local.tell(local);
                self.tablet.journal.tell_after(commits, journal);
                self.opened(tab);
            }
            Event::BackedUp => self.back_up(),
            Event::RoomMade(most, local, (commits, journal)) => {
                self.tablet.local.tell(local);
                self.tablet.journal.tell_after(commits, journal);
                // Whether it was made or not, everything is still there.
                let _ = block_on(self.tablet.archive().make_room(most));
                self.tablet.local.tell(LocalFault::Works);
                self.tablet.journal.tell(JournalFault::Works);
            }
            Event::RoomCutOff(how) => {
                self.tablet.journal.tell(how);
                let archive = self.tablet.archive();
                let _ = poll(pin!(archive.make_room(0)).as_mut());
                self.tablet.journal.tell(JournalFault::Works);
                self.killed();
            }
            Event::Struck(blow) => {
                // One store at a time: the other is whole.
                self.killed();
                self.strike(&blow);
                self.killed();
            }
        }
    }

    /// All tabs are gone and one is opened, with both stores working again.
    fn killed(&mut self) {
        for tab in [Tab::One, Tab::Other] {
            self.opened(tab);
        }
        let backup = block_on(self.tablet.archive().backed_up()).unwrap();
        for record in self.shown[0].iter() {
            let both = self.tablet.local_text(record) == self.tablet.journal_text(record);
            assert!(both || backup.as_ref().is_some_and(|it| it.holds(record)));
        }
    }

    fn back_up(&self) {
        let archive = self.tablet.archive();
        let content = block_on(archive.backup_content()).unwrap();
        let held = Contents::read(&content).unwrap().ledger;
        let at = stamp(DAY, 0).at;
        block_on(archive.keep_backed_up(&BackedUp::new(at, at, &held))).unwrap();
    }

    fn strike(&self, blow: &Blow) {
        let Tablet { local, journal } = &self.tablet;
        // What the journal alone holds is only in the backup if it is struck.
        let both = |record: &&Record| self.tablet.local_text(record).is_some();
        let records: Vec<&Record> = self.shown[0].iter().filter(both).collect();
        let mut shelves = journal.shelves();
        match blow {
            Blow::LocalVanished => local.hold(BTreeMap::new()),
            Blow::JournalVanished if records.len() == self.shown[0].len() => {
                journal.hold(Shelves::default());
                block_on(self.tablet.archive().journal_only_is_over()).unwrap();
            }
            Blow::LocalDamaged(which) if !records.is_empty() => {
                local.tamper(&record_key(which.get(&records).id()), "damaged");
            }
            Blow::JournalDamaged(which) if !records.is_empty() => {
                let id = which.get(&records).id().to_string();
                shelves.insert((Drawer::Records, id), "damaged".to_owned());
                journal.hold(shelves);
            }
            Blow::JournalVanished | Blow::LocalDamaged(_) | Blow::JournalDamaged(_) => {}
        }
    }

    fn save(&mut self, tab: Tab, records: Vec<Record>) {
        self.attempted.extend(records.iter().cloned());
        let saved = block_on(self.tablet.archive().save(&records));
        self.tablet.local.tell(LocalFault::Works);
        self.tablet.journal.tell(JournalFault::Works);
        match saved {
            Ok(()) => {
                for record in records {
                    self.shown[tab as usize].take_in(record.clone());
                    self.promised.insert(record.id(), record);
                }
            }
            Err(_) => self.unsaved[tab as usize] = records,
        }
    }

    fn opened(&mut self, tab: Tab) {
        let start = block_on(self.tablet.archive().start(BOOK));
        let read = block_on(self.tablet.archive().read_ledger(start.books.own.book));
        let journal_answered = start.journal != Err(blocked());
        self.tablet.local.tell(LocalFault::Works);
        self.tablet.journal.tell(JournalFault::Works);
        let Ok(read) = read else {
            return;
        };
        for record in read.ledger.iter() {
            assert!(self.attempted.contains(record), "invented: {record:?}");
        }
        // What cannot be reached cannot be shown, and is said to be blocked.
        if journal_answered {
            assert_eq!(read.quarantine, []);
            assert_ne!(start.loss, Loss::JournalOnly);
            for (id, promised) in &self.promised {
                let shown = read.ledger.get(*id).unwrap();
                assert!(shown.version() >= promised.version());
                assert!(shown.version() > promised.version() || shown == promised);
            }
        }
        self.shown[tab as usize] = read.ledger;
        self.unsaved[tab as usize].clear();
    }

    /// The versions that a person wants saved; none when the change is not
    /// possible.
    fn changed(&mut self, tab: Tab, change: &Change) -> Vec<Record> {
        self.next += 1;
        let people = self.next;
        let shown = &self.shown[tab as usize];
        let new = record(u128::from(people), DAY, people);
        let later = stamp(DAY + Days::new(1), people.into());
        let records: Vec<&Record> = shown.iter().collect();
        if records.is_empty() {
            return vec![new];
        }
        let correct = |which: &Index| {
            let entry = club(DAY, people);
            which.get(&records).corrected(entry, team_id(1), later).ok()
        };
        let changed = match change {
            Change::Record => None,
            Change::Correct(which) => correct(which),
            Change::Remove(which) => which.get(&records).removed(None, later).ok(),
            Change::Restore(which) => which.get(&records).restored(later).ok(),
            Change::Both(which) => return correct(which).into_iter().chain([new]).collect(),
        };
        vec![changed.unwrap_or(new)]
    }
}

fn blocked() -> StoreError {
    support_send::told_to_be_blocked()
}

/// Their histories once ended with a start that said older records were gone.
const SEEDS: [u64; 2] = [74, 104];

#[test]
fn what_was_called_saved_is_there_at_every_later_start() {
    for round in rounds(&SEEDS, 1500) {
        proptest!(round, |(events in proptest::collection::vec(events(), 1..25))| {
            let mut model = Model::new();
            for event in events {
                model.let_happen(event);
            }
            model.killed();
        });
    }
}
