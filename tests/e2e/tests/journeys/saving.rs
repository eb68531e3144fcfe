//! Saving: one record however often Save is tapped, and the next form of a run
//! of sessions.

use daybook::domain::record::session::Kind;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{TypedSession, question_of_place};
use daybook_e2e::tablet::Tablet;
use serde_json::json;

use crate::figures::first_of_quarter;

async fn check_double_tap(button: &str) -> Result<()> {
    let tablet = Tablet::on_the_session_form().await?;
    tablet.fill_in_session(&TypedSession::STAY_AND_PLAY).await?;
    let twice = "const save = button(arguments[0]); save.click(); save.click(); return true;";
    let _: bool = tablet.script(twice, vec![json!(button)]).await?;
    tablet.is_saved("15 direct contacts").await?;
    tablet.holds(1).await?;
    assert_eq!(tablet.kept("r1/").await?.len(), 1);
    // Nor does a second one come later.
    tablet.open("/").await?;
    tablet.holds(1).await
}

#[tokio::test]
async fn a_double_tap_on_save_makes_one_record() -> Result<()> {
    check_double_tap("Save session").await
}

#[tokio::test]
async fn a_double_tap_on_save_and_add_another_makes_one_record() -> Result<()> {
    check_double_tap("Save and add another").await
}

#[tokio::test]
async fn the_next_session_keeps_date_kind_and_place_and_no_head_count() -> Result<()> {
    let tablet = Tablet::on_the_session_form().await?;
    let session = TypedSession {
        when: first_of_quarter(),
        ..TypedSession::STAY_AND_PLAY
    };
    tablet.fill_in_session(&session).await?;
    let date = tablet.chosen("When was it?").await?;
    tablet.press("Save and add another").await?;
    tablet.is_saved("15 direct contacts").await?;
    tablet
        .until_is("the head counts", Some(String::new()), || {
            tablet.value("Under 5")
        })
        .await?;
    for label in ["5 to 10", "11 to 15", "16 to 19", "Adults", "New families"] {
        assert_eq!(tablet.value(label).await?.as_deref(), Some(""), "{label}");
    }
    assert_eq!(tablet.chosen("When was it?").await?, date);
    let kind = Kind::ChildrensCentreGroup;
    let chosen = tablet.chosen("What kind of session was it?").await?;
    assert_eq!(chosen.as_deref(), Some(kind.label()));
    let place = tablet.chosen(question_of_place(kind)).await?;
    assert_eq!(place.as_deref(), session.place);

    for _ in 0..3 {
        tablet.press("One more: Adults").await?;
    }
    tablet.press("One fewer: Adults").await?;
    assert_eq!(tablet.value("Adults").await?.as_deref(), Some("2"));
    tablet.press("Save session").await?;
    tablet.is_saved("2 direct contacts").await?;
    tablet.holds(2).await?;
    tablet.sees("17\ndirect contacts").await
}

/// Keeps every write from telling that it is safe, until it is let go.
const HOLD_BACK: &str = "const usual = Object.getOwnPropertyDescriptor(
        IDBTransaction.prototype, 'oncomplete');
    const held = [];
    Object.defineProperty(IDBTransaction.prototype, 'oncomplete', { ...usual, set(then) {
        usual.set.call(this, (event) => held.push(() => then.call(this, event)));
    } });
    window.heldBack = held;
    window.letGo = () => {
        Object.defineProperty(IDBTransaction.prototype, 'oncomplete', usual);
        held.forEach((tell) => tell());
    };
    return true;";

#[tokio::test]
async fn a_form_that_is_left_while_it_saves_is_saved_all_the_same() -> Result<()> {
    let tablet = Tablet::on_the_session_form().await?;
    tablet.fill_in_session(&TypedSession::STAY_AND_PLAY).await?;
    let _: bool = tablet.script(HOLD_BACK, vec![]).await?;
    tablet.press("Save session").await?;
    tablet
        .until_is("the write to be held back", true, || {
            tablet.script("return window.heldBack.length > 0;", vec![])
        })
        .await?;
    tablet.follow("Records").await?;
    tablet.is_on("Records").await?;
    let _: bool = tablet
        .script("window.letGo(); return true;", vec![])
        .await?;
    tablet.holds(1).await?;
    tablet.follow("Today").await?;
    tablet.sees("15\ndirect contacts").await
}
