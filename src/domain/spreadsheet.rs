//! A spreadsheet of past sessions: its columns, and what its lines say.
//!
//! Guarantees that everything wrong with a file comes back at once, with line and
//! column, and that nothing is guessed: dates are day first, and one that could
//! only be month first is named. What a session is, is the session form's to say.

use chrono::NaiveDate;
use thiserror::Error;

use super::attendance::AgeBand;
use super::calendar::{FinancialYear, NotADate, typed_date};
use super::draft::{DateDraft, DateWindow, Fault};
use super::organisation::{Place, PlaceKind, Team};
use super::session::{Kind, Plan, Session};
use super::session_draft::{SessionDraft, SessionField};
use super::sheet::{self, Line, NotATable};
use super::text::{Name, Text};

/// How many whole financial years before this one a spreadsheet may go back.
pub const OLDEST_YEARS: i32 = 10;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// When it was.
    Date,
    /// Whose work it was; blank is the tablet's usual team.
    Team,
    /// The team's locality; needed for a team that the tablet does not know.
    Locality,
    /// Which of the five kinds.
    Kind,
    /// Where, for the kinds with a place.
    Place,
    /// The plan, for a co-worked case.
    Plan,
    /// The head count of one band.
    Attendance(AgeBand),
    /// New families.
    NewFamilies,
    /// How long it took.
    Minutes,
    /// What it was about.
    Theme,
    /// Who helped to run it.
    Partners,
    /// A short note.
    Note,
}

impl Column {
    /// All of them, in the order of the template.
    pub const ALL: [Self; 16] = [
        Self::Date,
        Self::Team,
        Self::Locality,
        Self::Kind,
        Self::Place,
        Self::Plan,
        Self::Attendance(AgeBand::Under5),
        Self::Attendance(AgeBand::From5To10),
        Self::Attendance(AgeBand::From11To15),
        Self::Attendance(AgeBand::From16To19),
        Self::Attendance(AgeBand::Adults),
        Self::NewFamilies,
        Self::Minutes,
        Self::Theme,
        Self::Partners,
        Self::Note,
    ];

    /// Its heading in the template.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Date => "Date",
            Self::Team => "Team",
            Self::Locality => "Locality",
            Self::Kind => "Kind",
            Self::Place => "Place",
            Self::Plan => "Plan",
            Self::Attendance(band) => band.label(),
            Self::NewFamilies => "New families",
            Self::Minutes => "Minutes",
            Self::Theme => "Theme",
            Self::Partners => "Partners",
            Self::Note => "Note",
        }
    }

    /// Other headings that mean it, as [`bare`] has them, with blanks between.
    const fn aliases(self) -> &'static str {
        match self {
            Self::Date => "sessiondate dateofsession day",
            Self::Team => "teamname",
            Self::Locality => "area",
            Self::Kind => "kindofsession type sessiontype typeofsession activity",
            Self::Place => "venue where location centre school club",
            Self::Plan => "typeofplan",
            Self::Attendance(AgeBand::Under5) => "under5s 0to4 04 0to5",
            Self::Attendance(AgeBand::From5To10) => "510 5to10s aged5to10",
            Self::Attendance(AgeBand::From11To15) => "1115 11to15s aged11to15",
            Self::Attendance(AgeBand::From16To19) => "1619 16to19s aged16to19 16to25",
            Self::Attendance(AgeBand::Adults) => "parents parentsandcarers parentscarers",
            Self::NewFamilies => "newfamily familiesnew",
            Self::Minutes => "mins length duration lengthinminutes",
            Self::Theme => "topic subject",
            Self::Partners => "partner",
            Self::Note => "notes comment comments",
        }
    }

    fn of(heading: &str) -> Option<Self> {
        let heading = bare(heading);
        let mut all = Self::ALL.into_iter();
        all.find(|column| {
            let mut aliases = column.aliases().split(' ');
            bare(column.heading()) == heading || aliases.any(|alias| alias == heading)
        })
    }

    const fn of_field(field: SessionField) -> Self {
        match field {
            SessionField::Date => Self::Date,
            SessionField::Kind => Self::Kind,
            SessionField::Place => Self::Place,
            SessionField::Plan => Self::Plan,
            SessionField::Attendance(band) => Self::Attendance(band),
            SessionField::NewFamilies => Self::NewFamilies,
            SessionField::Minutes => Self::Minutes,
            SessionField::Theme => Self::Theme,
            SessionField::Partners => Self::Partners,
            SessionField::Note => Self::Note,
        }
    }
}

