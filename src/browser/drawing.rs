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

/// How long work may hold the page before it is let go for a moment, in
/// milliseconds.
const HOLD: f64 = 40.0;

/// Long work in short pieces, between which the page can be drawn and used.
#[derive(Debug)]
pub struct Breath {
    since: f64,
}

impl Breath {
    /// Begins now.
    #[must_use]
    pub fn new() -> Self {
        Self {
            since: js_sys::Date::now(),
        }
    }

    /// Lets the page go for a moment where it was held for long; gives whether it
    /// was.
    pub async fn take(&mut self) -> bool {
        let held = js_sys::Date::now() - self.since;
        // A clock that was set back is no reason to hold on.
        let long = !(0.0..HOLD).contains(&held);
        if long {
            self.rest().await;
        }
        long
    }

    /// Lets the page go for a moment.
    pub async fn rest(&mut self) {
        TimeoutFuture::new(0).await;
        self.since = js_sys::Date::now();
    }
}

impl Default for Breath {
    fn default() -> Self {
        Self::new()
    }
}
