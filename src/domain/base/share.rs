//! A part of a whole, shown as a percentage with both its numbers.
//!
//! Guarantees that a percentage is rounded once, half away from zero, to one
//! decimal, in whole-number arithmetic, and never stands without its numerator
//! and denominator.

use std::fmt;

/// A numerator over a denominator: people, surveys or cases.
///
/// ```
/// use daybook::domain::base::share::Share;
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
        let tenths = Tenths::of(i128::from(self.part), i128::from(self.whole))?;
        Some(tenths.size() + "%")
    }
}

/// A number in tenths, such as of percent or of percentage points: rounded once, half
/// away from zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenths(i128);

impl Tenths {
    /// A quotient, `part` over `whole`, times a thousand: tenths of a percent;
    /// `None` of nothing.
    #[must_use]
    pub fn of(part: i128, whole: i128) -> Option<Self> {
        if whole <= 0 {
            return None;
        }
        // Halves are rounded away from zero, on both sides of it.
        let doubled = part.checked_mul(2000)?;
        let rounded = (doubled.abs().checked_add(whole)?) / whole.checked_mul(2)?;
        Some(Self(rounded * part.signum()))
    }

    /// Without its sign, such as `3.2`.
    #[must_use]
    pub fn size(self) -> String {
        let size = self.0.unsigned_abs();
        format!("{}.{}", size / 10, size % 10)
    }

    /// With its sign, such as `+3.2`, `−0.4` or `0.0`.
    #[must_use]
    pub fn signed(self) -> String {
        let sign = match self.0.signum() {
            1 => "+",
            -1 => "−",
            _ => "",
        };
        format!("{sign}{}", self.size())
    }

    /// How many tenths.
    #[must_use]
    pub const fn tenths(self) -> i128 {
        self.0
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

/// A count with what goes with one and with any other number, such as `1 record is`
/// and `0 records are`.
///
/// ```
/// use daybook::domain::base::share::counted;
///
/// assert_eq!(counted(1, "session", "sessions"), "1 session");
/// assert_eq!(counted(1_204, "session", "sessions"), "1,204 sessions");
/// ```
#[must_use]
pub fn counted(count: u64, one: &str, other: &str) -> String {
    let words = if count == 1 { one } else { other };
    format!("{} {words}", grouped(count))
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
    fn halves_are_rounded_away_from_zero_on_both_sides() {
        let check = |part, whole, expected: &str| {
            assert_eq!(Tenths::of(part, whole).unwrap().signed(), expected);
        };
        check(1, 2000, "+0.1");
        check(-1, 2000, "−0.1");
        check(-1, 16, "−6.3");
        check(1, 3000, "0.0");
        assert_eq!(Tenths::of(1, 0), None);
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
