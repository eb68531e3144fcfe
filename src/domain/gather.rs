//! Sets and maps from iterators, one entry at a time.
//!
//! `collect` sorts first, and each sort adds some four thousand bytes to what a
//! tablet downloads; at our sizes it gains no time. Use these in code that
//! reaches the tablet.

use std::collections::{BTreeMap, BTreeSet};

/// The set of some values.
pub fn set_of<T: Ord>(values: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    for value in values {
        set.insert(value);
    }
    set
}

/// The map of some entries; of two with the same key the later stays.
pub fn map_of<Key: Ord, Value>(
    entries: impl IntoIterator<Item = (Key, Value)>,
) -> BTreeMap<Key, Value> {
    let mut map = BTreeMap::new();
    for (key, value) in entries {
        map.insert(key, value);
    }
    map
}
