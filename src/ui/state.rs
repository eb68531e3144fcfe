//! A value that pages follow, whatever its type.
//!
//! One kind of signal for all of them. Leptos compiles its signals anew for each
//! type of value, some two thousand bytes a type, and pages have dozens; here
//! the value lies in a box, and the one signal says that it has changed.

use std::any::Any;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::rc::Rc;

use leptos::prelude::*;

/// A value that lasts as long as the page it belongs to. Plain data inside;
/// copied like a handle.
pub struct Kept<T> {
    value: StoredValue<Boxed, LocalStorage>,
    of: PhantomData<fn() -> T>,
}

/// A value that pages follow: kept, with a signal that says it has changed.
pub struct State<T> {
    kept: Kept<T>,
    changes: RwSignal<usize>,
}

type Boxed = Rc<RefCell<dyn Any>>;

impl<T> Clone for Kept<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Kept<T> {}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for State<T> {}

impl<T: 'static> Kept<T> {
    /// Keeps a value.
    pub fn new(value: T) -> Self {
        Self {
            value: stored(Rc::new(RefCell::new(value))),
            of: PhantomData,
        }
    }

    /// Reads the value.
    pub fn with_value<Read>(self, read: impl FnOnce(&T) -> Read) -> Read {
        let value = self.value.get_value();
        let value = value.borrow();
        match value.downcast_ref() {
            Some(value) => read(value),
            // Made by `new`, which put a `T` in.
            None => unreachable!("a value stays of the type it was kept with"),
        }
    }

    /// The value.
    pub fn get_value(self) -> T
    where
        T: Clone,
    {
        self.with_value(T::clone)
    }

    /// The value; `None` once its page has been left.
    pub fn try_get_value(self) -> Option<T>
    where
        T: Clone,
    {
        let value = self.value.try_get_value()?;
        let value = value.borrow();
        value.downcast_ref().cloned()
    }

    /// Changes the value. Nothing happens once its page has been left; gives
    /// whether it was still there.
    pub fn update_value(self, change: impl FnOnce(&mut T)) -> bool {
        let Some(value) = self.value.try_get_value() else {
            return false;
        };
        if let Some(value) = value.borrow_mut().downcast_mut() {
            change(value);
        }
        true
    }

    /// Puts another value in.
    pub fn set_value(self, value: T) {
        self.update_value(|old| *old = value);
    }
}

impl<T: 'static> State<T> {
    /// A state with its first value.
    pub fn new(value: T) -> Self {
        Self {
            kept: Kept::new(value),
            changes: RwSignal::new(0),
        }
    }

    /// Reads the value, and follows its changes.
    pub fn with<Read>(self, read: impl FnOnce(&T) -> Read) -> Read {
        self.changes.track();
        self.kept.with_value(read)
    }

    /// Reads the value as it is now.
    pub fn with_untracked<Read>(self, read: impl FnOnce(&T) -> Read) -> Read {
        self.kept.with_value(read)
    }

    /// The value, whose changes are followed.
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.with(T::clone)
    }

    /// The value as it is now.
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.kept.get_value()
    }

    /// Changes the value, and says so. Nothing happens once the page it belongs
    /// to has been left.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        if self.kept.update_value(change) {
            self.changes.update(|changes| *changes += 1);
        }
    }

    /// Puts another value in, and says so; gives whether its page is still there.
    pub fn try_set(self, value: T) -> bool {
        let there = self.kept.update_value(|old| *old = value);
        if there {
            self.changes.update(|changes| *changes += 1);
        }
        there
    }

    /// Puts another value in, and says so.
    pub fn set(self, value: T) {
        self.try_set(value);
    }
}

#[inline(never)]
fn stored(value: Boxed) -> StoredValue<Boxed, LocalStorage> {
    StoredValue::new_local(value)
}
