//! The answering of one survey after another: each answer goes to the journal at
//! once, and a survey ends in the transaction that saves it.
//!
//! Guarantees that what was answered is shown at once and is in the journal as soon
//! as that can take it; that a kill leaves the survey as it was last kept; and that
//! one survey is saved once. The writing goes on when the screen changes.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use crate::browser::{ambient, drawing, in_hand, tabs};
use crate::domain::base::ids::RecordId;
use crate::domain::base::language::Language;
use crate::domain::capture::family_survey::FamilySurvey;
use crate::domain::record::Record;
use crate::domain::record::attention::{Attention, Ending, Moment};
use crate::domain::tablet::hand_over::HandOver;
use crate::store::StoreError;
use crate::ui::state::{Kept, State};
use crate::ui::workspace::Workspace;

/// How the survey stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It is being read whether one was begun.
    Opening,
    /// None is open.
    None,
    /// One is open.
    Open,
    /// One is being saved.
    Saving,
    /// One could not be saved, and is still in the journal.
    NotSaved(Ending),
}

/// The surveys of one hand-over, as this tab shows them.
#[derive(Clone)]
pub struct Answering {
    /// How the survey stands.
    pub standing: State<Standing>,
    behind: Rc<Behind>,
}

/// What lasts until it is written, whether or not the screen is still there.
struct Behind {
    workspace: Workspace,
    hand_over: HandOver,
    now: RefCell<Option<FamilySurvey>>,
    /// What the journal holds.
    kept: RefCell<Option<FamilySurvey>>,
    ending: Cell<Option<Ending>>,
    /// When it was opened, as long as the page lives.
    opened: Cell<Option<Moment>>,
    writing: Cell<bool>,
    attempt: Kept<Option<Record>>,
}

impl Answering {
    /// Reads whether a survey was begun, and saves one that was left.
    pub fn begin(workspace: Workspace, hand_over: HandOver) -> Self {
        let this = Self {
            standing: State::new(Standing::Opening),
            behind: Rc::new(Behind {
                workspace,
                hand_over,
                now: RefCell::new(None),
                kept: RefCell::new(None),
                ending: Cell::new(None),
                opened: Cell::new(None),
                writing: Cell::new(false),
                attempt: Kept::new(None),
            }),
        };
        let opening = this.clone();
        spawn_local(async move { opening.read().await });
        this
    }

    async fn read(&self) {
        // Where it cannot be read, nothing can be kept either, and the next
        // survey says so when it is given in.
        let there = self.behind.workspace.family_survey().await;
        let there = there.ok().flatten();
        self.behind.kept.replace(there.clone());
        self.behind.now.replace(there.clone());
        let elsewhere = in_hand::is_elsewhere().await;
        if tabs::is_seen() {
            in_hand::take();
        }
        match there {
            None => self.say(Standing::None),
            // While another tab lives there was no restart; and what it was touched
            // last for may not have been an answer.
            Some(_) if elsewhere => self.say(Standing::Open),
            Some(survey) => match Attention::over_a_restart(survey.touched, ambient::now()) {
                Attention::Gone => self.end(Ending::NobodyThere),
                Attention::There | Attention::Asked { .. } => self.say(Standing::Open),
            },
        }
    }

    fn say(&self, standing: Standing) {
        self.standing.try_set(standing);
    }

    /// The survey as it is now; `None` when none is open.
    pub fn survey(&self) -> Option<FamilySurvey> {
        self.behind.now.borrow().clone()
    }

    /// Opens a survey.
    pub fn open(&self, language: Language) {
        let id = RecordId::new(ambient::fresh_id());
        let survey = FamilySurvey::open(id, language, ambient::now());
        self.behind.opened.set(Some(ambient::moment()));
        self.behind.now.replace(Some(survey));
        self.behind.attempt.set_value(None);
        self.say(Standing::Open);
        self.keep();
    }

    /// Does what the family did.
    pub fn change(&self, change: impl FnOnce(&mut FamilySurvey)) {
        if let Some(survey) = &mut *self.behind.now.borrow_mut() {
            change(survey);
            survey.touched = ambient::now();
        }
        self.keep();
    }

    /// Gives the survey in, or saves what there is of it.
    pub fn end(&self, ending: Ending) {
        self.say(Standing::Saving);
        self.behind.ending.set(Some(ending));
        self.keep();
    }

