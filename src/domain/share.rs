//! A part of a whole, shown as a percentage with both its numbers.
//!
//! Guarantees that a percentage is rounded once, half away from zero, to one
//! decimal, in whole-number arithmetic, and never stands without its numerator
//! and denominator.

use std::fmt;

/// A numerator over a denominator: people, surveys or cases.
///
/// ```
/// use daybook::domain::share::Share;
///
/// // Early Help report 2016-17, section 2, printed there as 97.5%.
/// let listened = Share { part: 503, whole: 515 };
/// assert_eq!(listened.percent().as_deref(), Some("97.7%"));
/// assert_eq!(listened.to_string(), "503 of 515 (97.7%)");
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// The numerator.
    pub part: u64,
    /// The denominator.
    pub whole: u64,
}

impl Share {
    /// The percentage to one decimal, such as `98.3%`; `None` of nothing.
    #[must_use]
    pub fn percent(self) -> Option<String> {
        let tenths = self.tenths_of_a_percent()?;
        Some(format!("{}.{}%", tenths / 10, tenths % 10))
    }

    fn tenths_of_a_percent(self) -> Option<u128> {
        let whole = u128::from(self.whole);
        (u128::from(self.part) * 2000 + whole).checked_div(2 * whole)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} of {}", grouped(self.part), grouped(self.whole))?;
        match self.percent() {
            Some(percent) => write!(out, " ({percent})"),
            None => Ok(()),
        }
    }
}

/// A count with a comma at each thousand, such as `36,039`.
#[must_use]
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(part: u64, whole: u64, expected: &str) {
        assert_eq!(Share { part, whole }.percent().as_deref(), Some(expected));
    }

    #[test]
    fn the_reports_survey_measures_come_out_exact() {
        // Early Help report 2016-17, section 2.
        check(506, 515, "98.3%");
        check(503, 515, "97.7%");
        check(373, 499, "74.7%");
        check(370, 499, "74.1%");
    }

    #[test]
    fn the_reports_misprinted_shares_come_out_right() {
        // Early Help report 2016-17, sections 2 and 3: printed 30.2, 10.9, 14.9.
        check(212, 700, "30.3%");
        check(87, 791, "11.0%");
        check(97, 648, "15.0%");
        check(55, 628, "8.8%");
    }

    #[test]
    fn exact_halves_round_away_from_zero() {
        check(1, 2000, "0.1%");
        check(1, 16, "6.3%");
        check(3, 16, "18.8%");
    }

    #[test]
    fn a_share_of_nothing_has_no_percentage() {
        let none = Share { part: 0, whole: 0 };
        assert_eq!(none.percent(), None);
        assert_eq!(none.to_string(), "0 of 0");
    }

    #[test]
    fn the_largest_counts_do_not_overflow() {
        check(u64::MAX, u64::MAX, "100.0%");
        assert_eq!(grouped(36_039), "36,039");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000_000), "1,000,000");
    }
}
