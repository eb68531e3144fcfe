//! All that is published of a roll-up, as one set of counts with how they add up.
//!
//! | count | adds up to |
//! |---|---|
//! | of a team | its locality, city and all |
//! | of a quarter | the year so far |
//! | by age band, kind, month or place | the same without it |
//! | of who answered, of each language | surveys received |
//! | a part of a whole | with what is left, the whole |
//! | of this year, a little away from last year's | with the difference, last year's |
//!
//! Guarantees that which counts there are follows from the organisation, the app's own
//! lists and what was seen anywhere, never from what one unit counted
//! ([`categories`](super::categories)), so a line says nothing by standing there. What
//! no team of a unit collects has no count at all.
//!
//! Days, places by age band, a team's surveys, single answers, and what surveys were
//! declined, flagged, removed or left midway are never published: they would be hidden
//! nearly everywhere, and much else with them.

use std::collections::{BTreeMap, BTreeSet};

use super::categories::Categories;
use super::cells::{CellRole, Cells, Earlier, Standing};
use super::detail::{Detail, Finer};
use super::primary::is_small;
use super::rule::Rule;
use crate::domain::base::calendar::Quarter;
pub use crate::domain::roll_up::Period;
use crate::domain::roll_up::measure::{CONTACTS, MEASURES, MadeFrom, Measure, RECEIVED};
use crate::domain::roll_up::{
    About, Adding, Breakdown, Completeness, Level, Span, Structure, Sums, Unit, WhoHasSent,
};

/// What of a figure is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Side {
    /// Its count; of a share, the numerator.
    Count,
    /// The denominator of a share.
    Whole,
}

/// What a count is of, within a unit and period.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CountKey {
    /// The code of its measure.
    pub measure: &'static str,
    /// The part that it is for.
    pub breakdown: Breakdown,
    /// Its side.
    pub side: Side,
}

impl CountKey {
    /// That of a whole measure.
    const fn whole(measure: &'static str, side: Side) -> Self {
        Self {
            measure,
            breakdown: Breakdown::whole(),
            side,
        }
    }
}

/// The counts of a unit in a period, by their numbers.
pub type Here = BTreeMap<CountKey, usize>;

/// A table of a measure, by the dimensions that it is broken down by.
pub(super) struct Table {
    pub(super) measure: &'static str,
    pub(super) by: &'static [&'static str],
    over: Over,
}

impl Table {
    /// Whether it is published of a unit.
    pub(super) fn is_of(&self, unit: &Unit) -> bool {
        match self.over {
            Over::QuartersAndYear | Over::Quarters => true,
            Over::QuartersOfTeams => unit.level == Level::Team,
        }
    }
}

/// Where a table is published.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Over {
    /// For every unit, each quarter and the year so far.
    QuartersAndYear,
    /// For every unit, each quarter.
    Quarters,
    /// For teams, each quarter.
    QuartersOfTeams,
}

const fn table(measure: &'static str, by: &'static [&'static str], over: Over) -> Table {
    Table { measure, by, over }
}

/// The tables besides the wholes of all measures.
pub(super) const TABLES: &[Table] = &[
    table(CONTACTS, &["age-band"], Over::QuartersAndYear),
    table(CONTACTS, &["kind"], Over::QuartersAndYear),
    table(CONTACTS, &["age-band", "kind"], Over::Quarters),
    table(CONTACTS, &["kind", "month"], Over::Quarters),
    table(CONTACTS, &["kind", "place"], Over::QuartersOfTeams),
    table("sessions", &["kind"], Over::QuartersAndYear),
    table("sessions", &["kind", "month"], Over::Quarters),
    table("sessions", &["kind", "place"], Over::QuartersOfTeams),
    table("new-families", &["kind"], Over::QuartersAndYear),
    table("new-families", &["kind", "place"], Over::QuartersOfTeams),
    table(RECEIVED, &["answered-by"], Over::Quarters),
    table(RECEIVED, &["language"], Over::Quarters),
];

/// The dimensions that say something of the people who are counted once each: how they
/// answered. Age bands and kinds are of attendances and sessions.
const ABOUT_PEOPLE: [&str; 2] = ["answered-by", "language"];

/// The shares that say something of the work and nothing of anybody: that all cases were
/// audited reveals nobody.
const ABOUT_THE_WORK: [&str; 1] = ["cases-audited"];

/// Measures that stay in the service: they are about the forms, or nearly always
/// small.
const NEVER: [&str; 4] = [
    "surveys-declined",
    "surveys-flagged",
    "surveys-incomplete",
    "surveys-removed",
];

/// Whether anything of a measure is published of a unit. A team has so few surveys
/// in a quarter that hardly a number would be left.
fn is_published(measure: &Measure, unit: &Unit) -> bool {
    let of_team = unit.level == Level::Team;
    !(NEVER.contains(&measure.code) || of_team && measure.code.starts_with("survey"))
}

/// The counts of a roll-up, and where each stands.
#[derive(Debug, Clone, Default)]
pub struct FigureCells {
    /// The counts.
    pub cells: Cells,
    here: BTreeMap<(Unit, Period), Here>,
    /// What is not collected, and was not counted all the same.
    not_collected: BTreeMap<(Unit, Period), BTreeSet<CountKey>>,
}

/// What a unit's quarter is looked at with.
#[derive(Clone, Copy)]
struct Given<'a> {
    sums: &'a Sums,
    structure: &'a Structure<'a>,
    who: &'a WhoHasSent,
    categories: &'a Categories<'a>,
    detail: Detail,
}

