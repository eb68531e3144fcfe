//! Files as they lie in folders, and what a manager passes on who opened them.

use chrono::NaiveDate;
use daybook::domain::base::text::Name;
use daybook::domain::roll_up::Collection;
use daybook::domain::roll_up::combined::{Combined, CombinedReturns};

/// A file as it lies in a folder: its name and its bytes.
pub type Lying = (String, Vec<u8>);

/// The files, opened in this order.
pub fn opened(files: &[Lying]) -> Collection {
    let mut collection = Collection::default();
    for (name, bytes) in files {
        collection.open(name, bytes);
    }
    collection
}

/// What a manager passes on who opened these files on a day, under a name.
pub fn combined(files: &[Lying], name: &str, on: NaiveDate) -> Lying {
    let collection = opened(files);
    let part = Name::try_from("A part".to_owned()).unwrap();
    let file = Combined::new(part, on).resting_on(
        collection.organisations(),
        &collection.decisions(),
        collection.not_used(),
    );
    let mut text = file.opening();
    let mut returns = CombinedReturns::default();
    for (_, bytes) in files {
        text.push_str(&returns.text_of(bytes));
    }
    text.push_str(Combined::CLOSING);
    (name.to_owned(), text.into_bytes())
}
