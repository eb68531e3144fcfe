//! Returns: files are opened here, and each says what became of it.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::address::Room;
use super::desk::{Desk, Progress, Seen, Why};
use super::parts::{said, section, sentences};
use crate::domain::base::calendar::short_date;
use crate::domain::base::digest::Digest;
use crate::domain::base::share::grouped;
use crate::domain::roll_up::checking::to_check;
use crate::domain::roll_up::{FileNumber, OpenedFile, Standing};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::file_field::{Many, OUR_FILES, field_of, opens_dropped};
use crate::ui::components::page::{Form, page};
use crate::ui::components::warning::warning;
use crate::ui::frame::counted;
use crate::ui::markup::{El, Pieces, acting, div, el, live, paragraph};
use crate::ui::state::State;

/// How many files are listed at once; with some hundred the rest waits behind a
/// button.
const LISTED: usize = 40;

/// The page.
pub fn files() -> El {
    let desk = expect_context::<Desk>();
    let shown = State::new(LISTED);
    let gone = live(move || {
        let gone = desk.found.with(|found| found.gone.clone());
        (!gone.is_empty()).then(|| {
            let names = gone.into_iter().map(|file| file.name.to_string());
            let names = names.collect::<Vec<_>>().join(", ");
            div("")
                .child(warning(
                    "Files that were open here are gone",
                    format!(
                        "The browser’s data was cleared. Open these again: {names}. Their figures are not in any total until then."
                    ),
                ))
                .child(
                    button("Do not show this again", Weight::Secondary)
                        .on("click", move |_| desk.forget_gone()),
                )
        })
    });
    let list = live(move || {
        let many = shown.get();
        desk.look(|seen| overview(desk, seen, (shown, many)))
    });
    page(
        "Returns",
        Form::None,
        said()
            .and(gone)
            .and(opening(desk))
            .and(live(move || not_taken(desk)))
            .and(list),
    )
}

/// The field, which is also where files can be dropped.
fn opening(desk: Desk) -> El {
    let open = acting(move |chosen| spawn_local(desk.open(chosen)));
    let field = field_of(
        Many::Several,
        (
            "returns",
            "Open returns: choose all files at once, or drop them here",
            OUR_FILES,
        ),
        Pieces::default(),
        Rc::clone(&open),
    );
    opens_dropped(div("app-drop"), open)
        .child(field)
        .child(el("p").class("govuk-hint").child(
            "Returns, combined files of other managers, files of decisions and organisation files. Order and repetition do not matter: each return counts once.",
        ))
}

/// The files of the last choice that were not taken in.
fn not_taken(desk: Desk) -> Pieces {
    let all = desk.not_taken.get();
    let had = all.iter().filter(|it| it.why == Why::AlreadyHad).count();
    let had = (had > 0).then(|| {
        el("p")
            .class("govuk-body")
            .attr("role", "status")
            .child(format!(
                "{} already open, and counted once.",
                match had {
                    1 => "1 file was".to_owned(),
                    many => format!("{} files were", grouped(many as u64)),
                }
            ))
    });
    let wrong: Vec<String> = all
        .iter()
        .filter_map(|it| match &it.why {
            Why::AlreadyHad => None,
            Why::Wrong(why) => Some(format!("{}: {why}", it.name)),
        })
        .collect();
    let wrong = (!wrong.is_empty()).then(|| {
        let title = match wrong.len() {
            1 => "1 file was not opened".to_owned(),
            many => format!("{} files were not opened", grouped(many as u64)),
        };
        warning(
            title,
            "Nothing of these is in any total. All others were opened.",
        )
        .child(sentences(wrong))
    });
    Pieces::from(had).and(wrong)
}

fn overview(desk: Desk, seen: Seen<'_>, list: (State<usize>, usize)) -> Pieces {
    let collection = seen.roll_up.collection;
    if collection.files().next().is_none() {
        let words = match desk.progress.get_untracked() {
            Progress::Done | Progress::AddingUp => "No returns are open yet.",
            Progress::Starting | Progress::Opening(..) => "Reading what is open…",
        };
        return paragraph(words).into();
    }
    let mut counts = Vec::new();
    for standing in Standing::ALL {
        let held = collection.returns();
        let count = held
            .filter(|it| seen.roll_up.standing(it.key) == Some(standing))
            .count();
        if count > 0 {
            counts.push(format!(
                "{} {}",
                counted(count as u64, "return", "returns"),
                standing.label()
            ));
        }
    }
    let (tablets, cities) = (
        seen.roll_up.in_doubt.len(),
        seen.structure.contested().len(),
    );
    let decide = (tablets + cities > 0).then(|| {
        let tablets = (tablets > 0).then(|| counted(tablets as u64, "tablet", "tablets"));
        let cities =
            (cities > 0).then(|| counted(cities as u64, "organisation file", "organisation files"));
        let about: Vec<String> = tablets.into_iter().chain(cities).collect();
        warning(
            "Something has to be decided",
            "Until then what is in question counts nowhere, and every total it belongs to says so.",
        )
        .child(paragraph(
            Room::Check.link(format!("Decide about {}", about.join(" and "))),
        ))
    });
    let to_look = to_check(seen.roll_up, seen.structure).len() as u64;
    let to_look = (to_look > 0).then(|| {
        paragraph(Room::Check.link(format!(
            "{} to check before a total is believed",
            counted(to_look, "thing", "things")
        )))
    });
    Pieces::from(section("what-is-open", "What is open", sentences(counts)))
        .and(decide)
        .and(to_look)
        .and(section("files", "Files", table(desk, seen, list)))
}

