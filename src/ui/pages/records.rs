//! Records: by day with their totals, found by words, kind, place, team and quarter.

use std::collections::BTreeMap;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::{PlaceId, TeamId};
use crate::domain::base::words::MOST as SEARCH_MOST;
use crate::domain::capture::choosing::{TYPE_TO_FIND_FROM, latest_used};
use crate::domain::records::finding::{Filter, Shelf, Subject};
use crate::domain::records::search::Search;
use crate::domain::tablet::settings::Settings;
use crate::ui::address::{Address, Opening};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::choices::position;
use crate::ui::components::field::Field;
use crate::ui::components::page::{Form, page};
use crate::ui::components::record_days::RecordDays;
use crate::ui::components::select::select;
use crate::ui::frame::{link, reached};
use crate::ui::markup::{El, Pieces, acting, div, el, live, paragraph, reading};
use crate::ui::state::{Kept, State};
use crate::ui::workspace::Workspace;

/// After so many milliseconds without a key, what was typed is looked for:
/// a search for each key would keep a slow tablet from showing the next one.
const PAUSE: u32 = 200;

/// What is looked for, and how far the list was read; kept while the app is
/// open, so that a record leads back to where it was opened from.
#[derive(Clone, Copy)]
pub struct Looking {
    /// Which records are listed.
    pub filter: State<Filter>,
    /// The search as it is being typed.
    typed: State<String>,
    keys: Kept<usize>,
    /// Told when everything is looked for anew.
    cleared: State<usize>,
    /// How many records were drawn.
    pub drawn: Kept<usize>,
    /// How far the page was scrolled.
    pub scrolled: Kept<i32>,
    /// The path of the record that was opened.
    pub opened: Kept<String>,
}

impl Looking {
    /// Nothing looked for yet.
    pub fn new() -> Self {
        Self {
            filter: State::new(Filter::default()),
            typed: State::new(String::new()),
            keys: Kept::new(0),
            cleared: State::new(0),
            drawn: Kept::new(0),
            scrolled: Kept::new(0),
            opened: Kept::new(String::new()),
        }
    }

    /// Lists all records again, from the top.
    pub fn begin_afresh(self) {
        self.typed.set(String::new());
        self.keys.update_value(|keys| *keys += 1);
        self.change(|filter| *filter = Filter::default());
        self.cleared.update(|cleared| *cleared += 1);
    }

    fn change(self, change: impl FnOnce(&mut Filter)) {
        self.drawn.set_value(0);
        self.scrolled.set_value(0);
        self.opened.set_value(String::new());
        self.filter.update(change);
    }

    fn type_in(self, text: String) {
        self.typed.set(text);
        self.keys.update_value(|keys| *keys += 1);
        let key = self.keys.get_value();
        spawn_local(async move {
            TimeoutFuture::new(PAUSE).await;
            if self.keys.get_value() == key {
                let search = self.typed.with_untracked(|text| Search::typed(text));
                self.change(|filter| filter.search = search);
            }
        });
    }
}

/// That not all that was typed is looked for.
fn said_of_too_many(looking: Looking) -> Pieces {
    live(move || {
        let too_many = looking.typed.with(|text| Search::leaves_out(text));
        too_many.then(|| {
            let words = format!("Only the first {SEARCH_MOST} words and dates are looked for.");
            paragraph(words).attr("role", "status")
        })
    })
}

/// The page of all records.
pub fn records() -> Pieces {
    let workspace = expect_context::<Workspace>();
    let looking = expect_context::<Looking>();
    let search = Field {
        hint: Some("A group, place, kind, date or words of a note, such as rosehill march 2026"),
        value: reading(move || looking.typed.get()),
        typed: acting(move |text| looking.type_in(text)),
        ..Field::of("search", "Search", looking.typed)
    };
    let too_many = said_of_too_many(looking);
    let filters = live(move || {
        looking.cleared.get();
        Some(filters(&workspace.settings.get()?, looking))
    });
    let list = RecordDays::new(workspace, looking);
    let found = div("app-finder")
        .attr("role", "search")
        .child(search.view())
        .child(too_many)
        .child(filters);
    let empty = live(move || {
        let none = list
            .found
            .with(|found| found.is_some_and(|it| it.records == 0));
        none.then(|| nothing(workspace, looking))
    });
    page(
        "Records",
        Form::None,
        Pieces::from(found)
            .and(list.summary())
            .and(empty)
            .and(list.view()),
    )
    .into()
}

