//! `daybook check`: what each file is, or what is wrong with it.

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::Args;
use daybook::domain::base::share::counted;
use daybook::domain::roll_up::opening::Content;
use daybook::domain::roll_up::{Collection, Decisions, OpenedFile, Opening, RollUp};

use super::Outcome;
use super::files::open_all;
use super::listed::listed;
use super::said::{complain, print, shown};

const EXAMPLES: &str = "\
Examples:
  daybook check returns/*.json
  daybook check returns";

/// Each file is opened as if it were to be added up, beside the others. A line
/// says what it is and whether it would count; wrong ones are named on the
/// standard error.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Words {
    /// Returns, combined files, organisation files and decisions; of a folder all
    /// that end in .json, those of folders in it too.
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

pub fn run(words: &Words) -> Outcome {
    let mut collection = Collection::default();
    let mut lines = Vec::new();
    let mut outcome = Outcome::Done;
    let listed = listed(&words.files);
    listed
        .not_looked_at
        .iter()
        .for_each(|words| complain(words));
    open_all(&listed.paths, |path, opened| {
        let name = shown(path);
        lines.push(match &opened {
            Ok(Content::Return(one)) => format!(
                "{}, {}, {}, revision {}, {}",
                one.team.name,
                one.quarter.code,
                one.tablet,
                one.revision,
                counted(one.records, "record", "records")
            ),
            Ok(Content::Combined(it)) => {
                let returns = counted(it.returns.len() as u64, "return", "returns");
                format!("combined file, {}, {returns}", it.name)
            }
            Ok(Content::Decisions(_)) => "decisions".to_owned(),
            Ok(Content::Organisation(it)) => {
                let teams = counted(it.teams.len() as u64, "team", "teams");
                format!("organisation, {}, {teams}", it.city)
            }
            Err(wrong) => {
                complain(&format!("{name}: {wrong}"));
                outcome = Outcome::FilesWrong;
                "wrong".to_owned()
            }
        });
        collection.add(&name, opened);
    });
    let roll_up = RollUp::of(&collection, &Decisions::default());
    let mut said = String::new();
    for ((_, file), line) in collection.files().zip(&lines) {
        let becomes = becomes(file, &roll_up);
        // Writing to text does not fail.
        let _ = writeln!(said, "{}: {line}{becomes}", file.name);
    }
    Outcome::of(print(&said).map(|()| outcome))
}

/// What becomes of the returns of a file.
fn becomes(file: &OpenedFile, roll_up: &RollUp<'_>) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for one in file.returns.iter().flatten() {
        let word = match one.opening {
            Opening::AlreadyHad => "already had",
            Opening::Added => roll_up.standing(one.key).map_or("", |it| it.label()),
        };
        match counts.iter_mut().find(|(known, _)| *known == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    match counts[..] {
        [] => String::new(),
        [(word, 1)] => format!(": {word}"),
        [..] => {
            let words: Vec<String> = counts
                .iter()
                .map(|(word, count)| format!("{count} {word}"))
                .collect();
            format!(": {}", words.join("; "))
        }
    }
}
