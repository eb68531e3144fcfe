//! An import: the sessions of a spreadsheet, as a book of their own.
//!
//! Guarantees that the same file gives the same book, the same records and, where
//! its names mean the same teams and places, the same first Send, on any tablet
//! and at any time: nothing of the tablet, of the person or of the moment goes
//! into them. So a file that is read twice adds nothing, and one that is read on
//! two tablets counts once. Source: the design's "Identity".
//!
//! | what | is made of |
//! |---|---|
//! | the book's id | the digest of the file's bytes; and of the sheet's name, where a workbook has several with something in them |
//! | a record's id | that digest, the line, and the date that it sorts by |
//! | when a record was first saved | noon of the session's date |
//! | the code of a team or place that is not known here | its name, however it is written |
//! | the first Send's id | the digest of the file; of the teams and places that its names were matched to, where these are not the file's own; and of what a person said that columns are |
//! | whether a quarter had ended | whether the file has a later date |
//!
//! The last but one is why no two Sends that say different things share an id:
//! one tablet may know the organisation's code of a team, and another may not.
//! Then a person decides between the two, as between any other two.

pub mod csv;
mod dry_run;
mod ids;
mod matching;
pub mod spreadsheet;
#[cfg(test)]
mod tests;
pub mod workbook;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use uuid::Builder;

use crate::domain::base::calendar::Quarter;
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::{BookId, PlaceId, RecordId, SendId, TeamId};
use crate::domain::base::json::{AsJson, Json};
use crate::domain::base::sorted::{Map, Set};
use crate::domain::base::text::Name;
use crate::domain::import::spreadsheet::{Answers, Meaning, Remark, Told, Wrong};
use crate::domain::organisation::{Place, Team};
use crate::domain::record::ledger::Ledger;
use crate::domain::record::session::{Kind, Session};
use crate::domain::record::{Entry, Filing, Provenance, Record, Stamp};
use crate::domain::submission::books::{Books, BooksSent, Holding, OtherBook};
use crate::domain::submission::quarter_return::{QuarterReturn, digest_of};
use crate::domain::submission::send::{
    BookHistory, Knowledge, Origin, Sample, SendError, SendOrder,
};
use crate::domain::tablet::settings::Settings;
use csv::Table;
pub use dry_run::DryRun;
use ids::id_of;
use matching::Own;

/// What the tablet of every spreadsheet's first Send is called.
const LABEL: &str = "Spreadsheet";

/// What is on the tablet.
#[derive(Debug, Clone, Copy)]
pub struct Here<'a> {
    /// Its records.
    pub ledger: &'a Ledger,
    /// Its books.
    pub books: &'a Books,
    /// Its set-up.
    pub settings: &'a Settings,
}

/// Whether a spreadsheet was imported here before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// Never.
    Never,
    /// It was begun and cut off, or what was known of it is lost: so many of its
    /// records are here.
    Begun(usize),
    /// It was: this very file adds nothing.
    Imported(Holding),
}

/// A line of a spreadsheet that looks like something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Alike {
    /// The line.
    pub line: u32,
    /// What it looks like: same date, kind, place and head counts.
    pub like: Like,
}

/// What a line of a spreadsheet looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Like {
    /// A line before it.
    Line(u32),
    /// A record of another book that is here.
    Record(RecordId),
}

/// What a kind of session came to in a quarter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// The sessions.
    pub sessions: u64,
    /// Their direct contacts.
    pub contacts: u64,
}

/// The dry run: what importing a spreadsheet would do here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Its book.
    pub book: BookId,
    /// The book's first Send.
    pub send: SendId,
    /// Whether it was imported here before.
    pub before: Before,
    /// The tablet's set-up as it would be.
    pub settings: Settings,
    /// Teams that would be new on this tablet.
    pub new_teams: Vec<Team>,
    /// Places that would be new on this tablet.
    pub new_places: Vec<Place>,
    /// The teams whose work it is.
    pub teams: Vec<Team>,
    /// The places where it was.
    pub places: Vec<Place>,
    /// What a person should hear of how it was read.
    pub remarks: Vec<Remark>,
    /// What is here already by the look of it; a person compares, and nothing is
    /// merged.
    pub alike: Vec<Alike>,
    /// The teams and quarters that another spreadsheet has sessions of as well.
    pub shared: Set<(TeamId, Quarter)>,
    /// Its records at their first version, in the order of their ids.
    records: Ledger,
    /// Whether one of its records is here in a later version, and what was sent
    /// of that is not known.
    knowledge: Knowledge,
}

/// A table to import, and what it is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The digest of the file's bytes; of these and the sheet's name where a workbook
    /// has several.
    pub digest: Digest,
    /// The table.
    pub table: Table,
}

