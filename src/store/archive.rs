//! The archive: both stores behind one promise.
//!
//! A save writes local storage, reads it back, commits to the journal, and only
//! then is a record saved. Guarantees that a save either holds in both stores
//! or leaves both as they were, as far as the browser lets it, and that a start
//! loses nothing that either store still holds.

use super::envelope::{self, Unreadable};
use super::keys::{books_written, read_hands, read_shut};
use super::reconcile::{
    Quarantined, RECORD_PREFIX, Reconciled, reconcile, record_key, seal_record,
};
use super::unfinished_names::{SURVEY, tally_of};
use super::{
    Batch, DraftWrite, Erasure, Expected, Journal, KeyValue, MetaKey, MetaWrite, RecordWrite,
    SetAside, StoreError,
};
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::BookId;
use crate::domain::base::json::{AsJson, object};
use crate::domain::base::sorted::{Map, Set};
use crate::domain::record::ledger::Ledger;
use crate::domain::record::{Provenance, Record};
use crate::domain::submission::books::{Books, BooksSent, OtherBooks};
use crate::domain::submission::send::{BookHistory, Knowledge, Sample};
use crate::domain::tablet::hand_over::Hands;
use crate::domain::tablet::locks::Locks;
use crate::domain::tablet::settings::Settings;

/// Both stores of one set of records.
#[derive(Debug, Clone)]
pub struct Archive<Local, Log> {
    pub(super) local: Local,
    pub(super) journal: Log,
}

/// What is known at once, before the records are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// The tablet's set-up; `None` at the very first start.
    pub settings: Option<Settings>,
    /// The installation's own book and what it has sent, and the books that came
    /// from elsewhere.
    pub books: Books,
    /// Whether example data is shown.
    pub sample: Sample,
    /// Whether a store has vanished since last time.
    pub loss: Loss,
    /// Whether local storage can be used.
    pub local: Result<(), StoreError>,
    /// Whether the journal can be used.
    pub journal: Result<(), StoreError>,
    /// Named texts that cannot be read; they stay where they are.
    pub unreadable: Vec<(MetaKey, Unreadable)>,
    /// The PINs; `None` when none was ever set. Whoever meets the error must
    /// not take it for none: nothing says then that the pages stand open.
    pub locks: Result<Option<Locks>, StoreError>,
}

/// What the journal keeps under names of their own, or why it cannot be read.
#[derive(Debug, Clone)]
pub struct Named(Result<Map<MetaKey, String>, StoreError>);

impl Named {
    /// Whether example data is shown.
    #[must_use]
    pub fn sample(&self) -> Sample {
        let meta = self.0.as_ref().ok();
        meta.and_then(|meta| read_named(meta, MetaKey::Sample, &mut Vec::new()))
            .unwrap_or(Sample::Real)
    }

    /// The PINs; `None` when none was ever set.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps them from being read; nothing says then
    /// that the pages stand open.
    pub fn locks(&self) -> Result<Option<Locks>, StoreError> {
        self.0.as_ref().map_err(Clone::clone).and_then(read_locks)
    }

    /// Whose hands the tablet is in; `None` when it was never handed over.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read; nothing says then that
    /// staff have it.
    pub fn hands(&self) -> Result<Option<Hands>, StoreError> {
        self.0.as_ref().map_err(Clone::clone).and_then(read_hands)
    }

    /// What is needed to record: the set-up, and the books;
    /// `None` where the journal alone cannot tell, and only
    /// [`Archive::start_from`] can.
    #[must_use]
    pub fn glance(&self) -> Option<(Settings, Books)> {
        let meta = self.0.as_ref().ok()?;
        let settings = read_named(meta, MetaKey::Settings, &mut Vec::new())?;
        let own = read_named(meta, MetaKey::History, &mut Vec::new())?;
        let others = match meta.get(&MetaKey::Books) {
            None => OtherBooks::default(),
            Some(text) => envelope::open(text).ok()?,
        };
        Some((settings, Books { own, others }))
    }
}

