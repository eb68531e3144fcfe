//! What unfinished input is called: by what is in it, so that a person knows it
//! again and sees where it would count.
//!
//! Guarantees that whatever decides where it counts is part of the name: the date,
//! the team where it is not the usual one, and the group, place or kind. What was
//! written in words of a family's or about one is never part of it.

use chrono::NaiveDate;

use crate::domain::base::calendar::long_date;
use crate::domain::base::digest::Digest;
use crate::domain::base::ids::TeamId;
use crate::domain::base::json::ObjectWriter;
use crate::domain::capture::session_draft::SessionDraft;
use crate::domain::capture::survey_draft::{Outcome, SurveyDraft};
use crate::domain::form::checks::{DateDraft, Fields};
use crate::domain::record::survey::Question;
use crate::domain::record::{Record, Version};
use crate::domain::tablet::settings::Settings;

/// How many characters of a typed text are shown.
const SHOWN: usize = 40;

/// The fields of forms that say what they are: a comment or a note is only told of.
const NAMING: [&str; 8] = [
    "name",
    "team",
    "new-team",
    "locality",
    "new-locality",
    "tablet",
    "youth-clubs",
    "schools",
];

/// The name of what was typed into a form, such as `session` or `survey/stack`, in
/// parts with a dot between them; empty when nothing in it names it. `settings` are
/// the tablet's, for the names of groups, places and teams.
#[must_use]
pub fn name(form: &str, fields: &Fields, settings: Option<&Settings>) -> String {
    let is_survey = !fields.text("outcome").is_empty();
    let parts = match form.split('/').next() {
        Some("session") => session(fields, settings),
        Some("correct") if !is_survey => session(fields, settings),
        Some("survey") if form == "survey/stack" => stack(fields, settings),
        Some("correct" | "survey") => survey(fields, settings),
        Some("groups") => group(fields, settings),
        Some(_) | None => texts(fields),
    };
    parts.join(" · ")
}

fn session(fields: &Fields, settings: Option<&Settings>) -> Vec<String> {
    let draft = SessionDraft::of_fields(fields);
    let mut parts: Vec<String> = day(&draft.date).into_iter().collect();
    parts.extend(other_team(draft.team.as_ref(), settings));
    parts.extend(place(&draft, settings));
    parts.push(match draft.running_total() {
        0 => "nobody counted yet".to_owned(),
        people => counted(people, "direct contact", "direct contacts"),
    });
    parts.extend(quoted(&draft.theme));
    parts.extend(told(&draft.note, "a note"));
    parts
}

fn survey(fields: &Fields, settings: Option<&Settings>) -> Vec<String> {
    let draft = SurveyDraft::of_fields(fields);
    let mut parts: Vec<String> = day(&draft.date).into_iter().collect();
    parts.extend(other_team(draft.team.as_ref(), settings));
    if draft.outcome == Outcome::Declined {
        parts.push("declined".to_owned());
        return parts;
    }
    parts.extend(draft.answered_by.map(|who| who.label().to_lowercase()));
    let answers = Question::ALL
        .into_iter()
        .filter(|question| draft.answer(*question).is_some());
    parts.push(match u32::try_from(answers.count()) {
        Ok(0) => "nothing answered yet".to_owned(),
        Ok(answers) => counted(answers, "answer", "answers"),
        Err(_) => String::new(),
    });
    let comments = [draft.went_well, draft.could_be_better].concat();
    parts.extend(told(&comments, "a comment"));
    parts
}

fn stack(fields: &Fields, settings: Option<&Settings>) -> Vec<String> {
    let mut parts: Vec<String> = day(&fields.date()).into_iter().collect();
    let team = TeamId::new(fields.text("team")).ok();
    parts.extend(other_team(team.as_ref(), settings));
    parts.extend(told(fields.text("keys"), "one form begun"));
    let comments = [fields.text("went-well"), fields.text("could-be-better")].concat();
    parts.extend(told(&comments, "a comment"));
    parts
}

fn group(fields: &Fields, settings: Option<&Settings>) -> Vec<String> {
    let draft = SessionDraft::of_fields(fields);
    let mut parts: Vec<String> = quoted(fields.text("name")).into_iter().collect();
    parts.extend(place(&draft, settings));
    parts
}

/// Input of a form that has no date: the first line of each text that names it.
fn texts(fields: &Fields) -> Vec<String> {
    let named = NAMING.into_iter().map(|name| fields.text(name));
    named.filter_map(quoted).collect()
}

