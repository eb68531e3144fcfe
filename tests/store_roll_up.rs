//! What a manager's Daybook keeps, against two tabs and stores that let it down.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a helper that fails is a test that fails"
)]

use chrono::NaiveDate;
use daybook::domain::base::digest::Digest;
use daybook::domain::roll_up::{KeptFile, KeptRollUp};
use daybook::store::memory::{JournalFault, LocalFault, MemoryJournal, MemoryKeyValue};
use daybook::store::roll_up::{FoundRollUp, RollUpShelf};
use daybook::store::{KeyValue, StoreError};
use pollster::block_on;

#[derive(Default, Clone)]
struct Browser {
    local: MemoryKeyValue,
    journal: MemoryJournal,
}

impl Browser {
    /// Daybook in a tab of its own, or opened again.
    fn tab(&self) -> RollUpShelf<MemoryKeyValue, MemoryJournal> {
        RollUpShelf::new(self.local.clone(), self.journal.clone())
    }

    fn found(&self) -> FoundRollUp {
        block_on(self.tab().read()).unwrap()
    }

    fn bytes(&self, text: &str) -> Option<String> {
        block_on(self.tab().bytes(Digest::of_bytes(text.as_bytes()))).unwrap()
    }

    fn change(
        &self,
        before: &FoundRollUp,
        change: impl FnOnce(&mut KeptRollUp),
        texts: &[&str],
    ) -> Result<FoundRollUp, StoreError> {
        let mut after = before.kept.clone();
        change(&mut after);
        let bytes = texts
            .iter()
            .map(|text| (Digest::of_bytes(text.as_bytes()), (*text).to_owned()));
        block_on(self.tab().change(before, after, bytes.collect()))
    }

    fn with_files(names: &[&str]) -> Self {
        let browser = Self::default();
        let open = |kept: &mut KeptRollUp| names.iter().for_each(|name| kept.open(file(name)));
        browser.change(&browser.found(), open, names).unwrap();
        browser
    }
}

/// A file whose bytes are its name.
fn file(name: &str) -> KeptFile {
    let on = NaiveDate::from_ymd_opt(2026, 11, 27).unwrap();
    KeptFile::new(name, name.as_bytes(), on)
}

fn names(files: &[KeptFile]) -> Vec<&str> {
    files.iter().map(|file| file.name.as_str()).collect()
}

#[test]
fn files_are_there_when_daybook_is_opened_again() {
    let browser = Browser::with_files(&["b.json", "a.json"]);
    let found = browser.found();
    assert_eq!(names(&found.kept.files), ["b.json", "a.json"]);
    assert_eq!(found.gone, []);
    assert_eq!(browser.bytes("a.json").as_deref(), Some("a.json"));
}

#[test]
fn a_file_that_was_taken_out_comes_back_by_undo_until_daybook_is_opened_again() {
    let browser = Browser::with_files(&["a.json", "b.json"]);
    let before = browser.found();
    let remove = |kept: &mut KeptRollUp| kept.remove(file("a.json").digest);
    let after = browser.change(&before, remove, &[]).unwrap();
    assert_eq!(names(&after.kept.files), ["b.json"]);
    let undone = browser.change(&after, |kept| *kept = before.kept.clone(), &[]);
    assert_eq!(names(&undone.unwrap().kept.files), ["a.json", "b.json"]);
    assert_eq!(browser.found().kept, before.kept);
    assert!(browser.bytes("a.json").is_some());

    browser.change(&browser.found(), remove, &[]).unwrap();
    let found = browser.found();
    assert_eq!(names(&found.kept.files), ["b.json"]);
    assert!(found.kept.removed.is_empty());
    assert_eq!(found.gone, []);
    assert_eq!(browser.bytes("a.json"), None);
    assert!(browser.bytes("b.json").is_some());
}

#[test]
fn of_two_tabs_the_second_is_told_and_overwrites_nothing() {
    let browser = Browser::with_files(&["a.json"]);
    let (one, other) = (browser.found(), browser.found());
    browser
        .change(&one, |kept| kept.open(file("b.json")), &["b.json"])
        .unwrap();
    let late = browser.change(&other, |kept| kept.open(file("c.json")), &["c.json"]);
    assert_eq!(late, Err(StoreError::ChangedElsewhere));
    assert_eq!(names(&browser.found().kept.files), ["a.json", "b.json"]);
}

#[test]
fn a_full_journal_keeps_what_was_there() {
    let browser = Browser::with_files(&["a.json"]);
    let before = browser.found();
    browser.journal.tell(JournalFault::Full);
    let full = browser.change(&before, |kept| kept.open(file("b.json")), &["b.json"]);
    assert_eq!(full, Err(StoreError::Full));
    browser.journal.tell(JournalFault::Works);
    let found = browser.found();
    assert_eq!(found.kept, before.kept);
    assert_eq!(found.gone, []);
}

#[test]
fn a_journal_that_was_emptied_is_told_with_the_names_of_the_files() {
    let browser = Browser::with_files(&["b.json", "a.json"]);
    let emptied = Browser {
        journal: MemoryJournal::default(),
        ..browser
    };
    let found = emptied.found();
    assert_eq!(found.kept, KeptRollUp::default());
    assert_eq!(names(&found.gone), ["a.json", "b.json"]);
    emptied.tab().forget(&found.gone);
    assert_eq!(emptied.found().gone, []);
}

#[test]
fn local_storage_that_is_full_or_emptied_loses_nothing_and_is_mended() {
    let browser = Browser::default();
    browser.local.tell(LocalFault::FullAt(0));
    let open = |kept: &mut KeptRollUp| kept.open(file("a.json"));
    browser.change(&browser.found(), open, &["a.json"]).unwrap();
    assert_eq!(browser.local.keys("file/").unwrap().len(), 0);
    browser.local.tell(LocalFault::Works);
    assert_eq!(names(&browser.found().kept.files), ["a.json"]);
    assert_eq!(browser.local.keys("file/").unwrap().len(), 1);
}
