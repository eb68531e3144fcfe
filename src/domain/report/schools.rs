//! A page for each school with its own sessions, for handing over.
//!
//! Guarantees that a page holds what was published and nothing else, in every report:
//! who reads it is not in the service. Which schools have a page follows from what
//! was published too.

use std::collections::BTreeMap;

use super::Report;
use super::heading::example;
use super::pieces::{Numbers, name, paragraph, table};
use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::PlaceId;
use crate::domain::base::markup::{Element, el};
use crate::domain::charts::{Table, Value};
use crate::domain::disclosure::categories::ELSEWHERE;
use crate::domain::disclosure::document::PublishedDocument;
use crate::domain::disclosure::figures::Side;
use crate::domain::disclosure::{Publication, PublishedValue};
use crate::domain::record::session::Kind;
use crate::domain::roll_up::measure::{CONTACTS, Measure};
use crate::domain::roll_up::table::RETURNS;
use crate::domain::roll_up::{Breakdown, Level, Period, Span, Unit};

/// What is told of a school.
const MEASURES: [&str; 3] = ["sessions", CONTACTS, "new-families"];

/// The quarters of a school's page, by the teams that were there.
type Teams<'a> = BTreeMap<&'a Unit, Vec<Quarter>>;

/// A page for each school of the unit, by name.
pub(super) fn schools(report: &Report<'_>, publication: &Publication) -> Vec<Element> {
    let quarters = Span::year_to(report.last()).quarters();
    // Each school by its code, with the teams of which anything was published.
    let mut schools: BTreeMap<&str, Teams<'_>> = BTreeMap::new();
    for (team, period, here) in publication.parts().0.iter() {
        let Period::Quarter(quarter) = period else {
            continue;
        };
        let is_within = || is_of(report, team, quarter);
        if team.level != Level::Team || !quarters.contains(&quarter) || !is_within() {
            continue;
        }
        for key in here.keys() {
            let of_schools = key.breakdown.category("kind") == Some(Kind::SchoolGroupWork.code());
            if let (Some(school), Side::Count) = (key.breakdown.category("place"), key.side)
                && of_schools
                && school != ELSEWHERE
            {
                let teams = schools.entry(school).or_default();
                let known = teams.entry(team).or_default();
                if known.last() != Some(&quarter) {
                    known.push(quarter);
                }
            }
        }
    }
    let mut pages: Vec<(String, Element)> = schools
        .into_iter()
        .filter_map(|(code, teams)| {
            let called = school_name(report, code);
            let page = one(report, publication, (code, &called), &quarters, &teams)?;
            Some((called, page))
        })
        .collect();
    pages.sort_by(|one, other| one.0.cmp(&other.0));
    pages.into_iter().map(|(_, page)| page).collect()
}

/// What of a document stands on the pages of schools in a year up to a quarter, and who
/// has sent: the edition that is handed over with them.
#[must_use]
pub fn of_schools(mut document: PublishedDocument, last: Quarter) -> PublishedDocument {
    let of_a_school = |breakdown: &Breakdown| {
        let kind = breakdown.category("kind");
        kind == Some(Kind::SchoolGroupWork.code()) && breakdown.category("place").is_some()
    };
    let quarters: Vec<String> = Span::year_to(last)
        .quarters()
        .into_iter()
        .map(Quarter::code)
        .collect();
    document.figures.retain(|figure| {
        let is_there =
            of_a_school(&figure.breakdown) && MEASURES.contains(&figure.measure.as_str());
        quarters.contains(&figure.period) && (is_there || figure.measure == RETURNS)
    });
    document
}

/// Whether a team was in the report's unit in a quarter.
fn is_of(report: &Report<'_>, team: &Unit, quarter: Quarter) -> bool {
    let mut homes = report.basis.sums.homes();
    homes
        .any(|(when, units)| when == quarter && units.contains(team) && units.contains(report.unit))
}

/// What a school is called: by the organisation, or by the returns.
fn school_name(report: &Report<'_>, code: &str) -> String {
    let listed = PlaceId::new(code).ok();
    let listed = listed.and_then(|id| report.basis.structure.place_name(&id));
    let sent = || report.roll_up.name_in_returns(code);
    listed.or_else(sent).unwrap_or_else(|| code.to_owned())
}

