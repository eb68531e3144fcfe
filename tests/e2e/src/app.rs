//! The app as a person meets it: what can be read, tapped and typed, found by
//! label, role and words alone.

use std::fmt::Debug;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use thirtyfour::error::{WebDriverError, WebDriverErrorInner};
use thirtyfour::{WebDriver, WebElement};

use crate::browser::{Browser, Engine, PATIENCE};
use crate::error::{Error, Result};
use crate::screen::{Scheme, Screen};

/// Finds things by label, role and words.
const FIND: &str = include_str!("find.js");

/// The Enter key, as WebDriver writes it: not every driver makes it of a line's
/// end.
const ENTER: &str = "\u{e007}";

/// Between two looks at what is waited for: short, because it adds to every
/// step.
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// How much of a page a picture shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    /// What is in sight.
    InSight,
    /// All of it, however long it is.
    Whole,
}

/// One tab of the app.
#[derive(Debug, Clone)]
pub struct App {
    engine: Engine,
    driver: WebDriver,
    address: String,
}

impl App {
    /// The app at an address, in a browser's tab.
    ///
    /// # Errors
    /// [`Error::Closed`].
    pub fn new(browser: &Browser, address: String) -> Result<Self> {
        Ok(Self {
            engine: browser.engine(),
            driver: browser.driver()?,
            address,
        })
    }

    /// The session, for what only a test of the machinery needs.
    #[must_use]
    pub const fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// The app's address, without a slash at its end.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Opens an address of the app, such as `/session`, as typing it would.
    ///
    /// # Errors
    /// When the page does not load.
    pub async fn open(&self, path: &str) -> Result<()> {
        self.driver
            .goto(format!("{}{path}", self.address))
            .await
            .map_err(Error::from)
    }

