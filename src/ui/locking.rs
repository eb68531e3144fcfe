//! Whether this tab's pages are shut, and the way through: tries at a PIN, and
//! new PINs.
//!
//! That a tab was let in is remembered by the tab alone and until it is
//! reloaded. Everything else is kept by the journal before it is shown.

use chrono::{DateTime, TimeDelta, Utc};
use wasm_bindgen_futures::spawn_local;

use super::address::Address;
use super::sentences::store_problem;
use super::workspace::Workspace;
use crate::browser::{BrowserArchive, Shelf, ambient, archive, local_storage, slow_hash, tabs};
use crate::domain::tablet::locks::{Door, Locks, NotASecret, RecoveryCode, Secret};
use crate::domain::tablet::settings::Settings;
use crate::store::StoreError;
use crate::store::locks::NotTried;
use crate::ui::state::State;

/// The locks of this tablet, as this tab knows them.
#[derive(Clone, Copy)]
pub struct Locking {
    kept: State<AsRead>,
    /// Whether a staff PIN is set.
    staff_pin: State<bool>,
    /// Why they could not be read at the start.
    pub problem: State<Option<StoreError>>,
    /// Whether the staff pages are shut.
    pub shut: State<bool>,
    let_in: State<bool>,
    recovered: State<bool>,
    /// The page that the recovery code was entered on the way to.
    came_for: State<Option<Address>>,
}

/// The locks as they were last read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct AsRead {
    /// They; `None` when no PIN was ever set.
    locks: Option<Locks>,
    /// How often another tab has set a PIN, or taken one away, since this one began.
    elsewhere: usize,
}

/// Why a try did not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotOpened {
    /// It cannot be what was set; no try was counted.
    NotOne(NotASecret),
    /// It is not what was set.
    Wrong(Option<DateTime<Utc>>),
    /// No try was taken.
    NotTried(NotTried),
    /// Nothing can be hashed in this browser, at this address.
    NotOffered,
}

/// The locks are the real tablet's, whichever records are shown.
fn real() -> BrowserArchive {
    archive(Shelf::Real)
}

impl Locking {
    /// Nothing is known yet.
    pub fn new() -> Self {
        Self {
            kept: State::new(AsRead::default()),
            staff_pin: State::new(false),
            problem: State::new(None),
            shut: State::new(false),
            let_in: State::new(false),
            recovered: State::new(false),
            came_for: State::new(None),
        }
    }

    /// Takes in what the start has read. What cannot be read fails closed; but
    /// where nothing was ever set up, there is nothing to shut.
    pub fn begin(self, settings: Option<&Settings>, locks: &Result<Option<Locks>, StoreError>) {
        match locks {
            Ok(locks) => {
                self.problem.set(None);
                self.take_in(*locks);
            }
            Err(error) => {
                if settings.is_some() || matches!(error, StoreError::Unreadable { .. }) {
                    self.problem.set(Some(error.clone()));
                    self.shut.set(true);
                }
            }
        }
    }

    /// Reads the locks again: another tab may have changed them.
    ///
    /// # Errors
    /// Any [`StoreError`] that keeps them from being read.
    pub async fn read(self) -> Result<(), StoreError> {
        let locks = real().locks().await?;
        // Locks are never taken away, only the PINs in them: a journal without any
        // was emptied, and that opens nothing.
        let before = self.kept();
        if locks.is_none() && before.is_some() {
            return Ok(());
        }
        let (now, then) = (locks.unwrap_or_default(), before.unwrap_or_default());
        if !now.have_the_secrets_of(&then) {
            self.kept.update(|kept| kept.elsewhere += 1);
        }
        self.take_in(locks);
        Ok(())
    }

    /// The locks as this tab knows them.
    pub fn known(self) -> Locks {
        self.kept().unwrap_or_default()
    }

    /// How often another tab has set a PIN or taken one away: whoever was let through
    /// before that is asked again.
    pub fn changes_elsewhere(self) -> usize {
        self.kept.with(|kept| kept.elsewhere)
    }

