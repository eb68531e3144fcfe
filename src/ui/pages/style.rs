//! The style page, at `/style` in debug builds alone: every component in every
//! state on one page, to be looked at in light and dark.
//!
//! Nothing here is kept or sent. A new component gets a line in [`style_page`];
//! it adds nothing to a release build, where this module is not compiled.

use chrono::{DateTime, NaiveDate};
use uuid::Uuid;

use crate::domain::base::ids::{BookId, LocalityId, PlaceId, RecordId, TeamId};
use crate::domain::base::text::{Name, Text};
use crate::domain::form::checks::DateDraft;
use crate::domain::organisation::in_use::InUse;
use crate::domain::organisation::{Locality, Standing, Team};
use crate::domain::record::attendance::{Attendance, HeadCount};
use crate::domain::record::clock::Clock;
use crate::domain::record::session::{Activity, Kind, Plan, Session, SessionParts};
use crate::domain::record::survey::{DeclinedParts, DeclinedSurvey, Way};
use crate::domain::record::{Entry, Filing, Record, Stamp};
use crate::domain::tablet::settings::Settings;
use crate::ui::components::banner::{banner, banner_button};
use crate::ui::components::button::{Weight, button, idle_while};
use crate::ui::components::choices::{Choice, Choices, Lie};
use crate::ui::components::date_choice::DateChoice;
use crate::ui::components::error_summary::{Line, error_summary};
use crate::ui::components::facts_list::facts_list;
use crate::ui::components::field::{Field, Room};
use crate::ui::components::record_line::record_line;
use crate::ui::components::select::select;
use crate::ui::components::stepper::Stepper;
use crate::ui::components::symbol;
use crate::ui::components::table::{Row, figures};
use crate::ui::components::warning::warning;
use crate::ui::form::Problems;
use crate::ui::frame::status_line;
use crate::ui::markup::{El, Pieces, acting, div, el, paragraph, reading};
use crate::ui::state::State;

/// The words that no release build holds.
pub const TITLE: &str = "Every component in every state";

/// The style page.
pub fn style_page() -> El {
    let parts = [
        part("Buttons", buttons()),
        part("Status line", status_line()),
        part("Banners", banners()),
        part("Warnings, notices and offers", said()),
        part("Error summary", summary()),
        part("Text fields", fields()),
        part("Numbers that can be stepped", steppers()),
        part("One of several", choices()),
        part("A date", date()),
        part("One of many", lists()),
        part("Figures", numbers()),
        part("Tables", tables()),
        part("Records", records()),
        part("Facts", facts()),
        part("Empty", empty()),
        part("Symbols", symbols()),
        part("Words", words()),
    ];
    let heading = el("h1").class("govuk-heading-l app-heading").child(TITLE);
    div("app-page").child(heading).child(parts)
}

fn part(title: &str, inside: impl Into<Pieces>) -> El {
    el("section")
        .class("app-contents")
        .attr("aria-label", title)
        .child(el("h2").class("govuk-heading-m").child(title))
        .child(inside)
}

fn buttons() -> Pieces {
    let busy = State::new(true);
    Pieces::from(div("app-actions").child([
        button("The main thing", Weight::Primary),
        button("Anything else", Weight::Secondary),
    ]))
    .and(div("app-buttons").child([
        button("Primary", Weight::Primary),
        button("Secondary", Weight::Secondary),
        idle_while(busy, button("At work", Weight::Primary)),
        idle_while(busy, button("At work too", Weight::Secondary)),
    ]))
}

fn banners() -> [El; 2] {
    [
        banner("At risk", "What that means.", banner_button("Do it", || {})),
        banner("News", "What that means.", banner_button("Take it", || {}))
            .class("app-banner app-banner--news"),
    ]
}

fn said() -> [El; 3] {
    let notice = div("app-notice")
        .child(
            el("p")
                .class("app-notice__title")
                .child("Saved on this tablet"),
        )
        .child(el("p").class("app-notice__words").child("What was saved."))
        .child(button("Undo", Weight::Secondary));
    let offer = div("app-offer")
        .child(
            el("p")
                .class("govuk-body app-close")
                .child("Left unfinished, 14:32."),
        )
        .child(div("app-offer__buttons").child([
            button("Recover", Weight::Primary),
            button("Discard", Weight::Secondary),
        ]));
    let loud = warning("Not saved", "Why, and what to do about it.")
        .child(button("Download it", Weight::Secondary));
    [loud, notice, offer]
}

fn summary() -> El {
    let problems = Problems::new();
    let line = |field: &str, words: &str| Line {
        field: field.to_owned(),
        words: words.to_owned(),
    };
    // Shown, not checked: a check would take the focus.
    problems.show_quietly(vec![
        line("style-wrong", "Enter the name of your team"),
        line(
            "style-number",
            "Minutes must be a whole number from 5 to 720",
        ),
    ]);
    error_summary(problems)
}

fn wrong(words: &'static str) -> crate::ui::markup::Reading<Option<String>> {
    reading(move || Some(words.to_owned()))
}

