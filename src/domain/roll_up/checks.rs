//! Figures that do not fit together: sums that do not come out, percentages that
//! do not follow from their counts, changes that are not the difference, and
//! jumps.
//!
//! The test cases are where the report's own numbers do not agree (Early Help
//! report 2016-17, sections 2 and 3).

use std::collections::BTreeMap;

use super::Level;
use super::change::Change;
use super::decisions::Decisions;
use super::lexicon::{Adding, Amount};
use super::measure::{CONTACTS, MEASURES, Measure, RECEIVED};
use super::published::{Published, PublishedPeriod};
use super::structure::{Structure, Unit};
use super::sums::{Figures, Span, Sums};
use super::who_has_sent::{Completeness, WhoHasSent};
use crate::domain::base::calendar::Quarter;
use crate::domain::base::share::{Tenths, counted, grouped};
use crate::domain::base::typed::value;
use crate::domain::record::session::Kind;

/// What is wrong or odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// The quarters do not sum to the year.
    QuartersAgainstYear,
    /// The parts do not sum to the whole.
    PartsAgainstWhole,
    /// A percentage is not that of its counts.
    PercentNotOfCounts,
    /// A percentage has other decimals than those beside it.
    Decimals,
    /// A percentage implies another denominator than is stated.
    ImpliedDenominator,
    /// Two sources say different things.
    SourcesDiffer,
    /// A change is not the difference.
    ChangeNotDifference,
    /// It changed by more than half against last year.
    Jump,
    /// A team is far from what is usual for it.
    FarFromUsual,
}

/// One thing that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Misfit {
    /// What sort.
    pub sort: Sort,
    /// The code of the measure.
    pub measure: String,
    /// The year or quarter.
    pub period: String,
    /// The code of the unit.
    pub unit: String,
    /// What it is and what to look at.
    pub words: String,
}

/// Everything that does not fit, sorted: among the published totals that were
/// typed in, among the figures added up, and between both.
#[must_use]
pub fn misfits(
    sums: &Sums,
    who: &WhoHasSent,
    structure: &Structure<'_>,
    decisions: &Decisions,
) -> Vec<Misfit> {
    let mut found = Vec::new();
    let all: Vec<&Published> = decisions.published.iter().collect();
    for one in &all {
        percent_of_counts(one, &mut found);
        decimals(one, &all, &mut found);
        implied_denominator(one, &all, &mut found);
        change_is_difference(one, &all, &mut found);
        quarters_against_year(one, &all, (sums, who, structure), &mut found);
        against_figures(one, (sums, who, structure), &mut found);
    }
    sources_differ(&all, &mut found);
    // Where there is one city, it is all there is.
    let cities = sums
        .units()
        .filter(|unit| unit.level == Level::City)
        .count();
    for unit in sums.units() {
        if unit.level != Level::City || cities > 1 {
            jumps(sums, unit, &mut found);
        }
        if unit.level == Level::Team {
            far_from_usual(sums, unit, &mut found);
            parts_against_whole(sums, unit, &mut found);
        }
    }
    found.sort();
    found.dedup();
    found
}

fn misfit(sort: Sort, of: &Published, words: &str) -> Misfit {
    Misfit {
        sort,
        measure: of.measure.to_string(),
        period: of.period.code(),
        unit: of
            .unit
            .as_ref()
            .map_or("all", |unit| unit.as_str())
            .to_owned(),
        words: format!("{}, {}: {words}", label(of.measure.as_str()), of.period),
    }
}

fn label(measure: &str) -> String {
    Measure::with_code(measure).map_or_else(|| measure.to_owned(), |it| it.label.to_owned())
}

/// A percentage as it was printed, in units of its last decimal.
#[derive(Clone, Copy)]
struct Printed {
    value: i128,
    decimals: u32,
}

