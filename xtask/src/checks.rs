//! Everything that must pass before a change lands, in one order.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::dist;
use crate::error::Error;
use crate::places::Places;
use crate::run;
use crate::setup::{Browser, Step, TARGET, WebKit, python};
use crate::size;
use crate::toolchain::Toolchain;

/// One check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// rustfmt, the whole workspace.
    Format,
    /// clippy for this machine, the whole workspace.
    LintsHost,
    /// clippy for WebAssembly, the app.
    LintsWasm,
    /// rustdoc, the whole workspace.
    Docs,
    /// Tests that need no browser.
    NativeTests,
    /// What other programs make of our schemas and tables.
    Readers,
    /// Tests of the browser's side, in Chromium.
    BrowserTests,
    /// The release build; its size is printed.
    Build,
    /// Whole journeys through the built app, in Chromium.
    EndToEnd,
    /// A few core journeys, in WebKitGTK.
    WebKit,
}

impl Check {
    /// Every check, cheapest answer first.
    pub const ALL: [Self; 10] = [
        Self::Format,
        Self::LintsHost,
        Self::LintsWasm,
        Self::Docs,
        Self::NativeTests,
        Self::Readers,
        Self::BrowserTests,
        Self::Build,
        Self::EndToEnd,
        Self::WebKit,
    ];

    /// What is printed of it.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::LintsHost => "lints, this machine",
            Self::LintsWasm => "lints, WebAssembly",
            Self::Docs => "documentation",
            Self::NativeTests => "native tests",
            Self::Readers => "read by ajv, DuckDB, pandas",
            Self::BrowserTests => "browser tests",
            Self::Build => "release build",
            Self::EndToEnd => "end-to-end tests",
            Self::WebKit => "the same in WebKitGTK",
        }
    }

    fn pass(self, places: &Places, toolchain: &Toolchain) -> Result<(), Error> {
        let mut cargo = toolchain.host_cargo(places);
        match self {
            Self::Format => run::shown(cargo.args(["fmt", "--all", "--check"])),
            Self::LintsHost => run::shown(
                cargo
                    .args(["clippy", "--workspace", "--all-targets"])
                    .args(["--", "--deny", "warnings"]),
            ),
            Self::LintsWasm => run::shown(
                toolchain
                    .for_wasm("cargo", places)?
                    .args(["clippy", "--target", TARGET, "--all-targets"])
                    .args(["--", "--deny", "warnings"]),
            ),
            Self::Docs => run::shown(
                cargo
                    .args(["doc", "--workspace", "--no-deps"])
                    .env("RUSTDOCFLAGS", "--deny warnings"),
            ),
            Self::NativeTests => {
                run::shown(cargo.args(["test", "--package", "daybook", "--package", "xtask"]))
            }
            Self::Readers => readers(places),
            Self::BrowserTests => browser_tests(places, toolchain),
            Self::Build => {
                dist::build(places, toolchain)?;
                size::print(&places.dist())
            }
            Self::EndToEnd => end_to_end(places, toolchain),
            Self::WebKit => in_webkit(places, toolchain),
        }
    }
}

/// Lets other programs read what the command line writes; each script runs it by
/// cargo, which has built it for the native tests.
fn readers(places: &Places) -> Result<(), Error> {
    run::shown(
        run::command("node")
            .current_dir(&places.root)
            .arg("tests/readers/schemas.mjs"),
    )?;
    run::shown(
        run::command(python::PROGRAM)
            .current_dir(&places.root)
            .env(
                "PYTHONPATH",
                python::folder(places, python::Packages::Readers)?,
            )
            // So that nothing is left in the clone.
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .arg("tests/readers/tables.py"),
    )
}

/// How often the browser's tests are tried until one has begun.
const TRIES: usize = 3;

/// The runner's own server of scripts now and then leaves one of the browser's six
/// connections unread, so that the page of the tests never loads (5 of 33
/// quiet runs); webdriver.json says how long is waited for it. When not one test was told of,
/// they are tried again; a test that fails never is, nor code that does not compile.
fn browser_tests(places: &Places, toolchain: &Toolchain) -> Result<(), Error> {
    let tests = || -> Result<Command, Error> {
        let mut cargo = toolchain.for_wasm("cargo", places)?;
        cargo
            // `--tests` is every kind but doc tests: those have been run natively.
            .args(["test", "--target", TARGET, "--tests"])
            .env("CHROMEDRIVER", browser()?.driver)
            // Seconds; the runner's own 20 are short for a busy machine.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "180");
        Ok(cargo)
    };
    run::shown(tests()?.arg("--no-run"))?;
    for _ in 1..TRIES {
        let (said, outcome) = run::shown_and_told(&mut tests()?)?;
        if outcome.is_ok() || tests_began(&said) {
            return outcome;
        }
        println!("No test began: the page of the tests did not load. Once more.");
    }
    run::shown(&mut tests()?)
}

