//! A session: one piece of non-lead-professional work, on one date.
//!
//! Guarantees that a session has somebody at it, a place exactly where its kind
//! has one, and a plan exactly where it is co-worked. Refuses to know who came:
//! contacts are counted, never named.

use chrono::NaiveDate;
use thiserror::Error;

use crate::domain::base::calendar::{EARLIEST_DATE, LATEST_DATE};
use crate::domain::base::coded::coded;
use crate::domain::base::ids::{GroupId, PlaceId};
use crate::domain::base::json::{
    AsJson, Json, ObjectWriter, WrongJson, by_parts, object, serde_by_json,
};
use crate::domain::base::text::{Name, Note, Theme};
use crate::domain::organisation::PlaceKind;
use crate::domain::record::attendance::{Attendance, HeadCount, Minutes};

/// The five kinds of non-lead-professional work (Early Help report 2016-17,
/// section 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(not(target_arch = "wasm32"), derive(schemars::JsonSchema))]
#[cfg_attr(not(target_arch = "wasm32"), schemars(rename_all = "kebab-case"))]
pub enum Kind {
    /// Group activity in a children's centre.
    ChildrensCentreGroup,
    /// Attendance by young people at a youth club.
    YouthClub,
    /// Group work delivered in a school.
    SchoolGroupWork,
    /// A case co-worked with Social Care.
    CoWorkedCase,
    /// Work with targeted groups of young people: low-level child sexual
    /// exploitation (CSE) and going missing.
    TargetedPrevention,
}

coded!(Kind {
    ChildrensCentreGroup = "childrens-centre-group",
    YouthClub = "youth-club",
    SchoolGroupWork = "school-group-work",
    CoWorkedCase = "co-worked-case",
    TargetedPrevention = "targeted-prevention",
});

impl Kind {
    /// All five, in the report's order.
    pub const ALL: [Self; 5] = [
        Self::ChildrensCentreGroup,
        Self::YouthClub,
        Self::SchoolGroupWork,
        Self::CoWorkedCase,
        Self::TargetedPrevention,
    ];

    /// Its name on screen and in print.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ChildrensCentreGroup => "Group activity in a children’s centre",
            Self::YouthClub => "Youth club",
            Self::SchoolGroupWork => "Group work in a school",
            Self::CoWorkedCase => "Co-worked case",
            Self::TargetedPrevention => "Targeted prevention work",
        }
    }

    /// What counts as this kind, in a few words.
    #[must_use]
    pub const fn hint(self) -> &'static str {
        match self {
            Self::ChildrensCentreGroup => "Stay and play, baby group, parenting course",
            Self::YouthClub => "Open access or club night",
            Self::SchoolGroupWork => "Drop-in, targeted group or assembly",
            Self::CoWorkedCase => "With Social Care: Child in Need or Child Protection",
            Self::TargetedPrevention => "Low-level CSE, going missing",
        }
    }

    /// The kind of place it happens at. `None` for the last two: one Child
    /// Protection contact at one place would point at a family.
    #[must_use]
    pub const fn place_kind(self) -> Option<PlaceKind> {
        match self {
            Self::ChildrensCentreGroup => Some(PlaceKind::ChildrensCentre),
            Self::YouthClub => Some(PlaceKind::YouthClub),
            Self::SchoolGroupWork => Some(PlaceKind::School),
            Self::CoWorkedCase | Self::TargetedPrevention => None,
        }
    }

    /// Its position in [`Kind::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// The plan that a co-worked case is under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Plan {
    /// A Child in Need plan.
    ChildInNeed,
    /// A Child Protection plan.
    ChildProtection,
}

coded!(Plan {
    ChildInNeed = "child-in-need",
    ChildProtection = "child-protection",
});

impl Plan {
    /// Both, in the order of the form.
    pub const ALL: [Self; 2] = [Self::ChildInNeed, Self::ChildProtection];

    /// Its name on screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::ChildInNeed => "Child in Need",
            Self::ChildProtection => "Child Protection",
        }
    }
}

/// What was done: the kind, with the place or plan that the kind asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Activity {
    /// Group activity at a children's centre.
    ChildrensCentreGroup {
        /// The children's centre.
        place: PlaceId,
    },
    /// A youth club session.
    YouthClub {
        /// The club.
        place: PlaceId,
    },
    /// Group work in a school.
    SchoolGroupWork {
        /// The school.
        place: PlaceId,
    },
    /// A co-worked case.
    CoWorkedCase {
        /// The plan the case is under.
        plan: Plan,
    },
    /// Targeted prevention work.
    TargetedPrevention,
}

