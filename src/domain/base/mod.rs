//! What knows nothing of Early Help: days, texts, ids, JSON, shares.

pub mod british_time;
pub mod calendar;
pub(crate) mod coded;
pub mod digest;
pub mod file_names;
pub mod ids;
pub mod iso;
pub mod json;
pub(crate) mod json_text;
pub mod language;
pub mod markup;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) mod quarter_schema;
pub mod share;
pub mod sorted;
pub mod text;
pub mod typed;
pub mod words;
