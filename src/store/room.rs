//! Room in local storage: how much there is, the ballast that is kept free for
//! the record in hand, and making more.
//!
//! Guarantees that a version leaves local storage only when the journal holds
//! it to the letter, a checked backup holds it too, and the mark that says so
//! survives a power cut; and that it comes back at the next start when any of
//! this is not so any more.

use std::cell::OnceCell;

use uuid::Uuid;

use super::archive::Archive;
use super::reconcile::{Exempt, RECORD_PREFIX, record_key};
use super::{Expected, Journal, KeyValue, MetaKey, StoreError, envelope};
use crate::domain::base::ids::RecordId;
use crate::domain::base::json::object;
use crate::domain::base::sorted::Map;
use crate::domain::record::Record;
use crate::domain::record::ledger::Ledger;
use crate::domain::submission::books::Books;
use crate::domain::tablet::backed_up::BackedUp;
use crate::domain::tablet::space::{BALLAST, LIMIT, Space, units};

/// The key of the ballast in local storage.
pub const BALLAST_KEY: &str = "ballast";

/// Up to which record the journal alone may hold what a checked backup holds
/// too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct JournalOnly {
    through: RecordId,
}

object!(JournalOnly { through: needed });

impl JournalOnly {
    /// It holds none alone: the id before all others.
    const NONE: Self = Self {
        through: RecordId::new(Uuid::nil()),
    };
}

/// What the start asks about records that stand in one store alone.
pub(super) struct Exemptions<'a> {
    meta: &'a Map<MetaKey, String>,
    /// The mark, and what the last checked backup holds.
    journal_only: Option<(JournalOnly, BackedUp)>,
    /// Read only when local storage alone has a record.
    books: OnceCell<Option<Books>>,
}

impl Exempt for Exemptions<'_> {
    fn journal_only(&self, record: &Record) -> bool {
        let marked = self.journal_only.as_ref();
        marked.is_some_and(|(mark, backup)| record.id() <= mark.through && backup.holds(record))
    }

    fn removed_for_good(&self, record: &Record) -> bool {
        let read = || {
            Some(Books {
                own: envelope::open(self.meta.get(&MetaKey::History)?).ok()?,
                others: envelope::open(self.meta.get(&MetaKey::Books)?).ok()?,
            })
        };
        let books = self.books.get_or_init(read).as_ref();
        books.is_some_and(|books| books.has_passed(record))
    }
}

impl<Local: KeyValue, Log: Journal> Archive<Local, Log> {
    /// The space in local storage, after a try to keep the last of it free.
    ///
    /// # Errors
    /// [`StoreError::Blocked`].
    pub fn space(&self) -> Result<Space, StoreError> {
        // Whether there is room for it shows only when it is tried; in a store that
        // was emptied there is.
        self.put_ballast_back();
        let counted = self.local.used(RECORD_PREFIX)?;
        let ballast = self.local.read(BALLAST_KEY)?;
        let freed = ballast.as_ref();
        let freed = freed.map_or(0, |text| BALLAST_KEY.len() + text.len());
        let used = counted.everything.saturating_sub(freed);
        let limit = match ballast.as_deref().map(full_at) {
            // The browser does not take the ballast back, or a save needed it.
            None => used.min(LIMIT),
            // More than the ballast has fitted since, so that was not the limit.
            Some(Some(full)) if used > full + BALLAST => LIMIT,
            Some(full) => full.unwrap_or(LIMIT),
        };
        Ok(Space {
            used,
            limit: limit.max(1),
            usual: counted.below.checked_div(counted.keys).unwrap_or(0),
        })
    }

    /// Takes versions out of local storage that a checked backup holds, the
    /// oldest records first, until at most so much of the space is used, as
    /// [`HALF`](crate::domain::tablet::space::HALF) of it, and half of what the browser
    /// gives where that is less. Returns how many.
    ///
    /// # Errors
    /// The [`StoreError`] that stopped it. Nothing is lost by it, and it can be
    /// done again.
    pub async fn make_room(&self, most: usize) -> Result<usize, StoreError> {
        let Some(backup) = self.backed_up().await? else {
            return Ok(0);
        };
        let space = self.space()?;
        let mut too_many = space.used.saturating_sub(most.min(space.limit / 2));
        let mut records = self.journal.records().await?;
        records.sort_unstable();
        let mut leaving: Vec<(RecordId, String)> = Vec::new();
        for (_, text) in records {
            if too_many == 0 {
                break;
            }
            let Ok(record) = envelope::open::<Record>(&text) else {
                continue;
            };
            let key = record_key(record.id());
            if backup.holds(&record) && self.local.read(&key)?.as_ref() == Some(&text) {
                too_many = too_many.saturating_sub(key.len() + units(&text));
                leaving.push((record.id(), text));
            }
        }
        let Some((last, _)) = leaving.last() else {
            return Ok(0);
        };
        let text = self.mark_journal_only(*last).await?;
        for (position, (id, text_there)) in leaving.iter().enumerate() {
            let key = record_key(*id);
            // Another tab may have corrected it since.
            if self.local.read(&key)?.as_ref() == Some(text_there) {
                self.local.remove(&key)?;
            }
            if position == 0 {
                // Where not even the copy of the mark fitted before, it does now.
                self.write_local(MetaKey::JournalOnly.key(), &text)?;
            }
        }
        self.put_ballast_back();
        Ok(leaving.len())
    }

