//! The form of a group as a person fills it in.

use chrono::NaiveDate;

use crate::domain::base::ids::{GroupId, TeamId};
use crate::domain::base::text::Text;
use crate::domain::capture::group::{Group, Running, Weekday};
use crate::domain::capture::session_draft::{SessionDraft, SessionField};
use crate::domain::form::checks::{Checks, Fault, Fields, Problem};
use crate::domain::organisation::Place;
use crate::domain::record::{Entry, Record};

/// The fields of the form of a group, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum GroupField {
    /// What the team calls it.
    Name,
    /// A part that it shares with the session form.
    Session(SessionField),
}

/// The form of a group as a person left it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupDraft {
    /// The name as typed.
    pub name: String,
    /// The usual day; `None` for no usual day.
    pub weekday: Option<Weekday>,
    /// Team, kind, place or plan, and theme; the rest of it is blank.
    pub session: SessionDraft,
}

impl GroupDraft {
    /// The form filled with a group, to be changed.
    #[must_use]
    pub fn of(group: &Group, today: NaiveDate) -> Self {
        Self {
            name: group.name.to_string(),
            weekday: group.weekday,
            session: SessionDraft {
                group: None,
                ..SessionDraft::on(today).of_group(group)
            },
        }
    }

    /// The form for a new group of sessions like this one.
    #[must_use]
    pub fn like(record: &Record, today: NaiveDate) -> Option<Self> {
        let Entry::Session(session) = record.entry() else {
            return None;
        };
        let theme = SessionDraft::of(session).theme;
        Some(Self {
            name: theme.clone(),
            weekday: Some(Weekday::of(session.date())),
            session: SessionDraft {
                team: Some(record.team().clone()),
                theme,
                ..SessionDraft::on(today).with_activity(&session.parts().activity)
            },
        })
    }

    /// Whether the form holds anything to be kept until it is saved: words. What is
    /// only tapped is tapped again in a moment.
    #[must_use]
    pub fn holds_input(now: &Fields, opened: &Fields) -> bool {
        let tapped = ["team", "group", "kind", "place", "plan", "weekday"];
        now.adds_to(opened, &tapped)
    }

    /// The input as it is kept until it is saved.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut fields = self.session.fields();
        fields.put("name", &self.name);
        fields.put(
            "weekday",
            self.weekday.map(Weekday::code).unwrap_or_default(),
        );
        fields
    }

    /// The form filled with input that was kept.
    #[must_use]
    pub fn of_fields(fields: &Fields) -> Self {
        Self {
            name: fields.text("name").to_owned(),
            weekday: Weekday::from_code(fields.text("weekday")),
            session: SessionDraft::of_fields(fields),
        }
    }

    /// Checks the form into a group. `team` is whose it is unless another was
    /// chosen.
    ///
    /// # Errors
    /// All its problems, in the order of the form, each naming its field.
    pub fn check(
        &self,
        id: GroupId,
        team: &TeamId,
        places: &[Place],
    ) -> Result<Group, Vec<Problem<GroupField>>> {
        let mut checks = Checks::new();
        let name = Text::typed(&self.name).map_err(Fault::TooLong);
        let name = checks.keep(
            GroupField::Name,
            name.and_then(|it| it.ok_or(Fault::Missing)),
        );
        let mut session = Checks::new();
        let activity = self.session.check_activity(places, &mut session);
        let theme = session.text(SessionField::Theme, &self.session.theme);
        for problem in session.into_problems() {
            checks.note(GroupField::Session(problem.field), problem.fault);
        }
        let group = (|| {
            Some(Group {
                id,
                team: self.session.team.clone().unwrap_or_else(|| team.clone()),
                name: name?,
                activity: activity?,
                weekday: self.weekday,
                theme,
                running: Running::Meets,
            })
        })();
        checks.finish(group)
    }
}
