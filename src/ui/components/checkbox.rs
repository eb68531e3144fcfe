//! A box to tick, as large as a choice.

use crate::ui::markup::{El, Pieces, Reading, div, el};

/// A box with its words, ticked while a reading says so; `hint` stands below them.
pub fn checkbox(
    id: &str,
    words: impl Into<Pieces>,
    hint: Option<Pieces>,
    ticked: Reading<bool>,
    tapped: impl Fn() + 'static,
) -> El {
    let mut input = el("input")
        .class("app-choice__input")
        .attr("type", "checkbox")
        .id(id)
        .property_of("checked", move || ticked())
        .on("change", move |_| tapped());
    let hint_id = format!("{id}-hint");
    if hint.is_some() {
        input = input.attr("aria-describedby", &hint_id);
    }
    div("app-choice")
        .child(input)
        .child(
            el("label")
                .class("app-choice__label")
                .attr("for", id)
                .child(el("span").class("app-choice__words").child(words)),
        )
        .child(hint.map(|hint| div("app-choice__hint govuk-hint").id(&hint_id).child(hint)))
}
