//! Organisation: the city, its localities, teams, places and tablets, and what is
//! expected of them.

use leptos::prelude::*;

use super::desk::Desk;
use super::parts::{said, section};
use crate::browser::files::{OutFile, download};
use crate::domain::base::ids::slug;
use crate::domain::base::json::AsJson;
use crate::domain::base::typed::trimmed;
use crate::domain::organisation::Organisation;
use crate::domain::roll_up::KeptRollUp;
use crate::domain::roll_up::organisation_draft::{
    Column, Holds, List, OrganisationDraft, Spot, Unfit,
};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::drawn::wide;
use crate::ui::components::error_summary::{Line, focus};
use crate::ui::components::field::{Field, Room};
use crate::ui::components::page::{Form, page};
use crate::ui::components::warning::warning;
use crate::ui::form::{Problems, form};
use crate::ui::markup::{El, Pieces, acting, div, el, live, paragraph, reading};
use crate::ui::state::State;

/// What is typed; it stays while one goes from page to page.
#[derive(Clone, Copy)]
pub struct Editing {
    /// None before the page was opened.
    draft: State<Option<OrganisationDraft>>,
    /// What it was before anything was typed.
    begun: State<OrganisationDraft>,
    /// Counts the rows that come and go.
    shape: State<usize>,
    /// Counts the names that changed, which others choose from.
    names: State<usize>,
}

impl Editing {
    /// Nothing changed yet.
    pub fn new() -> Self {
        Self {
            draft: State::new(None),
            begun: State::new(OrganisationDraft::default()),
            shape: State::new(0),
            names: State::new(0),
        }
    }

    /// Shows the organisation that is in use; unless another is being typed, which
    /// stays as it is. Gives whether it is shown.
    fn follow(self, known: &OrganisationDraft) -> bool {
        let typed = self.draft.with_untracked(|draft| {
            let draft = draft.as_ref()?;
            self.begun.with_untracked(|begun| Some(draft != begun))
        });
        if typed == Some(true) {
            return self.begun.with_untracked(|begun| begun == known);
        }
        self.begin_from(known.clone());
        true
    }

    /// Shows another organisation in place of what was typed.
    fn begin_from(self, known: OrganisationDraft) {
        self.draft.set(Some(known.clone()));
        self.begun.set(known);
        self.shape.set(self.shape.get_untracked() + 1);
    }

    fn change(self, change: impl FnOnce(&mut OrganisationDraft)) {
        self.draft.update(|draft| {
            if let Some(draft) = draft {
                change(draft);
            }
        });
    }

    fn reshape(self, change: impl FnOnce(&mut OrganisationDraft)) {
        self.change(change);
        self.shape.set(self.shape.get_untracked() + 1);
    }

    /// A name is whole: what refers to it follows. The rows stay as they are drawn,
    /// or a tap that ended the typing would find no button any more.
    fn settle(self) {
        self.change(OrganisationDraft::settle);
        self.names.set(self.names.get_untracked() + 1);
    }

    fn text(self, id: &'static str, label: &'static str, of: Of, problems: Problems) -> Field {
        Field {
            id,
            label,
            hint: None,
            room: Room::Line,
            value: reading(move || {
                self.draft
                    .with(|draft| draft.as_ref().map_or_else(String::new, |it| of(it).clone()))
            }),
            typed: acting(move |typed: String| {
                self.change(|draft| {
                    *of_mut(id, draft) = typed;
                });
            }),
            error: problems.at(id),
        }
    }
}

type Of = fn(&OrganisationDraft) -> &String;

const CITY: &str = "organisation-city";
const PLEDGE: &str = "organisation-pledge";
const YEARS: &str = "organisation-years";
const SEND_TO: &str = "organisation-send-to";

fn of_mut<'a>(id: &str, draft: &'a mut OrganisationDraft) -> &'a mut String {
    match id {
        CITY => &mut draft.city,
        PLEDGE => &mut draft.pledge,
        SEND_TO => &mut draft.send_to,
        _ => &mut draft.years,
    }
}

