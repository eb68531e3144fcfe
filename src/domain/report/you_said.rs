//! You said, we did: what families said in surveys, by theme, with room for what was
//! done.
//!
//! Guarantees that nothing a family wrote stands in what leaves the service: the
//! public is told the themes alone, and of a team not even those.

use super::Report;
use super::heading::counted;
use super::pieces::{paragraph, section};
use crate::domain::base::markup::{Element, el};
use crate::domain::base::share::grouped;
use crate::domain::disclosure::disclosed::Audience;
use crate::domain::record::comments::CommentTheme;
use crate::domain::roll_up::Level;
use crate::domain::submission::quarter_return::SentComment;

/// What a theme is called where a note is on it: `we-did-activities`.
#[must_use]
pub fn we_did(theme: CommentTheme) -> String {
    format!("we-did-{}", theme.code())
}

/// The section; `None` where no comment was passed on.
pub(super) fn you_said(report: &Report<'_>) -> Option<Element> {
    let mut comments: Vec<&SentComment> = counted(report).flat_map(|held| &held.comments).collect();
    // In the order of their words, which tells nothing of who wrote when.
    comments.sort_by_key(|it| (it.asked, it.text.as_str()));
    let mut themes: Vec<(CommentTheme, Vec<&SentComment>)> = CommentTheme::ALL
        .into_iter()
        .map(|theme| {
            let about = comments.iter().filter(|it| it.themes.contains(&theme));
            (theme, about.copied().collect())
        })
        .filter(|(_, about): &(_, Vec<_>)| !about.is_empty())
        .collect();
    let said = section(report.part("you-said"), "You said, we did");
    match report.audience {
        Audience::Service => {
            if comments.is_empty() {
                return None;
            }
            // Those with most comments first.
            themes.sort_by_key(|(_, about)| std::cmp::Reverse(about.len()));
            let without: Vec<&SentComment> = comments
                .into_iter()
                .filter(|it| it.themes.is_empty())
                .collect();
            let themes = themes.iter().map(|(theme, about)| {
                let we_did = report.note(&we_did(*theme));
                one(theme.label(), about, we_did)
            });
            let rest = (!without.is_empty()).then(|| one("Without a theme", &without, None));
            Some(said.with_all(themes).with_all(rest))
        }
        Audience::Public(_) if report.unit.level == Level::Team || themes.is_empty() => None,
        Audience::Public(_) => {
            let words = "What families’ comments were about, in the order of the form. What \
                         they wrote is not published.";
            let themes = themes.iter().map(|(theme, _)| el("li").with(theme.label()));
            let list = el("ul").class("app-report__themes").with_all(themes);
            Some(said.with(paragraph(words)).with(list))
        }
    }
}

/// A theme: how many comments, their words, and what was done.
fn one(label: &str, comments: &[&SentComment], we_did: Option<Element>) -> Element {
    let count = match comments.len() {
        1 => "1 comment".to_owned(),
        many => format!(
            "{} comments",
            grouped(u64::try_from(many).unwrap_or(u64::MAX))
        ),
    };
    let quotes = comments
        .iter()
        .map(|it| el("li").attr("dir", "auto").with(format!("“{}”", it.text)));
    let did = we_did.map(|note| {
        el("div")
            .class("app-report__did")
            .with(paragraph("We did:"))
            .with(note)
    });
    el("section")
        .class("app-report__theme")
        .attr("aria-label", label)
        .with(
            el("div")
                .class("app-report__said")
                .with(el("h3").class("app-report__name").with(label))
                .with(paragraph(format!("You said: {count} passed on")))
                .with(el("ul").class("app-report__quotes").with_all(quotes)),
        )
        .with_all(did)
}