fn fields() -> Pieces {
    let text = |words: &str| State::new(words.to_owned());
    let all = [
        Field::of("style-line", "A line", text("")),
        Field {
            hint: Some("More words, where they are needed"),
            ..Field::of("style-hint", "A line with a hint", text("As typed"))
        },
        Field {
            error: wrong("Enter the name of your team"),
            ..Field::of("style-wrong", "A line with an error", text(""))
        },
        Field {
            room: Room::Number,
            error: wrong("Minutes must be a whole number from 5 to 720"),
            ..Field::of("style-number", "A number with an error", text("9000"))
        },
        Field {
            room: Room::Pin,
            ..Field::of("style-pin", "A PIN", text("4815"))
        },
        Field {
            room: Room::Lines,
            hint: Some("No names, please."),
            ..Field::of("style-lines", "Several lines", text("One\nTwo"))
        },
    ];
    let too_long = Field::of(
        "style-over",
        "A line that is too long",
        text("Stay and Play"),
    );
    Pieces::from(all.map(Field::view)).and(too_long.view_up_to(9))
}

fn steppers() -> El {
    let stepper = |id: &str, label, typed: &str, error: Option<&'static str>| {
        let value = State::new(typed.to_owned());
        Stepper {
            id: id.to_owned(),
            label,
            hint: None,
            value: reading(move || value.get()),
            typed: acting(move |typed| value.set(typed)),
            error: reading(move || error.map(str::to_owned)),
        }
        .view()
    };
    div("app-tally__tiles").child([
        stepper("style-none", "Under 5", "", None),
        stepper("style-some", "5 to 10", "12", None),
        stepper("style-most", "11 to 15", "500", None),
        stepper(
            "style-bad",
            "16 to 19",
            "lots",
            Some("16 to 19 must be a whole number from 0 to 500"),
        ),
        stepper("style-long", "Adults, parents and carers", "7", None),
    ])
}

fn choices() -> Pieces {
    let several = |id, legend, lie, options: Vec<Choice>, error: Option<&'static str>| {
        let chosen = State::new(Some(0));
        Choices {
            id,
            legend,
            lie,
            options: reading(move || options.clone()),
            chosen: reading(move || chosen.get()),
            choose: acting(move |picked| chosen.set(Some(picked))),
            error: reading(move || error.map(str::to_owned)),
        }
        .view()
    };
    let kinds = Kind::ALL.map(|kind| Choice {
        hint: Some(kind.hint().to_owned()),
        symbol: Some(kind),
        ..Choice::new(kind.label())
    });
    let short = ["Yes", "Partly", "No", "Left blank"].map(Choice::new);
    Pieces::from(several(
        "style-kind",
        "With symbols",
        Lie::Row,
        kinds.to_vec(),
        None,
    ))
    .and(several(
        "style-row",
        "In a row",
        Lie::Row,
        short.to_vec(),
        None,
    ))
    .and(several(
        "style-stacked",
        "One below another, with an error",
        Lie::Stacked,
        short.to_vec(),
        Some("Choose one"),
    ))
    .and(several(
        "style-many",
        "One of many",
        Lie::Row,
        (1..=400)
            .map(|number| Choice::new(format!("School {number}")))
            .collect(),
        None,
    ))
    .and(folded())
}

/// A question that is answered.
fn folded() -> Pieces {
    let chosen = State::new(Some(1));
    Choices::of_all(
        "style-folded",
        "Folded to a line",
        &Kind::ALL,
        Kind::label,
        reading(move || chosen.get()),
        move |kind| chosen.set(Some(kind.index())),
        reading(|| None),
    )
    .folding("Kind")
}

fn date() -> Pieces {
    let [day, month, year] = ["31", "February", "2026"].map(str::to_owned);
    let draft = State::new(DateDraft::Typed { day, month, year });
    DateChoice {
        legend: "When was it?",
        clock: reading(|| Clock {
            says: day_one(),
            built: day_one(),
            reached: day_one(),
        }),
        also: None,
        date: reading(move || draft.get()),
        change: acting(move |date| draft.set(date)),
        error: wrong("Date must be a real date, such as 3 November 2026"),
    }
    .view()
}

fn lists() -> El {
    let list = |id, label, options: [&str; 3]| {
        let chosen = acting(|_: usize| {});
        select(
            id,
            label,
            &options.map(str::to_owned),
            &reading(|| 0),
            chosen,
        )
    };
    div("app-filters").child([
        list(
            "style-kinds",
            "Kind",
            ["All kinds", "Youth club", "Surveys"],
        ),
        list(
            "style-places",
            "Place",
            ["All places", "Northgate", "Rosehill"],
        ),
        list("style-shown", "Show", ["Records", "Bin", "Both of them"]),
    ])
}

fn numbers() -> Pieces {
    let figure = |count: &str, noun: &str| {
        el("li")
            .class("app-figure")
            .child(el("span").class("app-figure__count").child(count))
            .child(format!(" {noun}"))
    };
    Pieces::from(el("ul").class("app-figures").child([
        figure("1,204", "direct contacts"),
        figure("86", "sessions"),
        figure("0", "surveys received"),
    ]))
    .and(
        el("p")
            .class("app-headline")
            .child(el("span").class("app-headline__count").child("1,204"))
            .child(" direct contacts"),
    )
    .and(
        el("p")
            .class("app-total")
            .child(el("span").class("app-total__count").child("14"))
            .child(" direct contacts"),
    )
}

