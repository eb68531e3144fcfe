//! What is typed, pasted, dictated and dropped is what is counted and kept.

use daybook::domain::capture::family_survey::COMMENT_LENGTH;
use daybook::domain::record::locale::Phrase;
use daybook_e2e::error::Result;
use daybook_e2e::family::{STAFF_PIN, words_of};
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;
use serde_json::json;

use crate::family::{begin, set_up_with_a_pin};
use crate::import::{FILE, THREE, WRONG};

/// A text with digits of another script, whose zero is given.
fn in_digits_from(zero: char, digits: &str) -> String {
    let other = |digit: char| {
        let value = digit.to_digit(10).unwrap();
        char::from_u32(u32::from(zero) + value).unwrap()
    };
    digits.chars().map(other).collect()
}

#[tokio::test]
async fn a_number_typed_after_three_taps_stands_in_place_of_the_three() -> Result<()> {
    let tablet = Tablet::on_the_session_form().await?;
    for _ in 0..3 {
        tablet.press("One more: Under 5").await?;
    }
    tablet.tap_field("Under 5").await?;
    tablet.keys("12").await?;
    assert_eq!(tablet.value("Under 5").await?.as_deref(), Some("12"));
    // The next tap puts the caret where it was tapped, so that a digit can be mended.
    tablet.tap_field("Under 5").await?;
    tablet.keys("\u{e010}3").await?;
    assert_eq!(tablet.value("Under 5").await?.as_deref(), Some("123"));
    Ok(())
}

#[tokio::test]
async fn more_than_100_in_one_band_is_asked_about_before_it_is_saved() -> Result<()> {
    let tablet = Tablet::on_the_session_form().await?;
    let many = TypedSession {
        came: [312, 0, 0, 0, 6],
        new_families: 0,
        ..TypedSession::STAY_AND_PLAY
    };
    tablet.fill_in_session(&many).await?;
    tablet.press("Save session").await?;
    tablet.sees("Under 5: 312.").await?;
    tablet.holds_nothing().await?;
    tablet.fill("Under 5", "12").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("18 direct contacts").await
}

#[tokio::test]
async fn staff_take_the_tablet_back_on_the_keyboard_that_a_family_left() -> Result<()> {
    let tablet = Tablet::new().await?;
    set_up_with_a_pin(&tablet).await?;
    for zero in ['٠', '۰', '੦', '０'] {
        tablet.hand_over().await?;
        begin(&tablet).await?;
        tablet.press("For staff").await?;
        tablet.is_on("Take the tablet back").await?;
        let pin = in_digits_from(zero, STAFF_PIN);
        tablet.enter("Staff PIN", &pin).await?;
        tablet.is_on("Today").await?;
    }
    Ok(())
}

/// Puts a text into the comment at once, as pasting and dictation do.
async fn paste_comment(tablet: &Tablet, text: &str) -> Result<()> {
    let script = "const box = document.getElementById('comment');
        box.value = arguments[0];
        box.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertFromPaste' }));
        return true;";
    let _: bool = tablet.script(script, vec![json!(text)]).await?;
    Ok(())
}

#[tokio::test]
async fn a_comment_that_does_not_fit_is_told_to_the_family_in_its_language() -> Result<()> {
    let tablet = Tablet::new().await?;
    set_up_with_a_pin(&tablet).await?;
    tablet.offer_languages(&["pl"]).await?;
    tablet.hand_over().await?;
    let polish = words_of("pl");
    tablet.press(polish.locale.name).await?;
    tablet.is_on(polish.say(Phrase::Title)).await?;
    tablet.press(polish.say(Phrase::Start)).await?;
    tablet.press(polish.say(Phrase::ParentOrCarer)).await?;
    for asked in [Phrase::Respect, Phrase::Listened, Phrase::Helped] {
        tablet.is_on(polish.say(asked)).await?;
        tablet.press(polish.say(Phrase::Yes)).await?;
    }
    tablet.is_on(polish.say(Phrase::WentWell)).await?;
    let long = "a".repeat(COMMENT_LENGTH) + "ciepłe słowa";
    paste_comment(&tablet, &long).await?;
    tablet.sees(polish.say(Phrase::TooLong)).await?;
    tablet.sees("ciepłe słowa").await?;
    tablet.press(polish.say(Phrase::Next)).await?;
    tablet.is_on(polish.say(Phrase::WentWell)).await?;
    let kept = "return document.getElementById('comment').value;";
    let kept: String = tablet.script(kept, vec![]).await?;
    assert_eq!(kept, long, "the comment was cut");
    paste_comment(&tablet, "Ciepłe słowa").await?;
    tablet.press(polish.say(Phrase::Next)).await?;
    tablet.is_on(polish.say(Phrase::CouldBeBetter)).await
}