/// The template: the headings alone, with the byte order mark by which Excel
/// knows UTF-8.
#[must_use]
pub fn template() -> String {
    let headings = Column::ALL.map(Column::heading);
    format!("\u{feff}{}\r\n", headings.join(","))
}

/// A name or heading without what people write in different ways: small letters
/// and digits alone.
#[must_use]
pub fn bare(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WrongCell {
    /// What would be wrong with it in the form too.
    #[error("{0:?}")]
    Field(Fault),
    /// The date could only be month first, and those are never read.
    #[error("the day comes first, as in 31/12/2026")]
    MonthFirst,
    /// None of the five kinds is called so.
    #[error("not one of the five kinds of session")]
    UnknownKind,
    /// No plan is called so.
    #[error("a plan is Child in Need or Child Protection")]
    UnknownPlan,
    /// Something stands where this kind of session has nothing: a place would
    /// point at a family.
    #[error("must be blank for this kind of session")]
    NotForThisKind(Kind),
    /// The team is not known on this tablet, so its locality is needed.
    #[error("needed for a team that this tablet does not know")]
    LocalityOfNewTeam,
}

/// One thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Wrong {
    /// It has no table.
    #[error(transparent)]
    File(#[from] NotATable),
    /// A column is not there that is needed.
    #[error("the column {} is missing", .0.heading())]
    ColumnMissing(Column),
    /// Not one of the columns of head counts is there.
    #[error("there is no column of head counts")]
    NoHeadCounts,
    /// Two columns mean the same.
    #[error("the column {} is there twice", .0.heading())]
    ColumnTwice(Column),
    /// There are headings and no line below them.
    #[error("there is no session in it")]
    NoSessions,
    /// A line says something where there is no heading: a comma in an unquoted
    /// cell may have moved the others.
    #[error("line {0} says something where there is no heading")]
    NoHeading(u32),
    /// A cell says something that cannot be.
    #[error("line {line}, {}: {why}", column.heading())]
    Cell {
        /// Its line, as [`Line`] numbers them.
        line: u32,
        /// Its column.
        column: Column,
        /// What stands in it.
        says: String,
        /// What is wrong with it.
        why: WrongCell,
    },
}

/// A session that a line of a spreadsheet tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The line, as [`Line`] numbers them.
    pub line: u32,
    /// Whose work it was.
    pub team: Team,
    /// The session.
    pub session: Session,
}

/// A spreadsheet without anything wrong in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spreadsheet {
    /// Its sessions, in the order of its lines; at least one.
    pub sessions: Vec<Told>,
    /// The headings of columns that are not known, and so passed over.
    pub passed_over: Vec<String>,
}

/// Whoever knows the teams and places that the names in a file stand for.
pub trait Names {
    /// The team of this name; `None` when it is a new one whose locality is not
    /// told. A blank name is the usual team.
    fn team(&mut self, name: Option<&Name>, locality: Option<&Name>) -> Option<Team>;

    /// The place of this name and kind.
    fn place(&mut self, name: &Name, kind: PlaceKind) -> Place;
}

