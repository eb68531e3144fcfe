//! A number that can be typed, or stepped up and down by big buttons.

use wasm_bindgen_futures::spawn_local;

use super::field::{described, error_message};
use super::tapped::once_a_press;
use crate::domain::record::attendance::HeadCount;
use crate::ui::components::selected::{select_again, selected_on_focus};
use crate::ui::markup::{Acting, El, Reading, div, el};

/// What a stepper shows and does.
#[derive(Clone)]
pub struct Stepper {
    /// The id of the number's field.
    pub id: String,
    /// Its label.
    pub label: &'static str,
    /// More words, where they are needed.
    pub hint: Option<&'static str>,
    /// The number, as typed.
    pub value: Reading<String>,
    /// What happens as a person types or steps.
    pub typed: Acting<String>,
    /// What is wrong with it.
    pub error: Reading<Option<String>>,
}

impl Stepper {
    /// Draws the stepper. The number is selected once its field is tapped, so that what
    /// is typed then stands in its place. Holding a button does nothing more than one
    /// tap; steps stay within 0 to 500, typing may go beyond and is told at Save.
    pub fn view(self) -> El {
        let (id, label, value) = (self.id.clone(), self.label, self.value.clone());
        let error = self.error.clone();
        let number = described(el("input"), &id, false, &self.error)
            .id(&id)
            .class("app-stepper__number")
            .attr("type", "text")
            .attr("inputmode", "numeric")
            .attr("autocomplete", "off")
            .attr("placeholder", "0")
            .value_of(move || value())
            .on_typed(self.typed.clone());
        let number = selected_on_focus(number);
        let hint = self.hint.map(|hint| {
            el("span")
                .class("app-stepper__hint")
                .child(format!(" {hint}"))
        });
        div("app-stepper")
            .class_of("app-stepper--error", move || error().is_some())
            .child(
                el("label")
                    .class("app-stepper__label")
                    .attr("for", &id)
                    .child(label)
                    .child(hint),
            )
            .child(error_message(&id, &self.error))
            .child(
                div("app-stepper__row")
                    .child(self.button("−", "One fewer", -1))
                    .child(number)
                    .child(self.button("+", "One more", 1)),
            )
    }

    fn button(&self, sign: &str, what: &str, by: i32) -> El {
        let (value, typed, id) = (self.value.clone(), self.typed.clone(), self.id.clone());
        let step = move || {
            // What cannot be read as a number is left for the person to mend.
            if let Ok(count) = HeadCount::typed(&value()) {
                let most = i32::from(HeadCount::MOST);
                let stepped = (i32::from(count.people()) + by).clamp(0, most);
                typed(stepped.to_string());
                let id = id.clone();
                // Once the field shows it.
                spawn_local(async move { select_again(&id) });
            }
        };
        let press = el("button")
            .class("app-stepper__button")
            .attr("type", "button")
            .attr("aria-label", &format!("{what}: {}", self.label))
            .child(el("span").attr("aria-hidden", "true").child(sign));
        once_a_press(press, step)
    }
}
