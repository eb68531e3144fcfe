//! A quarter's totals: one pure fold over records.
//!
//! Guarantees that the order of records does not matter, that totals of parts
//! add up to the totals of the whole, and that a removed record counts nothing
//! but itself. Refuses to keep totals: they are always computed anew.
//!
//! ```
//! use daybook::domain::totals::QuarterTotals;
//!
//! let nothing = QuarterTotals::default();
//! assert!(nothing.is_nil());
//! assert_eq!(nothing.contacts.all().contacts(), 0);
//! ```

use crate::domain::base::sorted::Map;
use std::ops::AddAssign;

use chrono::NaiveDate;

use crate::domain::base::calendar::{Month, Quarter};
use crate::domain::base::ids::PlaceId;
use crate::domain::base::language::Language;
use crate::domain::base::share::Share;
use crate::domain::record::attendance::AgeBand;
use crate::domain::record::session::{Kind, Session};
use crate::domain::record::survey::{
    Answer, AnsweredBy, Completion, DeclinedSurvey, Question, Survey, SurveyVersion, Way,
};
use crate::domain::record::{Entry, Record};

/// Sessions and what they add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SessionTally {
    /// The number of sessions.
    pub sessions: u64,
    /// Attendances by age band, in the order of [`AgeBand::ALL`].
    pub attendance: [u64; 5],
    /// Families there for the first time that financial year.
    pub new_families: u64,
}

impl SessionTally {
    /// The direct contacts: attendances of all age bands.
    #[must_use]
    pub fn contacts(&self) -> u64 {
        self.attendance.iter().sum()
    }

    /// The attendances of one age band.
    #[must_use]
    pub const fn in_band(&self, band: AgeBand) -> u64 {
        self.attendance[band.index()]
    }

    fn count(&mut self, session: &Session) {
        self.sessions += 1;
        for band in AgeBand::ALL {
            let people = session.attendance().in_band(band).people();
            self.attendance[band.index()] += u64::from(people);
        }
        self.new_families += u64::from(session.new_families().people());
    }
}

impl AddAssign<&Self> for SessionTally {
    fn add_assign(&mut self, other: &Self) {
        self.sessions += other.sessions;
        for (own, others) in self.attendance.iter_mut().zip(other.attendance) {
            *own += others;
        }
        self.new_families += other.new_families;
    }
}

/// Direct contacts on a non-lead-professional basis (Early Help report
/// 2016-17, section 2).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContactTotals {
    by_kind: [SessionTally; 5],
    by_place: Map<(Kind, PlaceId), SessionTally>,
    by_month: Map<(Kind, Month), SessionTally>,
    sessions_by_day: Map<(NaiveDate, PlaceId), u64>,
}

impl ContactTotals {
    /// The tally of one kind.
    #[must_use]
    pub const fn of_kind(&self, kind: Kind) -> &SessionTally {
        &self.by_kind[kind.index()]
    }

    /// The tally of all five kinds together.
    #[must_use]
    pub fn all(&self) -> SessionTally {
        let mut all = SessionTally::default();
        for tally in &self.by_kind {
            all += tally;
        }
        all
    }

    /// The tally of each place, for the kinds that have one.
    pub fn places(&self) -> impl Iterator<Item = (Kind, &PlaceId, &SessionTally)> {
        self.by_place
            .iter()
            .map(|((kind, place), tally)| (*kind, place, tally))
    }

    /// The tally of each kind and month that had a session.
    pub fn months(&self) -> impl Iterator<Item = (Kind, Month, &SessionTally)> {
        self.by_month
            .iter()
            .map(|((kind, month), tally)| (*kind, *month, tally))
    }

    /// The tally of one month, all kinds together.
    #[must_use]
    pub fn of_month(&self, wanted: Month) -> SessionTally {
        let mut all = SessionTally::default();
        for (_, _, tally) in self.months().filter(|(_, month, _)| *month == wanted) {
            all += tally;
        }
        all
    }