impl AsJson for Activity {
    fn to_json(&self) -> Json<'_> {
        let kind = self.kind().code();
        let mut fields = ObjectWriter::default();
        match self {
            Self::ChildrensCentreGroup { place }
            | Self::YouthClub { place }
            | Self::SchoolGroupWork { place } => fields.needed("place", place),
            Self::CoWorkedCase { plan } => fields.needed("plan", plan),
            Self::TargetedPrevention => return Json::Text(kind.into()),
        }
        Json::tagged(kind, fields.done())
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let tag = json.tag()?;
        let place = || tag.fields()?.needed("place");
        Ok(match Kind::from_code(tag.name) {
            Some(Kind::ChildrensCentreGroup) => Self::ChildrensCentreGroup { place: place()? },
            Some(Kind::YouthClub) => Self::YouthClub { place: place()? },
            Some(Kind::SchoolGroupWork) => Self::SchoolGroupWork { place: place()? },
            Some(Kind::CoWorkedCase) => Self::CoWorkedCase {
                plan: tag.fields()?.needed("plan")?,
            },
            Some(Kind::TargetedPrevention) if tag.is_alone() => Self::TargetedPrevention,
            Some(Kind::TargetedPrevention) | None => return Err(tag.unknown()),
        })
    }
}

serde_by_json!(Activity);

impl Activity {
    /// Which of the five kinds it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::ChildrensCentreGroup { .. } => Kind::ChildrensCentreGroup,
            Self::YouthClub { .. } => Kind::YouthClub,
            Self::SchoolGroupWork { .. } => Kind::SchoolGroupWork,
            Self::CoWorkedCase { .. } => Kind::CoWorkedCase,
            Self::TargetedPrevention => Kind::TargetedPrevention,
        }
    }

    /// Where it was; `None` for the kinds without a place.
    #[must_use]
    pub const fn place(&self) -> Option<&PlaceId> {
        match self {
            Self::ChildrensCentreGroup { place }
            | Self::YouthClub { place }
            | Self::SchoolGroupWork { place } => Some(place),
            Self::CoWorkedCase { .. } | Self::TargetedPrevention => None,
        }
    }

    /// The same at another place; the kinds without one stay as they are.
    #[must_use]
    pub fn at(self, place: &PlaceId) -> Self {
        let place = place.clone();
        match self {
            Self::ChildrensCentreGroup { .. } => Self::ChildrensCentreGroup { place },
            Self::YouthClub { .. } => Self::YouthClub { place },
            Self::SchoolGroupWork { .. } => Self::SchoolGroupWork { place },
            Self::CoWorkedCase { .. } | Self::TargetedPrevention => self,
        }
    }
}

/// Whether a session's counts were asked about before it was saved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Counts {
    /// Nothing was unusual about them.
    #[default]
    Usual,
    /// They were far from the group's usual, and a person confirmed them.
    Confirmed,
}

coded!(Counts {
    Usual = "usual",
    Confirmed = "confirmed",
});

/// What a session is made of, before the rule between its parts is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionParts {
    /// The civil date it happened on, where the tablet is.
    pub date: NaiveDate,
    /// What was done, and where.
    pub activity: Activity,
    /// Who came, by age band.
    pub attendance: Attendance,
    /// Families at this group or school for the first time this financial
    /// year, as far as staff know.
    pub new_families: HeadCount,
    /// How long it took; `None` when not noted.
    pub minutes: Option<Minutes>,
    /// What it was about; `None` when not noted.
    pub theme: Option<Theme>,
    /// The teams or services that helped to run it; noted, not counted.
    pub partners: Option<Name>,
    /// A short note; `None` when there is none.
    pub note: Option<Note>,
    /// The group it was a session of; `None` for a session by itself.
    pub group: Option<GroupId>,
    /// Whether its counts were asked about.
    pub counts: Counts,
}

object!(SessionParts {
    date: needed,
    activity: needed,
    attendance: needed,
    new_families: usual,
    minutes: usual,
    theme: usual,
    partners: usual,
    note: usual,
    group: usual,
    counts: usual,
});

impl SessionParts {
    /// What was done on a day, with whom, and nothing else noted.
    #[must_use]
    pub const fn of(date: NaiveDate, activity: Activity, attendance: Attendance) -> Self {
        Self {
            date,
            activity,
            attendance,
            new_families: HeadCount::NOBODY,
            minutes: None,
            theme: None,
            partners: None,
            note: None,
            group: None,
            counts: Counts::Usual,
        }
    }
}

/// One piece of non-lead-professional work, on one date, by one team.
///
/// Holding one is the proof that its parts agree: its date lies from 1970 to
/// 2199, and no more families are new than people came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session(SessionParts);

by_parts!(Session, SessionParts);

impl Session {
    /// Puts a session together by the rules that hold for all time.
    ///
    /// # Errors
    /// [`NotASession`] when the parts disagree.
    pub fn new(parts: SessionParts) -> Result<Self, NotASession> {
        if !(EARLIEST_DATE..=LATEST_DATE).contains(&parts.date) {
            return Err(NotASession::Date(parts.date));
        }
        let contacts = parts.attendance.contacts();
        if u32::from(parts.new_families.people()) > contacts {
            return Err(NotASession::MoreNewFamiliesThanContacts {
                new_families: parts.new_families.people(),
                contacts,
            });
        }
        Ok(Self(parts))
    }

