//! Moves between tables that look the same: a few counts are moved so that every sum stays
//! true. Any two tables with the same published sums are joined by such moves, the circuits
//! of the sums (Diaconis and Sturmfels 1998, as Markov bases); a random local search finds
//! short ones. It is quick where a linear programme is exact, so it tries what may be shown
//! again.

use super::constraints::{Constraints, Variable, VariableState, wide};
use super::linear;

/// How often a step is looked for, how often where none is found, and how often to show
/// a count again.
const TRIES: [u32; 3] = [24, 120, 8];
/// How often a count may be moved in one of the first tries, and in one of the others.
/// With fewer in the first, the largest totals are hidden where others would do.
const LONGEST: [usize; 2] = [400, 240];
/// What a try weighs when it chooses the next count to move.
#[derive(Debug, Clone, Copy)]
struct Weights {
    /// Hiding a count, for each point of its cost.
    hiding: i64,
    /// Leaving one more sum that is not true.
    open: i64,
    /// Moving anything but the whole of a sum.
    part: i64,
}

const fn weights(hiding: i64, open: i64, part: i64) -> Weights {
    Weights { hiding, open, part }
}

/// The weights of the tries, one after the other. Of the sample city 660 numbers are hidden
/// with all eight, 673 with the first alone and 707 with the first four.
const WEIGHTS: [Weights; 8] = [
    weights(16, 40, 0),
    weights(16, 8, 0),
    weights(4, 40, 0),
    weights(0, 40, 300),
    weights(1, 40, 0),
    weights(8, 150, 0),
    weights(2, 40, 100),
    weights(0, 40, 0),
];
/// The weight of moving a count again: it is done only where there is no other.
const AGAIN: i64 = 100_000;

/// A step: counts and by how much each is moved.
pub(super) type Move = Vec<(usize, i64)>;

/// The alternatives from the true table to others.
#[derive(Debug, Clone, Default)]
pub(super) struct Alternatives(pub(super) Vec<Move>);

/// What a step must be like.
#[derive(Debug, Clone, Copy)]
struct Wanted {
    at: usize,
    by: i64,
    /// How often it should be possible.
    times: i64,
    /// What it must cost less than.
    below: u32,
    tries: u32,
}

/// Finds moves.
#[derive(Debug, Default)]
pub(super) struct MoveSearch {
    pub(super) constraints: Constraints,
    dice: u64,
    // What follows is empty between two searches.
    moved: Vec<i64>,
    shifted: Vec<i64>,
    missing: Vec<i64>,
}

impl MoveSearch {
    /// Between tables of these constraints.
    pub(super) fn among(constraints: Constraints) -> Self {
        Self {
            moved: vec![0; constraints.all.len()],
            shifted: vec![0; constraints.all.len()],
            missing: vec![0; constraints.sums.len()],
            constraints,
            dice: 1,
        }
    }

    /// The alternatives by which a variable reaches each value that must stay possible,
    /// for less than a cost; `None` where the search finds none.
    pub(super) fn alternatives_of(&mut self, at: usize, below: u32) -> Option<Alternatives> {
        let Variable {
            value,
            protection,
            bounds,
            ..
        } = self.constraints.all[at];
        let Some((least, most)) = protection.filter(|_| bounds.0 < bounds.1) else {
            return Some(Alternatives::default());
        };
        let mut alternatives = self.walk(at, 1, most - value, below)?;
        alternatives.extend(self.walk(at, -1, value - least, below)?);
        Some(Alternatives(alternatives))
    }

    /// The same by linear programming, among so many counts or, where there are none, among
    /// more; with the variables that have to be withheld for it.
    pub(super) fn alternatives_by_programme(
        &mut self,
        at: usize,
        sizes: &[usize],
    ) -> Option<(Alternatives, Vec<usize>)> {
        let Variable {
            value,
            protection,
            bounds,
            ..
        } = self.constraints.all[at];
        let mut moves = Vec::new();
        let mut withheld = Vec::new();
        let Some((least, most)) = protection.filter(|_| bounds.0 < bounds.1) else {
            return Some((Alternatives::default(), withheld));
        };
        for (sign, times) in [(1, most - value), (-1, value - least)] {
            if times > 0 {
                let mut sizes = sizes.iter();
                let found = sizes.find_map(|size| self.by_programme((at, sign, times), *size));
                let (steps, beyond) = found?;
                moves.extend(steps);
                withheld.extend(beyond);
            }
        }
        Some((Alternatives(moves), withheld))
    }

