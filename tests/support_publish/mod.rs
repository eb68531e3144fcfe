//! What somebody can conclude from published counts, by linear programming.
//!
//! Knows nothing of how counts are hidden: only what is shown, how counts add up,
//! and what is said of those that are not shown.
#![allow(dead_code, reason = "each test file uses its own part")]

use std::collections::{HashMap, HashSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

/// More than any count here.
const MOST: i64 = 1_000_000_000;

/// A count as the public sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// What it is.
    pub value: i64,
    /// What it may be for all that is said of it alone; only its value where it is
    /// shown.
    pub range: (i64, i64),
    /// The values that must stay possible; `None` where it is not small.
    pub must_reach: Option<(i64, i64)>,
}

impl Seen {
    /// One that is shown.
    pub const fn shown(value: i64) -> Self {
        Self {
            value,
            range: (value, value),
            must_reach: None,
        }
    }

    /// One that is hidden, of which this is said.
    pub const fn hidden(value: i64, least: i64, most: Option<i64>) -> Self {
        let most = match most {
            Some(most) => most,
            None => MOST,
        };
        Self {
            value,
            range: (least, most),
            must_reach: None,
        }
    }

    /// The same, to be protected where it is from 1 to the threshold.
    pub fn protected(self, threshold: i64) -> Self {
        let is_small = (1..=threshold).contains(&self.value);
        Self {
            must_reach: is_small.then_some((1, threshold)),
            ..self
        }
    }
}

/// Everything that the public knows.
#[derive(Debug, Clone, Default)]
pub struct Public {
    seen: Vec<Seen>,
    sums: Vec<Vec<(usize, i64)>>,
    of_count: Vec<Vec<usize>>,
}

/// What the solver found.
#[derive(Debug, Clone, Default)]
pub struct Found {
    /// Small counts.
    pub small: usize,
    /// Values of small counts that were found possible.
    pub possible: usize,
    /// Small counts with a value that is not possible, or that is not known to be.
    pub given_away: Vec<usize>,
    /// Programmes solved.
    pub solved: usize,
}

impl Public {
    /// Puts in a count, and gives its number.
    pub fn put_in(&mut self, seen: Seen) -> usize {
        assert!(
            (seen.range.0..=seen.range.1).contains(&seen.value),
            "{seen:?}"
        );
        self.seen.push(seen);
        self.of_count.push(Vec::new());
        self.seen.len() - 1
    }

    /// Says that a count is not below and not above so many; it must not be.
    pub fn narrow(&mut self, count: usize, least: i64, most: i64) {
        let seen = &mut self.seen[count];
        seen.range = (seen.range.0.max(least), seen.range.1.min(most));
        assert!(
            (seen.range.0..=seen.range.1).contains(&seen.value),
            "{seen:?}"
        );
    }

    /// Says that parts add up to a whole; they must.
    pub fn add_up(&mut self, whole: usize, parts: &[usize]) {
        let sum: i64 = parts.iter().map(|part| self.seen[*part].value).sum();
        assert_eq!(sum, self.seen[whole].value);
        let parts = parts.iter().map(|part| (*part, -1));
        let terms: Vec<(usize, i64)> = parts.chain([(whole, 1)]).collect();
        for (count, _) in &terms {
            self.of_count[*count].push(self.sums.len());
        }
        self.sums.push(terms);
    }

    pub fn seen(&self) -> &[Seen] {
        &self.seen
    }

    pub fn sums(&self) -> usize {
        self.sums.len()
    }

    /// Tries every value of each small count; of every so many only, to save time.
    pub fn try_all(&self, every: usize) -> Found {
        let mut found = Found::default();
        let mut proved: HashSet<(usize, i64)> = HashSet::new();
        let small = (0..self.seen.len()).filter(|count| self.seen[*count].must_reach.is_some());
        for count in small.step_by(every) {
            found.small += 1;
            let (least, most) = self.seen[count].must_reach.unwrap();
            let mut all_possible = true;
            // The ends first: what is between often comes with them.
            for value in [least, most].into_iter().chain(least + 1..most) {
                if value == self.seen[count].value || proved.contains(&(count, value)) {
                    found.possible += 1;
                    continue;
                }
                match self.other_table(count, value, &mut found.solved) {
                    Some(table) => {
                        found.possible += 1;
                        proved.extend(table);
                    }
                    None => all_possible = false,
                }
            }
            if !all_possible {
                found.given_away.push(count);
            }
        }
        found
    }

