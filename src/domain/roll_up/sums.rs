//! Returns added up: by team, locality and city and for all together, quarter by
//! quarter, and over several quarters.
//!
//! Guarantees that each level is the sum of the one below it, whatever the
//! measure, and that a stock is never added over quarters.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::RollUp;
use super::collection::Collection;
use super::held::Held;
use super::lexicon::{About, Adding, Amount};
use super::measure::{MadeFrom, Measure};
use super::structure::{Listing, Structure, Unit};
use crate::domain::base::calendar::{FinancialYear, Quarter};
use crate::domain::base::ids::{PlaceId, TeamId};
use crate::domain::base::sorted::{Map, Set};

/// Several quarters in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    first: Quarter,
    last: Quarter,
}

impl Span {
    /// One quarter.
    #[must_use]
    pub const fn quarter(quarter: Quarter) -> Self {
        Self {
            first: quarter,
            last: quarter,
        }
    }

    /// A financial year up to the end of a quarter.
    #[must_use]
    pub fn year_to(last: Quarter) -> Self {
        let [first, ..] = last.year().quarters();
        Self { first, last }
    }

    /// A whole financial year.
    #[must_use]
    pub fn year(year: FinancialYear) -> Self {
        let [first, _, _, last] = year.quarters();
        Self { first, last }
    }

    /// The same of the year before.
    #[must_use]
    pub fn same_last_year(self) -> Self {
        Self {
            first: self.first.same_last_year(),
            last: self.last.same_last_year(),
        }
    }

    /// Its last quarter.
    #[must_use]
    pub const fn last(self) -> Quarter {
        self.last
    }

    /// Its quarters, in order.
    #[must_use]
    pub fn quarters(self) -> Vec<Quarter> {
        let mut quarters = Vec::new();
        let mut next = self.first;
        while next <= self.last {
            quarters.push(next);
            next = next.next();
        }
        quarters
    }

    /// Whether it is one quarter.
    #[must_use]
    pub fn is_one_quarter(self) -> bool {
        self.first == self.last
    }
}

/// The figures of one unit over one span, in the order of what they are about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures<'a>(Vec<(&'a About, Amount)>);

impl<'a> Figures<'a> {
    /// The figures of one return.
    #[must_use]
    pub fn of_return(collection: &'a Collection, held: &'a Held) -> Self {
        let figures = collection.figures(held);
        let mut all: Vec<(&About, Amount)> = figures
            .map(|(about, amount)| (about.as_ref(), amount))
            .collect();
        all.sort_by(|one, other| one.0.cmp(other.0));
        Self(all)
    }

