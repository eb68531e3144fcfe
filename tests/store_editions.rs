//! The register of what was published, against two tabs and stores that let it down.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    reason = "a helper that fails is a test that fails"
)]

use chrono::NaiveDate;
use daybook::domain::disclosure::document::PublishedDocument;
use daybook::domain::disclosure::register::{EditionRegister, RegisteredEdition};
use daybook::store::editions::{EditionShelf, NotEntered};
use daybook::store::memory::{JournalFault, LocalFault, MemoryJournal, MemoryKeyValue};
use daybook::store::{KeyValue, StoreError};
use pollster::block_on;

#[derive(Default, Clone)]
struct Browser {
    local: MemoryKeyValue,
    journal: MemoryJournal,
}

impl Browser {
    /// Daybook in a tab of its own, or opened again.
    fn tab(&self) -> EditionShelf<MemoryKeyValue, MemoryJournal> {
        EditionShelf::new(self.local.clone(), self.journal.clone())
    }

    fn register(&self) -> EditionRegister {
        block_on(self.tab().read()).unwrap()
    }

    /// Publishes so many sessions, as a page does that holds this register.
    fn publish(
        &self,
        held: &EditionRegister,
        sessions: u64,
    ) -> Result<EditionRegister, NotEntered> {
        let edition = edition(sessions);
        let text = edition.document.as_ref().unwrap().to_text();
        let documents = [(edition.digest, text)];
        let enter = |register: &mut EditionRegister| {
            register.take_in(edition.clone());
            Ok(())
        };
        block_on(self.tab().change(held, enter, &documents))
    }

    fn document(&self, sessions: u64) -> Option<String> {
        block_on(self.tab().document(edition(sessions).digest)).unwrap()
    }
}

fn edition(sessions: u64) -> RegisteredEdition {
    let text = include_str!("fixtures/published-v2.json");
    let text = text.replacen("\"count\":2,", &format!("\"count\":{sessions},"), 1);
    let document = PublishedDocument::read(&text).unwrap();
    let on = NaiveDate::from_ymd_opt(2027, 1, 20).unwrap();
    RegisteredEdition::of(document, on, None)
}

fn none() -> EditionRegister {
    EditionRegister::default()
}

#[test]
fn what_was_published_is_known_with_its_document_when_daybook_is_opened_again() {
    let browser = Browser::default();
    browser.publish(&none(), 20).unwrap();
    let register = browser.register();
    assert_eq!(register.len(), 1);
    let known = register.get(edition(20).digest).unwrap();
    assert_eq!(*known, edition(20).without_document());
    let text = browser.document(20).unwrap();
    assert_eq!(PublishedDocument::read(&text).ok(), edition(20).document);
}

#[test]
fn of_two_tabs_neither_loses_what_the_other_published() {
    let browser = Browser::default();
    let (one, other) = (browser.register(), browser.register());
    browser.publish(&one, 20).unwrap();
    browser.publish(&other, 30).unwrap();
    assert_eq!(browser.register().len(), 2);
    assert!(browser.document(20).is_some() && browser.document(30).is_some());
}

#[test]
fn nothing_is_entered_where_the_journal_does_not_keep_it() {
    let browser = Browser::default();
    browser.publish(&none(), 20).unwrap();
    browser.journal.tell(JournalFault::Full);
    let full = browser.publish(&none(), 30);
    assert_eq!(full, Err(NotEntered::Store(StoreError::Full)));
    browser.journal.tell(JournalFault::Works);
    assert_eq!(browser.register().len(), 1);
    assert_eq!(browser.document(30), None);
}

#[test]
fn a_journal_that_was_emptied_is_noticed_and_the_edition_is_not_open() {
    let browser = Browser::default();
    browser.publish(&none(), 20).unwrap();
    let emptied = Browser {
        journal: MemoryJournal::default(),
        ..browser
    };
    // It is still known, so that it is asked for.
    assert_eq!(emptied.register().len(), 1);
    assert_eq!(emptied.document(20), None);
    emptied.publish(&none(), 30).unwrap();
    assert_eq!(emptied.register().len(), 2);
    // Opened again, it is there as before.
    emptied.publish(&none(), 20).unwrap();
    assert!(emptied.document(20).is_some());
}

#[test]
fn what_a_page_knows_is_written_back_where_both_stores_were_cleared_under_it() {
    let browser = Browser::default();
    let held = browser.publish(&none(), 20).unwrap();
    let cleared = Browser::default();
    cleared.publish(&held, 30).unwrap();
    assert_eq!(cleared.register().len(), 2);
}

#[test]
fn local_storage_that_is_full_loses_nothing_and_is_mended() {
    let browser = Browser::default();
    browser.local.tell(LocalFault::FullAt(0));
    browser.publish(&none(), 20).unwrap();
    assert_eq!(browser.local.keys("edition/").unwrap().len(), 0);
    browser.local.tell(LocalFault::Works);
    browser.publish(&none(), 30).unwrap();
    assert_eq!(browser.local.keys("edition/").unwrap().len(), 2);
}
