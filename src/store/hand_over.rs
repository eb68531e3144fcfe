//! Whose hands the tablet is in, and the survey that a family is filling in, both
//! in the journal before they are shown.
//!
//! Guarantees that a hand-over is kept before the first screen of the survey can be
//! shown, that only what has seen it ends it, and that a survey ends in the
//! transaction that saves it. A survey being filled in is unfinished input: no
//! backup holds it, and no staff page lists it.

use super::archive::Archive;
use super::envelope;
use super::keys::read_hands;
use super::unfinished_names::SURVEY;
use super::{Batch, DraftWrite, Expected, Journal, KeyValue, MetaKey, StoreError};
use crate::domain::capture::family_survey::FamilySurvey;
use crate::domain::tablet::hand_over::Hands;

/// What ends a survey with the record that it becomes, if it still is as it was
/// then.
#[must_use]
pub fn ended(survey: &FamilySurvey) -> DraftWrite {
    written(Some(survey), None)
}

fn written(before: Option<&FamilySurvey>, after: Option<&FamilySurvey>) -> DraftWrite {
    DraftWrite {
        name: SURVEY.to_owned(),
        expected: Expected::Exactly(before.map(envelope::seal)),
        text: after.map(envelope::seal),
    }
}

impl<Local: KeyValue, Log: Journal> Archive<Local, Log> {
    /// Reads whose hands the tablet is in; `None` when it was never handed over.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    pub async fn hands(&self) -> Result<Option<Hands>, StoreError> {
        read_hands(&self.journal.meta().await?)
    }

    /// Keeps whose hands the tablet is in, which must be as `before` until then.
    ///
    /// # Errors
    /// [`StoreError::ChangedElsewhere`] when another tab has handed it over or
    /// taken it back since `before` was read; otherwise the error for which it was
    /// not kept.
    pub async fn keep_hands(
        &self,
        before: Option<&Hands>,
        after: &Hands,
    ) -> Result<(), StoreError> {
        let expected = Expected::Exactly(before.map(envelope::seal));
        self.keep(MetaKey::Hands, after, expected).await
    }

    /// The survey that a family is filling in, as far as it was kept; `None` when
    /// there is none. One that cannot be read is given as it stands.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    pub async fn family_survey(&self) -> Result<Option<Result<FamilySurvey, String>>, StoreError> {
        let drafts = self.journal.drafts().await?;
        let text = drafts.into_iter().find(|(name, _)| name == SURVEY);
        Ok(text.map(|(_, text)| envelope::open(&text).map_err(|_| text)))
    }

    /// Keeps a survey that must be as `before` until then; `None` where none is
    /// open yet.
    ///
    /// # Errors
    /// [`StoreError::ChangedElsewhere`] when another tab has gone on with it or
    /// ended it; otherwise the error for which it was not kept.
    pub async fn keep_family_survey(
        &self,
        before: Option<&FamilySurvey>,
        after: &FamilySurvey,
    ) -> Result<(), StoreError> {
        self.keep_unfinished(written(before, Some(after))).await
    }

    /// Ends a survey that is saved already: a kill between the two stores can
    /// leave it open.
    ///
    /// # Errors
    /// The [`StoreError`] for which it is still open.
    pub async fn end_family_survey(&self) -> Result<(), StoreError> {
        self.keep_unfinished(DraftWrite::discard(SURVEY.to_owned()))
            .await
    }

    /// Keeps a survey that cannot be read under another name, where staff find it
    /// as unfinished input; so the next family can begin.
    ///
    /// # Errors
    /// The [`StoreError`] for which it is still where it was.
    pub async fn set_family_survey_aside(
        &self,
        text: String,
        name: String,
    ) -> Result<(), StoreError> {
        let aside = DraftWrite {
            name,
            expected: Expected::Anything,
            text: Some(text.clone()),
        };
        let gone = DraftWrite {
            name: SURVEY.to_owned(),
            expected: Expected::Exactly(Some(text)),
            text: None,
        };
        self.journal
            .commit(Batch {
                drafts: vec![aside, gone],
                ..Batch::default()
            })
            .await
    }
}
