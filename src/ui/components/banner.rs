//! A line across the page, above it, that stands until what it says has passed.

use crate::ui::markup::{El, Pieces, div, el};

/// A banner: what it is about, what that means, and what can be done.
pub fn banner(title: &'static str, words: impl Into<Pieces>, actions: impl Into<Pieces>) -> El {
    div("app-banner")
        .attr("role", "region")
        .attr("aria-label", title)
        .child(
            div("govuk-width-container app-banner__row")
                .child(el("strong").class("app-banner__tag").child(title))
                .child(el("span").child(words))
                .child(actions),
        )
}

/// What can be done, as a button of a banner.
pub fn banner_button(words: &'static str, act: impl Fn() + 'static) -> El {
    el("button")
        .attr("type", "button")
        .class("app-banner__action")
        .on("click", move |_| act())
        .child(words)
}
