//! What people see: pages and components, over signals of plain data.
//!
//! The only layer that knows leptos. Rules live in the domain; a component asks
//! them and shows what they say. Markup is built as [`markup`] says, and why.

mod address;
mod app_shell;
mod backing_up;
mod components;
mod correcting_places;
mod family;
mod following;
mod form;
mod frame;
mod giving_to_team;
mod handing_over;
mod importing;
mod keeping;
mod locking;
mod making_room;
pub mod managers;
mod markup;
mod navigation;
mod pages;
mod passing_on;
mod sentences;
mod setting_the_clock;
mod state;
mod tallying;
mod unfinished;
mod workspace;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use address::Address;
use app_shell::AppShell;
use keeping::OpenForms;
use markup::{El, Pieces, div, el, live, paragraph};
use navigation::Navigation;
use workspace::{Phase, Workspace};

/// Starts the app: the workspace, and in the page's body the frame and the page
/// that the address leads to. Call it once, as what is mounted.
pub fn start() {
    let workspace = Workspace::new();
    provide_context(workspace);
    provide_context(Navigation::follow());
    provide_context(OpenForms::new());
    provide_context(pages::records::Looking::new());
    provide_context(AppShell::follow());
    workspace.follow_other_tabs();
    workspace.follow_hands();
    workspace.follow_backups();
    workspace.follow_stores();
    workspace.follow_owed();
    spawn_local(async move {
        workspace.begin().await;
        // Fetching and checking every file of the app would hold the start up.
        crate::browser::app_shell::look_for_versions();
    });
    if let Some(body) = document().body() {
        // A body takes any element of ours.
        let _ = body.append_child(whole(workspace).element());
    }
}

/// The app; while a family has the tablet, the survey in place of all of it.
fn whole(workspace: Workspace) -> El {
    div("app-whole").child(live(move || {
        let hand_over = workspace.handing.with_family.get();
        untrack(|| match hand_over {
            Some(hand_over) => family::surface(workspace, hand_over),
            None => staff_pages(workspace),
        })
    }))
}

fn staff_pages(workspace: Workspace) -> Pieces {
    let main = el("main")
        .id("main")
        .class("govuk-main-wrapper app-main")
        .attr("tabindex", "-1")
        .child(frame::warnings())
        .child(pages(workspace));
    Pieces::from(frame::skip_link())
        .and(frame::header())
        .and(frame::status_line())
        .and(app_shell::banners())
        .and(div("govuk-width-container app-body").child(main))
        .and(frame::footer())
}

/// The page that the address leads to, once the tablet is set up.
fn pages(workspace: Workspace) -> Pieces {
    let path = expect_context::<Navigation>().path;
    live(move || {
        let (phase, path) = (workspace.phase.get(), path.get());
        let shut = workspace.locking.shut.get();
        if Address::parse(&path).follows_the_day() {
            workspace.today.get();
        }
        // Only these decide which page it is: whatever a page reads while it
        // is made must not make it anew, or a field would vanish while typing.
        untrack(|| {
            // The page about Daybook holds nothing of this tablet's.
            if shut && Address::parse(&path) != Address::About {
                workspace.notice_is_for(&path);
                return pages::locked::locked().into();
            }
            page_at(workspace, phase, &path)
        })
    })
}

/// The style page by itself, for a test to look at; in debug builds alone.
#[cfg(debug_assertions)]
pub fn style_page() {
    leptos::mount::mount_to_body(|| {
        provide_context(Workspace::new());
        provide_context(Navigation::follow());
        provide_context(AppShell::follow());
        if let Some(body) = document().body() {
            // A body takes any element of ours.
            let _ = body.append_child(pages::style::style_page().element());
        }
    });
}

fn page_at(workspace: Workspace, phase: Phase, path: &str) -> Pieces {
    #[cfg(debug_assertions)]
    if path == "/style" {
        return pages::style::style_page().into();
    }
    match phase {
        Phase::Opening => paragraph("Opening Daybook…").attr("role", "status").into(),
        Phase::FirstStart if Address::parse(path) == Address::Restore => {
            pages::restore::restore().into()
        }
        // On some tablets it must come before the first record.
        Phase::FirstStart if Address::parse(path) == Address::Install => {
            pages::install::install().into()
        }
        Phase::FirstStart => pages::first_start::first_start(),
        Phase::Ready => {
            workspace.notice_is_for(path);
            match Address::parse(path) {
                Address::Today => pages::today::today(),
                Address::RecordSession(opening) => pages::record_session::record_session(opening),
                Address::Groups => pages::groups::groups().into(),
                Address::Group(opening) => pages::group::group_page(opening),
                Address::Tallies => pages::tallies::tallies(),
                Address::Tally(id) => pages::door_tally::door_tally(id),
                Address::RecordSurvey => pages::record_survey::record_survey(),
                Address::PaperStack => pages::paper_stack::paper_stack().into(),
                Address::HandOver => pages::hand_over::hand_over().into(),
                Address::HandOverPin => pages::pins::hand_over_pin().into(),
                Address::SurveyLanguages => pages::survey_languages::survey_languages().into(),
                Address::Quarter(quarter) => pages::quarter::quarter_page(quarter),
                Address::SendReturn(quarter) => pages::send_return::send_return(quarter),
                Address::Comments(quarter) => pages::comments::comments(quarter).into(),
                Address::Poster(quarter) => pages::poster::poster(quarter).into(),
                Address::Records => pages::records::records(),
                Address::Record(id) => pages::record::record_page(id),
                Address::Correct(id) => pages::record::correct(id),
                Address::Settings => pages::settings::settings_page(),
                Address::Places => pages::places::places(),
                Address::Teams => pages::unknown_teams::unknown_teams(),
                Address::Locks => pages::pins::pins().into(),
                Address::Safe => pages::safe::safe().into(),
                Address::Restore => pages::restore::restore().into(),
                Address::Import => pages::import::import().into(),
                Address::Install => pages::install::install().into(),
                Address::About => pages::about::about().into(),
                Address::Unknown => pages::not_found::not_found().into(),
            }
        }
    }
}
