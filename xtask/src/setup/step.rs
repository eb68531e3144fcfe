//! The steps of set-up, in order.

use super::{
    Browser, CargoTool, StandardLibrary, WebKit, apt, browser, fonts, host_is_ready, node, python,
    target, webkit,
};
use crate::error::Error;
use crate::places::Places;
use crate::run;

/// What the tools are wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Building the app.
    Build,
    /// Running every check.
    Test,
}

/// Whether a step has anything left to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It has.
    Missing,
    /// What it installs is there.
    Here,
    /// Another step's result makes it unnecessary.
    NotNeeded,
}

impl State {
    fn of(is_here: bool) -> Self {
        if is_here { Self::Here } else { Self::Missing }
    }
}

/// One thing that has to be on the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// rustup's WebAssembly target: the ordinary way.
    Target,
    /// A compiler that knows WebAssembly, where rustup cannot fetch the target.
    DebianCompiler,
    /// That compiler's standard library, which Debian does not ship built.
    StandardLibrary,
    /// Builds the app.
    Trunk,
    /// Joins WebAssembly and JavaScript; also runs the browser tests.
    WasmBindgen,
    /// sass, wasm-opt, the styles and the accessibility checker.
    NodePackages,
    /// rustfmt and clippy.
    Components,
    /// Chromium and its driver.
    Browser,
    /// WebKitGTK, its driver and a screen.
    WebKit,
    /// Fonts of every script of the family survey.
    Fonts,
    /// `DuckDB` and pandas, which read our tables.
    PythonPackages,
}

impl Step {
    /// Every step, in the order they are taken.
    pub const ALL: [Self; 11] = [
        Self::Target,
        Self::DebianCompiler,
        Self::StandardLibrary,
        Self::Trunk,
        Self::WasmBindgen,
        Self::NodePackages,
        Self::Components,
        Self::Browser,
        Self::WebKit,
        Self::Fonts,
        Self::PythonPackages,
    ];

    /// Whether the purpose needs this step.
    #[must_use]
    pub fn serves(self, purpose: Purpose) -> bool {
        match self {
            Self::Target
            | Self::DebianCompiler
            | Self::StandardLibrary
            | Self::Trunk
            | Self::WasmBindgen
            | Self::NodePackages => true,
            Self::Components
            | Self::Browser
            | Self::WebKit
            | Self::Fonts
            | Self::PythonPackages => purpose == Purpose::Test,
        }
    }

    /// What is printed of it, with the version where we choose one.
    ///
    /// # Errors
    ///
    /// When `Cargo.lock` cannot be read.
    pub fn name(self, places: &Places) -> Result<String, Error> {
        Ok(match self {
            Self::Target => "WebAssembly target, by rustup".to_owned(),
            Self::DebianCompiler => "Debian's compiler for WebAssembly".to_owned(),
            Self::StandardLibrary => "standard library for WebAssembly".to_owned(),
            Self::Trunk => CargoTool::trunk().to_string(),
            Self::WasmBindgen => CargoTool::wasm_bindgen(places)?.to_string(),
            Self::NodePackages => "npm packages".to_owned(),
            Self::Components => "rustfmt and clippy, by rustup".to_owned(),
            Self::Browser => "Chromium and its driver".to_owned(),
            Self::WebKit => "WebKitGTK and its driver".to_owned(),
            Self::Fonts => "fonts of the survey's scripts".to_owned(),
            Self::PythonPackages => "Python packages".to_owned(),
        })
    }

