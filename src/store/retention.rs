//! Removing for good the records of quarters whose retention period has passed.
//!
//! The journal first, in one transaction: the mark that the quarter has passed,
//! the records with all their versions, and unfinished input about them. Then
//! local storage. A kill before the transaction leaves everything as it was. A
//! kill after it, or one that undoes the last seconds of local storage, leaves
//! there what the journal does not hold: the start finds its quarter marked and
//! takes it away too, so that nothing comes back by itself. A backup that is
//! restored brings the records back, into both stores. They count where they were
//! sent, and in no other quarter; and they may be removed again.

use super::archive::Archive;
use super::keys::books_written;
use super::reconcile::{record_key, seal_record};
use super::{Batch, DraftWrite, Journal, KeyValue, StoreError};
use crate::domain::base::ids::RecordId;
use crate::domain::base::sorted::Set;
use crate::domain::record::ledger::Ledger;
use crate::domain::submission::books::Books;
use crate::domain::tablet::retention::Removable;

impl<Local: KeyValue, Log: Journal> Archive<Local, Log> {
    /// Removes the records of some quarters for good, as they are in the ledger,
    /// and returns the books after it.
    ///
    /// # Errors
    /// [`StoreError::ChangedElsewhere`] when another tab has changed one of the
    /// records or the books since they were read; otherwise the error for which
    /// nothing was removed, or for which local storage still has some: the next
    /// start takes them away.
    pub async fn remove_for_good(
        &self,
        (ledger, before): (&Ledger, &Books),
        quarters: &[Removable],
    ) -> Result<Books, StoreError> {
        let ids: Set<RecordId> = quarters
            .iter()
            .flat_map(|quarter| quarter.records.iter().copied())
            .collect();
        for (id, text) in self.journal.records().await? {
            let record = RecordId::parse(&id).filter(|id| ids.contains(id));
            if let Some(record) = record.and_then(|id| ledger.get(id))
                && seal_record(record).text != text
            {
                return Err(StoreError::ChangedElsewhere);
            }
        }
        let after = before.after_removing(quarters);
        self.journal
            .commit(Batch {
                meta: books_written(before, &after),
                drafts: self.drafts_about(&ids).await?,
                removals: ids.iter().copied().collect(),
                ..Batch::default()
            })
            .await?;
        for id in &ids {
            self.local.remove(&record_key(*id))?;
        }
        self.put_ballast_back();
        Ok(after)
    }

    /// What discards unfinished input about some records.
    pub(super) async fn drafts_about(
        &self,
        ids: &Set<RecordId>,
    ) -> Result<Vec<DraftWrite>, StoreError> {
        let ids: Vec<String> = ids.iter().map(RecordId::to_string).collect();
        let mut drafts = Vec::new();
        for (name, _) in self.journal.drafts().await? {
            if ids.iter().any(|id| name.contains(id)) {
                drafts.push(DraftWrite::discard(name));
            }
        }
        Ok(drafts)
    }
}
