//! A record: a session, a survey or a declined survey, with its team, its book
//! and its version.
//!
//! Guarantees that a correction, a removal and a restoration are each a new
//! version of the same record, in the same book, and that versions of one
//! record have one order on every tablet. Refuses to know where records are
//! kept.

use std::cmp::Ordering;

use chrono::{DateTime, NaiveDate, Utc};
use thiserror::Error;

use crate::domain::base::calendar::Quarter;
use crate::domain::base::coded::coded;
use crate::domain::base::ids::{BookId, RecordId, TeamId};
use crate::domain::base::json::{
    AsJson, Json, ObjectWriter, WrongJson, by_parts, object, serde_by_json,
};
use crate::domain::base::text::Text;
use crate::domain::record::comments::{CommentAsked, CommentCheck};
use crate::domain::record::session::{Session, SessionParts};
use crate::domain::record::survey::{DeclinedParts, DeclinedSurvey, Survey, SurveyParts, Way};

/// What a record holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A session.
    Session(Session),
    /// A survey that was filled in, or opened without an answer.
    Survey(Survey),
    /// A survey that was declined.
    Declined(DeclinedSurvey),
}

impl AsJson for Entry {
    fn to_json(&self) -> Json<'_> {
        match self {
            Self::Session(session) => Json::tagged("session", session.to_json()),
            Self::Survey(survey) => Json::tagged("survey", survey.to_json()),
            Self::Declined(declined) => Json::tagged("declined", declined.to_json()),
        }
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let tag = json.tag()?;
        let content = tag.content.unwrap_or(&Json::Null);
        match tag.name {
            "session" => Session::from_json(content).map(Self::Session),
            "survey" => Survey::from_json(content).map(Self::Survey),
            "declined" => DeclinedSurvey::from_json(content).map(Self::Declined),
            _ => Err(tag.unknown()),
        }
    }
}

serde_by_json!(Entry);

impl Entry {
    /// The date that decides its quarter.
    #[must_use]
    pub const fn date(&self) -> NaiveDate {
        match self {
            Self::Session(session) => session.date(),
            Self::Survey(survey) => survey.date(),
            Self::Declined(declined) => declined.date(),
        }
    }

    /// Whether anything in it was typed in words.
    #[must_use]
    pub const fn has_text(&self) -> bool {
        match self {
            Self::Session(session) => {
                let parts = session.parts();
                parts.theme.is_some() || parts.partners.is_some() || parts.note.is_some()
            }
            Self::Survey(survey) => {
                let parts = survey.parts();
                parts.went_well.is_some() || parts.could_be_better.is_some()
            }
            Self::Declined(_) => false,
        }
    }

    /// The same on another date; `None` for a day that no service was ever open on.
    fn on(&self, date: NaiveDate) -> Option<Self> {
        match self {
            Self::Session(session) => {
                let parts = session.parts().clone();
                let moved = Session::new(SessionParts { date, ..parts });
                moved.ok().map(Self::Session)
            }
            Self::Survey(survey) => {
                let parts = survey.parts().clone();
                let moved = Survey::new(SurveyParts { date, ..parts });
                moved.ok().map(Self::Survey)
            }
            Self::Declined(declined) => {
                let way = declined.way();
                let moved = DeclinedSurvey::new(DeclinedParts { date, way });
                moved.ok().map(Self::Declined)
            }
        }
    }

    /// The same without anything that was typed in words.
    fn without_text(self) -> Self {
        match self {
            Self::Session(session) => Self::Session(session.without_text()),
            Self::Survey(survey) => Self::Survey(survey.without_text()),
            Self::Declined(declined) => Self::Declined(declined),
        }
    }

    /// Whether it is a survey that the family filled in on the tablet: it
    /// belongs to the family, and staff cannot correct it.
    #[must_use]
    pub fn belongs_to_the_family(&self) -> bool {
        match self {
            Self::Survey(survey) => survey.parts().way == Way::HandedOver,
            Self::Session(_) | Self::Declined(_) => false,
        }
    }
}

/// Whether a record counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Status {
    /// It counts.
    Kept,
    /// It was removed and can be restored; what it held stays with it.
    Removed {
        /// Why; `None` where no reason is asked for.
        reason: Option<Text<500>>,
    },
}

