//! What every chart keeps to, over figures of all sorts.

use super::bars::{Bar, Group, Heads, Parts, bars};
use super::dots::{Dot, dots};
use super::grid::{Cell, Locality, More, Row, grid};
use super::lettering::width;
use super::stacked::{Column, stacked};
use super::trend::{Point, trend};
use super::*;
use crate::domain::base::markup::Element;
use crate::domain::base::share::{Share, grouped};
use crate::domain::roll_up::SendState;

const NAMING: Naming<'static> = Naming::new("one", "Direct contacts <by kind> & quarter");

const QUARTERS: Heads<'static> = Heads {
    bar: "Quarter",
    unit: "direct contacts",
};

const LONG: &str = "Normanton, Arboretum, Peartree and Sinfin Over 11 Multi-Agency Team (Tuesdays)";
const FROM_RIGHT: &str = "فريق العائلات في الحي الشمالي 2";
const ONE_WORD: &str = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch";

fn number(element: &Element, name: &str) -> Units {
    element.get(name).unwrap().parse().unwrap()
}

fn of_class<'a>(chart: &'a Chart, class: &str) -> Vec<&'a Element> {
    let has = |it: &&Element| {
        it.get("class")
            .is_some_and(|it| it.split(' ').any(|it| it == class))
    };
    chart.drawing.all().into_iter().filter(has).collect()
}

/// Where each text lies: left, top, right, foot.
fn texts(chart: &Chart) -> Vec<(String, [Units; 4])> {
    let all = chart.drawing.all().into_iter();
    let texts = all.filter(|it| it.tag == "text");
    texts
        .map(|it| {
            let (x, y) = (number(it, "x"), number(it, "y"));
            let size = number(it, "font-size");
            let wide = width(&it.text(), size);
            let left = match it.get("text-anchor") {
                None => x,
                Some("middle") => x - wide / 2,
                Some("end") => x - wide,
                Some(other) => panic!("{other}"),
            };
            // Letters reach from three quarters above the foot to a quarter below.
            (
                it.text(),
                [left, y - size * 3 / 4, left + wide, y + size / 5],
            )
        })
        .collect()
}

/// No two texts overlap, and none leaves the drawing.
fn check_lettering(chart: &Chart) {
    let [width, height] = ["width", "height"].map(|name| number(&chart.drawing, name));
    let all = texts(chart);
    for (at, (words, [left, top, right, foot])) in all.iter().enumerate() {
        let lies = [*left, *top, *right, *foot];
        assert!(*left >= 0 && *right <= width, "{words} {lies:?}");
        assert!(*top >= 0 && *foot <= height, "{words} {lies:?} of {height}");
        for (other, [left2, top2, right2, foot2]) in all.iter().skip(at + 1) {
            let apart = right <= left2 || right2 <= left || foot <= top2 || foot2 <= top;
            assert!(apart, "{words} and {other} overlap");
        }
    }
}

/// What holds of every chart.
fn check(chart: &Chart) {
    check_lettering(chart);
    let drawing = &chart.drawing;
    assert_eq!(drawing.get("role"), Some("img"));
    let named = drawing.get("aria-labelledby").unwrap();
    let ids: Vec<&str> = drawing.all().iter().filter_map(|it| it.get("id")).collect();
    assert!(named.split(' ').all(|id| ids.contains(&id)), "{ids:?}");
    assert!(ids.iter().all(|id| id.starts_with("one-")), "{ids:?}");
    for element in drawing.all() {
        assert_eq!(element.get("style"), None, "{element:?}");
        if let Some(fill) = element.get("fill") {
            let id = fill.trim_start_matches("url(#").trim_end_matches(')');
            assert!(ids.contains(&id), "{fill} of {ids:?}");
        }
    }
    assert!(!chart.description.is_empty());
    for row in &chart.table.rows {
        assert_eq!(row.len(), chart.table.head.len(), "{row:?}");
    }
    // Nothing is drawn outside, and nothing has a length below nought.
    let [width, height] = ["width", "height"].map(|name| number(drawing, name));
    for area in drawing.all().iter().filter(|it| it.tag == "rect") {
        let [x, y] = ["x", "y"].map(|name| number(area, name));
        let [wide, high] = ["width", "height"].map(|name| number(area, name));
        assert!(wide >= 0 && high >= 0 && x >= 0 && y >= 0, "{area:?}");
        assert!(x + wide <= width && y + high <= height, "{area:?}");
    }
}

