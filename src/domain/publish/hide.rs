//! Which counts are hidden, so that nobody is revealed.
//!
//! Small counts are hidden, and of the others as few as will do. Guarantees that
//! for every small count each value from 1 to the threshold stays possible given
//! everything that is shown, even to somebody who is told of every hidden count
//! why it is hidden: for each value a whole other table is found in which the
//! count has it, all that is shown is the same, and all that is hidden is hidden
//! for the same reason.
//!
//! | count | is | may be in another table |
//! |---|---|---|
//! | 0 | shown | 0 |
//! | 1 to the threshold | hidden | 1 to the threshold |
//! | a part of a small count, 0 too | hidden | 0 to the threshold |
//! | a whole less a part of it, 1 to the threshold | never shown; one of both is hidden | 0 and more |
//! | away from an earlier edition by no more than the threshold | hidden | above the threshold, and so near |
//! | hidden in an earlier edition, 0 too | hidden | 0 and more |
//! | any other | hidden where a small one follows from it | above the threshold |
//! | any of those where no other table was found | withheld with all that it adds up with, 0 too | 0 and more |

use super::cells::{Cells, Sort};
use super::reasons::reasons;
use super::search::Search;

/// Why a count is hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It is small.
    Small,
    /// It is a part of a small one, and may be 0.
    PartOfSmall,
    /// It differs a little from what an earlier edition shows.
    SmallChange,
    /// An earlier edition hides it.
    HiddenBefore,
    /// A small one would follow from it.
    WouldReveal,
    /// A small one among those that it adds up with could be protected in no
    /// other way; it may be 0.
    Withheld,
}

impl Why {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Small,
        Self::PartOfSmall,
        Self::SmallChange,
        Self::HiddenBefore,
        Self::WouldReveal,
        Self::Withheld,
    ];

    /// Whether it is hidden only to protect others.
    #[must_use]
    pub const fn is_secondary(self) -> bool {
        match self {
            Self::Small | Self::PartOfSmall | Self::SmallChange | Self::HiddenBefore => false,
            Self::WouldReveal | Self::Withheld => true,
        }
    }
}

/// How often more is withheld before all is.
const ROUNDS: usize = 4;

/// Finds what to hide: of each count why it is hidden, `None` where it is shown
/// and of what is never shown.
#[must_use]
pub fn hide(cells: &Cells, threshold: u64) -> Vec<Option<Why>> {
    let mut why = reasons(cells, threshold);
    for round in 0.. {
        hide_the_same(cells, &mut why);
        let mut search = Search::new(cells, threshold, &why);
        let unprotected = search.protect();
        // Where all is withheld that adds up with it, there is nothing left to hide.
        if unprotected.is_empty() || round > ROUNDS {
            search.release();
            for (number, reason) in why.iter_mut().enumerate() {
                if reason.is_none() && search.is_protecting(number) {
                    *reason = Some(Why::WouldReveal);
                }
            }
            break;
        }
        let reach = if round == ROUNDS {
            usize::MAX
        } else {
            1 + round
        };
        withhold(cells, &unprotected, reach, &mut why);
    }
    why
}

/// A count that is all of another is hidden where the other is.
fn hide_the_same(cells: &Cells, why: &mut [Option<Why>]) {
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
                    && (cells.value(other) > 0 || why[one] == Some(Why::Withheld));
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
    cell.is_some_and(|cell| matches!(cell.sort, Sort::Shown(_)))
}

/// Withholds counts with all that they add up with, and all that those add up
/// with, and so on for so many times.
fn withhold(cells: &Cells, numbers: &[usize], reach: usize, why: &mut [Option<Why>]) {
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
        match cell.sort {
            Sort::Shown(_) if is_near[number] => why[number] = Some(Why::Withheld),
            Sort::Shown(_) | Sort::Rest | Sort::Slack => {}
        }
    }
}
