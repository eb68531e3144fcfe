//! One door tally, on the whole screen: a big button for each age band, and one
//! for new families.

use std::cell::Cell;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::domain::base::ids::TallyId;
use crate::domain::base::share::grouped;
use crate::domain::capture::tally::{Change, Tally, Tap};
use crate::ui::address::{Address, Opening};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::open_tallies::counts;
use crate::ui::components::page::{Form, page};
use crate::ui::components::said::said;
use crate::ui::components::tapped::once_a_press;
use crate::ui::components::warning::warning;
use crate::ui::frame::link;
use crate::ui::markup::{El, Pieces, div, el, live, paragraph, settled, text_live};
use crate::ui::navigation::Navigation;
use crate::ui::sentences::store_problem;
use crate::ui::state::State;
use crate::ui::tallying::{Standing, Tallying};
use crate::ui::workspace::Workspace;

/// How many of the last taps are shown.
const LATEST: usize = 5;

/// The page of one tally.
pub fn door_tally(id: TallyId) -> Pieces {
    with_tally(id, move |workspace, tally| {
        let title = tally.label.to_string();
        let tallying = Tallying::of(workspace, id, &tally);
        page(title, Form::None, counting(id, &tallying)).into()
    })
}

/// A page that is made of a tally, once it has been read.
pub fn with_tally(id: TallyId, make: impl Fn(Workspace, Tally) -> Pieces + 'static) -> Pieces {
    let workspace = expect_context::<Workspace>();
    let found = State::new(None::<Option<Tally>>);
    spawn_local(async move {
        // A journal that cannot be read is said on every page already. The page
        // may have been left.
        found.try_set(Some(workspace.tally(id).await.ok().flatten()));
    });
    live(move || match found.get() {
        None => paragraph("Reading the tally…")
            .attr("role", "status")
            .into(),
        Some(None) => gone(),
        Some(Some(tally)) => untrack(|| make(workspace, tally)),
    })
}

fn gone() -> Pieces {
    let inside = Pieces::from(paragraph(
        "It was turned into a session or discarded, or it was started on another tablet.",
    ))
    .and(paragraph(link(Address::Tallies, "See the open tallies")));
    page("This tally is not here", Form::None, inside).into()
}

fn counting(id: TallyId, tallying: &Tallying) -> El {
    let (shown, standing) = (tallying.shown, tallying.standing);
    let buttons: Vec<El> = Tap::ALL
        .into_iter()
        .map(|tap| tap_button(tap, tallying.clone()))
        .collect();
    let total = el("p")
        .class("app-total app-door__total")
        .attr("aria-hidden", "true")
        .child(
            el("span")
                .class("app-total__count")
                .child(text_live(move || {
                    shown.with(|tally| grouped(u64::from(tally.people())))
                })),
        )
        .child(text_live(move || {
            let one = shown.with(Tally::people) == 1;
            if one { " person" } else { " people" }.to_owned()
        }));
    let head =
        div("app-door__head")
            .child(link(Address::Today, "‹ Today"))
            .child(total)
            .child(el("p").class("app-door__kept").child(text_live(
                move || match standing.get() {
                    Standing::Kept => "Every tap is kept".to_owned(),
                    Standing::Writing => "Keeping…".to_owned(),
                    Standing::NotKept(_) | Standing::Ended => "Not kept".to_owned(),
                },
            )));
    div("app-door")
        .child(head)
        .child(said(move || {
            shown.with(|tally| {
                let last = tally.latest().first().copied();
                let last = last.map(|tap| format!(". {}: {}", tap.label(), tally.count(tap)));
                counts(tally) + &last.unwrap_or_default()
            })
        }))
        .child(not_kept(tallying.clone()))
        .child(
            div("app-door__buttons")
                .attr("role", "group")
                .attr("aria-label", "Count one")
                .child(buttons),
        )
        .child(foot(id, tallying.clone()))
}

