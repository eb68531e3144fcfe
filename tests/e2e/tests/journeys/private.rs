//! Nothing leaves the tablet: over a whole journey no other host is asked for
//! anything, and nothing breaks the content security policy.

use daybook::domain::record::survey::{Answer, Question, SurveyVersion};
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession, TypedSurvey};
use daybook_e2e::tablet::Tablet;

const SURVEY: TypedSurvey<'static> = TypedSurvey {
    answers: &[
        (Question::Respect, Answer::Yes),
        (Question::Listened, Answer::Yes),
        (Question::Helped, Answer::No),
    ],
    version: SurveyVersion::Standard,
    answered_by: "Young person",
    went_well: "https://example.org/a-link-somebody-typed",
};

#[tokio::test]
async fn a_whole_journey_asks_no_other_host_and_leaves_the_console_silent() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.open_record("15 direct contacts").await?;
    tablet.press("Correct").await?;
    tablet.is_on("Correct a session").await?;
    tablet.fill("Adults", "9").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("18 direct contacts").await?;
    tablet.record_survey(&SURVEY).await?;
    tablet.record_declined().await?;
    tablet.follow("Records").await?;
    tablet.is_on("Records").await?;
    tablet.follow("Settings").await?;
    tablet.is_on("Settings").await?;
    tablet.follow("Quarter").await?;
    tablet.press("Send return").await?;
    tablet.is_on("Check the return").await?;
    tablet.make_return().await?;
    tablet.download("Download return").await?;
    tablet.follow("About Daybook and what it stores").await?;
    tablet.is_on("About Daybook").await?;
    tablet.open("/no-such-page").await?;
    tablet.is_on("Page not found").await?;

    let requests = tablet.requests().await?;
    assert!(
        requests.len() > 3,
        "the app itself is among them: {requests:?}"
    );
    let home = format!("{}/", tablet.address());
    let elsewhere: Vec<_> = requests
        .iter()
        .filter(|address| {
            let own = address.strip_prefix("blob:").unwrap_or(address);
            // The browser's own pages, such as its new tab, come from no host.
            let no_host = ["data:", "chrome:"];
            !own.starts_with(&home) && !no_host.iter().any(|it| address.starts_with(it))
        })
        .collect();
    assert!(elsewhere.is_empty(), "{elsewhere:?}");
    let mut console = tablet.console().await?;
    // The browser's own remark, that the app offers to install by its button.
    console.retain(|said| !said.contains("Banner not shown: beforeinstallprompt"));
    assert!(console.is_empty(), "{console:#?}");
    Ok(())
}
