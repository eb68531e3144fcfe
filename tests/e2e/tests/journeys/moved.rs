//! A record that turns out to belong to another quarter, and then to another
//! team: both sides are sent, each figure once.

use daybook::domain::base::calendar::Quarter;
use daybook::domain::submission::quarter_return::QuarterReturn;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession, When};
use daybook_e2e::tablet::Tablet;

use crate::figures::{figures_expected, figures_of, today};

const OAK_LANE: &str = "Oak Lane Team";

const AGAIN: &str = "Send return again";

/// The return of a team and quarter, from the receipt of a Send.
async fn received(
    tablet: &Tablet,
    team: &str,
    quarter: Quarter,
) -> Result<(QuarterReturn, Vec<u8>)> {
    let heading = format!("{team}, {quarter}");
    let (_, bytes) = tablet.download_under(&heading, "Download return").await?;
    let text = std::str::from_utf8(&bytes).unwrap();
    Ok((QuarterReturn::read(text).unwrap(), bytes))
}

async fn send_again(tablet: &Tablet, reason: &str) -> Result<()> {
    tablet.press(AGAIN).await?;
    tablet.is_on("Check the return").await?;
    tablet.fill("Why is it made again?", reason).await?;
    tablet.make_return().await
}

async fn open_form(tablet: &Tablet) -> Result<()> {
    tablet.follow("Records").await?;
    tablet.is_on("Records").await?;
    tablet.open_record("15 direct contacts").await?;
    tablet.press("Correct").await?;
    tablet.is_on("Correct a session").await
}

async fn see_quarter(tablet: &Tablet, quarter: Quarter) -> Result<()> {
    tablet.open(&format!("/quarter/{}", quarter.slug())).await?;
    tablet.is_on(&quarter.to_string()).await
}

/// That the file offered now is the one that was sent, to the byte.
async fn comes_again(tablet: &Tablet, bytes: &[u8]) -> Result<()> {
    let (_, again) = tablet.download("Download return").await?;
    assert_eq!(again, bytes);
    Ok(())
}

#[tokio::test]
async fn a_record_that_moves_to_another_quarter_and_team_is_sent_on_both_sides_and_counted_once()
-> Result<()> {
    let now = Quarter::containing(today());
    let before = now.previous();
    let session = TypedSession::STAY_AND_PLAY;
    let then = TypedSession {
        when: When::On(before.last_day()),
        ..session
    };
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.follow("Settings").await?;
    tablet.is_on("Settings").await?;
    tablet.press("Add a team").await?;
    tablet.fill("Team", OAK_LANE).await?;
    tablet.fill("Locality", "South").await?;
    tablet.press("Add team").await?;
    tablet.sees("The team was added.").await?;
    tablet.record_session(&session).await?;
    see_quarter(&tablet, now).await?;
    tablet.press("Send return").await?;
    tablet.is_on("Check the return").await?;
    tablet.make_return().await?;

    // To another quarter: this one became zero, and is sent as zero.
    open_form(&tablet).await?;
    tablet.say_when("When was it?", then.when).await?;
    tablet.press("Save session").await?;
    tablet.is_saved("15 direct contacts").await?;
    see_quarter(&tablet, now).await?;
    tablet.sees("Changed since it was made (revision 1").await?;
    send_again(&tablet, "It was the quarter before").await?;
    let (zero, _) = received(&tablet, ROSEHILL.team, now).await?;
    let (moved, moved_bytes) = received(&tablet, ROSEHILL.team, before).await?;
    assert_eq!((zero.nil, zero.revision), (true, 2));
    assert_eq!(figures_of(&zero), figures_expected(&[], &[], 0));
    assert_eq!((moved.records, moved.revision), (1, 1));
    assert_eq!(figures_of(&moved), figures_expected(&[then], &[], 0));
    assert_eq!(zero.send, moved.send, "one Send writes both");
    see_quarter(&tablet, before).await?;
    comes_again(&tablet, &moved_bytes).await?;

    // To another team.
    open_form(&tablet).await?;
    tablet.choose("Which team?", OAK_LANE).await?;
    tablet.press("Save session").await?;
    tablet.is_saved("15 direct contacts").await?;
    see_quarter(&tablet, before).await?;
    tablet.sees("Changed since it was made (revision 1").await?;
    send_again(&tablet, "It was Oak Lane’s work").await?;
    let (theirs, _) = received(&tablet, OAK_LANE, before).await?;
    let (ours, ours_bytes) = received(&tablet, ROSEHILL.team, before).await?;
    assert_eq!((ours.nil, ours.revision), (true, 2));
    assert_eq!(figures_of(&theirs), figures_expected(&[then], &[], 0));
    assert_eq!(theirs.send, ours.send);
    see_quarter(&tablet, before).await?;
    comes_again(&tablet, &ours_bytes).await
}
