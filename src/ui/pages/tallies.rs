//! Door tallies: those that are open, and the beginning of one.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::ambient;
use crate::domain::base::ids::TallyId;
use crate::domain::base::text::{Name, Text};
use crate::domain::capture::choosing::TYPE_TO_FIND_FROM;
use crate::domain::capture::group::Group;
use crate::domain::capture::tally::{Tally, next_label};
use crate::domain::record::ledger::Ledger;
use crate::store::StoreError;
use crate::ui::address::Address;
use crate::ui::components::button::{Weight, button};
use crate::ui::components::choices::{Choice, Choices, Lie};
use crate::ui::components::field::Field;
use crate::ui::components::open_tallies::open_tallies;
use crate::ui::components::page::{Form, page};
use crate::ui::components::warning::warning;
use crate::ui::form::form;
use crate::ui::frame::today;
use crate::ui::markup::{Pieces, acting, div, el, live, paragraph, reading};
use crate::ui::navigation::Navigation;
use crate::ui::sentences::store_problem;
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// The page that begins a tally, with those that are open.
pub fn tallies() -> Pieces {
    let workspace = expect_context::<Workspace>();
    let navigation = expect_context::<Navigation>();
    let label = State::new(String::new());
    let (problem, failure) = (State::new(None::<String>), State::new(None::<StoreError>));
    let begin = move |named: Option<Name>, group: Option<Group>| {
        spawn_local(async move {
            match begun(workspace, named, group).await {
                Ok(id) => navigation.go(Address::Tally(id)),
                Err(error) => {
                    failure.try_set(Some(error));
                }
            }
        });
    };
    let start = move || match Text::typed(&label.get_untracked()) {
        Ok(typed) => {
            problem.set(None);
            begin(typed, None);
        }
        Err(_) => problem.set(Some("The name must be 80 characters or fewer".to_owned())),
    };
    let field = Field {
        hint: Some("Such as the room or the group. Left blank, it is numbered."),
        error: reading(move || problem.get()),
        ..Field::of("tally-label", "What is it for? (optional)", label)
    };
    let inside = Pieces::from(paragraph(
        "Count people as they come in: one tap for each. Every tap is kept at once. At the end the tally fills in a session.",
    ))
    .and(live(move || {
        let error = failure.get()?;
        Some(warning("The tally was not started", store_problem(&error)))
    }))
    .and(of_groups(workspace, move |group| begin(None, Some(group))))
    .and(
        form(start)
            .child(field.view_up_to(Name::MOST))
            .child(button("Start a tally", Weight::Primary).attr("type", "submit")),
    )
    .and(open_tallies(workspace));
    page("Door tally", Form::None, inside).into()
}

/// The team's groups, those of today first: one tap begins a tally of one.
fn of_groups(workspace: Workspace, begin: impl Fn(Group) + Copy + 'static) -> Pieces {
    live(move || {
        let (settings, today) = (workspace.settings.get()?, today());
        let (groups, is_read): (Vec<(Group, String)>, bool) = workspace.ledger.with(|ledger| {
            // Until the records have said which met last, the buttons keep their place
            // and are not seen: none moves under a finger.
            let unread = Ledger::new();
            let is_read = ledger.is_some();
            let ledger = ledger.as_ref().unwrap_or(&unread);
            let offered = Group::offered(settings.groups_on(today), ledger, today);
            let groups = offered.into_iter().map(|one| one.group.clone());
            let named = groups.map(|it| (it.clone(), settings.group_name(&it)));
            (named.collect(), is_read)
        });
        let has_groups = !groups.is_empty();
        let begin_one: Pieces = if groups.len() < TYPE_TO_FIND_FROM {
            let buttons = groups.into_iter().map(|(group, name)| {
                el("button")
                    .attr("type", "button")
                    .class("govuk-button govuk-button--secondary")
                    .child(name)
                    .on("click", move |_| begin(group.clone()))
            });
            div("app-buttons").child(buttons.collect::<Vec<_>>()).into()
        } else {
            one_of_many(groups, begin)
        };
        has_groups.then(|| {
            el("section")
                .class_of("app-unread", move || !is_read)
                .attr("aria-labelledby", "tally-of-group")
                .child(
                    el("h2")
                        .id("tally-of-group")
                        .class("govuk-heading-m")
                        .child("Start one for a group"),
                )
                .child(begin_one)
        })
    })
}

/// Where there are many groups, one is found and chosen, and then its tally begun: a
/// tap beside the one that was meant begins nothing.
fn one_of_many(groups: Vec<(Group, String)>, begin: impl Fn(Group) + Copy + 'static) -> Pieces {
    let picked = State::new(None::<usize>);
    let names: Vec<String> = groups.iter().map(|(_, name)| name.clone()).collect();
    let question = Choices {
        id: "tally-group",
        legend: "Which group?",
        lie: Lie::Row,
        options: reading(move || names.iter().map(|it| Choice::new(it.as_str())).collect()),
        chosen: reading(move || picked.get()),
        choose: acting(move |at| picked.set(Some(at))),
        error: reading(|| None),
    };
    let start = button("Start a tally of this group", Weight::Secondary)
        .shown_while(move || picked.get().is_some())
        .on("click", move |_| {
            let at = picked.get_untracked();
            if let Some((group, _)) = at.and_then(|at| groups.get(at)) {
                begin(group.clone());
            }
        });
    question.folding("Group").and(start)
}

/// Begins a tally: from then on the journal holds it.
async fn begun(
    workspace: Workspace,
    typed: Option<Name>,
    group: Option<Group>,
) -> Result<TallyId, StoreError> {
    let started = ambient::now();
    let tally = if let Some(group) = group {
        Tally::of_group(&group, started)
    } else {
        let open = workspace.tallies().await?.into_iter();
        let labels: Vec<Name> = open.filter_map(|one| Some(one.tally.ok()?.label)).collect();
        let label = typed.or_else(|| next_label(&labels));
        let label = label.ok_or_else(|| StoreError::Blocked("too many tallies".to_owned()))?;
        Tally::new(label, started)
    };
    let id = TallyId::new(ambient::fresh_id());
    workspace.keep_tally(id, None, &tally).await?;
    Ok(id)
}
