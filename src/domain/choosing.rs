//! Choosing one of many: what is shown of a long list, and what is typed to find
//! the rest.
//!
//! Guarantees that a list of fewer than [`TYPE_TO_FIND_FROM`] is shown whole, and
//! that every choice of a longer one can be found by its words.

use std::collections::BTreeSet;

use super::ids::PlaceId;
use super::ledger::Ledger;
use super::record::Entry;
use super::search::Words;

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
pub fn narrowed<Label: AsRef<str>>(
    labels: impl IntoIterator<Item = Label>,
    typed: &str,
    chosen: Option<usize>,
) -> Narrowed {
    let wanted = Words::typed(typed);
    let mut narrowed = Narrowed {
        shown: Vec::new(),
        found: 0,
    };
    for (position, label) in labels.into_iter().enumerate() {
        if !wanted.are_in(label.as_ref()) {
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

/// The places that were used, the one of the latest record first.
#[must_use]
pub fn latest_used(ledger: &Ledger) -> Vec<PlaceId> {
    let mut known = BTreeSet::new();
    let mut used = Vec::new();
    for record in ledger.iter().rev().filter(|record| !record.is_removed()) {
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
    use super::*;

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
    fn a_school_is_found_by_any_of_its_words_however_they_are_written() {
        let named = ["Elm Grove", "Ste Élise’s Primary", "St Mary’s Primary"].map(str::to_owned);
        check(&named, "PRIM", None, &[1, 2], 2);
        check(&named, "elises", None, &[1], 1);
        check(&named, "primary mary’s", Some(0), &[2], 1);
        // An accent by itself, as some keyboards send it.
        check(&named, "E\u{301}lise", None, &[1], 1);
        check(&named, "oak", Some(0), &[], 0);
    }
}
