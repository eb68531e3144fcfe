//! Regular groups: kept once, then one tap and the head counts.

use daybook::domain::record::session::Kind;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession, When, question_of_place};
use daybook_e2e::tablet::Tablet;

/// The day of the week it is, as the form names it.
fn weekday() -> String {
    chrono::Local::now().format("%A").to_string()
}

const TILE: &str = "Tots Rosehill Children’s Centre";

/// Keeps a group that meets today, from Settings.
pub async fn keep_tots(tablet: &Tablet) -> Result<()> {
    tablet.follow("Settings").await?;
    tablet.follow("Add, change or end regular groups").await?;
    tablet.is_on("Regular groups").await?;
    tablet.press("Add a group").await?;
    tablet.is_on("Add a group").await?;
    tablet.fill("Name of the group", "Tots").await?;
    let kind = Kind::ChildrensCentreGroup;
    tablet
        .choose("What kind of session was it?", kind.label())
        .await?;
    tablet
        .choose(question_of_place(kind), "Rosehill Children’s Centre")
        .await?;
    tablet
        .choose("On which day does it usually meet?", &weekday())
        .await?;
    tablet.fill("Theme (optional)", "Messy play").await?;
    tablet.press("Save group").await?;
    tablet.is_on("Regular groups").await?;
    tablet.is_saved("Tots is on Today from now on").await
}

async fn with_tots() -> Result<Tablet> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    keep_tots(&tablet).await?;
    tablet.follow("Today").await?;
    tablet.is_on("Today").await?;
    Ok(tablet)
}

/// Records a session of the group with so many children under 5, so many days
/// ago.
async fn record_tots(tablet: &Tablet, children: &str, days_ago: u64) -> Result<()> {
    tablet.follow("Today").await?;
    tablet.is_on("Today").await?;
    let recorded = format!("{TILE} · recorded today");
    let tile = if tablet.text().await?.contains("recorded today") {
        recorded
    } else {
        TILE.to_owned()
    };
    tablet.follow(&tile).await?;
    tablet.is_on("Tots").await?;
    if days_ago > 0 {
        tablet.press("Change the date, kind or place").await?;
        let day = chrono::Local::now().date_naive() - chrono::Days::new(days_ago);
        tablet.say_when("When was it?", When::On(day)).await?;
    }
    tablet.fill("Under 5", children).await?;
    tablet.press("Save session").await
}

#[tokio::test]
async fn a_group_of_today_takes_one_tap_and_the_head_counts() -> Result<()> {
    let tablet = with_tots().await?;
    tablet.sees("Today’s groups").await?;
    tablet.follow(TILE).await?;
    tablet.is_on("Tots").await?;
    assert_eq!(tablet.value("Under 5").await?.as_deref(), Some(""));
    for (band, people) in [("Under 5", "7"), ("5 to 10", "2"), ("Adults", "5")] {
        tablet.fill(band, people).await?;
    }
    tablet.press("Save session").await?;
    tablet.is_saved("14 direct contacts").await?;
    tablet.is_on("Today").await?;
    tablet.sees("recorded today").await?;
    tablet.open_record("14 direct contacts").await?;
    tablet.sees("First saved").await?;
    for (about, says) in [
        ("Group", "Tots"),
        ("Kind", Kind::ChildrensCentreGroup.label()),
        ("Place", "Rosehill Children’s Centre"),
        ("Theme", "Messy play"),
        ("Team", ROSEHILL.team),
    ] {
        assert_eq!(tablet.fact(about).await?.as_deref(), Some(says), "{about}");
    }
    Ok(())
}

