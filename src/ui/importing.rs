//! Importing: the workspace's commands for spreadsheets, and what is wrong with
//! one in sentences.

use leptos::prelude::*;

use super::workspace::{NotSent, Workspace};
use crate::browser::ambient;
use crate::domain::attendance::{HeadCount, Minutes};
use crate::domain::calendar::short_date;
use crate::domain::draft::Fault;
use crate::domain::import::{Here, Import};
use crate::domain::session::{Kind, Plan};
use crate::domain::sheet::{MOST_LINES, NotATable};
use crate::domain::spreadsheet::{Column, Wrong, WrongCell, earliest};

impl Workspace {
    /// The day to count from.
    pub fn counted_from(self) -> chrono::NaiveDate {
        untrack(|| self.clock().today())
    }

    fn with_all<Done>(self, read: impl FnOnce(Here<'_>) -> Done) -> Option<Done> {
        let (books, settings) = (self.books.get_untracked()?, self.settings.get_untracked()?);
        self.ledger.with_untracked(|ledger| {
            let here = Here {
                ledger: ledger.as_ref()?,
                books: &books,
                settings: &settings,
            };
            Some(read(here))
        })
    }

    /// What importing a spreadsheet would do; `None` while the tablet is being
    /// read.
    pub fn read_spreadsheet(self, file: &[u8]) -> Option<Result<Import, Vec<Wrong>>> {
        let today = self.counted_from();
        self.with_all(|here| Import::read(file, here, today))
    }

    /// Whether there is room in local storage for all of it. Where that cannot
    /// be told, every page says that nothing can be saved.
    pub fn has_room_for(self, plan: &Import) -> bool {
        let new = self.with_all(|here| plan.to_add(here.ledger));
        let archive = self.archive.get_value();
        new.is_none_or(|new| archive.has_room_for(&new).unwrap_or(true))
    }

    /// Imports a spreadsheet as its dry run said, and reads everything anew.
    ///
    /// # Errors
    /// The [`NotSent`] that stopped it; it can be done again.
    pub async fn import(self, plan: &Import, so_far: &dyn Fn(usize)) -> Result<(), NotSent> {
        let (Some(books), Some(settings), Some(ledger)) = (
            self.books.get_untracked(),
            self.settings.get_untracked(),
            self.ledger.get_untracked(),
        ) else {
            return Err(NotSent::NotReady);
        };
        let sent = plan.sent(&books, ambient::now());
        let sent = sent.map_err(NotSent::Refused)?;
        let here = Here {
            ledger: &ledger,
            books: &books,
            settings: &settings,
        };
        let archive = self.archive.get_value();
        // All is read anew when it is done, and not before.
        self.looks.forget();
        let done = archive.import(plan, here, &sent, so_far).await;
        self.begin_again().await;
        done.map(|_| ()).map_err(NotSent::NotKept)
    }
}

/// What a column takes.
pub fn allowed(column: Column, today: chrono::NaiveDate) -> String {
    let listed = |names: &mut dyn Iterator<Item = &'static str>| {
        let names: Vec<&str> = names.collect();
        format!("One of: {}.", names.join("; "))
    };
    match column {
        Column::Date => format!(
            "The day first, as in 31/12/2025 or 31 December 2025; from {} until today.",
            short_date(earliest(today))
        ),
        Column::Team => "The team’s name; blank for this tablet’s usual team.".to_owned(),
        Column::Locality => "Only for a team that this tablet does not know.".to_owned(),
        Column::Kind => listed(&mut Kind::ALL.into_iter().map(Kind::label)),
        Column::Place => {
            "The name of the children’s centre, youth club or school; blank for a co-worked case and targeted prevention work."
                .to_owned()
        }
        Column::Plan => listed(&mut Plan::ALL.into_iter().map(Plan::label)),
        Column::Attendance(_) => format!(
            "How many came: a whole number up to {}; blank for nobody. At least 1 in all.",
            HeadCount::MOST
        ),
        Column::NewFamilies => "A whole number, not more than came.".to_owned(),
        Column::Minutes => format!("{} to {}, or blank.", Minutes::LEAST, Minutes::MOST),
        Column::Theme | Column::Partners => "Up to 80 characters, without names.".to_owned(),
        Column::Note => "Up to 500 characters, without names.".to_owned(),
    }
}

