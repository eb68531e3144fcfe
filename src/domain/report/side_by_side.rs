//! The units within one, side by side, and which teams have sent.

use super::Report;
use super::pieces::{Numbers, figure, paragraph, section, table};
use crate::domain::base::markup::Element;
use crate::domain::base::sorted::Set;
use crate::domain::charts::of_roll_up::{by_team, eight_up_to, who_has_sent};
use crate::domain::charts::{Naming, Table};
use crate::domain::disclosure::disclosed::{Audience, Figure};
use crate::domain::roll_up::measure::{CONTACTS, Measure, RECEIVED};
use crate::domain::roll_up::{Level, Unit};

/// The counts that are put side by side.
const COUNTS: [&str; 4] = [CONTACTS, "sessions", "new-families", RECEIVED];
/// The shares.
const SHARES: [&str; 4] = [
    "survey-response",
    "survey-respect",
    "survey-listened",
    "survey-helped",
];

/// Tables and charts of the units within, and the grid of who has sent.
pub(super) fn side_by_side(report: &Report<'_>) -> Vec<Element> {
    let mut sections = Vec::new();
    for (level, name, heading) in below(report) {
        let units = units(report, level);
        if units.len() < 2 {
            continue;
        }
        let mut section = section(report.part(name), heading);
        let mut is_empty = true;
        for (caption, codes) in [
            ("How much was done", &COUNTS[..]),
            ("What families said", &SHARES[..]),
        ] {
            if let Some(table) = one_table(report, &units, caption, codes) {
                section = section.with(table);
                is_empty = false;
            }
        }
        if !is_empty {
            sections.push(section);
        }
    }
    sections.extend(teams(report));
    sections.extend(grid(report));
    sections
}

fn below(report: &Report<'_>) -> Vec<(Level, &'static str, &'static str)> {
    let cities = (Level::City, "cities", "Cities side by side");
    let localities = (Level::Locality, "localities", "Localities side by side");
    let teams = (Level::Team, "teams", "Teams side by side");
    match report.unit.level {
        Level::All => vec![cities, localities],
        Level::City => vec![localities],
        Level::Locality => vec![teams],
        Level::Team => Vec::new(),
    }
}

/// The units of a level that were within the report's unit in its period, by name.
fn units(report: &Report<'_>, level: Level) -> Vec<Unit> {
    let mut found: Set<Unit> = Set::new();
    for quarter in report.span().quarters() {
        for cell in report.basis.who.in_quarter(quarter) {
            let units = &cell.belonging.units;
            if units.contains(report.unit) {
                found.extend(units.iter().filter(|it| it.level == level).cloned());
            }
        }
    }
    let mut units: Vec<Unit> = found.into_iter().collect();
    units.sort_by(|one, other| {
        let of = |unit: &Unit| (unit.is_unlisted(), unit.name.clone());
        of(one).cmp(&of(other))
    });
    units
}

fn one_table(
    report: &Report<'_>,
    units: &[Unit],
    caption: &str,
    codes: &[&'static str],
) -> Option<Element> {
    let figures = |measure: &'static Measure| -> Vec<Option<Figure>> {
        let of = |unit| report.told().figure(measure, unit, report.span());
        units.iter().map(of).collect()
    };
    let measures = codes.iter().copied().filter_map(Measure::with_code);
    // What nothing is told of is no column.
    let columns: Vec<(&Measure, Vec<Option<Figure>>)> = measures
        .map(|measure| (measure, figures(measure)))
        .filter(|(_, figures)| figures.iter().flatten().any(Figure::says_anything))
        .collect();
    if columns.is_empty() {
        return None;
    }
    let mut head = vec![String::new()];
    head.extend(columns.iter().map(|(measure, _)| measure.label.to_owned()));
    head.push("Returns".to_owned());
    let row = |(at, unit): (usize, &Unit)| {
        let mut row = vec![unit.name.clone()];
        for (measure, figures) in &columns {
            let figure = figures.get(at).and_then(Option::as_ref);
            row.push(figure.map_or_else(
                || "–".to_owned(),
                |it| {
                    if measure.is_share() {
                        let share = it.share();
                        match share.counts() {
                            Some(counts) => format!("{} ({counts})", share.percent()),
                            None => share.percent(),
                        }
                    } else {
                        it.value().words()
                    }
                },
            ));
        }
        let who = report.basis.who;
        let coverage = who.coverage(unit, report.span(), None, report.basis.structure);
        row.push(coverage.words().unwrap_or_else(|| "complete".to_owned()));
        row
    };
    let rows = units.iter().enumerate().map(row).collect();
    let caption = format!("{caption}, {}", report.short_period());
    Some(table(&caption, &Table { head, rows }, Numbers::AllBut(1)))
}

/// Direct contacts of each team.
fn teams(report: &Report<'_>) -> Option<Element> {
    match report.unit.level {
        Level::Team => return None,
        Level::Locality | Level::City | Level::All => {}
    }
    let contacts = Measure::with_code(CONTACTS)?;
    let id = report.part("contacts-by-team");
    let title = format!("Direct contacts by team, {}", report.short_period());
    let naming = Naming::new(&id, &title);
    let whose = (report.unit, report.span());
    let charts = by_team(naming, report.told(), contacts, whose);
    (!charts.is_empty()).then(|| {
        let section = section(report.part("team-by-team"), "Team by team");
        section.with_all(charts.iter().map(figure))
    })
}

/// Who has sent: in the service alone, since it is about workers.
fn grid(report: &Report<'_>) -> Option<Element> {
    match report.audience {
        Audience::Public(_) => return None,
        Audience::Service => {}
    }
    let quarters = eight_up_to(report.last());
    let known: Vec<_> = quarters
        .into_iter()
        .filter(|it| report.basis.who.quarters.contains(it))
        .collect();
    let id = report.part("who-has-sent-grid");
    let naming = Naming::new(&id, "Which team has sent which quarter");
    let charts = who_has_sent(naming, report.basis, (report.unit, &known));
    let mut section = section(report.part("who-has-sent"), "Who has sent");
    if known.is_empty() {
        section = section.with(paragraph("Nobody was expected to."));
    }
    Some(section.with_all(charts.iter().map(figure)))
}