/// The day it would count on; as typed where that is no date yet.
fn day(date: &DateDraft) -> Option<String> {
    date.date().map(long_date).ok().or_else(|| {
        let typed: Vec<&str> = date.parts().into_iter().map(str::trim).collect();
        let typed = typed.join(" ");
        let typed = typed.trim();
        Some(if typed.is_empty() {
            "no date yet".to_owned()
        } else {
            format!("“{typed}”")
        })
    })
}

/// The team, where it is not the usual one.
fn other_team(team: Option<&TeamId>, settings: Option<&Settings>) -> Option<String> {
    let (team, settings) = (team?, settings?);
    (*team != settings.team.id).then(|| settings.team_name(team))
}

/// The group it is a session of, or else its place, or else its kind.
fn place(draft: &SessionDraft, settings: Option<&Settings>) -> Option<String> {
    let group = draft.group.and_then(|id| settings?.group(id));
    let group = group.map(|group| group.name.to_string());
    let place = || {
        let place = draft.place.as_ref()?;
        Some(settings?.place_name(place))
    };
    let kind = || draft.kind.map(|kind| kind.label().to_owned());
    group.or_else(place).or_else(kind)
}

/// The beginning of a text, in quotes; `None` for a blank one.
fn quoted(text: &str) -> Option<String> {
    let line = text.trim().lines().next()?;
    let mut shown: String = line.chars().take(SHOWN).collect();
    if line.chars().count() > SHOWN {
        shown.push('…');
    }
    Some(format!("“{shown}”"))
}

/// That there is something, where there is.
fn told(text: &str, what: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| what.to_owned())
}

