//! Fields whose whole text is selected when they are tapped, so that a number that is
//! typed stands in place of the one that was there, and not behind it.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::document;
use wasm_bindgen::JsCast;
use web_sys::{Event, EventTarget, HtmlInputElement};

use crate::ui::markup::El;

/// Selects the text of a field each time it takes the focus. The tap that gave it the
/// focus would put the caret back; the next tap does.
pub fn selected_on_focus(field: El) -> El {
    let fresh = Rc::new(Cell::new(false));
    let (focused, lifted) = (Rc::clone(&fresh), Rc::clone(&fresh));
    let typed = Rc::clone(&fresh);
    field
        .on("focus", move |event| {
            focused.set(true);
            select(event.target());
        })
        .on("mouseup", move |event| {
            if lifted.replace(false) {
                Event::prevent_default(event);
                select(event.target());
            }
        })
        .on("keydown", move |_| typed.set(false))
        .on("blur", move |_| fresh.set(false))
}

/// Selects the text of the field with this id, if it has the focus: a button beside it
/// has changed its number, and a browser has put the caret behind it.
pub fn select_again(id: &str) {
    let field = document().active_element().filter(|it| it.id() == id);
    select(field.map(Into::into));
}

fn select(field: Option<EventTarget>) {
    if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
        field.select();
    }
}