    /// Notes that the family declined.
    pub fn decline(&self) {
        self.say(Standing::Saving);
        let this = self.clone();
        spawn_local(async move {
            let Behind {
                workspace,
                hand_over,
                attempt,
                ..
            } = &*this.behind;
            let noted = workspace.decline(hand_over, *attempt).await;
            this.say(match noted {
                Ok(()) => Standing::None,
                // Nothing of it is in the journal: a tap on the same button tries
                // again.
                Err(_) => Standing::NotSaved(Ending::GivenIn),
            });
        });
    }

    /// Saves what there is of a survey, and waits until that is done or has failed.
    pub async fn leave(&self) {
        if self.survey().is_none() {
            return;
        }
        self.end(Ending::TakenBack);
        while self.behind.writing.get() {
            drawing::page_drawn().await;
        }
    }

    fn keep(&self) {
        if self.behind.writing.replace(true) {
            return;
        }
        let this = self.clone();
        spawn_local(async move {
            let outcome = this.write().await;
            this.behind.writing.set(false);
            if let Some(standing) = outcome {
                this.say(standing);
            }
        });
    }

    /// Writes until all is written; gives how the survey stands where that has
    /// changed.
    async fn write(&self) -> Option<Standing> {
        let Behind {
            workspace,
            hand_over,
            now,
            kept,
            ending,
            opened,
            attempt,
            ..
        } = &*self.behind;
        loop {
            let (before, after) = (kept.borrow().clone(), now.borrow().clone());
            let Some(survey) = after else {
                // Nothing is open, so there is nothing to save.
                ending.take();
                return Some(Standing::None);
            };
            let outcome = if before.as_ref() != Some(&survey) {
                let outcome = workspace.keep_family_survey(before.as_ref(), &survey).await;
                outcome.map(|()| {
                    kept.replace(Some(survey));
                })
            } else if let Some(ending) = ending.get() {
                let took = opened.get().map(|it| it.until(ambient::moment()));
                let saved = workspace
                    .save_family_survey(&survey, hand_over, (ending.completion(), took), *attempt)
                    .await;
                saved.map(|()| {
                    now.replace(None);
                    kept.replace(None);
                })
            } else {
                return None;
            };
            let outcome = match outcome {
                Err(StoreError::ChangedElsewhere) => self.take_in_conflict(before.as_ref()).await,
                outcome => outcome,
            };
            if outcome.is_err() {
                // What is answered stays on the screen; it is said when the survey
                // is given in and cannot be saved.
                return ending.take().map(Standing::NotSaved);
            }
        }
    }

    /// Another tab has gone on with the survey or ended it; or it is saved already,
    /// and a kill has left it open.
    async fn take_in_conflict(&self, before: Option<&FamilySurvey>) -> Result<(), StoreError> {
        let workspace = self.behind.workspace;
        let mut there = workspace.family_survey().await?;
        if there.is_some() && there.as_ref() == before {
            workspace.end_family_survey().await?;
            there = None;
        }
        let ending = self.behind.ending.get();
        if ending.is_some_and(|ending| !ending.holds_when_it_went_on_elsewhere()) {
            self.behind.ending.take();
        }
        self.take_in(there);
        Ok(())
    }

    /// Shows what another tab has kept, unless this one has something to keep itself:
    /// then that decides.
    pub async fn follow_other_tabs(&self) {
        let there = self.behind.workspace.family_survey().await;
        // What cannot be read changes nothing.
        let Ok(there) = there else { return };
        let opening = self
            .standing
            .try_with_untracked(|it| *it == Standing::Opening);
        if opening == Some(false)
            && !self.behind.writing.get()
            && *self.behind.kept.borrow() != there
        {
            let has_ended = there.is_none();
            self.take_in(there);
            if has_ended {
                self.say(Standing::None);
            }
        }
    }

    fn take_in(&self, there: Option<FamilySurvey>) {
        self.behind.opened.set(None);
        self.behind.attempt.set_value(None);
        self.behind.kept.replace(there.clone());
        self.behind.now.replace(there);
        if self.survey().is_some() && self.behind.ending.get().is_none() {
            self.say(Standing::Open);
        }
    }
}
