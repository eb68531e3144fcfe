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

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use uuid::{Builder, Uuid};

use super::books::{Books, BooksSent, Holding, OtherBook};
use super::calendar::Quarter;
use super::digest::Digest;
use super::ids::{BookId, LocalityId, PlaceId, RecordId, SendId, TeamId};
use super::json::{AsJson, Json};
use super::ledger::Ledger;
use super::organisation::{Locality, Place, PlaceKind, Standing, Team};
use super::quarter_return::{QuarterReturn, digest_of};
use super::record::{Entry, Filing, Provenance, Record, Stamp, Version};
use super::send::{BookHistory, Knowledge, Origin, Sample, SendError, SendOrder};
use super::session::{Kind, Session};
use super::settings::Settings;
use super::sheet::{self, Table};
use super::sorted::{Map, Set};
use super::spreadsheet::{
    Answers, Meaning, Names, NotOne, PlaceAsked, PlaceMeant, Reading, Remark, Spreadsheet, Told,
    Wrong, bare,
};
use super::text::Name;

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
        let table = sheet::table(file).map_err(|why| vec![Wrong::File(why)])?;
        Ok(Self {
            digest: Digest::of_bytes(file),
            table,
        })
    }
}

/// How far a dry run is: it is made some lines at a time, so that a tablet can show so
/// and be used.
#[derive(Debug)]
pub struct DryRun<'a> {
    digest: Digest,
    answers: &'a Answers,
    matching: Matching,
    stage: Stage<'a>,
    all_lines: usize,
}

/// What is done with the lines.
#[derive(Debug)]
enum Stage<'a> {
    Reading(Reading<'a>),
    Comparing(Comparing),
    Refused(Vec<Wrong>),
}

/// The sessions of a spreadsheet, of which some are records and were compared with what
/// is here.
#[derive(Debug)]
struct Comparing {
    sessions: Vec<Told>,
    remarks: Vec<Remark>,
    records: Vec<Record>,
    begun: usize,
    knowledge: Knowledge,
    others: HashMap<u64, Vec<(RecordId, Session)>>,
    earlier: HashMap<u64, Vec<usize>>,
    alike: Vec<Alike>,
}

impl<'a> DryRun<'a> {
    /// Begins the dry run of a table, with what a person answered.
    #[must_use]
    pub fn new(
        source: &'a Source,
        settings: &Settings,
        today: NaiveDate,
        answers: &'a Answers,
    ) -> Self {
        Self {
            digest: source.digest,
            answers,
            matching: Matching::new(settings, answers),
            stage: Stage::Reading(Reading::new(&source.table, today, answers)),
            all_lines: source.table.lines.len(),
        }
    }

    /// How many lines there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.all_lines
    }

    /// Whether there is no line.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.all_lines == 0
    }

    /// Does so many more lines; gives whether there is more to do.
    pub fn step(&mut self, count: usize, here: Here<'_>) -> bool {
        let stage = std::mem::replace(&mut self.stage, Stage::Refused(Vec::new()));
        let (stage, more) = match stage {
            Stage::Reading(mut reading) => {
                if reading.lines(count, &mut self.matching) {
                    (Stage::Reading(reading), true)
                } else {
                    match reading.finish() {
                        Ok(sheet) => {
                            let book = BookId::new(id_of(self.digest));
                            let comparing = Comparing::new(sheet, here.ledger, book);
                            (Stage::Comparing(comparing), true)
                        }
                        Err(wrong) => (Stage::Refused(wrong), false),
                    }
                }
            }
            Stage::Comparing(mut comparing) => {
                let more = comparing.step(count, self.digest, here.ledger);
                (Stage::Comparing(comparing), more)
            }
            Stage::Refused(wrong) => (Stage::Refused(wrong), false),
        };
        self.stage = stage;
        more
    }

    /// What importing would do, once every step is done.
    ///
    /// # Errors
    /// Everything that is wrong with the file, and everything that is to be asked.
    pub fn finish(mut self, here: Here<'_>) -> Result<Import, Vec<Wrong>> {
        while self.step(usize::MAX, here) {}
        match self.stage {
            Stage::Comparing(done) => {
                Ok(done.import(self.digest, self.answers, self.matching, here))
            }
            Stage::Refused(wrong) => Err(wrong),
            Stage::Reading(_) => Err(Vec::new()),
        }
    }
}

