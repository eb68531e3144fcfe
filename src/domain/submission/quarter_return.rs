//! The return: the file of one book's totals for one team and one quarter.
//!
//! A public contract, described by `schema/return-v1.json`, which is generated
//! from these types. Guarantees that a file read here is whole (its digests
//! agree) and agrees with itself. Never holds a record, only totals.
//!
//! The digest names the figures: it is taken over everything but the time of
//! making, and the manifest, which itself names digests. The manifest has a
//! digest of its own.

use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;

use crate::domain::base::calendar::Quarter;
use crate::domain::base::coded::coded;
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::{BookId, SendId, TeamId, slug};
use crate::domain::base::json::{AsJson, Json, ObjectWriter, WrongJson, object, serde_by_json};
use crate::domain::base::json_text::indented;
use crate::domain::base::sorted::{Map, Set, map_of};
use crate::domain::base::text::{Comment, Name, Text};
use crate::domain::organisation::{Place, Team};
use crate::domain::record::comments::{CommentAsked, CommentTheme};
use crate::domain::totals::cells::{Cell, CellInText, LARGEST_COUNT, any_twice};

/// The newest version of the return that is written and read here.
pub const RETURN_VERSION: u32 = 1;

/// The most that a list in a return may hold: far more than any team does in a
/// quarter. Beyond it, putting things in order would take longer than a page may.
pub const LONGEST_LIST: usize = 20_000;

/// The most dimensions that a figure may be broken down by.
pub const MOST_DIMENSIONS: usize = 16;

/// The keys that the digest does not cover.
const NOT_IN_THE_DIGEST: [&str; 4] = ["made_at", "manifest", "manifest_digest", "digest"];

/// The mark of a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum ReturnFormat {
    /// The only format there is.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(rename = "daybook-return"))]
    DaybookReturn,
}

coded!(ReturnFormat {
    DaybookReturn = "daybook-return",
});

/// The totals of one book for one team and one quarter, as a document.
#[expect(
    clippy::struct_excessive_bools,
    reason = "a document for other programs: true and false are what they expect"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(
    not(target_arch = "wasm32"),
    schemars(
        title = "Daybook return",
        description = "The totals of one book (the records first saved by one installation) for one team and one quarter. Never a record. `digest` is SHA-256 over this document without `made_at`, `manifest`, `manifest_digest` and `digest`; `manifest_digest` over `manifest` alone; both written as compact JSON with keys sorted by code point, UTF-8."
    )
)]
pub struct QuarterReturn {
    /// Always `daybook-return`.
    pub format: ReturnFormat,
    /// The version of this format, 1.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(range(min = 1, max = RETURN_VERSION)))]
    pub format_version: u32,
    /// Whether this is example data; never added up with real figures.
    pub example: bool,
    /// The team whose work it is, with its locality.
    pub team: Team,
    /// The quarter.
    pub quarter: Period,
    /// Whether the quarter had ended when this was made.
    pub quarter_had_ended: bool,
    /// Whether nothing was done: no session, no survey asked for.
    pub nil: bool,
    /// 1 when first sent, one more each time; for people and file names.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(range(min = 1)))]
    pub revision: u32,
    /// Why it was sent again; absent for the first revision.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub reason: Option<Text<500>>,
    /// The tablet's label.
    pub tablet: Name,
    /// The book that is totalled.
    pub book: BookId,
    /// Whether the book was read from a spreadsheet.
    pub imported: bool,
    /// The Send that wrote this return.
    pub send: SendId,
    /// All Sends of this book that its records descend from.
    pub line: Set<SendId>,
    /// The places that figures are broken down by.
    pub places: Vec<Place>,
    /// The records behind these totals.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(range(max = LARGEST_COUNT)))]
    pub records: u64,
    /// Of these, the ones first saved after the quarter's end.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(range(max = LARGEST_COUNT)))]
    pub first_saved_after_quarter_end: u64,
    /// Of these, the ones typed again from paper after a tablet was lost.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(range(max = LARGEST_COUNT)))]
    pub from_paper: u64,
    /// The figures.
    pub measures: Vec<Cell>,
    /// The survey comments that the manager chose to send.
    pub comments: Vec<SentComment>,
    /// For each team and quarter that this book has sent, its current return.
    pub manifest: Manifest,
    /// When this was made, by the tablet's clock.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "DateTime<Utc>"))]
    pub made_at: DateTime<Utc>,
    /// SHA-256 over `manifest`.
    pub manifest_digest: Digest,
    /// SHA-256 over everything but `made_at`, `manifest`, `manifest_digest`
    /// and itself.
    pub digest: Digest,
}

