//! Takes the pictures of the documentation, from example data.
//!
//! `screens <folder>`; they differ from day to day only by the day's date and
//! the example data made for it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use daybook::domain::attendance::AgeBand;
use daybook::domain::session::Kind;
use daybook::domain::survey::{Answer, SurveyVersion};
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::screen::{Scheme, Screen};
use daybook_e2e::tablet::Tablet;

/// Each screen with the word for it in file names.
const SCREENS: [(&str, Screen); 3] = [
    ("portrait", Screen::PORTRAIT),
    ("landscape", Screen::LANDSCAPE),
    ("phone", Screen::PHONE),
];

/// A spreadsheet with a date that is month first, and a plan that is missing.
const TO_PUT_RIGHT: &str = "Date,Kind,Place,Plan,Under 5,Adults\n\
    03/31/2025,Group activity in a children's centre,Rosehill Children’s Centre,,8,6\n\
    8/4/2025,Co-worked case,,,1,1\n";

/// A spreadsheet of two quarters, with a club that is new and a line twice.
const PAST_SESSIONS: &str = "Date,Kind,Place,Under 5,11 to 15,Adults,Helpers\n\
    1/4/2025,Group activity in a children's centre,Rosehill Children’s Centre,8,,6,2\n\
    8/4/2025,Group activity in a children's centre,Rosehill Children’s Centre,11,,9,2\n\
    8/4/2025,Youth club,Northgate Club,,14,2,3\n\
    1/7/2025,Group activity in a children's centre,Rosehill Children’s Centre,9,,7,2\n\
    1/7/2025,Group activity in a children's centre,Rosehill Children’s Centre,9,,7,2\n";

#[tokio::main]
async fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("usage: screens <folder>");
        return ExitCode::FAILURE;
    };
    match all(&folder).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn all(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    for (word, screen) in SCREENS {
        let mut tablet = Tablet::unopened().await?;
        tablet.turn(screen, Scheme::Light).await?;
        tablet.open("/").await?;
        journey(&tablet, &|name| folder.join(format!("{name}-{word}.png"))).await?;
    }
    Ok(())
}

async fn journey(tablet: &Tablet, file: &(dyn Fn(&str) -> PathBuf + Sync)) -> Result<()> {
    tablet.is_on("Set up this tablet").await?;
    from_the_top(tablet, &file("first-start")).await?;
    tablet.press("Try it with example data").await?;
    tablet.is_on("Today").await?;
    tablet.sees("direct contacts").await?;
    from_the_top(tablet, &file("today")).await?;
    session(tablet, file).await?;
    door_tally(tablet, file).await?;
    survey(tablet, file).await?;
    records(tablet, file).await?;
    tablet.follow("Quarter").await?;
    tablet.sees("By kind of session").await?;
    from_the_top(tablet, &file("quarter")).await?;
    tablet.press("Send return").await?;
    tablet.sees("What the return says").await?;
    from_the_top(tablet, &file("check-the-return")).await?;
    tablet.press("Send return").await?;
    tablet.is_on("Return ready to pass on").await?;
    tablet.sees("Download return").await?;
    from_the_top(tablet, &file("receipt")).await?;
    tablet.press("Leave the example").await?;
    tablet.is_on("Set up this tablet").await?;
    backup(tablet, file).await
}

/// Of a tablet’s own records, since an example is not backed up.
async fn backup(tablet: &Tablet, file: &(dyn Fn(&str) -> PathBuf + Sync)) -> Result<()> {
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.follow("Is my work safe?").await?;
    tablet.is_on("Is my work safe?").await?;
    tablet.sees("Ready to work offline").await?;
    from_the_top(tablet, &file("is-my-work-safe")).await?;
    tablet.press("Back up without a passphrase").await?;
    let (name, bytes) = tablet.download("Download backup").await?;
    from_the_top(tablet, &file("backup-to-check")).await?;
    let folder = tempfile::tempdir()?;
    let backup = folder.path().join(name);
    std::fs::write(&backup, bytes)?;
    tablet.follow("Restore a backup").await?;
    let label = "Backup, or last return of a lost tablet";
    tablet.choose_file(label, &backup).await?;
    tablet.sees("Not here yet").await?;
    from_the_top(tablet, &file("restore")).await?;
    spreadsheet(tablet, file).await?;
    tablet.follow("About Daybook and what it stores").await?;
    tablet.follow("Install Daybook").await?;
    tablet.is_on("Install Daybook").await?;
    from_the_top(tablet, &file("install")).await
}

