//! 200 returns opened on the managers' pages, read, checked, kept and added up;
//! beside a hand-written script that reads the same files and adds up each figure,
//! without checking or keeping anything, which nothing can be quicker than.

use daybook_e2e::app::App;
use daybook_e2e::browser::Log;
use daybook_e2e::city::{CityFiles, FIELD};
use daybook_e2e::error::{Error, Result};

use crate::figures::Samples;
use crate::rounds::{ROUNDS, promised, slow_browser};
use crate::trace::Trace;

/// How many returns are opened.
const MANY: usize = 200;

/// Marks when files were chosen and when they are added up, and keeps the files.
const WATCH: &str = "
    const status = document.querySelector('.app-status [role=status]');
    document.querySelector('#returns').addEventListener('change', (event) => {
      window.daybookFiles = [...event.target.files];
      performance.mark('daybook-chosen');
    }, { capture: true, once: true });
    let begun = false;
    new MutationObserver(() => {
      const words = status.textContent;
      if (words.startsWith('Opening')) begun = true;
      if (!begun || !words.endsWith('open here')) return;
      performance.mark('daybook-added-up');
      window.daybookTook = performance.measure('took', 'daybook-chosen').duration;
    }).observe(status, { childList: true, characterData: true, subtree: true });
    return true;";

/// Reads and adds up the same files by hand.
const BY_HAND: &str = "(async () => {
    const from = performance.now();
    const sums = new Map();
    for (const file of window.daybookFiles) {
      const it = JSON.parse(await file.text());
      for (const { measure, breakdown, count } of it.measures) {
        const key = JSON.stringify([it.team.id, it.quarter, measure, breakdown]);
        sums.set(key, (sums.get(key) ?? 0) + count);
      }
    }
    return performance.now() - from;
  })()";

/// What was measured, milliseconds.
#[derive(Debug, Default)]
pub struct OpenedReturns {
    took: Samples,
    longest: Samples,
    by_hand: Samples,
}

/// Opens the returns in a new browser, in each round.
///
/// # Errors
/// When the page does not do what it should.
pub async fn take(address: &str) -> Result<OpenedReturns> {
    let city = CityFiles::written()?;
    let mut files = city.returns()?;
    files.truncate(MANY);
    let mut measured = OpenedReturns::default();
    for round in 1..=ROUNDS {
        for log in [Log::Nothing, Log::Trace] {
            let profile = tempfile::tempdir()?;
            let (browser, app) = slow_browser(profile.path(), address, log).await?;
            app.open("/roll-up").await?;
            app.sees("No returns are open yet.").await?;
            promised(&app, "daybookBench.rest(2000)").await?;
            let _: bool = app.script(WATCH, vec![]).await?;
            app.choose_files(FIELD, &files).await?;
            let took = app
                .until("the files to be added up", || {
                    app.script::<Option<f64>>("return window.daybookTook ?? null;", vec![])
                })
                .await?;
            if log == Log::Trace {
                promised(&app, "daybookBench.rest(500)").await?;
                let trace = Trace::read(&app.driver().get_log("performance").await?)?;
                let longest = trace.longest_busy("daybook-chosen", "daybook-added-up")?;
                measured.longest.add(longest);
            } else {
                measured.took.add(took);
                measured.by_hand.add(by_hand(&app).await?);
                eprintln!("round {round}: {took:.0} ms for {MANY} returns");
            }
            browser.close().await?;
        }
    }
    Ok(measured)
}

async fn by_hand(app: &App) -> Result<f64> {
    let came = promised(app, BY_HAND).await?;
    came.as_f64()
        .ok_or_else(|| Error::from(std::io::Error::other(format!("not a time: {came}"))))
}

impl OpenedReturns {
    /// Prints it.
    pub fn print(&self) {
        println!("\n{MANY} returns opened on the managers' pages, ms: median (least to most)\n");
        for (what, samples) in [
            ("read and added up by hand", &self.by_hand),
            ("opened, kept and added up (target 2,000)", &self.took),
            ("the longest task's own time (target 200)", &self.longest),
        ] {
            let median = samples.median().unwrap_or_default();
            let (least, most) = samples.range().unwrap_or_default();
            println!("| {what} | {median:.0} ({least:.0} to {most:.0}) |");
        }
    }
}
