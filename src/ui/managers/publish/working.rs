//! What is to be published, and the working out of it.

use std::rc::Rc;

use leptos::prelude::untrack;
use wasm_bindgen_futures::spawn_local;

use crate::browser::drawing::{Breath, page_drawn};
use crate::browser::files::OpenedFile;
use crate::domain::disclosure::document::PublishedDocument;
use crate::domain::disclosure::{
    Detail, Edition, Progress, Publication, Rounding, Rule, Threshold,
};
use crate::domain::roll_up::opening;
use crate::ui::managers::desk::Desk;
use crate::ui::markup::follow;
use crate::ui::state::{Kept, State};

/// An edition that was published before.
#[derive(Clone)]
pub struct EarlierEdition {
    /// The name of its file.
    pub name: String,
    document: Rc<PublishedDocument>,
}

/// What is to be published. It stays while one goes from page to page, and is worked
/// out anew only when something has changed.
#[derive(Clone, Copy)]
pub struct Publishing {
    desk: Desk,
    /// By which rule.
    pub rule: State<Rule>,
    /// The earlier editions, until Daybook is closed.
    pub earlier: State<Vec<EarlierEdition>>,
    /// The files that are none, with the reason.
    pub not_taken: State<Vec<String>>,
    /// What came of it; `None` until it is worked out.
    pub made: State<Option<Rc<Publication>>>,
    /// How often what it is made of has changed.
    changes: Kept<usize>,
    /// Whether it is being worked out.
    busy: Kept<bool>,
}

impl Publishing {
    /// By the usual rule, with no earlier edition.
    pub fn new(desk: Desk) -> Self {
        let this = Self {
            desk,
            rule: State::new(Rule {
                threshold: Threshold::USUAL,
                rounding: Rounding::Exact,
                detail: Detail::FULL,
            }),
            earlier: State::new(Vec::new()),
            not_taken: State::new(Vec::new()),
            made: State::new(None),
            changes: Kept::new(0),
            busy: Kept::new(false),
        };
        follow(Box::new(move || {
            desk.is_added_up();
            this.changed();
        }));
        this
    }

    /// What was worked out does not hold any more.
    fn changed(self) {
        self.changes.update_value(|changes| *changes += 1);
        self.busy.set_value(false);
        self.made.set(None);
    }

    /// Publishes by another rule.
    pub fn set_rule(self, rule: Rule) {
        if self.rule.get_untracked() != rule {
            self.rule.set(rule);
            self.changed();
        }
    }

    /// Opens earlier editions; a file that is none is listed and stops no other.
    pub async fn open(self, chosen: Vec<OpenedFile>) {
        let (mut opened, mut wrong) = (self.earlier.get_untracked(), Vec::new());
        for file in chosen {
            let name = file.name();
            match read(&file).await {
                Ok(document) => {
                    opened.retain(|it| *it.document != document);
                    opened.push(EarlierEdition {
                        name,
                        document: Rc::new(document),
                    });
                }
                Err(why) => wrong.push(format!("{name}: {why}")),
            }
        }
        self.not_taken.set(wrong);
        self.earlier.set(opened);
        self.changed();
    }

    /// Forgets an earlier edition.
    pub fn forget(self, at: usize) {
        self.earlier.update(|all| {
            if at < all.len() {
                all.remove(at);
            }
        });
        self.changed();
    }

    /// Works it out where that is not done yet, for as long as a page follows this.
    pub fn work(self) {
        if !self.desk.is_added_up() || self.made.with(Option::is_some) || self.busy.get_value() {
            return;
        }
        self.busy.set_value(true);
        spawn_local(self.work_out(self.changes.get_value()));
    }

    /// In pieces, between which the page can be used; given up when something has
    /// changed meanwhile.
    async fn work_out(self, changes: usize) {
        page_drawn().await;
        let mut breath = Breath::new();
        let mut earlier = Edition::default();
        for edition in self.earlier.get_untracked() {
            (*edition.document).clone().take_into(&mut earlier);
            breath.take().await;
        }
        let rule = self.rule.get_untracked();
        let begun = untrack(|| {
            self.desk.look(|seen| {
                Publication::begin((seen.sums, seen.who), seen.structure, rule, &earlier)
            })
        });
        let Some(mut working) = begun else {
            return;
        };
        let made = loop {
            breath.take().await;
            if self.changes.get_value() != changes {
                return;
            }
            match working.go_on() {
                Progress::More(more) => working = more,
                Progress::Done(done) => break done,
            }
        };
        self.busy.set_value(false);
        self.made.set(Some(Rc::new(made)));
    }
}

async fn read(file: &OpenedFile) -> Result<PublishedDocument, String> {
    opening::check_size(file.size()).map_err(|why| why.to_string())?;
    let bytes = file.bytes().await;
    let bytes = bytes.map_err(|_| "it cannot be read: is it still there?".to_owned())?;
    let text = opening::decoded(&bytes).map_err(|why| why.to_string())?;
    PublishedDocument::read(&text).map_err(|why| why.to_string())
}
