//! What is wrong with a form that a person filled in.
//!
//! Guarantees that a draft check gives *all* its problems, each with its field.
//! Refuses to know the sentences on screen: those are the user interface's.

use chrono::{Datelike, Days, NaiveDate};

use crate::domain::base::calendar::{EARLIEST_DATE, LATEST_DATE, NotADate, typed_date};
use crate::domain::base::iso::{date_text, read_date};
use crate::domain::base::sorted::Map;
use crate::domain::base::text::{Text, TooLong};
use crate::domain::base::typed::value;

/// The oldest date a form takes, in days before today: a year and a month, so
/// that the whole of the last financial year can still be completed.
pub const OLDEST_DAYS: u64 = 400;

/// A typed date that lies more days than this before today is asked about once:
/// a month slips more easily than a day.
pub const ASKED_AFTER_DAYS: u32 = 31;

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
    /// The date lies before the earliest that is taken: [`OLDEST_DAYS`] before
    /// today in a form.
    TooLongAgo,
    /// The date was typed, lies more than [`ASKED_AFTER_DAYS`] before today, and
    /// nobody has said yet that it is right.
    LongAgo(LongAgo),
    /// It was taken from a clock that is in doubt, and must be typed.
    ClockInDoubt,
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

/// A date that lies long ago, to be asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LongAgo {
    /// The date.
    pub date: NaiveDate,
    /// How long ago it was.
    pub ago: Ago,
}

/// A time that has passed, in whole weeks, or in whole months from two on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ago {
    /// Up to eight.
    Weeks(u32),
    /// Two or more.
    Months(u32),
}

impl Ago {
    fn between(date: NaiveDate, today: NaiveDate) -> Self {
        let weeks = today.signed_duration_since(date).num_weeks();
        match u32::try_from(weeks) {
            Ok(weeks) if weeks < 9 => Self::Weeks(weeks),
            Ok(_) | Err(_) => {
                let months = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
                let begun = i32::from(today.day() < date.day());
                let passed = months(today) - months(date) - begun;
                Self::Months(u32::try_from(passed).unwrap_or(0))
            }
        }
    }
}

/// The dates that a form takes.
///
/// | the form | earliest | latest | also |
/// |---|---|---|---|
/// | new, the clock right | 400 days before today | today | – |
/// | new, the clock in doubt; typed only | 400 days before the day reached, or before the one that the clock says | 400 days after the day reached | – |
/// | correction | as for a new one | as for a new one | the date it has |
/// | spreadsheet | 1 April ten financial years before this one | today | – |
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateWindow {
    earliest: NaiveDate,
    latest: NaiveDate,
    also: Option<NaiveDate>,
    typed_only: bool,
}

impl DateWindow {
    /// The dates of a new entry when the clock is in doubt, around the latest
    /// day that is known to have been reached.
    #[must_use]
    pub fn in_doubt(reached: NaiveDate) -> Self {
        let latest = reached.checked_add_days(Days::new(OLDEST_DAYS));
        Self {
            latest: latest.unwrap_or(LATEST_DATE),
            typed_only: true,
            ..Self::from(reached)
        }
    }

    /// The same, and those that a new entry could have if it were this day.
    #[must_use]
    pub fn or_around(self, day: NaiveDate) -> Self {
        let around = Self::from(day);
        Self {
            earliest: self.earliest.min(around.earliest),
            latest: self.latest.max(around.latest),
            ..self
        }
    }

    /// The dates from one day to another, both taken: of past sessions that a
    /// spreadsheet has.
    #[must_use]
    pub const fn between(earliest: NaiveDate, latest: NaiveDate) -> Self {
        Self {
            earliest,
            latest,
            also: None,
            typed_only: false,
        }
    }

    /// The same, and the date that a record has already: what was good once
    /// stays good when something else of it is corrected.
    #[must_use]
    pub fn or(self, date: NaiveDate) -> Self {
        Self {
            also: Some(date),
            ..self
        }
    }
}

impl DateWindow {
    /// What is asked about a date that was typed; `None` when it is taken as it
    /// is. Where the clock is in doubt nobody can tell how long ago it was.
    #[must_use]
    pub fn long_ago(self, date: NaiveDate) -> Option<LongAgo> {
        let known = self.typed_only || self.also == Some(date) || date < self.earliest;
        let asked = date.checked_add_days(Days::new(ASKED_AFTER_DAYS.into()))? < self.latest;
        (asked && !known).then(|| LongAgo {
            date,
            ago: Ago::between(date, self.latest),
        })
    }
}

impl From<NaiveDate> for DateWindow {
    /// The dates of a new entry made today.
    fn from(today: NaiveDate) -> Self {
        let earliest = today.checked_sub_days(Days::new(OLDEST_DAYS));
        Self {
            earliest: earliest.unwrap_or(EARLIEST_DATE),
            latest: today,
            also: None,
            typed_only: false,
        }
    }
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
    /// The same, after a person said that it is right though it lies long ago.
    /// Typing in any part makes it another date, to be asked about anew.
    Confirmed {
        /// Day of the month.
        day: String,
        /// Month number or name.
        month: String,
        /// Four-digit year.
        year: String,
    },
}

