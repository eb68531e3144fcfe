//! What the last checked backup holds, and whether another one is due.
//!
//! Guarantees that a record counts as backed up only in the very version that
//! was found in a backup's file when it was read back.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use thiserror::Error;

use crate::domain::base::ids::RecordId;
use crate::domain::base::json::{by_text, object};
use crate::domain::base::sorted::Map;
use crate::domain::record::ledger::Ledger;
use crate::domain::record::{Record, Version};

/// Saves without a backup after which one is due.
pub const SAVES_WITHOUT_BACKUP: u64 = 50;

/// Days a record may go without a backup before one is due.
pub const DAYS_WITHOUT_BACKUP: i64 = 7;

/// How far a moment may lie ahead and still be taken for true: tablets' clocks differ,
/// and one is put right by minutes now and then.
const CLOCKS_APART: TimeDelta = TimeDelta::days(1);

/// The last backup that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    /// When it was made, by the tablet's clock.
    pub made_at: DateTime<Utc>,
    /// When its file was read back and found whole.
    pub checked_at: DateTime<Utc>,
    /// The version of each record in it.
    versions: Versions,
}

object!(BackedUp {
    made_at: needed,
    checked_at: needed,
    versions: needed,
});

/// Versions by record; written `<id>:<version>`, with blanks between.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Versions(Map<RecordId, Version>);

by_text!(Versions);

/// When the last checked backup was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LastBackup {
    /// There is none.
    Never,
    /// Then.
    At(DateTime<Utc>),
    /// Nobody knows: the tablet's clock was ahead, and it says a moment to come.
    ClockWasAhead,
}

/// Whether the records here are backed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackupStanding {
    /// When the last checked backup was made.
    pub last: LastBackup,
    /// Saves since then: a record's every further version counts once.
    pub saves: u64,
    /// Whether another backup is due: after 50 saves, or when a record has gone
    /// 7 days without, or says that it was saved at a moment to come.
    pub due: bool,
}

impl BackedUp {
    /// A backup that was made and checked, with these records in it.
    #[must_use]
    pub fn new(made_at: DateTime<Utc>, checked_at: DateTime<Utc>, records: &Ledger) -> Self {
        let mut versions = Map::new();
        for record in records.iter() {
            versions.insert(record.id(), record.version());
        }
        Self {
            made_at,
            checked_at,
            versions: Versions(versions),
        }
    }

    /// The same, with what another checked backup holds.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        for (id, version) in &other.versions.0 {
            let known = self.versions.0.get(id);
            if known.is_none_or(|known| known < version) {
                self.versions.0.insert(*id, *version);
            }
        }
        self
    }

    /// Whether this version of a record is in it.
    #[must_use]
    pub fn holds(&self, record: &Record) -> bool {
        self.version(record) >= record.version().number()
    }

    fn version(&self, record: &Record) -> u32 {
        self.versions
            .0
            .get(&record.id())
            .map_or(0, |version| version.number())
    }
}

impl BackupStanding {
    /// How a tablet's records stand against the last checked backup, now.
    #[must_use]
    pub fn of(backup: Option<&BackedUp>, ledger: &Ledger, now: DateTime<Utc>) -> Self {
        let mut standing = Self {
            last: match backup.map(|backup| backup.made_at) {
                None => LastBackup::Never,
                Some(at) if at > now + CLOCKS_APART => LastBackup::ClockWasAhead,
                Some(at) => LastBackup::At(at),
            },
            saves: 0,
            due: false,
        };
        let (mut oldest, mut unknown) = (now, false);
        // Both are in the order of ids, so one walk along them does: this is asked
        // after each save.
        let mut held = backup.into_iter().flat_map(|it| &it.versions.0).peekable();
        for record in ledger.iter() {
            while held.next_if(|(id, _)| **id < record.id()).is_some() {}
            let known = held.next_if(|(id, _)| **id == record.id());
            let known = known.map_or(0, |(_, version)| version.number());
            let saves = record.version().number().saturating_sub(known);
            if saves > 0 {
                standing.saves += u64::from(saves);
                oldest = oldest.min(record.saved_at());
                // Nobody knows how long it has gone without one.
                unknown |= record.saved_at() > now + CLOCKS_APART;
            }
        }
        standing.due = unknown
            || standing.saves >= SAVES_WITHOUT_BACKUP
            || now - oldest >= TimeDelta::days(DAYS_WITHOUT_BACKUP);
        standing
    }
}

/// The text does not name versions of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("versions are written '<id>:<version>', with blanks between")]
pub struct NotVersions;

impl TryFrom<String> for Versions {
    type Error = NotVersions;

