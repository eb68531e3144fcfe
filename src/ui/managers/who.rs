//! Who has sent: every team in every quarter, and whom to ask.

use leptos::prelude::*;

use super::address::Room;
use super::desk::{Desk, Seen};
use super::parts::{copyable, quarters, said, section};
use crate::domain::base::calendar::Quarter;
use crate::domain::roll_up::TeamQuarter;
use crate::ui::components::drawn::wide;
use crate::ui::components::page::{Form, page};
use crate::ui::components::select::select;
use crate::ui::components::warning::warning;
use crate::ui::markup::{El, Pieces, acting, el, live, paragraph, reading};
use crate::ui::state::State;

/// How many quarters stand side by side.
const COLUMNS: usize = 8;

/// The page.
pub fn who_has_sent() -> El {
    let desk = expect_context::<Desk>();
    let asked = State::new(None::<Quarter>);
    let body = live(move || {
        let asked_for = asked.get();
        let made = desk.look(|seen| {
            let quarters = quarters(seen);
            if quarters.is_empty() {
                return paragraph("No returns are open yet.").into();
            }
            let asked_for = asked_for.filter(|it| quarters.contains(it));
            Pieces::from(files_of_any_team(seen))
                .and(matrix(seen, &quarters))
                .and(to_ask(
                    seen,
                    &quarters,
                    (asked, asked_for.unwrap_or(quarters[0])),
                ))
        });
        made.unwrap_or_else(|| paragraph("Reading what is open…").into())
    });
    page("Who has sent", Form::None, said().and(body))
}

/// The files that may be a return of any team: said once, since it holds for each cell.
fn files_of_any_team(seen: Seen<'_>) -> Option<El> {
    let files = seen.who.files_of_any_team();
    let names: Vec<&str> = files.iter().map(|it| it.name.as_str()).collect();
    let words = match names.as_slice() {
        [] => return None,
        [one] => format!(
            "{one} could not be used. It may be a return of any team, so no quarter that it may belong to is complete."
        ),
        many => format!(
            "{} files could not be used: {}. Each may be a return of any team, so no quarter that it may belong to is complete.",
            many.len(),
            many.join(", ")
        ),
    };
    Some(warning("A file of no known team", words).child(paragraph(
        Room::Check.link("Look at it, or say that it is not needed"),
    )))
}

fn matrix(seen: Seen<'_>, quarters: &[Quarter]) -> El {
    let columns: Vec<Quarter> = quarters.iter().take(COLUMNS).copied().collect();
    let heads: Vec<El> = columns
        .iter()
        .map(|quarter| {
            el("th")
                .attr("scope", "col")
                .class("govuk-table__header")
                .child(quarter.months_and_year())
        })
        .collect();
    let mut rows: Vec<(String, String, El)> = Vec::new();
    for (team, cells) in seen.who.rows() {
        let Some(latest) = cells.last() else { continue };
        let [own, locality, ..] = &latest.belonging.units;
        let cells: Vec<El> = columns
            .iter()
            .map(|quarter| cell(seen.who.get(team, *quarter)))
            .collect();
        let row = el("tr")
            .class("govuk-table__row")
            .child(
                el("th")
                    .attr("scope", "row")
                    .class("govuk-table__header")
                    .child(own.name.clone())
                    .child(
                        el("span")
                            .class("app-matrix__locality")
                            .child(locality.name.clone()),
                    ),
            )
            .child(cells);
        rows.push((locality.name.clone(), own.name.clone(), row));
    }
    rows.sort_by(|one, other| (&one.0, &one.1).cmp(&(&other.0, &other.1)));
    let rows: Vec<El> = rows.into_iter().map(|(.., row)| row).collect();
    let table = el("table")
        .class("govuk-table app-matrix")
        .child(
            el("caption")
                .class("govuk-table__caption govuk-table__caption--m")
                .child("Every team in every quarter, the latest first"),
        )
        .child(
            el("thead").class("govuk-table__head").child(
                el("tr")
                    .class("govuk-table__row")
                    .child(
                        el("th")
                            .attr("scope", "col")
                            .class("govuk-table__header")
                            .child("Team"),
                    )
                    .child(heads),
            ),
        )
        .child(el("tbody").class("govuk-table__body").child(rows));
    wide("Who has sent", table)
}

fn cell(of: Option<&TeamQuarter>) -> El {
    let cell = el("td").class("govuk-table__cell");
    match of {
        None => cell.child("–"),
        Some(of) => cell
            .attr("data-state", of.state.code())
            .child(of.words_of_its_own()),
    }
}

/// Who has not sent a quarter, as text to copy into an e-mail.
fn to_ask(
    seen: Seen<'_>,
    quarters: &[Quarter],
    (asked, quarter): (State<Option<Quarter>>, Quarter),
) -> El {
    let position = quarters.iter().position(|it| *it == quarter).unwrap_or(0);
    let options: Vec<String> = quarters.iter().map(ToString::to_string).collect();
    let all = quarters.to_vec();
    let choose = acting(move |picked: usize| asked.set(all.get(picked).copied()));
    let choice = select(
        "asked-quarter",
        "Quarter",
        &options,
        &reading(move || position),
        choose,
    );
    let list: Pieces = match seen.who.to_ask(quarter) {
        None => paragraph(format!("Every return of {quarter} is here.")).into(),
        Some(text) => copyable(("list-to-ask", "For an e-mail", "Copy the list"), text),
    };
    section("to-ask", "Whom to ask", Pieces::from(choice).and(list))
}
