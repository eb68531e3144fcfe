//! The entry form for a paper survey, and the one check that turns it into a
//! survey or a declined survey.
//!
//! Guarantees that a question left blank on paper is chosen as blank, never
//! assumed: a slip of the entry must not become a family's answer.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::draft::{Checks, DateDraft, Fault, Problem};
use super::survey::{
    Answer, AnsweredBy, Answers, Completion, DeclinedParts, DeclinedSurvey, Language, Question,
    Survey, SurveyParts, SurveyVersion, Way,
};

/// The fields of the paper survey form, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SurveyField {
    /// The date on the form.
    Date,
    /// Whether it was filled in or declined.
    Outcome,
    /// Which version of the survey.
    Version,
    /// Who answered.
    AnsweredBy,
    /// The answer to one question.
    Answer(Question),
    /// What went well.
    WentWell,
    /// What could be better.
    CouldBeBetter,
}

/// What came of offering a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// A form came back.
    FilledIn,
    /// The family did not want to.
    Declined,
}

impl Outcome {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::FilledIn, Self::Declined];

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::FilledIn => "They filled in a form",
            Self::Declined => "They declined",
        }
    }
}

/// Who answered, as the paper form's entry asks for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AnsweredByChoice {
    /// The form says who.
    Says(AnsweredBy),
    /// The form does not say.
    DoesNotSay,
}

impl AnsweredByChoice {
    /// All choices, in the order of the form.
    pub const ALL: [Self; 4] = [
        Self::Says(AnsweredBy::ParentOrCarer),
        Self::Says(AnsweredBy::YoungPerson),
        Self::Says(AnsweredBy::ChildWithHelp),
        Self::DoesNotSay,
    ];

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Says(who) => who.label(),
            Self::DoesNotSay => "The form does not say",
        }
    }

    const fn answered_by(self) -> Option<AnsweredBy> {
        match self {
            Self::Says(who) => Some(who),
            Self::DoesNotSay => None,
        }
    }
}

/// The paper survey form as a person left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyDraft {
    /// The date on the form.
    pub date: DateDraft,
    /// Filled in or declined.
    pub outcome: Outcome,
    /// Which version came back.
    pub version: SurveyVersion,
    /// Who answered; `None` when not yet chosen.
    pub answered_by: Option<AnsweredByChoice>,
    /// The answer to "respect"; `None` when not yet chosen.
    pub respect: Option<Answer>,
    /// The answer to "listened"; `None` when not yet chosen.
    pub listened: Option<Answer>,
    /// The answer to "helped"; `None` when not yet chosen.
    pub helped: Option<Answer>,
    /// The answer to "again"; `None` when not yet chosen.
    pub again: Option<Answer>,
    /// What went well, as typed.
    pub went_well: String,
    /// What could be better, as typed.
    pub could_be_better: String,
}

/// What a checked survey form turns into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckedSurvey {
    /// A survey.
    Survey(Survey),
    /// A declined survey.
    Declined(DeclinedSurvey),
}

impl SurveyDraft {
    /// An empty form for a day: a standard survey that was filled in.
    #[must_use]
    pub fn on(day: NaiveDate) -> Self {
        Self {
            date: DateDraft::Chosen(day),
            outcome: Outcome::FilledIn,
            version: SurveyVersion::Standard,
            answered_by: None,
            respect: None,
            listened: None,
            helped: None,
            again: None,
            went_well: String::new(),
            could_be_better: String::new(),
        }
    }

    /// The next form of a stack: same date and version, nothing else.
    #[must_use]
    pub fn another(&self, today: NaiveDate) -> Self {
        Self {
            date: self.date.clone(),
            version: self.version,
            ..Self::on(today)
        }
    }

    /// The answer chosen so far to a question.
    #[must_use]
    pub const fn answer(&self, question: Question) -> Option<Answer> {
        match question {
            Question::Respect => self.respect,
            Question::Listened => self.listened,
            Question::Helped => self.helped,
            Question::Again => self.again,
        }
    }

    /// Chooses the answer to a question.
    pub const fn choose(&mut self, question: Question, answer: Answer) {
        let place = match question {
            Question::Respect => &mut self.respect,
            Question::Listened => &mut self.listened,
            Question::Helped => &mut self.helped,
            Question::Again => &mut self.again,
        };
        *place = Some(answer);
    }

    /// Checks the form into a survey or a declined survey, by the rules for
    /// new entries.
    ///
    /// # Errors
    /// All its problems, in the order of the form, each naming its field.
    pub fn check(&self, today: NaiveDate) -> Result<CheckedSurvey, Vec<Problem<SurveyField>>> {
        let mut checks = Checks::new();
        let date = checks.keep(SurveyField::Date, self.date.check(today));
        let checked = match self.outcome {
            Outcome::Declined => date.and_then(|date| {
                let way = Way::Paper;
                DeclinedSurvey::new(DeclinedParts { date, way })
                    .ok()
                    .map(CheckedSurvey::Declined)
            }),
            Outcome::FilledIn => self.check_filled_in(date, &mut checks),
        };
        checks.finish(checked)
    }

    fn check_filled_in(
        &self,
        date: Option<NaiveDate>,
        checks: &mut Checks<SurveyField>,
    ) -> Option<CheckedSurvey> {
        let answered_by = checks.keep(
            SurveyField::AnsweredBy,
            self.answered_by.ok_or(Fault::Missing),
        );
        let answers = match self.version {
            SurveyVersion::Standard => {
                let respect = self.check_answer(Question::Respect, checks);
                let listened = self.check_answer(Question::Listened, checks);
                let helped = self.check_answer(Question::Helped, checks);
                (|| {
                    Some(Answers::Standard {
                        respect: respect?,
                        listened: listened?,
                        helped: helped?,
                    })
                })()
            }
            SurveyVersion::YoungChildren => self
                .check_answer(Question::Again, checks)
                .map(|again| Answers::YoungChildren { again }),
        };
        let went_well = checks.text(SurveyField::WentWell, &self.went_well);
        let could_be_better = checks.text(SurveyField::CouldBeBetter, &self.could_be_better);
        Survey::new(SurveyParts {
            date: date?,
            answers: answers?,
            answered_by: answered_by?.answered_by(),
            way: Way::Paper,
            language: Language::english(),
            completion: Completion::Finished,
            flags: BTreeSet::new(),
            went_well,
            could_be_better,
        })
        .ok()
        .map(CheckedSurvey::Survey)
    }

    fn check_answer(&self, question: Question, checks: &mut Checks<SurveyField>) -> Option<Answer> {
        checks.keep(
            SurveyField::Answer(question),
            self.answer(question).ok_or(Fault::Missing),
        )
    }
}
