//! The heading of a report, and what stands at its end.

use super::Report;
use super::pieces::{name, section};
use crate::domain::base::markup::{Element, el};
use crate::domain::base::share::grouped;
use crate::domain::disclosure::disclosed::Audience;
use crate::domain::roll_up::measure::{CONTACTS, Measure, RECEIVED};
use crate::domain::roll_up::{Completeness, Held, NotUsed, Period};

/// Whose figures of when, made when, from what, and how complete they are.
pub(super) fn heading(report: &Report<'_>) -> Element {
    let period = match report.period {
        Period::Quarter(_) => "Quarter",
        Period::YearTo(_) => "Year",
    };
    let facts = [
        (period, report.period.to_string()),
        ("Made on", report.made_on()),
        ("From", source(report)),
        ("Complete", completeness(report)),
        ("For", audience(report).to_owned()),
    ];
    let facts = facts.into_iter().map(|(term, words)| {
        el("div")
            .class("app-report__fact")
            .with(el("dt").with(term))
            .with(el("dd").with(words))
    });
    let mut heading = el("header").class("app-report__header");
    if report.is_example() {
        heading = heading.with(example());
    }
    heading
        .with(el("p").class("app-report__kind").with(report.kind()))
        .with(
            el("h1")
                .class("app-report__title")
                .with(name(&report.whose()))
                .with(", ")
                .with(report.short_period()),
        )
        .with(el("dl").class("app-report__facts").with_all(facts))
        .with_all(not_whole(report))
        .with_all(not_used(report))
        .with_all(to_decide(report))
}

/// Says that nothing here is real.
pub(super) fn example() -> Element {
    el("p")
        .class("app-report__example")
        .with("Example data: invented, and not about real families")
}

const fn audience(report: &Report<'_>) -> &'static str {
    match report.audience {
        Audience::Service => {
            "the service itself: every number is exact, and small ones may point at families"
        }
        Audience::Public(_) => {
            "the public: c is a number that is hidden so that nobody is revealed"
        }
    }
}

/// The files that were given and could not be used; outside the service only how many.
fn not_used(report: &Report<'_>) -> Option<Element> {
    let quarters = report.span().quarters();
    let concerns = |it: &&NotUsed| it.quarter.is_none_or(|of| quarters.contains(&of));
    let files: Vec<&NotUsed> = report.roll_up.not_used.iter().filter(concerns).collect();
    let files_there = match files.len() {
        0 => return None,
        1 => "1 file could not be used, and what it holds is in no figure".to_owned(),
        many => format!("{many} files could not be used, and what they hold is in no figure"),
    };
    let words = match report.audience {
        Audience::Public(_) => files_there + ".",
        Audience::Service => {
            let words: Vec<String> = files.iter().map(|it| it.words()).collect();
            format!("{files_there}: {}.", words.join("; "))
        }
    };
    Some(el("p").class("app-report__sentence").with(words))
}

/// The cities whose organisation file is to be decided about.
fn to_decide(report: &Report<'_>) -> Option<Element> {
    let contested = report.basis.structure.contested().iter();
    let cities: Vec<&str> = contested.map(|it| it.city.as_str()).collect();
    (!cities.is_empty()).then(|| {
        let words = format!(
            "Organisation files of {} differ: what depends on that is not settled.",
            cities.join(" and ")
        );
        el("p").class("app-report__sentence").with(words)
    })
}

/// The returns of the unit in the period that count.
pub(super) fn counted<'a>(report: &Report<'a>) -> impl Iterator<Item = &'a Held> {
    let (structure, unit) = (report.basis.structure, report.unit);
    let quarters = report.span().quarters();
    report.roll_up.counted.iter().copied().filter(move |held| {
        let belongs = || {
            let team = structure.team(&held.team.id);
            structure.belonging(&team, Some(&held.team), held.quarter)
        };
        quarters.contains(&held.quarter) && belongs().units.contains(unit)
    })
}

