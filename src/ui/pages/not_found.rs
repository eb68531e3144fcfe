//! The page for an address that leads nowhere.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::ui::components::page::Page;

/// Says that the address leads nowhere, and where to go on.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <Page title="Page not found">
            <p class="govuk-body">"There is no page at this address. Nothing that was saved is affected."</p>
            <p class="govuk-body">
                <A href="/" attr:class="govuk-link">"Go to Today"</A>
            </p>
        </Page>
    }
}
