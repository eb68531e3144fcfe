//! `daybook roll-up`: returns added up.

use std::io::{self, Write};
use std::path::PathBuf;
use std::thread;

use clap::Args;
use daybook::domain::calendar::Quarter;
use daybook::domain::publish::document::PublishedDocument;
use daybook::domain::roll_up::combined::{Combined, CombinedReturns};
use daybook::domain::roll_up::table::{csv_head, rows};
use daybook::domain::text::Name;

use super::Outcome;
use super::files::open_all;
use super::given::{Given, Hiding, NotDone, RolledUp, written};
use super::json::document;
use super::parquet;
use super::printed::report;
use super::published;

const EXAMPLES: &str = "\
Examples:
  daybook roll-up returns --organisation org.json
  daybook roll-up returns/*.json decisions.json --organisation org.json --quarter 2026-27-Q3
  daybook roll-up returns --organisation org.json --csv out.csv --json out.json
  daybook roll-up returns --organisation org.json --publish --csv public.csv --json public.json
  daybook roll-up north/*.json --organisation org.json --combined north.json --name North
  daybook roll-up north.json riverside.json west.json --organisation org.json";

/// Every return counts once, whatever the order of the files and however often
/// each is there. What is in doubt is not counted, and said. Prints a report of
/// one quarter; the table and the document hold all quarters, unless one is asked
/// for.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
#[command(mut_arg("publish_threshold", |arg| arg.requires("publish")))]
#[command(mut_arg("round_to_5", |arg| arg.requires("publish")))]
#[command(mut_arg("published_before", |arg| arg.requires("publish")))]
pub struct Words {
    #[command(flatten)]
    given: Given,
    /// Write everything that was added up as one table.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write the same as Parquet, with the types of its columns.
    #[arg(long, value_name = "FILE")]
    parquet: Option<PathBuf>,
    /// Write the same as Parquet into a folder, divided by period: for many quarters.
    #[arg(long, value_name = "FOLDER")]
    parquet_by_period: Option<PathBuf>,
    /// Write the same, and all else there is to say, as one document.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write the returns together, to be opened one level up.
    #[arg(long, value_name = "FILE", requires = "name")]
    combined: Option<PathBuf>,
    /// What the combined file is of, such as a locality’s name.
    #[arg(long)]
    name: Option<String>,
    /// Write the table and the document for the public: small counts are hidden, and
    /// whatever would give them away. See docs/publishing.md.
    #[arg(long, conflicts_with = "combined", help_heading = "To publish")]
    publish: bool,
    #[command(flatten)]
    hiding: Hiding,
}

pub fn run(words: &Words) -> Outcome {
    words.given.roll_up(|result| {
        let name = words.name.clone().map(Name::try_from).transpose();
        let name = name.map_err(|why| NotDone::Name(why.to_string()))?;
        if words.publish {
            publish(result, words)
        } else {
            write_all(result, words, name)
        }
    })
}

/// Writes the table as Parquet, where that was asked for.
fn write_parquet(rows: parquet::Rows<'_>, words: &Words) -> Result<(), NotDone> {
    if let Some(path) = &words.parquet {
        rows.write(path)?;
    }
    if let Some(folder) = &words.parquet_by_period {
        rows.write_divided(folder)?;
    }
    Ok(())
}

/// Prints the report, and writes what was asked for.
fn write_all(result: &RolledUp<'_>, words: &Words, name: Option<Name>) -> Result<(), NotDone> {
    let quarter = words.given.quarter;
    let table = |path: &PathBuf| written(path, |out| write_table(result, quarter, out));
    thread::scope(|scope| {
        // The longest piece of writing, while the report is put together.
        let table = words.csv.as_ref().map(|path| scope.spawn(|| table(path)));
        print!("{}", report(result, quarter));
        match table.map(thread::ScopedJoinHandle::join) {
            None => Ok(()),
            Some(Ok(written)) => written,
            Some(Err(panic)) => std::panic::resume_unwind(panic),
        }
    })?;
    let publication = None;
    let rows = parquet::Rows {
        result,
        publication,
        quarter,
    };
    write_parquet(rows, words)?;
    if let Some(path) = &words.json {
        let document = document(result, quarter, result.today);
        written(path, |out| {
            serde_json::to_writer_pretty(&mut *out, &document)?;
            out.write_all(b"\n")
        })?;
    }
    if let (Some(path), Some(name)) = (&words.combined, name) {
        let mut combined = Combined::new(name, result.today);
        combined.organisation = result.given.first().cloned();
        combined.decisions.clone_from(&result.roll_up.decisions);
        written(path, |out| write_combined(&combined, result.paths, out))?;
    }
    Ok(())
}

/// Writes what may leave the service, and prints what was hidden.
fn publish(result: &RolledUp<'_>, words: &Words) -> Result<(), NotDone> {
    let publication = words.hiding.publication(result)?;
    let quarter = words.given.quarter;
    print!("{}", published::report(&publication));
    let all = (result.roll_up, result.sums, result.who);
    if let Some(path) = &words.csv {
        written(path, |out| {
            out.write_all(csv_head().as_bytes())?;
            let mut failed = Ok(());
            let mut text = String::new();
            publication.lines(all, result.structure, quarter, |line| {
                if failed.is_ok() {
                    text.clear();
                    line.csv(&mut text);
                    failed = out.write_all(text.as_bytes());
                }
            });
            failed
        })?;
    }
    let rows = parquet::Rows {
        result,
        publication: Some(&publication),
        quarter,
    };
    write_parquet(rows, words)?;
    if let Some(path) = &words.json {
        let when = (quarter, result.today);
        let document = PublishedDocument::of(&publication, all, result.structure, when);
        written(path, |out| out.write_all(document.to_text().as_bytes()))?;
    }
    Ok(())
}

fn write_table(
    result: &RolledUp<'_>,
    wanted: Option<Quarter>,
    out: &mut impl Write,
) -> io::Result<()> {
    out.write_all(csv_head().as_bytes())?;
    let mut failed = Ok(());
    let mut line = String::new();
    let all = (result.roll_up, result.sums, result.who);
    rows(all, result.structure, wanted, |row| {
        if failed.is_ok() {
            line.clear();
            row.csv(&mut line);
            failed = out.write_all(line.as_bytes());
        }
    });
    failed
}

/// Reads the files once more, one at a time: what was added up does not hold them.
fn write_combined(combined: &Combined, paths: &[PathBuf], out: &mut impl Write) -> io::Result<()> {
    out.write_all(combined.opening().as_bytes())?;
    let mut returns = CombinedReturns::default();
    let mut failed = Ok(());
    open_all(paths, |_, opened| {
        if let (Ok(content), true) = (&opened, failed.is_ok()) {
            failed = out.write_all(returns.text_of(content).as_bytes());
        }
    });
    failed?;
    out.write_all(Combined::CLOSING.as_bytes())
}