    /// So many values in one direction: one step that can be taken so often, or another
    /// table for the furthest and then for each of the others.
    fn by_programme(
        &mut self,
        (at, sign, times): (usize, i64, i64),
        size: usize,
    ) -> Option<(Vec<Move>, Vec<usize>)> {
        let way = |this: &Self, by, times| {
            linear::way(&this.constraints, linear::Wanted { at, by, times }, size)
        };
        let often = way(self, sign, times);
        if times == 1 || often.as_ref().is_some_and(|way| way.withheld.is_empty()) {
            return often.map(|way| (vec![way.step], way.withheld));
        }
        let furthest = way(self, sign * times, 1);
        let furthest = match (often, furthest) {
            (None, Some(furthest)) => furthest,
            (Some(_), Some(furthest)) if furthest.withheld.is_empty() => furthest,
            (often, _) => return often.map(|way| (vec![way.step], way.withheld)),
        };
        // What is moved for the furthest is hidden then.
        let before: Vec<(usize, Variable)> = furthest
            .step
            .iter()
            .map(|(moved, _)| (*moved, self.constraints.all[*moved].clone()))
            .collect();
        for (moved, _) in &before {
            self.constraints.all[*moved].state = VariableState::Suppressed;
        }
        for moved in &furthest.withheld {
            self.constraints.all[*moved].withhold();
        }
        let mut steps = vec![furthest.step];
        let mut withheld = furthest.withheld;
        let mut is_found = true;
        if let Some(walked) = self.walk(at, sign, times - 1, 1) {
            steps.extend(walked);
        } else {
            for by in (1..times).rev() {
                let Some(way) = way(self, sign * by, 1) else {
                    is_found = false;
                    break;
                };
                steps.push(way.step);
                withheld.extend(way.withheld);
            }
        }
        for (moved, variable) in before {
            self.constraints.all[moved] = variable;
        }
        is_found.then_some((steps, withheld))
    }

    /// So many moves in one direction, each from where the last one led; a step
    /// that is taken several times is listed once.
    fn walk(&mut self, at: usize, by: i64, moves: i64, below: u32) -> Option<Vec<Move>> {
        let mut walked: Vec<Move> = Vec::new();
        let mut left = moves;
        while left > 0 {
            let [usual, hard, few] = TRIES;
            let wanted = |times, tries| Wanted {
                at,
                by,
                times,
                below,
                tries: if below == u32::MAX { tries } else { few },
            };
            let step = self.step(wanted(left, usual));
            let step = step.or_else(|| self.step(wanted(1, hard)));
            let Some(step) = step else {
                break;
            };
            while left > 0 && step.iter().all(|(moved, by)| self.can_move(*moved, *by)) {
                for (moved, by) in &step {
                    self.moved[*moved] += by;
                }
                left -= 1;
            }
            walked.push(step);
        }
        for (moved, _) in walked.iter().flatten() {
            self.moved[*moved] = 0;
        }
        (left <= 0).then_some(walked)
    }

    fn can_move(&self, at: usize, by: i64) -> bool {
        let Variable { value, bounds, .. } = self.constraints.all[at];
        let after = value + self.moved[at] + by;
        (by > 0 && after <= bounds.1) || (by < 0 && after >= bounds.0)
    }

    /// The cheapest of the moves found.
    fn step(&mut self, wanted: Wanted) -> Option<Move> {
        let mut best: Option<(u32, Move)> = None;
        for attempt in 0..wanted.tries {
            if best.is_some() && attempt >= TRIES[0] {
                break;
            }
            let below = best.as_ref().map_or(wanted.below, |(cost, _)| *cost);
            if let Some((cost, step)) = self.attempt(Wanted { below, ..wanted }, attempt) {
                best = Some((cost, step));
                if cost == 0 {
                    break;
                }
            }
        }
        best.map(|(_, step)| step)
    }

