//! What a tablet is set up with: its label, its team and its places.
//!
//! Guarantees that places are listed once and that each has its kind. Typed
//! names get provisional codes; names from the organisation file keep theirs.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use uuid::Uuid;

use thiserror::Error;

use crate::domain::base::ids::{GroupId, LocalityId, PlaceId, TeamId};
use crate::domain::base::json::object;
use crate::domain::base::language::Language;
use crate::domain::base::text::{Name, Text};
use crate::domain::capture::group::{Group, Running};
use crate::domain::form::checks::{Checks, Fault, Problem};
use crate::domain::organisation::in_use::{Dates, InUse};
use crate::domain::organisation::place_labels::{label_of, labels};
use crate::domain::organisation::retention_period::Years;
use crate::domain::organisation::{
    DueDate, Locality, Organisation, Place, PlaceKind, SendTo, Standing, Team,
};
use crate::domain::tablet::place_correction::PlaceCorrection;

/// A tablet's set-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What people call this tablet, such as "Blue tablet".
    pub tablet: Name,
    /// The city or council area, from the organisation file; `None` when typed.
    pub city: Option<Name>,
    /// The team whose work is recorded unless another one is chosen.
    pub team: Team,
    /// The other teams that use this tablet.
    pub other_teams: Vec<Team>,
    /// The places where it works.
    pub places: Vec<Place>,
    /// How long records are kept, from the organisation file; `None` when
    /// nothing was said.
    pub keep_records_for_years: Option<Years>,
    /// The regular groups of its teams, those that have ended too.
    pub groups: Vec<Group>,
    /// The places that were mistyped, with those that were meant.
    pub corrected_places: Vec<PlaceCorrection>,
    /// The languages that a manager has switched on for the family survey, beside
    /// English.
    pub survey_languages: Vec<Language>,
    /// By when returns are due, from the organisation file; a quarter that is not
    /// listed is due the usual number of days after its end.
    pub due: Vec<DueDate>,
    /// Where returns are to be sent, from the organisation file; `None` when
    /// nothing was said.
    pub send_to: Option<SendTo>,
    /// When its places and teams are in use, from the organisation file.
    pub in_use: InUse,
}

object!(Settings {
    tablet: needed,
    city: usual,
    team: needed,
    other_teams: usual,
    places: needed,
    keep_records_for_years: usual,
    groups: usual,
    corrected_places: usual,
    survey_languages: usual,
    due: usual,
    send_to: usual,
    in_use: usual,
});

/// What a person saw has been changed by another one since.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("it was changed in the meantime")]
pub struct ChangedMeanwhile;

/// Whether something is to be offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Switch {
    /// It is.
    On,
    /// It is not.
    Off,
}

/// The fields of the first-start form, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SettingsField {
    /// The team's name.
    Team,
    /// The locality's name.
    Locality,
    /// The places of one kind, one to a line.
    Places(PlaceKind),
    /// The tablet's label.
    Tablet,
}

/// The first-start form as a person left it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SettingsDraft {
    /// The team's name as typed.
    pub team: String,
    /// The locality's name as typed.
    pub locality: String,
    /// Place names as typed, one to a line, in the order of [`PlaceKind::ALL`].
    pub places: [String; 3],
    /// The tablet's label as typed.
    pub tablet: String,
}

impl SettingsDraft {
    /// Checks the form into settings; every typed name gets a provisional code.
    /// `fresh` makes a new random id each time it is called.
    ///
    /// # Errors
    /// All its problems, in the order of the form, each naming its field.
    pub fn check(
        &self,
        mut fresh: impl FnMut() -> Uuid,
    ) -> Result<Settings, Vec<Problem<SettingsField>>> {
        let mut checks = Checks::new();
        let team = needed(&mut checks, SettingsField::Team, &self.team);
        let locality = needed(&mut checks, SettingsField::Locality, &self.locality);
        let mut places: Vec<Place> = Vec::new();
        for (kind, typed) in PlaceKind::ALL.into_iter().zip(&self.places) {
            let mut names: Vec<Name> = Vec::new();
            for line in typed.lines() {
                match Text::typed(line) {
                    Ok(None) => {}
                    Ok(Some(name)) if names.contains(&name) => {}
                    Ok(Some(name)) => names.push(name),
                    Err(too_long) => {
                        checks.note(SettingsField::Places(kind), Fault::TooLong(too_long));
                    }
                }
            }
            places.extend(names.into_iter().map(|name| Place {
                id: PlaceId::provisional(name.as_str(), fresh()),
                name,
                kind,
                standing: Standing::Typed,
            }));
        }
        let tablet = needed(&mut checks, SettingsField::Tablet, &self.tablet);
        let settings = (|| {
            let (team, locality) = (team?, locality?);
            Some(Settings {
                tablet: tablet?,
                city: None,
                team: typed_team(team, locality, &mut fresh),
                other_teams: Vec::new(),
                places,
                keep_records_for_years: None,
                groups: Vec::new(),
                corrected_places: Vec::new(),
                survey_languages: Vec::new(),
                due: Vec::new(),
                send_to: None,
                in_use: InUse::default(),
            })
        })();
        checks.finish(settings)
    }
}

