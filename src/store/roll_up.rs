//! What a manager's Daybook keeps: the files that are open, with their bytes, and
//! what was decided.
//!
//! Guarantees that a file's bytes and its line are in the journal in one strict
//! transaction or not at all; that two tabs never overwrite each other's changes;
//! and that a journal the browser has emptied is noticed, because local storage
//! has each file's name and digest as well. A folder and a database of its own:
//! nothing here can touch a tablet's records.

use super::envelope;
use super::{Batch, Expected, Journal, KeyValue, MetaKey, MetaWrite, StoreError};
use crate::domain::base::digest::Digest;
use crate::domain::base::sorted::Set;
use crate::domain::roll_up::{KeptFile, KeptRollUp};

/// What the keys of files in local storage begin with.
const FILE: &str = "file/";

/// The two stores of the roll-up.
#[derive(Debug, Clone)]
pub struct RollUpShelf<Local, Log> {
    local: Local,
    journal: Log,
}

/// What was kept, as it was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundRollUp {
    /// It.
    pub kept: KeptRollUp,
    /// The text that it was kept as; `None` where nothing was kept yet.
    pub text: Option<String>,
    /// Files that were open and whose bytes the browser has lost.
    pub gone: Vec<KeptFile>,
}

impl<Local: KeyValue, Log: Journal> RollUpShelf<Local, Log> {
    /// Over two stores.
    pub const fn new(local: Local, journal: Log) -> Self {
        Self { local, journal }
    }

    /// Reads what is kept, and clears away the bytes of files that were taken out.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    pub async fn read(&self) -> Result<FoundRollUp, StoreError> {
        let mut found = self.look().await?;
        if !found.kept.removed.is_empty() {
            let mut after = found.kept.clone();
            after.removed = Set::new();
            let forgotten = found.kept.removed.iter().copied().collect();
            // When it does not hold they go another time.
            if let Ok(text) = self.write(&found, &after, Vec::new(), forgotten).await {
                found.text = Some(text);
                found.kept = after;
            }
        }
        for file in &found.kept.files {
            let key = file_key(file.digest);
            // The mirror only tells of a loss; without room for it there is none.
            if let Ok(None) = self.local.read(&key) {
                let _ = self.local.write(&key, &envelope::seal(file));
            }
        }
        Ok(found)
    }

    /// The bytes of a file, as text; `None` when the browser has lost them.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps them from being read.
    pub async fn bytes(&self, digest: Digest) -> Result<Option<String>, StoreError> {
        self.journal.return_text(digest).await
    }

    /// Keeps a change, with the bytes of the files that are new in it; gives what
    /// is found now.
    ///
    /// # Errors
    /// [`StoreError::ChangedElsewhere`] when another tab has changed it since it was
    /// read; otherwise the error for which nothing was kept.
    pub async fn change(
        &self,
        before: &FoundRollUp,
        after: KeptRollUp,
        bytes: Vec<(Digest, String)>,
    ) -> Result<FoundRollUp, StoreError> {
        for gone in before.kept.files.iter().filter(|it| !after.has(it.digest)) {
            // First, so that a file taken out is never thought lost.
            let _ = self.local.remove(&file_key(gone.digest));
        }
        let text = self.write(before, &after, bytes, Vec::new()).await?;
        for file in &after.files {
            let key = file_key(file.digest);
            if !before.kept.has(file.digest) {
                let _ = self.local.write(&key, &envelope::seal(file));
            }
        }
        Ok(FoundRollUp {
            kept: after,
            text: Some(text),
            gone: before.gone.clone(),
        })
    }

    /// No longer says of some files that they are lost.
    pub fn forget(&self, gone: &[KeptFile]) {
        for file in gone {
            // What stays is said again.
            let _ = self.local.remove(&file_key(file.digest));
        }
    }

    /// Reads what is kept, and clears nothing away: what this tab or another one has
    /// taken out can still be put back.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    pub async fn look(&self) -> Result<FoundRollUp, StoreError> {
        let text = self.journal.named(MetaKey::RollUp).await?;
        let kept = match &text {
            None => KeptRollUp::default(),
            Some(text) => envelope::open::<KeptRollUp>(text).map_err(|why| {
                let key = MetaKey::RollUp.key().to_owned();
                StoreError::Unreadable { key, why }
            })?,
        };
        let mut gone = Vec::new();
        for key in self.local.keys(FILE).unwrap_or_default() {
            let text = self.local.read(&key).ok().flatten();
            let file = text.and_then(|text| envelope::open::<KeptFile>(&text).ok());
            gone.extend(file.filter(|file| !kept.has(file.digest)));
        }
        gone.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(FoundRollUp { kept, text, gone })
    }

    async fn write(
        &self,
        before: &FoundRollUp,
        after: &KeptRollUp,
        bytes: Vec<(Digest, String)>,
        forgotten: Vec<Digest>,
    ) -> Result<String, StoreError> {
        let text = envelope::seal(after);
        let batch = Batch {
            meta: vec![MetaWrite {
                key: MetaKey::RollUp,
                expected: Expected::Exactly(before.text.clone()),
                text: text.clone(),
            }],
            returns: bytes,
            forgotten,
            ..Batch::default()
        };
        self.journal.commit(batch).await?;
        Ok(text)
    }
}

fn file_key(digest: Digest) -> String {
    format!("{FILE}{digest}")
}
