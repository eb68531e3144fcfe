//! The command line: the same core, for performance teams and programs.
//!
//! Prints to the standard output what was asked for, and to the standard error
//! what went wrong and how far long work has come. Refuses to know the browser.

mod check;
mod editions;
mod files;
mod given;
mod json;
mod listed;
mod not_done;
mod outputs;
mod page;
mod parquet;
mod printed;
mod published;
mod report;
mod roll_up;
mod said;
mod sample;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use daybook::domain::disclosure::document::PublishedDocument;
use daybook::domain::disclosure::register_file::RegisterFile;
use daybook::domain::organisation::Organisation;
use daybook::domain::roll_up::Decisions;
use daybook::domain::roll_up::combined::Combined;
use daybook::domain::submission::quarter_return::QuarterReturn;
use schemars::Schema;
use schemars::transform::{RecursiveTransform, Transform as _};

use not_done::NotDone;

const EXIT_CODES: &str = "\
Exit codes:
  0  done, and every file could be opened
  1  done, and at least one file was wrong; it is named on the standard error
  2  the command was not understood
  3  not done: something that was needed could not be read or written; also, without
     a word, when nobody reads what is printed any more";

/// Adds up the returns of Daybook, checks them, and makes samples of them.
#[derive(Debug, Parser)]
#[command(name = "daybook", version, after_help = EXIT_CODES)]
struct Words {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say of each file what it is, or what is wrong with it.
    Check(check::Words),
    /// Add returns up: by team, locality and city.
    RollUp(roll_up::Words),
    /// Write the quarter or year report as a page: to read, to print, to publish.
    Report(report::Words),
    /// Write the returns of an invented city, with its organisation file.
    Sample(sample::Words),
    /// Print the JSON Schema of a file.
    Schema {
        /// Of which file.
        of: Document,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Document {
    /// The return.
    Return,
    /// The organisation file.
    Organisation,
    /// The combined file.
    Combined,
    /// The file of decisions.
    Decisions,
    /// The document of published figures.
    Published,
    /// The register of editions.
    Editions,
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Done,
    FilesWrong,
    NotDone,
}

impl Outcome {
    /// How a command ended, with why on the standard error where it was not done.
    fn of(done: Result<Self, NotDone>) -> Self {
        done.unwrap_or_else(|why| {
            match why {
                NotDone::NobodyReads => {}
                why => said::complain(&why.to_string()),
            }
            Self::NotDone
        })
    }
}

/// Does what the words ask for.
pub fn run(words: impl Iterator<Item = OsString>) -> ExitCode {
    let words = std::iter::once(OsString::from("daybook")).chain(words);
    let command = match Words::try_parse_from(words) {
        Ok(words) => words.command,
        Err(said) => {
            // Help that was asked for is no error. Where it cannot be written,
            // nobody reads it.
            let _ = said.print();
            return ExitCode::from(if said.use_stderr() { 2 } else { 0 });
        }
    };
    let outcome = match command {
        Command::Check(words) => check::run(&words),
        Command::RollUp(words) => roll_up::run(&words),
        Command::Report(words) => report::run(&words),
        Command::Sample(words) => sample::run(&words),
        Command::Schema { of } => {
            let printed = print_schema(match of {
                Document::Return => schemars::schema_for!(QuarterReturn),
                Document::Organisation => schemars::schema_for!(Organisation),
                Document::Combined => schemars::schema_for!(Combined),
                Document::Decisions => schemars::schema_for!(Decisions),
                Document::Published => schemars::schema_for!(PublishedDocument),
                Document::Editions => schemars::schema_for!(RegisterFile),
            });
            Outcome::of(printed.map(|()| Outcome::Done))
        }
    };
    match outcome {
        Outcome::Done => ExitCode::SUCCESS,
        Outcome::FilesWrong => ExitCode::from(1),
        Outcome::NotDone => ExitCode::from(3),
    }
}

/// The formats that JSON Schema 2020-12 names, of those that our documents use.
const FORMATS: [&str; 3] = ["date", "date-time", "uuid"];

/// Prints a schema. The widths of Rust's integers are left out: they are formats that
/// JSON Schema does not know, and a strict validator refuses the schema for them.
fn print_schema(mut schema: Schema) -> Result<(), NotDone> {
    let mut known_formats = RecursiveTransform(|schema: &mut Schema| {
        let format = schema.get("format").and_then(|it| it.as_str());
        if format.is_some_and(|format| !FORMATS.contains(&format)) {
            schema.remove("format");
        }
    });
    known_formats.transform(&mut schema);
    said::print(&format!("{:#}\n", schema.as_value()))
}
