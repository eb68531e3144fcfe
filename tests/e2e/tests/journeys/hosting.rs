//! The app on hosts that are not `cargo xtask serve`: the plainest ones, and such
//! as give other bytes than were built.

use std::fs;
use std::path::{Path, PathBuf};

use daybook_e2e::browser::built_app;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;
use xtask::host;
use xtask::site::{Host, Site};

#[tokio::test]
async fn a_link_to_a_page_opens_it_on_a_host_that_knows_only_files() -> Result<()> {
    let folder = tempfile::tempdir()?;
    host::write(&built_app()?, folder.path())?;
    let site = Site::start_as(Host::FilesOnly, &folder.path().join(host::PUBLIC), 0)?;
    let tablet = Tablet::unopened_at(site).await?;
    tablet.open("/").await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.open("/quarter/2016-17-Q3").await?;
    tablet
        .is_on("Quarter 3, October to December 2016 (2016 to 2017)")
        .await?;
    tablet.open("/records").await?;
    tablet.is_on("Records").await?;
    tablet.holds(1).await?;
    tablet.driver().refresh().await?;
    tablet.sees("1 record, 15 direct contacts").await
}

/// The file of a folder that holds the app's code, by the end of its name.
fn code(folder: &Path, ending: &str) -> Result<PathBuf> {
    let files = fs::read_dir(folder)?.flatten().map(|entry| entry.path());
    let of_the_app = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("daybook-") && name.ends_with(ending)
    };
    Ok(files.into_iter().find(of_the_app).unwrap())
}

/// A site on which one file of the code differs by one byte does not run it; once
/// the file is right again, "Try again" is enough, though the browser was told to
/// keep what it got for a year.
async fn check_not_run(ending: &str) -> Result<()> {
    let folder = tempfile::tempdir()?;
    host::write(&built_app()?, folder.path())?;
    let public = folder.path().join(host::PUBLIC);
    let file = code(&public, ending)?;
    let right = fs::read(&file)?;
    // A byte more harms neither script nor WebAssembly enough to stop it: only
    // the check does.
    let mut wrong = right.clone();
    wrong.extend(if ending == ".js" {
        &b"\n"[..]
    } else {
        &[0, 1, 0]
    });
    fs::write(&file, wrong)?;
    let tablet = Tablet::unopened_at(Site::start(&public, 0)?).await?;
    tablet.open("/").await?;
    tablet.is_on("Daybook could not start").await?;
    fs::write(&file, right)?;
    tablet.press("Try again").await?;
    tablet.is_on("Set up this tablet").await
}

#[tokio::test]
async fn webassembly_with_other_bytes_than_were_built_is_not_run() -> Result<()> {
    check_not_run(".wasm").await
}

#[tokio::test]
async fn a_script_with_other_bytes_than_were_built_is_not_run() -> Result<()> {
    check_not_run(".js").await
}

#[tokio::test]
async fn each_file_is_downloaded_once() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.is_on("Set up this tablet").await?;
    let requests = tablet.requests().await?;
    for ending in [".wasm", ".css", ".js"] {
        let mut files: Vec<_> = requests.iter().filter(|it| it.ends_with(ending)).collect();
        files.sort();
        let asked = files.len();
        files.dedup();
        assert!(asked > 0, "no {ending} in {requests:?}");
        assert_eq!(asked, files.len(), "{requests:?}");
    }
    Ok(())
}

#[test]
fn the_style_page_is_in_no_release_build() -> Result<()> {
    let code = fs::read(code(&built_app()?, ".wasm")?)?;
    let says = |words: &str| code.windows(words.len()).any(|it| it == words.as_bytes());
    assert!(says("Record a session"));
    assert!(!says("Every component in every state"));
    Ok(())
}
