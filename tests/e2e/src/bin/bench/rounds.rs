//! One round of measuring: each page opened from nothing and again, filled in
//! and saved.

use std::fs;
use std::path::Path;

use daybook_e2e::app::App;
use daybook_e2e::browser::{Browser, Log, profile_in};
use daybook_e2e::error::{Error, Result};
use serde_json::{Value, json};

use crate::figures::Samples;
use crate::memory;
use crate::trace::Trace;

/// How many rounds there are.
pub const ROUNDS: usize = 7;

/// How many times slower than this machine the page's thread is made.
pub const SLOWED: u32 = 6;

/// Measures from inside every page.
pub const PAGE: &str = include_str!("page.js");

/// One of the two pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// The plain page.
    Plain,
    /// The app's session form.
    App,
}

impl Opened {
    /// Its address.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Plain => "/plain.html",
            Self::App => "/session",
        }
    }

    /// The words that tell of a save.
    const fn saved(self) -> &'static str {
        match self {
            Self::Plain => "Saved",
            Self::App => "Saved on this tablet",
        }
    }

    /// Its part of what is measured of both.
    pub const fn of<T>(self, [plain, app]: &mut [T; 2]) -> &mut T {
        match self {
            Self::Plain => plain,
            Self::App => app,
        }
    }
}

/// Everything that is measured in a browser, first of the plain page, then of
/// the app. Milliseconds, and kilobytes of memory.
#[derive(Debug, Default)]
pub struct Measured {
    /// From the start of navigation to a form that takes input: a new browser,
    /// nothing in its cache.
    pub cold: [Samples; 2],
    /// The same, the browser still open and its cache warm.
    pub later: [Samples; 2],
    /// The same without a connection, by the pages' service workers: a new
    /// browser, its caches as the last one left them.
    pub offline: [Samples; 2],
    /// From the start of navigation until the app is ready to work offline, a
    /// first visit over a slow line.
    pub offline_ready: Samples,
    /// The same until its first page is there.
    pub slow_line: Samples,
    /// Bytes that came over the line for an update that changes one line of code.
    pub update: Samples,
    /// From the start of navigation until the records have been read: cold.
    pub ledger: Samples,
    /// From the tap on Save to the words that it is saved: the first save after
    /// the page was opened.
    pub first_save: [Samples; 2],
    /// The same, the next save.
    pub next_save: [Samples; 2],
    /// From the tap on Quarter to its tables drawn.
    pub quarter: Samples,
    /// What the main thread worked in that time.
    pub quarter_work: Samples,
    /// The longest task while the records are scrolled.
    pub scrolling: Samples,
    /// The longest task while a search is typed, until it has found.
    pub searching: Samples,
    /// What the main thread worked from the start of navigation until the form
    /// took input.
    pub start_work: [Samples; 2],
    /// Of the tasks from the start of navigation until the page was at rest,
    /// what is over 50 ms of each.
    pub blocking: [Samples; 2],
    /// The longest of those tasks.
    pub longest: [Samples; 2],
    /// What the page's process has to itself.
    pub memory: [Samples; 2],
}

/// Takes the times of one page, from a new browser on.
///
/// # Errors
/// When a page does not do what it should.
pub async fn timed(
    measured: &mut Measured,
    page: Opened,
    profile: &Path,
    address: &str,
) -> Result<()> {
    empty_the_cache(profile)?;
    let (browser, app) = slow_browser(profile, address, Log::Nothing).await?;
    page.of(&mut measured.cold).add(open(&app, page).await?);
    if page == Opened::App {
        measured.ledger.add(settled(&app).await?);
    }
    let cdp = app.driver().cdp();
    cdp.send_raw("HeapProfiler.collectGarbage", json!({}))
        .await?;
    if let Some(kilobytes) = memory::of_page(browser.process_group()) {
        page.of(&mut measured.memory).add(kilobytes);
    }
    // Another number each time: the app asks about a session that looks the same as
    // one of the last ten minutes.
    let rounds = page.of(&mut measured.first_save).len();
    let children = 12 + 6 * u32::try_from(rounds).unwrap_or_default();
    let first = save(&app, page, "Save session", children).await?;
    page.of(&mut measured.first_save).add(first);
    if page == Opened::App {
        let visit = "daybookBench.visit('Quarter', 'By kind of session')";
        measured.quarter.add(number(&promised(&app, visit).await?)?);
    }

    app.driver().goto("about:blank").await?;
    page.of(&mut measured.later).add(open(&app, page).await?);
    let again = match page {
        Opened::Plain => "Save session",
        Opened::App => {
            settled(&app).await?;
            "Save and add another"
        }
    };
    save(&app, page, again, children + 2).await?;
    let next = save(&app, page, again, children + 4).await?;
    page.of(&mut measured.next_save).add(next);
    browser.close().await
}

