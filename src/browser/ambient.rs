//! What the domain may not fetch for itself: the time, the date where the
//! tablet is, and fresh random ids.

use std::time::Duration;

use chrono::{Local, NaiveDate, TimeDelta, Utc};
use uuid::Uuid;

use crate::domain::base::calendar::EARLIEST_DATE;
use crate::domain::base::iso;
use crate::domain::record::Stamp;
use crate::domain::record::attention::Moment;
use crate::domain::record::clock::Clock;
use crate::domain::record::ledger::Ledger;

/// Today's civil date where the tablet is; never the UTC date, which would put
/// an evening session in another day.
#[must_use]
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// The day this Daybook was built, before which no clock can be right; the day
/// of the change it was built from.
#[must_use]
pub fn built_on() -> NaiveDate {
    option_env!("DAYBOOK_BUILT_ON")
        .and_then(|day| iso::read_date(day).ok())
        .unwrap_or(EARLIEST_DATE)
}

/// The clock, beside what is known of the days before.
#[must_use]
pub fn clock(ledger: Option<&Ledger>) -> Clock {
    Clock::new(today(), built_on(), ledger)
}

/// Now, to the millisecond, by the tablet's clock.
#[must_use]
pub fn now() -> chrono::DateTime<Utc> {
    let now = Utc::now();
    chrono::DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
}

/// This moment by both clocks: the tablet's, and the one of the page, which nobody
/// can set.
#[must_use]
pub fn moment() -> Moment {
    let performance = web_sys::window().and_then(|window| window.performance());
    // Every browser that runs Daybook has it.
    let millis = performance.map_or_else(js_sys::Date::now, |it| it.now());
    let steady = Duration::try_from_secs_f64(millis / 1000.0).unwrap_or_default();
    Moment {
        steady: TimeDelta::from_std(steady).unwrap_or_default(),
        told: now(),
    }
}

/// Now, as a record is stamped with it: the instant to the millisecond, and
/// the civil date; where the clock is in doubt, the latest day reached.
#[must_use]
pub fn stamp(clock: Clock) -> Stamp {
    Stamp {
        at: now(),
        on: clock.today(),
        clock: clock.standing(),
    }
}

/// The time of day where the tablet is, such as `14:32`.
#[must_use]
pub fn time_of_day(at: chrono::DateTime<Utc>) -> String {
    use chrono::Timelike as _;
    let local = at.with_timezone(&Local);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

/// The civil date of an instant where the tablet is.
#[must_use]
pub fn civil_date(at: chrono::DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Local).date_naive()
}

/// A fresh id, ordered by time (UUID version 7).
#[must_use]
pub fn fresh_id() -> Uuid {
    Uuid::now_v7()
}
