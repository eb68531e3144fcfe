//! Which of a tablet's tabs a family has in its hands.
//!
//! With its script `in_hand.js`. At most one has it: the one that was touched, or
//! came into sight, last. The others follow what it does. The browser itself keeps
//! who holds it, so a tab that is closed holds it no longer, and a tab that sleeps
//! need not answer.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/in_hand.js")]
extern "C" {
    #[wasm_bindgen(js_name = isInHand)]
    fn is_in_hand_now() -> bool;

    #[wasm_bindgen(js_name = isHeldByAnother, catch)]
    async fn is_held_by_another() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = isStillInHand, catch)]
    async fn is_still_in_hand() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = takeInHand)]
    fn take_in_hand();

    #[wasm_bindgen(js_name = putDown)]
    fn put_it_down();
}

/// Whether a family has this tab in its hands, as far as this tab has heard.
#[must_use]
pub fn is_here() -> bool {
    is_in_hand_now()
}

/// The same, after the browser was asked. A tab out of sight passes it on where another
/// one shows the survey too.
pub async fn is_still_here() -> bool {
    let told = is_still_in_hand().await;
    told.is_ok_and(|told| told.as_bool() == Some(true))
}

/// Whether a family has another tab in its hands; not where the browser does not say.
pub async fn is_elsewhere() -> bool {
    let told = is_held_by_another().await;
    told.is_ok_and(|told| told.as_bool() == Some(true))
}

/// A family has this tab in its hands from now on.
pub fn take() {
    take_in_hand();
}

/// No family has this tab in its hands any more.
pub fn put_down() {
    put_it_down();
}
