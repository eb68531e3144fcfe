//! The ledger: all records on this tablet, at their newest versions.
//!
//! Guarantees that taking in the same versions in any order, any number of
//! times, gives the same ledger. Refuses to know how records are kept: the
//! store hands them in, after they are safe.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::{BookId, RecordId, TeamId};
use crate::domain::base::sorted::{Map, Set};
use crate::domain::record::{Provenance, Record, SavedDay, Version};

/// All records on this tablet, by id.
#[derive(Debug, Clone, Default)]
pub struct Ledger {
    records: Map<RecordId, Record>,
    /// How many records were first saved on each day that is known.
    saved_days: BTreeMap<NaiveDate, usize>,
    last_saved: Option<DateTime<Utc>>,
    removed: usize,
}

/// Two ledgers that hold the same records are the same, whichever older versions
/// either has met.
impl PartialEq for Ledger {
    fn eq(&self, other: &Self) -> bool {
        self.records == other.records
    }
}

impl Eq for Ledger {}

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
            records: Map::new(),
            saved_days: BTreeMap::new(),
            last_saved: None,
            removed: 0,
        }
    }

    /// Takes in one version of a record, keeping the newest.
    pub fn take_in(&mut self, record: Record) -> TakenIn {
        if says_when_saved(&record) {
            self.last_saved = self.last_saved.max(Some(record.saved_at()));
        }
        match self.records.get(&record.id()) {
            None => {
                self.replace(record);
                TakenIn::Added
            }
            Some(here) => match record.version_order(here) {
                std::cmp::Ordering::Less => TakenIn::Older,
                std::cmp::Ordering::Equal => TakenIn::Same,
                std::cmp::Ordering::Greater => {
                    self.replace(record);
                    TakenIn::Newer
                }
            },
        }
    }

    /// Puts a record in the place of the version that is here, whichever is
    /// newer: the same version without its text.
    pub fn replace(&mut self, record: Record) {
        self.removed += usize::from(record.is_removed());
        if let Some(day) = known_day(&record) {
            *self.saved_days.entry(day).or_default() += 1;
        }
        let before = self.records.insert(record.id(), record);
        if let Some(before) = before {
            self.removed -= usize::from(before.is_removed());
            self.forget_day(&before);
        }
    }

    /// Forgets records that were removed for good.
    pub fn forget(&mut self, ids: &Set<RecordId>) {
        for id in ids {
            if let Some(record) = self.records.remove(id) {
                self.forget_day(&record);
            }
        }
        let removed = self.records.values().filter(|it| it.is_removed());
        self.removed = removed.count();
    }

    fn forget_day(&mut self, record: &Record) {
        let day = known_day(record);
        if let Some((day, many)) = day.and_then(|day| Some((day, self.saved_days.get_mut(&day)?))) {
            *many -= 1;
            if *many == 0 {
                self.saved_days.remove(&day);
            }
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

    /// The days on which records were first saved, with how many on each, from the
    /// first on; without those that are not known.
    #[must_use]
    pub fn saved_days(&self) -> impl DoubleEndedIterator<Item = (NaiveDate, usize)> {
        self.saved_days.iter().map(|(day, many)| (*day, *many))
    }

    /// When a version was last saved, here or on the tablet it came from, as far as
    /// that is not still to come; `None` without any, and with none but what
    /// spreadsheets brought.
    #[must_use]
    pub fn last_saved(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        if self.last_saved <= Some(now) {
            return self.last_saved;
        }
        // A clock was once ahead.
        let saved = self.records.values().filter(|it| says_when_saved(it));
        saved.map(Record::saved_at).filter(|at| *at <= now).max()
    }

    /// How many records there are that were not removed. Counted as they come in:
    /// it is shown after each save.
    #[must_use]
    pub fn kept(&self) -> usize {
        self.records.len() - self.removed
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
    #[must_use]
    pub fn in_quarter<'a>(
        &'a self,
        team: &'a TeamId,
        quarter: Quarter,
    ) -> impl DoubleEndedIterator<Item = &'a Record> {
        let days = quarter.first_day()..=quarter.last_day();
        self.records
            .values()
            .filter(move |record| days.contains(&record.entry().date()) && record.team() == team)
    }

    /// The books that its records belong to.
    #[must_use]
    pub fn books(&self) -> Set<BookId> {
        self.records.values().map(Record::book).collect()
    }

    /// Whether a book has a record in a team's quarter, removed ones too.
    #[must_use]
    pub fn has_any(&self, book: BookId, (team, quarter): &(TeamId, Quarter)) -> bool {
        // What is asked about most was recorded last.
        self.in_quarter(team, *quarter)
            .rev()
            .any(|record| record.book() == book)
    }

    /// Every team and quarter that has a record of a book, removed ones too.
    #[must_use]
    pub fn periods_of(&self, book: BookId) -> Set<(TeamId, Quarter)> {
        let of_book = self.records.values().filter(|record| record.book() == book);
        of_book
            .map(|record| (record.team().clone(), record.quarter()))
            .collect()
    }
}

