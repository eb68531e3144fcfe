//! The quarter: its totals, and how its return stands.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;

use crate::browser::ambient;
use crate::domain::attendance::AgeBand;
use crate::domain::calendar::{Quarter, short_date};
use crate::domain::ids::TeamId;
use crate::domain::send::SendStanding;
use crate::domain::session::Kind;
use crate::domain::settings::Settings;
use crate::domain::share::grouped;
use crate::domain::survey::{Answer, SurveyVersion};
use crate::domain::totals::{QuarterTotals, SessionTally, SurveyTotals};
use crate::ui::components::page::Page;
use crate::ui::components::table::{Figures, Row};
use crate::ui::pages::send_return::SentFile;
use crate::ui::workspace::Workspace;

/// The quarter that an address names, or the one today lies in.
pub fn quarter_of_address() -> Memo<Quarter> {
    let params = use_params_map();
    Memo::new(move |_| {
        params
            .with(|params| params.get("quarter"))
            .and_then(|slug| slug.parse().ok())
            .unwrap_or_else(|| Quarter::containing(ambient::today()))
    })
}

/// The page of one quarter.
#[component]
pub fn QuarterPage() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let quarter = quarter_of_address();
    let body = move || {
        let quarter = quarter.get();
        let settings = workspace.settings.get()?;
        let totals = workspace.ledger.with(|ledger| {
            let records = ledger.as_ref()?.in_quarter(&settings.team.id, quarter);
            Some(QuarterTotals::of(quarter, records))
        })?;
        Some(view! {
            <ReturnStanding quarter=quarter team=settings.team.id.clone()/>
            {totals_view(&totals, &settings, quarter)}
        })
    };
    view! {
        <Page title=Signal::derive(move || quarter.get().to_string())>
            <QuarterLinks quarter=quarter/>
            {body}
        </Page>
    }
}

#[component]
fn QuarterLinks(quarter: Memo<Quarter>) -> impl IntoView {
    let address = |quarter: Quarter| format!("/quarter/{}", quarter.slug());
    let short = |quarter: Quarter| quarter.months_and_year();
    let later = move || {
        let next = quarter.get().next();
        (next.first_day() <= ambient::today()).then(|| {
            view! { <A href=address(next) attr:class="govuk-link">{short(next)} " ›"</A> }
        })
    };
    view! {
        <nav class="app-quarters" aria-label="Other quarters">
            <A href=move || address(quarter.get().previous()) attr:class="govuk-link">
                "‹ " {move || short(quarter.get().previous())}
            </A>
            {later}
        </nav>
    }
}

/// Whether the return of this quarter was sent, and what to do.
#[component]
fn ReturnStanding(quarter: Quarter, team: TeamId) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let period = (team, quarter);
    let standing = move || {
        let history = workspace.history.get()?;
        let ledger = workspace.ledger.get()?;
        let (words, sent) = match history.standing(&ledger, &period) {
            SendStanding::NotSent => ("Not sent yet".to_owned(), None),
            SendStanding::Sent(sent) => (
                format!(
                    "Sent, revision {}, {}",
                    sent.revision,
                    short_date(ambient::civil_date(sent.made_at))
                ),
                Some((sent.clone(), false)),
            ),
            SendStanding::ChangedSince(sent) => (
                format!(
                    "Changed since it was sent (revision {}, {})",
                    sent.revision,
                    short_date(ambient::civil_date(sent.made_at))
                ),
                Some((sent.clone(), true)),
            ),
        };
        let may_send = sent.as_ref().is_none_or(|(_, changed)| *changed);
        let words_of_link = if sent.is_some() {
            "Send return again"
        } else {
            "Send return"
        };
        let link = may_send.then(|| {
            view! {
                <A
                    href=format!("/quarter/{}/return", quarter.slug())
                    attr:class="govuk-button"
                    attr:role="button"
                >
                    {words_of_link}
                </A>
            }
        });
        let file = sent.map(|(sent, _)| {
            view! { <SentFile digest=sent.digest name=sent.file_name/> }
        });
        Some(view! {
            <p class="app-standing__words"><strong>"Return: "</strong>{words}</p>
            <div class="app-standing__actions">{link} {file}</div>
        })
    };
    view! { <div class="app-standing">{standing}</div> }
}

