//! A combined file: returns as they were sent, with what was decided about them
//! and the organisation they were rolled up through.
//!
//! Guarantees that it opens one level up beside files that are there already
//! without counting anything twice: it embeds the returns themselves, never
//! their sums.

use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;

use super::decisions::Decisions;
use super::editions::editions;
use super::file_text::{LARGEST_FILE, LARGEST_RETURN, Text as FileText, text_of};
pub use super::not_combined::{COMBINED_VERSION, NotCombined};
use super::not_used::NotUsed;
use super::outline::Outline;
use crate::domain::base::coded::coded;
use crate::domain::base::digest::Digest;
use crate::domain::base::json::{AsJson, Json, WrongJson};
use crate::domain::base::sorted::Set;
use crate::domain::base::text::Name;
use crate::domain::organisation::Organisation;
use crate::domain::submission::quarter_return::{QuarterReturn, ReturnError};
use crate::domain::totals::cells::CellInText;

/// Is handed each return of a combined file: what was read, its figures, its text.
type Take<'a> = &'a mut dyn FnMut(QuarterReturn, &[CellInText<'_>], &str);

/// The mark of a combined file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum CombinedFormat {
    /// The only format there is.
    #[default]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(rename = "daybook-combined"))]
    DaybookCombined,
}

coded!(CombinedFormat {
    DaybookCombined = "daybook-combined",
});

/// Returns together, to be passed on one level up.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(
    not(target_arch = "wasm32"),
    schemars(
        deny_unknown_fields,
        title = "Daybook combined file",
        description = "Returns as they were sent, with what was decided about them. Never a sum: whoever opens it adds up."
    )
)]
pub struct Combined {
    /// Always `daybook-combined`.
    pub format: CombinedFormat,
    /// The version of the format. It is written as 2 where version 1 could not say
    /// all of it.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(range(min = 1, max = COMBINED_VERSION)))]
    pub format_version: u32,
    /// What it is of, such as a locality's name.
    pub name: Name,
    /// When it was made.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "NaiveDate"))]
    pub made_on: NaiveDate,
    /// The organisation that it was rolled up through, where there is one.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub organisation: Option<Organisation>,
    /// The organisations that it was rolled up through, where there are several:
    /// those of several cities, and every edition of one city's. Version 2.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub organisations: Vec<Organisation>,
    /// Files that were given and could not be used. Version 2.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub not_used: Vec<NotUsed>,
    /// What was decided.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(default))]
    pub decisions: Decisions,
    /// The returns, each as it was sent.
    pub returns: Vec<QuarterReturn>,
}

impl Combined {
    /// A combined file without returns yet.
    #[must_use]
    pub fn new(name: Name, made_on: NaiveDate) -> Self {
        Self {
            format: CombinedFormat::DaybookCombined,
            format_version: 1,
            name,
            made_on,
            organisation: None,
            organisations: Vec::new(),
            not_used: Vec::new(),
            decisions: Decisions::default(),
            returns: Vec::new(),
        }
    }

