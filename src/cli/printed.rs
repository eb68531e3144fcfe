//! What a roll-up prints: a quarter in plain text.

use std::fmt::Write as _;

use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::share::{Share, counted, grouped};
use daybook::domain::record::session::Kind;
use daybook::domain::roll_up::checking::to_check;
use daybook::domain::roll_up::checks::misfits;
use daybook::domain::roll_up::measure::{CONTACTS, MEASURES, Measure, SCHOOL_FAMILIES};
use daybook::domain::roll_up::{Level, Names, Opening, Span, Standing, Unit};
use daybook::domain::submission::send::Sample;

use super::given::RolledUp;

/// Everything there is to say of a quarter; of the latest where none is wanted.
pub fn report(result: &RolledUp<'_>, wanted: Option<Quarter>) -> String {
    let mut out = String::new();
    files(&mut out, result);
    let Some(quarter) = wanted.or_else(|| result.latest()) else {
        out.push_str("\nNo return counts.\n");
        return out;
    };
    let _ = write!(out, "\n{quarter}\n");
    who_has_sent(&mut out, result, quarter);
    figures(&mut out, result, quarter);
    to_look_at(&mut out, result, quarter);
    out
}

fn files(out: &mut String, result: &RolledUp<'_>) {
    let (roll_up, collection) = (result.roll_up, result.roll_up.collection);
    if roll_up.sample == Sample::Example && !roll_up.counted.is_empty() {
        out.push_str("EXAMPLE DATA\n");
    }
    let many = collection.files().count();
    let wrong = collection.files().filter(|(_, file)| file.returns.is_err());
    let _ = writeln!(
        out,
        "{}, {} wrong",
        counted(many as u64, "file", "files"),
        wrong.count()
    );
    let twice = collection
        .files()
        .filter_map(|(_, file)| file.returns.as_ref().ok());
    let twice = twice
        .flatten()
        .filter(|it| it.opening == Opening::AlreadyHad)
        .count();
    for standing in Standing::ALL {
        let held = collection.returns();
        let count = held
            .filter(|it| roll_up.standing(it.key) == Some(standing))
            .count();
        if count > 0 {
            let _ = writeln!(out, "  {} {}", grouped(count as u64), standing.label());
        }
    }
    if twice > 0 {
        let _ = writeln!(
            out,
            "  {} there more than once, and counted once",
            grouped(twice as u64)
        );
    }
    for one in &roll_up.not_used {
        let _ = writeln!(out, "  could not be used: {}", one.words());
    }
    for contested in result.structure.contested() {
        let _ = writeln!(
            out,
            "  to decide: organisation file of {}, in {} editions that differ:",
            contested.city,
            contested.editions.len()
        );
        for edition in &contested.editions {
            let _ = writeln!(out, "    edition {}", edition.digest);
        }
        for words in contested.differences() {
            let _ = writeln!(out, "    {words}");
        }
    }
    for doubt in &roll_up.in_doubt {
        let _ = writeln!(out, "  to decide: {}, book {}:", doubt.tablet, doubt.book);
        for send in &doubt.newest {
            let held = collection.returns().filter(|it| it.send == *send);
            let mut returns: Vec<String> = held
                .map(|it| {
                    let made = it.made_at.date_naive();
                    let records = counted(it.records, "record", "records");
                    format!("{}, made {made}, {records}", it.quarter)
                })
                .collect();
            returns.sort();
            let _ = writeln!(out, "    Send {send}: {}", returns.join("; "));
        }
    }
}

fn who_has_sent(out: &mut String, result: &RolledUp<'_>, quarter: Quarter) {
    out.push_str("\nWho has sent\n");
    for cell in result.who.in_quarter(quarter) {
        let _ = writeln!(out, "  {}: {}", cell.belonging.units[0].name, cell.words());
    }
    if let Some(ask) = result.who.to_ask(quarter) {
        let _ = write!(out, "\nTo ask\n{ask}");
    }
}

fn figures(out: &mut String, result: &RolledUp<'_>, quarter: Quarter) {
    let basis = result.basis();
    let all = Unit::all();
    let year = Span::year_to(quarter);
    for (words, span) in [
        ("The quarter", Span::quarter(quarter)),
        ("The year so far", year),
    ] {
        let _ = write!(out, "\n{words}, all together\n");
        for measure in MEASURES {
            let compared = basis.compare(measure, &all, span);
            if compared.now.is_some() || !compared.coverage.not_collected.is_empty() {
                let _ = writeln!(out, "  {}: {}", measure.label, compared.words());
            }
        }
        by_kind(out, result, span);
    }
    let families = Measure::with_code(SCHOOL_FAMILIES);
    let families = families.and_then(|it| result.sums.figures(&all, year).amount(it));
    if let Some(amount) = families {
        let against = match result.structure.schools_pledge() {
            Some(whole) => Share {
                part: amount.count,
                whole,
            }
            .to_string(),
            None => "not settled: organisation files differ about it".to_owned(),
        };
        let _ = writeln!(
            out,
            "  Families at school sessions against the pledge: {against}"
        );
    }
    let Some(contacts) = Measure::with_code(CONTACTS) else {
        return;
    };
    for (words, level) in [("locality", Level::Locality), ("city", Level::City)] {
        let units: Vec<&Unit> = result
            .sums
            .units()
            .filter(|unit| unit.level == level)
            .collect();
        if units.is_empty() || (level == Level::City && units.len() < 2) {
            continue;
        }
        let _ = write!(out, "\nDirect contacts by {words}\n");
        for unit in units {
            let compared = basis.compare(contacts, unit, Span::quarter(quarter));
            let _ = writeln!(out, "  {}: {}", unit.name, compared.words());
        }
    }
}

fn by_kind(out: &mut String, result: &RolledUp<'_>, span: Span) {
    let Some(contacts) = Measure::with_code(CONTACTS) else {
        return;
    };
    let by_kind = result.sums.figures(&Unit::all(), span).by(contacts, "kind");
    for kind in Kind::ALL {
        if let Some(amount) = by_kind.get(kind.code()).filter(|it| it.count > 0) {
            let _ = writeln!(out, "    {}: {}", kind.label(), grouped(amount.count));
        }
    }
}

fn to_look_at(out: &mut String, result: &RolledUp<'_>, quarter: Quarter) {
    let code = quarter.code();
    let (mut lines, mut elsewhere) = (Vec::new(), Vec::new());
    let names = Names::of(result.roll_up, result.structure);
    for one in to_check(result.roll_up, result.structure) {
        // Names that are not listed concern every quarter.
        if one.quarter().is_none_or(|of| of == quarter) {
            lines.push(one.words(&names));
        } else if one.may_count_twice() {
            elsewhere.push(one.words(&names));
        }
    }
    let year = quarter.year().short();
    let decisions = &result.roll_up.decisions;
    for one in misfits(result.sums, result.who, result.structure, decisions) {
        if one.period == code || one.period == year {
            lines.push(one.words);
        }
    }
    let parts = [
        ("To look at", lines),
        ("To look at in other quarters, for the year", elsewhere),
    ];
    for (title, lines) in parts.iter().filter(|(_, lines)| !lines.is_empty()) {
        let _ = writeln!(out, "\n{title}");
        for line in lines {
            let _ = writeln!(out, "  {line}");
        }
    }
}