fn column(label: &str, counts: [u64; 5]) -> Column {
    let values = counts.map(Value::Shown);
    Column {
        label: label.to_owned(),
        values,
        total: Value::sum(&values),
    }
}

fn eight_columns() -> Vec<Column> {
    let label = |at: u64| format!("October to December {}", 2010 + at);
    let mut columns: Vec<Column> = (0..8)
        .map(|at| {
            column(
                &label(at),
                [9_000 + 700 * at, 4_000, 3_500 - 300 * at, 90, 700],
            )
        })
        .collect();
    columns[2].values = [Value::NotCollected; 5];
    columns[2].total = Value::NotCollected;
    columns[5].values[3] = Value::Withheld;
    columns[5].values[4] = Value::Withheld;
    columns[5].total = Value::Withheld;
    columns
}

#[test]
fn the_heights_of_a_column_are_in_proportion_and_so_is_their_sum() {
    let columns = [
        column("One", [4_000, 2_000, 1_000, 500, 500]),
        column("Other", [1_000, 0, 0, 0, 0]),
    ];
    let chart = stacked(NAMING, QUARTERS, &columns);
    check(&chart);
    let areas = of_class(&chart, "app-chart__area");
    // The last five are those of the legend.
    let heights: Vec<Units> = areas.iter().map(|it| number(it, "height")).collect();
    let near = |one: Units, other: Units| (one - other).abs() <= 2;
    assert!(near(heights[0], 2 * heights[1]), "{heights:?}");
    assert!(near(heights[1], 2 * heights[2]), "{heights:?}");
    assert!(near(heights[2], 2 * heights[3]), "{heights:?}");
    assert!(near(heights[3], heights[4]), "{heights:?}");
    let sum: Units = heights[..5].iter().sum();
    assert!((sum - heights[5] * 8).abs() <= 4, "{heights:?}");
}

#[test]
fn every_kind_has_a_class_of_its_own_and_all_but_one_a_pattern() {
    let chart = stacked(NAMING, QUARTERS, &[column("One", [900; 5])]);
    for kind in Kind::ALL {
        // In the column, and in the legend.
        let class = format!("app-chart__area--{}", kind.code());
        assert_eq!(of_class(&chart, &class).len(), 2, "{class}");
    }
    assert_eq!(of_class(&chart, "app-chart__over").len(), 8);
}

#[test]
fn every_figure_of_a_column_stands_in_the_table() {
    let columns = eight_columns();
    let chart = stacked(NAMING, QUARTERS, &columns);
    check(&chart);
    for (column, row) in columns.iter().zip(&chart.table.rows) {
        let mut expected = vec![column.label.clone()];
        expected.extend(column.values.map(Value::words));
        expected.push(column.total.words());
        assert_eq!(*row, expected);
    }
    let drawn = texts(&chart).into_iter().map(|(words, _)| words);
    let is_count = |it: &String| it.chars().all(|it| it.is_ascii_digit() || it == ',');
    for words in drawn.filter(|it| it.contains(',') && is_count(it)) {
        let in_table = chart.table.rows.iter().flatten().any(|it| *it == words);
        let at_axis = words.ends_with(",000");
        assert!(in_table || at_axis, "{words}");
    }
}

