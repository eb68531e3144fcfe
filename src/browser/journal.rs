//! The journal: with its script `journal.js`, the only file that names
//! IndexedDB.
//!
//! Every write asks for strict durability and waits for its transaction's
//! `complete` event. Batches that queue up while one is being written share the
//! next transaction, each standing or falling alone by what it expects; what is
//! written is decided by [`crate::store::plan`].

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

use futures::channel::oneshot;
use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::tabs;
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::RecordId;
use crate::domain::base::sorted::Map;
use crate::store::plan::{DRAFTS, Drawer, Spot, Step, Verdicts, decide, drafts, named, to_read};
use crate::store::{Batch, Journal, MetaKey, StoreError, Work};

#[wasm_bindgen(module = "/src/browser/journal.js")]
extern "C" {
    #[wasm_bindgen(js_name = openJournal, catch)]
    async fn open_journal(name: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = readJournal, catch)]
    async fn read_journal(
        database: &JsValue,
        store: &str,
        from: &str,
        until: &str,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = countJournal, catch)]
    async fn count_journal(database: &JsValue, store: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = writeJournal, catch)]
    async fn write_journal(
        database: &JsValue,
        spots: Array,
        decide: &JsValue,
    ) -> Result<JsValue, JsValue>;
}

/// How long a store may take before the person is told, in milliseconds: long
/// for a slow tablet, short for someone waiting.
const PATIENCE: u32 = 10_000;

/// This browser's journal of one name.
#[derive(Debug, Clone)]
pub struct BrowserJournal(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    name: &'static str,
    database: RefCell<Option<JsValue>>,
    queue: RefCell<Vec<Queued>>,
    writing: Cell<bool>,
}

#[derive(Debug)]
struct Queued {
    batch: Batch,
    done: oneshot::Sender<Result<(), StoreError>>,
}

impl BrowserJournal {
    /// The journal of this name; it is opened when first used.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self(Rc::new(Inner {
            name,
            database: RefCell::new(None),
            queue: RefCell::new(Vec::new()),
            writing: Cell::new(false),
        }))
    }

    async fn database(&self) -> Result<JsValue, JsValue> {
        if let Some(open) = self.0.database.borrow().as_ref() {
            return Ok(open.clone());
        }
        let opened = open_journal(self.0.name).await?;
        *self.0.database.borrow_mut() = Some(opened.clone());
        Ok(opened)
    }

    /// Keys and texts of a drawer: all of them, or with `from` those from there
    /// until before `until`; without `until` that one.
    async fn read(
        &self,
        drawer: Drawer,
        from: String,
        until: String,
    ) -> Result<Vec<(String, String)>, StoreError> {
        let read = async || {
            let database = self.database().await?;
            read_journal(&database, drawer.name(), &from, &until).await
        };
        Ok(pairs(&self.looked_up(read).await?))
    }

    /// What is read in time, over a fresh connection where the old one was lost.
    async fn looked_up(
        &self,
        read: impl AsyncFn() -> Result<JsValue, JsValue>,
    ) -> Result<JsValue, StoreError> {
        in_time(async {
            let found = match read().await {
                Err(error) if self.lost_connection(&error) => read().await,
                other => other,
            };
            found.map_err(failed)
        })
        .await
    }

    async fn one(&self, drawer: Drawer, key: String) -> Result<Option<String>, StoreError> {
        let found = self.read(drawer, key, String::new()).await?;
        Ok(found.into_iter().next().map(|(_, text)| text))
    }

    async fn below(&self, drawer: Drawer, key: &str) -> Result<Vec<(String, String)>, StoreError> {
        // "0" follows "/", so this takes in every key that begins "<key>/".
        self.read(drawer, format!("{key}/"), format!("{key}0"))
            .await
    }

    async fn write_all(&self, batches: Vec<Batch>) -> Result<Verdicts, JsValue> {
        let spots = Array::new();
        for (drawer, key) in to_read(&batches) {
            spots.push(&drawer.name().into());
            spots.push(&key.into());
        }
        let verdicts = Rc::new(RefCell::new(Vec::new()));
        let told = Rc::clone(&verdicts);
        let decide = Closure::<dyn FnMut(Array) -> Array>::new(move |found: Array| {
            let found = found.iter().map(|text| text.as_string()).collect();
            let (steps, verdicts) = decide(&batches, found);
            *told.borrow_mut() = verdicts;
            steps_of(steps)
        });
        let database = self.database().await?;
        write_journal(&database, spots, decide.as_ref()).await?;
        Ok(verdicts.take())
    }

    /// Whether the browser has dropped the connection, as `WebKit` does after a
    /// time in the background; then the next use opens a fresh one.
    fn lost_connection(&self, error: &JsValue) -> bool {
        let lost = error
            .dyn_ref::<web_sys::DomException>()
            .is_some_and(|error| {
                error.name() == "InvalidStateError" || error.message().contains("onnection")
            });
        if lost {
            *self.0.database.borrow_mut() = None;
        }
        lost
    }

    async fn drain(self) {
        loop {
            let queued = std::mem::take(&mut *self.0.queue.borrow_mut());
            if queued.is_empty() {
                self.0.writing.set(false);
                return;
            }
            let batches = || queued.iter().map(|one| one.batch.clone()).collect();
            let outcome = match self.write_all(batches()).await {
                Err(error) if self.lost_connection(&error) => self.write_all(batches()).await,
                other => other,
            }
            .map_err(failed);
            let mut changed = false;
            for (position, one) in queued.into_iter().enumerate() {
                let told = match &outcome {
                    Ok(verdicts) => verdicts.get(position).cloned().unwrap_or(Ok(())),
                    Err(error) => Err(error.clone()),
                };
                changed |= told.is_ok() && one.batch.changes_more_than_records();
                // Whoever asked may have lost patience; the write stands.
                let _ = one.done.send(told);
            }
            if changed {
                tabs::tell_changed(self.0.name);
            }
        }
    }
}

