//! What is asked of a spreadsheet that could be read in several ways, before its dry
//! run.

use crate::domain::base::calendar::short_date;
use crate::domain::import::spreadsheet::{
    Answers, Column, DatesAre, Meaning, PlaceAsked, Wrong, bare, has_headings,
};
use crate::domain::import::workbook::{SheetFound, Shown};
use crate::domain::organisation::{Place, Team};
use crate::domain::tablet::settings::Settings;
use crate::ui::components::choices::{Choice, Lie, Question, shared};
use crate::ui::components::error_summary::Line;
use crate::ui::form::Problems;
use crate::ui::markup::{El, acting, reading};
use crate::ui::state::State;

/// How many dates are shown that could be read both ways.
const DATES: usize = 20;

/// The id of the question which sheet is meant.
pub const SHEET: &str = "sheet";

/// Asks which of a workbook's sheets has the sessions.
pub fn sheet_question(
    found: &[SheetFound],
    problems: Problems,
    chosen: State<Option<usize>>,
) -> El {
    let choices: Vec<Choice> = found
        .iter()
        .map(|sheet| {
            let headings = if has_headings(&sheet.first_lines) {
                "It has the headings of sessions."
            } else {
                "It has no headings of sessions."
            };
            let hidden = match sheet.shown {
                Shown::InSight => "",
                Shown::Hidden => " The workbook hides it.",
            };
            Choice {
                hint: Some(format!("{headings}{hidden}")),
                ..Choice::new(sheet.name.as_str())
            }
        })
        .collect();
    Question {
        error: problems.at(SHEET),
        id: SHEET.into(),
        legend: "Which sheet has the sessions?".into(),
        lie: Lie::Stacked,
        options: shared(reading(move || choices.clone())),
        chosen: reading(move || chosen.get()),
        choose: acting(move |picked| chosen.set(Some(picked))),
    }
    .view()
}

/// A question with its choices.
#[derive(Clone)]
struct Asked {
    id: String,
    legend: String,
    choices: Vec<(Choice, Answer)>,
}

/// One answer.
#[derive(Clone)]
enum Answer {
    Column(usize, Meaning),
    Team(String, Team),
    Place(PlaceAsked, Place),
    DayFirst,
    MonthFirst,
}

/// What a person has chosen so far, by the position of the question.
#[derive(Clone, Copy)]
pub struct Questions {
    problems: Problems,
    chosen: State<Vec<Option<usize>>>,
}

/// What the answers come to.
pub enum Outcome {
    /// Not all is answered; the page says so.
    NotYet,
    /// The month comes first: the file is to be put right.
    MonthFirst,
    /// What was asked is answered.
    Answered(Answers),
}

impl Questions {
    /// Questions without answers, whose problems a page shows.
    pub fn new(problems: Problems) -> Self {
        Self {
            problems,
            chosen: State::new(Vec::new()),
        }
    }

    /// The questions as they are drawn, none of them answered.
    pub fn view(self, asked: &[Wrong], settings: &Settings) -> Vec<El> {
        let asked = asked_of(asked, settings);
        self.chosen.set(vec![None; asked.len()]);
        let all = asked.into_iter().enumerate();
        all.map(|(at, one)| self.one(at, one)).collect()
    }

    fn one(self, at: usize, asked: Asked) -> El {
        let choices: Vec<Choice> = asked.choices.into_iter().map(|(it, _)| it).collect();
        let chosen = self.chosen;
        Question {
            error: self.problems.at(&asked.id),
            id: asked.id.into(),
            legend: asked.legend.into(),
            lie: Lie::Stacked,
            options: shared(reading(move || choices.clone())),
            chosen: reading(move || chosen.with(|all| all.get(at).copied().flatten())),
            choose: acting(move |picked| {
                chosen.update(|all| {
                    if let Some(it) = all.get_mut(at) {
                        *it = Some(picked);
                    }
                });
            }),
        }
        .view()
    }