    /// The date it happened on.
    #[must_use]
    pub const fn date(&self) -> NaiveDate {
        self.0.date
    }

    /// Which of the five kinds it is.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        self.0.activity.kind()
    }

    /// Where it was; `None` for the kinds without a place.
    #[must_use]
    pub const fn place(&self) -> Option<&PlaceId> {
        self.0.activity.place()
    }

    /// Who came, by age band.
    #[must_use]
    pub const fn attendance(&self) -> Attendance {
        self.0.attendance
    }

    /// Families there for the first time this financial year.
    #[must_use]
    pub const fn new_families(&self) -> HeadCount {
        self.0.new_families
    }

    /// The same at another place; the kinds without one stay as they are.
    #[must_use]
    pub fn at(self, place: &PlaceId) -> Self {
        let activity = self.0.activity.at(place);
        Self(SessionParts { activity, ..self.0 })
    }

    /// The same, with whether its counts were asked about.
    #[must_use]
    pub fn with_counts(self, counts: Counts) -> Self {
        Self(SessionParts { counts, ..self.0 })
    }

    /// The same without anything that was typed in words.
    #[must_use]
    pub fn without_text(self) -> Self {
        Self(SessionParts {
            theme: None,
            partners: None,
            note: None,
            ..self.0
        })
    }

    /// All its parts.
    #[must_use]
    pub const fn parts(&self) -> &SessionParts {
        &self.0
    }
}

impl TryFrom<SessionParts> for Session {
    type Error = NotASession;

    fn try_from(parts: SessionParts) -> Result<Self, NotASession> {
        Self::new(parts)
    }
}

/// Why parts are not a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NotASession {
    /// Its date lies outside any service's time.
    #[error("the date {0} is not from 1970 to 2199")]
    Date(NaiveDate),
    /// No more families can be new than people came.
    #[error("{new_families} new families, but only {contacts} direct contacts")]
    MoreNewFamiliesThanContacts {
        /// The new families.
        new_families: u16,
        /// The direct contacts.
        contacts: u32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(activity: Activity) -> SessionParts {
        let two = HeadCount::new(2).unwrap();
        SessionParts {
            date: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
            activity,
            attendance: Attendance::new([two; 5]).unwrap(),
            new_families: HeadCount::NOBODY,
            minutes: None,
            theme: None,
            partners: None,
            note: None,
            group: None,
            counts: Counts::default(),
        }
    }

    fn one_of_each() -> [Activity; 5] {
        let place = || PlaceId::new("rosehill").unwrap();
        [
            Activity::ChildrensCentreGroup { place: place() },
            Activity::YouthClub { place: place() },
            Activity::SchoolGroupWork { place: place() },
            Activity::CoWorkedCase {
                plan: Plan::ChildProtection,
            },
            Activity::TargetedPrevention,
        ]
    }

    #[test]
    fn each_activity_has_a_place_exactly_where_its_kind_has_one() {
        for (kind, activity) in Kind::ALL.into_iter().zip(one_of_each()) {
            let session = Session::new(parts(activity)).unwrap();
            assert_eq!(session.kind(), kind);
            assert_eq!(session.place().is_some(), kind.place_kind().is_some());
        }
    }

    #[test]
    fn a_stored_session_names_its_kind_by_the_code_used_in_files() {
        for (kind, activity) in Kind::ALL.into_iter().zip(one_of_each()) {
            let stored = serde_json::to_value(Session::new(parts(activity)).unwrap()).unwrap();
            let activity = &stored["activity"];
            let named = activity.as_str().is_some_and(|code| code == kind.code());
            assert!(named || activity.get(kind.code()).is_some(), "{stored}");
        }
    }

    #[test]
    fn a_session_lies_from_1970_to_2199() {
        for (year, month, day, taken) in [
            (1969, 12, 31, false),
            (1970, 1, 1, true),
            (2199, 12, 31, true),
            (2200, 1, 1, false),
        ] {
            let date = NaiveDate::from_ymd_opt(year, month, day).unwrap();
            let session = Session::new(SessionParts {
                date,
                ..parts(Activity::TargetedPrevention)
            });
            assert_eq!(session.is_ok(), taken, "{date}");
        }
    }

    #[test]
    fn no_more_families_are_new_than_people_came() {
        let with = |new| {
            Session::new(SessionParts {
                new_families: HeadCount::new(new).unwrap(),
                ..parts(Activity::TargetedPrevention)
            })
        };
        assert!(with(10).is_ok());
        assert_eq!(
            with(11),
            Err(NotASession::MoreNewFamiliesThanContacts {
                new_families: 11,
                contacts: 10
            })
        );
    }
}
