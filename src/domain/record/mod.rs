//! What is recorded: sessions, surveys, and the versions in which they are stored.

pub mod attendance;
pub mod attention;
pub mod clock;
pub mod comment_review;
pub mod comments;
pub mod latest;
pub mod ledger;
pub mod locale;
mod record;
pub mod session;
pub mod survey;

pub use record::{
    ClockStanding, Entry, Filing, FreeText, Provenance, Record, SavedDay, Stamp, Status,
    Unchangeable, Version, VersionZero,
};
