//! Returns as they are sent: one of the example's, and a small one.

use chrono::{Days, NaiveDate};
use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::sorted::Map;
use daybook::domain::example::{Example, practice};
use daybook::domain::record::ledger::Ledger;
use daybook::domain::submission::quarter_return::{Current, QuarterReturn};
use daybook::domain::submission::send::{BookHistory, Knowledge, Sample, SendOrder, Sent};
use daybook::domain::totals::cells::{Cell, Figure};

use super::{BOOK, order, quarter, session};

pub const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();

pub fn example() -> Example {
    practice(TODAY - Days::new(20), 7, BOOK).unwrap()
}

pub fn third() -> Quarter {
    quarter("2026-27 Q3")
}

pub fn new_book() -> BookHistory {
    BookHistory::new(BOOK, Knowledge::Whole)
}

/// The example's third quarter, as its first Send writes it.
pub fn sent() -> Sent {
    let Example {
        team,
        places,
        records,
        groups: _,
    } = example();
    let order = SendOrder {
        wanted: (team.id.clone(), third()),
        teams: vec![team],
        places,
        sample: Sample::Example,
        ..order(1, 1, third(), None)
    };
    let ledger: Ledger = records.into_iter().collect();
    new_book().send(&ledger, &order).unwrap()
}

pub fn the_return() -> QuarterReturn {
    let [one] = &sent().returns[..] else {
        panic!("one return")
    };
    one.clone()
}

/// A small return with one session.
pub fn small() -> QuarterReturn {
    let ledger: Ledger = [session()].into_iter().collect();
    let sent = new_book().send(&ledger, &order(1, 1, third(), None));
    sent.unwrap().returns.remove(0)
}

/// The same return with its digests as a program that made it would write them.
pub fn resealed(one: QuarterReturn) -> QuarterReturn {
    let current = Current {
        send: one.send,
        digest: one.compute_digest(),
    };
    let manifest = [(one.period(), current)].into_iter().collect();
    one.sealed(manifest)
}

/// Gives a return one more figure, of a measure unknown here.
pub fn with_figure(figure: Figure) -> impl FnOnce(&mut QuarterReturn) {
    move |one| {
        one.measures.push(Cell {
            measure: "closed-cases".to_owned(),
            breakdown: Map::new(),
            figure,
        });
    }
}
