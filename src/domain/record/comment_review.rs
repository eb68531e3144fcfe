//! The comments of records, as a manager reads them and as others may.
//!
//! Guarantees that a comment stands without the answers of its survey and in the order
//! of its words, so that nobody sees who wrote it when, and that what nobody has read is
//! shown to nobody else. Refuses to decide what is shown: a person does.

use crate::domain::base::ids::RecordId;
use crate::domain::base::text::Comment;
use crate::domain::record::comments::{CommentAsked, CommentCheck, CommentTheme, Shown};
use crate::domain::record::survey::Survey;
use crate::domain::record::{Entry, Record};

/// One comment, as the manager reads it: without the answers of its survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommentToCheck<'a> {
    /// The survey it belongs to.
    pub record: RecordId,
    /// What it answers.
    pub asked: CommentAsked,
    /// What the family wrote.
    pub text: &'a Comment,
    /// What was decided; `None` when nobody has read it yet.
    pub check: Option<&'a CommentCheck>,
}

impl<'a> CommentToCheck<'a> {
    /// What of it is shown to others; `None` where nothing is, or nobody has
    /// decided yet.
    #[must_use]
    pub fn shown(&self) -> Option<&'a Comment> {
        match &self.check?.shown {
            Shown::AsWritten => Some(self.text),
            Shown::Redacted(text) => Some(text),
            Shown::LeftOut => None,
        }
    }
}

/// The comments of some records, those that nobody has read yet first. They stand
/// in the order of their words, which tells nothing of who wrote when.
#[must_use]
pub fn comments_of<'a>(records: impl Iterator<Item = &'a Record>) -> Vec<CommentToCheck<'a>> {
    let mut found = Vec::new();
    for record in records.filter(|record| !record.is_removed()) {
        if let Entry::Survey(survey) = record.entry() {
            found.extend(of_survey(record.id(), survey));
        }
    }
    found.sort_by_key(|comment: &CommentToCheck<'_>| {
        (comment.check.is_some(), comment.asked, comment.text)
    });
    found
}

/// How many comments of some records nobody has read yet. None of them is in a
/// return.
#[must_use]
pub fn unread<'a>(records: impl Iterator<Item = &'a Record>) -> u64 {
    let comments = comments_of(records).into_iter();
    comments.map(|it| u64::from(it.check.is_none())).sum()
}

fn of_survey(record: RecordId, survey: &Survey) -> impl Iterator<Item = CommentToCheck<'_>> {
    CommentAsked::ALL.into_iter().filter_map(move |asked| {
        Some(CommentToCheck {
            record,
            asked,
            text: survey.comment(asked)?,
            check: survey.parts().comment_checks.of(asked),
        })
    })
}

/// What families said of one theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YouSaid<'a> {
    /// The theme.
    pub theme: CommentTheme,
    /// How many comments are about it, those that are not shown too; `None` where
    /// they are few.
    pub comments: Option<usize>,
    /// What is shown of them.
    pub shown: Vec<&'a Comment>,
}

