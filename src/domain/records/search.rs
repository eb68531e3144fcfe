//! Searching in plain words: what a person typed, and which records it finds.
//!
//! Guarantees that a record is found just when every word that was typed begins
//! a word of what the record says, whatever its letters' case and accents; and
//! that a date can be typed as people write it. Refuses to look into what
//! families wrote: comments are not for looking people up.

use chrono::{Datelike, NaiveDate};

use crate::domain::base::calendar::{month_name, month_named};
use crate::domain::base::ids::{GroupId, PlaceId};
use crate::domain::base::text::Text;
use crate::domain::base::typed::value;
use crate::domain::base::words::{MOST, has_word, words_of};
use crate::domain::capture::group::Weekday;
use crate::domain::record::session::{Activity, Kind, Session};
use crate::domain::record::{Entry, Record};
use crate::domain::tablet::settings::Settings;

/// What was typed into the search, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Search(Vec<Sought>);

/// One thing that a record must have.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Sought {
    /// A word that begins like this.
    Word(String),
    /// A date, as far as it was said.
    When {
        day: Option<u32>,
        month: Option<u32>,
        year: Option<i32>,
    },
}

/// One bit for each thing that is sought.
type Found = u32;

/// A search, with what names it finds looked up once and not for each record.
#[derive(Debug)]
pub struct Searching<'a> {
    search: &'a Search,
    places: Vec<(&'a PlaceId, Found)>,
    groups: Vec<(GroupId, Found)>,
    kinds: [Found; 5],
    surveys: Found,
    declined: Found,
    months: [Found; 12],
    weekdays: [Found; 7],
}

impl Search {
    /// Reads what was typed: dates as people write them ("12 March", "March 2026",
    /// "12/3/2026"), and words.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        let mut sought = Self::read(text);
        sought.truncate(MOST);
        Self(sought)
    }

    /// Whether more was typed than is looked for.
    #[must_use]
    pub fn leaves_out(text: &str) -> bool {
        Self::read(text).len() > MOST
    }

    fn read(text: &str) -> Vec<Sought> {
        let text = value(text);
        let tokens: Vec<&str> = text.split_whitespace().collect();
        let (mut rest, mut sought) = (&tokens[..], Vec::new());
        while let Some(token) = rest.first() {
            if let Some((when, used)) = date_of(rest) {
                sought.push(when);
                rest = rest.get(used..).unwrap_or_default();
                continue;
            }
            words_of(token, |word| sought.push(Sought::Word(word)));
            rest = rest.get(1..).unwrap_or_default();
        }
        sought
    }

    /// Whether nothing is sought.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The search, ready for many records.
    #[must_use]
    pub fn among<'a>(&'a self, settings: &'a Settings) -> Searching<'a> {
        let places = settings.places.iter();
        let groups = settings.groups.iter();
        Searching {
            search: self,
            places: places
                .map(|place| (&place.id, self.found_in(place.name.as_str())))
                .collect(),
            groups: groups
                .map(|group| (group.id, self.found_in(group.name.as_str())))
                .collect(),
            kinds: Kind::ALL.map(|kind| self.found_in(kind.label())),
            surveys: self.found_in("survey surveys"),
            declined: self.found_in("survey surveys declined"),
            months: std::array::from_fn(|at| {
                self.found_in(month_name(u32::try_from(at).unwrap_or_default() + 1))
            }),
            weekdays: Weekday::ALL.map(|day| self.found_in(day.label())),
        }
    }

    /// What of it a text has.
    fn found_in(&self, text: &str) -> Found {
        self.marks(|sought| match sought {
            Sought::Word(word) => has_word(text, word),
            Sought::When { .. } => false,
        })
    }

    fn marks(&self, has: impl Fn(&Sought) -> bool) -> Found {
        let mut found = 0;
        for (at, sought) in self.0.iter().enumerate() {
            found |= Found::from(has(sought)) << at;
        }
        found
    }

    /// What of it a date has.
    fn found_on(&self, date: NaiveDate) -> Found {
        self.marks(|sought| match sought {
            // A year by itself is a word like any other.
            Sought::Word(word) => word.len() == 4 && word.parse() == Ok(date.year()),
            Sought::When { day, month, year } => {
                day.is_none_or(|it| it == date.day())
                    && month.is_none_or(|it| it == date.month())
                    && year.is_none_or(|it| it == date.year())
            }
        })
    }
}

