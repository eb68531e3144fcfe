//! What both `roll-up` and `report` are given: files, the organisation, a quarter, and
//! what is hidden from the public; and what follows from these.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use daybook::domain::calendar::Quarter;
use daybook::domain::organisation::Organisation;
use daybook::domain::publish::document::PublishedDocument;
use daybook::domain::publish::{Edition, Publication, Rounding, Rule, Threshold};
use daybook::domain::roll_up::compared::Basis;
use daybook::domain::roll_up::{Decisions, MapOf, RollUp, Structure, Sums, WhoHasSent};

use super::Outcome;
use super::files::{collected, listed, read};

/// The files and how they are seen.
#[derive(Debug, Args)]
pub struct Given {
    /// Returns, combined files and decisions; of a folder all that end in .json.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The organisation file. Several are several cities. Without one, teams and
    /// localities are those that the returns name.
    #[arg(long, value_name = "FILE")]
    organisation: Vec<PathBuf>,
    /// The quarter, such as 2026-27-Q3; the latest that is there if none is named.
    #[arg(long, value_name = "QUARTER")]
    pub quarter: Option<Quarter>,
    /// Count every team where it is on this day, and not where it was then.
    #[arg(long, value_name = "DATE")]
    on_the_map_of: Option<NaiveDate>,
    /// The day on which lateness is judged; today if none is named.
    #[arg(long, value_name = "DATE")]
    today: Option<NaiveDate>,
}

/// What is hidden from the public.
#[derive(Debug, Args)]
#[command(next_help_heading = "To publish")]
pub struct Hiding {
    /// The largest count that is hidden, 1 to 20.
    #[arg(long, value_name = "COUNT", default_value = "5")]
    publish_threshold: Threshold,
    /// Round what is shown to the nearest 5.
    #[arg(long)]
    round_to_5: bool,
    /// A document that was published before: what it hides stays hidden, and small
    /// changes are hidden. Name every one.
    #[arg(long, value_name = "FILE")]
    published_before: Vec<PathBuf>,
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum NotDone {
    #[error("{0}: {1}")]
    Organisation(String, String),
    #[error("{0}: it could not be written: {1}")]
    NotWritten(String, io::Error),
    #[error("--name: {0}")]
    Name(String),
    #[error("{0}: {1}")]
    PublishedBefore(String, String),
    #[error("--unit: {0}")]
    Unit(String),
    #[error("no return counts")]
    NothingCounts,
}

/// All that follows from the files.
#[derive(Clone, Copy)]
pub struct RolledUp<'a> {
    pub roll_up: &'a RollUp<'a>,
    pub structure: &'a Structure<'a>,
    pub sums: &'a Sums,
    pub who: &'a WhoHasSent,
    /// The organisations that were named.
    pub given: &'a [Organisation],
    /// The files that were named, and those of the folders.
    pub paths: &'a [PathBuf],
    pub today: NaiveDate,
}

impl RolledUp<'_> {
    pub fn basis(&self) -> Basis<'_> {
        Basis {
            sums: self.sums,
            who: self.who,
            structure: self.structure,
            decisions: &self.roll_up.decisions,
        }
    }

    /// The latest quarter of which a return counts.
    pub fn latest(&self) -> Option<Quarter> {
        self.roll_up.counted.iter().map(|held| held.quarter).max()
    }
}

impl Given {
    /// Adds up, and does something with it. Says on the standard error what was wrong
    /// with which file, or why nothing was done.
    pub fn roll_up(&self, then: impl FnOnce(&RolledUp<'_>) -> Result<(), NotDone>) -> Outcome {
        match self.try_roll_up(then) {
            Ok(outcome) => outcome,
            Err(why) => {
                eprintln!("{why}");
                Outcome::NotDone
            }
        }
    }

    fn try_roll_up(
        &self,
        then: impl FnOnce(&RolledUp<'_>) -> Result<(), NotDone>,
    ) -> Result<Outcome, NotDone> {
        let given = organisations(&self.organisation)?;
        let paths = listed(&self.files);
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
        let map = self.on_the_map_of.map_or(MapOf::ItsTime, MapOf::Day);
        // What is named on the command line is used before what a combined file brought.
        let organisations = collection.organisations().chain(&given);
        let structure = Structure::new(organisations, &roll_up.decisions, map);
        let sums = ManuallyDrop::new(Sums::of(&roll_up, &structure));
        let today = self.today.unwrap_or_else(today);
        let who = WhoHasSent::of(&roll_up, &structure, self.quarter, today);
        then(&RolledUp {
            roll_up: &roll_up,
            structure: &structure,
            sums: &sums,
            who: &who,
            given: &given,
            paths: &paths,
            today,
        })?;
        Ok(outcome)
    }
}

impl Hiding {
    /// What the public is told.
    pub fn publication(&self, result: &RolledUp<'_>) -> Result<Publication, NotDone> {
        let mut earlier = Edition::default();
        for path in &self.published_before {
            let wrong = |why| NotDone::PublishedBefore(path.display().to_string(), why);
            let bytes = read(path).map_err(|why| wrong(why.to_string()))?;
            let text = String::from_utf8(bytes).map_err(|why| wrong(why.to_string()))?;
            let document = PublishedDocument::read(&text).map_err(|why| wrong(why.to_string()))?;
            document.take_into(&mut earlier);
        }
        let rule = Rule {
            threshold: self.publish_threshold,
            rounding: if self.round_to_5 {
                Rounding::ToFive
            } else {
                Rounding::Exact
            },
        };
        Ok(Publication::of(
            result.sums,
            result.structure,
            rule,
            &earlier,
        ))
    }
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

/// Writes a file.
pub fn written(
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
