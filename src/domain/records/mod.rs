//! What the Records pages ask of the records.
//!
//! | file | |
//! |---|---|
//! | `facts` | What a record says, fact by fact, and what changed between two versions |
//! | `finding` | Finding records |
//! | `search` | Searching in plain words |

pub mod facts;
pub mod finding;
pub mod search;
