//! Secondary suppression: which published counts are hidden, so that every small one keeps
//! its protection interval.
//!
//! A heuristic of the kind that Kelly, Golden and Assad (1992) began and τ-ARGUS ships: one
//! small count after the other, each by the least costly other table in which it has
//! another value, given what is hidden already. Whatever an other table moves is hidden.
//! Then it is improved locally, as the clean-up of such heuristics does.
//!
//! | step | what it does |
//! |---|---|
//! | protect | looks for the least costly other tables by linear programming ([`linear`](super::linear)) |
//! | reroute | looks again for those of a count for which much is hidden that no other needs |
//! | release | shows a count again that the others can do without, by a random search for moves between tables ([`moves`](super::moves)) |
//!
//! What must stay possible is the protection level of Fischetti and Salazar (2001):
//! every value from 1 to the threshold, so the feasibility interval that a reader can work
//! out covers it. Sources: Hundepool et al., *Statistical Disclosure Control* (2012),
//! chapter 4; Fischetti and Salazar, *Solving the cell suppression problem on tabular data
//! with linear constraints*, Management Science 47 (2001); Kelly, Golden and Assad, *Cell
//! suppression: disclosure protection for sensitive tabular data*, Networks 22 (1992).

use std::cmp::Reverse;
use std::collections::BTreeSet;

use super::cells::{CellRole, Cells};
use super::constraints::{Constraints, VariableState, Zeros};
use super::linear::SIZES;
use super::moves::{Alternatives, Move, MoveSearch};
use super::suppress::SuppressionReason;

/// How often everything hidden to protect others is gone through to hide less.
const PASSES: usize = 2;

/// The search.
#[derive(Debug, Default)]
pub(super) struct Search {
    moves: MoveSearch,
    /// Of each variable the alternatives that were found, perhaps before more was withheld.
    alternatives: Vec<Alternatives>,
    /// Of each variable those whose alternatives may use it.
    used_by: Vec<Vec<usize>>,
    /// The variable that is protected next.
    next: usize,
    unprotected: Vec<usize>,
    /// How often everything was gone through to show it again, what is left of that,
    /// and whether anything was.
    passes: usize,
    to_release: Vec<usize>,
    released: bool,
    to_reroute: Vec<usize>,
    rerouted: usize,
}

impl Search {
    /// Begins with nothing hidden but what is hidden for its own sake.
    pub(super) fn new(cells: &Cells, threshold: u64, why: &[Option<SuppressionReason>]) -> Self {
        let moves = MoveSearch::among(Constraints::of(cells, threshold, why, Zeros::Known));
        let many = moves.constraints.all.len();
        Self {
            moves,
            alternatives: vec![Alternatives::default(); many],
            used_by: vec![Vec::new(); many],
            next: 0,
            unprotected: Vec::new(),
            passes: 0,
            to_release: Vec::new(),
            released: false,
            to_reroute: Vec::new(),
            rerouted: 0,
        }
    }

    /// Begins anew after zeros were withheld, with the alternatives that were found until
    /// then and then: each is one still, since what is withheld may have more values.
    pub(super) fn again(
        self,
        cells: &Cells,
        threshold: u64,
        why: &[Option<SuppressionReason>],
        found: Vec<(usize, CountMoves)>,
    ) -> Self {
        let mut next = Self::new(cells, threshold, why);
        let before = members(&self.moves.constraints);
        let known = self.alternatives.into_iter().enumerate();
        let known = known.filter(|(_, alternatives)| !alternatives.0.is_empty());
        let known = known.filter_map(|(at, alternatives)| {
            let moves = alternatives.0.iter().map(|step| of_counts(step, &before));
            Some((*before[at].first()?, moves.collect()))
        });
        let of_cell = next.moves.constraints.of_cell.clone();
        for (count, moves) in known.collect::<Vec<_>>().into_iter().chain(found) {
            if let Some(at) = of_cell[count] {
                let moves = moves.iter().map(|step| of_variables(step, &of_cell));
                next.alternatives[at] = Alternatives(moves.collect());
            }
        }
        next
    }

    /// Whether a count is hidden.
    pub(super) fn is_hidden(&self, number: usize) -> bool {
        let at = self.moves.constraints.of_cell[number];
        at.is_some_and(|at| self.moves.constraints.all[at].state != VariableState::Published)
    }