/// Past sessions: with something to put right, as they would be added, and added.
async fn spreadsheet(tablet: &Tablet, file: &(dyn Fn(&str) -> PathBuf + Sync)) -> Result<()> {
    tablet.follow("Settings").await?;
    tablet
        .follow("Add past sessions from a spreadsheet")
        .await?;
    let label = "Spreadsheet, saved as CSV";
    let folder = tempfile::tempdir()?;
    let sheet = folder.path().join("sessions.csv");
    std::fs::write(&sheet, TO_PUT_RIGHT)?;
    tablet.choose_file(label, &sheet).await?;
    tablet.sees("There is a problem").await?;
    from_the_top(tablet, &file("spreadsheet-to-put-right")).await?;
    std::fs::write(&sheet, PAST_SESSIONS)?;
    tablet.choose_file(label, &sheet).await?;
    tablet.sees("What would be added").await?;
    from_the_top(tablet, &file("spreadsheet-dry-run")).await?;
    tablet.press("Add 5 sessions").await?;
    tablet.sees("Added here").await?;
    from_the_top(tablet, &file("spreadsheet-added")).await
}

async fn session(tablet: &Tablet, file: &(dyn Fn(&str) -> PathBuf + Sync)) -> Result<()> {
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    from_the_top(tablet, &file("record-a-session")).await?;
    let kind = "What kind of session was it?";
    tablet
        .choose(kind, Kind::TargetedPrevention.label())
        .await?;
    for (band, people) in AgeBand::ALL.into_iter().zip(["7", "2", "", "", "6"]) {
        if !people.is_empty() {
            tablet.fill(band.label(), people).await?;
        }
    }
    let show = "inSight(group(arguments[0])); document.activeElement.blur(); return true;";
    let _: bool = tablet.script(show, vec!["Who came?".into()]).await?;
    tablet.picture(&file("record-a-session-tally")).await
}

async fn door_tally(tablet: &Tablet, file: &(dyn Fn(&str) -> PathBuf + Sync)) -> Result<()> {
    tablet.follow("Today").await?;
    tablet.is_on("Today").await?;
    tablet.start_tally("Main hall").await?;
    for label in ["Under 5", "Adults", "Under 5", "Adults", "New families"] {
        tablet.tap_at_the_door(&[label]).await?;
    }
    tablet.sees("Every tap is kept").await?;
    from_the_top(tablet, &file("door-tally")).await?;
    tablet.follow("‹ Today").await?;
    tablet.sees("Open tallies").await?;
    from_the_top(tablet, &file("today-with-a-tally")).await?;
    tablet.follow("Door tally").await?;
    tablet.is_on("Door tally").await?;
    from_the_top(tablet, &file("door-tally-begin")).await
}

async fn records(tablet: &Tablet, file: &(dyn Fn(&str) -> PathBuf + Sync)) -> Result<()> {
    tablet.follow("Records").await?;
    tablet.is_on("Records").await?;
    tablet.sees("Show more").await?;
    from_the_top(tablet, &file("records")).await?;
    tablet.open_record("direct contacts").await?;
    tablet.sees("First saved").await?;
    tablet.press("Correct").await?;
    tablet.is_on("Correct a session").await?;
    tablet.fill("Adults", "9").await?;
    tablet.press("Save session").await?;
    tablet.sees("Changed ").await?;
    from_the_top(tablet, &file("record")).await?;
    tablet.follow("Settings").await?;
    tablet.is_on("Settings").await?;
    from_the_top(tablet, &file("settings")).await
}

async fn survey(tablet: &Tablet, file: &(dyn Fn(&str) -> PathBuf + Sync)) -> Result<()> {
    tablet.follow("Record a survey").await?;
    tablet.is_on("Record a survey").await?;
    tablet.choose("Who answered?", "Parent or carer").await?;
    for question in SurveyVersion::Standard.questions() {
        let answer = Answer::Yes.label(*question);
        tablet.choose(question.words(), answer).await?;
    }
    from_the_top(tablet, &file("record-a-survey")).await
}

/// A picture from the top of the page, with the focus on nothing.
async fn from_the_top(tablet: &Tablet, file: &Path) -> Result<()> {
    let top = "document.activeElement.blur(); scrollTo(0, 0); return true;";
    let _: bool = tablet.script(top, vec![]).await?;
    tablet.picture(file).await
}