#[test]
fn nothing_in_a_drawing_follows_from_a_count_that_is_hidden() {
    let chart = stacked(NAMING, QUARTERS, &eight_columns());
    let hidden = of_class(&chart, "app-chart__area--withheld");
    // Two blocks of one height, and one in the legend.
    assert_eq!(hidden.len(), 3);
    assert_eq!(number(hidden[0], "height"), number(hidden[1], "height"));
    let signs = of_class(&chart, "app-chart__in--withheld");
    assert!(signs.iter().all(|it| it.text() == "c"), "{signs:?}");
    assert_eq!(chart.table.rows[5][4], "c");
    assert_eq!(chart.table.rows[5][6], "c");
}

#[test]
fn noughts_one_column_and_none_are_drawn() {
    let zero = stacked(NAMING, QUARTERS, &[column("April to June 2026", [0; 5])]);
    check(&zero);
    assert!(
        texts(&zero)
            .iter()
            .filter(|(words, _)| words == "0")
            .count()
            >= 2
    );
    check(&stacked(NAMING, QUARTERS, &[column(LONG, [1, 0, 0, 0, 0])]));
    check(&stacked(NAMING, QUARTERS, &[]));
    let huge = column("One", [1_000_000_000_000; 5]);
    check(&stacked(NAMING, QUARTERS, &[huge]));
}

fn point(label: &str, now: Value, before: Value) -> Point {
    Point {
        label: label.to_owned(),
        now,
        before,
    }
}

#[test]
fn a_line_never_runs_over_a_quarter_without_a_count() {
    let shown = Value::Shown;
    let points = [
        point("April to June 2015", shown(110), Value::NoFigures),
        point("July to September 2015", shown(130), Value::NoFigures),
        point(
            "October to December 2015",
            Value::NotCollected,
            Value::NoFigures,
        ),
        point("January to March 2016", shown(0), Value::NoFigures),
        point("April to June 2016", shown(115), shown(110)),
        point("July to September 2016", shown(1_310), shown(130)),
        point(
            "October to December 2016",
            Value::Withheld,
            Value::NotCollected,
        ),
        point("January to March 2017", shown(12), shown(0)),
    ];
    let chart = trend(NAMING, "surveys", &points);
    check(&chart);
    // Two quarters, then two, and one alone at the end; and one in the legend.
    let lines = of_class(&chart, "app-chart__line");
    assert_eq!(lines.len(), 1 + 2 + 1);
    assert_eq!(of_class(&chart, "app-chart__now").len(), 6 + 1);
    assert_eq!(
        chart.table.rows[6],
        ["October to December 2016", "c", "not collected"]
    );
}

#[test]
fn a_trend_of_anything_is_drawn_without_overlap() {
    let mut seed = 7_u64;
    let mut next = |most: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 33) % most
    };
    for round in 0..300 {
        let most = [2, 30, 1_000, 40_000, 2_000_000][round % 5];
        let mut value = || match next(9) {
            0 => Value::Withheld,
            1 => Value::NotCollected,
            2 => Value::NoFigures,
            _ => Value::Shown(next(most)),
        };
        let many = 1 + round % 8;
        let points: Vec<Point> = (0..many)
            .map(|_| point("October to December 2016", value(), value()))
            .collect();
        check(&trend(NAMING, "direct contacts", &points));
    }
}

fn forty_teams() -> Vec<Group> {
    let bar = |at: usize| Bar {
        label: match at % 4 {
            0 => format!("Team {at}"),
            1 => format!("{LONG} {at}"),
            2 => FROM_RIGHT.to_owned(),
            _ => ONE_WORD.to_owned(),
        },
        now: [
            Value::Shown(31 * at as u64),
            Value::Withheld,
            Value::NotCollected,
        ][at % 3],
        before: [Value::Shown(2_000), Value::NoFigures][at % 2],
    };
    let group = |name: &str, from: usize| Group {
        heading: Some(name.to_owned()),
        bars: (from..from + 20).map(bar).collect(),
    };
    vec![group("North", 0), group(LONG, 20)]
}