    /// Adds what was chosen to the answers that were given before.
    pub fn answered(self, asked: &[Wrong], settings: &Settings, before: Answers) -> Outcome {
        let chosen = self.chosen.get_untracked();
        let (mut answers, mut missing, mut outcome) = (before, Vec::new(), None);
        for (at, one) in asked_of(asked, settings).into_iter().enumerate() {
            let picked = chosen.get(at).copied().flatten();
            match picked.and_then(|picked| one.choices.into_iter().nth(picked)) {
                None => missing.push(Line {
                    field: one.id,
                    words: format!("Choose: {}", one.legend),
                }),
                Some((_, Answer::Column(position, meaning))) => {
                    answers.columns.insert(position, meaning);
                }
                Some((_, Answer::Team(name, team))) => {
                    answers.teams.insert(name, team.id);
                }
                Some((_, Answer::Place(asked, place))) => {
                    answers.places.insert(asked, place.id);
                }
                Some((_, Answer::DayFirst)) => answers.dates = DatesAre::DayFirst,
                Some((_, Answer::MonthFirst)) => outcome = Some(Outcome::MonthFirst),
            }
        }
        let is_answered = missing.is_empty();
        self.problems.set(missing);
        match outcome {
            _ if !is_answered => Outcome::NotYet,
            Some(outcome) => outcome,
            None => Outcome::Answered(answers),
        }
    }
}

fn asked_of(asked: &[Wrong], settings: &Settings) -> Vec<Asked> {
    let with_id = |(at, (legend, choices))| Asked {
        id: format!("asked-{at}"),
        legend,
        choices,
    };
    let all = asked.iter().filter_map(|one| asked_one(one, settings));
    all.enumerate().map(with_id).collect()
}

fn asked_one(one: &Wrong, settings: &Settings) -> Option<(String, Vec<(Choice, Answer)>)> {
    match one {
        Wrong::WhatColumn {
            position,
            heading,
            lines,
            free,
        } => Some(of_column(*position, heading, *lines, free)),
        Wrong::WhichTeam {
            name,
            choices,
            lines,
        } => Some((
            format!("Which team is “{name}” ({})?", lines_told(lines)),
            choices
                .iter()
                .map(|team| {
                    let choice = Choice::new(settings.team_name(&team.id));
                    (choice, Answer::Team(bare(name.as_str()), team.clone()))
                })
                .collect(),
        )),
        Wrong::WhichPlace {
            asked,
            name,
            choices,
            lines,
        } => Some((
            format!(
                "Which place is “{name}” of {} ({})?",
                settings.team_name(&asked.2),
                lines_told(lines)
            ),
            choices
                .iter()
                .map(|place| {
                    let choice = Choice::new(settings.place_name(&place.id));
                    (choice, Answer::Place(asked.clone(), place.clone()))
                })
                .collect(),
        )),
        Wrong::WhichWayRound(dates) => {
            let told: Vec<String> = dates
                .iter()
                .take(DATES)
                .map(|(line, says, date)| format!("line {line}: {says} is {}", short_date(*date)))
                .collect();
            let more = match dates.len().checked_sub(DATES) {
                None | Some(0) => String::new(),
                Some(more) => format!("; and {more} more"),
            };
            let yes = Choice {
                hint: Some(format!("{}{more}.", told.join("; "))),
                ..Choice::new("Yes, in all of them")
            };
            Some((
                "These dates could be month first. Does the day come first?".to_owned(),
                vec![
                    (yes, Answer::DayFirst),
                    (
                        Choice::new("No, the month comes first in some"),
                        Answer::MonthFirst,
                    ),
                ],
            ))
        }
        _ => None,
    }
}

fn of_column(
    position: usize,
    heading: &str,
    lines: usize,
    free: &[Column],
) -> (String, Vec<(Choice, Answer)>) {
    let many = if lines == 1 {
        "1 line".to_owned()
    } else {
        format!("{lines} lines")
    };
    let left_out = Choice {
        hint: Some("It holds nothing that Daybook counts.".to_owned()),
        ..Choice::new("Leave it out")
    };
    let left_out = (left_out, Answer::Column(position, Meaning::LeftOut));
    let columns = free.iter().map(|column| {
        let meaning = Meaning::Is(*column);
        (
            Choice::new(column.heading()),
            Answer::Column(position, meaning),
        )
    });
    (
        format!("What is the column “{heading}”? It has numbers in {many}"),
        [left_out].into_iter().chain(columns).collect(),
    )
}

fn lines_told(lines: &[u32]) -> String {
    match lines {
        [only] => format!("line {only}"),
        [first, rest @ ..] => format!("line {first} and {} more", rest.len()),
        [] => String::new(),
    }
}
