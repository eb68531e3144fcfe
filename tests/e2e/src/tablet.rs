//! A tablet: the served app, a profile that outlives the browser, and the
//! browser itself.

use std::fs;
use std::ops::Deref;
use std::path::{Path, PathBuf};

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::WindowHandle;
use tokio::sync::{Semaphore, SemaphorePermit};
use xtask::site::Site;

use crate::app::App;
use crate::browser::{Browser, Engine, built_app, profile_in};
use crate::error::{Error, Result};
use crate::forms::ROSEHILL;
use crate::screen::{Scheme, Screen};
use crate::versions::Version;
use crate::webkit;

/// How many browsers run at once: more would only wait for each other.
static ROOM: Semaphore = Semaphore::const_new(3);

/// A tablet with Daybook open. It stands for its app, so that what a person
/// does is done on the tablet itself.
#[derive(Debug)]
pub struct Tablet {
    // Dropped in this order: the browser before its profile and its site.
    engine: Engine,
    browser: Option<Browser>,
    app: App,
    folder: TempDir,
    // None while the server is stopped.
    site: Option<Site>,
    served: PathBuf,
    screen: (Screen, Scheme),
    _room: SemaphorePermit<'static>,
}

impl Deref for Tablet {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

impl Tablet {
    /// A new tablet, held upright, with the app opened on it.
    ///
    /// # Errors
    /// When the app cannot be served or the browser does not start.
    pub async fn new() -> Result<Self> {
        let tablet = Self::unopened().await?;
        tablet.open("/").await?;
        Ok(tablet)
    }

    /// A new tablet with another engine, with the app opened on it.
    ///
    /// # Errors
    /// When the app cannot be served or the browser does not start.
    pub async fn with(engine: Engine) -> Result<Self> {
        let served = built_app()?;
        let site = Site::start(&served, 0)?;
        let tablet = Self::of(engine, tempfile::tempdir()?, (site, served)).await?;
        tablet.open("/").await?;
        Ok(tablet)
    }

    /// A new tablet that asks another site for the app; it has not been opened.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn unopened_at(site: Site) -> Result<Self> {
        Self::of(Engine::Chromium, tempfile::tempdir()?, (site, built_app()?)).await
    }

    /// A new tablet that is set up, on the empty session form.
    ///
    /// # Errors
    /// When the app cannot be served or driven.
    pub async fn on_the_session_form() -> Result<Self> {
        let tablet = Self::new().await?;
        tablet.set_up(ROSEHILL).await?;
        tablet.follow("Record a session").await?;
        tablet.is_on("Record a session").await?;
        Ok(tablet)
    }

    /// A new tablet on which the app has not been opened.
    ///
    /// # Errors
    /// When the app cannot be served or the browser does not start.
    pub async fn unopened() -> Result<Self> {
        Self::in_folder(tempfile::tempdir()?, built_app()?).await
    }

