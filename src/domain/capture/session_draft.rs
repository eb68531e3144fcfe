//! The session form, and the one check that turns it into a session.
//!
//! Guarantees that nothing typed is lost by the check, and that all problems
//! come back at once. The rules about today live here: a record that was good
//! stays good, so loading never asks them again.

use chrono::NaiveDate;

use crate::domain::base::ids::{GroupId, PlaceId, TallyId, TeamId};
use crate::domain::base::json::AsJson;
use crate::domain::base::text::Text;
use crate::domain::capture::group::Group;
use crate::domain::capture::tally::{FromTally, Tally, Tap};
use crate::domain::form::checks::{
    Checks, DateDraft, DateWindow, Fault, Fields, Problem, whole_number,
};
use crate::domain::organisation::Place;
use crate::domain::record::attendance::{AgeBand, Attendance, HeadCount, Minutes, NobodyCame};
use crate::domain::record::session::{Activity, Counts, Kind, Plan, Session, SessionParts};

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
    /// Whose work it is; `None` for the tablet's usual team.
    pub team: Option<TeamId>,
    /// The group it is a session of; `None` for a session by itself.
    pub group: Option<GroupId>,
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
    /// The door tally that the head counts came from; `None` when they were
    /// typed.
    pub tally: Option<FromTally>,
}

impl SessionDraft {
    /// An empty form for a day.
    #[must_use]
    pub fn on(day: NaiveDate) -> Self {
        Self {
            team: None,
            group: None,
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
            tally: None,
        }
    }

