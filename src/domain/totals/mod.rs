//! What records add up to.
//!
//! | file | |
//! |---|---|
//! | `cells` | A quarter's totals written out as measures |
//! | `survey_blocks` | What staff see of the surveys that families filled in on the tablet |
//! | `totals` | A quarter's totals |

pub mod cells;
pub mod survey_blocks;
mod totals;

pub use totals::{AnswerTally, ContactTotals, QuarterTotals, SessionTally, SurveyTotals};
