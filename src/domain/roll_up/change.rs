//! A figure beside the same of last year: the difference, the percent change, and
//! a sentence.
//!
//! Guarantees that each percentage is rounded once, half away from zero, to one
//! decimal, from whole numbers.

use super::lexicon::Amount;
use super::measure::Measure;
use crate::domain::base::share::{Share, Tenths, grouped};

/// A figure beside the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The figure of the period.
    pub now: Amount,
    /// The same of last year.
    pub before: Amount,
}

impl Change {
    /// By how much the count rose; below zero, fell.
    #[must_use]
    pub fn difference(self) -> i128 {
        i128::from(self.now.count) - i128::from(self.before.count)
    }

    /// The change of the count in percent; `None` where it was zero.
    #[must_use]
    pub fn percent(self) -> Option<Tenths> {
        Tenths::of(self.difference(), i128::from(self.before.count))
    }

    /// The change of a share in percentage points, from the exact shares; `None`
    /// where either is of nothing.
    #[must_use]
    pub fn points(self) -> Option<Tenths> {
        let (now, before) = (self.now, self.before);
        if now.whole == 0 || before.whole == 0 {
            return None;
        }
        let wide = |one: u64, other: u64| i128::from(one) * i128::from(other);
        let part = wide(now.count, before.whole) - wide(before.count, now.whole);
        Tenths::of(part, wide(now.whole, before.whole))
    }
}

/// How a measure's figure has changed since last year, in a few words: `16 more
/// (+3.2%)`, `23.5 points more`, `the same`; `None` where one of them is a share of
/// nothing.
#[must_use]
pub fn few_words(measure: &Measure, now: Amount, before: Amount) -> Option<String> {
    let change = Change { now, before };
    if measure.is_share() {
        let points = change.points()?;
        return Some(match points.tenths().signum() {
            1 => format!("{} points more", points.size()),
            -1 => format!("{} points less", points.size()),
            _ => "the same".to_owned(),
        });
    }
    let by = grouped(now.count.abs_diff(before.count));
    let percent = change.percent();
    let percent = percent.map_or_else(String::new, |it| format!(" ({}%)", it.signed()));
    Some(match change.difference().signum() {
        1 => format!("{by} more{percent}"),
        -1 => format!("{by} fewer{percent}"),
        _ => "the same".to_owned(),
    })
}

/// A measure's figure in a sentence, beside last year's if there is one:
/// `515 surveys, 16 more than last year (+3.2%)`.
#[must_use]
pub fn sentence(measure: &Measure, now: Amount, before: Option<Amount>) -> String {
    if measure.is_share() {
        share_sentence(measure, now, before)
    } else {
        count_sentence(measure, now, before)
    }
}

/// A figure in words: `515 surveys`, `98.3% (506 of 515 surveys)`, `no surveys`.
#[must_use]
pub fn figure_words(measure: &Measure, amount: Amount) -> String {
    if !measure.is_share() {
        return measure.so_many(amount.count);
    }
    let share = Share {
        part: amount.count,
        whole: amount.whole,
    };
    let of = measure.so_many(amount.whole);
    match share.percent() {
        Some(percent) => format!("{percent} ({} of {of})", grouped(amount.count)),
        None => format!("no {}", measure.unit.1),
    }
}

fn count_sentence(measure: &Measure, now: Amount, before: Option<Amount>) -> String {
    let counted = measure.so_many(now.count);
    let Some(before) = before else {
        return format!("{counted}; nothing to compare with from last year");
    };
    let change = Change { now, before };
    let by = grouped(now.count.abs_diff(before.count));
    let percent = change
        .percent()
        .map(|percent| format!(" ({}%)", percent.signed()));
    let percent = percent.unwrap_or_default();
    match change.difference().signum() {
        1 => format!("{counted}, {by} more than last year{percent}"),
        -1 => format!("{counted}, {by} fewer than last year{percent}"),
        _ => format!("{counted}, the same as last year"),
    }
}

fn share_sentence(measure: &Measure, now: Amount, before: Option<Amount>) -> String {
    let words = |amount: Amount| figure_words(measure, amount);
    let said = words(now);
    let Some(before) = before else {
        return format!("{said}; nothing to compare with from last year");
    };
    match (Change { now, before }).points() {
        None => format!("{said}; last year {}", words(before)),
        Some(points) if points.tenths() == 0 => {
            format!("{said}, the same as last year’s {}", words(before))
        }
        Some(points) => {
            let more = if points.tenths() > 0 { "more" } else { "less" };
            let size = points.size();
            format!(
                "{said}, {size} points {more} than last year’s {}",
                words(before)
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(code: &str, now: (u64, u64), before: Option<(u64, u64)>, expected: &str) {
        let amount = |(count, whole)| Amount { count, whole };
        let measure = Measure::with_code(code).unwrap();
        assert_eq!(sentence(measure, amount(now), before.map(amount)), expected);
    }

    // Early Help report 2016-17, section 2.
    #[test]
    fn the_reports_surveys_are_16_more() {
        let expected = "515 surveys, 16 more than last year (+3.2%)";
        check("surveys-received", (515, 0), Some((499, 0)), expected);
    }

    // Early Help report 2016-17, section 2: printed as 74.7% → 98%.
    #[test]
    fn the_reports_share_treated_with_respect_rose_by_23_and_a_half_points() {
        check(
            "survey-respect",
            (506, 515),
            Some((373, 499)),
            "98.3% (506 of 515 surveys), 23.5 points more than last year’s 74.7% (373 of 499 surveys)",
        );
    }

    #[test]
    fn a_change_is_said_in_a_few_words() {
        let check = |code, now, before, expected: Option<&str>| {
            let amount = |(count, whole)| Amount { count, whole };
            let measure = Measure::with_code(code).unwrap();
            let words = few_words(measure, amount(now), amount(before));
            assert_eq!(words.as_deref(), expected);
        };
        // Early Help report 2016-17, section 2.
        check(
            "surveys-received",
            (515, 0),
            (499, 0),
            Some("16 more (+3.2%)"),
        );
        let points = Some("23.5 points more");
        check("survey-respect", (506, 515), (373, 499), points);
        check("sessions", (1, 0), (4, 0), Some("3 fewer (−75.0%)"));
        check("sessions", (4, 0), (0, 0), Some("4 more"));
        check("sessions", (4, 0), (4, 0), Some("the same"));
        check("survey-helped", (1, 2), (2, 4), Some("the same"));
        check("survey-helped", (1, 2), (0, 0), None);
    }

    #[test]
    fn fewer_and_the_same_and_nothing_before_are_said() {
        check(
            "sessions",
            (1, 0),
            Some((4, 0)),
            "1 session, 3 fewer than last year (−75.0%)",
        );
        check(
            "sessions",
            (4, 0),
            Some((4, 0)),
            "4 sessions, the same as last year",
        );
        check(
            "sessions",
            (4, 0),
            Some((0, 0)),
            "4 sessions, 4 more than last year",
        );
        check(
            "sessions",
            (1_000, 0),
            None,
            "1,000 sessions; nothing to compare with from last year",
        );
        check(
            "survey-helped",
            (0, 0),
            Some((1, 2)),
            "no surveys; last year 50.0% (1 of 2 surveys)",
        );
        let same = "50.0% (1 of 2 surveys), the same as last year’s 50.0% (2 of 4 surveys)";
        check("survey-helped", (1, 2), Some((2, 4)), same);
    }
}
