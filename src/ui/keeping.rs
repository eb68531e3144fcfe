//! Keeping what is typed into a form, and offering what was left unfinished.
//!
//! Guarantees that input is in the journal at most a second after it was typed,
//! and that it leaves the journal only when it is saved or a person discards it.
//! Every opening of a form keeps its input under a name of its own, so that a
//! second tab cannot write over it.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::components::changed_since::Correcting;
use super::markup::{Pieces, acting, follow};
use super::unfinished::{Unfinished, offers, read, written};
use super::workspace::Workspace;
use crate::browser::ambient;
use crate::domain::form::checks::Fields;
use crate::domain::tablet::unfinished::recovered;
use crate::store::StoreError;
use crate::store::archive::KeptDraft;
use crate::ui::state::{Kept, State};

/// How long typing goes on before it is kept, in milliseconds.
const PAUSE: u32 = 400;

/// A form's input; `None` for a form that holds nothing beside what it was opened
/// with.
pub type Input = Rc<dyn Fn() -> Option<Fields>>;

/// How a form's draft is written as input, and filled with it.
pub type AsFields<Draft> = (fn(&Draft) -> Fields, fn(&Fields) -> Draft);

/// Fills a form with input.
pub type Taking = Rc<dyn Fn(&Fields)>;

/// A text field whose input is kept: what is in it, and what it was opened or
/// last saved with.
#[derive(Clone, Copy)]
pub struct TypedText {
    /// The name its text is kept under within its form.
    pub name: &'static str,
    /// What is in it.
    pub text: State<String>,
    opened: Kept<String>,
}

impl TypedText {
    /// A field that opens with a text.
    #[inline(never)]
    pub fn new(name: &'static str, opened: &str) -> Self {
        Self {
            name,
            text: State::new(opened.to_owned()),
            opened: Kept::new(opened.to_owned()),
        }
    }

    /// After its input was saved: holds this from now on, and nothing of it is
    /// unfinished.
    #[inline(never)]
    pub fn saved(self, now: &str) {
        self.opened.set_value(now.to_owned());
        self.text.set(now.to_owned());
    }

    /// What it was opened or last saved with.
    pub fn opened(self) -> String {
        self.opened.get_value()
    }

    /// Another tab has saved this: a field in which nothing is typed shows it, and
    /// one in which something is keeps that.
    pub fn saved_elsewhere(self, now: &str) {
        if self.text.get_untracked() == self.opened() {
            self.saved(now);
        }
    }

    /// Holds what was typed `instead_of` something, which may have been saved anew
    /// since: whoever typed did not see that. A field in which nothing was typed shows
    /// what is there now.
    fn recovered(self, typed: &str, instead_of: &str) {
        if typed == instead_of {
            return self.text.set(self.opened());
        }
        // Daybook did not always keep it.
        if !instead_of.is_empty() {
            self.opened.set_value(instead_of.to_owned());
        }
        self.text.set(typed.to_owned());
    }

    /// Whoever types in it has been told that another tab has saved this.
    pub fn told_of(self, now: &str) {
        self.opened.set_value(now.to_owned());
    }
}

/// The name under which it is kept what a text field was opened with.
fn instead_of(name: &str) -> String {
    format!("{name}/instead-of")
}

/// The forms that are open, so that what they hold can be kept at once.
#[derive(Clone, Copy)]
pub struct OpenForms(Kept<Vec<Keeping>>);

impl OpenForms {
    /// None is open yet.
    pub fn new() -> Self {
        Self(Kept::new(Vec::new()))
    }

    fn add(self, form: Keeping) {
        self.0.update_value(|forms| {
            forms.retain(|form| form.name.try_get_value().is_some());
            forms.push(form);
        });
    }

    /// Keeps what is typed, and waits until the journal holds it.
    ///
    /// # Errors
    /// The [`StoreError`] for which it was not kept.
    pub async fn keep(self) -> Result<(), StoreError> {
        for form in self.0.get_value() {
            // Input that is being saved leaves the journal with its save.
            if form.paused.try_get_value() != Some(false) {
                continue;
            }
            let Some(fields) = form.typed() else {
                continue;
            };
            let text = written(&fields);
            let (workspace, name) = (form.workspace.get_value(), form.name.get_value());
            form.kept.set_value(Some(fields));
            workspace.keep_draft(&name, Some(&text)).await?;
        }
        Ok(())
    }
}

