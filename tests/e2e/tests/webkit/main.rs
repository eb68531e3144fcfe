//! A few core journeys in WebKitGTK, the nearest free relative of the iPad's
//! engine, by the same verbs as those in Chromium.
//!
//! What its driver cannot do is left to Chromium: a profile that outlives the
//! browser, kills, pictures, and the logs of console and requests.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a step that cannot be taken is a test that fails"
)]
#![cfg(target_os = "linux")]

#[path = "../journeys/figures.rs"]
#[allow(dead_code, reason = "the journeys in Chromium use the rest")]
mod figures;

#[path = "../journeys/family.rs"]
mod family;

use daybook::domain::record::attention::LEFT_AFTER;
use daybook::domain::record::locale::Phrase;
use daybook::domain::record::session::Kind;
use daybook::domain::record::survey::{Answer, Question, SurveyVersion};
use daybook::domain::submission::quarter_return::QuarterReturn;
use daybook_e2e::browser::Engine;
use daybook_e2e::city::{CityFiles, LAST_QUARTER, WHOLE_YEAR, measure, open_files};
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession, TypedSurvey};
use daybook_e2e::tablet::Tablet;

use family::{
    begin, check_addresses, check_survey_alone, check_three_languages_offline, check_ways_out,
    set_up_with_a_pin,
};
use figures::{figures_expected, figures_of};

const CLUB: TypedSession<'static> = TypedSession {
    kind: Kind::YouthClub,
    place: Some("Northgate Youth Club"),
    came: [0, 0, 8, 3, 0],
    new_families: 1,
    ..TypedSession::STAY_AND_PLAY
};

const SURVEY: TypedSurvey<'static> = TypedSurvey {
    answers: &[
        (Question::Respect, Answer::Yes),
        (Question::Listened, Answer::Yes),
        (Question::Helped, Answer::Partly),
    ],
    version: SurveyVersion::Standard,
    answered_by: "Parent or carer",
    went_well: "The crafts, and a cup of tea",
};

const NOTE: &str = "Half a note, then the fire alarm";

/// Saves a correction of the club: nine of 11 to 15 years, not eight.
async fn correct_the_club(tablet: &Tablet) -> Result<()> {
    tablet.open_record("11 direct contacts").await?;
    tablet.press("Correct").await?;
    tablet.is_on("Correct a session").await?;
    tablet.fill("11 to 15", "9").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("12 direct contacts").await?;
    tablet.follow("Today").await?;
    tablet.is_on("Today").await
}

async fn send(tablet: &Tablet) -> Result<(String, QuarterReturn)> {
    tablet.follow("Quarter").await?;
    tablet.press("Send return").await?;
    tablet.is_on("Check the return").await?;
    tablet.make_return().await?;
    let (name, bytes) = tablet.download("Download return").await?;
    let text = std::str::from_utf8(&bytes).unwrap();
    Ok((name, QuarterReturn::read(text).unwrap()))
}

#[tokio::test]
async fn a_quarter_is_set_up_recorded_corrected_and_sent_as_it_was_typed() -> Result<()> {
    let tablet = Tablet::with(Engine::WebKit).await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.record_session(&CLUB).await?;
    correct_the_club(&tablet).await?;
    tablet.record_survey(&SURVEY).await?;
    tablet.record_declined().await?;
    tablet.holds(4).await?;

    // As after a reload: what both stores hold is what is shown.
    tablet.open("/").await?;
    tablet.is_on("Today").await?;
    tablet.holds(4).await?;

    let (name, sent) = send(&tablet).await?;
    assert!(name.ends_with("-r1.json"), "{name}");
    let corrected = TypedSession {
        came: [0, 0, 9, 3, 0],
        ..CLUB
    };
    let sessions = [TypedSession::STAY_AND_PLAY, corrected];
    assert_eq!(figures_of(&sent), figures_expected(&sessions, &[SURVEY], 1));
    Ok(())
}

#[tokio::test]
async fn what_was_typed_is_recovered_after_a_reload() -> Result<()> {
    let tablet = Tablet::with(Engine::WebKit).await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    tablet.fill_in_session(&CLUB).await?;
    tablet
        .press("Add theme, length, partners or a note")
        .await?;
    tablet.fill("Note (optional)", NOTE).await?;
    tablet
        .until("the unfinished session in the journal", || async {
            let meta = tablet.journal_store("meta").await?;
            let kept = |(_, text): &(String, String)| text.contains(NOTE);
            Ok(meta.iter().any(kept).then_some(()))
        })
        .await?;
    tablet.open("/").await?;
    tablet.follow("Go on with the session").await?;
    tablet.press("Recover").await?;
    tablet
        .until_is("the head count", Some("8".to_owned()), || {
            tablet.value("11 to 15")
        })
        .await?;
    tablet.press("Save session").await?;
    tablet.is_saved("11 direct contacts").await?;
    tablet.holds(1).await
}

