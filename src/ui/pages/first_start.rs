//! The first start: team, locality and places, typed, from an organisation
//! file, or as example data with one tap.

use leptos::html::Input;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::{ambient, files};
use crate::domain::draft::{Fault, Problem};
use crate::domain::organisation::{Organisation, OrganisationError, Team};
use crate::domain::settings::{Settings, SettingsDraft, SettingsField};
use crate::domain::text::Text;
use crate::ui::components::choices::{Choice, Choices, Lie};
use crate::ui::components::error_summary::{ErrorSummary, Line};
use crate::ui::components::field::{Field, Room};
use crate::ui::components::page::Page;
use crate::ui::form::Problems;
use crate::ui::sentences::{settings_field_id, settings_problem, store_problem};
use crate::ui::workspace::Workspace;

/// Sets this tablet up.
#[component]
pub fn FirstStart() -> impl IntoView {
    let organisation = RwSignal::new(None::<Organisation>);
    view! {
        {move || match organisation.get() {
            Some(organisation) => view! { <ChooseTeam organisation=organisation/> }.into_any(),
            None => view! { <TypeOrOpen organisation=organisation/> }.into_any(),
        }}
    }
}

#[component]
fn TypeOrOpen(organisation: RwSignal<Option<Organisation>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let draft = RwSignal::new(SettingsDraft::default());
    let problems = Problems::new(settings_field_id, settings_problem);
    let failure = RwSignal::new(None::<String>);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let outcome = draft.with_untracked(|draft| draft.check(ambient::fresh_id));
        if let Some(settings) = problems.show(outcome) {
            set_up(workspace, settings, failure);
        }
    };
    let place_fields = [
        ("childrens-centres", "Children’s centres", 0_usize),
        ("youth-clubs", "Youth clubs", 1),
        ("schools", "Schools", 2),
    ]
    .into_iter()
    .zip(crate::domain::organisation::PlaceKind::ALL)
    .map(|((id, label, position), kind)| {
        view! {
            <Field
                id=id
                label=label
                room=Room::Lines
                value=Signal::derive(move || {
                    draft.with(|draft| draft.places.get(position).cloned().unwrap_or_default())
                })
                typed=Callback::new(move |text: String| {
                    draft.update(|draft| {
                        if let Some(places) = draft.places.get_mut(position) {
                            *places = text;
                        }
                    });
                })
                error=problems.at(SettingsField::Places(kind))
            />
        }
    })
    .collect_view();
    view! {
        <ErrorSummary lines=problems.lines() checks=problems.checks/>
        <Page title="Set up this tablet" health=problems.health()>
            <p class="govuk-body-l">
                "Daybook counts sessions and family surveys, on this tablet, without a connection. It takes a minute to set up."
            </p>
            <Failure failure=failure/>
            <div class="app-ways">
                <section class="app-ways__way">
                    <h2 class="govuk-heading-m">"Just looking?"</h2>
                    <p class="govuk-body">"See how it works with made-up sessions and surveys. You can leave the example at any time."</p>
                    <ExampleButton failure=failure/>
                </section>
                <section class="app-ways__way">
                    <h2 class="govuk-heading-m">"Have you been given an organisation file?"</h2>
                    <OpenOrganisation organisation=organisation/>
                </section>
            </div>
            <h2 class="govuk-heading-m">"Or type it in"</h2>
            <form on:submit=submit novalidate class="app-form">
                <Field
                    id="team"
                    label="Team"
                    hint="The team whose work is counted, such as Rosehill Locality Team"
                    room=Room::Line
                    value=Signal::derive(move || draft.with(|draft| draft.team.clone()))
                    typed=Callback::new(move |text| draft.update(|draft| draft.team = text))
                    error=problems.at(SettingsField::Team)
                />
                <Field
                    id="locality"
                    label="Locality"
                    hint="The part of the city the team belongs to"
                    room=Room::Line
                    value=Signal::derive(move || draft.with(|draft| draft.locality.clone()))
                    typed=Callback::new(move |text| draft.update(|draft| draft.locality = text))
                    error=problems.at(SettingsField::Locality)
                />
                <fieldset class="govuk-fieldset">
                    <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">"Places where you work"</legend>
                    <p class="govuk-hint">"One to a line. Leave out what you do not use; places can be added while recording."</p>
                    <div class="app-columns">{place_fields}</div>
                </fieldset>
                <Field
                    id="tablet"
                    label="Name of this tablet"
                    hint="So that people can tell its returns from another’s, such as Blue tablet"
                    room=Room::Line
                    value=Signal::derive(move || draft.with(|draft| draft.tablet.clone()))
                    typed=Callback::new(move |text| draft.update(|draft| draft.tablet = text))
                    error=problems.at(SettingsField::Tablet)
                />
                <button type="submit" class="govuk-button">"Start recording"</button>
            </form>
        </Page>
    }
}

#[component]
fn ExampleButton(failure: RwSignal<Option<String>>) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let show = move |_| {
        spawn_local(async move {
            if let Err(error) = workspace.show_example().await {
                failure.set(Some(store_problem(&error)));
            }
        });
    };
    view! {
        <button type="button" class="govuk-button govuk-button--secondary" on:click=show>
            "Try it with example data"
        </button>
    }
}

