//! What several newest Sends of one book say differently, for the person who
//! decides which of them counts.

use super::collection::Collection;
use super::held::Held;
use super::measure::{MEASURES, MadeFrom};
use super::sums::Figures;
use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::{BookId, SendId, TeamId};
use crate::domain::base::sorted::Set;

/// One thing on which they differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The team's name.
    pub team: String,
    /// The quarter.
    pub quarter: Quarter,
    /// What is counted, as pages call it.
    pub what: &'static str,
    /// What each Send says, in the order in which they were given; `None` where it
    /// sent nothing of that team and quarter.
    pub said: Vec<Option<u64>>,
}

/// Everything on which Sends of a book differ: records and measures, by team and
/// quarter. What they agree on is left out.
#[must_use]
pub fn differences(collection: &Collection, book: BookId, sends: &[SendId]) -> Vec<Difference> {
    let of_book = || collection.returns().filter(|held| held.book == book);
    let mut periods: Set<(Quarter, TeamId)> = Set::new();
    periods.extend(
        of_book()
            .filter(|held| sends.contains(&held.send))
            .map(|held| (held.quarter, held.team.id.clone())),
    );
    let mut all = Vec::new();
    for (quarter, team) in periods.iter() {
        let told: Vec<Option<&Held>> = sends
            .iter()
            .map(|send| {
                of_book().find(|held| {
                    held.send == *send && held.quarter == *quarter && held.team.id == *team
                })
            })
            .collect();
        let name = told.iter().flatten().next().map(|held| &held.team.name);
        let name = name.map_or_else(|| team.to_string(), ToString::to_string);
        let mut add = |what, said: Vec<Option<u64>>| {
            if said.iter().any(|it| *it != said[0]) {
                all.push(Difference {
                    team: name.clone(),
                    quarter: *quarter,
                    what,
                    said,
                });
            }
        };
        let records = told.iter().map(|it| it.map(|held| held.records));
        add("Records", records.collect());
        let figures: Vec<Option<Figures<'_>>> = told
            .iter()
            .map(|it| it.map(|held| Figures::of_return(collection, held)))
            .collect();
        for measure in MEASURES {
            // What is made of others differs where they do.
            if matches!(measure.from, MadeFrom::Over { .. }) {
                continue;
            }
            let said = figures.iter().map(|figures| {
                let amount = figures.as_ref()?.amount(measure);
                Some(amount.map_or(0, |it| it.count))
            });
            add(measure.label, said.collect());
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::example::{CityOrder, city};
    use crate::domain::roll_up::opening::Content;
    use crate::domain::roll_up::{Decisions, RollUp};

    /// The returns of the sample city, in which one tablet sent in two places.
    fn collection() -> Collection {
        let order = CityOrder {
            seed: 1,
            tablets: 40,
            year: "2016-17 Q1".parse::<Quarter>().unwrap().year(),
        };
        let mut collection = Collection::default();
        for one in city(order).unwrap().returns {
            collection.add("return", Ok(Content::Return(Box::new(one))));
        }
        collection
    }

    fn of_the_first_in_doubt(collection: &Collection) -> Vec<Difference> {
        let roll_up = RollUp::of(collection, &Decisions::default());
        let doubt = roll_up.in_doubt.first().unwrap();
        let sends: Vec<SendId> = doubt.newest.iter().copied().collect();
        differences(collection, doubt.book, &sends)
    }

    #[test]
    fn records_and_contacts_are_told_where_they_differ() {
        let collection = collection();
        let all = of_the_first_in_doubt(&collection);
        for what in ["Records", "Direct contacts"] {
            let one = all.iter().find(|it| it.what == what).unwrap();
            assert_eq!(one.said.len(), 2);
            assert_ne!(one.said[0], one.said[1], "{one:?}");
        }
    }

    #[test]
    fn what_both_say_alike_is_left_out() {
        let collection = collection();
        let all = of_the_first_in_doubt(&collection);
        assert!(all.iter().all(|it| it.said[0] != it.said[1]), "{all:?}");
        assert!(all.len() < MEASURES.len());
    }

    #[test]
    fn one_send_alone_differs_from_none() {
        let collection = collection();
        let held = collection.returns().next().unwrap();
        assert_eq!(differences(&collection, held.book, &[held.send]), []);
        assert_eq!(differences(&collection, held.book, &[]), []);
    }
}