impl DateDraft {
    /// A date that is still to be typed.
    #[must_use]
    pub const fn untyped() -> Self {
        Self::Typed {
            day: String::new(),
            month: String::new(),
            year: String::new(),
        }
    }

    /// The three parts as typed; blank for a day that was tapped.
    #[must_use]
    pub fn parts(&self) -> [&str; 3] {
        match self {
            Self::Chosen(_) => [""; 3],
            Self::Typed { day, month, year } | Self::Confirmed { day, month, year } => {
                [day, month, year]
            }
        }
    }

    /// The same date, said to be right though it lies long ago.
    #[must_use]
    pub fn confirmed(self) -> Self {
        match self {
            Self::Typed { day, month, year } => Self::Confirmed { day, month, year },
            Self::Chosen(_) | Self::Confirmed { .. } => self,
        }
    }

    /// The date that stands there, if it is one.
    ///
    /// # Errors
    /// [`NotADate`] when the typed parts are none.
    pub fn date(&self) -> Result<NaiveDate, NotADate> {
        match self {
            Self::Chosen(date) => Ok(*date),
            Self::Typed { .. } | Self::Confirmed { .. } => {
                let [day, month, year] = self.parts();
                typed_date(day, month, year)
            }
        }
    }

    /// The date, by the rules for what a person enters: real, one that the
    /// form takes, and one that was not mistyped as far as can be told.
    ///
    /// # Errors
    /// The one [`Fault`] that is wrong with it.
    pub fn check(&self, window: impl Into<DateWindow>) -> Result<NaiveDate, Fault> {
        let window = window.into();
        let date = self.date().map_err(Fault::NotADate)?;
        if !(EARLIEST_DATE..=LATEST_DATE).contains(&date) {
            // A clock that fell back to 1970 still offers "yesterday".
            Err(Fault::NotADate(NotADate::NotReal))
        } else if window.also == Some(date) {
            Ok(date)
        } else if window.typed_only && matches!(self, Self::Chosen(_)) {
            Err(Fault::ClockInDoubt)
        } else if date > window.latest {
            Err(Fault::InTheFuture)
        } else if date < window.earliest {
            Err(Fault::TooLongAgo)
        } else {
            match (self, window.long_ago(date)) {
                (Self::Typed { .. }, Some(asked)) => Err(Fault::LongAgo(asked)),
                (Self::Typed { .. } | Self::Chosen(_) | Self::Confirmed { .. }, _) => Ok(date),
            }
        }
    }
}

/// The name under which it is kept that a date long ago was said to be right.
const DATE_IS_RIGHT: &str = "date-is-right";

/// The names under which a date is kept.
const OF_A_DATE: [&str; 5] = ["date", "day", "month", "year", DATE_IS_RIGHT];

/// A form's input as it is kept until it is saved: each field's text by its
/// name. Nothing in it is checked, and a field that is not known any more is
/// passed over, so input kept by another version can always be recovered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(pub Map<String, String>);

