//! Dates and instants as they are written in records and files: ISO 8601.
//!
//! Guarantees that only dates that exist are read. The
//! calendar library's own reader takes every layout there is, and weighs
//! four times as much on the tablet.

use std::fmt;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Timelike, Utc};
use thiserror::Error;

/// The text is not a date or an instant in the layout that is read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a date is written like 2026-11-23, and an instant like 2026-11-23T14:32:05Z")]
pub struct NotIso;

/// A date such as `2026-11-23`.
#[must_use]
pub fn date_text(date: NaiveDate) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// Reads a date such as `2026-11-23`, and no other layout.
///
/// # Errors
/// [`NotIso`].
pub fn read_date(text: &str) -> Result<NaiveDate, NotIso> {
    let [year, month, day] = numbers(text, '-', [4, 2, 2])?;
    let year = i32::try_from(year).map_err(|_| NotIso)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(NotIso)
}

fn read_time(text: &str) -> Result<NaiveTime, NotIso> {
    let (whole, fraction) = match text.split_once('.') {
        None => (text, ""),
        Some((_, "")) => return Err(NotIso),
        Some(parts) => parts,
    };
    let [hour, minute, second] = numbers(whole, ':', [2, 2, 2])?;
    let places = u32::try_from(fraction.len()).map_err(|_| NotIso)?;
    let nanos = match places {
        0 => 0,
        // Milliseconds, as they are written: a finer instant would come back
        // from storage as another one.
        1..=9 => number(fraction)? * 10_u32.pow(9 - places) / 1_000_000 * 1_000_000,
        _ => return Err(NotIso),
    };
    NaiveTime::from_hms_nano_opt(hour, minute, second, nanos).ok_or(NotIso)
}

fn numbers(text: &str, between: char, lengths: [usize; 3]) -> Result<[u32; 3], NotIso> {
    let mut parts = text.split(between);
    let mut found = [0; 3];
    for (found, length) in found.iter_mut().zip(lengths) {
        let part = parts.next().filter(|part| part.len() == length);
        *found = number(part.ok_or(NotIso)?)?;
    }
    match parts.next() {
        None => Ok(found),
        Some(_) => Err(NotIso),
    }
}

fn number(digits: &str) -> Result<u32, NotIso> {
    // `u32::from_str` would also take a plus sign.
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        digits.parse().map_err(|_| NotIso)
    } else {
        Err(NotIso)
    }
}

/// An instant in UTC, such as `2026-11-23T14:32:05.120Z`; milliseconds only
/// where there are any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instant(pub DateTime<Utc>);

impl fmt::Display for Instant {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, time) = (date_text(self.0.date_naive()), self.0.time());
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        write!(out, "{day}T{hour:02}:{minute:02}:{second:02}")?;
        match time.nanosecond() / 1_000_000 {
            0 => {}
            millis => write!(out, ".{millis:03}")?,
        }
        out.write_str("Z")
    }
}

/// Reads an instant such as `2026-11-23T14:32:05Z`.
///
/// # Errors
/// [`NotIso`].
pub fn read_instant(text: &str) -> Result<DateTime<Utc>, NotIso> {
    let text = text.strip_suffix('Z').ok_or(NotIso)?;
    let (day, time) = text.split_once('T').ok_or(NotIso)?;
    Ok(read_date(day)?.and_time(read_time(time)?).and_utc())
}

// The laws are tried by a crate that is there on the host only.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;
    use serde::Serialize;

    use super::*;

    /// Both, as the calendar library writes them.
    #[derive(Serialize)]
    struct Theirs(NaiveDate, DateTime<Utc>);

    #[test]
    fn only_dates_that_exist_are_read_and_in_one_layout() {
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-1-1",
            "26-01-01",
            "+026-01-01",
            "2026-01-01-01",
            "2026-01-01 ",
            "2026/01/01",
            "",
        ] {
            assert_eq!(read_date(text), Err(NotIso), "{text}");
        }
        assert!(read_date("2028-02-29").is_ok());
    }

    #[test]
    fn instants_in_other_layouts_are_refused() {
        for text in [
            "2026-11-23T14:32:05",
            "2026-11-23 14:32:05Z",
            "2026-11-23T24:00:00Z",
            "2026-11-23T14:32:05.Z",
            "2026-11-23T14:32:05.0123456789Z",
        ] {
            assert_eq!(read_instant(text), Err(NotIso), "{text}");
        }
    }

    proptest! {
        #[test]
        fn both_read_what_either_wrote(day in 0..84_000_i32, millis in 0..7_258_118_400_000_i64) {
            let day = NaiveDate::from_num_days_from_ce_opt(719_163 + day).unwrap();
            let at = DateTime::from_timestamp_millis(millis).unwrap();
            let ours = format!("[\"{}\",\"{}\"]", date_text(day), Instant(at));
            prop_assert_eq!(ours, serde_json::to_string(&Theirs(day, at)).unwrap());
            prop_assert_eq!(read_date(&date_text(day)), Ok(day));
            prop_assert_eq!(read_instant(&Instant(at).to_string()), Ok(at));
        }

        #[test]
        fn reading_any_text_never_panics(text in "[0-9TZ:.+é-]{0,26}") {
            let _ = (read_date(&text), read_instant(&text));
        }
    }
}