object!(QuarterReturn {
    format: needed,
    format_version: needed,
    example: needed,
    team: needed,
    quarter: needed,
    quarter_had_ended: needed,
    nil: needed,
    revision: needed,
    reason: usual,
    tablet: needed,
    book: needed,
    imported: needed,
    send: needed,
    line: needed,
    places: needed,
    records: needed,
    first_saved_after_quarter_end: needed,
    from_paper: needed,
    measures: needed,
    comments: needed,
    manifest: needed,
    made_at: instant,
    manifest_digest: needed,
    digest: needed,
});

/// A quarter, with its code and its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Period {
    /// The quarter's code, such as `2026-27 Q3`.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(with = "crate::domain::base::quarter_schema::WrittenCode")
    )]
    pub code: Quarter,
    /// Its first day.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "NaiveDate"))]
    pub first_day: NaiveDate,
    /// Its last day.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "NaiveDate"))]
    pub last_day: NaiveDate,
}

object!(Period {
    code: needed,
    first_day: needed,
    last_day: needed,
});

impl From<Quarter> for Period {
    fn from(quarter: Quarter) -> Self {
        Self {
            code: quarter,
            first_day: quarter.first_day(),
            last_day: quarter.last_day(),
        }
    }
}

/// A survey comment that the manager chose, without the answers beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct SentComment {
    /// What was asked.
    pub asked: CommentAsked,
    /// What was written, perhaps redacted by the manager.
    pub text: Comment,
    /// What it is about; empty when nobody has said.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, skip_serializing_if = "Set::is_empty")
    )]
    pub themes: Set<CommentTheme>,
}

object!(SentComment {
    asked: needed,
    text: needed,
    themes: usual,
});

/// For each team and quarter that a book has sent: its current return.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Manifest(Map<(TeamId, Quarter), Current>);

/// The current return of a team and quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Current {
    /// The Send that wrote it.
    pub send: SendId,
    /// Its digest.
    pub digest: Digest,
}

/// One line of a manifest in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct ManifestEntry {
    /// The team's code.
    pub team: TeamId,
    /// The quarter's code, such as `2026-27 Q3`.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(with = "crate::domain::base::quarter_schema::WrittenCode")
    )]
    pub quarter: Quarter,
    /// The Send that wrote its current return.
    pub send: SendId,
    /// The digest of its current return.
    pub digest: Digest,
}

object!(ManifestEntry {
    team: needed,
    quarter: needed,
    send: needed,
    digest: needed,
});

impl Manifest {
    /// Each team and quarter with its current return.
    pub fn iter(&self) -> impl Iterator<Item = (&(TeamId, Quarter), &Current)> {
        self.0.iter()
    }

    /// The current return of a team and quarter; `None` when none was sent.
    #[must_use]
    pub fn get(&self, period: &(TeamId, Quarter)) -> Option<&Current> {
        self.0.get(period)
    }

    fn digest(&self) -> Digest {
        digest_of(&self.to_json())
    }
}

impl FromIterator<((TeamId, Quarter), Current)> for Manifest {
    fn from_iter<Entries>(entries: Entries) -> Self
    where
        Entries: IntoIterator<Item = ((TeamId, Quarter), Current)>,
    {
        Self(map_of(entries))
    }
}

impl TryFrom<Vec<ManifestEntry>> for Manifest {
    type Error = NamedTwice;

    fn try_from(entries: Vec<ManifestEntry>) -> Result<Self, NamedTwice> {
        let count = entries.len();
        let manifest: Self = entries
            .into_iter()
            .map(|entry| {
                let current = Current {
                    send: entry.send,
                    digest: entry.digest,
                };
                ((entry.team, entry.quarter), current)
            })
            .collect();
        if manifest.0.len() == count {
            Ok(manifest)
        } else {
            Err(NamedTwice)
        }
    }
}

