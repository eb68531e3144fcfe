//! Send a return: check it, freeze it, hand its file on.

use leptos::prelude::*;
use leptos_router::components::A;
use wasm_bindgen_futures::spawn_local;

use super::quarter::quarter_of_address;
use crate::browser::{ambient, files};
use crate::domain::calendar::{Quarter, short_date};
use crate::domain::digest::Digest;
use crate::domain::ids::TeamId;
use crate::domain::quarter_return::QuarterReturn;
use crate::domain::send::{SendError, Sent};
use crate::domain::share::grouped;
use crate::domain::text::Text;
use crate::domain::totals::QuarterTotals;
use crate::ui::components::error_summary::{ErrorSummary, Line};
use crate::ui::components::field::{Field, Room};
use crate::ui::components::page::{Health, Page};
use crate::ui::components::table::{Figures, Row};
use crate::ui::sentences::store_problem;
use crate::ui::workspace::{NotSent, Workspace};

/// The page on which a return is checked and sent.
#[component]
pub fn SendReturn() -> impl IntoView {
    let quarter = quarter_of_address();
    let sent = RwSignal::new(None::<Sent>);
    move || match sent.get() {
        None => view! { <Check quarter=quarter.get() sent=sent/> }.into_any(),
        Some(done) => view! { <Receipt quarter=quarter.get() sent=done/> }.into_any(),
    }
}

/// What the next Send would write: each team and quarter, with its totals.
#[derive(Debug, Clone, PartialEq)]
struct Plan {
    periods: Vec<((TeamId, Quarter), QuarterTotals)>,
    again: bool,
}

fn plan(workspace: Workspace, quarter: Quarter) -> Option<Plan> {
    let settings = workspace.settings.get()?;
    let history = workspace.history.get()?;
    workspace.ledger.with(|ledger| {
        let ledger = ledger.as_ref()?;
        let wanted = (settings.team.id.clone(), quarter);
        let periods = history.to_write(ledger, &wanted);
        let again = history.sent().any(|(period, _)| periods.contains(period));
        let periods = periods
            .into_iter()
            .map(|period| {
                let records = ledger
                    .in_quarter(&period.0, period.1)
                    .filter(|record| record.book() == history.book);
                let totals = QuarterTotals::of(period.1, records);
                (period, totals)
            })
            .collect();
        Some(Plan { periods, again })
    })
}

#[component]
fn Check(quarter: Quarter, sent: RwSignal<Option<Sent>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let reason = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let failure = RwSignal::new(None::<String>);
    let checks = RwSignal::new(0_u32);
    let sending = RwSignal::new(false);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(team) = workspace
            .settings
            .with_untracked(|settings| settings.as_ref().map(|it| it.team.id.clone()))
        else {
            return;
        };
        if sending.get_untracked() {
            return;
        }
        checks.update(|checks| *checks += 1);
        let Ok(reason) = Text::typed(&reason.get_untracked()) else {
            return problem.set(Some("Reason must be 500 characters or fewer".to_owned()));
        };
        sending.set(true);
        problem.set(None);
        failure.set(None);
        spawn_local(async move {
            let outcome = workspace.send((team, quarter), reason).await;
            sending.set(false);
            match outcome {
                Ok(done) => sent.set(Some(done)),
                Err(NotSent::Refused(SendError::ReasonMissing)) => {
                    problem.set(Some("Enter why the return is sent again".to_owned()));
                    checks.update(|checks| *checks += 1);
                }
                Err(other) => failure.set(Some(not_sent(&other))),
            }
        });
    };
    let lines = Signal::derive(move || {
        problem
            .get()
            .map(|words| Line {
                field: "reason".to_owned(),
                words,
            })
            .into_iter()
            .collect::<Vec<_>>()
    });
    let health = Signal::derive(move || {
        if problem.with(Option::is_none) {
            Health::Fine
        } else {
            Health::HasProblems
        }
    });
    let early = (!quarter.has_ended(ambient::today())).then(|| {
        view! {
            <div class="govuk-inset-text">
                {format!(
                    "This quarter ends on {}. You can send now what is recorded so far, and again at the end.",
                    short_date(quarter.last_day()),
                )}
            </div>
        }
    });
    let body = move || match plan(workspace, quarter) {
        None => {
            view! { <p class="govuk-body" role="status">"Reading what is saved…"</p> }.into_any()
        }
        Some(plan) if plan.periods.is_empty() => view! {
            <p class="govuk-body">"Nothing has changed since this return was sent."</p>
        }
        .into_any(),
        Some(plan) => {
            let why = plan.again.then(|| {
                view! {
                    <Field
                        id="reason"
                        label="Why is it sent again?"
                        hint="For example: a session was recorded late. It goes with the return."
                        room=Room::Line
                        value=reason
                        typed=Callback::new(move |text| reason.set(text))
                        error=problem
                    />
                }
            });
            view! {
                {plan.periods.iter().map(|(period, totals)| contents(period.1, totals)).collect_view()}
                <form on:submit=send novalidate class="app-form">
                    {why}
                    <button type="submit" class="govuk-button" aria-disabled=move || sending.get().then_some("true")>
                        "Send return"
                    </button>
                </form>
                <p class="govuk-hint">
                    "Nothing leaves the tablet yet. Daybook writes the file and keeps it; you then download or share it."
                </p>
            }
            .into_any()
        }
    };
    view! {
        <ErrorSummary lines=lines checks=checks/>
        <Page title="Check the return" health=health>
            {early}
            {move || failure.get().map(|words| view! {
                <section class="app-warning" role="alert">
                    <h2 class="app-warning__title">"Not sent"</h2>
                    <p class="app-warning__words">{words}</p>
                </section>
            })}
            {body}
            <p class="govuk-body">
                <A href=format!("/quarter/{}", quarter.slug()) attr:class="govuk-link">"Back to the quarter"</A>
            </p>
        </Page>
    }
}

