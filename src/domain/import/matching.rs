//! What the names in a spreadsheet stand for on a tablet.

use std::collections::BTreeMap;

use super::ids::id_of_words;
use crate::domain::base::ids::{LocalityId, PlaceId, TeamId};
use crate::domain::base::text::Name;
use crate::domain::import::spreadsheet::{Answers, Names, NotOne, PlaceAsked, PlaceMeant, bare};
use crate::domain::organisation::{Locality, Place, PlaceKind, Standing, Team};
use crate::domain::tablet::settings::Settings;

/// Teams and places as the file alone gives them, by their first spelling.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub teams: Vec<Team>,
    pub places: Vec<Place>,
}

/// Matches the names of a file to the teams and places of a tablet, whatever
/// their case, blanks and punctuation; the organisation's before typed ones.
#[derive(Debug)]
pub(super) struct Matching {
    pub settings: Settings,
    pub own: Own,
    /// Which team is meant by a name that several have, as a person said.
    said_teams: BTreeMap<String, TeamId>,
    /// Which place is.
    said_places: BTreeMap<PlaceAsked, PlaceId>,
    /// What was matched already, by the words as they stand.
    teams: Vec<(Name, Option<Name>, Team)>,
    /// The places that a name of a kind may stand for.
    places: Vec<(Name, PlaceKind, Vec<Place>)>,
}

impl Matching {
    pub fn new(settings: &Settings, answers: &Answers) -> Self {
        Self {
            settings: settings.clone(),
            own: Own::default(),
            said_teams: answers.teams.clone(),
            said_places: answers.places.clone(),
            teams: Vec::new(),
            places: Vec::new(),
        }
    }

    fn match_team(&mut self, name: &Name, locality: Option<&Name>) -> Result<Team, NotOne<Team>> {
        let same = |one: &Name, other: &Name| bare(one.as_str()) == bare(other.as_str());
        let is_it = |team: &&Team| {
            let in_locality = locality.is_none_or(|it| same(it, &team.locality.name));
            same(&team.name, name) && in_locality
        };
        let mut found: Vec<&Team> = self.settings.teams().filter(is_it).collect();
        // Without its locality, one of several is told by a person.
        if let Some(said) = self.said_teams.get(&bare(name.as_str()))
            && locality.is_none()
        {
            found.retain(|team| team.id == *said);
        }
        if locality.is_none() && several(&found) {
            return Err(NotOne::OneOf(found.into_iter().cloned().collect()));
        }
        let known = best(&found, |team| team.standing).cloned();
        let own = locality.map(|locality| own_team(name, locality));
        if let Some(own) = &own
            && self.own.teams.iter().all(|it| it.id != own.id)
        {
            self.own.teams.push(own.clone());
        }
        let team = known.or(own).ok_or(NotOne::Unknown)?;
        self.settings.know_team(&team);
        Ok(team)
    }

    /// The places that a name may stand for: the organisation's of this name, or
    /// else those that were typed; or the one of this code, or so called here; or
    /// else a new one.
    fn match_places(&mut self, name: &Name, kind: PlaceKind) -> Vec<Place> {
        let own = own_place(name, kind);
        if self.own.places.iter().all(|it| it.id != own.id) {
            self.own.places.push(own.clone());
        }
        let wanted = bare(name.as_str());
        let named = |place: &&Place| bare(place.name.as_str()) == wanted;
        let mut found: Vec<&Place> = self.settings.places_of(kind).filter(named).collect();
        if found.iter().any(|it| it.standing == Standing::Organisation) {
            found.retain(|it| it.standing == Standing::Organisation);
        }
        if found.is_empty() {
            let labels = self.settings.place_names();
            let labelled = self.settings.places.iter().zip(labels);
            found = labelled
                .filter(|(place, called)| {
                    let codes = [bare(place.id.as_str()), bare(called)];
                    place.kind == kind && codes.contains(&wanted)
                })
                .map(|(place, _)| place)
                .collect();
        }
        let mut meant: Vec<Place> = Vec::new();
        for place in found {
            // A mistyped place stands for the one that was meant.
            let right = self.settings.place(self.settings.right_place(&place.id));
            if let Some(right) = right
                && meant.iter().all(|it| it.id != right.id)
            {
                meant.push(right.clone());
            }
        }
        if meant.is_empty() {
            meant.push(own);
        }
        meant
    }

