//! How records are kept: two stores, and the promise between them.
//!
//! Records live in local storage, one key each, and in a journal whose writes
//! survive a power cut. "Saved on this tablet" is true only once both hold the
//! record. This layer states what each store must do ([`KeyValue`],
//! [`Journal`]) and builds the promise on it ([`archive::Archive`]). It knows
//! no browser: the real stores are handed in.

pub mod archive;
pub mod backup;
mod batch;
pub mod changing;
pub mod editions;
pub mod envelope;
pub mod hand_over;
pub mod import;
mod keys;
pub mod locks;
pub mod looking;
#[cfg(not(target_arch = "wasm32"))]
pub mod memory;
pub mod plan;
pub mod reconcile;
pub mod restore;
pub mod retention;
pub mod roll_up;
pub mod room;
pub mod tallies;
mod unfinished_names;

use std::pin::Pin;

use thiserror::Error;

use crate::domain::base::digest::Digest;
use crate::domain::base::ids::RecordId;
use crate::domain::base::sorted::Map;
pub use batch::{Batch, DraftWrite, Erasure, Expected, MetaWrite, RecordWrite, SetAside};

use crate::domain::tablet::settings::ChangedMeanwhile;

/// What went wrong with a store. Nothing of what was there before is lost by
/// any of these.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// The browser does not let the app store anything, or not any more.
    #[error("the store cannot be used: {0}")]
    Blocked(String),
    /// There is no space left.
    #[error("the store is full")]
    Full,
    /// The store did not answer in time; what was written may or may not be
    /// there.
    #[error("the store did not answer in time")]
    Slow,
    /// What was read back is not what was written.
    #[error("what was read back under '{0}' is not what was written")]
    NotKept(String),
    /// Another tab saved a newer version in the meantime.
    #[error("it was changed elsewhere in the meantime")]
    ChangedElsewhere,
    /// What was kept here is gone: the browser, or a person, has cleared it since
    /// it was read.
    #[error("what was kept here has been cleared")]
    Vanished,
    /// Something that is kept cannot be read.
    #[error("'{key}' cannot be read: {why}")]
    Unreadable {
        /// Where it is kept.
        key: String,
        /// What is wrong with it.
        why: envelope::Unreadable,
    },
}

impl From<ChangedMeanwhile> for StoreError {
    fn from(ChangedMeanwhile: ChangedMeanwhile) -> Self {
        Self::ChangedElsewhere
    }
}

/// How much of local storage is used, in [units](crate::domain::tablet::space::units) of keys
/// and texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Used {
    /// By everything under this address, example data too.
    pub everything: usize,
    /// By what has a prefix.
    pub below: usize,
    /// How many keys have that prefix.
    pub keys: usize,
}

/// A store of texts by key, answering at once: local storage.
pub trait KeyValue {
    /// All keys that begin with a prefix.
    ///
    /// # Errors
    /// [`StoreError::Blocked`].
    fn keys(&self, prefix: &str) -> Result<Vec<String>, StoreError>;

    /// The text under a key; `None` when there is none.
    ///
    /// # Errors
    /// [`StoreError::Blocked`].
    fn read(&self, key: &str) -> Result<Option<String>, StoreError>;

    /// Whether there is a text under a key; a long one is not read for it.
    ///
    /// # Errors
    /// [`StoreError::Blocked`].
    fn has(&self, key: &str) -> Result<bool, StoreError> {
        Ok(self.read(key)?.is_some())
    }

    /// Puts a text under a key. When it fails, what was there stays.
    ///
    /// # Errors
    /// [`StoreError::Blocked`] or [`StoreError::Full`].
    fn write(&self, key: &str, text: &str) -> Result<(), StoreError>;

    /// Takes a key away; no key is no error.
    ///
    /// # Errors
    /// [`StoreError::Blocked`].
    fn remove(&self, key: &str) -> Result<(), StoreError>;