    /// Leaves the records up to this one to the journal alone, as far as they are
    /// in a backup that is being restored and do not fit into local storage.
    pub(super) async fn leave_to_journal(
        &self,
        through: RecordId,
        held: &Ledger,
    ) -> Result<(), StoreError> {
        let newest = held.iter().map(Record::saved_at).max().unwrap_or_default();
        let restored = BackedUp::new(newest, newest, held);
        let backup = match self.backed_up().await? {
            Some(known) => known.and(&restored),
            None => restored,
        };
        self.keep_backed_up(&backup).await?;
        let text = self.mark_journal_only(through).await?;
        self.write_local(MetaKey::JournalOnly.key(), &text)
    }

    /// Moves the mark up to a record, and returns it as it is kept.
    async fn mark_journal_only(&self, through: RecordId) -> Result<String, StoreError> {
        // A mark that cannot be read exempts nothing, and is set aside.
        let moved = |there: Result<Option<JournalOnly>, _>| {
            let before = there.ok().flatten().unwrap_or(JournalOnly::NONE);
            Ok(JournalOnly {
                through: before.through.max(through),
            })
        };
        let mark = self.change_named(MetaKey::JournalOnly, moved).await?;
        Ok(envelope::seal(&mark))
    }

    /// Gives the last space away; the next start, or making room, takes it back.
    pub(super) fn free_ballast(&self) {
        // Whoever asked tries to write, and is told.
        let _ = self.local.remove(BALLAST_KEY);
    }

    /// Keeps space free for the record in hand, where there is room.
    pub(super) fn put_ballast_back(&self) {
        if self.local.has(BALLAST_KEY) == Ok(false) {
            // Without room, the store is as full as it is.
            let _ = self.local.write(BALLAST_KEY, &ballast(None));
        }
    }

    /// Remembers, in the ballast, how much was used when local storage took no
    /// more, whatever the sum says. Without the ballast it is known to be full.
    pub(super) fn remember_full(&self) {
        let used = match (self.local.has(BALLAST_KEY), self.space()) {
            (Ok(true), Ok(space)) => space.used,
            (Ok(_) | Err(_), Ok(_) | Err(_)) => return,
        };
        // As long as what is there, so that it fits.
        let _ = self.local.write(BALLAST_KEY, &ballast(Some(used)));
    }

    /// Whether the last space was given away, or a save did not fit, so that the
    /// store is full.
    #[must_use]
    pub fn is_full(&self) -> bool {
        match self.local.read(BALLAST_KEY) {
            Ok(None) => true,
            Ok(Some(text)) => full_at(&text).is_some(),
            Err(_) => false,
        }
    }

    /// Whether local storage says that the journal alone holds some records. A
    /// mark that cannot be read says so too.
    pub(super) fn says_journal_only(&self) -> bool {
        match self.local.read(MetaKey::JournalOnly.key()) {
            Ok(Some(text)) => envelope::open(&text) != Ok(JournalOnly::NONE),
            Ok(None) | Err(_) => false,
        }
    }

    /// Ends what is said of records that the journal alone held and lost: they
    /// are back, or never will be. The journal remembers it: a kill may undo the
    /// last seconds of local storage, which would then say it for ever.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not kept; the next start says it once
    /// more.
    pub async fn journal_only_is_over(&self) -> Result<(), StoreError> {
        if !self.says_journal_only() {
            return Ok(());
        }
        self.keep_none_journal_only().await?;
        let text = envelope::seal(&JournalOnly::NONE);
        self.write_local(MetaKey::JournalOnly.key(), &text)
    }

    /// What both stores say of records that stand in one alone.
    pub(super) async fn exempt<'a>(&self, meta: &'a Map<MetaKey, String>) -> Exemptions<'a> {
        let journal_only = match mark_of(meta) {
            None => None,
            // What the backup holds is long, and is read only where it matters.
            Some(mark) => self.backed_up().await.ok().flatten().map(|it| (mark, it)),
        };
        Exemptions {
            meta,
            journal_only,
            books: OnceCell::new(),
        }
    }

    /// Copies the journal's mark to local storage; and back, once the journal was
    /// lost, where it says that nothing of it is missing.
    pub(super) async fn mirror_journal_only(
        &self,
        meta: &Map<MetaKey, String>,
    ) -> Result<(), StoreError> {
        let key = MetaKey::JournalOnly;
        let there = self.local.read(key.key())?;
        match meta.get(&key) {
            Some(text) if there.as_ref() != Some(text) => self.write_local(key.key(), text),
            None if there.is_some() && !self.says_journal_only() => {
                self.keep_none_journal_only().await
            }
            Some(_) | None => Ok(()),
        }
    }

    async fn keep_none_journal_only(&self) -> Result<(), StoreError> {
        let nothing = Expected::Exactly(None);
        self.keep(MetaKey::JournalOnly, &JournalOnly::NONE, nothing)
            .await
    }
}

/// The text of the ballast: spaces, and at their end how much was used when a save
/// did not fit.
fn ballast(full_at: Option<usize>) -> String {
    let said = full_at.map_or_else(String::new, |used| used.to_string());
    format!("{said:>0$}", BALLAST - BALLAST_KEY.len())
}

/// What [`ballast`] says.
fn full_at(ballast: &str) -> Option<usize> {
    ballast.trim_start().parse().ok()
}

/// The mark; one that cannot be read exempts nothing.
fn mark_of(meta: &Map<MetaKey, String>) -> Option<JournalOnly> {
    envelope::open(meta.get(&MetaKey::JournalOnly)?).ok()
}
