//! The offer to remove records for good that were kept long enough.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::button::{Weight, button};
use super::pin_question::gate;
use super::warning::warning;
use crate::domain::tablet::locks::Door;
use crate::domain::tablet::retention::Removable;
use crate::ui::address::Address;
use crate::ui::form::Problems;
use crate::ui::frame::{counted, link};
use crate::ui::markup::{El, Pieces, div, el, live, live_when, paragraph};
use crate::ui::sentences::store_problem;
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// The quarters whose records were kept as long as the organisation says, with
/// the way to remove them for good; nothing while there are none. `problems` are
/// those of the page.
pub fn retention_offer(problems: Problems) -> Pieces {
    let workspace = expect_context::<Workspace>();
    let asking = State::new(false);
    let failure = State::new(None::<String>);
    let offered = move || {
        let years = workspace
            .settings
            .with(|settings| settings.as_ref()?.keep_records_for_years)?;
        Some((workspace.removable(), workspace.to_pass_on_first(), years))
    };
    live_when(offered, move |offered| {
        let (quarters, first, years) = offered?;
        if quarters.is_empty() && first.is_empty() {
            return None;
        }
        let years = counted(u64::from(years.number()), "year", "years");
        let section = el("section")
            .child(
                el("h2")
                    .class("govuk-heading-m")
                    .child("Records kept long enough"),
            )
            .child(paragraph(format!(
                "Your organisation keeps records for {years}."
            )));
        let first = (!first.is_empty()).then(|| to_pass_on(workspace, &first));
        if quarters.is_empty() {
            return Some(section.child(first));
        }
        let listed: Vec<El> = quarters.iter().map(|it| one(workspace, it)).collect();
        let action = live(move || -> Pieces {
            if !asking.get() {
                return button("Remove them for good", Weight::Secondary)
                    .on("click", move |_| asking.set(true))
                    .into();
            }
            let quarters = quarters.clone();
            gate(Door::ManagerAction, problems, move || {
                confirm(workspace, quarters.clone(), (asking, failure)).into()
            })
        });
        Some(
            section
                .child(paragraph(
                    "These are older, their returns were made, and they are in your checked backup:",
                ))
                .child(el("ul").class("govuk-list govuk-list--bullet").child(listed))
                .child(live(move || Some(warning("Nothing was removed", failure.get()?))))
                .child(action)
                .child(first),
        )
    })
}

/// The quarters whose returns never left the tablet, each with the way to its return.
fn to_pass_on(workspace: Workspace, quarters: &[Removable]) -> Pieces {
    let listed: Vec<El> = quarters
        .iter()
        .map(|it| {
            let (team, quarter) = it.period.clone();
            let to = link(Address::Quarter(Some(quarter)), "Go to its return")
                .attr("aria-label", &format!("Go to the return of {quarter}"))
                .on("click", move |_| {
                    workspace.team_in_view.set(Some(team.clone()));
                });
            one(workspace, it).child(". ").child(to)
        })
        .collect();
    Pieces::from(paragraph(
        "These are older too, but their returns have never left this tablet. Download or share each return first; then they can be removed:",
    ))
    .and(el("ul").class("govuk-list govuk-list--bullet").child(listed))
}

fn one(workspace: Workspace, quarter: &Removable) -> El {
    let (team, when) = &quarter.period;
    let team = workspace
        .settings
        .with(|settings| Some(settings.as_ref()?.team_name(team)));
    let records = u64::try_from(quarter.records.len()).unwrap_or(u64::MAX);
    el("li").child(format!(
        "{when}, {}: {}",
        team.unwrap_or_default(),
        counted(records, "record", "records")
    ))
}

fn confirm(
    workspace: Workspace,
    quarters: Vec<Removable>,
    (asking, failure): (State<bool>, State<Option<String>>),
) -> El {
    let remove = move || {
        let quarters = quarters.clone();
        spawn_local(async move {
            let outcome = workspace.remove_for_good(&quarters).await;
            asking.try_set(false);
            match outcome {
                Ok(()) => workspace.notify(
                    &Address::Safe.path(),
                    "Removed for good",
                    "The returns that were sent stay as they were sent.".to_owned(),
                ),
                Err(error) => {
                    failure.try_set(Some(store_problem(&error)));
                }
            }
        });
    };
    warning(
        "Remove these records for good?",
        "They are removed from this tablet in every version, and it cannot be undone. The returns that were sent stay as they were sent. Backup files made before still hold the records: delete those files too once they are not needed.",
    )
    .child(
        div("app-buttons")
            .child(button("Remove for good", Weight::Primary).on("click", move |_| remove()))
            .child(
                button("Keep them", Weight::Secondary).on("click", move |_| asking.set(false)),
            ),
    )
}
