//! Where one is in the app: the browser's address and the way to another page.

use super::address::Address;
use crate::browser::history;
use crate::ui::state::State;

/// The browser's address, for every page to read and change.
#[derive(Clone, Copy)]
pub struct Navigation {
    /// The path of the address; told of only when it has changed.
    pub path: State<String>,
}

impl Navigation {
    /// Follows the browser's address from now on.
    pub fn follow() -> Self {
        let path = State::new(String::new());
        history::follow(move |now| {
            if path.with_untracked(|path| *path != now) {
                path.set(now);
            }
        });
        Self { path }
    }

    /// Goes to a page, as if its link had been tapped.
    #[expect(
        clippy::unused_self,
        reason = "only what holds the way through the app takes it"
    )]
    pub fn go(self, to: Address) {
        history::go(&to.path());
    }
}
