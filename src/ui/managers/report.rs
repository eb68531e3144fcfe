//! Report: the quarter or the year as it goes to a meeting, with the manager's notes;
//! for the public, and for schools, with small numbers hidden.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::address::Room;
use super::desk::{Desk, Seen};
use super::looking::Looking;
use super::parts::{latest, quarters, said, units};
use super::publish::{Publishing, Said, question};
use super::reporting::{Kind, NoteKey, Reader, Reporting, Schools};
use crate::browser::ambient;
use crate::domain::base::calendar::Quarter;
use crate::domain::base::markup::Element;
use crate::domain::base::text::{Text, beyond};
use crate::domain::disclosure::Publication;
use crate::domain::disclosure::disclosed::Audience;
use crate::domain::disclosure::document::PublishedDocument;
use crate::domain::report::{Report, SUMMARY, of_schools};
use crate::domain::roll_up::measure::Measure;
use crate::domain::roll_up::{KeptRollUp, Period, Unit};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::checkbox::checkbox;
use crate::ui::components::details::details;
use crate::ui::components::drawn::drawn_with;
use crate::ui::components::field::{overflow, refusal};
use crate::ui::components::page::{Form, page};
use crate::ui::components::select::select;
use crate::ui::form::Problems;
use crate::ui::markup::{
    El, Pieces, acting, div, el, follow, live, live_when, paragraph, reading, text_live,
    when_printed,
};
use crate::ui::state::State;

/// The page.
pub fn report_page() -> El {
    let desk = expect_context::<Desk>();
    let reporting = expect_context::<Reporting>();
    let publishing = expect_context::<Publishing>();
    follow(Box::new(move || {
        if reporting.leaves_the_service() {
            publishing.work();
        }
    }));
    let choices = live(move || desk.look(|seen| untrack(|| choices(reporting, seen)))?);
    let status = el("p")
        .class("govuk-body")
        .attr("role", "status")
        .child(text_live(move || {
            let waits = reporting.leaves_the_service() && publishing.made.get().is_none();
            if waits && desk.is_added_up() {
                "Working out what has to be hidden…".to_owned()
            } else {
                String::new()
            }
        }));
    // What leaves the service waits until it is said what left it before.
    let asked = live_when(
        move || Some(reporting.leaves_the_service() && publishing.said() != Said::Known),
        move |is_asked| is_asked?.then(|| asked(publishing)),
    );
    print_enters(desk, (reporting, publishing));
    let body = live(move || {
        let publication = if reporting.leaves_the_service() {
            if publishing.said() != Said::Known {
                return None;
            }
            Some(publishing.made.get()?)
        } else {
            None
        };
        let looking = expect_context::<Looking>();
        let wanted = (
            looking.quarter.get(),
            looking.unit.get(),
            reporting.kind.get(),
        );
        let made = desk
            .look(|seen| untrack(|| report(desk, reporting, seen, (wanted, publication.as_ref()))));
        Some(made.unwrap_or_else(|| paragraph("Reading what is open…").into()))
    });
    let above = div("app-not-printed")
        .child(said())
        .child(paragraph(
            "Print it, or save it as a PDF, with your browser. What you write beside a figure is kept here and printed with it; it is never in a report for the public.",
        ))
        .child(choices)
        .child(asked)
        .child(status);
    page("Report", Form::None, Pieces::from(above).and(body))
}

/// What has to be said of earlier editions first.
fn asked(publishing: Publishing) -> Pieces {
    question(publishing, Problems::new()).and(paragraph(
        Pieces::from("What was published before is opened on the page ")
            .and(Room::Publish.link("Publish"))
            .and("."),
    ))
}

/// Whatever is printed and leaves the service is entered as an edition.
fn print_enters(desk: Desk, (reporting, publishing): (Reporting, Publishing)) {
    // A listener has no context to ask for it.
    let looking = expect_context::<Looking>();
    when_printed(move || {
        if let Some(document) = untrack(|| printed(desk, looking, (reporting, publishing))) {
            spawn_local(async move {
                if let Err(why) = publishing.enter(document).await {
                    desk.failure.set(Some(why));
                }
            });
        }
    });
}

/// The edition that the page shows; none where it does not leave the service.
fn printed(
    desk: Desk,
    looking: Looking,
    (reporting, publishing): (Reporting, Publishing),
) -> Option<PublishedDocument> {
    if !reporting.leaves_the_service() || publishing.said() != Said::Known {
        return None;
    }
    let publication = publishing.made.get()?;
    let quarter = looking.quarter.get();
    desk.look(|seen| {
        let all = (seen.roll_up, seen.sums, seen.who);
        // Its charts and changes tell of other quarters too.
        let when = (None, ambient::today());
        let document = PublishedDocument::of(&publication, all, seen.structure, when);
        match reporting.reader.get() {
            Reader::Public => Some(document),
            Reader::Service => Some(of_schools(document, quarter.or_else(|| latest(seen))?)),
        }
    })?
}

