//! A long list of records by day, drawn a page at a time.
//!
//! All that are found are counted at once, and only those in sight or soon in
//! sight are drawn: elements are what takes a tablet's time. More are drawn as
//! the page is scrolled, up to a few hundred, so that what stands below the list
//! can be reached; then a button draws on.

use chrono::NaiveDate;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::document;
use wasm_bindgen_futures::spawn_local;

use super::button::{Weight, button};
use super::error_summary::focus_on;
use super::record_line::record_line;
use crate::browser::drawing::page_drawn;
use crate::domain::base::calendar::long_date;
use crate::domain::base::ids::RecordId;
use crate::domain::record::ledger::Ledger;
use crate::domain::records::finding::{Finds, find};
use crate::domain::tablet::settings::Settings;
use crate::ui::frame::counted;
use crate::ui::markup::{El, Pieces, div, el, follow, live, text_live, when_scrolled};
use crate::ui::pages::records::Looking;
use crate::ui::state::{Kept, State};
use crate::ui::workspace::Workspace;

/// How many records are drawn at once, and perhaps some more, as a day is drawn
/// whole.
const PAGE: usize = 6;

/// How many are drawn of themselves: more than a screen holds.
const AT_FIRST: usize = 36;

/// How many are drawn by scrolling alone.
const BY_SCROLLING: usize = 300;

/// How many records there are, drawn or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The records.
    pub records: usize,
    contacts: u64,
}

/// The list.
#[derive(Clone, Copy)]
pub struct RecordDays {
    workspace: Workspace,
    looking: Looking,
    /// What was found; `None` until the records have been read.
    pub found: State<Option<Found>>,
    days: Kept<Vec<Day>>,
    inside: Kept<El>,
    /// How many days and how many records are drawn.
    drawn: Kept<(usize, usize)>,
    allowed: Kept<usize>,
    left: State<usize>,
    /// Counts how often the list began anew.
    begun: Kept<usize>,
    returning: Kept<bool>,
    drawing: Kept<bool>,
}

struct Day {
    date: NaiveDate,
    contacts: u32,
    records: Vec<RecordId>,
}

impl RecordDays {
    /// The list of what is looked for, which follows it.
    pub fn new(workspace: Workspace, looking: Looking) -> Self {
        let this = Self {
            workspace,
            looking,
            found: State::new(None),
            days: Kept::new(Vec::new()),
            inside: Kept::new(div("app-days")),
            drawn: Kept::new((0, 0)),
            allowed: Kept::new(BY_SCROLLING),
            left: State::new(0),
            begun: Kept::new(0),
            drawing: Kept::new(false),
            // What was just done is said at the top.
            returning: Kept::new(workspace.notice.with_untracked(Option::is_none)),
        };
        let list = this.inside.get_value();
        let _ = list.on("click", move |event| this.note_opened(event));
        follow(Box::new(move || this.begin()));
        when_scrolled(move || this.scrolled());
        this
    }

    /// How many records there are, announced as it changes.
    pub fn summary(self) -> El {
        let words = move || match self.found.get() {
            None => "Reading what is saved…".to_owned(),
            Some(Found { records, contacts }) => format!(
                "{}, {}",
                counted(
                    u64::try_from(records).unwrap_or(u64::MAX),
                    "record",
                    "records"
                ),
                counted(contacts, "direct contact", "direct contacts"),
            ),
        };
        el("p")
            .class("govuk-body app-found")
            .attr("role", "status")
            .child(text_live(words))
    }

    /// The days, and what draws more of them.
    pub fn view(self) -> Pieces {
        let more = live(move || {
            (self.left.get() > 0).then(|| {
                button("Show older", Weight::Secondary).on("click", move |_| {
                    let (_, records) = self.drawn.get_value();
                    self.allowed.set_value(records + BY_SCROLLING);
                    self.draw();
                })
            })
        });
        Pieces::from(self.inside.get_value()).and(more)
    }

    /// Looks for the records and draws the first of them, or as many as were
    /// drawn before.
    fn begin(self) {
        let found = self.workspace.ledger.with(|ledger| {
            let (ledger, settings) = (ledger.as_ref()?, self.workspace.settings.get()?);
            let filter = self.looking.filter.get();
            Some(owned(find(ledger, &settings, &filter)))
        });
        let Some((found, days)) = found else { return };
        self.found.set(Some(found));
        self.days.set_value(days);
        self.drawn.set_value((0, 0));
        self.begun.update_value(|begun| *begun += 1);
        self.inside.get_value().element().set_text_content(None);
        let before = self.looking.drawn.get_value();
        self.allowed.set_value(before.max(BY_SCROLLING));
        self.draw();
        self.draw_until(before.max(AT_FIRST));
    }

