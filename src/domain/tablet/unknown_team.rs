//! Records of a team that is not in the tablet's set-up: they stand in no quarter
//! that is shown, and in no return, until they are given to a team.
//!
//! Guarantees that none of them is passed over: all that this tablet answers for
//! are found, whatever quarter they lie in. Refuses to guess whose they are.

use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::{RecordId, TeamId};
use crate::domain::base::sorted::Map;
use crate::domain::record::ledger::Ledger;
use crate::domain::submission::books::Books;
use crate::domain::tablet::settings::Settings;

/// The records of one team that is not in the set-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTeam {
    /// Its code, which is all that is known of it.
    pub team: TeamId,
    /// Its records that were not removed, in the order they were first saved.
    pub records: Vec<RecordId>,
    /// How many of them lie in each quarter.
    pub quarters: Map<Quarter, u64>,
}

/// The teams that records here name and the set-up does not. Records of copies are
/// another tablet's to put right, and those in the bin count nowhere.
#[must_use]
pub fn unknown_teams(ledger: &Ledger, books: &Books, settings: &Settings) -> Vec<UnknownTeam> {
    let mut found: Vec<UnknownTeam> = Vec::new();
    let known = |team: &TeamId| settings.teams().any(|it| it.id == *team);
    let records = ledger
        .iter()
        .filter(|record| !record.is_removed() && !known(record.team()) && books.answer_for(record));
    for record in records {
        let at = found.iter().position(|it| it.team == *record.team());
        let at = at.unwrap_or_else(|| {
            found.push(UnknownTeam {
                team: record.team().clone(),
                records: Vec::new(),
                quarters: Map::new(),
            });
            found.len() - 1
        });
        let Some(one) = found.get_mut(at) else {
            continue;
        };
        one.records.push(record.id());
        let quarter = record.quarter();
        let before = one.quarters.get(&quarter).copied().unwrap_or(0);
        one.quarters.insert(quarter, before + 1);
    }
    found
}
