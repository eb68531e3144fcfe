//! A How Was It For You survey, and the one that a family did not want.
//!
//! Guarantees that the answers of the standard and the young children's version
//! are never mixed, and that "skipped" is an answer of its own. Refuses to know
//! who answered by name.

use chrono::NaiveDate;
use thiserror::Error;

use crate::domain::base::calendar::{EARLIEST_DATE, LATEST_DATE};
use crate::domain::base::coded::coded;
use crate::domain::base::json::{
    AsJson, Json, ObjectWriter, WrongJson, by_parts, object, serde_by_json,
};
use crate::domain::base::language::Language;
use crate::domain::base::sorted::Set;
use crate::domain::base::text::Comment;
use crate::domain::record::comments::{CommentAsked, CommentCheck, CommentChecks};
use crate::domain::record::locale::Phrase;

/// The questions of both versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// Whether the family was treated with respect (Early Help report 2016-17, section 2).
    Respect,
    /// Whether it was listened to (the same).
    Listened,
    /// Whether it was helped with what it needed (the same).
    Helped,
    /// Whether a child would come again. Young children's version only.
    Again,
}

impl Question {
    /// All four: those of the standard survey, then the young children's.
    pub const ALL: [Self; 4] = [Self::Respect, Self::Listened, Self::Helped, Self::Again];

    /// Its words wherever it is asked: handed over, and copied from paper. They are one
    /// measure, so they are one wording.
    #[must_use]
    pub const fn phrase(self) -> Phrase {
        match self {
            Self::Respect => Phrase::Respect,
            Self::Listened => Phrase::Listened,
            Self::Helped => Phrase::Helped,
            Self::Again => Phrase::Again,
        }
    }

    /// The measure it stands for, such as `Treated with respect`.
    #[must_use]
    pub const fn measure(self) -> &'static str {
        match self {
            Self::Respect => "Treated with respect",
            Self::Listened => "Listened to",
            Self::Helped => "Helped with what they needed",
            Self::Again => "Would come again",
        }
    }

    /// Its code in files.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Respect => "respect",
            Self::Listened => "listened",
            Self::Helped => "helped",
            Self::Again => "again",
        }
    }

    /// Its position in the order above.
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// The two versions of the survey; their answers are never pooled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SurveyVersion {
    /// For parents, carers and young people.
    Standard,
    /// For young children, with one question.
    YoungChildren,
}

coded!(SurveyVersion {
    Standard = "standard",
    YoungChildren = "young-children",
});

impl SurveyVersion {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::Standard, Self::YoungChildren];

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Standard => "Standard survey",
            Self::YoungChildren => "Young children’s survey",
        }
    }

    /// Its questions, in order.
    #[must_use]
    pub const fn questions(self) -> &'static [Question] {
        match self {
            Self::Standard => &[Question::Respect, Question::Listened, Question::Helped],
            Self::YoungChildren => &[Question::Again],
        }
    }
}

/// An answer to one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Answer {
    /// Yes.
    Yes,
    /// Partly; "maybe" to [`Question::Again`].
    Partly,
    /// No.
    No,
    /// Skipped, or left blank on paper.
    Skipped,
}

coded!(Answer {
    Yes = "yes",
    Partly = "partly",
    No = "no",
    Skipped = "skipped",
});

impl Answer {
    /// All four, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Yes, Self::Partly, Self::No, Self::Skipped];

    /// Its word on a paper survey's entry form.
    #[must_use]
    pub const fn label(self, question: Question) -> &'static str {
        match (self, question) {
            (Self::Yes, _) => "Yes",
            (Self::Partly, Question::Again) => "Maybe",
            (Self::Partly, Question::Respect | Question::Listened | Question::Helped) => "Partly",
            (Self::No, _) => "No",
            (Self::Skipped, _) => "Left blank",
        }
    }

    /// Its words for a family; those of skipping a question are a button's.
    #[must_use]
    pub const fn phrase(self, question: Question) -> Phrase {
        match (self, question) {
            (Self::Yes, _) => Phrase::Yes,
            (Self::Partly, Question::Again) => Phrase::Maybe,
            (Self::Partly, Question::Respect | Question::Listened | Question::Helped) => {
                Phrase::Partly
            }
            (Self::No, _) => Phrase::No,
            (Self::Skipped, _) => Phrase::Skip,
        }
    }

    /// Its position in [`Answer::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// The answers of one survey; which they are depends on its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// The three measures.
    Standard {
        /// Treated with respect.
        respect: Answer,
        /// Listened to.
        listened: Answer,
        /// Helped.
        helped: Answer,
    },
    /// The young children's question.
    YoungChildren {
        /// Would come again.
        again: Answer,
    },
}

