//! Where one is in the app: the browser's address and the way to another page.
//!
//! The router's location provider alone: it follows links, the back button and
//! typed addresses. Its tree of routes is not used, since an address is read by
//! [`Address::parse`]; that saves eleven thousand bytes.

use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationChange, LocationProvider};

use super::address::Address;
use super::markup::follow;
use crate::ui::state::{Kept, State};

/// The browser's address, for every page to read and change.
#[derive(Clone, Copy)]
pub struct Navigation {
    /// The path of the address; told of only when it has changed.
    pub path: State<String>,
    browser: Kept<Option<BrowserUrl>>,
}

impl Navigation {
    /// Follows the browser's address from now on. Where a browser has no
    /// addresses, every page but Today is out of reach.
    pub fn follow() -> Self {
        let browser = BrowserUrl::new().ok();
        let path = State::new("/".to_owned());
        if let Some(browser) = &browser {
            browser.init(None);
            let url = browser.as_url().clone();
            follow(Box::new(move || {
                let now = url.with(|url| url.path().to_owned());
                if path.with_untracked(|path| *path != now) {
                    path.set(now);
                }
            }));
        }
        Self {
            path,
            browser: Kept::new(browser),
        }
    }

    /// Goes to a page, as if its link had been tapped.
    pub fn go(self, to: Address) {
        let path = to.path();
        self.browser.with_value(|browser| {
            let (Some(browser), Ok(url)) = (browser, BrowserUrl::parse(&path)) else {
                return;
            };
            browser.as_url().set(url);
            browser.complete_navigation(&LocationChange {
                value: path,
                replace: false,
                ..LocationChange::default()
            });
        });
    }

    /// Says that the page of the present path is there: only then is the
    /// browser's address changed, and the page scrolled to its top.
    pub fn arrived(self) {
        self.browser.with_value(|browser| {
            if let Some(browser) = browser {
                browser.ready_to_complete();
            }
        });
    }
}
