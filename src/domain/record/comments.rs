//! What families wrote in surveys, and what the manager decided of each comment
//! before a return.
//!
//! Guarantees that nothing a family wrote leaves the tablet unless a person has
//! read it and said so, that what was written stays as it was until it is erased,
//! and that a comment is never shown beside the answers of its survey.

use crate::domain::base::coded::coded;
use crate::domain::base::json::{AsJson, Json, WrongJson, object, serde_by_json};
use crate::domain::base::sorted::Set;
use crate::domain::base::text::{Comment, TooLong};
use crate::domain::record::locale::Phrase;
use thiserror::Error;

/// What a comment answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(rename_all = "kebab-case"))]
pub enum CommentAsked {
    /// What went well.
    WentWell,
    /// What could be better.
    CouldBeBetter,
}

coded!(CommentAsked {
    WentWell = "went-well",
    CouldBeBetter = "could-be-better",
});

impl CommentAsked {
    /// Both, in the order of the survey.
    pub const ALL: [Self; 2] = [Self::WentWell, Self::CouldBeBetter];

    /// Its words on the survey.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::WentWell => Phrase::WentWell.english(),
            Self::CouldBeBetter => Phrase::CouldBeBetter.english(),
        }
    }
}

/// What a comment is about, for "You said, we did".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(rename_all = "kebab-case"))]
pub enum CommentTheme {
    /// What is done, and what there is to do it with.
    Activities,
    /// The workers.
    Staff,
    /// The building, its rooms and their way in.
    Place,
    /// Days and times.
    Times,
    /// How families hear of things.
    Information,
    /// Money, food and travel.
    Cost,
    /// Getting the help that was needed.
    GettingHelp,
    /// Anything else.
    SomethingElse,
}

coded!(CommentTheme {
    Activities = "activities",
    Staff = "staff",
    Place = "place",
    Times = "times",
    Information = "information",
    Cost = "cost",
    GettingHelp = "getting-help",
    SomethingElse = "something-else",
});

impl CommentTheme {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 8] = [
        Self::Activities,
        Self::Staff,
        Self::Place,
        Self::Times,
        Self::Information,
        Self::Cost,
        Self::GettingHelp,
        Self::SomethingElse,
    ];

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Activities => "Activities",
            Self::Staff => "Staff",
            Self::Place => "The place",
            Self::Times => "Days and times",
            Self::Information => "Information",
            Self::Cost => "Cost, food and travel",
            Self::GettingHelp => "Getting help",
            Self::SomethingElse => "Something else",
        }
    }
}

/// What of a comment is shown to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// All of it, as it was written.
    AsWritten,
    /// This in its place: without a name, or whatever points at somebody.
    Redacted(Comment),
    /// Nothing.
    LeftOut,
}

impl AsJson for Shown {
    fn to_json(&self) -> Json<'_> {
        match self {
            Self::AsWritten => Json::Text("as-written".into()),
            Self::Redacted(text) => Json::tagged("redacted", text.to_json()),
            Self::LeftOut => Json::Text("left-out".into()),
        }
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let tag = json.tag()?;
        match (tag.name, tag.content) {
            ("as-written", None) => Ok(Self::AsWritten),
            ("left-out", None) => Ok(Self::LeftOut),
            ("redacted", Some(text)) => Comment::from_json(text).map(Self::Redacted),
            _ => Err(tag.unknown()),
        }
    }
}

serde_by_json!(Shown);

/// What a person chooses for a comment, before the words are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// All of it is shown.
    Include,
    /// Other words are shown in its place.
    Redact,
    /// Nothing is shown.
    LeaveOut,
}

impl Choice {
    /// All three, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Include, Self::Redact, Self::LeaveOut];

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Include => "Include",
            Self::Redact => "Redact",
            Self::LeaveOut => "Leave out",
        }
    }
}

/// Why a comment cannot be decided on yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Undecided {
    /// Nothing was chosen.
    #[error("nothing was chosen")]
    NoChoice,
    /// Other words are to be shown, and there are none.
    #[error("there are no words to show in its place")]
    NoWords,
    /// The other words are too many.
    #[error(transparent)]
    TooLong(#[from] TooLong),
}

