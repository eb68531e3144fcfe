//! Publish: what may leave the service, with small numbers hidden.

mod editions;
mod look;
mod register;
mod working;

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

pub use self::editions::question;
use self::editions::{earlier_editions, unsaid};
pub use self::register::Editions;
pub use self::working::{Publishing, Said};
use super::desk::{Desk, Map};
use super::downloads::{Outcome, give, what_became};
use super::looking::all_or_one;
use super::parts::{copyable, latest, quarters, section, sentences};
use crate::browser::ambient;
use crate::domain::base::calendar::Quarter;
use crate::domain::base::share::grouped;
use crate::domain::disclosure::disclosure_log::DisclosureLog;
use crate::domain::disclosure::document::PublishedDocument;
use crate::domain::disclosure::{Detail, Finer, Publication, Rounding, Rule, Threshold};
use crate::domain::roll_up::table::csv_head;
use crate::ui::components::button::{Weight, button};
use crate::ui::components::checkbox::checkbox;
use crate::ui::components::error_summary::Line;
use crate::ui::components::field::{Field, Room};
use crate::ui::components::page::{Form, page};
use crate::ui::form::{Problems, form};
use crate::ui::markup::{
    El, Pieces, div, el, follow, live, live_when, paragraph, reading, text_live,
};
use crate::ui::state::State;

/// The id of the threshold's field.
const THRESHOLD: &str = "publish-threshold";

/// The page.
pub fn publish() -> El {
    let desk = expect_context::<Desk>();
    let publishing = expect_context::<Publishing>();
    let problems = Problems::new();
    follow(Box::new(move || publishing.work()));
    let has_returns = move || desk.look(|seen| latest(seen).is_some());
    let body = live_when(has_returns, move |has_returns| {
        Some(match has_returns {
            None => paragraph("Reading what is open…").into(),
            Some(false) => paragraph("No return counts yet.").into(),
            Some(true) => Pieces::from(rule(publishing, problems))
                .and(earlier_editions(publishing, problems))
                .and(live(move || {
                    let made = publishing.made.get()?;
                    Some(untrack(|| result((publishing, problems), desk, &made)))
                })),
        })
    });
    page(
        "Publish",
        Form::Of(problems),
        Pieces::from(paragraph(
            "For a report, a website, a school or an answer to a request. Small numbers are hidden here, and whatever they could be worked out from.",
        ))
        .and(paragraph(
            "Everything else in Daybook is exact: publish nothing from the other pages.",
        ))
        .and(
            el("p")
                .class("govuk-body")
                .attr("role", "status")
                .child(text_live(move || status(publishing, desk))),
        )
        .and(body),
    )
}

/// How far it has come.
fn status(publishing: Publishing, desk: Desk) -> String {
    match publishing.made.get() {
        Some(made) => made.loss().words(),
        None if publishing.editions.failure.get().is_some() => String::new(),
        None if desk.is_added_up() => "Working out what has to be hidden…".to_owned(),
        None => String::new(),
    }
}

/// The form of the rule.
fn rule(publishing: Publishing, problems: Problems) -> El {
    let now = publishing.rule.get_untracked();
    let threshold = State::new(now.threshold.count().to_string());
    let rounding = State::new(now.rounding);
    let detail = State::new(now.detail);
    let use_it = move || match threshold.get_untracked().parse::<Threshold>() {
        Ok(threshold) => {
            problems.set(Vec::new());
            publishing.set_rule(Rule {
                threshold,
                rounding: rounding.get_untracked(),
                detail: detail.get_untracked(),
            });
        }
        Err(_) => problems.set(vec![Line {
            field: THRESHOLD.to_owned(),
            words: "Type a whole number from 1 to 20".to_owned(),
        }]),
    };
    let field = Field {
        hint: Some(
            "Usually 5: then 1 to 5 are hidden. Ask whoever is responsible for data protection.",
        ),
        room: Room::Number,
        error: problems.at(THRESHOLD),
        ..Field::of(THRESHOLD, "The largest number that is hidden", threshold)
    };
    let round = checkbox(
        "publish-rounding",
        "Round what is shown to the nearest 5",
        None,
        reading(move || rounding.get() == Rounding::ToFive),
        move || {
            rounding.update(|it| {
                *it = match it {
                    Rounding::Exact => Rounding::ToFive,
                    Rounding::ToFive => Rounding::Exact,
                };
            });
        },
    );
    section(
        "rule",
        "What is hidden",
        form(use_it)
            .child(field.view())
            .child(round)
            .child(less_detail(detail))
            .child(button("Use this", Weight::Secondary).attr("type", "submit")),
    )
}

/// The detail that can be left out so that less has to be hidden.
fn less_detail(detail: State<Detail>) -> El {
    let boxes = Finer::ALL.into_iter().map(|finer| {
        let words = match finer {
            Finer::Breakdowns => "Only by kind and by age band",
            Finer::Teams => "Localities without teams",
            Finer::Quarters => "The year so far without its quarters",
        };
        checkbox(
            &format!("publish-without-{}", finer.code()),
            words,
            None,
            reading(move || detail.get().leaves_out(finer)),
            move || detail.update(|it| *it = it.toggled(finer)),
        )
    });
    el("fieldset")
        .class("govuk-fieldset app-less-detail")
        .child(
            el("legend")
                .class("govuk-fieldset__legend govuk-fieldset__legend--s")
                .child("Less detail, so that less has to be hidden"),
        )
        .child(boxes.collect::<Vec<El>>())
}

