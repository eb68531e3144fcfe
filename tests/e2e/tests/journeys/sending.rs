//! Sending: a nil return, and a return sent again after a change.

use daybook::domain::base::calendar::Quarter;
use daybook::domain::submission::quarter_return::QuarterReturn;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;

use crate::figures::{figures_expected, figures_of, today};

/// Downloads the one return that the page offers, and reads it.
async fn downloaded(tablet: &Tablet) -> Result<(String, QuarterReturn)> {
    let (name, bytes) = tablet.download("Download return").await?;
    let text = String::from_utf8(bytes).unwrap();
    Ok((name, QuarterReturn::read(&text).unwrap()))
}

#[tokio::test]
async fn a_nil_return_is_sent_and_a_change_asks_for_a_reason() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Quarter").await?;
    tablet.sees("Nothing was recorded in this quarter").await?;
    tablet.sees("Not made yet").await?;
    tablet.press("Send return").await?;
    tablet.sees("This is a nil return.").await?;
    // The quarter has not ended: nobody is invited to it, and it is asked about.
    tablet.press("Make return").await?;
    tablet
        .sees("A nil return, before the quarter has ended?")
        .await?;
    tablet.press("Make it all the same").await?;
    tablet.is_on("Return ready to pass on").await?;
    tablet.sees("nobody has it yet").await?;
    let (_, nil) = downloaded(&tablet).await?;
    assert_eq!((nil.nil, nil.records, nil.revision), (true, 0, 1));
    assert_eq!(figures_of(&nil), figures_expected(&[], &[], 0));

    let session = TypedSession::STAY_AND_PLAY;
    tablet.record_session(&session).await?;
    tablet.follow("Quarter").await?;
    tablet.sees("Changed since it was made (revision 1").await?;
    tablet.press("Send return again").await?;
    tablet.is_on("Check the return").await?;
    tablet.press("Make return").await?;
    tablet.sees("There is a problem").await?;
    tablet.follow("Enter why the return is made again").await?;
    let reason = "Why is it made again?".to_owned();
    tablet
        .until_is("the field in focus", Some(reason), || {
            tablet.focused_label()
        })
        .await?;
    tablet
        .fill("Why is it made again?", "A group was recorded late")
        .await?;
    tablet.make_return().await?;

    let (name, again) = downloaded(&tablet).await?;
    assert!(name.ends_with("-r2.json"), "{name}");
    assert_eq!((again.nil, again.records, again.revision), (false, 1, 2));
    let reason = again.reason.as_ref().map(ToString::to_string);
    assert_eq!(reason.as_deref(), Some("A group was recorded late"));
    assert_eq!(figures_of(&again), figures_expected(&[session], &[], 0));
    assert_eq!(again.book, nil.book);
    assert!(again.line.contains(&nil.send), "it descends from the first");

    tablet.follow("Back to the quarter").await?;
    tablet.sees("Downloaded on").await?;
    tablet.sees("Revision 2.").await?;
    // What is sent and unchanged is not offered to be sent again.
    let address = Quarter::containing(today()).code().replace(' ', "-");
    tablet.open(&format!("/quarter/{address}/return")).await?;
    tablet
        .sees("Nothing has changed since this return was made.")
        .await
}
