//! One browser and its driver: started here, and ended here with all that
//! belongs to them and nothing else.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::json;
use thirtyfour::common::log::LoggingPrefsLogLevel;
use thirtyfour::{
    Capabilities, ChromeCapabilities, ChromiumLikeCapabilities, DesiredCapabilities, WebDriver,
};

use crate::error::{Error, Result};
use crate::webkit::{self, Display};

/// How long anything may take, on a machine that does other work as well.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// What Chromium is started with: no window, no profile of a person, and no
/// requests of its own, which would be mistaken for the app's.
const ARGUMENTS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // Tests of one machine share two cores: a tab that is not in front must
    // still answer.
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
];

/// What draws the pages and runs the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// That of Chrome, Edge and Android; the one for all journeys.
    Chromium,
    /// That of the iPad, as far as it can be had on Linux; for the few journeys
    /// of `tests/webkit`. [`webkit`] says what it does not offer.
    WebKit,
}

/// What Chromium writes down about the pages it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Log {
    /// The console, and every request: for journeys.
    Requests,
    /// Nothing: for taking times.
    Nothing,
    /// A trace of what each thread does, by [`Browser::driver`]'s log
    /// `performance`: for telling what the page's thread was busy with.
    Trace,
}

/// The parts of a trace that tell of tasks and of marks that a page leaves.
const TRACED: &str = "disabled-by-default-devtools.timeline,blink.user_timing";

/// A running browser. Dropping it ends the browser at once, as a crash would;
/// [`Browser::close`] ends it as a person does.
#[derive(Debug)]
pub struct Browser {
    engine: Engine,
    driver: Option<WebDriver>,
    process: Child,
    /// What WebKit draws on.
    display: Option<Display>,
}

impl Browser {
    /// Starts a browser that keeps its profile, and all else that it writes, in
    /// a folder.
    ///
    /// # Errors
    /// When the browser or its driver is not there or does not start.
    pub async fn start(engine: Engine, folder: &Path) -> Result<Self> {
        match engine {
            Engine::Chromium => Self::start_with(folder, Log::Requests).await,
            Engine::WebKit => {
                let display = Display::start()?;
                let (process, address) = webkit::start_driver(folder, &display)?;
                let browser = Self {
                    engine,
                    driver: None,
                    process,
                    display: Some(display),
                };
                browser.with_session(address, webkit::capabilities()?).await
            }
        }
    }

    /// Starts Chromium with what it is to write down.
    ///
    /// # Errors
    /// When the browser or its driver is not there or does not start.
    pub async fn start_with(folder: &Path, log: Log) -> Result<Self> {
        // A browser that is killed leaves its temporary files behind.
        let temporary = folder.join("temporary");
        fs::create_dir_all(&temporary)?;
        let (process, address) = start_driver(&temporary)?;
        let browser = Self {
            engine: Engine::Chromium,
            driver: None,
            process,
            display: None,
        };
        let wanted = capabilities(&profile_in(folder), log)?;
        browser.with_session(address, wanted).await
    }

    /// Dropped when it fails, and with it what was started.
    async fn with_session(
        mut self,
        address: String,
        wanted: impl Into<Capabilities>,
    ) -> Result<Self> {
        let driver = WebDriver::builder(address, wanted)
            .request_timeout(Duration::from_secs(120))
            .await?;
        self.driver = Some(driver);
        Ok(self)
    }

    /// Which engine it is.
    #[must_use]
    pub const fn engine(&self) -> Engine {
        self.engine
    }

    /// The session through which it is driven.
    ///
    /// # Errors
    /// [`Error::Closed`].
    pub fn driver(&self) -> Result<WebDriver> {
        self.driver.clone().ok_or(Error::Closed)
    }

    /// The process group that the driver and all of the browser's processes
    /// belong to.
    #[must_use]
    pub fn process_group(&self) -> u32 {
        self.process.id()
    }

