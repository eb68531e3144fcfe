//! The pages, one a file.

pub mod about;
mod choose_place;
pub mod comments;
pub mod door_tally;
pub mod first_start;
pub mod group;
pub mod groups;
pub mod hand_over;
pub mod import;
mod import_questions;
pub mod install;
pub mod locked;
pub mod not_found;
pub mod paper_stack;
pub mod pins;
pub mod places;
pub mod poster;
pub mod quarter;
pub mod quarter_picture;
pub mod record;
pub mod record_session;
pub mod record_survey;
pub mod records;
pub mod restore;
pub mod safe;
pub mod send_return;
pub mod settings;
#[cfg(debug_assertions)]
pub mod style;
pub mod survey_languages;
pub mod tallies;
pub mod today;
pub mod unknown_teams;
