//! What one transaction of the journal reads, and what it then writes.
//!
//! Guarantees that of several batches in one transaction each stands or falls
//! alone by what it expects, seeing what those before it wrote. Pure: the
//! journal carries steps out and decides nothing.

use super::envelope::checksum;
use super::reconcile::record_key;
use super::{Batch, Expected, MetaKey, RecordWrite, StoreError};
use crate::domain::base::ids::RecordId;
use crate::domain::base::sorted::{Map, map_of};

/// One of the journal's drawers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Drawer {
    /// The newest text of every record, by id.
    Records,
    /// Every version, by id, version and checksum.
    Log,
    /// Everything under a name, unfinished input among it.
    Meta,
    /// The bytes of returns, by digest.
    Returns,
    /// What was set aside, by where it was and its checksum.
    SetAside,
}

impl Drawer {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Records,
        Self::Log,
        Self::Meta,
        Self::Returns,
        Self::SetAside,
    ];

    /// Its name in the database and in a backup.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Records => "records",
            Self::Log => "log",
            Self::Meta => "meta",
            Self::Returns => "returns",
            Self::SetAside => "set-aside",
        }
    }
}

/// Where a text is kept.
pub type Spot = (Drawer, String);

/// The key in [`Drawer::Meta`] under which unfinished input of a name is kept.
#[must_use]
pub fn draft_key(name: &str) -> String {
    format!("{DRAFTS}/{name}")
}

/// What the keys of unfinished input begin with, before a slash.
pub const DRAFTS: &str = "draft";

/// What is kept under a known name, of what was read from [`Drawer::Meta`].
#[must_use]
pub fn named(found: Vec<(String, String)>) -> Map<MetaKey, String> {
    let named = |(key, text): (String, String)| {
        let known = MetaKey::ALL.into_iter().find(|it| it.key() == key)?;
        Some((known, text))
    };
    map_of(found.into_iter().filter_map(named))
}

/// Unfinished input by its name, of what was read below [`DRAFTS`].
#[must_use]
pub fn drafts(mut found: Vec<(String, String)>) -> Vec<(String, String)> {
    for (key, _) in &mut found {
        key.drain(..key.len().min(DRAFTS.len() + 1));
    }
    found
}

/// One step of a transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Puts a text in its spot.
    Put(Spot, String),
    /// Takes the text of a spot away.
    Delete(Spot),
    /// Takes everything away whose key is this and a slash and more.
    DeleteBelow(Spot),
}

/// What became of each batch, in their order.
pub type Verdicts = Vec<Result<(), StoreError>>;

/// The spots that must be read before it can be decided what to write.
#[must_use]
pub fn to_read(batches: &[Batch]) -> Vec<Spot> {
    let mut spots = Vec::new();
    for batch in batches {
        for write in batch.records.iter().chain(&batch.mends) {
            spots.push((Drawer::Records, write.id.to_string()));
        }
        for key in &batch.needs {
            spots.push((Drawer::Meta, key.key().to_owned()));
        }
        for write in &batch.meta {
            spots.push((Drawer::Meta, write.key.key().to_owned()));
        }
        for (digest, _) in &batch.returns {
            spots.push((Drawer::Returns, digest.to_string()));
        }
        for draft in &batch.drafts {
            if draft.expected != Expected::Anything {
                spots.push((Drawer::Meta, draft_key(&draft.name)));
            }
        }
    }
    spots
}

/// The steps of the batches whose expectations hold, and the verdict on each.
/// `found` is what was read, in the order of [`to_read`].
#[must_use]
pub fn decide(batches: &[Batch], found: Vec<Option<String>>) -> (Vec<Step>, Verdicts) {
    let mut writing = Writing {
        known: map_of(to_read(batches).into_iter().zip(found)),
        steps: Vec::new(),
    };
    let verdicts = batches
        .iter()
        .map(|batch| {
            if !writing.stands(batch) {
                return Err(StoreError::Vanished);
            }
            if !writing.holds(batch) {
                return Err(StoreError::ChangedElsewhere);
            }
            writing.write(batch);
            Ok(())
        })
        .collect();
    (writing.steps, verdicts)
}

