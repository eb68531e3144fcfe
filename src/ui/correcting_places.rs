//! Mistyped places put right: the workspace's commands for them.

use leptos::prelude::untrack;

use super::workspace::{Workspace, cannot_change};
use crate::domain::base::ids::RecordId;
use crate::domain::record::ledger::Ledger;
use crate::domain::submission::books::Books;
use crate::domain::tablet::place_correction::{PlaceCorrection, PlacePlan};
use crate::store::StoreError;

impl Workspace {
    fn with_records<Read>(self, read: impl FnOnce(&Ledger, &Books) -> Read) -> Option<Read> {
        self.ledger.with(|ledger| {
            let ledger = ledger.as_ref()?;
            self.books.with(|books| Some(read(ledger, books.as_ref()?)))
        })
    }

    /// What a correction would do now; nothing until the records have been read.
    pub fn place_plan(self, what: &PlaceCorrection) -> PlacePlan {
        self.with_records(|ledger, books| what.plan(ledger, books))
            .unwrap_or_default()
    }

    /// The same for these records alone.
    pub fn place_plan_of(self, what: &PlaceCorrection, records: &[RecordId]) -> PlacePlan {
        self.with_records(|ledger, books| what.plan_of(records, ledger, books))
            .unwrap_or_default()
    }

    /// Corrects every record at a mistyped place. That it is no longer offered is
    /// kept first: what a kill leaves undone is then seen, and gone on with.
    ///
    /// # Errors
    /// The [`StoreError`] that stopped it; what was corrected before stays so.
    pub async fn correct_place(self, what: &PlaceCorrection) -> Result<usize, StoreError> {
        self.change_settings(|settings| Ok(settings.give_place(what)?))
            .await?;
        let plan = untrack(|| self.place_plan(what));
        self.move_records(what, &plan.records).await
    }

    /// The records that a correction put where they are, by their histories.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps these from being read.
    pub async fn moved_by(self, what: &PlaceCorrection) -> Result<Vec<RecordId>, StoreError> {
        let there = untrack(|| self.place_plan(&what.reversed()));
        let mut moved = Vec::new();
        for id in there.records {
            let record = untrack(|| self.find(id)).filter(|it| it.follows().is_some());
            if let Some(record) = record
                && what.moved(&self.versions(&record).await?)
            {
                moved.push(id);
            }
        }
        Ok(moved)
    }

    /// Takes a correction back: these records return to the place, which is
    /// offered again.
    ///
    /// # Errors
    /// The [`StoreError`] that stopped it; what went back before stays so.
    pub async fn take_back_place(
        self,
        what: &PlaceCorrection,
        records: &[RecordId],
    ) -> Result<usize, StoreError> {
        let moved = self.move_records(&what.reversed(), records).await?;
        self.change_settings(|settings| Ok(settings.take_place_back(what)?))
            .await?;
        Ok(moved)
    }

    async fn move_records(
        self,
        what: &PlaceCorrection,
        ids: &[RecordId],
    ) -> Result<usize, StoreError> {
        let stamp = self.stamp();
        let mut next = Vec::new();
        for id in untrack(|| self.place_plan_of(what, ids)).records {
            if let Some(record) = untrack(|| self.find(id)) {
                next.push(what.corrected(&record, stamp).map_err(cannot_change)?);
            }
        }
        let archive = self.archive.get_value();
        let saved = archive.save_many(&next, |group| self.take_in(group)).await;
        self.look_whether_full();
        saved.map(|()| next.len())
    }
}
