//! PINs: set, changed and taken away, and the recovery code shown once.

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use crate::browser::ambient;
use crate::domain::tablet::locks::{Door, Locks, Secret};
use crate::ui::address::Address;
use crate::ui::components::button::{Weight, button, idle_while};
use crate::ui::components::error_summary::Line;
use crate::ui::components::field::{Field, Room};
use crate::ui::components::page::{Form, page};
use crate::ui::components::pin_question::gate;
use crate::ui::components::warning::warning;
use crate::ui::form::{Problems, form};
use crate::ui::frame::link;
use crate::ui::locking::{in_sentence, not_opened};
use crate::ui::markup::{El, Pieces, acting, div, el, live, paragraph, reading};
use crate::ui::navigation::Navigation;
use crate::ui::sentences::store_problem;
use crate::ui::state::{Kept, State};
use crate::ui::workspace::Workspace;

/// Where one is on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Overview,
    Typing(Secret),
    Code(Secret),
}

#[derive(Clone, Copy)]
struct Pins {
    workspace: Kept<Workspace>,
    problems: Problems,
    step: State<Step>,
    /// Why something was not kept.
    failure: State<Option<String>>,
    /// What is kept once the code has been written down.
    new: Kept<Option<Locks>>,
    /// What it was made from.
    before: Kept<Option<Locks>>,
    /// That code.
    code: State<String>,
    busy: State<bool>,
    /// What a PIN is set for: the page that is gone back to. `None` for this page's
    /// own overview.
    back: Option<Address>,
    /// The page that the recovery code was entered on the way to, which the new PIN leads
    /// to.
    came_for: Option<Address>,
    navigation: Navigation,
}

/// The page of the PINs.
pub fn pins() -> El {
    pins_page(Step::Overview, None)
}

/// The setting of the staff PIN on the way to a hand-over, which it leads back to.
pub fn hand_over_pin() -> El {
    pins_page(Step::Typing(Secret::StaffPin), Some(Address::HandOver))
}

fn pins_page(first: Step, back: Option<Address>) -> El {
    let workspace = expect_context::<Workspace>();
    let this = Pins {
        workspace: Kept::new(workspace),
        problems: Problems::new(),
        step: State::new(first),
        failure: State::new(None),
        new: Kept::new(None),
        before: Kept::new(None),
        code: State::new(String::new()),
        busy: State::new(false),
        back,
        came_for: workspace
            .locking
            .take_came_for()
            .filter(|page| !matches!(page, Address::Today | Address::Locks)),
        navigation: expect_context::<Navigation>(),
    };
    let behind = gate(Door::Pins, this.problems, move || {
        live(move || match this.step.get() {
            Step::Overview => overview(this),
            Step::Typing(pin) => typing(this, pin).into(),
            Step::Code(pin) => code(this, pin).into(),
        })
    });
    let failed = live(move || {
        let words = this.failure.get()?;
        Some(warning("Nothing was changed", words))
    });
    page("PINs", Form::Of(this.problems), failed.and(behind))
}

impl Pins {
    fn go(self, step: Step) {
        self.problems.set(Vec::new());
        self.failure.set(None);
        self.workspace.get_value().notice.set(None);
        self.step.set(step);
    }

    /// One piece of work at a time; a second tap does nothing.
    fn begin(self) -> bool {
        !self.busy.get_untracked() && {
            self.busy.set(true);
            true
        }
    }

    /// Whether the page is still there.
    fn ended(self) -> bool {
        self.busy.try_set(false)
    }

    fn choose(self, pin: Secret, typed: [String; 2]) {
        let [first, second] = typed;
        if pin
            .read(&first)
            .is_ok_and(|first| pin.read(&second).ok() != Some(first))
        {
            self.wrong(SECOND, "The two PINs are not the same".to_owned());
            return;
        }
        if !self.begin() {
            return;
        }
        let locking = self.workspace.get_value().locking;
        self.before.set_value(locking.kept());
        spawn_local(async move {
            let chosen = locking.choose(pin, first).await;
            if !self.ended() {
                return;
            }
            match chosen {
                Ok((new, code)) => {
                    self.new.set_value(Some(new));
                    self.code.set(code.to_string());
                    self.go(Step::Code(pin));
                }
                Err(why) => self.wrong(FIRST, not_opened(pin, &why)),
            }
        });
    }

    fn wrong(self, field: &str, words: String) {
        self.problems.set(vec![Line {
            field: field.to_owned(),
            words,
        }]);
    }