    /// Sets the size of the screen and its colours. In WebKit it sets the size of
    /// the window, of which the browser's own bars take some; the colours stay.
    ///
    /// # Errors
    /// When the browser does not take them.
    pub async fn show_on(&self, screen: Screen, scheme: Scheme) -> Result<()> {
        let Screen { width, height } = screen;
        if self.engine == Engine::WebKit {
            let window = self.driver.set_window_rect(0, 0, width, height).await;
            return window.map_err(Error::from);
        }
        let size = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
        });
        let cdp = self.driver.cdp();
        cdp.send_raw("Emulation.setDeviceMetricsOverride", size)
            .await?;
        cdp.send_raw("Emulation.setScrollbarsHidden", json!({ "hidden": true }))
            .await?;
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme.name() },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        cdp.send_raw(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await?;
        Ok(())
    }

    /// Runs a script in the page, with the finding functions at hand.
    ///
    /// # Errors
    /// When it throws, or gives back something else.
    pub async fn script<Found: DeserializeOwned>(
        &self,
        script: &str,
        arguments: Vec<Value>,
    ) -> Result<Found> {
        let returned = self
            .driver
            .execute(format!("{FIND}\n{script}"), arguments)
            .await?;
        serde_json::from_value(returned.json().clone()).map_err(Error::from)
    }

    /// Waits until a look at the page gives something.
    ///
    /// # Errors
    /// [`Error::TimedOut`] with what the page shows instead.
    pub async fn until<Found, Look>(&self, what: &str, look: impl Fn() -> Look) -> Result<Found>
    where
        Look: Future<Output = Result<Option<Found>>>,
    {
        let begun = Instant::now();
        loop {
            let last = match look().await {
                Ok(Some(found)) => return Ok(found),
                Ok(None) => "it was not there".to_owned(),
                Err(Error::WebDriver(error)) if passes(&error) => first_words(&error),
                Err(error) => return Err(error),
            };
            if begun.elapsed() > PATIENCE {
                return Err(Error::TimedOut {
                    what: what.to_owned(),
                    last,
                    page: self.text().await.unwrap_or_default(),
                });
            }
            tokio::time::sleep(BETWEEN_LOOKS).await;
        }
    }

    /// Waits until something about the page is as expected.
    ///
    /// # Errors
    /// [`Error::TimedOut`] with what was there instead.
    pub async fn until_is<Found, Look>(
        &self,
        what: &str,
        expected: Found,
        look: impl Fn() -> Look,
    ) -> Result<()>
    where
        Found: PartialEq + Debug,
        Look: Future<Output = Result<Found>>,
    {
        let what = format!("{what} to be {expected:?}");
        let look = || async { Ok((look().await? == expected).then_some(())) };
        self.until(&what, look).await
    }

    /// Everything the page says.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn text(&self) -> Result<String> {
        self.script("return document.body.innerText;", vec![]).await
    }

    /// Waits until the page says something, far down too, where a browser lays nothing
    /// out before it comes near.
    ///
    /// # Errors
    /// [`Error::TimedOut`].
    pub async fn says(&self, words: &str) -> Result<()> {
        let script = "return document.body.textContent.includes(arguments[0]) || null;";
        let look = || self.script::<Option<bool>>(script, vec![json!(words)]);
        self.until(&format!("“{words}” on the page"), look)
            .await
            .map(|_| ())
    }

    /// Waits until the page says something.
    ///
    /// # Errors
    /// [`Error::TimedOut`].
    pub async fn sees(&self, words: &str) -> Result<()> {
        let look = || async { Ok(self.text().await?.contains(words).then_some(())) };
        self.until(&format!("“{words}”"), look).await
    }

    /// Waits until the page's main heading is this.
    ///
    /// # Errors
    /// [`Error::TimedOut`].
    pub async fn is_on(&self, heading: &str) -> Result<()> {
        self.until_is("the heading", Some(heading.to_owned()), || {
            self.script("return all('h1').map(words)[0] ?? null;", vec![])
        })
        .await
    }

    /// Waits until a worker answers for the page: it opens without a connection
    /// from then on.
    ///
    /// # Errors
    /// [`Error::TimedOut`].
    pub async fn is_kept_for_offline(&self) -> Result<()> {
        self.until("the app to be kept for use offline", || async {
            let script = "return navigator.serviceWorker.controller !== null;";
            let kept: bool = self.script(script, vec![]).await?;
            Ok(kept.then_some(()))
        })
        .await
    }

    /// The title of the tab.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn title(&self) -> Result<String> {
        self.driver.title().await.map_err(Error::from)
    }

    /// Taps a button.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when it is not there or cannot be tapped.
    pub async fn press(&self, name: &str) -> Result<()> {
        self.tap(
            &format!("the button “{name}”"),
            "button(arguments[0])",
            &[name],
        )
        .await
    }

    /// Taps a button that says something more after its name, such as a count.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when it is not there or cannot be tapped.
    pub async fn press_counting(&self, name: &str) -> Result<()> {
        let find = "saying(all('button'), arguments[0])";
        self.tap(&format!("the button “{name} …”"), find, &[name])
            .await
    }

    /// Taps a button of the part of the page under a heading.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when it is not there or cannot be tapped.
    pub async fn press_under(&self, heading: &str, name: &str) -> Result<()> {
        let what = format!("the button “{name}” under “{heading}”");
        let find = "button(arguments[1], under(arguments[0]))";
        self.tap(&what, find, &[heading, name]).await
    }

    /// Chooses a file in a file field.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when there is no such field.
    pub async fn choose_file(&self, label: &str, file: &Path) -> Result<()> {
        self.choose_files(label, &[file.to_owned()]).await
    }

    /// Chooses several files at once in a file field.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when there is no such field.
    pub async fn choose_files(&self, label: &str, files: &[PathBuf]) -> Result<()> {
        let paths = files.iter().map(|file| file.display().to_string());
        let path = paths.collect::<Vec<_>>().join("\n");
        self.until(&format!("the file field “{label}”"), || async {
            match self.find("field(arguments[0])", &[label]).await? {
                Some(field) => field.send_keys(&*path).await.map(Some).map_err(Error::from),
                None => Ok(None),
            }
        })
        .await
    }

    /// Taps a link.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when it is not there or cannot be tapped.
    pub async fn follow(&self, name: &str) -> Result<()> {
        let _: bool = self
            .script("return openMenu(arguments[0]);", vec![json!(name)])
            .await?;
        self.tap(&format!("the link “{name}”"), "link(arguments[0])", &[name])
            .await?;
        self.has_followed().await
    }

    /// Chooses one of a group of radio buttons. A question that is folded is opened
    /// first, and one of many is looked for by its words.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when it is not there or cannot be tapped.
    pub async fn choose(&self, legend: &str, label: &str) -> Result<()> {
        let what = format!("“{label}” under “{legend}”");
        let to_tap = self
            .until(&what, || {
                let script = "return toTap(arguments[0], arguments[1]);";
                self.script::<Option<bool>>(script, vec![json!(legend), json!(label)])
            })
            .await?;
        if !to_tap {
            return Ok(());
        }
        let find = "choice(arguments[0], arguments[1])";
        self.tap(&what, find, &[legend, label]).await
    }

    /// Waits for a group of radio buttons and gives what is chosen there.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when there is no such group.
    pub async fn chosen(&self, legend: &str) -> Result<Option<String>> {
        let script = "return choices(arguments[0]) ? [chosen(arguments[0])] : null;";
        let [chosen] = self
            .until(&format!("the choices of “{legend}”"), || {
                self.script::<Option<[Option<String>; 1]>>(script, vec![json!(legend)])
            })
            .await?;
        Ok(chosen)
    }

    /// Chooses out of a list that opens.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when there is no such list or choice.
    pub async fn choose_from(&self, label: &str, option: &str) -> Result<()> {
        let script = "if (line(arguments[0]) || group(arguments[0])) return false;
            const list = field(arguments[0]);
            const found = list && [...list.options].find((it) => words(it) === arguments[1]);
            if (!found) return null;
            list.value = found.value;
            list.dispatchEvent(new Event('input', { bubbles: true }));
            return true;";
        let what = format!("“{option}” in the list “{label}”");
        let is_list = self
            .until(&what, || {
                self.script(script, vec![json!(label), json!(option)])
            })
            .await?;
        // A long list is a question that folds, with a field that finds.
        if is_list {
            Ok(())
        } else {
            self.choose(label, option).await
        }
    }

    /// Opens the record of a list whose line says something.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when there is no such line.
    pub async fn open_record(&self, line: &str) -> Result<()> {
        let find =
            "all('li a').find((it) => words(it.closest('li')).includes(arguments[0])) ?? null";
        self.tap(&format!("the record “{line}”"), find, &[line])
            .await?;
        self.has_followed().await
    }

    /// Waits until a link that was tapped has led to its page: the tap is shown to
    /// be taken first.
    async fn has_followed(&self) -> Result<()> {
        self.until("the page that the link leads to", || async {
            let going = "return document.querySelector('a[data-going]') === null;";
            let arrived: bool = self.script(going, vec![]).await?;
            Ok(arrived.then_some(()))
        })
        .await
    }

    /// What the page's list of facts says of one of them.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn fact(&self, name: &str) -> Result<Option<String>> {
        let script = "const term = all('dt').find((it) => words(it) === arguments[0]);
            return term ? words(term.nextElementSibling) : null;";
        self.script(script, vec![json!(name)]).await
    }

    /// Types into a field, in place of what is there.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when it is not there or does not take the text.
    pub async fn fill(&self, label: &str, text: &str) -> Result<()> {
        self.until(
            &format!("the field “{label}” to hold “{text}”"),
            || async {
                let Some(field) = self.find("field(arguments[0])", &[label]).await? else {
                    return Ok(None);
                };
                if field.value().await?.is_some_and(|value| !value.is_empty()) {
                    field.clear().await?;
                }
                if !text.is_empty() {
                    field.send_keys(text.replace('\n', ENTER)).await?;
                }
                let holds = field.prop("value").await?.is_some_and(|it| it == text);
                Ok(holds.then_some(()))
            },
        )
        .await
    }

    /// Taps a field.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when it is not there or cannot be tapped.
    pub async fn tap_field(&self, label: &str) -> Result<()> {
        let what = format!("the field “{label}”");
        self.tap(&what, "field(arguments[0])", &[label]).await
    }

    /// What a field holds; `None` when there is no such field in sight.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn value(&self, label: &str) -> Result<Option<String>> {
        let script = "return field(arguments[0])?.value ?? null;";
        self.script(script, vec![json!(label)]).await
    }

    /// The label of the field that has the focus; `None` when none has.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn focused_label(&self) -> Result<Option<String>> {
        let script = "const label = document.activeElement?.labels?.[0];
            return label ? words(label) : null;";
        self.script(script, vec![]).await
    }

    /// What the regions of a role say, such as all alerts.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn regions(&self, role: &str) -> Result<Vec<String>> {
        self.script("return regions(arguments[0]);", vec![json!(role)])
            .await
    }

    /// Waits for a table and reads it: each row's cells by the row's head.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when there is no such table.
    pub async fn table(&self, caption: &str) -> Result<Vec<Vec<String>>> {
        self.until(&format!("the table “{caption}”"), || {
            self.script("return table(arguments[0]);", vec![json!(caption)])
        })
        .await
    }

    /// The figures of one row of a table.
    ///
    /// # Errors
    /// [`Error::TimedOut`] when there is no such table or row.
    pub async fn row(&self, caption: &str, head: &str) -> Result<Vec<String>> {
        let script = "const rows = table(arguments[0]) ?? [];
            return rows.find((row) => row[0] === arguments[1])?.slice(1) ?? null;";
        self.until(&format!("the row “{head}” of “{caption}”"), || {
            self.script(script, vec![json!(caption), json!(head)])
        })
        .await
    }

    /// Takes a picture of what is in sight. In Chromium alone: WebKit's driver
    /// hangs.
    ///
    /// # Errors
    /// When the browser does not give one, or the file cannot be written.
    pub async fn picture(&self, file: &Path) -> Result<()> {
        self.driver.screenshot(file).await.map_err(Error::from)
    }

    /// Takes a small picture, in the format of the web that takes the least room:
    /// of what is in sight, or of the whole page. In Chromium alone.
    ///
    /// # Errors
    /// When the browser does not give one, or the file cannot be written.
    pub async fn small_picture(&self, file: &Path, extent: Extent) -> Result<()> {
        let order = json!({
            "format": "webp", "quality": 40,
            "captureBeyondViewport": extent == Extent::Whole,
        });
        let cdp = self.driver.cdp();
        let taken = cdp.send_raw("Page.captureScreenshot", order).await?;
        let text = taken["data"].as_str().unwrap_or_default();
        let bytes = STANDARD.decode(text).map_err(std::io::Error::other)?;
        std::fs::write(file, bytes).map_err(Error::from)
    }

    /// Shows the page as paper has it, on the screen. In Chromium alone.
    ///
    /// # Errors
    /// When the browser does not.
    pub async fn as_printed(&self) -> Result<()> {
        let media = json!({ "media": "print" });
        let cdp = self.driver.cdp();
        cdp.send_raw("Emulation.setEmulatedMedia", media).await?;
        Ok(())
    }

    /// Prints the page on A4; gives the PDF. In Chromium alone.
    ///
    /// # Errors
    /// When the browser does not give one.
    pub async fn printed(&self) -> Result<Vec<u8>> {
        let paper = json!({
            "paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": true,
        });
        let printed = self.driver.cdp().send_raw("Page.printToPDF", paper).await?;
        let text = printed["data"].as_str().unwrap_or_default();
        let bytes = STANDARD.decode(text).map_err(std::io::Error::other)?;
        Ok(bytes)
    }

    /// How many sheets of A4 the page is printed on.
    ///
    /// # Errors
    /// When the browser does not print it.
    pub async fn sheets_printed(&self) -> Result<usize> {
        let pdf = self.printed().await?;
        let text = String::from_utf8_lossy(&pdf);
        Ok(text.matches("/Type /Page\n").count())
    }

    pub(crate) async fn tap(&self, what: &str, find: &str, names: &[&str]) -> Result<()> {
        self.until(what, || async {
            match self.find(find, names).await? {
                Some(found) => found.click().await.map(Some).map_err(Error::from),
                None => Ok(None),
            }
        })
        .await
    }

    /// Finds an element and brings it into sight.
    async fn find(&self, find: &str, names: &[&str]) -> Result<Option<WebElement>> {
        let arguments: Vec<Value> = names.iter().map(|name| json!(name)).collect();
        let script = format!("{FIND}\nreturn inSight({find});");
        let found = self.driver.execute(script, arguments).await?;
        if found.json().is_null() {
            return Ok(None);
        }
        found.element().map(Some).map_err(Error::from)
    }
}

/// An error without the driver's own addresses.
fn first_words(error: &WebDriverError) -> String {
    let said = error.to_string();
    let words = said.split("Stacktrace").next().unwrap_or_default();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether an error may pass by itself: the page was being drawn anew, or
/// something lay over what was to be tapped.
fn passes(error: &WebDriverError) -> bool {
    matches!(
        **error,
        WebDriverErrorInner::StaleElementReference(_)
            | WebDriverErrorInner::ElementNotInteractable(_)
            | WebDriverErrorInner::ElementClickIntercepted(_)
            | WebDriverErrorInner::NoSuchElement(_)
            | WebDriverErrorInner::InvalidElementState(_)
            | WebDriverErrorInner::JavascriptError(_)
    )
}
