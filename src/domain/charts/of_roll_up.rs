//! The charts of the figures that count.

use std::collections::BTreeMap;

use super::bars::{Bar, Group, Heads, Measured, Parts, bars};
use super::dots::{Dot, dots};
use super::grid::{self, Cell, More, grid};
use super::stacked::{Column, stacked};
use super::trend::{Point, trend};
use super::{Chart, Disclosure, Format, Naming, ShareValue, Value, listed};
use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::TeamId;
use crate::domain::disclosure::disclosed::Figure;
use crate::domain::record::attendance::AgeBand;
use crate::domain::record::session::Kind;
use crate::domain::roll_up::compared::Basis;
use crate::domain::roll_up::measure::{MEASURES, Measure};
use crate::domain::roll_up::{Belonging, SendNote, Span, TeamQuarter, Unit};

/// A measure by kind of session, a column for each quarter; `None` where nothing is
/// told of any.
#[must_use]
pub fn by_kind<'a>(
    naming: Naming<'_>,
    told: impl Into<Disclosure<'a>>,
    measure: &'static Measure,
    (unit, quarters): (&Unit, &[Quarter]),
) -> Option<Chart> {
    let told = told.into();
    let column = |quarter: &Quarter| {
        let span = Span::quarter(*quarter);
        let [total, _] = told.both(measure, unit, span);
        let kinds = Kind::ALL.map(Kind::code);
        let mut parts = told
            .parts(measure, (unit, span), "kind", &kinds)
            .into_iter();
        Column {
            label: quarter.months_and_year(),
            values: kinds.map(|_| parts.next().unwrap_or(total)),
            total,
        }
    };
    let columns: Vec<Column> = quarters.iter().map(column).collect();
    let is_any = columns.iter().any(|it| it.total.is_told());
    let heads = Heads {
        bar: "Quarter",
        unit: measure.unit.1,
    };
    is_any.then(|| stacked(naming, heads, &columns))
}

/// A count over eight quarters up to one; `None` where nothing is told of any.
#[must_use]
pub fn over_eight_quarters<'a>(
    naming: Naming<'_>,
    told: impl Into<Disclosure<'a>>,
    measure: &'static Measure,
    (unit, last): (&Unit, Quarter),
) -> Option<Chart> {
    let told = told.into();
    let point = |quarter: &Quarter| {
        let span = Span::quarter(*quarter);
        let [now, before] = told.both(measure, unit, span);
        Point {
            label: quarter.months_and_year(),
            now,
            before,
        }
    };
    let points: Vec<Point> = eight_up_to(last).iter().map(point).collect();
    let is_any = points.iter().any(|it| it.now.is_told());
    is_any.then(|| trend(naming, measure.unit.1, &points))
}

/// Eight quarters in a row, of which this is the last.
#[must_use]
pub fn eight_up_to(last: Quarter) -> Vec<Quarter> {
    let mut quarters = vec![last];
    let mut next = last;
    for _ in 1..8 {
        next = next.previous();
        quarters.push(next);
    }
    quarters.reverse();
    quarters
}

/// A measure by age band; `None` where nothing is told of any.
#[must_use]
pub fn by_age_band<'a>(
    naming: Naming<'_>,
    told: impl Into<Disclosure<'a>>,
    measure: &'static Measure,
    (unit, span): (&Unit, Span),
) -> Option<Chart> {
    let told = told.into();
    let bands = AgeBand::ALL.map(AgeBand::code);
    let now = told.parts(measure, (unit, span), "age-band", &bands);
    let before = told.parts_before(measure, (unit, span), "age-band", &bands);
    let bar = |((band, now), before): ((AgeBand, Value), Value)| Bar {
        label: match band.hint() {
            Some(hint) => format!("{}, {hint}", band.label()),
            None => band.label().to_owned(),
        },
        now,
        before,
    };
    let bars_of = AgeBand::ALL.into_iter().zip(now).zip(before);
    let group = Group {
        heading: None,
        bars: bars_of.map(bar).collect(),
    };
    let heads = Heads {
        bar: "Age band",
        unit: measure.unit.1,
    };
    let is_any = group.bars.iter().any(|it| it.now.is_told());
    is_any.then(|| bars(naming, heads, Parts::OfAWhole, &[group]))
}

