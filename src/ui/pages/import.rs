//! Past sessions from a spreadsheet. First a dry run; nothing is added before it
//! is confirmed.

use std::collections::BTreeSet;
use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::files::OpenedFile;
use crate::browser::workbook::{Heard, WorkbookReading};
use crate::browser::{drawing, files};
use crate::domain::base::calendar::{Quarter, short_date};
use crate::domain::base::digest::Digest;
use crate::domain::base::share::grouped;
use crate::domain::import::spreadsheet::{Answers, Column, Wrong, template};
use crate::domain::import::workbook::{NotAWorkbook, SheetFound, Told, is_workbook};
use crate::domain::import::{Alike, Before, Import, Like, Source};
use crate::domain::organisation::{Place, Team};
use crate::domain::submission::books::{Holding, OtherBook};
use crate::domain::submission::send::{Origin, Sample};
use crate::ui::components::button::{Weight, button, idle_while};
use crate::ui::components::error_summary::Line;
use crate::ui::components::facts_list::facts_list;
use crate::ui::components::file_field::file_field;
use crate::ui::components::hand_on::where_it_went;
use crate::ui::components::make_room::make_room;
use crate::ui::components::page::{Form, page};
use crate::ui::components::table::{Row, figures};
use crate::ui::components::warning::warning;
use crate::ui::form::{Problems, form};
use crate::ui::frame::counted;
use crate::ui::importing::{allowed, not_a_workbook, remark, wrong_in_file};
use crate::ui::markup::{El, Pieces, acting, div, el, live, paragraph};
use crate::ui::pages::import_questions::{Outcome, Questions, SHEET, sheet_question};
use crate::ui::pages::send_return::{not_sent, send_to_words, sent_file};
use crate::ui::state::{Kept, State};
use crate::ui::workspace::Workspace;

/// How many lines that are wrong, or look like another, are listed here; the
/// others are in the list that can be downloaded.
const MOST: usize = 100;

/// What the field of the file is called.
const LABEL: &str = "Spreadsheet (.xlsx, .ods or .csv)";

/// The kinds of file that the browser offers.
const KINDS: &str = ".xlsx,.xlsm,.ods,.csv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,application/vnd.oasis.opendocument.spreadsheet";

/// How many bytes tell a workbook from a text.
const BEGINNING: u32 = 8;

/// What was chosen.
#[derive(Clone)]
enum Chosen {
    Nothing,
    Reading,
    Wrong(Rc<Vec<String>>),
    Sheets(Rc<Vec<SheetFound>>),
    Asked(Rc<Vec<Wrong>>),
    Plan(Rc<Import>, Fits),
}

/// Whether there is room on the tablet for all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fits {
    Yes,
    No,
}

/// The page's state.
#[derive(Clone, Copy)]
struct Importing {
    workspace: Workspace,
    problems: Problems,
    chosen: State<Chosen>,
    /// How far the file is read, in words.
    progress: State<String>,
    /// The workbook of which a sheet is to be chosen, and the position of the sheet.
    workbook: Kept<Option<OpenedFile>>,
    sheet: State<Option<usize>>,
    /// The table that was read, for whoever answers what is asked of it.
    source: Kept<Option<Rc<Source>>>,
    answers: Kept<Answers>,
    questions: Questions,
    /// Dates of files that were refused, which could be month first.
    doubted: Kept<BTreeSet<String>>,
    busy: State<bool>,
    saved: State<usize>,
}

/// Adds the sessions of a spreadsheet.
pub fn import() -> El {
    let problems = Problems::new();
    let this = Importing {
        workspace: expect_context::<Workspace>(),
        problems,
        chosen: State::new(Chosen::Nothing),
        progress: State::new(String::new()),
        workbook: Kept::new(None),
        sheet: State::new(None),
        source: Kept::new(None),
        answers: Kept::new(Answers::default()),
        questions: Questions::new(problems),
        doubted: Kept::new(BTreeSet::new()),
        busy: State::new(false),
        saved: State::new(0),
    };
    let body = live(move || -> Pieces {
        if this.workspace.sample.get() == Sample::Example {
            return paragraph("Leave the example first: a spreadsheet is of real sessions.").into();
        }
        match this.chosen.get() {
            Chosen::Nothing => this.choose(&[]),
            Chosen::Reading => this.reading(),
            Chosen::Wrong(wrong) => this.choose(&wrong),
            Chosen::Sheets(found) => this.ask_sheet(&found),
            Chosen::Asked(asked) => this.ask(&asked),
            Chosen::Plan(plan, fits) => this.plan(&plan, fits),
        }
    });
    page(
        "Past sessions from a spreadsheet",
        Form::Of(this.problems),
        body,
    )
}