impl Journal for BrowserJournal {
    fn commit(&self, batch: Batch) -> Work<'_, ()> {
        Box::pin(async move {
            let (done, told) = oneshot::channel();
            self.0.queue.borrow_mut().push(Queued { batch, done });
            if !self.0.writing.replace(true) {
                spawn_local(self.clone().drain());
            }
            in_time(async { told.await.unwrap_or(Err(StoreError::Slow)) }).await
        })
    }

    fn records(&self) -> Work<'_, Vec<(String, String)>> {
        Box::pin(async move { self.drawer(Drawer::Records).await })
    }

    fn log_of(&self, id: RecordId) -> Work<'_, Vec<String>> {
        Box::pin(async move {
            let versions = self.below(Drawer::Log, &id.to_string()).await?;
            Ok(versions.into_iter().map(|(_, text)| text).collect())
        })
    }

    fn meta(&self) -> Work<'_, Map<MetaKey, String>> {
        Box::pin(async move {
            let found = self.read(Drawer::Meta, "a".to_owned(), "~".to_owned());
            Ok(named(found.await?))
        })
    }

    fn drafts(&self) -> Work<'_, Vec<(String, String)>> {
        Box::pin(async move {
            // What a page that was left just now still keeps is there as well.
            if self.0.writing.get() {
                let _ = self.commit(Batch::default()).await;
            }
            Ok(drafts(self.below(Drawer::Meta, DRAFTS).await?))
        })
    }

    fn return_text(&self, digest: Digest) -> Work<'_, Option<String>> {
        Box::pin(async move { self.one(Drawer::Returns, digest.to_string()).await })
    }

    fn named(&self, key: MetaKey) -> Work<'_, Option<String>> {
        Box::pin(async move { self.one(Drawer::Meta, key.key().to_owned()).await })
    }

    fn count(&self, drawer: Drawer) -> Work<'_, usize> {
        Box::pin(async move {
            let count = async || {
                let database = self.database().await?;
                count_journal(&database, drawer.name()).await
            };
            let counted = self.looked_up(count).await?.as_f64().unwrap_or_default();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a count of at most some millions"
            )]
            Ok(counted as usize)
        })
    }

    fn drawer(&self, drawer: Drawer) -> Work<'_, Vec<(String, String)>> {
        Box::pin(async move { self.read(drawer, String::new(), String::new()).await })
    }
}

fn pairs(found: &JsValue) -> Vec<(String, String)> {
    let both: &Array = found.unchecked_ref();
    let (keys, texts) = (Array::from(&both.get(0)), Array::from(&both.get(1)));
    // What is not text was not put there by us.
    keys.iter()
        .zip(texts.iter())
        .filter_map(|(key, text)| Some((key.as_string()?, text.as_string()?)))
        .collect()
}

fn steps_of(steps: Vec<Step>) -> Array {
    let out = Array::new();
    for step in steps {
        let (what, (drawer, key), text): (_, Spot, _) = match step {
            Step::Put(spot, text) => ("put", spot, text),
            Step::Delete(spot) => ("delete", spot, String::new()),
            Step::DeleteBelow(spot) => ("delete below", spot, String::new()),
        };
        for word in [what, drawer.name(), &key, &text] {
            out.push(&word.into());
        }
    }
    out
}

async fn in_time<Found>(
    work: impl Future<Output = Result<Found, StoreError>>,
) -> Result<Found, StoreError> {
    let work = std::pin::pin!(work);
    match select(work, TimeoutFuture::new(PATIENCE)).await {
        Either::Left((outcome, _)) => outcome,
        Either::Right(((), _)) => Err(StoreError::Slow),
    }
}

fn failed(error: JsValue) -> StoreError {
    match error.dyn_into::<web_sys::DomException>() {
        Ok(error) if error.name() == "QuotaExceededError" => StoreError::Full,
        Ok(error) => StoreError::Blocked(error.message()),
        Err(_) => StoreError::Blocked("this browser offers no IndexedDB".to_owned()),
    }
}
