//! A quarter's totals written out as measures: plain cells of a measure, a
//! breakdown and a figure.
//!
//! Guarantees that measures of lead-professional casework can join later
//! without a new format: a reader adds up cells it has never heard of by the
//! kind of figure they carry.

use crate::domain::base::json::{AsJson, Json, ObjectWriter, WrongJson, serde_by_json};
use crate::domain::base::sorted::{Map, map_of};
use crate::domain::record::attendance::AgeBand;
use crate::domain::record::session::Kind;
use crate::domain::record::survey::{Answer, Question, SurveyVersion, Way};
use crate::domain::totals::{QuarterTotals, SessionTally, SurveyTotals};

/// The largest count a return may carry: far above any city, and small enough
/// that sums of millions of returns stay exact.
pub const LARGEST_COUNT: u64 = 1_000_000_000_000;

/// One figure of one measure, perhaps for a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
pub struct Cell {
    /// The code of the measure, such as `direct-contacts`.
    pub measure: String,
    /// The part it is for, as dimension and category; empty for the whole.
    #[cfg_attr(
        not(target_arch = "wasm32"),
        schemars(
            default,
            skip_serializing_if = "Map::is_empty",
            with = "std::collections::BTreeMap<String, String>"
        )
    )]
    pub breakdown: Map<String, String>,
    /// The figure.
    #[cfg_attr(not(target_arch = "wasm32"), schemars(flatten))]
    pub figure: Figure,
}

/// What kind of figure a measure has, which decides how it adds up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(
    not(target_arch = "wasm32"),
    schemars(tag = "type", rename_all = "kebab-case")
)]
pub enum Figure {
    /// Counted over the period; adds up over periods and over teams.
    Period {
        /// The count.
        #[cfg_attr(not(target_arch = "wasm32"), schemars(range(max = LARGEST_COUNT)))]
        count: u64,
    },
    /// Counted at the period's end; adds up over teams, never over periods.
    Stock {
        /// The count.
        #[cfg_attr(not(target_arch = "wasm32"), schemars(range(max = LARGEST_COUNT)))]
        count: u64,
    },
    /// A share; both parts add up, the percentage never does.
    Ratio {
        /// The numerator.
        #[cfg_attr(not(target_arch = "wasm32"), schemars(range(max = LARGEST_COUNT)))]
        part: u64,
        /// The denominator.
        #[cfg_attr(not(target_arch = "wasm32"), schemars(range(max = LARGEST_COUNT)))]
        whole: u64,
    },
}

/// One flat object.
impl AsJson for Cell {
    fn to_json(&self) -> Json<'_> {
        let mut fields = ObjectWriter::default();
        fields.needed("measure", &self.measure);
        fields.usual("breakdown", &self.breakdown);
        match &self.figure {
            Figure::Period { count } => {
                fields.json("type", Json::Text("period".into()));
                fields.needed("count", count);
            }
            Figure::Stock { count } => {
                fields.json("type", Json::Text("stock".into()));
                fields.needed("count", count);
            }
            Figure::Ratio { part, whole } => {
                fields.json("type", Json::Text("ratio".into()));
                fields.needed("part", part);
                fields.needed("whole", whole);
            }
        }
        fields.done()
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        CellInText::read(json).map(|cell| cell.to_cell())
    }
}

serde_by_json!(Cell);

/// A cell whose texts belong to somebody else: those of a file that is being read.
/// To roll up thousands of returns, none of them needs a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellInText<'a> {
    /// The code of the measure.
    pub measure: &'a str,
    /// The part it is for, as dimension and category; empty for the whole.
    pub breakdown: Map<&'a str, &'a str>,
    /// The figure.
    pub figure: Figure,
}

impl<'a> CellInText<'a> {
    /// As it is read.
    ///
    /// # Errors
    /// [`WrongJson`] when the value is not a cell.
    pub fn read(json: &'a Json<'_>) -> Result<Self, WrongJson> {
        let fields = json.fields()?;
        let count = |name| fields.needed::<u64>(name);
        let kind = fields.text("type")?;
        Ok(Self {
            measure: fields.text("measure")?,
            breakdown: fields.part("breakdown", Json::texts)?.unwrap_or_default(),
            figure: match kind {
                "period" => Figure::Period {
                    count: count("count")?,
                },
                "stock" => Figure::Stock {
                    count: count("count")?,
                },
                "ratio" => Figure::Ratio {
                    part: count("part")?,
                    whole: count("whole")?,
                },
                _ => {
                    let why = "a figure is a period, a stock or a ratio";
                    return Err(WrongJson::because(why));
                }
            },
        })
    }