    /// Each figure.
    pub fn iter(&self) -> impl Iterator<Item = (&'a About, Amount)> + Clone + '_ {
        self.0.iter().copied()
    }

    /// Whether no return says anything.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The amount of a measure; `None` when no return says anything of it.
    #[must_use]
    pub fn amount(&self, measure: &Measure) -> Option<Amount> {
        match measure.from {
            MadeFrom::Figures(dimensions) => self.sum(measure.code, measure, dimensions, None),
            MadeFrom::Category {
                of,
                dimensions,
                only,
            } => self.sum(of, measure, dimensions, Some(only)),
            MadeFrom::Over { part, whole } => {
                let count = |code| Some(self.amount(Measure::with_code(code)?)?.count);
                Some(Amount {
                    count: count(part)?,
                    whole: count(whole)?,
                })
            }
        }
    }

    /// The amount of a measure by the categories of a dimension, such as `kind`,
    /// `age-band`, `place` or `month`, in the order of their codes; empty when its
    /// figures do not come by it.
    #[must_use]
    pub fn by(&self, measure: &Measure, dimension: &str) -> Map<String, Amount> {
        let MadeFrom::Figures(whole) = measure.from else {
            return Map::new();
        };
        // Either a dimension of the whole, or the one more that a part has.
        let mut dimensions: Vec<&str> = whole.to_vec();
        if !whole.contains(&dimension) {
            dimensions.push(dimension);
            dimensions.sort_unstable();
        }
        let mut by: Map<String, Amount> = Map::new();
        for (about, amount) in self.of(measure.code) {
            if about.adding == measure.adding && has_dimensions(about, &dimensions) {
                let category = about.breakdown.category(dimension);
                by.entry(category.unwrap_or_default().to_owned())
                    .or_default()
                    .add(*amount);
            }
        }
        by
    }

    /// The figures of one measure.
    fn of(&self, measure: &str) -> &[(&'a About, Amount)] {
        let from = self
            .0
            .partition_point(|(about, _)| about.measure.as_str() < measure);
        let rest = self.0.get(from..).unwrap_or_default();
        let until = rest.partition_point(|(about, _)| about.measure == measure);
        rest.get(..until).unwrap_or_default()
    }

    fn sum(
        &self,
        code: &str,
        measure: &Measure,
        dimensions: &[&str],
        only: Option<(&str, &str)>,
    ) -> Option<Amount> {
        let mut sum = None;
        for (about, amount) in self.of(code) {
            let wanted = only.is_none_or(|(dimension, category)| {
                about.breakdown.category(dimension) == Some(category)
            });
            if wanted && about.adding == measure.adding && has_dimensions(about, dimensions) {
                sum.get_or_insert_with(Amount::default).add(*amount);
            }
        }
        sum
    }
}

/// Whether a figure comes by these dimensions, which are in order, and no others.
fn has_dimensions(about: &About, dimensions: &[&str]) -> bool {
    about.breakdown.dimensions().eq(dimensions.iter().copied())
}

/// The position of what a figure is about.
type Position = u32;

/// Everything that counts, added up.
#[derive(Debug, Clone)]
pub struct Sums {
    /// What figures are about, in order, places by the organisation's codes.
    abouts: Vec<Arc<About>>,
    by_unit: BTreeMap<Unit, BTreeMap<Quarter, Vec<(Position, Amount)>>>,
    listings: BTreeMap<TeamId, Set<Listing>>,
    homes: Vec<(Quarter, [Unit; 4])>,
}

impl Sums {
    /// Adds up what counts.
    #[must_use]
    pub fn of(roll_up: &RollUp<'_>, structure: &Structure<'_>) -> Self {
        let lexicon = &roll_up.collection.shared.lexicon;
        let matched = matched(lexicon.iter(), structure);
        let mut abouts: Vec<Arc<About>> = matched.clone();
        abouts.sort();
        abouts.dedup();
        let position = |about: &Arc<About>| {
            let found = abouts.binary_search(about);
            Position::try_from(found.unwrap_or_else(|at| at)).unwrap_or(Position::MAX)
        };
        let positions: Vec<Position> = matched.iter().map(position).collect();
        let mut dense = Dense::with(abouts.len());
        let mut listings: BTreeMap<TeamId, Set<Listing>> = BTreeMap::new();
        let mut by_team: BTreeMap<(TeamId, Quarter), Vec<_>> = BTreeMap::new();
        for held in &roll_up.counted {
            let team = structure.team(&held.team.id);
            by_team.entry((team, held.quarter)).or_default().push(*held);
        }
        // A team's sum is added into each of its units once all of them are known.
        let mut teams: Vec<Vec<(Position, Amount)>> = Vec::new();
        let mut parts: BTreeMap<Unit, BTreeMap<Quarter, Vec<usize>>> = BTreeMap::new();
        let mut homes = Vec::new();
        for ((team, quarter), returns) in by_team {
            let said = returns.first().map(|held| &*held.team);
            let belonging = structure.belonging(&team, said, quarter);
            listings.entry(team).or_default().insert(belonging.listing);
            for held in returns {
                for (number, amount) in &held.figures {
                    if let Some(at) = positions.get(*number as usize) {
                        dense.add(*at, *amount);
                    }
                }
            }
            homes.push((quarter, belonging.units.clone()));
            for unit in belonging.units {
                let quarters = parts.entry(unit).or_default();
                quarters.entry(quarter).or_default().push(teams.len());
            }
            teams.push(dense.take());
        }
        let mut sum_of = |parts: Vec<usize>| {
            let parts: Vec<_> = parts.iter().filter_map(|at| teams.get(*at)).collect();
            if let [only] = parts[..] {
                return only.clone();
            }
            for (at, amount) in parts.into_iter().flatten() {
                dense.add(*at, *amount);
            }
            dense.take()
        };
        let mut by_unit: BTreeMap<Unit, BTreeMap<Quarter, Vec<_>>> = BTreeMap::new();
        for (unit, quarters) in parts {
            let quarters = quarters.into_iter();
            let sums = quarters.map(|(quarter, parts)| (quarter, sum_of(parts)));
            by_unit.insert(unit, sums.collect());
        }
        Self {
            abouts,
            by_unit,
            listings,
            homes,
        }
    }

    /// Every unit of which a return counts, from teams up.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.by_unit.keys()
    }

    /// The quarters in which a return of a unit counts.
    pub fn quarters(&self, unit: &Unit) -> impl Iterator<Item = Quarter> {
        let quarters = self.by_unit.get(unit).into_iter();
        quarters.flat_map(|quarters| quarters.keys().copied())
    }

    /// Where each team that has returns in a quarter was added up: the team, its
    /// locality, its city and all.
    pub fn homes(&self) -> impl Iterator<Item = (Quarter, &[Unit; 4])> {
        self.homes.iter().map(|(quarter, units)| (*quarter, units))
    }

    /// The teams that have returns, with whether an organisation lists them.
    pub fn listings(&self) -> impl Iterator<Item = (&TeamId, &Set<Listing>)> {
        self.listings.iter()
    }

    /// What figures are about, in order.
    pub(super) fn abouts(&self) -> impl Iterator<Item = &About> {
        self.abouts.iter().map(|about| &**about)
    }

    /// The figures of a unit in one quarter, with what each is about and where that
    /// stands among all.
    pub(super) fn in_quarter(
        &self,
        unit: &Unit,
        quarter: Quarter,
    ) -> impl Iterator<Item = (&About, usize, Amount)> {
        let quarters = self.by_unit.get(unit);
        let figures = quarters.and_then(|quarters| quarters.get(&quarter));
        figures.into_iter().flatten().filter_map(|(at, amount)| {
            let at = *at as usize;
            Some((&**self.abouts.get(at)?, at, *amount))
        })
    }

    /// The figures of a unit over a span. Counts are those of all its quarters
    /// together; a stock is that of its last one.
    #[must_use]
    pub fn figures(&self, unit: &Unit, span: Span) -> Figures<'_> {
        let Some(quarters) = self.by_unit.get(unit) else {
            return Figures::default();
        };
        let about = |(position, amount): (Position, Amount)| {
            Some((&**self.abouts.get(position as usize)?, amount))
        };
        if span.is_one_quarter() {
            let figures = quarters.get(&span.last).into_iter().flatten().copied();
            return Figures(figures.filter_map(about).collect());
        }
        let mut all: Vec<(Position, Amount)> = Vec::new();
        for (quarter, figures) in quarters.range(span.first..=span.last) {
            let adds = |position: Position| {
                let about = self.abouts.get(position as usize);
                about.is_some_and(|about| match about.adding {
                    Adding::Period | Adding::Ratio => true,
                    Adding::Stock => *quarter == span.last,
                })
            };
            let figures: Vec<_> = figures.iter().filter(|it| adds(it.0)).copied().collect();
            all = merged(&all, &figures);
        }
        Figures(all.into_iter().filter_map(about).collect())
    }
}

