//! The measures of the performance framework, as data: what each is called, how
//! it adds up, and which figures of a return make it.
//!
//! Guarantees that a new measure needs an entry here and nothing else. A figure
//! of a measure that is not listed is added up by the kind of figure it is, and
//! shown under its code.

use super::lexicon::Adding;
use crate::domain::record::survey::Question;

/// Where a measure's amount comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeFrom {
    /// The sum of its figures that have exactly these dimensions.
    Figures(&'static [&'static str]),
    /// The same of another measure, for one category alone.
    Category {
        /// The other measure.
        of: &'static str,
        /// The dimensions of its figures.
        dimensions: &'static [&'static str],
        /// The dimension and category that are wanted.
        only: (&'static str, &'static str),
    },
    /// One measure over another.
    Over {
        /// The numerator.
        part: &'static str,
        /// The denominator.
        whole: &'static str,
    },
}

/// What a framework asks: how much, how well, with what difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Asks {
    /// How much did we do?
    HowMuch,
    /// How well did we do it?
    HowWell,
    /// What difference did it make?
    WhatDifference,
}

impl Asks {
    /// All three, in the order of the report.
    pub const ALL: [Self; 3] = [Self::HowMuch, Self::HowWell, Self::WhatDifference];

    /// The question in words.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::HowMuch => "How much did we do?",
            Self::HowWell => "How well did we do it?",
            Self::WhatDifference => "What difference did it make?",
        }
    }
}

/// A measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// Its code in returns.
    pub code: &'static str,
    /// Its name on pages.
    pub label: &'static str,
    /// What is counted, for one and for several; of a ratio, what its denominator
    /// counts.
    pub unit: (&'static str, &'static str),
    /// How it adds up.
    pub adding: Adding,
    /// Where it comes from in a return.
    pub from: MadeFrom,
    /// The measure that it is collected together with; its own code for one that
    /// is collected by itself.
    pub collected_with: &'static str,
    /// What it asks.
    pub asks: Asks,
    /// The document that defines it.
    pub source: &'static str,
}

const SECTION_2: &str = "Early Help report 2016-17, section 2";
const SECTION_3: &str = "Early Help report 2016-17, section 3";

const fn count(
    code: &'static str,
    label: &'static str,
    unit: (&'static str, &'static str),
    dimensions: &'static [&'static str],
) -> Measure {
    Measure {
        code,
        label,
        unit,
        adding: Adding::Period,
        from: MadeFrom::Figures(dimensions),
        collected_with: code,
        asks: Asks::HowMuch,
        source: SECTION_2,
    }
}

const fn share(
    code: &'static str,
    label: &'static str,
    unit: (&'static str, &'static str),
    asks: Asks,
) -> Measure {
    Measure {
        code,
        label,
        unit,
        adding: Adding::Ratio,
        from: MadeFrom::Figures(&[]),
        collected_with: code,
        asks,
        source: SECTION_2,
    }
}

/// The same measure, collected together with another.
const fn with(other: &'static str, measure: Measure) -> Measure {
    Measure {
        collected_with: other,
        ..measure
    }
}

/// The code of direct contacts.
pub const CONTACTS: &str = "direct-contacts";
/// The code of the surveys received.
pub const RECEIVED: &str = "surveys-received";
/// The code of new families at school sessions, which the pledge is about.
pub const SCHOOL_FAMILIES: &str = "new-families-at-schools";

const ASKED: (&str, &str) = ("family asked", "families asked");
const SURVEYS: (&str, &str) = ("survey", "surveys");
const CASES: (&str, &str) = ("case", "cases");
const FAMILIES: (&str, &str) = ("new family", "new families");

