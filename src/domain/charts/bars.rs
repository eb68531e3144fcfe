//! One bar for each age band, team or locality, beside last year's.

use super::legend::{Sign, before, legend};
use super::lettering::{Anchor, LABEL, LINE, SMALL, heading, lines_about, text, width, wrapped};
use super::scale::Scale;
use super::{
    Area, Chart, Format, Look, Naming, Table, Units, Value, line, listed, patterns, units,
};
use crate::domain::base::markup::Element;
use crate::domain::base::share::Share;

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// What it is about.
    pub label: String,
    /// Its count.
    pub now: Value,
    /// That of the same period of the year before.
    pub before: Value,
}

/// Bars under a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The heading; `None` where there is but one group.
    pub heading: Option<String>,
    /// Its bars, from the top.
    pub bars: Vec<Bar>,
}

/// Whether each bar is also shown as a part of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parts {
    /// The bars are parts of one whole.
    OfAWhole,
    /// They are not, or the whole is of no interest.
    NotShown,
}

/// What the columns of figures are called.
#[derive(Debug, Clone, Copy)]
pub struct Heads<'a> {
    /// What the bars are, such as `Age band`.
    pub bar: &'a str,
    /// What is counted.
    pub unit: &'a str,
}

/// The most that labels take of the width.
const fn labels(format: Format) -> Units {
    match format {
        Format::Wide => 230,
        Format::Narrow => 116,
    }
}

const HEADING: Units = 34;

/// Draws bars from the top down, with their counts at their ends and a diamond
/// where the year before was.
#[must_use]
pub fn bars(naming: Naming<'_>, heads: Heads<'_>, parts: Parts, groups: &[Group]) -> Chart {
    let all: Vec<&Bar> = groups.iter().flat_map(|group| &group.bars).collect();
    Measured::for_all(heads, parts, naming.format, &all).bars(naming, groups)
}

/// How bars are drawn so that those of several charts can be compared.
#[derive(Debug, Clone, Copy)]
pub struct Measured<'a> {
    heads: Heads<'a>,
    parts: Parts,
    total: Value,
    /// Where bars begin.
    left: Units,
    scale: Scale,
}

impl<'a> Measured<'a> {
    /// Takes the measure of all bars, in whichever chart they are drawn.
    #[must_use]
    pub fn for_all(heads: Heads<'a>, parts: Parts, format: Format, bars: &[&Bar]) -> Self {
        let all = || bars.iter().copied();
        let total = Value::sum(&all().map(|bar| bar.now).collect::<Vec<_>>());
        let mut measured = Self {
            heads,
            parts,
            total,
            left: all().map(|bar| width(&bar.label, LABEL)).max().unwrap_or(0),
            scale: Scale::ending_at(0, 0),
        };
        measured.left = measured.left.min(labels(format)) + 12;
        let widest = all().map(|bar| width(&measured.said(bar), LABEL)).max();
        let counts = all().flat_map(|it| [it.now, it.before]);
        let largest = counts.filter_map(Value::count).max().unwrap_or(0);
        // The counts stand behind the bars, and behind the diamonds.
        let room = format.width() - measured.left - widest.unwrap_or(0) - 20;
        measured.scale = Scale::ending_at(largest, room);
        measured
    }

    /// The count of a bar, and which part of the whole it is.
    fn said(&self, bar: &Bar) -> String {
        match (self.parts, bar.now, self.total) {
            (Parts::OfAWhole, Value::Shown(part), Value::Shown(whole)) => {
                let percent = Share { part, whole }.percent();
                let percent = percent.map(|it| format!(" ({it})")).unwrap_or_default();
                bar.now.words() + &percent
            }
            (Parts::OfAWhole | Parts::NotShown, _, _) => bar.now.words(),
        }
    }

