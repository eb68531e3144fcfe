//! The buttons that hand a file on: by download, and by the share sheet where
//! the browser has one for such files.

use leptos::prelude::document;
use wasm_bindgen_futures::spawn_local;

use super::button::{Weight, button};
use super::error_summary::focus_on;
use super::field::refusal;
use crate::browser::drawing::page_drawn;
use crate::browser::files::{self, FileError, OutFile};
use crate::domain::submission::passing_on::PassingOn;
use crate::ui::markup::{Acting, El, Pieces, div, el, live};
use crate::ui::state::State;

/// A file that can be handed on.
#[derive(Clone)]
pub struct HandOn {
    /// The words of the button that downloads it.
    pub download: &'static str,
    /// The words of the button that shares it.
    pub share: &'static str,
    /// The file, once it is there.
    pub file: State<Option<OutFile>>,
    /// Whatever went wrong.
    pub problem: State<Option<String>>,
    /// What becomes of it; it outlives the buttons where they are made anew.
    pub told: State<Option<Told>>,
    /// What happens once the file has left.
    pub left: Acting<PassingOn>,
}

/// What became of a file that was handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its name.
    pub name: String,
    /// How it left.
    pub how: Left,
}

/// How a file left the tablet, as it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// As it was asked for.
    AsAsked(PassingOn),
    /// By download, since the share sheet refused it.
    RefusedToShare,
}

impl HandOn {
    /// The buttons, and whatever went wrong. A share sheet that refuses leads to
    /// the download by itself.
    pub fn view(self) -> El {
        let (this, other) = (self.clone(), self.clone());
        let do_download = move || {
            if let Some(file) = this.file.get_untracked() {
                this.downloads(file, Left::AsAsked(PassingOn::Downloaded));
            }
        };
        let do_share = move || {
            let Some(file) = other.file.get_untracked() else {
                return;
            };
            let this = other.clone();
            spawn_local(async move {
                match files::share(std::slice::from_ref(&file)).await {
                    Ok(()) => this.has_left(file.name, Left::AsAsked(PassingOn::Shared)),
                    // Whoever closes the sheet wants to go on otherwise.
                    Err(FileError::Cancelled) => {
                        this.problem.try_set(None);
                    }
                    Err(FileError::Refused(_)) => this.downloads(file, Left::RefusedToShare),
                }
            });
        };
        let file = self.file;
        let buttons = live(move || {
            let found = file.get()?;
            let (do_download, do_share) = (do_download.clone(), do_share.clone());
            let share = files::can_share(&[found])
                .then(|| button(self.share, Weight::Secondary).on("click", move |_| do_share()));
            let download =
                button(self.download, Weight::Primary).on("click", move |_| do_download());
            Some(Pieces::from(download).and(share))
        });
        div("app-files").child(buttons).child(refusal(self.problem))
    }

    fn downloads(&self, file: OutFile, how: Left) {
        match files::download(&file) {
            Ok(()) => self.has_left(file.name, how),
            Err(FileError::Refused(why)) => {
                self.problem.try_set(Some(format!(
                    "The file did not leave the tablet: the browser did not download it ({why}). It is kept here; try again."
                )));
            }
            Err(FileError::Cancelled) => {}
        }
    }

    fn has_left(&self, name: String, how: Left) {
        self.problem.try_set(None);
        self.told.try_set(Some(Told { name, how }));
        (self.left)(match how {
            Left::AsAsked(how) => how,
            Left::RefusedToShare => PassingOn::Downloaded,
        });
    }
}

/// Where the file of the last tap went, and what is to be done with it; it takes
/// the focus where the button that was tapped was made anew. `next` says what
/// to do with a downloaded file.
pub fn where_it_went(told: State<Option<Told>>, next: impl Fn() -> String + 'static) -> Pieces {
    live(move || {
        let Told { name, how } = told.get()?;
        let refused = "The share sheet did not take the file, so it was downloaded instead. ";
        let words = match how {
            Left::AsAsked(PassingOn::Shared) => {
                format!("{name} was given to the app that you chose.")
            }
            Left::AsAsked(PassingOn::Downloaded) => downloaded(&name, &next()),
            Left::RefusedToShare => format!("{refused}{}", downloaded(&name, &next())),
        };
        let told = el("p")
            .class("govuk-body app-told")
            .attr("role", "status")
            .attr("tabindex", "-1")
            .child(words);
        let taken = told.element().clone();
        spawn_local(async move {
            page_drawn().await;
            // Only where the focus was lost: nobody who has gone on is called back.
            let page = document();
            if page.active_element() == page.body().map(Into::into) {
                focus_on(taken);
            }
        });
        Some(told)
    })
}

fn downloaded(name: &str, next: &str) -> String {
    format!(
        "{name} is with this device’s downloads: on a tablet in the app Files, on a computer in the folder Downloads. {next}"
    )
}