impl Shown {
    /// What a person decided, with the words that were typed; they matter only
    /// where a comment is redacted.
    ///
    /// # Errors
    /// [`Undecided`], with what is missing.
    pub fn chosen(choice: Option<Choice>, words: &str) -> Result<Self, Undecided> {
        match choice {
            None => Err(Undecided::NoChoice),
            Some(Choice::Include) => Ok(Self::AsWritten),
            Some(Choice::LeaveOut) => Ok(Self::LeftOut),
            Some(Choice::Redact) => {
                let words = Comment::typed(words)?;
                words.map(Self::Redacted).ok_or(Undecided::NoWords)
            }
        }
    }

    /// What was chosen.
    #[must_use]
    pub const fn choice(&self) -> Choice {
        match self {
            Self::AsWritten => Choice::Include,
            Self::Redacted(_) => Choice::Redact,
            Self::LeftOut => Choice::LeaveOut,
        }
    }
}

/// What the manager decided of one comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentCheck {
    /// What of it is shown.
    pub shown: Shown,
    /// What it is about.
    pub themes: Set<CommentTheme>,
}

object!(CommentCheck {
    shown: needed,
    themes: usual,
});

/// What was decided of the comments of one survey; `None` until somebody has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CommentChecks {
    /// Of what went well.
    pub went_well: Option<CommentCheck>,
    /// Of what could be better.
    pub could_be_better: Option<CommentCheck>,
}

object!(CommentChecks {
    went_well: usual,
    could_be_better: usual,
});

impl CommentChecks {
    /// What was decided of one comment.
    #[must_use]
    pub const fn of(&self, asked: CommentAsked) -> Option<&CommentCheck> {
        match asked {
            CommentAsked::WentWell => self.went_well.as_ref(),
            CommentAsked::CouldBeBetter => self.could_be_better.as_ref(),
        }
    }

    /// The same with another decision on one comment.
    #[must_use]
    pub fn with(mut self, asked: CommentAsked, check: Option<CommentCheck>) -> Self {
        match asked {
            CommentAsked::WentWell => self.went_well = check,
            CommentAsked::CouldBeBetter => self.could_be_better = check,
        }
        self
    }

    /// The same without anything that was typed in words: what was redacted is
    /// left out from then on.
    #[must_use]
    pub fn without_text(self) -> Self {
        let strip = |check: Option<CommentCheck>| {
            check.map(|check| CommentCheck {
                shown: Shown::LeftOut,
                ..check
            })
        };
        Self {
            went_well: strip(self.went_well),
            could_be_better: strip(self.could_be_better),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Comment {
        Comment::typed(words).unwrap().unwrap()
    }

    fn check(shown: Shown, themes: &[CommentTheme]) -> CommentCheck {
        let themes = themes.iter().copied().collect();
        CommentCheck { shown, themes }
    }

    #[test]
    fn a_comment_is_redacted_only_with_words_to_show_in_its_place() {
        let long = "x".repeat(501);
        let chosen = |choice, words: &str| Shown::chosen(Some(choice), words);
        assert_eq!(
            chosen(Choice::Redact, " Thanks "),
            Ok(Shown::Redacted(text("Thanks")))
        );
        assert_eq!(chosen(Choice::Redact, " \n"), Err(Undecided::NoWords));
        let too_long = TooLong {
            limit: 500,
            length: 501,
        };
        assert_eq!(
            chosen(Choice::Redact, &long),
            Err(Undecided::TooLong(too_long))
        );
        // What was typed before another choice was made does not matter.
        assert_eq!(chosen(Choice::Include, &long), Ok(Shown::AsWritten));
        assert_eq!(chosen(Choice::LeaveOut, " "), Ok(Shown::LeftOut));
        assert_eq!(Shown::chosen(None, "Thanks"), Err(Undecided::NoChoice));
    }

    #[test]
    fn a_decision_is_opened_again_as_it_was_chosen() {
        for choice in Choice::ALL {
            let shown = Shown::chosen(Some(choice), "Thanks").unwrap();
            assert_eq!(shown.choice(), choice);
        }
    }

    #[test]
    fn decisions_are_read_as_they_were_kept() {
        let checks = CommentChecks {
            went_well: Some(check(Shown::Redacted(text("Thanks")), &CommentTheme::ALL)),
            could_be_better: Some(check(Shown::LeftOut, &[])),
        };
        for checks in [checks, CommentChecks::default()] {
            assert_eq!(
                CommentChecks::from_text(&checks.to_json().to_text()),
                Ok(checks)
            );
        }
    }
}
