//! Figures: a unit's quarter and year so far, beside last year's.

use leptos::prelude::*;

use super::address::Room;
use super::charts::charts;
use super::desk::{Desk, Map, Seen};
use super::looking::Looking;
use super::names::category_words;
use super::parts::{latest, quarters, said, section, units};
use crate::domain::base::calendar::Quarter;
use crate::domain::base::share::{Share, grouped};
use crate::domain::base::sorted::Map as Sorted;
use crate::domain::record::session::Kind;
use crate::domain::roll_up::change::Change;
use crate::domain::roll_up::compared::{Basis, Compared};
use crate::domain::roll_up::measure::{CONTACTS, MEASURES, Measure, RECEIVED, SCHOOL_FAMILIES};
use crate::domain::roll_up::{Adding, Amount, Level, Period, Span, Unit};
use crate::ui::components::drawn::wide;
use crate::ui::components::page::{Form, page};
use crate::ui::components::select::select;
use crate::ui::components::table::{Row, figures};
use crate::ui::components::warning::warning;
use crate::ui::markup::{El, Pieces, acting, div, el, live, paragraph, reading};

/// The page.
pub fn figures_page() -> El {
    let desk = expect_context::<Desk>();
    let looking = expect_context::<Looking>();
    let body = live(move || {
        let wanted = (looking.quarter.get(), looking.unit.get());
        desk.map.get();
        let made = desk.look(|seen| {
            let Some(latest) = latest(seen) else {
                return paragraph("No return counts yet.").into();
            };
            view(desk, looking, seen, (wanted.0.unwrap_or(latest), wanted.1))
        });
        made.unwrap_or_else(|| paragraph("Reading what is open…").into())
    });
    page("Figures", Form::None, said().and(body))
}

fn view(
    desk: Desk,
    looking: Looking,
    seen: Seen<'_>,
    (quarter, unit): (Quarter, Option<Unit>),
) -> Pieces {
    let all_units = units(seen);
    let unit = Looking::unit_among(unit.as_ref(), &all_units);
    let basis = seen.basis();
    let (now, year) = (Span::quarter(quarter), Span::year_to(quarter));
    let coverage = seen.who.coverage(&unit, now, None, seen.structure);
    let incomplete = coverage.words().map(|words| {
        warning(
            "Not complete",
            format!("{quarter} for {}: {words}.", unit.name),
        )
        .child(paragraph(Room::Who.link("Who has sent")))
    });
    Pieces::from(choices(desk, looking, (&all_units, &unit), (quarter, seen)))
        .and(incomplete)
        .and(period(
            ("quarter", format!("{quarter} · {}", unit.name)),
            basis,
            &unit,
            now,
        ))
        .and(period(
            (
                "year",
                format!("{} · {}", Period::YearTo(quarter), unit.name),
            ),
            basis,
            &unit,
            year,
        ))
        .and(pledge(basis, &unit, year))
        .and(charts(basis.into(), &unit, quarter))
        .and(breakdowns(seen, &unit, now))
        .and(parts_of(basis, &all_units, &unit, now))
}

