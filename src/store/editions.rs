//! The register of what was published from a manager's Daybook, with the documents.
//!
//! Kept beside what the manager keeps ([`roll_up`](super::roll_up)), in the same two
//! stores and apart from it: taking a change back there takes no edition out here.
//! Guarantees that an edition and its document are in the journal in one strict
//! transaction or not at all; that two tabs lose none of each other's; and that a journal
//! the browser has emptied is noticed, because local storage has each edition as well,
//! without its document.

use super::envelope;
use super::{Batch, Expected, Journal, KeyValue, MetaKey, MetaWrite, StoreError};
use crate::domain::base::digest::Digest;
use crate::domain::disclosure::register::{EditionRegister, NotCompared, RegisteredEdition};

/// What the keys of editions in local storage begin with.
const EDITION: &str = "edition/";

/// How often a change is tried on top of what another tab has kept.
const TRIES: usize = 8;

/// The two stores of the register.
#[derive(Debug, Clone)]
pub struct EditionShelf<Local, Log> {
    local: Local,
    journal: Log,
}

/// Why a change of the register was not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotEntered {
    /// The stores did not keep it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Another tab has published meanwhile.
    #[error(transparent)]
    NotCompared(#[from] NotCompared),
}

impl<Local: KeyValue, Log: Journal> EditionShelf<Local, Log> {
    /// Over two stores.
    pub const fn new(local: Local, journal: Log) -> Self {
        Self { local, journal }
    }

    /// The register, without the documents: those of the journal, and those that only
    /// local storage still tells of.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    pub async fn read(&self) -> Result<EditionRegister, StoreError> {
        Ok(self.found().await?.0)
    }

    /// The text of an edition's document; `None` when the browser has lost it.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    pub async fn document(&self, digest: Digest) -> Result<Option<String>, StoreError> {
        self.journal.return_text(digest).await
    }

    /// Changes the register as it is now, with the documents that are new in it, and gives
    /// what it is after that. `change` may be called more than once, each time with what
    /// another tab has kept. Of `held`, which a page knows, nothing is lost where the
    /// stores were cleared under it.
    ///
    /// # Errors
    /// What `change` refuses with; otherwise the error for which nothing was kept.
    pub async fn change(
        &self,
        held: &EditionRegister,
        change: impl Fn(&mut EditionRegister) -> Result<(), NotCompared>,
        documents: &[(Digest, String)],
    ) -> Result<EditionRegister, NotEntered> {
        let mut tries = 0;
        loop {
            let (mut register, before) = self.found().await?;
            for known in held.iter() {
                if register.get(known.digest).is_none() {
                    register.take_in(known.clone());
                }
            }
            change(&mut register)?;
            let register = register.without_documents();
            let batch = Batch {
                meta: vec![MetaWrite {
                    key: MetaKey::Editions,
                    expected: Expected::Exactly(before),
                    text: envelope::seal(&register),
                }],
                returns: documents.to_vec(),
                ..Batch::default()
            };
            match self.journal.commit(batch).await {
                Err(StoreError::ChangedElsewhere) if tries < TRIES => tries += 1,
                Err(error) => return Err(error.into()),
                Ok(()) => {
                    self.mirror(&register);
                    return Ok(register);
                }
            }
        }
    }

    /// What both stores tell of, and the text in the journal.
    async fn found(&self) -> Result<(EditionRegister, Option<String>), StoreError> {
        let text = self.journal.named(MetaKey::Editions).await?;
        let mut register = match &text {
            None => EditionRegister::default(),
            Some(text) => envelope::open(text).map_err(|why| {
                let key = MetaKey::Editions.key().to_owned();
                StoreError::Unreadable { key, why }
            })?,
        };
        for key in self.local.keys(EDITION).unwrap_or_default() {
            let text = self.local.read(&key).ok().flatten();
            let told = text.and_then(|text| envelope::open::<RegisteredEdition>(&text).ok());
            if let Some(told) = told.filter(|it| register.get(it.digest).is_none()) {
                register.take_in(told);
            }
        }
        Ok((register, text))
    }

    /// The mirror only tells of a loss; without room for it there is none.
    fn mirror(&self, register: &EditionRegister) {
        for edition in register.iter() {
            let key = format!("{EDITION}{}", edition.digest);
            let text = envelope::seal(edition);
            if self.local.read(&key) != Ok(Some(text.clone())) {
                let _ = self.local.write(&key, &text);
            }
        }
    }
}
