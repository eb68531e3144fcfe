//! Markup as plain elements: every element of the app is of one type.
//!
//! Leptos's `view!` gives each piece of a page a type of its own, and code to
//! build, rebuild and dissolve it. Written so, these pages came to 232 kB of
//! brotli-compressed WebAssembly out of 364; that is more than the whole app
//! may weigh. Here an element is made at once and kept alive by Leptos's
//! owners: a reactive attribute or piece is one render effect, an event one
//! listener, and both end with the page they belong to.
//!
//! What takes a closure boxes it at once, and what does the work is kept out of
//! line: a page is then little more than a list of calls.
//!
//! Guarantees that no text is ever read as markup: it goes in as text nodes and
//! attributes, never by way of `innerHTML`.

use crate::ui::state::State;
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, Node};

/// Reads a value wherever it comes from, following its changes.
pub type Reading<T> = Rc<dyn Fn() -> T>;

/// Acts on something a person did.
pub type Acting<T> = Rc<dyn Fn(T)>;

/// Makes a reading of a closure.
pub fn reading<T>(read: impl Fn() -> T + 'static) -> Reading<T> {
    Rc::new(read)
}

/// Makes an action of a closure.
pub fn acting<T>(act: impl Fn(T) + 'static) -> Acting<T> {
    Rc::new(act)
}

/// A reading of a value that those who follow it hear of only when it has
/// changed, however often what it is made from does.
pub fn settled<T: Clone + PartialEq + 'static>(read: impl Fn() -> T + 'static) -> Reading<T> {
    let known = State::new(None::<T>);
    follow(Box::new(move || {
        let now = Some(read());
        if known.with_untracked(|known| *known != now) {
            known.set(now);
        }
    }));
    reading(move || match known.get() {
        Some(value) => value,
        // What is followed is read at once.
        None => unreachable!("it was read when this was made"),
    })
}

/// An element.
#[derive(Debug, Clone)]
pub struct El(Element);

/// Some pieces of a page in their order: elements, texts, or nothing.
#[derive(Debug, Clone, Default)]
pub struct Pieces(Vec<Node>);

/// An element of HTML.
#[inline(never)]
pub fn el(tag: &str) -> El {
    match document().create_element(tag) {
        Ok(element) => El(element),
        // Only a tag that is no name is refused, and ours all are.
        Err(_) => unreachable!("'{tag}' is no tag"),
    }
}

/// An element of HTML with a class.
#[inline(never)]
pub fn div(class: &str) -> El {
    el("div").class(class)
}

/// A paragraph of body text.
pub fn paragraph(words: impl Into<Pieces>) -> El {
    el("p").class("govuk-body").child(words)
}

/// An element of SVG, which is of HTML's only in name.
#[inline(never)]
pub fn svg(tag: &str) -> El {
    match document().create_element_ns(Some("http://www.w3.org/2000/svg"), tag) {
        Ok(element) => El(element),
        // As for HTML.
        Err(_) => unreachable!("'{tag}' is no tag"),
    }
}

/// A symbol of one path on a 24 by 24 field. It is decoration: the words beside
/// it say the same.
pub fn symbol(class: &str, path: &str) -> El {
    svg("svg")
        .class(class)
        .attr("viewBox", "0 0 24 24")
        .attr("width", "32")
        .attr("height", "32")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .child(svg("path").attr("d", path))
}

impl El {
    /// The element itself.
    pub fn element(&self) -> &Element {
        &self.0
    }

    /// Sets its classes.
    #[inline(never)]
    pub fn class(self, classes: &str) -> Self {
        self.attr("class", classes)
    }

    /// Sets its id.
    #[inline(never)]
    pub fn id(self, id: &str) -> Self {
        self.attr("id", id)
    }

    /// Sets an attribute.
    #[inline(never)]
    pub fn attr(self, name: &str, value: &str) -> Self {
        // Only a name that is none is refused, and ours all are.
        let _ = self.0.set_attribute(name, value);
        self
    }

    /// Keeps an attribute as a reading says; `None` takes it away.
    pub fn attr_of(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        self.attr_of_boxed(name, Box::new(value))
    }

