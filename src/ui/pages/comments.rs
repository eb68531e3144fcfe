//! Check comments: the manager reads each comment of a quarter once, without the
//! answers beside it, and decides what of it goes into the return.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::domain::base::calendar::Quarter;
use crate::domain::base::ids::RecordId;
use crate::domain::base::sorted::Set;
use crate::domain::base::text::Comment;
use crate::domain::record::comment_review::{CommentToCheck, comments_of};
use crate::domain::record::comments::{
    Choice, CommentAsked, CommentCheck, CommentTheme, Shown, Undecided,
};
use crate::domain::tablet::locks::Door;
use crate::store::StoreError;
use crate::ui::address::Address;
use crate::ui::components::button::{Weight, button};
use crate::ui::components::checkbox::checkbox;
use crate::ui::components::choices::{Choices, position};
use crate::ui::components::field::{Field, Room};
use crate::ui::components::page::{Form, page};
use crate::ui::components::pin_question::gate;
use crate::ui::components::warning::warning;
use crate::ui::form::Problems;
use crate::ui::frame::{counted, link};
use crate::ui::markup::{El, Pieces, div, el, live, live_when, paragraph, reading, text_live};
use crate::ui::sentences::store_problem;
use crate::ui::state::{Kept, State};
use crate::ui::workspace::Workspace;

/// The comment that is being read, with what is decided so far.
#[derive(Clone, Copy)]
struct Reading {
    workspace: Workspace,
    quarter: Quarter,
    /// The one that is open again; `None` for the first that nobody has read.
    again: State<Option<(RecordId, CommentAsked)>>,
    /// The one that is shown: it stays until it has been read, though others come in
    /// that stand before it.
    shown: Kept<Option<(RecordId, CommentAsked)>>,
    choice: State<Option<Choice>>,
    redacted: State<String>,
    themes: State<Set<CommentTheme>>,
    problem: State<Option<String>>,
    failure: State<Option<String>>,
}

/// The page.
pub fn comments(quarter: Quarter) -> El {
    let problems = Problems::new();
    let this = Reading {
        workspace: expect_context::<Workspace>(),
        quarter,
        again: State::new(None),
        shown: Kept::new(None),
        choice: State::new(None),
        redacted: State::new(String::new()),
        themes: State::new(Set::new()),
        problem: State::new(None),
        failure: State::new(None),
    };
    let behind = gate(Door::ManagerAction, problems, move || {
        // By itself, so that what is typed in it stays when records come in.
        live_when(
            move || this.chosen(),
            move |chosen| Some(this.card(&chosen?)),
        )
        .and(live(move || this.view()))
    });
    let inside = Pieces::from(paragraph(format!(
        "{quarter}. Read each comment once. You see it without the answers beside it, and in no order of time.",
    )))
    .and(behind)
    .and(paragraph(link(
        Address::Quarter(Some(quarter)),
        "Back to the quarter",
    )));
    page("Check comments", Form::Of(problems), inside)
}

/// A comment that is being read, with what was decided of it before.
#[derive(Clone, PartialEq)]
struct Chosen {
    record: RecordId,
    asked: CommentAsked,
    text: Comment,
    check: Option<CommentCheck>,
}

