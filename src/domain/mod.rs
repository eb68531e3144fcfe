//! What Daybook means, in the field's words: pure types and functions.
//!
//! Nothing here reads a clock, makes an id or touches storage. It imports no other
//! layer: never `store`, `browser` or `ui`.

pub mod base;
pub mod capture;
pub mod charts;
pub mod disclosure;
pub mod example;
pub mod form;
pub mod import;
pub mod organisation;
pub mod record;
pub mod records;
pub mod report;
pub mod roll_up;
pub mod submission;
pub mod tablet;
pub mod totals;
