//! About: what this app is, what it stores and where.

use crate::ui::components::page::{Form, page};
use crate::ui::markup::{El, Pieces, el, paragraph};

/// The page about Daybook.
pub fn about() -> El {
    page(
        "About Daybook",
        Form::None,
        Pieces::default()
            .and(paragraph("Daybook counts the Early Help work that case systems do not count: groups at children’s centres, youth clubs, group work in schools, cases co-worked with Social Care and prevention work, and what families say in How Was It For You surveys."))
            .and(heading("What it stores"))
            .and(list(&[
                "Sessions, surveys and returns are stored in this browser, on this tablet, and nowhere else. There is no server and there are no cookies.",
                "Each record is kept twice: in the browser’s local storage and in its database. “Saved on this tablet” means both hold it.",
                "No field asks for a name, a date of birth or an address. Please do not type them into notes or comments.",
                "Nothing leaves the tablet until you download or share a return. A return holds totals, never a record.",
            ]))
            .and(heading("What is not safe"))
            .and(list(&[
                "Clearing the browser’s data, removing the browser, or losing the tablet loses the records on it.",
                "A private window forgets everything when it is closed.",
            ])),
    )
}

fn heading(words: &str) -> El {
    el("h2").class("govuk-heading-m").child(words)
}

fn list(items: &[&str]) -> El {
    let items: Vec<El> = items.iter().map(|words| el("li").child(*words)).collect();
    el("ul").class("govuk-list govuk-list--bullet").child(items)
}
