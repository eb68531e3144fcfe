//! What staff do with the forms of the app, each as one verb.

use chrono::{Datelike, NaiveDate};
use daybook::domain::record::attendance::AgeBand;
use daybook::domain::record::session::{Kind, Plan};
use daybook::domain::record::survey::{Answer, Question, SurveyVersion};
use serde_json::json;

use crate::app::App;
use crate::error::Result;

/// The button that says that a date is right though it lies long ago.
pub const DATE_IS_RIGHT: &str = "Yes, it is right";

/// A set-up as it is typed.
#[derive(Debug, Clone, Copy)]
pub struct SetUp<'a> {
    /// The team.
    pub team: &'a str,
    /// Its locality.
    pub locality: &'a str,
    /// Children's centres, youth clubs and schools.
    pub places: [&'a [&'a str]; 3],
    /// The tablet's label.
    pub tablet: &'a str,
}

/// The set-up of most tests: one team with a place or two of each kind.
pub const ROSEHILL: SetUp<'static> = SetUp {
    team: "Rosehill Locality Team",
    locality: "North",
    places: [
        &["Rosehill Children’s Centre", "Oak Lane Children’s Centre"],
        &["Northgate Youth Club"],
        &["Elm Grove School"],
    ],
    tablet: "Blue tablet",
};

/// A day, in the way that it is said to the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// By tapping Today.
    Today,
    /// By tapping Yesterday.
    Yesterday,
    /// By typing it, the month by its name.
    On(NaiveDate),
}

/// A session as staff record it.
#[derive(Debug, Clone, Copy)]
pub struct TypedSession<'a> {
    /// When it was.
    pub when: When,
    /// Which kind.
    pub kind: Kind,
    /// Where, for the kinds with a place.
    pub place: Option<&'a str>,
    /// The plan, for a co-worked case.
    pub plan: Option<Plan>,
    /// Who came, in the order of [`AgeBand::ALL`]; nobody is left blank.
    pub came: [u16; 5],
    /// New families; none is left blank.
    pub new_families: u16,
}

impl TypedSession<'_> {
    /// A children's centre group of today, for tests that need any session.
    pub const STAY_AND_PLAY: TypedSession<'static> = TypedSession {
        when: When::Today,
        kind: Kind::ChildrensCentreGroup,
        place: Some("Rosehill Children’s Centre"),
        plan: None,
        came: [7, 2, 0, 0, 6],
        new_families: 2,
    };

    /// Its direct contacts.
    #[must_use]
    pub fn contacts(&self) -> u16 {
        self.came.iter().sum()
    }
}

/// A paper survey as staff copy it.
#[derive(Debug, Clone, Copy)]
pub struct TypedSurvey<'a> {
    /// Which form it is, and the answers in the order of its questions.
    pub answers: &'a [(Question, Answer)],
    /// Which form it is.
    pub version: SurveyVersion,
    /// Who answered, in the form's words.
    pub answered_by: &'a str,
    /// What went well, as written.
    pub went_well: &'a str,
}

/// How a form is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Save {
    /// By its main button, back to Today.
    Once,
    /// By "Save and add another".
    AndAnother,
}

impl App {
    /// Sets the tablet up by typing, and waits for Today.
    ///
    /// # Errors
    /// When the form does not take it.
    pub async fn set_up(&self, typed: SetUp<'_>) -> Result<()> {
        self.is_on("Set up this tablet").await?;
        self.fill("Team", typed.team).await?;
        self.fill("Locality", typed.locality).await?;
        let labels = ["Children’s centres", "Youth clubs", "Schools"];
        for (label, places) in labels.into_iter().zip(typed.places) {
            self.fill(label, &places.join("\n")).await?;
        }
        self.fill("Name of this tablet", typed.tablet).await?;
        self.press("Start recording").await?;
        self.is_on("Today").await
    }

    /// Fills in the session form, and does not save it.
    ///
    /// # Errors
    /// When the form does not take it.
    pub async fn fill_in_session(&self, typed: &TypedSession<'_>) -> Result<()> {
        self.say_when("When was it?", typed.when).await?;
        self.choose("What kind of session was it?", typed.kind.label())
            .await?;
        if let Some(place) = typed.place {
            self.choose(question_of_place(typed.kind), place).await?;
        }
        if let Some(plan) = typed.plan {
            self.choose("Which plan is the case under?", plan.label())
                .await?;
        }
        self.fill_in_attendance(typed).await
    }

    /// Fills in who came, and no more.
    ///
    /// # Errors
    /// When the form does not take it.
    pub async fn fill_in_attendance(&self, typed: &TypedSession<'_>) -> Result<()> {
        for (band, people) in AgeBand::ALL.into_iter().zip(typed.came) {
            if people > 0 {
                self.fill(band.label(), &people.to_string()).await?;
            }
        }
        if typed.new_families > 0 {
            self.fill("New families", &typed.new_families.to_string())
                .await?;
        }
        Ok(())
    }

    /// Records a session from Today, and waits for the notice that it is saved.
    /// Where it looks the same as one before, it is meant.
    ///
    /// # Errors
    /// When the form does not take it, or it is not saved.
    pub async fn record_session(&self, typed: &TypedSession<'_>) -> Result<()> {
        self.follow("Record a session").await?;
        self.is_on("Record a session").await?;
        self.fill_in_session(typed).await?;
        self.press("Save session").await?;
        let saved = format!("{} direct contact", typed.contacts());
        let asked = self
            .until("it to be saved, or asked about", || async {
                let alerts = self.regions("alert").await?;
                let says = |words: &str| alerts.iter().any(|it| it.contains(words));
                let asked = says("Looks the same");
                Ok((asked || says("Saved on this tablet")).then_some(asked))
            })
            .await?;
        if asked {
            self.press("Save anyway").await?;
        }
        self.is_saved(&saved).await
    }