impl Searching<'_> {
    /// Whether a record has everything that is sought.
    #[must_use]
    pub fn finds(&self, record: &Record) -> bool {
        let all = self.search.marks(|_| true);
        if all == 0 {
            return true;
        }
        let (entry, date) = (record.entry(), record.entry().date());
        let at = |all: &[Found], position: u32| {
            let position = usize::try_from(position).ok();
            position.and_then(|it| all.get(it)).copied().unwrap_or(0)
        };
        let found = self.search.found_on(date)
            | at(&self.months, date.month0())
            | at(&self.weekdays, date.weekday().num_days_from_monday())
            | match entry {
                Entry::Session(session) => self.kinds[session.kind().index()],
                Entry::Survey(_) => self.surveys,
                Entry::Declined(_) => self.declined,
            };
        match entry {
            // Only what was not found by now is looked for in words.
            Entry::Session(session) if found != all => {
                let found = found | self.named_in(session);
                found == all || found | self.written_in(session) == all
            }
            Entry::Session(_) | Entry::Survey(_) | Entry::Declined(_) => found == all,
        }
    }

    fn named_in(&self, session: &Session) -> Found {
        let place = session.place().map_or(0, |place| {
            let known = self.places.iter().find(|(id, _)| *id == place);
            known.map_or(0, |(_, found)| *found)
        });
        let group = session.parts().group.map_or(0, |group| {
            let known = self.groups.iter().find(|(id, _)| *id == group);
            known.map_or(0, |(_, found)| *found)
        });
        place | group
    }

    fn written_in(&self, session: &Session) -> Found {
        let parts = session.parts();
        let plan = match &parts.activity {
            Activity::CoWorkedCase { plan } => Some(plan.label()),
            Activity::ChildrensCentreGroup { .. }
            | Activity::YouthClub { .. }
            | Activity::SchoolGroupWork { .. }
            | Activity::TargetedPrevention => None,
        };
        let texts = [
            plan,
            parts.theme.as_ref().map(Text::as_str),
            parts.partners.as_ref().map(Text::as_str),
            parts.note.as_ref().map(Text::as_str),
        ];
        let mut found = 0;
        for text in texts.into_iter().flatten() {
            found |= self.search.found_in(text);
        }
        found
    }
}

/// The date that some typed words begin with, and how many of them it takes.
fn date_of(tokens: &[&str]) -> Option<(Sought, usize)> {
    let first = tokens.first()?;
    if let Some(when) = date_in_digits(first) {
        return Some((when, 1));
    }
    let second = tokens.get(1)?;
    let (day, month) = if let (Some(day), Some(month)) = (day_of(first), month_of(second)) {
        (Some(day), month)
    } else {
        let month = month_of(first)?;
        if let Some(year) = year_of(second) {
            return Some((when(None, month, Some(year)), 2));
        }
        (Some(day_of(second)?), month)
    };
    let year = tokens.get(2).and_then(|third| year_of(third));
    Some((when(day, month, year), 2 + usize::from(year.is_some())))
}

const fn when(day: Option<u32>, month: u32, year: Option<i32>) -> Sought {
    Sought::When {
        day,
        month: Some(month),
        year,
    }
}

/// "12/3/2026", "12.3.26", "2026-03-12", "12/3" or "3/2026".
fn date_in_digits(token: &str) -> Option<Sought> {
    let parts: Vec<&str> = token.split(['/', '.', '-']).collect();
    let day = |part: &str| number(part).filter(|it| (1..=31).contains(it) && part.len() <= 2);
    let month = |part: &str| number(part).filter(|it| (1..=12).contains(it) && part.len() <= 2);
    match parts[..] {
        [y, m, d] if year_of(y).is_some() => Some(when(Some(day(d)?), month(m)?, year_of(y))),
        [d, m, y] => {
            let short = || Some(2000 + i32::try_from(number(y).filter(|_| y.len() == 2)?).ok()?);
            let year = year_of(y).or_else(short)?;
            Some(when(Some(day(d)?), month(m)?, Some(year)))
        }
        // With a slash alone: "5-10" is an age, "3.30" a time.
        [m, y] if token.contains('/') && year_of(y).is_some() => {
            Some(when(None, month(m)?, year_of(y)))
        }
        [d, m] if token.contains('/') => Some(when(Some(day(d)?), month(m)?, None)),
        _ => None,
    }
}

fn number(text: &str) -> Option<u32> {
    // `u32::from_str` would also take a plus sign, which nobody means.
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// A day of a month, such as "12" or "12th".
fn day_of(token: &str) -> Option<u32> {
    let (endings, token) = (["st", "nd", "rd", "th"], token.trim_end_matches(','));
    let mut bare = endings.iter().filter_map(|it| token.strip_suffix(it));
    number(bare.next().unwrap_or(token)).filter(|day| (1..=31).contains(day))
}

fn month_of(token: &str) -> Option<u32> {
    month_named(token.trim_end_matches([',', '.']))
}

fn year_of(token: &str) -> Option<i32> {
    let token = token.trim_end_matches(',');
    let year = number(token).filter(|year| token.len() == 4 && (1970..2200).contains(year));
    year.and_then(|year| i32::try_from(year).ok())
}
