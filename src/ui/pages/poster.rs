//! You said, we did: one page to print and hang up, with what families said, how
//! often, and room for what was done.

use leptos::prelude::*;

use crate::domain::base::calendar::Quarter;
use crate::domain::base::share::counted;
use crate::domain::disclosure::{HIDDEN, Threshold};
use crate::domain::record::comment_review::{comments_of, you_said};
use crate::domain::tablet::locks::Door;
use crate::ui::address::Address;
use crate::ui::components::button::{Weight, button};
use crate::ui::components::page::{Form, page};
use crate::ui::components::pin_question::gate;
use crate::ui::form::Problems;
use crate::ui::frame::link;
use crate::ui::markup::{El, Pieces, div, el, live, paragraph, text_live};
use crate::ui::workspace::Workspace;

/// The page.
pub fn poster(quarter: Quarter) -> El {
    let workspace = expect_context::<Workspace>();
    let problems = Problems::new();
    let behind = gate(Door::ManagerAction, problems, move || {
        live(move || themes(workspace, quarter))
    });
    let whose = text_live(move || {
        let team = workspace.viewed_team();
        let named = workspace
            .settings
            .with(|settings| Some(settings.as_ref()?.team_name(&team?)));
        format!("{}, {quarter}", named.unwrap_or_default())
    });
    let inside = Pieces::from(el("p").class("govuk-body-l").child(whose))
        .and(behind)
        .and(
            div("app-buttons app-not-printed")
                .child(button("Print", Weight::Primary).on("click", |_| {
                    // A browser that cannot print does nothing.
                    let _ = window().print();
                }))
                .child(link(Address::Comments(quarter), "Back to the comments")),
        );
    page("You said, we did", Form::Of(problems), inside)
}

/// What leaves the building is by the rule for what is published: small numbers are
/// hidden.
fn themes(workspace: Workspace, quarter: Quarter) -> Pieces {
    let few = usize::try_from(Threshold::USUAL.count()).unwrap_or(usize::MAX);
    let Some(team) = workspace.viewed_team() else {
        return Pieces::default();
    };
    workspace.ledger.with(|ledger| {
        let Some(ledger) = ledger else {
            return paragraph("Reading what is saved…").into();
        };
        let records = ledger.in_quarter(&team, quarter);
        let comments = comments_of(records.filter(|it| workspace.answers_for(it)));
        let mut any_hidden = false;
        let said: Vec<El> = you_said(&comments, few)
            .into_iter()
            .map(|said| {
                let quotes: Vec<El> = said
                    .shown
                    .iter()
                    .map(|text| el("li").attr("dir", "auto").child(format!("“{text}”")))
                    .collect();
                any_hidden |= said.comments.is_none();
                let count = said.comments.map_or_else(
                    || format!("a few comments ({HIDDEN})"),
                    |many| counted(many as u64, "comment", "comments"),
                );
                el("section")
                    .class("app-poster__theme")
                    .attr("aria-label", said.theme.label())
                    .child(
                        div("app-poster__said")
                            .child(el("h2").class("govuk-heading-m").child(said.theme.label()))
                            .child(paragraph(format!("You said: {count}")))
                            .child(el("ul").class("govuk-list govuk-list--bullet").child(quotes)),
                    )
                    .child(
                        div("app-poster__did").child(el("p").class("govuk-body").child("We did:")),
                    )
            })
            .collect();
        if said.is_empty() {
            return paragraph(
                "No theme has been ticked yet. Tick what each comment is about on the page of the comments.",
            )
            .into();
        }
        let hidden = any_hidden.then(|| {
            paragraph(format!(
                "{HIDDEN}: {} or fewer. Small numbers are not shown, so that nobody can be picked out.",
                counted(few as u64, "comment", "comments")
            ))
        });
        Pieces::from(div("app-poster").child(said)).and(hidden)
    })
}