    /// Draws some of them.
    #[must_use]
    pub fn bars(&self, naming: Naming<'_>, groups: &[Group]) -> Chart {
        let all: Vec<&Bar> = groups.iter().flat_map(|group| &group.bars).collect();
        let left = self.left;
        let mut drawn = vec![patterns(naming, &[Look::Withheld])];
        let mut y = 0;
        for group in groups {
            if let Some(words) = &group.heading {
                drawn.extend(heading(words, naming.width(), y + HEADING / 2 + 4));
                y += HEADING;
            }
            for bar in &group.bars {
                let lines = wrapped(&bar.label, LABEL, left - 12, 3);
                let height = units(lines.len()) * LINE + 12;
                let middle = y + height / 2;
                drawn.extend(lines_about(&lines, LABEL, (left - 12, middle), Anchor::End));
                let said = self.said(bar);
                drawn.extend(one_bar(naming, bar, &said, self.scale, (left, middle)));
                drawn.push(line("app-chart__axis", (left, y), (left, y + height)));
                y += height;
            }
        }
        let has_before = all.iter().any(|bar| bar.before.count().is_some());
        let has_hidden = all.iter().any(|bar| bar.now == Value::Withheld);
        let mut signs = Vec::new();
        if has_before {
            signs.push((Sign::Area(Look::Plain), "This period"));
            signs.push((Sign::BeforeAlone, "The same period last year"));
        }
        if has_hidden {
            signs.push((Sign::Area(Look::Withheld), "c: hidden, not to scale"));
        }
        let (signs, height) = legend(naming, &signs, y + 8);
        drawn.extend(signs);
        let said: Vec<String> = all
            .iter()
            .map(|bar| format!("{} {}", bar.label, self.said(bar)))
            .collect();
        let description = match said.as_slice() {
            [] => "Nothing is shown.".to_owned(),
            [..] => format!("A bar for each, {}: {}.", self.heads.unit, listed(&said)),
        };
        let table = self.table(groups, has_before);
        naming.chart(description, y + 8 + height + 4, drawn, table)
    }

    fn table(&self, groups: &[Group], has_before: bool) -> Table {
        let mut named = self.heads.unit.to_owned();
        if let Some(first) = named.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let has_headings = groups.iter().any(|group| group.heading.is_some());
        let mut head = vec![self.heads.bar.to_owned()];
        if has_headings {
            head.push("In".to_owned());
        }
        head.push(named);
        if has_before {
            head.push("The same period last year".to_owned());
        }
        let mut rows = Vec::new();
        for group in groups {
            for bar in &group.bars {
                let mut row = vec![bar.label.clone()];
                if has_headings {
                    row.push(group.heading.clone().unwrap_or_default());
                }
                row.push(self.said(bar));
                if has_before {
                    row.push(bar.before.words());
                }
                rows.push(row);
            }
        }
        Table { head, rows }
    }
}

fn one_bar(
    naming: Naming<'_>,
    bar: &Bar,
    said: &str,
    scale: Scale,
    (left, middle): (Units, Units),
) -> Vec<Element> {
    let mut drawn = Vec::new();
    let area = |width| Area {
        x: left,
        y: middle - 10,
        width,
        height: 20,
    };
    let mut end = left;
    match bar.now {
        Value::Shown(0) | Value::NotCollected | Value::NoFigures => {}
        Value::Shown(count) => {
            let area = area(scale.length(count));
            end = left + area.width;
            drawn.extend(area.filled(naming, Look::Plain));
        }
        Value::Withheld => {
            let area = area(28);
            end = left + area.width;
            drawn.extend(area.filled(naming, Look::Withheld));
        }
    }
    if let Some(count) = bar.before.count() {
        let x = left + scale.length(count);
        end = end.max(x + 7);
        drawn.push(before((x, middle)));
    }
    let (size, class) = match bar.now {
        Value::Shown(_) | Value::Withheld => (LABEL, "app-chart__strong"),
        Value::NotCollected | Value::NoFigures => (SMALL, "app-chart__small"),
    };
    let at = (end + 8, middle + size * 35 / 100);
    drawn.push(text(said, size, at, Anchor::Start).class(class));
    drawn
}
