//! Finds everything that a manager should look at.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;

use super::beside_another::beside_another;
use super::structure::{Listing, Structure};
use super::to_check::ToCheck;
use super::{Held, RollUp, Standing, decisions_check, variants};
use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::{BookId, PlaceId, TeamId};
use crate::domain::base::text::Name;
use crate::domain::organisation::Place;
use crate::domain::submission::send::Origin;

/// Everything to look at, sorted.
#[must_use]
pub fn to_check(roll_up: &RollUp<'_>, structure: &Structure<'_>) -> Vec<ToCheck> {
    let mut found = Vec::new();
    same_day_and_place(roll_up, structure, &mut found);
    fewer_records(roll_up, structure, &mut found);
    beside_another(roll_up, structure, &mut found);
    did_not_send_again(roll_up, structure, &mut found);
    teams_not_listed(roll_up, structure, &mut found);
    places_not_listed(roll_up, structure, &mut found);
    found.extend(roll_up.not_used.iter().cloned().map(ToCheck::FileNotUsed));
    let contested = structure.contested().iter();
    found.extend(contested.map(|it| ToCheck::EditionsDiffer {
        city: it.city.clone(),
        differences: it.differences(),
    }));
    decisions_check::overlapping_dates(structure, &mut found);
    decisions_check::without_effect(roll_up, structure, &mut found);
    found.sort();
    found.dedup();
    found
}

/// A quarter, a place and the tablets that have sessions there on one day, in the
/// order of their books.
type Meeting = (Quarter, PlaceId, Vec<Name>);

fn same_day_and_place(roll_up: &RollUp<'_>, structure: &Structure<'_>, found: &mut Vec<ToCheck>) {
    let mut typed: HashMap<&PlaceId, Vec<(NaiveDate, &Held, u64)>> = HashMap::new();
    for held in &roll_up.counted {
        for day in &held.days {
            let there = typed.entry(&day.place).or_default();
            there.push((day.date, *held, day.sessions));
        }
    }
    let mut by_place: BTreeMap<PlaceId, Vec<(NaiveDate, &Held, u64)>> = BTreeMap::new();
    for (code, days) in typed {
        let there = by_place.entry(structure.place(code)).or_default();
        there.extend(days);
    }
    let mut together: BTreeMap<Meeting, Vec<(NaiveDate, Vec<u64>)>> = BTreeMap::new();
    for (place, mut days) in by_place {
        days.sort_by_key(|(date, held, sessions)| (*date, held.book, held.key, *sessions));
        for same in days.chunk_by(|one, other| one.0 == other.0) {
            let Some((date, first, _)) = same.first() else {
                continue;
            };
            if same.iter().any(|(_, held, _)| held.book != first.book) {
                let tablets = same.iter().map(|(_, held, _)| held.tablet.clone());
                let sessions = same.iter().map(|(_, _, sessions)| *sessions);
                together
                    .entry((first.quarter, place.clone(), tablets.collect()))
                    .or_default()
                    .push((*date, sessions.collect()));
            }
        }
    }
    for ((quarter, place, tablets), days) in together {
        found.push(ToCheck::SameDayAndPlace {
            quarter,
            place,
            tablets,
            days,
        });
    }
}

fn fewer_records(roll_up: &RollUp<'_>, structure: &Structure<'_>, found: &mut Vec<ToCheck>) {
    let mut past: BTreeMap<(BookId, &TeamId, Quarter), Vec<&Held>> = BTreeMap::new();
    for held in roll_up.collection.returns() {
        if roll_up.standing(held.key) == Some(Standing::Past) {
            let key = (held.book, &held.team.id, held.quarter);
            past.entry(key).or_default().push(held);
        }
    }
    for held in &roll_up.counted {
        let before = past.get(&(held.book, &held.team.id, held.quarter));
        let replaced = before.into_iter().flatten();
        let replaced = replaced.filter(|it| held.line.contains(&it.send));
        // The one that it replaced is the last: that with the longest line.
        let Some(last) = replaced.max_by_key(|it| (it.line.len(), it.key)) else {
            continue;
        };
        if held.records < last.records {
            found.push(ToCheck::FewerRecords {
                team: structure.team(&held.team.id),
                quarter: held.quarter,
                tablet: held.tablet.clone(),
                records: held.records,
                before: last.records,
            });
        }
    }
}

