//! What a person is asked once before a session is saved: it is allowed, and
//! perhaps a slip.
//!
//! Guarantees that nothing here refuses a session: what was confirmed is saved
//! as it was typed. Refuses to know how the questions are worded.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::domain::base::ids::{GroupId, RecordId, TeamId};
use crate::domain::capture::group::group_of;
use crate::domain::capture::tally::Tap;
use crate::domain::organisation::in_use::Dates;
use crate::domain::record::ledger::Ledger;
use crate::domain::record::session::{Counts, Session};
use crate::domain::record::{Entry, Record};

/// Minutes in which an equal session is more often a second tap than a second
/// session.
pub const MINUTES_TO_LOOK_THE_SAME: i64 = 10;

/// How many of a group's latest sessions tell what is usual.
pub const SESSIONS_LOOKED_AT: usize = 12;

/// The fewest sessions that tell what is usual.
pub const SESSIONS_NEEDED: usize = 5;

/// More people than this in one age band, or more new families, are asked about: a digit
/// slips in more easily than so many come.
pub const MANY: u16 = 100;

/// How many a group usually has at a session, `low` to `high`: of direct contacts, or of
/// one band.
///
/// Of its latest 12 sessions, and at least 5, the least and the most; from 8 on
/// without the one least and the one most, so that a single odd day does not
/// widen what is usual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Usual {
    /// The least that is usual.
    pub low: u32,
    /// The most that is usual.
    pub high: u32,
}

impl Usual {
    /// The direct contacts that are usual for a group, from its sessions here other
    /// than one that is being corrected; `None` while there are too few.
    #[must_use]
    pub fn of(group: GroupId, ledger: &Ledger, but: Option<RecordId>) -> Option<Self> {
        Self::of_count(group, ledger, but, |session| {
            session.attendance().contacts()
        })
    }

    /// The same of any one count of a session.
    fn of_count(
        group: GroupId,
        ledger: &Ledger,
        but: Option<RecordId>,
        count: impl Fn(&Session) -> u32,
    ) -> Option<Self> {
        let mut met: Vec<(NaiveDate, u32)> = ledger
            .iter()
            .filter(|record| Some(record.id()) != but && group_of(record) == Some(group))
            .filter_map(|record| match record.entry() {
                Entry::Session(session) => Some((session.date(), count(session))),
                Entry::Survey(_) | Entry::Declined(_) => None,
            })
            .collect();
        met.sort_unstable();
        let latest = met.split_off(met.len().saturating_sub(SESSIONS_LOOKED_AT));
        let mut contacts: Vec<u32> = latest.into_iter().map(|(_, contacts)| contacts).collect();
        if contacts.len() < SESSIONS_NEEDED {
            return None;
        }
        contacts.sort_unstable();
        let aside = usize::from(contacts.len() >= 8);
        let low = *contacts.get(aside)?;
        let high = *contacts.get(contacts.len() - 1 - aside)?;
        Some(Self { low, high })
    }

    /// Whether so many contacts are far from it: less than half of the least, or
    /// more than twice the most.
    #[must_use]
    pub const fn is_far(self, contacts: u32) -> bool {
        contacts * 2 < self.low || contacts > self.high * 2
    }
}

/// One thing to ask about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// It is equal in team, date, kind, place, group and counts to one saved in
    /// the last [`MINUTES_TO_LOOK_THE_SAME`] minutes.
    LooksTheSame {
        /// When that was saved.
        saved_at: DateTime<Utc>,
    },
    /// Its contacts are far from the group's usual.
    Unusual {
        /// Its contacts.
        contacts: u32,
        /// What is usual.
        usual: Usual,
    },
    /// One of its counts is above [`MANY`], and above what is usual for the group.
    Many {
        /// Which: a band, or new families.
        counted: Tap,
        /// How many.
        count: u16,
        /// What is usual for the group; `None` while nobody can tell.
        usual: Option<Usual>,
    },
    /// Its place was not in use on its date, as far as the organisation file says.
    NotInUse {
        /// The date of the session.
        on: NaiveDate,
        /// When the place is in use.
        dates: Dates,
    },
}

/// One count of a session.
fn count_of(session: &Session, counted: Tap) -> u16 {
    match counted {
        Tap::Person(band) => session.attendance().in_band(band).people(),
        Tap::NewFamily => session.new_families().people(),
    }
}

/// What a session is looked at beside.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// The records here.
    pub ledger: &'a Ledger,
    /// The record that is corrected; `None` for a new session.
    pub corrected: Option<&'a Record>,
    /// The moment it is.
    pub now: DateTime<Utc>,
    /// When its place is in use; all days where it has none.
    pub place: Dates,
}

