//! What a record says, fact by fact, and what changed between two versions.
//!
//! Guarantees that everything a person entered is told, in the words and the
//! order of the form; so a history of changes can leave nothing out.

use crate::domain::base::calendar::long_date;
use crate::domain::record::attendance::AgeBand;
use crate::domain::record::session::{Activity, Counts, Session};
use crate::domain::record::survey::{Survey, Way};
use crate::domain::record::{ClockStanding, Entry, FreeText, Provenance, Record, SavedDay, Status};
use crate::domain::tablet::settings::Settings;

/// One fact of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is about.
    pub label: &'static str,
    /// What it says.
    pub value: String,
}

/// How one fact differs between two versions; empty where it was not said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it is about.
    pub label: &'static str,
    /// What the older version said.
    pub before: String,
    /// What the newer version says.
    pub after: String,
}

/// Everything that a record says, with names as the settings have them.
#[must_use]
pub fn facts(record: &Record, settings: &Settings) -> Vec<Fact> {
    let mut facts = Facts(Vec::new());
    facts.say("Date", long_date(record.entry().date()));
    match record.entry() {
        Entry::Session(session) => facts.session(session, settings),
        Entry::Survey(survey) => facts.survey(survey),
        Entry::Declined(_) => facts.say("Survey", "Declined".to_owned()),
    }
    facts.say("Team", settings.team_name(record.team()));
    match record.provenance() {
        Provenance::FirstHand => {}
        Provenance::FromPaper => facts.say("Typed again", "From paper".to_owned()),
        Provenance::Imported => facts.say("Came from", "A spreadsheet".to_owned()),
    }
    match record.status() {
        Status::Kept => {}
        Status::Removed { reason: None } => facts.say("Removed", "Yes".to_owned()),
        Status::Removed {
            reason: Some(reason),
        } => facts.say("Removed", format!("Yes: {reason}")),
    }
    if record.text() == FreeText::Erased {
        facts.say("Text", "Erased".to_owned());
    }
    match (record.saved_day(), record.clock()) {
        (SavedDay::Wrong, _) => facts.say(
            "Clock",
            "The tablet’s clock was wrong when this was first saved".to_owned(),
        ),
        (SavedDay::Told | SavedDay::InDoubt, ClockStanding::InDoubt) => facts.say(
            "Clock",
            "The tablet’s clock was wrong; the date was typed".to_owned(),
        ),
        (SavedDay::Told | SavedDay::InDoubt, ClockStanding::Trusted) => {}
    }
    facts.0
}

/// What changed from one version to the next, in the order of the form.
#[must_use]
pub fn changes(before: &Record, after: &Record, settings: &Settings) -> Vec<Change> {
    let (before, after) = (facts(before, settings), facts(after, settings));
    let said = |facts: &[Fact], label| {
        let found = facts.iter().find(|fact| fact.label == label);
        found.map(|fact| fact.value.clone()).unwrap_or_default()
    };
    let mut changes: Vec<Change> = Vec::new();
    for label in after.iter().chain(&before).map(|fact| fact.label) {
        let (old, new) = (said(&before, label), said(&after, label));
        if old != new && changes.iter().all(|change| change.label != label) {
            changes.push(Change {
                label,
                before: old,
                after: new,
            });
        }
    }
    changes
}

struct Facts(Vec<Fact>);

impl Facts {
    fn say(&mut self, label: &'static str, value: String) {
        self.0.push(Fact { label, value });
    }

    fn say_if(&mut self, label: &'static str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.say(label, value.to_string());
        }
    }

    fn session(&mut self, session: &Session, settings: &Settings) {
        let parts = session.parts();
        let group = parts.group.and_then(|id| settings.group(id));
        self.say_if("Group", group.map(|group| &group.name));
        self.say("Kind", session.kind().label().to_owned());
        self.say_if("Place", session.place().map(|id| settings.place_name(id)));
        if let Activity::CoWorkedCase { plan } = parts.activity {
            self.say("Plan", plan.label().to_owned());
        }
        for band in AgeBand::ALL {
            let people = parts.attendance.in_band(band).people();
            self.say_if(band.label(), (people > 0).then_some(people));
        }
        self.say("Direct contacts", parts.attendance.contacts().to_string());
        let new = parts.new_families.people();
        self.say_if("New families", (new > 0).then_some(new));
        self.say_if(
            "Minutes",
            parts
                .minutes
                .map(crate::domain::record::attendance::Minutes::get),
        );
        self.say_if("Theme", parts.theme.as_ref());
        self.say_if("Partners", parts.partners.as_ref());
        self.say_if("Note", parts.note.as_ref());
        if parts.counts == Counts::Confirmed {
            self.say(
                "Counts",
                "Far from the group’s usual, and confirmed".to_owned(),
            );
        }
    }

    fn survey(&mut self, survey: &Survey) {
        let parts = survey.parts();
        self.say("Survey", parts.answers.version().label().to_owned());
        self.say("Came by", parts.way.label().to_owned());
        self.say_if(
            "Answered by",
            parts
                .answered_by
                .map(crate::domain::record::survey::AnsweredBy::label),
        );
        // Staff see a handed-over survey's answers in totals only.
        if parts.way == Way::Paper {
            for (question, answer) in parts.answers.each() {
                self.say(question.measure(), answer.label(question).to_owned());
            }
            self.say_if("Went well", parts.went_well.as_ref());
            self.say_if("Could be better", parts.could_be_better.as_ref());
        }
    }
}
