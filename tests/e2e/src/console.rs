//! What the browser wrote down while the app ran: its console, and every
//! request. Chromium alone writes them down.

use serde_json::Value;

use crate::app::App;
use crate::error::Result;

impl App {
    /// Everything that the console was told since the last look.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn console(&self) -> Result<Vec<String>> {
        let log = self.driver().browser_log().await?;
        let said = log
            .into_iter()
            .map(|entry| format!("{}: {}", entry.level, entry.message));
        Ok(said.collect())
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