    /// The locks as they are kept, following them: another tab may set a PIN.
    pub fn followed(self) -> Option<Locks> {
        self.kept.with(|kept| kept.locks)
    }

    /// The locks as they are kept; `None` when no PIN was ever set.
    pub fn kept(self) -> Option<Locks> {
        self.kept.with_untracked(|kept| kept.locks)
    }

    fn keep_in_mind(self, locks: Option<Locks>) {
        if self.kept() != locks {
            self.kept.update(|kept| kept.locks = locks);
        }
    }

    /// Whether there is a staff PIN, as far as this tab knows.
    pub fn has_staff_pin(self) -> bool {
        self.staff_pin.get()
    }

    /// Whether the pages can be shut now.
    pub fn can_lock(self) -> bool {
        !self.shut.get() && self.staff_pin.get()
    }

    /// Tries what was typed.
    ///
    /// # Errors
    /// A [`NotOpened`] that says why it does not open.
    pub async fn try_secret(self, asked: Secret, typed: String) -> Result<(), NotOpened> {
        let secret = asked.read(&typed).map_err(NotOpened::NotOne)?;
        let archive = real();
        let now = ambient::now();
        let taken = archive.take_try(asked, now, ambient::fresh_id()).await;
        let taken = match taken {
            Ok(taken) => taken,
            Err(why) => {
                // Another tab may have taken the PIN away, or waits as well.
                let _ = self.read().await;
                return Err(NotOpened::NotTried(why));
            }
        };
        let counted = taken.counted;
        self.keep_in_mind(Some(counted));
        let (salt, rounds) = (taken.hash.salt, taken.hash.rounds);
        let digest = slow_hash::digest(&secret, &salt, rounds).await;
        let digest = digest.map_err(|_| NotOpened::NotOffered)?;
        match archive.compare(taken, digest, ambient::fresh_id()).await {
            Some(locks) => {
                self.keep_in_mind(Some(locks));
                Ok(())
            }
            None => Err(NotOpened::Wrong(counted.waits_until(asked, now))),
        }
    }

    /// Opens the staff pages in this tab. The recovery code also opens the PINs,
    /// once.
    pub fn let_in(self, by: Secret) {
        self.recovered.set(by == Secret::RecoveryCode);
        self.let_in.set(true);
        self.shut.set(false);
    }

    /// Whether the recovery code has just been entered; only the first who asks
    /// is told so.
    pub fn take_recovered(self) -> bool {
        let recovered = self.recovered.get_untracked();
        self.recovered.set(false);
        recovered
    }

    /// Remembers the page that the recovery code was entered on the way to: the PINs
    /// come first.
    pub fn on_the_way_to(self, page: Address) {
        self.came_for.set(Some(page));
    }

    /// That page; only the first who asks is told.
    pub fn take_came_for(self) -> Option<Address> {
        let page = self.came_for.get_untracked();
        self.came_for.set(None);
        page
    }

    /// The locks as they will be with a new PIN, and the recovery code that has
    /// to be written down before they are kept.
    ///
    /// # Errors
    /// A [`NotOpened`] that says why it cannot be set.
    pub async fn choose(
        self,
        pin: Secret,
        typed: String,
    ) -> Result<(Locks, RecoveryCode), NotOpened> {
        let digits = pin.read(&typed).map_err(NotOpened::NotOne)?;
        let made = async {
            let code = RecoveryCode::new(slow_hash::random()?);
            let hash = slow_hash::hash(&digits).await?;
            let recovery = slow_hash::hash(code.as_str()).await?;
            let mark = ambient::fresh_id();
            Ok((self.known().with_pin(pin, hash, recovery, mark), code))
        };
        made.await
            .map_err(|_: slow_hash::NotOffered| NotOpened::NotOffered)
    }

