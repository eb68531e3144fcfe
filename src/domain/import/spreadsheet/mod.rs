//! A spreadsheet of past sessions: its columns, and what its lines say.
//!
//! Guarantees that everything wrong with a file comes back at once, with line and
//! column, that nothing is guessed, and that nothing is lost without a word: dates are
//! day first, and one that could only be month first is named with all that may be so
//! too; what could be meant in several ways is asked. What a session is, is the session
//! form's to say.

mod answers;
mod bands;
mod cells;
mod columns;
mod dates;
mod headings;
mod reading;
mod totals;
mod wrong;
mod wrong_cell;

use chrono::NaiveDate;

use crate::domain::base::calendar::FinancialYear;
use crate::domain::base::text::Name;
use crate::domain::form::checks::DateWindow;
use crate::domain::import::csv::Table;
use crate::domain::organisation::{Place, PlaceKind, Team};
use crate::domain::record::session::Session;
pub use answers::{Answers, DatesAre, Meaning, PlaceAsked};
pub use columns::{Column, bare, template, tidy};
pub use dates::date_text;
pub use headings::has_headings;
pub use reading::Reading;
pub use wrong::Wrong;
pub use wrong_cell::WrongCell;

/// How many whole financial years before this one a spreadsheet may go back.
pub const OLDEST_YEARS: i32 = 10;

/// A session that a line of a spreadsheet tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The line, as [`Line`](crate::domain::import::csv::Line) numbers them.
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
    /// What a person should hear of how it was read.
    pub remarks: Vec<Remark>,
}

/// What a person should hear of how a spreadsheet was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remark {
    /// The headings of columns that are left out.
    LeftOut(Vec<String>),
    /// A line that stands above the headings, with what it says first.
    Above(u32, String),
    /// A heading that a spreadsheet program made a date of, and what it was.
    FromDate(String, Column),
    /// Lines of totals, which agree with the lines above them and are no sessions.
    TotalLines(Vec<u32>),
    /// Lines that the workbook hides, which were read like the others.
    HiddenLines(Vec<u32>),
    /// Headings of columns that the workbook hides, which were read like the others.
    HiddenColumns(Vec<String>),
    /// How many lines have a cell that stands over several: each has its text.
    Merged(usize),
    /// So many bytes were not of the file's encoding.
    Recoded(usize),
}

/// What a name in a file stands for, where that is not one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotOne<T> {
    /// Nothing that is known, and too little is told to make it.
    Unknown,
    /// One of several.
    OneOf(Vec<T>),
}

/// Where and when a place is meant, which tells several of one name apart.
#[derive(Debug, Clone, Copy)]
pub struct PlaceMeant<'a> {
    /// Its name, code, or what it is called on the tablet.
    pub name: &'a Name,
    /// Its kind.
    pub kind: PlaceKind,
    /// The day; `None` where the line's is not known.
    pub on: Option<NaiveDate>,
    /// Whose work it was.
    pub team: &'a Team,
}

/// Whoever knows the teams and places that the names in a file stand for.
pub trait Names {
    /// The team of this name. A blank name is the usual team.
    ///
    /// # Errors
    /// [`NotOne::Unknown`] when it is a new one whose locality is not told, and
    /// [`NotOne::OneOf`] several.
    fn team(&mut self, name: Option<&Name>, locality: Option<&Name>) -> Result<Team, NotOne<Team>>;

