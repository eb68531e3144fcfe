//! Which team has sent which quarter, and how complete a total therefore is.
//!
//! Guarantees that nothing sent is told apart from nothing done, and that each
//! total can say how many of its teams are in it. Refuses to know today: the date
//! comes in.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::measure::{CONTACTS, Measure, RECEIVED};
use super::structure::{Belonging, Listing, Structure, Unit};
use super::sums::Span;
use super::{Gap, Held, NotUsed, RollUp, WhyNot};
use crate::domain::base::calendar::Quarter;
use crate::domain::base::coded::coded;
use crate::domain::base::ids::{BookId, TeamId};
use crate::domain::base::share::counted;
use crate::domain::base::sorted::Set;
use crate::domain::base::text::Name;
use crate::domain::organisation::Team;

/// How a team's quarter stands, in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SendState {
    /// Nothing is collected in this quarter.
    NotCollected,
    /// Nothing was sent, and it is not due yet.
    Awaited,
    /// Nothing was sent, and it was due.
    Missing,
    /// A tablet sent in two places, and nobody has decided yet.
    Unsettled,
    /// A file that was sent is not here.
    FileNotHere,
    /// All that was sent says that nothing was done.
    Nil,
    /// Some tablets have sent, and others not.
    Partly,
    /// It was sent.
    Sent,
}

coded!(SendState {
    NotCollected = "not-collected",
    Awaited = "awaited",
    Missing = "missing",
    Unsettled = "unsettled",
    FileNotHere = "file-not-here",
    Nil = "nil",
    Partly = "partly",
    Sent = "sent",
});

impl SendState {
    /// In words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotCollected => "not collected",
            Self::Awaited => "not due yet",
            Self::Missing => "missing",
            Self::Unsettled => "unsettled",
            Self::FileNotHere => "a file is not here",
            Self::Nil => "nil",
            Self::Partly => "sent in part",
            Self::Sent => "sent",
        }
    }
}

/// What else there is to say of a team's quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SendNote {
    /// A return was made before the quarter's end.
    PartQuarter,
    /// The first return of a tablet was made after the due date.
    Late,
    /// A return was sent again.
    Restated,
    /// Some of the records were typed again from paper.
    FromPaper,
    /// Direct contacts are not collected in this quarter.
    ContactsNotCollected,
    /// Surveys are not collected in this quarter.
    SurveysNotCollected,
    /// The team was not in use in this quarter, by the organisation.
    NotInUse,
    /// No organisation lists the team, or several do.
    Unlisted,
    /// Editions of the organisation file differ about it, and nobody has decided.
    EditionsDiffer,
    /// A file that may be a return of it could not be used.
    FileNotUsed,
}

coded!(SendNote {
    PartQuarter = "part-quarter",
    Late = "late",
    Restated = "restated",
    FromPaper = "from-paper",
    ContactsNotCollected = "contacts-not-collected",
    SurveysNotCollected = "surveys-not-collected",
    NotInUse = "not-in-use",
    Unlisted = "unlisted",
    EditionsDiffer = "editions-differ",
    FileNotUsed = "file-not-used",
});

impl SendNote {
    /// In words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::PartQuarter => "part quarter",
            Self::Late => "late",
            Self::Restated => "restated",
            Self::FromPaper => "re-keyed from paper",
            Self::ContactsNotCollected => "contacts not collected",
            Self::SurveysNotCollected => "surveys not collected",
            Self::NotInUse => "not in use then",
            Self::Unlisted => "not in the organisation",
            Self::EditionsDiffer => "organisation files differ",
            Self::FileNotUsed => "a file could not be used",
        }
    }
}

/// A team's quarter.
#[derive(Debug, Clone)]
pub struct TeamQuarter {
    /// The team, by the organisation's code.
    pub team: TeamId,
    /// The quarter.
    pub quarter: Quarter,
    /// Where it belongs.
    pub belonging: Belonging,
    /// How it stands.
    pub state: SendState,
    /// What else there is to say.
    pub notes: Set<SendNote>,
    /// Whether a file that could not be used says that it is a return of it; one whose
    /// team is not known may be a return of any.
    pub file_is_its_own: bool,
    /// The labels of the tablets whose returns count.
    pub sent: Vec<Name>,
    /// The labels of expected tablets that have not sent.
    pub missing: Vec<Name>,
    /// How many tablets are expected; `None` when nobody said.
    pub expected: Option<usize>,
}

