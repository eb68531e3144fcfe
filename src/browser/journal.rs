//! The journal: the only file that names IndexedDB.
//!
//! Every write asks for strict durability and waits for its transaction's
//! `complete` event; with the browser's default, simulated power cuts lost
//! every write. Batches that queue up while one is being written share the next
//! transaction, each standing or falling alone by what it expects.

use crate::domain::sorted::Map;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::rc::Rc;

use futures::channel::oneshot;
use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use indexed_db_futures::database::Database;
use indexed_db_futures::error::{DomException, Error, OpenDbError};
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionMode, TransactionOptions,
};
use wasm_bindgen_futures::spawn_local;

use crate::domain::digest::Digest;
use crate::domain::ids::RecordId;
use crate::store::envelope::checksum;
use crate::store::{Batch, Expected, Journal, MetaKey, RecordWrite, StoreError};

const RECORDS: &str = "records";
const LOG: &str = "log";
const META: &str = "meta";
const RETURNS: &str = "returns";
const SET_ASIDE: &str = "set-aside";
const STORES: [&str; 5] = [RECORDS, LOG, META, RETURNS, SET_ASIDE];

/// How long a store may take before the person is told, in milliseconds: long
/// for a slow tablet, short for someone waiting.
const PATIENCE: u32 = 10_000;

/// This browser's journal of one name.
#[derive(Debug, Clone)]
pub struct BrowserJournal(Rc<Inner>);

#[derive(Debug)]
struct Inner {
    name: &'static str,
    database: RefCell<Option<Database>>,
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

    async fn database(&self) -> Result<Database, StoreError> {
        if let Some(open) = self.0.database.borrow().as_ref() {
            return Ok(open.clone());
        }
        let opened = Database::open(self.0.name)
            .with_version(1_u32)
            .with_on_upgrade_needed(|_, database| {
                for store in STORES {
                    database.create_object_store(store).build()?;
                }
                Ok(())
            })
            .await
            .map_err(not_opened)?;
        *self.0.database.borrow_mut() = Some(opened.clone());
        Ok(opened)
    }

    /// Runs a piece of work on the open database, once more on a fresh
    /// connection when the browser has dropped the old one, as `WebKit` does
    /// after a time in the background.
    async fn with_database<Found, Work>(
        &self,
        work: impl Fn(Database) -> Work,
    ) -> Result<Found, StoreError>
    where
        Work: Future<Output = Result<Found, Error>>,
    {
        let first = work(self.database().await?).await;
        let error = match first {
            Ok(found) => return Ok(found),
            Err(error) => error,
        };
        if !connection_was_lost(&error) {
            return Err(failed(&error));
        }
        *self.0.database.borrow_mut() = None;
        let database = self.database().await?;
        work(database).await.map_err(|error| failed(&error))
    }

    async fn drain(self) {
        loop {
            let queued = std::mem::take(&mut *self.0.queue.borrow_mut());
            if queued.is_empty() {
                self.0.writing.set(false);
                return;
            }
            let batches: Vec<Batch> = queued.iter().map(|one| one.batch.clone()).collect();
            let outcome = self
                .with_database(|database| write_all(database, batches.clone()))
                .await;
            for (position, one) in queued.into_iter().enumerate() {
                let told = match &outcome {
                    Ok(verdicts) => verdicts.get(position).cloned().unwrap_or(Ok(())),
                    Err(error) => Err(error.clone()),
                };
                // Whoever asked may have lost patience; the write stands.
                let _ = one.done.send(told);
            }
        }
    }
}

impl Journal for BrowserJournal {
    async fn commit(&self, batch: Batch) -> Result<(), StoreError> {
        let (done, told) = oneshot::channel();
        self.0.queue.borrow_mut().push(Queued { batch, done });
        if !self.0.writing.replace(true) {
            spawn_local(self.clone().drain());
        }
        in_time(async { told.await.unwrap_or(Err(StoreError::Slow)) }).await
    }

    async fn records(&self) -> Result<Vec<(String, String)>, StoreError> {
        in_time(self.with_database(|database| async move {
            let transaction = database.transaction(RECORDS).build()?;
            let store = transaction.object_store(RECORDS)?;
            let keys = store.get_all_keys::<String>().primitive()?;
            let texts = store.get_all::<String>().primitive()?;
            keys.await?
                .zip(texts.await?)
                .map(|(key, text)| Ok((key?, text?)))
                .collect()
        }))
        .await
    }

    async fn log_of(&self, id: RecordId) -> Result<Vec<String>, StoreError> {
        in_time(self.with_database(|database| async move {
            let transaction = database.transaction(LOG).build()?;
            let store = transaction.object_store(LOG)?;
            // "0" follows "/", so this takes in every key that begins "<id>/".
            let versions = store
                .get_all::<String>()
                .with_query(format!("{id}/")..format!("{id}0"))
                .primitive()?;
            versions.await?.collect()
        }))
        .await
    }

    async fn meta(&self) -> Result<Map<MetaKey, String>, StoreError> {
        in_time(self.with_database(|database| async move {
            let transaction = database.transaction(META).build()?;
            let store = transaction.object_store(META)?;
            let mut found = Map::new();
            for key in MetaKey::ALL {
                if let Some(text) = read(&store, key.key()).await? {
                    found.insert(key, text);
                }
            }
            Ok(found)
        }))
        .await
    }

