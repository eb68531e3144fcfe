//! A combined file: returns as they were sent, with what was decided about them
//! and the organisation they were rolled up through.
//!
//! Guarantees that it opens one level up beside files that are there already
//! without counting anything twice: it embeds the returns themselves, never
//! their sums.

use chrono::NaiveDate;
use thiserror::Error;

use super::decisions::Decisions;
use super::opening::{Content, LARGEST_RETURN};
use super::outline::Outline;
use crate::domain::coded::coded;
use crate::domain::digest::Digest;
use crate::domain::json::{AsJson, Json, WrongJson};
use crate::domain::measures::CellInText;
use crate::domain::organisation::{Organisation, OrganisationError};
use crate::domain::quarter_return::{QuarterReturn, ReturnError};
use crate::domain::sorted::Set;
use crate::domain::text::Name;

/// The newest version of the combined file that is written and read here.
pub const COMBINED_VERSION: u32 = 1;

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
    /// The version of the format, 1.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(range(min = 1, max = COMBINED_VERSION)))]
    pub format_version: u32,
    /// What it is of, such as a locality's name.
    pub name: Name,
    /// When it was made.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "NaiveDate"))]
    pub made_on: NaiveDate,
    /// The organisation that it was rolled up through.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, skip_serializing_if = "Option::is_none")
    )]
    pub organisation: Option<Organisation>,
    /// What was decided.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(default))]
    pub decisions: Decisions,
    /// The returns, each as it was sent.
    pub returns: Vec<QuarterReturn>,
}

/// Why a file is not a combined file that can be opened.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotCombined {
    /// It is not JSON of its shape.
    #[error("it cannot be read: {0}")]
    NotReadable(String),
    /// It was made by a newer Daybook.
    #[error(
        "its format version {found} is not one that this Daybook reads (up to {COMBINED_VERSION})"
    )]
    FutureFormat {
        /// The version in the file.
        found: u32,
    },
    /// One of its returns is wrong. None of it is opened: what is left out of a
    /// whole should be noticed.
    #[error("return {number} in it, which begins at line {line}: {why}")]
    Return {
        /// Which return, from 1.
        number: usize,
        /// The line on which it begins.
        line: usize,
        /// What is wrong with it.
        why: ReturnError,
    },
    /// Its organisation is wrong.
    #[error("its organisation: {0}")]
    Organisation(OrganisationError),
}

/// Whether a text says that it is a combined file; wrong ones may say so too.
pub(super) fn is_combined(text: &str) -> bool {
    let Ok(mut outline) = Outline::of_object(text) else {
        return false;
    };
    while let Ok(Some((name, value))) = outline.member() {
        if name == "format" {
            return text.get(value) == Some("\"daybook-combined\"");
        }
    }
    false
}

impl Combined {
    /// A combined file without returns yet.
    #[must_use]
    pub fn new(name: Name, made_on: NaiveDate) -> Self {
        Self {
            format: CombinedFormat::DaybookCombined,
            format_version: COMBINED_VERSION,
            name,
            made_on,
            organisation: None,
            decisions: Decisions::default(),
            returns: Vec::new(),
        }
    }

    /// Reads a combined file and checks each of its returns.
    ///
    /// # Errors
    /// [`NotCombined`], with the return that is wrong if one is.
    pub fn read(text: &str) -> Result<Self, NotCombined> {
        let mut returns = Vec::new();
        let mut this = Self::read_to(text, &mut |mut one, cells| {
            one.measures = cells.iter().map(CellInText::to_cell).collect();
            returns.push(one);
        })?;
        this.returns = returns;
        Ok(this)
    }

