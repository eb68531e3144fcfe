//! `daybook roll-up`: returns added up.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::thread;

use clap::Args;
use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::text::Name;
use daybook::domain::disclosure::disclosure_log::DisclosureLog;
use daybook::domain::disclosure::document::PublishedDocument;
use daybook::domain::roll_up::combined::{Combined, CombinedReturns};
use daybook::domain::roll_up::table::{csv_head, rows};

use super::Outcome;
use super::files::read;
use super::given::{Given, Hiding, RolledUp};
use super::json::document;
use super::not_done::NotDone;
use super::outputs::{Output, is_standard_output, written};
use super::parquet;
use super::printed::report;
use super::published;
use super::said::print;

const EXAMPLES: &str = "\
Examples:
  daybook roll-up returns --organisation org.json
  daybook roll-up returns/*.json decisions.json --organisation org.json --quarter 2026-27-Q3
  daybook roll-up returns --organisation org.json --csv out.csv --json out.json
  daybook roll-up returns --organisation org.json --publish --register editions.json --csv public.csv
  daybook roll-up north/*.json --organisation org.json --combined north.json --name North
  daybook roll-up north.json riverside.json west.json --organisation org.json";

/// Every return counts once, whatever the order of the files and however often
/// each is there. What is in doubt is not counted, and said. Prints a report of
/// one quarter; the table and the document hold all quarters, unless one is asked
/// for. A result whose file is named - goes to the standard output, in place of the
/// report.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
#[command(mut_arg("publish_threshold", |arg| arg.requires("publish")))]
#[command(mut_arg("round_to_5", |arg| arg.requires("publish")))]
#[command(mut_arg("leave_out", |arg| arg.requires("publish")))]
#[command(mut_arg("register", |arg| arg.requires("publish")))]
#[command(mut_arg("published_before", |arg| arg.requires("publish")))]
#[command(mut_arg("first_edition", |arg| arg.requires("publish")))]
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
    /// Write why each number is hidden: for the service alone, not for publishing.
    #[arg(
        long,
        value_name = "FILE",
        requires = "publish",
        help_heading = "To publish"
    )]
    disclosure_log: Option<PathBuf>,
    /// For what it is published, such as a request’s number; it stands in the
    /// disclosure log.
    #[arg(
        long,
        value_name = "TEXT",
        requires = "disclosure_log",
        help_heading = "To publish"
    )]
    asked_by: Option<String>,
    #[command(flatten)]
    hiding: Hiding,
}

pub fn run(words: &Words) -> Outcome {
    let before = &words.hiding.before;
    if words.publish
        && let Err(why) = before.needed()
    {
        return Outcome::of(Err(why));
    }
    words
        .given
        .roll_up(words.outputs(), before.also_read(), |result| {
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

impl Words {
    fn outputs(&self) -> impl Iterator<Item = Output<'_>> {
        let folders = self.parquet_by_period.iter();
        let folders = folders.map(|path| Output::DividedFolder(path));
        let register = self.hiding.before.outputs();
        self.files()
            .map(Output::File)
            .chain(folders)
            .chain(register)
    }

    /// Whether anything is written that may leave the service.
    const fn writes_for_the_public(&self) -> bool {
        self.csv.is_some()
            || self.json.is_some()
            || self.parquet.is_some()
            || self.parquet_by_period.is_some()
    }

    fn files(&self) -> impl Iterator<Item = &Path> {
        let all = [
            &self.csv,
            &self.parquet,
            &self.json,
            &self.combined,
            &self.disclosure_log,
        ];
        all.into_iter().flatten().map(PathBuf::as_path)
    }

    /// Prints the report, unless a result goes where it would.
    fn print(&self, report: &str) -> Result<(), NotDone> {
        if self.files().any(is_standard_output) {
            Ok(())
        } else {
            print(report)
        }
    }
}

/// Writes what was asked for, and prints the report.
fn write_all(result: &RolledUp<'_>, words: &Words, name: Option<Name>) -> Result<(), NotDone> {
    let quarter = words.given.quarter;
    let table = |path: &PathBuf| written(path, |out| write_table(result, quarter, out));
    let report = thread::scope(|scope| {
        // The longest piece of writing, while the report is put together.
        let table = words.csv.as_ref().map(|path| scope.spawn(|| table(path)));
        let report = report(result, quarter);
        match table.map(thread::ScopedJoinHandle::join) {
            None => Ok(report),
            Some(Ok(written)) => written.map(|()| report),
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
        let collection = result.roll_up.collection;
        let combined = Combined::new(name, result.today).resting_on(
            collection.organisations().chain(result.given),
            &result.roll_up.decisions,
            result.roll_up.not_used.clone(),
        );
        written(path, |out| write_combined(&combined, result.paths, out))?;
    }
    words.print(&report)
}

/// Writes what may leave the service, and prints what was hidden.
fn publish(result: &RolledUp<'_>, words: &Words) -> Result<(), NotDone> {
    let (publication, compared) = words.hiding.publication(result)?;
    let quarter = words.given.quarter;
    let all = (result.roll_up, result.sums, result.who);
    let when = (quarter, result.today);
    let document = PublishedDocument::of(&publication, all, result.structure, when);
    let document_text = words.json.as_ref().map(|_| document.to_text());
    let remarks = compared.remarks.clone();
    if words.writes_for_the_public() {
        let when = (result.map, result.today);
        words.hiding.before.enter(compared, document, when)?;
    }
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
    if let (Some(path), Some(text)) = (&words.json, document_text) {
        written(path, |out| out.write_all(text.as_bytes()))?;
    }
    if let Some(path) = &words.disclosure_log {
        let asked_by = words.asked_by.as_deref().unwrap_or_default();
        let mut log = DisclosureLog::new(publication.rule(), asked_by, result.today);
        publication.lines(all, result.structure, quarter, |line| log.take_in(&line));
        written(path, |out| out.write_all(log.into_text().as_bytes()))?;
    }
    words.print(&published::report(&publication, &remarks))
}

fn write_table(
    result: &RolledUp<'_>,
    wanted: Option<Quarter>,
    out: &mut dyn Write,
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
fn write_combined(combined: &Combined, paths: &[PathBuf], out: &mut dyn Write) -> io::Result<()> {
    let opening = combined.opening();
    let mut returns = CombinedReturns::after(&opening);
    out.write_all(opening.as_bytes())?;
    for path in paths {
        // One that cannot be read was told of, and stands in it as such.
        if let Ok(bytes) = read(path) {
            let text = returns.text_of(&bytes);
            returns.fits().map_err(io::Error::other)?;
            out.write_all(text.as_bytes())?;
        }
    }
    out.write_all(Combined::CLOSING.as_bytes())
}
