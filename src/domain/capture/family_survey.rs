//! A survey that a family fills in on the tablet, one question to a screen.
//!
//! Guarantees that an answer is only ever what the family tapped: what it passed
//! by is skipped, what it left midway is kept as far as it got, and nothing is
//! dropped for being quick or alike, only flagged. Refuses to know who they are.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::domain::base::coded::coded;
use crate::domain::base::ids::RecordId;
use crate::domain::base::json::object;
use crate::domain::base::language::Language;
use crate::domain::base::sorted::Set;
use crate::domain::base::text::{Comment, beyond};
use crate::domain::base::typed::trimmed;
use crate::domain::record::Entry;
use crate::domain::record::comments::CommentChecks;
use crate::domain::record::ledger::Ledger;
use crate::domain::record::survey::{
    Answer, AnsweredBy, Answers, Completion, Question, Survey, SurveyFlag, SurveyParts,
    SurveyVersion, Way,
};

/// A survey gone through in less time was not read: 8 seconds.
pub const TOO_FAST: TimeDelta = TimeDelta::seconds(8);

/// The same answers on one tablet within this time are perhaps one family's
/// twice: 60 seconds.
pub const REPEATED_WITHIN: TimeDelta = TimeDelta::seconds(60);

/// The most characters of a comment.
pub const COMMENT_LENGTH: usize = 500;

/// One screen of the survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Who is answering.
    Who,
    /// Treated with respect.
    Respect,
    /// Listened to.
    Listened,
    /// Helped.
    Helped,
    /// Would come again.
    Again,
    /// What went well.
    WentWell,
    /// What could be better.
    CouldBeBetter,
    /// All answers, before they are given in.
    Check,
}

coded!(Step {
    Who = "who",
    Respect = "respect",
    Listened = "listened",
    Helped = "helped",
    Again = "again",
    WentWell = "went-well",
    CouldBeBetter = "could-be-better",
    Check = "check",
});

impl Step {
    /// The question that it asks; `None` where it asks something else.
    #[must_use]
    pub const fn question(self) -> Option<Question> {
        match self {
            Self::Respect => Some(Question::Respect),
            Self::Listened => Some(Question::Listened),
            Self::Helped => Some(Question::Helped),
            Self::Again => Some(Question::Again),
            Self::Who | Self::WentWell | Self::CouldBeBetter | Self::Check => None,
        }
    }

    /// The steps of a version, in order.
    #[must_use]
    pub const fn all(version: SurveyVersion) -> &'static [Self] {
        match version {
            SurveyVersion::Standard => &[
                Self::Who,
                Self::Respect,
                Self::Listened,
                Self::Helped,
                Self::WentWell,
                Self::CouldBeBetter,
                Self::Check,
            ],
            SurveyVersion::YoungChildren => &[Self::Who, Self::Again, Self::Check],
        }
    }
}

/// The face beside an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Very happy.
    Beaming,
    /// Happy.
    Smiling,
    /// Calm, with the least of a smile.
    Content,
    /// Neither.
    Straight,
    /// Unhappy.
    Frowning,
}

impl Face {
    /// The face beside an answer to a question. Young children are shown degrees of
    /// happiness, of which none frowns: they choose the happiest otherwise, whatever
    /// they think (Hall and others, Five Degrees of Happiness, 2016). To older ones
    /// and adults a smile beside No would say the opposite.
    #[must_use]
    pub const fn of(question: Question, answer: Answer) -> Self {
        match (question, answer) {
            (_, Answer::Yes) => Self::Beaming,
            (Question::Again, Answer::Partly) => Self::Smiling,
            (Question::Again, Answer::No | Answer::Skipped) => Self::Content,
            (
                Question::Respect | Question::Listened | Question::Helped,
                Answer::Partly | Answer::Skipped,
            ) => Self::Straight,
            (Question::Respect | Question::Listened | Question::Helped, Answer::No) => {
                Self::Frowning
            }
        }
    }

    /// Whether it smiles.
    #[must_use]
    pub const fn smiles(self) -> bool {
        match self {
            Self::Beaming | Self::Smiling | Self::Content => true,
            Self::Straight | Self::Frowning => false,
        }
    }
}

/// Where a step leads to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Going {
    /// To the next step.
    #[default]
    On,
    /// Back to all answers, as it was changed from there.
    ToCheck,
}

coded!(Going {
    On = "on",
    ToCheck = "to-check",
});

