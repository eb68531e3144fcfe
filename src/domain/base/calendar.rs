//! The council's calendar: financial years, their quarters and months.
//!
//! Guarantees that every civil date lies in exactly one quarter, and that a
//! quarter is never shown as a bare number. Refuses to know what today is: the
//! date always comes in as an argument.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};
use thiserror::Error;

use crate::domain::base::json::by_text;
use crate::domain::base::typed::value;

/// The earliest date a record may carry: before it no such service existed.
pub const EARLIEST_DATE: NaiveDate = match NaiveDate::from_ymd_opt(1970, 1, 1) {
    Some(date) => date,
    None => NaiveDate::MIN,
};

/// The latest date a record may carry: beyond it lies a slip, not a plan.
pub const LATEST_DATE: NaiveDate = match NaiveDate::from_ymd_opt(2199, 12, 31) {
    Some(date) => date,
    None => NaiveDate::MAX,
};

/// A council's financial year, 1 April to 31 March, named by both years.
///
/// Not the tax year, which begins on 6 April (Early Help report 2016-17,
/// section 3 shows the quarter ends that follow from it).
///
/// ```
/// use chrono::NaiveDate;
/// use daybook::domain::base::calendar::FinancialYear;
///
/// let last_day = NaiveDate::from_ymd_opt(2017, 3, 31).unwrap();
/// let year = FinancialYear::containing(last_day);
/// assert_eq!(year.to_string(), "2016 to 2017");
/// assert_eq!(year.short(), "2016-17");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinancialYear(i32);

impl FinancialYear {
    /// The financial year that a date lies in.
    #[must_use]
    pub fn containing(date: NaiveDate) -> Self {
        if date.month() < 4 {
            Self(date.year() - 1)
        } else {
            Self(date.year())
        }
    }

    /// The calendar year in which it begins, on 1 April.
    #[must_use]
    pub const fn starts_in(self) -> i32 {
        self.0
    }

    /// The year before it, with which each year is compared.
    #[must_use]
    pub const fn previous(self) -> Self {
        Self(self.0 - 1)
    }

    /// Its four quarters, in order.
    #[must_use]
    pub fn quarters(self) -> [Quarter; 4] {
        QuarterOfYear::ALL.map(|of_year| Quarter {
            year: self,
            of_year,
        })
    }

    /// The short form for file names and tables, such as `2016-17`.
    #[must_use]
    pub fn short(self) -> String {
        format!("{:04}-{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} to {}", self.0, self.0 + 1)
    }
}

/// Which of the four quarters of a financial year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuarterOfYear {
    /// April to June.
    First,
    /// July to September.
    Second,
    /// October to December.
    Third,
    /// January to March.
    Fourth,
}

impl QuarterOfYear {
    /// All four, in order.
    pub const ALL: [Self; 4] = [Self::First, Self::Second, Self::Third, Self::Fourth];

    /// Its number, 1 to 4; on screen never without its months.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::First => 1,
            Self::Second => 2,
            Self::Third => 3,
            Self::Fourth => 4,
        }
    }

    /// The months it spans, such as `October to December`.
    #[must_use]
    pub const fn months(self) -> &'static str {
        match self {
            Self::First => "April to June",
            Self::Second => "July to September",
            Self::Third => "October to December",
            Self::Fourth => "January to March",
        }
    }

    const fn first_month(self) -> u32 {
        match self {
            Self::First => 4,
            Self::Second => 7,
            Self::Third => 10,
            Self::Fourth => 1,
        }
    }
}

/// A quarter of a financial year: the period that a return covers.
///
/// ```
/// use chrono::NaiveDate;
/// use daybook::domain::base::calendar::Quarter;
///
/// let quarter = Quarter::containing(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap());
/// assert_eq!(
///     quarter.to_string(),
///     "Quarter 3, October to December 2026 (2026 to 2027)"
/// );
/// assert_eq!("2026-27 Q3".parse(), Ok(quarter));
/// assert_eq!(quarter.code(), "2026-27 Q3");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: FinancialYear,
    of_year: QuarterOfYear,
}

by_text!(Quarter);

impl Quarter {
    /// The quarter that a date lies in.
    #[must_use]
    pub fn containing(date: NaiveDate) -> Self {
        let of_year = match date.month() {
            1..=3 => QuarterOfYear::Fourth,
            4..=6 => QuarterOfYear::First,
            7..=9 => QuarterOfYear::Second,
            _ => QuarterOfYear::Third,
        };
        Self {
            year: FinancialYear::containing(date),
            of_year,
        }
    }

    /// The financial year it belongs to.
    #[must_use]
    pub const fn year(self) -> FinancialYear {
        self.year
    }

