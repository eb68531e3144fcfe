//! Door tallies in the journal, tap by tap, until each is turned into a session.
//!
//! Guarantees that a tally is written only over what its writer has seen, so that
//! a tap made in another tab is never overwritten, and that a session made from a
//! tally ends it in the session's own transaction. Tallies are unfinished input:
//! no backup holds them, and nothing counts them.

use super::archive::Archive;
use super::envelope;
use super::unfinished_names::{TALLIES, tally_of};
use super::{DraftWrite, Expected, Journal, KeyValue, StoreError};
use crate::domain::base::ids::TallyId;
use crate::domain::capture::tally::{FromTally, Tally};

/// A tally as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptTally {
    /// Which.
    pub id: TallyId,
    /// What it says, or its bytes where they cannot be read.
    pub tally: Result<Tally, String>,
}

/// What ends a tally with the session that was made from it, if it still is as
/// it was then.
#[must_use]
pub fn ended(from: &FromTally) -> DraftWrite {
    written(from.id, Some(&from.tally), None)
}

fn written(id: TallyId, before: Option<&Tally>, after: Option<&Tally>) -> DraftWrite {
    DraftWrite {
        name: format!("{TALLIES}{id}"),
        expected: Expected::Exactly(before.map(envelope::seal)),
        text: after.map(envelope::seal),
    }
}

impl<Local: KeyValue, Log: Journal> Archive<Local, Log> {
    /// The tallies that are open, the oldest first. One that cannot be read is
    /// given as it stands.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps them from being read.
    pub async fn tallies(&self) -> Result<Vec<KeptTally>, StoreError> {
        let mut open = Vec::new();
        for (name, text) in self.journal.drafts().await? {
            if let Some(id) = tally_of(&name) {
                let tally = envelope::open(&text).map_err(|_| text);
                open.push(KeptTally { id, tally });
            }
        }
        Ok(open)
    }

    /// Keeps a tally that must be as `before` until then; `None` where there is
    /// none yet.
    ///
    /// # Errors
    /// [`StoreError::ChangedElsewhere`] when another tab has tapped or ended it
    /// since; otherwise the error for which it was not kept.
    pub async fn keep_tally(
        &self,
        id: TallyId,
        before: Option<&Tally>,
        after: &Tally,
    ) -> Result<(), StoreError> {
        self.keep_unfinished(written(id, before, Some(after))).await
    }

    /// Discards a tally, whatever it says by now.
    ///
    /// # Errors
    /// The [`StoreError`] for which it is still there.
    pub async fn discard_tally(&self, id: TallyId) -> Result<(), StoreError> {
        self.keep_unfinished(DraftWrite::discard(format!("{TALLIES}{id}")))
            .await
    }
}
