//! The first start: team, locality and places, typed, from an organisation
//! file, or as example data with one tap.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::ambient;
use crate::domain::base::text::{Name, Text};
use crate::domain::organisation::{Organisation, PlaceKind, Team};
use crate::domain::tablet::settings::{Settings, SettingsDraft, SettingsField};
use crate::ui::address::Address;
use crate::ui::components::button::{Weight, button};
use crate::ui::components::choices::{Choice, Choices, Lie};
use crate::ui::components::error_summary::Line;
use crate::ui::components::field::{Field, Room};
use crate::ui::components::organisation_file::organisation_file;
use crate::ui::components::page::{Form as PageForm, page};
use crate::ui::components::warning::warning;
use crate::ui::form::{Problems, form};
use crate::ui::frame::link;
use crate::ui::keeping::{Keeping, TypedText};
use crate::ui::markup::{El, Pieces, acting, div, el, live, paragraph, reading};
use crate::ui::navigation::Navigation;
use crate::ui::sentences::{settings_field_id, settings_problem, store_problem};
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// What the first start knows so far.
#[derive(Clone, Copy)]
struct FirstStart {
    workspace: Workspace,
    organisation: State<Option<Organisation>>,
    failure: State<Option<String>>,
    navigation: Navigation,
    /// What is typed, in the order of the form.
    typed: [TypedText; 6],
    keeping: Keeping,
}

impl FirstStart {
    fn set_up(self, settings: Settings) {
        spawn_local(async move {
            match self.workspace.set_up(settings).await {
                Ok(()) => {
                    for typed in self.typed {
                        typed.saved("");
                    }
                    self.navigation.go(Address::Today);
                }
                Err(error) => self.failure.set(Some(store_problem(&error))),
            }
        });
    }

    fn show_example(self) {
        spawn_local(async move {
            match self.workspace.show_example().await {
                Ok(()) => self.navigation.go(Address::Today),
                Err(error) => self.failure.set(Some(store_problem(&error))),
            }
        });
    }

    fn failed(self) -> Pieces {
        live(move || {
            let words = self.failure.get()?;
            Some(warning("The set-up was not saved", words))
        })
    }
}

/// Sets this tablet up.
pub fn first_start() -> Pieces {
    let typed = [
        "team",
        "locality",
        "childrens-centres",
        "youth-clubs",
        "schools",
        "tablet",
    ]
    .map(|name| TypedText::new(name, ""));
    let this = FirstStart {
        workspace: expect_context::<Workspace>(),
        organisation: State::new(None),
        failure: State::new(None),
        navigation: expect_context::<Navigation>(),
        typed,
        keeping: Keeping::of_texts("set-up", typed.to_vec()),
    };
    live(move || match this.organisation.get() {
        Some(organisation) => choose_team(this, organisation),
        None => type_or_open(this),
    })
}

fn type_or_open(this: FirstStart) -> El {
    let problems = Problems::new();
    let [team, locality, centres, clubs, schools, tablet] = this.typed;
    let submit = move || {
        let text = |typed: TypedText| typed.text.get_untracked();
        let draft = SettingsDraft {
            team: text(team),
            locality: text(locality),
            places: [text(centres), text(clubs), text(schools)],
            tablet: text(tablet),
        };
        let outcome = draft.check(ambient::fresh_id);
        if let Some(settings) = problems.show(outcome, settings_field_id, settings_problem) {
            this.set_up(settings);
        }
    };
    let line = |typed: TypedText, label, hint, room| {
        let field = Field {
            hint,
            room,
            error: problems.at(typed.name),
            ..Field::of(typed.name, label, typed.text)
        };
        match room {
            Room::Lines => field.view_lines_up_to(Name::MOST),
            Room::Line | Room::Number | Room::Pin | Room::Secret => field.view_up_to(Name::MOST),
        }
    };
    let places = [
        line(centres, "Children’s centres", None, Room::Lines),
        line(clubs, "Youth clubs", None, Room::Lines),
        line(schools, "Schools", None, Room::Lines),
    ];
    let team_hint = "The team whose work is counted, such as Rosehill Locality Team";
    let locality_hint = "The part of the city the team belongs to";
    let typed = form(submit)
        .child(line(team, "Team", Some(team_hint), Room::Line))
        .child(line(locality, "Locality", Some(locality_hint), Room::Line))
        .child(
            el("fieldset")
                .class("govuk-fieldset")
                .child(
                    el("legend")
                        .class("govuk-fieldset__legend govuk-fieldset__legend--m")
                        .child("Places where you work"),
                )
                .child(el("p").class("govuk-hint").child(
                    "One to a line. Leave out what you do not use; places can be added while recording.",
                ))
                .child(div("app-columns").child(places)),
        )
        .child(line(tablet, TABLET, Some(TABLET_HINT), Room::Line))
        .child(button("Start recording", Weight::Primary).attr("type", "submit"));
    let inside = Pieces::from(el("p").class("govuk-body-l").child(
        "Daybook counts sessions and family surveys, on this tablet, without a connection. It takes a minute to set up.",
    ))
    .and(this.keeping.view())
    .and(this.failed())
    .and(other_ways(this))
    .and(el("h2").class("govuk-heading-m").child("Or type it in"))
    .and(typed);
    page("Set up this tablet", PageForm::Of(problems), inside)
}