impl AsJson for Answers {
    fn to_json(&self) -> Json<'_> {
        let mut fields = ObjectWriter::default();
        match self {
            Self::Standard {
                respect,
                listened,
                helped,
            } => {
                fields.needed(Question::Respect.code(), respect);
                fields.needed(Question::Listened.code(), listened);
                fields.needed(Question::Helped.code(), helped);
            }
            Self::YoungChildren { again } => fields.needed(Question::Again.code(), again),
        }
        Json::tagged(self.version().code(), fields.done())
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let tag = json.tag()?;
        let answer = |question: Question| tag.fields()?.needed(question.code());
        Ok(match SurveyVersion::from_code(tag.name) {
            Some(SurveyVersion::Standard) => Self::Standard {
                respect: answer(Question::Respect)?,
                listened: answer(Question::Listened)?,
                helped: answer(Question::Helped)?,
            },
            Some(SurveyVersion::YoungChildren) => Self::YoungChildren {
                again: answer(Question::Again)?,
            },
            None => return Err(tag.unknown()),
        })
    }
}

serde_by_json!(Answers);

impl Answers {
    /// The version they belong to.
    #[must_use]
    pub const fn version(self) -> SurveyVersion {
        match self {
            Self::Standard { .. } => SurveyVersion::Standard,
            Self::YoungChildren { .. } => SurveyVersion::YoungChildren,
        }
    }

    /// Each question of the version with its answer.
    pub fn each(self) -> impl Iterator<Item = (Question, Answer)> {
        let pairs = match self {
            Self::Standard {
                respect,
                listened,
                helped,
            } => [
                Some((Question::Respect, respect)),
                Some((Question::Listened, listened)),
                Some((Question::Helped, helped)),
            ],
            Self::YoungChildren { again } => [Some((Question::Again, again)), None, None],
        };
        pairs.into_iter().flatten()
    }

    /// Whether at least one question was answered: the survey is *received*.
    #[must_use]
    pub fn any_given(self) -> bool {
        self.each().any(|(_, answer)| answer != Answer::Skipped)
    }
}

/// Who answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnsweredBy {
    /// A parent or carer.
    ParentOrCarer,
    /// A young person.
    YoungPerson,
    /// A child, with help.
    ChildWithHelp,
}

coded!(AnsweredBy {
    ParentOrCarer = "parent-or-carer",
    YoungPerson = "young-person",
    ChildWithHelp = "child-with-help",
});

impl AnsweredBy {
    /// All three, in the order of the form.
    pub const ALL: [Self; 3] = [Self::ParentOrCarer, Self::YoungPerson, Self::ChildWithHelp];

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ParentOrCarer => "Parent or carer",
            Self::YoungPerson => "Young person",
            Self::ChildWithHelp => "Child, with help",
        }
    }

    /// Their words for a family.
    #[must_use]
    pub const fn phrase(self) -> Phrase {
        match self {
            Self::ParentOrCarer => Phrase::ParentOrCarer,
            Self::YoungPerson => Phrase::YoungPerson,
            Self::ChildWithHelp => Phrase::ChildWithHelp,
        }
    }

    /// Its position in [`AnsweredBy::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// How a survey came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// The tablet was handed over; the survey belongs to the family.
    HandedOver,
    /// Entered by staff from a paper form.
    Paper,
}

coded!(Way {
    HandedOver = "handed-over",
    Paper = "paper",
});

impl Way {
    /// Both.
    pub const ALL: [Self; 2] = [Self::HandedOver, Self::Paper];

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::HandedOver => "Handed over",
            Self::Paper => "Paper",
        }
    }

    /// Its position in [`Way::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// Whether the family went through to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completion {
    /// Gone through to the end, skipping allowed.
    Finished,
    /// Left midway; it counts for the questions answered.
    LeftMidway,
}