impl Spreadsheet {
    /// Reads a file's bytes.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of its lines.
    pub fn read(file: &[u8], today: NaiveDate, names: &mut impl Names) -> Result<Self, Vec<Wrong>> {
        let mut lines = sheet::lines(file)
            .map_err(|why| vec![Wrong::File(why)])?
            .into_iter();
        // A table has at least one line.
        let headings = lines.next().map(|line| line.cells).unwrap_or_default();
        let (columns, passed_over, mut wrong) = columns_of(&headings);
        if wrong.is_empty() {
            let mut reading = Reading {
                columns,
                headed: headings.iter().map(|it| !it.is_empty()).collect(),
                window: window(today),
                today,
                wrong,
                sessions: Vec::new(),
            };
            for line in lines {
                reading.line(&line, names);
            }
            if reading.sessions.is_empty() && reading.wrong.is_empty() {
                reading.wrong.push(Wrong::NoSessions);
            }
            if reading.wrong.is_empty() {
                return Ok(Self {
                    sessions: reading.sessions,
                    passed_over,
                });
            }
            wrong = reading.wrong;
        }
        Err(wrong)
    }
}

/// The first day that a spreadsheet may have sessions of.
#[must_use]
pub fn earliest(today: NaiveDate) -> NaiveDate {
    let year = FinancialYear::containing(today).starts_in() - OLDEST_YEARS;
    NaiveDate::from_ymd_opt(year, 4, 1).unwrap_or(today)
}

fn window(today: NaiveDate) -> DateWindow {
    DateWindow::between(earliest(today), today)
}

/// What each column of the headings means, those that mean nothing, and what is
/// wrong with them.
fn columns_of(headings: &[String]) -> (Vec<Option<Column>>, Vec<String>, Vec<Wrong>) {
    let (mut passed_over, mut wrong) = (Vec::new(), Vec::new());
    let mut columns: Vec<Option<Column>> = Vec::new();
    for heading in headings {
        let column = Column::of(heading);
        match column {
            Some(column) if columns.contains(&Some(column)) => {
                wrong.push(Wrong::ColumnTwice(column));
            }
            None if !heading.is_empty() => passed_over.push(heading.clone()),
            Some(_) | None => {}
        }
        columns.push(column);
    }
    for needed in [Column::Date, Column::Kind] {
        if !columns.contains(&Some(needed)) {
            wrong.push(Wrong::ColumnMissing(needed));
        }
    }
    let counts = |column: &Option<Column>| matches!(column, Some(Column::Attendance(_)));
    if !columns.iter().any(counts) {
        wrong.push(Wrong::NoHeadCounts);
    }
    (columns, passed_over, wrong)
}

struct Reading {
    columns: Vec<Option<Column>>,
    /// Whether each column has a heading, known or not.
    headed: Vec<bool>,
    window: DateWindow,
    today: NaiveDate,
    wrong: Vec<Wrong>,
    sessions: Vec<Told>,
}

/// What is wrong with one line, by column.
type WrongCells = Vec<(Column, WrongCell)>;

