//! A decision between several things, with its reason: what the page To check asks, of
//! whatever it is asked.

use crate::domain::base::text::{Note, Text};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::choices::{Choice, Choices, Lie};
use crate::ui::components::field::Field;
use crate::ui::markup::{Pieces, acting, reading};
use crate::ui::state::State;

/// One question and its answers.
pub struct Decision {
    /// The ids of the question and of its reason.
    pub ids: (&'static str, &'static str),
    /// The question.
    pub question: &'static str,
    /// What is said when no answer was chosen.
    pub choose_one: &'static str,
    /// The answers.
    pub answers: Vec<Choice>,
    /// The reason, as typed so far.
    pub reason: State<String>,
}

impl Decision {
    /// The question, the reason, and the button that decides. `decided` is told which
    /// answer was chosen, and why, once both are there.
    pub fn view(self, decided: impl Fn(usize, Text<500>) + 'static) -> Pieces {
        let Self {
            ids: (id, reason_id),
            question,
            choose_one,
            answers,
            reason,
        } = self;
        let picked = State::new(None::<usize>);
        let (problem, why) = (State::new(None::<String>), State::new(None::<String>));
        let decide = move || {
            let Some(at) = picked.get_untracked() else {
                return problem.set(Some(choose_one.to_owned()));
            };
            problem.set(None);
            if let Some(typed) = reason_of(reason, why) {
                decided(at, typed);
            }
        };
        Pieces::from(
            Choices {
                id,
                legend: question,
                lie: Lie::Stacked,
                options: reading(move || answers.clone()),
                chosen: reading(move || picked.get()),
                choose: acting(move |at| picked.set(Some(at))),
                error: reading(move || problem.get()),
            }
            .view(),
        )
        .and(
            Field {
                error: reading(move || why.get()),
                ..Field::of(reason_id, "Why", reason)
            }
            .view_up_to(Note::MOST),
        )
        .and(button("Decide", Weight::Primary).on("click", move |_| decide()))
    }
}

/// The typed reason; says so where there is none.
pub fn reason_of(reason: State<String>, problem: State<Option<String>>) -> Option<Text<500>> {
    match Text::typed(&reason.get_untracked()) {
        Ok(Some(reason)) => Some(reason),
        Ok(None) => {
            problem.set(Some(
                "Say why, so that others can follow it later".to_owned(),
            ));
            None
        }
        Err(_) => {
            problem.set(Some(
                "The reason must be 500 characters or fewer".to_owned(),
            ));
            None
        }
    }
}
