//! What people see: pages and components, over signals of plain data.
//!
//! The only layer that knows leptos. Rules live in the domain; a component asks
//! them and shows what they say.
#![allow(
    clippy::must_use_candidate,
    clippy::needless_pass_by_value,
    reason = "the component macro sets the shape: props by value, a view always used"
)]

mod components;
mod form;
mod frame;
mod pages;
mod sentences;
mod workspace;

use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::path;
use wasm_bindgen_futures::spawn_local;

use frame::{Footer, Header, StatusLine, Warnings};
use pages::{
    about::About, first_start::FirstStart, not_found::NotFound, quarter::QuarterPage,
    record_session::RecordSession, record_survey::RecordSurvey, send_return::SendReturn,
    today::Today,
};
use workspace::{Phase, Workspace};

/// The app: the workspace, the frame and the pages.
#[component]
pub fn App() -> impl IntoView {
    let workspace = Workspace::new();
    provide_context(workspace);
    workspace.follow_other_tabs();
    spawn_local(workspace.begin());
    view! {
        <Router>
            <a href="#main" class="govuk-skip-link">"Skip to main content"</a>
            <Header/>
            <StatusLine/>
            <div class="govuk-width-container app-body">
                <main id="main" class="govuk-main-wrapper app-main" tabindex="-1">
                    <Warnings/>
                    {move || match workspace.phase.get() {
                        Phase::Opening => view! { <p role="status">"Opening Daybook…"</p> }.into_any(),
                        Phase::FirstStart => view! { <FirstStart/> }.into_any(),
                        Phase::Ready => view! { <Pages/> }.into_any(),
                    }}
                </main>
            </div>
            <Footer/>
        </Router>
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=NotFound>
            <Route path=path!("/") view=Today/>
            <Route path=path!("/session") view=RecordSession/>
            <Route path=path!("/survey") view=RecordSurvey/>
            <Route path=path!("/quarter") view=QuarterPage/>
            <Route path=path!("/quarter/:quarter") view=QuarterPage/>
            <Route path=path!("/quarter/:quarter/return") view=SendReturn/>
            <Route path=path!("/about") view=About/>
        </FlatRoutes>
    }
}
