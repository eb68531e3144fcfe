//! All that is wrong with a form, above it, each line leading to its field.

use leptos::html::Div;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// One line of the summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The id of the field it leads to.
    pub field: String,
    /// What is wrong and what to do.
    pub words: String,
}

/// The error summary; it takes the focus each time a check has found problems
/// (GOV.UK Design System; WCAG 3.3.1). `checks` counts the checks, so that the
/// same problems found again take the focus again.
#[component]
pub fn ErrorSummary(
    #[prop(into)] lines: Signal<Vec<Line>>,
    #[prop(into)] checks: Signal<u32>,
) -> impl IntoView {
    let summary = NodeRef::<Div>::new();
    Effect::new(move |_| {
        checks.track();
        if let Some(summary) = summary.get()
            && !lines.with_untracked(Vec::is_empty)
        {
            let _ = summary.focus();
        }
    });
    let items = move || {
        lines
            .get()
            .into_iter()
            .map(|Line { field, words }| {
                let target = field.clone();
                view! {
                    <li>
                        <a
                            href=format!("#{field}")
                            on:click=move |event| {
                                event.prevent_default();
                                focus(&target);
                            }
                        >
                            {words}
                        </a>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div
            class="govuk-error-summary"
            tabindex="-1"
            node_ref=summary
            hidden=move || lines.with(Vec::is_empty)
        >
            <div role="alert">
                <h2 class="govuk-error-summary__title">"There is a problem"</h2>
                <div class="govuk-error-summary__body">
                    <ul class="govuk-list govuk-error-summary__list">{items}</ul>
                </div>
            </div>
        </div>
    }
}

/// Moves the focus to an element and brings it into view.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = element.focus();
        element.scroll_into_view();
    }
}
