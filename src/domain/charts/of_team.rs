//! The charts of one team's quarter, as its own meeting looks at them: of the totals
//! of its records, where those of managers are of returns.
//!
//! Guarantees that a quarter in which nothing was recorded has the same charts as any
//! other, and that a figure without one of last year stands by itself. Refuses to
//! know which records count.

use chrono::NaiveDate;

use super::bars::{Bar, Group, Heads, Parts, bars};
use super::dots::{Dot, dots};
use super::stacked::{Column, stacked};
use super::{Chart, Naming, ShareValue, Table, Value};
use crate::domain::base::calendar::{Month, Quarter};
use crate::domain::base::share::{Share, grouped};
use crate::domain::record::attendance::AgeBand;
use crate::domain::record::session::Kind;
use crate::domain::record::survey::{Question, SurveyVersion};
use crate::domain::totals::{ContactTotals, SessionTally, SurveyTotals};

/// What has no figure, in a table.
const NONE: &str = "–";

/// Direct contacts by kind, a column for each month of the quarter. Months after
/// `today` have no figures yet.
#[must_use]
pub fn months_by_kind(
    naming: Naming<'_>,
    (quarter, today): (Quarter, NaiveDate),
    contacts: &ContactTotals,
) -> Chart {
    let this_month = Month::containing(today).code();
    let columns: Vec<Column> = quarter
        .months()
        .into_iter()
        .map(|month| {
            let value = |contacts: u64| {
                // The codes of months are in the order of time.
                if contacts == 0 && month.code() > this_month {
                    Value::NoFigures
                } else {
                    Value::Shown(contacts)
                }
            };
            Column {
                label: month.to_string(),
                values: Kind::ALL.map(|kind| value(of_kind_in(contacts, kind, month).contacts())),
                total: value(contacts.of_month(month).contacts()),
            }
        })
        .collect();
    let heads = Heads {
        bar: "Month",
        unit: "direct contacts",
    };
    Chart {
        table: months_table(&columns, contacts),
        ..stacked(naming, heads, &columns)
    }
}

fn of_kind_in(contacts: &ContactTotals, kind: Kind, month: Month) -> SessionTally {
    let mut months = contacts.months();
    let found = months.find(|(of_kind, in_month, _)| *of_kind == kind && *in_month == month);
    found.map(|(_, _, tally)| *tally).unwrap_or_default()
}

/// A month as it stands above a narrow column, such as `Oct 2026`.
fn short(month: &str) -> String {
    match month.split_once(' ') {
        Some((name, year)) => format!("{} {year}", name.get(..3).unwrap_or(name)),
        None => month.to_owned(),
    }
}

/// A row for each kind, so that it fits a narrow screen.
fn months_table(columns: &[Column], contacts: &ContactTotals) -> Table {
    let words = |value: Value| match value {
        Value::Shown(count) => grouped(count),
        Value::Withheld | Value::NotCollected | Value::NoFigures => NONE.to_owned(),
    };
    let mut head = vec!["Kind".to_owned()];
    head.extend(columns.iter().map(|column| short(&column.label)));
    head.push("The quarter".to_owned());
    let mut rows: Vec<Vec<String>> = Kind::ALL
        .into_iter()
        .map(|kind| {
            let mut row = vec![kind.label().to_owned()];
            row.extend(columns.iter().map(|it| words(it.values[kind.index()])));
            row.push(grouped(contacts.of_kind(kind).contacts()));
            row
        })
        .collect();
    let mut all = vec!["All kinds".to_owned()];
    all.extend(columns.iter().map(|column| words(column.total)));
    all.push(grouped(contacts.all().contacts()));
    rows.push(all);
    Table { head, rows }
}

/// Direct contacts by age band, beside the same quarter last year where that is
/// there.
#[must_use]
pub fn ages(naming: Naming<'_>, now: &ContactTotals, before: Option<&ContactTotals>) -> Chart {
    let all = now.all();
    let last_year = before.map(ContactTotals::all);
    let value = |tally: &SessionTally, band| Value::Shown(tally.in_band(band));
    let bar = |band: AgeBand| Bar {
        label: named(band),
        now: value(&all, band),
        before: last_year.map_or(Value::NoFigures, |tally| value(&tally, band)),
    };
    let group = Group {
        heading: None,
        bars: AgeBand::ALL.map(bar).to_vec(),
    };
    let heads = Heads {
        bar: "Age band",
        unit: "direct contacts",
    };
    let row = |label: String, now: u64, before: Option<u64>| {
        let mut row = vec![label, grouped(now)];
        row.extend(before.map(grouped));
        row
    };
    let mut rows: Vec<Vec<String>> = AgeBand::ALL
        .into_iter()
        .map(|band| {
            let before = last_year.map(|tally| tally.in_band(band));
            row(named(band), all.in_band(band), before)
        })
        .collect();
    let before = last_year.map(|tally| tally.contacts());
    rows.push(row("All ages".to_owned(), all.contacts(), before));
    Chart {
        table: Table {
            head: with_last_year(&["Age band", "Direct contacts"], last_year.is_some()),
            rows,
        },
        ..bars(naming, heads, Parts::OfAWhole, &[group])
    }
}

fn named(band: AgeBand) -> String {
    match band.hint() {
        Some(hint) => format!("{}, {hint}", band.label()),
        None => band.label().to_owned(),
    }
}

