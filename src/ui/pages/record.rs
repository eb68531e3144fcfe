//! One record: what it says, what changed, and what can be done with it.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::domain::base::calendar::short_date;
use crate::domain::base::ids::RecordId;
use crate::domain::base::text::{Note, Text};
use crate::domain::record::{Entry, Provenance, Record, SavedDay};
use crate::domain::records::facts::{changes, facts};
use crate::domain::tablet::locks::Door;
use crate::domain::tablet::settings::Settings;
use crate::store::StoreError;
use crate::ui::address::{Address, GroupOpening, Opening};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::facts_list::facts_list;
use crate::ui::components::field::Field;
use crate::ui::components::page::{Form, page};
use crate::ui::components::pin_question::gate;
use crate::ui::components::record_line::title;
use crate::ui::components::table::{Row, figures};
use crate::ui::components::warning::warning;
use crate::ui::components::wrong_date::wrong_date;
use crate::ui::form::Problems;
use crate::ui::frame::{link, moment};
use crate::ui::keeping::{Keeping, TypedText};
use crate::ui::markup::{El, Pieces, div, el, live, live_when, paragraph, reading};
use crate::ui::navigation::Navigation;
use crate::ui::pages::not_found::not_found;
use crate::ui::pages::record_session::correct_session;
use crate::ui::pages::record_survey::correct_survey;
use crate::ui::sentences::store_problem;
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// What the person is asked before something is done that cannot be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asking {
    Nothing,
    Reason,
    Erasing,
}

/// The page's state.
#[derive(Clone, Copy)]
struct OneRecord {
    workspace: Workspace,
    navigation: Navigation,
    id: RecordId,
    asking: State<Asking>,
    reason: TypedText,
    problem: State<Option<String>>,
    failure: State<Option<StoreError>>,
}

/// The page of one record.
pub fn record_page(id: RecordId) -> Pieces {
    let this = OneRecord {
        workspace: expect_context::<Workspace>(),
        navigation: expect_context::<Navigation>(),
        id,
        asking: State::new(Asking::Nothing),
        reason: TypedText::new("reason", ""),
        problem: State::new(None),
        failure: State::new(None),
    };
    when_read(this.workspace, move || {
        // Not whenever another record is saved: a reason may be being typed.
        let found = move || Some((this.workspace.find(id)?, this.workspace.settings.get()?));
        let made = live_when(found, move |found| match found {
            Some((record, settings)) => this.view(&record, &settings).into(),
            None => Pieces::from(not_found()),
        });
        Some(made)
    })
}

/// The form that corrects a record, filled with it.
pub fn correct(id: RecordId) -> Pieces {
    let workspace = expect_context::<Workspace>();
    when_read(workspace, move || {
        // Once: what another tab saves must not take the form away.
        let record = untrack(|| workspace.find(id))?;
        if !workspace.answers_for(&record) || !record.can_be_corrected() {
            return Some(record_page(id));
        }
        Some(untrack(|| match record.entry().clone() {
            Entry::Session(session) => correct_session(record, &session),
            Entry::Survey(_) | Entry::Declined(_) => correct_survey(record),
        }))
    })
}

/// What needs the records, once they have been read.
pub(super) fn when_read(
    workspace: Workspace,
    make: impl Fn() -> Option<Pieces> + 'static,
) -> Pieces {
    let read =
        crate::ui::markup::settled(move || usize::from(workspace.ledger.with(Option::is_some)));
    live(move || -> Pieces {
        if read() == 0 {
            return paragraph("Reading what is saved…")
                .attr("role", "status")
                .into();
        }
        make().unwrap_or_else(|| not_found().into())
    })
}

impl OneRecord {
    fn view(self, record: &Record, settings: &Settings) -> El {
        let said = facts(record, settings)
            .into_iter()
            .map(|fact| (fact.label, fact.value))
            .collect();
        let heading = format!(
            "{}, {}",
            title(record, settings),
            short_date(record.entry().date())
        );
        let failed = live(move || {
            let error = self.failure.get()?;
            Some(warning("Not done", store_problem(&error)))
        });
        let inside = failed
            .and(facts_list(said))
            .and(self.actions(record))
            .and(self.history(record, settings))
            .and(paragraph(link(Address::Records, "Back to records")));
        page(heading, Form::None, inside)
    }

