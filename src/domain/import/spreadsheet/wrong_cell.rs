//! What can be wrong with one cell of a spreadsheet of sessions.

use chrono::NaiveDate;
use thiserror::Error;

use crate::domain::form::checks::Fault;
use crate::domain::record::session::Kind;

/// What is wrong with a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WrongCell {
    /// What would be wrong with it in the form too.
    #[error("{0:?}")]
    Field(Fault),
    /// The date could only be month first, and those are never read.
    #[error("the day comes first, as in 31/12/2026")]
    MonthFirst,
    /// The date could be month first too, as others of its column are.
    #[error("may have the month first, as other lines do")]
    PerhapsMonthFirst,
    /// The date, as it is given here, was another weekday than is said.
    #[error("{} was another weekday", .0)]
    OtherWeekday(NaiveDate),
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
    #[error("needed where this tablet knows no team of this name")]
    LocalityOfNewTeam,
    /// Several have this name; which one is asked once for all lines.
    #[error("several have this name")]
    SeveralOfThisName,
}