/// A store that held something last time and is empty now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// Neither, or nothing was ever kept here.
    Nothing,
    /// Local storage was emptied; the journal still holds its records.
    LocalStorage,
    /// The journal was emptied; local storage still holds its records.
    Journal,
    /// The journal was emptied, and with it records that it alone held to make
    /// room; said at every start until a backup brought them back.
    JournalOnly,
    /// Both are empty of records, and one of them says there were some.
    Everything,
}

/// The ledger, and what it took to read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRead {
    /// Every readable record.
    pub ledger: Ledger,
    /// Records that cannot be read in either store.
    pub quarantine: Vec<Quarantined>,
    /// How many records local storage was missing or behind on.
    pub mended_local: usize,
    /// How many records the journal was missing or behind on.
    pub mended_journal: usize,
    /// [`Loss::Everything`] when neither store holds a record and one of them
    /// says that it did; said at every start until something is recorded.
    pub loss: Loss,
    /// Why mending stopped, if it did; the ledger is whole all the same.
    pub not_mended: Option<StoreError>,
}

/// Unfinished input as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeptDraft {
    /// What the form wrote.
    Readable(String),
    /// Its bytes, which cannot be read.
    Unreadable(String),
}

/// Left in each store to tell an emptied one from a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sentinel {
    book: BookId,
    holds_records: bool,
}

object!(Sentinel {
    book: needed,
    holds_records: needed,
});

/// What a save put into local storage, and what was there before.
struct Written {
    key: String,
    before: Option<String>,
    ours: String,
}

/// How many records one mending transaction takes: large enough to be quick,
/// small enough to fit every browser's limits.
const MENDED_AT_ONCE: usize = 500;

/// How many records one group of many takes: few enough that a slow tablet
/// answers taps in between.
pub const SAVED_AT_ONCE: usize = 50;

impl<Local: KeyValue, Log: Journal> Archive<Local, Log> {
    /// Puts the two stores behind one promise.
    pub const fn new(local: Local, journal: Log) -> Self {
        Self { local, journal }
    }

    /// Reads what the journal keeps under names of their own, and touches
    /// nothing else: the first use of local storage loads all of it, which with
    /// 10,000 records takes a slow tablet longer than everything before.
    pub async fn named(&self) -> Named {
        Named(self.journal.meta().await)
    }

    /// Reads what is needed to record: set-up, book and warnings. `fresh` names
    /// the book of a new installation.
    pub async fn start(&self, fresh: BookId) -> Start {
        self.start_from(self.named().await, fresh).await
    }

    /// The same, after what the journal keeps under names has been read.
    pub async fn start_from(&self, named: Named, fresh: BookId) -> Start {
        let start = self.try_start(named, fresh).await;
        // Another tab of a new installation may have named the book first.
        match start.journal {
            Err(StoreError::ChangedElsewhere) => self.try_start(self.named().await, fresh).await,
            Err(_) | Ok(()) => start,
        }
    }

