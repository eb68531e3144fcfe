//! Maps and sets as sorted lists.
//!
//! Same order and same rules as the standard library's trees, and a fifth of
//! their code: each type of tree adds some four thousand bytes to what a tablet
//! downloads. Ours hold tens of entries; the largest, the ledger, grows at its
//! end, where putting in is as quick as in a tree.

use std::borrow::Borrow;

use litemap::LiteMap;

/// A map in the order of its keys.
pub type Map<Key, Value> = LiteMap<Key, Value>;

/// The map of some entries; of two with the same key the later stays. One entry
/// at a time: to collect them sorts first, with code of its own for each type.
pub fn map_of<Key: Ord, Value>(entries: impl IntoIterator<Item = (Key, Value)>) -> Map<Key, Value> {
    let mut map = Map::new();
    for (key, value) in entries {
        map.insert(key, value);
    }
    map
}

/// A set in order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Set<T>(LiteMap<T, ()>);

impl<T> Set<T> {
    /// An empty set.
    #[must_use]
    pub const fn new() -> Self {
        Self(LiteMap::new_vec())
    }

    /// How many values it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Its values, in order.
    #[must_use]
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.0.iter().map(|(value, ())| value)
    }

    /// The least value.
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        self.0.first().map(|(value, ())| value)
    }
}

impl<T: Ord> Set<T> {
    /// Puts a value in; gives whether it was not there before.
    pub fn insert(&mut self, value: T) -> bool {
        self.0.insert(value, ()).is_none()
    }

    /// Takes a value out; gives whether it was there.
    pub fn remove(&mut self, value: &T) -> bool {
        self.0.remove(value).is_some()
    }

    /// Whether it has this value.
    pub fn contains<Wanted: Ord + ?Sized>(&self, value: &Wanted) -> bool
    where
        T: Borrow<Wanted>,
    {
        self.0.contains_key(value)
    }

    /// Keeps the values that `keep` says yes to.
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) {
        self.0.retain(|value, ()| keep(value));
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Ord> Extend<T> for Set<T> {
    fn extend<Values: IntoIterator<Item = T>>(&mut self, values: Values) {
        for value in values {
            self.insert(value);
        }
    }
}

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<Values: IntoIterator<Item = T>>(values: Values) -> Self {
        let mut set = Self::new();
        set.extend(values);
        set
    }
}

impl<T: Ord, const COUNT: usize> From<[T; COUNT]> for Set<T> {
    fn from(values: [T; COUNT]) -> Self {
        values.into_iter().collect()
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = std::iter::Map<std::vec::IntoIter<(T, ())>, fn((T, ())) -> T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0
            .into_tuple_vec()
            .into_iter()
            .map((|(value, ())| value) as fn((T, ())) -> T)
    }
}

impl<'a, T> IntoIterator for &'a Set<T> {
    type Item = &'a T;
    type IntoIter = std::iter::Map<std::slice::Iter<'a, (T, ())>, fn(&'a (T, ())) -> &'a T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0
            .as_slice()
            .iter()
            .map((|(value, ())| value) as fn(&'a (T, ())) -> &'a T)
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Set<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        std::collections::BTreeSet::<T>::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        std::collections::BTreeSet::<T>::json_schema(generator)
    }
}

// The laws are tried by a crate that is there on the host only.
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::domain::base::json::AsJson;

    proptest! {
        #[test]
        fn a_set_is_what_the_standard_librarys_is(
            values in prop::collection::vec(0..30_u16, 0..40),
            out in prop::collection::vec(0..30_u16, 0..10),
        ) {
            let mut ours: Set<u16> = values.iter().copied().collect();
            let mut theirs: BTreeSet<u16> = values.iter().copied().collect();
            for value in &out {
                prop_assert_eq!(ours.remove(value), theirs.remove(value));
            }
            prop_assert!(ours.iter().eq(&theirs));
            prop_assert_eq!(ours.first(), theirs.first());
            prop_assert_eq!(
                ours.to_json().to_text(),
                serde_json::to_string(&theirs).unwrap()
            );
            let back = Set::<u16>::from_json(&values.to_json()).unwrap();
            prop_assert!(back.iter().eq(&values.iter().copied().collect::<BTreeSet<_>>()));
            prop_assert!((0..30_u16).all(|value| ours.contains(&value) == theirs.contains(&value)));
        }
    }
}
