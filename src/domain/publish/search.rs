//! The search for what to hide: other tables in which a small count has another
//! value, and all that is shown is the same.
//!
//! Each is reached from the true table by steps that move a few counts by one so
//! that every sum stays true. Whatever a step moves is hidden.

use std::cmp::Reverse;

use super::cells::{Cell, Cells, Earlier, Sort, Standing};
use super::hide::Why;
use super::reasons::is_small;

/// How often a step is looked for, how often where none is found, and how often to show
/// a count again.
const TRIES: [u32; 3] = [24, 240, 8];
/// How often everything hidden to protect others is gone through to show it again.
const PASSES: usize = 2;
/// How often a count may be moved in one try.
const LONGEST: usize = 400;
/// How much each try minds hiding a count, leaving a sum that is not true, and moving
/// anything but the whole of a sum.
const MINDS: [(i64, i64, i64); 8] = [
    (16, 40, 0),
    (16, 8, 0),
    (4, 40, 0),
    (0, 40, 300),
    (1, 40, 0),
    (8, 150, 0),
    (2, 40, 100),
    (0, 40, 0),
];
/// How much it minds moving a count again: only where there is no other.
const AGAIN: i64 = 100_000;

/// Counts that must be equal, as one unknown.
#[derive(Debug, Clone)]
struct Unknown {
    value: i64,
    /// What it is in any other table, as everybody knows.
    range: (i64, i64),
    /// The values that must stay possible, where it is small.
    must_reach: Option<(i64, i64)>,
    cost: u32,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Shown, and may be hidden.
    Shown,
    /// Hidden for its own sake, or never shown.
    Hidden,
    /// Hidden to protect others.
    Protecting,
}

/// A step: counts and by how much each is moved.
type Step = Vec<(usize, i64)>;

/// The ways from the true table to others.
#[derive(Debug, Clone, Default)]
struct Ways(Vec<Step>);

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

/// The search.
#[derive(Debug)]
pub(super) struct Search {
    unknowns: Vec<Unknown>,
    /// Of each count its unknown; `None` of a zero that is shown.
    of_cell: Vec<Option<usize>>,
    sums: Vec<Vec<(usize, i64)>>,
    /// Of each sum whether something in it is never shown.
    has_rest: Vec<bool>,
    of_unknown: Vec<Vec<(usize, i64)>>,
    ways: Vec<Ways>,
    /// Of each unknown those whose ways may use it.
    used_by: Vec<Vec<usize>>,
    dice: u64,
    /// The unknown that is protected next.
    next: usize,
    unprotected: Vec<usize>,
    /// How often everything was gone through to show it again, what is left of that,
    /// and whether anything was.
    passes: usize,
    to_release: Vec<usize>,
    released: bool,
    // What follows is empty between two searches.
    moved: Vec<i64>,
    shifted: Vec<i64>,
    missing: Vec<i64>,
}

impl Search {
    /// Everything that is known of the counts.
    pub(super) fn new(cells: &Cells, threshold: u64, why: &[Option<Why>]) -> Self {
        let all = cells.cells();
        let is_unknown = |number: usize| {
            let cell = all[number];
            cell.value > 0 || why[number].is_some() || !matches!(cell.sort, Sort::Shown(_))
        };
        let mut same = Same((0..all.len()).collect());
        for sum in cells.sums() {
            if let [only] = sum.parts[..] {
                same.join(sum.whole, only);
            }
        }
        let mut unknowns: Vec<Unknown> = Vec::new();
        let mut of_root: Vec<Option<usize>> = vec![None; all.len()];
        let mut of_cell = vec![None; all.len()];
        for number in (0..all.len()).filter(|number| is_unknown(*number)) {
            let at = *of_root[same.root(number)].get_or_insert(unknowns.len());
            if at == unknowns.len() {
                unknowns.push(Unknown::of(wide(all[number].value)));
            }
            of_cell[number] = Some(at);
            unknowns[at].take_in(all[number], why[number], wide(threshold));
        }
        let mut sums: Vec<Vec<(usize, i64)>> = Vec::new();
        let needed = cells.sums().iter();
        for sum in needed.filter(|sum| sum.standing == Standing::Needed) {
            let parts = sum.parts.iter().map(|part| (*part, -1));
            let terms = parts.chain([(sum.whole, 1)]);
            let mut terms: Vec<(usize, i64)> = terms
                .filter_map(|(number, sign)| Some((of_cell[number]?, sign)))
                .collect();
            // Counts that are the same are one term.
            terms.sort_unstable();
            let mut joined: Vec<(usize, i64)> = Vec::new();
            for (unknown, sign) in terms {
                match joined.last_mut() {
                    Some((last, signs)) if *last == unknown => *signs += sign,
                    _ => joined.push((unknown, sign)),
                }
            }
            joined.retain(|(_, sign)| *sign != 0);
            sums.push(joined);
        }
        sums.sort_unstable();
        sums.dedup();
        sums.retain(|terms| !terms.is_empty());
        let mut of_unknown: Vec<Vec<(usize, i64)>> = vec![Vec::new(); unknowns.len()];
        for (at, terms) in sums.iter().enumerate() {
            for (unknown, sign) in terms {
                of_unknown[*unknown].push((at, *sign));
            }
        }
        let many = unknowns.len();
        let never_shown = |(at, _): &(usize, i64)| unknowns[*at].cost == 0;
        let has_rest = sums.iter().map(|terms| terms.iter().any(never_shown));
        Self {
            has_rest: has_rest.collect(),
            moved: vec![0; many],
            shifted: vec![0; many],
            missing: vec![0; sums.len()],
            ways: vec![Ways::default(); many],
            used_by: vec![Vec::new(); many],
            unknowns,
            of_cell,
            sums,
            of_unknown,
            dice: 1,
            next: 0,
            unprotected: Vec::new(),
            passes: 0,
            to_release: Vec::new(),
            released: false,
        }
    }

