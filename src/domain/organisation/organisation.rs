//! The organisation: city, localities, teams and places, as far as a tablet
//! needs them, and the file they can be read from.
//!
//! Guarantees that every code in an organisation is unique and every reference
//! leads somewhere. Names that were typed carry provisional codes and say so.

use chrono::NaiveDate;
use thiserror::Error;

use crate::domain::base::calendar::Quarter;
use crate::domain::base::coded::coded;
use crate::domain::base::ids::{LocalityId, PlaceId, TeamId};
use crate::domain::base::json::{AsJson, Json, WrongJson, object};
use crate::domain::base::sorted::Set;
use crate::domain::base::text::{Name, Text};
use crate::domain::organisation::expected::{CollectedEntry, TabletEntry};
use crate::domain::organisation::retention_period::Years;

/// Where a name came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(rename_all = "kebab-case"))]
pub enum Standing {
    /// From the organisation file: its code is the organisation's.
    Organisation,
    /// Typed on a tablet: its code is provisional until a person matches it.
    Typed,
}

coded!(Standing {
    Organisation = "organisation",
    Typed = "typed",
});

/// Where a session with a place happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(rename_all = "kebab-case"))]
pub enum PlaceKind {
    /// A children's centre.
    ChildrensCentre,
    /// A youth club.
    YouthClub,
    /// A school.
    School,
}

coded!(PlaceKind {
    ChildrensCentre = "childrens-centre",
    YouthClub = "youth-club",
    School = "school",
});

impl PlaceKind {
    /// All three, in the order of the form.
    pub const ALL: [Self; 3] = [Self::ChildrensCentre, Self::YouthClub, Self::School];

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ChildrensCentre => "Children’s centre",
            Self::YouthClub => "Youth club",
            Self::School => "School",
        }
    }
}

/// A part of the city that teams belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Locality {
    /// Its code.
    pub id: LocalityId,
    /// Its name.
    pub name: Name,
    /// Where the name came from.
    pub standing: Standing,
}

object!(Locality {
    id: needed,
    name: needed,
    standing: needed,
});

/// A team whose work is counted: a Multi-Agency Team or a children's centre
/// locality team (Early Help report 2016-17, section 3).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Team {
    /// Its code.
    pub id: TeamId,
    /// Its name.
    pub name: Name,
    /// Where the name came from.
    pub standing: Standing,
    /// The locality it belongs to.
    pub locality: Locality,
}

object!(Team {
    id: needed,
    name: needed,
    standing: needed,
    locality: needed,
});

/// A children's centre, youth club or school.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Place {
    /// Its code.
    pub id: PlaceId,
    /// Its name.
    pub name: Name,
    /// What kind of place it is.
    pub kind: PlaceKind,
    /// Where the name came from.
    pub standing: Standing,
}

object!(Place {
    id: needed,
    name: needed,
    kind: needed,
    standing: needed,
});

/// The organisation file: what a performance team gives out so that every tablet
/// uses the same codes. From version 2 it says what is expected of the teams, for
/// those who roll up, from version 3 where returns are to be sent; each is read.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(deny_unknown_fields))]
pub struct Organisation {
    /// Always `daybook-organisation`.
    pub format: OrganisationFormat,
    /// The version of the format.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(range(min = 1, max = ORGANISATION_VERSION)))]
    pub format_version: u32,
    /// The city or council area.
    pub city: Name,
    /// Its localities.
    pub localities: Vec<LocalityEntry>,
    /// Its teams.
    pub teams: Vec<TeamEntry>,
    /// The places where they work.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(default))]
    pub places: Vec<PlaceEntry>,
    /// By when the return of each quarter is due.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(default))]
    pub due: Vec<DueDate>,
    /// How many years records are kept after the end of their quarter; absent:
    /// until somebody removes them.
    pub keep_records_for_years: Option<Years>,
    /// The tablets that returns are expected from. Version 2.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(default))]
    pub tablets: Vec<TabletEntry>,
    /// Since when measures are collected; one that is not listed always was.
    /// Version 2.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(default))]
    pub collected: Vec<CollectedEntry>,
    /// How many families working with schools were pledged support in a year;
    /// absent: 400. Version 2.
    pub schools_pledge: Option<u32>,
    /// Where returns are to be sent, such as an e-mail address or a shared folder;
    /// shown on the tablet beside the file. Version 3.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub send_to: Option<SendTo>,
}