impl AsJson for Status {
    fn to_json(&self) -> Json<'_> {
        match self {
            Self::Kept => Json::Text("kept".into()),
            Self::Removed { reason } => {
                let mut fields = ObjectWriter::default();
                fields.usual("reason", reason);
                Json::tagged("removed", fields.done())
            }
        }
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let tag = json.tag()?;
        match tag.name {
            "kept" if tag.is_alone() => Ok(Self::Kept),
            "removed" => Ok(Self::Removed {
                reason: tag.fields()?.usual("reason")?,
            }),
            _ => Err(tag.unknown()),
        }
    }
}

serde_by_json!(Status);

/// How a record came to be typed in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Provenance {
    /// As the work was done.
    #[default]
    FirstHand,
    /// Typed again from paper after its tablet was lost.
    FromPaper,
    /// Read from a spreadsheet.
    Imported,
}

coded!(Provenance {
    FirstHand = "first-hand",
    FromPaper = "from-paper",
    Imported = "imported",
});

impl Provenance {
    /// Whether it is the usual one, which is not written out.
    #[must_use]
    pub const fn is_first_hand(&self) -> bool {
        match self {
            Self::FirstHand => true,
            Self::FromPaper | Self::Imported => false,
        }
    }
}

/// Whether what was typed in words is still there.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum FreeText {
    /// As it was typed.
    #[default]
    Kept,
    /// Erased for good, in every version; an older copy of the record must not
    /// bring it back.
    Erased,
}

coded!(FreeText {
    Kept = "kept",
    Erased = "erased",
});

/// Whether the tablet's clock could be trusted when a version was saved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ClockStanding {
    /// Nothing spoke against it.
    #[default]
    Trusted,
    /// It lay before a day that had been reached already, so the date of the
    /// record was typed.
    InDoubt,
}

coded!(ClockStanding {
    Trusted = "trusted",
    InDoubt = "in-doubt",
});

/// Whether the day on which a record was first saved is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SavedDay {
    /// The tablet's clock said it, and nothing spoke against it.
    #[default]
    Told,
    /// The clock was in doubt; the day is the latest that was known to have been
    /// reached.
    InDoubt,
    /// A person has said since that the clock was wrong then.
    Wrong,
}

coded!(SavedDay {
    Told = "told",
    InDoubt = "in-doubt",
    Wrong = "wrong",
});

/// A record's version: 1 when first saved, one more with each change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(u32);

by_parts!(Version, u32);

impl Version {
    /// The version of a record that was just recorded.
    pub const FIRST: Self = Self(1);

    /// Its number, from 1.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl TryFrom<u32> for Version {
    type Error = VersionZero;

    fn try_from(number: u32) -> Result<Self, VersionZero> {
        if number == 0 {
            Err(VersionZero)
        } else {
            Ok(Self(number))
        }
    }
}

impl From<Version> for u32 {
    fn from(version: Version) -> Self {
        version.0
    }
}

/// Versions begin at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("a record's version is at least 1")]
pub struct VersionZero;

/// When something was saved, by the tablet's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The instant, to the millisecond.
    pub at: DateTime<Utc>,
    /// The civil date where the tablet is.
    pub on: NaiveDate,
    /// Whether that clock could be trusted.
    pub clock: ClockStanding,
}

impl Stamp {
    /// A stamp by a clock that nothing speaks against.
    #[must_use]
    pub const fn trusted(at: DateTime<Utc>, on: NaiveDate) -> Self {
        Self {
            at,
            on,
            clock: ClockStanding::Trusted,
        }
    }
}

/// Where a new record is filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    /// A fresh id.
    pub id: RecordId,
    /// The installation's own book.
    pub book: BookId,
    /// The team whose work it is.
    pub team: TeamId,
}

/// A session, a survey or a declined survey, with its team, at one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    id: RecordId,
    version: Version,
    book: BookId,
    team: TeamId,
    first_saved_on: NaiveDate,
    saved_day: SavedDay,
    saved_at: DateTime<Utc>,
    status: Status,
    provenance: Provenance,
    text: FreeText,
    clock: ClockStanding,
    entry: Entry,
}

