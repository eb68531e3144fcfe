//! A new version comes when a person says so, eats nothing, and half a version
//! never comes at all.

use daybook_e2e::error::Result;
use daybook_e2e::forms::TypedSession;
use daybook_e2e::tablet::Tablet;
use daybook_e2e::versions::{ChangedFile, Version};

const READY: &str = "Ready to work offline";
const NEW: &str = "A new version is ready";

/// Counts how often a tab opens a page.
const COUNT: &str = "sessionStorage.opened = Number(sessionStorage.opened ?? 0) + 1;";

async fn opened(tablet: &Tablet) -> Result<u32> {
    let script = "return Number(sessionStorage.opened ?? 0);";
    tablet.script(script, vec![]).await
}

async fn says_nothing_of_a_new_version(tablet: &Tablet) -> Result<()> {
    let page = tablet.text().await?;
    assert!(!page.contains(NEW), "{page}");
    Ok(())
}

/// A tablet with half a session typed, and the next version ready.
async fn with_half_a_session_and_an_update(version: &Version) -> Result<Tablet> {
    let tablet = Tablet::with_version(version).await?;
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    tablet.fill_in_session(&TypedSession::STAY_AND_PLAY).await?;
    says_nothing_of_a_new_version(&tablet).await?;
    version.becomes("second")?;
    tablet.comes_back().await?;
    tablet.sees(NEW).await?;
    tablet.sees("What you have typed is kept").await?;
    Ok(tablet)
}

#[tokio::test]
async fn a_draft_survives_an_update_which_opens_the_page_once() -> Result<()> {
    let version = Version::as_built()?;
    let mut tablet = with_half_a_session_and_an_update(&version).await?;
    assert_eq!(tablet.barriers().await?, []);
    tablet.before_each_page(COUNT).await?;
    // Typed a moment before: sooner than it is kept by itself.
    tablet.fill("Adults", "9").await?;
    tablet.press("Update now").await?;
    tablet.runs("second").await?;
    tablet.is_on("Record a session").await?;
    tablet.press("Recover").await?;
    tablet
        .until_is("the adults", Some("9".to_owned()), || {
            tablet.value("Adults")
        })
        .await?;
    tablet.press("Save session").await?;
    tablet.is_saved("18 direct contacts").await?;
    tablet.holds(1).await?;
    tablet.sees(READY).await?;
    says_nothing_of_a_new_version(&tablet).await?;
    assert_eq!(opened(&tablet).await?, 1);

    // The old version is not needed any more.
    let caches = "const done = arguments[0]; caches.keys().then((names) => done(names.length));";
    let caches = tablet.driver().execute_async(caches, vec![]).await?;
    assert_eq!(caches.json().as_u64(), Some(1));
    tablet.lose_connection();
    tablet.close().await?;
    tablet.reopen().await?;
    tablet.holds(1).await?;
    tablet.runs("second").await
}

