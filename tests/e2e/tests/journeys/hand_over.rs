//! The family survey on a tablet that was handed over: nothing leads out of it but
//! the PIN, it can be filled in in every language and without a connection, and
//! nothing of one family is left for the next.

use daybook::domain::record::attention::{ASKED_AFTER, LEFT_AFTER};
use daybook::domain::record::locale::{LOCALES, Phrase};
use daybook_e2e::clock::clock_moved_by;
use daybook_e2e::error::Result;
use daybook_e2e::family::{STAFF_PIN, words_of};
use daybook_e2e::forms::ROSEHILL;
use daybook_e2e::tablet::Tablet;
use daybook_e2e::versions::Version;
use serde_json::json;

use crate::family::{
    begin, check_addresses, check_survey_alone, check_three_languages_offline, check_ways_out,
    set_up_with_a_pin,
};
use crate::storage::TRAP;

/// A tablet with a record and a staff PIN, on Today.
async fn with_a_pin() -> Result<Tablet> {
    let tablet = Tablet::new().await?;
    set_up_with_a_pin(&tablet).await?;
    Ok(tablet)
}

/// The same, handed over, with a survey begun as far as the first question.
async fn with_a_survey_begun() -> Result<Tablet> {
    let tablet = with_a_pin().await?;
    tablet.hand_over().await?;
    begin(&tablet).await?;
    Ok(tablet)
}

#[tokio::test]
async fn no_way_that_a_browser_has_leads_out_of_the_survey() -> Result<()> {
    check_ways_out(&with_a_survey_begun().await?).await
}

#[tokio::test]
async fn typing_any_address_a_second_tab_and_a_crash_lead_to_the_survey() -> Result<()> {
    let tablet = with_a_survey_begun().await?;
    check_addresses(&tablet).await?;
    let first = tablet.second_tab().await?;
    check_survey_alone(&tablet, Phrase::Respect).await?;
    tablet.driver().switch_to_window(first).await?;
    check_survey_alone(&tablet, Phrase::Respect).await?;
    let _: bool = tablet.script(TRAP, vec![]).await?;
    tablet.is_on("Daybook has stopped").await?;
    tablet.press("Open Daybook again").await?;
    check_survey_alone(&tablet, Phrase::Respect).await
}

#[tokio::test]
async fn a_tab_that_was_open_on_staff_pages_shows_the_survey_at_once() -> Result<()> {
    let tablet = with_a_pin().await?;
    let first = tablet.second_tab().await?;
    tablet.is_on("Daybook is locked").await?;
    tablet.enter("Staff PIN", STAFF_PIN).await?;
    tablet.follow("Records").await?;
    tablet.is_on("Records").await?;
    let second = tablet.driver().window().await?;
    tablet.driver().switch_to_window(first).await?;
    tablet.hand_over().await?;
    tablet.driver().switch_to_window(second.clone()).await?;
    check_survey_alone(&tablet, Phrase::Title).await?;
    // And once it is taken back there, this tab asks for the PIN.
    let windows = tablet.driver().windows().await?;
    let other = windows
        .into_iter()
        .find(|window| *window != second)
        .unwrap();
    tablet.driver().switch_to_window(other).await?;
    tablet.take_back().await?;
    tablet.driver().switch_to_window(second).await?;
    tablet.is_on("Daybook is locked").await
}

#[tokio::test]
async fn a_kill_midway_leaves_the_survey_where_it_was_and_locked() -> Result<()> {
    let mut tablet = with_a_survey_begun().await?;
    tablet.press(Phrase::Partly.english()).await?;
    tablet.is_on(Phrase::Listened.english()).await?;
    tablet
        .until("the answer to be kept", || async {
            let kept = tablet.journal_store("meta").await?;
            Ok(kept
                .iter()
                .any(|(_, text)| text.contains("listened"))
                .then_some(()))
        })
        .await?;
    tablet.kill();
    tablet.reopen().await?;
    check_survey_alone(&tablet, Phrase::Listened).await?;
    // What was answered is there, to be changed.
    tablet.press(Phrase::Back.english()).await?;
    tablet.is_on(Phrase::Respect.english()).await?;
    let pressed: Vec<String> = tablet
        .script("return all('[aria-pressed=true]').map(words);", vec![])
        .await?;
    assert_eq!(pressed, [Phrase::Partly.english()]);
    Ok(())
}