/// Yes, of surveys received, to each question; those for young children where any
/// child answered.
#[must_use]
pub fn survey(naming: Naming<'_>, now: &SurveyTotals, before: Option<&SurveyTotals>) -> Chart {
    let yes = |surveys: &SurveyTotals, question| surveys.answers_to(question).yes_of_received();
    let asked: Vec<Question> = SurveyVersion::ALL
        .into_iter()
        .flat_map(|version| version.questions().iter().map(move |it| (version, *it)))
        .filter(|(version, question)| {
            *version == SurveyVersion::Standard || yes(now, *question).whole > 0
        })
        .map(|(_, question)| question)
        .collect();
    let value = |share: Share| match share.whole {
        0 => ShareValue::NoFigures,
        _ => ShareValue::Shown(share),
    };
    let all: Vec<Dot> = asked
        .iter()
        .map(|question| Dot {
            label: question.measure().to_owned(),
            now: value(yes(now, *question)),
            before: before.map_or(ShareValue::NoFigures, |it| value(yes(it, *question))),
        })
        .collect();
    let rows = asked
        .iter()
        .zip(&all)
        .map(|(question, dot)| {
            let share = yes(now, *question);
            let counts = format!("{} of {}", grouped(share.part), grouped(share.whole));
            let percent = share.percent().unwrap_or_else(|| NONE.to_owned());
            let mut row = vec![question.measure().to_owned(), counts, percent];
            if before.is_some() {
                let counts = dot.before.counts();
                row.push(counts.map_or_else(
                    || NONE.to_owned(),
                    |counts| format!("{counts} ({})", dot.before.percent()),
                ));
            }
            row
        })
        .collect();
    Chart {
        table: Table {
            head: with_last_year(&["Measure", "Yes", "Percent"], before.is_some()),
            rows,
        },
        ..dots(naming, &all)
    }
}

fn with_last_year(head: &[&str], has_before: bool) -> Vec<String> {
    let mut head: Vec<String> = head.iter().map(|it| (*it).to_owned()).collect();
    if has_before {
        head.push("Same quarter last year".to_owned());
    }
    head
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::base::ids::BookId;
    use crate::domain::example::worked_example;
    use crate::domain::totals::QuarterTotals;

    const NAMING: Naming<'static> = Naming::new("one", "One");

    fn quarter(code: &str) -> Quarter {
        code.parse().unwrap()
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// The report's own third quarter, with its 17,412 direct contacts.
    fn third() -> QuarterTotals {
        let book = BookId::new(Uuid::from_u128(1));
        let example = worked_example(7, book).unwrap();
        QuarterTotals::of(quarter("2016-17 Q3"), &example.records)
    }

    fn heads(table: &Table) -> Vec<&str> {
        table.rows.iter().map(|row| row[0].as_str()).collect()
    }

    #[test]
    fn months_by_kind_add_up_to_the_quarter() {
        let totals = third();
        let at = (quarter("2016-17 Q3"), day(2017, 1, 5));
        let chart = months_by_kind(NAMING, at, &totals.contacts);
        assert_eq!(
            chart.table.head,
            ["Kind", "Oct 2016", "Nov 2016", "Dec 2016", "The quarter"]
        );
        let all = chart.table.rows.last().unwrap();
        assert_eq!(all.last().unwrap(), "17,412");
        let number = |words: &String| words.replace(',', "").parse::<u64>().unwrap();
        let months: u64 = all[1..4].iter().map(number).sum();
        assert_eq!(months, 17_412);
    }

    #[test]
    fn a_month_that_has_not_begun_has_no_figures() {
        let at = (quarter("2016-17 Q3"), day(2016, 11, 30));
        let chart = months_by_kind(NAMING, at, &ContactTotals::default());
        let all = chart.table.rows.last().unwrap();
        assert_eq!(all[1..], ["0", "0", "–", "0"]);
    }

    #[test]
    fn a_nil_quarter_has_the_pictures_and_rows_of_any_other() {
        let (some, nil) = (third(), QuarterTotals::default());
        let at = (quarter("2016-17 Q3"), day(2017, 1, 5));
        let all = |totals: &QuarterTotals| {
            [
                months_by_kind(NAMING, at, &totals.contacts),
                ages(NAMING, &totals.contacts, None),
                survey(NAMING, &totals.surveys, None),
            ]
        };
        for (some, nil) in all(&some).iter().zip(&all(&nil)) {
            assert_eq!(heads(&some.table), heads(&nil.table));
            assert_eq!(some.table.head, nil.table.head);
        }
    }

    #[test]
    fn last_year_stands_beside_only_where_it_is_there() {
        let totals = third();
        let alone = ages(NAMING, &totals.contacts, None);
        assert_eq!(alone.table.head, ["Age band", "Direct contacts"]);
        let beside = ages(NAMING, &totals.contacts, Some(&totals.contacts));
        assert_eq!(
            beside.table.head,
            ["Age band", "Direct contacts", "Same quarter last year"]
        );
        let all = beside.table.rows.last().unwrap();
        assert_eq!(all[1..], ["17,412", "17,412"]);
        let said = survey(NAMING, &totals.surveys, Some(&totals.surveys));
        for row in &said.table.rows {
            assert_eq!(row.len(), said.table.head.len(), "{row:?}");
            assert!(row[3].contains(&row[2]), "{row:?}");
        }
    }

    #[test]
    fn young_childrens_answers_are_shown_where_any_child_answered() {
        let said = survey(NAMING, &SurveyTotals::default(), None);
        assert_eq!(
            heads(&said.table),
            [
                "Treated with respect",
                "Listened to",
                "Helped with what they needed"
            ]
        );
        assert_eq!(said.table.rows[0][1..], ["0 of 0", "–"]);
    }
}
