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
    /// What it costs to hide it.
    pub(super) cost: u32,
    pub(super) state: VariableState,
    /// Whether it could be withheld, and may then be any number: a zero that is shown, or
    /// one that is hidden for its own sake.
    pub(super) is_withholdable: bool,
}

/// What is done with the zeros that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zeros {
    /// They are known, and no variables.
    Known,
    /// They are variables: each could be withheld.
    Withholdable,
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

/// More than any count.
pub(super) const MOST: i64 = i64::MAX / 4;

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Constraints {
    pub(super) all: Vec<Variable>,
    /// Of each count its variable; `None` of a zero that is shown, where zeros are known.
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
    pub(super) fn of(
        cells: &Cells,
        threshold: u64,
        why: &[Option<SuppressionReason>],
        zeros: Zeros,
    ) -> Self {
        let all = cells.cells();
        let is_shown_zero = |number: usize| {
            let cell = all[number];
            let is_published = matches!(cell.role, CellRole::Published(_));
            cell.value == 0 && why[number].is_none() && is_published
        };
        let is_variable = |number: usize| zeros == Zeros::Withholdable || !is_shown_zero(number);
        let told = Breakdowns::of(cells, why);
        let mut same = Same((0..all.len()).collect());
        same.join_equal(cells, is_variable);
        let mut constraints: Vec<Variable> = Vec::new();
        let mut of_root: Vec<Option<usize>> = vec![None; all.len()];
        let mut of_cell = vec![None; all.len()];
        for number in (0..all.len()).filter(|number| is_variable(*number)) {
            let at = *of_root[same.root(number)].get_or_insert(constraints.len());
            if at == constraints.len() {
                constraints.push(Variable::of(wide(all[number].value)));
            }
            of_cell[number] = Some(at);
            let variable = &mut constraints[at];
            if is_shown_zero(number) {
                variable.take_in_zero(all[number]);
            } else {
                let cell = (all[number], told.0[number]);
                variable.take_in(cell, why[number], wide(threshold));
            }
        }
        for variable in &mut constraints {
            if variable.cost == 0 {
                // Nothing of it is ever shown.
                variable.state = VariableState::Suppressed;
            }
            let is_hidden = variable.state == VariableState::Suppressed;
            let is_small = variable.bounds.0 <= 1;
            if zeros == Zeros::Withholdable && is_hidden && is_small && variable.bounds != (0, MOST)
            {
                variable.is_withholdable = true;
            }
        }
        for number in 0..all.len() {
            // What was shown before is known for ever.
            if let (Some(at), Earlier::Shown(_)) = (of_cell[number], all[number].earlier) {
                constraints[at].is_withholdable = false;
            }
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
            bounds: (0, MOST),
            protection: None,
            cost: 0,
            state: VariableState::Published,
            is_withholdable: false,
        }
    }

    fn within(&mut self, least: i64, most: i64) {
        self.bounds = (self.bounds.0.max(least), self.bounds.1.min(most));
    }

    fn protection(&mut self, least: i64, most: i64) {
        let known = self.protection.unwrap_or((least, most));
        self.protection = Some((known.0.min(least), known.1.max(most)));
    }

    /// Withholds it: it may be any number then.
    pub(super) fn withhold(&mut self) {
        self.is_withholdable = false;
        self.bounds = (0, MOST);
        self.state = VariableState::Suppressed;
    }

    /// Takes in a zero that is shown, as one that it stands for. It is known, until it is
    /// withheld.
    fn take_in_zero(&mut self, cell: Cell) {
        if let CellRole::Published(cost) = cell.role {
            self.cost = self.cost.saturating_add(cost.max(1));
        }
        self.bounds = (0, 0);
        self.is_withholdable = true;
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
            CellRole::Residual => {}
            CellRole::Bound => return,
            CellRole::Published(cost) => self.cost = self.cost.saturating_add(cost.max(1)),
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
                self.within(threshold + 1, MOST);
            }
            (Some(SuppressionReason::Differencing), _, _) => {
                self.within(threshold + 1, MOST);
            }
            (Some(SuppressionReason::Primary | SuppressionReason::Secondary) | None, _, _) => {
                self.within(1, MOST);
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

    /// Joins the counts that are equal whatever they are: a whole with its only part that
    /// is a variable.
    fn join_equal(&mut self, cells: &Cells, is_variable: impl Fn(usize) -> bool) {
        loop {
            let mut changed = false;
            for sum in cells.sums() {
                let mut parts = sum.parts.iter().filter(|part| is_variable(**part));
                if let (Some(only), None) = (parts.next(), parts.next())
                    && is_variable(sum.whole)
                    && self.root(sum.whole) != self.root(*only)
                {
                    self.join(sum.whole, *only);
                    changed = true;
                }
            }
            if !changed {
                break;
            }
        }
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.0[one.max(other)] = one.min(other);
    }
}
