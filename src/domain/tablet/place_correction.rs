//! A mistyped place put right: "records at Northgate Yuth Club belong to
//! Northgate Youth Club".
//!
//! Guarantees that only records this tablet answers for are corrected, that the
//! plan says beforehand which and in which quarters, and that a correction cut
//! off can be gone on with: what is left to do is read from the records
//! themselves. Refuses to know how records are saved.

use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::{GroupId, PlaceId, RecordId, TeamId};
use crate::domain::base::json::object;
use crate::domain::record::ledger::Ledger;
use crate::domain::record::{Entry, Record, Stamp, Unchangeable};
use crate::domain::submission::books::Books;

/// Records at one place belong to another of the same kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceCorrection {
    /// The place that was mistyped. It is no longer offered.
    pub from: PlaceId,
    /// The place that was meant.
    pub to: PlaceId,
    /// The groups that went with it.
    pub groups: Vec<GroupId>,
}

object!(PlaceCorrection {
    from: needed,
    to: needed,
    groups: usual,
});

/// Whether a quarter's return has been sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WasSent {
    /// It has, and will be marked as changed since.
    Sent,
    /// It has not.
    NotSent,
}

/// The records of one team and quarter that would be corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedQuarter {
    /// The team.
    pub team: TeamId,
    /// The quarter.
    pub quarter: Quarter,
    /// How many records of theirs.
    pub records: u64,
    /// Whether their return has been sent.
    pub sent: WasSent,
}

/// What a correction would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlacePlan {
    /// The records that it corrects.
    pub records: Vec<RecordId>,
    /// The same by team and quarter, the latest first.
    pub quarters: Vec<PlannedQuarter>,
    /// How many records at the place are other tablets' to correct.
    pub elsewhere: u64,
}

impl PlaceCorrection {
    /// The same the other way round, to take it back.
    #[must_use]
    pub fn reversed(&self) -> Self {
        Self {
            from: self.to.clone(),
            to: self.from.clone(),
            groups: self.groups.clone(),
        }
    }

    /// What it would do. Records in the bin stay as they are.
    #[must_use]
    pub fn plan(&self, ledger: &Ledger, books: &Books) -> PlacePlan {
        let mut plan = PlacePlan::default();
        for record in ledger.iter().filter(|record| self.is_at_from(record)) {
            if books.answer_for(record) {
                plan.add(record, books);
            } else {
                plan.elsewhere += 1;
            }
        }
        plan.sort();
        plan
    }

    /// What it would do with these records alone.
    #[must_use]
    pub fn plan_of(&self, ids: &[RecordId], ledger: &Ledger, books: &Books) -> PlacePlan {
        let mut plan = PlacePlan::default();
        for record in ids.iter().filter_map(|id| ledger.get(*id)) {
            if self.concerns(record, books) {
                plan.add(record, books);
            }
        }
        plan.sort();
        plan
    }

    /// Whether it corrects a record, as it is now.
    #[must_use]
    pub fn concerns(&self, record: &Record, books: &Books) -> bool {
        self.is_at_from(record) && books.answer_for(record)
    }

    /// The next version of a record, at the right place.
    ///
    /// # Errors
    /// [`Unchangeable`] for a record that cannot be corrected.
    pub fn corrected(&self, record: &Record, stamp: Stamp) -> Result<Record, Unchangeable> {
        let entry = match record.entry() {
            Entry::Session(session) => Entry::Session(session.clone().at(&self.to)),
            Entry::Survey(_) | Entry::Declined(_) => return Err(Unchangeable::OtherSort),
        };
        record.corrected(entry, record.team().clone(), stamp)
    }

    /// Whether this correction put a record where it is: of all changes of its
    /// place, the latest was this one. To take it back must not move records that
    /// were at the right place from the first.
    #[must_use]
    pub fn moved(&self, versions: &[Record]) -> bool {
        let steps = versions.windows(2).rev().filter_map(|pair| match pair {
            [before, after] => Some((place_of(before)?, place_of(after)?)),
            _ => None,
        });
        let mut changes = steps.into_iter().filter(|(before, after)| before != after);
        changes.next() == Some((&self.from, &self.to))
    }

    fn is_at_from(&self, record: &Record) -> bool {
        !record.is_removed() && place_of(record) == Some(&self.from)
    }
}

impl PlacePlan {
    fn add(&mut self, record: &Record, books: &Books) {
        self.records.push(record.id());
        let (team, quarter) = (record.team(), record.quarter());
        let of_it = |it: &&mut PlannedQuarter| it.team == *team && it.quarter == quarter;
        let sent = if books.has_sent(record) {
            WasSent::Sent
        } else {
            WasSent::NotSent
        };
        if let Some(known) = self.quarters.iter_mut().find(of_it) {
            known.records += 1;
            if sent == WasSent::Sent {
                known.sent = sent;
            }
        } else {
            self.quarters.push(PlannedQuarter {
                team: team.clone(),
                quarter,
                records: 1,
                sent,
            });
        }
    }

    fn sort(&mut self) {
        self.quarters
            .sort_by_key(|it| std::cmp::Reverse(it.quarter));
    }
}

fn place_of(record: &Record) -> Option<&PlaceId> {
    match record.entry() {
        Entry::Session(session) => session.place(),
        Entry::Survey(_) | Entry::Declined(_) => None,
    }
}
