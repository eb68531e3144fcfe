//! `daybook sample`: the files of an invented city.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::json::AsJson;
use daybook::domain::base::share::counted;
use daybook::domain::example::{CityOrder, city};

use super::Outcome;
use super::said::{complain, print, shown};

const EXAMPLES: &str = "\
Examples:
  daybook sample --seed 1 --tablets 40 --out sample
  daybook roll-up sample";

/// Writes the returns of two years, the organisation file, and what was decided
/// about tablets that sent on in two places. All of it is marked as example data.
/// The year 2016-17 has the figures of the Early Help report.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Words {
    /// Other numbers give other sessions, of the same totals.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many tablets, up to 5,000; two in five teams.
    #[arg(long, default_value_t = 40, value_parser = clap::value_parser!(u16).range(1..=5000))]
    tablets: u16,
    /// The second of the two years, such as 2026-27.
    #[arg(long, default_value = "2016-17", value_name = "YEAR")]
    year: String,
    /// The folder to write into; it must not hold anything yet.
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
}

pub fn run(words: &Words) -> Outcome {
    let Ok(first) = format!("{} Q1", words.year).parse::<Quarter>() else {
        complain("--year: a year is written like 2026-27");
        return Outcome::NotDone;
    };
    let order = CityOrder {
        seed: words.seed,
        tablets: words.tablets,
        year: first.year(),
    };
    let city = match city(order) {
        Ok(city) => city,
        Err(why) => {
            complain(&why.to_string());
            return Outcome::NotDone;
        }
    };
    let out = &words.out;
    let write = || -> io::Result<usize> {
        if fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(io::Error::other("the folder is not empty"));
        }
        let returns = out.join("returns");
        fs::create_dir_all(&returns)?;
        write_text(&out.join("organisation.json"), &city.organisation)?;
        write_text(&out.join("decisions.json"), &city.decisions)?;
        for one in &city.returns {
            // Two Sends of one book may have the same revision.
            let mut path = returns.join(one.file_name());
            if path.exists() {
                let name = one.file_name().replace(".json", "-again.json");
                path = returns.join(name);
            }
            fs::write(path, one.to_text())?;
        }
        Ok(city.returns.len())
    };
    match write() {
        Ok(many) => {
            let returns = counted(many as u64, "return", "returns");
            let said = print(&format!("{returns} in {}\n", shown(out)));
            Outcome::of(said.map(|()| Outcome::Done))
        }
        Err(why) => {
            complain(&format!("{}: {why}", shown(out)));
            Outcome::NotDone
        }
    }
}

fn write_text(path: &Path, content: &impl AsJson) -> io::Result<()> {
    fs::write(path, content.to_json().to_text() + "\n")
}
