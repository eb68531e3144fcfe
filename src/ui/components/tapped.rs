//! Buttons that are tapped many times in a row.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, PointerEvent};

use crate::ui::markup::El;

/// Makes a button do something once for each press, however the press comes.
///
/// A browser's own click is not enough for counting: it leaves out a finger that
/// rests for half a second, and all fingers but one that are down together, so
/// that two quick thumbs would lose taps; and a key that is held down clicks
/// again and again. So a finger or mouse counts when it is lifted where it was
/// put down, as it would to click; keys and assistive technology by the click.
pub fn once_a_press(button: El, act: impl Fn() + 'static) -> El {
    once_a_press_boxed(button, Rc::new(act))
}

#[inline(never)]
fn once_a_press_boxed(button: El, act: Rc<dyn Fn()>) -> El {
    // The fingers that are down on it.
    let down = Rc::new(RefCell::new(Vec::<i32>::new()));
    // Whether the click that may follow was counted already.
    let counted = Rc::new(Cell::new(false));
    let element = button.element().clone();
    let (fingers, fresh) = (Rc::clone(&down), Rc::clone(&counted));
    let put_down = move |event: &Event| {
        fresh.set(false);
        if let Some(event) = event.dyn_ref::<PointerEvent>()
            && event.button() == 0
        {
            fingers.borrow_mut().push(event.pointer_id());
        }
    };
    let (fingers, done, count) = (Rc::clone(&down), Rc::clone(&counted), Rc::clone(&act));
    let lifted = move |event: &Event| {
        if let Some(event) = event.dyn_ref::<PointerEvent>()
            && taken(&fingers, event.pointer_id())
            && is_over(&element, event)
        {
            done.set(true);
            count();
        }
    };
    let cancelled = move |event: &Event| {
        if let Some(event) = event.dyn_ref::<PointerEvent>() {
            taken(&down, event.pointer_id());
        }
    };
    let by_key = Rc::clone(&counted);
    let key = move |event: &Event| {
        by_key.set(false);
        let repeats = js_sys::Reflect::get(event, &"repeat".into());
        if repeats.is_ok_and(|repeats| repeats.is_truthy()) {
            event.prevent_default();
        }
    };
    button
        .on("pointerdown", put_down)
        .on("pointerup", lifted)
        .on("pointercancel", cancelled)
        .on("keydown", key)
        .on("click", move |_| {
            if !counted.replace(false) {
                act();
            }
        })
        // The menu of a long press.
        .on("contextmenu", Event::prevent_default)
}

/// Takes a finger out of those that are down; gives whether it was.
fn taken(down: &RefCell<Vec<i32>>, finger: i32) -> bool {
    let mut down = down.borrow_mut();
    let before = down.len();
    down.retain(|one| *one != finger);
    down.len() < before
}

/// Whether a finger is over an element: one that slid off it means no press.
fn is_over(element: &Element, event: &PointerEvent) -> bool {
    let place = element.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    (place.left()..=place.right()).contains(&x) && (place.top()..=place.bottom()).contains(&y)
}
