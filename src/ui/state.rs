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

/// A value that pages follow. Plain data inside; copied like a handle.
pub struct State<T> {
    value: StoredValue<Rc<RefCell<dyn Any>>, LocalStorage>,
    changes: RwSignal<usize>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for State<T> {}

impl<T: 'static> State<T> {
    /// A state with its first value.
    pub fn new(value: T) -> Self {
        let (value, changes) = made(Rc::new(RefCell::new(value)));
        Self {
            value,
            changes,
            of: PhantomData,
        }
    }

    /// Reads the value, and follows its changes.
    pub fn with<Read>(self, read: impl FnOnce(&T) -> Read) -> Read {
        self.changes.track();
        self.with_untracked(read)
    }

    /// Reads the value as it is now.
    pub fn with_untracked<Read>(self, read: impl FnOnce(&T) -> Read) -> Read {
        let value = self.value.get_value();
        let value = value.borrow();
        match value.downcast_ref() {
            Some(value) => read(value),
            // Made by `new`, which put a `T` in.
            None => unreachable!("a state holds what it was made with"),
        }
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
        self.with_untracked(T::clone)
    }

    /// Changes the value, and says so. Nothing happens once the page it belongs
    /// to has been left; gives whether it was still there.
    pub fn try_update(self, change: impl FnOnce(&mut T)) -> bool {
        let Some(value) = self.value.try_get_value() else {
            return false;
        };
        if let Some(value) = value.borrow_mut().downcast_mut() {
            change(value);
        }
        self.changes.update(|changes| *changes += 1);
        true
    }

    /// Changes the value, and says so.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.try_update(change);
    }

    /// Puts another value in, and says so; gives whether its page is still there.
    pub fn try_set(self, value: T) -> bool {
        self.try_update(|old| *old = value)
    }

    /// Puts another value in, and says so.
    pub fn set(self, value: T) {
        self.try_set(value);
    }
}

#[inline(never)]
fn made(
    value: Rc<RefCell<dyn Any>>,
) -> (
    StoredValue<Rc<RefCell<dyn Any>>, LocalStorage>,
    RwSignal<usize>,
) {
    (StoredValue::new_local(value), RwSignal::new(0))
}
