//! What figures are about, each written down once however many returns say it.
//!
//! Guarantees that figures of different sorts are never added: what a figure is
//! about includes how it adds up.

use std::collections::HashMap;
use std::sync::Arc;

use crate::domain::measures::{Cell, Figure};
use crate::domain::sorted::Map;

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
    /// The part it is for, as dimension and category; empty for the whole.
    pub breakdown: Map<String, String>,
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

/// The number under which a lexicon knows what a figure is about.
pub(super) type Number = u32;

/// All that figures are about.
#[derive(Debug, Clone, Default)]
pub(super) struct Lexicon {
    abouts: Vec<Arc<About>>,
    numbers: HashMap<Arc<About>, Number>,
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
    pub(super) fn number(&mut self, cell: &Cell, before: Option<Number>) -> Number {
        let guess = before.and_then(|before| self.next.get(before as usize).copied());
        if let Some(guess) = guess
            && let Some(about) = self.get(guess)
            && about.measure == cell.measure
            && about.breakdown == cell.breakdown
            && about.adding == Adding::from(cell.figure)
        {
            return guess;
        }
        let about = About {
            measure: cell.measure.clone(),
            breakdown: cell.breakdown.clone(),
            adding: cell.figure.into(),
        };
        let number = self.numbers.get(&about).copied();
        let number = number.unwrap_or_else(|| self.put_in(about));
        if let Some(next) = before.and_then(|before| self.next.get_mut(before as usize)) {
            *next = number;
        }
        number
    }

    fn put_in(&mut self, about: About) -> Number {
        // No machine holds as many as a number cannot count.
        let number = Number::try_from(self.abouts.len()).unwrap_or(Number::MAX);
        let about = Arc::new(about);
        self.abouts.push(Arc::clone(&about));
        self.numbers.insert(about, number);
        self.next.push(Number::MAX);
        number
    }
}