impl Reading {
    fn cell<'line>(&self, line: &'line Line, column: Column) -> &'line str {
        let mut columns = self.columns.iter();
        let at = columns.position(|it| *it == Some(column));
        let cell = at.and_then(|at| line.cells.get(at));
        cell.map(String::as_str).unwrap_or_default()
    }

    fn line(&mut self, line: &Line, names: &mut impl Names) {
        let mut cells = line.cells.iter().enumerate();
        if cells.any(|(at, cell)| !cell.is_empty() && !self.headed.get(at).unwrap_or(&false)) {
            self.wrong.push(Wrong::NoHeading(line.number));
        }
        let mut wrong = WrongCells::new();
        let told = self.session(line, names, &mut wrong);
        wrong.sort_by_key(|(column, _)| *column);
        for (column, why) in wrong {
            self.wrong.push(Wrong::Cell {
                line: line.number,
                column,
                says: self.cell(line, column).to_owned(),
                why,
            });
        }
        self.sessions.extend(told);
    }

    fn session(&self, line: &Line, names: &mut impl Names, wrong: &mut WrongCells) -> Option<Told> {
        let cell = |column| self.cell(line, column);
        let team = self.team(line, names, wrong);
        let date = read_date(cell(Column::Date)).map_err(|why| wrong.push((Column::Date, why)));
        let kind = match cell(Column::Kind) {
            "" => None,
            says => kind_of(says).or_else(|| {
                wrong.push((Column::Kind, WrongCell::UnknownKind));
                None
            }),
        };
        let place = self.place(line, kind, names, wrong);
        let plan = self.plan(line, kind, wrong);
        let owned = |column| cell(column).to_owned();
        let draft = SessionDraft {
            date: DateDraft::Chosen(date.unwrap_or(self.today)),
            kind,
            place: place.as_ref().map(|place| place.id.clone()),
            plan,
            attendance: AgeBand::ALL.map(|band| owned(Column::Attendance(band))),
            new_families: owned(Column::NewFamilies),
            minutes: owned(Column::Minutes),
            theme: owned(Column::Theme),
            partners: owned(Column::Partners),
            note: owned(Column::Note),
            ..SessionDraft::on(self.today)
        };
        let places: Vec<Place> = place.into_iter().collect();
        let checked = draft.check(self.window, &places);
        for problem in checked.as_ref().err().into_iter().flatten() {
            let column = Column::of_field(problem.field);
            // A cell that was named already is not named again for being blank.
            if !wrong.iter().any(|(named, _)| *named == column) {
                wrong.push((column, WrongCell::Field(problem.fault)));
            }
        }
        match (team, checked) {
            (Some(team), Ok(session)) if wrong.is_empty() => Some(Told {
                line: line.number,
                team,
                session,
            }),
            (Some(_) | None, Ok(_) | Err(_)) => None,
        }
    }

    fn team(&self, line: &Line, names: &mut impl Names, wrong: &mut WrongCells) -> Option<Team> {
        let mut name = |column| match Text::typed(self.cell(line, column)) {
            Ok(name) => Some(name),
            Err(too_long) => {
                wrong.push((column, WrongCell::Field(Fault::TooLong(too_long))));
                None
            }
        };
        let (team, locality) = (name(Column::Team), name(Column::Locality));
        let found = names.team(team?.as_ref(), locality?.as_ref());
        if found.is_none() {
            wrong.push((Column::Locality, WrongCell::LocalityOfNewTeam));
        }
        found
    }

    fn place(
        &self,
        line: &Line,
        kind: Option<Kind>,
        names: &mut impl Names,
        wrong: &mut WrongCells,
    ) -> Option<Place> {
        let kind = kind?;
        let name: Option<Name> = match Text::typed(self.cell(line, Column::Place)) {
            Ok(name) => name,
            Err(too_long) => {
                let why = WrongCell::Field(Fault::TooLong(too_long));
                wrong.push((Column::Place, why));
                return None;
            }
        };
        let name = name?;
        let place = kind
            .place_kind()
            .map(|place_kind| names.place(&name, place_kind));
        if place.is_none() {
            wrong.push((Column::Place, WrongCell::NotForThisKind(kind)));
        }
        place
    }

    fn plan(&self, line: &Line, kind: Option<Kind>, wrong: &mut WrongCells) -> Option<Plan> {
        let says = bare(self.cell(line, Column::Plan));
        let why = match (kind?, says.as_str()) {
            (_, "") => return None,
            (Kind::CoWorkedCase, "childinneed" | "cin" | "cinplan") => {
                return Some(Plan::ChildInNeed);
            }
            (Kind::CoWorkedCase, "childprotection" | "cp" | "cpplan") => {
                return Some(Plan::ChildProtection);
            }
            (Kind::CoWorkedCase, _) => WrongCell::UnknownPlan,
            (kind, _) => WrongCell::NotForThisKind(kind),
        };
        wrong.push((Column::Plan, why));
        None
    }
}

/// The kind that is called so, in one of the ways in which people write it.
fn kind_of(says: &str) -> Option<Kind> {
    let says = bare(says);
    Kind::ALL.into_iter().find(|kind| {
        let aliases = match kind {
            Kind::ChildrensCentreGroup => "childrenscentre centregroup groupactivity",
            Kind::YouthClub => "youthclubsession youthwork",
            Kind::SchoolGroupWork => "school groupwork schoolgroup",
            Kind::CoWorkedCase => "coworked coworking",
            Kind::TargetedPrevention => "targeted prevention preventionwork",
        };
        let mut aliases = aliases.split(' ');
        bare(kind.label()) == says
            || bare(kind.code()) == says
            || aliases.any(|alias| alias == says)
    })
}