/// Whether a version says when it was saved: a spreadsheet's sessions do not say when
/// they were added.
fn says_when_saved(record: &Record) -> bool {
    record.provenance() != Provenance::Imported || record.version() != Version::FIRST
}

/// The day on which a record was first saved, where that is known.
fn known_day(record: &Record) -> Option<NaiveDate> {
    match record.saved_day() {
        SavedDay::Told => Some(record.first_saved_on()),
        SavedDay::InDoubt | SavedDay::Wrong => None,
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

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use uuid::Uuid;

    use super::*;
    use crate::domain::record::survey::{DeclinedParts, DeclinedSurvey, Way};
    use crate::domain::record::{Entry, Filing, Stamp};

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn stamp(on: NaiveDate, second: u32) -> Stamp {
        let at = on.and_hms_opt(14, 32, second).unwrap().and_utc();
        Stamp::trusted(at, on)
    }

    fn record(id: u128, book: u128, team: &str, on: NaiveDate) -> Record {
        let filing = Filing {
            id: RecordId::new(Uuid::from_u128(id)),
            book: BookId::new(Uuid::from_u128(book)),
            team: TeamId::new(team).unwrap(),
        };
        let way = Way::Paper;
        let declined = DeclinedSurvey::new(DeclinedParts { date: on, way }).unwrap();
        Record::new(filing, stamp(on, 0), Entry::Declined(declined))
    }

    #[test]
    fn the_newest_version_of_a_record_is_kept() {
        let first = record(1, 1, "riverside", day(11, 23));
        let second = first.removed(None, stamp(day(11, 23), 1)).unwrap();
        let mut ledger = Ledger::new();
        assert_eq!(ledger.take_in(first.clone()), TakenIn::Added);
        assert_eq!(ledger.take_in(second.clone()), TakenIn::Newer);
        assert_eq!(ledger.take_in(second.clone()), TakenIn::Same);
        assert_eq!(ledger.take_in(first.clone()), TakenIn::Older);
        assert_eq!(ledger.get(first.id()), Some(&second));
        assert_eq!(ledger.len(), 1);
    }

    #[test]
    fn removed_and_forgotten_records_are_not_among_those_kept() {
        let [first, second] = [1, 2].map(|id| record(id, 1, "riverside", day(11, 23)));
        let removed = first.removed(None, stamp(day(11, 24), 0)).unwrap();
        let restored = removed.restored(stamp(day(11, 24), 1)).unwrap();
        let mut ledger: Ledger = [first.clone(), second].into_iter().collect();
        let kept = |ledger: &Ledger| (ledger.kept(), ledger.len());
        assert_eq!(kept(&ledger), (2, 2));
        ledger.take_in(removed.clone());
        assert_eq!(kept(&ledger), (1, 2));
        ledger.take_in(removed.clone());
        ledger.replace(removed.clone().stripped());
        assert_eq!(kept(&ledger), (1, 2));
        let now = removed.saved_at() + chrono::TimeDelta::days(1);
        assert_eq!(ledger.last_saved(now), Some(removed.saved_at()));
        ledger.take_in(restored);
        assert_eq!(kept(&ledger), (2, 2));
        ledger.take_in(first.clone());
        ledger.forget(&Set::from([first.id()]));
        assert_eq!(kept(&ledger), (1, 1));
    }

    #[test]
    fn what_was_saved_with_the_clock_ahead_is_not_what_was_saved_last() {
        let records = [10, 29, 24].map(|on| record(u128::from(on), 1, "riverside", day(11, on)));
        let ledger: Ledger = records.clone().into_iter().collect();
        let last = |now: &Record| ledger.last_saved(now.saved_at());
        assert_eq!(last(&records[2]), Some(records[2].saved_at()));
        assert_eq!(last(&records[1]), Some(records[1].saved_at()));
    }

    #[test]
    fn the_days_that_count_are_those_of_the_records_that_are_here_and_known() {
        let [first, second] =
            [24, 29].map(|on| record(u128::from(on), 1, "riverside", day(11, on)));
        let mut ledger: Ledger = [first.clone(), second.clone()].into_iter().collect();
        let days = |ledger: &Ledger| ledger.saved_days().collect::<Vec<_>>();
        assert_eq!(days(&ledger), [(day(11, 24), 1), (day(11, 29), 1)]);
        ledger.take_in(second.with_wrong_saved_day(stamp(day(11, 25), 0)));
        assert_eq!(days(&ledger), [(day(11, 24), 1)]);
        ledger.forget(&Set::from([first.id()]));
        assert_eq!(days(&ledger), []);
    }

    #[test]
    fn records_are_in_the_order_they_were_first_saved() {
        let ids = [3, 1, 2];
        let ledger: Ledger = ids
            .map(|id| record(id, 1, "riverside", day(11, 23)))
            .into_iter()
            .collect();
        let listed: Vec<u128> = ledger
            .iter()
            .map(|record| record.id().uuid().as_u128())
            .collect();
        assert_eq!(listed, [1, 2, 3]);
    }

    #[test]
    fn a_quarter_has_its_first_and_last_day_and_one_team() {
        let ledger: Ledger = [
            record(1, 1, "riverside", day(9, 30)),
            record(2, 1, "riverside", day(10, 1)),
            record(3, 1, "hillside", day(11, 1)),
            record(4, 2, "riverside", day(12, 31)),
        ]
        .into_iter()
        .collect();
        let (team, quarter) = (
            TeamId::new("riverside").unwrap(),
            Quarter::containing(day(11, 23)),
        );
        let dates: Vec<_> = ledger
            .in_quarter(&team, quarter)
            .map(|record| record.entry().date())
            .collect();
        assert_eq!(dates, [day(10, 1), day(12, 31)]);
    }

    #[test]
    fn each_book_has_its_own_teams_and_quarters() {
        let ledger: Ledger = [
            record(1, 1, "riverside", day(9, 30)),
            record(2, 1, "riverside", day(10, 1)),
            record(3, 1, "riverside", day(10, 2)),
            record(4, 2, "hillside", day(12, 31)),
        ]
        .into_iter()
        .collect();
        let books: Vec<_> = ledger.books().into_iter().collect();
        let periods = |book: &BookId| -> Vec<String> {
            let periods = ledger.periods_of(*book).into_iter();
            periods
                .map(|(team, quarter)| format!("{team} {}", quarter.code()))
                .collect()
        };
        assert_eq!(
            books.iter().map(periods).collect::<Vec<_>>(),
            [
                vec!["riverside 2026-27 Q2", "riverside 2026-27 Q3"],
                vec!["hillside 2026-27 Q3"]
            ]
        );
    }

    #[test]
    fn a_removed_record_still_shows_that_its_quarter_has_one() {
        let removed = record(1, 1, "riverside", day(11, 23))
            .removed(None, stamp(day(11, 23), 1))
            .unwrap();
        let book = removed.book();
        let ledger: Ledger = [removed].into_iter().collect();
        assert!(!ledger.is_empty());
        assert_eq!(ledger.periods_of(book).len(), 1);
        let period = |team| (TeamId::new(team).unwrap(), Quarter::containing(day(11, 23)));
        assert!(ledger.has_any(book, &period("riverside")));
        assert!(!ledger.has_any(book, &period("hillside")));
        let other_book = BookId::new(Uuid::from_u128(2));
        assert!(!ledger.has_any(other_book, &period("riverside")));
    }
}