impl Comparing {
    fn new(sheet: Spreadsheet, ledger: &Ledger, book: BookId) -> Self {
        let mut others: HashMap<u64, Vec<(RecordId, Session)>> = HashMap::new();
        for record in ledger.iter() {
            if let Some(session) = session_of(record)
                && record.book() != book
                && !record.is_removed()
            {
                let alike = others.entry(look_of(session)).or_default();
                alike.push((record.id(), session.clone()));
            }
        }
        Self {
            records: Vec::with_capacity(sheet.sessions.len()),
            sessions: sheet.sessions,
            remarks: sheet.remarks,
            begun: 0,
            knowledge: Knowledge::Whole,
            others,
            earlier: HashMap::new(),
            alike: Vec::new(),
        }
    }

    fn step(&mut self, count: usize, digest: Digest, ledger: &Ledger) -> bool {
        let book = BookId::new(id_of(digest));
        let from = self.records.len();
        let upto = from.saturating_add(count).min(self.sessions.len());
        for at in from..upto {
            let Some(told) = self.sessions.get(at) else {
                break;
            };
            let record = record_of(digest, book, told);
            // What a cut off import has saved stays as it is, whatever names mean
            // by now.
            self.records.push(match ledger.get(record.id()) {
                None => record,
                Some(saved) => {
                    self.begun += 1;
                    if saved.version() == Version::FIRST {
                        saved.clone()
                    } else {
                        self.knowledge = Knowledge::JournalLost;
                        record
                    }
                }
            });
            let alike = self.alike(told);
            self.alike.extend(alike);
            let look = look_of(&self.sessions[at].session);
            self.earlier.entry(look).or_default().push(at);
        }
        upto < self.sessions.len()
    }

    /// What a line looks like: a record of another book, or a line before it.
    fn alike(&self, told: &Told) -> Option<Alike> {
        let look = look_of(&told.session);
        let others = self.others.get(&look).into_iter().flatten();
        let record = others
            .filter(|(_, other)| look_the_same(other, &told.session))
            .map(|(id, _)| Like::Record(*id));
        let earlier = self.earlier.get(&look).into_iter().flatten();
        let line = earlier
            .filter_map(|at| self.sessions.get(*at))
            .filter(|it| it.team == told.team && look_the_same(&it.session, &told.session))
            .map(|it| Like::Line(it.line));
        record.chain(line).next().map(|like| Alike {
            line: told.line,
            like,
        })
    }

