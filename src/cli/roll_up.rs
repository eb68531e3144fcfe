//! `daybook roll-up`: returns added up.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::SystemTime;

use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use daybook::domain::calendar::Quarter;
use daybook::domain::organisation::Organisation;
use daybook::domain::publish::document::PublishedDocument;
use daybook::domain::publish::{Edition, Publication, Rounding, Rule, Threshold};
use daybook::domain::roll_up::combined::{Combined, CombinedReturns};
use daybook::domain::roll_up::table::{csv_head, rows};
use daybook::domain::roll_up::{Decisions, MapOf, RollUp, Structure, Sums, WhoHasSent};
use daybook::domain::text::Name;

use super::Outcome;
use super::files::{collected, listed, open_all, read};
use super::json::document;
use super::published;
use super::report::report;

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
pub struct Words {
    /// Returns, combined files and decisions; of a folder all that end in .json.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The organisation file. Several are several cities. Without one, teams and
    /// localities are those that the returns name.
    #[arg(long, value_name = "FILE")]
    organisation: Vec<PathBuf>,
    /// The quarter, such as 2026-27-Q3; the latest that is there if none is named.
    #[arg(long, value_name = "QUARTER")]
    quarter: Option<Quarter>,
    /// Count every team where it is on this day, and not where it was then.
    #[arg(long, value_name = "DATE")]
    on_the_map_of: Option<NaiveDate>,
    /// The day on which lateness is judged; today if none is named.
    #[arg(long, value_name = "DATE")]
    today: Option<NaiveDate>,
    /// Write everything that was added up as one table.
    #[arg(long, value_name = "FILE")]
    csv: Option<PathBuf>,
    /// Write the same, and all else there is to say, as one document.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write the returns together, to be opened one level up.
    #[arg(long, value_name = "FILE", requires = "name")]
    combined: Option<PathBuf>,
    /// What the combined file is of, such as a locality’s name.
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    publishing: Publishing,
}