    /// How many sessions there were at each place on each date; the same
    /// session recorded in two books shows here.
    pub fn days(&self) -> impl Iterator<Item = (NaiveDate, &PlaceId, u64)> {
        self.sessions_by_day
            .iter()
            .map(|((date, place), sessions)| (*date, place, *sessions))
    }

    /// Adds the sessions of one day that are alike.
    fn add(&mut self, date: NaiveDate, alike: &Alike<'_>) {
        let (kind, tally) = (alike.kind, &alike.tally);
        self.by_kind[kind.index()] += tally;
        let month = Month::containing(date);
        *self.by_month.entry((kind, month)).or_default() += tally;
        if let Some(place) = alike.place {
            *self.by_place.entry((kind, place.clone())).or_default() += tally;
            *self
                .sessions_by_day
                .entry((date, place.clone()))
                .or_default() += tally.sessions;
        }
    }
}

/// Sessions of one kind at one place, on one day.
struct Alike<'a> {
    kind: Kind,
    place: Option<&'a PlaceId>,
    tally: SessionTally,
}

/// Sessions being counted, by day and then by what is alike: each is looked up
/// once, and no name of a place is copied before the end. Records mostly come
/// in the order of their days, so the day of the last one is tried first.
#[derive(Default)]
struct Counting<'a> {
    days: Vec<(NaiveDate, Vec<Alike<'a>>)>,
    last: usize,
}

impl<'a> Counting<'a> {
    fn count(&mut self, session: &'a Session) {
        let (date, kind, place) = (session.date(), session.kind(), session.place());
        if self.days.get(self.last).is_none_or(|day| day.0 != date) {
            self.last = match self.days.binary_search_by_key(&date, |day| day.0) {
                Ok(there) => there,
                Err(free) => {
                    self.days.insert(free, (date, Vec::new()));
                    free
                }
            };
        }
        let alike = &mut self.days[self.last].1;
        let found = alike.binary_search_by(|one| (one.kind, one.place).cmp(&(kind, place)));
        let position = found.unwrap_or_else(|free| {
            let tally = SessionTally::default();
            alike.insert(free, Alike { kind, place, tally });
            free
        });
        alike[position].tally.count(session);
    }
}

impl AddAssign<&Self> for ContactTotals {
    fn add_assign(&mut self, other: &Self) {
        for (own, others) in self.by_kind.iter_mut().zip(&other.by_kind) {
            *own += others;
        }
        for (key, tally) in &other.by_place {
            *self.by_place.entry(key.clone()).or_default() += tally;
        }
        for (key, tally) in &other.by_month {
            *self.by_month.entry(*key).or_default() += tally;
        }
        for (key, sessions) in &other.sessions_by_day {
            *self.sessions_by_day.entry(key.clone()).or_default() += sessions;
        }
    }
}

/// The answers to one question, counted over the surveys received.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AnswerTally([u64; 4]);

impl AnswerTally {
    /// How many gave this answer.
    #[must_use]
    pub const fn of(&self, answer: Answer) -> u64 {
        self.0[answer.index()]
    }

    /// Yes of all surveys received, skipped ones too: the measure as the
    /// framework has counted it since 2014.
    #[must_use]
    pub fn yes_of_received(&self) -> Share {
        Share {
            part: self.of(Answer::Yes),
            whole: self.0.iter().sum(),
        }
    }

    /// Yes of those who answered this question; shown beside the measure where
    /// any skipped it.
    #[must_use]
    pub fn yes_of_answered(&self) -> Share {
        Share {
            part: self.of(Answer::Yes),
            whole: self.0.iter().sum::<u64>() - self.of(Answer::Skipped),
        }
    }
}

impl AddAssign<&Self> for AnswerTally {
    fn add_assign(&mut self, other: &Self) {
        for (own, others) in self.0.iter_mut().zip(other.0) {
            *own += others;
        }
    }
}

