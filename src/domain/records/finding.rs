//! Finding records: filters, a search in plain words, and days with their totals.
//!
//! Guarantees that every record passes exactly one of "kept" and "bin", and
//! that the totals of a day are those of the records listed under it.

use chrono::NaiveDate;

use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::{PlaceId, TeamId};
use crate::domain::record::ledger::Ledger;
use crate::domain::record::session::Kind;
use crate::domain::record::{Entry, Record};
use crate::domain::records::search::Search;
use crate::domain::tablet::settings::Settings;

/// The records that count, or the ones that were removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shelf {
    /// They count.
    #[default]
    Kept,
    /// They were removed and can be restored.
    Bin,
}

/// What a record is about, as far as one can choose by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A session of this kind.
    Session(Kind),
    /// A survey, filled in or declined.
    Survey,
}

impl Subject {
    /// All of them, sessions in the order of their kinds.
    pub const ALL: [Self; 6] = [
        Self::Session(Kind::ALL[0]),
        Self::Session(Kind::ALL[1]),
        Self::Session(Kind::ALL[2]),
        Self::Session(Kind::ALL[3]),
        Self::Session(Kind::ALL[4]),
        Self::Survey,
    ];

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Session(kind) => kind.label(),
            Self::Survey => "Surveys",
        }
    }

    /// What a record is about.
    #[must_use]
    pub const fn of(entry: &Entry) -> Self {
        match entry {
            Entry::Session(session) => Self::Session(session.kind()),
            Entry::Survey(_) | Entry::Declined(_) => Self::Survey,
        }
    }
}

/// Which records are looked for; `None` lets all of them pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Kept or removed ones.
    pub shelf: Shelf,
    /// What they are about.
    pub subject: Option<Subject>,
    /// Where they were.
    pub place: Option<PlaceId>,
    /// Whose work they are.
    pub team: Option<TeamId>,
    /// The quarter they count in.
    pub quarter: Option<Quarter>,
    /// What they say.
    pub search: Search,
}

impl Filter {
    /// Whether a record passes, whatever it says.
    fn lets_pass(&self, record: &Record) -> bool {
        let entry = record.entry();
        let place = match entry {
            Entry::Session(session) => session.place(),
            Entry::Survey(_) | Entry::Declined(_) => None,
        };
        record.is_removed() == (self.shelf == Shelf::Bin)
            && self.subject.is_none_or(|it| it == Subject::of(entry))
            && self.place.as_ref().is_none_or(|it| Some(it) == place)
            && self.team.as_ref().is_none_or(|it| it == record.team())
            && self.quarter.is_none_or(|it| it.contains(entry.date()))
    }
}

/// One day's records and what they add up to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day<'a> {
    /// The day.
    pub date: NaiveDate,
    /// Its records, the one first saved last on top.
    pub records: Vec<&'a Record>,
    /// The direct contacts of its sessions.
    pub contacts: u32,
}

/// What a filter lets pass.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finds<'a> {
    /// The days, the latest first.
    pub days: Vec<Day<'a>>,
    /// How many records there are in all.
    pub records: usize,
    /// The direct contacts of all days.
    pub contacts: u64,
}

/// The records that pass a filter by day. Places, groups and kinds are looked for
/// by their names.
#[must_use]
pub fn find<'a>(ledger: &'a Ledger, settings: &Settings, filter: &Filter) -> Finds<'a> {
    let searching = filter.search.among(settings);
    let mut found: Vec<&Record> = ledger
        .iter()
        .rev()
        .filter(|record| filter.lets_pass(record) && searching.finds(record))
        .collect();
    // Stable: within a day the order of saving stays.
    found.sort_by_key(|record| std::cmp::Reverse(record.entry().date()));
    let mut finds = Finds {
        days: Vec::new(),
        records: found.len(),
        contacts: 0,
    };
    for record in found {
        let date = record.entry().date();
        let contacts = match record.entry() {
            Entry::Session(session) => session.attendance().contacts(),
            Entry::Survey(_) | Entry::Declined(_) => 0,
        };
        finds.contacts += u64::from(contacts);
        match finds.days.last_mut() {
            Some(day) if day.date == date => {
                day.records.push(record);
                day.contacts += contacts;
            }
            Some(_) | None => finds.days.push(Day {
                date,
                records: vec![record],
                contacts,
            }),
        }
    }
    finds
}