/// Whether a runner of tests has told of any.
fn tests_began(said: &str) -> bool {
    let mut lines = said.lines();
    lines.any(|line| line.starts_with("test ") && line.contains(" ... "))
}

/// How many journeys that failed are tried once more: more than these are no accident.
const FEW: usize = 3;

fn end_to_end(places: &Places, toolchain: &Toolchain) -> Result<(), Error> {
    let browser = browser()?;
    let cargo = || {
        let mut cargo = journeys(places, toolchain, &browser, &places.dist());
        cargo.args(["test", "--package", "daybook-e2e"]);
        cargo
    };
    run::shown(cargo().args(["--lib", "--bins"]))?;
    once_more(cargo, "journeys")
}

/// Runs the journeys of a binary. One that failed is tried once more, by itself: one of
/// some two hundred that reads a page before it is drawn, on a busy machine, should not
/// hold up a change. It is told, so that somebody mends it.
fn once_more(cargo: impl Fn() -> Command, binary: &str) -> Result<(), Error> {
    let (said, outcome) = run::shown_and_told(cargo().args(["--test", binary]))?;
    let failed = failed_tests(&said);
    if outcome.is_ok() || failed.is_empty() || failed.len() > FEW {
        return outcome;
    }
    println!("Trying by themselves those that failed");
    run::shown(
        cargo()
            .args(["--test", binary, "--", "--exact", "--test-threads", "1"])
            .args(&failed),
    )?;
    println!(
        "Passed only when tried again, which is to be mended: {}",
        failed.join(", ")
    );
    Ok(())
}

/// The names of the tests that a runner told as failed.
fn failed_tests(said: &str) -> Vec<&str> {
    said.lines()
        .filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"))
        .collect()
}

fn in_webkit(places: &Places, toolchain: &Toolchain) -> Result<(), Error> {
    if !WebKit::exists_here() {
        println!("Left out: WebKitGTK exists for Linux alone.");
        return Ok(());
    }
    let webkit = WebKit::find().ok_or_else(|| Error::Missing {
        what: "WebKitGTK, its driver or Xvfb".to_owned(),
        advice: Step::WebKit.advice(places),
    })?;
    let cargo = || {
        let mut cargo = toolchain.host_cargo(places);
        cargo
            .env("DAYBOOK_DIST", places.dist())
            .env("MINIBROWSER", &webkit.program)
            .env("WEBKIT_DRIVER", &webkit.driver)
            .env("XVFB", &webkit.screen)
            .args(["test", "--package", "daybook-e2e"]);
        cargo
    };
    once_more(cargo, "webkit")
}

/// Builds the app quickly and runs the journeys in Chromium whose names hold one of
/// the words; without words, all of them.
///
/// # Errors
///
/// Whatever keeps the app from being built or driven, and a journey that fails.
pub fn try_journeys(places: &Places, toolchain: &Toolchain, names: &[String]) -> Result<(), Error> {
    dist::build_quickly(places, toolchain)?;
    run::shown(
        journeys(places, toolchain, &browser()?, &places.quick_dist())
            .args(["test", "--package", "daybook-e2e", "--test", "journeys"])
            .arg("--")
            .args(names),
    )
}

/// Builds the app and takes the documentation's pictures of it.
///
/// # Errors
///
/// Whatever keeps the app from being built or driven.
pub fn take_screens(places: &Places, toolchain: &Toolchain) -> Result<(), Error> {
    dist::build(places, toolchain)?;
    run::shown(
        journeys(places, toolchain, &browser()?, &places.dist())
            .args(["run", "--package", "daybook-e2e", "--bin", "screens", "--"])
            .arg(places.root.join("docs/screens")),
    )
}

