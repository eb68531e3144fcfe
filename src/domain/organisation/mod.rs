//! Who works where: teams, localities, places, and since when.

pub mod expected;
pub mod in_use;
mod organisation;
pub mod place_labels;
pub mod retention_period;

pub use organisation::{
    DueDate, Locality, LocalityEntry, ORGANISATION_VERSION, Organisation, OrganisationError,
    OrganisationFormat, Place, PlaceEntry, PlaceKind, SendTo, Standing, Team, TeamEntry,
};
