//! The workspace: signals for reading, commands for writing.
//!
//! Event → command → domain check → both stores → ledger signal → view. A
//! command shows nothing as done before the store said so, and no effect ever
//! writes a record.

use chrono::NaiveDate;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::following::{Looks, Missing};
use super::handing_over::HandingOver;
use super::locking::{Locking, follow_locking};
use crate::browser::{
    Shelf, ambient, archive, drawing, files, history, keeping_safe, local_storage,
};
use crate::domain::base::calendar::Quarter;
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::{BookId, PlaceId, RecordId, SendId, TallyId, TeamId};
use crate::domain::base::text::{Name, Text};
use crate::domain::capture::tally::Tally;
use crate::domain::example;
use crate::domain::organisation::PlaceKind;
use crate::domain::organisation::in_use::InUse;
use crate::domain::record::clock::Clock;
use crate::domain::record::comments::{CommentAsked, CommentCheck};
use crate::domain::record::ledger::Ledger;
use crate::domain::record::{Entry, Filing, Record, Stamp, Unchangeable};
use crate::domain::submission::books::{Books, BooksSent};
use crate::domain::submission::due::Owed;
use crate::domain::submission::send::{Sample, SendError, SendOrder};
use crate::domain::tablet::backed_up::{BackedUp, BackupStanding};
use crate::domain::tablet::hand_over::Hands;
use crate::domain::tablet::locks::Locks;
use crate::domain::tablet::settings::Settings;
use crate::domain::tablet::space::Space;
use crate::store::archive::{KeptDraft, Loss, Named, Start};
use crate::store::reconcile::Quarantined;
use crate::store::tallies::KeptTally;
use crate::store::{DraftWrite, MetaKey, StoreError};
use crate::ui::state::{Kept, State};

/// How far the start has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// The set-up is being read.
    Opening,
    /// This tablet has not been set up.
    FirstStart,
    /// Sessions can be recorded.
    Ready,
}

/// What has just been done, shown on one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The page it is shown on.
    pub path: String,
    /// The news in a few words.
    pub title: String,
    /// What it was about.
    pub words: String,
    /// What can be done about it there.
    pub offers: Offers,
}

/// What a notice offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offers {
    /// Nothing.
    Nothing,
    /// To correct the record that was saved.
    Correct(RecordId),
    /// To take a removal back.
    Undo(RecordId),
}

/// What a person must know about the stores.
#[derive(Debug, Clone, PartialEq)]
pub enum Warning {
    /// Nothing can be saved on this tablet.
    CannotSave(StoreError),
    /// One store was emptied; its records were mended from the other.
    Mended(Loss, usize),
    /// What one store alone held, to make room, is gone.
    OlderGone,
    /// Everything that was kept here is gone.
    EverythingGone,
    /// Records that neither store can read.
    Unreadable(Vec<Quarantined>),
    /// Set-up or history that cannot be read.
    SetUpUnreadable(MetaKey, crate::store::envelope::Unreadable),
    /// Mending one store from the other stopped.
    NotMended(StoreError),
}

/// Why a Send did not happen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotSent {
    /// There is nothing to send, or something is missing.
    Refused(SendError),
    /// It could not be kept on this tablet.
    NotKept(StoreError),
    /// The tablet has not been read yet.
    NotReady,
}

