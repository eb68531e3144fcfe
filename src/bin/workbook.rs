//! Reads workbooks in a worker of the browser: a program of its own, loaded only when
//! such a file is chosen. On the host there is nothing of it.

#[cfg(target_arch = "wasm32")]
mod reader {
    use daybook::domain::import::workbook;
    use js_sys::Function;
    use wasm_bindgen::prelude::*;

    /// Reads a workbook, and tells what it finds as texts of JSON, one after another.
    #[wasm_bindgen]
    #[allow(
        clippy::needless_pass_by_value,
        reason = "a text that may be absent comes from JavaScript by value alone"
    )]
    pub fn read(file: &[u8], sheet: Option<String>, tell: &Function) {
        workbook::read(file, sheet.as_deref(), &mut |told| {
            if let Ok(text) = serde_json::to_string(&told) {
                // Whoever listened may be gone.
                let _ = tell.call1(&JsValue::NULL, &JsValue::from_str(&text));
            }
        });
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {
    console_error_panic_hook::set_once();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("Workbooks are read in a browser; the command line is `daybook`.");
}
