//! Importing: the workspace's commands for spreadsheets, and what is wrong with
//! one in sentences.

use leptos::prelude::*;

use super::workspace::{NotSent, Workspace};
use crate::browser::ambient;
use crate::browser::drawing::Breath;
use crate::domain::base::calendar::{long_date, short_date};
use crate::domain::form::checks::Fault;
use crate::domain::import::csv::{MOST_LINES, NotATable};
use crate::domain::import::spreadsheet::{Answers, Column, Remark, Wrong, WrongCell, earliest};
use crate::domain::import::workbook::NotAWorkbook;
use crate::domain::import::{Before, DryRun, Here, Import, Source};
use crate::domain::record::attendance::{HeadCount, Minutes};
use crate::domain::record::session::{Kind, Plan};
use crate::store::import::units_of;

/// How many lines are read between two looks at the clock.
const LINES_AT_ONCE: usize = 20;

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

    /// What importing a table would do, with what a person answered; `None` while the
    /// tablet is being read. It is found out in pieces, so that the page can be used;
    /// `so_far` hears how many lines are done.
    pub async fn try_spreadsheet(
        self,
        source: &Source,
        answers: &Answers,
        so_far: &dyn Fn(usize),
    ) -> Option<Result<Import, Vec<Wrong>>> {
        let today = self.counted_from();
        let mut run = self.with_all(|here| DryRun::new(source, here.settings, today, answers))?;
        let mut breath = Breath::new();
        let mut done = 0;
        while self.with_all(|here| run.step(LINES_AT_ONCE, here))? {
            done += LINES_AT_ONCE;
            if breath.take().await {
                // Each line is read, and then compared.
                so_far((done / 2).min(run.len()));
            }
        }
        breath.rest().await;
        self.with_all(|here| run.finish(here))
    }

    /// Whether there is room in local storage for all of it. Where that cannot
    /// be told, every page says that nothing can be saved.
    pub async fn has_room_for(self, plan: &Import) -> bool {
        if matches!(plan.before, Before::Imported(_)) {
            return true;
        }
        let (mut needed, mut breath) = (0, Breath::new());
        breath.rest().await;
        for (at, record) in plan.records().enumerate() {
            let is_here = self.with_all(|here| here.ledger.get(record.id()).is_some());
            if is_here != Some(true) {
                needed += units_of(record);
            }
            if at.is_multiple_of(LINES_AT_ONCE) {
                breath.take().await;
            }
        }
        self.archive
            .get_value()
            .has_units_for(needed)
            .unwrap_or(true)
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
        Wrong::ColumnMissing { column, line } => format!(
            "The column {} is missing: line {line} was read as the headings. {}",
            column.heading(),
            allowed(*column, today)
        ),
        Wrong::NoHeadCounts(line) => format!(
            "There is no column of head counts, such as Under 5 or Adults: line {line} was read as the headings."
        ),
        Wrong::ColumnTwice {
            column,
            line,
            headings,
        } => format!(
            "Line {line}: {} all mean {}. Give the right one the heading {}, or take the others out.",
            headings.join(", "),
            column.heading(),
            column.heading()
        ),
        Wrong::SessionAboveHeadings(line) => format!(
            "Line {line} is a session and stands above the headings. Sorting may have moved them: put them back on top."
        ),
        Wrong::MergedNumber {
            first,
            last,
            column,
        } => format!(
            "Lines {first} to {last}, {}: one number stands over several lines. Give each line its own.",
            column.heading()
        ),
        Wrong::TotalDiffers { line, says, heads } => format!(
            "Line {line}: its total is “{says}”, and the head counts that were read come to {heads}. Put it right, or take the column of totals out."
        ),
        Wrong::TotalLineDiffers {
            line,
            heading,
            says,
            sum,
        } => format!(
            "Line {line}, {heading}: the total is “{says}”, and the lines above come to {sum}. Put it right, or take the line out."
        ),
        Wrong::WhatColumn { heading, lines, .. } => format!(
            "The column “{heading}” has numbers in {lines} of its lines, and its heading is not known."
        ),
        Wrong::WhichTeam { name, .. } => format!("Several teams are called “{name}”."),
        Wrong::WhichPlace { name, .. } => format!("Several places are called “{name}”."),
        Wrong::WhichWayRound(_) => "Some dates may have the month first.".to_owned(),
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
        NotATable::Workbook => "This is a workbook, and it could not be read.".to_owned(),
        NotATable::NotText => "This is not a CSV file.".to_owned(),
        NotATable::Empty => "There is nothing in this file.".to_owned(),
        NotATable::TooLong => {
            format!("This file is too long. Split it into files of at most {MOST_LINES} lines.")
        }
        NotATable::TooWide(line) => format!("Line {line} has too many columns."),
        NotATable::OpenQuote(line) => {
            format!("Line {line}: a quotation mark is opened and never closed.")
        }
    }
}