    /// Records a survey from paper, and waits for the notice that it is saved.
    ///
    /// # Errors
    /// When the form does not take it, or it is not saved.
    pub async fn record_survey(&self, typed: &TypedSurvey<'_>) -> Result<()> {
        self.follow("Record a survey").await?;
        self.is_on("Record a survey").await?;
        self.choose("Which form is it?", typed.version.label())
            .await?;
        self.choose("Who answered?", typed.answered_by).await?;
        for (question, answer) in typed.answers {
            self.choose(question.phrase().english(), answer.label(*question))
                .await?;
        }
        self.fill("What went well? (optional)", typed.went_well)
            .await?;
        self.press("Save survey").await?;
        self.is_saved("Survey from paper").await
    }

    /// Records that a family declined, and waits for the notice.
    ///
    /// # Errors
    /// When the form does not take it, or it is not saved.
    pub async fn record_declined(&self) -> Result<()> {
        self.follow("Record a survey").await?;
        self.is_on("Record a survey").await?;
        self.choose("Did the family fill it in?", "They declined")
            .await?;
        self.press("Save survey").await?;
        self.is_saved("Survey declined").await
    }

    /// Makes the return that is checked on the page, also of a quarter that goes on.
    ///
    /// # Errors
    /// [`crate::error::Error::TimedOut`] when it is not made.
    pub async fn make_return(&self) -> Result<()> {
        self.is_on("Check the return").await?;
        self.press("Make return").await?;
        let asked = self
            .until("the return, or what is asked before it", || async {
                let text = self.text().await?;
                let asked = text.contains("efore the quarter has ended?");
                let made = text.contains("Return ready to pass on");
                Ok((asked || made).then_some(asked))
            })
            .await?;
        if asked {
            self.press("Make it all the same").await?;
        }
        self.is_on("Return ready to pass on").await
    }

    /// Starts a door tally from Today, and waits for its page. Without a label it
    /// is numbered.
    ///
    /// # Errors
    /// When the form does not take it.
    pub async fn start_tally(&self, label: &str) -> Result<()> {
        self.follow("Door tally").await?;
        self.is_on("Door tally").await?;
        self.fill("What is it for? (optional)", label).await?;
        self.press("Start a tally").await?;
        self.sees("Nobody yet.").await
    }

    /// Taps buttons of a door tally, one after the other.
    ///
    /// # Errors
    /// When there is no such button.
    pub async fn tap_at_the_door(&self, labels: &[&str]) -> Result<()> {
        for label in labels {
            self.press_counting(label).await?;
        }
        Ok(())
    }

    /// Waits for the notice that something is saved, and that says of it the
    /// given words.
    ///
    /// # Errors
    /// [`crate::error::Error::TimedOut`].
    pub async fn is_saved(&self, words: &str) -> Result<()> {
        self.until(&format!("“Saved on this tablet”, {words}"), || async {
            let alerts = self.regions("alert").await?;
            let saved = |it: &String| it.contains("Saved on this tablet") && it.contains(words);
            Ok(alerts.iter().any(saved).then_some(()))
        })
        .await
    }

    /// Waits until the status line counts this many records.
    ///
    /// # Errors
    /// [`crate::error::Error::TimedOut`].
    pub async fn holds(&self, records: usize) -> Result<()> {
        let noun = if records == 1 { "record" } else { "records" };
        let line = format!("· {records} {noun}");
        self.sees(&line).await
    }

    /// Waits until the status line says that nothing is recorded.
    ///
    /// # Errors
    /// [`crate::error::Error::TimedOut`].
    pub async fn holds_nothing(&self) -> Result<()> {
        self.sees("Nothing recorded yet").await
    }

    /// Whether a form asks if a date is right that lies long ago.
    ///
    /// # Errors
    /// When the browser does not answer.
    pub async fn asks_about_the_date(&self) -> Result<bool> {
        let script = "return !!button(arguments[0]);";
        self.script(script, vec![json!(DATE_IS_RIGHT)]).await
    }

    /// Says a day to a form.
    ///
    /// # Errors
    /// When the form does not take it.
    pub async fn say_when(&self, legend: &str, when: When) -> Result<()> {
        match when {
            When::Today => self.choose(legend, "Today").await,
            When::Yesterday => self.choose(legend, "Yesterday").await,
            When::On(date) => {
                self.choose(legend, "Another date").await?;
                self.fill("Day", &date.day().to_string()).await?;
                self.fill("Month", &date.format("%B").to_string()).await?;
                self.fill("Year", &date.year().to_string()).await?;
                if self.asks_about_the_date().await? {
                    self.press(DATE_IS_RIGHT).await?;
                }
                Ok(())
            }
        }
    }
}

/// The question that asks where a session of a kind was.
#[must_use]
pub const fn question_of_place(kind: Kind) -> &'static str {
    match kind {
        Kind::ChildrensCentreGroup => "Which children’s centre?",
        Kind::YouthClub => "Which youth club?",
        Kind::SchoolGroupWork => "Which school?",
        Kind::CoWorkedCase | Kind::TargetedPrevention => "",
    }
}
