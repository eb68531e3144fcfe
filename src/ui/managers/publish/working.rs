//! What is to be published, and the working out of it.

use std::rc::Rc;

use leptos::prelude::untrack;
use wasm_bindgen_futures::spawn_local;

use super::register::{Editions, words};
use crate::browser::ambient;
use crate::browser::drawing::{Breath, page_drawn};
use crate::domain::base::digest::Digest;
use crate::domain::disclosure::document::PublishedDocument;
use crate::domain::disclosure::register::{EditionRegister, RegisteredEdition, Scope};
use crate::domain::disclosure::{
    Detail, Edition, Progress, Publication, Rounding, Rule, Threshold,
};
use crate::domain::roll_up::MapOf;
use crate::store::editions::NotEntered;
use crate::ui::managers::desk::{Desk, Map};
use crate::ui::markup::follow;
use crate::ui::state::{Kept, State};

/// Whether it is said what was published before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// The register is being read.
    Reading,
    /// The register cannot be read.
    Unreadable(String),
    /// Editions of these figures are known whose documents are not here.
    NotOpen(Vec<RegisteredEdition>),
    /// No edition is known, and nobody has said that there is none.
    Unsaid,
    /// It is.
    Known,
}

/// What is to be published. It stays while one goes from page to page, and is worked
/// out anew only when something has changed.
#[derive(Clone, Copy)]
pub struct Publishing {
    desk: Desk,
    /// By which rule.
    pub rule: State<Rule>,
    /// The register of what was published before.
    pub editions: Editions,
    /// Whether a person said that nothing was published before.
    pub is_first: State<bool>,
    /// The editions whose documents are not here.
    missing: State<Vec<Digest>>,
    /// The editions that what was made is compared with.
    compared: Kept<Vec<Digest>>,
    /// The editions as which it was entered since.
    entered: Kept<Vec<Digest>>,
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
            editions: Editions::new(),
            is_first: State::new(false),
            missing: State::new(Vec::new()),
            compared: Kept::new(Vec::new()),
            entered: Kept::new(Vec::new()),
            made: State::new(None),
            changes: Kept::new(0),
            busy: Kept::new(false),
        };
        follow(Box::new(move || {
            desk.is_added_up();
            this.changed();
        }));
        follow(Box::new(move || {
            this.editions.register.get();
            untrack(|| this.follow_register());
        }));
        this
    }

    /// What was worked out does not hold any more.
    fn changed(self) {
        self.changes.update_value(|changes| *changes += 1);
        self.entered.set_value(Vec::new());
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

    /// Works it out anew where it has to be compared with other editions than it was.
    fn follow_register(self) {
        let wanted = self.to_compare().into_iter().map(|it| it.digest);
        let mut known = self.compared.get_value();
        known.extend(self.entered.get_value());
        let is_known = |it: &Digest| known.contains(it);
        let wanted: Vec<Digest> = wanted.collect();
        let compared = self.compared.get_value();
        let is_same = wanted.iter().all(is_known) && compared.iter().all(|it| wanted.contains(it));
        let is_missing = self.missing.with_untracked(|missing| !missing.is_empty());
        if !is_same || is_missing {
            self.changed();
        }
    }

    /// Of what is published; `None` until it is added up.
    pub fn scope(self) -> Option<Scope> {
        self.desk.look(|seen| Scope::of(seen.roll_up, seen.sums))
    }

    /// The editions that have to be compared with.
    fn to_compare(self) -> Vec<RegisteredEdition> {
        let (scope, register) = (self.scope(), self.editions.register.get());
        match (scope, register) {
            (Some(scope), Some(register)) => register.to_compare(&scope).cloned().collect(),
            (_, _) => Vec::new(),
        }
    }

    /// Whether it is said what was published before.
    pub fn said(self) -> Said {
        if let Some(why) = self.editions.failure.get() {
            return Said::Unreadable(why);
        }
        if self.editions.register.with(Option::is_none) {
            return Said::Reading;
        }
        let all = self.to_compare();
        let missing = self.missing.get();
        let not_open = all.iter().filter(|it| missing.contains(&it.digest));
        let not_open: Vec<RegisteredEdition> = not_open.cloned().collect();
        if !not_open.is_empty() {
            Said::NotOpen(not_open)
        } else if all.is_empty() && !self.is_first.get() {
            Said::Unsaid
        } else {
            Said::Known
        }
    }

    /// Enters what is given out, before it is.
    pub async fn enter(self, document: PublishedDocument) -> Result<(), String> {
        let scope = untrack(|| self.scope()).ok_or("What is open is still being read.")?;
        let map = match self.desk.map.get_untracked() {
            Map::ItsTime => MapOf::ItsTime,
            Map::Today => MapOf::Day(ambient::today()),
        };
        let text = document.to_text();
        let edition = RegisteredEdition::of(document, ambient::today(), Some(map));
        let edition = edition.without_document();
        let compared = [self.compared.get_value(), self.entered.get_value()].concat();
        self.entered.update_value(|all| all.push(edition.digest));
        let enter =
            |register: &mut EditionRegister| register.enter(edition.clone(), &scope, &compared);
        let documents = [(edition.digest, text)];
        let entered = self.editions.change(enter, &documents).await;
        if let Err(NotEntered::NotCompared(_)) = entered {
            self.editions.read().await;
        }
        entered.map_err(|why| words(&why))
    }

    /// Works it out where that is not done yet, for as long as a page follows this.
    pub fn work(self) {
        let is_read = self.editions.register.with(Option::is_some);
        if !is_read
            || !self.desk.is_added_up()
            || self.made.with(Option::is_some)
            || self.busy.get_value()
        {
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
        let editions: Vec<Digest> = untrack(|| self.to_compare())
            .into_iter()
            .map(|it| it.digest)
            .collect();
        self.compared.set_value(editions.clone());
        let mut missing = Vec::new();
        for digest in editions {
            match self.editions.document(digest).await {
                Some(document) => document.take_into(&mut earlier),
                None => missing.push(digest),
            }
            breath.take().await;
        }
        if self.changes.get_value() != changes {
            return;
        }
        self.missing.set(missing);
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
