//! A person says that the tablet's clock is right now: what was saved on a later day
//! was saved while it was ahead.

use chrono::NaiveDate;

use super::workspace::{Workspace, cannot_change};
use crate::browser::ambient;
use crate::domain::record::ledger::Ledger;
use crate::domain::record::{Record, SavedDay, Stamp};
use crate::store::StoreError;

impl Workspace {
    /// The records that this tablet answers for and that say of themselves that they
    /// were first saved after a day, by that day.
    pub fn saved_later_than(self, day: NaiveDate) -> Vec<Record> {
        let mut later: Vec<Record> = self.ledger.with(|ledger| {
            // Asked at every save, and hardly ever so.
            let latest = ledger.as_ref().and_then(|it| it.saved_days().next_back());
            let any = latest.is_some_and(|(latest, _)| latest > day);
            let all = ledger.iter().filter(|_| any).flat_map(Ledger::iter);
            all.filter(|it| it.saved_day() == SavedDay::Told && it.was_saved_after(day))
                .cloned()
                .collect()
        });
        later.retain(|record| self.answers_for(record));
        later.sort_by_key(Record::first_saved_on);
        later
    }

    /// Moves a record that was saved while the clock was wrong to its date.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not moved.
    pub async fn move_to(self, record: &Record, date: NaiveDate) -> Result<(), StoreError> {
        let next = record.moved_to(date, self.stamp());
        let next = next.map_err(cannot_change)?;
        self.save_version(next, Vec::new()).await.map(|_| ())
    }

    /// Notes of every record saved on a later day than the clock says now that it was
    /// wrong then; gives how many. What they hold stays as it is.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not noted of all; those that are left are
    /// asked about again.
    pub async fn clock_is_right(self) -> Result<u64, StoreError> {
        let today = ambient::today();
        let stamp = Stamp::trusted(ambient::now(), today);
        let later = leptos::prelude::untrack(|| self.saved_later_than(today));
        let noted: Vec<Record> = later
            .iter()
            .map(|record| record.with_wrong_saved_day(stamp))
            .collect();
        let archive = self.archive.get_value();
        archive
            .save_many(&noted, |saved| self.take_in(saved))
            .await?;
        Ok(u64::try_from(noted.len()).unwrap_or(u64::MAX))
    }
}
