//! Today: what to do next, the quarter so far, and what was recorded last.

use leptos::prelude::*;

use crate::browser::ambient;
use crate::domain::calendar::{Quarter, long_date, short_date};
use crate::domain::record::{Entry, Record};
use crate::domain::settings::Settings;
use crate::domain::share::grouped;
use crate::domain::totals::QuarterTotals;
use crate::ui::address::Address;
use crate::ui::components::page::{Form, page};
use crate::ui::components::symbol;
use crate::ui::frame::link;
use crate::ui::markup::{El, Pieces, div, el, live, paragraph};
use crate::ui::workspace::Workspace;

/// How many of the latest records are listed.
const LATEST: usize = 6;

/// The page the app opens with.
pub fn today() -> Pieces {
    let action = |to: Address, words: &str, class: &str| {
        el("a")
            .attr("href", &to.path())
            .attr("role", "button")
            .class(class)
            .child(words)
    };
    let inside = Pieces::from(
        el("p")
            .class("govuk-body-l app-lead")
            .child(long_date(ambient::today())),
    )
    .and(
        div("app-actions")
            .child(action(
                Address::RecordSession,
                "Record a session",
                "govuk-button",
            ))
            .child(action(
                Address::RecordSurvey,
                "Record a survey",
                "govuk-button govuk-button--secondary",
            )),
    )
    .and(live(quarter_so_far))
    .and(live(latest_records));
    page("Today", Form::None, inside).into()
}

fn quarter_so_far() -> Option<El> {
    let workspace = expect_context::<Workspace>();
    let quarter = Quarter::containing(ambient::today());
    let settings = workspace.settings.get()?;
    let totals = workspace.ledger.with(|ledger| {
        let records = ledger.as_ref()?.in_quarter(&settings.team.id, quarter);
        Some(QuarterTotals::of(quarter, records))
    })?;
    let all = totals.contacts.all();
    let figures: Vec<El> = [
        (all.contacts(), "direct contacts"),
        (all.sessions, "sessions"),
        (totals.surveys.received, "surveys received"),
    ]
    .into_iter()
    .map(|(count, noun)| {
        el("li")
            .class("app-figure")
            .child(el("span").class("app-figure__count").child(grouped(count)))
            .child(format!(" {noun}"))
    })
    .collect();
    Some(
        el("section")
            .attr("aria-labelledby", "so-far")
            .child(
                el("h2")
                    .id("so-far")
                    .class("govuk-heading-m")
                    .child("This quarter so far"),
            )
            .child(
                el("p")
                    .class("govuk-hint app-close")
                    .child(quarter.to_string()),
            )
            .child(el("ul").class("app-figures").child(figures))
            .child(paragraph(link(Address::Quarter(None), "See the quarter"))),
    )
}

fn latest_records() -> Option<El> {
    let workspace = expect_context::<Workspace>();
    let settings = workspace.settings.get()?;
    let latest = workspace.ledger.with(|ledger| {
        let kept = ledger.as_ref()?.iter().rev().filter(|it| !it.is_removed());
        let lines: Vec<El> = kept
            .take(LATEST)
            .map(|record| record_line(record, &settings))
            .collect();
        Some(lines)
    })?;
    let list = if latest.is_empty() {
        el("p").class("govuk-body app-empty").child(
            "Nothing recorded yet. After your first group, tap Record a session: it takes about ten seconds.",
        )
    } else {
        el("ul").class("app-records").child(latest)
    };
    Some(
        el("section")
            .attr("aria-labelledby", "latest")
            .child(
                el("h2")
                    .id("latest")
                    .class("govuk-heading-m")
                    .child("Latest records"),
            )
            .child(list),
    )
}

fn record_line(record: &Record, settings: &Settings) -> El {
    let (icon, title, detail) = match record.entry() {
        Entry::Session(session) => {
            let place = session
                .place()
                .and_then(|id| settings.place(id))
                .map(|place| place.name.to_string());
            let theme = session.parts().theme.as_ref().map(ToString::to_string);
            let contacts = session.attendance().contacts();
            let noun = if contacts == 1 { "contact" } else { "contacts" };
            let contacts = format!("{contacts} direct {noun}");
            (
                symbol::of_kind(session.kind()),
                theme.unwrap_or_else(|| session.kind().label().to_owned()),
                match place {
                    Some(place) => format!("{place} · {contacts}"),
                    None => contacts,
                },
            )
        }
        Entry::Survey(survey) => {
            let parts = survey.parts();
            (
                symbol::of_survey(),
                parts.answers.version().label().to_owned(),
                parts.way.label().to_owned(),
            )
        }
        Entry::Declined(_) => (
            symbol::of_survey(),
            "Survey declined".to_owned(),
            String::new(),
        ),
    };
    el("li")
        .class("app-record")
        .child(icon)
        .child(
            div("app-record__words")
                .child(el("span").class("app-record__title").child(title))
                .child(el("span").class("app-record__detail").child(detail)),
        )
        .child(
            el("span")
                .class("app-record__date")
                .child(short_date(record.entry().date())),
        )
}