    /// With texts of its own.
    #[must_use]
    pub fn to_cell(&self) -> Cell {
        let breakdown = self.breakdown.iter();
        let own = |(dimension, category): (&&str, &&str)| {
            ((*dimension).to_owned(), (*category).to_owned())
        };
        Cell {
            measure: self.measure.to_owned(),
            breakdown: map_of(breakdown.map(own)),
            figure: self.figure,
        }
    }
}

impl<'a> From<&'a Cell> for CellInText<'a> {
    fn from(cell: &'a Cell) -> Self {
        let breakdown = cell.breakdown.iter();
        Self {
            measure: &cell.measure,
            breakdown: map_of(breakdown.map(|(name, part)| (name.as_str(), part.as_str()))),
            figure: cell.figure,
        }
    }
}

/// Whether two of these cells are about the same.
#[must_use]
pub fn any_twice(cells: &[CellInText<'_>]) -> bool {
    let about = |at: &usize| cells.get(*at).map(|cell| (cell.measure, &cell.breakdown));
    // Marks are compared in the place of texts, and texts only where marks agree.
    let mut marked: Vec<(u64, usize)> = Vec::with_capacity(cells.len());
    for (at, cell) in cells.iter().enumerate() {
        let parts = cell.breakdown.iter().map(|(name, part)| (*name, *part));
        marked.push((mark(cell.measure, parts), at));
    }
    marked.sort_unstable();
    let same_mark = marked.chunk_by(|one, other| one.0 == other.0);
    same_mark.filter(|same| same.len() > 1).any(|same| {
        let mut same: Vec<_> = same.iter().map(|(_, at)| about(at)).collect();
        same.sort_unstable();
        same.windows(2).any(|pair| pair.first() == pair.last())
    })
}

/// A number that is the same for what is about the same, and hardly ever otherwise.
#[must_use]
pub fn mark<'a>(measure: &str, parts: impl Iterator<Item = (&'a str, &'a str)>) -> u64 {
    let mut mark = mixed(0, measure);
    for (dimension, category) in parts {
        mark = mixed(mixed(mark, dimension), category);
    }
    mark
}

/// Eight bytes at a time, as in `FxHash`, with each text's length.
fn mixed(mark: u64, text: &str) -> u64 {
    const ODD: u64 = 0x517c_c1b7_2722_0a95;
    let mix = |mark: u64, word: u64| (mark.rotate_left(5) ^ word).wrapping_mul(ODD);
    let mut mark = mix(mark, text.len() as u64);
    for bytes in text.as_bytes().chunks(8) {
        let mut word = [0; 8];
        for (to, from) in word.iter_mut().zip(bytes) {
            *to = *from;
        }
        mark = mix(mark, u64::from_le_bytes(word));
    }
    mark
}

impl Figure {
    /// Its count; of a share, the part.
    #[must_use]
    pub const fn count(self) -> u64 {
        match self {
            Self::Period { count } | Self::Stock { count } => count,
            Self::Ratio { part, .. } => part,
        }
    }

    /// Whether its counts are in bounds and a share's part within its whole.
    #[must_use]
    pub const fn is_sound(self) -> bool {
        match self {
            Self::Period { count } | Self::Stock { count } => count <= LARGEST_COUNT,
            Self::Ratio { part, whole } => part <= whole && whole <= LARGEST_COUNT,
        }
    }
}

/// The cells of a quarter's totals, in a fixed order.
///
/// Zeroes of fixed breakdowns (kind, age band) are written, so that nothing
/// done is told apart from nothing said; places, months and days without a
/// session are not.
#[must_use]
pub fn cells(totals: &QuarterTotals) -> Vec<Cell> {
    let mut cells = Vec::new();
    for kind in Kind::ALL {
        let tally = totals.contacts.of_kind(kind);
        tally_cells(&mut cells, tally, &[("kind", kind.code())]);
    }
    for (kind, place, tally) in totals.contacts.places() {
        let part = [("kind", kind.code()), ("place", place.as_str())];
        tally_cells(&mut cells, tally, &part);
    }
    for (kind, month, tally) in totals.contacts.months() {
        // One co-worked contact in one month would point at a family: months
        // are given for the kinds with a place only.
        if kind.place_kind().is_some() {
            let part = [("kind", kind.code()), ("month", &month.code())];
            tally_cells(&mut cells, tally, &part);
        }
    }
    for (date, place, sessions) in totals.contacts.days() {
        let part = [("date", &*date.to_string()), ("place", place.as_str())];
        cells.push(period("sessions", &part, sessions));
    }
    survey_cells(&mut cells, totals);
    cells
}

/// The figures alone of a return that this tablet wrote, from its file's text.
/// Whether a file is whole is for
/// [`QuarterReturn::read`](crate::domain::submission::quarter_return::QuarterReturn::read) to say.
///
/// # Errors
/// Those of the reader.
pub fn of_return(text: &str) -> Result<Vec<Cell>, WrongJson> {
    Json::read(text)?.fields()?.needed("measures")
}

