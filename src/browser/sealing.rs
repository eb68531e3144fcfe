//! Locks a backup with a passphrase, by the browser's own Web Crypto.
//!
//! It is offered on secure addresses alone (https, or this machine). Elsewhere
//! a backup can be made without a passphrase only.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

use super::slow_hash::NotOffered;
use crate::store::backup::{FEWEST_ROUNDS, PassphraseLock};

#[wasm_bindgen(module = "/src/browser/sealing.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn lock(content: &[u8], passphrase: &str, rounds: u32) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch)]
    async fn unlock(
        content: &[u8],
        passphrase: &str,
        random: &[u8],
        rounds: u32,
    ) -> Result<JsValue, JsValue>;
}

/// Locks content; what comes back tells how, and the locked content.
///
/// # Errors
/// [`NotOffered`].
pub async fn locked(
    content: &[u8],
    passphrase: &str,
) -> Result<(PassphraseLock, Vec<u8>), NotOffered> {
    let done = lock(content, passphrase, FEWEST_ROUNDS).await;
    let both = Array::from(&done.map_err(|_| NotOffered)?);
    let lock = PassphraseLock::new(FEWEST_ROUNDS, &Uint8Array::new(&both.get(0)).to_vec());
    Ok((lock, Uint8Array::new(&both.get(1)).to_vec()))
}

/// Unlocks content; `None` when the passphrase is another one.
///
/// # Errors
/// [`NotOffered`].
pub async fn unlocked(
    content: &[u8],
    passphrase: &str,
    how: &PassphraseLock,
) -> Result<Option<Vec<u8>>, NotOffered> {
    let done = unlock(content, passphrase, &how.random(), how.rounds).await;
    let bytes = done.map_err(|_| NotOffered)?;
    Ok((!bytes.is_undefined()).then(|| Uint8Array::new(&bytes).to_vec()))
}
