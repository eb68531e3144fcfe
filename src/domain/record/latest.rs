//! What was saved last, by days that can be true.
//!
//! A tablet's clock was perhaps once ahead: what was saved then says a day that has not
//! come, and would stand on top of every list for years. Guarantees that a day which
//! nobody has reached decides no order, and that such a record can be named.

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::domain::record::ledger::Ledger;
use crate::domain::record::{Record, SavedDay};

/// The day on which a record was first saved, as far as that can be true by `today`:
/// else the day that it is about; `None` where that has not come either.
#[must_use]
pub fn saved_day(record: &Record, today: NaiveDate) -> Option<NaiveDate> {
    let saved = match record.saved_day() {
        SavedDay::Told | SavedDay::InDoubt => Some(record.first_saved_on()),
        SavedDay::Wrong => None,
    };
    let has_come = |day: &NaiveDate| *day <= today;
    let about = Some(record.entry().date());
    saved.filter(has_come).or(about.filter(has_come))
}

/// Whether a record is about a day that has not come, or says that it was saved on one:
/// the clock was ahead then. `today` is the latest day that was reached.
#[must_use]
pub fn says_a_day_to_come(record: &Record, today: NaiveDate) -> bool {
    record.entry().date() > today || record.was_saved_after(today)
}

/// The records that were saved last, the latest first, without removed ones; those of
/// which nobody knows when come last.
#[must_use]
pub fn latest(ledger: &Ledger, today: NaiveDate, most: usize) -> Vec<&Record> {
    let mut latest: Vec<(Reverse<Option<NaiveDate>>, &Record)> = Vec::new();
    for record in ledger.iter().rev().filter(|it| !it.is_removed()) {
        let day = Reverse(saved_day(record, today));
        // Of one day they come in their order, so each belongs after its equals.
        let at = latest.partition_point(|(other, _)| *other <= day);
        if at < most {
            latest.truncate(most.saturating_sub(1).max(at));
            latest.insert(at, (day, record));
        }
    }
    latest.into_iter().map(|(_, record)| record).collect()
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use uuid::Uuid;

    use super::*;
    use crate::domain::base::ids::{BookId, RecordId, TeamId};
    use crate::domain::record::survey::{DeclinedParts, DeclinedSurvey, Way};
    use crate::domain::record::{Entry, Filing, Stamp};

    const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 30).unwrap();

    fn days_on(days: u64) -> NaiveDate {
        TODAY + Days::new(days)
    }

    /// A record about a day, first saved on another; ids are in the order of saving.
    fn record(id: u128, about: NaiveDate, saved: NaiveDate) -> Record {
        let filing = Filing {
            id: RecordId::new(Uuid::from_u128(id)),
            book: BookId::new(Uuid::from_u128(1)),
            team: TeamId::new("riverside").unwrap(),
        };
        let parts = DeclinedParts {
            date: about,
            way: Way::Paper,
        };
        let declined = DeclinedSurvey::new(parts).unwrap();
        let at = saved.and_hms_opt(14, 0, 0).unwrap().and_utc();
        Record::new(filing, Stamp::trusted(at, saved), Entry::Declined(declined))
    }

    fn check(records: impl IntoIterator<Item = Record>, most: usize, expected: &[u128]) {
        let ledger: Ledger = records.into_iter().collect();
        let found: Vec<u128> = latest(&ledger, TODAY, most)
            .into_iter()
            .map(|record| record.id().uuid().as_u128())
            .collect();
        assert_eq!(found, expected);
    }

    fn of_week() -> Vec<Record> {
        let day = |before: u64| TODAY - Days::new(before);
        vec![
            record(1, day(9), day(3)),
            record(2, day(3), day(3)),
            record(3, day(1), day(1)),
            record(4, day(20), TODAY),
        ]
    }

    #[test]
    fn the_latest_records_are_those_saved_last_whatever_day_they_are_about() {
        check(of_week(), 9, &[4, 3, 2, 1]);
        check(of_week(), 2, &[4, 3]);
        check(of_week(), 0, &[]);
    }

    #[test]
    fn one_saved_while_the_clock_was_ahead_stands_where_its_own_day_is() {
        let ahead = record(9, TODAY - Days::new(2), days_on(1_100));
        check([of_week(), vec![ahead]].concat(), 9, &[4, 3, 9, 2, 1]);
    }

    #[test]
    fn one_that_is_about_a_day_to_come_too_stands_last() {
        let ahead = record(9, days_on(1_100), days_on(1_100));
        check(
            [of_week(), vec![ahead.clone()]].concat(),
            9,
            &[4, 3, 2, 1, 9],
        );
        check([of_week(), vec![ahead]].concat(), 4, &[4, 3, 2, 1]);
    }

    #[test]
    fn one_of_which_a_person_has_said_that_the_clock_was_wrong_stands_where_its_day_is() {
        let stamp = Stamp::trusted(record(1, TODAY, TODAY).saved_at(), TODAY);
        let ahead = record(9, TODAY - Days::new(2), TODAY);
        let told = ahead.with_wrong_saved_day(stamp);
        check([of_week(), vec![told]].concat(), 9, &[4, 3, 9, 2, 1]);
    }

    #[test]
    fn a_removed_record_is_not_among_the_latest() {
        let mut records = of_week();
        let stamp = Stamp::trusted(records[3].saved_at(), TODAY);
        records[3] = records[3].removed(None, stamp).unwrap();
        check(records, 9, &[3, 2, 1]);
    }

    #[test]
    fn only_what_says_a_day_to_come_is_named_so() {
        for (about, saved, named) in [
            (TODAY, TODAY, false),
            (days_on(1), TODAY, true),
            (TODAY, days_on(1), true),
        ] {
            assert_eq!(says_a_day_to_come(&record(1, about, saved), TODAY), named);
        }
    }
}