    /// Moves the count, then others until every sum is true again.
    fn attempt(&mut self, wanted: Wanted, attempt: u32) -> Option<(u32, Move)> {
        if !self.can_move(wanted.at, wanted.by) {
            return None;
        }
        let mut touched: Vec<usize> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut cost = 0;
        let [soon, late] = LONGEST;
        let longest = if attempt < TRIES[0] { soon } else { late };
        self.put(wanted.at, wanted.by, &mut touched, &mut open);
        while !open.is_empty() && touched.len() < longest && cost < wanted.below {
            let pick = if attempt.is_multiple_of(2) {
                open.len() - 1
            } else {
                self.roll(open.len())
            };
            let Some((at, by)) = self.choose(open[pick], wanted, attempt) else {
                break;
            };
            let before = self.cost(at);
            self.put(at, by, &mut touched, &mut open);
            cost = cost + self.cost(at) - before;
        }
        let found = open.is_empty() && cost < wanted.below;
        touched.sort_unstable();
        touched.dedup();
        let mut step = Move::new();
        for at in touched {
            let by = std::mem::take(&mut self.shifted[at]);
            if by != 0 {
                step.push((at, by));
            }
            for (sum, _) in &self.constraints.sums_of[at] {
                self.missing[*sum] = 0;
            }
        }
        found.then_some((cost, step))
    }

    /// What it costs that a variable is moved.
    fn cost(&self, at: usize) -> u32 {
        let Variable { state, cost, .. } = self.constraints.all[at];
        match state {
            VariableState::Published if self.shifted[at] != 0 => cost.max(1),
            VariableState::Published | VariableState::Suppressed | VariableState::Protecting => 0,
        }
    }

    /// Moves a variable, and notes which sums are true and which not.
    fn put(&mut self, at: usize, by: i64, touched: &mut Vec<usize>, open: &mut Vec<usize>) {
        self.shifted[at] += by;
        touched.push(at);
        for (sum, sign) in &self.constraints.sums_of[at] {
            let before = self.missing[*sum];
            let after = before + sign * by;
            self.missing[*sum] = after;
            match (before, after) {
                (0, 0) => {}
                (0, _) => open.push(*sum),
                (_, 0) => open.retain(|it| it != sum),
                (_, _) => {}
            }
        }
    }

    /// The best variable to make a sum true with, and by how much it is moved.
    fn choose(&mut self, sum: usize, wanted: Wanted, attempt: u32) -> Option<(usize, i64)> {
        let weights = WEIGHTS[attempt as usize % WEIGHTS.len()];
        let missing = self.missing[sum];
        let mut best: Option<(i64, usize, i64)> = None;
        for term in 0..self.constraints.sums[sum].len() {
            let (at, sign) = self.constraints.sums[sum][term];
            if at == wanted.at || missing % sign != 0 {
                continue;
            }
            let by = -missing / sign;
            let shifted = self.shifted[at];
            let whole = (shifted + by) * wanted.times;
            if whole != 0 && !self.can_move(at, whole) {
                continue;
            }
            let variable = &self.constraints.all[at];
            let is_new = variable.state == VariableState::Published && shifted == 0;
            let cost = if is_new { variable.cost.max(1) } else { 0 };
            if cost >= wanted.below {
                continue;
            }
            let mut opens = 0;
            for (other, sign) in &self.constraints.sums_of[at] {
                let before = self.missing[*other];
                opens += match (before, before + sign * by) {
                    (0, 0) => 0,
                    (0, _) => 1,
                    (_, 0) => -1,
                    (_, _) => 0,
                };
            }
            // The first try is the plain one; the others wander a little.
            let chance = if attempt == 0 { 0 } else { self.roll(32) };
            let again = if shifted == 0 { 0 } else { AGAIN };
            let part = if sign > 0 || self.constraints.has_rest[sum] {
                0
            } else {
                weights.part
            };
            let weighed = i64::from(cost) * weights.hiding + opens * weights.open + part;
            let score = weighed + again + wide(chance as u64);
            if best.is_none_or(|(least, ..)| score < least) {
                best = Some((score, at, by));
            }
        }
        best.map(|(_, at, by)| (at, by))
    }

    /// Chance that can be repeated: the same table is always hidden the same way.
    fn roll(&mut self, sides: usize) -> usize {
        self.dice = self.dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.dice ^ (self.dice >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let mixed = mixed ^ (mixed >> 31);
        usize::try_from(mixed % (sides as u64).max(1)).unwrap_or(0)
    }
}