struct Writing {
    /// What stands in each spot that was read, by now.
    known: Map<Spot, Option<String>>,
    steps: Vec<Step>,
}

impl Writing {
    fn there(&self, drawer: Drawer, key: String) -> Option<&str> {
        self.known.get(&(drawer, key))?.as_deref()
    }

    fn put(&mut self, drawer: Drawer, key: String, text: &str) {
        let spot = (drawer, key);
        self.known.insert(spot.clone(), Some(text.to_owned()));
        self.steps.push(Step::Put(spot, text.to_owned()));
    }

    /// Whether the store still is the one that the batch was made for.
    fn stands(&self, batch: &Batch) -> bool {
        let is_there = |key: &MetaKey| self.there(Drawer::Meta, key.key().to_owned()).is_some();
        batch.needs.iter().all(is_there)
    }

    fn holds(&self, batch: &Batch) -> bool {
        let records = batch.records.iter().all(|write| {
            let there = self.there(Drawer::Records, write.id.to_string());
            write.may_follow(there)
        });
        let meta = batch.meta.iter().all(|write| match &write.expected {
            Expected::Anything => true,
            Expected::Exactly(expected) => {
                let there = self.there(Drawer::Meta, write.key.key().to_owned());
                there == expected.as_deref() || there == Some(&write.text)
            }
        });
        let again = batch.records.iter().all(|write| {
            let there = self.there(Drawer::Records, write.id.to_string());
            there == Some(&write.text)
        });
        let drafts = batch.drafts.iter().all(|write| match &write.expected {
            Expected::Anything => true,
            Expected::Exactly(expected) => {
                let there = self.there(Drawer::Meta, draft_key(&write.name));
                there == expected.as_deref() || (again && there == write.text.as_deref())
            }
        });
        records && meta && drafts
    }

    fn delete(&mut self, drawer: Drawer, key: String) {
        let spot = (drawer, key);
        self.known.insert(spot.clone(), None);
        self.steps.push(Step::Delete(spot));
    }

    fn write(&mut self, batch: &Batch) {
        for erasure in &batch.erasures {
            self.clear_versions(erasure.id);
            for version in &erasure.versions {
                self.log(version);
            }
        }
        for id in &batch.removals {
            self.clear_versions(*id);
            let spot = (Drawer::Records, id.to_string());
            self.steps.push(Step::Delete(spot));
        }
        for version in &batch.older {
            self.log(version);
        }
        for write in &batch.records {
            self.record(write);
        }
        for mend in &batch.mends {
            if mend.mends(self.there(Drawer::Records, mend.id.to_string())) {
                self.record(mend);
            }
        }
        for write in &batch.meta {
            self.put(Drawer::Meta, write.key.key().to_owned(), &write.text);
        }
        for digest in &batch.forgotten {
            self.delete(Drawer::Returns, digest.to_string());
        }
        for (digest, text) in &batch.returns {
            // The bytes of a return that was sent never change.
            if self.there(Drawer::Returns, digest.to_string()).is_none() {
                self.put(Drawer::Returns, digest.to_string(), text);
            }
        }
        for draft in &batch.drafts {
            let key = draft_key(&draft.name);
            match &draft.text {
                Some(text) => self.put(Drawer::Meta, key, text),
                None => self.delete(Drawer::Meta, key),
            }
        }
        for kept in &batch.set_aside {
            let key = format!("{}/{:08x}", kept.key, checksum(&kept.text));
            self.put(Drawer::SetAside, key, &kept.text);
        }
    }

