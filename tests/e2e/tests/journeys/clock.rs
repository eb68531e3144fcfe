//! The tablet's clock: around midnight, where British Summer Time begins, and
//! set back two years.

use daybook::domain::record::locale::Phrase;
use daybook_e2e::clock::clock_moved_by;
use daybook_e2e::error::Result;
use daybook_e2e::family::STAFF_PIN;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;
use serde_json::json;

/// Sets the clock and its place, for every page that is opened from now on.
pub async fn set_clock(tablet: &Tablet, now: &str, zone: &str) -> Result<()> {
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

#[tokio::test]
async fn a_page_left_open_over_midnight_shows_the_new_day_and_the_new_quarter() -> Result<()> {
    let tablet = Tablet::unopened().await?;
    set_clock(&tablet, "2027-03-31T22:50:00Z", "Europe/London").await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.follow("Today").await?;
    tablet.sees("Wednesday 31 March 2027").await?;
    tablet.sees("Saved on this tablet 23:5").await?;
    tablet.sees("15 direct contacts").await?;

    // A quarter of an hour later the tablet is taken up again.
    taken_up_again(&tablet, 15).await?;
    tablet.sees("Thursday 1 April 2027").await?;
    tablet.sees("Saved on this tablet 31 March 23:5").await?;
    tablet.sees("Quarter 1, April to June 2027").await
}

/// Lets so many minutes pass, after which the tablet is taken up again.
async fn taken_up_again(tablet: &Tablet, minutes: u32) -> Result<()> {
    tablet.let_pass(minutes * 60).await?;
    let script = "dispatchEvent(new Event('focus')); return true;";
    tablet.script(script, vec![]).await.map(|_: bool| ())
}

/// Waits until the form of a session has this day chosen.
async fn is_chosen(tablet: &Tablet, day: &str) -> Result<()> {
    tablet
        .until(day, || async {
            let chosen = tablet.chosen("When was it?").await?;
            Ok((chosen.as_deref() == Some(day)).then_some(()))
        })
        .await
}

#[tokio::test]
async fn a_blank_form_goes_on_to_the_new_day_and_one_that_is_filled_in_keeps_its_own() -> Result<()>
{
    let tablet = Tablet::unopened().await?;
    set_clock(&tablet, "2027-03-31T22:30:00Z", "Europe/London").await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    is_chosen(&tablet, "Today").await?;
    taken_up_again(&tablet, 35).await?;
    is_chosen(&tablet, "Today").await?;

    tablet.fill("Under 5", "3").await?;
    taken_up_again(&tablet, 24 * 60).await?;
    is_chosen(&tablet, "Yesterday").await
}

#[tokio::test]
async fn with_the_clock_in_doubt_the_tablet_is_handed_over_with_the_day_that_is_typed() -> Result<()>
{
    let tablet = Tablet::unopened().await?;
    set_clock(&tablet, "2024-11-24T10:00:00Z", "Europe/London").await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.set_pin("staff PIN", STAFF_PIN).await?;
    tablet.open("/survey/hand-over").await?;
    tablet.enter("Staff PIN", STAFF_PIN).await?;
    tablet.is_on("Start a family survey").await?;
    for (part, typed) in [("Day", "20"), ("Month", "November"), ("Year", "2026")] {
        tablet.fill(part, typed).await?;
        assert_eq!(tablet.value(part).await?.as_deref(), Some(typed));
    }
    tablet.press("Hand the tablet over").await?;
    tablet.is_on(Phrase::Title.english()).await
}

/// A tablet with one session, saved while its clock said a day; now it says another.
async fn saved_then_set(then: &str, now: &str) -> Result<Tablet> {
    let tablet = Tablet::unopened().await?;
    set_clock(&tablet, then, "Europe/London").await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    // Moved once more, by what lies between the two.
    let moved = clock_moved_by(&format!("Date.parse('{now}') - Date.parse('{then}')"));
    tablet.before_each_page(&moved).await?;
    Ok(tablet)
}

#[tokio::test]
async fn a_form_opened_by_its_address_asks_for_the_day_once_the_clock_is_in_doubt() -> Result<()> {
    let tablet = saved_then_set("2028-03-01T10:00:00Z", "2027-11-24T10:00:00Z").await?;
    tablet.open("/session").await?;
    tablet.is_on("Record a session").await?;
    let chosen = || tablet.chosen("When was it?");
    tablet
        .until_is("the day", Some("Another date".to_owned()), chosen)
        .await?;
    let today: bool = tablet
        .script("return choice('When was it?', 'Today') !== null;", vec![])
        .await?;
    assert!(!today, "a day that would be refused is not offered");
    for (part, typed) in [("Day", "23"), ("Month", "11"), ("Year", "2027")] {
        tablet.fill(part, typed).await?;
    }
    let session = TypedSession {
        when: daybook_e2e::forms::When::On(chrono::NaiveDate::from_ymd_opt(2027, 11, 23).unwrap()),
        ..TypedSession::STAY_AND_PLAY
    };
    tablet.fill_in_session(&session).await?;
    tablet.press("Save session").await?;
    tablet.is_saved("15 direct contacts").await
}

#[tokio::test]
async fn a_clock_that_was_once_ahead_is_trusted_again_once_a_person_says_that_it_is_right()
-> Result<()> {
    let tablet = saved_then_set("2029-03-01T10:00:00Z", "2027-11-24T10:00:00Z").await?;
    tablet.open("/").await?;
    tablet.sees("This tablet’s clock is wrong, or was").await?;
    tablet.press("Yes, today is 24 November 2027").await?;
    tablet
        .sees("1 record has noted that the clock was wrong then")
        .await?;
    let second = TypedSession {
        came: [3, 0, 0, 0, 1],
        new_families: 0,
        ..TypedSession::STAY_AND_PLAY
    };
    tablet.record_session(&second).await?;
    tablet.open("/").await?;
    tablet.sees("2 records").await?;
    // What was saved in 2029 no longer stands on top, and says why.
    let listed = "return all('.app-record').map(words);";
    let listed: Vec<String> = tablet.script(listed, vec![]).await?;
    assert!(listed[0].contains("4 direct contacts"), "{listed:?}");
    assert!(listed[1].contains("The clock was wrong"), "{listed:?}");
    let page = tablet.text().await?;
    assert!(!page.contains("clock is wrong"), "{page}");
    assert!(
        !page.contains("2029 10:"),
        "it was not saved in 2029: {page}"
    );
    Ok(())
}

#[tokio::test]
async fn a_stack_of_paper_forms_goes_on_to_the_new_day_until_a_date_is_chosen_or_a_form_begun()
-> Result<()> {
    let tablet = Tablet::unopened().await?;
    set_clock(&tablet, "2027-03-31T22:30:00Z", "Europe/London").await?;
    tablet.set_up(ROSEHILL).await?;
    let date = "When were they filled in?";
    let is_chosen = |day: &'static str| {
        let chosen = || tablet.chosen(date);
        tablet.until_is("the day", Some(day.to_owned()), chosen)
    };
    tablet.open("/survey/stack").await?;
    is_chosen("Today").await?;
    taken_up_again(&tablet, 35).await?;
    is_chosen("Today").await?;
    let yesterday: bool = tablet
        .script(
            "return all('.app-choice__hint').some((it) => words(it).includes('31 March'));",
            vec![],
        )
        .await?;
    assert!(yesterday, "yesterday is 31 March by now");
    tablet.fill("Keys of this form", "p1").await?;
    taken_up_again(&tablet, 24 * 60).await?;
    is_chosen("Yesterday").await?;

    tablet.open("/survey/stack").await?;
    tablet.choose(date, "Yesterday").await?;
    taken_up_again(&tablet, 24 * 60).await?;
    is_chosen("Tuesday 30 March 2027").await
}
