//! The ledger: all records on this tablet, at their newest versions.
//!
//! Guarantees that taking in the same versions in any order, any number of
//! times, gives the same ledger. Refuses to know how records are kept: the
//! store hands them in, after they are safe.

use std::collections::{BTreeMap, BTreeSet};

use super::calendar::Quarter;
use super::ids::{BookId, RecordId, TeamId};
use super::record::Record;

/// All records on this tablet, by id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    records: BTreeMap<RecordId, Record>,
}

/// What became of a version that was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenIn {
    /// The record was not here before.
    Added,
    /// It is newer than the version that was here.
    Newer,
    /// Exactly this version was here already.
    Same,
    /// A newer version is here; it stays.
    Older,
}

impl Ledger {
    /// A ledger without records.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            records: BTreeMap::new(),
        }
    }

    /// Takes in one version of a record, keeping the newest.
    pub fn take_in(&mut self, record: Record) -> TakenIn {
        match self.records.get(&record.id()) {
            None => {
                self.records.insert(record.id(), record);
                TakenIn::Added
            }
            Some(here) => match record.version_order(here) {
                std::cmp::Ordering::Less => TakenIn::Older,
                std::cmp::Ordering::Equal => TakenIn::Same,
                std::cmp::Ordering::Greater => {
                    self.records.insert(record.id(), record);
                    TakenIn::Newer
                }
            },
        }
    }

    /// One record.
    #[must_use]
    pub fn get(&self, id: RecordId) -> Option<&Record> {
        self.records.get(&id)
    }

    /// All records, removed ones too, in the order they were first saved.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Record> {
        self.records.values()
    }

    /// How many records there are, removed ones too.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether there is no record at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// A team's records in a quarter, removed ones too.
    pub fn in_quarter<'a>(
        &'a self,
        team: &'a TeamId,
        quarter: Quarter,
    ) -> impl Iterator<Item = &'a Record> {
        let days = quarter.first_day()..=quarter.last_day();
        self.records
            .values()
            .filter(move |record| days.contains(&record.entry().date()) && record.team() == team)
    }

    /// The books that its records belong to.
    #[must_use]
    pub fn books(&self) -> BTreeSet<BookId> {
        self.records.values().map(Record::book).collect()
    }

    /// Every team and quarter that has a record of a book, removed ones too.
    #[must_use]
    pub fn periods_of(&self, book: BookId) -> BTreeSet<(TeamId, Quarter)> {
        self.records
            .values()
            .filter(|record| record.book() == book)
            .map(|record| (record.team().clone(), record.quarter()))
            .collect()
    }
}

impl FromIterator<Record> for Ledger {
    fn from_iter<Records: IntoIterator<Item = Record>>(records: Records) -> Self {
        let mut ledger = Self::new();
        for record in records {
            ledger.take_in(record);
        }
        ledger
    }
}