fn counted(count: u32, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// The field of an unfinished correction that says what the record said when it was
/// begun.
pub const MADE_FROM: &str = "made-from";

/// What stands in [`MADE_FROM`]: the digest of what a record says. One that was removed
/// and restored says the same.
#[must_use]
pub fn made_from(record: &Record) -> String {
    let mut said = ObjectWriter::default();
    said.needed("team", record.team());
    said.needed("entry", record.entry());
    Digest::of_content(&said.done()).to_string()
}

/// Whether an unfinished correction corrects a record as it is now. One that does not
/// say what it was made from, as versions of Daybook before this wrote it, is known to
/// do so only where the record was never changed.
#[must_use]
pub fn corrects(fields: &Fields, now: &Record) -> bool {
    match fields.text(MADE_FROM) {
        "" => now.version() == Version::FIRST,
        said => said == made_from(now),
    }
}

/// Input that was recovered, with a day that nobody can tap any more written out as
/// a typed date: it is seen, and asked about where it lies long ago.
#[must_use]
pub fn recovered(fields: Fields, today: NaiveDate) -> Fields {
    let yesterday = today.pred_opt().unwrap_or(today);
    match fields.date() {
        DateDraft::Chosen(day) if day != today && day != yesterday => fields.with_date_typed(day),
        DateDraft::Chosen(_) | DateDraft::Typed { .. } | DateDraft::Confirmed { .. } => fields,
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;
    use crate::domain::base::ids::{BookId, RecordId};
    use crate::domain::capture::survey_draft::AnsweredByChoice;
    use crate::domain::form::checks::{DateWindow, Fault};
    use crate::domain::record::session::{Kind, Plan};
    use crate::domain::record::survey::{Answer, AnsweredBy};
    use crate::domain::record::{ClockStanding, Entry, Filing, Stamp};

    fn date(month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, month, day).unwrap()
    }

    fn session_on(day: NaiveDate) -> SessionDraft {
        SessionDraft {
            kind: Some(Kind::YouthClub),
            attendance: ["", "", "8", "4", ""].map(str::to_owned),
            ..SessionDraft::on(day)
        }
    }

    /// A co-worked case with so many young people.
    fn case_with(young_people: u32) -> Entry {
        let draft = SessionDraft {
            kind: Some(Kind::CoWorkedCase),
            plan: Some(Plan::ChildInNeed),
            attendance: ["", "", &young_people.to_string(), "", ""].map(str::to_owned),
            ..SessionDraft::on(date(11, 24))
        };
        let session = draft.check(DateWindow::from(date(11, 24)), &[]);
        Entry::Session(session.unwrap())
    }

    fn recorded_session(young_people: u32) -> Record {
        let filing = Filing {
            id: RecordId::new(Uuid::from_u128(1)),
            book: BookId::new(Uuid::from_u128(2)),
            team: TeamId::new("riverside").unwrap(),
        };
        Record::new(filing, stamp(), case_with(young_people))
    }

    fn stamp() -> Stamp {
        Stamp {
            at: DateTime::from_timestamp(1_795_000_000, 0).unwrap(),
            on: date(11, 24),
            clock: ClockStanding::Trusted,
        }
    }

    /// The record, put right to say that so many came.
    fn changed(record: &Record, young_people: u32) -> Record {
        let team = record.team().clone();
        let next = record.corrected(case_with(young_people), team, stamp());
        next.unwrap()
    }

    fn check(form: &str, fields: &Fields, expected: &str) {
        assert_eq!(name(form, fields, None), expected);
    }

    #[test]
    fn a_session_is_named_by_its_date_its_place_and_who_came() {
        let draft = SessionDraft {
            note: "Rained".to_owned(),
            ..session_on(date(11, 24))
        };
        let expected = "Tuesday 24 November 2026 · Youth club · 12 direct contacts · a note";
        check("session", &draft.fields(), expected);
        check("correct/7", &draft.fields(), expected);
    }

    #[test]
    fn a_survey_is_named_by_its_date_and_how_much_is_answered_without_its_words() {
        let draft = SurveyDraft {
            answered_by: Some(AnsweredByChoice::Says(AnsweredBy::ParentOrCarer)),
            helped: Some(Answer::Yes),
            went_well: "Zebedee".to_owned(),
            ..SurveyDraft::on(date(9, 30))
        };
        let expected = "Wednesday 30 September 2026 · parent or carer · 1 answer · a comment";
        check("survey", &draft.fields(), expected);
        check("correct/7", &draft.fields(), expected);
    }

    #[test]
    fn a_stack_of_paper_forms_is_named_by_its_date() {
        let mut fields = Fields::default();
        fields.put_date(&DateDraft::Chosen(date(9, 30)));
        fields.put("keys", "p12");
        check(
            "survey/stack",
            &fields,
            "Wednesday 30 September 2026 · one form begun",
        );
        check("survey/stack", &Fields::default(), "no date yet");
    }

    #[test]
    fn other_forms_are_named_by_the_names_in_them_cut_short() {
        let mut fields = Fields::default();
        fields.put("tablet", &"x".repeat(41));
        let expected = format!("“{}…”", "x".repeat(40));
        check("settings", &fields, &expected);
    }

    #[test]
    fn a_day_tapped_before_yesterday_comes_back_typed_and_is_asked_about_when_long_ago() {
        let today = date(11, 24);
        for (day, shown) in [
            (date(11, 24), DateDraft::Chosen(date(11, 24))),
            (date(11, 23), DateDraft::Chosen(date(11, 23))),
        ] {
            let fields = recovered(session_on(day).fields(), today);
            assert_eq!(fields.date(), shown);
        }
        let fields = recovered(session_on(date(9, 30)).fields(), today);
        assert_eq!(fields.date().parts(), ["30", "9", "2026"]);
        let draft = SessionDraft::of_fields(&fields);
        assert_eq!(draft.attendance, session_on(today).attendance);
        let asked = draft.date.check(DateWindow::from(today));
        assert!(matches!(asked, Err(Fault::LongAgo(_))), "{asked:?}");
    }

    #[test]
    fn a_correction_is_of_what_the_record_said_when_it_was_begun() {
        let first = recorded_session(8);
        let mut fields = Fields::default();
        fields.put(MADE_FROM, &made_from(&first));
        assert!(corrects(&fields, &first));
        assert!(!corrects(&fields, &changed(&first, 9)));
        let team = TeamId::new("hillside").unwrap();
        let moved = first.corrected(first.entry().clone(), team, stamp());
        assert!(!corrects(&fields, &moved.unwrap()));
        let restored = first.removed(None, stamp()).unwrap().restored(stamp());
        assert!(corrects(&fields, &restored.unwrap()));
    }

    #[test]
    fn a_correction_that_does_not_say_of_which_version_is_of_a_record_never_changed() {
        let first = recorded_session(8);
        let typed = session_on(date(11, 24)).fields();
        assert!(corrects(&typed, &first));
        assert!(!corrects(&typed, &changed(&first, 9)));
    }
}
