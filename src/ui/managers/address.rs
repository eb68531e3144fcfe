//! The addresses of the managers' pages.

use crate::ui::frame::linked;
use crate::ui::markup::{El, Pieces};

/// A page of managers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// The files that are open.
    Files,
    /// Which team has sent which quarter.
    Who,
    /// The figures.
    Figures,
    /// What to look at, and to decide.
    Check,
    /// Totals that were published before.
    Published,
    /// The organisation.
    Organisation,
    /// What may leave the service.
    Publish,
    /// Files to pass on.
    PassOn,
    /// Nothing of ours.
    Unknown,
}

impl Room {
    /// Those that the header leads to.
    pub const ALL: [Self; 8] = [
        Self::Files,
        Self::Who,
        Self::Figures,
        Self::Check,
        Self::Published,
        Self::Organisation,
        Self::Publish,
        Self::PassOn,
    ];

    /// Reads the path of an address.
    pub fn parse(path: &str) -> Self {
        let path = path.trim_end_matches('/');
        let mut all = Self::ALL.into_iter();
        all.find(|room| room.path() == path)
            .unwrap_or(Self::Unknown)
    }

    /// Its path, as links use it.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Files | Self::Unknown => "/roll-up",
            Self::Who => "/roll-up/who-has-sent",
            Self::Figures => "/roll-up/figures",
            Self::Check => "/roll-up/check",
            Self::Published => "/roll-up/published",
            Self::Publish => "/roll-up/publish",
            Self::Organisation => "/roll-up/organisation",
            Self::PassOn => "/roll-up/pass-on",
        }
    }

    /// What it is called.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Files | Self::Unknown => "Returns",
            Self::Who => "Who has sent",
            Self::Figures => "Figures",
            Self::Check => "To check",
            Self::Published => "Published totals",
            Self::Publish => "Publish",
            Self::Organisation => "Organisation",
            Self::PassOn => "Pass on",
        }
    }

    /// A link to it.
    pub fn link(self, words: impl Into<Pieces>) -> El {
        linked(self.path(), words)
    }
}