/// What opening an organisation file would do to a tablet's settings. Places are
/// called so that two of one name can be told apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adoption {
    /// The settings as they would be.
    pub settings: Settings,
    /// Teams and places that would be new on this tablet, but for those that have
    /// closed or open later.
    pub added: Vec<String>,
    /// Teams and places that would have another name, old and new.
    pub renamed: Vec<(String, String)>,
    /// Teams and places that open later, with their first day, where the tablet
    /// did not know it.
    pub opening: Vec<(String, NaiveDate)>,
    /// Teams and places that close or have closed, with their last day, where the
    /// tablet did not know it.
    pub closing: Vec<(String, NaiveDate)>,
    /// Teams and places that were to close, and do not any more.
    pub staying: Vec<String>,
    /// Places of an earlier organisation file that are not in this one. They stay
    /// as they are.
    pub unlisted: Vec<String>,
    /// Names that were typed here and stay as they are: a person matches them
    /// to the organisation's once, when returns are added up.
    pub typed: Vec<String>,
}

/// A team or place as a dry run compares it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Listed {
    code: String,
    name: Name,
    called: String,
    standing: Standing,
    dates: Dates,
}

impl Adoption {
    /// Whether it would tell a person the same as another one.
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        self.added == other.added
            && self.renamed == other.renamed
            && self.opening == other.opening
            && self.closing == other.closing
            && self.staying == other.staying
            && self.unlisted == other.unlisted
            && self.typed == other.typed
            && self.settings.keep_records_for_years == other.settings.keep_records_for_years
    }
}

impl Settings {
    /// The set-up of a tablet for one team of an organisation.
    #[must_use]
    pub fn of_organisation(organisation: &Organisation, team: Team, tablet: Name) -> Self {
        let mut settings = Self {
            tablet,
            city: Some(organisation.city.clone()),
            team,
            other_teams: Vec::new(),
            places: Vec::new(),
            keep_records_for_years: organisation.keep_records_for_years,
            groups: Vec::new(),
            corrected_places: Vec::new(),
            survey_languages: Vec::new(),
            due: organisation.due.clone(),
            send_to: organisation.send_to.clone(),
            in_use: InUse::default(),
        };
        settings.take_in_places(organisation);
        settings
    }

    /// Every team that uses this tablet, the usual one first.
    pub fn teams(&self) -> impl Iterator<Item = &Team> {
        std::iter::once(&self.team).chain(&self.other_teams)
    }

    /// The name of a team, with its locality where another has the same, and with its
    /// code where that has too; one that is not known here goes by its code.
    #[must_use]
    pub fn team_name(&self, id: &TeamId) -> String {
        let Some(team) = self.teams().find(|team| team.id == *id) else {
            return id.to_string();
        };
        let namesakes = || self.teams().filter(|it| it.name == team.name);
        let neighbours = namesakes().filter(|it| it.locality.name == team.locality.name);
        match (namesakes().count(), neighbours.count()) {
            (1, _) => team.name.to_string(),
            (_, 1) => format!("{}, {}", team.name, team.locality.name),
            (_, _) => format!("{}, {id}", team.name),
        }
    }

    /// What a place is called: by its name, with more where another has the same;
    /// one that is not known here goes by its code.
    #[must_use]
    pub fn place_name(&self, id: &PlaceId) -> String {
        let teams: Vec<&Team> = self.teams().collect();
        let found = self.place(id);
        found.map_or_else(
            || id.to_string(),
            |place| label_of(place, &self.places, &self.in_use, &teams),
        )
    }

    /// What all places are called, in their order.
    #[must_use]
    pub fn place_names(&self) -> Vec<String> {
        let teams: Vec<&Team> = self.teams().collect();
        labels(&self.places, &self.in_use, &teams)
    }

