//! The lines of a spreadsheet, read some at a time.

use chrono::NaiveDate;

use super::cells::{kind_of, number_in, whole_number_text};
use super::columns::shown;
use super::dates::{DateCell, read_date, weekday_named};
use super::headings::{Headings, Role};
use super::totals::{Sums, is_total_word};
use super::{
    Answers, Column, DatesAre, Names, NotOne, PlaceMeant, Remark, Spreadsheet, Told, Wrong,
    WrongCell, bare, tidy, window,
};
use crate::domain::base::text::{Name, Text};
use crate::domain::capture::session_draft::SessionDraft;
use crate::domain::form::checks::{DateDraft, Fault};
use crate::domain::import::csv::{Line, Table};
use crate::domain::organisation::{Place, Team};
use crate::domain::record::attendance::AgeBand;
use crate::domain::record::session::{Kind, Plan};

/// Fewer lines than this are in order by chance.
const SOME_LINES: usize = 4;

/// A spreadsheet of which some lines have been read.
#[derive(Debug)]
pub struct Reading<'a> {
    table: &'a Table,
    answers: &'a Answers,
    headings: Headings,
    today: NaiveDate,
    /// The position of the next line.
    next: usize,
    wrong: Vec<Wrong>,
    sessions: Vec<Told>,
    dates: Vec<DateRead<'a>>,
    sums: Sums,
    total_lines: Vec<u32>,
}

/// A date that was read, where it stands.
#[derive(Debug)]
struct DateRead<'a> {
    line: u32,
    says: &'a str,
    read: DateCell,
}

/// What is wrong with one line, by column.
type WrongCells = Vec<(Column, WrongCell)>;

impl<'a> Reading<'a> {
    /// Begins with a table's headings.
    #[must_use]
    pub fn new(table: &'a Table, today: NaiveDate, answers: &'a Answers) -> Self {
        let (headings, wrong) = Headings::of(&table.lines, answers);
        let mut this = Self {
            table,
            answers,
            today,
            next: headings.at + 1,
            wrong,
            sessions: Vec::new(),
            dates: Vec::new(),
            sums: Sums::default(),
            total_lines: Vec::new(),
            headings,
        };
        if this.wrong.iter().any(|it| !it.is_question()) {
            // Nothing can be said of lines whose columns are not known.
            this.next = table.lines.len();
        } else {
            this.above();
            this.merged_numbers();
        }
        this
    }

    /// Reads so many more lines; gives whether there are others.
    pub fn lines(&mut self, count: usize, names: &mut impl Names) -> bool {
        let table = self.table;
        let rest = table.lines.get(self.next..).unwrap_or_default();
        for line in rest.iter().take(count) {
            self.next += 1;
            self.line(line, names);
        }
        self.next < table.lines.len()
    }

    /// The spreadsheet, once all lines have been read.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of its lines, and everything
    /// that is to be asked.
    pub fn finish(mut self) -> Result<Spreadsheet, Vec<Wrong>> {
        self.dates_in_doubt();
        if self.sessions.is_empty() && self.wrong.is_empty() {
            self.wrong.push(Wrong::NoSessions);
        }
        if self.wrong.is_empty() {
            let remarks = self.remarks();
            return Ok(Spreadsheet {
                sessions: self.sessions,
                remarks,
            });
        }
        self.wrong.sort_by_key(Wrong::stands_at);
        Err(self.wrong)
    }

    /// A line above the headings that is a session: sorting has moved the headings.
    fn above(&mut self) {
        let above = self
            .table
            .lines
            .get(..self.headings.begins)
            .unwrap_or_default();
        for line in above {
            let is_date = read_date(self.headings.cell(line, Column::Date), None).is_ok();
            if is_date && kind_of(self.headings.cell(line, Column::Kind)).is_some() {
                self.wrong.push(Wrong::SessionAboveHeadings(line.number));
            }
        }
    }