/// What leaves the service.
#[derive(Debug, Args)]
#[command(next_help_heading = "To publish")]
struct Publishing {
    /// Write the table and the document for the public: small counts are hidden, and
    /// whatever would give them away. See docs/publishing.md.
    #[arg(long, conflicts_with = "combined")]
    publish: bool,
    /// The largest count that is hidden, 1 to 100.
    #[arg(long, value_name = "COUNT", default_value = "5", requires = "publish")]
    publish_threshold: Threshold,
    /// Round what is shown to the nearest 5.
    #[arg(long, requires = "publish")]
    round_to_5: bool,
    /// A document that was published before: what it hides stays hidden, and small
    /// changes are hidden. Name every one.
    #[arg(long, value_name = "FILE", requires = "publish")]
    published_before: Vec<PathBuf>,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
enum NotDone {
    #[error("{0}: {1}")]
    Organisation(String, String),
    #[error("{0}: it could not be written: {1}")]
    NotWritten(String, io::Error),
    #[error("--name: {0}")]
    Name(String),
    #[error("{0}: {1}")]
    PublishedBefore(String, String),
}

pub fn run(words: &Words) -> Outcome {
    match try_run(words) {
        Ok(outcome) => outcome,
        Err(why) => {
            eprintln!("{why}");
            Outcome::NotDone
        }
    }
}

fn try_run(words: &Words) -> Result<Outcome, NotDone> {
    let given = organisations(&words.organisation)?;
    let name = words.name.clone().map(Name::try_from).transpose();
    let name = name.map_err(|why| NotDone::Name(why.to_string()))?;
    let paths = listed(&words.files);
    // Given back when the program ends, all at once: one by one takes longer.
    let collection = ManuallyDrop::new(collected(&paths));
    let mut outcome = Outcome::Done;
    for (_, file) in collection.files() {
        if let Err(wrong) = &file.returns {
            eprintln!("{}: {wrong}", file.name);
            outcome = Outcome::FilesWrong;
        }
    }
    let roll_up = RollUp::of(&collection, &Decisions::default());
    let map = words.on_the_map_of.map_or(MapOf::ItsTime, MapOf::Day);
    // What is named on the command line is used before what a combined file brought.
    let organisations = collection.organisations().chain(&given);
    let structure = Structure::new(organisations, &roll_up.decisions, map);
    let sums = ManuallyDrop::new(Sums::of(&roll_up, &structure));
    let today = words.today.unwrap_or_else(today);
    let who = WhoHasSent::of(&roll_up, &structure, words.quarter, today);
    let result = RolledUp {
        roll_up: &roll_up,
        structure: &structure,
        sums: &sums,
        who: &who,
    };
    if words.publishing.publish {
        publish(&result, words, today)?;
        return Ok(outcome);
    }
    let table = |path: &PathBuf| written(path, |out| write_table(&result, words.quarter, out));
    thread::scope(|scope| {
        // The longest piece of writing, while the report is put together.
        let table = words.csv.as_ref().map(|path| scope.spawn(|| table(path)));
        print!("{}", report(&result, words.quarter));
        match table.map(thread::ScopedJoinHandle::join) {
            None => Ok(()),
            Some(Ok(written)) => written,
            Some(Err(panic)) => std::panic::resume_unwind(panic),
        }
    })?;
    if let Some(path) = &words.json {
        let document = document(&result, words.quarter, today);
        written(path, |out| {
            serde_json::to_writer_pretty(&mut *out, &document)?;
            out.write_all(b"\n")
        })?;
    }
    if let (Some(path), Some(name)) = (&words.combined, name) {
        let mut combined = Combined::new(name, today);
        combined.organisation = given.into_iter().next();
        combined.decisions.clone_from(&roll_up.decisions);
        written(path, |out| write_combined(&combined, &paths, out))?;
    }
    Ok(outcome)
}

/// Writes what may leave the service, and prints what was hidden.
fn publish(result: &RolledUp<'_>, words: &Words, today: NaiveDate) -> Result<(), NotDone> {
    let mut earlier = Edition::default();
    for path in &words.publishing.published_before {
        let wrong = |why| NotDone::PublishedBefore(path.display().to_string(), why);
        let bytes = read(path).map_err(|why| wrong(why.to_string()))?;
        let text = String::from_utf8(bytes).map_err(|why| wrong(why.to_string()))?;
        let document = PublishedDocument::read(&text).map_err(|why| wrong(why.to_string()))?;
        document.take_into(&mut earlier);
    }
    let rule = Rule {
        threshold: words.publishing.publish_threshold,
        rounding: if words.publishing.round_to_5 {
            Rounding::ToFive
        } else {
            Rounding::Exact
        },
    };
    let publication = Publication::of(result.sums, result.structure, rule, &earlier);
    print!("{}", published::report(&publication));
    let all = (result.roll_up, result.sums, result.who);
    if let Some(path) = &words.csv {
        written(path, |out| {
            out.write_all(csv_head().as_bytes())?;
            let mut failed = Ok(());
            let mut text = String::new();
            publication.lines(all, result.structure, words.quarter, |line| {
                if failed.is_ok() {
                    text.clear();
                    line.csv(&mut text);
                    failed = out.write_all(text.as_bytes());
                }
            });
            failed
        })?;
    }
    if let Some(path) = &words.json {
        let when = (words.quarter, today);
        let document = PublishedDocument::of(&publication, all, result.structure, when);
        written(path, |out| out.write_all(document.to_text().as_bytes()))?;
    }
    Ok(())
}

/// All that follows from the files.
#[derive(Clone, Copy)]
pub struct RolledUp<'a> {
    pub roll_up: &'a RollUp<'a>,
    pub structure: &'a Structure<'a>,
    pub sums: &'a Sums,
    pub who: &'a WhoHasSent,
}

fn organisations(paths: &[PathBuf]) -> Result<Vec<Organisation>, NotDone> {
    let read = |path: &PathBuf| {
        let name = path.display().to_string();
        let wrong = |why: String| NotDone::Organisation(name.clone(), why);
        let bytes = read(path).map_err(|why| wrong(why.to_string()))?;
        let text = String::from_utf8(bytes).map_err(|why| wrong(why.to_string()))?;
        Organisation::read(&text).map_err(|errors| {
            let words: Vec<String> = errors.iter().map(ToString::to_string).collect();
            wrong(words.join("; "))
        })
    };
    paths.iter().map(read).collect()
}

fn today() -> NaiveDate {
    DateTime::<Utc>::from(SystemTime::now()).date_naive()
}

fn written(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> io::Result<()>,
) -> Result<(), NotDone> {
    let write = || {
        let mut out = BufWriter::with_capacity(1 << 16, File::create(path)?);
        write(&mut out)?;
        out.flush()
    };
    write().map_err(|why| NotDone::NotWritten(path.display().to_string(), why))
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
