//! Choosing one of many, and the head counts in sight as soon as it is known where.

use daybook::domain::record::session::Kind;
use daybook_e2e::error::Result;
use daybook_e2e::forms::{ROSEHILL, SetUp, TypedSession, When, question_of_place};
use daybook_e2e::screen::{Scheme, Screen};
use daybook_e2e::tablet::Tablet;
use serde_json::json;
use thirtyfour::Key;

use crate::groups::keep_tots;
use crate::organisation::{FILE, set_up_by_file};

const KIND: &str = "What kind of session was it?";

/// How far below the top of the screen something is covered: by the foot of the
/// screen, or by the bar with Save over it.
const IN_SIGHT: &str = "
    window.scrollTo(0, 0);
    const stepper = document.getElementById(arguments[0]).closest('.app-stepper');
    const bar = document.querySelector('.app-savebar').getBoundingClientRect();
    const box = stepper.getBoundingClientRect();
    return box.top >= 0 && box.bottom <= Math.min(bar.top, innerHeight);";

/// Waits until the first head count is in sight, without scrolling.
async fn first_count_is_in_sight(tablet: &Tablet, what: &str) -> Result<()> {
    tablet
        .until(&format!("the first head count, {what}"), || async {
            let id = vec![json!("attendance-under-5")];
            let in_sight = tablet.script::<bool>(IN_SIGHT, id);
            Ok(in_sight.await?.then_some(()))
        })
        .await
}

/// On a tablet with so many schools, for each kind once it is chosen.
async fn check_kinds(screen: Screen, schools: &[&str]) -> Result<()> {
    let mut tablet = Tablet::new().await?;
    let [centres, clubs, _] = ROSEHILL.places;
    let set_up = SetUp {
        places: [centres, clubs, schools],
        ..ROSEHILL
    };
    tablet.set_up(set_up).await?;
    tablet.turn(screen, Scheme::Light).await?;
    tablet.open("/session").await?;
    tablet.is_on("Record a session").await?;
    let many = schools.len();
    for kind in [
        Kind::YouthClub,
        Kind::ChildrensCentreGroup,
        Kind::SchoolGroupWork,
        Kind::TargetedPrevention,
    ] {
        tablet.choose(KIND, kind.label()).await?;
        tablet
            .until("the kinds to fold to a line", || async {
                let folded =
                    tablet.script::<bool>("return line(arguments[0]) !== null;", vec![json!(KIND)]);
                Ok(folded.await?.then_some(()))
            })
            .await?;
        let what = format!("{} with {many} schools at {screen:?}", kind.label());
        first_count_is_in_sight(&tablet, &what).await?;
    }
    Ok(())
}

/// At a size: with one place of a kind, with two, five and 400, and for a usual group.
async fn check_in_sight(screen: Screen) -> Result<()> {
    let names = schools(399);
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    for many in [1, 2, 5, 400] {
        check_kinds(screen, &names[..many]).await?;
    }
    let mut tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    keep_tots(&tablet).await?;
    tablet.turn(screen, Scheme::Light).await?;
    tablet.open("/").await?;
    tablet.follow("Tots Rosehill Children’s Centre").await?;
    tablet.is_on("Tots").await?;
    first_count_is_in_sight(&tablet, "of a usual group").await
}

#[tokio::test]
async fn the_first_head_count_is_in_sight_on_a_tablet_on_its_side() -> Result<()> {
    let (width, height) = (1180, 820);
    check_in_sight(Screen { width, height }).await
}

#[tokio::test]
async fn the_first_head_count_is_in_sight_on_a_tablet_held_upright() -> Result<()> {
    let (width, height) = (820, 1180);
    check_in_sight(Screen { width, height }).await
}

#[tokio::test]
async fn the_first_head_count_is_in_sight_on_a_phone() -> Result<()> {
    check_in_sight(Screen::PHONE).await
}

