//! Whether everything can be reached: by a finger, by the keyboard alone, on
//! small screens, and with colours forced.

use serde_json::json;
use thirtyfour::{Key, TypingData};

use crate::app::App;
use crate::error::Result;

/// Measures what is to be tapped.
const MEASURE: &str = include_str!("reach.js");

/// How often the Tab key is pressed before a stop is called unreachable.
const STOPS: usize = 120;

/// What has the focus: its name, and what is wrong with how it is shown.
const FOCUSED: &str = "
    const node = document.activeElement;
    if (!node || node === document.body) return ['', null];
    const name = node.labels?.[0] ? words(node.labels[0]) : nameOf(node);
    const seen = node.closest('.app-choice') ?? node;
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(seen);
    const marked = (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
    const box = node.getBoundingClientRect();
    const at = [box.x + box.width / 2, Math.min(box.y + box.height / 2, innerHeight - 1)];
    const over = document.elementFromPoint(...at);
    const covered = !over || !(node.contains(over) || over.closest('label')?.control === node);
    const wrong = !name ? 'has no name' : !marked ? 'shows no focus' : covered ? 'is covered' : null;
    return [name, wrong && `“${name}” ${wrong}`];";

impl App {
    /// What is too small to be tapped, or beyond the side of the screen.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn out_of_reach(&self) -> Result<Vec<String>> {
        let script = format!("{MEASURE}\nreturn outOfReach();");
        self.script(&script, vec![]).await
    }

    /// Forces colours as Windows does for those who need strong contrast.
    ///
    /// # Errors
    /// When the browser does not take it.
    pub async fn force_colours(&self) -> Result<()> {
        let features = json!([
            { "name": "forced-colors", "value": "active" },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        let media = json!({ "features": features });
        let cdp = self.driver().cdp();
        cdp.send_raw("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    /// Presses keys wherever the focus is.
    ///
    /// # Errors
    /// When the browser does not take them.
    pub async fn keys(&self, keys: impl Into<TypingData>) -> Result<()> {
        let keys: TypingData = keys.into();
        self.driver()
            .action_chain()
            .send_keys(keys)
            .perform()
            .await?;
        Ok(())
    }

    /// The name of what has the focus, and what is wrong with how it is shown.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn focused(&self) -> Result<(String, Option<String>)> {
        self.script(FOCUSED, vec![]).await
    }

    /// Presses the Tab key until something of this name has the focus; gives what
    /// was wrong on the way.
    ///
    /// # Errors
    /// [`crate::error::Error::TimedOut`] when there is no way to it.
    pub async fn tab_to(&self, name: &str) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        let mut seen = Vec::new();
        for _ in 0..STOPS {
            self.keys(Key::Tab).await?;
            let (focused, problem) = self.focused().await?;
            wrong.extend(problem);
            if focused == name || focused.starts_with(&format!("{name} ")) {
                return Ok(wrong);
            }
            seen.push(focused);
        }
        Err(crate::error::Error::TimedOut {
            what: format!("the Tab key to lead to “{name}”"),
            last: seen.join(" | "),
            page: self.text().await.unwrap_or_default(),
        })
    }
}