/// The page.
pub fn organisation() -> El {
    let desk = expect_context::<Desk>();
    let editing = expect_context::<Editing>();
    let problems = Problems::new();
    let body = live(move || {
        let known = desk.look(|seen| {
            let organisations = seen.structure.organisations();
            organisations.first().copied().cloned()
        })?;
        Some(untrack(|| view(desk, editing, problems, known)))
    });
    page("Organisation", Form::Of(problems), said().and(body))
}

fn view(desk: Desk, editing: Editing, problems: Problems, known: Option<Organisation>) -> Pieces {
    let intro = paragraph(
        "Which teams there are, where they belong, and which tablets returns are expected from. Open an organisation file on the page Returns, or type it here; a file of it is what tablets open in their settings.",
    );
    let in_use = known
        .as_ref()
        .map(OrganisationDraft::of)
        .unwrap_or_default();
    let shown = State::new(editing.follow(&in_use));
    let other = live(move || {
        let (shown, in_use) = (shown, in_use.clone());
        (!shown.get()).then(|| {
            let show = move || {
                editing.begin_from(in_use.clone());
                problems.set(Vec::new());
                shown.set(true);
            };
            warning(
                "Another organisation is in use",
                "It was opened or changed since you began to type. What you typed is still here, and takes its place if you keep it.",
            )
            .child(button("Show the one in use", Weight::Secondary).on("click", move |_| show()))
        })
    });
    let told = State::new(None::<String>);
    let file = known.map(|known| download_button(known, told));
    let told = live(move || Some(paragraph(told.get()?).attr("role", "status")));
    let lists = live(move || {
        editing.shape.get();
        let lists = untrack(|| List::ALL.map(|list| list_of(editing, problems, list)));
        Pieces::from(Vec::from(lists))
    });
    let save = move || {
        let Some(draft) = editing.draft.get_untracked() else {
            return;
        };
        match draft.check() {
            Ok(made) => {
                problems.set(Vec::new());
                let begun = editing.begun.get_untracked();
                editing.begin_from(OrganisationDraft::of(&made));
                let seen = desk
                    .found
                    .with_untracked(|found| found.kept.organisation.clone());
                let decided = desk.deciding_for(&made);
                let put = move |all: &mut KeptRollUp| {
                    all.change_organisation(seen.as_ref(), made.clone())?;
                    // It stands in place of what was decided about the city before.
                    if let Some(made) = &decided {
                        all.decisions.editions.retain(|it| it.city != made.city);
                    }
                    all.decisions.editions.extend(decided.clone());
                    Ok(())
                };
                // What was typed stays, beside what another tab has put there.
                desk.change_or("The organisation was changed", put, move || {
                    editing.begin_from(draft);
                    editing.begun.set(begun);
                });
            }
            Err(unfit) => problems.set(unfit.iter().map(|it| line(&draft, it)).collect()),
        }
    };
    let unlisted = live(move || {
        let lines = problems.lines();
        let teams = lines
            .iter()
            .find(|line| line.field == list_id(List::Teams))?;
        Some(warning("Not kept", teams.words.clone()))
    });
    let inside = form(save)
        .child(about_the_city(editing, problems))
        .child(unlisted)
        .child(lists)
        .child(
            div("govuk-button-group")
                .child(button("Keep the organisation", Weight::Primary).attr("type", "submit"))
                .child(file),
        );
    Pieces::from(intro).and(told).and(other).and(inside)
}

/// What holds for the whole of the city.
fn about_the_city(editing: Editing, problems: Problems) -> Pieces {
    let numbers = div("app-choosers")
        .child(
            Field {
                room: Room::Number,
                hint: Some("Families working with schools, in a year"),
                ..editing.text(PLEDGE, "Schools pledge", |it| &it.pledge, problems)
            }
            .view(),
        )
        .child(
            Field {
                room: Room::Number,
                hint: Some("Empty: until somebody removes them"),
                ..editing.text(
                    YEARS,
                    "Years that records are kept",
                    |it| &it.years,
                    problems,
                )
            }
            .view(),
        );
    let send_to = Field {
        hint: Some(
            "An e-mail address or a shared folder. Tablets show it beside the file of a return. Tablets of an older Daybook do not read an organisation file with it.",
        ),
        ..editing.text(
            SEND_TO,
            "Where returns are sent",
            |it| &it.send_to,
            problems,
        )
    };
    let city = editing.text(CITY, "City or council area", |it| &it.city, problems);
    Pieces::from(city.view()).and(numbers).and(send_to.view())
}

