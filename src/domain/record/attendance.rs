//! Who came to a session, counted: head counts by age band.
//!
//! Guarantees that a head count is 0 to 500 and that an attendance is somebody.
//! Refuses to know who they were.

use thiserror::Error;

use crate::domain::base::json::by_parts;
use crate::domain::form::checks::{Fault, whole_number};

/// The bands that attendance is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgeBand {
    /// Under 5 years.
    Under5,
    /// 5 to 10 years.
    From5To10,
    /// 11 to 15 years.
    From11To15,
    /// 16 to 19 years, to 25 with special educational needs or disabilities.
    From16To19,
    /// Parents and carers, of any age.
    Adults,
}

impl AgeBand {
    /// All five, youngest first.
    pub const ALL: [Self; 5] = [
        Self::Under5,
        Self::From5To10,
        Self::From11To15,
        Self::From16To19,
        Self::Adults,
    ];

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Under5 => "Under 5",
            Self::From5To10 => "5 to 10",
            Self::From11To15 => "11 to 15",
            Self::From16To19 => "16 to 19",
            Self::Adults => "Adults",
        }
    }

    /// Who counts in it, where the name does not say it all.
    #[must_use]
    pub const fn hint(self) -> Option<&'static str> {
        match self {
            Self::Under5 | Self::From5To10 | Self::From11To15 => None,
            Self::From16To19 => Some("to 25 with SEND"),
            Self::Adults => Some("parents and carers"),
        }
    }

    /// Its code in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Under5 => "under-5",
            Self::From5To10 => "5-to-10",
            Self::From11To15 => "11-to-15",
            Self::From16To19 => "16-to-19",
            Self::Adults => "adults",
        }
    }

    /// Its position in [`AgeBand::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// A number of people at one session, 0 to 500.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HeadCount(u16);

by_parts!(HeadCount, u16);

impl HeadCount {
    /// Nobody.
    pub const NOBODY: Self = Self(0);
    /// The most people counted in one band at one session.
    pub const MOST: u16 = 500;

    /// A head count of people.
    ///
    /// # Errors
    /// [`OutOfRange`] above 500.
    pub const fn new(people: u16) -> Result<Self, OutOfRange> {
        if people <= Self::MOST {
            Ok(Self(people))
        } else {
            Err(OutOfRange {
                found: people,
                min: 0,
                max: Self::MOST,
            })
        }
    }

    /// The number of people.
    #[must_use]
    pub const fn people(self) -> u16 {
        self.0
    }

    /// What a person typed: digits of any script, or nothing at all for nobody.
    ///
    /// # Errors
    /// [`Fault::NotInRange`] for anything else.
    pub fn typed(text: &str) -> Result<Self, Fault> {
        whole_number(text, 0, Self::MOST).map(|people| Self(people.unwrap_or(0)))
    }
}

impl TryFrom<u16> for HeadCount {
    type Error = OutOfRange;

    fn try_from(people: u16) -> Result<Self, OutOfRange> {
        Self::new(people)
    }
}

/// How long a session took, 5 to 720 minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minutes(u16);

by_parts!(Minutes, u16);

impl Minutes {
    /// The shortest session that is recorded.
    pub const LEAST: u16 = 5;
    /// The longest: twelve hours.
    pub const MOST: u16 = 720;

    /// A length in minutes.
    ///
    /// # Errors
    /// [`OutOfRange`] below 5 or above 720.
    pub const fn new(minutes: u16) -> Result<Self, OutOfRange> {
        if minutes >= Self::LEAST && minutes <= Self::MOST {
            Ok(Self(minutes))
        } else {
            Err(OutOfRange {
                found: minutes,
                min: Self::LEAST,
                max: Self::MOST,
            })
        }
    }

