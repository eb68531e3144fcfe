//! One record as a line of a list, leading to its page.

use crate::domain::record::latest::says_a_day_to_come;
use crate::domain::record::{Entry, Record};
use crate::domain::tablet::settings::Settings;
use crate::ui::address::Address;
use crate::ui::components::symbol;
use crate::ui::frame::{link, reached};
use crate::ui::markup::{El, Pieces, div, el};

/// What a record is called in a list and in notices.
pub fn title(record: &Record, settings: &Settings) -> String {
    match record.entry() {
        Entry::Session(session) => {
            let parts = session.parts();
            let group = parts.group.and_then(|id| settings.group(id));
            let name = group.map(|it| &it.name).or(parts.theme.as_ref());
            name.map_or_else(|| session.kind().label().to_owned(), ToString::to_string)
        }
        Entry::Survey(survey) => survey.parts().answers.version().label().to_owned(),
        Entry::Declined(_) => "Survey declined".to_owned(),
    }
}

/// The line of a record; `aside` stands at its end.
pub fn record_line(record: &Record, settings: &Settings, aside: impl Into<Pieces>) -> El {
    let (icon, detail) = match record.entry() {
        Entry::Session(session) => {
            let contacts = session.attendance().contacts();
            let noun = if contacts == 1 { "contact" } else { "contacts" };
            let contacts = format!("{contacts} direct {noun}");
            let place = session.place().map(|id| settings.place_name(id));
            let detail = match place {
                Some(place) => format!("{place} · {contacts}"),
                None => contacts,
            };
            (symbol::of_kind(session.kind()), detail)
        }
        Entry::Survey(survey) => (symbol::of_survey(), survey.parts().way.label().to_owned()),
        Entry::Declined(_) => (symbol::of_survey(), String::new()),
    };
    el("li")
        .class("app-record")
        .child(icon)
        .child(
            div("app-record__words")
                .child(
                    link(Address::Record(record.id()), title(record, settings))
                        .class("govuk-link app-record__title"),
                )
                .child(el("span").class("app-record__detail").child(detail))
                .child(wrong_date(record)),
        )
        .child(el("span").class("app-record__date").child(aside))
}

/// That the clock was ahead when it was saved: so it does not stand where its day is.
fn wrong_date(record: &Record) -> Option<El> {
    says_a_day_to_come(record, reached()).then(|| {
        el("strong")
            .class("govuk-tag govuk-tag--yellow app-record__wrong")
            .child("The clock was wrong")
    })
}
