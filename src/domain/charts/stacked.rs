//! Direct contacts by kind: a column for each quarter or month, stacked.

use super::bars::Heads;
use super::legend::{Sign, legend};
use super::lettering::{Anchor, LABEL, SMALL, SMALL_LINE, at_columns, text, width};
use super::scale::Scale;
use super::{Area, Chart, Look, Naming, Table, Units, Value, line, listed, patterns, units};
use crate::domain::base::markup::Element;
use crate::domain::base::share::grouped;
use crate::domain::record::session::Kind;

/// A quarter or a month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its months and year, or its month and year.
    pub label: String,
    /// Its figures, in the order of [`Kind::ALL`].
    pub values: [Value; 5],
    /// All kinds together.
    pub total: Value,
}

/// How high the columns can be.
const HEIGHT: Units = 280;
/// How high what is hidden is drawn, whatever it is.
const HIDDEN: Units = 22;
/// The room for totals above.
const TOP: Units = 26;

/// Draws quarters or months beside each other, each kind with its tint and pattern; what is
/// hidden as a block of one height on top of what is not.
#[must_use]
pub fn stacked(naming: Naming<'_>, heads: Heads<'_>, columns: &[Column]) -> Chart {
    let is_hidden = |value: &&Value| **value == Value::Withheld;
    let hidden = |column: &Column| units(column.values.iter().filter(is_hidden).count());
    let shown = |column: &Column| -> u64 { column.values.iter().filter_map(|it| it.count()).sum() };
    let most_hidden = columns.iter().map(hidden).max().unwrap_or(0);
    let largest = columns.iter().map(shown).max().unwrap_or(0);
    let scale = Scale::holding(largest, HEIGHT - most_hidden * HIDDEN);
    let base = TOP + HEIGHT;
    let left = axis_room(scale);
    let mut drawn = vec![patterns(naming, &Look::ALL)];
    drawn.extend(levels(scale, (left, naming.width()), base));
    let room = naming.width() - left;
    let band = room / units(columns.len()).max(1);
    let bar = (band * 2 / 3).min(104);
    let mut labels_foot = base;
    let labels = at_columns(columns.iter().map(|it| it.label.as_str()), band - 6);
    for (at, (column, lines)) in columns.iter().zip(labels).enumerate() {
        let middle = left + band * units(at) + band / 2;
        drawn.extend(one_column(naming, column, scale, (middle, bar, base)));
        let mut y = base + SMALL_LINE + 2;
        for words in lines {
            drawn.push(text(&words, SMALL, (middle, y), Anchor::Middle).class("app-chart__small"));
            y += SMALL_LINE;
        }
        labels_foot = labels_foot.max(y);
    }
    let has_hidden = most_hidden > 0;
    let mut signs: Vec<(Sign, &str)> = Kind::ALL
        .iter()
        .map(|kind| (Sign::Area(Look::Kind(*kind)), kind.label()))
        .collect();
    if has_hidden {
        signs.push((Sign::Area(Look::Withheld), "c: hidden, not to scale"));
    }
    let (signs, height) = legend(naming, &signs, labels_foot);
    drawn.extend(signs);
    naming.chart(
        description(heads, columns),
        labels_foot + height + 4,
        drawn,
        table(heads, columns),
    )
}

fn one_column(
    naming: Naming<'_>,
    column: &Column,
    scale: Scale,
    (middle, bar, base): (Units, Units, Units),
) -> Vec<Element> {
    let mut drawn = Vec::new();
    let (mut below, mut top) = (0_u64, base);
    let left = middle - bar / 2;
    for (kind, value) in Kind::ALL.into_iter().zip(column.values) {
        let Some(count) = value.count().filter(|count| *count > 0) else {
            continue;
        };
        // Rounded from the foot of the column, so that its height is right too.
        below = below.saturating_add(count);
        let y = base - scale.length(below);
        let area = Area {
            x: left,
            y,
            width: bar,
            height: top - y,
        };
        drawn.extend(area.filled(naming, Look::Kind(kind)));
        let words = grouped(count);
        if area.height > SMALL_LINE + 2 && width(&words, SMALL) + 8 <= bar {
            let at = (middle, area.middle().1 + SMALL / 3);
            let classes = format!("app-chart__in app-chart__in--{}", kind.code());
            drawn.push(text(&words, SMALL, at, Anchor::Middle).class(classes));
        }
        top = y;
    }
    for value in column.values {
        if value == Value::Withheld {
            top -= HIDDEN;
            let area = Area {
                x: left,
                y: top,
                width: bar,
                height: HIDDEN,
            };
            drawn.extend(area.filled(naming, Look::Withheld));
            let at = (middle, area.middle().1 + SMALL / 3);
            let words = text(Value::WITHHELD, SMALL, at, Anchor::Middle);
            drawn.push(words.class("app-chart__in app-chart__in--withheld"));
        }
    }
    match column.total {
        Value::Shown(_) | Value::Withheld => {
            let words = column.total.words();
            let words = text(&words, LABEL, (middle, top - 7), Anchor::Middle);
            drawn.push(words.class("app-chart__strong"));
        }
        Value::NotCollected | Value::NoFigures => {
            drawn.extend(said_at_foot(&column.total.words(), middle, top));
        }
    }
    drawn
}

/// Why there is nothing to be drawn, one word to a line, above the axis.
pub(super) fn said_at_foot(words: &str, middle: Units, base: Units) -> Vec<Element> {
    let words: Vec<&str> = words.split(' ').collect();
    let mut y = base - 8 - SMALL_LINE * units(words.len().saturating_sub(1));
    let mut drawn = Vec::new();
    for word in words {
        drawn.push(text(word, SMALL, (middle, y), Anchor::Middle).class("app-chart__small"));
        y += SMALL_LINE;
    }
    drawn
}

/// How much room the numbers at the axis take.
pub(super) fn axis_room(scale: Scale) -> Units {
    let widths = scale.marks().map(|mark| width(&grouped(mark), SMALL));
    widths.max().unwrap_or(0) + 10
}

/// The level lines of the marks, with their numbers.
pub(super) fn levels(scale: Scale, (left, right): (Units, Units), base: Units) -> Vec<Element> {
    let mut drawn = Vec::new();
    for mark in scale.marks() {
        let y = base - scale.length(mark);
        let class = if mark == 0 {
            "app-chart__axis"
        } else {
            "app-chart__level"
        };
        drawn.push(line(class, (left, y), (right, y)));
        let at = (left - 8, y + SMALL / 3);
        let words = text(&grouped(mark), SMALL, at, Anchor::End);
        drawn.push(words.class("app-chart__small"));
    }
    drawn
}

fn description(heads: Heads<'_>, columns: &[Column]) -> String {
    let (one, unit) = (heads.bar.to_lowercase(), heads.unit);
    let totals: Vec<String> = columns
        .iter()
        .map(|column| format!("{} in {}", column.total.words(), column.label))
        .collect();
    match totals.as_slice() {
        [] => format!("No {one} is shown."),
        [..] => format!(
            "A column for each {one}, {unit} by kind of session. All kinds together: {}.",
            listed(&totals)
        ),
    }
}

fn table(heads: Heads<'_>, columns: &[Column]) -> Table {
    let mut head = vec![heads.bar.to_owned()];
    head.extend(Kind::ALL.map(|kind| kind.label().to_owned()));
    head.push("All kinds".to_owned());
    let row = |column: &Column| {
        let mut row = vec![column.label.clone()];
        row.extend(column.values.map(Value::words));
        row.push(column.total.words());
        row
    };
    Table {
        head,
        rows: columns.iter().map(row).collect(),
    }
}
