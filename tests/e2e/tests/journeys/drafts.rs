//! Unfinished input: kept as it is typed, and offered after whatever happened.

use daybook::domain::session::Kind;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;

const NOTE: &str = "Half a note, then the fire alarm";

async fn with_half_a_session() -> Result<Tablet> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    tablet.fill_in_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet
        .press("Add theme, length, partners or a note")
        .await?;
    tablet.fill("Note (optional)", NOTE).await?;
    is_kept(&tablet, NOTE).await?;
    Ok(tablet)
}

/// Waits until the journal holds what was typed.
async fn is_kept(tablet: &Tablet, words: &str) -> Result<()> {
    tablet
        .until(&format!("“{words}” in the journal"), || async {
            let meta = tablet.journal_store("meta").await?;
            let mut drafts = meta.iter().filter(|(key, _)| key.starts_with("draft/"));
            Ok(drafts.any(|(_, text)| text.contains(words)).then_some(()))
        })
        .await
}

async fn no_draft_is_left(tablet: &Tablet) -> Result<()> {
    tablet
        .until_is("the drafts left", 0, || async {
            let meta = tablet.journal_store("meta").await?;
            let drafts = meta.iter().filter(|(key, _)| key.starts_with("draft/"));
            Ok(drafts.count())
        })
        .await
}

async fn check_recovered(tablet: &Tablet) -> Result<()> {
    tablet.is_on("Today").await?;
    tablet.sees("Left unfinished:").await?;
    tablet.follow("Go on with the session").await?;
    tablet.is_on("Record a session").await?;
    assert_eq!(tablet.value("Under 5").await?.as_deref(), Some(""));
    tablet.press("Recover").await?;
    tablet
        .until_is("the head count", Some("7".to_owned()), || {
            tablet.value("Under 5")
        })
        .await?;
    let kind = tablet.chosen("What kind of session was it?").await?;
    assert_eq!(kind.as_deref(), Some(Kind::ChildrensCentreGroup.label()));
    tablet.press("Save session").await?;
    tablet.is_saved("15 direct contacts").await?;
    tablet.holds(1).await?;
    no_draft_is_left(tablet).await?;
    tablet.open_record("15 direct contacts").await?;
    assert_eq!(tablet.fact("Note").await?.as_deref(), Some(NOTE));
    Ok(())
}

#[tokio::test]
async fn what_was_typed_is_recovered_after_a_kill() -> Result<()> {
    let mut tablet = with_half_a_session().await?;
    tablet.kill();
    tablet.reopen().await?;
    check_recovered(&tablet).await
}

#[tokio::test]
async fn what_was_typed_is_recovered_after_a_reload_and_after_leaving_the_page() -> Result<()> {
    let tablet = with_half_a_session().await?;
    tablet.open("/").await?;
    check_recovered(&tablet).await
}

#[tokio::test]
async fn input_typed_a_moment_before_leaving_the_page_is_kept() -> Result<()> {
    let tablet = with_half_a_session().await?;
    tablet.fill("Minutes (optional)", "95").await?;
    tablet.follow("Today").await?;
    tablet.is_on("Today").await?;
    is_kept(&tablet, "95").await
}

#[tokio::test]
async fn discarded_input_is_not_offered_again_and_a_saved_form_leaves_none() -> Result<()> {
    let tablet = with_half_a_session().await?;
    tablet.open("/session").await?;
    tablet.sees("This was left unfinished").await?;
    tablet.press("Discard").await?;
    no_draft_is_left(&tablet).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.open("/session").await?;
    tablet.is_on("Record a session").await?;
    no_draft_is_left(&tablet).await?;
    let offered: bool = tablet
        .script("return button('Recover') !== null;", vec![])
        .await?;
    assert!(!offered);
    Ok(())
}

#[tokio::test]
async fn a_second_tab_never_writes_over_what_the_first_one_keeps() -> Result<()> {
    let tablet = with_half_a_session().await?;
    tablet.second_tab().await?;
    tablet.open("/session").await?;
    tablet.sees("This was left unfinished").await?;
    tablet.fill("Adults", "41").await?;
    is_kept(&tablet, "41").await?;
    is_kept(&tablet, NOTE).await?;
    // Recovering the first offers what was typed in the meantime in its turn.
    tablet.press("Recover").await?;
    tablet
        .until_is("the head count", Some("7".to_owned()), || {
            tablet.value("Under 5")
        })
        .await?;
    tablet.press("Recover").await?;
    tablet
        .until_is("the adults", Some("41".to_owned()), || {
            tablet.value("Adults")
        })
        .await
}

#[tokio::test]
async fn an_unfinished_correction_is_recovered_after_a_kill() -> Result<()> {
    let mut tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.open_record("15 direct contacts").await?;
    tablet.press("Correct").await?;
    tablet.is_on("Correct a session").await?;
    tablet.fill("Under 5", "17").await?;
    is_kept(&tablet, "17").await?;
    tablet.kill();
    tablet.reopen().await?;
    tablet.follow("Go on with the correction").await?;
    tablet.is_on("Correct a session").await?;
    tablet.press("Recover").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("25 direct contacts").await?;
    no_draft_is_left(&tablet).await
}