/// All that follows once it is worked out.
fn result(page: (Publishing, Problems), desk: Desk, made: &Rc<Publication>) -> Pieces {
    let loss = made.loss();
    let reasons = loss.hidden.iter().filter(|(_, many)| *many > 0);
    let reasons = reasons.map(|(why, many)| format!("{} {}", grouped(*many), why.words()));
    let offers: Vec<String> = loss
        .offers()
        .into_iter()
        .map(|it| format!("publish {}", it.without()))
        .collect();
    let offers = (!offers.is_empty()).then(|| {
        Pieces::from(paragraph(
            "Less would be hidden if less detail were published. You could:",
        ))
        .and(sentences(offers))
    });
    let today = (desk.map.get() == Map::Today).then(|| {
        paragraph("A team that moved counts where it is today, as you chose on the page Figures.")
    });
    Pieces::from(section(
        "hidden",
        "Why numbers are hidden",
        Pieces::from(sentences(reasons.collect()))
            .and(offers)
            .and(today),
    ))
    .and(section(
        "words",
        "Words for the public",
        copyable(
            (
                "words-for-the-public",
                "To print beside the numbers",
                "Copy the words",
            ),
            made.words().join("\n"),
        ),
    ))
    .and(downloads(page, desk, Rc::clone(made)))
    .and(look::as_it_is_published(desk, made))
}

/// The files.
fn downloads(
    (publishing, problems): (Publishing, Problems),
    desk: Desk,
    made: Rc<Publication>,
) -> El {
    let picked = State::new(None::<Quarter>);
    let outcome = State::new(None::<Outcome>);
    let all = desk.look(quarters).unwrap_or_default();
    let name = move |ending: &str| {
        let period = picked.get_untracked();
        let period = period.map_or_else(|| "all-quarters".to_owned(), Quarter::slug);
        format!("daybook-figures-{period}-for-publishing.{ending}")
    };
    // Whatever is given out is entered first, as the document that it is.
    let publication = Rc::clone(&made);
    let of_period = move || {
        untrack(|| {
            desk.look(|seen| {
                let all = (seen.roll_up, seen.sums, seen.who);
                let when = (picked.get_untracked(), ambient::today());
                PublishedDocument::of(&publication, all, seen.structure, when)
            })
        })
    };
    let give_out = move |name: String, text: String, document: PublishedDocument| {
        if let Some(line) = unsaid(publishing) {
            problems.set(vec![line]);
            return;
        }
        problems.set(Vec::new());
        spawn_local(async move {
            outcome.set(Some(match publishing.enter(document).await {
                Ok(()) => give(name, text),
                Err(why) => Outcome::Not(why),
            }));
        });
    };
    let publication = Rc::clone(&made);
    let entered = of_period.clone();
    let table = move || {
        let text = untrack(|| {
            desk.look(|seen| {
                let mut text = csv_head();
                let all = (seen.roll_up, seen.sums, seen.who);
                let wanted = picked.get_untracked();
                publication.lines(all, seen.structure, wanted, |line| line.csv(&mut text));
                text
            })
        });
        if let (Some(text), Some(document)) = (text, entered()) {
            give_out(name("csv"), text, document);
        }
    };
    let log = disclosure_log((desk, made), picked, outcome);
    let document = move || {
        if let Some(document) = of_period() {
            give_out(name("json"), document.to_text(), document);
        }
    };
    section(
        "for-publishing",
        "Files for publishing",
        Pieces::from(paragraph(
            "The table is for a spreadsheet or a website. The document is for other programs. Each is entered as an edition before it is handed over.",
        ))
        .and(all_or_one("publish-file-quarter", "Quarters in the file", all, picked))
        .and(
            div("app-buttons")
                .child(
                    button("Download the table for publishing (CSV)", Weight::Secondary)
                        .on("click", move |_| table()),
                )
                .child(
                    button("Download the document for publishing (JSON)", Weight::Secondary)
                        .on("click", move |_| document()),
                ),
        )
        .and(log)
        .and(what_became(outcome)),
    )
}

/// Why each number is hidden, for the service alone.
fn disclosure_log(
    (desk, made): (Desk, Rc<Publication>),
    picked: State<Option<Quarter>>,
    outcome: State<Option<Outcome>>,
) -> Pieces {
    let asked_by = State::new(String::new());
    let log = move || {
        let text = untrack(|| {
            desk.look(|seen| {
                let all = (seen.roll_up, seen.sums, seen.who);
                let asked_by = asked_by.get_untracked();
                let rule = made.rule();
                let mut log = DisclosureLog::new(rule, asked_by.trim(), ambient::today());
                let wanted = picked.get_untracked();
                made.lines(all, seen.structure, wanted, |line| log.take_in(&line));
                log.into_text()
            })
        });
        let period = picked.get_untracked();
        let period = period.map_or_else(|| "all-quarters".to_owned(), Quarter::slug);
        let name = format!("daybook-disclosure-log-{period}-not-for-publishing.csv");
        outcome.set(text.map(|text| give(name, text)));
    };
    let asked_by = Field {
        hint: Some(
            "Such as a request’s number, or the meeting that it is for. Write no names of people.",
        ),
        ..Field::of("publish-asked-by", "What it is published for", asked_by)
    };
    Pieces::from(paragraph(
        "The disclosure log says why each number is hidden. It is for the service alone: who knows why a number is hidden knows more than you publish.",
    ))
    .and(asked_by.view())
    .and(
        button("Download the disclosure log, not for publishing (CSV)", Weight::Secondary)
            .on("click", move |_| log()),
    )
}
