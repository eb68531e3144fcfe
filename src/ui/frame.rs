//! What stands around every page: header, status line, warnings and footer.

use leptos::prelude::*;
use leptos_router::components::A;
use wasm_bindgen_futures::spawn_local;

use super::sentences;
use super::workspace::{Phase, Warning, Workspace};
use crate::browser::{ambient, files};
use crate::domain::calendar::short_date;
use crate::domain::send::Sample;
use crate::domain::share::grouped;
use crate::store::archive::{LedgerRead, Loss};

/// The header with the pages of the app.
#[component]
pub fn Header() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let team = move || {
        workspace
            .settings
            .with(|settings| settings.as_ref().map(|it| it.team.name.to_string()))
    };
    let pages = [
        ("/", "Today"),
        ("/session", "Record a session"),
        ("/survey", "Record a survey"),
        ("/quarter", "Quarter"),
    ];
    view! {
        <header class="app-header">
            <div class="govuk-width-container app-header__row">
                <A href="/" attr:class="app-header__name">"Daybook"</A>
                <span class="app-header__team">{team}</span>
            </div>
            <nav class="app-nav" aria-label="Pages" hidden=move || workspace.phase.get() != Phase::Ready>
                    <ul class="govuk-width-container app-nav__list">
                        {pages
                            .into_iter()
                            .map(|(address, name)| {
                                view! {
                                    <li class="app-nav__item">
                                        <A href=address exact=address == "/" attr:class="app-nav__link">
                                            {name}
                                        </A>
                                    </li>
                                }
                            })
                            .collect_view()}
                    </ul>
            </nav>
            <ExampleBanner/>
        </header>
    }
}

/// Example data is marked on every page, with the way out of it.
#[component]
fn ExampleBanner() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let (problem, set_problem) = signal(None::<String>);
    let leave = move |_| {
        spawn_local(async move {
            if let Err(error) = workspace.leave_example().await {
                set_problem.set(Some(sentences::store_problem(&error)));
            }
        });
    };
    view! {
        <div
            class="app-example"
            role="region"
            aria-label="Example data"
            hidden=move || workspace.sample.get() == Sample::Real
        >
            <div class="govuk-width-container app-example__row">
                <strong class="govuk-tag app-example__tag">"Example data"</strong>
                <span>"Nothing here is real. Returns made from it say so."</span>
                <button type="button" class="app-example__leave" on:click=leave>
                    "Leave the example"
                </button>
                {move || problem.get()}
            </div>
        </div>
    }
}

/// One line that always tells the truth about what is saved. It sits in one
/// place and changes without moving anything else.
#[component]
pub fn StatusLine() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let cannot_save = move || {
        workspace.warnings.with(|warnings| {
            warnings
                .iter()
                .any(|it| matches!(it, Warning::CannotSave(_)))
        })
    };
    let words = move || {
        if cannot_save() {
            return "Cannot save on this tablet".to_owned();
        }
        let records = workspace.ledger.with(|ledger| {
            ledger
                .as_ref()
                .map(|ledger| ledger.iter().filter(|it| !it.is_removed()).count())
        });
        match (records, workspace.last_saved()) {
            (None, _) => "Reading what is saved…".to_owned(),
            (Some(_), None) => "Nothing recorded yet".to_owned(),
            (Some(records), Some(at)) => {
                let on = ambient::civil_date(at);
                let day = if on == ambient::today() {
                    String::new()
                } else {
                    format!("{} ", short_date(on))
                };
                let noun = if records == 1 { "record" } else { "records" };
                format!(
                    "Saved on this tablet {day}{} · {} {noun}",
                    ambient::time_of_day(at),
                    grouped(u64::try_from(records).unwrap_or(u64::MAX)),
                )
            }
        }
    };
    view! {
        <div class="app-status" class:app-status--error=cannot_save>
            <p class="govuk-width-container app-status__words">{words}</p>
        </div>
    }
}

