//! What the signs of a drawing mean.

use super::lettering::{Anchor, LABEL, LINE, lines_about, wrapped};
use super::{Area, Format, Look, Naming, Units, line, units};
use crate::domain::base::markup::{Element, el};

/// A sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// An area.
    Area(Look),
    /// A figure of the period, on its line.
    Now,
    /// The same of the year before, on its line.
    Before,
    /// A figure of the period, alone.
    NowAlone,
    /// The same of the year before, alone.
    BeforeAlone,
}

/// A figure of the period: a full dot.
pub(super) fn now((x, y): (Units, Units)) -> Element {
    el("circle")
        .at([("cx", x), ("cy", y), ("r", 6)])
        .class("app-chart__now")
}

/// The same of the year before: an empty diamond.
pub(super) fn before((x, y): (Units, Units)) -> Element {
    let [left, right, top, foot] = [x - 7, x + 7, y - 7, y + 7];
    el("path")
        .attr(
            "d",
            format!("M{left} {y}L{x} {top}L{right} {y}L{x} {foot}Z"),
        )
        .class("app-chart__before")
}

const SIGN: Units = 30;

impl Sign {
    fn drawn(self, naming: Naming<'_>, (x, y): (Units, Units)) -> Vec<Element> {
        let (middle, end) = ((x + SIGN / 2, y), (x + SIGN, y));
        match self {
            Self::Area(look) => {
                let area = Area {
                    x,
                    y: y - 9,
                    width: SIGN,
                    height: 18,
                };
                area.filled(naming, look)
            }
            Self::Now => vec![line("app-chart__line", (x, y), end), now(middle)],
            Self::Before => vec![line("app-chart__line-before", (x, y), end), before(middle)],
            Self::NowAlone => vec![now(middle)],
            Self::BeforeAlone => vec![before(middle)],
        }
    }
}

/// The legend, two signs beside each other, and how high it is.
pub(super) fn legend(
    naming: Naming<'_>,
    signs: &[(Sign, &str)],
    top: Units,
) -> (Vec<Element>, Units) {
    let beside = match naming.format {
        Format::Wide => 2,
        Format::Narrow => 1,
    };
    let room = naming.width() / units(beside);
    let mut drawn = Vec::new();
    let mut y = top;
    for row in signs.chunks(beside) {
        let texts: Vec<Vec<String>> = row
            .iter()
            .map(|(_, words)| wrapped(words, LABEL, room - SIGN - 24, 3))
            .collect();
        let most = texts.iter().map(Vec::len).max().unwrap_or(1);
        let height = units(most) * LINE + 8;
        let mut x = 0;
        for ((sign, _), lines) in row.iter().zip(&texts) {
            let middle = y + height / 2;
            drawn.extend(sign.drawn(naming, (x, middle)));
            let at = (x + SIGN + 10, middle);
            drawn.extend(lines_about(lines, LABEL, at, Anchor::Start));
            x += room;
        }
        y += height;
    }
    (drawn, y - top)
}