impl TeamQuarter {
    /// In words, such as `sent 1 of 2 tablets, late`.
    #[must_use]
    pub fn words(&self) -> String {
        self.words_with(&self.notes)
    }

    /// In words as they stand beside those of every other team: without a file that
    /// may be a return of any, which is said of all of them at once.
    #[must_use]
    pub fn words_of_its_own(&self) -> String {
        let mut notes = self.notes.clone();
        if !self.file_is_its_own {
            notes.remove(&SendNote::FileNotUsed);
        }
        self.words_with(&notes)
    }

    fn words_with(&self, notes: &Set<SendNote>) -> String {
        let mut words = self.state.label().to_owned();
        if let (SendState::Sent | SendState::Partly, Some(of)) = (self.state, self.expected) {
            let sent = of - self.missing.len();
            let tablets = if of == 1 { "tablet" } else { "tablets" };
            words = format!("sent {sent} of {of} {tablets}");
        }
        for note in notes {
            words.push_str(", ");
            words.push_str(note.label());
        }
        words
    }

    /// Whether its figures are all there and beyond doubt.
    #[must_use]
    pub fn completeness(&self) -> Completeness {
        match self.state {
            SendState::NotCollected => Completeness::NotCollected,
            SendState::Unsettled => Completeness::Unsettled,
            SendState::Awaited
            | SendState::Missing
            | SendState::FileNotHere
            | SendState::Partly => Completeness::Incomplete,
            SendState::Nil | SendState::Sent
                if self.notes.contains(&SendNote::PartQuarter)
                    || self.notes.contains(&SendNote::FileNotUsed) =>
            {
                Completeness::Incomplete
            }
            SendState::Nil | SendState::Sent => Completeness::Complete,
        }
    }
}

/// Whether figures are all there and beyond doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Completeness {
    /// They are.
    Complete,
    /// Some returns are missing, or were made before the quarter's end.
    Incomplete,
    /// Some are in doubt, and not in the figures.
    Unsettled,
    /// They are not collected.
    NotCollected,
}

coded!(Completeness {
    Complete = "complete",
    Incomplete = "incomplete",
    Unsettled = "unsettled",
    NotCollected = "not-collected",
});

impl Completeness {
    /// All of them.
    pub const ALL: [Self; 4] = [
        Self::Complete,
        Self::Incomplete,
        Self::Unsettled,
        Self::NotCollected,
    ];
}

/// How many of a total's teams are in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Teams whose returns are all there and beyond doubt, in every quarter in
    /// which the measure is collected.
    pub complete: usize,
    /// Teams of which something is unsettled.
    pub unsettled: usize,
    /// All teams that should be there, or are.
    pub teams: usize,
    /// The quarters in which no team collects the measure.
    pub not_collected: Vec<Quarter>,
}

impl Coverage {
    /// In one word.
    #[must_use]
    pub const fn completeness(&self) -> Completeness {
        if self.unsettled > 0 {
            Completeness::Unsettled
        } else if self.teams == 0 && !self.not_collected.is_empty() {
            Completeness::NotCollected
        } else if self.complete < self.teams {
            Completeness::Incomplete
        } else {
            Completeness::Complete
        }
    }

    /// What to say beside the total, such as `11 of 14 teams`; `None` when it is
    /// whole.
    #[must_use]
    pub fn words(&self) -> Option<String> {
        let mut said = Vec::new();
        if self.complete < self.teams {
            let teams = counted(self.teams as u64, "team", "teams");
            said.push(format!("{} of {teams}", self.complete));
        }
        if self.unsettled > 0 {
            said.push(format!("{} unsettled", self.unsettled));
        }
        if self.not_collected.is_empty() {
        } else if self.teams == 0 {
            said.push("not collected".to_owned());
        } else {
            let quarters: Vec<String> = self
                .not_collected
                .iter()
                .map(|it| it.months_and_year())
                .collect();
            said.push(format!("not collected in {}", quarters.join(" and ")));
        }
        (!said.is_empty()).then(|| said.join(", "))
    }
}

