//! A table of figures: words on the left, numbers in line on the right.

use leptos::prelude::*;

/// A table row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What the row is about.
    pub head: String,
    /// Its figures, one to a column.
    pub figures: Vec<String>,
}

/// A captioned table. The last row is the total, where there is one.
#[component]
pub fn Figures(
    caption: &'static str,
    /// The heading of the first column, then of each column of figures.
    columns: Vec<&'static str>,
    rows: Vec<Row>,
    #[prop(optional_no_strip)] total: Option<Row>,
) -> impl IntoView {
    let heads = columns
        .iter()
        .enumerate()
        .map(|(position, column)| {
            view! {
                <th
                    scope="col"
                    class="govuk-table__header"
                    class:govuk-table__header--numeric=position != 0
                >
                    {*column}
                </th>
            }
        })
        .collect_view();
    view! {
        <table class="govuk-table app-table">
            <caption class="govuk-table__caption govuk-table__caption--m">{caption}</caption>
            <thead class="govuk-table__head">
                <tr class="govuk-table__row">{heads}</tr>
            </thead>
            <tbody class="govuk-table__body">
                {rows.into_iter().map(|row| line(row, "app-table__row")).collect_view()}
            </tbody>
            {total.map(|row| view! { <tfoot>{line(row, "app-table__total")}</tfoot> })}
        </table>
    }
}

fn line(row: Row, class: &'static str) -> impl IntoView {
    view! {
        <tr class=format!("govuk-table__row {class}")>
            <th scope="row" class="govuk-table__header">{row.head}</th>
            {row
                .figures
                .into_iter()
                .map(|figure| {
                    view! { <td class="govuk-table__cell govuk-table__cell--numeric">{figure}</td> }
                })
                .collect_view()}
        </tr>
    }
}
