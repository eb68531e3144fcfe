//! Daybook.
