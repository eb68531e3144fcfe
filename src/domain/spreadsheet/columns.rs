//! The columns of a spreadsheet of sessions: what each holds, and the headings by
//! which it is known.

use super::Wrong;
use crate::domain::attendance::AgeBand;
use crate::domain::session_draft::SessionField;

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

    pub(super) const fn of_field(field: SessionField) -> Self {
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

/// What each column of the headings means, those that mean nothing, and what is
/// wrong with them.
pub(super) fn columns_of(headings: &[String]) -> (Vec<Option<Column>>, Vec<String>, Vec<Wrong>) {
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
