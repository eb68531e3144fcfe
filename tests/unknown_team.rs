//! Records of a team that is not in the set-up.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use chrono::NaiveDate;
use daybook::domain::base::ids::{BookId, TeamId};
use daybook::domain::record::ledger::Ledger;
use daybook::domain::record::survey::Way;
use daybook::domain::record::{Entry, Filing, Record, Unchangeable};
use daybook::domain::submission::books::Books;
use daybook::domain::submission::send::{BookHistory, Knowledge};
use daybook::domain::tablet::unknown_team::{UnknownTeam, unknown_teams};
use support_send::{BOOK, DAY, club, id, quarter, record, settings, stamp, team_id, text};
use uuid::Uuid;

fn of_team(number: u128, team: u8, book: BookId, date: NaiveDate) -> Record {
    let filing = Filing {
        id: id(number),
        book,
        team: team_id(team),
    };
    Record::new(filing, stamp(date, 0), club(date, 3))
}

fn found(records: &[Record]) -> Vec<UnknownTeam> {
    let books = Books::new(BookHistory::new(BOOK, Knowledge::Whole));
    let ledger: Ledger = records.iter().cloned().collect();
    unknown_teams(&ledger, &books, &settings())
}

#[test]
fn records_of_a_team_that_is_not_in_the_set_up_are_found_in_every_quarter() {
    let summer = NaiveDate::from_ymd_opt(2026, 8, 3).unwrap();
    let records = [
        record(1, DAY, 12),
        of_team(2, 3, BOOK, DAY),
        of_team(3, 3, BOOK, summer),
    ];
    let all = found(&records);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].team, team_id(3));
    assert_eq!(all[0].records, [id(2), id(3)]);
    let quarters: Vec<_> = all[0].quarters.iter().collect();
    let (second, third) = (quarter("2026-27 Q2"), quarter("2026-27 Q3"));
    assert_eq!(quarters, [(&second, &1), (&third, &1)]);
}

#[test]
fn what_is_removed_or_another_tablets_is_not_among_them() {
    let copy = BookId::new(Uuid::from_u128(77));
    let removed = of_team(2, 3, BOOK, DAY)
        .removed(None, stamp(DAY, 5))
        .unwrap();
    assert_eq!(found(&[removed, of_team(3, 3, copy, DAY)]), []);
}

#[test]
fn given_to_a_team_a_record_is_a_new_version_with_nothing_else_changed() {
    let before = of_team(2, 3, BOOK, DAY);
    let after = before.given_to(team_id(1), stamp(DAY, 9)).unwrap();
    assert_eq!(after.team(), &team_id(1));
    assert_eq!(after.entry(), before.entry());
    assert_eq!(after.follows(), Some(before.version()));
    assert_eq!(found(&[after]), []);
    let removed = before.removed(None, stamp(DAY, 5)).unwrap();
    let refused = removed.given_to(team_id(1), stamp(DAY, 9));
    assert_eq!(refused, Err(Unchangeable::Removed));
}

#[test]
fn a_survey_that_belongs_to_a_family_can_be_given_to_a_team_too() {
    use daybook::domain::base::language::Language;
    use daybook::domain::record::comments::CommentChecks;
    use daybook::domain::record::survey::{Answer, Answers, Completion, Survey, SurveyParts};
    let survey = Survey::new(SurveyParts {
        date: DAY,
        answers: Answers::YoungChildren { again: Answer::Yes },
        answered_by: None,
        way: Way::HandedOver,
        language: Language::english(),
        completion: Completion::Finished,
        flags: [].into(),
        went_well: None,
        could_be_better: None,
        comment_checks: CommentChecks::default(),
    });
    let filing = Filing {
        id: id(9),
        book: BOOK,
        team: team_id(3),
    };
    let record = Record::new(filing, stamp(DAY, 0), Entry::Survey(survey.unwrap()));
    assert!(!record.can_be_corrected());
    let given = record.given_to(team_id(1), stamp(DAY, 9)).unwrap();
    assert_eq!(given.entry(), record.entry());
}

#[test]
fn a_team_that_is_missing_comes_back_under_the_code_that_its_records_name() {
    let code = TeamId::new("oak-lane-9f31").unwrap();
    let fresh = Uuid::from_u128(4);
    let with = settings().knowing_team(code.clone(), text("Oak Lane"), &text("North"), fresh);
    assert_eq!(with.team_name(&code), "Oak Lane");
    let oak_lane = with.other_teams.first().unwrap();
    assert_eq!(oak_lane.locality, with.team.locality, "the known locality");
}
