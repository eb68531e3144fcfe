//! WebKitGTK with its driver and a screen that nobody sees, for the journeys in
//! the iPad's kind of engine. It exists for Linux alone.

use std::path::{Path, PathBuf};

use super::apt;
use super::browser::named;
use crate::error::Error;
use crate::run;

/// Debian's names for them; the browser comes with the driver.
pub const PACKAGES: [&str; 2] = ["webkit2gtk-driver", "xvfb"];

/// The browser, the driver that steers it, and the screen it draws on.
#[derive(Debug, Clone)]
pub struct WebKit {
    /// `MiniBrowser`.
    pub program: PathBuf,
    /// `WebKitWebDriver`, of the same version.
    pub driver: PathBuf,
    /// `Xvfb`.
    pub screen: PathBuf,
}

impl WebKit {
    /// Those named in `MINIBROWSER`, `WEBKIT_DRIVER` and `XVFB`, else those on
    /// PATH; the browser lies in a library's folder.
    #[must_use]
    pub fn find() -> Option<Self> {
        Some(Self {
            program: named("MINIBROWSER").or_else(mini_browser)?,
            driver: named("WEBKIT_DRIVER").or_else(|| run::on_path(&["WebKitWebDriver"]))?,
            screen: named("XVFB").or_else(|| run::on_path(&["Xvfb"]))?,
        })
    }

    /// Whether there is a WebKitGTK for this kind of machine at all.
    #[must_use]
    pub const fn exists_here() -> bool {
        cfg!(target_os = "linux")
    }
}

/// Installs them from Debian.
///
/// # Errors
///
/// When this is not Debian, or apt-get fails.
pub fn install() -> Result<(), Error> {
    apt::install(&PACKAGES)
}

/// `MiniBrowser` in the folders where distributions put it: such as
/// `/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1`.
fn mini_browser() -> Option<PathBuf> {
    let lib = Path::new("/usr/lib");
    let mut folders = vec![lib.to_owned(), "/usr/lib64".into(), "/usr/libexec".into()];
    folders.extend(folders_in(lib));
    folders
        .iter()
        .flat_map(|folder| folders_in(folder))
        .filter(|folder| {
            let name = folder.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("webkit2gtk-") || name.starts_with("webkitgtk-")
        })
        .map(|folder| folder.join("MiniBrowser"))
        .find(|program| program.is_file())
}

fn folders_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut folders: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    folders
}
