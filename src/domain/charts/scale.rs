//! From counts to lengths.

use super::Units;

/// What lies between nought and the end of an axis, in whole steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    /// From one mark to the next.
    step: u64,
    /// The end of the axis: so many steps.
    steps: u64,
    /// How long it is drawn.
    room: Units,
}

impl Scale {
    /// An axis that holds the largest of some counts, with three to six marks at
    /// 1, 2 or 5 times a power of ten.
    pub(super) fn holding(largest: u64, room: Units) -> Self {
        // Whoever has nothing but noughts still has an axis.
        let largest = largest.max(1);
        let mut power = 1_u64;
        let step = loop {
            let fits = [1, 2, 5]
                .map(|times| power.saturating_mul(times))
                .into_iter()
                .find(|step| largest.div_ceil(*step) <= 5);
            match (fits, power.checked_mul(10)) {
                (Some(step), _) => break step,
                (None, Some(next)) => power = next,
                // No count is that large.
                (None, None) => break largest,
            }
        };
        Self {
            step,
            steps: largest.div_ceil(step),
            room,
        }
    }

    /// A length without marks, which ends at the largest of some counts.
    pub(super) const fn ending_at(largest: u64, room: Units) -> Self {
        Self {
            step: largest,
            steps: 1,
            room,
        }
    }

    /// The counts at its marks, from nought to its end.
    pub(super) fn marks(self) -> impl Iterator<Item = u64> {
        (0..=self.steps).map(move |at| self.step.saturating_mul(at))
    }

    /// How long a count is drawn.
    pub(super) fn length(self, count: u64) -> Units {
        length(count, self.step.saturating_mul(self.steps), self.room)
    }
}

/// A part of a whole as a part of a length, to the nearest unit; the whole length
/// of nothing is nought.
pub(super) fn length(part: u64, whole: u64, room: Units) -> Units {
    if whole == 0 {
        return 0;
    }
    let (part, whole) = (i128::from(part), i128::from(whole));
    let length = (2 * part * i128::from(room) + whole) / (2 * whole);
    Units::try_from(length).unwrap_or(room)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(largest: u64, expected: &[u64]) {
        let scale = Scale::holding(largest, 200);
        let marks: Vec<u64> = scale.marks().collect();
        assert_eq!(marks, expected);
        assert!(scale.length(largest) <= 200);
    }

    #[test]
    fn marks_are_round_and_hold_the_largest() {
        check(0, &[0, 1]);
        check(1, &[0, 1]);
        check(5, &[0, 1, 2, 3, 4, 5]);
        check(7, &[0, 2, 4, 6, 8]);
        check(36_039, &[0, 10_000, 20_000, 30_000, 40_000]);
    }

    #[test]
    fn the_largest_number_there_is_is_drawn_at_the_end_of_the_axis() {
        let scale = Scale::holding(u64::MAX, 200);
        assert!((190..=200).contains(&scale.length(u64::MAX)));
    }

    #[test]
    fn lengths_are_in_proportion_to_the_nearest_unit() {
        assert_eq!(length(1, 3, 200), 67);
        assert_eq!(length(0, 3, 200), 0);
        assert_eq!(length(3, 3, 200), 200);
        assert_eq!(length(1, 0, 200), 0);
    }
}
