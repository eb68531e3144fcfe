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

use super::plan::Drawer;
use super::{
    Batch, Expected, Journal, KeyValue, MetaKey, MetaWrite, RecordWrite, SetAside, StoreError,
};
use crate::domain::digest::Digest;
use crate::domain::ids::RecordId;
use crate::domain::sorted::Map;

/// How local storage lets its callers down.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LocalFault {
    /// Not at all.
    #[default]
    Works,
    /// It can be neither read nor written.
    Blocked,
    /// It takes nothing that would make it larger than this, in bytes of keys
    /// and texts.
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

    /// How many bytes it holds, keys and texts together.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.0.borrow().bytes()
    }
}

impl Local {
    fn bytes(&self) -> usize {
        let sizes = self.texts.iter().map(|(key, text)| key.len() + text.len());
        sizes.sum()
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
                let there = local.texts.get(key).map(|there| key.len() + there.len());
                let grows = key.len() + text.len() > there.unwrap_or(0);
                let after = local.bytes() - there.unwrap_or(0) + key.len() + text.len();
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

/// Everything that a journal holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shelves {
    /// The newest text of every record, by id as written.
    pub records: BTreeMap<String, String>,
    /// Every record version that was ever written, oldest first.
    pub log: Vec<(RecordId, String)>,
    /// Everything under a name.
    pub meta: Map<MetaKey, String>,
    /// The bytes of returns.
    pub returns: BTreeMap<Digest, String>,
    /// What was set aside, each text once; oldest first.
    pub set_aside: Vec<SetAside>,
    /// Unfinished input, by name.
    pub drafts: BTreeMap<String, String>,
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

    fn write(&self, batch: Batch) -> Result<(), StoreError> {
        self.0.borrow_mut().shelves.write(batch)
    }
}

impl Journal for MemoryJournal {
    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
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
    }

    async fn records(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.readable()?;
        let log = self.0.borrow();
        let records = log.shelves.records.iter();
        Ok(records
            .map(|(id, text)| (id.clone(), text.clone()))
            .collect())
    }

    async fn log_of(&self, id: RecordId) -> Result<Vec<String>, StoreError> {
        self.readable()?;
        let log = self.0.borrow();
        let versions = log.shelves.log.iter().filter(|(of, _)| *of == id);
        Ok(versions.map(|(_, text)| text.clone()).collect())
    }

    async fn meta(&self) -> Result<Map<MetaKey, String>, StoreError> {
        self.readable()?;
        let mut meta = self.0.borrow().shelves.meta.clone();
        meta.remove(&MetaKey::BackedUp);
        Ok(meta)
    }

    async fn named(&self, key: MetaKey) -> Result<Option<String>, StoreError> {
        self.readable()?;
        Ok(self.0.borrow().shelves.meta.get(&key).cloned())
    }

    async fn drawer(&self, drawer: Drawer) -> Result<Vec<(String, String)>, StoreError> {
        self.readable()?;
        Ok(self.0.borrow().shelves.drawer(drawer))
    }

    async fn drafts(&self) -> Result<Vec<(String, String)>, StoreError> {
        self.readable()?;
        let drafts = self.0.borrow().shelves.drafts.clone();
        Ok(drafts.into_iter().collect())
    }

    async fn return_text(&self, digest: Digest) -> Result<Option<String>, StoreError> {
        self.readable()?;
        Ok(self.0.borrow().shelves.returns.get(&digest).cloned())
    }
}

impl Shelves {
    /// Writes a batch whole, or not at all.
    fn write(&mut self, batch: Batch) -> Result<(), StoreError> {
        let records_fit = batch
            .records
            .iter()
            .all(|write| write.may_follow(self.text_of(write.id)));
        let meta_fits = batch.meta.iter().all(|write| self.meta_fits(write));
        if !records_fit || !meta_fits {
            return Err(StoreError::ChangedElsewhere);
        }
        for erasure in batch.erasures {
            let id = erasure.id;
            self.log.retain(|(of, _)| *of != id);
            let key = super::reconcile::record_key(id);
            self.set_aside.retain(|kept| kept.key != key);
            for version in erasure.versions {
                self.log.push((id, version.text));
            }
        }
        for id in &batch.removals {
            self.records.remove(&id.to_string());
            self.log.retain(|(of, _)| of != id);
            let key = super::reconcile::record_key(*id);
            self.set_aside.retain(|kept| kept.key != key);
        }
        for version in batch.older {
            self.log_version(version.id, version.text);
        }
        for write in batch.records {
            self.put(write);
        }
        for mend in batch.mends {
            if mend.mends(self.text_of(mend.id)) {
                self.put(mend);
            }
        }
        for write in batch.meta {
            self.meta.insert(write.key, write.text);
        }
        for (digest, text) in batch.returns {
            // What was sent never changes.
            self.returns.entry(digest).or_insert(text);
        }
        for draft in batch.drafts {
            match draft.text {
                Some(text) => self.drafts.insert(draft.name, text),
                None => self.drafts.remove(&draft.name),
            };
        }
        for kept in batch.set_aside {
            if !self.set_aside.contains(&kept) {
                self.set_aside.push(kept);
            }
        }
        Ok(())
    }

    fn log_version(&mut self, id: RecordId, text: String) {
        let entry = (id, text);
        if !self.log.contains(&entry) {
            self.log.push(entry);
        }
    }

    /// A drawer as the browser's journal has it.
    fn drawer(&self, drawer: Drawer) -> Vec<(String, String)> {
        match drawer {
            Drawer::Records => self.records.clone().into_iter().collect(),
            Drawer::Log => {
                let key = |(id, text): &(RecordId, String)| {
                    let version = super::envelope::open::<crate::domain::record::Record>(text)
                        .map_or(0, |record| record.version().number());
                    let sum = text.get(..8).unwrap_or_default();
                    (format!("{id}/{version:010}/{sum}"), text.clone())
                };
                self.log.iter().map(key).collect()
            }
            Drawer::Meta => {
                let entries = self.meta.iter();
                entries
                    .map(|(key, text)| (key.key().to_owned(), text.clone()))
                    .collect()
            }
            Drawer::Returns => {
                let entries = self.returns.iter();
                entries
                    .map(|(digest, text)| (digest.to_string(), text.clone()))
                    .collect()
            }
            Drawer::SetAside => {
                let key = |kept: &SetAside| {
                    let sum = super::envelope::checksum(&kept.text);
                    (format!("{}/{sum:08x}", kept.key), kept.text.clone())
                };
                self.set_aside.iter().map(key).collect()
            }
        }
    }

    fn text_of(&self, id: RecordId) -> Option<&str> {
        self.records.get(&id.to_string()).map(String::as_str)
    }

    fn meta_fits(&self, write: &MetaWrite) -> bool {
        let there = self.meta.get(&write.key);
        match &write.expected {
            Expected::Anything => true,
            Expected::Exactly(expected) => there == expected.as_ref() || there == Some(&write.text),
        }
    }

    fn put(&mut self, write: RecordWrite) {
        self.log_version(write.id, write.text.clone());
        self.records.insert(write.id.to_string(), write.text);
    }
}

fn blocked() -> StoreError {
    StoreError::Blocked("told to be".to_owned())
}
