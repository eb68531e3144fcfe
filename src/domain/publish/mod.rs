//! Tables that leave the service, without revealing anyone.
//!
//! | part | says |
//! |---|---|
//! | [`cells`] | counts that are published together, and how they add up |
//! | [`hide`] | which of them are hidden |
//! | [`figures`] | all that is published of a roll-up |
//! | [`Publication`] | what is said of each figure |
//! | [`told`] | what the service and the public are told of each measure |
//!
//! Guarantees that every value from 1 to the threshold stays possible for every
//! small count, given all that is shown. Refuses to know who reads it: what the
//! service sees of itself is exact. The rules and their sources stand in
//! `docs/publishing.md`.

pub mod cells;
pub mod figures;
pub mod hide;
mod publication;
mod reasons;
mod search;
pub mod told;

pub use publication::{
    About, Edition, HIDDEN, Line, NotAThreshold, Publication, Rounding, Rule, Said, Threshold,
};