impl Given<'_> {
    /// Whether a table is published of a unit.
    fn has(self, table: &Table, unit: &Unit) -> bool {
        let has_few = matches!(table.over, Over::QuartersAndYear);
        table.is_of(unit) && (has_few || !self.detail.leaves_out(Finer::Breakdowns))
    }

    /// Whether no team of a unit collects a measure in a period.
    fn collects_nothing(self, unit: &Unit, period: Period, code: &str) -> bool {
        let measure = Measure::with_code(code);
        let coverage = self
            .who
            .coverage(unit, period.span(), measure, self.structure);
        coverage.completeness() == Completeness::NotCollected
    }
}

impl FigureCells {
    /// Those of everything that was added up. A difference from last year is a
    /// count where it is not above the threshold.
    #[must_use]
    pub fn of((sums, who): (&Sums, &WhoHasSent), structure: &Structure<'_>, rule: Rule) -> Self {
        let mut this = Self::default();
        let detail = rule.detail;
        let categories = &Categories::of(sums, structure);
        let given = Given {
            sums,
            structure,
            who,
            categories,
            detail,
        };
        let lowest = if detail.leaves_out(Finer::Teams) {
            Level::Locality
        } else {
            Level::Team
        };
        let units: Vec<Unit> = sums
            .units()
            .filter(|it| it.level >= lowest)
            .cloned()
            .collect();
        for unit in &units {
            if detail.leaves_out(Finer::Quarters) {
                this.years(given, unit, lowest);
                continue;
            }
            for quarter in sums.quarters(unit) {
                let here = this.quarter(given, unit, quarter);
                this.relate(&here, Standing::Needed);
                if unit.level == lowest {
                    // Larger units and the year follow from these.
                    this.leave_slack(&here);
                }
                let key = (unit.clone(), Period::Quarter(quarter));
                this.here.insert(key, here);
            }
            let quarters: Vec<Quarter> = sums.quarters(unit).collect();
            for quarter in quarters {
                let so_far = this.year_to(given, unit, quarter);
                this.relate(&so_far, Standing::Implied);
                let key = (unit.clone(), Period::YearTo(quarter));
                if !so_far.is_empty() {
                    this.here.insert(key, so_far);
                }
            }
        }
        this.add_up_units(sums);
        this.compare_with_last_year(rule.threshold.count());
        this
    }

    /// The units and periods, with the counts of each.
    pub fn iter(&self) -> impl Iterator<Item = (&Unit, Period, &Here)> {
        let here = self.here.iter();
        here.map(|((unit, period), here)| (unit, *period, here))
    }

    /// The counts of a unit in a period; `None` where nothing is published of it.
    #[must_use]
    pub fn here(&self, unit: &Unit, period: Period) -> Option<&Here> {
        self.here.get(&(unit.clone(), period))
    }

    /// What is not collected of a unit in a period, and was not counted all the same.
    pub fn not_collected(&self, unit: &Unit, period: Period) -> impl Iterator<Item = &CountKey> {
        let known = self.not_collected.get(&(unit.clone(), period));
        known.into_iter().flatten()
    }

    /// Notes what an earlier edition says of a count.
    pub(super) fn was(&mut self, number: usize, earlier: Earlier) {
        self.cells.was(number, earlier);
    }

