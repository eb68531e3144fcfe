//! The drawing of the page, before work that would hold it up.
//!
//! With its script `drawing.js`.

use futures::channel::oneshot;
use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/drawing.js")]
extern "C" {
    #[wasm_bindgen(js_name = afterDrawing)]
    pub(super) fn after_drawing(then: &JsValue);
}

/// Lets the browser draw what was put on the page before long work begins. Two
/// frames, and not the event of one: there is none in a tab out of sight.
pub async fn page_drawn() {
    TimeoutFuture::new(34).await;
}

/// Lets the browser show that a tap was taken before the work that it asks for: the
/// next frame, within a tenth of a second in a tab out of sight.
pub async fn tap_shown() {
    let (drawn, told) = oneshot::channel();
    let then = Closure::once(move || {
        // Whoever waited may be gone.
        let _ = drawn.send(());
    });
    after_drawing(then.as_ref());
    let _ = told.await;
}
