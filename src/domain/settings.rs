//! What a tablet is set up with: its label, its team and its places.
//!
//! Guarantees that places are listed once and that each has its kind. Typed
//! names get provisional codes; names from the organisation file keep theirs.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::draft::{Checks, Fault, Problem};
use super::ids::{LocalityId, PlaceId, TeamId};
use super::organisation::{Locality, Place, PlaceKind, Standing, Team};
use super::text::{Name, Text};

/// A tablet's set-up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// What people call this tablet, such as "Blue tablet".
    pub tablet: Name,
    /// The city or council area, from the organisation file; `None` when typed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<Name>,
    /// The team whose work is recorded.
    pub team: Team,
    /// The places where it works.
    pub places: Vec<Place>,
}

/// The fields of the first-start form, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SettingsField {
    /// The team's name.
    Team,
    /// The locality's name.
    Locality,
    /// The places of one kind, one to a line.
    Places(PlaceKind),
    /// The tablet's label.
    Tablet,
}

/// The first-start form as a person left it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettingsDraft {
    /// The team's name as typed.
    pub team: String,
    /// The locality's name as typed.
    pub locality: String,
    /// Place names as typed, one to a line, in the order of [`PlaceKind::ALL`].
    pub places: [String; 3],
    /// The tablet's label as typed.
    pub tablet: String,
}

impl SettingsDraft {
    /// Checks the form into settings; every typed name gets a provisional code.
    /// `fresh` makes a new random id each time it is called.
    ///
    /// # Errors
    /// All its problems, in the order of the form, each naming its field.
    pub fn check(
        &self,
        mut fresh: impl FnMut() -> Uuid,
    ) -> Result<Settings, Vec<Problem<SettingsField>>> {
        let mut checks = Checks::new();
        let team = needed(&mut checks, SettingsField::Team, &self.team);
        let locality = needed(&mut checks, SettingsField::Locality, &self.locality);
        let mut places: Vec<Place> = Vec::new();
        for (kind, typed) in PlaceKind::ALL.into_iter().zip(&self.places) {
            let mut names: Vec<Name> = Vec::new();
            for line in typed.lines() {
                match Text::typed(line) {
                    Ok(None) => {}
                    Ok(Some(name)) if names.contains(&name) => {}
                    Ok(Some(name)) => names.push(name),
                    Err(too_long) => {
                        checks.note(SettingsField::Places(kind), Fault::TooLong(too_long));
                    }
                }
            }
            places.extend(names.into_iter().map(|name| Place {
                id: PlaceId::provisional(name.as_str(), fresh()),
                name,
                kind,
                standing: Standing::Typed,
            }));
        }
        let tablet = needed(&mut checks, SettingsField::Tablet, &self.tablet);
        let settings = (|| {
            let (team, locality) = (team?, locality?);
            Some(Settings {
                tablet: tablet?,
                city: None,
                team: Team {
                    id: TeamId::provisional(team.as_str(), fresh()),
                    name: team,
                    standing: Standing::Typed,
                    locality: Locality {
                        id: LocalityId::provisional(locality.as_str(), fresh()),
                        name: locality,
                        standing: Standing::Typed,
                    },
                },
                places,
            })
        })();
        checks.finish(settings)
    }
}

impl Settings {
    /// The places of one kind, in their order.
    pub fn places_of(&self, kind: PlaceKind) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(move |place| place.kind == kind)
    }

    /// A place by its code.
    #[must_use]
    pub fn place(&self, id: &PlaceId) -> Option<&Place> {
        self.places.iter().find(|place| place.id == *id)
    }

    /// A place typed while recording, added once: the same name and kind gives
    /// the place that is listed already.
    pub fn add_place(&mut self, name: Name, kind: PlaceKind, fresh: Uuid) -> PlaceId {
        let listed = self
            .places
            .iter()
            .find(|place| place.kind == kind && place.name == name);
        if let Some(place) = listed {
            return place.id.clone();
        }
        let id = PlaceId::provisional(name.as_str(), fresh);
        self.places.push(Place {
            id: id.clone(),
            name,
            kind,
            standing: Standing::Typed,
        });
        id
    }
}

fn needed(checks: &mut Checks<SettingsField>, field: SettingsField, typed: &str) -> Option<Name> {
    let checked = Text::typed(typed)
        .map_err(Fault::TooLong)
        .and_then(|name| name.ok_or(Fault::Missing));
    checks.keep(field, checked)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fresh() -> impl FnMut() -> Uuid {
        let mut next = 0;
        move || {
            next += 1;
            Uuid::from_u128(next)
        }
    }

    #[test]
    fn a_first_start_without_team_locality_and_label_names_all_three() {
        let problems = SettingsDraft::default().check(fresh()).unwrap_err();
        let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(
            fields,
            [
                SettingsField::Team,
                SettingsField::Locality,
                SettingsField::Tablet
            ]
        );
    }

    #[test]
    fn places_are_typed_one_to_a_line_and_listed_once() {
        let draft = SettingsDraft {
            team: "Rosehill".into(),
            locality: "North".into(),
            tablet: "Blue".into(),
            places: [
                " Rosehill Centre \n\nOak Lane Centre\nRosehill Centre".into(),
                String::new(),
                "Park School".into(),
            ],
        };
        let settings = draft.check(fresh()).unwrap();
        let names: Vec<_> = settings
            .places
            .iter()
            .map(|place| place.name.as_str())
            .collect();
        assert_eq!(names, ["Rosehill Centre", "Oak Lane Centre", "Park School"]);
        assert_eq!(settings.places_of(PlaceKind::School).count(), 1);
    }

    #[test]
    fn a_place_typed_twice_while_recording_is_one_place() {
        let draft = SettingsDraft {
            team: "Rosehill".into(),
            locality: "North".into(),
            tablet: "Blue".into(),
            ..SettingsDraft::default()
        };
        let mut settings = draft.check(fresh()).unwrap();
        let name: Name = Text::typed("Oak Lane").unwrap().unwrap();
        let one = settings.add_place(name.clone(), PlaceKind::YouthClub, Uuid::from_u128(91));
        let two = settings.add_place(name.clone(), PlaceKind::YouthClub, Uuid::from_u128(92));
        assert_eq!(one, two);
        let school = settings.add_place(name, PlaceKind::School, Uuid::from_u128(93));
        assert_ne!(one, school);
    }
}
