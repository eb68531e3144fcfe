//! Decisions that name nothing that is here, and organisation files that say two
//! things of one day: nothing is wrong with a figure, but somebody meant something
//! by them.

use std::collections::{BTreeMap, BTreeSet};

use super::editions::edition_digest;
use super::structure::Structure;
use super::to_check::ToCheck;
use super::{Decisions, RollUp};
use crate::domain::base::ids::{BookId, PlaceId, SendId, TeamId};
use crate::domain::base::iso::date_text;
use crate::domain::organisation::{Organisation, TeamEntry};
use chrono::NaiveDate;

/// Every decision that names nothing that is here.
pub(super) fn without_effect(
    roll_up: &RollUp<'_>,
    structure: &Structure<'_>,
    found: &mut Vec<ToCheck>,
) {
    let decisions = &roll_up.decisions;
    if decisions.is_empty() {
        return;
    }
    let mut say = |words: String| found.push(ToCheck::WithoutEffect { words });
    about_books(roll_up, decisions, &mut say);
    about_names(roll_up, structure, &mut say);
    if decisions.editions.is_empty() {
        return;
    }
    let here = structure.given().iter().map(|it| edition_digest(it));
    let here: BTreeSet<_> = here.collect();
    for it in &decisions.editions {
        if !here.contains(&it.kept) {
            say(format!(
                "decided on {}: the edition of the organisation file of {} that was kept is not here",
                date_text(it.on),
                it.city
            ));
        }
    }
}

fn about_books(roll_up: &RollUp<'_>, decisions: &Decisions, say: &mut dyn FnMut(String)) {
    if decisions.keep.is_empty() && decisions.retire.is_empty() {
        return;
    }
    let mut sends: BTreeSet<(BookId, SendId)> = BTreeSet::new();
    let mut books: BTreeSet<BookId> = BTreeSet::new();
    for held in roll_up.collection.returns() {
        books.insert(held.book);
        sends.insert((held.book, held.send));
        sends.extend(held.line.iter().map(|send| (held.book, *send)));
    }
    for it in &decisions.keep {
        if !sends.contains(&(it.book, it.kept)) {
            say(format!(
                "decided on {}: the Send {} of book {} that was kept is not here",
                date_text(it.on),
                it.kept,
                it.book
            ));
        }
    }
    for it in &decisions.retire {
        if !books.contains(&it.book) {
            say(format!(
                "decided on {}: no return of book {}, which was retired, is here",
                date_text(it.on),
                it.book
            ));
        }
    }
}

fn about_names(roll_up: &RollUp<'_>, structure: &Structure<'_>, say: &mut dyn FnMut(String)) {
    let decisions = &roll_up.decisions;
    if decisions.teams.is_empty() && decisions.places.is_empty() {
        return;
    }
    let returns = || roll_up.collection.returns();
    let teams: BTreeSet<&TeamId> = returns().map(|held| &held.team.id).collect();
    let places = returns().flat_map(|held| &held.places);
    let places: BTreeSet<&PlaceId> = places.map(|place| &place.id).collect();
    let lists_team = |id: &TeamId| {
        let mut all = structure.given().iter().flat_map(|it| &it.teams);
        all.any(|entry| entry.id == *id)
    };
    let lists_place = |id: &PlaceId| {
        let mut all = structure.given().iter().flat_map(|it| &it.places);
        all.any(|entry| entry.id == *id)
    };
    let of_teams = decisions.teams.iter().map(|it| Match {
        what: "team",
        typed: it.typed.as_str(),
        is: it.is.as_str(),
        on: it.on,
        is_named: teams.contains(&it.typed),
        is_listed: lists_team(&it.is),
    });
    let of_places = decisions.places.iter().map(|it| Match {
        what: "place",
        typed: it.typed.as_str(),
        is: it.is.as_str(),
        on: it.on,
        is_named: places.contains(&it.typed),
        is_listed: lists_place(&it.is),
    });
    for it in of_teams.chain(of_places) {
        let (on, what, typed) = (date_text(it.on), it.what, it.typed);
        if !it.is_named {
            say(format!(
                "matched on {on}: no return names the {what} {typed}"
            ));
        } else if !it.is_listed && !structure.is_empty() {
            say(format!(
                "matched on {on}: {what} {typed} is to be {}, which no organisation file lists",
                it.is
            ));
        }
    }
}

/// A typed name of a team or place, and what it was said to be.
struct Match<'a> {
    what: &'static str,
    typed: &'a str,
    is: &'a str,
    on: NaiveDate,
    /// Whether a return names it.
    is_named: bool,
    /// Whether an organisation file lists what it is.
    is_listed: bool,
}

/// Teams of which an organisation file says two things of one day.
pub(super) fn overlapping_dates(structure: &Structure<'_>, found: &mut Vec<ToCheck>) {
    for organisation in structure.given() {
        for team in overlapping(organisation) {
            found.push(ToCheck::DatesOverlap {
                city: organisation.city.clone(),
                team: team.clone(),
            });
        }
    }
}

fn overlapping(organisation: &Organisation) -> BTreeSet<&TeamId> {
    let mut by_team: BTreeMap<&TeamId, Vec<&TeamEntry>> = BTreeMap::new();
    for entry in &organisation.teams {
        by_team.entry(&entry.id).or_default().push(entry);
    }
    let mut found = BTreeSet::new();
    for (team, mut entries) in by_team {
        entries.sort_by_key(|entry| entry.from);
        let meet = |pair: &[&TeamEntry]| match pair {
            [before, after] => match (before.until, after.from) {
                (Some(until), Some(from)) => from <= until,
                (None, _) | (_, None) => true,
            },
            _ => false,
        };
        if entries.windows(2).any(meet) {
            found.insert(team);
        }
    }
    found
}
