//! Parts that several of the managers' pages share.

use leptos::prelude::expect_context;
use wasm_bindgen_futures::spawn_local;

use super::desk::{Desk, Seen};
use crate::domain::base::calendar::Quarter;
use crate::domain::roll_up::{Level, Unit};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::warning::warning;
use crate::ui::markup::{El, Pieces, div, el, live};
use crate::ui::state::State;

/// What was just done, with the way to take it back; why something was not kept.
pub fn said() -> Pieces {
    let desk = expect_context::<Desk>();
    live(move || {
        let last = desk.last_change.get()?;
        Some(
            div("app-notice")
                .attr("role", "status")
                .child(el("p").class("app-notice__title").child(last.words))
                .child(button("Undo", Weight::Secondary).on("click", move |_| desk.undo())),
        )
    })
    .and(live(move || Some(warning("Not kept", desk.failure.get()?))))
    .and(live(move || desk.cleared.get().then(|| cleared(desk))))
}

/// That this page alone still holds what was kept, and the way to write it back.
fn cleared(desk: Desk) -> El {
    let write = move || spawn_local(desk.write_back());
    warning(
        "What was kept in this browser has been cleared",
        "The browser, or somebody, cleared its data while this page was open. The page still holds what was decided, the organisation, your notes and the names of the files. Write them back before you close it, then open the files again.",
    )
    .child(button("Write it back", Weight::Primary).on("click", move |_| write()))
}

/// A section with its heading.
pub fn section(id: &'static str, title: &str, inside: impl Into<Pieces>) -> El {
    el("section")
        .attr("aria-labelledby", id)
        .child(el("h2").class("govuk-heading-m").id(id).child(title))
        .child(inside)
}

/// A list of sentences.
pub fn sentences(all: Vec<String>) -> El {
    let items: Vec<El> = all.into_iter().map(|one| el("li").child(one)).collect();
    el("ul").class("govuk-list govuk-list--bullet").child(items)
}

/// The quarters of which anything is here, the latest first.
pub fn quarters(seen: Seen<'_>) -> Vec<Quarter> {
    let mut quarters = seen.who.quarters.clone();
    quarters.reverse();
    quarters
}

/// The latest quarter of which anything was sent.
pub fn latest(seen: Seen<'_>) -> Option<Quarter> {
    seen.roll_up.latest()
}

/// The units there are, from all together down to the teams; a city alone is all
/// together.
pub fn units(seen: Seen<'_>) -> Vec<Unit> {
    let mut units: Vec<Unit> = seen.sums.units().cloned().collect();
    let cities = units.iter().filter(|it| it.level == Level::City).count();
    units.retain(|unit| unit.level != Level::City || cities > 1);
    units.sort_by(|one, other| {
        let of = |unit: &Unit| (std::cmp::Reverse(unit.level), unit.name.clone());
        of(one).cmp(&of(other))
    });
    units
}

/// The name of a unit in a list of all, with its level.
pub fn unit_words(unit: &Unit) -> String {
    match unit.level {
        Level::City => format!("{} (city)", unit.name),
        Level::Locality => format!("{} (locality)", unit.name),
        Level::All | Level::Team => unit.name.clone(),
    }
}

/// A text to copy, by its id and label, with the button that does so.
pub fn copyable(
    (id, label, words): (&'static str, &'static str, &'static str),
    text: String,
) -> Pieces {
    let said = State::new(None::<bool>);
    let copied = text.clone();
    let copy = button(words, Weight::Secondary).on("click", move |_| {
        crate::browser::files::copy_text(&copied, move |done| said.set(Some(done)));
    });
    let outcome = live(move || {
        let words = if said.get()? {
            "Copied: paste it where it is wanted."
        } else {
            "The browser did not copy it. Select the text and copy it."
        };
        Some(el("span").class("govuk-body").child(words))
    });
    // Long lines take several rows.
    let rows = text.lines().map(|line| 1 + line.len() / 90).sum::<usize>();
    let rows = rows.clamp(3, 20).to_string();
    Pieces::from(
        el("label")
            .class("govuk-label")
            .attr("for", id)
            .child(label),
    )
    .and(
        el("textarea")
            .class("govuk-textarea")
            .id(id)
            .attr("readonly", "")
            .attr("rows", &rows)
            .child(text),
    )
    .and(copy)
    .and(el("span").attr("role", "status").child(outcome))
}
