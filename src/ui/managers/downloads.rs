//! Files that are handed to the browser, and what became of that.

use crate::browser::files::{OutFile, download};
use crate::ui::components::warning::warning;
use crate::ui::markup::{Pieces, live, paragraph};
use crate::ui::state::State;

/// What became of a download.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The browser has it, under this name.
    Made(String),
    /// There is none, and why.
    Not(String),
}

/// Hands a text to the browser as a file.
pub fn give(name: String, text: String) -> Outcome {
    let file = OutFile {
        name,
        content: text.into_bytes(),
    };
    match download(&file) {
        Ok(()) => Outcome::Made(file.name),
        Err(_) => Outcome::Not(
            "The browser would not keep it. What is open here is safe; try again, or in another browser."
                .to_owned(),
        ),
    }
}

/// Says what became of the last download.
pub fn what_became(outcome: State<Option<Outcome>>) -> Pieces {
    live(move || {
        Some(match outcome.get()? {
            Outcome::Made(name) => paragraph(format!(
                "{name} was handed to the browser, which keeps it with its downloads."
            ))
            .attr("role", "status"),
            Outcome::Not(why) => warning("No file was made", why),
        })
    })
}
