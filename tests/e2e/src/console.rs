//! What the browser wrote down while the app ran: its console, and every
//! request.

use serde_json::Value;

use crate::app::App;
use crate::error::Result;

impl App {
    /// Everything that the console was told since the last look, but for the
    /// one warning that cannot be helped.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn console(&self) -> Result<Vec<String>> {
        let log = self.driver().browser_log().await?;
        let said = log
            .into_iter()
            .map(|entry| format!("{}: {}", entry.level, entry.message));
        Ok(said.filter(|line| !is_about_preload(line)).collect())
    }

    /// The address of every request since the last look, of every kind.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn requests(&self) -> Result<Vec<String>> {
        let log = self.driver().get_log("performance").await?;
        let mut addresses = Vec::new();
        for entry in log {
            let event: Value = serde_json::from_str(&entry.message)?;
            let address = match event["message"]["method"].as_str() {
                Some("Network.requestWillBeSent") => &event["message"]["params"]["request"]["url"],
                Some("Network.webSocketCreated" | "Network.webTransportCreated") => {
                    &event["message"]["params"]["url"]
                }
                Some(_) | None => continue,
            };
            addresses.extend(address.as_str().map(str::to_owned));
        }
        Ok(addresses)
    }
}

/// Chromium warns that it does not use the checksum on the preload of the
/// WebAssembly file (crbug.com/981419); the file is loaded all the same.
fn is_about_preload(line: &str) -> bool {
    line.starts_with("WARNING")
        && line.contains("The `integrity` attribute is currently ignored for preload destinations")
}