#[tokio::test]
async fn a_quarter_kept_without_a_server_is_backed_up_and_comes_back_on_an_empty_tablet()
-> Result<()> {
    let folder = tempfile::tempdir()?;
    let passphrase = "seven green bicycles";
    let mut old = Tablet::with(Engine::WebKit).await?;
    old.set_up(ROSEHILL).await?;
    old.sees("Ready to work offline").await?;
    old.lose_connection();
    old.record_session(&TypedSession::STAY_AND_PLAY).await?;
    old.record_session(&CLUB).await?;
    correct_the_club(&old).await?;
    old.record_survey(&SURVEY).await?;
    let (_, sent) = send(&old).await?;
    assert_eq!(sent.records, 3);
    old.follow("Is my work safe?").await?;
    old.fill("Passphrase", passphrase).await?;
    old.fill("The same passphrase again", passphrase).await?;
    old.press("Back up").await?;
    let (name, bytes) = old.download("Download backup").await?;
    let file = folder.path().join(name);
    std::fs::write(&file, bytes)?;
    old.choose_file("The backup you have just saved", &file)
        .await?;
    old.sees("Backup checked").await?;
    old.follow("Quarter").await?;
    let before = old.table("By kind of session").await?;
    drop(old);

    let new = Tablet::with(Engine::WebKit).await?;
    new.is_on("Set up this tablet").await?;
    new.follow("Restore a backup").await?;
    new.choose_file("Backup, or last return of a lost tablet", &file)
        .await?;
    new.fill("Passphrase of this backup", passphrase).await?;
    new.press("Continue").await?;
    new.choose(
        "Is the tablet that made this backup still used to record?",
        "No, it was lost, cleared or replaced, or it is this one",
    )
    .await?;
    new.press("Restore").await?;
    new.is_on("Records").await?;
    new.holds(3).await?;
    new.follow("Quarter").await?;
    assert_eq!(new.table("By kind of session").await?, before);
    Ok(())
}

#[tokio::test]
async fn after_one_visit_a_session_is_recorded_and_the_app_opened_anew_without_a_server()
-> Result<()> {
    let mut tablet = Tablet::with(Engine::WebKit).await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.sees("Ready to work offline").await?;
    tablet.lose_connection();
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.open("/records").await?;
    tablet.is_on("Records").await?;
    tablet.sees("15 direct contacts").await?;
    correct_the_first(&tablet).await?;
    tablet.open("/").await?;
    tablet.holds(1).await
}

/// Saves a correction of the one session that is there.
async fn correct_the_first(tablet: &Tablet) -> Result<()> {
    tablet.open_record("15 direct contacts").await?;
    tablet.press("Correct").await?;
    tablet.is_on("Correct a session").await?;
    tablet.fill("Under 5", "9").await?;
    tablet.press("Save session").await?;
    tablet.sees("Changed ").await
}

/// WebKit counts a text with one character beyond Latin-1 twice. The tablet says that
/// the space is used up before a save fails for it, and what is kept free for the
/// record in hand takes that.
async fn check_full(every: u32, fitted: std::ops::Range<usize>) -> Result<()> {
    let tablet = Tablet::with(Engine::WebKit).await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.holds(1).await?;
    // The reserve is kept from the next start on.
    tablet.open("/").await?;
    tablet.holds(1).await?;
    let characters = tablet.fill_with_texts(every).await?;
    assert!(fitted.contains(&characters), "{characters}");
    tablet.open("/").await?;
    tablet.sees("The space for records is filling up").await?;
    tablet.sees("99% of it is used").await?;
    tablet.follow("Is my work safe?").await?;
    tablet.sees("99% of the space for records is used").await?;
    tablet.sees("Back up first").await?;
    tablet.follow("Today").await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.sees("The space for records is full").await?;
    tablet.open("/").await?;
    tablet.sees("The space for records is full").await?;
    tablet.holds(2).await
}

#[tokio::test]
async fn a_store_without_a_curly_apostrophe_is_full_when_webkit_says_so() -> Result<()> {
    check_full(0, 5_200_000..5_242_880).await
}

#[tokio::test]
async fn a_store_with_a_curly_apostrophe_in_every_tenth_text_is_full_when_webkit_says_so()
-> Result<()> {
    check_full(10, 4_700_000..4_900_000).await
}

