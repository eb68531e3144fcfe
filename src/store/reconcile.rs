//! The start-up reconcile: what both stores hold becomes one ledger, and a plan
//! for mending whichever store is behind.
//!
//! | local storage | journal | taken | mended |
//! |---|---|---|---|
//! | same | same | it | – |
//! | newer | older | local storage's | journal |
//! | older | newer | journal's | local storage |
//! | same version, other content | | journal's: only that was called saved | local storage |
//! | readable | unreadable or missing | local storage's | journal |
//! | unreadable or missing | readable | journal's | local storage |
//! | missing, and may be | readable | journal's | – |
//! | readable | missing, for it was removed for good | none | local storage forgets it |
//! | unreadable | unreadable or missing | none: quarantine | nothing is touched |
//! | either of a newer format | | none: quarantine | nothing is touched |
//!
//! Missing it may be in local storage when room was made there for others and a
//! checked backup holds this very version ([`super::room`]); it was removed for
//! good when its quarter's retention period had passed ([`super::retention`]).
//!
//! Guarantees that no byte is overwritten before it is set aside, unless the
//! same record stands elsewhere in a version at least as new.

use super::envelope::{self, Unreadable};
use super::{RecordWrite, SetAside};
use crate::domain::base::ids::RecordId;
use crate::domain::record::Record;
use crate::domain::record::ledger::Ledger;

/// The key prefix of records in local storage.
pub const RECORD_PREFIX: &str = "r1/";

/// A record that is in neither store in a readable form. Its bytes stay where
/// they are; it counts nowhere and is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// The id it is kept under, as written.
    pub key: String,
    /// What local storage holds; `None` when nothing.
    pub local: Option<String>,
    /// What the journal holds; `None` when nothing.
    pub journal: Option<String>,
    /// Why it cannot be read.
    pub why: Unreadable,
}

/// What the two stores amount to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reconciled {
    /// Every readable record, at its newest version.
    pub ledger: Ledger,
    /// Records that cannot be read.
    pub quarantine: Vec<Quarantined>,
    /// What to write to local storage: key, text, and what was there.
    pub mend_local: Vec<(String, String, Option<String>)>,
    /// What to write to the journal.
    pub mend_journal: Vec<RecordWrite>,
    /// What a mend would overwrite and nothing else holds.
    pub set_aside: Vec<SetAside>,
    /// What local storage still held of records that were removed for good, by
    /// key.
    pub forgotten: Vec<String>,
}

/// What is told of records that stand in one store alone.
pub trait Exempt {
    /// Whether local storage need not hold what the journal holds.
    fn journal_only(&self, record: &Record) -> bool;

    /// Whether what the journal does not hold was removed for good.
    fn removed_for_good(&self, record: &Record) -> bool;
}

/// Nothing is exempt: both stores hold every record.
impl Exempt for () {
    fn journal_only(&self, _: &Record) -> bool {
        false
    }

    fn removed_for_good(&self, _: &Record) -> bool {
        false
    }
}

/// Seals one record.
#[must_use]
pub fn seal_record(record: &Record) -> RecordWrite {
    RecordWrite {
        id: record.id(),
        version: record.version(),
        follows: record.follows(),
        text: envelope::seal(record),
    }
}

/// The key of a record in local storage.
#[must_use]
pub fn record_key(id: RecordId) -> String {
    format!("{RECORD_PREFIX}{id}")
}

/// Brings together the texts of both stores, each by id as written.
#[must_use]
pub fn reconcile(
    mut local: Vec<(String, String)>,
    mut journal: Vec<(String, String)>,
    exempt: &dyn Exempt,
) -> Reconciled {
    // Both in the order of their ids, so that the two can be read side by side.
    local.sort_unstable();
    journal.sort_unstable();
    let mut outcome = Reconciled::default();
    let (mut local, mut journal) = (local.into_iter().peekable(), journal.into_iter().peekable());
    loop {
        let first = match (local.peek(), journal.peek()) {
            (None, None) => return outcome,
            (Some((id, _)), None) | (None, Some((id, _))) => id,
            (Some((ours, _)), Some((theirs, _))) => ours.min(theirs),
        }
        .clone();
        let is_first = |(id, _): &(String, String)| *id == first;
        let ours = local.next_if(is_first).map(|(_, text)| text);
        let theirs = journal.next_if(is_first).map(|(_, text)| text);
        outcome.bring_together(first, ours, theirs, exempt);
    }
}

