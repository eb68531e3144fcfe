//! A long list of lines, each with more than one thing that can be done with it: a few
//! of them in sight, and a field in which a few letters find the others.

use leptos::prelude::untrack;

use super::field::Field;
use crate::domain::base::share::grouped;
use crate::domain::capture::choosing::{TYPE_TO_FIND_FROM, having};
use crate::ui::markup::{El, Pieces, el, live, text_live};
use crate::ui::state::State;

/// One line of the list, and the words by which it is found.
pub struct Line {
    /// What it is found by.
    pub words: String,
    /// Draws it.
    pub view: Box<dyn Fn() -> El>,
}

/// Draws a list: whole where it is short. `id` and `label` are those of the field, and
/// `typed` what is in it, which lasts while the list is made anew.
pub fn find_in_list(
    id: &'static str,
    label: &'static str,
    lines: Vec<Line>,
    typed: State<String>,
) -> Pieces {
    let list = |lines: Vec<El>| el("ul").class("app-records").child(lines);
    if lines.len() < TYPE_TO_FIND_FROM {
        return list(lines.iter().map(|line| (line.view)()).collect()).into();
    }
    let field = Field::of(id, label, typed).view();
    let found = State::new((0, 0));
    let shown = live(move || {
        let (at, all) = typed.with(|typed| {
            let words = lines.iter().map(|line| line.words.as_str());
            having(words, typed, TYPE_TO_FIND_FROM)
        });
        untrack(|| found.set((at.len(), all)));
        let shown = at.into_iter().filter_map(|at| lines.get(at));
        list(untrack(|| shown.map(|line| (line.view)()).collect()))
    });
    let told = el("p")
        .class("govuk-hint")
        .attr("role", "status")
        .child(text_live(move || {
            let (shown, all) = found.get();
            how_many(shown, all)
        }));
    Pieces::from(field).and(told).and(shown)
}

fn how_many(shown: usize, all: usize) -> String {
    let count = |count: usize| grouped(u64::try_from(count).unwrap_or(u64::MAX));
    match (shown, all) {
        (_, 0) => "None has these letters.".to_owned(),
        (shown, all) if shown == all => format!("{} found.", count(all)),
        (shown, all) => format!(
            "{} of {} shown. Type to find the others.",
            count(shown),
            count(all)
        ),
    }
}
