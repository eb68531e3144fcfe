//! Several tablets with their books, and what can happen to them: work, Sends,
//! backups of any age, losses, take-overs, images, and old tablets found again.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

pub mod laws;
pub mod steps;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use chrono::{Days, NaiveDate};
use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::ids::{BookId, RecordId, SendId, TeamId};
use daybook::domain::base::language::Language;
use daybook::domain::base::sorted::Set;
use daybook::domain::import::{self, Before, Import};
use daybook::domain::organisation::in_use::InUse;
use daybook::domain::record::attendance::{Attendance, HeadCount};
use daybook::domain::record::comments::CommentChecks;
use daybook::domain::record::ledger::Ledger;
use daybook::domain::record::session::{Activity, Counts, Session, SessionParts};
use daybook::domain::record::survey::{
    Answer, AnsweredBy, Answers, Completion, Survey, SurveyParts, Way,
};
use daybook::domain::record::{Entry, Filing, FreeText, Record, Stamp};
use daybook::domain::submission::books::{Books, Holding, OtherBook};
use daybook::domain::submission::last_return::LastReturn;
use daybook::domain::submission::quarter_return::QuarterReturn;
use daybook::domain::submission::send::{BookHistory, Knowledge, Retention, SendError, SendOrder};
use daybook::domain::tablet::settings::Settings;
use daybook::store::backup::Contents;
use daybook::store::restore::{Here, OldTablet};
use uuid::Uuid;

use super::support_send::{
    id, order, place, place_id, quarter, send_id, stamp, team, team_id, text,
};

pub type Period = (TeamId, Quarter);

/// The Sends that what is on a tablet descends from, book by book: the model's
/// own account of lines.
pub type Known = BTreeMap<BookId, BTreeSet<SendId>>;

pub static SETTINGS: LazyLock<Settings> = LazyLock::new(|| Settings {
    tablet: text("Blue tablet"),
    city: None,
    team: team(1),
    other_teams: vec![team(2)],
    keep_records_for_years: None,
    groups: Vec::new(),
    corrected_places: Vec::new(),
    survey_languages: Vec::new(),
    due: Vec::new(),
    send_to: None,
    in_use: InUse::default(),
    places: vec![place(1)],
});

/// Spreadsheets that any tablet may import: the second has work of the first in
/// it, saved anew.
pub const SPREADSHEETS: [&str; 3] = [
    "Date,Team,Kind,Place,11 to 15,Note\n\
     10/4/2026,Team 1,Youth club,Place 1,3,Rained\n\
     11/4/2026,Team 1,Youth club,Place 1,2,\n\
     10/7/2026,Team 2,Youth club,Place 1,1,\n",
    "Date,Team,Kind,Place,11 to 15,Note\n\
     10/4/2026,Team 1,Youth club,Place 1,3,Rained\n\
     10/10/2026,Team 1,Youth club,Place 1,3,\n",
    "Date,Kind,Place,11 to 15\n10/4/2026,Youth club,Place 1,2\n",
];

/// A team and quarter by its number, 0 to 5.
#[derive(Debug, Clone, Copy)]
pub struct Where(pub u8);

impl Where {
    pub fn team(self) -> u8 {
        1 + self.0 / 3
    }

    pub fn quarter(self) -> Quarter {
        quarter(["2026-27 Q1", "2026-27 Q2", "2026-27 Q3"][usize::from(self.0 % 3)])
    }

    pub fn period(self) -> Period {
        (team_id(self.team()), self.quarter())
    }

    pub fn date(self) -> NaiveDate {
        self.quarter().first_day() + Days::new(9)
    }
}

/// What kind of record is made.
#[derive(Debug, Clone, Copy)]
pub enum Sort {
    Session,
    Survey,
}

/// One tablet as it is.
#[derive(Debug, Clone)]
pub struct Tablet {
    pub ledger: Ledger,
    pub books: Books,
    pub known: Known,
    /// The records whose text was erased here, or on a copy met here.
    pub erased: BTreeSet<RecordId>,
}

/// A backup file, and what the model knows of it.
#[derive(Debug, Clone)]
pub struct Backup {
    pub contents: Contents,
    pub known: Known,
    pub erased: BTreeSet<RecordId>,
}

/// A Send of one book, and what its tablet held just after it.
#[derive(Debug, Clone)]
pub struct Written {
    pub id: SendId,
    pub book: BookId,
    pub ledger: Ledger,
    pub history: BookHistory,
    /// The Sends it descends from, by the model.
    pub line: BTreeSet<SendId>,
    pub returns: Vec<QuarterReturn>,
}

/// Everything that happened.
#[derive(Debug, Clone, Default)]
pub struct World {
    pub tablets: Vec<Tablet>,
    pub backups: Vec<Backup>,
    pub sends: Vec<Written>,
    next: u128,
}