/// Where returns are to be sent, in the organisation's words: an e-mail address, a
/// shared folder, the name of a form.
pub type SendTo = Text<200>;

object!(strict Organisation {
    format: needed,
    format_version: needed,
    city: needed,
    localities: needed,
    teams: needed,
    places: usual,
    due: usual,
    keep_records_for_years: usual,
    tablets: usual,
    collected: usual,
    schools_pledge: usual,
    send_to: usual,
});

/// The mark of an organisation file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum OrganisationFormat {
    /// The only format there is.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(rename = "daybook-organisation"))]
    DaybookOrganisation,
}

coded!(OrganisationFormat {
    DaybookOrganisation = "daybook-organisation",
});

/// A locality in the organisation file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(deny_unknown_fields))]
pub struct LocalityEntry {
    /// Its code.
    pub id: LocalityId,
    /// Its name.
    pub name: Name,
}

object!(strict LocalityEntry {
    id: needed,
    name: needed,
});

/// A team in the organisation file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(deny_unknown_fields))]
pub struct TeamEntry {
    /// Its code.
    pub id: TeamId,
    /// Its name.
    pub name: Name,
    /// The code of its locality.
    pub locality: LocalityId,
    /// The first day on which this entry holds; absent: from the beginning.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub from: Option<NaiveDate>,
    /// The last day on which this entry holds; absent: until further notice.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub until: Option<NaiveDate>,
}

object!(strict TeamEntry {
    id: needed,
    name: needed,
    locality: needed,
    from: usual,
    until: usual,
});

/// A place in the organisation file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(deny_unknown_fields))]
pub struct PlaceEntry {
    /// Its code.
    pub id: PlaceId,
    /// Its name.
    pub name: Name,
    /// What kind of place it is.
    pub kind: PlaceKind,
    /// The team that mostly works there; absent: any team.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub team: Option<TeamId>,
    /// The first day on which it is used; absent: from the beginning.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub from: Option<NaiveDate>,
    /// The last day on which it is used; absent: until further notice.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub until: Option<NaiveDate>,
}

object!(strict PlaceEntry {
    id: needed,
    name: needed,
    kind: needed,
    team: usual,
    from: usual,
    until: usual,
});

/// By when a quarter's returns are due.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(deny_unknown_fields))]
pub struct DueDate {
    /// The quarter, such as `2026-27 Q3`.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(with = "crate::domain::base::quarter_schema::TypedCode")
    )]
    pub quarter: crate::domain::base::calendar::Quarter,
    /// The last day in time.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "NaiveDate"))]
    pub date: NaiveDate,
}

object!(strict DueDate {
    quarter: needed,
    date: needed,
});

/// The newest version of the organisation file that is read here.
pub const ORGANISATION_VERSION: u32 = 3;

impl Organisation {
    /// Reads and checks an organisation file.
    ///
    /// # Errors
    /// Everything that is wrong with it; a file that is not JSON of this shape
    /// gives one error with its line.
    pub fn read(text: &str) -> Result<Self, Vec<OrganisationError>> {
        let text = text.trim_start_matches('\u{feff}');
        let not_readable =
            |wrong: WrongJson| vec![OrganisationError::NotReadable(wrong.in_text(text))];
        let json = Json::read(text).map_err(not_readable)?;
        let organisation = Self::from_json(&json).map_err(|wrong| match newer_version(&json) {
            Some(newer) => vec![newer],
            None => not_readable(wrong),
        })?;
        let errors = organisation.errors();
        if errors.is_empty() {
            Ok(organisation)
        } else {
            Err(errors)
        }
    }

    /// The teams in use on a day, with their localities, in the file's order.
    #[must_use]
    pub fn teams_on(&self, day: NaiveDate) -> Vec<Team> {
        self.teams
            .iter()
            .filter(|team| in_force(team.from, team.until, day))
            .filter_map(|team| self.team_of(team))
            .collect()
    }

    /// The teams in use on a day, and those that begin later, each once, in the
    /// file's order.
    #[must_use]
    pub fn teams_from(&self, day: NaiveDate) -> Vec<Team> {
        let mut teams = self.teams_on(day);
        for entry in &self.teams {
            let begins = entry.from.is_some_and(|from| day < from);
            if begins && teams.iter().all(|team| team.id != entry.id) {
                teams.extend(self.team_of(entry));
            }
        }
        teams
    }

