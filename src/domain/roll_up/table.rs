//! Everything that was added up as one tidy table, for other programs.
//!
//! Guarantees that a line loads as it is into a database, and that no text of a
//! file is run as a formula when a spreadsheet opens it.

use std::fmt::Write as _;

use super::lexicon::Adding;
use super::measure::Measure;
use super::structure::{Structure, Unit};
use super::sums::{Span, Sums};
use super::who_has_sent::{Completeness, WhoHasSent};
use super::{Level, RollUp};
use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::TeamId;
use crate::domain::submission::send::Sample;

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// The quarter's code.
    pub period: &'a str,
    /// The level of the unit.
    pub level: Level,
    /// The code of the unit, after that of its city where there are several.
    pub unit: &'a str,
    /// The code of the measure.
    pub measure: &'a str,
    /// The part, as `dimension=category`, several with semicolons; empty for the
    /// whole.
    pub breakdown: &'a str,
    /// The count or numerator; `None` where nothing is collected.
    pub count: Option<u64>,
    /// The denominator of a share.
    pub denominator: Option<u64>,
    /// Whether it is complete, and whether it is example data.
    pub status: &'a str,
}

impl Row<'_> {
    /// As a line of a CSV file, with its end, after what is there.
    pub fn csv(&self, out: &mut String) {
        let texts = [
            self.period,
            self.level.code(),
            self.unit,
            self.measure,
            self.breakdown,
        ];
        for text in texts {
            put_safe(text, out);
            out.push(',');
        }
        for number in [self.count, self.denominator] {
            if let Some(number) = number {
                // Writing to a string cannot fail.
                let _ = write!(out, "{number}");
            }
            out.push(',');
        }
        put_safe(self.status, out);
        out.push('\n');
    }
}

/// The first line of a CSV file, with its end.
#[must_use]
pub fn csv_head() -> String {
    COLUMNS.join(",") + "\n"
}

/// A text as a field: what a spreadsheet would run begins with an apostrophe.
pub(in crate::domain) fn put_safe(text: &str, out: &mut String) {
    let runs = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let is_special = |byte| matches!(byte, b',' | b'"' | b'\n' | b'\r' | b'\'');
    // All bytes are looked at, which is quicker than to stop at the first.
    let special = text.bytes().fold(false, |any, byte| any | is_special(byte));
    if runs || special {
        let mark = if runs { "'" } else { "" };
        out.push_str(&["\"", mark, &text.replace('"', "\"\""), "\""].concat());
    } else {
        out.push_str(text);
    }
}

/// Gives each row of a table of quarters, in the order of levels, units and
/// quarters; of one quarter where one is wanted.
pub fn rows(
    (roll_up, sums, who): (&RollUp<'_>, &Sums, &WhoHasSent),
    structure: &Structure<'_>,
    wanted: Option<Quarter>,
    mut take: impl FnMut(Row<'_>),
) {
    let several = structure.organisations().len() > 1;
    let is_wanted = |quarter: Quarter| wanted.is_none_or(|wanted| wanted == quarter);
    let mark = match roll_up.sample {
        Sample::Real => "",
        Sample::Example => "example-",
    };
    let statuses = Completeness::ALL.map(|it| (it, [mark, it.code()].concat()));
    let status = |of: Completeness| {
        let found = statuses.iter().find(|(it, _)| *it == of);
        found.map_or("", |(_, status)| status.as_str())
    };
    let breakdowns: Vec<String> = sums.abouts().map(|it| it.breakdown.to_string()).collect();
    for (unit, quarter) in everywhere(sums, who)
        .into_iter()
        .filter(|it| is_wanted(it.1))
    {
        let span = Span::quarter(quarter);
        let (period, name) = (quarter.code(), name_of(unit, several));
        let row = |measure, status| Row {
            period: &period,
            level: unit.level,
            unit: &name,
            measure,
            breakdown: "",
            count: None,
            denominator: None,
            status,
        };
        let sent = who.coverage(unit, span, None, structure);
        let (count, of) = match unit.level {
            Level::Team => tablets(who, unit, quarter),
            Level::Locality | Level::City | Level::All => (sent.complete, Some(sent.teams)),
        };
        take(Row {
            count: Some(count as u64),
            denominator: of.map(|of| of as u64),
            ..row(RETURNS, status(sent.completeness()))
        });
        // How complete a measure is, for all of its figures, and for all measures
        // that are collected together.
        let mut known: Option<(&str, Completeness)> = None;
        let mut together = vec![([None; 2], sent.completeness())];
        let mut completeness_of = |code: &str| {
            let measure = Measure::with_code(code);
            let collected = measure.map_or([None; 2], |it| structure.collected_by(it));
            if let Some((_, known)) = together.iter().find(|(by, _)| *by == collected) {
                return *known;
            }
            let completeness = who.coverage(unit, span, measure, structure).completeness();
            together.push((collected, completeness));
            completeness
        };
        for (about, at, amount) in sums.in_quarter(unit, quarter) {
            let completeness = match known {
                Some((code, completeness)) if code == about.measure => completeness,
                Some(_) | None => completeness_of(&about.measure),
            };
            known = Some((&about.measure, completeness));
            // A return says zero of what is not collected; a table should not.
            let nothing = completeness == Completeness::NotCollected && amount.count == 0;
            let whole = match about.adding {
                Adding::Ratio => Some(amount.whole),
                Adding::Period | Adding::Stock => None,
            };
            take(Row {
                breakdown: breakdowns.get(at).map_or("", String::as_str),
                count: (!nothing).then_some(amount.count),
                denominator: whole.filter(|_| !nothing),
                ..row(&about.measure, status(completeness))
            });
        }
    }
}

/// The units and quarters of which anything is known, missing ones too.
pub(in crate::domain) fn everywhere<'a>(
    sums: &'a Sums,
    who: &'a WhoHasSent,
) -> Vec<(&'a Unit, Quarter)> {
    let mut all: Vec<(&Unit, Quarter)> = Vec::new();
    for (_, row) in who.rows() {
        for cell in row {
            let units = cell.belonging.units.iter().chain(&cell.belonging.perhaps);
            all.extend(units.map(|unit| (unit, cell.quarter)));
        }
    }
    for unit in sums.units() {
        all.extend(sums.quarters(unit).map(|quarter| (unit, quarter)));
    }
    all.sort();
    all.dedup();
    all
}

/// How many tablets of a team have sent, of how many.
pub(in crate::domain) fn tablets(
    who: &WhoHasSent,
    unit: &Unit,
    quarter: Quarter,
) -> (usize, Option<usize>) {
    let team = TeamId::new(&unit.code).ok();
    let cell = team.and_then(|team| who.get(&team, quarter));
    cell.map_or((0, None), |cell| match cell.expected {
        Some(of) => (of - cell.missing.len(), Some(of)),
        None => (cell.sent.len(), None),
    })
}

/// The code of a unit, after that of its city where there are several.
pub(in crate::domain) fn name_of(unit: &Unit, several: bool) -> String {
    match (&unit.city, unit.level, several) {
        (Some(city), Level::Team | Level::Locality, true) => format!("{city}/{}", unit.code),
        (_, _, _) => unit.code.clone(),
    }
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
            let mut field = String::new();
            put_safe(text, &mut field);
            assert_eq!(field, expected);
        }
    }
}