object!(Record {
    id: needed,
    version: needed,
    book: needed,
    team: needed,
    first_saved_on: needed,
    saved_day: usual,
    saved_at: needed,
    status: needed,
    provenance: usual,
    text: usual,
    clock: usual,
    entry: needed,
});

impl Record {
    /// A new record, at its first version.
    #[must_use]
    pub fn new(filing: Filing, stamp: Stamp, entry: Entry) -> Self {
        Self {
            id: filing.id,
            version: Version::FIRST,
            book: filing.book,
            team: filing.team,
            first_saved_on: stamp.on,
            saved_day: match stamp.clock {
                ClockStanding::Trusted => SavedDay::Told,
                ClockStanding::InDoubt => SavedDay::InDoubt,
            },
            saved_at: stamp.at,
            status: Status::Kept,
            provenance: Provenance::FirstHand,
            text: FreeText::Kept,
            clock: stamp.clock,
            entry,
        }
    }

    /// The same record, marked with how it came to be typed in.
    #[must_use]
    pub fn with_provenance(self, provenance: Provenance) -> Self {
        Self { provenance, ..self }
    }

    /// The next version, holding something else, perhaps for another team.
    ///
    /// # Errors
    /// [`Unchangeable`] for a removed record, a survey that belongs to the
    /// family, or an entry of another sort.
    pub fn corrected(
        &self,
        entry: Entry,
        team: TeamId,
        stamp: Stamp,
    ) -> Result<Self, Unchangeable> {
        if self.is_removed() {
            return Err(Unchangeable::Removed);
        }
        if self.entry.belongs_to_the_family() {
            return Err(Unchangeable::BelongsToTheFamily);
        }
        if std::mem::discriminant(&self.entry) != std::mem::discriminant(&entry) {
            return Err(Unchangeable::OtherSort);
        }
        Ok(Self {
            team,
            entry,
            ..self.next_version(stamp)
        })
    }

    /// The next version, of another team. It changes nothing that a family said, so a
    /// survey that belongs to one takes it too.
    ///
    /// # Errors
    /// [`Unchangeable::Removed`] for a removed record.
    pub fn given_to(&self, team: TeamId, stamp: Stamp) -> Result<Self, Unchangeable> {
        if self.is_removed() {
            return Err(Unchangeable::Removed);
        }
        Ok(Self {
            team,
            ..self.next_version(stamp)
        })
    }

    /// The next version, with what the manager decided of a comment. It changes
    /// nothing that a family said, so a survey that belongs to one takes it too.
    ///
    /// # Errors
    /// [`Unchangeable`] for a removed record, one of another sort, or a survey
    /// without such a comment.
    pub fn comment_checked(
        &self,
        asked: CommentAsked,
        check: CommentCheck,
        stamp: Stamp,
    ) -> Result<Self, Unchangeable> {
        if self.is_removed() {
            return Err(Unchangeable::Removed);
        }
        let Entry::Survey(survey) = &self.entry else {
            return Err(Unchangeable::OtherSort);
        };
        if survey.comment(asked).is_none() {
            return Err(Unchangeable::NoText);
        }
        Ok(Self {
            entry: Entry::Survey(survey.clone().with_comment_check(asked, check)),
            ..self.next_version(stamp)
        })
    }

    /// The next version, which no longer counts.
    ///
    /// # Errors
    /// [`Unchangeable::Removed`] when it was removed before.
    pub fn removed(&self, reason: Option<Text<500>>, stamp: Stamp) -> Result<Self, Unchangeable> {
        if self.is_removed() {
            return Err(Unchangeable::Removed);
        }
        Ok(Self {
            status: Status::Removed { reason },
            ..self.next_version(stamp)
        })
    }

    /// The next version, of which a person has said that the tablet's clock was wrong
    /// when it was first saved. What it holds stays as it is.
    #[must_use]
    pub fn with_wrong_saved_day(&self, stamp: Stamp) -> Self {
        Self {
            saved_day: SavedDay::Wrong,
            ..self.next_version(stamp)
        }
    }