    /// The counts of each of a unit's years so far, where quarters are not published.
    fn years(&mut self, given: Given<'_>, unit: &Unit, lowest: Level) {
        let mut by_year: BTreeMap<Quarter, BTreeMap<CountKey, u64>> = BTreeMap::new();
        for quarter in given.sums.quarters(unit) {
            // Every unit's year ends with the last quarter that anybody sent.
            let all = Unit::all();
            let same_year = |it: &Quarter| it.year() == quarter.year();
            let Some(last) = given.sums.quarters(&all).filter(same_year).last() else {
                continue;
            };
            let year = by_year.entry(last).or_default();
            for (key, value) in values(given, unit, quarter) {
                if is_shown_over_the_year(&key) {
                    *year.entry(key).or_default() += value;
                }
            }
        }
        for (last, values) in by_year {
            let period = Period::YearTo(last);
            let here = self.put_in(given, (unit, period), values);
            self.relate(&here, Standing::Needed);
            if unit.level == lowest {
                self.leave_slack(&here);
            }
            self.here.insert((unit.clone(), period), here);
        }
    }

    /// The counts of a unit's quarter.
    fn quarter(&mut self, given: Given<'_>, unit: &Unit, quarter: Quarter) -> Here {
        let values = values(given, unit, quarter);
        self.put_in(given, (unit, Period::Quarter(quarter)), values)
    }

    /// Puts in what was counted, but for what is not collected.
    fn put_in(
        &mut self,
        given: Given<'_>,
        (unit, period): (&Unit, Period),
        mut values: BTreeMap<CountKey, u64>,
    ) -> Here {
        let codes: BTreeSet<&str> = values.keys().map(|key| key.measure).collect();
        for code in codes {
            let counted = values
                .iter()
                .any(|(key, value)| key.measure == code && *value > 0);
            if !counted && given.collects_nothing(unit, period, code) {
                // A return says zero of what is not collected; a table should not.
                let place = (unit.clone(), period);
                let known = self.not_collected.entry(place).or_default();
                let all = values.keys().filter(|key| key.measure == code);
                known.extend(all.cloned());
                values.retain(|key, _| key.measure != code);
            }
        }
        let mut here = Here::new();
        for (key, value) in values {
            let cost = cost((unit, period), &key, value);
            let number = self.cells.put_in(value, CellRole::Published(cost));
            here.insert(key, number);
        }
        here
    }

    /// The counts of the year so far; none at the end of its first quarter, which
    /// is the year so far itself.
    fn year_to(&mut self, given: Given<'_>, unit: &Unit, quarter: Quarter) -> Here {
        let mut so_far = Here::new();
        let find = |period| self.here(unit, period);
        // Quarters that nobody sent are none of it.
        let quarters = Span::year_to(quarter).quarters();
        let earlier = quarters.iter().rev().skip(1).find_map(|earlier| {
            let so_far = find(Period::YearTo(*earlier));
            so_far.or_else(|| find(Period::Quarter(*earlier)))
        });
        let Some(known) = earlier.cloned() else {
            return so_far;
        };
        let now = find(Period::Quarter(quarter)).cloned().unwrap_or_default();
        let keys: BTreeSet<&CountKey> = known.keys().chain(now.keys()).collect();
        for key in keys.into_iter().filter(|key| is_shown_over_the_year(key)) {
            let both = [known.get(key), now.get(key)];
            let parts: Vec<usize> = both.into_iter().flatten().copied().collect();
            let value = parts.iter().map(|part| self.cells.value(*part)).sum();
            let cost = cost((unit, Period::YearTo(quarter)), key, value);
            let whole = self.cells.put_in(value, CellRole::Published(cost));
            self.cells.add_up(whole, parts);
            so_far.insert(key.clone(), whole);
        }
        self.note_not_collected_to(given, unit, quarter, &so_far);
        so_far
    }

    /// Notes what was collected in no quarter of a year so far.
    fn note_not_collected_to(
        &mut self,
        given: Given<'_>,
        unit: &Unit,
        quarter: Quarter,
        so_far: &Here,
    ) {
        let period = Period::YearTo(quarter);
        let quarters = period.span().quarters().into_iter().map(Period::Quarter);
        let known = quarters.flat_map(|quarter| self.not_collected(unit, quarter));
        let keys: BTreeSet<CountKey> = known
            .filter(|key| is_shown_over_the_year(key) && !so_far.contains_key(*key))
            .filter(|key| given.collects_nothing(unit, period, key.measure))
            .cloned()
            .collect();
        if !keys.is_empty() {
            let place = (unit.clone(), period);
            self.not_collected.insert(place, keys);
        }
    }