    /// The form filled with a session, to be corrected.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let parts = session.parts();
        let count = |count: HeadCount| match count.people() {
            0 => String::new(),
            people => people.to_string(),
        };
        Self {
            group: parts.group,
            attendance: AgeBand::ALL.map(|band| count(parts.attendance.in_band(band))),
            new_families: count(parts.new_families),
            minutes: parts
                .minutes
                .map(|minutes| minutes.get().to_string())
                .unwrap_or_default(),
            theme: typed(parts.theme.as_ref()),
            partners: typed(parts.partners.as_ref()),
            note: typed(parts.note.as_ref()),
            ..Self::on(parts.date).with_activity(&parts.activity)
        }
    }

    /// The same form, with what is done and where.
    #[must_use]
    pub fn with_activity(self, activity: &Activity) -> Self {
        Self {
            kind: Some(activity.kind()),
            place: activity.place().cloned(),
            plan: match activity {
                Activity::CoWorkedCase { plan } => Some(*plan),
                Activity::ChildrensCentreGroup { .. }
                | Activity::YouthClub { .. }
                | Activity::SchoolGroupWork { .. }
                | Activity::TargetedPrevention => None,
            },
            ..self
        }
    }

    /// Chooses a kind. A place of one kind is none of another, nor is a group; a
    /// plan stays as chosen. A place that is the only one of its kind is chosen
    /// with it.
    pub fn choose_kind(&mut self, kind: Kind, only_place: Option<&PlaceId>) {
        let before = self.kind.and_then(Kind::place_kind);
        self.kind = Some(kind);
        self.group = None;
        if kind.place_kind() != before {
            self.place = None;
        }
        if self.place.is_none() && kind.place_kind().is_some() {
            self.place = only_place.cloned();
        }
    }

    /// This form, as a past session is repeated in it: everything but its date
    /// and who came, and not its note.
    #[must_use]
    pub fn repeating(self, team: &TeamId, session: &Session) -> Self {
        let past = Self::of(session);
        Self {
            team: Some(team.clone()),
            group: past.group,
            kind: past.kind,
            place: past.place,
            plan: past.plan,
            minutes: past.minutes,
            theme: past.theme,
            partners: past.partners,
            ..self
        }
    }

    /// Whether the form holds anything to be kept until it is saved: who came, or
    /// words. Where it would count is tapped again in a moment; where the counts are
    /// those of a door tally, a tap goes on with it.
    #[must_use]
    pub fn holds_input(now: &Fields, opened: &Fields) -> bool {
        let of_a_tally = !now.text("tally").is_empty() && now != opened;
        of_a_tally || now.adds_to(opened, &["team", "group", "kind", "place", "plan"])
    }

    /// The input as it is kept until it is saved.
    #[must_use]
    pub fn fields(&self) -> Fields {
        let mut fields = Fields::default();
        fields.put_date(&self.date);
        let code = |code: Option<&'static str>| code.unwrap_or_default();
        fields.put("team", self.team.as_ref().map_or("", TeamId::as_str));
        fields.put(
            "group",
            &self.group.map(|id| id.to_string()).unwrap_or_default(),
        );
        fields.put("kind", code(self.kind.map(Kind::code)));
        fields.put("place", self.place.as_ref().map_or("", PlaceId::as_str));
        fields.put("plan", code(self.plan.map(Plan::code)));
        for (band, typed) in AgeBand::ALL.into_iter().zip(&self.attendance) {
            fields.put(band.code(), typed);
        }
        fields.put("new-families", &self.new_families);
        fields.put("minutes", &self.minutes);
        fields.put("theme", &self.theme);
        fields.put("partners", &self.partners);
        fields.put("note", &self.note);
        if let Some(from) = &self.tally {
            fields.put("tally", &from.id.to_string());
            fields.put("tallied", &from.tally.to_json().to_text());
        }
        fields
    }

    /// The form filled with input that was kept.
    #[must_use]
    pub fn of_fields(fields: &Fields) -> Self {
        let text = |name: &str| fields.text(name).to_owned();
        Self {
            team: TeamId::new(fields.text("team")).ok(),
            group: GroupId::parse(fields.text("group")),
            date: fields.date(),
            kind: Kind::from_code(fields.text("kind")),
            place: PlaceId::new(fields.text("place")).ok(),
            plan: Plan::from_code(fields.text("plan")),
            attendance: AgeBand::ALL.map(|band| text(band.code())),
            new_families: text("new-families"),
            minutes: text("minutes"),
            theme: text("theme"),
            partners: text("partners"),
            note: text("note"),
            tally: (|| {
                Some(FromTally {
                    id: TallyId::parse(fields.text("tally"))?,
                    tally: Tally::from_text(fields.text("tallied")).ok()?,
                })
            })(),
        }
    }

    /// The next form of a run of sessions: same date, kind and place, nothing
    /// else. Head counts are never carried over.
    #[must_use]
    pub fn another(&self, today: NaiveDate) -> Self {
        Self {
            team: self.team.clone(),
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
        window: impl Into<DateWindow>,
        places: &[Place],
    ) -> Result<Session, Vec<Problem<SessionField>>> {
        let mut checks = Checks::new();
        let date = checks.keep(SessionField::Date, self.date.check(window));
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
                group: self.group,
                counts: Counts::Usual,
            })
            .ok()
        })();
        checks.finish(session)
    }

    pub(crate) fn check_activity(
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

    /// The form as a group opens it: everything but who came.
    #[must_use]
    pub fn of_group(self, group: &Group) -> Self {
        Self {
            team: Some(group.team.clone()),
            group: Some(group.id),
            theme: group
                .theme
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            ..self.with_activity(&group.activity)
        }
    }

    /// The form with the counts of a door tally, over whatever head counts were there.
    #[must_use]
    pub fn with_tally(self, id: TallyId, tally: Tally) -> Self {
        let typed = |tap: Tap| match tally.count(tap) {
            0 => String::new(),
            count => count.to_string(),
        };
        Self {
            attendance: AgeBand::ALL.map(|band| typed(Tap::Person(band))),
            new_families: typed(Tap::NewFamily),
            tally: Some(FromTally { id, tally }),
            ..self
        }
    }
}

