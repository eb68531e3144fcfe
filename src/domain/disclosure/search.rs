//! The search for what to hide: other tables in which a small count has another
//! value, and all that is shown is the same.
//!
//! Each is reached from the true table by moves that move a few counts by one so
//! that every sum stays true. Whatever a step moves is hidden.

use std::cmp::Reverse;

use super::cells::Cells;
use super::constraints::{Constraints, VariableState};
use super::moves::{Alternatives, MoveSearch};
use super::suppress::SuppressionReason;

/// How often everything hidden to protect others is gone through to show it again.
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
}

impl Search {
    /// Begins with nothing hidden but what is hidden for its own sake.
    pub(super) fn new(cells: &Cells, threshold: u64, why: &[Option<SuppressionReason>]) -> Self {
        let moves = MoveSearch::among(Constraints::of(cells, threshold, why));
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
        }
    }

    /// Begins anew after more was withheld. What is withheld may have more values than
    /// before, so every way that was found is one still.
    pub(super) fn again(
        self,
        cells: &Cells,
        threshold: u64,
        why: &[Option<SuppressionReason>],
    ) -> Self {
        let mut next = Self::new(cells, threshold, why);
        let mut now_at = vec![0; self.alternatives.len()];
        let before = self.moves.constraints.of_cell.iter();
        for (before, now) in before.zip(&next.moves.constraints.of_cell) {
            if let (Some(before), Some(now)) = (before, now) {
                now_at[*before] = *now;
            }
        }
        for (at, mut alternatives) in self.alternatives.into_iter().enumerate() {
            for (moved, _) in alternatives.0.iter_mut().flatten() {
                *moved = now_at[*moved];
            }
            next.alternatives[now_at[at]] = alternatives;
        }
        next
    }

    /// Whether a count is hidden only to protect others.
    pub(super) fn is_protecting(&self, number: usize) -> bool {
        let at = self.moves.constraints.of_cell[number];
        at.is_some_and(|at| self.moves.constraints.all[at].state == VariableState::Protecting)
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
            self.moves.alternatives_of(at, u32::MAX)
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

    /// The counts that could not be protected.
    pub(super) fn unprotected(&self) -> Vec<usize> {
        let is_unprotected = |number: &usize| {
            let at = self.moves.constraints.of_cell[*number];
            at.is_some_and(|at| self.unprotected.binary_search(&at).is_ok())
        };
        (0..self.moves.constraints.of_cell.len())
            .filter(is_unprotected)
            .collect()
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