    async fn try_start(&self, named: Named, fresh: BookId) -> Start {
        let locks = named.locks();
        let (meta, journal) = match named.0 {
            Ok(meta) => (meta, Ok(())),
            Err(error) => (Map::new(), Err(error)),
        };
        let mut unreadable = Vec::new();
        let mut settings = read_named::<Settings>(&meta, MetaKey::Settings, &mut unreadable);
        let sentinel = read_named::<Sentinel>(&meta, MetaKey::Sentinel, &mut unreadable);
        let sample =
            read_named::<Sample>(&meta, MetaKey::Sample, &mut unreadable).unwrap_or(Sample::Real);
        let local_sentinel = self.mirrored::<Sentinel>(MetaKey::Sentinel);
        let mirror = self.mirrored::<Settings>(MetaKey::Settings);
        // A mirror that is behind is of no use to a start without the journal.
        let mirror_is_behind = settings.is_some() && mirror != settings;
        let to_mend = if settings.is_none() {
            settings.clone_from(&mirror);
            mirror
        } else {
            None
        };
        let known = read_named::<BookHistory>(&meta, MetaKey::History, &mut unreadable);
        let others = read_named::<OtherBooks>(&meta, MetaKey::Books, &mut unreadable);
        let held = |sentinel: Option<Sentinel>| sentinel.is_some_and(|it| it.holds_records);
        // Where all agree that there are records, none of their keys is needed,
        // and listing thousands takes a while.
        let listed = if known.is_some() && held(sentinel) && held(local_sentinel) {
            Ok(Vec::new())
        } else {
            self.local.keys(RECORD_PREFIX)
        };
        let (keys, local) = match listed {
            Ok(keys) => (keys, Ok(())),
            Err(error) => (Vec::new(), Err(error)),
        };
        // A kill during the very first save leaves no sentinel either, but a
        // history that knows of no loss.
        let emptied = !meta.contains_key(&MetaKey::Sentinel)
            && known
                .as_ref()
                .is_none_or(|history| history.knowledge == Knowledge::JournalLost);
        let loss = match (held(sentinel), held(local_sentinel), keys.is_empty()) {
            // A blocked store has not vanished: it is reported as blocked.
            _ if journal.is_err() || local.is_err() => Loss::Nothing,
            (true, false, true) => Loss::LocalStorage,
            (false, true, true) => Loss::Everything,
            _ if !meta.contains_key(&MetaKey::JournalOnly) && self.says_journal_only() => {
                Loss::JournalOnly
            }
            (false, _, false) if emptied => Loss::Journal,
            (true | false, true | false, true | false) => Loss::Nothing,
        };
        let history =
            known.unwrap_or_else(|| self.mended_history(&keys, sentinel.or(local_sentinel), fresh));
        let books = Books {
            own: history,
            others: others.unwrap_or_default(),
        };
        let journal = match journal {
            Ok(()) => {
                self.settle(&meta, &books, to_mend.as_ref(), &unreadable)
                    .await
            }
            Err(error) => Err(error),
        };
        if let Some(settings) = settings.as_ref().filter(|_| mirror_is_behind) {
            self.mirror(settings);
        }
        Start {
            settings,
            books,
            sample,
            loss,
            local,
            journal,
            unreadable,
            locks,
        }
    }

    /// Reads every record from both stores, mends whichever is behind, and
    /// leaves a sentinel in both.
    ///
    /// # Errors
    /// A [`StoreError`] when neither store can be read at all, or not the
    /// journal, which alone holds some of the records.
    pub async fn read_ledger(&self, book: BookId) -> Result<LedgerRead, StoreError> {
        let local = self.local_records();
        let journal = self.journal.records().await;
        if let Err(error) = &journal
            && self.says_journal_only()
        {
            return Err(error.clone());
        }
        let both_readable = local.is_ok() && journal.is_ok();
        let not_read = local.as_ref().err().or(journal.as_ref().err()).cloned();
        if let (Err(error), Err(_)) = (&local, &journal) {
            return Err(error.clone());
        }
        let meta = self.journal.meta().await.unwrap_or_default();
        let exempt = self.exempt(&meta).await;
        let Reconciled {
            ledger,
            quarantine,
            mend_local,
            mend_journal,
            set_aside,
            forgotten,
        } = reconcile(
            local.unwrap_or_default(),
            journal.unwrap_or_default(),
            &exempt,
        );
        let (mended_local, mended_journal) = (mend_local.len(), mend_journal.len());
        let mut not_mended = not_read;
        let mut loss = Loss::Nothing;
        if both_readable {
            // What a mend overwrites is set aside first, in the store that
            // survives; local storage is touched only after that held.
            not_mended = self.mend(mend_local, mend_journal, set_aside).await.err();
            for key in forgotten {
                not_mended = not_mended.or(self.local.remove(&key).err());
            }
            let holds = !ledger.is_empty() || !quarantine.is_empty();
            let held = self.held_records(&meta);
            if held && !holds {
                loss = Loss::Everything;
            }
            if not_mended.is_none() {
                not_mended = self.leave_sentinel(&meta, book, holds || held).await.err();
                not_mended = not_mended.or(self.mirror_journal_only(&meta).await.err());
                self.put_ballast_back();
            }
        }
        Ok(LedgerRead {
            ledger,
            quarantine,
            mended_local,
            mended_journal,
            loss,
            not_mended,
        })
    }

