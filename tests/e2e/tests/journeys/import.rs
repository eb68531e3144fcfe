//! Past sessions from a spreadsheet: seen first, added whole, once, or not at
//! all.

use std::fmt::Write as _;
use std::path::PathBuf;

use daybook_e2e::error::Result;
use daybook_e2e::forms::ROSEHILL;
use daybook_e2e::tablet::Tablet;

pub const FILE: &str = "Spreadsheet (.xlsx, .ods or .csv)";
const PAGE: &str = "Past sessions from a spreadsheet";

/// Three sessions of two quarters; the club is not known on the tablet.
pub const THREE: &str = "Date,Kind,Place,Under 5,11 to 15,Adults,New families,Note\r\n\
    7/4/2025,Group activity in a children’s centre,Rosehill Children’s Centre,8,,6,1,\r\n\
    30 June 2025,Youth club,Northgate Club,,12,2,,\"Rained, \"\"all\"\" day\"\r\n\
    2025-07-01,Targeted prevention work,,,3,1,,\r\n";

/// Ten things to put right, two of them dates that may be month first as another is; the column that is not known is asked about after these.
pub const WRONG: &str = "Date,Kind,Place,Plan,Adults,New families,Shoe size\r\n\
    03/31/2025,Football,,,3,,\r\n\
    1/4/2025,Youth club,,,x,,9\r\n\
    2/4/2025,Co-worked case,Rosehill Children’s Centre,,1,,\r\n\
    3/4/2099,Targeted prevention work,,,1,,\r\n\
    4/4/2025,Targeted prevention work,,,2,3,\r\n";

/// A spreadsheet where a person would have it.
struct Sheet {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl Sheet {
    fn of(bytes: &[u8]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("sessions.csv");
        std::fs::write(&path, bytes)?;
        Ok(Self {
            _folder: folder,
            path,
        })
    }
}

async fn ready() -> Result<Tablet> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Settings").await?;
    tablet
        .follow("Add past sessions from a spreadsheet")
        .await?;
    tablet.is_on(PAGE).await?;
    Ok(tablet)
}

#[tokio::test]
async fn a_spreadsheet_is_seen_first_added_once_and_passed_on() -> Result<()> {
    let tablet = ready().await?;
    let (name, bytes) = tablet.download("Download the template").await?;
    assert_eq!(name, "daybook-template.csv");
    assert!(bytes.starts_with(b"\xef\xbb\xbfDate,Team,Locality,Kind,Place,"));

    let sheet = Sheet::of(THREE.as_bytes())?;
    tablet.choose_file(FILE, &sheet.path).await?;
    tablet.sees("What would be added").await?;
    let fact = tablet.fact("Dates").await?;
    assert_eq!(fact.as_deref(), Some("7 April 2025 to 1 July 2025"));
    let new = tablet.fact("New places").await?;
    assert_eq!(new.as_deref(), Some("Northgate Club (Youth club)"));
    let row = "Quarter 1, April to June 2025 (2025 to 2026): Youth club";
    let caption = "By quarter and kind";
    assert_eq!(tablet.row(caption, row).await?, ["1", "14"]);
    assert_eq!(tablet.row(caption, "All").await?, ["3", "32"]);

    tablet.press("Add nothing").await?;
    tablet.sees("Nothing was added.").await?;
    tablet.holds_nothing().await?;

    tablet.choose_file(FILE, &sheet.path).await?;
    tablet.press("Add 3 sessions").await?;
    tablet
        .sees("3 sessions can be corrected and are counted")
        .await?;
    tablet.holds(3).await?;
    tablet.sees("Added here").await?;

    tablet.choose_file(FILE, &sheet.path).await?;
    tablet
        .sees("This spreadsheet was added here before. It adds nothing.")
        .await?;
    tablet.open("/quarter/2025-26-Q1").await?;
    let all = tablet.row("By kind of session", "All kinds").await?;
    assert_eq!(all, ["2", "28", "1"]);
    tablet.sees("Return of a spreadsheet").await?;
    let (name, bytes) = tablet.download("Download return").await?;
    assert!(name.contains("-2025-26-Q1-spreadsheet-"), "{name}");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    assert!(text.contains("\"imported\": true"), "{text}");
    assert!(!text.contains("Rained"), "a return never has a note");
    Ok(())
}

