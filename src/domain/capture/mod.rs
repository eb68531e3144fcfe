//! What a person is filling in, before it is a record.
//!
//! | file | |
//! |---|---|
//! | `choosing` | Choosing one of many |
//! | `doubt` | What a person is asked once before a session is saved |
//! | `family_survey` | A survey that a family fills in on the tablet, one question to a screen |
//! | `group` | A group |
//! | `group_draft` | The form of a group as a person fills it in |
//! | `paper_keys` | A stack of paper surveys, typed by a few keys each |
//! | `session_draft` | The session form, and the one check that turns it into a session |
//! | `survey_draft` | The entry form for a paper survey, and the one check that turns it into a survey or a declined survey |
//! | `tally` | A door tally |
//! | `voice` | Which of a device's voices reads a language aloud |

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
