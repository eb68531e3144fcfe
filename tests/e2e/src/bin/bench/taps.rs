//! How many taps and keys it takes to record, how long a practised person takes
//! for them, and how soon the app answers each.
//!
//! Seconds are those of a keystroke-level model (Card, Moran and Newell): 0.2 s
//! for a tap on a target that was reached, or a key, and 1.2 s of thinking for
//! each decision. What a decision is stands in each journey. How soon the app
//! answers is the browser's own Event Timing, from the touch to the next frame,
//! at a sixth of this machine's speed; what is quicker than the 16 ms it tells
//! of counts as 16.

use std::path::Path;

use daybook::domain::record::attendance::AgeBand;
use daybook::domain::record::session::Kind;
use daybook_e2e::app::App;
use daybook_e2e::browser::Log;
use daybook_e2e::error::{Error, Result};
use daybook_e2e::forms::question_of_place;

use crate::rounds::{ROUNDS, promised, slow_browser};
use daybook_e2e::many::{CLUB, GROUP};

/// Seconds for one tap on a target that was reached, or one key.
const TAP: f64 = 0.2;

/// Seconds of thinking for one decision.
const DECISION: f64 = 1.2;

/// The least that Event Timing tells of, in milliseconds.
const LEAST: f64 = 16.0;