/// What families said, theme by theme, for everybody to read: those with most comments
/// first, and after them those with few, in the order of the form, since another order
/// would tell which has more. Up to so many are few.
#[must_use]
pub fn you_said<'a>(comments: &[CommentToCheck<'a>], few: usize) -> Vec<YouSaid<'a>> {
    let mut said: Vec<YouSaid<'a>> = CommentTheme::ALL
        .into_iter()
        .filter_map(|theme| {
            let about = comments.iter().filter(|comment| {
                let themes = comment.check.map(|check| &check.themes);
                themes.is_some_and(|themes| themes.contains(&theme))
            });
            let about: Vec<_> = about.collect();
            (!about.is_empty()).then(|| YouSaid {
                theme,
                comments: Some(about.len()).filter(|many| *many > few),
                shown: about.iter().filter_map(|comment| comment.shown()).collect(),
            })
        })
        .collect();
    said.sort_by_key(|said| std::cmp::Reverse(said.comments));
    said
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, NaiveDate};
    use uuid::Uuid;

    use super::*;
    use crate::domain::base::ids::{BookId, TeamId};
    use crate::domain::base::json::AsJson;
    use crate::domain::base::language::Language;
    use crate::domain::base::sorted::Set;
    use crate::domain::record::comments::CommentChecks;
    use crate::domain::record::survey::{
        Answer, Answers, Completion, SurveyParts, SurveyVersion, Way,
    };
    use crate::domain::record::{ClockStanding, Filing, Stamp, Unchangeable};

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 27).unwrap()
    }

    fn stamp() -> Stamp {
        Stamp {
            at: DateTime::UNIX_EPOCH,
            on: day(),
            clock: ClockStanding::Trusted,
        }
    }

    fn text(words: &str) -> Comment {
        Comment::typed(words).unwrap().unwrap()
    }

    /// A handed-over survey with these comments.
    fn survey(number: u128, went_well: &str, could_be_better: &str) -> Record {
        let parts = SurveyParts {
            date: day(),
            answers: Answers::Standard {
                respect: Answer::No,
                listened: Answer::No,
                helped: Answer::No,
            },
            answered_by: None,
            way: Way::HandedOver,
            language: Language::english(),
            completion: Completion::Finished,
            flags: Set::new(),
            went_well: Comment::typed(went_well).unwrap(),
            could_be_better: Comment::typed(could_be_better).unwrap(),
            comment_checks: CommentChecks::default(),
        };
        let filing = Filing {
            id: RecordId::new(Uuid::from_u128(number)),
            book: BookId::new(Uuid::from_u128(1)),
            team: TeamId::new("riverside").unwrap(),
        };
        Record::new(filing, stamp(), Entry::Survey(Survey::new(parts).unwrap()))
    }

    fn check(shown: Shown, themes: &[CommentTheme]) -> CommentCheck {
        let themes = themes.iter().copied().collect();
        CommentCheck { shown, themes }
    }

    fn shown(record: &Record, asked: CommentAsked) -> Option<String> {
        let comments = comments_of([record].into_iter());
        let one = comments.into_iter().find(|it| it.asked == asked)?;
        one.shown().map(ToString::to_string)
    }

    #[test]
    fn nothing_is_shown_before_somebody_has_read_it() {
        let record = survey(1, "The crafts", "More chairs");
        let comments = comments_of([&record].into_iter());
        assert_eq!(comments.len(), 2);
        for comment in comments {
            assert_eq!((comment.shown(), comment.check), (None, None));
        }
    }

    #[test]
    fn a_comment_is_shown_as_written_redacted_or_not_at_all() {
        let record = survey(1, "Thanks, Mrs Smith", "");
        let asked = CommentAsked::WentWell;
        for (decided, expected) in [
            (Shown::AsWritten, Some("Thanks, Mrs Smith")),
            (Shown::Redacted(text("Thanks")), Some("Thanks")),
            (Shown::LeftOut, None),
        ] {
            let checked = record.comment_checked(asked, check(decided, &[]), stamp());
            let checked = checked.unwrap();
            assert_eq!(shown(&checked, asked).as_deref(), expected);
            // What the family wrote is as it was.
            let Entry::Survey(survey) = checked.entry() else {
                panic!("not a survey")
            };
            assert_eq!(survey.comment(asked), Some(&text("Thanks, Mrs Smith")));
            assert_eq!(survey.parts().answers.version(), SurveyVersion::Standard);
        }
    }

    #[test]
    fn a_comment_that_is_not_there_cannot_be_decided_on() {
        let record = survey(1, "The crafts", "");
        let asked = CommentAsked::CouldBeBetter;
        let refused = record.comment_checked(asked, check(Shown::LeftOut, &[]), stamp());
        assert_eq!(refused, Err(Unchangeable::NoText));
    }

    #[test]
    fn erasing_takes_what_was_redacted_with_what_was_written() {
        let record = survey(1, "Thanks, Mrs Smith", "");
        let redacted = check(Shown::Redacted(text("Thanks")), &[CommentTheme::Staff]);
        let checked = record.comment_checked(CommentAsked::WentWell, redacted, stamp());
        let erased = checked.unwrap().with_text_erased(stamp()).unwrap();
        let json = erased.to_json().to_text();
        assert!(!json.contains("Thanks"), "{json}");
        assert_eq!(comments_of([&erased].into_iter()), []);
    }

    #[test]
    fn unread_comments_come_first_and_in_the_order_of_their_words() {
        let records = [
            survey(1, "Zebra painting", ""),
            survey(2, "A warm room", ""),
            survey(3, "B", ""),
        ];
        let asked = CommentAsked::WentWell;
        let read = records[2].comment_checked(asked, check(Shown::AsWritten, &[]), stamp());
        let read = read.unwrap();
        let comments = comments_of([&records[0], &records[1], &read].into_iter());
        let texts: Vec<&str> = comments.iter().map(|it| it.text.as_str()).collect();
        assert_eq!(texts, ["A warm room", "Zebra painting", "B"]);
    }

    /// Comments that could be better: what was decided of each, and its themes.
    fn decided(all: &[(&str, Shown, &[CommentTheme])]) -> Vec<Record> {
        let asked = CommentAsked::CouldBeBetter;
        let decide = |(number, (words, shown, themes)): (u128, &(&str, Shown, &[CommentTheme]))| {
            survey(number, "", words)
                .comment_checked(asked, check(shown.clone(), themes), stamp())
                .unwrap()
        };
        (1..).zip(all).map(decide).collect()
    }

    fn said(records: &[Record], few: usize) -> Vec<(CommentTheme, Option<usize>, usize)> {
        let comments = comments_of(records.iter());
        you_said(&comments, few)
            .into_iter()
            .map(|said| (said.theme, said.comments, said.shown.len()))
            .collect()
    }

    #[test]
    fn you_said_counts_the_comments_of_a_theme_and_shows_what_may_be_shown() {
        let (times, staff) = (CommentTheme::Times, CommentTheme::Staff);
        let records = decided(&[
            ("Open later", Shown::AsWritten, &[times]),
            ("Ask for Sam", Shown::LeftOut, &[times, staff]),
            ("Cheaper tea", Shown::AsWritten, &[]),
        ]);
        assert_eq!(said(&records, 1), [(times, Some(2), 1), (staff, None, 0)]);
    }

    #[test]
    fn you_said_hides_how_few_comments_there_were_and_which_of_them_were_more() {
        let [first, second, _, times, ..] = CommentTheme::ALL;
        let mut themes = vec![second, second, first];
        themes.extend([times; 6]);
        let all: Vec<[CommentTheme; 1]> = themes.into_iter().map(|it| [it]).collect();
        let all: Vec<(&str, Shown, &[CommentTheme])> = all
            .iter()
            .map(|themes| ("Words", Shown::AsWritten, &themes[..]))
            .collect();
        assert_eq!(
            said(&decided(&all), 5),
            [(times, Some(6), 6), (first, None, 1), (second, None, 2)]
        );
    }
}