    /// Protects the next count, and hides what that takes; gives whether there was
    /// one.
    pub(super) fn protect_next(&mut self) -> bool {
        let at = self.next;
        if at == self.moves.constraints.all.len() {
            return false;
        }
        self.next += 1;
        let known = std::mem::take(&mut self.alternatives[at]);
        let alternatives = if known.0.is_empty() {
            let found = self.moves.alternatives_by_programme(at, &SIZES);
            found.map(|(alternatives, _)| alternatives)
        } else {
            Some(known)
        };
        if let Some(alternatives) = alternatives {
            self.hide_moved(&alternatives);
            self.keep(at, alternatives);
        } else {
            self.unprotected.push(at);
        }
        true
    }

    /// The counts that could not be protected: of those that are equal the first.
    pub(super) fn unprotected(&self, cells: &Cells) -> Vec<usize> {
        let mut first: Vec<Option<usize>> = vec![None; self.moves.constraints.all.len()];
        for (number, cell) in cells.cells().iter().enumerate() {
            if let (Some(at), CellRole::Published(_) | CellRole::Residual) =
                (self.moves.constraints.of_cell[number], cell.role)
            {
                first[at].get_or_insert(number);
            }
        }
        let unprotected = self.unprotected.iter();
        unprotected.filter_map(|at| first[*at]).collect()
    }

    /// Shows the next again that the others can do without, or with cheaper ones
    /// instead, the dearest first; gives whether there was one to try.
    pub(super) fn release_next(&mut self) -> bool {
        if self.to_release.is_empty() {
            if self.passes == PASSES || (self.passes > 0 && !self.released) {
                return false;
            }
            self.passes += 1;
            self.released = false;
            self.to_release = (0..self.moves.constraints.all.len())
                .filter(|at| self.moves.constraints.all[*at].state == VariableState::Protecting)
                .collect();
            let constraints = &self.moves.constraints.all;
            // The last is taken first.
            self.to_release
                .sort_by_key(|at| (constraints[*at].cost, Reverse(*at)));
        }
        let next = self.to_release.pop();
        if let Some(at) = next {
            self.released |= self.release_one(at);
        }
        next.is_some()
    }

    /// Looks for other alternatives of the next count, for less than what is hidden for it
    /// alone; gives whether there was one to try.
    pub(super) fn reroute_next(&mut self) -> bool {
        if self.to_reroute.is_empty() {
            if self.rerouted == PASSES || (self.rerouted > 0 && !self.released) {
                self.released = false;
                return false;
            }
            self.rerouted += 1;
            self.released = false;
            let mut all: Vec<(u32, usize)> = (0..self.alternatives.len())
                .map(|at| (self.exclusive(at).1, at))
                .filter(|(cost, _)| *cost > 0)
                .collect();
            all.sort_unstable();
            self.to_reroute = all.into_iter().map(|(_, at)| at).collect();
            if self.to_reroute.is_empty() {
                return false;
            }
        }
        if let Some(at) = self.to_reroute.pop() {
            self.released |= self.reroute(at);
        }
        true
    }

    /// What is hidden for the alternatives of a count alone, and what that costs.
    fn exclusive(&self, at: usize) -> (Vec<usize>, u32) {
        let is_moved_for = |user: usize, wanted: usize| {
            let mut moved = self.alternatives[user].0.iter().flatten();
            moved.any(|(moved, _)| *moved == wanted)
        };
        let is_exclusive = |it: &usize| {
            let mut users = self.used_by[*it].iter();
            self.moves.constraints.all[*it].state == VariableState::Protecting
                && users.all(|user| *user == at || !is_moved_for(*user, *it))
        };
        let moved = self.alternatives[at].0.iter().flatten().map(|it| it.0);
        let moved: BTreeSet<usize> = moved.filter(is_exclusive).collect();
        let costs = moved.iter().map(|it| self.moves.constraints.all[*it].cost);
        let cost = costs.sum();
        (moved.into_iter().collect(), cost)
    }