#[tokio::test]
async fn a_single_place_is_chosen_with_its_kind_and_can_be_changed() -> Result<()> {
    let tablet = Tablet::on_the_session_form().await?;
    tablet.choose(KIND, Kind::YouthClub.label()).await?;
    let club = question_of_place(Kind::YouthClub);
    tablet.sees("Northgate Youth Club").await?;
    let chosen = tablet.chosen(club).await?;
    assert_eq!(chosen.as_deref(), Some("Northgate Youth Club"));
    tablet
        .choose(KIND, Kind::ChildrensCentreGroup.label())
        .await?;
    let centre = question_of_place(Kind::ChildrensCentreGroup);
    assert_eq!(tablet.chosen(centre).await?, None, "one of two is not");
    tablet.choose(centre, "Oak Lane Children’s Centre").await?;
    tablet.press("Change place").await?;
    tablet.choose(centre, "Rosehill Children’s Centre").await?;
    let chosen = tablet.chosen(centre).await?;
    assert_eq!(chosen.as_deref(), Some("Rosehill Children’s Centre"));
    Ok(())
}

#[tokio::test]
async fn on_a_phone_a_page_begins_within_120_pixels() -> Result<()> {
    let mut tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.record_session(&TypedSession::STAY_AND_PLAY).await?;
    tablet.turn(Screen::PHONE, Scheme::Light).await?;
    for path in ["/", "/session", "/records", "/quarter", "/settings"] {
        tablet.open(path).await?;
        tablet.holds(1).await?;
        let above = "const heights = ['.app-header', '.app-status'].map(
                (part) => document.querySelector(part).getBoundingClientRect().height);
            return Math.ceil(heights.reduce((all, one) => all + one));";
        let pixels: u32 = tablet.script(above, vec![]).await?;
        assert!(pixels <= 120, "{pixels} pixels above {path}");
    }
    // The pages are behind one tap.
    tablet.press("Menu").await?;
    tablet.follow("Records").await?;
    tablet.is_on("Records").await
}

/// So many schools, named after their numbers, and one with accents.
fn schools(count: usize) -> Vec<String> {
    let mut names: Vec<String> = (1..=count).map(|it| format!("School {it:03}")).collect();
    names.push("Sainte Élise’s Primary".to_owned());
    names
}

async fn with_schools(count: usize) -> Result<Tablet> {
    let schools = schools(count);
    let schools: Vec<&str> = schools.iter().map(String::as_str).collect();
    let tablet = Tablet::new().await?;
    let [centres, clubs, _] = ROSEHILL.places;
    let set_up = SetUp {
        places: [centres, clubs, &schools],
        ..ROSEHILL
    };
    tablet.set_up(set_up).await?;
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    tablet.choose(KIND, Kind::SchoolGroupWork.label()).await?;
    Ok(tablet)
}

const SCHOOL: &str = question_of_place(Kind::SchoolGroupWork);

/// The choices of a question that are in sight.
async fn choices(tablet: &Tablet, legend: &str) -> Result<Vec<String>> {
    let script = "return all('label.app-choice__label', group(arguments[0])).map(words);";
    tablet.script(script, vec![json!(legend)]).await
}

#[tokio::test]
async fn a_school_among_hundreds_is_found_by_a_few_letters_and_stands_first_the_next_time()
-> Result<()> {
    let tablet = with_schools(60).await?;
    tablet.sees("6 of 61 shown").await?;
    let find = format!("Type to find: {SCHOOL}");
    tablet.fill(&find, "elises").await?;
    tablet.sees("1 found.").await?;
    assert_eq!(choices(&tablet, SCHOOL).await?, ["Sainte Élise’s Primary"]);
    tablet.fill(&find, "nowhere").await?;
    tablet.sees("None has these letters.").await?;
    tablet.choose(SCHOOL, "Sainte Élise’s Primary").await?;
    tablet.fill("11 to 15", "7").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("Sainte Élise’s Primary").await?;

    tablet.follow("Record a session").await?;
    tablet.choose(KIND, Kind::SchoolGroupWork.label()).await?;
    tablet.sees("6 of 61 shown").await?;
    let first = choices(&tablet, SCHOOL).await?.into_iter().next();
    assert_eq!(first.as_deref(), Some("Sainte Élise’s Primary"));
    // Records are narrowed to it in the same way.
    tablet.follow("Records").await?;
    tablet.choose_from("Place", "School 044").await?;
    tablet.sees("No record matches").await?;
    tablet
        .choose_from("Place", "Sainte Élise’s Primary")
        .await?;
    tablet.sees("7 direct contacts").await
}