    /// A number that stands over several lines counts once, and nobody can tell where.
    fn merged_numbers(&mut self) {
        for merged in self
            .table
            .merged
            .iter()
            .filter(|it| it.last > self.headings.line)
        {
            if let Some(Role::Holds(column)) = self.headings.roles.get(merged.column)
                && column.is_number()
            {
                self.wrong.push(Wrong::MergedNumber {
                    first: merged.first,
                    last: merged.last,
                    column: *column,
                });
            }
        }
    }

    fn line(&mut self, line: &'a Line, names: &mut impl Names) {
        if self.headings.stand_in(line) {
            return;
        }
        if self.is_total(line) {
            let differing = self.sums.compared(line, &self.headings);
            self.wrong.extend(differing);
            self.total_lines.push(line.number);
            return;
        }
        let mut cells = line.cells.iter().enumerate();
        let headed = |at: usize| {
            let role = self.headings.roles.get(at);
            role.is_some_and(|role| *role != Role::NoHeading)
        };
        if cells.any(|(at, cell)| !cell.is_empty() && !headed(at)) {
            self.wrong.push(Wrong::NoHeading(line.number));
        }
        let mut wrong = WrongCells::new();
        let told = self.session(line, names, &mut wrong);
        if wrong.is_empty()
            && let Some(says) = self.headings.in_role(line, Role::Total)
        {
            let heads = Sums::heads(line, &self.headings);
            if number_in(says) != Some(heads) {
                self.wrong.push(Wrong::TotalDiffers {
                    line: line.number,
                    says: shown(says),
                    heads,
                });
            }
        }
        self.sums.add(line, &self.headings);
        wrong.sort_by_key(|(column, _)| *column);
        for (column, why) in wrong {
            // That is asked once for all lines.
            if why == WrongCell::SeveralOfThisName {
                continue;
            }
            self.wrong.push(Wrong::Cell {
                line: line.number,
                column,
                says: self.headings.cell(line, column).to_owned(),
                why,
            });
        }
        self.sessions.extend(told);
    }

    /// Whether a line has totals of those above it: no date, and a word that says so.
    fn is_total(&self, line: &Line) -> bool {
        let first = line.cells.iter().find(|cell| !cell.is_empty());
        let columns = [Column::Date, Column::Team, Column::Kind, Column::Place];
        let mut words = columns
            .iter()
            .map(|column| self.headings.cell(line, *column))
            .chain(first.map(String::as_str));
        words.any(is_total_word) && read_date(self.headings.cell(line, Column::Date), None).is_err()
    }

    fn date(&mut self, line: &'a Line) -> Result<NaiveDate, WrongCell> {
        let says = self.headings.cell(line, Column::Date);
        let beside = self.headings.in_role(line, Role::Weekday);
        let read = read_date(says, beside.and_then(weekday_named))?;
        self.dates.push(DateRead {
            line: line.number,
            says,
            read,
        });
        Ok(read.date)
    }

    fn session(
        &mut self,
        line: &'a Line,
        names: &mut impl Names,
        wrong: &mut WrongCells,
    ) -> Option<Told> {
        let team = self.team(line, names, wrong);
        let date = self
            .date(line)
            .map_err(|why| wrong.push((Column::Date, why)));
        let cell = |column| self.headings.cell(line, column);
        let kind = match cell(Column::Kind) {
            "" => None,
            says => kind_of(says).or_else(|| {
                wrong.push((Column::Kind, WrongCell::UnknownKind));
                None
            }),
        };
        let owned = |column| cell(column).to_owned();
        let number = |column| whole_number_text(cell(column));
        let (new_families, minutes) = (number(Column::NewFamilies), number(Column::Minutes));
        let attendance = AgeBand::ALL.map(|band| number(Column::Attendance(band)));
        let (theme, partners, note) = (
            owned(Column::Theme),
            owned(Column::Partners),
            owned(Column::Note),
        );
        let place = self.place(line, (kind, date.ok(), team.as_ref()), names, wrong);
        let draft = SessionDraft {
            date: DateDraft::Chosen(date.unwrap_or(self.today)),
            kind,
            place: place.as_ref().map(|place| place.id.clone()),
            plan: self.plan(line, kind, wrong),
            attendance,
            new_families,
            minutes,
            theme,
            partners,
            note,
            ..SessionDraft::on(self.today)
        };
        let places: Vec<Place> = place.into_iter().collect();
        let checked = draft.check(window(self.today), &places);
        for problem in checked.as_ref().err().into_iter().flatten() {
            let column = Column::of_field(problem.field);
            // A cell that was named already is not named again for being blank.
            if !wrong.iter().any(|(named, _)| *named == column) {
                wrong.push((column, WrongCell::Field(problem.fault)));
            }
        }
        match (team, checked) {
            (Some(team), Ok(session)) if wrong.is_empty() => Some(Told {
                line: line.number,
                team,
                session,
            }),
            (Some(_) | None, Ok(_) | Err(_)) => None,
        }
    }

