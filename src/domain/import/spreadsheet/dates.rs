//! Dates as people write them in spreadsheets.
//!
//! Guarantees that numbers alone are read day first, that a date which could only be
//! month first, or whose weekday says so, is never read, and that an instant is read
//! by the clocks of this country.

use chrono::{Datelike, Duration, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use super::WrongCell;
use crate::domain::base::british_time;
use crate::domain::base::calendar::{NotADate, month_named, typed_date};
use crate::domain::base::typed::value;
use crate::domain::form::checks::Fault;

/// A date as a cell says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DateCell {
    /// The date, day first.
    pub date: NaiveDate,
    /// What it would be if its writer put the month first; `None` where that cannot
    /// be told from what stands there, or would be the same day.
    pub month_first: Option<NaiveDate>,
}

/// A piece of a cell's text: digits, or letters, with whether digits stand right
/// before it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Part<'text> {
    Number(&'text str),
    Word(&'text str, Glued),
}

/// Whether digits stand right before a word, as in `3rd`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glued {
    ToDigits,
    No,
}

/// What the words and numbers of a date say.
#[derive(Debug, Default)]
struct Said<'text> {
    numbers: Vec<&'text str>,
    month: Option<u32>,
    weekday: Option<Weekday>,
}

const NOT_REAL: WrongCell = WrongCell::Field(Fault::NotADate(NotADate::NotReal));

/// Reads a date as it stands in spreadsheets of this country: `3/11/2026`,
/// `03-11-26`, `3 November 2026`, `November 3, 2026`, `03-Nov-26`, or `2026-11-03`,
/// with or without its weekday and a time. A year of two digits is one of this
/// century. A time that says how far it is from UTC gives the date in Britain.
/// `beside` is the weekday that another column says.
///
/// # Errors
/// The [`WrongCell`] that says what is wrong with it.
pub(super) fn read_date(says: &str, beside: Option<Weekday>) -> Result<DateCell, WrongCell> {
    let text = value(says);
    if text.is_empty() {
        return Err(WrongCell::Field(Fault::Missing));
    }
    let (day, time) = split_time(&text);
    let time = time
        .map(|time| read_time(time).ok_or(NOT_REAL))
        .transpose()?;
    let said = Said::of(day).ok_or(NOT_REAL)?;
    let read = said.date()?;
    let checked = with_weekday(with_weekday(read, said.weekday)?, beside)?;
    let Some((clock, Zone::Ahead(ahead))) = time else {
        return Ok(checked);
    };
    let in_utc = |date: NaiveDate| {
        let utc = date.and_time(clock).checked_sub_signed(ahead);
        utc.map(british_time::date_at)
    };
    Ok(DateCell {
        date: in_utc(checked.date).ok_or(NOT_REAL)?,
        month_first: checked.month_first.and_then(in_utc),
    })
}

/// The weekday that a word means: its name, or the first letters of it.
pub(super) fn weekday_named(word: &str) -> Option<Weekday> {
    const NAMES: [(&str, Weekday); 7] = [
        ("monday", Weekday::Mon),
        ("tuesday", Weekday::Tue),
        ("wednesday", Weekday::Wed),
        ("thursday", Weekday::Thu),
        ("friday", Weekday::Fri),
        ("saturday", Weekday::Sat),
        ("sunday", Weekday::Sun),
    ];
    let word = word.trim_end_matches('.').to_lowercase();
    if word == "weds" {
        return Some(Weekday::Wed);
    }
    let named = NAMES
        .iter()
        .find(|(name, _)| word.len() > 1 && name.starts_with(&word));
    named.map(|(_, weekday)| *weekday)
}

/// The month that a word means.
pub(super) fn month_of(word: &str) -> Option<u32> {
    // Month names are read by their beginnings, and this one is not one.
    if word.eq_ignore_ascii_case("sept") {
        return Some(9);
    }
    month_named(word)
}

