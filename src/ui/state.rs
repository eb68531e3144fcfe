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
    value: Cell,
    of: PhantomData<fn() -> T>,
}

/// A value that pages follow: kept, with a signal that says it has changed.
pub struct State<T> {
    kept: Kept<T>,
    changes: RwSignal<usize>,
}

type Boxed = Rc<RefCell<Box<dyn Any>>>;

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
            value: stored(Box::new(value)),
            of: PhantomData,
        }
    }

    /// Reads the value.
    pub fn with_value<Read>(self, read: impl FnOnce(&T) -> Read) -> Read {
        match self.try_with_value(read) {
            Some(read) => read,
            // Made by `new`, which put a `T` in; and pages are left as a whole.
            None => unreachable!("a value is there as long as its page"),
        }
    }

    fn try_with_value<Read>(self, read: impl FnOnce(&T) -> Read) -> Option<Read> {
        let (mut read, mut done) = (Some(read), None);
        look(self.value, &mut |value| {
            if let (Some(value), Some(read)) = (value.downcast_ref(), read.take()) {
                done = Some(read(value));
            }
        });
        done
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
        self.try_with_value(T::clone)
    }

    /// Changes the value. Nothing happens once its page has been left; gives
    /// whether it was still there.
    pub fn update_value(self, change: impl FnOnce(&mut T)) -> bool {
        let mut change = Some(change);
        change_in(self.value, &mut |value| {
            if let (Some(value), Some(change)) = (value.downcast_mut(), change.take()) {
                change(value);
            }
        })
    }

    /// Puts another value in.
    pub fn set_value(self, value: T) {
        put(self.value, Box::new(value));
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

    /// Reads the value as it is now; `None` once its page has been left.
    pub fn try_with_untracked<Read>(self, read: impl FnOnce(&T) -> Read) -> Option<Read> {
        self.kept.try_with_value(read)
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
            say(self.changes);
        }
    }

    /// Puts another value in, and says so; gives whether its page is still there.
    pub fn try_set(self, value: T) -> bool {
        put(self.kept.value, Box::new(value)) && say(self.changes)
    }

    /// Puts another value in, and says so.
    pub fn set(self, value: T) {
        self.try_set(value);
    }
}

// What is the same for every type of value is compiled once, not for each.

type Cell = StoredValue<Boxed, LocalStorage>;

#[inline(never)]
fn stored(value: Box<dyn Any>) -> Cell {
    StoredValue::new_local(Rc::new(RefCell::new(value)))
}

#[inline(never)]
fn look(cell: Cell, read: &mut dyn FnMut(&dyn Any)) {
    if let Some(value) = cell.try_get_value() {
        read(&**value.borrow());
    }
}

#[inline(never)]
fn change_in(cell: Cell, change: &mut dyn FnMut(&mut dyn Any)) -> bool {
    let value = cell.try_get_value();
    if let Some(value) = &value {
        change(&mut **value.borrow_mut());
    }
    value.is_some()
}

#[inline(never)]
fn put(cell: Cell, value: Box<dyn Any>) -> bool {
    let there = cell.try_get_value();
    if let Some(there) = &there {
        *there.borrow_mut() = value;
    }
    there.is_some()
}

#[inline(never)]
fn say(changes: RwSignal<usize>) -> bool {
    changes.update(|changes| *changes += 1);
    true
}
