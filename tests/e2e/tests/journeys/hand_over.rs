//! The family survey on a tablet that was handed over: nothing leads out of it but
//! the PIN, it can be filled in in every language and without a connection, and
//! nothing of one family is left for the next.

use daybook::domain::family_survey::{ASKED_AFTER, LEFT_AFTER};
use daybook::domain::locale::{Phrase, Words};
use daybook_e2e::app::App;
use daybook_e2e::error::Result;
use daybook_e2e::family::{STAFF_PIN, words_of};
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;
use daybook_e2e::versions::Version;

use crate::storage::TRAP;

const COMMENT: &str = "Zebra finger painting";

/// A tablet with a record and a staff PIN, on Today.
async fn with_a_pin() -> Result<Tablet> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.set_pin("staff PIN", STAFF_PIN).await?;
    Ok(tablet)
}

/// The same, handed over, with a survey begun as far as the first question.
async fn with_a_survey_begun() -> Result<Tablet> {
    let tablet = with_a_pin().await?;
    tablet.hand_over().await?;
    begin(&tablet).await?;
    Ok(tablet)
}

async fn begin(app: &App) -> Result<()> {
    app.press(Phrase::Start.english()).await?;
    app.press(Phrase::YoungPerson.english()).await?;
    app.is_on(Phrase::Respect.english()).await
}

/// The survey is shown at a heading, and nothing of the staff pages.
async fn check_survey_alone(app: &App, heading: Phrase) -> Result<()> {
    app.is_on(heading.english()).await?;
    let outside: Vec<String> = app
        .script(
            "return all('a, nav, header, footer, [role=navigation], input[type=file]').map(words);",
            vec![],
        )
        .await?;
    assert_eq!(outside, [""; 0], "something leads out of the survey");
    let page: String = app
        .script("return document.documentElement.textContent;", vec![])
        .await?;
    for staffs in ["Rosehill", "Stay and Play", "direct contact", "Riverside"] {
        assert!(!page.contains(staffs), "“{staffs}” is in the page: {page}");
    }
    Ok(())
}

/// What a family could try in the browser to get out, and what a test does for it.
const WAYS_OUT: [(&str, &str); 8] = [
    ("back, or a swipe", "history.back();"),
    ("back, three times", "history.go(-3);"),
    ("forward", "history.forward();"),
    (
        "another address by a link",
        "history.pushState(null, '', '/records'); dispatchEvent(new PopStateEvent('popstate'));",
    ),
    ("the address of the records", "location.href = '/records';"),
    ("the address of the PINs", "location.href = '/locks';"),
    (
        "an address of nothing",
        "location.href = '/nowhere/at/all';",
    ),
    ("reload", "location.reload();"),
];

#[tokio::test]
async fn no_way_that_a_browser_has_leads_out_of_the_survey() -> Result<()> {
    let tablet = with_a_survey_begun().await?;
    check_survey_alone(&tablet, Phrase::Respect).await?;
    for (way, script) in WAYS_OUT {
        let marked = "window.before = true; return true;";
        let _: bool = tablet.script(marked, vec![]).await?;
        let _: bool = tablet
            .script(
                &format!("setTimeout(() => {{ {script} }}); return true;"),
                vec![],
            )
            .await?;
        eprintln!("{way}");
        // Back is one question back, where there is one: both are the survey.
        tablet
            .until("a screen of the survey", || async {
                let on = tablet
                    .script::<Option<String>>("return all('h1').map(words)[0] ?? null;", vec![])
                    .await?;
                let of_survey = [Phrase::Respect, Phrase::Who].map(|it| Some(it.english()));
                Ok(of_survey.contains(&on.as_deref()).then_some(()))
            })
            .await?;
        let on: String = tablet
            .script("return all('h1').map(words)[0];", vec![])
            .await?;
        if on == Phrase::Who.english() {
            check_survey_alone(&tablet, Phrase::Who).await?;
            tablet.press(Phrase::YoungPerson.english()).await?;
        }
        check_survey_alone(&tablet, Phrase::Respect).await?;
    }
    // Files that are dropped do not take its place.
    let refused: bool = tablet
        .script(
            "const drop = new DragEvent('drop', { bubbles: true, cancelable: true });
             return !document.body.dispatchEvent(drop);",
            vec![],
        )
        .await?;
    assert!(
        refused,
        "a file that is dropped opens in place of the survey"
    );
    Ok(())
}

#[tokio::test]
async fn typing_any_address_a_second_tab_and_a_crash_lead_to_the_survey() -> Result<()> {
    let tablet = with_a_survey_begun().await?;
    for path in [
        "/",
        "/session",
        "/records",
        "/quarter",
        "/safe",
        "/settings",
        "/locks",
        "/about",
        "/restore",
        "/import",
        "/survey/hand-over",
        "/style",
    ] {
        tablet.open(path).await?;
        check_survey_alone(&tablet, Phrase::Respect).await?;
    }
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

/// Nothing of what a family answered is in the page, its fields, the session's
/// storage or the addresses.
async fn check_nothing_left(app: &App) -> Result<()> {
    let left: Vec<String> = app
        .script(
            "const fields = [...document.querySelectorAll('input, textarea, select')].map((it) => it.value);
             const session = Object.entries(sessionStorage).flat();
             return [document.documentElement.outerHTML, location.href, document.title,
                 JSON.stringify(history.state), ...fields, ...session];",
            vec![],
        )
        .await?;
    for text in &left {
        assert!(
            !text.contains("Zebra"),
            "something of the family is left: {text}"
        );
    }
    let pressed: Vec<String> = app
        .script(
            "return all('main [aria-pressed=true]:not([lang])').map(words);",
            vec![],
        )
        .await?;
    assert_eq!(pressed, [""; 0]);
    Ok(())
}

/// A whole survey in some words, offline, and then another by the way back.
pub async fn fill_in(app: &App, words: &Words) -> Result<()> {
    app.is_on(Phrase::Title.english()).await?;
    if words.locale.tag != "en" {
        app.press(words.locale.name).await?;
    }
    app.is_on(words.say(Phrase::Title)).await?;
    let direction: String = app
        .script("return document.querySelector('main').dir;", vec![])
        .await?;
    assert_eq!(direction, words.locale.direction.code());
    app.answer_all(words, COMMENT).await?;
    app.sees(COMMENT).await?;
    app.press(words.say(Phrase::Finish)).await?;
    app.is_on(words.say(Phrase::ThankYou)).await?;
    check_nothing_left(app).await?;
    app.press(words.say(Phrase::ToTheStart)).await?;
    app.is_on(Phrase::Title.english()).await?;
    check_nothing_left(app).await?;
    let back = "history.back(); return true;";
    app.script::<bool>(back, vec![]).await?;
    app.is_on(Phrase::Title.english()).await?;
    check_nothing_left(app).await
}

#[tokio::test]
async fn families_answer_in_english_urdu_and_polish_without_a_connection() -> Result<()> {
    let mut tablet = with_a_pin().await?;
    tablet.offer_languages(&["ur", "pl"]).await?;
    tablet.sees("Ready to work offline").await?;
    tablet.lose_connection();
    tablet.hand_over().await?;
    for tag in ["en", "ur", "pl"] {
        fill_in(&tablet, &words_of(tag)).await?;
        // The same answers within a minute would be flagged.
        tablet.let_pass(61).await?;
    }
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
