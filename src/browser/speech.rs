//! Reading aloud, by the voices that are on the device, with its script
//! `speech.js`. Which of them reads is the domain's rule.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::listening::Listening;
use crate::domain::capture::voice::{Lives, Voice, voice_for};
use crate::domain::record::locale::Locale;

#[wasm_bindgen(module = "/src/browser/speech.js")]
extern "C" {
    #[wasm_bindgen(js_name = voices)]
    fn voices_js() -> Array;

    #[wasm_bindgen(js_name = followVoices)]
    fn follow_voices_js(tell: &JsValue) -> js_sys::Function;

    #[wasm_bindgen(js_name = read)]
    fn read_js(text: &str, at: usize, done: &JsValue);

    #[wasm_bindgen(js_name = stopReading)]
    fn stop_reading_js();
}

/// Whether a voice for a language is on this device.
#[must_use]
pub fn can_read(locale: &Locale) -> bool {
    voice_of(locale).is_some()
}

/// The position of the voice that reads a language, among the browser's.
fn voice_of(locale: &Locale) -> Option<usize> {
    let voices: Vec<Voice> = voices_js()
        .iter()
        .map(|it| voice(&Array::from(&it)))
        .collect();
    voice_for(locale.voice, &voices)
}

fn voice(said: &Array) -> Voice {
    Voice {
        tag: said.get(0).as_string().unwrap_or_default(),
        lives: if said.get(1).is_truthy() {
            Lives::OnTheDevice
        } else {
            Lives::OnTheNetwork
        },
        is_default: said.get(2).is_truthy(),
    }
}

/// Tells each time the voices have changed.
#[must_use]
pub fn follow_voices(told: impl FnMut() + 'static) -> Listening {
    Listening::new(told, follow_voices_js)
}

/// Reads a text of a language aloud, and tells when that has ended or was stopped, or
/// at once where no voice reads it.
pub fn read(text: &str, locale: &Locale, done: impl FnOnce() + 'static) {
    match voice_of(locale) {
        Some(at) => read_js(text, at, &Closure::once_into_js(done)),
        None => done(),
    }
}

/// Stops reading.
pub fn stop_reading() {
    stop_reading_js();
}
