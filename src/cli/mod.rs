//! The command line: the same core, for performance teams and programs.
//!
//! Prints to the standard output what was asked for, and to the standard error
//! what went wrong. Refuses to know the browser.

use std::process::ExitCode;

use daybook::domain::organisation::Organisation;
use daybook::domain::quarter_return::QuarterReturn;
use schemars::Schema;

const USAGE: &str = "\
Usage:
  daybook schema return        print the JSON Schema of the return
  daybook schema organisation  print the JSON Schema of the organisation file
";

/// Does what the words ask for.
pub fn run(words: &[String]) -> ExitCode {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["schema", "return"] => print_schema(&schemars::schema_for!(QuarterReturn)),
        ["schema", "organisation"] => print_schema(&schemars::schema_for!(Organisation)),
        _ => {
            eprint!("{USAGE}");
            ExitCode::from(2)
        }
    }
}

fn print_schema(schema: &Schema) -> ExitCode {
    println!("{:#}", schema.as_value());
    ExitCode::SUCCESS
}
