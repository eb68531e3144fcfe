//! A long list of choices: the first of them as radio buttons, and a field in which
//! a few letters find the others.
//!
//! Radio buttons and not a list that opens over the page: the latest used are one
//! tap away, and a screen reader reads them as it does any group.

use std::borrow::Cow;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

use super::choices::{Choice, Ids, Radios};
use super::field::hint;
use crate::domain::base::share::grouped;
use crate::domain::capture::choosing::{Label, Narrowed, narrowed};
use crate::ui::markup::{Pieces, Reading, acting, div, el, live, settled, text_live};
use crate::ui::state::State;

/// Draws a long list that asks `legend`.
pub(super) fn finder(legend: &str, all: Reading<Rc<[Choice]>>, radios: Radios) -> Pieces {
    let typed = State::new(String::new());
    let (chosen, listed) = (Rc::clone(&radios.chosen), Rc::clone(&all));
    let found = settled(move || {
        let list = listed();
        typed.with(|typed| narrowed(list.iter().map(Said), typed, chosen()))
    });
    let (id, words, taken) = (
        Rc::clone(&radios.group),
        Rc::clone(&found),
        Rc::clone(&found),
    );
    let choose = Rc::clone(&radios.choose);
    let radios = Radios {
        ids: Ids::AllAreNumbered,
        ..radios
    };
    let field = el("input")
        .class("govuk-input app-find__field")
        .attr("type", "text")
        .id(&id)
        .attr("autocomplete", "off")
        .attr("autocapitalize", "none")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "search")
        .attr("aria-describedby", &format!("{id}-find-hint"))
        .value_of(move || typed.get())
        .on_typed(acting(move |text| typed.set(text)))
        .on("keydown", move |event| {
            let is_enter = event
                .dyn_ref::<KeyboardEvent>()
                .is_some_and(|event| event.key() == "Enter");
            if is_enter {
                // It finds, and does not send the form.
                event.prevent_default();
                if let Narrowed { shown, found: 1 } = taken()
                    && let [only] = shown[..]
                {
                    choose(only);
                }
            }
        });
    let shown = live(move || {
        let (narrowed, list) = (found(), all());
        let choices = narrowed.shown.iter();
        let choices = choices.filter_map(|at| Some((*at, list.get(*at)?.clone())));
        radios.view(choices.collect())
    });
    Pieces::from(
        div("app-find")
            .child(
                el("label")
                    .class("govuk-label")
                    .attr("for", &id)
                    .child("Type to find")
                    .child(
                        el("span")
                            .class("govuk-visually-hidden")
                            .child(format!(": {legend}")),
                    ),
            )
            .child(field)
            .child(
                hint(&format!("{id}-find"), "")
                    .attr("role", "status")
                    .child(text_live(move || how_many(&words()))),
            ),
    )
    .and(shown)
}

/// A choice, by what it is found by: written out only where something is looked for.
struct Said<'a>(&'a Choice);

impl Label for Said<'_> {
    fn words(&self) -> Cow<'_, str> {
        match &self.0.hint {
            Some(hint) => format!("{} {hint}", self.0.label).into(),
            None => (&*self.0.label).into(),
        }
    }
}

/// How many there are, said politely.
fn how_many(narrowed: &Narrowed) -> String {
    let count = |count: usize| grouped(u64::try_from(count).unwrap_or(u64::MAX));
    match (narrowed.shown.len(), narrowed.found) {
        (_, 0) => "None has these letters.".to_owned(),
        (shown, found) if shown == found => format!("{} found.", count(found)),
        (shown, found) => format!("{} of {} shown.", count(shown), count(found)),
    }
}
