//! What a form shows when its save did not hold.

use leptos::html::Section;
use leptos::prelude::*;

use crate::browser::files;
use crate::domain::record::Record;
use crate::store::StoreError;
use crate::ui::sentences;

/// Says loudly that nothing was saved, why, and how to keep what was typed.
#[component]
pub fn NotSaved(
    #[prop(into)] error: Signal<Option<StoreError>>,
    /// The record that did not hold.
    attempt: StoredValue<Option<Record>>,
) -> impl IntoView {
    let section = NodeRef::<Section>::new();
    Effect::new(move |_| {
        if error.with(Option::is_some)
            && let Some(section) = section.get()
        {
            let _ = section.focus();
        }
    });
    let download = move |_| {
        let text = attempt.with_value(serde_json::to_string_pretty);
        if let Ok(text) = text {
            // A refusal leaves the form as it is, and the button to tap again.
            let _ = files::download(&files::OutFile {
                name: "daybook-not-saved.json".to_owned(),
                text,
            });
        }
    };
    move || {
        error.get().map(|error| {
            view! {
                <section class="app-warning" role="alert" tabindex="-1" node_ref=section>
                    <h2 class="app-warning__title">"Not saved"</h2>
                    <p class="app-warning__words">
                        {sentences::store_problem(&error)}
                        " What you typed is still in the form below. Try to save again, or download it to keep it safe."
                    </p>
                    <button type="button" class="govuk-button govuk-button--secondary" on:click=download>
                        "Download what I typed"
                    </button>
                </section>
            }
        })
    }
}
