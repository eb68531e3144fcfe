//! A spreadsheet of past sessions: its columns, and what its lines say.
//!
//! Guarantees that everything wrong with a file comes back at once, with line and
//! column, and that nothing is guessed: dates are day first, and one that could
//! only be month first is named. What a session is, is the session form's to say.

mod cells;
mod columns;
mod wrong;

use chrono::NaiveDate;

use super::attendance::AgeBand;
use super::calendar::FinancialYear;
use super::draft::{DateDraft, DateWindow, Fault};
use super::organisation::{Place, PlaceKind, Team};
use super::session::{Kind, Plan, Session};
use super::session_draft::SessionDraft;
use super::sheet::{self, Line};
use super::text::{Name, Text};
use cells::{kind_of, read_date};
use columns::columns_of;
pub use columns::{Column, bare, template};
pub use wrong::{Wrong, WrongCell};

/// How many whole financial years before this one a spreadsheet may go back.
pub const OLDEST_YEARS: i32 = 10;

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
    /// The team of this name; `None` when it is a new one, or one of several, whose
    /// locality is not told. A blank name is the usual team.
    fn team(&mut self, name: Option<&Name>, locality: Option<&Name>) -> Option<Team>;

    /// The place of this name and kind on a day; `None` when several were there. A
    /// place may also be told by its code, or by what it is called on the tablet.
    fn place(&mut self, name: &Name, kind: PlaceKind, on: Option<NaiveDate>) -> Option<Place>;
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
        let place = self.place(line, (kind, date.ok()), names, wrong);
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
        (kind, on): (Option<Kind>, Option<NaiveDate>),
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
        let Some(place_kind) = kind.place_kind() else {
            wrong.push((Column::Place, WrongCell::NotForThisKind(kind)));
            return None;
        };
        let place = names.place(&name, place_kind, on);
        if place.is_none() {
            wrong.push((Column::Place, WrongCell::SeveralOfThisName));
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

#[cfg(test)]
mod tests {
    use super::super::attendance::Minutes;
    use super::super::calendar::NotADate;
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

        fn place(&mut self, name: &Name, kind: PlaceKind, _: Option<NaiveDate>) -> Option<Place> {
            Some(Place {
                id: PlaceId::provisional(name.as_str(), uuid::Uuid::nil()),
                name: name.clone(),
                kind,
                standing: Standing::Typed,
            })
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

    const NOT_REAL: WrongCell = WrongCell::Field(Fault::NotADate(NotADate::NotReal));

    fn wrong(file: &str) -> Vec<(u32, Column, WrongCell)> {
        let cells = read(file).unwrap_err().into_iter().map(|it| match it {
            Wrong::Cell {
                line, column, why, ..
            } => (line, column, why),
            other => panic!("{other}"),
        });
        cells.collect()
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
}