    /// The places that are offered for a session on a day, in their order, with
    /// what they are called; all of them while the day is not known. One that was
    /// mistyped is not among them.
    #[must_use]
    pub fn places_on(&self, day: Option<NaiveDate>) -> Vec<(&Place, String)> {
        let closed = day.map(|day| self.in_use.closed_on(day));
        let is_there = |place: &Place| closed.as_ref().is_none_or(|it| !it.contains(&&place.id));
        self.places
            .iter()
            .zip(self.place_names())
            .filter(|(place, _)| is_there(place) && self.offers(&place.id))
            .collect()
    }

    /// The only place of a kind that is offered for a session on a day; `None` where
    /// there is none, or several.
    #[must_use]
    pub fn only_place(&self, kind: PlaceKind, day: Option<NaiveDate>) -> Option<&Place> {
        let closed = day.map(|day| self.in_use.closed_on(day));
        let mut there = self.offered_places().filter(|place| {
            place.kind == kind && closed.as_ref().is_none_or(|it| !it.contains(&place.id))
        });
        match (there.next(), there.next()) {
            (only, None) => only,
            (_, Some(_)) => None,
        }
    }

    /// The teams that are offered for work on a day; all of them while the day is
    /// not known, or none of them is in use on it.
    #[must_use]
    pub fn teams_on(&self, day: Option<NaiveDate>) -> Vec<&Team> {
        let all: Vec<&Team> = self.teams().collect();
        let there = all.iter().copied().filter(|team| {
            let in_use = |day| self.in_use.has_team(&team.id, day);
            day.is_none_or(in_use)
        });
        let there: Vec<&Team> = there.collect();
        if there.is_empty() { all } else { there }
    }

    /// What a group is called: by its name, with its place or else its day where
    /// another that meets has the same.
    #[must_use]
    pub fn group_name(&self, group: &Group) -> String {
        let meets = self.groups.iter().filter(|it| it.running == Running::Meets);
        let namesakes = meets.filter(|it| it.id != group.id && it.name == group.name);
        let namesakes: Vec<&Group> = namesakes.collect();
        if namesakes.is_empty() {
            return group.name.to_string();
        }
        let place = group.activity.place();
        let at = place.map(|place| self.place_name(place));
        let at = at.unwrap_or_else(|| group.activity.kind().label().to_owned());
        let elsewhere = |it: &&Group| it.activity.place() != place;
        let day = group.weekday.filter(|_| !namesakes.iter().all(elsewhere));
        match day {
            Some(day) => format!("{}, {at}, {}", group.name, day.label()),
            None => format!("{}, {at}", group.name),
        }
    }

    /// The groups whose team and place are in use on a day, in their order.
    pub fn groups_on(&self, day: NaiveDate) -> impl Iterator<Item = &Group> {
        let there = move |group: &&Group| {
            let place = group.activity.place();
            place.is_none_or(|place| self.in_use.of_place(place).cover(day))
                && self.in_use.has_team(&group.team, day)
        };
        self.groups.iter().filter(there)
    }

    /// The same, with the teams and places of another tablet whose records came
    /// here.
    #[must_use]
    pub fn knowing(&self, other: &Self) -> Self {
        let mut both = self.clone();
        for team in other.teams() {
            both.know_team(team);
        }
        for correction in &other.corrected_places {
            // A place that is known here is offered here, or not, as it was.
            if both.place(&correction.from).is_none() {
                both.corrected_places.push(correction.clone());
            }
        }
        both.know_places(&other.places);
        both.in_use.know(&other.in_use);
        for group in &other.groups {
            if both.group(group.id).is_none() {
                both.groups.push(group.clone());
            }
        }
        both
    }

    /// Switches a language of the family survey on or off. Said twice it is the
    /// same as once.
    pub fn switch_survey_language(&mut self, language: Language, to: Switch) {
        let is_on = self.survey_languages.contains(&language);
        match to {
            Switch::On if !is_on => self.survey_languages.push(language),
            Switch::Off => self.survey_languages.retain(|known| *known != language),
            Switch::On => {}
        }
    }

    /// Gives the tablet another name, in place of the one that was seen.
    ///
    /// # Errors
    /// [`ChangedMeanwhile`] when it has a third one by now.
    pub fn rename(&mut self, seen: &Name, name: Name) -> Result<(), ChangedMeanwhile> {
        if self.tablet != *seen && self.tablet != name {
            return Err(ChangedMeanwhile);
        }
        self.tablet = name;
        Ok(())
    }

