//! One of many, out of a list that opens.

use leptos::prelude::untrack;

use crate::ui::markup::{Acting, El, Reading, div, el};

/// A list to choose from, with its label. Choices go by their position.
pub fn select(
    id: &str,
    label: &str,
    options: &[String],
    chosen: &Reading<usize>,
    choose: Acting<usize>,
) -> El {
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