    /// The number of minutes.
    #[must_use]
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for Minutes {
    type Error = OutOfRange;

    fn try_from(minutes: u16) -> Result<Self, OutOfRange> {
        Self::new(minutes)
    }
}

/// A stored number outside its bounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{found} is not from {min} to {max}")]
pub struct OutOfRange {
    /// The number found.
    pub found: u16,
    /// The least allowed.
    pub min: u16,
    /// The most allowed.
    pub max: u16,
}

/// Head counts by age band, at least one person in all. Its sum is the
/// session's direct contacts: attendances, never called people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Attendance([HeadCount; 5]);

by_parts!(Attendance, [HeadCount; 5]);

impl Attendance {
    /// Head counts in the order of [`AgeBand::ALL`].
    ///
    /// # Errors
    /// [`NobodyCame`] when they add up to nobody.
    pub fn new(bands: [HeadCount; 5]) -> Result<Self, NobodyCame> {
        if bands.iter().all(|count| *count == HeadCount::NOBODY) {
            Err(NobodyCame)
        } else {
            Ok(Self(bands))
        }
    }

    /// The head count of one band.
    #[must_use]
    pub const fn in_band(self, band: AgeBand) -> HeadCount {
        self.0[band.index()]
    }

    /// All head counts, in the order of [`AgeBand::ALL`].
    #[must_use]
    pub const fn bands(self) -> [HeadCount; 5] {
        self.0
    }

    /// The direct contacts: people at this session, 1 to 2,500.
    #[must_use]
    pub fn contacts(self) -> u32 {
        self.0.iter().map(|count| u32::from(count.people())).sum()
    }
}

impl TryFrom<[HeadCount; 5]> for Attendance {
    type Error = NobodyCame;

    fn try_from(bands: [HeadCount; 5]) -> Result<Self, NobodyCame> {
        Self::new(bands)
    }
}

/// A session that nobody attended is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("attendance adds up to nobody")]
pub struct NobodyCame;

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSED: Fault = Fault::NotInRange { min: 0, max: 500 };

    fn check(typed: &str, expected: Result<u16, Fault>) {
        let found = HeadCount::typed(typed).map(HeadCount::people);
        assert_eq!(found, expected, "{typed:?}");
    }

    #[test]
    fn a_head_count_is_0_to_500() {
        check("0", Ok(0));
        check("500", Ok(500));
        check("501", Err(REFUSED));
        check("65536", Err(REFUSED));
        check(&"9".repeat(40), Err(REFUSED));
    }

    #[test]
    fn a_head_count_is_typed_on_any_keyboard() {
        for typed in ["12", "١٢", "۱۲", "੧੨", "१२", "１２", "\u{200f}12\u{200b}"] {
            check(typed, Ok(12));
        }
        check("١٢٣٤", Err(REFUSED));
    }

    #[test]
    fn a_blank_head_count_is_nobody() {
        for blank in ["", " ", "\t\n"] {
            check(blank, Ok(0));
        }
        check(" 7 ", Ok(7));
    }

    #[test]
    fn a_head_count_is_typed_in_digits_alone() {
        for typed in [
            "-1", "+3", "1.5", "1,5", "²", "Ⅲ", "1 2", "0x1", "1e2", "ten", "½",
        ] {
            check(typed, Err(REFUSED));
        }
    }

    #[test]
    fn minutes_are_5_to_720() {
        for minutes in [0, 4, 721] {
            assert!(Minutes::new(minutes).is_err(), "{minutes}");
        }
        for minutes in [5, 720] {
            assert_eq!(Minutes::new(minutes).map(Minutes::get), Ok(minutes));
        }
    }

    #[test]
    fn an_attendance_of_nobody_is_none() {
        assert_eq!(Attendance::new([HeadCount::NOBODY; 5]), Err(NobodyCame));
    }

    #[test]
    fn direct_contacts_are_the_sum_of_all_bands() {
        let most = Attendance::new([HeadCount(HeadCount::MOST); 5]).unwrap();
        assert_eq!(most.contacts(), 2_500);
        for (position, band) in AgeBand::ALL.into_iter().enumerate() {
            let mut bands = [HeadCount::NOBODY; 5];
            bands[position] = HeadCount(3);
            let attendance = Attendance::new(bands).unwrap();
            assert_eq!(attendance.in_band(band).people(), 3, "{band:?}");
            assert_eq!(attendance.contacts(), 3, "{band:?}");
        }
    }
}