    /// A group by its id.
    #[must_use]
    pub fn group(&self, id: GroupId) -> Option<&Group> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// Keeps a group: in place of the one that was `seen` by its id, or as a new
    /// one.
    ///
    /// # Errors
    /// [`ChangedMeanwhile`] when it is another one by now.
    pub fn keep_group(
        &mut self,
        seen: Option<&Group>,
        group: Group,
    ) -> Result<(), ChangedMeanwhile> {
        match self.groups.iter_mut().find(|known| known.id == group.id) {
            Some(known) if *known == group => {}
            Some(known) if Some(&*known) == seen => *known = group,
            Some(_) => return Err(ChangedMeanwhile),
            None => self.groups.push(group),
        }
        Ok(())
    }

    /// Says whether a group still meets.
    pub fn group_is(&mut self, id: GroupId, running: Running) {
        if let Some(group) = self.groups.iter_mut().find(|group| group.id == id) {
            group.running = running;
        }
    }

    /// Adds a team that is not known by its code.
    pub fn know_team(&mut self, team: &Team) {
        if self.teams().all(|own| own.id != team.id) {
            self.other_teams.push(team.clone());
        }
    }

    /// Adds the places that are not known by their codes.
    pub fn know_places(&mut self, places: &[Place]) {
        for place in places {
            if self.place(&place.id).is_none() {
                self.places.push(place.clone());
            }
        }
    }

    /// The same with a team that its records still name, and that is missing from
    /// the set-up. The locality is the one of that name, or else a new one.
    #[must_use]
    pub fn knowing_team(&self, id: TeamId, name: Name, locality: &Name, fresh: Uuid) -> Self {
        let mut settings = self.clone();
        let there = self.teams().find(|team| team.locality.name == *locality);
        let locality = there.map_or_else(
            || Locality {
                id: LocalityId::provisional(locality.as_str(), fresh),
                name: locality.clone(),
                standing: Standing::Typed,
            },
            |team| team.locality.clone(),
        );
        settings.know_team(&Team {
            id,
            name,
            standing: Standing::Typed,
            locality,
        });
        settings
    }

    /// Makes one of this tablet's teams the usual one.
    pub fn use_team(&mut self, id: &TeamId) {
        if let Some(other) = self.other_teams.iter_mut().find(|team| team.id == *id) {
            std::mem::swap(&mut self.team, other);
        }
    }

    /// Adds a team that was typed. The same name in the same locality is the
    /// team that is there already.
    pub fn add_team(&mut self, name: Name, locality: Name, fresh: &mut impl FnMut() -> Uuid) {
        let there = self
            .teams()
            .any(|team| team.name == name && team.locality.name == locality);
        if !there {
            self.other_teams.push(typed_team(name, locality, fresh));
        }
    }

    /// What opening an organisation file would do here today, and with one more
    /// of its teams on this tablet, which then is the usual one. Nothing that
    /// records may name is ever taken away.
    #[must_use]
    pub fn adopting(
        &self,
        organisation: &Organisation,
        one_more: Option<&TeamId>,
        today: NaiveDate,
    ) -> Adoption {
        let listed = organisation.teams_from(today);
        let mut settings = self.clone();
        settings.city = Some(organisation.city.clone());
        settings.keep_records_for_years = organisation.keep_records_for_years;
        settings.due.clone_from(&organisation.due);
        settings.send_to.clone_from(&organisation.send_to);
        if let Some(team) = listed.iter().find(|team| Some(&team.id) == one_more)
            && self.teams().all(|own| own.id != team.id)
        {
            let usual = std::mem::replace(&mut settings.team, team.clone());
            settings.other_teams.push(usual);
        }
        for own in std::iter::once(&mut settings.team).chain(&mut settings.other_teams) {
            if let Some(team) = listed.iter().find(|team| team.id == own.id) {
                *own = team.clone();
            }
        }
        settings.take_in_places(organisation);
        self.compared(settings, organisation, today)
    }

    /// The places of the organisation's that its teams use, and when they do.
    fn take_in_places(&mut self, organisation: &Organisation) {
        let mut positions: BTreeMap<PlaceId, usize> = BTreeMap::new();
        for (position, place) in self.places.iter().enumerate() {
            positions.insert(place.id.clone(), position);
        }
        let ids: Vec<TeamId> = self.teams().map(|team| team.id.clone()).collect();
        for place in ids.iter().flat_map(|team| organisation.places_of(team)) {
            let known = positions.get(&place.id).copied();
            if let Some(own) = known.and_then(|position| self.places.get_mut(position)) {
                *own = place;
            } else {
                positions.insert(place.id.clone(), self.places.len());
                self.places.push(place);
            }
        }
        self.in_use.follow(organisation);
    }

