//! A count over quarters, and beside each the same quarter of the year before.

use super::legend::{Sign, before, legend, now};
use super::lettering::{Anchor, LABEL, SMALL, SMALL_LINE, at_columns, text};
use super::scale::Scale;
use super::stacked::{axis_room, levels, said_at_foot};
use super::{Area, Chart, Look, Naming, Table, Units, Value, line, listed, patterns, units};
use crate::domain::base::markup::Element;

/// A quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its months and year.
    pub label: String,
    /// Its count.
    pub now: Value,
    /// That of the same quarter of the year before.
    pub before: Value,
}

const HEIGHT: Units = 220;
const TOP: Units = 30;

/// Draws the quarters as dots on a line, those of the year before as diamonds on a
/// broken one. Neither line runs over a quarter without a count.
#[must_use]
pub fn trend(naming: Naming<'_>, unit: &str, points: &[Point]) -> Chart {
    let counts = points.iter().flat_map(|it| [it.now, it.before]);
    let scale = Scale::holding(counts.filter_map(Value::count).max().unwrap_or(0), HEIGHT);
    let base = TOP + HEIGHT;
    let left = axis_room(scale);
    let band = (naming.width() - left) / units(points.len()).max(1);
    let middle = |at: usize| left + band * units(at) + band / 2;
    let mut drawn = vec![patterns(naming, &[Look::Withheld])];
    drawn.extend(levels(scale, (left, naming.width()), base));
    let place = |at: usize, value: Value| Some((middle(at), base - scale.length(value.count()?)));
    for (class, of) in [
        (
            "app-chart__line-before",
            Point::before as fn(&Point) -> Value,
        ),
        ("app-chart__line", Point::now),
    ] {
        for (at, pair) in points.windows(2).enumerate() {
            if let [one, next] = pair
                && let (Some(from), Some(to)) = (place(at, of(one)), place(at + 1, of(next)))
            {
                drawn.push(line(class, from, to));
            }
        }
    }
    let mut labels_foot = base;
    let labels = at_columns(points.iter().map(|it| it.label.as_str()), band - 6);
    for (at, (point, lines)) in points.iter().zip(labels).enumerate() {
        let x = middle(at);
        let earlier = place(at, point.before);
        drawn.extend(earlier.map(before));
        drawn.extend(one_point(
            naming,
            point,
            place(at, point.now),
            earlier,
            (x, base),
        ));
        let mut y = base + SMALL_LINE + 2;
        for words in lines {
            drawn.push(text(&words, SMALL, (x, y), Anchor::Middle).class("app-chart__small"));
            y += SMALL_LINE;
        }
        labels_foot = labels_foot.max(y);
    }
    let signs = [
        (Sign::Now, "The quarter"),
        (Sign::Before, "The same quarter of the year before"),
    ];
    let (signs, height) = legend(naming, &signs, labels_foot);
    drawn.extend(signs);
    let height = labels_foot + height + 4;
    naming.chart(
        description(unit, points),
        height,
        drawn,
        table(unit, points),
    )
}

impl Point {
    const fn now(&self) -> Value {
        self.now
    }

    const fn before(&self) -> Value {
        self.before
    }
}

/// The dot of a quarter with its count, or why there is none.
fn one_point(
    naming: Naming<'_>,
    point: &Point,
    here: Option<(Units, Units)>,
    earlier: Option<(Units, Units)>,
    (x, base): (Units, Units),
) -> Vec<Element> {
    let words = point.now.words();
    let Some((_, y)) = here else {
        if point.now != Value::Withheld {
            // Beside the diamond, where there is one at the foot.
            let foot = earlier.map_or(base, |(_, y)| if y + 60 > base { y - 6 } else { base });
            return said_at_foot(&words, x, foot);
        }
        let area = Area {
            x: x - 14,
            y: base - 28,
            width: 28,
            height: 28,
        };
        let mut drawn = area.filled(naming, Look::Withheld);
        let at = (x, area.middle().1 + LABEL / 3);
        let words = text(&words, LABEL, at, Anchor::Middle);
        drawn.push(words.class("app-chart__in app-chart__in--withheld"));
        return drawn;
    };
    // Above the dot, unless the diamond is there and there is room below.
    let is_in_the_way = earlier.is_some_and(|(_, other)| (y - 34..y).contains(&other));
    let foot = if is_in_the_way && y + 26 < base {
        y + 22
    } else if is_in_the_way {
        earlier.map_or(y, |(_, other)| other) - 12
    } else {
        y - 12
    };
    let words = text(&words, LABEL, (x, foot), Anchor::Middle);
    vec![now((x, y)), words.class("app-chart__strong")]
}

fn description(unit: &str, points: &[Point]) -> String {
    let said: Vec<String> = points
        .iter()
        .map(|point| {
            let (now, before) = (point.now.words(), point.before.words());
            format!("{} {now} (the year before {before})", point.label)
        })
        .collect();
    if said.is_empty() {
        return "No quarter is shown.".to_owned();
    }
    format!("A line over the quarters, {unit}: {}.", listed(&said))
}

fn table(unit: &str, points: &[Point]) -> Table {
    let mut named = unit.to_owned();
    if let Some(first) = named.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    let head = ["Quarter", &named, "The same quarter of the year before"];
    let row = |point: &Point| vec![point.label.clone(), point.now.words(), point.before.words()];
    Table {
        head: head.map(str::to_owned).to_vec(),
        rows: points.iter().map(row).collect(),
    }
}
