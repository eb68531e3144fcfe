//! How to install Daybook, on each kind of tablet, and why before recording.

use leptos::prelude::*;

use crate::browser::app_shell::{self, Installed};
use crate::ui::app_shell::AppShell;
use crate::ui::components::button::{Weight, button};
use crate::ui::components::page::{Form, page};
use crate::ui::markup::{El, Pieces, el, live, paragraph, symbol};

// Our own drawings of what is to be tapped, on a field of 24 by 24.
const SHARE: &str = "M12 15V3M8 7l4-4l4 4M8 10H5v11h14V10h-3";
const PLUS: &str = "M4 4h16v16H4zM12 8v8M8 12h8";
const SWITCH: &str = "M8 6h8a6 6 0 0 1 0 12H8a6 6 0 0 1 0-12M16 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6";
const HOME: &str = "M4 2h16v20H4zM8 6h2v2H8zM14 6h2v2h-2zM8 11h2v2H8zM14 11h2v2h-2zM10 19h4";
const DOTS: &str = "M12 4a1 1 0 1 0 0 2a1 1 0 1 0 0-2M12 11a1 1 0 1 0 0 2a1 1 0 1 0 0-2M12 18a1 1 0 1 0 0 2a1 1 0 1 0 0-2";
const SCREEN: &str = "M3 4h18v12H3zM8 20h8M12 7v6M9 10l3 3l3-3";

/// The page about installing.
pub fn install() -> El {
    let shell = expect_context::<AppShell>().shell;
    let now = live(move || {
        shell.with(|it| match it.installed {
            Installed::Yes => Some(paragraph("Daybook is installed on this tablet.")),
            Installed::Offered => Some(
                button("Install Daybook", Weight::Primary).on("click", |_| app_shell::install()),
            ),
            Installed::AppleTab | Installed::No => None,
        })
    });
    page(
        "Install Daybook",
        Form::None,
        Pieces::from(paragraph("Installed, Daybook opens from the Home Screen like any other app, and the tablet is less likely to clear its records."))
            .and(now)
            .and(heading("Install it before you record"))
            .and(paragraph("On an iPad the installed app starts empty: what was recorded in a tab stays in that tab, and the iPad deletes it after 7 days without use. Install Daybook first, then set it up and record in the installed app."))
            .and(heading("iPad"))
            .and(steps(&[
                (SHARE, "Open this page in Safari. Tap Share, the square with an arrow. If it is not there, tap the three dots first."),
                (PLUS, "Tap Add to Home Screen. It may be further down, or under View More."),
                (SWITCH, "Leave Open as Web App on. Tap Add."),
                (HOME, "Close this tab. From now on, open Daybook from the Home Screen."),
            ]))
            .and(heading("Android tablet"))
            .and(steps(&[
                (DOTS, "Open this page in Chrome. Tap the three dots at the top."),
                (PLUS, "Tap Add to Home screen, then Install."),
                (HOME, "From now on, open Daybook from the Home screen. It has the same records."),
            ]))
            .and(heading("Windows"))
            .and(steps(&[
                (SCREEN, "Open this page in Edge or Chrome. Choose the install symbol at the end of the address line, then Install."),
                (HOME, "From now on, open Daybook from the Start menu. It has the same records."),
            ])),
    )
}

fn heading(words: &str) -> El {
    el("h2").class("govuk-heading-m").child(words)
}

fn steps(steps: &[(&str, &str)]) -> El {
    let steps: Vec<El> = steps
        .iter()
        .map(|(picture, words)| {
            el("li")
                .child(symbol("app-symbol", picture))
                .child(el("span").child(*words))
        })
        .collect();
    el("ol").class("govuk-list app-steps").child(steps)
}
