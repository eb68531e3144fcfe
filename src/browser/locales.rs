//! The family survey's words in other languages than English, as files of the app,
//! with its script `locales.js`; and numbers as a language writes them.

use wasm_bindgen::prelude::*;

use crate::domain::record::locale::{Locale, Words};

#[wasm_bindgen(module = "/src/browser/locales.js")]
extern "C" {
    #[wasm_bindgen(js_name = fetchWords, catch)]
    async fn fetch_words(language: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = written)]
    fn written_js(number: f64, language: &str) -> String;
}

/// The words of a language; `None` where they are not on this tablet yet, or came
/// damaged.
pub async fn words(locale: &'static Locale) -> Option<Words> {
    if locale == Locale::ENGLISH {
        return Some(Words::english());
    }
    let text = fetch_words(locale.tag).await.ok()?.as_string()?;
    Words::read(locale, &text).ok()
}

/// A count as a language writes it (the platform's `Intl`).
#[must_use]
pub fn written(number: u32, locale: &Locale) -> String {
    written_js(f64::from(number), locale.tag)
}
