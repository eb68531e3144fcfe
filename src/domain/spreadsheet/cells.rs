//! What stands in single cells, in the ways in which people write it: dates, day
//! first, and the kinds of session.

use chrono::NaiveDate;

use super::{WrongCell, bare};
use crate::domain::calendar::{NotADate, typed_date};
use crate::domain::draft::Fault;
use crate::domain::session::Kind;

/// The kind that is called so, in one of the ways in which people write it.
pub(super) fn kind_of(says: &str) -> Option<Kind> {
    let says = bare(says);
    Kind::ALL.into_iter().find(|kind| {
        let aliases = match kind {
            Kind::ChildrensCentreGroup => "childrenscentre centregroup groupactivity",
            Kind::YouthClub => "youthclubsession youthwork",
            Kind::SchoolGroupWork => "school groupwork schoolgroup",
            Kind::CoWorkedCase => "coworked coworking",
            Kind::TargetedPrevention => "targeted prevention preventionwork",
        };
        let mut aliases = aliases.split(' ');
        bare(kind.label()) == says
            || bare(kind.code()) == says
            || aliases.any(|alias| alias == says)
    })
}

/// Reads a date as it stands in spreadsheets of this country: `3/11/2026`,
/// `03-11-26`, `3 November 2026`, `03-Nov-26`, or `2026-11-03`; the weekday
/// before it and a time after it are passed over. A year of two digits is one of
/// this century.
///
/// # Errors
/// The [`WrongCell`] that says what is wrong with it.
pub(super) fn read_date(says: &str) -> Result<NaiveDate, WrongCell> {
    if says.is_empty() {
        return Err(WrongCell::Field(Fault::Missing));
    }
    // Exports say the time as well: 03/11/2026 00:00.
    let before_time = says
        .find(':')
        .and_then(|colon| says.get(..colon)?.rfind([' ', 'T']))
        .and_then(|at| says.get(..at));
    let parts = before_time.unwrap_or(says).split(|letter: char| {
        letter.is_whitespace() || matches!(letter, '/' | '-' | '.' | ',' | '\u{2013}')
    });
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let not_a_date = |why| WrongCell::Field(Fault::NotADate(why));
    let (day, month, year) = match parts[..] {
        [year, month, day] if year.len() == 4 => {
            return typed_date(day, month, year).map_err(not_a_date);
        }
        [day, month, year] => (day, month, year),
        [weekday, day, month, year] if weekday.bytes().all(|it| it.is_ascii_alphabetic()) => {
            (day, month, year)
        }
        _ => return Err(not_a_date(NotADate::NotReal)),
    };
    let year = match year.len() {
        2 => format!("20{year}"),
        _ => year.to_owned(),
    };
    let day = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| day.strip_suffix(ending))
        .unwrap_or(day);
    // Month names are read by their beginnings, and this one is not one.
    let month = if month.eq_ignore_ascii_case("sept") {
        "Sep"
    } else {
        month
    };
    typed_date(day, month, &year).map_err(|why| match typed_date(month, day, &year) {
        Ok(_) => WrongCell::MonthFirst,
        Err(_) => not_a_date(why),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn check_date(says: &str, expected: Result<NaiveDate, WrongCell>) {
        assert_eq!(read_date(says), expected, "{says}");
    }

    const NOT_REAL: WrongCell = WrongCell::Field(Fault::NotADate(NotADate::NotReal));

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
            "03-Nov-26",
            "3rd November 2026",
            "Tuesday 3 November 2026",
            "Tue, 3 Nov 2026",
            "2026-11-03",
            "03/11/2026 00:00",
            "2026-11-03T10:30:00",
            "03/11/2026 10:30:00 AM",
        ] {
            check_date(says, Ok(day(2026, 11, 3)));
        }
        check_date("14 Sept 2026", Ok(day(2026, 9, 14)));
        check_date("29/2/24", Ok(day(2024, 2, 29)));
    }

    #[test]
    fn a_date_that_could_only_be_month_first_is_never_read() {
        check_date("11/13/2026", Err(WrongCell::MonthFirst));
        check_date("03/31/26", Err(WrongCell::MonthFirst));
        check_date("03/04/2026", Ok(day(2026, 4, 3)));
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
        ] {
            check_date(says, Err(NOT_REAL));
        }
        check_date("", Err(WrongCell::Field(Fault::Missing)));
    }

    #[test]
    fn every_kind_is_known_by_its_label_and_its_code() {
        for kind in Kind::ALL {
            assert_eq!(kind_of(kind.label()), Some(kind));
            assert_eq!(kind_of(kind.code()), Some(kind));
        }
        assert_eq!(
            kind_of("Childrens Centre"),
            Some(Kind::ChildrensCentreGroup)
        );
        assert_eq!(kind_of("CO-WORKED"), Some(Kind::CoWorkedCase));
        assert_eq!(kind_of("club"), None);
    }
}
