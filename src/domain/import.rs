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
//! | the book's id | the digest of the file's bytes |
//! | a record's id | that digest, the line, and the date that it sorts by |
//! | when a record was first saved | noon of the session's date |
//! | the code of a team or place that is not known here | its name, however it is written |
//! | the first Send's id | the digest of the file; and of the teams and places that its names were matched to, where these are not the file's own |
//! | whether a quarter had ended | whether the file has a later date |
//!
//! The last but one is why no two Sends that say different things share an id:
//! one tablet may know the organisation's code of a team, and another may not.
//! Then a person decides between the two, as between any other two.

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
use super::sorted::{Map, Set};
use super::spreadsheet::{Names, Spreadsheet, Told, Wrong, bare};
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
    /// The headings of columns that are passed over.
    pub passed_over: Vec<String>,
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

impl Import {
    /// Reads a file's bytes, and finds out what importing it would do.
    ///
    /// # Errors
    /// Everything that is wrong with the file.
    pub fn read(file: &[u8], here: Here<'_>, today: NaiveDate) -> Result<Self, Vec<Wrong>> {
        let digest = Digest::of_bytes(file);
        let mut matching = Matching::new(here.settings);
        let sheet = Spreadsheet::read(file, today, &mut matching)?;
        let book = BookId::new(id_of(digest));
        let mut records: Vec<Record> = Vec::new();
        let (mut begun, mut knowledge) = (0, Knowledge::Whole);
        for told in &sheet.sessions {
            let record = record_of(digest, book, told);
            // What a cut off import has saved stays as it is, whatever names mean
            // by now.
            records.push(match here.ledger.get(record.id()) {
                None => record,
                Some(saved) => {
                    begun += 1;
                    if saved.version() == Version::FIRST {
                        saved.clone()
                    } else {
                        knowledge = Knowledge::JournalLost;
                        record
                    }
                }
            });
        }
        let alike = alike(&sheet.sessions, here.ledger, book);
        // A ledger grows at its end; put in as they come, each would move many.
        records.sort_by_key(Record::id);
        let records: Ledger = records.into_iter().collect();
        let settings = matching.settings;
        let teams = used(settings.teams(), |team| {
            records.iter().any(|it| *it.team() == team.id)
        });
        let places = used(settings.places.iter(), |place| {
            records.iter().any(|it| place_of(it) == Some(&place.id))
        });
        let periods = records.periods_of(book);
        Ok(Self {
            book,
            send: first_send_id(digest, &teams, &places, &matching.own),
            before: before(here.books, book, begun),
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
            passed_over: sheet.passed_over,
            alike,
            records,
            knowledge,
        })
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
                let new = self.records.iter();
                new.filter(|record| ledger.get(record.id()).is_none())
                    .cloned()
                    .collect()
            }
        }
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

