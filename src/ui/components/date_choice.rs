//! When it was: Today, Yesterday, or another date typed in three parts.

use chrono::NaiveDate;
use leptos::prelude::untrack;

use super::button::{Weight, button};
use super::choices::{Choice, Choices, Lie, position};
use super::error_summary::focus;
use super::field::hint;
use super::selected::selected_on_focus;
use crate::domain::base::calendar::{long_date, short_date};
use crate::domain::form::checks::DateDraft;
use crate::domain::record::ClockStanding;
use crate::domain::record::clock::Clock;
use crate::ui::markup::{
    Acting, El, Pieces, Reading, acting, div, el, live_when, reading, settled, text_live,
};
use crate::ui::sentences::long_ago;
use crate::ui::state::Kept;

/// The date question of a form. The day itself is kept, so that a form left
/// open over midnight keeps the day it was filled in for; and whichever day the
/// form holds is among the choices, so that it is seen.
#[derive(Clone)]
pub struct DateChoice {
    /// The question.
    pub legend: &'static str,
    /// The clock: Today and Yesterday are offered only while it can be trusted.
    pub clock: Reading<Clock>,
    /// The date of the record that is corrected, which is not asked about.
    pub also: Option<NaiveDate>,
    /// The date of the draft.
    pub date: Reading<DateDraft>,
    /// What happens when a person changes it.
    pub change: Acting<DateDraft>,
    /// What is wrong with it.
    pub error: Reading<Option<String>>,
}

const ID: &str = "date";

impl DateChoice {
    /// Draws the question.
    pub fn view(self) -> Pieces {
        let (date, days) = (self.asked(), self.days());
        let (shown, clock, listed) = (date.clone(), self.clock.clone(), days.clone());
        let chosen = reading(move || match shown() {
            DateDraft::Chosen(day) => position(&listed(), &day),
            DateDraft::Typed { .. } | DateDraft::Confirmed { .. } => Some(listed().len()),
        });
        let (change, known) = (self.change.clone(), days.clone());
        let choose = acting(move |picked: usize| {
            change(match untrack(|| known()).get(picked) {
                Some(day) => DateDraft::Chosen(*day),
                None => DateDraft::untyped(),
            });
        });
        let radios = Choices {
            id: ID,
            legend: self.legend,
            lie: Lie::Row,
            options: reading(move || options(&days(), untrack(|| clock()).says)),
            chosen,
            choose,
            error: self.error.clone(),
        };
        let is_typed = move || match date() {
            DateDraft::Chosen(_) => false,
            DateDraft::Typed { .. } | DateDraft::Confirmed { .. } => true,
        };
        Pieces::from(radios.view()).and(live_when(is_typed, move |is_typed| {
            is_typed.then(|| Pieces::from(self.parts()).and(self.long_ago()))
        }))
    }

    /// The date as it is asked for now.
    fn asked(&self) -> Reading<DateDraft> {
        let (clock, date, also) = (self.clock.clone(), self.date.clone(), self.also);
        reading(move || clock().asks_for(&date(), also))
    }

    /// The days that one tap chooses. One that the form holds stays among them,
    /// though another is chosen after it.
    fn days(&self) -> Reading<Vec<NaiveDate>> {
        let (clock, date) = (self.clock.clone(), self.asked());
        let held = Kept::new(None::<NaiveDate>);
        settled(move || {
            let clock = clock();
            let today = clock.says;
            let mut days = match clock.standing() {
                ClockStanding::Trusted => vec![today, today.pred_opt().unwrap_or(today)],
                ClockStanding::InDoubt => Vec::new(),
            };
            if let DateDraft::Chosen(day) = date()
                && !days.contains(&day)
            {
                held.set_value(Some(day));
            }
            days.extend(held.get_value().filter(|day| !days.contains(day)));
            days
        })
    }

