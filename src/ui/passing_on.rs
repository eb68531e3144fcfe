//! Returns passed on, and what is owed: the workspace's commands and readings.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::markup::follow;
use super::workspace::Workspace;
use crate::browser::ambient;
use crate::browser::drawing::{self, Breath};
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::TeamId;
use crate::domain::record::ledger::Ledger;
use crate::domain::submission::books::Books;
use crate::domain::submission::due::{first_due_first, to_look_at};
use crate::domain::submission::passing_on::PassingOn;
use crate::domain::tablet::settings::Settings;
use crate::store::StoreError;

impl Workspace {
    /// Notes that the file of a return left the tablet.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not noted. The file has left all the
    /// same.
    pub async fn passed_on(self, digest: Digest, how: PassingOn) -> Result<(), StoreError> {
        let at = ambient::now();
        let archive = self.archive.get_value();
        let changed = archive.change_books(|books| {
            if let Some(after) = books.with_passed_on(digest, how, at) {
                *books = after;
            }
            Ok(())
        });
        let books = self.noticed(changed.await)?;
        self.books.set(Some(books));
        Ok(())
    }

    /// Works out what is owed whenever records, returns, the set-up or the day
    /// change; once
    /// for all who show it, after the page was drawn and quarter by quarter, so that
    /// no tap waits for it.
    pub fn follow_owed(self) {
        follow(Box::new(move || {
            self.ledger.with(|_| ());
            self.books.with(|_| ());
            self.settings.with(|_| ());
            // Midnight too makes a quarter owed.
            self.today.with(|_| ());
            self.look_at_owed();
        }));
    }

    /// Works out what is owed as of now.
    pub fn look_at_owed(self) {
        let mine = self.looks_at_owed.get_value().wrapping_add(1);
        self.looks_at_owed.set_value(mine);
        spawn_local(async move {
            drawing::page_drawn().await;
            let is_latest = move || self.looks_at_owed.get_value() == mine;
            if !is_latest() {
                return;
            }
            let today = untrack(|| self.clock()).today();
            let look = |books: &Books, ledger: &Ledger, settings: &Settings| {
                let teams: Vec<TeamId> = settings.teams().map(|team| team.id.clone()).collect();
                to_look_at((books, ledger), teams.iter(), today)
            };
            let Some(all) = self.with_what_is_here(look) else {
                self.owed.set(None);
                return;
            };
            let (mut owed, mut breath) = (Vec::new(), Breath::new());
            for one in all {
                breath.take().await;
                // What has changed meanwhile is looked at anew.
                if !is_latest() {
                    return;
                }
                let found = self.with_what_is_here(|books, ledger, settings| {
                    one.owed((books, ledger), &settings.due, today)
                });
                owed.extend(found.flatten());
            }
            first_due_first(&mut owed);
            let owed = Some(owed);
            if self.owed.with_untracked(|known| *known != owed) {
                self.owed.set(owed);
            }
        });
    }

    fn with_what_is_here<Read>(
        self,
        read: impl FnOnce(&Books, &Ledger, &Settings) -> Read,
    ) -> Option<Read> {
        self.ledger.with_untracked(|ledger| {
            self.books.with_untracked(|books| {
                self.settings.with_untracked(|settings| {
                    let (books, ledger) = (books.as_ref()?, ledger.as_ref()?);
                    Some(read(books, ledger, settings.as_ref()?))
                })
            })
        })
    }
}
