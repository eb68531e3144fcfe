//! What is owed, on Today: each return with its due date and the way to it, and how
//! the last one stands once nothing is.

use leptos::prelude::*;

use super::details::details;
use super::return_standing::{ReturnTag, standing_words};
use crate::domain::base::calendar::{Quarter, short_date};
use crate::domain::base::ids::TeamId;
use crate::domain::submission::due::{Need, Owed};
use crate::domain::submission::send::SendStanding;
use crate::domain::tablet::settings::Settings;
use crate::ui::address::Address;
use crate::ui::frame::link;
use crate::ui::markup::{El, Pieces, div, el, live};
use crate::ui::workspace::Workspace;

/// How many returns are in sight, the first due; the others are behind a line.
const LISTED: usize = 4;

/// The returns that are owed; nothing while there are none.
pub fn returns_owed(workspace: Workspace) -> Pieces {
    live(move || {
        let (owed, settings) = (workspace.owed.get()?, workspace.settings.get()?);
        let today = untrack(|| workspace.clock()).today();
        if owed.is_empty() {
            return None;
        }
        let lines = owed
            .iter()
            .map(|one| el("li").child(line(workspace, one, (&settings, one.is_late(today)))));
        let mut lines: Vec<El> = lines.collect();
        let later = lines.split_off(lines.len().min(LISTED));
        let more = (!later.is_empty()).then(|| {
            let words = format!("{} more, due later", later.len());
            details(&words, || false).child(el("ul").class("govuk-list").child(later))
        });
        Some(
            div("app-offer")
                .attr("role", "region")
                .attr("aria-label", "Returns to send")
                .child(
                    el("p")
                        .class("govuk-body app-close")
                        .child(el("strong").child("Returns to send")),
                )
                .child(el("ul").class("govuk-list app-close").child(lines))
                .child(more),
        )
    })
}

fn line(workspace: Workspace, owed: &Owed, (settings, late): (&Settings, bool)) -> Pieces {
    let quarter = owed.quarter;
    let of_team =
        (!settings.other_teams.is_empty()).then(|| format!("{}, ", settings.team_name(&owed.team)));
    let name = format!(
        "{}{}",
        of_team.unwrap_or_default(),
        quarter.months_and_year()
    );
    let due = short_date(owed.due);
    let due = if late {
        format!(" It was due on {due}.")
    } else {
        format!(" It is due by {due}.")
    };
    let tag = match owed.need {
        Need::Make => ReturnTag::NotMade,
        Need::MakeAgain => ReturnTag::Changed,
        Need::PassOn => ReturnTag::NotPassedOn,
    };
    let team = owed.team.clone();
    let to = link(Address::Quarter(Some(quarter)), name).on("click", move |_| {
        workspace.team_in_view.set(Some(team.clone()));
    });
    Pieces::from(to).and(" ").and(tag.view()).and(due)
}

/// How the return of a quarter stands, once one was made; nothing before.
pub fn return_made(workspace: Workspace, team: &TeamId, quarter: Quarter) -> Option<El> {
    let period = (team.clone(), quarter);
    let books = workspace.books.get()?;
    workspace.ledger.with(|ledger| {
        let standings = books.standings(ledger.as_ref()?, &period);
        let own = standings.iter().find(|one| one.tablet.is_none())?;
        match own.standing {
            SendStanding::NotSent => None,
            SendStanding::Sent(_) | SendStanding::ChangedSince(_) => Some(
                el("p")
                    .class("govuk-body")
                    .child(link(
                        Address::Quarter(Some(quarter)),
                        format!("Return for {}", quarter.months_and_year()),
                    ))
                    .child(" ")
                    .child(ReturnTag::of(own.standing).view())
                    .child(format!(" {}", standing_words(own.standing))),
            ),
        }
    })
}
