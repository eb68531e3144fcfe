//! A door tally: one tap a person, kept tap by tap, turned into a session.

use daybook::domain::record::session::Kind;
use daybook_e2e::error::Result;
use daybook_e2e::forms::ROSEHILL;
use daybook_e2e::tablet::Tablet;
use serde_json::{Value, json};

const KEPT: &str = "Every tap is kept";

async fn with_a_tally(label: &str) -> Result<Tablet> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.start_tally(label).await?;
    Ok(tablet)
}

#[tokio::test]
async fn people_counted_at_the_door_become_a_session_and_the_tally_ends() -> Result<()> {
    let tablet = with_a_tally("Main hall").await?;
    tablet
        .tap_at_the_door(&["Under 5", "Adults", "Adults", "New families"])
        .await?;
    tablet.sees("3 people").await?;
    tablet
        .sees("Last: New families · Adults · Adults · Under 5")
        .await?;
    // The new family was none after all, nor was the last adult.
    tablet.press("Undo").await?;
    tablet.press("Undo").await?;
    tablet.sees("Last: Adults · Under 5").await?;
    tablet.tap_at_the_door(&["Adults"]).await?;
    tablet.sees(KEPT).await?;
    tablet.press("Make it a session").await?;
    tablet.is_on("Record a session").await?;
    tablet
        .sees("The tally “Main hall” fills in the head counts")
        .await?;
    assert_eq!(tablet.value("Adults").await?.as_deref(), Some("2"));
    assert_eq!(tablet.value("Under 5").await?.as_deref(), Some("1"));
    tablet
        .choose(
            "What kind of session was it?",
            Kind::TargetedPrevention.label(),
        )
        .await?;
    tablet.press("Save session").await?;
    tablet.is_saved("3 direct contacts").await?;
    tablet.holds(1).await?;
    let left = tablet.journal_store("meta").await?;
    assert!(
        !left.iter().any(|(key, _)| key.contains("tally")),
        "{left:?}"
    );
    Ok(())
}

/// Taps an adult five times, and answers at the moment the page calls them kept.
const FIVE_TAPS: &str = "
    const done = arguments[arguments.length - 1];
    const kept = () => document.body.textContent.includes('Every tap is kept');
    const adults = [...document.querySelectorAll('button')]
        .find((button) => button.textContent.startsWith('Adults'));
    for (let taps = 0; taps < 5; taps += 1) adults.click();
    const watch = new MutationObserver(() => kept() && done(true));
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });";

#[tokio::test]
async fn taps_that_were_called_kept_survive_a_kill_ten_times_of_ten() -> Result<()> {
    let mut tablet = with_a_tally("").await?;
    for time in 1..=10 {
        tablet.driver().execute_async(FIVE_TAPS, vec![]).await?;
        tablet.kill();
        tablet.reopen().await?;
        tablet.sees("Open tallies").await?;
        tablet
            .sees(&format!("{} people · started", time * 5))
            .await?;
        tablet.follow("Go on with Tally 1").await?;
        tablet.is_on("Tally 1").await?;
    }
    // What was tapped before the kill is taken back after it.
    tablet.press("Undo").await?;
    tablet.sees("49 people").await
}

#[tokio::test]
async fn two_rooms_have_a_tally_each() -> Result<()> {
    let tablet = with_a_tally("").await?;
    tablet.tap_at_the_door(&["Adults"]).await?;
    tablet.sees(KEPT).await?;
    tablet.follow("‹ Today").await?;
    tablet.start_tally("").await?;
    tablet.is_on("Tally 2").await?;
    tablet.tap_at_the_door(&["5 to 10", "5 to 10"]).await?;
    tablet.sees(KEPT).await?;
    tablet.follow("‹ Today").await?;
    tablet.sees("1 person · started").await?;
    tablet.sees("2 people · started").await?;
    tablet.follow("Go on with Tally 1").await?;
    tablet.is_on("Tally 1").await?;
    tablet.sees("1 person").await?;
    tablet.press("Discard").await?;
    tablet.press("Discard for good").await?;
    tablet.is_on("Today").await?;
    tablet.sees("Tally 2").await?;
    assert!(!tablet.text().await?.contains("Tally 1"));
    Ok(())
}

#[tokio::test]
async fn two_tabs_on_one_tally_lose_no_tap() -> Result<()> {
    let tablet = with_a_tally("Main hall").await?;
    let first = tablet.second_tab().await?;
    tablet.follow("Go on with Main hall").await?;
    tablet.is_on("Main hall").await?;
    tablet.tap_at_the_door(&["Adults", "Adults"]).await?;
    tablet.sees(KEPT).await?;
    let second = tablet.driver().window().await?;
    tablet.driver().switch_to_window(first).await?;
    tablet.tap_at_the_door(&["Under 5"]).await?;
    tablet.sees("3 people").await?;
    tablet.sees(KEPT).await?;
    tablet.press("Make it a session").await?;
    tablet.is_on("Record a session").await?;
    let form = tablet.driver().window().await?;
    // Somebody comes in while the form is filled in.
    tablet.driver().switch_to_window(second).await?;
    tablet.tap_at_the_door(&["Adults"]).await?;
    tablet.sees("4 people").await?;
    tablet.sees(KEPT).await?;
    tablet.driver().switch_to_window(form).await?;
    tablet
        .choose(
            "What kind of session was it?",
            Kind::TargetedPrevention.label(),
        )
        .await?;
    tablet.press("Save session").await?;
    tablet.sees("Not saved").await?;
    tablet.sees("has been tapped since").await?;
    tablet.follow("Back to the tally").await?;
    tablet.sees("4 people").await?;
    tablet.press("Make it a session").await?;
    tablet
        .until_is("the adults", Some("3".to_owned()), || {
            tablet.value("Adults")
        })
        .await
}