impl Doubt {
    /// What to ask about a session of a team before it is saved. A correction is
    /// asked about only what it changes.
    #[must_use]
    pub fn about(session: &Session, team: &TeamId, beside: Beside<'_>) -> Vec<Self> {
        let before = match beside.corrected.map(Record::entry) {
            Some(Entry::Session(before)) => Some(before),
            Some(Entry::Survey(_) | Entry::Declined(_)) | None => None,
        };
        let mut doubts = Vec::new();
        if before.is_none() {
            let twin = beside.ledger.iter().rev().find(|record| {
                let apart = (beside.now - record.saved_at()).abs();
                apart <= TimeDelta::minutes(MINUTES_TO_LOOK_THE_SAME)
                    && !record.is_removed()
                    && record.team() == team
                    && matches!(record.entry(), Entry::Session(other) if are_alike(session, other))
            });
            doubts.extend(twin.map(|record| Self::LooksTheSame {
                saved_at: record.saved_at(),
            }));
        }
        let corrected = beside.corrected.map(Record::id);
        for counted in Tap::ALL {
            let count = count_of(session, counted);
            if count > MANY && before.is_none_or(|it| count_of(it, counted) != count) {
                let usual = session.parts().group.and_then(|group| {
                    let of = |session: &Session| u32::from(count_of(session, counted));
                    Usual::of_count(group, beside.ledger, corrected, of)
                });
                let usual_here = usual.is_some_and(|it| u32::from(count) <= it.high);
                if !usual_here {
                    doubts.push(Self::Many {
                        counted,
                        count,
                        usual,
                    });
                }
            }
        }
        let contacts = session.attendance().contacts();
        let same_counts = before.is_some_and(|it| it.attendance() == session.attendance());
        if let Some(group) = session.parts().group
            && !same_counts
            && let Some(usual) = Usual::of(group, beside.ledger, corrected)
            && usual.is_far(contacts)
        {
            doubts.push(Self::Unusual { contacts, usual });
        }
        let on = session.date();
        let same_place_and_date =
            before.is_some_and(|it| it.place() == session.place() && it.date() == on);
        if !beside.place.cover(on) && !same_place_and_date {
            doubts.push(Self::NotInUse {
                on,
                dates: beside.place,
            });
        }
        doubts
    }
}

/// The session as it is saved: with a mark where unusual counts were confirmed
/// now, or were when these very counts were saved before.
#[must_use]
pub fn with_confirmed(
    session: Session,
    confirmed: &[Doubt],
    corrected: Option<&Record>,
) -> Session {
    let now = confirmed.iter().any(|doubt| match doubt {
        Doubt::Unusual { contacts, .. } => *contacts == session.attendance().contacts(),
        Doubt::Many { counted, count, .. } => *count == count_of(&session, *counted),
        Doubt::LooksTheSame { .. } | Doubt::NotInUse { .. } => false,
    });
    let before = corrected.is_some_and(|record| match record.entry() {
        Entry::Session(before) => {
            before.parts().counts == Counts::Confirmed
                && before.attendance() == session.attendance()
        }
        Entry::Survey(_) | Entry::Declined(_) => false,
    });
    session.with_counts(if now || before {
        Counts::Confirmed
    } else {
        Counts::Usual
    })
}

/// Whether the counts of a record were unusual and confirmed, so that somebody
/// should look at it before the quarter is sent. One that was removed is not
/// looked at.
#[must_use]
pub fn is_to_check(record: &Record) -> bool {
    match record.entry() {
        Entry::Session(session) => {
            !record.is_removed() && session.parts().counts == Counts::Confirmed
        }
        Entry::Survey(_) | Entry::Declined(_) => false,
    }
}

