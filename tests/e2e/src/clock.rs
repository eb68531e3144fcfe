//! The tablet's clock, moved for a test.

use crate::app::App;
use crate::error::Result;

/// A script after which the page's clock is ahead of the tablet's by what an
/// expression gives, in milliseconds; less than 0 for behind. It still runs.
#[must_use]
pub fn clock_moved_by(milliseconds: &str) -> String {
    clock_telling(&format!(
        "const moved = {milliseconds}; const told = () => Real.now() + moved;"
    ))
}

/// A script after which the page's clock tells what `told` gives, in milliseconds;
/// `Real` is the clock of before.
fn clock_telling(told: &str) -> String {
    format!(
        "(() => {{
            const Real = Date;
            {told}
            globalThis.Date = class extends Real {{
                constructor(...parts) {{ parts.length ? super(...parts) : super(told()); }}
                static now() {{ return told(); }}
            }};
        }})();"
    )
}

impl App {
    /// Stops the clock of the page that is open: what is done takes no time, however
    /// slow the machine. [`Self::let_pass`] moves it on.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn stop_clock(&self) -> Result<()> {
        let script =
            clock_telling("const now = Real.now(); const told = () => now;") + " return true;";
        self.script(&script, vec![]).await.map(|_: bool| ())
    }

    /// Lets time pass, as the tablet's clock tells it.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn let_pass(&self, seconds: u32) -> Result<()> {
        let script = clock_moved_by(&format!("{seconds} * 1000")) + " return true;";
        self.script(&script, vec![]).await.map(|_: bool| ())
    }
}