    /// Saves record versions: when this returns without error, they would
    /// survive a power cut.
    ///
    /// # Errors
    /// The [`StoreError`] for which nothing was saved; both stores are as they
    /// were, as far as the browser lets them be.
    pub async fn save(&self, records: &[Record]) -> Result<(), StoreError> {
        self.save_from(records, Vec::new()).await
    }

    /// Saves many versions, group by group, each group whole or not at all;
    /// `saved` hears of each as it is saved. A browser killed in between leaves
    /// the groups that were saved, and the rest as it was.
    ///
    /// # Errors
    /// The [`StoreError`] for which a group was not saved; none after it was.
    pub async fn save_many(
        &self,
        records: &[Record],
        mut saved: impl FnMut(&[Record]),
    ) -> Result<(), StoreError> {
        for group in records.chunks(SAVED_AT_ONCE) {
            self.save(group).await?;
            saved(group);
        }
        Ok(())
    }

    /// Saves record versions, and in the same transaction what they were made
    /// from ends: unfinished input, a door tally.
    ///
    /// # Errors
    /// As [`Archive::save`].
    pub async fn save_from(
        &self,
        records: &[Record],
        made_from: Vec<DraftWrite>,
    ) -> Result<(), StoreError> {
        let mut batch = Batch {
            needs: vec![MetaKey::History],
            drafts: made_from,
            ..Batch::default()
        };
        for record in records {
            batch.records.push(seal_record(record));
        }
        let mut written: Vec<Written> = Vec::new();
        for write in &batch.records {
            let key = record_key(write.id);
            let outcome = self.local.read(&key).and_then(|before| {
                let ours = write.text.clone();
                written.push(Written { key, before, ours });
                self.write_local(&record_key(write.id), &write.text)
            });
            if let Err(error) = outcome {
                self.roll_back(&written);
                if error == StoreError::Full {
                    self.remember_full();
                }
                return Err(error);
            }
        }
        let book = records.first().map(Record::book);
        let committed = self.journal.commit(batch).await;
        match (&committed, book) {
            (Err(_), _) => self.roll_back(&written),
            (Ok(()), Some(book)) => self.say_that_records_are_here(book).await,
            (Ok(()), None) => {}
        }
        committed
    }

    /// Leaves a sentinel in both stores once there are records. It only tells a
    /// later loss from a first start; the next start leaves it again.
    pub(super) async fn say_that_records_are_here(&self, book: BookId) {
        let there = self.mirrored::<Sentinel>(MetaKey::Sentinel);
        if there.is_some_and(|it| it.holds_records) {
            return;
        }
        let book = there.map_or(book, |it| it.book);
        let meta = self.journal.meta().await.unwrap_or_default();
        let _ = self.leave_sentinel(&meta, book, true).await;
    }

    /// Keeps or discards unfinished input under a name.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not kept.
    pub async fn keep_draft(&self, name: &str, text: Option<&str>) -> Result<(), StoreError> {
        // A draft is kept as text within the envelope: what it means is the form's.
        self.keep_unfinished(DraftWrite {
            name: name.to_owned(),
            expected: Expected::Anything,
            text: text.map(|text| envelope::seal(&text.to_owned())),
        })
        .await
    }

    pub(super) async fn keep_unfinished(&self, write: DraftWrite) -> Result<(), StoreError> {
        self.journal
            .commit(Batch {
                drafts: vec![write],
                ..Batch::default()
            })
            .await
    }