fn tap_button(tap: Tap, tallying: Tallying) -> El {
    let shown = tallying.shown;
    let press = el("button")
        .class(match tap {
            Tap::Person(_) => "app-door__button",
            Tap::NewFamily => "app-door__button app-door__button--new",
        })
        .attr("type", "button")
        .child(el("span").class("app-door__label").child(tap.label()))
        // Its name is "Adults 12", not "Adults12".
        .child(" ")
        .child(
            el("span")
                .class("app-door__count")
                .child(text_live(move || {
                    shown.with(|tally| tally.count(tap)).to_string()
                })),
        );
    once_a_press(press, move || tallying.change(Change::Counted(tap)))
}

/// That what was tapped is not kept, and why. It stays while it is tried again,
/// so that nothing moves under the finger.
fn not_kept(tallying: Tallying) -> Pieces {
    let standing = tallying.standing;
    let last = Cell::new(0);
    let wrong = settled(move || {
        last.set(standing.with(|standing| match standing {
            Standing::Kept => 0,
            Standing::Writing => last.get(),
            Standing::NotKept(_) => 1,
            Standing::Ended => 2,
        }));
        last.get()
    });
    live(move || match (wrong(), standing.get_untracked()) {
        (1, Standing::NotKept(error)) => {
            let tallying = tallying.clone();
            let again =
                button("Try again", Weight::Secondary).on("click", move |_| tallying.keep());
            let words = store_problem(&error) + " The last taps are only on this screen so far.";
            Some(warning("Taps are not being kept", words).child(again))
        }
        (2, _) => Some(warning(
            "This tally has ended",
            "It was turned into a session, or discarded, in another tab. What was tapped here since then is not in it: correct the session if somebody is missing.",
        )),
        (_, Standing::Kept | Standing::Writing | Standing::NotKept(_) | Standing::Ended) => None,
    })
}

/// The last taps with the way to take them back, and what becomes of the tally.
fn foot(id: TallyId, tallying: Tallying) -> El {
    let workspace = expect_context::<Workspace>();
    let navigation = expect_context::<Navigation>();
    let (shown, standing) = (tallying.shown, tallying.standing);
    let nobody = move || shown.with(|tally| tally.latest().is_empty());
    let undo = button("Undo", Weight::Secondary)
        .attr("aria-describedby", "last-taps")
        .attr_of("aria-disabled", move || nobody().then(|| "true".to_owned()));
    let undo = once_a_press(undo, move || {
        let last = shown.with_untracked(|tally| tally.latest().first().copied());
        if let Some(last) = last {
            tallying.change(Change::TakenBack(last));
        }
    });
    let last = el("p")
        .id("last-taps")
        .class("app-door__last")
        .child(text_live(move || {
            let latest = shown.with(Tally::latest);
            let labels: Vec<&str> = latest.iter().take(LATEST).map(|tap| tap.label()).collect();
            if labels.is_empty() {
                "Nobody yet. Tap a button for each person.".to_owned()
            } else {
                format!("Last: {}", labels.join(" · "))
            }
        }));
    let session = button("Make it a session", Weight::Primary).on("click", move |_| {
        // What is not kept yet would be missing from the session.
        if standing.with_untracked(|it| *it == Standing::Kept) {
            navigation.go(Address::RecordSession(Opening::Tally(id)));
        }
    });
    let session = session.attr_of("aria-disabled", move || {
        let kept = standing.with(|it| *it == Standing::Kept);
        (!kept).then(|| "true".to_owned())
    });
    let discard = button("Discard for good", Weight::Secondary).on("click", move |_| {
        spawn_local(async move {
            if workspace.discard_tally(id).await.is_ok() {
                navigation.go(Address::Today);
            }
        });
    });
    div("app-door__foot")
        .child(div("app-door__undo").child(undo).child(last))
        .child(
            div("app-door__end").child(session).child(
                el("details")
                    .class("govuk-details app-door__discard")
                    .child(
                        el("summary").class("govuk-details__summary").child(
                            el("span")
                                .class("govuk-details__summary-text")
                                .child("Discard"),
                        ),
                    )
                    .child(
                        div("govuk-details__text")
                            .child(paragraph(
                                "Everything tapped here is then gone, without a session.",
                            ))
                            .child(discard),
                    ),
            ),
        )
}
