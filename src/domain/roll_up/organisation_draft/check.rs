//! From what was typed to an organisation, or all that is wrong with it.

use chrono::NaiveDate;
use thiserror::Error;

use super::{List, OrganisationDraft, Row, Spot, Unfit, same};
use crate::domain::base::calendar::{Quarter, typed_date};
use crate::domain::base::ids::{LocalityId, PlaceId, TeamId};
use crate::domain::base::text::{Name, Text};
use crate::domain::base::typed::{trimmed, value};
use crate::domain::organisation::expected::{CollectedEntry, TabletEntry};
use crate::domain::organisation::retention_period::Years;
use crate::domain::organisation::{
    DueDate, LocalityEntry, ORGANISATION_VERSION, Organisation, OrganisationFormat, PlaceEntry,
    PlaceKind, SendTo, TeamEntry,
};
use crate::domain::roll_up::measure::MEASURES;

/// Why an organisation cannot be used as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum WhyUnfit {
    /// There is nothing where something is needed.
    #[error("something has to stand here")]
    Missing,
    /// A name has too many characters.
    #[error("a name has at most 80 characters")]
    TooLong,
    /// An address has too many characters.
    #[error("an address has at most 200 characters")]
    AddressTooLong,
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

impl OrganisationDraft {
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
        let send_to = check.send_to(&settled.send_to);
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
                format_version: version_for(send_to.as_ref()),
                city,
                localities,
                teams,
                places,
                due,
                keep_records_for_years: years,
                tablets,
                collected,
                schools_pledge: pledge,
                send_to,
            }),
            Some(_) | None => Err(unfit),
        }
    }
}

/// The version that such an organisation needs: tablets of an older Daybook read
/// what has no address.
const fn version_for(send_to: Option<&SendTo>) -> u32 {
    match send_to {
        Some(_) => ORGANISATION_VERSION,
        None => 2,
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

    fn send_to(&mut self, text: &str) -> Option<SendTo> {
        let typed = Text::typed(text);
        typed.unwrap_or_else(|_| {
            self.wrong(Spot::SendTo, WhyUnfit::AddressTooLong);
            None
        })
    }

    fn number<Number>(
        &mut self,
        spot: Spot,
        text: &str,
        usable: impl FnOnce(u32) -> Option<Number>,
    ) -> Option<Number> {
        let text = trimmed(text);
        if text.is_empty() {
            return None;
        }
        let parts = |it: char| it == ',' || it.is_whitespace();
        let number = value(text).replace(parts, "").parse().ok().and_then(usable);
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
        row.cells.get(column).map_or("", |cell| trimmed(cell))
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
        let quarter = value(text).to_uppercase().parse().ok();
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

fn read_day(text: &str) -> Option<NaiveDate> {
    let text = value(text);
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