impl Tablet {
    pub fn new(book: BookId) -> Self {
        Self {
            ledger: Ledger::new(),
            books: Books::new(BookHistory::new(book, Knowledge::Whole)),
            known: [(book, BTreeSet::new())].into(),
            erased: BTreeSet::new(),
        }
    }

    pub fn here(&self) -> Here<'_> {
        Here {
            ledger: &self.ledger,
            books: &self.books,
            settings: Some(&SETTINGS),
        }
    }

    /// Its own book and those that came from elsewhere.
    pub fn histories(&self) -> Vec<&BookHistory> {
        histories(&self.books)
    }

    /// The records that it may correct and remove.
    pub fn its_to_change(&self) -> Vec<Record> {
        let records = self.ledger.iter();
        records
            .filter(|record| self.books.answer_for(record))
            .cloned()
            .collect()
    }

    pub fn backup(&self) -> Backup {
        Backup {
            contents: Contents {
                ledger: self.ledger.clone(),
                versions: Vec::new(),
                settings: Some(SETTINGS.clone()),
                books: Some(self.books.clone()),
                returns: Vec::new(),
                set_aside: Vec::new(),
                unreadable: 0,
            },
            known: self.known.clone(),
            erased: self.erased.clone(),
        }
    }

    /// Restores a backup, and holds the restore to its promises.
    pub fn restore(&mut self, backup: &Backup, old: OldTablet) {
        let plan = backup.contents.dry_run(self.here(), old);
        let mut after = self.clone();
        after.ledger = plan.ledger.clone();
        after.books = plan.books.clone();
        for (book, sends) in &backup.known {
            after.known.entry(*book).or_default().extend(sends);
        }
        after.erased.extend(&backup.erased);
        laws::check_restored(self, backup, old, &plan, &after);
        *self = after;
    }

    /// The journal is emptied: the records are mended from local storage, and
    /// what was known of Sends and of other tablets' books is gone.
    pub fn lose_journal(&mut self) {
        let own = self.books.own.book;
        self.books = Books::new(BookHistory::new(own, Knowledge::JournalLost));
        self.known = [(own, BTreeSet::new())].into();
    }

    /// Takes a book over from a return, without its records.
    pub fn take_over_from(&mut self, last: &QuarterReturn) {
        let last = LastReturn {
            book: last.book,
            tablet: last.tablet.clone(),
            team: last.team.clone(),
            places: last.places.clone(),
            example: last.example,
            imported: last.imported,
            revision: last.revision,
            made_at: last.made_at,
            manifest: last.manifest.clone(),
        };
        self.known.entry(last.book).or_default();
        self.books
            .take_in(OtherBook::from_last_return(&last, &self.ledger));
    }

    fn change(&mut self, which: Which, how: impl FnOnce(&Record) -> Option<Record>) {
        let records = self.its_to_change();
        if let Some(record) = which.of(&records)
            && let Some(next) = how(record)
        {
            self.ledger.take_in(next);
        }
    }
}

pub fn histories(books: &Books) -> Vec<&BookHistory> {
    let others = books.others.books.iter().map(|it| &it.history);
    std::iter::once(&books.own).chain(others).collect()
}

/// One of some things, chosen by a random number.
#[derive(Debug, Clone, Copy)]
pub struct Which(pub u16);

impl Which {
    pub fn of<T>(self, among: &[T]) -> Option<&T> {
        self.at(among.len()).map(|at| &among[at])
    }

    pub fn at(self, among: usize) -> Option<usize> {
        usize::from(self.0).checked_rem(among)
    }
}

impl World {
    /// A world with so many new tablets.
    pub fn with_tablets(count: usize) -> Self {
        let mut world = Self::default();
        for _ in 0..count {
            world.new_tablet();
        }
        world
    }

    pub fn number(&mut self) -> u128 {
        self.next += 1;
        self.next
    }

    pub fn fresh_book(&mut self) -> BookId {
        BookId::new(Uuid::from_u128(0xb00c_0000 + self.number()))
    }

    pub fn new_tablet(&mut self) -> usize {
        let book = self.fresh_book();
        self.tablets.push(Tablet::new(book));
        self.tablets.len() - 1
    }

    pub fn later(&mut self) -> Stamp {
        let millis = u64::try_from(self.number()).unwrap();
        stamp(quarter("2026-27 Q1").first_day(), millis)
    }

    pub fn back_up(&mut self, on: usize) {
        self.backups.push(self.tablets[on].backup());
    }

    pub fn record(&mut self, on: usize, to: Where, people: u16, sort: Sort) -> RecordId {
        let number = self.number();
        let (book, provenance) = self.tablets[on].books.for_new_records();
        let filing = Filing {
            id: id(number),
            book,
            team: team_id(to.team()),
        };
        let note = format!("note {number}");
        let entry = entry(sort, to.date(), people, Some(&note));
        let record = Record::new(filing, self.later(), entry).with_provenance(provenance);
        self.tablets[on].ledger.take_in(record);
        id(number)
    }

