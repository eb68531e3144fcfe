//! One of several, as radio buttons, all of them in sight.

use super::field::{described, error_message, group, hint};
use super::symbol;
use crate::domain::session::Kind;
use crate::ui::markup::{Acting, El, Pieces, Reading, acting, div, el, live};

/// One of the choices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its words.
    pub label: String,
    /// More words where they are needed.
    pub hint: Option<String>,
    /// The symbol beside the words.
    pub symbol: Option<Kind>,
}

impl Choice {
    /// A choice in words alone.
    pub fn new(label: impl Into<String>) -> Self {
        Self {
            label: label.into(),
            hint: None,
            symbol: None,
        }
    }

    /// A choice for each value of a closed list, in its order.
    pub fn of_all<T: Copy>(all: &[T], label: impl Fn(T) -> &'static str) -> Vec<Self> {
        all.iter().map(|value| Self::new(label(*value))).collect()
    }
}

/// The position of a value in a closed list.
pub fn position<T: PartialEq>(all: &[T], value: &T) -> Option<usize> {
    all.iter().position(|one| one == value)
}

/// How the choices lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lie {
    /// One below another.
    Stacked,
    /// Beside each other, where there is room.
    Row,
}

/// A group of radio buttons. None is chosen beforehand unless the draft says so.
/// Choices go by their position in the list.
#[derive(Clone)]
pub struct Choices {
    /// The id of the first radio, to which the error summary leads.
    pub id: &'static str,
    /// The question.
    pub legend: &'static str,
    /// How the choices lie.
    pub lie: Lie,
    /// The choices, which may change.
    pub options: Reading<Vec<Choice>>,
    /// The position of the one that is chosen.
    pub chosen: Reading<Option<usize>>,
    /// What happens when a person chooses.
    pub choose: Acting<usize>,
    /// What is wrong with the answer.
    pub error: Reading<Option<String>>,
}

impl Choices {
    /// Choices from a closed list that never changes.
    pub fn of_all<T: Copy + 'static>(
        id: &'static str,
        legend: &'static str,
        all: &'static [T],
        label: fn(T) -> &'static str,
        chosen: Reading<Option<usize>>,
        choose: impl Fn(T) + 'static,
        error: Reading<Option<String>>,
    ) -> Self {
        let options = Choice::of_all(all, label);
        Self {
            id,
            legend,
            lie: Lie::Row,
            options: crate::ui::markup::reading(move || options.clone()),
            chosen,
            choose: acting(move |picked: usize| {
                if let Some(value) = all.get(picked) {
                    choose(*value);
                }
            }),
            error,
        }
    }

    /// Draws the group.
    pub fn view(self) -> El {
        let Self {
            id,
            legend,
            lie,
            options,
            chosen,
            choose,
            error,
        } = self;
        let radios = live(move || {
            let radios: Vec<El> = options()
                .into_iter()
                .enumerate()
                .map(|(position, choice)| radio(id, position, choice, &chosen, &choose))
                .collect();
            radios
        });
        let fieldset = el("fieldset").class("govuk-fieldset");
        let lies = match lie {
            Lie::Stacked => "app-choices",
            Lie::Row => "app-choices app-choices--row",
        };
        let described = described(fieldset, id, false, &error)
            .child(
                el("legend")
                    .class("govuk-fieldset__legend govuk-fieldset__legend--m")
                    .child(legend),
            )
            .child(error_message(id, &error))
            .child(div(lies).child(radios));
        group(&error, described)
    }
}

fn radio(
    group: &'static str,
    position: usize,
    choice: Choice,
    chosen: &Reading<Option<usize>>,
    choose: &Acting<usize>,
) -> El {
    let id = if position == 0 {
        group.to_owned()
    } else {
        format!("{group}-{}", position + 1)
    };
    let (chosen, choose) = (chosen.clone(), choose.clone());
    let mut input = el("input")
        .class("app-choice__input")
        .attr("type", "radio")
        .attr("name", group)
        .id(&id)
        .property_of("checked", move || chosen() == Some(position))
        .on("change", move |_| choose(position));
    let hint_id = format!("{id}-item");
    if choice.hint.is_some() {
        input = input.attr("aria-describedby", &format!("{hint_id}-hint"));
    }
    let words: Pieces = el("span")
        .class("app-choice__words")
        .child(choice.label)
        .into();
    div("app-choice")
        .child(input)
        .child(
            el("label")
                .class("app-choice__label")
                .attr("for", &id)
                .child(choice.symbol.map(symbol::of_kind))
                .child(words),
        )
        .child(
            choice
                .hint
                .map(|words| hint(&hint_id, &words).class("app-choice__hint govuk-hint")),
        )
}
