//! A field in which a file is chosen.

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::ui::markup::{Acting, El, Pieces, div, el};

/// The kinds of file that our own files come as: a return that was shared as text
/// is called `….json.txt`.
pub const OUR_FILES: &str = ".json,.txt,application/json,text/plain";

/// How many files can be chosen at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Many {
    /// One.
    One,
    /// Any number.
    Several,
}

/// The field of one file, with its label, whatever is said of the file, and what happens
/// once one was chosen. `kinds` names the kinds of file the browser offers;
/// empty for all.
pub fn file_field(
    id: &'static str,
    label: &'static str,
    kinds: &'static str,
    said: Pieces,
    chosen: Acting<HtmlInputElement>,
) -> El {
    field_of(Many::One, (id, label, kinds), said, chosen)
}

/// The field of one file or of several, by its id, label and kinds.
pub fn field_of(
    many: Many,
    (id, label, kinds): (&'static str, &'static str, &'static str),
    said: Pieces,
    chosen: Acting<HtmlInputElement>,
) -> El {
    let several = match many {
        Many::One => None,
        Many::Several => Some(String::new()),
    };
    div("govuk-form-group")
        .child(
            el("label")
                .class("govuk-label")
                .attr("for", id)
                .child(label),
        )
        .child(said)
        .child(
            el("input")
                .id(id)
                .class("app-file")
                .attr("type", "file")
                .attr("accept", kinds)
                .attr_of("multiple", move || several.clone())
                .on("change", move |event| {
                    let field = event.target().and_then(|field| field.dyn_into().ok());
                    if let Some(field) = field {
                        chosen(field);
                    }
                }),
        )
}
