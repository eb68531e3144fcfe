//! What was left unfinished: how it is written down, what it is called, and what
//! can be done with it on a form and on Today.
//!
//! Guarantees that nothing is discarded without a tap, and nothing that cannot be
//! read without one of its own.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::address::Address;
use super::components::button::{Weight, button};
use super::components::details::details;
use super::components::warning::warning;
use super::frame::{link, moment};
use super::markup::{Acting, El, Pieces, div, el, live};
use super::state::State;
use super::workspace::Workspace;
use crate::browser::files;
use crate::domain::base::ids::RecordId;
use crate::domain::base::json::{AsJson, Json};
use crate::domain::base::sorted::Map;
use crate::domain::form::checks::Fields;
use crate::domain::tablet::unfinished::name;
use crate::store::archive::KeptDraft;

/// Unfinished input by the name under which it is kept: its form's, and one of its
/// own after a slash.
pub type Unfinished = (String, KeptDraft);

/// Writes input with the moment it was typed.
pub fn written(typed: &Fields) -> String {
    let at = Utc::now().timestamp_millis();
    Json::List(vec![at.to_json(), typed.0.to_json()]).to_text()
}

/// Reads input that was written; `None` for what is none.
pub fn read(json: &str) -> Option<Fields> {
    let (_, fields) = <(i64, Map<String, String>)>::from_text(json).ok()?;
    Some(Fields(fields))
}

fn typed_at(json: &str) -> Option<DateTime<Utc>> {
    let (millis, _) = json.trim_start_matches('[').split_once(',')?;
    DateTime::from_timestamp_millis(millis.parse().ok()?)
}

/// The form of the name under which input is kept.
fn form_of(kept_as: &str) -> &str {
    kept_as.rsplit_once('/').map_or("", |(form, _)| form)
}

/// What it is and when it was typed, such as `Tuesday 24 November 2026 · Rosehill · 7
/// direct contacts, typed 14:32`.
fn called(workspace: Workspace, kept_as: &str, json: &str) -> String {
    let at = typed_at(json).map(moment).unwrap_or_default();
    let what = workspace.settings.with(|settings| {
        let fields = read(json).unwrap_or_default();
        name(form_of(kept_as), &fields, settings.as_ref())
    });
    if what.is_empty() {
        format!("typed {at}")
    } else {
        format!("{what}, typed {at}")
    }
}

/// What a form offers of itself: what can be read in one box, whatever the number,
/// so that the form stays in reach; each text that cannot be read by itself.
pub fn offers(
    offers: State<Vec<Unfinished>>,
    recover: Acting<(String, String)>,
    discard: Acting<Vec<String>>,
) -> Pieces {
    let workspace = expect_context::<Workspace>();
    live(move || {
        let (mut readable, mut unreadable) = (Vec::new(), Vec::new());
        for (kept_as, kept) in offers.get() {
            match kept {
                KeptDraft::Readable(json) => readable.push((kept_as, json)),
                KeptDraft::Unreadable(text) => {
                    unreadable.push(cannot_be_read(kept_as, text, discard.clone()));
                }
            }
        }
        let box_of = |inside: Pieces| {
            div("app-offer")
                .attr("role", "region")
                .attr("aria-label", "Unfinished")
                .child(inside)
        };
        let shown = match readable.len() {
            0 => None,
            1 => readable.pop().map(|(kept_as, json)| {
                let words = called(workspace, &kept_as, &json);
                let said = words_of(&format!("This was left unfinished: {words}."));
                box_of(Pieces::from(said).and(ways(kept_as, json, "", &recover, &discard)))
            }),
            many => {
                let names: Vec<String> = readable.iter().map(|(name, _)| name.clone()).collect();
                let lines: Vec<El> = readable
                    .into_iter()
                    .map(|(kept_as, json)| {
                        let words = called(workspace, &kept_as, &json);
                        el("li")
                            .child(words_of(&words))
                            .child(ways(kept_as, json, &words, &recover, &discard))
                    })
                    .collect();
                let list = el("ul").class("govuk-list app-offer__list").child(lines);
                let all =
                    details("Look at them", || false).child(div("govuk-details__text").child(list));
                let discard = discard.clone();
                let said = words_of(&format!("{many} were left unfinished here."));
                let gone = discard_all(many, move || discard(names.clone()));
                let head = div("app-offer__head").child(said).child(gone);
                Some(box_of([head, all].into()))
            }
        };
        Pieces::from(shown).and(unreadable)
    })
}

fn words_of(words: &str) -> El {
    el("p").class("govuk-body app-close").child(words)
}

/// Recover and Discard. Where there are several, `which` says of which one.
fn ways(
    kept_as: String,
    json: String,
    which: &str,
    recover: &Acting<(String, String)>,
    discard: &Acting<Vec<String>>,
) -> El {
    let of = |what: &str, button: El| {
        if which.is_empty() {
            button
        } else {
            button.attr("aria-label", &format!("{what}: {which}"))
        }
    };
    let (recover, discard, gone) = (Rc::clone(recover), Rc::clone(discard), kept_as.clone());
    let again = button("Recover", Weight::Primary)
        .on("click", move |_| recover((kept_as.clone(), json.clone())));
    let discard =
        button("Discard", Weight::Secondary).on("click", move |_| discard(vec![gone.clone()]));
    div("app-offer__buttons").child([of("Recover", again), of("Discard", discard)])
}

