//! Example places, the groups that meet there every week, and their sessions.

use chrono::{Datelike, NaiveDate};
use uuid::Uuid;

use super::NotAnExample;
use super::dice::{Desk, Dice, evenly, share_out};
use crate::domain::base::ids::{GroupId, PlaceId, TeamId, slug};
use crate::domain::base::text::{Name, Theme};
use crate::domain::capture::group::{Group, Running, Weekday};
use crate::domain::organisation::{Place, PlaceKind, Standing};
use crate::domain::record::Entry;
use crate::domain::record::attendance::{Attendance, HeadCount, Minutes};
use crate::domain::record::session::{Activity, Counts, Kind, Plan, Session, SessionParts};

/// A regular session: its name, weekday, size, age mix and length.
struct Weekly(&'static str, u32, (u16, u16), [u16; 5], u16);

/// Places of a sort, and the groups that each of them has.
struct Sort {
    kind: PlaceKind,
    called: &'static str,
    stems: &'static [&'static str],
    groups: &'static [Weekly],
}

const SORTS: [Sort; 4] = [
    Sort {
        kind: PlaceKind::ChildrensCentre,
        called: " Children’s Centre",
        stems: &[
            "Rosehill",
            "Brookside",
            "Oakfield",
            "Larkfield",
            "Hawthorn",
            "Meadow Lane",
            "Sunnybank",
            "Millbank",
            "Cherry Tree",
            "Canal Street",
        ],
        groups: &[
            Weekly("Stay and Play", 0, (16, 32), [11, 1, 0, 0, 8], 120),
            Weekly("Baby Group", 1, (12, 26), [10, 0, 0, 0, 9], 90),
            Weekly("Messy Play", 2, (14, 28), [11, 1, 0, 0, 8], 90),
            Weekly("Rhyme Time", 3, (16, 32), [11, 0, 0, 0, 8], 60),
            Weekly("Parenting Course", 4, (6, 13), [0, 0, 0, 0, 1], 120),
        ],
    },
    Sort {
        kind: PlaceKind::YouthClub,
        called: " Youth Club",
        stems: &[
            "Northgate",
            "Greenway",
            "Hilltop",
            "Parkside",
            "Old Mill",
            "Eastfield",
        ],
        groups: &[
            Weekly("Open Night", 1, (16, 34), [0, 0, 8, 4, 0], 150),
            Weekly("Junior Night", 3, (14, 30), [0, 7, 6, 0, 0], 120),
        ],
    },
    Sort {
        kind: PlaceKind::School,
        called: " Primary School",
        stems: &[
            "Elm Grove",
            "Fairfield",
            "St Hilda’s",
            "Longmead",
            "Ashdown",
        ],
        groups: &[
            Weekly("Friendship Group", 2, (6, 12), [0, 1, 0, 0, 0], 45),
            Weekly("Family Drop-in", 4, (8, 18), [2, 5, 0, 0, 6], 60),
        ],
    },
    Sort {
        kind: PlaceKind::School,
        called: " High School",
        stems: &["Woodlands", "Queensway", "West Bank"],
        groups: &[
            Weekly("Healthy Relationships", 0, (10, 26), [0, 0, 9, 2, 0], 60),
            Weekly("Lunchtime Drop-in", 3, (6, 16), [0, 0, 5, 2, 0], 45),
        ],
    },
];

const CO_WORKED: ((u16, u16), [u16; 5]) = ((2, 5), [2, 3, 3, 1, 4]);
const TARGETED: ((u16, u16), [u16; 5]) = ((5, 11), [0, 0, 5, 3, 0]);

/// A place with the groups that meet there.
pub(super) struct Site {
    place: Place,
    groups: &'static [Weekly],
}

/// Up to so many sites of each sort.
pub(super) fn sites(of_each: usize) -> Result<Vec<Site>, NotAnExample> {
    let mut sites = Vec::new();
    for sort in &SORTS {
        for stem in sort.stems.iter().take(of_each) {
            sites.push(site_of(sort, [*stem, sort.called].concat())?);
        }
    }
    Ok(sites)
}

