//! Sessions and Sends with plain numbers, for the tests of stores, returns and
//! roll-ups.
#![allow(dead_code, reason = "each test file uses its own part")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

pub mod returns;
pub mod tablet;

use chrono::{DateTime, Days, NaiveDate, Utc};
use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::ids::{BookId, LocalityId, PlaceId, RecordId, SendId, TeamId};
use daybook::domain::base::text::{Name, Text};
use daybook::domain::organisation::in_use::InUse;
use daybook::domain::organisation::{Locality, Place, PlaceKind, Standing, Team};
use daybook::domain::record::attendance::{Attendance, HeadCount};
use daybook::domain::record::session::{Activity, Counts, Session, SessionParts};
use daybook::domain::record::{Entry, Filing, Record, Stamp};
use daybook::domain::submission::send::{Sample, SendOrder};
use daybook::domain::tablet::settings::Settings;
use uuid::Uuid;

/// The book of every record here.
pub const BOOK: BookId = BookId::new(Uuid::from_u128(0xb00c));

pub fn id(number: u128) -> RecordId {
    RecordId::new(Uuid::from_u128(number))
}

pub fn send_id(number: u128) -> SendId {
    SendId::new(Uuid::from_u128(number))
}

pub fn quarter(code: &str) -> Quarter {
    code.parse().unwrap()
}

pub fn text<const MAX: usize>(words: &str) -> Text<MAX> {
    Text::typed(words).unwrap().unwrap()
}

pub fn team_id(number: u8) -> TeamId {
    TeamId::new(&format!("team-{number}")).unwrap()
}

pub fn team(number: u8) -> Team {
    Team {
        id: team_id(number),
        name: text(&format!("Team {number}")),
        standing: Standing::Organisation,
        locality: Locality {
            id: LocalityId::new("north").unwrap(),
            name: text("North"),
            standing: Standing::Organisation,
        },
    }
}

pub fn place_id(number: u8) -> PlaceId {
    PlaceId::new(&format!("place-{number}")).unwrap()
}

pub fn place(number: u8) -> Place {
    Place {
        id: place_id(number),
        name: text(&format!("Place {number}")),
        kind: PlaceKind::YouthClub,
        standing: Standing::Organisation,
    }
}

/// The tablet's clock, so many milliseconds into a day.
pub fn stamp(on: NaiveDate, millis: u64) -> Stamp {
    let at: DateTime<Utc> = on.and_hms_opt(12, 0, 0).unwrap().and_utc();
    Stamp {
        at: at + chrono::TimeDelta::milliseconds(i64::try_from(millis).unwrap()),
        on,
        clock: daybook::domain::record::ClockStanding::Trusted,
    }
}

/// A youth club session that so many 11 to 15 year olds came to.
pub fn club(date: NaiveDate, contacts: u16) -> Entry {
    let mut bands = [HeadCount::NOBODY; 5];
    bands[2] = HeadCount::new(contacts).unwrap();
    Entry::Session(
        Session::new(SessionParts {
            date,
            activity: Activity::YouthClub { place: place_id(1) },
            attendance: Attendance::new(bands).unwrap(),
            new_families: HeadCount::NOBODY,
            minutes: None,
            theme: None,
            partners: None,
            note: None,
            group: None,
            counts: Counts::default(),
        })
        .unwrap(),
    )
}

/// A new record of team 1, saved on the day it happened.
pub fn record(number: u128, date: NaiveDate, contacts: u16) -> Record {
    let filing = Filing {
        id: id(number),
        book: BOOK,
        team: team_id(1),
    };
    Record::new(filing, stamp(date, 0), club(date, contacts))
}

/// The same record with another attendance.
pub fn corrected(record: &Record, contacts: u16) -> Record {
    let date = record.entry().date();
    let later = stamp(date + Days::new(1), u64::from(contacts));
    record
        .corrected(club(date, contacts), record.team().clone(), later)
        .unwrap()
}

/// What a Send needs to know, on a day after its quarter's end.
pub fn order(number: u128, team: u8, quarter: Quarter, reason: Option<&str>) -> SendOrder {
    let today = quarter.last_day() + Days::new(3);
    SendOrder {
        id: send_id(number),
        wanted: (team_id(team), quarter),
        reason: reason.map(text),
        made_at: stamp(today, 0).at,
        today,
        tablet: tablet(),
        teams: (0..4).map(self::team).collect(),
        places: (0..4).map(place).collect(),
        sample: Sample::Real,
    }
}

pub fn tablet() -> Name {
    text("Blue tablet")
}

/// The set-up of a tablet of team 1 with one place.
pub fn settings() -> Settings {
    Settings {
        tablet: tablet(),
        city: None,
        team: team(1),
        other_teams: Vec::new(),
        places: vec![place(1)],
        keep_records_for_years: None,
        groups: Vec::new(),
        corrected_places: Vec::new(),
        survey_languages: Vec::new(),
        due: Vec::new(),
        send_to: None,
        in_use: InUse::default(),
    }
}

/// A Monday in quarter 3.
pub const DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();

/// The record that most tests are about.
pub fn session() -> Record {
    record(1, DAY, 12)
}

/// What a store says when told to be blocked.
pub fn told_to_be_blocked() -> daybook::store::StoreError {
    daybook::store::StoreError::Blocked("told to be".to_owned())
}
