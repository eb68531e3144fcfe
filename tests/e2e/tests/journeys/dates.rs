//! Quick dates: what is asked about a day long ago, and what is said of one in a
//! quarter that was sent.

use chrono::{Datelike, Days, NaiveDate};
use daybook::domain::base::calendar::{Quarter, short_date};
use daybook::domain::record::session::Kind;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{DATE_IS_RIGHT, ROSEHILL, TypedSession, When};
use daybook_e2e::tablet::Tablet;

fn today() -> NaiveDate {
    chrono::Local::now().date_naive()
}

fn days_ago(days: u64) -> NaiveDate {
    today().checked_sub_days(Days::new(days)).unwrap()
}

/// Types a date with its month by name, and says nothing about it.
async fn type_date(tablet: &Tablet, date: NaiveDate) -> Result<()> {
    tablet.choose("When was it?", "Another date").await?;
    tablet.fill("Day", &date.day().to_string()).await?;
    tablet.fill("Month", &date.format("%b").to_string()).await?;
    tablet.fill("Year", &date.year().to_string()).await
}

async fn fill_in_the_rest(tablet: &Tablet) -> Result<()> {
    let kind = Kind::TargetedPrevention.label();
    tablet.choose("What kind of session was it?", kind).await?;
    tablet.fill("Adults", "4").await
}

#[tokio::test]
async fn a_date_more_than_31_days_ago_is_asked_about_once() -> Result<()> {
    let tablet = Tablet::on_the_session_form().await?;
    let date = days_ago(38);
    let question = format!("That was 5 weeks ago. Is {} right?", short_date(date));
    type_date(&tablet, date).await?;
    fill_in_the_rest(&tablet).await?;
    tablet.sees(&question).await?;
    // Saved without an answer, the same is asked at the top.
    tablet.press("Save session").await?;
    tablet.sees("There is a problem").await?;
    let alerts = tablet.regions("alert").await?.concat();
    assert!(alerts.contains(&question), "{alerts}");
    tablet.press(DATE_IS_RIGHT).await?;
    tablet.press("Save and add another").await?;
    tablet.is_saved("4 direct contacts").await?;
    // The same date is kept for the next one, and not asked about again.
    fill_in_the_rest(&tablet).await?;
    tablet.fill("Adults", "5").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("5 direct contacts").await?;
    tablet.holds(2).await
}

#[tokio::test]
async fn another_date_long_ago_is_asked_about_anew_and_a_recent_one_is_not() -> Result<()> {
    let tablet = Tablet::on_the_session_form().await?;
    type_date(&tablet, days_ago(38)).await?;
    tablet.press(DATE_IS_RIGHT).await?;
    type_date(&tablet, days_ago(45)).await?;
    tablet.sees("That was 6 weeks ago.").await?;
    fill_in_the_rest(&tablet).await?;
    tablet.press("Save session").await?;
    tablet.sees("There is a problem").await?;
    type_date(&tablet, days_ago(31)).await?;
    assert!(!tablet.asks_about_the_date().await?);
    tablet.press("Save session").await?;
    tablet.is_saved("4 direct contacts").await
}

#[tokio::test]
async fn a_late_entry_into_a_quarter_that_was_sent_is_said_and_marks_it_as_changed() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    let quarter = Quarter::containing(today()).previous();
    let late = TypedSession {
        when: When::On(quarter.last_day()),
        ..TypedSession::STAY_AND_PLAY
    };
    tablet.record_session(&late).await?;
    let sent = format!(
        "The return of {quarter} was made on {}.",
        short_date(today())
    );
    assert!(!tablet.text().await?.contains(&sent));
    tablet.open(&format!("/quarter/{}", quarter.slug())).await?;
    tablet.press("Send return").await?;
    tablet.is_on("Check the return").await?;
    tablet.make_return().await?;
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    assert!(!tablet.text().await?.contains(&sent), "today is not in it");
    tablet
        .fill_in_session(&TypedSession {
            came: [1, 0, 0, 0, 1],
            ..late
        })
        .await?;
    tablet.sees(&sent).await?;
    tablet.sees("You can save this all the same.").await?;
    tablet.press("Save session").await?;
    tablet
        .is_saved("It is marked as changed: make its return again")
        .await?;
    tablet.open(&format!("/quarter/{}", quarter.slug())).await?;
    tablet.sees("Changed since it was made").await
}
