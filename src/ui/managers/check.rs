//! To check: what a person must decide, match or look at before believing a total.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use leptos::prelude::*;

use super::deciding::{Decision, reason_of};
use super::desk::{Desk, Seen};
use super::editions;
use super::parts::{said, section, sentences};
use crate::browser::ambient;
use crate::domain::base::calendar::short_date;
use crate::domain::base::ids::{BookId, PlaceId, SendId, TeamId, slug};
use crate::domain::base::share::grouped;
use crate::domain::base::sorted::Set;
use crate::domain::base::text::Note;
use crate::domain::roll_up::checking::to_check;
use crate::domain::roll_up::checks::misfits;
use crate::domain::roll_up::differences::differences;
use crate::domain::roll_up::to_check::ToCheck;
use crate::domain::roll_up::{
    Decisions, Held, InDoubt, Keep, Names, PlaceMatch, Retire, TeamMatch,
};
use crate::ui::components::button::{Weight, button};
use crate::ui::components::choices::Choice;
use crate::ui::components::field::{Field, refusal};
use crate::ui::components::page::{Form, page};
use crate::ui::components::select::select;
use crate::ui::frame::counted;
use crate::ui::markup::{El, Pieces, acting, div, el, live, paragraph, reading};
use crate::ui::state::State;

/// The page.
pub fn check() -> El {
    let desk = expect_context::<Desk>();
    // Here, so that what is typed stays when it is all added up anew.
    let reasons = Reasons {
        keep: State::new(String::new()),
        edition: State::new(String::new()),
        retire: State::new(String::new()),
    };
    let body = live(move || {
        let made = desk.look(|seen| untrack(|| view(desk, seen, reasons)));
        made.unwrap_or_else(|| paragraph("Reading what is open…").into())
    });
    page("To check", Form::None, said().and(body))
}

/// Why something is decided, as typed so far.
#[derive(Clone, Copy)]
struct Reasons {
    keep: State<String>,
    edition: State<String>,
    retire: State<String>,
}

fn view(desk: Desk, seen: Seen<'_>, reasons: Reasons) -> Pieces {
    let decide = first_in_doubt((desk, reasons.keep), seen);
    let edition = editions::decide((desk, reasons.edition), seen);
    let not_used = editions::not_used(desk, seen);
    let found = to_check(seen.roll_up, seen.structure);
    let names = Names::of(seen.roll_up, seen.structure);
    let mut matches: Vec<El> = Vec::new();
    let mut words = Vec::new();
    for one in &found {
        match one {
            ToCheck::TeamNotListed {
                team,
                name,
                perhaps,
                ..
            } if !seen.structure.organisations().is_empty() => {
                matches.push(match_team(desk, seen, (team, name.as_str()), perhaps));
            }
            ToCheck::PlaceNotListed {
                place,
                name,
                perhaps,
            } if !seen.structure.organisations().is_empty() => {
                matches.push(match_place(desk, seen, (place, name.as_str()), perhaps));
            }
            ToCheck::SameDayAndPlace { .. }
            | ToCheck::FewerRecords { .. }
            | ToCheck::DidNotSendAgain { .. }
            | ToCheck::FromPaperBesideAnother { .. }
            | ToCheck::TwoSpreadsheets { .. }
            | ToCheck::LateBesideAnother { .. }
            | ToCheck::EarlyBesideAnother { .. }
            | ToCheck::SameFigures(_)
            | ToCheck::SameLabel { .. }
            | ToCheck::DatesOverlap { .. }
            | ToCheck::WithoutEffect { .. }
            | ToCheck::NotInUse { .. } => words.push(one.words(&names)),
            // Names wait for an organisation; the others have sections of their own.
            ToCheck::TeamNotListed { .. }
            | ToCheck::PlaceNotListed { .. }
            | ToCheck::EditionsDiffer { .. }
            | ToCheck::FileNotUsed(_) => {}
        }
    }
    let matches = (!matches.is_empty()).then(|| {
        section(
            "match",
            "Names that are not in the organisation",
            Pieces::from(paragraph(
                "They were typed on a tablet. They are added up under “Not in the organisation” until you say which is meant; you do it once.",
            ))
            .and(matches),
        )
    });
    let misfits: Vec<String> =
        misfits(seen.sums, seen.who, seen.structure, &seen.roll_up.decisions)
            .into_iter()
            .map(|one| one.words)
            .collect();
    let nothing = decide.is_none()
        && edition.is_none()
        && not_used.is_none()
        && matches.is_none()
        && words.is_empty()
        && misfits.is_empty();
    let look = (!words.is_empty()).then(|| {
        section(
            "look-at",
            "Look at these returns",
            Pieces::from(paragraph(
                "Nothing here was changed or left out. Ask the team if you do not know.",
            ))
            .and(sentences(words)),
        )
    });
    let misfits = (!misfits.is_empty()).then(|| {
        section(
            "figures-to-check",
            "Look at these figures",
            sentences(misfits),
        )
    });
    let nothing = nothing.then(|| paragraph("There is nothing to check."));
    Pieces::from(decide)
        .and(edition)
        .and(not_used)
        .and(matches)
        .and(look)
        .and(misfits)
        .and(nothing)
        .and(retire((desk, reasons.retire), seen))
        .and(decided(desk))
}