/// A survey as far as a family has come with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamilySurvey {
    /// The record that it becomes, so that it is saved once however often that is
    /// tried.
    pub id: RecordId,
    /// When it was opened.
    pub opened: DateTime<Utc>,
    /// When it was last touched, as far as that was kept.
    pub touched: DateTime<Utc>,
    /// The language it is shown in.
    pub language: Language,
    /// Who is answering; `None` until they have said.
    pub answered_by: Option<AnsweredBy>,
    /// The answer to [`Question::Respect`]; `None` until there is one.
    pub respect: Option<Answer>,
    /// The answer to [`Question::Listened`].
    pub listened: Option<Answer>,
    /// The answer to [`Question::Helped`].
    pub helped: Option<Answer>,
    /// The answer to [`Question::Again`].
    pub again: Option<Answer>,
    /// What went well, as typed.
    pub went_well: String,
    /// What could be better, as typed.
    pub could_be_better: String,
    /// The screen that is shown.
    pub step: Step,
    /// Where that leads to.
    pub going: Going,
}

object!(FamilySurvey {
    id: needed,
    opened: instant,
    touched: instant,
    language: needed,
    answered_by: usual,
    respect: usual,
    listened: usual,
    helped: usual,
    again: usual,
    went_well: usual,
    could_be_better: usual,
    step: needed,
    going: usual,
});

impl FamilySurvey {
    /// A survey that is opened now.
    #[must_use]
    pub const fn open(id: RecordId, language: Language, now: DateTime<Utc>) -> Self {
        Self {
            id,
            opened: now,
            touched: now,
            language,
            answered_by: None,
            respect: None,
            listened: None,
            helped: None,
            again: None,
            went_well: String::new(),
            could_be_better: String::new(),
            step: Step::Who,
            going: Going::On,
        }
    }

    /// The same survey, as if it had been opened so long before now: what is known of
    /// it by a clock that nobody can set.
    #[must_use]
    pub fn opened_before(&self, now: DateTime<Utc>, took: TimeDelta) -> Self {
        Self {
            opened: now - took,
            ..self.clone()
        }
    }

    /// Its version: a child with help has the young children's.
    #[must_use]
    pub const fn version(&self) -> SurveyVersion {
        match self.answered_by {
            Some(AnsweredBy::ChildWithHelp) => SurveyVersion::YoungChildren,
            Some(AnsweredBy::ParentOrCarer | AnsweredBy::YoungPerson) | None => {
                SurveyVersion::Standard
            }
        }
    }

