//! Which team, locality and city a return belongs to, quarter by quarter.
//!
//! Guarantees that every return belongs somewhere: what no organisation names
//! stands under "not in the organisation", and is added up there.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::decisions::Decisions;
use super::measure::Measure;
use super::published::Level;
use crate::domain::calendar::Quarter;
use crate::domain::expected::SCHOOLS_PLEDGE;
use crate::domain::ids::{PlaceId, TeamId};
use crate::domain::organisation::{Organisation, Team};
use crate::domain::sorted::Set;
use crate::domain::text::Name;

/// Which of an organisation's maps is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapOf {
    /// A team counts where it was in the quarter.
    ItsTime,
    /// Every team counts where it is on this day.
    Day(NaiveDate),
}

/// The code of the unit for what is not in the organisation.
pub const NOT_LISTED: &str = "not-in-the-organisation";

/// What figures are added up for. Told apart by level, city and code; its name is
/// for people, and may change over the years.
#[derive(Debug, Clone)]
pub struct Unit {
    /// Its level.
    pub level: Level,
    /// The name of its city; `None` where it is not known, and for everything.
    pub city: Option<Name>,
    /// The code of the team or locality, or the name of the city.
    pub code: String,
    /// What people call it.
    pub name: String,
}

impl PartialEq for Unit {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Unit {}

impl PartialOrd for Unit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Unit {
    fn cmp(&self, other: &Self) -> Ordering {
        let level = self.level.cmp(&other.level);
        let city = || self.city.cmp(&other.city);
        level
            .then_with(city)
            .then_with(|| self.code.cmp(&other.code))
    }
}

impl Unit {
    /// Everything together.
    #[must_use]
    pub fn all() -> Self {
        Self {
            level: Level::All,
            city: None,
            code: "all".to_owned(),
            name: "All together".to_owned(),
        }
    }

    /// Whether it stands for what is not in the organisation.
    #[must_use]
    pub fn is_unlisted(&self) -> bool {
        self.code == NOT_LISTED
    }
}

/// Where a team belongs in a quarter: itself, its locality, its city and all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belonging {
    /// From the team up.
    pub units: [Unit; 4],
    /// Whether an organisation lists it.
    pub listing: Listing,
}

/// Whether an organisation lists a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Listing {
    /// One does.
    Listed,
    /// One does, but the team was not in use in that quarter.
    NotInUse,
    /// None does.
    Unlisted,
    /// Several do: which is meant is not known.
    InSeveral,
}

/// The organisations and matches that returns are seen through.
#[derive(Debug, Clone)]
pub struct Structure<'a> {
    organisations: Vec<&'a Organisation>,
    /// Those that list each team.
    listing: BTreeMap<&'a TeamId, Vec<&'a Organisation>>,
    decisions: &'a Decisions,
    map: MapOf,
}

impl<'a> Structure<'a> {
    /// The organisations, each city once, in the order of their names. Of two
    /// files for one city the later in the list is used.
    #[must_use]
    pub fn new(
        organisations: impl IntoIterator<Item = &'a Organisation>,
        decisions: &'a Decisions,
        map: MapOf,
    ) -> Self {
        let mut all: Vec<&Organisation> = organisations.into_iter().collect();
        all.reverse();
        all.sort_by(|one, other| one.city.cmp(&other.city));
        all.dedup_by(|later, first| later.city == first.city);
        let mut listing: BTreeMap<&TeamId, Vec<&Organisation>> = BTreeMap::new();
        for organisation in &all {
            for entry in &organisation.teams {
                let listing = listing.entry(&entry.id).or_default();
                // A team that moved stands twice in one file.
                if listing
                    .last()
                    .is_none_or(|last| last.city != organisation.city)
                {
                    listing.push(organisation);
                }
            }
        }
        Self {
            organisations: all,
            listing,
            decisions,
            map,
        }
    }

