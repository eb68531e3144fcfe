//! Pages that hold still and lead on: nothing jumps as a page opens, what was just
//! saved can be corrected, and each question has both its answers.

use chrono::{Datelike, Days, Local};
use daybook::domain::record::locale::Phrase;
use daybook_e2e::error::Result;
use daybook_e2e::family::STAFF_PIN;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::screen::{Scheme, Screen};
use daybook_e2e::tablet::Tablet;

/// The most that a page may jump: the sum of its layout shifts, as the browser
/// measures them.
const MOST_SHIFT: f64 = 0.05;

/// How far what was in sight has moved since the page was loaded, and what did.
const SHIFTED: &str = "
    const entries = [];
    const observer = new PerformanceObserver((list) => entries.push(...list.getEntries()));
    observer.observe({ type: 'layout-shift', buffered: true });
    const done = arguments[0];
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => {
        entries.push(...observer.takeRecords());
        const shifts = entries.filter((it) => !it.hadRecentInput);
        const moved = shifts.flatMap((it) => it.sources).map(({ node, previousRect, currentRect }) =>
            `${node?.className || node?.nodeName} from ${previousRect?.y} to ${currentRect?.y}`);
        done([shifts.reduce((sum, it) => sum + it.value, 0), moved.join('; ')]);
    })));";

async fn check_holds_still(tablet: &Tablet, path: &str, heading: &str) -> Result<()> {
    tablet.open(path).await?;
    tablet.is_on(heading).await?;
    tablet.is_kept_for_offline().await?;
    let found = tablet.driver().execute_async(SHIFTED, vec![]).await?;
    let (shifted, moved): (f64, String) = serde_json::from_value(found.json().clone())?;
    assert!(
        shifted <= MOST_SHIFT,
        "{path} jumps by {shifted:.3}: {moved}"
    );
    Ok(())
}

#[tokio::test]
async fn the_set_up_page_does_not_jump_as_it_opens() -> Result<()> {
    let mut tablet = Tablet::new().await?;
    for screen in [Screen::LANDSCAPE, Screen::PORTRAIT, Screen::PHONE] {
        tablet.turn(screen, Scheme::Light).await?;
        check_holds_still(&tablet, "/", "Set up this tablet").await?;
    }
    Ok(())
}

#[tokio::test]
async fn no_page_jumps_as_it_opens() -> Result<()> {
    let mut tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    for screen in [Screen::LANDSCAPE, Screen::PHONE] {
        tablet.turn(screen, Scheme::Light).await?;
        for (path, heading) in [
            ("/", "Today"),
            ("/session", "Record a session"),
            ("/survey", "Record a survey"),
            ("/tally", "Door tally"),
            ("/records", "Records"),
            ("/settings", "Settings"),
            ("/safe", "Is my work safe?"),
            ("/locks", "PINs"),
            ("/survey/hand-over", "Start a family survey"),
        ] {
            check_holds_still(&tablet, path, heading).await?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_was_just_saved_can_be_corrected_from_where_that_is_said() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.follow("Correct").await?;
    tablet.is_on("Correct a session").await?;
    tablet.fill("Under 5", "1").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("direct contact").await?;
    tablet.holds(1).await
}

#[tokio::test]
async fn is_this_right_can_be_answered_with_no() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    tablet.fill_in_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.press("Save session").await?;
    tablet.sees("Is this right?").await?;
    tablet.press("No, change it").await?;
    tablet
        .until("the first count to take the focus", || async {
            let label = tablet.focused_label().await?;
            Ok(label
                .is_some_and(|it| it.starts_with("Under 5"))
                .then_some(()))
        })
        .await?;
    assert!(!tablet.text().await?.contains("Is this right?"));
    tablet.holds(1).await
}

#[tokio::test]
async fn a_pin_set_on_the_way_to_a_hand_over_leads_back_to_it() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Start a family survey").await?;
    tablet.is_on("Start a family survey").await?;
    tablet.follow("Set a staff PIN").await?;
    tablet.is_on("PINs").await?;
    tablet.press("Cancel").await?;
    tablet.is_on("Start a family survey").await?;
    tablet.follow("Set a staff PIN").await?;
    tablet.fill("PIN", STAFF_PIN).await?;
    tablet.fill("The same PIN again", STAFF_PIN).await?;
    tablet.press("Continue").await?;
    tablet.press("I have written it down").await?;
    tablet.is_on("Start a family survey").await?;
    tablet.sees("PIN set").await?;
    tablet.press("Hand the tablet over").await?;
    tablet.is_on(Phrase::Title.english()).await
}

#[tokio::test]
async fn settings_lead_to_all_that_is_kept_on_the_tablet() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    for (link, heading) in [
        ("Backup and restore", "Is my work safe?"),
        ("PINs", "PINs"),
        ("Install Daybook", "Install Daybook"),
    ] {
        tablet.follow("Settings").await?;
        tablet.is_on("Settings").await?;
        let listed: bool = tablet
            .script(
                "const list = document.querySelector('main nav');
                 return all('a', list).some((it) => words(it) === arguments[0]);",
                vec![link.into()],
            )
            .await?;
        assert!(listed, "Settings do not lead to {link}");
        tablet.follow(link).await?;
        tablet.is_on(heading).await?;
    }
    Ok(())
}