    fn clear_versions(&mut self, id: RecordId) {
        for (drawer, key) in [
            (Drawer::Log, id.to_string()),
            (Drawer::SetAside, record_key(id)),
        ] {
            self.steps.push(Step::DeleteBelow((drawer, key)));
        }
    }

    fn record(&mut self, write: &RecordWrite) {
        self.put(Drawer::Records, write.id.to_string(), &write.text);
        self.log(write);
    }

    fn log(&mut self, write: &RecordWrite) {
        // The checksum tells two texts of one version apart.
        let sum = write.text.get(..8).unwrap_or_default();
        let key = format!("{}/{:010}/{sum}", write.id, write.version.number());
        self.put(Drawer::Log, key, &write.text);
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::{DraftWrite, Erasure, MetaWrite};
    use super::*;
    use crate::domain::record::Version;

    fn meta(expected: Expected, text: &str) -> Batch {
        Batch {
            meta: vec![MetaWrite {
                key: MetaKey::History,
                expected,
                text: text.to_owned(),
            }],
            ..Batch::default()
        }
    }

    fn there(text: &str) -> Expected {
        Expected::Exactly(Some(text.to_owned()))
    }

    #[test]
    fn of_two_batches_that_expect_the_same_only_the_first_stands() {
        let batches = [meta(there("a"), "b"), meta(there("a"), "c")];
        let found = vec![Some("a".to_owned()), Some("a".to_owned())];
        let (steps, verdicts) = decide(&batches, found);
        assert_eq!(verdicts, [Ok(()), Err(StoreError::ChangedElsewhere)]);
        let spot = (Drawer::Meta, "history".to_owned());
        assert_eq!(steps, [Step::Put(spot, "b".to_owned())]);
    }

    #[test]
    fn a_batch_sees_what_the_one_before_it_wrote() {
        let batches = [meta(Expected::Exactly(None), "a"), meta(there("a"), "b")];
        let (steps, verdicts) = decide(&batches, vec![None, None]);
        assert_eq!(verdicts, [Ok(()), Ok(())]);
        assert_eq!(steps.len(), 2);
    }

    #[test]
    fn a_save_discards_its_unfinished_input_in_the_same_transaction() {
        let batch = Batch {
            drafts: vec![DraftWrite::discard("session/1".to_owned())],
            ..meta(Expected::Anything, "a")
        };
        let (steps, _) = decide(&[batch], vec![None]);
        let gone = (Drawer::Meta, "draft/session/1".to_owned());
        assert_eq!(steps.last(), Some(&Step::Delete(gone)));
    }

    #[test]
    fn nothing_is_written_into_a_store_that_was_emptied() {
        let batch = || Batch {
            needs: vec![MetaKey::Books],
            ..meta(Expected::Anything, "a")
        };
        let (steps, verdicts) = decide(&[batch()], vec![None, None]);
        assert_eq!((steps, verdicts), (vec![], vec![Err(StoreError::Vanished)]));
        let (_, verdicts) = decide(&[batch()], vec![Some("books".to_owned()), None]);
        assert_eq!(verdicts, [Ok(())]);
    }

    #[test]
    fn erasing_clears_the_log_before_the_stripped_versions_are_written() {
        let id = RecordId::new(Uuid::from_u128(1));
        let version = RecordWrite {
            id,
            version: Version::FIRST,
            follows: None,
            text: "12345678|{}".to_owned(),
        };
        let batch = Batch {
            erasures: vec![Erasure {
                id,
                versions: vec![version],
            }],
            ..Batch::default()
        };
        let (steps, _) = decide(&[batch], Vec::new());
        let below = |drawer, key: String| Step::DeleteBelow((drawer, key));
        let entry = (Drawer::Log, format!("{id}/0000000001/12345678"));
        assert_eq!(
            steps,
            [
                below(Drawer::Log, id.to_string()),
                below(Drawer::SetAside, format!("r1/{id}")),
                Step::Put(entry, "12345678|{}".to_owned()),
            ]
        );
    }
}
