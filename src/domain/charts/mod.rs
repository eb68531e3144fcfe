//! Charts: drawings of figures, of a roll-up or of a team's own quarter, each with its
//! title, its description and the same figures as a table.
//!
//! | part | says |
//! |---|---|
//! | [`markup`](crate::domain::base::markup) | the tree that a drawing is, and how it becomes markup |
//! | [`Value`], [`ShareValue`] | a figure as it is shown: the count, or why there is none |
//! | [`stacked`] | contacts by kind, a column for each quarter or month |
//! | [`trend`] | a count over quarters, with the same quarter of the year before |
//! | [`bars`] | one bar for each age band, team or locality |
//! | [`dots`] | shares, such as the survey measures, with their counts |
//! | [`grid`] | who has sent: teams by quarters |
//! | [`Disclosure`] | the figures that count: exact, or as they are published |
//! | [`of_roll_up`] | all charts, of what is told |
//! | [`of_team`] | those of one team's quarter, of its records |
//!
//! Guarantees that every figure that is drawn stands in the table too, and that
//! colour alone means nothing: there is always a pattern, a shape or a word. How
//! things look is said by classes (`style/charts.css`), light, dark and in print;
//! where they are, by attributes. Refuses to know where figures come from: a count
//! that is hidden comes in as [`Value::Withheld`], and no part of the drawing
//! follows from what it was.

pub mod bars;
pub mod dots;
pub mod grid;
mod legend;
mod lettering;
pub mod of_roll_up;
pub mod of_team;
mod scale;
pub mod stacked;
#[cfg(test)]
mod tests;
pub mod trend;

pub use crate::domain::disclosure::disclosed::Disclosure;
pub use crate::domain::disclosure::value::{ShareValue, Value};

use crate::domain::base::markup::{Element, el};
use crate::domain::record::session::Kind;

/// Lengths in a drawing. One is a pixel where the drawing has its own size, and a
/// 680th of the line on a page of A4.
type Units = i64;

/// What a drawing is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A tablet or a sheet of A4: 680 units wide.
    Wide,
    /// A phone: 328 units wide, what is left of 360 pixels between the margins.
    Narrow,
}

impl Format {
    const fn width(self) -> Units {
        match self {
            Self::Wide => 680,
            Self::Narrow => 328,
        }
    }
}

/// A chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What tells it apart on a page: the ids within its drawing begin with it.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// What is to be seen in it, in a few sentences.
    pub description: String,
    /// The drawing, an `svg` that carries title and description.
    pub drawing: Element,
    /// The same figures.
    pub table: Table,
}

/// Figures as rows. The first of each row is what the row is about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// The heads of its columns.
    pub head: Vec<String>,
    /// Its rows, each as long as the head.
    pub rows: Vec<Vec<String>>,
}

/// What a chart is called, and what it is drawn for.
#[derive(Debug, Clone, Copy)]
pub struct Naming<'a> {
    /// What tells it apart on a page, of letters and hyphens.
    pub id: &'a str,
    /// What it shows.
    pub title: &'a str,
    /// How much room it has.
    pub format: Format,
}

impl<'a> Naming<'a> {
    /// Of a wide drawing.
    #[must_use]
    pub const fn new(id: &'a str, title: &'a str) -> Self {
        Self {
            id,
            title,
            format: Format::Wide,
        }
    }

    /// Of the same in another format, under an id of its own.
    #[must_use]
    pub const fn in_format(self, id: &'a str, format: Format) -> Self {
        Self { id, format, ..self }
    }
}

impl Naming<'_> {
    /// How wide the drawing is.
    const fn width(self) -> Units {
        self.format.width()
    }

    /// The chart: a drawing of this height.
    fn chart(self, description: String, height: Units, drawn: Vec<Element>, table: Table) -> Chart {
        let (title, desc) = (self.part("title"), self.part("desc"));
        let width = self.width();
        let drawing = el("svg")
            .class("app-chart")
            .attr("viewBox", format!("0 0 {width} {height}"))
            .at([("width", width), ("height", height)])
            // Where it is given less room than it asks for, it stands at the left.
            .attr("preserveAspectRatio", "xMinYMin meet")
            .attr("role", "img")
            .attr("aria-labelledby", format!("{title} {desc}"))
            .with(el("title").attr("id", title).with(self.title))
            .with(el("desc").attr("id", desc).with(description.as_str()))
            .with_all(drawn);
        Chart {
            id: self.id.to_owned(),
            title: self.title.to_owned(),
            description,
            drawing,
            table,
        }
    }

    /// The id of a part of the drawing.
    fn part(self, name: &str) -> String {
        [self.id, "-", name].concat()
    }
}