#[tokio::test]
async fn a_store_with_a_curly_apostrophe_in_every_text_is_full_when_webkit_says_so() -> Result<()> {
    check_full(1, 2_600_000..2_800_000).await
}

#[tokio::test]
async fn people_counted_at_the_door_survive_a_reload_and_become_a_session() -> Result<()> {
    let tablet = Tablet::with(Engine::WebKit).await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.start_tally("Main hall").await?;
    tablet
        .tap_at_the_door(&["Under 5", "Adults", "Adults", "New families"])
        .await?;
    tablet.sees("3 people").await?;
    tablet.press("Undo").await?;
    tablet.sees("Every tap is kept").await?;
    tablet.open("/").await?;
    tablet.sees("3 people · started").await?;
    tablet.follow("Go on with Main hall").await?;
    tablet.is_on("Main hall").await?;
    tablet.tap_at_the_door(&["5 to 10"]).await?;
    tablet.sees("4 people").await?;
    tablet.sees("Every tap is kept").await?;
    tablet.press("Make it a session").await?;
    tablet.is_on("Record a session").await?;
    tablet
        .choose(
            "What kind of session was it?",
            Kind::TargetedPrevention.label(),
        )
        .await?;
    tablet.press("Save session").await?;
    tablet.is_saved("4 direct contacts").await?;
    tablet.holds(1).await?;
    assert!(!tablet.text().await?.contains("Open tallies"));
    Ok(())
}

#[tokio::test]
async fn a_tablet_that_was_handed_over_shows_the_survey_alone() -> Result<()> {
    let tablet = Tablet::with(Engine::WebKit).await?;
    set_up_with_a_pin(&tablet).await?;
    tablet.hand_over().await?;
    begin(&tablet).await?;
    check_ways_out(&tablet).await?;
    check_addresses(&tablet).await?;
    tablet.take_back().await?;
    tablet.holds(2).await
}

#[tokio::test]
async fn a_family_that_has_gone_ends_its_survey_and_one_in_another_tab_is_left_to_it() -> Result<()>
{
    let left_after = u32::try_from(LEFT_AFTER.num_seconds()).unwrap();
    let tablet = Tablet::with(Engine::WebKit).await?;
    set_up_with_a_pin(&tablet).await?;
    tablet.hand_over().await?;
    begin(&tablet).await?;
    let first = tablet.second_tab().await?;
    check_survey_alone(&tablet, Phrase::Respect).await?;
    let second = tablet.driver().window().await?;
    tablet.driver().switch_to_window(first.clone()).await?;
    tablet.press(Phrase::Yes.english()).await?;
    tablet.is_on(Phrase::Listened.english()).await?;
    // The other tab follows, and judges nothing.
    tablet.driver().switch_to_window(second.clone()).await?;
    check_survey_alone(&tablet, Phrase::Listened).await?;
    tablet.driver().switch_to_window(first).await?;
    tablet.press(Phrase::No.english()).await?;
    tablet.is_on(Phrase::Helped.english()).await?;
    tablet.let_pass(left_after).await?;
    check_survey_alone(&tablet, Phrase::Title).await?;
    tablet.driver().switch_to_window(second).await?;
    check_survey_alone(&tablet, Phrase::Title).await
}

#[tokio::test]
async fn families_answer_in_english_urdu_and_polish_without_a_connection() -> Result<()> {
    let mut tablet = Tablet::with(Engine::WebKit).await?;
    set_up_with_a_pin(&tablet).await?;
    check_three_languages_offline(&mut tablet).await?;
    tablet.take_back().await?;
    tablet.holds(4).await
}

#[tokio::test]
async fn a_city_is_rolled_up_and_its_figures_stay_without_a_connection() -> Result<()> {
    let city = CityFiles::written()?;
    let mut tablet = Tablet::with(Engine::WebKit).await?;
    tablet.open("/roll-up").await?;
    tablet.is_on("Returns").await?;
    tablet.is_kept_for_offline().await?;
    open_files(&tablet, &city.all()?).await?;
    tablet.sees("314 returns added").await?;
    tablet.lose_connection();
    tablet.open("/roll-up/figures").await?;
    tablet.is_on("Figures").await?;
    tablet.choose_from("Quarter", LAST_QUARTER).await?;
    tablet.sees("515 surveys").await?;
    let contacts = measure(&tablet, WHOLE_YEAR, "Direct contacts").await?;
    assert_eq!(contacts[0], "36,039");
    Ok(())
}