    fn import(
        self,
        digest: Digest,
        answers: &Answers,
        matching: Matching,
        here: Here<'_>,
    ) -> Import {
        let book = BookId::new(id_of(digest));
        let mut records = self.records;
        // A ledger grows at its end; put in as they come, each would move many.
        records.sort_by_key(Record::id);
        let records: Ledger = records.into_iter().collect();
        let settings = matching.settings;
        let work_of: HashSet<&TeamId> = records.iter().map(Record::team).collect();
        let was_at: HashSet<&PlaceId> = records.iter().filter_map(place_of).collect();
        let teams = used(settings.teams(), |team| work_of.contains(&team.id));
        let places = used(settings.places.iter(), |place| was_at.contains(&place.id));
        let periods = records.periods_of(book);
        Import {
            book,
            send: first_send_id(digest, &teams, &places, &matching.own, answers),
            before: before(here.books, book, self.begun),
            new_teams: used(teams.iter(), |team| {
                here.settings.teams().all(|known| known.id != team.id)
            }),
            new_places: used(places.iter(), |place| {
                here.settings.place(&place.id).is_none()
            }),
            shared: here.books.spreadsheets_with(&periods, book),
            settings,
            teams,
            places,
            remarks: self.remarks,
            alike: self.alike,
            records,
            knowledge: self.knowledge,
        }
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

/// Whether two sessions have the same date, kind, place and head counts.
fn look_the_same(one: &Session, other: &Session) -> bool {
    let (one_parts, other_parts) = (one.parts(), other.parts());
    one.date() == other.date()
        && one_parts.activity == other_parts.activity
        && one_parts.attendance == other_parts.attendance
}

/// A number that is the same for sessions that look the same.
fn look_of(session: &Session) -> u64 {
    let mut hasher = DefaultHasher::new();
    session.date().hash(&mut hasher);
    session.kind().hash(&mut hasher);
    session.place().map(PlaceId::as_str).hash(&mut hasher);
    session.attendance().contacts().hash(&mut hasher);
    hasher.finish()
}

/// The id that a digest gives: its first 16 bytes, marked as an id that its maker
/// made up (UUID version 8).
fn id_of(digest: Digest) -> Uuid {
    let mut bytes = [0; 16];
    for (byte, from) in bytes.iter_mut().zip(digest.bytes()) {
        *byte = from;
    }
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// The id of what goes by these words.
fn id_of_words(words: &[&str]) -> Uuid {
    id_of(Digest::of_bytes(words.join("\n").as_bytes()))
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

/// Teams and places as the file alone gives them, by their first spelling.
#[derive(Debug, Default)]
struct Own {
    teams: Vec<Team>,
    places: Vec<Place>,
}

/// Matches the names of a file to the teams and places of a tablet, whatever
/// their case, blanks and punctuation; the organisation's before typed ones.
#[derive(Debug)]
struct Matching {
    settings: Settings,
    own: Own,
    /// Which team is meant by a name that several have, as a person said.
    said_teams: BTreeMap<String, TeamId>,
    /// Which place is.
    said_places: BTreeMap<PlaceAsked, PlaceId>,
    /// What was matched already, by the words as they stand.
    teams: Vec<(Name, Option<Name>, Team)>,
    /// The places that a name of a kind may stand for.
    places: Vec<(Name, PlaceKind, Vec<Place>)>,
}

impl Matching {
    fn new(settings: &Settings, answers: &Answers) -> Self {
        Self {
            settings: settings.clone(),
            own: Own::default(),
            said_teams: answers.teams.clone(),
            said_places: answers.places.clone(),
            teams: Vec::new(),
            places: Vec::new(),
        }
    }

    fn match_team(&mut self, name: &Name, locality: Option<&Name>) -> Result<Team, NotOne<Team>> {
        let same = |one: &Name, other: &Name| bare(one.as_str()) == bare(other.as_str());
        let is_it = |team: &&Team| {
            let in_locality = locality.is_none_or(|it| same(it, &team.locality.name));
            same(&team.name, name) && in_locality
        };
        let mut found: Vec<&Team> = self.settings.teams().filter(is_it).collect();
        // Without its locality, one of several is told by a person.
        if let Some(said) = self.said_teams.get(&bare(name.as_str()))
            && locality.is_none()
        {
            found.retain(|team| team.id == *said);
        }
        if locality.is_none() && several(&found) {
            return Err(NotOne::OneOf(found.into_iter().cloned().collect()));
        }
        let known = best(&found, |team| team.standing).cloned();
        let own = locality.map(|locality| own_team(name, locality));
        if let Some(own) = &own
            && self.own.teams.iter().all(|it| it.id != own.id)
        {
            self.own.teams.push(own.clone());
        }
        let team = known.or(own).ok_or(NotOne::Unknown)?;
        self.settings.know_team(&team);
        Ok(team)
    }

    /// The places that a name may stand for: the organisation's of this name, or
    /// else those that were typed; or the one of this code, or so called here; or
    /// else a new one.
    fn match_places(&mut self, name: &Name, kind: PlaceKind) -> Vec<Place> {
        let own = own_place(name, kind);
        if self.own.places.iter().all(|it| it.id != own.id) {
            self.own.places.push(own.clone());
        }
        let wanted = bare(name.as_str());
        let named = |place: &&Place| bare(place.name.as_str()) == wanted;
        let mut found: Vec<&Place> = self.settings.places_of(kind).filter(named).collect();
        if found.iter().any(|it| it.standing == Standing::Organisation) {
            found.retain(|it| it.standing == Standing::Organisation);
        }
        if found.is_empty() {
            let labels = self.settings.place_names();
            let labelled = self.settings.places.iter().zip(labels);
            found = labelled
                .filter(|(place, called)| {
                    let codes = [bare(place.id.as_str()), bare(called)];
                    place.kind == kind && codes.contains(&wanted)
                })
                .map(|(place, _)| place)
                .collect();
        }
        let mut meant: Vec<Place> = Vec::new();
        for place in found {
            // A mistyped place stands for the one that was meant.
            let right = self.settings.place(self.settings.right_place(&place.id));
            if let Some(right) = right
                && meant.iter().all(|it| it.id != right.id)
            {
                meant.push(right.clone());
            }
        }
        if meant.is_empty() {
            meant.push(own);
        }
        meant
    }

    /// The one of several places that is meant: as a person said, or else the one that
    /// was there on the day, and of these the one where the team works, or else one of
    /// its locality.
    fn meant(&self, places: &[Place], meant: &PlaceMeant<'_>) -> Result<Place, NotOne<Place>> {
        if let [only] = places {
            return Ok(only.clone());
        }
        let asked = (bare(meant.name.as_str()), meant.kind, meant.team.id.clone());
        if let Some(said) = self.said_places.get(&asked)
            && let Some(place) = places.iter().find(|place| place.id == *said)
        {
            return Ok(place.clone());
        }
        let in_use = &self.settings.in_use;
        let mut left: Vec<&Place> = places.iter().collect();
        let there = |place: &Place| {
            meant
                .on
                .is_some_and(|day| in_use.of_place(&place.id).cover(day))
        };
        let of_team = |place: &Place| in_use.team_of(&place.id) == Some(&meant.team.id);
        let of_locality = |place: &Place| {
            let team = in_use.team_of(&place.id);
            let mut teams = self.settings.teams();
            teams.any(|it| Some(&it.id) == team && it.locality.id == meant.team.locality.id)
        };
        for tells in [&there as &dyn Fn(&Place) -> bool, &of_team, &of_locality] {
            let told: Vec<&Place> = left.iter().copied().filter(|place| tells(place)).collect();
            match told[..] {
                [only] => return Ok(only.clone()),
                [] => {}
                [..] => left = told,
            }
        }
        Err(NotOne::OneOf(left.into_iter().cloned().collect()))
    }
}

/// Whether several teams have one name, as the organisation says or else as it was
/// typed.
fn several(found: &[&Team]) -> bool {
    let of = |standing: Standing| found.iter().filter(|it| it.standing == standing).count();
    match of(Standing::Organisation) {
        0 => of(Standing::Typed) > 1,
        official => official > 1,
    }
}

/// The first of those that are the organisation's, or else of all.
fn best<'a, T>(found: &[&'a T], standing: impl Fn(&T) -> Standing) -> Option<&'a T> {
    let mut all = found.iter();
    let official = all.find(|it| standing(it) == Standing::Organisation);
    official.or_else(|| found.first()).copied()
}

impl Names for Matching {
    fn team(&mut self, name: Option<&Name>, locality: Option<&Name>) -> Result<Team, NotOne<Team>> {
        let Some(name) = name else {
            return Ok(self.settings.team.clone());
        };
        let mut matched = self.teams.iter();
        if let Some((.., team)) =
            matched.find(|(it, within, _)| it == name && within.as_ref() == locality)
        {
            return Ok(team.clone());
        }
        let team = self.match_team(name, locality)?;
        self.teams
            .push((name.clone(), locality.cloned(), team.clone()));
        Ok(team)
    }

