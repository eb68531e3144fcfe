//! What several books of one team say of one quarter, where one may hold what another
//! holds too: a lost tablet's records that a colleague typed again from paper.
//!
//! A return has no records, so nothing here proves anything, and nothing is left out of
//! a total. What a person is shown:
//!
//! | typed again | seen by |
//! |---|---|
//! | after the quarter's end | records first saved late, of whatever kind |
//! | before it, the lost tablet having sent before it too | a return made before the quarter's end that was never made again |
//! | before it, sessions at a place | sessions of one day at one place ([`super::to_check`]) |
//! | before it, cases or paper surveys, and no others in that book | the same figures |
//! | before it, cases or paper surveys beside others, the lost tablet having fallen silent | figures that contain its own |
//!
//! What was typed again within the quarter, beside other work of its kind, while the
//! first tablet goes on as before, cannot be seen.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::lexicon::{About, Number};
use super::same_figures::{Fit, SameFigures, Unplaced};
use super::structure::Structure;
use super::to_check::ToCheck;
use super::{Held, RollUp};
use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::{BookId, TeamId};
use crate::domain::base::text::Name;
use crate::domain::submission::send::Origin;

/// Everything to look at of books that stand beside each other.
pub(super) fn beside_another(
    roll_up: &RollUp<'_>,
    structure: &Structure<'_>,
    found: &mut Vec<ToCheck>,
) {
    let mut by_team: BTreeMap<(TeamId, Quarter), Vec<&Held>> = BTreeMap::new();
    for held in &roll_up.counted {
        let key = (structure.team(&held.team.id), held.quarter);
        by_team.entry(key).or_default().push(held);
    }
    by_team.retain(|_, returns| returns.len() > 1);
    if by_team.is_empty() {
        return;
    }
    let unplaced = unplaced(roll_up);
    let sent: BTreeSet<(BookId, Quarter)> = roll_up
        .counted
        .iter()
        .map(|held| (held.book, held.quarter))
        .collect();
    for ((team, quarter), returns) in &by_team {
        let period = (team, *quarter);
        typed_again(period, returns, found);
        of_one_sort(period, returns, found);
        let figures: Vec<OfBook<'_>> = returns
            .iter()
            .map(|held| OfBook::new(held, &unplaced))
            .collect();
        let fell_silent = |one: &OfBook<'_>, other: &OfBook<'_>| {
            let next = quarter.next();
            !sent.contains(&(one.held.book, next)) && sent.contains(&(other.held.book, next))
        };
        same_figures(period, &figures, fell_silent, found);
    }
}

/// Records that say themselves that they were typed late, or again; and returns that
/// were made before the end, as the last of a lost tablet is.
fn typed_again((team, quarter): (&TeamId, Quarter), returns: &[&Held], found: &mut Vec<ToCheck>) {
    for held in returns {
        let others = |is: fn(&Held) -> bool| {
            let others = returns.iter().filter(|it| it.book != held.book && is(it));
            let mut others: Vec<Name> = others.map(|it| it.tablet.clone()).collect();
            others.sort();
            others.dedup();
            others
        };
        // One book may have sent under two codes of the team.
        let all_others = others(|_| true);
        if all_others.is_empty() {
            continue;
        }
        if held.from_paper > 0 {
            found.push(ToCheck::FromPaperBesideAnother {
                team: team.clone(),
                quarter,
                tablet: held.tablet.clone(),
                records: held.from_paper,
            });
        }
        if held.late_records > 0 {
            found.push(ToCheck::LateBesideAnother {
                team: team.clone(),
                quarter,
                tablet: held.tablet.clone(),
                records: held.late_records,
                others: all_others,
            });
        }
        let ended = others(|it| it.quarter_had_ended && !it.nil);
        if !held.quarter_had_ended && !held.nil && !ended.is_empty() {
            found.push(ToCheck::EarlyBesideAnother {
                team: team.clone(),
                quarter,
                tablet: held.tablet.clone(),
                others: ended,
            });
        }
    }
}