/// Builds the app and measures it beside the plain page of `tests/bench`.
///
/// # Errors
///
/// Whatever keeps the app from being built or driven.
pub fn bench(places: &Places, toolchain: &Toolchain) -> Result<(), Error> {
    dist::build(places, toolchain)?;
    println!("\nMeasuring the totals natively");
    let mut cargo = toolchain.host_cargo(places);
    let native = run::quietly(
        cargo
            .args(["bench", "--package", "daybook", "--bench", "totals"])
            .args(["--profile", "bench-native"]),
    )?;
    println!("\nMeasuring the roll-up of 10,000 returns natively");
    let mut cargo = toolchain.host_cargo(places);
    run::shown(
        cargo
            .args(["bench", "--package", "daybook", "--bench", "roll_up"])
            .args(["--profile", "bench-native"]),
    )?;
    println!("\nMeasuring what is hidden of what is published");
    let mut cargo = toolchain.host_cargo(places);
    if let Some(packages) = packages_for_bench(places) {
        cargo.env("PYTHONPATH", packages);
    }
    run::shown(
        cargo
            .env("PYTHON", python::PROGRAM)
            .args(["bench", "--package", "daybook", "--bench", "publish"])
            .args(["--profile", "bench-native"]),
    )?;
    println!("\nMeasuring in Chromium; nothing else should run meanwhile");
    run::shown(
        journeys(places, toolchain, &browser()?, &places.dist())
            .args(["run", "--package", "daybook-e2e", "--bin", "bench", "--"])
            .arg(places.root.join("tests/bench/page"))
            .arg(native),
    )
}

/// Where the packages are that our suppression is measured beside; installed where they
/// are not. Without them it is measured by itself.
fn packages_for_bench(places: &Places) -> Option<PathBuf> {
    let folder = python::folder(places, python::Packages::Bench).ok()?;
    if !folder.is_dir()
        && let Err(why) = python::install(places, python::Packages::Bench)
    {
        println!("Without pytauargus: {why}");
        return None;
    }
    Some(folder)
}

/// Cargo for the package that drives the built app in a browser.
fn journeys(
    places: &Places,
    toolchain: &Toolchain,
    browser: &Browser,
    dist: &Path,
) -> std::process::Command {
    let mut cargo = toolchain.host_cargo(places);
    cargo
        .env("DAYBOOK_DIST", dist)
        .env("CHROMIUM", &browser.program)
        .env("CHROMEDRIVER", &browser.driver)
        .env("AXE", places.root.join("node_modules/axe-core/axe.min.js"));
    cargo
}

fn browser() -> Result<Browser, Error> {
    Browser::find().ok_or_else(|| Error::Missing {
        what: "Chromium or its driver".to_owned(),
        advice: "run `cargo xtask setup`".to_owned(),
    })
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Passed(Duration),
    Failed(Duration),
    NotRun,
}

/// Runs the checks until one does not pass, then prints how each went.
///
/// # Errors
///
/// [`Error::Check`] with the first that did not pass.
pub fn run_all(places: &Places, toolchain: &Toolchain) -> Result<(), Error> {
    let mut outcomes = [Outcome::NotRun; Check::ALL.len()];
    let mut result = Ok(());
    for (index, check) in Check::ALL.into_iter().enumerate() {
        let label = check.label();
        println!("\n=== {}/{} {label}", index + 1, Check::ALL.len());
        let start = Instant::now();
        result = check.pass(places, toolchain);
        let time = start.elapsed();
        let outcome = if result.is_ok() {
            Outcome::Passed(time)
        } else {
            Outcome::Failed(time)
        };
        outcomes[index] = outcome;
        println!("--- {label}: {}", described(outcome));
        if let Err(why) = result {
            result = Err(Error::Check {
                check: label,
                why: Box::new(why),
            });
            break;
        }
    }
    println!("\nSummary");
    for (check, outcome) in Check::ALL.into_iter().zip(outcomes) {
        println!("  {:<28}{}", check.label(), described(outcome));
    }
    result
}

fn described(outcome: Outcome) -> String {
    match outcome {
        Outcome::Passed(time) => format!("passed in {}", clock(time)),
        Outcome::Failed(time) => format!("FAILED after {}", clock(time)),
        Outcome::NotRun => "not run".to_owned(),
    }
}

fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{} min {:02} s", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tests_are_tried_again_only_where_none_began() {
        let hung = "Running headless tests in Chrome\nLoading scripts...\n";
        assert!(!tests_began(hung));
        let failed = "running 2 tests\ntest a_save_is_kept ... FAIL\n";
        assert!(tests_began(failed));
    }

    #[test]
    fn the_tests_that_failed_are_known_by_name() {
        let said = "running 2 tests\ntest tabs::one_tab_follows ... ok\n\
            test drafts::a_draft_is_kept ... FAILED\n\nfailures:\n    drafts::a_draft_is_kept\n";
        assert_eq!(failed_tests(said), ["drafts::a_draft_is_kept"]);
        assert!(failed_tests("error: could not compile\n").is_empty());
    }

    #[test]
    fn times_are_in_minutes_and_seconds() {
        assert_eq!(clock(Duration::from_secs(0)), "0 min 00 s");
        assert_eq!(clock(Duration::from_secs(125)), "2 min 05 s");
    }
}