    fn place(&mut self, meant: PlaceMeant<'_>) -> Result<Place, NotOne<Place>> {
        let (name, kind) = (meant.name, meant.kind);
        let is_it = |it: &&(Name, PlaceKind, Vec<Place>)| it.0 == *name && it.1 == kind;
        let matched = self.places.iter().find(is_it).map(|it| it.2.clone());
        let matched = matched.unwrap_or_else(|| {
            let places = self.match_places(name, kind);
            self.places.push((name.clone(), kind, places.clone()));
            places
        });
        let place = self.meant(&matched, &meant)?;
        self.settings.know_places(std::slice::from_ref(&place));
        Ok(place)
    }
}

fn own_team(name: &Name, locality: &Name) -> Team {
    let [bare_name, bare_locality] = [name, locality].map(|it| bare(it.as_str()));
    let id = id_of_words(&["team", &bare_name, &bare_locality]);
    Team {
        id: TeamId::provisional(&bare_name, id),
        name: name.clone(),
        standing: Standing::Typed,
        locality: Locality {
            id: LocalityId::provisional(&bare_locality, id_of_words(&["locality", &bare_locality])),
            name: locality.clone(),
            standing: Standing::Typed,
        },
    }
}

fn own_place(name: &Name, kind: PlaceKind) -> Place {
    let bare_name = bare(name.as_str());
    let id = id_of_words(&["place", kind.code(), &bare_name]);
    Place {
        id: PlaceId::provisional(&bare_name, id),
        name: name.clone(),
        kind,
        standing: Standing::Typed,
    }
}

#[cfg(test)]
mod tests {
    use super::super::in_use::{InUse, PlaceInUse};
    use super::super::spreadsheet::Column;
    use super::super::text::Text;
    use super::*;

