//! One of many, out of a list that opens.

use leptos::prelude::untrack;

use super::choices::{Choice, Lie, Question, shared};
use super::folding::choices_folding;
use crate::domain::capture::choosing::TYPE_TO_FIND_FROM;
use crate::ui::markup::{Acting, El, Pieces, Reading, acting, div, el, reading};
use crate::ui::state::State;

/// A list to choose from, with its label. Choices go by their position. A long
/// list shows what is chosen, and opens to a field that finds the others.
pub fn select(
    id: &str,
    label: &str,
    options: &[String],
    chosen: &Reading<usize>,
    choose: Acting<usize>,
) -> El {
    if options.len() >= TYPE_TO_FIND_FROM {
        return div("app-select").child(found_by_typing(id, label, options, chosen, choose));
    }
    let now = untrack(|| chosen());
    let options: Vec<El> = options
        .iter()
        .enumerate()
        .map(|(position, words)| {
            let option = el("option").attr("value", &position.to_string());
            let option = if position == now {
                option.attr("selected", "")
            } else {
                option
            };
            option.child(words.as_str())
        })
        .collect();
    div("govuk-form-group app-select")
        .child(
            el("label")
                .class("govuk-label")
                .attr("for", id)
                .child(label),
        )
        .child(
            el("select")
                .class("govuk-select")
                .id(id)
                .on_typed(crate::ui::markup::acting(move |position: String| {
                    if let Ok(position) = position.parse() {
                        choose(position);
                    }
                }))
                .child(options),
        )
}

fn found_by_typing(
    id: &str,
    label: &str,
    options: &[String],
    chosen: &Reading<usize>,
    choose: Acting<usize>,
) -> Pieces {
    let options: Vec<Choice> = options.iter().map(|it| Choice::new(it.as_str())).collect();
    let now = State::new(untrack(|| chosen()));
    let question = Question {
        id: id.into(),
        legend: label.into(),
        lie: Lie::Row,
        options: shared(reading(move || options.clone())),
        chosen: reading(move || Some(now.get())),
        choose: acting(move |position| {
            now.set(position);
            choose(position);
        }),
        error: reading(|| None),
    };
    choices_folding(question, label, Pieces::default())
}
