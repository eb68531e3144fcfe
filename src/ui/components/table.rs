//! A table of figures: words on the left, numbers in line on the right.

use crate::ui::markup::{El, el};

/// A table row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What the row is about.
    pub head: String,
    /// Its figures, one to a column.
    pub figures: Vec<String>,
}

impl Row {
    /// A row of one figure.
    pub fn one(head: &str, figure: String) -> Self {
        Self {
            head: head.to_owned(),
            figures: vec![figure],
        }
    }
}

/// A captioned table. `columns` begins with the heading of the words; `total`
/// is the last row, where there is one.
pub fn figures(caption: &str, columns: &[&str], rows: Vec<Row>, total: Option<Row>) -> El {
    let heads: Vec<El> = columns
        .iter()
        .enumerate()
        .map(|(position, column)| {
            let class = if position == 0 {
                "govuk-table__header"
            } else {
                "govuk-table__header govuk-table__header--numeric"
            };
            el("th").attr("scope", "col").class(class).child(*column)
        })
        .collect();
    let rows: Vec<El> = rows
        .into_iter()
        .map(|row| line(row, "app-table__row"))
        .collect();
    el("table")
        .class("govuk-table app-table")
        .child(
            el("caption")
                .class("govuk-table__caption govuk-table__caption--m")
                .child(caption),
        )
        .child(
            el("thead")
                .class("govuk-table__head")
                .child(el("tr").class("govuk-table__row").child(heads)),
        )
        .child(el("tbody").class("govuk-table__body").child(rows))
        .child(total.map(|row| el("tfoot").child(line(row, "app-table__total"))))
}

fn line(row: Row, class: &str) -> El {
    let figures: Vec<El> = row
        .figures
        .into_iter()
        .map(|figure| {
            el("td")
                .class("govuk-table__cell govuk-table__cell--numeric")
                .child(figure)
        })
        .collect();
    el("tr")
        .class(&format!("govuk-table__row {class}"))
        .child(
            el("th")
                .attr("scope", "row")
                .class("govuk-table__header")
                .child(row.head),
        )
        .child(figures)
}
