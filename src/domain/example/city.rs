//! A whole city as example data: teams, tablets and what they sent over two
//! years, with all that can happen to a tablet.
//!
//! Guarantees that every return was written by a Send, and that the totals are
//! exact by construction. For the report's own year they are the report's:
//! 36,039 direct contacts in its quarters 3 and 4, and 515 surveys beside 499
//! (Early Help report 2016-17, section 2).

use chrono::{Days, NaiveDate};
use uuid::Uuid;

use super::NotAnExample;
use super::dice::Desk;
use super::surveys::{Offered, record_surveys};
use super::timetable::{
    Site, open_days, record_sessions, site, slots, thinned, with_contacts, with_people,
};
use crate::domain::base::calendar::{FinancialYear, Quarter};
use crate::domain::base::ids::{BookId, LocalityId, SendId, TeamId, slug};
use crate::domain::base::sorted::Set;
use crate::domain::base::text::{Name, Text};
use crate::domain::organisation::expected::{CollectedEntry, TabletEntry};
use crate::domain::organisation::{
    DueDate, Locality, LocalityEntry, ORGANISATION_VERSION, Organisation, OrganisationFormat,
    PlaceEntry, Standing, Team, TeamEntry,
};
use crate::domain::record::ledger::Ledger;
use crate::domain::record::{Provenance, Record};
use crate::domain::roll_up::{Decisions, Keep};
use crate::domain::submission::books::{Books, Holding, OtherBook, OtherBooks};
use crate::domain::submission::quarter_return::QuarterReturn;
use crate::domain::submission::send::{BookHistory, Knowledge, Sample, SendError, SendOrder};

/// What city is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CityOrder {
    /// Other seeds give other sessions, of the same totals.
    pub seed: u64,
    /// How many tablets, 1 to 5,000; the totals are those of forty, in proportion.
    pub tablets: u16,
    /// The second of its two years. In 2016-17 direct contacts are collected from
    /// quarter 3, as they were; in other years always.
    pub year: FinancialYear,
}

/// A city's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct City {
    /// Its organisation file.
    pub organisation: Organisation,
    /// Every return that was ever sent, in the order in which they were.
    pub returns: Vec<QuarterReturn>,
    /// What a person decided about tablets that sent on in two places.
    pub decisions: Decisions,
}

const LOCALITIES: [&str; 3] = ["North", "Riverside", "West"];
const AREAS: [&str; 8] = [
    "Rosehill",
    "Brookside",
    "Oakfield",
    "Larkfield",
    "Hawthorn",
    "Northgate",
    "Hilltop",
    "Eastfield",
];
const SORTS_OF_TEAM: [&str; 2] = ["Multi-Agency Team", "Children’s Centres"];
const COLOURS: [&str; 8] = [
    "Blue", "Green", "Red", "Yellow", "Purple", "Orange", "White", "Grey",
];

/// Direct contacts of forty tablets in each quarter of the two years, where they
/// are collected all the time; the last two are the report's.
const CONTACTS: [[u32; 4]; 2] = [
    [15_210, 13_980, 16_044, 17_102],
    [16_420, 14_630, 17_412, 18_627],
];

/// Surveys of forty tablets in each of the two years: received, and of these how
/// many said anything but yes to each question. The report printed 80% for those
/// who were helped in the first year, without its numbers.
const SURVEYS: [(usize, [usize; 3]); 2] = [
    (499, [499 - 373, 499 - 370, 499 - 399]),
    (515, [515 - 506, 515 - 503, 515 - 503]),
];

/// Declined, and opened without an answer, in each of the two years.
const NOT_RECEIVED: [(usize, usize); 2] = [(150, 20), (7, 3)];

/// The tablets, of forty, to which something happens.
const RESTATED: usize = 3;
const COPIED: usize = 8;
const FOUND_AGAIN: usize = 14;
const TAKEN_OVER: usize = 17;
const SHARES_A_PLACE: usize = 21;
const LOST: usize = 22;
const TYPES_AGAIN: usize = 23;
const NIL: usize = 38;
/// The team, of sixteen, that moves at the middle of the second year.
const MOVES: usize = 5;
/// The teams that do not send the second quarter of the first year.
const MISSING: [usize; 2] = [12, 13];

