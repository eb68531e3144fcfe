//! Whole journeys through the built app, in a real browser.
//!
//! Words: a [`tablet::Tablet`] is the served app with a browser on a profile of
//! its own; the [`app::App`] on it is used as a person uses it, by labels and
//! words, never by the order or classes of its markup. Nothing sleeps: every
//! step waits for what it needs, with a generous limit.
//!
//! Nearly all of it runs in Chromium. A few core journeys run in WebKitGTK too,
//! through the same verbs: [`browser::Engine`].
//!
//! `cargo xtask test` builds the app and sets `DAYBOOK_DIST`, `CHROMIUM`,
//! `CHROMEDRIVER` and `AXE`, and for WebKitGTK `WEBKIT_DRIVER`, `MINIBROWSER` and
//! `XVFB`, without which nothing here runs.

pub mod app;
pub mod axe;
pub mod browser;
pub mod city;
pub mod clock;
pub mod console;
pub mod error;
pub mod family;
pub mod forms;
pub mod locks;
pub mod many;
pub mod reach;
pub mod screen;
pub mod stores;
pub mod tablet;
pub mod versions;
pub mod webkit;
