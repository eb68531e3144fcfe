//! What staff see of the surveys that families filled in on the tablet: at least five
//! at a time.
//!
//! Guarantees that the answers of one family can never be told from a change of the
//! totals: those of handed-over surveys come in blocks of five, in the order in
//! which they were saved. Once the quarter has ended no more come in, and the last
//! ones join the block before; fewer than five are never shown. Counts of surveys
//! are exact, and so is the return.

use chrono::NaiveDate;

use crate::domain::base::calendar::Quarter;
use crate::domain::base::sorted::Set;
use crate::domain::record::survey::Way;
use crate::domain::record::{Entry, Record};
use crate::domain::totals::{QuarterTotals, SurveyTotals};

/// How many surveys come in together (`docs/survey.md`).
pub const BLOCK: usize = 5;

/// The surveys of a team and quarter, as staff see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SurveyBlocks {
    /// The surveys whose answers are shown.
    pub shown: SurveyTotals,
    /// How many more are in, whose answers wait for their block or are too few; 0 to
    /// 4.
    pub waiting: usize,
}

impl SurveyBlocks {
    /// Takes the surveys of a quarter, in the order in which they were saved, as
    /// they are shown on a day.
    #[must_use]
    pub fn of<'a>(
        quarter: Quarter,
        today: NaiveDate,
        records: impl Iterator<Item = &'a Record> + Clone,
    ) -> Self {
        let handed_over: Vec<_> = records
            .clone()
            .filter(|record| !record.is_removed() && is_received(record.entry()))
            .map(Record::id)
            .collect();
        let waiting = match handed_over.len() {
            in_all if in_all >= BLOCK && quarter.has_ended(today) => 0,
            in_all => in_all % BLOCK,
        };
        let full = handed_over.len() - waiting;
        let later: Set<_> = handed_over.into_iter().skip(full).collect();
        // Sessions are counted elsewhere.
        let shown = records.filter(|record| match record.entry() {
            Entry::Survey(_) | Entry::Declined(_) => !later.contains(&record.id()),
            Entry::Session(_) => false,
        });
        Self {
            shown: QuarterTotals::of(quarter, shown).surveys,
            waiting,
        }
    }
}

fn is_received(entry: &Entry) -> bool {
    match entry {
        Entry::Survey(survey) => {
            let parts = survey.parts();
            parts.way == Way::HandedOver && parts.answers.any_given()
        }
        Entry::Session(_) | Entry::Declined(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, Days};
    use uuid::Uuid;

    use super::*;
    use crate::domain::base::ids::{BookId, RecordId, TeamId};
    use crate::domain::base::language::Language;
    use crate::domain::record::comments::CommentChecks;
    use crate::domain::record::survey::{
        Answer, Answers, Completion, Question, Survey, SurveyParts,
    };
    use crate::domain::record::{ClockStanding, Filing, Stamp};

    fn day() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 27).unwrap()
    }

    fn surveys(count: u128, way: Way) -> Vec<Record> {
        let survey = |number| {
            let parts = SurveyParts {
                date: day(),
                answers: Answers::Standard {
                    respect: Answer::Yes,
                    listened: Answer::Yes,
                    helped: Answer::Skipped,
                },
                answered_by: None,
                way,
                language: Language::english(),
                completion: Completion::Finished,
                flags: Set::new(),
                went_well: None,
                could_be_better: None,
                comment_checks: CommentChecks::default(),
            };
            let filing = Filing {
                id: RecordId::new(Uuid::from_u128(number)),
                book: BookId::new(Uuid::from_u128(1)),
                team: TeamId::new("riverside").unwrap(),
            };
            let stamp = Stamp {
                at: DateTime::UNIX_EPOCH,
                on: day(),
                clock: ClockStanding::Trusted,
            };
            Record::new(filing, stamp, Entry::Survey(Survey::new(parts).unwrap()))
        };
        (0..count).map(survey).collect()
    }

    fn check(way: Way, count: u128, shown: u64, waiting: usize) {
        check_on(day(), way, count, shown, waiting);
    }

    fn check_on(today: NaiveDate, way: Way, count: u128, shown: u64, waiting: usize) {
        let records = surveys(count, way);
        let blocks = SurveyBlocks::of(Quarter::containing(day()), today, records.iter());
        let answers = blocks.shown.answers_to(Question::Respect);
        assert_eq!(
            (answers.of(Answer::Yes), blocks.waiting),
            (shown, waiting),
            "{count}"
        );
    }

    #[test]
    fn handed_over_surveys_are_shown_five_at_a_time() {
        for (count, shown, waiting) in [(0, 0, 0), (1, 0, 1), (4, 0, 4), (5, 5, 0), (23, 20, 3)] {
            check(Way::HandedOver, count, shown, waiting);
        }
    }

    #[test]
    fn once_the_quarter_has_ended_the_last_ones_join_but_fewer_than_five_are_not_shown() {
        let later = Quarter::containing(day()).last_day() + Days::new(1);
        for (count, shown, waiting) in [(4, 0, 4), (5, 5, 0), (9, 9, 0), (23, 23, 0)] {
            check_on(later, Way::HandedOver, count, shown, waiting);
        }
    }

    #[test]
    fn paper_is_shown_at_once_for_staff_have_typed_it() {
        check(Way::Paper, 3, 3, 0);
    }
}
