//! What is told of a roll-up’s figures: the service everything as it is, the public
//! what was published.
//!
//! Guarantees that nothing of a hidden count, nor anything that is worked out from
//! it, comes out of here for the public. What charts and reports show, they have
//! from here.
//!
//! | the public is told of | |
//! |---|---|
//! | a count | the count, rounded where the rule says so, or that it is hidden |
//! | a share | its two counts where both are told; otherwise that it is hidden |
//! | last year | the same, for wholes only: a part's difference is not protected |
//! | a published total that was typed in | it, unless the difference is small |

use super::public::{Public, is_part, may_be_told};
use super::publication::Publication;
use super::value::{ShareValue, Value};
use crate::domain::base::share::Share;
use crate::domain::roll_up::change::few_words;
use crate::domain::roll_up::compared::{Basis, Before, Compared};
use crate::domain::roll_up::measure::Measure;
use crate::domain::roll_up::{Amount, Breakdown, Completeness, Coverage, Span, Unit};

/// Who reads.
#[derive(Debug, Clone, Copy)]
pub enum Audience<'a> {
    /// The service itself: everything is exact.
    Service,
    /// Anybody else: what was published.
    Public(&'a Publication),
}

/// Where figures come from, and who is told of them.
#[derive(Debug, Clone, Copy)]
pub struct Disclosure<'a> {
    /// The figures.
    pub basis: Basis<'a>,
    /// Who reads.
    pub audience: Audience<'a>,
}

/// What is told of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disclosed {
    /// The amount.
    Amount(Amount),
    /// That it is hidden.
    Hidden,
    /// That it is not collected.
    NotCollected,
    /// That no return says anything of it.
    NoFigures,
}

/// What is told of last year's figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DisclosedBefore {
    /// The amount, with where it comes from.
    Amount(Before),
    /// That it is hidden.
    Hidden,
    /// That it was not collected.
    NotCollected,
    /// That there is nothing to compare with.
    Nothing,
    /// Nothing, though there may be one.
    LeftOut,
}

/// A measure's figure, and the same of last year, as they are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// The measure.
    pub measure: &'static Measure,
    /// What is told of it.
    pub now: Disclosed,
    /// What is told of last year's.
    pub before: DisclosedBefore,
    /// How complete it is.
    pub coverage: Coverage,
}

impl<'a> From<Basis<'a>> for Disclosure<'a> {
    /// Exactly, for nobody outside the service.
    fn from(basis: Basis<'a>) -> Self {
        let audience = Audience::Service;
        Self { basis, audience }
    }
}

impl<'a> Disclosure<'a> {
    /// As it is published.
    #[must_use]
    pub const fn published(basis: Basis<'a>, publication: &'a Publication) -> Self {
        let audience = Audience::Public(publication);
        Self { basis, audience }
    }

    /// A count, and that of the same period of the year before.
    #[must_use]
    pub fn both(self, measure: &'static Measure, unit: &Unit, span: Span) -> [Value; 2] {
        let figure = self.figure(measure, unit, span);
        figure.map_or([Value::NoFigures; 2], |it| [it.value(), it.value_before()])
    }

    /// A measure's figure; `None` where the audience is told nothing of it.
    #[must_use]
    pub fn figure(self, measure: &'static Measure, unit: &Unit, span: Span) -> Option<Figure> {
        let exact = self.basis.compare(measure, unit, span);
        let was_collected = || {
            let last_year = span.same_last_year();
            let structure = self.basis.structure;
            let who = self.basis.who;
            let then = who.coverage(unit, last_year, Some(measure), structure);
            then.completeness() != Completeness::NotCollected
        };
        let nothing = || {
            if was_collected() {
                DisclosedBefore::Nothing
            } else {
                DisclosedBefore::NotCollected
            }
        };
        let (now, before) = match self.audience {
            Audience::Service => (
                exact
                    .now
                    .map_or_else(|| why_not(&exact.coverage), Disclosed::Amount),
                exact.before.map_or_else(nothing, DisclosedBefore::Amount),
            ),
            Audience::Public(publication) => {
                let public = Public(publication, unit);
                let now = match exact.now {
                    None if !may_be_told(publication, measure, unit) => return None,
                    None => why_not(&exact.coverage),
                    Some(_) => public.told(measure, span)?,
                };
                let before = match &exact.before {
                    // A part's difference from last year is not protected.
                    _ if is_part(measure) => DisclosedBefore::LeftOut,
                    None => nothing(),
                    Some(before) => public.told_before(measure, span, (now, exact.now), before),
                };
                (now, before)
            }
        };
        Some(Figure {
            measure,
            now,
            before,
            coverage: exact.coverage,
        })
    }

