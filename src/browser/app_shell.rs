//! The app on the tablet: whether it opens without a connection, whether a new
//! version is ready, and whether it is installed.
//!
//! With its script `app_shell.js`, the only file that knows the service worker.
//! It tells what the browser says and does what it is told; when to do it is
//! the pages' to ask.

use wasm_bindgen::prelude::*;

use super::trusted::script_address;

#[wasm_bindgen(module = "/src/browser/app_shell.js")]
extern "C" {
    #[wasm_bindgen(js_name = followShell)]
    fn follow_shell(tell: &JsValue, address: &JsValue);

    #[wasm_bindgen(js_name = lookForVersions)]
    fn look();

    #[wasm_bindgen(js_name = takeOver)]
    fn take_over();

    #[wasm_bindgen(js_name = install)]
    fn ask_to_install();
}

/// Whether the app opens and works without a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Offline {
    /// It is being fetched, or looked through.
    Preparing,
    /// Every file of it is on the tablet.
    Ready,
    /// The files that are not here, by their addresses.
    Missing(Vec<String>),
    /// The address is not a secure one, so the browser keeps nothing of it.
    Insecure,
    /// This browser, or this kind of window, keeps no apps.
    NotOffered,
    /// The browser refused, in its own words.
    Refused(String),
}

/// Whether a new version is ready.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Update {
    /// This is the newest version known here.
    Current,
    /// A new version is here whole and waits.
    Waiting,
    /// A new version could not be fetched whole. This one goes on, and it is
    /// tried again.
    Failed,
    /// Another tab has moved to a new version; this one still runs the old.
    OldTab,
}

/// Whether the app is installed on the tablet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Installed {
    /// It is, and it is what is open; or it has just been installed from here.
    Yes,
    /// It is not, and the browser offers to install it.
    Offered,
    /// It is open in a tab on an iPad or iPhone, whose browser deletes what a
    /// tab keeps after 7 days without use.
    AppleTab,
    /// It is open in a tab, and the browser offers nothing.
    No,
}

/// What is known of the app on this tablet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shell {
    /// Whether it works without a connection.
    pub offline: Offline,
    /// Whether a new version is ready.
    pub update: Update,
    /// Whether it is installed.
    pub installed: Installed,
}

impl Shell {
    /// Before the browser has said anything.
    #[must_use]
    pub const fn unknown() -> Self {
        Self {
            offline: Offline::Preparing,
            update: Update::Current,
            installed: Installed::No,
        }
    }

    /// Takes in a word of `app_shell.js`, with its details after a space.
    fn hear(&mut self, said: &str) {
        let (word, details) = said.split_once(' ').unwrap_or((said, ""));
        match word {
            "ready" => self.offline = Offline::Ready,
            "missing" => {
                self.offline = Offline::Missing(details.split(' ').map(str::to_owned).collect());
            }
            "insecure" => self.offline = Offline::Insecure,
            "not-offered" => self.offline = Offline::NotOffered,
            "refused" => self.offline = Offline::Refused(details.to_owned()),
            "current" => self.update = Update::Current,
            "waiting" => self.update = Update::Waiting,
            "failed" => self.update = Update::Failed,
            "old" => self.update = Update::OldTab,
            "installed" => self.installed = Installed::Yes,
            "offered" => self.installed = Installed::Offered,
            "tab" => self.installed = Installed::AppleTab,
            _ => self.installed = Installed::No,
        }
    }
}

/// Tells of every change from now on, and looks for new versions on each return to
/// the app and daily. Call it once, and [`look_for_versions`] when the app has
/// started.
pub fn follow(mut told: impl FnMut(&Shell) + 'static) {
    let mut shell = Shell::unknown();
    let tell = Closure::<dyn FnMut(JsValue)>::new(move |said: JsValue| {
        let before = shell.clone();
        shell.hear(&said.as_string().unwrap_or_default());
        // Most looks find nothing new.
        if shell != before {
            told(&shell);
        }
    });
    follow_shell(tell.as_ref(), &script_address("/service-worker.js"));
    // As long as the page.
    tell.forget();
}

/// Fetches the app for use without a connection, and looks for a new version.
pub fn look_for_versions() {
    look();
}

/// Lets the new version take over, and opens this tab again on it. Keep what is
/// typed before.
pub fn update() {
    take_over();
}

/// Asks the browser to install the app; it asks the person. Does nothing where
/// it has not been [`Installed::Offered`].
pub fn install() {
    ask_to_install();
}
