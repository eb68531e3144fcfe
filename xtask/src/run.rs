//! Running other programs: what they inherit, what is shown, how they fail.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Output, Stdio};

use crate::error::Error;

/// How many last lines of a silent program are shown when it fails.
const TAIL_LINES: usize = 30;

/// A command without what `cargo run` put into our own environment.
///
/// Cargo describes *this* package to us in `CARGO_PKG_…` and the like, and
/// points the library path at this compiler. Build scripts that watch those
/// would run again, and another compiler would load the wrong libraries.
#[must_use]
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(describes_this_package) {
            command.env_remove(&name);
        }
    }
    command
}

fn describes_this_package(name: &str) -> bool {
    const PREFIXES: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "DEP_"];
    const NAMES: [&str; 5] = [
        "CARGO",
        "CARGO_CRATE_NAME",
        "CARGO_PRIMARY_PACKAGE",
        "OUT_DIR",
        "LD_LIBRARY_PATH",
    ];
    NAMES.contains(&name) || PREFIXES.iter().any(|prefix| name.starts_with(prefix))
}

/// Runs a program whose output a person wants to see.
///
/// # Errors
///
/// When it cannot be started or reports failure.
pub fn shown(command: &mut Command) -> Result<(), Error> {
    let status = command.status().map_err(|source| Error::NotStarted {
        command: typed(command),
        source,
    })?;
    outcome(command, status)
}

fn outcome(command: &Command, status: ExitStatus) -> Result<(), Error> {
    if status.success() {
        Ok(())
    } else {
        Err(Error::Failed {
            command: typed(command),
            status,
        })
    }
}

/// Runs a program whose output a person sees as it comes; gives its standard output,
/// and whether it did well.
///
/// # Errors
///
/// When it cannot be started, or its output not be read.
pub fn shown_and_told(command: &mut Command) -> Result<(String, Result<(), Error>), Error> {
    let not_started = |command: &Command, source| Error::NotStarted {
        command: typed(command),
        source,
    };
    let spawned = command.stdout(Stdio::piped()).spawn();
    let mut child = spawned.map_err(|source| not_started(command, source))?;
    let mut said = String::new();
    for line in child
        .stdout
        .take()
        .into_iter()
        .flat_map(|out| BufReader::new(out).split(b'\n'))
    {
        let line = line.map_err(|source| not_started(command, source))?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        said.push_str(&line);
        said.push('\n');
    }
    let status = child
        .wait()
        .map_err(|source| not_started(command, source))?;
    Ok((said, outcome(command, status)))
}

/// Runs a program whose output matters only if it fails; gives its standard
/// output.
///
/// # Errors
///
/// When it cannot be started or reports failure.
pub fn quietly(command: &mut Command) -> Result<String, Error> {
    let output = command.output().map_err(|source| Error::NotStarted {
        command: typed(command),
        source,
    })?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Error::FailedQuietly {
            command: typed(command),
            status: output.status,
            tail: tail(&output),
        })
    }
}

/// A program's standard output, or nothing if it is absent or fails: for asking
/// whether a tool is there.
#[must_use]
pub fn asked(program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
    quietly(command(program).args(arguments)).ok()
}

/// The first of these programs that PATH holds.
#[must_use]
pub fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        env::split_paths(&path)
            .map(|folder| folder.join(&file))
            .find(|candidate| candidate.is_file())
    })
}

/// PATH with these folders in front.
///
/// # Errors
///
/// When a folder's name cannot be part of PATH.
pub fn path_with(front: &[PathBuf]) -> Result<std::ffi::OsString, Error> {
    let usual = env::var_os("PATH").unwrap_or_default();
    let all = front.iter().cloned().chain(env::split_paths(&usual));
    env::join_paths(all).map_err(|source| Error::File {
        doing: "put on PATH",
        path: front
            .first()
            .map_or(Path::new(""), PathBuf::as_path)
            .to_owned(),
        source: std::io::Error::other(source),
    })
}

/// The command as a person would type it.
fn typed(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|word| word.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

fn tail(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr);
    let said = if errors.trim().is_empty() {
        String::from_utf8_lossy(&output.stdout)
    } else {
        errors
    };
    last_lines(&said, TAIL_LINES)
}

fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_the_output_is_kept() {
        assert_eq!(last_lines("a\nb\nc\n", 2), "b\nc");
        assert_eq!(last_lines("a", 2), "a");
        assert_eq!(last_lines("", 2), "");
    }

    #[test]
    fn what_cargo_says_of_this_package_is_not_passed_on() {
        assert!(describes_this_package("CARGO_PKG_NAME"));
        assert!(describes_this_package("CARGO_MANIFEST_DIR"));
        assert!(describes_this_package("LD_LIBRARY_PATH"));
        assert!(!describes_this_package("CARGO_HOME"));
        assert!(!describes_this_package("CARGO_REGISTRIES_DEFAULT"));
        assert!(!describes_this_package("RUSTUP_TOOLCHAIN"));
    }

    #[test]
    fn a_failure_names_the_command() {
        let error = quietly(Command::new("daybook-no-such-program").arg("--now"));
        let said = error.map_err(|error| error.to_string()).unwrap_err();
        assert!(said.contains("`daybook-no-such-program --now`"), "{said}");
    }
}
