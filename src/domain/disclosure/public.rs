//! What the public is told of one unit's measures: what was published of them.

use super::disclosed::{Disclosed, DisclosedBefore};
use super::figures::Side;
use super::primary::is_small;
use super::publication::{Publication, PublishedValue};
use super::value::Value;
use crate::domain::roll_up::compared::{Before, Origin};
use crate::domain::roll_up::measure::{MadeFrom, Measure};
use crate::domain::roll_up::{Adding, Amount, Breakdown, Period, Span, Unit};

/// What was published of a unit.
#[derive(Clone, Copy)]
pub(super) struct Public<'a>(pub(super) &'a Publication, pub(super) &'a Unit);

impl Public<'_> {
    /// The period under which a span's figures are published: a year in which
    /// nothing came after a quarter, or nothing before it, is that of its quarters.
    fn period(self, span: Span) -> Option<Period> {
        let here = |period| self.0.parts().0.here(self.1, period).is_some();
        let is_there =
            |quarter: &&_| here(Period::Quarter(**quarter)) || here(Period::YearTo(**quarter));
        let last = *span.quarters().iter().rev().find(is_there)?;
        let year = Period::YearTo(last);
        Some(if span.is_one_quarter() || !here(year) {
            Period::Quarter(last)
        } else {
            year
        })
    }

    fn said(self, code: &str, part: &Breakdown, side: Side, span: Span) -> Option<PublishedValue> {
        let stock = Measure::with_code(code).is_some_and(|it| it.adding == Adding::Stock);
        let period = if stock {
            Period::Quarter(span.last())
        } else {
            self.period(span)?
        };
        self.0.said((self.1, period), code, part, side)
    }

    /// A count as it is shown.
    pub(super) fn value(self, code: &str, part: &Breakdown, span: Span) -> Option<Value> {
        Some(match self.said(code, part, Side::Count, span)? {
            PublishedValue::Shown(count) => Value::Shown(count),
            PublishedValue::Hidden(_) => Value::Withheld,
        })
    }

    /// What is told of a measure.
    pub(super) fn told(self, measure: &Measure, span: Span) -> Option<Disclosed> {
        let all = &Breakdown::whole();
        let count = |code: &str, part: &Breakdown| self.said(code, part, Side::Count, span);
        let (part, whole) = match measure.from {
            MadeFrom::Figures(_) if measure.adding == Adding::Ratio => (
                count(measure.code, all)?,
                Some(self.said(measure.code, all, Side::Whole, span)?),
            ),
            MadeFrom::Figures(_) => (count(measure.code, all)?, None),
            MadeFrom::Category { of, only, .. } => (count(of, &Breakdown::of([only]))?, None),
            MadeFrom::Over { part, whole } => (count(part, all)?, Some(count(whole, all)?)),
        };
        Some(match (part, whole.unwrap_or(PublishedValue::Shown(0))) {
            (PublishedValue::Shown(count), PublishedValue::Shown(whole)) => {
                Disclosed::Amount(Amount { count, whole })
            }
            (PublishedValue::Hidden(_), _) | (_, PublishedValue::Hidden(_)) => Disclosed::Hidden,
        })
    }

    /// What is told of last year's figure, beside what is told of this one's, and what
    /// that is: nothing where both together would give away a small difference.
    pub(super) fn told_before(
        self,
        measure: &Measure,
        span: Span,
        (now, exact): (Disclosed, Option<Amount>),
        before: &Before,
    ) -> DisclosedBefore {
        let last_year = span.same_last_year();
        let told = match &before.origin {
            // It stands in a report already.
            Origin::Typed(_) => Some(Disclosed::Amount(before.amount)),
            Origin::Returns(_) => self.told(measure, last_year),
        };
        let periods = (self.period(span), self.period(last_year));
        let are_compared = match (&before.origin, periods) {
            (Origin::Returns(_), (Some(now), Some(then))) => now.same_last_year() == then,
            (Origin::Returns(_) | Origin::Typed(_), _) => false,
        };
        let threshold = self.0.rule().threshold.count();
        let gives_away = |exact: Amount| {
            let differs = |one: u64, other: u64| is_small(one.abs_diff(other), threshold);
            let (count, whole) = (before.amount.count, before.amount.whole);
            differs(exact.count, count) || differs(exact.whole, whole)
        };
        match (told, now) {
            (Some(Disclosed::Amount(_)), Disclosed::Amount(_))
                if !are_compared && exact.is_some_and(gives_away) =>
            {
                DisclosedBefore::LeftOut
            }
            (Some(Disclosed::Amount(amount)), _) => DisclosedBefore::Amount(Before {
                amount,
                origin: before.origin.clone(),
            }),
            (Some(Disclosed::Hidden), _) => DisclosedBefore::Hidden,
            (Some(Disclosed::NotCollected), _) => DisclosedBefore::NotCollected,
            (Some(Disclosed::NoFigures) | None, _) => DisclosedBefore::LeftOut,
        }
    }
}

/// Whether anything of a measure is ever published of a unit.
pub(super) fn may_be_told(publication: &Publication, measure: &Measure, unit: &Unit) -> bool {
    let codes = match measure.from {
        MadeFrom::Figures(_) => [measure.code; 2],
        MadeFrom::Category { of, .. } => [of; 2],
        MadeFrom::Over { part, whole } => [part, whole],
    };
    let mut here = publication.parts().0.iter().filter(|it| it.0 == unit);
    here.any(|(_, _, here)| {
        let is_there = |code: &str| here.keys().any(|known| known.measure == code);
        codes.iter().all(|code| is_there(code))
    })
}

/// Whether a measure is a part of another.
pub(super) const fn is_part(measure: &Measure) -> bool {
    match measure.from {
        MadeFrom::Category { .. } => true,
        MadeFrom::Figures(_) | MadeFrom::Over { .. } => false,
    }
}
