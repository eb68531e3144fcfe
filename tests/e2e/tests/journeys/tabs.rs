//! Two tabs of one tablet show the same.

use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;

#[tokio::test]
async fn a_record_saved_in_one_tab_appears_in_the_other() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.sees("Nothing recorded yet").await?;
    let first = tablet.second_tab().await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.driver().switch_to_window(first).await?;
    tablet.holds(1).await?;
    tablet.sees("15 direct contacts").await
}
