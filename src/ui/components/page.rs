//! The frame of a page: its title, its heading, and the notice above it.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::button::{Weight, button};
use crate::browser::drawing::tap_shown;
use crate::domain::base::ids::RecordId;
use crate::ui::address::Address;
use crate::ui::form::Problems;
use crate::ui::frame::link;
use crate::ui::markup::{El, Pieces, div, el, follow, live};
use crate::ui::sentences::store_problem;
use crate::ui::workspace::{Offers, Workspace};

/// Whether a page has a form, whose problems its title begins with.
#[derive(Clone, Copy)]
pub enum Form {
    /// It has none.
    None,
    /// It has one.
    Of(Problems),
}

/// A page. After a move from another page its heading takes the focus, so that
/// a screen reader says where one is (WCAG 2.4.3); a notice comes first.
pub fn page(title: impl Into<String>, form: Form, inside: impl Into<Pieces>) -> El {
    let workspace = expect_context::<Workspace>();
    let title = title.into();
    let heading = el("h1")
        .class("govuk-heading-l app-heading")
        .attr("tabindex", "-1")
        .child(title.clone());
    follow(Box::new(move || {
        let prefix = match form {
            Form::Of(problems) if !problems.lines().is_empty() => "Error: ",
            Form::Of(_) | Form::None => "",
        };
        document().set_title(&format!("{prefix}{title} – Daybook"));
    }));
    let taken = heading.clone();
    Effect::new(move |_| {
        if workspace.notice.with_untracked(Option::is_none) && workspace.has_moved() {
            taken.focus();
        }
    });
    let summary = match form {
        Form::Of(problems) => Some(super::error_summary::error_summary(problems)),
        Form::None => None,
    };
    div("app-page")
        .child(notice())
        .child(summary)
        .child(heading)
        .child(inside)
}

/// Leads to the correction of what was saved.
fn correct(id: RecordId) -> El {
    el("p")
        .class("app-notice__words")
        .child(link(Address::Correct(id), "Correct"))
}

/// Takes a removal back, and says so in the same place.
fn undo(workspace: Workspace, id: RecordId) -> El {
    button("Undo", Weight::Secondary).on("click", move |_| {
        spawn_local(async move {
            let said = match workspace.restore(id).await {
                Ok(_) => ("Restored", String::new()),
                Err(error) => ("Not restored", store_problem(&error)),
            };
            let path = workspace.notice.with_untracked(|notice| {
                let notice = notice.as_ref();
                notice.map(|notice| notice.path.clone()).unwrap_or_default()
            });
            workspace.notify(&path, said.0, said.1);
        });
    })
}

/// What has just been done. It takes the focus, and stays until the next
/// action or another page.
fn notice() -> Pieces {
    let workspace = expect_context::<Workspace>();
    live(move || {
        workspace.notice.get().map(|notice| {
            let banner = div("app-notice")
                .attr("role", "alert")
                .attr("tabindex", "-1")
                .child(
                    el("p")
                        .class("app-notice__title")
                        .child(notice.title.clone()),
                )
                .child(el("p").class("app-notice__words").child(notice.words))
                .child(match notice.offers {
                    Offers::Nothing => None,
                    Offers::Correct(id) => Some(correct(id)),
                    Offers::Undo(id) => Some(undo(workspace, id)),
                });
            let taken = banner.clone();
            Effect::new(move |_| {
                let (taken, before) = (taken.clone(), document().active_element());
                // It is seen first: to take the focus, a page is laid out at once.
                spawn_local(async move {
                    tap_shown().await;
                    // Who has gone on meanwhile is not called back.
                    if document().active_element() == before {
                        taken.focus();
                    }
                });
            });
            banner
        })
    })
}