/// What one return will say, in short.
fn contents(quarter: Quarter, totals: &QuarterTotals) -> impl IntoView + use<> {
    let all = totals.contacts.all();
    let surveys = &totals.surveys;
    let rows = [
        ("Sessions", all.sessions),
        ("Direct contacts", all.contacts()),
        ("New families", all.new_families),
        ("Families asked for a survey", surveys.asked()),
        ("Surveys received", surveys.received),
        (
            "Records first saved after the quarter’s end",
            totals.saved_after_the_end,
        ),
    ]
    .into_iter()
    .map(|(head, count)| Row {
        head: head.to_owned(),
        figures: vec![grouped(count)],
    })
    .collect();
    let nil = totals.is_nil().then(|| {
        view! {
            <div class="govuk-inset-text">
                <strong>"This is a nil return. "</strong>
                "It tells your manager that nothing was done in this quarter, and that nothing is missing."
            </div>
        }
    });
    view! {
        <section class="app-contents">
            <h2 class="govuk-heading-m">{quarter.to_string()}</h2>
            {nil}
            <Figures caption="What the return says" columns=vec!["", "Count"] rows=rows/>
        </section>
    }
}

/// The receipt: the return is written, and now its file has to be passed on.
#[component]
fn Receipt(quarter: Quarter, sent: Sent) -> impl IntoView {
    let several = sent.returns.len() > 1;
    let files = sent
        .returns
        .iter()
        .map(|one| receipt_line(one, several))
        .collect_view();
    view! {
        <Page title="Return ready to pass on">
            <p class="govuk-body-l">
                {if several {
                    "The returns are saved on this tablet. Pass each file to your manager."
                } else {
                    "The return is saved on this tablet. Pass its file to your manager."
                }}
            </p>
            {files}
            <p class="govuk-body">
                <A href=format!("/quarter/{}", quarter.slug()) attr:class="govuk-link">"Back to the quarter"</A>
            </p>
        </Page>
    }
}

fn receipt_line(one: &QuarterReturn, several: bool) -> impl IntoView + use<> {
    let heading = several.then(|| {
        view! { <h2 class="govuk-heading-s">{one.quarter.code.to_string()}</h2> }
    });
    let facts = [
        ("File", one.file_name()),
        ("Revision", one.revision.to_string()),
        ("Records behind it", grouped(one.records)),
        (
            "Reference",
            one.digest.to_string().chars().take(8).collect(),
        ),
    ]
    .into_iter()
    .map(|(key, value)| {
        view! {
            <div class="govuk-summary-list__row">
                <dt class="govuk-summary-list__key">{key}</dt>
                <dd class="govuk-summary-list__value app-break">{value}</dd>
            </div>
        }
    })
    .collect_view();
    view! {
        <section class="app-contents">
            {heading}
            <dl class="govuk-summary-list">{facts}</dl>
            <SentFile digest=one.digest name=one.file_name()/>
        </section>
    }
}

/// Hands on the file of a return that was sent, with the bytes it had then: by
/// download, and by the share sheet where the browser has one for files.
#[component]
pub fn SentFile(digest: Digest, name: String) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let file = RwSignal::new(None::<files::OutFile>);
    let problem = RwSignal::new(None::<String>);
    // Read beforehand: a share sheet opens only in the handler of a tap.
    spawn_local(async move {
        match workspace.sent_file(digest, name).await {
            Ok(found) => file.set(Some(found)),
            Err(error) => problem.set(Some(store_problem(&error))),
        }
    });
    let download = move |_| {
        file.with_untracked(|file| {
            if let Some(Err(files::FileError::Refused(why))) = file.as_ref().map(files::download) {
                problem.set(Some(format!(
                    "The browser did not download the file ({why})."
                )));
            }
        });
    };
    let share = move |_| {
        let Some(file) = file.get_untracked() else {
            return;
        };
        spawn_local(async move {
            match files::share(&[file]).await {
                Ok(()) | Err(files::FileError::Cancelled) => problem.set(None),
                Err(files::FileError::Refused(why)) => problem.set(Some(format!(
                    "The file was not shared ({why}). Download it instead."
                ))),
            }
        });
    };
    let buttons = move || {
        file.get().map(|found| {
            let share = files::can_share(&[found]).then(|| {
                view! {
                    <button type="button" class="govuk-button govuk-button--secondary" on:click=share>
                        "Share return"
                    </button>
                }
            });
            view! {
                <button type="button" class="govuk-button govuk-button--secondary" on:click=download>
                    "Download return"
                </button>
                {share}
            }
        })
    };
    view! {
        <div class="app-files">
            {buttons}
            {move || problem.get().map(|words| view! { <p class="govuk-error-message" role="alert">{words}</p> })}
        </div>
    }
}

fn not_sent(why: &NotSent) -> String {
    match why {
        NotSent::Refused(SendError::NothingChanged) => {
            "Nothing has changed since it was sent.".to_owned()
        }
        NotSent::Refused(SendError::ReasonMissing) => {
            "Enter why the return is sent again.".to_owned()
        }
        NotSent::Refused(SendError::UnknownTeam(team)) => format!(
            "There are records of a team that this tablet does not know ({team}). Nothing was written."
        ),
        NotSent::NotKept(error) => {
            format!("{} Nothing was written; try again.", store_problem(error))
        }
        NotSent::NotReady => "The records are still being read. Try again in a moment.".to_owned(),
    }
}
