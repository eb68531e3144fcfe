//! What places are called on screen, so that two of one name can be told apart.
//!
//! Guarantees that no two places have the same label. One that has its name alone
//! is called by it. Otherwise the first of these that tells all of one name apart
//! stands behind it:
//!
//! | tells apart | such as |
//! |---|---|
//! | the kind of place | St Mary’s, School |
//! | who named it | St Mary’s, typed here |
//! | the team that works there | St Mary’s, Riverside |
//! | the locality of that team | St Mary’s, South |
//! | its dates | St Mary’s, until 31 August 2026 |
//! | its code | St Mary’s, st-marys-2 |

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};

use unicode_normalization::UnicodeNormalization as _;

use crate::domain::base::calendar::short_date;
use crate::domain::organisation::in_use::{Dates, InUse};
use crate::domain::organisation::{Place, Standing, Team};

/// What stands behind the name of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Qualifier {
    Kind,
    Standing,
    Team,
    Locality,
    Dates,
    Code,
}

/// In the order in which they are tried.
const QUALIFIERS: [Qualifier; 6] = [
    Qualifier::Kind,
    Qualifier::Standing,
    Qualifier::Team,
    Qualifier::Locality,
    Qualifier::Dates,
    Qualifier::Code,
];

/// What a place is called among all of a tablet's places.
#[must_use]
pub fn label_of(place: &Place, all: &[Place], in_use: &InUse, teams: &[&Team]) -> String {
    let namesakes: Vec<&Place> = all.iter().filter(|it| is_namesake(it, place)).collect();
    labelled(place, &namesakes, in_use, teams)
}

/// What all of a tablet's places are called, in their order.
#[must_use]
pub fn labels(all: &[Place], in_use: &InUse, teams: &[&Team]) -> Vec<String> {
    // By a hash of the name: with a thousand schools a map of names would be felt.
    let mut by_name: HashMap<u64, Vec<&Place>> = HashMap::with_capacity(all.len());
    let hashes: Vec<u64> = all.iter().map(hash_of_name).collect();
    for (place, hash) in all.iter().zip(&hashes) {
        by_name.entry(*hash).or_default().push(place);
    }
    let label = |(place, hash): (&Place, &u64)| {
        let alike = by_name.get(hash).map_or(&[][..], Vec::as_slice);
        if alike.len() < 2 {
            return place.name.to_string();
        }
        let namesakes = alike.iter().filter(|it| is_namesake(it, place));
        labelled(
            place,
            &namesakes.copied().collect::<Vec<_>>(),
            in_use,
            teams,
        )
    };
    all.iter().zip(&hashes).map(label).collect()
}

fn hash_of_name(place: &Place) -> u64 {
    let mut hasher = DefaultHasher::new();
    for letter in as_seen(place.name.as_str()) {
        letter.hash(&mut hasher);
    }
    hasher.finish()
}

fn is_namesake(one: &Place, other: &Place) -> bool {
    let (one, other) = (one.name.as_str(), other.name.as_str());
    one == other || as_seen(one).eq(as_seen(other))
}

/// The letters of a name as a reader tells them apart: small, in one Unicode form.
fn as_seen(name: &str) -> impl Iterator<Item = char> {
    name.nfc().flat_map(char::to_lowercase)
}

fn labelled(place: &Place, namesakes: &[&Place], in_use: &InUse, teams: &[&Team]) -> String {
    let name = place.name.to_string();
    if namesakes.len() < 2 {
        return name;
    }
    let tells_apart = |qualifier: &&Qualifier| {
        let said: BTreeSet<Option<String>> = namesakes
            .iter()
            .map(|it| qualifier.of(it, in_use, teams))
            .collect();
        said.len() == namesakes.len()
    };
    let qualifier = QUALIFIERS.iter().find(tells_apart);
    match qualifier.and_then(|it| it.of(place, in_use, teams)) {
        Some(more) => format!("{name}, {more}"),
        None => name,
    }
}

impl Qualifier {
    /// What it says of a place; `None` for nothing.
    fn of(self, place: &Place, in_use: &InUse, teams: &[&Team]) -> Option<String> {
        match self {
            Self::Kind => Some(place.kind.label().to_owned()),
            Self::Standing => match place.standing {
                Standing::Organisation => None,
                Standing::Typed => Some("typed here".to_owned()),
            },
            Self::Team => of_team(place, in_use, teams),
            Self::Locality => {
                let id = in_use.team_of(&place.id)?;
                let known = teams.iter().find(|team| team.id == *id)?;
                Some(known.locality.name.to_string())
            }
            Self::Dates => of_dates(in_use.of_place(&place.id)),
            Self::Code => Some(place.id.to_string()),
        }
    }
}

fn of_team(place: &Place, in_use: &InUse, teams: &[&Team]) -> Option<String> {
    let id = in_use.team_of(&place.id)?;
    let known = teams.iter().find(|team| team.id == *id);
    Some(known.map_or_else(|| id.to_string(), |team| team.name.to_string()))
}