fn typed<const MAX: usize>(text: Option<&Text<MAX>>) -> String {
    text.map(ToString::to_string).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::base::calendar::NotADate;
    use crate::domain::base::text::{Name, TooLong};
    use crate::domain::organisation::{PlaceKind, Standing};

    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
    }

    fn place(code: &str) -> PlaceId {
        PlaceId::new(code).unwrap()
    }

    fn places() -> Vec<Place> {
        let listed = [
            ("rosehill", PlaceKind::ChildrensCentre),
            ("northgate", PlaceKind::YouthClub),
            ("elm-grove", PlaceKind::School),
        ];
        listed
            .map(|(code, kind)| Place {
                id: place(code),
                name: Name::typed(code).unwrap().unwrap(),
                kind,
                standing: Standing::Organisation,
            })
            .to_vec()
    }

    /// A youth club with twelve young people and three adults.
    fn filled_in() -> SessionDraft {
        SessionDraft {
            kind: Some(Kind::YouthClub),
            place: Some(place("northgate")),
            attendance: ["", "", "8", "4", "3"].map(str::to_owned),
            ..SessionDraft::on(today())
        }
    }

    fn problems(draft: &SessionDraft) -> Vec<(SessionField, Fault)> {
        match draft.check(today(), &places()) {
            Ok(_) => Vec::new(),
            Err(problems) => problems
                .into_iter()
                .map(|problem| (problem.field, problem.fault))
                .collect(),
        }
    }

    fn check(draft: &SessionDraft, expected: &[(SessionField, Fault)]) {
        assert_eq!(problems(draft), expected, "{draft:?}");
    }

    fn checked(draft: &SessionDraft) -> Session {
        draft.check(today(), &places()).unwrap()
    }

    const COUNT: Fault = Fault::NotInRange { min: 0, max: 500 };
    const MINUTES: Fault = Fault::NotInRange { min: 5, max: 720 };

    #[test]
    fn a_youth_club_is_recorded_with_date_kind_place_and_head_counts() {
        let session = checked(&filled_in());
        assert_eq!(session.date(), today());
        assert_eq!(session.kind(), Kind::YouthClub);
        assert_eq!(session.place(), Some(&place("northgate")));
        assert_eq!(session.attendance().contacts(), 15);
        assert_eq!(session.new_families(), HeadCount::NOBODY);
        let parts = session.parts();
        assert_eq!(
            (parts.minutes, &parts.theme, &parts.note),
            (None, &None, &None)
        );
    }

    #[test]
    fn a_place_that_is_the_only_one_of_its_kind_is_chosen_with_the_kind() {
        let northgate = place("northgate");
        let chosen = |kind, only| {
            let mut draft = SessionDraft::on(today());
            draft.choose_kind(kind, only);
            draft.place
        };
        let known = Some(&northgate);
        assert_eq!(chosen(Kind::YouthClub, known), Some(northgate.clone()));
        assert_eq!(chosen(Kind::YouthClub, None), None);
        assert_eq!(chosen(Kind::TargetedPrevention, known), None);
        let mut draft = filled_in();
        draft.choose_kind(Kind::YouthClub, Some(&place("southgate")));
        assert_eq!(draft.place, Some(northgate), "what a person chose stays");
        draft.choose_kind(Kind::SchoolGroupWork, None);
        assert_eq!(draft.place, None);
    }

    #[test]
    fn a_session_fills_the_form_that_made_it() {
        let draft = SessionDraft {
            minutes: "90".into(),
            theme: "Football".into(),
            note: "Rained".into(),
            ..filled_in()
        };
        assert_eq!(SessionDraft::of(&checked(&draft)), draft);
    }

    #[test]
    fn unfinished_input_comes_back_as_it_was_typed() {
        let draft = SessionDraft {
            team: TeamId::new("riverside").ok(),
            group: GroupId::parse("00000000-0000-7000-8000-000000000007"),
            plan: Some(Plan::ChildInNeed),
            attendance: ["1", "x", "", " 4", "5"].map(str::to_owned),
            new_families: "0".into(),
            note: "Two\nlines".into(),
            ..filled_in()
        };
        assert_eq!(SessionDraft::of_fields(&draft.fields()), draft);
        let typed = SessionDraft {
            date: DateDraft::Typed {
                day: "31".into(),
                month: String::new(),
                year: "20".into(),
            },
            ..draft
        };
        assert_eq!(SessionDraft::of_fields(&typed.fields()), typed);
    }

    #[test]
    fn only_counts_and_words_are_input_and_a_tap_on_a_kind_is_none() {
        let opened = SessionDraft::on(today());
        let check = |draft: SessionDraft, expected: bool| {
            let held = SessionDraft::holds_input(&draft.fields(), &opened.fields());
            assert_eq!(held, expected, "{draft:?}");
        };
        check(opened.clone(), false);
        let tapped = SessionDraft {
            attendance: Default::default(),
            date: typed("30", "9", "2026"),
            team: TeamId::new("riverside").ok(),
            ..filled_in()
        };
        check(tapped.clone(), false);
        let counts = |typed: &str| SessionDraft {
            attendance: [typed, "", "", "", ""].map(str::to_owned),
            ..tapped.clone()
        };
        check(counts("1"), true);
        check(counts("0"), false);
        let note = "wet".to_owned();
        check(SessionDraft { note, ..tapped }, true);
        // What a group brings with it was not typed here, until it is changed.
        let of_group = SessionDraft {
            theme: "Stay and Play".into(),
            ..opened.clone()
        };
        let fields = of_group.fields();
        assert!(!SessionDraft::holds_input(&fields, &fields));
        assert!(SessionDraft::holds_input(&opened.fields(), &fields));
    }

    #[test]
    fn all_problems_come_back_at_once_in_the_order_of_the_form() {
        let draft = SessionDraft {
            date: DateDraft::Typed {
                day: "31".into(),
                month: "11".into(),
                year: "2026".into(),
            },
            kind: Some(Kind::YouthClub),
            place: None,
            attendance: ["x", "", "501", "", "-1"].map(str::to_owned),
            new_families: "many".into(),
            minutes: "4".into(),
            theme: "x".repeat(81),
            partners: "x".repeat(82),
            note: "x".repeat(501),
            ..filled_in()
        };
        let too_long = |limit, length| Fault::TooLong(TooLong { limit, length });
        check(
            &draft,
            &[
                (SessionField::Date, Fault::NotADate(NotADate::NotReal)),
                (SessionField::Place, Fault::Missing),
                (SessionField::Attendance(AgeBand::Under5), COUNT),
                (SessionField::Attendance(AgeBand::From11To15), COUNT),
                (SessionField::Attendance(AgeBand::Adults), COUNT),
                (SessionField::NewFamilies, COUNT),
                (SessionField::Minutes, MINUTES),
                (SessionField::Theme, too_long(80, 81)),
                (SessionField::Partners, too_long(80, 82)),
                (SessionField::Note, too_long(500, 501)),
            ],
        );
    }

    #[test]
    fn an_empty_form_lacks_a_kind_and_somebody() {
        check(
            &SessionDraft::on(today()),
            &[
                (SessionField::Kind, Fault::Missing),
                (SessionField::Attendance(AgeBand::Under5), Fault::NobodyCame),
            ],
        );
    }

    fn check_date(date: DateDraft, expected: &[Fault]) {
        let draft = SessionDraft {
            date,
            ..filled_in()
        };
        let expected: Vec<_> = expected
            .iter()
            .map(|fault| (SessionField::Date, *fault))
            .collect();
        check(&draft, &expected);
    }

    #[test]
    fn a_session_is_not_in_the_future_nor_over_400_days_ago() {
        let days = |days| DateDraft::Chosen(today() - chrono::TimeDelta::days(days));
        check_date(days(-1), &[Fault::InTheFuture]);
        check_date(days(0), &[]);
        check_date(days(400), &[]);
        check_date(days(401), &[Fault::TooLongAgo]);
    }

    fn typed(day: &str, month: &str, year: &str) -> DateDraft {
        let [day, month, year] = [day, month, year].map(str::to_owned);
        DateDraft::Typed { day, month, year }
    }

    #[test]
    fn a_typed_date_is_complete_and_in_the_calendar() {
        check_date(typed("22", "november", "2026"), &[]);
        check_date(typed("٢٢", "１１", "۲۰۲۶"), &[]);
        check_date(typed("22", "11", ""), &[Fault::NotADate(NotADate::Missing)]);
        check_date(typed("24", "11", "2026"), &[Fault::InTheFuture]);
        for (day, month, year) in [
            ("29", "2", "2026"),
            ("0", "11", "2026"),
            ("22", "13", "2026"),
            ("22", "11", "26"),
            ("+2", "11", "2026"),
            ("22", "+1", "2026"),
            ("²", "11", "2026"),
            ("1.5", "11", "2026"),
        ] {
            let refused = [Fault::NotADate(NotADate::NotReal)];
            check_date(typed(day, month, year), &refused);
        }
    }

    #[test]
    fn a_day_no_record_can_carry_is_refused_with_its_reason() {
        // A tablet whose clock fell back to 1970 still offers "yesterday".
        let first = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        let draft = SessionDraft {
            date: DateDraft::Chosen(first.pred_opt().unwrap()),
            ..filled_in()
        };
        let refused = draft.check(first, &places()).unwrap_err();
        assert_eq!(
            refused,
            [Problem {
                field: SessionField::Date,
                fault: Fault::NotADate(NotADate::NotReal)
            }]
        );
    }

    #[test]
    fn each_head_count_is_held_to_its_own_bounds() {
        for band in AgeBand::ALL {
            for typed in ["501", "-1", "1.5", "³", "+3", &"1".repeat(40)] {
                let mut draft = filled_in();
                draft.attendance[band.index()] = typed.to_owned();
                check(&draft, &[(SessionField::Attendance(band), COUNT)]);
            }
            let mut draft = filled_in();
            draft.attendance[band.index()] = "500".to_owned();
            assert_eq!(checked(&draft).attendance().in_band(band).people(), 500);
        }
    }

    #[test]
    fn a_session_that_nobody_attended_is_not_recorded() {
        let nobody = &[(SessionField::Attendance(AgeBand::Under5), Fault::NobodyCame)];
        for typed in ["", " ", "0", "000"] {
            let draft = SessionDraft {
                attendance: [(); 5].map(|()| typed.to_owned()),
                ..filled_in()
            };
            check(&draft, nobody);
        }
        // Nor are its new families then too many as well.
        let draft = SessionDraft {
            attendance: Default::default(),
            new_families: "2".into(),
            ..filled_in()
        };
        check(&draft, nobody);
    }

    #[test]
    fn no_more_families_are_new_than_people_came() {
        let with = |new: &str| SessionDraft {
            new_families: new.to_owned(),
            ..filled_in()
        };
        assert_eq!(checked(&with("15")).new_families().people(), 15);
        let more = Fault::MoreThanContacts { contacts: 15 };
        check(&with("16"), &[(SessionField::NewFamilies, more)]);
        for typed in ["501", "-1", "1.5", "³", "+3"] {
            check(&with(typed), &[(SessionField::NewFamilies, COUNT)]);
        }
    }

    #[test]
    fn minutes_are_5_to_720_or_not_noted() {
        let with = |minutes: &str| SessionDraft {
            minutes: minutes.to_owned(),
            ..filled_in()
        };
        for typed in ["0", "4", "721", "60.5", "1h", "-60"] {
            check(&with(typed), &[(SessionField::Minutes, MINUTES)]);
        }
        for (typed, noted) in [("5", Some(5)), ("720", Some(720)), (" ", None)] {
            let minutes = checked(&with(typed)).parts().minutes;
            assert_eq!(minutes.map(Minutes::get), noted);
        }
    }

    #[test]
    fn a_note_has_at_most_500_characters_of_any_script() {
        let with = |note: String| SessionDraft {
            note,
            ..filled_in()
        };
        for letter in ["x", "é", "ਕ", "😀"] {
            let note = letter.repeat(500);
            let session = checked(&with(format!(" {note}\n")));
            let kept = session
                .parts()
                .note
                .as_ref()
                .map(crate::domain::base::text::Note::as_str);
            assert_eq!(kept, Some(note.as_str()));
            let limit = 500;
            let too_long = Fault::TooLong(TooLong { limit, length: 501 });
            check(&with(letter.repeat(501)), &[(SessionField::Note, too_long)]);
        }
    }

    #[test]
    fn each_kind_with_a_place_takes_only_its_own_kind_of_place() {
        for kind in Kind::ALL {
            let Some(wanted) = kind.place_kind() else {
                continue;
            };
            for listed in places() {
                let draft = SessionDraft {
                    kind: Some(kind),
                    place: Some(listed.id.clone()),
                    ..filled_in()
                };
                if listed.kind == wanted {
                    assert_eq!(checked(&draft).place(), Some(&listed.id));
                } else {
                    check(&draft, &[(SessionField::Place, Fault::OtherKindOfPlace)]);
                }
            }
        }
    }

    #[test]
    fn a_place_that_is_not_listed_is_refused() {
        let draft = SessionDraft {
            place: Some(place("southgate")),
            ..filled_in()
        };
        check(&draft, &[(SessionField::Place, Fault::OtherKindOfPlace)]);
    }

    #[test]
    fn a_co_worked_case_needs_its_plan_and_takes_no_place() {
        let draft = SessionDraft {
            kind: Some(Kind::CoWorkedCase),
            ..filled_in()
        };
        check(&draft, &[(SessionField::Plan, Fault::Missing)]);
        for plan in Plan::ALL {
            let session = checked(&SessionDraft {
                plan: Some(plan),
                ..draft.clone()
            });
            assert_eq!(session.parts().activity, Activity::CoWorkedCase { plan });
            assert_eq!(session.place(), None);
        }
    }

    #[test]
    fn targeted_prevention_takes_neither_place_nor_plan() {
        let draft = SessionDraft {
            kind: Some(Kind::TargetedPrevention),
            plan: Some(Plan::ChildProtection),
            ..filled_in()
        };
        assert_eq!(
            checked(&draft).parts().activity,
            Activity::TargetedPrevention
        );
    }

    #[test]
    fn the_next_form_of_a_run_carries_no_head_counts_over() {
        let draft = SessionDraft {
            date: typed("20", "11", "2026"),
            minutes: "60".into(),
            note: "wet".into(),
            new_families: "1".into(),
            ..filled_in()
        };
        let expected = SessionDraft {
            date: draft.date.clone(),
            kind: draft.kind,
            place: draft.place.clone(),
            ..SessionDraft::on(today())
        };
        assert_eq!(draft.another(today()), expected);
    }

    #[test]
    fn the_running_total_counts_what_can_be_read() {
        let draft = SessionDraft {
            attendance: ["8", "x", "", "501", " 4 "].map(str::to_owned),
            ..filled_in()
        };
        assert_eq!(draft.running_total(), 12);
    }
}