#[tokio::test]
async fn an_update_does_not_end_the_hand_over() -> Result<()> {
    let version = Version::as_built()?;
    let tablet = Tablet::with_version(&version).await?;
    tablet.set_pin("staff PIN", STAFF_PIN).await?;
    tablet.hand_over().await?;
    begin(&tablet).await?;
    version.becomes("second")?;
    tablet.comes_back().await?;
    // Nothing is offered to the family; another tab can let the new version in.
    let taken: bool = tablet
        .driver()
        .execute_async(
            "const done = arguments[0];
             const look = async () => {
               const registration = await navigator.serviceWorker.getRegistration();
               const { waiting } = registration;
               if (!waiting) return setTimeout(look, 20);
               navigator.serviceWorker.oncontrollerchange = () => done(true);
               waiting.postMessage('take over');
             };
             look();",
            vec![],
        )
        .await?
        .convert()?;
    assert!(taken);
    check_survey_alone(&tablet, Phrase::Respect).await?;
    tablet.open("/").await?;
    tablet.runs("second").await?;
    check_survey_alone(&tablet, Phrase::Respect).await
}

#[tokio::test]
async fn staff_take_the_tablet_back_with_their_pin_alone() -> Result<()> {
    let tablet = with_a_survey_begun().await?;
    tablet.press("For staff").await?;
    tablet
        .enter_wrong("Staff PIN", "0000", "This is not the staff PIN")
        .await?;
    tablet.press("Back to the survey").await?;
    check_survey_alone(&tablet, Phrase::Respect).await?;
    tablet.take_back().await?;
    // The session, and the survey that was opened and left without an answer.
    tablet.holds(2).await?;
    tablet.follow("Quarter").await?;
    tablet.sees("Left midway").await?;
    let asked = tablet.row("Surveys", "Families asked").await?;
    assert_eq!(asked, ["1"]);
    Ok(())
}

#[tokio::test]
async fn without_a_staff_pin_the_tablet_is_not_handed_over() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.press("Start a family survey").await?;
    tablet.sees("Set a staff PIN first").await?;
    let button = "return !!button('Hand the tablet over');";
    assert!(!tablet.script::<bool>(button, vec![]).await?);
    tablet.follow("Set a staff PIN").await?;
    tablet.is_on("PINs").await
}

#[tokio::test]
async fn families_answer_in_english_urdu_and_polish_without_a_connection() -> Result<()> {
    let mut tablet = with_a_pin().await?;
    check_three_languages_offline(&mut tablet).await?;
    tablet.press(Phrase::Decline.english()).await?;
    tablet.is_on(Phrase::Declined.english()).await?;
    tablet.take_back().await?;
    tablet.holds(5).await?;
    tablet.follow("Quarter").await?;
    let row = |head: &'static str| tablet.row("Surveys", head);
    assert_eq!(row("Families asked").await?, ["4"]);
    assert_eq!(row("Surveys received").await?, ["3"]);
    assert_eq!(row("Declined").await?, ["1"]);
    Ok(())
}

#[tokio::test]
async fn a_family_changes_its_language_and_its_answers_midway() -> Result<()> {
    let tablet = with_a_pin().await?;
    tablet.offer_languages(&["ur"]).await?;
    tablet.hand_over().await?;
    begin(&tablet).await?;
    let urdu = words_of("ur");
    tablet.press(Phrase::Language.english()).await?;
    tablet.press(urdu.locale.name).await?;
    tablet.is_on(urdu.say(Phrase::Respect)).await?;
    for asked in [Phrase::Respect, Phrase::Listened, Phrase::Helped] {
        tablet.is_on(urdu.say(asked)).await?;
        tablet.press(urdu.say(Phrase::No)).await?;
    }
    tablet.press(urdu.say(Phrase::Next)).await?;
    tablet.is_on(urdu.say(Phrase::CouldBeBetter)).await?;
    tablet.press(urdu.say(Phrase::Next)).await?;
    tablet.is_on(urdu.say(Phrase::Check)).await?;
    let change = format!(
        "{}: {}",
        urdu.say(Phrase::Change),
        urdu.say(Phrase::Listened)
    );
    tablet.press(&change).await?;
    tablet.is_on(urdu.say(Phrase::Listened)).await?;
    tablet.press(urdu.say(Phrase::Yes)).await?;
    // Straight back to all answers.
    tablet.is_on(urdu.say(Phrase::Check)).await?;
    tablet.sees(urdu.say(Phrase::Yes)).await
}

