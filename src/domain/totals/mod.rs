//! What records add up to.

pub mod cells;
pub mod survey_blocks;
mod totals;

pub use totals::{AnswerTally, ContactTotals, QuarterTotals, SessionTally, SurveyTotals};
