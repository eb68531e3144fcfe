//! How much room for records there is in local storage.
//!
//! Browsers give 5 MiB to the addresses of one site, counted over keys and texts,
//! and Chromium tells nobody how much is used: so Daybook counts, as the strictest
//! engine does ([`units`]). Guarantees that the last of it is said to be used before
//! a save fails for it; and what a browser has refused is believed before any sum.

/// What browsers allow, in [`units`]: measured in Chromium, Firefox and WebKitGTK.
pub const LIMIT: usize = 5_242_880;

/// What is used at most once room was made.
pub const HALF: usize = LIMIT / 2;

/// What is kept free for the record in hand, in units: about a hundred
/// sessions.
pub const BALLAST: usize = 32_768;

/// What a session takes where none was recorded yet, in units.
const USUAL: usize = 400;

/// The space in local storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Space {
    /// What is used by everything under this address but the ballast, in
    /// [`units`].
    pub used: usize,
    /// What there is: [`LIMIT`], or what was used when the browser took no more;
    /// at least 1.
    pub limit: usize,
    /// What a record usually takes here, with its key; 0 while there is none.
    pub usual: usize,
}

/// What a text takes in local storage, in UTF-16 units as the strictest engine
/// counts them. WebKit keeps a text with a character beyond Latin-1 in two bytes a
/// unit, so that all of it counts twice: one curly apostrophe is enough. Chromium
/// and Firefox count every unit once.
///
/// ```
/// use daybook::domain::tablet::space::units;
/// assert_eq!(units("Ynys Môn"), 8);
/// assert_eq!(units("St Mary’s"), 18);
/// ```
#[must_use]
pub fn units(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    let units: usize = text.chars().map(char::len_utf16).sum();
    if text.chars().all(|letter| letter <= '\u{ff}') {
        units
    } else {
        2 * units
    }
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