impl Reading {
    /// Does something with the comments of the quarter that this tablet answers
    /// for.
    fn with_comments<Made>(self, make: impl FnOnce(&[CommentToCheck<'_>]) -> Made) -> Option<Made> {
        let workspace = self.workspace;
        let team = workspace.viewed_team()?;
        workspace.ledger.with(|ledger| {
            let records = ledger.as_ref()?.in_quarter(&team, self.quarter);
            let comments = comments_of(records.filter(|it| workspace.answers_for(it)));
            Some(make(&comments))
        })
    }

    fn view(self) -> Pieces {
        let shown = self.with_comments(|comments| {
            let read: Vec<El> = comments
                .iter()
                .filter(|it| it.check.is_some())
                .map(|it| self.read_line(it))
                .collect();
            (comments.len() == read.len(), read)
        });
        let Some((all_read, read)) = shown else {
            return paragraph("Reading what is saved…")
                .attr("role", "status")
                .into();
        };
        let none_left = (all_read && self.again.get().is_none()).then(|| {
            paragraph(if read.is_empty() {
                "Nobody has written a comment in this quarter."
            } else {
                "All comments have been read. The return holds those that are included or redacted."
            })
        });
        let poster = (!read.is_empty()).then(|| {
            paragraph(link(
                Address::Poster(self.quarter),
                "Poster: you said, we did",
            ))
        });
        let read = (!read.is_empty()).then(|| {
            el("section")
                .attr("aria-labelledby", "read")
                .child(
                    el("h2")
                        .id("read")
                        .class("govuk-heading-m")
                        .child("Comments that have been read"),
                )
                .child(el("ul").class("app-comments").child(read))
        });
        Pieces::from(none_left).and(poster).and(read)
    }

    /// The comment that is read now: the one to be read again, or else the first
    /// that nobody has read.
    fn chosen(self) -> Option<Chosen> {
        let again = self.again.get();
        let found = self.with_comments(|comments| {
            let is = |wanted| move |it: &&CommentToCheck<'_>| (it.record, it.asked) == wanted;
            let unread = |it: &&CommentToCheck<'_>| it.check.is_none();
            let found = if let Some(again) = again {
                comments.iter().find(is(again))
            } else {
                let shown = self.shown.get_value();
                let shown = shown.and_then(|shown| comments.iter().find(is(shown)));
                let next = || comments.iter().find(unread);
                shown.filter(unread).or_else(next)
            };
            self.shown.set_value(found.map(|it| (it.record, it.asked)));
            found.map(|it| Chosen {
                record: it.record,
                asked: it.asked,
                text: it.text.clone(),
                check: it.check.cloned(),
            })
        });
        found.flatten()
    }

    /// How many nobody has read.
    fn left(self) -> u64 {
        let left = self.with_comments(|comments| {
            let left = comments.iter().filter(|it| it.check.is_none()).count();
            u64::try_from(left).unwrap_or(u64::MAX)
        });
        left.unwrap_or_default()
    }

    fn card(self, comment: &Chosen) -> El {
        let (record, asked) = (comment.record, comment.asked);
        self.begin(comment);
        let choice = Choices::of_all(
            "choice",
            "What goes into the return?",
            &Choice::ALL,
            Choice::label,
            reading(move || position(&Choice::ALL, &self.choice.get()?)),
            move |choice| self.choice.set(Some(choice)),
            reading(move || self.problem.get()),
        );
        let redact = live(move || {
            (self.choice.get() == Some(Choice::Redact)).then(|| {
                Field {
                    hint: Some(
                        "Take out names and whatever points at somebody. What the family wrote stays on this tablet until it is erased.",
                    ),
                    room: Room::Lines,
                    ..Field::of("redacted", "What is shown in its place", self.redacted)
                }
                .view_up_to(Comment::MOST)
            })
        });
        let left = move || counted(self.left(), "comment", "comments") + " not read yet.";
        el("section")
            .class("app-comment")
            .attr("aria-labelledby", "comment")
            .child(paragraph(text_live(left)))
            .child(
                el("h2")
                    .id("comment")
                    .class("govuk-heading-m")
                    .child(asked.words()),
            )
            .child(
                el("blockquote")
                    .class("app-comment__text")
                    .attr("dir", "auto")
                    .child(comment.text.to_string()),
            )
            .child(live(move || Some(warning("Not kept", self.failure.get()?))))
            .child(choice.view())
            .child(redact)
            .child(self.theme_boxes())
            .child(
                div("app-buttons").child(
                    button("Keep and go on", Weight::Primary)
                        .on("click", move |_| self.keep(record, asked)),
                ),
            )
    }

    /// Fills the form with what was decided before, or with nothing.
    fn begin(self, comment: &Chosen) {
        let check = comment.check.as_ref();
        self.choice.set(check.map(|check| check.shown.choice()));
        self.redacted.set(match check.map(|check| &check.shown) {
            Some(Shown::Redacted(text)) => text.to_string(),
            Some(Shown::AsWritten | Shown::LeftOut) | None => comment.text.to_string(),
        });
        let themes = check.map(|check| check.themes.clone());
        self.themes.set(themes.unwrap_or_default());
        self.problem.set(None);
        self.failure.set(None);
    }

    fn theme_boxes(self) -> El {
        let boxes: Vec<El> = CommentTheme::ALL
            .into_iter()
            .map(|theme| {
                let ticked = move || self.themes.with(|themes| themes.contains(&theme));
                let id = format!("theme-{}", theme.code());
                checkbox(&id, theme.label(), None, reading(ticked), move || {
                    self.themes.update(|themes| {
                        if !themes.remove(&theme) {
                            themes.insert(theme);
                        }
                    });
                })
            })
            .collect();
        el("fieldset")
            .class("govuk-fieldset app-comment__themes")
            .child(
                el("legend")
                    .class("govuk-fieldset__legend govuk-fieldset__legend--m")
                    .child("What is it about? (for the poster)"),
            )
            .child(div("app-choices app-choices--row").child(boxes))
    }

    fn read_line(self, comment: &CommentToCheck<'_>) -> El {
        let here = (comment.record, comment.asked);
        let decided = match comment.check.map(|check| &check.shown) {
            Some(Shown::AsWritten) => "Included",
            Some(Shown::Redacted(_)) => "Redacted",
            Some(Shown::LeftOut) | None => "Left out",
        };
        let words = comment.shown().unwrap_or(comment.text).to_string();
        el("li")
            .class("app-comments__line")
            .child(
                el("span")
                    .class("app-comments__words")
                    .child(el("strong").child(decided))
                    .child(": ")
                    .child(el("span").attr("dir", "auto").child(words)),
            )
            .child(
                button("Change", Weight::Secondary)
                    .on("click", move |_| self.again.set(Some(here))),
            )
    }

    fn keep(self, record: RecordId, asked: CommentAsked) {
        let words = self.redacted.get_untracked();
        let shown = match Shown::chosen(self.choice.get_untracked(), &words) {
            Ok(shown) => shown,
            Err(why) => {
                let words = match why {
                    Undecided::NoChoice => "Choose what goes into the return",
                    Undecided::NoWords => "Enter what is shown in its place, or leave it out",
                    Undecided::TooLong(_) => "Enter 500 characters or fewer",
                };
                self.problem.set(Some(words.to_owned()));
                return;
            }
        };
        let check = CommentCheck {
            shown,
            themes: self.themes.get_untracked(),
        };
        spawn_local(async move {
            let Some(record) = self.workspace.find(record) else {
                return;
            };
            match self.workspace.check_comment(&record, asked, check).await {
                // The next one is shown by itself, as this one has been read.
                Ok(()) => {
                    self.again.try_set(None);
                }
                Err(StoreError::ChangedElsewhere) => {
                    self.failure.try_set(Some(
                        "It was changed in another tab. Read it again.".to_owned(),
                    ));
                }
                Err(error) => {
                    self.failure.try_set(Some(store_problem(&error)));
                }
            }
        });
    }
}
