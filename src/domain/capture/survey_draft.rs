//! The entry form for a paper survey, and the one check that turns it into a
//! survey or a declined survey.
//!
//! Guarantees that a question left blank on paper is chosen as blank, never
//! assumed: a slip of the entry must not become a family's answer.

use chrono::NaiveDate;

use crate::domain::base::coded::coded;
use crate::domain::base::ids::TeamId;
use crate::domain::base::language::Language;
use crate::domain::base::sorted::Set;
use crate::domain::base::text::Comment;
use crate::domain::form::checks::{Checks, DateDraft, DateWindow, Fault, Fields, Problem};
use crate::domain::record::comments::CommentChecks;
use crate::domain::record::survey::{
    Answer, AnsweredBy, Answers, Completion, DeclinedParts, DeclinedSurvey, Question, Survey,
    SurveyParts, SurveyVersion, Way,
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

coded!(Outcome {
    FilledIn = "filled-in",
    Declined = "declined",
});

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
    /// Whose work it is; `None` for the tablet's usual team.
    pub team: Option<TeamId>,
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

impl CheckedSurvey {
    /// The same, with what the form does not ask for as it is in the survey
    /// that is corrected: its language, whether it was finished, its flags.
    #[must_use]
    pub fn correcting(self, before: &Survey) -> Self {
        match self {
            Self::Declined(declined) => Self::Declined(declined),
            Self::Survey(survey) => {
                let (parts, before) = (survey.parts().clone(), before.parts());
                // What was decided of a comment holds while it says the same.
                let mut comment_checks = before.comment_checks.clone();
                if parts.went_well != before.went_well {
                    comment_checks.went_well = None;
                }
                if parts.could_be_better != before.could_be_better {
                    comment_checks.could_be_better = None;
                }
                let kept = SurveyParts {
                    comment_checks,
                    way: before.way,
                    language: before.language.clone(),
                    completion: before.completion,
                    flags: before.flags.clone(),
                    ..parts
                };
                // Its date was in bounds already.
                Self::Survey(Survey::new(kept).unwrap_or(survey))
            }
        }
    }
}

/// How input that is kept says that the form does not say who answered.
const NOT_SAID: &str = "not-said";

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
            team: None,
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

    /// The form filled with a survey, to be corrected.
    #[must_use]
    pub fn of(survey: &Survey) -> Self {
        let parts = survey.parts();
        let words = |comment: &Option<Comment>| {
            comment
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default()
        };
        let mut draft = Self {
            version: parts.answers.version(),
            answered_by: Some(
                parts
                    .answered_by
                    .map_or(AnsweredByChoice::DoesNotSay, AnsweredByChoice::Says),
            ),
            went_well: words(&parts.went_well),
            could_be_better: words(&parts.could_be_better),
            ..Self::on(parts.date)
        };
        for (question, answer) in parts.answers.each() {
            draft.choose(question, answer);
        }
        draft
    }

    /// The form filled with a declined survey, to be corrected.
    #[must_use]
    pub fn of_declined(declined: &DeclinedSurvey) -> Self {
        Self {
            outcome: Outcome::Declined,
            ..Self::on(declined.date())
        }
    }

    /// Whether the form holds anything to be kept until it is saved: an answer, or
    /// words. Which form it is, and where it would count, is tapped again in a
    /// moment.
    #[must_use]
    pub fn holds_input(now: &Fields, opened: &Fields) -> bool {
        now.adds_to(opened, &["team", "outcome", "version", "answered-by"])
    }

    /// The input as it is kept until it is saved.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut fields = Fields::default();
        fields.put_date(&self.date);
        fields.put("team", self.team.as_ref().map_or("", TeamId::as_str));
        fields.put("outcome", self.outcome.code());
        fields.put("version", self.version.code());
        let who = self.answered_by.map(|who| match who {
            AnsweredByChoice::Says(who) => who.code(),
            AnsweredByChoice::DoesNotSay => NOT_SAID,
        });
        fields.put("answered-by", who.unwrap_or_default());
        for question in Question::ALL {
            let answer = self.answer(question).map(Answer::code);
            fields.put(question.code(), answer.unwrap_or_default());
        }
        fields.put("went-well", &self.went_well);
        fields.put("could-be-better", &self.could_be_better);
        fields
    }

    /// The form filled with input that was kept.
    #[must_use]
    pub fn of_fields(fields: &Fields) -> Self {
        let who = fields.text("answered-by");
        let says = AnsweredBy::from_code(who).map(AnsweredByChoice::Says);
        let answer = |question: Question| Answer::from_code(fields.text(question.code()));
        Self {
            team: TeamId::new(fields.text("team")).ok(),
            date: fields.date(),
            outcome: Outcome::from_code(fields.text("outcome")).unwrap_or(Outcome::FilledIn),
            version: SurveyVersion::from_code(fields.text("version"))
                .unwrap_or(SurveyVersion::Standard),
            answered_by: says.or((who == NOT_SAID).then_some(AnsweredByChoice::DoesNotSay)),
            respect: answer(Question::Respect),
            listened: answer(Question::Listened),
            helped: answer(Question::Helped),
            again: answer(Question::Again),
            went_well: fields.text("went-well").to_owned(),
            could_be_better: fields.text("could-be-better").to_owned(),
        }
    }

    /// The next form of a stack: same date and version, nothing else.
    #[must_use]
    pub fn another(&self, today: NaiveDate) -> Self {
        Self {
            team: self.team.clone(),
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
    pub fn check(
        &self,
        window: impl Into<DateWindow>,
    ) -> Result<CheckedSurvey, Vec<Problem<SurveyField>>> {
        let mut checks = Checks::new();
        let date = checks.keep(SurveyField::Date, self.date.check(window));
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
            flags: Set::new(),
            went_well,
            could_be_better,
            comment_checks: CommentChecks::default(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::base::calendar::NotADate;
    use crate::domain::base::text::TooLong;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn filled_in() -> SurveyDraft {
        SurveyDraft {
            answered_by: Some(AnsweredByChoice::Says(AnsweredBy::YoungPerson)),
            respect: Some(Answer::Yes),
            listened: Some(Answer::Partly),
            helped: Some(Answer::Skipped),
            ..SurveyDraft::on(today())
        }
    }

    fn check(draft: &SurveyDraft, expected: &[(SurveyField, Fault)]) {
        let found: Vec<_> = match draft.check(today()) {
            Ok(_) => Vec::new(),
            Err(problems) => problems
                .into_iter()
                .map(|problem| (problem.field, problem.fault))
                .collect(),
        };
        assert_eq!(found, expected, "{draft:?}");
    }

    fn survey(draft: &SurveyDraft) -> SurveyParts {
        match draft.check(today()) {
            Ok(CheckedSurvey::Survey(survey)) => survey.parts().clone(),
            other => panic!("not a survey: {other:?}"),
        }
    }

    #[test]
    fn unfinished_input_comes_back_as_it_was_typed() {
        for who in AnsweredByChoice::ALL {
            let draft = SurveyDraft {
                team: TeamId::new("riverside").ok(),
                answered_by: Some(who),
                listened: Some(Answer::Skipped),
                again: Some(Answer::No),
                could_be_better: "Later opening".into(),
                ..SurveyDraft::on(NaiveDate::from_ymd_opt(2026, 11, 23).unwrap())
            };
            assert_eq!(SurveyDraft::of_fields(&draft.fields()), draft);
        }
    }

    #[test]
    fn a_paper_survey_is_taken_as_it_was_answered() {
        let parts = survey(&filled_in());
        assert_eq!(parts.date, today());
        assert_eq!(parts.answered_by, Some(AnsweredBy::YoungPerson));
        assert_eq!(parts.way, Way::Paper);
        assert_eq!(
            parts.answers,
            Answers::Standard {
                respect: Answer::Yes,
                listened: Answer::Partly,
                helped: Answer::Skipped
            }
        );
        assert_eq!((parts.went_well, parts.could_be_better), (None, None));
    }

    #[test]
    fn an_empty_form_asks_who_answered_and_for_every_answer() {
        check(
            &SurveyDraft::on(today()),
            &[
                (SurveyField::AnsweredBy, Fault::Missing),
                (SurveyField::Answer(Question::Respect), Fault::Missing),
                (SurveyField::Answer(Question::Listened), Fault::Missing),
                (SurveyField::Answer(Question::Helped), Fault::Missing),
            ],
        );
    }

    #[test]
    fn all_problems_come_back_at_once_in_the_order_of_the_form() {
        let too_long = |length| Fault::TooLong(TooLong { limit: 500, length });
        let draft = SurveyDraft {
            date: DateDraft::Typed {
                day: "30".into(),
                month: "2".into(),
                year: "2026".into(),
            },
            answered_by: None,
            listened: None,
            went_well: "😀".repeat(501),
            could_be_better: "x".repeat(600),
            ..filled_in()
        };
        check(
            &draft,
            &[
                (SurveyField::Date, Fault::NotADate(NotADate::NotReal)),
                (SurveyField::AnsweredBy, Fault::Missing),
                (SurveyField::Answer(Question::Listened), Fault::Missing),
                (SurveyField::WentWell, too_long(501)),
                (SurveyField::CouldBeBetter, too_long(600)),
            ],
        );
    }

    #[test]
    fn a_question_left_blank_is_chosen_as_blank_never_assumed() {
        for question in SurveyVersion::Standard.questions() {
            let mut draft = SurveyDraft::on(today());
            draft.answered_by = Some(AnsweredByChoice::DoesNotSay);
            for other in SurveyVersion::Standard.questions() {
                if other != question {
                    draft.choose(*other, Answer::Yes);
                }
            }
            check(&draft, &[(SurveyField::Answer(*question), Fault::Missing)]);
            draft.choose(*question, Answer::Skipped);
            assert_eq!(draft.answer(*question), Some(Answer::Skipped));
            check(&draft, &[]);
        }
    }

    #[test]
    fn a_form_that_does_not_say_who_answered_is_taken_as_such() {
        let draft = SurveyDraft {
            answered_by: Some(AnsweredByChoice::DoesNotSay),
            ..filled_in()
        };
        assert_eq!(survey(&draft).answered_by, None);
        for choice in AnsweredByChoice::ALL {
            let answered_by = Some(choice);
            let draft = SurveyDraft {
                answered_by,
                ..filled_in()
            };
            assert_eq!(survey(&draft).answered_by, choice.answered_by());
        }
    }

    #[test]
    fn a_young_childs_form_needs_its_own_answer_and_no_other() {
        let draft = SurveyDraft {
            version: SurveyVersion::YoungChildren,
            ..filled_in()
        };
        check(
            &draft,
            &[(SurveyField::Answer(Question::Again), Fault::Missing)],
        );
        let again = Answer::Yes;
        let draft = SurveyDraft {
            again: Some(again),
            respect: None,
            ..draft
        };
        assert_eq!(survey(&draft).answers, Answers::YoungChildren { again });
    }

    #[test]
    fn a_declined_survey_needs_only_its_date() {
        let declined = SurveyDraft {
            outcome: Outcome::Declined,
            ..SurveyDraft::on(today())
        };
        match declined.check(today()) {
            Ok(CheckedSurvey::Declined(declined)) => {
                assert_eq!((declined.date(), declined.way()), (today(), Way::Paper));
            }
            other => panic!("not declined: {other:?}"),
        }
        let draft = SurveyDraft {
            date: DateDraft::Chosen(today().succ_opt().unwrap()),
            went_well: "x".repeat(501),
            ..declined
        };
        check(&draft, &[(SurveyField::Date, Fault::InTheFuture)]);
    }

    #[test]
    fn a_survey_is_not_in_the_future_nor_over_400_days_ago() {
        let with = |days| SurveyDraft {
            date: DateDraft::Chosen(today() - chrono::TimeDelta::days(days)),
            ..filled_in()
        };
        check(&with(-1), &[(SurveyField::Date, Fault::InTheFuture)]);
        check(&with(0), &[]);
        check(&with(400), &[]);
        check(&with(401), &[(SurveyField::Date, Fault::TooLongAgo)]);
    }

    #[test]
    fn a_comment_has_at_most_500_characters_and_may_be_left_out() {
        let well = "😀".repeat(500);
        let draft = SurveyDraft {
            went_well: format!("\n{well} "),
            could_be_better: "  ".into(),
            ..filled_in()
        };
        let parts = survey(&draft);
        assert_eq!(parts.went_well.map(|it| it.to_string()), Some(well));
        assert_eq!(parts.could_be_better, None);
    }

    #[test]
    fn the_next_form_of_a_stack_keeps_date_and_version_alone() {
        let draft = SurveyDraft {
            version: SurveyVersion::YoungChildren,
            again: Some(Answer::No),
            went_well: "the crafts".into(),
            date: DateDraft::Chosen(today().pred_opt().unwrap()),
            ..filled_in()
        };
        let expected = SurveyDraft {
            version: SurveyVersion::YoungChildren,
            ..SurveyDraft::on(today().pred_opt().unwrap())
        };
        assert_eq!(draft.another(today()), expected);
    }
}