const HEADS: Heads<'static> = Heads {
    bar: "Team",
    unit: "direct contacts",
};

#[test]
fn forty_teams_with_long_names_and_names_from_right_to_left_are_drawn() {
    let chart = bars(NAMING, HEADS, Parts::NotShown, &forty_teams());
    check(&chart);
    assert_eq!(chart.table.rows.len(), 40);
    // Whole names, however short they had to be cut in the drawing.
    assert_eq!(chart.table.rows[1][0], format!("{LONG} 1"));
    assert_eq!(chart.table.rows[2][0], FROM_RIGHT);
}

#[test]
fn bars_are_in_proportion_and_parts_have_their_percentage() {
    let bar = |label: &str, count| Bar {
        label: label.to_owned(),
        now: Value::Shown(count),
        before: Value::NoFigures,
    };
    let group = Group {
        heading: None,
        bars: vec![bar("Under 5", 300), bar("5 to 10", 100), bar("11 to 15", 0)],
    };
    let chart = bars(NAMING, HEADS, Parts::OfAWhole, &[group]);
    check(&chart);
    let drawn = of_class(&chart, "app-chart__area--plain");
    let [three, one] = [0, 1].map(|at| number(drawn[at], "width"));
    assert!((three - 3 * one).abs() <= 2, "{three} {one}");
    assert_eq!(drawn.len(), 2);
    assert_eq!(chart.table.rows[0], ["Under 5", "300 (75.0%)"]);
    assert_eq!(chart.table.rows[2], ["11 to 15", "0 (0.0%)"]);
    check(&bars(NAMING, HEADS, Parts::OfAWhole, &[]));
}

// Early Help report 2016-17, section 2.
#[test]
fn a_dot_stands_at_its_share_with_its_counts_beside_it() {
    let share = |part, whole| ShareValue::Shown(Share { part, whole });
    let dot = |label: &str, now, before| Dot {
        label: label.to_owned(),
        now,
        before,
    };
    let all = [
        dot("Treated with respect", share(506, 515), share(373, 499)),
        dot("Half", share(1, 2), ShareValue::NoFigures),
        dot(LONG, ShareValue::Withheld, share(0, 0)),
        dot("None", share(0, 0), ShareValue::NotCollected),
        dot("Large", share(999_999_999, 1_000_000_000), share(0, 3)),
    ];
    let chart = dots(NAMING, &all);
    check(&chart);
    let drawn: Vec<Units> = of_class(&chart, "app-chart__now")
        .iter()
        .map(|it| number(it, "cx"))
        .collect();
    // 200 is nought, 448 is a hundred; the last is the legend's.
    assert_eq!(drawn[..3], [444, 324, 448]);
    assert_eq!(
        chart.table.rows[0],
        [
            "Treated with respect",
            "98.3%",
            "506 of 515",
            "74.7%",
            "373 of 499"
        ]
    );
    assert_eq!(chart.table.rows[2][1..3], ["c", "–"]);
    let words: Vec<String> = texts(&chart).into_iter().map(|it| it.0).collect();
    assert!(words.contains(&"98.3%, 506 of 515".to_owned()), "{words:?}");
    check(&dots(NAMING, &[]));
}

