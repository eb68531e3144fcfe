//! The charts of the figures that count.

use std::collections::BTreeMap;

use super::bars::{Bar, Group, Heads, Parts, bars};
use super::dots::{Dot, dots};
use super::grid::{self, Cell, More, grid};
use super::stacked::{Column, stacked};
use super::trend::{Point, trend};
use super::{Chart, Naming, ShareValue, Value, listed};
use crate::domain::attendance::AgeBand;
use crate::domain::calendar::Quarter;
use crate::domain::ids::TeamId;
use crate::domain::publish::seen::{Figure, Seen};
use crate::domain::roll_up::compared::Basis;
use crate::domain::roll_up::measure::Measure;
use crate::domain::roll_up::{Belonging, SendNote, Span, TeamQuarter, Unit};
use crate::domain::session::Kind;

/// A measure by kind of session, a column for each quarter; `None` where the audience
/// is told nothing of it.
#[must_use]
pub fn by_kind(
    naming: Naming<'_>,
    seen: Seen<'_>,
    measure: &'static Measure,
    (unit, quarters): (&Unit, &[Quarter]),
) -> Option<Chart> {
    let column = |quarter: &Quarter| {
        let span = Span::quarter(*quarter);
        let total = seen.figure(measure, unit, span)?.value();
        let of_kind = |kind: Kind| {
            let value = seen.part(measure, (unit, span), ("kind", kind.code()), total);
            // What is published of none of the kinds is hidden with its whole.
            value.unwrap_or(Value::Withheld)
        };
        Some(Column {
            label: quarter.months_and_year(),
            values: Kind::ALL.map(of_kind),
            total,
        })
    };
    let columns: Option<Vec<Column>> = quarters.iter().map(column).collect();
    Some(stacked(naming, measure.unit.1, &columns?))
}

/// A count over eight quarters up to one; `None` where the audience is told nothing
/// of it.
#[must_use]
pub fn over_eight_quarters(
    naming: Naming<'_>,
    seen: Seen<'_>,
    measure: &'static Measure,
    (unit, last): (&Unit, Quarter),
) -> Option<Chart> {
    let point = |quarter: &Quarter| {
        let figure = seen.figure(measure, unit, Span::quarter(*quarter))?;
        Some(Point {
            label: quarter.months_and_year(),
            now: figure.value(),
            before: figure.value_before(),
        })
    };
    let points: Option<Vec<Point>> = eight_up_to(last).iter().map(point).collect();
    Some(trend(naming, measure.unit.1, &points?))
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

/// A measure by age band; `None` where the audience is told nothing of it.
#[must_use]
pub fn by_age_band(
    naming: Naming<'_>,
    seen: Seen<'_>,
    measure: &'static Measure,
    (unit, span): (&Unit, Span),
) -> Option<Chart> {
    let whole = seen.figure(measure, unit, span)?.value();
    let bar = |band: AgeBand| {
        Some(Bar {
            label: match band.hint() {
                Some(hint) => format!("{}, {hint}", band.label()),
                None => band.label().to_owned(),
            },
            now: seen.part(measure, (unit, span), ("age-band", band.code()), whole)?,
            before: seen.parts_before(measure, (unit, span), "age-band", band.code()),
        })
    };
    let bars_of: Option<Vec<Bar>> = AgeBand::ALL.into_iter().map(bar).collect();
    let group = Group {
        heading: None,
        bars: bars_of?,
    };
    let heads = Heads {
        bar: "Age band",
        unit: measure.unit.1,
    };
    Some(bars(naming, heads, Parts::OfAWhole, &[group]))
}

/// A count of each team in a unit, under its locality; `None` where there are none,
/// or the audience is told nothing of them.
#[must_use]
pub fn by_team(
    naming: Naming<'_>,
    seen: Seen<'_>,
    measure: &'static Measure,
    (unit, span): (&Unit, Span),
) -> Option<Chart> {
    let mut groups: Vec<Group> = Vec::new();
    for (locality, teams) in teams_of(seen.basis, unit, &span.quarters()) {
        let bar = |(_, team): (TeamId, Unit)| {
            let figure = seen.figure(measure, &team, span)?;
            Some(Bar {
                now: figure.value(),
                before: figure.value_before(),
                label: team.name,
            })
        };
        let bars: Vec<Bar> = teams.into_iter().filter_map(bar).collect();
        if !bars.is_empty() {
            groups.push(Group {
                heading: Some(locality.name),
                bars,
            });
        }
    }
    let heads = Heads {
        bar: "Team",
        unit: measure.unit.1,
    };
    (!groups.is_empty()).then(|| bars(naming, heads, Parts::NotShown, &groups))
}

/// The shares among some figures of which something is told; `None` where there are
/// none.
#[must_use]
pub fn shares<'a>(
    naming: Naming<'_>,
    figures: impl IntoIterator<Item = &'a Figure>,
) -> Option<Chart> {
    let is_shown = |it: &&Figure| match it.share() {
        ShareValue::Shown(_) | ShareValue::Withheld => it.measure.is_share(),
        ShareValue::NotCollected | ShareValue::NoFigures => false,
    };
    let dot = |figure: &Figure| Dot {
        label: figure.measure.label.to_owned(),
        now: figure.share(),
        before: figure.share_before(),
    };
    let all: Vec<Dot> = figures.into_iter().filter(is_shown).map(dot).collect();
    (!all.is_empty()).then(|| dots(naming, &all))
}

/// The most teams in one chart of who has sent: it goes on one page of A4.
const MOST_TEAMS: usize = 24;

/// Which team of a unit has sent which of some quarters; of many teams in several
/// charts.
#[must_use]
pub fn who_has_sent(
    naming: Naming<'_>,
    basis: Basis<'_>,
    (unit, quarters): (&Unit, &[Quarter]),
) -> Vec<Chart> {
    let mut sheets: Vec<Vec<grid::Locality>> = vec![Vec::new()];
    let mut room = MOST_TEAMS;
    for (locality, teams) in teams_of(basis, unit, quarters) {
        for teams in teams.chunks(MOST_TEAMS) {
            if room < teams.len() {
                sheets.push(Vec::new());
                room = MOST_TEAMS;
            }
            room -= teams.len();
            let row = |(team, unit): &(TeamId, Unit)| grid::Row {
                label: unit.name.clone(),
                cells: quarters
                    .iter()
                    .map(|quarter| basis.who.get(team, *quarter).map(cell))
                    .collect(),
            };
            if let Some(sheet) = sheets.last_mut() {
                sheet.push(grid::Locality {
                    label: locality.name.clone(),
                    rows: teams.iter().map(row).collect(),
                });
            }
        }
    }
    let labels: Vec<String> = quarters.iter().map(|it| it.months_and_year()).collect();
    let many = sheets.len();
    let sheet = |(at, sheet): (usize, &Vec<grid::Locality>)| {
        let names: Vec<String> = sheet.iter().map(|it| it.label.clone()).collect();
        let (id, title) = match many {
            1 => (naming.id.to_owned(), naming.title.to_owned()),
            _ => (
                format!("{}-{}", naming.id, at + 1),
                format!("{}: {}", naming.title, listed(&names)),
            ),
        };
        let naming = Naming {
            id: &id,
            title: &title,
        };
        grid(naming, &labels, sheet)
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
        let cells = basis.who.in_quarter(*quarter);
        for cell in cells.filter(|it| it.belonging.units.contains(unit)) {
            last.insert(cell.team.clone(), cell.belonging.clone());
        }
    }
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