/// How Was It For You surveys (Early Help report 2016-17, sections 2 and 4).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SurveyTotals {
    /// At least one question answered.
    pub received: u64,
    /// Asked, and did not want to.
    pub declined: u64,
    /// Opened, and left without an answer.
    pub opened_only: u64,
    /// Left midway, of those received or opened.
    pub incomplete: u64,
    /// Flagged, of those received.
    pub flagged: u64,
    /// Removed by staff; they count nowhere else.
    pub removed: u64,
    // By question, then by way; a question belongs to one version.
    answers: [[AnswerTally; 2]; 4],
    // Of these, the answers of flagged surveys, by question.
    flagged_answers: [AnswerTally; 4],
    // In the order of `AnsweredBy::ALL`, then where the form did not say.
    by_who: [u64; 4],
    by_language: Map<Language, u64>,
}

impl SurveyTotals {
    /// Families asked: received, declined, or opened without an answer.
    #[must_use]
    pub const fn asked(&self) -> u64 {
        self.received + self.declined + self.opened_only
    }

    /// The share of families asked who answered at least one question.
    #[must_use]
    pub const fn response(&self) -> Share {
        Share {
            part: self.received,
            whole: self.asked(),
        }
    }

    /// The answers to one question, both ways of coming in together. A question
    /// belongs to one version, so versions are never pooled.
    #[must_use]
    pub fn answers_to(&self, question: Question) -> AnswerTally {
        let mut all = AnswerTally::default();
        for tally in &self.answers[question.index()] {
            all += tally;
        }
        all
    }

    /// The answers to one question that came one way.
    #[must_use]
    pub const fn answers_by(&self, question: Question, way: Way) -> AnswerTally {
        self.answers[question.index()][way.index()]
    }

    /// The answers to one question in flagged surveys; they are part of
    /// [`SurveyTotals::answers_to`].
    #[must_use]
    pub const fn flagged_answers_to(&self, question: Question) -> AnswerTally {
        self.flagged_answers[question.index()]
    }

    /// The answers to one question, flagged surveys left out.
    #[must_use]
    pub fn answers_without_flagged(&self, question: Question) -> AnswerTally {
        let mut rest = self.answers_to(question);
        for (all, flagged) in rest.0.iter_mut().zip(self.flagged_answers_to(question).0) {
            *all -= flagged;
        }
        rest
    }

    /// The answers by version, way and question, where there are any.
    pub fn answers(&self) -> impl Iterator<Item = (SurveyVersion, Way, Question, &AnswerTally)> {
        SurveyVersion::ALL.into_iter().flat_map(move |version| {
            Way::ALL.into_iter().flat_map(move |way| {
                version.questions().iter().filter_map(move |question| {
                    let tally = &self.answers[question.index()][way.index()];
                    (*tally != AnswerTally::default()).then_some((version, way, *question, tally))
                })
            })
        })
    }

    /// Surveys received by who answered, where there are any; `None` where a
    /// paper form did not say.
    pub fn by_who(&self) -> impl Iterator<Item = (Option<AnsweredBy>, u64)> {
        let who = AnsweredBy::ALL.into_iter().map(Some).chain([None]);
        who.zip(self.by_who).filter(|(_, surveys)| *surveys > 0)
    }

    /// Surveys received by language.
    pub fn by_language(&self) -> impl Iterator<Item = (&Language, u64)> {
        self.by_language
            .iter()
            .map(|(language, surveys)| (language, *surveys))
    }

    fn count(&mut self, survey: &Survey) {
        let parts = survey.parts();
        if parts.completion == Completion::LeftMidway {
            self.incomplete += 1;
        }
        if !parts.answers.any_given() {
            self.opened_only += 1;
            return;
        }
        self.received += 1;
        if !parts.flags.is_empty() {
            self.flagged += 1;
        }
        for (question, answer) in parts.answers.each() {
            self.answers[question.index()][parts.way.index()].0[answer.index()] += 1;
            if !parts.flags.is_empty() {
                self.flagged_answers[question.index()].0[answer.index()] += 1;
            }
        }
        let who = parts
            .answered_by
            .map_or(AnsweredBy::ALL.len(), AnsweredBy::index);
        self.by_who[who] += 1;
        match self.by_language.get_mut(&parts.language) {
            Some(surveys) => *surveys += 1,
            None => {
                self.by_language.insert(parts.language.clone(), 1);
            }
        }
    }

