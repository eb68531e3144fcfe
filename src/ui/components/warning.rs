//! What a person must know at once, said loudly.

use crate::ui::markup::{El, Pieces, el};

/// A section that says loudly what is wrong.
pub fn warning(title: impl Into<Pieces>, words: impl Into<Pieces>) -> El {
    el("section")
        .class("app-warning")
        .attr("role", "alert")
        .attr("tabindex", "-1")
        .child(el("h2").class("app-warning__title").child(title))
        .child(el("p").class("app-warning__words").child(words))
}
