//! PINs: what is shut stays shut, in every tab and after every kill, and who
//! has the PIN or the recovery code gets in.

use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;

const PIN: &str = "481516";
const WRONG: &str = "0000";
const LOCKED: &str = "Daybook is locked";
const STAFF: &str = "Staff PIN";

/// A tablet with a record and a staff PIN; gives its recovery code as well.
async fn with_staff_pin() -> Result<(Tablet, String)> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    let code = tablet.set_pin("staff PIN", PIN).await?;
    Ok((tablet, code))
}

/// Nothing that belongs to staff is in the page.
async fn check_shut(tablet: &Tablet) -> Result<()> {
    tablet.is_on(LOCKED).await?;
    let links: Vec<String> = tablet
        .script(
            "return all('nav a, main a[href^=\"/\"]').map(words);",
            vec![],
        )
        .await?;
    assert_eq!(links, [""; 0]);
    let main: String = tablet
        .script("return document.querySelector('main').textContent;", vec![])
        .await?;
    assert!(!main.contains("Rosehill"), "{main}");
    Ok(())
}

#[tokio::test]
async fn a_staff_pin_shuts_every_page_but_the_one_about_daybook() -> Result<()> {
    let (mut tablet, _) = with_staff_pin().await?;
    // Whoever set it goes on working.
    tablet.follow("Today").await?;
    tablet.is_on("Today").await?;
    tablet.close().await?;
    tablet.reopen().await?;
    check_shut(&tablet).await?;
    for path in [
        "/session",
        "/survey",
        "/quarter",
        "/quarter/2026-q3/return",
        "/locks",
        "/nowhere",
    ] {
        tablet.open(path).await?;
        check_shut(&tablet).await?;
    }
    tablet.follow("About Daybook and what it stores").await?;
    tablet.is_on("About Daybook").await?;
    tablet.open("/session").await?;
    tablet.enter(STAFF, PIN).await?;
    // On to the page that was asked for.
    tablet.is_on("Record a session").await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.holds(2).await?;
    tablet.press("Lock").await?;
    check_shut(&tablet).await
}

#[tokio::test]
async fn wrong_pins_make_one_wait_and_a_kill_does_not_shorten_it() -> Result<()> {
    let (mut tablet, _) = with_staff_pin().await?;
    tablet.close().await?;
    tablet.reopen().await?;
    let not_a_pin = "Enter a PIN of 4 to 8 digits";
    tablet.enter_wrong(STAFF, "12", not_a_pin).await?;
    let wrong = "This is not the staff PIN. Try again";
    tablet.enter_wrong(STAFF, WRONG, wrong).await?;
    // Killed at once, the try counts all the same.
    tablet.kill();
    tablet.reopen().await?;
    tablet.enter_wrong(STAFF, "1111", wrong).await?;
    let wait = "This is not the staff PIN. Try again at ";
    tablet.enter_wrong(STAFF, "2222", wait).await?;
    tablet.kill();
    tablet.reopen().await?;
    let early = "Too many wrong tries. Try again at ";
    tablet.sees(early).await?;
    // Not even the right one is taken now.
    tablet.enter_wrong(STAFF, PIN, early).await?;
    check_shut(&tablet).await
}

#[tokio::test]
async fn the_recovery_code_opens_and_leads_to_a_new_pin() -> Result<()> {
    let (mut tablet, code) = with_staff_pin().await?;
    tablet.close().await?;
    tablet.reopen().await?;
    for _ in 0..3 {
        tablet
            .enter_wrong(STAFF, WRONG, "This is not the staff PIN")
            .await?;
    }
    tablet.press("Use the recovery code").await?;
    let made_up = "0000-0000-0000-0000";
    let wrong = "This is not the recovery code. Try again";
    tablet.enter_wrong("Recovery code", made_up, wrong).await?;
    let as_written = code.to_lowercase().replace('-', " ");
    tablet.enter("Recovery code", &as_written).await?;
    tablet.is_on("PINs").await?;
    tablet.sees("Opened with the recovery code").await?;
    let second = tablet.choose_pin("Change the staff PIN", "2342").await?;
    assert_ne!(second, code);
    tablet.press("I have written it down").await?;
    tablet.sees("PIN set").await?;

    tablet.press("Lock").await?;
    tablet.is_on(LOCKED).await?;
    tablet.enter(STAFF, "2342").await?;
    tablet.is_on("PINs").await?;
    // The code from before is void.
    tablet.press("Use the recovery code").await?;
    tablet.enter_wrong("Recovery code", &code, wrong).await?;
    tablet.enter("Recovery code", &second).await?;
    tablet.sees("Change the staff PIN").await
}

#[tokio::test]
async fn a_pin_is_set_only_once_its_code_has_been_written_down() -> Result<()> {
    let mut tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.go_to_pins().await?;
    tablet.press("Set the staff PIN").await?;
    tablet.fill("PIN", PIN).await?;
    tablet.fill("The same PIN again", WRONG).await?;
    tablet.press("Continue").await?;
    tablet.sees("The two PINs are not the same").await?;
    tablet.press("Cancel").await?;
    tablet.choose_pin("Set the staff PIN", PIN).await?;
    tablet.kill();
    tablet.reopen().await?;
    tablet.is_on("Today").await?;
    tablet.go_to_pins().await?;
    tablet.sees("Set the staff PIN").await
}