impl Importing {
    fn choose(self, wrong: &[String]) -> Pieces {
        let today = self.workspace.counted_from();
        let columns = Column::ALL.map(|column| (column.heading(), allowed(column, today)));
        let chosen = acting(move |file: OpenedFile| {
            spawn_local(async move {
                self.begin_reading();
                self.read(file).await;
            });
        });
        let said = listed_wrong(wrong);
        let cut_off = live(move || {
            let books = self.workspace.books.get()?;
            let ledger = &self.workspace.ledger;
            let here = ledger.with(|ledger| Some(books.cut_off(ledger.as_ref()?)))?;
            (here > 0).then(|| {
                warning(
                    "A spreadsheet was not added whole",
                    format!(
                        "{} nowhere yet. Choose the same file again: what is here is not added twice.",
                        number(
                            here,
                            "session of it is here, and counts",
                            "sessions of it are here, and count"
                        )
                    ),
                )
            })
        });
        cut_off.and(paragraph(
            "Add sessions that were written down before Daybook, one to a line. You see what would be added before anything is.",
        ))
        .and(
            button("Download the template", Weight::Secondary)
                .on("click", move |_| download("daybook-template.csv", template())),
        )
        .and(details("What goes into the columns").child(facts_list(columns.to_vec())))
        .and(file_field("file", LABEL, KINDS, said, chosen))
        .and(live(move || imported(self.workspace)))
    }

    /// How far the file is read.
    fn reading(self) -> Pieces {
        let so_far = live(move || self.progress.get());
        paragraph("Reading the file… ")
            .child(so_far)
            .attr("role", "status")
            .into()
    }

    fn begin_reading(self) {
        self.problems.set(Vec::new());
        self.progress.set(String::new());
        self.chosen.set(Chosen::Reading);
    }

    async fn read(self, file: OpenedFile) {
        // Thousands of lines take a moment.
        drawing::page_drawn().await;
        let unread = || "The browser could not read the file. Choose it again.".to_owned();
        match file.first_bytes(BEGINNING).await {
            Err(_) => return self.refuse(vec![unread()]),
            Ok(first) if is_workbook(&first) => return self.read_workbook(file, None).await,
            Ok(_) => {}
        }
        match file.bytes().await {
            Err(_) => self.refuse(vec![unread()]),
            Ok(bytes) => match Source::of_text(&bytes) {
                Ok(source) => self.try_anew(source).await,
                Err(wrong) => self.refuse_all(&wrong),
            },
        }
    }

    /// Reads a workbook: the sheet of a name, or the only one.
    async fn read_workbook(self, file: OpenedFile, sheet: Option<String>) {
        let mut reading = WorkbookReading::of(&file, sheet.as_deref());
        let mut lines = Vec::new();
        let rest = loop {
            match reading.next().await {
                Heard::Told(Told::SoFar(count)) => {
                    let count = usize::try_from(count).unwrap_or(usize::MAX);
                    self.progress.try_set(number(count, "line", "lines"));
                }
                Heard::Told(Told::Lines(some)) => lines.extend(some),
                Heard::Told(Told::Done(rest)) => break rest,
                Heard::Told(Told::Sheets(found)) => {
                    self.workbook.set_value(Some(file));
                    self.sheet.try_set(None);
                    self.chosen.try_set(Chosen::Sheets(Rc::new(found)));
                    return;
                }
                Heard::Told(Told::NotRead(why)) => return self.refuse(vec![not_a_workbook(why)]),
                Heard::Stopped(why) => {
                    return self.refuse(vec![format!(
                        "The part of Daybook that reads workbooks is not here or has stopped ({why}). Connect the tablet and choose the file again, or save it as CSV."
                    )]);
                }
            }
        };
        match Digest::try_from(rest.digest.clone()) {
            Ok(digest) => {
                let table = rest.with_lines(lines);
                self.try_anew(Source { digest, table }).await;
            }
            Err(_) => self.refuse(vec![not_a_workbook(NotAWorkbook::Damaged)]),
        }
    }