#[tokio::test]
async fn staff_see_what_of_a_note_does_not_fit() -> Result<()> {
    let tablet = Tablet::on_the_session_form().await?;
    tablet.fill_in_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet
        .press("Add theme, length, partners or a note")
        .await?;
    let long = "x".repeat(500) + "the end";
    tablet.fill("Note (optional)", &long).await?;
    tablet
        .sees("7 characters too many. This does not fit:")
        .await?;
    tablet.sees("the end").await?;
    tablet.fill("Note (optional)", "It rained.").await?;
    tablet
        .until_is("nothing to be left over", false, || async {
            Ok(tablet.text().await?.contains("does not fit"))
        })
        .await?;
    Ok(())
}

/// What becomes of a file that is dropped on an element, found by a selector: whether
/// the browser is kept from opening it.
async fn drop_on(tablet: &Tablet, selector: &str) -> Result<bool> {
    let script = "const data = new DataTransfer();
        data.items.add(new File(['{'], 'wrong.json', { type: 'application/json' }));
        const on = document.querySelector(arguments[0]);
        const ended = ['dragenter', 'dragover', 'drop'].map((name) => {
          const event = new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer: data });
          return !on.dispatchEvent(event);
        });
        return ended.every((it) => it);";
    tablet.script(script, vec![json!(selector)]).await
}

#[tokio::test]
async fn a_file_dropped_beside_the_box_does_nothing_on_any_page() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    for path in [
        "/",
        "/session",
        "/settings",
        "/restore",
        "/import",
        "/roll-up",
        "/roll-up/publish",
    ] {
        tablet.open(path).await?;
        tablet
            .until_is("a page", true, || {
                tablet.script("return !!document.querySelector('h1');", vec![])
            })
            .await?;
        assert!(
            drop_on(&tablet, "h1").await?,
            "{path} lets the file take its place"
        );
        assert!(drop_on(&tablet, "body").await?, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a_file_that_was_refused_can_be_chosen_again_and_dropped_on_its_box() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Settings").await?;
    tablet
        .follow("Add past sessions from a spreadsheet")
        .await?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("sessions.csv");
    std::fs::write(&path, WRONG)?;
    tablet.choose_file(FILE, &path).await?;
    tablet.sees("Line 3, Adults: “x” is not allowed").await?;
    // It was put right, and is chosen again under its name.
    std::fs::write(&path, THREE)?;
    tablet.choose_file(FILE, &path).await?;
    tablet.sees("3 sessions").await?;
    tablet.follow("Settings").await?;
    tablet
        .follow("Add past sessions from a spreadsheet")
        .await?;
    tablet
        .until_is("the field", true, || {
            tablet.script(
                "return !!document.querySelector('input[type=file]');",
                vec![],
            )
        })
        .await?;
    assert!(drop_on(&tablet, "input[type=file]").await?);
    Ok(())
}

#[tokio::test]
async fn the_browsers_translation_leaves_the_app_alone() -> Result<()> {
    let tablet = Tablet::new().await?;
    for path in ["/", "/roll-up"] {
        tablet.open(path).await?;
        let script = "return document.documentElement.getAttribute('translate');";
        let says: Option<String> = tablet.script(script, vec![]).await?;
        assert_eq!(says.as_deref(), Some("no"));
    }
    Ok(())
}
