//! Looking again at both stores while the app is open, and writing back what it
//! still holds.
//!
//! A browser may clear a site's data under an open page: a person asks for it, or
//! space runs short. The page goes on as before, and only what it writes from then
//! on is there after the next start. Guarantees that a store which was emptied is
//! told from one that another tab has changed, and that writing back overwrites
//! nothing: a record only where it is missing, damaged or older, and a named text
//! only where there is none.
//!
//! | the journal's history | local storage's sentinel | standing |
//! |---|---|---|
//! | knows our book | there, or never was | [`Standing::Kept`] |
//! | knows our book | gone | [`Standing::LocalStorageGone`] |
//! | none | | [`Standing::JournalGone`] |
//! | knows another book only | | [`Standing::BegunAnew`] |

use super::archive::Archive;
use super::plan::Drawer;
use super::reconcile::{record_key, seal_record};
use super::restore::{OldTablet, came_from};
use super::{Batch, Expected, Journal, KeyValue, MetaKey, MetaWrite, StoreError, envelope};
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::BookId;
use crate::domain::base::json::AsJson;
use crate::domain::record::Record;
use crate::domain::record::ledger::Ledger;
use crate::domain::submission::books::{Books, OtherBooks};
use crate::domain::submission::send::BookHistory;
use crate::domain::tablet::backed_up::BackedUp;
use crate::domain::tablet::hand_over::Hands;
use crate::domain::tablet::locks::Locks;
use crate::domain::tablet::settings::Settings;

/// What a tab knows of the stores it has read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// The installation's own book.
    pub book: BookId,
    /// Whether local storage held its sentinel.
    pub in_local: bool,
}

/// How the stores stand to what a tab has read from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// They are the same, whatever other tabs have written since.
    Kept,
    /// Local storage was emptied. The journal holds everything, and mends it.
    LocalStorageGone,
    /// The journal was emptied, and perhaps local storage with it.
    JournalGone,
    /// Both were emptied, and the tablet was set up anew since.
    BegunAnew,
}

/// What stands in the stores now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// How they stand to what was known.
    pub standing: Standing,
    /// The set-up; `None` when there is none that can be read.
    pub settings: Option<Settings>,
    /// The books; `None` when there are none that can be read.
    pub books: Option<Books>,
    /// How many records the journal holds, those that cannot be read too.
    pub records: usize,
}

/// What a tab holds in memory, to be written back.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// Its records, each at its newest version.
    pub ledger: &'a Ledger,
    /// Its books.
    pub books: &'a Books,
    /// Its set-up.
    pub settings: Option<&'a Settings>,
    /// What the last checked backup holds.
    pub backed_up: Option<&'a BackedUp>,
    /// The bytes of returns that were looked at.
    pub returns: &'a [(Digest, String)],
}

/// How many records one transaction writes back.
const AT_ONCE: usize = 500;

impl Standing {
    fn of(known: Known, books: Option<&Books>, sentinel_in_local: bool) -> Self {
        match books {
            None => Self::JournalGone,
            Some(books) if !books.knows(known.book) => Self::BegunAnew,
            Some(_) if known.in_local && !sentinel_in_local => Self::LocalStorageGone,
            Some(_) => Self::Kept,
        }
    }
}

impl<Local: KeyValue, Log: Journal> Archive<Local, Log> {
    /// What is to be known of the stores once they have been read.
    #[must_use]
    pub fn known(&self, book: BookId) -> Known {
        Known {
            book,
            in_local: self.holds_sentinel(),
        }
    }

    /// Whether local storage still holds its sentinel. One that is blocked has not
    /// been emptied.
    #[must_use]
    pub fn holds_sentinel(&self) -> bool {
        self.local.has(MetaKey::Sentinel.key()) == Ok(true)
    }

    /// Looks at both stores.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps the journal from being read.
    pub async fn look(&self, known: Known) -> Result<Found, StoreError> {
        let meta = self.journal.meta().await?;
        let records = self.journal.count(Drawer::Records).await?;
        // A text that cannot be read is there all the same.
        let own = meta.get(&MetaKey::History);
        let own = own.map(|text| envelope::open::<BookHistory>(text));
        let others = meta.get(&MetaKey::Books);
        let others = others.map_or(Ok(OtherBooks::default()), |text| envelope::open(text));
        let sentinel_in_local = self.local.has(MetaKey::Sentinel.key()) != Ok(false);
        let (standing, books) = match (own, others) {
            (Some(Ok(own)), Ok(others)) => {
                let books = Books { own, others };
                (
                    Standing::of(known, Some(&books), sentinel_in_local),
                    Some(books),
                )
            }
            (Some(_), _) => (Standing::Kept, None),
            (None, _) => (Standing::of(known, None, sentinel_in_local), None),
        };
        let settings = meta.get(&MetaKey::Settings);
        Ok(Found {
            standing,
            settings: settings.and_then(|text| envelope::open(text).ok()),
            books,
            records,
        })
    }