/// Tells from a trace what the page's main thread did.
///
/// # Errors
/// When a page does not do what it should.
pub async fn traced(
    measured: &mut Measured,
    page: Opened,
    profile: &Path,
    address: &str,
) -> Result<()> {
    empty_the_cache(profile)?;
    let (browser, app) = slow_browser(profile, address, Log::Trace).await?;
    open(&app, page).await?;
    let rest = match page {
        Opened::Plain => "daybook-ready",
        Opened::App => {
            settled(&app).await?;
            promised(&app, "daybookBench.visit('Quarter', 'By kind of session')").await?;
            "daybook-settled"
        }
    };
    let trace = Trace::read(&app.driver().get_log("performance").await?)?;
    let work = trace.work("navigationStart", "daybook-ready")?;
    page.of(&mut measured.start_work).add(work.sum());
    let work = trace.work("navigationStart", rest)?;
    page.of(&mut measured.blocking).add(work.blocking());
    page.of(&mut measured.longest).add(work.longest());
    if page == Opened::App {
        let work = trace.work("daybook-visit", "daybook-visited")?;
        measured.quarter_work.add(work.sum());
    }
    browser.close().await
}

/// What the app's thread does from the start of navigation until its form takes
/// input, the second time: pieces of work of 20 ms and more.
///
/// # Errors
/// When the page does not do what it should.
pub async fn start_work(profile: &Path, address: &str) -> Result<Vec<String>> {
    let (browser, app) = slow_browser(profile, address, Log::Trace).await?;
    open(&app, Opened::App).await?;
    settled(&app).await?;
    app.driver().goto("about:blank").await?;
    open(&app, Opened::App).await?;
    let trace = Trace::read(&app.driver().get_log("performance").await?)?;
    let lines = trace.long_work("navigationStart", "daybook-ready", 20.0)?;
    browser.close().await?;
    Ok(lines)
}

/// Takes away what the browser keeps of pages it showed: compiled code too, and
/// their service workers.
fn empty_the_cache(profile: &Path) -> Result<()> {
    for name in ["Cache", "Code Cache", "Service Worker"] {
        let folder = profile_in(profile).join("Default").join(name);
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
    }
    Ok(())
}

/// A browser whose pages are slowed and measured.
///
/// # Errors
/// When it does not start.
pub async fn slow_browser(profile: &Path, address: &str, log: Log) -> Result<(Browser, App)> {
    let browser = Browser::start_with(profile, log).await?;
    let app = App::new(&browser, address.to_owned())?;
    let cdp = app.driver().cdp();
    let orders = [
        (
            "Emulation.setFocusEmulationEnabled",
            json!({ "enabled": true }),
        ),
        ("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWED })),
        (
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": PAGE }),
        ),
    ];
    for (order, details) in orders {
        cdp.send_raw(order, details).await?;
    }
    Ok((browser, app))
}

/// Opens a page; gives when its form took input.
///
/// # Errors
/// When it does not.
pub async fn open(app: &App, page: Opened) -> Result<f64> {
    app.open(page.path()).await?;
    mark(app, "ready").await
}

/// Waits until the records have been read; gives when they were.
///
/// # Errors
/// When they are not.
pub async fn settled(app: &App) -> Result<f64> {
    mark(app, "settled").await
}

async fn mark(app: &App, name: &str) -> Result<f64> {
    app.until(&format!("the page to be {name}"), || {
        app.script("return daybookBench[arguments[0]];", vec![json!(name)])
    })
    .await
}

/// Fills the form in for so many children, and saves it; gives how long that
/// took from the tap.
async fn save(app: &App, page: Opened, button: &str, children: u32) -> Result<f64> {
    promised(app, &format!("daybookBench.fill({children})")).await?;
    let said = json!([page.saved(), format!("{children} direct contacts")]);
    let button = json!(button);
    let took = promised(app, &format!("daybookBench.save({button}, {said})")).await?;
    number(&took)
}

/// What a promise in the page comes to.
///
/// # Errors
/// When it comes to nothing.
pub async fn promised(app: &App, promise: &str) -> Result<Value> {
    let script = format!(
        "const done = arguments[arguments.length - 1];
        Promise.resolve({promise}).then((came) => done(came ?? null), (why) => done(String(why)));"
    );
    let came = app.driver().execute_async(script, vec![]).await?;
    Ok(came.json().clone())
}

fn number(came: &Value) -> Result<f64> {
    came.as_f64()
        .ok_or_else(|| Error::from(std::io::Error::other(format!("not a time: {came}"))))
}