    /// A count by some categories of a dimension, such as kinds or age bands, in
    /// their order; none where nothing is told of them.
    #[must_use]
    pub fn parts(
        self,
        measure: &'static Measure,
        (unit, span): (&Unit, Span),
        dimension: &str,
        categories: &[&str],
    ) -> Vec<Value> {
        let [whole, _] = self.both(measure, unit, span);
        match (whole, self.audience) {
            (Value::NotCollected | Value::NoFigures, _) => vec![whole; categories.len()],
            (Value::Shown(_) | Value::Withheld, Audience::Service) => {
                let by = self.basis.sums.figures(unit, span).by(measure, dimension);
                let count = |category: &&str| by.get(*category).map_or(0, |it| it.count);
                categories.iter().map(count).map(Value::Shown).collect()
            }
            (Value::Shown(_) | Value::Withheld, Audience::Public(publication)) => {
                let public = Public(publication, unit);
                let value = |category: &&str| {
                    let part = Breakdown::of([(dimension, *category)]);
                    public.value(measure.code, &part, span)
                };
                // Of what is not published, nothing is known.
                let values = categories.iter().map(value);
                values.map(|it| it.unwrap_or(Value::NoFigures)).collect()
            }
        }
    }

    /// The same of last year. The public is told nothing of them, since a part's
    /// difference is not protected.
    #[must_use]
    pub fn parts_before(
        self,
        measure: &'static Measure,
        (unit, span): (&Unit, Span),
        dimension: &str,
        categories: &[&str],
    ) -> Vec<Value> {
        let last_year = span.same_last_year();
        let values = match self.audience {
            Audience::Service => self.parts(measure, (unit, last_year), dimension, categories),
            Audience::Public(_) => Vec::new(),
        };
        // A return says nought of what is not collected; typed totals have no parts.
        let has_any = |value: &Value| match value {
            Value::Shown(count) => *count > 0,
            Value::Withheld => true,
            Value::NotCollected | Value::NoFigures => false,
        };
        if values.iter().any(has_any) {
            values
        } else {
            vec![Value::NoFigures; categories.len()]
        }
    }
}

const fn why_not(coverage: &Coverage) -> Disclosed {
    match coverage.completeness() {
        Completeness::NotCollected => Disclosed::NotCollected,
        Completeness::Complete | Completeness::Incomplete | Completeness::Unsettled => {
            Disclosed::NoFigures
        }
    }
}

const fn share_of(amount: Amount) -> ShareValue {
    ShareValue::Shown(Share {
        part: amount.count,
        whole: amount.whole,
    })
}

impl Figure {
    /// Whether there is anything to say: a figure, last year's, or that it is not
    /// collected somewhere.
    #[must_use]
    pub fn says_anything(&self) -> bool {
        let now = match self.now {
            Disclosed::Amount(_) | Disclosed::Hidden => true,
            Disclosed::NotCollected | Disclosed::NoFigures => false,
        };
        let before = match self.before {
            DisclosedBefore::Amount(_) | DisclosedBefore::Hidden => true,
            DisclosedBefore::NotCollected | DisclosedBefore::Nothing | DisclosedBefore::LeftOut => {
                false
            }
        };
        now || before || !self.coverage.not_collected.is_empty()
    }