impl Reconciled {
    fn bring_together(
        &mut self,
        id: String,
        local: Option<String>,
        journal: Option<String>,
        exempt: &dyn Exempt,
    ) {
        // The usual case first: both hold the same text, which is read once.
        let read_local = local.as_deref().map(|text| read_record(&id, text));
        let read_journal = if local == journal {
            None
        } else {
            journal.as_deref().map(|text| read_record(&id, text))
        };
        let future =
            [&read_local, &read_journal]
                .into_iter()
                .flatten()
                .find_map(|read| match read {
                    Err(why @ Unreadable::FutureFormat { .. }) => Some(why.clone()),
                    Err(_) | Ok(_) => None,
                });
        if let Some(why) = future {
            self.quarantine(id, local, journal, why);
            return;
        }
        match (read_local, read_journal) {
            (Some(Ok(ours)), Some(Ok(theirs))) => {
                if ours.version() > theirs.version() {
                    self.take_local(ours, local);
                } else {
                    if ours.version() == theirs.version() {
                        self.set_aside(&id, local.clone());
                    }
                    self.take_journal(theirs, journal, local);
                }
            }
            (Some(Ok(ours)), None) if local == journal => {
                self.ledger.take_in(ours);
            }
            (Some(Ok(ours)), None) if exempt.removed_for_good(&ours) => {
                self.forgotten.push(record_key(ours.id()));
            }
            (Some(Ok(ours)), None) => self.take_local(ours, local),
            (Some(Ok(ours)), Some(Err(_))) => {
                self.set_aside(&id, journal);
                self.take_local(ours, local);
            }
            (Some(Err(_)), Some(Ok(theirs))) => {
                self.set_aside(&id, local.clone());
                self.take_journal(theirs, journal, local);
            }
            (None, Some(Ok(theirs))) if exempt.journal_only(&theirs) => {
                self.ledger.take_in(theirs);
            }
            (None, Some(Ok(theirs))) => self.take_journal(theirs, journal, None),
            (Some(Err(why)), _) | (None, Some(Err(why))) => {
                self.quarantine(id, local, journal, why);
            }
            (None, None) => {}
        }
    }

    fn take_local(&mut self, record: Record, text: Option<String>) {
        if let Some(text) = text {
            self.mend_journal.push(RecordWrite {
                id: record.id(),
                version: record.version(),
                follows: None,
                text,
            });
        }
        self.ledger.take_in(record);
    }

    fn take_journal(&mut self, record: Record, text: Option<String>, was: Option<String>) {
        if let Some(text) = text {
            self.mend_local.push((record_key(record.id()), text, was));
        }
        self.ledger.take_in(record);
    }

    fn set_aside(&mut self, id: &str, text: Option<String>) {
        if let Some(text) = text {
            self.set_aside.push(SetAside {
                key: format!("{RECORD_PREFIX}{id}"),
                text,
            });
        }
    }

    fn quarantine(
        &mut self,
        key: String,
        local: Option<String>,
        journal: Option<String>,
        why: Unreadable,
    ) {
        self.quarantine.push(Quarantined {
            key,
            local,
            journal,
            why,
        });
    }
}

fn read_record(id: &str, text: &str) -> Result<Record, Unreadable> {
    let record: Record = envelope::open(text)?;
    if record.id().to_string() == id {
        Ok(record)
    } else {
        Err(Unreadable::OtherRecord)
    }
}
