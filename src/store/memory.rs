//! Stores in memory that can be told to fail, for trying out every way in which
//! a browser lets a save down.
//!
//! A clone is another handle to the same store, as another tab has; a restart
//! is a new archive over the same handles. Guarantees exactly what the ports
//! ask for, and nothing while told to fail.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use super::plan::{Drawer, Spot, Step, decide, draft_key, drafts, named, to_read};
use super::{Batch, Journal, KeyValue, MetaKey, StoreError, Used, Work};
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::RecordId;
use crate::domain::base::sorted::Map;
use crate::domain::tablet::space::units;

/// How local storage lets its callers down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LocalFault {
    /// Not at all.
    #[default]
    Works,
    /// It can be neither read nor written.
    Blocked,
    /// It takes nothing that would make it larger than this, in
    /// [`units`] of keys and texts.
    FullAt(usize),
    /// It takes a text, says nothing, and keeps something else.
    Garbles,
    /// It takes a text, says nothing, and keeps what was there.
    Forgets,
}

/// How the journal lets its callers down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum JournalFault {
    /// Not at all.
    #[default]
    Works,
    /// It can be neither read nor written.
    Blocked,
    /// It can be read; it takes nothing.
    Full,
    /// It says that it did not answer in time, and has written all the same.
    SlowButWritten,
    /// It says that it did not answer in time, and has written nothing.
    SlowAndLost,
    /// It does not answer until told to work: a save that is dropped now was
    /// cut off before the journal's write.
    Stalls,
    /// It writes, and does not answer until told to work: a save that is
    /// dropped now was cut off after the journal's write.
    WritesAndStalls,
}

/// Local storage in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryKeyValue(Rc<RefCell<Local>>);

#[derive(Debug, Default)]
struct Local {
    texts: BTreeMap<String, String>,
    fault: LocalFault,
}

impl MemoryKeyValue {
    /// An empty local storage that works.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets it fail from now on, or work again.
    pub fn tell(&self, fault: LocalFault) {
        self.0.borrow_mut().fault = fault;
    }

    /// Everything it holds, by key.
    #[must_use]
    pub fn texts(&self) -> BTreeMap<String, String> {
        self.0.borrow().texts.clone()
    }

    /// Makes it hold exactly this: what had reached the disk before a kill, or
    /// nothing at all.
    pub fn hold(&self, texts: BTreeMap<String, String>) {
        self.0.borrow_mut().texts = texts;
    }

    /// Puts a text under a key behind the archive's back.
    pub fn tamper(&self, key: &str, text: &str) {
        let texts = &mut self.0.borrow_mut().texts;
        texts.insert(key.to_owned(), text.to_owned());
    }

    /// How many [`units`] it holds, keys and texts together.
    #[must_use]
    pub fn units(&self) -> usize {
        self.0.borrow().units("")
    }
}

impl Local {
    fn units(&self, prefix: &str) -> usize {
        let texts = self.texts.iter().filter(|(key, _)| key.starts_with(prefix));
        texts.map(|(key, text)| units(key) + units(text)).sum()
    }

    fn open(&self) -> Result<(), StoreError> {
        match self.fault {
            LocalFault::Blocked => Err(blocked()),
            LocalFault::Works
            | LocalFault::FullAt(_)
            | LocalFault::Garbles
            | LocalFault::Forgets => Ok(()),
        }
    }
}

impl KeyValue for MemoryKeyValue {
    fn keys(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let local = self.0.borrow();
        local.open()?;
        let keys = local.texts.keys().filter(|key| key.starts_with(prefix));
        Ok(keys.cloned().collect())
    }

    fn read(&self, key: &str) -> Result<Option<String>, StoreError> {
        let local = self.0.borrow();
        local.open()?;
        Ok(local.texts.get(key).cloned())
    }

    fn write(&self, key: &str, text: &str) -> Result<(), StoreError> {
        let mut local = self.0.borrow_mut();
        local.open()?;
        let kept = match local.fault {
            LocalFault::Forgets => return Ok(()),
            LocalFault::Garbles => format!("{text}?"),
            LocalFault::Works | LocalFault::Blocked => text.to_owned(),
            LocalFault::FullAt(most) => {
                let ours = units(key) + units(text);
                let there = local.texts.get(key);
                let there = there.map_or(0, |there| units(key) + units(there));
                let grows = ours > there;
                let after = local.units("") - there + ours;
                if grows && after > most {
                    return Err(StoreError::Full);
                }
                text.to_owned()
            }
        };
        local.texts.insert(key.to_owned(), kept);
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), StoreError> {
        let mut local = self.0.borrow_mut();
        local.open()?;
        local.texts.remove(key);
        Ok(())
    }

    fn used(&self, prefix: &str) -> Result<Used, StoreError> {
        let local = self.0.borrow();
        local.open()?;
        Ok(Used {
            everything: local.units(""),
            below: local.units(prefix),
            keys: self.keys(prefix)?.len(),
        })
    }
}

/// The journal in memory.
#[derive(Debug, Clone, Default)]
pub struct MemoryJournal(Rc<RefCell<Log>>);

#[derive(Debug, Default)]
struct Log {
    shelves: Shelves,
    fault: JournalFault,
    /// How many commits still succeed before the fault shows.
    spared: usize,
}

/// Everything that a journal holds: each text in its spot.
pub type Shelves = BTreeMap<Spot, String>;

/// Keys and texts of a drawer that begin with this; of all of it when empty.
#[must_use]
pub fn below(shelves: &Shelves, drawer: Drawer, prefix: &str) -> Vec<(String, String)> {
    let inside = shelves
        .iter()
        .filter(|((of, key), _)| *of == drawer && key.starts_with(prefix));
    inside
        .map(|((_, key), text)| (key.clone(), text.clone()))
        .collect()
}