    /// The count as it is shown.
    #[must_use]
    pub const fn value(&self) -> Value {
        match self.now {
            Disclosed::Amount(amount) => Value::Shown(amount.count),
            Disclosed::Hidden => Value::Withheld,
            Disclosed::NotCollected => Value::NotCollected,
            Disclosed::NoFigures => Value::NoFigures,
        }
    }

    /// Last year's count as it is shown.
    #[must_use]
    pub const fn value_before(&self) -> Value {
        match &self.before {
            DisclosedBefore::Amount(before) => Value::Shown(before.amount.count),
            DisclosedBefore::Hidden => Value::Withheld,
            DisclosedBefore::NotCollected => Value::NotCollected,
            DisclosedBefore::Nothing | DisclosedBefore::LeftOut => Value::NoFigures,
        }
    }

    /// The share as it is shown.
    #[must_use]
    pub const fn share(&self) -> ShareValue {
        match self.now {
            Disclosed::Amount(amount) => share_of(amount),
            Disclosed::Hidden => ShareValue::Withheld,
            Disclosed::NotCollected => ShareValue::NotCollected,
            Disclosed::NoFigures => ShareValue::NoFigures,
        }
    }

    /// Last year's share as it is shown.
    #[must_use]
    pub const fn share_before(&self) -> ShareValue {
        match &self.before {
            DisclosedBefore::Amount(before) => share_of(before.amount),
            DisclosedBefore::Hidden => ShareValue::Withheld,
            DisclosedBefore::NotCollected => ShareValue::NotCollected,
            DisclosedBefore::Nothing | DisclosedBefore::LeftOut => ShareValue::NoFigures,
        }
    }

    /// How it has changed since last year, in a few words; `None` where a part of
    /// that is not told.
    #[must_use]
    pub fn few_words(&self) -> Option<String> {
        match (self.now, &self.before) {
            (Disclosed::Amount(now), DisclosedBefore::Amount(before)) => {
                few_words(self.measure, now, before.amount)
            }
            _ => None,
        }
    }

    /// In one sentence, with how complete it is. Where something is hidden it says
    /// so, and nothing that is worked out from it.
    #[must_use]
    pub fn words(&self) -> String {
        let told = |before: Option<Before>| match self.now {
            Disclosed::Amount(amount) => Some(Compared {
                measure: self.measure,
                now: Some(amount),
                coverage: self.coverage.clone(),
                before,
            }),
            Disclosed::NotCollected | Disclosed::NoFigures => Some(Compared {
                measure: self.measure,
                now: None,
                coverage: self.coverage.clone(),
                before,
            }),
            Disclosed::Hidden => None,
        };
        let alone = || match self.now {
            Disclosed::Amount(_) => told(None).map_or_else(String::new, |it| it.figure_words()),
            Disclosed::NotCollected => Value::NotCollected.words(),
            Disclosed::NoFigures => Value::NoFigures.words(),
            Disclosed::Hidden => "hidden, so that nobody is revealed".to_owned(),
        };
        match &self.before {
            DisclosedBefore::Amount(before) => match told(Some(before.clone())) {
                Some(compared) => compared.words(),
                None => self.with_coverage(alone()),
            },
            DisclosedBefore::Nothing | DisclosedBefore::NotCollected => match told(None) {
                Some(compared) => compared.words(),
                None => self.with_coverage(alone()),
            },
            DisclosedBefore::Hidden => {
                let words = alone() + "; last year’s number is hidden";
                self.with_coverage(words)
            }
            DisclosedBefore::LeftOut => self.with_coverage(alone()),
        }
    }

    fn with_coverage(&self, mut words: String) -> String {
        if let (Disclosed::Amount(_) | Disclosed::Hidden, Some(coverage)) =
            (self.now, self.coverage.words())
        {
            words.push_str("; ");
            words.push_str(&coverage);
        }
        words
    }
}
