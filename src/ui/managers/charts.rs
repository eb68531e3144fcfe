//! The charts of a unit's quarter, with exact numbers or as they are published.

use super::drawing;
use super::parts::section;
use crate::domain::base::calendar::Quarter;
use crate::domain::charts::of_roll_up::{
    all_shares, by_age_band, by_kind, by_team, eight_up_to, over_eight_quarters,
};
use crate::domain::charts::{Chart, Disclosure, Naming};
use crate::domain::roll_up::measure::{CONTACTS, Measure};
use crate::domain::roll_up::{Level, Span, Unit};
use crate::ui::markup::El;

/// Those of a quarter and of the seven before it.
pub fn charts(told: Disclosure<'_>, unit: &Unit, quarter: Quarter) -> Option<El> {
    let contacts = Measure::with_code(CONTACTS)?;
    let now = (unit, Span::quarter(quarter));
    let eight = eight_up_to(quarter);
    let of_quarter = |words: &str| format!("{words}, {}", quarter.months_and_year());
    let mut all: Vec<Chart> = Vec::new();
    all.extend(by_kind(
        Naming::new(
            "by-kind",
            "Direct contacts by kind of session, over eight quarters",
        ),
        told,
        contacts,
        (unit, &eight),
    ));
    all.extend(over_eight_quarters(
        Naming::new(
            "trend",
            "Direct contacts, beside the same quarter last year",
        ),
        told,
        contacts,
        (unit, quarter),
    ));
    let title = of_quarter("Direct contacts by age band");
    let naming = Naming::new("by-age-band", &title);
    all.extend(by_age_band(naming, told, contacts, now));
    if unit.level != Level::Team {
        let title = of_quarter("Direct contacts by team");
        let naming = Naming::new("by-team", &title);
        all.extend(by_team(naming, told, contacts, now));
    }
    let title = of_quarter("Survey and other shares");
    let naming = Naming::new("shares", &title);
    all.extend(all_shares(naming, told, now));
    (!all.is_empty()).then(|| section("charts", "Charts", drawing::charts(&all)))
}
