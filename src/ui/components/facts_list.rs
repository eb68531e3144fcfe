//! Facts, each with what it is about: a list of terms and descriptions.

use crate::ui::markup::{El, div, el};

/// A list of facts; long words break, so that a phone need not scroll sideways.
pub fn facts_list(facts: Vec<(&str, String)>) -> El {
    let rows: Vec<El> = facts
        .into_iter()
        .map(|(about, says)| {
            div("app-facts__row")
                .child(el("dt").class("app-facts__about").child(about))
                .child(el("dd").class("app-facts__says").child(says))
        })
        .collect();
    el("dl").class("app-facts").child(rows)
}
