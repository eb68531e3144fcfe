//! Whether the tablet's clock can be trusted.
//!
//! A tablet whose battery ran flat may wake up years ago; a date taken from it
//! with one tap would put a session into the wrong year. Or it was ahead once, and
//! what was saved then says that days were reached which are still to come.
//! Guarantees that a clock which lies before a day already reached is never taken
//! at its word, and that the true date can be typed whichever of the two was wrong.
//! Refuses to read a clock: what it says comes in.
//!
//! | a record was saved on a day | it shows that the day was reached |
//! |---|---|
//! | up to 400 days after the days before it | yes |
//! | later, and no fewer records from then on than before | yes |
//! | later, and fewer | no: the clock was ahead |
//! | while the clock was in doubt, or a person says that it was wrong then | no |

use chrono::{Days, NaiveDate};

use crate::domain::form::checks::{DateDraft, DateWindow, OLDEST_DAYS};
use crate::domain::record::ClockStanding;
use crate::domain::record::ledger::Ledger;

/// What the clock says, and what is known of the days before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The civil date that the tablet says it is.
    pub says: NaiveDate,
    /// The day this Daybook was built, before which it cannot be today.
    pub built: NaiveDate,
    /// The latest day that is known to have been reached: the day this Daybook
    /// was built, or the latest credible one on which a record was first saved.
    pub reached: NaiveDate,
}

impl Clock {
    /// The clock of a tablet with these records, by the app built on a day.
    /// A record saved while the clock was in doubt carries the day reached by
    /// then, so it claims no later one.
    #[must_use]
    pub fn new(says: NaiveDate, built: NaiveDate, ledger: Option<&Ledger>) -> Self {
        Self {
            says,
            built,
            reached: ledger.map_or(built, |ledger| reached(built, ledger)),
        }
    }

    /// Whether it may be right though records were saved on later days: it does not
    /// lie before the day this Daybook was built.
    #[must_use]
    pub fn may_be_right(self) -> bool {
        self.says >= self.built
    }

    /// Whether it can be trusted.
    #[must_use]
    pub fn standing(self) -> ClockStanding {
        if self.says < self.reached {
            ClockStanding::InDoubt
        } else {
            ClockStanding::Trusted
        }
    }

    /// The day to count from: what the clock says, or where it is in doubt the
    /// latest day reached.
    #[must_use]
    pub fn today(self) -> NaiveDate {
        self.says.max(self.reached)
    }

    /// The dates that a form for a new entry takes.
    #[must_use]
    pub fn window(self) -> DateWindow {
        match self.standing() {
            ClockStanding::Trusted => DateWindow::from(self.says),
            ClockStanding::InDoubt => {
                // Around the day that it says as well: perhaps it was ahead before,
                // and is right now.
                DateWindow::in_doubt(self.reached).or_around(self.says.max(self.built))
            }
        }
    }

    /// A form's date as it is asked for: where the clock is in doubt, a day that
    /// was tapped has to be typed, unless it is the one that the corrected
    /// record has.
    #[must_use]
    pub fn asks_for(self, date: &DateDraft, also: Option<NaiveDate>) -> DateDraft {
        match (self.standing(), date) {
            (ClockStanding::InDoubt, DateDraft::Chosen(day)) if also != Some(*day) => {
                DateDraft::untyped()
            }
            (ClockStanding::InDoubt | ClockStanding::Trusted, _) => date.clone(),
        }
    }
}