#[tokio::test]
async fn a_survey_goes_on_in_its_language_after_a_restart() -> Result<()> {
    let mut tablet = with_a_pin().await?;
    tablet.offer_languages(&["ur"]).await?;
    tablet.sees("Ready to work offline").await?;
    tablet.lose_connection();
    tablet.hand_over().await?;
    let urdu = words_of("ur");
    tablet.press(urdu.locale.name).await?;
    tablet.press(urdu.say(Phrase::Start)).await?;
    tablet.press(urdu.say(Phrase::YoungPerson)).await?;
    tablet.is_on(urdu.say(Phrase::Respect)).await?;
    tablet
        .until("the survey to be kept", || async {
            let kept = tablet.journal_store("meta").await?;
            let begun = |(_, text): &(String, String)| text.contains("young-person");
            Ok(kept.iter().any(begun).then_some(()))
        })
        .await?;
    tablet.kill();
    tablet.reopen().await?;
    tablet.is_on(urdu.say(Phrase::Respect)).await?;
    tablet.press(urdu.say(Phrase::Language)).await?;
    tablet.press("English").await?;
    tablet.is_on(Phrase::Respect.english()).await
}

#[tokio::test]
async fn young_children_have_one_question_of_their_own() -> Result<()> {
    let tablet = with_a_pin().await?;
    tablet.hand_over().await?;
    tablet.press(Phrase::Start.english()).await?;
    tablet.press(Phrase::ChildWithHelp.english()).await?;
    tablet.is_on(Phrase::Again.english()).await?;
    tablet.press(Phrase::Maybe.english()).await?;
    tablet.is_on(Phrase::Check.english()).await?;
    tablet.press(Phrase::Finish.english()).await?;
    tablet.is_on(Phrase::ThankYou.english()).await
}

#[tokio::test]
async fn a_family_that_has_gone_is_asked_and_then_its_answers_are_saved() -> Result<()> {
    let asked_after = u32::try_from(ASKED_AFTER.num_seconds()).unwrap();
    let left_after = u32::try_from(LEFT_AFTER.num_seconds()).unwrap();
    let tablet = with_a_survey_begun().await?;
    tablet.press(Phrase::Yes.english()).await?;
    tablet.is_on(Phrase::Listened.english()).await?;
    tablet.let_pass(asked_after).await?;
    tablet.is_on(Phrase::StillThere.english()).await?;
    tablet.press(Phrase::StillHere.english()).await?;
    check_survey_alone(&tablet, Phrase::Listened).await?;
    tablet.let_pass(left_after).await?;
    check_survey_alone(&tablet, Phrase::Title).await?;
    tablet.take_back().await?;
    tablet.holds(2).await?;
    tablet.follow("Quarter").await?;
    assert_eq!(tablet.row("Surveys", "Surveys received").await?, ["1"]);
    assert_eq!(tablet.row("Surveys", "Left midway").await?, ["1"]);
    Ok(())
}

