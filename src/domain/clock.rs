//! Whether the tablet's clock can be trusted.
//!
//! A tablet whose battery ran flat may wake up years ago; a date taken from it
//! with one tap would put a session into the wrong year. Guarantees that a
//! clock which lies before a day already reached is never taken at its word.
//! Refuses to read a clock: what it says comes in.

use chrono::NaiveDate;

use super::draft::DateWindow;
use super::ledger::Ledger;
use super::record::ClockStanding;

/// What the clock says, and what is known of the days before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The civil date that the tablet says it is.
    pub says: NaiveDate,
    /// The latest day that is known to have been reached: the day this Daybook
    /// was built, or the day the newest record was first saved.
    pub reached: NaiveDate,
}

impl Clock {
    /// The clock of a tablet with these records, by the app built on a day.
    /// A record saved while the clock was in doubt carries the day reached by
    /// then, so it claims no later one.
    #[must_use]
    pub fn new(says: NaiveDate, built: NaiveDate, ledger: Option<&Ledger>) -> Self {
        let newest = ledger.and_then(Ledger::newest_day);
        Self {
            says,
            reached: newest.map_or(built, |newest| newest.max(built)),
        }
    }

    /// Whether it can be trusted.
    #[must_use]
    pub fn standing(self) -> ClockStanding {
        if self.says < self.reached {
            ClockStanding::InDoubt
        } else {
            ClockStanding::Trusted
        }
    }

    /// The day to count from: what the clock says, or where it is in doubt the
    /// latest day reached.
    #[must_use]
    pub fn today(self) -> NaiveDate {
        self.says.max(self.reached)
    }

    /// The dates that a form for a new entry takes.
    #[must_use]
    pub fn window(self) -> DateWindow {
        match self.standing() {
            ClockStanding::Trusted => DateWindow::from(self.says),
            ClockStanding::InDoubt => DateWindow::in_doubt(self.reached),
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::super::ids::{BookId, RecordId, TeamId};
    use super::super::record::{Entry, Filing, Record, Stamp};
    use super::super::survey::{DeclinedParts, DeclinedSurvey, Way};
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn ledger(saved: &[(NaiveDate, ClockStanding)]) -> Ledger {
        let record = |(id, (on, clock)): (u128, &(NaiveDate, ClockStanding))| {
            let way = Way::Paper;
            let date = day(2026, 5, 1);
            let declined = DeclinedSurvey::new(DeclinedParts { date, way }).unwrap();
            let filing = Filing {
                id: RecordId::new(Uuid::from_u128(id)),
                book: BookId::new(Uuid::from_u128(9)),
                team: TeamId::new("riverside").unwrap(),
            };
            let stamp = Stamp {
                at: DateTime::UNIX_EPOCH,
                on: *on,
                clock: *clock,
            };
            Record::new(filing, stamp, Entry::Declined(declined))
        };
        (1..).zip(saved).map(record).collect()
    }

    #[test]
    fn a_clock_set_back_two_years_is_in_doubt_and_the_newest_record_says_so() {
        let built = day(2024, 3, 1);
        let records = ledger(&[(day(2026, 11, 20), ClockStanding::Trusted)]);
        let clock = Clock::new(day(2024, 11, 24), built, Some(&records));
        assert_eq!(clock.standing(), ClockStanding::InDoubt);
        assert_eq!(clock.today(), day(2026, 11, 20));
    }

    #[test]
    fn a_clock_before_the_day_the_app_was_built_is_in_doubt_without_any_record() {
        let clock = Clock::new(day(1970, 1, 1), day(2026, 11, 24), None);
        assert_eq!(clock.standing(), ClockStanding::InDoubt);
    }

    #[test]
    fn a_clock_on_the_very_day_or_later_is_trusted() {
        for says in [day(2026, 11, 24), day(2026, 11, 25), day(2031, 1, 1)] {
            let clock = Clock::new(says, day(2026, 11, 24), Some(&Ledger::new()));
            assert_eq!(clock.standing(), ClockStanding::Trusted, "{says}");
            assert_eq!(clock.today(), says);
        }
    }

    #[test]
    fn correcting_the_newest_record_with_the_clock_wrong_keeps_the_day_it_proves() {
        let built = day(2024, 3, 1);
        let mut records = ledger(&[(day(2026, 11, 20), ClockStanding::Trusted)]);
        let wrong = Clock::new(day(2024, 11, 24), built, Some(&records));
        let stamp = Stamp {
            at: DateTime::UNIX_EPOCH,
            on: wrong.today(),
            clock: wrong.standing(),
        };
        let record = records.iter().next().unwrap().clone();
        records.take_in(record.removed(None, stamp).unwrap());
        assert_eq!(Clock::new(day(2024, 11, 24), built, Some(&records)), wrong);
    }
}
