//! What figures are about, each written down once however many returns say it.
//!
//! Guarantees that figures of different sorts are never added: what a figure is
//! about includes how it adds up.

use std::collections::HashMap;
use std::sync::Arc;

use super::breakdown::Breakdown;
use crate::domain::totals::cells::{CellInText, Figure, mark};

/// How a figure adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Adding {
    /// A count in the period: over teams and over quarters.
    Period,
    /// A stock at the quarter's end: over teams, never over quarters.
    Stock,
    /// A numerator over a denominator: each over teams and over quarters.
    Ratio,
}

/// What a figure is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct About {
    /// The code of its measure.
    pub measure: String,
    /// The part it is for.
    pub breakdown: Breakdown,
    /// How it adds up.
    pub adding: Adding,
}

/// A count; of a ratio, its numerator, with its denominator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Amount {
    /// The count or numerator.
    pub count: u64,
    /// The denominator; 0 where there is none.
    pub whole: u64,
}

impl Amount {
    /// Adds another. Counts in returns are small enough that eighteen million of
    /// the largest stay exact.
    pub const fn add(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        self.whole = self.whole.saturating_add(other.whole);
    }
}

impl From<Figure> for Amount {
    fn from(figure: Figure) -> Self {
        match figure {
            Figure::Period { count } | Figure::Stock { count } => Self { count, whole: 0 },
            Figure::Ratio { part, whole } => Self { count: part, whole },
        }
    }
}

impl From<Figure> for Adding {
    fn from(figure: Figure) -> Self {
        match figure {
            Figure::Period { .. } => Self::Period,
            Figure::Stock { .. } => Self::Stock,
            Figure::Ratio { .. } => Self::Ratio,
        }
    }
}

impl About {
    /// Whether this is what a cell is about.
    fn is_of(&self, cell: &CellInText<'_>) -> bool {
        self.measure == cell.measure
            && self
                .breakdown
                .iter()
                .eq(cell.breakdown.iter().map(|(name, part)| (*name, *part)))
            && self.adding == Adding::from(cell.figure)
    }
}

impl From<&CellInText<'_>> for About {
    fn from(cell: &CellInText<'_>) -> Self {
        let adding = cell.figure.into();
        let cell = cell.to_cell();
        Self {
            measure: cell.measure,
            breakdown: cell.breakdown.into(),
            adding,
        }
    }
}

/// The number under which a lexicon knows what a figure is about.
pub(super) type Number = u32;

/// All that figures are about.
#[derive(Debug, Clone, Default)]
pub(super) struct Lexicon {
    abouts: Vec<Arc<About>>,
    /// Those of each mark; hardly ever more than one.
    by_mark: HashMap<u64, Vec<Number>>,
    /// What came after each: most returns say the same in the same order.
    next: Vec<Number>,
}

impl Lexicon {
    /// What stands under a number.
    pub(super) fn get(&self, number: Number) -> Option<&Arc<About>> {
        self.abouts.get(number as usize)
    }

    /// All of them, by number.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Arc<About>> {
        self.abouts.iter()
    }

    /// The number of what a cell is about; `before` is that of the cell before it.
    pub(super) fn number(&mut self, cell: &CellInText<'_>, before: Option<Number>) -> Number {
        let guess = before.and_then(|before| self.next.get(before as usize).copied());
        if let Some(guess) = guess
            && self.get(guess).is_some_and(|about| about.is_of(cell))
        {
            return guess;
        }
        let parts = cell.breakdown.iter().map(|(name, part)| (*name, *part));
        let mark = mark(cell.measure, parts);
        let number = self.find(mark, |about| about.is_of(cell));
        let number = number.unwrap_or_else(|| self.put_in(mark, Arc::new(About::from(cell))));
        if let Some(next) = before.and_then(|before| self.next.get_mut(before as usize)) {
            *next = number;
        }
        number
    }

    /// The number of what stands in another lexicon.
    pub(super) fn number_of(&mut self, about: &Arc<About>) -> Number {
        let mark = mark(&about.measure, about.breakdown.iter());
        let number = self.find(mark, |known| known == &**about);
        number.unwrap_or_else(|| self.put_in(mark, Arc::clone(about)))
    }

    fn find(&self, mark: u64, is_meant: impl Fn(&About) -> bool) -> Option<Number> {
        let mut of_mark = self.by_mark.get(&mark)?.iter();
        let is_meant = |number: &&Number| self.get(**number).is_some_and(|about| is_meant(about));
        of_mark.find(is_meant).copied()
    }

    fn put_in(&mut self, mark: u64, about: Arc<About>) -> Number {
        // No machine holds as many as a number cannot count.
        let number = Number::try_from(self.abouts.len()).unwrap_or(Number::MAX);
        self.abouts.push(about);
        self.by_mark.entry(mark).or_default().push(number);
        self.next.push(Number::MAX);
        number
    }
}