    /// The number of its screen, from 1, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let steps = Step::all(self.version());
        let before = steps.iter().take_while(|step| **step != self.step).count();
        ((before + 1).min(steps.len()), steps.len())
    }

    /// The answer so far to a question.
    #[must_use]
    pub const fn answer(&self, question: Question) -> Option<Answer> {
        match question {
            Question::Respect => self.respect,
            Question::Listened => self.listened,
            Question::Helped => self.helped,
            Question::Again => self.again,
        }
    }

    /// Takes in who is answering, and goes on.
    pub fn say_who(&mut self, who: AnsweredBy) {
        let before = self.version();
        self.answered_by = Some(who);
        if self.version() != before {
            // Other questions, which nobody has seen yet.
            self.going = Going::On;
        }
        self.go_on();
    }

    /// Takes in an answer, and goes on.
    pub fn choose(&mut self, question: Question, answer: Answer) {
        let place = match question {
            Question::Respect => &mut self.respect,
            Question::Listened => &mut self.listened,
            Question::Helped => &mut self.helped,
            Question::Again => &mut self.again,
        };
        *place = Some(answer);
        self.go_on();
    }

    /// What of the comment of a step does not fit; blank where all of it does, and for
    /// a step without one or that is not asked.
    #[must_use]
    pub fn beyond(&self, step: Step) -> &str {
        if !Step::all(self.version()).contains(&step) {
            return "";
        }
        let typed = match step {
            Step::WentWell => &self.went_well,
            Step::CouldBeBetter => &self.could_be_better,
            Step::Who
            | Step::Respect
            | Step::Listened
            | Step::Helped
            | Step::Again
            | Step::Check => return "",
        };
        beyond(typed, COMMENT_LENGTH)
    }

    /// The first screen with a comment that the family has to shorten before it gives
    /// the survey in.
    #[must_use]
    pub fn to_shorten(&self) -> Option<Step> {
        let mut steps = Step::all(self.version()).iter();
        steps.find(|step| !self.beyond(**step).is_empty()).copied()
    }

    /// Goes to the next screen, or back to all answers; stays where a comment does not
    /// fit.
    pub fn go_on(&mut self) {
        if !self.beyond(self.step).is_empty() {
            return;
        }
        let steps = Step::all(self.version());
        let here = steps.iter().position(|step| *step == self.step);
        let next = here.and_then(|here| steps.get(here + 1));
        self.step = match (self.going, next) {
            (Going::On, Some(next)) => *next,
            (Going::ToCheck, _) | (Going::On, None) => Step::Check,
        };
        if self.step == Step::Check {
            self.going = Going::ToCheck;
        }
    }

    /// The screen before; `None` on the first.
    #[must_use]
    pub fn before(&self) -> Option<Step> {
        let steps = Step::all(self.version());
        let here = steps.iter().position(|step| *step == self.step)?;
        steps.get(here.checked_sub(1)?).copied()
    }

    /// Goes to the screen before, if there is one.
    pub fn go_back(&mut self) {
        if let Some(step) = self.before() {
            self.step = step;
        }
    }

    /// Goes to one screen to change what was answered there.
    pub const fn change(&mut self, step: Step) {
        self.step = step;
        self.going = Going::ToCheck;
    }

    /// The survey that it becomes on a day, with its flags as they follow from
    /// what was saved before. What was not answered was skipped; answers to the
    /// questions of the other version, and comments that it does not ask for, are
    /// not part of it.
    ///
    /// `None` only for a day that no service was ever open on.
    #[must_use]
    pub fn survey(
        &self,
        day: NaiveDate,
        now: DateTime<Utc>,
        completion: Completion,
        ledger: Option<&Ledger>,
    ) -> Option<Survey> {
        let given = |question| self.answer(question).unwrap_or(Answer::Skipped);
        let answers = match self.version() {
            SurveyVersion::Standard => Answers::Standard {
                respect: given(Question::Respect),
                listened: given(Question::Listened),
                helped: given(Question::Helped),
            },
            SurveyVersion::YoungChildren => Answers::YoungChildren {
                again: given(Question::Again),
            },
        };
        let comment = |text| match self.version() {
            SurveyVersion::Standard => comment(text),
            SurveyVersion::YoungChildren => None,
        };
        Survey::new(SurveyParts {
            date: day,
            answers,
            answered_by: self.answered_by,
            way: Way::HandedOver,
            language: self.language.clone(),
            completion,
            flags: self.flags(answers, now, ledger),
            went_well: comment(&self.went_well),
            could_be_better: comment(&self.could_be_better),
            comment_checks: CommentChecks::default(),
        })
        .ok()
    }

    /// Why to look at it with care: quicker than it can be read, or the same
    /// answers shortly before. Nothing is said of one without answers.
    fn flags(
        &self,
        answers: Answers,
        now: DateTime<Utc>,
        ledger: Option<&Ledger>,
    ) -> Set<SurveyFlag> {
        let mut flags = Set::new();
        if !answers.any_given() {
            return flags;
        }
        // A clock that was set back tells nothing.
        if (TimeDelta::zero()..TOO_FAST).contains(&(now - self.opened)) {
            flags.insert(SurveyFlag::TooFast);
        }
        let alike = |entry: &Entry| match entry {
            Entry::Survey(survey) => {
                let parts = survey.parts();
                parts.way == Way::HandedOver && parts.answers == answers
            }
            Entry::Session(_) | Entry::Declined(_) => false,
        };
        let just_now =
            |at: DateTime<Utc>| (TimeDelta::zero()..=REPEATED_WITHIN).contains(&(now - at));
        let repeated = ledger.is_some_and(|ledger| {
            ledger.iter().any(|record| {
                record.id() != self.id && just_now(record.saved_at()) && alike(record.entry())
            })
        });
        if repeated {
            flags.insert(SurveyFlag::Repeated);
        }
        flags
    }
}

