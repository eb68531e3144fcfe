//! What every form does alike: show its problems, and save its record once.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen_futures::spawn_local;

use super::components::error_summary::Line;
use super::components::page::Health;
use super::workspace::Workspace;
use crate::domain::draft::Problem;
use crate::domain::record::{Entry, Record};
use crate::store::StoreError;

/// The problems of a form, as its fields, its summary and its title show them.
pub struct Problems<Field: 'static> {
    found: RwSignal<Vec<Problem<Field>>>,
    /// How often the form was checked.
    pub checks: RwSignal<u32>,
    id: fn(Field) -> String,
    words: fn(Problem<Field>) -> String,
}

impl<Field> Clone for Problems<Field> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Field> Copy for Problems<Field> {}

impl<Field: Copy + PartialEq + Send + Sync + 'static> Problems<Field> {
    /// No problems yet. `id` gives the element a field's line leads to, `words`
    /// the sentence of a problem.
    pub fn new(id: fn(Field) -> String, words: fn(Problem<Field>) -> String) -> Self {
        Self {
            found: RwSignal::new(Vec::new()),
            checks: RwSignal::new(0),
            id,
            words,
        }
    }

    /// Shows the outcome of a check; gives what was checked, if all is well.
    pub fn show<Checked>(self, outcome: Result<Checked, Vec<Problem<Field>>>) -> Option<Checked> {
        let (checked, problems) = match outcome {
            Ok(checked) => (Some(checked), Vec::new()),
            Err(problems) => (None, problems),
        };
        self.found.set(problems);
        self.checks.update(|checks| *checks += 1);
        checked
    }

    /// The sentence at one field, where it has a problem.
    pub fn at(self, field: Field) -> Signal<Option<String>> {
        Signal::derive(move || {
            self.found.with(|found| {
                found
                    .iter()
                    .find(|problem| problem.field == field)
                    .map(|problem| (self.words)(*problem))
            })
        })
    }

    /// Whether any of some fields has a problem.
    pub fn among(self, fields: &'static [Field]) -> Signal<bool> {
        Signal::derive(move || {
            self.found
                .with(|found| found.iter().any(|problem| fields.contains(&problem.field)))
        })
    }

    /// The lines of the error summary.
    pub fn lines(self) -> Signal<Vec<Line>> {
        Signal::derive(move || {
            self.found.with(|found| {
                found
                    .iter()
                    .map(|problem| Line {
                        field: (self.id)(problem.field),
                        words: (self.words)(*problem),
                    })
                    .collect()
            })
        })
    }

    /// Whether the page's title begins with "Error".
    pub fn health(self) -> Signal<Health> {
        Signal::derive(move || {
            if self.found.with(Vec::is_empty) {
                Health::Fine
            } else {
                Health::HasProblems
            }
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
    navigate: Callback<&'static str>,
    /// Whether a save is under way.
    pub busy: RwSignal<bool>,
    /// Why the last save did not hold.
    pub failure: RwSignal<Option<StoreError>>,
    /// The record whose save did not hold.
    pub attempt: StoredValue<Option<Record>>,
}

impl Saving {
    /// Nothing saved yet, for the form at an address.
    pub fn at(path: &'static str) -> Self {
        let navigate = use_navigate();
        Self {
            workspace: expect_context::<Workspace>(),
            path,
            navigate: Callback::new(move |to: &'static str| {
                navigate(to, NavigateOptions::default());
            }),
            busy: RwSignal::new(false),
            failure: RwSignal::new(None),
            attempt: StoredValue::new(None),
        }
    }

    /// Saves an entry. Only after both stores hold it: says so in `words`, then
    /// goes to Today or calls `another`. A tap while saving does nothing.
    pub fn save(self, entry: Entry, words: String, next: Next, another: Callback<()>) {
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
                    self.navigate.run("/");
                }
                (Ok(_), Next::Another) => {
                    self.workspace
                        .notify(self.path, "Saved on this tablet", words);
                    another.run(());
                }
                (Err(error), Next::Today | Next::Another) => self.failure.set(Some(error)),
            }
        });
    }
}

/// The buttons that save a form, always within reach of the thumb.
#[component]
pub fn SaveBar(
    label: &'static str,
    saving: Saving,
    /// Checks and saves, then keeps the form for another.
    save_and_another: Callback<()>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let busy = move || saving.busy.get().then_some("true");
    view! {
        <div class="app-savebar">
            {children.map(|children| children())}
            <div class="app-savebar__buttons">
                <button type="submit" class="govuk-button" aria-disabled=busy>
                    {label}
                </button>
                <button
                    type="button"
                    class="govuk-button govuk-button--secondary"
                    aria-disabled=busy
                    on:click=move |_| save_and_another.run(())
                >
                    "Save and add another"
                </button>
            </div>
        </div>
    }
}
