//! What the Records pages ask of the records.

pub mod facts;
pub mod finding;
pub mod search;
