//! The document of what was published: every figure of the table, by which rule, and
//! the words to print beside it.
//!
//! A file of its own (`daybook-published`, version 2, `docs/publishing.md`), for
//! other programs and for the next edition: what this one hides stays hidden then.
//! Guarantees that it holds nothing but what is published, and that the app and the
//! command line write the same bytes of the same figures.

use chrono::NaiveDate;
use thiserror::Error;

use super::cells::Earlier;
use super::publication::{HIDDEN, NOT_APPLICABLE, NOT_COLLECTED};
use super::{
    About, Detail, Edition, Finer, Line, LineValue, Publication, PublishedValue, Rounding, Rule,
    Threshold,
};
use crate::domain::base::calendar::Quarter;
use crate::domain::base::coded::coded;
use crate::domain::base::digest::Digest;
use crate::domain::base::json::{AsJson, Json, WrongJson, object, serde_by_json};
use crate::domain::roll_up::{Breakdown, Level, RollUp, Structure, Sums, WhoHasSent};
use crate::domain::submission::send::Sample;

/// The newest version of the document that is written and read here.
pub const PUBLISHED_VERSION: u32 = 2;

/// The mark of a published document.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub enum PublishedFormat {
    /// The only format there is.
    #[default]
    #[cfg_attr(not(target_arch = "wasm32"), schemars(rename = "daybook-published"))]
    DaybookPublished,
}

coded!(PublishedFormat {
    DaybookPublished = "daybook-published",
});

/// A document of published figures.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(
    not(target_arch = "wasm32"),
    schemars(
        deny_unknown_fields,
        title = "Daybook published document",
        description = "Figures as they are published: small counts are hidden, and whatever would give them away."
    )
)]
pub struct PublishedDocument {
    /// Always `daybook-published`.
    pub format: PublishedFormat,
    /// The version of the format, 2. In version 1 what is not collected, and what does
    /// not apply, is null.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(range(min = 1, max = PUBLISHED_VERSION)))]
    pub format_version: u32,
    /// Whether the figures are of example data.
    pub example: bool,
    /// The day on which lateness was judged.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "NaiveDate"))]
    pub today: NaiveDate,
    /// The largest count that is hidden.
    pub threshold: Threshold,
    /// To what multiples the numbers that are shown are rounded.
    pub rounded_to: Rounding,
    /// The detail that is left out; absent where none is.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(default, skip_serializing_if = "Vec::is_empty")
    )]
    pub left_out: Vec<Finer>,
    /// The words to print beside the figures.
    pub notes: Vec<String>,
    /// The figures, in the order of the table.
    pub figures: Vec<PublishedFigure>,
}

object!(strict PublishedDocument {
    format: needed,
    format_version: needed,
    example: needed,
    today: needed,
    threshold: needed,
    rounded_to: needed,
    left_out: usual,
    notes: needed,
    figures: needed,
});

/// A figure as it is published: a line of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(deny_unknown_fields))]
pub struct PublishedFigure {
    /// The code of the quarter, or of the year up to one: `2016-17 Q3`, or
    /// `2016-17 to Q3`.
    pub period: String,
    /// The level of the unit.
    pub level: Level,
    /// The code of the unit, after that of its city where there are several.
    pub unit: String,
    /// The code of the measure.
    pub measure: String,
    /// The part, as `dimension=category`, several with semicolons; empty for the
    /// whole.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(with = "String"))]
    pub breakdown: Breakdown,
    /// The count or numerator.
    pub count: PublishedCount,
    /// The denominator of a share.
    pub denominator: PublishedCount,
    /// Whether it is complete, and whether it is example data.
    pub status: String,
}

object!(strict PublishedFigure {
    period: needed,
    level: needed,
    unit: needed,
    measure: needed,
    breakdown: needed,
    count: needed,
    denominator: needed,
    status: needed,
});

/// A count as it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishedCount {
    /// So many, perhaps rounded.
    Shown(u64),
    /// It is hidden: `c`.
    Hidden,
    /// It is not collected: `x`.
    NotCollected,
    /// There is none: `z`.
    NotApplicable,
}

impl AsJson for PublishedCount {
    fn to_json(&self) -> Json<'_> {
        match self {
            Self::Shown(count) => Json::Number(count.to_string().into()),
            Self::Hidden => Json::Text(HIDDEN.into()),
            Self::NotCollected => Json::Text(NOT_COLLECTED.into()),
            Self::NotApplicable => Json::Text(NOT_APPLICABLE.into()),
        }
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        match json.as_text() {
            Some(HIDDEN) => Ok(Self::Hidden),
            Some(NOT_COLLECTED) => Ok(Self::NotCollected),
            Some(NOT_APPLICABLE) => Ok(Self::NotApplicable),
            // Version 1 had no marks for these.
            None if *json == Json::Null => Ok(Self::NotApplicable),
            Some(_) | None => u64::from_json(json).map(Self::Shown),
        }
    }
}

