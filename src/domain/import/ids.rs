//! Ids that follow from what is imported, so that the same file gives the same records.

use uuid::{Builder, Uuid};

use crate::domain::base::digest::Digest;

/// The id that a digest gives: its first 16 bytes, marked as an id that its maker
/// made up (UUID version 8).
pub(super) fn id_of(digest: Digest) -> Uuid {
    let mut bytes = [0; 16];
    for (byte, from) in bytes.iter_mut().zip(digest.bytes()) {
        *byte = from;
    }
    Builder::from_custom_bytes(bytes).into_uuid()
}

/// The id of what goes by these words.
pub(super) fn id_of_words(words: &[&str]) -> Uuid {
    id_of(Digest::of_bytes(words.join("\n").as_bytes()))
}
