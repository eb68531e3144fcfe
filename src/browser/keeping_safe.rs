//! Whether the browser keeps this site's data for good, or may clear it when
//! space runs short.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/keeping_safe.js")]
extern "C" {
    #[wasm_bindgen(js_name = howKept, catch)]
    async fn how_kept() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = askToKeep, catch)]
    async fn ask_to_keep() -> Result<JsValue, JsValue>;
}

/// What the browser says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Persistence {
    /// It keeps the data until a person clears it.
    Kept,
    /// It may clear the data when space runs short, or after a time of disuse.
    MayGo,
    /// It does not say; at an address that is not secure, none does.
    NotSaid,
}

fn read(said: Result<JsValue, JsValue>) -> Persistence {
    match said.ok().and_then(|said| said.as_string()).as_deref() {
        Some("kept") => Persistence::Kept,
        Some(_) => Persistence::MayGo,
        None => Persistence::NotSaid,
    }
}

/// Whether this site's data is kept for good.
pub async fn persistence() -> Persistence {
    read(how_kept().await)
}

/// Asks the browser to keep it for good. Some grant it only for an installed
/// app; Firefox asks the person.
pub async fn ask() -> Persistence {
    read(ask_to_keep().await)
}

/// Whether this is a secure address: https, or this machine.
#[must_use]
pub fn is_secure() -> bool {
    web_sys::window().is_some_and(|window| window.is_secure_context())
}