    const fn count_declined(&mut self, _declined: &DeclinedSurvey) {
        self.declined += 1;
    }
}

impl AddAssign<&Self> for SurveyTotals {
    fn add_assign(&mut self, other: &Self) {
        self.received += other.received;
        self.declined += other.declined;
        self.opened_only += other.opened_only;
        self.incomplete += other.incomplete;
        self.flagged += other.flagged;
        self.removed += other.removed;
        let own = self.answers.iter_mut().flatten();
        for (own, others) in own.zip(other.answers.iter().flatten()) {
            *own += others;
        }
        let flagged = self.flagged_answers.iter_mut();
        for (own, others) in flagged.zip(&other.flagged_answers) {
            *own += others;
        }
        for (own, others) in self.by_who.iter_mut().zip(other.by_who) {
            *own += others;
        }
        for (language, surveys) in &other.by_language {
            *self.by_language.entry(language.clone()).or_default() += surveys;
        }
    }
}

/// Everything that is counted in one quarter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QuarterTotals {
    /// Sessions and direct contacts.
    pub contacts: ContactTotals,
    /// Surveys.
    pub surveys: SurveyTotals,
    /// The records behind these totals, removed ones excepted.
    pub records: u64,
    /// Of these, the ones first saved after the quarter's end.
    pub saved_after_the_end: u64,
    /// Of these, the ones typed again from paper after a tablet was lost.
    pub from_paper: u64,
}

impl QuarterTotals {
    /// Counts the records of a quarter, each once. Records of other quarters
    /// are passed over.
    #[must_use]
    pub fn of<'a>(quarter: Quarter, records: impl IntoIterator<Item = &'a Record>) -> Self {
        let (first_day, last_day) = (quarter.first_day(), quarter.last_day());
        let (mut totals, mut sessions) = (Self::default(), Counting::default());
        for record in records {
            if (first_day..=last_day).contains(&record.entry().date()) {
                totals.count(record, last_day, &mut sessions);
            }
        }
        for (date, alike) in &sessions.days {
            for alike in alike {
                totals.contacts.add(*date, alike);
            }
        }
        totals
    }

    /// Whether nothing was done: no session, and no survey asked for.
    #[must_use]
    pub const fn is_nil(&self) -> bool {
        self.records == 0
    }

    /// Whether there is anything to tell: something was done, or a survey was
    /// removed.
    #[must_use]
    pub const fn says_anything(&self) -> bool {
        !self.is_nil() || self.surveys.removed > 0
    }

    fn count<'a>(&mut self, record: &'a Record, last_day: NaiveDate, sessions: &mut Counting<'a>) {
        if record.is_removed() {
            // A removed survey is still told of: nobody should be able to take
            // away unwelcome answers unseen.
            if matches!(record.entry(), Entry::Survey(_)) {
                self.surveys.removed += 1;
            }
            return;
        }
        self.records += 1;
        if record.was_saved_after(last_day) {
            self.saved_after_the_end += 1;
        }
        if record.provenance() == crate::domain::record::Provenance::FromPaper {
            self.from_paper += 1;
        }
        match record.entry() {
            Entry::Session(session) => sessions.count(session),
            Entry::Survey(survey) => self.surveys.count(survey),
            Entry::Declined(declined) => self.surveys.count_declined(declined),
        }
    }
}