    fn try_from(text: String) -> Result<Self, NotVersions> {
        let mut versions = Map::new();
        for word in text.split_ascii_whitespace() {
            let (id, version) = word.split_once(':').ok_or(NotVersions)?;
            let id = RecordId::parse(id).ok_or(NotVersions)?;
            let version: u32 = version.parse().map_err(|_| NotVersions)?;
            versions.insert(id, Version::try_from(version).map_err(|_| NotVersions)?);
        }
        Ok(Self(versions))
    }
}

impl From<Versions> for String {
    fn from(versions: Versions) -> Self {
        let mut text = Self::new();
        for (id, version) in &versions.0 {
            // Writing to a string cannot fail.
            let _ = write!(text, "{id}:{} ", version.number());
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use uuid::Uuid;

    use super::*;
    use crate::domain::base::ids::{BookId, TeamId};
    use crate::domain::record::survey::{DeclinedParts, DeclinedSurvey, Way};
    use crate::domain::record::{Entry, Filing, Stamp};

    const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();

    fn at(days: i64) -> DateTime<Utc> {
        DAY.and_hms_opt(9, 0, 0).unwrap().and_utc() + TimeDelta::days(days)
    }

    fn record(id: u128, days: i64) -> Record {
        let filing = Filing {
            id: RecordId::new(Uuid::from_u128(id)),
            book: BookId::new(Uuid::from_u128(1)),
            team: TeamId::new("riverside").unwrap(),
        };
        let way = Way::Paper;
        let declined = DeclinedSurvey::new(DeclinedParts { date: DAY, way }).unwrap();
        Record::new(
            filing,
            Stamp::trusted(at(days), DAY),
            Entry::Declined(declined),
        )
    }

    fn ledger(records: &[Record]) -> Ledger {
        records.iter().cloned().collect()
    }

    fn check(backup: Option<&BackedUp>, records: &[Record], now: i64, saves: u64, due: bool) {
        let standing = BackupStanding::of(backup, &ledger(records), at(now));
        assert_eq!((standing.saves, standing.due), (saves, due));
    }

    #[test]
    fn a_record_that_has_gone_seven_days_without_a_backup_asks_for_one() {
        check(None, &[], 400, 0, false);
        check(None, &[record(1, 0)], 6, 1, false);
        check(None, &[record(1, 0)], 7, 1, true);
        let backup = BackedUp::new(at(1), at(1), &ledger(&[record(1, 0)]));
        check(Some(&backup), &[record(1, 0)], 400, 0, false);
        check(
            Some(&backup),
            &[record(1, 0), record(2, 400)],
            406,
            1,
            false,
        );
    }

    #[test]
    fn a_backup_made_while_the_clock_was_ahead_is_of_nobody_knows_when() {
        let last = |made: i64, now: i64| {
            let backup = BackedUp::new(at(made), at(made), &Ledger::new());
            BackupStanding::of(Some(&backup), &Ledger::new(), at(now)).last
        };
        assert_eq!(last(3, 3), LastBackup::At(at(3)));
        assert_eq!(last(4, 3), LastBackup::At(at(4)));
        assert_eq!(last(1_000, 3), LastBackup::ClockWasAhead);
        assert_eq!(last(1_000, 1_001), LastBackup::At(at(1_000)));
    }

    #[test]
    fn a_record_saved_while_the_clock_was_ahead_asks_for_a_backup_at_once() {
        check(None, &[record(1, 1_000)], 1, 1, true);
        let backup = BackedUp::new(at(0), at(0), &ledger(&[record(1, 1_000)]));
        check(Some(&backup), &[record(1, 1_000)], 1, 0, false);
    }

    #[test]
    fn fifty_saves_without_a_backup_ask_for_one() {
        let many: Vec<Record> = (0..50).map(|id| record(id, 0)).collect();
        check(None, &many[..49], 0, 49, false);
        check(None, &many, 0, 50, true);
    }

    #[test]
    fn a_correction_is_not_in_the_backup_of_the_version_before() {
        let first = record(1, 0);
        let backup = BackedUp::new(at(1), at(1), &ledger(std::slice::from_ref(&first)));
        let second = first.removed(None, Stamp::trusted(at(2), DAY)).unwrap();
        assert!(backup.holds(&first) && !backup.holds(&second));
        check(Some(&backup), &[second], 3, 1, false);
    }

    #[test]
    fn what_a_backup_holds_comes_back_as_it_was_kept() {
        let backup = BackedUp::new(at(1), at(2), &ledger(&[record(1, 0), record(2, 0)]));
        let text = serde_json::to_string(&backup).unwrap();
        assert_eq!(serde_json::from_str::<BackedUp>(&text).unwrap(), backup);
        let broken = text.replace(":1 ", ":0 ");
        assert!(serde_json::from_str::<BackedUp>(&broken).is_err());
    }
}
