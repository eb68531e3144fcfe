//! How long records are kept, and which quarters may be removed for good.
//!
//! The organisation says how many years. Guarantees that a quarter is offered
//! only when all of it is past: its time, by a clock that can be trusted; its
//! return, made, not changed since, and gone from the tablet; and its records, every
//! one in a backup that was checked. Removes nothing itself: a person does.
//!
//! | return of a quarter kept long enough | its records |
//! |---|---|
//! | not made, or changed since | stay, and are [owed](crate::domain::submission::due) |
//! | made on this tablet, and never passed on | stay, and the page says so |
//! | of a spreadsheet, or passed on, or not noted | may be removed |

use chrono::{Datelike, NaiveDate};

use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::{BookId, RecordId, TeamId};
use crate::domain::base::sorted::{Map, Set};
use crate::domain::organisation::retention_period::Years;
use crate::domain::record::clock::Clock;
use crate::domain::record::ledger::Ledger;
use crate::domain::record::{ClockStanding, Record};
use crate::domain::submission::books::Books;
use crate::domain::submission::passing_on::PassedOn;
use crate::domain::submission::send::{BookHistory, Origin, SendStanding};
use crate::domain::tablet::backed_up::BackedUp;

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
        here: (&Ledger, &Books),
        backup: &BackedUp,
    ) -> Vec<Self> {
        let all = Self::whose_return_is_made(years, clock, here, backup).into_iter();
        let gone = all.filter(|(_, file)| *file == ReturnFile::Gone);
        gone.map(|(quarter, _)| quarter).collect()
    }

    /// The quarters that could be removed for good, had the files of their returns left
    /// this tablet: with the records, what only this tablet knows would go.
    #[must_use]
    pub fn to_pass_on_first(
        years: Years,
        clock: Clock,
        here: (&Ledger, &Books),
        backup: &BackedUp,
    ) -> Vec<Self> {
        let all = Self::whose_return_is_made(years, clock, here, backup).into_iter();
        let here = all.filter(|(_, file)| *file == ReturnFile::Here);
        here.map(|(quarter, _)| quarter).collect()
    }

    fn whose_return_is_made(
        years: Years,
        clock: Clock,
        (ledger, books): (&Ledger, &Books),
        backup: &BackedUp,
    ) -> Vec<(Self, ReturnFile)> {
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
                if let Some(file) = return_file(history, ledger, &period)
                    && records.iter().all(|record| backup.holds(record))
                    && !unsent.contains(&period)
                {
                    let records = records.iter().map(|record| record.id()).collect();
                    let quarter = Self {
                        book: history.book,
                        period,
                        records,
                    };
                    all.push((quarter, file));
                }
            }
        }
        all.sort_by_key(|(it, _)| it.period.1.first_day());
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
        let kept_until = last.with_year(last.year() + i32::from(years.number()));
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

/// Where the file of a return is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ReturnFile {
    /// It has left the tablet, or nobody noted whether it did. What a spreadsheet
    /// brought is in the spreadsheet as well.
    Gone,
    /// It never left.
    Here,
}

/// Where the return of a quarter is, if one was made of it as it is here. One that was
/// taken over from a last return was not: which records it counted nobody here knows.
fn return_file(
    history: &BookHistory,
    ledger: &Ledger,
    period: &(TeamId, Quarter),
) -> Option<ReturnFile> {
    let sent = match history.standing(ledger, period) {
        SendStanding::Sent(sent) => sent,
        SendStanding::NotSent | SendStanding::ChangedSince(_) => return None,
    };
    let file = match (sent.passed_on, history.origin) {
        (PassedOn::NotYet, Origin::Tablet) => ReturnFile::Here,
        (PassedOn::NotYet, Origin::Spreadsheet) | (PassedOn::NotNoted | PassedOn::On(..), _) => {
            ReturnFile::Gone
        }
    };
    history.line.contains(&sent.send).then_some(file)
}
