//! What both `roll-up` and `report` are given: files, the organisation, a quarter, and
//! what is hidden from the public; and what follows from these.

use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::time::SystemTime;

use chrono::{DateTime, NaiveDate, Utc};
use clap::Args;
use daybook::domain::base::calendar::Quarter;
use daybook::domain::disclosure::{Detail, Finer, Publication, Rounding, Rule, Threshold};
use daybook::domain::organisation::Organisation;
use daybook::domain::roll_up::compared::Basis;
use daybook::domain::roll_up::{Decisions, MapOf, RollUp, Structure, Sums, WhoHasSent};

use super::Outcome;
use super::editions::{Compared, EditionsSaid};
use super::files::{collected, text};
use super::listed::{Listed, listed};
use super::not_done::NotDone;
use super::outputs::{self, Output};
use super::said::{complain, shown};

/// The files and how they are seen.
#[derive(Debug, Args)]
pub struct Given {
    /// Returns, combined files, organisation files and decisions; of a folder all that
    /// end in .json, those of folders in it too. A pattern in quotes, such as
    /// 'returns/*.json', stands for the files that it fits.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The organisation file. Several are several cities; editions of one city’s that
    /// differ are to be decided between. Without one, teams and localities are those
    /// that the returns name.
    #[arg(long, value_name = "FILE")]
    organisation: Vec<PathBuf>,
    /// The quarter, such as 2026-27-Q3; the latest of which anything was sent if none
    /// is named.
    #[arg(long, value_name = "QUARTER")]
    pub quarter: Option<Quarter>,
    /// Count every team where it is on this day, and not where it was then.
    #[arg(long, value_name = "DATE", value_parser = date)]
    on_the_map_of: Option<NaiveDate>,
    /// The day on which lateness is judged; today if none is named.
    #[arg(long, value_name = "DATE", value_parser = date)]
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
    /// Publish less detail, so that less has to be hidden: no breakdowns but by kind and
    /// by age band, no teams, no quarters.
    #[arg(long, value_name = "DETAIL", value_delimiter = ',', value_parser = finer)]
    leave_out: Vec<Finer>,
    #[command(flatten)]
    pub before: EditionsSaid,
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
    /// What was not looked at in the folders, in words.
    pub not_looked_at: &'a [String],
    pub map: MapOf,
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

    /// The latest quarter of which anything was sent.
    pub fn latest(&self) -> Option<Quarter> {
        self.roll_up.latest()
    }
}

impl Given {
    /// Adds up, and does something with it. Says on the standard error what was wrong
    /// with which file, or why nothing was done.
    pub fn roll_up<'a>(
        &'a self,
        outputs: impl IntoIterator<Item = Output<'a>>,
        also_read: &'a [PathBuf],
        then: impl FnOnce(&RolledUp<'_>) -> Result<(), NotDone>,
    ) -> Outcome {
        Outcome::of(self.try_roll_up(outputs, also_read, then))
    }

    fn try_roll_up<'a>(
        &'a self,
        outputs: impl IntoIterator<Item = Output<'a>>,
        also_read: &'a [PathBuf],
        then: impl FnOnce(&RolledUp<'_>) -> Result<(), NotDone>,
    ) -> Result<Outcome, NotDone> {
        let Listed {
            paths,
            not_looked_at,
        } = listed(&self.files);
        let inputs = [paths.as_slice(), self.organisation.as_slice(), also_read].concat();
        outputs::check(outputs, &inputs)?;
        let given = organisations(&self.organisation)?;
        for words in &not_looked_at {
            complain(words);
        }
        // Given back when the program ends, all at once: one by one takes longer.
        let collection = ManuallyDrop::new(collected(&paths));
        let mut outcome = Outcome::Done;
        for (_, file) in collection.files() {
            if let Err(wrong) = &file.returns {
                complain(&format!("{}: {wrong}", file.name));
                outcome = Outcome::FilesWrong;
            }
        }
        let roll_up = RollUp::of(&collection, &Decisions::default());
        let map = self.on_the_map_of.map_or(MapOf::ItsTime, MapOf::Day);
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
            not_looked_at: &not_looked_at,
            map,
            today,
        })?;
        Ok(outcome)
    }
}

impl Hiding {
    /// What the public is told, given what was published before.
    pub fn publication(&self, result: &RolledUp<'_>) -> Result<(Publication, Compared), NotDone> {
        let all = (result.roll_up, result.sums);
        let by = (result.today, self.publish_threshold);
        let compared = self.before.compared(all, by)?;
        let rule = Rule {
            threshold: self.publish_threshold,
            rounding: if self.round_to_5 {
                Rounding::ToFive
            } else {
                Rounding::Exact
            },
            detail: Detail::without(self.leave_out.iter().copied()),
        };
        let publication = Publication::of(
            (result.sums, result.who),
            result.structure,
            rule,
            &compared.earlier,
        );
        Ok((publication, compared))
    }
}

/// A kind of detail, as it is written on the command line.
fn finer(text: &str) -> Result<Finer, String> {
    let known = Finer::ALL.map(Finer::code).join(", ");
    Finer::from_code(text).ok_or_else(|| format!("it is one of {known}"))
}

/// A day, as it is written on the command line.
fn date(text: &str) -> Result<NaiveDate, String> {
    let wanted = "a day is written year first, such as 2026-12-31";
    text.parse().map_err(|_| wanted.to_owned())
}

fn organisations(paths: &[PathBuf]) -> Result<Vec<Organisation>, NotDone> {
    let read = |path: &PathBuf| {
        let wrong = |why: String| NotDone::Organisation(shown(path), why);
        let text = text(path).map_err(|why| wrong(why.to_string()))?;
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
