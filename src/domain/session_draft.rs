//! The session form, and the one check that turns it into a session.
//!
//! Guarantees that nothing typed is lost by the check, and that all problems
//! come back at once. The rules about today live here: a record that was good
//! stays good, so loading never asks them again.

use chrono::NaiveDate;

use super::attendance::{AgeBand, Attendance, HeadCount, Minutes, NobodyCame};
use super::draft::{Checks, DateDraft, Fault, Problem, whole_number};
use super::ids::PlaceId;
use super::organisation::Place;
use super::session::{Activity, Kind, Plan, Session, SessionParts};

/// The fields of the session form, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SessionField {
    /// When it was.
    Date,
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
    /// The note.
    Note,
}

/// The session form as a person left it: every text as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionDraft {
    /// When it was.
    pub date: DateDraft,
    /// Which kind; `None` when not yet chosen.
    pub kind: Option<Kind>,
    /// Where; `None` when not yet chosen.
    pub place: Option<PlaceId>,
    /// The plan; `None` when not yet chosen.
    pub plan: Option<Plan>,
    /// Head counts as typed, in the order of [`AgeBand::ALL`]; blank is nobody.
    pub attendance: [String; 5],
    /// New families as typed; blank is none.
    pub new_families: String,
    /// Minutes as typed; blank is not noted.
    pub minutes: String,
    /// The theme as typed.
    pub theme: String,
    /// The partners as typed.
    pub partners: String,
    /// The note as typed.
    pub note: String,
}

impl SessionDraft {
    /// An empty form for a day.
    #[must_use]
    pub fn on(day: NaiveDate) -> Self {
        Self {
            date: DateDraft::Chosen(day),
            kind: None,
            place: None,
            plan: None,
            attendance: Default::default(),
            new_families: String::new(),
            minutes: String::new(),
            theme: String::new(),
            partners: String::new(),
            note: String::new(),
        }
    }

    /// The next form of a run of sessions: same date, kind and place, nothing
    /// else. Head counts are never carried over.
    #[must_use]
    pub fn another(&self, today: NaiveDate) -> Self {
        Self {
            date: self.date.clone(),
            kind: self.kind,
            place: self.place.clone(),
            ..Self::on(today)
        }
    }

    /// The head counts typed so far, added up; what cannot be read counts
    /// nothing yet. For the running total only.
    #[must_use]
    pub fn running_total(&self) -> u32 {
        self.attendance
            .iter()
            .filter_map(|typed| HeadCount::typed(typed).ok())
            .map(|count| u32::from(count.people()))
            .sum()
    }

    /// Checks the form into a session, by the rules for new entries.
    ///
    /// # Errors
    /// All its problems, in the order of the form, each naming its field.
    pub fn check(
        &self,
        today: NaiveDate,
        places: &[Place],
    ) -> Result<Session, Vec<Problem<SessionField>>> {
        let mut checks = Checks::new();
        let date = checks.keep(SessionField::Date, self.date.check(today));
        let activity = self.check_activity(places, &mut checks);
        let attendance = self.check_attendance(&mut checks);
        let new_families = checks.keep(
            SessionField::NewFamilies,
            HeadCount::typed(&self.new_families),
        );
        if let (Some(attendance), Some(new_families)) = (attendance, new_families) {
            let contacts = attendance.contacts();
            if u32::from(new_families.people()) > contacts {
                checks.note(
                    SessionField::NewFamilies,
                    Fault::MoreThanContacts { contacts },
                );
            }
        }
        let minutes = checks.keep(
            SessionField::Minutes,
            whole_number(&self.minutes, Minutes::LEAST, Minutes::MOST),
        );
        let theme = checks.text(SessionField::Theme, &self.theme);
        let partners = checks.text(SessionField::Partners, &self.partners);
        let note = checks.text(SessionField::Note, &self.note);
        let session = (|| {
            Session::new(SessionParts {
                date: date?,
                activity: activity?,
                attendance: attendance?,
                new_families: new_families?,
                minutes: minutes?.and_then(|minutes| Minutes::new(minutes).ok()),
                theme,
                partners,
                note,
            })
            .ok()
        })();
        checks.finish(session)
    }

    fn check_activity(
        &self,
        places: &[Place],
        checks: &mut Checks<SessionField>,
    ) -> Option<Activity> {
        let kind = checks.keep(SessionField::Kind, self.kind.ok_or(Fault::Missing))?;
        match kind {
            Kind::CoWorkedCase => {
                let plan = checks.keep(SessionField::Plan, self.plan.ok_or(Fault::Missing))?;
                Some(Activity::CoWorkedCase { plan })
            }
            Kind::TargetedPrevention => Some(Activity::TargetedPrevention),
            Kind::ChildrensCentreGroup => self
                .check_place(kind, places, checks)
                .map(|place| Activity::ChildrensCentreGroup { place }),
            Kind::YouthClub => self
                .check_place(kind, places, checks)
                .map(|place| Activity::YouthClub { place }),
            Kind::SchoolGroupWork => self
                .check_place(kind, places, checks)
                .map(|place| Activity::SchoolGroupWork { place }),
        }
    }

    fn check_place(
        &self,
        kind: Kind,
        places: &[Place],
        checks: &mut Checks<SessionField>,
    ) -> Option<PlaceId> {
        let chosen = checks.keep(
            SessionField::Place,
            self.place.clone().ok_or(Fault::Missing),
        )?;
        let fits = places
            .iter()
            .any(|place| place.id == chosen && Some(place.kind) == kind.place_kind());
        if !fits {
            checks.note(SessionField::Place, Fault::OtherKindOfPlace);
        }
        fits.then_some(chosen)
    }

    fn check_attendance(&self, checks: &mut Checks<SessionField>) -> Option<Attendance> {
        let counts = AgeBand::ALL.map(|band| {
            checks.keep(
                SessionField::Attendance(band),
                HeadCount::typed(&self.attendance[band.index()]),
            )
        });
        // Every field must be readable before their sum means anything.
        if counts.iter().any(Option::is_none) {
            return None;
        }
        let bands = counts.map(Option::unwrap_or_default);
        checks.keep(
            SessionField::Attendance(AgeBand::Under5),
            Attendance::new(bands).map_err(|NobodyCame| Fault::NobodyCame),
        )
    }
}
