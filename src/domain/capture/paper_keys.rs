//! A stack of paper surveys, typed by a few keys each.
//!
//! | key | who | then | key | answer |
//! |---|---|---|---|---|
//! | `p` | parent or carer | three answers | `1` | yes |
//! | `y` | young person | three answers | `2` | partly, maybe |
//! | `n` | the form does not say | three answers | `3` | no |
//! | `c` | young child, with help | one answer | `0` | left blank |
//! | `d` | declined | nothing | | |
//!
//! With Enter a standard form takes 5 keys. Guarantees that a form is whole or
//! refused, with the place of the first key that is wrong: a slip must not become a
//! family's answer.

use thiserror::Error;

use crate::domain::base::typed::value;
use crate::domain::capture::survey_draft::{AnsweredByChoice, Outcome, SurveyDraft};
use crate::domain::record::survey::{Answer, AnsweredBy, Question, SurveyVersion};

/// What is wrong with the keys of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum WrongKeys {
    /// The first key says who, or that they declined.
    #[error("the first key is p, y, n, c or d")]
    NotWho,
    /// A key is no answer.
    #[error("key {0} is not 1, 2, 3 or 0")]
    NotAnAnswer(usize),
    /// An answer is missing.
    #[error("{0} more to come")]
    TooFew(usize),
    /// There are more keys than questions.
    #[error("{0} too many")]
    TooMany(usize),
}

/// What is typed so far, for a person to check: who, then each answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadSoFar {
    /// Who, or that they declined; `None` before the first key, or if it is wrong.
    pub who: Option<&'static str>,
    /// The answers, as far as they are right.
    pub answers: Vec<(Question, Answer)>,
}

fn who_of(key: char) -> Option<(Outcome, AnsweredByChoice, SurveyVersion)> {
    let standard = SurveyVersion::Standard;
    let says = AnsweredByChoice::Says;
    Some(match key.to_ascii_lowercase() {
        'p' => (Outcome::FilledIn, says(AnsweredBy::ParentOrCarer), standard),
        'y' => (Outcome::FilledIn, says(AnsweredBy::YoungPerson), standard),
        'n' => (Outcome::FilledIn, AnsweredByChoice::DoesNotSay, standard),
        'c' => (
            Outcome::FilledIn,
            says(AnsweredBy::ChildWithHelp),
            SurveyVersion::YoungChildren,
        ),
        'd' => (Outcome::Declined, AnsweredByChoice::DoesNotSay, standard),
        _ => return None,
    })
}

const fn answer_of(key: char) -> Option<Answer> {
    Some(match key {
        '1' => Answer::Yes,
        '2' => Answer::Partly,
        '3' => Answer::No,
        '0' => Answer::Skipped,
        _ => return None,
    })
}

const fn questions_of(outcome: Outcome, version: SurveyVersion) -> &'static [Question] {
    match outcome {
        Outcome::FilledIn => version.questions(),
        Outcome::Declined => &[],
    }
}

/// Reads what is typed so far, as far as it is right. Blanks do not count.
#[must_use]
pub fn read_so_far(keys: &str) -> ReadSoFar {
    let keys = value(keys);
    let mut keys = keys.chars().filter(|key| !key.is_whitespace());
    let Some((outcome, who, version)) = keys.next().and_then(who_of) else {
        return ReadSoFar {
            who: None,
            answers: Vec::new(),
        };
    };
    let answers = questions_of(outcome, version)
        .iter()
        .zip(keys)
        .map_while(|(question, key)| Some((*question, answer_of(key)?)));
    ReadSoFar {
        who: Some(match outcome {
            Outcome::FilledIn => who.label(),
            Outcome::Declined => "Declined",
        }),
        answers: answers.collect(),
    }
}

