//! Where a session was: the places that are there on its date, those used last
//! first, and a place that is not listed yet.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::NaiveDate;
use leptos::prelude::untrack;
use wasm_bindgen_futures::spawn_local;

use super::record_session::Form;
use crate::domain::base::ids::PlaceId;
use crate::domain::base::text::{Name, Text};
use crate::domain::capture::choosing::latest_used;
use crate::domain::capture::session_draft::SessionField;
use crate::domain::organisation::PlaceKind;
use crate::domain::tablet::settings::Settings;
use crate::ui::components::button::{Weight, button};
use crate::ui::components::choices::{Choice, Choices, Lie};
use crate::ui::components::details::details;
use crate::ui::components::field::{Field, Room};
use crate::ui::frame::reached;
use crate::ui::markup::{El, Pieces, acting, div, reading, settled};
use crate::ui::sentences::{place_is_there, store_problem};
use crate::ui::state::State;

/// A place that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Offer {
    place: PlaceId,
    choice: Choice,
}

/// The question where a session was, with the way to add a place.
pub(super) fn place_choice(this: Form, place_kind: PlaceKind) -> Pieces {
    // What was used last is looked up once: the list does not move under a finger.
    let day = reached();
    let used = this.workspace.ledger.with_untracked(|ledger| {
        let ledger = ledger.as_ref();
        ledger.map(|it| latest_used(it, day)).unwrap_or_default()
    });
    let day = settled(move || this.draft.with(|draft| draft.date.date().ok()));
    let there = settled(move || -> Rc<[Offer]> {
        let day = day();
        this.workspace.settings.with(|settings| {
            let settings = settings.as_ref();
            settings.map_or_else(|| [].into(), |it| offered(it, (place_kind, day), &used))
        })
    });
    let picked = settled(move || this.draft.with(|draft| draft.place.clone()));
    let offers = settled(move || -> Rc<[Offer]> {
        let (there, picked) = (there(), picked());
        this.workspace.settings.with(|settings| {
            let missing = settings
                .as_ref()
                .zip(picked.as_ref())
                .and_then(|(it, picked)| not_there(it, (place_kind, picked), &there));
            match missing {
                Some(missing) => there.iter().cloned().chain([missing]).collect(),
                None => there,
            }
        })
    });
    let (listed, known, picked_from) = (Rc::clone(&offers), Rc::clone(&offers), Rc::clone(&offers));
    let chosen = reading(move || {
        let chosen = this.draft.with(|draft| draft.place.clone())?;
        known().iter().position(|it| it.place == chosen)
    });
    let choose = acting(move |picked: usize| {
        let offers = untrack(|| picked_from());
        this.draft
            .update(|draft| draft.place = offers.get(picked).map(|it| it.place.clone()));
    });
    let question = Choices {
        id: "place",
        legend: match place_kind {
            PlaceKind::ChildrensCentre => "Which children’s centre?",
            PlaceKind::YouthClub => "Which youth club?",
            PlaceKind::School => "Which school?",
        },
        lie: Lie::Row,
        options: reading(move || listed().iter().map(|it| it.choice.clone()).collect()),
        chosen,
        choose,
        error: this.at(SessionField::Place),
    };
    let none_listed = untrack(|| offers().is_empty());
    question.folding_with("Place", add_place(this, place_kind, none_listed))
}

/// The places of a kind that are there on a day, those used last first.
fn offered(
    settings: &Settings,
    (kind, day): (PlaceKind, Option<NaiveDate>),
    used: &[PlaceId],
) -> Rc<[Offer]> {
    let rank: BTreeMap<&PlaceId, usize> = used.iter().zip(0..).collect();
    let mut offers: Vec<Offer> = settings
        .places_on(day)
        .into_iter()
        .filter(|(place, _)| place.kind == kind)
        .map(|(place, called)| Offer {
            place: place.id.clone(),
            choice: Choice::new(called),
        })
        .collect();
    // Stable: those that were never used stay in the order of the set-up.
    offers.sort_by_key(|it| rank.get(&it.place).copied().unwrap_or(usize::MAX));
    offers.into()
}

/// The place that is chosen where it is not there: it stays in sight, and says so.
fn not_there(
    settings: &Settings,
    (kind, picked): (PlaceKind, &PlaceId),
    there: &[Offer],
) -> Option<Offer> {
    let known = settings.place(picked).filter(|it| it.kind == kind)?;
    let is_missing = there.iter().all(|it| it.place != *picked);
    is_missing.then(|| Offer {
        place: picked.clone(),
        choice: Choice {
            hint: Some(place_is_there(settings.in_use.of_place(picked))),
            ..Choice::new(settings.place_name(&known.id))
        },
    })
}

/// A place that is not listed yet, typed once and then in every list.
fn add_place(this: Form, place_kind: PlaceKind, open: bool) -> El {
    let name = State::new(String::new());
    let problem = State::new(None::<String>);
    let add = move || {
        let place = match Text::typed(&name.get_untracked()) {
            Ok(Some(place)) => place,
            Ok(None) => return problem.set(Some("Enter the name of the place".to_owned())),
            Err(_) => {
                return problem.set(Some("The name must be 80 characters or fewer".to_owned()));
            }
        };
        spawn_local(async move {
            match this.workspace.add_place(place, place_kind).await {
                Ok(place) => {
                    problem.set(None);
                    name.set(String::new());
                    this.draft.update(|draft| draft.place = Some(place));
                }
                Err(error) => problem.set(Some(store_problem(&error))),
            }
        });
    };
    let field = Field {
        id: "new-place",
        label: "Name of the place",
        hint: None,
        room: Room::Line,
        value: reading(move || name.get()),
        typed: acting(move |text| name.set(text)),
        error: reading(move || problem.get()),
    };
    details("Add a place that is not listed", move || open).child(
        div("govuk-details__text")
            .child(field.view_up_to(Name::MOST))
            .child(button("Add place", Weight::Secondary).on("click", move |_| add())),
    )
}
