//! Chance that can be repeated, exact sharing, and the desk where example
//! records are filed.

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use uuid::Builder;

use crate::domain::base::ids::{BookId, RecordId, TeamId};
use crate::domain::record::{Entry, Filing, Record, Stamp};

/// `SplitMix64`: small, and the same on every target.
pub(super) struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to one less than `many`.
    pub(super) fn below(&mut self, many: u16) -> u16 {
        u16::try_from(self.roll() % u64::from(many.max(1))).unwrap_or(0)
    }

    /// A number from `least` to `most`.
    pub(super) fn between(&mut self, (least, most): (u16, u16)) -> u16 {
        least + self.below(most.saturating_sub(least) + 1)
    }

    /// Whether it came up, once in so many times on average.
    pub(super) fn once_in(&mut self, many: u16) -> bool {
        self.below(many) == 0
    }

    /// One of a few; `None` of nothing.
    pub(super) fn one_of<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        let many = u16::try_from(choices.len()).unwrap_or(u16::MAX);
        choices.get(usize::from(self.below(many)))
    }
}

/// Whether the item at `position` is one of exactly `picks` that lie evenly
/// among `all`; `phase`, less than `all`, moves them along.
pub(super) const fn evenly(position: usize, picks: usize, all: usize, phase: usize) -> bool {
    (position * picks + phase) / all != ((position + 1) * picks + phase) / all
}

/// Shares out a total by weight: the shares add up to it exactly, unless every
/// weight is 0.
pub(super) fn share_out(
    total: u32,
    weights: impl Iterator<Item = u16> + Clone,
) -> impl Iterator<Item = u16> {
    let whole: u64 = weights.clone().map(u64::from).sum();
    let (mut weight, mut given) = (0, 0);
    weights.map(move |own| {
        weight += u64::from(own);
        let due = u64::from(total) * weight / whole.max(1);
        let share = due - given;
        given = due;
        u16::try_from(share).unwrap_or(u16::MAX)
    })
}

/// Where example records get their ids, times, book and team.
pub(super) struct Desk {
    pub(super) dice: Dice,
    book: BookId,
    team: TeamId,
    records: Vec<Record>,
}

impl Desk {
    pub(super) const fn new(seed: u64, book: BookId, team: TeamId) -> Self {
        Self {
            dice: Dice(seed),
            book,
            team,
            records: Vec::new(),
        }
    }

    /// Files what happened on a date, as saved that day in working hours.
    pub(super) fn file(&mut self, date: NaiveDate, entry: Entry) {
        let minute = self.dice.between((9 * 60, 17 * 60));
        let since_midnight = TimeDelta::minutes(minute.into())
            + TimeDelta::milliseconds(self.dice.below(60_000).into());
        let midnight = date.and_time(NaiveTime::MIN).and_utc();
        let at = midnight
            .checked_add_signed(since_midnight)
            .unwrap_or(midnight);
        let mut noise = [0; 10];
        let rolled = [self.dice.roll(), self.dice.roll()].map(u64::to_le_bytes);
        for (byte, random) in noise.iter_mut().zip(rolled.into_iter().flatten()) {
            *byte = random;
        }
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        let id = Builder::from_unix_timestamp_millis(millis, &noise).into_uuid();
        let filing = Filing {
            id: RecordId::new(id),
            book: self.book,
            team: self.team.clone(),
        };
        let stamp = Stamp::trusted(at, date);
        self.records.push(Record::new(filing, stamp, entry));
    }

    /// All records filed, in the order they were saved.
    pub(super) fn into_records(mut self) -> Vec<Record> {
        self.records.sort_by_key(Record::id);
        self.records
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exactly_so_many_are_picked_evenly() {
        for (picks, all) in [(0, 5), (1, 5), (5, 5), (9, 515), (60, 333)] {
            for phase in [0, all / 3, all - 1] {
                let picked = (0..all).filter(|position| evenly(*position, picks, all, phase));
                assert_eq!(picked.count(), picks, "{picks} of {all} from {phase}");
            }
        }
    }

    #[test]
    fn shares_add_up_to_the_total() {
        let check = |total, weights: &[u16], expected: &[u16]| {
            let shares: Vec<u16> = share_out(total, weights.iter().copied()).collect();
            assert_eq!(shares, expected);
        };
        check(10, &[1, 1, 1], &[3, 3, 4]);
        check(7, &[0, 2, 0, 5], &[0, 2, 0, 5]);
        check(1, &[9, 9], &[0, 1]);
        check(0, &[3, 4], &[0, 0]);
        check(5, &[0, 0], &[0, 0]);
    }

    #[test]
    fn the_same_seed_rolls_the_same() {
        // The reference values of SplitMix64 for seed 1234567.
        let mut dice = Dice(1_234_567);
        assert_eq!(dice.roll(), 6_457_827_717_110_365_317);
        assert_eq!(dice.roll(), 3_203_168_211_198_807_973);
    }
}
