//! Debian's packages.

use std::process::Command;

use crate::error::Error;
use crate::run;

/// Whether this machine takes Debian packages.
#[must_use]
pub fn is_here() -> bool {
    run::on_path(&["apt-get"]).is_some()
}

/// Whether all of these packages are installed.
#[must_use]
pub fn has(packages: &[&str]) -> bool {
    let mut query = vec!["--show", "--showformat=${db:Status-Abbrev}\n"];
    query.extend(packages);
    // dpkg-query fails when it does not know one of them.
    run::asked("dpkg-query", &query).is_some_and(|said| {
        said.lines().filter(|line| line.starts_with("ii")).count() == packages.len()
    })
}

/// Installs packages, as root or by a `sudo` that asks no password.
///
/// # Errors
///
/// When neither is possible, or apt-get fails.
pub fn install(packages: &[&str]) -> Result<(), Error> {
    if !is_here() {
        return Err(Error::Missing {
            what: "apt-get".to_owned(),
            advice: format!(
                "this machine has no Debian packages such as {}",
                packages.join(", ")
            ),
        });
    }
    run::quietly(as_root()?.args(["apt-get", "update", "-qq"]))?;
    run::quietly(
        as_root()?
            // Another apt may be at work; and nothing that a person installed
            // may be taken away to make room for ours.
            .args(["apt-get", "-o", "DPkg::Lock::Timeout=300", "install", "-y"])
            .args(["--no-remove", "--no-install-recommends"])
            .args(packages),
    )?;
    Ok(())
}

/// What a person can type when we may not install packages ourselves.
#[must_use]
pub fn advice(packages: &[&str]) -> String {
    format!(
        "run `sudo apt-get update && sudo apt-get install --no-install-recommends {}`, then run \
         this again",
        packages.join(" ")
    )
}

/// The start of a command that runs as root and asks no questions.
fn as_root() -> Result<Command, Error> {
    let mut command = if run::asked("id", &["-u"]).is_some_and(|id| id.trim() == "0") {
        run::command("env")
    } else if run::asked("sudo", &["-n", "true"]).is_some() {
        let mut sudo = run::command("sudo");
        sudo.args(["-n", "env"]);
        sudo
    } else {
        return Err(Error::Missing {
            what: "a way to install packages without a password".to_owned(),
            advice: "they have to be installed by hand".to_owned(),
        });
    };
    command.arg("DEBIAN_FRONTEND=noninteractive");
    Ok(command)
}
