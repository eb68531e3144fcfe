//! What is said when this tablet's data was cleared under an open page.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::button::{Weight, button, idle_while};
use super::warning::warning;
use crate::ui::following::Missing;
use crate::ui::frame::counted;
use crate::ui::keeping::OpenForms;
use crate::ui::markup::{El, Pieces, live, paragraph};
use crate::ui::sentences::store_problem;
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// That this page alone holds what was kept, and the way to write it back. Said on
/// shut pages too: whoever leaves loses it.
pub fn cleared() -> Pieces {
    let workspace = expect_context::<Workspace>();
    let forms = expect_context::<OpenForms>();
    let busy = State::new(false);
    let failure = State::new(None::<String>);
    live(move || {
        let missing = workspace.missing.get()?;
        let write = move || {
            if busy.get_untracked() {
                return;
            }
            busy.set(true);
            spawn_local(async move {
                let done = workspace.write_back(forms).await;
                busy.try_set(false);
                failure.try_set(done.err().map(|error| store_problem(&error)));
            });
        };
        let refused = live(move || Some(paragraph(failure.get()?)));
        Some(said(missing).child(refused).child(idle_while(
            busy,
            button("Write it back", Weight::Primary).on("click", move |_| write()),
        )))
    })
}

fn said(missing: Missing) -> El {
    let records = u64::try_from(missing.records).unwrap_or(u64::MAX);
    let held = match records {
        0 => "its set-up".to_owned(),
        some => format!("its set-up and {}", counted(some, "record", "records")),
    };
    let since = if missing.begun_anew {
        " Since then the tablet was set up anew in another tab; both are kept."
    } else {
        ""
    };
    warning(
        "What was kept on this tablet has been cleared",
        format!(
            "The browser, or somebody, cleared its data while Daybook was open. This page still holds {held}: the newest version of each, without its history. Do not close it or open it anew before it is written back.{since}"
        ),
    )
    .child(paragraph(
        "If it was cleared on purpose, close Daybook in every tab instead.",
    ))
}