    /// Which quarter of that year it is.
    #[must_use]
    pub const fn of_year(self) -> QuarterOfYear {
        self.of_year
    }

    /// Its first day: 1 April, 1 July, 1 October or 1 January.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        // The first of a month always exists; only a year beyond chrono's range
        // (262,000 years from now) would fall back.
        NaiveDate::from_ymd_opt(self.calendar_year(), self.of_year.first_month(), 1)
            .unwrap_or(NaiveDate::MIN)
    }

    /// Its last day: 30 June, 30 September, 31 December or 31 March.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.next()
            .first_day()
            .checked_sub_days(Days::new(1))
            .unwrap_or(NaiveDate::MAX)
    }

    /// Whether a date lies in it.
    #[must_use]
    pub fn contains(self, date: NaiveDate) -> bool {
        Self::containing(date) == self
    }

    /// Whether it is over by the given day.
    #[must_use]
    pub fn has_ended(self, today: NaiveDate) -> bool {
        today > self.last_day()
    }

    /// The quarter before it.
    #[must_use]
    pub fn previous(self) -> Self {
        let (year, of_year) = match self.of_year {
            QuarterOfYear::First => (self.year.previous(), QuarterOfYear::Fourth),
            QuarterOfYear::Second => (self.year, QuarterOfYear::First),
            QuarterOfYear::Third => (self.year, QuarterOfYear::Second),
            QuarterOfYear::Fourth => (self.year, QuarterOfYear::Third),
        };
        Self { year, of_year }
    }

    /// The quarter after it.
    #[must_use]
    pub fn next(self) -> Self {
        let (year, of_year) = match self.of_year {
            QuarterOfYear::First => (self.year, QuarterOfYear::Second),
            QuarterOfYear::Second => (self.year, QuarterOfYear::Third),
            QuarterOfYear::Third => (self.year, QuarterOfYear::Fourth),
            QuarterOfYear::Fourth => (FinancialYear(self.year.0 + 1), QuarterOfYear::First),
        };
        Self { year, of_year }
    }

    /// The same quarter of the year before, with which it is compared.
    #[must_use]
    pub fn same_last_year(self) -> Self {
        Self {
            year: self.year.previous(),
            of_year: self.of_year,
        }
    }

    /// Its three months, in order.
    #[must_use]
    pub fn months(self) -> [Month; 3] {
        let first = self.of_year.first_month();
        [first, first + 1, first + 2].map(|month| Month {
            year: self.calendar_year(),
            month,
        })
    }

    /// Its months and calendar year, such as `October to December 2026`: the name where
    /// there is little room, as at the head of a column. Everywhere else people read the
    /// whole one, which [`Display`](fmt::Display) gives.
    #[must_use]
    pub fn months_and_year(self) -> String {
        format!("{} {}", self.of_year.months(), self.calendar_year())
    }

    /// The code used in files and addresses, such as `2026-27 Q3`; never shown to people.
    #[must_use]
    pub fn code(self) -> String {
        format!("{} Q{}", self.year.short(), self.of_year.number())
    }

    /// The code with a hyphen for the space, for file names and addresses.
    #[must_use]
    pub fn slug(self) -> String {
        self.code().replace(' ', "-")
    }

    const fn calendar_year(self) -> i32 {
        match self.of_year {
            QuarterOfYear::Fourth => self.year.0 + 1,
            QuarterOfYear::First | QuarterOfYear::Second | QuarterOfYear::Third => self.year.0,
        }
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "Quarter {}, {} ({})",
            self.of_year.number(),
            self.months_and_year(),
            self.year
        )
    }
}

impl FromStr for Quarter {
    type Err = NotAQuarter;

    /// Reads the code, such as `2026-27 Q3`, with a space or a hyphen before
    /// the Q.
    ///
    /// # Errors
    /// [`NotAQuarter`] when the text has another shape, the two years do not
    /// follow each other, or the number is not 1 to 4.
    fn from_str(text: &str) -> Result<Self, NotAQuarter> {
        let refused = || NotAQuarter(text.chars().take(40).collect());
        let (years, number) = text
            .split_once(" Q")
            .or_else(|| text.split_once("-Q"))
            .ok_or_else(refused)?;
        let (from, to) = years.split_once('-').ok_or_else(refused)?;
        let digits = |part: &str, long: usize| {
            (part.len() == long && part.bytes().all(|byte| byte.is_ascii_digit()))
                .then(|| part.parse::<i32>().ok())
                .flatten()
        };
        let year = FinancialYear(digits(from, 4).ok_or_else(refused)?);
        let follows = digits(to, 2) == Some((year.0 + 1).rem_euclid(100));
        let of_year = QuarterOfYear::ALL
            .into_iter()
            .find(|candidate| digits(number, 1) == Some(i32::from(candidate.number())));
        match (follows, of_year) {
            (true, Some(of_year)) => Ok(Self { year, of_year }),
            (true | false, _) => Err(refused()),
        }
    }
}