impl Source {
    /// The table of a text file.
    ///
    /// # Errors
    /// [`Wrong::File`].
    pub fn of_text(file: &[u8]) -> Result<Self, Vec<Wrong>> {
        let table = csv::table(file).map_err(|why| vec![Wrong::File(why)])?;
        Ok(Self {
            digest: Digest::of_bytes(file),
            table,
        })
    }
}

impl Import {
    /// Reads a text file's bytes, and finds out what importing it would do.
    ///
    /// # Errors
    /// Everything that is wrong with the file, and everything that is to be asked.
    pub fn read(file: &[u8], here: Here<'_>, today: NaiveDate) -> Result<Self, Vec<Wrong>> {
        Self::of(&Source::of_text(file)?, here, today, &Answers::default())
    }

    /// Finds out what importing a table would do, with what a person answered.
    ///
    /// # Errors
    /// Everything that is wrong with it, and everything that is to be asked.
    pub fn of(
        source: &Source,
        here: Here<'_>,
        today: NaiveDate,
        answers: &Answers,
    ) -> Result<Self, Vec<Wrong>> {
        DryRun::new(source, here.settings, today, answers).finish(here)
    }

    /// How many sessions it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether it has none; a spreadsheet that was read has at least one.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// The records that are not here yet: none of a spreadsheet that was
    /// imported.
    #[must_use]
    pub fn to_add(&self, ledger: &Ledger) -> Vec<Record> {
        match self.before {
            Before::Imported(_) => Vec::new(),
            Before::Never | Before::Begun(_) => {
                let new = self.records();
                new.filter(|record| ledger.get(record.id()).is_none())
                    .cloned()
                    .collect()
            }
        }
    }

    /// Its records at their first version, in the order of their ids.
    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.iter()
    }

    /// Its sessions and direct contacts by quarter and kind.
    #[must_use]
    pub fn tallies(&self) -> Map<(Quarter, Kind), Tally> {
        let mut tallies: Map<(Quarter, Kind), Tally> = Map::new();
        for record in self.records.iter() {
            if let Entry::Session(session) = record.entry() {
                let key = (record.quarter(), session.kind());
                let mut tally = tallies.get(&key).copied().unwrap_or_default();
                tally.sessions += 1;
                tally.contacts += u64::from(session.attendance().contacts());
                tallies.insert(key, tally);
            }
        }
        tallies
    }

    /// The dates of its earliest and latest session.
    #[must_use]
    pub fn dates(&self) -> Option<(NaiveDate, NaiveDate)> {
        let dates = || self.records.iter().map(|record| record.entry().date());
        Some((dates().min()?, dates().max()?))
    }

    /// The book's first Send, and the books as they are with it.
    ///
    /// # Errors
    /// A [`SendError`]; none is known that a spreadsheet without anything wrong in
    /// it could give.
    pub fn sent(&self, books: &Books, made_at: DateTime<Utc>) -> Result<BooksSent, SendError> {
        let periods = self.records.periods_of(self.book);
        let wanted = periods.first().cloned().ok_or(SendError::NothingChanged)?;
        let (_, latest) = self.dates().ok_or(SendError::NothingChanged)?;
        let label = Name::typed(LABEL).ok().flatten();
        let tablet = label.ok_or(SendError::NothingChanged)?;
        let order = SendOrder {
            id: self.send,
            wanted,
            reason: None,
            made_at,
            today: latest,
            tablet: tablet.clone(),
            teams: self.teams.clone(),
            places: self.places.clone(),
            sample: Sample::Real,
        };
        let history = BookHistory {
            origin: Origin::Spreadsheet,
            ..BookHistory::new(self.book, Knowledge::Whole)
        };
        let sent = history.send_periods(&self.records, periods, &order)?;
        let mut books = books.clone();
        books.take_in(OtherBook {
            history: BookHistory {
                knowledge: self.knowledge,
                ..sent.history
            },
            tablet,
            holding: Holding::TakenOver,
        });
        Ok(BooksSent {
            returns: sent.returns,
            books,
        })
    }
}

/// The teams and quarters of which several spreadsheets have sent sessions, with
/// their books: a sheet that was saved anew is another file, and may hold the
/// same work. Returns that say that nothing was done share nothing.
#[must_use]
pub fn spreadsheets_to_check<'a>(
    returns: impl IntoIterator<Item = &'a QuarterReturn>,
) -> Map<(TeamId, Quarter), Set<BookId>> {
    let mut books: Map<(TeamId, Quarter), Set<BookId>> = Map::new();
    for one in returns.into_iter().filter(|it| it.imported && !it.nil) {
        let mut known = books.get(&one.period()).cloned().unwrap_or_default();
        known.insert(one.book);
        books.insert(one.period(), known);
    }
    books.retain(|_, books| books.len() > 1);
    books
}