    /// Which of several sheets is meant.
    fn ask_sheet(self, found: &Rc<Vec<SheetFound>>) -> Pieces {
        let (question, found) = (
            sheet_question(found, self.problems, self.sheet),
            Rc::clone(found),
        );
        let say = move || {
            let picked = self.sheet.get_untracked().and_then(|at| found.get(at));
            let (Some(sheet), Some(file)) = (picked, self.workbook.get_value()) else {
                self.problems.set(vec![Line {
                    field: SHEET.to_owned(),
                    words: "Choose the sheet".to_owned(),
                }]);
                return;
            };
            self.begin_reading();
            spawn_local(self.read_workbook(file, Some(sheet.name.clone())));
        };
        Pieces::from(paragraph(
            "This workbook has several sheets. Nothing has been added.",
        ))
        .and(form(say).child(question).child(self.go_on()))
    }

    /// The ways on from a question.
    fn go_on(self) -> El {
        let go_on = el("button")
            .attr("type", "submit")
            .class("govuk-button")
            .child("Go on");
        let another = button("Choose another file", Weight::Secondary)
            .on("click", move |_| self.begin_anew());
        div("app-buttons").child(go_on).child(another)
    }

    /// Makes the dry run of a table that was just read.
    async fn try_anew(self, source: Source) {
        self.answers.set_value(Answers {
            doubted: self.doubted.get_value(),
            ..Answers::default()
        });
        self.source.set_value(Some(Rc::new(source)));
        self.try_out().await;
    }

    /// Makes the dry run of what was read, with what was answered.
    async fn try_out(self) {
        let Some(source) = self.source.try_get_value().flatten() else {
            return;
        };
        let answers = self.answers.get_value();
        let so_far = |lines| {
            self.progress.try_set(format!(
                "{} of {}",
                number(lines, "line", "lines"),
                figure(source.table.lines.len())
            ));
        };
        match self
            .workspace
            .try_spreadsheet(&source, &answers, &so_far)
            .await
        {
            None => self.refuse(vec![
                "What is saved here is still being read. Choose the file again.".to_owned(),
            ]),
            Some(Ok(plan)) => {
                let fits = if self.workspace.has_room_for(&plan).await {
                    Fits::Yes
                } else {
                    Fits::No
                };
                self.chosen.try_set(Chosen::Plan(Rc::new(plan), fits));
            }
            Some(Err(wrong)) if wrong.iter().all(Wrong::is_question) => {
                self.chosen.try_set(Chosen::Asked(Rc::new(wrong)));
            }
            Some(Err(wrong)) => self.refuse_all(&wrong),
        }
    }

    /// What is asked of a file that could be read in several ways.
    fn ask(self, asked: &Rc<Vec<Wrong>>) -> Pieces {
        let Some(settings) = self.workspace.settings.get_untracked() else {
            return Pieces::default();
        };
        let questions = self.questions.view(asked, &settings);
        let (answering, asked) = (Rc::clone(asked), Rc::clone(asked));
        let say = move || {
            let before = self.answers.get_value();
            match self.questions.answered(&answering, &settings, before) {
                Outcome::NotYet => {}
                Outcome::MonthFirst => {
                    self.remember_doubted(&asked);
                    self.refuse(vec![
                        "The month comes first in some dates. Put the day first in all of them, as in 31/12/2025, or write the month as a word.".to_owned(),
                    ]);
                }
                Outcome::Answered(answers) => {
                    self.answers.set_value(answers);
                    self.begin_reading();
                    spawn_local(self.try_out());
                }
            }
        };
        Pieces::from(el("h2").class("govuk-heading-m").child("Say what is meant"))
            .and(paragraph(
                "This file can be read in more than one way. Nothing has been added.",
            ))
            .and(form(say).child(questions).child(self.go_on()))
    }

