//! The least costly other table, by linear programming.
//!
//! The relaxation of the cell suppression problem: how much each count is moved is the
//! variable, every sum holds, and moving a published count by one costs what hiding it
//! costs (Kelly, Golden and Assad 1992; Fischetti and Salazar 2001). It is solved among
//! the counts near the wanted one first, then further outward, so what has to be hidden
//! lies near it. Near is what is reached by way of counts that are cheap to hide.
//!
//! Where no such table exists, a shown zero can be withheld, and a count that is hidden for
//! its own sake can lose the bounds that the rules put on it, at twice the cost of hiding
//! it: then the programme finds the smallest piece to withhold.
//! Guarantees that a table that is found holds whole numbers and every sum.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::constraints::{Constraints, MOST, VariableState};
use super::moves::Move;

/// By how much a count is moved at most: nothing has to be moved by more.
const FURTHEST: i64 = 2_000;
/// What it costs to move a count that is hidden anyway: a little, so that few are.
const HIDDEN_ANYWAY: f64 = 0.001;
/// The same of one that is hidden to protect others, which may be shown again.
const PROTECTING: f64 = 0.02;
/// How many times the cost of hiding it a count costs that has to be withheld.
const WITHHELD: f64 = 2.0;
/// Of how many counts whole numbers are asked for, where the relaxation gives broken
/// ones.
const FEW: usize = 60;

/// How often the relaxation is solved, each time with costs that differ a little, until
/// it gives whole ones.
const ATTEMPTS: u32 = 4;

/// What is looked for: that a count is moved by so much.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub(super) at: usize,
    pub(super) by: i64,
    /// How often in a row the same must be possible.
    pub(super) times: i64,
}

/// Among how many counts another table is looked for: the nearest first, then more.
pub(super) const SIZES: [usize; 2] = [120, 400];
/// The same where zeros can be withheld.
pub(super) const WITH_ZEROS: [usize; 3] = [200, 600, 2_000];

/// The way to another table, among so many counts; `None` where none was found.
pub(super) fn way(constraints: &Constraints, wanted: Wanted, size: usize) -> Option<Way> {
    let near = nearest(constraints, wanted.at, size);
    for attempt in 0..ATTEMPTS {
        match solve(constraints, &near, wanted, Numbers::Real(attempt))? {
            Solved::Way(way) => return Some(way),
            // Whole numbers for those that were moved alone.
            Solved::Broken(moved) if moved.len() <= FEW => {
                if let Some(Solved::Way(way)) = solve(constraints, &moved, wanted, Numbers::Whole) {
                    return Some(way);
                }
            }
            Solved::Broken(_) => {}
        }
    }
    None
}

/// So many variables that are nearest to one: the way to each goes through the least
/// that is dear to hide.
fn nearest(constraints: &Constraints, from: usize, many: usize) -> BTreeSet<usize> {
    let mut near = BTreeSet::new();
    let mut distance = vec![u32::MAX; constraints.all.len()];
    let mut queue = BinaryHeap::from([(Reverse(0), from)]);
    distance[from] = 0;
    while let Some((Reverse(so_far), at)) = queue.pop() {
        if so_far > distance[at] {
            continue;
        }
        near.insert(at);
        if near.len() == many {
            break;
        }
        for (sum, _) in &constraints.sums_of[at] {
            for (next, _) in &constraints.sums[*sum] {
                let variable = &constraints.all[*next];
                if variable.bounds.0 == variable.bounds.1 && !variable.is_withholdable {
                    continue;
                }
                let further = so_far
                    + match variable.state {
                        VariableState::Published if variable.is_withholdable => {
                            2 * variable.cost + 2
                        }
                        VariableState::Published => variable.cost + 2,
                        VariableState::Protecting | VariableState::Suppressed => 2,
                    };
                if further < distance[*next] {
                    distance[*next] = further;
                    queue.push((Reverse(further), *next));
                }
            }
        }
    }
    near
}

/// The way to another table.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) step: Move,
    /// What has to be withheld, since it would be what it cannot be otherwise.
    pub(super) withheld: Vec<usize>,
}