/// What was typed as a comment. Nobody is there to be asked when a family has left with
/// one that does not fit: its first 499 characters are kept, with a … that says so.
fn comment(typed: &str) -> Option<Comment> {
    Comment::typed(typed).unwrap_or_else(|_| {
        let first: String = trimmed(typed).chars().take(COMMENT_LENGTH - 1).collect();
        Comment::typed(&(first + "…")).ok().flatten()
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::base::ids::{BookId, TeamId};
    use crate::domain::base::json::AsJson;
    use crate::domain::record::{ClockStanding, Filing, Record, Stamp};

    #[test]
    fn no_smile_stands_beside_no_but_for_young_children_for_whom_no_face_frowns() {
        for question in SurveyVersion::Standard.questions() {
            assert!(!Face::of(*question, Answer::No).smiles(), "{question:?}");
        }
        for question in SurveyVersion::YoungChildren.questions() {
            for answer in Answer::ALL {
                assert!(Face::of(*question, answer).smiles(), "{answer:?}");
            }
        }
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000 + seconds, 0).unwrap()
    }

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 27).unwrap()
    }

    fn opened(number: u128) -> FamilySurvey {
        let id = RecordId::new(Uuid::from_u128(number));
        FamilySurvey::open(id, Language::english(), at(0))
    }

    /// A parent's, yes to all, as far as the check.
    fn answered(number: u128) -> FamilySurvey {
        let mut survey = opened(number);
        survey.say_who(AnsweredBy::ParentOrCarer);
        for question in SurveyVersion::Standard.questions() {
            survey.choose(*question, Answer::Yes);
        }
        survey.go_on();
        survey.go_on();
        survey
    }

    fn given_in(survey: &FamilySurvey, seconds: i64, ledger: Option<&Ledger>) -> SurveyParts {
        let survey = survey.survey(day(), at(seconds), Completion::Finished, ledger);
        survey.unwrap().parts().clone()
    }

    fn saved(survey: &FamilySurvey, seconds: i64) -> Record {
        let filing = Filing {
            id: survey.id,
            book: BookId::new(Uuid::from_u128(1)),
            team: TeamId::new("riverside").unwrap(),
        };
        let stamp = Stamp {
            at: at(seconds),
            on: day(),
            clock: ClockStanding::Trusted,
        };
        let parts = given_in(survey, seconds, None);
        Record::new(filing, stamp, Entry::Survey(Survey::new(parts).unwrap()))
    }

    fn flags(parts: &SurveyParts) -> Vec<SurveyFlag> {
        parts.flags.iter().copied().collect()
    }

    #[test]
    fn a_comment_that_does_not_fit_holds_the_family_until_it_is_shorter() {
        let mut survey = answered(1);
        survey.change(Step::WentWell);
        survey.went_well = "x".repeat(COMMENT_LENGTH) + "yz";
        assert_eq!(survey.beyond(Step::WentWell), "yz");
        survey.go_on();
        assert_eq!(survey.step, Step::WentWell);
        // Going round it does not help.
        survey.change(Step::Respect);
        survey.choose(Question::Respect, Answer::No);
        assert_eq!(survey.to_shorten(), Some(Step::WentWell));
        survey.went_well.truncate(COMMENT_LENGTH);
        survey.change(Step::WentWell);
        survey.go_on();
        assert_eq!((survey.step, survey.to_shorten()), (Step::Check, None));
        let parts = given_in(&survey, 60, None);
        assert_eq!(parts.went_well.unwrap().as_str().len(), COMMENT_LENGTH);
    }

    #[test]
    fn a_comment_too_long_that_was_left_says_that_it_goes_on() {
        let mut survey = answered(1);
        survey.went_well = "ਖ".repeat(COMMENT_LENGTH + 1);
        let kept = given_in(&survey, 60, None).went_well.unwrap();
        assert_eq!(kept.as_str().chars().count(), COMMENT_LENGTH);
        assert!(kept.as_str().ends_with("ਖ…"));
    }

    #[test]
    fn each_answer_leads_to_the_next_screen_and_the_last_to_all_answers() {
        let mut survey = opened(1);
        let mut seen = vec![survey.step];
        survey.say_who(AnsweredBy::YoungPerson);
        for question in SurveyVersion::Standard.questions() {
            seen.push(survey.step);
            assert_eq!(survey.step.question(), Some(*question));
            survey.choose(*question, Answer::No);
        }
        while survey.step != Step::Check {
            seen.push(survey.step);
            survey.go_on();
        }
        seen.push(survey.step);
        assert_eq!(seen, Step::all(SurveyVersion::Standard));
        assert_eq!(survey.progress(), (7, 7));
    }

    #[test]
    fn a_child_with_help_has_the_young_childrens_survey() {
        let mut survey = opened(1);
        assert_eq!(survey.progress(), (1, 7));
        survey.say_who(AnsweredBy::ChildWithHelp);
        assert_eq!((survey.step, survey.progress()), (Step::Again, (2, 3)));
        survey.choose(Question::Again, Answer::Partly);
        assert_eq!(survey.step, Step::Check);
        let parts = given_in(&survey, 20, None);
        let again = Answer::Partly;
        assert_eq!(parts.answers, Answers::YoungChildren { again });
    }

    #[test]
    fn what_is_changed_from_the_check_leads_back_to_it() {
        let mut survey = answered(1);
        assert_eq!(survey.step, Step::Check);
        survey.change(Step::Listened);
        survey.choose(Question::Listened, Answer::No);
        assert_eq!(survey.step, Step::Check);
        assert_eq!(survey.answer(Question::Listened), Some(Answer::No));
    }

    #[test]
    fn who_answers_otherwise_sees_the_other_questions_and_leaves_none_of_the_first() {
        let mut survey = answered(1);
        "A good time".clone_into(&mut survey.went_well);
        survey.change(Step::Who);
        survey.say_who(AnsweredBy::ChildWithHelp);
        assert_eq!(survey.step, Step::Again);
        survey.choose(Question::Again, Answer::Yes);
        let parts = given_in(&survey, 20, None);
        let again = Answer::Yes;
        assert_eq!(parts.answers, Answers::YoungChildren { again });
        assert_eq!(parts.went_well, None);
    }

    #[test]
    fn back_leads_to_the_screen_before_and_never_out() {
        let mut survey = answered(1);
        for _ in 0..20 {
            survey.go_back();
        }
        assert_eq!((survey.step, survey.before()), (Step::Who, None));
        assert_eq!(survey.answer(Question::Respect), Some(Answer::Yes));
    }

    #[test]
    fn what_was_not_answered_was_skipped_and_who_left_is_said_to_have() {
        let mut survey = opened(1);
        survey.say_who(AnsweredBy::ParentOrCarer);
        survey.choose(Question::Respect, Answer::Yes);
        let left = survey.survey(day(), at(200), Completion::LeftMidway, None);
        let parts = left.unwrap().parts().clone();
        assert_eq!(parts.completion, Completion::LeftMidway);
        let skipped = Answer::Skipped;
        let expected = Answers::Standard {
            respect: Answer::Yes,
            listened: skipped,
            helped: skipped,
        };
        assert_eq!((parts.answers, parts.way), (expected, Way::HandedOver));
    }

    #[test]
    fn a_survey_in_less_than_eight_seconds_is_flagged_and_kept() {
        let check = |seconds, expected: &[SurveyFlag]| {
            assert_eq!(
                flags(&given_in(&answered(1), seconds, None)),
                expected,
                "{seconds} s"
            );
        };
        check(0, &[SurveyFlag::TooFast]);
        check(7, &[SurveyFlag::TooFast]);
        check(8, &[]);
        // The clock was set back meanwhile.
        check(-3600, &[]);
        let nothing = opened(1).survey(day(), at(1), Completion::LeftMidway, None);
        assert_eq!(flags(nothing.unwrap().parts()), []);
    }

    #[test]
    fn the_same_answers_within_a_minute_on_this_tablet_are_flagged() {
        let ledger: Ledger = [saved(&answered(1), 0)].into_iter().collect();
        let check = |survey: &FamilySurvey, seconds, expected: &[SurveyFlag]| {
            let parts = given_in(survey, seconds, Some(&ledger));
            assert_eq!(flags(&parts), expected, "{seconds} s");
        };
        check(&answered(2), 60, &[SurveyFlag::Repeated]);
        check(&answered(2), 61, &[]);
        // Itself, at a second try to save it.
        check(&answered(1), 20, &[]);
        let mut other = answered(2);
        other.change(Step::Helped);
        other.choose(Question::Helped, Answer::Partly);
        check(&other, 20, &[]);
    }

    #[test]
    fn a_survey_is_too_fast_by_the_time_it_took_whatever_the_clock_was_put_to() {
        let survey = answered(1);
        for (clock, took, fast) in [(600, 7, true), (-600, 7, true), (3, 9, false)] {
            let timed = survey.opened_before(at(clock), TimeDelta::seconds(took));
            let made = timed.survey(day(), at(clock), Completion::Finished, None);
            let flags = made.unwrap().parts().flags.clone();
            assert_eq!(flags.contains(&SurveyFlag::TooFast), fast, "{clock} {took}");
        }
    }

    #[test]
    fn a_survey_is_read_as_it_was_kept() {
        let mut survey = answered(1);
        survey.could_be_better = "ਹੋਰ ਕੁਰਸੀਆਂ ".to_owned();
        for survey in [opened(2), survey] {
            assert_eq!(
                FamilySurvey::from_text(&survey.to_json().to_text()),
                Ok(survey)
            );
        }
    }

    #[test]
    fn a_comment_is_trimmed_and_never_over_its_limit() {
        let mut survey = answered(1);
        survey.went_well = "é".repeat(COMMENT_LENGTH + 1);
        survey.could_be_better = "  ".to_owned();
        let parts = given_in(&survey, 20, None);
        let length = parts.went_well.unwrap().as_str().chars().count();
        assert_eq!((length, parts.could_be_better), (COMMENT_LENGTH, None));
    }
}
