//! The address in the browser, and its history: links within the app, back and
//! forward.
//!
//! With its script `history.js`. What an address means is the pages' to say.

use wasm_bindgen::prelude::*;

use super::drawing::after_drawing;
use super::listening::Listening;

#[wasm_bindgen(module = "/src/browser/history.js")]
extern "C" {
    #[wasm_bindgen(js_name = followAddress)]
    fn follow_address(tell: &JsValue, goes: &JsValue);

    #[wasm_bindgen(js_name = goTo)]
    fn go_to(path: &str);

    #[wasm_bindgen(js_name = holdAddress)]
    fn hold_address(tell: &JsValue) -> js_sys::Function;
}

/// Tells the path of the address, such as `/records`, now and at every change
/// from now on; links within the app no longer load it anew. Call it once.
pub fn follow(mut told: impl FnMut(String) + 'static) {
    let tell = Closure::<dyn FnMut(JsValue)>::new(move |path: JsValue| {
        told(path.as_string().unwrap_or_default());
    });
    let goes = Closure::<dyn FnMut(JsValue)>::new(|go: JsValue| after_drawing(&go));
    follow_address(tell.as_ref(), goes.as_ref());
    // As long as the page.
    tell.forget();
    goes.forget();
}

/// Goes to a path of the app, as if its link had been tapped. What follows the
/// address is told before this ends.
pub fn go(path: &str) {
    go_to(path);
}

/// Leaves this program for a page of the other, as if its address had been typed;
/// the way back does not lead here.
pub fn leave_for(path: &str) {
    if let Some(window) = web_sys::window() {
        // Only an address that is none is refused.
        let _ = window.location().replace(path);
    }
}

/// Holds the browser at the first page's address, and tells each time its way back
/// was taken. What a browser does beyond this document cannot be held.
#[must_use]
pub fn hold(told: impl FnMut() + 'static) -> Listening {
    Listening::new(told, hold_address)
}
