//! What happens to the stores and the clock behind this page's back: another tab
//! writes, the browser clears the site's data, midnight passes.
//!
//! Guarantees that what is shown follows it: at once where the page is told, else
//! when it is turned to again and each minute. What was cleared is said, and stays
//! in the page until a person lets it be written back.

use gloo_timers::callback::Interval;
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;

use super::keeping::OpenForms;
use super::workspace::{Phase, Warning, Workspace};
use crate::browser::{BrowserArchive, Shelf, ambient, archive, tabs};
use crate::domain::base::ids::BookId;
use crate::domain::record::Record;
use crate::domain::record::ledger::Ledger;
use crate::domain::submission::send::Sample;
use crate::store::StoreError;
use crate::store::archive::Loss;
use crate::store::looking::{Found, Held, Known, Standing};
use crate::ui::state::Kept;

/// How long messages are gathered before the stores are looked at, in
/// milliseconds: an import tells of itself some hundred times.
const GATHERED: u32 = 60;

/// How often the clock and the stores are looked at, in milliseconds.
pub const EVERY: u32 = 20_000;

/// What is in this page and no longer in the stores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// How many records that were not removed.
    pub records: usize,
    /// Whether the tablet was set up anew since.
    pub begun_anew: bool,
}

/// What this page knows of the stores it has read.
#[derive(Clone, Copy)]
pub struct Looks(Kept<Seen>);

#[derive(Debug, Clone, Default)]
struct Seen {
    known: Option<Known>,
    /// How many texts of records the journal held then.
    in_journal: usize,
    /// How many records could be read.
    read: usize,
    /// The checksum of what the last checked backup holds.
    backed_up: Option<String>,
    /// Whether a look is due in a moment.
    due: bool,
}

impl Looks {
    /// Nothing was read yet.
    pub fn new() -> Self {
        Self(Kept::new(Seen::default()))
    }

    /// Remembers what the stores held when so many records had been read.
    pub async fn remember(self, archive: &BrowserArchive, book: BookId, records: usize) {
        // Without the journal there is nothing to compare with.
        let Ok(there) = archive.records_in_journal().await else {
            return;
        };
        self.0.update_value(|seen| {
            seen.in_journal = there;
            seen.read = records;
            seen.known = Some(archive.known(book));
        });
    }

    /// Until the stores have been read again, nothing is known of them.
    pub fn forget(self) {
        self.0.update_value(|seen| seen.known = None);
    }

    fn known(self) -> Option<Known> {
        self.0.with_value(|seen| seen.known)
    }

    /// Whether as many texts have come to the journal since then as records to the
    /// page: then the page has heard of all.
    fn heard_of_all(self, in_journal: usize, here: usize) -> bool {
        self.0
            .with_value(|seen| in_journal + seen.read == here + seen.in_journal)
    }

    /// Whether the checksum of what is backed up is another one than before.
    fn is_new_backup(self, checksum: Option<String>) -> bool {
        let is_new = self.0.with_value(|seen| seen.backed_up != checksum);
        self.0.update_value(|seen| seen.backed_up = checksum);
        is_new
    }

    /// Whether nobody else looks in a moment.
    fn begins(self) -> bool {
        let due = self.0.with_value(|seen| seen.due);
        self.0.update_value(|seen| seen.due = true);
        !due
    }

    fn looks_now(self) {
        self.0.update_value(|seen| seen.due = false);
    }
}

impl Workspace {
    /// Follows the stores and the clock from now on.
    pub fn follow_stores(self) {
        let look = move || {
            self.follow_clock();
            self.handing.heard.update(|heard| *heard += 1);
            self.look_soon();
        };
        tabs::follow_changes(move |journal| {
            if journal != crate::browser::ROLL_UP {
                look();
            }
        });
        tabs::follow_clearing(look);
        tabs::follow_return(look);
        Interval::new(EVERY, move || {
            if tabs::is_seen() {
                look();
            }
        })
        .forget();
    }

    /// Notices that another day has begun.
    pub fn follow_clock(self) {
        let today = ambient::today();
        if self.today.get_untracked() != today {
            self.today.set(today);
        }
    }

    /// Hands an outcome on; where it tells that the stores are not what this page
    /// thinks, looks at them.
    pub(super) fn noticed<Done>(
        self,
        outcome: Result<Done, StoreError>,
    ) -> Result<Done, StoreError> {
        if matches!(
            outcome,
            Err(StoreError::Vanished | StoreError::ChangedElsewhere)
        ) {
            self.look_soon();
        }
        outcome
    }

    /// Looks at the stores in a moment.
    pub fn look_soon(self) {
        if self.looks.begins() {
            spawn_local(async move {
                TimeoutFuture::new(GATHERED).await;
                self.looks.looks_now();
                self.look().await;
            });
        }
    }

    /// Looks at the stores, and lets what is shown follow them.
    pub async fn look(self) {
        if self.follow_sample().await {
            return;
        }
        let Some(known) = self.looks.known() else {
            return;
        };
        let archive = self.archive.get_value();
        // A journal that cannot be read says so at the next save.
        let Ok(found) = archive.look(known).await else {
            return;
        };
        if self.looks.known() != Some(known) {
            // All was read anew meanwhile.
            return;
        }
        match found.standing {
            Standing::JournalGone => self.say_missing(false).await,
            Standing::BegunAnew => self.say_missing(true).await,
            Standing::LocalStorageGone => {
                let mended = self.read_again(&archive, known).await;
                self.say_mended(mended);
            }
            Standing::Kept => self.take_in_found(&archive, known, found).await,
        }
    }

