//! What managers can rely on when they take a report to a meeting.

use daybook_e2e::city::{CityFiles, LAST_QUARTER, open_files};
use daybook_e2e::error::Result;
use daybook_e2e::tablet::Tablet;

use crate::managers::at_the_desk;
use crate::managers_publish::FIRST;

/// The choice of a report for the public.
pub const PUBLIC: &str = "The public: small numbers are hidden";
const YEAR: &str = "The year so far, up to the quarter";

/// The year report of the sample city.
async fn at_the_year_report() -> Result<Tablet> {
    let city = CityFiles::written()?;
    let tablet = at_the_desk().await?;
    open_files(&tablet, &city.all()?).await?;
    tablet.follow("Report").await?;
    tablet.is_on("Report").await?;
    tablet.choose_from("Quarter", LAST_QUARTER).await?;
    tablet.choose_from("Period", YEAR).await?;
    tablet.sees("36,039 direct contacts").await?;
    Ok(tablet)
}

/// How many of something there are.
async fn many(tablet: &Tablet, selector: &str) -> Result<usize> {
    let script = "return all(arguments[0]).length;";
    tablet.script(script, vec![selector.into()]).await
}

#[tokio::test]
async fn the_year_report_has_the_figures_of_the_command_lines_report() -> Result<()> {
    let tablet = at_the_year_report().await?;
    for said in [
        "not collected in April to June 2016 and July to September 2016",
        "515 surveys, 16 more than last year (+3.2%)",
        "(506 of 515)",
        "Localities side by side",
    ] {
        tablet.sees(said).await?;
    }
    assert_eq!(many(&tablet, ".app-report [style]").await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_note_is_kept_beside_its_figure_and_can_be_taken_back() -> Result<()> {
    let tablet = at_the_year_report().await?;
    let about = "Note on Surveys received";
    tablet.press("Write a note on Surveys received").await?;
    tablet
        .fill(about, "Two teams ran a survey week in March.")
        .await?;
    tablet.press("Keep the note on Surveys received").await?;
    tablet.sees("The note was kept").await?;
    tablet.sees("Change a note on Surveys received").await?;
    // It is of this year's report alone, and outlives the page.
    tablet.open("/roll-up/report").await?;
    tablet.choose_from("Quarter", LAST_QUARTER).await?;
    tablet.sees("Write a note on Surveys received").await?;
    tablet.choose_from("Period", YEAR).await?;
    tablet.sees("Two teams ran a survey week in March.").await?;
    // What is typed and not kept stays while something else is looked at.
    tablet.press("Write a note on Sessions").await?;
    tablet.fill("Note on Sessions", "Half a thought").await?;
    tablet.choose_from("For", PUBLIC).await?;
    tablet.tick(FIRST).await?;
    tablet.sees("c means confidential").await?;
    let public = tablet.text().await?;
    assert!(!public.contains("survey week"));
    tablet
        .choose_from("For", "The service: every number is exact")
        .await?;
    tablet
        .until_is("the note", Some("Half a thought".to_owned()), || {
            tablet.value("Note on Sessions")
        })
        .await?;
    Ok(())
}

#[tokio::test]
async fn a_public_report_hides_and_each_school_has_a_page_that_hides_too() -> Result<()> {
    let tablet = at_the_year_report().await?;
    tablet.choose_from("For", PUBLIC).await?;
    tablet.tick(FIRST).await?;
    tablet.sees("c means confidential").await?;
    assert!(!tablet.text().await?.contains("506"));
    assert_eq!(many(&tablet, ".app-report__sheet").await?, 0);
    tablet
        .choose_from("For", "The service: every number is exact")
        .await?;
    tablet.tick("A page for each school, to hand over").await?;
    tablet.sees("Early Help in your school").await?;
    tablet.sees("(506 of 515)").await?;
    assert!(many(&tablet, ".app-report__sheet").await? > 3);
    Ok(())
}

#[tokio::test]
async fn a_report_is_printed_without_what_is_for_the_screen_and_each_school_on_one_sheet()
-> Result<()> {
    let tablet = at_the_year_report().await?;
    let report = tablet.sheets_printed().await?;
    assert!(report > 1);
    tablet.tick("A page for each school, to hand over").await?;
    tablet.tick(FIRST).await?;
    tablet.sees("Early Help in your school").await?;
    let schools = many(&tablet, ".app-report__sheet").await?;
    assert_eq!(tablet.sheets_printed().await?, report + schools);
    tablet.as_printed().await?;
    let text = tablet.text().await?;
    assert!(text.contains("Surveys received"));
    // Its own title stands there, not that of the page.
    assert!(!text.lines().any(|line| line == "Report"), "{text}");
    for for_the_screen in ["Write a note", "The same figures as a table", "Download"] {
        assert!(!text.contains(for_the_screen), "{for_the_screen}");
    }
    Ok(())
}
