//! The domain's meaning in sentences: what is wrong with a field, what went
//! wrong with a store, and what to do.

use crate::domain::base::calendar::{NotADate, short_date};
use crate::domain::base::share::counted;
use crate::domain::capture::session_draft::SessionField;
use crate::domain::capture::survey_draft::SurveyField;
use crate::domain::form::checks::{Ago, Fault, LongAgo, Problem};
use crate::domain::organisation::PlaceKind;
use crate::domain::organisation::in_use::Dates;
use crate::domain::tablet::settings::SettingsField;
use crate::store::StoreError;
use crate::store::backup::NotABackup;
use crate::store::envelope::Unreadable;
use crate::ui::backing_up::NotOpened;

/// The id of a field of the session form.
#[must_use]
pub fn session_field_id(field: SessionField) -> String {
    match field {
        SessionField::Date => "date".to_owned(),
        SessionField::Kind => "kind".to_owned(),
        SessionField::Place => "place".to_owned(),
        SessionField::Plan => "plan".to_owned(),
        SessionField::Attendance(band) => format!("attendance-{}", band.code()),
        SessionField::NewFamilies => "new-families".to_owned(),
        SessionField::Minutes => "minutes".to_owned(),
        SessionField::Theme => "theme".to_owned(),
        SessionField::Partners => "partners".to_owned(),
        SessionField::Note => "note".to_owned(),
    }
}

/// The id of a field of the survey form.
#[must_use]
pub fn survey_field_id(field: SurveyField) -> String {
    match field {
        SurveyField::Date => "date",
        SurveyField::Outcome => "outcome",
        SurveyField::Version => "version",
        SurveyField::AnsweredBy => "answered-by",
        SurveyField::Answer(question) => question.code(),
        SurveyField::WentWell => "went-well",
        SurveyField::CouldBeBetter => "could-be-better",
    }
    .to_owned()
}

/// The id of a field of the first-start form.
#[must_use]
pub fn settings_field_id(field: SettingsField) -> String {
    match field {
        SettingsField::Team => "team",
        SettingsField::Locality => "locality",
        SettingsField::Places(PlaceKind::ChildrensCentre) => "childrens-centres",
        SettingsField::Places(PlaceKind::YouthClub) => "youth-clubs",
        SettingsField::Places(PlaceKind::School) => "schools",
        SettingsField::Tablet => "tablet",
    }
    .to_owned()
}

/// What is wrong with a field of the session form.
#[must_use]
pub fn session_problem(problem: Problem<SessionField>) -> String {
    match (problem.field, problem.fault) {
        (SessionField::Kind, Fault::Missing) => "Choose what kind of session it was".to_owned(),
        (SessionField::Place, Fault::Missing | Fault::OtherKindOfPlace) => {
            "Choose where it was".to_owned()
        }
        (SessionField::Plan, Fault::Missing) => "Choose the plan the case is under".to_owned(),
        (SessionField::Attendance(_), Fault::NobodyCame) => {
            "Enter how many people came, at least 1".to_owned()
        }
        (SessionField::Attendance(band), fault) => {
            ranged(&format!("{} must be", band.label()), fault)
        }
        (SessionField::NewFamilies, Fault::MoreThanContacts { contacts }) => {
            let came = counted(contacts.into(), "person came", "people came");
            format!("New families must be {contacts} or fewer, as only {came}")
        }
        (SessionField::NewFamilies, fault) => ranged("New families must be", fault),
        (SessionField::Minutes, fault) => ranged("Minutes must be", fault),
        (SessionField::Theme, fault) => ranged("Theme must be", fault),
        (SessionField::Partners, fault) => ranged("Partners must be", fault),
        (SessionField::Note, fault) => ranged("Note must be", fault),
        (SessionField::Date, fault) => ranged("Date must be", fault),
        (SessionField::Kind | SessionField::Place | SessionField::Plan, fault) => {
            ranged("This must be", fault)
        }
    }
}

/// What is wrong with a field of the survey form.
#[must_use]
pub fn survey_problem(problem: Problem<SurveyField>) -> String {
    match (problem.field, problem.fault) {
        (SurveyField::AnsweredBy, Fault::Missing) => "Choose who answered".to_owned(),
        (SurveyField::Answer(question), Fault::Missing) => format!(
            "Choose the answer to “{}”, or that it was left blank",
            question.phrase().english()
        ),
        (SurveyField::WentWell, fault) => ranged("What went well must be", fault),
        (SurveyField::CouldBeBetter, fault) => ranged("What could be better must be", fault),
        (SurveyField::Date, fault) => ranged("Date must be", fault),
        (
            SurveyField::Outcome
            | SurveyField::Version
            | SurveyField::AnsweredBy
            | SurveyField::Answer(_),
            fault,
        ) => ranged("This must be", fault),
    }
}

/// What is wrong with a field of the first-start form.
#[must_use]
pub fn settings_problem(problem: Problem<SettingsField>) -> String {
    match (problem.field, problem.fault) {
        (SettingsField::Team, Fault::Missing) => "Enter the name of your team".to_owned(),
        (SettingsField::Locality, Fault::Missing) => {
            "Enter the locality your team belongs to".to_owned()
        }
        (SettingsField::Tablet, Fault::Missing) => {
            "Enter what you call this tablet, such as Blue tablet".to_owned()
        }
        (SettingsField::Team, fault) => ranged("Team must be", fault),
        (SettingsField::Locality, fault) => ranged("Locality must be", fault),
        (SettingsField::Tablet, fault) => ranged("Tablet must be", fault),
        (SettingsField::Places(_), fault) => ranged("Each place must be", fault),
    }
}

