//! A small tree of elements and text, from which markup is written here and an
//! app can make elements of its own.
//!
//! Guarantees that text is never markup: names of elements and attributes are
//! those of the program, and all else is escaped. There is no way to put markup in
//! as it is.

use std::fmt::Write as _;

/// An element with its attributes and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub tag: &'static str,
    /// Its attributes, in order.
    pub attributes: Vec<(&'static str, String)>,
    /// What is in it, in order.
    pub children: Vec<Node>,
}

/// A piece of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Some text.
    Text(String),
}

/// An element of a name.
#[must_use]
pub const fn el(tag: &'static str) -> Element {
    Element {
        tag,
        attributes: Vec::new(),
        children: Vec::new(),
    }
}

impl Element {
    /// Sets an attribute.
    #[must_use]
    pub fn attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// Sets its classes.
    #[must_use]
    pub fn class(self, classes: impl Into<String>) -> Self {
        self.attr("class", classes)
    }

    /// Sets attributes of whole numbers, such as where something is drawn.
    #[must_use]
    pub fn at<const COUNT: usize>(mut self, numbers: [(&'static str, i64); COUNT]) -> Self {
        for (name, number) in numbers {
            self.attributes.push((name, number.to_string()));
        }
        self
    }

    /// Puts an element or some text in, after what is there.
    #[must_use]
    pub fn with(mut self, child: impl Into<Node>) -> Self {
        self.children.push(child.into());
        self
    }

    /// Puts several in.
    #[must_use]
    pub fn with_all<T: Into<Node>>(mut self, children: impl IntoIterator<Item = T>) -> Self {
        self.children.extend(children.into_iter().map(Into::into));
        self
    }

    /// The value of an attribute; `None` when it has none of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut found = self.attributes.iter().filter(|it| it.0 == name);
        found.next().map(|(_, value)| value.as_str())
    }

    /// Its text, and that of all that is in it, one after the other.
    #[must_use]
    pub fn text(&self) -> String {
        let texts = self.children.iter().map(|child| match child {
            Node::Element(element) => element.text(),
            Node::Text(text) => text.clone(),
        });
        texts.collect()
    }

    /// It and every element in it, each before what is in it.
    #[must_use]
    pub fn all(&self) -> Vec<&Self> {
        let mut all = vec![self];
        for child in &self.children {
            match child {
                Node::Element(element) => all.extend(element.all()),
                Node::Text(_) => {}
            }
        }
        all
    }

    /// As markup, which HTML and SVG within HTML read alike.
    #[must_use]
    pub fn markup(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        out.push('<');
        out.push_str(self.tag);
        for (name, value) in &self.attributes {
            // Writing to text does not fail.
            let _ = write!(out, " {name}=\"");
            escape(value, out);
            out.push('"');
        }
        out.push('>');
        if VOID.contains(&self.tag) {
            return;
        }
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(out),
                Node::Text(text) => escape(text, out),
            }
        }
        let _ = write!(out, "</{}>", self.tag);
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// The elements of HTML that nothing is in, of those that are used.
const VOID: [&str; 3] = ["br", "col", "meta"];

/// Text as it stands in markup, between tags and in attributes alike. What no
/// document may hold stands as the sign for that.
fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(letter),
            control if control.is_control() => out.push(char::REPLACEMENT_CHARACTER),
            other => out.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        let name = "</title><script>alert('1')</script> & \"so on\"";
        let markup = el("g").attr("aria-label", name).with(name).markup();
        let escaped =
            "&lt;/title&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;so on&quot;";
        assert_eq!(markup, format!("<g aria-label=\"{escaped}\">{escaped}</g>"));
    }

    #[test]
    fn what_no_document_may_hold_stands_as_the_sign_for_that() {
        assert_eq!(
            el("p").with("a\0b\u{1b}c\n").markup(),
            "<p>a\u{fffd}b\u{fffd}c\n</p>"
        );
    }

    #[test]
    fn nothing_is_in_a_void_element() {
        let markup = el("p").with("one").with(el("br")).with("two").markup();
        assert_eq!(markup, "<p>one<br>two</p>");
    }
}
