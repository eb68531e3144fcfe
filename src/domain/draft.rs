//! What is wrong with a form that a person filled in.
//!
//! Guarantees that a draft check gives *all* its problems, each with its field.
//! Refuses to know the sentences on screen: those are the user interface's.

use chrono::{Days, NaiveDate};

use super::calendar::{EARLIEST_DATE, LATEST_DATE, NotADate, typed_date};
use super::text::{Text, TooLong};

/// The oldest date a form takes, in days before today: a year and a month, so
/// that the whole of the last financial year can still be completed.
pub const OLDEST_DAYS: u64 = 400;

/// One thing a person can put right, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem<Field> {
    /// The field it belongs to.
    pub field: Field,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was chosen or typed where something is needed.
    Missing,
    /// It is not a whole number from `min` to `max`.
    NotInRange {
        /// The least allowed.
        min: u16,
        /// The most allowed.
        max: u16,
    },
    /// More characters than allowed.
    TooLong(TooLong),
    /// The typed parts are no date.
    NotADate(NotADate),
    /// The date lies after today.
    InTheFuture,
    /// The date lies more than [`OLDEST_DAYS`] before today.
    TooLongAgo,
    /// The head counts add up to nobody.
    NobodyCame,
    /// More new families than direct contacts.
    MoreThanContacts {
        /// The direct contacts of the session.
        contacts: u32,
    },
    /// The place is not one of this kind.
    OtherKindOfPlace,
}

/// The date of a draft: taken with one tap, or typed in three parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateDraft {
    /// A day that was tapped. The day itself is kept, not "today", so that a
    /// form left open over midnight keeps the day it was filled in for.
    Chosen(NaiveDate),
    /// Day, month and year as typed.
    Typed {
        /// Day of the month.
        day: String,
        /// Month number or name.
        month: String,
        /// Four-digit year.
        year: String,
    },
}

impl DateDraft {
    /// The date, by the rules for new entries: real, not after today, and at
    /// most [`OLDEST_DAYS`] before it.
    ///
    /// # Errors
    /// The one [`Fault`] that is wrong with it.
    pub fn check(&self, today: NaiveDate) -> Result<NaiveDate, Fault> {
        let date = match self {
            Self::Chosen(date) => *date,
            Self::Typed { day, month, year } => {
                typed_date(day, month, year).map_err(Fault::NotADate)?
            }
        };
        let oldest = today.checked_sub_days(Days::new(OLDEST_DAYS));
        if !(EARLIEST_DATE..=LATEST_DATE).contains(&date) {
            // A clock that fell back to 1970 still offers "yesterday".
            Err(Fault::NotADate(NotADate::NotReal))
        } else if date > today {
            Err(Fault::InTheFuture)
        } else if oldest.is_some_and(|oldest| date < oldest) {
            Err(Fault::TooLongAgo)
        } else {
            Ok(date)
        }
    }
}

/// Collects the problems of a draft while its fields are checked.
#[derive(Debug)]
pub struct Checks<Field>(Vec<Problem<Field>>);

impl<Field> Checks<Field> {
    /// No problem so far.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Notes a problem.
    pub fn note(&mut self, field: Field, fault: Fault) {
        self.0.push(Problem { field, fault });
    }

    /// Keeps the value, or notes what is wrong with it.
    pub fn keep<T>(&mut self, field: Field, checked: Result<T, Fault>) -> Option<T> {
        checked.map_err(|fault| self.note(field, fault)).ok()
    }

    /// Keeps an optional text within its limit, or notes that it is too long.
    pub fn text<const MAX: usize>(&mut self, field: Field, typed: &str) -> Option<Text<MAX>> {
        self.keep(field, Text::typed(typed).map_err(Fault::TooLong))
            .flatten()
    }

    /// All the problems, in the order of the form.
    #[must_use]
    pub fn into_problems(self) -> Vec<Problem<Field>> {
        self.0
    }

    /// The finished value, when it was made and nothing was noted.
    ///
    /// # Errors
    /// All the problems that were noted.
    pub fn finish<T>(self, value: Option<T>) -> Result<T, Vec<Problem<Field>>> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            Some(_) | None => Err(self.0),
        }
    }
}

impl<Field> Default for Checks<Field> {
    fn default() -> Self {
        Self::new()
    }
}

/// A whole number typed in digits, or `None` when the field was left blank.
///
/// # Errors
/// [`Fault::NotInRange`] for anything else.
pub fn whole_number(text: &str, min: u16, max: u16) -> Result<Option<u16>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    // `u16::from_str` would also take a plus sign, which nobody means.
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse::<u16>()
        .ok()
        .filter(|number| digits && (min..=max).contains(number))
        .map(Some)
        .ok_or(Fault::NotInRange { min, max })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn check(date: NaiveDate, expected: Result<NaiveDate, Fault>) {
        let today = day(2026, 11, 23);
        assert_eq!(DateDraft::Chosen(date).check(today), expected);
    }

    #[test]
    fn a_session_tomorrow_cannot_be_recorded_yet() {
        check(day(2026, 11, 24), Err(Fault::InTheFuture));
        check(day(2026, 11, 23), Ok(day(2026, 11, 23)));
    }

    #[test]
    fn a_session_400_days_ago_is_the_oldest_taken() {
        check(day(2025, 10, 19), Ok(day(2025, 10, 19)));
        check(day(2025, 10, 18), Err(Fault::TooLongAgo));
    }

    #[test]
    fn a_typed_date_that_does_not_exist_is_named_so() {
        let typed = DateDraft::Typed {
            day: "30".into(),
            month: "February".into(),
            year: "2026".into(),
        };
        assert_eq!(
            typed.check(day(2026, 11, 23)),
            Err(Fault::NotADate(NotADate::NotReal))
        );
    }
}
