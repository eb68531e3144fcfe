//! The columns of a spreadsheet of sessions: what each holds, and the headings by
//! which it is known.

use unicode_normalization::UnicodeNormalization as _;

use super::bands::{band_of, band_of_date};
use crate::domain::base::typed::plain;
use crate::domain::capture::session_draft::SessionField;
use crate::domain::record::attendance::AgeBand;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// When it was.
    Date,
    /// Whose work it was; blank is the tablet's usual team.
    Team,
    /// The team's locality; needed for a team that the tablet does not know.
    Locality,
    /// Which of the five kinds.
    Kind,
    /// Where, for the kinds with a place.
    Place,
    /// The plan, for a co-worked case.
    Plan,
    /// The head count of one band.
    Attendance(AgeBand),
    /// New families.
    NewFamilies,
    /// How long it took.
    Minutes,
    /// What it was about.
    Theme,
    /// Who helped to run it.
    Partners,
    /// A short note.
    Note,
}

impl Column {
    /// All of them, in the order of the template.
    pub const ALL: [Self; 16] = [
        Self::Date,
        Self::Team,
        Self::Locality,
        Self::Kind,
        Self::Place,
        Self::Plan,
        Self::Attendance(AgeBand::Under5),
        Self::Attendance(AgeBand::From5To10),
        Self::Attendance(AgeBand::From11To15),
        Self::Attendance(AgeBand::From16To19),
        Self::Attendance(AgeBand::Adults),
        Self::NewFamilies,
        Self::Minutes,
        Self::Theme,
        Self::Partners,
        Self::Note,
    ];

    /// Its heading in the template.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::Date => "Date",
            Self::Team => "Team",
            Self::Locality => "Locality",
            Self::Kind => "Kind",
            Self::Place => "Place",
            Self::Plan => "Plan",
            Self::Attendance(band) => band.label(),
            Self::NewFamilies => "New families",
            Self::Minutes => "Minutes",
            Self::Theme => "Theme",
            Self::Partners => "Partners",
            Self::Note => "Note",
        }
    }

    /// Other headings that mean it, as [`bare`] has them, with blanks between.
    const fn aliases(self) -> &'static str {
        match self {
            Self::Date => "sessiondate dateofsession day dateddmmyyyy dateddmmyy",
            Self::Team => "teamname",
            Self::Locality => "area",
            Self::Kind => "kindofsession type sessiontype typeofsession activity",
            Self::Place => "venue where location centre school club",
            Self::Plan => "typeofplan",
            Self::Attendance(AgeBand::Under5) => "under5s 0to4 04 0to5",
            Self::Attendance(AgeBand::From5To10) => "510 5to10s aged5to10",
            Self::Attendance(AgeBand::From11To15) => "1115 11to15s aged11to15",
            Self::Attendance(AgeBand::From16To19) => "1619 16to19s aged16to19 16to25",
            Self::Attendance(AgeBand::Adults) => {
                "adult parents parentsandcarers parentscarers parentcarers parentcarer carers"
            }
            Self::NewFamilies => "newfamily familiesnew",
            Self::Minutes => "mins length duration lengthinminutes",
            Self::Theme => "topic subject",
            Self::Partners => "partner",
            Self::Note => "notes comment comments",
        }
    }

    /// Whether it holds a number of people or minutes.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(
            self,
            Self::Attendance(_) | Self::NewFamilies | Self::Minutes
        )
    }

    /// The column that a heading means, and by what it is known.
    pub(super) fn of(heading: &str) -> Option<(Self, KnownBy)> {
        let says = bare(heading);
        let mut all = Self::ALL.into_iter();
        let named = all.find_map(|column| {
            let mut aliases = column.aliases().split(' ');
            if bare(column.heading()) == says {
                Some((column, KnownBy::ItsHeading))
            } else {
                let known = aliases.any(|alias| alias == says);
                known.then_some((column, KnownBy::AnotherWord))
            }
        });
        let band = || Some((Self::Attendance(band_of(heading)?), KnownBy::AnotherWord));
        let date = || Some((Self::Attendance(band_of_date(heading)?), KnownBy::ADate));
        named.or_else(band).or_else(date)
    }

    pub(super) const fn of_field(field: SessionField) -> Self {
        match field {
            SessionField::Date => Self::Date,
            SessionField::Kind => Self::Kind,
            SessionField::Place => Self::Place,
            SessionField::Plan => Self::Plan,
            SessionField::Attendance(band) => Self::Attendance(band),
            SessionField::NewFamilies => Self::NewFamilies,
            SessionField::Minutes => Self::Minutes,
            SessionField::Theme => Self::Theme,
            SessionField::Partners => Self::Partners,
            SessionField::Note => Self::Note,
        }
    }
}