    /// Takes in what figures rest on beside the returns: each edition of each
    /// organisation once, what was decided, and the files that could not be used.
    #[must_use]
    pub fn resting_on<'a>(
        mut self,
        organisations: impl IntoIterator<Item = &'a Organisation>,
        decisions: &Decisions,
        not_used: Vec<NotUsed>,
    ) -> Self {
        let all = editions(organisations).into_iter();
        let mut all: Vec<Organisation> = all.map(|it| it.organisation.clone()).collect();
        if all.len() == 1 {
            self.organisation = all.pop();
        }
        self.organisations = all;
        self.decisions = decisions.clone();
        self.not_used = not_used;
        self.format_version = self.version_to_write();
        self
    }

    /// The lowest version that can say it: an older Daybook reads that too.
    fn version_to_write(&self) -> u32 {
        let says_more = !self.organisations.is_empty()
            || !self.not_used.is_empty()
            || !self.decisions.editions.is_empty();
        if says_more { 2 } else { 1 }
    }

    /// Reads a combined file and checks each of its returns.
    ///
    /// # Errors
    /// [`NotCombined`], with the return that is wrong if one is.
    pub fn read(text: &str) -> Result<Self, NotCombined> {
        let mut returns = Vec::new();
        let mut this = Self::read_to(text, &mut |mut one, cells, _| {
            one.measures = cells.iter().map(CellInText::to_cell).collect();
            returns.push(one);
        })?;
        this.returns = returns;
        Ok(this)
    }

    /// The same without its returns: each is handed to `take` as soon as it is
    /// checked, as [`QuarterReturn::read_to`] does, with its text.
    ///
    /// # Errors
    /// As [`Combined::read`]; those before the one that is wrong were handed over.
    pub fn read_to(text: &str, take: Take<'_>) -> Result<Self, NotCombined> {
        let text = text.trim_start_matches('\u{feff}');
        let unreadable = |wrong: WrongJson| NotCombined::NotReadable(wrong.in_text(text));
        let mut pieces = Pieces::default();
        let mut outline = Outline::of_object(text).map_err(unreadable)?;
        while let Some((name, value)) = outline.member().map_err(unreadable)? {
            let start = value.start;
            let slot = match name {
                "format" => &mut pieces.format,
                "format_version" => &mut pieces.format_version,
                "name" => &mut pieces.name,
                "made_on" => &mut pieces.made_on,
                "organisation" => &mut pieces.organisation,
                "organisations" => &mut pieces.organisations,
                "not_used" => &mut pieces.not_used,
                "decisions" => &mut pieces.decisions,
                "returns" => &mut pieces.returns,
                // A newer version may have other fields: then that is what is wrong.
                _ => match &pieces.format_version {
                    Some(version) => {
                        check_version(piece(version, text).map_err(unreadable)?)?;
                        return Err(unreadable(unknown(name, start)));
                    }
                    None => return Err(unreadable(unknown(name, start))),
                },
            };
            if slot.replace(value).is_some() {
                let twice = WrongJson::new(format!("duplicate field `{name}`"));
                return Err(unreadable(twice.at(start)));
            }
        }
        outline.at_end().map_err(unreadable)?;
        pieces.read(text, take)
    }

    /// The file's text.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = self.opening();
        let mut returns = CombinedReturns::default();
        for one in &self.returns {
            returns.add(one, &one.to_json().to_text(), &mut text);
        }
        text.push_str(Self::CLOSING);
        text
    }

    /// The text up to the returns. To write many, write this; then what
    /// [`CombinedReturns`] gives for each file; then [`Combined::CLOSING`].
    #[must_use]
    pub fn opening(&self) -> String {
        let version = self.version_to_write();
        let mut fields = vec![
            ("format", self.format.to_json()),
            ("format_version", version.to_json()),
            ("name", self.name.to_json()),
            ("made_on", self.made_on.to_json()),
        ];
        let organisation = self.organisation.as_ref();
        fields.extend(organisation.map(|it| ("organisation", it.to_json())));
        if !self.organisations.is_empty() {
            fields.push(("organisations", self.organisations.to_json()));
        }
        if !self.not_used.is_empty() {
            fields.push(("not_used", self.not_used.to_json()));
        }
        fields.push(("decisions", self.decisions.to_json()));
        let mut text = String::from("{\n");
        for (name, value) in fields {
            text.push_str(&["\"", name, "\": ", &value.to_text(), ",\n"].concat());
        }
        text.push_str("\"returns\": [");
        text
    }

    /// The text after the returns.
    pub const CLOSING: &'static str = "\n]\n}\n";
}

/// The returns of a combined file that is written piece by piece: each stands in it
/// once, however many files brought it, and as the text that it was sent as. What a
/// newer Daybook wrote in it stays, and its digest agrees.
#[derive(Debug, Default)]
pub struct CombinedReturns {
    written: Set<Written>,
    /// How many bytes the whole file has so far.
    bytes: u64,
}

/// A combined file would be larger than any that is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error(
    "the combined file would have more than {} MB, and Daybook opens none so large: combine fewer files, such as those of one locality",
    LARGEST_FILE >> 20
)]
pub struct TooMuchTogether;

impl CombinedReturns {
    /// The returns that follow a file's [`Combined::opening`].
    #[must_use]
    pub fn after(opening: &str) -> Self {
        Self {
            written: Set::new(),
            bytes: (opening.len() + Combined::CLOSING.len()) as u64,
        }
    }

    /// Whether the file can still be opened with all that was written into it.
    ///
    /// # Errors
    /// [`TooMuchTogether`]; then it is not to be passed on.
    pub const fn fits(&self) -> Result<(), TooMuchTogether> {
        if self.bytes > LARGEST_FILE as u64 {
            Err(TooMuchTogether)
        } else {
            Ok(())
        }
    }

    /// The text of the returns of a file that were not written yet, with what parts
    /// them from those before; empty for a file that is wrong or holds none.
    pub fn text_of(&mut self, bytes: &[u8]) -> String {
        let mut out = String::new();
        match text_of(bytes) {
            Err(_) => {}
            Ok(FileText::One(text)) => {
                // One that is wrong adds nothing.
                let _ = QuarterReturn::read_to(&text, &mut |one, _| {
                    self.add(&one, text.trim_ascii(), &mut out);
                });
            }
            Ok(FileText::Combined(text)) => {
                let mut added = Vec::new();
                let read = Combined::read_to(&text, &mut |one, _, text| {
                    added.extend(self.add(&one, text.trim_ascii(), &mut out));
                });
                // Of one that is wrong in any part nothing is opened.
                if read.is_err() {
                    for key in &added {
                        self.written.remove(key);
                    }
                    out.clear();
                }
            }
        }
        self.bytes += out.len() as u64;
        out
    }