/// Why a workbook cannot be read.
pub fn not_a_workbook(why: NotAWorkbook) -> String {
    match why {
        NotAWorkbook::Locked => "This workbook is locked with a password. Save it without one, and choose it again.".to_owned(),
        NotAWorkbook::OlderKind => "This is a workbook of an older kind. Open it in Excel or LibreOffice, choose Save as, and save it as .xlsx.".to_owned(),
        NotAWorkbook::Other => "This is neither a workbook nor a CSV file.".to_owned(),
        NotAWorkbook::Damaged => "This workbook is damaged or was not downloaded whole. Fetch it again, or open it and save it anew.".to_owned(),
        NotAWorkbook::Empty => "There is nothing in this workbook.".to_owned(),
        NotAWorkbook::Table(why) => no_table(why),
    }
}

fn wrong_cell(says: &str, why: WrongCell) -> String {
    let fault = match why {
        WrongCell::Field(fault) => fault,
        WrongCell::MonthFirst => return format!("“{says}” has the month first."),
        WrongCell::PerhapsMonthFirst => {
            return format!("“{says}” may have the month first too, as other lines do.");
        }
        WrongCell::OtherWeekday(date) => {
            return format!("“{says}” was a {}.", long_date(date));
        }
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
        WrongCell::SeveralOfThisName => return format!("several are called “{says}”."),
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

/// What a person should hear of how a spreadsheet was read.
pub fn remark(remark: &Remark) -> String {
    match remark {
        Remark::LeftOut(headings) => {
            let all = headings.join(", ");
            format!("Columns that are not known and are left out: {all}.")
        }
        Remark::Above(line, says) => {
            format!("Line {line} stands above the headings and is left out: “{says}”.")
        }
        Remark::FromDate(heading, column) => format!(
            "The heading “{heading}” is a date that a spreadsheet program made of “{0}”; it is read as {0}.",
            column.heading()
        ),
        Remark::TotalLines(lines) => format!(
            "{} totals, which agree with the lines above: {}.",
            if lines.len() == 1 {
                "One line has"
            } else {
                "Some lines have"
            },
            some(lines)
        ),
        Remark::HiddenLines(lines) => format!(
            "The workbook hides some lines, by a filter or by hand. They are read like the others: {}.",
            some(lines)
        ),
        Remark::HiddenColumns(headings) => format!(
            "The workbook hides these columns. They are read like the others: {}.",
            headings.join(", ")
        ),
        Remark::Merged(count) => format!(
            "{} over several lines; each of these lines has what it says.",
            if *count == 1 {
                "One cell stands".to_owned()
            } else {
                format!("{count} cells stand")
            }
        ),
        Remark::Recoded(count) => format!(
            "{} in another encoding than the rest, and {} read as Windows writes it. Look at the names.",
            if *count == 1 {
                "One character was".to_owned()
            } else {
                format!("{count} characters were")
            },
            if *count == 1 { "was" } else { "were" }
        ),
    }
}

/// The numbers of lines, of which the first dozen are told.
fn some(lines: &[u32]) -> String {
    const MOST: usize = 12;
    let told: Vec<String> = lines.iter().take(MOST).map(u32::to_string).collect();
    let told = told.join(", ");
    match lines.len().checked_sub(MOST) {
        None | Some(0) => told,
        Some(more) => format!("{told} and {more} more"),
    }
}