/// The keeping of one form's input.
#[derive(Clone, Copy)]
pub struct Keeping {
    workspace: Kept<Workspace>,
    form: Kept<String>,
    name: Kept<String>,
    offers: State<Vec<Unfinished>>,
    /// What the journal holds of this form under its name.
    kept: Kept<Option<Fields>>,
    /// What was in it when it was last saved, which is not unfinished.
    finished: Kept<Option<Fields>>,
    waiting: Kept<bool>,
    paused: Kept<bool>,
    input: Kept<Input>,
    take: Kept<Taking>,
}

impl Keeping {
    /// Keeps the input of a form, such as `session`, from now on, while `holds`
    /// says that it holds something beside how it was `opened`. `fields` and
    /// `of_fields` write and fill the form; `correcting` is what it corrects.
    pub fn of<Draft: 'static>(
        form: &str,
        (draft, opened): (State<Draft>, Kept<Draft>),
        (fields, of_fields): AsFields<Draft>,
        holds: fn(&Fields, &Fields) -> bool,
        correcting: Option<Correcting>,
    ) -> Self {
        let input = move || {
            let mut now = draft.with(fields);
            let holds = holds(&now, &opened.with_value(fields));
            if let Some(correcting) = correcting {
                correcting.mark(&mut now);
            }
            holds.then_some(now)
        };
        let take = move |kept: &Fields| {
            if let Some(correcting) = correcting {
                correcting.recovered(kept);
            }
            draft.set(of_fields(kept));
        };
        Self::boxed(form, Rc::new(input), Rc::new(take))
    }

    /// The same for a form of plain text fields.
    pub fn of_texts(form: &str, texts: Vec<TypedText>) -> Self {
        let texts = Rc::new(texts);
        let all = Rc::clone(&texts);
        let input = move || {
            let (mut fields, mut changed) = (Fields::default(), false);
            for one in &*all {
                one.text.with(|text| {
                    fields.put(one.name, text);
                    let opened = one.opened();
                    changed |= opened != *text;
                    fields.put(&instead_of(one.name), &opened);
                });
            }
            changed.then_some(fields)
        };
        let take = move |kept: &Fields| {
            for one in &*texts {
                one.recovered(kept.text(one.name), kept.text(&instead_of(one.name)));
            }
        };
        Self::boxed(form, Rc::new(input), Rc::new(take))
    }

    /// The same for a form of any making: what gives its input while it differs
    /// from how it was opened, and what fills it.
    pub fn boxed(form: &str, input: Input, take: Taking) -> Self {
        let this = Self {
            workspace: Kept::new(expect_context::<Workspace>()),
            form: Kept::new(form.to_owned()),
            // Fresh, so that no other tab writes under it.
            name: Kept::new(format!("{form}/{}", ambient::fresh_id())),
            offers: State::new(Vec::new()),
            kept: Kept::new(None),
            finished: Kept::new(None),
            waiting: Kept::new(false),
            paused: Kept::new(false),
            input: Kept::new(input),
            take: Kept::new(take),
        };
        spawn_local(this.look_for_offers());
        let read = this.input.get_value();
        follow(Box::new(move || {
            read();
            this.keep_soon();
        }));
        on_cleanup(move || this.keep_now());
        expect_context::<OpenForms>().add(this);
        this
    }

    /// Whether anything is in the form that would be lost with it.
    pub fn holds(self) -> bool {
        let input = self.input.get_value();
        input().is_some()
    }

    /// The name under which the input is kept; to be discarded with the save.
    pub fn name(self) -> Option<String> {
        self.kept.get_value().map(|_| self.name.get_value())
    }

    /// Keeps nothing while the input is being saved, so that it cannot be kept
    /// once more after its save has discarded it.
    pub fn pause(self) {
        self.paused.set_value(true);
    }

    /// Goes on after a save that did not hold.
    pub fn go_on(self) {
        self.paused.set_value(false);
        self.keep_soon();
    }

    /// Goes on after a save that held, and discarded the input with it. What is in
    /// the form now is not unfinished, and is not kept when the page is left.
    pub fn saved(self) {
        self.finished.set_value(self.input_now());
        self.kept.set_value(None);
        self.paused.set_value(false);
    }

    /// Goes on after a part of the input was saved, and all of it discarded with
    /// that: what is left is kept anew.
    pub fn saved_in_part(self) {
        self.kept.set_value(None);
        self.keep_soon();
    }

    /// Discards the input of a form whose save does not do so itself.
    pub async fn discard_own(self) {
        let name = self.name();
        self.saved();
        if let Some(name) = name {
            // One that stays is offered again; nothing is lost by it.
            let _ = self.workspace.get_value().keep_draft(&name, None).await;
        }
    }

    async fn look_for_offers(self) {
        // A journal that cannot be read is said on every page already.
        let drafts = self
            .workspace
            .get_value()
            .drafts()
            .await
            .unwrap_or_default();
        let (Some(form), Some(own)) = (self.form.try_get_value(), self.name.try_get_value()) else {
            return;
        };
        let prefix = form + "/";
        let mut offers = drafts;
        // Not those of a form whose name goes on after this one's.
        let of_form = |name: &str| {
            let opening = name.strip_prefix(&prefix);
            opening.is_some_and(|opening| !opening.contains('/'))
        };
        offers.retain(|(name, _)| of_form(name) && *name != own);
        self.offers.set(offers);
    }

    fn keep_soon(self) {
        if self.waiting.get_value() || self.is_kept() {
            return;
        }
        self.waiting.set_value(true);
        spawn_local(async move {
            TimeoutFuture::new(PAUSE).await;
            // The page may have been left; leaving it has kept the input.
            if self.waiting.try_get_value() == Some(true) {
                self.waiting.set_value(false);
                self.keep_now();
            }
        });
    }

    fn is_kept(self) -> bool {
        self.kept.with_value(|kept| *kept == self.typed())
    }

    fn typed(self) -> Option<Fields> {
        let typed = self.input_now();
        let finished = typed.is_some() && self.finished.with_value(|it| *it == typed);
        typed.filter(|_| !finished)
    }

    fn input_now(self) -> Option<Fields> {
        let input = self.input.get_value();
        untrack(|| input())
    }

    fn keep_now(self) {
        if self.paused.get_value() || self.is_kept() {
            return;
        }
        let (name, typed) = (self.name.get_value(), self.typed());
        let text = typed.as_ref().map(written);
        self.kept.set_value(typed);
        let workspace = self.workspace.get_value();
        spawn_local(async move {
            // A store that does not keep it is said when Save is tapped.
            let _ = workspace.keep_draft(&name, text.as_deref()).await;
        });
    }

    fn forget(self, name: &str) {
        self.offers
            .update(|offers| offers.retain(|(offered, _)| offered != name));
    }

    fn recover(self, name: String, json: String) {
        let Some(fields) = read(&json) else {
            self.forget(&name);
            let unreadable = (name, KeptDraft::Unreadable(json));
            self.offers.update(|offers| offers.push(unreadable));
            return;
        };
        let fields = recovered(fields, ambient::today());
        // What was typed in the meantime, up to this moment, stays kept, and is
        // offered in turn.
        self.keep_now();
        if let Some(text) = self.kept.get_value().as_ref().map(written) {
            let typed = (self.name.get_value(), KeptDraft::Readable(text));
            self.offers.update(|offers| offers.push(typed));
        }
        self.forget(&name);
        self.name.set_value(name);
        let take = self.take.get_value();
        take(&fields);
        self.kept.set_value(Some(fields));
    }

    fn discard(self, names: Vec<String>) {
        for name in &names {
            self.forget(name);
        }
        let workspace = self.workspace.get_value();
        spawn_local(async move {
            for name in names {
                // One that stays is offered again; nothing is lost by it.
                let _ = workspace.keep_draft(&name, None).await;
            }
        });
    }

    /// What was left unfinished, with the ways to recover it and to discard it.
    pub fn view(self) -> Pieces {
        offers(
            self.offers,
            acting(move |(name, json)| self.recover(name, json)),
            acting(move |names| self.discard(names)),
        )
    }
}