    /// The unfinished input that is kept, by name. One that cannot be read is
    /// given as it stands, so that nothing typed is dropped.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    pub async fn drafts(&self) -> Result<Vec<(String, KeptDraft)>, StoreError> {
        let mut texts = self.journal.drafts().await?;
        texts.retain(|(name, _)| tally_of(name).is_none() && name != SURVEY);
        let open = |(name, text): (String, String)| {
            let kept = match envelope::open::<String>(&text) {
                Ok(json) => KeptDraft::Readable(json),
                Err(_) => KeptDraft::Unreadable(text),
            };
            (name, kept)
        };
        Ok(texts.into_iter().map(open).collect())
    }

    /// Erases what was typed in words from every version of a record, in both
    /// stores, for good: the newest version by a further one without it, the
    /// older ones in place. Unfinished input about it goes with them.
    ///
    /// # Errors
    /// The [`StoreError`] for which nothing was erased.
    pub async fn erase_text(&self, erased: &Record) -> Result<(), StoreError> {
        let mut versions = Vec::new();
        for version in self.versions(erased).await? {
            versions.push(seal_record(&version.stripped()));
        }
        let write = seal_record(erased);
        self.journal
            .commit(Batch {
                drafts: self.drafts_about(&[erased.id()].into()).await?,
                records: vec![write.clone()],
                erasures: vec![Erasure {
                    id: erased.id(),
                    versions,
                }],
                ..Batch::default()
            })
            .await?;
        // The journal first: from there on a start mends local storage, and
        // never the other way round.
        self.write_local(&record_key(erased.id()), &write.text)
    }

    /// Whether example data is shown.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read; a text that cannot be read is
    /// none.
    pub async fn sample(&self) -> Result<Sample, StoreError> {
        let text = self.journal.named(MetaKey::Sample).await?;
        let meta = text.map(|text| std::iter::once((MetaKey::Sample, text)).collect());
        Ok(Named(Ok(meta.unwrap_or_default())).sample())
    }

    /// Keeps whether example data is shown.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not kept.
    pub async fn keep_sample(&self, sample: Sample) -> Result<(), StoreError> {
        self.keep(MetaKey::Sample, &sample, Expected::Anything)
            .await
    }

    /// The PINs as they are kept now; `None` when none was ever set.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps them from being read.
    pub async fn locks(&self) -> Result<Option<Locks>, StoreError> {
        read_locks(&self.journal.meta().await?)
    }

    /// Keeps PINs and tries, which must be as `before` until then.
    ///
    /// # Errors
    /// [`StoreError::ChangedElsewhere`] when another tab has changed them since
    /// `before` was read; otherwise the error for which they were not kept.
    pub async fn keep_locks(
        &self,
        before: Option<&Locks>,
        after: &Locks,
    ) -> Result<(), StoreError> {
        let before = before.map(envelope::seal);
        let expected = Expected::Exactly(before);
        self.keep(MetaKey::Locks, after, expected).await
    }

    /// Keeps what was sent: the bytes of the returns for ever, and the books
    /// that name them, in one transaction.
    ///
    /// # Errors
    /// [`StoreError::ChangedElsewhere`] when another tab has sent since
    /// `before` was read; otherwise the error for which it was not kept.
    pub async fn keep_sent(&self, before: &Books, sent: &BooksSent) -> Result<(), StoreError> {
        let mut returns = Vec::new();
        for one in &sent.returns {
            returns.push((one.digest, one.to_text()));
        }
        self.journal
            .commit(Batch {
                meta: books_written(before, &sent.books),
                returns,
                ..Batch::default()
            })
            .await
    }

    /// The bytes of a return that was sent, exactly as they were.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    pub async fn sent_text(&self, digest: Digest) -> Result<Option<String>, StoreError> {
        self.journal.return_text(digest).await
    }

    /// Every version of a record that can still be read, oldest first.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    pub async fn versions(&self, record: &Record) -> Result<Vec<Record>, StoreError> {
        let texts = self.journal.log_of(record.id()).await?;
        Ok(texts
            .iter()
            .filter_map(|text| envelope::open(text).ok())
            .collect())
    }

    /// The mirror is for a start without the journal; without it all is well
    /// too.
    pub(super) fn mirror(&self, settings: &Settings) {
        let text = envelope::seal(settings);
        let _ = self.local.write(MetaKey::Settings.key(), &text);
    }

    pub(super) async fn keep<Content: AsJson>(
        &self,
        key: MetaKey,
        content: &Content,
        expected: Expected,
    ) -> Result<(), StoreError> {
        let text = envelope::seal(content);
        self.journal
            .commit(Batch {
                meta: vec![MetaWrite {
                    key,
                    expected,
                    text,
                }],
                ..Batch::default()
            })
            .await
    }

    async fn mend(
        &self,
        mend_local: Vec<(String, String, Option<String>)>,
        mend_journal: Vec<RecordWrite>,
        set_aside: Vec<SetAside>,
    ) -> Result<(), StoreError> {
        if !set_aside.is_empty() {
            self.journal
                .commit(Batch {
                    set_aside,
                    ..Batch::default()
                })
                .await?;
        }
        for mends in mend_journal.chunks(MENDED_AT_ONCE) {
            self.journal
                .commit(Batch {
                    mends: mends.to_vec(),
                    ..Batch::default()
                })
                .await?;
        }
        for (key, text, was) in mend_local {
            // Another tab may have saved a newer version since it was read.
            if self.local.read(&key)? == was {
                self.write_local(&key, &text)?;
            }
        }
        Ok(())
    }

    /// Whether either store says that there were records.
    fn held_records(&self, meta: &Map<MetaKey, String>) -> bool {
        let journal = read_named::<Sentinel>(meta, MetaKey::Sentinel, &mut Vec::new());
        let local = self.mirrored::<Sentinel>(MetaKey::Sentinel);
        [journal, local]
            .into_iter()
            .flatten()
            .any(|sentinel| sentinel.holds_records)
    }

    async fn leave_sentinel(
        &self,
        meta: &Map<MetaKey, String>,
        book: BookId,
        holds_records: bool,
    ) -> Result<(), StoreError> {
        let sentinel = Sentinel {
            book,
            holds_records,
        };
        let text = envelope::seal(&sentinel);
        let key = MetaKey::Sentinel.key();
        if self.local.read(key)?.as_ref() != Some(&text) {
            self.write_local(key, &text)?;
        }
        if meta.get(&MetaKey::Sentinel) == Some(&text) {
            return Ok(());
        }
        self.keep(MetaKey::Sentinel, &sentinel, Expected::Anything)
            .await
    }

    fn local_records(&self) -> Result<Vec<(String, String)>, StoreError> {
        let mut records = Vec::new();
        for key in self.local.keys(RECORD_PREFIX)? {
            if let Some(text) = self.local.read(&key)? {
                let id = key.strip_prefix(RECORD_PREFIX).unwrap_or(&key);
                records.push((id.to_owned(), text));
            }
        }
        Ok(records)
    }

    pub(super) fn write_local(&self, key: &str, text: &str) -> Result<(), StoreError> {
        match self.local.write(key, text) {
            // What is kept free is kept for this.
            Err(StoreError::Full) => {
                self.free_ballast();
                self.local.write(key, text)?;
            }
            other => other?,
        }
        if self.local.read(key)?.as_deref() == Some(text) {
            Ok(())
        } else {
            Err(StoreError::NotKept(key.to_owned()))
        }
    }

    /// Puts back what was there before a save that did not hold, unless another
    /// tab has saved over it since. Should this fail too, the next start finds
    /// the record in local storage alone and mends it: something extra is kept,
    /// nothing is lost.
    fn roll_back(&self, written: &[Written]) {
        for Written { key, before, ours } in written {
            let others = self.local.read(key).is_ok_and(|now| {
                now.is_some_and(|now| now != *ours && envelope::open::<Record>(&now).is_ok())
            });
            if others {
                continue;
            }
            let _ = match before {
                Some(text) => self.write_local(key, text),
                None => self.local.remove(key),
            };
        }
        self.put_ballast_back();
    }

    /// What the mirror in local storage says; a mirror that cannot be read is
    /// as good as none, since the journal holds the original.
    fn mirrored<Content: AsJson>(&self, key: MetaKey) -> Option<Content> {
        let text = self.local.read(key.key()).ok().flatten()?;
        envelope::open(&text).ok()
    }

    /// Writes the books of a new or mended installation, and settings that only the
    /// mirror held, after setting aside named texts that cannot be read. What a
    /// newer Daybook wrote is left where it is as well.
    async fn settle(
        &self,
        meta: &Map<MetaKey, String>,
        books: &Books,
        to_mend: Option<&Settings>,
        unreadable: &[(MetaKey, Unreadable)],
    ) -> Result<(), StoreError> {
        let mut batch = Batch::default();
        let mut newer = Vec::new();
        for (key, why) in unreadable {
            batch.set_aside.extend(meta.get(key).map(|text| SetAside {
                key: key.key().to_owned(),
                text: text.clone(),
            }));
            match why {
                Unreadable::FutureFormat { .. } => newer.push(*key),
                Unreadable::Damaged | Unreadable::Invalid(_) | Unreadable::OtherRecord => {}
            }
        }
        if let Some(settings) = to_mend.filter(|_| !newer.contains(&MetaKey::Settings)) {
            batch.meta.push(MetaWrite {
                key: MetaKey::Settings,
                expected: Expected::Exactly(meta.get(&MetaKey::Settings).cloned()),
                text: envelope::seal(settings),
            });
        }
        for (key, text) in [
            (MetaKey::History, envelope::seal(&books.own)),
            (MetaKey::Books, envelope::seal(&books.others)),
        ] {
            let there = meta.get(&key);
            if !newer.contains(&key) && there != Some(&text) {
                batch.meta.push(MetaWrite {
                    key,
                    expected: Expected::Exactly(there.cloned()),
                    text,
                });
            }
        }
        if batch.is_empty() {
            return Ok(());
        }
        self.journal.commit(batch).await
    }

    /// The history when the journal has none: a new book, or after a lost
    /// journal the book that local storage speaks of.
    fn mended_history(
        &self,
        keys: &[String],
        sentinel: Option<Sentinel>,
        fresh: BookId,
    ) -> BookHistory {
        if let Some(sentinel) = sentinel {
            return BookHistory::new(sentinel.book, Knowledge::JournalLost);
        }
        if keys.is_empty() {
            return BookHistory::new(fresh, Knowledge::Whole);
        }
        let found = reconcile(self.local_records().unwrap_or_default(), Vec::new(), &());
        // A spreadsheet's book is never the installation's own.
        let recorded = found.ledger.iter();
        let books: Set<BookId> = recorded
            .filter(|record| record.provenance() != Provenance::Imported)
            .map(Record::book)
            .collect();
        match books.first() {
            Some(book) if books.len() == 1 => BookHistory::new(*book, Knowledge::JournalLost),
            Some(_) | None => BookHistory::new(fresh, Knowledge::JournalLost),
        }
    }
}

fn read_named<Content: AsJson>(
    meta: &Map<MetaKey, String>,
    key: MetaKey,
    unreadable: &mut Vec<(MetaKey, Unreadable)>,
) -> Option<Content> {
    envelope::open(meta.get(&key)?)
        .map_err(|why| unreadable.push((key, why)))
        .ok()
}

fn read_locks(meta: &Map<MetaKey, String>) -> Result<Option<Locks>, StoreError> {
    read_shut(meta, MetaKey::Locks)
}