/// Gives what is in use as a file, and says what became of it.
fn download_button(known: Organisation, told: State<Option<String>>) -> El {
    let give = move || {
        let file = OutFile {
            name: format!("{}-organisation.json", slug(known.city.as_str(), 40)),
            content: known.to_json().to_text().into_bytes(),
        };
        told.set(Some(match download(&file) {
            Ok(()) => format!("{} was handed to the browser.", file.name),
            Err(_) => "The browser would not keep the file. Try again.".to_owned(),
        }));
    };
    button("Download it as a file", Weight::Secondary).on("click", move |_| give())
}

const fn adding(list: List) -> &'static str {
    match list {
        List::Localities => "Add a locality",
        List::Teams => "Add a team",
        List::Places => "Add a place",
        List::Tablets => "Add a tablet",
        List::DueDates => "Add a due date",
        List::Collected => "Add a measure",
    }
}

fn list_id(list: List) -> String {
    slug(list.label(), 40)
}

fn cell_id(list: List, row: usize, column: usize) -> String {
    format!("{}-{row}-{column}", list_id(list))
}

/// The line of the error summary, with where to look.
fn line(draft: &OrganisationDraft, unfit: &Unfit) -> Line {
    let (field, place) = match unfit.spot {
        Spot::City => (CITY.to_owned(), "City".to_owned()),
        Spot::Pledge => (PLEDGE.to_owned(), "Schools pledge".to_owned()),
        Spot::Years => (YEARS.to_owned(), "Years that records are kept".to_owned()),
        Spot::SendTo => (SEND_TO.to_owned(), "Where returns are sent".to_owned()),
        Spot::List(list) => (list_id(list), list.label().to_owned()),
        Spot::Cell(list, row, column) => {
            let label = list.columns().get(column).map_or("", |it| it.label);
            let name = draft.rows(list).get(row).and_then(|it| it.cells.first());
            let name = name.filter(|name| column > 0 && !trimmed(name).is_empty());
            let of = name.map_or_else(|| format!("row {}", row + 1), Clone::clone);
            (
                cell_id(list, row, column),
                format!("{}, {of}, {}", list.label(), label.to_lowercase()),
            )
        }
    };
    Line {
        field,
        words: format!("{place}: {}", unfit.why),
    }
}

fn list_of(editing: Editing, problems: Problems, list: List) -> El {
    let rows = editing.draft.with(|draft| {
        let draft = draft.as_ref();
        draft.map_or_else(Vec::new, |it| it.rows(list).to_vec())
    });
    let heads: Vec<El> = list
        .columns()
        .iter()
        .map(|column| column.label)
        .chain(["Remove"])
        .map(|label| {
            el("th")
                .attr("scope", "col")
                .class("govuk-table__header")
                .child(label)
        })
        .collect();
    let lines: Vec<El> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let name = row.cells.first().cloned().unwrap_or_default();
            let cells: Vec<El> = list
                .columns()
                .iter()
                .enumerate()
                .map(|(column, of)| {
                    let text = row.cells.get(column).cloned().unwrap_or_default();
                    el("td").class("govuk-table__cell").child(cell(
                        editing,
                        problems,
                        (list, at, column),
                        (*of, text),
                    ))
                })
                .collect();
            let remove = button("Remove", Weight::Secondary)
                .attr("aria-label", &format!("Remove the {} {name}", list.one()))
                .on("click", move |_| {
                    editing.reshape(|draft| draft.remove(list, at));
                });
            el("tr")
                .class("govuk-table__row")
                .child(cells)
                .child(el("td").class("govuk-table__cell").child(remove))
        })
        .collect();
    let table = (!lines.is_empty()).then(|| {
        let table = el("table")
            .class("govuk-table app-grid")
            .child(
                el("caption")
                    .class("govuk-visually-hidden")
                    .child(list.label()),
            )
            .child(
                el("thead")
                    .class("govuk-table__head")
                    .child(el("tr").class("govuk-table__row").child(heads)),
            )
            .child(el("tbody").class("govuk-table__body").child(lines));
        wide(list.label(), table)
    });
    let add = button(adding(list), Weight::Secondary).on("click", move |_| {
        editing.reshape(|draft| draft.add(list));
        let row = editing.draft.with_untracked(|draft| {
            draft
                .as_ref()
                .map_or(0, |it| it.rows(list).len().saturating_sub(1))
        });
        focus(&cell_id(list, row, 0));
    });
    let hint = match list {
        List::Teams => Some(
            "A team that moves has two rows of one name: until the day before, and from the day on.",
        ),
        List::Collected => Some("A measure that is not listed was always collected."),
        List::Localities | List::Places | List::Tablets | List::DueDates => None,
    };
    // Its id is where the line of the error summary leads.
    let id: &'static str = match list {
        List::Localities => "localities",
        List::Teams => "teams",
        List::Places => "places",
        List::Tablets => "tablets",
        List::DueDates => "due-dates",
        List::Collected => "collected-since",
    };
    let hint = hint.map(|words| el("p").class("govuk-hint").child(words));
    section(id, list.label(), Pieces::from(hint).and(table).and(add))
}

