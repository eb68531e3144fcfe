//! Buttons that do something on the page they are on.

use crate::ui::markup::{El, el};

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
