//! Addresses of scripts that a worker may run, where the content security policy asks
//! for trusted ones. With its script `trusted.js`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "/src/browser/trusted.js")]
extern "C" {
    #[wasm_bindgen(js_name = scriptAddress, catch)]
    fn trusted(address: &str) -> Result<JsValue, JsValue>;
}

/// An address as a worker takes it; as it is where the browser would not have it, which
/// then refuses the worker in its own words.
pub(super) fn script_address(address: &str) -> JsValue {
    trusted(address).unwrap_or_else(|_| JsValue::from_str(address))
}