    /// What `after`, which these settings become by an organisation file, would
    /// change.
    fn compared(&self, after: Self, organisation: &Organisation, today: NaiveDate) -> Adoption {
        let before = self.listed();
        let before: BTreeMap<&str, &Listed> =
            before.iter().map(|it| (it.code.as_str(), it)).collect();
        let mut adoption = Adoption {
            added: Vec::new(),
            renamed: Vec::new(),
            opening: Vec::new(),
            closing: Vec::new(),
            staying: Vec::new(),
            unlisted: Vec::new(),
            typed: Vec::new(),
            settings: after,
        };
        for now in adoption.settings.listed() {
            let known = before.get(now.code.as_str()).copied();
            adoption.compare(known, now, today);
        }
        let listed: BTreeSet<&PlaceId> = organisation.places.iter().map(|it| &it.id).collect();
        adoption.unlisted = adoption
            .settings
            .places_on(Some(today))
            .into_iter()
            .filter(|(place, _)| place.standing == Standing::Organisation)
            .filter(|(place, _)| !listed.contains(&place.id))
            .map(|(_, called)| called)
            .collect();
        adoption
    }

    /// Every team and place.
    fn listed(&self) -> Vec<Listed> {
        let teams = self.teams().map(|team| Listed {
            code: format!("team {}", team.id),
            name: team.name.clone(),
            called: team.name.to_string(),
            standing: team.standing,
            dates: self.in_use.of_team(&team.id),
        });
        let dates: BTreeMap<&PlaceId, Dates> = self
            .in_use
            .places
            .iter()
            .map(|it| {
                let dates = Dates {
                    from: it.from,
                    until: it.until,
                };
                (&it.place, dates)
            })
            .collect();
        let places = self.places.iter().zip(self.place_names());
        let places = places.map(|(place, called)| Listed {
            code: format!("place {}", place.id),
            name: place.name.clone(),
            called,
            standing: place.standing,
            dates: dates.get(&place.id).copied().unwrap_or_default(),
        });
        teams.chain(places).collect()
    }

