//! Today: what to do next, the quarter so far, and what was recorded last.

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::browser::ambient;
use crate::domain::base::calendar::{Quarter, long_date, short_date};
use crate::domain::base::share::grouped;
use crate::domain::capture::group::{Group, Offered};
use crate::domain::record::latest::latest;
use crate::domain::record::ledger::Ledger;
use crate::domain::submission::send::Sample;
use crate::domain::tablet::settings::Settings;
use crate::domain::totals::QuarterTotals;
use crate::ui::address::{Address, Opening};
use crate::ui::components::find_group::find_group;
use crate::ui::components::open_tallies::open_tallies;
use crate::ui::components::page::{Form, page};
use crate::ui::components::record_line::record_line;
use crate::ui::components::returns_owed::{return_made, returns_owed};
use crate::ui::components::symbol;
use crate::ui::frame::{link, reached};
use crate::ui::markup::{El, Pieces, div, el, live, paragraph};
use crate::ui::pages::unknown_teams::unknown_teams_offer;
use crate::ui::unfinished::left_unfinished;
use crate::ui::workspace::Workspace;

/// How many of the latest records are listed.
const LATEST: usize = 6;

/// How many groups of other days are shown.
const OTHERS: usize = 4;

/// The page the app opens with.
pub fn today() -> Pieces {
    let action = |to: Address, words: &str, class: &str| {
        el("a")
            .attr("href", &to.path())
            .attr("role", "button")
            .class(class)
            .child(words)
    };
    let inside = Pieces::from(
        el("p")
            .class("govuk-body-l app-lead")
            .child(long_date(ambient::today())),
    )
    .and(live(|| groups(Shown::Todays)))
    .and(
        div("app-actions")
            .child(action(
                Address::RecordSession(Opening::Blank),
                "Record a session",
                "govuk-button",
            ))
            .child(action(
                Address::Tallies,
                "Door tally",
                "govuk-button govuk-button--secondary",
            ))
            .child(action(
                Address::HandOver,
                "Start a family survey",
                "govuk-button govuk-button--secondary",
            )),
    )
    .and(open_tallies(expect_context::<Workspace>()))
    .and(left_unfinished(expect_context::<Workspace>()))
    .and(unknown_teams_offer(expect_context::<Workspace>()))
    .and(returns_owed(expect_context::<Workspace>()))
    .and(live(|| groups(Shown::Others)))
    .and(live(backup_due))
    .and(live(quarter_so_far))
    .and(live(latest_records));
    page("Today", Form::None, inside).into()
}

/// Which groups are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// Those that usually meet on this day of the week. They stand first, and
    /// where they are from the start, so that none moves under a finger.
    Todays,
    /// The others, once the records have said which met last.
    Others,
}

/// The groups, each one tap from its form.
fn groups(shown: Shown) -> Option<El> {
    let workspace = expect_context::<Workspace>();
    let settings = workspace.settings.get()?;
    let today = ambient::today();
    let (tiles, title, find) = workspace.ledger.with(|ledger| {
        let unread = Ledger::new();
        let ledger = match (ledger, shown) {
            (Some(ledger), _) => ledger,
            (None, Shown::Todays) => &unread,
            (None, Shown::Others) => return None,
        };
        let mut offered = Group::offered(settings.groups_on(today), ledger, today);
        let title = match shown {
            Shown::Todays => "Today’s groups",
            Shown::Others => "Other groups",
        };
        offered.retain(|it| it.meets_on(today) == (shown == Shown::Todays));
        let find = (shown == Shown::Others).then(|| find_group(&offered, &settings));
        if shown == Shown::Others {
            offered.truncate(OTHERS);
        }
        let tiles: Vec<El> = offered
            .into_iter()
            .map(|it| group_tile(it, &settings, today))
            .collect();
        Some((tiles, title, find.flatten()))
    })?;
    (!tiles.is_empty()).then(|| {
        el("section")
            .attr("aria-label", title)
            .child(
                el("h2")
                    .class("govuk-heading-s app-groups__title")
                    .child(title),
            )
            .child(el("ul").class("app-groups").child(tiles))
            .child(find)
    })
}

fn group_tile(offered: Offered<'_>, settings: &Settings, today: NaiveDate) -> El {
    let group = offered.group;
    let place = group.activity.place().map(|id| settings.place_name(id));
    let mut detail = place.unwrap_or_else(|| group.activity.kind().label().to_owned());
    if offered.latest == Some(today) {
        detail += " · recorded today";
    }
    el("li").child(
        el("a")
            .attr(
                "href",
                &Address::RecordSession(Opening::Group(group.id)).path(),
            )
            .class("app-group")
            .child(symbol::of_kind(group.activity.kind()))
            .child(
                el("span")
                    .class("app-record__words")
                    .child(
                        el("span")
                            .class("app-record__title")
                            .child(group.name.to_string()),
                    )
                    .child(" ")
                    .child(el("span").class("app-record__detail").child(detail)),
            ),
    )
}

