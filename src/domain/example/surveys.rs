//! Example surveys: exact numbers of answers, spread evenly over the days.

use chrono::NaiveDate;

use super::NotAnExample;
use super::dice::{Desk, evenly};
use crate::domain::base::language::Language;
use crate::domain::base::sorted::Set;
use crate::domain::base::text::Comment;
use crate::domain::record::Entry;
use crate::domain::record::comments::CommentChecks;
use crate::domain::record::survey::{
    Answer, AnsweredBy, Answers, Completion, DeclinedParts, DeclinedSurvey, Survey, SurveyParts,
    Way,
};

/// How many surveys were offered, and what came of them.
pub(super) struct Offered {
    /// Standard surveys received.
    pub(super) received: usize,
    /// Of these, how many said anything but yes to each question.
    pub(super) not_yes: [usize; 3],
    /// Young children's surveys received.
    pub(super) by_young_children: usize,
    /// Declined.
    pub(super) declined: usize,
    /// Opened without an answer.
    pub(super) opened_only: usize,
}

const WENT_WELL: [&str; 6] = [
    "Always there when we needed someone",
    "My children love coming",
    "Easier mornings and calmer bedtimes",
    "I feel I can cope now",
    "Nobody judged us",
    "Made friends at the group",
];
const COULD_BE_BETTER: [&str; 4] = [
    "A later start would help with the school run",
    "More groups in the holidays",
    "The waiting was long",
    "Would have liked more visits at home",
];
const LANGUAGES: [&str; 8] = ["en", "en", "en", "en", "en", "en", "pl", "pa"];
const WHO: [AnsweredBy; 5] = [
    AnsweredBy::ParentOrCarer,
    AnsweredBy::ParentOrCarer,
    AnsweredBy::ParentOrCarer,
    AnsweredBy::YoungPerson,
    AnsweredBy::YoungPerson,
];
const WAYS: [Way; 4] = [
    Way::HandedOver,
    Way::HandedOver,
    Way::HandedOver,
    Way::Paper,
];

pub(super) fn record_surveys(
    desk: &mut Desk,
    days: &[NaiveDate],
    offered: &Offered,
) -> Result<(), NotAnExample> {
    let [respect, listened, helped] = offered.not_yes;
    for (position, date) in spread(days, offered.received) {
        // The phases and rotas differ, so that no survey skips every question:
        // it would not count as received.
        let answer = |not_yes, phase, rota| {
            if evenly(position, not_yes, offered.received, phase) {
                other_than_yes(position * not_yes / offered.received + rota)
            } else {
                Answer::Yes
            }
        };
        let answers = Answers::Standard {
            respect: answer(respect, 0, 0),
            listened: answer(listened, offered.received / 3, 0),
            helped: answer(helped, offered.received / 2, 1),
        };
        record_survey(desk, date, answers)?;
    }
    for (position, date) in spread(days, offered.by_young_children) {
        let again = if position % 2 == 0 {
            Answer::Yes
        } else {
            Answer::Partly
        };
        record_survey(desk, date, Answers::YoungChildren { again })?;
    }
    for (_, date) in spread(days, offered.opened_only) {
        let answers = Answers::Standard {
            respect: Answer::Skipped,
            listened: Answer::Skipped,
            helped: Answer::Skipped,
        };
        record_survey(desk, date, answers)?;
    }
    for (_, date) in spread(days, offered.declined) {
        let way = desk.dice.one_of(&WAYS).copied().unwrap_or(Way::Paper);
        let declined = DeclinedSurvey::new(DeclinedParts { date, way })?;
        desk.file(date, Entry::Declined(declined));
    }
    Ok(())
}

fn record_survey(desk: &mut Desk, date: NaiveDate, answers: Answers) -> Result<(), NotAnExample> {
    let dice = &mut desk.dice;
    let (answered_by, finished) = match answers {
        Answers::Standard { helped, .. } => (dice.one_of(&WHO).copied(), helped != Answer::Skipped),
        Answers::YoungChildren { .. } => (Some(AnsweredBy::ChildWithHelp), true),
    };
    // Only a survey on the tablet is seen to be left midway; a paper one is not
    // entered without an answer.
    let (way, completion) = if finished {
        (dice.one_of(&WAYS).copied(), Completion::Finished)
    } else {
        (None, Completion::LeftMidway)
    };
    let way = way.unwrap_or(Way::HandedOver);
    let language = match way {
        Way::HandedOver => dice.one_of(&LANGUAGES).copied(),
        Way::Paper => None,
    };
    let mut comment = |said: &[&str], once_in| {
        let said = dice.one_of(said).filter(|_| finished);
        let said = said.filter(|_| dice.once_in(once_in));
        said.map(|said| Comment::try_from((*said).to_owned()))
            .transpose()
    };
    let survey = Survey::new(SurveyParts {
        date,
        answers,
        answered_by,
        way,
        language: language.map_or_else(|| Ok(Language::english()), Language::new)?,
        completion,
        flags: Set::new(),
        went_well: comment(&WENT_WELL, 8)?,
        could_be_better: comment(&COULD_BE_BETTER, 20)?,
        comment_checks: CommentChecks::default(),
    })?;
    desk.file(date, Entry::Survey(survey));
    Ok(())
}

/// So many dates, spread evenly over the days.
fn spread(days: &[NaiveDate], many: usize) -> impl Iterator<Item = (usize, NaiveDate)> {
    (0..many).filter_map(move |position| {
        let day = days.get((position * 2 + 1) * days.len() / (many * 2))?;
        Some((position, *day))
    })
}

const fn other_than_yes(turn: usize) -> Answer {
    match turn % 3 {
        0 => Answer::Partly,
        1 => Answer::Skipped,
        _ => Answer::No,
    }
}
