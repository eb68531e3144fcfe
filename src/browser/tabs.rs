//! What the tabs of one tablet tell each other, and what the browser tells of
//! their stores.
//!
//! Guarantees only that a tab which runs hears of it soon. One that was put to
//! sleep may have missed it and has to look for itself when it is seen again.

use gloo_events::EventListener;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent, StorageEvent};

/// The name of the channel, and of the event by which a journal says that the
/// browser has closed a journal.
const CHANNEL: &str = "daybook";

/// What tells to lock, in place of the name of a journal.
const LOCK: &str = "lock";

const CLOSED: &str = "daybook-journal-closed";

thread_local! {
    // Kept open: what is posted by way of it does not come back to this tab.
    static TABS: Option<BroadcastChannel> = BroadcastChannel::new(CHANNEL).ok();
}

/// Tells the other tabs that this one has changed what a journal keeps under names.
pub(super) fn tell_changed(journal: &str) {
    post(journal);
}

/// Tells every other tab to lock.
pub fn tell_to_lock() {
    post(LOCK);
}

fn post(message: &str) {
    TABS.with(|tabs| {
        if let Some(tabs) = tabs {
            // A tab that does not hear of it looks when it is seen again.
            let _ = tabs.post_message(&message.into());
        }
    });
}

/// Calls back with the name of a journal whenever another tab has changed what it
/// keeps under names.
pub fn follow_changes(told: impl Fn(&str) + 'static) {
    follow_messages(move |message| {
        if message != LOCK {
            told(message);
        }
    });
}

/// Calls back when another tab tells to lock.
pub fn follow_locking(lock: impl Fn() + 'static) {
    follow_messages(move |message| {
        if message == LOCK {
            lock();
        }
    });
}

fn follow_messages(told: impl Fn(&str) + 'static) {
    TABS.with(|tabs| {
        let Some(tabs) = tabs else { return };
        EventListener::new(tabs, "message", move |event| {
            let message = event.dyn_ref::<MessageEvent>().map(MessageEvent::data);
            if let Some(message) = message.and_then(|data| data.as_string()) {
                told(&message);
            }
        })
        .forget();
    });
}

/// Calls back when the browser has closed a journal or emptied local storage, as it
/// does when a site's data is cleared.
pub fn follow_clearing(told: impl Fn() + Clone + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    let closed = told.clone();
    EventListener::new(&window, CLOSED, move |_| closed()).forget();
    EventListener::new(&window, "storage", move |event| {
        let event = event.dyn_ref::<StorageEvent>();
        // Without a key it tells that all keys are gone.
        if event.is_some_and(|event| event.key().is_none()) {
            told();
        }
    })
    .forget();
}

/// Whether this tab is in sight.
#[must_use]
pub fn is_seen() -> bool {
    let document = web_sys::window().and_then(|window| window.document());
    document.is_some_and(|document| !document.hidden())
}

/// Calls back each time this tab is seen or turned to again.
pub fn follow_return(back: impl Fn() + Clone + 'static) {
    let Some(window) = web_sys::window() else {
        return;
    };
    for event in ["focus", "pageshow"] {
        let back = back.clone();
        EventListener::new(&window, event, move |_| back()).forget();
    }
    if let Some(document) = window.document() {
        EventListener::new(&document, "visibilitychange", move |_| {
            if is_seen() {
                back();
            }
        })
        .forget();
    }
}
