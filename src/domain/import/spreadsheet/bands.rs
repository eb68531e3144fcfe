//! The headings of head counts: age bands as people write them, and as spreadsheet
//! programs change them.
//!
//! Guarantees that a heading which a program turned into a date, such as `05-Oct` for
//! 5 to 10, is known for what it was. Refuses every heading that could mean another
//! band.

use super::dates::{Part, month_of, parts_of, split_time};
use crate::domain::base::typed::{plain, value};
use crate::domain::record::attendance::AgeBand;

/// Words of a heading that say no more than the band's numbers do.
const ABOUT_AGE: [&str; 24] = [
    "age", "ages", "aged", "year", "years", "yr", "yrs", "y", "yo", "old", "olds", "s", "child",
    "children", "cyp", "yp", "young", "people", "no", "number", "numbers", "of", "between", "from",
];

/// The band that a heading means: `5-10 yrs`, `Aged 11 to 15`, `<5`, `U5s`.
pub(super) fn band_of(heading: &str) -> Option<AgeBand> {
    let text: String = value(heading).to_lowercase();
    let (mut numbers, mut below, mut to_send) = (Vec::new(), false, false);
    let mut rest = text.as_str();
    while let Some(first) = rest.chars().next() {
        let end = if first.is_alphanumeric() {
            let is_digit = first.is_ascii_digit();
            rest.find(|it: char| !it.is_alphanumeric() || it.is_ascii_digit() != is_digit)
                .unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (part, after) = rest.split_at(end);
        rest = after;
        match part {
            "<" | "under" | "u" | "below" => below = true,
            "five" => numbers.push(5),
            "send" | "sen" => to_send = true,
            "to" | "with" | "and" => {}
            // More than a number, or a range that is open above, is another band.
            ">" | "+" | "=" | "≤" | "≥" | "/" | "%" => return None,
            _ if first.is_ascii_digit() => numbers.push(part.parse::<u32>().ok()?),
            _ if first.is_alphanumeric() && !ABOUT_AGE.contains(&part) => return None,
            _ => {}
        }
    }
    match (below, &numbers[..]) {
        (true, [5]) | (false, [0, 4 | 5]) => Some(AgeBand::Under5),
        (false, [5, 10]) => Some(AgeBand::From5To10),
        (false, [11, 15]) => Some(AgeBand::From11To15),
        (false, [16, 19 | 25]) => Some(AgeBand::From16To19),
        (false, [16, 19, 25]) if to_send => Some(AgeBand::From16To19),
        (_, _) => None,
    }
}

/// The band that a heading was before a spreadsheet program made a date of it.
///
/// | it was | the program keeps | it shows |
/// |---|---|---|
/// | `5-10` | 5 October, or 10 May | `05-Oct`, `Oct-05`, `10-May`, `10/05/26` |
/// | `11-15` | November 2015, or 15 November | `Nov-15`, `15-Nov`, `01/11/2015` |
pub(super) fn band_of_date(heading: &str) -> Option<AgeBand> {
    let text = value(heading);
    let (day, _) = split_time(&text);
    let (mut numbers, mut month) = (Vec::new(), None);
    for part in parts_of(day)? {
        match part {
            Part::Number(digits) => numbers.push((digits.len(), digits.parse::<u32>().ok()?)),
            Part::Word(word, _) if month.is_none() => month = Some(month_in_any_language(word)?),
            Part::Word(..) => return None,
        }
    }
    // As day, month and year, or without one of the first and the last.
    let candidates = match (month, &numbers[..]) {
        (Some(month), [(4, year)]) => vec![(month, *year % 100)],
        (Some(month), [(_, number)]) => vec![(*number, month)],
        (Some(month), [(4, year), (_, day)] | [(_, day), (_, year)]) => of_date(*day, month, *year),
        (None, [(4, year), (_, month), (_, day)] | [(_, day), (_, month), (_, year)]) => {
            of_date(*day, *month, *year)
        }
        (_, _) => return None,
    };
    let mut bands =
        candidates
            .into_iter()
            .filter_map(|(one, other)| match (one.min(other), one.max(other)) {
                (5, 10) => Some(AgeBand::From5To10),
                (11, 15) => Some(AgeBand::From11To15),
                _ => None,
            });
    bands.next()
}

/// The pairs of numbers that a program may have made a date of: its day and month; and
/// of the first of a month, or of January month first, the month and its year.
fn of_date(day: u32, month: u32, year: u32) -> Vec<(u32, u32)> {
    let mut pairs = vec![(day, month)];
    if day == 1 {
        pairs.push((month, year % 100));
    }
    if month == 1 {
        pairs.push((day, year % 100));
    }
    pairs
}

/// A month's name or abbreviation, in English or in another language that a spreadsheet
/// program is set to here: only those months that a band can become.
fn month_in_any_language(word: &str) -> Option<u32> {
    let word: String = word.chars().map(plain).collect::<String>().to_lowercase();
    month_of(&word).or(match word.as_str() {
        "mai" | "maj" | "mag" => Some(5),
        "okt" | "oct" | "ott" | "hyd" | "paź" => Some(10),
        "tach" | "lis" => Some(11),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_known_as_people_write_them() {
        let check = |headings: &[&str], expected: AgeBand| {
            for heading in headings {
                assert_eq!(band_of(heading), Some(expected), "{heading}");
            }
        };
        let under_5 = [
            "<5",
            "< 5",
            "U5s",
            "under 5 yrs",
            "Under five",
            "0-4",
            "0 – 4",
            "0 to 5",
            "Aged 0-4",
            "Children under 5",
            "\u{a0}<\u{a0}5",
        ];
        check(&under_5, AgeBand::Under5);
        let to_10 = [
            "5-10",
            "5 – 10 years",
            "5–10yrs",
            "Ages 5 to 10",
            "5to10s",
            "No. of 5-10s",
            "٥-١٠",
            "５−１０",
            "5\u{a0}to\u{a0}10",
            "5\nto 10",
        ];
        check(&to_10, AgeBand::From5To10);
        check(&["11-15", "aged 11 to 15", "YP 11-15"], AgeBand::From11To15);
        let to_19 = ["16-19", "16 to 25", "16 to 19 (to 25 with SEND)"];
        check(&to_19, AgeBand::From16To19);
    }

    #[test]
    fn what_could_mean_another_band_is_not_known() {
        for heading in [
            "5",
            "510",
            "5-11",
            "5-9",
            "under 10",
            ">5",
            "5+",
            "16+",
            "0-18",
            "Adults 16-19",
            "5/10",
            "5-10%",
            "Room 5-10",
            "",
        ] {
            assert_eq!(band_of(heading), None, "{heading}");
        }
    }

    #[test]
    fn headings_that_a_spreadsheet_program_made_dates_of_are_known() {
        for heading in [
            "05-Oct",
            "5-Oct",
            "Oct-05",
            "5. Okt",
            "05/Oct",
            "5 October",
            "10-May",
            "May-10",
            "10/05/26",
            "05/10/2026",
            "2026-10-05",
            "2026-05-10 00:00:00",
            "10-May-26",
            "1 October 2005",
            "01/10/2005",
            "10/1/2005",
            "2005-10-01",
        ] {
            assert_eq!(band_of_date(heading), Some(AgeBand::From5To10), "{heading}");
        }
        for heading in [
            "Nov-15",
            "15-Nov",
            "15/11/2026",
            "11/15/26",
            "2015-11-01",
            "01-Nov-15",
            "2026-11-15T00:00:00",
            "November 2015",
        ] {
            assert_eq!(
                band_of_date(heading),
                Some(AgeBand::From11To15),
                "{heading}"
            );
        }
    }

    #[test]
    fn a_heading_that_is_another_date_is_no_band() {
        for heading in [
            "05-Sep",
            "Nov-16",
            "03/11/2026",
            "2026-11-03",
            "11-Oct",
            "October",
            "5",
            "Week 5 Oct",
            "2026",
            "10/05",
            "",
        ] {
            assert_eq!(band_of_date(heading), None, "{heading}");
        }
    }
}