    /// The places of one kind, in their order.
    pub fn places_of(&self, kind: PlaceKind) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(move |place| place.kind == kind)
    }

    /// A place by its code.
    #[must_use]
    pub fn place(&self, id: &PlaceId) -> Option<&Place> {
        self.places.iter().find(|place| place.id == *id)
    }

    /// A place typed while recording, added once: the same name and kind gives
    /// the place that is listed already, or for a mistyped one the place that is
    /// meant by it.
    pub fn add_place(&mut self, name: Name, kind: PlaceKind, fresh: Uuid) -> PlaceId {
        let listed = self
            .places
            .iter()
            .find(|place| place.kind == kind && place.name == name);
        if let Some(place) = listed {
            return self.right_place(&place.id).clone();
        }
        let id = PlaceId::provisional(name.as_str(), fresh);
        self.places.push(Place {
            id: id.clone(),
            name,
            kind,
            standing: Standing::Typed,
        });
        id
    }

    /// Whether a place is offered for recording: one that was mistyped is not,
    /// once that was put right.
    #[must_use]
    pub fn offers(&self, place: &PlaceId) -> bool {
        self.corrected_places.iter().all(|it| it.from != *place)
    }

    /// The places that are offered for recording, in their order.
    pub fn offered_places(&self) -> impl Iterator<Item = &Place> {
        self.places.iter().filter(|place| self.offers(&place.id))
    }

    /// The place that is meant by one that may have been mistyped.
    #[must_use]
    pub fn right_place<'a>(&'a self, place: &'a PlaceId) -> &'a PlaceId {
        let mut right = place;
        // As often as there are corrections: a ring of them would have no end.
        for _ in &self.corrected_places {
            if let Some(known) = self.corrected_places.iter().find(|it| it.from == *right) {
                right = &known.to;
            }
        }
        right
    }

    /// The places that may have been mistyped, typed ones first: those that have
    /// another of their kind beside them.
    #[must_use]
    pub fn may_be_wrong(&self) -> Vec<&Place> {
        let beside = PlaceKind::ALL.map(|kind| {
            let of_kind = self.offered_places().filter(|place| place.kind == kind);
            (kind, of_kind.count())
        });
        let mut places: Vec<&Place> = self
            .offered_places()
            .filter(|place| !beside.contains(&(place.kind, 1)))
            .collect();
        places.sort_by_key(|place| place.standing != Standing::Typed);
        places
    }

    /// The places that may have been meant by another.
    #[must_use]
    pub fn may_be_right(&self, wrong: &Place) -> Vec<&Place> {
        self.offered_places()
            .filter(|place| place.kind == wrong.kind && place.id != wrong.id)
            .collect()
    }

    /// Offers a mistyped place no longer; its groups meet at the right one from
    /// now on.
    pub fn correct_place(&mut self, from: &PlaceId, to: &PlaceId) {
        self.corrected_places.retain(|it| it.from != *from);
        let mut groups = Vec::new();
        for group in &mut self.groups {
            if group.activity.place() == Some(from) {
                group.activity = group.activity.clone().at(to);
                groups.push(group.id);
            }
        }
        self.corrected_places.push(PlaceCorrection {
            from: from.clone(),
            to: to.clone(),
            groups,
        });
    }

    /// Corrects a place as a person was shown it. Done twice it is the same as once.
    ///
    /// # Errors
    /// [`ChangedMeanwhile`] when it belongs to a third place by now.
    pub fn give_place(&mut self, what: &PlaceCorrection) -> Result<(), ChangedMeanwhile> {
        match self.corrected_places.iter().find(|it| it.from == what.from) {
            None => self.correct_place(&what.from, &what.to),
            Some(there) if there.to == what.to => {}
            Some(_) => return Err(ChangedMeanwhile),
        }
        Ok(())
    }

    /// Takes a correction back as a person was shown it. Done twice it is the same
    /// as once.
    ///
    /// # Errors
    /// [`ChangedMeanwhile`] when the place belongs to a third one by now.
    pub fn take_place_back(&mut self, what: &PlaceCorrection) -> Result<(), ChangedMeanwhile> {
        let there = self.corrected_places.iter().find(|it| it.from == what.from);
        if there.is_some_and(|there| there.to != what.to) {
            return Err(ChangedMeanwhile);
        }
        self.take_back_correction(&what.from);
        Ok(())
    }

    /// Offers a place again, as if it had not been corrected.
    pub fn take_back_correction(&mut self, from: &PlaceId) {
        let corrected = self.corrected_places.iter();
        for correction in corrected.filter(|it| it.from == *from) {
            for group in &mut self.groups {
                if correction.groups.contains(&group.id)
                    && group.activity.place() == Some(&correction.to)
                {
                    group.activity = group.activity.clone().at(from);
                }
            }
        }
        self.corrected_places.retain(|it| it.from != *from);
    }
}

impl Adoption {
    fn compare(&mut self, before: Option<&Listed>, now: Listed, today: NaiveDate) {
        let dates = before.map_or_else(Dates::default, |it| it.dates);
        let Dates { from, until } = now.dates;
        match from {
            Some(first) if from != dates.from && (today < first || before.is_some()) => {
                self.opening.push((now.called.clone(), first));
            }
            Some(_) | None => {}
        }
        match until {
            Some(last) if until != dates.until && (today <= last || before.is_some()) => {
                self.closing.push((now.called.clone(), last));
            }
            None if dates.until.is_some() => self.staying.push(now.called.clone()),
            Some(_) | None => {}
        }
        match before {
            None if now.dates.cover(today) => self.added.push(now.called),
            Some(before) if before.name != now.name => {
                self.renamed.push((before.name.to_string(), now.called));
            }
            Some(_) if now.standing == Standing::Typed => self.typed.push(now.called),
            None | Some(_) => {}
        }
    }

    /// Whether nothing of teams and places would change.
    #[must_use]
    pub const fn changes_no_name_or_date(&self) -> bool {
        self.added.is_empty()
            && self.renamed.is_empty()
            && self.opening.is_empty()
            && self.closing.is_empty()
            && self.staying.is_empty()
    }
}

fn typed_team(name: Name, locality: Name, fresh: &mut impl FnMut() -> Uuid) -> Team {
    Team {
        id: TeamId::provisional(name.as_str(), fresh()),
        name,
        standing: Standing::Typed,
        locality: Locality {
            id: LocalityId::provisional(locality.as_str(), fresh()),
            name: locality,
            standing: Standing::Typed,
        },
    }
}

