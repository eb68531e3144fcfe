//! The figures that a return must hold, counted here from what was typed, in
//! the plainest way, and not by the app's own code.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Local, NaiveDate};
use daybook::domain::base::calendar::Quarter;
use daybook::domain::base::sorted::Map;
use daybook::domain::record::attendance::AgeBand;
use daybook::domain::record::session::Kind;
use daybook::domain::record::survey::Answer;
use daybook::domain::submission::quarter_return::QuarterReturn;
use daybook::domain::totals::cells::Figure;
use daybook_e2e::forms::{TypedSession, TypedSurvey, When};

/// Figures by measure and part, such as `sessions kind=youth-club`; a share is
/// its numerator and denominator.
pub type Figures = BTreeMap<String, (u64, Option<u64>)>;

/// The day it is where the browser is.
pub fn today() -> NaiveDate {
    Local::now().date_naive()
}

/// The day before today, or today on the first day of a quarter, so that all
/// that is typed lies in one quarter.
pub fn yesterday_in_quarter() -> When {
    if Quarter::containing(yesterday()).contains(today()) {
        When::Yesterday
    } else {
        When::Today
    }
}

/// The first day of today's quarter, typed where it is neither today nor
/// yesterday.
pub fn first_of_quarter() -> When {
    let first = Quarter::containing(today()).first_day();
    if first < yesterday() {
        When::On(first)
    } else {
        yesterday_in_quarter()
    }
}

/// The date that was said to the form.
pub fn date_of(when: When) -> NaiveDate {
    match when {
        When::Today => today(),
        When::Yesterday => yesterday(),
        When::On(date) => date,
    }
}

fn yesterday() -> NaiveDate {
    today() - Days::new(1)
}

/// What a return holds, with places by their names.
pub fn figures_of(sent: &QuarterReturn) -> Figures {
    let mut figures = Figures::new();
    for cell in &sent.measures {
        let mut part = cell.breakdown.clone();
        if let Some(place) = part.get_mut("place") {
            let listed = sent.places.iter().find(|it| it.id.as_str() == place);
            *place = listed.unwrap().name.to_string();
        }
        let figure = match cell.figure {
            Figure::Period { count } | Figure::Stock { count } => (count, None),
            Figure::Ratio { part, whole } => (part, Some(whole)),
        };
        let before = figures.insert(key(&cell.measure, &part), figure);
        assert_eq!(before, None, "{cell:?} stands twice");
    }
    figures
}

/// What a return of these sessions and surveys must hold. All surveys are
/// standard ones on paper, in English, answered by someone who is said.
pub fn figures_expected(
    sessions: &[TypedSession<'_>],
    surveys: &[TypedSurvey<'_>],
    declined: u64,
) -> Figures {
    let mut figures = Figures::new();
    for kind in Kind::ALL {
        // Said even when nothing was done.
        count_session(&mut figures, &[("kind", kind.code())], None);
    }
    for session in sessions {
        let kind = session.kind.code();
        count_session(&mut figures, &[("kind", kind)], Some(session));
        let Some(place) = session.place else { continue };
        let date = date_of(session.when);
        let month = format!("{}-{:02}", date.year(), date.month());
        let by_place = [("kind", kind), ("place", place)];
        count_session(&mut figures, &by_place, Some(session));
        let by_month = [("kind", kind), ("month", &month)];
        count_session(&mut figures, &by_month, Some(session));
        let by_day = [("date", &*date.to_string()), ("place", place)];
        add(&mut figures, "sessions", &by_day, 1);
    }
    count_surveys(&mut figures, surveys, declined);
    figures
}

fn count_session(figures: &mut Figures, part: &[(&str, &str)], session: Option<&TypedSession<'_>>) {
    add(figures, "sessions", part, session.map_or(0, |_| 1));
    for (position, band) in AgeBand::ALL.into_iter().enumerate() {
        let part = [part, &[("age-band", band.code())]].concat();
        let came = session.map_or(0, |it| it.came[position]);
        add(figures, "direct-contacts", &part, u64::from(came));
    }
    let new = session.map_or(0, |it| it.new_families);
    add(figures, "new-families", part, u64::from(new));
}

fn count_surveys(figures: &mut Figures, surveys: &[TypedSurvey<'_>], declined: u64) {
    let received = surveys.len() as u64;
    for (measure, count) in [
        ("surveys-asked", received + declined),
        ("surveys-received", received),
        ("surveys-declined", declined),
        ("surveys-incomplete", 0),
        ("surveys-flagged", 0),
        ("surveys-removed", 0),
    ] {
        add(figures, measure, &[], count);
    }
    for question in ["respect", "listened", "helped"] {
        let given = |wanted: Answer| {
            let answers = surveys.iter().flat_map(|survey| survey.answers);
            let same = answers.filter(|(it, answer)| it.code() == question && *answer == wanted);
            same.count() as u64
        };
        let measure = format!("survey-{question}");
        figures.insert(measure, (given(Answer::Yes), Some(received)));
        if received == 0 {
            continue;
        }
        for answer in Answer::ALL {
            let part = [
                ("survey-version", "standard"),
                ("way", "paper"),
                ("question", question),
                ("answer", answer.code()),
            ];
            add(figures, "survey-answers", &part, given(answer));
        }
    }
    for survey in surveys {
        let who = match survey.answered_by {
            "Parent or carer" => "parent-or-carer",
            "Young person" => "young-person",
            other => panic!("“{other}” has no code here"),
        };
        add(figures, "surveys-received", &[("answered-by", who)], 1);
        add(figures, "surveys-received", &[("language", "en")], 1);
    }
}

fn add(figures: &mut Figures, measure: &str, part: &[(&str, &str)], count: u64) {
    let part = part
        .iter()
        .map(|(dimension, category)| ((*dimension).to_owned(), (*category).to_owned()))
        .collect();
    figures.entry(key(measure, &part)).or_default().0 += count;
}

fn key(measure: &str, part: &Map<String, String>) -> String {
    part.iter()
        .fold(measure.to_owned(), |key, (dimension, category)| {
            format!("{key} {dimension}={category}")
        })
}
