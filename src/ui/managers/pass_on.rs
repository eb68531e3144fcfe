//! Pass on: the figures for other programs, and what the next level up opens.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::address::Room;
use super::desk::Desk;
use super::downloads::{Outcome, give, what_became};
use super::looking::all_or_one;
use super::parts::{quarters, said, section};
use crate::browser::ambient;
use crate::browser::drawing::Breath;
use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::slug;
use crate::domain::base::iso::date_text;
use crate::domain::base::json::AsJson;
use crate::domain::base::text::{Name, Text};
use crate::domain::roll_up::combined::{Combined, CombinedReturns};
use crate::domain::roll_up::table::{csv_head, rows};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::field::Field;
use crate::ui::components::page::{Form, page};
use crate::ui::markup::{El, Pieces, live_when, paragraph, reading};
use crate::ui::sentences::store_problem;
use crate::ui::state::State;

/// The page.
pub fn pass_on() -> El {
    let desk = expect_context::<Desk>();
    let outcome = State::new(None::<Outcome>);
    let body = live_when(
        move || desk.look(quarters),
        move |quarters| {
            Some(
                Pieces::from(table(desk, quarters?, outcome))
                    .and(combined(desk, outcome))
                    .and(decisions(desk, outcome)),
            )
        },
    );
    page(
        "Pass on",
        Form::None,
        said()
            .and(paragraph(
                Pieces::from("These files hold exact numbers, small ones too, and are not for publishing: keep them inside the service. What may leave it is made on the page ")
                    .and(Room::Publish.link("Publish"))
                    .and("."),
            ))
            .and(what_became(outcome))
            .and(body),
    )
}

/// The tidy table of all quarters or of one.
fn table(desk: Desk, quarters: Vec<Quarter>, outcome: State<Option<Outcome>>) -> El {
    let picked = State::new(None::<Quarter>);
    let choice = all_or_one("table-quarter", "Quarter", quarters, picked);
    let make = move || {
        let wanted = picked.get_untracked();
        let text = untrack(|| {
            desk.look(|seen| {
                let mut text = csv_head();
                let all = (seen.roll_up, seen.sums, seen.who);
                rows(all, seen.structure, wanted, |row| row.csv(&mut text));
                text
            })
        });
        let Some(text) = text else { return };
        let period = wanted.map_or_else(|| "all-quarters".to_owned(), Quarter::slug);
        outcome.set(Some(give(format!("daybook-figures-{period}.csv"), text)));
    };
    section(
        "figures-table",
        "The figures as a table",
        Pieces::from(paragraph(
            "One line for each figure, for a spreadsheet or a database.",
        ))
        .and(choice)
        .and(button("Download the table (CSV)", Weight::Secondary).on("click", move |_| make())),
    )
}

/// The combined file, which embeds every return.
fn combined(desk: Desk, outcome: State<Option<Outcome>>) -> El {
    let name = State::new(String::new());
    let error = State::new(None::<String>);
    let busy = State::new(false);
    let make = move || {
        let typed: Name = match Text::typed(&name.get_untracked()) {
            Ok(Some(name)) => name,
            Ok(None) => {
                error.set(Some("Say what it is of, such as North locality".to_owned()));
                return;
            }
            Err(_) => {
                error.set(Some("A name has at most 80 characters".to_owned()));
                return;
            }
        };
        if busy.get_untracked() {
            return;
        }
        error.set(None);
        busy.set(true);
        spawn_local(async move {
            let file = format!("daybook-combined-{}.json", slug(typed.as_str(), 40));
            let made = combined_text(desk, typed).await;
            busy.set(false);
            outcome.set(Some(match made {
                Ok(text) => give(file, text),
                Err(why) => Outcome::Not(why),
            }));
        });
    };
    section(
        "combined",
        "For the next level up",
        Pieces::from(paragraph(
            "A combined file holds every return that is open here, with the organisation and what was decided. Whoever opens it beside files of their own counts nothing twice.",
        ))
        .and(
            Field {
                error: reading(move || error.get()),
                ..Field::of("combined-name", "What it is of", name)
            }
            .view_up_to(Name::MOST),
        )
        .and(
            button("Download the combined file", Weight::Secondary)
                .on("click", move |_| make()),
        ),
    )
}

async fn combined_text(desk: Desk, name: Name) -> Result<String, String> {
    let looked = untrack(|| {
        desk.look(|seen| {
            desk.with_organisations(seen, |organisations| {
                Combined::new(name, ambient::today()).resting_on(
                    organisations,
                    &seen.roll_up.decisions,
                    seen.roll_up.not_used.clone(),
                )
            })
        })
    });
    let file = looked.ok_or("What is open is still being read.")?;
    let texts = desk.texts().await.map_err(|why| store_problem(&why))?;
    let mut text = file.opening();
    let mut returns = CombinedReturns::after(&text);
    let mut breath = Breath::new();
    for one in texts {
        // A file that cannot be read any more has no return to pass on; Returns says so.
        text.push_str(&returns.text_of(one.as_bytes()));
        let fits = returns.fits();
        fits.map_err(|why| format!("There are too many files: {why}."))?;
        breath.take().await;
    }
    text.push_str(Combined::CLOSING);
    Ok(text)
}

/// What was decided here, as a file.
fn decisions(desk: Desk, outcome: State<Option<Outcome>>) -> El {
    let make = move || {
        let text = untrack(|| desk.look(|seen| seen.roll_up.decisions.to_json().to_text()));
        let Some(text) = text else { return };
        let name = format!("daybook-decisions-{}.json", date_text(ambient::today()));
        outcome.set(Some(give(name, text)));
    };
    section(
        "decisions-file",
        "What was decided",
        Pieces::from(paragraph(
            "Which tablets count, which names are the same, and the published totals that were typed in: for a colleague who opens the same returns.",
        ))
        .and(
            button("Download the decisions", Weight::Secondary).on("click", move |_| make()),
        ),
    )
}