/// Everything the pages share.
#[derive(Clone, Copy)]
pub struct Workspace {
    pub(super) archive: Kept<crate::browser::BrowserArchive>,
    /// How far the start has come.
    pub phase: State<Phase>,
    /// The tablet's set-up, once there is one.
    pub settings: State<Option<Settings>>,
    /// All records; `None` until they have been read.
    pub ledger: State<Option<Ledger>>,
    /// The installation's own book and what it has sent, and the books that came
    /// from elsewhere.
    pub books: State<Option<Books>>,
    /// What the last checked backup holds; `None` when there is none, or it has
    /// not been read yet.
    pub backed_up: State<Option<BackedUp>>,
    /// How the records stand against it; `None` until they have been read.
    pub backup_standing: State<Option<BackupStanding>>,
    /// The returns that are owed; `None` until that was worked out.
    pub owed: State<Option<Vec<Owed>>>,
    /// The space in local storage; `None` until it was counted.
    pub space: State<Option<Space>>,
    /// Whether example data is shown.
    pub sample: State<Sample>,
    /// The team whose quarters are looked at; `None` for the usual one.
    pub team_in_view: State<Option<TeamId>>,
    /// What a person must know about the stores.
    pub warnings: State<Vec<Warning>>,
    /// The PINs, and whether the pages are shut.
    pub locking: Locking,
    /// Whose hands the tablet is in.
    pub handing: HandingOver,
    /// What has just been done.
    pub notice: State<Option<Notice>>,
    /// What is in this page and no longer in the stores.
    pub missing: State<Option<Missing>>,
    /// Today where the tablet is, by its clock.
    pub today: State<NaiveDate>,
    pub(super) looks: Looks,
    moves: Kept<u32>,
    // What was saved while the ledger was being read, perhaps too late for it.
    early: Kept<Vec<Record>>,
    pub(super) sent_texts: Kept<Vec<(Digest, String)>>,
    /// Counts how often it was begun to work out what is owed.
    pub(super) looks_at_owed: Kept<u32>,
}

impl Workspace {
    /// A workspace over this browser's stores; [`Workspace::begin`] reads them.
    #[must_use]
    pub fn new() -> Self {
        Self {
            archive: Kept::new(archive(Shelf::Real)),
            phase: State::new(Phase::Opening),
            settings: State::new(None),
            ledger: State::new(None),
            books: State::new(None),
            backed_up: State::new(None),
            backup_standing: State::new(None),
            owed: State::new(None),
            space: State::new(None),
            sample: State::new(Sample::Real),
            team_in_view: State::new(None),
            warnings: State::new(Vec::new()),
            locking: Locking::new(),
            handing: HandingOver::new(),
            notice: State::new(None),
            missing: State::new(None),
            today: State::new(ambient::today()),
            looks: Looks::new(),
            moves: Kept::new(0),
            early: Kept::new(Vec::new()),
            sent_texts: Kept::new(Vec::new()),
            looks_at_owed: Kept::new(0),
        }
    }

    /// Reads set-up, then records. Recording can begin after the first.
    pub async fn begin(self) {
        self.sample.set(Sample::Real);
        let mut named = self.look_who_may_see().await;
        let sample = named.sample();
        let hands = named.hands();
        if sample == Sample::Example {
            self.archive.set_value(archive(Shelf::Example));
            self.sample.set(Sample::Example);
            named = self.named().await;
        }
        let early = named.glance();
        let shown_early = early.is_some();
        if let Some((settings, books)) = early {
            self.show(Some(settings), books);
            drawing::page_drawn().await;
        }
        let start = self.start_from(named).await;
        if sample == Sample::Real {
            // Where the journal cannot be read, only now is it known whether
            // this tablet was set up.
            let shuts = what_shuts(&start.locks, &hands);
            self.locking.begin(start.settings.as_ref(), &shuts);
        }
        let mut warnings = Vec::new();
        for error in [&start.local, &start.journal]
            .into_iter()
            .filter_map(|it| it.as_ref().err())
        {
            warnings.push(Warning::CannotSave(error.clone()));
        }
        for (key, why) in start.unreadable {
            warnings.push(Warning::SetUpUnreadable(key, why));
        }
        self.warnings.set(warnings);
        let book = start.books.own.book;
        // What was shown early may have been added to since.
        if !shown_early {
            self.show(start.settings, start.books);
        }
        self.read_ledger(book, start.loss).await;
    }

    /// Reads whose hands the tablet is in and whether its pages are shut, before
    /// anything is shown. The real tablet's locks stand before its example data as
    /// well.
    pub async fn look_who_may_see(self) -> Named {
        self.archive.set_value(archive(Shelf::Real));
        let named = self.named().await;
        let set_up = named.glance().map(|(settings, _)| settings);
        let hands = named.hands();
        self.locking
            .begin(set_up.as_ref(), &what_shuts(&named.locks(), &hands));
        self.handing.take_in(hands.ok().flatten());
        named
    }

