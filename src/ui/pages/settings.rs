//! Settings: the teams that use this tablet, its places and its name.

use chrono::NaiveDate;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::ambient;
use crate::domain::base::calendar::short_date;
use crate::domain::base::ids::TeamId;
use crate::domain::base::share::grouped;
use crate::domain::base::text::{Name, Text};
use crate::domain::capture::choosing::TYPE_TO_FIND_FROM;
use crate::domain::organisation::retention_period::Years;
use crate::domain::organisation::{Organisation, PlaceKind};
use crate::domain::tablet::settings::{Adoption, Settings};
use crate::store::StoreError;
use crate::ui::address::Address;
use crate::ui::components::button::{Weight, button};
use crate::ui::components::choices::{Choice, Choices, Lie, position};
use crate::ui::components::facts_list::facts_list;
use crate::ui::components::field::Field;
use crate::ui::components::organisation_file::organisation_file;
use crate::ui::components::page::{Form, page};
use crate::ui::components::warning::warning;
use crate::ui::frame::{counted, link, today};
use crate::ui::keeping::{Keeping, TypedText};
use crate::ui::markup::{El, Pieces, acting, div, el, follow, live, paragraph, reading};
use crate::ui::pages::first_start::of_team;
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
    team: Named,
    locality: Named,
    tablet: Named,
    keeping: Keeping,
}

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    UsualTeam,
    NewTeam,
    Name,
    File,
}

impl Change {
    fn words(self) -> &'static str {
        match self {
            Self::UsualTeam => "New records are for this team unless you choose another.",
            Self::NewTeam => "The team was added.",
            Self::Name => "The tablet has a new name. Returns already sent keep the old one.",
            Self::File => "Teams and places are those of the organisation file.",
        }
    }
}

/// The settings of this tablet.
pub fn settings_page() -> Pieces {
    let workspace = expect_context::<Workspace>();
    let (team, locality) = (Named::new("new-team", ""), Named::new("new-locality", ""));
    let label = workspace.settings.with_untracked(|settings| {
        let settings = settings.as_ref();
        settings.map(|it| it.tablet.to_string()).unwrap_or_default()
    });
    let tablet = Named::new("tablet", &label);
    let texts = [team, locality, tablet].map(|named| named.typed);
    let this = Changing {
        workspace,
        failure: State::new(None),
        organisation: State::new(None),
        one_more: State::new(None),
        team,
        locality,
        tablet,
        keeping: Keeping::of_texts("settings", texts.to_vec()),
    };
    follow(Box::new(move || {
        if let Some(name) = this.name_now() {
            untrack(|| this.tablet.typed.saved_elsewhere(&name));
        }
    }));
    let failed = live(move || Some(warning("Not changed", this.failure.get()?)));
    let body = live(move || {
        let settings = this.workspace.settings.get()?;
        Some(match this.organisation.get() {
            Some(organisation) => this.dry_run(organisation, settings),
            None => this.view(&settings),
        })
    });
    let inside = this.keeping.view().and(failed).and(body);
    page("Settings", Form::None, inside).into()
}

impl Changing {
    /// What the tablet is called by now.
    fn name_now(self) -> Option<String> {
        self.workspace
            .settings
            .with(|settings| Some(settings.as_ref()?.tablet.to_string()))
    }

    /// Why a change was not kept. Whoever has typed a name is told of the one that
    /// another tab has saved, and may put theirs in its place.
    async fn not_changed(self, change: Change, error: &StoreError) -> String {
        if change == Change::Name && *error == StoreError::ChangedElsewhere {
            self.workspace.look().await;
            if let Some(name) = untrack(|| self.name_now()) {
                self.tablet.typed.told_of(&name);
                return format!(
                    "Another tab has named this tablet “{name}” in the meantime. Save once more to call it what you typed."
                );
            }
        }
        store_problem(error)
    }

    /// Keeps a change: on top of what another tab has changed since this was drawn.
    fn keep(
        self,
        change: Change,
        step: impl Fn(&mut Settings) -> Result<(), StoreError> + 'static,
    ) {
        spawn_local(async move {
            match self.workspace.change_settings(step).await {
                Ok(()) => {
                    self.failure.set(None);
                    self.organisation.set(None);
                    self.one_more.set(None);
                    self.typed_is_saved(change);
                    self.workspace
                        .notify("/settings", "Changed", change.words().to_owned());
                }
                Err(error) => {
                    let words = self.not_changed(change, &error).await;
                    self.failure.try_set(Some(words));
                }
            }
        });
    }

