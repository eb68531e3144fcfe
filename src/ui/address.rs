//! The addresses of the app's pages.

use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::{GroupId, RecordId, TallyId};

/// What the session form opens with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// Nothing but today's date.
    Blank,
    /// What a group's sessions have in common.
    Group(GroupId),
    /// What a past session was, but who came.
    Repeat(RecordId),
    /// The head counts of a door tally.
    Tally(TallyId),
}

/// What the form of a group opens with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupOpening {
    /// Nothing.
    Blank,
    /// What a past session was.
    Like(RecordId),
    /// The group that is changed.
    Known(GroupId),
}

/// The page that an address leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Address {
    /// The page the app opens with.
    Today,
    /// The session form.
    RecordSession(Opening),
    /// The regular groups.
    Groups,
    /// The form of one group.
    Group(GroupOpening),
    /// The open door tallies, and the beginning of one.
    Tallies,
    /// One door tally.
    Tally(TallyId),
    /// The paper survey form.
    RecordSurvey,
    /// A stack of paper surveys.
    PaperStack,
    /// The handing over of the tablet, for the family survey.
    HandOver,
    /// The setting of the staff PIN that a hand-over needs, and back to it.
    HandOverPin,
    /// The languages of the family survey.
    SurveyLanguages,
    /// A quarter; `None` for the one that is owed, or else the one today lies in.
    Quarter(Option<Quarter>),
    /// The sending of a quarter's return.
    SendReturn(Quarter),
    /// The comments of a quarter, for the manager to read.
    Comments(Quarter),
    /// The poster of a quarter's comments.
    Poster(Quarter),
    /// All records.
    Records,
    /// One record.
    Record(RecordId),
    /// The correction of one record.
    Correct(RecordId),
    /// The tablet's settings.
    Settings,
    /// The correction of a mistyped place.
    Places,
    /// The records of a team that is not in the set-up.
    Teams,
    /// The PINs.
    Locks,
    /// Whether the work is safe, and its backup.
    Safe,
    /// The restoring of a backup.
    Restore,
    /// The importing of a spreadsheet.
    Import,
    /// How to install Daybook.
    Install,
    /// About Daybook.
    About,
    /// Nothing of ours.
    Unknown,
}

impl Address {
    /// Whether its page shows what is of today, and takes no typing: then it is drawn
    /// anew when another day begins. A page with a form keeps what is typed in it,
    /// and its pieces follow the day one by one.
    pub fn follows_the_day(self) -> bool {
        match self {
            Self::Today | Self::Groups | Self::Quarter(_) | Self::Poster(_) | Self::Records => true,
            Self::RecordSession(_)
            | Self::Group(_)
            | Self::Tallies
            | Self::Tally(_)
            | Self::RecordSurvey
            | Self::PaperStack
            | Self::HandOver
            | Self::HandOverPin
            | Self::SurveyLanguages
            | Self::SendReturn(_)
            | Self::Comments(_)
            | Self::Record(_)
            | Self::Correct(_)
            | Self::Settings
            | Self::Places
            | Self::Teams
            | Self::Locks
            | Self::Safe
            | Self::Restore
            | Self::Import
            | Self::Install
            | Self::About
            | Self::Unknown => false,
        }
    }

