//! A return as it is held for rolling up: what decides whether it counts, and
//! its figures, in a fraction of its file's size.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};

use super::lexicon::{Amount, Lexicon, Number};
use crate::domain::base::calendar::Quarter;
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::{BookId, PlaceId, SendId, TeamId};
use crate::domain::base::iso::read_date;
use crate::domain::base::sorted::Set;
use crate::domain::base::text::{Name, Text};
use crate::domain::organisation::{Place, Team};
use crate::domain::submission::quarter_return::{Manifest, QuarterReturn, SentComment, file_name};
use crate::domain::submission::send::{Origin, Sample};
use crate::domain::submission::which_counts::Seen;
use crate::domain::totals::cells::CellInText;

/// What tells returns apart: the digest of the figures and that of the manifest.
pub type ReturnKey = (Digest, Digest);

/// The sessions of one day at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayAtPlace {
    /// The day.
    pub date: NaiveDate,
    /// The place, by the code in the return.
    pub place: Arc<PlaceId>,
    /// How many sessions there were.
    pub sessions: u64,
}

/// A checked return.
#[derive(Debug, Clone)]
pub struct Held {
    /// Its digests.
    pub key: ReturnKey,
    /// Whether it is example data.
    pub sample: Sample,
    /// The book that it totals.
    pub book: BookId,
    /// The Send that wrote it.
    pub send: SendId,
    /// The team, as the return says it.
    pub team: Arc<Team>,
    /// The quarter.
    pub quarter: Quarter,
    /// The tablet's label.
    pub tablet: Name,
    /// 1 when first sent, one more each time.
    pub revision: u32,
    /// Why it was sent again.
    pub reason: Option<Text<500>>,
    /// When it was made, by the tablet's clock.
    pub made_at: DateTime<Utc>,
    /// Whether the quarter had ended by then.
    pub quarter_had_ended: bool,
    /// Whether it says that nothing was done.
    pub nil: bool,
    /// Where the records of its book came from.
    pub origin: Origin,
    /// The records behind it.
    pub records: u64,
    /// Of these, the ones typed again from paper.
    pub from_paper: u64,
    /// Of these, the ones first saved after the quarter's end.
    pub late_records: u64,
    /// The survey comments that the manager chose.
    pub comments: Vec<SentComment>,
    /// All Sends that its records descend from.
    pub line: Arc<Set<SendId>>,
    /// What its book had sent by then.
    pub manifest: Arc<Manifest>,
    /// The places that it names.
    pub places: Vec<Arc<Place>>,
    /// Its sessions by day and place, in which coincidences are looked for.
    pub days: Vec<DayAtPlace>,
    pub(super) figures: Vec<(Number, Amount)>,
}

impl<'a> From<&'a Held> for Seen<'a> {
    fn from(held: &'a Held) -> Self {
        Self {
            team: &held.team.id,
            quarter: held.quarter,
            digest: held.key.0,
            send: held.send,
            line: &held.line,
            manifest: &held.manifest,
        }
    }
}

impl Held {
    /// The name that Daybook gives its file.
    #[must_use]
    pub fn file_name(&self) -> String {
        file_name(
            (&self.team, self.quarter),
            (&self.tablet, self.book),
            self.revision,
        )
    }

    /// Of one return that was made twice, the earlier time counts, whichever file was
    /// opened first.
    pub(super) fn made_first(&mut self, made_at: DateTime<Utc>) {
        self.made_at = self.made_at.min(made_at);
    }

    /// The same in the numbers of another lexicon, which stand at its own.
    pub(super) fn renumber(&mut self, numbers: &[Number]) {
        for (number, _) in &mut self.figures {
            if let Some(other) = numbers.get(*number as usize) {
                *number = *other;
            }
        }
    }
}

/// What many returns say alike, held once.
#[derive(Debug, Clone, Default)]
pub(super) struct Shared {
    pub(super) lexicon: Lexicon,
    teams: HashMap<TeamId, Vec<Arc<Team>>>,
    manifests: HashMap<Digest, Arc<Manifest>>,
    lines: HashMap<(BookId, SendId), Arc<Set<SendId>>>,
    places: HashMap<PlaceId, Vec<Arc<Place>>>,
    /// The codes of places by day.
    codes: HashMap<Arc<PlaceId>, Arc<PlaceId>>,
}