    /// The same without its returns: each is handed to `take` as soon as it is
    /// checked, as [`QuarterReturn::read_to`] does.
    ///
    /// # Errors
    /// As [`Combined::read`]; those before the one that is wrong were handed over.
    pub fn read_to(
        text: &str,
        take: &mut dyn FnMut(QuarterReturn, &[CellInText<'_>]),
    ) -> Result<Self, NotCombined> {
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
            returns.add(one, &mut text);
        }
        text.push_str(Self::CLOSING);
        text
    }

    /// The text up to the returns. To write many, write this; then what
    /// [`CombinedReturns`] gives for each file; then [`Combined::CLOSING`].
    #[must_use]
    pub fn opening(&self) -> String {
        let mut fields = vec![
            ("format", self.format.to_json()),
            ("format_version", self.format_version.to_json()),
            ("name", self.name.to_json()),
            ("made_on", self.made_on.to_json()),
        ];
        let organisation = self.organisation.as_ref();
        fields.extend(organisation.map(|it| ("organisation", it.to_json())));
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
/// once, however many files brought it.
#[derive(Debug, Default)]
pub struct CombinedReturns {
    written: Set<(Digest, Digest)>,
}

impl CombinedReturns {
    /// The text of the returns of an opened file that were not written yet, with
    /// what parts them from those before.
    pub fn text_of(&mut self, opened: &Content) -> String {
        let mut text = String::new();
        match opened {
            Content::Return(one) => self.add(one, &mut text),
            Content::Combined(file) => {
                for one in &file.returns {
                    self.add(one, &mut text);
                }
            }
            Content::Decisions(_) | Content::Organisation(_) => {}
        }
        text
    }

    fn add(&mut self, one: &QuarterReturn, text: &mut String) {
        if self.written.insert((one.digest, one.manifest_digest)) {
            let is_first = self.written.len() == 1;
            text.push_str(if is_first { "\n" } else { ",\n" });
            text.push_str(&one.to_json().to_text());
        }
    }
}

type Place = Option<std::ops::Range<usize>>;

/// Where the fields stand in the text.
#[derive(Default)]
struct Pieces {
    format: Place,
    format_version: Place,
    name: Place,
    made_on: Place,
    organisation: Place,
    decisions: Place,
    returns: Place,
}

impl Pieces {
    fn read(
        self,
        text: &str,
        take: &mut dyn FnMut(QuarterReturn, &[CellInText<'_>]),
    ) -> Result<Combined, NotCombined> {
        let unreadable = |wrong: WrongJson| NotCombined::NotReadable(wrong.in_text(text));
        let needed = |place: &Place, name: &str| {
            let missing = || unreadable(WrongJson::new(format!("missing field `{name}`")));
            place.clone().ok_or_else(missing)
        };
        let version = needed(&self.format_version, "format_version")?;
        check_version(piece(&version, text).map_err(unreadable)?)?;
        let format = needed(&self.format, "format")?;
        let format: CombinedFormat = piece(&format, text).map_err(unreadable)?;
        let name: Name = piece(&needed(&self.name, "name")?, text).map_err(unreadable)?;
        let made_on = piece(&needed(&self.made_on, "made_on")?, text).map_err(unreadable)?;
        let organisation = self.organisation.map(|place| {
            let read = Organisation::read(text.get(place).unwrap_or_default());
            read.map_err(|errors| match errors.into_iter().next() {
                Some(error) => NotCombined::Organisation(error),
                None => NotCombined::NotReadable(String::new()),
            })
        });
        let decisions = self.decisions.map(|place| piece(&place, text));
        let this = Combined {
            format,
            format_version: COMBINED_VERSION,
            name,
            made_on,
            organisation: organisation.transpose()?,
            decisions: decisions
                .transpose()
                .map_err(unreadable)?
                .unwrap_or_default(),
            returns: Vec::new(),
        };
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
                QuarterReturn::read_to(one, take)
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

fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}

fn unknown(name: &str, at: usize) -> WrongJson {
    let name: String = name.chars().take(80).collect();
    WrongJson::new(format!("unknown field `{name}`")).at(at)
}

fn check_version(found: u32) -> Result<(), NotCombined> {
    if found == COMBINED_VERSION {
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
