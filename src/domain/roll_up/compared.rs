//! A measure's figure for a unit and a span, with how complete it is and the same
//! of last year beside it.

use super::change::{figure_words, sentence};
use super::decisions::Decisions;
use super::lexicon::Amount;
use super::measure::Measure;
use super::published::{Published, PublishedPeriod};
use super::structure::{Structure, Unit};
use super::sums::{Span, Sums};
use super::who_has_sent::{Completeness, Coverage, WhoHasSent};
use crate::domain::base::text::Text;

/// Where last year's figure comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Returns, of so many teams.
    Returns(Coverage),
    /// A published total that was typed in, with where it was published.
    Typed(Text<200>),
}

/// Last year's figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// The amount.
    pub amount: Amount,
    /// Where it comes from.
    pub origin: Origin,
}

/// A figure and the same of last year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// The measure.
    pub measure: &'static Measure,
    /// Its amount; `None` when no return says anything of it.
    pub now: Option<Amount>,
    /// How complete it is.
    pub coverage: Coverage,
    /// The same of last year; `None` when neither returns nor a typed total say
    /// anything of it.
    pub before: Option<Before>,
}

/// What figures are taken from.
#[derive(Debug, Clone, Copy)]
pub struct Basis<'a> {
    /// The sums.
    pub sums: &'a Sums,
    /// Who has sent.
    pub who: &'a WhoHasSent,
    /// Where teams belong.
    pub structure: &'a Structure<'a>,
    /// The published totals that were typed in.
    pub decisions: &'a Decisions,
}

impl Basis<'_> {
    /// A measure's figure beside last year's. Where last year has returns they
    /// are taken, and a typed total only where there are none.
    #[must_use]
    pub fn compare(&self, measure: &'static Measure, unit: &Unit, span: Span) -> Compared {
        let last_year = span.same_last_year();
        let (coverage, now) = self.look(measure, unit, span);
        let (covered, amount) = self.look(measure, unit, last_year);
        let from_returns = amount.map(|amount| Before {
            amount,
            origin: Origin::Returns(covered),
        });
        Compared {
            measure,
            now,
            coverage,
            before: from_returns.or_else(|| self.typed(measure, unit, last_year)),
        }
    }

    fn look(&self, measure: &Measure, unit: &Unit, span: Span) -> (Coverage, Option<Amount>) {
        let coverage = self.who.coverage(unit, span, Some(measure), self.structure);
        let amount = self.sums.figures(unit, span).amount(measure);
        // A return says zero of what is not collected.
        let nothing = coverage.completeness() == Completeness::NotCollected;
        let amount = amount.filter(|amount| !nothing || *amount != Amount::default());
        (coverage, amount)
    }

    fn typed(&self, measure: &Measure, unit: &Unit, span: Span) -> Option<Before> {
        let period = if span.is_one_quarter() {
            PublishedPeriod::Quarter(span.last())
        } else if span == Span::year(span.last().year()) {
            PublishedPeriod::Year(span.last().year())
        } else {
            return None;
        };
        let is_meant = |it: &&Published| {
            let code = it.unit.as_ref().map_or("all", |code| code.as_str());
            it.measure.as_str() == measure.code
                && it.period == period
                && it.level == unit.level
                && code == unit.code
        };
        let mut typed = self.decisions.published.iter().filter(is_meant);
        let typed = typed.find(|it| it.count.is_some())?;
        Some(Before {
            amount: Amount {
                count: typed.count?,
                whole: typed.whole.unwrap_or_default(),
            },
            origin: Origin::Typed(typed.source.clone()),
        })
    }
}

impl Compared {
    /// The figure alone: `515 surveys`, `98.3% (506 of 515 surveys)`.
    #[must_use]
    pub fn figure_words(&self) -> String {
        let words = |amount| figure_words(self.measure, amount);
        self.now.map_or_else(String::new, words)
    }

    /// In one sentence, with how complete it is:
    /// `515 surveys, 16 more than last year (+3.2%); 11 of 14 teams`.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = match self.now {
            Some(now) => {
                let before = self.before.as_ref().map(|before| before.amount);
                sentence(self.measure, now, before)
            }
            None => match self.coverage.completeness() {
                Completeness::NotCollected => return "not collected".to_owned(),
                Completeness::Complete | Completeness::Incomplete | Completeness::Unsettled => {
                    "no figures".to_owned()
                }
            },
        };
        if let Some(coverage) = self.coverage.words() {
            words.push_str(&["; ", &coverage].concat());
        }
        match self.before.as_ref().map(|before| &before.origin) {
            Some(Origin::Typed(source)) => {
                words.push_str("; last year as typed in from ");
                words.push_str(source.as_str());
            }
            Some(Origin::Returns(coverage)) => {
                if let Some(coverage) = coverage.words() {
                    words.push_str(&["; last year ", &coverage].concat());
                }
            }
            None => {}
        }
        words
    }
}