/// What each figure is about, with the organisation's codes for places.
fn matched<'a>(
    abouts: impl Iterator<Item = &'a Arc<About>>,
    structure: &Structure<'_>,
) -> Vec<Arc<About>> {
    let with_place = |about: &'a Arc<About>| {
        let typed = PlaceId::new(about.breakdown.category("place")?).ok()?;
        let place = structure.place(&typed);
        if place == typed {
            return None;
        }
        let mut matched = About::clone(about);
        matched.breakdown.set("place", &place.to_string());
        Some(Arc::new(matched))
    };
    abouts
        .map(|about| with_place(about).unwrap_or_else(|| Arc::clone(about)))
        .collect()
}

/// Amounts by position, to add many returns into.
struct Dense {
    amounts: Vec<Option<Amount>>,
    touched: Vec<Position>,
}

impl Dense {
    fn with(many: usize) -> Self {
        Self {
            amounts: vec![None; many],
            touched: Vec::new(),
        }
    }

    fn add(&mut self, at: Position, amount: Amount) {
        if let Some(slot) = self.amounts.get_mut(at as usize) {
            if slot.is_none() {
                self.touched.push(at);
            }
            slot.get_or_insert_with(Amount::default).add(amount);
        }
    }

    fn take(&mut self) -> Vec<(Position, Amount)> {
        let mut touched = std::mem::take(&mut self.touched);
        touched.sort_unstable();
        let mut taken = Vec::with_capacity(touched.len());
        for at in touched {
            let slot = self.amounts.get_mut(at as usize);
            taken.extend(slot.and_then(Option::take).map(|amount| (at, amount)));
        }
        taken
    }
}

/// Two lists in order, added position by position.
fn merged(one: &[(Position, Amount)], other: &[(Position, Amount)]) -> Vec<(Position, Amount)> {
    let mut merged = Vec::with_capacity(one.len().max(other.len()));
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    loop {
        let next = match (one.peek(), other.peek()) {
            (Some(left), Some(right)) if left.0 == right.0 => {
                let mut amount = left.1;
                amount.add(right.1);
                let at = left.0;
                one.next();
                other.next();
                Some((at, amount))
            }
            (Some(left), Some(right)) if left.0 < right.0 => one.next().copied(),
            (Some(_), None) => one.next().copied(),
            (_, Some(_)) => other.next().copied(),
            (None, None) => None,
        };
        match next {
            Some(next) => merged.push(next),
            None => return merged,
        }
    }
}
