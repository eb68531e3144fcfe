//! Other tables by linear programming, where the search finds none step by step.
//!
//! The least costly other table in which a count has a wanted value: the relaxation of
//! the cell suppression problem that Kelly, Golden and Assad (1992) and τ-ARGUS solve.
//! It is looked for among the counts near the wanted one first, then further outward,
//! so what has to be hidden lies near it, and the largest totals are hidden last.
//! Guarantees that a table that is found holds whole numbers and every sum.

use std::collections::BTreeSet;

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::constraints::{Constraints, VariableState};
use super::moves::Move;

/// By how much a count is moved at most: nothing has to be moved by more.
const FURTHEST: i64 = 2_000;
/// What it costs to move a count that is hidden anyway: a little, so that few are.
const HIDDEN_ANYWAY: f64 = 0.001;
/// Among how many counts another table is looked for: of more that takes too long.
const MOST: usize = 800;
/// Of how many counts whole numbers are asked for, where the relaxation gives broken
/// ones.
const FEW: usize = 40;

/// The way to another table in which a variable is moved by so much; `None` where none
/// was found.
pub(super) fn way(constraints: &Constraints, at: usize, by: i64) -> Option<Move> {
    let mut near = BTreeSet::from([at]);
    for round in 1.. {
        let before = near.len();
        for _ in 0..=round {
            widen(constraints, &mut near);
        }
        if near.len() > MOST {
            return None;
        }
        match solve(constraints, &near, (at, by), Numbers::Real) {
            Some(Solved::Way(step)) => return Some(step),
            Some(Solved::Broken(moved)) => {
                // Whole numbers for those that were moved alone.
                let few = moved.len() <= FEW;
                let whole = few.then(|| solve(constraints, &moved, (at, by), Numbers::Whole));
                if let Some(Some(Solved::Way(step))) = whole {
                    return Some(step);
                }
            }
            None => {}
        }
        if near.len() == before {
            return None;
        }
    }
    None
}

/// What was solved for.
enum Solved {
    /// The way to another table.
    Way(Move),
    /// The counts that would be moved by broken numbers.
    Broken(BTreeSet<usize>),
}

fn widen(constraints: &Constraints, near: &mut BTreeSet<usize>) {
    let sums: BTreeSet<usize> = near
        .iter()
        .flat_map(|at| constraints.sums_of[*at].iter().map(|(sum, _)| *sum))
        .collect();
    let members = sums.iter().flat_map(|sum| &constraints.sums[*sum]);
    near.extend(members.map(|(at, _)| *at).filter(|at| {
        let (least, most) = constraints.all[*at].bounds;
        least < most
    }));
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbers {
    Real,
    Whole,
}

/// How a count is moved: up and down, each as a variable that costs.
struct Moved {
    at: usize,
    up: Variable,
    down: Variable,
}

/// Solves for the counts that are near, with all others as they are.
fn solve(
    constraints: &Constraints,
    near: &BTreeSet<usize>,
    (wanted, by): (usize, i64),
    numbers: Numbers,
) -> Option<Solved> {
    let mut problem = Problem::new(OptimizationDirection::Minimize);
    let mut moved: Vec<Moved> = Vec::new();
    let mut place = vec![None; constraints.all.len()];
    for at in near {
        let variable = &constraints.all[*at];
        let value = variable.value;
        let room = (variable.bounds.1 - value, value - variable.bounds.0);
        let (up, down) = if *at == wanted {
            if by > room.0 || -by > room.1 {
                return None;
            }
            ((by.max(0), by.max(0)), ((-by).max(0), (-by).max(0)))
        } else {
            (
                (0, room.0.clamp(0, FURTHEST)),
                (0, room.1.clamp(0, FURTHEST)),
            )
        };
        let cost = match variable.state {
            VariableState::Published => f64::from(variable.cost.max(1)),
            VariableState::Suppressed | VariableState::Protecting => HIDDEN_ANYWAY,
        };
        let mut variable = |(least, most): (i64, i64)| {
            let (least, most) = (i32::try_from(least).ok()?, i32::try_from(most).ok()?);
            Some(match numbers {
                Numbers::Real => problem.add_var(cost, (f64::from(least), f64::from(most))),
                Numbers::Whole => problem.add_integer_var(cost, (least, most)),
            })
        };
        place[*at] = Some(moved.len());
        moved.push(Moved {
            at: *at,
            up: variable(up)?,
            down: variable(down)?,
        });
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
                terms.push((moved[place].up, sign));
                terms.push((moved[place].down, -sign));
            }
        }
        problem.add_constraint(&terms[..], ComparisonOp::Eq, 0.0);
    }
    let solution = problem.solve().ok()?.into_solution().ok()?;
    let by = |it: &Moved| solution.var_value(it.up) - solution.var_value(it.down);
    let step: Move = moved
        .iter()
        .map(|it| (it.at, rounded(by(it))))
        .filter(|(_, by)| *by != 0)
        .collect();
    if is_a_way(constraints, &sums, &step) {
        return Some(Solved::Way(step));
    }
    let is_moved = |it: &&Moved| by(it).abs() > HIDDEN_ANYWAY;
    let moved = moved.iter().filter(is_moved).map(|it| it.at);
    Some(Solved::Broken(moved.collect()))
}

/// A step must hold in whole numbers: what was solved for is broken ones.
fn is_a_way(constraints: &Constraints, sums: &BTreeSet<usize>, step: &Move) -> bool {
    let by = |at: usize| {
        let found = step.binary_search_by_key(&at, |(moved, _)| *moved);
        found.ok().and_then(|it| step.get(it)).map_or(0, |it| it.1)
    };
    let in_range = step.iter().all(|(at, by)| {
        let variable = &constraints.all[*at];
        (variable.bounds.0..=variable.bounds.1).contains(&(variable.value + by))
    });
    let is_true = |sum: &usize| {
        let terms = constraints.sums[*sum].iter();
        terms.map(|(at, sign)| sign * by(*at)).sum::<i64>() == 0
    };
    in_range && sums.iter().all(is_true)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "no count is moved by more than some thousands"
)]
fn rounded(by: f64) -> i64 {
    by.round() as i64
}
