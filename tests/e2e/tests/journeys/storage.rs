//! What the app says and does when a store is full, blocked or spoilt.

use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;

/// A panic is a trap of WebAssembly; this makes a real one.
pub const TRAP: &str = "
    const bytes = [0,97,115,109,1,0,0,0, 1,4,1,96,0,0, 3,2,1,0, 7,5,1,1,116,0,0, 10,5,1,3,0,0,11];
    const trap = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)));
    setTimeout(trap.exports.t);
    return true;";

#[tokio::test]
async fn a_full_tablet_saves_the_record_in_hand_then_says_not_saved_and_room_can_be_made()
-> Result<()> {
    let session = TypedSession::STAY_AND_PLAY;
    let mut tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&session).await?;
    tablet.open("/").await?;
    tablet.holds(1).await?;
    // A place’s apostrophe counts twice in the strictest engine, and so here.
    tablet.fill_up_but(10_000).await?;
    tablet.open("/").await?;
    tablet.sees("The space for records is filling up").await?;
    tablet.sees("Back up, then make room").await?;
    tablet.fill_up().await?;

    // At 100% the record in hand is saved, in what was kept free for it.
    tablet.record_session(&session).await?;
    tablet.sees("The space for records is full").await?;
    assert_eq!(tablet.kept("r1/").await?.len(), 2);

    // When that is used up too, nothing is saved, and nothing typed is lost.
    tablet.fill_up().await?;
    tablet.follow("Record a session").await?;
    tablet.fill_in_session(&session).await?;
    tablet.press("Save session").await?;
    tablet.press("Save anyway").await?;
    tablet.sees("Not saved").await?;
    tablet
        .sees("There is no space left for it on this tablet.")
        .await?;
    let alerts = tablet.regions("alert").await?.concat();
    assert!(!alerts.contains("Saved on this tablet"), "{alerts}");
    tablet.is_on("Record a session").await?;
    assert_eq!(tablet.value("Under 5").await?.as_deref(), Some("7"));
    assert_eq!(tablet.value("Adults").await?.as_deref(), Some("6"));
    assert_eq!(tablet.kept("r1/").await?.len(), 2);
    let (name, bytes) = tablet.download("Download what I typed").await?;
    assert_eq!(name, "daybook-not-saved.json");
    assert!(!bytes.is_empty());

    // A checked backup makes room for what is left unfinished.
    tablet.follow("Is my work safe?").await?;
    tablet.sees("Back up first").await?;
    tablet.press("Back up without a passphrase").await?;
    let (name, bytes) = tablet.download("Download backup").await?;
    let file = std::env::temp_dir().join(name);
    std::fs::write(&file, bytes)?;
    tablet
        .choose_file("The backup you have just saved", &file)
        .await?;
    tablet.sees("Backup checked").await?;
    std::fs::remove_file(&file)?;
    tablet.press("Make room").await?;
    tablet.sees("Keep older records in one copy?").await?;
    tablet.press("Make room now").await?;
    tablet
        .sees("Room was made: 2 records are now in one copy")
        .await?;
    assert_eq!(tablet.kept("r1/").await?, []);

    tablet.follow("Record a session").await?;
    tablet.press("Recover").await?;
    tablet.press("Save session").await?;
    tablet.press("Save anyway").await?;
    tablet.is_saved("15 direct contacts").await?;
    assert_eq!(tablet.kept("r1/").await?.len(), 1);

    // Everything is still there after the browser was closed.
    tablet.close().await?;
    tablet.reopen().await?;
    tablet.open("/").await?;
    tablet.holds(3).await?;
    tablet.free().await?;
    tablet.open("/").await?;
    // Browsers are slow to write what was taken out of local storage, so some of
    // it may be back: two copies again, and no record more.
    tablet.holds(3).await?;
    let text = tablet.text().await?;
    assert!(!text.contains("The space for records"), "{text}");
    Ok(())
}

#[tokio::test]
async fn a_browser_that_stores_nothing_is_said_at_once() -> Result<()> {
    let tablet = Tablet::without_storage().await?;
    tablet.open("/").await?;
    tablet
        .sees("Nothing can be saved on this tablet now")
        .await?;
    tablet.sees("Cannot save on this tablet").await?;
    let alerts = tablet.regions("alert").await?.concat();
    assert!(alerts.contains("use paper, or another tablet"), "{alerts}");
    Ok(())
}

#[tokio::test]
async fn a_record_spoilt_in_both_stores_is_shown_and_kept_and_not_counted() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    let kept = tablet.kept("r1/").await?;
    let (key, text) = kept.first().cloned().unwrap();
    let id = key.trim_start_matches("r1/");
    assert_eq!(tablet.kept_in_journal(id).await?, Some(text.clone()));
    let second = TypedSession {
        came: [3, 0, 0, 0, 1],
        new_families: 0,
        ..TypedSession::STAY_AND_PLAY
    };
    tablet.record_session(&second).await?;

    let spoilt = text.replace("\"r\"", "\"q\"");
    assert_ne!(spoilt, text);
    tablet.put(&[(key.clone(), spoilt.clone())]).await?;
    tablet.put_in_journal(id, &spoilt).await?;
    tablet.open("/").await?;
    tablet.sees("1 record cannot be read").await?;
    tablet
        .sees("It is kept as it is and is not in any total.")
        .await?;
    tablet.holds(1).await?;
    tablet.follow("Quarter").await?;
    let row = tablet.row("By kind of session", "All kinds").await?;
    assert_eq!(row, ["1", "4", "0"]);

    // A second start changes nothing about it either.
    tablet.open("/").await?;
    tablet.sees("1 record cannot be read").await?;
    let local = tablet.kept(&key).await?;
    assert_eq!(local, [(key.clone(), spoilt.clone())]);
    assert_eq!(tablet.kept_in_journal(id).await?, Some(spoilt.clone()));
    let (name, bytes) = tablet.download("Download the unreadable records").await?;
    assert_eq!(name, "daybook-unreadable-records.txt");
    let rescued = String::from_utf8(bytes).unwrap();
    assert!(rescued.contains(&spoilt), "{rescued}");
    Ok(())
}

#[tokio::test]
async fn a_panic_shows_a_page_that_says_the_records_are_safe() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    let _: bool = tablet.script(TRAP, vec![]).await?;
    tablet.is_on("Daybook has stopped").await?;
    tablet
        .sees("Records already saved on this device are safe.")
        .await?;
    let links: Vec<String> = tablet.script("return all('a').map(words);", vec![]).await?;
    assert_eq!(links, [""; 0], "nothing of the app is left to tap");
    tablet.press("Open Daybook again").await?;
    tablet.is_on("Today").await?;
    tablet.holds(1).await
}
