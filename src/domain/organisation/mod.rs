//! Who works where: teams, localities, places, and since when.
//!
//! | file | |
//! |---|---|
//! | `expected` | What an organisation expects of its teams |
//! | `in_use` | When places and teams are in use |
//! | `organisation` | The organisation |
//! | `place_labels` | What places are called on screen, so that two of one name can be told apart |
//! | `retention_period` | For how many years an organisation keeps records |

pub mod expected;
pub mod in_use;
mod organisation;
pub mod place_labels;
pub mod retention_period;

pub use organisation::{
    DueDate, Locality, LocalityEntry, ORGANISATION_VERSION, Organisation, OrganisationError,
    OrganisationFormat, Place, PlaceEntry, PlaceKind, SendTo, Standing, Team, TeamEntry,
};
