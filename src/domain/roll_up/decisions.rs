//! What a person decided at roll-up, each with its date, and the file that it is
//! kept in and passed on as.
//!
//! Guarantees that decisions are a set: to take in the same ones again, or in
//! another order, changes nothing, and what contradicts itself decides nothing.

use chrono::NaiveDate;
use thiserror::Error;

use super::published::Published;
use crate::domain::base::coded::coded;
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::{BookId, PlaceId, SendId, TeamId};
use crate::domain::base::json::{AsJson, Json, ObjectWriter, WrongJson, object, serde_by_json};
use crate::domain::base::sorted::Set;
use crate::domain::base::text::{Name, Text};
use crate::domain::submission::which_counts::Decision;

/// The newest version of the file of decisions that is read here.
pub const DECISIONS_VERSION: u32 = 2;

/// The mark of a file of decisions.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum DecisionsFormat {
    /// The only format there is.
    #[default]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(rename = "daybook-decisions"))]
    DaybookDecisions,
}

coded!(DecisionsFormat {
    DaybookDecisions = "daybook-decisions",
});

/// One newest Send of a book is kept, and the others set aside. Holds for the
/// whole book, while the kept one or a Send that descends from it is here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(deny_unknown_fields))]
pub struct Keep {
    /// The book.
    pub book: BookId,
    /// The Send that is kept.
    pub kept: SendId,
    /// Those that are set aside.
    pub set_aside: Set<SendId>,
    /// Why.
    pub reason: Text<500>,
    /// When it was decided.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "NaiveDate"))]
    pub on: NaiveDate,
}

object!(strict Keep {
    book: needed,
    kept: needed,
    set_aside: needed,
    reason: needed,
    on: needed,
});

/// A book is not counted any more: what it held stands in another. Names the
/// Sends that it saw; one that it did not see is unsettled.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(deny_unknown_fields))]
pub struct Retire {
    /// The book.
    pub book: BookId,
    /// The Sends of it that were here.
    pub saw: Set<SendId>,
    /// Why.
    pub reason: Text<500>,
    /// When it was decided.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "NaiveDate"))]
    pub on: NaiveDate,
}

object!(strict Retire {
    book: needed,
    saw: needed,
    reason: needed,
    on: needed,
});

/// A team's provisional code stands for a team of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(deny_unknown_fields))]
pub struct TeamMatch {
    /// The code in the returns.
    pub typed: TeamId,
    /// The organisation's.
    pub is: TeamId,
    /// When it was decided.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "NaiveDate"))]
    pub on: NaiveDate,
}

object!(strict TeamMatch {
    typed: needed,
    is: needed,
    on: needed,
});

/// A place's provisional code stands for a place of the organisation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(deny_unknown_fields))]
pub struct PlaceMatch {
    /// The code in the returns.
    pub typed: PlaceId,
    /// The organisation's.
    pub is: PlaceId,
    /// When it was decided.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "NaiveDate"))]
    pub on: NaiveDate,
}

object!(strict PlaceMatch {
    typed: needed,
    is: needed,
    on: needed,
});

/// One edition of a city's organisation file is used, and others are set aside.
/// Holds while the one that was kept is here.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(deny_unknown_fields))]
pub struct KeepEdition {
    /// The city.
    pub city: Name,
    /// The digest of the edition that is used.
    pub kept: Digest,
    /// The digests of those that are set aside.
    pub set_aside: Set<Digest>,
    /// Why.
    pub reason: Text<500>,
    /// When it was decided.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "NaiveDate"))]
    pub on: NaiveDate,
}

object!(strict KeepEdition {
    city: needed,
    kept: needed,
    set_aside: needed,
    reason: needed,
    on: needed,
});

/// All that was decided.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(
    not(target_arch = "wasm32"),
    schemars(
        deny_unknown_fields,
        title = "Daybook decisions",
        description = "What a person decided when returns were rolled up, and the published totals that were typed in."
    )
)]
pub struct Decisions {
    /// Always `daybook-decisions`.
    pub format: DecisionsFormat,
    /// The version of the format. It is written as 2 where editions of organisation
    /// files were decided between, and as 1 otherwise.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(range(min = 1, max = DECISIONS_VERSION)))]
    pub format_version: Version,
    /// Which newest Send of a book is kept.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(default))]
    pub keep: Set<Keep>,
    /// Which books are not counted any more.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(default))]
    pub retire: Set<Retire>,
    /// Which teams' provisional codes stand for which teams.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(default))]
    pub teams: Set<TeamMatch>,
    /// The same for places.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(default))]
    pub places: Set<PlaceMatch>,
    /// Published totals that were typed in.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(default))]
    pub published: Set<Published>,
    /// Which edition of a city's organisation file is used. Version 2.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(default))]
    pub editions: Set<KeepEdition>,
}