#[tokio::test]
async fn every_letter_of_every_language_can_be_seen() -> Result<()> {
    let tablet = with_a_pin().await?;
    tablet.hand_over().await?;
    let mut letters: Vec<char> = LOCALES
        .iter()
        .flat_map(|locale| {
            let words = words_of(locale.tag);
            let said: Vec<char> = Phrase::ALL
                .into_iter()
                .flat_map(|phrase| words.say(phrase).chars().collect::<Vec<_>>())
                .chain(locale.name.chars())
                .collect();
            said
        })
        .filter(|letter| letter.is_alphanumeric() || !letter.is_ascii())
        .collect();
    letters.sort_unstable();
    letters.dedup();
    assert!(letters.len() > 200, "too few: {letters:?}");
    // A letter without a font is drawn as the one that no font has.
    let script = "const canvas = document.createElement('canvas');
        canvas.width = canvas.height = 60;
        const pen = canvas.getContext('2d', { willReadFrequently: true });
        pen.font = `40px ${getComputedStyle(document.body).fontFamily}`;
        const drawn = (letter) => {
          pen.clearRect(0, 0, 60, 60);
          pen.fillText(letter, 5, 45);
          return pen.getImageData(0, 0, 60, 60).data.join();
        };
        const missing = drawn('\u{10FFFD}');
        const [nothing, letters] = [drawn(' '), [...arguments[0]]];
        // Marks and signs that are not drawn by themselves are not told apart.
        const visible = (letter) => /[\\p{L}\\p{N}]/u.test(letter);
        return [drawn('A') === missing, missing === nothing,
            letters.filter((letter) => visible(letter) && drawn(letter) === missing).join('')];";
    let all: String = letters.into_iter().collect();
    let found: (bool, bool, String) = tablet.script(script, vec![json!(all)]).await?;
    assert_eq!(found, (false, false, String::new()));
    Ok(())
}

/// Voices as a device may have them: two of its own, the American one first, and one of
/// the network.
const VOICES: &str = "globalThis.spoken = [];
    globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    const own = (lang, localService) => ({ lang, localService });
    speechSynthesis.getVoices = () => [own('en-US', true), own('en-GB', true), own('pl-PL', false)];
    speechSynthesis.speak = ({ text, voice }) => globalThis.spoken.push(`${voice.lang}: ${text}`);";

#[tokio::test]
async fn a_screen_is_read_aloud_by_a_voice_of_the_device_and_no_other() -> Result<()> {
    let tablet = with_a_pin().await?;
    tablet.offer_languages(&["pl"]).await?;
    tablet.before_each_page(VOICES).await?;
    tablet.hand_over().await?;
    tablet.open("/").await?;
    begin(&tablet).await?;
    tablet.press(Phrase::ReadAloud.english()).await?;
    tablet.sees(Phrase::StopReading.english()).await?;
    let spoken: Vec<String> = tablet.script("return spoken;", vec![]).await?;
    assert_eq!(
        spoken,
        ["en-GB: Did we treat you with respect?. Yes. Partly. No"]
    );
    let polish = words_of("pl");
    tablet.press(Phrase::Language.english()).await?;
    tablet.press(polish.locale.name).await?;
    tablet.is_on(polish.say(Phrase::Respect)).await?;
    let page = tablet.text().await?;
    assert!(!page.contains(polish.say(Phrase::ReadAloud)), "{page}");
    Ok(())
}

#[tokio::test]
async fn a_survey_that_was_left_before_a_restart_is_saved_and_the_next_family_begins() -> Result<()>
{
    let tablet = with_a_survey_begun().await?;
    tablet.press(Phrase::Yes.english()).await?;
    tablet.is_on(Phrase::Listened.english()).await?;
    tablet
        .until("the answer to be kept", || async {
            let kept = tablet.journal_store("meta").await?;
            let further = |(_, text): &(String, String)| text.contains("listened");
            Ok(kept.iter().any(further).then_some(()))
        })
        .await?;
    let script = clock_moved_by(&LEFT_AFTER.num_milliseconds().to_string());
    tablet.before_each_page(&script).await?;
    tablet.open("/").await?;
    check_survey_alone(&tablet, Phrase::Title).await?;
    tablet.take_back().await?;
    tablet.holds(2).await?;
    tablet.follow("Quarter").await?;
    assert_eq!(tablet.row("Surveys", "Left midway").await?, ["1"]);
    Ok(())
}

#[tokio::test]
async fn a_clock_put_right_by_ten_minutes_asks_the_family_and_ends_nothing() -> Result<()> {
    let tablet = with_a_survey_begun().await?;
    tablet.press(Phrase::Yes.english()).await?;
    tablet.is_on(Phrase::Listened.english()).await?;
    tablet.put_clock(600).await?;
    tablet.is_on(Phrase::StillThere.english()).await?;
    tablet.press(Phrase::StillHere.english()).await?;
    check_survey_alone(&tablet, Phrase::Listened).await?;
    tablet.press(Phrase::No.english()).await?;
    tablet.is_on(Phrase::Helped.english()).await
}

