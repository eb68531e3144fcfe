//! Adding the sessions of a spreadsheet, as its dry run said.
//!
//! Guarantees that an import which is cut off can be done again and then is as
//! one that was not: names come first, so that no record here is without them;
//! then the records, some hundred at a time; and the book, by which alone they
//! count, last of all, in one transaction with its first Send. Until then they
//! stand here to be read.

use super::archive::Archive;
use super::reconcile::{record_key, seal_record};
use super::{Journal, KeyValue, StoreError};
use crate::domain::import::{Here, Import};
use crate::domain::record::Record;
use crate::domain::submission::books::{Books, BooksSent};
use crate::domain::tablet::settings::Settings;
use crate::domain::tablet::space::{BALLAST, units};

/// How many records one transaction takes: large enough to be quick, small
/// enough that a slow tablet shows how far it has come.
const AT_ONCE: usize = 250;

/// What a record takes in local storage, in units of UTF-16 as browsers count.
#[must_use]
pub fn units_of(record: &Record) -> usize {
    record_key(record.id()).len() + units(&seal_record(record).text)
}

impl<Local: KeyValue, Log: Journal> Archive<Local, Log> {
    /// Whether there is room for these records, and then still for the one in
    /// hand.
    ///
    /// # Errors
    /// [`StoreError::Blocked`].
    pub fn has_room_for(&self, records: &[Record]) -> Result<bool, StoreError> {
        self.has_units_for(records.iter().map(units_of).sum())
    }

    /// The same, of records that take so many units ([`units_of`]).
    ///
    /// # Errors
    /// [`StoreError::Blocked`].
    pub fn has_units_for(&self, needed: usize) -> Result<bool, StoreError> {
        let space = self.space()?;
        Ok(space.used + needed + BALLAST <= space.limit)
    }

    /// Adds a spreadsheet's sessions with their book and its first Send. `so_far`
    /// hears how many records are saved.
    ///
    /// # Errors
    /// The [`StoreError`] that stopped it. Nothing that was here is lost, and it
    /// can be done again.
    pub async fn import(
        &self,
        plan: &Import,
        here: Here<'_>,
        sent: &BooksSent,
        so_far: &dyn Fn(usize),
    ) -> Result<Books, StoreError> {
        // Another tab may have changed the set-up since the dry run.
        let known = |settings: &mut Settings| {
            *settings = settings.knowing(&plan.settings);
            Ok(())
        };
        self.change_settings(known).await?;
        let mut saved = 0;
        for some in plan.to_add(here.ledger).chunks(AT_ONCE) {
            self.save(some).await?;
            saved += some.len();
            so_far(saved);
        }
        self.keep_sent(here.books, sent).await?;
        Ok(sent.books.clone())
    }
}