fn needed(checks: &mut Checks<SettingsField>, field: SettingsField, typed: &str) -> Option<Name> {
    let checked = Text::typed(typed)
        .map_err(Fault::TooLong)
        .and_then(|name| name.ok_or(Fault::Missing));
    checks.keep(field, checked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::session::Activity;

    fn fresh() -> impl FnMut() -> Uuid {
        let mut next = 0;
        move || {
            next += 1;
            Uuid::from_u128(next)
        }
    }

    #[test]
    fn a_first_start_without_team_locality_and_label_names_all_three() {
        let problems = SettingsDraft::default().check(fresh()).unwrap_err();
        let fields: Vec<_> = problems.iter().map(|problem| problem.field).collect();
        assert_eq!(
            fields,
            [
                SettingsField::Team,
                SettingsField::Locality,
                SettingsField::Tablet
            ]
        );
    }

    #[test]
    fn places_are_typed_one_to_a_line_and_listed_once() {
        let draft = SettingsDraft {
            team: "Rosehill".into(),
            locality: "North".into(),
            tablet: "Blue".into(),
            places: [
                " Rosehill Centre \n\nOak Lane Centre\nRosehill Centre".into(),
                String::new(),
                "Park School".into(),
            ],
        };
        let settings = draft.check(fresh()).unwrap();
        let names: Vec<_> = settings
            .places
            .iter()
            .map(|place| place.name.as_str())
            .collect();
        assert_eq!(names, ["Rosehill Centre", "Oak Lane Centre", "Park School"]);
        assert_eq!(settings.places_of(PlaceKind::School).count(), 1);
    }

    fn typed_settings() -> Settings {
        let draft = SettingsDraft {
            team: "Rosehill".into(),
            locality: "North".into(),
            tablet: "Blue".into(),
            places: ["Rosehill Centre".into(), String::new(), String::new()],
        };
        draft.check(fresh()).unwrap()
    }

    fn organisation(place: &str) -> Organisation {
        let text = serde_json::json!({
            "format": "daybook-organisation", "format_version": 1, "city": "Southport",
            "localities": [{"id": "north", "name": "North"}],
            "teams": [
                {"id": "hillside", "name": "Hillside", "locality": "north"},
                {"id": "riverside", "name": "Riverside", "locality": "north"},
            ],
            "places": [
                {"id": "oak", "name": place, "kind": "school", "team": "hillside"},
                {"id": "elm", "name": "Elm", "kind": "school", "team": "riverside"},
            ],
        });
        Organisation::read(&text.to_string()).unwrap()
    }

    #[test]
    fn opening_an_organisation_file_says_what_it_would_do_and_takes_nothing_away() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let hillside = TeamId::new("hillside").unwrap();
        let before = typed_settings();
        let first = before.adopting(&organisation("Oak"), Some(&hillside), today);
        assert_eq!(first.added, ["Hillside", "Oak"]);
        assert_eq!(first.typed, ["Rosehill", "Rosehill Centre"]);
        assert_eq!(first.settings.team.id, hillside);
        assert!(
            before
                .teams()
                .all(|team| first.settings.teams().any(|it| it == team))
        );

        let second = first
            .settings
            .adopting(&organisation("Oak Lane"), None, today);
        assert_eq!(second.added, [""; 0]);
        let renamed: Vec<_> = second
            .renamed
            .iter()
            .map(|(old, new)| (old.as_str(), new.as_str()))
            .collect();
        assert_eq!(renamed, [("Oak", "Oak Lane")]);
        let again = second
            .settings
            .adopting(&organisation("Oak Lane"), Some(&hillside), today);
        assert_eq!(again.settings, second.settings);
    }

    /// Oak is open always, Old Hall closed in August, and New Hall opens in January.
    fn changing() -> Organisation {
        let text = serde_json::json!({
            "format": "daybook-organisation", "format_version": 2, "city": "Southport",
            "localities": [{"id": "north", "name": "North"}],
            "teams": [{"id": "hillside", "name": "Hillside", "locality": "north"}],
            "places": [
                {"id": "oak", "name": "Oak", "kind": "school"},
                {"id": "old", "name": "Old Hall", "kind": "youth-club", "until": "2026-08-31"},
                {"id": "new", "name": "New Hall", "kind": "youth-club", "from": "2027-01-01"},
            ],
        });
        Organisation::read(&text.to_string()).unwrap()
    }

    fn hillside() -> Settings {
        let organisation = changing();
        let team = organisation.teams_from(date(2026, 11, 24)).remove(0);
        let tablet = Text::typed("Blue").unwrap().unwrap();
        Settings::of_organisation(&organisation, team, tablet)
    }

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn offered(settings: &Settings, day: Option<NaiveDate>) -> Vec<String> {
        let places = settings.places_on(day).into_iter();
        places.map(|(_, called)| called).collect()
    }

    #[test]
    fn what_is_offered_is_what_is_there_on_the_date_of_the_session() {
        let settings = hillside();
        let on = |day| offered(&settings, day);
        assert_eq!(on(Some(date(2026, 8, 31))), ["Oak", "Old Hall"]);
        assert_eq!(on(Some(date(2026, 9, 1))), ["Oak"]);
        assert_eq!(on(Some(date(2027, 1, 1))), ["Oak", "New Hall"]);
        assert_eq!(on(None), ["Oak", "Old Hall", "New Hall"]);
    }

    #[test]
    fn a_group_is_offered_while_its_place_is_there() {
        let mut settings = hillside();
        settings.groups = vec![Group {
            id: GroupId::parse("00000000-0000-7000-8000-000000000007").unwrap(),
            team: settings.team.id.clone(),
            name: Text::typed("Youth night").unwrap().unwrap(),
            activity: Activity::YouthClub {
                place: PlaceId::new("old").unwrap(),
            },
            weekday: None,
            theme: None,
            running: Running::Meets,
        }];
        assert_eq!(settings.groups_on(date(2026, 8, 31)).count(), 1);
        assert_eq!(settings.groups_on(date(2026, 9, 1)).count(), 0);
    }

    #[test]
    fn a_dry_run_says_what_closes_and_what_opens() {
        let today = date(2026, 11, 24);
        let before = hillside();
        let again = before.adopting(&changing(), None, today);
        assert!(again.changes_no_name_or_date());
        let mut later = changing();
        later.places[0].until = Some(date(2026, 12, 31));
        later.places[1].until = None;
        later.places[2].from = Some(date(2027, 2, 1));
        let plan = before.adopting(&later, None, today);
        assert_eq!(plan.closing, [("Oak".to_owned(), date(2026, 12, 31))]);
        assert_eq!(plan.opening, [("New Hall".to_owned(), date(2027, 2, 1))]);
        assert_eq!(plan.staying, ["Old Hall"]);
        assert_eq!(
            offered(&plan.settings, Some(date(2027, 1, 1))),
            ["Old Hall"]
        );
        later.places.remove(0);
        let plan = before.adopting(&later, None, today);
        assert_eq!(plan.unlisted, ["Oak"]);
        assert!(plan.settings.place(&PlaceId::new("oak").unwrap()).is_some());
    }

    #[test]
    fn a_place_that_has_closed_is_known_for_sessions_of_its_time_and_not_called_new() {
        let plan = typed_settings().adopting(
            &changing(),
            Some(&TeamId::new("hillside").unwrap()),
            date(2026, 11, 24),
        );
        assert_eq!(plan.added, ["Hillside", "Oak"]);
        assert_eq!(plan.opening, [("New Hall".to_owned(), date(2027, 1, 1))]);
        assert!(plan.closing.is_empty());
        let august = Some(date(2026, 8, 31));
        assert!(offered(&plan.settings, august).contains(&"Old Hall".to_owned()));
    }

    #[test]
    fn another_team_becomes_the_usual_one_and_none_is_lost() {
        let mut settings = typed_settings();
        let name = |text: &str| Text::typed(text).unwrap().unwrap();
        let mut more = (80..).map(Uuid::from_u128);
        let mut fresh = || more.next().unwrap();
        settings.add_team(name("Oak Lane"), name("South"), &mut fresh);
        settings.add_team(name("Oak Lane"), name("South"), &mut fresh);
        let other = settings.other_teams[0].id.clone();
        settings.use_team(&other);
        let names: Vec<_> = settings.teams().map(|team| team.name.as_str()).collect();
        assert_eq!(names, ["Oak Lane", "Rosehill"]);
    }

    #[test]
    fn a_place_typed_twice_while_recording_is_one_place() {
        let draft = SettingsDraft {
            team: "Rosehill".into(),
            locality: "North".into(),
            tablet: "Blue".into(),
            ..SettingsDraft::default()
        };
        let mut settings = draft.check(fresh()).unwrap();
        let name: Name = Text::typed("Oak Lane").unwrap().unwrap();
        let one = settings.add_place(name.clone(), PlaceKind::YouthClub, Uuid::from_u128(91));
        let two = settings.add_place(name.clone(), PlaceKind::YouthClub, Uuid::from_u128(92));
        assert_eq!(one, two);
        let school = settings.add_place(name, PlaceKind::School, Uuid::from_u128(93));
        assert_ne!(one, school);
    }
}
