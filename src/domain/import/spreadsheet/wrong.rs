//! What can be wrong with a spreadsheet of sessions, said with line and column; and
//! what is to be asked where it could be read in several ways.

use chrono::NaiveDate;
use thiserror::Error;

use super::answers::PlaceAsked;
use super::columns::Column;
use super::wrong_cell::WrongCell;
use crate::domain::base::text::Name;
use crate::domain::import::csv::NotATable;
use crate::domain::organisation::{Place, Team};

/// One thing that is wrong with a file, or to be asked of it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Wrong {
    /// It has no table.
    #[error(transparent)]
    File(#[from] NotATable),
    /// A column is not there that is needed.
    #[error("the column {} is missing; the headings were looked for in line {line}", column.heading())]
    ColumnMissing {
        /// The column.
        column: Column,
        /// The line that was taken for the headings.
        line: u32,
    },
    /// Not one of the columns of head counts is there.
    #[error("there is no column of head counts; the headings were looked for in line {0}")]
    NoHeadCounts(u32),
    /// Several headings mean the same, and none of them is the column's own.
    #[error("line {line}: {} mean {}", headings.join(" and "), column.heading())]
    ColumnTwice {
        /// What they mean.
        column: Column,
        /// The line of the headings.
        line: u32,
        /// The headings.
        headings: Vec<String>,
    },
    /// There are headings and no line below them.
    #[error("there is no session in it")]
    NoSessions,
    /// A line above the headings is a session: sorting has moved the headings.
    #[error("line {0} is a session and stands above the headings")]
    SessionAboveHeadings(u32),
    /// A line says something where there is no heading: a comma in an unquoted
    /// cell may have moved the others.
    #[error("line {0} says something where there is no heading")]
    NoHeading(u32),
    /// A number stands over several lines of a workbook.
    #[error("lines {first} to {last}, {}: one number for several lines", column.heading())]
    MergedNumber {
        /// The first line.
        first: u32,
        /// The last line.
        last: u32,
        /// The column.
        column: Column,
    },
    /// A line's total is not the sum of the head counts that were read.
    #[error("line {line}: the total is {says}, and the head counts come to {heads}")]
    TotalDiffers {
        /// The line.
        line: u32,
        /// What the total says.
        says: String,
        /// What the head counts come to.
        heads: u64,
    },
    /// A total below other lines is not their sum.
    #[error("line {line}, {heading}: the total is {says}, and the lines above come to {sum}")]
    TotalLineDiffers {
        /// The line.
        line: u32,
        /// The heading of its column.
        heading: String,
        /// What the total says.
        says: String,
        /// What the lines above come to.
        sum: u64,
    },
    /// A cell says something that cannot be.
    #[error("line {line}, {}: {why}", column.heading())]
    Cell {
        /// Its line, as [`Line`](crate::domain::import::csv::Line) numbers them.
        line: u32,
        /// Its column.
        column: Column,
        /// What stands in it.
        says: String,
        /// What is wrong with it.
        why: WrongCell,
    },
    /// Asks what a column is that holds numbers under a heading that is not known.
    #[error("the column {heading} holds numbers, and is not known")]
    WhatColumn {
        /// Its position, from 0.
        position: usize,
        /// Its heading.
        heading: String,
        /// How many lines have a number in it.
        lines: usize,
        /// The columns of numbers that it could be.
        free: Vec<Column>,
    },
    /// Asks which team is meant.
    #[error("several teams are called {name}")]
    WhichTeam {
        /// Its name in the file.
        name: Name,
        /// The teams of this name.
        choices: Vec<Team>,
        /// The lines that have it.
        lines: Vec<u32>,
    },
    /// Asks which place is meant.
    #[error("several places are called {name}")]
    WhichPlace {
        /// Under what the answer is kept.
        asked: PlaceAsked,
        /// Its name in the file.
        name: Name,
        /// The places of this name.
        choices: Vec<Place>,
        /// The lines that have it.
        lines: Vec<u32>,
    },
    /// Asks whether the day comes first in these dates, which could be read both ways:
    /// the line, what stands there, and what that is day first.
    #[error("{} dates may have the month first", .0.len())]
    WhichWayRound(Vec<(u32, String, NaiveDate)>),
}

impl Wrong {
    /// Whether a person can answer it without another file.
    #[must_use]
    pub const fn is_question(&self) -> bool {
        matches!(
            self,
            Self::WhatColumn { .. }
                | Self::WhichTeam { .. }
                | Self::WhichPlace { .. }
                | Self::WhichWayRound(_)
        )
    }

    /// Whether it is a date that has the month first.
    #[must_use]
    pub fn is_month_first(&self) -> bool {
        matches!(
            self,
            Self::Cell {
                why: WrongCell::MonthFirst,
                ..
            }
        )
    }

    /// The date that may have the month first, as it stands there.
    #[must_use]
    pub fn doubted_date(&self) -> Option<&str> {
        match self {
            Self::Cell {
                says,
                why: WrongCell::PerhapsMonthFirst,
                ..
            } => Some(says),
            _ => None,
        }
    }

    /// Whether two ask what the same name means.
    pub(super) fn asks_the_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::WhichTeam { name: one, .. }, Self::WhichTeam { name: other, .. }) => {
                super::bare(one.as_str()) == super::bare(other.as_str())
            }
            (Self::WhichPlace { asked: one, .. }, Self::WhichPlace { asked: other, .. }) => {
                one == other
            }
            (_, _) => false,
        }
    }

    /// Its line and column; what is wrong with the whole file comes first.
    pub(super) fn stands_at(&self) -> (u32, Option<Column>) {
        match self {
            Self::Cell { line, column, .. } => (*line, Some(*column)),
            Self::MergedNumber { first, column, .. } => (*first, Some(*column)),
            Self::SessionAboveHeadings(line)
            | Self::NoHeading(line)
            | Self::TotalDiffers { line, .. }
            | Self::TotalLineDiffers { line, .. } => (*line, None),
            Self::File(_)
            | Self::ColumnMissing { .. }
            | Self::NoHeadCounts(_)
            | Self::ColumnTwice { .. }
            | Self::NoSessions
            | Self::WhatColumn { .. }
            | Self::WhichTeam { .. }
            | Self::WhichPlace { .. }
            | Self::WhichWayRound(_) => (0, None),
        }
    }
}
