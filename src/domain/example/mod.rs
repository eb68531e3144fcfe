//! Example data: the report's own year as a worked example, and a team's
//! records to try the app with.
//!
//! Guarantees the same data for the same seed, with totals that are exact by
//! construction: contacts and answers are shared out, never searched for.
//! Every name is invented. Refuses to know today: the date comes in.

mod city;
mod dice;
mod not_an_example;
mod surveys;
mod timetable;

use chrono::NaiveDate;

pub use city::{City, CityOrder, city};
use dice::{Desk, evenly};
pub use not_an_example::NotAnExample;
use surveys::{Offered, record_surveys};
use timetable::{groups_of, open_days, places_of, record_sessions, sites, slots, with_contacts};

use crate::domain::base::calendar::{EARLIEST_DATE, FinancialYear, LATEST_DATE, Quarter};
use crate::domain::base::ids::{BookId, LocalityId, TeamId};
use crate::domain::base::text::Name;
use crate::domain::capture::group::Group;
use crate::domain::organisation::{Locality, Place, Standing, Team};
use crate::domain::record::Record;
/// A team with its places and records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The one team whose work it is.
    pub team: Team,
    /// Every place that its sessions name.
    pub places: Vec<Place>,
    /// The groups that its sessions name.
    pub groups: Vec<Group>,
    /// Its records, in the order they were first saved.
    pub records: Vec<Record>,
}

/// The year 2016 to 2017 with the report's totals: 36,039 direct contacts in
/// quarters 3 and 4 together, and 515 surveys received over the year, of which
/// 506, 503 and 503 said yes (Early Help report 2016-17, section 2). How the
/// contacts divide between the quarters, kinds and places is invented.
///
/// # Errors
/// [`NotAnExample`] when a built-in name or number breaks a rule.
pub fn worked_example(seed: u64, book: BookId) -> Result<Example, NotAnExample> {
    let sites = sites(usize::MAX)?;
    let team = team()?;
    let mut desk = Desk::new(seed, book, team.id.clone());
    let [first, _, third, fourth] = FinancialYear::containing(IN_2016_17).quarters();
    for (quarter, contacts) in [(third, 17_412), (fourth, 18_627)] {
        let days = open_days(quarter.first_day(), quarter.last_day());
        let slots = slots(&mut desk.dice, &sites, &days);
        record_sessions(&mut desk, with_contacts(slots, contacts))?;
    }
    let offered = Offered {
        received: 515,
        not_yes: [515 - 506, 515 - 503, 515 - 503],
        by_young_children: 0,
        declined: 7,
        opened_only: 3,
    };
    let days = open_days(first.first_day(), fourth.last_day());
    record_surveys(&mut desk, &days, &offered)?;
    Ok(Example {
        groups: groups_of(&sites, &team.id)?,
        team,
        places: places_of(sites),
        records: desk.into_records(),
    })
}

/// About 60 sessions and 20 surveys of a small team, from the first day of the
/// quarter before today's up to today, for someone trying the app.
///
/// # Errors
/// [`NotAnExample`] when a built-in name or number breaks a rule.
pub fn practice(today: NaiveDate, seed: u64, book: BookId) -> Result<Example, NotAnExample> {
    let sites = sites(2)?;
    let team = team()?;
    let mut desk = Desk::new(seed, book, team.id.clone());
    let last = today.min(LATEST_DATE);
    let first = Quarter::containing(last).previous().first_day();
    let days = open_days(first.max(EARLIEST_DATE), last);
    let mut slots = slots(&mut desk.dice, &sites, &days);
    // Picked kind by kind, so that none is missed.
    slots.sort_by_key(|slot| slot.kind().index());
    let all = slots.len();
    let picked = slots
        .into_iter()
        .enumerate()
        .filter(|(position, _)| evenly(*position, 60.min(all), all, 0))
        .map(|(_, slot)| slot)
        .collect();
    record_sessions(&mut desk, picked)?;
    let offered = Offered {
        received: 16,
        not_yes: [1, 2, 2],
        by_young_children: 2,
        declined: 1,
        opened_only: 1,
    };
    record_surveys(&mut desk, &days, &offered)?;
    Ok(Example {
        groups: groups_of(&sites, &team.id)?,
        team,
        places: places_of(sites),
        records: desk.into_records(),
    })
}

/// A day of the financial year that the report is about.
const IN_2016_17: NaiveDate = match NaiveDate::from_ymd_opt(2016, 4, 1) {
    Some(day) => day,
    None => EARLIEST_DATE,
};

fn team() -> Result<Team, NotAnExample> {
    Ok(Team {
        id: TeamId::new("riverside-early-help")?,
        name: Name::try_from("Riverside Early Help".to_owned())?,
        standing: Standing::Organisation,
        locality: Locality {
            id: LocalityId::new("riverside")?,
            name: Name::try_from("Riverside".to_owned())?,
            standing: Standing::Organisation,
        },
    })
}