impl Site {
    fn activity(&self) -> Activity {
        let place = self.place.id.clone();
        match self.place.kind {
            PlaceKind::ChildrensCentre => Activity::ChildrensCentreGroup { place },
            PlaceKind::YouthClub => Activity::YouthClub { place },
            PlaceKind::School => Activity::SchoolGroupWork { place },
        }
    }
}

impl Weekly {
    /// The day of the week on which it meets at the site with this number, from
    /// Monday as 0: not every centre has the same group on one day.
    const fn weekday(&self, site: u32) -> u32 {
        (self.1 + site % 5) % 5
    }
}

fn group_id(site: u32, within: u32) -> GroupId {
    GroupId::new(Uuid::from_u128(u128::from(site * 16 + within + 1)))
}

/// The groups that meet at some sites, as a team keeps them.
pub(super) fn groups_of(sites: &[Site], team: &TeamId) -> Result<Vec<Group>, NotAnExample> {
    let mut groups = Vec::new();
    for (number, site) in (0..).zip(sites) {
        for (within, group) in (0..).zip(site.groups) {
            let weekday = usize::try_from(group.weekday(number)).ok();
            groups.push(Group {
                id: group_id(number, within),
                team: team.clone(),
                name: Name::try_from(group.0.to_owned())?,
                activity: site.activity(),
                weekday: weekday.and_then(|day| Weekday::ALL.get(day).copied()),
                theme: Some(Theme::try_from(group.0.to_owned())?),
                running: Running::Meets,
            });
        }
    }
    Ok(groups)
}

pub(super) fn places_of(sites: Vec<Site>) -> Vec<Place> {
    sites.into_iter().map(|site| site.place).collect()
}

/// The working days from `first` to `last`, Christmas week excepted.
pub(super) fn open_days(first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    first
        .iter_days()
        .take_while(|day| *day <= last)
        .filter(|day| day.weekday().num_days_from_monday() < 5)
        .filter(|day| (103..=1222).contains(&(day.month() * 100 + day.day())))
        .collect()
}

/// Whether schools are open, by holidays as they mostly lie in England.
fn in_term(day: NaiveDate) -> bool {
    !matches!(
        day.month() * 100 + day.day(),
        101..=103 | 211..=219 | 401..=417 | 526..=602 | 722..=904 | 1022..=1031 | 1220..=1231
    )
}

/// A session about to be recorded.
pub(super) struct Slot {
    date: NaiveDate,
    activity: Activity,
    theme: Option<&'static str>,
    group: Option<GroupId>,
    people: u16,
    bands: [u16; 5],
    minutes: u16,
}

impl Slot {
    pub(super) const fn kind(&self) -> Kind {
        self.activity.kind()
    }
}

/// Everything that takes place on some days, in their order.
pub(super) fn slots(dice: &mut Dice, sites: &[Site], days: &[NaiveDate]) -> Vec<Slot> {
    let mut slots = Vec::new();
    for date in days {
        let mut add = |dice: &mut Dice, activity, (theme, group), (people, bands), minutes| {
            slots.push(Slot {
                date: *date,
                activity,
                theme,
                group,
                people: dice.between(people),
                bands,
                minutes,
            });
        };
        let weekday = date.weekday().num_days_from_monday();
        for (number, site) in (0..).zip(sites) {
            for (within, group) in (0..).zip(site.groups) {
                let Weekly(theme, _, people, bands, minutes) = group;
                let meets = group.weekday(number) == weekday
                    && (site.place.kind != PlaceKind::School || in_term(*date));
                if meets && !dice.once_in(25) {
                    let named = (Some(*theme), Some(group_id(number, within)));
                    add(dice, site.activity(), named, (*people, *bands), *minutes);
                }
            }
        }
        for _ in sites.iter().step_by(6) {
            if let Some(plan) = dice.one_of(&Plan::ALL) {
                let activity = Activity::CoWorkedCase { plan: *plan };
                add(dice, activity, (None, None), CO_WORKED, 60);
            }
            if weekday % 2 == 1 {
                let activity = Activity::TargetedPrevention;
                add(dice, activity, (Some("Staying Safe"), None), TARGETED, 75);
            }
        }
    }
    slots
}

