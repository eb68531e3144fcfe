//! Records: by day with their totals, found by kind, place, team and quarter.

use leptos::prelude::*;

use crate::domain::calendar::{Quarter, long_date};
use crate::domain::finding::{Day, Filter, Shelf, Subject, by_day};
use crate::domain::ids::{PlaceId, TeamId};
use crate::domain::settings::Settings;
use crate::domain::share::grouped;
use crate::ui::components::button::{Weight, button};
use crate::ui::components::page::{Form, page};
use crate::ui::components::record_line::record_line;
use crate::ui::components::select::select;
use crate::ui::markup::{El, Pieces, acting, div, el, live, paragraph, reading};
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// How many records are listed at first, and added by "Show more": enough for
/// weeks, few enough to be drawn at once.
const AT_ONCE: usize = 60;

/// The page of all records.
pub fn records() -> Pieces {
    let workspace = expect_context::<Workspace>();
    let filter = State::new(Filter::default());
    let shown = State::new(AT_ONCE);
    let filters = live(move || Some(filters(&workspace.settings.get()?, filter, shown)));
    let list = live(move || -> Pieces {
        let found = workspace.ledger.with(|ledger| {
            let (ledger, settings) = (ledger.as_ref()?, workspace.settings.get()?);
            let days = filter.with(|filter| by_day(ledger, filter));
            Some(listed(&days, &settings, shown))
        });
        found.unwrap_or_else(|| {
            paragraph("Reading what is saved…")
                .attr("role", "status")
                .into()
        })
    });
    page("Records", Form::None, filters.and(list)).into()
}

fn filters(settings: &Settings, filter: State<Filter>, shown: State<usize>) -> El {
    let change = move |change: &dyn Fn(&mut Filter)| {
        shown.set(AT_ONCE);
        filter.update(|filter| change(filter));
    };
    let one_of = |id, label, all: &str, names: Vec<String>, choose: Box<dyn Fn(Option<usize>)>| {
        let mut options = vec![all.to_owned()];
        options.extend(names);
        let choose = acting(move |picked: usize| choose(picked.checked_sub(1)));
        select(id, label, &options, &reading(|| 0), choose)
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
        Box::new(move |picked| {
            change(&|filter| filter.subject = picked.and_then(|at| Subject::ALL.get(at).copied()));
        }),
    );
    let place_ids: Vec<PlaceId> = settings.places.iter().map(|it| it.id.clone()).collect();
    let place_names = settings
        .places
        .iter()
        .map(|it| it.name.to_string())
        .collect();
    let place = one_of(
        "place",
        "Place",
        "All places",
        place_names,
        Box::new(move |picked| {
            change(&|filter| filter.place = picked.and_then(|at| place_ids.get(at).cloned()));
        }),
    );
    let this = Quarter::containing(crate::browser::ambient::today());
    let quarters: Vec<Quarter> = std::iter::successors(Some(this), |it| Some(it.previous()))
        .take(9)
        .collect();
    let names = quarters.iter().map(|it| it.months_and_year()).collect();
    let quarter = one_of(
        "quarter",
        "Quarter",
        "All quarters",
        names,
        Box::new(move |picked| {
            change(&|filter| filter.quarter = picked.and_then(|at| quarters.get(at).copied()));
        }),
    );
    let team_ids: Vec<TeamId> = settings.teams().map(|it| it.id.clone()).collect();
    let team_names: Vec<String> = settings.teams().map(|it| it.name.to_string()).collect();
    let team = (team_ids.len() > 1).then(|| {
        one_of(
            "team",
            "Team",
            "All teams",
            team_names,
            Box::new(move |picked| {
                change(&|filter| filter.team = picked.and_then(|at| team_ids.get(at).cloned()));
            }),
        )
    });
    let bin = one_of(
        "shelf",
        "Show",
        "Records",
        vec!["Bin".to_owned()],
        Box::new(move |picked| {
            let shelf = if picked.is_some() {
                Shelf::Bin
            } else {
                Shelf::Kept
            };
            change(&|filter| filter.shelf = shelf);
        }),
    );
    div("app-filters")
        .attr("role", "search")
        .child([subject, place, quarter])
        .child(team)
        .child(bin)
}

fn listed(days: &[Day<'_>], settings: &Settings, shown: State<usize>) -> Pieces {
    let all: usize = days.iter().map(|day| day.records.len()).sum();
    let contacts: u64 = days.iter().map(|day| u64::from(day.contacts)).sum();
    let noun = if all == 1 { "record" } else { "records" };
    let summary = el("p")
        .class("govuk-body")
        .attr("role", "status")
        .child(format!(
            "{} {noun}, {} direct contacts",
            grouped(u64::try_from(all).unwrap_or(u64::MAX)),
            grouped(contacts),
        ));
    let (mut room, mut sections) = (shown.get(), Vec::new());
    for day in days {
        if room == 0 {
            break;
        }
        sections.push(one_day(day, settings, room));
        room = room.saturating_sub(day.records.len());
    }
    let more = (all > shown.get()).then(|| {
        button("Show more", Weight::Secondary)
            .on("click", move |_| shown.update(|shown| *shown += AT_ONCE))
    });
    Pieces::from(summary).and(sections).and(more)
}

fn one_day(day: &Day<'_>, settings: &Settings, room: usize) -> El {
    let lines: Vec<El> = day
        .records
        .iter()
        .take(room)
        .map(|record| record_line(record, settings, Pieces::default()))
        .collect();
    let total = (day.contacts > 0).then(|| {
        el("span").class("app-day__total").child(format!(
            "{} direct contacts",
            grouped(u64::from(day.contacts))
        ))
    });
    el("section")
        .class("app-day")
        .child(
            el("h2")
                .class("govuk-heading-s app-day__head")
                .child(el("span").child(long_date(day.date)))
                .child(total),
        )
        .child(el("ul").class("app-records").child(lines))
}