/// All that are known here, in the order of the report.
pub const MEASURES: &[Measure] = &[
    count(
        CONTACTS,
        "Direct contacts",
        ("direct contact", "direct contacts"),
        &["age-band", "kind"],
    ),
    with(
        CONTACTS,
        count("sessions", "Sessions", ("session", "sessions"), &["kind"]),
    ),
    with(
        CONTACTS,
        count("new-families", "New families", FAMILIES, &["kind"]),
    ),
    with(
        CONTACTS,
        Measure {
            from: MadeFrom::Category {
                of: "new-families",
                dimensions: &["kind"],
                only: ("kind", "school-group-work"),
            },
            ..count(
                SCHOOL_FAMILIES,
                "New families at school sessions",
                FAMILIES,
                &[],
            )
        },
    ),
    count(RECEIVED, "Surveys received", SURVEYS, &[]),
    with(
        RECEIVED,
        count("surveys-asked", "Families asked", ASKED, &[]),
    ),
    with(
        RECEIVED,
        count("surveys-declined", "Surveys declined", SURVEYS, &[]),
    ),
    with(
        RECEIVED,
        count("surveys-incomplete", "Surveys left midway", SURVEYS, &[]),
    ),
    with(
        RECEIVED,
        count("surveys-flagged", "Surveys flagged", SURVEYS, &[]),
    ),
    with(
        RECEIVED,
        count("surveys-removed", "Surveys removed", SURVEYS, &[]),
    ),
    with(
        RECEIVED,
        Measure {
            from: MadeFrom::Over {
                part: RECEIVED,
                whole: "surveys-asked",
            },
            ..share(
                "survey-response",
                "Families who answered",
                ASKED,
                Asks::HowWell,
            )
        },
    ),
    with(
        RECEIVED,
        share(
            "survey-respect",
            Question::Respect.measure(),
            SURVEYS,
            Asks::HowWell,
        ),
    ),
    with(
        RECEIVED,
        share(
            "survey-listened",
            Question::Listened.measure(),
            SURVEYS,
            Asks::HowWell,
        ),
    ),
    with(
        RECEIVED,
        share(
            "survey-helped",
            Question::Helped.measure(),
            SURVEYS,
            Asks::WhatDifference,
        ),
    ),
    Measure {
        adding: Adding::Stock,
        source: SECTION_3,
        ..count("open-cases", "Open cases at the quarter’s end", CASES, &[])
    },
    count(
        "assessments-completed",
        "Early Help Assessments completed",
        ("assessment", "assessments"),
        &[],
    ),
    count(
        "spider-graphs-completed",
        "Spider-graphs completed",
        ("spider-graph", "spider-graphs"),
        &[],
    ),
    share("cases-audited", "Cases audited", CASES, Asks::HowMuch),
    count("cases-closed", "Cases closed", CASES, &[]),
    count(
        "cases-screened-for-cse",
        "Cases screened for CSE",
        CASES,
        &[],
    ),
    share(
        "cse-medium-or-high",
        "Of these, medium or high risk",
        CASES,
        Asks::HowMuch,
    ),
    share(
        "cases-reopened",
        "Cases re-opened within 3 months",
        CASES,
        Asks::HowWell,
    ),
    share(
        "spider-graphs-improving",
        "Spider-graphs with an improving direction of travel",
        ("spider-graph", "spider-graphs"),
        Asks::WhatDifference,
    ),
    share(
        "cases-escalated",
        "Cases escalated to Social Care",
        CASES,
        Asks::WhatDifference,
    ),
    share(
        "diverted-from-justice",
        "Young people diverted from formal justice",
        ("young person", "young people"),
        Asks::WhatDifference,
    ),
];

impl Measure {
    /// The measure with a code; `None` for one that is not known here.
    #[must_use]
    pub fn with_code(code: &str) -> Option<&'static Self> {
        MEASURES.iter().find(|measure| measure.code == code)
    }

    /// Whether it is a numerator over a denominator.
    #[must_use]
    pub const fn is_share(&self) -> bool {
        match (self.from, self.adding) {
            (MadeFrom::Over { .. }, _)
            | (MadeFrom::Figures(_) | MadeFrom::Category { .. }, Adding::Ratio) => true,
            (MadeFrom::Figures(_) | MadeFrom::Category { .. }, Adding::Period | Adding::Stock) => {
                false
            }
        }
    }

    /// The measures of returns that it is made from: one, or a numerator's and a
    /// denominator's.
    #[must_use]
    pub fn made_from(&self) -> [&'static str; 2] {
        match self.from {
            MadeFrom::Figures(_) => [self.code, self.code],
            MadeFrom::Category { of, .. } => [of, of],
            MadeFrom::Over { part, whole } => [part, whole],
        }
    }

    /// So many of what it counts, in words: `1 survey`, `515 surveys`.
    #[must_use]
    pub fn so_many(&self, count: u64) -> String {
        let unit = if count == 1 { self.unit.0 } else { self.unit.1 };
        format!("{} {unit}", crate::domain::base::share::grouped(count))
    }
}