impl AsJson for Manifest {
    fn to_json(&self) -> Json<'_> {
        let mut entries = Vec::new();
        for ((team, quarter), current) in self.iter() {
            let mut fields = ObjectWriter::default();
            fields.needed("team", team);
            fields.needed("quarter", quarter);
            fields.needed("send", &current.send);
            fields.needed("digest", &current.digest);
            entries.push(fields.done());
        }
        Json::List(entries)
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let entries = Vec::<ManifestEntry>::from_json(json)?;
        Self::try_from(entries).map_err(WrongJson::because)
    }
}

serde_by_json!(Manifest);

#[cfg(not(target_arch = "wasm32"))]
impl schemars::JsonSchema for Manifest {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Manifest".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        <Vec<ManifestEntry>>::json_schema(generator)
    }
}

/// A manifest, or a history, names a team and quarter once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a team and quarter stands in it twice")]
pub struct NamedTwice;

impl QuarterReturn {
    /// The digest of the figures, computed from them.
    #[must_use]
    pub fn compute_digest(&self) -> Digest {
        Digest::of_content_without(&self.to_json(), &NOT_IN_THE_DIGEST)
    }

    /// The same return under a manifest, with both digests in place.
    #[must_use]
    pub fn sealed(mut self, manifest: Manifest) -> Self {
        self.digest = self.compute_digest();
        self.manifest_digest = manifest.digest();
        self.manifest = manifest;
        self
    }

    /// The team and quarter it covers.
    #[must_use]
    pub fn period(&self) -> (TeamId, Quarter) {
        (self.team.id.clone(), self.quarter.code)
    }

    /// The file's text: indented JSON, UTF-8, keys in the order of the schema.
    #[must_use]
    pub fn to_text(&self) -> String {
        indented(&self.to_json().to_text()) + "\n"
    }

    /// The file's name, such as
    /// `daybook-rosehill-2026-27-Q3-blue-tablet-1a2b3c4d-r1.json`.
    #[must_use]
    pub fn file_name(&self) -> String {
        file_name(
            (&self.team, self.quarter.code),
            (&self.tablet, self.book),
            self.revision,
        )
    }

    /// Reads a return and checks that it is whole and agrees with itself.
    ///
    /// # Errors
    /// The [`ReturnError`] that says why this is not a return to be counted.
    pub fn read(text: &str) -> Result<Self, ReturnError> {
        let mut read = None;
        Self::read_to(text, &mut |mut this, cells| {
            this.measures = cells.iter().map(CellInText::to_cell).collect();
            read = Some(this);
        })?;
        read.ok_or(ReturnError::NotAReturn)
    }

