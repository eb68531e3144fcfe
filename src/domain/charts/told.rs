//! What is told of the figures: inside the service exactly what they are, and what
//! leaves it as it is published.

use super::of_roll_up::{share, share_before, value, value_before};
use super::{ShareValue, Value};
use crate::domain::publish::figures::{Period, Side};
use crate::domain::publish::{Publication, Said};
use crate::domain::roll_up::compared::Basis;
use crate::domain::roll_up::measure::{MadeFrom, Measure};
use crate::domain::roll_up::{Completeness, Span, Unit};
use crate::domain::share::Share;

/// Where the figures of a chart or table come from.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// What they are taken from.
    pub basis: Basis<'a>,
    /// What is said of them to the public; `None` inside the service, where they
    /// are exact.
    publication: Option<&'a Publication>,
}

impl<'a> From<Basis<'a>> for Told<'a> {
    /// Exactly, for nobody outside the service.
    fn from(basis: Basis<'a>) -> Self {
        Self {
            basis,
            publication: None,
        }
    }
}

impl<'a> Told<'a> {
    /// As it is published.
    #[must_use]
    pub const fn published(basis: Basis<'a>, publication: &'a Publication) -> Self {
        Self {
            basis,
            publication: Some(publication),
        }
    }

    /// A count, and that of the same period of the year before.
    #[must_use]
    pub fn both(&self, measure: &'static Measure, unit: &Unit, span: Span) -> [Value; 2] {
        let Some(publication) = self.publication else {
            let compared = self.basis.compare(measure, unit, span);
            return [value(&compared), value_before(&compared)];
        };
        [span, span.same_last_year()].map(|span| self.said(publication, measure, unit, span))
    }

    /// A count by some categories of a dimension, in their order.
    #[must_use]
    pub fn parts(
        &self,
        measure: &'static Measure,
        (unit, span): (&Unit, Span),
        dimension: &str,
        categories: &[&str],
    ) -> Vec<Value> {
        let [whole, _] = self.both(measure, unit, span);
        // What has no figure of its own is none where there is a whole.
        let without = match whole {
            Value::Shown(_) => Value::Shown(0),
            Value::Withheld | Value::NotCollected | Value::NoFigures => whole,
        };
        let Some(publication) = self.publication else {
            let by = self.basis.sums.figures(unit, span).by(measure, dimension);
            let part = |category: &&str| match (without, by.get(*category)) {
                (Value::Shown(_), Some(amount)) => Value::Shown(amount.count),
                (_, _) => without,
            };
            return categories.iter().map(part).collect();
        };
        let part = |category: &&str| {
            let part = [dimension, "=", category].concat();
            let said = period(span).and_then(|period| {
                publication.said((unit, period), measure.code, &part, Side::Count)
            });
            match (said, without) {
                (Some(Said::Hidden(_)), _) => Value::Withheld,
                (Some(Said::Shown(count)), Value::Shown(_) | Value::Withheld) => {
                    Value::Shown(count)
                }
                (Some(Said::Shown(_)), Value::NotCollected | Value::NoFigures) | (None, _) => {
                    without
                }
            }
        };
        categories.iter().map(part).collect()
    }

    /// A share, and that of the same period of the year before.
    #[must_use]
    pub fn shares(&self, measure: &'static Measure, unit: &Unit, span: Span) -> [ShareValue; 2] {
        let Some(publication) = self.publication else {
            let compared = self.basis.compare(measure, unit, span);
            return [share(&compared), share_before(&compared)];
        };
        [span, span.same_last_year()].map(|span| {
            let [part, whole] = match measure.from {
                MadeFrom::Over { part, whole } => [part, whole].map(|code| {
                    Measure::with_code(code).map_or(Value::NoFigures, |measure| {
                        self.said(publication, measure, unit, span)
                    })
                }),
                MadeFrom::Figures(_) | MadeFrom::Category { .. } => {
                    [Side::Count, Side::Whole].map(|side| {
                        let said = period(span).and_then(|period| {
                            publication.said((unit, period), measure.code, "", side)
                        });
                        self.value_of(said, measure, unit, span)
                    })
                }
            };
            match (part, whole) {
                (Value::Shown(part), Value::Shown(whole)) => {
                    ShareValue::Shown(Share { part, whole })
                }
                (Value::Withheld, _) | (_, Value::Withheld) => ShareValue::Withheld,
                (Value::NotCollected, _) | (_, Value::NotCollected) => ShareValue::NotCollected,
                (Value::NoFigures, _) | (_, Value::NoFigures) => ShareValue::NoFigures,
            }
        })
    }

    /// What is said of a count to the public.
    fn said(&self, publication: &Publication, measure: &Measure, unit: &Unit, span: Span) -> Value {
        let (code, part) = match measure.from {
            MadeFrom::Figures(_) | MadeFrom::Over { .. } => (measure.code, String::new()),
            MadeFrom::Category {
                of,
                only: (dimension, category),
                ..
            } => (of, [dimension, "=", category].concat()),
        };
        let said = period(span)
            .and_then(|period| publication.said((unit, period), code, &part, Side::Count));
        self.value_of(said, measure, unit, span)
    }

    fn value_of(&self, said: Option<Said>, measure: &Measure, unit: &Unit, span: Span) -> Value {
        let Basis { who, structure, .. } = self.basis;
        let coverage = who.coverage(unit, span, Some(measure), structure);
        let is_collected = coverage.completeness() != Completeness::NotCollected;
        match said {
            Some(Said::Hidden(_)) => Value::Withheld,
            Some(Said::Shown(count)) if is_collected || count > 0 => Value::Shown(count),
            None if is_collected => Value::NoFigures,
            // A return says zero of what is not collected.
            Some(Said::Shown(_)) | None => Value::NotCollected,
        }
    }
}

/// A span as it is published: a quarter, or the year up to one; `None` of any other.
fn period(span: Span) -> Option<Period> {
    let last = span.last();
    if span.is_one_quarter() {
        Some(Period::Quarter(last))
    } else {
        (span == Span::year_to(last)).then_some(Period::YearTo(last))
    }
}
