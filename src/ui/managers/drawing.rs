//! Charts, and whatever else the domain draws, as elements of the page.
//!
//! Guarantees that text goes in as text, never as markup. How a chart looks is said
//! by `style/charts.css`; what is in it, by the domain.

use super::parts::wide;
use crate::domain::charts::{Chart, Table};
use crate::domain::markup::{Element, Node};
use crate::ui::components::details::details;
use crate::ui::components::table::{Row, figures};
use crate::ui::markup::{El, Pieces, el, svg};

/// Which language the names of elements are of: HTML, or SVG within a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    Html,
    Svg,
}

/// A tree of the domain as elements.
pub fn drawn(tree: &Element) -> El {
    in_names(tree, Names::Html)
}

fn in_names(tree: &Element, around: Names) -> El {
    let names = if tree.tag == "svg" {
        Names::Svg
    } else {
        around
    };
    let mut made = match names {
        Names::Html => el(tree.tag),
        Names::Svg => svg(tree.tag),
    };
    for (name, value) in &tree.attributes {
        made = made.attr(name, value);
    }
    for child in &tree.children {
        made = match child {
            Node::Element(element) => made.child(in_names(element, names)),
            Node::Text(text) => made.child(text.as_str()),
        };
    }
    made
}

/// A chart with its heading and, folded away, the same figures as a table. Where
/// there is less room than it needs it is scrolled in its own box.
pub fn chart(chart: &Chart) -> El {
    el("figure")
        .class("app-drawn")
        .child(
            el("figcaption").child(
                el("h3")
                    .class("govuk-heading-s")
                    .child(chart.title.as_str()),
            ),
        )
        .child(wide(&chart.title, drawn(&chart.drawing)))
        .child(details("The same figures as a table", || false).child(wide(
            &format!("{}, as a table", chart.title),
            table(&chart.title, &chart.table),
        )))
}

fn table(caption: &str, of: &Table) -> El {
    let columns: Vec<&str> = of.head.iter().map(String::as_str).collect();
    let rows = of.rows.iter().filter_map(|row| {
        let (head, figures) = row.split_first()?;
        Some(Row {
            head: head.clone(),
            figures: figures.to_vec(),
        })
    });
    figures(caption, &columns, rows.collect(), None)
}

/// Several charts, one below the other.
pub fn charts(all: &[Chart]) -> Pieces {
    Pieces::from(all.iter().map(chart).collect::<Vec<_>>())
}
