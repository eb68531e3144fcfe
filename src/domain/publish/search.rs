//! The search for what to hide: other tables in which a small count has another
//! value, and all that is shown is the same.
//!
//! Each is reached from the true table by steps that move a few counts by one so
//! that every sum stays true. Whatever a step moves is hidden.

use std::cmp::Reverse;

use super::cells::Cells;
use super::hide::Why;
use super::steps::{Steps, Ways};
use super::unknowns::{State, Unknowns};

/// How often everything hidden to protect others is gone through to show it again.
const PASSES: usize = 2;

/// The search.
#[derive(Debug, Default)]
pub(super) struct Search {
    steps: Steps,
    /// Of each unknown the ways that were found, perhaps before more was withheld.
    ways: Vec<Ways>,
    /// Of each unknown those whose ways may use it.
    used_by: Vec<Vec<usize>>,
    /// The unknown that is protected next.
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
    pub(super) fn new(cells: &Cells, threshold: u64, why: &[Option<Why>]) -> Self {
        let steps = Steps::among(Unknowns::of(cells, threshold, why));
        let many = steps.unknowns.all.len();
        Self {
            steps,
            ways: vec![Ways::default(); many],
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
    pub(super) fn again(self, cells: &Cells, threshold: u64, why: &[Option<Why>]) -> Self {
        let mut next = Self::new(cells, threshold, why);
        let mut now_at = vec![0; self.ways.len()];
        let before = self.steps.unknowns.of_cell.iter();
        for (before, now) in before.zip(&next.steps.unknowns.of_cell) {
            if let (Some(before), Some(now)) = (before, now) {
                now_at[*before] = *now;
            }
        }
        for (at, mut ways) in self.ways.into_iter().enumerate() {
            for (moved, _) in ways.0.iter_mut().flatten() {
                *moved = now_at[*moved];
            }
            next.ways[now_at[at]] = ways;
        }
        next
    }

    /// Whether a count is hidden only to protect others.
    pub(super) fn is_protecting(&self, number: usize) -> bool {
        let at = self.steps.unknowns.of_cell[number];
        at.is_some_and(|at| self.steps.unknowns.all[at].state == State::Protecting)
    }

    /// Protects the next count, and hides what that takes; gives whether there was
    /// one.
    pub(super) fn protect_next(&mut self) -> bool {
        let at = self.next;
        if at == self.steps.unknowns.all.len() {
            return false;
        }
        self.next += 1;
        let known = std::mem::take(&mut self.ways[at]);
        let ways = if known.0.is_empty() {
            self.steps.ways_of(at, u32::MAX)
        } else {
            Some(known)
        };
        if let Some(ways) = ways {
            self.hide_moved(&ways);
            self.keep(at, ways);
        } else {
            self.unprotected.push(at);
        }
        true
    }

    /// The counts that could not be protected.
    pub(super) fn unprotected(&self) -> Vec<usize> {
        let is_unprotected = |number: &usize| {
            let at = self.steps.unknowns.of_cell[*number];
            at.is_some_and(|at| self.unprotected.binary_search(&at).is_ok())
        };
        (0..self.steps.unknowns.of_cell.len())
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
            self.to_release = (0..self.steps.unknowns.all.len())
                .filter(|at| self.steps.unknowns.all[*at].state == State::Protecting)
                .collect();
            let unknowns = &self.steps.unknowns.all;
            // The last is taken first.
            self.to_release
                .sort_by_key(|at| (unknowns[*at].cost, Reverse(*at)));
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
            let mut moves = self.ways[*user].0.iter().flatten();
            moves.any(|(moved, _)| *moved == at)
        });
        self.steps.unknowns.all[at].state = State::Shown;
        let mut left = self.steps.unknowns.all[at].cost.max(1);
        let mut instead: Vec<usize> = Vec::new();
        let mut others = Vec::new();
        for user in &users {
            let Some(ways) = self.steps.ways_of(*user, left) else {
                break;
            };
            let newly = self.hide_moved(&ways);
            let cost = newly
                .iter()
                .map(|it| self.steps.unknowns.all[*it].cost.max(1));
            let cost: u32 = cost.sum();
            instead.extend(newly);
            if cost >= left {
                break;
            }
            left -= cost;
            others.push((*user, ways));
        }
        if others.len() < users.len() {
            for it in instead {
                self.steps.unknowns.all[it].state = State::Shown;
            }
            self.steps.unknowns.all[at].state = State::Protecting;
            self.used_by[at] = users;
            return false;
        }
        for (user, ways) in others {
            self.keep(user, ways);
        }
        true
    }

    /// Hides what ways move; gives what was shown until then.
    fn hide_moved(&mut self, ways: &Ways) -> Vec<usize> {
        let mut newly = Vec::new();
        for (moved, _) in ways.0.iter().flatten() {
            let state = &mut self.steps.unknowns.all[*moved].state;
            if *state == State::Shown {
                *state = State::Protecting;
                newly.push(*moved);
            }
        }
        newly
    }

    fn keep(&mut self, at: usize, ways: Ways) {
        for (moved, _) in ways.0.iter().flatten() {
            let used_by = &mut self.used_by[*moved];
            if used_by.last() != Some(&at) {
                used_by.push(at);
            }
        }
        self.ways[at] = ways;
    }
}
