//! Which line of a spreadsheet has the headings, and what its columns hold.
//!
//! Guarantees that a column of numbers is never passed over without a word: one whose
//! heading is not known is asked about, and so is one that a better heading displaced.

use super::cells::number_in;
use super::columns::{KnownBy, shown};
use super::dates::weekday_named;
use super::{Answers, Column, Meaning, Wrong, bare};
use crate::domain::import::csv::Line;

/// How far down the headings are looked for.
const FAR: usize = 30;

/// What a column is to the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It holds this of each session.
    Holds(Column),
    /// The total of the head counts, which is compared with them.
    Total,
    /// The weekday, which is compared with the date.
    Weekday,
    /// Nothing that is read.
    LeftOut,
    /// It has no heading.
    NoHeading,
}

/// The headings of a table.
#[derive(Debug, Clone)]
pub(super) struct Headings {
    /// The position of their first line among those that are not blank.
    pub begins: usize,
    /// The position of their last line.
    pub at: usize,
    /// The number of their line.
    pub line: u32,
    /// As they stand there.
    pub names: Vec<String>,
    /// What each column is.
    pub roles: Vec<Role>,
    /// The headings that a spreadsheet program made dates of, with what they were.
    pub from_dates: Vec<(String, Column)>,
}

/// A column whose heading means something.
#[derive(Debug, Clone, Copy)]
struct Known {
    position: usize,
    column: Column,
    by: KnownBy,
}

impl Headings {
    /// The headings of a table's lines, and all that is wrong with them.
    pub fn of(lines: &[Line], answers: &Answers) -> (Self, Vec<Wrong>) {
        let (begins, at, names) = find(lines);
        let line = lines.get(at).map_or(1, |line| line.number);
        let below = lines.get(at + 1..).unwrap_or_default();
        let mut this = Self {
            begins,
            at,
            line,
            roles: names.iter().map(|name| role_of(name)).collect(),
            names,
            from_dates: Vec::new(),
        };
        let mut wrong = this.hold(below, answers);
        wrong.extend(this.ask(below, answers));
        for needed in [Column::Date, Column::Kind] {
            if this.position(needed).is_none() {
                wrong.push(Wrong::ColumnMissing {
                    column: needed,
                    line,
                });
            }
        }
        let counts = |role: &Role| matches!(role, Role::Holds(Column::Attendance(_)));
        if !this.roles.iter().any(counts) {
            wrong.push(Wrong::NoHeadCounts(line));
        }
        (this, wrong)
    }

    /// The position of a column.
    pub fn position(&self, column: Column) -> Option<usize> {
        self.roles
            .iter()
            .position(|role| *role == Role::Holds(column))
    }

    /// What a line says in a column.
    pub fn cell<'line>(&self, line: &'line Line, column: Column) -> &'line str {
        self.position(column).map_or("", |at| cell(line, at))
    }

    /// What a line says in the first column of a role.
    pub fn in_role<'line>(&self, line: &'line Line, role: Role) -> Option<&'line str> {
        let at = self.roles.iter().position(|it| *it == role)?;
        Some(cell(line, at)).filter(|cell| !cell.is_empty())
    }

    /// The headings of columns that are left out.
    pub fn left_out(&self) -> Vec<String> {
        let all = self.names.iter().zip(&self.roles);
        let left_out = all.filter(|(_, role)| **role == Role::LeftOut);
        left_out.map(|(name, _)| shown(name)).collect()
    }

    /// Whether a line has the headings once more, as printed pages begin.
    pub fn stand_in(&self, line: &Line) -> bool {
        let says = |text: &String| bare(text);
        let same = line.cells.iter().map(says).eq(self.names.iter().map(says));
        same && line.cells.iter().any(|cell| !cell.is_empty())
    }

    /// Gives each column of a known heading its role.
    fn hold(&mut self, below: &[Line], answers: &Answers) -> Vec<Wrong> {
        let known: Vec<Known> = self
            .names
            .iter()
            .enumerate()
            .filter_map(|(position, name)| {
                let (column, by) = match answers.columns.get(&position) {
                    Some(Meaning::Is(column)) => (*column, KnownBy::AnotherWord),
                    Some(Meaning::LeftOut) => return None,
                    None => Column::of(name)?,
                };
                Some(Known {
                    position,
                    column,
                    by,
                })
            })
            .collect();
        let mut wrong = Vec::new();
        for column in Column::ALL {
            let all = || known.iter().filter(|it| it.column == column);
            let says_something = |it: &&Known| {
                let mut cells = below.iter().map(|line| cell(line, it.position));
                cells.any(|cell| !cell.is_empty())
            };
            let mut rivals: Vec<&Known> = all().filter(says_something).collect();
            if rivals.is_empty() {
                rivals = all().collect();
            }
            let mut exact = rivals.iter().filter(|it| it.by == KnownBy::ItsHeading);
            let winner = match (exact.next(), exact.next(), &rivals[..]) {
                (Some(exact), None, _) => Some(*exact),
                (_, _, [first, rest @ ..]) => {
                    if !rest.is_empty() {
                        wrong.push(Wrong::ColumnTwice {
                            column,
                            line: self.line,
                            headings: rivals.iter().map(|it| self.name(it.position)).collect(),
                        });
                    }
                    Some(*first)
                }
                (_, _, []) => None,
            };
            let Some(winner) = winner else { continue };
            if winner.by == KnownBy::ADate {
                self.from_dates.push((self.name(winner.position), column));
            }
            for it in all() {
                let is_weekday = column == Column::Date && all_weekdays(below, it.position);
                let role = if it.position == winner.position {
                    Role::Holds(column)
                } else if is_weekday {
                    Role::Weekday
                } else {
                    Role::LeftOut
                };
                self.set(it.position, role);
            }
        }
        wrong
    }

    /// What is to be asked about columns that are left out and hold numbers.
    fn ask(&self, below: &[Line], answers: &Answers) -> Vec<Wrong> {
        let mut asked = Vec::new();
        for (position, role) in self.roles.iter().enumerate() {
            let displaced = self
                .names
                .get(position)
                .and_then(|name| Column::of(name))
                .map(|(column, _)| column);
            let is_silent = *role != Role::LeftOut
                || answers.columns.contains_key(&position)
                // Another word for the date, the kind or the place, which is named.
                || displaced.is_some_and(|column| !column.is_number());
            if is_silent {
                continue;
            }
            let same = displaced.and_then(|column| self.position(column));
            let numbers = below.iter().filter(|line| {
                let number = number_in(cell(line, position));
                number.is_some() && number != same.and_then(|at| number_in(cell(line, at)))
            });
            let lines = numbers.count();
            if lines > 0 {
                asked.push(Wrong::WhatColumn {
                    position,
                    heading: self.name(position),
                    lines,
                    free: self.free(),
                });
            }
        }
        asked
    }

    /// The columns of numbers that no heading means.
    fn free(&self) -> Vec<Column> {
        let all = Column::ALL.into_iter().filter(|column| column.is_number());
        all.filter(|column| self.position(*column).is_none())
            .collect()
    }

    fn name(&self, position: usize) -> String {
        self.names
            .get(position)
            .map(|name| shown(name))
            .unwrap_or_default()
    }

    fn set(&mut self, position: usize, role: Role) {
        if let Some(it) = self.roles.get_mut(position) {
            *it = role;
        }
    }
}