#[tokio::test]
async fn a_clock_put_back_two_hours_keeps_no_familys_survey_for_the_next() -> Result<()> {
    let left_after = u32::try_from(LEFT_AFTER.num_seconds()).unwrap();
    let tablet = with_a_survey_begun().await?;
    tablet.press(Phrase::Yes.english()).await?;
    tablet.is_on(Phrase::Listened.english()).await?;
    tablet.put_clock(-7200).await?;
    tablet.let_pass(left_after).await?;
    check_survey_alone(&tablet, Phrase::Title).await?;
    // Nor does one that was begun before a restart.
    begin(&tablet).await?;
    tablet.press(Phrase::Yes.english()).await?;
    tablet
        .until("the answer to be kept", || async {
            let kept = tablet.journal_store("meta").await?;
            let further = |(_, text): &(String, String)| text.contains("listened");
            Ok(kept.iter().any(further).then_some(()))
        })
        .await?;
    tablet
        .before_each_page(&clock_moved_by("-4 * 3600 * 1000"))
        .await?;
    tablet.open("/").await?;
    check_survey_alone(&tablet, Phrase::Title).await
}

/// A script after which the tab takes itself to be out of sight, as one behind another
/// is: a driver brings each tab that it turns to into sight.
const OUT_OF_SIGHT: &str = "Object.defineProperty(document, 'hidden', { get: () => true });
    document.dispatchEvent(new Event('visibilitychange'));
    return true;";

/// Waits until so many seconds of the page in sight have passed by its own timers.
async fn seconds_pass_in_the_page(tablet: &Tablet, seconds: u32) -> Result<()> {
    let count = "globalThis.passed = 0; setInterval(() => { passed += 1; }, 1000); return true;";
    let _: bool = tablet.script(count, vec![]).await?;
    tablet
        .until("some seconds to pass in the page", || async {
            let passed: u32 = tablet.script("return passed;", vec![]).await?;
            Ok((passed >= seconds).then_some(()))
        })
        .await
}

#[tokio::test]
async fn a_tab_that_no_family_touches_ends_no_survey_and_follows_the_one_in_its_hands() -> Result<()>
{
    let left_after = u32::try_from(LEFT_AFTER.num_seconds()).unwrap();
    let tablet = with_a_survey_begun().await?;
    let first = tablet.second_tab().await?;
    check_survey_alone(&tablet, Phrase::Respect).await?;
    let second = tablet.driver().window().await?;

    tablet.driver().switch_to_window(first.clone()).await?;
    tablet.press(Phrase::Yes.english()).await?;
    tablet.is_on(Phrase::Listened.english()).await?;
    tablet.driver().switch_to_window(second.clone()).await?;
    check_survey_alone(&tablet, Phrase::Listened).await?;
    // Long since anything happened here; the family thinks, in the first tab.
    let _: bool = tablet.script(OUT_OF_SIGHT, vec![]).await?;
    tablet.let_pass(10 * left_after).await?;
    seconds_pass_in_the_page(&tablet, 3).await?;
    check_survey_alone(&tablet, Phrase::Listened).await?;

    // Nor does one that is opened long after the last answer.
    tablet
        .before_each_page(&clock_moved_by(&LEFT_AFTER.num_milliseconds().to_string()))
        .await?;
    tablet.open("/").await?;
    check_survey_alone(&tablet, Phrase::Listened).await?;

    tablet.driver().switch_to_window(first).await?;
    tablet.press(Phrase::No.english()).await?;
    tablet.is_on(Phrase::Helped.english()).await?;
    tablet.let_pass(left_after).await?;
    check_survey_alone(&tablet, Phrase::Title).await?;
    // The tab that followed shows the next family nothing of it.
    tablet.driver().switch_to_window(second).await?;
    check_survey_alone(&tablet, Phrase::Title).await?;
    tablet.take_back().await?;
    tablet.holds(2).await?;
    tablet.follow("Quarter").await?;
    assert_eq!(tablet.row("Surveys", "Left midway").await?, ["1"]);
    Ok(())
}