    /// How many texts of records the journal holds, those that cannot be read too.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps them from being counted.
    pub async fn records_in_journal(&self) -> Result<usize, StoreError> {
        self.journal.count(Drawer::Records).await
    }

    /// Writes back the PINs and whose hands the tablet is in, where nothing is said
    /// of them. It comes first: what shuts the pages is never the last to be there.
    ///
    /// # Errors
    /// The [`StoreError`] that stopped it. It can be done again.
    pub async fn write_back_who_may_see(
        &self,
        locks: Option<&Locks>,
        hands: Option<&Hands>,
    ) -> Result<(), StoreError> {
        self.put_back(MetaKey::Locks, locks).await?;
        self.put_back(MetaKey::Hands, hands).await
    }

    /// Writes back what a tab still holds, the history of Sends last: a start after
    /// a kill in between finds what a lost journal leaves, and says so.
    ///
    /// A tablet that was set up anew meanwhile goes on with both books.
    ///
    /// # Errors
    /// The [`StoreError`] that stopped it. It can be done again.
    pub async fn write_back(&self, held: &Held<'_>) -> Result<(), StoreError> {
        let records: Vec<&Record> = held.ledger.iter().collect();
        for some in records.chunks(AT_ONCE) {
            let mends = some.iter().map(|record| seal_record(record)).collect();
            self.journal
                .commit(Batch {
                    mends,
                    ..Batch::default()
                })
                .await?;
        }
        self.write_back_to_local(&records)?;
        self.journal
            .commit(Batch {
                returns: held.returns.to_vec(),
                ..Batch::default()
            })
            .await?;
        self.put_back(MetaKey::BackedUp, held.backed_up).await?;
        self.put_back(MetaKey::Settings, held.settings).await?;
        if let Some(settings) = held.settings {
            self.mirror(settings);
        }
        self.put_back(MetaKey::Books, Some(&held.books.others))
            .await?;
        self.put_back(MetaKey::History, Some(&held.books.own))
            .await?;
        if !held.ledger.is_empty() {
            self.say_that_records_are_here(held.books.own.book).await;
        }
        self.put_ballast_back();
        if self.books().await?.knows(held.books.own.book) {
            return Ok(());
        }
        self.join(held).await
    }

    /// Brings the books of a tablet that was set up anew together with those from
    /// before, as if a backup of these were restored: it goes on with both.
    async fn join(&self, held: &Held<'_>) -> Result<(), StoreError> {
        if let Some(ours) = held.settings {
            self.change_settings_from(|there| match there {
                Some(there) => there.knowing(ours),
                None => ours.clone(),
            })
            .await?;
        }
        let label = held.settings.map(|it| it.tablet.clone());
        let before = came_from(held.books, label, OldTablet::Retired);
        self.change_books(|books| {
            for other in &before {
                books.take_in(other.clone());
            }
            Ok(())
        })
        .await
        .map(|_| ())
    }

    /// Writes records into local storage where they are missing, damaged or older,
    /// the newest first: what does not fit is the oldest, and the journal has it.
    fn write_back_to_local(&self, records: &[&Record]) -> Result<(), StoreError> {
        for record in records.iter().rev() {
            let (key, write) = (record_key(record.id()), seal_record(record));
            let there = self.local.read(&key)?;
            if !write.mends(there.as_deref()) {
                continue;
            }
            match self.local.write(&key, &write.text) {
                Err(StoreError::Full) => return Ok(()),
                other => other?,
            }
        }
        Ok(())
    }

    /// Keeps a named text where there is none; another tab may have been quicker.
    async fn put_back<Content: AsJson>(
        &self,
        key: MetaKey,
        content: Option<&Content>,
    ) -> Result<(), StoreError> {
        let Some(content) = content else {
            return Ok(());
        };
        let write = MetaWrite {
            key,
            expected: Expected::Exactly(None),
            text: envelope::seal(content),
        };
        let batch = Batch {
            meta: vec![write],
            ..Batch::default()
        };
        match self.journal.commit(batch).await {
            Err(StoreError::ChangedElsewhere) => Ok(()),
            other => other,
        }
    }
}