fn choices(reporting: Reporting, seen: Seen<'_>) -> Option<Pieces> {
    let looking = expect_context::<Looking>();
    let quarter = looking.quarter.get_untracked().or_else(|| latest(seen))?;
    let all = units(seen);
    let unit = Looking::unit_among(looking.unit.get_untracked().as_ref(), &all);
    let kinds = [Kind::Quarter, Kind::YearSoFar];
    let kind = choice(
        ("report-period", "Period"),
        &["The quarter", "The year so far, up to the quarter"],
        reporting.kind,
        kinds,
    );
    let reader = choice(
        ("report-reader", "For"),
        &[
            "The service: every number is exact",
            "The public: small numbers are hidden",
        ],
        reporting.reader,
        [Reader::Service, Reader::Public],
    );
    let schools = checkbox(
        "report-schools",
        "A page for each school, to hand over",
        Some("Small numbers are hidden on them, whoever the report is for.".into()),
        reading(move || reporting.schools.get() == Schools::EachAPage),
        move || {
            reporting.schools.update(|it| {
                *it = match it {
                    Schools::LeftOut => Schools::EachAPage,
                    Schools::EachAPage => Schools::LeftOut,
                };
            });
        },
    );
    let print = button("Print", Weight::Primary).on("click", |_| {
        // A browser that cannot print does nothing.
        let _ = window().print();
    });
    Some(
        Pieces::from(
            div("app-choosers")
                .child(looking.quarter_choice("report-quarter", quarters(seen), quarter))
                .child(kind)
                .child(looking.unit_choice("report-unit", &all, &unit))
                .child(reader),
        )
        .and(div("govuk-form-group").child(schools))
        .and(div("app-buttons").child(print)),
    )
}

/// A choice of two.
fn choice<T: Copy + PartialEq + 'static>(
    (id, label): (&str, &str),
    words: &[&str; 2],
    now: State<T>,
    all: [T; 2],
) -> El {
    let picked = now.get_untracked();
    let at = all.iter().position(|it| *it == picked).unwrap_or(0);
    select(
        id,
        label,
        &words.map(str::to_owned),
        &reading(move || at),
        acting(move |picked: usize| {
            if let Some(it) = all.get(picked) {
                now.set(*it);
            }
        }),
    )
}

type Wanted = (Option<Quarter>, Option<Unit>, Kind);

fn report(
    desk: Desk,
    reporting: Reporting,
    seen: Seen<'_>,
    ((quarter, unit, kind), publication): (Wanted, Option<&Rc<Publication>>),
) -> Pieces {
    let Some(quarter) = quarter.or_else(|| latest(seen)) else {
        return paragraph("No return counts yet.").into();
    };
    let unit = Looking::unit_among(unit.as_ref(), &units(seen));
    let period = match kind {
        Kind::Quarter => Period::Quarter(quarter),
        Kind::YearSoFar => Period::YearTo(quarter),
    };
    let publication = publication.map(Rc::as_ref);
    let audience = match (publication, reporting.reader.get_untracked()) {
        (Some(publication), Reader::Public) => Audience::Public(publication),
        (_, Reader::Service) | (None, Reader::Public) => Audience::Service,
    };
    let schools = match reporting.schools.get_untracked() {
        Schools::LeftOut => None,
        Schools::EachAPage => publication,
    };
    let notes = desk.found.with_untracked(|found| found.kept.notes.clone());
    let tree = Report {
        id: "report",
        roll_up: seen.roll_up,
        basis: seen.basis(),
        unit: &unit,
        period,
        audience,
        schools,
        notes: &notes,
        made: ambient::today(),
    }
    .element();
    drawn_with(&tree, &|element: &Element| {
        let about = element.get("data-note")?;
        let on = NoteKey {
            unit: unit.clone(),
            period,
            about: about.to_owned(),
        };
        let now = notes.get(on.on()).map(Text::as_str).unwrap_or_default();
        Some(note(desk, reporting, on, now).into())
    })
    .into()
}

/// Where a note is written.
fn note(desk: Desk, reporting: Reporting, on: NoteKey, now: &str) -> El {
    let about = if on.about == SUMMARY {
        "the whole"
    } else {
        Measure::with_code(&on.about).map_or("this", |it| it.label)
    };
    let verb = if now.is_empty() { "Write" } else { "Change" };
    let unfinished = reporting.written(&on);
    let is_open = unfinished.is_some();
    let text = State::new(unfinished.unwrap_or_else(|| now.to_owned()));
    let problem = State::new(None::<String>);
    let (id, label) = (format!("note-{}", on.about), format!("Note on {about}"));
    let key = on.clone();
    let field = el("textarea")
        .class("govuk-textarea")
        .attr("rows", "3")
        .attr("dir", "auto")
        .id(&id)
        .value_of(move || text.get())
        .on_typed(acting(move |typed: String| {
            reporting.write(&key, Some(typed.clone()));
            text.set(typed);
        }));
    let seen = Text::<2000>::typed(now).ok().flatten();
    let keep = move || match Text::<2000>::typed(&text.get_untracked()) {
        Ok(typed) => {
            problem.set(None);
            reporting.write(&on, None);
            let (on, refused, seen) = (on.clone(), on.clone(), seen.clone());
            let what = text.get_untracked();
            let write = move |all: &mut KeptRollUp| {
                let (seen, typed) = (seen.as_ref(), typed.clone());
                Ok(all.notes.write_over(on.on(), seen, typed)?)
            };
            // What was typed stays, beside what another tab has written.
            desk.change_or("The note was kept", write, move || {
                reporting.write(&refused, Some(what));
            });
        }
        Err(_) => problem.set(Some("A note has at most 2,000 characters".to_owned())),
    };
    let error = refusal(problem);
    let rest = reading(move || text.with(|text| beyond(text, Text::<2000>::MOST).to_owned()));
    details(&format!("{verb} a note on {about}"), move || is_open)
        .class("govuk-details app-not-printed app-report__write")
        .child(
            div("govuk-details__text")
                .child(
                    el("label")
                        .class("govuk-label")
                        .attr("for", &id)
                        .child(label.as_str()),
                )
                .child(error)
                .child(field)
                .child(overflow(&id, rest))
                .child(
                    button("Keep the note", Weight::Secondary)
                        .attr("aria-label", &format!("Keep the note on {about}"))
                        .on("click", move |_| keep()),
                ),
        )
}