    pub fn correct(&mut self, on: usize, which: Which, to: Where, people: u16) {
        let later = self.later();
        let note = format!("note {}", self.number());
        self.tablets[on].change(which, |record| {
            let note = match record.text() {
                FreeText::Kept => Some(note.as_str()),
                FreeText::Erased => None,
            };
            let sort = match record.entry() {
                Entry::Session(_) => Sort::Session,
                Entry::Survey(_) | Entry::Declined(_) => Sort::Survey,
            };
            let entry = entry(sort, to.date(), people, note);
            record.corrected(entry, team_id(to.team()), later).ok()
        });
    }

    pub fn remove(&mut self, on: usize, which: Which) {
        let later = self.later();
        self.tablets[on].change(which, |record| record.removed(None, later).ok());
    }

    pub fn bring_back(&mut self, on: usize, which: Which) {
        let later = self.later();
        self.tablets[on].change(which, |record| record.restored(later).ok());
    }

    pub fn erase_text(&mut self, on: usize, which: Which) {
        let later = self.later();
        let mut erased = None;
        self.tablets[on].change(which, |record| {
            let next = record.with_text_erased(later).ok()?;
            erased = Some(record.id());
            Some(next)
        });
        self.tablets[on].erased.extend(erased);
    }

    /// Another tablet of the same book begins a new one.
    pub fn begin_new_book(&mut self, on: usize) {
        let fresh = self.fresh_book();
        let tablet = &mut self.tablets[on];
        tablet.books = tablet
            .books
            .clone()
            .with_new_own(fresh, text("Blue tablet"));
        tablet.known.insert(fresh, BTreeSet::new());
    }

    /// The records of a sent quarter are removed for good.
    pub fn pass_retention(&mut self, on: usize, which: Which) {
        let tablet = &mut self.tablets[on];
        let sent: Vec<(BookId, Period)> = tablet
            .histories()
            .into_iter()
            .flat_map(|history| {
                history
                    .sent()
                    .map(|(period, _)| (history.book, period.clone()))
            })
            .filter(|(book, period)| tablet.holds_as_sent(*book, period))
            .collect();
        let Some((book, period)) = which.of(&sent) else {
            return;
        };
        let goes = |record: &Record| {
            record.book() == *book && (record.team().clone(), record.quarter()) == *period
        };
        let stay = tablet.ledger.iter().filter(|record| !goes(record)).cloned();
        tablet.ledger = stay.collect();
        // Of a record that is gone for good nothing is known any more.
        let ledger = &tablet.ledger;
        tablet.erased.retain(|id| ledger.get(*id).is_some());
        let passed: Set<Period> = [period.clone()].into();
        tablet.books.retention_passed(*book, &passed);
    }

    /// Sends, and holds the Send to its promises.
    pub fn send(&mut self, on: usize, wanted: Where) {
        let order = self.an_order(wanted);
        let mut next = self.next;
        let before = self.tablets[on].clone();
        let fresh = || {
            next += 1;
            send_id(next)
        };
        let sent = match before.books.send(&before.ledger, &order, fresh) {
            Ok(sent) => sent,
            Err(SendError::NothingChanged) => {
                laws::check_nothing_to_send(&before, wanted);
                return;
            }
            Err(error) => panic!("{error}"),
        };
        self.next = next;
        let mut by_book: BTreeMap<BookId, Vec<QuarterReturn>> = BTreeMap::new();
        for one in sent.returns {
            by_book.entry(one.book).or_default().push(one);
        }
        let earlier = self.sends.len();
        let tablet = &mut self.tablets[on];
        tablet.books = sent.books;
        for (book, returns) in by_book {
            let id = returns[0].send;
            let known = tablet.known.get_mut(&book).unwrap();
            let line = known.clone();
            known.insert(id);
            let history = tablet.history(book).unwrap().clone();
            self.sends.push(Written {
                id,
                book,
                ledger: tablet.ledger.clone(),
                history,
                line,
                returns,
            });
        }
        laws::check_sent(self, &before, &self.tablets[on], earlier, wanted);
    }