/// A school's page; `None` where nothing was done in the whole year so far.
fn one(
    report: &Report<'_>,
    publication: &Publication,
    (code, called): (&str, &str),
    quarters: &[Quarter],
    teams: &Teams<'_>,
) -> Option<Element> {
    let kind = Kind::SchoolGroupWork.code();
    let part = Breakdown::of([("kind", kind), ("place", code)]);
    let measures: Vec<&Measure> = MEASURES
        .into_iter()
        .filter_map(Measure::with_code)
        .collect();
    let value = |measure: &Measure, quarter: Quarter| {
        // A place has its line in every quarter in which the team's places have; in
        // another quarter it was not in use.
        let of = |team: &&Unit| {
            let whose = (*team, Period::Quarter(quarter));
            let said = |code: &str| publication.said(whose, code, &part, Side::Count);
            match said(measure.code) {
                Some(PublishedValue::Shown(count)) => Value::Shown(count),
                Some(PublishedValue::Hidden(_)) => Value::Withheld,
                None if MEASURES.into_iter().any(|code| said(code).is_some()) => Value::NoFigures,
                None => missing(report, team, quarter),
            }
        };
        Value::sum(&teams.keys().map(of).collect::<Vec<_>>())
    };
    let is_some = |value: Value| match value {
        Value::Shown(count) => count > 0,
        Value::Withheld => true,
        Value::NotCollected | Value::NoFigures => false,
    };
    let mut rows = Vec::new();
    let mut all: Vec<Vec<Value>> = Vec::new();
    for quarter in quarters {
        let values: Vec<Value> = measures.iter().map(|it| value(it, *quarter)).collect();
        let mut row = vec![quarter.months_and_year()];
        row.extend(values.iter().map(|it| it.words()));
        rows.push(row);
        all.push(values);
    }
    if !all.iter().flatten().copied().any(is_some) {
        return None;
    }
    if quarters.len() > 1 {
        let mut row = vec!["Together".to_owned()];
        for at in 0..measures.len() {
            let values: Vec<Value> = all.iter().filter_map(|it| it.get(at)).copied().collect();
            row.push(Value::sum(&values).words());
        }
        rows.push(row);
    }
    let mut head = vec!["Quarter".to_owned()];
    head.extend(measures.iter().map(|it| it.label.to_owned()));
    let caption = "Early Help group work in the school";
    let names: Vec<String> = teams.keys().map(|team| team.name.clone()).collect();
    let id = report.part(&["school-", code].concat());
    let notes = publication.words();
    Some(
        el("section")
            .class("app-report__sheet")
            .attr("aria-labelledby", id.clone())
            .with_all(report.is_example().then(example))
            .with(
                el("p")
                    .class("app-report__kind")
                    .with("Early Help in your school"),
            )
            .with(
                el("h2")
                    .class("app-report__title")
                    .attr("id", id)
                    .with(name(called)),
            )
            .with(paragraph(format!(
                "Financial year {}, up to {}. Made on {}.",
                report.last().year(),
                report.last().months_and_year(),
                report.made_on()
            )))
            .with(
                el("p")
                    .with("From the returns of ")
                    .with(name(&crate::domain::charts::listed(&names)))
                    .with("."),
            )
            .with_all(incomplete(report, quarters, teams))
            .with(table(caption, &Table { head, rows }, Numbers::AllBut(0)))
            .with(paragraph(
                "Direct contacts count attendances, not people: who came to three sessions \
                 counts three times. New families were there for the first time in the \
                 financial year, as far as staff know.",
            ))
            .with(
                el("ul")
                    .class("app-report__notes")
                    .with_all(notes.into_iter().map(|line| el("li").with(line))),
            ),
    )
}

/// What it means that a team's return says nothing of a school.
fn missing(report: &Report<'_>, team: &Unit, quarter: Quarter) -> Value {
    let Some(contacts) = Measure::with_code(CONTACTS) else {
        return Value::NoFigures;
    };
    let compared = report.basis.compare(contacts, team, Span::quarter(quarter));
    let figure = compared.now.map(|_| Value::Shown(0));
    figure.unwrap_or_else(|| {
        let coverage = &compared.coverage;
        if coverage.completeness() == crate::domain::roll_up::Completeness::NotCollected {
            Value::NotCollected
        } else {
            Value::NoFigures
        }
    })
}

/// Says that a team's returns are not all there.
fn incomplete(report: &Report<'_>, quarters: &[Quarter], teams: &Teams<'_>) -> Option<Element> {
    use crate::domain::roll_up::Completeness;
    let contacts = Measure::with_code(CONTACTS)?;
    let is_short = |quarter: &Quarter, team: &Unit| {
        let (who, structure) = (report.basis.who, report.basis.structure);
        let coverage = who.coverage(team, Span::quarter(*quarter), Some(contacts), structure);
        match coverage.completeness() {
            Completeness::Incomplete | Completeness::Unsettled => true,
            Completeness::Complete | Completeness::NotCollected => false,
        }
    };
    let short: Vec<String> = quarters
        .iter()
        .filter(|quarter| teams.keys().any(|team| is_short(quarter, team)))
        .map(|quarter| quarter.months_and_year())
        .collect();
    (!short.is_empty()).then(|| {
        let quarters = crate::domain::charts::listed(&short);
        let words = format!("Not all returns are there for {quarters}: numbers may be too low.");
        el("p").class("app-report__warning").with(words)
    })
}