    pub(super) async fn named(self) -> Named {
        let archive = self.archive.get_value();
        archive.named().await
    }

    fn show(self, settings: Option<Settings>, books: Books) {
        self.books.set(Some(books));
        self.phase.set(match settings {
            Some(_) => Phase::Ready,
            None => Phase::FirstStart,
        });
        self.settings.set(settings);
    }

    /// Shows a set-up that another tab has made or changed.
    pub(super) fn show_set_up(self, settings: Settings) {
        self.settings.set(Some(settings));
        if self.phase.get_untracked() == Phase::FirstStart {
            self.phase.set(Phase::Ready);
        }
    }

    pub(super) async fn start_from(self, named: Named) -> Start {
        let (archive, fresh) = (self.archive.get_value(), BookId::new(ambient::fresh_id()));
        archive.start_from(named, fresh).await
    }

    async fn read_ledger(self, book: BookId, loss: Loss) {
        let archive = self.archive.get_value();
        match archive.read_ledger(book).await {
            Ok(mut read) => {
                self.early.update_value(|early| {
                    for record in early.drain(..) {
                        read.ledger.take_in(record);
                    }
                });
                self.backed_up.set(archive.backed_up().await.ok().flatten());
                self.looks.remember(&archive, book, read.ledger.len()).await;
                self.ledger.set(Some(read.ledger));
                self.warnings.update(|warnings| {
                    if read.loss == Loss::Everything {
                        warnings.push(Warning::EverythingGone);
                    }
                    let mended = read.mended_local.max(read.mended_journal);
                    if loss == Loss::JournalOnly {
                        warnings.push(Warning::OlderGone);
                    }
                    if mended > 0 && matches!(loss, Loss::LocalStorage | Loss::Journal) {
                        warnings.push(Warning::Mended(loss, mended));
                    }
                    if let Some(error) = &read.not_mended
                        && warnings.is_empty()
                    {
                        warnings.push(Warning::NotMended(error.clone()));
                    }
                    if !read.quarantine.is_empty() {
                        warnings.push(Warning::Unreadable(read.quarantine));
                    }
                });
                self.look_at_space();
            }
            Err(error) => self.warnings.update(|warnings| {
                if warnings.is_empty() {
                    warnings.push(Warning::CannotSave(error));
                }
            }),
        }
    }

    /// Takes in records that another tab saves from now on, and locks when
    /// another tab does.
    pub fn follow_other_tabs(self) {
        let take_in = move |prefix: &str, record| {
            let ours = match self.sample.get_untracked() {
                Sample::Real => prefix.is_empty(),
                Sample::Example => !prefix.is_empty(),
            };
            if ours {
                self.take_in(&[record]);
            }
        };
        let lock = move || {
            self.lock_here();
            // It may have been handed over, or taken back.
            spawn_local(self.look_whose_hands());
        };
        local_storage::follow_records(take_in);
        follow_locking(lock);
    }

    /// Sets this tablet up.
    ///
    /// # Errors
    /// The [`StoreError`] for which the set-up was not kept.
    pub async fn set_up(self, settings: Settings) -> Result<(), StoreError> {
        let archive = self.archive.get_value();
        self.noticed(archive.set_up(&settings).await)?;
        self.settings.set(Some(settings));
        self.phase.set(Phase::Ready);
        Ok(())
    }

    /// Shows example data, which lives apart from real records.
    ///
    /// # Errors
    /// The [`StoreError`] for which the example could not be kept.
    pub async fn show_example(self) -> Result<(), StoreError> {
        let apart = archive(Shelf::Example);
        let start = apart.start(BookId::new(ambient::fresh_id())).await;
        if start.settings.is_none() {
            // Up to yesterday, so that nothing in it was saved later than now.
            let today = ambient::today();
            let last = today.pred_opt().unwrap_or(today);
            let made = example::practice(last, 2017, start.books.own.book)
                .map_err(|error| StoreError::Blocked(error.to_string()))?;
            apart.save(&made.records).await?;
            let tablet = Text::typed("Example tablet").ok().flatten();
            let settings = Settings {
                tablet: tablet.unwrap_or_else(|| made.team.name.clone()),
                city: None,
                team: made.team,
                other_teams: Vec::new(),
                places: made.places,
                keep_records_for_years: None,
                groups: made.groups,
                corrected_places: Vec::new(),
                survey_languages: Vec::new(),
                due: Vec::new(),
                send_to: None,
                in_use: InUse::default(),
            };
            apart.set_up(&settings).await?;
        }
        let real = archive(Shelf::Real);
        real.keep_sample(Sample::Example).await?;
        self.begin_again().await;
        Ok(())
    }

