//! What managers can rely on: files of many tablets opened, decided, looked at and
//! passed on, without a server.

use std::fs;
use std::path::PathBuf;

use daybook::domain::base::json::{AsJson, Json};
use daybook::domain::organisation::Organisation;
use daybook::domain::roll_up::Decisions;
use daybook_e2e::city::{
    CityFiles, LAST_QUARTER, WHOLE_YEAR, measure, name_of, open_files, table_of,
};
use daybook_e2e::error::Result;
use daybook_e2e::tablet::Tablet;

use crate::family::set_up_with_a_pin;

/// The managers' pages, before anything was opened in them.
pub async fn at_the_desk() -> Result<Tablet> {
    let tablet = Tablet::unopened().await?;
    tablet.open("/roll-up").await?;
    tablet.is_on("Returns").await?;
    tablet.sees("No returns are open yet.").await?;
    Ok(tablet)
}

#[tokio::test]
async fn a_sample_city_has_the_same_figures_here_and_on_the_command_line() -> Result<()> {
    let city = CityFiles::written()?;
    let tablet = at_the_desk().await?;
    let files = city.all()?;
    open_files(&tablet, &files).await?;
    tablet.sees("314 returns added").await?;
    tablet.sees("These returns are example data").await?;

    tablet.follow("Figures").await?;
    tablet.is_on("Figures").await?;
    tablet.choose_from("Quarter", LAST_QUARTER).await?;
    // The figures of the Early Help report 2016-17.
    tablet.sees("515 surveys").await?;
    let contacts = measure(&tablet, WHOLE_YEAR, "Direct contacts").await?;
    assert_eq!(contacts[0], "36,039");
    let respect = measure(&tablet, WHOLE_YEAR, "Treated with respect").await?;
    assert_eq!(&respect[..2], ["506 / 515 = 98.3%", "373 / 499 = 74.7%"]);

    tablet.follow("Pass on").await?;
    let (name, bytes) = tablet.download("Download the table (CSV)").await?;
    assert_eq!(name, "daybook-figures-all-quarters.csv");
    let said = table_of(&files, chrono::Local::now().date_naive())?;
    assert_eq!(String::from_utf8_lossy(&bytes), said);
    Ok(())
}

#[tokio::test]
async fn each_file_says_what_became_of_it_and_a_bad_one_stops_no_other() -> Result<()> {
    let city = CityFiles::written()?;
    let some: Vec<PathBuf> = city.returns()?.into_iter().take(3).collect();
    let (holiday, packed) = (city.path("holiday.json"), city.path("all.zip"));
    fs::write(&holiday, "{\"sun\": true}")?;
    fs::write(&packed, b"PK\x03\x04and more")?;
    let tablet = at_the_desk().await?;
    let mut chosen = some.clone();
    chosen.extend([holiday, packed]);
    open_files(&tablet, &chosen).await?;
    tablet.sees("2 files were not opened").await?;
    tablet
        .sees("all.zip: it is a zip archive: unpack it")
        .await?;
    tablet.sees(&name_of(&some[0])).await?;

    open_files(&tablet, &some[..1]).await?;
    tablet
        .sees("1 file was already open, and counted once.")
        .await?;
    Ok(())
}

#[tokio::test]
async fn what_is_open_stays_without_a_connection_and_what_is_taken_out_comes_back() -> Result<()> {
    let city = CityFiles::written()?;
    let some: Vec<PathBuf> = city.returns()?.into_iter().take(2).collect();
    let mut tablet = at_the_desk().await?;
    tablet.is_kept_for_offline().await?;
    open_files(&tablet, &some).await?;
    tablet.lose_connection();
    tablet.open("/roll-up").await?;
    let first = name_of(&some[0]);
    tablet.sees(&first).await?;
    tablet.press(&format!("Take out {first}")).await?;
    tablet.sees(&format!("Taken out: {first}")).await?;
    let files = |script: &'static str| tablet.script::<usize>(script, vec![]);
    let rows = "return all('.app-rows tbody tr').length;";
    tablet
        .until("one file to be left", || async {
            Ok((files(rows).await? == 1).then_some(()))
        })
        .await?;
    tablet.press("Undo").await?;
    tablet
        .until("both files to be there", || async {
            Ok((files(rows).await? == 2).then_some(()))
        })
        .await
}

