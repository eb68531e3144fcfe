//! Published totals: what a report printed, where last year has no returns.

use leptos::prelude::*;

use super::desk::Desk;
use super::parts::{said, section, unit_words, units};
use crate::domain::base::share::grouped;
use crate::domain::base::text::Text;
use crate::domain::roll_up::measure::{MEASURES, Measure};
use crate::domain::roll_up::published_draft::{PublishedDraft, PublishedField};
use crate::domain::roll_up::{Published, Unit};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::error_summary::Line;
use crate::ui::components::field::{Field, Room, error_message};
use crate::ui::components::page::{Form, page};
use crate::ui::components::select::select;
use crate::ui::form::{Problems, form};
use crate::ui::markup::{El, Pieces, acting, div, el, live, live_when, paragraph, reading};
use crate::ui::state::State;

/// The page.
pub fn published() -> El {
    let desk = expect_context::<Desk>();
    let problems = Problems::new();
    let typing = live_when(
        move || desk.look(units),
        move |units| units.map(|units| typed_in(desk, problems, units)),
    );
    let listed = live(move || {
        desk.look(|seen| list(desk, seen.roll_up.decisions.published.iter(), &units(seen)))
    });
    page(
        "Published totals",
        Form::Of(problems),
        said()
            .and(paragraph(
                "Where last year has no returns, type in what was published. These totals are marked as typed wherever they are shown, and are compared with returns, never added to them.",
            ))
            .and(listed)
            .and(typing),
    )
}

fn list<'a>(desk: Desk, all: impl Iterator<Item = &'a Published>, units: &[Unit]) -> El {
    let own = desk
        .found
        .with_untracked(|found| found.kept.decisions.clone());
    let mut lines: Vec<El> = Vec::new();
    for one in all {
        let words = words(one, units);
        let line = el("li").child(el("span").child(words.clone())).child(
            el("span")
                .class("app-decided__why")
                .child(one.source.to_string()),
        );
        let line = if own.published.contains(one) {
            let gone = one.clone();
            line.child(
                button("Remove", Weight::Secondary)
                    .attr("aria-label", &format!("Remove: {words}"))
                    .on("click", move |_| {
                        let gone = gone.clone();
                        desk.change("Removed", move |all| {
                            all.decisions.published.remove(&gone);
                        });
                    }),
            )
        } else {
            line.child(
                el("span")
                    .class("app-decided__why")
                    .child("from an opened file"),
            )
        };
        lines.push(line);
    }
    let inside: Pieces = if lines.is_empty() {
        paragraph("None yet.").into()
    } else {
        el("ul").class("govuk-list app-decided").child(lines).into()
    };
    section("typed-totals", "Typed so far", inside)
}

fn words(one: &Published, units: &[Unit]) -> String {
    let measure = Measure::with_code(one.measure.as_str());
    let measure = measure.map_or(one.measure.as_str(), |it| it.label);
    let unit = one.unit.as_ref().map(|code| {
        let mut known = units.iter();
        let found = known.find(|unit| unit.level == one.level && unit.code == code.as_str());
        found.map_or_else(|| code.to_string(), |unit| unit.name.clone())
    });
    let mut words = format!(
        "{measure}, {}, {}: ",
        one.period,
        unit.unwrap_or_else(|| Unit::all().name)
    );
    let mut parts: Vec<String> = Vec::new();
    parts.extend(one.count.map(grouped));
    parts.extend(one.whole.map(|whole| format!("out of {}", grouped(whole))));
    parts.extend(one.percent.as_ref().map(ToString::to_string));
    parts.extend(one.change.map(|change| {
        let sign = if change < 0 { "−" } else { "+" };
        format!(
            "{sign}{} on the year before",
            grouped(change.unsigned_abs())
        )
    }));
    words.push_str(&parts.join(", "));
    words
}

const fn id(field: PublishedField) -> &'static str {
    match field {
        PublishedField::Measure => "published-measure",
        PublishedField::Period => "published-period",
        PublishedField::Count => "published-count",
        PublishedField::Whole => "published-whole",
        PublishedField::Percent => "published-percent",
        PublishedField::Change => "published-change",
        PublishedField::Source => "published-source",
    }
}