    /// What was typed for a change is no longer unfinished.
    fn typed_is_saved(self, change: Change) {
        match change {
            Change::NewTeam => {
                self.team.typed.saved("");
                self.locality.typed.saved("");
            }
            Change::Name => {
                let typed = self.tablet.typed;
                typed.saved(&typed.text.get_untracked());
            }
            Change::UsualTeam | Change::File => {}
        }
    }

    fn view(self, settings: &Settings) -> Pieces {
        let of_places = settings.clone();
        Pieces::from(on_this_tablet())
            .and(self.teams(settings))
            // By itself, since the day it says may end while somebody types here.
            .and(live(move || Self::places(&of_places)))
            .and(section(
                "Regular groups",
                paragraph(link(Address::Groups, "Add, change or end regular groups")).into(),
            ))
            .and(self.tablet())
            .and(section(
                "Family survey",
                paragraph(link(Address::SurveyLanguages, "Survey languages")).into(),
            ))
            .and(section(
                "Past sessions",
                paragraph(link(Address::Import, "Add past sessions from a spreadsheet")).into(),
            ))
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
        let teams: Vec<Choice> = settings.teams().map(of_team).collect();
        let ids: Vec<TeamId> = settings.teams().map(|team| team.id.clone()).collect();
        let usual = Choices {
            id: "usual-team",
            legend: "Whose work is recorded here?",
            lie: Lie::Stacked,
            options: reading(move || teams.clone()),
            chosen: reading(|| Some(0)),
            choose: acting(move |picked: usize| {
                if let Some(id) = ids.get(picked).cloned() {
                    self.keep(Change::UsualTeam, move |settings| {
                        settings.use_team(&id);
                        Ok(())
                    });
                }
            }),
            error: reading(|| None),
        };
        let add = button("Add team", Weight::Secondary).on("click", move |_| {
            if let (Some(name), Some(locality)) = (self.team.check(), self.locality.check()) {
                self.keep(Change::NewTeam, move |settings| {
                    let (name, locality) = (name.clone(), locality.clone());
                    settings.add_team(name, locality, &mut ambient::fresh_id);
                    Ok(())
                });
            }
        });
        section(
            "Teams",
            Pieces::from(usual.view()).and(details("Add a team").child(
                div("govuk-details__text").child([
                    self.team.view("Team"),
                    self.locality.view("Locality"),
                    add,
                ]),
            )),
        )
    }

    fn places(settings: &Settings) -> El {
        let today = today();
        let offered = settings.places_on(Some(today));
        let later = settings
            .places_on(None)
            .into_iter()
            .filter_map(|(place, called)| {
                let dates = settings.in_use.of_place(&place.id);
                let opens = dates.from.filter(|from| today < *from)?;
                Some(format!("{called} opens on {}", short_date(opens)))
            });
        let later: Vec<String> = later.collect();
        let mut listed: Vec<(&str, String)> = PlaceKind::ALL
            .into_iter()
            .map(|kind| {
                let of_kind = offered.iter().filter(|(place, _)| place.kind == kind);
                let names: Vec<String> = of_kind
                    .map(
                        |(place, called)| match settings.in_use.of_place(&place.id).until {
                            Some(until) => format!("{called} (closes on {})", short_date(until)),
                            None => called.clone(),
                        },
                    )
                    .collect();
                let names = if names.is_empty() {
                    "None".to_owned()
                } else if names.len() >= TYPE_TO_FIND_FROM {
                    // A page of names tells nobody anything.
                    grouped(u64::try_from(names.len()).unwrap_or(u64::MAX))
                } else {
                    names.join(", ")
                };
                (kind.label(), names)
            })
            .collect();
        if !later.is_empty() {
            listed.push(("Later", later.join(", ")));
        }
        section(
            "Places",
            Pieces::from(facts_list(listed))
                .and(
                    el("p").class("govuk-hint").child(
                        "A place that is not listed is added while recording a session there.",
                    ),
                )
                .and(paragraph(link(Address::Places, "Correct a mistyped place"))),
        )
    }

    fn tablet(self) -> El {
        let save = button("Save name", Weight::Secondary).on("click", move |_| {
            let seen = Text::typed(&self.tablet.typed.opened()).ok().flatten();
            if let (Some(tablet), Some(seen)) = (self.tablet.check(), seen) {
                self.keep(Change::Name, move |settings| {
                    Ok(settings.rename(&seen, tablet.clone())?)
                });
            }
        });
        let name = self.tablet.view("Name of this tablet");
        section("This tablet", Pieces::from(name).and(save))
    }

