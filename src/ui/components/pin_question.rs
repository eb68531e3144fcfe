//! The question for a PIN, and what stands behind it.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::button::{Weight, button, idle_while};
use super::error_summary::{Line, focus};
use super::field::{Field, Room};
use super::warning::warning;
use crate::browser::ambient;
use crate::domain::tablet::locks::{Door, Secret};
use crate::store::StoreError;
use crate::ui::form::{Problems, form};
use crate::ui::locking::{not_opened, too_early};
use crate::ui::markup::{Acting, El, Pieces, acting, div, live, paragraph, reading, settled};
use crate::ui::sentences::store_problem;
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// The id of the question's field.
const ID: &str = "secret";

/// Asks for a PIN, or instead for the recovery code, and acts once it was
/// right, told which it was. `problems` are those of the page that it is on.
pub fn pin_question(pin: Secret, problems: Problems, opened: Acting<Secret>) -> Pieces {
    let by_code = State::new(false);
    live(move || {
        let asked = if by_code.get() {
            Secret::RecoveryCode
        } else {
            pin
        };
        let other_way = button(
            match asked {
                Secret::RecoveryCode => "Use the PIN",
                Secret::StaffPin | Secret::ManagerPin => "Use the recovery code",
            },
            Weight::Secondary,
        )
        .on("click", move |_| {
            problems.set(Vec::new());
            by_code.set(asked != Secret::RecoveryCode);
        });
        asking(asked, problems, opened.clone(), other_way)
    })
}

fn asking(asked: Secret, problems: Problems, opened: Acting<Secret>, other_way: El) -> El {
    let locking = expect_context::<Workspace>().locking;
    let typed = State::new(String::new());
    let busy = State::new(false);
    let submit = move || {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let opened = opened.clone();
        spawn_local(async move {
            let tried = locking.try_secret(asked, typed.get_untracked()).await;
            if !busy.try_set(false) {
                // The page is gone, and with it the question.
                return;
            }
            match tried {
                Ok(()) => {
                    problems.set(Vec::new());
                    opened(asked);
                }
                Err(why) => {
                    typed.set(String::new());
                    problems.set(vec![Line {
                        field: ID.to_owned(),
                        words: not_opened(asked, &why),
                    }]);
                }
            }
        });
    };
    let (hint, room) = match asked {
        Secret::RecoveryCode => (
            Some("The 16 letters and digits that were written down when a PIN was set"),
            Room::Line,
        ),
        Secret::StaffPin | Secret::ManagerPin => (None, Room::Pin),
    };
    let field = Field {
        id: ID,
        label: asked.label(),
        hint,
        room,
        value: reading(move || typed.get()),
        typed: acting(move |text| typed.set(text)),
        error: problems.at(ID),
    };
    if asked == Secret::RecoveryCode {
        // The button that led here is gone, and the focus with it.
        Effect::new(|_| focus(ID));
    }
    let waits = locking.known().waits_until(asked, ambient::now());
    form(submit)
        .child(waits.map(|until| paragraph(too_early(until))))
        .child(field.view())
        .child(
            div("app-buttons")
                .child(idle_while(
                    busy,
                    button("Continue", Weight::Primary).attr("type", "submit"),
                ))
                .child(other_way),
        )
}

/// What stands behind a door: asks first for what the door asks for, each time
/// the page is opened; where nothing is asked for, it stands open. A page puts
/// what only a manager may do behind [`Door::ManagerAction`].
pub fn gate(door: Door, problems: Problems, inside: impl Fn() -> Pieces + 'static) -> Pieces {
    let locking = expect_context::<Workspace>().locking;
    let elsewhere = settled(move || locking.changes_elsewhere());
    // Whoever was let through is asked again once another tab has changed a PIN.
    let let_through = locking.take_recovered().then(|| untrack(|| elsewhere()));
    let through = State::new(let_through);
    let read = State::new(false);
    let failure = State::new(None::<StoreError>);
    spawn_local(async move {
        // Another tab may have set a PIN since this one was opened.
        match locking.read().await {
            Ok(()) => read.set(true),
            Err(error) => failure.set(Some(error)),
        }
    });
    live(move || {
        if let Some(error) = failure.get() {
            return warning("The PINs cannot be read", store_problem(&error)).into();
        }
        if !read.get() {
            return Pieces::default();
        }
        let now = elsewhere();
        match locking.known().asked_at(door) {
            Some(pin) if through.get() != Some(now) => {
                pin_question(pin, problems, acting(move |_| through.set(Some(now))))
            }
            Some(_) | None => untrack(&inside),
        }
    })
}
