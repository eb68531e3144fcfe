//! What staff and managers do with PINs, each as one verb.

use crate::app::App;
use crate::error::Result;

impl App {
    /// Goes to the page of the PINs by its link.
    ///
    /// # Errors
    /// When it does not open.
    pub async fn go_to_pins(&self) -> Result<()> {
        self.follow("PINs").await?;
        self.is_on("PINs").await
    }

    /// Chooses a PIN on the page of the PINs, as far as its recovery code; gives
    /// the code.
    ///
    /// # Errors
    /// When a step cannot be taken.
    pub async fn choose_pin(&self, button: &str, digits: &str) -> Result<String> {
        self.press(button).await?;
        self.fill("PIN", digits).await?;
        self.fill("The same PIN again", digits).await?;
        self.press("Continue").await?;
        self.sees("Write down the recovery code").await?;
        let script = "return document.body.innerText
            .match(/\\b[0-9A-Z]{4}(-[0-9A-Z]{4}){3}\\b/)?.[0] ?? null;";
        self.until("the recovery code", || self.script(script, vec![]))
            .await
    }

    /// Sets a PIN, from any page, and notes its recovery code. `which` is "staff
    /// PIN" or "manager PIN".
    ///
    /// # Errors
    /// When a step cannot be taken.
    pub async fn set_pin(&self, which: &str, digits: &str) -> Result<String> {
        self.go_to_pins().await?;
        let code = self.choose_pin(&format!("Set the {which}"), digits).await?;
        self.press("I have written it down").await?;
        self.sees("PIN set").await?;
        Ok(code)
    }

    /// Enters a PIN or the recovery code where it is asked for.
    ///
    /// # Errors
    /// When it is not asked for.
    pub async fn enter(&self, label: &str, secret: &str) -> Result<()> {
        self.fill(label, secret).await?;
        self.press("Continue").await
    }

    /// Enters a wrong PIN, and waits until it has been refused.
    ///
    /// # Errors
    /// When it is not refused so.
    pub async fn enter_wrong(&self, label: &str, secret: &str, said: &str) -> Result<()> {
        self.enter(label, secret).await?;
        self.sees(said).await?;
        self.until_is("the field", Some(String::new()), || self.value(label))
            .await
    }
}