/// One tablet.
struct Tablet {
    label: Name,
    team: Team,
    site: Site,
    book: BookId,
    /// Everything recorded in its book so far.
    ledger: Ledger,
    books: Books,
}

/// A city's two years.
///
/// # Errors
/// [`NotAnExample`] when a built-in name or number breaks a rule.
pub fn city(order: CityOrder) -> Result<City, NotAnExample> {
    Making::new(order)?.made()
}

struct Making {
    order: CityOrder,
    tablets: Vec<Tablet>,
    teams: Vec<Team>,
    quarters: [Quarter; 8],
    returns: Vec<QuarterReturn>,
    decisions: Decisions,
    sends: u64,
}

impl Making {
    fn new(order: CityOrder) -> Result<Self, NotAnExample> {
        let many = usize::from(order.tablets.clamp(1, 5_000));
        let teams = (0..(many * 2).div_ceil(5)).map(team);
        let teams: Vec<Team> = teams.collect::<Result<_, _>>()?;
        let tablets = (0..many).map(|number| {
            let team = number * teams.len() / many;
            let team = teams.get(team).cloned().ok_or(SendError::NothingChanged)?;
            let book = BookId::new(id(order.seed, 1, number));
            let place = if number == SHARES_A_PLACE {
                number - 1
            } else {
                number
            };
            Ok(Tablet {
                label: label(number)?,
                team,
                site: site(place)?,
                book,
                ledger: Ledger::new(),
                books: Books::new(BookHistory::new(book, Knowledge::Whole)),
            })
        });
        let tablets = tablets.collect::<Result<_, NotAnExample>>()?;
        let [first, second] = [order.year.previous(), order.year].map(FinancialYear::quarters);
        Ok(Self {
            order,
            tablets,
            teams,
            quarters: std::array::from_fn(|at| {
                let year = if at < 4 { first } else { second };
                year[at % 4]
            }),
            returns: Vec::new(),
            decisions: Decisions::default(),
            sends: 0,
        })
    }

    fn made(mut self) -> Result<City, NotAnExample> {
        for (position, quarter) in self.quarters.into_iter().enumerate() {
            let shares = self.shares(position);
            for (number, share) in shares.into_iter().enumerate() {
                self.work(number, position, quarter, share)?;
            }
        }
        Ok(City {
            organisation: self.organisation()?,
            returns: self.returns,
            decisions: self.decisions,
        })
    }

    /// Whether a tablet works in a quarter: its records would be elsewhere, or
    /// nowhere.
    fn works(&self, number: usize, position: usize) -> bool {
        let Some(tablet) = self.tablets.get(number) else {
            return false;
        };
        let missing = |team: &usize| {
            let team = self.teams.get(*team);
            team.is_some_and(|team| team.id == tablet.team.id)
        };
        match position {
            1 => !MISSING.iter().any(missing),
            2 => number != NIL,
            7 => number != LOST,
            _ => true,
        }
    }

    /// What each tablet has to do in a quarter, so that all together come to the
    /// city's totals.
    fn shares(&self, position: usize) -> Vec<Share> {
        let (year, of_year) = (position / 4, position % 4);
        let many = self.tablets.len();
        let scaled = |total: usize| total * many / 40;
        let contacts = if self.contacts_are_collected(position) {
            CONTACTS[year][of_year] as usize
        } else {
            0
        };
        let (received, not_yes) = SURVEYS[year];
        let (declined, opened) = NOT_RECEIVED[year];
        // Who works in each quarter of the year, in one row.
        let mut working = Vec::new();
        for quarter in 0..4 {
            working.extend((0..many).map(|number| self.works(number, year * 4 + quarter)));
        }
        let of_year_all = working.iter().filter(|it| **it).count();
        let before = of_year * many;
        let mut seen = working.iter().take(before).filter(|it| **it).count();
        let own = working.get(before..before + many).unwrap_or_default();
        let of_quarter = own.iter().filter(|it| **it).count();
        let mut seen_in_quarter = 0;
        let part = |total: usize, at: usize, of: usize| {
            (total * (at + 1)) / of.max(1) - (total * at) / of.max(1)
        };
        own.iter()
            .map(|works| {
                if !works {
                    return Share::default();
                }
                let received_so_far = scaled(received) * seen / of_year_all.max(1);
                let received_own = part(scaled(received), seen, of_year_all);
                let not_yes = not_yes.map(|total| {
                    let at = |count: usize| scaled(total) * count / scaled(received).max(1);
                    at(received_so_far + received_own) - at(received_so_far)
                });
                let share = Share {
                    contacts: part(scaled(contacts), seen_in_quarter, of_quarter),
                    received: received_own,
                    not_yes,
                    declined: part(scaled(declined), seen, of_year_all),
                    opened: part(scaled(opened), seen, of_year_all),
                };
                seen += 1;
                seen_in_quarter += 1;
                share
            })
            .collect()
    }

