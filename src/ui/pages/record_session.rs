//! Record a session: one page, one tap on Save.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::ambient;
use crate::domain::attendance::AgeBand;
use crate::domain::calendar::short_date;
use crate::domain::organisation::{Place, PlaceKind};
use crate::domain::record::Entry;
use crate::domain::session::{Kind, Plan, Session};
use crate::domain::session_draft::{SessionDraft, SessionField};
use crate::domain::share::grouped;
use crate::domain::text::Text;
use crate::ui::components::choices::{Choice, Choices, Lie, position};
use crate::ui::components::date_choice::DateChoice;
use crate::ui::components::error_summary::ErrorSummary;
use crate::ui::components::field::{Field, Room};
use crate::ui::components::not_saved::NotSaved;
use crate::ui::components::page::Page;
use crate::ui::components::stepper::Stepper;
use crate::ui::form::{Next, Problems, SaveBar, Saving};
use crate::ui::sentences::{session_field_id, session_problem, store_problem};
use crate::ui::workspace::Workspace;

/// The form's state: plain data in signals, shared by its parts.
#[derive(Clone, Copy)]
struct Form {
    draft: RwSignal<SessionDraft>,
    problems: Problems<SessionField>,
}

impl Form {
    fn text(self, read: fn(&SessionDraft) -> &String) -> Signal<String> {
        Signal::derive(move || self.draft.with(|draft| read(draft).clone()))
    }

    fn typed(self, place: fn(&mut SessionDraft) -> &mut String) -> Callback<String> {
        Callback::new(move |text| self.draft.update(|draft| *place(draft) = text))
    }

    fn check(self, places: &[Place]) -> Option<Session> {
        let outcome = self
            .draft
            .with_untracked(|draft| draft.check(ambient::today(), places));
        self.problems.show(outcome)
    }

    fn another(self) {
        self.draft
            .update(|draft| *draft = draft.another(ambient::today()));
    }
}

/// The session form.
#[component]
pub fn RecordSession() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let today = ambient::today();
    let form = Form {
        draft: RwSignal::new(SessionDraft::on(today)),
        problems: Problems::new(session_field_id, session_problem),
    };
    let saving = Saving::at("/session");
    let save = move |next: Next| {
        let places = workspace
            .settings
            .with_untracked(|settings| settings.as_ref().map(|it| it.places.clone()))
            .unwrap_or_default();
        if let Some(session) = form.check(&places) {
            let words = summary(&session, &places);
            let another = Callback::new(move |()| form.another());
            saving.save(Entry::Session(session), words, next, another);
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save(Next::Today);
    };
    view! {
        <ErrorSummary lines=form.problems.lines() checks=form.problems.checks/>
        <Page title="Record a session" health=form.problems.health()>
            <NotSaved error=saving.failure attempt=saving.attempt/>
            <form on:submit=submit novalidate class="app-form">
                <DateChoice
                    id="date"
                    legend="When was it?"
                    today=today
                    date=Signal::derive(move || form.draft.with(|draft| draft.date.clone()))
                    change=Callback::new(move |date| form.draft.update(|draft| draft.date = date))
                    error=form.problems.at(SessionField::Date)
                />
                <KindChoice form=form/>
                <PlaceOrPlan form=form/>
                <AttendanceTally form=form/>
                <More form=form/>
                <SaveBar
                    label="Save session"
                    saving=saving
                    save_and_another=Callback::new(move |()| save(Next::Another))
                >
                    <RunningTotal form=form/>
                </SaveBar>
            </form>
        </Page>
    }
}

#[component]
fn KindChoice(form: Form) -> impl IntoView {
    let options: Vec<Choice> = Kind::ALL
        .into_iter()
        .map(|kind| Choice {
            hint: Some(kind.hint().to_owned()),
            symbol: Some(kind),
            ..Choice::new(kind.label())
        })
        .collect();
    let choose = Callback::new(move |picked: usize| {
        form.draft.update(|draft| {
            let before = draft.kind.and_then(Kind::place_kind);
            draft.kind = Kind::ALL.get(picked).copied();
            // A place of one kind is none of another; a plan stays as chosen.
            if draft.kind.and_then(Kind::place_kind) != before {
                draft.place = None;
            }
        });
    });
    view! {
        <Choices
            id="kind"
            legend="What kind of session was it?"
            lie=Lie::Row
            options=Signal::stored(options)
            chosen=Signal::derive(move || form.draft.with(|draft| draft.kind.map(Kind::index)))
            choose=choose
            error=form.problems.at(SessionField::Kind)
        />
    }
}

