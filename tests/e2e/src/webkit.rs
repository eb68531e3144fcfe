//! WebKitGTK, the nearest free relative of the iPad's engine, with the screen
//! that it draws on.
//!
//! What it does not offer: its driver starts MiniBrowser, which under automation
//! keeps no profile, so nothing outlives it; it has no log of requests and of the
//! console; its colours cannot be turned; asked for a picture, it hangs.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Instant;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::json;
use thirtyfour::Capabilities;

use crate::browser::{PATIENCE, variable};
use crate::error::{Error, Result};

/// Large enough for any of our screens with MiniBrowser's own bars around it.
const DISPLAY: &str = "1280x1400x24";

/// A screen that nobody sees. Dropping it ends it.
#[derive(Debug)]
pub struct Display {
    process: Child,
    name: String,
}

impl Display {
    /// Starts one, of a number that is free.
    ///
    /// # Errors
    /// When Xvfb is not there or does not start.
    pub fn start() -> Result<Self> {
        let mut process = Command::new(variable("XVFB")?)
            .args(["-displayfd", "1", "-screen", "0", DISPLAY])
            .args(["-nolisten", "tcp"])
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let (tell, told) = mpsc::channel();
        if let Some(said) = process.stdout.take() {
            std::thread::spawn(move || {
                let mut line = String::new();
                let _ = BufReader::new(said).read_line(&mut line);
                let _ = tell.send(line);
            });
        }
        let mut display = Self {
            process,
            name: String::new(),
        };
        let number = told.recv_timeout(PATIENCE).unwrap_or_default();
        if number.trim().is_empty() {
            return Err(Error::NotStarted("Xvfb named no display".to_owned()));
        }
        display.name = format!(":{}", number.trim());
        Ok(display)
    }
}

impl Drop for Display {
    fn drop(&mut self) {
        // Asked to end, not killed: it takes away the marks of its number.
        if let Some(id) = i32::try_from(self.process.id())
            .ok()
            .and_then(Pid::from_raw)
        {
            let _ = kill_process(id, Signal::TERM);
        }
        let _ = self.process.wait();
    }
}

/// Starts the driver, as the leader of a process group; gives its address.
/// Whatever it and the browser write lies in a folder.
///
/// # Errors
/// When it is not there or does not start.
pub fn start_driver(folder: &Path, display: &Display) -> Result<(Child, String)> {
    // It takes no port 0: the system is asked for a free one beforehand.
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port();
    let settings = folder.join("settings");
    fs::create_dir_all(&settings)?;
    let downloads = downloads_in(folder);
    fs::create_dir_all(&downloads)?;
    let place = format!("XDG_DOWNLOAD_DIR=\"{}\"\n", downloads.display());
    fs::write(settings.join("user-dirs.dirs"), place)?;
    let mut process = Command::new(variable("WEBKIT_DRIVER")?)
        .arg(format!("--port={port}"))
        .arg("--host=127.0.0.1")
        .env("DISPLAY", &display.name)
        .env("HOME", folder)
        .env("TMPDIR", folder)
        .env("XDG_CONFIG_HOME", &settings)
        .env("XDG_DATA_HOME", folder.join("data"))
        .env("XDG_CACHE_HOME", folder.join("cache"))
        // No graphics hardware, and nobody who reads the screen aloud.
        .env("WEBKIT_DISABLE_COMPOSITING_MODE", "1")
        .env("LIBGL_ALWAYS_SOFTWARE", "1")
        .env("NO_AT_BRIDGE", "1")
        .env_remove("WAYLAND_DISPLAY")
        .process_group(0)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return Ok((process, format!("http://127.0.0.1:{port}")));
        }
        std::thread::yield_now();
    }
    let _ = process.kill();
    let _ = process.wait();
    Err(Error::NotStarted("it took no connection".to_owned()))
}

/// What the driver is to start.
///
/// # Errors
/// When `cargo xtask test` has not said where it is.
pub fn capabilities() -> Result<Capabilities> {
    let mut wanted = Capabilities::new();
    let options = json!({
        "binary": variable("MINIBROWSER")?,
        "args": ["--automation"],
    });
    wanted.set("webkitgtk:browserOptions", options)?;
    Ok(wanted)
}

/// Where the browser puts what is downloaded.
#[must_use]
pub fn downloads_in(folder: &Path) -> PathBuf {
    folder.join("downloads")
}
