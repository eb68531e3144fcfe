//! What stands in records and files as JSON: one reader and one writer of each
//! type.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Entry, Fields, Json, WrongJson};
use crate::domain::base::iso::{Instant, NotIso, date_text, read_date, read_instant};
use crate::domain::base::sorted::{Map, Set, map_of};

/// A type that stands in records or files.
pub trait AsJson: Sized {
    /// As it is written.
    fn to_json(&self) -> Json<'_>;

    /// As it is read.
    ///
    /// # Errors
    /// [`WrongJson`] when the value is not one of this type.
    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson>;

    /// What a field is that is not there.
    ///
    /// # Errors
    /// [`WrongJson`] unless nothing is one of its values.
    fn absent(name: &str) -> Result<Self, WrongJson> {
        Err(missing(name))
    }

    /// Reads a text.
    ///
    /// # Errors
    /// [`WrongJson`] when it is not JSON, or not of this type.
    fn from_text(text: &str) -> Result<Self, WrongJson> {
        Self::from_json(&Json::read(text)?)
    }
}

/// A tag, alone or with what stands under it: `"kept"`, or
/// `{"removed":{"reason":"…"}}`.
#[derive(Debug, Clone, Copy)]
pub struct Tag<'json, 'text> {
    /// The tag.
    pub name: &'json str,
    /// What stands under it; `None` for a tag alone.
    pub content: Option<&'json Json<'text>>,
}

impl<'json, 'text> Tag<'json, 'text> {
    /// The fields under it.
    ///
    /// # Errors
    /// [`WrongJson`] when there are none.
    pub fn fields(&self) -> Result<Fields<'json, 'text>, WrongJson> {
        self.content.unwrap_or(&Json::Null).fields()
    }

    /// Whether it stands alone.
    #[must_use]
    pub const fn is_alone(&self) -> bool {
        self.content.is_none()
    }

    /// The error for a tag that is not known, or not in this shape.
    #[must_use]
    pub fn unknown(&self) -> WrongJson {
        WrongJson::new(format!("the tag '{}' is not known", self.name))
    }
}

impl<'text> Json<'text> {
    /// The fields of an object.
    ///
    /// # Errors
    /// [`WrongJson`] for anything else.
    #[inline(never)]
    pub fn fields(&self) -> Result<Fields<'_, 'text>, WrongJson> {
        if let Self::Object(entries) = self {
            Ok(Fields(entries))
        } else {
            Err(self.not("an object"))
        }
    }

    /// The values of a list.
    ///
    /// # Errors
    /// [`WrongJson`] for anything else.
    #[inline(never)]
    pub fn values(&self) -> Result<&[Self], WrongJson> {
        if let Self::List(values) = self {
            Ok(values)
        } else {
            Err(self.not("a list"))
        }
    }

    /// The text that it must be.
    ///
    /// # Errors
    /// [`WrongJson`] for anything else.
    #[inline(never)]
    pub fn needed_text(&self) -> Result<&str, WrongJson> {
        self.as_text().ok_or_else(|| self.not("a text"))
    }

    /// The texts that stand under the names of an object; of a name that stands
    /// twice the later.
    ///
    /// # Errors
    /// [`WrongJson`] for anything else.
    pub fn texts(&self) -> Result<Map<&str, &str>, WrongJson> {
        let mut texts = Map::new();
        for entry in self.fields()?.0 {
            texts.insert(&*entry.name, entry.value.needed_text()?);
        }
        Ok(texts)
    }

    /// The tag that it must be.
    ///
    /// # Errors
    /// [`WrongJson`] for anything else, and for several tags.
    #[inline(never)]
    pub fn tag(&self) -> Result<Tag<'_, 'text>, WrongJson> {
        let (name, content) = match self {
            Self::Text(name) => (name, None),
            Self::Object(entries) => match entries.as_slice() {
                [entry] => (&entry.name, Some(&entry.value)),
                _ => return Err(self.not("one tag")),
            },
            Self::Null | Self::Bool(_) | Self::Number(_) | Self::List(_) => {
                return Err(self.not("a tag"));
            }
        };
        Ok(Tag { name, content })
    }