#[tokio::test]
async fn a_second_tab_asks_for_the_staff_pin_too() -> Result<()> {
    let (tablet, _) = with_staff_pin().await?;
    let first = tablet.second_tab().await?;
    check_shut(&tablet).await?;
    tablet.enter(STAFF, PIN).await?;
    tablet.is_on("Today").await?;
    tablet.holds(1).await?;
    tablet.driver().switch_to_window(first).await?;
    tablet.is_on("PINs").await
}

#[tokio::test]
async fn a_tab_in_which_no_pin_was_asked_for_asks_for_the_one_that_another_sets() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.go_to_pins().await?;
    let first = tablet.second_tab().await?;
    tablet.set_pin("manager PIN", PIN).await?;
    tablet.driver().switch_to_window(first).await?;
    tablet
        .enter_wrong("Manager PIN", WRONG, "This is not the manager PIN")
        .await?;
    tablet.enter("Manager PIN", PIN).await?;
    tablet.sees("Change the manager PIN").await
}

#[tokio::test]
async fn with_a_manager_pin_only_a_manager_changes_pins() -> Result<()> {
    let (tablet, _) = with_staff_pin().await?;
    tablet.follow("Today").await?;
    tablet.go_to_pins().await?;
    tablet.enter(STAFF, PIN).await?;
    tablet.choose_pin("Set the manager PIN", "9999").await?;
    tablet.press("I have written it down").await?;
    tablet.sees("PIN set").await?;
    tablet.follow("Today").await?;
    tablet.go_to_pins().await?;
    tablet
        .enter_wrong("Manager PIN", PIN, "This is not the manager PIN")
        .await?;
    tablet.enter("Manager PIN", "9999").await?;
    tablet.sees("Take away the staff PIN").await
}

#[tokio::test]
async fn a_pin_that_is_taken_away_is_not_asked_for() -> Result<()> {
    let (mut tablet, _) = with_staff_pin().await?;
    tablet.press("Take away the staff PIN").await?;
    tablet.sees("PIN taken away").await?;
    tablet.sees("Set the staff PIN").await?;
    tablet.close().await?;
    tablet.reopen().await?;
    tablet.is_on("Today").await?;
    tablet.holds(1).await?;
    tablet.go_to_pins().await?;
    tablet.sees("Set the staff PIN").await
}

#[tokio::test]
async fn example_data_is_behind_the_lock_of_the_tablet() -> Result<()> {
    let mut tablet = Tablet::new().await?;
    tablet.press("Try it with example data").await?;
    tablet.is_on("Today").await?;
    tablet.set_pin("staff PIN", PIN).await?;
    tablet.close().await?;
    tablet.reopen().await?;
    check_shut(&tablet).await?;
    tablet.enter(STAFF, PIN).await?;
    tablet.is_on("Today").await?;
    tablet.press("Leave the example").await?;
    tablet.is_on("Set up this tablet").await?;
    tablet.close().await?;
    tablet.reopen().await?;
    check_shut(&tablet).await
}

#[tokio::test]
async fn pins_that_cannot_be_read_open_nothing() -> Result<()> {
    let (tablet, _) = with_staff_pin().await?;
    tablet.open_without_app().await?;
    tablet.spoil_locks().await?;
    tablet.open("/").await?;
    tablet.is_on("Daybook cannot be opened now").await?;
    tablet.sees("The records are safe.").await?;
    for path in ["/session", "/quarter", "/locks"] {
        tablet.open(path).await?;
        tablet.is_on("Daybook cannot be opened now").await?;
    }
    Ok(())
}

#[tokio::test]
async fn locking_one_tab_locks_every_other_one_at_once() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    // Open before there was a PIN, and never told of it.
    let first = tablet.second_tab().await?;
    tablet.is_on("Today").await?;
    tablet.set_pin("staff PIN", PIN).await?;
    tablet.press("Lock").await?;
    check_shut(&tablet).await?;
    let second = tablet.driver().window().await?;
    tablet.driver().switch_to_window(first).await?;
    check_shut(&tablet).await?;
    tablet.enter(STAFF, PIN).await?;
    tablet.is_on("Today").await?;
    // Whoever enters the PIN opens the tab before them and no other.
    tablet.driver().switch_to_window(second).await?;
    check_shut(&tablet).await
}

#[tokio::test]
async fn the_recovery_code_leads_to_a_new_pin_and_then_to_the_page_one_came_for() -> Result<()> {
    let (tablet, code) = with_staff_pin().await?;
    tablet.open("/records").await?;
    tablet.is_on(LOCKED).await?;
    tablet.press("Use the recovery code").await?;
    tablet.enter("Recovery code", &code).await?;
    tablet.is_on("PINs").await?;
    let second = tablet.choose_pin("Change the staff PIN", "2342").await?;
    tablet.press("I have written it down").await?;
    tablet.is_on("Records").await?;
    tablet.sees("PIN set").await?;

    // Nor is anybody made to change it first.
    tablet.open("/quarter").await?;
    tablet.press("Use the recovery code").await?;
    tablet.enter("Recovery code", &second).await?;
    tablet.is_on("PINs").await?;
    tablet.follow("Go on to the page you came for").await?;
    tablet.says("By kind of session").await
}

#[tokio::test]
async fn locking_one_tab_locks_the_others_where_local_storage_is_full() -> Result<()> {
    let (tablet, _) = with_staff_pin().await?;
    let first = tablet.second_tab().await?;
    tablet.is_on(LOCKED).await?;
    tablet.enter(STAFF, PIN).await?;
    tablet.fill_up().await?;
    tablet.press("Lock").await?;
    tablet.is_on(LOCKED).await?;
    tablet.driver().switch_to_window(first).await?;
    tablet.is_on(LOCKED).await
}