fn cell(line: &Line, position: usize) -> &str {
    line.cells.get(position).map_or("", String::as_str)
}

/// The role of a column by its heading alone, where it holds nothing of a session.
fn role_of(heading: &str) -> Role {
    match bare(heading).as_str() {
        "" if heading.is_empty() => Role::NoHeading,
        "total"
        | "totals"
        | "grandtotal"
        | "totalattendance"
        | "totalattended"
        | "totalcontacts"
        | "totaldirectcontacts"
        | "totalpeople"
        | "totalnumber"
        | "directcontacts" => Role::Total,
        "weekday" | "dayofweek" | "dayoftheweek" => Role::Weekday,
        _ => Role::LeftOut,
    }
}

/// Whether a column says weekdays and nothing else.
fn all_weekdays(below: &[Line], position: usize) -> bool {
    let mut said = below
        .iter()
        .map(|line| cell(line, position))
        .filter(|it| !it.is_empty());
    said.all(|it| weekday_named(it).is_some())
}

/// Whether some lines have the headings of sessions.
#[must_use]
pub fn has_headings(lines: &[Line]) -> bool {
    let (_, _, names) = find(lines);
    is_whole(&known_in(&names))
}

/// The positions of the first and the last line that have the headings, and the
/// headings. A title and what else stands above is passed by; headings may stand in two
/// lines.
fn find(lines: &[Line]) -> (usize, usize, Vec<String>) {
    let some = lines.get(..FAR).unwrap_or(lines);
    let mut best: Option<(usize, usize)> = None;
    for (at, line) in some.iter().enumerate() {
        let known = known_in(&line.cells);
        if is_whole(&known) {
            return (at, at, line.cells.clone());
        }
        if known.len() > best.map_or(1, |(_, count)| count) {
            best = Some((at, known.len()));
        }
    }
    for (at, pair) in some.windows(2).enumerate() {
        if let [upper, lower] = pair {
            let both = one_above_the_other(&upper.cells, &lower.cells);
            if is_whole(&known_in(&both)) {
                return (at, at + 1, both);
            }
        }
    }
    let at = best.map_or(0, |(at, _)| at);
    let cells = lines.get(at).map(|line| line.cells.clone());
    (at, at, cells.unwrap_or_default())
}

/// The headings of two lines: of each column the lower, where it says something.
fn one_above_the_other(upper: &[String], lower: &[String]) -> Vec<String> {
    let cells = 0..upper.len().max(lower.len());
    let says = |cells: &[String], at: usize| cells.get(at).cloned().unwrap_or_default();
    cells
        .map(|at| {
            let low = says(lower, at);
            if low.is_empty() { says(upper, at) } else { low }
        })
        .collect()
}

fn known_in(cells: &[String]) -> Vec<Column> {
    let mut known: Vec<Column> = Vec::new();
    for (column, _) in cells.iter().filter_map(|cell| Column::of(cell)) {
        if !known.contains(&column) {
            known.push(column);
        }
    }
    known
}

/// Whether nothing is missing of what headings need.
fn is_whole(known: &[Column]) -> bool {
    let counts = |column: &Column| matches!(column, Column::Attendance(_));
    [Column::Date, Column::Kind]
        .iter()
        .all(|it| known.contains(it))
        && known.iter().any(counts)
}
