//! How quick and how small the app is, beside the plain page of `tests/bench`:
//! a hand-written page with the same form that saves one key to local storage,
//! which no app can be quicker than.
//!
//! `bench <folder of the plain page> <native figures>`, as `cargo xtask bench`
//! calls it; with `--reading` in place of the figures, the Records page alone. Both pages are served by the same server under the same headers
//! and the same origin, opened in turn by the same browser on one profile with
//! 10,000 records in both stores, at a sixth of this machine's speed. Times are
//! taken in the page and never while tracing.

mod figures;
mod memory;
mod offline;
mod reading;
mod records;
mod returns;
mod rounds;
mod slow_line;
mod table;
mod taps;
mod trace;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use daybook_e2e::browser::built_app;
use daybook_e2e::error::Result;
use daybook_e2e::versions::copy_files;
use tempfile::TempDir;
use xtask::site::Site;

use figures::Samples;
use rounds::{Measured, Opened};

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(plain), Some(native)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: bench <folder of the plain page> <native figures>");
        return ExitCode::FAILURE;
    };
    let plain = PathBuf::from(plain);
    let done = match native.as_str() {
        "--reading" => reading_alone(&plain).await,
        "--taps" => taps_alone(&plain).await,
        "--start" => start_alone(&plain).await,
        "--returns" => returns_alone(&plain).await,
        native => all(&plain, native).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// The Records page alone, while one works on it.
async fn reading_alone(plain: &Path) -> Result<()> {
    let served = both_served(plain)?;
    let site = Site::start(served.path(), 0)?;
    let profile = tempfile::tempdir()?;
    records::fill(profile.path(), &site.address()).await?;
    let mut measured = Measured::default();
    for _ in 0..3 {
        reading::traced(&mut measured, profile.path(), &site.address()).await?;
    }
    for (what, samples) in [
        ("scrolled", &measured.scrolling),
        ("searched", &measured.searching),
    ] {
        println!("{what}: {:?} {:?}", samples.median(), samples.range());
    }
    Ok(())
}

/// The journeys by taps alone, while one works on them.
async fn taps_alone(plain: &Path) -> Result<()> {
    let served = both_served(plain)?;
    let site = Site::start(served.path(), 0)?;
    let profile = tempfile::tempdir()?;
    records::fill(profile.path(), &site.address()).await?;
    taps::take(profile.path(), &site.address(), &taps::USUAL)
        .await?
        .print();
    many_schools(&site.address()).await?.print();
    Ok(())
}

/// The journeys on a tablet with 1,000 schools.
async fn many_schools(address: &str) -> Result<taps::Taken> {
    let profile = tempfile::tempdir()?;
    records::fill_with_schools(profile.path(), address).await?;
    taps::take(profile.path(), address, &taps::AMONG_MANY).await
}

/// What the thread does until the form takes input, while one works on it.
async fn start_alone(plain: &Path) -> Result<()> {
    let served = both_served(plain)?;
    let site = Site::start(served.path(), 0)?;
    let profile = tempfile::tempdir()?;
    records::fill(profile.path(), &site.address()).await?;
    for line in rounds::start_work(profile.path(), &site.address()).await? {
        println!("{line}");
    }
    Ok(())
}

/// The managers' pages alone, while one works on them.
async fn returns_alone(plain: &Path) -> Result<()> {
    let served = both_served(plain)?;
    let site = Site::start(served.path(), 0)?;
    returns::take(&site.address()).await?.print();
    Ok(())
}

async fn all(plain: &Path, native: &str) -> Result<()> {
    let served = both_served(plain)?;
    offline::serve_plain_worker(served.path())?;
    let site = Site::start(served.path(), 0)?;
    let profile = tempfile::tempdir()?;
    eprintln!("putting {} records into both stores", records::MANY);
    let characters = records::fill(profile.path(), &site.address()).await?;
    let mut measured = Measured::default();
    for round in 1..=rounds::ROUNDS {
        eprintln!("round {round} of {}", rounds::ROUNDS);
        // In turn, and each goes first as often as the other: what else the
        // machine does then falls on both.
        let mut pages = [Opened::Plain, Opened::App];
        if round % 2 == 0 {
            pages.reverse();
        }
        for page in pages {
            rounds::timed(&mut measured, page, profile.path(), &site.address()).await?;
            rounds::traced(&mut measured, page, profile.path(), &site.address()).await?;
        }
        reading::traced(&mut measured, profile.path(), &site.address()).await?;
    }
    let taken = taps::take(profile.path(), &site.address(), &taps::USUAL).await?;
    let among_many = many_schools(&site.address()).await?;
    eprintln!("managers' pages");
    let opened = returns::take(&site.address()).await?;
    eprintln!("without a connection");
    offline::starts(&mut measured, profile.path(), site).await?;
    eprintln!("over a slow line");
    offline::over_a_slow_line(&mut measured).await?;
    let bytes = [packed(plain)?, packed(&built_app()?)?];
    println!(
        "{} records, {characters} characters of local storage of the 5,242,880 there are\n",
        records::MANY,
    );
    table::print(&measured, bytes, &native_samples(native));
    taken.print();
    among_many.print();
    opened.print();
    Ok(())
}

/// Brotli bytes of a folder.
fn packed(folder: &Path) -> Result<f64> {
    let sum = xtask::size::packed_sum(folder)?;
    Ok(u32::try_from(sum).map_or(f64::INFINITY, f64::from))
}

/// Both pages in one folder, so that they are of one origin and so have the
/// same local storage.
fn both_served(plain: &Path) -> Result<TempDir> {
    let folder = tempfile::tempdir()?;
    for from in [built_app()?, plain.to_owned()] {
        copy_files(&from, folder.path())?;
    }
    Ok(folder)
}

/// What the native measurement printed: a line of times each, in milliseconds,
/// after a name.
fn native_samples(said: &str) -> [Samples; 2] {
    ["plain", "totals"].map(|name| {
        let line = said.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap_or_default()
            .split_whitespace()
            .filter_map(|word| word.parse().ok())
            .collect()
    })
}
