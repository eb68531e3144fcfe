//! What every form does alike: show its problems, and save its record once.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::address::Address;
use super::components::button::{Weight, button};
use super::components::error_summary::Line;
use super::markup::{El, Pieces, Reading, div, el, reading};
use super::navigation::Navigation;
use super::workspace::Workspace;
use crate::domain::draft::Problem;
use crate::domain::record::{Entry, Record};
use crate::store::StoreError;

/// The problems of a form, as its fields, its summary and its title show them.
#[derive(Clone, Copy)]
pub struct Problems {
    lines: RwSignal<Vec<Line>>,
    checks: RwSignal<usize>,
}

impl Problems {
    /// No problems yet.
    pub fn new() -> Self {
        Self {
            lines: RwSignal::new(Vec::new()),
            checks: RwSignal::new(0),
        }
    }

    /// Shows the outcome of a check, with the element each field's line leads
    /// to and the sentence of each problem; gives what was checked, if all is
    /// well.
    pub fn show<Checked, Field: Copy>(
        self,
        outcome: Result<Checked, Vec<Problem<Field>>>,
        id: fn(Field) -> String,
        words: fn(Problem<Field>) -> String,
    ) -> Option<Checked> {
        let problems = match outcome {
            Ok(checked) => {
                self.set(Vec::new());
                return Some(checked);
            }
            Err(problems) => problems,
        };
        let mut lines = Vec::new();
        for problem in problems {
            lines.push(Line {
                field: id(problem.field),
                words: words(problem),
            });
        }
        self.set(lines);
        None
    }

    /// Shows these lines.
    pub fn set(self, lines: Vec<Line>) {
        self.lines.set(lines);
        self.checks.set(self.checks.get_untracked() + 1);
    }

    /// The lines there are now.
    pub fn lines(self) -> Vec<Line> {
        self.lines.get()
    }

    /// The lines of the latest check; whoever follows them hears of each check,
    /// though it found the same again.
    pub fn checked(self) -> Vec<Line> {
        self.checks.get();
        self.lines.get_untracked()
    }

    /// The sentence at the field with this id, where it has a problem.
    pub fn at(self, field: impl Into<String>) -> Reading<Option<String>> {
        let field = field.into();
        reading(move || {
            self.lines.with(|lines| {
                let line = lines.iter().find(|line| line.field == field);
                line.map(|line| line.words.clone())
            })
        })
    }

    /// Whether any of some fields has a problem.
    pub fn among(self, fields: &'static [&'static str]) -> Reading<bool> {
        reading(move || {
            self.lines.with(|lines| {
                lines
                    .iter()
                    .any(|line| fields.contains(&line.field.as_str()))
            })
        })
    }
}

/// What is to happen after a save.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Back to Today.
    Today,
    /// The same form again.
    Another,
}

/// The saving of one form's record: one at a time, and never two of it.
#[derive(Clone, Copy)]
pub struct Saving {
    workspace: Workspace,
    /// The form's own address.
    path: &'static str,
    /// Whether a save is under way.
    pub busy: RwSignal<bool>,
    /// Why the last save did not hold.
    pub failure: RwSignal<Option<StoreError>>,
    /// The record whose save did not hold.
    pub attempt: StoredValue<Option<Record>>,
    navigation: Navigation,
}

impl Saving {
    /// Nothing saved yet, for the form at an address.
    pub fn at(path: &'static str) -> Self {
        Self {
            workspace: expect_context::<Workspace>(),
            path,
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
            attempt: StoredValue::new(None),
            navigation: expect_context::<Navigation>(),
        }
    }

    /// Saves an entry. Only after both stores hold it: says so in `words`, then
    /// goes to Today or calls `another`. A tap while saving does nothing.
    pub fn save(self, entry: Entry, words: String, next: Next, another: impl FnOnce() + 'static) {
        self.save_boxed(entry, words, next, Box::new(another));
    }

    fn save_boxed(self, entry: Entry, words: String, next: Next, another: Box<dyn FnOnce()>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let outcome = self.workspace.record(entry, self.attempt).await;
            self.busy.set(false);
            match (outcome, next) {
                (Ok(_), Next::Today) => {
                    self.workspace.notify("/", "Saved on this tablet", words);
                    self.navigation.go(Address::Today);
                }
                (Ok(_), Next::Another) => {
                    self.workspace
                        .notify(self.path, "Saved on this tablet", words);
                    another();
                }
                (Err(error), Next::Today | Next::Another) => self.failure.set(Some(error)),
            }
        });
    }

    /// The buttons that save a form, always within reach of the thumb. `beside`
    /// stands with them.
    pub fn bar(
        self,
        label: &'static str,
        beside: impl Into<Pieces>,
        save_and_another: impl Fn() + 'static,
    ) -> El {
        let another = button("Save and add another", Weight::Secondary)
            .on("click", move |_| save_and_another());
        let submit = button(label, Weight::Primary).attr("type", "submit");
        let busy = move |button: El| {
            button.attr_of("aria-disabled", move || {
                self.busy.get().then(|| "true".to_owned())
            })
        };
        div("app-savebar").child(beside).child(
            div("app-savebar__buttons")
                .child(busy(submit))
                .child(busy(another)),
        )
    }
}

/// A form, whose submission does this instead of going anywhere.
pub fn form(submit: impl Fn() + 'static) -> El {
    el("form")
        .class("app-form")
        .attr("novalidate", "")
        .on("submit", move |event| {
            event.prevent_default();
            submit();
        })
}