    /// Goes back from example data to this tablet's own records.
    ///
    /// # Errors
    /// The [`StoreError`] for which the change was not kept.
    pub async fn leave_example(self) -> Result<(), StoreError> {
        archive(Shelf::Real).keep_sample(Sample::Real).await?;
        self.begin_again().await;
        Ok(())
    }

    /// Goes over to example data, or back to this tablet's own records, where another
    /// tab has; gives whether it did.
    pub(super) async fn follow_sample(self) -> bool {
        let shown = self.sample.get_untracked();
        // What cannot be read changes nothing.
        let kept = archive(Shelf::Real).sample().await;
        if self.phase.get_untracked() == Phase::Opening || kept.is_ok_and(|kept| kept == shown) {
            return false;
        }
        // What the page shows is not there.
        history::go("/");
        self.begin_again().await;
        true
    }

    /// Reads everything anew from the stores.
    pub async fn begin_again(self) {
        self.phase.set(Phase::Opening);
        // What is typed is kept where it belongs, as its page is left.
        drawing::page_drawn().await;
        self.looks.forget();
        self.missing.set(None);
        self.ledger.set(None);
        self.early.set_value(Vec::new());
        self.begin().await;
    }

    /// The clock, beside what is known of the days before.
    pub fn clock(self) -> Clock {
        self.today.get();
        self.ledger.with(|ledger| ambient::clock(ledger.as_ref()))
    }

    pub(super) fn stamp(self) -> Stamp {
        let clock = self.ledger.with_untracked(|it| ambient::clock(it.as_ref()));
        ambient::stamp(clock)
    }

    /// The team whose quarters are looked at.
    pub fn viewed_team(self) -> Option<TeamId> {
        let chosen = self.team_in_view.get();
        let usual = || self.settings.with(|it| Some(it.as_ref()?.team.id.clone()));
        chosen.or_else(usual)
    }

    /// One record, once the records have been read; `None` when there is none
    /// of this id, or not yet.
    pub fn find(self, id: RecordId) -> Option<Record> {
        self.ledger.with(|ledger| ledger.as_ref()?.get(id).cloned())
    }

    /// Whether a record is this tablet's to correct, remove and send.
    pub fn answers_for(self, record: &Record) -> bool {
        self.books
            .with(|books| books.as_ref().is_some_and(|books| books.answer_for(record)))
    }

    /// Whether a record can be corrected, as far as is known before the records
    /// have been read.
    pub fn can_correct(self, id: RecordId) -> bool {
        self.ledger.with(|ledger| {
            let Some(ledger) = ledger else { return true };
            ledger.get(id).is_some_and(Record::can_be_corrected)
        })
    }

    /// Saves the next version of a record that is here.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not saved.
    pub(super) async fn save_version(
        self,
        next: Record,
        made_from: Vec<DraftWrite>,
    ) -> Result<Record, StoreError> {
        let archive = self.archive.get_value();
        let saved = archive.save_from(std::slice::from_ref(&next), made_from);
        let saved = self.noticed(saved.await);
        self.look_whether_full();
        saved?;
        self.take_in(std::slice::from_ref(&next));
        Ok(next)
    }

    /// Corrects a record: a new version with something else in it. Its book
    /// stays, and every older version is kept.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not saved.
    pub async fn correct(
        self,
        record: Record,
        entry: Entry,
        form: Filled,
    ) -> Result<Record, StoreError> {
        let team = form.team.unwrap_or_else(|| record.team().clone());
        let next = record.corrected(entry, team, self.stamp());
        self.save_version(next.map_err(cannot_change)?, form.made_from)
            .await
    }