    /// Whether a count is hidden only to protect others.
    pub(super) fn is_protecting(&self, number: usize) -> bool {
        let at = self.of_cell[number];
        at.is_some_and(|at| self.unknowns[at].state == State::Protecting)
    }

    /// Protects the next count, and hides what that takes; gives whether there was
    /// one.
    pub(super) fn protect_next(&mut self) -> bool {
        let at = self.next;
        if at == self.unknowns.len() {
            return false;
        }
        self.next += 1;
        if let Some(ways) = self.ways_of(at, u32::MAX) {
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
            let at = self.of_cell[*number];
            at.is_some_and(|at| self.unprotected.binary_search(&at).is_ok())
        };
        (0..self.of_cell.len()).filter(is_unprotected).collect()
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
            self.to_release = (0..self.unknowns.len())
                .filter(|at| self.unknowns[*at].state == State::Protecting)
                .collect();
            let unknowns = &self.unknowns;
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
        self.unknowns[at].state = State::Shown;
        let mut left = self.unknowns[at].cost.max(1);
        let mut instead: Vec<usize> = Vec::new();
        let mut others = Vec::new();
        for user in &users {
            let Some(ways) = self.ways_of(*user, left) else {
                break;
            };
            let newly = self.hide_moved(&ways);
            let cost = newly.iter().map(|it| self.unknowns[*it].cost.max(1));
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
                self.unknowns[it].state = State::Shown;
            }
            self.unknowns[at].state = State::Protecting;
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
            let state = &mut self.unknowns[*moved].state;
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

    /// The ways by which an unknown reaches each value that must stay possible,
    /// for less than a cost; `None` where there are none.
    fn ways_of(&mut self, at: usize, below: u32) -> Option<Ways> {
        let Unknown {
            value,
            must_reach,
            range,
            ..
        } = self.unknowns[at];
        let Some((least, most)) = must_reach.filter(|_| range.0 < range.1) else {
            return Some(Ways::default());
        };
        let mut ways = self.walk(at, 1, most - value, below)?;
        ways.extend(self.walk(at, -1, value - least, below)?);
        Some(Ways(ways))
    }

    /// So many steps in one direction, each from where the last one led; a step
    /// that is taken several times is listed once.
    fn walk(&mut self, at: usize, by: i64, steps: i64, below: u32) -> Option<Vec<Step>> {
        let mut walked: Vec<Step> = Vec::new();
        let mut left = steps;
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
        let Unknown { value, range, .. } = self.unknowns[at];
        let after = value + self.moved[at] + by;
        (by > 0 && after <= range.1) || (by < 0 && after >= range.0)
    }

    /// The cheapest of the steps found.
    fn step(&mut self, wanted: Wanted) -> Option<Step> {
        let mut best: Option<(u32, Step)> = None;
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
    fn attempt(&mut self, wanted: Wanted, attempt: u32) -> Option<(u32, Step)> {
        if !self.can_move(wanted.at, wanted.by) {
            return None;
        }
        let mut touched: Vec<usize> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        let mut cost = 0;
        self.put(wanted.at, wanted.by, &mut touched, &mut open);
        while !open.is_empty() && touched.len() < LONGEST && cost < wanted.below {
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
        let mut step = Step::new();
        for at in touched {
            let by = std::mem::take(&mut self.shifted[at]);
            if by != 0 {
                step.push((at, by));
            }
            for (sum, _) in &self.of_unknown[at] {
                self.missing[*sum] = 0;
            }
        }
        found.then_some((cost, step))
    }

    /// What it costs that an unknown is moved.
    fn cost(&self, at: usize) -> u32 {
        let Unknown { state, cost, .. } = self.unknowns[at];
        match state {
            State::Shown if self.shifted[at] != 0 => cost.max(1),
            State::Shown | State::Hidden | State::Protecting => 0,
        }
    }

    /// Moves an unknown, and notes which sums are true and which not.
    fn put(&mut self, at: usize, by: i64, touched: &mut Vec<usize>, open: &mut Vec<usize>) {
        self.shifted[at] += by;
        touched.push(at);
        for (sum, sign) in &self.of_unknown[at] {
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

    /// The best unknown to make a sum true with, and by how much it is moved.
    fn choose(&mut self, sum: usize, wanted: Wanted, attempt: u32) -> Option<(usize, i64)> {
        let (minds_hiding, minds_open, minds_part) = MINDS[attempt as usize % MINDS.len()];
        let missing = self.missing[sum];
        let mut best: Option<(i64, usize, i64)> = None;
        for term in 0..self.sums[sum].len() {
            let (at, sign) = self.sums[sum][term];
            if at == wanted.at || missing % sign != 0 {
                continue;
            }
            let by = -missing / sign;
            let shifted = self.shifted[at];
            let whole = (shifted + by) * wanted.times;
            if whole != 0 && !self.can_move(at, whole) {
                continue;
            }
            let unknown = &self.unknowns[at];
            let is_new = unknown.state == State::Shown && shifted == 0;
            let cost = if is_new { unknown.cost.max(1) } else { 0 };
            if cost >= wanted.below {
                continue;
            }
            let mut opens = 0;
            for (other, sign) in &self.of_unknown[at] {
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
            let part = if sign > 0 || self.has_rest[sum] {
                0
            } else {
                minds_part
            };
            let minded = i64::from(cost) * minds_hiding + opens * minds_open + part;
            let score = minded + again + wide(chance as u64);
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

impl Unknown {
    fn of(value: i64) -> Self {
        Self {
            value,
            range: (0, i64::MAX / 4),
            must_reach: None,
            cost: 0,
            state: State::Shown,
        }
    }

    fn within(&mut self, least: i64, most: i64) {
        self.range = (self.range.0.max(least), self.range.1.min(most));
    }

    fn must_reach(&mut self, least: i64, most: i64) {
        let known = self.must_reach.unwrap_or((least, most));
        self.must_reach = Some((known.0.min(least), known.1.max(most)));
    }

    /// Takes in one of the counts that it stands for.
    fn take_in(&mut self, cell: Cell, why: Option<Why>, threshold: i64) {
        let value = self.value;
        let is_small = is_small(cell.value, threshold.unsigned_abs());
        match cell.sort {
            Sort::Rest => self.state = State::Hidden,
            Sort::Slack => {
                self.state = State::Hidden;
                return;
            }
            Sort::Shown(cost) => self.cost = self.cost.saturating_add(cost),
        }
        if why.is_some() {
            self.state = State::Hidden;
        }
        match (why, cell.sort) {
            (Some(Why::Small), _) => self.within(1, threshold),
            (Some(Why::PartOfSmall), _) => self.within(0, threshold),
            (Some(Why::Withheld | Why::HiddenBefore), _) | (None, Sort::Rest | Sort::Slack) => {}
            (Some(Why::SmallChange | Why::WouldReveal) | None, _) => {
                self.within(threshold + 1, i64::MAX / 4);
            }
        }
        match cell.earlier {
            // What was shown before is known for ever, and saves nobody.
            Earlier::Shown(before) if before == cell.value => self.within(value, value),
            Earlier::Shown(before) => {
                if is_small {
                    self.must_reach(1, threshold);
                }
                let before = wide(before);
                if why == Some(Why::SmallChange) {
                    let (least, most) = (before - threshold, before + threshold);
                    self.within(least, most);
                    if value > before {
                        self.must_reach((before + 1).max(threshold + 1), most);
                    } else {
                        self.must_reach(least.max(threshold + 1), before - 1);
                    }
                }
            }
            Earlier::Hidden | Earlier::Nothing if is_small => self.must_reach(1, threshold),
            Earlier::Hidden | Earlier::Nothing => {}
        }
    }
}

fn wide(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX / 8)
}

/// Which counts are the same.
struct Same(Vec<usize>);

impl Same {
    fn root(&mut self, number: usize) -> usize {
        let mut root = number;
        while self.0[root] != root {
            root = self.0[root];
        }
        self.0[number] = root;
        root
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}