/// Discards all at once, after a question: what was typed does not come back.
fn discard_all(many: usize, discard: impl Fn() + Clone + 'static) -> Pieces {
    let asking = State::new(false);
    live(move || {
        let discard = discard.clone();
        if !asking.get() {
            let all = if many == 1 {
                "Discard it"
            } else {
                "Discard all"
            };
            return div("app-offer__buttons")
                .child(button(all, Weight::Secondary).on("click", move |_| asking.set(true)));
        }
        let question = if many == 1 {
            "Discard it? What was typed does not come back.".to_owned()
        } else {
            format!("Discard all {many}? What was typed does not come back.")
        };
        let yes = button("Yes, discard", Weight::Secondary).on("click", move |_| discard());
        let no = button("Keep", Weight::Secondary).on("click", move |_| asking.set(false));
        let taken = yes.clone();
        // The button that led here is gone, and the focus with it.
        Effect::new(move |_| taken.focus());
        div("app-offer__buttons")
            .attr("role", "group")
            .attr("aria-label", &question)
            .child(words_of(&question))
            .child([yes, no])
    })
}

fn cannot_be_read(kept_as: String, text: String, discard: Acting<Vec<String>>) -> El {
    warning(
        "Something that was left unfinished cannot be read",
        "It is kept as it is. Download it before you discard it.",
    )
    .child([
        button("Download it", Weight::Secondary).on("click", move |_| {
            // A refusal leaves it here, and the button to tap again.
            let _ = files::download(&files::OutFile {
                name: "daybook-unfinished.txt".to_owned(),
                content: text.clone().into_bytes(),
            });
        }),
        button("Discard", Weight::Secondary).on("click", move |_| discard(vec![kept_as.clone()])),
    ])
}

/// The page of a form, by the name under which its input is kept: its path, or
/// for a correction its record.
fn form_at(form: &str) -> Address {
    match form.split_once('/') {
        Some(("correct", id)) => RecordId::parse(id).map_or(Address::Unknown, Address::Correct),
        Some(_) | None => Address::parse(form),
    }
}

/// What was left unfinished in a form, with the way back to it: on Today.
pub fn left_unfinished(workspace: Workspace) -> Pieces {
    let found = State::new(Vec::<Unfinished>::new());
    let look = move || {
        spawn_local(async move {
            // A journal that cannot be read is said on every page already.
            let drafts = workspace.drafts().await.unwrap_or_default();
            // The page may have been left.
            found.try_set(drafts);
        });
    };
    look();
    live(move || {
        let mut pages: Vec<(Address, &'static str, Vec<String>)> = Vec::new();
        let mut readable = Vec::new();
        for (kept_as, kept) in found.get() {
            let address = form_at(form_of(&kept_as));
            let Some(go_on) = go_on(workspace, address) else {
                continue;
            };
            let at = pages.iter().position(|(known, ..)| *known == address);
            let at = at.unwrap_or_else(|| {
                pages.push((address, go_on, Vec::new()));
                pages.len() - 1
            });
            if let KeptDraft::Readable(json) = kept {
                pages[at].2.push(called(workspace, &kept_as, &json));
                readable.push(kept_as);
            }
        }
        let lines: Vec<El> = pages
            .into_iter()
            .map(|(address, go_on, names)| {
                let names: Vec<El> = names.iter().map(|name| el("li").child(&**name)).collect();
                el("li")
                    .child(link(address, go_on))
                    .child(el("ul").class("govuk-list app-offer__names").child(names))
            })
            .collect();
        (!lines.is_empty()).then(|| {
            let many = readable.len();
            let discard = move || {
                let names = readable.clone();
                spawn_local(async move {
                    for name in names {
                        // One that stays is listed again; nothing is lost by it.
                        let _ = workspace.keep_draft(&name, None).await;
                    }
                    look();
                });
            };
            div("app-offer")
                .attr("role", "region")
                .attr("aria-label", "Unfinished")
                .child(words_of("Left unfinished:"))
                .child(el("ul").class("govuk-list app-close").child(lines))
                .child((many > 0).then(|| discard_all(many, discard)))
        })
    })
}

/// The words that lead back to a form; `None` where there is no way to it now.
fn go_on(workspace: Workspace, address: Address) -> Option<&'static str> {
    match address {
        Address::RecordSession(_) => Some("Go on with the session"),
        Address::Group(_) => Some("Go on with the group"),
        Address::RecordSurvey => Some("Go on with the survey"),
        Address::PaperStack => Some("Go on with the paper surveys"),
        // A record in the bin is restored before it can be corrected; until then its
        // correction is kept.
        Address::Correct(id) => workspace
            .can_correct(id)
            .then_some("Go on with the correction"),
        Address::SendReturn(_) => Some("Go on with the return"),
        Address::Settings => Some("Go on with the settings"),
        Address::Today
        | Address::Tallies
        | Address::Tally(_)
        | Address::HandOver
        | Address::HandOverPin
        | Address::SurveyLanguages
        | Address::Comments(_)
        | Address::Poster(_)
        | Address::Quarter(_)
        | Address::Records
        | Address::Groups
        | Address::Record(_)
        | Address::Places
        | Address::Teams
        | Address::Locks
        | Address::Safe
        | Address::Restore
        | Address::Import
        | Address::Install
        | Address::About
        | Address::Unknown => None,
    }
}
