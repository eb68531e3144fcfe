//! Random sessions, surveys and records with their versions, for the laws.
#![allow(dead_code, reason = "each test file uses its own part")]

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use daybook::domain::base::ids::{BookId, PlaceId, RecordId, TeamId};
use daybook::domain::base::language::Language;
use daybook::domain::base::text::Text;
use daybook::domain::record::attendance::{Attendance, HeadCount, Minutes};
use daybook::domain::record::comments::CommentChecks;
use daybook::domain::record::session::{Activity, Counts, Plan, Session, SessionParts};
use daybook::domain::record::survey::{
    Answer, AnsweredBy, Answers, Completion, DeclinedParts, DeclinedSurvey, Survey, SurveyFlag,
    SurveyParts, Way,
};
use daybook::domain::record::{ClockStanding, Entry, Filing, Provenance, Record, Stamp};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

/// A day written as its year, month and day.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Dates from 1 January 2016 to 20 September 2018: eleven quarters.
pub fn dates() -> BoxedStrategy<NaiveDate> {
    (0..994_u64)
        .prop_map(|days| day(2016, 1, 1) + Days::new(days))
        .boxed()
}

/// Every date that a record may carry.
pub fn all_dates() -> BoxedStrategy<NaiveDate> {
    let days = (day(2199, 12, 31) - day(1970, 1, 1)).num_days();
    (0..=days.unsigned_abs())
        .prop_map(|days| day(1970, 1, 1) + Days::new(days))
        .boxed()
}

pub fn team(number: u8) -> TeamId {
    TeamId::new(&format!("team-{number}")).unwrap()
}

pub fn place(number: u8) -> PlaceId {
    PlaceId::new(&format!("place-{number}")).unwrap()
}

pub fn book(number: u8) -> BookId {
    BookId::new(Uuid::from_u128(number.into()))
}

fn head_counts() -> impl Strategy<Value = HeadCount> {
    prop_oneof![4 => Just(0), 6 => 0..40_u16, 1 => 0..=500_u16]
        .prop_map(|people| HeadCount::new(people).unwrap())
}

fn attendances() -> impl Strategy<Value = Attendance> {
    [(); 5]
        .map(|()| head_counts())
        .prop_filter_map("nobody came", |bands| Attendance::new(bands).ok())
}

fn texts<const MAX: usize>() -> impl Strategy<Value = Option<Text<MAX>>> {
    option::weighted(0.3, "\\PC{0,30}")
        .prop_map(|typed| typed.and_then(|typed| Text::typed(&typed).unwrap()))
}

fn activities() -> impl Strategy<Value = Activity> {
    let places = || (0..3_u8).prop_map(place);
    prop_oneof![
        places().prop_map(|place| Activity::ChildrensCentreGroup { place }),
        places().prop_map(|place| Activity::YouthClub { place }),
        places().prop_map(|place| Activity::SchoolGroupWork { place }),
        select(Plan::ALL.to_vec()).prop_map(|plan| Activity::CoWorkedCase { plan }),
        Just(Activity::TargetedPrevention),
    ]
}

/// Sessions of every kind, on some dates.
pub fn sessions(dates: BoxedStrategy<NaiveDate>) -> impl Strategy<Value = Session> {
    let minutes = option::of((5..=720_u16).prop_map(|minutes| Minutes::new(minutes).unwrap()));
    let parts = (dates, activities(), attendances(), 0..=500_u32, minutes);
    (parts, texts(), texts(), texts()).prop_map(
        |((date, activity, attendance, new, minutes), theme, partners, note)| {
            let new = u16::try_from(new.min(attendance.contacts())).unwrap();
            Session::new(SessionParts {
                date,
                activity,
                attendance,
                new_families: HeadCount::new(new).unwrap(),
                minutes,
                theme,
                partners,
                note,
                group: None,
                counts: Counts::default(),
            })
            .unwrap()
        },
    )
}

fn answers() -> impl Strategy<Value = Answers> {
    let answer = || select(Answer::ALL.to_vec());
    prop_oneof![
        4 => (answer(), answer(), answer()).prop_map(|(respect, listened, helped)| {
            Answers::Standard { respect, listened, helped }
        }),
        1 => answer().prop_map(|again| Answers::YoungChildren { again }),
    ]
}

/// Surveys of both versions, received and opened only, on some dates.
pub fn surveys(dates: BoxedStrategy<NaiveDate>) -> impl Strategy<Value = Survey> {
    let languages = select(vec!["en", "pl", "pa-Guru", "ur"]);
    let flags = btree_set(
        select(vec![SurveyFlag::TooFast, SurveyFlag::Repeated]),
        0..=2,
    );
    let how = (
        option::of(select(AnsweredBy::ALL.to_vec())),
        select(Way::ALL.to_vec()),
        languages.prop_map(|tag| Language::new(tag).unwrap()),
        select(vec![Completion::Finished, Completion::LeftMidway]),
        option::weighted(0.2, flags),
    );
    (dates, answers(), how, texts(), texts()).prop_map(
        |(date, answers, (answered_by, way, language, completion, flags), well, better)| {
            Survey::new(SurveyParts {
                date,
                answers,
                answered_by,
                way,
                language,
                completion,
                flags: flags.unwrap_or_default().into_iter().collect(),
                went_well: well,
                could_be_better: better,
                comment_checks: CommentChecks::default(),
            })
            .unwrap()
        },
    )
}

