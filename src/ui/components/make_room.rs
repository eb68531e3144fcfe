//! The space that is left, and making more of it.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::button::{Weight, button};
use super::warning::warning;
use crate::domain::tablet::space::{Space, SpaceStanding};
use crate::ui::frame::counted;
use crate::ui::markup::{El, Pieces, div, el, live, paragraph};
use crate::ui::sentences::store_problem;
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// How far making room has come.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Offered,
    Asked,
    Done(usize),
    Failed(String),
}

/// How much space is used and how many sessions still fit; where it fills up, a
/// way to make room.
pub fn make_room() -> Pieces {
    let workspace = expect_context::<Workspace>();
    workspace.look_at_space();
    let step = State::new(Step::Offered);
    let used = live(move || {
        let space = workspace.space.get()?;
        let more = u64::try_from(space.more_sessions()).unwrap_or(u64::MAX);
        Some(paragraph(format!(
            "{}% of the space for records is used. About {} will still fit.",
            space.percent(),
            counted(more, "more session", "more sessions")
        )))
    });
    let offer = live(move || match step.get() {
        Step::Asked => asked(workspace, step).into(),
        Step::Done(records) => done(records).into(),
        Step::Failed(why) => warning("No room was made", why).into(),
        Step::Offered => match workspace.space.get().map(Space::standing) {
            None | Some(SpaceStanding::Room) => Pieces::default(),
            Some(SpaceStanding::Filling | SpaceStanding::Full) => offered(workspace, step),
        },
    });
    el("section")
        .child(el("h2").class("govuk-heading-m").child("Space"))
        .child(used)
        .child(offer)
        .into()
}

fn offered(workspace: Workspace, step: State<Step>) -> Pieces {
    if workspace.backed_up.get().is_none() {
        return paragraph("Back up first: only records in a checked backup can make room.").into();
    }
    button("Make room", Weight::Secondary)
        .on("click", move |_| step.set(Step::Asked))
        .into()
}

fn asked(workspace: Workspace, step: State<Step>) -> El {
    let make = move || {
        spawn_local(async move {
            step.try_set(match workspace.make_room().await {
                Ok(records) => Step::Done(records),
                Err(error) => Step::Failed(store_problem(&error)),
            });
        });
    };
    warning(
        "Keep older records in one copy?",
        "Older records that are in your checked backup then stay on this tablet in one copy instead of two. They are still shown, counted and sent. Should the browser lose that copy, only the backup brings them back: keep its file.",
    )
    .child(
        div("app-buttons")
            .child(button("Make room now", Weight::Primary).on("click", move |_| make()))
            .child(
                button("Cancel", Weight::Secondary)
                    .on("click", move |_| step.set(Step::Offered)),
            ),
    )
}

fn done(records: usize) -> El {
    let words = match records {
        0 => {
            "None of the records here is in the backup as it is now. Back up again, then make room."
                .to_owned()
        }
        some => format!(
            "Room was made: {} now in one copy.",
            counted(
                u64::try_from(some).unwrap_or(u64::MAX),
                "record is",
                "records are"
            )
        ),
    };
    paragraph(words).attr("role", "status")
}
