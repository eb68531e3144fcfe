//! How much, how well, with what difference: each measure beside last year's.

use super::Report;
use super::pieces::{figure, paragraph, section};
use crate::domain::base::markup::{Element, el};
use crate::domain::base::share::Share;
use crate::domain::charts::of_roll_up::{
    by_age_band, by_kind, eight_up_to, over_eight_quarters, shares,
};
use crate::domain::charts::{Chart, Naming, ShareValue, Value};
use crate::domain::disclosure::disclosed::{Disclosed, DisclosedBefore, Figure};
use crate::domain::roll_up::compared::Origin;
use crate::domain::roll_up::measure::{
    Asks, CONTACTS, MEASURES, Measure, RECEIVED, SCHOOL_FAMILIES,
};
use crate::domain::roll_up::{Coverage, Level, Span};

/// A section for each question of which anything is told.
pub(super) fn questions(report: &Report<'_>) -> Vec<Element> {
    let all: Vec<Figure> = MEASURES
        .iter()
        .filter_map(|measure| report.told().figure(measure, report.unit, report.span()))
        .filter(Figure::says_anything)
        .collect();
    if all.is_empty() {
        let none = "No return that counts says anything of this period.";
        return vec![section(report.part("figures"), "Figures").with(paragraph(none))];
    }
    let mut sections = Vec::new();
    for (asks, name) in [
        (Asks::HowMuch, "how-much"),
        (Asks::HowWell, "how-well"),
        (Asks::WhatDifference, "what-difference"),
    ] {
        let own: Vec<&Figure> = all.iter().filter(|it| it.measure.asks == asks).collect();
        if own.is_empty() {
            continue;
        }
        let mut section = section(report.part(name), asks.label());
        for figure in &own {
            section = section.with(one(report, figure));
        }
        match asks {
            Asks::HowMuch | Asks::WhatDifference => {}
            Asks::HowWell => section = section.with_all(what_families_said(report, &all)),
        }
        sections.push(section);
    }
    sections
}

/// A measure: the figures, the sentence, the manager's note and its charts.
fn one(report: &Report<'_>, figure: &Figure) -> Element {
    let measure = figure.measure;
    let id = report.part(measure.code);
    let mut sentence = figure.words() + ".";
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let figures = figures(report, figure).into_iter().map(|(term, words)| {
        el("div")
            .class("app-report__cell")
            .with(el("dt").with(term))
            .with(el("dd").with_all(words))
    });
    el("section")
        .class("app-report__measure")
        .attr("aria-labelledby", id.clone())
        .with(
            el("div")
                .class("app-report__block")
                .with(
                    el("h3")
                        .class("app-report__name")
                        .attr("id", id)
                        .with(measure.label),
                )
                .with(el("dl").class("app-report__figures").with_all(figures))
                .with(el("p").class("app-report__sentence").with(sentence))
                .with_all(pledge(report, figure))
                .with_all(report.note(measure.code)),
        )
        .with_all(charts(report, measure))
}

fn figures(report: &Report<'_>, it: &Figure) -> [(String, Vec<Element>); 4] {
    let strong = |words: String| vec![el("strong").with(words)];
    // Apart from the figure where there are no styles.
    let below = |words: &str| {
        el("span")
            .class("app-report__counts")
            .with([" ", words].concat())
    };
    let share = |share: ShareValue| {
        let mut words = strong(share.percent());
        words.extend(share.counts().map(|counts| below(&format!("({counts})"))));
        words
    };
    let (now, mut before) = if it.measure.is_share() {
        (share(it.share()), share(it.share_before()))
    } else {
        let words = |value: Value| strong(value.words());
        (words(it.value()), words(it.value_before()))
    };
    match &it.before {
        DisclosedBefore::Amount(told) => match told.origin {
            Origin::Typed(_) => before.push(below("as published")),
            Origin::Returns(_) => {}
        },
        DisclosedBefore::Hidden | DisclosedBefore::NotCollected => {}
        DisclosedBefore::Nothing => before = strong("nothing to compare with".to_owned()),
        DisclosedBefore::LeftOut => before = strong("–".to_owned()),
    }
    let change = it.few_words().unwrap_or_else(|| "–".to_owned());
    [
        (report.short_period(), now),
        ("Same period last year".to_owned(), before),
        ("Change".to_owned(), strong(change)),
        ("Returns".to_owned(), strong(returns(it))),
    ]
}

/// How complete a figure is, in few words; the sentence has them all.
fn returns(it: &Figure) -> String {
    let coverage = &it.coverage;
    match (it.now, coverage.not_collected.len()) {
        (Disclosed::NotCollected, _) => "not collected".to_owned(),
        (_, 0) => coverage.words().unwrap_or_else(|| "complete".to_owned()),
        (_, many) => {
            let teams = Coverage {
                not_collected: Vec::new(),
                ..coverage.clone()
            };
            let quarters = if many == 1 { "quarter" } else { "quarters" };
            let words = format!("not collected in {many} {quarters}");
            match teams.words() {
                Some(teams) => [&teams, ", ", &words].concat(),
                None => words,
            }
        }
    }
}

/// New families at school sessions, against what was pledged for a year.
fn pledge(report: &Report<'_>, figure: &Figure) -> Option<Element> {
    if report.unit.level != Level::All || figure.measure.code != SCHOOL_FAMILIES {
        return None;
    }
    let span = Span::year_to(report.last());
    let year = report.told().figure(figure.measure, report.unit, span)?;
    let Disclosed::Amount(amount) = year.now else {
        return None;
    };
    let share = Share {
        part: amount.count,
        whole: report.basis.structure.schools_pledge()?,
    };
    let words = format!("Against the pledge for the year, in the year so far: {share}.");
    Some(el("p").class("app-report__sentence").with(words))
}

/// The charts of one measure.
fn charts(report: &Report<'_>, measure: &'static Measure) -> Vec<Element> {
    let (told, unit, last) = (report.told(), report.unit, report.last());
    let (label, whose) = (measure.label, report.whose());
    let mut charts: Vec<Chart> = Vec::new();
    let quarters = eight_up_to(last);
    let mut draw = |name: &str, title: &str, chart: &dyn Fn(Naming<'_>) -> Option<Chart>| {
        let id = report.part(&[measure.code, name].concat());
        charts.extend(chart(Naming::new(&id, title)));
    };
    let title = format!("{label} over eight quarters, {whose}");
    let trend = |naming: Naming<'_>| over_eight_quarters(naming, told, measure, (unit, last));
    match measure.code {
        CONTACTS => {
            let by = format!("{label} by kind and quarter, {whose}");
            let four = quarters.get(4..).unwrap_or_default();
            draw("-by-kind", &by, &|naming| {
                by_kind(naming, told, measure, (unit, four))
            });
            draw("-trend", &title, &trend);
            let by = format!("{label} by age band, {whose}, {}", report.short_period());
            draw("-by-age-band", &by, &|naming| {
                by_age_band(naming, told, measure, (unit, report.span()))
            });
        }
        RECEIVED => draw("-trend", &title, &trend),
        _ => {}
    }
    charts.iter().map(figure).collect()
}

/// The survey measures as dots, with their counts.
fn what_families_said(report: &Report<'_>, all: &[Figure]) -> Option<Element> {
    let title = format!(
        "What families said, {}, {}",
        report.whose(),
        report.short_period()
    );
    let id = report.part("survey-measures");
    let naming = Naming::new(&id, &title);
    let surveys = all
        .iter()
        .filter(|it| it.measure.collected_with == RECEIVED);
    shares(naming, surveys).map(|chart| figure(&chart))
}
