//! Which team, locality and city a return belongs to, quarter by quarter.
//!
//! Guarantees that every return belongs somewhere: what no organisation names
//! stands under "not in the organisation", and is added up there.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::decisions::Decisions;
use super::editions::{Contested, in_use};
use super::measure::Measure;
use super::published::Level;
use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::{PlaceId, TeamId};
use crate::domain::base::json::{AsJson, Json, WrongJson};
use crate::domain::base::sorted::Set;
use crate::domain::base::text::Name;
use crate::domain::organisation::expected::SCHOOLS_PLEDGE;
use crate::domain::organisation::{Organisation, PlaceEntry, PlaceKind, Team};
use crate::domain::submission::due::due_by;

/// Which of an organisation's maps is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MapOf {
    /// A team counts where it was in the quarter.
    ItsTime,
    /// Every team counts where it is on this day.
    Day(NaiveDate),
}

/// The code of the map of each quarter's own time, in files.
const ITS_TIME: &str = "its-time";

impl AsJson for MapOf {
    fn to_json(&self) -> Json<'_> {
        match self {
            Self::ItsTime => Json::Text(ITS_TIME.into()),
            Self::Day(day) => day.to_json(),
        }
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        match json.as_text() {
            Some(ITS_TIME) => Ok(Self::ItsTime),
            Some(_) | None => NaiveDate::from_json(json).map(Self::Day),
        }
    }
}

/// The code of the unit for what is not in the organisation.
pub const NOT_LISTED: &str = "not-in-the-organisation";

/// The code of the unit for what stands in several places by editions of one city's
/// organisation file.
pub const NOT_DECIDED: &str = "not-decided";

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
    /// The units that it may belong to besides, by editions of an organisation file
    /// between which nobody has decided; none as a rule.
    pub perhaps: Vec<Unit>,
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
    contested: Vec<Contested<'a>>,
    /// Every organisation that is here, in use or not.
    given: Vec<&'a Organisation>,
    /// How it is with other editions of the cities that are contested.
    others: Vec<Self>,
}

impl<'a> Structure<'a> {
    /// The organisations, in the order of their cities. Of editions of one city's file
    /// that differ, those are used that a person decided for; where nobody has, what
    /// they say differently is unsettled.
    #[must_use]
    pub fn new(
        organisations: impl IntoIterator<Item = &'a Organisation>,
        decisions: &'a Decisions,
        map: MapOf,
    ) -> Self {
        let mut given: Vec<&Organisation> = Vec::new();
        for organisation in organisations {
            // Many files bring the very same.
            if !given.contains(&organisation) {
                given.push(organisation);
            }
        }
        let cities = in_use(&given, decisions);
        let ways = cities.iter().map(|city| city.in_use.len()).max();
        // As many ways to see it as the most contested city has editions.
        let mut ways = (0..ways.unwrap_or(1)).map(|way| {
            let of_city = cities.iter().map(|city| &city.in_use);
            let chosen = of_city.filter_map(|in_use| in_use.get(way).or(in_use.last()));
            Self::one_way(chosen.copied().collect(), decisions, map)
        });
        let first = ways.next();
        let first = first.unwrap_or_else(|| Self::one_way(Vec::new(), decisions, map));
        let others = ways.collect();
        let contested = cities.into_iter().filter_map(|city| city.contested);
        Self {
            contested: contested.collect(),
            given,
            others,
            ..first
        }
    }

