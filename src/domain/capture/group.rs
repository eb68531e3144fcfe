//! A group: a regular session that a team repeats, kept so that recording it
//! takes one tap and the head counts.
//!
//! Guarantees that a group can open the session form with everything but who
//! came, and never with a head count. Refuses to know how often a group met:
//! that is the ledger's.

use chrono::{Datelike, NaiveDate};

use crate::domain::base::coded::coded;
use crate::domain::base::ids::{GroupId, TeamId};
use crate::domain::base::json::object;
use crate::domain::base::text::{Name, Theme};
use crate::domain::record::ledger::Ledger;
use crate::domain::record::session::Activity;
use crate::domain::record::{Entry, Record};

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weekday {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

coded!(Weekday {
    Monday = "monday",
    Tuesday = "tuesday",
    Wednesday = "wednesday",
    Thursday = "thursday",
    Friday = "friday",
    Saturday = "saturday",
    Sunday = "sunday",
});

impl Weekday {
    /// All seven, from Monday.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Monday => "Monday",
            Self::Tuesday => "Tuesday",
            Self::Wednesday => "Wednesday",
            Self::Thursday => "Thursday",
            Self::Friday => "Friday",
            Self::Saturday => "Saturday",
            Self::Sunday => "Sunday",
        }
    }

    /// The day of the week that a date is.
    #[must_use]
    pub fn of(date: NaiveDate) -> Self {
        let from_monday = date.weekday().num_days_from_monday() as usize;
        Self::ALL
            .into_iter()
            .nth(from_monday)
            .unwrap_or(Self::Monday)
    }
}

/// Whether a group still meets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Running {
    /// It is offered for recording.
    #[default]
    Meets,
    /// It has ended: its records stay, and it is offered no more.
    Ended,
}

coded!(Running {
    Meets = "meets",
    Ended = "ended",
});

/// A regular session of a team, such as "Stay and Play, Tuesdays, Rosehill".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Names it in the records made from it.
    pub id: GroupId,
    /// Whose work it is.
    pub team: TeamId,
    /// What the team calls it.
    pub name: Name,
    /// What is done, and where.
    pub activity: Activity,
    /// The day it usually meets; `None` when there is no usual day.
    pub weekday: Option<Weekday>,
    /// What it is about; `None` when not noted.
    pub theme: Option<Theme>,
    /// Whether it still meets.
    pub running: Running,
}

object!(Group {
    id: needed,
    team: needed,
    name: needed,
    activity: needed,
    weekday: usual,
    theme: usual,
    running: usual,
});

/// A group that is offered for recording, with the day of its latest session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offered<'a> {
    /// The group.
    pub group: &'a Group,
    /// When it last met, as far as was recorded here; `None` when never.
    pub latest: Option<NaiveDate>,
}

impl Offered<'_> {
    /// Whether it usually meets on this day of the week.
    #[must_use]
    pub fn meets_on(&self, today: NaiveDate) -> bool {
        self.group.weekday == Some(Weekday::of(today))
    }
}

impl Group {
    /// The groups to offer on a day: first those that usually meet on this day of
    /// the week, in the order of the settings, so that they are in their places
    /// before the records have been read; then the others, those that met last
    /// first. Groups that have ended are not among them.
    #[must_use]
    pub fn offered<'a>(
        groups: impl IntoIterator<Item = &'a Self>,
        ledger: &Ledger,
        today: NaiveDate,
    ) -> Vec<Offered<'a>> {
        let groups = groups.into_iter();
        let running = groups.filter(|it| it.running == Running::Meets);
        let mut offered: Vec<Offered<'a>> = running
            .map(|group| Offered {
                group,
                latest: None,
            })
            .collect();
        for record in ledger.iter() {
            let Some(group) = group_of(record) else {
                continue;
            };
            if let Some(known) = offered.iter_mut().find(|it| it.group.id == group) {
                // A clock was perhaps once ahead: no session has met on a day to come.
                let met = Some(record.entry().date()).filter(|day| *day <= today);
                known.latest = known.latest.max(met);
            }
        }
        let weekday = Some(Weekday::of(today));
        // Stable: groups that have never met stay in the order of the settings.
        offered.sort_by_key(|it| {
            let another_day = it.group.weekday != weekday;
            let latest = if another_day { it.latest } else { None };
            (another_day, std::cmp::Reverse(latest))
        });
        offered
    }
}