    #[inline(never)]
    fn attr_of_boxed(self, name: &'static str, value: Box<dyn Fn() -> Option<String>>) -> Self {
        let element = self.0.clone();
        follow(Box::new(move || {
            let _ = match value() {
                Some(value) => element.set_attribute(name, &value),
                None => element.remove_attribute(name),
            };
        }));
        self
    }

    /// Has a class just while a reading says so.
    pub fn class_of(self, class: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        self.class_of_boxed(class, Box::new(on))
    }

    #[inline(never)]
    fn class_of_boxed(self, class: &'static str, on: Box<dyn Fn() -> bool>) -> Self {
        let classes = self.0.class_list();
        follow(Box::new(move || {
            let _ = classes.toggle_with_force(class, on());
        }));
        self
    }

    /// Keeps the text of a field as a reading says. A field that says so
    /// already is left alone, so that the caret stays where it is.
    pub fn value_of(self, value: impl Fn() -> String + 'static) -> Self {
        self.value_of_boxed(Box::new(value))
    }

    #[inline(never)]
    fn value_of_boxed(self, value: Box<dyn Fn() -> String>) -> Self {
        let element = JsValue::from(self.0.clone());
        follow(Box::new(move || {
            let (key, value) = (JsValue::from_str("value"), JsValue::from_str(&value()));
            if js_sys::Reflect::get(&element, &key).as_ref() != Ok(&value) {
                let _ = js_sys::Reflect::set(&element, &key, &value);
            }
        }));
        self
    }

    /// Keeps a yes-or-no property, such as `checked`, as a reading says.
    pub fn property_of(self, name: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        self.property_of_boxed(name, Box::new(on))
    }

    #[inline(never)]
    fn property_of_boxed(self, name: &'static str, on: Box<dyn Fn() -> bool>) -> Self {
        let element = JsValue::from(self.0.clone());
        follow(Box::new(move || {
            let (key, value) = (JsValue::from_str(name), JsValue::from_bool(on()));
            let _ = js_sys::Reflect::set(&element, &key, &value);
        }));
        self
    }

    /// Acts on an event.
    pub fn on(self, event: &'static str, act: impl FnMut(&Event) + 'static) -> Self {
        listen(&self.0, event, Box::new(act));
        self
    }

    /// Acts on the text of a field each time it changes.
    pub fn on_typed(self, act: Acting<String>) -> Self {
        self.on("input", move |event| {
            act(event
                .target()
                .map(|field| text_of(&field))
                .unwrap_or_default());
        })
    }

    /// Puts pieces inside it, after those that are there.
    pub fn child(self, pieces: impl Into<Pieces>) -> Self {
        self.append(pieces.into())
    }

    #[inline(never)]
    fn append(self, pieces: Pieces) -> Self {
        for node in pieces.0 {
            let _ = self.0.append_child(&node);
        }
        self
    }

    /// Shows it just while a reading says so.
    pub fn shown_while(self, shown: impl Fn() -> bool + 'static) -> Self {
        self.attr_of("hidden", move || (!shown()).then(String::new))
    }

    /// Moves the focus to it.
    pub fn focus(&self) {
        if let Some(element) = self.0.dyn_ref::<web_sys::HtmlElement>() {
            let _ = element.focus();
        }
    }
}

impl From<El> for Pieces {
    #[inline(never)]
    fn from(element: El) -> Self {
        Self(vec![element.0.into()])
    }
}

impl From<&str> for Pieces {
    #[inline(never)]
    fn from(text: &str) -> Self {
        Self(vec![document().create_text_node(text).into()])
    }
}

impl From<String> for Pieces {
    #[inline(never)]
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl<Piece: Into<Pieces>> From<Option<Piece>> for Pieces {
    fn from(piece: Option<Piece>) -> Self {
        piece.map(Into::into).unwrap_or_default()
    }
}

impl<Piece: Into<Pieces>> From<Vec<Piece>> for Pieces {
    fn from(pieces: Vec<Piece>) -> Self {
        Self(pieces.into_iter().flat_map(|one| one.into().0).collect())
    }
}

impl<Piece: Into<Pieces>, const COUNT: usize> From<[Piece; COUNT]> for Pieces {
    fn from(pieces: [Piece; COUNT]) -> Self {
        Self(pieces.into_iter().flat_map(|one| one.into().0).collect())
    }
}

impl Pieces {
    /// These pieces, then some more.
    #[must_use]
    pub fn and(self, more: impl Into<Self>) -> Self {
        self.followed_by(more.into())
    }