/// Declined surveys, on some dates.
pub fn declined(dates: BoxedStrategy<NaiveDate>) -> impl Strategy<Value = DeclinedSurvey> {
    (dates, select(Way::ALL.to_vec()))
        .prop_map(|(date, way)| DeclinedSurvey::new(DeclinedParts { date, way }).unwrap())
}

/// Entries of all three sorts, on some dates.
pub fn entries(dates: BoxedStrategy<NaiveDate>) -> impl Strategy<Value = Entry> {
    prop_oneof![
        5 => sessions(dates.clone()).prop_map(Entry::Session),
        3 => surveys(dates.clone()).prop_map(Entry::Survey),
        1 => declined(dates).prop_map(Entry::Declined),
    ]
}

/// A moment by the tablet's clock: so many milliseconds into a day.
pub fn stamp(on: NaiveDate, millis: u32) -> Stamp {
    let at: DateTime<Utc> = on.and_hms_opt(0, 0, 0).unwrap().and_utc();
    Stamp {
        at: at + TimeDelta::milliseconds(millis.into()),
        on,
        clock: ClockStanding::Trusted,
    }
}

/// New records of three teams and two books, saved up to 120 days after the
/// day, on some dates.
pub fn records(dates: BoxedStrategy<NaiveDate>) -> impl Strategy<Value = Record> {
    let provenances = select(vec![
        Provenance::FirstHand,
        Provenance::FirstHand,
        Provenance::FromPaper,
        Provenance::Imported,
    ]);
    let filing = (any::<u128>(), 0..2_u8, 0..3_u8);
    (
        filing,
        entries(dates),
        0..120_u64,
        0..86_400_000_u32,
        provenances,
    )
        .prop_map(
            |((id, book_number, team_number), entry, late, millis, provenance)| {
                let filing = Filing {
                    id: RecordId::new(Uuid::from_u128(id)),
                    book: book(book_number),
                    team: team(team_number),
                };
                let saved = stamp(entry.date() + Days::new(late), millis);
                Record::new(filing, saved, entry).with_provenance(provenance)
            },
        )
}

/// One change to a record.
#[derive(Debug, Clone)]
pub enum Change {
    Correct(Session, u8),
    CorrectSurvey(Survey, u8),
    Remove,
    Restore,
}

pub fn changes() -> impl Strategy<Value = Change> {
    prop_oneof![
        2 => (sessions(dates()), 0..3_u8).prop_map(|(entry, team)| Change::Correct(entry, team)),
        1 => (surveys(dates()), 0..3_u8).prop_map(|(entry, team)| Change::CorrectSurvey(entry, team)),
        2 => Just(Change::Remove),
        2 => Just(Change::Restore),
    ]
}

/// The next version after a change; `None` where the change is not allowed.
pub fn changed(record: &Record, change: Change, stamp: Stamp) -> Option<Record> {
    match change {
        Change::Correct(session, number) => {
            record.corrected(Entry::Session(session), team(number), stamp)
        }
        Change::CorrectSurvey(survey, number) => {
            record.corrected(Entry::Survey(survey), team(number), stamp)
        }
        Change::Remove => record.removed(None, stamp),
        Change::Restore => record.restored(stamp),
    }
    .ok()
}

/// Every version of some records, in no order. Two tablets may have changed
/// the same version, even in the same millisecond.
pub fn versions() -> impl Strategy<Value = Vec<Record>> {
    let history = (
        records(dates()),
        vec((any::<prop::sample::Index>(), changes(), 0..3_u32), 0..6),
    );
    vec(history, 0..5)
        .prop_map(|histories| {
            let mut all = Vec::new();
            for (first, steps) in histories {
                let mut versions = vec![first];
                for (after, change, millis) in steps {
                    let before = after.get(&versions);
                    let saved = stamp(before.first_saved_on() + Days::new(1), millis);
                    let next = changed(before, change, saved);
                    versions.extend(next);
                }
                all.extend(versions);
            }
            all
        })
        .prop_shuffle()
}

/// Some records at their newest versions, removed ones among them.
pub fn ledgers() -> impl Strategy<Value = Vec<Record>> {
    vec((records(dates()), prop::bool::weighted(0.2)), 0..12).prop_map(|records| {
        records
            .into_iter()
            .map(|(record, is_removed)| {
                let saved = stamp(record.first_saved_on(), 0);
                if is_removed {
                    record.removed(None, saved).unwrap()
                } else {
                    record
                }
            })
            .collect()
    })
}
