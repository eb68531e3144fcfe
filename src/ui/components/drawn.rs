//! What the domain draws, as elements of the page.
//!
//! Guarantees that text goes in as text, never as markup. How it looks is said by
//! style; what is in it, by the domain.

use crate::domain::base::markup::{Element, Node};
use crate::domain::charts::Table;
use crate::ui::components::table::{Row, figures};
use crate::ui::markup::{El, Pieces, div, el, svg};

/// Which language the names of elements are of: HTML, or SVG within a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    Html,
    Svg,
}

/// What a page adds at the end of an element of a tree; nothing to most.
type Adding<'a> = &'a dyn Fn(&Element) -> Option<Pieces>;

/// A tree of the domain as elements.
pub fn drawn(tree: &Element) -> El {
    drawn_with(tree, &|_| None)
}

/// The same, with what a page adds.
pub fn drawn_with(tree: &Element, adding: Adding<'_>) -> El {
    in_names(tree, Names::Html, adding)
}

fn in_names(tree: &Element, around: Names, adding: Adding<'_>) -> El {
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
            Node::Element(element) => made.child(in_names(element, names, adding)),
            Node::Text(text) => made.child(text.as_str()),
        };
    }
    match adding(tree) {
        Some(more) => made.child(more),
        None => made,
    }
}

/// Something wide, which is scrolled sideways on a narrow screen (WCAG 1.4.10 lets
/// tables be so), by the keyboard too.
pub fn wide(label: &str, inside: impl Into<Pieces>) -> El {
    div("app-scrolled")
        .attr("role", "region")
        .attr("aria-label", label)
        .attr("tabindex", "0")
        .child(inside)
}

/// The figures of a chart as a table; `total` says whether its last row adds up the
/// others.
pub fn chart_table(caption: &str, of: &Table, total: Total) -> El {
    let columns: Vec<&str> = of.head.iter().map(String::as_str).collect();
    let rows = of.rows.iter().filter_map(|row| {
        let (head, figures) = row.split_first()?;
        Some(Row {
            head: head.clone(),
            figures: figures.to_vec(),
        })
    });
    let mut rows: Vec<Row> = rows.collect();
    let last = match total {
        Total::InLastRow => rows.pop(),
        Total::None => None,
    };
    figures(caption, &columns, rows, last)
}

/// Whether a table's last row adds up the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    /// It does.
    InLastRow,
    /// No row does.
    None,
}
