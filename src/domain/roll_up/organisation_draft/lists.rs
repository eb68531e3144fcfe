//! The lists of an organisation, and what the cells of each hold.

/// A list of the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// The localities of the city.
    Localities,
    /// The teams.
    Teams,
    /// The children's centres, youth clubs and schools.
    Places,
    /// The tablets that returns are expected from.
    Tablets,
    /// By when returns are due.
    DueDates,
    /// Since when measures are collected.
    Collected,
}

/// A column of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// What is asked for.
    pub label: &'static str,
    /// What a cell of it holds.
    pub holds: Holds,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A name of its own.
    Name,
    /// The name of a locality.
    Locality,
    /// The name of a team.
    Team,
    /// The name of a team, or nothing for any.
    AnyTeam,
    /// A kind of place.
    PlaceKind,
    /// A day, or nothing for an open end.
    OpenDay,
    /// A day.
    Day,
    /// A quarter.
    Quarter,
    /// A quarter, or nothing for an open end.
    OpenQuarter,
    /// A measure.
    Measure,
}

const fn column(label: &'static str, holds: Holds) -> Column {
    Column { label, holds }
}

const FROM: Column = column("From", Holds::OpenDay);
const UNTIL: Column = column("Until", Holds::OpenDay);

const LOCALITIES: &[Column] = &[column("Name", Holds::Name)];
const TEAMS: &[Column] = &[
    column("Name", Holds::Name),
    column("Locality", Holds::Locality),
    FROM,
    UNTIL,
];
const PLACES: &[Column] = &[
    column("Name", Holds::Name),
    column("Kind", Holds::PlaceKind),
    column("Team, if it is one team’s", Holds::AnyTeam),
    FROM,
    UNTIL,
];
const TABLETS: &[Column] = &[
    column("Label", Holds::Name),
    column("Team", Holds::Team),
    FROM,
    UNTIL,
];
const DUE_DATES: &[Column] = &[
    column("Quarter", Holds::Quarter),
    column("Last day in time", Holds::Day),
];
const COLLECTED: &[Column] = &[
    column("Measure", Holds::Measure),
    column("First quarter", Holds::Quarter),
    column("Last quarter", Holds::OpenQuarter),
];

impl List {
    /// All, in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::Localities,
        Self::Teams,
        Self::Places,
        Self::Tablets,
        Self::DueDates,
        Self::Collected,
    ];

    /// What it is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Localities => "Localities",
            Self::Teams => "Teams",
            Self::Places => "Places",
            Self::Tablets => "Tablets",
            Self::DueDates => "Due dates",
            Self::Collected => "Collected since",
        }
    }

    /// What one row of it is.
    #[must_use]
    pub const fn one(self) -> &'static str {
        match self {
            Self::Localities => "locality",
            Self::Teams => "team",
            Self::Places => "place",
            Self::Tablets => "tablet",
            Self::DueDates => "due date",
            Self::Collected => "measure",
        }
    }

    /// Its columns.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Localities => LOCALITIES,
            Self::Teams => TEAMS,
            Self::Places => PLACES,
            Self::Tablets => TABLETS,
            Self::DueDates => DUE_DATES,
            Self::Collected => COLLECTED,
        }
    }

    pub(super) const fn at(self) -> usize {
        match self {
            Self::Localities => 0,
            Self::Teams => 1,
            Self::Places => 2,
            Self::Tablets => 3,
            Self::DueDates => 4,
            Self::Collected => 5,
        }
    }
}
