//! Something that is folded away until it is wanted.

use crate::ui::markup::{El, el, follow};

/// Words that open what is below them. It is opened by itself while `open` says
/// so, and never closed by itself: what a person typed stays in sight.
pub fn details(words: &str, open: impl Fn() -> bool + 'static) -> El {
    let details = el("details").class("govuk-details").child(
        el("summary")
            .class("govuk-details__summary")
            .child(el("span").class("govuk-details__summary-text").child(words)),
    );
    let opened = details.clone();
    follow(Box::new(move || {
        if open() {
            let _ = opened.clone().attr("open", "");
        }
    }));
    details
}