/// The group that a record was made from; `None` for a record without one, or
/// one that was removed.
#[must_use]
pub fn group_of(record: &Record) -> Option<GroupId> {
    match record.entry() {
        Entry::Session(session) if !record.is_removed() => session.parts().group,
        Entry::Session(_) | Entry::Survey(_) | Entry::Declined(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::base::ids::{BookId, PlaceId, RecordId};
    use crate::domain::capture::group_draft::{GroupDraft, GroupField};
    use crate::domain::capture::session_draft::SessionDraft;
    use crate::domain::organisation::{Place, PlaceKind, Standing};
    use crate::domain::record::attendance::{Attendance, HeadCount};
    use crate::domain::record::session::{Kind, Session, SessionParts};
    use crate::domain::record::{Filing, Stamp};

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn rosehill() -> PlaceId {
        PlaceId::new("rosehill").unwrap()
    }

    fn group(number: u128, weekday: Option<Weekday>) -> Group {
        Group {
            id: GroupId::new(Uuid::from_u128(number)),
            team: TeamId::new("riverside").unwrap(),
            name: Name::typed(&format!("Group {number}")).unwrap().unwrap(),
            activity: Activity::ChildrensCentreGroup { place: rosehill() },
            weekday,
            theme: Theme::typed("Stay and Play").unwrap(),
            running: Running::Meets,
        }
    }

    fn met(id: u128, group: &Group, on: NaiveDate) -> Record {
        let parts = SessionParts {
            group: Some(group.id),
            ..SessionParts::of(
                on,
                group.activity.clone(),
                Attendance::new([HeadCount::new(3).unwrap(); 5]).unwrap(),
            )
        };
        let filing = Filing {
            id: RecordId::new(Uuid::from_u128(id)),
            book: BookId::new(Uuid::from_u128(1)),
            team: group.team.clone(),
        };
        let at = on.and_hms_opt(12, 0, 0).unwrap().and_utc();
        Record::new(
            filing,
            Stamp::trusted(at, on),
            Entry::Session(Session::new(parts).unwrap()),
        )
    }

    fn offered(groups: &[Group], records: &[Record], on: NaiveDate) -> Vec<u128> {
        let ledger: Ledger = records.iter().cloned().collect();
        let offered = Group::offered(groups, &ledger, on);
        offered
            .iter()
            .map(|it| it.group.id.uuid().as_u128())
            .collect()
    }

    #[test]
    fn the_groups_of_todays_weekday_come_first_then_those_that_met_last() {
        // 24 November 2026 is a Tuesday.
        let groups = [
            group(1, None),
            group(2, Some(Weekday::Monday)),
            group(3, Some(Weekday::Tuesday)),
            group(4, Some(Weekday::Tuesday)),
        ];
        assert_eq!(offered(&groups, &[], day(24)), [3, 4, 1, 2]);
        let records = [
            met(1, &groups[3], day(17)),
            met(2, &groups[1], day(16)),
            met(3, &groups[1], day(23)),
        ];
        assert_eq!(offered(&groups, &records, day(24)), [3, 4, 2, 1]);
        assert_eq!(offered(&groups, &records, day(23)), [2, 4, 1, 3]);
    }

    #[test]
    fn a_session_dated_on_a_day_to_come_makes_no_group_the_one_that_met_last() {
        let groups = [group(1, None), group(2, None)];
        let records = [
            met(1, &groups[0], day(17)),
            met(2, &groups[1], NaiveDate::from_ymd_opt(2029, 11, 1).unwrap()),
        ];
        assert_eq!(offered(&groups, &records, day(24)), [1, 2]);
    }

    #[test]
    fn a_group_that_has_ended_is_offered_no_more_and_removed_sessions_do_not_count() {
        let ended = Group {
            running: Running::Ended,
            ..group(1, Some(Weekday::Tuesday))
        };
        let groups = [ended, group(2, None), group(3, None)];
        let met = met(1, &groups[2], day(17));
        let stamp = Stamp::trusted(met.saved_at(), day(18));
        assert_eq!(
            offered(&groups, std::slice::from_ref(&met), day(24)),
            [3, 2]
        );
        assert_eq!(
            offered(&groups, &[met.removed(None, stamp).unwrap()], day(24)),
            [2, 3]
        );
    }

    #[test]
    fn a_group_opens_the_form_with_everything_but_who_came() {
        let group = group(1, None);
        let opened = SessionDraft::on(day(24)).of_group(&group);
        assert_eq!(opened.group, Some(group.id));
        assert_eq!(opened.team, Some(group.team.clone()));
        assert_eq!(opened.kind, Some(Kind::ChildrensCentreGroup));
        assert_eq!(opened.place, Some(rosehill()));
        assert_eq!(opened.theme, "Stay and Play");
        assert_eq!(opened.running_total(), 0);
        assert_eq!(opened.new_families, "");
    }

    #[test]
    fn a_group_is_kept_from_a_session_and_named_after_its_theme() {
        let first = group(1, None);
        let draft = GroupDraft::like(&met(1, &first, day(24)), day(24)).unwrap();
        assert_eq!(draft.weekday, Some(Weekday::Tuesday));
        let places = [Place {
            id: rosehill(),
            name: Name::typed("Rosehill").unwrap().unwrap(),
            kind: PlaceKind::ChildrensCentre,
            standing: Standing::Organisation,
        }];
        let problems = draft.check(first.id, &first.team, &places).unwrap_err();
        let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(fields, [GroupField::Name]);
        let named = GroupDraft {
            name: "Tots".into(),
            ..draft
        };
        let made = named.check(first.id, &first.team, &places).unwrap();
        assert_eq!(made.activity, first.activity);
        assert_eq!(GroupDraft::of_fields(&named.fields()), named);
        let changed = GroupDraft::of(&made, day(24));
        assert_eq!(changed.check(made.id, &made.team, &places).unwrap(), made);
    }

    #[test]
    fn a_kept_group_comes_back_as_it_was_kept() {
        for group in [group(1, None), group(2, Some(Weekday::Sunday))] {
            let text = serde_json::to_string(&group).unwrap();
            assert_eq!(serde_json::from_str::<Group>(&text).unwrap(), group);
        }
    }
}
