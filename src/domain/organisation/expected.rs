//! What an organisation expects of its teams: which tablets they have, and since
//! when each measure is collected.
//!
//! A part of the organisation file from version 2.

use chrono::NaiveDate;

use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::TeamId;
use crate::domain::base::json::object;
use crate::domain::base::text::{Name, Text};

/// How many vulnerable families working with schools the service has pledged to
/// support (Early Help report 2016-17, section 2).
pub const SCHOOLS_PLEDGE: u32 = 400;

/// A tablet that returns are expected from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(deny_unknown_fields))]
pub struct TabletEntry {
    /// Its label, as it is typed on the tablet; capitals and blanks do not matter.
    pub label: Name,
    /// The code of the team that uses it. A tablet of two teams stands twice.
    pub team: TeamId,
    /// The first day on which it is used; absent: from the beginning.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub from: Option<NaiveDate>,
    /// The last day on which it is used; absent: until further notice.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub until: Option<NaiveDate>,
}

object!(strict TabletEntry {
    label: needed,
    team: needed,
    from: usual,
    until: usual,
});

/// The quarters in which a measure is collected. One that is not listed is
/// collected always.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(deny_unknown_fields))]
pub struct CollectedEntry {
    /// The code of the measure, such as `direct-contacts`.
    pub measure: Text<80>,
    /// The first quarter, such as `2016-17 Q3`.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(with = "crate::domain::base::quarter_schema::TypedCode")
    )]
    pub from: Quarter,
    /// The last quarter; absent: until further notice.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(
            default,
            with = "Option<crate::domain::base::quarter_schema::TypedCode>"
        )
    )]
    pub until: Option<Quarter>,
}

object!(strict CollectedEntry {
    measure: needed,
    from: needed,
    until: usual,
});

impl CollectedEntry {
    /// Whether the measure is collected in a quarter.
    #[must_use]
    pub fn covers(&self, quarter: Quarter) -> bool {
        self.from <= quarter && self.until.is_none_or(|until| quarter <= until)
    }
}
