//! The organisation as a person changes it: lists of typed rows.
//!
//! Guarantees that a code, once given, stays with its row whatever it is called,
//! that what refers to a locality or team by its name follows when it is renamed,
//! and that a check gives *all* that is wrong, each with its cell.

use chrono::NaiveDate;
use thiserror::Error;

use super::measure::MEASURES;
use crate::domain::calendar::{Quarter, typed_date};
use crate::domain::expected::{CollectedEntry, SCHOOLS_PLEDGE, TabletEntry};
use crate::domain::ids::{LocalityId, PlaceId, TeamId, slug};
use crate::domain::organisation::{
    DueDate, LocalityEntry, ORGANISATION_VERSION, Organisation, OrganisationFormat, PlaceEntry,
    PlaceKind, TeamEntry,
};
use crate::domain::retention::Years;
use crate::domain::sorted::Set;
use crate::domain::text::{Name, Text};

/// A list of the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// The localities of the city.
    Localities,
    /// The teams.
    Teams,
    /// The children's centres, youth clubs and schools.
    Places,
    /// The tablets that returns are expected from.
    Tablets,
    /// By when returns are due.
    DueDates,
    /// Since when measures are collected.
    Collected,
}

/// A column of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// What is asked for.
    pub label: &'static str,
    /// What a cell of it holds.
    pub holds: Holds,
}

/// What a cell holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// A name of its own.
    Name,
    /// The name of a locality.
    Locality,
    /// The name of a team.
    Team,
    /// The name of a team, or nothing for any.
    AnyTeam,
    /// A kind of place.
    PlaceKind,
    /// A day, or nothing for an open end.
    OpenDay,
    /// A day.
    Day,
    /// A quarter.
    Quarter,
    /// A quarter, or nothing for an open end.
    OpenQuarter,
    /// A measure.
    Measure,
}

const fn column(label: &'static str, holds: Holds) -> Column {
    Column { label, holds }
}

const FROM: Column = column("From", Holds::OpenDay);
const UNTIL: Column = column("Until", Holds::OpenDay);

const LOCALITIES: &[Column] = &[column("Name", Holds::Name)];
const TEAMS: &[Column] = &[
    column("Name", Holds::Name),
    column("Locality", Holds::Locality),
    FROM,
    UNTIL,
];
const PLACES: &[Column] = &[
    column("Name", Holds::Name),
    column("Kind", Holds::PlaceKind),
    column("Team, if it is one team’s", Holds::AnyTeam),
    FROM,
    UNTIL,
];
const TABLETS: &[Column] = &[
    column("Label", Holds::Name),
    column("Team", Holds::Team),
    FROM,
    UNTIL,
];
const DUE_DATES: &[Column] = &[
    column("Quarter", Holds::Quarter),
    column("Last day in time", Holds::Day),
];
const COLLECTED: &[Column] = &[
    column("Measure", Holds::Measure),
    column("First quarter", Holds::Quarter),
    column("Last quarter", Holds::OpenQuarter),
];

impl List {
    /// All, in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::Localities,
        Self::Teams,
        Self::Places,
        Self::Tablets,
        Self::DueDates,
        Self::Collected,
    ];

    /// What it is called.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Localities => "Localities",
            Self::Teams => "Teams",
            Self::Places => "Places",
            Self::Tablets => "Tablets",
            Self::DueDates => "Due dates",
            Self::Collected => "Collected since",
        }
    }

    /// What one row of it is.
    #[must_use]
    pub const fn one(self) -> &'static str {
        match self {
            Self::Localities => "locality",
            Self::Teams => "team",
            Self::Places => "place",
            Self::Tablets => "tablet",
            Self::DueDates => "due date",
            Self::Collected => "measure",
        }
    }

    /// Its columns.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        match self {
            Self::Localities => LOCALITIES,
            Self::Teams => TEAMS,
            Self::Places => PLACES,
            Self::Tablets => TABLETS,
            Self::DueDates => DUE_DATES,
            Self::Collected => COLLECTED,
        }
    }

    const fn at(self) -> usize {
        match self {
            Self::Localities => 0,
            Self::Teams => 1,
            Self::Places => 2,
            Self::Tablets => 3,
            Self::DueDates => 4,
            Self::Collected => 5,
        }
    }
}

