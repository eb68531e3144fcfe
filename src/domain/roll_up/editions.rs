//! Editions of one city's organisation file: which are in use, and how they differ.
//!
//! Guarantees that the answer is a function of the set of files and decisions. Two
//! editions that say the same in another order are one. Where several remain, none
//! is preferred: what depends on them is unsettled until a person decides.

use std::collections::BTreeMap;

use crate::domain::base::digest::Digest;
use crate::domain::base::iso::date_text;
use crate::domain::base::json::{AsJson, Entry, Json};
use crate::domain::base::text::Name;
use crate::domain::organisation::Organisation;
use chrono::NaiveDate;

use super::decisions::Decisions;

/// One edition of a city's organisation file.
#[derive(Debug, Clone, Copy)]
pub struct Edition<'a> {
    /// The digest of what it says; the order of its lists does not matter.
    pub digest: Digest,
    /// What it says.
    pub organisation: &'a Organisation,
}

/// A city whose organisation file is here in editions that differ.
#[derive(Debug, Clone)]
pub struct Contested<'a> {
    /// The city.
    pub city: &'a Name,
    /// The editions, in the order of their digests.
    pub editions: Vec<Edition<'a>>,
}

impl Contested<'_> {
    /// What differs, one sentence for each thing, in the order of the editions.
    #[must_use]
    pub fn differences(&self) -> Vec<String> {
        let said: Vec<BTreeMap<String, String>> = self
            .editions
            .iter()
            .map(|edition| statements(edition.organisation))
            .collect();
        let mut subjects: Vec<&String> = said.iter().flat_map(BTreeMap::keys).collect();
        subjects.sort();
        subjects.dedup();
        let differs = |subject: &&String| {
            let mut values = said.iter().map(|one| one.get(*subject));
            let first = values.next().flatten();
            values.any(|other| other != first)
        };
        let differing = subjects.into_iter().filter(differs);
        differing
            .map(|subject| {
                let values = said.iter().map(|one| one.get(subject));
                let values: Vec<&str> = values
                    .map(|value| value.map_or("not listed", String::as_str))
                    .collect();
                format!("{subject}: {}", values.join(" / "))
            })
            .collect()
    }
}

/// The digest of an edition: over its content, whatever the order of its lists and
/// the version of its format.
#[must_use]
pub fn edition_digest(organisation: &Organisation) -> Digest {
    let mut same = organisation.clone();
    // Always the same, so that what was decided outlives new versions of the format.
    same.format_version = 1;
    same.localities.sort_by_cached_key(text_of);
    same.teams.sort_by_cached_key(text_of);
    same.places.sort_by_cached_key(text_of);
    same.due.sort_by_cached_key(text_of);
    same.tablets.sort_by_cached_key(text_of);
    same.collected.sort_by_cached_key(text_of);
    Digest::of_content(&same.to_json())
}

/// Each edition once, in the order of cities and digests.
#[must_use]
pub fn editions<'a>(organisations: impl IntoIterator<Item = &'a Organisation>) -> Vec<Edition<'a>> {
    let mut distinct: Vec<&Organisation> = Vec::new();
    for organisation in organisations {
        // Many files bring the very same.
        if !distinct.contains(&organisation) {
            distinct.push(organisation);
        }
    }
    let mut all: Vec<Edition<'_>> = distinct
        .into_iter()
        .map(|organisation| Edition {
            digest: edition_digest(organisation),
            organisation,
        })
        .collect();
    // Of two that differ in order alone, the same one whichever came first.
    all.sort_by_cached_key(|it| {
        let city = it.organisation.city.clone();
        (city, it.digest, text_of(it.organisation))
    });
    all.dedup_by_key(|it| it.digest);
    all
}

/// A city's organisation file.
pub(super) struct OfCity<'a> {
    /// The editions that are in use: one, or those between which nobody has decided.
    pub(super) in_use: Vec<&'a Organisation>,
    /// The same where there are several.
    pub(super) contested: Option<Contested<'a>>,
}

