//! What is said of each figure to the public.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::cells::{CellRole, Earlier};
use super::detail::Finer;
use super::figures::{CountKey, FigureCells, Period, Side};
use super::loss::Loss;
use super::rule::{Rounding, Rule};
use super::suppress::{Suppression, SuppressionReason};
use crate::domain::base::calendar::Quarter;
use crate::domain::roll_up::measure::Measure;
use crate::domain::roll_up::table::{RETURNS, everywhere, name_of, put_safe, tablets};
use crate::domain::roll_up::{
    Adding, Breakdown, Completeness, Level, RollUp, Structure, Sums, Unit, WhoHasSent,
};
use crate::domain::submission::send::Sample;

/// The sign for what is hidden (Department for Education, Explore education
/// statistics: `c` for confidential).
pub const HIDDEN: &str = "c";
/// The sign for what is not collected (Government Analysis Function, symbols in tables:
/// `x` for not available).
pub const NOT_COLLECTED: &str = "x";
/// The sign for what does not apply, such as the denominator of a count (Government
/// Analysis Function, symbols in tables).
pub const NOT_APPLICABLE: &str = "z";

/// What the public is told of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishedValue {
    /// Its value, rounded where the rule says so.
    Shown(u64),
    /// Nothing, and why.
    Hidden(SuppressionReason),
}

/// What a line of a published table says of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineValue {
    /// What is said of a count.
    Value(PublishedValue),
    /// That it is not collected.
    NotCollected,
    /// That it does not apply: a count has no denominator.
    NotApplicable,
}

impl LineValue {
    /// As it stands in a table.
    #[must_use]
    pub fn text(self) -> Cow<'static, str> {
        match self {
            Self::Value(PublishedValue::Shown(count)) => count.to_string().into(),
            Self::Value(PublishedValue::Hidden(_)) => HIDDEN.into(),
            Self::NotCollected => NOT_COLLECTED.into(),
            Self::NotApplicable => NOT_APPLICABLE.into(),
        }
    }
}

/// What earlier editions of the same tables say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edition(BTreeMap<About, (Earlier, Earlier)>);

impl Edition {
    /// Takes in a line of an earlier table, with what it says of the count and of
    /// the denominator. What a rounded edition shows is nothing to compare with.
    pub fn take_in(&mut self, about: About, count: Earlier, denominator: Earlier) {
        let sides = self.0.entry(about).or_default();
        for (known, said) in [(&mut sides.0, count), (&mut sides.1, denominator)] {
            if *known != Earlier::Hidden && said != Earlier::Nothing {
                *known = said;
            }
        }
    }
}

/// What a line of a published table is about, as it stands there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct About {
    /// The code of the quarter, or of the year up to one.
    pub period: String,
    /// The level of the unit.
    pub level: Level,
    /// The code of the unit, after that of its city where there are several.
    pub unit: String,
    /// The code of the measure.
    pub measure: String,
    /// The part that it is for.
    pub breakdown: Breakdown,
}

/// A line of a published table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub about: About,
    /// What is said of the count or numerator.
    pub count: LineValue,
    /// What is said of the denominator of a share.
    pub denominator: LineValue,
    /// Whether it is complete, and whether it is example data.
    pub status: String,
}

impl Line {
    /// As a line of a CSV file, with its end, after what is there.
    pub fn csv(&self, out: &mut String) {
        let About {
            period,
            level,
            unit,
            measure,
            breakdown,
        } = &self.about;
        let breakdown = breakdown.to_string();
        for text in [period, level.code(), unit, measure, &breakdown] {
            put_safe(text, out);
            out.push(',');
        }
        for value in [self.count, self.denominator] {
            out.push_str(&value.text());
            out.push(',');
        }
        put_safe(&self.status, out);
        out.push('\n');
    }
}

/// All that is published of a roll-up.
#[derive(Debug, Clone)]
pub struct Publication {
    rule: Rule,
    figures: FigureCells,
    why: Vec<Option<SuppressionReason>>,
}

/// A publication that is being worked out: it takes seconds where there are many
/// small counts.
#[derive(Debug)]
pub struct Working {
    rule: Rule,
    figures: FigureCells,
    suppression: Suppression,
}

/// What a piece of the work comes to.
#[derive(Debug)]
pub enum Progress {
    /// There is more to do.
    More(Box<Working>),
    /// That was all.
    Done(Publication),
}

