//! The slow hash of a PIN or recovery code, and random bytes: the browser's own
//! Web Crypto, which is native code and no byte of the download.
//!
//! Web Crypto is offered on secure addresses alone (https, or this machine).
//! Elsewhere nothing can be hashed, so no PIN can be set.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::domain::tablet::locks::SlowHash;

/// This browser offers no Web Crypto at this address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotOffered;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn get_random_values(bytes: &Uint8Array) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = importKey)]
    async fn import_key(
        format: &str,
        secret: &Uint8Array,
        algorithm: &str,
        extractable: bool,
        uses: &Array,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = ["crypto", "subtle"], js_name = deriveBits)]
    async fn derive_bits(algorithm: &Object, key: &JsValue, bits: u32) -> Result<JsValue, JsValue>;
}

/// Fresh random bytes.
///
/// # Errors
/// [`NotOffered`].
pub fn random() -> Result<[u8; 16], NotOffered> {
    let (given, mut bytes) = (Uint8Array::new_with_length(16), [0; 16]);
    get_random_values(&given).map_err(|_| NotOffered)?;
    given.copy_to(&mut bytes);
    Ok(bytes)
}

/// The digest of a secret: PBKDF2 with HMAC-SHA-256, 32 bytes.
///
/// # Errors
/// [`NotOffered`].
pub async fn digest(secret: &str, salt: &[u8], rounds: u32) -> Result<[u8; 32], NotOffered> {
    let derived = derived(secret, salt, rounds).await;
    let bytes = Uint8Array::new(&derived.map_err(|_| NotOffered)?);
    let mut digest = [0; 32];
    if bytes.length() != 32 {
        return Err(NotOffered);
    }
    bytes.copy_to(&mut digest);
    Ok(digest)
}

/// A new slow hash of a secret, with a salt of its own.
///
/// # Errors
/// [`NotOffered`].
pub async fn hash(secret: &str) -> Result<SlowHash, NotOffered> {
    let (salt, rounds) = (random()?, SlowHash::ROUNDS);
    Ok(SlowHash {
        salt,
        rounds,
        digest: digest(secret, &salt, rounds).await?,
    })
}

async fn derived(secret: &str, salt: &[u8], rounds: u32) -> Result<JsValue, JsValue> {
    let uses = Array::of1(&"deriveBits".into());
    let secret = Uint8Array::from(secret.as_bytes());
    let key = import_key("raw", &secret, "PBKDF2", false, &uses).await?;
    let algorithm = Object::new();
    for (name, value) in [
        ("name", "PBKDF2".into()),
        ("hash", "SHA-256".into()),
        ("salt", Uint8Array::from(salt).into()),
        ("iterations", JsValue::from(rounds)),
    ] {
        Reflect::set(&algorithm, &name.into(), &value)?;
    }
    derive_bits(&algorithm, &key, 256).await
}