    fn actions(self, record: &Record) -> Pieces {
        if !untrack(|| self.workspace.answers_for(record)) {
            return div("govuk-inset-text")
                .child("This is a copy from another tablet that is still used. It is corrected there, and counts there.")
                .into();
        }
        let (removed, has_text) = (record.is_removed(), record.has_text());
        let family = record.entry().belongs_to_the_family();
        let id = self.id;
        let session = match record.entry() {
            Entry::Session(session) => Some(session),
            Entry::Survey(_) | Entry::Declined(_) => None,
        };
        let to = |address: Address, words: &str| {
            link(address, words)
                .class("govuk-button govuk-button--secondary")
                .attr("role", "button")
        };
        let correct = (!removed && !family).then(|| to(Address::Correct(id), "Correct"));
        let repeat = session.map(|_| to(Address::RecordSession(Opening::Repeat(id)), "Repeat"));
        let keep = session
            .filter(|session| session.parts().group.is_none())
            .map(|_| {
                to(
                    Address::Group(GroupOpening::Like(id)),
                    "Keep as a regular group",
                )
            });
        let remove = (!removed).then(|| {
            button("Remove", Weight::Secondary).on("click", move |_| {
                if family {
                    self.asking.set(Asking::Reason);
                } else {
                    self.remove(None);
                }
            })
        });
        let restore = removed
            .then(|| button("Restore", Weight::Secondary).on("click", move |_| self.restore()));
        let erase = has_text.then(|| {
            button("Erase text", Weight::Secondary)
                .on("click", move |_| self.asking.set(Asking::Erasing))
        });
        let belongs = family.then(|| {
            div("govuk-inset-text").child(
                "This survey belongs to the family who filled it in, so it cannot be corrected.",
            )
        });
        let asked = live(move || match self.asking.get() {
            Asking::Nothing => Pieces::default(),
            Asking::Reason => gate(Door::ManagerAction, Problems::new(), move || {
                self.ask_reason()
            }),
            Asking::Erasing => self.ask_erasing(),
        });
        let wrong = family && !removed && record.saved_day() == SavedDay::Wrong;
        let wrong = wrong.then(|| wrong_date(self.workspace, id));
        Pieces::from(belongs)
            .and(wrong)
            .and(
                div("app-actions app-actions--record")
                    .child(correct)
                    .child(repeat)
                    .child(keep)
                    .child(remove)
                    .child(restore)
                    .child(erase),
            )
            .and(asked)
    }

    fn ask_reason(self) -> Pieces {
        let field = Field {
            hint: Some("The return counts removed surveys."),
            error: reading(move || self.problem.get()),
            ..Field::of("reason", "Why is it removed?", self.reason.text)
        };
        let keeping = Keeping::of_texts(&format!("remove/{}", self.id), vec![self.reason]);
        keeping.view().and(field.view_up_to(Note::MOST)).and(
            button("Remove survey", Weight::Primary).on("click", move |_| {
                match Text::typed(&self.reason.text.get_untracked()) {
                    Ok(Some(reason)) => self.remove(Some(reason)),
                    Ok(None) => self.problem.set(Some("Enter why it is removed".to_owned())),
                    Err(_) => self
                        .problem
                        .set(Some("Reason must be 500 characters or fewer".to_owned())),
                }
            }),
        )
    }

    fn ask_erasing(self) -> Pieces {
        warning(
            "Erase the text for good?",
            "Everything typed in words is erased from this record, from all its earlier versions and from corrections left unfinished. Numbers stay. It cannot be undone.",
        )
        .child(button("Erase text for good", Weight::Primary).on("click", move |_| self.erase()))
        .child(
            button("Keep it", Weight::Secondary)
                .on("click", move |_| self.asking.set(Asking::Nothing)),
        )
        .into()
    }

    fn here(self) -> String {
        Address::Record(self.id).path()
    }

    fn remove(self, reason: Option<Text<500>>) {
        let Some(record) = untrack(|| self.workspace.find(self.id)) else {
            return;
        };
        spawn_local(async move {
            match self.workspace.remove(&record, reason).await {
                Ok(_) => {
                    self.reason.saved("");
                    let settings = self.workspace.settings.get_untracked();
                    let title = settings.map(|it| title(&record, &it)).unwrap_or_default();
                    let words = format!("{title} is in the bin and no longer counts.");
                    let to = Address::Records;
                    self.workspace.notify_removed(&to.path(), words, self.id);
                    self.navigation.go(to);
                }
                Err(error) => self.failure.set(Some(error)),
            }
        });
    }

    fn restore(self) {
        spawn_local(async move {
            match self.workspace.restore(self.id).await {
                Ok(_) => {
                    let words = "It counts again.".to_owned();
                    self.workspace.notify(&self.here(), "Restored", words);
                }
                Err(error) => self.failure.set(Some(error)),
            }
        });
    }

    fn erase(self) {
        self.asking.set(Asking::Nothing);
        let Some(record) = untrack(|| self.workspace.find(self.id)) else {
            return;
        };
        spawn_local(async move {
            match self.workspace.erase_text(&record).await {
                Ok(_) => self.workspace.notify(
                    &self.here(),
                    "Text erased",
                    "It is gone from every version on this tablet.".to_owned(),
                ),
                Err(error) => self.failure.set(Some(error)),
            }
        });
    }

    /// Who changed what is not known; when and what is.
    fn history(self, record: &Record, settings: &Settings) -> Pieces {
        let versions = State::new(Vec::<Record>::new());
        let (record, settings) = (record.clone(), settings.clone());
        spawn_local(async move {
            // Without the journal the record stands here alone.
            let found = self.workspace.versions(&record).await.unwrap_or_default();
            // The page may have been left.
            versions.try_set(found);
        });
        live(move || {
            let versions = versions.get();
            let first = versions.first()?;
            let mut parts = vec![paragraph(match first.provenance() {
                Provenance::Imported => "Added from a spreadsheet.".to_owned(),
                Provenance::FirstHand | Provenance::FromPaper => {
                    format!("First saved {}.", moment(first.saved_at()))
                }
            })];
            for pair in versions.windows(2) {
                let [before, after] = pair else { continue };
                let rows = changes(before, after, &settings)
                    .into_iter()
                    .map(|change| Row {
                        head: change.label.to_owned(),
                        figures: vec![change.before, change.after],
                    })
                    .collect();
                let caption = format!("Changed {}", moment(after.saved_at()));
                parts.push(figures(&caption, &["What", "Before", "After"], rows, None));
            }
            Some(Pieces::from(el("h2").class("govuk-heading-m").child("History")).and(parts))
        })
    }
}
