//! An object's fields, read and written by name.

use super::{AsJson, Entry, Json, WrongJson};
use crate::domain::base::iso::Instant;
use chrono::{DateTime, Utc};

/// The fields of an object that is read.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'json, 'text>(pub(super) &'json [Entry<'text>]);

impl<'json, 'text> Fields<'json, 'text> {
    /// A field that may be absent.
    #[inline(never)]
    fn entry(&self, name: &str) -> Result<Option<&'json Entry<'text>>, WrongJson> {
        let mut found = self.0.iter().filter(|entry| entry.name == name);
        let first = found.next();
        match found.next() {
            None => Ok(first),
            // Which of the two is meant is not for a reader to guess.
            Some(_) => Err(WrongJson::new(format!("duplicate field `{name}`"))),
        }
    }

    /// A field as it stands.
    ///
    /// # Errors
    /// [`WrongJson`] when it is missing or stands twice.
    pub fn json(&self, name: &str) -> Result<&'json Json<'text>, WrongJson> {
        let entry = self.entry(name)?;
        let value = entry.map(|entry| &entry.value);
        value.ok_or_else(|| super::as_json::missing(name))
    }

    /// A field as `read` reads it, without a text of its own; `None` when it is
    /// absent.
    ///
    /// # Errors
    /// [`WrongJson`] when it stands twice or is not what it should be.
    pub fn part<Part>(
        &self,
        name: &str,
        read: impl FnOnce(&'json Json<'text>) -> Result<Part, WrongJson>,
    ) -> Result<Option<Part>, WrongJson> {
        let entry = self.entry(name)?;
        let part = entry.map(|entry| read(&entry.value).map_err(|wrong| wrong.at(entry.at)));
        part.transpose()
    }

    /// A text that must be there.
    ///
    /// # Errors
    /// [`WrongJson`] when it is missing, stands twice or is no text.
    pub fn text(&self, name: &str) -> Result<&'json str, WrongJson> {
        let text = self.part(name, Json::needed_text)?;
        text.ok_or_else(|| super::as_json::missing(name))
    }

    /// A field that must be there, or may hold nothing.
    ///
    /// # Errors
    /// [`WrongJson`] when it is missing, stands twice or is not what it should be.
    pub fn needed<Value: AsJson>(&self, name: &str) -> Result<Value, WrongJson> {
        match self.entry(name)? {
            Some(entry) => read(entry),
            None => Value::absent(name),
        }
    }

    /// A field that is left out where it has its usual value.
    ///
    /// # Errors
    /// [`WrongJson`] when it stands twice or is not what it should be.
    pub fn usual<Value: AsJson + Default>(&self, name: &str) -> Result<Value, WrongJson> {
        match self.entry(name)? {
            Some(entry) => read(entry),
            None => Ok(Value::default()),
        }
    }

    /// An instant that people read, such as `2026-11-23T14:32:05Z`.
    ///
    /// # Errors
    /// As [`Fields::needed`].
    pub fn instant(&self, name: &str) -> Result<DateTime<Utc>, WrongJson> {
        self.needed::<Instant>(name).map(|instant| instant.0)
    }

    /// Refuses fields that are not among these.
    ///
    /// # Errors
    /// [`WrongJson`] that names the first one.
    pub fn no_others(&self, names: &[&str]) -> Result<(), WrongJson> {
        let other = self.0.iter().find(|it| !names.contains(&&*it.name));
        other.map_or(Ok(()), |entry| {
            let name = entry.name.as_ref();
            Err(WrongJson::new(format!("unknown field `{name}`")).at(entry.at))
        })
    }
}

fn read<Value: AsJson>(entry: &Entry<'_>) -> Result<Value, WrongJson> {
    Value::from_json(&entry.value).map_err(|wrong| wrong.at(entry.at))
}

/// An object that is written, field by field.
#[derive(Debug, Default)]
pub struct ObjectWriter<'a>(Vec<Entry<'a>>);

impl<'a> ObjectWriter<'a> {
    /// A field as it stands.
    #[inline(never)]
    pub fn json(&mut self, name: &'static str, value: Json<'a>) {
        self.0.push(Entry {
            name: name.into(),
            at: 0,
            value,
        });
    }

    /// A field that is always written.
    pub fn needed<Value: AsJson>(&mut self, name: &'static str, value: &'a Value) {
        self.json(name, value.to_json());
    }

    /// A field that is left out where it has its usual value.
    pub fn usual<Value>(&mut self, name: &'static str, value: &'a Value)
    where
        Value: AsJson + Default + PartialEq,
    {
        if *value != Value::default() {
            self.needed(name, value);
        }
    }

    /// An instant that people read.
    pub fn instant(&mut self, name: &'static str, value: &DateTime<Utc>) {
        self.json(name, Json::text(Instant(*value).to_string()));
    }

    /// The object.
    #[must_use]
    pub fn done(self) -> Json<'a> {
        Json::Object(self.0)
    }
}
