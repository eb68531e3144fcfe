//! How a return stands, in words and as a tag: not made, made, passed on, changed.

use crate::browser::ambient;
use crate::domain::calendar::short_date;
use crate::domain::passing_on::{PassedOn, PassingOn};
use crate::domain::send::{SendStanding, SentReturn};
use crate::ui::markup::{El, el};

/// How a return stands, the way a person sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReturnTag {
    /// It was never made.
    NotMade,
    /// It was made, and its file is still here.
    NotPassedOn,
    /// It was made, and what became of its file was not noted.
    Made,
    /// Its file left the tablet.
    PassedOn(PassingOn),
    /// Its figures have changed since.
    Changed,
}

impl ReturnTag {
    /// The tag of a standing.
    pub const fn of(standing: SendStanding<'_>) -> Self {
        match standing {
            SendStanding::NotSent => Self::NotMade,
            SendStanding::ChangedSince(_) => Self::Changed,
            SendStanding::Sent(sent) => match sent.passed_on {
                PassedOn::NotYet => Self::NotPassedOn,
                PassedOn::NotNoted => Self::Made,
                PassedOn::On(_, how) => Self::PassedOn(how),
            },
        }
    }

    const fn words(self) -> &'static str {
        match self {
            Self::NotMade => "Not made",
            Self::NotPassedOn => "Made, not passed on",
            Self::Made => "Made",
            Self::PassedOn(PassingOn::Downloaded) => "Downloaded",
            Self::PassedOn(PassingOn::Shared) => "Shared",
            Self::Changed => "Changed since",
        }
    }

    /// The tag, as it stands beside the words.
    pub fn view(self) -> El {
        let class = match self {
            Self::PassedOn(_) => "app-tag app-tag--done",
            Self::NotPassedOn | Self::Changed => "app-tag app-tag--due",
            Self::NotMade | Self::Made => "app-tag",
        };
        el("strong").class(class).child(self.words())
    }
}

/// How a return stands, in a sentence without its full stop.
pub fn standing_words(standing: SendStanding<'_>) -> String {
    match standing {
        SendStanding::NotSent => "Not made yet".to_owned(),
        SendStanding::Sent(sent) => {
            let revision = sent.revision;
            match sent.passed_on {
                PassedOn::NotYet => format!(
                    "Made on {}, revision {revision}, and not passed on: its file is still on this tablet alone",
                    day(sent.made_at)
                ),
                PassedOn::NotNoted => format!(
                    "Made on {}, revision {revision}. Whether its file was passed on was not noted here; if your manager does not have it, download or share it again",
                    day(sent.made_at)
                ),
                PassedOn::On(at, how) => {
                    format!("{} on {}, revision {revision}", done(how), day(at))
                }
            }
        }
        SendStanding::ChangedSince(sent) => format!("Changed since it was made ({})", before(sent)),
    }
}

/// What had become of a return before it changed.
fn before(sent: &SentReturn) -> String {
    let revision = sent.revision;
    match sent.passed_on {
        PassedOn::NotYet => format!("revision {revision}, {}, not passed on", day(sent.made_at)),
        PassedOn::NotNoted => format!("revision {revision}, {}", day(sent.made_at)),
        PassedOn::On(at, how) => format!(
            "revision {revision}, {} on {}",
            done(how).to_lowercase(),
            day(at)
        ),
    }
}

const fn done(how: PassingOn) -> &'static str {
    match how {
        PassingOn::Downloaded => "Downloaded",
        PassingOn::Shared => "Shared",
    }
}

fn day(at: chrono::DateTime<chrono::Utc>) -> String {
    short_date(ambient::civil_date(at))
}