/// One figure that two returns of the same team and quarter say differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What the figure is about, in words.
    pub words: String,
    /// What the older return said.
    pub before: u64,
    /// What the newer figures say.
    pub after: u64,
}

/// The figures that differ, in the order of the newer ones and after them those
/// that only the older return has; a figure that one of them does not have is
/// zero there. Shares are left out, since both their parts stand among the
/// counts; so are sessions by day, which those by month and place add up.
#[must_use]
pub fn differences(
    before: &[Cell],
    after: &[Cell],
    place: impl Fn(&str) -> String,
) -> Vec<Difference> {
    let mut older = map_of(before.iter().filter_map(told));
    let mut differences = Vec::new();
    let mut tell = |cell: &Cell, before: u64, after: u64| {
        if before != after {
            differences.push(Difference {
                words: words(cell, &place),
                before,
                after,
            });
        }
    };
    for (key, cell) in after.iter().filter_map(told) {
        let before = older.remove(&key).map_or(0, |cell| cell.figure.count());
        tell(cell, before, cell.figure.count());
    }
    for cell in older.values() {
        tell(cell, cell.figure.count(), 0);
    }
    differences
}

/// What a figure is about: its measure and its parts.
type About<'a> = (&'a str, &'a Map<String, String>);

/// A figure that differences are told of, by what it is about.
fn told(cell: &Cell) -> Option<(About<'_>, &Cell)> {
    let told = match cell.figure {
        Figure::Period { .. } | Figure::Stock { .. } => !cell.breakdown.contains_key("date"),
        Figure::Ratio { .. } => false,
    };
    told.then_some(((&*cell.measure, &cell.breakdown), cell))
}

/// What a cell is about: its measure, then each part it is for. A code that
/// this Daybook has no words for stands as it is.
fn words(cell: &Cell, place: &impl Fn(&str) -> String) -> String {
    let mut words = match cell.measure.as_str() {
        "sessions" => "Sessions",
        "direct-contacts" => "Direct contacts",
        "new-families" => "New families",
        "surveys-asked" => "Families asked",
        "surveys-received" => "Surveys received",
        "surveys-declined" => "Surveys declined",
        "surveys-incomplete" => "Surveys left midway",
        "surveys-flagged" => "Surveys flagged",
        "surveys-removed" => "Surveys removed",
        "survey-answers" => "Answers",
        "survey-answers-flagged" => "Answers in flagged surveys",
        other => other,
    }
    .to_owned();
    for (dimension, code) in &cell.breakdown {
        let label = match dimension.as_str() {
            "kind" => named(&Kind::ALL, code, Kind::code, Kind::label),
            "age-band" => named(&AgeBand::ALL, code, AgeBand::code, AgeBand::label),
            "place" => Some(place(code)),
            "question" => named(&Question::ALL, code, Question::code, Question::measure),
            "way" => named(&Way::ALL, code, Way::code, Way::label),
            _ => None,
        };
        words.push_str(", ");
        words.push_str(label.as_deref().unwrap_or(code));
    }
    words
}

fn named<Value: Copy>(
    all: &[Value],
    wanted: &str,
    code: fn(Value) -> &'static str,
    label: fn(Value) -> &'static str,
) -> Option<String> {
    let found = all.iter().find(|value| code(**value) == wanted);
    found.map(|value| label(*value).to_owned())
}

fn tally_cells(cells: &mut Vec<Cell>, tally: &SessionTally, part: &[(&str, &str)]) {
    cells.push(period("sessions", part, tally.sessions));
    for band in AgeBand::ALL {
        let part = [part, &[("age-band", band.code())]].concat();
        cells.push(period("direct-contacts", &part, tally.in_band(band)));
    }
    cells.push(period("new-families", part, tally.new_families));
}

fn survey_cells(cells: &mut Vec<Cell>, totals: &QuarterTotals) {
    let surveys = &totals.surveys;
    for (measure, count) in [
        ("surveys-asked", surveys.asked()),
        ("surveys-received", surveys.received),
        ("surveys-declined", surveys.declined),
        ("surveys-incomplete", surveys.incomplete),
        ("surveys-flagged", surveys.flagged),
        ("surveys-removed", surveys.removed),
    ] {
        cells.push(period(measure, &[], count));
    }
    for question in SurveyVersion::Standard.questions() {
        let share = surveys.answers_to(*question).yes_of_received();
        cells.push(Cell {
            measure: format!("survey-{}", question.code()),
            breakdown: Map::new(),
            figure: Figure::Ratio {
                part: share.part,
                whole: share.whole,
            },
        });
    }
    for (version, way, question, tally) in surveys.answers() {
        for answer in Answer::ALL {
            let part = [
                ("survey-version", version.code()),
                ("way", way.code()),
                ("question", question.code()),
                ("answer", answer.code()),
            ];
            cells.push(period("survey-answers", &part, tally.of(answer)));
        }
    }
    flagged_cells(cells, surveys);
    for (who, count) in surveys.by_who() {
        let who = who.map_or("not-said", crate::domain::record::survey::AnsweredBy::code);
        cells.push(period("surveys-received", &[("answered-by", who)], count));
    }
    for (language, count) in surveys.by_language() {
        let part = [("language", language.tag())];
        cells.push(period("surveys-received", &part, count));
    }
}

