//! All and none: what a number says of everybody in a small group.
//!
//! "All 8 families were content", "none of the 12 was", and "all 9 who answered spoke
//! Polish" say something of each family that was there, though no number is small. That
//! is group disclosure, also called attribute disclosure of a group (sources in
//! `docs/publishing.md`). In a group of no more than four times the threshold one answer
//! never stands for all: the number that says so is hidden, and each rest from 0 to the
//! threshold stays possible.
//!
//! | the group | what is hidden |
//! |---|---|
//! | a share whose rest is 0 | the numerator or the denominator, whichever costs less |
//! | a share whose numerator is 0 | the numerator |
//! | a breakdown with all in one category | that category, and the 0 of another one, so that it looks as where a few were in the other |

use std::cmp::Reverse;

use super::cells::{CellRole, Cells, Group};
use super::suppress::SuppressionReason;

/// Up to how many times the threshold a group is small.
const SMALL: u64 = 4;

/// Hides what says of a whole small group that all of it, or none of it, is something.
/// What is never shown has its reason too: it must not be found out.
pub(super) fn hide_all_and_none(
    cells: &Cells,
    threshold: u64,
    why: &mut [Option<SuppressionReason>],
) {
    for group in cells.groups() {
        let whole = cells.value(group.whole);
        if whole <= threshold || whole > SMALL * threshold {
            continue;
        }
        let all = group.parts.iter().find(|part| cells.value(**part) == whole);
        let (Some(all), true) = (all.copied(), group.parts.len() > 1) else {
            continue;
        };
        for number in [
            Some(hidden_for(cells, group, all)),
            other(cells, group, all),
        ] {
            if let Some(reason) = number.and_then(|number| why.get_mut(number)) {
                reason.get_or_insert(SuppressionReason::AllOrNone);
            }
        }
    }
}

/// The number that is hidden so that nobody sees that a category holds all.
fn hidden_for(cells: &Cells, group: &Group, all: usize) -> usize {
    let cost = |number: usize| match cells.cells().get(number).map(|cell| cell.role) {
        Some(CellRole::Published(cost)) => Some(cost),
        Some(CellRole::Residual | CellRole::Bound) | None => None,
    };
    // Of a breakdown the whole is left: it has other breakdowns.
    match (cost(group.whole), cost(all)) {
        (Some(whole), Some(part)) if group.parts.len() == 2 && whole < part => group.whole,
        (_, _) => all,
    }
}

/// The category that the rest of the group could be in: the one that is never shown, or
/// else the one that counts most at a larger unit.
fn other(cells: &Cells, group: &Group, all: usize) -> Option<usize> {
    let is_never_shown = |part: usize| match cells.cells().get(part).map(|cell| cell.role) {
        Some(CellRole::Residual) => true,
        Some(CellRole::Published(_) | CellRole::Bound) | None => false,
    };
    let most_elsewhere = |part: usize| {
        let sums = cells.sums().iter();
        let larger = sums.filter(|sum| sum.whole != group.whole && sum.parts.contains(&part));
        larger.map(|sum| cells.value(sum.whole)).max()
    };
    let others = group.parts.iter().copied().filter(|part| *part != all);
    others.max_by_key(|part| (is_never_shown(*part), most_elsewhere(*part), Reverse(*part)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::disclosure::suppress::suppress;

    /// A share of two teams and of both, with why each number is hidden.
    fn shares(teams: [(u64, u64); 2]) -> [[bool; 2]; 3] {
        let mut cells = Cells::default();
        let both = (teams[0].0 + teams[1].0, teams[0].1 + teams[1].1);
        let rows = [teams[0], teams[1], both].map(|(count, whole)| {
            let row = [count, whole].map(|it| cells.put_in(it, CellRole::Published(1)));
            let rest = cells.leave(row[1], vec![row[0]], CellRole::Residual);
            cells.note_group(row[1], vec![row[0], rest.unwrap()]);
            row
        });
        let [one, other, both] = rows;
        for ((both, one), other) in both.into_iter().zip(one).zip(other) {
            cells.add_up(both, vec![one, other]);
        }
        let why = suppress(&cells, 5);
        rows.map(|row| row.map(|number| why[number].is_some()))
    }

    #[test]
    fn a_small_group_that_is_all_content_is_not_said_to_be() {
        let [small, large, both] = shares([(8, 8), (60, 80)]);
        assert!(small[0] || small[1]);
        // The other's numbers give it away, with those of both.
        assert!(large.iter().chain(&both).any(|is_hidden| *is_hidden));
    }

    #[test]
    fn that_nobody_in_a_small_group_is_something_is_not_said() {
        let [small, ..] = shares([(0, 20), (60, 80)]);
        assert!(small[0], "the 0 is hidden");
    }

    #[test]
    fn of_a_large_group_all_and_none_are_said() {
        assert_eq!(shares([(21, 21), (0, 80)]), [[false; 2]; 3]);
    }

    #[test]
    fn a_breakdown_of_a_small_group_is_never_all_in_one_category() {
        let mut cells = Cells::default();
        let put = |cells: &mut Cells, value| cells.put_in(value, CellRole::Published(1));
        let mut rows = Vec::new();
        for row in [[9, 0, 0], [30, 0, 12], [39, 0, 12]] {
            let parts: Vec<usize> = row.iter().map(|it| put(&mut cells, *it)).collect();
            let whole = put(&mut cells, row.iter().sum());
            cells.add_up(whole, parts.clone());
            cells.note_group(whole, parts.clone());
            rows.push([parts, vec![whole]].concat());
        }
        for ((both, one), other) in rows[2].iter().zip(&rows[0]).zip(&rows[1]) {
            cells.add_up(*both, vec![*one, *other]);
        }
        let why = suppress(&cells, 5);
        let hidden: Vec<bool> = rows[0].iter().map(|it| why[*it].is_some()).collect();
        // As where a few of the nine were in the third: the 0 that says nothing stays.
        assert_eq!(hidden, [true, false, true, false]);
    }
}
