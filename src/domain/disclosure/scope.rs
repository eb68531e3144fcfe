//! Of what a publication tells, which decides the editions it has to be compared with.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::domain::base::calendar::{FinancialYear, Quarter};
use crate::domain::roll_up::{Level, NOT_DECIDED, NOT_LISTED, RollUp, Sums};
use crate::domain::submission::send::Sample;

/// Why an edition is none that a publication has to be compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unrelated {
    /// It tells of other financial years.
    #[error("it is of other years")]
    OtherYears,
    /// It tells of other cities and localities.
    #[error("it is of another city")]
    OtherCity,
    /// One of the two is of example data.
    #[error("it is of example data and these figures are not, or the other way round")]
    OtherData,
}

/// Of what a publication tells, as far as it decides which editions it has to be
/// compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    pub(super) years: BTreeSet<FinancialYear>,
    pub(super) areas: BTreeSet<String>,
    pub(super) example: bool,
}

impl Scope {
    /// That of all that was added up: what is hidden is decided over all of it, whichever
    /// quarter is written.
    #[must_use]
    pub fn of(roll_up: &RollUp<'_>, sums: &Sums) -> Self {
        let (mut years, mut areas) = (BTreeSet::new(), BTreeSet::new());
        for unit in sums.units() {
            years.extend(sums.quarters(unit).map(Quarter::year));
            match unit.level {
                Level::City | Level::Locality => {
                    areas.extend(area(&unit.code).map(str::to_owned));
                }
                Level::Team | Level::All => {}
            }
        }
        Self {
            years,
            areas,
            example: roll_up.sample == Sample::Example,
        }
    }

    /// Its years, such as `2015-16 and 2016-17`.
    #[must_use]
    pub fn years_in_words(&self) -> String {
        let years: Vec<String> = self.years.iter().map(|it| it.short()).collect();
        years.join(" and ")
    }
}

/// The code of a city or locality, without the name of its city; none of what is not
/// listed, which every city has.
pub(super) fn area(unit: &str) -> Option<&str> {
    let code = unit.rsplit_once('/').map_or(unit, |(_, code)| code);
    (code != NOT_LISTED && code != NOT_DECIDED).then_some(code)
}