impl Books {
    /// The teams and quarters among these that other spreadsheets have sent.
    #[must_use]
    pub fn spreadsheets_with(
        &self,
        periods: &Set<(TeamId, Quarter)>,
        but: BookId,
    ) -> Set<(TeamId, Quarter)> {
        let others = self.others.books.iter().map(|it| &it.history);
        let sheets = others.filter(|it| it.origin == Origin::Spreadsheet && it.book != but);
        let sent = sheets.flat_map(|it| it.sent().map(|(period, _)| period));
        sent.filter(|period| periods.contains(*period))
            .cloned()
            .collect()
    }

    /// How many records are here of spreadsheets whose books are not: their import
    /// was cut off, and they count nowhere until it is done again.
    #[must_use]
    pub fn cut_off(&self, ledger: &Ledger) -> usize {
        let known = |book: BookId| {
            let mut others = self.others.books.iter();
            others.any(|it| it.history.book == book)
        };
        let read = ledger
            .iter()
            .filter(|it| it.provenance() == Provenance::Imported);
        read.filter(|it| !known(it.book())).count()
    }

    /// The spreadsheets that this tablet counts sessions of in a team's quarter:
    /// several are to be compared.
    #[must_use]
    pub fn spreadsheets_in(
        &self,
        ledger: &Ledger,
        (team, quarter): &(TeamId, Quarter),
    ) -> Set<BookId> {
        let records = ledger.in_quarter(team, *quarter);
        let counted = records.filter(|it| !it.is_removed() && self.answer_for(it));
        let read = counted.filter(|it| it.provenance() == Provenance::Imported);
        read.map(Record::book).collect()
    }
}

fn before(books: &Books, book: BookId, begun: usize) -> Before {
    let mut others = books.others.books.iter();
    match others.find(|it| it.history.book == book) {
        Some(known) => match known.holding {
            Holding::Copy | Holding::TakenOver => Before::Imported(known.holding),
            // Its records are still to come.
            Holding::FromLastReturn => begun_or_never(begun),
        },
        None => begun_or_never(begun),
    }
}

const fn begun_or_never(begun: usize) -> Before {
    match begun {
        0 => Before::Never,
        some => Before::Begun(some),
    }
}

fn used<'a, T: Clone + 'a>(
    all: impl Iterator<Item = &'a T>,
    is_used: impl Fn(&T) -> bool,
) -> Vec<T> {
    all.filter(|it| is_used(it)).cloned().collect()
}

fn session_of(record: &Record) -> Option<&Session> {
    match record.entry() {
        Entry::Session(session) => Some(session),
        Entry::Survey(_) | Entry::Declined(_) => None,
    }
}

fn place_of(record: &Record) -> Option<&PlaceId> {
    session_of(record)?.place()
}

fn record_of(digest: Digest, book: BookId, told: &Told) -> Record {
    let date = told.session.date();
    let at = date.and_time(NaiveTime::MIN).and_utc() + chrono::TimeDelta::hours(12);
    let words = format!("{digest}\n{}", told.line);
    let mut rest = [0; 10];
    for (byte, from) in rest
        .iter_mut()
        .zip(Digest::of_bytes(words.as_bytes()).bytes())
    {
        *byte = from;
    }
    // Like those of records that were saved on that day, so that they sort so.
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or_default();
    let id = Builder::from_unix_timestamp_millis(millis, &rest).into_uuid();
    let filing = Filing {
        id: RecordId::new(id),
        book,
        team: told.team.id.clone(),
    };
    let entry = Entry::Session(told.session.clone());
    Record::new(filing, Stamp::trusted(at, date), entry).with_provenance(Provenance::Imported)
}

fn first_send_id(
    digest: Digest,
    teams: &[Team],
    places: &[Place],
    own: &Own,
    answers: &Answers,
) -> SendId {
    let teams = used(teams.iter(), |team| !own.teams.contains(team));
    let places = used(places.iter(), |place| !own.places.contains(place));
    let columns: Vec<String> = answers
        .columns
        .iter()
        .filter_map(|(position, meaning)| match meaning {
            Meaning::LeftOut => None,
            Meaning::Is(column) => Some(format!("{position} {}", column.heading())),
        })
        .collect();
    if teams.is_empty() && places.is_empty() && columns.is_empty() {
        return SendId::new(id_of(digest));
    }
    let mut said = vec![digest.to_json(), teams.to_json(), places.to_json()];
    if !columns.is_empty() {
        said.push(columns.to_json());
    }
    SendId::new(id_of(digest_of(&Json::List(said))))
}