/// What was solved for.
enum Solved {
    /// The way to another table.
    Way(Way),
    /// The counts that would be moved by broken numbers.
    Broken(BTreeSet<usize>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbers {
    /// Real ones, in so many attempts before this one.
    Real(u32),
    Whole,
}

impl Numbers {
    /// What the cost of a variable is multiplied by: a little more for some in every
    /// further attempt, so that another of the cheapest tables is found.
    fn factor(self, at: usize) -> f64 {
        match self {
            Self::Real(0) | Self::Whole => 1.0,
            Self::Real(attempt) => {
                let mixed = (at as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (8 * attempt);
                1.0 + f64::from(u32::try_from(mixed % 64).unwrap_or(0)) / 256.0
            }
        }
    }
}

/// How a count is moved: by variables of the programme with how much each adds.
struct Moved {
    at: usize,
    terms: Vec<(Variable, f64)>,
}

/// Solves for the counts that are near, with all others as they are.
fn solve(
    constraints: &Constraints,
    near: &BTreeSet<usize>,
    wanted: Wanted,
    numbers: Numbers,
) -> Option<Solved> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let mut moved: Vec<Moved> = Vec::new();
    let mut place = vec![None; constraints.all.len()];
    for at in near {
        let variable = &constraints.all[*at];
        let room = |(least, most): (i64, i64)| {
            let room = |room: i64| (room / wanted.times).clamp(0, FURTHEST);
            (room(variable.value - least), room(most - variable.value))
        };
        let (down, up) = room(variable.bounds);
        let (further_down, further_up) = if variable.is_withholdable {
            let (least, most) = room((0, MOST));
            (least - down, most - up)
        } else {
            (0, 0)
        };
        let cost = match variable.state {
            VariableState::Published => f64::from(variable.cost),
            VariableState::Protecting => PROTECTING,
            VariableState::Suppressed => HIDDEN_ANYWAY,
        };
        let factor = numbers.factor(*at);
        let cost = cost * factor;
        let withheld = WITHHELD * f64::from(variable.cost) * factor;
        let ways = if *at == wanted.at {
            let by = wanted.by;
            if by > up || -by > down {
                return None;
            }
            [
                (by.signum(), by.abs(), by.abs(), 0.0),
                (0, 0, 0, 0.0),
                (0, 0, 0, 0.0),
                (0, 0, 0, 0.0),
            ]
        } else {
            [
                (1, 0, up, cost),
                (-1, 0, down, cost),
                (1, 0, further_up, withheld),
                (-1, 0, further_down, withheld),
            ]
        };
        let mut terms = Vec::new();
        for (sign, least, most, cost) in ways {
            if most == 0 {
                continue;
            }
            let (least, most) = (i32::try_from(least).ok()?, i32::try_from(most).ok()?);
            let variable = match numbers {
                Numbers::Real(_) => problem.add_var(cost, (f64::from(least), f64::from(most))),
                Numbers::Whole => problem.add_integer_var(cost, (least, most)),
            };
            terms.push((variable, if sign > 0 { 1.0 } else { -1.0 }));
        }
        place[*at] = Some(moved.len());
        moved.push(Moved { at: *at, terms });
    }
    let sums: BTreeSet<usize> = near
        .iter()
        .flat_map(|at| constraints.sums_of[*at].iter().map(|(sum, _)| *sum))
        .collect();
    for sum in &sums {
        let mut terms: Vec<(Variable, f64)> = Vec::new();
        for (at, sign) in &constraints.sums[*sum] {
            if let Some(place) = place[*at] {
                let sign = f64::from(i32::try_from(*sign).ok()?);
                let own = moved[place].terms.iter();
                terms.extend(own.map(|(variable, by)| (*variable, by * sign)));
            }
        }
        problem.add_constraint(&terms[..], ComparisonOp::Eq, 0.0);
    }
    let solution = problem.solve().ok()?.into_solution().ok()?;
    let value = |(variable, by): &(Variable, f64)| by * solution.var_value(*variable);
    let by = |it: &Moved| it.terms.iter().map(value).sum::<f64>();
    let step: Move = moved
        .iter()
        .map(|it| (it.at, rounded(by(it))))
        .filter(|(_, by)| *by != 0)
        .collect();
    if is_a_way(constraints, &sums, &step, wanted) {
        let withheld = step.iter().filter(|(at, by)| {
            let (least, most) = constraints.all[*at].bounds;
            let after = constraints.all[*at].value + by * wanted.times;
            !(least..=most).contains(&after)
        });
        let withheld = withheld.map(|(at, _)| *at).collect();
        return Some(Solved::Way(Way { step, withheld }));
    }
    let is_moved = |it: &&Moved| by(it).abs() > HIDDEN_ANYWAY;
    let moved = moved.iter().filter(is_moved).map(|it| it.at);
    Some(Solved::Broken(moved.collect()))
}

/// A step must hold in whole numbers: what was solved for is broken ones.
fn is_a_way(
    constraints: &Constraints,
    sums: &BTreeSet<usize>,
    step: &Move,
    wanted: Wanted,
) -> bool {
    let by = |at: usize| {
        let found = step.binary_search_by_key(&at, |(moved, _)| *moved);
        found.ok().and_then(|it| step.get(it)).map_or(0, |it| it.1)
    };
    let in_range = step.iter().all(|(at, by)| {
        let variable = &constraints.all[*at];
        let (least, most) = if variable.is_withholdable {
            (0, MOST)
        } else {
            variable.bounds
        };
        (least..=most).contains(&(variable.value + by * wanted.times))
    });
    let is_true = |sum: &usize| {
        let terms = constraints.sums[*sum].iter();
        terms.map(|(at, sign)| sign * by(*at)).sum::<i64>() == 0
    };
    by(wanted.at) == wanted.by && in_range && sums.iter().all(is_true)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "no count is moved by more than some thousands"
)]
fn rounded(by: f64) -> i64 {
    by.round() as i64
}
