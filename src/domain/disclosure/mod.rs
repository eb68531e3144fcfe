//! Disclosure control: tables that leave the service without revealing anyone.
//!
//! | part | says |
//! |---|---|
//! | [`cells`] | counts that are published together, and how they add up |
//! | [`suppress`] | which of them are suppressed, and why |
//! | [`figures`] | all that is published of a roll-up |
//! | [`categories`] | which lines stand in it |
//! | [`Rule`] | the threshold, how much detail, and whether numbers are rounded |
//! | [`Loss`] | what is lost by what is hidden |
//! | [`Publication`] | what is said of each figure |
//! | [`document`] | the same as a file, which a later edition is compared with |
//! | [`register`] | which editions were published before, and which of them count |
//! | [`register_file`] | the same as a file |
//! | [`disclosure_log`] | why each number is hidden, for the service alone |
//! | [`disclosed`] | what the service and the public are told of each measure |
//!
//! Guarantees that every value from 1 to the threshold stays possible for every
//! small count, given all that is shown. Refuses to know who reads it: what the
//! service sees of itself is exact. The rules and their sources stand in
//! `docs/publishing.md`.

pub mod categories;
pub mod cells;
mod constraints;
pub mod detail;
pub mod disclosed;
pub mod disclosure_log;
pub mod document;
pub mod figures;
mod group;
mod linear;
mod loss;
mod moves;
mod primary;
mod public;
mod publication;
pub mod register;
pub mod register_file;
mod rule;
mod scope;
mod search;
pub mod suppress;
pub mod value;

pub use detail::{Detail, Finer};
pub use loss::Loss;
pub use publication::{
    About, Edition, HIDDEN, Line, LineValue, NOT_APPLICABLE, NOT_COLLECTED, Progress, Publication,
    PublishedValue, Working,
};
pub use rule::{NotAThreshold, Rounding, Rule, Threshold};
