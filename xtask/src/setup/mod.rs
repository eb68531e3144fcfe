//! Set-up: what has to be on the machine, and how each thing gets there.
//!
//! Every step can say whether its work is done, cheaply; a step that is cut off
//! half-way leaves nothing that looks finished. So set-up may be stopped and
//! started at any moment, and costs nothing once everything is there.

mod apt;
mod browser;
mod cargo_tool;
mod fonts;
mod node;
pub mod python;
mod standard_library;
mod step;
mod target;
mod webkit;

use std::fs::{File, TryLockError};
use std::io::Write;
use std::time::Instant;

pub use browser::Browser;
pub use cargo_tool::{CargoTool, Found};
pub use standard_library::StandardLibrary;
pub use step::{Purpose, State, Step};
pub use target::{TARGET, host_is_ready};
pub use webkit::WebKit;

use crate::error::Error;
use crate::places::Places;
use crate::run;
use crate::toolchain::Toolchain;

/// Installs what this purpose needs and is not there yet; says where it is at.
///
/// # Errors
///
/// [`Error::Step`] with the command, the end of its output and what to do.
pub fn prepare(places: &Places, purpose: Purpose) -> Result<Toolchain, Error> {
    let _only_one = lock(places)?;
    let steps: Vec<Step> = Step::ALL
        .into_iter()
        .filter(|step| step.serves(purpose))
        .collect();
    let mut missing = false;
    for step in &steps {
        missing |= step.state(places)? == State::Missing;
    }
    if missing {
        take(&steps, places)?;
    } else {
        println!("Set-up: everything is here already.");
    }
    Toolchain::find(places)
}

fn take(steps: &[Step], places: &Places) -> Result<(), Error> {
    println!("Set-up; tools go to {}", places.tools.display());
    for (index, step) in steps.iter().enumerate() {
        let name = step.name(places)?;
        let label = label(index, steps.len(), &name);
        // Asked again: an earlier step may have made this one unnecessary.
        match step.state(places)? {
            State::Missing => {}
            State::Here => {
                println!("{label}: here already");
                continue;
            }
            State::NotNeeded => {
                println!("{label}: not needed");
                continue;
            }
        }
        print!("{label} … {}", step.usual_time());
        let _ = std::io::stdout().flush();
        let start = Instant::now();
        match step.take(places) {
            Ok(outcome) => println!(" … {outcome} after {} s", start.elapsed().as_secs()),
            Err(why) => {
                println!(" … failed");
                return Err(Error::Step {
                    step: name,
                    why: Box::new(why),
                    advice: step.advice(places),
                });
            }
        }
    }
    Ok(())
}

fn label(index: usize, count: usize, name: &str) -> String {
    format!("[{}/{count}] {name}", index + 1)
}

/// Keeps a second set-up from building into the same tools folder; given back
/// when dropped.
fn lock(places: &Places) -> Result<File, Error> {
    let path = places.tools.join("lock");
    let file = File::create(&path).map_err(Error::file("make", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            println!("Another set-up is at work; waiting for it.");
            file.lock().map_err(Error::file("lock", &path))?;
            Ok(file)
        }
        Err(TryLockError::Error(source)) => Err(Error::file("lock", &path)(source)),
    }
}

/// The version a program reports of itself, the last word of a line such as
/// `trunk 0.21.14`.
fn reported_version(program: impl AsRef<std::ffi::OsStr>) -> Option<String> {
    let said = run::asked(program, &["--version"])?;
    let version = said.lines().next()?.split_whitespace().last()?;
    Some(version.trim_start_matches('v').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_counted_from_one() {
        assert_eq!(label(0, 7, "Trunk"), "[1/7] Trunk");
        assert_eq!(label(6, 7, "Chromium"), "[7/7] Chromium");
    }
}