    /// The one of several places that is meant: as a person said, or else the one that
    /// was there on the day, and of these the one where the team works, or else one of
    /// its locality.
    fn meant(&self, places: &[Place], meant: &PlaceMeant<'_>) -> Result<Place, NotOne<Place>> {
        if let [only] = places {
            return Ok(only.clone());
        }
        let asked = (bare(meant.name.as_str()), meant.kind, meant.team.id.clone());
        if let Some(said) = self.said_places.get(&asked)
            && let Some(place) = places.iter().find(|place| place.id == *said)
        {
            return Ok(place.clone());
        }
        let in_use = &self.settings.in_use;
        let mut left: Vec<&Place> = places.iter().collect();
        let there = |place: &Place| {
            meant
                .on
                .is_some_and(|day| in_use.of_place(&place.id).cover(day))
        };
        let of_team = |place: &Place| in_use.team_of(&place.id) == Some(&meant.team.id);
        let of_locality = |place: &Place| {
            let team = in_use.team_of(&place.id);
            let mut teams = self.settings.teams();
            teams.any(|it| Some(&it.id) == team && it.locality.id == meant.team.locality.id)
        };
        for tells in [&there as &dyn Fn(&Place) -> bool, &of_team, &of_locality] {
            let told: Vec<&Place> = left.iter().copied().filter(|place| tells(place)).collect();
            match told[..] {
                [only] => return Ok(only.clone()),
                [] => {}
                [..] => left = told,
            }
        }
        Err(NotOne::OneOf(left.into_iter().cloned().collect()))
    }
}

/// Whether several teams have one name, as the organisation says or else as it was
/// typed.
fn several(found: &[&Team]) -> bool {
    let of = |standing: Standing| found.iter().filter(|it| it.standing == standing).count();
    match of(Standing::Organisation) {
        0 => of(Standing::Typed) > 1,
        official => official > 1,
    }
}

/// The first of those that are the organisation's, or else of all.
fn best<'a, T>(found: &[&'a T], standing: impl Fn(&T) -> Standing) -> Option<&'a T> {
    let mut all = found.iter();
    let official = all.find(|it| standing(it) == Standing::Organisation);
    official.or_else(|| found.first()).copied()
}

impl Names for Matching {
    fn team(&mut self, name: Option<&Name>, locality: Option<&Name>) -> Result<Team, NotOne<Team>> {
        let Some(name) = name else {
            return Ok(self.settings.team.clone());
        };
        let mut matched = self.teams.iter();
        if let Some((.., team)) =
            matched.find(|(it, within, _)| it == name && within.as_ref() == locality)
        {
            return Ok(team.clone());
        }
        let team = self.match_team(name, locality)?;
        self.teams
            .push((name.clone(), locality.cloned(), team.clone()));
        Ok(team)
    }

    fn place(&mut self, meant: PlaceMeant<'_>) -> Result<Place, NotOne<Place>> {
        let (name, kind) = (meant.name, meant.kind);
        let is_it = |it: &&(Name, PlaceKind, Vec<Place>)| it.0 == *name && it.1 == kind;
        let matched = self.places.iter().find(is_it).map(|it| it.2.clone());
        let matched = matched.unwrap_or_else(|| {
            let places = self.match_places(name, kind);
            self.places.push((name.clone(), kind, places.clone()));
            places
        });
        let place = self.meant(&matched, &meant)?;
        self.settings.know_places(std::slice::from_ref(&place));
        Ok(place)
    }
}

pub(super) fn own_team(name: &Name, locality: &Name) -> Team {
    let [bare_name, bare_locality] = [name, locality].map(|it| bare(it.as_str()));
    let id = id_of_words(&["team", &bare_name, &bare_locality]);
    Team {
        id: TeamId::provisional(&bare_name, id),
        name: name.clone(),
        standing: Standing::Typed,
        locality: Locality {
            id: LocalityId::provisional(&bare_locality, id_of_words(&["locality", &bare_locality])),
            name: locality.clone(),
            standing: Standing::Typed,
        },
    }
}

pub(super) fn own_place(name: &Name, kind: PlaceKind) -> Place {
    let bare_name = bare(name.as_str());
    let id = id_of_words(&["place", kind.code(), &bare_name]);
    Place {
        id: PlaceId::provisional(&bare_name, id),
        name: name.clone(),
        kind,
        standing: Standing::Typed,
    }
}
