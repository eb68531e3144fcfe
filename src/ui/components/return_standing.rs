//! How a return stands, as a tag and a sentence: not made, made, passed on, changed.

use chrono::{DateTime, Utc};

use crate::browser::ambient;
use crate::domain::base::calendar::short_date;
use crate::domain::submission::passing_on::{PassedOn, PassingOn};
use crate::domain::submission::send::{SendStanding, SentReturn};
use crate::ui::frame::said_of_a_day_to_come;
use crate::ui::markup::{El, el};

/// How a return stands, the way a person sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReturnTag {
    /// It was never made.
    NotMade,
    /// It was made, and its file is still here.
    NotPassedOn,
    /// It was made then, and what became of its file was not noted.
    Made(DateTime<Utc>),
    /// Its file left the tablet then.
    PassedOn(PassingOn, DateTime<Utc>),
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
                PassedOn::NotNoted => Self::Made(sent.made_at),
                PassedOn::On(at, how) => Self::PassedOn(how, at),
            },
        }
    }

    fn words(self) -> String {
        match self {
            Self::NotMade => "Not made yet".to_owned(),
            Self::NotPassedOn => "Made, not passed on".to_owned(),
            Self::Made(at) => format!("Made on {}", day(at)),
            Self::PassedOn(how, at) => format!("{} on {}", done(how), day(at)),
            Self::Changed => "Changed since it was made".to_owned(),
        }
    }

    /// The tag, as it stands before the sentence.
    pub fn view(self) -> El {
        let class = match self {
            Self::PassedOn(..) => "app-tag app-tag--done",
            Self::NotPassedOn | Self::Changed => "app-tag app-tag--due",
            Self::NotMade | Self::Made(_) => "app-tag",
        };
        el("strong").class(class).child(self.words())
    }
}

/// What is to be said of a return beside its tag; nothing of one that was never
/// made.
pub fn standing_words(standing: SendStanding<'_>) -> String {
    match standing {
        SendStanding::NotSent => String::new(),
        SendStanding::Sent(sent) => {
            let revision = sent.revision;
            match sent.passed_on {
                PassedOn::NotYet => format!(
                    "Revision {revision}, made on {}. Its file is still on this tablet alone.",
                    day(sent.made_at)
                ),
                PassedOn::NotNoted => format!(
                    "Revision {revision}. Whether its file was passed on was not noted here: if your manager does not have it, download or share it again."
                ),
                PassedOn::On(..) => format!("Revision {revision}."),
            }
        }
        SendStanding::ChangedSince(sent) => format!("({}).", before(sent)),
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

fn day(at: DateTime<Utc>) -> String {
    let on = ambient::civil_date(at);
    short_date(on) + said_of_a_day_to_come(on)
}
