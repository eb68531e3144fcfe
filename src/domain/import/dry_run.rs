//! The dry run of an import, made some lines at a time.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use chrono::NaiveDate;

use super::matching::Matching;
use super::{
    Alike, Here, Import, Like, Source, before, first_send_id, id_of, place_of, record_of,
    session_of, used,
};
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::{BookId, PlaceId, RecordId, TeamId};
use crate::domain::import::spreadsheet::{Answers, Reading, Remark, Spreadsheet, Told, Wrong};
use crate::domain::record::ledger::Ledger;
use crate::domain::record::session::Session;
use crate::domain::record::{Record, Version};
use crate::domain::submission::send::Knowledge;
use crate::domain::tablet::settings::Settings;

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
    /// How many of them were compared.
    compared: usize,
    /// In the order of their ids, as a ledger is, so that the last step has none to sort.
    records: BTreeMap<RecordId, Record>,
    teams: HashSet<TeamId>,
    places: HashSet<PlaceId>,
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
            compared: 0,
            records: BTreeMap::new(),
            teams: HashSet::new(),
            places: HashSet::new(),
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
        let from = self.compared;
        let upto = from.saturating_add(count).min(self.sessions.len());
        self.compared = upto;
        for at in from..upto {
            let Some(told) = self.sessions.get(at) else {
                break;
            };
            let record = record_of(digest, book, told);
            // What a cut off import has saved stays as it is, whatever names mean
            // by now.
            let record = match ledger.get(record.id()) {
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
            };
            self.teams.insert(record.team().clone());
            self.places.extend(place_of(&record).cloned());
            self.records.insert(record.id(), record);
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
        // A ledger grows at its end; put in as they come, each would move many.
        let records: Ledger = self.records.into_values().collect();
        let settings = matching.settings;
        let teams = used(settings.teams(), |team| self.teams.contains(&team.id));
        let places = used(settings.places.iter(), |place| {
            self.places.contains(&place.id)
        });
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