/// A row, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// The code that it has already.
    code: Option<String>,
    /// The name by which other rows refer to it so far.
    known_as: String,
    /// The text of each cell.
    pub cells: Vec<String>,
}

impl Row {
    fn new(code: Option<&str>, cells: Vec<String>) -> Self {
        Self {
            code: code.map(str::to_owned),
            known_as: cells.first().cloned().unwrap_or_default(),
            cells,
        }
    }

    fn name(&self) -> &str {
        self.cells.first().map_or("", |name| name.trim())
    }

    fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

/// The organisation, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OrganisationDraft {
    /// The city or council area.
    pub city: String,
    /// How many families working with schools were pledged support in a year.
    pub pledge: String,
    /// How many years records are kept.
    pub years: String,
    rows: [Vec<Row>; 6],
}

/// Where something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// In the name of the city.
    City,
    /// In the pledge.
    Pledge,
    /// In how long records are kept.
    Years,
    /// In a whole list.
    List(List),
    /// In a cell: the list, the row and the column, counted from 0.
    Cell(List, usize, usize),
}

/// One thing to put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unfit {
    /// Where.
    pub spot: Spot,
    /// What is wrong.
    pub why: WhyUnfit,
}

/// Why an organisation cannot be used as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WhyUnfit {
    /// There is nothing where something is needed.
    #[error("something has to stand here")]
    Missing,
    /// A name has too many characters.
    #[error("a name has at most 80 characters")]
    TooLong,
    /// It is not a day.
    #[error("“{0}” is not a day such as 1/9/2026")]
    NotADay(String),
    /// It is not a quarter.
    #[error("“{0}” is not a quarter such as 2026-27 Q3")]
    NotAQuarter(String),
    /// The number is not one that can be used.
    #[error("“{0}” is not a whole number that can be used here")]
    NotANumber(String),
    /// Nothing of that list is called so.
    #[error("no {of} is called “{name}”")]
    NotListed {
        /// What was looked for, such as a team.
        of: &'static str,
        /// What was typed.
        name: String,
    },
    /// Two rows have one name, so that nobody knows which is meant.
    #[error("“{0}” stands twice")]
    Twice(String),
    /// A team is in two localities, or stands twice, on the same day.
    #[error("“{0}” stands twice on the same day: give its rows days that do not overlap")]
    Overlap(String),
    /// The last day lies before the first.
    #[error("the last day is before the first")]
    EndsBeforeItBegins,
    /// There is no team.
    #[error("there has to be a team")]
    NoTeam,
}

/// A day as it is shown and typed here.
fn day_text(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| day.format("%-d/%-m/%Y").to_string())
}

