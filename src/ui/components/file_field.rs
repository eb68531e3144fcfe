//! A field in which a file is chosen, or on which it is dropped.
//!
//! Guarantees that a file that was refused can be chosen again. What is dropped beside
//! it goes nowhere, on any page: `boot.js` sees to that.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{DragEvent, Event, HtmlInputElement};

use crate::browser::files::{OpenedFile, dropped, may_be_dropped, take_chosen};
use crate::ui::components::field::refusal;
use crate::ui::markup::{Acting, El, Pieces, acting, div, el};
use crate::ui::state::State;

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
    chosen: Acting<OpenedFile>,
) -> El {
    let several = State::new(None::<String>);
    let one = acting(move |files: Vec<OpenedFile>| {
        let many = files.len() > 1;
        several.set(many.then(|| {
            "Several files were dropped, and none was opened. Drop one, or choose it".to_owned()
        }));
        if let (false, Some(file)) = (many, files.into_iter().next()) {
            chosen(file);
        }
    });
    field_of(
        Many::One,
        (id, label, kinds),
        said.and(refusal(several)),
        one,
    )
}

/// The field of one file or of several, by its id, label and kinds.
pub fn field_of(
    many: Many,
    (id, label, kinds): (&'static str, &'static str, &'static str),
    said: Pieces,
    chosen: Acting<Vec<OpenedFile>>,
) -> El {
    let several = match many {
        Many::One => None,
        Many::Several => Some(String::new()),
    };
    let take = Rc::clone(&chosen);
    let field = div("govuk-form-group")
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
                        let field: HtmlInputElement = field;
                        let files = take_chosen(&field);
                        if !files.is_empty() {
                            take(files);
                        }
                    }
                }),
        );
    opens_dropped(field, chosen)
}

/// Makes a box open the files that are dropped on it.
pub fn opens_dropped(area: El, chosen: Acting<Vec<OpenedFile>>) -> El {
    let over = |event: &Event| {
        event.prevent_default();
        event.stop_propagation();
        if let Some(event) = event.dyn_ref::<DragEvent>() {
            may_be_dropped(event);
        }
    };
    area.on("dragover", over).on("drop", move |event| {
        event.prevent_default();
        // A box within a box has opened them.
        event.stop_propagation();
        let files = event.dyn_ref::<DragEvent>().map(dropped);
        if let Some(files) = files.filter(|files| !files.is_empty()) {
            chosen(files);
        }
    })
}
