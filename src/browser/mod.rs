//! What only a browser can do, one adapter a file: its stores, its clock, its
//! files. May import `store` and `domain`; never leptos, never `ui`.

pub mod ambient;
pub mod app_shell;
pub mod drawing;
pub mod files;
pub mod history;
pub mod in_hand;
pub mod journal;
pub mod keeping_safe;
pub mod listening;
pub mod local_storage;
pub mod locales;
pub mod sealing;
pub mod slow_hash;
pub mod speech;
pub mod tabs;
mod trusted;
pub mod workbook;

use crate::store::archive::Archive;
use crate::store::editions::EditionShelf;
use crate::store::roll_up::RollUpShelf;

/// The archive over this browser's two stores.
pub type BrowserArchive = Archive<local_storage::LocalStorage, journal::BrowserJournal>;

/// Which of the two sets of records on this tablet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// Real records.
    Real,
    /// Example data, kept apart from them under names of its own.
    Example,
}

/// Opens an archive; nothing is read or written yet.
#[must_use]
pub fn archive(shelf: Shelf) -> BrowserArchive {
    let (prefix, database) = match shelf {
        Shelf::Real => ("", "daybook"),
        Shelf::Example => ("example/", "daybook-example"),
    };
    Archive::new(
        local_storage::LocalStorage::new(prefix),
        journal::BrowserJournal::new(database),
    )
}

/// What a manager's Daybook keeps, over this browser's two stores.
pub type BrowserShelf = RollUpShelf<local_storage::LocalStorage, journal::BrowserJournal>;

/// The register of what was published from it, in the same stores.
pub type BrowserEditions = EditionShelf<local_storage::LocalStorage, journal::BrowserJournal>;

/// The name of the journal of what a manager's Daybook keeps.
pub const ROLL_UP: &str = "daybook-roll-up";

/// What a manager's Daybook keeps, under names of its own; nothing is read or
/// written yet.
#[must_use]
pub fn roll_up_shelf() -> BrowserShelf {
    RollUpShelf::new(
        local_storage::LocalStorage::new("roll-up/"),
        journal::BrowserJournal::new(ROLL_UP),
    )
}

/// The register of what was published, in the same stores as what a manager's Daybook
/// keeps.
#[must_use]
pub fn edition_shelf() -> BrowserEditions {
    EditionShelf::new(
        local_storage::LocalStorage::new("roll-up/"),
        journal::BrowserJournal::new(ROLL_UP),
    )
}
