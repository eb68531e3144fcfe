//! One of several, as radio buttons, all of them in sight.

use leptos::prelude::*;

use super::field::{ErrorMessage, described_by};

/// One of the choices.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice<T> {
    /// What choosing it means.
    pub value: T,
    /// Its words.
    pub label: String,
    /// More words where they are needed.
    pub hint: Option<String>,
    /// A symbol beside the words.
    pub symbol: Option<AnyIcon>,
}

/// A function that draws a symbol; plain, so that choices stay comparable.
pub type AnyIcon = super::symbol::Icon;

impl<T> Choice<T> {
    /// A choice in words alone.
    pub fn new(value: T, label: impl Into<String>) -> Self {
        Self {
            value,
            label: label.into(),
            hint: None,
            symbol: None,
        }
    }
}

/// How the choices lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lie {
    /// One below another.
    Stacked,
    /// Beside each other, where there is room.
    Row,
}

/// A group of radio buttons. None is chosen beforehand unless the draft says so.
#[component]
pub fn Choices<T>(
    /// The id of the group's first radio, to which the error summary leads.
    id: &'static str,
    legend: &'static str,
    #[prop(optional)] hint: Option<&'static str>,
    lie: Lie,
    #[prop(into)] options: Signal<Vec<Choice<T>>>,
    #[prop(into)] chosen: Signal<Option<T>>,
    choose: Callback<T>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let described_by = move || described_by(id, hint.is_some(), error.with(Option::is_some));
    let radios = move || {
        let options = options.get();
        options
            .into_iter()
            .enumerate()
            .map(|(position, choice)| {
                view! { <Radio group=id position=position choice=choice chosen=chosen choose=choose/> }
            })
            .collect_view()
    };
    view! {
        <div class="govuk-form-group" class:govuk-form-group--error=move || error.with(Option::is_some)>
            <fieldset class="govuk-fieldset" aria-describedby=described_by>
                <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">{legend}</legend>
                {hint.map(|hint| view! { <div id=format!("{id}-hint") class="govuk-hint">{hint}</div> })}
                <ErrorMessage id=id error=error/>
                <div class="app-choices" class:app-choices--row=lie == Lie::Row>
                    {radios}
                </div>
            </fieldset>
        </div>
    }
}

#[component]
fn Radio<T>(
    group: &'static str,
    position: usize,
    choice: Choice<T>,
    chosen: Signal<Option<T>>,
    choose: Callback<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let id = if position == 0 {
        group.to_owned()
    } else {
        format!("{group}-{}", position + 1)
    };
    let Choice {
        value,
        label,
        hint,
        symbol,
    } = choice;
    let hint_id = format!("{id}-item-hint");
    let described = hint.is_some().then(|| hint_id.clone());
    let picked = value.clone();
    view! {
        <div class="app-choice">
            <input
                class="app-choice__input"
                type="radio"
                id=id.clone()
                name=group
                aria-describedby=described
                prop:checked=move || chosen.with(|chosen| chosen.as_ref() == Some(&value))
                on:change=move |_| choose.run(picked.clone())
            />
            <label class="app-choice__label" for=id>
                {symbol.map(super::symbol::draw)}
                <span class="app-choice__words">{label}</span>
            </label>
            {hint.map(|hint| view! { <div id=hint_id class="app-choice__hint govuk-hint">{hint}</div> })}
        </div>
    }
}