impl Printed {
    /// `None` for a text that is no percentage.
    fn read(text: &str) -> Option<Self> {
        let text = value(text);
        let number = text.trim_end_matches('%').trim_end();
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let digits = [whole, decimals].concat();
        let fits = (1..=9).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
        let decimals = u32::try_from(decimals.len()).ok()?;
        fits.then(|| digits.parse().ok())
            .flatten()
            .map(|value| Self { value, decimals })
    }

    /// What a share comes to with as many decimals; `None` of nothing.
    fn of(part: u64, whole: u64, decimals: u32) -> Option<Self> {
        let scale = 100 * 10_i128.checked_pow(decimals)?;
        let (part, whole) = (i128::from(part), i128::from(whole));
        let value = part.checked_mul(2 * scale)?.checked_add(whole)?;
        let value = value.checked_div(2 * whole)?;
        Some(Self { value, decimals })
    }

    fn words(self) -> String {
        let scale = 10_i128.pow(self.decimals);
        match self.decimals {
            0 => format!("{}%", self.value),
            decimals => {
                let width = decimals as usize;
                format!("{}.{:0width$}%", self.value / scale, self.value % scale)
            }
        }
    }
}

fn percent_of_counts(one: &Published, found: &mut Vec<Misfit>) {
    let (Some(count), Some(whole), Some(text)) = (one.count, one.whole, &one.percent) else {
        return;
    };
    let of = format!("{} of {}", grouped(count), grouped(whole));
    let Some(printed) = Printed::read(text.as_str()) else {
        let words = format!("{text} is not a percentage");
        found.push(misfit(Sort::PercentNotOfCounts, one, &words));
        return;
    };
    let Some(exact) = Printed::of(count, whole, printed.decimals) else {
        return;
    };
    if exact.value == printed.value {
        return;
    }
    let decimals = printed.decimals.max(1);
    let exact = Printed::of(count, whole, decimals).map_or_else(String::new, Printed::words);
    let mut words = format!("{of} is {exact}, and {text} was printed");
    // The numbers of the others, or of the digits in another order.
    let others = whole.saturating_sub(count);
    let swapped = Printed::of(others, whole, printed.decimals);
    if count < whole && swapped.is_some_and(|it| it.value == printed.value) {
        words.push_str("; that is the share of the other ");
        words.push_str(&grouped(others));
    }
    found.push(misfit(Sort::PercentNotOfCounts, one, &words));
}

fn decimals(one: &Published, all: &[&Published], found: &mut Vec<Misfit>) {
    let decimals = |one: &Published| {
        let text = one.percent.as_ref()?;
        Printed::read(text.as_str()).map(|printed| printed.decimals)
    };
    let Some(own) = decimals(one).filter(|own| *own != 1) else {
        return;
    };
    let beside = all.iter().filter(|it| it.source == one.source);
    let differ = beside
        .filter_map(|it| decimals(it))
        .any(|other| other != own);
    let (Some(text), true) = (&one.percent, differ) else {
        return;
    };
    let exact = one.count.zip(one.whole);
    let exact = exact.and_then(|(count, whole)| Printed::of(count, whole, 1));
    let exact = exact.map_or_else(String::new, |exact| format!(": it is {}", exact.words()));
    let words = format!("{text} has {own} decimals, and percentages beside it have others{exact}");
    found.push(misfit(Sort::Decimals, one, &words));
}

/// The measure whose count is the denominator of another.
fn denominator(measure: &str) -> Option<&'static str> {
    Some(match measure {
        "cases-reopened" | "cases-escalated" => "cases-closed",
        "cse-medium-or-high" => "cases-screened-for-cse",
        "spider-graphs-improving" => "spider-graphs-completed",
        "survey-respect" | "survey-listened" | "survey-helped" => RECEIVED,
        _ => return None,
    })
}

fn is_beside(one: &Published, other: &Published) -> bool {
    (other.period, other.level, &other.unit) == (one.period, one.level, &one.unit)
}

