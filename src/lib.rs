//! Daybook.
pub mod domain;