/// What a person must know about the stores, said loudly.
#[component]
pub fn Warnings() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    move || {
        workspace
            .warnings
            .get()
            .into_iter()
            .map(|warning| {
                let (title, words) = warning_words(&warning);
                let rescue = match warning {
                    Warning::Unreadable(read) => Some(view! { <Rescue read=read/> }),
                    Warning::CannotSave(_)
                    | Warning::Mended(..)
                    | Warning::EverythingGone
                    | Warning::SetUpUnreadable(..)
                    | Warning::NotMended(_) => None,
                };
                view! {
                    <section class="app-warning" role="alert">
                        <h2 class="app-warning__title">{title}</h2>
                        <p class="app-warning__words">{words}</p>
                        {rescue}
                    </section>
                }
            })
            .collect_view()
    }
}

fn warning_words(warning: &Warning) -> (String, String) {
    match warning {
        Warning::CannotSave(error) => (
            "Nothing can be saved on this tablet now".to_owned(),
            format!(
                "{} Do not record here until it is put right: use paper, or another tablet.",
                sentences::store_problem(error)
            ),
        ),
        Warning::Mended(loss, records) => {
            let which = match loss {
                Loss::LocalStorage => "The browser’s local storage",
                Loss::Journal | Loss::Nothing | Loss::Everything => "The browser’s journal",
            };
            (
                format!("{which} had been emptied, and has been mended"),
                format!(
                    "{} records were put back from the second copy on this tablet. Nothing needs to be done, but tell whoever looks after the tablet: something clears its data.",
                    grouped(u64::try_from(*records).unwrap_or(u64::MAX))
                ),
            )
        }
        Warning::EverythingGone => (
            "The records that were on this tablet are gone".to_owned(),
            "The browser’s data was cleared. If there is a backup of this tablet, keep it: it can be restored. Returns that were sent are not affected. Tell your manager before recording here again.".to_owned(),
        ),
        Warning::Unreadable(read) => {
            let count = read.quarantine.len();
            let noun = if count == 1 { "record" } else { "records" };
            let why = read
                .quarantine
                .first()
                .map(|one| sentences::unreadable(&one.why))
                .unwrap_or_default();
            (
                format!("{count} {noun} cannot be read"),
                format!(
                    "{why} They are kept as they are and are not in any total. Download them and send the file to whoever supports Daybook."
                ),
            )
        }
        Warning::SetUpUnreadable(key, why) => (
            match key {
                crate::store::MetaKey::Settings => "This tablet’s set-up cannot be read",
                crate::store::MetaKey::History => "What this tablet has sent cannot be read",
                crate::store::MetaKey::Sentinel | crate::store::MetaKey::Sample => {
                    "Part of what is kept here cannot be read"
                }
            }
            .to_owned(),
            format!("{} The records are not affected.", sentences::unreadable(why)),
        ),
        Warning::NotMended(error) => (
            "The two copies on this tablet do not agree yet".to_owned(),
            format!(
                "{} Every record is shown here all the same. Open Daybook again in a while.",
                sentences::store_problem(error)
            ),
        ),
    }
}

/// Hands over the bytes of unreadable records, so that nothing is lost.
#[component]
fn Rescue(read: LedgerRead) -> impl IntoView {
    let download = move |_| {
        let text = read
            .quarantine
            .iter()
            .flat_map(|one| {
                [("local storage", &one.local), ("journal", &one.journal)]
                    .into_iter()
                    .filter_map(|(place, text)| {
                        Some(format!("{} ({place}): {}\n", one.key, text.as_ref()?))
                    })
            })
            .collect();
        // A refusal leaves everything where it is, and the button to tap again.
        let _ = files::download(&files::OutFile {
            name: "daybook-unreadable-records.txt".to_owned(),
            text,
        });
    };
    view! {
        <button type="button" class="govuk-button govuk-button--secondary" on:click=download>
            "Download the unreadable records"
        </button>
    }
}

/// The footer.
#[component]
pub fn Footer() -> impl IntoView {
    view! {
        <footer class="app-footer">
            <div class="govuk-width-container app-footer__row">
                <A href="/about" attr:class="govuk-link">"About Daybook and what it stores"</A>
                <span>"Version " {env!("CARGO_PKG_VERSION")}</span>
            </div>
        </footer>
    }
}