/// The most bars in one chart: with two lines to each label it goes on one page of A4
/// under its heading.
const MOST_BARS: usize = 20;

/// A count of each team of a unit, under its locality; of many teams in several
/// charts, all to one scale; none where nothing is told of any.
#[must_use]
pub fn by_team<'a>(
    naming: Naming<'_>,
    told: impl Into<Disclosure<'a>>,
    measure: &'static Measure,
    (unit, span): (&Unit, Span),
) -> Vec<Chart> {
    let told = told.into();
    let bar = |(_, team): &(TeamId, Unit)| {
        let [now, before] = told.both(measure, team, span);
        Bar {
            now,
            before,
            label: team.name.clone(),
        }
    };
    let group = |locality: &Locality| Group {
        heading: Some(locality.label.clone()),
        bars: locality.teams.iter().map(bar).collect(),
    };
    let sheets = in_sheets(teams_of(told.basis, unit, &span.quarters()), MOST_BARS);
    let heads = Heads {
        bar: "Team",
        unit: measure.unit.1,
    };
    let groups: Vec<Vec<Group>> = sheets
        .iter()
        .map(|sheet| sheet.iter().map(group).collect())
        .collect();
    let bars = groups.iter().flatten().flat_map(|it| &it.bars);
    let bars: Vec<&Bar> = bars.collect();
    if !bars.iter().any(|it| it.now.is_told()) {
        return Vec::new();
    }
    let measured = Measured::for_all(heads, Parts::NotShown, Format::Wide, &bars);
    let label = |it: &Group| it.heading.clone().unwrap_or_default();
    on_sheets(naming, &groups, label, &|naming, sheet| {
        measured.bars(naming, sheet)
    })
}

/// The shares among some figures of which anything is told; `None` where there are
/// none.
#[must_use]
pub fn shares<'a>(
    naming: Naming<'_>,
    figures: impl IntoIterator<Item = &'a Figure>,
) -> Option<Chart> {
    let is_told = |it: &&Figure| match it.share() {
        ShareValue::Shown(_) | ShareValue::Withheld => it.measure.is_share(),
        ShareValue::NotCollected | ShareValue::NoFigures => false,
    };
    let dot = |figure: &Figure| Dot {
        label: figure.measure.label.to_owned(),
        now: figure.share(),
        before: figure.share_before(),
    };
    let all: Vec<Dot> = figures.into_iter().filter(is_told).map(dot).collect();
    (!all.is_empty()).then(|| dots(naming, &all))
}

/// All shares of which anything is told; `None` where nothing is.
#[must_use]
pub fn all_shares<'a>(
    naming: Naming<'_>,
    told: impl Into<Disclosure<'a>>,
    (unit, span): (&Unit, Span),
) -> Option<Chart> {
    let told = told.into();
    let figure = |measure| told.figure(measure, unit, span);
    let all: Vec<Figure> = MEASURES.iter().filter_map(figure).collect();
    shares(naming, &all)
}

/// The most teams in one chart of who has sent: it goes on one page of A4.
const MOST_ROWS: usize = 24;

/// Which team of a unit has sent which of some quarters; of many teams in several
/// charts.
#[must_use]
pub fn who_has_sent(
    naming: Naming<'_>,
    basis: Basis<'_>,
    (unit, quarters): (&Unit, &[Quarter]),
) -> Vec<Chart> {
    let labels: Vec<String> = quarters.iter().map(|it| it.months_and_year()).collect();
    let row = |(team, unit): &(TeamId, Unit)| grid::Row {
        label: unit.name.clone(),
        cells: quarters
            .iter()
            .map(|quarter| basis.who.get(team, *quarter).map(cell))
            .collect(),
    };
    let locality = |it: &Locality| grid::Locality {
        label: it.label.clone(),
        rows: it.teams.iter().map(row).collect(),
    };
    let sheets: Vec<Vec<grid::Locality>> = in_sheets(teams_of(basis, unit, quarters), MOST_ROWS)
        .iter()
        .map(|sheet| sheet.iter().map(locality).collect())
        .collect();
    let label = |it: &grid::Locality| it.label.clone();
    on_sheets(naming, &sheets, label, &|naming, sheet| {
        grid(naming, &labels, sheet)
    })
}