/// The lines that look like a record of another book, or like a line before them.
fn alike(sessions: &[Told], ledger: &Ledger, book: BookId) -> Vec<Alike> {
    let others: Vec<(NaiveDate, &Session, RecordId)> = ledger
        .iter()
        .filter(|record| record.book() != book && !record.is_removed())
        .filter_map(|record| Some((record.entry().date(), session_of(record)?, record.id())))
        .collect();
    let same = |one: &Session, other: &Session| {
        let (one, other) = (one.parts(), other.parts());
        one.activity == other.activity && one.attendance == other.attendance
    };
    let mut all = Vec::new();
    for (position, told) in sessions.iter().enumerate() {
        let date = told.session.date();
        let record = others
            .iter()
            .find(|(on, other, _)| *on == date && same(other, &told.session))
            .map(|(_, _, id)| Like::Record(*id));
        let earlier = || {
            let mut earlier = sessions.iter().take(position);
            let is_same =
                |it: &&Told| it.session.date() == date && same(&it.session, &told.session);
            let found = earlier.find(|it| it.team == told.team && is_same(it))?;
            Some(Like::Line(found.line))
        };
        all.extend(record.or_else(earlier).map(|like| Alike {
            line: told.line,
            like,
        }));
    }
    all
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

fn first_send_id(digest: Digest, teams: &[Team], places: &[Place], own: &Own) -> SendId {
    let teams = used(teams.iter(), |team| !own.teams.contains(team));
    let places = used(places.iter(), |place| !own.places.contains(place));
    if teams.is_empty() && places.is_empty() {
        return SendId::new(id_of(digest));
    }
    let said = Json::List(vec![digest.to_json(), teams.to_json(), places.to_json()]);
    SendId::new(id_of(digest_of(&said)))
}

/// Teams and places as the file alone gives them, by their first spelling.
#[derive(Default)]
struct Own {
    teams: Vec<Team>,
    places: Vec<Place>,
}

/// Matches the names of a file to the teams and places of a tablet, whatever
/// their case, blanks and punctuation; the organisation's before typed ones.
struct Matching {
    settings: Settings,
    own: Own,
    /// What was matched already, by the words as they stand.
    teams: Vec<(Name, Option<Name>, Team)>,
    /// The places that a name of a kind may stand for.
    places: Vec<(Name, PlaceKind, Vec<Place>)>,
}

impl Matching {
    fn new(settings: &Settings) -> Self {
        Self {
            settings: settings.clone(),
            own: Own::default(),
            teams: Vec::new(),
            places: Vec::new(),
        }
    }

    fn match_team(&mut self, name: &Name, locality: Option<&Name>) -> Option<Team> {
        let same = |one: &Name, other: &Name| bare(one.as_str()) == bare(other.as_str());
        let is_it = |team: &&Team| {
            let in_locality = locality.is_none_or(|it| same(it, &team.locality.name));
            same(&team.name, name) && in_locality
        };
        let found: Vec<&Team> = self.settings.teams().filter(is_it).collect();
        // Without its locality, one of several cannot be told.
        if locality.is_none() && several(&found) {
            return None;
        }
        let known = best(&found, |team| team.standing).cloned();
        let own = locality.map(|locality| own_team(name, locality));
        if let Some(own) = &own
            && self.own.teams.iter().all(|it| it.id != own.id)
        {
            self.own.teams.push(own.clone());
        }
        let team = known.or(own)?;
        self.settings.know_team(&team);
        Some(team)
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

    /// The one of several places that was there on a day.
    fn there_on(&self, places: &[Place], on: Option<NaiveDate>) -> Option<Place> {
        if let [only] = places {
            return Some(only.clone());
        }
        let day = on?;
        let in_use = |place: &&Place| self.settings.in_use.of_place(&place.id).cover(day);
        let mut there = places.iter().filter(in_use);
        match (there.next(), there.next()) {
            (Some(only), None) => Some(only.clone()),
            (Some(_) | None, _) => None,
        }
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
    fn team(&mut self, name: Option<&Name>, locality: Option<&Name>) -> Option<Team> {
        let Some(name) = name else {
            return Some(self.settings.team.clone());
        };
        let mut matched = self.teams.iter();
        if let Some((.., team)) =
            matched.find(|(it, within, _)| it == name && within.as_ref() == locality)
        {
            return Some(team.clone());
        }
        let team = self.match_team(name, locality)?;
        self.teams
            .push((name.clone(), locality.cloned(), team.clone()));
        Some(team)
    }

    fn place(&mut self, name: &Name, kind: PlaceKind, on: Option<NaiveDate>) -> Option<Place> {
        let is_it = |it: &&(Name, PlaceKind, Vec<Place>)| it.0 == *name && it.1 == kind;
        let matched = self.places.iter().find(is_it).map(|it| it.2.clone());
        let matched = matched.unwrap_or_else(|| {
            let places = self.match_places(name, kind);
            self.places.push((name.clone(), kind, places.clone()));
            places
        });
        let place = self.there_on(&matched, on)?;
        self.settings.know_places(std::slice::from_ref(&place));
        Some(place)
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
            "line 2, Place: several places have this name: write the code of the place"
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