/// The question that depends on the kind: the place, the plan, or none.
#[component]
fn PlaceOrPlan(form: Form) -> impl IntoView {
    let kind = Memo::new(move |_| form.draft.with(|draft| draft.kind));
    move || match kind.get() {
        None | Some(Kind::TargetedPrevention) => None,
        Some(Kind::CoWorkedCase) => Some(view! { <PlanChoice form=form/> }.into_any()),
        Some(other) => other
            .place_kind()
            .map(|place_kind| view! { <PlaceChoice form=form place_kind=place_kind/> }.into_any()),
    }
}

#[component]
fn PlanChoice(form: Form) -> impl IntoView {
    view! {
        <Choices
            id="plan"
            legend="Which plan is the case under?"
            lie=Lie::Row
            options=Signal::stored(Choice::of_all(&Plan::ALL, Plan::label))
            chosen=Signal::derive(move || {
                form.draft.with(|draft| position(&Plan::ALL, &draft.plan?))
            })
            choose=Callback::new(move |picked: usize| {
                form.draft.update(|draft| draft.plan = Plan::ALL.get(picked).copied());
            })
            error=form.problems.at(SessionField::Plan)
        />
    }
}

#[component]
fn PlaceChoice(form: Form, place_kind: PlaceKind) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let places = Memo::new(move |_| {
        workspace.settings.with(|settings| {
            settings.as_ref().map_or_else(Vec::new, |settings| {
                settings.places_of(place_kind).cloned().collect::<Vec<_>>()
            })
        })
    });
    let options = Signal::derive(move || {
        places.with(|places| {
            places
                .iter()
                .map(|place| Choice::new(place.name.to_string()))
                .collect()
        })
    });
    let chosen = Signal::derive(move || {
        form.draft.with(|draft| {
            let chosen = draft.place.as_ref()?;
            places.with(|places| places.iter().position(|place| place.id == *chosen))
        })
    });
    let choose = Callback::new(move |picked: usize| {
        let id = places.with_untracked(|places| places.get(picked).map(|place| place.id.clone()));
        form.draft.update(|draft| draft.place = id);
    });
    let legend = match place_kind {
        PlaceKind::ChildrensCentre => "Which children’s centre?",
        PlaceKind::YouthClub => "Which youth club?",
        PlaceKind::School => "Which school?",
    };
    view! {
        <Choices
            id="place"
            legend=legend
            lie=Lie::Row
            options=options
            chosen=chosen
            choose=choose
            error=form.problems.at(SessionField::Place)
        />
        <AddPlace form=form place_kind=place_kind open=places.with_untracked(Vec::is_empty)/>
    }
}

/// A place that is not listed yet, typed once and then in every list.
#[component]
fn AddPlace(form: Form, place_kind: PlaceKind, open: bool) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let name = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<String>);
    let add = move || {
        let typed = Text::typed(&name.get_untracked());
        let name_of_place = match typed {
            Ok(Some(found)) => found,
            Ok(None) => return problem.set(Some("Enter the name of the place".to_owned())),
            Err(_) => {
                return problem.set(Some("The name must be 80 characters or fewer".to_owned()));
            }
        };
        spawn_local(async move {
            match workspace.add_place(name_of_place, place_kind).await {
                Ok(place) => {
                    problem.set(None);
                    name.set(String::new());
                    form.draft.update(|draft| draft.place = Some(place));
                }
                Err(error) => problem.set(Some(store_problem(&error))),
            }
        });
    };
    view! {
        <details class="govuk-details" open=open>
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">"Add a place that is not listed"</span>
            </summary>
            <div class="govuk-details__text">
                <Field
                    id="new-place"
                    label="Name of the place"
                    room=Room::Line
                    value=name
                    typed=Callback::new(move |text| name.set(text))
                    error=problem
                />
                <button type="button" class="govuk-button govuk-button--secondary" on:click=move |_| add()>
                    "Add place"
                </button>
            </div>
        </details>
    }
}