    /// Another table in which a count has another value: what differs from the true
    /// one. Looks near the count first, and at the end everywhere.
    fn other_table(
        &self,
        count: usize,
        value: i64,
        solved: &mut usize,
    ) -> Option<Vec<(usize, i64)>> {
        let mut near: HashSet<usize> = HashSet::from([count]);
        for round in 0.. {
            let before = near.len();
            for _ in 0..=round {
                self.widen(&mut near);
            }
            let is_everything = near.len() == before && round > 0;
            *solved += 1;
            if let Some(table) = self.solve(count, value, &near, Numbers::Real) {
                return Some(table);
            }
            if is_everything {
                *solved += 1;
                return self.solve(count, value, &near, Numbers::Whole);
            }
        }
        None
    }

    fn widen(&self, near: &mut HashSet<usize>) {
        let sums: HashSet<usize> = near
            .iter()
            .flat_map(|it| &self.of_count[*it])
            .copied()
            .collect();
        for (other, _) in sums.iter().flat_map(|sum| &self.sums[*sum]) {
            let (least, most) = self.seen[*other].range;
            if least < most {
                near.insert(*other);
            }
        }
    }

    /// Solves for the counts that are near, with all others as they are. A table
    /// with a broken number in it is none; one that is found is checked.
    fn solve(
        &self,
        count: usize,
        value: i64,
        near: &HashSet<usize>,
        numbers: Numbers,
    ) -> Option<Vec<(usize, i64)>> {
        let mut order: Vec<usize> = near.iter().copied().collect();
        order.sort_unstable();
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let mut variables: HashMap<usize, Variable> = HashMap::new();
        for other in &order {
            let seen = self.seen[*other];
            let (least, most) = if *other == count {
                if !(seen.range.0..=seen.range.1).contains(&value) {
                    return None;
                }
                (value, value)
            } else {
                // Far enough: nothing has to move by more.
                (
                    seen.range.0.max(seen.value - 2_000),
                    seen.range.1.min(seen.value + 2_000),
                )
            };
            let variable = match numbers {
                Numbers::Real => problem.add_var(0.0, (least as f64, most as f64)),
                Numbers::Whole => problem.add_integer_var(
                    0.0,
                    (i32::try_from(least).unwrap(), i32::try_from(most).unwrap()),
                ),
            };
            variables.insert(*other, variable);
        }
        let sums: HashSet<usize> = order
            .iter()
            .flat_map(|it| &self.of_count[*it])
            .copied()
            .collect();
        let mut sums: Vec<usize> = sums.into_iter().collect();
        sums.sort_unstable();
        for sum in &sums {
            let mut known = 0;
            let mut terms: Vec<(Variable, f64)> = Vec::new();
            for (other, sign) in &self.sums[*sum] {
                match variables.get(other) {
                    Some(variable) => terms.push((*variable, *sign as f64)),
                    None => known += sign * self.seen[*other].value,
                }
            }
            problem.add_constraint(&terms[..], ComparisonOp::Eq, -known as f64);
        }
        let solution = problem.solve().ok()?.into_solution().ok()?;
        let mut table: HashMap<usize, i64> = HashMap::new();
        for other in &order {
            let found = solution.var_value(variables[other]).round() as i64;
            let (least, most) = self.seen[*other].range;
            if !(least..=most).contains(&found) {
                return None;
            }
            table.insert(*other, found);
        }
        let at = |other: &usize| table.get(other).copied().unwrap_or(self.seen[*other].value);
        let is_true = |sum: &usize| {
            let terms = self.sums[*sum].iter();
            terms.map(|(other, sign)| sign * at(other)).sum::<i64>() == 0
        };
        (at(&count) == value && sums.iter().all(is_true)).then(|| table.into_iter().collect())
    }
}

#[derive(Debug, Clone, Copy)]
enum Numbers {
    Real,
    Whole,
}

/// Chance that can be repeated.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    pub fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        let many = u64::try_from(all.len()).unwrap();
        all[usize::try_from(self.roll(many)).unwrap()]
    }
}
