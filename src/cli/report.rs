//! `daybook report`: the quarter report or the year report as one page.

use std::path::PathBuf;

use clap::Args;
use daybook::domain::base::sorted::Set;
use daybook::domain::disclosure::disclosed::Audience;
use daybook::domain::disclosure::document::PublishedDocument;
use daybook::domain::report::{Report, of_schools};
use daybook::domain::roll_up::{Level, Notes, Period, Unit};

use super::Outcome;
use super::given::{Given, Hiding, RolledUp};
use super::not_done::NotDone;
use super::outputs::{Output, is_standard_output, written};
use super::page::page;
use super::published;
use super::said::{complain, print, shown};

const EXAMPLES: &str = "\
Examples:
  daybook report returns decisions.json --organisation org.json --html report.html
  daybook report returns --organisation org.json --quarter 2026-27-Q3 --html report.html
  daybook report returns --organisation org.json --quarter 2026-27-Q4 --year --html year.html
  daybook report returns --organisation org.json --unit North --unit team:riverside --html two.html
  daybook report returns --organisation org.json --year --publish --register editions.json --html public.html";

/// One page of HTML that needs nothing else: it opens offline, and prints on A4 with
/// the browser, also as a PDF. With --publish it may leave the service. The pages of
/// schools at its end may always: they hide small counts in every report. So they too
/// need to know which editions were published before.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct Words {
    #[command(flatten)]
    given: Given,
    /// Write the page here.
    #[arg(long, value_name = "FILE")]
    html: PathBuf,
    /// Report on the year up to the end of the quarter.
    #[arg(long)]
    year: bool,
    /// A team, locality or city, by its name or code; where several have it, with its
    /// level before it, such as team:riverside. Named several times, one report
    /// follows the other. Without it, all together.
    #[arg(long, value_name = "UNIT")]
    unit: Vec<String>,
    /// Leave out the pages of schools.
    #[arg(long)]
    without_schools: bool,
    /// Write the report for the public: small counts are hidden, and whatever would
    /// give them away. See docs/publishing.md.
    #[arg(long, help_heading = "To publish")]
    publish: bool,
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
    let outputs = std::iter::once(Output::File(&words.html)).chain(before.outputs());
    words
        .given
        .roll_up(outputs, before.also_read(), |result| write(result, words))
}

/// Said where a report is written without the pages of schools that it could have.
const WITHOUT_SCHOOLS: &str = "The pages of schools are left out. They leave the service, so say \
    what was published of these quarters before: --register FILE, --published-before FILE or \
    --first-edition. Or leave them out with --without-schools.";

fn write(result: &RolledUp<'_>, words: &Words) -> Result<(), NotDone> {
    let quarter = words.given.quarter.or_else(|| result.latest());
    let quarter = quarter.ok_or(NotDone::NothingCounts)?;
    let period = if words.year {
        Period::YearTo(quarter)
    } else {
        Period::Quarter(quarter)
    };
    let units = units(result, &words.unit)?;
    // What is hidden is not worked out where nothing leaves the service.
    let has_schools = !words.without_schools && words.hiding.before.is_said();
    if !has_schools && !words.without_schools {
        complain(WITHOUT_SCHOOLS);
    }
    let publication = (words.publish || has_schools).then(|| words.hiding.publication(result));
    let (publication, compared) = publication.transpose()?.unzip();
    let audience = match (&publication, words.publish) {
        (Some(publication), true) => Audience::Public(publication),
        (_, _) => Audience::Service,
    };
    let notes = Notes::default();
    let ids: Vec<String> = (1..=units.len()).map(|at| format!("report-{at}")).collect();
    let reports: Vec<Report<'_>> = units
        .iter()
        .zip(&ids)
        .map(|(unit, id)| Report {
            id,
            roll_up: result.roll_up,
            basis: result.basis(),
            unit,
            period,
            audience,
            schools: publication.as_ref().filter(|_| has_schools),
            notes: &notes,
            made: result.today,
        })
        .collect();
    let page = page(&reports);
    let mut remarks = Vec::new();
    if let (Some(publication), Some(compared)) = (&publication, compared) {
        remarks.clone_from(&compared.remarks);
        let all = (result.roll_up, result.sums, result.who);
        // Its charts and changes tell of other quarters too.
        let when = (None, result.today);
        let mut document = PublishedDocument::of(publication, all, result.structure, when);
        if !words.publish {
            document = of_schools(document, quarter);
        }
        let when = (result.map, result.today);
        words.hiding.before.enter(compared, document, when)?;
    }
    written(&words.html, |out| out.write_all(page.as_bytes()))?;
    let mut said = String::new();
    if let (Audience::Public(publication), true) = (audience, words.publish) {
        said.push_str(&published::report(publication, &remarks));
        said.push('\n');
    }
    for report in &reports {
        let line = format!("{}: {}\n", shown(&words.html), report.title());
        said.push_str(&line);
    }
    if is_standard_output(&words.html) {
        Ok(())
    } else {
        print(&said)
    }
}

/// The units that are named; all together where none is.
fn units(result: &RolledUp<'_>, named: &[String]) -> Result<Vec<Unit>, NotDone> {
    if named.is_empty() {
        return Ok(vec![Unit::all()]);
    }
    let mut known: Set<Unit> = [Unit::all()].into();
    for (_, row) in result.who.rows() {
        for cell in row {
            known.extend(cell.belonging.units.iter().cloned());
        }
    }
    named.iter().map(|name| unit(&known, name)).collect()
}

fn unit(known: &Set<Unit>, name: &str) -> Result<Unit, NotDone> {
    let is_called = |unit: &Unit, name: &str| {
        unit.code == name || unit.name.to_lowercase() == name.to_lowercase()
    };
    let is_meant = |unit: &&Unit| {
        let with_level = name.split_once(':').is_some_and(|(level, name)| {
            Level::from_code(level) == Some(unit.level) && is_called(unit, name)
        });
        with_level || is_called(unit, name)
    };
    let found: Vec<&Unit> = known.iter().filter(is_meant).collect();
    match found.as_slice() {
        [only] => Ok((*only).clone()),
        [] => Err(NotDone::Unit(format!(
            "no team, locality or city is called {name}"
        ))),
        [..] => {
            let each = |unit: &&Unit| format!("{}:{}", unit.level.code(), unit.code);
            let all: Vec<String> = found.iter().map(each).collect();
            Err(NotDone::Unit(format!(
                "several are called {name}: {}",
                all.join(", ")
            )))
        }
    }
}
