//! Which categories of a breakdown stand in a published table.
//!
//! Guarantees that a line of a table says nothing by standing there: every category
//! that could be counted at a unit has its line at it, with a 0 where nothing was.
//!
//! | breakdown | its categories, at every unit and in every quarter |
//! |---|---|
//! | language | those the app offers, and those seen anywhere |
//! | month | the three of the quarter, by each kind that is told by month |
//! | place | those that the organisation lists for the team in the quarter, and `elsewhere` |
//! | any other | those that the app knows, and those seen anywhere |
//!
//! Where no organisation lists a place for the team, nothing is published by place.

use std::collections::{BTreeMap, BTreeSet};

use super::figures::{TABLES, Table, has_all_of};
use crate::domain::base::calendar::Quarter;
use crate::domain::organisation::PlaceKind;
use crate::domain::record::locale::LOCALES;
use crate::domain::record::session::Kind;
use crate::domain::roll_up::measure::{MadeFrom, Measure};
use crate::domain::roll_up::{Breakdown, Span, Structure, Sums, Unit};

/// The category of a place that is not listed for a team.
pub const ELSEWHERE: &str = "elsewhere";

/// The categories of everything that is published together.
#[derive(Debug)]
pub(super) struct Categories<'a> {
    structure: &'a Structure<'a>,
    /// The parts of each table that were seen anywhere, by its measure and dimensions.
    seen: BTreeMap<(&'static str, &'static [&'static str]), BTreeSet<Breakdown>>,
}

impl<'a> Categories<'a> {
    /// Those of all that was added up.
    pub(super) fn of(sums: &Sums, structure: &'a Structure<'a>) -> Self {
        let mut seen: BTreeMap<_, BTreeSet<Breakdown>> = BTreeMap::new();
        let all = Unit::all();
        for quarter in sums.quarters(&all) {
            for (about, _) in sums.figures(&all, Span::quarter(quarter)).iter() {
                let Some(measure) = Measure::with_code(&about.measure) else {
                    continue;
                };
                let MadeFrom::Figures(base) = measure.from else {
                    continue;
                };
                let tables = TABLES.iter().filter(|it| it.measure == measure.code);
                for table in tables.filter(|it| !has_its_own(it)) {
                    if has_all_of(about, base, table.by) {
                        let parts = seen.entry((table.measure, table.by)).or_default();
                        parts.insert(about.breakdown.only(table.by));
                    }
                }
            }
        }
        Self { structure, seen }
    }

    /// Those of a unit in a quarter.
    pub(super) fn at(&self, unit: &Unit, quarter: Quarter) -> CategoriesAt<'_> {
        CategoriesAt {
            all: self,
            quarter,
            places: self.structure.places_in(&unit.code, quarter),
        }
    }
}

/// The categories of a unit in a quarter.
pub(super) struct CategoriesAt<'a> {
    all: &'a Categories<'a>,
    quarter: Quarter,
    places: BTreeSet<(&'a str, PlaceKind)>,
}

impl CategoriesAt<'_> {
    /// The parts of a table that stand there.
    pub(super) fn parts(&self, table: &Table) -> Vec<Breakdown> {
        let part = |kind: Kind, dimension: &str, category: &str| {
            Breakdown::of([("kind", kind.code()), (dimension, category)])
        };
        let kinds = Kind::ALL
            .into_iter()
            .filter(|kind| kind.place_kind().is_some());
        match table.by {
            ["kind", "month"] => {
                let months = self.quarter.months();
                let of_kind = |kind| months.map(|month| part(kind, "month", &month.code()));
                kinds.flat_map(of_kind).collect()
            }
            ["kind", "place"] if self.places.is_empty() => Vec::new(),
            ["kind", "place"] => {
                let of_kind = |kind: Kind| {
                    let places = self.places.iter();
                    let own = places.filter(move |(_, is)| kind.place_kind() == Some(*is));
                    let own = own.map(|(place, _)| *place).chain([ELSEWHERE]);
                    own.map(move |place| part(kind, "place", place))
                };
                kinds.flat_map(of_kind).collect()
            }
            by => {
                let seen = self.all.seen.get(&(table.measure, by));
                let mut parts: BTreeSet<Breakdown> = seen.into_iter().flatten().cloned().collect();
                if by == ["language"] {
                    let offered = LOCALES.iter();
                    parts.extend(offered.map(|it| Breakdown::of([("language", it.tag)])));
                }
                parts.into_iter().collect()
            }
        }
    }

    /// The part under which a figure's part is counted; `None` where it is not
    /// published.
    pub(super) fn published(&self, mut part: Breakdown) -> Option<Breakdown> {
        let Some(place) = part.category("place") else {
            return Some(part);
        };
        if self.places.is_empty() {
            return None;
        }
        let kind = part.category("kind").and_then(Kind::from_code);
        let own = kind.and_then(Kind::place_kind);
        let mut listed = self.places.iter();
        if !listed.any(|(listed, is)| *listed == place && own == Some(*is)) {
            part.set("place", ELSEWHERE);
        }
        Some(part)
    }
}

/// Whether a table's categories follow from the quarter and the organisation.
fn has_its_own(table: &Table) -> bool {
    table.by.contains(&"month") || table.by.contains(&"place")
}