#[tokio::test]
async fn a_past_session_is_kept_as_a_group_which_is_changed_and_ended() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.open_record("15 direct contacts").await?;
    tablet.press("Keep as a regular group").await?;
    tablet.is_on("Add a group").await?;
    let day = tablet.chosen("On which day does it usually meet?").await?;
    assert_eq!(day, Some(weekday()));
    tablet.press("Save group").await?;
    tablet.sees("Enter the name of the group").await?;
    tablet.fill("Name of the group", "Tots").await?;
    tablet.press("Save group").await?;
    tablet.is_on("Regular groups").await?;
    tablet.follow("Tots").await?;
    tablet.is_on("Change a group").await?;
    tablet.fill("Name of the group", "Little ones").await?;
    tablet.press("Save group").await?;
    tablet.is_on("Regular groups").await?;
    tablet.press("End: Little ones").await?;
    tablet.sees("Ended").await?;
    tablet.follow("Today").await?;
    tablet.is_on("Today").await?;
    tablet.holds(1).await?;
    assert!(!tablet.text().await?.contains("Little ones"));
    tablet.open("/groups").await?;
    tablet.press("Begin again: Little ones").await?;
    tablet.follow("Today").await?;
    tablet.sees("Little ones").await
}

#[tokio::test]
async fn a_half_typed_group_is_recovered_after_a_kill() -> Result<()> {
    let mut tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.open("/groups/new").await?;
    tablet.is_on("Add a group").await?;
    tablet.fill("Name of the group", "Tots").await?;
    tablet
        .until("the name in the journal", || async {
            let meta = tablet.journal_store("meta").await?;
            let kept = meta
                .iter()
                .any(|(key, text)| key.starts_with("draft/groups/new/") && text.contains("Tots"));
            Ok(kept.then_some(()))
        })
        .await?;
    tablet.kill();
    tablet.reopen().await?;
    tablet.follow("Go on with the group").await?;
    tablet.is_on("Add a group").await?;
    tablet.press("Recover").await?;
    tablet
        .until_is("the name", Some("Tots".to_owned()), || {
            tablet.value("Name of the group")
        })
        .await
}

#[tokio::test]
async fn a_past_session_is_repeated_today_without_its_head_counts() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    let past = TypedSession {
        when: When::Yesterday,
        ..TypedSession::STAY_AND_PLAY
    };
    tablet.record_session(&past).await?;
    tablet.open_record("15 direct contacts").await?;
    tablet.press("Repeat").await?;
    tablet.is_on(past.kind.label()).await?;
    tablet.sees("Today, ").await?;
    tablet.sees("0 direct contacts").await?;
    tablet.fill("Under 5", "9").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("9 direct contacts").await?;
    tablet.holds(2).await?;
    tablet.open_record("9 direct contacts").await?;
    tablet.sees("First saved").await?;
    let place = tablet.fact("Place").await?;
    assert_eq!(place.as_deref(), past.place);
    Ok(())
}

#[tokio::test]
async fn a_session_that_looks_the_same_is_asked_about_once() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    tablet.fill_in_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.press("Save session").await?;
    tablet
        .sees("Looks the same as the session saved at ")
        .await?;
    tablet.holds(1).await?;
    tablet.press("Save anyway").await?;
    tablet.is_saved("15 direct contacts").await?;
    tablet.holds(2).await
}

#[tokio::test]
async fn counts_far_from_the_groups_usual_are_confirmed_and_listed_to_check() -> Result<()> {
    let tablet = with_tots().await?;
    for (days_ago, children) in (1..).zip(["8", "9", "14", "10", "11"]) {
        record_tots(&tablet, children, days_ago).await?;
        tablet
            .is_saved(&format!("{children} direct contacts"))
            .await?;
    }
    record_tots(&tablet, "77", 0).await?;
    tablet
        .sees("77 direct contacts here. This group usually has 8 to 14.")
        .await?;
    tablet.sees("Usually 8 to 14 direct contacts.").await?;
    tablet.holds(5).await?;
    tablet.press("Save anyway").await?;
    tablet.is_saved("77 direct contacts").await?;
    tablet.follow("Quarter").await?;
    tablet.sees("To check before sending").await?;
    tablet.open_record("77 direct contacts").await?;
    tablet.press("Correct").await?;
    tablet.is_on("Correct a session").await?;
    // Nothing is asked about a count that is as it was; nor about one that is
    // usual.
    tablet.fill("New families", "1").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("77 direct contacts").await?;
    tablet.press("Correct").await?;
    tablet.is_on("Correct a session").await?;
    tablet.fill("Under 5", "7").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("7 direct contacts").await?;
    tablet.follow("Quarter").await?;
    tablet.says("By kind of session").await?;
    assert!(!tablet.text().await?.contains("To check before sending"));
    Ok(())
}
