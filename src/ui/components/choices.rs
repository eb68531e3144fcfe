//! One of several, as radio buttons, all of them in sight.

use leptos::prelude::*;

use super::field::{ErrorMessage, described_by};
use super::symbol;
use crate::domain::session::Kind;

/// One of the choices. Choices go by their position in the list, so that this
/// component is compiled once and not for every type that is chosen from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its words.
    pub label: String,
    /// More words where they are needed.
    pub hint: Option<String>,
    /// The symbol beside the words.
    pub symbol: Option<Kind>,
}

impl Choice {
    /// A choice in words alone.
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            hint: None,
            symbol: None,
        }
    }

    /// A choice for each value of a closed list, in its order.
    pub fn of_all<T: Copy>(all: &[T], label: impl Fn(T) -> &'static str) -> Vec<Self> {
        all.iter().map(|value| Self::new(label(*value))).collect()
    }
}

/// The position of a value in a closed list.
pub fn position<T: PartialEq>(all: &[T], value: &T) -> Option<usize> {
    all.iter().position(|one| one == value)
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
pub fn Choices(
    /// The id of the group's first radio, to which the error summary leads.
    id: &'static str,
    legend: &'static str,
    #[prop(optional)] hint: Option<&'static str>,
    lie: Lie,
    #[prop(into)] options: Signal<Vec<Choice>>,
    /// The position of the one that is chosen.
    #[prop(into)]
    chosen: Signal<Option<usize>>,
    choose: Callback<usize>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
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
fn Radio(
    group: &'static str,
    position: usize,
    choice: Choice,
    chosen: Signal<Option<usize>>,
    choose: Callback<usize>,
) -> impl IntoView {
    let id = if position == 0 {
        group.to_owned()
    } else {
        format!("{group}-{}", position + 1)
    };
    let Choice {
        label,
        hint,
        symbol,
    } = choice;
    let hint_id = format!("{id}-item-hint");
    let described = hint.is_some().then(|| hint_id.clone());
    view! {
        <div class="app-choice">
            <input
                class="app-choice__input"
                type="radio"
                id=id.clone()
                name=group
                aria-describedby=described
                prop:checked=move || chosen.get() == Some(position)
                on:change=move |_| choose.run(position)
            />
            <label class="app-choice__label" for=id>
                {symbol.map(symbol::draw)}
                <span class="app-choice__words">{label}</span>
            </label>
            {hint.map(|hint| view! { <div id=hint_id class="app-choice__hint govuk-hint">{hint}</div> })}
        </div>
    }
}
