//! Everything that was added up as one tidy table, for other programs.
//!
//! Guarantees that a line loads as it is into a database, and that no text of a
//! file is run as a formula when a spreadsheet opens it.

use super::lexicon::{About, Adding};
use super::measure::Measure;
use super::structure::{Structure, Unit};
use super::sums::{Span, Sums};
use super::who_has_sent::{Completeness, WhoHasSent};
use super::{Level, RollUp};
use crate::domain::calendar::Quarter;
use crate::domain::ids::TeamId;
use crate::domain::send::Sample;

/// The measure under which the table says who has sent: the tablets of a team, or
/// the complete teams of a larger unit.
pub const RETURNS: &str = "returns-complete";

/// The names of the columns.
pub const COLUMNS: [&str; 8] = [
    "period",
    "level",
    "unit",
    "measure",
    "breakdown",
    "count",
    "denominator",
    "status",
];

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The quarter's code.
    pub period: String,
    /// The level of the unit.
    pub level: Level,
    /// The code of the unit, after that of its city where there are several.
    pub unit: String,
    /// The code of the measure.
    pub measure: String,
    /// The part, as `dimension=category`, several with semicolons; empty for the
    /// whole.
    pub breakdown: String,
    /// The count or numerator; `None` where nothing is collected.
    pub count: Option<u64>,
    /// The denominator of a share.
    pub denominator: Option<u64>,
    /// Whether it is complete, and whether it is example data.
    pub status: String,
}

impl Row {
    /// As a line of a CSV file, with its end.
    #[must_use]
    pub fn csv(&self) -> String {
        let number = |number: Option<u64>| number.map_or_else(String::new, |it| it.to_string());
        let fields = [
            safe(&self.period),
            self.level.code().to_owned(),
            safe(&self.unit),
            safe(&self.measure),
            safe(&self.breakdown),
            number(self.count),
            number(self.denominator),
            safe(&self.status),
        ];
        fields.join(",") + "\n"
    }
}

/// The first line of a CSV file, with its end.
#[must_use]
pub fn csv_head() -> String {
    COLUMNS.join(",") + "\n"
}

/// A text as a field: what a spreadsheet would run begins with an apostrophe.
fn safe(text: &str) -> String {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let text = if runs {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\n', '\r', '\'']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

/// Gives each row of a table of quarters, in the order of levels, units and
/// quarters; of one quarter where one is wanted.
pub fn rows(
    (roll_up, sums, who): (&RollUp<'_>, &Sums, &WhoHasSent),
    structure: &Structure<'_>,
    wanted: Option<Quarter>,
    mut take: impl FnMut(Row),
) {
    let several = structure.organisations().len() > 1;
    let is_wanted = |quarter: Quarter| wanted.is_none_or(|wanted| wanted == quarter);
    let status = |completeness: Completeness| match roll_up.sample {
        Sample::Real => completeness.code().to_owned(),
        Sample::Example => format!("example-{}", completeness.code()),
    };
    for (unit, quarter) in everywhere(sums, who)
        .into_iter()
        .filter(|it| is_wanted(it.1))
    {
        let span = Span::quarter(quarter);
        let row = |measure: &str, breakdown: String, completeness| Row {
            period: quarter.code(),
            level: unit.level,
            unit: name_of(&unit, several),
            measure: measure.to_owned(),
            breakdown,
            count: None,
            denominator: None,
            status: status(completeness),
        };
        let sent = who.coverage(&unit, span, None, structure);
        let (count, of) = match unit.level {
            Level::Team => tablets(who, &unit, quarter),
            Level::Locality | Level::City | Level::All => (sent.complete, Some(sent.teams)),
        };
        take(Row {
            count: Some(count as u64),
            denominator: of.map(|of| of as u64),
            ..row(RETURNS, String::new(), sent.completeness())
        });
        let mut before: Option<(String, Completeness)> = None;
        for (about, amount) in sums.figures(&unit, span).iter() {
            let known = before.take().filter(|(code, _)| *code == about.measure);
            let (code, completeness) = known.unwrap_or_else(|| {
                let measure = Measure::with_code(&about.measure);
                let coverage = who.coverage(&unit, span, measure, structure);
                (about.measure.clone(), coverage.completeness())
            });
            // A return says zero of what is not collected; a table should not.
            let nothing = completeness == Completeness::NotCollected && amount.count == 0;
            let whole = match about.adding {
                Adding::Ratio => Some(amount.whole),
                Adding::Period | Adding::Stock => None,
            };
            take(Row {
                count: (!nothing).then_some(amount.count),
                denominator: whole.filter(|_| !nothing),
                ..row(&about.measure, breakdown(about), completeness)
            });
            before = Some((code, completeness));
        }
    }
}

/// The units and quarters of which anything is known, missing ones too.
fn everywhere(sums: &Sums, who: &WhoHasSent) -> Vec<(Unit, Quarter)> {
    let mut all: Vec<(Unit, Quarter)> = Vec::new();
    for (_, row) in who.rows() {
        for cell in row {
            let units = cell.belonging.units.iter();
            all.extend(units.map(|unit| (unit.clone(), cell.quarter)));
        }
    }
    for unit in sums.units() {
        all.extend(sums.quarters(unit).map(|quarter| (unit.clone(), quarter)));
    }
    all.sort();
    all.dedup();
    all
}

/// How many tablets of a team have sent, of how many.
fn tablets(who: &WhoHasSent, unit: &Unit, quarter: Quarter) -> (usize, Option<usize>) {
    let team = TeamId::new(&unit.code).ok();
    let cell = team.and_then(|team| who.get(&team, quarter));
    cell.map_or((0, None), |cell| match cell.expected {
        Some(of) => (of - cell.missing.len(), Some(of)),
        None => (cell.sent.len(), None),
    })
}

fn name_of(unit: &Unit, several: bool) -> String {
    match (&unit.city, unit.level, several) {
        (Some(city), Level::Team | Level::Locality, true) => format!("{city}/{}", unit.code),
        (_, _, _) => unit.code.clone(),
    }
}

fn breakdown(about: &About) -> String {
    let parts: Vec<String> = about
        .breakdown
        .iter()
        .map(|(dimension, category)| format!("{}={}", plain(dimension), plain(category)))
        .collect();
    parts.join(";")
}

/// Without the signs that hold a breakdown together; no code of ours has them.
fn plain(text: &str) -> String {
    text.replace('%', "%25")
        .replace(';', "%3B")
        .replace('=', "%3D")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula() {
        for (text, expected) in [
            ("north-mat", "north-mat"),
            ("=1+1", "\"'=1+1\""),
            ("-team", "\"'-team\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\tx", "\"'\tx\""),
            ("a,b", "\"a,b\""),
            ("a\"b", "\"a\"\"b\""),
            ("＝1", "\"'＝1\""),
        ] {
            assert_eq!(safe(text), expected);
        }
    }
}