/// How an area is filled: a tint and a pattern of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// That of a kind of session, the same as everywhere.
    Kind(Kind),
    /// That of a single series.
    Plain,
    /// That of what is hidden.
    Withheld,
}

impl Look {
    const ALL: [Self; 7] = [
        Self::Kind(Kind::ChildrensCentreGroup),
        Self::Kind(Kind::YouthClub),
        Self::Kind(Kind::SchoolGroupWork),
        Self::Kind(Kind::CoWorkedCase),
        Self::Kind(Kind::TargetedPrevention),
        Self::Plain,
        Self::Withheld,
    ];

    const fn code(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.code(),
            Self::Plain => "plain",
            Self::Withheld => "withheld",
        }
    }

    /// What is drawn on its tint, in a field of 10 by 10 that repeats; nothing on
    /// those that are plain.
    const fn pattern(self) -> Option<&'static str> {
        match self {
            Self::Plain | Self::Kind(Kind::ChildrensCentreGroup) => None,
            // Dots.
            Self::Kind(Kind::YouthClub) => Some("M2 3h2v2h-2zM7 8h2v2h-2z"),
            // Rising lines.
            Self::Kind(Kind::SchoolGroupWork) => Some("M-2 12L12 -2M-2 2L2 -2M8 12L12 8"),
            // Level lines.
            Self::Kind(Kind::CoWorkedCase) => Some("M0 2.5H10M0 7.5H10"),
            // A lattice.
            Self::Kind(Kind::TargetedPrevention) => Some("M0 0L10 10M0 10L10 0"),
            // Falling lines.
            Self::Withheld => Some("M-2 -2L12 12M8 -2L12 2M-2 8L2 12"),
        }
    }
}

/// The patterns of areas, to stand in a drawing before what is filled with them.
fn patterns(naming: Naming<'_>, looks: &[Look]) -> Element {
    let drawn = looks.iter().filter_map(|look| {
        let path = look.pattern()?;
        let pattern = el("pattern")
            .attr("id", naming.part(look.code()))
            .attr("patternUnits", "userSpaceOnUse")
            .at([("width", 10), ("height", 10)])
            .class(format!(
                "app-chart__pattern app-chart__pattern--{}",
                look.code()
            ))
            .with(el("path").attr("d", path));
        Some(pattern)
    });
    el("defs").with_all(drawn)
}

/// Where an area lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Area {
    x: Units,
    y: Units,
    width: Units,
    height: Units,
}

impl Area {
    fn rectangle(self) -> Element {
        el("rect").at([
            ("x", self.x),
            ("y", self.y),
            ("width", self.width),
            ("height", self.height),
        ])
    }

    const fn middle(self) -> (Units, Units) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }

    /// The area, filled: its tint, and over it the pattern.
    fn filled(self, naming: Naming<'_>, look: Look) -> Vec<Element> {
        let code = look.code();
        let classes = format!("app-chart__area app-chart__area--{code}");
        let mut drawn = vec![self.rectangle().class(classes)];
        if look.pattern().is_some() {
            let fill = format!("url(#{})", naming.part(code));
            drawn.push(self.rectangle().attr("fill", fill).class("app-chart__over"));
        }
        drawn
    }
}

/// A line between two points.
fn line(class: &str, (x1, y1): (Units, Units), (x2, y2): (Units, Units)) -> Element {
    el("line")
        .at([("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2)])
        .class(class)
}

/// A number of things as a number of units.
fn units(count: usize) -> Units {
    Units::try_from(count).unwrap_or(Units::MAX)
}

/// A list in a sentence: `one`, `one and two`, `one, two and three`.
pub(crate) fn listed(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => [&first.join(", "), " and ", last].concat(),
    }
}