/// Who has sent: every team in every quarter.
#[derive(Debug, Clone, Default)]
pub struct WhoHasSent {
    /// The quarters, in order.
    pub quarters: Vec<Quarter>,
    rows: BTreeMap<TeamId, BTreeMap<Quarter, TeamQuarter>>,
    /// The teams that belong to a unit in any quarter.
    teams: BTreeMap<Unit, Set<TeamId>>,
    /// The files that could not be used and may be a return of any team.
    of_any_team: Vec<NotUsed>,
}

impl WhoHasSent {
    /// Looks at the quarters from the first to the last of which anything is here
    /// and at those that are asked for.
    #[must_use]
    pub fn of(
        roll_up: &RollUp<'_>,
        structure: &Structure<'_>,
        asked: impl IntoIterator<Item = Quarter>,
        today: NaiveDate,
    ) -> Self {
        let quarters = quarters(roll_up, asked);
        let mut found: BTreeMap<(TeamId, Quarter), Found<'_>> = BTreeMap::new();
        for quarter in &quarters {
            for team in &structure.teams_in(*quarter) {
                found.entry((team.clone(), *quarter)).or_default();
            }
        }
        for held in &roll_up.counted {
            let key = (structure.team(&held.team.id), held.quarter);
            found.entry(key).or_default().counted.push(held);
        }
        for gap in &roll_up.gaps {
            let key = (structure.team(&gap.team), gap.quarter);
            found.entry(key).or_default().gaps.push(gap);
        }
        for one in &roll_up.not_used {
            if let (Some(team), Some(quarter)) = (&one.team, one.quarter) {
                found.entry((structure.team(team), quarter)).or_default();
            }
        }
        let not_used = not_used_by_cell(roll_up, structure, &found);
        let first_made = first_made(roll_up);
        let mut rows: BTreeMap<TeamId, BTreeMap<Quarter, TeamQuarter>> = BTreeMap::new();
        let said = said(roll_up, structure);
        for ((team, quarter), found) in found {
            let belonging = structure.belonging(&team, said.get(&team).copied(), quarter);
            let nothing = found.counted.is_empty() && found.gaps.is_empty();
            let cell = (team.clone(), quarter);
            let (own, any) = (not_used.own.contains(&cell), not_used.any.contains(&cell));
            let is_missed = own || any;
            // A team of old that sends nothing any more is not expected to.
            if nothing && !is_missed && belonging.listing != Listing::Listed {
                continue;
            }
            let mut row = found.look(
                structure,
                (team.clone(), quarter),
                belonging,
                &first_made,
                today,
            );
            if is_missed {
                row.notes.insert(SendNote::FileNotUsed);
                row.file_is_its_own = own;
            }
            rows.entry(team).or_default().insert(quarter, row);
        }
        let mut teams: BTreeMap<Unit, Set<TeamId>> = BTreeMap::new();
        for (team, row) in &rows {
            let units = row.values().flat_map(|cell| {
                let units = cell.belonging.units.iter();
                units.chain(&cell.belonging.perhaps)
            });
            for unit in units {
                if let Some(known) = teams.get_mut(unit) {
                    known.insert(team.clone());
                } else {
                    teams.insert(unit.clone(), [team.clone()].into());
                }
            }
        }
        Self {
            quarters,
            rows,
            teams,
            of_any_team: not_used.of_any_team,
        }
    }

    /// The files that could not be used and may be a return of any team.
    #[must_use]
    pub fn files_of_any_team(&self) -> &[NotUsed] {
        &self.of_any_team
    }

    /// Each team with its quarters, by its code.
    pub fn rows(&self) -> impl Iterator<Item = (&TeamId, impl Iterator<Item = &TeamQuarter>)> {
        self.rows.iter().map(|(team, row)| (team, row.values()))
    }

    /// A team's quarter; `None` when the team was not expected to send and did not.
    #[must_use]
    pub fn get(&self, team: &TeamId, quarter: Quarter) -> Option<&TeamQuarter> {
        self.rows.get(team)?.get(&quarter)
    }