/// A locality with its teams, or with some of them.
struct Locality {
    label: String,
    teams: Vec<(TeamId, Unit)>,
}

/// Localities on sheets of no more than so many teams each. One that has more goes
/// on over several sheets; every other one stands whole.
fn in_sheets(localities: Vec<(Unit, Vec<(TeamId, Unit)>)>, most: usize) -> Vec<Vec<Locality>> {
    let mut sheets: Vec<Vec<Locality>> = vec![Vec::new()];
    let mut room = most;
    for (locality, teams) in localities {
        for (at, teams) in teams.chunks(most).enumerate() {
            if room < teams.len() {
                sheets.push(Vec::new());
                room = most;
            }
            room -= teams.len();
            let label = match at {
                0 => locality.name.clone(),
                _ => format!("{}, continued", locality.name),
            };
            if let Some(sheet) = sheets.last_mut() {
                sheet.push(Locality {
                    label,
                    teams: teams.to_vec(),
                });
            }
        }
    }
    sheets
}

/// A chart of each sheet, named after its localities where there are several.
fn on_sheets<Part>(
    naming: Naming<'_>,
    sheets: &[Vec<Part>],
    label: impl Fn(&Part) -> String,
    chart: &dyn Fn(Naming<'_>, &[Part]) -> Chart,
) -> Vec<Chart> {
    if let [only] = sheets {
        return vec![chart(naming, only)];
    }
    let sheet = |(at, sheet): (usize, &Vec<Part>)| {
        let names: Vec<String> = sheet.iter().map(&label).collect();
        let id = format!("{}-{}", naming.id, at + 1);
        let title = format!("{}: {}", naming.title, listed(&names));
        let naming = Naming::new(&id, &title);
        chart(naming, sheet)
    };
    sheets.iter().enumerate().map(sheet).collect()
}

fn cell(of: &TeamQuarter) -> Cell {
    let is_own = |note: &SendNote| match note {
        SendNote::PartQuarter
        | SendNote::Late
        | SendNote::Restated
        | SendNote::FromPaper
        | SendNote::NotInUse
        | SendNote::EditionsDiffer
        | SendNote::FileNotUsed
        | SendNote::Unlisted => true,
        // True of every team of the quarter.
        SendNote::ContactsNotCollected | SendNote::SurveysNotCollected => false,
    };
    Cell {
        state: of.state,
        tablets: of
            .expected
            .map(|expected| (expected.saturating_sub(of.missing.len()), expected)),
        more: if of.notes.iter().any(is_own) {
            More::Notes
        } else {
            More::Nothing
        },
        words: of.words(),
    }
}

/// Every locality of a unit with its teams, by name. A team that moved stands where
/// it was last.
fn teams_of(
    basis: Basis<'_>,
    unit: &Unit,
    quarters: &[Quarter],
) -> Vec<(Unit, Vec<(TeamId, Unit)>)> {
    let mut last: BTreeMap<TeamId, Belonging> = BTreeMap::new();
    for quarter in quarters {
        for cell in basis.who.in_quarter(*quarter) {
            last.insert(cell.team.clone(), cell.belonging.clone());
        }
    }
    last.retain(|_, belonging| belonging.units.contains(unit));
    let mut localities: BTreeMap<Unit, Vec<(TeamId, Unit)>> = BTreeMap::new();
    for (team, Belonging { units, .. }) in last {
        let [unit, locality, _, _] = units;
        localities.entry(locality).or_default().push((team, unit));
    }
    let mut all: Vec<_> = localities.into_iter().collect();
    // What is in no organisation comes last.
    all.sort_by(|(one, _), (other, _)| {
        let of = |unit: &Unit| (unit.is_unlisted(), unit.name.clone());
        of(one).cmp(&of(other))
    });
    for (_, teams) in &mut all {
        teams.sort_by(|(_, one), (_, other)| one.name.cmp(&other.name));
    }
    all
}