    /// A name as a cell says it.
    fn name(&self, line: &Line, column: Column) -> Result<Option<Name>, WrongCell> {
        let name = Text::typed(&tidy(self.headings.cell(line, column)));
        name.map_err(|too_long| WrongCell::Field(Fault::TooLong(too_long)))
    }

    fn team(
        &mut self,
        line: &Line,
        names: &mut impl Names,
        wrong: &mut WrongCells,
    ) -> Option<Team> {
        let mut name = |column| {
            let name = self.name(line, column);
            name.map_err(|why| wrong.push((column, why))).ok()
        };
        let (team, locality) = (name(Column::Team), name(Column::Locality));
        let (team, locality) = (team?, locality?);
        match names.team(team.as_ref(), locality.as_ref()) {
            Ok(team) => Some(team),
            Err(NotOne::Unknown) => {
                wrong.push((Column::Locality, WrongCell::LocalityOfNewTeam));
                None
            }
            Err(NotOne::OneOf(choices)) => {
                wrong.push((Column::Team, WrongCell::SeveralOfThisName));
                let name = team?;
                self.ask(line.number, |lines| Wrong::WhichTeam {
                    name,
                    choices,
                    lines,
                });
                None
            }
        }
    }

    fn place(
        &mut self,
        line: &Line,
        (kind, on, team): (Option<Kind>, Option<NaiveDate>, Option<&Team>),
        names: &mut impl Names,
        wrong: &mut WrongCells,
    ) -> Option<Place> {
        let kind = kind?;
        let name = self.name(line, Column::Place);
        let name = name
            .map_err(|why| wrong.push((Column::Place, why)))
            .ok()??;
        let Some(place_kind) = kind.place_kind() else {
            wrong.push((Column::Place, WrongCell::NotForThisKind(kind)));
            return None;
        };
        let Some(team) = team else {
            // It is looked for once the team is known.
            wrong.push((Column::Place, WrongCell::SeveralOfThisName));
            return None;
        };
        let meant = PlaceMeant {
            name: &name,
            kind: place_kind,
            on,
            team,
        };
        match names.place(meant) {
            Ok(place) => Some(place),
            Err(NotOne::Unknown) => None,
            Err(NotOne::OneOf(choices)) => {
                wrong.push((Column::Place, WrongCell::SeveralOfThisName));
                self.ask(line.number, |lines| Wrong::WhichPlace {
                    asked: (bare(name.as_str()), place_kind, team.id.clone()),
                    name: name.clone(),
                    choices,
                    lines,
                });
                None
            }
        }
    }

    /// Asks what a name means, once for all lines that have it.
    fn ask(&mut self, line: u32, question: impl FnOnce(Vec<u32>) -> Wrong) {
        let question = question(vec![line]);
        let same = self.wrong.iter_mut().find(|it| it.asks_the_same(&question));
        match same {
            Some(Wrong::WhichTeam { lines, .. } | Wrong::WhichPlace { lines, .. }) => {
                lines.push(line);
            }
            Some(_) | None => self.wrong.push(question),
        }
    }

    fn plan(&self, line: &Line, kind: Option<Kind>, wrong: &mut WrongCells) -> Option<Plan> {
        let says = bare(self.headings.cell(line, Column::Plan));
        let why = match (kind?, says.as_str()) {
            (_, "") => return None,
            (Kind::CoWorkedCase, "childinneed" | "cin" | "cinplan") => {
                return Some(Plan::ChildInNeed);
            }
            (Kind::CoWorkedCase, "childprotection" | "cp" | "cpplan") => {
                return Some(Plan::ChildProtection);
            }
            (Kind::CoWorkedCase, _) => WrongCell::UnknownPlan,
            (kind, _) => WrongCell::NotForThisKind(kind),
        };
        wrong.push((Column::Plan, why));
        None
    }

