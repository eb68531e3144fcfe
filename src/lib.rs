//! Daybook.
pub mod domain;
pub mod store;