/// The latest day that was reached, as the records have it: see the table above.
fn reached(built: NaiveDate, ledger: &Ledger) -> NaiveDate {
    let mut left: usize = ledger.saved_days().map(|(_, many)| many).sum();
    let (mut reached, mut before) = (built, 0);
    for (day, many) in ledger.saved_days() {
        let far = reached
            .checked_add_days(Days::new(OLDEST_DAYS))
            .is_some_and(|far| day > far);
        if far && left < before {
            break;
        }
        reached = reached.max(day);
        before += many;
        left -= many;
    }
    reached
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Datelike as _};
    use uuid::Uuid;

    use super::*;
    use crate::domain::base::ids::{BookId, RecordId, TeamId};
    use crate::domain::record::survey::{DeclinedParts, DeclinedSurvey, Way};
    use crate::domain::record::{Entry, Filing, Record, Stamp};

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn ledger(saved: &[(NaiveDate, ClockStanding)]) -> Ledger {
        let record = |(id, (on, clock)): (u128, &(NaiveDate, ClockStanding))| {
            let way = Way::Paper;
            let date = day(2026, 5, 1);
            let declined = DeclinedSurvey::new(DeclinedParts { date, way }).unwrap();
            let filing = Filing {
                id: RecordId::new(Uuid::from_u128(id)),
                book: BookId::new(Uuid::from_u128(9)),
                team: TeamId::new("riverside").unwrap(),
            };
            let stamp = Stamp {
                at: DateTime::UNIX_EPOCH,
                on: *on,
                clock: *clock,
            };
            Record::new(filing, stamp, Entry::Declined(declined))
        };
        (1..).zip(saved).map(record).collect()
    }

    #[test]
    fn a_clock_set_back_two_years_is_in_doubt_and_the_newest_record_says_so() {
        let built = day(2024, 3, 1);
        let records = ledger(&[(day(2026, 11, 20), ClockStanding::Trusted)]);
        let clock = Clock::new(day(2024, 11, 24), built, Some(&records));
        assert_eq!(clock.standing(), ClockStanding::InDoubt);
        assert_eq!(clock.today(), day(2026, 11, 20));
    }

    #[test]
    fn a_clock_before_the_day_the_app_was_built_is_in_doubt_without_any_record() {
        let clock = Clock::new(day(1970, 1, 1), day(2026, 11, 24), None);
        assert_eq!(clock.standing(), ClockStanding::InDoubt);
    }

    #[test]
    fn a_clock_on_the_very_day_or_later_is_trusted() {
        for says in [day(2026, 11, 24), day(2026, 11, 25), day(2031, 1, 1)] {
            let clock = Clock::new(says, day(2026, 11, 24), Some(&Ledger::new()));
            assert_eq!(clock.standing(), ClockStanding::Trusted, "{says}");
            assert_eq!(clock.today(), says);
        }
    }

    /// Records saved on these days, and one with the clock ahead.
    fn once_ahead(right: &[NaiveDate], ahead: NaiveDate) -> Ledger {
        let all = right.iter().chain([&ahead]);
        let all: Vec<_> = all.map(|on| (*on, ClockStanding::Trusted)).collect();
        ledger(&all)
    }

    #[test]
    fn one_record_saved_in_2029_among_others_does_not_move_the_day() {
        let (built, today) = (day(2026, 3, 1), day(2026, 11, 24));
        let right = [day(2026, 5, 4), day(2026, 11, 20)];
        let records = once_ahead(&right, day(2029, 3, 1));
        let clock = Clock::new(today, built, Some(&records));
        assert_eq!(clock.standing(), ClockStanding::Trusted);
        assert_eq!((clock.today(), clock.reached), (today, day(2026, 11, 20)));
    }

    #[test]
    fn with_one_record_saved_ahead_the_true_date_can_be_typed_and_so_can_the_other() {
        let (built, today) = (day(2026, 3, 1), day(2026, 11, 24));
        // Too near for anyone to know, or the only one there is.
        for (right, ahead) in [
            (vec![day(2026, 11, 20)], day(2027, 6, 1)),
            (Vec::new(), day(2029, 3, 1)),
        ] {
            let records = once_ahead(&right, ahead);
            let clock = Clock::new(today, built, Some(&records));
            assert_eq!(clock.standing(), ClockStanding::InDoubt, "{ahead}");
            assert!(clock.may_be_right());
            for date in [day(2025, 12, 1), today, ahead] {
                let typed = DateDraft::Typed {
                    day: date.day().to_string(),
                    month: date.month().to_string(),
                    year: date.year().to_string(),
                };
                assert_eq!(typed.check(clock.window()), Ok(date));
            }
        }
    }

    #[test]
    fn a_person_says_that_the_clock_was_ahead_and_it_is_trusted_again() {
        let (built, today) = (day(2026, 3, 1), day(2026, 11, 24));
        let mut records = once_ahead(&[], day(2029, 3, 1));
        let doubtful = Clock::new(today, built, Some(&records));
        let stamp = Stamp {
            at: DateTime::UNIX_EPOCH,
            on: doubtful.today(),
            clock: doubtful.standing(),
        };
        // What was saved meanwhile proves nothing either.
        let record = records.iter().next().unwrap().clone();
        let filing = Filing {
            id: RecordId::new(Uuid::from_u128(7)),
            book: record.book(),
            team: record.team().clone(),
        };
        let meanwhile = Record::new(filing, stamp, record.entry().clone());
        records.take_in(
            meanwhile
                .removed(None, Stamp::trusted(stamp.at, today))
                .unwrap(),
        );
        records.take_in(record.with_wrong_saved_day(stamp));
        let clock = Clock::new(today, built, Some(&records));
        assert_eq!(clock.standing(), ClockStanding::Trusted);
        assert_eq!(clock.today(), today);
    }

    #[test]
    fn a_tablet_that_lay_unused_for_two_years_goes_on_where_it_is_used() {
        let built = day(2024, 3, 1);
        let used = [(2024, 4, 1), (2026, 11, 20), (2026, 11, 21)];
        let used: Vec<_> = used.iter().map(|(y, m, d)| day(*y, *m, *d)).collect();
        let records = once_ahead(&used[..2], used[2]);
        let clock = Clock::new(day(2024, 5, 1), built, Some(&records));
        assert_eq!(clock.reached, day(2026, 11, 21));
        assert_eq!(clock.standing(), ClockStanding::InDoubt);
    }

    #[test]
    fn a_day_tapped_before_the_clock_was_in_doubt_has_to_be_typed() {
        let tapped = DateDraft::Chosen(day(2024, 11, 24));
        let doubtful = Clock::new(day(2024, 11, 24), day(2026, 11, 24), None);
        assert_eq!(doubtful.asks_for(&tapped, None), DateDraft::untyped());
        let has = Some(day(2024, 11, 24));
        assert_eq!(doubtful.asks_for(&tapped, has), tapped, "the record's own");
        let right = Clock::new(day(2026, 11, 24), day(2026, 11, 24), None);
        assert_eq!(right.asks_for(&tapped, None), tapped);
    }

    #[test]
    fn correcting_the_newest_record_with_the_clock_wrong_keeps_the_day_it_proves() {
        let built = day(2024, 3, 1);
        let mut records = ledger(&[(day(2026, 11, 20), ClockStanding::Trusted)]);
        let wrong = Clock::new(day(2024, 11, 24), built, Some(&records));
        let stamp = Stamp {
            at: DateTime::UNIX_EPOCH,
            on: wrong.today(),
            clock: wrong.standing(),
        };
        let record = records.iter().next().unwrap().clone();
        records.take_in(record.removed(None, stamp).unwrap());
        assert_eq!(Clock::new(day(2024, 11, 24), built, Some(&records)), wrong);
    }
}