    /// Remembers the dates that could be month first: a file that is put right line by
    /// line may still have them.
    fn remember_doubted(self, wrong: &[Wrong]) {
        let mut found: Vec<String> = Vec::new();
        for one in wrong {
            found.extend(one.doubted_date().map(str::to_owned));
            if let Wrong::WhichWayRound(dates) = one {
                found.extend(dates.iter().map(|(_, says, _)| says.clone()));
            }
        }
        self.doubted.update_value(|doubted| doubted.extend(found));
    }

    fn refuse_all(self, wrong: &[Wrong]) {
        self.remember_doubted(wrong);
        let today = self.workspace.counted_from();
        // What is to be asked is asked of the file that was put right.
        let wrong = wrong.iter().filter(|one| !one.is_question());
        self.refuse(wrong.map(|one| wrong_in_file(one, today)).collect());
    }

    fn refuse(self, wrong: Vec<String>) {
        let count = wrong.len();
        self.chosen.set(Chosen::Wrong(Rc::new(wrong)));
        self.problems.set(vec![Line {
            field: "file".to_owned(),
            words: format!(
                "Nothing was added: {} to put right in the file",
                number(count, "thing", "things")
            ),
        }]);
    }

    fn begin_anew(self) {
        self.problems.set(Vec::new());
        self.chosen.set(Chosen::Nothing);
    }

    /// What would be added.
    fn plan(self, plan: &Rc<Import>, fits: Fits) -> Pieces {
        if let Before::Imported(holding) = plan.before {
            let words = match holding {
                Holding::Copy => {
                    "This spreadsheet came here with another tablet’s backup, and is sent from there. It adds nothing."
                }
                Holding::TakenOver | Holding::FromLastReturn => {
                    "This spreadsheet was added here before. It adds nothing."
                }
            };
            let another = button("Choose another file", Weight::Primary);
            return Pieces::from(div("govuk-inset-text").child(words))
                .and(another.on("click", move |_| self.begin_anew()));
        }
        Pieces::from(
            el("h2")
                .class("govuk-heading-m")
                .child("What would be added"),
        )
        .and(Self::notes(plan))
        .and(facts_list(facts(plan)))
        .and(by_quarter_and_kind(plan))
        .and(listed_alike(&plan.alike))
        .and(self.decide(plan, fits))
    }

    fn notes(plan: &Import) -> Pieces {
        let inset = |words: String| div("govuk-inset-text").child(words);
        let begun = match plan.before {
            Before::Begun(here) => Some(inset(format!(
                "This was begun before: {} not added again.",
                number(
                    here,
                    "session of it is here, and is",
                    "sessions of it are here, and are"
                )
            ))),
            Before::Never | Before::Imported(_) => None,
        };
        let remarks: Vec<El> = plan.remarks.iter().map(|it| inset(remark(it))).collect();
        let settings = &plan.settings;
        let shared: Vec<String> = plan
            .shared
            .iter()
            .map(|(team, quarter)| format!("{}, {quarter}", settings.team_name(team)))
            .collect();
        let shared = (!shared.is_empty()).then(|| {
            warning(
                "Another spreadsheet has sessions of the same team and quarter",
                format!(
                    "{}. If it holds the same work, add nothing: both would count.",
                    shared.join("; ")
                ),
            )
        });
        Pieces::from(begun).and(remarks).and(shared)
    }

