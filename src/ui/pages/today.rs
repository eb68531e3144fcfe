//! Today: what to do next, the quarter so far, and what was recorded last.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::browser::ambient;
use crate::domain::calendar::{Quarter, long_date, short_date};
use crate::domain::record::{Entry, Record};
use crate::domain::settings::Settings;
use crate::domain::share::grouped;
use crate::domain::totals::QuarterTotals;
use crate::ui::components::page::Page;
use crate::ui::components::symbol;
use crate::ui::workspace::Workspace;

/// How many of the latest records are listed.
const LATEST: usize = 6;

/// The page the app opens with.
#[component]
pub fn Today() -> impl IntoView {
    view! {
        <Page title="Today">
            <p class="govuk-body-l app-lead">{long_date(ambient::today())}</p>
            <div class="app-actions">
                <A href="/session" attr:class="govuk-button app-actions__main" attr:role="button">
                    "Record a session"
                </A>
                <A href="/survey" attr:class="govuk-button govuk-button--secondary app-actions__other" attr:role="button">
                    "Record a survey"
                </A>
            </div>
            <QuarterSoFar/>
            <LatestRecords/>
        </Page>
    }
}

#[component]
fn QuarterSoFar() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let quarter = Quarter::containing(ambient::today());
    let totals = Memo::new(move |_| {
        let settings = workspace.settings.get()?;
        workspace.ledger.with(|ledger| {
            let records = ledger.as_ref()?.in_quarter(&settings.team.id, quarter);
            let totals = QuarterTotals::of(quarter, records);
            let all = totals.contacts.all();
            Some((all.contacts(), all.sessions, totals.surveys.received))
        })
    });
    let figures = move || {
        totals.get().map(|(contacts, sessions, surveys)| {
            [
                (contacts, "direct contacts"),
                (sessions, "sessions"),
                (surveys, "surveys received"),
            ]
            .into_iter()
            .map(|(count, noun)| {
                view! {
                    <li class="app-figure">
                        <span class="app-figure__count">{grouped(count)}</span>
                        " "
                        <span class="app-figure__noun">{noun}</span>
                    </li>
                }
            })
            .collect_view()
        })
    };
    view! {
        <section aria-labelledby="so-far">
            <h2 id="so-far" class="govuk-heading-m">"This quarter so far"</h2>
            <p class="govuk-hint app-close">{quarter.to_string()}</p>
            <ul class="app-figures">{figures}</ul>
            <p class="govuk-body">
                <A href="/quarter" attr:class="govuk-link">"See the quarter"</A>
            </p>
        </section>
    }
}

#[component]
fn LatestRecords() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let latest = Memo::new(move |_| {
        workspace.ledger.with(|ledger| {
            ledger.as_ref().map(|ledger| {
                ledger
                    .iter()
                    .rev()
                    .filter(|record| !record.is_removed())
                    .take(LATEST)
                    .cloned()
                    .collect::<Vec<_>>()
            })
        })
    });
    let list = move || {
        let records = latest.get()?;
        let settings = workspace.settings.get()?;
        Some(if records.is_empty() {
            view! {
                <p class="govuk-body app-empty">
                    "Nothing recorded yet. After your first group, tap Record a session: it takes about ten seconds."
                </p>
            }
            .into_any()
        } else {
            view! {
                <ul class="app-records">
                    {records.iter().map(|record| record_line(record, &settings)).collect_view()}
                </ul>
            }
            .into_any()
        })
    };
    view! {
        <section aria-labelledby="latest">
            <h2 id="latest" class="govuk-heading-m">"Latest records"</h2>
            {list}
        </section>
    }
}

fn record_line(record: &Record, settings: &Settings) -> impl IntoView + use<> {
    let when = short_date(record.entry().date());
    let (icon, title, detail) = match record.entry() {
        Entry::Session(session) => {
            let place = session
                .place()
                .and_then(|id| settings.place(id))
                .map(|place| place.name.to_string());
            let theme = session.parts().theme.as_ref().map(ToString::to_string);
            let contacts = session.attendance().contacts();
            let noun = if contacts == 1 {
                "direct contact"
            } else {
                "direct contacts"
            };
            (
                Some(symbol::draw(session.kind()).into_any()),
                theme.unwrap_or_else(|| session.kind().label().to_owned()),
                [place, Some(format!("{contacts} {noun}"))]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" · "),
            )
        }
        Entry::Survey(survey) => {
            let parts = survey.parts();
            (
                None,
                parts.answers.version().label().to_owned(),
                parts.way.label().to_owned(),
            )
        }
        Entry::Declined(_) => (None, "Survey declined".to_owned(), String::new()),
    };
    let icon = icon.unwrap_or_else(|| {
        view! {
            <svg class="app-symbol app-symbol--survey" viewBox="0 0 24 24" width="32" height="32" aria-hidden="true" focusable="false">
                <path d="M4 5h16v11H11l-5 4v-4H4z"/>
            </svg>
        }
        .into_any()
    });
    view! {
        <li class="app-record">
            {icon}
            <div class="app-record__words">
                <span class="app-record__title">{title}</span>
                <span class="app-record__detail">{detail}</span>
            </div>
            <span class="app-record__date">{when}</span>
        </li>
    }
}