    /// Keeps the locks with a PIN set or taken away, made from how they were `before`.
    ///
    /// # Errors
    /// The [`StoreError`] for which nothing was changed.
    pub async fn keep(self, before: Option<Locks>, after: Locks) -> Result<(), StoreError> {
        let kept = real().keep_locks(before.as_ref(), &after).await;
        if kept == Err(StoreError::ChangedElsewhere) {
            // So that what is shown, and tried next, is what is there.
            self.read().await?;
        }
        kept?;
        // Whoever set the PIN need not enter it in this tab.
        self.let_in.set(true);
        self.take_in(Some(after));
        Ok(())
    }

    fn take_in(self, locks: Option<Locks>) {
        self.keep_in_mind(locks);
        let staff_pin = self.known().asked_at(Door::StaffPages).is_some();
        let shut = staff_pin && !self.let_in.get_untracked();
        if self.staff_pin.get_untracked() != staff_pin {
            self.staff_pin.set(staff_pin);
        }
        // What follows this makes the page anew.
        if self.shut.get_untracked() != shut {
            self.shut.set(shut);
        }
    }
}

impl Workspace {
    /// Shuts every tab's pages until the staff PIN is entered in it.
    pub fn lock(self) {
        self.lock_here();
        tell_to_lock();
    }

    /// Shuts this tab's pages until the staff PIN is entered.
    pub fn lock_here(self) {
        self.notice.set(None);
        self.locking.recovered.set(false);
        self.locking.came_for.set(None);
        self.locking.let_in.set(false);
        if self.locking.staff_pin.get_untracked() {
            self.locking.shut.set(true);
        }
        // What is kept decides: another tab may have set the PIN, or taken it away.
        spawn_local(async move {
            if self.locking.read().await.is_err() {
                self.locking.shut.set(true);
            }
        });
    }
}

/// Tells every other tab to lock, in both ways there are: local storage tells nobody
/// where it is full, and a channel no tab that was asleep.
pub fn tell_to_lock() {
    local_storage::tell_to_lock();
    tabs::tell_to_lock();
}

/// Locks whenever another tab tells to, in either way.
pub fn follow_locking(lock: impl Fn() + Clone + 'static) {
    local_storage::follow_locking(lock.clone());
    tabs::follow_locking(lock);
}

/// Why a try did not open, in a sentence.
pub fn not_opened(asked: Secret, why: &NotOpened) -> String {
    let name = in_sentence(asked);
    match why {
        NotOpened::NotOne(NotASecret::Pin) => "Enter a PIN of 4 to 8 digits".to_owned(),
        NotOpened::NotOne(NotASecret::RecoveryCode) => {
            "Enter the 16 letters and digits of the recovery code".to_owned()
        }
        NotOpened::Wrong(None) => format!("This is not the {name}. Try again"),
        NotOpened::Wrong(Some(until)) => {
            format!("This is not the {name}. {}", try_again_at(*until))
        }
        NotOpened::NotTried(NotTried::TooEarly(until)) => too_early(*until),
        NotOpened::NotTried(NotTried::NotSet) => {
            format!("There is no {name} any more. Open this page again")
        }
        NotOpened::NotTried(NotTried::NotCounted(error)) => {
            format!("The {name} was not checked. {}", store_problem(error))
        }
        NotOpened::NotOffered => {
            "This browser cannot work with PINs at this address. Open Daybook at its https address"
                .to_owned()
        }
    }
}

/// That nothing can be tried before a time.
pub fn too_early(until: DateTime<Utc>) -> String {
    format!("Too many wrong tries. {}", try_again_at(until))
}

/// The time to the minute, and never one at which it is still too early.
fn try_again_at(until: DateTime<Utc>) -> String {
    let minute = until + TimeDelta::seconds(59);
    format!("Try again at {}", ambient::time_of_day(minute))
}

/// Its name within a sentence.
pub fn in_sentence(secret: Secret) -> &'static str {
    match secret {
        Secret::StaffPin => "staff PIN",
        Secret::ManagerPin => "manager PIN",
        Secret::RecoveryCode => "recovery code",
    }
}