impl Fields {
    /// Puts a field's text in; a blank one is not kept.
    pub fn put(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.0.insert(name.to_owned(), text.to_owned());
        }
    }

    /// Puts a date in.
    pub fn put_date(&mut self, date: &DateDraft) {
        match date {
            DateDraft::Chosen(date) => self.put("date", &date_text(*date)),
            DateDraft::Typed { .. } | DateDraft::Confirmed { .. } => {
                for (name, part) in ["day", "month", "year"].into_iter().zip(date.parts()) {
                    self.put(name, part);
                }
                if matches!(date, DateDraft::Confirmed { .. }) {
                    self.put(DATE_IS_RIGHT, "yes");
                }
            }
        }
    }

    /// A field's text as it was put in.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// Whether anything was counted, answered or written that the form did not open
    /// with. A date, and the fields in `where_it_counts`, only say where that would
    /// count: alone they are nothing that could be lost.
    #[must_use]
    pub fn adds_to(&self, opened: &Self, where_it_counts: &[&str]) -> bool {
        let names = self.0.iter().chain(opened.0.iter()).map(|(name, _)| name);
        // A count that was stepped up and down again is nobody, as a blank one is.
        let said = |fields: &Self, name: &str| match fields.text(name).trim() {
            "0" => String::new(),
            text => text.to_owned(),
        };
        names
            .filter(|name| !OF_A_DATE.contains(&name.as_str()))
            .filter(|name| !where_it_counts.contains(&name.as_str()))
            .any(|name| said(self, name) != said(opened, name))
    }

    /// The same with this day as its date, as if it had been typed.
    pub(crate) fn with_date_typed(mut self, day: NaiveDate) -> Self {
        self.0.retain(|name, _| !OF_A_DATE.contains(&name.as_str()));
        self.put("day", &day.day().to_string());
        self.put("month", &day.month().to_string());
        self.put("year", &day.year().to_string());
        self
    }

    /// The date as it was put in.
    #[must_use]
    pub fn date(&self) -> DateDraft {
        if let Ok(date) = read_date(self.text("date")) {
            return DateDraft::Chosen(date);
        }
        let typed = DateDraft::Typed {
            day: self.text("day").to_owned(),
            month: self.text("month").to_owned(),
            year: self.text("year").to_owned(),
        };
        match self.text(DATE_IS_RIGHT) {
            "" => typed,
            _ => typed.confirmed(),
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

/// A whole number typed in digits of any script, or `None` when the field was left blank.
///
/// # Errors
/// [`Fault::NotInRange`] for anything else.
pub fn whole_number(text: &str, min: u16, max: u16) -> Result<Option<u16>, Fault> {
    let text = value(text);
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
    fn the_date_that_a_record_has_stays_good_when_it_is_corrected() {
        let (today, old) = (day(2026, 11, 23), day(2024, 5, 6));
        let window = DateWindow::from(today).or(old);
        assert_eq!(DateDraft::Chosen(old).check(window), Ok(old));
        let other = DateDraft::Chosen(day(2024, 5, 7)).check(window);
        assert_eq!(other, Err(Fault::TooLongAgo));
    }

    #[test]
    fn with_the_clock_in_doubt_a_date_after_the_day_reached_is_taken() {
        let window = DateWindow::in_doubt(day(2026, 11, 23));
        let check = |date: NaiveDate| {
            use chrono::Datelike as _;
            let typed = DateDraft::Typed {
                day: date.day().to_string(),
                month: date.month().to_string(),
                year: date.year().to_string(),
            };
            typed.check(window)
        };
        let tapped = DateDraft::Chosen(day(2026, 11, 23)).check(window);
        assert_eq!(tapped, Err(Fault::ClockInDoubt));
        assert_eq!(check(day(2027, 1, 5)), Ok(day(2027, 1, 5)));
        assert_eq!(check(day(2028, 1, 5)), Err(Fault::InTheFuture));
        assert_eq!(check(day(2024, 1, 5)), Err(Fault::TooLongAgo));
    }

    fn typed(date: NaiveDate) -> DateDraft {
        DateDraft::Typed {
            day: date.day().to_string(),
            month: date.month().to_string(),
            year: date.year().to_string(),
        }
    }

    fn asked(date: NaiveDate, ago: Ago) -> Result<NaiveDate, Fault> {
        Err(Fault::LongAgo(LongAgo { date, ago }))
    }

    fn check_typed(date: NaiveDate, expected: Result<NaiveDate, Fault>) {
        assert_eq!(typed(date).check(day(2026, 11, 24)), expected);
    }

    #[test]
    fn a_typed_date_more_than_31_days_ago_is_asked_about() {
        check_typed(day(2026, 10, 24), Ok(day(2026, 10, 24)));
        let first = day(2026, 10, 23);
        check_typed(first, asked(first, Ago::Weeks(4)));
        let five = day(2026, 10, 20);
        check_typed(five, asked(five, Ago::Weeks(5)));
    }

    #[test]
    fn how_long_ago_is_said_in_weeks_then_in_months() {
        for (date, ago) in [
            (day(2026, 9, 23), Ago::Weeks(8)),
            (day(2026, 9, 22), Ago::Months(2)),
            (day(2026, 8, 25), Ago::Months(2)),
            (day(2026, 8, 24), Ago::Months(3)),
            (day(2025, 11, 25), Ago::Months(11)),
            (day(2025, 10, 20), Ago::Months(13)),
        ] {
            check_typed(date, asked(date, ago));
        }
        let old = day(2025, 10, 19);
        check_typed(old, Err(Fault::TooLongAgo));
    }

    #[test]
    fn a_date_that_was_said_to_be_right_is_not_asked_about_again() {
        let date = day(2026, 10, 20);
        let confirmed = typed(date).confirmed();
        assert_eq!(confirmed.check(day(2026, 11, 24)), Ok(date));
        let mut fields = Fields::default();
        fields.put_date(&confirmed);
        assert_eq!(fields.date(), confirmed, "nor after it was recovered");
        fields = Fields::default();
        fields.put_date(&typed(date));
        assert_eq!(fields.date(), typed(date));
    }

    #[test]
    fn a_day_that_was_tapped_and_the_date_a_record_has_are_not_asked_about() {
        let (today, date) = (day(2026, 11, 24), day(2026, 10, 20));
        assert_eq!(DateDraft::Chosen(date).check(today), Ok(date));
        let window = DateWindow::from(today).or(date);
        assert_eq!(typed(date).check(window), Ok(date));
        let other = day(2026, 10, 19);
        assert_eq!(typed(other).check(window), asked(other, Ago::Weeks(5)));
    }

    #[test]
    fn with_the_clock_in_doubt_no_date_is_asked_about() {
        let (reached, date) = (day(2026, 11, 24), day(2026, 5, 20));
        let window = DateWindow::in_doubt(reached);
        assert_eq!(typed(date).check(window), Ok(date));
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