/// The answers of flagged surveys, so that every measure can be given without them.
fn flagged_cells(cells: &mut Vec<Cell>, surveys: &SurveyTotals) {
    for version in SurveyVersion::ALL {
        for question in version.questions() {
            let tally = surveys.flagged_answers_to(*question);
            for answer in Answer::ALL {
                let count = tally.of(answer);
                let part = [
                    ("survey-version", version.code()),
                    ("question", question.code()),
                    ("answer", answer.code()),
                ];
                if count > 0 {
                    cells.push(period("survey-answers-flagged", &part, count));
                }
            }
        }
    }
}

fn period(measure: &str, part: &[(&str, &str)], count: u64) -> Cell {
    let breakdown = part
        .iter()
        .map(|(dimension, category)| ((*dimension).to_owned(), (*category).to_owned()))
        .collect();
    Cell {
        measure: measure.to_owned(),
        breakdown,
        figure: Figure::Period { count },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contacts(place: &str, count: u64) -> Cell {
        period("direct-contacts", &[("place", place)], count)
    }

    fn check(before: &[Cell], after: &[Cell], expected: &[(&str, u64, u64)]) {
        let told = differences(before, after, str::to_uppercase);
        let told: Vec<_> = told
            .iter()
            .map(|one| (one.words.as_str(), one.before, one.after))
            .collect();
        assert_eq!(told, expected);
    }

    #[test]
    fn what_changed_stands_in_the_order_of_the_newer_figures_and_what_is_gone_after_it() {
        check(
            &[contacts("a", 1), contacts("b", 2), contacts("c", 3)],
            &[contacts("d", 4), contacts("c", 5), contacts("a", 1)],
            &[
                ("Direct contacts, D", 0, 4),
                ("Direct contacts, C", 3, 5),
                ("Direct contacts, B", 2, 0),
            ],
        );
    }

    #[test]
    fn figures_of_one_measure_are_told_apart_by_their_parts() {
        let whole = |count| period("sessions", &[], count);
        let group = |count| period("sessions", &[("kind", "home-visit")], count);
        check(
            &[whole(3), group(1)],
            &[group(1), whole(4)],
            &[("Sessions", 3, 4)],
        );
    }

    #[test]
    fn a_measure_is_called_the_same_wherever_it_stands() {
        use crate::domain::roll_up::measure::MEASURES;
        let mut told = 0;
        for measure in MEASURES {
            let words = words(&period(measure.code, &[], 1), &str::to_uppercase);
            // Codes that it has no words for stand as they are.
            if words != measure.code {
                assert_eq!(words, measure.label);
                told += 1;
            }
        }
        assert_eq!(told, 9);
    }

    fn check_twice(cells: &[Cell], expected: bool) {
        let cells: Vec<CellInText<'_>> = cells.iter().map(CellInText::from).collect();
        assert_eq!(any_twice(&cells), expected, "{cells:?}");
    }

    #[test]
    fn a_figure_that_stands_twice_is_found_wherever_it_stands() {
        let part = |place| period("sessions", &[("kind", "youth-club"), ("place", place)], 1);
        check_twice(&[], false);
        check_twice(&[part("a"), part("b"), part("c")], false);
        check_twice(&[part("a"), part("b"), part("a")], true);
        check_twice(&[period("sessions", &[], 1), part("a")], false);
        // What is counted differently is about the same all the same.
        check_twice(
            &[period("sessions", &[], 1), period("sessions", &[], 2)],
            true,
        );
    }

    #[test]
    fn texts_that_are_cut_at_other_places_are_not_the_same() {
        check_twice(
            &[
                period("sessions", &[("place", "north-east-library")], 1),
                period("sessions", &[("placenorth-e", "ast-library")], 1),
                period("sessionsplace", &[("north", "-east-library")], 1),
            ],
            false,
        );
    }

    #[test]
    fn shares_and_single_days_are_not_told() {
        let share = |part| Cell {
            measure: "survey-listened".to_owned(),
            breakdown: Map::new(),
            figure: Figure::Ratio { part, whole: 9 },
        };
        let day = |count| period("sessions", &[("date", "2026-11-23")], count);
        check(&[share(1), day(1)], &[share(2), day(2)], &[]);
    }
}