/// The organisations of each city that are in use under some decisions, in the order
/// of cities.
pub(super) fn in_use<'a>(given: &[&'a Organisation], decisions: &Decisions) -> Vec<OfCity<'a>> {
    let mut all = given.to_vec();
    all.sort_by(|one, other| one.city.cmp(&other.city));
    all.chunk_by(|one, other| one.city == other.city)
        .map(|of_city| of_one_city(of_city, decisions))
        .collect()
}

/// A decision holds while the edition that it kept is here. Decisions that between
/// them set every edition aside decide nothing.
fn of_one_city<'a>(given: &[&'a Organisation], decisions: &Decisions) -> OfCity<'a> {
    if let [only] = given {
        return OfCity {
            in_use: vec![only],
            contested: None,
        };
    }
    let of_city = editions(given.iter().copied());
    let is_here = |digest: Digest| of_city.iter().any(|it| it.digest == digest);
    let is_set_aside = |it: &Edition<'_>| {
        let mut made = decisions.editions.iter();
        made.any(|made| {
            made.city == it.organisation.city
                && is_here(made.kept)
                && made.set_aside.contains(&it.digest)
        })
    };
    let left = of_city.iter().filter(|it| !is_set_aside(it)).copied();
    let left: Vec<Edition<'a>> = left.collect();
    let left = if left.is_empty() { of_city } else { left };
    OfCity {
        in_use: left.iter().map(|it| it.organisation).collect(),
        contested: match left.first() {
            Some(first) if left.len() > 1 => Some(Contested {
                city: &first.organisation.city,
                editions: left,
            }),
            Some(_) | None => None,
        },
    }
}

fn text_of(one: &impl AsJson) -> String {
    one.to_json().to_text()
}

/// What an organisation file says, by subject.
fn statements(organisation: &Organisation) -> BTreeMap<String, String> {
    let mut said: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut say = |subject: String, words: String| said.entry(subject).or_default().push(words);
    for it in &organisation.localities {
        say(format!("locality {}", it.id), it.name.to_string());
    }
    for it in &organisation.teams {
        let words = format!("{} in {}{}", it.name, it.locality, dates(it.from, it.until));
        say(format!("team {}", it.id), words);
    }
    for it in &organisation.places {
        let team = it.team.as_ref();
        let team = team.map_or_else(String::new, |team| format!(" of {team}"));
        let words = format!(
            "{}, {}{team}{}",
            it.name,
            it.kind.label().to_lowercase(),
            dates(it.from, it.until)
        );
        say(format!("place {}", it.id), words);
    }
    for it in &organisation.due {
        say(format!("due date of {}", it.quarter), date_text(it.date));
    }
    for it in &organisation.tablets {
        let words = format!("{}{}", it.label, dates(it.from, it.until));
        say(format!("tablets of {}", it.team), words);
    }
    for it in &organisation.collected {
        let until = it
            .until
            .map_or_else(String::new, |it| format!(" until {it}"));
        let words = format!("from {}{until}", it.from);
        say(format!("collecting of {}", it.measure), words);
    }
    if let Some(pledge) = organisation.schools_pledge {
        say("schools pledge".to_owned(), pledge.to_string());
    }
    // What else there is, as it stands in the file.
    if let Json::Object(fields) = organisation.to_json() {
        for Entry { name, value, .. } in fields {
            if !TOLD.contains(&&*name) {
                say(name.replace('_', " "), value.to_text());
            }
        }
    }
    let joined = said.into_iter().map(|(subject, mut words)| {
        words.sort();
        (subject, words.join(", and "))
    });
    joined.collect()
}

/// The fields that are told in words, or that tell no editions apart.
const TOLD: [&str; 10] = [
    "format",
    "format_version",
    "city",
    "localities",
    "teams",
    "places",
    "due",
    "tablets",
    "collected",
    "schools_pledge",
];

fn dates(from: Option<NaiveDate>, until: Option<NaiveDate>) -> String {
    let from = from.map_or_else(String::new, |day| format!(" from {}", date_text(day)));
    let until = until.map_or_else(String::new, |day| format!(" until {}", date_text(day)));
    from + &until
}
