//! Totals that a spreadsheet says of itself: compared with what was read, so that
//! nothing is lost without a word.

use std::collections::BTreeMap;

use super::cells::number_in;
use super::columns::shown;
use super::headings::{Headings, Role};
use super::{Column, Wrong, bare};
use crate::domain::import::csv::Line;

/// What the columns of numbers come to so far, by their positions: in all lines, and
/// in those since the last totals.
#[derive(Debug, Default)]
pub(super) struct Sums {
    all: BTreeMap<usize, u64>,
    since: BTreeMap<usize, u64>,
}

/// Whether a cell says that its line has totals.
pub(super) fn is_total_word(cell: &str) -> bool {
    let says = bare(cell);
    let begins = ["total", "subtotal", "grandtotal"]
        .iter()
        .any(|word| says.starts_with(word));
    begins || says == "sum"
}

impl Sums {
    /// The head counts of a line.
    pub fn heads(line: &Line, headings: &Headings) -> u64 {
        let counted = |role: &Role| matches!(role, Role::Holds(Column::Attendance(_)));
        let cells = line.cells.iter().zip(&headings.roles);
        let heads = cells.filter(|(_, role)| counted(role));
        heads
            .filter_map(|(cell, _)| number_in(cell))
            .fold(0, u64::saturating_add)
    }

    /// Adds a line.
    pub fn add(&mut self, line: &Line, headings: &Headings) {
        for (at, role) in headings.roles.iter().enumerate() {
            let number = match role {
                Role::Holds(column) if column.is_number() => {
                    line.cells.get(at).and_then(|cell| number_in(cell))
                }
                Role::Total => Some(Self::heads(line, headings)),
                Role::Holds(_) | Role::Weekday | Role::LeftOut | Role::NoHeading => None,
            };
            for sums in [&mut self.all, &mut self.since] {
                let sum = sums.entry(at).or_default();
                *sum = sum.saturating_add(number.unwrap_or(0));
            }
        }
    }

    /// The totals of a line that are neither those of all lines above it nor of those
    /// since the last totals.
    pub fn compared(&mut self, line: &Line, headings: &Headings) -> Vec<Wrong> {
        let mut differing = Vec::new();
        for (at, role) in headings.roles.iter().enumerate() {
            let is_number = match role {
                Role::Holds(column) => column.is_number(),
                Role::Total => true,
                Role::Weekday | Role::LeftOut | Role::NoHeading => false,
            };
            let says = line.cells.get(at).filter(|cell| !cell.is_empty());
            let Some(says) = says.filter(|_| is_number) else {
                continue;
            };
            let sum = |sums: &BTreeMap<usize, u64>| sums.get(&at).copied().unwrap_or_default();
            let (all, since) = (sum(&self.all), sum(&self.since));
            if number_in(says).is_none_or(|number| number != all && number != since) {
                differing.push(Wrong::TotalLineDiffers {
                    line: line.number,
                    heading: headings
                        .names
                        .get(at)
                        .map(|name| shown(name))
                        .unwrap_or_default(),
                    says: shown(says),
                    sum: all,
                });
            }
        }
        self.since.clear();
        differing
    }
}