/// The first book that is in doubt, with the decision; one at a time.
fn first_in_doubt((desk, typed): (Desk, State<String>), seen: Seen<'_>) -> Option<El> {
    seen.roll_up.in_doubt.first().map(|doubt| {
        let more = seen.roll_up.in_doubt.len() as u64 - 1;
        let more = (more > 0)
            .then(|| paragraph(format!("Then: {} more.", counted(more, "tablet", "tablets"))));
        section(
            "decide",
            "Decide",
            Pieces::from(paragraph(
                "A tablet was restored and went on in two places: each sent its own figures for the same quarter. Until you decide, these quarters count nowhere.",
            ))
            .and(decide((desk, typed), seen, doubt))
            .and(more),
        )
    })
}

/// One book with several newest Sends: what each says, and the decision.
fn decide((desk, typed): (Desk, State<String>), seen: Seen<'_>, doubt: &InDoubt) -> El {
    let newest: Vec<SendId> = doubt.newest.iter().copied().collect();
    let choices: Vec<Choice> = newest
        .iter()
        .map(|send| {
            let held = seen.roll_up.collection.returns();
            let mut returns: Vec<String> = held
                .filter(|it| it.send == *send && it.book == doubt.book)
                .map(|it| {
                    format!(
                        "{}: {}",
                        it.quarter,
                        counted(it.records, "record", "records")
                    )
                })
                .collect();
            returns.sort();
            let made = seen
                .roll_up
                .collection
                .returns()
                .filter(|it| it.send == *send)
                .map(|it| it.made_at.date_naive())
                .max();
            let made = made.map_or_else(String::new, |made| format!("Sent {}", short_date(made)));
            Choice {
                hint: Some(returns.join("; ")),
                ..Choice::new(if made.is_empty() {
                    "A Send whose files are not here".to_owned()
                } else {
                    made
                })
            }
        })
        .collect();
    let periods = periods(seen, doubt);
    let (book, tablet) = (doubt.book, doubt.tablet.clone());
    let differ = differ(seen, &newest, doubt.book);
    let decision = Decision {
        ids: ("keep", "keep-reason"),
        question: "Which one counts?",
        choose_one: "Choose which one counts",
        answers: choices,
        reason: typed,
    };
    let keep = move |at: usize, reason| {
        let Some(kept) = newest.get(at).copied() else {
            return;
        };
        let others = newest.iter().copied().filter(|it| *it != kept);
        let keep = Keep {
            book,
            kept,
            set_aside: others.collect(),
            reason,
            on: ambient::today(),
        };
        typed.set(String::new());
        desk.change(format!("Decided: {tablet}"), move |all| {
            all.decisions.keep.insert(keep.clone());
        });
    };
    el("section")
        .class("app-panel")
        .child(el("h3").class("govuk-heading-s").child(format!(
            "{}: {}",
            doubt.tablet,
            periods.join("; ")
        )))
        .child(differ)
        .child(decision.view(keep))
}

/// The teams and quarters that are in doubt.
fn periods(seen: Seen<'_>, doubt: &InDoubt) -> Vec<String> {
    doubt
        .periods
        .iter()
        .map(|(team, quarter)| {
            let of_team = |it: &&Held| it.team.id == *team;
            let held = seen.roll_up.collection.returns().find(of_team);
            let name = held.map_or_else(|| team.to_string(), |it| it.team.name.to_string());
            format!("{name}, {quarter}")
        })
        .collect()
}