const FIELDS: [&str; 8] = [
    "format",
    "format_version",
    "keep",
    "retire",
    "teams",
    "places",
    "published",
    "editions",
];

impl AsJson for Decisions {
    fn to_json(&self) -> Json<'_> {
        let mut out = ObjectWriter::default();
        out.needed("format", &self.format);
        // The lowest version that can say it: an older Daybook reads that too.
        let version: &u32 = if self.editions.is_empty() { &1 } else { &2 };
        out.needed("format_version", version);
        out.usual("keep", &self.keep);
        out.usual("retire", &self.retire);
        out.usual("teams", &self.teams);
        out.usual("places", &self.places);
        out.usual("published", &self.published);
        out.usual("editions", &self.editions);
        out.done()
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let fields = json.fields()?;
        let format = fields.needed("format")?;
        // A newer version may have other fields: then that is what is wrong.
        let format_version = fields.needed("format_version")?;
        fields.no_others(&FIELDS)?;
        Ok(Self {
            format,
            format_version,
            keep: fields.usual("keep")?,
            retire: fields.usual("retire")?,
            teams: fields.usual("teams")?,
            places: fields.usual("places")?,
            published: fields.usual("published")?,
            editions: fields.usual("editions")?,
        })
    }
}

serde_by_json!(Decisions);

/// The version of a file of decisions that is read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Version(u32);

impl Default for Version {
    fn default() -> Self {
        Self(DECISIONS_VERSION)
    }
}

impl AsJson for Version {
    fn to_json(&self) -> Json<'_> {
        self.0.to_json()
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        match u32::from_json(json)? {
            1..=DECISIONS_VERSION => Ok(Self::default()),
            found => Err(WrongJson::because(OtherVersion(found))),
        }
    }
}

/// A file of decisions of a version that is not read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("its format version {0} is not one that this Daybook reads (up to {DECISIONS_VERSION})")]
pub struct OtherVersion(u32);

impl Decisions {
    /// Takes in others.
    pub fn take_in(&mut self, others: &Self) {
        self.keep.extend(others.keep.iter().cloned());
        self.retire.extend(others.retire.iter().cloned());
        self.teams.extend(others.teams.iter().cloned());
        self.places.extend(others.places.iter().cloned());
        self.published.extend(others.published.iter().cloned());
        self.editions.extend(others.editions.iter().cloned());
    }

    /// Whether nothing was decided.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// The decisions between newest Sends of a book.
    #[must_use]
    pub fn about(&self, book: BookId) -> Vec<Decision> {
        self.keep
            .iter()
            .filter(|keep| keep.book == book)
            .map(|keep| Decision {
                kept: keep.kept,
                set_aside: keep.set_aside.clone(),
            })
            .collect()
    }

    /// The Sends that were seen when a book was retired; `None` when it was not.
    #[must_use]
    pub fn retired(&self, book: BookId) -> Option<Set<SendId>> {
        let mut retired = self.retire.iter().filter(|it| it.book == book).peekable();
        retired.peek()?;
        Some(retired.flat_map(|it| it.saw.iter().copied()).collect())
    }

    /// The team that a code stands for; `None` when it was matched with none, or
    /// with two.
    #[must_use]
    pub fn team(&self, typed: &TeamId) -> Option<&TeamId> {
        only(self.teams.iter().filter(|it| it.typed == *typed), |it| {
            &it.is
        })
    }

    /// The place that a code stands for; `None` when it was matched with none, or
    /// with two.
    #[must_use]
    pub fn place(&self, typed: &PlaceId) -> Option<&PlaceId> {
        only(self.places.iter().filter(|it| it.typed == *typed), |it| {
            &it.is
        })
    }
}

/// What all of them say; `None` when they differ.
fn only<'a, One: 'a, Said: PartialEq>(
    mut all: impl Iterator<Item = &'a One>,
    says: impl Fn(&'a One) -> &'a Said,
) -> Option<&'a Said> {
    let first = says(all.next()?);
    all.all(|one| says(one) == first).then_some(first)
}