    async fn take_in_found(self, archive: &BrowserArchive, known: Known, found: Found) {
        if let Some(books) = found.books
            && self.books.with_untracked(|it| it.as_ref() != Some(&books))
        {
            self.books.set(Some(books));
        }
        if let Some(settings) = found.settings
            && self
                .settings
                .with_untracked(|it| it.as_ref() != Some(&settings))
        {
            self.show_set_up(settings);
        }
        if let Ok(checksum) = archive.backed_up_checksum().await
            && self.looks.is_new_backup(checksum)
            && let Ok(backed_up) = archive.backed_up().await
            && self.backed_up.with_untracked(|it| *it != backed_up)
        {
            self.backed_up.set(backed_up);
        }
        // What cannot be read changes nothing: it was known when this tab began.
        let _ = self.locking.read().await;
        self.look_whose_hands().await;
        let here = self
            .ledger
            .with_untracked(|it| it.as_ref().map_or(0, Ledger::len));
        let heard_of_all = self.looks.heard_of_all(found.records, here);
        if !heard_of_all || self.missing.with_untracked(Option::is_some) {
            self.read_again(archive, known).await;
        }
    }

    /// Reads the records again, which mends local storage, and gives how many it
    /// mended. What this page alone still holds stays in it.
    async fn read_again(self, archive: &BrowserArchive, known: Known) -> usize {
        let Ok(read) = archive.read_ledger(known.book).await else {
            return 0;
        };
        let mut ledger = read.ledger;
        let here_alone = self.not_in(&ledger);
        self.looks.remember(archive, known.book, ledger.len()).await;
        let missing = (!here_alone.is_empty()).then(|| Missing {
            records: here_alone.iter().filter(|it| !it.is_removed()).count(),
            begun_anew: false,
        });
        for record in here_alone {
            ledger.take_in(record);
        }
        self.ledger.set(Some(ledger));
        if self.missing.get_untracked() != missing {
            self.missing.set(missing);
        }
        self.look_at_space();
        read.mended_local
    }

    fn say_mended(self, records: usize) {
        if records > 0 {
            self.warnings.update(|warnings| {
                warnings.retain(|it| !matches!(it, Warning::Mended(..)));
                warnings.push(Warning::Mended(Loss::LocalStorage, records));
            });
        }
    }

    /// The records of this page that a ledger does not hold, other than those that
    /// were removed for good.
    fn not_in(self, read: &Ledger) -> Vec<Record> {
        let books = self.books.get_untracked();
        let removed = |record: &Record| books.as_ref().is_some_and(|it| it.has_passed(record));
        self.ledger.with_untracked(|ledger| {
            let here = ledger.iter().flat_map(Ledger::iter);
            here.filter(|record| read.get(record.id()).is_none() && !removed(record))
                .cloned()
                .collect()
        })
    }

    async fn say_missing(self, begun_anew: bool) {
        let records = self
            .ledger
            .with_untracked(|it| it.as_ref().map_or(0, Ledger::kept));
        let missing = Some(Missing {
            records,
            begun_anew,
        });
        if self.missing.get_untracked() != missing {
            self.missing.set(missing);
        }
        // A family cannot be asked, and did not clear anything; and before the first
        // start there is nothing to ask about.
        let with_family = self.handing.with_family.with_untracked(Option::is_some);
        if with_family || self.phase.get_untracked() == Phase::FirstStart {
            let _ = self.put_back().await;
        }
    }

    /// Writes back what this page still holds, and what its forms hold.
    ///
    /// # Errors
    /// The [`StoreError`] that stopped it; it can be done again.
    pub async fn write_back(self, forms: OpenForms) -> Result<(), StoreError> {
        self.put_back().await?;
        forms.keep().await
    }

    async fn put_back(self) -> Result<(), StoreError> {
        let not_ready = || StoreError::Blocked("this tablet is still being read".to_owned());
        let books = self.books.get_untracked().ok_or_else(not_ready)?;
        let ledger = self.ledger.get_untracked().ok_or_else(not_ready)?;
        let settings = self.settings.get_untracked();
        let (locks, hands) = (self.locking.kept(), self.handing.kept());
        let (backed_up, returns) = (self.backed_up.get_untracked(), self.sent_texts.get_value());
        let own = archive(Shelf::Real);
        // PINs and hand-over are the real tablet's, whichever records are shown.
        own.write_back_who_may_see(locks.as_ref(), hands.as_ref())
            .await?;
        if self.sample.get_untracked() == Sample::Example {
            own.keep_sample(Sample::Example).await?;
        }
        let archive = self.archive.get_value();
        archive
            .write_back(&Held {
                ledger: &ledger,
                books: &books,
                settings: settings.as_ref(),
                backed_up: backed_up.as_ref(),
                returns: &returns,
            })
            .await?;
        self.looks
            .remember(&archive, books.own.book, ledger.len())
            .await;
        self.missing.set(None);
        self.look_soon();
        Ok(())
    }
}