coded!(Completion {
    Finished = "finished",
    LeftMidway = "left-midway",
});

/// Why a survey is kept but looked at with care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SurveyFlag {
    /// Answered faster than it can be read.
    TooFast,
    /// The same answers came shortly before on the same tablet.
    Repeated,
}

coded!(SurveyFlag {
    TooFast = "too-fast",
    Repeated = "repeated",
});

/// What a survey is made of, before its date is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyParts {
    /// The civil date it was filled in.
    pub date: NaiveDate,
    /// The version and its answers.
    pub answers: Answers,
    /// Who answered; `None` when a paper form does not say.
    pub answered_by: Option<AnsweredBy>,
    /// How it came.
    pub way: Way,
    /// The language it was answered in.
    pub language: Language,
    /// Whether it was gone through to the end.
    pub completion: Completion,
    /// Why to look at it with care; empty for most.
    pub flags: Set<SurveyFlag>,
    /// What went well; `None` when nothing was written.
    pub went_well: Option<Comment>,
    /// What could be better; `None` when nothing was written.
    pub could_be_better: Option<Comment>,
    /// What the manager decided of these two.
    pub comment_checks: CommentChecks,
}

object!(SurveyParts {
    date: needed,
    answers: needed,
    answered_by: usual,
    way: needed,
    language: needed,
    completion: needed,
    flags: usual,
    went_well: usual,
    could_be_better: usual,
    comment_checks: usual,
});

/// One How Was It For You survey, received or opened without an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survey(SurveyParts);

by_parts!(Survey, SurveyParts);

impl Survey {
    /// Puts a survey together by the rules that hold for all time.
    ///
    /// # Errors
    /// [`DateOutOfBounds`] when its date is not from 1970 to 2199.
    pub fn new(parts: SurveyParts) -> Result<Self, DateOutOfBounds> {
        in_bounds(parts.date)?;
        Ok(Self(parts))
    }

    /// The date it was filled in.
    #[must_use]
    pub const fn date(&self) -> NaiveDate {
        self.0.date
    }

    /// The same without its comments.
    #[must_use]
    pub fn without_text(self) -> Self {
        Self(SurveyParts {
            went_well: None,
            could_be_better: None,
            comment_checks: self.0.comment_checks.without_text(),
            ..self.0
        })
    }

    /// A comment; `None` when nothing was written.
    #[must_use]
    pub const fn comment(&self, asked: CommentAsked) -> Option<&Comment> {
        match asked {
            CommentAsked::WentWell => self.0.went_well.as_ref(),
            CommentAsked::CouldBeBetter => self.0.could_be_better.as_ref(),
        }
    }

    /// The same with what was decided of one comment.
    #[must_use]
    pub fn with_comment_check(self, asked: CommentAsked, check: CommentCheck) -> Self {
        Self(SurveyParts {
            comment_checks: self.0.comment_checks.with(asked, Some(check)),
            ..self.0
        })
    }

    /// All its parts.
    #[must_use]
    pub const fn parts(&self) -> &SurveyParts {
        &self.0
    }
}

impl TryFrom<SurveyParts> for Survey {
    type Error = DateOutOfBounds;

    fn try_from(parts: SurveyParts) -> Result<Self, DateOutOfBounds> {
        Self::new(parts)
    }
}

/// A survey that a family was offered and did not want.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclinedSurvey(DeclinedParts);

by_parts!(DeclinedSurvey, DeclinedParts);

/// What a declined survey is made of, before its date is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclinedParts {
    /// The civil date it was offered.
    pub date: NaiveDate,
    /// How it was offered.
    pub way: Way,
}

object!(DeclinedParts {
    date: needed,
    way: needed,
});

impl DeclinedSurvey {
    /// Notes that a family declined on a date.
    ///
    /// # Errors
    /// [`DateOutOfBounds`] when the date is not from 1970 to 2199.
    pub fn new(parts: DeclinedParts) -> Result<Self, DateOutOfBounds> {
        in_bounds(parts.date)?;
        Ok(Self(parts))
    }