    /// The place that is meant.
    ///
    /// # Errors
    /// [`NotOne::OneOf`] the several that it could be.
    fn place(&mut self, meant: PlaceMeant<'_>) -> Result<Place, NotOne<Place>>;
}

impl Spreadsheet {
    /// Reads a table, with what a person answered.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of its lines, and everything
    /// that is to be asked.
    pub fn read(
        table: &Table,
        today: NaiveDate,
        answers: &Answers,
        names: &mut impl Names,
    ) -> Result<Self, Vec<Wrong>> {
        let mut reading = Reading::new(table, today, answers);
        reading.lines(usize::MAX, names);
        reading.finish()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::base::calendar::NotADate;
    use crate::domain::base::ids::{LocalityId, PlaceId, TeamId};
    use crate::domain::base::text::{Text, TooLong};
    use crate::domain::form::checks::Fault;
    use crate::domain::import::csv::table;
    use crate::domain::organisation::{Locality, Standing};
    use crate::domain::record::attendance::{AgeBand, Minutes};
    use crate::domain::record::session::Kind;

    /// Knows every team and place.
    struct Anybody;

    fn name(words: &str) -> Name {
        Text::typed(words).unwrap().unwrap()
    }

    impl Names for Anybody {
        fn team(
            &mut self,
            team: Option<&Name>,
            locality: Option<&Name>,
        ) -> Result<Team, NotOne<Team>> {
            if team.is_some_and(|it| it.as_str() == "New") && locality.is_none() {
                return Err(NotOne::Unknown);
            }
            Ok(Team {
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

        fn place(&mut self, meant: PlaceMeant<'_>) -> Result<Place, NotOne<Place>> {
            Ok(Place {
                id: PlaceId::provisional(meant.name.as_str(), uuid::Uuid::nil()),
                name: meant.name.clone(),
                kind: meant.kind,
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
        read_with(file, &Answers::default())
    }

    fn read_with(file: &str, answers: &Answers) -> Result<Spreadsheet, Vec<Wrong>> {
        let table = table(file.as_bytes()).map_err(|why| vec![Wrong::File(why)])?;
        Spreadsheet::read(&table, today(), answers, &mut Anybody)
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
        assert_eq!(sheet.remarks, [Remark::LeftOut(vec!["x".to_owned()])]);
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
        assert_eq!(sheet.remarks, []);
        let parts = sheet.sessions[0].session.parts();
        assert_eq!(parts.attendance.contacts(), 9);
        assert_eq!(parts.note.as_ref().map(Text::as_str), Some("Rain"));
    }

    #[test]
    fn columns_that_are_missing_or_there_twice_are_all_named() {
        assert_eq!(
            read("Place,Comment,Notes\nOak,a,b\n"),
            Err(vec![
                Wrong::ColumnTwice {
                    column: Column::Note,
                    line: 1,
                    headings: ["Comment", "Notes"].map(str::to_owned).to_vec(),
                },
                Wrong::ColumnMissing {
                    column: Column::Date,
                    line: 1
                },
                Wrong::ColumnMissing {
                    column: Column::Kind,
                    line: 1
                },
                Wrong::NoHeadCounts(1),
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

    const HEADS: &str = "Date,Kind,Under 5,5 to 10,11 to 15,Adults";

    fn contacts(sheet: &Spreadsheet) -> u32 {
        let sessions = sheet.sessions.iter();
        sessions
            .map(|told| told.session.attendance().contacts())
            .sum()
    }

    #[test]
    fn headings_that_became_dates_lose_nobody() {
        for [under_5, to_10, to_15] in [
            ["<5", "05-Oct", "Nov-15"],
            ["0-4", "Oct-05", "15-Nov"],
            ["U5s", "10/05/26", "11-15"],
            ["Under 5", "2026-10-05", "2015-11-01"],
        ] {
            let file =
                format!("Date,Kind,{under_5},{to_10},{to_15},Adults\n1/4/26,targeted,10,20,9,12\n");
            let sheet = read(&file).unwrap();
            assert_eq!(contacts(&sheet), 51, "{file}");
            let from_dates = sheet.remarks.iter();
            let said = from_dates.filter(|it| matches!(it, Remark::FromDate(..)));
            let expected = [to_10, to_15].iter().filter(|it| **it != "11-15").count();
            assert_eq!(said.count(), expected, "{file}");
        }
    }

    #[test]
    fn a_column_of_numbers_under_an_unknown_heading_is_asked_about() {
        let file = "Date,Kind,5 to 9,Ref,Adults\n1/4/26,targeted,39,,12\n2/4/26,targeted,,x1,2\n";
        let asked = Wrong::WhatColumn {
            position: 2,
            heading: "5 to 9".to_owned(),
            lines: 1,
            free: [
                Column::Attendance(AgeBand::Under5),
                Column::Attendance(AgeBand::From5To10),
                Column::Attendance(AgeBand::From11To15),
                Column::Attendance(AgeBand::From16To19),
                Column::NewFamilies,
                Column::Minutes,
            ]
            .to_vec(),
        };
        assert_eq!(read(file), Err(vec![asked]));
        let with = |meaning| {
            let columns = [(2, meaning)].into();
            let answers = Answers {
                columns,
                ..Answers::default()
            };
            read_with(file, &answers).unwrap()
        };
        let to_10 = Column::Attendance(AgeBand::From5To10);
        assert_eq!(contacts(&with(Meaning::Is(to_10))), 53);
        let left_out = with(Meaning::LeftOut);
        assert_eq!(contacts(&left_out), 14);
        let named = ["5 to 9", "Ref"].map(str::to_owned).to_vec();
        assert_eq!(left_out.remarks, [Remark::LeftOut(named)]);
    }

    #[test]
    fn of_two_headings_the_exact_one_wins_and_the_other_is_named() {
        for (exact, other, with) in [
            ("Date", "Session date", "2/4/26"),
            ("Kind", "Type", "y"),
            ("Place", "Venue", "z"),
        ] {
            let heads = format!("{other},{HEADS},Place")
                .replace(",Place", if exact == "Place" { ",Place" } else { "" });
            let place = if exact == "Place" { ",Oak" } else { "" };
            let kind = if exact == "Place" {
                "Youth club"
            } else {
                "Targeted"
            };
            let file = format!("{heads}\n{with},1/4/26,{kind},1,,,{place}\n");
            let sheet = read(&file).unwrap();
            assert_eq!(sheet.sessions[0].session.date(), day(2026, 4, 1), "{file}");
            assert_eq!(
                sheet.remarks,
                [Remark::LeftOut(vec![other.to_owned()])],
                "{file}"
            );
        }
        // A second column of people is never dropped, unless it says the same.
        let twice = |second: &str| format!("{HEADS},Parents\n1/4/26,targeted,,,,3,{second}\n");
        assert!(matches!(
            read(&twice("4")).unwrap_err()[..],
            [Wrong::WhatColumn { position: 6, .. }]
        ));
        assert!(read(&twice("3")).is_ok());
        // The one that says something, where the other is blank.
        let file = "Date,Session date,Kind,Adults\n,1/4/26,targeted,3\n";
        assert_eq!(read(file).unwrap().sessions.len(), 1);
    }

    #[test]
    fn the_title_is_no_heading_and_lines_keep_their_numbers() {
        let file = format!(
            "Register 2026,,,\n,,,\n\"As of\n1 May\",1/5/2026\n\n{HEADS}\n1/4/26,targeted,1\n\nx,targeted,1\n"
        );
        assert_eq!(wrong(&file), [(8, Column::Date, NOT_REAL)]);
        let sheet = read(&file.replace("\nx,targeted,1", "")).unwrap();
        assert_eq!(sheet.sessions[0].line, 6);
        let above = |line, says: &str| Remark::Above(line, says.to_owned());
        let expected = [above(1, "Register 2026"), above(3, "As of\n1 May")];
        assert_eq!(sheet.remarks, expected);
    }

    #[test]
    fn headings_may_stand_in_two_lines_and_are_found_by_most_of_them() {
        let file = "Date,Kind,Attendance,,\n,,Under 5,\"5\nto 10\",Adults\n1/4/26,targeted,1,2,3\n";
        assert_eq!(contacts(&read(file).unwrap()), 6);
        let file = "Register\nDate,Place,Adults\n1/4/26,Oak,3\n";
        let missing = Wrong::ColumnMissing {
            column: Column::Kind,
            line: 2,
        };
        assert_eq!(read(file), Err(vec![missing]));
    }

    #[test]
    fn a_session_above_the_headings_is_named() {
        let file = format!("1/4/26,targeted,1\n{HEADS}\n2/4/26,targeted,1\n{HEADS}\n");
        assert_eq!(read(&file), Err(vec![Wrong::SessionAboveHeadings(1)]));
        let sheet = read(&file.replacen("1/4/26,targeted,1\n", "", 1)).unwrap();
        assert_eq!((sheet.sessions.len(), sheet.remarks), (1, vec![]));
    }

    #[test]
    fn once_a_date_is_proved_month_first_all_that_may_be_are_named() {
        let file = format!(
            "{HEADS}\n1/4/26,targeted,1\n01/13/26,targeted,1\n2/5/26,targeted,1\n\
             5/5/26,targeted,1\n3 May 2026,targeted,1\n2026-04-05,targeted,1\n"
        );
        let date = Column::Date;
        assert_eq!(
            wrong(&file),
            [
                (2, date, WrongCell::PerhapsMonthFirst),
                (3, date, WrongCell::MonthFirst),
                (4, date, WrongCell::PerhapsMonthFirst),
            ]
        );
        let by_weekday = file
            .replace("01/13/26", "Wed 03/11/26")
            .replace("2026-04-05", "2/2/2026");
        assert_eq!(wrong(&by_weekday).len(), 3);
        let beside = "Day,Date,Kind,Adults\nWed,3/11/2026,targeted,1\nSat,4/4/2026,targeted,1\n\
            Thu,5/3/2026,targeted,1\n";
        assert_eq!(wrong(beside), [(2, date, WrongCell::MonthFirst)]);
    }

    #[test]
    fn a_file_put_right_line_by_line_is_asked_about() {
        // A register in its order, month first, of which two lines were put right.
        let file = format!(
            "{HEADS}\n01/06/26,targeted,1\n13/01/26,targeted,1\n20/01/26,targeted,1\n\
             02/03/26,targeted,1\n02/10/26,targeted,1\n"
        );
        let asked = |file: &str, answers: &Answers| match read_with(file, answers) {
            Err(wrong) => match &wrong[..] {
                [Wrong::WhichWayRound(dates)] => dates.len(),
                other => panic!("{other:?}"),
            },
            Ok(_) => 0,
        };
        assert_eq!(asked(&file, &Answers::default()), 3);
        let said = Answers {
            dates: DatesAre::DayFirst,
            ..Answers::default()
        };
        assert_eq!(asked(&file, &said), 0);
        // In no order: only what was doubted in the file before tells.
        let file = format!(
            "{HEADS}\n13/01/26,targeted,1\n02/03/26,targeted,1\n01/06/26,targeted,1\n\
             20/01/26,targeted,1\n"
        );
        assert_eq!(asked(&file, &Answers::default()), 0);
        let doubted = Answers {
            doubted: ["02/03/26".to_owned()].into(),
            ..Answers::default()
        };
        assert_eq!(asked(&file, &doubted), 2);
    }

    #[test]
    fn a_register_in_order_day_first_is_not_asked_about() {
        let file = format!(
            "{HEADS}\n01/06/26,targeted,1\n02/06/26,targeted,1\n13/06/26,targeted,1\n\
             01/07/26,targeted,1\n03/08/26,targeted,1\n"
        );
        assert!(read(&file).is_ok());
    }

    #[test]
    fn totals_are_compared_with_what_was_read() {
        let heads = format!("{HEADS},Total");
        let lines = "1/4/26,targeted,1,2,,3,6\n2/4/26,targeted,1,,,,1.0\n";
        let totals = "Total April,,2,2,,3,7\n";
        let more = "1/5/26,targeted,1,,,,1\nTotal,,1,0,,0,1\nGRAND TOTAL,,3,2,0,3,8\n";
        let sheet = read(&format!("{heads}\n{lines}{totals}{more}")).unwrap();
        assert_eq!(contacts(&sheet), 8);
        assert_eq!(sheet.remarks, [Remark::TotalLines(vec![4, 6, 7])]);
        let file = format!("{heads}\n1/4/26,targeted,12,,,,51\nTotal,,51,,,,51\n");
        let differs = |says: &str| says.to_owned();
        assert_eq!(
            read(&file),
            Err(vec![
                Wrong::TotalDiffers {
                    line: 2,
                    says: differs("51"),
                    heads: 12
                },
                Wrong::TotalLineDiffers {
                    line: 3,
                    heading: "Under 5".to_owned(),
                    says: differs("51"),
                    sum: 12
                },
                Wrong::TotalLineDiffers {
                    line: 3,
                    heading: "Total".to_owned(),
                    says: differs("51"),
                    sum: 12
                },
            ])
        );
    }

    #[test]
    fn numbers_and_names_are_read_as_what_they_are() {
        let file = "Date,Kind,Place,Under 5,Adults,Minutes\n\
            \u{200e}١/٤/٢٠٢٦,\u{200b}Youth club\u{a0},Oak\u{a0}Lane,４,2.0,۹۰.0\n";
        let sheet = read(file).unwrap();
        let session = &sheet.sessions[0].session;
        assert_eq!(session.date(), day(2026, 4, 1));
        assert_eq!(session.attendance().contacts(), 6);
        assert_eq!(session.parts().minutes.map(Minutes::get), Some(90));
        let half = read("Date,Kind,Adults\n1/4/26,targeted,2.5\n");
        assert!(half.is_err());
    }
}
