//! What is owed: the returns that a tablet still has to make or pass on, each with
//! the day it is due.
//!
//! Guarantees that a quarter that has ended is owed until its return was made and
//! has left the tablet, and again when its figures changed since. A quarter without
//! records is owed only from when its team began to use this tablet.
//!
//! | return of a quarter | that has ended | that has not |
//! |---|---|---|
//! | not made | [`Need::Make`] | nothing |
//! | made, its file still here | [`Need::PassOn`] | [`Need::PassOn`] |
//! | changed since | [`Need::MakeAgain`] | nothing |
//! | passed on, or not noted | nothing | nothing |

use chrono::{Days, NaiveDate};

use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::TeamId;
use crate::domain::base::sorted::Set;
use crate::domain::organisation::DueDate;
use crate::domain::record::ledger::Ledger;
use crate::domain::record::{Provenance, Record};
use crate::domain::submission::books::{BookStanding, Books};
use crate::domain::submission::passing_on::PassedOn;
use crate::domain::submission::send::{Origin, SendStanding};
use crate::domain::totals::QuarterTotals;

/// How many days after its last day a quarter's return is due, where the
/// organisation names no date.
pub const USUAL_DAYS: u64 = 14;

/// The last day in time for the return of a quarter, on tablets and where returns are
/// added up. Where the organisation names several days, the first.
#[must_use]
pub fn due_by(quarter: Quarter, listed: &[DueDate]) -> NaiveDate {
    let named = listed.iter().filter(|due| due.quarter == quarter);
    let usual = || quarter.last_day().checked_add_days(Days::new(USUAL_DAYS));
    named
        .map(|due| due.date)
        .min()
        .or_else(usual)
        .unwrap_or(NaiveDate::MAX)
}

/// What is to be done about a return, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// It was never made.
    Make,
    /// Its figures have changed since it was made.
    MakeAgain,
    /// It was made, and its file has not left the tablet.
    PassOn,
}

/// A return that is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Its team.
    pub team: TeamId,
    /// Its quarter.
    pub quarter: Quarter,
    /// What is to be done.
    pub need: Need,
    /// The last day in time.
    pub due: NaiveDate,
}

impl Owed {
    /// Whether its day has passed.
    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        today > self.due
    }
}

/// The quarter that the quarter's page opens with: of those that have ended and
/// are owed by a team the newest, or else the present one.
#[must_use]
pub fn quarter_to_open(owed: &[Owed], team: &TeamId, today: NaiveDate) -> Quarter {
    let ended = owed
        .iter()
        .filter(|it| it.team == *team && it.quarter.has_ended(today));
    ended
        .map(|it| it.quarter)
        .max()
        .unwrap_or_else(|| Quarter::containing(today))
}

/// What is asked once before a return is made of a quarter that has not ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EarlyReturn {
    /// It would say that nothing was done.
    Nil,
    /// It would count what is recorded so far.
    SoFar,
}

impl EarlyReturn {
    /// What has to be asked; `None` once the quarter has ended.
    #[must_use]
    pub fn of(quarter: Quarter, totals: &QuarterTotals, today: NaiveDate) -> Option<Self> {
        let asked = if totals.says_anything() {
            Self::SoFar
        } else {
            Self::Nil
        };
        (!quarter.has_ended(today)).then_some(asked)
    }
}

/// What is owed by some teams on a day, the first due first. `listed` are the
/// organisation's due dates.
#[must_use]
pub fn owed<'a>(
    here: (&Books, &Ledger),
    teams: impl Iterator<Item = &'a TeamId>,
    listed: &[DueDate],
    today: NaiveDate,
) -> Vec<Owed> {
    let looked_at = to_look_at(here, teams, today).into_iter();
    let mut owed: Vec<Owed> = looked_at
        .filter_map(|it| it.owed(here, listed, today))
        .collect();
    first_due_first(&mut owed);
    owed
}

/// Puts what is owed into its order: the first due first.
pub fn first_due_first(owed: &mut [Owed]) {
    owed.sort_by(|one, other| (one.due, &one.team).cmp(&(other.due, &other.team)));
}