serde_by_json!(PublishedCount);

#[cfg(not(target_arch = "wasm32"))]
impl schemars::JsonSchema for PublishedCount {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PublishedCount".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "A count; `c` where it is hidden, `x` where it is not collected, `z` where there is none; in version 1 null for both of these.",
            "anyOf": [
                { "type": "integer", "minimum": 0 },
                { "enum": [HIDDEN, NOT_COLLECTED, NOT_APPLICABLE] },
                { "type": "null" }
            ]
        })
    }
}

/// Why a file is not a document that was published before.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotPublished {
    /// It is something else.
    #[error("it is no document that Daybook wrote to be published (its JSON, not its CSV)")]
    SomethingElse,
    /// It was made by a newer Daybook.
    #[error(
        "its format version {found} is not one that this Daybook reads (up to {PUBLISHED_VERSION})"
    )]
    FutureFormat {
        /// The version in the file.
        found: u32,
    },
    /// It says that it is one, and is not.
    #[error("it cannot be read: {0}")]
    NotReadable(String),
}

impl From<LineValue> for PublishedCount {
    fn from(value: LineValue) -> Self {
        match value {
            LineValue::Value(PublishedValue::Shown(count)) => Self::Shown(count),
            LineValue::Value(PublishedValue::Hidden(_)) => Self::Hidden,
            LineValue::NotCollected => Self::NotCollected,
            LineValue::NotApplicable => Self::NotApplicable,
        }
    }
}

impl From<Line> for PublishedFigure {
    fn from(line: Line) -> Self {
        let About {
            period,
            level,
            unit,
            measure,
            breakdown,
        } = line.about;
        Self {
            period,
            level,
            unit,
            measure,
            breakdown,
            count: line.count.into(),
            denominator: line.denominator.into(),
            status: line.status,
        }
    }
}

impl PublishedDocument {
    /// The document of a publication; of one quarter, and the year up to it, where
    /// one is wanted.
    #[must_use]
    pub fn of(
        publication: &Publication,
        all: (&RollUp<'_>, &Sums, &WhoHasSent),
        structure: &Structure<'_>,
        (wanted, today): (Option<Quarter>, NaiveDate),
    ) -> Self {
        let mut figures = Vec::new();
        publication.lines(all, structure, wanted, |line| figures.push(line.into()));
        let Rule {
            threshold,
            rounding,
            detail,
        } = publication.rule();
        Self {
            format: PublishedFormat::DaybookPublished,
            format_version: PUBLISHED_VERSION,
            example: all.0.sample == Sample::Example,
            today,
            threshold,
            rounded_to: rounding,
            left_out: detail.left_out().collect(),
            notes: publication.words(),
            figures,
        }
    }

    /// The file's text: a field, and below them a figure, on each line.
    #[must_use]
    pub fn to_text(&self) -> String {
        let fields = [
            ("format", self.format.to_json()),
            ("format_version", self.format_version.to_json()),
            ("example", self.example.to_json()),
            ("today", self.today.to_json()),
            ("threshold", self.threshold.to_json()),
            ("rounded_to", self.rounded_to.to_json()),
            ("notes", self.notes.to_json()),
        ];
        let left_out = (!self.left_out.is_empty()).then(|| ("left_out", self.left_out.to_json()));
        let mut text = String::from("{\n");
        for (name, value) in fields.into_iter().chain(left_out) {
            text.push_str(&["\"", name, "\": ", &value.to_text(), ",\n"].concat());
        }
        text.push_str("\"figures\": [");
        let mut before = "\n";
        for figure in &self.figures {
            text.push_str(before);
            text.push_str(&figure.to_json().to_text());
            before = ",\n";
        }
        text.push_str("\n]\n}\n");
        text
    }

    /// Reads a document.
    ///
    /// # Errors
    /// [`NotPublished`].
    pub fn read(text: &str) -> Result<Self, NotPublished> {
        let text = text.trim_start_matches('\u{feff}');
        let unreadable = |wrong: WrongJson| NotPublished::NotReadable(wrong.in_text(text));
        let json = Json::read(text).map_err(|_| NotPublished::SomethingElse)?;
        let format = json.get("format").and_then(Json::as_text);
        if format != Some(PublishedFormat::DaybookPublished.code()) {
            return Err(NotPublished::SomethingElse);
        }
        // A newer version may have other fields: then that is what is wrong.
        let version = json.fields().and_then(|it| it.needed("format_version"));
        match version.map_err(unreadable)? {
            1..=PUBLISHED_VERSION => Self::from_json(&json).map_err(unreadable),
            found => Err(NotPublished::FutureFormat { found }),
        }
    }

    /// The digest of its figures: two documents of the same figures are one edition,
    /// whenever and by whatever words they were made.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Digest::of_content(&self.figures.to_json())
    }