fn cell(
    editing: Editing,
    problems: Problems,
    (list, row, column): (List, usize, usize),
    (of, text): (Column, String),
) -> Pieces {
    let id = cell_id(list, row, column);
    let label = format!("{}, {} {}", of.label, list.one(), row + 1);
    let error = problems.at(id.clone());
    let invalid = error.clone();
    let typed = acting(move |typed: String| {
        editing.change(|draft| draft.change((list, row, column), typed));
    });
    let control = match of.holds {
        Holds::Name => el("input")
            .class("govuk-input app-grid__name")
            .attr("type", "text")
            .value_of(move || text.clone())
            .on_typed(typed)
            .on("change", move |_| editing.settle()),
        Holds::OpenDay | Holds::Day | Holds::Quarter | Holds::OpenQuarter => el("input")
            .class("govuk-input app-grid__short")
            .attr("type", "text")
            .value_of(move || text.clone())
            .on_typed(typed),
        Holds::Locality | Holds::Team | Holds::AnyTeam | Holds::PlaceKind | Holds::Measure => {
            let options = live(move || {
                editing.names.get();
                untrack(|| options(editing, (list, row, column), of.holds))
            });
            el("select")
                .class("govuk-select")
                .child(options)
                .on_typed(typed)
        }
    };
    let described = format!("{id}-error");
    let (invalid_again, error_id) = (invalid.clone(), described.clone());
    let control = control
        .id(&id)
        .attr("aria-label", &label)
        .attr("autocomplete", "off")
        .attr_of("aria-invalid", move || invalid().map(|_| "true".to_owned()))
        .attr_of("aria-describedby", move || {
            invalid_again().map(|_| error_id.clone())
        });
    let message = live(move || {
        let words = error()?;
        Some(
            el("p")
                .class("govuk-error-message")
                .id(&described)
                .child(words),
        )
    });
    message.and(control)
}

/// What a cell can be, and what it is.
fn options(editing: Editing, (list, row, column): (List, usize, usize), holds: Holds) -> Vec<El> {
    let (mut names, now) = editing.draft.with(|draft| {
        let Some(draft) = draft.as_ref() else {
            return Default::default();
        };
        let row = draft.rows(list).get(row);
        let now = row.and_then(|row| row.cells.get(column)).cloned();
        (draft.choices(holds), now.unwrap_or_default())
    });
    let is = |name: &str| trimmed(name).to_lowercase() == trimmed(&now).to_lowercase();
    names.insert(0, String::new());
    if !names.iter().any(|name| is(name)) {
        names.push(now.clone());
    }
    let option = |name: &String| {
        let option = el("option").attr("value", name);
        let option = if is(name) {
            option.attr("selected", "")
        } else {
            option
        };
        option.child(name.as_str())
    };
    names.iter().map(option).collect()
}