    fn contacts_are_collected(&self, position: usize) -> bool {
        !self.is_the_reports() || position >= 6
    }

    fn is_the_reports(&self) -> bool {
        self.order.year.starts_in() == 2016
    }

    /// A tablet's quarter: what is recorded, and what is sent.
    fn work(
        &mut self,
        number: usize,
        position: usize,
        quarter: Quarter,
        share: Share,
    ) -> Result<(), NotAnExample> {
        let says_nil = position == 2 && number == NIL;
        if !self.works(number, position) && !says_nil {
            return Ok(());
        }
        let mut records = self.records(number, quarter, share)?;
        if position == 7 && number == TYPES_AGAIN {
            let from_paper = |record: Record| record.with_provenance(Provenance::FromPaper);
            records = records.into_iter().map(from_paper).collect();
        }
        let after = |days: u64| quarter.last_day() + Days::new(days);
        let usual = 3 + (number % 9) as u64;
        match (position, number) {
            (6, RESTATED) => {
                let late = records.split_off(records.len() * 4 / 5);
                self.record(number, records);
                self.send(number, quarter, quarter.last_day() - Days::new(9), None)?;
                self.record(number, late);
                self.send(
                    number,
                    quarter,
                    after(5),
                    Some("The last weeks were missing"),
                )
            }
            (5, RESTATED) => {
                self.record(number, records);
                self.send(number, quarter, after(31), None)
            }
            (7, COPIED) => {
                let copy = self.tablet(number)?.books.clone();
                self.record(number, records.clone());
                self.send(number, quarter, after(usual), Some("Sent as usual"))?;
                self.send_apart(number, quarter, &copy, &records, after(12))
            }
            (6, FOUND_AGAIN | TAKEN_OVER) => {
                let old = self.tablet(number)?.books.clone();
                self.take_over(number)?;
                self.record(number, records.clone());
                self.send(number, quarter, after(usual), Some("After the take-over"))?;
                if number == FOUND_AGAIN {
                    self.send_apart(number, quarter, &old, &records, after(25))?;
                }
                Ok(())
            }
            _ => {
                self.record(number, records);
                self.send(number, quarter, after(usual), Some("Found since"))
            }
        }
    }

    fn tablet(&self, number: usize) -> Result<&Tablet, NotAnExample> {
        let tablet = self.tablets.get(number);
        tablet.ok_or_else(|| SendError::NothingChanged.into())
    }

    fn records(
        &self,
        number: usize,
        quarter: Quarter,
        share: Share,
    ) -> Result<Vec<Record>, NotAnExample> {
        let tablet = self.tablet(number)?;
        let mixed = self.order.seed
            ^ ((number as u64) << 20)
            ^ (quarter
                .first_day()
                .signed_duration_since(NaiveDate::MIN)
                .num_days()
                .unsigned_abs()
                << 40);
        let mut desk = Desk::new(mixed, tablet.book, tablet.team.id.clone());
        let days = open_days(quarter.first_day(), quarter.last_day());
        if share.contacts > 0 {
            let site = std::slice::from_ref(&tablet.site);
            let all = slots(&mut desk.dice, site, &days);
            let some = thinned(all, 24, 5);
            let contacts = u32::try_from(share.contacts).unwrap_or(u32::MAX);
            record_sessions(&mut desk, with_people(with_contacts(some, contacts)))?;
        }
        let offered = Offered {
            received: share.received,
            not_yes: share.not_yes,
            by_young_children: 0,
            declined: share.declined,
            opened_only: share.opened,
        };
        record_surveys(&mut desk, &days, &offered)?;
        Ok(desk.into_records())
    }