    /// The next version, on another date, where a person has said that the clock was
    /// wrong when it was first saved. It changes nothing that a family said, so a
    /// survey that belongs to one takes it too.
    ///
    /// # Errors
    /// [`Unchangeable`] for a removed record, for one of which nobody has said so, or
    /// for a day that no service was ever open on.
    pub fn moved_to(&self, date: NaiveDate, stamp: Stamp) -> Result<Self, Unchangeable> {
        if self.is_removed() {
            return Err(Unchangeable::Removed);
        }
        match self.saved_day {
            SavedDay::Wrong => {}
            SavedDay::Told | SavedDay::InDoubt => return Err(Unchangeable::DateStands),
        }
        let entry = self.entry.on(date).ok_or(Unchangeable::DateStands)?;
        Ok(Self {
            entry,
            ..self.next_version(stamp)
        })
    }

    /// The next version, which counts again.
    ///
    /// # Errors
    /// [`Unchangeable::NotRemoved`] when it was not removed.
    pub fn restored(&self, stamp: Stamp) -> Result<Self, Unchangeable> {
        if !self.is_removed() {
            return Err(Unchangeable::NotRemoved);
        }
        Ok(Self {
            status: Status::Kept,
            ..self.next_version(stamp)
        })
    }

    /// The next version, without anything that was typed in words.
    ///
    /// # Errors
    /// [`Unchangeable::NoText`] when there is none.
    pub fn with_text_erased(&self, stamp: Stamp) -> Result<Self, Unchangeable> {
        if self.has_text() {
            Ok(self.next_version(stamp).stripped())
        } else {
            Err(Unchangeable::NoText)
        }
    }

    /// This version without anything that was typed in words: what is kept of
    /// the older versions of a record whose text was erased.
    #[must_use]
    pub fn stripped(self) -> Self {
        let status = match self.status {
            Status::Kept => Status::Kept,
            Status::Removed { .. } => Status::Removed { reason: None },
        };
        Self {
            status,
            text: FreeText::Erased,
            entry: self.entry.without_text(),
            ..self
        }
    }

    /// Whether anything in it was typed in words.
    #[must_use]
    pub fn has_text(&self) -> bool {
        let reason = match &self.status {
            Status::Kept => &None,
            Status::Removed { reason } => reason,
        };
        reason.is_some() || self.entry.has_text()
    }

    /// Whether what was typed in words is still there.
    #[must_use]
    pub const fn text(&self) -> FreeText {
        self.text
    }

    /// Whether the clock could be trusted when this version was saved.
    #[must_use]
    pub const fn clock(&self) -> ClockStanding {
        self.clock
    }

    /// Its id, the same for all its versions.
    #[must_use]
    pub const fn id(&self) -> RecordId {
        self.id
    }

    /// Its version.
    #[must_use]
    pub const fn version(&self) -> Version {
        self.version
    }

    /// The version that it follows; `None` for the first.
    #[must_use]
    pub const fn follows(&self) -> Option<Version> {
        match self.version.0 {
            0 | 1 => None,
            number => Some(Version(number - 1)),
        }
    }

    /// The book it belongs to, for ever.
    #[must_use]
    pub const fn book(&self) -> BookId {
        self.book
    }

    /// The team whose work it is.
    #[must_use]
    pub const fn team(&self) -> &TeamId {
        &self.team
    }

    /// The civil date on which its first version was saved.
    #[must_use]
    pub const fn first_saved_on(&self) -> NaiveDate {
        self.first_saved_on
    }

    /// Whether the day on which it was first saved is known. Before that was kept, the
    /// first version alone told whether the clock was in doubt then.
    #[must_use]
    pub fn saved_day(&self) -> SavedDay {
        match (self.saved_day, self.clock) {
            (SavedDay::Told, ClockStanding::InDoubt) if self.version == Version::FIRST => {
                SavedDay::InDoubt
            }
            (saved_day, ClockStanding::Trusted | ClockStanding::InDoubt) => saved_day,
        }
    }

    /// Whether it was first saved after a day; not where nobody knows when that was.
    #[must_use]
    pub fn was_saved_after(&self, day: NaiveDate) -> bool {
        match self.saved_day {
            SavedDay::Told | SavedDay::InDoubt => self.first_saved_on > day,
            SavedDay::Wrong => false,
        }
    }

    /// When this version was saved.
    #[must_use]
    pub const fn saved_at(&self) -> DateTime<Utc> {
        self.saved_at
    }