impl Working {
    /// Does a small piece of the work.
    #[must_use]
    pub fn go_on(mut self: Box<Self>) -> Progress {
        if self.suppression.go_on(&self.figures.cells) {
            return Progress::More(self);
        }
        let Self {
            rule,
            figures,
            suppression,
        } = *self;
        Progress::Done(Publication {
            rule,
            figures,
            why: suppression.done(),
        })
    }
}

impl Publication {
    /// Decides of each count whether it is shown, given what earlier editions say.
    #[must_use]
    pub fn of(
        (sums, who): (&Sums, &WhoHasSent),
        structure: &Structure<'_>,
        rule: Rule,
        earlier: &Edition,
    ) -> Self {
        let mut working = Self::begin((sums, who), structure, rule, earlier);
        loop {
            match working.go_on() {
                Progress::More(more) => working = more,
                Progress::Done(done) => return done,
            }
        }
    }

    /// The same, to be worked out in small pieces.
    #[must_use]
    pub fn begin(
        (sums, who): (&Sums, &WhoHasSent),
        structure: &Structure<'_>,
        rule: Rule,
        earlier: &Edition,
    ) -> Box<Working> {
        let threshold = rule.threshold.count();
        let mut figures = FigureCells::of((sums, who), structure, rule);
        if !earlier.0.is_empty() {
            let mut said = Vec::new();
            for (unit, period, here) in figures.iter() {
                for (key, number) in here {
                    let about = about((unit, period), key.measure, &key.breakdown, structure);
                    let sides = earlier.0.get(&about).copied();
                    let (count, denominator) = sides.unwrap_or_default();
                    said.push((
                        *number,
                        match key.side {
                            Side::Count => count,
                            Side::Whole => denominator,
                        },
                    ));
                }
            }
            for (number, earlier) in said {
                figures.was(number, earlier);
            }
        }
        let suppression = Suppression::begin(&figures.cells, threshold);
        Box::new(Working {
            rule,
            figures,
            suppression,
        })
    }

    /// The rule it was made by.
    #[must_use]
    pub const fn rule(&self) -> Rule {
        self.rule
    }

    /// The counts with how they add up, and why each is hidden; for proofs.
    #[must_use]
    pub fn parts(&self) -> (&FigureCells, &[Option<SuppressionReason>]) {
        (&self.figures, &self.why)
    }

    /// What is said of a figure: of a measure, or of a part of it. `None` where nothing
    /// is published of it.
    #[must_use]
    pub fn said(
        &self,
        (unit, period): (&Unit, Period),
        measure: &str,
        part: &Breakdown,
        side: Side,
    ) -> Option<PublishedValue> {
        let here = self.figures.here(unit, period)?;
        let key = CountKey {
            measure: Measure::with_code(measure)?.code,
            breakdown: part.clone(),
            side,
        };
        here.get(&key).map(|number| self.said_of(*number))
    }

    fn said_of(&self, number: usize) -> PublishedValue {
        match self.why.get(number).copied().flatten() {
            Some(why) => PublishedValue::Hidden(why),
            None => {
                PublishedValue::Shown(self.rule.rounding.rounded(self.figures.cells.value(number)))
            }
        }
    }