fn implied_denominator(one: &Published, all: &[&Published], found: &mut Vec<Misfit>) {
    let (Some(count), None, Some(text)) = (one.count, one.whole, &one.percent) else {
        return;
    };
    let Some(printed) = Printed::read(text.as_str()).filter(|it| it.value > 0) else {
        return;
    };
    let Some(measure) = denominator(one.measure.as_str()) else {
        return;
    };
    for other in all {
        let Some(stated) = other.count else {
            continue;
        };
        if other.measure.as_str() != measure || !is_beside(one, other) {
            continue;
        }
        let exact = Printed::of(count, stated, printed.decimals);
        if exact.is_some_and(|exact| exact.value == printed.value) {
            continue;
        }
        let scale = 100 * 10_i128.pow(printed.decimals);
        let doubled = 2 * i128::from(count) * scale + printed.value;
        let implied = u64::try_from(doubled / (2 * printed.value)).unwrap_or(u64::MAX);
        let words = format!(
            "{} is printed as {text}, which implies about {} {}; {} are stated",
            grouped(count),
            grouped(implied),
            label(measure).to_lowercase(),
            grouped(stated)
        );
        found.push(misfit(Sort::ImpliedDenominator, one, &words));
    }
}

fn change_is_difference(one: &Published, all: &[&Published], found: &mut Vec<Misfit>) {
    let (Some(count), Some(change)) = (one.count, one.change) else {
        return;
    };
    let before = one.period.same_last_year();
    for other in all {
        let Some(last) = other.count else {
            continue;
        };
        let same = (&other.measure, other.period, other.level, &other.unit)
            == (&one.measure, before, one.level, &one.unit);
        let exact = i128::from(count) - i128::from(last);
        if !same || exact == i128::from(change) {
            continue;
        }
        let rise = if exact < 0 { "fall" } else { "rise" };
        let words = format!(
            "the {rise} from {} to {} is {}, and {} is stated",
            grouped(last),
            grouped(count),
            grouped(u64::try_from(exact.unsigned_abs()).unwrap_or(u64::MAX)),
            grouped(change.unsigned_abs())
        );
        found.push(misfit(Sort::ChangeNotDifference, one, &words));
    }
}

/// What figures are compared with.
type Added<'a> = (&'a Sums, &'a WhoHasSent, &'a Structure<'a>);

fn quarters_against_year(
    one: &Published,
    all: &[&Published],
    added: Added<'_>,
    found: &mut Vec<Misfit>,
) {
    let (PublishedPeriod::Year(year), Some(count)) = (one.period, one.count) else {
        return;
    };
    let measure = Measure::with_code(one.measure.as_str());
    if measure.is_some_and(|it| it.adding == Adding::Stock) {
        return;
    }
    let quarters = year.quarters();
    let published = quarters.map(|quarter| {
        let period = PublishedPeriod::Quarter(quarter);
        let mut same = all.iter().filter(|it| {
            (&it.measure, it.period, it.level, &it.unit)
                == (&one.measure, period, one.level, &one.unit)
        });
        same.find_map(|it| it.count)
    });
    let added_up = || -> Option<u64> {
        let (sums, ..) = added;
        let span = Span::year(year);
        let unit = complete_unit(one, added, span)?;
        sums.figures(unit, span).amount(measure?).map(|it| it.count)
    };
    let sum = published
        .iter()
        .try_fold(0_u64, |sum, count| Some(sum.saturating_add((*count)?)));
    for (sum, who) in [(sum, "the typed quarters"), (added_up(), "the returns")] {
        if let Some(sum) = sum.filter(|sum| *sum != count) {
            let words = format!(
                "{who} sum to {}, and the year says {}",
                grouped(sum),
                grouped(count)
            );
            found.push(misfit(Sort::QuartersAgainstYear, one, &words));
        }
    }
}

/// The unit that a published total is of, if all its returns of the span are here.
fn complete_unit<'a>(
    one: &Published,
    (sums, who, structure): Added<'a>,
    span: Span,
) -> Option<&'a Unit> {
    let wanted = one.unit.as_ref().map_or("all", |unit| unit.as_str());
    let unit = sums
        .units()
        .find(|unit| unit.level == one.level && unit.code == wanted)?;
    let measure = Measure::with_code(one.measure.as_str())?;
    let coverage = who.coverage(unit, span, Some(measure), structure);
    (coverage.completeness() == Completeness::Complete
        && coverage.not_collected.is_empty()
        && sums
            .quarters(unit)
            .filter(|it| span.quarters().contains(it))
            .count()
            == span.quarters().len())
    .then_some(unit)
}