/// The digits and words of a text; `None` where a sign stands that no date has.
pub(super) fn parts_of(text: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut rest = text;
    let mut glued = Glued::No;
    while let Some(first) = rest.chars().next() {
        let like_first = |it: char| match first {
            '0'..='9' => it.is_ascii_digit(),
            _ => it.is_alphabetic(),
        };
        if !first.is_ascii_digit() && !first.is_alphabetic() {
            let is_between = first.is_whitespace()
                || "/-.,()'\u{2019}\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}".contains(first);
            if !is_between {
                return None;
            }
            rest = rest.get(first.len_utf8()..)?;
            glued = Glued::No;
            continue;
        }
        let end = rest.find(|it| !like_first(it)).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        if first.is_ascii_digit() {
            parts.push(Part::Number(part));
            glued = Glued::ToDigits;
        } else {
            parts.push(Part::Word(part, glued));
            glued = Glued::No;
        }
    }
    Some(parts)
}

/// The text before a time of the clock, and the time with what follows it.
pub(super) fn split_time(text: &str) -> (&str, Option<&str>) {
    let Some(colon) = text.find(':') else {
        return (text, None);
    };
    let before = text.get(..colon).unwrap_or_default();
    let day = before.trim_end_matches(|it: char| it.is_ascii_digit());
    let time = text.get(day.len()..);
    let day = day.trim_end_matches(|it: char| it.is_whitespace() || it == ',');
    // As ISO 8601 divides them; after a letter it would be part of a word.
    let iso = day
        .strip_suffix('T')
        .filter(|it| it.ends_with(|it: char| it.is_ascii_digit()));
    (iso.unwrap_or(day), time)
}

/// How far a time of the clock is ahead of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Zone {
    /// It does not say: it is the clock on the wall.
    NotSaid,
    /// So far.
    Ahead(Duration),
}

/// A time of the clock, with its zone.
fn read_time(text: &str) -> Option<(NaiveTime, Zone)> {
    let digits = |text: &str| {
        text.find(|it: char| !it.is_ascii_digit())
            .unwrap_or(text.len())
    };
    let mut numbers = Vec::new();
    let mut rest = text;
    loop {
        let (number, after) = rest.split_at(digits(rest));
        if number.len() > 2 {
            return None;
        }
        numbers.push(number.parse::<u32>().ok()?);
        rest = after;
        match rest.strip_prefix(':') {
            Some(after) if numbers.len() < 3 => rest = after,
            Some(_) | None => break,
        }
    }
    // Parts of a second.
    if let Some(after) = rest.strip_prefix(['.', ',']) {
        rest = after.get(digits(after)..)?;
    }
    let (hour, minute) = (*numbers.first()?, *numbers.get(1)?);
    let second = numbers.get(2).copied().unwrap_or(0);
    let rest = rest.trim().to_uppercase().replace('\u{2212}', "-");
    let (hour, zone) = if let Some(zone) = after_word(&rest, &["AM", "A.M."]) {
        (hour % 12, zone)
    } else if let Some(zone) = after_word(&rest, &["PM", "P.M."]) {
        (hour % 12 + 12, zone)
    } else {
        (hour, rest.as_str())
    };
    Some((
        NaiveTime::from_hms_opt(hour, minute, second)?,
        zone_of(zone)?,
    ))
}

fn after_word<'text>(text: &'text str, words: &[&str]) -> Option<&'text str> {
    let rest = words.iter().find_map(|word| text.strip_prefix(word));
    rest.map(str::trim)
}

/// The zone of this name; `None` for what is no zone.
fn zone_of(zone: &str) -> Option<Zone> {
    // Browsers and Java add the zone's name: (British Summer Time), [Europe/London].
    let zone = zone.split(['(', '[']).next().unwrap_or_default().trim();
    let zone = match zone {
        "" => return Some(Zone::NotSaid),
        "BST" => return Some(Zone::Ahead(Duration::hours(1))),
        _ => ["UTC", "GMT", "Z"]
            .iter()
            .find_map(|name| zone.strip_prefix(name))
            .unwrap_or(zone),
    };
    if zone.is_empty() {
        return Some(Zone::Ahead(Duration::zero()));
    }
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits = digits.replace(':', "");
    let all_digits = digits.bytes().all(|it| it.is_ascii_digit());
    let number: i64 = digits.parse().ok().filter(|_| all_digits)?;
    let (hours, minutes) = match digits.len() {
        1 | 2 => (number, 0),
        4 => (number / 100, number % 100),
        _ => return None,
    };
    (hours <= 14 && minutes < 60)
        .then(|| Zone::Ahead(Duration::minutes(sign * (hours * 60 + minutes))))
}

