//! What is written in one transaction of the journal.

use super::unfinished_names::SURVEY;
use super::{MetaKey, envelope};
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::RecordId;
use crate::domain::record::{Record, Version};

/// What must be there for a batch to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Whatever is there is replaced.
    Anything,
    /// Exactly this, or nothing at all.
    Exactly(Option<String>),
}

/// One version of a record, to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordWrite {
    /// The record.
    pub id: RecordId,
    /// This version.
    pub version: Version,
    /// The version that must be the newest there; `None`: there must be none.
    pub follows: Option<Version>,
    /// The sealed text.
    pub text: String,
}

impl RecordWrite {
    /// Whether it may be written over what is there: the version it follows, or
    /// itself, from a try that timed out. What cannot be read, or is another
    /// record, is never followed blindly.
    #[must_use]
    pub fn may_follow(&self, there: Option<&str>) -> bool {
        match there {
            None => self.follows.is_none(),
            Some(text) if text == self.text => true,
            Some(text) => envelope::open::<Record>(text).is_ok_and(|record| {
                record.id() == self.id && Some(record.version()) == self.follows
            }),
        }
    }

    /// Whether it mends what is there: what is missing, damaged or older.
    /// Another tab may have saved a newer version since both stores were read,
    /// and what a newer Daybook wrote is never touched.
    #[must_use]
    pub fn mends(&self, there: Option<&str>) -> bool {
        match there.map(envelope::open::<Record>) {
            Some(Ok(record)) => record.version() < self.version || record.id() != self.id,
            Some(Err(envelope::Unreadable::FutureFormat { .. })) => false,
            None
            | Some(Err(
                envelope::Unreadable::Damaged
                | envelope::Unreadable::Invalid(_)
                | envelope::Unreadable::OtherRecord,
            )) => true,
        }
    }
}

/// Something that is kept under a name, to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetaWrite {
    /// The name.
    pub key: MetaKey,
    /// What must be there now.
    pub expected: Expected,
    /// The sealed text.
    pub text: String,
}

/// Unreadable or outdated bytes that a mend would overwrite; kept for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Where they were.
    pub key: String,
    /// The bytes, as text.
    pub text: String,
}

/// The unfinished input of a form, or a door tally, as it is kept until it is
/// saved or discarded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftWrite {
    /// The name it is kept under, such as `session/1`.
    pub name: String,
    /// What must be there now. What a save is made from may be gone only where
    /// the save itself is there already.
    pub expected: Expected,
    /// The sealed text; `None` to discard it.
    pub text: Option<String>,
}

impl DraftWrite {
    /// Discards what is kept under a name, whatever it is.
    #[must_use]
    pub const fn discard(name: String) -> Self {
        Self {
            name,
            expected: Expected::Anything,
            text: None,
        }
    }
}

/// A record whose text is erased: what stays of its versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasure {
    /// The record.
    pub id: RecordId,
    /// Every older version, without its text; all others go from the log, and
    /// with them whatever of this record was set aside.
    pub versions: Vec<RecordWrite>,
}

/// What one transaction writes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// Named texts without which nothing is written: where one is missing, the
    /// store is no longer the one that was read.
    pub needs: Vec<MetaKey>,
    /// Record versions that must follow the one that is there.
    pub records: Vec<RecordWrite>,
    /// Record versions that replace what is missing, unreadable or older there:
    /// mending only.
    pub mends: Vec<RecordWrite>,
    /// Named texts.
    pub meta: Vec<MetaWrite>,
    /// Bytes of returns by digest; they never change.
    pub returns: Vec<(Digest, String)>,
    /// Digests of bytes that go for good. Those of what was sent never do.
    pub forgotten: Vec<Digest>,
    /// Bytes that are kept although nothing reads them.
    pub set_aside: Vec<SetAside>,
    /// Unfinished input, kept or discarded.
    pub drafts: Vec<DraftWrite>,
    /// Records whose older versions lose their text. Done before the records of
    /// this batch are written.
    pub erasures: Vec<Erasure>,
    /// Older versions of records, for the log alone: from a backup.
    pub older: Vec<RecordWrite>,
    /// Records that are removed for good, with every version and whatever of
    /// them was set aside.
    pub removals: Vec<RecordId>,
}

impl Batch {
    /// Whether other tabs have to look to learn of it: they are told of each record
    /// that is written, and of nothing else. Unfinished input is nobody's but its own
    /// form's, other than the survey that a family fills in.
    #[must_use]
    pub fn changes_more_than_records(&self) -> bool {
        let survey = self.drafts.iter().any(|it| it.name == SURVEY);
        survey
            || !(self.meta.is_empty()
                && self.mends.is_empty()
                && self.older.is_empty()
                && self.removals.is_empty())
    }

    /// Whether there is nothing to write.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
            && self.mends.is_empty()
            && self.meta.is_empty()
            && self.returns.is_empty()
            && self.forgotten.is_empty()
            && self.set_aside.is_empty()
            && self.drafts.is_empty()
            && self.erasures.is_empty()
            && self.older.is_empty()
            && self.removals.is_empty()
    }
}