#[tokio::test]
async fn a_tablet_that_sent_in_two_places_counts_once_a_manager_has_decided() -> Result<()> {
    let city = CityFiles::written()?;
    let mut files = city.returns()?;
    files.push(city.path("organisation.json"));
    let tablet = at_the_desk().await?;
    open_files(&tablet, &files).await?;
    tablet.sees("Something has to be decided").await?;
    tablet.follow("To check").await?;
    tablet.sees("Which one counts?").await?;
    // Nothing is decided without a choice and a reason.
    tablet.press("Decide").await?;
    tablet.sees("Choose which one counts").await?;
    let first = "return choice('Which one counts?', words(all('fieldset label')[0])).click();";
    tablet.script::<()>(first, vec![]).await?;
    tablet.press("Decide").await?;
    tablet.sees("Say why").await?;
    tablet
        .fill("Why", "The team says this tablet is the one in use")
        .await?;
    tablet.press("Decide").await?;
    tablet.sees("What was decided here").await?;
    tablet
        .sees("The team says this tablet is the one in use")
        .await?;
    tablet.follow("Pass on").await?;
    let (_, bytes) = tablet.download("Download the decisions").await?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let decisions = Decisions::from_json(&Json::read(&text).unwrap()).unwrap();
    assert_eq!(decisions.keep.len(), 1);
    // It can be taken back.
    tablet.follow("To check").await?;
    tablet.is_on("To check").await?;
    let back = "return button(all('button').map(nameOf).find((it) => it.startsWith('Take back'))).click();";
    tablet.script::<()>(back, vec![]).await?;
    tablet.sees("Taken back").await?;
    tablet.sees("Which one counts?").await
}

#[tokio::test]
async fn an_organisation_is_typed_kept_and_given_to_tablets_as_a_file() -> Result<()> {
    let tablet = at_the_desk().await?;
    tablet.follow("Organisation").await?;
    tablet.is_on("Organisation").await?;
    tablet.press("Keep the organisation").await?;
    tablet.sees("There is a problem").await?;
    tablet.fill("City or council area", "Riverton").await?;
    tablet.press("Add a locality").await?;
    tablet.fill("Name, locality 1", "North").await?;
    tablet.press("Add a team").await?;
    tablet.fill("Name, team 1", "North MAT").await?;
    tablet.choose_from("Locality, team 1", "North").await?;
    tablet.press("Add a tablet").await?;
    tablet.fill("Label, tablet 1", "Red tablet").await?;
    tablet.choose_from("Team, tablet 1", "North MAT").await?;
    // A renamed team keeps its tablet.
    tablet.fill("Name, team 1", "North MAT Under 11").await?;
    tablet.press("Keep the organisation").await?;
    tablet.sees("The organisation was changed").await?;
    let (name, bytes) = tablet.download("Download it as a file").await?;
    assert_eq!(name, "riverton-organisation.json");
    let made = Organisation::read(&String::from_utf8_lossy(&bytes)).unwrap();
    assert_eq!(made.teams[0].name.as_str(), "North MAT Under 11");
    assert_eq!(made.tablets[0].team, made.teams[0].id);
    assert_eq!(made.teams[0].locality, made.localities[0].id);
    Ok(())
}

/// Waits for this city in the page Organisation.
async fn shows_city(tablet: &Tablet, name: &str) -> Result<()> {
    let label = "City or council area";
    tablet
        .until_is("the city", Some(name.to_owned()), || tablet.value(label))
        .await
}

#[tokio::test]
async fn an_organisation_opened_later_is_shown_unless_another_is_being_typed() -> Result<()> {
    let city = CityFiles::written()?;
    let name = city.city.organisation.city.to_string();
    let tablet = at_the_desk().await?;
    tablet.follow("Organisation").await?;
    tablet.is_on("Organisation").await?;
    tablet.follow("Returns").await?;
    tablet.is_on("Returns").await?;
    open_files(&tablet, &[city.path("organisation.json")]).await?;
    tablet.follow("Organisation").await?;
    shows_city(&tablet, &name).await?;

    tablet.fill("City or council area", "Hillside").await?;
    let mut other = city.city.organisation.clone();
    other.city = "Lakeside".to_owned().try_into().unwrap();
    let path = city.path("lakeside.json");
    fs::write(&path, other.to_json().to_text())?;
    tablet.follow("Returns").await?;
    tablet.is_on("Returns").await?;
    tablet
        .press(&format!(
            "Take out {}",
            name_of(&city.path("organisation.json"))
        ))
        .await?;
    tablet.sees("Taken out").await?;
    open_files(&tablet, &[path]).await?;
    tablet.follow("Organisation").await?;
    shows_city(&tablet, "Hillside").await?;
    tablet.sees("Another organisation is in use").await?;
    tablet.press("Show the one in use").await?;
    shows_city(&tablet, "Lakeside").await?;
    Ok(())
}

