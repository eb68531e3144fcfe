//! A text field with its label, hint and error, wired together by id.

use leptos::prelude::*;

/// How much room a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// One line.
    Line,
    /// One line for a number, with the number keyboard.
    Number,
    /// Several lines.
    Lines,
}

/// A labelled text field. The error is announced with the field (WCAG 3.3.1).
#[component]
pub fn Field(
    id: &'static str,
    label: &'static str,
    #[prop(optional, into)] hint: Option<String>,
    room: Room,
    #[prop(into)] value: Signal<String>,
    typed: Callback<String>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let has_hint = hint.is_some();
    let described_by = move || described_by(id, has_hint, error.with(Option::is_some));
    let invalid = move || error.with(Option::is_some).then_some("true");
    let control = match room {
        Room::Lines => view! {
            <textarea
                id=id
                class="govuk-textarea"
                class:govuk-textarea--error=move || error.with(Option::is_some)
                rows="4"
                aria-describedby=described_by
                aria-invalid=invalid
                prop:value=value
                on:input=move |event| typed.run(event_target_value(&event))
            ></textarea>
        }
        .into_any(),
        Room::Line | Room::Number => view! {
            <input
                id=id
                class="govuk-input"
                class:govuk-input--error=move || error.with(Option::is_some)
                class:govuk-input--width-4=room == Room::Number
                type="text"
                inputmode=(room == Room::Number).then_some("numeric")
                autocomplete="off"
                aria-describedby=described_by
                aria-invalid=invalid
                prop:value=value
                on:input=move |event| typed.run(event_target_value(&event))
            />
        }
        .into_any(),
    };
    view! {
        <div class="govuk-form-group" class:govuk-form-group--error=move || error.with(Option::is_some)>
            <label class="govuk-label app-label" for=id>
                {label}
            </label>
            {hint.map(|hint| view! { <div id=format!("{id}-hint") class="govuk-hint">{hint}</div> })}
            <ErrorMessage id=id error=error/>
            {control}
        </div>
    }
}

/// The message of a field's error, where there is one.
#[component]
pub fn ErrorMessage(
    id: &'static str,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    move || {
        error.get().map(|message| {
            view! {
                <p id=format!("{id}-error") class="govuk-error-message">
                    <span class="govuk-visually-hidden">"Error: "</span>
                    {message}
                </p>
            }
        })
    }
}

/// The ids that describe a field: its hint, then its error.
pub fn described_by(id: &str, has_hint: bool, has_error: bool) -> Option<String> {
    let ids: Vec<String> = [(has_hint, "hint"), (has_error, "error")]
        .into_iter()
        .filter(|(there, _)| *there)
        .map(|(_, part)| format!("{id}-{part}"))
        .collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