    fn record(&mut self, number: usize, records: Vec<Record>) {
        if let Some(tablet) = self.tablets.get_mut(number) {
            for record in records {
                tablet.ledger.take_in(record);
            }
        }
    }

    /// The tablet was lost; another one takes its book over from a backup.
    fn take_over(&mut self, number: usize) -> Result<(), NotAnExample> {
        let fresh = BookId::new(id(self.order.seed, 3, number));
        let old = self.tablet(number)?;
        let mut books = Books::new(BookHistory::new(fresh, Knowledge::Whole));
        books.others = OtherBooks {
            books: vec![OtherBook {
                history: old.books.own.clone(),
                tablet: old.label.clone(),
                holding: Holding::TakenOver,
            }],
            from_paper: None,
        };
        if let Some(tablet) = self.tablets.get_mut(number) {
            tablet.books = books;
        }
        Ok(())
    }

    fn send(
        &mut self,
        number: usize,
        quarter: Quarter,
        today: NaiveDate,
        reason: Option<&str>,
    ) -> Result<(), NotAnExample> {
        let tablet = self.tablet(number)?;
        let (books, ledger) = (tablet.books.clone(), tablet.ledger.clone());
        let sent = self.send_from(number, &books, &ledger, (quarter, today), reason)?;
        if let Some(tablet) = self.tablets.get_mut(number) {
            tablet.books = sent;
        }
        Ok(())
    }

    /// Another tablet that has the same book sends on by itself: some of the
    /// quarter, of which the first knew more. A person keeps the first's Send.
    fn send_apart(
        &mut self,
        number: usize,
        quarter: Quarter,
        books: &Books,
        records: &[Record],
        today: NaiveDate,
    ) -> Result<(), NotAnExample> {
        let kept = self.returns.last().map(|it| it.send);
        let mut ledger = self.tablet(number)?.ledger.clone();
        let mut some = Ledger::new();
        for record in ledger.iter().filter(|it| it.quarter() != quarter) {
            some.take_in(record.clone());
        }
        for record in records.iter().take(records.len() / 2) {
            some.take_in(record.clone());
        }
        std::mem::swap(&mut ledger, &mut some);
        self.send_from(number, books, &ledger, (quarter, today), Some("Sent again"))?;
        let aside = self.returns.last().map(|it| it.send);
        if let (Some(kept), Some(aside)) = (kept, aside) {
            let tablet = self.tablet(number)?;
            let keep = Keep {
                book: tablet.book,
                kept,
                set_aside: Set::from([aside]),
                reason: words("The other tablet held half of the quarter only")?,
                on: today + Days::new(3),
            };
            self.decisions.keep.insert(keep);
        }
        Ok(())
    }

    fn send_from(
        &mut self,
        number: usize,
        books: &Books,
        ledger: &Ledger,
        (quarter, today): (Quarter, NaiveDate),
        reason: Option<&str>,
    ) -> Result<Books, NotAnExample> {
        let fresh = |sends: &mut u64, seed| {
            *sends += 1;
            SendId::new(id(seed, 2, usize::try_from(*sends).unwrap_or(usize::MAX)))
        };
        let seed = self.order.seed;
        let tablet = self.tablets.get(number);
        let tablet = tablet.ok_or(SendError::NothingChanged)?;
        let order = SendOrder {
            id: fresh(&mut self.sends, seed),
            wanted: (tablet.team.id.clone(), quarter),
            reason: reason.map(words).transpose()?,
            made_at: today.and_hms_opt(10, 0, 0).unwrap_or_default().and_utc(),
            today,
            tablet: tablet.label.clone(),
            teams: vec![tablet.team.clone()],
            places: vec![tablet.site.place().clone()],
            sample: Sample::Example,
        };
        let sent = books.send(ledger, &order, || fresh(&mut self.sends, seed))?;
        self.returns.extend(sent.returns);
        Ok(sent.books)
    }

