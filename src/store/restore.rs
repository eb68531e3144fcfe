//! Bringing back what a backup holds.
//!
//! | the record here | in the backup | after |
//! |---|---|---|
//! | none | any version | the backup's |
//! | older | newer | the backup's |
//! | newer | older | the one that is here |
//! | same version, same content | | it |
//! | same version, other content | | the later saved of the two; both stay in the log |
//! | either with its text erased | | without text, in every version |
//!
//! Guarantees that nothing newer is overwritten, that restoring twice is the
//! same as once, and that a restore which is cut off can be done again: what
//! the books know of their Sends is written last, once all records are there.
//! First comes a dry run, which writes nothing.

use super::archive::Archive;
use super::backup::{Contents, Line, content_of};
use super::keys::books_written;
use super::plan::Drawer;
use super::reconcile::{RECORD_PREFIX, record_key, seal_record};
use super::{
    Batch, Erasure, Expected, Journal, KeyValue, MetaKey, RecordWrite, StoreError, envelope,
};
use crate::domain::base::ids::RecordId;
use crate::domain::base::sorted::{Map, Set};
use crate::domain::base::text::Name;
use crate::domain::record::ledger::{Ledger, TakenIn};
use crate::domain::record::{FreeText, Record};
use crate::domain::submission::books::{Books, Holding, OtherBook};
use crate::domain::tablet::backed_up::BackedUp;
use crate::domain::tablet::settings::Settings;

/// What is on the tablet.
#[derive(Debug, Clone, Copy)]
pub struct Here<'a> {
    /// Its records.
    pub ledger: &'a Ledger,
    /// Its books.
    pub books: &'a Books,
    /// Its set-up; `None` before the first start is done.
    pub settings: Option<&'a Settings>,
}

/// Whether the tablet that a backup came from is still in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OldTablet {
    /// It is: what comes from it can be read here and is sent from there.
    InUse,
    /// It is not, or this is it: this tablet goes on with its book.
    Retired,
}

/// What a restore would do, or has done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restoration {
    /// Records that are not here.
    pub added: usize,
    /// Records that are here in an older version.
    pub newer: usize,
    /// Records that are here in the same version.
    pub same: usize,
    /// Records that are here in a newer version, which stays.
    pub older: usize,
    /// Records that were changed in two ways since they were one; the later
    /// change stands, and both can be seen in the record's history.
    pub differing: usize,
    /// Stored texts that cannot be read here; they are kept all the same.
    pub unreadable: usize,
    /// Whether two tablets send as one book, so that one of them should begin a
    /// new one.
    pub shared: bool,
    /// The records as they will be.
    pub ledger: Ledger,
    /// The books as they will be.
    pub books: Books,
    /// The set-up as it will be; `None` when there is none in either.
    pub settings: Option<Settings>,
    changed: Set<RecordId>,
    erased: Set<RecordId>,
}

impl Contents {
    /// The dry run: what restoring this would do here.
    #[must_use]
    pub fn dry_run(&self, here: Here<'_>, old: OldTablet) -> Restoration {
        let mut plan = Restoration {
            added: 0,
            newer: 0,
            same: 0,
            older: 0,
            differing: 0,
            unreadable: self.unreadable,
            shared: false,
            ledger: here.ledger.clone(),
            books: here.books.clone(),
            settings: self.settings_with(here.settings),
            changed: Set::new(),
            erased: Set::new(),
        };
        for record in self.ledger.iter() {
            plan.take_in(here.ledger, record);
        }
        if let Some(books) = &self.books {
            plan.shared = here.books.is_shared_with(&books.own);
            let label = self.settings.as_ref().map(|it| it.tablet.clone());
            for other in came_from(books, label, old) {
                plan.books.take_in(other);
            }
        }
        let books = &mut plan.books;
        books.mark_lost_journals(here.ledger, Some(here.books));
        books.mark_lost_journals(&self.ledger, self.books.as_ref());
        plan
    }

    /// This tablet's set-up, with the teams and places that the backup's
    /// records may name; the backup's own on a tablet that has none.
    fn settings_with(&self, here: Option<&Settings>) -> Option<Settings> {
        match (here, &self.settings) {
            (Some(here), Some(theirs)) => Some(here.knowing(theirs)),
            (None, theirs) => theirs.clone(),
            (here, None) => here.cloned(),
        }
    }
}