#[tokio::test]
async fn everything_wrong_with_a_spreadsheet_is_listed_and_nothing_is_added() -> Result<()> {
    let tablet = ready().await?;
    let sheet = Sheet::of(WRONG.as_bytes())?;
    tablet.choose_file(FILE, &sheet.path).await?;
    tablet
        .sees("Nothing was added: 10 things to put right in the file")
        .await?;
    assert!(tablet.title().await?.starts_with("Error: "));
    for words in [
        "Line 2, Date: “03/31/2025” has the month first. The day first, as in 31/12/2025",
        "Line 2, Kind: “Football” is not known. One of: Group activity in a children’s centre;",
        "Line 3, Date: “1/4/2025” may have the month first too, as other lines do.",
        "Line 3, Place: this is blank.",
        "Line 3, Adults: “x” is not allowed. How many came: a whole number up to 500",
        "Line 4, Place: “Rosehill Children’s Centre” must go: for this kind it could point at a family.",
        "Line 4, Plan: this is blank. One of: Child in Need; Child Protection.",
        "Line 5, Date: “3/4/2099” is after today.",
        "Line 6, New families: “3”, and only 2 came.",
    ] {
        tablet.sees(words).await?;
    }
    tablet.holds_nothing().await?;
    let sheet = Sheet::of(b"PK\x03\x04 a workbook")?;
    tablet.choose_file(FILE, &sheet.path).await?;
    tablet.sees("This workbook is damaged").await
}

#[tokio::test]
async fn what_excel_saves_on_windows_is_read_as_it_was_written() -> Result<()> {
    let tablet = ready().await?;
    // Windows-1252: a curly apostrophe is 0x92, an e with an accent 0xe9.
    let sheet = Sheet::of(
        b"sep=;\r\nDate;Type;Venue;11-15;Parents/Carers;Notes;Shoe size\r\n\
          07-Apr-25;youth club;St Andr\xe9\x92s;12;2;\"Dry; warm\";9\r\n",
    )?;
    tablet.choose_file(FILE, &sheet.path).await?;
    // A column of numbers is never left out without a word.
    let asked = "What is the column “Shoe size”? It has numbers in 1 line";
    tablet.sees(asked).await?;
    tablet.choose(asked, "Leave it out").await?;
    tablet.press("Go on").await?;
    tablet.sees("left out: Shoe size.").await?;
    let new = tablet.fact("New places").await?;
    assert_eq!(new.as_deref(), Some("St André’s (Youth club)"));
    tablet.press("Add 1 session").await?;
    tablet.sees("1 session can be corrected").await?;
    tablet.follow("Records").await?;
    tablet.open_record("Youth club").await?;
    assert_eq!(tablet.fact("Note").await?.as_deref(), Some("Dry; warm"));
    Ok(())
}

/// A workbook of those that the native tests read.
fn workbook(name: &str) -> Result<PathBuf> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/workbooks/");
    Ok(std::fs::canonicalize(format!("{folder}{name}"))?)
}

#[tokio::test]
async fn a_workbook_is_opened_as_it_is_without_a_connection() -> Result<()> {
    let mut tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.sees("Ready to work offline").await?;
    tablet.lose_connection();
    tablet.open("/import").await?;
    tablet
        .choose_file(FILE, &workbook("register-1904.xlsx")?)
        .await?;
    tablet.sees("What would be added").await?;
    let fact = tablet.fact("Dates").await?;
    assert_eq!(fact.as_deref(), Some("1 April 2026 to 30 June 2026"));
    for words in [
        "Line 1 stands above the headings and is left out: “Register of the north, 2026”.",
        "The workbook hides some lines, by a filter or by hand. They are read like the others: 6.",
        "The workbook hides these columns. They are read like the others: Note.",
        "One cell stands over several lines; each of these lines has what it says.",
    ] {
        tablet.sees(words).await?;
    }
    assert_eq!(tablet.row("By quarter and kind", "All").await?, ["4", "41"]);
    tablet.press("Add 4 sessions").await?;
    tablet.sees("4 sessions can be corrected").await?;
    tablet.choose_file(FILE, &workbook("register.ods")?).await?;
    tablet.sees("Add 3 sessions").await
}

