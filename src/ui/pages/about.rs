//! About: what this app is, what it stores and where.

use leptos::prelude::*;

use crate::ui::components::page::Page;

/// The page about Daybook.
#[component]
pub fn About() -> impl IntoView {
    view! {
        <Page title="About Daybook">
            <p class="govuk-body">
                "Daybook counts the Early Help work that case systems do not count: groups at children’s centres, youth clubs, group work in schools, cases co-worked with Social Care and prevention work, and what families say in How Was It For You surveys."
            </p>
            <h2 class="govuk-heading-m">"What it stores"</h2>
            <ul class="govuk-list govuk-list--bullet">
                <li>"Sessions, surveys and returns are stored in this browser, on this tablet, and nowhere else. There is no server and there are no cookies."</li>
                <li>"Each record is kept twice: in the browser’s local storage and in its database. “Saved on this tablet” means both hold it."</li>
                <li>"No field asks for a name, a date of birth or an address. Please do not type them into notes or comments."</li>
                <li>"Nothing leaves the tablet until you download or share a return. A return holds totals, never a record."</li>
            </ul>
            <h2 class="govuk-heading-m">"What is not safe"</h2>
            <ul class="govuk-list govuk-list--bullet">
                <li>"Clearing the browser’s data, removing the browser, or losing the tablet loses the records on it."</li>
                <li>"A private window forgets everything when it is closed."</li>
            </ul>
        </Page>
    }
}
