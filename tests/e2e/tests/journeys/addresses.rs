//! The address in the browser is that of the page, so that back, reload and a
//! link that somebody kept all lead where one expects.

use daybook_e2e::error::Result;
use daybook_e2e::forms::ROSEHILL;
use daybook_e2e::tablet::Tablet;

async fn is_at(tablet: &Tablet, path: &str) -> Result<()> {
    let expected = format!("{}{path}", tablet.address().trim_end_matches('/'));
    tablet
        .until_is("the address", expected, || async {
            Ok(tablet.driver().current_url().await?.to_string())
        })
        .await
}

#[tokio::test]
async fn back_and_reload_lead_to_the_page_one_expects() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    is_at(&tablet, "/").await?;
    tablet.follow("Record a session").await?;
    tablet.is_on("Record a session").await?;
    is_at(&tablet, "/session").await?;
    tablet.follow("Quarter").await?;
    is_at(&tablet, "/quarter").await?;
    tablet.driver().back().await?;
    tablet.is_on("Record a session").await?;
    tablet.driver().back().await?;
    tablet.is_on("Today").await?;
    tablet.driver().forward().await?;
    tablet.is_on("Record a session").await?;
    tablet.driver().refresh().await?;
    tablet.is_on("Record a session").await?;
    is_at(&tablet, "/session").await
}

#[tokio::test]
async fn a_kept_link_opens_its_page_and_a_wrong_one_says_so() -> Result<()> {
    let tablet = Tablet::new().await?;
    tablet.set_up(ROSEHILL).await?;
    tablet.open("/quarter/2016-17-Q3").await?;
    tablet
        .is_on("Quarter 3, October to December 2016 (2016 to 2017)")
        .await?;
    tablet.open("/nowhere/at/all").await?;
    tablet.is_on("Page not found").await?;
    tablet.follow("Go to Today").await?;
    tablet.is_on("Today").await
}