#[tokio::test]
async fn a_published_total_stands_in_for_a_year_without_returns_and_says_so() -> Result<()> {
    let city = CityFiles::written()?;
    // Only the year itself: nothing of the year before.
    let year = city.city.returns.iter().zip(city.returns()?);
    let mut year: Vec<PathBuf> = year
        .filter(|(one, _)| one.quarter.code.code().starts_with("2016-17"))
        .map(|(_, path)| path)
        .collect();
    year.push(city.path("decisions.json"));
    let tablet = at_the_desk().await?;
    open_files(&tablet, &year).await?;
    tablet.follow("Published totals").await?;
    tablet.is_on("Published totals").await?;
    tablet.press("Type it in").await?;
    tablet.sees("There is a problem").await?;
    tablet
        .choose_from("What was counted", "Surveys received")
        .await?;
    tablet.fill("Year or quarter", "2015-16").await?;
    tablet.fill("Number counted", "499").await?;
    let source = "Early Help report 2016-17, section 2";
    tablet.fill("Where it was published", source).await?;
    tablet.press("Type it in").await?;
    tablet
        .sees("Surveys received, 2015 to 2016, All together: 499")
        .await?;
    tablet.follow("Figures").await?;
    let surveys = measure(&tablet, WHOLE_YEAR, "Surveys received").await?;
    assert_eq!(&surveys[1..], ["499", "+16", "+3.2%"]);
    tablet.sees("typed").await
}

#[tokio::test]
async fn a_combined_file_opens_one_level_up_and_counts_nothing_twice() -> Result<()> {
    let city = CityFiles::written()?;
    let all = city.all()?;
    let team = at_the_desk().await?;
    open_files(&team, &all).await?;
    team.follow("Pass on").await?;
    team.press("Download the combined file").await?;
    team.sees("Say what it is of").await?;
    team.fill("What it is of", "Riverton").await?;
    let (name, bytes) = team.download("Download the combined file").await?;
    assert_eq!(name, "daybook-combined-riverton.json");
    let combined = city.path("combined.json");
    fs::write(&combined, bytes)?;
    let today = chrono::Local::now().date_naive();
    let once = table_of(&all, today)?;
    assert_eq!(table_of(std::slice::from_ref(&combined), today)?, once);
    let mut twice = all.clone();
    twice.push(combined.clone());
    assert_eq!(table_of(&twice, today)?, once);

    let city_wide = at_the_desk().await?;
    open_files(&city_wide, &[combined]).await?;
    open_files(&city_wide, &all[..5]).await?;
    city_wide.follow("Pass on").await?;
    let (_, bytes) = city_wide.download("Download the table (CSV)").await?;
    assert_eq!(String::from_utf8_lossy(&bytes), once);
    Ok(())
}

#[tokio::test]
async fn who_has_not_sent_is_a_list_to_copy() -> Result<()> {
    let city = CityFiles::written()?;
    let tablet = at_the_desk().await?;
    open_files(&tablet, &city.all()?).await?;
    tablet.follow("Who has sent").await?;
    tablet.is_on("Who has sent").await?;
    let matrix = tablet
        .table("Every team in every quarter, the latest first")
        .await?;
    assert_eq!(matrix.len(), 17, "sixteen teams and the heads");
    let states: Vec<String> = matrix.iter().flatten().cloned().collect();
    for state in ["missing", "re-keyed from paper", "not collected"] {
        let shown = states.iter().any(|it| it.contains(state));
        assert!(shown, "{state} in {states:?}");
    }
    let quarter = "Quarter 2, July to September 2015 (2015 to 2016)";
    tablet.choose_from("Quarter", quarter).await?;
    tablet.sees("For an e-mail").await?;
    let listed = tablet.value("For an e-mail").await?.unwrap_or_default();
    assert!(listed.contains("Hawthorn Children’s Centres"), "{listed}");
    Ok(())
}

#[tokio::test]
async fn the_staff_pin_shuts_managers_pages_too() -> Result<()> {
    let tablet = Tablet::new().await?;
    set_up_with_a_pin(&tablet).await?;
    tablet.open("/roll-up").await?;
    tablet.sees("Staff PIN").await?;
    assert!(!tablet.text().await?.contains("Open returns"));
    Ok(())
}

#[tokio::test]
async fn a_tablet_in_a_familys_hands_leads_from_managers_pages_to_the_survey() -> Result<()> {
    let tablet = Tablet::new().await?;
    set_up_with_a_pin(&tablet).await?;
    tablet.hand_over().await?;
    tablet.open("/roll-up/figures").await?;
    tablet
        .until("the survey's own address", || async {
            let path: String = tablet.script("return location.pathname;", vec![]).await?;
            Ok((path == "/").then_some(()))
        })
        .await?;
    assert!(!tablet.text().await?.contains("Figures"));
    Ok(())
}