    /// Every team's quarter in one quarter.
    pub fn in_quarter(&self, quarter: Quarter) -> impl Iterator<Item = &TeamQuarter> {
        let rows = self.rows.values();
        rows.filter_map(move |row| row.get(&quarter))
    }

    /// How complete a measure's total is; for any measure where none is given.
    #[must_use]
    pub fn coverage(
        &self,
        unit: &Unit,
        span: Span,
        measure: Option<&Measure>,
        structure: &Structure<'_>,
    ) -> Coverage {
        let mut coverage = Coverage::default();
        let quarters = span.quarters();
        // One that no organisation limits is collected by all.
        let measure = measure.filter(|it| structure.collected_by(it) != [None; 2]);
        let mut collected_somewhere = Set::new();
        let mut there: Set<Quarter> = Set::new();
        let teams = self.teams.get(unit).into_iter().flatten();
        for row in teams.filter_map(|team| self.rows.get(team)) {
            let mut teams_own = None;
            for quarter in &quarters {
                let Some(cell) = row.get(quarter) else {
                    continue;
                };
                let is_perhaps = cell.belonging.perhaps.contains(unit);
                if !is_perhaps && !cell.belonging.units.contains(unit) {
                    continue;
                }
                there.insert(*quarter);
                let collected =
                    measure.is_none_or(|it| structure.collects(&cell.team, it, *quarter));
                let here = match cell.completeness() {
                    Completeness::NotCollected => Completeness::NotCollected,
                    _ if is_perhaps => Completeness::Unsettled,
                    own => own,
                };
                if !collected || here == Completeness::NotCollected {
                    continue;
                }
                collected_somewhere.insert(*quarter);
                teams_own = teams_own.max(Some(here));
            }
            coverage.teams += usize::from(teams_own.is_some());
            coverage.complete += usize::from(teams_own == Some(Completeness::Complete));
            coverage.unsettled += usize::from(teams_own == Some(Completeness::Unsettled));
        }
        let not_collected = there.iter().filter(|it| !collected_somewhere.contains(*it));
        coverage.not_collected = not_collected.copied().collect();
        coverage
    }

    /// Who has not sent a quarter, as text for an e-mail; `None` when all have.
    #[must_use]
    pub fn to_ask(&self, quarter: Quarter) -> Option<String> {
        let mut lines = Vec::new();
        for cell in self.in_quarter(quarter) {
            let name = &cell.belonging.units[0].name;
            let tablets = || {
                let labels: Vec<&str> = cell.missing.iter().map(Name::as_str).collect();
                labels.join(", ")
            };
            let line = match cell.state {
                SendState::Missing | SendState::Awaited if cell.missing.is_empty() => {
                    format!("{name}: no return")
                }
                SendState::Missing | SendState::Awaited => {
                    format!("{name}: no return from {}", tablets())
                }
                SendState::Partly => format!("{name}: no return from {} yet", tablets()),
                SendState::FileNotHere => format!("{name}: a file that was sent is not here"),
                SendState::Unsettled if cell.notes.contains(&SendNote::EditionsDiffer) => {
                    format!("{name}: the organisation files differ, which we have to decide")
                }
                SendState::Unsettled => format!("{name}: a tablet sent in two places"),
                SendState::Nil | SendState::Sent if cell.file_is_its_own => {
                    format!("{name}: a file of it could not be used, to be sent again")
                }
                SendState::Nil | SendState::Sent if cell.notes.contains(&SendNote::PartQuarter) => {
                    format!("{name}: made before the quarter’s end, to be sent again")
                }
                SendState::NotCollected | SendState::Nil | SendState::Sent => continue,
            };
            lines.push(format!("- {line}\n"));
        }
        let any = self.of_any_team.iter();
        lines.extend(any.filter(|one| one.may_be_in(quarter)).map(|one| {
            let name = &one.name;
            format!(
                "- whoever sent {name}: it could not be used; if it is a return, to be sent again\n"
            )
        }));
        (!lines.is_empty()).then(|| format!("Returns for {quarter}:\n{}", lines.concat()))
    }
}

/// What is here of a team's quarter.
#[derive(Default)]
struct Found<'a> {
    counted: Vec<&'a Held>,
    gaps: Vec<&'a Gap>,
}