impl MemoryJournal {
    /// An empty journal that works.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets it fail from now on, or work again.
    pub fn tell(&self, fault: JournalFault) {
        self.tell_after(0, fault);
    }

    /// Lets it fail once this many more commits have succeeded.
    pub fn tell_after(&self, commits: usize, fault: JournalFault) {
        let mut log = self.0.borrow_mut();
        log.fault = fault;
        log.spared = commits;
    }

    /// Everything it holds.
    #[must_use]
    pub fn shelves(&self) -> Shelves {
        self.0.borrow().shelves.clone()
    }

    /// Makes it hold exactly this, behind the archive's back: an older state,
    /// damaged texts, or nothing at all.
    pub fn hold(&self, shelves: Shelves) {
        self.0.borrow_mut().shelves = shelves;
    }

    fn readable(&self) -> Result<(), StoreError> {
        match self.0.borrow().fault {
            JournalFault::Blocked => Err(blocked()),
            JournalFault::Works
            | JournalFault::Full
            | JournalFault::SlowButWritten
            | JournalFault::SlowAndLost
            | JournalFault::Stalls
            | JournalFault::WritesAndStalls => Ok(()),
        }
    }

    /// The fault that the next commit meets.
    fn next_fault(&self) -> JournalFault {
        let mut log = self.0.borrow_mut();
        if log.spared > 0 && log.fault != JournalFault::Works {
            log.spared -= 1;
            return JournalFault::Works;
        }
        log.fault
    }

    /// Waits until the journal is told something else than a standstill.
    async fn standstill(&self) {
        poll_fn(|_| match self.0.borrow().fault {
            JournalFault::Stalls | JournalFault::WritesAndStalls => Poll::Pending,
            JournalFault::Works
            | JournalFault::Blocked
            | JournalFault::Full
            | JournalFault::SlowButWritten
            | JournalFault::SlowAndLost => Poll::Ready(()),
        })
        .await;
    }

    /// One transaction, decided by the very plan that the browser's carries out.
    fn write(&self, batch: Batch) -> Result<(), StoreError> {
        let shelves = &mut self.0.borrow_mut().shelves;
        let batches = [batch];
        let spots = to_read(&batches).into_iter();
        let found = spots.map(|spot| shelves.get(&spot).cloned()).collect();
        let (steps, verdicts) = decide(&batches, found);
        for step in steps {
            match step {
                Step::Put(spot, text) => {
                    shelves.insert(spot, text);
                }
                Step::Delete(spot) => {
                    shelves.remove(&spot);
                }
                Step::DeleteBelow((drawer, key)) => {
                    let below = format!("{key}/");
                    shelves.retain(|(of, key), _| *of != drawer || !key.starts_with(&below));
                }
            }
        }
        verdicts.into_iter().collect()
    }

    fn read(&self, drawer: Drawer, prefix: &str) -> Result<Vec<(String, String)>, StoreError> {
        self.readable()?;
        Ok(below(&self.0.borrow().shelves, drawer, prefix))
    }
}

impl Journal for MemoryJournal {
    fn commit(&self, batch: Batch) -> Work<'_, ()> {
        Box::pin(async move {
            match self.next_fault() {
                JournalFault::Works => self.write(batch),
                JournalFault::Blocked => Err(blocked()),
                JournalFault::Full => Err(StoreError::Full),
                JournalFault::SlowButWritten => self.write(batch).and(Err(StoreError::Slow)),
                JournalFault::SlowAndLost => Err(StoreError::Slow),
                JournalFault::Stalls => {
                    self.standstill().await;
                    self.write(batch)
                }
                JournalFault::WritesAndStalls => {
                    let written = self.write(batch);
                    self.standstill().await;
                    written
                }
            }
        })
    }

    fn records(&self) -> Work<'_, Vec<(String, String)>> {
        Box::pin(async move { self.read(Drawer::Records, "") })
    }

    fn log_of(&self, id: RecordId) -> Work<'_, Vec<String>> {
        Box::pin(async move {
            let versions = self.read(Drawer::Log, &format!("{id}/"))?;
            Ok(versions.into_iter().map(|(_, text)| text).collect())
        })
    }

    fn meta(&self) -> Work<'_, Map<MetaKey, String>> {
        Box::pin(async move {
            let mut texts = named(self.read(Drawer::Meta, "")?);
            texts.remove(&MetaKey::BackedUp);
            Ok(texts)
        })
    }

    fn named(&self, key: MetaKey) -> Work<'_, Option<String>> {
        Box::pin(async move {
            self.readable()?;
            let spot = (Drawer::Meta, key.key().to_owned());
            Ok(self.0.borrow().shelves.get(&spot).cloned())
        })
    }

    fn count(&self, drawer: Drawer) -> Work<'_, usize> {
        Box::pin(async move { Ok(self.read(drawer, "")?.len()) })
    }

    fn drawer(&self, drawer: Drawer) -> Work<'_, Vec<(String, String)>> {
        Box::pin(async move { self.read(drawer, "") })
    }

    fn drafts(&self) -> Work<'_, Vec<(String, String)>> {
        Box::pin(async move { Ok(drafts(self.read(Drawer::Meta, &draft_key(""))?)) })
    }

    fn return_text(&self, digest: Digest) -> Work<'_, Option<String>> {
        Box::pin(async move {
            self.readable()?;
            let spot = (Drawer::Returns, digest.to_string());
            Ok(self.0.borrow().shelves.get(&spot).cloned())
        })
    }
}

fn blocked() -> StoreError {
    StoreError::Blocked("told to be".to_owned())
}
