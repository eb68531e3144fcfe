//! What teams and places are called, for whoever reads about them.

use std::collections::HashMap;

use super::RollUp;
use super::structure::Structure;
use crate::domain::ids::{PlaceId, TeamId};
use crate::domain::text::Name;

/// The names of the teams and places of a roll-up.
#[derive(Debug, Clone, Default)]
pub struct Names {
    teams: HashMap<TeamId, Name>,
    places: HashMap<PlaceId, Name>,
}

impl Names {
    /// As the organisation files say them, else as a return does.
    #[must_use]
    pub fn of(roll_up: &RollUp<'_>, structure: &Structure<'_>) -> Self {
        let mut names = Self::default();
        for held in &roll_up.counted {
            let team = structure.team(&held.team.id);
            names.teams.insert(team, held.team.name.clone());
            for place in &held.places {
                let code = structure.place(&place.id);
                names.places.insert(code, place.name.clone());
            }
        }
        for organisation in structure.given() {
            let teams = organisation.teams.iter();
            names
                .teams
                .extend(teams.map(|it| (it.id.clone(), it.name.clone())));
            let places = organisation.places.iter();
            names
                .places
                .extend(places.map(|it| (it.id.clone(), it.name.clone())));
        }
        names
    }

    /// What a team is called; its code where nobody says.
    #[must_use]
    pub fn team<'a>(&'a self, code: &'a TeamId) -> &'a str {
        self.teams.get(code).map_or(code.as_str(), Name::as_str)
    }

    /// What a place is called; its code where nobody says.
    #[must_use]
    pub fn place<'a>(&'a self, code: &'a PlaceId) -> &'a str {
        self.places.get(code).map_or(code.as_str(), Name::as_str)
    }
}