impl Shared {
    /// A return with its figures beside it.
    pub(super) fn hold(&mut self, one: QuarterReturn, cells: &[CellInText<'_>]) -> Held {
        let key = (one.digest, one.manifest_digest);
        let is_day = |cell: &&CellInText<'_>| cell.breakdown.contains_key("date");
        // A day's sessions add nothing to those by place and month.
        let days = self.days(cells.iter().filter(is_day));
        let mut figures = Vec::with_capacity(cells.len() - days.len());
        let mut before = None;
        for cell in cells.iter().filter(|cell| !is_day(cell)) {
            let number = self.lexicon.number(cell, before);
            before = Some(number);
            figures.push((number, cell.figure.into()));
        }
        let places = one.places.into_iter().map(|place| {
            let known = self.places.entry(place.id.clone()).or_default();
            shared(known, place)
        });
        let places = places.collect();
        let manifest = self.manifests.entry(one.manifest_digest);
        let manifest = manifest.or_insert_with(|| Arc::new(one.manifest));
        Held {
            key,
            sample: if one.example {
                Sample::Example
            } else {
                Sample::Real
            },
            book: one.book,
            send: one.send,
            team: shared(self.teams.entry(one.team.id.clone()).or_default(), one.team),
            places,
            quarter: one.quarter.code,
            tablet: one.tablet,
            revision: one.revision,
            reason: one.reason,
            made_at: one.made_at,
            quarter_had_ended: one.quarter_had_ended,
            nil: one.nil,
            origin: if one.imported {
                Origin::Spreadsheet
            } else {
                Origin::Tablet
            },
            records: one.records,
            from_paper: one.from_paper,
            late_records: one.first_saved_after_quarter_end,
            comments: one.comments,
            line: shared_line(&mut self.lines, (one.book, one.send), one.line),
            manifest: Arc::clone(manifest),
            days,
            figures,
        }
    }
}

impl Shared {
    fn days<'a>(&mut self, cells: impl Iterator<Item = &'a CellInText<'a>>) -> Vec<DayAtPlace> {
        // Those of one return are few.
        let mut codes: Vec<Arc<PlaceId>> = Vec::new();
        let mut place_of = |code: &str| {
            if let Some(known) = codes.iter().find(|known| known.as_str() == code) {
                return Some(Arc::clone(known));
            }
            let code = Arc::new(PlaceId::new(code).ok()?);
            let code = self.codes.entry(code).or_insert_with_key(Arc::clone);
            codes.push(Arc::clone(code));
            Some(Arc::clone(code))
        };
        let mut days = Vec::new();
        for cell in cells {
            let (date, place) = (cell.breakdown.get("date"), cell.breakdown.get("place"));
            let date = date.and_then(|date| read_date(date).ok());
            if let (Some(date), Some(place)) = (date, place.and_then(|code| place_of(code))) {
                let sessions = cell.figure.count();
                days.push(DayAtPlace {
                    date,
                    place,
                    sessions,
                });
            }
        }
        days.shrink_to_fit();
        days
    }
}

/// One of those that are known already, or a new one.
fn shared<One: PartialEq>(known: &mut Vec<Arc<One>>, one: One) -> Arc<One> {
    if let Some(same) = known.iter().find(|it| ***it == one) {
        return Arc::clone(same);
    }
    let one = Arc::new(one);
    known.push(Arc::clone(&one));
    one
}

/// The returns of one Send have one line, unless somebody tampered with them.
fn shared_line(
    lines: &mut HashMap<(BookId, SendId), Arc<Set<SendId>>>,
    of: (BookId, SendId),
    line: Set<SendId>,
) -> Arc<Set<SendId>> {
    if let Some(known) = lines.get(&of) {
        return if **known == line {
            Arc::clone(known)
        } else {
            Arc::new(line)
        };
    }
    let line = Arc::new(line);
    lines.insert(of, Arc::clone(&line));
    line
}
