//! A script's listener that lasts as long as what it is kept in.

use wasm_bindgen::prelude::*;

/// Listens until it is dropped.
pub struct Listening {
    stop: js_sys::Function,
    _told: Closure<dyn FnMut()>,
}

impl Listening {
    /// Has a script listen; `listen` is given what to tell, and gives what ends it.
    pub(super) fn new(
        told: impl FnMut() + 'static,
        listen: impl FnOnce(&JsValue) -> js_sys::Function,
    ) -> Self {
        let told = Closure::<dyn FnMut()>::new(told);
        Self {
            stop: listen(told.as_ref()),
            _told: told,
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.stop.call0(&JsValue::NULL);
    }
}