    #[inline(never)]
    fn followed_by(mut self, mut more: Self) -> Self {
        self.0.append(&mut more.0);
        self
    }
}

/// A text that follows a reading.
pub fn text_live(text: impl Fn() -> String + 'static) -> Pieces {
    text_live_boxed(Box::new(text))
}

#[inline(never)]
fn text_live_boxed(text: Box<dyn Fn() -> String>) -> Pieces {
    let node = document().create_text_node("");
    let shown = node.clone();
    follow(Box::new(move || shown.set_data(&text())));
    Pieces(vec![node.into()])
}

/// Pieces that are made anew only when a value has changed, whatever else they
/// read while they are made. This is what holds a field: one that is made anew
/// while somebody types in it loses the focus, and what it owns.
pub fn live_when<T: Clone + PartialEq + 'static, Shown: Into<Pieces>>(
    read: impl Fn() -> T + 'static,
    make: impl Fn(T) -> Shown + 'static,
) -> Pieces {
    let decides = settled(read);
    live(move || {
        let now = decides();
        untrack(|| make(now))
    })
}

/// Pieces that are made anew each time what they read changes. What they own
/// ends when they are made anew: what holds a field takes [`live_when`].
pub fn live<Shown: Into<Pieces>>(make: impl Fn() -> Shown + 'static) -> Pieces {
    live_pieces(Box::new(move || make().into()))
}

#[inline(never)]
fn live_pieces(make: Box<dyn Fn() -> Pieces>) -> Pieces {
    // The pieces stand between two empty texts, which stay.
    let first: Node = document().create_text_node("").into();
    let last: Node = document().create_text_node("").into();
    let first_made = Rc::new(std::cell::RefCell::new(Vec::new()));
    let (from, until, hand_over) = (first.clone(), last.clone(), Rc::clone(&first_made));
    follow(Box::new(move || {
        let fresh = make().0;
        let Some(parent) = until.parent_node() else {
            *hand_over.borrow_mut() = fresh;
            return;
        };
        while let Some(old) = from.next_sibling()
            && old != until
        {
            let _ = parent.remove_child(&old);
        }
        for node in fresh {
            let _ = parent.insert_before(&node, Some(&until));
        }
    }));
    let mut nodes = vec![first];
    nodes.append(&mut first_made.borrow_mut());
    nodes.push(last);
    Pieces(nodes)
}

/// Does something now, and again when anything it reads has changed, until the
/// page it belongs to ends.
#[inline(never)]
pub fn follow(mut act: Box<dyn FnMut()>) {
    StoredValue::new_local(RenderEffect::new(move |_: Option<()>| act()));
}

/// Does something each time the page is scrolled, until the page it belongs to
/// ends.
pub fn when_scrolled(act: impl Fn() + 'static) {
    StoredValue::new_local(EventListener::new(&document(), "scroll", move |_| act()));
}

/// Does something each time the page is about to be printed, until the page it belongs
/// to ends.
pub fn when_printed(act: impl Fn() + 'static) {
    let told = EventListener::new(&window(), "beforeprint", move |_| act());
    StoredValue::new_local(told);
}

/// The text of the field that an event came from.
fn text_of(field: &web_sys::EventTarget) -> String {
    js_sys::Reflect::get(field, &JsValue::from_str("value"))
        .ok()
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

#[inline(never)]
fn listen(element: &Element, event: &'static str, act: Box<dyn FnMut(&Event)>) {
    // Not passive: a form's submit and a summary's links are acted on instead
    // of followed.
    let options = EventListenerOptions::enable_prevent_default();
    StoredValue::new_local(EventListener::new_with_options(
        element, event, options, act,
    ));
}
