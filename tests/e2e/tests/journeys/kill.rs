//! "Saved on this tablet" is true: what was called saved is there after the
//! browser was killed at that very moment.

use daybook::domain::record::session::Kind;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;

const TIMES: u16 = 20;

/// Taps Save, and answers at the moment the notice stands on the page: one more
/// question to the browser would give it time to write.
const SAVE: &str = "
    const done = arguments[arguments.length - 1];
    const saved = () => [...document.querySelectorAll('[role=alert]')]
        .some((alert) => alert.textContent.includes('Saved on this tablet'));
    const watch = new MutationObserver(() => saved() && done(true));
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
    [...document.querySelectorAll('button')]
        .find((button) => button.textContent.trim() === 'Save session').click();";

#[tokio::test]
async fn what_was_called_saved_survives_a_kill_twenty_times_of_twenty() -> Result<()> {
    let mut tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    for time in 1..=TIMES {
        tablet.follow("Record a session").await?;
        let session = TypedSession {
            kind: Kind::TargetedPrevention,
            place: None,
            came: [0, 0, time, 0, 0],
            new_families: 0,
            ..TypedSession::STAY_AND_PLAY
        };
        tablet.fill_in_session(&session).await?;
        tablet.driver().execute_async(SAVE, vec![]).await?;
        tablet.kill();
        tablet.reopen().await?;
        tablet.holds(usize::from(time)).await?;
    }
    tablet.follow("Quarter").await?;
    let row = tablet.row("By kind of session", "All kinds").await?;
    // 1 + 2 + … + 20
    assert_eq!(row, ["20", "210", "0"]);
    Ok(())
}