#[tokio::test]
async fn a_school_among_hundreds_is_found_by_the_keyboard_alone() -> Result<()> {
    let tablet = with_schools(60).await?;
    let find = format!("Type to find: {SCHOOL}");
    tablet.tab_to(&find).await?;
    tablet.keys("elise").await?;
    tablet.sees("1 found.").await?;
    // Enter takes the only one; it does not send the form.
    tablet.keys(Key::Enter).await?;
    tablet
        .until_is(
            "the school",
            Some("Sainte Élise’s Primary".to_owned()),
            || tablet.chosen(SCHOOL),
        )
        .await?;
    assert!(!tablet.text().await?.contains("There is a problem"));
    // Arrow keys go through the choices, and they stay open until Tab leaves them.
    tablet.press("Change place").await?;
    tablet.fill(&find, "school 05").await?;
    tablet.sees("6 of 10 shown").await?;
    tablet.tab_to("School 050").await?;
    tablet.keys(" ").await?;
    tablet.keys(Key::Down).await?;
    tablet.keys(Key::Down).await?;
    assert_eq!(tablet.focused().await?.0, "School 052");
    // By way of what adds a place, which belongs to the question.
    tablet.keys(Key::Tab).await?;
    tablet.keys(Key::Tab).await?;
    tablet
        .until("the schools to fold to a line", || async {
            let folded =
                tablet.script::<bool>("return line(arguments[0]) !== null;", vec![json!(SCHOOL)]);
            Ok(folded.await?.then_some(()))
        })
        .await?;
    assert_eq!(tablet.chosen(SCHOOL).await?.as_deref(), Some("School 052"));
    Ok(())
}

/// A club that closed on the day CLOSED, one that opens in ages, and two schools of
/// one name.
const OVER_TIME: &str = r#"{
  "format": "daybook-organisation",
  "format_version": 1,
  "city": "Riverton",
  "localities": [{ "id": "north", "name": "North" }],
  "teams": [{ "id": "north-mat", "name": "North MAT", "locality": "north" }],
  "places": [
    { "id": "old-hall", "name": "Old Hall", "kind": "youth-club", "until": "CLOSED" },
    { "id": "new-hall", "name": "New Hall", "kind": "youth-club", "from": "2126-01-01" },
    { "id": "mill", "name": "Mill Club", "kind": "youth-club" },
    { "id": "mary-1", "name": "St Mary’s", "kind": "school" },
    { "id": "mary-2", "name": "St Mary’s", "kind": "school" }
  ]
}"#;

#[tokio::test]
async fn places_are_those_of_the_date_of_the_session_and_can_be_told_apart() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("organisation.json");
    let closed = chrono::Local::now().date_naive() - chrono::Days::new(10);
    let over_time = OVER_TIME.replace("CLOSED", &closed.to_string());
    std::fs::write(&file, &over_time)?;
    let tablet = Tablet::new().await?;
    set_up_by_file(&tablet, &file, "North MAT").await?;
    tablet.follow("Record a session").await?;
    // Today there is one youth club, and so it is chosen.
    tablet.choose(KIND, Kind::YouthClub.label()).await?;
    let club = question_of_place(Kind::YouthClub);
    tablet.press("Change place").await?;
    assert_eq!(choices(&tablet, club).await?, ["Mill Club"]);
    tablet.say_when("When was it?", When::On(closed)).await?;
    assert_eq!(choices(&tablet, club).await?, ["Old Hall", "Mill Club"]);
    tablet.say_when("When was it?", When::Today).await?;
    tablet.choose(KIND, Kind::SchoolGroupWork.label()).await?;
    assert_eq!(
        choices(&tablet, SCHOOL).await?,
        ["St Mary’s, mary-1", "St Mary’s, mary-2"]
    );
    tablet.choose(SCHOOL, "St Mary’s, mary-2").await?;
    tablet.fill("11 to 15", "7").await?;
    tablet.press("Save session").await?;
    tablet.is_saved("St Mary’s, mary-2").await?;

    tablet.follow("Settings").await?;
    tablet.sees("New Hall opens on 1 January 2126").await?;
    let closing = over_time.replace(
        r#""name": "Mill Club", "kind": "youth-club""#,
        r#""name": "Mill Club", "kind": "youth-club", "until": "2125-12-31""#,
    );
    std::fs::write(&file, closing)?;
    tablet.choose_file(FILE, &file).await?;
    tablet
        .sees("Close, and are offered for sessions up to this day:")
        .await?;
    tablet.sees("Mill Club: 31 December 2125").await
}
