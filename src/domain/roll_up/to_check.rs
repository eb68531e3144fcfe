//! What a person should look at before believing a total. Nothing here is merged
//! or left out by itself.

use super::NotUsed;
use super::names::Names;
use super::same_figures::SameFigures;
use super::structure::Listing;
use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::{PlaceId, TeamId};
use crate::domain::base::iso::date_text;
use crate::domain::base::share::counted;
use crate::domain::base::text::Name;
use chrono::NaiveDate;

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ToCheck {
    /// Several books have sessions at one place on the same days: perhaps the same
    /// sessions.
    SameDayAndPlace {
        /// The quarter.
        quarter: Quarter,
        /// The place, by the organisation's code.
        place: PlaceId,
        /// The tablets.
        tablets: Vec<Name>,
        /// The days, with how many sessions each of the tablets has.
        days: Vec<(NaiveDate, Vec<u64>)>,
    },
    /// A return has fewer records than one that it replaced.
    FewerRecords {
        /// The team.
        team: TeamId,
        /// The quarter.
        quarter: Quarter,
        /// The tablet.
        tablet: Name,
        /// How many it has.
        records: u64,
        /// How many the one before had.
        before: u64,
    },
    /// A book sent the quarter before and not this one.
    DidNotSendAgain {
        /// The team.
        team: TeamId,
        /// The quarter that is not there.
        quarter: Quarter,
        /// The tablet.
        tablet: Name,
    },
    /// Records were typed again from paper, and another book of the team is there
    /// too, which may hold the same.
    FromPaperBesideAnother {
        /// The team.
        team: TeamId,
        /// The quarter.
        quarter: Quarter,
        /// The tablet on which they were typed.
        tablet: Name,
        /// How many.
        records: u64,
    },
    /// Records were first saved after the quarter's end, and another book of the team
    /// is there too, which may hold the same: so are a lost tablet's records typed in
    /// again.
    LateBesideAnother {
        /// The team.
        team: TeamId,
        /// The quarter.
        quarter: Quarter,
        /// The tablet on which they were typed.
        tablet: Name,
        /// How many.
        records: u64,
        /// The tablets of the other books.
        others: Vec<Name>,
    },
    /// A return was made before the quarter's end and never again, and another book of
    /// the team went on: if the first tablet was lost, its records may have been typed
    /// again there.
    EarlyBesideAnother {
        /// The team.
        team: TeamId,
        /// The quarter.
        quarter: Quarter,
        /// The tablet that sent before the end alone.
        tablet: Name,
        /// The tablets whose returns were made after it.
        others: Vec<Name>,
    },
    /// Two books of a team have the same figures of work that has no place, or the one's
    /// may be among the other's.
    SameFigures(SameFigures),
    /// Two books of spreadsheets share a team and a quarter.
    TwoSpreadsheets {
        /// The team.
        team: TeamId,
        /// The quarter.
        quarter: Quarter,
    },
    /// Two books of one team have the same tablet's label.
    SameLabel {
        /// The team.
        team: TeamId,
        /// The quarter.
        quarter: Quarter,
        /// The label.
        tablet: Name,
    },
    /// No organisation lists a team, or several do.
    TeamNotListed {
        /// Its code in the returns.
        team: TeamId,
        /// What the returns call it.
        name: Name,
        /// Teams of the organisation whose names are like it.
        perhaps: Vec<TeamId>,
        /// Whether it stands in several organisations.
        listing: Listing,
    },
    /// No organisation lists a place.
    PlaceNotListed {
        /// Its code in the returns.
        place: PlaceId,
        /// What the returns call it.
        name: Name,
        /// Places of the organisation whose names are like it.
        perhaps: Vec<PlaceId>,
    },
    /// A team sent a quarter in which, by the organisation, it was not in use.
    NotInUse {
        /// The team.
        team: TeamId,
        /// The quarter.
        quarter: Quarter,
    },
    /// A file that was given could not be used.
    FileNotUsed(NotUsed),
    /// Editions of one city's organisation file differ, and nobody has decided.
    EditionsDiffer {
        /// The city.
        city: Name,
        /// What differs, one sentence for each thing.
        differences: Vec<String>,
    },
    /// An organisation file says two things of a team on one day.
    DatesOverlap {
        /// The city.
        city: Name,
        /// The team.
        team: TeamId,
    },
    /// A decision names nothing that is here.
    WithoutEffect {
        /// Which, and what it names.
        words: String,
    },
}

impl ToCheck {
    /// The quarter that it is about; `None` for what concerns every quarter.
    #[must_use]
    pub const fn quarter(&self) -> Option<Quarter> {
        match self {
            Self::SameDayAndPlace { quarter, .. }
            | Self::FewerRecords { quarter, .. }
            | Self::DidNotSendAgain { quarter, .. }
            | Self::FromPaperBesideAnother { quarter, .. }
            | Self::TwoSpreadsheets { quarter, .. }
            | Self::SameLabel { quarter, .. }
            | Self::LateBesideAnother { quarter, .. }
            | Self::EarlyBesideAnother { quarter, .. }
            | Self::NotInUse { quarter, .. } => Some(*quarter),
            Self::SameFigures(figures) => Some(figures.quarter),
            Self::FileNotUsed(file) => file.quarter,
            Self::TeamNotListed { .. }
            | Self::PlaceNotListed { .. }
            | Self::EditionsDiffer { .. }
            | Self::DatesOverlap { .. }
            | Self::WithoutEffect { .. } => None,
        }
    }

