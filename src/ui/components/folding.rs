//! A question that folds to one line once it is answered: what comes next is then
//! in sight.
//!
//! It folds by a tap, and by Enter, and when a keyboard leaves it. While arrow keys go
//! through the choices it stays open, or nobody could get to the third of them; and
//! it stays open while something is wrong with the answer.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::document;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, FocusEvent, HtmlElement, KeyboardEvent, Node};

use super::choices::Question;
use super::symbol;
use crate::ui::markup::{El, Pieces, Reading, div, el, follow, live, reading, settled};
use crate::ui::state::{Kept, State};

/// How a person went on in a question last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Went {
    /// By a tap, or by Enter.
    Choosing,
    /// By an arrow key from one choice to the next, or the space bar.
    Through,
    /// By the Tab key.
    Away,
}

/// A question and the line it folds to.
pub struct Folding {
    /// The question, as the whole of it asks.
    pub legend: Rc<str>,
    /// What the line is about, in a word or two.
    pub about: String,
    /// Whether it is answered, and nothing is wrong with the answer.
    pub answered: Reading<bool>,
    /// The answer in the line.
    pub answer: Pieces,
    /// The question itself. It stays in the page while it is folded, hidden.
    pub open: El,
}

/// Draws choices that fold to a line about them, with what belongs to them.
pub(super) fn choices_folding(question: Question, about: &str, more: Pieces) -> Pieces {
    let (chosen, error) = (Rc::clone(&question.chosen), Rc::clone(&question.error));
    let folding = Folding {
        legend: Rc::clone(&question.legend),
        about: about.to_owned(),
        answered: reading(move || chosen().is_some() && error().is_none()),
        answer: answer(&question),
        open: div("app-folding").child(question.view()).child(more),
    };
    folding.view()
}

/// What is chosen, as it is now.
fn answer(question: &Question) -> Pieces {
    let (options, chosen) = (Rc::clone(&question.options), Rc::clone(&question.chosen));
    let chosen = settled(move || chosen());
    let choice = settled(move || options().get(chosen()?).cloned());
    live(move || {
        let choice = choice()?;
        let hint = choice.hint.filter(|_| choice.symbol.is_none());
        let hint = hint.map(|it| el("span").class("app-answered__hint").child(it));
        let words = el("span").child(choice.label).child(hint);
        Some(Pieces::from(choice.symbol.map(symbol::of_kind)).and(words))
    })
}

/// What it knows of the person in it.
#[derive(Clone, Copy)]
struct Within {
    /// Whether it is kept open, though it is answered.
    held: State<bool>,
    went: Kept<Went>,
}

impl Folding {
    /// Draws the question and its line, one of them in sight.
    pub fn view(self) -> Pieces {
        let within = Within {
            held: State::new(false),
            went: Kept::new(Went::Choosing),
        };
        let answered = self.answered;
        let folded = settled(move || answered() && !within.held.get());
        let change = el("button")
            .attr("type", "button")
            .class("app-answered__change")
            .child("Change")
            .child(
                el("span")
                    .class("govuk-visually-hidden")
                    .child(format!(" {}", self.about.to_lowercase())),
            )
            .on("click", move |_| within.held.set(true));
        let button = change.clone();
        let (shown, hidden) = (Rc::clone(&folded), Rc::clone(&folded));
        let line = div("app-answered")
            .attr("role", "group")
            .attr("aria-label", &self.legend)
            .child(el("span").class("app-answered__about").child(self.about))
            .child(el("span").class("app-answered__words").child(self.answer))
            .child(change)
            .shown_while(move || shown());
        let open = within.hear(self.open).shown_while(move || !hidden());
        let question = open.element().clone();
        follow(Box::new(move || {
            let folds = folded();
            // The focus would be lost with what is hidden now.
            let focused = document().active_element();
            let (from, to) = if folds {
                (&question, button.element())
            } else {
                (button.element(), &question)
            };
            let leaves = focused.is_some_and(|it| from.contains(Some(it.unchecked_ref())));
            if leaves {
                focus_when_shown(to.clone());
            }
        }));
        Pieces::from(line).and(open)
    }
}

impl Within {
    /// Hears how a person goes on in the question.
    fn hear(self, open: El) -> El {
        let element = open.element().clone();
        open.on("pointerdown", move |_| self.went.set_value(Went::Choosing))
            .on("keydown", move |event| self.key(event))
            .on("click", move |event| {
                if is_radio(event) && self.went.get_value() == Went::Choosing {
                    self.fold_soon();
                }
            })
            .on("focusout", move |event| {
                let to = event.dyn_ref::<FocusEvent>();
                let to = to.and_then(FocusEvent::related_target);
                let stays = to.is_some_and(|to| element.contains(to.dyn_ref::<Node>()));
                if !stays && self.went.get_value() == Went::Away {
                    self.held.set(false);
                }
            })
    }

    fn key(self, event: &Event) {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        match event.key().as_str() {
            "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight" | " " if is_radio(event) => {
                self.went.set_value(Went::Through);
                self.held.set(true);
            }
            "Tab" => self.went.set_value(Went::Away),
            "Enter" if is_radio(event) || is(event, ".app-find__field") => {
                self.went.set_value(Went::Choosing);
                self.fold_soon();
            }
            _ => self.went.set_value(Went::Choosing),
        }
    }

    /// Folds, once the choice that the tap or key makes has been made.
    fn fold_soon(self) {
        spawn_local(async move {
            TimeoutFuture::new(0).await;
            self.held.set(false);
        });
    }
}

fn is_radio(event: &Event) -> bool {
    is(event, "input[type=radio]")
}

/// Whether an event came from an element of a kind.
fn is(event: &Event, kind: &str) -> bool {
    let target = event.target();
    let target = target.as_ref().and_then(|it| it.dyn_ref::<Element>());
    target.is_some_and(|it| it.matches(kind).unwrap_or_default())
}

/// Moves the focus to a button, or in a question to what is chosen or else to its
/// first field, once it is shown: what is hidden takes none.
fn focus_when_shown(to: Element) {
    spawn_local(async move {
        TimeoutFuture::new(0).await;
        let found = |what: &str| to.query_selector(what).ok().flatten();
        let inside = found("input:checked").or_else(|| found("input"));
        if let Some(element) = inside.as_ref().unwrap_or(&to).dyn_ref::<HtmlElement>() {
            let _ = element.focus();
        }
    });
}
