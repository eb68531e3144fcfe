//! Example data: one tap to see it, marked wherever it is, and gone without a
//! trace in the real records.

use daybook::domain::submission::quarter_return::QuarterReturn;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;

const MARK: &str = "Nothing here is real.";

async fn check_marked(tablet: &Tablet) -> Result<()> {
    let look = || async {
        let regions = tablet.regions("region").await?;
        Ok(regions
            .iter()
            .any(|it| it.contains(MARK) && it.to_lowercase().contains("example data"))
            .then_some(()))
    };
    tablet.until("the mark of example data", look).await
}

#[tokio::test]
async fn example_data_is_marked_everywhere_and_leaves_an_untouched_first_start() -> Result<()> {
    let mut tablet = Tablet::new().await?;
    tablet.is_on("Set up this tablet").await?;
    tablet.press("Try it with example data").await?;
    tablet.is_on("Today").await?;
    check_marked(&tablet).await?;
    for (link, heading) in [
        ("Record a session", "Record a session"),
        ("Record a survey", "Record a survey"),
        ("About Daybook and what it stores", "About Daybook"),
    ] {
        tablet.follow(link).await?;
        tablet.is_on(heading).await?;
        check_marked(&tablet).await?;
    }
    let session = TypedSession {
        place: None,
        kind: daybook::domain::record::session::Kind::TargetedPrevention,
        ..TypedSession::STAY_AND_PLAY
    };
    tablet.record_session(&session).await?;
    tablet.close().await?;
    tablet.reopen().await?;
    tablet.is_on("Today").await?;
    check_marked(&tablet).await?;

    tablet.follow("Quarter").await?;
    tablet.says("By kind of session").await?;
    check_marked(&tablet).await?;
    tablet.press("Send return").await?;
    tablet.is_on("Check the return").await?;
    check_marked(&tablet).await?;
    tablet.make_return().await?;
    check_marked(&tablet).await?;
    let (_, bytes) = tablet.download("Download return").await?;
    let sent = QuarterReturn::read(std::str::from_utf8(&bytes).unwrap()).unwrap();
    assert!(
        sent.example,
        "the return does not say that it is an example"
    );
    assert_eq!(tablet.kept("r1/").await?, []);

    tablet.follow("Today").await?;
    tablet.is_on("Today").await?;
    tablet.press("Leave the example").await?;
    tablet.is_on("Set up this tablet").await?;
    let text = tablet.text().await?;
    assert!(!text.contains(MARK), "{text}");
    assert_eq!(tablet.value("Team").await?.as_deref(), Some(""));
    tablet.set_up(ROSEHILL).await?;
    tablet.holds_nothing().await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.holds(1).await?;
    tablet.follow("Quarter").await?;
    let row = tablet.row("By kind of session", "All kinds").await?;
    assert_eq!(row, ["1", "15", "2"]);
    tablet.sees("Not made yet").await?;
    assert_eq!(tablet.kept("r1/").await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn whoever_leaves_the_example_on_any_page_begins_on_today() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.press("Try it with example data").await?;
    tablet.is_on("Today").await?;
    tablet.follow("Quarter").await?;
    tablet.says("By kind of session").await?;
    tablet.press("Leave the example").await?;
    tablet.set_up(ROSEHILL).await
}

#[tokio::test]
async fn another_tab_follows_into_the_example_and_out_of_it() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.is_on("Set up this tablet").await?;
    let first = tablet.second_tab().await?;
    tablet.press("Try it with example data").await?;
    tablet.is_on("Today").await?;
    check_marked(&tablet).await?;
    let second = tablet.driver().window().await?;

    tablet.driver().switch_to_window(first).await?;
    tablet.is_on("Today").await?;
    check_marked(&tablet).await?;
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    tablet.fill("Adults", "41").await?;
    let first = tablet.driver().window().await?;

    tablet.driver().switch_to_window(second).await?;
    tablet.press("Leave the example").await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.driver().switch_to_window(first).await?;
    tablet.is_on("Today").await?;
    tablet.holds_nothing().await?;
    let text = tablet.text().await?;
    assert!(!text.contains(MARK), "{text}");
    // What was typed in the example stays there.
    assert!(!text.contains("Go on with the session"), "{text}");
    Ok(())
}
