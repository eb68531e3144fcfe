//! The symbols of the five kinds of session and of surveys, our own drawings:
//! the same in the form, in lists and in charts, and never without words
//! beside them.

use crate::domain::record::session::Kind;
use crate::ui::markup::{El, symbol};

/// The symbol of a kind, on its tint.
pub fn of_kind(kind: Kind) -> El {
    let path = match kind {
        // Two blocks and one on top.
        Kind::ChildrensCentreGroup => "M4 20v-7h7v7zM13 20v-7h7v7zM8.5 11V4h7v7z",
        // A ball.
        Kind::YouthClub => {
            "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18M4 9c5 2 11 2 16 0M4 15c5-2 11-2 16 0M12 3v18"
        }
        // An open book.
        Kind::SchoolGroupWork => {
            "M12 6c-2-2-5-2-9-2v14c4 0 7 0 9 2c2-2 5-2 9-2V4c-4 0-7 0-9 2zM12 6v14"
        }
        // Two people side by side.
        Kind::CoWorkedCase => {
            "M8 4a3 3 0 1 0 0 6a3 3 0 1 0 0-6M16 4a3 3 0 1 0 0 6a3 3 0 1 0 0-6M2 20c0-5 3-7 6-7s4 2 4 4c0-2 1-4 4-4s6 2 6 7z"
        }
        // A shield.
        Kind::TargetedPrevention => "M12 3l8 3v6c0 5-4 8-8 9c-4-1-8-4-8-9V6zM8 12l3 3l5-6",
    };
    symbol(&format!("app-symbol app-symbol--{}", kind.code()), path)
}

/// The symbol of a survey: a speech bubble.
pub fn of_survey() -> El {
    symbol("app-symbol app-symbol--survey", "M4 5h16v11H11l-5 4v-4H4z")
}