    /// Whether it counts.
    #[must_use]
    pub const fn status(&self) -> &Status {
        &self.status
    }

    /// How it came to be typed in.
    #[must_use]
    pub const fn provenance(&self) -> Provenance {
        self.provenance
    }

    /// What it holds.
    #[must_use]
    pub const fn entry(&self) -> &Entry {
        &self.entry
    }

    /// Whether it can be corrected: neither removed nor handed over by a family.
    #[must_use]
    pub fn can_be_corrected(&self) -> bool {
        !self.is_removed() && !self.entry.belongs_to_the_family()
    }

    /// Whether it was removed.
    #[must_use]
    pub const fn is_removed(&self) -> bool {
        match self.status {
            Status::Kept => false,
            Status::Removed { .. } => true,
        }
    }

    /// The quarter it counts in, by the date it happened.
    #[must_use]
    pub fn quarter(&self) -> Quarter {
        Quarter::containing(self.entry.date())
    }

    /// Orders two versions of one record, newest last: by version, then by
    /// when they were saved, then by what they hold, so that every tablet that
    /// meets both keeps the same one, whether or not the text of either was
    /// erased before.
    #[must_use]
    pub fn version_order(&self, other: &Self) -> Ordering {
        let by_stamp = (self.version, self.saved_at).cmp(&(other.version, other.saved_at));
        by_stamp.then_with(|| {
            if self == other {
                Ordering::Equal
            } else {
                let bare = |record: &Self| content_of(&record.clone().stripped());
                let by_figures = bare(self).cmp(&bare(other));
                by_figures.then_with(|| content_of(self).cmp(&content_of(other)))
            }
        })
    }

    fn next_version(&self, stamp: Stamp) -> Self {
        Self {
            version: self.version.next(),
            saved_day: self.saved_day(),
            saved_at: stamp.at,
            clock: stamp.clock,
            ..self.clone()
        }
    }
}

/// What a record holds, as text to put two versions in one order by.
fn content_of(record: &Record) -> String {
    record.to_json().to_text()
}

/// Why a record cannot be changed in this way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unchangeable {
    /// It was removed; it must be restored first.
    #[error("the record was removed")]
    Removed,
    /// It was not removed, so there is nothing to restore.
    #[error("the record was not removed")]
    NotRemoved,
    /// A survey that was handed over belongs to the family.
    #[error("a survey that was handed over belongs to the family and cannot be corrected")]
    BelongsToTheFamily,
    /// Nobody has said that the clock gave it a wrong date, or the other is none.
    #[error("the record keeps its date")]
    DateStands,
    /// Nothing in it was typed in words.
    #[error("the record holds no text that could be erased")]
    NoText,
    /// A session cannot become a survey.
    #[error("a record cannot become one of another sort")]
    OtherSort,
}

#[cfg(test)]
mod tests {
    use crate::domain::base::sorted::Set;

    use uuid::Uuid;

    use super::*;
    use crate::domain::base::language::Language;
    use crate::domain::record::attendance::{AgeBand, Attendance, HeadCount};
    use crate::domain::record::comments::CommentChecks;
    use crate::domain::record::session::{Activity, Counts};
    use crate::domain::record::survey::{Answer, Answers, Completion};

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn stamp(on: NaiveDate, second: u32) -> Stamp {
        let at = on.and_hms_opt(14, 32, second).unwrap().and_utc();
        Stamp::trusted(at, on)
    }

    fn session(on: NaiveDate, adults: u16) -> Entry {
        let mut bands = [HeadCount::NOBODY; 5];
        bands[AgeBand::Adults.index()] = HeadCount::new(adults).unwrap();
        let session = Session::new(SessionParts {
            date: on,
            activity: Activity::TargetedPrevention,
            attendance: Attendance::new(bands).unwrap(),
            new_families: HeadCount::NOBODY,
            minutes: None,
            theme: None,
            partners: None,
            note: None,
            group: None,
            counts: Counts::default(),
        });
        Entry::Session(session.unwrap())
    }

