//! Two tabs of one tablet show the same, and neither overwrites the other.

use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;
use serde_json::json;

use crate::family::set_up_with_a_pin;

#[tokio::test]
async fn a_record_saved_in_one_tab_appears_in_the_other() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.sees("Nothing recorded yet").await?;
    let first = tablet.second_tab().await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.driver().switch_to_window(first).await?;
    tablet.holds(1).await?;
    tablet.sees("15 direct contacts").await
}

/// Adds a team on the page Settings.
async fn add_team(tablet: &Tablet, team: &str) -> Result<()> {
    tablet.press("Add a team").await?;
    tablet.fill("Team", team).await?;
    tablet.fill("Locality", "South").await?;
    tablet.press("Add team").await?;
    tablet.sees("The team was added.").await
}

#[tokio::test]
async fn what_is_set_up_in_one_tab_appears_in_the_other_and_stays_there() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Settings").await?;
    tablet.is_on("Settings").await?;
    let first = tablet.second_tab().await?;
    tablet.follow("Settings").await?;
    add_team(&tablet, "Riverside").await?;
    let second = tablet.driver().window().await?;

    tablet.driver().switch_to_window(first).await?;
    tablet.sees("Riverside").await?;
    add_team(&tablet, "Hillside").await?;
    tablet.driver().switch_to_window(second).await?;
    tablet.sees("Hillside").await?;
    tablet.open("/settings").await?;
    tablet.sees("Riverside").await?;
    tablet.sees("Hillside").await
}

#[tokio::test]
async fn a_tablet_set_up_in_one_tab_is_set_up_in_the_other() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.is_on("Set up this tablet").await?;
    let first = tablet.second_tab().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.driver().switch_to_window(first).await?;
    tablet.is_on("Today").await
}

#[tokio::test]
async fn a_pin_set_in_one_tab_shuts_the_other() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    let first = tablet.second_tab().await?;
    tablet.set_pin("staff PIN", "2468").await?;
    tablet.driver().switch_to_window(first).await?;
    tablet.is_on("Daybook is locked").await
}

/// Clears all that the browser keeps for the app, as a person does in its settings.
async fn clear_site_data(tablet: &Tablet) -> Result<()> {
    let cleared = json!({ "origin": tablet.address(), "storageTypes": "all" });
    let cdp = tablet.driver().cdp();
    cdp.send_raw("Storage.clearDataForOrigin", cleared).await?;
    Ok(())
}

#[tokio::test]
async fn site_data_cleared_under_an_open_page_is_said_at_once_and_written_back() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.holds(1).await?;
    clear_site_data(&tablet).await?;
    tablet
        .sees("What was kept on this tablet has been cleared")
        .await?;
    tablet
        .sees("Not on this tablet any more: 1 record, in this page alone")
        .await?;

    // Nothing is saved into what is empty, and nothing typed is lost.
    tablet.follow("Record a session").await?;
    let second = TypedSession {
        came: [3, 0, 0, 0, 1],
        new_families: 0,
        ..TypedSession::STAY_AND_PLAY
    };
    tablet.fill_in_session(&second).await?;
    tablet.press("Save session").await?;
    tablet.sees("Not saved").await?;
    assert_eq!(tablet.kept("r1/").await?, []);
    tablet.press("Write it back").await?;
    tablet.holds(1).await?;
    tablet.press("Save session").await?;
    tablet.is_saved("4 direct contacts").await?;

    tablet.open("/").await?;
    tablet.holds(2).await?;
    let text = tablet.text().await?;
    assert!(!text.contains("has been cleared"), "{text}");
    assert_eq!(tablet.journal_store("records").await?.len(), 2);
    assert_eq!(tablet.kept("r1/").await?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn local_storage_emptied_under_an_open_page_is_mended_from_the_journal() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    let empty = "localStorage.clear(); dispatchEvent(new Event('focus')); return true;";
    let _: bool = tablet.script(empty, vec![]).await?;
    tablet
        .sees("The browser’s local storage had been emptied, and has been mended")
        .await?;
    tablet.holds(1).await?;
    assert_eq!(tablet.kept("r1/").await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn a_tablet_cleared_in_a_familys_hands_shows_no_staff_page() -> Result<()> {
    let tablet = Tablet::new().await?;
    set_up_with_a_pin(&tablet).await?;
    tablet.hand_over().await?;
    clear_site_data(&tablet).await?;
    // The page writes back what it holds, and whatever opens Daybook again finds it.
    tablet
        .until("the record to be there again", || async {
            Ok((tablet.kept("r1/").await?.len() == 1).then_some(()))
        })
        .await?;
    tablet
        .until("the history to be there again", || async {
            let named = tablet.journal_store("meta").await?;
            let told = named.iter().any(|(key, _)| key == "history");
            Ok(told.then_some(()))
        })
        .await?;
    tablet.open("/").await?;
    let text = tablet.text().await?;
    assert!(!text.contains("Record a session"), "{text}");
    Ok(())
}

#[tokio::test]
async fn a_name_typed_while_another_tab_renames_the_tablet_is_asked_about() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Settings").await?;
    tablet.is_on("Settings").await?;
    let field = "Name of this tablet";
    tablet.fill(field, "Red").await?;
    let first = tablet.second_tab().await?;
    tablet.follow("Settings").await?;
    tablet.fill(field, "Green").await?;
    tablet.press("Save name").await?;
    tablet.sees("The tablet has a new name.").await?;

    tablet.driver().switch_to_window(first).await?;
    assert_eq!(tablet.value(field).await?.as_deref(), Some("Red"));
    tablet.press("Save name").await?;
    tablet
        .sees("Another tab has named this tablet “Green” in the meantime.")
        .await?;
    assert_eq!(tablet.value(field).await?.as_deref(), Some("Red"));
    tablet.press("Save name").await?;
    tablet.sees("The tablet has a new name.").await
}
