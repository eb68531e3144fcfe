//! What people see of the app on their tablet: that it is ready to work
//! offline, that a new version is ready, and that a tab is at risk.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::address::Address;
use super::components::banner::{banner, banner_button};
use super::frame::link;
use super::keeping::OpenForms;
use super::markup::{El, Pieces, div, live};
use super::navigation::Navigation;
use super::sentences::store_problem;
use super::workspace::{Phase, Workspace};
use crate::browser::app_shell::{self, Installed, Offline, Shell, Update};
use crate::ui::state::State;

/// The app on this tablet, for every page to read.
#[derive(Clone, Copy)]
pub struct AppShell {
    /// What is known of it.
    pub shell: State<Shell>,
    /// Why it was not opened anew.
    problem: State<String>,
}

impl AppShell {
    /// Follows what the browser says of it from now on.
    pub fn follow() -> Self {
        let shell = State::new(Shell::unknown());
        app_shell::follow(move |now| shell.set(now.clone()));
        Self {
            shell,
            problem: State::new(String::new()),
        }
    }

    /// Opens this tab anew, on the new version. What is typed is in the journal
    /// before that, or it does not happen.
    fn update(self, forms: OpenForms) {
        spawn_local(async move {
            match forms.keep().await {
                Ok(()) => app_shell::update(),
                Err(error) => self.problem.set(format!(
                    "Not now: what you have typed could not be kept. {}",
                    store_problem(&error)
                )),
            }
        });
    }
}

/// Whether Daybook works offline, in a few words.
pub fn offline_words() -> String {
    let this = expect_context::<AppShell>();
    this.shell.with(|shell| match &shell.offline {
        Offline::Preparing => "Getting ready to work offline…".to_owned(),
        Offline::Ready => "Ready to work offline".to_owned(),
        Offline::Missing(files) => {
            let (count, noun) = (files.len(), if files.len() == 1 { "part" } else { "parts" });
            format!("Not ready to work offline: {count} {noun} missing")
        }
        Offline::Insecure => "Cannot work offline: not an https address".to_owned(),
        Offline::NotOffered => "Cannot work offline in this browser".to_owned(),
        Offline::Refused(_) => "Not ready to work offline: the browser refuses it".to_owned(),
    })
}

/// Whether Daybook is installed, in a few words.
pub fn installed_words() -> &'static str {
    let this = expect_context::<AppShell>();
    this.shell.with(|shell| match shell.installed {
        Installed::Yes => "Yes",
        Installed::Offered | Installed::No => "No, it is open in a tab",
        Installed::AppleTab => {
            "No. The iPad deletes what a tab keeps after 7 days without use: install it"
        }
    })
}

/// What stands above every page of the app on this tablet; nothing of it while
/// the pages are shut.
pub fn banners() -> El {
    let workspace = expect_context::<Workspace>();
    let this = expect_context::<AppShell>();
    let at_risk = live(move || {
        let tab = this.shell.with(|it| it.installed == Installed::AppleTab);
        (tab && !workspace.locking.shut.get()).then(at_risk)
    });
    let forms = expect_context::<OpenForms>();
    let path = expect_context::<Navigation>().path;
    let news = live(move || {
        let update = this.shell.with(|it| it.update);
        let (title, action) = match update {
            Update::Current | Update::Failed => return None,
            Update::Waiting => ("A new version is ready", "Update now"),
            Update::OldTab => ("This tab still runs the old version", "Reload now"),
        };
        if workspace.locking.shut.get() {
            return None;
        }
        let words = what_is_typed(workspace.phase.get(), Address::parse(&path.get()));
        let act = banner_button(action, move || this.update(forms));
        let problem = live(move || this.problem.get());
        Some(
            banner(title, words, Pieces::from(act).and(problem))
                .class("app-banner app-banner--news"),
        )
    });
    div("").attr("aria-live", "polite").child(at_risk.and(news))
}

/// What becomes of what is typed, before the page is opened anew.
fn what_is_typed(phase: Phase, address: Address) -> &'static str {
    match (phase, address) {
        (Phase::Opening, _)
        | (
            _,
            Address::Install
            | Address::About
            | Address::Today
            | Address::Tallies
            | Address::Tally(_)
            | Address::Quarter(_)
            | Address::Records
            | Address::Groups
            | Address::Places
            | Address::HandOver
            | Address::SurveyLanguages
            | Address::Poster(_)
            | Address::Unknown,
        ) => "It takes a moment.",
        // Secrets are kept nowhere.
        (
            _,
            Address::Locks
            | Address::HandOverPin
            | Address::Safe
            | Address::Restore
            | Address::Import
            | Address::Teams
            | Address::Comments(_),
        ) => "First finish what you are doing: on this page nothing typed is kept.",
        (
            Phase::FirstStart | Phase::Ready,
            Address::RecordSession(_)
            | Address::Group(_)
            | Address::RecordSurvey
            | Address::PaperStack
            | Address::Correct(_)
            | Address::Settings
            | Address::SendReturn(_)
            | Address::Record(_),
        ) => "What you have typed is kept, and offered again.",
    }
}

fn at_risk() -> El {
    banner(
        "Records at risk",
        "The iPad deletes what a tab keeps after 7 days without use.",
        link(Address::Install, "How to install Daybook").class("app-banner__action"),
    )
}