    /// Whether records that were typed again may be counted twice; that changes the
    /// year's figures whichever quarter it is of.
    #[must_use]
    pub const fn may_count_twice(&self) -> bool {
        matches!(
            self,
            Self::LateBesideAnother { .. }
                | Self::FromPaperBesideAnother { .. }
                | Self::EarlyBesideAnother { .. }
                | Self::SameFigures(_)
        )
    }

    /// The team that it is about; `None` for what is of none, or of several.
    const fn team(&self) -> Option<&TeamId> {
        match self {
            Self::FewerRecords { team, .. }
            | Self::DidNotSendAgain { team, .. }
            | Self::FromPaperBesideAnother { team, .. }
            | Self::LateBesideAnother { team, .. }
            | Self::EarlyBesideAnother { team, .. }
            | Self::TwoSpreadsheets { team, .. }
            | Self::SameLabel { team, .. }
            | Self::TeamNotListed { team, .. }
            | Self::NotInUse { team, .. }
            | Self::DatesOverlap { team, .. } => Some(team),
            Self::SameFigures(figures) => Some(&figures.team),
            Self::SameDayAndPlace { .. }
            | Self::PlaceNotListed { .. }
            | Self::FileNotUsed(_)
            | Self::EditionsDiffer { .. }
            | Self::WithoutEffect { .. } => None,
        }
    }

    /// In words, with teams and places by name.
    #[must_use]
    pub fn words(&self, names: &Names) -> String {
        let team = self.team().map_or("", |code| names.team(code));
        match self {
            Self::SameDayAndPlace {
                quarter,
                place,
                tablets,
                days,
            } => words_of_same_day((*quarter, names.place(place)), tablets, days),
            Self::FewerRecords {
                quarter,
                tablet,
                records,
                before,
                ..
            } => format!(
                "{quarter}: {team}, {tablet}: sent again with {}, and {before} before",
                counted(*records, "record", "records")
            ),
            Self::DidNotSendAgain {
                quarter, tablet, ..
            } => format!("{quarter}: {team}, {tablet}: sent the quarter before, and not this one"),
            Self::FromPaperBesideAnother {
                quarter,
                tablet,
                records,
                ..
            } => format!(
                "{quarter}: {team}, {tablet}: {} too?",
                counted(
                    *records,
                    "record typed again from paper; does another tablet hold it",
                    "records typed again from paper; does another tablet hold them"
                )
            ),
            Self::LateBesideAnother {
                quarter,
                tablet,
                records,
                others,
                ..
            } => format!(
                "{quarter}: {team}, {tablet}: {} first saved after the quarter’s end; does {} hold the same?",
                counted(*records, "record", "records"),
                joined(others, " or ")
            ),
            Self::EarlyBesideAnother {
                quarter,
                tablet,
                others,
                ..
            } => format!(
                "{quarter}: {team}, {tablet}: its return was made before the quarter’s end and not again; if the tablet was lost, does {} hold the same, typed again?",
                joined(others, " or ")
            ),
            Self::SameFigures(figures) => figures.words(team),
            Self::FileNotUsed(file) => format!(
                "a file could not be used, and what it holds is in no figure: {}",
                file.words()
            ),
            Self::EditionsDiffer { city, differences } => format!(
                "the organisation file of {city} is here in editions that differ ({}): decide which is used",
                differences.join("; ")
            ),
            Self::DatesOverlap { city, .. } => format!(
                "the organisation file of {city} has {team} twice with dates that overlap: it is counted where the later entry says"
            ),
            Self::WithoutEffect { words } => words.clone(),
            Self::TwoSpreadsheets { quarter, .. } => format!(
                "{quarter}: {team}: two spreadsheets were read; do they hold the same sessions?"
            ),
            Self::SameLabel {
                quarter, tablet, ..
            } => format!("{quarter}: {team}: two books come from a tablet called {tablet}"),
            Self::TeamNotListed {
                team: code,
                name,
                listing: Listing::InSeveral,
                ..
            } => format!("{name} ({code}) stands in several organisation files"),
            Self::TeamNotListed {
                team: code,
                name,
                perhaps,
                listing: Listing::Listed | Listing::NotInUse | Listing::Unlisted,
            } => words_of_not_listed(name, code.as_str(), perhaps.iter().map(TeamId::as_str)),
            Self::PlaceNotListed {
                place,
                name,
                perhaps,
            } => words_of_not_listed(name, place.as_str(), perhaps.iter().map(PlaceId::as_str)),
            Self::NotInUse { quarter, .. } => {
                format!("{quarter}: {team} sent, and was not in use then by the organisation file")
            }
        }
    }
}

fn joined(names: &[Name], between: &str) -> String {
    let names: Vec<&str> = names.iter().map(Name::as_str).collect();
    names.join(between)
}

fn words_of_not_listed<'a>(
    name: &Name,
    code: &str,
    perhaps: impl Iterator<Item = &'a str>,
) -> String {
    let perhaps: Vec<&str> = perhaps.collect();
    let offered = match perhaps[..] {
        [] => String::new(),
        [..] => format!(" (perhaps {})", perhaps.join(" or ")),
    };
    format!("{name} ({code}) is not in the organisation file{offered}")
}

fn words_of_same_day(
    (quarter, place): (Quarter, &str),
    tablets: &[Name],
    days: &[(NaiveDate, Vec<u64>)],
) -> String {
    let first = days.first().map(|(day, _)| date_text(*day));
    let on = match days.len() {
        1 => format!("on {}", first.unwrap_or_default()),
        many => format!("on {many} days from {}", first.unwrap_or_default()),
    };
    format!(
        "{quarter}: {} have sessions at {place} {on}: the same ones?",
        joined(tablets, " and ")
    )
}
