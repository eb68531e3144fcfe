//! When places and teams are in use: a centre that closes, a team that begins.
//!
//! Guarantees that whatever has no dates is always in use. Refuses to decide what
//! is done with a session on another day: it may have happened all the same.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::base::ids::{PlaceId, TeamId};
use crate::domain::base::json::object;
use crate::domain::organisation::{Organisation, PlaceEntry};

/// The days on which something is in use, the first and the last among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dates {
    /// The first day; `None`: from the beginning.
    pub from: Option<NaiveDate>,
    /// The last day; `None`: until further notice.
    pub until: Option<NaiveDate>,
}

impl Dates {
    /// Whether a day is one of them.
    #[must_use]
    pub fn cover(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether every day is one of them.
    #[must_use]
    pub fn are_all(self) -> bool {
        self == Self::default()
    }
}

/// A place's dates, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceInUse {
    /// The place.
    pub place: PlaceId,
    /// The team that mostly works there; `None` for any team.
    pub team: Option<TeamId>,
    /// The first day on which it is used; `None`: from the beginning.
    pub from: Option<NaiveDate>,
    /// The last day on which it is used; `None`: until further notice.
    pub until: Option<NaiveDate>,
}

object!(PlaceInUse {
    place: needed,
    team: usual,
    from: usual,
    until: usual,
});

/// Dates of a team; one that paused has several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamInUse {
    /// The team.
    pub team: TeamId,
    /// The first day; `None`: from the beginning.
    pub from: Option<NaiveDate>,
    /// The last day; `None`: until further notice.
    pub until: Option<NaiveDate>,
}

object!(TeamInUse {
    team: needed,
    from: usual,
    until: usual,
});

/// What a tablet knows of when its places and teams are in use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InUse {
    /// The places that have dates, or a team.
    pub places: Vec<PlaceInUse>,
    /// The teams that have dates.
    pub teams: Vec<TeamInUse>,
}

object!(InUse {
    places: usual,
    teams: usual,
});

impl InUse {
    /// When a place is in use.
    #[must_use]
    pub fn of_place(&self, place: &PlaceId) -> Dates {
        let found = self.places.iter().find(|it| it.place == *place);
        found.map_or_else(Dates::default, |it| Dates {
            from: it.from,
            until: it.until,
        })
    }

    /// The team that mostly works at a place, where that is known.
    #[must_use]
    pub fn team_of(&self, place: &PlaceId) -> Option<&TeamId> {
        let found = self.places.iter().find(|it| it.place == *place);
        found.and_then(|it| it.team.as_ref())
    }

    /// The places that are not in use on a day.
    #[must_use]
    pub fn closed_on(&self, day: NaiveDate) -> BTreeSet<&PlaceId> {
        let mut closed = BTreeSet::new();
        for it in &self.places {
            let dates = Dates {
                from: it.from,
                until: it.until,
            };
            if !dates.cover(day) {
                closed.insert(&it.place);
            }
        }
        closed
    }

    /// All dates of a team, from its first day to its last.
    #[must_use]
    pub fn of_team(&self, team: &TeamId) -> Dates {
        let known = || self.teams.iter().filter(|it| it.team == *team);
        let first = known().map(|it| it.from).min();
        let last = known().map(|it| it.until);
        let last = last.max_by_key(|until| until.unwrap_or(NaiveDate::MAX));
        Dates {
            from: first.flatten(),
            until: last.flatten(),
        }
    }

    /// Whether a team is in use on a day.
    #[must_use]
    pub fn has_team(&self, team: &TeamId, day: NaiveDate) -> bool {
        let mut known = self.teams.iter().filter(|it| it.team == *team).peekable();
        known.peek().is_none()
            || known.any(|it| {
                let dates = Dates {
                    from: it.from,
                    until: it.until,
                };
                dates.cover(day)
            })
    }

    /// Takes over what an organisation says of its places and teams. What it does
    /// not list stays as it was.
    pub fn follow(&mut self, organisation: &Organisation) {
        let listed = organisation.places.iter();
        let listed: BTreeSet<&PlaceId> = listed.map(|it| &it.id).collect();
        self.places.retain(|it| !listed.contains(&it.place));
        let dated = organisation.places.iter().filter(|it| says_more(it));
        self.places.extend(dated.map(|it| PlaceInUse {
            place: it.id.clone(),
            team: it.team.clone(),
            from: it.from,
            until: it.until,
        }));
        let is_listed = |team: &TeamId| organisation.teams.iter().any(|it| it.id == *team);
        self.teams.retain(|it| !is_listed(&it.team));
        for team in &organisation.teams {
            let entries = || organisation.teams.iter().filter(|it| it.id == team.id);
            if entries().any(|it| it.from.is_some() || it.until.is_some()) {
                self.teams.push(TeamInUse {
                    team: team.id.clone(),
                    from: team.from,
                    until: team.until,
                });
            }
        }
    }

    /// Adds what another tablet knows of places and teams that have no dates here.
    pub fn know(&mut self, other: &Self) {
        let known: BTreeSet<PlaceId> = self.places.iter().map(|it| it.place.clone()).collect();
        let new = other.places.iter().filter(|it| !known.contains(&it.place));
        self.places.extend(new.cloned());
        let known: BTreeSet<TeamId> = self.teams.iter().map(|it| it.team.clone()).collect();
        let new = other.teams.iter().filter(|it| !known.contains(&it.team));
        self.teams.extend(new.cloned());
    }
}

const fn says_more(place: &PlaceEntry) -> bool {
    place.team.is_some() || place.from.is_some() || place.until.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    #[test]
    fn something_is_in_use_on_its_first_and_its_last_day() {
        let dates = Dates {
            from: Some(day(9, 1)),
            until: Some(day(12, 31)),
        };
        let asked = [day(8, 31), day(9, 1), day(12, 31)].map(|it| dates.cover(it));
        assert_eq!(asked, [false, true, true]);
        assert!(Dates::default().cover(day(1, 1)));
    }

    #[test]
    fn a_team_that_paused_is_in_use_before_and_after() {
        let team = TeamId::new("hillside").unwrap();
        let entry = |from, until| TeamInUse {
            team: team.clone(),
            from,
            until,
        };
        let in_use = InUse {
            teams: vec![entry(None, Some(day(3, 31))), entry(Some(day(9, 1)), None)],
            ..InUse::default()
        };
        let asked = [day(3, 31), day(6, 1), day(9, 1)].map(|it| in_use.has_team(&team, it));
        assert_eq!(asked, [true, false, true]);
        assert_eq!(in_use.of_team(&team), Dates::default());
        let other = TeamId::new("riverside").unwrap();
        assert!(in_use.has_team(&other, day(6, 1)));
    }
}