/// What is wrong with a spreadsheet, in one sentence or two.
pub fn wrong_in_file(wrong: &Wrong, today: chrono::NaiveDate) -> String {
    match wrong {
        Wrong::File(why) => no_table(*why),
        Wrong::ColumnMissing(column) => format!(
            "The column {} is missing. {}",
            column.heading(),
            allowed(*column, today)
        ),
        Wrong::NoHeadCounts => {
            "There is no column of head counts, such as Under 5 or Adults.".to_owned()
        }
        Wrong::ColumnTwice(column) => {
            format!("Two columns mean {}. Take one out.", column.heading())
        }
        Wrong::NoHeading(line) => format!(
            "Line {line} says something where there is no heading. A cell with a comma in it needs quotation marks around it."
        ),
        Wrong::NoSessions => "There are headings, and no session below them.".to_owned(),
        Wrong::Cell {
            line,
            column,
            says,
            why,
        } => {
            let says: String = says.chars().take(40).collect();
            format!(
                "Line {line}, {}: {} {}",
                column.heading(),
                wrong_cell(&says, *why),
                allowed(*column, today)
            )
        }
    }
}

fn no_table(why: NotATable) -> String {
    match why {
        NotATable::Workbook => "This is a workbook. Open it in Excel or LibreOffice, choose Save as, and save it as CSV.".to_owned(),
        NotATable::NotText => "This is not a CSV file.".to_owned(),
        NotATable::Empty => "There is nothing in this file.".to_owned(),
        NotATable::TooLong => format!(
            "This file is too long. Split it into files of at most {MOST_LINES} lines."
        ),
        NotATable::TooWide(line) => format!("Line {line} has too many columns."),
        NotATable::OpenQuote(line) => {
            format!("Line {line}: a quotation mark is opened and never closed.")
        }
    }
}

fn wrong_cell(says: &str, why: WrongCell) -> String {
    let fault = match why {
        WrongCell::Field(fault) => fault,
        WrongCell::MonthFirst => return format!("“{says}” has the month first."),
        WrongCell::UnknownKind | WrongCell::UnknownPlan => {
            return format!("“{says}” is not known.");
        }
        WrongCell::NotForThisKind(Kind::CoWorkedCase | Kind::TargetedPrevention) => {
            return format!("“{says}” must go: for this kind it could point at a family.");
        }
        WrongCell::NotForThisKind(_) => {
            return format!("“{says}” must go: only a co-worked case has a plan.");
        }
        WrongCell::LocalityOfNewTeam => return "this is needed here.".to_owned(),
        WrongCell::SeveralOfThisName => {
            return format!(
                "several places are called “{says}”. Write which one, as this tablet calls it, or its code."
            );
        }
    };
    match fault {
        Fault::Missing => "this is blank.".to_owned(),
        Fault::InTheFuture => format!("“{says}” is after today."),
        Fault::TooLongAgo => format!("“{says}” is too long ago."),
        Fault::TooLong(too_long) => format!("this has {} characters.", too_long.length),
        Fault::NobodyCame => "nobody came, in any column of head counts.".to_owned(),
        Fault::MoreThanContacts { contacts } => format!("“{says}”, and only {contacts} came."),
        Fault::NotADate(_) => format!("“{says}” is no date."),
        // Past sessions lie far back by their nature, so that is never asked.
        Fault::NotInRange { .. }
        | Fault::LongAgo(_)
        | Fault::ClockInDoubt
        | Fault::OtherKindOfPlace => {
            format!("“{says}” is not allowed.")
        }
    }
}