    #[inline(never)]
    fn not(&self, expected: &str) -> WrongJson {
        let found = match self {
            Self::Null => "null",
            Self::Bool(_) => "true or false",
            Self::Number(number) => number,
            Self::Text(text) => text,
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        };
        let found: String = found.chars().take(80).collect();
        WrongJson::new(format!("expected {expected}, found `{found}`"))
    }
}

#[inline(never)]
pub(super) fn missing(name: &str) -> WrongJson {
    WrongJson::new(format!("missing field `{name}`"))
}

/// Whole numbers.
macro_rules! number {
    ($($number:ident),+) => {$(
        impl AsJson for $number {
            fn to_json(&self) -> Json<'_> {
                Json::Number(self.to_string().into())
            }

            fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
                let number = json.as_number().and_then(|number| number.parse().ok());
                number.ok_or_else(|| json.not(concat!("a whole number (", stringify!($number), ")")))
            }
        }
    )+};
}

number!(u16, u32, u64, i64);

impl AsJson for bool {
    fn to_json(&self) -> Json<'_> {
        Json::Bool(*self)
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        if let Json::Bool(yes) = json {
            Ok(*yes)
        } else {
            Err(json.not("true or false"))
        }
    }
}

impl AsJson for String {
    fn to_json(&self) -> Json<'_> {
        Json::Text(self.as_str().into())
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        json.needed_text().map(str::to_owned)
    }
}

impl AsJson for NaiveDate {
    fn to_json(&self) -> Json<'_> {
        Json::text(date_text(*self))
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        read_date(json.needed_text()?).map_err(WrongJson::because)
    }
}

/// Milliseconds since 1970: short, and quick to read. In files for people an
/// instant is an [`Instant`].
impl AsJson for DateTime<Utc> {
    fn to_json(&self) -> Json<'_> {
        Json::Number(self.timestamp_millis().to_string().into())
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let millis = i64::from_json(json)?;
        Self::from_timestamp_millis(millis).ok_or_else(|| WrongJson::because(NotIso))
    }
}

impl AsJson for Instant {
    fn to_json(&self) -> Json<'_> {
        Json::text(self.to_string())
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let at = read_instant(json.needed_text()?);
        at.map(Self).map_err(WrongJson::because)
    }
}

impl<Value: AsJson> AsJson for Option<Value> {
    fn to_json(&self) -> Json<'_> {
        self.as_ref().map_or(Json::Null, AsJson::to_json)
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        if *json == Json::Null {
            Ok(None)
        } else {
            Value::from_json(json).map(Some)
        }
    }

    fn absent(_: &str) -> Result<Self, WrongJson> {
        Ok(None)
    }
}

impl<Value: AsJson> AsJson for Vec<Value> {
    fn to_json(&self) -> Json<'_> {
        Json::List(self.iter().map(AsJson::to_json).collect())
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        json.values()?.iter().map(Value::from_json).collect()
    }
}

impl<Value: AsJson, const COUNT: usize> AsJson for [Value; COUNT] {
    fn to_json(&self) -> Json<'_> {
        Json::List(self.iter().map(AsJson::to_json).collect())
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let values: Vec<Value> = AsJson::from_json(json)?;
        let count = |_| WrongJson::new(format!("expected a list of {COUNT}"));
        values.try_into().map_err(count)
    }
}

impl<One: AsJson, Two: AsJson> AsJson for (One, Two) {
    fn to_json(&self) -> Json<'_> {
        Json::List(vec![self.0.to_json(), self.1.to_json()])
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        match json.values()? {
            [one, two] => Ok((One::from_json(one)?, Two::from_json(two)?)),
            _ => Err(WrongJson::because("expected a list of two")),
        }
    }
}

impl<Value: AsJson + Ord> AsJson for Set<Value> {
    fn to_json(&self) -> Json<'_> {
        Json::List(self.iter().map(AsJson::to_json).collect())
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        json.values()?.iter().map(Value::from_json).collect()
    }
}

impl AsJson for Map<String, String> {
    fn to_json(&self) -> Json<'_> {
        let mut entries = Vec::new();
        for (name, value) in self {
            entries.push(Entry {
                name: name.as_str().into(),
                at: 0,
                value: value.to_json(),
            });
        }
        Json::Object(entries)
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let texts = json.texts()?;
        let owned = |(name, text): (&&str, &&str)| ((*name).to_owned(), (*text).to_owned());
        Ok(map_of(texts.iter().map(owned)))
    }
}