#[component]
fn AttendanceTally(form: Form) -> impl IntoView {
    let tiles = AgeBand::ALL
        .into_iter()
        .map(|band| {
            let index = band.index();
            view! {
                <Stepper
                    id=session_field_id(SessionField::Attendance(band))
                    label=band.label()
                    hint=band.hint()
                    value=Signal::derive(move || {
                        form.draft.with(|draft| draft.attendance.get(index).cloned().unwrap_or_default())
                    })
                    typed=Callback::new(move |text: String| {
                        form.draft.update(|draft| {
                            if let Some(count) = draft.attendance.get_mut(index) {
                                *count = text;
                            }
                        });
                    })
                    error=form.problems.at(SessionField::Attendance(band))
                />
            }
        })
        .collect_view();
    view! {
        <fieldset class="govuk-fieldset app-tally">
            <legend class="govuk-fieldset__legend govuk-fieldset__legend--m">"Who came?"</legend>
            <p class="govuk-hint">"Young people and family members, each counted once. Not professionals."</p>
            <div class="app-tally__tiles">{tiles}</div>
            <div class="app-tally__new">
                <Stepper
                    id="new-families"
                    label="New families"
                    hint=Some("first time this year, as far as you know")
                    value=form.text(|draft| &draft.new_families)
                    typed=form.typed(|draft| &mut draft.new_families)
                    error=form.problems.at(SessionField::NewFamilies)
                />
            </div>
        </fieldset>
    }
}

#[component]
fn RunningTotal(form: Form) -> impl IntoView {
    let total = Memo::new(move |_| form.draft.with(SessionDraft::running_total));
    let noun = move || {
        if total.get() == 1 {
            "direct contact"
        } else {
            "direct contacts"
        }
    };
    view! {
        <p class="app-total" role="status">
            <span class="app-total__count">{move || grouped(u64::from(total.get()))}</span>
            " "
            <span class="app-total__noun">{noun}</span>
        </p>
    }
}

#[component]
fn More(form: Form) -> impl IntoView {
    // Opened by itself when one of its fields has a problem.
    let open = form.problems.among(&[
        SessionField::Theme,
        SessionField::Minutes,
        SessionField::Partners,
        SessionField::Note,
    ]);
    view! {
        <details class="govuk-details" prop:open=open>
            <summary class="govuk-details__summary">
                <span class="govuk-details__summary-text">"Add theme, length, partners or a note"</span>
            </summary>
            <div class="govuk-details__text">
                <Field
                    id="theme"
                    label="Theme (optional)"
                    hint="What it was about, such as Stay and Play"
                    room=Room::Line
                    value=form.text(|draft| &draft.theme)
                    typed=form.typed(|draft| &mut draft.theme)
                    error=form.problems.at(SessionField::Theme)
                />
                <Field
                    id="minutes"
                    label="Minutes (optional)"
                    hint="How long it took, 5 to 720"
                    room=Room::Number
                    value=form.text(|draft| &draft.minutes)
                    typed=form.typed(|draft| &mut draft.minutes)
                    error=form.problems.at(SessionField::Minutes)
                />
                <Field
                    id="partners"
                    label="Partners (optional)"
                    hint="Teams or services that helped to run it. They are noted, not counted."
                    room=Room::Line
                    value=form.text(|draft| &draft.partners)
                    typed=form.typed(|draft| &mut draft.partners)
                    error=form.problems.at(SessionField::Partners)
                />
                <Field
                    id="note"
                    label="Note (optional)"
                    hint="No names, please. 500 characters or fewer."
                    room=Room::Lines
                    value=form.text(|draft| &draft.note)
                    typed=form.typed(|draft| &mut draft.note)
                    error=form.problems.at(SessionField::Note)
                />
            </div>
        </details>
    }
}

fn summary(session: &Session, places: &[Place]) -> String {
    let place = session
        .place()
        .and_then(|id| places.iter().find(|place| place.id == *id))
        .map(|place| place.name.to_string());
    let contacts = session.attendance().contacts();
    let noun = if contacts == 1 {
        "direct contact"
    } else {
        "direct contacts"
    };
    [
        Some(session.kind().label().to_owned()),
        place,
        Some(short_date(session.date())),
        Some(format!("{contacts} {noun}")),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(", ")
}
