//! 10,000 records of a team's tablet, in both stores of one profile.

use std::path::Path;

use daybook_e2e::app::App;
use daybook_e2e::browser::{Browser, Log};
use daybook_e2e::error::Result;
use daybook_e2e::many::{many_records, many_records_and_schools};

/// How many records there are.
pub const MANY: usize = 10_000;

/// Over how many quarters they lie: four years and the one that has begun.
const QUARTERS: usize = 17;

/// Puts the records into a new profile: into local storage as texts, and from
/// there into the journal by the app itself, which takes it for one that was
/// lost. Gives the characters that local storage then holds.
///
/// # Errors
/// When the browser does not take them.
pub async fn fill(profile: &Path, address: &str) -> Result<usize> {
    put(profile, address, many_records(MANY, QUARTERS)?).await
}

/// The same with a set-up of 1,000 schools more.
///
/// # Errors
/// When the browser does not take them.
pub async fn fill_with_schools(profile: &Path, address: &str) -> Result<usize> {
    let texts = many_records_and_schools(MANY, QUARTERS, 1_000)?;
    put(profile, address, texts).await
}

async fn put(profile: &Path, address: &str, texts: Vec<(String, String)>) -> Result<usize> {
    let browser = Browser::start_with(profile, Log::Nothing).await?;
    let app = App::new(&browser, address.to_owned())?;
    app.open_without_app().await?;
    app.put(&texts).await?;
    app.open("/about").await?;
    app.sees("10,000 records").await?;
    browser.close().await?;
    Ok(texts
        .iter()
        .map(|(key, text)| key.len() + text.encode_utf16().count())
        .sum())
}
