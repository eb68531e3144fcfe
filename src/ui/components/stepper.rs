//! A number that can be typed, or stepped up and down by big buttons.

use leptos::prelude::*;

use crate::domain::attendance::HeadCount;

/// A labelled head count. Holding a button does nothing more than one tap;
/// steps stay within 0 to 500, typing may go beyond and is told at Save.
#[component]
pub fn Stepper(
    #[prop(into)] id: String,
    label: &'static str,
    #[prop(optional_no_strip)] hint: Option<&'static str>,
    #[prop(into)] value: Signal<String>,
    typed: Callback<String>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let step = move |by: i32| {
        let now = value.with_untracked(|typed| HeadCount::typed(typed));
        // What cannot be read as a number is left for the person to mend.
        if let Ok(count) = now {
            let stepped = (i32::from(count.people()) + by).clamp(0, i32::from(HeadCount::MOST));
            typed.run(stepped.to_string());
        }
    };
    let error_id = format!("{id}-error");
    let described = {
        let error_id = error_id.clone();
        move || error.with(Option::is_some).then(|| error_id.clone())
    };
    let message = move || {
        error.get().map(|message| {
            view! {
                <p id=error_id.clone() class="govuk-error-message">
                    <span class="govuk-visually-hidden">"Error: "</span>
                    {message}
                </p>
            }
        })
    };
    view! {
        <div class="app-stepper" class:app-stepper--error=move || error.with(Option::is_some)>
            <label class="app-stepper__label" for=id.clone()>
                {label}
                {hint.map(|hint| view! { <span class="app-stepper__hint">{format!(" {hint}")}</span> })}
            </label>
            {message}
            <div class="app-stepper__row">
                <button
                    type="button"
                    class="app-stepper__button"
                    aria-label=format!("One fewer: {label}")
                    on:click=move |_| step(-1)
                >
                    <span aria-hidden="true">"−"</span>
                </button>
                <input
                    id=id
                    class="app-stepper__number"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    placeholder="0"
                    aria-describedby=described
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    prop:value=value
                    on:input=move |event| typed.run(event_target_value(&event))
                />
                <button
                    type="button"
                    class="app-stepper__button"
                    aria-label=format!("One more: {label}")
                    on:click=move |_| step(1)
                >
                    <span aria-hidden="true">"+"</span>
                </button>
            </div>
        </div>
    }
}
