//! Workbooks as people have them: what their cells show is what is read, and what could
//! be lost is said. `tests/fixtures/workbooks/make.py` makes the files.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

mod support_send;

use chrono::NaiveDate;
use daybook::domain::base::digest::Digest;
use daybook::domain::import::csv::{NotATable, Table};
use daybook::domain::import::spreadsheet::{Answers, Column, Remark, Wrong, WrongCell};
use daybook::domain::import::workbook::{NotAWorkbook, Shown, Told, is_workbook, read};
use daybook::domain::import::{Here, Import, Source};
use daybook::domain::record::attendance::AgeBand;
use daybook::domain::record::ledger::Ledger;
use daybook::domain::submission::books::Books;
use daybook::domain::submission::send::{BookHistory, Knowledge};

const TODAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();

fn bytes(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/workbooks/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

fn told(file: &[u8], sheet: Option<&str>) -> Vec<Told> {
    let mut all = Vec::new();
    read(file, sheet, &mut |one| all.push(one));
    all
}

/// The table of a workbook, and what it is known by.
fn source(name: &str, sheet: Option<&str>) -> Source {
    let mut lines = Vec::new();
    for one in told(&bytes(name), sheet) {
        match one {
            Told::SoFar(_) => {}
            Told::Lines(some) => lines.extend(some),
            Told::Done(rest) => {
                return Source {
                    digest: Digest::try_from(rest.digest.clone()).unwrap(),
                    table: rest.with_lines(lines),
                };
            }
            Told::Sheets(_) | Told::NotRead(_) => panic!("{name}: {one:?}"),
        }
    }
    panic!("{name}: no end is told");
}

fn import(source: &Source) -> Result<Import, Vec<Wrong>> {
    let books = Books::new(BookHistory::new(support_send::BOOK, Knowledge::Whole));
    let settings = support_send::settings();
    let here = Here {
        ledger: &Ledger::new(),
        books: &books,
        settings: &settings,
    };
    Import::of(source, here, TODAY, &Answers::default())
}

fn contacts(plan: &Import) -> u64 {
    plan.tallies().values().map(|it| it.contacts).sum()
}

#[test]
fn a_register_is_read_as_it_is_shown_in_both_systems_of_dates() {
    for name in ["register-1900.xlsx", "register-1904.xlsx"] {
        let source = source(name, None);
        assert_eq!(source.digest, Digest::of_bytes(&bytes(name)));
        let plan = import(&source).unwrap_or_else(|wrong| panic!("{name}: {wrong:?}"));
        let dates: Vec<String> = plan
            .records()
            .map(|record| record.entry().date().to_string())
            .collect();
        let expected = ["2026-04-01", "2026-04-01", "2026-05-03", "2026-06-30"];
        assert_eq!(dates, expected, "{name}");
        assert_eq!((plan.len(), contacts(&plan)), (4, 41), "{name}");
        let band = Column::Attendance;
        let from_date = |says: &str, is: AgeBand| Remark::FromDate(says.to_owned(), band(is));
        assert_eq!(
            plan.remarks,
            [
                Remark::Above(1, "Register of the north, 2026".to_owned()),
                from_date("2026-10-05", AgeBand::From5To10),
                from_date("2015-11-01", AgeBand::From11To15),
                Remark::HiddenLines(vec![6]),
                Remark::HiddenColumns(vec!["Note".to_owned()]),
                Remark::Merged(1),
            ],
            "{name}"
        );
    }
}

#[test]
fn a_workbook_of_open_document_is_read_the_same_way() {
    let plan = import(&source("register.ods", None)).unwrap();
    assert_eq!((plan.len(), contacts(&plan)), (3, 12));
    assert_eq!(
        plan.remarks,
        [
            Remark::Above(1, "Register".to_owned()),
            Remark::HiddenLines(vec![5]),
            Remark::HiddenColumns(vec!["Note".to_owned()]),
            Remark::Merged(1),
        ]
    );
}

#[test]
fn of_several_sheets_one_is_asked_for_and_each_is_a_book_of_its_own() {
    let file = bytes("several-sheets.xlsx");
    let [Told::Sheets(found)] = &told(&file, None)[..] else {
        panic!("one question");
    };
    let names: Vec<(&str, Shown)> = found.iter().map(|it| (&*it.name, it.shown)).collect();
    assert_eq!(
        names,
        [
            ("Read me", Shown::InSight),
            ("North", Shown::InSight),
            ("South & west", Shown::InSight),
            ("Lists", Shown::Hidden),
        ]
    );
    let [north, south] = ["North", "South & west"].map(|name| {
        let source = source("several-sheets.xlsx", Some(name));
        import(&source).unwrap()
    });
    assert_eq!([contacts(&north), contacts(&south)], [5, 12]);
    assert_ne!(north.book, south.book);
    assert_ne!(north.book.uuid(), south.book.uuid());
    let none = told(&file, Some("West"));
    assert_eq!(none, [Told::NotRead(NotAWorkbook::Empty)]);
}

#[test]
fn what_is_shown_as_no_number_is_never_read_as_one() {
    let wrong = import(&source("not-numbers.xlsx", None)).unwrap_err();
    let under_5 = Column::Attendance(AgeBand::Under5);
    let cells: Vec<(u32, &str)> = wrong
        .iter()
        .filter_map(|it| match it {
            Wrong::Cell {
                line, column, says, ..
            } if *column == under_5 => Some((*line, says.as_str())),
            _ => None,
        })
        .collect();
    let expected = [(2, "100%"), (3, "=SUM(C2:C2)"), (4, "1900-01-05")];
    assert_eq!(cells, expected);
    let merged = Wrong::MergedNumber {
        first: 5,
        last: 6,
        column: under_5,
    };
    assert!(wrong.contains(&merged), "{wrong:?}");
    let wrong = import(&source("percent.ods", None)).unwrap_err();
    let adults = Column::Attendance(AgeBand::Adults);
    assert!(matches!(
        &wrong[..],
        [Wrong::Cell { column, says, why: WrongCell::Field(_), .. }]
            if *column == adults && says == "100%"
    ));
}

#[test]
fn what_is_no_workbook_is_named_for_what_it_is() {
    let check = |file: &[u8], why: NotAWorkbook| {
        assert!(is_workbook(file));
        assert_eq!(told(file, None), [Told::NotRead(why)]);
    };
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more";
    check(old, NotAWorkbook::OlderKind);
    let locked: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    check(&[old, &locked[..]].concat(), NotAWorkbook::Locked);
    check(b"PK\x03\x04 a workbook", NotAWorkbook::Damaged);
    let whole = bytes("register-1900.xlsx");
    for end in [whole.len() / 4, whole.len() / 2, whole.len() - 1] {
        assert!(matches!(told(&whole[..end], None)[..], [Told::NotRead(_)]));
    }
    for at in (0..whole.len()).step_by(97) {
        // Whatever a byte does, it ends in a table or a reason.
        let mut file = whole.clone();
        file[at] ^= 0x55;
        let last = told(&file, None).pop();
        let ends = matches!(
            last,
            Some(Told::Done(_) | Told::NotRead(_) | Told::Sheets(_))
        );
        assert!(ends, "{at}: {last:?}");
    }
}

#[test]
fn what_the_reader_tells_is_the_same_after_its_way_to_the_page() {
    for one in told(&bytes("register-1900.xlsx"), None) {
        let text = serde_json::to_string(&one).unwrap();
        assert_eq!(serde_json::from_str::<Told>(&text).unwrap(), one);
    }
    let refused = Told::NotRead(NotAWorkbook::Table(NotATable::TooLong));
    let text = serde_json::to_string(&refused).unwrap();
    assert_eq!(serde_json::from_str::<Told>(&text).unwrap(), refused);
    assert_eq!(Table::default().lines.len(), 0);
}