    /// What is asked about a typed date that lies long ago, with a button for each
    /// answer. Saved without one, the form's problem says the same.
    fn long_ago(&self) -> El {
        let (clock, date, also) = (self.clock.clone(), self.date.clone(), self.also);
        let asked = reading(move || {
            let window = clock().window();
            let window = also.map_or(window, |date| window.or(date));
            window.long_ago(date().date().ok()?)
        });
        let (shown, shown_too, said) = (asked.clone(), asked.clone(), asked);
        let (date, change) = (self.date.clone(), self.change.clone());
        let right = self.date.clone();
        let yes = button("Yes, it is right", Weight::Secondary)
            .attr_of("aria-pressed", move || {
                let right = matches!(right(), DateDraft::Confirmed { .. });
                Some(right.to_string())
            })
            .on("click", move |_| change(untrack(|| date()).confirmed()))
            .shown_while(move || shown().is_some());
        let (date, change) = (self.date.clone(), self.change.clone());
        let no = button("No, change it", Weight::Secondary)
            .on("click", move |_| {
                // What was confirmed is to be confirmed again.
                let [day, month, year] = untrack(|| date()).parts().map(str::to_owned);
                change(DateDraft::Typed { day, month, year });
                // Dates long ago mostly come of a slip in the month.
                focus(&format!("{ID}-month"));
            })
            .shown_while(move || shown_too().is_some());
        div("app-ask")
            .child(
                el("p")
                    .class("govuk-body app-ask__words")
                    .attr("role", "status")
                    .child(text_live(move || said().map(long_ago).unwrap_or_default())),
            )
            .child(div("app-ask__answers").child([yes, no]))
    }

    /// The three parts of a date; month names are understood.
    fn parts(&self) -> El {
        let fields: Vec<El> = ["Day", "Month", "Year"]
            .into_iter()
            .enumerate()
            .map(|(which, label)| self.part(which, label))
            .collect();
        el("fieldset")
            .class("govuk-fieldset app-date")
            .attr("aria-describedby", "date-parts-hint")
            .child(
                el("legend")
                    .class("govuk-visually-hidden")
                    .child("Another date"),
            )
            .child(hint(
                "date-parts",
                "For example, 3 11 2026 or 3 November 2026",
            ))
            .child(div("govuk-date-input").child(fields))
    }

    fn part(&self, which: usize, label: &str) -> El {
        let id = format!("{ID}-{}", label.to_ascii_lowercase());
        let (shown, before) = (self.asked(), self.asked());
        let (change, error) = (self.change.clone(), self.error.clone());
        let width = if which == 0 {
            "govuk-input--width-2"
        } else {
            "govuk-input--width-4"
        };
        let mut input = el("input")
            .class(&format!("govuk-input govuk-date-input__input {width}"))
            .class_of("govuk-input--error", move || error().is_some())
            .id(&id)
            .attr("type", "text")
            .attr("autocomplete", "off")
            .value_of(move || shown().parts()[which].to_owned())
            .on_typed(acting(move |text| {
                let mut parts = untrack(|| before()).parts().map(str::to_owned);
                parts[which] = text;
                let [day, month, year] = parts;
                change(DateDraft::Typed { day, month, year });
            }));
        if which != 1 {
            input = selected_on_focus(input.attr("inputmode", "numeric"));
        }
        div("govuk-date-input__item").child(
            div("govuk-form-group")
                .child(
                    el("label")
                        .class("govuk-label govuk-date-input__label")
                        .attr("for", &id)
                        .child(label),
                )
                .child(input),
        )
    }
}

/// Each day by the name that people use for it, and then any other.
fn options(days: &[NaiveDate], today: NaiveDate) -> Vec<Choice> {
    let mut options: Vec<Choice> = days
        .iter()
        .map(|day| {
            let name = if *day == today {
                "Today"
            } else if day.succ_opt() == Some(today) {
                "Yesterday"
            } else {
                return Choice::new(long_date(*day));
            };
            Choice {
                hint: Some(short_date(*day)),
                ..Choice::new(name)
            }
        })
        .collect();
    options.push(Choice::new("Another date"));
    options
}