    /// Gives each line of the table, in the order of levels, units and periods; of
    /// one quarter, and of the year up to it, where one is wanted.
    pub fn lines(
        &self,
        all: (&RollUp<'_>, &Sums, &WhoHasSent),
        structure: &Structure<'_>,
        wanted: Option<Quarter>,
        mut take: impl FnMut(Line),
    ) {
        let places = everywhere(all.1, all.2).into_iter();
        let has_teams = !self.rule.detail.leaves_out(Finer::Teams);
        let is_told = |unit: &Unit| has_teams || unit.level != Level::Team;
        let is_wanted = |quarter: Quarter| wanted.is_none_or(|wanted| wanted == quarter);
        for (unit, quarter) in places.filter(|it| is_told(it.0) && is_wanted(it.1)) {
            for period in [Period::Quarter(quarter), Period::YearTo(quarter)] {
                self.lines_of(all, structure, (unit, period), &mut take);
            }
        }
    }

    /// Gives each line of a unit and period.
    pub fn lines_of(
        &self,
        (roll_up, _, who): (&RollUp<'_>, &Sums, &WhoHasSent),
        structure: &Structure<'_>,
        (unit, period): (&Unit, Period),
        take: &mut impl FnMut(Line),
    ) {
        if let Period::Quarter(quarter) = period {
            take(who_has_sent((roll_up, who), structure, unit, quarter));
        }
        let here = self.figures.here(unit, period).into_iter().flatten();
        let known = here.map(|(key, number)| (key, Some(*number)));
        let others = self.figures.not_collected(unit, period);
        let mut all: Vec<_> = known.chain(others.map(|key| (key, None))).collect();
        all.sort_unstable();
        for (key, number) in all {
            let (measure, part) = (key.measure, &key.breakdown);
            match key.side {
                Side::Count => {}
                Side::Whole => continue,
            }
            let known = Measure::with_code(measure);
            let coverage = who.coverage(unit, period.span(), known, structure);
            let has_whole = part.is_whole() && known.is_some_and(|it| it.adding == Adding::Ratio);
            let whole = || self.said((unit, period), measure, part, Side::Whole);
            let said = |said: Option<PublishedValue>| {
                said.map_or(LineValue::NotCollected, LineValue::Value)
            };
            take(Line {
                about: about((unit, period), measure, part, structure),
                count: said(number.map(|number| self.said_of(number))),
                denominator: if has_whole {
                    said(whole())
                } else {
                    LineValue::NotApplicable
                },
                status: status(roll_up, coverage.completeness()),
            });
        }
    }

    /// What is lost by what is hidden.
    #[must_use]
    pub fn loss(&self) -> Loss {
        let mut loss = Loss {
            numbers: 0,
            hidden: SuppressionReason::ALL.map(|why| (why, 0)),
            sum: 0,
            hidden_sum: 0,
            rule: self.rule,
        };
        for (cell, why) in self.figures.cells.cells().iter().zip(&self.why) {
            if !matches!(cell.role, CellRole::Published(_)) {
                continue;
            }
            loss.numbers += 1;
            loss.sum = loss.sum.saturating_add(cell.value);
            if let Some(why) = why {
                loss.hidden_sum = loss.hidden_sum.saturating_add(cell.value);
                for (known, many) in &mut loss.hidden {
                    *many += u64::from(known == why);
                }
            }
        }
        loss
    }

    /// What was hidden and why, in words for the public.
    #[must_use]
    pub fn words(&self) -> Vec<String> {
        let most = self.rule.threshold.count();
        let small = if most == 1 {
            "A count of 1".to_owned()
        } else {
            format!("A count from 1 to {most}")
        };
        let mut words = vec![
            format!(
                "{HIDDEN} means confidential: the number is hidden so that nobody is revealed."
            ),
            format!(
                "{small} is hidden, and so are the numbers that make it up. Some larger numbers \
                 are hidden too, because a small one could be worked out from them: by adding \
                 or subtracting, from a percentage, from last year’s number or from an earlier \
                 edition."
            ),
            "0 means none, except among the numbers that make up a small one, where it is \
             hidden as well."
                .to_owned(),
            format!(
                "{NOT_COLLECTED} means that the number is not collected. {NOT_APPLICABLE} means \
                 that there is none: only shares are out of another number."
            ),
        ];
        match self.rule.rounding {
            Rounding::Exact => {}
            Rounding::ToFive => words.push(
                "Numbers are rounded to the nearest 5, so they may not add up. Percentages \
                 come from rounded numbers."
                    .to_owned(),
            ),
        }
        words
    }
}

/// The line that says who has sent: how many have is no count of families.
fn who_has_sent(
    (roll_up, who): (&RollUp<'_>, &WhoHasSent),
    structure: &Structure<'_>,
    unit: &Unit,
    quarter: Quarter,
) -> Line {
    let period = Period::Quarter(quarter);
    let sent = who.coverage(unit, period.span(), None, structure);
    let (count, of) = match unit.level {
        Level::Team => tablets(who, unit, quarter),
        Level::Locality | Level::City | Level::All => (sent.complete, Some(sent.teams)),
    };
    Line {
        about: about((unit, period), RETURNS, &Breakdown::whole(), structure),
        count: LineValue::Value(PublishedValue::Shown(count as u64)),
        denominator: of.map_or(LineValue::NotApplicable, |of| {
            LineValue::Value(PublishedValue::Shown(of as u64))
        }),
        status: status(roll_up, sent.completeness()),
    }
}

fn status(roll_up: &RollUp<'_>, completeness: Completeness) -> String {
    match roll_up.sample {
        Sample::Real => completeness.code().to_owned(),
        Sample::Example => format!("example-{}", completeness.code()),
    }
}

fn about(
    (unit, period): (&Unit, Period),
    measure: &str,
    part: &Breakdown,
    structure: &Structure<'_>,
) -> About {
    About {
        period: period.code(),
        level: unit.level,
        unit: name_of(unit, structure.organisations().len() > 1),
        measure: measure.to_owned(),
        breakdown: part.clone(),
    }
}
