//! Backup and restore: a file that is checked before it is called a backup, an
//! empty tablet that goes on with it, and a lost tablet without one.

use std::path::{Path, PathBuf};

use daybook::domain::submission::quarter_return::QuarterReturn;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;
use tempfile::TempDir;

use crate::organisation::{TWO_TEAMS, set_up_by_file};

const PASSPHRASE: &str = "seven green bicycles";

const CHOOSE: &str = "Backup, or last return of a lost tablet";

const IN_USE: &str = "Is the tablet that made this backup still used to record?";

const RETIRED: &str = "No, it was lost, cleared or replaced, or it is this one";

/// A group at the centre of the organisation file.
const GROUP: TypedSession<'static> = TypedSession {
    place: Some("Rosehill Centre"),
    ..TypedSession::STAY_AND_PLAY
};

/// A tablet with a team of the organisation file, as another one has it too.
async fn of_the_organisation(folder: &TempDir) -> Result<Tablet> {
    let file = folder.path().join("organisation.json");
    std::fs::write(&file, TWO_TEAMS)?;
    let tablet = Tablet::new().await?;
    set_up_by_file(&tablet, &file, "North MAT Under 11").await?;
    Ok(tablet)
}

async fn safe(tablet: &Tablet) -> Result<()> {
    tablet.follow("Is my work safe?").await?;
    tablet.is_on("Is my work safe?").await
}

/// Keeps what was downloaded where a person would put it.
fn put_away(folder: &TempDir, (name, bytes): (String, Vec<u8>)) -> Result<PathBuf> {
    let file = folder.path().join(name);
    std::fs::write(&file, bytes)?;
    Ok(file)
}

/// Backs the tablet up with the passphrase, up to the check.
async fn written(tablet: &Tablet, folder: &TempDir) -> Result<PathBuf> {
    safe(tablet).await?;
    tablet.fill("Passphrase", PASSPHRASE).await?;
    tablet.fill("The same passphrase again", PASSPHRASE).await?;
    tablet.press("Back up").await?;
    put_away(folder, tablet.download("Download backup").await?)
}

async fn check(tablet: &Tablet, file: &Path) -> Result<()> {
    tablet
        .choose_file("The backup you have just saved", file)
        .await
}

async fn backed_up(tablet: &Tablet, folder: &TempDir) -> Result<PathBuf> {
    let file = written(tablet, folder).await?;
    check(tablet, &file).await?;
    tablet.sees("Backup checked").await?;
    Ok(file)
}

/// Opens a backup on the page for it, up to the dry run.
async fn opened(tablet: &Tablet, file: &Path) -> Result<()> {
    tablet.is_on("Restore a backup").await?;
    tablet.choose_file(CHOOSE, file).await?;
    tablet.fill("Passphrase of this backup", PASSPHRASE).await?;
    tablet.press("Continue").await?;
    tablet.sees("Not here yet").await
}

async fn kinds(tablet: &Tablet) -> Result<Vec<Vec<String>>> {
    tablet.follow("Quarter").await?;
    tablet.table("By kind of session").await
}

async fn sent(tablet: &Tablet) -> Result<(String, Vec<u8>)> {
    tablet.follow("Quarter").await?;
    tablet.press("Send return").await?;
    tablet.is_on("Check the return").await?;
    tablet.make_return().await?;
    tablet.download("Download return").await
}

#[tokio::test]
async fn a_tablet_that_never_sees_a_network_again_is_backed_up_and_comes_back_on_an_empty_one()
-> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut old = Tablet::new().await?;
    old.set_up(ROSEHILL).await?;
    old.sees("Ready to work offline").await?;
    old.lose_connection();
    old.record_session(&TypedSession::STAY_AND_PLAY).await?;
    old.open_record("15 direct contacts").await?;
    old.press("Correct").await?;
    old.is_on("Correct a session").await?;
    old.fill("Under 5", "9").await?;
    old.press("Save session").await?;
    old.record_declined().await?;
    let (_, bytes) = sent(&old).await?;
    let first = QuarterReturn::read(std::str::from_utf8(&bytes).unwrap()).unwrap();
    old.sees("Not backed up").await?;
    let file = backed_up(&old, &folder).await?;
    let before = kinds(&old).await?;
    old.close().await?;
    old.reopen().await?;
    old.sees("Backed up").await?;
    assert_eq!(kinds(&old).await?, before);

    let new = Tablet::new().await?;
    new.is_on("Set up this tablet").await?;
    new.follow("Restore a backup").await?;
    new.choose_file(CHOOSE, &file).await?;
    new.fill("Passphrase of this backup", "seven blue bicycles")
        .await?;
    new.press("Continue").await?;
    new.sees("This is not the passphrase of this backup. The file is whole")
        .await?;
    new.fill("Passphrase of this backup", PASSPHRASE).await?;
    new.press("Continue").await?;
    new.sees("Not here yet").await?;
    assert_eq!(
        new.fact("Not here yet").await?.as_deref(),
        Some("2 records")
    );
    new.press("Restore").await?;
    new.sees("There is a problem").await?;
    new.choose(IN_USE, RETIRED).await?;
    new.press("Restore").await?;
    new.is_on("Records").await?;
    new.sees("Restored").await?;
    new.holds(2).await?;
    assert_eq!(kinds(&new).await?, before);
    new.sees("Return of Blue tablet, taken over:").await?;
    new.sees("Backed up").await?;

    // What goes on here descends from what was sent there.
    new.follow("Records").await?;
    new.is_on("Records").await?;
    new.open_record("direct contacts").await?;
    new.press("Correct").await?;
    new.is_on("Correct a session").await?;
    new.fill("Under 5", "8").await?;
    new.press("Save session").await?;
    new.follow("Quarter").await?;
    new.press("Send return again").await?;
    new.fill("Why is it made again?", "A correction").await?;
    new.make_return().await?;
    let (_, bytes) = new.download("Download return").await?;
    let again = QuarterReturn::read(std::str::from_utf8(&bytes).unwrap()).unwrap();
    assert_eq!(again.book, first.book);
    assert!(again.line.contains(&first.send));
    assert_eq!(again.revision, 2);
    Ok(())
}