/// A quarter that was typed in and is here too.
fn against_figures(one: &Published, added: Added<'_>, found: &mut Vec<Misfit>) {
    let (PublishedPeriod::Quarter(quarter), Some(count)) = (one.period, one.count) else {
        return;
    };
    let span = Span::quarter(quarter);
    let Some(unit) = complete_unit(one, added, span) else {
        return;
    };
    let measure = Measure::with_code(one.measure.as_str());
    let here = measure.and_then(|it| added.0.figures(unit, span).amount(it));
    if let Some(here) = here.filter(|here| here.count != count) {
        let words = format!(
            "{} was typed in, and the returns come to {}",
            grouped(count),
            grouped(here.count)
        );
        found.push(misfit(Sort::SourcesDiffer, one, &words));
    }
}

fn sources_differ(all: &[&Published], found: &mut Vec<Misfit>) {
    let mut by_about: BTreeMap<_, Vec<&Published>> = BTreeMap::new();
    for one in all {
        // A stock of the year is that of its last quarter.
        let measure = Measure::with_code(one.measure.as_str());
        let is_stock = measure.is_some_and(|it| it.adding == Adding::Stock);
        let period = match one.period {
            PublishedPeriod::Year(year) if is_stock => PublishedPeriod::Quarter(year.quarters()[3]),
            period => period,
        };
        let about = (&one.measure, period, one.level, &one.unit);
        by_about.entry(about).or_default().push(one);
    }
    for same in by_about.values() {
        let Some((first, others)) = same.split_first() else {
            continue;
        };
        for other in others {
            if let (Some(one), Some(two)) = (first.count, other.count)
                && one != two
            {
                let words = format!(
                    "{} says {}, and {} says {}",
                    first.source,
                    grouped(one),
                    other.source,
                    grouped(two)
                );
                found.push(misfit(Sort::SourcesDiffer, first, &words));
            }
        }
    }
}

/// Below so many, a change of half is nothing to wonder at.
const SMALL: u64 = 20;

fn of_unit(sort: Sort, measure: &Measure, unit: &Unit, quarter: Quarter, words: &str) -> Misfit {
    Misfit {
        sort,
        measure: measure.code.to_owned(),
        period: quarter.code(),
        unit: unit.code.clone(),
        words: format!("{}, {quarter}, {}: {words}", unit.name, measure.label),
    }
}

/// The measures that are counts.
fn counts() -> impl Iterator<Item = &'static Measure> {
    let listed = MEASURES.iter();
    listed.filter(|measure| match measure.adding {
        Adding::Period | Adding::Stock => true,
        Adding::Ratio => false,
    })
}

fn jumps(sums: &Sums, unit: &Unit, found: &mut Vec<Misfit>) {
    let quarters: Vec<Quarter> = sums.quarters(unit).collect();
    for quarter in &quarters {
        let before = quarter.same_last_year();
        if !quarters.contains(&before) {
            continue;
        }
        let now = sums.figures(unit, Span::quarter(*quarter));
        let last = sums.figures(unit, Span::quarter(before));
        for measure in counts() {
            let (Some(now), Some(before)) = (now.amount(measure), last.amount(measure)) else {
                continue;
            };
            let change = Change { now, before };
            let far = change.difference().unsigned_abs() * 2 > u128::from(before.count);
            if before.count < SMALL || !far {
                continue;
            }
            let percent = change.percent().map(Tenths::signed).unwrap_or_default();
            let words = format!(
                "{} after {} last year ({percent}%)",
                grouped(now.count),
                grouped(before.count)
            );
            found.push(of_unit(Sort::Jump, measure, unit, *quarter, &words));
        }
    }
}

