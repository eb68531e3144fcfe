//! Which counts are hidden, so that nobody is revealed.
//!
//! Small counts are hidden (primary suppression), and of the others as few as will do
//! (secondary suppression). Guarantees that for every small count each value from 1 to
//! the threshold stays possible given everything that is shown, to somebody who knows
//! these rules and is told of no hidden count why it is hidden: for each value a whole
//! other table is found in which the count has it, all that is shown is the same, and
//! all that is hidden would be hidden by these rules.
//!
//! | count | is | may be in another table |
//! |---|---|---|
//! | 0 | shown | 0 |
//! | 1 to the threshold | hidden | 1 and more |
//! | the same with a breakdown, which is hidden whole | hidden | 1 to the threshold |
//! | a part of a small count, 0 too | hidden | 0 to the threshold |
//! | a whole less a part of it, 1 to the threshold | never shown; one of both is hidden | 0 and more |
//! | away from an earlier edition by no more than the threshold | hidden | above the threshold, and so near |
//! | hidden in an earlier edition, 0 too | hidden | 0 and more |
//! | all of a small group, or the 0 of none of it | hidden (`group`) | 0 and more; the rest of the group each from 0 to the threshold |
//! | any other | hidden where a small one follows from it | 1 and more; above the threshold where a 0 is shown among its parts |
//! | a shown 0 or any of those, where a small one could be protected in no other way | withheld: as few as linear programming finds, and all that the small one adds up with where it finds none | 0 and more |

use super::cells::{CellRole, Cells};
use super::constraints::{Constraints, VariableState, Zeros};
use super::group::hide_all_and_none;
use super::linear::WITH_ZEROS;
use super::moves::MoveSearch;
use super::primary::primary_suppression;
use super::search::{CountMoves, Search, members, of_counts};

/// Why a count is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SuppressionReason {
    /// It is small.
    Primary,
    /// It is a part of a small one, and may be 0.
    PartOfPrimary,
    /// It differs a little from what an earlier edition shows.
    Differencing,
    /// An earlier edition hides it.
    EarlierEdition,
    /// It says that all of a small group, or none of it, is something; or it is the 0 that
    /// would say so.
    AllOrNone,
    /// A small one would follow from it.
    Secondary,
    /// A small one among those that it adds up with could be protected in no
    /// other way; it may be 0.
    Withheld,
}

impl SuppressionReason {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Primary,
        Self::PartOfPrimary,
        Self::Differencing,
        Self::EarlierEdition,
        Self::AllOrNone,
        Self::Secondary,
        Self::Withheld,
    ];

    /// What is said of counts that are hidden for it, after how many they are.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Primary => "are small",
            Self::PartOfPrimary => "are parts of a small one",
            Self::Differencing => "differ a little from an earlier edition",
            Self::EarlierEdition => "are hidden in an earlier edition",
            Self::AllOrNone => "would say something of everybody in a small group",
            Self::Secondary => "are larger, and would give a small one away",
            Self::Withheld => "are withheld, since a small one could be protected in no other way",
        }
    }

    /// The same of one count.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Primary => "small",
            Self::PartOfPrimary => "part of a small one",
            Self::Differencing => "differs a little from an earlier edition",
            Self::EarlierEdition => "hidden in an earlier edition",
            Self::AllOrNone => "would say something of everybody in a small group",
            Self::Secondary => "would give a small one away",
            Self::Withheld => "withheld, since a small one could be protected in no other way",
        }
    }

    /// Whether it is hidden only to protect others.
    #[must_use]
    pub const fn is_secondary(self) -> bool {
        match self {
            Self::Primary
            | Self::PartOfPrimary
            | Self::Differencing
            | Self::EarlierEdition
            | Self::AllOrNone => false,
            Self::Secondary | Self::Withheld => true,
        }
    }
}

/// How often more is withheld before all is.
const ROUNDS: usize = 4;

/// Finds what to hide: of each count why it is hidden, `None` where it is shown
/// and of what is never shown.
#[must_use]
pub fn suppress(cells: &Cells, threshold: u64) -> Vec<Option<SuppressionReason>> {
    let mut suppression = Suppression::begin(cells, threshold);
    while suppression.go_on(cells) {}
    suppression.done()
}