/// What the newest Sends say differently.
fn differ(seen: Seen<'_>, newest: &[SendId], book: BookId) -> Option<El> {
    let all = differences(seen.roll_up.collection, book, newest);
    let lines = all.into_iter().map(|it| {
        let said = it.said.into_iter();
        let said = said.map(|said| said.map_or_else(|| "nothing sent".to_owned(), grouped));
        let said: Vec<String> = said.collect();
        format!(
            "{}, {}, {}: {}",
            it.quarter.months_and_year(),
            it.team,
            it.what.to_lowercase(),
            said.join(" and ")
        )
    });
    let lines: Vec<String> = lines.collect();
    (!lines.is_empty()).then(|| {
        div("")
            .child(paragraph(
                "What differs, in the order of the answers below:",
            ))
            .child(sentences(lines))
    })
}

fn match_team(desk: Desk, seen: Seen<'_>, typed: (&TeamId, &str), perhaps: &[TeamId]) -> El {
    let organisations = seen.structure.organisations().iter();
    let listed = organisations.flat_map(|it| &it.teams);
    let teams = each_once(listed.map(|it| (it.id.clone(), it.name.to_string())));
    let (code, name) = (typed.0.clone(), typed.1.to_owned());
    matching(("Team", typed.1), teams, perhaps, move |is| {
        let found = TeamMatch {
            typed: code.clone(),
            is,
            on: ambient::today(),
        };
        desk.change(format!("Matched: {name}"), move |all| {
            all.decisions.teams.insert(found.clone());
        });
    })
}

fn match_place(desk: Desk, seen: Seen<'_>, typed: (&PlaceId, &str), perhaps: &[PlaceId]) -> El {
    let organisations = seen.structure.organisations().iter();
    let listed = organisations.flat_map(|it| &it.places);
    let places = each_once(listed.map(|it| (it.id.clone(), it.name.to_string())));
    let (code, name) = (typed.0.clone(), typed.1.to_owned());
    matching(("Place", typed.1), places, perhaps, move |is| {
        let found = PlaceMatch {
            typed: code.clone(),
            is,
            on: ambient::today(),
        };
        desk.change(format!("Matched: {name}"), move |all| {
            all.decisions.places.insert(found.clone());
        });
    })
}

/// Each with its first name, in their order; of those with one name each with its code
/// as well.
fn each_once<Id: Ord + Clone + Display>(
    all: impl Iterator<Item = (Id, String)>,
) -> Vec<(Id, String)> {
    let (mut known, mut once) = (BTreeSet::new(), Vec::new());
    let mut namesakes: BTreeMap<String, usize> = BTreeMap::new();
    for (id, name) in all {
        if known.insert(id.clone()) {
            *namesakes.entry(name.clone()).or_default() += 1;
            once.push((id, name));
        }
    }
    let told_apart = |(id, name): (Id, String)| match namesakes.get(&name) {
        Some(2..) => {
            let called = format!("{name}, {id}");
            (id, called)
        }
        Some(_) | None => (id, name),
    };
    once.into_iter().map(told_apart).collect()
}

/// One typed name with the names it may stand for, those like it first.
fn matching<Id: PartialEq + Clone + 'static>(
    (what, name): (&str, &str),
    mut all: Vec<(Id, String)>,
    perhaps: &[Id],
    found: impl Fn(Id) + 'static,
) -> El {
    all.sort_by(|one, other| {
        let rank = |id: &Id| perhaps.iter().position(|it| it == id).unwrap_or(usize::MAX);
        (rank(&one.0), &one.1).cmp(&(rank(&other.0), &other.1))
    });
    let mut options = vec!["Choose".to_owned()];
    options.extend(all.iter().map(|(_, name)| name.clone()));
    let like = all.iter().take(perhaps.len()).map(|(_, name)| name.clone());
    let like: Vec<String> = like.collect();
    let hint = (!like.is_empty()).then(|| {
        el("p")
            .class("govuk-hint")
            .child(format!("Perhaps {}", like.join(" or ")))
    });
    let picked = State::new(0usize);
    let ids: Vec<Id> = all.into_iter().map(|(id, _)| id).collect();
    let choose = move || {
        let at = picked.get_untracked().checked_sub(1);
        if let Some(id) = at.and_then(|at| ids.get(at)) {
            found(id.clone());
        }
    };
    let label = format!("{what} “{name}” is");
    div("app-panel app-match")
        .child(select(
            &format!("match-{}", slug(&label, 64)),
            &label,
            &options,
            &reading(|| 0),
            acting(move |at| picked.set(at)),
        ))
        .child(hint)
        .child(
            button("Match", Weight::Secondary)
                .attr("aria-label", &format!("Match {name}"))
                .on("click", move |_| choose()),
        )
}