fn tables() -> El {
    let row = |head: &str, figures: [&str; 2]| Row {
        head: head.to_owned(),
        figures: figures.map(str::to_owned).to_vec(),
    };
    figures(
        "By kind of session",
        &["Kind", "Sessions", "Direct contacts"],
        vec![
            row("Group activity in a children’s centre", ["7", "111"]),
            row("Youth club", ["20", "1,093"]),
        ],
        Some(row("All kinds", ["27", "1,204"])),
    )
}

const fn day_one() -> NaiveDate {
    match NaiveDate::from_ymd_opt(2026, 11, 23) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// One record of each kind, and a declined survey; and what they are told with.
fn made_up() -> Option<(Vec<Record>, Settings)> {
    let name = |words: &str| -> Option<Name> { Text::typed(words).ok().flatten() };
    let team = Team {
        id: TeamId::new("team").ok()?,
        name: name("Team")?,
        standing: Standing::Typed,
        locality: Locality {
            id: LocalityId::new("north").ok()?,
            name: name("North")?,
            standing: Standing::Typed,
        },
    };
    let place = PlaceId::new("a-place-with-quite-a-long-name-that-is-not-known-here").ok()?;
    let activities = [
        Activity::ChildrensCentreGroup {
            place: place.clone(),
        },
        Activity::YouthClub {
            place: place.clone(),
        },
        Activity::SchoolGroupWork { place },
        Activity::CoWorkedCase {
            plan: Plan::ChildInNeed,
        },
        Activity::TargetedPrevention,
    ];
    let mut entries = Vec::new();
    for activity in activities {
        let came = Attendance::new([HeadCount::new(3).ok()?; 5]).ok()?;
        let parts = SessionParts::of(day_one(), activity, came);
        entries.push(Entry::Session(Session::new(parts).ok()?));
    }
    let declined = DeclinedParts {
        date: day_one(),
        way: Way::Paper,
    };
    entries.push(Entry::Declined(DeclinedSurvey::new(declined).ok()?));
    let stamp = Stamp::trusted(DateTime::UNIX_EPOCH, day_one());
    let records = entries.into_iter().map(|entry| {
        let filing = Filing {
            id: RecordId::new(Uuid::nil()),
            book: BookId::new(Uuid::nil()),
            team: team.id.clone(),
        };
        Record::new(filing, stamp, entry)
    });
    let records = records.collect();
    let settings = Settings {
        tablet: name("Blue tablet")?,
        city: None,
        team,
        other_teams: Vec::new(),
        places: Vec::new(),
        keep_records_for_years: None,
        groups: Vec::new(),
        corrected_places: Vec::new(),
        survey_languages: Vec::new(),
        due: Vec::new(),
        send_to: None,
        in_use: InUse::default(),
    };
    Some((records, settings))
}

fn records() -> Option<El> {
    let (records, settings) = made_up()?;
    let lines: Vec<El> = records
        .iter()
        .map(|record| record_line(record, &settings, "23 November 2026"))
        .collect();
    let head = el("h3")
        .class("govuk-heading-s app-day__head")
        .child(el("span").child("Monday 23 November 2026"))
        .child(
            el("span")
                .class("app-day__total")
                .child("75 direct contacts"),
        );
    Some(
        div("app-day")
            .child(head)
            .child(el("ul").class("app-records").child(lines)),
    )
}

fn facts() -> El {
    facts_list(vec![
        ("Team", "Rosehill Locality Team".to_owned()),
        ("A word that has no end", "x".repeat(80)),
    ])
}

fn empty() -> El {
    div("app-empty")
        .child(
            el("p")
                .class("govuk-body")
                .child("Nothing here yet, and what to do."),
        )
        .child(button("Do it", Weight::Secondary))
}

fn symbols() -> El {
    div("app-buttons")
        .child(Kind::ALL.map(symbol::of_kind))
        .child(symbol::of_survey())
}

fn words() -> Pieces {
    Pieces::from(
        el("p")
            .class("govuk-body-l")
            .child("A lead of a few words."),
    )
    .and(
        paragraph("A sentence of body text, with ").child(
            el("a")
                .attr("href", "/about")
                .class("govuk-link")
                .child("a link"),
        ),
    )
    .and(el("p").class("govuk-hint").child("A hint."))
    .and(div("govuk-inset-text").child("What is set in."))
    .and(div("app-standing").child(el("p").class("app-standing__words").child("How it stands.")))
    .and(div("app-code").child("3F9K-22QP"))
    .and(
        el("details")
            .class("govuk-details")
            .child(
                el("summary").class("govuk-details__summary").child(
                    el("span")
                        .class("govuk-details__summary-text")
                        .child("More"),
                ),
            )
            .child(div("govuk-details__text").child("What is below.")),
    )
}