/// The ways of setting up that need no typing: what most have, then what some need,
/// and last what shows the app alone.
fn other_ways(this: FirstStart) -> El {
    let way = |title: &str, inside: Pieces| {
        el("section")
            .class("app-ways__way")
            .child(el("h2").class("govuk-heading-m").child(title))
            .child(inside)
    };
    let example = Pieces::from(paragraph(
        "See how it works with made-up sessions and surveys. You can leave the example at any time.",
    ))
    .and(
        button("Try it with example data", Weight::Secondary)
            .on("click", move |_| this.show_example()),
    );
    div("app-ways")
        .child(way(
            "Have you been given an organisation file?",
            organisation_file(acting(move |read| this.organisation.set(Some(read)))).into(),
        ))
        .child(way(
            "Was a tablet lost or cleared?",
            paragraph(link(Address::Restore, "Restore a backup")).into(),
        ))
        .child(way("Just looking?", example))
}

const TABLET: &str = "Name of this tablet";
const TABLET_HINT: &str = "So that people can tell its returns from another’s, such as Blue tablet";

/// A team of an organisation file, to be chosen.
pub(super) fn of_team(team: &Team) -> Choice {
    Choice {
        hint: Some(team.locality.name.to_string()),
        ..Choice::new(team.name.to_string())
    }
}

/// Chooses the team of an organisation file, and names the tablet.
fn choose_team(this: FirstStart, organisation: Organisation) -> El {
    let today = ambient::today();
    let teams = organisation.teams_from(today);
    let options: Vec<Choice> = teams.iter().map(of_team).collect();
    let chosen = State::new(None::<usize>);
    let [.., tablet] = this.typed;
    let problems = Problems::new();
    let submit = move || {
        let team = chosen
            .get_untracked()
            .and_then(|position| teams.get(position).cloned());
        let label = Text::typed(&tablet.text.get_untracked());
        let mut lines = Vec::new();
        if team.is_none() {
            lines.push(Line {
                field: settings_field_id(SettingsField::Team),
                words: "Choose your team".to_owned(),
            });
        }
        let words = match &label {
            Ok(Some(_)) => None,
            Ok(None) => Some("Enter what you call this tablet, such as Blue tablet".to_owned()),
            Err(_) => Some("Tablet must be 80 characters or fewer".to_owned()),
        };
        lines.extend(words.map(|words| Line {
            field: settings_field_id(SettingsField::Tablet),
            words,
        }));
        problems.set(lines);
        if let (Some(team), Ok(Some(label))) = (team, label) {
            this.set_up(Settings::of_organisation(&organisation, team, label));
        }
    };
    let team = Choices {
        id: "team",
        legend: "Team",
        lie: Lie::Stacked,
        options: reading(move || options.clone()),
        chosen: reading(move || chosen.get()),
        choose: acting(move |team| chosen.set(Some(team))),
        error: problems.at("team"),
    };
    let label = Field {
        hint: Some(TABLET_HINT),
        error: problems.at("tablet"),
        ..Field::of("tablet", TABLET, tablet.text)
    };
    let inside = this.failed().and(
        form(submit)
            .child(team.view())
            .child(label.view_up_to(Name::MOST))
            .child(button("Start recording", Weight::Primary).attr("type", "submit")),
    );
    page("Choose your team", PageForm::Of(problems), inside)
}

/// The kinds of place are asked for in the order of [`PlaceKind::ALL`].
const _: () = assert!(matches!(
    PlaceKind::ALL,
    [
        PlaceKind::ChildrensCentre,
        PlaceKind::YouthClub,
        PlaceKind::School
    ]
));