/// A book that must not be counted any more, such as one that was typed twice.
fn retire((desk, typed): (Desk, State<String>), seen: Seen<'_>) -> El {
    let counted = seen.roll_up.counted.iter();
    let named = |held: &&Held| (held.book, format!("{}, {}", held.tablet, held.team.name));
    let mut books = each_once(counted.map(named));
    books.sort_by(|one, other| one.1.cmp(&other.1));
    let mut options = vec!["Choose".to_owned()];
    options.extend(books.iter().map(|(_, name)| name.clone()));
    let picked = State::new(0usize);
    let problem = State::new(None::<String>);
    let saw: Vec<Set<SendId>> = books
        .iter()
        .map(|(book, _)| seen.roll_up.collection.sends_of(*book))
        .collect();
    let act = move || {
        let at = picked.get_untracked().checked_sub(1);
        let Some((at, (book, name))) = at.and_then(|at| Some((at, books.get(at)?))) else {
            return problem.set(Some("Choose the tablet".to_owned()));
        };
        let Some(reason) = reason_of(typed, problem) else {
            return;
        };
        let retire = Retire {
            book: *book,
            saw: saw.get(at).cloned().unwrap_or_default(),
            reason,
            on: ambient::today(),
        };
        typed.set(String::new());
        desk.change(format!("Not counted any more: {name}"), move |all| {
            all.decisions.retire.insert(retire.clone());
        });
    };
    let error = refusal(problem);
    crate::ui::components::details::details("Leave a tablet’s returns out of every total", || false)
        .child(
            div("govuk-details__text")
                .child(paragraph(
                    "For a book whose sessions stand in another one too, such as a quarter that was typed twice. What it sends later is asked about again.",
                ))
                .child(error)
                .child(select(
                    "retired-book",
                    "Tablet",
                    &options,
                    &reading(|| 0),
                    acting(move |at| picked.set(at)),
                ))
                .child(Field::of("retire-reason", "Why", typed).view_up_to(Note::MOST))
                .child(button("Leave it out", Weight::Secondary).on("click", move |_| act())),
        )
}

/// What was decided here, each with the way to take it back.
fn decided(desk: Desk) -> Option<El> {
    let decisions = desk
        .found
        .with_untracked(|found| found.kept.decisions.clone());
    let mut lines: Vec<El> = Vec::new();
    for keep in decisions.keep.iter().cloned() {
        let words = format!(
            "{}: one of {} Sends of book {} counts. {}",
            short_date(keep.on),
            keep.set_aside.len() + 1,
            keep.book.short(),
            keep.reason
        );
        lines.push(taken_back(desk, words, move |all| {
            all.keep.remove(&keep);
        }));
    }
    for retire in decisions.retire.iter().cloned() {
        let words = format!(
            "{}: book {} is not counted. {}",
            short_date(retire.on),
            retire.book.short(),
            retire.reason
        );
        lines.push(taken_back(desk, words, move |all| {
            all.retire.remove(&retire);
        }));
    }
    for one in decisions.editions.iter().cloned() {
        let words = format!(
            "{}: one of {} editions of the organisation file of {} is used. {}",
            short_date(one.on),
            one.set_aside.len() + 1,
            one.city,
            one.reason
        );
        lines.push(taken_back(desk, words, move |all| {
            all.editions.remove(&one);
        }));
    }
    for one in decisions.teams.iter().cloned() {
        let words = format!("{}: team {} is {}", short_date(one.on), one.typed, one.is);
        lines.push(taken_back(desk, words, move |all| {
            all.teams.remove(&one);
        }));
    }
    for one in decisions.places.iter().cloned() {
        let words = format!("{}: place {} is {}", short_date(one.on), one.typed, one.is);
        lines.push(taken_back(desk, words, move |all| {
            all.places.remove(&one);
        }));
    }
    (!lines.is_empty()).then(|| {
        section(
            "decided",
            "What was decided here",
            el("ul").class("govuk-list app-decided").child(lines),
        )
    })
}

/// A decision in words, with the button that takes it back.
fn taken_back(
    desk: Desk,
    words: String,
    take_out: impl Fn(&mut Decisions) + Clone + 'static,
) -> El {
    let back = button("Take back", Weight::Secondary)
        .attr("aria-label", &format!("Take back: {words}"))
        .on("click", move |_| {
            let take_out = take_out.clone();
            desk.change("Taken back", move |all| take_out(&mut all.decisions));
        });
    el("li").child(words).child(" ").child(back)
}