/// Whether two sessions are equal in date, kind, place, group and counts.
fn are_alike(one: &Session, other: &Session) -> bool {
    let (one, other) = (one.parts(), other.parts());
    one.date == other.date
        && one.activity == other.activity
        && one.group == other.group
        && one.attendance == other.attendance
        && one.new_families == other.new_families
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::base::ids::{BookId, PlaceId};
    use crate::domain::record::attendance::{AgeBand, Attendance, HeadCount};
    use crate::domain::record::session::{Activity, SessionParts};
    use crate::domain::record::{Filing, Stamp};

    fn day(back: i64) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 24).unwrap() - TimeDelta::days(back)
    }

    fn now() -> DateTime<Utc> {
        day(0).and_hms_opt(14, 32, 0).unwrap().and_utc()
    }

    fn riverside() -> TeamId {
        TeamId::new("riverside").unwrap()
    }

    fn session(back: i64, under_5: u16, group: Option<u128>) -> Session {
        let mut bands = [HeadCount::NOBODY; 5];
        bands[0] = HeadCount::new(under_5).unwrap();
        let place = PlaceId::new("rosehill").unwrap();
        Session::new(SessionParts {
            group: group.map(|id| GroupId::new(Uuid::from_u128(id))),
            ..SessionParts::of(
                day(back),
                Activity::ChildrensCentreGroup { place },
                Attendance::new(bands).unwrap(),
            )
        })
        .unwrap()
    }

    /// A record saved so many minutes before now.
    fn record(id: u128, minutes: i64, session: Session) -> Record {
        let filing = Filing {
            id: RecordId::new(Uuid::from_u128(id)),
            book: BookId::new(Uuid::from_u128(1)),
            team: riverside(),
        };
        let at = now() - TimeDelta::minutes(minutes);
        Record::new(filing, Stamp::trusted(at, day(0)), Entry::Session(session))
    }

    fn about(session: &Session, records: &[Record], corrected: Option<&Record>) -> Vec<Doubt> {
        let ledger: Ledger = records.iter().cloned().collect();
        Doubt::about(
            session,
            &riverside(),
            Beside {
                ledger: &ledger,
                corrected,
                now: now(),
                place: Dates::default(),
            },
        )
    }

    #[test]
    fn a_session_equal_to_one_of_the_last_ten_minutes_looks_the_same() {
        let looks = |minutes: i64, other: Session| {
            let saved = record(1, minutes, other);
            !about(&session(0, 7, None), &[saved], None).is_empty()
        };
        assert!(looks(0, session(0, 7, None)));
        assert!(looks(10, session(0, 7, None)));
        assert!(!looks(11, session(0, 7, None)));
        // A clock that was set back in between hides nothing.
        assert!(looks(-10, session(0, 7, None)));
        assert!(!looks(0, session(1, 7, None)));
        assert!(!looks(0, session(0, 8, None)));
        assert!(!looks(0, session(0, 7, Some(1))));
    }

    #[test]
    fn a_removed_session_another_teams_and_the_corrected_one_do_not_look_the_same() {
        let saved = record(1, 1, session(0, 7, None));
        assert_eq!(
            about(
                &session(0, 7, None),
                std::slice::from_ref(&saved),
                Some(&saved)
            ),
            []
        );
        let stamp = Stamp::trusted(now(), day(0));
        let removed = saved.removed(None, stamp).unwrap();
        assert_eq!(about(&session(0, 7, None), &[removed], None), []);
        let other_team = TeamId::new("hillside").unwrap();
        let ledger: Ledger = [saved].into_iter().collect();
        let beside = Beside {
            ledger: &ledger,
            corrected: None,
            now: now(),
            place: Dates::default(),
        };
        assert_eq!(Doubt::about(&session(0, 7, None), &other_team, beside), []);
    }

    #[test]
    fn a_session_at_a_place_that_had_closed_is_asked_about_once_and_never_refused() {
        let closed = Dates {
            from: None,
            until: Some(day(3)),
        };
        let asks = |back: i64, corrected: Option<&Record>| {
            let beside = Beside {
                ledger: &Ledger::new(),
                corrected,
                now: now(),
                place: closed,
            };
            Doubt::about(&session(back, 7, None), &riverside(), beside)
        };
        assert_eq!(asks(3, None), []);
        let asked = [Doubt::NotInUse {
            on: day(2),
            dates: closed,
        }];
        assert_eq!(asks(2, None), asked);
        let saved = record(1, 60, session(2, 9, None));
        assert_eq!(asks(2, Some(&saved)), [], "only its counts are corrected");
        let moved = record(1, 60, session(3, 9, None));
        assert_eq!(asks(2, Some(&moved)), asked);
    }

    fn group_with(counts: &[u16]) -> Vec<Record> {
        let many = i64::try_from(counts.len()).unwrap();
        let sessions = counts.iter().zip(1_u32..);
        sessions
            .map(|(count, at)| {
                let weeks_back = 7 * (1 + many - i64::from(at));
                record(u128::from(at), 9_999, session(weeks_back, *count, Some(1)))
            })
            .collect()
    }

    fn usual(counts: &[u16]) -> Option<(u32, u32)> {
        let ledger: Ledger = group_with(counts).into_iter().collect();
        let group = GroupId::new(Uuid::from_u128(1));
        Usual::of(group, &ledger, None).map(|it| (it.low, it.high))
    }

    #[test]
    fn what_is_usual_for_a_group_comes_from_its_latest_sessions() {
        assert_eq!(usual(&[8, 9, 10, 14]), None);
        assert_eq!(usual(&[8, 9, 10, 14, 12]), Some((8, 14)));
        // From eight sessions on, one odd day at either end is left out.
        assert_eq!(usual(&[1, 8, 9, 10, 14, 12, 13, 99]), Some((8, 14)));
        // Only the latest twelve.
        let mut many = vec![400; 10];
        many.extend([8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13]);
        assert_eq!(usual(&many), Some((8, 13)));
    }

    /// | usual 8 to 14 | asked |
    /// |---|---|
    /// | less than half of 8 | yes |
    /// | half of 8 to twice 14 | no |
    /// | more than twice 14 | yes |
    #[test]
    fn a_count_far_from_the_groups_usual_is_asked_about() {
        let records = group_with(&[8, 9, 10, 14, 12]);
        let asked = |count: u16| !about(&session(0, count, Some(1)), &records, None).is_empty();
        assert!(asked(3));
        assert!(!asked(4) && !asked(28));
        assert!(asked(29));
        let of_no_group = about(&session(0, 100, None), &records, None);
        assert_eq!(of_no_group, []);
    }

    #[test]
    fn more_than_100_in_one_band_is_asked_about_with_what_the_group_usually_has() {
        let many = |count: u16, group: Option<u128>, records: &[Record]| {
            let asked = about(&session(0, count, group), records, None);
            asked.into_iter().find_map(|doubt| match doubt {
                Doubt::Many {
                    counted,
                    count,
                    usual,
                } => Some((counted, count, usual)),
                Doubt::Unusual { .. } | Doubt::LooksTheSame { .. } | Doubt::NotInUse { .. } => None,
            })
        };
        let under_5 = Tap::Person(AgeBand::Under5);
        assert_eq!(many(100, None, &[]), None);
        assert_eq!(many(312, None, &[]), Some((under_5, 312, None)));
        let small = group_with(&[8, 9, 10, 14, 12]);
        let usual = Some(Usual { low: 8, high: 14 });
        assert_eq!(many(312, Some(1), &small), Some((under_5, 312, usual)));
        // A fair that has so many each time is not asked about each time.
        let large = group_with(&[110, 120, 130, 140, 150]);
        assert_eq!(many(140, Some(1), &large), None);
        assert_eq!(many(312, Some(1), &large).map(|it| it.1), Some(312));
    }

    #[test]
    fn more_than_100_is_asked_about_once_and_marked_until_it_is_corrected() {
        let typed = session(0, 312, None);
        let asked = about(&typed, &[], None);
        assert_eq!(asked.len(), 1);
        let saved = record(99, 1, with_confirmed(typed, &asked, None));
        assert!(is_to_check(&saved));
        assert_eq!(about(&session(1, 312, None), &[], Some(&saved)), []);
        let right = session(0, 12, None);
        assert_eq!(about(&right, &[], Some(&saved)), []);
        assert!(!is_to_check(&record(
            99,
            0,
            with_confirmed(right, &[], Some(&saved))
        )));
    }

    #[test]
    fn a_correction_is_asked_about_its_counts_only_when_it_changes_them() {
        let mut records = group_with(&[8, 9, 10, 14, 12]);
        let odd = record(99, 9_999, session(0, 77, Some(1)));
        records.push(odd.clone());
        assert_eq!(about(&session(0, 77, Some(1)), &records, Some(&odd)), []);
        assert_eq!(about(&session(0, 7, Some(1)), &records, Some(&odd)), []);
        let asked = about(&session(0, 78, Some(1)), &records, Some(&odd));
        assert_eq!(asked.len(), 1);
    }

    #[test]
    fn confirmed_counts_are_marked_until_a_correction_changes_them() {
        let records = group_with(&[8, 9, 10, 14, 12]);
        let typed = session(0, 77, Some(1));
        let asked = about(&typed, &records, None);
        let saved = record(99, 1, with_confirmed(typed, &asked, None));
        assert!(is_to_check(&saved));
        let again = |count, confirmed: &[Doubt]| {
            let corrected = session(1, count, Some(1));
            is_to_check(&record(
                99,
                0,
                with_confirmed(corrected, confirmed, Some(&saved)),
            ))
        };
        assert!(again(77, &[]));
        assert!(!again(7, &[]));
        // What was confirmed before the counts were typed anew is not these.
        assert!(!again(7, &asked));
        let removed = saved.removed(None, Stamp::trusted(now(), day(0))).unwrap();
        assert!(!is_to_check(&removed));
    }
}
