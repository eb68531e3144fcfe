//! The regular groups of this tablet's teams.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::domain::capture::group::{Group, Running};
use crate::domain::record::ledger::Ledger;
use crate::domain::tablet::settings::Settings;
use crate::ui::address::{Address, GroupOpening};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::find_in_list::{Line, find_in_list};
use crate::ui::components::page::{Form, page};
use crate::ui::components::symbol;
use crate::ui::components::warning::warning;
use crate::ui::frame::{link, today};
use crate::ui::markup::{El, Pieces, div, el, live, paragraph};
use crate::ui::sentences::{place_is_there, store_problem};
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// The page of all groups.
pub fn groups() -> El {
    let workspace = expect_context::<Workspace>();
    let failure = State::new(None::<String>);
    let failed = live(move || Some(warning("Not changed", failure.get()?)));
    let (typed, typed_ended) = (State::new(String::new()), State::new(String::new()));
    let listed = live(move || -> Option<Pieces> {
        let settings = workspace.settings.get()?;
        let running = Group::offered(&settings.groups, &Ledger::new(), today());
        let running: Vec<Line> = running
            .into_iter()
            .map(|it| to_find(it.group, &settings, failure))
            .collect();
        let ended: Vec<Line> = settings
            .groups
            .iter()
            .filter(|group| group.running == Running::Ended)
            .map(|group| to_find(group, &settings, failure))
            .collect();
        let now: Pieces = if running.is_empty() {
            el("p").class("govuk-body app-empty").child(
                "No regular groups yet. Add one, or open a session in Records and tap Keep as a regular group.",
            ).into()
        } else {
            find_in_list("find-group", "Find a group", running, typed)
        };
        let ended = (!ended.is_empty()).then(|| {
            let list = find_in_list("find-ended", "Find a group that ended", ended, typed_ended);
            Pieces::from(el("h2").class("govuk-heading-m").child("Ended")).and(list)
        });
        Some(now.and(ended))
    });
    let inside = Pieces::from(paragraph(
        "A regular group opens the session form with everything but who came. Today shows the groups of the day first.",
    ))
    .and(failed)
    .and(
        link(Address::Group(GroupOpening::Blank), "Add a group")
            .class("govuk-button")
            .attr("role", "button"),
    )
    .and(listed);
    page("Regular groups", Form::None, inside)
}

/// The line of a group, found by its name and its place.
fn to_find(group: &Group, settings: &Settings, failure: State<Option<String>>) -> Line {
    let place = group.activity.place().map(|id| settings.place_name(id));
    let words = format!("{} {}", group.name, place.unwrap_or_default());
    let (group, settings) = (group.clone(), settings.clone());
    Line {
        words,
        view: Box::new(move || line(&group, &settings, failure)),
    }
}

/// One group, with what can be done with it.
fn line(group: &Group, settings: &Settings, failure: State<Option<String>>) -> El {
    let workspace = expect_context::<Workspace>();
    let (id, name) = (group.id, group.name.to_string());
    let day = group.weekday.map_or("no usual day", |it| it.label());
    let place = group.activity.place().map(|id| settings.place_name(id));
    let mut place = place.unwrap_or_else(|| group.activity.kind().label().to_owned());
    let dates = group
        .activity
        .place()
        .map(|id| settings.in_use.of_place(id));
    if let Some(dates) = dates.filter(|it| !it.cover(today())) {
        place = format!("{place} {}", place_is_there(dates));
    }
    let (words, to) = match group.running {
        Running::Meets => ("End", Running::Ended),
        Running::Ended => ("Begin again", Running::Meets),
    };
    let change = button(words, Weight::Secondary)
        .attr("aria-label", &format!("{words}: {name}"))
        .on("click", move |_| {
            spawn_local(async move {
                let change = |settings: &mut Settings| {
                    settings.group_is(id, to);
                    Ok(())
                };
                let kept = workspace.change_settings(change).await;
                failure.set(kept.err().map(|error| store_problem(&error)));
            });
        });
    el("li")
        .class("app-record")
        .child(symbol::of_kind(group.activity.kind()))
        .child(
            div("app-record__words")
                .child(
                    link(Address::Group(GroupOpening::Known(id)), name)
                        .class("govuk-link app-record__title"),
                )
                .child(
                    el("span")
                        .class("app-record__detail")
                        .child(format!("{day} · {place}")),
                ),
        )
        .child(change)
}
