//! Counts as constraints: what everybody knows of each who has the published tables,
//! and how they add up.

use super::cells::{Cell, CellRole, Cells, Earlier, Standing};
use super::primary::is_small;
use super::suppress::SuppressionReason;

/// Counts that must be equal, as one variable.
#[derive(Debug, Clone)]
pub(super) struct Variable {
    pub(super) value: i64,
    /// What it is in any other table, as everybody knows.
    pub(super) bounds: (i64, i64),
    /// The values that must stay possible, where it is small.
    pub(super) protection: Option<(i64, i64)>,
    pub(super) cost: u32,
    pub(super) state: VariableState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum VariableState {
    /// Shown, and may be hidden.
    Published,
    /// Hidden for its own sake, or never shown.
    Suppressed,
    /// Hidden to protect others.
    Protecting,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Constraints {
    pub(super) all: Vec<Variable>,
    /// Of each count its variable; `None` of a zero that is shown.
    pub(super) of_cell: Vec<Option<usize>>,
    /// Of each sum its constraints, the whole with 1 and the parts with -1.
    pub(super) sums: Vec<Vec<(usize, i64)>>,
    /// Of each sum whether something in it is never shown.
    pub(super) has_rest: Vec<bool>,
    /// Of each variable the sums that it is in.
    pub(super) sums_of: Vec<Vec<(usize, i64)>>,
}

impl Constraints {
    /// Everything that is known of the counts.
    pub(super) fn of(cells: &Cells, threshold: u64, why: &[Option<SuppressionReason>]) -> Self {
        let all = cells.cells();
        let is_unknown = |number: usize| {
            let cell = all[number];
            cell.value > 0 || why[number].is_some() || !matches!(cell.role, CellRole::Published(_))
        };
        let told = Breakdowns::of(cells, why);
        let mut same = Same((0..all.len()).collect());
        for sum in cells.sums() {
            if let [only] = sum.parts[..] {
                same.join(sum.whole, only);
            }
        }
        let mut constraints: Vec<Variable> = Vec::new();
        let mut of_root: Vec<Option<usize>> = vec![None; all.len()];
        let mut of_cell = vec![None; all.len()];
        for number in (0..all.len()).filter(|number| is_unknown(*number)) {
            let at = *of_root[same.root(number)].get_or_insert(constraints.len());
            if at == constraints.len() {
                constraints.push(Variable::of(wide(all[number].value)));
            }
            of_cell[number] = Some(at);
            constraints[at].take_in((all[number], told.0[number]), why[number], wide(threshold));
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
            for (variable, sign) in terms {
                match joined.last_mut() {
                    Some((last, signs)) if *last == variable => *signs += sign,
                    _ => joined.push((variable, sign)),
                }
            }
            joined.retain(|(_, sign)| *sign != 0);
            sums.push(joined);
        }
        sums.sort_unstable();
        sums.dedup();
        sums.retain(|terms| !terms.is_empty());
        let mut sums_of: Vec<Vec<(usize, i64)>> = vec![Vec::new(); constraints.len()];
        for (at, terms) in sums.iter().enumerate() {
            for (variable, sign) in terms {
                sums_of[*variable].push((at, *sign));
            }
        }
        let never_shown = |(at, _): &(usize, i64)| constraints[*at].cost == 0;
        let has_rest = sums.iter().map(|terms| terms.iter().any(never_shown));
        Self {
            has_rest: has_rest.collect(),
            all: constraints,
            of_cell,
            sums,
            sums_of,
        }
    }
}

impl Variable {
    fn of(value: i64) -> Self {
        Self {
            value,
            bounds: (0, i64::MAX / 4),
            protection: None,
            cost: 0,
            state: VariableState::Published,
        }
    }

    fn within(&mut self, least: i64, most: i64) {
        self.bounds = (self.bounds.0.max(least), self.bounds.1.min(most));
    }

    fn protection(&mut self, least: i64, most: i64) {
        let known = self.protection.unwrap_or((least, most));
        self.protection = Some((known.0.min(least), known.1.max(most)));
    }

    /// Takes in one of the counts that it stands for.
    fn take_in(
        &mut self,
        (cell, breakdown): (Cell, Breakdown),
        why: Option<SuppressionReason>,
        threshold: i64,
    ) {
        let value = self.value;
        let is_small = is_small(cell.value, threshold.unsigned_abs());
        match cell.role {
            CellRole::Residual => self.state = VariableState::Suppressed,
            CellRole::Bound => {
                self.state = VariableState::Suppressed;
                return;
            }
            CellRole::Published(cost) => self.cost = self.cost.saturating_add(cost),
        }
        if why.is_some() {
            self.state = VariableState::Suppressed;
        }
        match (why, cell.role, breakdown) {
            // A breakdown that is hidden with its zeros says that the whole is small.
            (Some(SuppressionReason::Primary), _, it) if it.is_hidden => self.within(1, threshold),
            (Some(SuppressionReason::PartOfPrimary), _, _) => self.within(0, threshold),
            (Some(SuppressionReason::AllOrNone), _, _) => {
                if cell.value == 0 {
                    self.protection(0, threshold);
                }
            }
            (Some(SuppressionReason::Withheld | SuppressionReason::EarlierEdition), _, _)
            | (None, CellRole::Residual | CellRole::Bound, _) => {}
            // A zero that is shown in it says that it is not.
            (Some(SuppressionReason::Secondary) | None, _, it) if it.shows_zero => {
                self.within(threshold + 1, i64::MAX / 4);
            }
            (Some(SuppressionReason::Differencing), _, _) => {
                self.within(threshold + 1, i64::MAX / 4);
            }
            (Some(SuppressionReason::Primary | SuppressionReason::Secondary) | None, _, _) => {
                self.within(1, i64::MAX / 4);
            }
        }
        match cell.earlier {
            // What was shown before is known for ever, and saves nobody.
            Earlier::Shown(before) if before == cell.value => self.within(value, value),
            Earlier::Shown(before) => {
                if is_small {
                    self.protection(1, threshold);
                }
                let before = wide(before);
                if why == Some(SuppressionReason::Differencing) {
                    let (least, most) = (before - threshold, before + threshold);
                    self.within(least, most);
                    if value > before {
                        self.protection((before + 1).max(threshold + 1), most);
                    } else {
                        self.protection(least.max(threshold + 1), before - 1);
                    }
                }
            }
            Earlier::Hidden | Earlier::Nothing if is_small => self.protection(1, threshold),
            Earlier::Hidden | Earlier::Nothing => {}
        }
    }
}

pub(super) fn wide(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX / 8)
}

/// What a count's breakdowns say of it to whoever knows the rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Breakdown {
    /// A zero is shown in one: then the count is no small one.
    shows_zero: bool,
    /// One is hidden whole, zeros too: then the count is a small one, if it is hidden
    /// for being small.
    is_hidden: bool,
}

/// What the breakdown of each count says.
struct Breakdowns(Vec<Breakdown>);

impl Breakdowns {
    fn of(cells: &Cells, why: &[Option<SuppressionReason>]) -> Self {
        let all = cells.cells();
        let mut told = vec![Breakdown::default(); all.len()];
        for sum in cells.sums() {
            let shown = |part: &&usize| matches!(all[**part].role, CellRole::Published(_));
            if sum.parts.iter().filter(shown).count() < 2 {
                continue;
            }
            let is_zero = |part: &usize| all[*part].value == 0 && why[*part].is_none();
            let shows_zero = sum.parts.iter().filter(shown).any(is_zero);
            told[sum.whole].shows_zero |= shows_zero;
            told[sum.whole].is_hidden |= !shows_zero;
        }
        Self(told)
    }
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
