//! Starts without a connection, and what it takes to be ready for them.

use std::fs;
use std::path::Path;

use daybook_e2e::app::App;
use daybook_e2e::browser::{Browser, Log, built_app};
use daybook_e2e::error::Result;
use daybook_e2e::versions::copy_files;
use serde_json::json;
use xtask::site::Site;

use crate::rounds::{Measured, Opened, PAGE, ROUNDS, open, slow_browser};
use crate::slow_line::SlowLine;

/// The plain page's own worker, as small as can be, so that it opens offline.
const PLAIN_WORKER: &str = include_str!("plain_worker.js");

/// How often the slow line is measured: it is as slow each time.
const VISITS: usize = 3;

/// Puts the plain page's worker where the server finds it.
///
/// # Errors
/// When it cannot be written.
pub fn serve_plain_worker(served: &Path) -> Result<()> {
    fs::write(served.join("plain-worker.js"), PLAIN_WORKER)?;
    Ok(())
}

/// Makes both pages ready to open offline, stops the server and takes times.
///
/// # Errors
/// When a page does not do what it should.
pub async fn starts(measured: &mut Measured, profile: &Path, site: Site) -> Result<()> {
    let address = site.address();
    let (browser, app) = slow_browser(profile, &address, Log::Nothing).await?;
    app.open(Opened::App.path()).await?;
    app.sees("Ready to work offline").await?;
    app.open(Opened::Plain.path()).await?;
    // Its scope is narrower than that of the app's worker. The policy is the one
    // that the headers admit.
    let register = "const done = arguments[0];
        const script = trustedTypes
            .createPolicy('daybook-worker', { createScriptURL: () => '/plain-worker.js' })
            .createScriptURL('');
        navigator.serviceWorker.register(script, { scope: '/plain.html' }).then(
            ({ installing, active }) => {
                if (active) return done(true);
                installing.onstatechange = () =>
                    installing.state === 'activated' && done(true);
            },
            (error) => done(String(error)),
        );";
    app.driver().execute_async(register, vec![]).await?;
    browser.close().await?;
    drop(site);
    for round in 0..ROUNDS {
        let mut pages = [Opened::Plain, Opened::App];
        if round % 2 == 1 {
            pages.reverse();
        }
        for page in pages {
            let (browser, app) = slow_browser(profile, &address, Log::Nothing).await?;
            page.of(&mut measured.offline).add(open(&app, page).await?);
            browser.close().await?;
        }
    }
    Ok(())
}

/// First visits over a slow line, and an update after the last of them.
///
/// # Errors
/// When a page does not do what it should.
pub async fn over_a_slow_line(measured: &mut Measured) -> Result<()> {
    let line = SlowLine::start(&built_app()?)?;
    for visit in 1..=VISITS {
        let profile = tempfile::tempdir()?;
        let browser = Browser::start_with(profile.path(), Log::Nothing).await?;
        let app = App::new(&browser, line.address().to_owned())?;
        app.before_each_page(PAGE).await?;
        app.open("/").await?;
        app.is_on("Set up this tablet").await?;
        let shown = "return daybookBench.page;";
        measured.slow_line.add(app.script(shown, vec![]).await?);
        let ready = app
            .until("the app to be ready offline", || {
                app.script("return daybookBench.offline;", vec![json!(null)])
            })
            .await?;
        measured.offline_ready.add(ready);
        if visit == VISITS {
            let before = line.sent();
            let changed = one_line_changed()?;
            line.serve(changed.path())?;
            app.comes_back().await?;
            app.sees("A new version is ready").await?;
            let bytes = u32::try_from(line.sent() - before);
            measured.update.add(bytes.map_or(f64::INFINITY, f64::from));
        }
        browser.close().await?;
    }
    Ok(())
}

/// The app as it is after a change of one line of its code: the WebAssembly and
/// its script under other names, the page that names them, the worker's list.
fn one_line_changed() -> Result<tempfile::TempDir> {
    let folder = tempfile::tempdir()?;
    let app = built_app()?;
    copy_files(&app, folder.path())?;
    let mut page = fs::read_to_string(app.join("index.html"))?;
    for path in xtask::size::files(&app)? {
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let ending = path.extension().unwrap_or_default().to_string_lossy();
        if file.starts_with("daybook-") {
            let name = format!("daybook-changed.{ending}");
            page = page.replace(&*file, &name);
            fs::rename(folder.path().join(&*file), folder.path().join(name))?;
        }
    }
    fs::write(folder.path().join("index.html"), page)?;
    xtask::worker::list_files(folder.path())?;
    Ok(folder)
}
