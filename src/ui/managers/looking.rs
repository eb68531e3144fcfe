//! What is looked at: a quarter, and a unit.

use super::parts::unit_words;
use crate::domain::base::calendar::Quarter;
use crate::domain::roll_up::Unit;
use crate::ui::components::select::select;
use crate::ui::markup::{El, acting, reading};
use crate::ui::state::State;

/// What is looked at; it stays while one goes from page to page.
#[derive(Clone, Copy)]
pub struct Looking {
    /// The quarter; `None` for the latest.
    pub quarter: State<Option<Quarter>>,
    /// The unit; `None` for all together.
    pub unit: State<Option<Unit>>,
}

impl Looking {
    /// At the latest quarter, all together.
    pub fn new() -> Self {
        Self {
            quarter: State::new(None),
            unit: State::new(None),
        }
    }

    /// The wanted unit among those that there are; all together where it is not.
    pub fn unit_among(wanted: Option<&Unit>, all: &[Unit]) -> Unit {
        let found = wanted.and_then(|unit| all.iter().find(|it| *it == unit));
        found.cloned().unwrap_or_else(Unit::all)
    }

    /// The choice of a quarter.
    pub fn quarter_choice(self, id: &str, all: Vec<Quarter>, now: Quarter) -> El {
        let at = all.iter().position(|it| *it == now).unwrap_or(0);
        let names: Vec<String> = all.iter().map(ToString::to_string).collect();
        select(
            id,
            "Quarter",
            &names,
            &reading(move || at),
            acting(move |picked: usize| self.quarter.set(all.get(picked).copied())),
        )
    }

    /// The choice of a unit.
    pub fn unit_choice(self, id: &str, all: &[Unit], now: &Unit) -> El {
        let at = all.iter().position(|it| it == now).unwrap_or(0);
        let names: Vec<String> = all.iter().map(unit_words).collect();
        let all = all.to_vec();
        select(
            id,
            "Team, locality or city",
            &names,
            &reading(move || at),
            acting(move |picked: usize| self.unit.set(all.get(picked).cloned())),
        )
    }
}

/// The choice of all quarters or of one, at first all.
pub fn all_or_one(
    id: &str,
    label: &str,
    quarters: Vec<Quarter>,
    picked: State<Option<Quarter>>,
) -> El {
    let mut options = vec!["All quarters".to_owned()];
    options.extend(quarters.iter().map(ToString::to_string));
    select(
        id,
        label,
        &options,
        &reading(|| 0),
        acting(move |at: usize| {
            picked.set(at.checked_sub(1).and_then(|at| quarters.get(at)).copied());
        }),
    )
}