fn source(report: &Report<'_>) -> String {
    let returns: Vec<&Held> = counted(report).collect();
    let structure = report.basis.structure;
    let mut teams: Vec<_> = returns
        .iter()
        .map(|it| structure.team(&it.team.id))
        .collect();
    teams.sort();
    teams.dedup();
    let so_many = |many: usize, one: &str, more: &str| {
        let count = grouped(u64::try_from(many).unwrap_or(u64::MAX));
        format!("{count} {}", if many == 1 { one } else { more })
    };
    format!(
        "Early Help sessions and family surveys: {} of {}",
        so_many(returns.len(), "return", "returns"),
        so_many(teams.len(), "team", "teams"),
    )
}

fn completeness(report: &Report<'_>) -> String {
    let coverage = |measure| {
        let who = report.basis.who;
        who.coverage(report.unit, report.span(), measure, report.basis.structure)
    };
    let all = coverage(None);
    let mut said = match all.completeness() {
        Completeness::Complete => match all.teams {
            1 => vec!["yes, the one team".to_owned()],
            teams => vec![format!("yes, all {teams} teams")],
        },
        Completeness::Incomplete | Completeness::Unsettled => {
            vec!["no: ".to_owned() + &all.words().unwrap_or_default()]
        }
        Completeness::NotCollected => vec!["nothing is collected".to_owned()],
    };
    if all.teams == 1 && all.completeness() == Completeness::Complete {
        said = vec!["yes".to_owned()];
    }
    for code in [CONTACTS, RECEIVED] {
        let Some(measure) = Measure::with_code(code) else {
            continue;
        };
        let coverage = coverage(Some(measure));
        if coverage.not_collected.is_empty() || coverage.not_collected == all.not_collected {
            continue;
        }
        let label = measure.label.to_lowercase();
        if coverage.completeness() == Completeness::NotCollected {
            said.push(format!("{label} not collected"));
        } else {
            let quarters: Vec<String> = coverage
                .not_collected
                .iter()
                .map(|it| it.months_and_year())
                .collect();
            let quarters = crate::domain::charts::listed(&quarters);
            said.push(format!("{label} not collected in {quarters}"));
        }
    }
    said.join("; ")
}

/// Says that the totals are not whole, before anybody reads one.
fn not_whole(report: &Report<'_>) -> Option<Element> {
    let who = report.basis.who;
    let all = who.coverage(report.unit, report.span(), None, report.basis.structure);
    let words = match all.completeness() {
        Completeness::Complete | Completeness::NotCollected => return None,
        Completeness::Incomplete => "Totals are not whole: ",
        Completeness::Unsettled => "Totals are not whole, and something is to be decided: ",
    };
    let words = words.to_owned() + &all.words().unwrap_or_default() + ".";
    Some(el("p").class("app-report__warning").with(words))
}

/// How to read it: what is counted, what is hidden, and where measures come from.
pub(super) fn closing(report: &Report<'_>) -> Element {
    let mut lines = vec![
        "Direct contacts count attendances, not people: who came to three sessions counts \
         three times."
            .to_owned(),
        "New families were there for the first time in the financial year, as far as staff \
         know."
            .to_owned(),
        "Each percentage stands beside the two numbers it comes from, and is rounded once. \
         Changes of percentages are in points. Last year is the same period a year before."
            .to_owned(),
        "Nothing is estimated. What is missing is missing in the totals, and is said beside \
         them."
            .to_owned(),
    ];
    match report.audience {
        Audience::Service => lines.push(
            "Every number is exact. Hand over and publish only what was made for that: the \
             public report, and the pages of schools."
                .to_owned(),
        ),
        Audience::Public(publication) => lines.extend(publication.words()),
    }
    lines.push(
        "Measures are those of the performance framework, as in the Early Help report \
         2016-17, sections 2 and 3."
            .to_owned(),
    );
    section(report.part("how-to-read"), "How to read this").with(
        el("ul")
            .class("app-report__notes")
            .with_all(lines.into_iter().map(|line| el("li").with(line))),
    )
}
