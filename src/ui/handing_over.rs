//! The tablet handed over to a family, and taken back.
//!
//! That it is in a family's hands is in the journal before the survey is shown, and
//! every tab reads it before it shows anything. Staff take it back with their PIN;
//! nothing else ends a hand-over, so whatever opens Daybook again opens the survey.

use chrono::{NaiveDate, TimeDelta};
use gloo_events::EventListener;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::locking::tell_to_lock;
use super::workspace::{Filled, Workspace};
use crate::browser::{Shelf, ambient, archive};
use crate::domain::base::ids::TeamId;
use crate::domain::capture::family_survey::FamilySurvey;
use crate::domain::record::survey::{Completion, DeclinedParts, DeclinedSurvey, Way};
use crate::domain::record::{Entry, Filing, Record};
use crate::domain::tablet::hand_over::{About, HandOver, Hands};
use crate::domain::tablet::locks::Secret;
use crate::store::StoreError;
use crate::store::hand_over::ended;
use crate::ui::state::{Kept, State};

/// Whose hands the tablet is in, as this tab knows it.
#[derive(Clone, Copy)]
pub struct HandingOver {
    /// As it was last read; `None` when it was never handed over.
    kept: Kept<Option<Hands>>,
    /// The hand-over, while a family has the tablet.
    pub with_family: State<Option<HandOver>>,
    /// Counts how often this tab was told, or had reason to think, that another one
    /// has changed something.
    pub heard: State<usize>,
}

impl HandingOver {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self {
            kept: Kept::new(None),
            with_family: State::new(None),
            heard: State::new(0),
        }
    }

    /// Takes in what was read.
    pub fn take_in(self, hands: Option<Hands>) {
        let hand_over = match &hands {
            Some(Hands::Family(hand_over)) => Some(hand_over.clone()),
            Some(Hands::Staff) | None => None,
        };
        self.kept.set_value(hands);
        // What follows this makes the whole page anew.
        if self.with_family.with_untracked(|it| *it != hand_over) {
            self.with_family.set(hand_over);
        }
    }

    /// Whose hands it is in, as this tab knows it.
    pub(super) fn kept(self) -> Option<Hands> {
        self.kept.get_value()
    }

    async fn keep(self, after: Hands) -> Result<(), StoreError> {
        // The real tablet is in somebody's hands, whichever records are shown.
        let real = archive(Shelf::Real);
        let before = self.kept.get_value();
        real.keep_hands(before.as_ref(), &after).await?;
        self.take_in(Some(after));
        Ok(())
    }
}

impl Workspace {
    /// Hands the tablet over: from now on every tab shows the survey alone. `day`
    /// is what staff typed where the clock is wrong.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not handed over.
    pub async fn hand_over(
        self,
        team: TeamId,
        about: Option<About>,
        day: Option<NaiveDate>,
    ) -> Result<(), StoreError> {
        let since = ambient::now();
        let hand_over = HandOver {
            since,
            team,
            day,
            about,
        };
        self.handing.keep(Hands::Family(hand_over)).await?;
        // What was open behind it asks for the PIN once it is taken back.
        self.lock();
        Ok(())
    }

    /// Takes the tablet back, after its PIN was right.
    ///
    /// # Errors
    /// The [`StoreError`] for which the family still has it.
    pub async fn take_back(self, by: Secret) -> Result<(), StoreError> {
        let kept = self.handing.keep(Hands::Staff).await;
        if kept == Err(StoreError::ChangedElsewhere) {
            // Another tab has taken it back, or the journal was emptied: then it is
            // written back first.
            self.look().await;
            self.look_whose_hands().await;
            if self.handing.with_family.with_untracked(Option::is_some) {
                self.handing.keep(Hands::Staff).await?;
            }
        } else {
            kept?;
        }
        self.locking.let_in(by);
        // The other tabs show the survey until they hear of it.
        tell_to_lock();
        Ok(())
    }

    /// Reads again whose hands the tablet is in: another tab may have handed it
    /// over or taken it back. What cannot be read changes nothing: it was known
    /// when this tab began, and the other tab has told all others to lock.
    pub async fn look_whose_hands(self) {
        let Ok(hands) = archive(Shelf::Real).hands().await else {
            return;
        };
        // That it was taken back is kept as well: a journal that says nothing any
        // more was emptied, and that gives no family the staff pages.
        if hands.is_some() || self.handing.kept().is_none() {
            self.handing.take_in(hands);
        }
    }

