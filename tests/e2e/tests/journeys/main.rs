//! Whole journeys, each named by what the people who use the app can rely on.
//!
//! One program, because every browser takes a share of the machine: here they
//! can be kept to a few at a time.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a step that cannot be taken is a test that fails"
)]

mod accessibility;
mod addresses;
mod backup;
mod choices;
mod clock;
mod dates;
mod door_tally;
mod drafts;
mod errors;
mod example;
mod family;
mod figures;
mod finding;
mod groups;
mod hand_over;
mod hostile;
mod hosting;
mod import;
mod install;
mod january;
mod kill;
mod locks;
mod managers;
mod managers_publish;
mod managers_report;
mod moved;
mod new_user;
mod offline;
mod organisation;
mod pages;
mod private;
mod reach;
mod records;
mod saving;
mod sending;
mod storage;
mod surveys;
mod tabs;
mod typed;
mod updates;
mod week;
mod worked_example;