    fn decide(self, plan: &Rc<Import>, fits: Fits) -> Pieces {
        let nothing = button("Add nothing", Weight::Secondary).on("click", move |_| {
            self.begin_anew();
            let words = "Nothing was added.".to_owned();
            self.workspace.notify("/import", "As before", words);
        });
        if fits == Fits::No {
            return Pieces::from(warning(
                "It does not fit",
                "There is not enough space on this tablet for all of it. Make room first, or split the file.",
            ))
            .and(make_room())
            .and(nothing);
        }
        let all = plan.len();
        let add = el("button")
            .attr("type", "submit")
            .class("govuk-button")
            .child(format!("Add {}", number(all, "session", "sessions")));
        let progress = live(move || {
            let (true, saved) = (self.busy.get(), self.saved.get()) else {
                return None;
            };
            let words = format!("Adding: {} of {}", figure(saved), figure(all));
            Some(paragraph(words))
        });
        let adding = Rc::clone(plan);
        Pieces::from(
            form(move || self.add(Rc::clone(&adding))).child(
                div("app-buttons")
                    .child(idle_while(self.busy, add))
                    .child(idle_while(self.busy, nothing)),
            ),
        )
        .and(el("div").attr("role", "status").child(progress))
    }

    fn add(self, plan: Rc<Import>) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            let so_far = |saved| {
                self.saved.try_set(saved);
            };
            let workspace = self.workspace;
            // The page is made anew with what was read, so a notice tells.
            match workspace.import(&plan, &so_far).await {
                Ok(()) => {
                    let words = format!(
                        "{} counted. Pass their returns on, if your manager does not have these figures yet.",
                        number(
                            plan.len(),
                            "session can be corrected and is",
                            "sessions can be corrected and are"
                        )
                    );
                    workspace.notify("/import", "Added", words);
                }
                Err(error) => {
                    let words = format!(
                        "{} Choose the file again: what is here already is not added twice.",
                        not_sent(&error)
                    );
                    workspace.notify("/import", "Not all was added", words);
                }
            }
            self.busy.try_set(false);
        });
    }
}

fn figure(count: usize) -> String {
    grouped(u64::try_from(count).unwrap_or(u64::MAX))
}

fn number(count: usize, one: &str, several: &str) -> String {
    counted(u64::try_from(count).unwrap_or(u64::MAX), one, several)
}

/// Starts a download. A refusal leaves the button to tap again.
fn download(name: &str, content: String) {
    let _ = files::download(&files::OutFile {
        name: name.to_owned(),
        content: content.into_bytes(),
    });
}

fn details(words: &str) -> El {
    el("details").class("govuk-details").child(
        el("summary")
            .class("govuk-details__summary")
            .child(el("span").class("govuk-details__summary-text").child(words)),
    )
}

/// A list, of which the first hundred are shown.
fn list(lines: &[String]) -> El {
    let mut items: Vec<El> = lines
        .iter()
        .take(MOST)
        .map(|words| el("li").child(words.as_str()))
        .collect();
    if let Some(more @ 1..) = lines.len().checked_sub(MOST) {
        items.push(el("li").child(format!("and {} more", figure(more))));
    }
    el("ul").class("govuk-list govuk-list--bullet").child(items)
}

/// All that is wrong with a file.
fn listed_wrong(wrong: &[String]) -> Pieces {
    if wrong.is_empty() {
        return Pieces::default();
    }
    let all = wrong.join("\r\n");
    let whole = button("Download the whole list", Weight::Secondary).on("click", move |_| {
        download("daybook-to-put-right.txt", all.clone());
    });
    let long = (wrong.len() > MOST).then_some(whole);
    div("govuk-error-message")
        .child(list(wrong))
        .child(long)
        .into()
}

fn names<'a>(all: impl Iterator<Item = String> + 'a) -> String {
    let all: Vec<String> = all.collect();
    if all.is_empty() {
        "None".to_owned()
    } else {
        all.join(", ")
    }
}

fn facts(plan: &Import) -> Vec<(&'static str, String)> {
    let settings = &plan.settings;
    let dates = plan
        .dates()
        .map(|(first, last)| format!("{} to {}", short_date(first), short_date(last)));
    let known_team = |team: &&Team| !plan.new_teams.contains(team);
    let known_place = |place: &&Place| !plan.new_places.contains(place);
    let team = |team: &Team| settings.team_name(&team.id);
    let new_team = |team: &Team| format!("{} ({})", team.name, team.locality.name);
    let place = |place: &Place| settings.place_name(&place.id);
    let new_place = |place: &Place| format!("{} ({})", place.name, place.kind.label());
    vec![
        ("Sessions", figure(plan.len())),
        ("Dates", dates.unwrap_or_default()),
        (
            "Teams",
            names(plan.teams.iter().filter(known_team).map(team)),
        ),
        ("New teams", names(plan.new_teams.iter().map(new_team))),
        (
            "Places",
            names(plan.places.iter().filter(known_place).map(place)),
        ),
        ("New places", names(plan.new_places.iter().map(new_place))),
    ]
}

