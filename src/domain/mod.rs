//! What Daybook means, in the field's words: pure types and functions.
//!
//! Nothing here reads a clock, makes an id or touches storage. It imports no other
//! layer: never `store`, `browser` or `ui`.

pub mod british_time;
pub mod calendar;
pub mod clock;
mod coded;
pub mod iso;
pub mod json;
pub(crate) mod json_text;
#[cfg(not(target_arch = "wasm32"))]
mod quarter_schema;
pub mod sorted;

pub mod expected;
pub mod ids;
pub mod in_use;
pub mod organisation;
pub mod place_labels;
pub mod text;
pub mod typed;

pub mod attendance;
pub mod comments;
pub mod doubt;
pub mod draft;
pub mod group;
pub mod locale;
pub mod paper_keys;
pub mod session;
pub mod session_draft;
pub mod settings;
pub mod sheet;
pub mod spreadsheet;
pub mod survey;
pub mod survey_draft;
pub mod tally;
pub mod unfinished;

pub mod attention;
pub mod choosing;
pub mod facts;
pub mod family_survey;
pub mod finding;
pub mod ledger;
pub mod passphrase;
pub mod place_correction;
pub mod record;
pub mod search;
pub mod share;
pub mod space;
pub mod survey_blocks;
pub mod totals;
pub mod unknown_team;
pub mod voice;
pub mod workbook;

pub mod backed_up;
pub mod book_roll_up;
pub mod books;
pub mod digest;
pub mod disclosure;
pub mod due;
pub mod file_names;
pub mod hand_over;
pub mod import;
pub mod last_return;
pub mod latest;
pub mod locks;
pub mod measures;
pub mod passing_on;
pub mod quarter_return;
pub mod retention;
pub mod roll_up;

pub mod charts;
pub mod markup;
pub mod report;
pub mod send;

pub mod example;