impl<'text> Said<'text> {
    fn of(text: &'text str) -> Option<Self> {
        let mut said = Self::default();
        for part in parts_of(text)? {
            match part {
                Part::Number(digits) => said.numbers.push(digits),
                Part::Word(word, Glued::ToDigits)
                    if ["st", "nd", "rd", "th"].contains(&word.to_lowercase().as_str()) => {}
                Part::Word(word, _) if ["of", "the"].contains(&word.to_lowercase().as_str()) => {}
                Part::Word(word, _) => {
                    if let (Some(weekday), None) = (weekday_named(word), said.weekday) {
                        said.weekday = Some(weekday);
                    } else if let (Some(month), None) = (month_of(word), said.month) {
                        said.month = Some(month);
                    } else {
                        return None;
                    }
                }
            }
        }
        Some(said)
    }

    fn date(&self) -> Result<DateCell, WrongCell> {
        let certain = |day: &str, month: &str, year: &str| {
            let date = typed_date(day, month, &whole_year(year));
            date.map_err(|why| WrongCell::Field(Fault::NotADate(why)))
                .map(|date| DateCell {
                    date,
                    month_first: None,
                })
        };
        match (self.month, &self.numbers[..]) {
            (None, [year, month, day]) if year.len() == 4 => certain(day, month, year),
            (None, [first, second, year]) => day_first(first, second, &whole_year(year)),
            (Some(month), [year, day]) if year.len() == 4 => certain(day, &month.to_string(), year),
            (Some(month), [day, year]) => certain(day, &month.to_string(), year),
            (_, _) => Err(NOT_REAL),
        }
    }
}

fn whole_year(year: &str) -> String {
    match year.len() {
        2 => format!("20{year}"),
        _ => year.to_owned(),
    }
}

fn day_first(first: &str, second: &str, year: &str) -> Result<DateCell, WrongCell> {
    let month_first = typed_date(second, first, year);
    match typed_date(first, second, year) {
        Ok(date) => Ok(DateCell {
            date,
            month_first: month_first.ok().filter(|other| *other != date),
        }),
        Err(_) if month_first.is_ok() => Err(WrongCell::MonthFirst),
        Err(why) => Err(WrongCell::Field(Fault::NotADate(why))),
    }
}

/// Holds a date to the weekday that is said of it: another one is proof that the month
/// came first, or that one of the two is wrong.
fn with_weekday(read: DateCell, said: Option<Weekday>) -> Result<DateCell, WrongCell> {
    let Some(said) = said else {
        return Ok(read);
    };
    let is_said = |date: &NaiveDate| date.weekday() == said;
    let month_first = read.month_first.filter(is_said);
    if is_said(&read.date) {
        Ok(DateCell {
            month_first,
            ..read
        })
    } else if month_first.is_some() {
        Err(WrongCell::MonthFirst)
    } else {
        Err(WrongCell::OtherWeekday(read.date))
    }
}