fn by_quarter_and_kind(plan: &Import) -> El {
    let row = |head: String, sessions: u64, contacts: u64| Row {
        head,
        figures: vec![grouped(sessions), grouped(contacts)],
    };
    let (mut sessions, mut contacts) = (0, 0);
    let rows = plan
        .tallies()
        .iter()
        .map(|((quarter, kind), tally)| {
            sessions += tally.sessions;
            contacts += tally.contacts;
            let head = format!("{quarter}: {}", kind.label());
            row(head, tally.sessions, tally.contacts)
        })
        .collect();
    figures(
        "By quarter and kind",
        &["Quarter and kind", "Sessions", "Direct contacts"],
        rows,
        Some(row("All".to_owned(), sessions, contacts)),
    )
}

/// What is here already by the look of it.
fn listed_alike(alike: &[Alike]) -> Pieces {
    if alike.is_empty() {
        return Pieces::default();
    }
    let lines: Vec<String> = alike
        .iter()
        .map(|it| match it.like {
            Like::Line(earlier) => format!("Line {} is as line {earlier}", it.line),
            Like::Record(_) => format!("Line {} is as a session that is here", it.line),
        })
        .collect();
    let words = format!(
        "{} as another: same date, kind, place and head counts. Compare them; each would count.",
        number(alike.len(), "line is", "lines are")
    );
    div("govuk-inset-text")
        .child(paragraph(words))
        .child(details("Which lines").child(list(&lines)))
        .into()
}

/// The spreadsheets that were imported here, with their returns to pass on.
fn imported(workspace: Workspace) -> Option<El> {
    let books = workspace.books.get()?;
    let sheets: Vec<El> = books
        .others
        .books
        .iter()
        .filter(|it| it.history.origin == Origin::Spreadsheet)
        .map(|it| imported_one(workspace, it))
        .collect();
    (!sheets.is_empty()).then(|| {
        el("section")
            .child(el("h2").class("govuk-heading-m").child("Added here"))
            .child(sheets)
    })
}

fn imported_one(workspace: Workspace, one: &OtherBook) -> El {
    let book = one.history.book;
    let count = workspace.ledger.with(|ledger| {
        let all = ledger.as_ref()?.iter();
        Some(
            all.filter(|it| it.book() == book && !it.is_removed())
                .count(),
        )
    });
    let returns: Vec<(String, _)> = one
        .history
        .sent()
        .filter(|(_, sent)| !sent.file_name.is_empty())
        .map(|((team, quarter), sent)| {
            let team = workspace.settings.with_untracked(|settings| {
                let settings = settings.as_ref();
                settings.map(|it| it.team_name(team)).unwrap_or_default()
            });
            (
                heading(&team, *quarter),
                (sent.digest, sent.file_name.clone()),
            )
        })
        .collect();
    let opened = State::new(false);
    let told = State::new(None);
    let list = live(move || {
        if !opened.get() {
            return Vec::new();
        }
        let shown = returns
            .clone()
            .into_iter()
            .map(|(heading, (digest, name))| {
                el("section")
                    .class("app-contents")
                    .child(el("h3").class("govuk-heading-s").child(heading))
                    .child(sent_file(digest, name, told))
            });
        shown.collect::<Vec<El>>()
    });
    let title = format!(
        "Spreadsheet {}: {}",
        book.short(),
        number(count.unwrap_or_default(), "session", "sessions")
    );
    details(&format!("{title}, and its returns"))
        // Their texts are read only for whoever asks.
        .on("toggle", move |_| opened.set(true))
        .child(list)
        .child(where_it_went(told, move || send_to_words(workspace)))
}

fn heading(team: &str, quarter: Quarter) -> String {
    format!("{team}, {quarter}")
}