/// Reads a date as it stands in spreadsheets of this country: `3/11/2026`,
/// `03-11-26`, `3 November 2026`, `03-Nov-26`, or `2026-11-03`; the weekday
/// before it and a time after it are passed over. A year of two digits is one of
/// this century.
///
/// # Errors
/// The [`WrongCell`] that says what is wrong with it.
fn read_date(says: &str) -> Result<NaiveDate, WrongCell> {
    if says.is_empty() {
        return Err(WrongCell::Field(Fault::Missing));
    }
    // Exports say the time as well: 03/11/2026 00:00.
    let before_time = says
        .find(':')
        .and_then(|colon| says.get(..colon)?.rfind([' ', 'T']))
        .and_then(|at| says.get(..at));
    let parts = before_time.unwrap_or(says).split(|letter: char| {
        letter.is_whitespace() || matches!(letter, '/' | '-' | '.' | ',' | '\u{2013}')
    });
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let not_a_date = |why| WrongCell::Field(Fault::NotADate(why));
    let (day, month, year) = match parts[..] {
        [year, month, day] if year.len() == 4 => {
            return typed_date(day, month, year).map_err(not_a_date);
        }
        [day, month, year] => (day, month, year),
        [weekday, day, month, year] if weekday.bytes().all(|it| it.is_ascii_alphabetic()) => {
            (day, month, year)
        }
        _ => return Err(not_a_date(NotADate::NotReal)),
    };
    let year = match year.len() {
        2 => format!("20{year}"),
        _ => year.to_owned(),
    };
    let day = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|ending| day.strip_suffix(ending))
        .unwrap_or(day);
    // Month names are read by their beginnings, and this one is not one.
    let month = if month.eq_ignore_ascii_case("sept") {
        "Sep"
    } else {
        month
    };
    typed_date(day, month, &year).map_err(|why| match typed_date(month, day, &year) {
        Ok(_) => WrongCell::MonthFirst,
        Err(_) => not_a_date(why),
    })
}

#[cfg(test)]
mod tests {
    use super::super::attendance::Minutes;
    use super::super::ids::{LocalityId, PlaceId, TeamId};
    use super::super::organisation::{Locality, Standing};
    use super::super::text::TooLong;
    use super::*;

    /// Knows every team and place.
    struct Anybody;

    fn name(words: &str) -> Name {
        Text::typed(words).unwrap().unwrap()
    }

    impl Names for Anybody {
        fn team(&mut self, team: Option<&Name>, locality: Option<&Name>) -> Option<Team> {
            if team.is_some_and(|it| it.as_str() == "New") && locality.is_none() {
                return None;
            }
            Some(Team {
                id: TeamId::new("team").unwrap(),
                name: team.cloned().unwrap_or(name("Usual")),
                standing: Standing::Typed,
                locality: Locality {
                    id: LocalityId::new("north").unwrap(),
                    name: name("North"),
                    standing: Standing::Typed,
                },
            })
        }

        fn place(&mut self, name: &Name, kind: PlaceKind) -> Place {
            Place {
                id: PlaceId::provisional(name.as_str(), uuid::Uuid::nil()),
                name: name.clone(),
                kind,
                standing: Standing::Typed,
            }
        }
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn today() -> NaiveDate {
        day(2026, 11, 27)
    }

    fn read(file: &str) -> Result<Spreadsheet, Vec<Wrong>> {
        Spreadsheet::read(file.as_bytes(), today(), &mut Anybody)
    }

    fn wrong(file: &str) -> Vec<(u32, Column, WrongCell)> {
        let cells = read(file).unwrap_err().into_iter().map(|it| match it {
            Wrong::Cell {
                line, column, why, ..
            } => (line, column, why),
            other => panic!("{other}"),
        });
        cells.collect()
    }

