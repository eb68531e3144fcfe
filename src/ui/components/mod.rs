//! The building blocks of the pages, in GOV.UK Design System markup.

pub mod banner;
pub mod button;
pub mod choices;
pub mod date_choice;
pub mod details;
pub mod error_summary;
pub mod facts_list;
pub mod field;
pub mod file_field;
pub mod hand_on;
pub mod make_room;
pub mod not_saved;
pub mod open_tallies;
pub mod organisation_file;
pub mod page;
pub mod pin_question;
pub mod record_days;
pub mod record_line;
pub mod retention_offer;
pub mod said;
pub mod select;
pub mod stepper;
pub mod symbol;
pub mod table;
pub mod tapped;
pub mod warning;