    fn survey(on: NaiveDate, way: Way, respect: Answer) -> Entry {
        let survey = Survey::new(SurveyParts {
            date: on,
            answers: Answers::Standard {
                respect,
                listened: Answer::Skipped,
                helped: Answer::Skipped,
            },
            answered_by: None,
            way,
            language: Language::english(),
            completion: Completion::Finished,
            flags: Set::new(),
            went_well: None,
            could_be_better: None,
            comment_checks: CommentChecks::default(),
        });
        Entry::Survey(survey.unwrap())
    }

    fn declined(on: NaiveDate) -> Entry {
        let way = Way::Paper;
        Entry::Declined(DeclinedSurvey::new(DeclinedParts { date: on, way }).unwrap())
    }

    fn team(code: &str) -> TeamId {
        TeamId::new(code).unwrap()
    }

    fn recorded(entry: Entry) -> Record {
        let filing = Filing {
            id: RecordId::new(Uuid::from_u128(1)),
            book: BookId::new(Uuid::from_u128(2)),
            team: team("riverside"),
        };
        Record::new(filing, stamp(day(11, 23), 0), entry)
    }

    fn later() -> Stamp {
        stamp(day(11, 24), 1)
    }

    /// The record, put right to hold something else.
    fn corrected(record: &Record, entry: Entry) -> Result<Record, Unchangeable> {
        record.corrected(entry, record.team().clone(), later())
    }

    #[test]
    fn a_new_record_is_kept_first_hand_at_its_first_version() {
        let record = recorded(session(day(11, 20), 3));
        assert_eq!((record.version(), record.follows()), (Version::FIRST, None));
        assert_eq!(record.status(), &Status::Kept);
        assert!(record.provenance().is_first_hand());
        assert_eq!(record.first_saved_on(), day(11, 23));
    }

    #[test]
    fn each_change_is_the_next_version_in_the_same_book() {
        let first = recorded(session(day(11, 20), 3));
        let second = corrected(&first, session(day(11, 21), 4)).unwrap();
        let third = second.removed(None, later()).unwrap();
        let fourth = third.restored(later()).unwrap();
        let fifth = corrected(&fourth, session(day(11, 22), 5)).unwrap();
        for (number, version) in (1..).zip([&first, &second, &third, &fourth, &fifth]) {
            assert_eq!(version.version().number(), number);
            assert_eq!((version.id(), version.book()), (first.id(), first.book()));
            assert_eq!(version.first_saved_on(), day(11, 23));
        }
        assert_eq!(second.saved_at(), later().at);
        assert_eq!(second.entry(), &session(day(11, 21), 4));
    }

    #[test]
    fn a_correction_can_give_a_record_to_another_team_but_no_other_book() {
        let first = recorded(session(day(11, 20), 3));
        let moved = first
            .corrected(first.entry().clone(), team("hillside"), later())
            .unwrap();
        assert_eq!(moved.team(), &team("hillside"));
        assert_eq!(moved.book(), first.book());
    }

    #[test]
    fn what_was_removed_stays_with_the_record() {
        let first = recorded(session(day(11, 20), 3));
        let reason = Text::typed("entered twice").unwrap();
        let removed = first.removed(reason.clone(), later()).unwrap();
        assert!(removed.is_removed());
        assert_eq!(removed.status(), &Status::Removed { reason });
        assert_eq!(removed.entry(), first.entry());
        assert_eq!(removed.restored(later()).unwrap().status(), &Status::Kept);
    }

    #[test]
    fn a_removed_record_cannot_be_corrected_until_restored() {
        let removed = recorded(session(day(11, 20), 3))
            .removed(None, later())
            .unwrap();
        let entry = session(day(11, 20), 4);
        let refused = Err(Unchangeable::Removed);
        assert_eq!(corrected(&removed, entry.clone()), refused);
        assert_eq!(removed.removed(None, later()), refused);
        let restored = removed.restored(later()).unwrap();
        assert!(corrected(&restored, entry).is_ok());
    }

    #[test]
    fn a_record_that_was_not_removed_cannot_be_restored() {
        let record = recorded(declined(day(11, 20)));
        assert_eq!(record.restored(later()), Err(Unchangeable::NotRemoved));
    }

