//! The Records page with 10,000 records: scrolled through, and searched.

use std::path::Path;

use daybook_e2e::app::App;
use daybook_e2e::browser::Log;
use daybook_e2e::error::Result;
use serde_json::json;

use crate::rounds::{Measured, promised, slow_browser};
use crate::trace::Trace;

/// How often the page is scrolled, each time by as much as a hand does at once.
const SCROLLS: usize = 60;

/// What is typed, key by key: a place, a month and words that are in a few.
const TYPED: &str = "rosehill march 2026";

/// Tells from a trace how long the page's thread was busy at most.
///
/// # Errors
/// When the page does not do what it should.
pub async fn traced(measured: &mut Measured, profile: &Path, address: &str) -> Result<()> {
    let (browser, app) = slow_browser(profile, address, Log::Trace).await?;
    app.open("/records").await?;
    // Each round has saved some more, so their number is not waited for.
    app.until("the records to be listed", || {
        let listed = "return all('.app-days li').length > 0 ? true : null;";
        app.script::<Option<bool>>(listed, vec![])
    })
    .await?;
    // Whatever the start still does is done before.
    promised(&app, "daybookBench.rest(2000)").await?;
    promised(&app, "performance.mark('daybook-scroll')").await?;
    for _ in 0..SCROLLS {
        scroll(&app).await?;
    }
    promised(&app, "daybookBench.rest(500)").await?;
    promised(&app, "performance.mark('daybook-scrolled')").await?;
    let _: bool = app
        .script("field('Search').focus(); return true;", vec![])
        .await?;
    promised(&app, "daybookBench.rest(1000)").await?;
    promised(&app, "performance.mark('daybook-search')").await?;
    for key in TYPED.chars() {
        let cdp = app.driver().cdp();
        cdp.send_raw("Input.insertText", json!({ "text": key.to_string() }))
            .await?;
        promised(&app, "daybookBench.rest(120)").await?;
    }
    // Long enough for the last of it to be looked for and drawn.
    promised(&app, "daybookBench.rest(1500)").await?;
    promised(&app, "performance.mark('daybook-searched')").await?;
    let drawn: usize = app
        .script("return all('.app-days li').length;", vec![])
        .await?;
    eprintln!("the search has drawn {drawn} records");
    let trace = Trace::read(&app.driver().get_log("performance").await?)?;
    let scrolling = trace.longest_busy("daybook-scroll", "daybook-scrolled")?;
    measured.scrolling.add(scrolling);
    let searching = trace.longest_busy("daybook-search", "daybook-searched")?;
    measured.searching.add(searching);
    eprintln!("the thread's own time: {scrolling:.0} scrolling, {searching:.0} searching");
    browser.close().await
}

async fn scroll(app: &App) -> Result<()> {
    let wheel = json!({
        "type": "mouseWheel", "x": 300, "y": 500, "deltaX": 0, "deltaY": 700,
    });
    let cdp = app.driver().cdp();
    cdp.send_raw("Input.dispatchMouseEvent", wheel).await?;
    promised(app, "daybookBench.rest(60)").await?;
    // At the end of what is drawn by scrolling alone.
    let more = "const more = button('Show older');
        const seen = more && more.getBoundingClientRect().top < innerHeight;
        if (seen) more.click();
        return true;";
    app.script(more, vec![]).await.map(|_: bool| ())
}