    /// The rule that it was made by.
    #[must_use]
    pub fn rule(&self) -> Rule {
        Rule {
            threshold: self.threshold,
            rounding: self.rounded_to,
            detail: Detail::without(self.left_out.iter().copied()),
        }
    }

    /// Takes its figures in as those of an earlier edition.
    pub fn take_into(self, earlier: &mut Edition) {
        let rounding = self.rounded_to;
        let said = |count: PublishedCount| match (count, rounding) {
            (PublishedCount::Hidden, _) => Earlier::Hidden,
            (PublishedCount::Shown(count), Rounding::Exact) => Earlier::Shown(count),
            // What was rounded is not known exactly.
            (PublishedCount::Shown(_), Rounding::ToFive)
            | (PublishedCount::NotCollected | PublishedCount::NotApplicable, _) => Earlier::Nothing,
        };
        for figure in self.figures {
            let (count, denominator) = (said(figure.count), said(figure.denominator));
            let about = About {
                period: figure.period,
                level: figure.level,
                unit: figure.unit,
                measure: figure.measure,
                breakdown: figure.breakdown,
            };
            earlier.take_in(about, count, denominator);
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    fn figure(count: PublishedCount, denominator: PublishedCount) -> PublishedFigure {
        PublishedFigure {
            period: "2016-17 to Q3".to_owned(),
            level: Level::Locality,
            unit: "=north \"1\"".to_owned(),
            measure: "survey-respect".to_owned(),
            breakdown: Breakdown::whole(),
            count,
            denominator,
            status: "complete".to_owned(),
        }
    }

    fn document() -> PublishedDocument {
        PublishedDocument {
            format: PublishedFormat::DaybookPublished,
            format_version: PUBLISHED_VERSION,
            example: true,
            today: NaiveDate::from_ymd_opt(2026, 11, 27).unwrap(),
            threshold: Threshold::USUAL,
            rounded_to: Rounding::Exact,
            left_out: Vec::new(),
            notes: vec!["c means confidential".to_owned()],
            figures: vec![
                figure(PublishedCount::Hidden, PublishedCount::Shown(98)),
                figure(PublishedCount::NotCollected, PublishedCount::NotApplicable),
            ],
        }
    }

    #[test]
    fn what_is_written_is_read_as_it_was() {
        let mut document = document();
        assert_eq!(
            PublishedDocument::read(&document.to_text()),
            Ok(document.clone())
        );
        document.rounded_to = Rounding::ToFive;
        document.left_out = vec![Finer::Teams, Finer::Quarters];
        document.figures.clear();
        assert_eq!(
            PublishedDocument::read(&document.to_text()),
            Ok(document.clone())
        );
        // However it is laid out.
        let compact = document.to_json().to_text();
        assert_eq!(PublishedDocument::read(&compact), Ok(document));
    }

    fn check_refused(from: &str, to: &str, why: &str) {
        let text = document().to_text();
        assert!(text.contains(from), "{text}");
        let wrong = PublishedDocument::read(&text.replacen(from, to, 1));
        let wrong = wrong.unwrap_err().to_string();
        assert!(wrong.contains(why), "{wrong}");
    }

    #[test]
    fn what_is_no_such_document_is_refused_in_words() {
        check_refused("{", "", "no document");
        check_refused("daybook-published", "daybook-roll-up", "no document");
        check_refused("_version\": 2", "_version\": 3", "format version 3");
        check_refused(
            "threshold\": 5",
            "threshold\": 21",
            "from 1 to 20 at line 6",
        );
        check_refused("rounded_to\": 1", "rounded_to\": 10", "rounded to 1 or 5");
        check_refused("\"c\"", "\"y\"", "at line 10");
        check_refused("\"c\"", "-3", "at line 10");
        check_refused("\"locality\"", "\"ward\"", "expected one of");
        check_refused("\"unit\"", "\"ward\"", "unknown field");
        check_refused("\"today\"", "\"today\": 1,\n\"today\"", "duplicate field");
    }
}