/// A date as a workbook keeps it, as text: with its time where it has one.
#[must_use]
pub fn date_text(at: NaiveDateTime) -> String {
    if at.time() == NaiveTime::MIN {
        at.date().to_string()
    } else {
        at.format("%Y-%m-%d %H:%M:%S").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn check(says: &str, expected: Result<NaiveDate, WrongCell>) {
        let read = read_date(says, None).map(|it| it.date);
        assert_eq!(read, expected, "{says}");
    }

    #[test]
    fn dates_are_read_as_they_stand_in_spreadsheets_here() {
        for says in [
            "3/11/2026",
            "03/11/2026",
            "3/11/26",
            "03-11-2026",
            "3.11.26",
            "3 November 2026",
            "3 nov 26",
            "3 Nov ’26",
            "03-Nov-26",
            "03Nov2026",
            "3rd November 2026",
            "3rd of November, 2026",
            "Tuesday 3 November 2026",
            "Tue, 3 Nov 2026",
            "03/11/2026 (Tue)",
            "Tues. 03/11/2026",
            "November 3, 2026",
            "Nov. 3rd 2026",
            "Tuesday, November 3, 2026",
            "2026-11-03",
            "2026/11/03",
            "2026 Nov 3",
            "03/11/2026 00:00",
            "2026-11-03T10:30:00",
            "2026-11-03 10:30:00.000",
            "03/11/2026 10:30:00 AM",
            "03/11/2026, 22:30",
            "\u{feff}03/11/2026\u{200e}",
            "\u{a0}3\u{a0}November\u{a0}2026 ",
            "٠٣/١١/٢٠٢٦",
            "۲۰۲۶-۱۱-۰۳",
            "੦੩-੧੧-੨੦੨੬",
            "０３／１１／２０２６",
            "03\u{2011}11\u{2013}2026",
        ] {
            check(says, Ok(day(2026, 11, 3)));
        }
        check("14 Sept 2026", Ok(day(2026, 9, 14)));
        check("29/2/24", Ok(day(2024, 2, 29)));
    }

    #[test]
    fn an_instant_is_the_date_in_this_country() {
        for says in [
            "2026-06-30T23:00:00Z",
            "2026-06-30T23:00:00.000Z",
            "2026-06-30 23:00 UTC",
            "2026-06-30T23:00:00+00:00",
            "2026-06-30T23:00:00+0000",
            "2026-07-01T00:00:00+01:00",
            "2026-07-01T00:00+01:00[Europe/London]",
            "2026-06-30T19:00:00-04:00",
            "2026-06-30T19:00:00\u{2212}04",
            "Wed Jul 01 2026 00:00:00 GMT+0100 (British Summer Time)",
            "Tue, 30 Jun 2026 23:00:00 GMT",
            "01/07/2026 00:00 BST",
            "30/06/2026 11:00 PM Z",
        ] {
            check(says, Ok(day(2026, 7, 1)));
        }
        check("2026-06-30T22:59:59Z", Ok(day(2026, 6, 30)));
        check("2026-12-30T23:00:00Z", Ok(day(2026, 12, 30)));
        // Without a zone it is the clock on the wall.
        check("2026-06-30T23:00:00", Ok(day(2026, 6, 30)));
    }

    #[test]
    fn a_date_that_could_only_be_month_first_is_never_read() {
        check("11/13/2026", Err(WrongCell::MonthFirst));
        check("03/31/26", Err(WrongCell::MonthFirst));
        check("03/04/2026", Ok(day(2026, 4, 3)));
    }

    #[test]
    fn a_weekday_proves_which_way_round_a_date_is() {
        // 11 March 2026 is a Wednesday, 3 November 2026 a Tuesday.
        for says in [
            "Wed 03/11/2026",
            "03/11/2026 Weds",
            "Wednesday, 03/11/26 09:30",
        ] {
            check(says, Err(WrongCell::MonthFirst));
        }
        let other = WrongCell::OtherWeekday(day(2026, 11, 3));
        check("Fri 03/11/2026", Err(other));
        check("Wed 3 November 2026", Err(other));
        assert_eq!(read_date("3/11/2026", Some(Weekday::Fri)), Err(other));
        let doubtful = |says: &str| read_date(says, None).unwrap().month_first;
        assert_eq!(doubtful("03/11/2026"), Some(day(2026, 3, 11)));
        assert_eq!(doubtful("Tue 03/11/2026"), None);
        for certain in ["3 Nov 2026", "2026-11-03", "13/11/2026", "11/11/2026"] {
            assert_eq!(doubtful(certain), None, "{certain}");
        }
    }

    #[test]
    fn what_is_no_date_is_named_so() {
        for says in [
            "30/02/2026",
            "31/31/2026",
            "2026-13-01",
            "yesterday",
            "46000",
            "3/11",
            "November 2026",
            "3/11/206",
            "1/2/3/2026",
            "+3/11/2026",
            "::",
            "Xyz 3/11/2026",
            "Tue Wed 3/11/2026",
            "3/11/2026 25:00",
            "3/11/2026 10:30 XYZ",
            "3/11/2026 10:30+99:00",
            "2026-06-30T24:00:00Z",
        ] {
            check(says, Err(NOT_REAL));
        }
        check("", Err(WrongCell::Field(Fault::Missing)));
        check("\u{200b}", Err(WrongCell::Field(Fault::Missing)));
    }
}