impl TryFrom<String> for Quarter {
    type Error = NotAQuarter;

    fn try_from(text: String) -> Result<Self, NotAQuarter> {
        text.parse()
    }
}

impl From<Quarter> for String {
    fn from(quarter: Quarter) -> Self {
        quarter.code()
    }
}

/// The text does not name a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("'{0}' is not a quarter; it is written like 2026-27 Q3")]
pub struct NotAQuarter(String);

/// A calendar month, the finest period that a return breaks contacts down by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i32,
    month: u32,
}

impl Month {
    /// The month that a date lies in.
    #[must_use]
    pub fn containing(date: NaiveDate) -> Self {
        Self {
            year: date.year(),
            month: date.month(),
        }
    }

    /// The code used in files, such as `2026-11`.
    #[must_use]
    pub fn code(self) -> String {
        format!("{}-{:02}", self.year, self.month)
    }

    /// Reads a code; `None` for any other text.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        let first = NaiveDate::parse_from_str(&format!("{code}-01"), "%Y-%m-%d").ok()?;
        let month = Self::containing(first);
        (month.code() == code).then_some(month)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} {}", month_name(self.month), self.year)
    }
}

/// A date as people read it, such as `Monday 23 November 2026`.
#[must_use]
pub fn long_date(date: NaiveDate) -> String {
    let weekday = match date.weekday() {
        chrono::Weekday::Mon => "Monday",
        chrono::Weekday::Tue => "Tuesday",
        chrono::Weekday::Wed => "Wednesday",
        chrono::Weekday::Thu => "Thursday",
        chrono::Weekday::Fri => "Friday",
        chrono::Weekday::Sat => "Saturday",
        chrono::Weekday::Sun => "Sunday",
    };
    format!("{weekday} {}", short_date(date))
}

/// A date without its weekday, such as `23 November 2026`.
#[must_use]
pub fn short_date(date: NaiveDate) -> String {
    format!("{} {}", day_and_month(date), date.year())
}

/// A date among others of the same year, such as `23 November`.
#[must_use]
pub fn day_and_month(date: NaiveDate) -> String {
    format!("{} {}", date.day(), month_name(date.month()))
}

/// A date typed in three parts, the GOV.UK way: month names are understood, and the
/// digits of every script.
///
/// # Errors
/// [`NotADate::Missing`] when a part is blank, [`NotADate::NotReal`] when the
/// parts name no day of the calendar or one outside 1970 to 2199.
pub fn typed_date(day: &str, month: &str, year: &str) -> Result<NaiveDate, NotADate> {
    let [day, month, year] = [day, month, year].map(value);
    if day.is_empty() || month.is_empty() || year.is_empty() {
        return Err(NotADate::Missing);
    }
    // `u32::from_str` would also take a plus sign, which nobody means.
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let number = |text: &str| digits(text).then(|| text.parse::<u32>().ok()).flatten();
    let month = number(&month).or_else(|| month_named(&month));
    let year = number(&year).filter(|_| year.len() == 4);
    let (Some(day), Some(month), Some(year)) = (number(&day), month, year) else {
        return Err(NotADate::NotReal);
    };
    i32::try_from(year)
        .ok()
        .and_then(|year| NaiveDate::from_ymd_opt(year, month, day))
        .filter(|date| (EARLIEST_DATE..=LATEST_DATE).contains(date))
        .ok_or(NotADate::NotReal)
}

/// Why three typed parts are not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Error)]
pub enum NotADate {
    /// At least one part is blank.
    #[error("day, month and year are all needed")]
    Missing,
    /// No such day, or far outside any service's time.
    #[error("there is no such day")]
    NotReal,
}

const MONTH_NAMES: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(crate) fn month_name(month: u32) -> &'static str {
    usize::try_from(month)
        .ok()
        .and_then(|month| MONTH_NAMES.get(month.checked_sub(1)?))
        .copied()
        .unwrap_or("")
}

/// The month that a name or its first letters (at least three) stand for.
pub(crate) fn month_named(text: &str) -> Option<u32> {
    if text.len() < 3 {
        return None;
    }
    let typed = text.to_ascii_lowercase();
    (1..=12).find(|month| month_name(*month).to_ascii_lowercase().starts_with(&typed))
}