    fn check_date(says: &str, expected: Result<NaiveDate, WrongCell>) {
        assert_eq!(read_date(says), expected, "{says}");
    }

    const NOT_REAL: WrongCell = WrongCell::Field(Fault::NotADate(NotADate::NotReal));

    #[test]
    fn dates_are_read_as_they_stand_in_spreadsheets_here() {
        for says in [
            "3/11/2026",
            "03/11/2026",
            "3/11/26",
            "03-11-2026",
            "3.11.26",
            "3 November 2026",
            "3 nov 26",
            "03-Nov-26",
            "3rd November 2026",
            "Tuesday 3 November 2026",
            "Tue, 3 Nov 2026",
            "2026-11-03",
            "03/11/2026 00:00",
            "2026-11-03T10:30:00",
            "03/11/2026 10:30:00 AM",
        ] {
            check_date(says, Ok(day(2026, 11, 3)));
        }
        check_date("14 Sept 2026", Ok(day(2026, 9, 14)));
        check_date("29/2/24", Ok(day(2024, 2, 29)));
    }

    #[test]
    fn a_date_that_could_only_be_month_first_is_never_read() {
        check_date("11/13/2026", Err(WrongCell::MonthFirst));
        check_date("03/31/26", Err(WrongCell::MonthFirst));
        check_date("03/04/2026", Ok(day(2026, 4, 3)));
    }

    #[test]
    fn what_is_no_date_is_named_so() {
        for says in [
            "30/02/2026",
            "31/31/2026",
            "2026-13-01",
            "yesterday",
            "46000",
            "3/11",
            "November 2026",
            "3/11/206",
            "1/2/3/2026",
            "+3/11/2026",
            "::",
        ] {
            check_date(says, Err(NOT_REAL));
        }
        check_date("", Err(WrongCell::Field(Fault::Missing)));
    }

    #[test]
    fn headings_are_known_whatever_their_case_blanks_and_punctuation() {
        let file = "DATE;kind of session;VENUE;under-5;5 – 10;Parents/Carers;New_Families;Mins;x\n\
            3/11/26;Group activity in a children's centre;Oak;4;1;3;2;90;?\n";
        let sheet = read(file).unwrap();
        assert_eq!(sheet.passed_over, ["x"]);
        let parts = sheet.sessions[0].session.parts();
        assert_eq!(parts.attendance.contacts(), 8);
        assert_eq!(parts.new_families.people(), 2);
        assert_eq!(parts.minutes.map(Minutes::get), Some(90));
        assert!(parts.activity.place().is_some());
    }

    #[test]
    fn the_template_has_every_column_once_and_is_read_as_it_is() {
        let template = template();
        assert!(template.starts_with('\u{feff}'));
        assert_eq!(read(&template), Err(vec![Wrong::NoSessions]));
        let filled = template + "1/4/2026,,,Youth club,Oak,,,,7,,2,1,120,Football,Police,Rain\r\n";
        let sheet = read(&filled).unwrap();
        assert_eq!(sheet.passed_over, [""; 0]);
        let parts = sheet.sessions[0].session.parts();
        assert_eq!(parts.attendance.contacts(), 9);
        assert_eq!(parts.note.as_ref().map(Text::as_str), Some("Rain"));
    }

    #[test]
    fn no_alias_means_two_columns() {
        let mut seen: Vec<String> = Vec::new();
        for column in Column::ALL {
            let aliases = column.aliases().split(' ').map(str::to_owned);
            for heading in aliases.chain([bare(column.heading())]) {
                assert_eq!(bare(&heading), heading);
                assert!(!seen.contains(&heading), "{heading}");
                seen.push(heading);
            }
        }
    }

