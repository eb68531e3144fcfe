//! Settings: the teams that use this tablet, its places and its name.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::ambient;
use crate::domain::ids::TeamId;
use crate::domain::organisation::{Organisation, PlaceKind};
use crate::domain::settings::{Adoption, Settings};
use crate::domain::text::{Name, Text};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::choices::{Choice, Choices, Lie, position};
use crate::ui::components::facts_list::facts_list;
use crate::ui::components::field::{Field, Room};
use crate::ui::components::organisation_file::organisation_file;
use crate::ui::components::page::{Form, page};
use crate::ui::components::warning::warning;
use crate::ui::markup::{El, Pieces, acting, div, el, live, paragraph, reading};
use crate::ui::sentences::store_problem;
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// The page's state.
#[derive(Clone, Copy)]
struct Changing {
    workspace: Workspace,
    failure: State<Option<String>>,
    organisation: State<Option<Organisation>>,
    one_more: State<Option<TeamId>>,
}

/// The settings of this tablet.
pub fn settings_page() -> Pieces {
    let this = Changing {
        workspace: expect_context::<Workspace>(),
        failure: State::new(None),
        organisation: State::new(None),
        one_more: State::new(None),
    };
    let failed = live(move || Some(warning("Not changed", this.failure.get()?)));
    let body = live(move || {
        let settings = this.workspace.settings.get()?;
        Some(match this.organisation.get() {
            Some(organisation) => this.dry_run(organisation, settings),
            None => this.view(&settings),
        })
    });
    page("Settings", Form::None, failed.and(body)).into()
}

impl Changing {
    fn keep(self, settings: Settings, done: &'static str) {
        spawn_local(async move {
            match self.workspace.change_settings(settings).await {
                Ok(()) => {
                    self.failure.set(None);
                    self.organisation.set(None);
                    self.one_more.set(None);
                    self.workspace
                        .notify("/settings", "Changed", done.to_owned());
                }
                Err(error) => self.failure.set(Some(store_problem(&error))),
            }
        });
    }

    fn view(self, settings: &Settings) -> Pieces {
        Pieces::from(self.teams(settings))
            .and(Self::places(settings))
            .and(self.tablet(settings))
            .and(section(
                "Organisation file",
                Pieces::from(paragraph(
                    "Gives teams and places the organisation’s own names. You see what would change before anything does.",
                ))
                .and(organisation_file(acting(move |read| {
                    self.organisation.set(Some(read));
                }))),
            ))
    }

    fn teams(self, settings: &Settings) -> El {
        let teams: Vec<Choice> = settings
            .teams()
            .map(|team| Choice {
                hint: Some(team.locality.name.to_string()),
                ..Choice::new(team.name.to_string())
            })
            .collect();
        let (now, other_teams) = (settings.clone(), settings.clone());
        let usual = Choices {
            id: "usual-team",
            legend: "Whose work is recorded here?",
            lie: Lie::Stacked,
            options: reading(move || teams.clone()),
            chosen: reading(|| Some(0)),
            choose: acting(move |picked: usize| {
                let mut settings = now.clone();
                if let Some(id) = now.teams().nth(picked).map(|team| team.id.clone()) {
                    settings.use_team(&id);
                    self.keep(
                        settings,
                        "New records are for this team unless you choose another.",
                    );
                }
            }),
            error: reading(|| None),
        };
        let name = Typed::new("new-team", "Team");
        let locality = Typed::new("new-locality", "Locality");
        let add = button("Add team", Weight::Secondary).on("click", move |_| {
            if let (Some(name), Some(locality)) = (name.check(), locality.check()) {
                let mut settings = other_teams.clone();
                settings.add_team(name, locality, &mut ambient::fresh_id);
                self.keep(settings, "The team was added.");
            }
        });
        section(
            "Teams",
            Pieces::from(usual.view()).and(
                details("Add a team").child(div("govuk-details__text").child([
                    name.view(),
                    locality.view(),
                    add,
                ])),
            ),
        )
    }

    fn places(settings: &Settings) -> El {
        let listed = PlaceKind::ALL
            .into_iter()
            .map(|kind| {
                let names: Vec<String> = settings
                    .places_of(kind)
                    .map(|place| place.name.to_string())
                    .collect();
                let names = if names.is_empty() {
                    "None".to_owned()
                } else {
                    names.join(", ")
                };
                (kind.label(), names)
            })
            .collect();
        section(
            "Places",
            Pieces::from(facts_list(listed)).and(
                el("p")
                    .class("govuk-hint")
                    .child("A place that is not listed is added while recording a session there."),
            ),
        )
    }