    /// The places of a team, in the file's order: its own and those of no team,
    /// also those that have closed or open later.
    pub fn places_of<'a>(&'a self, team: &'a TeamId) -> impl Iterator<Item = Place> + 'a {
        self.places
            .iter()
            .filter(move |place| place.team.as_ref().is_none_or(|own| own == team))
            .map(|place| Place {
                id: place.id.clone(),
                name: place.name.clone(),
                kind: place.kind,
                standing: Standing::Organisation,
            })
    }

    /// The team as it was in a quarter: on the quarter's last day, or else on the
    /// last day of it on which the team was in use. `None` when it was not.
    #[must_use]
    pub fn team_in(&self, team: &TeamId, quarter: Quarter) -> Option<Team> {
        let entries = self.teams.iter().filter(|entry| entry.id == *team);
        let last = entries
            .filter(|entry| overlap(entry.from, entry.until, quarter))
            .max_by_key(|entry| later(entry))?;
        self.team_of(last)
    }

    /// The teams in use in a quarter, or in a part of it; one that moved may stand
    /// twice.
    pub fn teams_in(&self, quarter: Quarter) -> impl Iterator<Item = &TeamId> {
        let in_use = self
            .teams
            .iter()
            .filter(move |entry| overlap(entry.from, entry.until, quarter));
        in_use.map(|entry| &entry.id)
    }

    /// The team as it is on a day, or else as it was listed last.
    #[must_use]
    pub fn team_by(&self, team: &TeamId, day: NaiveDate) -> Option<Team> {
        let entries = || self.teams.iter().filter(|entry| entry.id == *team);
        let on_the_day = entries().filter(|entry| in_force(entry.from, entry.until, day));
        let on_the_day = on_the_day.max_by_key(|entry| later(entry));
        let latest = || entries().max_by_key(|entry| later(entry));
        self.team_of(on_the_day.or_else(latest)?)
    }

    /// The tablets that a team was expected to send from in a quarter.
    pub fn tablets_in(&self, team: &TeamId, quarter: Quarter) -> impl Iterator<Item = &Name> {
        let of_team = self.tablets.iter().filter(move |it| it.team == *team);
        let in_use = of_team.filter(move |it| overlap(it.from, it.until, quarter));
        in_use.map(|it| &it.label)
    }

    /// Whether a measure is collected in a quarter.
    #[must_use]
    pub fn collects(&self, measure: &str, quarter: Quarter) -> bool {
        let listed = self.collected.iter();
        let mut listed = listed
            .filter(|it| it.measure.as_str() == measure)
            .peekable();
        listed.peek().is_none() || listed.any(|it| it.covers(quarter))
    }

    fn team_of(&self, entry: &TeamEntry) -> Option<Team> {
        Some(Team {
            id: entry.id.clone(),
            name: entry.name.clone(),
            standing: Standing::Organisation,
            locality: self.locality(&entry.locality)?,
        })
    }

    fn locality(&self, id: &LocalityId) -> Option<Locality> {
        self.localities
            .iter()
            .find(|entry| entry.id == *id)
            .map(|entry| Locality {
                id: entry.id.clone(),
                name: entry.name.clone(),
                standing: Standing::Organisation,
            })
    }