/// How many quarters make a habit.
const HABIT: usize = 4;

fn far_from_usual(sums: &Sums, unit: &Unit, found: &mut Vec<Misfit>) {
    let quarters: Vec<Quarter> = sums.quarters(unit).collect();
    let figures: Vec<Figures<'_>> = quarters
        .iter()
        .map(|quarter| sums.figures(unit, Span::quarter(*quarter)))
        .collect();
    for code in [CONTACTS, RECEIVED] {
        let Some(measure) = Measure::with_code(code) else {
            continue;
        };
        let amounts: Vec<u64> = figures
            .iter()
            .map(|it| it.amount(measure).unwrap_or_default().count)
            .collect();
        for at in HABIT..amounts.len() {
            let (Some(now), Some(before)) = (amounts.get(at), amounts.get(at - HABIT..at)) else {
                continue;
            };
            let least = before.iter().copied().min().unwrap_or_default();
            let most = before.iter().copied().max().unwrap_or_default();
            if least >= SMALL && (*now > most * 2 || *now * 2 < least) {
                let words = format!(
                    "{}, and {} to {} in the {HABIT} quarters before",
                    grouped(*now),
                    grouped(least),
                    grouped(most)
                );
                let quarter = quarters.get(at).copied();
                found.extend(
                    quarter.map(|it| of_unit(Sort::FarFromUsual, measure, unit, it, &words)),
                );
            }
        }
    }
}

/// The kinds with a place are given by place and by month as well: these must
/// come to the same.
fn parts_against_whole(sums: &Sums, unit: &Unit, found: &mut Vec<Misfit>) {
    for quarter in sums.quarters(unit) {
        let figures = sums.figures(unit, Span::quarter(quarter));
        for measure in [CONTACTS, "sessions", "new-families"] {
            let Some(measure) = Measure::with_code(measure) else {
                continue;
            };
            let by_kind = figures.by(measure, "kind");
            let placed = Kind::ALL
                .into_iter()
                .filter(|kind| kind.place_kind().is_some());
            let whole: u64 = placed
                .filter_map(|kind| by_kind.get(kind.code()))
                .map(|amount| amount.count)
                .sum();
            for dimension in ["place", "month"] {
                let parts = figures.by(measure, dimension);
                let sum: u64 = parts.values().map(|amount| amount.count).sum();
                if sum != whole {
                    let words = format!(
                        "by {dimension} they sum to {}, and by kind to {}",
                        grouped(sum),
                        grouped(whole)
                    );
                    let sort = Sort::PartsAgainstWhole;
                    found.push(of_unit(sort, measure, unit, quarter, &words));
                }
            }
        }
        surveys_fit(&figures, unit, quarter, found);
    }
}

fn surveys_fit(figures: &Figures<'_>, unit: &Unit, quarter: Quarter, found: &mut Vec<Misfit>) {
    let amount = |code: &str| {
        let measure = Measure::with_code(code)?;
        figures.amount(measure).map(|amount| (measure, amount))
    };
    let count = |code: &str| amount(code).map_or(0, |(_, Amount { count, .. })| count);
    let (asked, received) = (count("surveys-asked"), count(RECEIVED));
    let declined = count("surveys-declined");
    if let Some((measure, _)) = amount("surveys-asked")
        && received.saturating_add(declined) > asked
    {
        let words = format!(
            "{} asked, and {} received and {} declined",
            grouped(asked),
            grouped(received),
            grouped(declined)
        );
        let sort = Sort::PartsAgainstWhole;
        found.push(of_unit(sort, measure, unit, quarter, &words));
    }
    for code in ["survey-respect", "survey-listened", "survey-helped"] {
        if let Some((measure, share)) = amount(code)
            && share.whole > received
        {
            let words = format!(
                "of {}, and {} received",
                counted(share.whole, "survey", "surveys"),
                counted(received, "was", "were")
            );
            let sort = Sort::PartsAgainstWhole;
            found.push(of_unit(sort, measure, unit, quarter, &words));
        }
    }
}
