//! Whose hands the tablet is in: staff's, or a family's, for its survey.
//!
//! Guarantees that a tablet is in a family's hands until staff take it back:
//! nothing else ends a hand-over, and what cannot be read is not staff's. Refuses
//! to know what is asked for when it is taken back; that is [`locks`].
//!
//! [`locks`]: super::locks

use chrono::{DateTime, NaiveDate, Utc};

use crate::domain::base::ids::{GroupId, PlaceId, TeamId};
use crate::domain::base::json::{AsJson, Json, ObjectWriter, WrongJson, object, serde_by_json};
use crate::domain::capture::group::Running;
use crate::domain::record::ClockStanding;
use crate::domain::record::clock::Clock;
use crate::domain::tablet::settings::Settings;

/// Whose hands the tablet is in, as the journal keeps it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Hands {
    /// Staff have it.
    #[default]
    Staff,
    /// A family has it, and nothing but the survey is shown.
    Family(HandOver),
}

impl AsJson for Hands {
    fn to_json(&self) -> Json<'_> {
        match self {
            Self::Staff => Json::tagged("staff", ObjectWriter::default().done()),
            Self::Family(hand_over) => Json::tagged("family", hand_over.to_json()),
        }
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let tag = json.tag()?;
        match (tag.name, tag.content) {
            ("staff", Some(_)) => Ok(Self::Staff),
            ("family", Some(content)) => HandOver::from_json(content).map(Self::Family),
            _ => Err(tag.unknown()),
        }
    }
}

serde_by_json!(Hands);

/// One handing over of the tablet, for as many surveys as families fill in
/// until it is taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    /// When staff handed it over.
    pub since: DateTime<Utc>,
    /// The team that the surveys are about.
    pub team: TeamId,
    /// The day that staff typed because the tablet's clock was wrong; `None` where
    /// the clock says the day.
    pub day: Option<NaiveDate>,
    /// What the surveys are about; `None` for the team's work as a whole.
    pub about: Option<About>,
}

/// What families are asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// A place.
    Place(PlaceId),
    /// A regular group.
    Group(GroupId),
}

impl About {
    /// What families know it by; `None` for a group that is not known here.
    #[must_use]
    pub fn name(&self, settings: &Settings) -> Option<String> {
        match self {
            Self::Place(id) => Some(
                settings
                    .place(id)
                    .map_or_else(|| id.to_string(), |place| place.name.to_string()),
            ),
            Self::Group(id) => settings.group(*id).map(|group| group.name.to_string()),
        }
    }

    /// What staff choose from on a day: the groups that meet, then the places that
    /// are offered, as far as they are in use; each called so that two of one name
    /// can be told apart.
    #[must_use]
    pub fn offered(settings: &Settings, day: NaiveDate) -> Vec<(Self, String)> {
        let groups = settings.groups_on(day);
        let meets = groups.filter(|group| group.running == Running::Meets);
        let groups = meets.map(|group| (Self::Group(group.id), settings.group_name(group)));
        let places = settings.places_on(Some(day)).into_iter();
        let places = places.map(|(place, called)| (Self::Place(place.id.clone()), called));
        groups.chain(places).collect()
    }
}

impl AsJson for About {
    fn to_json(&self) -> Json<'_> {
        match self {
            Self::Place(id) => Json::tagged("place", id.to_json()),
            Self::Group(id) => Json::tagged("group", id.to_json()),
        }
    }

    fn from_json(json: &Json<'_>) -> Result<Self, WrongJson> {
        let tag = json.tag()?;
        match (tag.name, tag.content) {
            ("place", Some(content)) => PlaceId::from_json(content).map(Self::Place),
            ("group", Some(content)) => GroupId::from_json(content).map(Self::Group),
            _ => Err(tag.unknown()),
        }
    }
}

impl HandOver {
    /// The day of a survey that is given in now. A day that staff typed holds until
    /// the clock, put right since, says a later one.
    #[must_use]
    pub fn day_by(&self, clock: Clock) -> NaiveDate {
        match (self.day, clock.standing()) {
            (None, _) => clock.today(),
            (Some(day), ClockStanding::InDoubt) => day,
            (Some(day), ClockStanding::Trusted) => day.max(clock.says),
        }
    }
}

object!(HandOver {
    since: instant,
    team: needed,
    day: usual,
    about: usual,
});

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn handed_over(about: Option<About>) -> Hands {
        Hands::Family(HandOver {
            about,
            since: DateTime::from_timestamp_millis(1_795_000_000_000).unwrap(),
            team: TeamId::new("riverside").unwrap(),
            day: NaiveDate::from_ymd_opt(2026, 11, 27),
        })
    }

    #[test]
    fn a_hand_over_is_read_as_it_was_kept() {
        let place = About::Place(PlaceId::new("rosehill").unwrap());
        let group = About::Group(GroupId::new(Uuid::from_u128(7)));
        let families = [None, Some(place), Some(group)].map(handed_over);
        for hands in families.into_iter().chain([Hands::Staff]) {
            assert_eq!(Hands::from_text(&hands.to_json().to_text()), Ok(hands));
        }
    }

    #[test]
    fn a_day_that_staff_typed_holds_until_the_clock_says_a_later_one() {
        let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
        let Hands::Family(typed) = handed_over(None) else {
            unreachable!()
        };
        let untyped = HandOver {
            day: None,
            ..typed.clone()
        };
        let reached = day(11, 20);
        for (says, by_typed, by_clock) in [
            (day(1, 1), day(11, 27), reached),
            (day(11, 21), day(11, 27), day(11, 21)),
            (day(11, 28), day(11, 28), day(11, 28)),
        ] {
            let clock = Clock::new(says, reached, None);
            assert_eq!(typed.day_by(clock), by_typed, "{says}");
            assert_eq!(untyped.day_by(clock), by_clock, "{says}");
        }
    }

    #[test]
    fn what_is_no_hand_over_is_not_taken_for_staffs() {
        for text in [
            "{}",
            "null",
            r#""staff""#,
            r#"{"family":{}}"#,
            r#"{"nobody":{}}"#,
        ] {
            assert!(Hands::from_text(text).is_err(), "{text} was taken");
        }
    }
}