    fn errors(&self) -> Vec<OrganisationError> {
        let mut errors = Vec::new();
        errors.extend(no_such_format(self.format_version));
        let says_what_is_expected =
            !self.tablets.is_empty() || !self.collected.is_empty() || self.schools_pledge.is_some();
        if self.format_version == 1 && says_what_is_expected {
            let words = "`tablets`, `collected` and `schools_pledge` need format_version 2";
            errors.push(OrganisationError::NotReadable(words.to_owned()));
        }
        if self.format_version < 3 && self.send_to.is_some() {
            let words = "`send_to` needs format_version 3";
            errors.push(OrganisationError::NotReadable(words.to_owned()));
        }
        if self.teams.is_empty() {
            errors.push(OrganisationError::NoTeam);
        }
        let codes = [
            self.localities
                .iter()
                .map(|entry| entry.id.as_str())
                .collect::<Vec<_>>(),
            // A team may stand twice, once for each time it changed locality.
            self.teams
                .iter()
                .filter(|team| team.from.is_none() && team.until.is_none())
                .map(|team| team.id.as_str())
                .collect(),
            self.places.iter().map(|entry| entry.id.as_str()).collect(),
        ];
        for list in codes {
            let mut seen = Set::new();
            for code in list {
                if !seen.insert(code) {
                    errors.push(OrganisationError::Twice(code.to_owned()));
                }
            }
        }
        for team in &self.teams {
            if self.locality(&team.locality).is_none() {
                errors.push(OrganisationError::NoSuchLocality {
                    team: team.name.to_string(),
                    locality: team.locality.to_string(),
                });
            }
        }
        for place in &self.places {
            if let Some(team) = &place.team
                && !self.teams.iter().any(|entry| entry.id == *team)
            {
                errors.push(OrganisationError::NoSuchTeam {
                    place: place.name.to_string(),
                    team: team.to_string(),
                });
            }
        }
        for tablet in &self.tablets {
            if !self.teams.iter().any(|entry| entry.id == tablet.team) {
                errors.push(OrganisationError::NoTeamForTablet {
                    tablet: tablet.label.to_string(),
                    team: tablet.team.to_string(),
                });
            }
        }
        errors
    }
}

/// What is wrong with an organisation file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OrganisationError {
    /// It is not JSON of the right shape.
    #[error("this is not an organisation file: {0}")]
    NotReadable(String),
    /// It was made for a newer Daybook.
    #[error("format version {found} is newer than {known}, the newest this Daybook reads")]
    FutureFormat {
        /// The version in the file.
        found: u32,
        /// The newest version that is read here.
        known: u32,
    },
    /// It names no team.
    #[error("no team is listed")]
    NoTeam,
    /// One code stands for two things.
    #[error("the code '{0}' is used twice")]
    Twice(String),
    /// A team belongs to a locality that is not listed.
    #[error("team '{team}' names the locality '{locality}', which is not listed")]
    NoSuchLocality {
        /// The team's name.
        team: String,
        /// The code it names.
        locality: String,
    },
    /// A place belongs to a team that is not listed.
    #[error("place '{place}' names the team '{team}', which is not listed")]
    NoSuchTeam {
        /// The place's name.
        place: String,
        /// The code it names.
        team: String,
    },
    /// A tablet is expected of a team that is not listed.
    #[error("tablet '{tablet}' names the team '{team}', which is not listed")]
    NoTeamForTablet {
        /// The tablet's label.
        tablet: String,
        /// The code it names.
        team: String,
    },
}

/// A file for a newer Daybook may well have fields that are unknown here: then
/// its version is what is wrong with it, and not its fields.
fn newer_version(json: &Json<'_>) -> Option<OrganisationError> {
    let format = OrganisationFormat::from_json(json.get("format")?);
    let version = u32::from_json(json.get("format_version")?);
    format.and(version).ok().and_then(no_such_format)
}

fn no_such_format(found: u32) -> Option<OrganisationError> {
    if found == 0 {
        let words = "its format version is 0, and the first is 1";
        return Some(OrganisationError::NotReadable(words.to_owned()));
    }
    (found > ORGANISATION_VERSION).then_some(OrganisationError::FutureFormat {
        found,
        known: ORGANISATION_VERSION,
    })
}

/// What is later of two entries of one team, whatever their order in the file.
fn later(entry: &TeamEntry) -> (NaiveDate, NaiveDate, &LocalityId, &Name) {
    let until = entry.until.unwrap_or(NaiveDate::MAX);
    let from = entry.from.unwrap_or(NaiveDate::MIN);
    (until, from, &entry.locality, &entry.name)
}

fn in_force(from: Option<NaiveDate>, until: Option<NaiveDate>, day: NaiveDate) -> bool {
    from.is_none_or(|from| from <= day) && until.is_none_or(|until| day <= until)
}

/// Whether an entry holds on any day of a quarter.
fn overlap(from: Option<NaiveDate>, until: Option<NaiveDate>, quarter: Quarter) -> bool {
    from.is_none_or(|from| from <= quarter.last_day())
        && until.is_none_or(|until| quarter.first_day() <= until)
}
