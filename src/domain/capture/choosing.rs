//! Choosing one of many: what is shown of a long list, and what is typed to find
//! the rest.
//!
//! Guarantees that a list of fewer than [`TYPE_TO_FIND_FROM`] is shown whole, and
//! that every choice of a longer one can be found by its words.

use std::borrow::Cow;
use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::base::ids::PlaceId;
use crate::domain::base::words::Words;
use crate::domain::record::latest::says_a_day_to_come;
use crate::domain::record::ledger::Ledger;
use crate::domain::record::{Entry, Record};

/// From how many choices on a person types to find one.
pub const TYPE_TO_FIND_FROM: usize = 12;

/// How many choices of a long list are shown at once.
pub const SHOWN_AT_ONCE: usize = 6;

/// What is shown of a long list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Narrowed {
    /// The positions of the choices that are shown.
    pub shown: Vec<usize>,
    /// How many choices have the words that were typed; all of them when nothing was.
    pub found: usize,
}

/// What is shown of some choices once something was typed: the first that have
/// every word of it. Case, accents and apostrophes do not matter. While nothing is
/// typed, the one that is chosen is among them.
pub fn narrowed<One: Label>(
    labels: impl IntoIterator<Item = One>,
    typed: &str,
    chosen: Option<usize>,
) -> Narrowed {
    let wanted = Words::typed(typed);
    let mut narrowed = Narrowed {
        shown: Vec::new(),
        found: 0,
    };
    for (position, label) in labels.into_iter().enumerate() {
        // Where nothing is typed, no label of hundreds need be looked at.
        if !wanted.is_empty() && !wanted.are_in(&label.words()) {
            continue;
        }
        narrowed.found += 1;
        if narrowed.shown.len() < SHOWN_AT_ONCE {
            narrowed.shown.push(position);
        } else if wanted.is_empty() && chosen == Some(position) {
            narrowed.shown.pop();
            narrowed.shown.push(position);
        }
    }
    narrowed
}

/// One of many, as it is found.
pub trait Label {
    /// The words that it is found by.
    fn words(&self) -> Cow<'_, str>;
}

impl Label for &String {
    fn words(&self) -> Cow<'_, str> {
        self.as_str().into()
    }
}

impl Label for &str {
    fn words(&self) -> Cow<'_, str> {
        (*self).into()
    }
}

/// The positions of the first labels that have every word that was typed, at most so
/// many, and how many have them in all.
pub fn having<One: Label>(
    labels: impl IntoIterator<Item = One>,
    typed: &str,
    most: usize,
) -> (Vec<usize>, usize) {
    let wanted = Words::typed(typed);
    let all = labels.into_iter().enumerate();
    let mut found: Vec<usize> = all
        .filter(|(_, label)| wanted.is_empty() || wanted.are_in(&label.words()))
        .map(|(at, _)| at)
        .collect();
    let count = found.len();
    found.truncate(most);
    (found, count)
}

/// The places that were used, the one of the latest record first; those of records that
/// say a day to come are the last.
#[must_use]
pub fn latest_used(ledger: &Ledger, today: NaiveDate) -> Vec<PlaceId> {
    let (mut known, mut used) = (BTreeSet::new(), Vec::new());
    let kept = || ledger.iter().rev().filter(|record| !record.is_removed());
    let to_come = |record: &&Record| says_a_day_to_come(record, today);
    let in_time = kept().filter(|record| !to_come(record));
    for record in in_time.chain(kept().filter(to_come)) {
        if let Entry::Session(session) = record.entry()
            && let Some(place) = session.place()
            && known.insert(place)
        {
            used.push(place.clone());
        }
    }
    used
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::base::ids::{BookId, RecordId, TeamId};
    use crate::domain::record::attendance::{Attendance, HeadCount};
    use crate::domain::record::session::{Activity, Session, SessionParts};
    use crate::domain::record::{Filing, Stamp};

    fn schools(count: usize) -> Vec<String> {
        (1..=count).map(|it| format!("School {it}")).collect()
    }

    fn check(labels: &[String], typed: &str, chosen: Option<usize>, shown: &[usize], found: usize) {
        let expected = Narrowed {
            shown: shown.to_vec(),
            found,
        };
        assert_eq!(narrowed(labels, typed, chosen), expected, "{typed:?}");
    }

    #[test]
    fn the_first_of_a_long_list_are_shown_until_something_is_typed() {
        check(&schools(400), "", None, &[0, 1, 2, 3, 4, 5], 400);
        check(&schools(400), " ", Some(2), &[0, 1, 2, 3, 4, 5], 400);
    }

    #[test]
    fn what_is_chosen_is_always_among_those_shown_first() {
        check(&schools(400), "", Some(300), &[0, 1, 2, 3, 4, 300], 400);
    }

    #[test]
    fn the_first_lines_that_have_what_was_typed_are_found_and_all_are_counted() {
        let all = schools(140);
        assert_eq!(having(&all, "", 3), (vec![0, 1, 2], 140));
        assert_eq!(having(&all, "14", 3), (vec![13, 139], 2));
        assert_eq!(having(&all, "oak", 3), (vec![], 0));
    }

    #[test]
    fn a_school_is_found_by_any_of_its_words_however_they_are_written() {
        let named = ["Elm Grove", "Ste Élise’s Primary", "St Mary’s Primary"].map(str::to_owned);
        check(&named, "PRIM", None, &[1, 2], 2);
        check(&named, "elises", None, &[1], 1);
        check(&named, "primary mary’s", Some(0), &[2], 1);
        // An accent by itself, as some keyboards send it.
        check(&named, "E\u{301}lise", None, &[1], 1);
        check(&named, "oak", Some(0), &[], 0);
    }

    /// A youth club session on a day, saved then; ids are in the order of saving.
    fn session_at(id: u128, place: &str, day: NaiveDate) -> Record {
        let place = PlaceId::new(place).unwrap();
        let came = Attendance::new([HeadCount::new(3).unwrap(); 5]).unwrap();
        let parts = SessionParts::of(day, Activity::YouthClub { place }, came);
        let filing = Filing {
            id: RecordId::new(Uuid::from_u128(id)),
            book: BookId::new(Uuid::from_u128(1)),
            team: TeamId::new("riverside").unwrap(),
        };
        let at = day.and_hms_opt(18, 0, 0).unwrap().and_utc();
        let entry = Entry::Session(Session::new(parts).unwrap());
        Record::new(filing, Stamp::trusted(at, day), entry)
    }

    #[test]
    fn places_of_records_that_say_a_day_to_come_are_the_last_of_those_used() {
        let day = |year, day| NaiveDate::from_ymd_opt(year, 11, day).unwrap();
        let ledger: Ledger = [
            session_at(1, "hill-street", day(2026, 3)),
            session_at(2, "bridge", day(2026, 10)),
            session_at(3, "mill-lane", day(2029, 1)),
        ]
        .into_iter()
        .collect();
        let used = |today| -> Vec<String> {
            let used = latest_used(&ledger, today).into_iter();
            used.map(|place| place.to_string()).collect()
        };
        assert_eq!(used(day(2026, 30)), ["bridge", "hill-street", "mill-lane"]);
        assert_eq!(used(day(2029, 2)), ["mill-lane", "bridge", "hill-street"]);
    }
}