#[tokio::test]
async fn forced_colours_mark_the_page_that_one_is_on() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.force_colours().await?;
    let borders: Vec<String> = tablet
        .script(
            "const of = (link) => getComputedStyle(link).borderBlockEndColor;
             const [here, ...others] = ['[aria-current=page]', ':not([aria-current])']
                 .flatMap((it) => all(`.app-nav__link${it}`));
             return [of(here), ...new Set(others.map(of))];",
            vec![],
        )
        .await?;
    let [here, others] = borders.as_slice() else {
        panic!("{borders:?}");
    };
    assert_ne!(here, others);
    Ok(())
}

#[tokio::test]
async fn after_a_click_nothing_of_the_next_question_is_tinted() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.set_pin("staff PIN", STAFF_PIN).await?;
    tablet.hand_over().await?;
    tablet.press(Phrase::Start.english()).await?;
    tablet.press(Phrase::YoungPerson.english()).await?;
    tablet.is_on(Phrase::Respect.english()).await?;
    let mut at = Phrase::Respect;
    // The pointer stays where it was clicked: over an answer, and over Skip.
    for (tapped, next) in [
        (Phrase::Yes, Phrase::Listened),
        (Phrase::Skip, Phrase::Helped),
    ] {
        tablet.is_on(at.english()).await?;
        tablet.press(tapped.english()).await?;
        tablet.is_on(next.english()).await?;
        let grounds: Vec<String> = tablet
            .script(
                "const ground = (it) => getComputedStyle(it).backgroundColor;
                 return ['.app-family__answer', '.govuk-button--secondary'].map(
                     (kind) => String(new Set(all(kind).map(ground)).size));",
                vec![],
            )
            .await?;
        assert_eq!(grounds, ["1", "1"], "after {tapped:?}");
        at = next;
    }
    Ok(())
}

/// The three tables below the pictures of a quarter, by their captions.
const PICTURED: [&str; 3] = [
    "By month and kind",
    "By age band",
    "Yes, of surveys received",
];

/// A quarter is shown in three pictures, each with its table, on one sheet of paper.
async fn check_pictured(tablet: &Tablet) -> Result<()> {
    for caption in PICTURED {
        tablet.table(caption).await?;
    }
    let pictures: usize = tablet
        .script("return all('main svg[role=img]').length;", vec![])
        .await?;
    assert_eq!(pictures, PICTURED.len());
    assert_eq!(tablet.sheets_printed().await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_quarter_is_pictured_on_one_sheet_a_nil_and_a_first_one_too() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.follow("Quarter").await?;
    let contacts = TypedSession::STAY_AND_PLAY.contacts().to_string();
    let all = tablet.row("By month and kind", "All kinds").await?;
    assert_eq!(all.last(), Some(&contacts));
    check_pictured(&tablet).await?;
    // Nothing was recorded before.
    tablet.open("/quarter/2025-26-Q1").await?;
    tablet.sees("Nothing was recorded in this quarter.").await?;
    check_pictured(&tablet).await
}

#[tokio::test]
async fn the_survey_says_who_asks_and_about_what() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.set_pin("staff PIN", STAFF_PIN).await?;
    tablet.follow("Today").await?;
    tablet.follow("Start a family survey").await?;
    tablet
        .choose_from(
            "What is the survey about? Families see it.",
            "Oak Lane Children’s Centre",
        )
        .await?;
    tablet.press("Hand the tablet over").await?;
    tablet.is_on(Phrase::Title.english()).await?;
    // In every step, and still after a reload.
    for step in 0..3 {
        let said = tablet
            .until("the set-up to be read", || async {
                let text = tablet.text().await?.replace(['\u{2068}', '\u{2069}'], "");
                Ok(text.contains("Who is asking").then_some(text))
            })
            .await?;
        assert!(
            said.contains("Who is asking: Rosehill Locality Team"),
            "{said}"
        );
        assert!(said.contains("About: Oak Lane Children’s Centre"), "{said}");
        match step {
            0 => tablet.press(Phrase::Start.english()).await?,
            1 => tablet.driver().refresh().await?,
            _ => {}
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_date_long_ago_can_be_said_to_be_wrong() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Record a session").await?;
    tablet.choose("When was it?", "Another date").await?;
    let long_ago = Local::now().date_naive() - Days::new(100);
    tablet.fill("Day", &long_ago.day().to_string()).await?;
    tablet.fill("Month", &long_ago.month().to_string()).await?;
    tablet.fill("Year", &long_ago.year().to_string()).await?;
    tablet.press("Yes, it is right").await?;
    tablet.press("No, change it").await?;
    tablet
        .until("the month to take the focus", || async {
            let label = tablet.focused_label().await?;
            Ok((label.as_deref() == Some("Month")).then_some(()))
        })
        .await?;
    let pressed: usize = tablet
        .script("return all('.app-ask [aria-pressed=true]').length;", vec![])
        .await?;
    assert_eq!(pressed, 0);
    Ok(())
}