    /// The same, handed to `take` once it is checked: without its figures, and these
    /// beside it as they stand in the text.
    ///
    /// # Errors
    /// As [`QuarterReturn::read`]; then `take` is not asked.
    pub fn read_to(
        text: &str,
        take: &mut dyn FnMut(Self, &[CellInText<'_>]),
    ) -> Result<(), ReturnError> {
        let text = text.trim_start_matches('\u{feff}');
        let mut json = whole(text)?;
        let measures = json.take_list("measures");
        let not_readable = |wrong: WrongJson| ReturnError::NotReadable(wrong.in_text(text));
        let this = Self::from_json(&json).map_err(not_readable)?;
        let (at, measures) = measures.unwrap_or_default();
        let cells: Result<Vec<_>, _> = measures.iter().map(CellInText::read).collect();
        let cells = cells.map_err(|wrong| not_readable(wrong.at(at)))?;
        this.check(&cells)?;
        take(this, &cells);
        Ok(())
    }

    fn check(&self, cells: &[CellInText<'_>]) -> Result<(), ReturnError> {
        let current = Current {
            send: self.send,
            digest: self.digest,
        };
        let inconsistency = if self.quarter != Period::from(self.quarter.code) {
            Some("the quarter's days are not those of its code")
        } else if self.manifest.get(&self.period()) != Some(&current) {
            Some("its manifest does not name it")
        } else if self.line.contains(&self.send) {
            Some("its Send stands in its own line")
        } else if self.revision == 0 {
            Some("its revision is 0")
        } else if self.nil != (self.records == 0) {
            Some("it is nil and has records, or neither")
        } else if self.first_saved_after_quarter_end > self.records
            || self.from_paper > self.records
        {
            Some("it counts more late records than records")
        } else if self.records > LARGEST_COUNT || !cells.iter().all(|cell| cell.figure.is_sound()) {
            Some("a figure is out of bounds")
        } else if any_twice(cells) {
            Some("a figure stands in it twice")
        } else {
            None
        };
        inconsistency.map_or(Ok(()), |why| Err(ReturnError::Inconsistent(why)))
    }
}

/// The name of a return's file.
pub(crate) fn file_name(
    (team, quarter): (&Team, Quarter),
    (tablet, book): (&Name, BookId),
    revision: u32,
) -> String {
    format!(
        "daybook-{}-{}-{}-{}-r{revision}.json",
        slug(team.name.as_str(), 40),
        quarter.slug(),
        slug(tablet.as_str(), 24),
        book.short(),
    )
}

/// Why a file is not a return to be counted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReturnError {
    /// It is not JSON, or not of the return's shape.
    #[error("it cannot be read: {0}")]
    NotReadable(String),
    /// It is something else.
    #[error("it is not a Daybook return")]
    NotAReturn,
    /// It was made by a newer Daybook.
    #[error("its format version {found} is not one that this Daybook reads (up to {known})")]
    FutureFormat {
        /// The version in the file.
        found: u64,
        /// The newest version that is read here.
        known: u32,
    },
    /// It was changed or damaged after it was made.
    #[error("it was changed or damaged after it was made: its digest does not agree")]
    Damaged,
    /// It contradicts itself.
    #[error("it contradicts itself: {0}")]
    Inconsistent(&'static str),
}

/// The content of a whole return of a format that is read here: its digests agree
/// with what it holds.
///
/// # Errors
/// The [`ReturnError`] that says why it is not.
pub(crate) fn whole(text: &str) -> Result<Json<'_>, ReturnError> {
    let json = Json::read(text).map_err(|wrong| ReturnError::NotReadable(wrong.in_text(text)))?;
    if json.get("format").and_then(Json::as_text) != Some("daybook-return") {
        return Err(ReturnError::NotAReturn);
    }
    match json.get("format_version").map(u64::from_json) {
        Some(Ok(1)) => {}
        Some(Ok(found)) => {
            return Err(ReturnError::FutureFormat {
                found,
                known: RETURN_VERSION,
            });
        }
        Some(Err(_)) | None => return Err(ReturnError::NotAReturn),
    }
    if !is_of_our_size(&json) {
        return Err(ReturnError::Inconsistent("a list in it is too long"));
    }
    let claimed = |key: &str| json.get(key).and_then(|json| Digest::from_json(json).ok());
    let found = Digest::of_content_without(&json, &NOT_IN_THE_DIGEST);
    let manifest_found = json.get("manifest").map(digest_of);
    if claimed("digest") != Some(found) || claimed("manifest_digest") != manifest_found {
        return Err(ReturnError::Damaged);
    }
    Ok(json)
}

fn is_of_our_size(json: &Json<'_>) -> bool {
    let lists = ["measures", "line", "manifest", "places", "comments"];
    let short = |name: &&str| {
        let list = json.get(name).map(Json::values);
        !matches!(list, Some(Ok(values)) if values.len() > LONGEST_LIST)
    };
    let few = |cell: &Json<'_>| match cell.get("breakdown") {
        Some(Json::Object(entries)) => entries.len() <= MOST_DIMENSIONS,
        Some(_) | None => true,
    };
    lists.iter().all(short)
        && match json.get("measures").map(Json::values) {
            Some(Ok(cells)) => cells.iter().all(few),
            Some(Err(_)) | None => true,
        }
}

/// The digest of figures, to tell whether they have changed.
#[must_use]
pub fn digest_of(content: &Json<'_>) -> Digest {
    Digest::of_content_without(content, &[])
}