/// The earliest revision 1 of a book, team and quarter, and when it was made.
type FirstMade = BTreeMap<(BookId, TeamId, Quarter), NaiveDate>;

fn first_made(roll_up: &RollUp<'_>) -> FirstMade {
    let mut first = FirstMade::new();
    for held in roll_up.collection.returns() {
        if held.revision == 1 {
            let made = held.made_at.date_naive();
            let key = (held.book, held.team.id.clone(), held.quarter);
            let known = first.entry(key).or_insert(made);
            *known = made.min(*known);
        }
    }
    first
}

/// What returns say of each team: by the first of those that count.
fn said<'a>(roll_up: &RollUp<'a>, structure: &Structure<'_>) -> BTreeMap<TeamId, &'a Team> {
    let mut said = BTreeMap::new();
    for held in &roll_up.counted {
        said.entry(structure.team(&held.team.id))
            .or_insert(&*held.team);
    }
    said
}

fn quarters(roll_up: &RollUp<'_>, asked: impl IntoIterator<Item = Quarter>) -> Vec<Quarter> {
    let mut all: Set<Quarter> = asked.into_iter().collect();
    all.extend(roll_up.counted.iter().map(|held| held.quarter));
    all.extend(roll_up.gaps.iter().map(|gap| gap.quarter));
    all.extend(roll_up.not_used.iter().filter_map(|one| one.quarter));
    match (all.iter().next(), all.iter().next_back()) {
        (Some(first), Some(last)) => {
            let mut quarters = Vec::new();
            let mut next = *first;
            // A slip of a century would make a table that nobody can read.
            while next <= *last && quarters.len() < 200 {
                quarters.push(next);
                next = next.next();
            }
            quarters.extend(all.iter().filter(|it| **it >= next).copied());
            quarters
        }
        (_, _) => Vec::new(),
    }
}

impl Found<'_> {
    /// What editions of an organisation file say differently is unsettled.
    fn look(
        &self,
        structure: &Structure<'_>,
        (team, quarter): (TeamId, Quarter),
        belonging: Belonging,
        first_made: &FirstMade,
        today: NaiveDate,
    ) -> TeamQuarter {
        if structure.contested().is_empty() {
            let key = (team, quarter);
            return self.look_one_way(structure, key, belonging, first_made, today);
        }
        let mut ways = structure.ways().map(|way| {
            let key = (team.clone(), quarter);
            let cell = self.look_one_way(way, key, belonging.clone(), first_made, today);
            (
                cell,
                way.collecting(&team, quarter),
                is_expected(way, &team, quarter),
            )
        });
        let Some((mut cell, collecting, expected)) = ways.next() else {
            unreachable!("there is one way at least");
        };
        let differs = ways.any(|(other, others_collecting, others_expected)| {
            (other.state, &other.notes, &other.missing, other.expected)
                != (cell.state, &cell.notes, &cell.missing, cell.expected)
                || others_collecting != collecting
                || others_expected != expected
        });
        if differs {
            cell.state = SendState::Unsettled;
        }
        if differs || !cell.belonging.perhaps.is_empty() {
            cell.notes.insert(SendNote::EditionsDiffer);
        }
        cell
    }

    fn look_one_way(
        &self,
        structure: &Structure<'_>,
        (team, quarter): (TeamId, Quarter),
        belonging: Belonging,
        first_made: &FirstMade,
        today: NaiveDate,
    ) -> TeamQuarter {
        let due = structure.due_by(&team, quarter);
        let is_due = today > due;
        let labels = structure.tablets_in(&team, quarter);
        let missing: Vec<Name> = labels
            .iter()
            .filter(|label| !self.counted.iter().any(|it| same(&it.tablet, label)))
            .map(|label| (*label).clone())
            .collect();
        let unsettled = self.gaps.iter().any(|gap| match gap.why {
            WhyNot::Unsettled | WhyNot::SentAfterRetiring => true,
            WhyNot::NotHere(_) => false,
        });
        let collects = |code| {
            let measure = Measure::with_code(code);
            measure.is_none_or(|it| structure.collects(&team, it, quarter))
        };
        let state = if self.counted.is_empty() && self.gaps.is_empty() {
            if !collects(CONTACTS) && !collects(RECEIVED) {
                SendState::NotCollected
            } else if is_due {
                SendState::Missing
            } else {
                SendState::Awaited
            }
        } else if unsettled {
            SendState::Unsettled
        } else if !self.gaps.is_empty() {
            SendState::FileNotHere
        } else if !missing.is_empty() {
            SendState::Partly
        } else if self.counted.iter().all(|held| held.nil) {
            SendState::Nil
        } else {
            SendState::Sent
        };
        let late = |held: &&Held| {
            let key = (held.book, held.team.id.clone(), held.quarter);
            let made = first_made.get(&key);
            made.is_some_and(|made| *made > due)
        };
        let mut notes = Set::new();
        let mut note = |note, holds: bool| {
            if holds {
                notes.insert(note);
            }
        };
        let some = |is: fn(&Held) -> bool| self.counted.iter().any(|held| is(held));
        note(SendNote::PartQuarter, some(|it| !it.quarter_had_ended));
        note(SendNote::Late, self.counted.iter().any(late));
        note(SendNote::Restated, some(|it| it.revision > 1));
        note(SendNote::FromPaper, some(|it| it.from_paper > 0));
        let (contacts, surveys) = (collects(CONTACTS), collects(RECEIVED));
        note(SendNote::ContactsNotCollected, !contacts && surveys);
        note(SendNote::SurveysNotCollected, contacts && !surveys);
        match belonging.listing {
            Listing::Listed => {}
            Listing::NotInUse => note(SendNote::NotInUse, true),
            Listing::Unlisted | Listing::InSeveral => note(SendNote::Unlisted, true),
        }
        TeamQuarter {
            team,
            quarter,
            belonging,
            state,
            notes,
            file_is_its_own: false,
            sent: self.counted.iter().map(|it| it.tablet.clone()).collect(),
            expected: (!labels.is_empty()).then_some(labels.len()),
            missing,
        }
    }
}