    async fn return_text(&self, digest: Digest) -> Result<Option<String>, StoreError> {
        in_time(self.with_database(|database| async move {
            let transaction = database.transaction(RETURNS).build()?;
            read(&transaction.object_store(RETURNS)?, &digest.to_string()).await
        }))
        .await
    }
}

/// Writes batches in one strict transaction; the verdict on each tells whether
/// what it expected held.
async fn write_all(
    database: Database,
    batches: Vec<Batch>,
) -> Result<Vec<Result<(), StoreError>>, Error> {
    let mut strict = TransactionOptions::new();
    strict.set_durability(TransactionDurability::Strict);
    let transaction = database
        .transaction(STORES)
        .with_mode(TransactionMode::Readwrite)
        .with_options(strict)
        .build()?;
    let mut verdicts = Vec::new();
    for batch in &batches {
        let holds = holds(&transaction, batch).await?;
        if holds {
            put(&transaction, batch).await?;
        }
        verdicts.push(if holds {
            Ok(())
        } else {
            Err(StoreError::ChangedElsewhere)
        });
    }
    transaction.commit().await?;
    Ok(verdicts)
}

async fn holds(transaction: &Transaction<'_>, batch: &Batch) -> Result<bool, Error> {
    let records = transaction.object_store(RECORDS)?;
    for write in &batch.records {
        let there = read(&records, &write.id.to_string()).await?;
        if !write.may_follow(there.as_deref()) {
            return Ok(false);
        }
    }
    let meta = transaction.object_store(META)?;
    for write in &batch.meta {
        match &write.expected {
            Expected::Anything => {}
            Expected::Exactly(expected) => {
                let there = read(&meta, write.key.key()).await?;
                if there != *expected && there.as_ref() != Some(&write.text) {
                    return Ok(false);
                }
            }
        }
    }
    Ok(true)
}

/// Puts a whole batch. Requests go out at once; an error in any of them takes
/// the transaction back.
async fn put(transaction: &Transaction<'_>, batch: &Batch) -> Result<(), Error> {
    let records = transaction.object_store(RECORDS)?;
    let log = transaction.object_store(LOG)?;
    for write in &batch.records {
        put_record(&records, &log, write)?;
    }
    for mend in &batch.mends {
        let there = read(&records, &mend.id.to_string()).await?;
        if mend.mends(there.as_deref()) {
            put_record(&records, &log, mend)?;
        }
    }
    let meta = transaction.object_store(META)?;
    for write in &batch.meta {
        send(&meta, write.key.key(), &write.text)?;
    }
    let returns = transaction.object_store(RETURNS)?;
    for (digest, text) in &batch.returns {
        let key = digest.to_string();
        // The bytes of a return that was sent never change.
        if read(&returns, &key).await?.is_none() {
            send(&returns, &key, text)?;
        }
    }
    let aside = transaction.object_store(SET_ASIDE)?;
    for kept in &batch.set_aside {
        let sum = checksum(&kept.text);
        send(&aside, &format!("{}/{sum:08x}", kept.key), &kept.text)?;
    }
    Ok(())
}

fn put_record(
    records: &ObjectStore<'_>,
    log: &ObjectStore<'_>,
    write: &RecordWrite,
) -> Result<(), Error> {
    let id = write.id.to_string();
    send(records, &id, &write.text)?;
    // The checksum tells two texts of one version apart.
    let sum = write.text.get(..8).unwrap_or_default();
    let entry = format!("{id}/{:010}/{sum}", write.version.number());
    send(log, &entry, &write.text)
}

fn send(store: &ObjectStore<'_>, key: &str, text: &str) -> Result<(), Error> {
    store
        .put(text)
        .with_key(key)
        .without_key_type()
        .primitive()?;
    Ok(())
}

async fn read(store: &ObjectStore<'_>, key: &str) -> Result<Option<String>, Error> {
    store.get::<String, _, _>(key).primitive()?.await
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

fn connection_was_lost(error: &Error) -> bool {
    match error {
        Error::DomException(DomException::InvalidStateError(_)) => true,
        Error::DomException(other) => other.message().contains("onnection"),
        Error::Serialisation(_) | Error::MissingData(_) | Error::Unknown(_) => false,
    }
}

fn failed(error: &Error) -> StoreError {
    match error {
        Error::DomException(DomException::Other(other)) if other.name() == "QuotaExceededError" => {
            StoreError::Full
        }
        Error::DomException(other) => StoreError::Blocked(other.message()),
        Error::Serialisation(_) | Error::MissingData(_) | Error::Unknown(_) => {
            StoreError::Blocked(error.to_string())
        }
    }
}

fn not_opened(error: OpenDbError) -> StoreError {
    match error {
        OpenDbError::Base(error) => failed(&error),
        OpenDbError::VersionZero
        | OpenDbError::UnsupportedEnvironment
        | OpenDbError::NullFactory => {
            StoreError::Blocked("this browser offers no IndexedDB".to_owned())
        }
    }
}
