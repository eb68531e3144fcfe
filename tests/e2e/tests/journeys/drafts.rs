//! Unfinished input: kept as it is typed, and offered after whatever happened.

use chrono::Datelike;
use daybook::domain::record::session::Kind;
use daybook_e2e::clock::clock_moved_by;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{DATE_IS_RIGHT, ROSEHILL, TypedSession, When};
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

/// The same for a number, as what a field holds: digits alone may be part of the
/// moment of typing, or of an id.
async fn number_is_kept(tablet: &Tablet, number: u16) -> Result<()> {
    is_kept(tablet, &format!(r#"\"{number}\""#)).await
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
    number_is_kept(&tablet, 95).await
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
    number_is_kept(&tablet, 41).await?;
    is_kept(&tablet, NOTE).await?;
    // Recovering the first offers what was typed in the meantime in its turn.
    recovers_the_first_and_then_what_was_typed_since(&tablet).await
}

#[tokio::test]
async fn input_typed_a_moment_before_recovering_another_is_offered_in_its_turn() -> Result<()> {
    let tablet = with_half_a_session().await?;
    tablet.open("/session").await?;
    tablet.sees("This was left unfinished").await?;
    tablet.fill("Adults", "41").await?;
    recovers_the_first_and_then_what_was_typed_since(&tablet).await
}

async fn recovers_the_first_and_then_what_was_typed_since(tablet: &Tablet) -> Result<()> {
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
    correct_the_session(&tablet).await?;
    tablet.fill("Under 5", "17").await?;
    number_is_kept(&tablet, 17).await?;
    tablet.kill();
    tablet.reopen().await?;
    tablet.follow("Go on with the correction").await?;
    tablet.is_on("Correct a session").await?;
    tablet.press("Recover").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("25 direct contacts").await?;
    no_draft_is_left(&tablet).await
}

#[tokio::test]
async fn a_half_typed_set_up_is_recovered_after_a_kill() -> Result<()> {
    let mut tablet = Tablet::new().await?;
    tablet.is_on("Set up this tablet").await?;
    tablet.fill("Team", ROSEHILL.team).await?;
    tablet.fill("Youth clubs", "Hill Street\nBridge").await?;
    is_kept(&tablet, "Bridge").await?;
    tablet.kill();
    tablet.reopen().await?;
    tablet.is_on("Set up this tablet").await?;
    tablet.press("Recover").await?;
    let clubs = Some("Hill Street\nBridge".to_owned());
    tablet
        .until_is("the youth clubs", clubs, || tablet.value("Youth clubs"))
        .await?;
    tablet.fill("Locality", ROSEHILL.locality).await?;
    tablet.fill("Name of this tablet", ROSEHILL.tablet).await?;
    tablet.press("Start recording").await?;
    tablet.is_on("Today").await?;
    no_draft_is_left(&tablet).await
}

#[tokio::test]
async fn a_half_typed_team_is_recovered_and_outlives_the_saving_of_another_field() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Settings").await?;
    tablet.press("Add a team").await?;
    tablet.fill("Team", "Hillside").await?;
    is_kept(&tablet, "Hillside").await?;
    tablet.open("/").await?;
    tablet.follow("Go on with the settings").await?;
    tablet.press("Recover").await?;
    tablet.press("Add a team").await?;
    let team = || tablet.value("Team");
    tablet
        .until_is("the team", Some("Hillside".to_owned()), team)
        .await?;
    tablet.fill("Name of this tablet", "Green tablet").await?;
    tablet.press("Save name").await?;
    tablet.sees("The tablet has a new name.").await?;
    tablet.press("Add a team").await?;
    assert_eq!(team().await?.as_deref(), Some("Hillside"));
    tablet.fill("Locality", "North").await?;
    tablet.press("Add team").await?;
    tablet.sees("The team was added.").await?;
    no_draft_is_left(&tablet).await
}

#[tokio::test]
async fn a_half_typed_reason_is_recovered_after_a_kill() -> Result<()> {
    let mut tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Quarter").await?;
    tablet.press("Send return").await?;
    tablet.is_on("Check the return").await?;
    tablet.make_return().await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.follow("Quarter").await?;
    tablet.press("Send return again").await?;
    tablet
        .fill("Why is it made again?", "A group was late")
        .await?;
    is_kept(&tablet, "A group was late").await?;
    tablet.kill();
    tablet.reopen().await?;
    tablet.follow("Go on with the return").await?;
    tablet.press("Recover").await?;
    let reason = Some("A group was late".to_owned());
    tablet
        .until_is("the reason", reason, || {
            tablet.value("Why is it made again?")
        })
        .await?;
    tablet.make_return().await?;
    no_draft_is_left(&tablet).await
}

#[tokio::test]
async fn a_correction_of_a_removed_record_waits_until_it_is_restored() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    correct_the_session(&tablet).await?;
    tablet.fill("Under 5", "17").await?;
    number_is_kept(&tablet, 17).await?;
    tablet.open("/settings").await?;
    tablet.press("Add a team").await?;
    tablet.fill("Team", "Hillside").await?;
    is_kept(&tablet, "Hillside").await?;
    tablet.follow("Today").await?;
    tablet.sees("Go on with the correction").await?;
    tablet.open_record("15 direct contacts").await?;
    tablet.press("Remove").await?;
    tablet.sees("is in the bin").await?;
    tablet.follow("Today").await?;
    tablet.sees("Go on with the settings").await?;
    assert!(!tablet.text().await?.contains("Go on with the correction"));
    number_is_kept(&tablet, 17).await?;
    tablet.follow("Records").await?;
    tablet.choose_from("Show", "Bin").await?;
    tablet.open_record("15 direct contacts").await?;
    tablet.press("Restore").await?;
    tablet.sees("It counts again.").await?;
    tablet.follow("Today").await?;
    tablet.follow("Go on with the correction").await?;
    tablet.is_on("Correct a session").await?;
    tablet.sees("This was left unfinished").await
}

