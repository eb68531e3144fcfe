//! Space and retention: the workspace's commands for them.

use super::workspace::Workspace;
use crate::domain::organisation::retention_period::Years;
use crate::domain::record::clock::Clock;
use crate::domain::record::ledger::Ledger;
use crate::domain::submission::books::Books;
use crate::domain::tablet::backed_up::BackedUp;
use crate::domain::tablet::retention::Removable;
use crate::domain::tablet::space::HALF;
use crate::store::StoreError;

impl Workspace {
    /// Counts the space again that is used in local storage.
    pub fn look_at_space(self) {
        // A storage that is blocked is said on every page already.
        self.space.set(self.archive.get_value().space().ok());
    }

    /// The same, after a save or a try at one, where there may be none left.
    pub(super) fn look_whether_full(self) {
        if self.archive.get_value().is_full() {
            self.look_at_space();
        }
    }

    /// Takes out of local storage what a checked backup holds; gives how many
    /// records were.
    ///
    /// # Errors
    /// The [`StoreError`] that stopped it; nothing is lost by it.
    pub async fn make_room(self) -> Result<usize, StoreError> {
        let made = self.archive.get_value().make_room(HALF).await;
        self.look_at_space();
        made
    }

    /// The quarters that may be removed for good, the oldest first.
    pub fn removable(self) -> Vec<Removable> {
        self.kept_long_enough(Removable::all)
    }

    /// The quarters that may be removed once their returns were passed on.
    pub fn to_pass_on_first(self) -> Vec<Removable> {
        self.kept_long_enough(Removable::to_pass_on_first)
    }

    fn kept_long_enough(
        self,
        quarters: fn(Years, Clock, (&Ledger, &Books), &BackedUp) -> Vec<Removable>,
    ) -> Vec<Removable> {
        let years = self
            .settings
            .with(|settings| settings.as_ref()?.keep_records_for_years);
        let (books, backup) = (self.books.get(), self.backed_up.get());
        let clock = self.clock();
        self.ledger
            .with(|ledger| {
                let here = (ledger.as_ref()?, books.as_ref()?);
                Some(quarters(years?, clock, here, backup.as_ref()?))
            })
            .unwrap_or_default()
    }

    /// Removes the records of these quarters for good.
    ///
    /// # Errors
    /// The [`StoreError`] for which they were not removed.
    pub async fn remove_for_good(self, quarters: &[Removable]) -> Result<(), StoreError> {
        let (Some(mut ledger), Some(books)) =
            (self.ledger.get_untracked(), self.books.get_untracked())
        else {
            return Ok(());
        };
        let archive = self.archive.get_value();
        let after = archive.remove_for_good((&ledger, &books), quarters).await?;
        for quarter in quarters {
            ledger.forget(&quarter.records);
        }
        self.books.set(Some(after));
        self.ledger.set(Some(ledger));
        self.look_at_space();
        Ok(())
    }
}
