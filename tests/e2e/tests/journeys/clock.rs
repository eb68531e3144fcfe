//! The tablet's clock: around midnight, where British Summer Time begins, and
//! set back two years.

use daybook_e2e::clock::clock_moved_by;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;
use serde_json::json;

/// Sets the clock and its place, for every page that is opened from now on.
async fn set_clock(tablet: &Tablet, now: &str, zone: &str) -> Result<()> {
    let cdp = tablet.driver().cdp();
    cdp.send_raw(
        "Emulation.setTimezoneOverride",
        json!({ "timezoneId": zone }),
    )
    .await?;
    let script = clock_moved_by(&format!("Date.parse('{now}') - Date.now()"));
    let source = json!({ "source": script });
    cdp.send_raw("Page.addScriptToEvaluateOnNewDocument", source)
        .await?;
    tablet.open("/").await
}

/// What is recorded at a moment with Today counts on this day and in this
/// quarter.
async fn check(now: &str, day: &str, quarter: &str) -> Result<()> {
    let tablet = Tablet::unopened().await?;
    set_clock(&tablet, now, "Europe/London").await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.open_record("15 direct contacts").await?;
    assert_eq!(tablet.fact("Date").await?.as_deref(), Some(day));
    assert_eq!(tablet.fact("Clock").await?, None);
    tablet.follow("Quarter").await?;
    tablet.sees(quarter).await?;
    let row = tablet.row("By kind of session", "All kinds").await?;
    assert_eq!(row, ["1", "15", "2"]);
    Ok(())
}

#[tokio::test]
async fn a_session_just_before_midnight_on_31_march_counts_in_the_old_year() -> Result<()> {
    // British Summer Time: an hour after the clock of UTC.
    let quarter = "Quarter 4, January to March 2027 (2026 to 2027)";
    check("2027-03-31T22:58:00Z", "Wednesday 31 March 2027", quarter).await
}

#[tokio::test]
async fn a_session_just_after_midnight_on_1_april_counts_in_the_new_year() -> Result<()> {
    // Still 31 March by UTC.
    let quarter = "Quarter 1, April to June 2027 (2027 to 2028)";
    check("2027-03-31T23:02:00Z", "Thursday 1 April 2027", quarter).await
}

#[tokio::test]
async fn a_session_in_the_hour_when_summer_time_begins_has_its_day() -> Result<()> {
    let quarter = "Quarter 4, January to March 2027 (2026 to 2027)";
    check("2027-03-28T01:00:00Z", "Sunday 28 March 2027", quarter).await
}

#[tokio::test]
async fn with_a_clock_set_back_two_years_the_date_is_typed_and_the_record_says_so() -> Result<()> {
    let tablet = Tablet::unopened().await?;
    set_clock(&tablet, "2024-11-24T10:00:00Z", "Europe/London").await?;
    tablet.sees("This tablet’s clock is wrong").await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    let offered: bool = tablet
        .script("return choice('When was it?', 'Today') !== null;", vec![])
        .await?;
    assert!(!offered, "a day that cannot be right is not offered");
    let session = TypedSession {
        when: daybook_e2e::forms::When::On(chrono::NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()),
        ..TypedSession::STAY_AND_PLAY
    };
    tablet.fill_in_session(&session).await?;
    tablet.press("Save session").await?;
    tablet.is_saved("15 direct contacts").await?;
    tablet.open_record("15 direct contacts").await?;
    let date = tablet.fact("Date").await?;
    assert_eq!(date.as_deref(), Some("Friday 20 November 2026"));
    let clock = tablet.fact("Clock").await?;
    let said = "The tablet’s clock was wrong; the date was typed";
    assert_eq!(clock.as_deref(), Some(said));
    Ok(())
}