fn did_not_send_again(roll_up: &RollUp<'_>, structure: &Structure<'_>, found: &mut Vec<ToCheck>) {
    let sent: BTreeSet<(BookId, Quarter)> = roll_up
        .counted
        .iter()
        .map(|held| (held.book, held.quarter))
        .chain(roll_up.gaps.iter().map(|gap| (gap.book, gap.quarter)))
        .collect();
    let Some(latest) = sent.iter().map(|(_, quarter)| *quarter).max() else {
        return;
    };
    for held in &roll_up.counted {
        let next = held.quarter.next();
        if next <= latest && held.origin == Origin::Tablet && !sent.contains(&(held.book, next)) {
            found.push(ToCheck::DidNotSendAgain {
                team: structure.team(&held.team.id),
                quarter: next,
                tablet: held.tablet.clone(),
            });
        }
    }
}

fn teams_not_listed(roll_up: &RollUp<'_>, structure: &Structure<'_>, found: &mut Vec<ToCheck>) {
    if structure.is_empty() {
        return;
    }
    let organisations = structure.organisations().iter();
    let teams: Vec<_> = organisations.flat_map(|it| &it.teams).collect();
    // What counts stands in the order of teams and quarters.
    let alike = roll_up
        .counted
        .chunk_by(|one, next| (&one.team, one.quarter) == (&next.team, next.quarter));
    for held in alike.filter_map(|alike| alike.first()) {
        let team = structure.team(&held.team.id);
        let listing = structure
            .belonging(&team, Some(&held.team), held.quarter)
            .listing;
        match listing {
            Listing::Listed => {}
            Listing::NotInUse => found.push(ToCheck::NotInUse {
                team,
                quarter: held.quarter,
            }),
            Listing::Unlisted | Listing::InSeveral => {
                let names = teams.iter().map(|entry| entry.name.as_str());
                let offers = variants::offers(held.team.name.as_str(), names);
                let mut perhaps: Vec<TeamId> = Vec::new();
                for at in offers {
                    let offered = teams.get(at).map(|entry| entry.id.clone());
                    // A team that moved stands twice in the file.
                    perhaps.extend(offered.filter(|it| !perhaps.contains(it)));
                }
                found.push(ToCheck::TeamNotListed {
                    team,
                    name: held.team.name.clone(),
                    perhaps,
                    listing,
                });
            }
        }
    }
}

fn places_not_listed(roll_up: &RollUp<'_>, structure: &Structure<'_>, found: &mut Vec<ToCheck>) {
    if structure.is_empty() {
        return;
    }
    let organisations = structure.organisations().iter();
    let listed: Vec<_> = organisations.flat_map(|it| &it.places).collect();
    let mut by_code: BTreeMap<PlaceId, &Place> = BTreeMap::new();
    for place in roll_up.counted.iter().flat_map(|held| &held.places) {
        // Of several names the first in the alphabet, whichever file came first.
        let known = by_code
            .entry(structure.place(&place.id))
            .or_insert(&**place);
        if place.name < known.name {
            *known = place;
        }
    }
    let codes: BTreeSet<&PlaceId> = listed.iter().map(|entry| &entry.id).collect();
    for (code, place) in by_code {
        if codes.contains(&code) {
            continue;
        }
        let of_kind: Vec<_> = listed.iter().filter(|it| it.kind == place.kind).collect();
        let names = of_kind.iter().map(|entry| entry.name.as_str());
        let offers = variants::offers(place.name.as_str(), names);
        found.push(ToCheck::PlaceNotListed {
            place: code,
            name: place.name.clone(),
            perhaps: offers
                .into_iter()
                .filter_map(|at| of_kind.get(at).map(|entry| entry.id.clone()))
                .collect(),
        });
    }
}
