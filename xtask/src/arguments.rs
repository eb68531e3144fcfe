//! What a person may type after `cargo xtask`.

use crate::error::Error;

/// Printed by `cargo xtask help`, and when there are no arguments.
pub const HELP: &str = "\
cargo xtask serve [--port N]  install what is missing, build the app, serve it on this machine (port 8080)
cargo xtask test              install what is missing, run every check
cargo xtask journeys [NAME …] build the app quickly, run the journeys whose names hold one of these words
cargo xtask build             install what is missing, build the app into dist/, print its size
cargo xtask dist              build the app, write all that a host needs into dist-site/
cargo xtask screens           build the app, take the documentation's pictures into docs/screens
cargo xtask style [--port N]  build the app with its style page, serve that at /style
cargo xtask bench             build the app, measure its speed and size beside a plain page
cargo xtask setup             only install what is missing
cargo xtask help              print this

Tools that have to be built go to a folder every clone shares; DAYBOOK_TOOLS names another.
";

/// The port used when none is asked for.
pub const USUAL_PORT: u16 = 8080;

/// One command with its options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Print [`HELP`].
    Help,
    /// Install what any other command needs.
    Setup,
    /// Build the app and print its size.
    Build,
    /// Build the app and write all that a host needs.
    Dist,
    /// Build the app and serve it on this machine.
    Serve {
        /// 0 means any free port.
        port: u16,
    },
    /// Build the app with its style page and serve it.
    Style {
        /// 0 means any free port.
        port: u16,
    },
    /// Run every check.
    Test,
    /// Build the app quickly and run some journeys.
    Journeys {
        /// Parts of their names; none means all of them.
        names: Vec<String>,
    },
    /// Take the documentation's pictures.
    Screens,
    /// Measure speed and size beside a plain page.
    Bench,
}

/// Reads the arguments that follow the program's name.
///
/// # Errors
///
/// [`Error::Usage`] for anything that [`HELP`] does not list.
pub fn read(arguments: &[String]) -> Result<Command, Error> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["help" | "--help" | "-h"] => Ok(Command::Help),
        ["setup"] => Ok(Command::Setup),
        ["build"] => Ok(Command::Build),
        ["test"] => Ok(Command::Test),
        ["dist"] => Ok(Command::Dist),
        ["screens"] => Ok(Command::Screens),
        ["bench"] => Ok(Command::Bench),
        ["journeys", names @ ..] if !names.iter().any(|name| name.starts_with('-')) => {
            let names = names.iter().map(|&name| name.to_owned()).collect();
            Ok(Command::Journeys { names })
        }
        ["serve"] => Ok(Command::Serve { port: USUAL_PORT }),
        ["serve", "--port", number] => port(number).map(|port| Command::Serve { port }),
        ["style"] => Ok(Command::Style { port: USUAL_PORT }),
        ["style", "--port", number] => port(number).map(|port| Command::Style { port }),
        other => Err(Error::Usage(format!(
            "`{}` is not a command",
            other.join(" ")
        ))),
    }
}

fn port(number: &str) -> Result<u16, Error> {
    number
        .parse()
        .map_err(|_| Error::Usage(format!("{number} is not a port, 0 to 65535")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: impl Into<Option<Command>>) {
        let words: Vec<String> = line.split_whitespace().map(str::to_owned).collect();
        assert_eq!(read(&words).ok(), expected.into(), "{line}");
    }

    #[test]
    fn commands_are_understood() {
        check("", Some(Command::Help));
        check("help", Some(Command::Help));
        check("setup", Some(Command::Setup));
        check("build", Some(Command::Build));
        check("test", Some(Command::Test));
        check("dist", Some(Command::Dist));
        check("screens", Some(Command::Screens));
        check("bench", Some(Command::Bench));
        check("serve", Some(Command::Serve { port: 8080 }));
        check("journeys", Some(Command::Journeys { names: vec![] }));
        let names = vec!["drafts".to_owned(), "tabs".to_owned()];
        check("journeys drafts tabs", Some(Command::Journeys { names }));
        check("style", Some(Command::Style { port: 8080 }));
        check("style --port 0", Some(Command::Style { port: 0 }));
        check("serve --port 0", Some(Command::Serve { port: 0 }));
    }

    #[test]
    fn anything_else_is_an_error() {
        check("tset", None);
        check("test --quick", None);
        check("journeys --all", None);
        check("serve 9000", None);
        check("serve --port", None);
        check("serve --port 65536", None);
        check("serve --port 80 --port 81", None);
    }
}
