//! What a form shows when its save did not hold.

use leptos::prelude::Effect;

use super::button::{Weight, button};
use super::warning::warning;
use crate::browser::files;
use crate::domain::base::json::AsJson;
use crate::ui::form::Saving;
use crate::ui::markup::{Pieces, live};
use crate::ui::sentences;

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

fn download(saving: Saving) {
    let text = saving.attempt.with_value(|it| it.to_json().to_text());
    // A refusal leaves the form as it is, and the button to tap again.
    let _ = files::download(&files::OutFile {
        name: "daybook-not-saved.json".to_owned(),
        content: text.into_bytes(),
    });
}