    /// Writes one that was not written yet, and says which it is.
    fn add(&mut self, one: &QuarterReturn, as_sent: &str, text: &mut String) -> Option<Written> {
        let key = (one.digest, one.manifest_digest, one.made_at);
        self.written.insert(key).then(|| {
            let is_first = self.written.len() == 1;
            text.push_str(if is_first { "\n" } else { ",\n" });
            text.push_str(as_sent);
            key
        })
    }
}

/// What tells the returns of a combined file apart: their digests, and the time of
/// making, which no digest covers.
type Written = (Digest, Digest, DateTime<Utc>);

type Place = Option<std::ops::Range<usize>>;

/// Where the fields stand in the text.
#[derive(Default)]
struct Pieces {
    format: Place,
    format_version: Place,
    name: Place,
    made_on: Place,
    organisation: Place,
    organisations: Place,
    not_used: Place,
    decisions: Place,
    returns: Place,
}

impl Pieces {
    fn read(self, text: &str, take: Take<'_>) -> Result<Combined, NotCombined> {
        let unreadable = |wrong: WrongJson| NotCombined::NotReadable(wrong.in_text(text));
        let needed = |place: &Place, name: &str| {
            let missing = || unreadable(WrongJson::new(format!("missing field `{name}`")));
            place.clone().ok_or_else(missing)
        };
        let version = needed(&self.format_version, "format_version")?;
        let version = piece(&version, text).map_err(unreadable)?;
        check_version(version)?;
        let format = needed(&self.format, "format")?;
        let format: CombinedFormat = piece(&format, text).map_err(unreadable)?;
        let name: Name = piece(&needed(&self.name, "name")?, text).map_err(unreadable)?;
        let made_on = piece(&needed(&self.made_on, "made_on")?, text).map_err(unreadable)?;
        let organisation = self
            .organisation
            .map(|place| organisation_of(text.get(place).unwrap_or_default()));
        let organisations = match self.organisations {
            Some(place) => several(text, place.start)?,
            None => Vec::new(),
        };
        let not_used = self.not_used.map(|place| piece(&place, text));
        let decisions = self.decisions.map(|place| piece(&place, text));
        let mut this = Combined {
            format,
            format_version: COMBINED_VERSION,
            name,
            made_on,
            organisation: organisation.transpose()?,
            organisations,
            not_used: not_used
                .transpose()
                .map_err(unreadable)?
                .unwrap_or_default(),
            decisions: decisions
                .transpose()
                .map_err(unreadable)?
                .unwrap_or_default(),
            returns: Vec::new(),
        };
        this.format_version = this.version_to_write();
        let returns = needed(&self.returns, "returns")?;
        let mut outline = Outline::of_list(text, returns.start).map_err(unreadable)?;
        let mut number = 0;
        while let Some(item) = outline.item().map_err(unreadable)? {
            number += 1;
            let start = item.start;
            let one = text.get(item).unwrap_or_default();
            let read = if one.len() > LARGEST_RETURN {
                Err(ReturnError::NotAReturn)
            } else {
                QuarterReturn::read_to(one, &mut |this, cells| take(this, cells, one))
            };
            read.map_err(|why| NotCombined::Return {
                number,
                line: line_of(text, start),
                why,
            })?;
        }
        Ok(this)
    }
}

/// The organisations of a list that begins at a place, each checked.
fn several(text: &str, start: usize) -> Result<Vec<Organisation>, NotCombined> {
    let unreadable = |wrong: WrongJson| NotCombined::NotReadable(wrong.in_text(text));
    let mut list = Outline::of_list(text, start).map_err(unreadable)?;
    let mut all = Vec::new();
    while let Some(item) = list.item().map_err(unreadable)? {
        all.push(organisation_of(text.get(item).unwrap_or_default())?);
    }
    Ok(all)
}

fn organisation_of(text: &str) -> Result<Organisation, NotCombined> {
    Organisation::read(text).map_err(|errors| match errors.into_iter().next() {
        Some(error) => NotCombined::Organisation(error),
        None => NotCombined::NotReadable(String::new()),
    })
}

fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}

fn unknown(name: &str, at: usize) -> WrongJson {
    let name: String = name.chars().take(80).collect();
    WrongJson::new(format!("unknown field `{name}`")).at(at)
}

fn check_version(found: u32) -> Result<(), NotCombined> {
    if (1..=COMBINED_VERSION).contains(&found) {
        Ok(())
    } else {
        Err(NotCombined::FutureFormat { found })
    }
}

fn piece<Value: AsJson>(place: &std::ops::Range<usize>, text: &str) -> Result<Value, WrongJson> {
    let read = Json::read(text.get(place.clone()).unwrap_or_default());
    // Where it is wrong is told of the piece's beginning: pieces are short.
    read.and_then(|json| Value::from_json(&json))
        .map_err(|wrong| WrongJson::because(wrong).at(place.start))
}
