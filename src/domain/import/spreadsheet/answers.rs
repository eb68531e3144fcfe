//! What a person said when a spreadsheet could be read in several ways.

use std::collections::{BTreeMap, BTreeSet};

use super::Column;
use crate::domain::base::ids::{PlaceId, TeamId};
use crate::domain::organisation::PlaceKind;

/// What a column is whose heading is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Meaning {
    /// Nothing that is counted: it is left out.
    LeftOut,
    /// This column.
    Is(Column),
}

/// A name that several places have: without what people write in different ways, of
/// its kind, and whose work it was there.
pub type PlaceAsked = (String, PlaceKind, TeamId);

/// The answers to what was asked of a spreadsheet; none where nothing was.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    /// What columns are, by their positions from 0.
    pub columns: BTreeMap<usize, Meaning>,
    /// Which place is meant by a name that several have.
    pub places: BTreeMap<PlaceAsked, PlaceId>,
    /// Which team is meant by a name that several have, without what people write in
    /// different ways.
    pub teams: BTreeMap<String, TeamId>,
    /// Whether a person has looked at the dates and says that the day comes first in
    /// all of them.
    pub dates: DatesAre,
    /// Dates of a file that was refused before because the month came first in some
    /// of them, as they stood there. Where they stand in this one, they are asked
    /// about.
    pub doubted: BTreeSet<String>,
}

/// What a person said of dates that could be read both ways.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum DatesAre {
    /// Nothing.
    #[default]
    NotSaid,
    /// The day comes first in all of them.
    DayFirst,
}
