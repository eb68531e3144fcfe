//! What managers can rely on when they show figures: charts with their words and
//! tables, and files for the public in which nobody can be made out.

use std::fs;

use daybook::domain::base::calendar::Quarter;
use daybook::domain::disclosure::document::PublishedDocument;
use daybook::domain::disclosure::register::RegisteredEdition;
use daybook::domain::disclosure::register_file::RegisterFile;
use daybook::domain::disclosure::{Detail, Rounding, Rule, Threshold};
use daybook_e2e::city::{CityFiles, open_files, published_of};
use daybook_e2e::error::Result;
use daybook_e2e::screen::{Scheme, Screen};
use daybook_e2e::tablet::Tablet;

use crate::managers::at_the_desk;

const CSV: &str = "Download the table for publishing (CSV)";
const JSON: &str = "Download the document for publishing (JSON)";
const THRESHOLD: &str = "The largest number that is hidden";
/// The box without which nothing is published where no edition is known.
pub const FIRST: &str =
    "This is the first edition: nothing of 2015-16 and 2016-17 was ever given to anybody";
const EARLIER: &str = "Open every document (JSON) that you published before";
const USUAL: Rule = Rule {
    threshold: Threshold::USUAL,
    rounding: Rounding::Exact,
    detail: Detail::FULL,
};

/// The page Publish of a first edition, once all is worked out; with the files that were
/// opened.
async fn at_publish() -> Result<(CityFiles, Tablet)> {
    let (city, tablet) = at_publish_unsaid().await?;
    tablet.tick(FIRST).await?;
    Ok((city, tablet))
}

/// The same, before it is said what was published before.
async fn at_publish_unsaid() -> Result<(CityFiles, Tablet)> {
    let city = CityFiles::written()?;
    let tablet = at_the_desk().await?;
    open_files(&tablet, &city.all()?).await?;
    tablet.follow("Publish").await?;
    tablet.is_on("Publish").await?;
    worked_out(&tablet).await?;
    Ok((city, tablet))
}

async fn worked_out(tablet: &Tablet) -> Result<()> {
    tablet.sees(") are hidden, and ").await
}

#[tokio::test]
async fn what_is_published_is_what_the_command_line_publishes() -> Result<()> {
    let (city, tablet) = at_publish().await?;
    let today = chrono::Local::now().date_naive();
    let said = published_of(&city.all()?, (USUAL, &[]), (None, today))?;
    let (name, table) = tablet.download(CSV).await?;
    assert_eq!(name, "daybook-figures-all-quarters-for-publishing.csv");
    assert_eq!(String::from_utf8_lossy(&table), said.0);
    let (name, document) = tablet.download(JSON).await?;
    assert_eq!(name, "daybook-figures-all-quarters-for-publishing.json");
    assert_eq!(String::from_utf8_lossy(&document), said.1);

    let words = "Quarter 3, October to December 2016 (2016 to 2017)";
    tablet.choose_from("Quarters in the file", words).await?;
    let third: Quarter = "2016-17 Q3".parse().unwrap();
    let said = published_of(&city.all()?, (USUAL, &[]), (Some(third), today))?;
    let (name, table) = tablet.download(CSV).await?;
    assert_eq!(name, "daybook-figures-2016-17-Q3-for-publishing.csv");
    assert_eq!(String::from_utf8_lossy(&table), said.0);
    Ok(())
}

#[tokio::test]
async fn the_page_shows_what_is_published_and_why_a_number_is_hidden() -> Result<()> {
    let (_, tablet) = at_publish().await?;
    let words = tablet.value("To print beside the numbers").await?;
    assert!(words.unwrap().contains("A count from 1 to 5 is hidden"));
    tablet
        .choose_from("Quarter", "Quarter 4, January to March 2017 (2016 to 2017)")
        .await?;
    let year = "April 2016 to March 2017 (financial year 2016 to 2017) · All together";
    let contacts = tablet.row(year, "Direct contacts").await?;
    assert_eq!(contacts, ["36,039", "z", "", ""]);
    let hidden: Vec<Vec<String>> = tablet
        .script(
            "return [...document.querySelectorAll('table')]
                .filter((it) => words(it.tHead).includes('Why it is hidden'))
                .flatMap((it) => [...it.querySelectorAll('td')])
                .filter((it) => words(it) === 'c')
                .map((it) => [...it.closest('tr').cells].map(words));",
            vec![],
        )
        .await?;
    assert!(!hidden.is_empty());
    for row in hidden.iter().filter(|row| row.len() == 5) {
        assert!(!row[4].is_empty(), "{row:?}");
        assert!(row[3].is_empty() || row[3] == "c", "{row:?}");
    }
    Ok(())
}