    /// How the counts of one unit and period add up, which follows for a year from
    /// its quarters.
    fn relate(&mut self, here: &Here, standing: Standing) {
        // Each dimension adds up by itself.
        let mut parts: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
        for (key, number) in here {
            for dimension in key.breakdown.dimensions() {
                let whole = CountKey {
                    breakdown: key.breakdown.without(dimension),
                    ..*key
                };
                if let Some(whole) = here.get(&whole) {
                    parts.entry((*whole, dimension)).or_default().push(*number);
                }
            }
        }
        for ((whole, dimension), parts) in parts {
            if ABOUT_PEOPLE.contains(&dimension) {
                self.cells.note_group(whole, parts.clone());
            }
            self.cells.add_up_as(standing, whole, parts);
        }
        self.leave_rests(here);
    }

    /// What is left of each whole that a part is compared with.
    fn leave_rests(&mut self, here: &Here) {
        let find = |code, side| here.get(&CountKey::whole(code, side)).copied();
        for measure in MEASURES.iter().filter(|it| it.adding == Adding::Ratio) {
            let sides = [Side::Whole, Side::Count].map(|side| find(measure.code, side));
            let [Some(whole), Some(count)] = sides else {
                continue;
            };
            let rest = self.cells.leave(whole, vec![count], CellRole::Residual);
            if let Some(rest) = rest.filter(|_| !ABOUT_THE_WORK.contains(&measure.code)) {
                self.cells.note_group(whole, vec![count, rest]);
            }
        }
        let mut leave = |whole: Option<usize>, parts: &[Option<usize>], sort| {
            let parts: Option<Vec<usize>> = parts.iter().copied().collect();
            if let (Some(whole), Some(parts)) = (whole, parts) {
                self.cells.leave(whole, parts, sort);
            }
        };
        let count = |code| find(code, Side::Count);
        let (asked, received) = (count("surveys-asked"), count(RECEIVED));
        leave(asked, &[received], CellRole::Residual);
        let standard = find("survey-respect", Side::Whole);
        leave(received, &[standard], CellRole::Residual);
        // The questions of one version have one denominator.
        for question in ["survey-listened", "survey-helped"] {
            if let (Some(one), Some(other)) = (standard, find(question, Side::Whole)) {
                self.cells.add_up(one, vec![other]);
            }
        }
        let screened = count("cases-screened-for-cse");
        let of_these = find("cse-medium-or-high", Side::Whole);
        if let (Some(one), Some(other)) = (screened, of_these) {
            self.cells.add_up(one, vec![other]);
        }
    }

    /// Everybody knows that there is somebody at a session, and that no family is new
    /// that was not there.
    fn leave_slack(&mut self, here: &Here) {
        for (key, number) in here {
            // The whole follows from its kinds.
            if key.measure != CONTACTS || key.breakdown.is_whole() {
                continue;
            }
            for measure in ["sessions", "new-families"] {
                let less = CountKey {
                    measure,
                    ..key.clone()
                };
                if let Some(less) = here.get(&less) {
                    self.cells.leave(*number, vec![*less], CellRole::Bound);
                }
            }
        }
    }

    /// Each unit's counts are those of the units in it.
    fn add_up_units(&mut self, sums: &Sums) {
        let mut inside: BTreeMap<(Unit, Quarter), BTreeSet<Unit>> = BTreeMap::new();
        for (quarter, units) in sums.homes() {
            for pair in units.windows(2) {
                if let [unit, larger] = pair {
                    let all = inside.entry((larger.clone(), quarter)).or_default();
                    all.insert(unit.clone());
                }
            }
        }
        for ((larger, quarter), units) in inside {
            // A year’s counts add up the same way, but where a team moved.
            for (period, standing) in [
                (Period::Quarter(quarter), Standing::Needed),
                (Period::YearTo(quarter), Standing::Implied),
            ] {
                let Some(here) = self.here.get(&(larger.clone(), period)) else {
                    continue;
                };
                let inner: Vec<&Here> = units
                    .iter()
                    .filter_map(|unit| self.here.get(&(unit.clone(), period)))
                    .collect();
                for (key, whole) in here {
                    let parts = inner.iter().filter_map(|inner| inner.get(key).copied());
                    self.cells.add_up_as(standing, *whole, parts.collect());
                }
            }
        }
    }

    /// A measure is published beside last year's, and the difference is a count.
    fn compare_with_last_year(&mut self, threshold: u64) {
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for ((unit, period), here) in &self.here {
            let Some(before) = self.here(unit, period.same_last_year()) else {
                continue;
            };
            for (key, number) in here.iter().filter(|(key, _)| key.breakdown.is_whole()) {
                pairs.extend(before.get(key).map(|other| (*number, *other)));
            }
        }
        for (now, before) in pairs {
            let (now_value, before_value) = (self.cells.value(now), self.cells.value(before));
            if is_small(now_value.abs_diff(before_value), threshold) {
                let (more, less) = if now_value > before_value {
                    (now, before)
                } else {
                    (before, now)
                };
                self.cells.leave(more, vec![less], CellRole::Residual);
            }
        }
    }
}