fn read_day(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text
        .split(|it: char| !it.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    let [first, month, last] = parts[..] else {
        return None;
    };
    let (day, year) = if first.len() == 4 {
        (last, first)
    } else {
        (first, last)
    };
    typed_date(day, month, year).ok()
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

impl OrganisationDraft {
    /// An organisation, to be changed.
    #[must_use]
    pub fn of(organisation: &Organisation) -> Self {
        let team_name = |id: &TeamId| {
            let mut teams = organisation.teams.iter().rev();
            let found = teams.find(|team| team.id == *id);
            found.map_or_else(|| id.to_string(), |team| team.name.to_string())
        };
        let locality_name = |id: &LocalityId| {
            let mut all = organisation.localities.iter();
            let found = all.find(|it| it.id == *id);
            found.map_or_else(|| id.to_string(), |it| it.name.to_string())
        };
        let measure_name = |code: &str| {
            let mut known = MEASURES.iter();
            let found = known.find(|it| it.code == code);
            found.map_or(code, |it| it.label).to_owned()
        };
        let localities = organisation.localities.iter();
        let localities =
            localities.map(|it| Row::new(Some(it.id.as_str()), vec![it.name.to_string()]));
        let teams = organisation.teams.iter().map(|it| {
            let cells = vec![
                it.name.to_string(),
                locality_name(&it.locality),
                day_text(it.from),
                day_text(it.until),
            ];
            Row::new(Some(it.id.as_str()), cells)
        });
        let places = organisation.places.iter().map(|it| {
            let cells = vec![
                it.name.to_string(),
                it.kind.label().to_owned(),
                it.team.as_ref().map_or_else(String::new, team_name),
                day_text(it.from),
                day_text(it.until),
            ];
            Row::new(Some(it.id.as_str()), cells)
        });
        let tablets = organisation.tablets.iter().map(|it| {
            let cells = vec![
                it.label.to_string(),
                team_name(&it.team),
                day_text(it.from),
                day_text(it.until),
            ];
            Row::new(None, cells)
        });
        let due = organisation.due.iter();
        let due = due.map(|it| Row::new(None, vec![it.quarter.code(), day_text(Some(it.date))]));
        let collected = organisation.collected.iter().map(|it| {
            let until = it.until.map_or_else(String::new, Quarter::code);
            Row::new(
                None,
                vec![measure_name(it.measure.as_str()), it.from.code(), until],
            )
        });
        let years = organisation.keep_records_for_years;
        Self {
            city: organisation.city.to_string(),
            pledge: organisation
                .schools_pledge
                .unwrap_or(SCHOOLS_PLEDGE)
                .to_string(),
            years: years.map_or_else(String::new, |years| years.number().to_string()),
            rows: [
                localities.collect(),
                teams.collect(),
                places.collect(),
                tablets.collect(),
                due.collect(),
                collected.collect(),
            ],
        }
    }

    /// The rows of a list.
    #[must_use]
    pub fn rows(&self, list: List) -> &[Row] {
        self.rows.get(list.at()).map_or(&[], Vec::as_slice)
    }

    fn rows_mut(&mut self, list: List) -> &mut Vec<Row> {
        let [localities, teams, places, tablets, due, collected] = &mut self.rows;
        match list {
            List::Localities => localities,
            List::Teams => teams,
            List::Places => places,
            List::Tablets => tablets,
            List::DueDates => due,
            List::Collected => collected,
        }
    }

    /// Adds an empty row.
    pub fn add(&mut self, list: List) {
        let cells = vec![String::new(); list.columns().len()];
        self.rows_mut(list).push(Row::new(None, cells));
    }

    /// Takes a row out.
    pub fn remove(&mut self, list: List, row: usize) {
        let rows = self.rows_mut(list);
        if row < rows.len() {
            rows.remove(row);
        }
    }

    /// Changes a cell.
    pub fn change(&mut self, (list, row, column): (List, usize, usize), text: String) {
        let row = self.rows_mut(list).get_mut(row);
        if let Some(cell) = row.and_then(|row| row.cells.get_mut(column)) {
            *cell = text;
        }
    }

    /// Lets what refers to a locality or team follow the name that was typed for it,
    /// unless another row has the name that it had. Call it when a name is whole: one
    /// that is half typed may be another's.
    pub fn settle(&mut self) {
        for (list, refers) in [
            (List::Localities, &[Holds::Locality][..]),
            (List::Teams, &[Holds::Team, Holds::AnyTeam][..]),
        ] {
            for at in 0..self.rows(list).len() {
                let Some(row) = self.rows_mut(list).get_mut(at) else {
                    continue;
                };
                let now = row.name().to_owned();
                let before = std::mem::replace(&mut row.known_as, now.clone());
                if !before.is_empty() && before != now && self.position(list, &before).is_none() {
                    self.rename(refers, &before, &now);
                }
            }
        }
    }

    fn rename(&mut self, refers: &[Holds], before: &str, now: &str) {
        for list in List::ALL {
            for (at, column) in list.columns().iter().enumerate() {
                if !refers.contains(&column.holds) {
                    continue;
                }
                for row in self.rows_mut(list) {
                    if let Some(cell) = row.cells.get_mut(at)
                        && same(cell, before)
                    {
                        now.clone_into(cell);
                    }
                }
            }
        }
    }

    /// What a cell can hold, where that is a choice.
    #[must_use]
    pub fn choices(&self, holds: Holds) -> Vec<String> {
        let names = |list: List| {
            let mut names: Vec<String> = Vec::new();
            for row in self.rows(list) {
                let name = row.name();
                if !name.is_empty() && !names.iter().any(|it| same(it, name)) {
                    names.push(name.to_owned());
                }
            }
            names
        };
        match holds {
            Holds::Locality => names(List::Localities),
            Holds::Team | Holds::AnyTeam => names(List::Teams),
            Holds::PlaceKind => PlaceKind::ALL.map(|it| it.label().to_owned()).to_vec(),
            Holds::Measure => MEASURES.iter().map(|it| it.label.to_owned()).collect(),
            Holds::Name | Holds::OpenDay | Holds::Day | Holds::Quarter | Holds::OpenQuarter => {
                Vec::new()
            }
        }
    }

    /// The position of the first row of a list with a name.
    fn position(&self, list: List, name: &str) -> Option<usize> {
        let named = |row: &Row| same(row.name(), name);
        self.rows(list).iter().position(named)
    }

    /// The code of each row of a list: the one that it has, or one made of its
    /// name. A team's new row with a known name is the same team at another time.
    fn codes(&self, list: List) -> Vec<String> {
        let rows = self.rows(list);
        let mut taken: Set<String> = Set::new();
        for row in rows {
            if let Some(code) = &row.code {
                taken.insert(code.clone());
            }
        }
        let mut codes: Vec<String> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            let name = row.name();
            let known = row.code.clone().or_else(|| {
                if list != List::Teams {
                    return None;
                }
                let like = |it: &&Row| same(it.name(), name);
                let listed = rows.iter().filter(like).find_map(|it| it.code.clone());
                let earlier = || {
                    let before = rows.iter().take(at).position(|it| like(&it))?;
                    codes.get(before).cloned()
                };
                listed.or_else(earlier)
            });
            let code = known.unwrap_or_else(|| {
                let made = slug(name, 60);
                let mut code = made.clone();
                let mut number = 2;
                while taken.contains(&code) {
                    code = format!("{made}-{number}");
                    number += 1;
                }
                code
            });
            taken.insert(code.clone());
            codes.push(code);
        }
        codes
    }

    /// Checks it all.
    ///
    /// # Errors
    /// Everything that is wrong, each with its place. Rows with nothing in them do
    /// not count.
    pub fn check(&self) -> Result<Organisation, Vec<Unfit>> {
        let mut settled = self.clone();
        settled.settle();
        let mut check = Check {
            codes: [settled.codes(List::Localities), settled.codes(List::Teams)],
            draft: &settled,
            unfit: Vec::new(),
        };
        let city = check.name(Spot::City, &settled.city);
        let pledge = check.number(Spot::Pledge, &settled.pledge, Some);
        let years = check.number(Spot::Years, &settled.years, |years| {
            u16::try_from(years)
                .ok()
                .and_then(|it| Years::try_from(it).ok())
        });
        let localities = check.localities();
        let teams = check.teams();
        let places = check.places();
        let tablets = check.tablets();
        let due = check.due();
        let collected = check.collected();
        if teams.is_empty() {
            check.wrong(Spot::List(List::Teams), WhyUnfit::NoTeam);
        }
        let unfit = check.unfit;
        match city {
            Some(city) if unfit.is_empty() => Ok(Organisation {
                format: OrganisationFormat::DaybookOrganisation,
                format_version: ORGANISATION_VERSION,
                city,
                localities,
                teams,
                places,
                due,
                keep_records_for_years: years,
                tablets,
                collected,
                schools_pledge: pledge,
            }),
            Some(_) | None => Err(unfit),
        }
    }
}

/// A check under way.
struct Check<'a> {
    draft: &'a OrganisationDraft,
    /// The codes of localities and teams, one to a row.
    codes: [Vec<String>; 2],
    unfit: Vec<Unfit>,
}

