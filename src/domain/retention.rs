//! How long records are kept, and which quarters may be removed for good.
//!
//! The organisation says how many years. Guarantees that a quarter is offered
//! only when all of it is past: its time, by a clock that can be trusted; its
//! return, sent and not changed since; and its records, every one in a backup
//! that was checked. Removes nothing itself: a person does.

use chrono::{Datelike, NaiveDate};
use thiserror::Error;

use super::backed_up::BackedUp;
use super::books::Books;
use super::calendar::Quarter;
use super::clock::Clock;
use super::ids::{BookId, RecordId, TeamId};
use super::json::by_parts;
use super::ledger::Ledger;
use super::record::{ClockStanding, Record};
use super::send::{BookHistory, SendStanding};
use super::sorted::{Map, Set};

/// Whole years, 2 to 25.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Years(#[cfg_attr(not(target_arch = "wasm32"), schemars(range(min = 2, max = 25)))] u16);

by_parts!(Years, u16);

/// A number of years that records are not kept for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("records are kept for 2 to 25 years")]
pub struct NotKeptFor;

impl Years {
    /// The number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for Years {
    type Error = NotKeptFor;

    fn try_from(years: u16) -> Result<Self, NotKeptFor> {
        if (2..=25).contains(&years) {
            Ok(Self(years))
        } else {
            Err(NotKeptFor)
        }
    }
}

/// A team's quarter in one book that may be removed for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Removable {
    /// The book.
    pub book: BookId,
    /// The team and quarter.
    pub period: (TeamId, Quarter),
    /// Every record of it, removed ones too.
    pub records: Set<RecordId>,
}

impl Removable {
    /// The quarters that may be removed for good, the oldest first.
    #[must_use]
    pub fn all(
        years: Years,
        clock: Clock,
        (ledger, books): (&Ledger, &Books),
        backup: &BackedUp,
    ) -> Vec<Self> {
        let mut all = Vec::new();
        if clock.standing() == ClockStanding::InDoubt {
            return all;
        }
        for (history, _) in books.sending() {
            let of_book = ledger.iter().filter(|it| it.book() == history.book);
            // With what would be sent beside it, as records that moved.
            let mut unsent = None;
            for (period, records) in past(of_book, years, clock.today()) {
                let unsent = unsent.get_or_insert_with(|| history.to_write(ledger, &period));
                if records.iter().all(|record| backup.holds(record))
                    && is_sent(history, ledger, &period)
                    && !unsent.contains(&period)
                {
                    all.push(Self {
                        book: history.book,
                        period,
                        records: records.iter().map(|record| record.id()).collect(),
                    });
                }
            }
        }
        all.sort_by_key(|it| it.period.1.first_day());
        all
    }
}

impl Books {
    /// The books once these quarters' records are removed for good.
    #[must_use]
    pub fn after_removing(&self, quarters: &[Removable]) -> Self {
        let mut after = self.clone();
        for quarter in quarters {
            after.retention_passed(quarter.book, &Set::from([quarter.period.clone()]));
        }
        after
    }
}

/// The records of quarters that ended so many years ago.
fn past<'a>(
    records: impl Iterator<Item = &'a Record>,
    years: Years,
    today: NaiveDate,
) -> Map<(TeamId, Quarter), Vec<&'a Record>> {
    let mut past: Map<_, Vec<&Record>> = Map::new();
    for record in records {
        let quarter = record.quarter();
        let last = quarter.last_day();
        let kept_until = last.with_year(last.year() + i32::from(years.0));
        if kept_until.is_some_and(|until| until <= today) {
            let period = (record.team().clone(), quarter);
            match past.get_mut(&period) {
                Some(there) => there.push(record),
                None => {
                    past.insert(period, vec![record]);
                }
            }
        }
    }
    past
}

/// Whether a quarter was sent as it is here. One that was taken over from a last
/// return was not: which records it counted nobody here knows.
fn is_sent(history: &BookHistory, ledger: &Ledger, period: &(TeamId, Quarter)) -> bool {
    match history.standing(ledger, period) {
        SendStanding::Sent(sent) => history.line.contains(&sent.send),
        SendStanding::NotSent | SendStanding::ChangedSince(_) => false,
    }
}