    fn tablet(self, settings: &Settings) -> El {
        let name = Typed::new("tablet", "Name of this tablet");
        name.text.set(settings.tablet.to_string());
        let settings = settings.clone();
        let save = button("Save name", Weight::Secondary).on("click", move |_| {
            if let Some(tablet) = name.check() {
                let settings = Settings {
                    tablet,
                    ..settings.clone()
                };
                self.keep(
                    settings,
                    "The tablet has a new name. Returns already sent keep the old one.",
                );
            }
        });
        section("This tablet", Pieces::from(name.view()).and(save))
    }

    /// What the file would do, before it does anything.
    fn dry_run(self, organisation: Organisation, settings: Settings) -> Pieces {
        let today = ambient::today();
        let teams = organisation.teams_on(today);
        let mut options = vec![Choice::new("No other team")];
        options.extend(teams.iter().map(|team| Choice {
            hint: Some(team.locality.name.to_string()),
            ..Choice::new(team.name.to_string())
        }));
        let ids: Vec<TeamId> = teams.into_iter().map(|team| team.id).collect();
        let known = ids.clone();
        let more = Choices {
            id: "one-more",
            legend: "Does another of its teams use this tablet?",
            lie: Lie::Stacked,
            options: reading(move || options.clone()),
            chosen: reading(move || match self.one_more.get() {
                None => Some(0),
                Some(id) => position(&known, &id).map(|at| at + 1),
            }),
            choose: acting(move |picked: usize| {
                let id = picked.checked_sub(1).and_then(|at| ids.get(at));
                self.one_more.set(id.cloned());
            }),
            error: reading(|| None),
        };
        let city = organisation.city.to_string();
        let plan = move || {
            let one_more = self.one_more.get();
            settings.adopting(&organisation, one_more.as_ref(), today)
        };
        let planned = plan.clone();
        let told = live(move || would_change(&planned()));
        let use_it = button("Use this file", Weight::Primary).on("click", move |_| {
            let settings = untrack(|| plan().settings);
            self.keep(
                settings,
                "Teams and places are those of the organisation file.",
            );
        });
        let leave = button("Change nothing", Weight::Secondary)
            .on("click", move |_| self.organisation.set(None));
        Pieces::from(el("h2").class("govuk-heading-m").child(city))
            .and(more.view())
            .and(told)
            .and(div("app-actions app-actions--record").child([use_it, leave]))
    }
}

fn would_change(plan: &Adoption) -> Pieces {
    let part = |words: &str, names: Vec<String>| {
        let items: Vec<El> = names.into_iter().map(|name| el("li").child(name)).collect();
        (!items.is_empty()).then(|| {
            Pieces::from(paragraph(words))
                .and(el("ul").class("govuk-list govuk-list--bullet").child(items))
        })
    };
    let names = |names: &[Name]| names.iter().map(ToString::to_string).collect::<Vec<_>>();
    let renamed = plan.renamed.iter();
    let renamed: Vec<String> = renamed.map(|(old, new)| format!("{old} → {new}")).collect();
    let nothing = plan.added.is_empty() && renamed.is_empty();
    let nothing = nothing.then(|| paragraph("Nothing would change on this tablet."));
    Pieces::from(part("New on this tablet:", names(&plan.added)))
        .and(part("With another name:", renamed))
        .and(nothing)
        .and(part(
            "Typed here and kept as they are. Your performance team matches them once:",
            names(&plan.typed),
        ))
}

fn section(title: &str, inside: Pieces) -> El {
    el("section")
        .class("app-contents")
        .child(el("h2").class("govuk-heading-m").child(title))
        .child(inside)
}

fn details(words: &str) -> El {
    el("details").class("govuk-details").child(
        el("summary")
            .class("govuk-details__summary")
            .child(el("span").class("govuk-details__summary-text").child(words)),
    )
}

/// A name that is typed, with what is wrong with it.
#[derive(Clone, Copy)]
struct Typed {
    id: &'static str,
    label: &'static str,
    text: State<String>,
    problem: State<Option<String>>,
}

impl Typed {
    fn new(id: &'static str, label: &'static str) -> Self {
        Self {
            id,
            label,
            text: State::new(String::new()),
            problem: State::new(None),
        }
    }

    fn check(self) -> Option<Name> {
        let (checked, problem) = match Text::typed(&self.text.get_untracked()) {
            Ok(Some(name)) => (Some(name), None),
            Ok(None) => (None, Some("Enter a name".to_owned())),
            Err(_) => (
                None,
                Some("The name must be 80 characters or fewer".to_owned()),
            ),
        };
        self.problem.set(problem);
        checked
    }

    fn view(self) -> El {
        Field {
            id: self.id,
            label: self.label,
            hint: None,
            room: Room::Line,
            value: reading(move || self.text.get()),
            typed: acting(move |text| self.text.set(text)),
            error: reading(move || self.problem.get()),
        }
        .view()
    }
}