    /// Draws on, and lets the browser do other things in between.
    fn draw_until(self, records: usize) {
        let begun = self.begun.get_value();
        spawn_local(async move {
            loop {
                TimeoutFuture::new(0).await;
                // The page may have been left, or something else be looked for.
                if self.begun.try_get_value() != Some(begun) {
                    return;
                }
                if self.drawn.get_value().1 >= records || self.left.get_untracked() == 0 {
                    break;
                }
                self.draw();
            }
            if self.returning.get_value() {
                self.returning.set_value(false);
                self.go_back();
            }
        });
    }

    /// Back to where the list was left: to the record that was opened.
    fn go_back(self) {
        let (to, path) = (
            self.looking.scrolled.get_value(),
            self.looking.opened.get_value(),
        );
        if path.is_empty() {
            return;
        }
        if let Some(page) = document().document_element() {
            page.set_scroll_top(to);
        }
        // The focus brings it into sight, should the page be another height now.
        let link = document().query_selector(&format!("a[href='{path}']"));
        if let Ok(Some(link)) = link {
            focus_on(link);
        }
    }

    fn note_opened(self, event: &web_sys::Event) {
        let path = event.target().and_then(|target| {
            let target: web_sys::Element = wasm_bindgen::JsCast::dyn_into(target).ok()?;
            target.get_attribute("href")
        });
        if let (Some(path), Some(page)) = (path, document().document_element()) {
            self.looking.opened.set_value(path);
            self.looking.scrolled.set_value(page.scroll_top());
        }
    }

    fn scrolled(self) {
        let Some(page) = document().document_element() else {
            return;
        };
        if self.returning.get_value() {
            return;
        }
        let (top, sight) = (page.scroll_top(), page.client_height());
        self.looking.scrolled.set_value(top);
        let below = page.scroll_height() - top - sight;
        let soon = below < 3 * sight
            && self.left.get_untracked() > 0
            && self.drawn.get_value().1 < self.allowed.get_value();
        if soon && !self.drawing.get_value() {
            self.drawing.set_value(true);
            // Not in the task that shows the frame; and again after it, as long as
            // little is left below.
            spawn_local(async move {
                TimeoutFuture::new(0).await;
                if self.drawing.try_get_value().is_none() {
                    return;
                }
                self.draw();
                page_drawn().await;
                if self.drawing.try_get_value().is_some() {
                    self.drawing.set_value(false);
                    self.scrolled();
                }
            });
        }
    }

    fn draw(self) {
        let (workspace, inside) = (self.workspace, self.inside.get_value());
        let (mut day, mut records) = self.drawn.get_value();
        let enough = records + PAGE;
        workspace.ledger.with_untracked(|ledger| {
            let settings = workspace.settings.get_untracked();
            let (Some(ledger), Some(settings)) = (ledger, settings) else {
                return;
            };
            self.days.with_value(|days| {
                while records < enough
                    && let Some(next) = days.get(day)
                {
                    let _ = inside.clone().child(next.view(ledger, &settings));
                    records += next.records.len();
                    day += 1;
                }
            });
        });
        self.drawn.set_value((day, records));
        self.looking
            .drawn
            .update_value(|drawn| *drawn = records.max(*drawn));
        let all = self
            .found
            .with_untracked(|it| it.map_or(0, |it| it.records));
        let left = all.saturating_sub(records);
        // Only whether there are any is shown.
        if (self.left.get_untracked() > 0) != (left > 0) {
            self.left.set(left);
        }
    }
}

fn owned(finds: Finds<'_>) -> (Found, Vec<Day>) {
    let found = Found {
        records: finds.records,
        contacts: finds.contacts,
    };
    let days = finds.days.into_iter().map(|day| Day {
        date: day.date,
        contacts: day.contacts,
        records: day.records.iter().map(|record| record.id()).collect(),
    });
    (found, days.collect())
}

impl Day {
    fn view(&self, ledger: &Ledger, settings: &Settings) -> El {
        let records = self.records.iter().filter_map(|id| ledger.get(*id));
        let lines: Vec<El> = records
            .map(|record| record_line(record, settings, Pieces::default()))
            .collect();
        let total = (self.contacts > 0).then(|| {
            el("span").class("app-day__total").child(counted(
                u64::from(self.contacts),
                "direct contact",
                "direct contacts",
            ))
        });
        el("section")
            .class("app-day")
            .child(
                el("h2")
                    .class("govuk-heading-s app-day__head")
                    .child(el("span").child(long_date(self.date)))
                    .child(total),
            )
            .child(el("ul").class("app-records").child(lines))
    }
}
