//! Shares as dots between nought and a hundred percent, with their counts.

use super::legend::{Sign, before, legend, now};
use super::lettering::{Anchor, LABEL, LINE, SMALL, SMALL_LINE, lines_about, text, wrapped};
use super::scale::length;
use super::{Area, Chart, Format, Look, Naming, ShareValue, Table, Units, line, patterns, units};
use crate::domain::base::markup::Element;

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

const TOP: Units = 28;

/// Where things stand from left to right.
#[derive(Debug, Clone, Copy)]
struct Layout {
    format: Format,
    /// Where the axis begins.
    left: Units,
    /// Where it ends.
    right: Units,
    /// Where the counts begin.
    counts: Units,
    /// Where the drawing ends.
    end: Units,
    /// The percentages at the axis.
    marks: &'static [u64],
}

impl Layout {
    const fn of(format: Format) -> Self {
        let end = format.width();
        match format {
            Format::Wide => Self {
                format,
                left: 200,
                right: 448,
                counts: 476,
                end,
                marks: &[0, 25, 50, 75, 100],
            },
            Format::Narrow => Self {
                format,
                left: 118,
                right: 218,
                counts: 236,
                end,
                marks: &[0, 50, 100],
            },
        }
    }

    /// How far along the axis a part of a whole stands.
    fn along(self, part: u64, whole: u64) -> Units {
        self.left + length(part, whole, self.right - self.left)
    }

    /// What stands beside the axis: the share with its counts, and that of last year.
    fn said(self, dot: &Dot) -> [Vec<String>; 2] {
        let room = self.end - self.counts;
        let percent = dot.now.percent();
        let now = match (self.format, dot.now.counts()) {
            (_, None) => wrapped(&percent, LABEL, room, MOST_LINES),
            (Format::Wide, Some(counts)) => {
                wrapped(&format!("{percent}, {counts}"), LABEL, room, MOST_LINES)
            }
            (Format::Narrow, Some(counts)) => [percent, counts]
                .iter()
                .flat_map(|words| wrapped(words, LABEL, room, 2))
                .collect(),
        };
        let last_year = match dot.before {
            ShareValue::Shown(_) | ShareValue::Withheld => {
                let counts = dot.before.counts().map(|it| format!(", {it}"));
                let counts = counts.unwrap_or_default();
                let words = format!("last year {}{counts}", dot.before.percent());
                wrapped(&words, SMALL, room, MOST_LINES)
            }
            ShareValue::NotCollected | ShareValue::NoFigures => Vec::new(),
        };
        [now, last_year]
    }
}

/// How many lines a share and its counts are given at most.
const MOST_LINES: usize = 3;

/// Draws shares from the top down, a dot for each, a diamond where the year before
/// was, and the counts beside them.
#[must_use]
pub fn dots(naming: Naming<'_>, dots: &[Dot]) -> Chart {
    let layout = Layout::of(naming.format);
    let mut drawn = vec![patterns(naming, &[Look::Withheld])];
    let mut rows = Vec::new();
    let mut foot = TOP;
    for dot in dots {
        let label = wrapped(&dot.label, LABEL, layout.left - 20, 3);
        let said = layout.said(dot);
        let beside = units(said[0].len()) * LINE + units(said[1].len()) * SMALL_LINE;
        let least = LINE + SMALL_LINE;
        let height = (units(label.len()) * LINE).max(beside).max(least) + 16;
        rows.push((dot, label, said, (foot, height)));
        foot += height;
    }
    for percent in layout.marks.iter().copied() {
        let x = layout.along(percent, 100);
        let class = if percent == 0 {
            "app-chart__axis"
        } else {
            "app-chart__level"
        };
        drawn.push(line(class, (x, TOP - 4), (x, foot)));
        let words = text(&format!("{percent}%"), SMALL, (x, TOP - 12), Anchor::Middle);
        drawn.push(words.class("app-chart__small"));
    }
    for (dot, label, said, (y, height)) in rows {
        let middle = y + height / 2;
        let beside_axis = (layout.left - 20, middle);
        drawn.extend(lines_about(&label, LABEL, beside_axis, Anchor::End));
        drawn.extend(one_dot(naming, layout, dot, middle));
        drawn.extend(counts(layout, &said, middle));
    }
    let shown = |value: ShareValue| matches!(value, ShareValue::Shown(_));
    let mut signs = vec![(Sign::NowAlone, "This period")];
    if dots.iter().any(|dot| shown(dot.before)) {
        signs.push((Sign::BeforeAlone, "The same period last year"));
    }
    if dots.iter().any(|dot| dot.now == ShareValue::Withheld) {
        signs.push((Sign::Area(Look::Withheld), "c: hidden, not to scale"));
    }
    // A single series needs no telling apart.
    if signs.len() == 1 {
        signs.clear();
    }
    let (signs, height) = legend(naming, &signs, foot + 8);
    drawn.extend(signs);
    naming.chart(description(dots), foot + 8 + height + 4, drawn, table(dots))
}

fn one_dot(naming: Naming<'_>, layout: Layout, dot: &Dot, middle: Units) -> Vec<Element> {
    let (left, right) = (layout.left, layout.right);
    let place = |value: ShareValue| match value {
        ShareValue::Shown(share) if share.whole > 0 => Some((
            layout.along(share.part.min(share.whole), share.whole),
            middle,
        )),
        ShareValue::Shown(_)
        | ShareValue::Withheld
        | ShareValue::NotCollected
        | ShareValue::NoFigures => None,
    };
    let (here, earlier) = (place(dot.now), place(dot.before));
    let mut drawn = vec![line("app-chart__level", (left, middle), (right, middle))];
    if let (Some(from), Some(to)) = (earlier, here) {
        drawn.push(line("app-chart__line", from, to));
    }
    drawn.extend(earlier.map(before));
    drawn.extend(here.map(now));
    if dot.now == ShareValue::Withheld {
        let area = Area {
            x: left + 2,
            y: middle - 10,
            width: right - left - 4,
            height: 20,
        };
        drawn.extend(area.filled(naming, Look::Withheld));
    }
    drawn
}

/// The share with its counts, and under it that of last year.
fn counts(layout: Layout, [now, before]: &[Vec<String>; 2], middle: Units) -> Vec<Element> {
    let (first, second) = (units(now.len()) * LINE, units(before.len()) * SMALL_LINE);
    let now_at = (layout.counts, middle - second / 2);
    let before_at = (layout.counts, middle + first / 2);
    let words = lines_about(now, LABEL, now_at, Anchor::Start);
    let now = words.into_iter().map(|it| it.class("app-chart__strong"));
    let words = lines_about(before, SMALL, before_at, Anchor::Start);
    now.chain(words.into_iter().map(|it| it.class("app-chart__small")))
        .collect()
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
