//! When it was: Today, Yesterday, or another date typed in three parts.

use std::rc::Rc;

use chrono::NaiveDate;

use super::button::{Weight, button};
use super::choices::{Choice, Choices, Lie, position};
use super::field::hint;
use crate::domain::calendar::{long_date, short_date};
use crate::domain::clock::Clock;
use crate::domain::draft::DateDraft;
use crate::domain::record::ClockStanding;
use crate::ui::markup::{
    Acting, El, Pieces, Reading, acting, div, el, live, reading, settled, text_live,
};
use crate::ui::sentences::long_ago;

/// The date question of a form. The day itself is kept, so that a form left
/// open over midnight keeps the day it was filled in for.
#[derive(Clone)]
pub struct DateChoice {
    /// The question.
    pub legend: &'static str,
    /// The clock: Today and Yesterday are offered only while it can be trusted.
    pub clock: Clock,
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
        let today = self.clock.says;
        let yesterday = today.pred_opt().unwrap_or(today);
        let mut days = match self.clock.standing() {
            ClockStanding::Trusted => vec![today, yesterday],
            ClockStanding::InDoubt => Vec::new(),
        };
        let mut options: Vec<Choice> = ["Today", "Yesterday"]
            .into_iter()
            .zip(&days)
            .map(|(name, day)| Choice {
                hint: Some(short_date(*day)),
                ..Choice::new(name)
            })
            .collect();
        // A form that was left open since an earlier day still shows that day.
        if let DateDraft::Chosen(day) = (self.date)()
            && !days.contains(&day)
        {
            days.push(day);
            options.push(Choice::new(long_date(day)));
        }
        options.push(Choice::new("Another date"));
        let days: Rc<[NaiveDate]> = days.into();
        let (date, known) = (self.date.clone(), Rc::clone(&days));
        let chosen = reading(move || match date() {
            DateDraft::Chosen(day) => position(&known, &day),
            DateDraft::Typed { .. } | DateDraft::Confirmed { .. } => Some(known.len()),
        });
        let change = self.change.clone();
        let choose = acting(move |picked: usize| {
            change(match days.get(picked) {
                Some(day) => DateDraft::Chosen(*day),
                None => DateDraft::untyped(),
            });
        });
        let radios = Choices {
            id: ID,
            legend: self.legend,
            lie: Lie::Row,
            options: reading(move || options.clone()),
            chosen,
            choose,
            error: self.error.clone(),
        };
        // Only whether the parts are asked for decides if they are drawn, so
        // that typing in one never draws it anew.
        let date = self.date.clone();
        let is_typed = settled(move || match date() {
            DateDraft::Chosen(_) => 0,
            DateDraft::Typed { .. } | DateDraft::Confirmed { .. } => 1,
        });
        Pieces::from(radios.view()).and(live(move || {
            (is_typed() == 1).then(|| Pieces::from(self.parts()).and(self.long_ago()))
        }))
    }

    /// What is asked about a typed date that lies long ago, with one button that
    /// says it is right. Saved without it, the form's problem says the same.
    fn long_ago(&self) -> El {
        let window = match self.also {
            Some(date) => self.clock.window().or(date),
            None => self.clock.window(),
        };
        let date = self.date.clone();
        let asked = reading(move || window.long_ago(date().date().ok()?));
        let (shown, said) = (asked.clone(), asked);
        let (date, change) = (self.date.clone(), self.change.clone());
        let right = self.date.clone();
        let yes = button("Yes, it is right", Weight::Secondary)
            .attr_of("aria-pressed", move || {
                let right = matches!(right(), DateDraft::Confirmed { .. });
                Some(right.to_string())
            })
            .on("click", move |_| change(date().confirmed()))
            .shown_while(move || shown().is_some());
        div("app-ask")
            .child(
                el("p")
                    .class("govuk-body app-ask__words")
                    .attr("role", "status")
                    .child(text_live(move || said().map(long_ago).unwrap_or_default())),
            )
            .child(yes)
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
        let (shown, before) = (self.date.clone(), self.date.clone());
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
                let mut parts = before().parts().map(str::to_owned);
                parts[which] = text;
                let [day, month, year] = parts;
                change(DateDraft::Typed { day, month, year });
            }));
        if which != 1 {
            input = input.attr("inputmode", "numeric");
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
