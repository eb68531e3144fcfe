//! When it was: Today, Yesterday, or another date typed in three parts.

use chrono::NaiveDate;
use leptos::prelude::*;

use super::choices::{Choice, Choices, Lie, position};
use crate::domain::calendar::{long_date, short_date};
use crate::domain::draft::DateDraft;

/// The date question of a form. The day itself is kept, so that a form left
/// open over midnight keeps the day it was filled in for.
#[component]
pub fn DateChoice(
    /// The id of the first radio.
    id: &'static str,
    legend: &'static str,
    today: NaiveDate,
    #[prop(into)] date: Signal<DateDraft>,
    change: Callback<DateDraft>,
    #[prop(into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let yesterday = today.pred_opt().unwrap_or(today);
    let mut days = vec![today, yesterday];
    let mut options: Vec<Choice> = ["Today", "Yesterday"]
        .into_iter()
        .zip(&days)
        .map(|(name, day)| Choice {
            hint: Some(short_date(*day)),
            ..Choice::new(name)
        })
        .collect();
    // A form that was left open since an earlier day still shows that day.
    if let DateDraft::Chosen(day) = date.get_untracked()
        && !days.contains(&day)
    {
        days.push(day);
        options.push(Choice::new(long_date(day)));
    }
    options.push(Choice::new("Another date"));
    let another = days.len();
    let days = StoredValue::new(days);
    let chosen = Signal::derive(move || {
        date.with(|date| match date {
            DateDraft::Chosen(day) => days.with_value(|days| position(days, day)),
            DateDraft::Typed { .. } => Some(another),
        })
    });
    let choose = Callback::new(move |picked: usize| {
        change.run(match days.with_value(|days| days.get(picked).copied()) {
            Some(day) => DateDraft::Chosen(day),
            None => DateDraft::Typed {
                day: String::new(),
                month: String::new(),
                year: String::new(),
            },
        });
    });
    // Only whether the parts are asked for decides if they are drawn, so that
    // typing in one never draws it anew.
    let is_typed = Memo::new(move |_| date.with(|date| matches!(date, DateDraft::Typed { .. })));
    let parts = move || {
        is_typed
            .get()
            .then(|| view! { <DateParts id=id date=date change=change error=error/> })
    };
    view! {
        <Choices
            id=id
            legend=legend
            lie=Lie::Row
            options=Signal::stored(options)
            chosen=chosen
            choose=choose
            error=error
        />
        {parts}
    }
}

/// The three parts of a date; month names are understood.
#[component]
fn DateParts(
    id: &'static str,
    date: Signal<DateDraft>,
    change: Callback<DateDraft>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let part = move |which: usize| {
        date.with(|date| match date {
            DateDraft::Typed { day, month, year } => [day, month, year]
                .get(which)
                .map(|part| (*part).clone())
                .unwrap_or_default(),
            DateDraft::Chosen(_) => String::new(),
        })
    };
    let typed = move |which: usize, text: String| {
        let mut parts = [part(0), part(1), part(2)];
        if let Some(part) = parts.get_mut(which) {
            *part = text;
        }
        let [day, month, year] = parts;
        change.run(DateDraft::Typed { day, month, year });
    };
    let fields = ["Day", "Month", "Year"]
        .into_iter()
        .enumerate()
        .map(|(which, label)| {
            let id = format!("{id}-{}", label.to_lowercase());
            view! {
                <div class="govuk-date-input__item">
                    <div class="govuk-form-group">
                        <label class="govuk-label govuk-date-input__label" for=id.clone()>
                            {label}
                        </label>
                        <input
                            id=id
                            class="govuk-input govuk-date-input__input"
                            class:govuk-input--width-2=which == 0
                            class:govuk-input--width-4=which != 0
                            class:govuk-input--error=move || error.with(Option::is_some)
                            type="text"
                            inputmode=(which != 1).then_some("numeric")
                            autocomplete="off"
                            prop:value=move || part(which)
                            on:input=move |event| typed(which, event_target_value(&event))
                        />
                    </div>
                </div>
            }
        })
        .collect_view();
    view! {
        <fieldset class="govuk-fieldset app-date" aria-describedby=format!("{id}-parts-hint")>
            <legend class="govuk-visually-hidden">"Another date"</legend>
            <div id=format!("{id}-parts-hint") class="govuk-hint">
                "For example, 3 11 2026 or 3 November 2026"
            </div>
            <div class="govuk-date-input">{fields}</div>
        </fieldset>
    }
}