fn of_dates(dates: Dates) -> Option<String> {
    match dates {
        Dates {
            from: None,
            until: None,
        } => None,
        Dates {
            from: Some(from),
            until: None,
        } => Some(format!("from {}", short_date(from))),
        Dates {
            from: None,
            until: Some(until),
        } => Some(format!("until {}", short_date(until))),
        Dates {
            from: Some(from),
            until: Some(until),
        } => Some(format!("{} to {}", short_date(from), short_date(until))),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::base::ids::{LocalityId, PlaceId, TeamId};
    use crate::domain::base::text::{Name, Text};
    use crate::domain::organisation::in_use::PlaceInUse;
    use crate::domain::organisation::{Locality, PlaceKind};

    fn name(text: &str) -> Name {
        Text::typed(text).unwrap().unwrap()
    }

    fn place(code: &str, called: &str) -> Place {
        Place {
            id: PlaceId::new(code).unwrap(),
            name: name(called),
            kind: PlaceKind::School,
            standing: Standing::Organisation,
        }
    }

    fn team(code: &str, called: &str) -> Team {
        Team {
            id: TeamId::new(code).unwrap(),
            name: name(called),
            standing: Standing::Organisation,
            locality: Locality {
                id: LocalityId::new("north").unwrap(),
                name: name("North"),
                standing: Standing::Organisation,
            },
        }
    }

    fn check(places: &[Place], in_use: &InUse, expected: &[&str]) {
        let (hillside, riverside) = (team("hillside", "Hillside"), team("riverside", "Riverside"));
        let teams = [&hillside, &riverside];
        assert_eq!(labels(places, in_use, &teams), expected);
        let one_by_one: Vec<String> = places
            .iter()
            .map(|place| label_of(place, places, in_use, &teams))
            .collect();
        assert_eq!(one_by_one, expected);
    }

    #[test]
    fn a_place_with_a_name_of_its_own_is_called_by_it() {
        check(
            &[place("oak", "Oak Lane"), place("elm", "Elm Grove")],
            &InUse::default(),
            &["Oak Lane", "Elm Grove"],
        );
    }

    #[test]
    fn a_school_and_a_youth_club_of_one_name_are_told_apart_by_their_kind() {
        let club = Place {
            kind: PlaceKind::YouthClub,
            ..place("oak-club", "OAK LANE")
        };
        check(
            &[place("oak", "Oak Lane"), club],
            &InUse::default(),
            &["Oak Lane, School", "OAK LANE, Youth club"],
        );
    }

    #[test]
    fn a_place_that_was_typed_says_so_beside_the_organisations() {
        let typed = Place {
            standing: Standing::Typed,
            ..place("typed", "Oak Lane")
        };
        check(
            &[place("oak", "Oak Lane"), typed],
            &InUse::default(),
            &["Oak Lane", "Oak Lane, typed here"],
        );
    }

    #[test]
    fn two_unicode_forms_of_one_name_are_told_apart() {
        check(
            &[place("zoe-1", "St Zoë"), place("zoe-2", "St Zoe\u{308}")],
            &InUse::default(),
            &["St Zoë, zoe-1", "St Zoe\u{308}, zoe-2"],
        );
    }

    #[test]
    fn schools_of_two_teams_of_one_name_are_told_apart_by_their_locality() {
        let schools = [place("marys-1", "St Mary’s"), place("marys-2", "St Mary’s")];
        let south = Team {
            locality: Locality {
                id: LocalityId::new("south").unwrap(),
                name: name("South"),
                standing: Standing::Organisation,
            },
            ..team("south-team", "Hillside")
        };
        let north = team("north-team", "Hillside");
        let places = schools.iter().zip([&north, &south]);
        let in_use = InUse {
            places: places
                .map(|(place, team)| PlaceInUse {
                    place: place.id.clone(),
                    team: Some(team.id.clone()),
                    from: None,
                    until: None,
                })
                .collect(),
            teams: Vec::new(),
        };
        let labelled = labels(&schools, &in_use, &[&north, &south]);
        assert_eq!(labelled, ["St Mary’s, North", "St Mary’s, South"]);
    }

    #[test]
    fn two_schools_of_one_name_are_told_apart_by_team_or_dates_or_else_by_code() {
        let schools = [place("marys-1", "St Mary’s"), place("marys-2", "St Mary’s")];
        let in_use = |teams: [Option<&str>; 2], until: Option<NaiveDate>| InUse {
            places: schools
                .iter()
                .zip(teams)
                .zip([until, None])
                .map(|((place, team), until)| PlaceInUse {
                    place: place.id.clone(),
                    team: team.map(|it| TeamId::new(it).unwrap()),
                    from: None,
                    until,
                })
                .collect(),
            teams: Vec::new(),
        };
        let closes = NaiveDate::from_ymd_opt(2026, 8, 31);
        check(
            &schools,
            &in_use([Some("hillside"), Some("riverside")], closes),
            &["St Mary’s, Hillside", "St Mary’s, Riverside"],
        );
        check(
            &schools,
            &in_use([Some("hillside"), Some("hillside")], closes),
            &["St Mary’s, until 31 August 2026", "St Mary’s"],
        );
        check(
            &schools,
            &InUse::default(),
            &["St Mary’s, marys-1", "St Mary’s, marys-2"],
        );
    }
}