impl<'a> Check<'a> {
    fn wrong(&mut self, spot: Spot, why: WhyUnfit) {
        self.unfit.push(Unfit { spot, why });
    }

    fn name(&mut self, spot: Spot, text: &str) -> Option<Name> {
        let why = match Text::typed(text) {
            Ok(Some(name)) => return Some(name),
            Ok(None) => WhyUnfit::Missing,
            Err(_) => WhyUnfit::TooLong,
        };
        self.wrong(spot, why);
        None
    }

    fn number<Number>(
        &mut self,
        spot: Spot,
        text: &str,
        usable: impl FnOnce(u32) -> Option<Number>,
    ) -> Option<Number> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let number = text.replace([',', ' '], "").parse().ok().and_then(usable);
        if number.is_none() {
            self.wrong(spot, WhyUnfit::NotANumber(text.to_owned()));
        }
        number
    }

    /// The rows of a list that say anything, with their positions.
    fn rows(&self, list: List) -> Vec<(usize, &'a Row)> {
        let rows = self.draft.rows(list).iter().enumerate();
        rows.filter(|(_, row)| !row.is_blank()).collect()
    }

    fn cell(row: &Row, column: usize) -> &str {
        row.cells.get(column).map_or("", |cell| cell.trim())
    }

    fn named(&mut self, list: List, (at, row): (usize, &Row)) -> Option<Name> {
        self.name(Spot::Cell(list, at, 0), Self::cell(row, 0))
    }

    fn day(&mut self, (list, at, column): (List, usize, usize), row: &Row) -> Option<NaiveDate> {
        let text = Self::cell(row, column);
        if text.is_empty() {
            return None;
        }
        let day = read_day(text);
        if day.is_none() {
            let why = WhyUnfit::NotADay(text.to_owned());
            self.wrong(Spot::Cell(list, at, column), why);
        }
        day
    }

    /// The first and last day, from two columns side by side.
    fn days(
        &mut self,
        (list, at, column): (List, usize, usize),
        row: &Row,
    ) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let from = self.day((list, at, column), row);
        let until = self.day((list, at, column + 1), row);
        if let (Some(from), Some(until)) = (from, until)
            && until < from
        {
            self.wrong(
                Spot::Cell(list, at, column + 1),
                WhyUnfit::EndsBeforeItBegins,
            );
        }
        (from, until)
    }

    fn quarter(&mut self, (list, at, column): (List, usize, usize), row: &Row) -> Option<Quarter> {
        let text = Self::cell(row, column);
        if text.is_empty() {
            return None;
        }
        let quarter = text.to_uppercase().parse().ok();
        if quarter.is_none() {
            let why = WhyUnfit::NotAQuarter(text.to_owned());
            self.wrong(Spot::Cell(list, at, column), why);
        }
        quarter
    }

    fn needed<Value>(
        &mut self,
        spot: Spot,
        row: &Row,
        column: usize,
        value: Option<Value>,
    ) -> Option<Value> {
        if value.is_none() && Self::cell(row, column).is_empty() {
            self.wrong(spot, WhyUnfit::Missing);
        }
        value
    }

    /// The code of the locality or team that a cell names; none where it is empty.
    fn referred(
        &mut self,
        of: List,
        (list, at, column): (List, usize, usize),
        row: &Row,
    ) -> Option<String> {
        let name = Self::cell(row, column);
        if name.is_empty() {
            return None;
        }
        let codes = match of {
            List::Localities => &self.codes[0],
            List::Teams | List::Places | List::Tablets | List::DueDates | List::Collected => {
                &self.codes[1]
            }
        };
        let found = self.draft.position(of, name).and_then(|at| codes.get(at));
        let found = found.cloned();
        if found.is_none() {
            let why = WhyUnfit::NotListed {
                of: of.one(),
                name: name.to_owned(),
            };
            self.wrong(Spot::Cell(list, at, column), why);
        }
        found
    }

    fn localities(&mut self) -> Vec<LocalityEntry> {
        let list = List::Localities;
        let mut entries = Vec::new();
        for (at, row) in self.rows(list) {
            let name = self.named(list, (at, row));
            if self.draft.position(list, Self::cell(row, 0)) != Some(at) {
                let why = WhyUnfit::Twice(Self::cell(row, 0).to_owned());
                self.wrong(Spot::Cell(list, at, 0), why);
            }
            let id = self.codes[0]
                .get(at)
                .and_then(|it| LocalityId::new(it).ok());
            if let (Some(id), Some(name)) = (id, name) {
                entries.push(LocalityEntry { id, name });
            }
        }
        entries
    }

    fn teams(&mut self) -> Vec<TeamEntry> {
        let list = List::Teams;
        let mut entries: Vec<TeamEntry> = Vec::new();
        for (at, row) in self.rows(list) {
            let name = self.named(list, (at, row));
            let locality = self.referred(List::Localities, (list, at, 1), row);
            let locality = self.needed(Spot::Cell(list, at, 1), row, 1, locality);
            let (from, until) = self.days((list, at, 2), row);
            let id = self.codes[1].get(at).and_then(|it| TeamId::new(it).ok());
            let locality = locality.and_then(|it| LocalityId::new(&it).ok());
            let (Some(id), Some(name), Some(locality)) = (id, name, locality) else {
                continue;
            };
            let meets = |other: &TeamEntry| {
                let begins = from.is_none_or(|from| other.until.is_none_or(|it| from <= it));
                let ends = until.is_none_or(|until| other.from.is_none_or(|it| it <= until));
                other.id == id && begins && ends
            };
            if entries.iter().any(meets) {
                let why = WhyUnfit::Overlap(name.to_string());
                self.wrong(Spot::Cell(list, at, 0), why);
            }
            entries.push(TeamEntry {
                id,
                name,
                locality,
                from,
                until,
            });
        }
        entries
    }

    fn places(&mut self) -> Vec<PlaceEntry> {
        let list = List::Places;
        let codes = self.draft.codes(list);
        let mut entries = Vec::new();
        for (at, row) in self.rows(list) {
            let name = self.named(list, (at, row));
            let typed = Self::cell(row, 1);
            let mut kinds = PlaceKind::ALL.into_iter();
            let kind = kinds.find(|kind| same(kind.label(), typed));
            let kind = self.needed(Spot::Cell(list, at, 1), row, 1, kind);
            if kind.is_none() && !typed.is_empty() {
                let why = WhyUnfit::NotListed {
                    of: "kind of place",
                    name: typed.to_owned(),
                };
                self.wrong(Spot::Cell(list, at, 1), why);
            }
            let team = self.referred(List::Teams, (list, at, 2), row);
            let (from, until) = self.days((list, at, 3), row);
            let id = codes.get(at).and_then(|it| PlaceId::new(it).ok());
            if let (Some(id), Some(name), Some(kind)) = (id, name, kind) {
                entries.push(PlaceEntry {
                    id,
                    name,
                    kind,
                    team: team.and_then(|it| TeamId::new(&it).ok()),
                    from,
                    until,
                });
            }
        }
        entries
    }

    fn tablets(&mut self) -> Vec<TabletEntry> {
        let list = List::Tablets;
        let mut entries = Vec::new();
        for (at, row) in self.rows(list) {
            let label = self.named(list, (at, row));
            let team = self.referred(List::Teams, (list, at, 1), row);
            let team = self.needed(Spot::Cell(list, at, 1), row, 1, team);
            let (from, until) = self.days((list, at, 2), row);
            let team = team.and_then(|it| TeamId::new(&it).ok());
            if let (Some(label), Some(team)) = (label, team) {
                entries.push(TabletEntry {
                    label,
                    team,
                    from,
                    until,
                });
            }
        }
        entries
    }

    fn due(&mut self) -> Vec<DueDate> {
        let list = List::DueDates;
        let mut entries: Vec<DueDate> = Vec::new();
        for (at, row) in self.rows(list) {
            let quarter = self.quarter((list, at, 0), row);
            let quarter = self.needed(Spot::Cell(list, at, 0), row, 0, quarter);
            let date = self.day((list, at, 1), row);
            let date = self.needed(Spot::Cell(list, at, 1), row, 1, date);
            let (Some(quarter), Some(date)) = (quarter, date) else {
                continue;
            };
            if entries.iter().any(|it| it.quarter == quarter) {
                self.wrong(Spot::Cell(list, at, 0), WhyUnfit::Twice(quarter.code()));
            }
            entries.push(DueDate { quarter, date });
        }
        entries
    }

    fn collected(&mut self) -> Vec<CollectedEntry> {
        let list = List::Collected;
        let mut entries = Vec::new();
        for (at, row) in self.rows(list) {
            let typed = Self::cell(row, 0);
            let mut known = MEASURES.iter();
            let code = known.find(|it| same(it.label, typed) || it.code == typed);
            // One that this Daybook does not know yet stays as it is.
            let code = code.map_or(typed, |it| it.code);
            let measure = self.name(Spot::Cell(list, at, 0), code);
            let from = self.quarter((list, at, 1), row);
            let from = self.needed(Spot::Cell(list, at, 1), row, 1, from);
            let until = self.quarter((list, at, 2), row);
            if let (Some(from), Some(until)) = (from, until)
                && until < from
            {
                self.wrong(Spot::Cell(list, at, 2), WhyUnfit::EndsBeforeItBegins);
            }
            if let (Some(measure), Some(from)) = (measure, from) {
                entries.push(CollectedEntry {
                    measure,
                    from,
                    until,
                });
            }
        }
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::json::AsJson as _;

    const EXAMPLE: &str = include_str!("../../../docs/example-organisation.json");

    fn example() -> Organisation {
        Organisation::read(EXAMPLE).unwrap()
    }

    fn set(draft: &mut OrganisationDraft, at: (List, usize, usize), text: &str) {
        draft.change(at, text.to_owned());
    }

    fn add(draft: &mut OrganisationDraft, list: List, cells: &[&str]) {
        draft.add(list);
        let row = draft.rows(list).len() - 1;
        for (column, text) in cells.iter().enumerate() {
            set(draft, (list, row, column), text);
        }
    }

    fn small() -> OrganisationDraft {
        let mut draft = OrganisationDraft {
            city: "Leeds".to_owned(),
            ..OrganisationDraft::default()
        };
        add(&mut draft, List::Localities, &["North"]);
        add(&mut draft, List::Localities, &["South"]);
        add(&mut draft, List::Teams, &["Rosehill", "North"]);
        draft
    }

    #[test]
    fn what_is_not_changed_stays_as_it_was() {
        let organisation = example();
        let again = OrganisationDraft::of(&organisation).check().unwrap();
        let expected = Organisation {
            format_version: ORGANISATION_VERSION,
            schools_pledge: Some(organisation.schools_pledge.unwrap_or(SCHOOLS_PLEDGE)),
            ..organisation
        };
        assert_eq!(again, expected);
    }

    #[test]
    fn an_organisation_can_be_typed_from_nothing() {
        let mut draft = small();
        add(
            &mut draft,
            List::Places,
            &["Hilltop Primary", "school", "rosehill"],
        );
        add(
            &mut draft,
            List::Tablets,
            &["Rosehill 1", "Rosehill", "1/9/2026"],
        );
        add(
            &mut draft,
            List::DueDates,
            &["2026-27 q3", "15 January 2027"],
        );
        add(
            &mut draft,
            List::Collected,
            &["Direct contacts", "2016-17 Q3", ""],
        );
        let made = draft.check().unwrap();
        assert_eq!(made.teams[0].id.as_str(), "rosehill");
        assert_eq!(made.teams[0].locality.as_str(), "north");
        assert_eq!(made.places[0].kind, PlaceKind::School);
        assert_eq!(made.tablets[0].from, NaiveDate::from_ymd_opt(2026, 9, 1));
        assert_eq!(
            made.due[0].date,
            NaiveDate::from_ymd_opt(2027, 1, 15).unwrap()
        );
        assert_eq!(made.collected[0].measure.as_str(), "direct-contacts");
        // And as a file it is read again.
        assert_eq!(Organisation::read(&made.to_json().to_text()), Ok(made));
    }

    #[test]
    fn a_team_that_moves_is_one_team_with_two_rows() {
        let mut draft = small();
        set(&mut draft, (List::Teams, 0, 3), "31/3/2026");
        add(
            &mut draft,
            List::Teams,
            &["Rosehill", "South", "2026-04-01"],
        );
        let made = draft.check().unwrap();
        assert_eq!(made.teams[0].id, made.teams[1].id);
        assert_eq!(made.teams[1].locality.as_str(), "south");
    }

    #[test]
    fn a_team_in_two_localities_on_one_day_is_refused() {
        let mut draft = small();
        set(&mut draft, (List::Teams, 0, 3), "1/4/2026");
        add(&mut draft, List::Teams, &["Rosehill", "South", "1/4/2026"]);
        let unfit = draft.check().unwrap_err();
        assert_eq!(unfit[0].spot, Spot::Cell(List::Teams, 1, 0));
        assert_eq!(unfit[0].why, WhyUnfit::Overlap("Rosehill".to_owned()));
    }

    #[test]
    fn a_renamed_locality_keeps_its_code_and_its_teams() {
        let mut draft = OrganisationDraft::of(&small().check().unwrap());
        set(&mut draft, (List::Localities, 0, 0), "North East");
        let made = draft.check().unwrap();
        assert_eq!(made.localities[0].id.as_str(), "north");
        assert_eq!(made.localities[0].name.as_str(), "North East");
        assert_eq!(made.teams[0].locality.as_str(), "north");
    }

    #[test]
    fn a_name_that_is_half_typed_takes_no_others_teams() {
        let mut draft = small();
        add(&mut draft, List::Localities, &["Nor"]);
        add(&mut draft, List::Teams, &["Riverside", "Nor"]);
        let mut draft = OrganisationDraft::of(&draft.check().unwrap());
        for typed in ["Nort", "Nor", "Norwood"] {
            set(&mut draft, (List::Localities, 0, 0), typed);
        }
        let made = draft.check().unwrap();
        let of: Vec<&str> = made.teams.iter().map(|it| it.locality.as_str()).collect();
        assert_eq!(of, ["north", "nor"]);
    }

    #[test]
    fn two_new_places_of_one_name_have_two_codes() {
        let mut draft = small();
        add(&mut draft, List::Places, &["St Mary’s", "School"]);
        add(&mut draft, List::Places, &["St Mary’s", "School"]);
        let made = draft.check().unwrap();
        assert_ne!(made.places[0].id, made.places[1].id);
    }

    #[test]
    fn everything_wrong_is_told_at_once_with_its_cell() {
        let mut draft = small();
        draft.city = String::new();
        draft.pledge = "many".to_owned();
        add(&mut draft, List::Teams, &["Riverside", "West"]);
        add(&mut draft, List::Tablets, &["Rosehill 1", "", "32/1/2026"]);
        add(&mut draft, List::Places, &["", "School"]);
        draft.add(List::DueDates);
        let spots: Vec<Spot> = draft
            .check()
            .unwrap_err()
            .iter()
            .map(|it| it.spot)
            .collect();
        let expected = [
            Spot::City,
            Spot::Pledge,
            Spot::Cell(List::Teams, 1, 1),
            Spot::Cell(List::Places, 0, 0),
            Spot::Cell(List::Tablets, 0, 1),
            Spot::Cell(List::Tablets, 0, 2),
        ];
        assert_eq!(spots, expected);
    }

    #[test]
    fn the_last_day_is_not_before_the_first() {
        let mut draft = small();
        set(&mut draft, (List::Teams, 0, 2), "1/4/2026");
        set(&mut draft, (List::Teams, 0, 3), "31/3/2026");
        let unfit = draft.check().unwrap_err();
        assert_eq!(unfit[0].why, WhyUnfit::EndsBeforeItBegins);
    }

    #[test]
    fn an_organisation_without_a_team_is_none() {
        let mut draft = small();
        draft.remove(List::Teams, 0);
        let unfit = draft.check().unwrap_err();
        assert_eq!(unfit[0].spot, Spot::List(List::Teams));
    }
}