/// Why something was not saved, and what to do.
#[must_use]
pub fn store_problem(error: &StoreError) -> String {
    match error {
        StoreError::Blocked(why) => format!(
            "This browser does not let Daybook store anything here ({why}). Private windows and some settings do this."
        ),
        StoreError::Full => {
            "There is no space left for it on this tablet. Records already saved are safe. “Is my work safe?” says how to make room."
                .to_owned()
        }
        StoreError::Slow => {
            "The tablet did not answer in time. Trying again never makes a second record."
                .to_owned()
        }
        StoreError::NotKept(_) => {
            "The tablet did not keep what was written. Records already saved are safe.".to_owned()
        }
        StoreError::ChangedElsewhere => {
            "It was changed in another tab in the meantime. The newer version is kept.".to_owned()
        }
        StoreError::Vanished => {
            "What was kept on this tablet was cleared while Daybook was open. The top of this page says how to write it back; then try again."
                .to_owned()
        }
        StoreError::Unreadable { why, .. } => unreadable(why),
    }
}

/// Why something that is kept cannot be read.
#[must_use]
pub fn unreadable(why: &Unreadable) -> String {
    match why {
        Unreadable::Damaged => "It is damaged or cut off.".to_owned(),
        Unreadable::FutureFormat { .. } => {
            "A newer version of Daybook wrote it. Update Daybook to read it.".to_owned()
        }
        Unreadable::Invalid(why) => format!("Its content is not valid ({why})."),
        Unreadable::OtherRecord => "It stands where another record belongs.".to_owned(),
    }
}

fn ranged(subject: &str, fault: Fault) -> String {
    match fault {
        Fault::Missing => format!("{subject} filled in"),
        Fault::NotInRange { min, max } => {
            format!("{subject} a whole number from {min} to {max}")
        }
        Fault::TooLong(too_long) => format!(
            "{subject} {} characters or fewer; there are {}",
            too_long.limit, too_long.length
        ),
        Fault::NotADate(NotADate::Missing) => {
            format!("{subject} complete, with a day, a month and a year")
        }
        Fault::NotADate(NotADate::NotReal) => {
            format!("{subject} a real date, such as 3 November 2026")
        }
        Fault::InTheFuture => format!("{subject} today or earlier"),
        Fault::ClockInDoubt => {
            format!("{subject} typed, because this tablet’s clock is wrong")
        }
        Fault::TooLongAgo => format!("{subject} within the last 400 days"),
        Fault::LongAgo(asked) => long_ago(asked),
        Fault::NobodyCame | Fault::MoreThanContacts { .. } | Fault::OtherKindOfPlace => {
            format!("{subject} possible")
        }
    }
}

/// What is asked about a date that lies long ago.
#[must_use]
pub fn long_ago(asked: LongAgo) -> String {
    let ago = match asked.ago {
        Ago::Weeks(weeks) => format!("{weeks} weeks"),
        Ago::Months(months) => format!("{months} months"),
    };
    let date = short_date(asked.date);
    format!("That was {ago} ago. Is {date} right?")
}

/// Why a file was not opened as a backup.
pub fn not_opened(why: &NotOpened) -> String {
    match why {
        NotOpened::Not(NotABackup::Other) => "This file is not a Daybook backup".to_owned(),
        NotOpened::Not(NotABackup::NoText(why)) => {
            format!("This file is not a Daybook backup: {why}")
        }
        NotOpened::Not(NotABackup::FutureFormat { .. }) => {
            "This backup was made by a newer Daybook. Update Daybook, then choose it again"
                .to_owned()
        }
        NotOpened::Not(NotABackup::CutOff { .. }) => {
            "The end of this file is missing: it was cut off while it was copied. Copy it again, or choose an older backup".to_owned()
        }
        NotOpened::Not(NotABackup::Damaged) => {
            "This backup was changed or damaged after it was made. Copy it again, or choose an older backup".to_owned()
        }
        NotOpened::Not(NotABackup::NotReadable(why)) => {
            format!("This backup cannot be read ({why}). Send it to whoever supports Daybook")
        }
        NotOpened::Locked => "This backup is locked with a passphrase".to_owned(),
        NotOpened::WrongPassphrase => {
            "This is not the passphrase of this backup. The file is whole: try again".to_owned()
        }
        NotOpened::NotOffered => {
            "This browser cannot unlock a file at this address. Open Daybook at its https address"
                .to_owned()
        }
    }
}

/// When a place is there, as what is said of it: "closed on 31 August 2026".
pub fn place_is_there(dates: Dates) -> String {
    let opens = |day| format!("opens on {}", short_date(day));
    let closed = |day| format!("closed on {}", short_date(day));
    match (dates.from, dates.until) {
        (None, None) => "is no longer offered".to_owned(),
        (Some(from), None) => opens(from),
        (None, Some(until)) => closed(until),
        (Some(from), Some(until)) => format!("{} and {}", opens(from), closed(until)),
    }
}