/// Opens an organisation file; whatever is wrong with it is listed.
#[component]
fn OpenOrganisation(organisation: RwSignal<Option<Organisation>>) -> impl IntoView {
    let field = NodeRef::<Input>::new();
    let wrong = RwSignal::new(Vec::<OrganisationError>::new());
    let unreadable = RwSignal::new(false);
    let open = move |_| {
        let Some(field) = field.get_untracked() else {
            return;
        };
        spawn_local(async move {
            wrong.set(Vec::new());
            unreadable.set(false);
            match files::chosen_text(&field).await {
                Ok(None) => {}
                Ok(Some(text)) => match Organisation::read(&text) {
                    Ok(read) => organisation.set(Some(read)),
                    Err(errors) => wrong.set(errors),
                },
                Err(_) => unreadable.set(true),
            }
        });
    };
    let message = move || {
        let mut lines: Vec<String> =
            wrong.with(|wrong| wrong.iter().map(ToString::to_string).collect());
        if unreadable.get() {
            lines.push("the browser could not read the file".to_owned());
        }
        (!lines.is_empty()).then(|| {
            view! {
                <div class="govuk-error-message" role="alert">
                    <p>"This file was not used:"</p>
                    <ul class="govuk-list govuk-list--bullet">
                        {lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                    </ul>
                </div>
            }
        })
    };
    view! {
        <div class="govuk-form-group">
            <label class="govuk-label" for="organisation-file">"Organisation file (JSON)"</label>
            {message}
            <input
                id="organisation-file"
                class="govuk-file-upload"
                type="file"
                accept=".json,application/json"
                node_ref=field
                on:change=open
            />
        </div>
    }
}

/// Chooses the team of an organisation file, and names the tablet.
#[component]
fn ChooseTeam(organisation: Organisation) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let today = ambient::today();
    let teams = organisation.teams_on(today);
    let options: Vec<Choice> = teams
        .iter()
        .map(|team| Choice {
            hint: Some(team.locality.name.to_string()),
            ..Choice::new(team.name.to_string())
        })
        .collect();
    let chosen = RwSignal::new(None::<usize>);
    let tablet = RwSignal::new(String::new());
    let faults = RwSignal::new((None::<String>, None::<String>));
    let checks = RwSignal::new(0_u32);
    let failure = RwSignal::new(None::<String>);
    let lines = Signal::derive(move || {
        faults.with(|(team, tablet)| {
            [("team", team), ("tablet", tablet)]
                .into_iter()
                .filter_map(|(field, words)| {
                    Some(Line {
                        field: field.to_owned(),
                        words: words.clone()?,
                    })
                })
                .collect::<Vec<_>>()
        })
    });
    let city = organisation.city.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        checks.update(|checks| *checks += 1);
        let team: Option<Team> = chosen
            .get_untracked()
            .and_then(|position| teams.get(position).cloned());
        let label = Text::typed(&tablet.get_untracked())
            .map_err(Fault::TooLong)
            .and_then(|label| label.ok_or(Fault::Missing));
        faults.set((
            team.is_none().then(|| "Choose your team".to_owned()),
            label.as_ref().err().map(|fault| {
                settings_problem(Problem {
                    field: SettingsField::Tablet,
                    fault: *fault,
                })
            }),
        ));
        if let (Some(team), Ok(label)) = (team, label) {
            let settings = Settings {
                tablet: label,
                city: Some(city.clone()),
                places: organisation.places_on(&team.id, today),
                team,
            };
            set_up(workspace, settings, failure);
        }
    };
    view! {
        <ErrorSummary lines=lines checks=checks/>
        <Page title="Choose your team">
            <Failure failure=failure/>
            <form on:submit=submit novalidate class="app-form">
                <Choices
                    id="team"
                    legend="Team"
                    lie=Lie::Stacked
                    options=Signal::stored(options)
                    chosen=chosen
                    choose=Callback::new(move |team| chosen.set(Some(team)))
                    error=Signal::derive(move || faults.with(|(team, _)| team.clone()))
                />
                <Field
                    id="tablet"
                    label="Name of this tablet"
                    hint="So that people can tell its returns from another’s, such as Blue tablet"
                    room=Room::Line
                    value=tablet
                    typed=Callback::new(move |text| tablet.set(text))
                    error=Signal::derive(move || faults.with(|(_, tablet)| tablet.clone()))
                />
                <button type="submit" class="govuk-button">"Start recording"</button>
            </form>
        </Page>
    }
}

#[component]
fn Failure(failure: RwSignal<Option<String>>) -> impl IntoView {
    move || {
        failure.get().map(|words| {
            view! {
                <section class="app-warning" role="alert">
                    <h2 class="app-warning__title">"The set-up was not saved"</h2>
                    <p class="app-warning__words">{words}</p>
                </section>
            }
        })
    }
}

fn set_up(workspace: Workspace, settings: Settings, failure: RwSignal<Option<String>>) {
    spawn_local(async move {
        if let Err(error) = workspace.set_up(settings).await {
            failure.set(Some(store_problem(&error)));
        }
    });
}
