//! What can be wrong with a spreadsheet of sessions, said with line and column.

use thiserror::Error;

use super::Column;
use crate::domain::draft::Fault;
use crate::domain::session::Kind;
use crate::domain::sheet::NotATable;

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
    /// The team is not known on this tablet, or several of this name are, so its
    /// locality is needed.
    #[error("needed where this tablet knows no team of this name, or several")]
    LocalityOfNewTeam,
    /// Several places of this name were there on the date.
    #[error("several places have this name: write the code of the place")]
    SeveralOfThisName,
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
        /// Its line, as [`Line`](crate::domain::sheet::Line) numbers them.
        line: u32,
        /// Its column.
        column: Column,
        /// What stands in it.
        says: String,
        /// What is wrong with it.
        why: WrongCell,
    },
}