#[tokio::test]
async fn a_threshold_and_rounding_can_be_chosen_and_a_wrong_one_is_said() -> Result<()> {
    let (city, tablet) = at_publish().await?;
    for wrong in ["0", "21", "five"] {
        tablet.fill(THRESHOLD, wrong).await?;
        tablet.press("Use this").await?;
        tablet.sees("There is a problem").await?;
        tablet.sees("Type a whole number from 1 to 20").await?;
    }
    tablet.fill(THRESHOLD, "9").await?;
    let round = "return field('Round what is shown to the nearest 5').click();";
    tablet.script::<()>(round, vec![]).await?;
    tablet.press("Use this").await?;
    tablet
        .until("the words of the new rule", || async {
            let words = tablet.value("To print beside the numbers").await?;
            let words = words.unwrap_or_default();
            Ok((words.contains("from 1 to 9") && words.contains("nearest 5")).then_some(()))
        })
        .await?;
    let rule = Rule {
        threshold: Threshold::new(9).unwrap(),
        rounding: Rounding::ToFive,
        detail: Detail::FULL,
    };
    let today = chrono::Local::now().date_naive();
    let said = published_of(&city.all()?, (rule, &[]), (None, today))?;
    let (_, table) = tablet.download(CSV).await?;
    assert_eq!(String::from_utf8_lossy(&table), said.0);
    // It is still there after a look at another page, and not worked out anew.
    tablet.follow("Pass on").await?;
    tablet.sees("are not for publishing").await?;
    tablet.follow("Publish").await?;
    tablet.is_on("Publish").await?;
    assert_eq!(tablet.value(THRESHOLD).await?.as_deref(), Some("9"));
    assert!(!tablet.text().await?.contains("Working out"));
    Ok(())
}

#[tokio::test]
async fn what_an_earlier_edition_hides_stays_hidden() -> Result<()> {
    let (city, tablet) = at_publish_unsaid().await?;
    let today = chrono::Local::now().date_naive();
    let ten = Rule {
        threshold: Threshold::new(9).unwrap(),
        rounding: Rounding::Exact,
        detail: Detail::FULL,
    };
    let files = city.all()?;
    let earlier = published_of(&files, (ten, &[]), (None, today))?.1;
    let path = city.path("published.json");
    fs::write(&path, &earlier)?;
    let wrong = city.path("organisation.json");
    tablet.choose_files(EARLIER, &[wrong, path]).await?;
    tablet
        .sees("organisation.json: it is no document that Daybook wrote")
        .await?;
    tablet.sees("are hidden in an earlier edition").await?;
    let digest = digest_of(&earlier);
    let never = format!("It was never given to anybody: {digest}");
    tablet.press(&never).await?;
    // Then it is asked anew what was published before.
    tablet.sees(FIRST).await?;
    tablet
        .until("it to be compared with no more", || async {
            let text = tablet.text().await?;
            let is_gone = text.contains(") are hidden, and ")
                && !text.contains("are hidden in an earlier edition");
            Ok(is_gone.then_some(()))
        })
        .await?;
    tablet.press(&format!("It was given: {digest}")).await?;
    tablet.sees("are hidden in an earlier edition").await?;
    let said = published_of(&files, (USUAL, &[&earlier]), (None, today))?;
    let (_, table) = tablet.download(CSV).await?;
    assert_eq!(String::from_utf8_lossy(&table), said.0);
    Ok(())
}

/// The first digits by which an edition is named.
fn digest_of(document: &str) -> String {
    let document = PublishedDocument::read(document).unwrap();
    document.digest().to_string()[..8].to_owned()
}

#[tokio::test]
async fn nothing_is_downloaded_before_it_is_said_what_was_published_and_then_it_is_known()
-> Result<()> {
    let (_, tablet) = at_publish_unsaid().await?;
    tablet.press(CSV).await?;
    tablet.sees("There is a problem").await?;
    tablet.sees("Say what was published before").await?;
    assert!(!tablet.text().await?.contains("was handed to the browser"));
    tablet.tick(FIRST).await?;
    let (_, table) = tablet.download(CSV).await?;
    // It is known from then on, also when Daybook is opened again, and holds.
    tablet.sees("Compared with.").await?;
    tablet.open("/roll-up/publish").await?;
    worked_out(&tablet).await?;
    tablet.sees("Compared with.").await?;
    assert!(!tablet.text().await?.contains(FIRST));
    let (_, again) = tablet.download(CSV).await?;
    assert_eq!(table, again);
    let (name, register) = tablet
        .download("Download the register of editions (JSON)")
        .await?;
    assert!(name.starts_with("daybook-editions-"), "{name}");
    let register = RegisterFile::read(&String::from_utf8_lossy(&register)).unwrap();
    assert_eq!(register.len(), 1);
    assert!(register.iter().all(|it| it.document.is_some()));
    Ok(())
}