/// Whether an organisation lists a team in a quarter.
fn is_expected(way: &Structure<'_>, team: &TeamId, quarter: Quarter) -> bool {
    let mut organisations = way.organisations().iter();
    organisations.any(|it| it.teams_in(quarter).any(|listed| listed == team))
}

/// The cells to which files may belong that could not be used.
#[derive(Debug, Default)]
struct NotUsedByCell {
    /// Those whose team a file names.
    own: Set<(TeamId, Quarter)>,
    /// Those to which one may belong because its team is not known.
    any: Set<(TeamId, Quarter)>,
    /// The files whose team is not known.
    of_any_team: Vec<NotUsed>,
}

fn not_used_by_cell(
    roll_up: &RollUp<'_>,
    structure: &Structure<'_>,
    found: &BTreeMap<(TeamId, Quarter), Found<'_>>,
) -> NotUsedByCell {
    let mut cells = NotUsedByCell::default();
    for one in &roll_up.not_used {
        let in_time = found
            .iter()
            .filter(|((_, quarter), _)| one.may_be_in(*quarter));
        let in_time: Vec<_> = in_time.collect();
        let is_of = |((team, quarter), found): &&(&(TeamId, Quarter), &Found<'_>)| {
            let own = structure.belonging(team, None, *quarter).units;
            let said = found.counted.iter().map(|held| held.team.name.as_str());
            let names: Vec<&str> = said.chain(own.first().map(|it| it.name.as_str())).collect();
            one.may_be_of(team, &names, &found.counted)
        };
        let own: Vec<_> = in_time.iter().filter(is_of).collect();
        // Of a team that is not known it may be a return of any.
        if own.is_empty() {
            let in_time = in_time.iter();
            cells.any.extend(in_time.map(|(cell, _)| (*cell).clone()));
            cells.of_any_team.push(one.clone());
        } else {
            cells
                .own
                .extend(own.into_iter().map(|(cell, _)| (*cell).clone()));
        }
    }
    cells
}

/// Whether two labels are the same but for capitals and blanks.
fn same(one: &Name, other: &Name) -> bool {
    let plain = |label: &Name| {
        label
            .as_str()
            .to_lowercase()
            .split_whitespace()
            .collect::<String>()
    };
    plain(one) == plain(other)
}
