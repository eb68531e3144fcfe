//! Shares as dots between nought and a hundred percent, with their counts.

use super::legend::{Sign, before, legend, now};
use super::lettering::{Anchor, LABEL, LINE, SMALL, SMALL_LINE, lines_about, text, wrapped};
use super::scale::length;
use super::{Area, Chart, Look, Naming, ShareValue, Table, Units, WIDTH, line, patterns, units};
use crate::domain::markup::Element;

/// A share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dot {
    /// What it is a share of, such as `Listened to`.
    pub label: String,
    /// The share.
    pub now: ShareValue,
    /// That of the same period of the year before.
    pub before: ShareValue,
}

/// Where the axis begins and ends.
const LEFT: Units = 200;
const RIGHT: Units = 448;
/// Where the counts begin.
const COUNTS: Units = 476;
const TOP: Units = 28;

/// Draws shares from the top down, a dot for each, a diamond where the year before
/// was, and the counts beside them.
#[must_use]
pub fn dots(naming: Naming<'_>, dots: &[Dot]) -> Chart {
    let mut drawn = vec![patterns(naming, &[Look::Withheld])];
    let mut rows = Vec::new();
    let mut foot = TOP;
    for dot in dots {
        let label = wrapped(&dot.label, LABEL, LEFT - 20, 3);
        let height = (units(label.len()) * LINE).max(LINE + SMALL_LINE) + 16;
        rows.push((dot, label, foot, height));
        foot += height;
    }
    for percent in [0, 25, 50, 75, 100] {
        let x = LEFT + length(percent, 100, RIGHT - LEFT);
        let class = if percent == 0 {
            "app-chart__axis"
        } else {
            "app-chart__level"
        };
        drawn.push(line(class, (x, TOP - 4), (x, foot)));
        let words = text(&format!("{percent}%"), SMALL, (x, TOP - 12), Anchor::Middle);
        drawn.push(words.class("app-chart__small"));
    }
    for (dot, label, y, height) in rows {
        let middle = y + height / 2;
        drawn.extend(lines_about(&label, LABEL, (LEFT - 20, middle), Anchor::End));
        drawn.extend(one_dot(naming, dot, middle));
    }
    let shown = |value: ShareValue| matches!(value, ShareValue::Shown(_));
    let mut signs = vec![(Sign::NowAlone, "This period")];
    if dots.iter().any(|dot| shown(dot.before)) {
        signs.push((Sign::BeforeAlone, "The same period last year"));
    }
    if dots.iter().any(|dot| dot.now == ShareValue::Withheld) {
        signs.push((Sign::Area(Look::Withheld), "c: hidden, not to scale"));
    }
    let (signs, height) = legend(naming, &signs, foot + 8);
    drawn.extend(signs);
    naming.chart(description(dots), foot + 8 + height + 4, drawn, table(dots))
}

fn one_dot(naming: Naming<'_>, dot: &Dot, middle: Units) -> Vec<Element> {
    let place = |value: ShareValue| match value {
        ShareValue::Shown(share) if share.whole > 0 => {
            let x = LEFT + length(share.part.min(share.whole), share.whole, RIGHT - LEFT);
            Some((x, middle))
        }
        ShareValue::Shown(_)
        | ShareValue::Withheld
        | ShareValue::NotCollected
        | ShareValue::NoFigures => None,
    };
    let (here, earlier) = (place(dot.now), place(dot.before));
    let mut drawn = vec![line("app-chart__level", (LEFT, middle), (RIGHT, middle))];
    if let (Some(from), Some(to)) = (earlier, here) {
        drawn.push(line("app-chart__line", from, to));
    }
    drawn.extend(earlier.map(before));
    drawn.extend(here.map(now));
    if dot.now == ShareValue::Withheld {
        let area = Area {
            x: LEFT + 2,
            y: middle - 10,
            width: RIGHT - LEFT - 4,
            height: 20,
        };
        drawn.extend(area.filled(naming, Look::Withheld));
    }
    let mut words = dot.now.percent();
    if let Some(counts) = dot.now.counts() {
        words = format!("{words}, {counts}");
    }
    let last_year = match dot.before {
        ShareValue::Shown(_) | ShareValue::Withheld => {
            let counts = dot.before.counts().map(|it| format!(", {it}"));
            let counts = counts.unwrap_or_default();
            Some(format!("last year {}{counts}", dot.before.percent()))
        }
        ShareValue::NotCollected | ShareValue::NoFigures => None,
    };
    let first = middle
        - if last_year.is_some() {
            SMALL_LINE / 2
        } else {
            0
        };
    let lines = wrapped(&words, LABEL, WIDTH - COUNTS, 1);
    let words = lines_about(&lines, LABEL, (COUNTS, first), Anchor::Start);
    drawn.extend(words.into_iter().map(|it| it.class("app-chart__strong")));
    if let Some(words) = last_year {
        let lines = wrapped(&words, SMALL, WIDTH - COUNTS, 1);
        let words = lines_about(&lines, SMALL, (COUNTS, first + LINE), Anchor::Start);
        drawn.extend(words.into_iter().map(|it| it.class("app-chart__small")));
    }
    drawn
}

fn description(dots: &[Dot]) -> String {
    let said: Vec<String> = dots
        .iter()
        .map(|dot| {
            let counts = dot.now.counts().map(|it| format!(" ({it})"));
            let counts = counts.unwrap_or_default();
            let (now, before) = (dot.now.percent(), dot.before.percent());
            format!("{} {now}{counts}, last year {before}", dot.label)
        })
        .collect();
    match said.as_slice() {
        [] => "Nothing is shown.".to_owned(),
        [..] => format!(
            "A dot for each share, between 0% and 100%: {}.",
            said.join("; ")
        ),
    }
}

fn table(dots: &[Dot]) -> Table {
    let head = [
        "Measure",
        "This period",
        "Counts",
        "The same period last year",
        "Counts last year",
    ];
    let row = |dot: &Dot| {
        let counts = |value: ShareValue| value.counts().unwrap_or_else(|| "–".to_owned());
        vec![
            dot.label.clone(),
            dot.now.percent(),
            counts(dot.now),
            dot.before.percent(),
            counts(dot.before),
        ]
    };
    Table {
        head: head.map(str::to_owned).to_vec(),
        rows: dots.iter().map(row).collect(),
    }
}
