//! A record that comes after its quarter was sent.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use chrono::NaiveDate;
use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::ids::{SendId, TeamId};
use daybook::domain::record::Record;
use daybook::domain::record::ledger::Ledger;
use daybook::domain::submission::books::Books;
use daybook::domain::submission::send::{BookHistory, Knowledge};
use support_send::{BOOK, DAY, corrected, order, record, team_id};
use uuid::Uuid;

fn period(date: NaiveDate) -> (TeamId, Quarter) {
    (team_id(1), Quarter::containing(date))
}

/// The books after the quarter of the day of these records was sent.
fn sent(records: &[Record]) -> Books {
    let ledger: Ledger = records.iter().cloned().collect();
    let before = Books::new(BookHistory::new(BOOK, Knowledge::Whole));
    let fresh = || SendId::new(Uuid::from_u128(99));
    let order = order(9, 1, Quarter::containing(DAY), None);
    before.send(&ledger, &order, fresh).unwrap().books
}

fn check(more: &[Record], changed: bool) {
    let first = record(1, DAY, 12);
    let books = sent(std::slice::from_ref(&first));
    let mut ledger: Ledger = [first].into_iter().collect();
    for one in more {
        ledger.take_in(one.clone());
    }
    assert_eq!(books.has_changed(&ledger, &period(DAY)), changed);
}

#[test]
fn a_quarter_says_when_it_was_sent_and_no_other_does() {
    let books = sent(&[record(1, DAY, 12)]);
    let order = order(9, 1, Quarter::containing(DAY), None);
    assert_eq!(books.last_sent(&period(DAY)), Some(order.made_at));
    let before = Quarter::containing(DAY).previous();
    assert_eq!(books.last_sent(&(team_id(1), before)), None);
    assert_eq!(books.last_sent(&(team_id(2), period(DAY).1)), None);
}

#[test]
fn a_late_session_marks_the_quarter_that_was_sent_as_changed() {
    check(&[record(2, DAY, 3)], true);
}

#[test]
fn a_session_of_another_quarter_leaves_it_as_it_was_sent() {
    let before = Quarter::containing(DAY).previous().last_day();
    check(&[record(2, before, 3)], false);
}

#[test]
fn a_correction_marks_it_only_when_the_figures_differ() {
    check(&[corrected(&record(1, DAY, 12), 12)], false);
    check(&[corrected(&record(1, DAY, 12), 13)], true);
}
