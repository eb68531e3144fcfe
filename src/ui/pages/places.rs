//! Mistyped places: the records at one belong to another.

use std::collections::BTreeMap;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::domain::base::ids::{PlaceId, RecordId};
use crate::domain::capture::choosing::TYPE_TO_FIND_FROM;
use crate::domain::organisation::{Place, Standing};
use crate::domain::tablet::place_correction::{PlaceCorrection, PlacePlan, WasSent};
use crate::domain::tablet::settings::Settings;
use crate::store::StoreError;
use crate::ui::address::Address;
use crate::ui::components::button::{Weight, button, idle_while};
use crate::ui::components::choices::{Choice, Choices, Lie, position};
use crate::ui::components::facts_list::facts_list;
use crate::ui::components::page::{Form, page};
use crate::ui::components::select::select;
use crate::ui::components::warning::warning;
use crate::ui::frame::counted;
use crate::ui::markup::{El, Pieces, acting, div, el, live, paragraph, reading};
use crate::ui::sentences::store_problem;
use crate::ui::state::State;
use crate::ui::workspace::Workspace;

/// The page's state.
#[derive(Clone, Copy)]
struct Correcting {
    workspace: Workspace,
    wrong: State<Option<PlaceId>>,
    right: State<Option<PlaceId>>,
    /// A correction that is to be taken back, with the records it had moved.
    back: State<Option<(PlaceCorrection, Vec<RecordId>)>>,
    busy: State<bool>,
    failure: State<Option<StoreError>>,
}

/// The page on which a mistyped place is put right.
pub fn places() -> Pieces {
    let this = Correcting {
        workspace: expect_context::<Workspace>(),
        wrong: State::new(None),
        right: State::new(None),
        back: State::new(None),
        busy: State::new(false),
        failure: State::new(None),
    };
    let failed = live(move || {
        let error = this.failure.get()?;
        Some(warning("Not all was corrected", store_problem(&error)))
    });
    let body = live(move || {
        let settings = this.workspace.settings.get()?;
        Some(match this.back.get() {
            Some((correction, records)) => this.ask_back(&settings, correction, records),
            None => this.ask(&settings).and(this.corrected(&settings)),
        })
    });
    page("Correct a place", Form::None, failed.and(body)).into()
}

impl Correcting {
    /// Which place is wrong, which is right, and what that would do.
    fn ask(self, settings: &Settings) -> Pieces {
        let lead = paragraph(
            "Where the name of a place was mistyped, its records can be given to the right one. You see what would change before anything does.",
        );
        let wrong = settings.may_be_wrong();
        if wrong.is_empty() {
            return Pieces::from(lead).and(div("app-empty").child(
                "No place here has another of its kind beside it, so there is none to give its records to.",
            ));
        }
        let chosen = self.wrong.get_untracked();
        let wrong = choice(
            ("wrong", "Which place is wrong?"),
            settings,
            &wrong,
            chosen,
            move |id| {
                self.right.set(None);
                self.wrong.set(id);
            },
        );
        let known = settings.clone();
        let right = live(move || {
            let wrong = self.wrong.get()?;
            let places = known.may_be_right(known.place(&wrong)?);
            let now = self.right.get_untracked();
            Some(choice(
                ("right", "Where do its records belong?"),
                &known,
                &places,
                now,
                move |id| {
                    self.right.set(id);
                },
            ))
        });
        let known = settings.clone();
        let dry_run = live(move || {
            let correction = PlaceCorrection {
                from: self.wrong.get()?,
                to: self.right.get()?,
                groups: Vec::new(),
            };
            Some(self.dry_run(&known, correction))
        });
        Pieces::from(lead).and(wrong).and(right).and(dry_run)
    }

    fn dry_run(self, settings: &Settings, correction: PlaceCorrection) -> El {
        let plan = self.workspace.place_plan(&correction);
        let name = settings.place_name(&correction.from);
        let words = match plan.records.len() {
            0 => format!("No record here is at {name}. It would no longer be offered."),
            some => format!(
                "{} would be corrected, and {name} would no longer be offered:",
                counted(number(some), "record", "records")
            ),
        };
        let correct = button("Correct these records", Weight::Primary)
            .on("click", move |_| self.correct(correction.clone()));
        section("What would change")
            .child(paragraph(words).attr("role", "status"))
            .child(planned(settings, &plan))
            .child(elsewhere(&plan))
            .child(idle_while(self.busy, correct))
    }

    /// The corrections so far: each can be gone on with, and taken back.
    fn corrected(self, settings: &Settings) -> Option<El> {
        let items: Vec<El> = settings
            .corrected_places
            .iter()
            .map(|correction| self.one_corrected(settings, correction))
            .collect();
        (!items.is_empty()).then(|| section("Corrected places").child(items))
    }

    fn one_corrected(self, settings: &Settings, correction: &PlaceCorrection) -> El {
        let (from, to) = (
            settings.place_name(&correction.from),
            settings.place_name(&correction.to),
        );
        let (rest, again, back) = (correction.clone(), correction.clone(), correction.clone());
        let left = live(move || {
            let left = self.workspace.place_plan(&rest).records.len();
            let again = again.clone();
            (left > 0).then(|| {
                Pieces::from(paragraph(format!(
                    "{} still at the mistyped place.",
                    counted(number(left), "record is", "records are")
                )))
                .and(idle_while(
                    self.busy,
                    button("Go on", Weight::Secondary)
                        .on("click", move |_| self.correct(again.clone())),
                ))
            })
        });
        let undo = button("Undo", Weight::Secondary)
            .attr("aria-label", &format!("Undo: {from}"))
            .on("click", move |_| self.look_back(back.clone()));
        div("app-standing")
            .child(
                el("p")
                    .class("app-standing__words")
                    .child(format!("{from} → {to}")),
            )
            .child(left)
            .child(div("app-standing__actions").child(undo))
    }

