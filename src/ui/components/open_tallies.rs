//! The door tallies that are open, each with the way to go on with it.

use wasm_bindgen_futures::spawn_local;

use super::button::{Weight, button};
use super::warning::warning;
use crate::browser::files;
use crate::domain::base::ids::TallyId;
use crate::domain::capture::tally::{Tally, Tap};
use crate::store::tallies::KeptTally;
use crate::ui::address::Address;
use crate::ui::frame::{counted, link, moment};
use crate::ui::markup::{El, Pieces, div, el, live};
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// The open tallies; nothing where there is none.
pub fn open_tallies(workspace: Workspace) -> Pieces {
    let found = State::new(Vec::<KeptTally>::new());
    spawn_local(async move {
        // A journal that cannot be read is said on every page already. The page
        // may have been left.
        found.try_set(workspace.tallies().await.unwrap_or_default());
    });
    live(move || {
        let (mut lines, mut unreadable) = (Vec::new(), Vec::new());
        for KeptTally { id, tally } in found.get() {
            match tally {
                Ok(tally) => lines.push(line(id, &tally)),
                Err(text) => unreadable.push(cannot_read(workspace, id, text, found)),
            }
        }
        let list = (!lines.is_empty()).then(|| {
            el("section")
                .class("app-tallies")
                .attr("aria-labelledby", "open-tallies")
                .child(
                    el("h2")
                        .id("open-tallies")
                        .class("govuk-heading-m")
                        .child("Open tallies"),
                )
                .child(el("ul").class("app-records").child(lines))
        });
        Pieces::from(unreadable).and(list)
    })
}

/// What a tally has counted, in words.
pub fn counts(tally: &Tally) -> String {
    let people = counted(u64::from(tally.people()), "person", "people");
    match tally.count(Tap::NewFamily) {
        0 => people,
        new => {
            let families = counted(u64::from(new), "new family", "new families");
            format!("{people}, {families}")
        }
    }
}

fn line(id: TallyId, tally: &Tally) -> El {
    let label = tally.label.to_string();
    let detail = format!("{} · started {}", counts(tally), moment(tally.started));
    el("li")
        .class("app-record")
        .child(
            div("app-record__words")
                .child(el("span").class("app-record__title").child(label.clone()))
                .child(el("span").class("app-record__detail").child(detail)),
        )
        .child(
            link(Address::Tally(id), "Go on")
                .class("govuk-button govuk-button--secondary app-tallies__go-on")
                .attr("role", "button")
                .child(
                    el("span")
                        .class("govuk-visually-hidden")
                        .child(format!(" with {label}")),
                ),
        )
}

fn cannot_read(
    workspace: Workspace,
    id: TallyId,
    text: String,
    found: State<Vec<KeptTally>>,
) -> El {
    let download = button("Download it", Weight::Secondary).on("click", move |_| {
        // A refusal leaves it here, and the button to tap again.
        let _ = files::download(&files::OutFile {
            name: "daybook-tally.txt".to_owned(),
            content: text.clone().into_bytes(),
        });
    });
    let discard = button("Discard", Weight::Secondary).on("click", move |_| {
        spawn_local(async move {
            // One that stays is listed again; nothing is lost by it.
            let _ = workspace.discard_tally(id).await;
            found.try_set(workspace.tallies().await.unwrap_or_default());
        });
    });
    warning(
        "A door tally cannot be read",
        "It is kept as it is. Download it before you discard it.",
    )
    .child([download, discard])
}