/// What became of a file, the most urgent first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Wrong,
    Unsettled,
    Example,
    SetAside,
    Retired,
    Past,
    Counts,
    Helps,
}

struct Line {
    outcome: Outcome,
    name: String,
    holds: String,
    says: String,
    digest: Option<Digest>,
}

fn table(desk: Desk, seen: Seen<'_>, (shown, many): (State<usize>, usize)) -> Pieces {
    let files = seen.roll_up.collection.files();
    let mut lines: Vec<Line> = files
        .map(|(number, file)| line(desk, seen, number, file))
        .collect();
    lines.sort_by(|one, other| (&one.outcome, &one.name).cmp(&(&other.outcome, &other.name)));
    let all = lines.len();
    let rows: Vec<El> = lines
        .into_iter()
        .take(many)
        .map(|it| row(desk, it))
        .collect();
    let head = |words: &'static str| {
        el("th")
            .attr("scope", "col")
            .class("govuk-table__header")
            .child(words)
    };
    let table = el("table")
        .class("govuk-table app-table app-rows")
        .child(
            el("caption")
                .class("govuk-visually-hidden")
                .child("The files that are open, and what became of each"),
        )
        .child(
            el("thead").class("govuk-table__head").child(
                el("tr")
                    .class("govuk-table__row")
                    .child(["File", "Holds", "Counts?", "Take out"].map(head)),
            ),
        )
        .child(el("tbody").class("govuk-table__body").child(rows));
    let more = (all > many).then(|| {
        button("Show all files", Weight::Secondary).on("click", move |_| shown.set(usize::MAX))
    });
    let more_words = (all > many).then(|| {
        paragraph(format!(
            "The first {} of {} files, those to look at first.",
            grouped(many as u64),
            grouped(all as u64)
        ))
    });
    Pieces::from(table).and(more_words).and(more)
}

fn row(desk: Desk, line: Line) -> El {
    let name = line.name.clone();
    let digest = line.digest;
    let take_out = move || {
        let Some(digest) = digest else { return };
        desk.change(format!("Taken out: {name}"), move |kept| {
            kept.remove(digest);
        });
    };
    let cell = |label: &str, inside: Pieces| {
        el("td")
            .class("govuk-table__cell")
            .attr("data-label", label)
            .child(inside)
    };
    el("tr")
        .class("govuk-table__row app-table__row")
        .child(
            el("th")
                .attr("scope", "row")
                .class("govuk-table__header")
                .child(line.name.clone()),
        )
        .child(cell("Holds", line.holds.into()))
        .child(cell("Counts?", line.says.into()))
        .child(cell(
            "Take out",
            button("Take out", Weight::Secondary)
                .attr("aria-label", &format!("Take out {}", line.name))
                .on("click", move |_| take_out())
                .into(),
        ))
}

fn line(desk: Desk, seen: Seen<'_>, number: FileNumber, file: &OpenedFile) -> Line {
    let mut this = Line {
        outcome: Outcome::Helps,
        name: file.name.clone(),
        holds: String::new(),
        says: String::new(),
        digest: desk.digest(number),
    };
    let returns = match &file.returns {
        Err(why) => {
            this.outcome = Outcome::Wrong;
            "nothing that can be read".clone_into(&mut this.holds);
            this.says = format!("no: {why}");
            return this;
        }
        Ok(returns) => returns,
    };
    let mut holds = Vec::new();
    if let [one] = returns.as_slice()
        && let Some(held) = seen.roll_up.collection.get(one.key)
    {
        let revision = match held.revision {
            1 => String::new(),
            later => format!(", revision {later}"),
        };
        let words = format!(
            "{}, {}, {}{revision}, made {}{}",
            held.team.name,
            held.quarter,
            held.tablet,
            short_date(held.made_at.date_naive()),
            if held.nil { ", nil" } else { "" },
        );
        holds.push(words);
    } else if !returns.is_empty() {
        holds.push(counted(returns.len() as u64, "return", "returns"));
    }
    for organisation in &file.organisations {
        holds.push(format!("the organisation of {}", organisation.city));
    }
    if file.decisions.as_ref().is_some_and(|it| !it.is_empty()) {
        holds.push("decisions".to_owned());
    }
    this.holds = holds.join("; ");
    let mut says: Vec<(Outcome, String)> = Vec::new();
    for standing in Standing::ALL {
        let of_it = returns
            .iter()
            .filter(|it| seen.roll_up.standing(it.key) == Some(standing))
            .count();
        if of_it > 0 {
            let words = if returns.len() == 1 {
                standing.label().to_owned()
            } else {
                format!("{} {}", grouped(of_it as u64), standing.label())
            };
            says.push((outcome_of(standing), words));
        }
    }
    says.sort();
    if let Some((first, _)) = says.first() {
        this.outcome = first.clone();
    }
    let words: Vec<String> = says.into_iter().map(|(_, words)| words).collect();
    this.says = if words.is_empty() {
        "used".to_owned()
    } else {
        words.join("; ")
    };
    this
}

const fn outcome_of(standing: Standing) -> Outcome {
    match standing {
        Standing::Unsettled => Outcome::Unsettled,
        Standing::Example => Outcome::Example,
        Standing::SetAside => Outcome::SetAside,
        Standing::Retired => Outcome::Retired,
        Standing::Past => Outcome::Past,
        Standing::Counts => Outcome::Counts,
    }
}