#[tokio::test]
async fn a_second_tab_keeps_its_page_through_an_update_and_is_offered_a_reload() -> Result<()> {
    let version = Version::as_built()?;
    let tablet = with_half_a_session_and_an_update(&version).await?;
    tablet.before_each_page(COUNT).await?;
    let first = tablet.second_tab().await?;
    tablet.sees(NEW).await?;
    tablet.press("Update now").await?;
    tablet.runs("second").await?;
    tablet.is_on("Today").await?;
    tablet.sees(READY).await?;

    tablet.driver().switch_to_window(first).await?;
    tablet.sees("This tab still runs the old version").await?;
    tablet.runs("").await?;
    assert_eq!(opened(&tablet).await?, 0);
    // It goes on as it was.
    assert_eq!(tablet.value("Under 5").await?.as_deref(), Some("7"));
    tablet.fill("Adults", "9").await?;
    tablet.press("Reload now").await?;
    tablet.runs("second").await?;
    tablet.press("Recover").await?;
    tablet
        .until_is("the adults", Some("9".to_owned()), || {
            tablet.value("Adults")
        })
        .await?;
    tablet.press("Save session").await?;
    tablet.holds(1).await?;
    assert_eq!(opened(&tablet).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_page_that_keeps_nothing_typed_says_so_before_an_update() -> Result<()> {
    let version = Version::as_built()?;
    let tablet = with_half_a_session_and_an_update(&version).await?;
    tablet.follow("PINs").await?;
    tablet.is_on("PINs").await?;
    tablet.sees("on this page nothing typed is kept").await
}

/// Half a version is not taken: the one before goes on, with a connection and
/// without, until the site is whole.
async fn check_broken(break_it: fn(&ChangedFile) -> Result<()>) -> Result<()> {
    check_broken_part(|_, styles| Ok(styles), break_it).await
}

async fn check_broken_part(
    part: fn(&Version, ChangedFile) -> Result<ChangedFile>,
    break_it: fn(&ChangedFile) -> Result<()>,
) -> Result<()> {
    let version = Version::as_built()?;
    let mut tablet = Tablet::with_version(&version).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    let styles = version.becomes("second")?;
    let changed = part(&version, styles)?;
    break_it(&changed)?;
    let failed = "const done = arguments[0];
        navigator.serviceWorker.addEventListener('message', ({ data }) => {
            if (data.failed) done(data.missing.length);
        });
        document.dispatchEvent(new Event('visibilitychange'));";
    let missing = tablet.driver().execute_async(failed, vec![]).await?;
    assert_eq!(missing.json().as_u64(), Some(1));
    says_nothing_of_a_new_version(&tablet).await?;
    tablet.sees(READY).await?;
    tablet.open("/").await?;
    tablet.runs("").await?;
    tablet.lose_connection();
    tablet.close().await?;
    tablet.reopen().await?;
    tablet.runs("").await?;
    tablet.holds(1).await?;
    tablet.sees(READY).await?;

    tablet.connect_again()?;
    changed.is_right()?;
    tablet.comes_back().await?;
    tablet.sees(NEW).await?;
    tablet.press("Update now").await?;
    tablet.runs("second").await?;
    tablet.holds(1).await
}

#[tokio::test]
async fn a_version_with_a_missing_file_is_not_taken_until_it_is_whole() -> Result<()> {
    check_broken(ChangedFile::is_missing).await
}

#[tokio::test]
async fn a_version_with_other_bytes_in_a_file_is_not_taken_until_it_is_whole() -> Result<()> {
    check_broken(ChangedFile::is_cut_off).await
}

#[tokio::test]
async fn a_version_without_the_managers_part_is_not_taken_until_it_is_whole() -> Result<()> {
    check_broken_part(
        |version, _| version.managers_part(),
        ChangedFile::is_missing,
    )
    .await
}

#[tokio::test]
async fn roll_up_opens_for_the_first_time_after_its_files_are_gone_from_the_server() -> Result<()> {
    let version = Version::as_built()?;
    let mut tablet = Tablet::with_version(&version).await?;
    version.becomes("second")?;
    tablet.open("/roll-up").await?;
    tablet.is_on("Returns").await?;
    tablet.runs("").await?;
    tablet.sees(NEW).await?;
    tablet.press("Update now").await?;
    tablet.runs("second").await?;
    tablet.is_on("Returns").await?;
    // The new version has all of its parts too.
    tablet.lose_connection();
    for (address, heading) in [("/", "Today"), ("/roll-up", "Returns")] {
        tablet.open(address).await?;
        tablet.is_on(heading).await?;
        tablet.runs("second").await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_version_that_cannot_start_any_more_offers_the_new_one() -> Result<()> {
    let version = Version::as_built()?;
    let tablet = Tablet::with_version(&version).await?;
    tablet.drops_from_its_cache("/managers-").await?;
    version.becomes("second")?;
    tablet.open("/roll-up").await?;
    tablet.is_on("Daybook could not start").await?;
    tablet
        .sees("A new version of Daybook is ready, and may put this right")
        .await?;
    assert_eq!(tablet.barriers().await?, []);
    // Recording goes on without it.
    tablet
        .follow("Go to Today: the pages for recording do not need this part.")
        .await?;
    tablet.is_on("Today").await?;
    tablet.runs("").await?;
    tablet.open("/roll-up").await?;
    tablet.press("Update now").await?;
    tablet.runs("second").await?;
    tablet.is_on("Returns").await
}

#[tokio::test]
async fn a_locked_tablet_says_nothing_of_a_new_version_and_stays_locked_after_it() -> Result<()> {
    const LOCKED: &str = "Daybook is locked";
    let version = Version::as_built()?;
    let tablet = Tablet::with_version(&version).await?;
    tablet.set_pin("staff PIN", "481516").await?;
    version.becomes("second")?;
    tablet.comes_back().await?;
    tablet.sees(NEW).await?;
    tablet.press("Lock").await?;
    tablet.is_on(LOCKED).await?;
    says_nothing_of_a_new_version(&tablet).await?;
    tablet.enter("Staff PIN", "481516").await?;
    tablet.sees(NEW).await?;
    tablet.press("Update now").await?;
    tablet.runs("second").await?;
    tablet.is_on(LOCKED).await?;
    tablet.enter("Staff PIN", "481516").await?;
    tablet.is_on("PINs").await
}
