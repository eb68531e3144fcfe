//! All that is wrong with a form, above it, each line leading to its field.

use leptos::prelude::document;
use wasm_bindgen::JsCast;

use crate::ui::form::Problems;
use crate::ui::markup::{El, div, el, follow, live};

/// One line of the summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The id of the field it leads to.
    pub field: String,
    /// What is wrong and what to do.
    pub words: String,
}

/// The error summary; it takes the focus each time a check has found problems
/// (GOV.UK Design System; WCAG 3.3.1).
pub fn error_summary(problems: Problems) -> El {
    let lines = live(move || {
        let lines: Vec<El> = problems.lines().into_iter().map(line).collect();
        lines
    });
    let summary = div("govuk-error-summary")
        .attr("tabindex", "-1")
        .shown_while(move || !problems.lines().is_empty())
        .child(
            el("div")
                .attr("role", "alert")
                .child(
                    el("h2")
                        .class("govuk-error-summary__title")
                        .child("There is a problem"),
                )
                .child(
                    div("govuk-error-summary__body").child(
                        el("ul")
                            .class("govuk-list govuk-error-summary__list")
                            .child(lines),
                    ),
                ),
        );
    let taken = summary.clone();
    // Made after the parts above, so that it is drawn when the focus comes.
    follow(Box::new(move || {
        if !problems.checked().is_empty() {
            taken.focus();
        }
    }));
    summary
}

fn line(Line { field, words }: Line) -> El {
    let link = el("a").attr("href", &format!("#{field}"));
    el("li").child(
        link.on("click", move |event| {
            event.prevent_default();
            focus(&field);
        })
        .child(words),
    )
}

/// Moves the focus to an element and brings it into view.
pub fn focus(id: &str) {
    let element = document().get_element_by_id(id);
    if let Some(element) = element {
        element.scroll_into_view();
        focus_on(element);
    }
}

/// Moves the focus to an element.
pub fn focus_on(element: web_sys::Element) {
    if let Ok(element) = element.dyn_into::<web_sys::HtmlElement>() {
        let _ = element.focus();
    }
}