    /// Reads the path of an address.
    pub fn parse(path: &str) -> Self {
        let mut parts = path.trim_matches('/').split('/');
        let quarter = |part: Option<&str>| part.and_then(|slug| slug.parse().ok());
        let group = |part: Option<&str>| part.and_then(GroupId::parse);
        let record = |part: Option<&str>| part.and_then(RecordId::parse);
        let tally = |part: Option<&str>| part.and_then(TallyId::parse);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(""), None, ..) => Self::Today,
            (Some("session"), None, ..) => Self::RecordSession(Opening::Blank),
            (Some("session"), Some("group"), id, None) => {
                group(id).map_or(Self::Unknown, |id| Self::RecordSession(Opening::Group(id)))
            }
            (Some("session"), Some("repeat"), id, None) => {
                record(id).map_or(Self::Unknown, |id| Self::RecordSession(Opening::Repeat(id)))
            }
            (Some("groups"), None, ..) => Self::Groups,
            (Some("groups"), Some("new"), None, _) => Self::Group(GroupOpening::Blank),
            (Some("groups"), Some("like"), id, None) => {
                record(id).map_or(Self::Unknown, |id| Self::Group(GroupOpening::Like(id)))
            }
            (Some("groups"), id, None, _) => {
                group(id).map_or(Self::Unknown, |id| Self::Group(GroupOpening::Known(id)))
            }
            (Some("survey"), None, ..) => Self::RecordSurvey,
            (Some("survey"), Some("stack"), None, _) => Self::PaperStack,
            (Some("survey"), Some("hand-over"), None, _) => Self::HandOver,
            (Some("survey"), Some("hand-over"), Some("pin"), None) => Self::HandOverPin,
            (Some("survey"), Some("languages"), None, _) => Self::SurveyLanguages,
            (Some("tally"), None, ..) => Self::Tallies,
            (Some("tally"), id, None, _) => tally(id).map_or(Self::Unknown, Self::Tally),
            (Some("session"), Some("tally"), id, None) => {
                tally(id).map_or(Self::Unknown, |id| Self::RecordSession(Opening::Tally(id)))
            }
            (Some("about"), None, ..) => Self::About,
            (Some("install"), None, ..) => Self::Install,
            (Some("settings"), None, ..) => Self::Settings,
            (Some("places"), None, ..) => Self::Places,
            (Some("teams"), None, ..) => Self::Teams,
            (Some("records"), None, ..) => Self::Records,
            (Some("records"), id, None, _) => record(id).map_or(Self::Unknown, Self::Record),
            (Some("records"), id, Some("correct"), None) => {
                record(id).map_or(Self::Unknown, Self::Correct)
            }
            (Some("locks"), None, ..) => Self::Locks,
            (Some("safe"), None, ..) => Self::Safe,
            (Some("restore"), None, ..) => Self::Restore,
            (Some("import"), None, ..) => Self::Import,
            (Some("quarter"), None, ..) => Self::Quarter(None),
            (Some("quarter"), slug, None, _) => {
                quarter(slug).map_or(Self::Unknown, |quarter| Self::Quarter(Some(quarter)))
            }
            (Some("quarter"), slug, Some("return"), None) => {
                quarter(slug).map_or(Self::Unknown, Self::SendReturn)
            }
            (Some("quarter"), slug, Some("comments"), None) => {
                quarter(slug).map_or(Self::Unknown, Self::Comments)
            }
            (Some("quarter"), slug, Some("poster"), None) => {
                quarter(slug).map_or(Self::Unknown, Self::Poster)
            }
            _ => Self::Unknown,
        }
    }

    /// Its path, as links use it.
    pub fn path(self) -> String {
        match self {
            Self::Today | Self::Unknown => "/".to_owned(),
            Self::RecordSession(Opening::Blank) => "/session".to_owned(),
            Self::RecordSession(Opening::Group(id)) => format!("/session/group/{id}"),
            Self::RecordSession(Opening::Repeat(id)) => format!("/session/repeat/{id}"),
            Self::Groups => "/groups".to_owned(),
            Self::Group(GroupOpening::Blank) => "/groups/new".to_owned(),
            Self::Group(GroupOpening::Like(id)) => format!("/groups/like/{id}"),
            Self::Group(GroupOpening::Known(id)) => format!("/groups/{id}"),
            Self::RecordSession(Opening::Tally(id)) => format!("/session/tally/{id}"),
            Self::Tallies => "/tally".to_owned(),
            Self::Tally(id) => format!("/tally/{id}"),
            Self::RecordSurvey => "/survey".to_owned(),
            Self::PaperStack => "/survey/stack".to_owned(),
            Self::HandOver => "/survey/hand-over".to_owned(),
            Self::HandOverPin => "/survey/hand-over/pin".to_owned(),
            Self::SurveyLanguages => "/survey/languages".to_owned(),
            Self::Quarter(None) => "/quarter".to_owned(),
            Self::Quarter(Some(quarter)) => format!("/quarter/{}", quarter.slug()),
            Self::SendReturn(quarter) => format!("/quarter/{}/return", quarter.slug()),
            Self::Comments(quarter) => format!("/quarter/{}/comments", quarter.slug()),
            Self::Poster(quarter) => format!("/quarter/{}/poster", quarter.slug()),
            Self::Records => "/records".to_owned(),
            Self::Record(id) => format!("/records/{id}"),
            Self::Correct(id) => format!("/records/{id}/correct"),
            Self::Settings => "/settings".to_owned(),
            Self::Places => "/places".to_owned(),
            Self::Teams => "/teams".to_owned(),
            Self::Locks => "/locks".to_owned(),
            Self::Safe => "/safe".to_owned(),
            Self::Restore => "/restore".to_owned(),
            Self::Import => "/import".to_owned(),
            Self::Install => "/install".to_owned(),
            Self::About => "/about".to_owned(),
        }
    }
}