/// What is being typed.
#[derive(Clone, Copy)]
struct Typing {
    problems: Problems,
    measure: State<Option<&'static Measure>>,
    unit: State<Option<Unit>>,
    period: State<String>,
    count: State<String>,
    whole: State<String>,
    percent: State<String>,
    change: State<String>,
    source: State<String>,
}

impl Typing {
    fn new(problems: Problems) -> Self {
        let text = || State::new(String::new());
        Self {
            problems,
            measure: State::new(None),
            unit: State::new(None),
            period: text(),
            count: text(),
            whole: text(),
            percent: text(),
            change: text(),
            source: text(),
        }
    }

    fn draft(self) -> PublishedDraft {
        PublishedDraft {
            measure: self.measure.get_untracked(),
            period: self.period.get_untracked(),
            unit: self.unit.get_untracked(),
            count: self.count.get_untracked(),
            whole: self.whole.get_untracked(),
            percent: self.percent.get_untracked(),
            change: self.change.get_untracked(),
            source: self.source.get_untracked(),
        }
    }

    fn keep(self, desk: Desk) {
        match self.draft().check() {
            Ok(made) => {
                self.problems.set(Vec::new());
                desk.change("Typed in", move |all| {
                    all.decisions.published.insert(made.clone());
                });
            }
            Err(wrong) => {
                let lines = wrong.into_iter().map(|(field, why)| Line {
                    field: id(field).to_owned(),
                    words: why.to_string(),
                });
                self.problems.set(lines.collect());
            }
        }
    }

    fn line(self, of: PublishedField, label: &'static str, text: State<String>) -> Field {
        Field {
            error: self.problems.at(id(of)),
            ..Field::of(id(of), label, text)
        }
    }

    fn number(self, of: PublishedField, label: &'static str, text: State<String>) -> El {
        Field {
            room: Room::Number,
            ..self.line(of, label, text)
        }
        .view()
    }

    fn measure_choice(self) -> Pieces {
        let mut measures = vec!["Choose".to_owned()];
        measures.extend(MEASURES.iter().map(|it| it.label.to_owned()));
        let choice = select(
            id(PublishedField::Measure),
            "What was counted",
            &measures,
            &reading(|| 0),
            acting(move |at: usize| {
                self.measure
                    .set(at.checked_sub(1).and_then(|at| MEASURES.get(at)));
            }),
        );
        error_message(
            id(PublishedField::Measure),
            &self.problems.at(id(PublishedField::Measure)),
        )
        .and(choice)
    }
}

fn typed_in(desk: Desk, problems: Problems, units: Vec<Unit>) -> El {
    let this = Typing::new(problems);
    let names: Vec<String> = units.iter().map(unit_words).collect();
    let unit_choice = select(
        "published-unit",
        "Of",
        &names,
        &reading(|| 0),
        acting(move |at: usize| this.unit.set(units.get(at).cloned())),
    );
    let period = Field {
        hint: Some("Such as 2015-16 or 2015-16 Q3"),
        ..this.line(PublishedField::Period, "Year or quarter", this.period)
    };
    let source = Field {
        hint: Some("Such as Early Help report 2016-17, section 2"),
        ..this.line(
            PublishedField::Source,
            "Where it was published",
            this.source,
        )
    };
    let numbers = [
        (PublishedField::Count, "Number counted", this.count),
        (PublishedField::Whole, "Out of (for a share)", this.whole),
        (
            PublishedField::Percent,
            "Percentage, as printed",
            this.percent,
        ),
        (
            PublishedField::Change,
            "Rise or fall, as printed",
            this.change,
        ),
    ];
    let numbers = numbers.map(|(field, label, text)| this.number(field, label, text));
    let inside = form(move || this.keep(desk))
        .child(this.measure_choice())
        .child(unit_choice)
        .child(period.view())
        .child(div("app-choosers").child(Vec::from(numbers)))
        .child(source.view_up_to(Text::<200>::MOST))
        .child(button("Type it in", Weight::Primary).attr("type", "submit"));
    section("type-in", "Type in a total", inside)
}