// The laws are tried by a crate that is there on the host only.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn check(date: NaiveDate, expected: &str) {
        assert_eq!(Quarter::containing(date).to_string(), expected);
    }

    #[test]
    fn contact_on_31_march_counts_in_quarter_four() {
        check(
            day(2027, 3, 31),
            "Quarter 4, January to March 2027 (2026 to 2027)",
        );
    }

    #[test]
    fn contact_on_1_april_counts_in_quarter_one_of_the_next_year() {
        check(
            day(2027, 4, 1),
            "Quarter 1, April to June 2027 (2027 to 2028)",
        );
    }

    #[test]
    fn the_turn_of_the_century_is_written_with_two_digits() {
        assert_eq!(Quarter::containing(day(1999, 5, 1)).code(), "1999-00 Q1");
        assert_eq!(
            "1999-00 Q1".parse(),
            Ok(Quarter::containing(day(1999, 5, 1)))
        );
    }

    #[test]
    fn texts_that_name_no_quarter_are_refused() {
        for text in [
            "",
            "2026-27",
            "2026-27 Q0",
            "2026-27 Q5",
            "2026-28 Q1",
            "26-27 Q1",
            "2026-27 Q11",
            "2026-27 q1",
            "+026-27 Q1",
            "2026-27 Q1 ",
            "２０２６-27 Q1",
        ] {
            assert!(text.parse::<Quarter>().is_err(), "{text:?} was taken");
        }
    }

    #[test]
    fn a_date_is_typed_with_a_month_number_or_name() {
        for month in ["11", "nov", "Nov", "november", "NOVEMBER", " 11 "] {
            assert_eq!(typed_date("23", month, "2026"), Ok(day(2026, 11, 23)));
        }
        for [typed, month, year] in [
            ["٢٣", "١١", "٢٠٢٦"],
            ["۲۳", "۱۱", "۲۰۲۶"],
            ["੨੩", "੧੧", "੨੦੨੬"],
            ["２３", "Ｎｏｖ", "２０２６"],
            ["23\u{200e}", "\u{feff}11", "\u{a0}2026\u{200b}"],
        ] {
            assert_eq!(typed_date(typed, month, year), Ok(day(2026, 11, 23)));
        }
        assert_eq!(typed_date("23", "", "2026"), Err(NotADate::Missing));
        assert_eq!(typed_date("31", "2", "2026"), Err(NotADate::NotReal));
        assert_eq!(typed_date("1", "ju", "2026"), Err(NotADate::NotReal));
        assert_eq!(typed_date("1", "6", "26"), Err(NotADate::NotReal));
    }

    fn any_date() -> impl Strategy<Value = NaiveDate> {
        let first = day(1970, 1, 1);
        let days = (day(2100, 12, 31) - first).num_days().unsigned_abs();
        (0..=days).prop_map(move |offset| first + Days::new(offset))
    }

    #[test]
    fn every_date_from_1970_to_2100_is_in_exactly_one_quarter() {
        let mut date = day(1970, 1, 1);
        let mut quarter = Quarter::containing(date);
        while date <= day(2100, 12, 31) {
            if !quarter.contains(date) {
                assert_eq!(date, quarter.next().first_day(), "a gap before {date}");
                quarter = quarter.next();
            }
            assert!(quarter.first_day() <= date && date <= quarter.last_day());
            assert!(!quarter.previous().contains(date) && !quarter.next().contains(date));
            date = date.succ_opt().unwrap();
        }
    }

    proptest! {
        #[test]
        fn a_quarters_bounds_contain_its_dates_and_no_others(date in any_date()) {
            let quarter = Quarter::containing(date);
            prop_assert!(quarter.first_day() <= date && date <= quarter.last_day());
            prop_assert_eq!(Quarter::containing(quarter.first_day()), quarter);
            prop_assert_eq!(Quarter::containing(quarter.last_day()), quarter);
            prop_assert_eq!(quarter.next().previous(), quarter);
            prop_assert_eq!(quarter.previous().last_day().succ_opt(), Some(quarter.first_day()));
            prop_assert!(quarter.months().contains(&Month::containing(date)));
            prop_assert_eq!(quarter.same_last_year().next().next().next().next(), quarter);
        }

        #[test]
        fn a_quarter_reads_back_from_its_code(date in any_date()) {
            let quarter = Quarter::containing(date);
            prop_assert_eq!(quarter.code().parse(), Ok(quarter));
            prop_assert_eq!(quarter.slug().parse(), Ok(quarter));
        }

        #[test]
        fn reading_any_text_as_a_quarter_never_panics(text in ".{0,20}") {
            let _ = text.parse::<Quarter>();
        }
    }
}
