//! A week of work by someone new, for two teams: thirty records, three
//! corrections, two removals, one of them restored; a quarter sent, corrected
//! and sent again. Every figure of every return agrees with a count by hand.

use daybook::domain::record::session::{Kind, Plan};
use daybook::domain::record::survey::{Answer, Question, SurveyVersion};
use daybook::domain::submission::quarter_return::QuarterReturn;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession, TypedSurvey};
use daybook_e2e::tablet::Tablet;

use crate::figures::{figures_expected, figures_of, first_of_quarter, yesterday_in_quarter};

const OAK_LANE: &str = "Oak Lane Team";

/// Twelve sessions, each with a number of contacts that no other one has, so
/// that it can be told in the list: `base` and more.
fn twelve(base: u16) -> Vec<TypedSession<'static>> {
    let group = TypedSession::STAY_AND_PLAY;
    (0..12)
        .map(|number| {
            let came = [base + number, 0, 0, 0, 0];
            let when =
                [group.when, yesterday_in_quarter(), first_of_quarter()][usize::from(number % 3)];
            let (kind, place, plan) = match number % 5 {
                0 => (
                    Kind::ChildrensCentreGroup,
                    Some("Rosehill Children’s Centre"),
                    None,
                ),
                1 => (Kind::YouthClub, Some("Northgate Youth Club"), None),
                2 => (Kind::SchoolGroupWork, Some("Elm Grove School"), None),
                3 => (Kind::CoWorkedCase, None, Some(Plan::ChildInNeed)),
                _ => (Kind::TargetedPrevention, None, None),
            };
            TypedSession {
                when,
                kind,
                place,
                plan,
                came,
                new_families: number % 2,
            }
        })
        .collect()
}

fn survey(helped: Answer) -> TypedSurvey<'static> {
    let answers: &'static [(Question, Answer)] = match helped {
        Answer::Yes => &[
            (Question::Respect, Answer::Yes),
            (Question::Listened, Answer::Yes),
            (Question::Helped, Answer::Yes),
        ],
        Answer::Partly | Answer::No | Answer::Skipped => &[
            (Question::Respect, Answer::Yes),
            (Question::Listened, Answer::Partly),
            (Question::Helped, Answer::No),
        ],
    };
    TypedSurvey {
        answers,
        version: SurveyVersion::Standard,
        answered_by: "Parent or carer",
        went_well: "",
    }
}

async fn correct(tablet: &Tablet, from: &TypedSession<'_>, to: &TypedSession<'_>) -> Result<()> {
    open(tablet, from).await?;
    tablet.press("Correct").await?;
    tablet.is_on("Correct a session").await?;
    tablet.fill("Under 5", &to.came[0].to_string()).await?;
    tablet.press("Save session").await?;
    // All of them are more than 100 in one band, which is asked about.
    tablet.press("Save anyway").await?;
    tablet
        .is_saved(&format!("{} direct contacts", to.contacts()))
        .await
}

async fn open(tablet: &Tablet, session: &TypedSession<'_>) -> Result<()> {
    tablet.follow("Records").await?;
    tablet.is_on("Records").await?;
    tablet
        .open_record(&format!("{} direct contacts", session.contacts()))
        .await
}

async fn downloaded(tablet: &Tablet) -> Result<QuarterReturn> {
    let (_, bytes) = tablet.download("Download return").await?;
    Ok(QuarterReturn::read(std::str::from_utf8(&bytes).unwrap()).unwrap())
}

/// Sends the quarter of the team that is looked at.
async fn send(tablet: &Tablet, button: &str, reason: Option<&str>) -> Result<QuarterReturn> {
    tablet.press(button).await?;
    tablet.is_on("Check the return").await?;
    if let Some(reason) = reason {
        tablet.fill("Why is it made again?", reason).await?;
    }
    tablet.make_return().await?;
    downloaded(tablet).await
}