/// The reminder that a backup is due.
fn backup_due() -> Option<El> {
    let workspace = expect_context::<Workspace>();
    let standing = match workspace.sample.get() {
        Sample::Example => None,
        Sample::Real => workspace.backup_standing.get(),
    }?;
    standing.due.then(|| {
        div("app-offer")
            .attr("role", "region")
            .attr("aria-label", "Backup")
            .child(el("p").class("govuk-body app-close").child(
                "Records here have gone a week, or 50 changes, without a backup. If this tablet were lost, they would be too.",
            ))
            .child(link(Address::Safe, "Back up now"))
    })
}

fn quarter_so_far() -> Option<El> {
    let workspace = expect_context::<Workspace>();
    let quarter = Quarter::containing(ambient::today());
    let settings = workspace.settings.get()?;
    let books = workspace.books.get()?;
    let [now, before] = workspace.ledger.with(|ledger| {
        let ledger = ledger.as_ref()?;
        // Those that count, as the page of the quarter has them.
        let totals = |quarter| {
            let records = ledger.in_quarter(&settings.team.id, quarter);
            QuarterTotals::of(quarter, records.filter(|it| books.counts(it)))
        };
        Some([quarter, quarter.same_last_year()].map(totals))
    })?;
    let has_before = before.says_anything();
    let of = |totals: &QuarterTotals| {
        let all = totals.contacts.all();
        [all.contacts(), all.sessions, totals.surveys.received]
    };
    let figures: Vec<El> = [
        ["direct contact", "direct contacts"],
        ["session", "sessions"],
        ["survey received", "surveys received"],
    ]
    .into_iter()
    .zip(of(&now).into_iter().zip(of(&before)))
    .map(|([one, other], (count, before))| {
        let noun = if count == 1 { one } else { other };
        let before = has_before.then(|| {
            el("span")
                .class("app-figure__before")
                .child(format!("{} last year", grouped(before)))
        });
        el("li")
            .class("app-figure")
            .child(el("span").class("app-figure__count").child(grouped(count)))
            .child(format!(" {noun}"))
            .child(before)
    })
    .collect();
    // So far, beside a whole quarter: said, so that nobody takes it for a fall.
    let whole = has_before.then(|| {
        el("p").class("govuk-hint").child(format!(
            "Last year is the whole of {}.",
            quarter.same_last_year()
        ))
    });
    Some(
        el("section")
            .attr("aria-labelledby", "so-far")
            .child(
                el("h2")
                    .id("so-far")
                    .class("govuk-heading-m")
                    .child("This quarter so far"),
            )
            .child(
                el("p")
                    .class("govuk-hint app-close")
                    .child(quarter.to_string()),
            )
            .child(el("ul").class("app-figures").child(figures))
            .child(whole)
            .child(returns_made(workspace, &settings, quarter))
            .child(paragraph(link(
                Address::Quarter(Some(quarter)),
                "See the quarter",
            ))),
    )
}

/// How the returns of the last quarter and of this one stand, but for what is owed:
/// that stands above.
fn returns_made(workspace: Workspace, settings: &Settings, quarter: Quarter) -> Vec<El> {
    let team = &settings.team.id;
    let owed = workspace.owed.get().unwrap_or_default();
    let done = [quarter.previous(), quarter].into_iter().filter(|quarter| {
        let mut owed = owed.iter();
        !owed.any(|it| it.team == *team && it.quarter == *quarter)
    });
    done.filter_map(|quarter| return_made(workspace, team, quarter))
        .collect()
}

fn latest_records() -> Option<El> {
    let workspace = expect_context::<Workspace>();
    let settings = workspace.settings.get()?;
    let lines = workspace.ledger.with(|ledger| {
        let lines: Vec<El> = latest(ledger.as_ref()?, reached(), LATEST)
            .into_iter()
            .map(|record| {
                let date = short_date(record.entry().date());
                record_line(record, &settings, date)
            })
            .collect();
        Some(lines)
    })?;
    let list = if lines.is_empty() {
        el("p").class("govuk-body app-empty").child(
            "Nothing recorded yet. After your first group, tap Record a session: it takes about ten seconds.",
        )
    } else {
        el("ul").class("app-records").child(lines)
    };
    Some(
        el("section")
            .attr("aria-labelledby", "latest")
            .child(
                el("h2")
                    .id("latest")
                    .class("govuk-heading-m")
                    .child("Latest records"),
            )
            .child(list),
    )
}