    /// A new tablet whose browser, Chromium, lets no page store anything; the app
    /// has not been opened on it.
    ///
    /// # Errors
    /// When the app cannot be served or the browser does not start.
    pub async fn without_storage() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let profile = profile_in(folder.path()).join("Default");
        fs::create_dir_all(&profile)?;
        // Chromium keeps site data and cookies under one setting; 2 is "block".
        let settings = json!({
            "profile": { "default_content_setting_values": { "cookies": 2 } }
        });
        fs::write(profile.join("Preferences"), settings.to_string())?;
        Self::in_folder(folder, built_app()?).await
    }

    /// A new tablet with a version of the app that may change, opened.
    ///
    /// # Errors
    /// When the app cannot be served or the browser does not start.
    pub async fn on_version(version: &Version) -> Result<Self> {
        let served = version.folder().to_owned();
        let tablet = Self::in_folder(tempfile::tempdir()?, served).await?;
        tablet.open("/").await?;
        Ok(tablet)
    }

    /// The same, set up and ready to work offline.
    ///
    /// # Errors
    /// When the app cannot be served or driven.
    pub async fn with_version(version: &Version) -> Result<Self> {
        let tablet = Self::on_version(version).await?;
        tablet.set_up(ROSEHILL).await?;
        tablet.sees("Ready to work offline").await?;
        Ok(tablet)
    }

    async fn in_folder(folder: TempDir, served: PathBuf) -> Result<Self> {
        let site = Site::start(&served, 0)?;
        Self::of(Engine::Chromium, folder, (site, served)).await
    }

    async fn of(engine: Engine, folder: TempDir, (site, served): (Site, PathBuf)) -> Result<Self> {
        // Never closed, so there is always a permit to come.
        let room = ROOM.acquire().await.map_err(|_| Error::Closed)?;
        let browser = Browser::start(engine, folder.path()).await?;
        let app = App::new(&browser, site.address())?;
        let tablet = Self {
            engine,
            browser: Some(browser),
            app,
            folder,
            site: Some(site),
            served,
            screen: (Screen::PORTRAIT, Scheme::Light),
            _room: room,
        };
        tablet.app.show_on(tablet.screen.0, tablet.screen.1).await?;
        Ok(tablet)
    }

    /// Turns the tablet, or makes it another one, and sets its colours.
    ///
    /// # Errors
    /// When the browser does not take it.
    pub async fn turn(&mut self, screen: Screen, scheme: Scheme) -> Result<()> {
        self.screen = (screen, scheme);
        self.app.show_on(screen, scheme).await
    }

    /// Stops the server, as a lost connection does: nothing is answered any more.
    pub fn lose_connection(&mut self) {
        self.site = None;
    }

    /// Starts the server again, at the same address.
    ///
    /// # Errors
    /// When its port is taken.
    pub fn connect_again(&mut self) -> Result<()> {
        let port = self.app.address().rsplit(':').next();
        let port = port.and_then(|port| port.parse().ok()).unwrap_or(0);
        self.site = Some(Site::start(&self.served, port)?);
        Ok(())
    }

    /// Closes the browser as a person does; the profile stays.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn close(&mut self) -> Result<()> {
        match self.browser.take() {
            Some(browser) => browser.close().await,
            None => Ok(()),
        }
    }

    /// Kills the browser at once; the profile stays as it then is.
    pub fn kill(&mut self) {
        if let Some(browser) = self.browser.take() {
            browser.kill();
        }
        // What tells one browser from another on the same profile. After a kill
        // it names a process that is gone.
        for mark in ["SingletonLock", "SingletonSocket", "SingletonCookie"] {
            let _ = fs::remove_file(profile_in(self.folder.path()).join(mark));
        }
    }

    /// Starts the browser again on the same profile, and opens the app. WebKit
    /// has no profile to start on: there it is an empty tablet.
    ///
    /// # Errors
    /// When the browser does not start.
    pub async fn reopen(&mut self) -> Result<()> {
        let browser = Browser::start(self.engine, self.folder.path()).await?;
        self.app = App::new(&browser, self.app.address().to_owned())?;
        self.browser = Some(browser);
        self.app.show_on(self.screen.0, self.screen.1).await?;
        self.app.open("/").await
    }

    /// Opens the app in a second tab, which has the attention from then on;
    /// gives the first one to go back to.
    ///
    /// # Errors
    /// When the browser does not open one.
    pub async fn second_tab(&self) -> Result<WindowHandle> {
        let driver = self.app.driver();
        let first = driver.window().await?;
        let tab = driver.new_tab().await?;
        driver.switch_to_window(tab).await?;
        self.app.show_on(self.screen.0, self.screen.1).await?;
        self.app.open("/").await?;
        Ok(first)
    }

    /// Taps a button that downloads one file; gives the file's name and bytes.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when no file comes.
    pub async fn download(&self, button: &str) -> Result<(String, Vec<u8>)> {
        self.file_of(self.app.press(button)).await
    }

    /// Taps a button that downloads one file, under a heading.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when no file comes.
    pub async fn download_under(&self, heading: &str, button: &str) -> Result<(String, Vec<u8>)> {
        self.file_of(self.app.press_under(heading, button)).await
    }

    async fn file_of(&self, tap: impl Future<Output = Result<()>>) -> Result<(String, Vec<u8>)> {
        match self.engine {
            Engine::Chromium => {
                let folder = tempfile::tempdir()?;
                let order = json!({ "behavior": "allow", "downloadPath": folder.path() });
                let cdp = self.app.driver().cdp();
                cdp.send_raw("Browser.setDownloadBehavior", order).await?;
                tap.await?;
                taken_from(&self.app, folder.path()).await
            }
            Engine::WebKit => {
                tap.await?;
                taken_from(&self.app, &webkit::downloads_in(self.folder.path())).await
            }
        }
    }
}

/// Waits for the one file of a folder, and takes it out.
async fn taken_from(app: &App, folder: &Path) -> Result<(String, Vec<u8>)> {
    let file = arrived(app, folder).await?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let bytes = fs::read(&file)?;
    fs::remove_file(&file)?;
    Ok((name.into_owned(), bytes))
}

/// Waits for the one file of a folder. A browser gives it its name only when
/// it is whole; but it may first hold the name with an empty file.
async fn arrived(app: &App, folder: &Path) -> Result<PathBuf> {
    app.until("the downloaded file", || async {
        let whole = |file: &PathBuf| {
            file.extension()
                .is_some_and(|it| it != "crdownload" && it != "wkdownload")
                && !file
                    .file_name()
                    .is_some_and(|name| name.to_string_lossy().starts_with('.'))
                && fs::metadata(file).is_ok_and(|it| it.len() > 0)
        };
        let files: Vec<_> = fs::read_dir(folder)?
            .filter_map(std::io::Result::ok)
            .map(|entry| entry.path())
            .collect();
        Ok(files.into_iter().find(whole))
    })
    .await
}
