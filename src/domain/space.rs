//! How much room for records there is in local storage.
//!
//! Browsers give 5 MiB to the addresses of one site, counted in UTF-16 units of
//! keys and texts, and Chromium tells nobody how much is used: so Daybook
//! counts. Guarantees that the last of it is said to be used before a save
//! fails for it.

/// What browsers allow, in UTF-16 units: measured in Chromium and Firefox.
/// Safari counts a text twice that has characters beyond Latin-1 in it.
pub const LIMIT: usize = 5_242_880;

/// What is used at most once room was made.
pub const HALF: usize = LIMIT / 2;

/// What is kept free for the record in hand, in UTF-16 units: about a hundred
/// sessions.
pub const BALLAST: usize = 32_768;

/// What a session takes where none was recorded yet, in UTF-16 units.
const USUAL: usize = 400;

/// The space in local storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// What is used by everything under this address but the ballast, in UTF-16
    /// units.
    pub used: usize,
    /// What there is.
    pub limit: usize,
    /// What a record usually takes here, with its key; 0 while there is none.
    pub usual: usize,
}

/// How a tablet stands for space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SpaceStanding {
    /// There is room.
    Room,
    /// 70% or more is used: it is time to make room.
    Filling,
    /// What is kept free for the record in hand is being used up.
    Full,
}

impl Space {
    /// How much of it is used, in whole per cent, rounded down; 0 to 100.
    #[must_use]
    pub const fn percent(self) -> usize {
        let percent = self.used.saturating_mul(100) / self.limit;
        if percent > 100 { 100 } else { percent }
    }

    /// How many more sessions of the usual size fit.
    #[must_use]
    pub fn more_sessions(self) -> usize {
        let usual = if self.usual == 0 { USUAL } else { self.usual };
        self.limit.saturating_sub(self.used + BALLAST) / usual
    }

    /// How it stands.
    #[must_use]
    pub const fn standing(self) -> SpaceStanding {
        if self.used + BALLAST > self.limit {
            SpaceStanding::Full
        } else if self.percent() >= 70 {
            SpaceStanding::Filling
        } else {
            SpaceStanding::Room
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(used: usize, percent: usize, more: usize, standing: SpaceStanding) {
        let space = Space {
            used,
            limit: LIMIT,
            usual: 0,
        };
        let said = (space.percent(), space.more_sessions(), space.standing());
        assert_eq!(said, (percent, more, standing), "{used}");
    }

    #[test]
    fn at_70_per_cent_it_is_time_to_make_room() {
        check(0, 0, 13_025, SpaceStanding::Room);
        check(LIMIT / 10 * 7 - 100_000, 68, 4_100, SpaceStanding::Room);
        check(LIMIT / 10 * 7, 70, 3_850, SpaceStanding::Filling);
    }

    #[test]
    fn the_store_is_full_once_the_ballast_does_not_fit() {
        check(LIMIT - BALLAST, 99, 0, SpaceStanding::Filling);
        check(LIMIT - BALLAST + 1, 99, 0, SpaceStanding::Full);
        check(LIMIT + 400, 100, 0, SpaceStanding::Full);
    }

    #[test]
    fn how_many_more_sessions_fit_goes_by_their_usual_size_here() {
        let space = Space {
            used: 1_000_000,
            limit: LIMIT,
            usual: 350,
        };
        assert_eq!(space.more_sessions(), 12_028);
    }
}