#[tokio::test]
async fn of_a_workbooks_sheets_one_is_asked_for() -> Result<()> {
    let tablet = ready().await?;
    let file = workbook("several-sheets.xlsx")?;
    tablet.choose_file(FILE, &file).await?;
    let asked = "Which sheet has the sessions?";
    tablet.sees(asked).await?;
    tablet.sees("The workbook hides it.").await?;
    tablet.press("Go on").await?;
    tablet.sees("Choose the sheet").await?;
    tablet.choose(asked, "South & west").await?;
    tablet.press("Go on").await?;
    tablet.press("Add 1 session").await?;
    tablet.sees("1 session can be corrected").await?;
    // The other sheet is another spreadsheet.
    tablet.choose_file(FILE, &file).await?;
    tablet.choose(asked, "North").await?;
    tablet.press("Go on").await?;
    tablet.press("Add 1 session").await?;
    tablet.holds(2).await?;
    tablet.choose_file(FILE, &file).await?;
    tablet.choose(asked, "North").await?;
    tablet.press("Go on").await?;
    tablet.sees("It adds nothing.").await
}

/// A register as Excel leaves it, with the month first in two lines.
const MONTH_FIRST: &str = "Register of the north,,,\n\nDate,Kind,05-Oct,<5\n\
    04/01/2025,Targeted,3,\n04/15/2025,Targeted,2,1\nSat 05/07/2025,Targeted,1,\n\
    06/08/2025,Targeted,,4\n";

#[tokio::test]
async fn a_file_that_is_put_right_line_by_line_is_asked_about() -> Result<()> {
    let tablet = ready().await?;
    let sheet = Sheet::of(MONTH_FIRST.as_bytes())?;
    tablet.choose_file(FILE, &sheet.path).await?;
    tablet
        .sees("Nothing was added: 3 things to put right in the file")
        .await?;
    for words in [
        "Line 4, Date: “04/01/2025” may have the month first too, as other lines do.",
        "Line 5, Date: “04/15/2025” has the month first.",
        "Line 7, Date: “06/08/2025” may have the month first too, as other lines do.",
    ] {
        tablet.sees(words).await?;
    }
    let mended = MONTH_FIRST.replace("04/15/2025", "15/04/2025");
    let sheet = Sheet::of(mended.as_bytes())?;
    tablet.choose_file(FILE, &sheet.path).await?;
    tablet.sees("Say what is meant").await?;
    let asked = "These dates could be month first. Does the day come first?";
    tablet.sees("line 4: 04/01/2025 is 4 January 2025").await?;
    tablet.press("Go on").await?;
    tablet
        .sees("Choose: These dates could be month first.")
        .await?;
    tablet.choose(asked, "Yes, in all of them").await?;
    tablet.press("Go on").await?;
    tablet.sees("What would be added").await?;
    for words in [
        "Line 1 stands above the headings and is left out: “Register of the north”.",
        "The heading “05-Oct” is a date that a spreadsheet program made of “5 to 10”",
    ] {
        tablet.sees(words).await?;
    }
    assert_eq!(tablet.row("By quarter and kind", "All").await?, ["4", "11"]);
    Ok(())
}

/// Taps the button, and answers at the moment some of it is saved.
const ADD: &str = "
    const done = arguments[arguments.length - 1];
    const some = () => document.body.textContent.includes('Adding: 250 of');
    const watch = new MutationObserver(() => some() && done(true));
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
    [...document.querySelectorAll('button')]
        .find((button) => button.textContent.trim().startsWith('Add ')).click();";

#[tokio::test]
async fn a_long_spreadsheet_that_was_cut_off_by_a_kill_is_added_whole_the_second_time() -> Result<()>
{
    let mut tablet = ready().await?;
    let mut file = "Date,Kind,Adults\n".to_owned();
    for number in 0..5_000 {
        let (day, month, year) = (
            1 + number % 28,
            1 + number / 28 % 12,
            2018 + number / 336 % 7,
        );
        let people = 1 + number % 30;
        // Writing to a string cannot fail.
        let _ = writeln!(file, "{day}/{month}/{year},Targeted,{people}");
    }
    let sheet = Sheet::of(file.as_bytes())?;
    tablet.choose_file(FILE, &sheet.path).await?;
    tablet.sees("Add 5,000 sessions").await?;
    tablet.driver().execute_async(ADD, vec![]).await?;
    tablet.kill();
    tablet.reopen().await?;
    tablet.open("/import").await?;
    tablet.is_on(PAGE).await?;
    tablet.sees("A spreadsheet was not added whole").await?;
    tablet.choose_file(FILE, &sheet.path).await?;
    tablet.sees("This was begun before:").await?;
    tablet.press("Add 5,000 sessions").await?;
    tablet.sees("5,000 sessions can be corrected").await?;
    tablet.sees("· 5,000 records").await?;
    tablet.choose_file(FILE, &sheet.path).await?;
    tablet.sees("It adds nothing.").await
}