#[tokio::test]
async fn input_that_has_not_changed_is_not_written_once_more_when_the_minute_turns() -> Result<()> {
    let tablet = with_half_a_session().await?;
    let draft = || async {
        let meta = tablet.journal_store("meta").await?;
        let mut drafts = meta.into_iter();
        Result::Ok(drafts.find(|(key, _)| key.starts_with("draft/session/")))
    };
    let before = draft().await?;
    let _: Option<String> = tablet
        .script(
            "const Real = Date;
             globalThis.Date = class extends Real {
                 constructor(...parts) { parts.length ? super(...parts) : super(Real.now() + 120000); }
                 static now() { return Real.now() + 120000; }
             };
             return null;",
            vec![],
        )
        .await?;
    tablet.follow("Settings").await?;
    tablet.press("Add a team").await?;
    tablet.fill("Team", "Hillside").await?;
    // Written after whatever the leaving of the form wrote.
    is_kept(&tablet, "Hillside").await?;
    assert_eq!(draft().await?, before);
    Ok(())
}

/// Waits until the journal holds so many drafts.
async fn drafts_kept(tablet: &Tablet, expected: usize) -> Result<()> {
    tablet
        .until_is("the drafts kept", expected, || async {
            let meta = tablet.journal_store("meta").await?;
            let drafts = meta.iter().filter(|(key, _)| key.starts_with("draft/"));
            Ok(drafts.count())
        })
        .await
}

/// Opens the correction of the session that was recorded.
async fn correct_the_session(tablet: &Tablet) -> Result<()> {
    tablet.open_record("15 direct contacts").await?;
    tablet.press("Correct").await?;
    tablet.is_on("Correct a session").await
}

const DAY: i64 = 24 * 3600 * 1000;

#[tokio::test]
async fn a_session_recovered_weeks_later_shows_its_date_and_is_asked_about_it() -> Result<()> {
    let tablet = with_half_a_session().await?;
    let day = chrono::Local::now().date_naive();
    let later = clock_moved_by(&(40 * DAY).to_string());
    tablet.before_each_page(&later).await?;
    tablet.open("/session").await?;
    tablet.sees("This was left unfinished").await?;
    // It is named by where it would count.
    tablet.sees("15 direct contacts").await?;
    tablet.press("Recover").await?;
    let chosen = || tablet.chosen("When was it?");
    tablet
        .until_is("the day", Some("Another date".to_owned()), chosen)
        .await?;
    assert_eq!(tablet.value("Day").await?, Some(day.day().to_string()));
    assert_eq!(tablet.value("Year").await?, Some(day.year().to_string()));
    assert!(tablet.asks_about_the_date().await?);
    tablet.press("Save session").await?;
    tablet.is_on("Record a session").await?;
    tablet.holds_nothing().await?;
    tablet.press(DATE_IS_RIGHT).await?;
    tablet.press("Save session").await?;
    tablet.is_saved("15 direct contacts").await
}