    fn organisation(&self) -> Result<Organisation, NotAnExample> {
        let moved = self.quarters[6].first_day();
        let mut teams = Vec::new();
        for (number, team) in self.teams.iter().enumerate() {
            let entry = TeamEntry {
                id: team.id.clone(),
                name: team.name.clone(),
                locality: team.locality.id.clone(),
                from: None,
                until: None,
            };
            if number == MOVES {
                let until = moved.pred_opt();
                teams.push(TeamEntry {
                    until,
                    ..entry.clone()
                });
                let next = LOCALITIES[(number + 1) % LOCALITIES.len()];
                let locality = LocalityId::new(&slug(next, 40))?;
                teams.push(TeamEntry {
                    locality,
                    from: Some(moved),
                    ..entry
                });
            } else {
                teams.push(entry);
            }
        }
        let localities = LOCALITIES.map(|name| {
            Ok(LocalityEntry {
                id: LocalityId::new(&slug(name, 40))?,
                name: words(name)?,
            })
        });
        let lost = self.quarters[7].first_day().pred_opt();
        let tablets = self
            .tablets
            .iter()
            .enumerate()
            .map(|(number, tablet)| TabletEntry {
                label: tablet.label.clone(),
                team: tablet.team.id.clone(),
                from: None,
                until: lost.filter(|_| number == LOST),
            });
        let mut places: Vec<PlaceEntry> = Vec::new();
        for tablet in &self.tablets {
            let place = tablet.site.place();
            if places.iter().all(|it| it.id != place.id) {
                places.push(PlaceEntry {
                    id: place.id.clone(),
                    name: place.name.clone(),
                    kind: place.kind,
                    team: None,
                    from: None,
                    until: None,
                });
            }
        }
        let due = self.quarters.map(|quarter| DueDate {
            quarter,
            date: quarter.last_day() + Days::new(15),
        });
        let collected = if self.is_the_reports() {
            vec![CollectedEntry {
                measure: words("direct-contacts")?,
                from: self.quarters[6],
                until: None,
            }]
        } else {
            Vec::new()
        };
        Ok(Organisation {
            format: OrganisationFormat::DaybookOrganisation,
            format_version: ORGANISATION_VERSION,
            city: words("Riverton")?,
            localities: localities
                .into_iter()
                .collect::<Result<_, NotAnExample>>()?,
            teams,
            places,
            due: due.to_vec(),
            keep_records_for_years: None,
            tablets: tablets.collect(),
            collected,
            schools_pledge: None,
            send_to: None,
        })
    }
}

/// A tablet's part of the city's totals in one quarter.
#[derive(Debug, Clone, Copy, Default)]
struct Share {
    contacts: usize,
    received: usize,
    not_yes: [usize; 3],
    declined: usize,
    opened: usize,
}

fn team(number: usize) -> Result<Team, NotAnExample> {
    let (area, round) = (number % AREAS.len(), number / AREAS.len());
    let sort = SORTS_OF_TEAM[round % SORTS_OF_TEAM.len()];
    let mut name = format!("{} {sort}", AREAS[area]);
    if round >= SORTS_OF_TEAM.len() {
        name = format!("{name} {}", round / SORTS_OF_TEAM.len() + 1);
    }
    let locality = LOCALITIES[number % LOCALITIES.len()];
    Ok(Team {
        id: TeamId::new(&slug(&name, 60))?,
        name: Name::try_from(name)?,
        standing: Standing::Organisation,
        locality: Locality {
            id: LocalityId::new(&slug(locality, 40))?,
            name: words(locality)?,
            standing: Standing::Organisation,
        },
    })
}

fn label(number: usize) -> Result<Name, NotAnExample> {
    words(&format!(
        "{} tablet {}",
        COLOURS[number % COLOURS.len()],
        number + 1
    ))
}

/// An id that follows from its number: of the kind a tablet makes, but for
/// chance.
fn id(seed: u64, kind: u64, number: usize) -> Uuid {
    let mixed = (seed ^ (kind << 56)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    Uuid::from_u64_pair(
        mixed & 0xffff_ffff_ffff_0fff | 0x7000,
        number as u64 | 0x8000_0000_0000_0000,
    )
}

fn words<const MAX: usize>(words: &str) -> Result<Text<MAX>, NotAnExample> {
    Ok(Text::try_from(words.to_owned())?)
}
