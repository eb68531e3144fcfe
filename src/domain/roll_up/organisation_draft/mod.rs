//! The organisation as a person changes it: lists of typed rows.
//!
//! Guarantees that a code, once given, stays with its row whatever it is called,
//! that what refers to a locality or team by its name follows when it is renamed,
//! and that a check gives *all* that is wrong, each with its cell.

mod check;
mod lists;
#[cfg(test)]
mod tests;

use chrono::NaiveDate;

pub use check::WhyUnfit;
pub use lists::{Column, Holds, List};

use super::measure::MEASURES;
use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::{LocalityId, TeamId, slug};
use crate::domain::base::sorted::Set;
use crate::domain::base::typed::trimmed;
use crate::domain::organisation::expected::SCHOOLS_PLEDGE;
use crate::domain::organisation::{Organisation, PlaceKind};

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
        self.cells.first().map_or("", |name| trimmed(name))
    }

    fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| trimmed(cell).is_empty())
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
    /// Where returns are to be sent.
    pub send_to: String,
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
    /// In where returns are to be sent.
    SendTo,
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

/// A day as it is shown and typed here.
fn day_text(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| day.format("%-d/%-m/%Y").to_string())
}

fn same(one: &str, other: &str) -> bool {
    trimmed(one).to_lowercase() == trimmed(other).to_lowercase()
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
            send_to: organisation
                .send_to
                .as_ref()
                .map_or_else(String::new, ToString::to_string),
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
}