    /// Keeps what the manager decided of a comment.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not kept.
    pub async fn check_comment(
        self,
        record: &Record,
        asked: CommentAsked,
        check: CommentCheck,
    ) -> Result<(), StoreError> {
        let next = record.comment_checked(asked, check, self.stamp());
        self.save_version(next.map_err(cannot_change)?, Vec::new())
            .await
            .map(|_| ())
    }

    /// Removes a record: it no longer counts, and can be restored.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not removed.
    pub async fn remove(
        self,
        record: &Record,
        reason: Option<Text<500>>,
    ) -> Result<Record, StoreError> {
        let next = record.removed(reason, self.stamp());
        self.save_version(next.map_err(cannot_change)?, Vec::new())
            .await
    }

    /// Restores a removed record.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not restored.
    pub async fn restore(self, id: RecordId) -> Result<Record, StoreError> {
        let found = untrack(|| self.find(id));
        let record = found.ok_or_else(|| StoreError::Blocked("it is not here".to_owned()))?;
        let next = record.restored(self.stamp());
        self.save_version(next.map_err(cannot_change)?, Vec::new())
            .await
    }

    /// Erases what was typed in words from every version of a record, for good.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not erased.
    pub async fn erase_text(self, record: &Record) -> Result<Record, StoreError> {
        let erased = record.with_text_erased(self.stamp());
        let erased = erased.map_err(cannot_change)?;
        let done = self.archive.get_value().erase_text(&erased).await;
        self.noticed(done)?;
        self.take_in(std::slice::from_ref(&erased));
        Ok(erased)
    }

    /// Every version of a record that can be read, oldest first.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps them from being read.
    pub async fn versions(self, record: &Record) -> Result<Vec<Record>, StoreError> {
        self.archive.get_value().versions(record).await
    }

    /// Keeps or discards unfinished input.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not kept.
    pub async fn keep_draft(self, name: &str, text: Option<&str>) -> Result<(), StoreError> {
        self.archive.get_value().keep_draft(name, text).await
    }

