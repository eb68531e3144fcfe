//! The buttons that hand a file on: by download, and by the share sheet where
//! the browser has one for such files.

use wasm_bindgen_futures::spawn_local;

use super::button::{Weight, button};
use super::field::refusal;
use crate::browser::files::{self, FileError, OutFile};
use crate::ui::markup::{El, Pieces, div, live};
use crate::ui::state::State;

/// Buttons with these words, once the file is there, and whatever went wrong.
pub fn hand_on(
    download: &'static str,
    share: &'static str,
    file: State<Option<OutFile>>,
    problem: State<Option<String>>,
) -> El {
    let do_download = move || {
        file.with_untracked(|file| {
            if let Some(Err(FileError::Refused(why))) = file.as_ref().map(files::download) {
                problem.set(Some(format!(
                    "The browser did not download the file ({why})."
                )));
            }
        });
    };
    let do_share = move || {
        let Some(file) = file.get_untracked() else {
            return;
        };
        spawn_local(async move {
            match files::share(&[file]).await {
                Ok(()) | Err(FileError::Cancelled) => problem.set(None),
                Err(FileError::Refused(why)) => problem.set(Some(format!(
                    "The file was not shared ({why}). Download it instead."
                ))),
            }
        });
    };
    let buttons = live(move || {
        let found = file.get()?;
        let share = files::can_share(&[found])
            .then(|| button(share, Weight::Secondary).on("click", move |_| do_share()));
        let download = button(download, Weight::Secondary).on("click", move |_| do_download());
        Some(Pieces::from(download).and(share))
    });
    let problem = refusal(problem);
    div("app-files").child(buttons).child(problem)
}