/// Why nothing is listed, and what to do about it.
fn nothing(workspace: Workspace, looking: Looking) -> El {
    let at_rest = |shelf| Filter {
        shelf,
        ..Filter::default()
    };
    let filter = looking.filter.get_untracked();
    let (words, way) = if filter == at_rest(Shelf::Bin) {
        (
            "The bin is empty. A record that is removed stays here, and can be restored.",
            None,
        )
    } else if filter == at_rest(Shelf::Kept) {
        let way = workspace.settings.with_untracked(Option::is_some);
        (
            "Nothing recorded yet. What you record is listed here by day.",
            way.then(|| link(Address::RecordSession(Opening::Blank), "Record a session")),
        )
    } else {
        let clear = button("Clear search and filters", Weight::Secondary);
        (
            "No record matches. Every word you type must be in it: take one away, or choose more kinds, places and quarters.",
            Some(clear.on("click", move |_| looking.begin_afresh())),
        )
    };
    div("app-empty")
        .child(el("p").class("govuk-body").child(words))
        .child(way)
}

/// The places with what they are called: of many, those used last first.
fn places(settings: &Settings) -> (Vec<PlaceId>, Vec<String>) {
    let ids = settings.places.iter().map(|it| it.id.clone());
    let mut places: Vec<(PlaceId, String)> = ids.zip(settings.place_names()).collect();
    if places.len() >= TYPE_TO_FIND_FROM {
        let day = reached();
        let used = expect_context::<Workspace>()
            .ledger
            .with_untracked(|ledger| {
                let ledger = ledger.as_ref();
                ledger.map(|it| latest_used(it, day)).unwrap_or_default()
            });
        let rank: BTreeMap<PlaceId, usize> = used.into_iter().zip(0..).collect();
        places.sort_by_key(|(id, _)| rank.get(id).copied().unwrap_or(usize::MAX));
    }
    places.into_iter().unzip()
}

/// Puts what was picked into the filter; `None` lets all pass.
type Choosing = Box<dyn Fn(&mut Filter, Option<usize>)>;

fn filters(settings: &Settings, looking: Looking) -> El {
    let now = looking.filter.get_untracked();
    let one_of =
        |id, label, all: &str, names: Vec<String>, chosen: Option<usize>, choose: Choosing| {
            let mut options = vec![all.to_owned()];
            options.extend(names);
            let choose = acting(move |picked: usize| {
                looking.change(|filter| choose(filter, picked.checked_sub(1)));
            });
            let chosen = chosen.map_or(0, |at| at + 1);
            select(id, label, &options, &reading(move || chosen), choose)
        };
    let subjects = Subject::ALL
        .iter()
        .map(|it| it.label().to_owned())
        .collect();
    let subject = one_of(
        "subject",
        "Kind",
        "All kinds",
        subjects,
        now.subject.and_then(|it| position(&Subject::ALL, &it)),
        Box::new(|filter, picked| {
            filter.subject = picked.and_then(|at| Subject::ALL.get(at).copied());
        }),
    );
    let (place_ids, place_names) = places(settings);
    let place = one_of(
        "place",
        "Place",
        "All places",
        place_names,
        now.place.and_then(|it| position(&place_ids, &it)),
        Box::new(move |filter, picked| {
            filter.place = picked.and_then(|at| place_ids.get(at).cloned());
        }),
    );
    let this = Quarter::containing(crate::browser::ambient::today());
    let quarters: Vec<Quarter> = std::iter::successors(Some(this), |it| Some(it.previous()))
        .take(9)
        .collect();
    let quarter = one_of(
        "quarter",
        "Quarter",
        "All quarters",
        quarters.iter().map(ToString::to_string).collect(),
        now.quarter.and_then(|it| position(&quarters, &it)),
        Box::new(move |filter, picked| {
            filter.quarter = picked.and_then(|at| quarters.get(at).copied());
        }),
    );
    let teams = settings.teams();
    let (team_ids, team_names): (Vec<TeamId>, Vec<String>) = teams
        .map(|it| (it.id.clone(), settings.team_name(&it.id)))
        .unzip();
    let team = (team_ids.len() > 1).then(|| {
        one_of(
            "team",
            "Team",
            "All teams",
            team_names,
            now.team.and_then(|it| position(&team_ids, &it)),
            Box::new(move |filter, picked| {
                filter.team = picked.and_then(|at| team_ids.get(at).cloned());
            }),
        )
    });
    let bin = one_of(
        "shelf",
        "Show",
        "Records",
        vec!["Bin".to_owned()],
        (now.shelf == Shelf::Bin).then_some(0),
        Box::new(|filter, picked| {
            filter.shelf = if picked.is_some() {
                Shelf::Bin
            } else {
                Shelf::Kept
            };
        }),
    );
    div("app-filters")
        .child([subject, place, quarter])
        .child(team)
        .child(bin)
}