#[test]
fn a_phones_charts_hold_every_figure_without_overlap() {
    let naming = NAMING.in_format("one", Format::Narrow);
    let columns = [
        column("October 2016", [4_869, 1_200, 0, 17, 300]),
        column("November 2016", [99_869, 41_200, 38_000, 1_117, 9_300]),
        column("December 2016", [0; 5]),
    ];
    check(&stacked(naming, QUARTERS, &columns));
    let bar = |label: &str, now, before| Bar {
        label: label.to_owned(),
        now: Value::Shown(now),
        before,
    };
    let group = Group {
        heading: None,
        bars: vec![
            bar("Under 5", 0, Value::NoFigures),
            bar("16 to 19, to 25 with SEND", 12_345, Value::Shown(15_000)),
            bar("Adults, parents and carers", 99_999, Value::Shown(3)),
        ],
    };
    check(&bars(naming, HEADS, Parts::OfAWhole, &[group]));
    let share = |part, whole| ShareValue::Shown(Share { part, whole });
    let dot = |label: &str, now, before| Dot {
        label: label.to_owned(),
        now,
        before,
    };
    let all = [
        dot("Treated with respect", share(506, 515), share(1_373, 1_499)),
        dot("Helped with what they needed", share(0, 4), share(3, 3)),
        dot("Would come again", share(1, 1), ShareValue::NoFigures),
    ];
    let chart = dots(naming, &all);
    check(&chart);
    let words: Vec<String> = texts(&chart).into_iter().map(|it| it.0).collect();
    assert!(words.iter().all(|it| !it.contains('…')), "{words:?}");
}

#[test]
fn who_has_sent_is_a_word_in_every_cell() {
    let states = [
        SendState::NotCollected,
        SendState::Awaited,
        SendState::Missing,
        SendState::Unsettled,
        SendState::FileNotHere,
        SendState::Nil,
        SendState::Partly,
        SendState::Sent,
    ];
    let cell = |at: usize| {
        let state = states[at % 8];
        (!at.is_multiple_of(11)).then(|| Cell {
            state,
            tablets: at.is_multiple_of(2).then_some((10, 12)),
            more: [More::Notes, More::Nothing][at % 2],
            words: state.label().to_owned(),
        })
    };
    let row = |at: usize| Row {
        label: [LONG, "Team", FROM_RIGHT, ONE_WORD][at % 4].to_owned(),
        cells: (at..at + 8).map(cell).collect(),
    };
    let locality = |from: usize| Locality {
        label: "North".to_owned(),
        rows: (from..from + 20).map(row).collect(),
    };
    let quarters: Vec<String> = (0..8)
        .map(|at| format!("October to December {}", 2010 + at))
        .collect();
    let localities = [locality(0), locality(20)];
    let chart = grid(NAMING, &quarters, &localities);
    check(&chart);
    let drawn = of_class(&chart, "app-chart__cell").len();
    let words = of_class(&chart, "app-chart__said");
    assert_eq!(drawn, words.len());
    assert!(words.iter().all(|it| !it.text().is_empty()));
    let cells = localities
        .iter()
        .flat_map(|it| &it.rows)
        .flat_map(|it| &it.cells);
    assert_eq!(drawn, cells.flatten().count());
    let one = Row {
        label: LONG.to_owned(),
        cells: vec![cell(1)],
    };
    let one = Locality {
        label: FROM_RIGHT.to_owned(),
        rows: vec![one],
    };
    check(&grid(NAMING, &quarters[..1], &[one]));
    check(&grid(NAMING, &[], &[]));
}

#[test]
fn names_are_never_markup() {
    let bar = Bar {
        label: "<img src=x onerror=alert(1)>".to_owned(),
        now: Value::Shown(1),
        before: Value::NoFigures,
    };
    let group = Group {
        heading: Some("</svg><script>".to_owned()),
        bars: vec![bar],
    };
    let markup = bars(NAMING, HEADS, Parts::NotShown, &[group])
        .drawing
        .markup();
    assert!(
        !markup.contains("<img") && !markup.contains("<script"),
        "{markup}"
    );
    assert!(
        markup.contains("&lt;by kind&gt; &amp; quarter</title>"),
        "{markup}"
    );
}

#[test]
fn counts_have_commas() {
    let chart = stacked(NAMING, QUARTERS, &[column("One", [36_039, 0, 0, 0, 0])]);
    let words = grouped(36_039);
    assert!(texts(&chart).iter().any(|it| it.0 == words));
}