/// A team's quarter of which something may be owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MayBeOwed {
    period: (TeamId, Quarter),
    /// Whether the team used this tablet by then, so that a nil return is expected.
    in_use: bool,
}

impl MayBeOwed {
    /// What is owed of it, if anything: this adds up the quarter where a return was
    /// made.
    #[must_use]
    pub fn owed(
        &self,
        (books, ledger): (&Books, &Ledger),
        listed: &[DueDate],
        today: NaiveDate,
    ) -> Option<Owed> {
        let (team, quarter) = &self.period;
        let standings = books.standings(ledger, &self.period);
        let needs = standings.iter().filter_map(|one| {
            let says = || one.book.totals(ledger, &self.period).says_anything();
            need(one, quarter.has_ended(today), || self.in_use || says())
        });
        needs.min().map(|need| Owed {
            due: due_by(*quarter, listed),
            team: team.clone(),
            quarter: *quarter,
            need,
        })
    }
}

/// The quarters of some teams that have to be looked at to know what is owed.
#[must_use]
pub fn to_look_at<'a>(
    here: (&Books, &Ledger),
    teams: impl Iterator<Item = &'a TeamId>,
    today: NaiveDate,
) -> Vec<MayBeOwed> {
    let mut all = Vec::new();
    for team in teams {
        let used_since = used_since(here.0, here.1, team);
        let quarters = quarters_of(here, team, (used_since, today));
        all.extend(quarters.into_iter().map(|quarter| MayBeOwed {
            period: (team.clone(), quarter),
            in_use: used_since.is_some_and(|since| since <= quarter),
        }));
    }
    all
}

/// The quarters of a team that anything could be owed of.
fn quarters_of(
    (books, ledger): (&Books, &Ledger),
    team: &TeamId,
    (used_since, today): (Option<Quarter>, NaiveDate),
) -> Set<Quarter> {
    let present = Quarter::containing(today);
    let mut quarters: Set<Quarter> = Set::new();
    for (book, _) in books.sending() {
        let sent = book.sent().filter(|(of, _)| of.0 == *team);
        quarters.extend(sent.map(|(of, _)| of.1));
    }
    let records = ledger.iter().filter(|it| it.team() == team);
    quarters.extend(records.filter(|it| books.counts(it)).map(Record::quarter));
    let mut used = used_since;
    while let Some(quarter) = used.filter(|it| *it < present) {
        quarters.insert(quarter);
        used = Some(quarter.next());
    }
    quarters.retain(|quarter| *quarter <= present);
    quarters
}

/// The first quarter in which a team used this tablet, as far as its records and
/// returns tell. What a spreadsheet brought is from before.
fn used_since(books: &Books, ledger: &Ledger, team: &TeamId) -> Option<Quarter> {
    let records = ledger.iter().filter(|record| {
        record.team() == team
            && record.provenance() != Provenance::Imported
            && books.answer_for(record)
    });
    let recorded = records.map(|it| Quarter::containing(it.first_saved_on()));
    let own = books.sending().filter(|(book, _)| match book.origin {
        Origin::Tablet => true,
        Origin::Spreadsheet => false,
    });
    let sent = own.flat_map(|(book, _)| book.sent()).map(|(of, _)| of);
    let sent = sent.filter(|of| of.0 == *team).map(|of| of.1);
    recorded.chain(sent).min()
}

/// What one book's return needs; `was_used` tells whether a return that was never
/// made is expected at all.
fn need(one: &BookStanding<'_>, ended: bool, was_used: impl FnOnce() -> bool) -> Option<Need> {
    match one.standing {
        SendStanding::NotSent => (ended && was_used()).then_some(Need::Make),
        SendStanding::ChangedSince(_) => ended.then_some(Need::MakeAgain),
        SendStanding::Sent(sent) => match sent.passed_on {
            PassedOn::NotYet => match one.book.origin {
                Origin::Tablet => Some(Need::PassOn),
                // Its manager may well have these figures.
                Origin::Spreadsheet => None,
            },
            PassedOn::NotNoted | PassedOn::On(..) => None,
        },
    }
}
