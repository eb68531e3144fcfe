//! The organisation file: opened at the first start, or refused with all that
//! is wrong with it.

use std::path::Path;

use daybook::domain::record::session::Kind;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, TypedSession};
use daybook_e2e::tablet::Tablet;

pub const FILE: &str = "Organisation file (JSON)";

/// Two teams in two localities; each has a centre, and a school is for both.
pub const TWO_TEAMS: &str = r#"{
  "format": "daybook-organisation",
  "format_version": 1,
  "city": "Riverton",
  "localities": [{ "id": "north", "name": "North" }, { "id": "south", "name": "South" }],
  "teams": [
    { "id": "north-mat", "name": "North MAT Under 11", "locality": "north" },
    { "id": "south-mat", "name": "South MAT Under 11", "locality": "south" }
  ],
  "places": [
    { "id": "rosehill", "name": "Rosehill Centre", "kind": "childrens-centre", "team": "north-mat" },
    { "id": "southside", "name": "Southside Centre", "kind": "childrens-centre", "team": "south-mat" },
    { "id": "elm-grove", "name": "Elm Grove School", "kind": "school" }
  ]
}"#;

/// A locality that is not there, and a code used twice.
const BROKEN: &str = r#"{
  "format": "daybook-organisation",
  "format_version": 1,
  "city": "Riverton",
  "localities": [{ "id": "north", "name": "North" }],
  "teams": [{ "id": "south-mat", "name": "South MAT", "locality": "south" }],
  "places": [
    { "id": "elm-grove", "name": "Elm Grove School", "kind": "school" },
    { "id": "elm-grove", "name": "Elm Grove Centre", "kind": "childrens-centre" }
  ]
}"#;

/// Sets a tablet up by an organisation file, for one of its teams.
pub async fn set_up_by_file(tablet: &Tablet, file: &Path, team: &str) -> Result<()> {
    tablet.is_on("Set up this tablet").await?;
    tablet.choose_file(FILE, file).await?;
    tablet.is_on("Choose your team").await?;
    tablet.choose("Team", team).await?;
    tablet.fill("Name of this tablet", "Red tablet").await?;
    tablet.press("Start recording").await?;
    tablet.is_on("Today").await
}

#[tokio::test]
async fn a_team_is_chosen_from_the_organisation_file_and_its_places_are_offered() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("organisation.json");
    std::fs::write(&file, TWO_TEAMS)?;
    let tablet = Tablet::new().await?;
    tablet.is_on("Set up this tablet").await?;
    tablet.choose_file(FILE, &file).await?;
    tablet.is_on("Choose your team").await?;
    tablet.press("Start recording").await?;
    tablet.sees("There is a problem").await?;
    tablet.choose("Team", "North MAT Under 11").await?;
    tablet.fill("Name of this tablet", "Red tablet").await?;
    tablet.press("Start recording").await?;
    tablet.is_on("Today").await?;
    tablet.sees("North MAT Under 11").await?;

    tablet.follow("Record a session").await?;
    let kind = "What kind of session was it?";
    tablet
        .choose(kind, Kind::ChildrensCentreGroup.label())
        .await?;
    tablet
        .choose("Which children’s centre?", "Rosehill Centre")
        .await?;
    let text = tablet.text().await?;
    assert!(!text.contains("Southside Centre"), "{text}");
    tablet.choose(kind, Kind::SchoolGroupWork.label()).await?;
    tablet.choose("Which school?", "Elm Grove School").await
}

async fn check_refused(content: &str, wrong: &[&str]) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("organisation.json");
    std::fs::write(&file, content)?;
    let tablet = Tablet::new().await?;
    tablet.is_on("Set up this tablet").await?;
    tablet.choose_file(FILE, &file).await?;
    for line in wrong {
        tablet.sees(line).await?;
    }
    tablet.is_on("Set up this tablet").await
}

#[tokio::test]
async fn all_that_is_wrong_with_an_organisation_file_is_listed() -> Result<()> {
    let wrong = [
        "team 'South MAT' names the locality 'south', which is not listed",
        "the code 'elm-grove' is used twice",
    ];
    check_refused(BROKEN, &wrong).await
}

#[tokio::test]
async fn a_file_of_something_else_is_refused_with_its_line() -> Result<()> {
    let wrong = ["this is not an organisation file:", "line 1"];
    check_refused("Dear manager,", &wrong).await
}

#[tokio::test]
async fn opening_a_file_later_changes_nothing_before_it_is_used_and_loses_no_name() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("organisation.json");
    std::fs::write(&file, TWO_TEAMS)?;
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.follow("Settings").await?;
    tablet.is_on("Settings").await?;
    tablet.choose_file(FILE, &file).await?;
    // The school is for every team; the centres are for theirs.
    tablet.sees("New on this tablet:").await?;
    let text = tablet.text().await?;
    assert!(!text.contains("Southside Centre"), "{text}");
    let more = "Does another of its teams use this tablet?";
    tablet.choose(more, "South MAT Under 11").await?;
    tablet.sees("Southside Centre").await?;
    tablet.press("Change nothing").await?;
    tablet.sees("Whose work is recorded here?").await?;
    let text = tablet.text().await?;
    assert!(!text.contains("South MAT Under 11"), "{text}");

    tablet.choose_file(FILE, &file).await?;
    tablet.choose(more, "South MAT Under 11").await?;
    tablet.press("Use this file").await?;
    tablet
        .sees("Teams and places are those of the organisation file.")
        .await?;
    tablet.sees("South MAT Under 11").await?;
    // What was typed stays, and what was recorded keeps its team and place.
    tablet.follow("Records").await?;
    tablet.open_record("15 direct contacts").await?;
    assert_eq!(tablet.fact("Team").await?.as_deref(), Some(ROSEHILL.team));
    let place = tablet.fact("Place").await?;
    assert_eq!(place.as_deref(), Some("Rosehill Children’s Centre"));
    tablet.follow("Record a session").await?;
    let team = tablet.chosen("Which team?").await?;
    assert_eq!(team.as_deref(), Some("South MAT Under 11"));
    Ok(())
}
