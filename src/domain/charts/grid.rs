//! Who has sent: a row for each team, a column for each quarter.

use super::lettering::{
    Anchor, SMALL, SMALL_LINE, at_columns, heading, lines_about, text, wrapped,
};
use super::{Area, Chart, Naming, Table, Units, units};
use crate::domain::base::markup::{Element, el};
use crate::domain::base::share::counted;
use crate::domain::roll_up::SendState;

/// A team's quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// How it stands.
    pub state: SendState,
    /// How many tablets sent, of how many; `None` when nobody said how many are
    /// expected.
    pub tablets: Option<(usize, usize)>,
    /// Whether there is more to say than the state.
    pub more: More,
    /// All there is to say, in words.
    pub words: String,
}

/// Whether there is more to say of a cell than fits into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum More {
    /// There is: it was late, restated, or made before the quarter's end.
    Notes,
    /// There is not.
    Nothing,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name.
    pub label: String,
    /// Its quarters; `None` where it was not expected to send and did not.
    pub cells: Vec<Option<Cell>>,
}

/// The teams of a locality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locality {
    /// Its name.
    pub label: String,
    /// Its teams.
    pub rows: Vec<Row>,
}

const LABELS: Units = 200;
/// The size of the words in cells.
const IN_CELL: Units = 12;
const HEADING: Units = 32;
const WIDEST: Units = 120;

impl Cell {
    /// What stands in the cell: one or two words.
    fn short(&self) -> String {
        let words = match (self.state, self.tablets) {
            (SendState::Sent | SendState::Partly, Some((sent, of))) => {
                return format!("{sent} of {of}");
            }
            (SendState::Sent, None) => "sent",
            (SendState::Partly, None) => "in part",
            (SendState::NotCollected, _) => "–",
            (SendState::Awaited, _) => "not due",
            (SendState::Missing, _) => "missing",
            (SendState::Unsettled, _) => "unsettled",
            (SendState::FileNotHere, _) => "no file",
            (SendState::Nil, _) => "nil",
        };
        words.to_owned()
    }
}

/// Draws teams under their localities, and what each has sent in a word or two.
#[must_use]
pub fn grid(naming: Naming<'_>, quarters: &[String], localities: &[Locality]) -> Chart {
    let band = ((naming.width() - LABELS) / units(quarters.len()).max(1)).min(WIDEST);
    let mut drawn = Vec::new();
    let mut head_foot = 0;
    let labels = at_columns(quarters.iter().map(String::as_str), band - 6);
    for (at, lines) in labels.into_iter().enumerate() {
        let x = LABELS + band * units(at) + band / 2;
        let mut y = SMALL_LINE;
        for words in lines {
            drawn.push(text(&words, SMALL, (x, y), Anchor::Middle).class("app-chart__small"));
            y += SMALL_LINE;
        }
        head_foot = head_foot.max(y);
    }
    let mut y = (head_foot - 6).max(0);
    let mut has_notes = false;
    for locality in localities {
        drawn.extend(heading(
            &locality.label,
            naming.width(),
            y + HEADING / 2 + 3,
        ));
        y += HEADING;
        for row in &locality.rows {
            let lines = wrapped(&row.label, SMALL, LABELS - 8, 2);
            let height = units(lines.len()) * SMALL_LINE + 10;
            let middle = y + height / 2;
            drawn.extend(lines_about(&lines, SMALL, (0, middle), Anchor::Start));
            for (at, cell) in row.cells.iter().enumerate() {
                let area = Area {
                    x: LABELS + band * units(at) + 2,
                    y: middle - 11,
                    width: band - 4,
                    height: 22,
                };
                if let Some(cell) = cell {
                    has_notes |= cell.more == More::Notes;
                    drawn.extend(one_cell(cell, area));
                }
            }
            y += height;
        }
    }
    if has_notes {
        let sign = Area {
            x: 0,
            y: y + 8,
            width: 24,
            height: 16,
        };
        drawn.push(sign.rectangle().class("app-chart__sign"));
        drawn.push(corner(sign));
        let words = "With a note, such as late or restated: the table has it in words";
        let words = text(words, SMALL, (34, y + 21), Anchor::Start);
        drawn.push(words.class("app-chart__small"));
        y += 26;
    }
    naming.chart(
        description(quarters, localities),
        y + 6,
        drawn,
        table(quarters, localities),
    )
}

fn one_cell(cell: &Cell, area: Area) -> Vec<Element> {
    let code = cell.state.code();
    let (x, middle) = area.middle();
    let at = (x, middle + IN_CELL * 35 / 100);
    let words = text(&cell.short(), IN_CELL, at, Anchor::Middle);
    let mut drawn = vec![
        area.rectangle()
            .class(format!("app-chart__cell app-chart__cell--{code}")),
        words.class(format!("app-chart__said app-chart__said--{code}")),
    ];
    if cell.more == More::Notes {
        drawn.push(corner(area));
    }
    drawn
}

/// The sign that there is more to say: a corner that is turned down.
fn corner(area: Area) -> Element {
    let (right, top) = (area.x + area.width, area.y);
    let [left, foot] = [right - 9, top + 9];
    el("path")
        .attr("d", format!("M{left} {top}L{right} {top}L{right} {foot}Z"))
        .class("app-chart__corner")
}

fn description(quarters: &[String], localities: &[Locality]) -> String {
    let Some(latest) = quarters.last() else {
        return "No quarter is shown.".to_owned();
    };
    let rows = || localities.iter().flat_map(|it| &it.rows);
    let last = rows().filter_map(|row| row.cells.last()?.as_ref());
    let mut counts: Vec<(SendState, usize)> = Vec::new();
    for cell in last {
        match counts.iter_mut().find(|it| it.0 == cell.state) {
            Some(known) => known.1 += 1,
            None => counts.push((cell.state, 1)),
        }
    }
    counts.sort_by(|one, other| other.cmp(one));
    let said: Vec<String> = counts
        .iter()
        .map(|(state, many)| format!("{many} {}", state.label()))
        .collect();
    format!(
        "A row for each of {}, a column for each of {}. {latest}: {}.",
        counted(rows().count() as u64, "team", "teams"),
        counted(quarters.len() as u64, "quarter", "quarters"),
        said.join(", ")
    )
}

fn table(quarters: &[String], localities: &[Locality]) -> Table {
    let mut head = vec!["Team".to_owned(), "Locality".to_owned()];
    head.extend(quarters.iter().cloned());
    let mut rows = Vec::new();
    for locality in localities {
        for row in &locality.rows {
            let mut words = vec![row.label.clone(), locality.label.clone()];
            words.extend(row.cells.iter().map(|cell| match cell {
                Some(cell) => cell.words.clone(),
                None => "not expected".to_owned(),
            }));
            rows.push(words);
        }
    }
    Table { head, rows }
}
