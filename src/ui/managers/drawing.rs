//! Charts on the managers' pages, each with its figures folded away.

use crate::domain::charts::Chart;
use crate::ui::components::details::details;
use crate::ui::components::drawn::{Total, chart_table, drawn, wide};
use crate::ui::markup::{El, Pieces, el};

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
            chart_table(&chart.title, &chart.table, Total::None),
        )))
}

/// Several charts, one below the other.
pub fn charts(all: &[Chart]) -> Pieces {
    Pieces::from(all.iter().map(chart).collect::<Vec<_>>())
}
