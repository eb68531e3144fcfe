//! The date of a family's survey that was saved while the tablet's clock was wrong.

use leptos::prelude::untrack;
use wasm_bindgen_futures::spawn_local;

use super::button::{Weight, button, idle_while};
use super::date_choice::DateChoice;
use super::field::refusal;
use super::pin_question::gate;
use crate::domain::base::ids::RecordId;
use crate::domain::capture::survey_draft::SurveyField;
use crate::domain::form::checks::{DateDraft, Problem};
use crate::domain::tablet::locks::Door;
use crate::ui::address::Address;
use crate::ui::form::{Problems, date_window, form};
use crate::ui::markup::{El, acting, el, paragraph, reading};
use crate::ui::sentences::{store_problem, survey_problem};
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// Asks on which day it was filled in, and changes nothing else of it. Only a
/// manager moves a survey into another quarter.
pub fn wrong_date(workspace: Workspace, id: RecordId) -> El {
    el("section")
        .child(
            el("h2")
                .class("govuk-heading-m")
                .child("The clock gave it a wrong date"),
        )
        .child(paragraph(
            "The tablet’s clock was wrong when this survey was filled in. Say when it was, so that it counts in its quarter. What the family said stays as it is.",
        ))
        .child(gate(Door::ManagerAction, Problems::new(), move || {
            asking(workspace, id).into()
        }))
}

fn asking(workspace: Workspace, id: RecordId) -> El {
    let date = State::new(DateDraft::untyped());
    let (wrong, failure) = (State::new(None::<String>), State::new(None::<String>));
    let busy = State::new(false);
    let save = move || {
        if busy.get_untracked() {
            return;
        }
        let checked = date.with_untracked(|date| date.check(date_window(workspace, None)));
        let day = match checked {
            Ok(day) => day,
            Err(fault) => {
                let field = SurveyField::Date;
                return wrong.set(Some(survey_problem(Problem { field, fault })));
            }
        };
        wrong.set(None);
        let Some(record) = untrack(|| workspace.find(id)) else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let moved = workspace.move_to(&record, day).await;
            busy.try_set(false);
            match moved {
                Ok(()) => workspace.notify(
                    &Address::Record(id).path(),
                    "Saved on this tablet",
                    "The survey counts on its new date.".to_owned(),
                ),
                Err(error) => {
                    failure.try_set(Some(store_problem(&error)));
                }
            }
        });
    };
    let question = DateChoice {
        legend: "When was it filled in?",
        clock: reading(move || workspace.clock()),
        also: None,
        date: reading(move || date.get()),
        change: acting(move |changed| date.set(changed)),
        error: reading(move || wrong.get()),
    };
    let submit = button("Save the date", Weight::Secondary).attr("type", "submit");
    form(save)
        .child(question.view())
        .child(refusal(failure))
        .child(idle_while(busy, submit))
}
