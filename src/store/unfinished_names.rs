//! The names under which unfinished input is kept that is no form's.

use crate::domain::base::ids::TallyId;

/// The name of the survey among unfinished input. A tablet is in one family's
/// hands, so there is one.
pub(super) const SURVEY: &str = "hand-over/survey";

/// What the names of tallies begin with, among those of unfinished input.
pub(super) const TALLIES: &str = "tally/";

/// The tally that is kept under a name; `None` for a form's input.
pub(super) fn tally_of(name: &str) -> Option<TallyId> {
    name.strip_prefix(TALLIES).and_then(TallyId::parse)
}