    /// The date it was offered.
    #[must_use]
    pub const fn date(&self) -> NaiveDate {
        self.0.date
    }

    /// How it was offered.
    #[must_use]
    pub const fn way(&self) -> Way {
        self.0.way
    }
}

impl TryFrom<DeclinedParts> for DeclinedSurvey {
    type Error = DateOutOfBounds;

    fn try_from(parts: DeclinedParts) -> Result<Self, DateOutOfBounds> {
        Self::new(parts)
    }
}

/// A date outside any service's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the date {0} is not from 1970 to 2199")]
pub struct DateOutOfBounds(pub NaiveDate);

fn in_bounds(date: NaiveDate) -> Result<(), DateOutOfBounds> {
    if (EARLIEST_DATE..=LATEST_DATE).contains(&date) {
        Ok(())
    } else {
        Err(DateOutOfBounds(date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_called_the_same_on_paper_and_on_the_tablet() {
        for question in Question::ALL {
            for answer in [Answer::Yes, Answer::Partly, Answer::No] {
                let handed_over = answer.phrase(question).english();
                assert_eq!(answer.label(question), handed_over);
            }
        }
    }

    /// The documents quote each question in the words in which it is asked.
    #[test]
    fn the_documents_say_each_question_as_it_is_asked() {
        let documents = [
            include_str!("../../../docs/survey.md"),
            include_str!("../../../docs/return-format.md"),
        ];
        for question in Question::ALL {
            let words = question.phrase().english();
            for text in documents {
                assert!(text.contains(words), "no document says “{words}”");
            }
        }
    }

    #[test]
    fn a_survey_is_received_when_one_question_was_answered() {
        let check = |respect, listened, helped, received| {
            let answers = Answers::Standard {
                respect,
                listened,
                helped,
            };
            assert_eq!(answers.any_given(), received, "{answers:?}");
        };
        let skipped = Answer::Skipped;
        check(skipped, skipped, skipped, false);
        for given in [Answer::Yes, Answer::Partly, Answer::No] {
            check(given, skipped, skipped, true);
            check(skipped, given, skipped, true);
            check(skipped, skipped, given, true);
            assert!(Answers::YoungChildren { again: given }.any_given());
        }
        assert!(!Answers::YoungChildren { again: skipped }.any_given());
    }

    #[test]
    fn answers_are_to_the_questions_of_their_version() {
        let skipped = Answer::Skipped;
        let standard = Answers::Standard {
            respect: skipped,
            listened: skipped,
            helped: skipped,
        };
        let young = Answers::YoungChildren { again: skipped };
        for answers in [standard, young] {
            let asked: Vec<_> = answers.each().map(|(question, _)| question).collect();
            assert_eq!(asked, answers.version().questions());
        }
    }

    #[test]
    fn codes_in_files_are_those_of_the_stored_survey() {
        let stored = |value| serde_json::to_value(value).unwrap();
        for answer in Answer::ALL {
            assert_eq!(stored(answer), answer.code());
        }
        for who in AnsweredBy::ALL {
            assert_eq!(serde_json::to_value(who).unwrap(), who.code());
        }
        for way in Way::ALL {
            assert_eq!(serde_json::to_value(way).unwrap(), way.code());
        }
    }

    #[test]
    fn a_language_is_a_short_tag() {
        for tag in ["en", "pa-Guru", "zh-Hans-CN"] {
            assert_eq!(Language::new(tag).unwrap().tag(), tag);
        }
        for tag in ["", "e", "en_GB", "English please", "ਪੰ", &"a".repeat(17)] {
            assert!(Language::new(tag).is_err(), "{tag:?} was taken");
        }
    }

    #[test]
    fn a_declined_survey_lies_from_1970_to_2199() {
        for (year, month, day, taken) in [
            (1969, 12, 31, false),
            (1970, 1, 1, true),
            (2199, 12, 31, true),
            (2200, 1, 1, false),
        ] {
            let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
            let way = Way::Paper;
            let declined = DeclinedSurvey::new(DeclinedParts { date, way });
            assert_eq!(declined.is_ok(), taken, "{date}");
        }
    }
}
