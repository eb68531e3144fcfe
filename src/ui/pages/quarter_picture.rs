//! The quarter for the team's own meeting: three pictures, each with its figures as
//! one table below it, and all on one sheet of paper.

use chrono::NaiveDate;
use leptos::prelude::window;

use crate::domain::base::calendar::{Quarter, short_date};
use crate::domain::base::share::grouped;
use crate::domain::charts::{Chart, Format, Naming, of_team};
use crate::domain::totals::{ContactTotals, QuarterTotals, SurveyTotals};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::drawn::{Total, chart_table, drawn};
use crate::ui::markup::{El, Pieces, div, el, paragraph};

/// What a quarter adds up to, as staff see it.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Sessions and direct contacts.
    pub contacts: &'a ContactTotals,
    /// The surveys whose answers are shown.
    pub surveys: &'a SurveyTotals,
}

/// The pictures of a quarter, beside the same quarter last year where that is on
/// this tablet, as they are on a day.
pub fn picture(
    (quarter, today): (Quarter, NaiveDate),
    totals: &QuarterTotals,
    now: Seen<'_>,
    before: Option<Seen<'_>>,
) -> Pieces {
    let all = now.contacts.all();
    let headline = el("p")
        .class("app-headline")
        .child(
            el("span")
                .class("app-headline__count")
                .child(grouped(all.contacts())),
        )
        .child(if all.contacts() == 1 {
            " direct contact"
        } else {
            " direct contacts"
        })
        .child(before.map(|before| {
            let contacts = before.contacts.all().contacts();
            el("span").class("app-headline__before").child(format!(
                "{} in {}",
                grouped(contacts),
                quarter.same_last_year()
            ))
        }));
    let nothing = (!totals.says_anything()).then(|| {
        let words = if quarter.has_ended(today) {
            "Nothing was recorded in this quarter. If that is right, send a nil return: it tells your manager that nothing is missing.".to_owned()
        } else {
            format!(
                "Nothing was recorded in this quarter yet. It ends on {}.",
                short_date(quarter.last_day())
            )
        };
        el("p").class("govuk-body app-empty").child(words)
    });
    let months = Naming::new("months", "Direct contacts by month and kind");
    let months = in_both_formats(months, "months-narrow", |naming| {
        of_team::months_by_kind(naming, (quarter, today), now.contacts)
    });
    let ages = Naming::new("ages", "Direct contacts by age band");
    let ages = in_both_formats(ages, "ages-narrow", |naming| {
        of_team::ages(naming, now.contacts, before.map(|it| it.contacts))
    });
    let print = div("app-buttons app-not-printed").child(button("Print", Weight::Secondary).on(
        "click",
        |_| {
            // A browser that cannot print does nothing.
            let _ = window().print();
        },
    ));
    Pieces::from(headline)
        .and(nothing)
        .and(print)
        .and(div("app-picture").child([
            part(&months, "By month and kind", Total::InLastRow),
            part(&ages, "By age band", Total::InLastRow),
            survey_part(totals, now.surveys, before.map(|it| it.surveys)),
        ]))
}

/// What families said. Of surveys that wait for their block nothing is shown, not
/// even what was asked.
fn survey_part(totals: &QuarterTotals, now: &SurveyTotals, before: Option<&SurveyTotals>) -> El {
    let naming = Naming::new("survey", "What families said");
    if totals.surveys.received > 0 && now.received == 0 {
        return figure(naming.title).child(
            paragraph("Surveys came in. Their answers are shown once there are five.")
                .class("govuk-body app-picture__table"),
        );
    }
    let charts = in_both_formats(naming, "survey-narrow", |naming| {
        of_team::survey(naming, now, before)
    });
    part(&charts, "Yes, of surveys received", Total::None)
}

/// A chart for a tablet or paper, and the same for a phone; style shows one of them.
fn in_both_formats(
    naming: Naming<'static>,
    narrow: &'static str,
    chart: impl Fn(Naming<'static>) -> Chart,
) -> [Chart; 2] {
    [
        chart(naming),
        chart(naming.in_format(narrow, Format::Narrow)),
    ]
}

fn part([chart, narrow]: &[Chart; 2], caption: &str, total: Total) -> El {
    let frame = |chart: &Chart, classes| div(classes).child(drawn(&chart.drawing));
    figure(&chart.title)
        .child(frame(chart, "app-picture__chart app-picture__chart--wide"))
        .child(frame(
            narrow,
            "app-picture__chart app-picture__chart--narrow",
        ))
        .child(div("app-picture__table").child(chart_table(caption, &chart.table, total)))
}

fn figure(title: &str) -> El {
    let heading = el("h2").class("govuk-heading-m").child(title);
    el("figure")
        .class("app-picture__part")
        .child(el("figcaption").class("app-picture__title").child(heading))
}