/// The form that some keys stand for, with team, date and comments as `form` has
/// them.
///
/// # Errors
/// [`WrongKeys`], the first that is wrong.
pub fn read(keys: &str, form: SurveyDraft) -> Result<SurveyDraft, WrongKeys> {
    let keys = value(keys);
    let mut typed = keys.chars().filter(|key| !key.is_whitespace());
    let first = typed.next().and_then(who_of);
    let (outcome, who, version) = first.ok_or(WrongKeys::NotWho)?;
    let questions = questions_of(outcome, version);
    let answers: Vec<char> = typed.collect();
    if answers.len() > questions.len() {
        return Err(WrongKeys::TooMany(answers.len() - questions.len()));
    }
    let mut filled = SurveyDraft {
        outcome,
        version,
        answered_by: Some(who),
        ..form
    };
    for (place, (key, question)) in answers.iter().zip(questions).enumerate() {
        let answer = answer_of(*key).ok_or(WrongKeys::NotAnAnswer(place + 2))?;
        filled.choose(*question, answer);
    }
    match questions.len() - answers.len() {
        0 => Ok(filled),
        missing => Err(WrongKeys::TooFew(missing)),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 27).unwrap()
    }

    fn form() -> SurveyDraft {
        SurveyDraft::on(today())
    }

    #[test]
    fn each_form_takes_at_most_five_keys_with_enter() {
        for keys in ["p123", "y000", "n111", "c2", "d"] {
            assert!(keys.len() < 5);
            let filled = read(keys, form()).unwrap();
            assert!(filled.check(today()).is_ok(), "{keys}");
        }
    }

    #[test]
    fn keys_stand_for_who_and_each_answer_in_the_order_of_the_form() {
        let filled = read(" P1 20", form()).unwrap();
        let parent = AnsweredByChoice::Says(AnsweredBy::ParentOrCarer);
        assert_eq!(filled.answered_by, Some(parent));
        let answers = [Question::Respect, Question::Listened, Question::Helped]
            .map(|question| filled.answer(question).unwrap());
        assert_eq!(answers, [Answer::Yes, Answer::Partly, Answer::Skipped]);
    }

    #[test]
    fn a_childs_form_has_one_answer_and_a_declined_one_none() {
        let child = read("c3", form()).unwrap();
        assert_eq!(child.version, SurveyVersion::YoungChildren);
        assert_eq!(child.answer(Question::Again), Some(Answer::No));
        assert_eq!(read("d", form()).unwrap().outcome, Outcome::Declined);
    }

    #[test]
    fn the_digits_of_any_keyboard_are_answers() {
        let expected = read("p120", form());
        for keys in ["p١٢٠", "p۱۲۰", "p੧੨੦", "ｐ１２０"] {
            assert_eq!(read(keys, form()), expected, "{keys}");
            assert_eq!(read_so_far(keys), read_so_far("p120"), "{keys}");
        }
    }

    #[test]
    fn a_form_is_whole_or_refused() {
        for (keys, why) in [
            ("", WrongKeys::NotWho),
            ("x111", WrongKeys::NotWho),
            ("1111", WrongKeys::NotWho),
            ("p", WrongKeys::TooFew(3)),
            ("p12", WrongKeys::TooFew(1)),
            ("p1234", WrongKeys::TooMany(1)),
            ("p142", WrongKeys::NotAnAnswer(3)),
            ("c12", WrongKeys::TooMany(1)),
            ("d1", WrongKeys::TooMany(1)),
        ] {
            assert_eq!(read(keys, form()), Err(why), "{keys}");
        }
    }

    #[test]
    fn what_is_typed_so_far_is_told_as_far_as_it_is_right() {
        let check = |keys, who, answers: usize| {
            let so_far = read_so_far(keys);
            assert_eq!((so_far.who, so_far.answers.len()), (who, answers), "{keys}");
        };
        check("", None, 0);
        check("7", None, 0);
        check("y", Some("Young person"), 0);
        check("y12", Some("Young person"), 2);
        check("y19", Some("Young person"), 1);
        check("d", Some("Declined"), 0);
    }
}