    /// Each city once.
    fn one_way(all: Vec<&'a Organisation>, decisions: &'a Decisions, map: MapOf) -> Self {
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
            contested: Vec::new(),
            given: Vec::new(),
            others: Vec::new(),
        }
    }

    /// The cities whose organisation file is here in editions that differ, between
    /// which nobody has decided.
    #[must_use]
    pub fn contested(&self) -> &[Contested<'a>] {
        &self.contested
    }

    /// Every organisation that is here, in use or not, each once.
    #[must_use]
    pub fn given(&self) -> &[&'a Organisation] {
        &self.given
    }

    /// Each way to see it: one, but for contested cities.
    pub(super) fn ways(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.others)
    }

    /// What it is in every way to see it; `None` where these differ.
    fn agreed<Said: PartialEq>(&self, says: impl Fn(&Self) -> Said) -> Option<Said> {
        let said = says(self);
        let mut others = self.others.iter();
        others.all(|other| says(other) == said).then_some(said)
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
        let first = self.belonging_one_way(team, said, quarter);
        if self.others.is_empty() {
            return first;
        }
        let others = self.others.iter();
        let others = others.map(|other| other.belonging_one_way(team, said, quarter));
        brought_together(&first, &others.collect::<Vec<_>>())
    }

    fn belonging_one_way(&self, team: &TeamId, said: Option<&Team>, quarter: Quarter) -> Belonging {
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
        let organisations = self.ways().flat_map(|way| &way.organisations);
        let teams = organisations.flat_map(|it| it.teams_in(quarter));
        teams.cloned().collect()
    }

    /// The places that an organisation lists for a team, by its code, in a quarter, by
    /// any edition: its own, and those where any team works.
    #[must_use]
    pub fn places_in(&self, team: &str, quarter: Quarter) -> BTreeSet<(&'a str, PlaceKind)> {
        let (first, last) = (quarter.first_day(), quarter.last_day());
        let is_in_use = |place: &&PlaceEntry| {
            place.from.is_none_or(|from| from <= last)
                && place.until.is_none_or(|until| until >= first)
        };
        let lists = |organisation: &&&Organisation| {
            let mut teams = organisation.teams.iter();
            teams.any(|entry| entry.id.as_str() == team)
        };
        let organisations = self.ways().flat_map(|way| &way.organisations);
        let places = organisations.filter(lists).flat_map(|it| &it.places);
        places
            .filter(is_in_use)
            .filter(|place| place.team.as_ref().is_none_or(|own| own.as_str() == team))
            .map(|place| (place.id.as_str(), place.kind))
            .collect()
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

    /// The last day in time for a team's return of a quarter.
    #[must_use]
    pub fn due_by(&self, team: &TeamId, quarter: Quarter) -> NaiveDate {
        let organisation = self.listing(team).first();
        due_by(quarter, organisation.map_or(&[], |it| it.due.as_slice()))
    }

    /// The codes by which an organisation says when a measure is collected; of
    /// measures that share them, every team collects all or none.
    #[must_use]
    pub fn collected_by(&self, measure: &Measure) -> [Option<&'static str>; 2] {
        [measure.code, measure.collected_with].map(|code| {
            let organisations = self.ways().flat_map(|way| &way.organisations);
            let mut listed = organisations.flat_map(|it| &it.collected);
            listed
                .any(|entry| entry.measure.as_str() == code)
                .then_some(code)
        })
    }

    /// Whether a team collects a measure in a quarter, by any edition.
    #[must_use]
    pub fn collects(&self, team: &TeamId, measure: &Measure, quarter: Quarter) -> bool {
        self.ways()
            .any(|way| way.collects_one_way(team, measure, quarter))
    }

    fn collects_one_way(&self, team: &TeamId, measure: &Measure, quarter: Quarter) -> bool {
        self.listing(team).first().is_none_or(|organisation| {
            [measure.code, measure.collected_with]
                .iter()
                .all(|code| organisation.collects(code, quarter))
        })
    }

    /// The measures of which the organisation that lists a team says when they are
    /// collected, with whether they are in a quarter.
    pub(super) fn collecting(&self, team: &TeamId, quarter: Quarter) -> Vec<(&'a str, bool)> {
        let Some(organisation) = self.listing(team).first() else {
            return Vec::new();
        };
        let codes = organisation.collected.iter().map(|it| it.measure.as_str());
        let mut all: Vec<_> = codes
            .map(|code| (code, organisation.collects(code, quarter)))
            .filter(|(_, collects)| !collects)
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The organisations that list a team.
    fn listing(&self, team: &TeamId) -> &[&'a Organisation] {
        self.listing.get(team).map_or(&[], Vec::as_slice)
    }

    /// How many families working with schools were pledged support in a year; `None`
    /// where editions of an organisation file differ about it.
    #[must_use]
    pub fn schools_pledge(&self) -> Option<u64> {
        self.agreed(Self::schools_pledge_one_way)
    }

    fn schools_pledge_one_way(&self) -> u64 {
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

    /// What a place is called by an organisation, with its code where another has the
    /// same name; `None` when none lists it.
    #[must_use]
    pub fn place_name(&self, place: &PlaceId) -> Option<String> {
        let organisations = || self.ways().flat_map(|way| &way.organisations);
        let places = || organisations().flat_map(|it| &it.places);
        let found = places().find(|entry| entry.id == *place)?;
        let is_namesake = |entry: &&PlaceEntry| entry.id != found.id && entry.name == found.name;
        Some(if places().any(|entry| is_namesake(&entry)) {
            format!("{}, {place}", found.name)
        } else {
            found.name.to_string()
        })
    }
}

/// Where a team belongs when editions of an organisation file say several things:
/// under a unit of its own at each level about which they differ.
fn brought_together(first: &Belonging, others: &[Belonging]) -> Belonging {
    let ways = || std::iter::once(first).chain(others);
    let mut perhaps: Vec<Unit> = Vec::new();
    let listed = ways().min_by_key(|way| way.listing);
    let mut belonging = listed.unwrap_or(first).clone();
    for (level, unit) in belonging.units.iter_mut().enumerate().skip(1) {
        let each = || ways().filter_map(|way| way.units.get(level));
        if each().all(|other| other == unit) {
            continue;
        }
        perhaps.extend(each().filter(|other| !other.is_unlisted()).cloned());
        let city = unit.city.clone();
        let same_city = each().all(|other| other.city == city);
        *unit = Unit {
            level: unit.level,
            city: city.filter(|_| same_city),
            code: NOT_DECIDED.to_owned(),
            name: "Organisation file to be decided".to_owned(),
        };
    }
    perhaps.sort();
    perhaps.dedup();
    belonging.perhaps = perhaps;
    belonging
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
        perhaps: Vec::new(),
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
        perhaps: Vec::new(),
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
