//! What is hidden for its own sake, before anything is hidden to protect it.

use super::cells::{CellRole, Cells, Earlier, Sum};
use super::suppress::SuppressionReason;

/// Whether a count is one to hide.
pub(super) const fn is_small(value: u64, threshold: u64) -> bool {
    value > 0 && value <= threshold
}

/// Of each count why it is hidden for its own sake.
///
/// A small whole may be as little as 1, so its parts may be 0; a zero shown among
/// them would say that the whole is at least as many as the others are. So the
/// breakdown of a small count is withheld whole, whatever is in it. A zero that
/// everybody can tell from a larger zero is shown.
pub(super) fn primary_suppression(cells: &Cells, threshold: u64) -> Vec<Option<SuppressionReason>> {
    let all = cells.cells();
    let mut part_of: Vec<Vec<&Sum>> = vec![Vec::new(); all.len()];
    for sum in cells.sums() {
        for part in &sum.parts {
            part_of[*part].push(sum);
        }
    }
    let is_shown = |number: usize| matches!(all[number].role, CellRole::Published(_));
    let mut why: Vec<Option<SuppressionReason>> = vec![None; all.len()];
    for number in wholes_first(cells) {
        let cell = all[number];
        if !is_shown(number) {
            continue;
        }
        let told_zero = |sum: &&&Sum| {
            let whole = sum.whole;
            is_shown(whole) && all[whole].value == 0 && why[whole].is_none()
        };
        let withheld = |sum: &&&Sum| {
            let several = sum.parts.iter().filter(|part| is_shown(**part)).count() > 1;
            match why[sum.whole] {
                Some(SuppressionReason::Primary) => several,
                Some(SuppressionReason::PartOfPrimary) => several || sum.parts.len() == 1,
                Some(_) | None => false,
            }
        };
        let sums = &part_of[number];
        let is_part = sums.iter().any(|sum| withheld(&sum));
        why[number] = if is_small(cell.value, threshold) {
            Some(if is_part {
                SuppressionReason::PartOfPrimary
            } else {
                SuppressionReason::Primary
            })
        } else if cell.value == 0 && is_part && !sums.iter().any(|sum| told_zero(&sum)) {
            Some(SuppressionReason::PartOfPrimary)
        } else {
            match cell.earlier {
                Earlier::Hidden => Some(SuppressionReason::EarlierEdition),
                Earlier::Shown(before)
                    if cell.value > 0 && is_small(before.abs_diff(cell.value), threshold) =>
                {
                    Some(SuppressionReason::Differencing)
                }
                Earlier::Shown(_) | Earlier::Nothing => None,
            }
        };
    }
    why
}

/// The numbers of the counts, each after the wholes that it is a part of.
fn wholes_first(cells: &Cells) -> Vec<usize> {
    let many = cells.cells().len();
    let mut parts: Vec<Vec<usize>> = vec![Vec::new(); many];
    let mut waits_for = vec![0_usize; many];
    for sum in cells.sums() {
        for part in &sum.parts {
            parts[sum.whole].push(*part);
            waits_for[*part] += 1;
        }
    }
    let mut order: Vec<usize> = (0..many).filter(|number| waits_for[*number] == 0).collect();
    let mut next = 0;
    while let Some(whole) = order.get(next).copied() {
        next += 1;
        for part in &parts[whole] {
            waits_for[*part] -= 1;
            if waits_for[*part] == 0 {
                order.push(*part);
            }
        }
    }
    // Counts that are parts of each other, all the same: in any order.
    order.extend((0..many).filter(|number| waits_for[*number] > 0));
    order
}