    /// Whether there is no organisation at all: then teams and localities are
    /// those that the returns name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.organisations.is_empty()
    }

    /// The team that a code in a return stands for.
    #[must_use]
    pub fn team(&self, code: &TeamId) -> TeamId {
        self.decisions.team(code).unwrap_or(code).clone()
    }

    /// The place that a code in a return stands for.
    #[must_use]
    pub fn place(&self, code: &PlaceId) -> PlaceId {
        self.decisions.place(code).unwrap_or(code).clone()
    }

    /// Where a team belongs in a quarter. `said` is what a return says of it.
    #[must_use]
    pub fn belonging(&self, team: &TeamId, said: Option<&Team>, quarter: Quarter) -> Belonging {
        let organisation = match (self.listing(team), said) {
            ([organisation], _) => organisation,
            ([], Some(said)) if self.is_empty() => return of(None, said, Listing::Listed),
            ([], _) => return unlisted(team, said, Listing::Unlisted),
            ([..], _) => return unlisted(team, said, Listing::InSeveral),
        };
        let city = Some(organisation.city.clone());
        let its_time = organisation.team_in(team, quarter);
        let listing = match its_time {
            Some(_) => Listing::Listed,
            None => Listing::NotInUse,
        };
        let on_map = match self.map {
            MapOf::ItsTime => its_time.or_else(|| organisation.team_by(team, quarter.last_day())),
            MapOf::Day(day) => organisation.team_by(team, day),
        };
        match on_map {
            Some(team) => of(city, &team, listing),
            // A checked organisation lists every locality it names.
            None => unlisted(team, said, Listing::Unlisted),
        }
    }

    /// Every team that returns are expected from in a quarter.
    #[must_use]
    pub fn teams_in(&self, quarter: Quarter) -> Set<TeamId> {
        let organisations = self.organisations.iter();
        let teams = organisations.flat_map(|it| it.teams_in(quarter));
        teams.cloned().collect()
    }

    /// The tablets that a team is expected to send from in a quarter; none where
    /// no organisation says so.
    #[must_use]
    pub fn tablets_in(&self, team: &TeamId, quarter: Quarter) -> Vec<&'a Name> {
        let organisations = self.organisations.iter();
        organisations
            .flat_map(|it| it.tablets_in(team, quarter))
            .collect()
    }

    /// By when a team's return of a quarter is due; `None` when no day is set.
    #[must_use]
    pub fn due(&self, team: &TeamId, quarter: Quarter) -> Option<NaiveDate> {
        self.listing(team).first()?.due(quarter)
    }

    /// The codes by which an organisation says when a measure is collected; of
    /// measures that share them, every team collects all or none.
    #[must_use]
    pub fn collected_by(&self, measure: &Measure) -> [Option<&'static str>; 2] {
        [measure.code, measure.collected_with].map(|code| {
            let mut listed = self.organisations.iter().flat_map(|it| &it.collected);
            listed
                .any(|entry| entry.measure.as_str() == code)
                .then_some(code)
        })
    }

    /// Whether a team collects a measure in a quarter.
    #[must_use]
    pub fn collects(&self, team: &TeamId, measure: &Measure, quarter: Quarter) -> bool {
        self.listing(team).first().is_none_or(|organisation| {
            [measure.code, measure.collected_with]
                .iter()
                .all(|code| organisation.collects(code, quarter))
        })
    }

    /// The organisations that list a team.
    fn listing(&self, team: &TeamId) -> &[&'a Organisation] {
        self.listing.get(team).map_or(&[], Vec::as_slice)
    }

    /// How many families working with schools were pledged support in a year.
    #[must_use]
    pub fn schools_pledge(&self) -> u64 {
        let pledges = self.organisations.iter().map(|it| it.schools_pledge);
        let pledges = pledges.map(|pledge| u64::from(pledge.unwrap_or(SCHOOLS_PLEDGE)));
        if self.is_empty() {
            u64::from(SCHOOLS_PLEDGE)
        } else {
            pledges.sum()
        }
    }

    /// The organisations.
    #[must_use]
    pub fn organisations(&self) -> &[&'a Organisation] {
        &self.organisations
    }

    /// What a place is called by an organisation; `None` when none lists it.
    #[must_use]
    pub fn place_name(&self, place: &PlaceId) -> Option<&'a Name> {
        let places = self.organisations.iter().flat_map(|it| &it.places);
        let mut found = places.filter(|entry| entry.id == *place);
        found.next().map(|entry| &entry.name)
    }
}

fn of(city: Option<Name>, team: &Team, listing: Listing) -> Belonging {
    let whole = match &city {
        Some(name) => Unit {
            level: Level::City,
            city: city.clone(),
            code: name.to_string(),
            name: name.to_string(),
        },
        None => no_unit(Level::City, "Without an organisation file"),
    };
    Belonging {
        units: [
            Unit {
                level: Level::Team,
                city: city.clone(),
                code: team.id.to_string(),
                name: team.name.to_string(),
            },
            Unit {
                level: Level::Locality,
                city,
                code: team.locality.id.to_string(),
                name: team.locality.name.to_string(),
            },
            whole,
            Unit::all(),
        ],
        listing,
    }
}

fn unlisted(team: &TeamId, said: Option<&Team>, listing: Listing) -> Belonging {
    let name = said.map_or_else(|| team.to_string(), |said| said.name.to_string());
    Belonging {
        units: [
            Unit {
                level: Level::Team,
                city: None,
                code: team.to_string(),
                name,
            },
            no_unit(Level::Locality, "Not in the organisation"),
            no_unit(Level::City, "Not in the organisation"),
            Unit::all(),
        ],
        listing,
    }
}

fn no_unit(level: Level, name: &str) -> Unit {
    Unit {
        level,
        city: None,
        code: NOT_LISTED.to_owned(),
        name: name.to_owned(),
    }
}