    /// Keeps the locks with this PIN set or taken away, and says so.
    fn keep(self, pin: Secret, after: Locks) {
        if !self.begin() {
            return;
        }
        let (title, words) = if after.is_set(pin) {
            ("PIN set", "is set. It is asked for from now on.")
        } else {
            (
                "PIN taken away",
                "is taken away. It is no longer asked for.",
            )
        };
        let before = self.before.get_value();
        spawn_local(async move {
            let locking = self.workspace.get_value().locking;
            let kept = locking.keep(before, after).await;
            if !self.ended() {
                return;
            }
            let to = self.back.or(self.came_for);
            let here = to.unwrap_or(Address::Locks);
            match kept {
                Ok(()) => {
                    match to {
                        Some(to) => self.navigation.go(to),
                        None => self.go(Step::Overview),
                    }
                    self.workspace.get_value().notify(
                        &here.path(),
                        title,
                        format!("The {} {words}", in_sentence(pin)),
                    );
                }
                Err(error) => {
                    self.go(Step::Overview);
                    self.failure.set(Some(format!(
                        "{} Open this page again and start anew.",
                        store_problem(&error)
                    )));
                }
            }
        });
    }

    /// Goes back to the overview, or to the page that a PIN was set for.
    fn leave(self) {
        match self.back {
            Some(back) => self.navigation.go(back),
            None => self.go(Step::Overview),
        }
    }

    fn cancel(self) -> El {
        button("Cancel", Weight::Secondary).on("click", move |_| self.leave())
    }
}

/// A heading that takes the focus as its step begins.
fn heading(words: String) -> El {
    let heading = el("h2")
        .class("govuk-heading-m")
        .attr("tabindex", "-1")
        .child(words);
    let taken = heading.clone();
    Effect::new(move |_| taken.focus());
    heading
}

fn overview(this: Pins) -> Pieces {
    let on = this
        .came_for
        .map(|page| paragraph(link(page, "Go on to the page you came for")));
    Pieces::from(on)
        .and(one_pin(
            this,
            Secret::StaffPin,
            "each time it is opened, and shows nothing without it.",
        ))
        .and(one_pin(
            this,
            Secret::ManagerPin,
            "before PINs are changed, and before what only a manager does.",
        ))
}

fn one_pin(this: Pins, pin: Secret, when: &str) -> El {
    let before = this.workspace.get_value().locking.followed();
    let known = before.unwrap_or_default();
    let does = |words: &str, step| {
        button_of(words, pin).on("click", move |_| {
            if let Some(step) = step {
                this.go(step);
            } else {
                this.before.set_value(before);
                this.keep(pin, known.without_pin(pin, ambient::fresh_id()));
            }
        })
    };
    let typing = Some(Step::Typing(pin));
    let (state, buttons) = if known.is_set(pin) {
        let buttons = vec![does("Change", typing), does("Take away", None)];
        ("It is set.", buttons)
    } else {
        ("It is not set. When it is,", vec![does("Set", typing)])
    };
    el("section")
        .child(el("h2").class("govuk-heading-m").child(pin.label()))
        .child(paragraph(format!("{state} Daybook asks for it {when}")))
        .child(div("app-buttons").child(buttons))
}

/// A button that says which PIN it is about.
fn button_of(words: &str, pin: Secret) -> El {
    button("", Weight::Secondary).child(format!("{words} the {}", in_sentence(pin)))
}

const FIRST: &str = "new-pin";
const SECOND: &str = "new-pin-again";

fn typing(this: Pins, pin: Secret) -> El {
    let texts = [(); 2].map(|()| State::new(String::new()));
    let field = |position: usize, id, label, hint| {
        let text = texts[position];
        Field {
            id,
            label,
            hint,
            room: Room::Pin,
            value: reading(move || text.get()),
            typed: acting(move |typed| text.set(typed)),
            error: this.problems.at(id),
        }
        .view()
    };
    let submit = move || this.choose(pin, texts.map(State::get_untracked));
    form(submit)
        .child(heading(format!("New {}", in_sentence(pin))))
        .child(field(0, FIRST, "PIN", Some("4 to 8 digits")))
        .child(field(1, SECOND, "The same PIN again", None))
        .child(
            div("app-buttons")
                .child(idle_while(
                    this.busy,
                    button("Continue", Weight::Primary).attr("type", "submit"),
                ))
                .child(this.cancel()),
        )
}

fn code(this: Pins, pin: Secret) -> El {
    let written = move || {
        if let Some(new) = this.new.get_value() {
            this.keep(pin, new);
        }
    };
    el("section")
        .child(heading("Write down the recovery code".to_owned()))
        .child(el("p").class("app-code").child(this.code.get_untracked()))
        .child(paragraph(
            "If a PIN is lost, only this code opens Daybook. Nobody else can open it, and no one can look the code up: it is shown now and never again.",
        ))
        .child(paragraph(
            "Keep it on paper and away from the tablet, such as in the office safe. A code from before no longer works once this PIN is set.",
        ))
        .child(
            div("app-buttons")
                .child(
                    button("I have written it down", Weight::Primary)
                        .on("click", move |_| written()),
                )
                .child(this.cancel()),
        )
}
