//! Whether a family is still there, by the time since it last touched the tablet.
//!
//! The tablet's clock is put right now and then, by minutes or by years, so while a
//! page lives the time is taken from a clock that nobody can set. That clock may
//! stand still while the tablet sleeps. Across a restart there is the tablet's clock
//! alone, and in doubt the survey before is closed: no family may read another's
//! words.
//!
//! | since the last touch | taken for |
//! |---|---|
//! | the page lives, by the steady clock | up to a minute there, half a minute asked, then gone |
//! | the page lives, the tablet's clock alone says a minute or more | asked: it slept, or its clock was put right |
//! | over a restart, less than a minute either way | there |
//! | over a restart, up to a minute and a half | asked |
//! | over a restart, more, or set back by more than a minute | gone |
//!
//! Of several tabs that show a survey a family has one in its hands, and that one
//! alone judges. The others follow it ([`Ending`]).

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::record::survey::Completion;

/// Without a touch for so long, the family is asked whether it is still there: 60
/// seconds.
pub const ASKED_AFTER: TimeDelta = TimeDelta::seconds(60);

/// Without a touch for so long, the survey is saved as it stands: 30 seconds
/// after it was asked (WCAG 2.2.1: at least 20).
pub const LEFT_AFTER: TimeDelta = TimeDelta::seconds(90);

/// A moment of a page, by both clocks there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// Since the page was opened, by a clock that nobody can set. It may stand still
    /// while the tablet sleeps.
    pub steady: TimeDelta,
    /// What the tablet's clock says.
    pub told: DateTime<Utc>,
}

impl Moment {
    /// How long ago it was, by the clock that nobody can set.
    #[must_use]
    pub fn until(self, now: Self) -> TimeDelta {
        now.steady - self.steady
    }

    /// The last touch as it counts now. Where the tablet's clock alone says that it
    /// was long ago, nobody knows: the family is asked, from now on.
    #[must_use]
    pub fn as_it_counts(self, now: Self) -> Self {
        if self.until(now) < ASKED_AFTER && now.told - self.told >= ASKED_AFTER {
            Self {
                steady: now.steady - ASKED_AFTER,
                told: now.told - ASKED_AFTER,
            }
        } else {
            self
        }
    }
}

/// Whether a family is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    /// It touched the tablet a short while ago.
    There,
    /// It is asked whether it is, and has so many seconds to touch it.
    Asked {
        /// 1 to 30.
        seconds: i64,
    },
    /// It has gone.
    Gone,
}

impl Attention {
    /// What is to be thought of the time since the last touch, while the page lives;
    /// that touch [as it counts](Moment::as_it_counts).
    #[must_use]
    pub fn since(touched: Moment, now: Moment) -> Self {
        Self::after(touched.until(now))
    }

    /// The same of a touch before a restart, by what the tablet's clock said then
    /// and says now.
    #[must_use]
    pub fn over_a_restart(touched: DateTime<Utc>, now: DateTime<Utc>) -> Self {
        let still = now - touched;
        if still < -ASKED_AFTER {
            Self::Gone
        } else {
            Self::after(still)
        }
    }

    fn after(still: TimeDelta) -> Self {
        if still < ASKED_AFTER {
            Self::There
        } else if still < LEFT_AFTER {
            // The seconds begun: none is never said.
            let left = (LEFT_AFTER - still + TimeDelta::milliseconds(999)).num_seconds();
            Self::Asked { seconds: left }
        } else {
            Self::Gone
        }
    }
}

/// Why a tab ends a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The family gave it in.
    GivenIn,
    /// Nobody is there any more.
    NobodyThere,
    /// Staff took the tablet back.
    TakenBack,
}

impl Ending {
    /// How complete the survey is then.
    #[must_use]
    pub fn completion(self) -> Completion {
        match self {
            Self::GivenIn => Completion::Finished,
            Self::NobodyThere | Self::TakenBack => Completion::LeftMidway,
        }
    }

    /// Whether it still holds where another tab has gone on with the survey: a family
    /// has that one in its hands, and did not see these answers. Staff with their PIN
    /// end it as far as it came anywhere.
    #[must_use]
    pub fn holds_when_it_went_on_elsewhere(self) -> bool {
        match self {
            Self::GivenIn | Self::NobodyThere => false,
            Self::TakenBack => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: i64 = 3600;

    fn at(steady: i64, told: i64) -> Moment {
        Moment {
            steady: TimeDelta::seconds(steady),
            told: DateTime::from_timestamp(1_795_000_000 + told, 0).unwrap(),
        }
    }

    /// After so many seconds, while the tablet's clock went on by others.
    fn check(steady: i64, told: i64, expected: Attention) {
        let (touched, now) = (at(0, 0), at(steady, told));
        let counts = touched.as_it_counts(now);
        assert_eq!(
            Attention::since(counts, now),
            expected,
            "{steady} s, told {told} s"
        );
    }

    #[test]
    fn a_family_is_asked_after_a_minute_and_gone_half_a_minute_later() {
        for (seconds, expected) in [
            (0, Attention::There),
            (59, Attention::There),
            (60, Attention::Asked { seconds: 30 }),
            (89, Attention::Asked { seconds: 1 }),
            (90, Attention::Gone),
        ] {
            check(seconds, seconds, expected);
        }
    }

    #[test]
    fn a_clock_put_right_by_ten_minutes_sends_nobody_away_but_asks() {
        check(5, 5 + 600, Attention::Asked { seconds: 30 });
        // Who does not answer then has gone, half a minute later.
        let asked_at = at(5, 605);
        let touched = at(0, 0).as_it_counts(asked_at);
        for (after, expected) in [(29, Attention::Asked { seconds: 1 }), (30, Attention::Gone)] {
            let now = at(5 + after, 605 + after);
            assert_eq!(Attention::since(touched.as_it_counts(now), now), expected);
        }
    }

    #[test]
    fn a_tablet_that_slept_for_an_hour_asks_before_it_shows_anything() {
        check(3, HOUR, Attention::Asked { seconds: 30 });
    }

    #[test]
    fn a_clock_put_back_two_hours_keeps_nobody() {
        check(59, 59 - 2 * HOUR, Attention::There);
        check(60, 60 - 2 * HOUR, Attention::Asked { seconds: 30 });
        check(90, 90 - 2 * HOUR, Attention::Gone);
    }

    #[test]
    fn over_a_restart_the_survey_before_is_closed_when_in_doubt() {
        for (seconds, expected) in [
            (0, Attention::There),
            (59, Attention::There),
            (60, Attention::Asked { seconds: 30 }),
            (90, Attention::Gone),
            (-60, Attention::There),
            (-61, Attention::Gone),
            (-2 * HOUR, Attention::Gone),
        ] {
            let (touched, now) = (at(0, 0).told, at(0, seconds).told);
            let found = Attention::over_a_restart(touched, now);
            assert_eq!(found, expected, "{seconds} s");
        }
    }

    #[test]
    fn only_staff_end_a_survey_that_went_on_in_another_tab() {
        for (ending, completion, holds) in [
            (Ending::GivenIn, Completion::Finished, false),
            (Ending::NobodyThere, Completion::LeftMidway, false),
            (Ending::TakenBack, Completion::LeftMidway, true),
        ] {
            assert_eq!(ending.completion(), completion);
            assert_eq!(
                ending.holds_when_it_went_on_elsewhere(),
                holds,
                "{ending:?}"
            );
        }
    }
}