    /// How much of it is used, and by the keys that begin with a prefix.
    ///
    /// # Errors
    /// [`StoreError::Blocked`].
    fn used(&self, prefix: &str) -> Result<Used, StoreError>;
}

/// Work that a store is asked for. Boxed: whoever awaits it then holds no copy of
/// how it is done, which a tablet would download once for each place.
pub type Work<'a, Done> = Pin<Box<dyn Future<Output = Result<Done, StoreError>> + 'a>>;

/// A store whose batches survive a power cut, whole or not at all: IndexedDB
/// with strict durability.
pub trait Journal {
    /// Writes a batch, whole or not at all, and returns when it would survive a
    /// power cut. Every record version goes to the log as well. A batch that is
    /// there already, to the letter, is no conflict: it may have been written
    /// by a try that timed out.
    ///
    /// # Errors
    /// [`StoreError::ChangedElsewhere`] when an expectation does not hold; any
    /// other error when it could not be written.
    fn commit(&self, batch: Batch) -> Work<'_, ()>;

    /// The newest text of every record, by id as written.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    fn records(&self) -> Work<'_, Vec<(String, String)>>;

    /// Every version of a record that was ever committed, oldest first.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    fn log_of(&self, id: RecordId) -> Work<'_, Vec<String>>;

    /// Everything under a name of its own that is needed at the start: settings,
    /// history, sentinel. Not what the last backup holds.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    fn meta(&self) -> Work<'_, Map<MetaKey, String>>;

    /// Every unfinished input, by the name it is kept under.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    fn drafts(&self) -> Work<'_, Vec<(String, String)>>;

    /// The bytes of a return that was sent or opened; `None` when not here.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    fn return_text(&self, digest: Digest) -> Work<'_, Option<String>>;

    /// What is kept under one name; `None` when nothing is.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    fn named(&self, key: MetaKey) -> Work<'_, Option<String>>;

    /// How many texts a drawer holds.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps them from being counted.
    fn count(&self, drawer: plan::Drawer) -> Work<'_, usize>;

    /// Every text of a drawer, by key.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    fn drawer(&self, drawer: plan::Drawer) -> Work<'_, Vec<(String, String)>>;
}

/// What the journal keeps under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MetaKey {
    /// The tablet's set-up.
    Settings,
    /// The installation's own book and what it has sent.
    History,
    /// That this store once held something.
    Sentinel,
    /// Whether example data is shown instead of real records.
    Sample,
    /// The hashes of PINs and recovery code, and the tries at them. Never in
    /// local storage, and never in a backup.
    Locks,
    /// Whose hands the tablet is in. Never in local storage, and never in a backup:
    /// a restored tablet is in the hands of whoever restores it.
    Hands,
    /// The books that came from elsewhere.
    Books,
    /// Up to which record the journal alone may hold what a checked backup
    /// holds too. Local storage has a copy, which tells of a journal that was
    /// lost.
    JournalOnly,
    /// Which versions the last checked backup holds: with thousands of records
    /// too long to be read at each start.
    BackedUp,
    /// What a manager's Daybook keeps; in a journal of its own.
    RollUp,
    /// The register of what was published from a manager's Daybook; in the same.
    Editions,
}

impl MetaKey {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Settings,
        Self::History,
        Self::Sentinel,
        Self::Sample,
        Self::Locks,
        Self::Hands,
        Self::Books,
        Self::JournalOnly,
        Self::BackedUp,
        Self::RollUp,
        Self::Editions,
    ];

    /// The key in both stores.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::History => "history",
            Self::Sentinel => "sentinel",
            Self::Sample => "sample",
            Self::Locks => "locks",
            Self::Hands => "hands",
            Self::Books => "books",
            Self::JournalOnly => "journal-only",
            // Behind all that is read at the start.
            Self::BackedUp => "~backed-up",
            Self::RollUp => "roll-up",
            Self::Editions => "editions",
        }
    }
}
