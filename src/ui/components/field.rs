//! A text field with its label, hint and error, wired together by id.

use std::rc::Rc;

use super::said::said;
use super::selected::selected_on_focus;
use crate::domain::base::share::grouped;
use crate::domain::base::text::{beyond, lines_beyond, shown_beyond};
use crate::ui::markup::{
    Acting, El, Pieces, Reading, acting, div, el, live, reading, settled, text_live,
};
use crate::ui::state::State;

/// How much room a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// One line.
    Line,
    /// One line for a number, with the number keyboard.
    Number,
    /// One line for a PIN, which is not shown.
    Pin,
    /// One line for a passphrase, which is not shown.
    Secret,
    /// Several lines.
    Lines,
}

/// What a text field shows and does.
#[derive(Clone)]
pub struct Field {
    /// The id of the control.
    pub id: &'static str,
    /// Its label.
    pub label: &'static str,
    /// More words, where they are needed.
    pub hint: Option<&'static str>,
    /// How much room it has.
    pub room: Room,
    /// The text in it.
    pub value: Reading<String>,
    /// What happens as a person types.
    pub typed: Acting<String>,
    /// What is wrong with it.
    pub error: Reading<Option<String>>,
}

impl Field {
    /// A line that fills a text, without hint or error.
    #[inline(never)]
    pub fn of(id: &'static str, label: &'static str, text: State<String>) -> Self {
        Self {
            id,
            label,
            hint: None,
            room: Room::Line,
            value: reading(move || text.get()),
            typed: acting(move |typed| text.set(typed)),
            error: reading(|| None),
        }
    }

    /// Draws the field. The error is announced with it (WCAG 3.3.1).
    pub fn view(self) -> El {
        let (id, has_hint) = (self.id, self.hint.is_some());
        let control = match self.room {
            Room::Lines => el("textarea").class("govuk-textarea").attr("rows", "4"),
            Room::Line => el("input").class("govuk-input").attr("type", "text"),
            Room::Number => el("input")
                .class("govuk-input govuk-input--width-4")
                .attr("type", "text")
                .attr("inputmode", "numeric"),
            Room::Secret => el("input").class("govuk-input").attr("type", "password"),
            Room::Pin => el("input")
                .class("govuk-input govuk-input--width-10")
                .attr("type", "password")
                .attr("inputmode", "numeric"),
        };
        let (error, value) = (self.error.clone(), self.value);
        let control = described(control, id, has_hint, &self.error)
            .id(id)
            .attr("autocomplete", "off")
            .value_of(move || value())
            .on_typed(self.typed);
        let control = match self.room {
            Room::Number => selected_on_focus(control),
            Room::Line | Room::Lines | Room::Pin | Room::Secret => control,
        };
        group(
            &error,
            el("label")
                .class("govuk-label app-label")
                .attr("for", id)
                .child(self.label),
        )
        .child(self.hint.map(|words| hint(id, words)))
        .child(error_message(id, &error))
        .child(control)
    }
}

impl Field {
    /// Draws the field of a text of at most so many characters. What is beyond them is
    /// shown while it is there: nothing is cut, and the form says so when it is saved.
    pub fn view_up_to(self, most: usize) -> El {
        let (id, value) = (self.id, self.value.clone());
        let rest = reading(move || beyond(&value(), most).to_owned());
        self.view().child(overflow(id, rest))
    }

    /// The same of a list, whose every line has at most so many characters.
    pub fn view_lines_up_to(self, most: usize) -> El {
        let (id, value) = (self.id, self.value.clone());
        let rest = reading(move || lines_beyond(&value(), most));
        self.view().child(overflow(id, rest))
    }
}

/// What of a typed text does not fit, below its field.
pub fn overflow(id: &str, rest: Reading<String>) -> Pieces {
    let words_id = format!("{id}-over");
    let (counted, is_over) = (Rc::clone(&rest), Rc::clone(&rest));
    let many = settled(move || counted().chars().filter(|it| *it != '\n').count());
    let words = move || match many() {
        0 => String::new(),
        1 => "1 character too many. This does not fit:".to_owned(),
        many => format!(
            "{} characters too many. This does not fit:",
            grouped(many as u64)
        ),
    };
    let heard = words.clone();
    let visible = div("app-over")
        .child(
            el("p")
                .class("govuk-error-message")
                .id(&words_id)
                .attr("aria-hidden", "true")
                .child(text_live(words)),
        )
        .child(
            el("p")
                .class("app-overflow")
                .attr("tabindex", "0")
                .attr("role", "group")
                .attr("aria-labelledby", &words_id)
                .child(text_live(move || shown_beyond(&rest()))),
        )
        .shown_while(move || !is_over().is_empty());
    Pieces::from(visible).and(said(heard))
}

/// The frame of a question, marked while something is wrong with it.
pub fn group(error: &Reading<Option<String>>, inside: impl Into<Pieces>) -> El {
    let error = error.clone();
    div("govuk-form-group")
        .class_of("govuk-form-group--error", move || error().is_some())
        .child(inside)
}

/// The hint of the question with this id.
pub fn hint(id: &str, words: &str) -> El {
    div("govuk-hint").id(&format!("{id}-hint")).child(words)
}

/// Why something that was asked for was not done; read out at once.
pub fn refusal(why: State<Option<String>>) -> Pieces {
    live(move || {
        let words = why.get()?;
        Some(
            el("p")
                .class("govuk-error-message")
                .attr("role", "alert")
                .child(words),
        )
    })
}

/// The message of a question's error, where there is one.
pub fn error_message(id: &str, error: &Reading<Option<String>>) -> Pieces {
    let (id, error) = (format!("{id}-error"), error.clone());
    live(move || {
        error().map(|message| {
            el("p")
                .class("govuk-error-message")
                .id(&id)
                .child(el("span").class("govuk-visually-hidden").child("Error: "))
                .child(message)
        })
    })
}

/// Ties a control or group to its hint and its error.
pub fn described(control: El, id: &str, has_hint: bool, error: &Reading<Option<String>>) -> El {
    let (id, describing, invalid) = (id.to_owned(), error.clone(), error.clone());
    control
        .attr_of("aria-describedby", move || {
            match (has_hint, describing().is_some()) {
                (false, false) => None,
                (true, false) => Some(format!("{id}-hint")),
                (false, true) => Some(format!("{id}-error")),
                (true, true) => Some(format!("{id}-hint {id}-error")),
            }
        })
        .attr_of("aria-invalid", move || invalid().map(|_| "true".to_owned()))
}