    #[test]
    fn a_survey_that_was_handed_over_cannot_be_corrected() {
        let handed_over = recorded(survey(day(11, 20), Way::HandedOver, Answer::No));
        for way in Way::ALL {
            let entry = survey(day(11, 20), way, Answer::Yes);
            let refused = Err(Unchangeable::BelongsToTheFamily);
            assert_eq!(corrected(&handed_over, entry), refused);
        }
        assert!(handed_over.removed(None, later()).is_ok());
    }

    #[test]
    fn a_familys_survey_gets_another_date_only_where_the_clock_was_said_to_be_wrong() {
        let (ahead, right) = (day(12, 20), day(11, 20));
        let saved = recorded(survey(ahead, Way::HandedOver, Answer::No));
        assert_eq!(
            saved.moved_to(right, later()),
            Err(Unchangeable::DateStands)
        );
        let wrong = saved.with_wrong_saved_day(later());
        let moved = wrong.moved_to(right, later()).unwrap();
        assert_eq!(*moved.entry(), survey(right, Way::HandedOver, Answer::No));
        assert_eq!(moved.saved_day(), SavedDay::Wrong);
        assert!(!moved.was_saved_after(right), "nobody knows when");
        let removed = wrong.removed(None, later()).unwrap();
        assert_eq!(removed.moved_to(right, later()), Err(Unchangeable::Removed));
    }

    #[test]
    fn a_survey_entered_from_paper_can_be_corrected() {
        let paper = recorded(survey(day(11, 20), Way::Paper, Answer::No));
        let entry = survey(day(11, 20), Way::Paper, Answer::Yes);
        assert!(corrected(&paper, entry).is_ok());
    }

    #[test]
    fn a_record_never_becomes_one_of_another_sort() {
        let entries = || {
            [
                session(day(11, 20), 3),
                survey(day(11, 20), Way::Paper, Answer::Yes),
                declined(day(11, 20)),
            ]
        };
        for (from, was) in entries().into_iter().enumerate() {
            for (to, becomes) in entries().into_iter().enumerate() {
                let allowed = corrected(&recorded(was.clone()), becomes).map(|_| ());
                let expected = if from == to {
                    Ok(())
                } else {
                    Err(Unchangeable::OtherSort)
                };
                assert_eq!(allowed, expected, "from {from} to {to}");
            }
        }
    }

    #[test]
    fn a_record_counts_in_the_quarter_it_happened_in() {
        let late = recorded(session(day(9, 30), 3));
        assert_eq!(late.quarter(), Quarter::containing(day(9, 30)));
        assert_ne!(late.quarter(), Quarter::containing(late.first_saved_on()));
    }

    #[test]
    fn how_a_record_was_typed_in_stays_with_it() {
        let paper = recorded(session(day(11, 20), 3)).with_provenance(Provenance::FromPaper);
        let next = corrected(&paper, session(day(11, 20), 4)).unwrap();
        assert_eq!(next.provenance(), Provenance::FromPaper);
    }

    fn check_newer(newer: &Record, older: &Record) {
        assert_eq!(newer.version_order(older), Ordering::Greater);
        assert_eq!(older.version_order(newer), Ordering::Less);
        assert_eq!(newer.version_order(newer), Ordering::Equal);
    }

    #[test]
    fn the_higher_version_is_newer_whatever_the_clock_said() {
        let first = recorded(session(day(11, 20), 3));
        let second = first.removed(None, stamp(day(1, 1), 0)).unwrap();
        check_newer(&second, &first);
    }

    #[test]
    fn of_two_second_versions_the_later_saved_is_newer() {
        let first = recorded(session(day(11, 20), 3));
        let early = first.removed(None, stamp(day(11, 24), 1)).unwrap();
        let entry = first.entry().clone();
        let late = first
            .corrected(entry, team("hillside"), stamp(day(11, 24), 2))
            .unwrap();
        check_newer(&late, &early);
    }

    #[test]
    fn two_second_versions_of_one_moment_have_one_order_everywhere() {
        let first = recorded(session(day(11, 20), 3));
        let one = corrected(&first, session(day(11, 20), 4)).unwrap();
        let other = corrected(&first, session(day(11, 20), 5)).unwrap();
        let order = one.version_order(&other);
        assert_ne!(order, Ordering::Equal);
        assert_eq!(other.version_order(&one), order.reverse());
    }
}
