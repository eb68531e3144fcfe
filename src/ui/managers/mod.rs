//! The managers' pages: returns of many tablets opened, added up and passed on.
//!
//! A program of its own (`src/bin/managers.rs`), run below `/roll-up` alone, so
//! that no page that records sessions waits for it. It stands behind the same
//! lock, and shows nothing while a family has the tablet.

mod address;
mod charts;
mod check;
mod deciding;
mod desk;
mod downloads;
mod drawing;
mod editions;
mod figures;
mod files;
mod looking;
mod names;
mod organisation;
mod parts;
mod pass_on;
mod publish;
mod published;
mod report;
mod reporting;
mod who;

use gloo_timers::callback::Interval;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use self::address::Room;
use self::desk::{Desk, Progress};
use crate::browser::{ROLL_UP, app_shell, history, tabs};
use crate::domain::submission::send::Sample;
use crate::ui::app_shell::AppShell;
use crate::ui::components::banner::banner;
use crate::ui::following::EVERY;
use crate::ui::frame::{self, counted, linked};
use crate::ui::keeping::OpenForms;
use crate::ui::locking::follow_locking;
use crate::ui::markup::{El, Pieces, div, el, follow, live, paragraph, text_live};
use crate::ui::navigation::Navigation;
use crate::ui::pages;
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// Starts the managers' pages. Call it once, as what is mounted.
pub fn start() {
    let workspace = Workspace::new();
    let desk = Desk::new();
    let may_see = State::new(false);
    provide_context(workspace);
    provide_context(desk);
    provide_context(looking::Looking::new());
    let publishing = publish::Publishing::new(desk);
    provide_context(publishing);
    provide_context(reporting::Reporting::new());
    provide_context(organisation::Editing::new());
    provide_context(Navigation::follow());
    provide_context(OpenForms::new());
    provide_context(AppShell::follow());
    let shut = move || {
        workspace.lock_here();
        // It may have been handed over.
        spawn_local(workspace.look_whose_hands());
    };
    follow_locking(shut);
    workspace.follow_hands();
    follow_other_tabs(workspace, desk, publishing.editions);
    // While a family has the tablet there is the survey and nothing else.
    follow(Box::new(move || {
        if workspace.handing.with_family.get().is_some() {
            may_see.set(false);
            history::leave_for("/");
        }
    }));
    spawn_local(async move {
        workspace.look_who_may_see().await;
        if workspace
            .handing
            .with_family
            .with_untracked(Option::is_some)
        {
            return;
        }
        may_see.set(true);
        publishing.editions.read().await;
        desk.begin().await;
        app_shell::look_for_versions();
    });
    if let Some(body) = document().body() {
        // A body takes any element of ours.
        let _ = body.append_child(whole(workspace, desk, may_see).element());
    }
}

/// Follows what other tabs change, of what managers keep and of who may see it, and
/// the day.
fn follow_other_tabs(workspace: Workspace, desk: Desk, editions: publish::Editions) {
    let look = move || {
        workspace.follow_clock();
        spawn_local(desk.look_again());
        spawn_local(editions.read());
    };
    tabs::follow_changes(move |journal| {
        if journal == ROLL_UP {
            look();
        } else {
            spawn_local(async move {
                // What cannot be read changes nothing: it was known at the start.
                let _ = workspace.locking.read().await;
                workspace.look_whose_hands().await;
            });
        }
    });
    tabs::follow_clearing(look);
    tabs::follow_return(look);
    Interval::new(EVERY, look).forget();
    follow(Box::new(move || {
        workspace.today.get();
        // Who is late is a matter of the day.
        untrack(|| desk.add_up_again());
    }));
}

fn whole(workspace: Workspace, desk: Desk, may_see: State<bool>) -> El {
    let path = expect_context::<Navigation>().path;
    let rooms = live(move || -> Pieces {
        let (may_see, shut) = (may_see.get(), workspace.locking.shut.get());
        let room = Room::parse(&path.get());
        // What a page reads while it is made must not make it anew.
        untrack(|| {
            if !may_see {
                return paragraph("Opening Daybook…").attr("role", "status").into();
            }
            workspace.notice_is_for(room.path());
            if shut {
                return pages::locked::locked().into();
            }
            match room {
                Room::Files => files::files(),
                Room::Who => who::who_has_sent(),
                Room::Figures => figures::figures_page(),
                Room::Check => check::check(),
                Room::Published => published::published(),
                Room::Report => report::report_page(),
                Room::Publish => publish::publish(),
                Room::Organisation => organisation::organisation(),
                Room::PassOn => pass_on::pass_on(),
                Room::Unknown => pages::not_found::not_found(),
            }
            .into()
        })
    });
    let main = el("main")
        .id("main")
        .class("govuk-main-wrapper app-main")
        .attr("tabindex", "-1")
        .child(rooms);
    div("app-whole app-managers")
        .child(frame::skip_link())
        .child(header(workspace, desk, may_see))
        .child(status_line(desk))
        .child(crate::ui::app_shell::banners())
        .child(div("govuk-width-container app-body").child(main))
}

fn header(workspace: Workspace, desk: Desk, may_see: State<bool>) -> El {
    let path = expect_context::<Navigation>().path;
    let rooms: Vec<El> = Room::ALL
        .into_iter()
        .map(|room| {
            el("a")
                .attr("href", room.path())
                .class("app-nav__link")
                .attr_of("aria-current", move || {
                    (Room::parse(&path.get()) == room).then(|| "page".to_owned())
                })
                .child(room.label())
        })
        .collect();
    let open = move || may_see.get() && !workspace.locking.shut.get();
    let example = live(move || {
        (open() && desk.shows() == Some(Sample::Example)).then(|| {
            banner(
                "Example",
                "These returns are example data, not real figures.".to_owned(),
                None::<El>,
            )
        })
    });
    let record = linked("/", "Record sessions").class("app-header__lock");
    let whose = "Roll-up, for managers";
    frame::head(("/roll-up", whose), record, open, rooms).child(example)
}

/// What is under way, and how many files are open.
fn status_line(desk: Desk) -> El {
    let words = text_live(move || match desk.progress.get() {
        Progress::Starting => "Reading what is open…".to_owned(),
        Progress::Opening(at, of) => {
            format!("Opening {at} of {}…", counted(of as u64, "file", "files"))
        }
        Progress::AddingUp => "Adding up…".to_owned(),
        Progress::Done => match desk.found.with(|found| found.kept.files.len()) {
            0 => String::new(),
            many => format!("{} open here", counted(many as u64, "file", "files")),
        },
    });
    div("app-status").child(
        div("govuk-width-container app-status__row").child(
            el("p")
                .class("app-status__words")
                .attr("role", "status")
                .child(words),
        ),
    )
}