    /// Names the dates that may be month first because others are, or asks about those
    /// that may be for another reason.
    fn dates_in_doubt(&mut self) {
        let both_ways = || self.dates.iter().filter(|it| it.read.month_first.is_some());
        let proved = self.wrong.iter().any(Wrong::is_month_first);
        if proved {
            let is_named = |line: u32| {
                let at = (line, Some(Column::Date));
                self.wrong.iter().any(|wrong| wrong.stands_at() == at)
            };
            let doubtful: Vec<Wrong> = both_ways()
                .filter(|it| !is_named(it.line))
                .map(|it| Wrong::Cell {
                    line: it.line,
                    column: Column::Date,
                    says: it.says.to_owned(),
                    why: WrongCell::PerhapsMonthFirst,
                })
                .collect();
            self.wrong.extend(doubtful);
            return;
        }
        let is_asked = self.answers.dates == DatesAre::NotSaid
            && self.wrong.iter().all(Wrong::is_question)
            && (both_ways().any(|it| self.answers.doubted.contains(it.says))
                || self.are_in_order_month_first_alone());
        if is_asked {
            let dates = both_ways()
                .map(|it| (it.line, it.says.to_owned(), it.read.date))
                .collect();
            self.wrong.push(Wrong::WhichWayRound(dates));
        }
    }

    /// Whether the lines are in the order of their dates if the month comes first where
    /// it can, and are not if the day does: as a register is whose other dates were put
    /// right one by one.
    fn are_in_order_month_first_alone(&self) -> bool {
        let day_first = || self.dates.iter().map(|it| it.read.date);
        let month_first = || {
            let dates = self.dates.iter();
            dates.map(|it| it.read.month_first.unwrap_or(it.read.date))
        };
        self.dates.len() >= SOME_LINES
            && month_first().all(|date| date <= self.today)
            && (month_first().is_sorted() || month_first().is_sorted_by(|one, next| one >= next))
            && !(day_first().is_sorted() || day_first().is_sorted_by(|one, next| one >= next))
    }

    fn remarks(&self) -> Vec<Remark> {
        let (table, headings) = (self.table, &self.headings);
        let above = table.lines.get(..headings.begins).unwrap_or_default();
        let mut remarks: Vec<Remark> = above
            .iter()
            .map(|line| {
                let first = line.cells.iter().find(|cell| !cell.is_empty());
                Remark::Above(line.number, first.map(|it| shown(it)).unwrap_or_default())
            })
            .collect();
        let from_dates = headings.from_dates.iter();
        remarks.extend(from_dates.map(|(name, column)| Remark::FromDate(name.clone(), *column)));
        let left_out = headings.left_out();
        if !left_out.is_empty() {
            remarks.push(Remark::LeftOut(left_out));
        }
        if !self.total_lines.is_empty() {
            remarks.push(Remark::TotalLines(self.total_lines.clone()));
        }
        let below = |line: &u32| *line > headings.line;
        let hidden: Vec<u32> = table.hidden_lines.iter().copied().filter(below).collect();
        if !hidden.is_empty() {
            remarks.push(Remark::HiddenLines(hidden));
        }
        let names = table
            .hidden_columns
            .iter()
            .filter_map(|at| headings.names.get(*at));
        let hidden: Vec<String> = names
            .filter(|it| !it.is_empty())
            .map(|it| shown(it))
            .collect();
        if !hidden.is_empty() {
            remarks.push(Remark::HiddenColumns(hidden));
        }
        let merged = table
            .merged
            .iter()
            .filter(|it| it.first > headings.line)
            .count();
        if merged > 0 {
            remarks.push(Remark::Merged(merged));
        }
        if table.recoded > 0 {
            remarks.push(Remark::Recoded(table.recoded));
        }
        remarks
    }
}
