//! Texts that are written whole: set-up and books.
//!
//! Guarantees that nothing which another tab wrote is overwritten from an older
//! copy. A change is not a whole text but a step: it is taken on top of what the
//! journal holds now, and written only where that is still what was read. Where
//! another tab was quicker, the step is taken again on top of its text, and a step
//! that does not fit there refuses.

use super::archive::Archive;
use super::envelope::{self, Unreadable};
use super::keys::books_written;
use super::{Batch, Expected, Journal, KeyValue, MetaKey, MetaWrite, SetAside, StoreError};
use crate::domain::base::json::AsJson;
use crate::domain::submission::books::{Books, OtherBooks};
use crate::domain::tablet::settings::Settings;

/// How often a step is taken again before the person is told. Every try is lost
/// to another one that was written, so more than a few never happen.
const TRIES: usize = 8;

impl<Local: KeyValue, Log: Journal> Archive<Local, Log> {
    /// Sets up a tablet that is not set up yet. A set-up that cannot be read is set
    /// aside.
    ///
    /// # Errors
    /// [`StoreError::ChangedElsewhere`] when another tab has set it up otherwise;
    /// otherwise the error for which the set-up was not kept.
    pub async fn set_up(&self, settings: &Settings) -> Result<(), StoreError> {
        let begun = |there: Result<Option<Settings>, _>| match there {
            Ok(Some(there)) if there != *settings => Err(StoreError::ChangedElsewhere),
            Ok(_) | Err(_) => Ok(settings.clone()),
        };
        self.change_named(MetaKey::Settings, begun).await?;
        self.mirror(settings);
        Ok(())
    }

    /// Changes the set-up as it is in the journal now, and gives what it is after
    /// that. `change` may be called more than once, each time with a newer set-up.
    ///
    /// # Errors
    /// The error of `change`; [`StoreError::Vanished`] when there is no set-up any
    /// more; otherwise the error for which the change was not kept.
    pub async fn change_settings(
        &self,
        change: impl Fn(&mut Settings) -> Result<(), StoreError>,
    ) -> Result<Settings, StoreError> {
        let changed = |there: Result<Option<Settings>, Unreadable>| {
            let there = there.map_err(|why| unreadable(MetaKey::Settings, why))?;
            let mut settings = there.ok_or(StoreError::Vanished)?;
            change(&mut settings)?;
            Ok(settings)
        };
        let settings = self.change_named(MetaKey::Settings, changed).await?;
        self.mirror(&settings);
        Ok(settings)
    }

    /// The same on a tablet that may not be set up yet.
    pub(super) async fn change_settings_from(
        &self,
        change: impl Fn(Option<Settings>) -> Settings,
    ) -> Result<(), StoreError> {
        let changed = |there: Result<Option<Settings>, Unreadable>| {
            let there = there.map_err(|why| unreadable(MetaKey::Settings, why))?;
            Ok(change(there))
        };
        let settings = self.change_named(MetaKey::Settings, changed).await?;
        self.mirror(&settings);
        Ok(())
    }

    /// Changes the books as they are in the journal now, and gives what they are
    /// after that. `change` may be called more than once, each time with newer
    /// books.
    ///
    /// # Errors
    /// The error of `change`; [`StoreError::Vanished`] when there are no books any
    /// more; otherwise the error for which the change was not kept.
    pub async fn change_books(
        &self,
        change: impl Fn(&mut Books) -> Result<(), StoreError>,
    ) -> Result<Books, StoreError> {
        for _ in 0..TRIES {
            let before = self.books().await?;
            let mut after = before.clone();
            change(&mut after)?;
            let meta = books_written(&before, &after);
            if meta.is_empty() {
                return Ok(after);
            }
            let batch = Batch {
                meta,
                ..Batch::default()
            };
            match self.journal.commit(batch).await {
                Err(StoreError::ChangedElsewhere) => {}
                other => return other.map(|()| after),
            }
        }
        Err(StoreError::ChangedElsewhere)
    }

    /// The books as the journal holds them now.
    ///
    /// # Errors
    /// [`StoreError::Vanished`] when there are none any more; otherwise the error
    /// that keeps them from being read.
    pub async fn books(&self) -> Result<Books, StoreError> {
        let own = self.journal.named(MetaKey::History).await?;
        let others = self.journal.named(MetaKey::Books).await?;
        Ok(Books {
            own: opened(MetaKey::History, own.as_deref())?.ok_or(StoreError::Vanished)?,
            others: opened(MetaKey::Books, others.as_deref())?.unwrap_or_else(OtherBooks::default),
        })
    }

    /// Takes a step on top of what is kept under a name, for as long as others are
    /// quicker. A text that says the same already is not written again; one that
    /// cannot be read is set aside before the step writes over it.
    pub(super) async fn change_named<Content: AsJson>(
        &self,
        key: MetaKey,
        change: impl Fn(Result<Option<Content>, Unreadable>) -> Result<Content, StoreError>,
    ) -> Result<Content, StoreError> {
        for _ in 0..TRIES {
            let there = self.journal.named(key).await?;
            let opened = there.as_deref().map(envelope::open).transpose();
            let cannot_be_read = opened.is_err();
            let after = change(opened)?;
            let text = envelope::seal(&after);
            if there.as_ref() == Some(&text) {
                return Ok(after);
            }
            let set_aside = there.iter().filter(|_| cannot_be_read);
            let batch = Batch {
                set_aside: set_aside
                    .map(|text| SetAside {
                        key: key.key().to_owned(),
                        text: text.clone(),
                    })
                    .collect(),
                meta: vec![MetaWrite {
                    key,
                    expected: Expected::Exactly(there.clone()),
                    text,
                }],
                ..Batch::default()
            };
            match self.journal.commit(batch).await {
                Err(StoreError::ChangedElsewhere) => {}
                other => return other.map(|()| after),
            }
        }
        Err(StoreError::ChangedElsewhere)
    }
}

/// What a text under a name says.
fn opened<Content: AsJson>(
    key: MetaKey,
    text: Option<&str>,
) -> Result<Option<Content>, StoreError> {
    let opened = text.map(envelope::open).transpose();
    opened.map_err(|why| unreadable(key, why))
}

fn unreadable(key: MetaKey, why: Unreadable) -> StoreError {
    StoreError::Unreadable {
        key: key.key().to_owned(),
        why,
    }
}
