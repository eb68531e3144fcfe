//! The date in Britain at an instant.
//!
//! Guarantees that an instant lies in the quarter in which people there lived through
//! it: from the last Sunday of March to that of October, each at 01:00 UTC, clocks are
//! an hour ahead (the Summer Time Order 2002, SI 2002/262). Refuses to know any other
//! country's clocks.

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, Weekday};

/// The date in Britain at an instant, given in UTC.
///
/// ```
/// use chrono::NaiveDate;
/// use daybook::domain::base::british_time::date_at;
///
/// let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
/// let at_eleven = |date: NaiveDate| date.and_hms_opt(23, 0, 0).unwrap();
/// assert_eq!(date_at(at_eleven(day(6, 30))), day(7, 1));
/// assert_eq!(date_at(at_eleven(day(12, 30))), day(12, 30));
/// ```
#[must_use]
pub fn date_at(utc: NaiveDateTime) -> NaiveDate {
    let changes = |month| {
        let sunday = last_sunday(utc.year(), month)?;
        sunday.and_hms_opt(1, 0, 0)
    };
    let summer = match (changes(3), changes(10)) {
        (Some(begins), Some(ends)) => (begins..ends).contains(&utc),
        (_, _) => false,
    };
    let ahead = Duration::hours(i64::from(summer));
    utc.checked_add_signed(ahead).unwrap_or(utc).date()
}

/// The last Sunday of a month that has 31 days.
fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    let last = NaiveDate::from_ymd_opt(year, month, 31)?;
    let after_sunday = last.weekday().days_since(Weekday::Sun);
    last.checked_sub_signed(Duration::days(i64::from(after_sunday)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(utc: &str, expected: &str) {
        let utc = NaiveDateTime::parse_from_str(utc, "%Y-%m-%d %H:%M").unwrap();
        assert_eq!(date_at(utc).to_string(), expected, "{utc}");
    }

    #[test]
    fn an_hour_before_midnight_in_summer_is_the_next_day() {
        check("2026-06-30 23:00", "2026-07-01");
        check("2026-06-30 22:59", "2026-06-30");
        check("2026-12-31 23:59", "2026-12-31");
    }

    #[test]
    fn summer_time_begins_and_ends_on_the_last_sundays_of_march_and_october() {
        // 29 March and 25 October 2026; 31 March and 27 October 2024.
        check("2026-03-28 23:30", "2026-03-28");
        check("2026-03-29 23:30", "2026-03-30");
        check("2026-10-24 23:30", "2026-10-25");
        check("2026-10-25 23:30", "2026-10-25");
        check("2024-03-31 23:00", "2024-04-01");
        check("2024-10-26 23:00", "2024-10-27");
        check("2024-10-27 23:00", "2024-10-27");
    }
}
