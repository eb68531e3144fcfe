//! The frame of a page: its title, its heading, and the notice above it.

use leptos::html::{Div, H1};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::ui::workspace::{Notice, Workspace};

/// Whether the page shows problems, which its title begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// Nothing is wrong.
    Fine,
    /// A form has problems.
    HasProblems,
}

/// A page. After a move from another page its heading takes the focus, so that
/// a screen reader says where one is (WCAG 2.4.3).
#[component]
pub fn Page(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] health: Option<Signal<Health>>,
    children: Children,
) -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let heading = NodeRef::<H1>::new();
    Effect::new(move |_| {
        let prefix = match health.map(|health| health.get()) {
            Some(Health::HasProblems) => "Error: ",
            Some(Health::Fine) | None => "",
        };
        document().set_title(&format!("{prefix}{} – Daybook", title.get()));
    });
    let path = use_location().pathname.get_untracked();
    workspace.notice_is_for(&path);
    Effect::new(move |_| {
        if let Some(heading) = heading.get()
            && workspace.has_moved()
            && workspace.notice.with_untracked(Option::is_none)
        {
            let _ = heading.focus();
        }
    });
    view! {
        <NoticeBanner/>
        <h1 class="govuk-heading-l app-heading" tabindex="-1" node_ref=heading>
            {title}
        </h1>
        {children()}
    }
}

/// What has just been done. It takes the focus, and stays until the next
/// action or another page.
#[component]
fn NoticeBanner() -> impl IntoView {
    let workspace = expect_context::<Workspace>();
    let banner = NodeRef::<Div>::new();
    Effect::new(move |_| {
        if workspace.notice.with(Option::is_some)
            && let Some(banner) = banner.get()
        {
            let _ = banner.focus();
        }
    });
    move || {
        workspace.notice.get().map(|Notice { title, words, .. }| {
            view! {
                <div
                    class="app-notice"
                    role="alert"
                    tabindex="-1"
                    node_ref=banner
                    aria-labelledby="notice-title"
                >
                    <p id="notice-title" class="app-notice__title">{title}</p>
                    <p class="app-notice__words">{words}</p>
                </div>
            }
        })
    }
}
