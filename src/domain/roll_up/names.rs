//! What teams and places are called, for whoever reads about them.

use std::collections::HashMap;
use std::fmt::Display;
use std::hash::Hash;

use super::RollUp;
use super::structure::Structure;
use crate::domain::base::ids::{PlaceId, TeamId};
use crate::domain::base::text::Name;

/// The names of the teams and places of a roll-up, with the code of each where another
/// has the same name.
#[derive(Debug, Clone, Default)]
pub struct Names {
    teams: HashMap<TeamId, String>,
    places: HashMap<PlaceId, String>,
}

impl Names {
    /// As the organisation files say them, else as a return does.
    #[must_use]
    pub fn of(roll_up: &RollUp<'_>, structure: &Structure<'_>) -> Self {
        let (mut teams, mut places) = (HashMap::new(), HashMap::new());
        for held in &roll_up.counted {
            teams.insert(structure.team(&held.team.id), &held.team.name);
            for place in &held.places {
                places.insert(structure.place(&place.id), &place.name);
            }
        }
        for organisation in structure.given() {
            let listed = organisation.teams.iter();
            teams.extend(listed.map(|it| (it.id.clone(), &it.name)));
            let listed = organisation.places.iter();
            places.extend(listed.map(|it| (it.id.clone(), &it.name)));
        }
        Self {
            teams: told_apart(teams),
            places: told_apart(places),
        }
    }

    /// What a team is called; its code where nobody says.
    #[must_use]
    pub fn team<'a>(&'a self, code: &'a TeamId) -> &'a str {
        self.teams.get(code).map_or(code.as_str(), String::as_str)
    }

    /// What a place is called; its code where nobody says.
    #[must_use]
    pub fn place<'a>(&'a self, code: &'a PlaceId) -> &'a str {
        self.places.get(code).map_or(code.as_str(), String::as_str)
    }
}

fn told_apart<Id: Eq + Hash + Display>(names: HashMap<Id, &Name>) -> HashMap<Id, String> {
    let mut how_many: HashMap<&Name, usize> = HashMap::new();
    for name in names.values().copied() {
        *how_many.entry(name).or_default() += 1;
    }
    let told = |(code, name): (Id, &Name)| {
        let is_only = how_many.get(name).is_none_or(|many| *many == 1);
        let words = if is_only {
            name.to_string()
        } else {
            format!("{name}, {code}")
        };
        (code, words)
    };
    names.into_iter().map(told).collect()
}
