//! What a screen reader is told politely, once it has come to rest.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;

use crate::ui::markup::{El, el, follow, text_live};
use crate::ui::state::{Kept, State};

/// How long words stay as they are before they are said, in milliseconds:
/// longer than between two taps, so that a run of taps is one sentence.
const REST: u32 = 900;

/// Words that follow a reading and are told to screen readers, not shown: while
/// they keep changing, nothing is said.
pub fn said(words: impl Fn() -> String + 'static) -> El {
    said_boxed(Box::new(words))
}

#[inline(never)]
fn said_boxed(words: Box<dyn Fn() -> String>) -> El {
    let told = State::new(String::new());
    let latest = Kept::new(String::new());
    follow(Box::new(move || {
        let now = words();
        let first = latest.with_value(String::is_empty);
        latest.set_value(now.clone());
        if first {
            // As the page opens, it is there to be read, not said.
            told.set(now);
            return;
        }
        spawn_local(async move {
            TimeoutFuture::new(REST).await;
            // The page may have been left.
            if latest.try_get_value().as_ref() == Some(&now) {
                told.try_set(now);
            }
        });
    }));
    el("p")
        .class("govuk-visually-hidden")
        .attr("role", "status")
        .child(text_live(move || told.get()))
}