fn choices(
    desk: Desk,
    looking: Looking,
    (all_units, unit): (&[Unit], &Unit),
    (quarter, seen): (Quarter, Seen<'_>),
) -> El {
    let quarter_choice = looking.quarter_choice("figures-quarter", quarters(seen), quarter);
    let unit_choice = looking.unit_choice("figures-unit", all_units, unit);
    let maps = [Map::ItsTime, Map::Today];
    let at = maps
        .iter()
        .position(|it| *it == desk.map.get_untracked())
        .unwrap_or(0);
    let names = ["Where it was in the quarter", "Where it is today"].map(str::to_owned);
    let map_choice = select(
        "figures-map",
        "A team that moved counts",
        &names,
        &reading(move || at),
        acting(move |picked: usize| {
            if let Some(map) = maps.get(picked) {
                desk.look_at(*map);
            }
        }),
    );
    div("app-choosers")
        .child(quarter_choice)
        .child(unit_choice)
        .child(map_choice)
}

/// Every measure of a span: now, last year, the change, and a sentence.
fn period(
    (id, title): (&'static str, String),
    basis: Basis<'_>,
    unit: &Unit,
    span: Span,
) -> Pieces {
    let rows: Vec<El> = MEASURES
        .iter()
        .map(|measure| basis.compare(measure, unit, span))
        .filter(|it| it.now.is_some() || !it.coverage.not_collected.is_empty())
        .map(|it| measure_row(&it))
        .collect();
    if rows.is_empty() {
        return section(id, &title, paragraph("No return says anything of it.")).into();
    }
    let head = |(words, class): (&'static str, &'static str)| {
        el("th").attr("scope", "col").class(class).child(words)
    };
    let number = "govuk-table__header govuk-table__header--numeric";
    let table = el("table")
        .class("govuk-table app-table app-measures")
        .child(
            el("caption")
                .class("govuk-visually-hidden")
                .child(title.clone()),
        )
        .child(
            el("thead").class("govuk-table__head").child(
                el("tr").class("govuk-table__row").child(
                    [
                        ("Measure", "govuk-table__header"),
                        ("Now", number),
                        ("Last year", number),
                        ("Difference", number),
                        ("Change", number),
                    ]
                    .map(head),
                ),
            ),
        )
        .child(el("tbody").class("govuk-table__body").child(rows));
    let label = title.clone();
    section(id, &title, wide(&label, table)).into()
}

fn measure_row(it: &Compared) -> El {
    let before = it.before.as_ref().map(|before| before.amount);
    let change = it
        .now
        .zip(before)
        .map(|(now, before)| Change { now, before });
    let ratio = is_ratio(it.measure);
    let difference = change.map(|change| {
        if ratio {
            let points = change.points();
            return points.map_or_else(String::new, |it| format!("{} points", it.signed()));
        }
        match change.difference() {
            0 => "0".to_owned(),
            rose @ 1.. => format!("+{}", grouped(magnitude(rose))),
            fell => format!("−{}", grouped(magnitude(fell))),
        }
    });
    let percent = change
        .filter(|_| !ratio)
        .and_then(Change::percent)
        .map(|percent| format!("{}%", percent.signed()));
    let cell = |label: &str, words: Option<String>| {
        el("td")
            .class("govuk-table__cell govuk-table__cell--numeric")
            .attr("data-label", label)
            .child(words.unwrap_or_else(|| "–".to_owned()))
    };
    el("tr")
        .class("govuk-table__row app-table__row")
        .child(
            el("th")
                .attr("scope", "row")
                .class("govuk-table__header")
                .child(it.measure.label)
                .child(el("span").class("app-measures__says").child(it.words())),
        )
        .child(cell("Now", it.now.map(|now| amount_words(it.measure, now))))
        .child(cell(
            "Last year",
            before.map(|before| amount_words(it.measure, before)),
        ))
        .child(cell("Difference", difference))
        .child(cell("Change", percent))
}

/// How much it is, without its sign; no count of ours comes near the most.
fn magnitude(difference: i128) -> u64 {
    u64::try_from(difference.unsigned_abs()).unwrap_or(u64::MAX)
}

fn is_ratio(measure: &Measure) -> bool {
    use crate::domain::roll_up::measure::MadeFrom;
    matches!(measure.from, MadeFrom::Over { .. }) || measure.adding == Adding::Ratio
}

fn amount_words(measure: &Measure, amount: Amount) -> String {
    if is_ratio(measure) {
        let share = Share {
            part: amount.count,
            whole: amount.whole,
        };
        let percent = share.percent().unwrap_or_else(|| "–".to_owned());
        return format!(
            "{} / {} = {percent}",
            grouped(amount.count),
            grouped(amount.whole)
        );
    }
    grouped(amount.count)
}

/// New families at school sessions, against what was pledged for a year.
fn pledge(basis: Basis<'_>, unit: &Unit, span: Span) -> Option<El> {
    if unit.level != Level::All {
        return None;
    }
    let measure = Measure::with_code(SCHOOL_FAMILIES)?;
    let amount = basis.sums.figures(unit, span).amount(measure)?;
    let share = Share {
        part: amount.count,
        whole: basis.structure.schools_pledge()?,
    };
    Some(paragraph(format!(
        "New families at school sessions against the year’s pledge: {share}."
    )))
}

/// Direct contacts by kind, month and place; by age band they stand in a chart.
fn breakdowns(seen: Seen<'_>, unit: &Unit, span: Span) -> Pieces {
    let Some(contacts) = Measure::with_code(CONTACTS) else {
        return Pieces::default();
    };
    let (now, before) = (
        seen.sums.figures(unit, span),
        seen.sums.figures(unit, span.same_last_year()),
    );
    let table = |caption: &str, dimension: &str, order: &[&str]| {
        let (now, before) = (now.by(contacts, dimension), before.by(contacts, dimension));
        let name = |code: &str| category_words(seen, dimension, code);
        by_category(caption, (&now, &before), &name, order)
    };
    let kinds = Kind::ALL.map(Kind::code);
    let tables = [
        table("Direct contacts by kind", "kind", &kinds),
        table("Direct contacts by month", "month", &[]),
        table("Direct contacts by place", "place", &[]),
    ];
    let tables: Vec<El> = tables.into_iter().flatten().collect();
    Pieces::from(tables)
}

fn by_category(
    caption: &str,
    (now, before): (&Sorted<String, Amount>, &Sorted<String, Amount>),
    name: &dyn Fn(&str) -> String,
    order: &[&str],
) -> Option<El> {
    let mut codes: Vec<&str> = order.to_vec();
    for code in now.keys().chain(before.keys()) {
        if !codes.contains(&code.as_str()) {
            codes.push(code);
        }
    }
    let count = |of: &Sorted<String, Amount>, code: &str| of.get(code).map_or(0, |it| it.count);
    let mut rows: Vec<(String, u64, u64)> = codes
        .into_iter()
        .map(|code| (name(code), count(now, code), count(before, code)))
        .filter(|(_, now, before)| now + before > 0)
        .collect();
    if order.is_empty() {
        rows.sort();
    }
    if rows.is_empty() {
        return None;
    }
    let total = rows.iter().fold((0, 0), |sum, (_, now, before)| {
        (sum.0 + now, sum.1 + before)
    });
    let row = |head: String, now: u64, before: u64| Row {
        head,
        figures: vec![grouped(now), grouped(before)],
    };
    let lines = rows
        .into_iter()
        .map(|(head, now, before)| row(head, now, before));
    Some(figures(
        caption,
        &["", "Now", "Last year"],
        lines.collect(),
        Some(row("Total".to_owned(), total.0, total.1)),
    ))
}

/// The units below one, side by side.
fn parts_of(basis: Basis<'_>, all: &[Unit], unit: &Unit, span: Span) -> Pieces {
    let below: &[(Level, &str)] = match unit.level {
        Level::All => &[
            (Level::City, "Cities side by side"),
            (Level::Locality, "Localities side by side"),
            (Level::Team, "Teams side by side"),
        ],
        Level::City => &[(Level::Locality, "Localities side by side")],
        Level::Locality | Level::Team => &[],
    };
    let measures: Vec<&'static Measure> = [CONTACTS, "sessions", RECEIVED]
        .into_iter()
        .filter_map(Measure::with_code)
        .collect();
    let tables = below.iter().filter_map(|(level, caption)| {
        let units: Vec<&Unit> = all
            .iter()
            .filter(|it| it.level == *level)
            .filter(|it| unit.level == Level::All || it.city == unit.city)
            .collect();
        if units.len() < 2 {
            return None;
        }
        let rows = units.into_iter().map(|unit| {
            let compared: Vec<Compared> = measures
                .iter()
                .map(|measure| basis.compare(measure, unit, span))
                .collect();
            let mut figures: Vec<String> = compared
                .iter()
                .map(|it| it.now.map_or("–".to_owned(), |now| grouped(now.count)))
                .collect();
            let coverage = compared.first().and_then(|it| it.coverage.words());
            figures.push(coverage.unwrap_or_else(|| "complete".to_owned()));
            Row {
                head: unit.name.clone(),
                figures,
            }
        });
        let columns = [
            "",
            "Direct contacts",
            "Sessions",
            "Surveys received",
            "Returns",
        ];
        Some(wide(
            caption,
            figures(caption, &columns, rows.collect(), None),
        ))
    });
    Pieces::from(tables.collect::<Vec<_>>())
}
