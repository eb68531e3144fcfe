//! Buttons that do something on the page they are on.

use crate::ui::markup::{El, el};
use crate::ui::state::State;

/// How much a button stands out; one primary button to a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// The main thing to do.
    Primary,
    /// Anything else.
    Secondary,
}

/// A button that does something on this page.
pub fn button(words: &'static str, weight: Weight) -> El {
    el("button")
        .attr("type", "button")
        .class(match weight {
            Weight::Primary => "govuk-button",
            Weight::Secondary => "govuk-button govuk-button--secondary",
        })
        .child(words)
}

/// The same button, which says while work is under way that a tap does nothing.
pub fn idle_while(busy: State<bool>, button: El) -> El {
    button.attr_of("aria-disabled", move || {
        busy.get().then(|| "true".to_owned())
    })
}