    /// The unfinished input there is, by name.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    pub async fn drafts(self) -> Result<Vec<(String, KeptDraft)>, StoreError> {
        self.archive.get_value().drafts().await
    }

    /// The door tallies that are open, the oldest first.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps them from being read.
    pub async fn tallies(self) -> Result<Vec<KeptTally>, StoreError> {
        self.archive.get_value().tallies().await
    }

    /// One door tally; `None` when it has ended, or cannot be read.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being looked for.
    pub async fn tally(self, id: TallyId) -> Result<Option<Tally>, StoreError> {
        let open = self.tallies().await?;
        let found = open.into_iter().find(|one| one.id == id);
        Ok(found.and_then(|one| one.tally.ok()))
    }

    /// Keeps a door tally that must be as `before` until then.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not kept.
    pub async fn keep_tally(
        self,
        id: TallyId,
        before: Option<&Tally>,
        after: &Tally,
    ) -> Result<(), StoreError> {
        let archive = self.archive.get_value();
        archive.keep_tally(id, before, after).await
    }

    /// Discards a door tally.
    ///
    /// # Errors
    /// The [`StoreError`] for which it is still there.
    pub async fn discard_tally(self, id: TallyId) -> Result<(), StoreError> {
        self.archive.get_value().discard_tally(id).await
    }

    /// Changes the set-up as it is kept by now: another tab may have changed it
    /// since it was read. `change` may be called more than once.
    ///
    /// # Errors
    /// The error of `change`, or the [`StoreError`] for which it was not kept.
    pub async fn change_settings(
        self,
        change: impl Fn(&mut Settings) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let changed = self.archive.get_value().change_settings(change).await;
        let settings = self.noticed(changed)?;
        self.settings.set(Some(settings));
        Ok(())
    }

    /// The text of a return that was sent from here; none when its file is not
    /// here. It never changes, so it is read once and stays at hand.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    pub async fn sent_text(self, digest: Digest) -> Result<Option<String>, StoreError> {
        let known = self.sent_texts.with_value(|texts| {
            let known = texts.iter().find(|(of, _)| *of == digest);
            known.map(|(_, text)| text.clone())
        });
        if known.is_some() {
            return Ok(known);
        }
        let text = self.archive.get_value().sent_text(digest).await?;
        if let Some(text) = text.clone() {
            self.sent_texts
                .update_value(|texts| texts.push((digest, text)));
        }
        Ok(text)
    }

    /// Saves something new. `attempt` remembers a try that did not hold, so
    /// that trying again can never make two records of it.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not saved.
    pub async fn record(
        self,
        entry: Entry,
        form: Filled,
        attempt: Kept<Option<Record>>,
    ) -> Result<Record, StoreError> {
        let not_ready = || StoreError::Blocked("this tablet is not set up".to_owned());
        let settings = self.settings.get_untracked().ok_or_else(not_ready)?;
        let books = self.books.get_untracked().ok_or_else(not_ready)?;
        let (book, provenance) = books.for_new_records();
        let stamp = self.stamp();
        let team = form.team.unwrap_or_else(|| settings.team.id.clone());
        let first = attempt.get_value().unwrap_or_else(|| {
            let filing = Filing {
                id: RecordId::new(ambient::fresh_id()),
                book,
                team: team.clone(),
            };
            Record::new(filing, stamp, entry.clone()).with_provenance(provenance)
        });
        attempt.set_value(Some(first.clone()));
        if self
            .ledger
            .with_untracked(|it| it.as_ref().is_some_and(Ledger::is_empty))
        {
            // In the handler of a tap, or some browsers refuse; it must not
            // hold the save up.
            spawn_local(async {
                let _ = keeping_safe::ask().await;
            });
        }
        let archive = self.archive.get_value();
        let saved = archive.save_from(std::slice::from_ref(&first), form.made_from);
        let saved = self.noticed(saved.await);
        self.look_whether_full();
        saved?;
        self.take_in(std::slice::from_ref(&first));
        let mut saved = first;
        if *saved.entry() != entry || *saved.team() != team {
            // A try that timed out held after all, and the form was changed
            // since: what it holds now is a correction of that.
            let corrected = saved
                .corrected(entry, team, stamp)
                .map_err(|error| StoreError::Blocked(error.to_string()))?;
            archive.save(std::slice::from_ref(&corrected)).await?;
            self.take_in(std::slice::from_ref(&corrected));
            saved = corrected;
        }
        attempt.set_value(None);
        self.look_whether_full();
        Ok(saved)
    }

    /// Adds a place that was typed while recording.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not kept.
    pub async fn add_place(self, name: Name, kind: PlaceKind) -> Result<PlaceId, StoreError> {
        let (fresh, added) = (ambient::fresh_id(), std::cell::RefCell::new(None));
        self.change_settings(|settings| {
            let id = settings.add_place(name.clone(), kind, fresh);
            added.replace(Some(id));
            Ok(())
        })
        .await?;
        let not_added = || StoreError::NotKept(name.to_string());
        added.into_inner().ok_or_else(not_added)
    }

    /// Writes a Send: every return of this book that changed, frozen.
    ///
    /// # Errors
    /// A [`NotSent`] that says why nothing was sent.
    pub async fn send(
        self,
        wanted: (TeamId, Quarter),
        reason: Option<Text<500>>,
    ) -> Result<BooksSent, NotSent> {
        let (Some(settings), Some(before), Some(ledger)) = (
            self.settings.get_untracked(),
            self.books.get_untracked(),
            self.ledger.get_untracked(),
        ) else {
            return Err(NotSent::NotReady);
        };
        let stamp = self.stamp();
        let order = SendOrder {
            id: SendId::new(ambient::fresh_id()),
            wanted,
            reason,
            made_at: stamp.at,
            today: stamp.on,
            teams: settings.teams().cloned().collect(),
            tablet: settings.tablet,
            places: settings.places,
            sample: self.sample.get_untracked(),
        };
        let fresh = || SendId::new(ambient::fresh_id());
        let sent = before
            .send(&ledger, &order, fresh)
            .map_err(NotSent::Refused)?;
        let archive = self.archive.get_value();
        match archive.keep_sent(&before, &sent).await {
            Ok(()) => {
                self.books.set(Some(sent.books.clone()));
                Ok(sent)
            }
            Err(error) => {
                if error == StoreError::ChangedElsewhere {
                    match archive.books().await {
                        Ok(books) => self.books.set(Some(books)),
                        // Said on every page.
                        Err(_) => self.look_soon(),
                    }
                }
                Err(NotSent::NotKept(error))
            }
        }
    }

    /// The file of a return that was sent, with exactly the bytes it had then.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps it from being read.
    pub async fn sent_file(
        self,
        digest: Digest,
        name: String,
    ) -> Result<files::OutFile, StoreError> {
        let text = self.sent_text(digest).await?;
        let content = text.map(String::into_bytes);
        content
            .map(|content| files::OutFile { name, content })
            .ok_or_else(|| StoreError::Blocked("the file is not on this tablet".to_owned()))
    }

    /// Puts up a notice on a page.
    pub fn notify(self, path: &str, title: &str, words: String) {
        self.notice.set(Some(Notice {
            path: path.to_owned(),
            title: title.to_owned(),
            words,
            offers: Offers::Nothing,
        }));
    }

    /// Says that a record was saved, with the way to correct it.
    pub fn notify_saved(self, path: &str, words: String, id: RecordId) {
        self.notice.set(Some(Notice {
            path: path.to_owned(),
            title: "Saved on this tablet".to_owned(),
            words,
            offers: Offers::Correct(id),
        }));
    }

    /// Says that a record was removed, with the way to take that back.
    pub fn notify_removed(self, path: &str, words: String, id: RecordId) {
        self.notice.set(Some(Notice {
            path: path.to_owned(),
            title: "Removed".to_owned(),
            words,
            offers: Offers::Undo(id),
        }));
    }

    /// Takes the notice down unless it is for the page that opens now.
    pub fn notice_is_for(self, path: &str) {
        self.moves.update_value(|moves| *moves += 1);
        let for_another = self
            .notice
            .with_untracked(|notice| notice.as_ref().is_some_and(|notice| notice.path != path));
        if for_another {
            self.notice.set(None);
        }
    }

    /// Whether this page was opened from another one of the app.
    #[must_use]
    pub fn has_moved(self) -> bool {
        self.moves.get_value() > 1
    }

    pub(super) fn take_in(self, records: &[Record]) {
        if self.ledger.with_untracked(Option::is_none) {
            self.early
                .update_value(|early| early.extend_from_slice(records));
            return;
        }
        self.ledger.update(|ledger| {
            for record in records {
                if let Some(ledger) = ledger {
                    ledger.take_in(record.clone());
                }
            }
        });
    }
}

/// The PINs, unless it cannot be read whose hands the tablet is in: then nothing
/// may be shown either.
fn what_shuts(
    locks: &Result<Option<Locks>, StoreError>,
    hands: &Result<Option<Hands>, StoreError>,
) -> Result<Option<Locks>, StoreError> {
    hands.as_ref().map_err(Clone::clone)?;
    locks.clone()
}

/// What a form knows beside the entry it was checked into.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// Whose work it is; `None` for the usual team, or the team it had.
    pub team: Option<TeamId>,
    /// What it was made from, which ends with the save: the input that is kept
    /// until then, a door tally.
    pub made_from: Vec<DraftWrite>,
}

/// Pages offer only what can be done, so this is seen when another tab was
/// quicker.
pub(super) fn cannot_change(why: Unchangeable) -> StoreError {
    match why {
        Unchangeable::Removed | Unchangeable::NotRemoved | Unchangeable::NoText => {
            StoreError::ChangedElsewhere
        }
        Unchangeable::BelongsToTheFamily | Unchangeable::OtherSort | Unchangeable::DateStands => {
            StoreError::Blocked(why.to_string())
        }
    }
}

impl Default for Workspace {
    fn default() -> Self {
        Self::new()
    }
}
