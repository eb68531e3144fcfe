//! The register of what was published, as the managers' pages hold it.

use std::rc::Rc;

use leptos::prelude::untrack;
use wasm_bindgen_futures::spawn_local;

use crate::browser::files::OpenedFile;
use crate::browser::{BrowserEditions, ambient, edition_shelf};
use crate::domain::base::digest::Digest;
use crate::domain::base::json::Json;
use crate::domain::disclosure::document::PublishedDocument;
use crate::domain::disclosure::register::{EditionRegister, NotCompared, RegisteredEdition};
use crate::domain::disclosure::register_file::RegisterFile;
use crate::domain::roll_up::opening;
use crate::store::StoreError;
use crate::store::editions::NotEntered;
use crate::ui::sentences::store_problem;
use crate::ui::state::{Kept, State};

/// The register, without its documents, and what was said of it.
#[derive(Clone, Copy)]
pub struct Editions {
    shelf: Kept<BrowserEditions>,
    /// The editions; `None` until they are read.
    pub register: State<Option<Rc<EditionRegister>>>,
    /// Why the register cannot be read, or what was changed in it was not kept.
    pub failure: State<Option<String>>,
    /// The chosen files that are no editions, with the reason.
    pub not_taken: State<Vec<String>>,
}

impl Editions {
    /// An empty one; [`Editions::read`] reads what is kept.
    pub fn new() -> Self {
        Self {
            shelf: Kept::new(edition_shelf()),
            register: State::new(None),
            failure: State::new(None),
            not_taken: State::new(Vec::new()),
        }
    }

    /// Reads what is kept, now and when another tab has changed it. What was cleared
    /// stays here, and is kept again with the next change.
    pub async fn read(self) {
        match self.shelf.get_value().read().await {
            Ok(found) => {
                let is_less = self.held().is_some_and(|held| held.len() > found.len());
                if !is_less {
                    self.hold(found);
                }
                self.failure.set(None);
            }
            Err(error) => self.failure.set(Some(store_problem(&error))),
        }
    }

    fn held(self) -> Option<Rc<EditionRegister>> {
        untrack(|| self.register.get())
    }

    fn hold(self, found: EditionRegister) {
        if self.held().as_deref() != Some(&found) {
            self.register.set(Some(Rc::new(found)));
        }
    }

    /// The document of an edition; `None` where it is not here, or not the one that was
    /// entered.
    pub async fn document(self, digest: Digest) -> Option<PublishedDocument> {
        let text = self.shelf.get_value().document(digest).await.ok()??;
        let document = PublishedDocument::read(&text).ok()?;
        (document.digest() == digest).then_some(document)
    }

    /// Changes the register, with the documents of what is new in it.
    pub async fn change(
        self,
        change: impl Fn(&mut EditionRegister) -> Result<(), NotCompared>,
        documents: &[(Digest, String)],
    ) -> Result<(), NotEntered> {
        let held = self.held().unwrap_or_default();
        let kept_in = self.shelf.get_value();
        let changed = kept_in.change(&held, change, documents).await?;
        self.failure.set(None);
        self.hold(changed);
        Ok(())
    }

    async fn change_and_say(
        self,
        change: impl Fn(&mut EditionRegister),
        documents: &[(Digest, String)],
    ) {
        let change = |register: &mut EditionRegister| {
            change(register);
            Ok(())
        };
        if let Err(why) = self.change(change, documents).await {
            self.failure.set(Some(words(&why)));
        }
    }

    /// Says that an edition was never given to anybody, or that it was.
    pub fn say_never_given(self, digest: Digest, never: bool) {
        let on = never.then(ambient::today);
        spawn_local(async move {
            let change = |register: &mut EditionRegister| register.say_never_given(digest, on);
            self.change_and_say(change, &[]).await;
        });
    }

    /// Opens documents and registers; a file that is neither is listed and stops no other.
    pub async fn open(self, chosen: Vec<OpenedFile>) {
        let (mut opened, mut wrong) = (Vec::new(), Vec::new());
        for file in chosen {
            match read(&file).await {
                Ok(editions) => opened.extend(editions),
                Err(why) => wrong.push(format!("{}: {why}", file.name())),
            }
        }
        self.not_taken.set(wrong);
        if opened.is_empty() {
            return;
        }
        let text = |it: &RegisteredEdition| {
            let document = it.document.as_ref();
            document.map(|document| (it.digest, document.to_text()))
        };
        let documents: Vec<(Digest, String)> = opened.iter().filter_map(text).collect();
        let change = |register: &mut EditionRegister| {
            for edition in &opened {
                register.take_in(edition.without_document());
            }
        };
        self.change_and_say(change, &documents).await;
        // A document that was missing is here, and nothing else has changed.
        self.register.update(|_| ());
    }

    /// The register as a file, with every document that is here.
    pub async fn file(self) -> String {
        let mut all = Vec::new();
        let held = self.held().unwrap_or_default();
        for edition in held.iter() {
            all.push(RegisteredEdition {
                document: self.document(edition.digest).await,
                ..edition.without_document()
            });
        }
        RegisterFile::of(all.into_iter().collect()).to_text()
    }
}

/// Why an edition was not entered, in words.
pub fn words(why: &NotEntered) -> String {
    match why {
        NotEntered::Store(error @ StoreError::Full) => format!(
            "{} Download the register of editions, so that it is safe.",
            store_problem(error)
        ),
        NotEntered::Store(error) => store_problem(error),
        NotEntered::NotCompared(_) => {
            "Another tab has published meanwhile. What has to be hidden is worked out anew; then try again."
                .to_owned()
        }
    }
}

/// The editions in a file: of a document itself, of a register those in it.
async fn read(file: &OpenedFile) -> Result<Vec<RegisteredEdition>, String> {
    opening::check_size(file.size()).map_err(|why| why.to_string())?;
    let bytes = file.bytes().await;
    let bytes = bytes.map_err(|_| "it cannot be read: is it still there?".to_owned())?;
    let text = opening::decoded(&bytes).map_err(|why| why.to_string())?;
    if Json::read(&text).is_ok_and(|json| RegisterFile::is_one(&json)) {
        let register = RegisterFile::read(&text).map_err(|why| why.to_string())?;
        return Ok(register.iter().cloned().collect());
    }
    let document = PublishedDocument::read(&text).map_err(|why| why.to_string())?;
    let made_on = document.today;
    Ok(vec![RegisteredEdition::of(document, made_on, None)])
}
