//! The browser's own stores, in a real browser: what the ports promise.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

use std::cell::Cell;

use chrono::{DateTime, NaiveDate};
use daybook::browser::ambient;
use daybook::browser::journal::BrowserJournal;
use daybook::browser::local_storage::LocalStorage;
use daybook::browser::slow_hash;
use daybook::domain::base::digest::Digest;
use daybook::domain::base::ids::{BookId, PlaceId, RecordId, TeamId};
use daybook::domain::record::attendance::{Attendance, HeadCount};
use daybook::domain::record::session::{Activity, Counts, Session, SessionParts};
use daybook::domain::record::{ClockStanding, Entry, Filing, Record, Stamp};
use daybook::domain::tablet::locks::{Locks, Secret};
use daybook::domain::tablet::space::{LIMIT, units};
use daybook::store::archive::Archive;
use daybook::store::reconcile::{record_key, seal_record};
use daybook::store::{Batch, Journal, KeyValue, StoreError};
use futures::future::join_all;
use wasm_bindgen::prelude::{JsValue, wasm_bindgen};
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen(inline_js = r#"
const asked = [];
const transaction = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (stores, mode, options) {
  const begun = transaction.call(this, stores, mode, options);
  if (mode === "readwrite") asked.push(begun.durability);
  return begun;
};
export function durabilities() { return asked.splice(0).join(" "); }
"#)]
extern "C" {
    fn durabilities() -> String;
}

const AXE: &str = include_str!("../node_modules/axe-core/axe.min.js");

#[wasm_bindgen(inline_js = r#"
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
export async function barriers(axe) {
  (0, eval)(axe);
  const found = await window.axe.run(document.querySelector(".app-page"), {
    runOnly: { type: "tag", values: tags },
    // There are no styles here, so nothing has its colours and sizes.
    rules: { "color-contrast": { enabled: false }, "target-size": { enabled: false } },
  });
  const nodes = found.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id} at ${node.target.join(" ")}`));
  return nodes.join("\\n");
}
export function parts() { return document.querySelectorAll(".app-page section h2").length; }
"#)]
extern "C" {
    async fn barriers(axe: &str) -> JsValue;
    fn parts() -> usize;
}

type Tab = Archive<LocalStorage, BrowserJournal>;

/// A tab of its own: another connection to the same stores.
fn tab(name: &'static str) -> Tab {
    Archive::new(LocalStorage::new(name), BrowserJournal::new(name))
}

/// The first tab of a tablet that was started.
async fn started(name: &'static str) -> Tab {
    let tab = tab(name);
    tab.start(book()).await;
    tab
}

fn book() -> BookId {
    BookId::new(uuid::Uuid::from_u128(0xb00c))
}

fn stamp(millis: i64) -> Stamp {
    Stamp {
        at: DateTime::from_timestamp_millis(1_795_444_325_000 + millis).unwrap(),
        on: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        clock: ClockStanding::Trusted,
    }
}

fn club(people: u16) -> Entry {
    let head_count = |people| HeadCount::new(people).unwrap();
    let session = Session::new(SessionParts {
        date: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
        activity: Activity::YouthClub {
            place: PlaceId::new("northgate").unwrap(),
        },
        attendance: Attendance::new([0, 0, people, 0, 0].map(head_count)).unwrap(),
        new_families: HeadCount::NOBODY,
        minutes: None,
        theme: None,
        partners: None,
        note: None,
        group: None,
        counts: Counts::default(),
    });
    Entry::Session(session.unwrap())
}

fn fresh_record(people: u16) -> Record {
    let filing = Filing {
        id: RecordId::new(ambient::fresh_id()),
        book: book(),
        team: TeamId::new("riverside").unwrap(),
    };
    Record::new(filing, stamp(0), club(people))
}

fn corrected(record: &Record, people: u16) -> Record {
    let team = record.team().clone();
    record
        .corrected(club(people), team, stamp(i64::from(people)))
        .unwrap()
}

#[wasm_bindgen_test]
async fn a_saved_record_is_there_after_the_app_is_opened_again() {
    let record = fresh_record(9);
    started("reopened/")
        .await
        .save(std::slice::from_ref(&record))
        .await
        .unwrap();
    let again = tab("reopened/");
    let start = again.start(book()).await;
    assert_eq!((start.local, start.journal), (Ok(()), Ok(())));
    let read = again.read_ledger(book()).await.unwrap();
    assert_eq!(read.ledger.get(record.id()), Some(&record));
    assert_eq!((read.mended_local, read.mended_journal), (0, 0));
}

#[wasm_bindgen_test]
async fn every_write_asks_the_browser_for_strict_durability() {
    durabilities();
    let record = fresh_record(9);
    started("strict/")
        .await
        .save(std::slice::from_ref(&record))
        .await
        .unwrap();
    let asked = durabilities();
    assert!(!asked.is_empty());
    assert!(asked.split(' ').all(|one| one == "strict"), "{asked}");
}

#[wasm_bindgen_test]
async fn two_tabs_correct_the_same_record_and_one_is_told() {
    let record = fresh_record(9);
    let (one, other) = (started("two-tabs/").await, tab("two-tabs/"));
    one.save(std::slice::from_ref(&record)).await.unwrap();
    let (ours, theirs) = (corrected(&record, 10), corrected(&record, 11));
    assert_eq!(one.save(std::slice::from_ref(&ours)).await, Ok(()));
    let told = other.save(std::slice::from_ref(&theirs)).await;
    assert_eq!(told, Err(StoreError::ChangedElsewhere));
    let read = tab("two-tabs/").read_ledger(book()).await.unwrap();
    assert_eq!(read.ledger.get(record.id()), Some(&ours));
    let local = LocalStorage::new("two-tabs/");
    let kept = local.read(&record_key(record.id())).unwrap();
    assert_eq!(kept, Some(seal_record(&ours).text));
}

#[wasm_bindgen_test]
async fn two_tabs_correcting_at_the_same_moment_leave_one_correction() {
    let record = fresh_record(9);
    let (one, other) = (started("at-once/").await, tab("at-once/"));
    one.save(std::slice::from_ref(&record)).await.unwrap();
    let corrections = [corrected(&record, 10), corrected(&record, 11)];
    let told = join_all([one.save(&corrections[..1]), other.save(&corrections[1..])]).await;
    assert_eq!(
        told.iter().filter(|told| told.is_ok()).count(),
        1,
        "{told:?}"
    );
    let read = tab("at-once/").read_ledger(book()).await.unwrap();
    let kept = read.ledger.get(record.id()).unwrap();
    let winner = told.iter().position(Result::is_ok).unwrap();
    assert_eq!(*kept, corrections[winner]);
}

#[wasm_bindgen_test]
async fn saves_that_queue_up_are_all_kept() {
    let archive = started("queue/").await;
    let records: Vec<Record> = (1..=30).map(fresh_record).collect();
    let saves = records
        .iter()
        .map(|record| archive.save(std::slice::from_ref(record)));
    assert!(join_all(saves).await.iter().all(Result::is_ok));
    let read = tab("queue/").read_ledger(book()).await.unwrap();
    assert_eq!(read.ledger.len(), 30);
}

#[wasm_bindgen_test]
async fn trying_again_to_save_the_same_record_is_no_conflict() {
    let record = fresh_record(9);
    let archive = started("again/").await;
    for _ in 0..3 {
        assert_eq!(archive.save(std::slice::from_ref(&record)).await, Ok(()));
    }
    assert_eq!(archive.versions(&record).await.unwrap(), [record]);
}

#[wasm_bindgen_test]
async fn every_version_stays_in_the_log() {
    let record = fresh_record(9);
    let archive = started("log/").await;
    let second = corrected(&record, 10);
    let third = second.removed(None, stamp(20)).unwrap();
    for version in [&record, &second, &third] {
        archive.save(std::slice::from_ref(version)).await.unwrap();
    }
    let versions = archive.versions(&record).await.unwrap();
    assert_eq!(versions, [record, second, third]);
}

#[wasm_bindgen_test]
async fn the_bytes_of_a_sent_return_never_change() {
    let journal = BrowserJournal::new("returns/");
    let digest = Digest::of_bytes(b"a return");
    for text in ["first", "second"] {
        let batch = Batch {
            returns: vec![(digest, text.to_owned())],
            ..Batch::default()
        };
        journal.commit(batch).await.unwrap();
    }
    let kept = journal.return_text(digest).await.unwrap();
    assert_eq!(kept.as_deref(), Some("first"));
}

#[wasm_bindgen_test]
async fn a_full_local_storage_saves_nothing_and_leaves_all_as_it_was() {
    let local = LocalStorage::new("full/");
    let archive = started("full/").await;
    let record = fresh_record(9);
    archive.save(std::slice::from_ref(&record)).await.unwrap();
    let filled = Cell::new(0);
    // Down to the last character: each filling is half as long as the one before.
    let mut length = 4 * 1024 * 1024;
    while length > 0 {
        let key = format!("filling-{}", filled.get());
        if local.write(&key, &"x".repeat(length)).is_ok() {
            filled.set(filled.get() + 1);
        } else {
            length /= 2;
        }
    }
    let another = fresh_record(12);
    let told = archive.save(std::slice::from_ref(&another)).await;
    let used = local.used("r1/").unwrap();
    // What is left is too small for another key.
    assert!((LIMIT - 24..=LIMIT).contains(&used.everything), "{used:?}");
    let text = local.read(&record_key(record.id())).unwrap().unwrap();
    let key = format!("full/{}", record_key(record.id()));
    assert_eq!((used.keys, used.below), (1, key.len() + text.len()));
    for number in 0..filled.get() {
        local.remove(&format!("filling-{number}")).unwrap();
    }
    assert_eq!(told, Err(StoreError::Full));
    let read = tab("full/").read_ledger(book()).await.unwrap();
    assert_eq!(read.ledger.iter().collect::<Vec<_>>(), [&record]);
    assert_eq!(archive.save(std::slice::from_ref(&another)).await, Ok(()));
}

#[wasm_bindgen_test]
fn a_text_takes_the_space_that_the_domain_counts_for_it() {
    let local = LocalStorage::new("units/");
    for text in ["", "plain", "Ynys Môn", "St Mary’s", "Łódź", "😀"] {
        local.write("one", text).unwrap();
        let used = local.used("one").unwrap();
        let counted = units("units/one") + units(text);
        assert_eq!((used.keys, used.below), (1, counted), "{text}");
    }
    local.remove("one").unwrap();
}

#[wasm_bindgen_test]
fn keys_are_told_apart_by_their_prefix() {
    let (real, example) = (
        LocalStorage::new("prefix/"),
        LocalStorage::new("prefix/example/"),
    );
    example.write("r1/x", "apart").unwrap();
    real.write("r1/y", "own").unwrap();
    assert_eq!(real.keys("r1/").unwrap(), ["r1/y"]);
    assert_eq!(example.keys("r1/").unwrap(), ["r1/x"]);
    assert_eq!(real.read("r1/x").unwrap(), None);
    real.remove("r1/y").unwrap();
    assert_eq!(real.keys("").unwrap(), ["example/r1/x"]);
}

#[wasm_bindgen_test]
fn ids_made_later_sort_later() {
    let ids: Vec<_> = (0..100).map(|_| ambient::fresh_id()).collect();
    assert!(ids.is_sorted());
}

async fn check_hash(secret: &str, salt: &[u8], rounds: u32, first_bytes: [u8; 8]) {
    let digest = slow_hash::digest(secret, salt, rounds).await.unwrap();
    assert_eq!(digest[..8], first_bytes, "{secret}");
}

#[wasm_bindgen_test]
async fn the_slow_hash_is_that_of_the_standard() {
    // RFC 7914, section 11: PBKDF2 with HMAC-SHA-256.
    let one_round = [0x55, 0xac, 0x04, 0x6e, 0x56, 0xe3, 0x08, 0x9f];
    check_hash("passwd", b"salt", 1, one_round).await;
    let many_rounds = [0x4d, 0xdc, 0xd8, 0xf6, 0x0b, 0x98, 0xbe, 0x21];
    check_hash("Password", b"NaCl", 80_000, many_rounds).await;
}

#[wasm_bindgen_test]
async fn a_pin_hashed_twice_has_two_salts_and_two_digests() {
    let one = slow_hash::hash("4815").await.unwrap();
    let other = slow_hash::hash("4815").await.unwrap();
    assert_ne!(one.salt, other.salt);
    assert_ne!(one.digest, other.digest);
    let again = slow_hash::digest("4815", &one.salt, one.rounds).await;
    assert_eq!(again, Ok(one.digest));
}

#[wasm_bindgen_test]
async fn every_try_that_two_tabs_take_at_once_is_counted() {
    let (one, other) = (tab("locks/"), tab("locks/"));
    let hash = slow_hash::hash("4815").await.unwrap();
    let mark = ambient::fresh_id;
    let locks = Locks::default().with_pin(Secret::StaffPin, hash, hash, mark());
    one.keep_locks(None, &locks).await.unwrap();
    let now = stamp(0).at;
    let told = join_all([
        one.take_try(Secret::StaffPin, now, mark()),
        other.take_try(Secret::StaffPin, now, mark()),
    ])
    .await;
    let mut taken = told.iter().filter(|told| told.is_ok()).count();
    assert!(taken > 0);
    // However the two took turns, the wait begins after three tries in all.
    while one.take_try(Secret::StaffPin, now, mark()).await.is_ok() {
        taken += 1;
        assert!(taken < 10);
    }
    assert_eq!(taken, 3);
}

#[wasm_bindgen_test]
async fn no_component_in_any_state_has_a_barrier() {
    daybook::ui::style_page();
    assert!(parts() >= 15);
    assert_eq!(barriers(AXE).await.as_string().as_deref(), Some(""));
}