#[tokio::test]
async fn a_form_that_was_left_still_ends_the_tally_it_came_from() -> Result<()> {
    let tablet = with_a_tally("Main hall").await?;
    tablet.tap_at_the_door(&["Adults", "Adults"]).await?;
    tablet.sees(KEPT).await?;
    tablet.press("Make it a session").await?;
    tablet.is_on("Record a session").await?;
    tablet
        .choose(
            "What kind of session was it?",
            Kind::TargetedPrevention.label(),
        )
        .await?;
    tablet.follow("Today").await?;
    tablet.follow("Go on with the session").await?;
    tablet.press("Recover").await?;
    tablet
        .sees("The tally “Main hall” fills in the head counts")
        .await?;
    tablet.press("Save session").await?;
    tablet.is_saved("2 direct contacts").await?;
    assert!(!tablet.text().await?.contains("Open tallies"));
    Ok(())
}

#[tokio::test]
async fn taps_that_cannot_be_kept_are_said_and_kept_by_trying_again() -> Result<()> {
    let tablet = with_a_tally("Main hall").await?;
    // The journal takes nothing for a while, as when there is no space left.
    let stop = "window.put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = () => { throw new DOMException('', 'QuotaExceededError'); };
        return true;";
    let _: bool = tablet.script(stop, vec![]).await?;
    tablet.tap_at_the_door(&["Adults", "Adults"]).await?;
    tablet.sees("Taps are not being kept").await?;
    tablet.sees("2 people").await?;
    let _: bool = tablet
        .script(
            "IDBObjectStore.prototype.put = window.put; return true;",
            vec![],
        )
        .await?;
    tablet.press("Try again").await?;
    tablet.sees(KEPT).await?;
    tablet.open("/").await?;
    tablet.sees("2 people · started").await
}

/// Presses keys and fingers as the browser itself would get them.
async fn sends(tablet: &Tablet, method: &str, what: Value) -> Result<()> {
    tablet.driver().cdp().send_raw(method, what).await?;
    Ok(())
}

#[tokio::test]
async fn a_key_held_down_and_a_finger_that_rests_count_once() -> Result<()> {
    let tablet = with_a_tally("Main hall").await?;
    let place = "const adults = saying(all('button'), 'Adults');
        adults.focus();
        const box = adults.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2];";
    let (x, y): (f64, f64) = tablet.script(place, vec![]).await?;
    let key = |sort: &str, repeat: bool| {
        json!({ "type": sort, "key": "Enter", "code": "Enter", "text": "\r",
            "windowsVirtualKeyCode": 13, "autoRepeat": repeat })
    };
    sends(&tablet, "Input.dispatchKeyEvent", key("keyDown", false)).await?;
    for _ in 0..5 {
        sends(&tablet, "Input.dispatchKeyEvent", key("keyDown", true)).await?;
    }
    sends(&tablet, "Input.dispatchKeyEvent", key("keyUp", false)).await?;
    tablet.sees("1 person").await?;
    // A finger that rests, as one does that finds it hard to lift: a second and
    // a half, in the browser's own time.
    let rest = json!({ "x": x, "y": y, "duration": 1500, "gestureSourceType": "touch" });
    sends(&tablet, "Input.synthesizeTapGesture", rest).await?;
    tablet.sees("2 people").await?;
    let chosen: String = tablet
        .script("return String(getSelection());", vec![])
        .await?;
    assert_eq!(chosen, "");
    Ok(())
}

#[tokio::test]
async fn two_quick_thumbs_lose_no_tap_and_one_that_slides_off_counts_nothing() -> Result<()> {
    let tablet = with_a_tally("Main hall").await?;
    let places = "return ['Adults', 'Under 5'].map((label) => {
            const box = saying(all('button'), label).getBoundingClientRect();
            return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        });";
    let thumbs: Vec<Value> = tablet.script(places, vec![]).await?;
    let (mut left, mut right) = (thumbs[0].clone(), thumbs[1].clone());
    left["id"] = json!(1);
    right["id"] = json!(2);
    for (sort, down) in [
        ("touchStart", json!([left])),
        // The other is put down before the first is lifted.
        ("touchStart", json!([left, right])),
        ("touchEnd", json!([right])),
        ("touchEnd", json!([])),
    ] {
        let touch = json!({ "type": sort, "touchPoints": down });
        sends(&tablet, "Input.dispatchTouchEvent", touch).await?;
    }
    tablet.sees("2 people").await?;
    // In the order in which they were lifted.
    tablet.sees("Last: Adults · Under 5").await?;
    let mut away = left.clone();
    away["x"] = right["x"].clone();
    away["y"] = right["y"].clone();
    for (sort, down) in [
        ("touchStart", json!([left])),
        ("touchMove", json!([away])),
        ("touchEnd", json!([])),
    ] {
        let touch = json!({ "type": sort, "touchPoints": down });
        sends(&tablet, "Input.dispatchTouchEvent", touch).await?;
    }
    tablet.tap_at_the_door(&["5 to 10"]).await?;
    tablet.sees("3 people").await
}