fn totals_view(
    totals: &QuarterTotals,
    settings: &Settings,
    quarter: Quarter,
) -> impl IntoView + use<> {
    if totals.is_nil() && totals.surveys.removed == 0 {
        return view! {
            <p class="govuk-body app-empty">
                "Nothing was recorded in this quarter. If that is right, send a nil return: it tells your manager that nothing is missing."
            </p>
        }
        .into_any();
    }
    let all = totals.contacts.all();
    let by_kind: Vec<Row> = Kind::ALL
        .into_iter()
        .map(|kind| tally_row(kind.label(), totals.contacts.of_kind(kind)))
        .collect();
    let by_band: Vec<Row> = AgeBand::ALL
        .into_iter()
        .map(|band| Row {
            head: [Some(band.label()), band.hint()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", "),
            figures: vec![grouped(all.in_band(band))],
        })
        .collect();
    let by_place: Vec<Row> = totals
        .contacts
        .places()
        .map(|(_, id, tally)| {
            let name = settings
                .place(id)
                .map_or_else(|| id.to_string(), |place| place.name.to_string());
            tally_row(&name, tally)
        })
        .collect();
    let by_month: Vec<Row> = quarter
        .months()
        .into_iter()
        .map(|month| tally_row(&month.to_string(), &totals.contacts.of_month(month)))
        .collect();
    let columns = |head| vec![head, "Sessions", "Direct contacts", "New families"];
    let places = (!by_place.is_empty()).then(|| {
        view! { <Figures caption="By place" columns=columns("Place") rows=by_place/> }
    });
    view! {
        <p class="app-headline">
            <span class="app-headline__count">{grouped(all.contacts())}</span>
            " direct contacts"
        </p>
        <Figures
            caption="By kind of session"
            columns=columns("Kind")
            rows=by_kind
            total=Some(tally_row("All kinds", &all))
        />
        <Figures
            caption="By age band"
            columns=vec!["Age band", "Direct contacts"]
            rows=by_band
            total=Some(Row { head: "All ages".to_owned(), figures: vec![grouped(all.contacts())] })
        />
        {places}
        <Figures caption="By month" columns=columns("Month") rows=by_month total=Some(tally_row("The quarter", &all))/>
        {surveys_view(&totals.surveys)}
    }
    .into_any()
}

fn surveys_view(surveys: &SurveyTotals) -> impl IntoView + use<> {
    let counts = [
        ("Families asked", surveys.asked()),
        ("Surveys received", surveys.received),
        ("Declined", surveys.declined),
    ]
    .into_iter()
    .map(|(head, count)| Row {
        head: head.to_owned(),
        figures: vec![grouped(count)],
    })
    .collect();
    let response = (surveys.asked() > 0).then(|| {
        view! {
            <p class="govuk-body">
                <strong>{surveys.response().percent()}</strong>
                {format!(" of families asked answered: {} of {}.", grouped(surveys.received), grouped(surveys.asked()))}
            </p>
        }
    });
    let versions = SurveyVersion::ALL
        .into_iter()
        .filter_map(|version| version_view(surveys, version))
        .collect_view();
    view! {
        <h2 class="govuk-heading-m">"How Was It For You surveys"</h2>
        {response}
        <Figures caption="Surveys" columns=vec!["", "Surveys"] rows=counts/>
        {versions}
    }
}

/// The measures of one version, each percentage with its numerator and
/// denominator; and the answers behind them.
fn version_view(surveys: &SurveyTotals, version: SurveyVersion) -> Option<impl IntoView + use<>> {
    let tallies: Vec<_> = version
        .questions()
        .iter()
        .map(|question| (*question, surveys.answers_to(*question)))
        .filter(|(_, tally)| tally.yes_of_received().whole > 0)
        .collect();
    if tallies.is_empty() {
        return None;
    }
    let measures: Vec<Row> = tallies
        .iter()
        .map(|(question, tally)| {
            let received = tally.yes_of_received();
            Row {
                head: question.measure().to_owned(),
                figures: vec![
                    format!("{} of {}", grouped(received.part), grouped(received.whole)),
                    received.percent().unwrap_or_default(),
                ],
            }
        })
        .collect();
    let any_skipped = tallies
        .iter()
        .any(|(_, tally)| tally.of(Answer::Skipped) > 0);
    let answered = any_skipped.then(|| {
        let rows: Vec<Row> = tallies
            .iter()
            .map(|(question, tally)| {
                let answered = tally.yes_of_answered();
                Row {
                    head: question.measure().to_owned(),
                    figures: vec![
                        format!("{} of {}", grouped(answered.part), grouped(answered.whole)),
                        answered.percent().unwrap_or_default(),
                    ],
                }
            })
            .collect();
        view! {
            <Figures
                caption="Yes, of those who answered the question"
                columns=vec!["Measure", "Yes", "Percent"]
                rows=rows
            />
        }
    });
    let answers: Vec<Row> = tallies
        .iter()
        .map(|(question, tally)| Row {
            head: question.measure().to_owned(),
            figures: Answer::ALL.map(|answer| grouped(tally.of(answer))).to_vec(),
        })
        .collect();
    let middle = match version {
        SurveyVersion::Standard => "Partly",
        SurveyVersion::YoungChildren => "Maybe",
    };
    Some(view! {
        <h3 class="govuk-heading-s">{version.label()}</h3>
        <Figures caption="Yes, of surveys received" columns=vec!["Measure", "Yes", "Percent"] rows=measures/>
        {answered}
        <Figures caption="All answers" columns=vec!["Measure", "Yes", middle, "No", "Left blank"] rows=answers/>
    })
}

fn tally_row(head: &str, tally: &SessionTally) -> Row {
    Row {
        head: head.to_owned(),
        figures: vec![
            grouped(tally.sessions),
            grouped(tally.contacts()),
            grouped(tally.new_families),
        ],
    }
}