/// One thing a person does.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// Thinks what to do next.
    Decide,
    /// Taps the group on Today.
    Group,
    /// Taps a button.
    Button(&'static str),
    /// Taps the choice of a question.
    Choice(&'static str, &'static str),
    /// Taps a field.
    Field(&'static str),
    /// Types, a key a character.
    Keys(&'static str),
    /// Types the number of the round, so that no session is equal to one of the
    /// round before.
    Round,
    /// Taps the record that the journey before has saved.
    Record,
}

impl Step {
    /// Taps and keys.
    fn taps(self) -> usize {
        match self {
            Self::Decide => 0,
            Self::Group
            | Self::Button(_)
            | Self::Choice(..)
            | Self::Field(_)
            | Self::Round
            | Self::Record => 1,
            Self::Keys(keys) => keys.chars().count(),
        }
    }

    async fn take(self, app: &App, round: usize) -> Result<()> {
        match self {
            Self::Decide => Ok(()),
            Self::Group => app.open_record(GROUP).await,
            Self::Button(name) => app.press(name).await,
            Self::Choice(legend, label) => app.choose(legend, label).await,
            Self::Field(label) => app.tap_field(label).await,
            Self::Keys(keys) => app.keys(keys).await,
            Self::Round => app.keys(&round.to_string()).await,
            Self::Record => app.open_record(&contacts(12 + round)).await,
        }
    }
}

/// What a person does from Today until something is saved.
pub struct Journey {
    name: &'static str,
    steps: &'static [Step],
    /// The direct contacts that are saved, less the number of the round.
    contacts: usize,
}

impl Journey {
    /// Taps and keys.
    fn taps(&self) -> usize {
        self.steps.iter().map(|step| step.taps()).sum()
    }

    /// Seconds by the model.
    fn seconds(&self) -> f64 {
        let seconds = self.steps.iter().map(|step| match step {
            Step::Decide => DECISION,
            other => TAP * f64::from(u32::try_from(other.taps()).unwrap_or(u32::MAX)),
        });
        seconds.sum()
    }
}

fn contacts(count: usize) -> String {
    format!("{count} direct contacts")
}

/// On a tablet as most are set up.
pub const USUAL: [Journey; 3] = [
    // Decisions: which group; how many in each of three bands; that it is done.
    Journey {
        name: "a regular group in three age bands",
        steps: &[
            Step::Decide,
            Step::Group,
            Step::Decide,
            Step::Field(AgeBand::Under5.label()),
            Step::Keys("7"),
            Step::Decide,
            Step::Field(AgeBand::From5To10.label()),
            Step::Keys("2"),
            Step::Decide,
            Step::Field(AgeBand::Adults.label()),
            Step::Round,
            Step::Decide,
            Step::Button("Save session"),
        ],
        contacts: 9,
    },
    // Decisions: what to record; the kind; the place; two bands; done. Today is
    // chosen already.
    Journey {
        name: "a new youth-club session",
        steps: &[
            Step::Decide,
            Step::Button("Record a session"),
            Step::Decide,
            Step::Choice("What kind of session was it?", Kind::YouthClub.label()),
            Step::Decide,
            Step::Choice(question_of_place(Kind::YouthClub), CLUB),
            Step::Decide,
            Step::Field(AgeBand::From11To15.label()),
            Step::Keys("12"),
            Step::Decide,
            Step::Field(AgeBand::From16To19.label()),
            Step::Round,
            Step::Decide,
            Step::Button("Save session"),
        ],
        contacts: 12,
    },
    // Decisions: which record; to correct it; what; done.
    Journey {
        name: "a correction: one more of an age band",
        steps: &[
            Step::Decide,
            Step::Record,
            Step::Decide,
            Step::Button("Correct"),
            Step::Decide,
            Step::Button("One more: 11 to 15"),
            Step::Decide,
            Step::Button("Save session"),
        ],
        contacts: 13,
    },
];

/// On a tablet with 1,000 schools more.
pub const AMONG_MANY: [Journey; 2] = [
    // Decisions: what to record; the kind; which letters; the school; one band; done.
    Journey {
        name: "a school among 1,000, found by its letters",
        steps: &[
            Step::Decide,
            Step::Button("Record a session"),
            Step::Decide,
            Step::Choice(KIND, Kind::SchoolGroupWork.label()),
            Step::Decide,
            Step::Field(FIND),
            Step::Keys("777"),
            Step::Decide,
            Step::Choice(question_of_place(Kind::SchoolGroupWork), "School 777"),
            Step::Decide,
            Step::Field(AgeBand::From11To15.label()),
            Step::Keys("12"),
            Step::Decide,
            Step::Field(AgeBand::From16To19.label()),
            Step::Round,
            Step::Decide,
            Step::Button("Save session"),
        ],
        contacts: 12,
    },
    // Decisions: what to record; the kind; the school, which stands first; one band;
    // done.
    Journey {
        name: "the school of the last time among 1,000",
        steps: &[
            Step::Decide,
            Step::Button("Record a session"),
            Step::Decide,
            Step::Choice(KIND, Kind::SchoolGroupWork.label()),
            Step::Decide,
            Step::Choice(question_of_place(Kind::SchoolGroupWork), "School 777"),
            Step::Decide,
            Step::Field(AgeBand::From11To15.label()),
            Step::Keys("22"),
            Step::Decide,
            Step::Field(AgeBand::From16To19.label()),
            Step::Round,
            Step::Decide,
            Step::Button("Save session"),
        ],
        contacts: 22,
    },
];

const KIND: &str = "What kind of session was it?";

/// The field that finds a school.
const FIND: &str = "Type to find: Which school?";

/// How each journey went.
pub struct Taken {
    journeys: &'static [Journey],
    /// From a tap or key to the frame that answers it, in milliseconds, of all
    /// rounds, with what was tapped.
    latencies: Vec<Vec<(f64, String)>>,
}

impl Taken {
    /// Prints how each journey went.
    pub fn print(&self) {
        println!("\nFrom Today to saved: taps and keys, seconds by the keystroke-level model");
        println!(
            "({TAP} s a tap or key, {DECISION} s a decision), and ms from each to the frame that answers it.\n"
        );
        println!(
            "{:<46} {:>10} {:>8} {:>14} {:>8}",
            "", "taps, keys", "seconds", "p75 (≤ 50)", "worst (≤ 100)"
        );
        for (journey, latencies) in self.journeys.iter().zip(&self.latencies) {
            let mut sorted = latencies.clone();
            sorted.sort_by(|one, other| one.0.total_cmp(&other.0));
            // The least that three quarters of them do not exceed.
            let p75 = sorted.get((sorted.len() * 3).div_ceil(4).saturating_sub(1));
            let ms = |it: Option<&(f64, String)>| {
                it.map_or_else(|| "–".to_owned(), |(ms, _)| format!("{ms:.0}"))
            };
            println!(
                "{:<46} {:>10} {:>8.1} {:>14} {:>8}  {}",
                journey.name,
                journey.taps(),
                journey.seconds(),
                ms(p75),
                ms(sorted.last()),
                sorted.last().map_or("", |(_, what)| what),
            );
        }
    }
}

/// Takes each journey in turn, several times.
///
/// # Errors
/// When the app does not do what it should.
pub async fn take(profile: &Path, address: &str, journeys: &'static [Journey]) -> Result<Taken> {
    let mut taken = Taken {
        journeys,
        latencies: vec![Vec::new(); journeys.len()],
    };
    for round in 1..=ROUNDS {
        eprintln!("taps, round {round} of {ROUNDS}");
        let (browser, app) = slow_browser(profile, address, Log::Nothing).await?;
        for (journey, latencies) in journeys.iter().zip(&mut taken.latencies) {
            app.open("/").await?;
            // What it types into a form by itself would be in the way.
            promised(&app, "daybookBench.handsOff()").await?;
            app.sees("Saved on this tablet").await?;
            for step in journey.steps {
                step.take(&app, round).await?;
            }
            app.is_saved(&contacts(journey.contacts + round)).await?;
            let told = promised(&app, "daybookBench.answered()").await?;
            let told: Vec<(f64, String)> = serde_json::from_value(told)
                .map_err(|error| Error::from(std::io::Error::other(error.to_string())))?;
            let quicker = journey.taps().saturating_sub(told.len());
            latencies.extend(told);
            latencies.extend(std::iter::repeat_n((LEAST, String::new()), quicker));
        }
        browser.close().await?;
    }
    Ok(taken)
}