/// The same sessions with so many direct contacts in all: the groups are made
/// a little larger or smaller, in proportion.
pub(super) fn with_contacts(mut slots: Vec<Slot>, contacts: u32) -> Vec<Slot> {
    let (groups, rest): (Vec<_>, Vec<_>) = slots
        .iter_mut()
        .partition(|slot| slot.activity.place().is_some());
    let taken: u32 = rest.iter().map(|slot| u32::from(slot.people)).sum();
    let weights: Vec<u16> = groups.iter().map(|slot| slot.people).collect();
    let shares = share_out(contacts.saturating_sub(taken), weights.into_iter());
    for (slot, people) in groups.into_iter().zip(shares) {
        slot.people = people;
    }
    slots
}

pub(super) fn record_sessions(desk: &mut Desk, slots: Vec<Slot>) -> Result<(), NotAnExample> {
    for slot in slots {
        let bands = slot
            .bands
            .map(|weight| weight * 3 + desk.dice.below(weight * 2));
        let mut counts = [HeadCount::NOBODY; 5];
        for (count, people) in counts
            .iter_mut()
            .zip(share_out(slot.people.into(), bands.into_iter()))
        {
            *count = HeadCount::new(people)?;
        }
        let new_families = match slot.activity.place() {
            Some(_) => desk.dice.below(slot.people / 8 + 1),
            None => 0,
        };
        let minutes = Minutes::new(slot.minutes)?;
        let session = Session::new(SessionParts {
            date: slot.date,
            activity: slot.activity,
            attendance: Attendance::new(counts)?,
            new_families: HeadCount::new(new_families)?,
            minutes: (!desk.dice.once_in(8)).then_some(minutes),
            theme: slot
                .theme
                .map(|theme| Theme::try_from(theme.to_owned()))
                .transpose()?,
            partners: None,
            note: None,
            group: slot.group,
            counts: Counts::default(),
        })?;
        desk.file(slot.date, Entry::Session(session));
    }
    Ok(())
}

/// A site of its own for each number: after all the names there are come their
/// second places.
pub(super) fn site(number: usize) -> Result<Site, NotAnExample> {
    let all: Vec<_> = SORTS
        .iter()
        .flat_map(|sort| sort.stems.iter().map(move |stem| (sort, *stem)))
        .collect();
    let round = number / all.len();
    // The remainder always lies within; the lists are not empty.
    let (sort, stem) = all[number % all.len()];
    let name = if round == 0 {
        [stem, sort.called].concat()
    } else {
        format!("{stem} {}{}", round + 1, sort.called)
    };
    site_of(sort, name)
}

/// A site of a sort, under a name.
fn site_of(sort: &Sort, name: String) -> Result<Site, NotAnExample> {
    Ok(Site {
        place: Place {
            id: PlaceId::new(&slug(&name, 64))?,
            name: Name::try_from(name)?,
            kind: sort.kind,
            standing: Standing::Organisation,
        },
        groups: sort.groups,
    })
}

impl Site {
    /// The place.
    pub(super) const fn place(&self) -> &Place {
        &self.place
    }
}

/// So many of the sessions at places, and so many of the others, spread evenly.
pub(super) fn thinned(slots: Vec<Slot>, at_places: usize, others: usize) -> Vec<Slot> {
    let (placed, rest): (Vec<_>, Vec<_>) = slots
        .into_iter()
        .partition(|slot| slot.activity.place().is_some());
    let pick = |slots: Vec<Slot>, wanted: usize| {
        let all = slots.len();
        let slots = slots.into_iter().enumerate();
        slots
            .filter(move |(position, _)| evenly(*position, wanted.min(all), all, 0))
            .map(|(_, slot)| slot)
    };
    let mut kept: Vec<Slot> = pick(placed, at_places).chain(pick(rest, others)).collect();
    kept.sort_by_key(|slot| slot.date);
    kept
}

/// Without those that nobody comes to.
pub(super) fn with_people(slots: Vec<Slot>) -> Vec<Slot> {
    let mut slots = slots;
    slots.retain(|slot| slot.people > 0);
    slots
}
