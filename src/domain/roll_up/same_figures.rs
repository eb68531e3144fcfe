//! Books of one team whose figures of some work are the same.

use super::lexicon::About;
use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::TeamId;
use crate::domain::base::share::counted;
use crate::domain::base::text::Name;
use crate::domain::record::session::Kind;
use crate::domain::record::survey::{SurveyVersion, Way};

/// Work that no return breaks down by place, so that no day at a place can show it
/// twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unplaced {
    /// Sessions of a kind without a place.
    Sessions(Kind),
    /// Surveys that were typed in from paper; what families gave by hand leaves no
    /// paper to type again.
    PaperSurveys,
}

/// How the figures of two books fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// They are the same.
    Same,
    /// Each of the one's is at most the other's, and the one has sent nothing since.
    Within,
}

/// Two books of a team whose figures of some work are the same, or the one's perhaps
/// among the other's.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SameFigures {
    /// The quarter.
    pub quarter: Quarter,
    /// The team.
    pub team: TeamId,
    /// How the figures fit.
    pub fit: Fit,
    /// The one tablet.
    pub tablet: Name,
    /// The other.
    pub other: Name,
    /// Which work, with how many sessions or surveys the one has.
    pub work: Vec<(Unplaced, u64)>,
}

impl SameFigures {
    /// In words, with what the team is called.
    #[must_use]
    pub fn words(&self, team: &str) -> String {
        let Self {
            quarter,
            tablet,
            other,
            ..
        } = self;
        let work = self.work.iter().map(|(work, many)| work.counted(*many));
        let work = work.collect::<Vec<_>>().join(" and ");
        match self.fit {
            Fit::Same => format!(
                "{quarter}: {team}: {tablet} and {other} both have {work}, with the same figures: the same ones?"
            ),
            Fit::Within => format!(
                "{quarter}: {team}: {tablet} has {work} and has sent nothing since; {other} has at least as many in every figure: are they among its own, typed again?"
            ),
        }
    }
}

impl Unplaced {
    pub(super) fn of(about: &About) -> Option<Self> {
        let part = |name: &str| about.breakdown.category(name);
        if part("way") == Some(Way::Paper.code()) {
            return Some(Self::PaperSurveys);
        }
        let kind = part("kind").and_then(Kind::from_code)?;
        kind.place_kind().is_none().then_some(Self::Sessions(kind))
    }

    /// Whether a figure counts this work once: each of its sessions, or each survey by
    /// its answer to the first question.
    pub(super) fn counts(self, about: &About) -> bool {
        match self {
            Self::Sessions(_) => about.measure == "sessions",
            Self::PaperSurveys => {
                let question = about.breakdown.category("question");
                let firsts = SurveyVersion::ALL.map(|it| it.questions().first());
                firsts
                    .iter()
                    .flatten()
                    .any(|it| question == Some(it.code()))
            }
        }
    }

    /// So much of it, in words.
    #[must_use]
    pub fn counted(self, many: u64) -> String {
        match self {
            Self::Sessions(Kind::CoWorkedCase) => counted(
                many,
                "session with a co-worked case",
                "sessions with co-worked cases",
            ),
            Self::Sessions(kind) => {
                let kind = kind.label().to_lowercase();
                let sessions = counted(many, "session", "sessions");
                format!("{sessions} of {kind}")
            }
            Self::PaperSurveys => counted(many, "survey from paper", "surveys from paper"),
        }
    }
}
