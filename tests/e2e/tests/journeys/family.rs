//! What holds on a tablet that was handed over, whichever engine shows it.

use daybook::domain::record::locale::{Phrase, Words};
use daybook_e2e::app::App;
use daybook_e2e::error::Result;
use daybook_e2e::family::{STAFF_PIN, words_of};
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;

const COMMENT: &str = "Zebra finger painting";

/// Sets a tablet up, with a record and a staff PIN.
pub async fn set_up_with_a_pin(tablet: &Tablet) -> Result<()> {
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.set_pin("staff PIN", STAFF_PIN).await?;
    Ok(())
}

/// Begins a survey, as far as the first question.
pub async fn begin(app: &App) -> Result<()> {
    app.press(Phrase::Start.english()).await?;
    app.press(Phrase::YoungPerson.english()).await?;
    app.is_on(Phrase::Respect.english()).await
}

/// The survey is shown at a heading, and nothing of the staff pages.
pub async fn check_survey_alone(app: &App, heading: Phrase) -> Result<()> {
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
    // The survey says which team asks; nothing else that staff see is there.
    let page = page.replace(ROSEHILL.team, "");
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

/// The first question is shown, perhaps after the screen before it: back is one screen
/// back, where there is one, and on a slow machine comes late. Both are the survey alone.
async fn check_first_question(tablet: &Tablet) -> Result<()> {
    tablet
        .until("the first question", || async {
            let heading = "return all('h1').map(words)[0] ?? null;";
            let on: Option<String> = tablet.script(heading, vec![]).await?;
            if on.as_deref() == Some(Phrase::Who.english()) {
                check_survey_alone(tablet, Phrase::Who).await?;
                tablet.press(Phrase::YoungPerson.english()).await?;
                return Ok(None);
            }
            Ok((on.as_deref() == Some(Phrase::Respect.english())).then_some(()))
        })
        .await?;
    check_survey_alone(tablet, Phrase::Respect).await
}

/// Whatever a browser can do with a page, the survey stays. It is begun, at the first
/// question.
pub async fn check_ways_out(tablet: &Tablet) -> Result<()> {
    check_survey_alone(tablet, Phrase::Respect).await?;
    for (way, script) in WAYS_OUT {
        eprintln!("{way}");
        let order = format!(
            "window.taken = false;
             setTimeout(() => {{ {script} window.taken = true; }});
             return true;"
        );
        let _: bool = tablet.script(&order, vec![]).await?;
        tablet
            .until_is("the way to be taken", true, || {
                tablet.script("return window.taken !== false;", vec![])
            })
            .await?;
        check_first_question(tablet).await?;
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

/// Every address leads to the survey. It is begun, at the first question.
pub async fn check_addresses(tablet: &Tablet) -> Result<()> {
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
        check_survey_alone(tablet, Phrase::Respect).await?;
    }
    Ok(())
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
async fn fill_in(app: &App, words: &Words) -> Result<()> {
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

/// Families answer in English, Urdu and Polish while there is no connection. The PIN
/// is set; the tablet stays handed over.
pub async fn check_three_languages_offline(tablet: &mut Tablet) -> Result<()> {
    tablet.offer_languages(&["ur", "pl"]).await?;
    tablet.sees("Ready to work offline").await?;
    tablet.lose_connection();
    tablet.hand_over().await?;
    for tag in ["en", "ur", "pl"] {
        fill_in(tablet, &words_of(tag)).await?;
        // The same answers within a minute would be flagged.
        tablet.let_pass(61).await?;
    }
    Ok(())
}