    fn ask_back(
        self,
        settings: &Settings,
        correction: PlaceCorrection,
        records: Vec<RecordId>,
    ) -> Pieces {
        let plan = self
            .workspace
            .place_plan_of(&correction.reversed(), &records);
        let words = format!(
            "{} would go back to {}, which would be offered again. Records that were at {} from the first stay there.",
            counted(number(plan.records.len()), "record", "records"),
            settings.place_name(&correction.from),
            settings.place_name(&correction.to),
        );
        let undo = button("Take it back", Weight::Primary).on("click", move |_| {
            self.take_back(correction.clone(), records.clone());
        });
        let keep = button("Keep it", Weight::Secondary).on("click", move |_| self.back.set(None));
        section("Take the correction back?")
            .child(paragraph(words).attr("role", "status"))
            .child(planned(settings, &plan))
            .child(div("app-buttons").child([idle_while(self.busy, undo), keep]))
            .into()
    }

    /// One piece of work at a time; a tap meanwhile does nothing.
    fn work(self, work: impl Future<Output = Result<(), StoreError>> + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let done = work.await;
            self.busy.set(false);
            if let Err(error) = done {
                self.failure.set(Some(error));
            }
        });
    }

    fn correct(self, correction: PlaceCorrection) {
        self.work(async move {
            let moved = self.workspace.correct_place(&correction).await?;
            self.wrong.set(None);
            self.right.set(None);
            self.said("Corrected", moved, &correction.to);
            Ok(())
        });
    }

    fn look_back(self, correction: PlaceCorrection) {
        self.work(async move {
            let moved = self.workspace.moved_by(&correction).await?;
            self.back.set(Some((correction, moved)));
            Ok(())
        });
    }

    fn take_back(self, correction: PlaceCorrection, records: Vec<RecordId>) {
        self.work(async move {
            let moved = self
                .workspace
                .take_back_place(&correction, &records)
                .await?;
            self.back.set(None);
            self.said("Taken back", moved, &correction.from);
            Ok(())
        });
    }

    fn said(self, title: &str, records: usize, place: &PlaceId) {
        let name = self.workspace.settings.with_untracked(|settings| {
            let settings = settings.as_ref();
            settings.map(|it| it.place_name(place)).unwrap_or_default()
        });
        let words = format!(
            "{} now at {name}.",
            counted(number(records), "record is", "records are")
        );
        self.workspace.notify(&Address::Places.path(), title, words);
    }
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

fn choice(
    (id, legend): (&'static str, &'static str),
    settings: &Settings,
    places: &[&Place],
    chosen: Option<PlaceId>,
    choose: impl Fn(Option<PlaceId>) + 'static,
) -> Pieces {
    let names = settings.place_names();
    let names: BTreeMap<&PlaceId, String> =
        settings.places.iter().map(|it| &it.id).zip(names).collect();
    let words = |place: &&Place| {
        let called = names.get(&place.id);
        let called = called.map_or_else(|| place.name.to_string(), Clone::clone);
        match place.standing {
            Standing::Typed if !called.ends_with(TYPED_HERE) => called + TYPED_HERE,
            Standing::Typed | Standing::Organisation => called,
        }
    };
    let words: Vec<String> = places.iter().map(words).collect();
    let ids: Vec<PlaceId> = places.iter().map(|place| place.id.clone()).collect();
    let now = chosen.and_then(|chosen| position(&ids, &chosen));
    if ids.len() < TYPE_TO_FIND_FROM {
        let mut options = vec!["Choose a place".to_owned()];
        options.extend(words);
        let now = now.map_or(0, |at| at + 1);
        let choose = acting(move |picked: usize| {
            choose(picked.checked_sub(1).and_then(|at| ids.get(at).cloned()));
        });
        return select(id, legend, &options, &reading(move || now), choose).into();
    }
    let options: Vec<Choice> = words.into_iter().map(Choice::new).collect();
    let picked = State::new(now);
    let question = Choices {
        id,
        legend,
        lie: Lie::Stacked,
        options: reading(move || options.clone()),
        chosen: reading(move || picked.get()),
        choose: acting(move |at: usize| {
            picked.set(Some(at));
            choose(ids.get(at).cloned());
        }),
        error: reading(|| None),
    };
    question.folding("Place")
}

const TYPED_HERE: &str = ", typed here";

/// How many records in which quarters.
fn planned(settings: &Settings, plan: &PlacePlan) -> El {
    let several = settings.other_teams.is_empty();
    let rows: Vec<(String, String)> = plan
        .quarters
        .iter()
        .map(|it| {
            let team = if several {
                String::new()
            } else {
                format!("{}, ", settings.team_name(&it.team))
            };
            let sent = match it.sent {
                WasSent::Sent => ". Its return was made, and will be marked as changed since",
                WasSent::NotSent => "",
            };
            let records = counted(it.records, "record", "records");
            (format!("{team}{}", it.quarter), format!("{records}{sent}"))
        })
        .collect();
    facts_list(
        rows.iter()
            .map(|(about, says)| (about.as_str(), says.clone()))
            .collect(),
    )
}

fn elsewhere(plan: &PlacePlan) -> Option<El> {
    (plan.elsewhere > 0).then(|| {
        paragraph(format!(
            "{} copied from another tablet, and corrected there.",
            counted(plan.elsewhere, "more record is", "more records are")
        ))
    })
}

fn section(title: &str) -> El {
    el("section")
        .class("app-contents")
        .child(el("h2").class("govuk-heading-m").child(title))
}
