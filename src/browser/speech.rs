//! Reading aloud, by the voices that are on the device, with its script
//! `speech.js`.

use wasm_bindgen::prelude::*;

use super::listening::Listening;

#[wasm_bindgen(module = "/src/browser/speech.js")]
extern "C" {
    #[wasm_bindgen(js_name = canRead)]
    fn can_read_js(language: &str) -> bool;

    #[wasm_bindgen(js_name = followVoices)]
    fn follow_voices_js(tell: &JsValue) -> js_sys::Function;

    #[wasm_bindgen(js_name = read)]
    fn read_js(text: &str, language: &str, done: &JsValue);

    #[wasm_bindgen(js_name = stopReading)]
    fn stop_reading_js();
}

/// Whether a voice of a language, by its tag, is on this device.
#[must_use]
pub fn can_read(language: &str) -> bool {
    can_read_js(language)
}

/// Tells each time the voices have changed.
#[must_use]
pub fn follow_voices(told: impl FnMut() + 'static) -> Listening {
    Listening::new(told, follow_voices_js)
}

/// Reads a text aloud, and tells when that has ended or was stopped.
pub fn read(text: &str, language: &str, done: impl FnOnce() + 'static) {
    let done = Closure::once_into_js(done);
    read_js(text, language, &done);
}

/// Stops reading.
pub fn stop_reading() {
    stop_reading_js();
}
