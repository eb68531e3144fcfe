//! What reports are put together from: sections, tables, figures and notes.

use crate::domain::base::markup::{Element, el};
use crate::domain::base::text::Text;
use crate::domain::charts::{Chart, Table};

/// A section under a heading, which names it.
pub(super) fn section(id: String, heading: impl Into<String>) -> Element {
    el("section")
        .class("app-report__section")
        .attr("aria-labelledby", id.clone())
        .with(
            el("h2")
                .class("app-report__heading")
                .attr("id", id)
                .with(heading.into()),
        )
}

/// A paragraph.
pub(super) fn paragraph(words: impl Into<String>) -> Element {
    el("p").with(words.into())
}

/// A name, which may be written from right to left.
pub(super) fn name(name: &str) -> Element {
    el("bdi").with(name)
}

/// The place of a note, with what was written, a paragraph for each line.
pub(super) fn note(about: &str, text: Option<&Text<2000>>) -> Element {
    let lines = text.into_iter().flat_map(|text| text.as_str().lines());
    let lines = lines.filter(|line| !line.trim().is_empty());
    el("div")
        .class("app-report__note")
        .attr("data-note", about)
        .with_all(lines.map(|line| el("p").attr("dir", "auto").with(line)))
}

/// A chart with its title, and its figures as a table to open. Its lettering stays as
/// large as other small print: on a narrow screen it is moved sideways in its frame.
pub(super) fn figure(chart: &Chart) -> Element {
    let named = [&chart.title, ", as a table"].concat();
    let table = table(&named, &chart.table, Numbers::None);
    el("figure")
        .class("app-report__figure")
        .with(
            el("figcaption")
                .class("app-report__caption")
                .with(chart.title.as_str()),
        )
        .with(frame(&chart.title).with(chart.drawing.clone()))
        .with(
            el("details")
                .class("app-report__details")
                .with(el("summary").with("The same figures as a table"))
                .with(table),
        )
}

/// Which columns of a table hold numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbers {
    /// None, or not all.
    None,
    /// All but the first, and so many at the end.
    AllBut(usize),
}

/// A table, in a frame of its own.
pub(super) fn table(caption: &str, table: &Table, numbers: Numbers) -> Element {
    let many = table.head.len();
    let class = |at: usize| match numbers {
        Numbers::AllBut(last) if at > 0 && at + last < many => "app-report__number",
        Numbers::AllBut(_) | Numbers::None => "app-report__words",
    };
    let head = table.head.iter().enumerate().map(|(at, words)| {
        el("th")
            .attr("scope", "col")
            .class(class(at))
            .with(words.as_str())
    });
    let row = |row: &Vec<String>| {
        let cells = row.iter().enumerate().map(|(at, words)| {
            if at == 0 {
                let head = el("th").attr("scope", "row").attr("dir", "auto");
                head.with(words.as_str())
            } else {
                el("td").class(class(at)).with(words.as_str())
            }
        });
        el("tr").with_all(cells)
    };
    frame(caption).with(
        el("table")
            .class("app-report__table")
            .with(el("caption").with(caption))
            .with(el("thead").with(el("tr").with_all(head)))
            .with(el("tbody").with_all(table.rows.iter().map(row))),
    )
}

/// What is moved sideways by itself, so that the page is not (WCAG 1.4.10), by the
/// keyboard too.
fn frame(named: &str) -> Element {
    el("div")
        .class("app-report__wide")
        .attr("role", "region")
        .attr("aria-label", named)
        .attr("tabindex", "0")
}
