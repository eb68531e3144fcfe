//! A served copy of the built app that can become its next version.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;
use tempfile::TempDir;

use crate::app::App;
use crate::browser::built_app;
use crate::error::Result;

/// The built app in a folder of its own.
#[derive(Debug)]
pub struct Version(TempDir);

/// A file of the next version, with the bytes it should have.
#[derive(Debug)]
pub struct ChangedFile {
    path: PathBuf,
    bytes: Vec<u8>,
}

impl Version {
    /// A copy of the app as it was built.
    ///
    /// # Errors
    /// When it cannot be copied.
    pub fn as_built() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        copy_files(&built_app()?, folder.path())?;
        Ok(Self(folder))
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    /// Turns it into another version, as a build does: styles and the managers'
    /// program under other names, a page that names them, and a worker that lists
    /// them all. What it had under the old names is gone. [`App::version`] tells
    /// them apart.
    ///
    /// # Errors
    /// When a file cannot be read or written.
    pub fn becomes(&self, version: &str) -> Result<ChangedFile> {
        let page = self.folder().join("index.html");
        let text = fs::read_to_string(&page)?;
        let styles = text
            .split('"')
            .find_map(|part| {
                part.strip_prefix('/')
                    .filter(|name| name.starts_with("app-"))
            })
            .unwrap_or_default()
            .to_owned();
        let mut bytes = fs::read(self.folder().join(&styles))?;
        fs::remove_file(self.folder().join(&styles))?;
        bytes.extend(format!("/* {version} */").bytes());
        let name = format!("app-{version}.css");
        let changed = ChangedFile {
            path: self.folder().join(&name),
            bytes,
        };
        changed.is_right()?;
        let before = text.split(" data-version").next().unwrap_or_default();
        let html = format!("<html lang=\"en-GB\" data-version=\"{version}\">");
        let after = text.split_once("<head>").map_or("", |(_, after)| after);
        let start = before.split("<html").next().unwrap_or_default();
        let text = format!("{start}{html}<head>{}", after.replace(&styles, &name));
        let program = self.managers_program()?;
        let renamed = format!("managers-{version}.js");
        fs::rename(&program, self.folder().join(&renamed))?;
        let program = program.file_name().unwrap_or_default().to_string_lossy();
        fs::write(&page, text.replace(&*program, &renamed))?;
        xtask::worker::list_files(self.folder())?;
        Ok(changed)
    }

    /// The program of the managers' pages, which is in no other page's way.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn managers_program(&self) -> Result<PathBuf> {
        let program = xtask::size::files(self.folder())?.into_iter().find(|file| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("managers-") && name.ends_with(".js")
        });
        Ok(program.unwrap_or_default())
    }

    /// The program of the managers' pages, as a file that may break.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn managers_part(&self) -> Result<ChangedFile> {
        let path = self.managers_program()?;
        let bytes = fs::read(&path)?;
        Ok(ChangedFile { path, bytes })
    }
}

/// Copies every file of a folder, and of the folders in it.
///
/// # Errors
/// When a file cannot be read or written.
pub fn copy_files(from: &Path, to: &Path) -> Result<()> {
    for file in xtask::size::files(from)? {
        let name = file.strip_prefix(from).unwrap_or(&file);
        let copy = to.join(name);
        if let Some(folder) = copy.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&file, &copy)?;
    }
    Ok(())
}

impl ChangedFile {
    /// Takes it away, as an upload that broke off does.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn is_missing(&self) -> Result<()> {
        fs::remove_file(&self.path)?;
        Ok(())
    }

    /// Puts other bytes there.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn is_cut_off(&self) -> Result<()> {
        let half = self.bytes.len() / 2;
        fs::write(&self.path, &self.bytes[..half])?;
        Ok(())
    }

    /// Puts the bytes there that should be.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn is_right(&self) -> Result<()> {
        fs::write(&self.path, &self.bytes)?;
        Ok(())
    }
}

impl App {
    /// The version that this tab runs; empty for the app as it was built.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn version(&self) -> Result<String> {
        let script = "return document.documentElement.dataset.version ?? '';";
        self.script(script, vec![]).await
    }

    /// Waits until this tab runs a version.
    ///
    /// # Errors
    /// [`crate::error::Error::TimedOut`].
    pub async fn runs(&self, version: &str) -> Result<()> {
        self.until_is("the version", version.to_owned(), || self.version())
            .await
    }

    /// Comes back to the app from another one, which makes it look for a new
    /// version.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn comes_back(&self) -> Result<()> {
        let script = "document.dispatchEvent(new Event('visibilitychange')); return true;";
        self.script::<bool>(script, vec![]).await.map(|_| ())
    }

    /// Runs a script in every page before anything of the page itself, from the
    /// next page on.
    ///
    /// # Errors
    /// When the browser does not take it.
    pub async fn before_each_page(&self, script: &str) -> Result<()> {
        let order = json!({ "source": script });
        let cdp = self.driver().cdp();
        cdp.send_raw("Page.addScriptToEvaluateOnNewDocument", order)
            .await?;
        Ok(())
    }
}