/// Tablets of one label, and several spreadsheets.
fn of_one_sort((team, quarter): (&TeamId, Quarter), returns: &[&Held], found: &mut Vec<ToCheck>) {
    let of = |origin| returns.iter().filter(move |it| it.origin == origin);
    let mut books_by_label: BTreeMap<&Name, BookId> = BTreeMap::new();
    for held in of(Origin::Tablet) {
        let first = *books_by_label.entry(&held.tablet).or_insert(held.book);
        if first != held.book {
            found.push(ToCheck::SameLabel {
                team: team.clone(),
                quarter,
                tablet: held.tablet.clone(),
            });
        }
    }
    let spreadsheets: BTreeSet<BookId> = of(Origin::Spreadsheet).map(|it| it.book).collect();
    if spreadsheets.len() > 1 {
        found.push(ToCheck::TwoSpreadsheets {
            team: team.clone(),
            quarter,
        });
    }
}

/// The figures that are of unplaced work, by their numbers.
fn unplaced<'a>(roll_up: &RollUp<'a>) -> HashMap<Number, (Unplaced, &'a About)> {
    let abouts = (0..).zip(roll_up.collection.shared.lexicon.iter());
    let of_work = |(number, about): (Number, &'a std::sync::Arc<About>)| {
        let about = &**about;
        Some((number, (Unplaced::of(about)?, about)))
    };
    abouts.filter_map(of_work).collect()
}

/// The figures of unplaced work in one return; those of zero are not among them.
struct OfBook<'a> {
    held: &'a Held,
    figures: BTreeMap<Unplaced, BTreeMap<Number, u64>>,
    counts: BTreeMap<Unplaced, u64>,
}

impl<'a> OfBook<'a> {
    fn new(held: &'a Held, unplaced: &HashMap<Number, (Unplaced, &About)>) -> Self {
        let mut this = Self {
            held,
            figures: BTreeMap::new(),
            counts: BTreeMap::new(),
        };
        for (number, amount) in held.figures.iter().filter(|(_, it)| it.count > 0) {
            if let Some((work, about)) = unplaced.get(number) {
                let figures = this.figures.entry(*work).or_default();
                figures.insert(*number, amount.count);
                if work.counts(about) {
                    *this.counts.entry(*work).or_default() += amount.count;
                }
            }
        }
        this
    }

    /// The work of which another book has the same figures: all of it where everything
    /// is the same, otherwise what is too much to be the same by chance.
    fn same_as(&self, other: &Self) -> Vec<(Unplaced, u64)> {
        let all_is = self.figures == other.figures;
        let same = self.counts.iter().filter(|(work, many)| {
            let is_same = self.figures.get(work) == other.figures.get(work);
            all_is || (is_same && **many >= HARDLY_BY_CHANCE)
        });
        same.map(|(work, many)| (*work, *many)).collect()
    }

    /// Whether another book has as much of all of it, figure by figure.
    fn is_within(&self, other: &Self) -> bool {
        let is_within = |(work, own): (&Unplaced, &BTreeMap<Number, u64>)| {
            let others = other.figures.get(work);
            let mut own = own.iter();
            own.all(|(number, count)| {
                let there = others.and_then(|it| it.get(number));
                there.is_some_and(|it| count <= it)
            })
        };
        self.figures.iter().all(is_within)
    }
}

/// From how many sessions or surveys on the same figures of one kind of work are to be
/// looked at, though the two books differ in others. Of fewer, two tablets often have the
/// same: one survey of a quarter, with yes to each question.
const HARDLY_BY_CHANCE: u64 = 5;

fn same_figures(
    (team, quarter): (&TeamId, Quarter),
    books: &[OfBook<'_>],
    fell_silent: impl Fn(&OfBook<'_>, &OfBook<'_>) -> bool,
    found: &mut Vec<ToCheck>,
) {
    for (at, one) in books.iter().enumerate() {
        for (other_at, other) in books.iter().enumerate() {
            if one.held.book == other.held.book {
                continue;
            }
            let same = one.same_as(other);
            let (fit, work) = if !same.is_empty() {
                (Fit::Same, same)
            } else if fell_silent(one, other) && one.is_within(other) {
                let all = one.counts.iter();
                (
                    Fit::Within,
                    all.map(|(work, many)| (*work, *many)).collect(),
                )
            } else {
                continue;
            };
            // What is the same is told once.
            if work.is_empty() || (fit == Fit::Same && other_at < at) {
                continue;
            }
            found.push(ToCheck::SameFigures(SameFigures {
                team: team.clone(),
                quarter,
                fit,
                tablet: one.held.tablet.clone(),
                other: other.held.tablet.clone(),
                work,
            }));
        }
    }
}
