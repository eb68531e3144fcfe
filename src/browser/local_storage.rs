//! Local storage: the only file that names gloo-storage.
//!
//! gloo-storage panics where storage is blocked, so every use asks for it
//! first; and it reads all keys or none, so keys are read one by one.

use gloo_events::EventListener;
use gloo_storage::{LocalStorage as Gloo, Storage as _};
use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::domain::record::Record;
use crate::store::envelope;
use crate::store::reconcile::RECORD_PREFIX;
use crate::store::{KeyValue, StoreError, Used};

#[wasm_bindgen(module = "/src/browser/local_storage.js")]
extern "C" {
    #[wasm_bindgen(js_name = usedSpace, catch)]
    fn used_space(prefix: &str) -> Result<Array, JsValue>;
}

/// This browser's local storage, under a prefix.
#[derive(Debug, Clone, Copy)]
pub struct LocalStorage {
    prefix: &'static str,
}

impl LocalStorage {
    /// Everything under a prefix; empty for all of it.
    #[must_use]
    pub const fn new(prefix: &'static str) -> Self {
        Self { prefix }
    }

    fn full_key(self, key: &str) -> String {
        format!("{}{key}", self.prefix)
    }
}

impl KeyValue for LocalStorage {
    fn keys(&self, prefix: &str) -> Result<Vec<String>, StoreError> {
        let raw = raw()?;
        let wanted = self.full_key(prefix);
        let length = raw.length().map_err(refused)?;
        let mut keys = Vec::new();
        for index in 0..length {
            if let Some(key) = raw.key(index).map_err(refused)?
                && key.starts_with(&wanted)
                && let Some(key) = key.strip_prefix(self.prefix)
            {
                keys.push(key.to_owned());
            }
        }
        Ok(keys)
    }

    fn read(&self, key: &str) -> Result<Option<String>, StoreError> {
        raw()?.get_item(&self.full_key(key)).map_err(refused)
    }

    fn has(&self, key: &str) -> Result<bool, StoreError> {
        js_sys::Reflect::has(&raw()?.into(), &self.full_key(key).into()).map_err(refused)
    }

    fn write(&self, key: &str, text: &str) -> Result<(), StoreError> {
        raw()?.set_item(&self.full_key(key), text).map_err(refused)
    }

    fn remove(&self, key: &str) -> Result<(), StoreError> {
        raw()?.remove_item(&self.full_key(key)).map_err(refused)
    }

    fn used(&self, prefix: &str) -> Result<Used, StoreError> {
        let counted = used_space(&self.full_key(prefix)).map_err(refused)?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "counts of at most some millions"
        )]
        let number = |at| counted.get(at).as_f64().unwrap_or_default() as usize;
        Ok(Used {
            everything: number(0),
            below: number(1),
            keys: number(2),
        })
    }
}

/// The storage itself, asked for in a way that cannot panic.
fn raw() -> Result<web_sys::Storage, StoreError> {
    let window = web_sys::window()
        .ok_or_else(|| StoreError::Blocked("there is no browser window".to_owned()))?;
    match window.local_storage() {
        Ok(Some(_)) => Ok(Gloo::raw()),
        Ok(None) => Err(StoreError::Blocked(
            "this browser offers no local storage".to_owned(),
        )),
        Err(error) => Err(refused(error)),
    }
}

fn refused(error: JsValue) -> StoreError {
    match error.dyn_into::<web_sys::DomException>() {
        Ok(error) if error.name() == "QuotaExceededError" => StoreError::Full,
        Ok(error) => StoreError::Blocked(error.message()),
        Err(other) => StoreError::Blocked(format!("{other:?}")),
    }
}

/// The key whose writing tells other tabs to lock; nothing stays under it.
const LOCK: &str = "lock";

/// Tells every other tab to lock. Where local storage is full or blocked nothing can be
/// told in this way.
pub fn tell_to_lock() {
    if let Ok(storage) = raw() {
        let _ = storage.set_item(LOCK, LOCK);
        let _ = storage.remove_item(LOCK);
    }
}

/// Calls back when another tab tells to lock.
pub fn follow_locking(lock: impl Fn() + 'static) {
    follow_keys(move |key, _| {
        if key == LOCK {
            lock();
        }
    });
}

/// Calls back with every record that another tab writes from now on, and with
/// the prefix it was written under.
pub fn follow_records(mut tell: impl FnMut(&str, Record) + 'static) {
    follow_keys(move |key, text| {
        if let Some((prefix, id)) = key.split_once(RECORD_PREFIX)
            && let Ok(record) = envelope::open::<Record>(text)
            && record.id().to_string() == id
        {
            tell(prefix, record);
        }
    });
}

/// Calls back with each key that another tab writes, and its text.
fn follow_keys(mut told: impl FnMut(&str, &str) + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    EventListener::new(&window, "storage", move |event| {
        let event = event.dyn_ref::<web_sys::StorageEvent>();
        let written = event.and_then(|event| event.key().zip(event.new_value()));
        if let Some((key, text)) = written {
            told(&key, &text);
        }
    })
    .forget();
}