#[tokio::test]
async fn an_edition_whose_document_is_not_here_is_asked_for_before_anything_is_published()
-> Result<()> {
    let (city, tablet) = at_publish_unsaid().await?;
    let today = chrono::Local::now().date_naive();
    let text = published_of(&city.all()?, (USUAL, &[]), (None, today))?.1;
    let document = PublishedDocument::read(&text).unwrap();
    let edition = RegisteredEdition::of(document, today, None).without_document();
    let register = RegisterFile::of([edition].into_iter().collect()).to_text();
    let (of_register, of_document) = (city.path("editions.json"), city.path("published.json"));
    fs::write(&of_register, register)?;
    fs::write(&of_document, &text)?;
    tablet.choose_files(EARLIER, &[of_register]).await?;
    tablet
        .sees("An edition of these quarters is not open")
        .await?;
    worked_out(&tablet).await?;
    tablet.press(CSV).await?;
    tablet.sees("Open the edition that is not open").await?;
    tablet.choose_files(EARLIER, &[of_document]).await?;
    tablet
        .until("it to be open", || async {
            let shown = tablet.text().await?;
            let is_open = shown.contains("Compared with.") && !shown.contains("is not open");
            Ok((is_open && shown.contains(") are hidden, and ")).then_some(()))
        })
        .await?;
    tablet.download(CSV).await?;
    Ok(())
}

#[tokio::test]
async fn what_one_tab_publishes_is_compared_with_in_the_other() -> Result<()> {
    let (_, tablet) = at_publish().await?;
    let first = tablet.second_tab().await?;
    tablet.open("/roll-up/publish").await?;
    worked_out(&tablet).await?;
    tablet.tick(FIRST).await?;
    tablet.download(CSV).await?;
    tablet.driver().switch_to_window(first).await?;
    tablet.sees("Compared with.").await?;
    worked_out(&tablet).await?;
    assert!(!tablet.text().await?.contains(FIRST));
    Ok(())
}

/// Of each chart: its heading, its title, its description, and the rows of its table;
/// and whether anything in it has a style of its own or the page is wider than the
/// screen.
const CHARTS: &str = "
    const said = (svg, at) => svg.getElementById(svg.getAttribute('aria-labelledby').split(' ')[at]);
    const wide = document.documentElement.scrollWidth > innerWidth;
    return all('figure').map((it) => {
        const svg = it.querySelector('svg[role=img]');
        return [
            words(it.querySelector('h3')),
            said(svg, 0).textContent,
            said(svg, 1).textContent,
            String(it.querySelectorAll('table tbody tr').length),
            it.querySelector('[style]') || wide ? 'wrong' : '',
        ];
    });";

#[tokio::test]
async fn every_chart_has_its_title_its_description_and_its_table() -> Result<()> {
    let (_, mut tablet) = at_publish().await?;
    for room in ["Figures", "Publish"] {
        tablet.follow(room).await?;
        tablet.is_on(room).await?;
        for screen in [Screen::PORTRAIT, Screen::PHONE] {
            tablet.turn(screen, Scheme::Light).await?;
            let charts = tablet
                .until("five charts", || async {
                    let charts: Vec<[String; 5]> = tablet.script(CHARTS, vec![]).await?;
                    Ok((charts.len() == 5).then_some(charts))
                })
                .await?;
            for [heading, title, description, rows, wrong] in charts {
                assert_eq!(heading, title, "{room}");
                assert!(description.len() > 40, "{room}: {title}: {description}");
                assert!(rows.parse::<usize>().unwrap() > 3, "{room}: {title}");
                assert_eq!(wrong, "", "{room}: {title}");
            }
        }
    }
    // What is folded away can be opened.
    tablet.press("The same figures as a table").await?;
    let caption = "Direct contacts by kind of session, over eight quarters";
    assert_eq!(tablet.table(caption).await?.len(), 9);
    Ok(())
}