/// The same in small pieces, between which other things can be done.
#[derive(Debug)]
pub(super) struct Suppression {
    threshold: u64,
    why: Vec<Option<SuppressionReason>>,
    /// How often more was withheld.
    round: usize,
    search: Search,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// Counts are hidden until each small one is protected.
    Protecting,
    /// Zeros are withheld for those that could not be protected without.
    Withholding(Box<Withholding>),
    /// What was hidden for nothing is shown again.
    Releasing,
    /// All is found.
    Done,
}

impl Suppression {
    /// What is hidden for its own sake.
    pub(super) fn begin(cells: &Cells, threshold: u64) -> Self {
        let why = hidden_for_its_own_sake(cells, threshold);
        Self {
            threshold,
            round: 0,
            search: Search::new(cells, threshold, &why),
            stage: Stage::Protecting,
            why,
        }
    }

    /// Does a piece, with the counts that it was begun with; gives whether there is
    /// more to do.
    pub(super) fn go_on(&mut self, cells: &Cells) -> bool {
        match &mut self.stage {
            Stage::Protecting => {
                if !self.search.protect_next() {
                    self.end_round(cells);
                }
            }
            Stage::Withholding(withholding) => {
                if !withholding.protect_next() {
                    let found = withholding.done(cells, &mut self.why);
                    self.begin_again(cells, found);
                }
            }
            Stage::Releasing => {
                if !self.search.reroute_next() && !self.search.release_next() {
                    for (number, reason) in self.why.iter_mut().enumerate() {
                        let is_told = is_shown(cells, number) && cells.value(number) > 0;
                        if reason.is_none() && is_told && self.search.is_hidden(number) {
                            *reason = Some(SuppressionReason::Secondary);
                        }
                    }
                    self.stage = Stage::Done;
                }
            }
            Stage::Done => {}
        }
        !matches!(self.stage, Stage::Done)
    }

    /// Withholds more where a count could not be protected: what a programme finds first,
    /// then all that it adds up with, a step further each time.
    fn end_round(&mut self, cells: &Cells) {
        let unprotected = self.search.unprotected(cells);
        // Where all is withheld that adds up with it, there is nothing left to hide.
        if unprotected.is_empty() || self.round > ROUNDS {
            self.stage = Stage::Releasing;
            return;
        }
        if self.round == 0 {
            let is_hidden = |number: usize| self.search.is_hidden(number);
            let given = (cells, self.threshold, &self.why[..]);
            let withholding = Withholding::of(given, unprotected, &is_hidden);
            self.stage = Stage::Withholding(Box::new(withholding));
        } else {
            let reach = if self.round == ROUNDS {
                usize::MAX
            } else {
                self.round
            };
            withhold(cells, &unprotected, reach, &mut self.why);
            self.begin_again(cells, Vec::new());
        }
        self.round += 1;
    }

    fn begin_again(&mut self, cells: &Cells, found: Vec<(usize, CountMoves)>) {
        suppress_equal(cells, &mut self.why);
        let search = std::mem::take(&mut self.search);
        self.search = search.again(cells, self.threshold, &self.why, found);
        self.stage = Stage::Protecting;
    }

    /// Of each count why it is hidden.
    pub(super) fn done(self) -> Vec<Option<SuppressionReason>> {
        self.why
    }
}

/// The search for the fewest zeros to withhold.
#[derive(Debug)]
struct Withholding {
    moves: MoveSearch,
    members: Vec<Vec<usize>>,
    left: Vec<usize>,
    found: Vec<(usize, CountMoves)>,
    withheld: Vec<usize>,
}

impl Withholding {
    fn of(
        (cells, threshold, why): (&Cells, u64, &[Option<SuppressionReason>]),
        unprotected: Vec<usize>,
        is_hidden: &impl Fn(usize) -> bool,
    ) -> Self {
        let mut constraints = Constraints::of(cells, threshold, why, Zeros::Withholdable);
        for (number, at) in constraints.of_cell.iter().enumerate() {
            if let Some(at) = at
                && is_hidden(number)
                && constraints.all[*at].state == VariableState::Published
            {
                constraints.all[*at].state = VariableState::Protecting;
            }
        }
        let members = members(&constraints);
        let mut left = unprotected;
        left.reverse();
        Self {
            moves: MoveSearch::among(constraints),
            members,
            left,
            found: Vec::new(),
            withheld: Vec::new(),
        }
    }