    /// Closes the browser as a person does, and waits until it has ended.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn close(mut self) -> Result<()> {
        if let Some(driver) = self.driver.take() {
            driver.quit().await?;
        }
        Ok(())
    }

    /// Ends the browser with all its processes at once: nothing in it gets to
    /// run again. The nearest to a power cut that a test can come.
    pub fn kill(self) {
        drop(self);
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver was started as the leader of a process group of its own,
        // which the browser's processes belong to.
        if let Some(group) = i32::try_from(self.process.id())
            .ok()
            .and_then(Pid::from_raw)
        {
            let _ = kill_process_group(group, Signal::KILL);
            let _ = self.process.wait();
            wait_until_ended(group);
        }
        // The session is gone with them: nobody is left to be told.
        if let Some(driver) = self.driver.take() {
            let _ = driver.leak();
        }
        drop(self.display.take());
    }
}

/// Waits until no process of a group runs any more. A process that was killed holds
/// its files until it has ended: a browser that is started before finds its storage
/// in use, and begins with an empty one.
fn wait_until_ended(group: Pid) {
    let until = Instant::now() + Duration::from_secs(10);
    while runs(group) && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// Whether a process of the group runs: what `/proc` says of each after its name, its
/// state, its parent and its group.
fn runs(group: Pid) -> bool {
    let group = group.as_raw_nonzero().to_string();
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let mut said = processes.filter_map(|it| fs::read_to_string(it.path().join("stat")).ok());
    said.any(|said| {
        let after_name = said.rsplit(')').next().unwrap_or_default();
        let mut fields = after_name.split_whitespace();
        let is_running = fields
            .next()
            .is_some_and(|state| !matches!(state, "Z" | "X"));
        is_running && fields.nth(1) == Some(&group)
    })
}

/// Where a browser keeps its profile.
#[must_use]
pub fn profile_in(folder: &Path) -> PathBuf {
    folder.join("profile")
}

/// Starts the driver on a free port; gives its address.
fn start_driver(temporary: &Path) -> Result<(Child, String)> {
    use std::os::unix::process::CommandExt as _;

    let mut process = Command::new(variable("CHROMEDRIVER")?)
        .arg("--port=0")
        .env("TMPDIR", temporary)
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let (tell, told) = mpsc::channel();
    if let Some(said) = process.stdout.take() {
        // Reads to the end, so that the driver never waits for its output.
        std::thread::spawn(move || {
            for line in BufReader::new(said).lines().map_while(std::io::Result::ok) {
                let _ = tell.send(line);
            }
        });
    }
    let mut heard = String::new();
    while let Ok(line) = told.recv_timeout(PATIENCE) {
        if let Some(port) = port_of(&line) {
            return Ok((process, format!("http://127.0.0.1:{port}")));
        }
        heard.push_str(&line);
        heard.push('\n');
    }
    let _ = process.kill();
    let _ = process.wait();
    Err(Error::NotStarted(heard))
}

/// The port in "`ChromeDriver` was started successfully on port 40123."
fn port_of(line: &str) -> Option<u16> {
    let (_, port) = line.rsplit_once("started successfully on port ")?;
    port.trim_end_matches('.').parse().ok()
}

fn capabilities(profile: &Path, log: Log) -> Result<ChromeCapabilities> {
    let mut wanted = DesiredCapabilities::chrome();
    wanted.set_binary(&variable("CHROMIUM")?)?;
    for argument in ARGUMENTS {
        wanted.add_arg(argument)?;
    }
    wanted.add_arg(&format!("--user-data-dir={}", profile.display()))?;
    match log {
        Log::Requests => {
            wanted.set_logging_prefs("browser", LoggingPrefsLogLevel::All)?;
            wanted.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
        }
        Log::Nothing => {}
        Log::Trace => {
            wanted.set_logging_prefs("performance", LoggingPrefsLogLevel::All)?;
            let traced = json!({
                "enableNetwork": false, "enablePage": false, "traceCategories": TRACED,
            });
            wanted.add_experimental_option("perfLoggingPrefs", traced)?;
        }
    }
    Ok(wanted)
}

/// A variable that `cargo xtask test` sets.
///
/// # Errors
/// [`Error::NotSet`].
pub fn variable(name: &'static str) -> Result<String> {
    std::env::var(name).map_err(|_| Error::NotSet(name))
}

/// The folder of the built app.
///
/// # Errors
/// [`Error::NotSet`].
pub fn built_app() -> Result<PathBuf> {
    variable("DAYBOOK_DIST").map(PathBuf::from)
}