    /// How long it takes on an ordinary machine with two cores.
    #[must_use]
    pub fn usual_time(self) -> &'static str {
        match self {
            Self::Target | Self::NodePackages | Self::Components | Self::Fonts => "some seconds",
            Self::DebianCompiler
            | Self::StandardLibrary
            | Self::Browser
            | Self::WebKit
            | Self::PythonPackages => "about 1 minute",
            Self::Trunk => "about 6 minutes",
            Self::WasmBindgen => "about 3 minutes",
        }
    }

    /// Whether anything is left to do. Quick: asked on every run.
    ///
    /// # Errors
    ///
    /// When a file of the clone cannot be read.
    pub fn state(self, places: &Places) -> Result<State, Error> {
        Ok(match self {
            Self::Target if host_is_ready() => State::Here,
            // A finished standard library means that rustup was tried here
            // before and could not; trying again would cost time on every run.
            Self::Target if StandardLibrary::find(places).is_some() => State::NotNeeded,
            Self::Target => State::Missing,
            Self::DebianCompiler | Self::StandardLibrary if host_is_ready() => State::NotNeeded,
            Self::DebianCompiler => State::of(apt::has(&target::PACKAGES)),
            Self::StandardLibrary => State::of(StandardLibrary::find(places).is_some()),
            Self::Trunk => State::of(CargoTool::trunk().find(places).is_some()),
            Self::WasmBindgen => State::of(CargoTool::wasm_bindgen(places)?.find(places).is_some()),
            Self::NodePackages => State::of(node::is_done(places)?),
            Self::Components => State::of(
                run::asked("cargo", &["fmt", "--version"]).is_some()
                    && run::asked("cargo", &["clippy", "--version"]).is_some(),
            ),
            Self::Browser => State::of(Browser::find().is_some()),
            Self::WebKit if !WebKit::exists_here() => State::NotNeeded,
            Self::WebKit => State::of(WebKit::find().is_some()),
            Self::Fonts => State::of(fonts::are_here()),
            Self::PythonPackages => {
                State::of(python::folder(places, python::Packages::Readers)?.is_dir())
            }
        })
    }

    /// Does the work; gives one word on how it went.
    ///
    /// # Errors
    ///
    /// When a program fails or a file cannot be written.
    pub fn take(self, places: &Places) -> Result<&'static str, Error> {
        match self {
            Self::Target => return target::add(),
            Self::DebianCompiler => apt::install(&target::PACKAGES)?,
            Self::StandardLibrary => StandardLibrary::build(places)?,
            Self::Trunk => CargoTool::trunk().install(places)?,
            Self::WasmBindgen => CargoTool::wasm_bindgen(places)?.install(places)?,
            Self::NodePackages => node::install(places)?,
            Self::Components => {
                run::quietly(run::command("rustup").args([
                    "component",
                    "add",
                    "rustfmt",
                    "clippy",
                ]))?;
            }
            Self::Browser => browser::install()?,
            Self::WebKit => webkit::install()?,
            Self::Fonts => fonts::install()?,
            Self::PythonPackages => python::install(places, python::Packages::Readers)?,
        }
        Ok("done")
    }

    /// What a person can do when it fails.
    #[must_use]
    pub fn advice(self, places: &Places) -> String {
        match self {
            Self::Target => {
                "run `rustup target add wasm32-unknown-unknown` where rustup can reach \
                             its server, then run this again"
                    .to_owned()
            }
            Self::DebianCompiler => apt::advice(&target::PACKAGES),
            Self::StandardLibrary | Self::Trunk | Self::WasmBindgen => format!(
                "see that crates can be downloaded and that {} has room, then run this again; \
                 a finished step is not repeated",
                places.tools.display()
            ),
            Self::NodePackages => "see that Node 20 or newer is on PATH and that npm can \
                                   download packages, then run this again"
                .to_owned(),
            Self::Components => {
                "run `rustup component add rustfmt clippy`, then run this again".to_owned()
            }
            Self::Browser => format!(
                "install Chromium (or Chrome) and the chromedriver of the same version and put \
                 both on PATH, or name them in CHROMIUM and CHROMEDRIVER; on Debian {}",
                apt::advice(&browser::PACKAGES)
            ),
            Self::WebKit => format!(
                "install WebKitGTK with its MiniBrowser, WebKitWebDriver and Xvfb, and put the \
                 last two on PATH, or name them in MINIBROWSER, WEBKIT_DRIVER and XVFB; on \
                 Debian {}",
                apt::advice(&webkit::PACKAGES)
            ),
            Self::Fonts => format!(
                "install the common Noto fonts; on Debian {}",
                apt::advice(&fonts::PACKAGES)
            ),
            Self::PythonPackages => format!(
                "see that Python 3.11 or newer is on PATH as {} with pip, and that pip can \
                 download packages; on Debian {}",
                python::PROGRAM,
                apt::advice(&python::PACKAGES)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_tests_need_browsers_and_other_readers() {
        for step in [
            Step::Browser,
            Step::WebKit,
            Step::Fonts,
            Step::PythonPackages,
        ] {
            assert!(!step.serves(Purpose::Build));
            assert!(step.serves(Purpose::Test));
        }
        assert!(Step::ALL.into_iter().all(|step| step.serves(Purpose::Test)));
    }
}