    /// Finds the least costly way for the next count; gives whether there was one.
    fn protect_next(&mut self) -> bool {
        let Some(number) = self.left.pop() else {
            return false;
        };
        let Some(at) = self.moves.constraints.of_cell[number] else {
            return true;
        };
        let found = self.moves.alternatives_by_programme(at, &WITH_ZEROS);
        let found = found.or_else(|| {
            // The programme's numbers were broken.
            let walked = self.moves.alternatives_of(at, u32::MAX);
            walked.map(|alternatives| (alternatives, Vec::new()))
        });
        let Some((alternatives, withheld)) = found else {
            return true;
        };
        for moved in withheld {
            self.moves.constraints.all[moved].withhold();
            self.withheld.extend(&self.members[moved]);
        }
        for (moved, _) in alternatives.0.iter().flatten() {
            let variable = &mut self.moves.constraints.all[*moved];
            if variable.state == VariableState::Published {
                variable.state = VariableState::Protecting;
            }
        }
        let moves = alternatives.0.iter();
        let moves = moves.map(|step| of_counts(step, &self.members)).collect();
        self.found.push((number, moves));
        true
    }

    /// Withholds the zeros; gives the ways that were found.
    fn done(
        &mut self,
        cells: &Cells,
        why: &mut [Option<SuppressionReason>],
    ) -> Vec<(usize, CountMoves)> {
        for number in &self.withheld {
            if is_shown(cells, *number) {
                why[*number] = Some(SuppressionReason::Withheld);
            }
        }
        std::mem::take(&mut self.found)
    }
}

/// What is hidden before anything is hidden to protect it; of what is never shown why it
/// must not be found out, where that is not that it is small.
pub(super) fn hidden_for_its_own_sake(
    cells: &Cells,
    threshold: u64,
) -> Vec<Option<SuppressionReason>> {
    let mut why = primary_suppression(cells, threshold);
    hide_all_and_none(cells, threshold, &mut why);
    suppress_equal(cells, &mut why);
    why
}

/// A count that is all of another is hidden where the other is.
fn suppress_equal(cells: &Cells, why: &mut [Option<SuppressionReason>]) {
    let same = cells.sums().iter().filter(|sum| sum.parts.len() == 1);
    let pairs: Vec<[usize; 2]> = same
        .flat_map(|sum| sum.parts.iter().map(|part| [sum.whole, *part]))
        .filter(|pair| pair.iter().all(|it| is_shown(cells, *it)))
        .collect();
    loop {
        let mut changed = false;
        for [one, other] in &pairs {
            for (one, other) in [(*one, *other), (*other, *one)] {
                let is_open = why[other].is_none()
                    && (cells.value(other) > 0 || why[one] == Some(SuppressionReason::Withheld));
                if is_open && why[one].is_some() {
                    why[other] = why[one];
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
}

fn is_shown(cells: &Cells, number: usize) -> bool {
    let cell = cells.cells().get(number);
    cell.is_some_and(|cell| matches!(cell.role, CellRole::Published(_)))
}

/// Withholds counts with all that they add up with, and all that those add up
/// with, and so on for so many times.
fn withhold(cells: &Cells, numbers: &[usize], reach: usize, why: &mut [Option<SuppressionReason>]) {
    let mut is_near = vec![false; why.len()];
    for number in numbers {
        is_near[*number] = true;
    }
    for _ in 0..reach {
        let mut nearer = is_near.clone();
        for sum in cells.sums() {
            let members = || sum.parts.iter().copied().chain([sum.whole]);
            if members().any(|number| is_near[number]) {
                members().for_each(|number| nearer[number] = true);
            }
        }
        if nearer == is_near {
            break;
        }
        is_near = nearer;
    }
    for (number, cell) in cells.cells().iter().enumerate() {
        match cell.role {
            CellRole::Published(_) if is_near[number] => {
                why[number] = Some(SuppressionReason::Withheld);
            }
            CellRole::Published(_) | CellRole::Residual | CellRole::Bound => {}
        }
    }
}
