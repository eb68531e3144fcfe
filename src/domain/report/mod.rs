//! The quarter report and the year report, as one tree of elements: for a meeting, on
//! a screen, on paper, or for the public.
//!
//! | part | says |
//! |---|---|
//! | [`Report`] | what a report is made of |
//! | `heading` | whose figures of when, made when, from what, and how complete |
//! | `questions` | how much, how well, what difference: each measure with its note and charts |
//! | `side_by_side` | the units within, and who has sent |
//! | `you_said` | what families said, by theme, with room for what was done |
//! | `schools` | a page for each school, for handing over |
//! | `pieces` | tables, figures and notes |
//!
//! Guarantees that a report for the public, and a school's page in every report, hold
//! nothing that was not published: figures come through [`Disclosure`], and what people
//! wrote in their own words stays in the service. Refuses to know how it looks: the
//! tree has classes (`style/report.css`) and no style, and what a page adds, such as a
//! field to type a note in, it puts where `data-note` is.

mod heading;
mod pieces;
mod questions;
mod schools;
mod side_by_side;
#[cfg(test)]
mod tests;
mod you_said;

use chrono::NaiveDate;

use super::disclosure::Publication;
use super::disclosure::disclosed::{Audience, Disclosure};
use super::roll_up::compared::Basis;
use super::roll_up::{Level, NoteOn, Notes, Period, RollUp, Span, Unit};
use crate::domain::base::calendar::{Quarter, short_date};
use crate::domain::base::markup::{Element, el};
use crate::domain::submission::send::Sample;
use pieces::note;
pub use schools::of_schools;

/// What a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// What tells it apart on a page, of letters, digits and hyphens.
    pub id: &'a str,
    /// The returns that count.
    pub roll_up: &'a RollUp<'a>,
    /// Their figures.
    pub basis: Basis<'a>,
    /// Whose figures it shows.
    pub unit: &'a Unit,
    /// A quarter, or the year up to one.
    pub period: Period,
    /// Who reads it.
    pub audience: Audience<'a>,
    /// What is told to schools, each on a page of its own; `None` for a report
    /// without such pages. It is never exact, since it is handed over.
    pub schools: Option<&'a Publication>,
    /// What the manager wrote; it stays in the service.
    pub notes: &'a Notes,
    /// The day on which it is made.
    pub made: NaiveDate,
}

/// The note on the whole report.
pub const SUMMARY: &str = "summary";

impl Report<'_> {
    /// The whole report.
    #[must_use]
    pub fn element(&self) -> Element {
        let mut report = el("article")
            .class("app-report")
            .attr("lang", "en-GB")
            .with(heading::heading(self))
            .with_all(self.summary())
            .with_all(questions::questions(self))
            .with_all(side_by_side::side_by_side(self))
            .with_all(you_said::you_said(self))
            .with(heading::closing(self));
        if let Some(publication) = self.schools {
            report = report.with_all(schools::schools(self, publication));
        }
        report
    }

    /// What it is and whose: `Early Help year report, Derby, 2016-17`.
    #[must_use]
    pub fn title(&self) -> String {
        [self.kind(), ", ", &self.whose(), ", ", &self.short_period()].concat()
    }

    /// What stands at the head of each of its sheets on paper. Names are set apart,
    /// since some run from right to left (Unicode Standard Annex 9, section 3.1.1).
    #[must_use]
    pub fn running_head(&self) -> String {
        let example = if self.is_example() {
            "EXAMPLE DATA · "
        } else {
            ""
        };
        let whose = self.whose();
        let (kind, period) = (self.kind(), self.short_period());
        format!(
            "{example}{kind} · \u{2068}{whose}\u{2069} · {period} · made {}",
            self.made_on()
        )
    }

    /// Whose figures it shows: the city’s name where there is but one.
    #[must_use]
    pub fn whose(&self) -> String {
        match (self.unit.level, self.basis.structure.organisations()) {
            (Level::All, [only]) => only.city.to_string(),
            (Level::All, []) => "All teams".to_owned(),
            (Level::All, several) => {
                let names: Vec<String> = several.iter().map(|it| it.city.to_string()).collect();
                super::charts::listed(&names)
            }
            (Level::City | Level::Locality | Level::Team, _) => self.unit.name.clone(),
        }
    }

    const fn kind(&self) -> &'static str {
        match (self.period, self.audience) {
            (Period::Quarter(_), _) => "Early Help quarter report",
            (Period::YearTo(_), _) => "Early Help year report",
        }
    }

    fn span(&self) -> Span {
        self.period.span()
    }

    fn last(&self) -> Quarter {
        self.period.last()
    }

    /// The period where there is little room: `2016-17`, `October to December 2016`,
    /// `April 2016 to December 2016`.
    fn short_period(&self) -> String {
        match self.period {
            Period::Quarter(quarter) => quarter.months_and_year(),
            Period::YearTo(quarter) => {
                let [.., last] = quarter.year().quarters();
                if quarter == last {
                    quarter.year().short()
                } else {
                    let [first, ..] = quarter.year().quarters();
                    let ([from, ..], [.., until]) = (first.months(), quarter.months());
                    format!("{from} to {until}")
                }
            }
        }
    }

    fn told(&self) -> Disclosure<'_> {
        Disclosure {
            basis: self.basis,
            audience: self.audience,
        }
    }

    fn is_example(&self) -> bool {
        self.roll_up.sample == Sample::Example
    }

    fn made_on(&self) -> String {
        short_date(self.made)
    }

    /// The place of the manager’s note on something, with what was written; `None` in
    /// what leaves the service.
    fn note(&self, about: &str) -> Option<Element> {
        match self.audience {
            Audience::Public(_) => None,
            Audience::Service => {
                let on = NoteOn {
                    unit: self.unit,
                    period: self.period,
                    about,
                };
                Some(note(about, self.notes.get(on)))
            }
        }
    }

    fn summary(&self) -> Option<Element> {
        let note = self.note(SUMMARY)?;
        Some(el("div").class("app-report__summary").with(note))
    }

    /// The id of a part of it.
    fn part(&self, name: &str) -> String {
        [self.id, "-", name].concat()
    }
}
