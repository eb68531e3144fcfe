//! What is recorded: sessions, surveys, and the versions in which they are stored.
//!
//! | file | |
//! |---|---|
//! | `attendance` | Who came to a session, counted |
//! | `attention` | Whether a family is still there, by the time since it last touched the tablet |
//! | `clock` | Whether the tablet's clock can be trusted |
//! | `comment_review` | The comments of records, as a manager reads them and as others may |
//! | `comments` | What families wrote in surveys, and what the manager decided of each comment before a return |
//! | `latest` | What was saved last, by days that can be true |
//! | `ledger` | The ledger |
//! | `locale` | The family survey's words, language by language |
//! | `record` | A record |
//! | `session` | A session |
//! | `survey` | A How Was It For You survey, and the one that a family did not want |

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