/// What a unit counted in a quarter, with a zero for each category that it could have
/// counted and did not.
fn values(given: Given<'_>, unit: &Unit, quarter: Quarter) -> BTreeMap<CountKey, u64> {
    let mut values: BTreeMap<CountKey, u64> = BTreeMap::new();
    let categories = given.categories.at(unit, quarter);
    for (about, amount) in given.sums.figures(unit, Span::quarter(quarter)).iter() {
        let Some(measure) = Measure::with_code(&about.measure) else {
            // What it is and how it adds up is not known: it stays here.
            continue;
        };
        if !is_published(measure, unit) || about.adding != measure.adding {
            continue;
        }
        let MadeFrom::Figures(base) = measure.from else {
            continue;
        };
        let mut count = |breakdown, side, value: u64| {
            let key = CountKey {
                measure: measure.code,
                breakdown,
                side,
            };
            *values.entry(key).or_default() += value;
        };
        if about.breakdown.dimensions().eq(base.iter().copied()) {
            count(Breakdown::whole(), Side::Count, amount.count);
            if about.adding == Adding::Ratio {
                count(Breakdown::whole(), Side::Whole, amount.whole);
            }
        }
        for table in TABLES.iter().filter(|it| it.measure == measure.code) {
            if given.has(table, unit) && has_all_of(about, base, table.by) {
                let part = categories.published(about.breakdown.only(table.by));
                if let Some(part) = part {
                    count(part, Side::Count, amount.count);
                }
            }
        }
    }
    for table in TABLES.iter().filter(|table| given.has(table, unit)) {
        let whole = CountKey::whole(table.measure, Side::Count);
        if values.contains_key(&whole) {
            for breakdown in categories.parts(table) {
                let part = CountKey {
                    breakdown,
                    ..whole.clone()
                };
                values.entry(part).or_default();
            }
        }
    }
    values
}

/// Whether a figure has the dimensions of a measure and of a table of it, and no
/// others.
pub(super) fn has_all_of(about: &About, base: &[&str], by: &[&str]) -> bool {
    let is_there = |wanted: &&str| about.breakdown.category(wanted).is_some();
    let mut own = about.breakdown.dimensions();
    base.iter().chain(by).all(is_there) && own.all(|it| base.contains(&it) || by.contains(&it))
}

fn is_shown_over_the_year(key: &CountKey) -> bool {
    if key.breakdown.is_whole() {
        return Measure::with_code(key.measure).is_some_and(|it| it.adding != Adding::Stock);
    }
    TABLES.iter().any(|table| {
        table.measure == key.measure
            && table.over == Over::QuartersAndYear
            && key.breakdown.dimensions().eq(table.by.iter().copied())
    })
}

/// The totals that a head of service is asked for first.
const HEADLINES: [&str; 4] = ["sessions", CONTACTS, "new-families", RECEIVED];

/// What it costs to hide a count: the larger the unit, the less it is broken down and
/// the larger the count, the more; a year costs more than a quarter, and a headline the
/// most. The cost grows with the root of all that: in proportion to it, many small numbers
/// are hidden to show a larger one. Hidden at threshold 5 of invented cities (before the
/// rule of all and none), by how it grows:
///
/// | tablets, seed | 8, 1 | 8, 2 | 12, 1 | 24, 1 | 24, 3 | 40, 3 | 40, 2016 |
/// |---|---|---|---|---|---|---|---|
/// | in proportion | 769 | 735 | 717 | 780 | 715 | 765 | 710 |
/// | with the root | 704 | 694 | 623 | 716 | 722 | 735 | 660 |
fn cost((unit, period): (&Unit, Period), key: &CountKey, count: u64) -> u32 {
    let unit = match unit.level {
        Level::Team => 2,
        Level::Locality => 5,
        Level::City | Level::All => 9,
    };
    let part = match key.breakdown.depth() {
        0 if HEADLINES.contains(&key.measure) => 24,
        0 => 8,
        1 => 4,
        _ => 1,
    };
    let long = match period {
        Period::Quarter(_) => 1,
        Period::YearTo(_) => 2,
    };
    let weight = (long * unit * part * (2 + count.checked_ilog2().unwrap_or(0)) / 4).max(1);
    // Six times the root: whole numbers are fine enough then.
    (36 * weight).isqrt()
}
