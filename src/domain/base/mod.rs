//! What knows nothing of Early Help: days, texts, ids, JSON, shares.
//!
//! | file | |
//! |---|---|
//! | `british_time` | The date in Britain at an instant |
//! | `calendar` | The council's calendar |
//! | `coded` | Closed lists and the codes they are written as in records and files |
//! | `digest` | SHA-256 over JSON content, the same in every program that computes it |
//! | `file_names` | The names under which files are handed on |
//! | `ids` | The names that things go by in files |
//! | `iso` | Dates and instants as they are written in records and files |
//! | `json` | JSON as it stands in records and files |
//! | `json_text` | JSON text laid out for people |
//! | `language` | Languages by their tags |
//! | `markup` | A small tree of elements and text, from which markup is written here and an app can make elements of its own |
//! | `quarter_schema` | What JSON Schema is told of a quarter's code |
//! | `share` | A part of a whole, shown as a percentage with both its numbers |
//! | `sorted` | Maps and sets as sorted lists |
//! | `text` | Free text with a known longest length |
//! | `typed` | What a person typed or pasted, without what the keyboard or the clipboard adds |
//! | `words` | Words that are typed to find something by |

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
