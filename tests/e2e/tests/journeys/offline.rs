//! Without a connection, for as long as it takes: one visit is enough, and what
//! is not ready is said.

use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;
use daybook_e2e::versions::Version;
use serde_json::json;

const READY: &str = "Ready to work offline";

async fn ready() -> Result<Tablet> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.sees(READY).await?;
    Ok(tablet)
}

#[tokio::test]
async fn after_one_visit_a_day_is_recorded_without_a_server_and_through_a_restart() -> Result<()> {
    let mut tablet = ready().await?;
    tablet.lose_connection();
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.holds(1).await?;
    tablet.open("/").await?;
    tablet.is_on("Today").await?;
    tablet.holds(1).await?;
    tablet.open("/records").await?;
    tablet.is_on("Records").await?;
    tablet.sees("15 direct contacts").await?;
    tablet.sees(READY).await?;

    tablet.close().await?;
    tablet.reopen().await?;
    tablet.is_on("Today").await?;
    tablet.holds(1).await?;
    tablet.sees(READY).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.holds(2).await?;
    tablet.follow("Quarter").await?;
    let row = tablet.row("By kind of session", "All kinds").await?;
    assert_eq!(row, ["2", "30", "4"]);
    tablet.press("Send return").await?;
    tablet.is_on("Check the return").await?;
    tablet.make_return().await?;
    tablet.download("Download return").await?;
    tablet.kill();
    tablet.reopen().await?;
    tablet.holds(2).await
}

#[tokio::test]
async fn a_first_visit_to_half_an_upload_says_that_a_part_is_missing() -> Result<()> {
    let version = Version::as_built()?;
    let changed = version.becomes("second")?;
    changed.is_missing()?;
    let tablet = Tablet::on_version(&version).await?;
    tablet
        .sees("Not ready to work offline: 1 part missing")
        .await?;
    changed.is_right()?;
    tablet.comes_back().await?;
    tablet.sees(READY).await
}

#[tokio::test]
async fn a_first_visit_waits_for_no_part_of_the_managers_and_is_ready_once_it_is_here() -> Result<()>
{
    let version = Version::as_built()?;
    let managers = version.managers_part()?;
    managers.is_missing()?;
    let mut tablet = Tablet::on_version(&version).await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.is_kept_for_offline().await?;
    tablet
        .sees("Not ready to work offline: 1 part missing")
        .await?;
    tablet.lose_connection();
    tablet.open("/").await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.holds(1).await?;
    managers.is_right()?;
    tablet.connect_again()?;
    tablet.comes_back().await?;
    tablet.sees(READY).await?;
    tablet.lose_connection();
    tablet.open("/roll-up").await?;
    tablet.is_on("Returns").await
}

#[tokio::test]
async fn a_part_that_the_browser_dropped_is_said_and_fetched_again() -> Result<()> {
    let mut tablet = ready().await?;
    tablet.lose_connection();
    tablet.drops_from_its_cache("/icon-512.png").await?;
    tablet.open("/").await?;
    tablet
        .sees("Not ready to work offline: 1 part missing")
        .await?;
    tablet.connect_again()?;
    tablet.comes_back().await?;
    tablet.sees(READY).await
}

#[tokio::test]
async fn the_worker_answers_for_the_app_alone_and_only_when_it_is_read() -> Result<()> {
    let mut tablet = ready().await?;
    // So that the page is one that the worker answered for.
    tablet.open("/").await?;
    tablet.sees(READY).await?;
    let ask = "const [address, method, done] = arguments;
        fetch(address, { method }).then((came) => done(came.status), () => done(0));";
    let asked = [
        ("/manifest.webmanifest", "GET", 200),
        ("/service-worker.js", "GET", 200),
        ("/notes.txt", "GET", 404),
        ("/manifest.webmanifest", "POST", 405),
        ("/", "POST", 405),
    ];
    for (address, method, status) in asked {
        let arguments = vec![json!(address), json!(method)];
        let came = tablet.driver().execute_async(ask, arguments).await?;
        assert_eq!(came.json(), &json!(status), "{method} {address}");
    }
    tablet.lose_connection();
    for (address, method, status) in [
        ("/manifest.webmanifest", "GET", 200),
        ("/service-worker.js", "GET", 0),
        ("/notes.txt", "GET", 0),
        ("/manifest.webmanifest", "POST", 0),
        ("/", "POST", 0),
    ] {
        let arguments = vec![json!(address), json!(method)];
        let came = tablet.driver().execute_async(ask, arguments).await?;
        assert_eq!(came.json(), &json!(status), "{method} {address}, offline");
    }
    Ok(())
}