/// The books of a backup, as they come to another tablet.
pub(super) fn came_from(books: &Books, label: Option<Name>, old: OldTablet) -> Vec<OtherBook> {
    let held = |holding| match old {
        OldTablet::InUse => Holding::Copy,
        OldTablet::Retired => holding,
    };
    // Its set-up may be missing, or not readable here: its line must not be.
    let by_code = || Name::typed(&books.own.book.to_string()).ok().flatten();
    let own = label.or_else(by_code).map(|tablet| OtherBook {
        history: books.own.clone(),
        tablet,
        holding: held(Holding::TakenOver),
    });
    let others = books.others.books.iter().map(|it| OtherBook {
        holding: held(it.holding),
        ..it.clone()
    });
    own.into_iter().chain(others).collect()
}

impl Restoration {
    fn take_in(&mut self, here: &Ledger, record: &Record) {
        let id = record.id();
        let there = here.get(id);
        let erased = [Some(record), there]
            .into_iter()
            .flatten()
            .any(|it| it.text() == FreeText::Erased);
        let differs = there.is_some_and(|it| it.version() == record.version() && it != record);
        match self.ledger.take_in(record.clone()) {
            TakenIn::Added => self.added += 1,
            _ if differs => self.differing += 1,
            TakenIn::Newer => self.newer += 1,
            TakenIn::Same => self.same += 1,
            TakenIn::Older => self.older += 1,
        }
        if erased
            && let Some(kept) = self.ledger.get(id)
            && kept.text() == FreeText::Kept
        {
            // Of two copies one had its text erased: so has what becomes of them.
            let stripped = kept.clone().stripped();
            self.ledger.replace(stripped);
        }
        if self.ledger.get(id) != there {
            self.changed.insert(id);
        }
        if erased {
            self.erased.insert(id);
        }
    }

    /// Whether there is nothing to bring back.
    #[must_use]
    pub fn changes_nothing(&self, here: Here<'_>) -> bool {
        self.changed.is_empty()
            && self.books == *here.books
            && self.settings.as_ref() == here.settings
    }
}

/// How many versions one transaction takes: large enough to be quick, small
/// enough to fit every browser's limits.
const AT_ONCE: usize = 500;

impl<Local: KeyValue, Log: Journal> Archive<Local, Log> {
    /// The content of a backup of everything here, both stores together.
    ///
    /// # Errors
    /// A [`StoreError`] when neither store can be read, or the journal cannot.
    pub async fn backup_content(&self) -> Result<String, StoreError> {
        let mut lines: Vec<Line> = Vec::new();
        for drawer in [
            Drawer::Log,
            Drawer::Records,
            Drawer::Meta,
            Drawer::Returns,
            Drawer::SetAside,
        ] {
            let texts = self.journal.drawer(drawer).await?;
            lines.extend(texts.into_iter().map(|(key, text)| (drawer, key, text)));
        }
        let mut kept = Map::new();
        for (drawer, key, text) in &lines {
            if *drawer == Drawer::Records {
                kept.insert(key.clone(), text.clone());
            }
        }
        // What local storage alone holds: a mend that has not been done yet.
        for key in self.local.keys(RECORD_PREFIX)? {
            let id = key.strip_prefix(RECORD_PREFIX).unwrap_or(&key).to_owned();
            if let Some(text) = self.local.read(&key)?
                && kept.get(&id) != Some(&text)
            {
                lines.push((Drawer::Records, id, text));
            }
        }
        Ok(content_of(&lines))
    }