#[tokio::test]
async fn a_backup_is_called_checked_only_when_its_very_file_was_read_back_whole() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    safe(&tablet).await?;
    tablet.fill("Passphrase", "short").await?;
    tablet.press("Back up").await?;
    tablet
        .sees("Enter a passphrase of at least 10 characters")
        .await?;
    let file = written(&tablet, &folder).await?;
    let whole = std::fs::read(&file)?;
    let cut = folder.path().join("cut.daybook");
    std::fs::write(&cut, &whole[..whole.len() - 10])?;
    check(&tablet, &cut).await?;
    tablet.sees("The end of this file is missing").await?;
    let other = folder.path().join("other.json");
    std::fs::write(&other, "{}")?;
    check(&tablet, &other).await?;
    tablet.sees("This file is not a Daybook backup").await?;
    let text = tablet.text().await?;
    assert!(!text.contains("Backup checked"), "{text}");
    check(&tablet, &file).await?;
    tablet.sees("Backup checked").await?;
    let readable = String::from_utf8_lossy(&whole);
    assert!(!readable.contains("attendance"), "it is locked");
    Ok(())
}

#[tokio::test]
async fn records_of_a_tablet_in_use_are_read_here_and_neither_changed_nor_sent() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let other = Tablet::new().await?;
    other.set_up(ROSEHILL).await?;
    other.record_session(&TypedSession::STAY_AND_PLAY).await?;
    let file = backed_up(&other, &folder).await?;
    let here = Tablet::new().await?;
    here.set_up(ROSEHILL).await?;
    safe(&here).await?;
    here.follow("Restore a backup").await?;
    opened(&here, &file).await?;
    here.choose(IN_USE, "Yes, it is still used").await?;
    here.press("Restore").await?;
    here.is_on("Records").await?;
    here.open_record("15 direct contacts").await?;
    here.sees("This is a copy from another tablet").await?;
    let text = here.text().await?;
    assert!(!text.contains("Remove"), "{text}");
    here.follow("Quarter").await?;
    here.sees("Nothing was recorded in this quarter").await?;
    // Twice is the same as once.
    safe(&here).await?;
    here.follow("Restore a backup").await?;
    opened(&here, &file).await?;
    assert_eq!(
        here.fact("The same here").await?.as_deref(),
        Some("1 record")
    );
    Ok(())
}

#[tokio::test]
async fn a_tablet_lost_without_a_backup_is_taken_over_from_its_last_return() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let lost = of_the_organisation(&folder).await?;
    lost.record_session(&GROUP).await?;
    let file = put_away(&folder, sent(&lost).await?)?;
    let first = QuarterReturn::read(&std::fs::read_to_string(&file)?).unwrap();
    drop(lost);
    let here = of_the_organisation(&folder).await?;
    safe(&here).await?;
    here.follow("Restore a backup").await?;
    here.choose_file(CHOOSE, &file).await?;
    here.sees("This is a return of").await?;
    here.press("Take over without its records").await?;
    here.sees("Taken over").await?;
    here.press("There is no backup, only paper").await?;
    here.press("Type in for Red tablet").await?;
    here.is_on("Record a session").await?;
    here.sees("typed again from paper, for").await?;
    // Not for whoever finds the tablet locked to see, or to stop.
    here.set_pin("staff PIN", "4815").await?;
    here.press("Lock").await?;
    here.is_on("Daybook is locked").await?;
    let text = here.text().await?;
    assert!(!text.contains("typed again from paper"), "{text}");
    here.enter("Staff PIN", "4815").await?;
    here.sees("typed again from paper, for").await?;
    here.record_session(&GROUP).await?;
    here.press("Stop").await?;
    here.follow("Quarter").await?;
    here.press("Send return again").await?;
    here.fill("Why is it made again?", "Typed again from paper")
        .await?;
    here.make_return().await?;
    let (_, bytes) = here.download("Download return").await?;
    let again = QuarterReturn::read(std::str::from_utf8(&bytes).unwrap()).unwrap();
    assert_eq!((again.book, again.from_paper), (first.book, 1));
    assert!(
        again.line.is_empty(),
        "a person decides which of the two counts"
    );
    Ok(())
}