#[tokio::test]
async fn a_session_recovered_the_next_days_shows_the_day_it_was_filled_in_for() -> Result<()> {
    let tablet = with_half_a_session().await?;
    let tomorrow = clock_moved_by(&DAY.to_string());
    tablet.before_each_page(&tomorrow).await?;
    tablet.open("/session").await?;
    tablet.press("Recover").await?;
    tablet
        .until_is("the day", Some("Yesterday".to_owned()), || {
            tablet.chosen("When was it?")
        })
        .await
}

#[tokio::test]
async fn a_tap_alone_is_not_kept_and_what_is_counted_is() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Record a session").await?;
    tablet
        .choose("What kind of session was it?", Kind::YouthClub.label())
        .await?;
    tablet.choose("When was it?", "Yesterday").await?;
    tablet.follow("Record a survey").await?;
    tablet.is_on("Record a survey").await?;
    tablet
        .choose("Did the family fill it in?", "They declined")
        .await?;
    tablet.open("/settings").await?;
    tablet.press("Add a team").await?;
    tablet.fill("Team", "Hillside").await?;
    // Written after whatever the leaving of the forms wrote.
    is_kept(&tablet, "Hillside").await?;
    drafts_kept(&tablet, 1).await
}

#[tokio::test]
async fn several_drafts_stand_in_one_box_and_are_discarded_at_once() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    for (kept, adults) in [(1, "41"), (2, "42"), (3, "43")] {
        tablet.open("/session").await?;
        tablet.is_on("Record a session").await?;
        tablet.fill("Adults", adults).await?;
        drafts_kept(&tablet, kept).await?;
    }
    tablet.open("/session").await?;
    tablet.sees("3 were left unfinished here.").await?;
    let boxes: usize = tablet
        .script("return all('.app-offer').length;", vec![])
        .await?;
    assert_eq!(boxes, 1);
    tablet.follow("Today").await?;
    tablet.sees("42 direct contacts").await?;
    tablet.press("Discard all").await?;
    tablet.sees("Discard all 3?").await?;
    tablet.press("Yes, discard").await?;
    no_draft_is_left(&tablet).await?;
    tablet
        .until("no offer on Today", || async {
            let page = tablet.text().await?;
            Ok((!page.contains("Left unfinished")).then_some(()))
        })
        .await
}

#[tokio::test]
async fn a_saved_group_is_not_left_unfinished() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    crate::groups::keep_tots(&tablet).await?;
    tablet.follow("Settings").await?;
    tablet.press("Add a team").await?;
    tablet.fill("Team", "Hillside").await?;
    // Written after whatever the leaving of the form wrote.
    is_kept(&tablet, "Hillside").await?;
    drafts_kept(&tablet, 1).await
}

#[tokio::test]
async fn a_stack_of_paper_forms_comes_back_with_its_date_until_it_is_ended() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    let day = chrono::Local::now().date_naive() - chrono::Days::new(20);
    let legend = "When were they filled in?";
    tablet.open("/survey/stack").await?;
    tablet.is_on("Enter a stack of paper surveys").await?;
    tablet.say_when(legend, When::On(day)).await?;
    tablet.fill("Keys of this form", "p121").await?;
    tablet.press("Save this form").await?;
    tablet.sees("Saved on this tablet: 1 form.").await?;
    drafts_kept(&tablet, 1).await?;
    tablet.open("/survey/stack").await?;
    tablet.press("Recover").await?;
    let typed = || tablet.value("Day");
    tablet
        .until_is("the day", Some(day.day().to_string()), typed)
        .await?;
    tablet.fill("Keys of this form", "y111").await?;
    tablet.press("Save this form").await?;
    tablet.sees("Saved on this tablet: 1 form.").await?;
    tablet.press("That was the last form").await?;
    tablet.is_on("Today").await?;
    no_draft_is_left(&tablet).await
}

#[tokio::test]
async fn a_draft_stays_its_teams_though_the_usual_team_changes() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Settings").await?;
    tablet.press("Add a team").await?;
    tablet.fill("Team", "Hillside").await?;
    tablet.fill("Locality", "North").await?;
    tablet.press("Add team").await?;
    tablet.sees("The team was added.").await?;
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    tablet.fill("Adults", "41").await?;
    number_is_kept(&tablet, 41).await?;
    tablet.follow("Settings").await?;
    tablet
        .choose("Whose work is recorded here?", "Hillside")
        .await?;
    tablet.sees("New records are for this team").await?;
    tablet.open("/session").await?;
    let team = || tablet.chosen("Which team?");
    tablet
        .until_is("the team", Some("Hillside".to_owned()), team)
        .await?;
    tablet.sees(ROSEHILL.team).await?;
    tablet.press("Recover").await?;
    tablet
        .until_is("the team", Some(ROSEHILL.team.to_owned()), team)
        .await
}

