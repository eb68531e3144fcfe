//! One of several, as radio buttons.

use std::rc::Rc;

use super::field::{described, error_message, group, hint};
use super::finder::finder;
use super::folding::choices_folding;
use super::symbol;
use crate::domain::capture::choosing::TYPE_TO_FIND_FROM;
use crate::domain::record::session::Kind;
use crate::ui::markup::{Acting, El, Pieces, Reading, acting, div, el, live, live_when, settled};

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
    /// The id to which the error summary leads: that of the first radio, or of the
    /// field that finds one.
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

    /// Draws the group: all choices in sight, or for a long list the first of them
    /// and a field that finds the others.
    pub fn view(self) -> El {
        self.question().view()
    }

    /// Draws the group, which folds to one line with the way to change it once a
    /// person has chosen. `about` says in a word or two what the line is about.
    pub fn folding(self, about: &str) -> Pieces {
        choices_folding(self.question(), about, Pieces::default())
    }

    /// The same, with something that belongs to the choices and folds with them.
    pub fn folding_with(self, about: &str, more: impl Into<Pieces>) -> Pieces {
        choices_folding(self.question(), about, more.into())
    }

    fn question(self) -> Question {
        Question {
            id: self.id.into(),
            legend: self.legend.into(),
            lie: self.lie,
            options: shared(self.options),
            chosen: self.chosen,
            choose: self.choose,
            error: self.error,
        }
    }
}

/// A list that is made once for all who show it.
pub fn shared(options: Reading<Vec<Choice>>) -> Reading<Rc<[Choice]>> {
    settled(move || Rc::from(options()))
}

/// Choices whose id and legend may be made as they are drawn.
#[derive(Clone)]
pub struct Question {
    /// The id to which the error summary leads.
    pub id: Rc<str>,
    /// The question.
    pub legend: Rc<str>,
    /// How the choices lie.
    pub lie: Lie,
    /// The choices, which may change: of hundreds no second list is made.
    pub options: Reading<Rc<[Choice]>>,
    /// The position of the one that is chosen.
    pub chosen: Reading<Option<usize>>,
    /// What happens when a person chooses.
    pub choose: Acting<usize>,
    /// What is wrong with the answer.
    pub error: Reading<Option<String>>,
}

impl Question {
    /// Draws it.
    pub fn view(self) -> El {
        let (all, chosen) = (self.options, self.chosen);
        let radios = Radios {
            group: Rc::clone(&self.id),
            ids: Ids::FirstIsTheGroups,
            lie: self.lie,
            chosen: settled(move || chosen()),
            choose: self.choose,
        };
        let (counted, legend) = (Rc::clone(&all), Rc::clone(&self.legend));
        let inside = live_when(
            move || counted().len() >= TYPE_TO_FIND_FROM,
            move |is_long| -> Pieces {
                let (all, radios) = (Rc::clone(&all), radios.clone());
                if is_long {
                    finder(&legend, all, radios)
                } else {
                    live(move || radios.view(all().iter().cloned().enumerate().collect()))
                }
            },
        );
        let fieldset = el("fieldset").class("govuk-fieldset");
        let described = described(fieldset, &self.id, false, &self.error)
            .child(
                el("legend")
                    .class("govuk-fieldset__legend govuk-fieldset__legend--m")
                    .child(&*self.legend),
            )
            .child(error_message(&self.id, &self.error))
            .child(inside);
        group(&self.error, described)
    }
}

/// Which ids the radio buttons of a group have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ids {
    /// The first has that of the group.
    FirstIsTheGroups,
    /// None has that of the group, which is that of a field.
    AllAreNumbered,
}

/// The radio buttons of a group.
#[derive(Clone)]
pub(super) struct Radios {
    /// The id of the group.
    pub(super) group: Rc<str>,
    /// The ids of the radio buttons.
    pub(super) ids: Ids,
    pub(super) lie: Lie,
    pub(super) chosen: Reading<Option<usize>>,
    pub(super) choose: Acting<usize>,
}

impl Radios {
    /// Draws these choices, each with its position in the whole list.
    pub(super) fn view(&self, choices: Vec<(usize, Choice)>) -> El {
        let lies = match self.lie {
            Lie::Stacked => "app-choices",
            Lie::Row => "app-choices app-choices--row",
        };
        let radios: Vec<El> = choices
            .into_iter()
            .map(|(position, choice)| self.radio(position, choice))
            .collect();
        div(lies).child(radios)
    }

    /// The id of the radio at a position.
    fn id(&self, position: usize) -> String {
        match (self.ids, position) {
            (Ids::FirstIsTheGroups, 0) => self.group.to_string(),
            (Ids::FirstIsTheGroups | Ids::AllAreNumbered, _) => {
                format!("{}-{}", self.group, position + 1)
            }
        }
    }

    fn radio(&self, position: usize, choice: Choice) -> El {
        let id = self.id(position);
        let (chosen, choose) = (Rc::clone(&self.chosen), Rc::clone(&self.choose));
        let mut input = el("input")
            .class("app-choice__input")
            .attr("type", "radio")
            .attr("name", &self.group)
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
}
