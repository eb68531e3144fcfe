//! The figures of a quarter and unit as they are published.

use leptos::prelude::*;

use std::rc::Rc;

use crate::domain::base::calendar::Quarter;
use crate::domain::disclosure::disclosed::Disclosure;
use crate::domain::disclosure::figures::Period;
use crate::domain::disclosure::suppress::SuppressionReason;
use crate::domain::disclosure::{
    HIDDEN, Line, LineValue, NOT_APPLICABLE, NOT_COLLECTED, Publication, PublishedValue,
};

use crate::domain::base::share::{Share, counted, grouped};
use crate::domain::roll_up::measure::MEASURES;
use crate::domain::roll_up::table::RETURNS;
use crate::domain::roll_up::{Level, Unit};
use crate::ui::components::details::details;
use crate::ui::components::drawn::wide;
use crate::ui::components::table::{Row, figures};
use crate::ui::managers::charts::charts;
use crate::ui::managers::desk::{Desk, Seen};
use crate::ui::managers::looking::Looking;
use crate::ui::managers::names::{measure_words, part_words};
use crate::ui::managers::parts::{latest, quarters, section, units};
use crate::ui::markup::{El, Pieces, div, live, paragraph};

/// The choice of a quarter and unit, and what is published of them.
pub fn as_it_is_published(desk: Desk, made: &Rc<Publication>) -> Option<Pieces> {
    let looking = expect_context::<Looking>();
    let choices = desk.look(|seen| {
        let quarter = looking.quarter.get_untracked().or_else(|| latest(seen))?;
        let all = units(seen);
        let unit = Looking::unit_among(looking.unit.get_untracked().as_ref(), &all);
        Some(
            div("app-choosers")
                .child(looking.quarter_choice("publish-quarter", quarters(seen), quarter))
                .child(looking.unit_choice("publish-unit", &all, &unit)),
        )
    })??;
    let made = Rc::clone(made);
    let shown = live(move || {
        let (quarter, unit) = (looking.quarter.get(), looking.unit.get());
        untrack(|| {
            desk.look(|seen| {
                let quarter = quarter.or_else(|| latest(seen))?;
                let unit = Looking::unit_among(unit.as_ref(), &units(seen));
                Some(of_quarter(&made, seen, &unit, quarter))
            })
        })?
    });
    Some(
        Pieces::from(section(
            "as-published",
            "As it is published",
            Pieces::from(paragraph(format!(
                "{HIDDEN} stands for a hidden number, {NOT_COLLECTED} for one that is not collected, {NOT_APPLICABLE} where there is none. The last column is for you, and is in no file: it says why a number is hidden.",
            )))
            .and(choices),
        ))
        .and(shown),
    )
}

fn of_quarter(made: &Publication, seen: Seen<'_>, unit: &Unit, quarter: Quarter) -> Pieces {
    let year = format!("{} · {}", Period::YearTo(quarter), unit.name);
    let basis = seen.basis();
    let period = |title: &str, period| of_period(made, seen, title, (unit, period));
    period(
        &format!("{quarter} · {}", unit.name),
        Period::Quarter(quarter),
    )
    .and(period(&year, Period::YearTo(quarter)))
    .and(charts(Disclosure::published(basis, made), unit, quarter))
}

/// The measures as a table, and their parts in another that is folded away.
fn of_period(
    made: &Publication,
    seen: Seen<'_>,
    title: &str,
    (unit, period): (&Unit, Period),
) -> Pieces {
    let (mut wholes, mut parts) = (Vec::new(), Vec::new());
    let place = |code: &str| MEASURES.iter().position(|measure| measure.code == code);
    let all = (seen.roll_up, seen.sums, seen.who);
    made.lines_of(all, seen.structure, (unit, period), &mut |line: Line| {
        if line.about.breakdown.is_whole() {
            let code = &line.about.measure;
            wholes.push((place(code), row(whole_words(code, unit), &line)));
        } else {
            let part = part_words(seen, &line.about.breakdown);
            let head = format!("{}: {part}", measure_words(&line.about.measure));
            parts.push(row(head, &line));
        }
    });
    if wholes.is_empty() {
        // The first quarter is the year so far.
        return Pieces::default();
    }
    // In the order of the report, after who has sent.
    wholes.sort_by_key(|(place, _)| *place);
    let wholes = wholes.into_iter().map(|(_, row)| row).collect();
    let by_part = (!parts.is_empty()).then(|| {
        let caption = format!("{title}, by part");
        details(
            &counted(
                parts.len() as u64,
                "more number: by kind, age band, month and the like",
                "more numbers: by kind, age band, month and the like",
            ),
            || false,
        )
        .child(wide(&caption, table(&caption, parts)))
    });
    Pieces::from(wide(title, table(title, wholes))).and(by_part)
}

/// What a whole measure is called.
fn whole_words(code: &str, unit: &Unit) -> String {
    if code != RETURNS {
        return measure_words(code);
    }
    match unit.level {
        Level::Team => "Tablets that have sent".to_owned(),
        Level::Locality | Level::City | Level::All => "Teams that have sent all".to_owned(),
    }
}

fn table(caption: &str, rows: Vec<Row>) -> El {
    let columns = ["", "Number", "Out of", "Percentage", "Why it is hidden"];
    figures(caption, &columns, rows, None).class("govuk-table app-table app-published")
}

fn row(head: String, line: &Line) -> Row {
    let words = |value: LineValue| match value {
        LineValue::Value(PublishedValue::Shown(count)) => grouped(count),
        LineValue::Value(PublishedValue::Hidden(_))
        | LineValue::NotCollected
        | LineValue::NotApplicable => value.text().into_owned(),
    };
    let percent = match (line.count, line.denominator) {
        (
            LineValue::Value(PublishedValue::Shown(part)),
            LineValue::Value(PublishedValue::Shown(whole)),
        ) => Share { part, whole }.percent(),
        _ => None,
    };
    let mut why: Vec<&str> = [line.count, line.denominator]
        .into_iter()
        .filter_map(|value| match value {
            LineValue::Value(PublishedValue::Hidden(why)) => Some(SuppressionReason::label(why)),
            LineValue::Value(PublishedValue::Shown(_))
            | LineValue::NotCollected
            | LineValue::NotApplicable => None,
        })
        .collect();
    why.dedup();
    Row {
        head,
        figures: vec![
            words(line.count),
            words(line.denominator),
            percent.unwrap_or_default(),
            why.join("; "),
        ],
    }
}