/// By what a column is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KnownBy {
    /// Its heading in the template.
    ItsHeading,
    /// Other words that mean it.
    AnotherWord,
    /// A date, which a spreadsheet program made of the heading.
    ADate,
}

/// The template: the headings alone, with the byte order mark by which Excel
/// knows UTF-8.
#[must_use]
pub fn template() -> String {
    let headings = Column::ALL.map(Column::heading);
    format!("\u{feff}{}\r\n", headings.join(","))
}

/// A name or heading without what people and programs write in different ways: small
/// letters and digits alone, in one Unicode form.
#[must_use]
pub fn bare(name: &str) -> String {
    let letters = name
        .nfc()
        .map(plain)
        .filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// The most characters of a cell that are shown where it is spoken of.
const SHOWN: usize = 60;

/// A cell's text as it is shown where it is spoken of: of a long one, its beginning.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A name as it is kept: in one Unicode form, with one blank between its words.
#[must_use]
pub fn tidy(name: &str) -> String {
    let composed: String = name.nfc().collect();
    composed.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_the_same_in_either_unicode_form_and_with_any_blanks() {
        let names = [
            "Café Zoë",
            "Cafe\u{301}\u{a0}Zoe\u{308}",
            "\u{200b}CAFE\u{301}\nZOË",
        ];
        for name in names {
            assert_eq!(bare(name), "cafézoë", "{name}");
        }
        assert_eq!(tidy(names[1]), names[0]);
        assert_eq!(bare("Ｒｏｏｍ　２"), "room2");
    }

    #[test]
    fn a_column_is_known_by_its_heading_or_by_other_words() {
        let adults = Column::Attendance(AgeBand::Adults);
        for (heading, expected) in [
            ("Date", Some((Column::Date, KnownBy::ItsHeading))),
            (
                "\u{feff}DATE\u{a0}",
                Some((Column::Date, KnownBy::ItsHeading)),
            ),
            ("Day", Some((Column::Date, KnownBy::AnotherWord))),
            (
                "New\nfamilies",
                Some((Column::NewFamilies, KnownBy::ItsHeading)),
            ),
            ("Parents & carers", Some((adults, KnownBy::AnotherWord))),
            ("Shoe size", None),
            ("", None),
        ] {
            assert_eq!(Column::of(heading), expected, "{heading}");
        }
        let band = Column::Attendance(AgeBand::From5To10);
        assert_eq!(Column::of("5 to 10"), Some((band, KnownBy::ItsHeading)));
        assert_eq!(Column::of("5-10 yrs"), Some((band, KnownBy::AnotherWord)));
        assert_eq!(Column::of("05-Oct"), Some((band, KnownBy::ADate)));
    }

    #[test]
    fn no_alias_means_two_columns() {
        let mut seen: Vec<String> = Vec::new();
        for column in Column::ALL {
            let aliases = column.aliases().split(' ').map(str::to_owned);
            for heading in aliases.chain([bare(column.heading())]) {
                assert_eq!(bare(&heading), heading);
                assert!(!seen.contains(&heading), "{heading}");
                seen.push(heading);
            }
        }
    }
}