/// A record of 15 direct contacts that this tab has begun to correct to 17 under 5, and
/// that was corrected to 20 under 5 in another tab; the page is the form of this one.
async fn corrected_in_two_tabs() -> Result<Tablet> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    correct_the_session(&tablet).await?;
    tablet.fill("Under 5", "17").await?;
    number_is_kept(&tablet, 17).await?;
    let first = tablet.second_tab().await?;
    correct_the_session(&tablet).await?;
    tablet.fill("Under 5", "20").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("28 direct contacts").await?;
    tablet.driver().switch_to_window(first).await?;
    Ok(tablet)
}

/// What is said of a correction whose record was changed since.
const CHANGED: &str = "This record was changed since";

#[tokio::test]
async fn a_correction_in_hand_is_told_that_the_record_was_changed_in_another_tab() -> Result<()> {
    let tablet = corrected_in_two_tabs().await?;
    tablet.sees(CHANGED).await?;
    // Both are shown, and nothing is saved before one is chosen.
    let differs = tablet.row("Where they differ", "Under 5").await?;
    assert_eq!(differs, ["20", "17"]);
    tablet.press("Save session").await?;
    tablet.sees("Not saved").await?;
    tablet.press("Go on with my correction").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("25 direct contacts").await?;
    no_draft_is_left(&tablet).await
}

#[tokio::test]
async fn a_recovered_correction_is_told_that_the_record_was_changed_since() -> Result<()> {
    let tablet = corrected_in_two_tabs().await?;
    tablet.open("/").await?;
    tablet.follow("Go on with the correction").await?;
    tablet.is_on("Correct a session").await?;
    let under_five = || tablet.value("Under 5");
    assert_eq!(under_five().await?.as_deref(), Some("20"));
    tablet.press("Recover").await?;
    tablet.sees(CHANGED).await?;
    let differs = tablet.row("Where they differ", "Under 5").await?;
    assert_eq!(differs, ["20", "17"]);
    tablet.press("Keep the record as it is").await?;
    tablet
        .until_is("the number", Some("20".to_owned()), under_five)
        .await?;
    no_draft_is_left(&tablet).await
}

#[tokio::test]
async fn a_correction_in_which_nothing_was_typed_shows_what_another_tab_saved() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    correct_the_session(&tablet).await?;
    let first = tablet.second_tab().await?;
    correct_the_session(&tablet).await?;
    tablet.fill("Under 5", "20").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("28 direct contacts").await?;
    tablet.driver().switch_to_window(first).await?;
    tablet
        .until_is("the number", Some("20".to_owned()), || {
            tablet.value("Under 5")
        })
        .await?;
    tablet.fill("Adults", "9").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("31 direct contacts").await
}

#[tokio::test]
async fn a_recovered_change_of_a_group_is_told_that_another_tab_changed_it() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    crate::groups::keep_tots(&tablet).await?;
    let change = || async {
        tablet.open("/groups").await?;
        tablet.follow("Tots").await?;
        tablet.is_on("Change a group").await
    };
    change().await?;
    tablet.fill("Theme (optional)", "Sand").await?;
    is_kept(&tablet, "Sand").await?;
    change().await?;
    tablet.fill("Theme (optional)", "Water").await?;
    tablet.press("Save group").await?;
    tablet.is_on("Regular groups").await?;
    change().await?;
    tablet.press("Recover").await?;
    tablet.press("Save group").await?;
    tablet
        .sees("This group was changed in another tab in the meantime")
        .await?;
    tablet.press("Save group").await?;
    tablet.is_on("Regular groups").await
}

#[tokio::test]
async fn a_recovered_name_is_told_that_the_tablet_was_renamed_since() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    let field = "Name of this tablet";
    tablet.open("/settings").await?;
    tablet.fill(field, "Red").await?;
    is_kept(&tablet, "Red").await?;
    tablet.open("/settings").await?;
    tablet.fill(field, "Green").await?;
    tablet.press("Save name").await?;
    tablet.sees("The tablet has a new name.").await?;
    tablet.open("/settings").await?;
    tablet.press("Recover").await?;
    tablet.press("Save name").await?;
    tablet
        .sees("Another tab has named this tablet “Green” in the meantime.")
        .await
}