impl AddAssign<&Self> for QuarterTotals {
    fn add_assign(&mut self, other: &Self) {
        self.contacts += &other.contacts;
        self.surveys += &other.surveys;
        self.records += other.records;
        self.saved_after_the_end += other.saved_after_the_end;
        self.from_paper += other.from_paper;
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::base::sorted::Set;

    use uuid::Uuid;

    use super::*;
    use crate::domain::base::ids::{BookId, RecordId, TeamId};
    use crate::domain::record::attendance::{Attendance, HeadCount};
    use crate::domain::record::comments::CommentChecks;
    use crate::domain::record::session::{Activity, Counts, Plan, SessionParts};
    use crate::domain::record::survey::{Answers, DeclinedParts, SurveyFlag, SurveyParts};
    use crate::domain::record::{Filing, Provenance, Stamp};

    fn day(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn stamp(on: NaiveDate) -> Stamp {
        let at = on.and_hms_opt(14, 32, 5).unwrap().and_utc();
        Stamp::trusted(at, on)
    }

    fn saved(on: NaiveDate, entry: Entry) -> Record {
        let filing = Filing {
            id: RecordId::new(Uuid::from_u128(1)),
            book: BookId::new(Uuid::from_u128(2)),
            team: TeamId::new("riverside").unwrap(),
        };
        Record::new(filing, stamp(on), entry)
    }

    fn place(code: &str) -> PlaceId {
        PlaceId::new(code).unwrap()
    }

    fn session(on: NaiveDate, activity: Activity, people: [u16; 5]) -> Record {
        let bands = people.map(|people| HeadCount::new(people).unwrap());
        let session = Session::new(SessionParts {
            date: on,
            activity,
            attendance: Attendance::new(bands).unwrap(),
            new_families: HeadCount::new(1).unwrap(),
            minutes: None,
            theme: None,
            partners: None,
            note: None,
            group: None,
            counts: Counts::default(),
        });
        saved(on, Entry::Session(session.unwrap()))
    }

    fn youth_club(on: NaiveDate, people: u16) -> Record {
        let activity = Activity::YouthClub {
            place: place("northgate"),
        };
        session(on, activity, [0, 0, people, 0, 0])
    }

    fn survey(answers: Answers) -> SurveyParts {
        SurveyParts {
            date: day(11, 23),
            answers,
            answered_by: Some(AnsweredBy::ParentOrCarer),
            way: Way::HandedOver,
            language: Language::english(),
            completion: Completion::Finished,
            flags: Set::new(),
            went_well: None,
            could_be_better: None,
            comment_checks: CommentChecks::default(),
        }
    }

    const fn standard(respect: Answer, listened: Answer, helped: Answer) -> Answers {
        Answers::Standard {
            respect,
            listened,
            helped,
        }
    }

    fn surveyed(parts: SurveyParts) -> Record {
        saved(day(11, 23), Entry::Survey(Survey::new(parts).unwrap()))
    }

    fn declined() -> Record {
        let (date, way) = (day(11, 23), Way::Paper);
        let declined = DeclinedSurvey::new(DeclinedParts { date, way }).unwrap();
        saved(date, Entry::Declined(declined))
    }

    fn removed(record: &Record) -> Record {
        record.removed(None, stamp(day(11, 24))).unwrap()
    }

    /// The totals of October to December 2026.
    fn count(records: &[Record]) -> QuarterTotals {
        QuarterTotals::of(Quarter::containing(day(11, 23)), records)
    }

    #[test]
    fn every_contact_counts_once_in_its_band_and_kind() {
        let totals = count(&[
            session(
                day(11, 2),
                Activity::ChildrensCentreGroup {
                    place: place("rosehill"),
                },
                [9, 1, 0, 0, 8],
            ),
            youth_club(day(11, 3), 12),
            session(
                day(11, 4),
                Activity::CoWorkedCase {
                    plan: Plan::ChildInNeed,
                },
                [0, 1, 1, 0, 1],
            ),
        ]);
        let all = totals.contacts.all();
        assert_eq!((all.sessions, all.contacts(), all.new_families), (3, 33, 3));
        assert_eq!(all.attendance, [9, 2, 13, 0, 9]);
        let contacts = Kind::ALL.map(|kind| totals.contacts.of_kind(kind).contacts());
        assert_eq!(contacts, [18, 12, 0, 3, 0]);
        assert_eq!((totals.records, totals.is_nil()), (3, false));
    }

    #[test]
    fn only_the_days_of_the_quarter_count() {
        for (date, sessions) in [
            (day(9, 30), 0),
            (day(10, 1), 1),
            (day(12, 31), 1),
            (NaiveDate::from_ymd_opt(2027, 1, 1).unwrap(), 0),
            (NaiveDate::from_ymd_opt(2025, 11, 23).unwrap(), 0),
        ] {
            let totals = count(&[youth_club(date, 12)]);
            assert_eq!(totals.contacts.all().sessions, sessions, "{date}");
            assert_eq!(totals.is_nil(), sessions == 0, "{date}");
        }
    }

    #[test]
    fn work_without_a_place_shows_at_no_place() {
        let totals = count(&[
            session(day(11, 4), Activity::TargetedPrevention, [0, 0, 6, 0, 0]),
            session(
                day(11, 4),
                Activity::CoWorkedCase {
                    plan: Plan::ChildProtection,
                },
                [0, 1, 0, 0, 1],
            ),
        ]);
        assert_eq!(totals.contacts.places().count(), 0);
        assert_eq!(totals.contacts.days().count(), 0);
        assert_eq!(totals.contacts.months().count(), 2);
    }

    #[test]
    fn places_months_and_days_are_told_apart() {
        let totals = count(&[
            youth_club(day(10, 31), 5),
            youth_club(day(11, 1), 7),
            youth_club(day(11, 1), 9),
            session(
                day(11, 1),
                Activity::SchoolGroupWork {
                    place: place("elm-grove"),
                },
                [0, 4, 0, 0, 0],
            ),
        ]);
        let places: Vec<_> = totals
            .contacts
            .places()
            .map(|(kind, place, tally)| (kind, place.as_str(), tally.sessions, tally.contacts()))
            .collect();
        assert_eq!(
            places,
            [
                (Kind::YouthClub, "northgate", 3, 21),
                (Kind::SchoolGroupWork, "elm-grove", 1, 4)
            ]
        );
        let [october, november, december] = Quarter::containing(day(11, 1))
            .months()
            .map(|month| totals.contacts.of_month(month).contacts());
        assert_eq!((october, november, december), (5, 20, 0));
        let days: Vec<_> = totals
            .contacts
            .days()
            .map(|(date, place, sessions)| (date, place.as_str(), sessions))
            .collect();
        assert_eq!(
            days,
            [
                (day(10, 31), "northgate", 1),
                (day(11, 1), "elm-grove", 1),
                (day(11, 1), "northgate", 2)
            ]
        );
    }

    #[test]
    fn a_removed_session_counts_nowhere() {
        assert_eq!(
            count(&[removed(&youth_club(day(11, 3), 12))]),
            QuarterTotals::default()
        );
    }

    #[test]
    fn a_removed_survey_counts_as_removed_only() {
        let yes = standard(Answer::Yes, Answer::Yes, Answer::Yes);
        let mut expected = QuarterTotals::default();
        expected.surveys.removed = 1;
        assert_eq!(count(&[removed(&surveyed(survey(yes)))]), expected);
        assert_eq!(count(&[removed(&declined())]), QuarterTotals::default());
    }

    #[test]
    fn asked_is_received_declined_and_opened_without_an_answer() {
        let skipped = Answer::Skipped;
        let totals = count(&[
            surveyed(survey(standard(Answer::No, skipped, skipped))),
            surveyed(survey(standard(skipped, skipped, skipped))),
            declined(),
            declined(),
        ]);
        let surveys = &totals.surveys;
        assert_eq!(
            (surveys.received, surveys.opened_only, surveys.declined),
            (1, 1, 2)
        );
        assert_eq!(surveys.asked(), 4);
        assert_eq!(surveys.response().to_string(), "1 of 4 (25.0%)");
        assert_eq!(totals.records, 4);
    }

    #[test]
    fn a_survey_opened_without_an_answer_tells_nothing_of_who_opened_it() {
        let skipped = Answer::Skipped;
        let totals = count(&[surveyed(SurveyParts {
            completion: Completion::LeftMidway,
            flags: Set::from([SurveyFlag::TooFast]),
            ..survey(standard(skipped, skipped, skipped))
        })]);
        let surveys = &totals.surveys;
        assert_eq!((surveys.incomplete, surveys.flagged), (1, 0));
        assert_eq!(surveys.answers().count(), 0);
        assert_eq!(
            (surveys.by_who().count(), surveys.by_language().count()),
            (0, 0)
        );
    }

    #[test]
    fn yes_is_of_all_received_and_of_those_who_answered() {
        let (yes, no, skipped) = (Answer::Yes, Answer::No, Answer::Skipped);
        let surveys = count(&[
            surveyed(survey(standard(yes, yes, yes))),
            surveyed(survey(standard(yes, skipped, no))),
            surveyed(survey(standard(yes, skipped, Answer::Partly))),
        ])
        .surveys;
        let check = |question, of_received: &str, of_answered: &str| {
            let tally = surveys.answers_to(question);
            assert_eq!(tally.yes_of_received().to_string(), of_received);
            assert_eq!(tally.yes_of_answered().to_string(), of_answered);
        };
        check(Question::Respect, "3 of 3 (100.0%)", "3 of 3 (100.0%)");
        check(Question::Listened, "1 of 3 (33.3%)", "1 of 1 (100.0%)");
        check(Question::Helped, "1 of 3 (33.3%)", "1 of 3 (33.3%)");
        check(Question::Again, "0 of 0", "0 of 0");
    }

    #[test]
    fn versions_ways_languages_and_who_answered_are_told_apart() {
        let yes = standard(Answer::Yes, Answer::Yes, Answer::Yes);
        let surveys = count(&[
            surveyed(survey(yes)),
            surveyed(SurveyParts {
                way: Way::Paper,
                answered_by: None,
                language: Language::new("pl").unwrap(),
                flags: Set::from([SurveyFlag::TooFast, SurveyFlag::Repeated]),
                ..survey(yes)
            }),
            surveyed(survey(Answers::YoungChildren { again: Answer::Yes })),
        ])
        .surveys;
        assert_eq!((surveys.received, surveys.flagged), (3, 1));
        let respect = surveys.answers_to(Question::Respect);
        assert_eq!(respect.yes_of_received().to_string(), "2 of 2 (100.0%)");
        let again = surveys.answers_to(Question::Again);
        assert_eq!(again.yes_of_received().to_string(), "1 of 1 (100.0%)");
        // Three questions each way, and the young children's one.
        assert_eq!(surveys.answers().count(), 7);
        let who: Vec<_> = surveys.by_who().collect();
        assert_eq!(who, [(Some(AnsweredBy::ParentOrCarer), 2), (None, 1)]);
        let languages: Vec<_> = surveys
            .by_language()
            .map(|(language, surveys)| (language.tag(), surveys))
            .collect();
        assert_eq!(languages, [("en", 2), ("pl", 1)]);
    }

    #[test]
    fn a_record_first_saved_after_the_quarters_end_is_told_of() {
        let entry = youth_club(day(12, 31), 12).entry().clone();
        let next_year = NaiveDate::from_ymd_opt(2027, 1, 1).unwrap();
        for (on, late) in [(day(12, 31), 0), (next_year, 1)] {
            let totals = count(&[saved(on, entry.clone())]);
            assert_eq!((totals.records, totals.saved_after_the_end), (1, late));
        }
    }

    #[test]
    fn a_correction_after_the_quarters_end_makes_no_record_late() {
        let first = youth_club(day(12, 31), 12);
        let next_year = NaiveDate::from_ymd_opt(2027, 1, 9).unwrap();
        let corrected = first
            .corrected(
                first.entry().clone(),
                first.team().clone(),
                stamp(next_year),
            )
            .unwrap();
        assert_eq!(count(&[corrected]).saved_after_the_end, 0);
    }

    #[test]
    fn a_record_typed_again_from_paper_is_told_of() {
        for (provenance, from_paper) in [
            (Provenance::FirstHand, 0),
            (Provenance::FromPaper, 1),
            (Provenance::Imported, 0),
        ] {
            let record = youth_club(day(11, 3), 12).with_provenance(provenance);
            assert_eq!(count(&[record]).from_paper, from_paper, "{provenance:?}");
        }
    }
}
