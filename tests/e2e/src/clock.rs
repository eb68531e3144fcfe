//! The tablet's clock, and the one of the page that nobody can set, moved for a test.

use crate::app::App;
use crate::error::Result;

/// A script after which the tablet's clock is ahead of what it was by what an
/// expression gives, in milliseconds; less than 0 for behind. It still runs, and the
/// clock of the page goes on as it did: somebody has put the tablet's clock right.
#[must_use]
pub fn clock_moved_by(milliseconds: &str) -> String {
    clocks_telling(&format!(
        "const moved = {milliseconds};
         const told = () => Real.now() + moved;
         const steady = real;"
    ))
}

/// A script after which the clocks tell what `told` and `steady` give, in
/// milliseconds; `Real` and `real` are the clocks of before.
fn clocks_telling(clocks: &str) -> String {
    format!(
        "(() => {{
            const Real = Date;
            const real = performance.now.bind(performance);
            {clocks}
            globalThis.Date = class extends Real {{
                constructor(...parts) {{ parts.length ? super(...parts) : super(told()); }}
                static now() {{ return told(); }}
            }};
            performance.now = () => steady();
        }})();"
    )
}

impl App {
    /// Stops the clocks of the page that is open: what is done takes no time, however
    /// slow the machine. [`Self::let_pass`] moves them on.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn stop_clock(&self) -> Result<()> {
        self.set_clocks(
            "const now = Real.now(), since = real();
             const told = () => now;
             const steady = () => since;",
        )
        .await
    }

    /// Lets time pass, as both clocks tell it.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn let_pass(&self, seconds: u32) -> Result<()> {
        self.set_clocks(&format!(
            "const told = () => Real.now() + {seconds} * 1000;
             const steady = () => real() + {seconds} * 1000;"
        ))
        .await
    }

    /// Puts the tablet's clock ahead by seconds, or back by less than 0, while the page
    /// is open. No time passes by it.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn put_clock(&self, seconds: i32) -> Result<()> {
        let script = clock_moved_by(&format!("{seconds} * 1000")) + " return true;";
        self.script(&script, vec![]).await.map(|_: bool| ())
    }

    async fn set_clocks(&self, clocks: &str) -> Result<()> {
        let script = clocks_telling(clocks) + " return true;";
        self.script(&script, vec![]).await.map(|_: bool| ())
    }
}
