//! By which rule counts are published.

use thiserror::Error;

use super::detail::Detail;
use crate::domain::base::json::{AsJson, Json, WrongJson, by_parts, serde_by_json};
use crate::domain::base::typed::value;

/// The largest count that is hidden, 1 to 20; 5 is the usual one (Department for
/// Education: counts below 6), 9 that of those who want more (Office for National
/// Statistics).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Threshold(
    #[cfg_attr(not(target_arch = "wasm32"), schemars(range(min = 1, max = 20)))] u64,
);

impl TryFrom<u64> for Threshold {
    type Error = NotAThreshold;

    fn try_from(count: u64) -> Result<Self, NotAThreshold> {
        Self::new(count)
    }
}

by_parts!(Threshold, u64);

/// The threshold is not one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a threshold is a number from 1 to 20")]
pub struct NotAThreshold;

impl Threshold {
    /// The usual one.
    pub const USUAL: Self = Self(5);

    /// A threshold.
    ///
    /// # Errors
    /// [`NotAThreshold`] for 0 and above 20.
    pub const fn new(count: u64) -> Result<Self, NotAThreshold> {
        match count {
            1..=20 => Ok(Self(count)),
            _ => Err(NotAThreshold),
        }
    }

    /// The largest count that is hidden.
    #[must_use]
    pub const fn count(self) -> u64 {
        self.0
    }
}

impl std::str::FromStr for Threshold {
    type Err = NotAThreshold;

    fn from_str(typed: &str) -> Result<Self, NotAThreshold> {
        value(typed)
            .parse()
            .map_err(|_| NotAThreshold)
            .and_then(Self::new)
    }
}

/// Whether what is shown is rounded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rounding {
    /// It is shown as it is.
    #[default]
    Exact,
    /// To the nearest 5 (Ofqual: rounding policy).
    ToFive,
}

impl Rounding {
    /// The number whose nearest multiple is shown.
    const fn to(self) -> u64 {
        match self {
            Self::Exact => 1,
            Self::ToFive => 5,
        }
    }

    pub(super) const fn rounded(self, count: u64) -> u64 {
        match self {
            Self::Exact => count,
            Self::ToFive => count.saturating_add(2) / 5 * 5,
        }
    }
}

/// The rule by which counts are published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The largest count that is hidden.
    pub threshold: Threshold,
    /// Whether the others are rounded.
    pub rounding: Rounding,
    /// How much detail is published.
    pub detail: Detail,
}

impl AsJson for Rounding {
    fn to_json(&self) -> Json<'_> {
        Json::Number(self.to().to_string().into())
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let to = u64::from_json(json)?;
        let mut known = [Self::Exact, Self::ToFive].into_iter();
        let found = known.find(|it| it.to() == to);
        found.ok_or_else(|| WrongJson::because("numbers are rounded to 1 or 5"))
    }
}

serde_by_json!(Rounding);

#[cfg(not(target_arch = "wasm32"))]
impl schemars::JsonSchema for Rounding {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Rounding".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "The number to whose nearest multiple all that is shown is rounded; 1 where it is exact.",
            "enum": [1, 5]
        })
    }
}
