//! How what is kept by name is read and written.

use super::envelope;
use super::{Expected, MetaKey, MetaWrite, StoreError};
use crate::domain::base::json::AsJson;
use crate::domain::base::sorted::Map;
use crate::domain::submission::books::Books;
use crate::domain::tablet::hand_over::Hands;

/// What must be written for books to become others.
pub(super) fn books_written(before: &Books, after: &Books) -> Vec<MetaWrite> {
    let mut meta = Vec::new();
    for (key, before, after) in [
        (
            MetaKey::History,
            envelope::seal(&before.own),
            envelope::seal(&after.own),
        ),
        (
            MetaKey::Books,
            envelope::seal(&before.others),
            envelope::seal(&after.others),
        ),
    ] {
        if before != after {
            meta.push(MetaWrite {
                key,
                expected: Expected::Exactly(Some(before)),
                text: after,
            });
        }
    }
    meta
}

/// Whose hands the tablet is in.
pub(super) fn read_hands(meta: &Map<MetaKey, String>) -> Result<Option<Hands>, StoreError> {
    read_shut(meta, MetaKey::Hands)
}

/// What shuts the pages: where it is there and cannot be read, that is an error.
pub(super) fn read_shut<Content: AsJson>(
    meta: &Map<MetaKey, String>,
    key: MetaKey,
) -> Result<Option<Content>, StoreError> {
    let text = meta.get(&key);
    text.map(|text| envelope::open(text))
        .transpose()
        .map_err(|why| StoreError::Unreadable {
            key: key.key().to_owned(),
            why,
        })
}