    /// Imports a spreadsheet, and holds the import to its promises.
    pub fn import(&mut self, on: usize, number: u8) {
        let at = self.later().at;
        let tablet = &mut self.tablets[on];
        let file = SPREADSHEETS[usize::from(number)].as_bytes();
        let read = |tablet: &Tablet| {
            let here = import::Here {
                ledger: &tablet.ledger,
                books: &tablet.books,
                settings: &SETTINGS,
            };
            Import::read(file, here, NaiveDate::from_ymd_opt(2026, 12, 1).unwrap()).unwrap()
        };
        let plan = read(tablet);
        if let Before::Imported(_) = plan.before {
            assert_eq!(plan.to_add(&tablet.ledger), []);
            return;
        }
        let sent = plan.sent(&tablet.books, at).unwrap();
        for record in plan.to_add(&tablet.ledger) {
            tablet.ledger.take_in(record);
        }
        tablet.books = sent.books;
        let known = tablet.known.entry(plan.book).or_default();
        known.insert(plan.send);
        let again = read(tablet);
        assert_eq!(again.before, Before::Imported(Holding::TakenOver));
        let told = |returns: &[QuarterReturn]| -> Vec<QuarterReturn> {
            let returns = returns.iter().cloned();
            let same_time = |one| QuarterReturn { made_at: at, ..one };
            returns.map(same_time).collect()
        };
        let mut sends = self.sends.iter();
        if let Some(first) = sends.find(|send| send.id == plan.send) {
            assert_eq!(told(&first.returns), told(&sent.returns), "the same Send");
            return;
        }
        self.sends.push(Written {
            id: plan.send,
            book: plan.book,
            ledger: tablet.ledger.clone(),
            history: tablet.history(plan.book).unwrap().clone(),
            line: BTreeSet::new(),
            returns: sent.returns,
        });
    }

    /// Whether a tablet knows the book of a spreadsheet already.
    pub fn knows_spreadsheet(&self, on: usize, number: u8) -> bool {
        let tablet = &self.tablets[on];
        let here = import::Here {
            ledger: &tablet.ledger,
            books: &tablet.books,
            settings: &SETTINGS,
        };
        let file = SPREADSHEETS[usize::from(number)].as_bytes();
        let today = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
        let plan = Import::read(file, here, today).unwrap();
        tablet.history(plan.book).is_some()
    }

    fn an_order(&mut self, wanted: Where) -> SendOrder {
        let reason = Some("Something changed");
        let made_at = self.later().at;
        let number = self.number();
        SendOrder {
            made_at,
            ..order(number, wanted.team(), wanted.quarter(), reason)
        }
    }

    pub fn files(&self) -> Vec<QuarterReturn> {
        let returns = self.sends.iter().flat_map(|send| &send.returns);
        returns.cloned().collect()
    }

    pub fn written(&self, id: SendId) -> &Written {
        self.sends.iter().find(|send| send.id == id).unwrap()
    }
}

impl Tablet {
    pub fn history(&self, book: BookId) -> Option<&BookHistory> {
        let mut all = self.histories().into_iter();
        all.find(|history| history.book == book)
    }

    /// Whether a quarter was sent and nothing of it has changed since.
    fn holds_as_sent(&self, book: BookId, period: &Period) -> bool {
        let history = self.history(book);
        let sent = history.and_then(|it| it.sent().find(|(of, _)| *of == period));
        sent.is_some_and(|(_, sent)| {
            let all_here = sent.counted.iter().all(|id| self.ledger.get(*id).is_some());
            let inherited = history.is_some_and(|it| !it.line.contains(&sent.send));
            all_here && !inherited && sent.retention == Retention::Kept
        }) && self.books.holding(book) != Some(Holding::Copy)
            && !self
                .books
                .to_write(&self.ledger, period)
                .iter()
                .any(|(of, periods)| *of == book && periods.contains(period))
    }
}

/// A session that so many people came to, or a paper survey whose answers say
/// how many.
pub fn entry(sort: Sort, date: NaiveDate, people: u16, note: Option<&str>) -> Entry {
    match sort {
        Sort::Session => {
            let mut bands = [HeadCount::NOBODY; 5];
            bands[2] = HeadCount::new(people).unwrap();
            let session = Session::new(SessionParts {
                date,
                activity: Activity::YouthClub { place: place_id(1) },
                attendance: Attendance::new(bands).unwrap(),
                new_families: HeadCount::NOBODY,
                minutes: None,
                theme: None,
                partners: None,
                note: note.map(text),
                group: None,
                counts: Counts::default(),
            });
            Entry::Session(session.unwrap())
        }
        Sort::Survey => {
            let answer = [Answer::Yes, Answer::Partly, Answer::No][usize::from(people % 3)];
            let survey = Survey::new(SurveyParts {
                date,
                answers: Answers::Standard {
                    respect: answer,
                    listened: Answer::Yes,
                    helped: Answer::Yes,
                },
                answered_by: Some(AnsweredBy::ParentOrCarer),
                way: Way::Paper,
                language: Language::new("en").unwrap(),
                completion: Completion::Finished,
                flags: Set::new(),
                went_well: note.map(text),
                could_be_better: None,
                comment_checks: CommentChecks::default(),
            });
            Entry::Survey(survey.unwrap())
        }
    }
}
