//! The counting of one door tally: each tap goes to the journal at once.
//!
//! Guarantees that a tap counts on screen at once and is in the journal as soon
//! as the journal can take it; that taps made while one write is under way are
//! written together by the next; and that taps of another tab stay. What is not
//! kept is said. The writing goes on when the page is left.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::workspace::Workspace;
use crate::browser::ambient;
use crate::domain::base::ids::TallyId;
use crate::domain::capture::tally::{Change, Tally};
use crate::store::StoreError;
use crate::ui::state::State;

/// Whether the journal holds what was tapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Kept,
    /// It is being written.
    Writing,
    /// It does not.
    NotKept(StoreError),
    /// The tally was turned into a session, or discarded, in another tab.
    Ended,
}

/// One opening of a tally.
#[derive(Clone)]
pub struct Tallying {
    /// The tally with all that was tapped.
    pub shown: State<Tally>,
    /// Whether the journal holds it.
    pub standing: State<Standing>,
    behind: Rc<Behind>,
}

/// What lasts until it is written, whether or not the page is still there.
struct Behind {
    workspace: Workspace,
    id: TallyId,
    /// The name of this opening's row.
    opening: String,
    now: RefCell<Tally>,
    /// What the journal holds.
    kept: RefCell<Tally>,
    writing: Cell<bool>,
}

impl Tallying {
    /// An opening of a tally that the journal holds.
    pub fn of(workspace: Workspace, id: TallyId, tally: &Tally) -> Self {
        Self {
            shown: State::new(tally.clone()),
            standing: State::new(Standing::Kept),
            behind: Rc::new(Behind {
                workspace,
                id,
                opening: ambient::fresh_id().to_string(),
                now: RefCell::new(tally.clone()),
                kept: RefCell::new(tally.clone()),
                writing: Cell::new(false),
            }),
        }
    }

    /// Does what a person did.
    pub fn change(&self, change: Change) {
        let behind = &self.behind;
        if behind.now.borrow_mut().change(&behind.opening, change) {
            self.shown.set(behind.now.borrow().clone());
            self.keep();
        }
    }

    /// Keeps what is not kept yet.
    pub fn keep(&self) {
        if self.behind.writing.replace(true) {
            return;
        }
        self.standing.set(Standing::Writing);
        let this = self.clone();
        spawn_local(async move {
            let outcome = this.write().await;
            this.behind.writing.set(false);
            // The page may have been left.
            this.standing.try_set(outcome);
        });
    }

    async fn write(&self) -> Standing {
        let Behind {
            workspace, id, now, ..
        } = &*self.behind;
        loop {
            let before = self.behind.kept.borrow().clone();
            let after = now.borrow().clone();
            if before == after {
                return Standing::Kept;
            }
            match workspace.keep_tally(*id, Some(&before), &after).await {
                Ok(()) => {
                    self.behind.kept.replace(after);
                }
                Err(StoreError::ChangedElsewhere) => match workspace.tally(*id).await {
                    Ok(Some(there)) => self.take_in(there),
                    Ok(None) => return Standing::Ended,
                    Err(error) => return Standing::NotKept(error),
                },
                Err(error) => return Standing::NotKept(error),
            }
        }
    }

    /// Joins what another tab has kept with what was tapped here.
    fn take_in(&self, there: Tally) {
        let behind = &self.behind;
        let joined = there
            .clone()
            .with_opening(&behind.opening, &behind.now.borrow());
        behind.kept.replace(there);
        behind.now.replace(joined.clone());
        self.shown.try_set(joined);
    }
}