    /// Restores a backup, as its dry run said.
    ///
    /// # Errors
    /// The [`StoreError`] that stopped it. What was restored by then stays;
    /// nothing that was here is lost, and it can be done again.
    pub async fn restore(
        &self,
        contents: &Contents,
        before: Here<'_>,
        plan: &Restoration,
    ) -> Result<(), StoreError> {
        let mut batch = Batch::default();
        batch.set_aside.clone_from(&contents.set_aside);
        for id in plan.erased.iter() {
            let key = record_key(*id);
            batch.set_aside.retain(|kept| kept.key != key);
        }
        for record in plan.ledger.iter() {
            let id = record.id();
            if !plan.changed.contains(&id) {
                continue;
            }
            batch.records.push(RecordWrite {
                follows: before.ledger.get(id).map(Record::version),
                ..seal_record(record)
            });
            if batch.records.len() >= AT_ONCE {
                self.journal.commit(std::mem::take(&mut batch)).await?;
            }
        }
        for version in &contents.versions {
            if plan.erased.contains(&version.id) {
                continue;
            }
            batch.older.push(version.clone());
            if batch.older.len() >= AT_ONCE {
                self.journal.commit(std::mem::take(&mut batch)).await?;
            }
        }
        for id in plan.erased.iter() {
            batch
                .erasures
                .push(self.erasure(*id, contents, plan).await?);
        }
        batch.returns.clone_from(&contents.returns);
        self.journal.commit(std::mem::take(&mut batch)).await?;
        // The newest first: what does not fit any more is the oldest.
        for id in plan.changed.iter().rev() {
            let Some(record) = plan.ledger.get(*id) else {
                continue;
            };
            match self.write_local(&record_key(*id), &seal_record(record).text) {
                Err(StoreError::Full) => {
                    // All of it is in the backup that is just being read.
                    self.leave_to_journal(*id, &contents.ledger).await?;
                    break;
                }
                other => other?,
            }
        }
        self.keep_books(before.books, &plan.books).await?;
        if let Some(settings) = &plan.settings
            && before.settings != Some(settings)
        {
            let known = |there: Option<Settings>| match there {
                Some(there) => there.knowing(settings),
                None => settings.clone(),
            };
            self.change_settings_from(known).await?;
        }
        self.say_that_records_are_here(plan.books.own.book).await;
        let ours = |books: &Books| books.own.book == plan.books.own.book;
        if contents.books.as_ref().is_some_and(ours)
            && self.journal.named(MetaKey::JournalOnly).await?.is_none()
        {
            self.journal_only_is_over().await?;
        }
        Ok(())
    }

    /// The versions of a record whose text was erased in one of two copies,
    /// without it.
    async fn erasure(
        &self,
        id: RecordId,
        contents: &Contents,
        plan: &Restoration,
    ) -> Result<Erasure, StoreError> {
        let mut versions: Vec<RecordWrite> = Vec::new();
        let here = self.journal.log_of(id).await?;
        let theirs = contents.versions.iter().filter(|it| it.id == id);
        let texts = here.iter().chain(theirs.map(|it| &it.text));
        // One that cannot be read may hold text that was to be erased.
        let all: Vec<Record> = texts.filter_map(|it| envelope::open(it).ok()).collect();
        for record in &all {
            let bare = record.clone().stripped();
            // Text that was typed after an erasure stays, unless it was itself
            // erased on one side.
            let write = seal_record(match record.text() {
                FreeText::Erased if !all.contains(&bare) => record,
                FreeText::Erased | FreeText::Kept => &bare,
            });
            if !versions.contains(&write) {
                versions.push(write);
            }
        }
        if let Some(newest) = plan.ledger.get(id) {
            let write = seal_record(newest);
            if !versions.contains(&write) {
                versions.push(write);
            }
        }
        Ok(Erasure { id, versions })
    }

    /// Keeps what changed of the books, and nothing when another tab has
    /// changed them since.
    ///
    /// # Errors
    /// [`StoreError::ChangedElsewhere`] when it has; otherwise the error for
    /// which they were not kept.
    pub async fn keep_books(&self, before: &Books, after: &Books) -> Result<(), StoreError> {
        let meta = books_written(before, after);
        if meta.is_empty() {
            return Ok(());
        }
        self.journal
            .commit(Batch {
                meta,
                ..Batch::default()
            })
            .await
    }

    /// What the last checked backup holds; `None` when there is none, or none
    /// that can be read: then all counts as not backed up.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps the journal from being read.
    pub async fn backed_up(&self) -> Result<Option<BackedUp>, StoreError> {
        let text = self.journal.named(MetaKey::BackedUp).await?;
        Ok(text.and_then(|text| envelope::open(&text).ok()))
    }

    /// The checksum of what the last checked backup holds, which tells whether it is
    /// another one; with thousands of records it takes long to read.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps the journal from being read.
    pub async fn backed_up_checksum(&self) -> Result<Option<String>, StoreError> {
        let text = self.journal.named(MetaKey::BackedUp).await?;
        Ok(text.and_then(|text| Some(text.split_once('|')?.0.to_owned())))
    }

    /// Remembers what a checked backup holds.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not kept.
    pub async fn keep_backed_up(&self, backup: &BackedUp) -> Result<(), StoreError> {
        self.keep(MetaKey::BackedUp, backup, Expected::Anything)
            .await
    }
}
