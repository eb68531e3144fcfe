//! What a form shows when its save did not hold.

use leptos::prelude::{Effect, Get, WithValue};

use crate::browser::files;
use crate::ui::form::Saving;
use crate::ui::markup::{El, Pieces, el, live};
use crate::ui::sentences;

/// A section that says loudly what is wrong.
pub fn warning(title: impl Into<Pieces>, words: impl Into<Pieces>) -> El {
    el("section")
        .class("app-warning")
        .attr("role", "alert")
        .attr("tabindex", "-1")
        .child(el("h2").class("app-warning__title").child(title))
        .child(el("p").class("app-warning__words").child(words))
}

/// Says loudly that nothing was saved, why, and how to keep what was typed.
pub fn not_saved(saving: Saving) -> Pieces {
    live(move || {
        saving.failure.get().map(|error| {
            let words = format!(
                "{} What you typed is still in the form below. Try to save again, or download it to keep it safe.",
                sentences::store_problem(&error)
            );
            let section = warning("Not saved", words).child(
                button("Download what I typed", Weight::Secondary)
                    .on("click", move |_| download(saving)),
            );
            let taken = section.clone();
            Effect::new(move |_| taken.focus());
            section
        })
    })
}

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

fn download(saving: Saving) {
    let text = saving.attempt.with_value(serde_json::to_string);
    if let Ok(text) = text {
        // A refusal leaves the form as it is, and the button to tap again.
        let _ = files::download(&files::OutFile {
            name: "daybook-not-saved.json".to_owned(),
            text,
        });
    }
}
