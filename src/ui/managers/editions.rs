//! To check: editions of an organisation file to decide between, and files that could
//! not be used.

use super::deciding::Decision;
use super::desk::{Desk, Seen};
use super::parts::{section, sentences};
use crate::browser::ambient;
use crate::domain::base::digest::Digest;
use crate::domain::roll_up::editions::Contested;
use crate::domain::roll_up::{KeepEdition, NotUsed};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::choices::Choice;
use crate::ui::frame::counted;
use crate::ui::markup::{El, Pieces, el, paragraph};
use crate::ui::state::State;

/// The first city whose organisation file is here in editions that differ, with the
/// decision; one at a time.
pub fn decide((desk, reason): (Desk, State<String>), seen: Seen<'_>) -> Option<El> {
    let contested = seen.structure.contested();
    let first = contested.first()?;
    let more = contested.len() as u64 - 1;
    let more = (more > 0).then(|| paragraph(format!("Then: {}.", counted(more, "city", "cities"))));
    Some(section(
        "editions",
        "Decide which organisation file is used",
        Pieces::from(paragraph(
            "It is here in editions that differ. Until you decide, figures that depend on the difference are unsettled.",
        ))
        .and(choice((desk, reason), seen, first))
        .and(more),
    ))
}

fn choice((desk, reason): (Desk, State<String>), seen: Seen<'_>, contested: &Contested<'_>) -> El {
    let city = contested.city.clone();
    let digests: Vec<Digest> = contested.editions.iter().map(|it| it.digest).collect();
    let choices: Vec<Choice> = contested
        .editions
        .iter()
        .enumerate()
        .map(|(at, edition)| Choice {
            hint: Some(from_where(seen, edition.organisation)),
            ..Choice::new(format!("Edition {}", at + 1))
        })
        .collect();
    let named = city.clone();
    let keep = move |at: usize, why| {
        let Some(kept) = digests.get(at).copied() else {
            return;
        };
        let others = digests.iter().copied().filter(|it| *it != kept);
        let made = KeepEdition {
            city: named.clone(),
            kept,
            set_aside: others.collect(),
            reason: why,
            on: ambient::today(),
        };
        reason.set(String::new());
        desk.change(
            format!("Decided: organisation file of {named}"),
            move |all| {
                all.decisions.editions.insert(made.clone());
            },
        );
    };
    let decision = Decision {
        ids: ("edition", "edition-reason"),
        question: "Which edition is used?",
        choose_one: "Choose which edition is used",
        answers: choices,
        reason,
    };
    el("section")
        .class("app-panel")
        .child(el("h3").class("govuk-heading-s").child(city.to_string()))
        .child(paragraph(
            "What differs, in the order of the answers below:",
        ))
        .child(sentences(contested.differences()))
        .child(decision.view(keep))
}

/// The files that brought an edition.
fn from_where(seen: Seen<'_>, organisation: &crate::domain::organisation::Organisation) -> String {
    let files = seen.roll_up.collection.files();
    let names = files
        .filter(|(_, file)| file.organisations.contains(organisation))
        .map(|(_, file)| file.name.clone());
    let names: Vec<String> = names.collect();
    let teams = counted(organisation.teams.len() as u64, "team", "teams");
    if names.is_empty() {
        format!("{teams}; changed here, on the page Organisation")
    } else {
        format!("{teams}; from {}", names.join(", "))
    }
}

/// The files that could not be used, each with the way to say no more of it.
pub fn not_used(desk: Desk, seen: Seen<'_>) -> Option<El> {
    let kept = desk
        .found
        .with_untracked(|found| found.kept.not_used.clone());
    let lines: Vec<El> = seen
        .roll_up
        .not_used
        .iter()
        .map(|one| line(desk, one.clone(), kept.contains(one)))
        .collect();
    (!lines.is_empty()).then(|| {
        section(
            "not-used",
            "Files that could not be used",
            Pieces::from(paragraph(
                "What they hold is in no figure, and the totals they may belong to count as incomplete. Ask for each again. Once it is open here, it leaves this list.",
            ))
            .and(el("ul").class("govuk-list app-decided").child(lines)),
        )
    })
}

fn line(desk: Desk, one: NotUsed, is_kept_here: bool) -> El {
    let words = one.words();
    if !is_kept_here {
        return el("li").child(format!("{words} (said by a combined file)"));
    }
    let label = format!("It is not needed: {words}");
    let forget = button("It is not needed", Weight::Secondary)
        .attr("aria-label", &label)
        .on("click", move |_| {
            let one = one.clone();
            desk.change(format!("Not needed: {}", one.name), move |all| {
                all.not_used.retain(|it| *it != one);
            });
        });
    el("li").child(words).child(" ").child(forget)
}