    fn name(words: &str) -> Name {
        Text::typed(words).unwrap().unwrap()
    }

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 27).unwrap()
    }

    fn made_at(minute: u32) -> DateTime<Utc> {
        today().and_hms_opt(9, minute, 0).unwrap().and_utc()
    }

    /// A tablet as it is.
    #[derive(Clone)]
    struct Tablet {
        ledger: Ledger,
        books: Books,
        settings: Settings,
    }

    impl Tablet {
        fn new(number: u128, team: &Team, places: &[Place]) -> Self {
            let own = BookHistory::new(BookId::new(Uuid::from_u128(number)), Knowledge::Whole);
            Self {
                ledger: Ledger::new(),
                books: Books::new(own),
                settings: Settings {
                    tablet: name("Blue tablet"),
                    city: None,
                    team: team.clone(),
                    other_teams: Vec::new(),
                    places: places.to_vec(),
                    keep_records_for_years: None,
                    groups: Vec::new(),
                    corrected_places: Vec::new(),
                    survey_languages: Vec::new(),
                    due: Vec::new(),
                    send_to: None,
                    in_use: InUse::default(),
                },
            }
        }

        fn read(&self, file: &str) -> Result<Import, Vec<Wrong>> {
            let here = Here {
                ledger: &self.ledger,
                books: &self.books,
                settings: &self.settings,
            };
            Import::read(file.as_bytes(), here, today())
        }

        fn import(&mut self, file: &str, minute: u32) -> Vec<QuarterReturn> {
            let plan = self.read(file).unwrap();
            let sent = plan.sent(&self.books, made_at(minute)).unwrap();
            for record in plan.to_add(&self.ledger) {
                self.ledger.take_in(record);
            }
            self.books = sent.books;
            self.settings = plan.settings;
            sent.returns
        }
    }

    fn typed_team(number: u128) -> Team {
        Team {
            id: TeamId::provisional("Rosehill", Uuid::from_u128(number)),
            ..own_team(&name("Rosehill"), &name("North"))
        }
    }

    fn organisations_team() -> Team {
        Team {
            id: TeamId::new("rosehill").unwrap(),
            standing: Standing::Organisation,
            ..typed_team(1)
        }
    }

    fn organisations_place() -> Place {
        Place {
            id: PlaceId::new("northgate").unwrap(),
            standing: Standing::Organisation,
            ..own_place(&name("Northgate Club"), PlaceKind::YouthClub)
        }
    }

    const FILE: &str = "Date,Team,Locality,Kind,Place,11 to 15,Adults,Note\n\
        1/4/2026,Rosehill,North,Youth club,northgate  club,12,2,Rained\n\
        30/6/2026,Rosehill,North,Youth club,Northgate Club,8,,\n\
        1/7/2026,Rosehill,North,Targeted prevention work,,3,1,\n";

    /// What does not say when it was made.
    fn told(returns: &[QuarterReturn]) -> Vec<QuarterReturn> {
        let at = made_at(0);
        let returns = returns.iter().cloned();
        returns
            .map(|one| QuarterReturn { made_at: at, ..one })
            .collect()
    }

    #[test]
    fn the_same_file_on_two_tablets_is_the_same_records_and_the_same_send() {
        let (team, place) = (organisations_team(), organisations_place());
        let mut one = Tablet::new(1, &team, std::slice::from_ref(&place));
        let mut other = Tablet::new(2, &team, &[place]);
        other.settings.tablet = name("Red tablet");
        let first = one.import(FILE, 1);
        let second = other.import(FILE, 2);
        assert_eq!(one.ledger, other.ledger);
        assert_eq!(first.len(), 2);
        assert_eq!(told(&first), told(&second));
        for one in &first {
            assert!(one.imported && one.line.is_empty());
            assert_eq!((one.revision, one.tablet.as_str()), (1, "Spreadsheet"));
            assert_eq!(QuarterReturn::read(&one.to_text()).as_ref(), Ok(one));
        }
        let ended = [true, false];
        let said: Vec<bool> = first.iter().map(|one| one.quarter_had_ended).collect();
        assert_eq!(said, ended, "as far as the file goes");
    }

    #[test]
    fn a_file_whose_names_nobody_knows_is_the_same_send_on_any_tablet() {
        let unknown = FILE.replace("Rosehill", "Hillside");
        let mut one = Tablet::new(1, &typed_team(1), &[]);
        let mut other = Tablet::new(2, &typed_team(2), &[organisations_place()]);
        other.settings.places.clear();
        let (first, second) = (one.import(&unknown, 1), other.import(&unknown, 2));
        assert_eq!(told(&first), told(&second));
        let digest = Digest::of_bytes(unknown.as_bytes());
        assert_eq!(first[0].send.uuid(), id_of(digest));
        assert_eq!(first[0].book.uuid(), id_of(digest));
        assert_eq!(first[0].team.standing, Standing::Typed);
    }

    #[test]
    fn a_file_whose_names_mean_other_teams_is_another_send_of_the_same_book() {
        let mut one = Tablet::new(1, &typed_team(1), &[]);
        let mut other = Tablet::new(2, &typed_team(2), &[]);
        let (first, second) = (one.import(FILE, 1), other.import(FILE, 1));
        assert_eq!(first[0].book, second[0].book);
        assert_ne!(first[0].team.id, second[0].team.id);
        assert_ne!(first[0].send, second[0].send);
    }

    #[test]
    fn a_file_that_is_read_twice_adds_nothing() {
        let mut tablet = Tablet::new(1, &organisations_team(), &[]);
        tablet.import(FILE, 1);
        let before = tablet.clone();
        let plan = tablet.read(FILE).unwrap();
        assert_eq!(plan.before, Before::Imported(Holding::TakenOver));
        assert_eq!(plan.to_add(&tablet.ledger), []);
        assert_eq!(plan.settings, before.settings);
    }

    #[test]
    fn what_was_cut_off_can_be_done_again_and_corrections_stay() {
        let mut whole = Tablet::new(1, &organisations_team(), &[]);
        let sent = whole.import(FILE, 1);
        let mut cut_off = Tablet::new(1, &organisations_team(), &[]);
        let plan = cut_off.read(FILE).unwrap();
        for record in plan.to_add(&cut_off.ledger).into_iter().skip(1) {
            cut_off.ledger.take_in(record);
        }
        assert_eq!(cut_off.read(FILE).unwrap().before, Before::Begun(2));
        assert_eq!(cut_off.books.cut_off(&cut_off.ledger), 2);
        assert_eq!(told(&cut_off.import(FILE, 2)), told(&sent));
        assert_eq!(cut_off.books.cut_off(&cut_off.ledger), 0);
        assert_eq!(cut_off.ledger, whole.ledger);

        // The journal is lost, and with it what was known of the book.
        let first = whole.ledger.iter().next().unwrap().clone();
        let removed = first.removed(None, Stamp::trusted(made_at(3), today()));
        whole.ledger.take_in(removed.unwrap());
        whole.books.others.books.clear();
        let ledger = whole.ledger.clone();
        assert_eq!(told(&whole.import(FILE, 4)), told(&sent));
        assert_eq!(whole.ledger, ledger);
        let history = &whole.books.others.books[0].history;
        assert_eq!(history.knowledge, Knowledge::JournalLost);
    }

    #[test]
    fn names_are_matched_whatever_their_case_blanks_and_punctuation() {
        let tablet = Tablet::new(1, &organisations_team(), &[organisations_place()]);
        let plan = tablet.read(&FILE.replace("Rosehill", "ROSE-HILL")).unwrap();
        assert_eq!((plan.new_teams.len(), plan.new_places.len()), (0, 0));
        assert_eq!(plan.teams, [organisations_team()]);
        assert_eq!(plan.places, [organisations_place()]);
        let empty = Tablet::new(1, &organisations_team(), &[]);
        let plan = empty.read(FILE).unwrap();
        assert_eq!(plan.new_places.len(), 1, "two spellings are one place");
    }

    #[test]
    fn one_of_two_places_of_one_name_is_told_by_the_date_or_by_its_code() {
        let code = |code: &str| PlaceId::new(code).unwrap();
        let second = Place {
            id: code("northgate-2"),
            ..organisations_place()
        };
        let mut tablet = Tablet::new(1, &organisations_team(), &[organisations_place(), second]);
        let line = |place: &str| format!("Date,Kind,Place,Adults\n1/5/26,youth club,{place},3\n");
        let read = |tablet: &Tablet, place: &str| {
            let plan = tablet.read(&line(place))?;
            Ok(plan.places.first().map(|it| it.id.clone()))
        };
        let wrong: Result<_, Vec<Wrong>> = read(&tablet, "Northgate Club");
        assert_eq!(
            wrong.unwrap_err()[0].to_string(),
            "several places are called Northgate Club"
        );
        for says in ["northgate-2", "\"Northgate Club, northgate-2\""] {
            assert_eq!(read(&tablet, says), Ok(Some(code("northgate-2"))), "{says}");
        }
        tablet.settings.in_use.places.push(PlaceInUse {
            place: code("northgate"),
            team: None,
            from: None,
            until: NaiveDate::from_ymd_opt(2026, 3, 31),
        });
        assert_eq!(
            read(&tablet, "Northgate Club"),
            Ok(Some(code("northgate-2")))
        );
    }

    /// Two schools of one name, each where a team of another locality works.
    fn two_schools(tablet: &mut Tablet) -> [Place; 2] {
        let school = |code: &str| Place {
            id: PlaceId::new(code).unwrap(),
            name: name("St Mary’s Primary"),
            kind: PlaceKind::School,
            standing: Standing::Organisation,
        };
        let schools = ["marys-north", "marys-south"].map(school);
        let south = Team {
            id: TeamId::new("brookside").unwrap(),
            ..own_team(&name("Brookside"), &name("South"))
        };
        tablet.settings.places.extend(schools.clone());
        tablet.settings.other_teams.push(south.clone());
        let teams = [organisations_team().id, south.id];
        for (place, team) in schools.iter().zip(teams) {
            tablet.settings.in_use.places.push(PlaceInUse {
                place: place.id.clone(),
                team: Some(team),
                from: None,
                until: None,
            });
        }
        schools
    }

    #[test]
    fn one_of_two_schools_is_told_by_the_team_of_the_line() {
        let mut tablet = Tablet::new(1, &organisations_team(), &[]);
        let schools = two_schools(&mut tablet);
        let file = "Date,Team,Kind,Place,Adults\n1/5/26,Brookside,school,St Marys Primary,3\n";
        let plan = tablet.read(file).unwrap();
        assert_eq!(plan.places, [schools[1].clone()]);
    }

    #[test]
    fn which_of_two_schools_is_asked_once_and_the_answer_is_taken() {
        let mut tablet = Tablet::new(1, &organisations_team(), &[]);
        let schools = two_schools(&mut tablet);
        for it in &mut tablet.settings.in_use.places {
            it.team = None;
        }
        let file = "Date,Kind,Place,Adults\n1/5/26,school,St Mary’s Primary,3\n\
            2/5/26,school,ST MARYS PRIMARY,4\n3/5/26,targeted,,1\n";
        let [
            Wrong::WhichPlace {
                asked,
                choices,
                lines,
                ..
            },
        ] = &tablet.read(file).unwrap_err()[..]
        else {
            unreachable!("one question");
        };
        assert_eq!((choices, lines), (&schools.to_vec(), &vec![2, 3]));
        let answers = Answers {
            places: [(asked.clone(), schools[1].id.clone())].into(),
            ..Answers::default()
        };
        let here = Here {
            ledger: &tablet.ledger,
            books: &tablet.books,
            settings: &tablet.settings,
        };
        let source = Source::of_text(file.as_bytes()).unwrap();
        let plan = Import::of(&source, here, today(), &answers).unwrap();
        assert_eq!((plan.len(), plan.places), (3, vec![schools[1].clone()]));
    }

    #[test]
    fn which_of_two_teams_of_one_name_is_asked() {
        let mut tablet = Tablet::new(1, &organisations_team(), &[]);
        let namesake = Team {
            id: TeamId::new("rosehill-south").unwrap(),
            locality: own_team(&name("x"), &name("South")).locality,
            ..organisations_team()
        };
        tablet.settings.other_teams.push(namesake.clone());
        let file = "Date,Team,Kind,Adults\n1/5/26,Rosehill,targeted,3\n";
        let [Wrong::WhichTeam { name, choices, .. }] = &tablet.read(file).unwrap_err()[..] else {
            unreachable!("one question");
        };
        assert_eq!(choices.len(), 2);
        let answers = Answers {
            teams: [(bare(name.as_str()), namesake.id.clone())].into(),
            ..Answers::default()
        };
        let here = Here {
            ledger: &tablet.ledger,
            books: &tablet.books,
            settings: &tablet.settings,
        };
        let source = Source::of_text(file.as_bytes()).unwrap();
        let plan = Import::of(&source, here, today(), &answers).unwrap();
        assert_eq!(plan.teams, [namesake]);
    }

    #[test]
    fn a_place_in_the_other_unicode_form_is_the_same_place() {
        let cafe = Place {
            name: name("Café Zoë"),
            ..organisations_place()
        };
        let tablet = Tablet::new(1, &organisations_team(), std::slice::from_ref(&cafe));
        let file = "Date,Kind,Place,Adults\n1/5/26,youth club,Cafe\u{301} Zoe\u{308},3\n\
            2/5/26,youth club,\u{200b}CAFÉ\u{a0}ZOË,3\n";
        let plan = tablet.read(file).unwrap();
        assert_eq!((plan.places, plan.new_places.len()), (vec![cafe], 0));
        let empty = Tablet::new(1, &organisations_team(), &[]);
        let plan = empty.read(file).unwrap();
        let new: Vec<&str> = plan.new_places.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(new, ["Café Zoë"]);
    }

    #[test]
    fn what_a_column_is_said_to_be_makes_another_send_of_the_same_book() {
        let tablet = Tablet::new(1, &organisations_team(), &[]);
        let file = "Date,Kind,Adults,Babies\n1/5/26,targeted,3,2\n";
        let here = Here {
            ledger: &tablet.ledger,
            books: &tablet.books,
            settings: &tablet.settings,
        };
        let source = Source::of_text(file.as_bytes()).unwrap();
        let under_5 = Column::Attendance(crate::domain::attendance::AgeBand::Under5);
        let plans = [Meaning::LeftOut, Meaning::Is(under_5)].map(|meaning| {
            let answers = Answers {
                columns: [(3, meaning)].into(),
                ..Answers::default()
            };
            Import::of(&source, here, today(), &answers).unwrap()
        });
        let contacts = plans.each_ref().map(|plan| {
            let tallies = plan.tallies();
            tallies.values().map(|it| it.contacts).sum::<u64>()
        });
        assert_eq!(contacts, [3, 5]);
        assert_eq!(plans[0].book, plans[1].book);
        assert_ne!(plans[0].send, plans[1].send);
    }

    #[test]
    fn a_line_without_a_team_is_of_the_usual_one() {
        let tablet = Tablet::new(1, &organisations_team(), &[]);
        let plan = tablet
            .read("Date,Kind,Adults\n1/5/26,targeted,3\n")
            .unwrap();
        assert_eq!(plan.teams, [organisations_team()]);
    }

    #[test]
    fn what_looks_the_same_is_listed_and_not_merged() {
        let mut tablet = Tablet::new(1, &organisations_team(), &[]);
        tablet.import(FILE, 1);
        let saved_anew = FILE.replace('\n', "\r\n") + "1/7/2026,Rosehill,North,Targeted,,3,1,\r\n";
        let plan = tablet.read(&saved_anew).unwrap();
        assert_eq!(plan.before, Before::Never);
        assert_eq!(plan.to_add(&tablet.ledger).len(), 4);
        let lines: Vec<u32> = plan.alike.iter().map(|it| it.line).collect();
        assert_eq!(lines, [2, 3, 4, 5]);
        let is_record = |it: &Alike| matches!(it.like, Like::Record(_));
        assert!(plan.alike.iter().all(is_record));
        assert_eq!(plan.shared.len(), 2);
        let fresh = Tablet::new(2, &organisations_team(), &[]);
        let plan = fresh.read(&saved_anew).unwrap();
        let like = Like::Line(4);
        assert_eq!(plan.alike, [Alike { line: 5, like }]);
    }

    #[test]
    fn two_spreadsheets_that_share_a_team_and_quarter_are_listed_to_check() {
        let mut tablet = Tablet::new(1, &organisations_team(), &[]);
        let mut returns = tablet.import(FILE, 1);
        assert_eq!(spreadsheets_to_check(&returns).len(), 0);
        returns.extend(tablet.import(&FILE.replace("1/7/2026", "1/8/2025"), 2));
        let listed = spreadsheets_to_check(&returns);
        let quarters: Vec<String> = listed.keys().map(|(_, it)| it.code()).collect();
        assert_eq!(quarters, ["2026-27 Q1"]);
        assert!(listed.values().all(|books| books.len() == 2));

        // On the tablet as well, until the sessions of one are removed.
        let period = returns[0].period();
        let here = |tablet: &Tablet| tablet.books.spreadsheets_in(&tablet.ledger, &period).len();
        assert_eq!(here(&tablet), 2);
        let of_one: Vec<Record> = tablet.ledger.iter().cloned().collect();
        for record in of_one.iter().filter(|it| it.book() == returns[0].book) {
            let removed = record.removed(None, Stamp::trusted(made_at(3), today()));
            tablet.ledger.take_in(removed.unwrap());
        }
        assert_eq!(here(&tablet), 1);
    }

    #[test]
    fn the_dry_run_adds_up_by_quarter_and_kind() {
        let tablet = Tablet::new(1, &organisations_team(), &[]);
        let plan = tablet.read(FILE).unwrap();
        let told: Vec<_> = plan
            .tallies()
            .iter()
            .map(|((quarter, kind), it)| (quarter.code(), *kind, it.sessions, it.contacts))
            .collect();
        assert_eq!(
            told,
            [
                ("2026-27 Q1".to_owned(), Kind::YouthClub, 2, 22),
                ("2026-27 Q2".to_owned(), Kind::TargetedPrevention, 1, 4),
            ]
        );
    }
}
