//! What a person is filling in, before it is a record.

pub mod choosing;
pub mod doubt;
pub mod family_survey;
pub mod group;
pub mod group_draft;
pub mod paper_keys;
pub mod session_draft;
pub mod survey_draft;
pub mod tally;
pub mod voice;