    #[test]
    fn columns_that_are_missing_or_there_twice_are_all_named() {
        assert_eq!(
            read("Place,Note,Notes\nOak,,\n"),
            Err(vec![
                Wrong::ColumnTwice(Column::Note),
                Wrong::ColumnMissing(Column::Date),
                Wrong::ColumnMissing(Column::Kind),
                Wrong::NoHeadCounts,
            ])
        );
    }

    #[test]
    fn everything_wrong_is_named_with_its_line_and_column() {
        let file = "Date,Team,Locality,Kind,Place,Plan,Adults,New families,Minutes,Theme\n\
            31/11/2026,New,,Football,,,x,,,\n\
            1/11/2026,,,Youth club,,,3,4,4,\n\
            \n\
            28/11/2026,,,Co-worked case,Oak,,,,,\n\
            31/3/2016,,,Co-worked case,,Plan B,1,,,\n\
            11/12/2025,,,Targeted prevention work,,CP,501,,,\n";
        let range = |min, max| WrongCell::Field(Fault::NotInRange { min, max });
        let missing = WrongCell::Field(Fault::Missing);
        let first_band = Column::Attendance(AgeBand::Under5);
        let adults = Column::Attendance(AgeBand::Adults);
        assert_eq!(
            wrong(file),
            [
                (2, Column::Date, NOT_REAL),
                (2, Column::Locality, WrongCell::LocalityOfNewTeam),
                (2, Column::Kind, WrongCell::UnknownKind),
                (2, adults, range(0, 500)),
                (3, Column::Place, missing),
                (
                    3,
                    Column::NewFamilies,
                    WrongCell::Field(Fault::MoreThanContacts { contacts: 3 })
                ),
                (3, Column::Minutes, range(5, 720)),
                (5, Column::Date, WrongCell::Field(Fault::InTheFuture)),
                (
                    5,
                    Column::Place,
                    WrongCell::NotForThisKind(Kind::CoWorkedCase)
                ),
                (5, Column::Plan, missing),
                (5, first_band, WrongCell::Field(Fault::NobodyCame)),
                (6, Column::Date, WrongCell::Field(Fault::TooLongAgo)),
                (6, Column::Plan, WrongCell::UnknownPlan),
                (
                    7,
                    Column::Plan,
                    WrongCell::NotForThisKind(Kind::TargetedPrevention)
                ),
                (7, adults, range(0, 500)),
            ]
        );
    }

    #[test]
    fn what_stands_where_there_is_no_heading_is_never_dropped_silently() {
        let file = "Date,Kind,,Adults\n1/11/26,targeted,,3,\n2/11/26,targeted,x,3\n3/11/26,targeted,,3,4\n";
        let wrong = vec![Wrong::NoHeading(3), Wrong::NoHeading(4)];
        assert_eq!(read(file), Err(wrong));
    }

    #[test]
    fn a_text_that_is_too_long_is_named_with_what_is_allowed() {
        let file = format!(
            "Date,Kind,Adults,Theme\n1/11/26,targeted,3,{}\n",
            "x".repeat(81)
        );
        let too_long = Fault::TooLong(TooLong {
            limit: 80,
            length: 81,
        });
        assert_eq!(
            wrong(&file),
            [(2, Column::Theme, WrongCell::Field(too_long))]
        );
    }

    #[test]
    fn a_spreadsheet_may_go_back_ten_financial_years() {
        assert_eq!(earliest(today()), day(2016, 4, 1));
        assert!(read("Date,Kind,Adults\n1/4/2016,targeted,3\n").is_ok());
        assert!(read("Date,Kind,Adults\n27/11/2026,targeted,3\n").is_ok());
    }

    #[test]
    fn every_kind_is_known_by_its_label_and_its_code() {
        for kind in Kind::ALL {
            assert_eq!(kind_of(kind.label()), Some(kind));
            assert_eq!(kind_of(kind.code()), Some(kind));
        }
        assert_eq!(
            kind_of("Childrens Centre"),
            Some(Kind::ChildrensCentreGroup)
        );
        assert_eq!(kind_of("CO-WORKED"), Some(Kind::CoWorkedCase));
        assert_eq!(kind_of("club"), None);
    }
}