    /// What the file would do, before it does anything.
    fn dry_run(self, organisation: Organisation, settings: Settings) -> Pieces {
        let teams = organisation.teams_from(ambient::today());
        let mut options = vec![Choice::new("No other team")];
        options.extend(teams.iter().map(of_team));
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
        let before = settings.keep_records_for_years;
        let plan = move |settings: &Settings| {
            let one_more = self.one_more.get();
            settings.adopting(&organisation, one_more.as_ref(), today())
        };
        let (planned, seen) = (plan.clone(), settings.clone());
        let told = live(move || would_change(&planned(&seen), before));
        let use_it = button("Use this file", Weight::Primary).on("click", move |_| {
            let (plan, seen) = (plan.clone(), settings.clone());
            self.keep(Change::File, move |settings| {
                // Another tab may have changed what the dry run was made from.
                let shown = untrack(|| plan(&seen));
                let now = untrack(|| plan(settings));
                if !now.says_the_same_as(&shown) {
                    return Err(StoreError::ChangedElsewhere);
                }
                *settings = now.settings;
                Ok(())
            });
        });
        let leave = button("Change nothing", Weight::Secondary)
            .on("click", move |_| self.organisation.set(None));
        Pieces::from(el("h2").class("govuk-heading-m").child(city))
            .and(more.view())
            .and(told)
            .and(div("app-actions app-actions--record").child([use_it, leave]))
    }
}

/// What else is set and kept on the tablet, each on its own page.
fn on_this_tablet() -> El {
    let lines = [
        (
            Address::Safe,
            "Backup and restore",
            "Whether the work is safe, and room for more",
        ),
        (Address::Locks, "PINs", "For staff and for the manager"),
        (
            Address::Install,
            "Install Daybook",
            "So that it opens like any other app",
        ),
        (
            Address::About,
            "About Daybook",
            "What it stores, and what is not safe",
        ),
    ]
    .into_iter()
    .map(|(to, name, what)| {
        el("li")
            .child(link(to, name))
            .child(el("p").class("govuk-hint").child(what))
    })
    .collect::<Vec<El>>();
    el("nav")
        .class("app-contents")
        .attr("aria-label", "On this tablet")
        .child(el("ul").class("govuk-list").child(lines))
}

fn would_change(plan: &Adoption, before: Option<Years>) -> Pieces {
    let years = plan.settings.keep_records_for_years;
    let kept = (years != before).then(|| {
        paragraph(years.map_or_else(
            || "It no longer says how long records are kept.".to_owned(),
            |years| {
                let years = counted(u64::from(years.number()), "year", "years");
                format!("Records are kept for {years}.")
            },
        ))
    });
    let part = |words: &str, names: Vec<String>| {
        let items: Vec<El> = names.into_iter().map(|name| el("li").child(name)).collect();
        (!items.is_empty()).then(|| {
            Pieces::from(paragraph(words))
                .and(el("ul").class("govuk-list govuk-list--bullet").child(items))
        })
    };
    let renamed = plan.renamed.iter();
    let renamed: Vec<String> = renamed.map(|(old, new)| format!("{old} → {new}")).collect();
    let dated = |all: &[(String, NaiveDate)]| {
        let lines = all.iter();
        lines
            .map(|(called, day)| format!("{called}: {}", short_date(*day)))
            .collect::<Vec<_>>()
    };
    let nothing = plan.changes_no_name_or_date() && kept.is_none();
    let nothing = nothing.then(|| paragraph("Nothing would change on this tablet."));
    Pieces::from(part("New on this tablet:", plan.added.clone()))
        .and(part("With another name:", renamed))
        .and(part(
            "Open later, and are offered for sessions from this day on:",
            dated(&plan.opening),
        ))
        .and(part(
            "Close, and are offered for sessions up to this day:",
            dated(&plan.closing),
        ))
        .and(part("Do not close any more:", plan.staying.clone()))
        .and(kept)
        .and(nothing)
        .and(part(
            "Typed here and kept as they are. Your performance team matches them once:",
            plan.typed.clone(),
        ))
        .and(part(
            "Not in this file, and still offered here. To close one, give it a last day in the file:",
            plan.unlisted.clone(),
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
struct Named {
    typed: TypedText,
    problem: State<Option<String>>,
}

impl Named {
    fn new(id: &'static str, opened: &str) -> Self {
        Self {
            typed: TypedText::new(id, opened),
            problem: State::new(None),
        }
    }

    fn check(self) -> Option<Name> {
        let (checked, problem) = match Text::typed(&self.typed.text.get_untracked()) {
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

    fn view(self, label: &'static str) -> El {
        Field {
            error: reading(move || self.problem.get()),
            ..Field::of(self.typed.name, label, self.typed.text)
        }
        .view_up_to(Name::MOST)
    }
}