    /// Looks each time this tab comes into sight: one that slept may have missed
    /// what the others were told.
    pub fn follow_hands(self) {
        let look = move || spawn_local(self.look_whose_hands());
        EventListener::new(&document(), "visibilitychange", move |_| look()).forget();
        EventListener::new(&window(), "pageshow", move |_| look()).forget();
    }

    /// The survey that a family has begun, as far as it was kept. One that cannot
    /// be read is put aside first, where staff find it.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    pub async fn family_survey(self) -> Result<Option<FamilySurvey>, StoreError> {
        let archive = self.archive.get_value();
        match archive.family_survey().await? {
            None => Ok(None),
            Some(Ok(survey)) => Ok(Some(survey)),
            Some(Err(text)) => {
                let name = format!("survey/{}", ambient::fresh_id());
                archive.set_family_survey_aside(text, name).await?;
                Ok(None)
            }
        }
    }

    /// Keeps a survey that must be as `before` until then.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not kept.
    pub async fn keep_family_survey(
        self,
        before: Option<&FamilySurvey>,
        after: &FamilySurvey,
    ) -> Result<(), StoreError> {
        let archive = self.archive.get_value();
        archive.keep_family_survey(before, after).await
    }

    /// Ends a survey that is saved already.
    ///
    /// # Errors
    /// The [`StoreError`] for which it is still open.
    pub async fn end_family_survey(self) -> Result<(), StoreError> {
        self.archive.get_value().end_family_survey().await
    }

    /// Saves a survey, and ends it with that. `took` is the time since it was opened;
    /// `None` where that was before a restart. `attempt` holds the record over a try
    /// that timed out.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not saved.
    pub async fn save_family_survey(
        self,
        survey: &FamilySurvey,
        hand_over: &HandOver,
        (completion, took): (Completion, Option<TimeDelta>),
        attempt: Kept<Option<Record>>,
    ) -> Result<(), StoreError> {
        let entry = if let Some(tried) = attempt.try_get_value().flatten() {
            tried.entry().clone()
        } else {
            let (day, now) = (self.day_of(hand_over), ambient::now());
            let timed = took.map_or_else(|| survey.clone(), |took| survey.opened_before(now, took));
            let made = self
                .ledger
                .with_untracked(|ledger| timed.survey(day, now, completion, ledger.as_ref()));
            Entry::Survey(made.ok_or_else(no_such_day)?)
        };
        let books = self.books.get_untracked();
        if let Some((book, provenance)) = books.map(|books| books.for_new_records())
            && attempt.try_get_value() == Some(None)
        {
            let filing = Filing {
                id: survey.id,
                book,
                team: hand_over.team.clone(),
            };
            let record = Record::new(filing, self.stamp(), entry.clone());
            attempt.set_value(Some(record.with_provenance(provenance)));
        }
        let form = Filled {
            team: Some(hand_over.team.clone()),
            made_from: vec![ended(survey)],
        };
        let saved = self.record(entry, form, attempt).await;
        if saved
            .as_ref()
            .is_err_and(|error| *error != StoreError::Slow)
        {
            // It is not there: the next try is made from what is answered then.
            attempt.set_value(None);
        }
        saved.map(|_| ())
    }

    /// Notes that a family declined.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not noted.
    pub async fn decline(
        self,
        hand_over: &HandOver,
        attempt: Kept<Option<Record>>,
    ) -> Result<(), StoreError> {
        let date = self.day_of(hand_over);
        let way = Way::HandedOver;
        let declined = DeclinedSurvey::new(DeclinedParts { date, way });
        let entry = Entry::Declined(declined.map_err(|_| no_such_day())?);
        let form = Filled {
            team: Some(hand_over.team.clone()),
            made_from: Vec::new(),
        };
        self.record(entry, form, attempt).await.map(|_| ())
    }

    /// The day of a survey that is given in now.
    fn day_of(self, hand_over: &HandOver) -> NaiveDate {
        hand_over.day_by(untrack(|| self.clock()))
    }
}

fn no_such_day() -> StoreError {
    StoreError::Blocked("the tablet’s clock says a day that no service was open on".to_owned())
}
