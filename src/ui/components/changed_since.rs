//! What a correction shows when its record was changed since it was begun: in another
//! tab, by an import, or while the correction lay unfinished.
//!
//! Guarantees that a correction takes no other one's place unasked: it is saved on top
//! of what its writer has seen, or not at all.

use std::rc::Rc;

use leptos::prelude::*;

use super::button::{Weight, button};
use super::table::{Row, figures};
use super::warning::warning;
use crate::domain::base::ids::RecordId;
use crate::domain::form::checks::Fields;
use crate::domain::record::Record;
use crate::domain::records::facts::changes;
use crate::domain::tablet::unfinished::{MADE_FROM, corrects, made_from};
use crate::ui::address::Address;
use crate::ui::frame::link;
use crate::ui::markup::{Acting, Pieces, Reading, div, follow, live_when};
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// The record that a form corrects, and what it said when whoever types has seen it.
#[derive(Clone, Copy)]
pub struct Correcting {
    workspace: Workspace,
    id: RecordId,
    seen: State<String>,
}

/// What stays in the form once the record is looked at anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stays {
    /// What was typed.
    Typed,
    /// The record as it is now.
    Record,
}

impl Correcting {
    /// A correction of a record as it is now.
    pub fn new(workspace: Workspace, record: &Record) -> Self {
        Self {
            workspace,
            id: record.id(),
            seen: State::new(made_from(record)),
        }
    }

    /// Adds to what was typed what it was made from.
    pub fn mark(self, fields: &mut Fields) {
        self.seen.with(|seen| fields.put(MADE_FROM, seen));
    }

    /// What is in the form now was made from what these fields say.
    pub fn recovered(self, fields: &Fields) {
        let now = untrack(|| self.now());
        let of_now = now.filter(|now| corrects(fields, now));
        let seen = of_now.map(|now| made_from(&now));
        self.seen
            .set(seen.unwrap_or_else(|| fields.text(MADE_FROM).to_owned()));
    }

    /// The record as it is now; `None` for one that is not here any more.
    pub fn now(self) -> Option<Record> {
        self.workspace.find(self.id)
    }

    /// The record as it is now, where that is not what was seen.
    fn changed(self) -> Option<Record> {
        let now = self.now()?;
        self.seen
            .with(|seen| *seen != made_from(&now))
            .then_some(now)
    }

    /// Whether the record is another one by now than was seen.
    pub fn is_changed(self) -> bool {
        untrack(|| self.changed()).is_some()
    }

    /// The record as it is now, with what is asked where it changed. `holds` says
    /// whether anything is typed; `typed` gives the record as the form would correct
    /// it, where the form can be saved; `rebase` takes the record in.
    pub fn view(
        self,
        holds: Reading<bool>,
        typed: Reading<Option<Record>>,
        rebase: Acting<(Record, Stays)>,
    ) -> Pieces {
        let (look_at, takes) = (Rc::clone(&holds), Rc::clone(&rebase));
        follow(Box::new(move || {
            // A form in which nothing was typed shows the record as it is.
            if let Some(now) = self.changed()
                && !now.is_removed()
                && !untrack(|| look_at())
            {
                self.seen.set(made_from(&now));
                untrack(|| takes((now, Stays::Record)));
            }
        }));
        live_when(
            move || self.changed().filter(|_| holds()),
            move |now| now.map(|now| self.question(&now, &typed, &rebase)),
        )
    }

    fn question(
        self,
        now: &Record,
        typed: &Reading<Option<Record>>,
        rebase: &Acting<(Record, Stays)>,
    ) -> Pieces {
        let record = link(Address::Record(self.id), "Look at the record");
        if now.is_removed() {
            let words = "It is in the bin and does not count. What you typed is kept. Restore the record before you correct it.";
            return warning("This record was removed since", words)
                .child(record)
                .into();
        }
        let settings = untrack(|| self.workspace.settings.get());
        let table = untrack(|| typed()).zip(settings).map(|(typed, settings)| {
            let rows = changes(now, &typed, &settings).into_iter();
            let rows = rows
                .map(|change| Row {
                    head: change.label.to_owned(),
                    figures: vec![change.before, change.after],
                })
                .collect();
            let columns = ["What", "The record now", "Your correction"];
            figures("Where they differ", &columns, rows, None)
        });
        let choice = |stays, label, weight| {
            let (now, rebase) = (now.clone(), Rc::clone(rebase));
            button(label, weight).on("click", move |_| {
                self.seen.set(made_from(&now));
                rebase((now.clone(), stays));
            })
        };
        let words =
            "It was changed after this correction was begun. Nothing is saved until you choose.";
        warning("This record was changed since", words)
            .child(table)
            .child(
                div("app-buttons")
                    .child(choice(
                        Stays::Typed,
                        "Go on with my correction",
                        Weight::Primary,
                    ))
                    .child(choice(
                        Stays::Record,
                        "Keep the record as it is",
                        Weight::Secondary,
                    ))
                    .child(record),
            )
            .into()
    }
}