#[tokio::test]
async fn every_figure_of_a_weeks_returns_agrees_with_a_count_by_hand() -> Result<()> {
    let (mut rosehill, mut oak_lane) = (twelve(21), twelve(61));
    let surveys = [survey(Answer::Yes), survey(Answer::No), survey(Answer::Yes)];
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    for session in &rosehill {
        tablet.record_session(session).await?;
    }
    for survey in &surveys {
        tablet.record_survey(survey).await?;
    }

    tablet.follow("Settings").await?;
    tablet.is_on("Settings").await?;
    tablet.press("Add a team").await?;
    tablet.fill("Team", OAK_LANE).await?;
    tablet.fill("Locality", "South").await?;
    tablet.press("Add team").await?;
    tablet.sees("The team was added.").await?;
    tablet
        .choose("Whose work is recorded here?", OAK_LANE)
        .await?;
    tablet.sees("New records are for this team").await?;
    for session in &oak_lane {
        tablet.record_session(session).await?;
    }
    for survey in &surveys[..2] {
        tablet.record_survey(survey).await?;
    }
    tablet.record_declined().await?;
    tablet.holds(30).await?;

    // Three corrections.
    let corrected = [(0, 141), (4, 142)];
    for (position, under_5) in corrected {
        let before = rosehill[position];
        rosehill[position].came[0] = under_5;
        correct(&tablet, &before, &rosehill[position]).await?;
    }
    let before = oak_lane[7];
    oak_lane[7].came[0] = 143;
    correct(&tablet, &before, &oak_lane[7]).await?;
    // Two removals, of which one is taken back.
    open(&tablet, &rosehill[11]).await?;
    tablet.press("Remove").await?;
    tablet.sees("is in the bin").await?;
    let removed = rosehill.remove(11);
    open(&tablet, &oak_lane[2]).await?;
    tablet.press("Remove").await?;
    tablet.sees("is in the bin").await?;
    tablet.press("Undo").await?;
    tablet.sees("Restored").await?;
    tablet.holds(29).await?;

    tablet.follow("Quarter").await?;
    tablet.choose("Which team?", ROSEHILL.team).await?;
    tablet.sees("Not made yet").await?;
    let first = send(&tablet, "Send return", None).await?;
    assert_eq!(first.team.name.as_str(), ROSEHILL.team);
    assert_eq!(figures_of(&first), figures_expected(&rosehill, &surveys, 0));
    tablet.follow("Back to the quarter").await?;
    tablet.choose("Which team?", OAK_LANE).await?;
    tablet.sees("Not made yet").await?;
    let other = send(&tablet, "Send return", None).await?;
    assert_eq!(other.team.name.as_str(), OAK_LANE);
    let expected = figures_expected(&oak_lane, &surveys[..2], 1);
    assert_eq!(figures_of(&other), expected);

    // The removed session comes back from the bin, and one is corrected.
    tablet.follow("Records").await?;
    tablet.choose_from("Show", "Bin").await?;
    tablet
        .open_record(&format!("{} direct contacts", removed.contacts()))
        .await?;
    tablet.press("Restore").await?;
    tablet.sees("It counts again.").await?;
    rosehill.push(removed);
    let before = rosehill[5];
    rosehill[5].came[0] = 144;
    correct(&tablet, &before, &rosehill[5]).await?;

    tablet.follow("Quarter").await?;
    tablet.choose("Which team?", ROSEHILL.team).await?;
    tablet.sees("Changed since it was made").await?;
    let all = |sessions: &[TypedSession<'_>]| -> u64 {
        sessions.iter().map(|it| u64::from(it.contacts())).sum()
    };
    let changed = tablet.table("What changed since it was made").await?;
    let by_kind = |row: &&Vec<String>| row[0] == "Direct contacts, Under 5, Youth club";
    let row = changed.iter().find(by_kind).unwrap();
    let clubs: Vec<_> = rosehill
        .iter()
        .copied()
        .filter(|it| it.kind == Kind::YouthClub)
        .collect();
    assert_eq!(row[2], all(&clubs).to_string());
    let again = send(
        &tablet,
        "Send return again",
        Some("A session was put right"),
    )
    .await?;
    assert_eq!(again.revision, 2);
    assert_eq!(figures_of(&again), figures_expected(&rosehill, &surveys, 0));
    assert!(again.line.contains(&first.send) && again.line.contains(&other.send));
    Ok(())
}