    /// What it costs to hide what alternatives move, beyond what is hidden anyway.
    fn newly(&self, alternatives: &Alternatives) -> u32 {
        let moved: BTreeSet<usize> = alternatives.0.iter().flatten().map(|it| it.0).collect();
        let moved = moved.into_iter().map(|it| &self.moves.constraints.all[it]);
        let shown = moved.filter(|it| it.state == VariableState::Published);
        shown.map(|it| it.cost).sum()
    }

    fn reroute(&mut self, at: usize) -> bool {
        let (exclusive, cost) = self.exclusive(at);
        if cost == 0 {
            return false;
        }
        for it in &exclusive {
            self.moves.constraints.all[*it].state = VariableState::Published;
        }
        let found = self.moves.alternatives_by_programme(at, &SIZES);
        let found = found.map(|(alternatives, _)| alternatives);
        let found = found.filter(|found| self.newly(found) < cost);
        let Some(alternatives) = found else {
            for it in exclusive {
                self.moves.constraints.all[it].state = VariableState::Protecting;
            }
            return false;
        };
        self.hide_moved(&alternatives);
        self.keep(at, alternatives);
        true
    }

    /// Whether one could be shown again.
    fn release_one(&mut self, at: usize) -> bool {
        let mut users = std::mem::take(&mut self.used_by[at]);
        users.sort_unstable();
        users.dedup();
        users.retain(|user| {
            let mut moves = self.alternatives[*user].0.iter().flatten();
            moves.any(|(moved, _)| *moved == at)
        });
        self.moves.constraints.all[at].state = VariableState::Published;
        let mut left = self.moves.constraints.all[at].cost.max(1);
        let mut instead: Vec<usize> = Vec::new();
        let mut others = Vec::new();
        for user in &users {
            let Some(alternatives) = self.moves.alternatives_of(*user, left) else {
                break;
            };
            let newly = self.hide_moved(&alternatives);
            let cost = newly
                .iter()
                .map(|it| self.moves.constraints.all[*it].cost.max(1));
            let cost: u32 = cost.sum();
            instead.extend(newly);
            if cost >= left {
                break;
            }
            left -= cost;
            others.push((*user, alternatives));
        }
        if others.len() < users.len() {
            for it in instead {
                self.moves.constraints.all[it].state = VariableState::Published;
            }
            self.moves.constraints.all[at].state = VariableState::Protecting;
            self.used_by[at] = users;
            return false;
        }
        for (user, alternatives) in others {
            self.keep(user, alternatives);
        }
        true
    }

    /// Hides what alternatives move; gives what was shown until then.
    fn hide_moved(&mut self, alternatives: &Alternatives) -> Vec<usize> {
        let mut newly = Vec::new();
        for (moved, _) in alternatives.0.iter().flatten() {
            let state = &mut self.moves.constraints.all[*moved].state;
            if *state == VariableState::Published {
                *state = VariableState::Protecting;
                newly.push(*moved);
            }
        }
        newly
    }

    fn keep(&mut self, at: usize, alternatives: Alternatives) {
        for (moved, _) in alternatives.0.iter().flatten() {
            let used_by = &mut self.used_by[*moved];
            if used_by.last() != Some(&at) {
                used_by.push(at);
            }
        }
        self.alternatives[at] = alternatives;
    }
}

/// Counts and by how much each is moved, by their numbers; several such moves.
pub(super) type CountMoves = Vec<Move>;

/// The counts that each variable stands for.
pub(super) fn members(constraints: &Constraints) -> Vec<Vec<usize>> {
    let mut members = vec![Vec::new(); constraints.all.len()];
    for (number, at) in constraints.of_cell.iter().enumerate() {
        if let Some(at) = at {
            members[*at].push(number);
        }
    }
    members
}

/// A move of variables as one of counts.
pub(super) fn of_counts(step: &Move, members: &[Vec<usize>]) -> Move {
    let counts = |(at, by): &(usize, i64)| {
        let by = *by;
        members[*at].iter().map(move |number| (*number, by))
    };
    step.iter().flat_map(counts).collect()
}

/// A move of counts as one of variables.
fn of_variables(step: &Move, of_cell: &[Option<usize>]) -> Move {
    let mut moved: Move = step
        .iter()
        .filter_map(|(number, by)| Some((of_cell[*number]?, *by)))
        .collect();
    moved.sort_unstable();
    moved.dedup();
    moved
}
