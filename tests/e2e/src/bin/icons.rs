//! Draws the icons from their source.
//!
//! `icons <folder>`, the folder of `icon.svg`; the same Chromium makes the same
//! bytes.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use daybook_e2e::browser::{Browser, Engine};
use daybook_e2e::error::Result;
use serde_json::json;

/// Sides in pixels: the two that a manifest must offer for the app to be
/// installable. The Home Screen of an iPad, whose icons are 180, takes the
/// smaller one.
const SIZES: [u32; 2] = [192, 512];

#[tokio::main]
async fn main() -> ExitCode {
    let Some(folder) = std::env::args().nth(1).map(PathBuf::from) else {
        eprintln!("usage: icons <folder>");
        return ExitCode::FAILURE;
    };
    match all(&folder).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn all(folder: &Path) -> Result<()> {
    let svg = std::fs::read_to_string(folder.join("icon.svg"))?;
    let profile = tempfile::tempdir()?;
    let browser = Browser::start(Engine::Chromium, profile.path()).await?;
    let driver = browser.driver()?;
    driver.goto("about:blank").await?;
    for size in SIZES {
        let order = vec![json!(svg), json!(size)];
        let drawn = driver
            .execute_async(include_str!("icons.js"), order)
            .await?;
        let text: String = serde_json::from_value(drawn.json().clone())?;
        let png = STANDARD.decode(text).map_err(std::io::Error::other)?;
        println!("icon-{size}.png: {} bytes", png.len());
        std::fs::write(folder.join(format!("icon-{size}.png")), png)?;
    }
    browser.close().await
}
